//! Requirements of a programme before a record: duties and ways that ask for more than units.

use super::Scene;
use super::duties::When;
use crate::explain::Verdict;
use crate::judge::decide::settle;
use crate::judge::measure::{AnchorDay, Frame, Roster, Seen, Silent, anchor_day, measure};
use crate::judge::program::StepId;
use crate::judge::{Facts, Measured, UNMEASURED};
use alloc::string::String;
use alloc::vec::Vec;

impl<'a> Scene<'a> {
    /// The facts for a requirement: evidence up to the day asked about, from a day on. Only what the
    /// requirement reads is measured.
    pub(super) fn facts_for(&self, step: StepId, when: When) -> Facts<'a> {
        let judge = self.judge;
        let until = self.as_of.min(when.until);
        let roster = Roster::new(self.record, self.book, &judge.names, &judge.picked_names);
        let frame = Frame::new(&roster, until, when.since);
        let program = &judge.program;
        let mut anchors = alloc::vec![AnchorDay::Unset; program.anchors.len()];
        for id in program.anchors_below(step) {
            let known = program.anchors.get(id.0).zip(anchors.get_mut(id.0));
            if let Some(((anchor, credential), day)) = known {
                *day = anchor_day(*anchor, credential, &frame);
            }
        }
        let mut values = alloc::vec![UNMEASURED; program.measures.len()];
        for id in program.measures_below(&[step]) {
            if let Some((test, value)) = program.measures.get(id.0).zip(values.get_mut(id.0)) {
                *value = measure(test, &frame, &mut Silent);
            }
        }
        Facts { roster, since: when.since, measured: Measured { as_of: until, anchors, values } }
    }

    pub(super) fn verdict_on(&self, step: StepId, when: When) -> Verdict {
        settle(self.judge, step, &self.facts_for(step, when).measured).verdict
    }

    /// The facts that the tests below a requirement lack.
    pub(super) fn missing_for(&self, step: StepId, when: When) -> Vec<String> {
        let facts = self.facts_for(step, when);
        let mut seen = Seen::default();
        for id in self.judge.program.measures_below(&[step]) {
            if let Some(test) = self.judge.program.measures.get(id.0) {
                measure(test, &facts.frame(), &mut seen);
            }
        }
        seen.missing
    }
}
