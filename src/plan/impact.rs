//! Whose verdict or standing changes between two books, or between two days, and why.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::{Ordering, Reverse};

use crate::book::changes::{ChangeKind, Changes, Side};
use crate::calendar::Day;
use crate::credential::{CredentialId, Issuer};
use crate::explain::part::part;
use crate::explain::{
    Eligibility, Question, Renewal, Shortfall, Standing, UnknownBecause, Verdict,
};
use crate::judge::JudgeError;
use crate::record::{Application, ExamAttempt, Holding, words};
use crate::{Judge, Record};

/// One side of a comparison: a judge, and the day asked about.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'j> {
    judge: &'j Judge,
    as_of: Day,
}

impl<'j> Basis<'j> {
    /// This judge on this day.
    #[must_use]
    pub const fn new(judge: &'j Judge, as_of: Day) -> Self {
        Self { judge, as_of }
    }
}

part! {
    /// What changes for a group of people between two sides: two books, two days, or both.
    Impact {
        /// The first side.
        part before: Side,
        /// The second side.
        part after: Side,
        /// How many records were looked at.
        copied records: usize,
        /// How many pairs of a record and a credential were asked about.
        copied asked: usize,
        /// For how many of these pairs nothing changes.
        copied unchanged: usize,
        /// For whom something changes, in the order of the records, then of the credentials.
        list affected: Affected,
        /// What a judge refused to answer, in the same order.
        list refused: Refused,
        /// The rules in which the two sides differ.
        part changes: Changes,
    }
}

words! {
    /// What a change means for a person, worst first.
    Effect {
        /// A verdict or the standing is worse, or the last safe day comes earlier; nothing is better.
        Worse = "worse",
        /// One thing is better and another worse, or the two cannot be compared.
        Different = "different",
        /// The verdicts, the standing and the last safe day stay; what is missing or asked differs.
        Details = "details",
        /// A verdict or the standing is better, or the last safe day comes later; nothing is worse.
        Better = "better",
    }
}

part! {
    /// A person and a credential for whom something changes.
    Affected {
        /// The identifier of the record.
        optional record: String,
        /// The place of the record in the roster, counted from 0.
        copied index: usize,
        /// The credential.
        part credential: CredentialId,
        /// What the change means.
        copied effect: Effect,
        /// The answers of the first side; `None`: its book does not know the credential.
        optional before: Answers,
        /// The answers of the second side; `None`: its book does not know the credential.
        optional after: Answers,
        /// What is missing on one side only, or in another amount.
        list shortfalls: MovedShortfall,
        /// What is asked on one side only.
        list questions: MovedQuestion,
        /// The rules that bear on the credential and say something else on the two sides.
        list rules: RuleRef,
    }
}

part! {
    /// The answers of one side.
    Answers {
        /// Whether the person may sit the exam.
        copied exam: Verdict,
        /// Whether the credential would be granted.
        copied eligibility: Verdict,
        /// What is certain to be granted.
        optional designation: CredentialId,
        /// Whether the cycle is met; `None`: the record does not hold the credential.
        copied renewal: Option<Verdict>,
        /// Where the holding stands; `None`: it is not held, or it cannot be told.
        copied standing: Option<Standing>,
        /// The last day on which nothing lapses.
        copied last_safe_day: Option<Day>,
    }
}

part! {
    /// Something that is missing on one side only, or in another amount.
    MovedShortfall {
        /// The answer that names it: `eligibility` or `renewal`.
        text of: String,
        /// The path of the requirement.
        text path: String,
        /// What the first side misses; `None`: nothing.
        optional before: String,
        /// What the second side misses; `None`: nothing.
        optional after: String,
    }
}

part! {
    /// Something that is asked on one side only.
    MovedQuestion {
        /// The answer that asks: `eligibility` or `renewal`.
        text of: String,
        /// The path of the requirement that asks.
        text path: String,
        /// The fact, or what the missing rule is about.
        text fact: String,
        /// Why it is not known.
        copied why: UnknownBecause,
        /// The side that asks.
        copied on: Sides,
    }
}

part! {
    /// A rule, by its place; [`Impact::changes`] has what it says.
    RuleRef {
        /// The issuer in whose file it stands.
        part issuer: Issuer,
        /// The place in that file.
        text place: String,
        /// What it is about, in plain words.
        text heading: String,
        /// In what way it differs.
        copied kind: ChangeKind,
    }
}

words! {
    /// Which of two sides.
    Sides {
        /// The first.
        Before = "before",
        /// The second.
        After = "after",
        /// Both.
        Both = "both",
    }
}

part! {
    /// A record, or a credential in it, about which a judge gives no answer.
    Refused {
        /// The identifier of the record.
        optional record: String,
        /// The place of the record in the roster, counted from 0.
        copied index: usize,
        /// The credential; `None`: the record as a whole contradicts the book.
        optional credential: CredentialId,
        /// The side that refuses.
        copied on: Sides,
        /// The place, the value and the way out.
        text error: String,
    }
}

/// Whose verdict or standing changes between two sides, and why.
///
/// Asked about are, for each record, the credentials that it holds, or has an attempt or an application
/// for, and those named by the caller. A credential counts once, whatever name it goes by. Renewal is
/// asked about where the credential is held. What does not change is only counted.
///
/// # Example: a shorter wait
///
/// ```
/// use coding_credentials::plan::{Basis, Effect, impact};
/// use coding_credentials::{Judge, Record, RuleBook};
///
/// let judge = Judge::new(RuleBook::builtin()?);
/// let roster = [Record::from_json(r#"{"id": "ana", "education": [{"level": "high-school", "status": "completed"}],
///     "exams": [{"credential": "AHIMA/CCA", "taken": "2026-03-01", "passed": false}], "holdings": []}"#)?];
/// let before = Basis::new(&judge, "2026-03-30".parse()?);
/// let after = Basis::new(&judge, "2026-03-31".parse()?);
///
/// let answer = impact(before, after, &roster, &[]);
/// assert_eq!(answer.affected()[0].effect(), Effect::Better);
/// assert!(answer.affected()[0].after().unwrap().exam().is_met());
/// assert_eq!(impact(after, after, &roster, &[]).unchanged(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn impact(
    before: Basis<'_>,
    after: Basis<'_>,
    roster: &[Record],
    asked: &[CredentialId],
) -> Impact {
    let (old, new) = (before.judge.book(), after.judge.book());
    let changes = old.changes_across(before.as_of, new, after.as_of);
    let side =
        |basis: Basis<'_>| Side { book: basis.judge.book().edition(), on: Some(basis.as_of) };
    let mut found = Impact {
        before: side(before),
        after: side(after),
        records: roster.len(),
        asked: 0,
        unchanged: 0,
        affected: Vec::new(),
        refused: Vec::new(),
        changes,
    };
    for (index, record) in roster.iter().enumerate() {
        Person { index, record, before, after }.compare(asked, &mut found);
    }
    found
}

/// One record under both sides.
#[derive(Clone, Copy)]
struct Person<'r> {
    index: usize,
    record: &'r Record,
    before: Basis<'r>,
    after: Basis<'r>,
}

/// What one side says about a credential.
struct Said {
    eligibility: Eligibility,
    renewal: Option<Renewal>,
}

/// Why one side says nothing.
enum Silent {
    /// The book does not know the credential.
    Unknown(String),
    /// The record contradicts the book.
    Record(String),
}

impl Person<'_> {
    fn compare(self, asked: &[CredentialId], found: &mut Impact) {
        for (credential, names) in self.credentials(asked) {
            found.asked = found.asked.saturating_add(1);
            let before = self.before.ask(&names, self.record);
            let after = self.after.ask(&names, self.record);
            match (before, after) {
                (Err(Silent::Record(error)), other) => {
                    let both = matches!(&other, Err(Silent::Record(same)) if *same == error);
                    let on = if both { Sides::Both } else { Sides::Before };
                    found.refused.push(self.refused(None, on, error));
                    // The same contradiction meets every further credential.
                    return;
                }
                (_, Err(Silent::Record(error))) => {
                    found.refused.push(self.refused(None, Sides::After, error));
                    return;
                }
                (Err(Silent::Unknown(error)), Err(Silent::Unknown(_))) => {
                    found.refused.push(self.refused(Some(credential), Sides::Both, error));
                }
                (before, after) => {
                    match self.affected(credential, (before.ok(), after.ok()), &found.changes) {
                        Some(affected) => found.affected.push(affected),
                        None => found.unchanged = found.unchanged.saturating_add(1),
                    }
                }
            }
        }
    }

    /// The credentials asked about, each with the names under which the record or the caller has it.
    fn credentials(self, asked: &[CredentialId]) -> BTreeMap<CredentialId, Vec<CredentialId>> {
        let record = self.record;
        let held = record.holdings().into_iter().flatten().map(Holding::credential);
        let tried = record.exams().into_iter().flatten().map(ExamAttempt::credential);
        let applied = record.applications().into_iter().flatten().map(Application::credential);
        let mut all: BTreeMap<CredentialId, Vec<CredentialId>> = BTreeMap::new();
        for name in held.chain(tried).chain(applied).chain(asked) {
            let found = self.after.present(name).or_else(|| self.before.present(name));
            let names = all.entry(found.unwrap_or_else(|| name.clone())).or_default();
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        all
    }

    fn refused(self, credential: Option<CredentialId>, on: Sides, error: String) -> Refused {
        let record = self.record.id().map(ToString::to_string);
        Refused { record, index: self.index, credential, on, error }
    }

    fn affected(
        self,
        credential: CredentialId,
        (before, after): (Option<Said>, Option<Said>),
        changes: &Changes,
    ) -> Option<Affected> {
        let shortfalls = moved_shortfalls(before.as_ref(), after.as_ref());
        let questions = moved_questions(before.as_ref(), after.as_ref());
        let (old, new) = (before.as_ref().map(Said::answers), after.as_ref().map(Said::answers));
        let effect = match (&old, &new) {
            (Some(old), Some(new)) if old == new => {
                if shortfalls.is_empty() && questions.is_empty() {
                    return None;
                }
                Effect::Details
            }
            (Some(old), Some(new)) => effect(&self.after.ranks(&credential), old, new),
            _ => Effect::Different,
        };
        let bears = |change: &&crate::book::changes::Change| {
            change.kind() != ChangeKind::Restated && change.credentials().contains(&credential)
        };
        let rules = changes.rules().iter().filter(bears).map(|change| RuleRef {
            issuer: change.issuer().clone(),
            place: change.place().to_string(),
            heading: change.heading().to_string(),
            kind: change.kind(),
        });
        Some(Affected {
            record: self.record.id().map(ToString::to_string),
            index: self.index,
            rules: rules.collect(),
            credential,
            effect,
            before: old,
            after: new,
            shortfalls,
            questions,
        })
    }
}

impl Basis<'_> {
    /// The present name of a credential in this book.
    fn present(self, name: &CredentialId) -> Option<CredentialId> {
        let found = self.judge.book().find(&name.to_string()).ok()?;
        Some(found.credential().clone())
    }

    /// What the exam of a credential leads to, best first.
    fn ranks(self, credential: &CredentialId) -> Vec<CredentialId> {
        let outcomes = self.judge.book().outcomes(credential).unwrap_or_default();
        let codes = outcomes.iter().filter_map(|outcome| outcome.designation());
        codes.map(|code| CredentialId::new(credential.issuer().clone(), code.clone())).collect()
    }

    /// The answers about a credential by the first of its names that this book knows.
    fn ask(self, names: &[CredentialId], record: &Record) -> Result<Said, Silent> {
        let known = names.iter().find_map(|name| self.present(name));
        let Some(known) = known else {
            let error = names.first().map(|name| self.judge.book().find(&name.to_string()));
            let error = error.and_then(Result::err).map(|error| error.to_string());
            return Err(Silent::Unknown(error.unwrap_or_default()));
        };
        let (name, day) = (known.to_string(), self.as_of);
        let eligibility = self.judge.eligibility(&name, record, day).map_err(silent)?;
        let mut holdings = record.holdings().into_iter().flatten();
        let held = holdings.any(|one| self.present(one.credential()).as_ref() == Some(&known));
        let renewal = held.then(|| self.judge.renewal(&name, record, day));
        let renewal = renewal.transpose().map_err(silent)?;
        Ok(Said { eligibility, renewal })
    }
}

fn silent(error: JudgeError) -> Silent {
    match error {
        JudgeError::Record(error) => Silent::Record(error.to_string()),
        other => Silent::Unknown(other.to_string()),
    }
}

impl Said {
    fn answers(&self) -> Answers {
        let renewal = self.renewal.as_ref();
        Answers {
            exam: self.eligibility.exam().verdict(),
            eligibility: self.eligibility.verdict(),
            designation: self.eligibility.award().designation().cloned(),
            renewal: renewal.map(Renewal::verdict),
            standing: renewal.and_then(Renewal::standing),
            last_safe_day: renewal.and_then(Renewal::last_safe_day),
        }
    }

    fn shortfalls(&self) -> impl Iterator<Item = (&'static str, &Shortfall)> {
        let own = self.eligibility.shortfalls().iter().map(|one| ("eligibility", one));
        let renewal = self.renewal.iter().flat_map(Renewal::shortfalls);
        own.chain(renewal.map(|one| ("renewal", one)))
    }

    fn questions(&self) -> impl Iterator<Item = (&'static str, &Question)> {
        let own = self.eligibility.questions().iter().map(|one| ("eligibility", one));
        let renewal = self.renewal.iter().flat_map(Renewal::questions);
        own.chain(renewal.map(|one| ("renewal", one)))
    }
}

/// What is missing, by answer, path and measure.
fn moved_shortfalls(before: Option<&Said>, after: Option<&Said>) -> Vec<MovedShortfall> {
    type Key<'s> = (&'static str, &'s str, &'static str);
    let mut all: BTreeMap<Key<'_>, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for (of, one) in before.into_iter().flat_map(Said::shortfalls) {
        all.entry((of, one.path(), one.measure())).or_default().0.push(one.missing());
    }
    for (of, one) in after.into_iter().flat_map(Said::shortfalls) {
        all.entry((of, one.path(), one.measure())).or_default().1.push(one.missing());
    }
    let text = |missing: Vec<&str>| (!missing.is_empty()).then(|| missing.join("; "));
    let moved = all.into_iter().filter(|(_, (before, after))| before != after);
    let moved = moved.map(|((of, path, _), (before, after))| MovedShortfall {
        of: of.to_string(),
        path: path.to_string(),
        before: text(before),
        after: text(after),
    });
    moved.collect()
}

fn moved_questions(before: Option<&Said>, after: Option<&Said>) -> Vec<MovedQuestion> {
    let mut all: BTreeMap<(&'static str, &Question), (bool, bool)> = BTreeMap::new();
    for one in before.into_iter().flat_map(Said::questions) {
        all.entry(one).or_default().0 = true;
    }
    for one in after.into_iter().flat_map(Said::questions) {
        all.entry(one).or_default().1 = true;
    }
    let moved = all.into_iter().filter(|(_, (before, after))| before != after);
    let moved = moved.map(|((of, question), (before, _))| MovedQuestion {
        of: of.to_string(),
        path: question.path().to_string(),
        fact: question.fact().to_string(),
        why: question.why(),
        on: if before { Sides::Before } else { Sides::After },
    });
    moved.collect()
}

/// What a change of answers means. `Less` says of a part that the second side is better, `None` that the
/// two cannot be compared.
fn effect(ranks: &[CredentialId], before: &Answers, after: &Answers) -> Effect {
    let parts = [
        Some(goodness(before.exam).cmp(&goodness(after.exam))),
        Some(goodness(before.eligibility).cmp(&goodness(after.eligibility))),
        by_designation(ranks, before.designation.as_ref(), after.designation.as_ref()),
        compare(before.renewal.map(goodness), after.renewal.map(goodness)),
        // The words of standing are in order, best first.
        compare(before.standing.map(Reverse), after.standing.map(Reverse)),
        compare(before.last_safe_day, after.last_safe_day),
    ];
    let any = |wanted: Ordering| parts.contains(&Some(wanted));
    match (parts.contains(&None), any(Ordering::Less), any(Ordering::Greater)) {
        (false, true, false) => Effect::Better,
        (false, false, true) => Effect::Worse,
        _ => Effect::Different,
    }
}

const fn goodness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Unmet => 0,
        Verdict::Undetermined => 1,
        Verdict::Met => 2,
    }
}

/// Two values, of which an absent one is only equal to another absent one.
fn compare<T: Ord>(before: Option<T>, after: Option<T>) -> Option<Ordering> {
    match (before, after) {
        (None, None) => Some(Ordering::Equal),
        (before, after) => before.zip(after).map(|(before, after)| before.cmp(&after)),
    }
}

/// Nothing granted is worst; among what an exam leads to, what stands first is best.
fn by_designation(
    ranks: &[CredentialId],
    before: Option<&CredentialId>,
    after: Option<&CredentialId>,
) -> Option<Ordering> {
    let rank = |id| ranks.iter().position(|other| other == id);
    match (before, after) {
        _ if before == after => Some(Ordering::Equal),
        (None, _) => Some(Ordering::Less),
        (_, None) => Some(Ordering::Greater),
        (Some(before), Some(after)) => {
            rank(before).zip(rank(after)).map(|(before, after)| after.cmp(&before))
        }
    }
}
