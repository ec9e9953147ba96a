//! A roster of measured records: which thresholds each reaches.

use alloc::vec::Vec;

use thiserror::Error;

use super::masks::Masks;
use crate::credential::CredentialId;
use crate::document::DocumentError;
use crate::judge::compiled::graph::{By, Graph, NodeId, Test};
use crate::judge::compiled::symbols::Formula;
use crate::judge::{DayRules, DeciderError, Facts};
use crate::record::{Record, Section};

/// Many records, each measured once on a day for all credentials of a book.
///
/// Of a record only the outcome of each test is kept, on both bounds: with the embedded book some 110
/// bytes a person, whatever the length of the record.
///
/// # Example: who would be granted the CPC, and what a new job changes
///
/// ```
/// use coding_credentials::cohort::Cohort;
/// use coding_credentials::explain::Verdict;
/// use coding_credentials::record::Section;
/// use coding_credentials::{Judge, Record, RuleBook};
///
/// let judge = Judge::new(RuleBook::builtin()?);
/// let coder = |end: &str| Record::from_json(&format!(r#"{{
///     "exams":      [{{"credential": "AAPC/CPC", "taken": "2022-05-01", "passed": true}}],
///     "experience": [{{"field": "coding", "start": "2023-01-01", "end": "{end}"}}],
///     "coursework": [], "trainings": []
/// }}"#));
/// let records = [coder("2024-12-31")?, coder("2023-06-30")?];
/// let mut cohort = Cohort::of(judge.rules_on("2026-01-15".parse()?), &records)?;
/// let award = cohort.award(&"AAPC/CPC".parse()?)?;
/// assert_eq!(award.iter().collect::<Vec<_>>(), [Verdict::Met, Verdict::Unmet]);
///
/// cohort.update(1, &coder("2025-03-31")?, &[Section::Experience])?;
/// assert_eq!(cohort.award(&"AAPC/CPC".parse()?)?.count(Verdict::Met), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cohort<'j> {
    rules: DayRules<'j>,
    len: usize,
    /// For each 64 records the outcomes of all tests, on what is shown and on what is possible.
    words: Vec<[u64; 2]>,
}

/// A record that cannot be measured.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("record {record}: {error}")]
pub struct CohortError {
    record: usize,
    error: DocumentError,
}

impl CohortError {
    /// The place of the record, counted from 0.
    #[must_use]
    pub const fn record(&self) -> usize {
        self.record
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn error(&self) -> &DocumentError {
        &self.error
    }
}

impl<'j> Cohort<'j> {
    /// Measures records on the day of some rules.
    ///
    /// # Errors
    ///
    /// When a record contradicts the book; the error says which.
    pub fn of(rules: DayRules<'j>, records: &[Record]) -> Result<Self, CohortError> {
        let mut words = Vec::new();
        for (chunk, records) in records.chunks(64).enumerate() {
            words.append(&mut part(&rules, chunk.saturating_mul(64), records)?);
        }
        Ok(Self { rules, len: records.len(), words })
    }

    /// As [`Cohort::of`], on all cores; the answers are the same.
    ///
    /// # Errors
    ///
    /// As [`Cohort::of`]: of several records that cannot be measured the first is named.
    #[cfg(feature = "parallel")]
    #[cfg_attr(docsrs, doc(cfg(feature = "parallel")))]
    pub fn of_parallel(rules: DayRules<'j>, records: &[Record]) -> Result<Self, CohortError> {
        use rayon::prelude::*;

        let parts: Vec<Result<Vec<[u64; 2]>, CohortError>> = records
            .par_chunks(64)
            .enumerate()
            .map(|(chunk, records)| part(&rules, chunk.saturating_mul(64), records))
            .collect();
        let mut words = Vec::new();
        for part in parts {
            words.append(&mut part?);
        }
        Ok(Self { rules, len: records.len(), words })
    }

    /// The rules.
    #[must_use]
    pub const fn rules(&self) -> &DayRules<'j> {
        &self.rules
    }

    /// How many records there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a record at the end.
    ///
    /// # Errors
    ///
    /// When the record contradicts the book; then it is not added.
    pub fn push(&mut self, record: &Record) -> Result<(), CohortError> {
        let place = self.len;
        let facts = self.rules.judge().measure(record, self.rules.as_of());
        let facts = facts.map_err(|error| CohortError { record: place, error })?;
        self.len = place.saturating_add(1);
        let tests = self.rules.graph().tests.len();
        self.words.resize(tests.saturating_mul(self.len.div_ceil(64)), [0, 0]);
        write(&self.rules, &mut self.words, place, &facts, |_| true);
        Ok(())
    }

    /// Measures a record again, of which only some sections have changed: what reads none of them stays.
    /// A place beyond the last is no record: nothing happens.
    ///
    /// # Errors
    ///
    /// When the record contradicts the book; then the verdicts stay as they were.
    pub fn update(
        &mut self,
        place: usize,
        record: &Record,
        changed: &[Section],
    ) -> Result<(), CohortError> {
        if place >= self.len {
            return Ok(());
        }
        let touched = self.rules.touched(changed);
        let facts = self.rules.measure_some(record, &touched.measures);
        let facts = facts.map_err(|error| CohortError { record: place, error })?;
        write(&self.rules, &mut self.words, place, &facts, |test| touched.tests.contains(&test));
        Ok(())
    }

    /// Whether each would be granted a credential.
    ///
    /// # Errors
    ///
    /// When the book does not know the credential, or the rule is more than thresholds.
    pub fn award(&self, credential: &CredentialId) -> Result<Masks, DeciderError> {
        self.rules.formula_of_award(credential).map(|formula| self.decide(formula))
    }

    /// Whether each may sit the exam.
    ///
    /// # Errors
    ///
    /// As [`Cohort::award`].
    pub fn exam(&self, credential: &CredentialId) -> Result<Masks, DeciderError> {
        self.rules.formula_of_exam(credential).map(|formula| self.decide(formula))
    }

    fn decide(&self, formula: Formula) -> Masks {
        let (graph, roots) = self.rules.graph().part(&[formula.shown, formula.possible]);
        let tests = places(self.rules.graph(), &graph);
        let all = self.rules.graph().tests.len();
        let mut masks = Masks::with_len(self.len);
        let mut values = alloc::vec![[0_u64; 2]; graph.nodes.len()];
        // Rules without tests have no outcomes, and verdicts all the same.
        for word in 0..self.len.div_ceil(64) {
            let outcomes = self.words.get(word.saturating_mul(all)..).unwrap_or_default();
            let test = |test: usize, value: &mut [u64; 2]| {
                let outcome = tests.get(test).and_then(|place| outcomes.get(*place));
                *value = outcome.copied().unwrap_or_default();
            };
            graph.run((&[0; 2], &[u64::MAX; 2]), &By(test), &mut values);
            let of = |node: Option<&NodeId>| {
                let value = node.and_then(|node| values.get(node.place()));
                value.copied().unwrap_or_default()
            };
            let ([met, _], [_, possible]) = (of(roots.first()), of(roots.get(1)));
            masks.set(word, met, possible);
        }
        masks
    }
}

/// The outcomes of all tests for at most 64 records.
fn part(
    rules: &DayRules<'_>,
    first: usize,
    records: &[Record],
) -> Result<Vec<[u64; 2]>, CohortError> {
    let mut words = alloc::vec![[0, 0]; rules.graph().tests.len()];
    for (place, record) in records.iter().enumerate() {
        let facts = rules.judge().measure(record, rules.as_of());
        let record = first.saturating_add(place);
        let facts = facts.map_err(|error| CohortError { record, error })?;
        write(rules, &mut words, place, &facts, |_| true);
    }
    Ok(words)
}

/// Where the tests of a part stand in the whole.
fn places(whole: &Graph, part: &Graph) -> Vec<usize> {
    let place = |test: &Test| {
        let wanted = part.about(test);
        whole.tests.iter().position(|known| whole.about(known) == wanted)
    };
    part.tests.iter().map(|test| place(test).unwrap_or(usize::MAX)).collect()
}

/// Writes the outcomes of some tests for one record.
fn write(
    rules: &DayRules<'_>,
    words: &mut [[u64; 2]],
    place: usize,
    facts: &Facts<'_>,
    wanted: impl Fn(usize) -> bool,
) {
    let tests = rules.graph().tests.len();
    let (word, bit) = (place.div_euclid(64), 1_u64 << place.rem_euclid(64));
    let first = word.saturating_mul(tests);
    let outcomes = words.get_mut(first..).unwrap_or_default();
    for (test, outcome) in outcomes.iter_mut().take(tests).enumerate() {
        if wanted(test) {
            let both = rules.test_of(test, facts);
            for (bound, word) in [1_u8, 2].into_iter().zip(outcome) {
                *word = if both & bound == 0 { *word & !bit } else { *word | bit };
            }
        }
    }
}
