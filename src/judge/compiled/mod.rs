//! Rules compiled for one day: formulas over thresholds.
//!
//! On one day it is settled which versions are in force, so that a requirement is a formula of *and* and
//! *or* over tests: a measured value reaches a threshold. The formulas are what the one evaluator makes of
//! the day alone ([`symbols`]); this module only works them out, for one record on both bounds, or for
//! many records at once. Small ones become a table of all outcomes.

mod decider;
pub(crate) mod graph;
mod paths;
pub(crate) mod symbols;
mod written;

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

pub use self::decider::{Decider, DeciderError, Input, InputUnit};
use self::graph::{By, Graph, NodeId, Test, bounds};
use self::symbols::{Formula, Workshop};
use super::decide::Decision;
use super::measure::AnchorDay;
use super::program::{AnchorId, MeasureId, Program, StepId};
use super::{Facts, Judge, Measured};
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::document::DocumentError;
use crate::explain::Verdict;
use crate::record::{Record, Section};
use crate::source::Anchor;

impl Judge {
    /// The rules as they stand on one day, compiled to thresholds: for deciding about all credentials at
    /// once, or about many records.
    ///
    /// Compiling takes about as long as it takes to decide about every credential for some fifteen records
    /// without; it is worth it from then on.
    ///
    /// # Example: every credential at once
    ///
    /// ```
    /// use coding_credentials::{Judge, Record, RuleBook};
    ///
    /// let judge = Judge::new(RuleBook::builtin()?);
    /// let rules = judge.rules_on("2026-01-15".parse()?);
    /// let record = Record::from_json(r#"{
    ///     "exams":    [{"credential": "AAPC/CIC", "taken": "2024-05-01", "passed": true}],
    ///     "holdings": []
    /// }"#)?;
    /// let facts = rules.measure(&record)?;
    /// let mut board = rules.board();
    /// let met = rules.decide_all(&facts, &mut board).filter(|(_, decision)| decision.award().is_met());
    /// let met: Vec<String> = met.map(|(credential, _)| credential.to_string()).collect();
    /// assert_eq!(met, ["AAPC/CIC"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rules_on(&self, as_of: Day) -> DayRules<'_> {
        let workshop = Workshop::new();
        let compile =
            |step: StepId| Compiled { step, formula: workshop.compile(self, step, as_of) };
        let rule = |(credential, steps): (&'_ CredentialId, &super::CredentialSteps)| {
            let outcomes = steps.outcomes.iter().map(|outcome| compile(outcome.step));
            let designations = steps.outcomes.iter().map(|outcome| &outcome.designation);
            (
                credential.clone(),
                Rule {
                    exam: compile(steps.exam),
                    own: compile(steps.own),
                    recommended: steps.recommended.map(compile),
                    outcomes: outcomes.collect(),
                    designations: designations.cloned().collect(),
                },
            )
        };
        let mut rules: Vec<(CredentialId, Rule)> = self.credentials.iter().map(rule).collect();
        let graph = tidy(&workshop.finish(), &mut rules);
        DayRules { judge: self, as_of, graph, rules }
    }
}

/// Only the formulas that some rule needs.
fn tidy(graph: &Graph, rules: &mut [(CredentialId, Rule)]) -> Graph {
    let mut roots = Vec::new();
    let mut each = |of: &mut dyn FnMut(&mut Formula)| {
        for formula in rules.iter_mut().flat_map(|(_, rule)| rule.formulas()) {
            of(formula);
        }
    };
    each(&mut |formula| roots.extend([formula.shown, formula.possible]));
    let (graph, moved) = graph.part(&roots);
    let mut moved = moved.into_iter();
    each(&mut |formula| {
        if let (Some(shown), Some(possible)) = (moved.next(), moved.next()) {
            *formula = Formula { shown, possible };
        }
    });
    graph
}

/// The rules of a judge as they stand on one day. See [`Judge::rules_on`].
#[derive(Clone, Debug)]
pub struct DayRules<'j> {
    judge: &'j Judge,
    as_of: Day,
    graph: Graph,
    /// By credential, in order.
    rules: Vec<(CredentialId, Rule)>,
}

/// What is compiled of one credential.
#[derive(Clone, Debug)]
struct Rule {
    exam: Compiled,
    own: Compiled,
    recommended: Option<Compiled>,
    outcomes: Vec<Compiled>,
    /// What each of the outcomes grants.
    designations: Vec<Option<CredentialId>>,
}

impl Rule {
    fn formulas(&mut self) -> impl Iterator<Item = &mut Formula> {
        let own = [&mut self.exam, &mut self.own].into_iter();
        let all = own.chain(&mut self.recommended).chain(&mut self.outcomes);
        all.filter_map(|compiled| compiled.formula.as_mut())
    }
}

/// A step, with its formula where there is one; without, the step is walked.
#[derive(Clone, Copy, Debug)]
struct Compiled {
    step: StepId,
    formula: Option<Formula>,
}

/// Room for the outcome of every formula: what [`DayRules::decide_all`] writes on.
#[derive(Clone, Debug)]
pub struct Board {
    /// Both bounds of each formula, as two bits.
    values: Vec<u8>,
}

impl<'j> DayRules<'j> {
    /// The day.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The judge.
    #[must_use]
    pub const fn judge(&self) -> &'j Judge {
        self.judge
    }

    /// The credentials, in order.
    pub fn credentials(&self) -> impl Iterator<Item = &CredentialId> {
        self.rules.iter().map(|(credential, _)| credential)
    }

    /// Measures a record on the day of these rules.
    ///
    /// # Errors
    ///
    /// As [`Judge::measure`].
    pub fn measure<'r>(&'r self, record: &'r Record) -> Result<Facts<'r>, DocumentError> {
        self.judge.measure(record, self.as_of)
    }

    /// Room for [`DayRules::decide_all`], to be used again and again.
    #[must_use]
    pub fn board(&self) -> Board {
        Board { values: alloc::vec![0; self.graph.nodes.len()] }
    }

    /// Decides about every credential, in order: each different requirement is worked out once. Facts
    /// that were measured on another day are decided by the rules of this one.
    pub fn decide_all<'a>(
        &'a self,
        facts: &'a Facts<'_>,
        board: &'a mut Board,
    ) -> impl Iterator<Item = (&'a CredentialId, Decision<'a>)> {
        let measured = &facts.measured;
        board.values.resize(self.graph.nodes.len(), 0);
        let tests = self.graph.first_tests();
        if let Some((constants, values)) = board.values.split_at_mut_checked(Graph::CONSTANTS) {
            constants.copy_from_slice(&[0, BOTH]);
            for (test, value) in tests.iter().zip(values) {
                *value = self.graph.outcome(test, measured);
            }
        }
        self.graph.run_from(
            Graph::CONSTANTS.saturating_add(tests.len()),
            (&0, &BOTH),
            &By(|test, value: &mut u8| *value = self.test(test, measured)),
            &mut board.values,
        );
        let values = &board.values;
        let walked = measured.on(self.as_of, &self.judge.program);
        self.rules.iter().map(move |(credential, rule)| {
            let verdict = |compiled: &Compiled| match compiled.formula {
                Some(formula) => verdict(formula, values),
                None => super::decide::verdict(self.judge, compiled.step, &walked),
            };
            let exam = verdict(&rule.exam);
            let recommended = rule.recommended.as_ref().map(verdict);
            let granted = rule.outcomes.iter().position(|one| verdict(one).is_met());
            let designation = granted.and_then(|place| rule.designations.get(place)?.as_ref());
            (credential, Decision::new(exam, verdict(&rule.own), recommended, designation))
        })
    }

    fn test(&self, test: usize, measured: &Measured) -> u8 {
        self.graph.on(test, measured)
    }

    pub(crate) const fn graph(&self) -> &Graph {
        &self.graph
    }

    pub(crate) fn test_of(&self, test: usize, facts: &Facts<'_>) -> u8 {
        self.test(test, &facts.measured)
    }

    /// Measures only some tests.
    pub(crate) fn measure_some<'r>(
        &'r self,
        record: &'r Record,
        measures: &[MeasureId],
    ) -> Result<Facts<'r>, DocumentError> {
        self.judge.facts(record, self.as_of, measures)
    }

    /// What has to be worked out again when some sections of a record have changed.
    pub(crate) fn touched(&self, changed: &[Section]) -> Touched {
        let program = &self.judge.program;
        let reads = |measure: MeasureId| {
            let test = program.measures.get(measure.0);
            test.is_none_or(|test| changed.iter().any(|section| test.reads(*section)))
        };
        let picks = |anchor: AnchorId| {
            let anchor = program.anchors.get(anchor.0).map(|(anchor, _)| *anchor);
            anchor.is_none_or(|anchor| changed.iter().any(|section| picked_by(anchor, *section)))
        };
        let tests = self.graph.tests.iter().enumerate().filter(|(_, test)| match test {
            Test::Reaches(measure, _) => reads(*measure),
            Test::Anchored(anchor, _) => picks(*anchor),
        });
        Touched {
            measures: (0..program.measures.len()).map(MeasureId).filter(|id| reads(*id)).collect(),
            tests: tests.map(|(place, _)| place).collect(),
        }
    }

    fn rule(&self, credential: &CredentialId) -> Option<&Rule> {
        let found = self.rules.binary_search_by(|(known, _)| known.cmp(credential)).ok()?;
        self.rules.get(found).map(|(_, rule)| rule)
    }
}

/// What has to be worked out again.
pub(crate) struct Touched {
    pub(crate) measures: Vec<MeasureId>,
    pub(crate) tests: BTreeSet<usize>,
}

impl Measured {
    /// The same facts under the rules of a day.
    fn on(&self, as_of: Day, program: &Program) -> Cow<'_, Self> {
        if self.as_of == as_of {
            return Cow::Borrowed(self);
        }
        let mut moved = Self { as_of, ..self.clone() };
        for (day, (anchor, _)) in moved.anchors.iter_mut().zip(&program.anchors) {
            if !anchor.is_of_record() {
                *day = AnchorDay::Known(as_of);
            }
        }
        Cow::Owned(moved)
    }
}

/// Whether a section of a record can change the day that picks versions.
const fn picked_by(anchor: Anchor, section: Section) -> bool {
    match anchor {
        Anchor::AsOf | Anchor::CycleStart | Anchor::CycleEnd | Anchor::Activity => false,
        Anchor::Approval => matches!(section, Section::Applications),
        Anchor::Exam | Anchor::Failure => matches!(section, Section::Exams | Section::Holdings),
        Anchor::FirstAward => matches!(section, Section::Holdings),
    }
}

/// Both bounds, as bits.
const BOTH: u8 = 3;

impl Graph {
    /// What a test comes to for a measured record, on both bounds.
    fn on(&self, test: usize, measured: &Measured) -> u8 {
        self.tests.get(test).map_or(0, |test| self.outcome(test, measured))
    }

    fn outcome(&self, test: &Test, measured: &Measured) -> u8 {
        match test {
            Test::Reaches(measure, need) => bounds(measured.value(*measure), *need),
            Test::Anchored(anchor, when) => {
                let day = measured.anchors.get(anchor.0).zip(self.when.get(*when));
                if day.is_some_and(|(day, when)| when.holds(day)) { BOTH } else { 0 }
            }
        }
    }
}

fn verdict(formula: Formula, values: &[u8]) -> Verdict {
    let bit = |node: NodeId, bit: u8| values.get(node.place()).is_some_and(|of| of & bit != 0);
    verdict_of(bit(formula.shown, 1), bit(formula.possible, 2))
}

const fn verdict_of(shown: bool, possible: bool) -> Verdict {
    super::program::Outcome { shown, possible }.verdict()
}
