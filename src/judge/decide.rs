//! Deciding: the verdict on both bounds, over all readings.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::compile::CredentialSteps;
use super::evaluate::{Observer, Unobserved, Valuation, Waived};
use super::measure::{AnchorDay, Interval};
use super::program::{
    AnchorId, ChoiceId, DatedId, MeasureId, OpenId, Outcome, QuestionId, StepId, WaiverId,
};
use super::{Facts, Judge, Measured};
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::explain::Verdict;

/// How many combinations of readings are tried; beyond, each contradiction counts by itself.
const MAX_READINGS: usize = 64;

/// The verdicts about one credential, without reasons.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Decision<'j> {
    exam: Verdict,
    award: Verdict,
    recommended: Option<Verdict>,
    designation: Option<&'j CredentialId>,
}

impl<'j> Decision<'j> {
    pub(super) const fn new(
        exam: Verdict,
        award: Verdict,
        recommended: Option<Verdict>,
        designation: Option<&'j CredentialId>,
    ) -> Self {
        Self { exam, award, recommended, designation }
    }

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
    pub const fn designation(&self) -> Option<&'j CredentialId> {
        self.designation
    }
}

pub(super) fn decide<'j>(
    judge: &'j Judge,
    steps: &'j CredentialSteps,
    facts: &Facts<'_>,
) -> Decision<'j> {
    let verdict = |step| verdict(judge, step, &facts.measured);
    Decision {
        exam: verdict(steps.exam),
        award: verdict(steps.own),
        recommended: steps.recommended.map(verdict),
        designation: designation(judge, steps, facts),
    }
}

/// The first outcome that is met, if something may be used with it.
pub(super) fn designation<'j>(
    judge: &'j Judge,
    steps: &'j CredentialSteps,
    facts: &Facts<'_>,
) -> Option<&'j CredentialId> {
    steps.outcomes.get(first_met(judge, steps, facts)?)?.designation.as_ref()
}

/// The place of the first outcome that is met.
pub(super) fn first_met(
    judge: &Judge,
    steps: &CredentialSteps,
    facts: &Facts<'_>,
) -> Option<usize> {
    let met = |step| verdict(judge, step, &facts.measured).is_met();
    steps.outcomes.iter().position(|outcome| met(outcome.step))
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
    let readings = Contradictions::at(judge, step, facts);
    let of = |number: usize| {
        let mut picks = judge.picked.clone();
        picks.extend(readings.picks(number));
        (picks, readings.outcome(judge, step, facts, number))
    };
    let all: Vec<(Picks, Outcome)> = (0..readings.combinations()).map(of).collect();
    Settled {
        verdict: merged(all.iter().map(|(_, one)| *one), judge, step, facts),
        readings: all.into_iter().map(|(picks, one)| (picks, one.verdict())).collect(),
    }
}

/// The verdict of [`settle`] alone; it takes no memory.
pub(crate) fn verdict(judge: &Judge, step: StepId, facts: &Measured) -> Verdict {
    let readings = Contradictions::at(judge, step, facts);
    let each =
        (0..readings.combinations()).map(|number| readings.outcome(judge, step, facts, number));
    merged(each, judge, step, facts)
}

/// What all combinations of readings agree on; the plain verdict where there are none.
fn merged(
    each: impl Iterator<Item = Outcome>,
    judge: &Judge,
    step: StepId,
    facts: &Measured,
) -> Verdict {
    let plain = || {
        let bounds = Bounds { facts, picks: &judge.picked };
        judge.program.evaluate(step, &bounds, &mut Unobserved)
    };
    each.reduce(Outcome::merge).unwrap_or_else(plain).verdict()
}

/// The contradictions that bear on a step and that the caller left open.
pub(super) struct Contradictions {
    /// Questions with their choices, in order.
    choices: [(QuestionId, ChoiceId); MAX_READINGS],
    count: usize,
    /// There are more: then each contradiction counts by itself.
    more: bool,
}

impl Contradictions {
    pub(super) const NONE: Self =
        Self { choices: [(QuestionId(0), ChoiceId(0)); MAX_READINGS], count: 0, more: false };

    /// Those that an evaluation meets.
    fn at(judge: &Judge, step: StepId, facts: &Measured) -> Self {
        if !judge.program.is_contested(step) {
            return Self::NONE;
        }
        let mut seen = ContradictionsSeen { judge, found: Self::NONE };
        let bounds = Bounds { facts, picks: &judge.picked };
        judge.program.evaluate(step, &bounds, &mut seen);
        seen.found
    }

    fn add(&mut self, question: QuestionId, choice: ChoiceId) {
        let known = self.choices.get(..self.count).unwrap_or_default();
        let Err(place) = known.binary_search(&(question, choice)) else { return };
        let end = self.count.saturating_add(1);
        match self.choices.get_mut(place..end) {
            Some(rest) => {
                rest.rotate_right(1);
                rest.iter_mut().take(1).for_each(|first| *first = (question, choice));
                self.count = end;
            }
            None => self.more = true,
        }
    }

    /// The questions with more than one choice.
    fn open(&self) -> impl DoubleEndedIterator<Item = &[(QuestionId, ChoiceId)]> {
        let choices = self.choices.get(..self.count).unwrap_or_default();
        choices.chunk_by(|one, next| one.0 == next.0).filter(|choices| choices.len() > 1)
    }

    /// How many combinations of choices there are; none where nothing is open, or too much.
    pub(super) fn combinations(&self) -> usize {
        let count = self.all_combinations();
        if self.are_too_many() || count == 1 { 0 } else { count }
    }

    /// Whether there are more than are tried.
    pub(super) fn are_too_many(&self) -> bool {
        self.more || self.all_combinations() > MAX_READINGS
    }

    fn all_combinations(&self) -> usize {
        self.open().fold(1, |count, of| count.saturating_mul(of.len()))
    }

    /// The choices of the combination with this number; the last question changes first.
    fn picks(&self, number: usize) -> impl Iterator<Item = (QuestionId, ChoiceId)> {
        self.open().rev().scan(number, |rest, choices| {
            let place = rest.checked_rem(choices.len())?;
            *rest = rest.checked_div(choices.len())?;
            choices.get(place).copied()
        })
    }

    /// The choice of a question in the combination with this number.
    pub(super) fn pick(&self, number: usize, question: QuestionId) -> Option<ChoiceId> {
        let mut picks = self.picks(number);
        picks.find(|(asked, _)| *asked == question).map(|(_, choice)| choice)
    }

    /// What comes of a step under the combination with this number.
    fn outcome(&self, judge: &Judge, step: StepId, facts: &Measured, number: usize) -> Outcome {
        let bounds = Bounds { facts, picks: &judge.picked };
        let under = UnderReadings { bounds: &bounds, readings: self, number };
        judge.program.evaluate(step, &under, &mut Unobserved)
    }
}

/// Collects the contradictions that an evaluation meets.
pub(super) struct ContradictionsSeen<'j> {
    pub(super) judge: &'j Judge,
    pub(super) found: Contradictions,
}

impl ContradictionsSeen<'_> {
    fn add(&mut self, question: QuestionId, choice: ChoiceId) {
        if !self.judge.picked.contains_key(&question) {
            self.found.add(question, choice);
        }
    }
}

impl<Truth, Amount> Observer<Truth, Amount> for ContradictionsSeen<'_> {
    const ACTIVE: bool = true;

    fn enter(&mut self, step: StepId) {
        let judge = self.judge;
        for (question, choice) in judge.program.readings_at(step) {
            self.add(question, choice);
        }
    }

    fn leave(&mut self, _step: StepId, _outcome: Truth) {}

    fn version(&mut self, dated: DatedId, version: usize, of: usize) {
        let dated = self.judge.program.dated.get(dated.0);
        let reading = dated.and_then(|dated| dated.versions.get(version)?.reading);
        if let Some((question, choice)) = reading.filter(|_| of > 1) {
            self.add(question, choice);
        }
    }

    fn waiver(&mut self, _waiver: WaiverId) {}
    fn waived(&mut self, _waiver: WaiverId, _used: &Waived<Amount>) {}
    fn applied(&mut self, _used: &[(WaiverId, i64)]) {}
}

/// What is shown and what is possible, under one combination of readings.
struct UnderReadings<'b> {
    bounds: &'b Bounds<'b>,
    readings: &'b Contradictions,
    number: usize,
}

impl Valuation for UnderReadings<'_> {
    fn interval(&self, measure: MeasureId) -> Interval {
        self.bounds.interval(measure)
    }

    fn open(&self, open: OpenId) -> Outcome {
        self.bounds.open(open)
    }

    fn anchor(&self, anchor: AnchorId) -> &AnchorDay {
        self.bounds.anchor(anchor)
    }

    fn as_of(&self) -> Day {
        self.bounds.as_of()
    }

    fn choice(&self, question: QuestionId) -> Option<ChoiceId> {
        self.readings.pick(self.number, question).or_else(|| self.bounds.choice(question))
    }
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
