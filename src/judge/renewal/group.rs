//! Which holdings a programme keeps alive together, and which of them count.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::Scene;
use crate::book::RuleBook;
use crate::book::renewal::Program;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::explain::{Note, NoteCode};
use crate::judge::measure::Names;
use crate::record::{Holding, Record};

/// A holding under its present name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held<'r> {
    pub(super) index: usize,
    pub(super) id: &'r CredentialId,
    pub(super) holding: &'r Holding,
}

impl Held<'_> {
    pub(super) const fn awarded(&self) -> Option<Day> {
        self.holding.awarded()
    }

    /// Whether it was held on a day; `None`: the day of its award is not known.
    pub(super) fn held_on(&self, day: Day) -> Option<bool> {
        if let Some(awarded) = self.awarded() {
            return Some(awarded <= day);
        }
        // A cycle that the issuer states, or closed, is one of a holding.
        let stated = self.holding.cycle().is_some_and(|cycle| cycle.start <= day);
        let mut renewed = self.holding.renewed().into_iter().flatten();
        (stated || renewed.any(|renewed| *renewed <= day)).then_some(true)
    }

    /// A fact of it, such as `holdings[0].awarded`.
    pub(super) fn fact(&self, field: &str) -> alloc::string::String {
        alloc::format!("holdings[{}].{field}", self.index)
    }
}

/// The holdings of a programme, one for each credential, in order of their award.
pub(super) fn held<'r>(
    (program, issuer): (&Program, &Issuer),
    record: &'r Record,
    names: &'r Names,
    as_of: Day,
) -> Vec<Held<'r>> {
    let mut all: Vec<Held<'r>> = Vec::new();
    for (index, holding) in record.holdings().unwrap_or_default().iter().enumerate() {
        let Some(id) = names.get(holding.credential()) else { continue };
        let ours = id.issuer() == issuer && program.holdings.covers(id.code());
        let yet = holding.awarded().is_none_or(|awarded| awarded <= as_of);
        if !ours || !yet {
            continue;
        }
        let one = Held { index, id, holding };
        match all.iter_mut().find(|other| other.id == one.id) {
            // The same credential twice: the one that is not revoked, then the later award.
            Some(other) => {
                let key = |held: &Held<'_>| {
                    let standing = held.holding.revoked().is_none_or(|revoked| as_of < revoked);
                    (standing, held.awarded())
                };
                if key(other) < key(&one) {
                    *other = one;
                }
            }
            None => all.push(one),
        }
    }
    all.sort_by_key(|held| (held.awarded().unwrap_or(Day::MAX), held.id));
    all
}

impl Scene<'_> {
    /// Says where the book does not know that a holding can be renewed.
    pub(super) fn note_maintained(&self) {
        if !self.resolver.is_heard() {
            return;
        }
        for held in &self.held {
            let text = match self.maintained(held) {
                Some(true) => continue,
                Some(false) => "it can no longer be renewed",
                None => "whether it can be renewed on this day is not on file",
            };
            self.resolver
                .note(|| Note::new(NoteCode::NotMaintained, alloc::format!("{}: {text}", held.id)));
        }
    }

    /// Whether the book says that a holding can be renewed on the day asked about.
    pub(super) fn maintained(&self, held: &Held<'_>) -> Option<bool> {
        let rule = self.book.rule(&self.book.examined(held.id))?;
        rule.maintainable.on(self.as_of).next().map(|version| *version.value())
    }
}

/// Those that count for the quota: a mark beside its credential, a superseded and an excused one do
/// not. What is left out is said in notes.
pub(super) fn counted<'h, 'r>(
    held: &'h [Held<'r>],
    everyone: &[Held<'r>],
    (book, program): (&RuleBook, &Program),
    notes: &mut Vec<Note>,
) -> Vec<&'h Held<'r>> {
    // What is held alone stands beside nothing.
    if let ([one], [all]) = (held, everyone)
        && one.index == all.index
    {
        return Vec::from([one]);
    }
    let is_held = |code: &Code| everyone.iter().find(|other| other.id.code() == code);
    let mut count = |one: &&Held<'r>| {
        let rule = book.rule(one.id);
        let base = rule.and_then(|rule| rule.designation_of.as_ref());
        let full = base.filter(|base| is_held(base).is_some());
        let superseding = everyone.iter().find(|other| {
            let rule = book.rule(other.id);
            let mut superseded = rule.iter().flat_map(|rule| &rule.supersedes);
            other.id != one.id && superseded.any(|superseded| superseded.code == *one.id.code())
        });
        let excusing = program.excuses.iter().find(|excuse| {
            excuse.code != *one.id.code()
                && is_held(&excuse.code).is_some()
                && excuse.excuses.contains(one.id.code())
        });
        let by = full.map(ToString::to_string);
        let by = by.or_else(|| superseding.map(|other| other.id.code().to_string()));
        let by = by.or_else(|| excusing.map(|excuse| excuse.code.to_string()));
        if let Some(by) = &by {
            let text = alloc::format!("{} is not counted: {by} stands in its place", one.id);
            notes.push(Note::new(NoteCode::Superseded, text));
        }
        by.is_none()
    };
    held.iter().filter(&mut count).collect()
}
