//! Deciding: the verdict on both bounds, over all readings.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::compile::CredentialSteps;
use super::evaluate::{Observer, Unobserved, Valuation, Waived};
use super::measure::{AnchorDay, Interval};
use super::program::{
    AnchorId, ChoiceId, DatedId, MeasureId, OpenId, Outcome, Program, QuestionId, StepId, WaiverId,
};
use super::{Facts, Judge, Measured};
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::explain::Verdict;

/// How many combinations of readings are tried; beyond, each contradiction counts by itself.
const MAX_READINGS: usize = 64;

/// The verdicts about one credential, without reasons.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decision {
    exam: Verdict,
    award: Verdict,
    recommended: Option<Verdict>,
    designation: Option<CredentialId>,
}

impl Decision {
    /// Whether the person may sit the exam.
    #[must_use]
    pub const fn exam(&self) -> Verdict {
        self.exam
    }

    /// Whether the credential would be granted.
    #[must_use]
    pub const fn award(&self) -> Verdict {
        self.award
    }

    /// Whether the issuer's advice is followed, if any is on file.
    #[must_use]
    pub const fn recommended(&self) -> Option<Verdict> {
        self.recommended
    }

    /// What is certain to be granted.
    #[must_use]
    pub const fn designation(&self) -> Option<&CredentialId> {
        self.designation.as_ref()
    }
}

pub(super) fn decide(judge: &Judge, steps: &CredentialSteps, facts: &Facts<'_>) -> Decision {
    let verdict = |step| settle(judge, step, &facts.measured).verdict;
    Decision {
        exam: verdict(steps.exam),
        award: verdict(steps.own),
        recommended: steps.recommended.map(verdict),
        designation: designation(judge, steps, facts).cloned(),
    }
}

/// The first outcome that is met, if something may be used with it.
pub(super) fn designation<'j>(
    judge: &'j Judge,
    steps: &'j CredentialSteps,
    facts: &Facts<'_>,
) -> Option<&'j CredentialId> {
    let met = |step| settle(judge, step, &facts.measured).verdict.is_met();
    steps.outcomes.iter().find(|outcome| met(outcome.step))?.designation.as_ref()
}

/// A verdict, and how each combination of readings came out where there is more than one.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    pub(crate) verdict: Verdict,
    pub(super) readings: Vec<(Picks, Verdict)>,
}

/// Readings picked.
pub(super) type Picks = BTreeMap<QuestionId, ChoiceId>;

/// Evaluates a step under every combination of the readings that bear on it. The verdict is the one
/// on which all agree.
pub(crate) fn settle(judge: &Judge, step: StepId, facts: &Measured) -> Settled {
    let bounds = Bounds { facts, picks: &judge.picked };
    let plain = judge.program.evaluate(step, &bounds, &mut Unobserved).verdict();
    if !judge.program.is_contested(step) {
        return Settled { verdict: plain, readings: Vec::new() };
    }
    let open = open_questions(judge, step, facts);
    let combinations = combine(&open, &judge.picked);
    if open.is_empty() || combinations.is_empty() {
        return Settled { verdict: plain, readings: Vec::new() };
    }
    let readings: Vec<(Picks, Verdict)> = combinations
        .into_iter()
        .map(|picks| {
            let bounds = Bounds { facts, picks: &picks };
            let verdict = judge.program.evaluate(step, &bounds, &mut Unobserved).verdict();
            (picks, verdict)
        })
        .collect();
    let mut verdicts = readings.iter().map(|(_, verdict)| *verdict);
    let first = verdicts.next().unwrap_or(plain);
    let agreed = verdicts.all(|verdict| verdict == first);
    Settled { verdict: if agreed { first } else { Verdict::Undetermined }, readings }
}

/// All combinations of choices, unless there are too many.
fn combine(open: &BTreeMap<QuestionId, Vec<ChoiceId>>, picked: &Picks) -> Vec<Picks> {
    let mut combinations = Vec::from([picked.clone()]);
    for (question, choices) in open {
        if combinations.len().saturating_mul(choices.len()) > MAX_READINGS {
            return Vec::new();
        }
        let with = |picks: &Picks, choice: &ChoiceId| {
            let mut picks = picks.clone();
            picks.insert(*question, *choice);
            picks
        };
        combinations = combinations
            .iter()
            .flat_map(|picks| choices.iter().map(|choice| with(picks, choice)))
            .collect();
    }
    combinations
}

/// The questions that bear on a step on the day and that the caller left open, with their choices.
fn open_questions(
    judge: &Judge,
    step: StepId,
    facts: &Measured,
) -> BTreeMap<QuestionId, Vec<ChoiceId>> {
    let mut seen = QuestionsSeen { program: &judge.program, questions: BTreeMap::new() };
    let bounds = Bounds { facts, picks: &judge.picked };
    judge.program.evaluate(step, &bounds, &mut seen);
    let open = seen
        .questions
        .into_iter()
        .filter(|(question, choices)| choices.len() > 1 && !judge.picked.contains_key(question));
    open.map(|(question, choices)| (question, choices.into_iter().collect())).collect()
}

/// Collects the contradictions that an evaluation meets.
struct QuestionsSeen<'p> {
    program: &'p Program,
    questions: BTreeMap<QuestionId, BTreeSet<ChoiceId>>,
}

impl Observer for QuestionsSeen<'_> {
    const ACTIVE: bool = true;

    fn enter(&mut self, step: StepId) {
        if let Some((question, choices)) = self.program.readings_at(step) {
            self.questions.entry(question).or_default().extend(choices);
        }
    }

    fn leave(&mut self, _step: StepId, _outcome: Outcome) {}

    fn version(&mut self, dated: DatedId, version: usize, of: usize) {
        let version = self.program.dated.get(dated.0).and_then(|dated| dated.versions.get(version));
        if let Some((question, choice)) =
            version.and_then(|version| version.reading).filter(|_| of > 1)
        {
            self.questions.entry(question).or_default().insert(choice);
        }
    }

    fn waiver(&mut self, _waiver: WaiverId) {}
    fn waived(&mut self, _waiver: WaiverId, _used: &Waived) {}
    fn applied(&mut self, _used: &[(WaiverId, i64)]) {}
}

/// What is shown and what is possible, under some readings.
pub(super) struct Bounds<'f> {
    pub(super) facts: &'f Measured,
    pub(super) picks: &'f Picks,
}

impl Valuation for Bounds<'_> {
    fn interval(&self, measure: MeasureId) -> Interval {
        self.facts.value(measure)
    }

    fn open(&self, _open: OpenId) -> Outcome {
        Outcome::OPEN
    }

    fn anchor(&self, anchor: AnchorId) -> &AnchorDay {
        self.facts.anchors.get(anchor.0).unwrap_or(&AnchorDay::Unset)
    }

    fn as_of(&self) -> Day {
        self.facts.as_of
    }

    fn choice(&self, question: QuestionId) -> Option<ChoiceId> {
        self.picks.get(&question).copied()
    }
}
