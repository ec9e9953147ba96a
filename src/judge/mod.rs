//! Judging: compile a book once, measure a record on a day once, then decide and explain any
//! credential of the book.

mod compile;
pub(crate) mod compiled;
mod decide;
mod eligibility;
mod evaluate;
mod exam;
mod explain;
mod fingerprint;
pub(crate) mod measure;
pub(crate) mod program;
mod question;
mod renewal;
mod swing;
mod truth;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use thiserror::Error;

use self::compile::CredentialSteps;
use self::eligibility::Replaced;
use self::measure::{AnchorDay, Frame, Names, Roster, Silent, Topics};
use self::program::{ChoiceId, MeasureId, Program, QuestionId, StepId};
use crate::book::RuleBook;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::document::{DocumentError, Path};
use crate::explain::{Eligibility, Verdict};
use crate::record::Record;
use crate::source::{Citation, Confidence, Dated, Version};

pub use self::compiled::{Board, DayRules, Decider, DeciderError, Input, InputUnit};
pub use self::decide::Decision;
pub use self::measure::Interval;
pub(crate) use self::measure::UNBOUNDED;
pub(crate) use self::renewal::Sum;
pub use self::renewal::{Activity, LedgerError, LedgerRule};

/// A compiled book that decides about records. Pure: it reads no clock, no file, no environment.
///
/// # Example: one person, every credential
///
/// ```
/// use coding_credentials::{Judge, Record, RuleBook};
///
/// let judge = Judge::new(RuleBook::builtin()?);
/// let record = Record::from_json(r#"{"exams": [{"credential": "AAPC/CIC", "taken": "2024-05-01", "passed": true}],
///                                    "holdings": []}"#)?;
/// let facts = judge.measure(&record, "2026-01-15".parse()?)?;
/// let met: Vec<String> = judge.book().credentials()
///     .filter(|credential| judge.decide(credential, &facts).is_some_and(|decision| decision.award().is_met()))
///     .map(|credential| credential.to_string())
///     .collect();
/// assert_eq!(met, ["AAPC/CIC"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Judge {
    book: RuleBook,
    names: Names,
    /// Those of the names that are earlier ones.
    former: Names,
    program: Program,
    /// What the program's tests and days are about.
    topics: Topics,
    credentials: BTreeMap<CredentialId, CredentialSteps>,
    /// Requirements of renewal programmes, by their place in the book.
    requirements: BTreeMap<String, StepId>,
    /// Readings that the caller picked.
    picked: BTreeMap<QuestionId, ChoiceId>,
    /// The same, by name.
    picked_names: BTreeMap<Code, Code>,
    /// The sources of the book as answers name them.
    cited: Cited,
    /// The edition of the book, as answers name it.
    edition: String,
    /// The waivers and sources that stand in the place of earlier ones.
    replaced: Vec<Replaced>,
}

/// The sources of a book, by issuer and key.
type Cited = BTreeMap<Issuer, BTreeMap<Code, Citation>>;

impl Judge {
    /// Compiles a book.
    #[must_use]
    pub fn new(book: RuleBook) -> Self {
        let names: Names =
            book.names().map(|found| (found.asked().clone(), found.credential().clone())).collect();
        let former = names.iter().filter(|(asked, present)| asked != present);
        let former = former.map(|(asked, present)| (asked.clone(), present.clone())).collect();
        let mut cited = Cited::new();
        for (issuer, key, _) in book.sources() {
            let citation = book.cite_keys(issuer, core::slice::from_ref(key), None).pop();
            let all = cited.entry(issuer.clone()).or_default();
            all.extend(citation.map(|citation| (key.clone(), citation)));
        }
        let (program, credentials, requirements) = compile::compile(&book, &names, &cited);
        let topics = Topics::new(&program.measures, &program.anchors, &book, &names);
        Self {
            edition: book.edition(),
            replaced: Replaced::all(&book),
            book,
            names,
            former,
            program,
            topics,
            credentials,
            requirements,
            picked: BTreeMap::new(),
            picked_names: BTreeMap::new(),
            cited,
        }
    }

    /// The book.
    #[must_use]
    pub const fn book(&self) -> &RuleBook {
        &self.book
    }

    /// The questions on which sources of this book contradict each other, with their choices.
    pub fn readings(&self) -> impl Iterator<Item = (&Code, Vec<&Code>)> {
        let choices = |question: usize| {
            let mut choices: Vec<ChoiceId> = self.program.choices_of(QuestionId(question));
            choices.dedup();
            choices.into_iter().filter_map(|choice| self.program.choices.get(choice.0)).collect()
        };
        self.program
            .questions
            .iter()
            .enumerate()
            .map(move |(index, question)| (question, choices(index)))
    }

    /// This judge with one reading picked where sources contradict each other; answers say so.
    ///
    /// # Errors
    ///
    /// When the book has no such question, or the question no such choice.
    pub fn with_reading(
        mut self,
        question: &str,
        choice: &str,
    ) -> Result<Self, UnknownReadingError> {
        let known: Vec<&str> = self.program.questions.iter().map(Code::as_str).collect();
        let Some(id) = known.iter().position(|known| *known == question).map(QuestionId) else {
            return Err(UnknownReadingError::new("unknown question", question, &known));
        };
        let choices = self.program.choices_of(id);
        let name = |choice: &ChoiceId| self.program.choices.get(choice.0).map_or("", Code::as_str);
        let known: Vec<&str> = choices.iter().map(name).collect();
        let picked = choices.iter().find(|id| name(id) == choice).copied();
        let picked =
            picked.ok_or_else(|| UnknownReadingError::new("unknown choice", choice, &known))?;
        let names = self.program.questions.get(id.0).zip(self.program.choices.get(picked.0));
        self.picked_names
            .extend(names.map(|(question, choice)| (question.clone(), choice.clone())));
        self.picked.insert(id, picked);
        Ok(self)
    }

    /// Measures a record on a day: once for all credentials of the book.
    ///
    /// # Errors
    ///
    /// When the record contradicts the book: an exam stated as passed with a score below the
    /// published pass mark, or the other way round.
    pub fn measure<'r>(
        &'r self,
        record: &'r Record,
        as_of: Day,
    ) -> Result<Facts<'r>, DocumentError> {
        let all = (0..self.program.measures.len()).map(MeasureId);
        self.facts_of(record, as_of, all)
    }

    /// Facts in which only some tests are measured.
    fn facts<'r>(
        &'r self,
        record: &'r Record,
        as_of: Day,
        wanted: &[MeasureId],
    ) -> Result<Facts<'r>, DocumentError> {
        self.facts_of(record, as_of, wanted.iter().copied())
    }

    fn facts_of<'r>(
        &'r self,
        record: &'r Record,
        as_of: Day,
        wanted: impl Iterator<Item = MeasureId>,
    ) -> Result<Facts<'r>, DocumentError> {
        self.check_scores(record)?;
        let mut roster = Roster::new(record, &self.book, &self.names, &self.picked_names);
        let named = self.topics.named(&roster);
        if named.asks_for_approvals() {
            roster = roster.with_approvals();
        }
        let roster = roster.with_stretches(as_of);
        let frame = Frame::new(&roster, as_of, None);
        let mut anchors = alloc::vec![AnchorDay::Unset; self.program.anchors.len()];
        for place in named.days() {
            let of = self.program.anchors.get(place).zip(anchors.get_mut(place));
            if let Some(((anchor, id), day)) = of {
                *day = measure::anchor_day(*anchor, id, &frame);
            }
        }
        let mut values = alloc::vec![UNMEASURED; self.program.measures.len()];
        for MeasureId(place) in wanted {
            let same = || values.get(named.same(place)?).copied().filter(|of| *of != UNMEASURED);
            let look =
                || Some(measure::measure(self.program.measures.get(place)?, &frame, &mut Silent));
            let value = named.value(place).or_else(same).or_else(look);
            if let Some((known, value)) = values.get_mut(place).zip(value) {
                *known = value;
            }
        }
        Ok(Facts { roster, since: None, measured: Measured { as_of, anchors, values } })
    }

    /// Decides about one credential without explaining; `None` when the book does not know it.
    ///
    /// It takes no memory. Who decides about many records on one day, or about all credentials at
    /// once, asks [`Judge::rules_on`] first.
    #[must_use]
    pub fn decide(&self, credential: &CredentialId, facts: &Facts<'_>) -> Option<Decision<'_>> {
        self.credentials.get(credential).map(|steps| decide::decide(self, steps, facts))
    }

    /// Explains the decision about one credential; `None` when the book does not know it.
    #[must_use]
    pub fn explain(&self, credential: &CredentialId, facts: &Facts<'_>) -> Option<Eligibility> {
        let steps = self.credentials.get(credential)?;
        Some(eligibility::explain(self, credential, steps, facts))
    }

    /// May this person sit the exam, what would be awarded, why, and what is missing.
    ///
    /// # Errors
    ///
    /// When the book does not know the credential, or the record contradicts the book. A negative
    /// answer is not an error.
    ///
    /// # Example: an apprentice with one year of work and a course
    ///
    /// ```
    /// use coding_credentials::{Judge, Record, RuleBook};
    ///
    /// let judge = Judge::new(RuleBook::builtin()?);
    /// let record = Record::from_json(r#"{
    ///     "exams": [{"credential": "AAPC/CPC", "taken": "2024-05-01", "passed": true}],
    ///     "experience": [{"field": "coding", "start": "2025-01-01", "end": "2025-12-31"}],
    ///     "coursework": [{"subject": "medical-coding", "contact_hours": "80", "status": "completed"}],
    ///     "trainings": []
    /// }"#)?;
    /// let answer = judge.eligibility("AAPC/CPC", &record, "2026-01-15".parse()?)?;
    /// assert!(answer.verdict().is_met());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn eligibility(
        &self,
        credential: &str,
        record: &Record,
        as_of: Day,
    ) -> Result<Eligibility, JudgeError> {
        let found = self.book.find(credential)?;
        let wanted =
            self.credentials.get(found.credential()).map(|steps| steps.measures.as_slice());
        let facts = self.facts(record, as_of, wanted.unwrap_or_default())?;
        let answer = self.explain(found.credential(), &facts).ok_or(JudgeError::NotInBook)?;
        Ok(answer.asked_as(&found))
    }

    /// As [`Judge::eligibility`], with only the entries that were known at the end of a day.
    ///
    /// # Errors
    ///
    /// As [`Judge::eligibility`].
    pub fn eligibility_as_known_on(
        &self,
        credential: &str,
        record: &Record,
        known_on: Day,
        as_of: Day,
    ) -> Result<Eligibility, JudgeError> {
        let answer = self.eligibility(credential, &record.as_known_on(known_on), as_of)?;
        Ok(answer.known_as_of(known_on))
    }
}

/// A record measured on a day, for every credential of a book.
#[derive(Clone, Debug)]
pub struct Facts<'r> {
    roster: Roster<'r>,
    since: Option<Day>,
    pub(crate) measured: Measured,
}

/// What a record measures to on a day: all that an evaluation reads of it.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) as_of: Day,
    pub(crate) anchors: Vec<AnchorDay>,
    pub(crate) values: Vec<Interval>,
}

impl Measured {
    pub(crate) fn value(&self, id: MeasureId) -> Interval {
        self.values.get(id.0).copied().unwrap_or(UNMEASURED)
    }
}

/// Sources by their keys, with the weaker confidence of page and version. Their texts are those that the
/// judge keeps: many versions rest on the same pages.
fn cite(
    cited: &Cited,
    issuer: &Issuer,
    keys: &[Code],
    weaker: Option<Confidence>,
) -> Vec<Citation> {
    let sources = cited.get(issuer);
    let known = keys.iter().filter_map(|key| {
        let source = sources?.get(key)?;
        let confidence = weaker.max(Some(source.confidence))?;
        Some(Citation { confidence, ..source.clone() })
    });
    let mut citations = Vec::with_capacity(keys.len());
    citations.extend(known);
    citations
}

/// The key of a requirement of a renewal programme: its field and the places of its version and of
/// itself.
fn requirement_key<T>(
    (issuer, program): (&Issuer, &Code),
    field: &str,
    dated: &Dated<T>,
    version: &Version<T>,
    place: usize,
) -> String {
    let version = dated.versions().iter().position(|one| core::ptr::eq(one, version));
    alloc::format!("{issuer}/{program}/{field}/{}/{place}", version.unwrap_or_default())
}

/// The value of a test that was not measured: nothing shown, everything possible.
const UNMEASURED: Interval = Interval::unknown(UNBOUNDED);

impl Facts<'_> {
    /// The day on which the record was measured.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.measured.as_of
    }

    /// The record as it was looked at.
    pub(crate) const fn frame(&self) -> Frame<'_> {
        Frame::new(&self.roster, self.measured.as_of, self.since)
    }

    fn value(&self, id: MeasureId) -> Interval {
        self.measured.value(id)
    }
}

impl Verdict {
    /// Whether it is [`Verdict::Met`].
    #[must_use]
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Met)
    }
}

impl Judge {
    /// `passed` and a score that contradict each other are an error that names both.
    fn check_scores(&self, record: &Record) -> Result<(), DocumentError> {
        let root = Path::Root;
        let place = root.key("exams");
        for (index, attempt) in record.exams().unwrap_or_default().iter().enumerate() {
            let (Some(passed), Some(score)) = (attempt.passed(), attempt.score()) else {
                continue;
            };
            let name = self.names.get(attempt.credential());
            let mark = name.and_then(|name| {
                measure::pass_mark((&self.book, &self.picked_names), name, attempt.taken())
            });
            let Some(mark) = mark else { continue };
            if (score >= mark) != passed {
                let verb = if passed { "passed" } else { "not passed" };
                let when = attempt.taken().map(|day| alloc::format!(" on {day}"));
                let message = alloc::format!(
                    "the exam is stated as {verb} with a score of {}, but the pass mark{} is {}: correct one of the two",
                    score.amount(),
                    when.unwrap_or_default(),
                    mark.amount()
                );
                return Err(crate::record::contradiction(&place.index(index), message));
            }
        }
        Ok(())
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum JudgeError {
    /// The credential is not known, or its code is not unique.
    #[error(transparent)]
    Lookup(#[from] crate::book::LookupError),
    /// The record contradicts the book.
    #[error(transparent)]
    Record(#[from] DocumentError),
    /// The day whose cycle was asked for lies before the first cycle.
    #[error("no cycle contains {day}: the first one begins on {first}")]
    NoCycle {
        /// The day asked for.
        day: Day,
        /// The first day of the first cycle.
        first: Day,
    },
    /// The credential is named in the book without rules.
    #[error("the book has no rules for the credential: lay a book over it that has")]
    NotInBook,
}

/// A reading that the book does not have.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{0}")]
pub struct UnknownReadingError(String);

impl UnknownReadingError {
    fn new(what: &str, text: &str, known: &[&str]) -> Self {
        if known.is_empty() {
            let text = crate::document::quote(text);
            return Self(alloc::format!("{what} {text}: the book has no contradicting readings"));
        }
        Self(crate::document::named(what, text, known))
    }
}
