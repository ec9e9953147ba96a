//! Units of the last part of a cycle, which may serve it or the next one.

use super::Scene;
use super::cycle::Cycle;
use super::ledger::{Entry, When, Window};
use super::needs::Needs;
use crate::explain::{CycleFrom, Note, NoteCode, Reason, UnknownBecause, Verdict};
use alloc::string::String;
use alloc::vec::Vec;

/// Up to how many activities of a renewal month every way to place them is tried.
const MAX_CARRIED: usize = 8;

impl<'a> Scene<'a> {
    /// Units of the last part of the previous cycle serve that one first, as far as it needs them.
    pub(super) fn settle_carried(
        &self,
        entries: &mut [Entry<'a>],
        (cycle, window): (&Cycle, &Window),
        previous: Option<&Cycle>,
        needs: &mut Needs<'_>,
    ) {
        let carried: Vec<usize> = (0..entries.len())
            .filter(|place| {
                entries.get(*place).is_some_and(|entry| {
                    entry.when == When::Carried && entry.reason == Reason::Counted
                })
            })
            .collect();
        if carried.is_empty() {
            return;
        }
        let text = "units of the last part of the previous cycle serve that one first";
        self.resolver.note(Note::new(NoteCode::CarriedOver, text));
        if window.carry_unknown {
            for place in &carried {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.depends(&["assigned_cycle"]);
                }
            }
            needs.unknown.push((String::from("carry_over"), UnknownBecause::RuleUnknown));
            return;
        }
        let open = |entries: &mut [Entry<'a>]| {
            for place in &carried {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.depends(&["assigned_cycle"]);
                }
            }
        };
        let Some(previous) = previous.filter(|_| cycle.from != CycleFrom::AfterStated) else {
            open(entries);
            return;
        };
        let Some(ways) = self.released(previous, &carried) else {
            open(entries);
            return;
        };
        let used = |entries: &mut [Entry<'a>], released: &[usize]| {
            for place in carried.iter().filter(|place| !released.contains(*place)) {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.refuse(Reason::UsedBefore);
                }
            }
        };
        // Of several ways to share them out, the one that serves this cycle best.
        let best = ways.iter().min_by_key(|released| {
            let mut tried = entries.to_vec();
            used(&mut tried, released);
            match self.place(&mut self.needs(cycle), tried, window).verdict {
                Verdict::Met => 0,
                Verdict::Undetermined => 1,
                Verdict::Unmet => 2,
            }
        });
        used(entries, best.map(Vec::as_slice).unwrap_or_default());
    }

    /// Which activities the previous cycle can spare while it stays met: each largest choice, those with most
    /// units first; `None` when it is not known to be met.
    fn released(&self, previous: &Cycle, carried: &[usize]) -> Option<Vec<Vec<usize>>> {
        let anchors = self.anchors(previous);
        let (end, _) = self.extended_end(previous);
        let window = self.window(previous, None, end, &anchors);
        let scene = self.under(self.resolver.picks().clone());
        let met = |without: &[usize]| {
            let mut needs = scene.needs(previous);
            let mut entries = scene.ledger(previous, &window, end.min(self.as_of));
            for place in without {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.refuse(Reason::OtherCycle);
                }
            }
            for entry in entries.iter_mut().filter(|entry| entry.when == When::Carried) {
                entry.depends(&["assigned_cycle"]);
            }
            scene.place(&mut needs, entries, &window).verdict == Verdict::Met
        };
        if !met(&[]) {
            return None;
        }
        if carried.len() > MAX_CARRIED {
            return Some(Vec::from([latest_first(carried, met)]));
        }
        let mut feasible: Vec<(usize, Vec<usize>)> = Vec::new();
        for bits in (0..(1_usize << carried.len())).rev() {
            // What a larger choice spares, a smaller one spares too.
            if feasible.iter().any(|(larger, _)| larger & bits == bits) {
                continue;
            }
            let taken = carried.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
            let taken: Vec<usize> = taken.map(|(_, place)| *place).collect();
            if met(&taken) {
                feasible.push((bits, taken));
            }
        }
        let units = |places: &Vec<usize>| {
            let ceus = self.record.ceus().unwrap_or_default();
            let all = places.iter().filter_map(|place| ceus.get(*place)?.units());
            all.fold(0_i64, |sum, units| sum.saturating_add(units.amount().sub_units()))
        };
        let mut ways: Vec<Vec<usize>> = feasible.into_iter().map(|(_, taken)| taken).collect();
        ways.sort_by_key(|taken| core::cmp::Reverse(units(taken)));
        Some(ways)
    }
}

/// Too many to try every choice: the latest are spared first.
fn latest_first(carried: &[usize], met: impl Fn(&[usize]) -> bool) -> Vec<usize> {
    let mut released = Vec::new();
    for place in carried.iter().rev() {
        released.push(*place);
        if !met(&released) {
            released.pop();
        }
    }
    released
}
