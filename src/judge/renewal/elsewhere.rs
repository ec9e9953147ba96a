//! Units that credentials on cycles of their own need elsewhere.
//!
//! Where each unit serves one credential and the cycles are not shared, the cycle that ends first takes
//! its units first: for days and spans of days that way of sharing them out never fails where another
//! one succeeds.

use super::Scene;
use super::cycle::Cycle;
use super::facts::Fact;
use super::fit::fit;
use super::group::Held;
use super::ledger::{Entry, When};
use super::needs::{Demand, Need, Needs, Pool};
use crate::book::renewal::Quota;
use crate::calendar::Day;
use crate::explain::{Note, NoteCode, Reason};
use crate::source::Anchor;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What is left of each activity, by its place.
type Left = BTreeMap<usize, i64>;

/// A cycle of another credential that ends no later than this one.
struct Rival<'a> {
    name: String,
    end: Day,
    needs: Needs<'a>,
    entries: Vec<Entry<'a>>,
}

/// Of two bounds the one that is looked at.
#[derive(Clone, Copy)]
enum Case {
    /// The other cycles need the most and find only what is certain.
    Worst,
    /// They need the least and find everything that may be there.
    Best,
}

impl Case {
    const fn need(self, need: Need) -> i64 {
        match self {
            Self::Worst => need.most,
            Self::Best => need.least,
        }
    }

    const fn units(self, entry: &Entry<'_>) -> i64 {
        match self {
            Self::Worst => entry.shown,
            Self::Best => entry.possible,
        }
    }
}

impl<'a> Scene<'a> {
    /// Leaves to the other credentials what their cycles need first.
    pub(super) fn leave_to_others(
        &self,
        entries: &mut [Entry<'a>],
        cycle: &Cycle<'_>,
        needs: &Needs<'_>,
    ) {
        if !self.apart || !self.is_divided(cycle) {
            return;
        }
        let rivals = self.rivals(entries, cycle);
        let (worst, best) = (
            self.left_after(&rivals, entries, needs, Case::Worst),
            self.left_after(&rivals, entries, needs, Case::Best),
        );
        let names: Vec<&str> = rivals.iter().map(|rival| rival.name.as_str()).collect();
        for entry in entries.iter_mut().filter(|entry| entry.counts()) {
            let (Some(shown), Some(possible)) = (worst.get(&entry.place), best.get(&entry.place))
            else {
                continue;
            };
            let (shown, possible) = (entry.shown.min(*shown), entry.possible.min(*possible));
            if (shown, possible) == (entry.shown, entry.possible) {
                continue;
            }
            entry.detail = Some(alloc::format!(
                "needed for {}, whose cycle ends no later; pin it with `assigned_to` to say otherwise",
                names.join(", ")
            ));
            if possible == 0 {
                entry.refuse(Reason::OtherHolding);
            } else {
                if shown < possible {
                    entry.unit_open.push(Fact::AssignedTo);
                }
                (entry.shown, entry.possible) = (shown, possible);
            }
        }
    }

    /// The cycles that take their units before this one; where one of them is not known, what it takes is
    /// open.
    fn rivals(&self, entries: &mut [Entry<'a>], cycle: &Cycle<'_>) -> Vec<Rival<'a>> {
        let mut rivals = Vec::new();
        for other in self.rivals_of(cycle) {
            if let Some(of_other) = self.rival(&other, cycle) {
                rivals.extend(of_other);
                continue;
            }
            let text = alloc::format!(
                "the cycle of {} is not known: which units it needs is open",
                other.id
            );
            self.resolver.note(|| Note::new(NoteCode::AsThingsStand, text));
            let counting = entries.iter_mut().filter(|entry| entry.counts());
            counting.for_each(|entry| entry.depends(Fact::AssignedTo));
        }
        rivals.sort_by(|left, right| (left.end, &left.name).cmp(&(right.end, &right.name)));
        rivals
    }

    /// What the others leave. They take first what this cycle cannot use, and of the rest what serves the
    /// fewest of its rules.
    fn left_after(
        &self,
        rivals: &[Rival<'a>],
        own: &[Entry<'a>],
        needs: &Needs<'_>,
        case: Case,
    ) -> Left {
        let mut left = Left::new();
        let all = rivals.iter().flat_map(|rival| &rival.entries).chain(own);
        for entry in all.filter(|entry| entry.counts()) {
            let units = left.entry(entry.place).or_default();
            *units = case.units(entry).max(*units);
        }
        let wanted = |place: usize| {
            let entry = own.iter().find(|one| one.place == place && one.counts());
            entry.map(|entry| {
                let filters = needs.demands.iter().filter_map(|demand| demand.filter);
                filters.filter(|filter| fit(filter, entry.ceu, self.whose()).is_possible()).count()
            })
        };
        for rival in rivals {
            let usable = rival.entries.iter().filter(|one| one.counts() && one.when == When::Cycle);
            let mut usable: Vec<&Entry<'_>> = usable.collect();
            usable.sort_by_cached_key(|one| (wanted(one.place), one.ceu.completed(), one.place));
            self.reserve(rival, &usable, &mut left, case);
        }
        left
    }

    /// Takes what a cycle needs: for its rules first, one after the other, and then for the total.
    fn reserve(&self, rival: &Rival<'a>, usable: &[&Entry<'a>], left: &mut Left, case: Case) {
        let demands = &rival.needs.demands;
        let mut met: Vec<i64> = demands.iter().map(|_| 0).collect();
        let serves = |demand: &Demand<'_>, entry: &Entry<'_>| {
            let fits = demand.filter.is_none_or(|filter| match case {
                Case::Worst => fit(filter, entry.ceu, self.whose()).is_yes(),
                Case::Best => fit(filter, entry.ceu, self.whose()).is_possible(),
            });
            fits && demand.days.is_none_or(|(from, until)| {
                entry.ceu.completed().is_some_and(|day| from <= day && day <= until)
            })
        };
        let mut order: Vec<usize> = (0..demands.len()).collect();
        order.sort_by_key(|at| demands.get(*at).is_none_or(|demand| demand.filter.is_none()));
        for at in order {
            let Some(demand) = demands.get(at) else { continue };
            for entry in usable.iter().filter(|entry| serves(demand, entry)) {
                let open = case.need(demand.need).saturating_sub(met.get(at).copied().unwrap_or(0));
                let Some(units) = left.get_mut(&entry.place) else { continue };
                let taken = open.max(0).min(case.units(entry)).min(*units);
                *units = units.saturating_sub(taken);
                // A unit serves the total, this rule, and those that stand by themselves.
                for (other, met) in demands.iter().zip(&mut met) {
                    let beside = other.filter.is_none() || matches!(other.pool, Pool::Alone(_));
                    if core::ptr::eq(other, demand) || (beside && serves(other, entry)) {
                        *met = met.saturating_add(taken);
                    }
                }
            }
        }
    }

    /// Whether a unit serves one credential only.
    fn is_divided(&self, cycle: &Cycle<'_>) -> bool {
        let anchors = self.anchors(cycle);
        let quota = self.resolver.quietly(&self.program.quota, Anchor::CycleStart, &anchors);
        quota.value().is_some_and(Quota::divides)
    }

    /// The other credentials that count beside the one asked about.
    pub(super) fn rivals_of(&self, cycle: &Cycle<'_>) -> Vec<Held<'a>> {
        let everyone = self.everyone(cycle);
        let rules = (self.book, self.program);
        let counted = super::group::counted(&everyone, &everyone, rules, &mut Vec::new());
        let others = counted.into_iter().filter(|held| held.index != self.lead.index);
        others.copied().collect()
    }

    /// The cycles of another credential that end within this one; `None`: they are not known.
    fn rival(&self, other: &Held<'a>, cycle: &Cycle<'_>) -> Option<Vec<Rival<'a>>> {
        let scene = Scene {
            held: Vec::from([*other]),
            everyone: self.everyone.clone(),
            lead: *other,
            asked: other.index,
            resolver: self.resolver.aside(self.resolver.picks().clone()),
            ..*self
        };
        if other.awarded().is_some_and(|awarded| cycle.end < awarded) {
            return Some(Vec::new());
        }
        let chain = scene.chain(cycle.end);
        if chain.gap.is_some() {
            return None;
        }
        let first = |one: &Cycle<'_>| {
            let key =
                |cycle: &Cycle<'_>, held: &Held<'_>| (cycle.end, held.awarded(), held.id.clone());
            cycle.start <= one.end && key(one, other) < key(cycle, &self.lead)
        };
        let mut rivals = Vec::new();
        for (place, one) in chain.cycles.iter().enumerate().filter(|(_, one)| first(one)) {
            let previous = place.checked_sub(1).and_then(|before| chain.cycles.get(before));
            let window = scene.window(one, previous, one.end, &scene.anchors(one));
            rivals.push(Rival {
                name: other.id.to_string(),
                end: one.end,
                needs: scene.needs(one),
                entries: scene.ledger(one, &window, self.as_of),
            });
        }
        Some(rivals)
    }
}
