//! Where in a rule each measure is read.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::decider::InputUnit;
use super::symbols::{Formula, Sum, Workshop};
use crate::calendar::Day;
use crate::judge::Judge;
use crate::judge::evaluate::{Observer, Waived};
use crate::judge::program::{DatedId, MeasureId, Op, StepId, WaiverId};

/// The paths of the measures that a rule reads on a day, and their units.
#[derive(Debug, Default)]
pub(super) struct Paths {
    read: BTreeMap<MeasureId, (InputUnit, Vec<String>)>,
}

impl Paths {
    pub(super) fn below(judge: &Judge, step: StepId, as_of: Day) -> Self {
        let mut walk = Walk { judge, path: Vec::new(), paths: Self::default() };
        Workshop::new().walk(judge, step, as_of, &mut walk);
        walk.paths
    }

    pub(super) fn of(&self, measure: MeasureId) -> (InputUnit, Vec<String>) {
        self.read.get(&measure).cloned().unwrap_or((InputUnit::Pieces, Vec::new()))
    }
}

/// Follows an evaluation, with the path to where it is.
struct Walk<'j> {
    judge: &'j Judge,
    path: Vec<&'j str>,
    paths: Paths,
}

impl Walk<'_> {
    fn reads(&mut self, measure: MeasureId, unit: InputUnit) {
        let parts = self.path.iter().filter(|part| !part.is_empty());
        let path = parts.map(ToString::to_string).collect::<Vec<String>>().join("/");
        let (_, paths) = self.paths.read.entry(measure).or_insert((unit, Vec::new()));
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
}

impl Observer<Formula, Sum> for Walk<'_> {
    const ACTIVE: bool = true;

    fn enter(&mut self, step: StepId) {
        let step = self.judge.program.steps.get(step.0);
        self.path.push(step.map_or("", |step| &*step.segment));
        if let Some(Op::Leaf { measure, unit, .. } | Op::Experience { measure, unit, .. }) =
            step.map(|step| &step.op)
        {
            self.reads(*measure, InputUnit::from(*unit));
        }
    }

    fn leave(&mut self, _step: StepId, _outcome: Formula) {
        self.path.pop();
    }

    fn version(&mut self, dated: DatedId, version: usize, _of: usize) {
        let dated = self.judge.program.dated.get(dated.0);
        let terms = dated.and_then(|dated| dated.versions.get(version)?.terms.as_ref());
        if let Some(uses) = terms.and_then(|terms| terms.uses) {
            self.reads(uses, InputUnit::Pieces);
        }
    }

    fn waiver(&mut self, waiver: WaiverId) {
        let waiver = self.judge.program.waivers.get(waiver.0);
        self.path.push(waiver.map_or("", |waiver| waiver.code.as_str()));
    }

    fn waived(&mut self, _waiver: WaiverId, _used: &Waived<Sum>) {
        self.path.pop();
    }

    fn applied(&mut self, _used: &[(WaiverId, i64)]) {}
}
