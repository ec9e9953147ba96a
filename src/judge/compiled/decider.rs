//! One question about one credential, compiled for a day: from a few measured facts to a verdict.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;

use super::graph::{By, Graph, NodeId, Test, bounds};
use super::paths::Paths;
use super::symbols::Formula;
use super::{BOTH, Compiled, DayRules, Rule, verdict_of};
use crate::credential::CredentialId;
use crate::explain::Verdict;
use crate::judge::Facts;
use crate::judge::measure::{Interval, UNBOUNDED};
use crate::judge::program::{MeasureId, Unit};

/// How many outcomes a table may have; larger formulas are worked out each time.
const MAX_TABLE: usize = 4_096;

/// How many inputs a table can have: each doubles it at least.
const MAX_INPUTS: usize = 12;

/// One question about one credential on one day, compiled: may the exam be sat, would it be awarded, is the
/// advice followed.
///
/// It reads its [inputs](Decider::inputs) as numbers, so that facts can come from anywhere: a measured record,
/// a row of a table, columns. Deciding takes no memory.
///
/// # Example: a rule of one's own, and facts that are no record
///
/// ```
/// use coding_credentials::cohort::Interval;
/// use coding_credentials::explain::Verdict;
/// use coding_credentials::{Judge, RuleBook};
///
/// let judge = Judge::new(RuleBook::builtin()?);
/// let rules = judge.rules_on("2026-01-15".parse()?);
/// let award = rules.award(&"AAPC/CPC".parse()?)?;
/// let days = award.input("award/experience").unwrap();
/// let passed = award.input("award/exam").unwrap();
///
/// let mut facts = vec![Interval::exactly(0); award.inputs().len()];
/// facts[passed] = Interval::exactly(1);
/// facts[days] = Interval::exactly(730);
/// assert_eq!(award.verdict(&facts), Verdict::Met);
/// facts[days] = Interval::between(700, 730); // the last job may have gone on for a month more
/// assert_eq!(award.verdict(&facts), Verdict::Undetermined);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Decider {
    inputs: Vec<Input>,
    graph: Graph,
    formula: Formula,
    /// The most of each input that does not reach its lowest threshold: whether more is there is one bit of the
    /// place in the table. An array, not a list: where the number of facts is known when a caller is
    /// compiled, no loop is left.
    below: [i64; MAX_INPUTS],
    /// The higher thresholds.
    probes: Vec<Probe>,
    /// The verdict on every combination of outcomes; empty where there are too many.
    table: Vec<Verdict>,
}

/// A fact that a rule reads: what is measured, and where in the rule.
#[derive(Clone, Debug)]
pub struct Input {
    what: What,
    unit: InputUnit,
    paths: Vec<String>,
    thresholds: Vec<i64>,
}

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum What {
    Measure(MeasureId),
    /// A test of the day that picks versions, by its place.
    Anchor(usize),
}

impl Input {
    /// The requirements that read it, as findings name them: `award/experience`.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// In what it is counted.
    #[must_use]
    pub const fn unit(&self) -> InputUnit {
        self.unit
    }

    /// The amounts that make a difference, in order: to reach one of them is all that matters.
    #[must_use]
    pub fn thresholds(&self) -> &[i64] {
        &self.thresholds
    }
}

/// In what an [`Input`] is counted.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum InputUnit {
    /// 1 when shown, else 0.
    Shown,
    /// Whole pieces: courses, trainings, attempts left.
    Pieces,
    /// Whole days.
    Days,
    /// Ten-thousandths of an hour of work, a contact hour, a credit or a unit of continuing education.
    TenThousandths,
    /// Whole years.
    Years,
    /// The place of a level of education on the ladder, from 0.
    Level,
}

impl From<Unit> for InputUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Shown => Self::Shown,
            Unit::Pieces => Self::Pieces,
            Unit::Days => Self::Days,
            Unit::Hours | Unit::ContactHours | Unit::Credits | Unit::Units => Self::TenThousandths,
            Unit::Years => Self::Years,
            Unit::Level => Self::Level,
        }
    }
}

impl fmt::Display for InputUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shown => "0 or 1",
            Self::Pieces => "pieces",
            Self::Days => "days",
            Self::TenThousandths => "ten-thousandths",
            Self::Years => "years",
            Self::Level => "level",
        })
    }
}

/// Why there is no [`Decider`].
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum DeciderError {
    /// The book does not know the credential.
    #[error("the book has no rules for {0}")]
    Unknown(CredentialId),
    /// The book has no advice on this credential.
    #[error("the book has no advice for {0}")]
    NoAdvice(CredentialId),
    /// The rule takes more than thresholds: which contradictions bear on it depends on the record, or it has
    /// too many stairs. `decide` of a judge answers.
    #[error(
        "the rule of {0} is more than thresholds on its inputs: decide on measured records instead"
    )]
    Beyond(CredentialId),
    /// A path that names no input, or one that is named already.
    #[error("`{0}` is read by no input that is left: `inputs` of the decider lists them all")]
    NoInput(String),
}

/// A step on the way to the place in the table.
#[derive(Clone, Copy, Debug)]
struct Probe {
    input: usize,
    need: i64,
    /// What it adds to the place, not reached and reached. A look-up rather than a choice: which of both it is no
    /// processor could guess, so that a branch would be slow.
    adds: [usize; 2],
}

impl DayRules<'_> {
    /// Whether the person may sit the exam.
    ///
    /// # Errors
    ///
    /// When the book does not know the credential, or the rule is more than thresholds.
    pub fn exam(&self, credential: &CredentialId) -> Result<Decider, DeciderError> {
        self.decider(credential, self.compiled(credential)?.exam)
    }

    /// Whether the credential would be granted.
    ///
    /// # Errors
    ///
    /// As [`DayRules::exam`].
    pub fn award(&self, credential: &CredentialId) -> Result<Decider, DeciderError> {
        self.decider(credential, self.compiled(credential)?.own)
    }

    /// Whether the issuer's advice is followed.
    ///
    /// # Errors
    ///
    /// As [`DayRules::exam`], and when there is no advice.
    pub fn recommended(&self, credential: &CredentialId) -> Result<Decider, DeciderError> {
        let recommended = self.compiled(credential)?.recommended;
        let advice = recommended.ok_or_else(|| DeciderError::NoAdvice(credential.clone()))?;
        self.decider(credential, advice)
    }

    pub(crate) fn formula_of_exam(&self, id: &CredentialId) -> Result<Formula, DeciderError> {
        self.compiled(id)?.exam.formula.ok_or_else(|| DeciderError::Beyond(id.clone()))
    }

    pub(crate) fn formula_of_award(&self, id: &CredentialId) -> Result<Formula, DeciderError> {
        self.compiled(id)?.own.formula.ok_or_else(|| DeciderError::Beyond(id.clone()))
    }

    fn compiled(&self, credential: &CredentialId) -> Result<&Rule, DeciderError> {
        self.rule(credential).ok_or_else(|| DeciderError::Unknown(credential.clone()))
    }

    fn decider(
        &self,
        credential: &CredentialId,
        compiled: Compiled,
    ) -> Result<Decider, DeciderError> {
        let beyond = || DeciderError::Beyond(credential.clone());
        let formula = compiled.formula.ok_or_else(beyond)?;
        let (graph, roots) = self.graph.part(&[formula.shown, formula.possible]);
        let [shown, possible] = *roots.as_slice() else { return Err(beyond()) };
        let paths = Paths::below(self.judge, compiled.step, self.as_of);
        Ok(Decider::new(graph, Formula { shown, possible }, &paths))
    }
}

impl Decider {
    fn new(graph: Graph, formula: Formula, paths: &Paths) -> Self {
        let mut thresholds: BTreeMap<What, Vec<i64>> = BTreeMap::new();
        for (place, test) in graph.tests.iter().enumerate() {
            match *test {
                Test::Reaches(measure, need) => {
                    thresholds.entry(What::Measure(measure)).or_default().push(need);
                }
                Test::Anchored(..) => {
                    thresholds.insert(What::Anchor(place), Vec::from([1]));
                }
            }
        }
        let input = |(what, mut thresholds): (What, Vec<i64>)| {
            thresholds.sort_unstable();
            let (unit, paths) = match what {
                What::Measure(measure) => paths.of(measure),
                What::Anchor(..) => (InputUnit::Shown, Vec::new()),
            };
            Input { what, unit, paths, thresholds }
        };
        let inputs: Vec<Input> = thresholds.into_iter().map(input).collect();
        let (probes, table) = (Vec::new(), Vec::new());
        let below = [i64::MAX; MAX_INPUTS];
        let mut decider = Self { inputs, graph, formula, below, probes, table };
        decider.tabulate();
        decider
    }

    /// The same question, with the inputs that these requirements read first, in this order; the others follow in
    /// theirs. So facts can be laid out as the caller has them.
    ///
    /// ```
    /// use coding_credentials::explain::Verdict;
    /// use coding_credentials::{Judge, RuleBook};
    ///
    /// let judge = Judge::new(RuleBook::builtin()?);
    /// let award = judge.rules_on("2026-01-15".parse()?).award(&"AAPC/CPC".parse()?)?;
    /// let award = award.taking(&["award/exam", "award/experience"])?;
    /// assert_eq!(award.verdict_of_known(&[1, 730]), Verdict::Met); // what is left out is 0
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When a path names no input, or one that an earlier path names too.
    pub fn taking(mut self, paths: &[&str]) -> Result<Self, DeciderError> {
        for (place, path) in paths.iter().enumerate() {
            let found = self.input(path).filter(|found| *found >= place);
            let found = found.ok_or_else(|| DeciderError::NoInput((*path).to_string()))?;
            if let Some(moved) = self.inputs.get_mut(place..=found) {
                moved.rotate_right(1);
            }
        }
        self.tabulate();
        Ok(self)
    }

    /// The facts that it reads, in the order in which [`Decider::verdict`] takes them.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The place of the input that a requirement reads, by its path.
    #[must_use]
    pub fn input(&self, path: &str) -> Option<usize> {
        self.inputs.iter().position(|input| input.paths().any(|read| read == path))
    }

    /// The verdict on facts of which some are known in part. A fact that is left out is not known.
    #[must_use]
    pub fn verdict(&self, facts: &[Interval]) -> Verdict {
        let fact = |input: usize| facts.get(input).copied().unwrap_or(UNKNOWN);
        let shown = self.table.get(self.place(self.inputs.len(), |input| fact(input).shown));
        let possible = self.table.get(self.place(self.inputs.len(), |input| fact(input).possible));
        let (Some(shown), Some(possible)) = (shown, possible) else {
            let holds = |node: NodeId, bound: u8| {
                self.graph.holds(node, &|test| self.reached(test, fact) & bound != 0)
            };
            return verdict_of(holds(self.formula.shown, 1), holds(self.formula.possible, 2));
        };
        verdict_of(*shown == Verdict::Met, *possible != Verdict::Unmet)
    }

    /// The verdict on facts that are all known. A fact that is left out is 0.
    ///
    /// It is fastest on an array, whose length is known when the caller is compiled.
    #[inline]
    #[must_use]
    pub fn verdict_of_known(&self, facts: &[i64]) -> Verdict {
        // Thresholds are above 0: a fact that is left out reaches none.
        let fact = |input: usize| facts.get(input).copied().unwrap_or_default();
        match self.table.get(self.place(facts.len(), fact)) {
            Some(verdict) => *verdict,
            None => self.walk(facts),
        }
    }

    /// The place in the table, by the first facts.
    #[inline]
    fn place(&self, facts: usize, fact: impl Fn(usize) -> i64) -> usize {
        // From the last to the first, so that the bit of each has its place whatever their number.
        let lowest = self.below.iter().enumerate().take(facts).rev();
        let bits = lowest.fold(0_usize, |bits, (input, below)| {
            bits.wrapping_mul(2).wrapping_add(usize::from(fact(input) > *below))
        });
        self.probes.iter().fold(bits, |place, probe| {
            let reached = usize::from(fact(probe.input) >= probe.need);
            place.wrapping_add(probe.adds.get(reached).copied().unwrap_or_default())
        })
    }

    /// The verdict where there is no table.
    fn walk(&self, facts: &[i64]) -> Verdict {
        let fact = |input: usize| facts.get(input).copied().unwrap_or_default();
        let known = |input: usize| Interval::exactly(fact(input));
        let holds = |node: NodeId| self.graph.holds(node, &|test| self.reached(test, known) != 0);
        verdict_of(holds(self.formula.shown), holds(self.formula.possible))
    }

    /// The facts of a measured record, in the order of the inputs; `facts` is made as long as needed.
    pub fn read(&self, measured: &Facts<'_>, facts: &mut Vec<Interval>) {
        facts.clear();
        facts.extend(self.inputs.iter().map(|input| match input.what {
            What::Measure(measure) => measured.measured.value(measure),
            What::Anchor(test) => {
                let holds = self.graph.on(test, &measured.measured) == BOTH;
                Interval::exactly(i64::from(holds))
            }
        }));
    }

    pub(crate) const fn graph(&self) -> &Graph {
        &self.graph
    }

    pub(crate) const fn formula(&self) -> Formula {
        self.formula
    }

    /// The input and the threshold of a test.
    pub(crate) fn probed(&self, test: usize) -> Option<(usize, i64)> {
        let (what, need) = match *self.graph.tests.get(test)? {
            Test::Reaches(measure, need) => (What::Measure(measure), need),
            Test::Anchored(..) => (What::Anchor(test), 1),
        };
        let input = self.inputs.iter().position(|input| input.what == what)?;
        Some((input, need))
    }

    fn reached(&self, test: usize, fact: impl Fn(usize) -> Interval) -> u8 {
        self.probed(test).map_or(0, |(input, need)| bounds(fact(input), need))
    }

    /// Works out every combination of outcomes, where they are few: of each input it only matters how many
    /// of its thresholds are reached. A bit for each input says whether the lowest is; above the bits the
    /// higher ones are counted.
    fn tabulate(&mut self) {
        (self.below, self.probes, self.table) = ([i64::MAX; MAX_INPUTS], Vec::new(), Vec::new());
        if self.inputs.len() > MAX_INPUTS {
            return;
        }
        let mut size = self.inputs.iter().fold(1_usize, |size, _| size.saturating_mul(2));
        let (mut below, mut probes) = (self.below, Vec::new());
        for (input, (of, below)) in self.inputs.iter().zip(&mut below).enumerate() {
            let Some((lowest, higher)) = of.thresholds.split_first() else { continue };
            *below = lowest.saturating_sub(1);
            let adds = [0, size];
            probes.extend(higher.iter().map(|need| Probe { input, need: *need, adds }));
            size = size.saturating_mul(of.thresholds.len());
            if size > MAX_TABLE {
                return;
            }
        }
        let mut values = alloc::vec![0_u8; self.graph.nodes.len()];
        let mut table = Vec::with_capacity(size);
        for place in 0..size {
            let fact = |input: usize| self.at(place, input);
            let test = |test: usize, value: &mut u8| *value = self.reached(test, fact);
            self.graph.run((&0, &BOTH), &By(test), &mut values);
            table.push(super::verdict(self.formula, &values));
        }
        (self.below, self.probes, self.table) = (below, probes, table);
    }

    /// A fact of an input at a place of the table: the highest threshold reached, where the lowest is.
    fn at(&self, place: usize, input: usize) -> Interval {
        let quotient = |place: usize, by: usize| place.checked_div(by).unwrap_or_default();
        let before = self.inputs.iter().take(input);
        let rest = before
            .fold(self.inputs.iter().fold(place, |rest, _| quotient(rest, 2)), |rest, of| {
                quotient(rest, of.thresholds.len())
            });
        let thresholds = self.inputs.get(input).map_or(&[][..], |of| of.thresholds.as_slice());
        let higher = rest.checked_rem(thresholds.len()).unwrap_or_default();
        let bit = (0..input).fold(place, |rest, _| quotient(rest, 2)).rem_euclid(2);
        let highest = thresholds.get(higher).filter(|_| bit == 1);
        Interval::exactly(highest.copied().unwrap_or_default())
    }
}

/// A fact of which nothing is known.
const UNKNOWN: Interval = Interval::unknown(UNBOUNDED);

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths = if self.paths.is_empty() {
            "which versions are in force".to_string()
        } else {
            self.paths.join(", ")
        };
        write!(f, "{paths} ({})", self.unit)
    }
}
