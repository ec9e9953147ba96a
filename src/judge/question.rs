//! Questions: exactly the unknown facts on which a verdict still depends.
//!
//! A verdict depends on a test through thresholds only. So each test that is not settled takes the
//! few values that lie between thresholds, every combination is evaluated, and a test matters when
//! two combinations that differ in it alone come out differently.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::decide::Bounds;
use super::evaluate::{Observer, Unobserved, Waived};
use super::measure;
use super::program::{
    AnchorId, DatedId, Force, MeasureId, Op, OpenId, Outcome, Program, StepId, WaiverId,
};
use super::swing::{Levels, Trace, Trial};
use super::truth::MAX_UNKNOWNS;
use super::{Facts, Judge};

/// How many combinations are tried; beyond, every unsettled test on an undetermined path is named.
const MAX_COMBINATIONS: usize = 1 << MAX_UNKNOWNS;

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
    on: Vec<Atom>,
    pub(super) exact: bool,
    needs: Needs,
}

impl Depends {
    /// Whether the verdict depends on something.
    pub(super) fn on(&self, atom: Atom) -> bool {
        self.on.contains(&atom)
    }

    /// The least threshold of a test above what is shown.
    pub(super) fn need_above(&self, measure: MeasureId, shown: i64) -> Option<i64> {
        self.needs.of(measure).find(|need| *need > shown)
    }
}

/// The thresholds of tests, in order.
#[derive(Debug, Default)]
struct Needs(Vec<(MeasureId, i64)>);

impl Needs {
    fn of(&self, measure: MeasureId) -> impl Iterator<Item = i64> {
        let from = self.0.partition_point(|(other, _)| *other < measure);
        let rest = self.0.get(from..).unwrap_or_default().iter();
        rest.take_while(move |(other, _)| *other == measure).map(|(_, need)| *need)
    }
}

pub(super) fn depends(judge: &Judge, step: StepId, facts: &Facts<'_>) -> Depends {
    let bounds = Bounds { facts: &facts.measured, picks: &judge.picked };
    let mut depends = Depends { on: Vec::new(), exact: true, needs: Needs::default() };
    if judge.program.evaluate(step, &bounds, &mut Unobserved) != Outcome::OPEN {
        return depends;
    }
    let (program, trace) = (&judge.program, Trace::roomy());
    let mut seen = AtomsSeen { program, bounds: &bounds, trace, needs: Vec::with_capacity(64) };
    judge.program.evaluate(step, &bounds, &mut seen);
    let AtomsSeen { trace, mut needs, .. } = seen;
    needs.sort_unstable();
    needs.dedup();
    depends.needs = Needs(needs);
    let atoms = trace.all();
    depends.on.extend(atoms.iter().filter(|atom| matches!(atom, Atom::Anchor(_))));
    let levels: Vec<Levels> = atoms
        .iter()
        .map(|atom| (*atom, levels(judge, *atom, facts, &depends.needs)))
        .filter(|(_, levels)| levels.len() > 1)
        .collect();
    let combinations = levels.iter().try_fold(1_usize, |count, (_, levels)| {
        count.checked_mul(levels.len()).filter(|count| *count <= MAX_COMBINATIONS)
    });
    if combinations.is_none() {
        depends.on.extend(levels.iter().map(|(atom, _)| *atom));
        depends.exact = false;
        return depends;
    }
    depends.on.extend(Trial::new(&judge.program, &bounds, &levels, &trace).swings());
    depends
}

/// The values to try: what is shown, and each threshold that is still possible.
fn levels(judge: &Judge, atom: Atom, facts: &Facts<'_>, needs: &Needs) -> Vec<i64> {
    match atom {
        Atom::Open(_) => Vec::from([0, 1]),
        Atom::Anchor(_) => Vec::from([0]),
        Atom::Measure(measure) => {
            let interval = facts.value(measure);
            let between = needs
                .of(measure)
                .filter(|need| interval.shown < *need && *need <= interval.possible);
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

/// Collects what an evaluation reads, with the thresholds.
struct AtomsSeen<'p> {
    program: &'p Program,
    bounds: &'p Bounds<'p>,
    trace: Trace,
    needs: Vec<(MeasureId, i64)>,
}

impl AtomsSeen<'_> {
    fn atom(&mut self, atom: Atom) {
        self.trace.reads(atom);
    }

    fn reads(&mut self, measure: MeasureId, need: i64) {
        self.atom(Atom::Measure(measure));
        self.needs.push((measure, need));
    }

    fn versions(&mut self, dated: DatedId) {
        let Some(dated) = self.program.dated.get(dated.0) else {
            return;
        };
        match dated.in_force(self.bounds) {
            force @ Force::On(_) if dated.versions_in(force).next().is_none() => {
                self.atom(Atom::Open(dated.gap));
            }
            Force::NotKnown => {
                self.atom(Atom::Anchor(dated.anchor));
                if dated.versions.is_empty() {
                    self.atom(Atom::Open(dated.gap));
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
        let mut sums = Vec::from([0_i64]);
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
                sums.sort_unstable();
                sums.dedup();
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
        self.trace.enter(step);
        let Some(step) = program.steps.get(step.0) else {
            return;
        };
        match &step.op {
            Op::Leaf { measure, need, .. } => self.reads(*measure, *need),
            Op::Experience { measure, need, waivers, cap, .. } => {
                self.experience(*measure, *need, waivers, *cap);
            }
            Op::Open(open) => {
                self.atom(Atom::Open(*open));
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

    fn leave(&mut self, _step: StepId, outcome: Outcome) {
        self.trace.leave(outcome);
    }

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
