//! Units that credentials on cycles of their own need elsewhere.
//!
//! Where each unit serves one credential and the cycles are not shared, the cycle that ends first takes
//! its units first: for days and spans of days that way of sharing them out never fails where another
//! one succeeds.

use super::Scene;
use super::cycle::Cycle;
use super::group::Held;
use super::ledger::{Entry, When};
use super::needs::Need;
use super::versions::Resolver;
use crate::book::renewal::Quota;
use crate::calendar::Day;
use crate::explain::{Note, NoteCode, Reason};
use crate::judge::measure::UNBOUNDED;
use crate::source::Anchor;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What is left of each activity, by its place: certainly, and at best.
type Left = BTreeMap<usize, (i64, i64)>;

/// A cycle of another credential that ends before this one.
struct Rival<'a> {
    name: String,
    end: Day,
    need: Need,
    entries: Vec<Entry<'a>>,
}

impl<'a> Scene<'a> {
    /// Leaves to the other credentials what their cycles need first.
    pub(super) fn leave_to_others(&self, entries: &mut [Entry<'a>], cycle: &Cycle) {
        if !self.apart || !self.is_divided(cycle) {
            return;
        }
        let mut rivals = Vec::new();
        for other in self.rivals_of(cycle) {
            match self.rival(&other, cycle) {
                Some(of_other) => rivals.extend(of_other),
                None => {
                    let text = alloc::format!(
                        "the cycle of {} is not known: which units it needs is open",
                        other.id
                    );
                    self.resolver.note(Note::new(NoteCode::AsThingsStand, text));
                    entries.iter_mut().filter(|entry| entry.counts()).for_each(|entry| {
                        entry.depends(&["assigned_to"]);
                    });
                }
            }
        }
        rivals.sort_by(|left, right| (left.end, &left.name).cmp(&(right.end, &right.name)));
        let mut left = Left::new();
        let own: Vec<usize> =
            entries.iter().filter(|one| one.counts()).map(|one| one.place).collect();
        let all = rivals.iter().flat_map(|rival| &rival.entries).chain(entries.iter());
        for entry in all.filter(|entry| entry.counts()) {
            let (shown, possible) = left.entry(entry.place).or_default();
            *shown = entry.shown.max(*shown);
            *possible = entry.possible.max(*possible);
        }
        for rival in &rivals {
            rival.take(&mut left, &own);
        }
        let names: Vec<&str> = rivals.iter().map(|rival| rival.name.as_str()).collect();
        for entry in entries.iter_mut().filter(|entry| entry.counts()) {
            let Some((shown, possible)) = left.get(&entry.place) else { continue };
            let (shown, possible) = (entry.shown.min(*shown), entry.possible.min(*possible));
            if (shown, possible) == (entry.shown, entry.possible) {
                continue;
            }
            entry.detail = Some(alloc::format!(
                "needed for {}, whose cycle ends first; `assigned_to` says otherwise",
                names.join(", ")
            ));
            if possible == 0 {
                entry.refuse(Reason::OtherHolding);
            } else {
                if shown < possible {
                    entry.unit_open.push("assigned_to");
                }
                (entry.shown, entry.possible) = (shown, possible);
            }
        }
    }

    /// Whether a unit serves one credential only.
    fn is_divided(&self, cycle: &Cycle) -> bool {
        let anchors = self.anchors(cycle);
        let quota = self.resolver.quietly(&self.program.quota, Anchor::CycleStart, &anchors);
        quota.value().is_some_and(Quota::divides)
    }

    /// The other credentials that count beside the one asked about.
    pub(super) fn rivals_of(&self, cycle: &Cycle) -> Vec<Held<'a>> {
        let everyone = self.everyone(cycle);
        let rules = (self.book, self.program);
        let counted = super::group::counted(&everyone, &everyone, rules, &mut Vec::new());
        let others = counted.into_iter().filter(|held| held.index != self.lead.index);
        others.cloned().collect()
    }

    /// The cycles of another credential that end within this one; `None`: they are not known.
    fn rival(&self, other: &Held<'a>, cycle: &Cycle) -> Option<Vec<Rival<'a>>> {
        let scene = Scene {
            held: Vec::from([other.clone()]),
            everyone: self.everyone.clone(),
            lead: other.clone(),
            asked: other.index,
            resolver: Resolver::new(self.book, self.issuer, self.resolver.picks().clone()),
            ..*self
        };
        if other.awarded().is_some_and(|awarded| cycle.end < awarded) {
            return Some(Vec::new());
        }
        let chain = scene.chain(cycle.end);
        if chain.gap.is_some() {
            return None;
        }
        let first = |one: &Cycle| {
            let key = |cycle: &Cycle, held: &Held<'_>| (cycle.end, held.awarded(), held.id.clone());
            cycle.start <= one.end && key(one, other) < key(cycle, &self.lead)
        };
        let mut rivals = Vec::new();
        for (place, one) in chain.cycles.iter().enumerate().filter(|(_, one)| first(one)) {
            let previous = place.checked_sub(1).and_then(|before| chain.cycles.get(before));
            let window = scene.window(one, previous, one.end, &scene.anchors(one));
            rivals.push(Rival {
                name: other.id.to_string(),
                end: one.end,
                need: scene.needs(one).quota.unwrap_or(Need::NONE),
                entries: scene.ledger(one, &window, self.as_of),
            });
        }
        Some(rivals)
    }
}

impl Rival<'_> {
    /// Takes what the cycle needs, first what the one asked about cannot use, then the earliest.
    fn take(&self, left: &mut Left, own: &[usize]) {
        let fits = |entry: &&Entry<'_>| entry.counts() && entry.when == When::Cycle;
        let mut order: Vec<&Entry<'_>> = self.entries.iter().filter(fits).collect();
        order.sort_by_key(|entry| (own.contains(&entry.place), entry.ceu.completed(), entry.place));
        // At worst the cycle needs the most and finds only what is certain; at best the other way round.
        let (mut worst, mut best) = (self.need.most.min(UNBOUNDED), self.need.least);
        for entry in order {
            let Some((shown, possible)) = left.get_mut(&entry.place) else { continue };
            let taken = worst.min(entry.shown).min(*shown);
            *shown = shown.saturating_sub(taken);
            worst = worst.saturating_sub(taken);
            let taken = best.min(entry.possible).min(*possible);
            *possible = possible.saturating_sub(taken);
            best = best.saturating_sub(taken);
        }
    }
}
