//! Which version of a dated value holds, under which readings, and what it rests on.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{OnceCell, RefCell};

use crate::calendar::Day;
use crate::credential::{Code, Issuer};
use crate::explain::{Note, NoteCode, UnknownBecause};
use crate::judge::Judge;
use crate::source::{Anchor, AnchorRule, Citation, Confidence, Dated, Reading, Version};

/// Readings picked, by name.
pub(super) type Picks = BTreeMap<Code, Code>;

/// The days that can pick a version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchors {
    pub(super) start: Day,
    pub(super) end: Day,
    pub(super) as_of: Day,
    pub(super) first_award: Option<Day>,
    pub(super) activity: Option<Day>,
}

/// What was found for the day.
#[derive(Debug)]
pub(super) enum Picked<'b, T> {
    /// The programme does not have such a rule.
    Absent,
    /// No version is on file for the day, or the day is not known.
    Unknown(UnknownBecause),
    Version(&'b Version<T>),
}

impl<T> Copy for Picked<'_, T> {}

impl<T> Clone for Picked<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<'b, T> Picked<'b, T> {
    pub(super) const fn value(&self) -> Option<&'b T> {
        match self {
            Self::Version(version) => Some(version.value()),
            Self::Absent | Self::Unknown(_) => None,
        }
    }
}

/// Where a version is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Written<'b> {
    keys: &'b [Code],
    confidence: Option<Confidence>,
}

impl<'b> Written<'b> {
    pub(super) fn of<T>(version: &'b Version<T>) -> Self {
        Self { keys: version.sources(), confidence: version.confidence() }
    }

    /// Whether it is the very same place.
    fn is(self, other: Self) -> bool {
        core::ptr::eq(self.keys, other.keys) && self.confidence == other.confidence
    }

    pub(super) const fn at(keys: &'b [Code]) -> Self {
        Self { keys, confidence: None }
    }
}

/// Looks versions up under some readings and remembers what was met.
#[derive(Debug)]
pub(super) struct Resolver<'b> {
    /// The sources of the issuer, by key.
    sources: Option<&'b BTreeMap<Code, Citation>>,
    picks: Picks,
    /// Whether anybody asks for notes and sources; a bare verdict needs neither.
    heard: bool,
    log: RefCell<Log<'b>>,
    /// Citations that were written out.
    known: RefCell<Vec<(Written<'b>, Vec<Citation>)>>,
}

/// What was met on the way.
#[derive(Debug, Default)]
pub(super) struct Log<'b> {
    /// Questions that bear on the outcome and are still open, with their choices.
    pub(super) open: BTreeMap<Code, BTreeSet<Code>>,
    /// What the versions rest on.
    pub(super) cited: Vec<Written<'b>>,
    pub(super) notes: BTreeSet<Note>,
    /// The versions of which all this is known already.
    heard: Vec<*const ()>,
}

impl<'b> Resolver<'b> {
    pub(super) fn new(judge: &'b Judge, issuer: &Issuer, picks: Picks) -> Self {
        Self::with(judge.cited.get(issuer), picks, true)
    }

    fn with(sources: Option<&'b BTreeMap<Code, Citation>>, picks: Picks, heard: bool) -> Self {
        Self { sources, picks, heard, log: RefCell::default(), known: RefCell::default() }
    }

    /// One that keeps nothing but the questions that are open.
    pub(super) fn unheard(judge: &'b Judge, issuer: &Issuer, picks: Picks) -> Self {
        Self::with(judge.cited.get(issuer), picks, false)
    }

    /// One under the same readings that keeps nothing but the questions that are open.
    pub(super) fn aside(&self, picks: Picks) -> Self {
        Self::with(self.sources, picks, false)
    }

    /// Another one under other readings, heard as this one is.
    pub(super) fn like(&self, picks: Picks) -> Self {
        Self::with(self.sources, picks, self.heard)
    }

    pub(super) const fn is_heard(&self) -> bool {
        self.heard
    }

    pub(super) const fn picks(&self) -> &Picks {
        &self.picks
    }

    pub(super) fn into_log(self) -> (Picks, Log<'b>) {
        (self.picks, self.log.into_inner())
    }

    pub(super) fn cite(&self, written: Written<'b>) -> Vec<Citation> {
        self.with_cited(written, <[Citation]>::to_vec)
    }

    /// The first place where a version is written.
    pub(super) fn cite_first(&self, written: Written<'b>) -> Option<Citation> {
        self.with_cited(written, |cited| cited.first().cloned())
    }

    /// Many activities rest on the same few versions: each is looked up once.
    fn with_cited<R>(&self, written: Written<'b>, of: impl FnOnce(&[Citation]) -> R) -> R {
        let mut known = self.known.borrow_mut();
        if let Some((_, cited)) = known.iter().find(|(one, _)| one.is(written)) {
            return of(cited);
        }
        let cited = written.keys.iter().filter_map(|key| {
            let source = self.sources?.get(key)?;
            let confidence = written.confidence.max(Some(source.confidence));
            Some(Citation { confidence: confidence?, ..source.clone() })
        });
        let cited: Vec<Citation> = cited.collect();
        let found = of(&cited);
        known.push((written, cited));
        found
    }

    /// Where several versions are written, each source once.
    pub(super) fn cite_all(&self, all: &[Written<'b>]) -> Vec<Citation> {
        let mut cited: Vec<Citation> = Vec::new();
        for written in all {
            self.with_cited(*written, |found| {
                for citation in found {
                    if !cited.contains(citation) {
                        cited.push(citation.clone());
                    }
                }
            });
        }
        cited
    }

    /// How sure the least sure of some versions is.
    pub(super) fn confidence(&self, all: &[Written<'_>]) -> Option<Confidence> {
        let sources = self.sources?;
        let each = all.iter().flat_map(|written| {
            let known = written.keys.iter().filter_map(|key| sources.get(key));
            known.filter_map(|source| written.confidence.max(Some(source.confidence)))
        });
        each.max()
    }

    /// Keeps a note, which is not even written where nobody hears it.
    pub(super) fn note(&self, note: impl FnOnce() -> Note) {
        if self.heard {
            let note = note();
            self.log.borrow_mut().notes.insert(note);
        }
    }

    /// The version that holds; its sources and remarks are remembered.
    pub(super) fn pick<T>(
        &self,
        path: &str,
        dated: &'b Dated<T>,
        usual: Anchor,
        anchors: &Anchors,
    ) -> Picked<'b, T> {
        let picked = self.quietly(dated, usual, anchors);
        if let Picked::Version(version) = &picked {
            self.remember(path, version);
        }
        picked
    }

    pub(super) fn remember<T>(&self, path: &str, version: &'b Version<T>) {
        if !self.heard {
            return;
        }
        let mut log = self.log.borrow_mut();
        let place = core::ptr::from_ref(version).cast::<()>();
        if log.heard.contains(&place) {
            return;
        }
        log.heard.push(place);
        let written = Written::of(version);
        if !log.cited.contains(&written) {
            log.cited.push(written);
        }
        if version.is_estimated() {
            log.notes.insert(Note::on(path, NoteCode::DateEstimated, "the days are estimated"));
        }
        if let Some(note) = version.note() {
            log.notes.insert(Note::on(path, NoteCode::RuleNote, note));
        }
    }

    /// The version that holds, without remembering it.
    pub(super) fn quietly<T>(
        &self,
        dated: &'b Dated<T>,
        usual: Anchor,
        anchors: &Anchors,
    ) -> Picked<'b, T> {
        if dated.versions().is_empty() {
            return Picked::Absent;
        }
        let anchor = match dated.anchor_rule() {
            None => usual,
            Some(AnchorRule::One(anchor)) => *anchor,
            Some(AnchorRule::Readings(readings)) => {
                match self.anchor_reading(dated, &readings.question, &readings.choices, anchors) {
                    Some(anchor) => anchor,
                    None => return Picked::Unknown(UnknownBecause::RuleUnknown),
                }
            }
        };
        match day_of(anchor, anchors) {
            Some(day) => self.on(dated, day),
            // The day is not known: only a single version that is open on both sides holds on every day.
            None => match dated.versions() {
                [only] if only.from().is_none() && only.until().is_none() => Picked::Version(only),
                _ => Picked::Unknown(UnknownBecause::FactMissing),
            },
        }
    }

    /// The anchor under the picked reading; a question is open only where the choice matters.
    fn anchor_reading<T>(
        &self,
        dated: &'b Dated<T>,
        question: &Code,
        choices: &BTreeMap<Code, Anchor>,
        anchors: &Anchors,
    ) -> Option<Anchor> {
        if let Some(anchor) = self.picks.get(question).and_then(|choice| choices.get(choice)) {
            return Some(*anchor);
        }
        let found = |anchor: Anchor| -> Vec<*const Version<T>> {
            let day = day_of(anchor, anchors);
            let on = day.into_iter().flat_map(|day| dated.on(day));
            on.map(core::ptr::from_ref).collect()
        };
        let mut outcomes = choices.values().map(|anchor| found(*anchor));
        let first = outcomes.next()?;
        if outcomes.any(|other| other != first) {
            self.ask(question, &mut choices.keys());
        }
        choices.values().next().copied()
    }

    fn on<T>(&self, dated: &'b Dated<T>, day: Day) -> Picked<'b, T> {
        let mut found = dated.on(day);
        let Some(first) = found.next() else {
            return Picked::Unknown(UnknownBecause::RuleUnknown);
        };
        let Some(second) = found.next() else {
            return Picked::Version(first);
        };
        let all: Vec<&Version<T>> = [first, second].into_iter().chain(found).collect();
        let readings = all.iter().filter_map(|version| version.reading());
        let choices: BTreeSet<&Code> = readings.clone().map(Reading::choice).collect();
        let Some(question) = readings.clone().next().map(Reading::question) else {
            return Picked::Version(first);
        };
        let picked = self.picks.get(question);
        let picked = picked.and_then(|choice| {
            all.iter()
                .find(|version| version.reading().is_some_and(|reading| reading.choice() == choice))
        });
        if picked.is_none() {
            self.ask(question, &mut choices.into_iter());
        }
        Picked::Version(picked.copied().unwrap_or(first))
    }

    fn ask(&self, question: &Code, choices: &mut dyn Iterator<Item = &Code>) {
        if !self.picks.contains_key(question) {
            let mut log = self.log.borrow_mut();
            log.open.entry(question.clone()).or_default().extend(choices.cloned());
        }
    }
}

/// A rule that is looked up for many activities.
#[derive(Debug)]
pub(super) struct ForEach<'s, 'b, T> {
    resolver: &'s Resolver<'b>,
    dated: &'b Dated<T>,
    /// Whether the day of the activity picks the version.
    by_day: bool,
    /// Whether the readings have no part in it.
    plain: bool,
    /// What was found where the activity has no part in it.
    same: OnceCell<Picked<'b, T>>,
}

impl<'s, 'b, T> ForEach<'s, 'b, T> {
    /// A rule that the day of the activity picks unless the book says otherwise.
    pub(super) fn new(resolver: &'s Resolver<'b>, dated: &'b Dated<T>) -> Self {
        let by_day = match dated.anchor_rule() {
            None => true,
            Some(AnchorRule::One(anchor)) => *anchor == Anchor::Activity,
            Some(AnchorRule::Readings(readings)) => {
                readings.choices.values().any(|anchor| *anchor == Anchor::Activity)
            }
        };
        let chosen = matches!(dated.anchor_rule(), Some(AnchorRule::Readings(_)));
        let plain = !chosen && dated.versions().iter().all(|one| one.reading().is_none());
        Self { resolver, dated, by_day, plain, same: OnceCell::new() }
    }

    /// Whether a look changes nothing: no question can be met.
    pub(super) const fn is_plain(&self) -> bool {
        self.plain
    }

    /// The version for an activity.
    pub(super) fn pick(&self, anchors: &Anchors) -> Picked<'b, T> {
        let found = || self.resolver.quietly(self.dated, Anchor::Activity, anchors);
        if !self.by_day || self.dated.versions().is_empty() {
            return *self.same.get_or_init(found);
        }
        let Some(day) = anchors.activity.filter(|_| self.plain) else {
            return found();
        };
        let first = self.dated.versions().iter().find(|version| version.covers(day));
        first.map_or(Picked::Unknown(UnknownBecause::RuleUnknown), Picked::Version)
    }
}

const fn day_of(anchor: Anchor, anchors: &Anchors) -> Option<Day> {
    match anchor {
        Anchor::CycleStart => Some(anchors.start),
        Anchor::CycleEnd => Some(anchors.end),
        Anchor::Activity => anchors.activity,
        Anchor::FirstAward => anchors.first_award,
        Anchor::AsOf | Anchor::Exam | Anchor::Failure | Anchor::Approval => Some(anchors.as_of),
    }
}

/// Runs a judgement under every combination of the readings that bear on it, at most so many.
pub(super) fn over_readings<'b, T>(
    picked: &Picks,
    most: usize,
    mut run: impl FnMut(Picks) -> (T, Picks, Log<'b>),
) -> Vec<(Picks, T, Log<'b>)> {
    let mut waiting = Vec::from([picked.clone()]);
    let mut done = Vec::new();
    while let Some(picks) = waiting.pop() {
        let (outcome, picks, log) = run(picks);
        let open = log.open.iter().find(|(question, _)| !picks.contains_key(*question));
        match open {
            Some((question, choices))
                if done.len().saturating_add(waiting.len()).saturating_add(choices.len())
                    <= most =>
            {
                for choice in choices.iter().rev() {
                    let mut with = picks.clone();
                    with.insert(question.clone(), choice.clone());
                    waiting.push(with);
                }
            }
            _ => done.push((picks, outcome, log)),
        }
    }
    done
}

/// The readings beyond those that the caller picked, as text.
pub(super) fn spoken(picks: &Picks, picked: &Picks) -> (String, String) {
    let extra = || picks.iter().filter(|(question, _)| !picked.contains_key(*question));
    let join = |names: Vec<String>| names.join(", ");
    (
        join(extra().map(|(question, _)| question.to_string()).collect()),
        join(extra().map(|(_, choice)| choice.to_string()).collect()),
    )
}
