//! Questions: exactly the unknown facts on which a verdict still depends.
//!
//! A verdict depends on a test through thresholds only. So each test that is not settled takes the
//! few values that lie between thresholds, every combination is evaluated, and a test matters when
//! two combinations that differ in it alone come out differently.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::decide::Bounds;
use super::evaluate::{Observer, Unobserved, Valuation, Waived};
use super::measure::{self, AnchorDay, Interval};
use super::program::{
    AnchorId, ChoiceId, DatedId, Force, MeasureId, Op, OpenId, Outcome, Program, QuestionId,
    StepId, WaiverId,
};
use super::{Facts, Judge};
use crate::calendar::Day;

/// How many combinations are tried; beyond, every unsettled test on an undetermined path is named.
const MAX_COMBINATIONS: usize = 4096;

/// Something that is not known.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Atom {
    Measure(MeasureId),
    Open(OpenId),
    Anchor(AnchorId),
}

/// What the verdict on a step depends on, and whether that is exact.
#[derive(Debug)]
pub(super) struct Depends {
    pub(super) on: BTreeSet<Atom>,
    pub(super) exact: bool,
    /// The thresholds of each test.
    pub(super) needs: BTreeMap<MeasureId, BTreeSet<i64>>,
}

pub(super) fn depends(judge: &Judge, step: StepId, facts: &Facts<'_>) -> Depends {
    let bounds = Bounds { facts: &facts.measured, picks: &judge.picked };
    let mut seen = AtomsSeen {
        program: &judge.program,
        bounds: &bounds,
        atoms: BTreeSet::new(),
        needs: BTreeMap::new(),
    };
    let outcome = judge.program.evaluate(step, &bounds, &mut seen);
    let AtomsSeen { atoms, needs, .. } = seen;
    let mut depends = Depends { on: BTreeSet::new(), exact: true, needs };
    if outcome != Outcome::OPEN {
        return depends;
    }
    let levels: Vec<(Atom, Vec<i64>)> = atoms
        .iter()
        .map(|atom| (*atom, levels(judge, *atom, facts, &depends.needs)))
        .filter(|(atom, levels)| levels.len() > 1 || matches!(atom, Atom::Anchor(_)))
        .collect();
    let combinations = levels.iter().try_fold(1_usize, |count, (_, levels)| {
        count.checked_mul(levels.len().max(1)).filter(|count| *count <= MAX_COMBINATIONS)
    });
    let Some(combinations) = combinations else {
        depends.on = levels.iter().map(|(atom, _)| *atom).collect();
        depends.exact = false;
        return depends;
    };
    let outcomes: Vec<Outcome> = (0..combinations)
        .map(|number| {
            let point = Point { bounds: &bounds, values: values(&levels, number) };
            judge.program.evaluate(step, &point, &mut Unobserved)
        })
        .collect();
    let mut stride = 1_usize;
    for (atom, levels) in &levels {
        let count = levels.len().max(1);
        if matters(&outcomes, stride, count) || matches!(atom, Atom::Anchor(_)) {
            depends.on.insert(*atom);
        }
        stride = stride.saturating_mul(count);
    }
    depends
}

/// The values to try: what is shown, and each threshold that is still possible.
fn levels(
    judge: &Judge,
    atom: Atom,
    facts: &Facts<'_>,
    needs: &BTreeMap<MeasureId, BTreeSet<i64>>,
) -> Vec<i64> {
    match atom {
        Atom::Open(_) => Vec::from([0, 1]),
        Atom::Anchor(_) => Vec::from([0]),
        Atom::Measure(measure) => {
            let interval = facts.value(measure);
            let needs = needs.get(&measure).into_iter().flatten().copied();
            let between = needs.filter(|need| interval.shown < *need && *need <= interval.possible);
            let levels = core::iter::once(interval.shown).chain(between);
            // Between what entries can turn out to be there is nothing: no exam is half a degree.
            let rungs = judge.program.measures.get(measure.0);
            let rungs = rungs.and_then(|test| measure::attainable(test, &facts.frame()));
            let Some(rungs) = rungs else { return levels.collect() };
            let levels: Vec<i64> = levels.collect();
            let reached = |rung: &i64| levels.iter().copied().filter(|level| level <= rung).max();
            let reached: BTreeSet<i64> = rungs.iter().filter_map(reached).collect();
            core::iter::once(interval.shown)
                .chain(reached.into_iter().filter(|level| *level > interval.shown))
                .collect()
        }
    }
}

/// The combination of this number, in mixed radix.
fn values(levels: &[(Atom, Vec<i64>)], number: usize) -> BTreeMap<Atom, i64> {
    let mut rest = number;
    let mut values = BTreeMap::new();
    for (atom, levels) in levels {
        let count = levels.len().max(1);
        let place = rest.checked_rem(count).unwrap_or_default();
        rest = rest.checked_div(count).unwrap_or_default();
        if let Some(value) = levels.get(place) {
            values.insert(*atom, *value);
        }
    }
    values
}

/// Whether two combinations that differ only in the digit of this stride come out differently.
fn matters(outcomes: &[Outcome], stride: usize, count: usize) -> bool {
    outcomes.iter().enumerate().any(|(number, outcome)| {
        let digit = number.checked_div(stride).and_then(|shifted| shifted.checked_rem(count));
        let next = digit.is_some_and(|digit| digit.saturating_add(1) < count);
        next && outcomes.get(number.saturating_add(stride)).is_some_and(|other| other != outcome)
    })
}

/// One combination of values.
struct Point<'b> {
    bounds: &'b Bounds<'b>,
    values: BTreeMap<Atom, i64>,
}

impl Valuation for Point<'_> {
    fn interval(&self, measure: MeasureId) -> Interval {
        let value = self.values.get(&Atom::Measure(measure));
        value.map_or_else(|| self.bounds.interval(measure), |value| Interval::exactly(*value))
    }

    fn open(&self, open: OpenId) -> Outcome {
        match self.values.get(&Atom::Open(open)) {
            Some(0) => Outcome::UNMET,
            Some(_) => Outcome::MET,
            None => Outcome::OPEN,
        }
    }

    fn anchor(&self, anchor: AnchorId) -> &AnchorDay {
        self.bounds.anchor(anchor)
    }

    fn as_of(&self) -> Day {
        self.bounds.as_of()
    }

    fn choice(&self, question: QuestionId) -> Option<ChoiceId> {
        self.bounds.choice(question)
    }
}

/// Collects what an evaluation reads, with the thresholds.
struct AtomsSeen<'p> {
    program: &'p Program,
    bounds: &'p Bounds<'p>,
    atoms: BTreeSet<Atom>,
    needs: BTreeMap<MeasureId, BTreeSet<i64>>,
}

impl AtomsSeen<'_> {
    fn reads(&mut self, measure: MeasureId, need: i64) {
        self.atoms.insert(Atom::Measure(measure));
        self.needs.entry(measure).or_default().insert(need);
    }

    fn versions(&mut self, dated: DatedId) {
        let Some(dated) = self.program.dated.get(dated.0) else {
            return;
        };
        match dated.in_force(self.bounds) {
            force @ Force::On(_) if dated.versions_in(force).next().is_none() => {
                self.atoms.insert(Atom::Open(dated.gap));
            }
            Force::NotKnown => {
                self.atoms.insert(Atom::Anchor(dated.anchor));
                if dated.versions.is_empty() {
                    self.atoms.insert(Atom::Open(dated.gap));
                }
            }
            Force::On(_) | Force::Picked(_) | Force::Nothing => {}
        }
    }

    /// What waivers may stand for lowers how much must be worked: each sum is a threshold.
    fn experience(
        &mut self,
        measure: MeasureId,
        need: i64,
        waivers: &[WaiverId],
        cap: Option<i64>,
    ) {
        let mut sums = BTreeSet::from([0_i64]);
        for waiver in waivers.iter().filter_map(|id| self.program.waivers.get(id.0)) {
            let dated = self.program.dated.get(waiver.dated.0);
            let terms = dated
                .into_iter()
                .flat_map(|dated| &dated.versions)
                .filter_map(|version| version.terms.as_ref());
            let amounts: Vec<(i64, i64)> =
                terms.map(|terms| (waiver.in_unit(terms.days), terms.times)).collect();
            for (one, times) in amounts {
                let more: Vec<i64> = sums
                    .iter()
                    .flat_map(|sum| {
                        (1..=times.min(8))
                            .map(move |uses| sum.saturating_add(one.saturating_mul(uses)))
                    })
                    .collect();
                sums.extend(more);
            }
        }
        for sum in sums {
            let waived = cap.map_or(sum, |cap| sum.min(cap));
            self.reads(measure, need.saturating_sub(waived));
        }
    }
}

impl Observer for AtomsSeen<'_> {
    const ACTIVE: bool = true;

    fn enter(&mut self, step: StepId) {
        let program = self.program;
        let Some(step) = program.steps.get(step.0) else {
            return;
        };
        match &step.op {
            Op::Leaf { measure, need, .. } => self.reads(*measure, *need),
            Op::Experience { measure, need, waivers, cap, .. } => {
                self.experience(*measure, *need, waivers, *cap);
            }
            Op::Open(open) => {
                self.atoms.insert(Atom::Open(*open));
            }
            Op::Versions(dated) => self.versions(*dated),
            Op::All(_)
            | Op::Any(_)
            | Op::AtLeast(..)
            | Op::Points { .. }
            | Op::Cited(..)
            | Op::Readings { .. }
            | Op::Fixed(_) => {}
        }
    }

    fn leave(&mut self, _step: StepId, _outcome: Outcome) {}

    fn version(&mut self, dated: DatedId, version: usize, _of: usize) {
        let version = self.program.dated.get(dated.0).and_then(|dated| dated.versions.get(version));
        let terms = version.and_then(|version| version.terms.as_ref());
        if let Some((measure, times)) = terms.and_then(|terms| Some((terms.uses?, terms.times))) {
            (1..=times.min(8)).for_each(|uses| self.reads(measure, uses));
        }
    }

    fn waiver(&mut self, waiver: WaiverId) {
        if let Some(waiver) = self.program.waivers.get(waiver.0) {
            self.versions(waiver.dated);
        }
    }

    fn waived(&mut self, _waiver: WaiverId, _used: &Waived) {}
    fn applied(&mut self, _used: &[(WaiverId, i64)]) {}
}
