//! Units of the last part of a cycle, which may serve it or the next one.

use super::Scene;
use super::cycle::Cycle;
use super::facts::Fact;
use super::ledger::{Entry, When, Window};
use super::needs::Needs;
use crate::explain::{CycleFrom, Note, NoteCode, Reason, UnknownBecause, Verdict};
use crate::record::CeuActivity;
use alloc::string::String;
use alloc::vec::Vec;

/// Up to how many activities of a renewal month every way to place them is tried.
const MAX_CARRIED: usize = 8;

impl<'a> Scene<'a> {
    /// Units of the last part of the previous cycle serve that one first, as far as it needs them.
    pub(super) fn settle_carried(
        &self,
        entries: &mut [Entry<'a>],
        (cycle, window): (&Cycle<'_>, &Window),
        previous: Option<&Cycle<'_>>,
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
        self.resolver.note(|| Note::new(NoteCode::CarriedOver, text));
        if window.carry_unknown {
            for place in &carried {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.depends(Fact::AssignedCycle);
                }
            }
            needs.unknown.push((String::from("carry_over"), UnknownBecause::RuleUnknown));
            return;
        }
        let open = |entries: &mut [Entry<'a>]| {
            for place in &carried {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.depends(Fact::AssignedCycle);
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
        let best = best.map(Vec::as_slice).unwrap_or_default();
        used(entries, best);
        for place in carried.iter().filter(|place| !best.contains(*place)) {
            self.split(entries, *place, previous, best);
        }
    }

    /// Whether an activity of which the previous cycle needs a part only can be split is not said: the rest of
    /// it may count here.
    fn split(
        &self,
        entries: &mut [Entry<'a>],
        place: usize,
        previous: &Cycle<'_>,
        released: &[usize],
    ) {
        let units = self.record.ceus().unwrap_or_default().get(place).and_then(CeuActivity::units);
        let (mut spare, mut beyond) = (0_i64, units.map_or(0, |units| units.amount().sub_units()));
        // The largest part without which the previous cycle stays met.
        while spare.saturating_add(1) < beyond {
            let middle = spare.saturating_add(beyond).div_euclid(2);
            if self.stays_met(previous, released, Some((place, middle))) {
                spare = middle;
            } else {
                beyond = middle;
            }
        }
        let Some(entry) = entries.get_mut(place).filter(|_| spare > 0) else { return };
        entry.reason = Reason::Counted;
        entry.possible = spare;
        entry.depends(Fact::AssignedCycle);
        entry.detail = Some(String::from("whether a part of it may serve this cycle is not said"));
    }

    /// Whether a cycle is met without some activities, and without a part of another one.
    fn stays_met(&self, cycle: &Cycle<'_>, without: &[usize], part: Option<(usize, i64)>) -> bool {
        let (end, _) = self.extended_end(cycle);
        let window = self.window(cycle, None, end, &self.anchors(cycle));
        let scene = self.under(self.resolver.picks().clone());
        let mut needs = scene.needs(cycle);
        let mut entries = scene.ledger(cycle, &window, end.min(self.as_of));
        for entry in &mut entries {
            if without.contains(&entry.place) {
                entry.refuse(Reason::OtherCycle);
            }
            if let Some((_, units)) = part.filter(|(place, _)| *place == entry.place) {
                entry.shown = entry.shown.saturating_sub(units).max(0);
                entry.possible = entry.possible.saturating_sub(units).max(0);
            }
            if entry.when == When::Carried {
                entry.depends(Fact::AssignedCycle);
            }
        }
        scene.place(&mut needs, entries, &window).verdict == Verdict::Met
    }

    /// Which activities the previous cycle can spare while it stays met: each largest choice, those with most
    /// units first; `None` when it is not known to be met.
    fn released(&self, previous: &Cycle<'_>, carried: &[usize]) -> Option<Vec<Vec<usize>>> {
        let met = |without: &[usize]| self.stays_met(previous, without, None);
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
