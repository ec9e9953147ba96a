//! The units of a cycle in the answer: quota, rules, dispositions, certificates.

use super::facts::Fact;
use super::ledger::{Entry, When};
use super::place::have;
use super::place::verdict_on;
use super::place::{Bound, Placed, PoolOutcome, decimal};
use super::{Assessed, Scene};
use crate::allocation::{certify, fill};
use crate::calendar::Day;
use crate::explain::{
    Between, Certificate, ConstraintAnswer, ConstraintKind, Disposition, EntryRef, QuotaAnswer,
    Reason, Renewal, Served, Verdict,
};
use crate::judge::measure::UNBOUNDED;
use crate::word::{Piece, Shared, Texts};
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

pub(super) fn settled(path: &str, verdict: Verdict, parted: &BTreeSet<String>) -> Verdict {
    if parted.contains(path) { Verdict::Undetermined } else { verdict }
}

/// The pools of the quota: one total, or one for each holding.
pub(super) fn quota_pools<'p>(assessed: &'p Assessed<'_>) -> impl Iterator<Item = &'p PoolOutcome> {
    assessed.placed.pools.iter().filter(|pool| {
        let mut demands = pool.demands.iter().filter_map(|at| assessed.needs.demands.get(*at));
        demands
            .any(|demand| demand.filter.is_none() && demand.kind != Some(ConstraintKind::Minimum))
    })
}

pub(super) fn quota<'a>(
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
    shares: &[(usize, i64)],
    parted: &BTreeSet<String>,
) -> Option<QuotaAnswer> {
    let need = assessed.needs.quota?;
    let counting: i64 = assessed
        .placed
        .tally(&assessed.needs)
        .counting
        .iter()
        .fold(0, |sum, one| sum.saturating_add(*one));
    let counted = shares.iter().fold(0_i64, |sum, (_, units)| sum.saturating_add(*units));
    let verdicts = quota_pools(assessed).map(|pool| pool.verdict);
    let verdict = verdicts.fold(Verdict::Met, super::and);
    Some(QuotaAnswer {
        required: need.is_known().then(|| decimal(need.most)),
        between: (!need.is_known()).then(|| Between {
            least: decimal(need.least),
            most: (need.most < UNBOUNDED).then(|| decimal(need.most)),
        }),
        counted: decimal(counted),
        surplus: decimal(counting.saturating_sub(counted)),
        verdict: settled("quota", verdict, parted),
        sources: scene.cited(assessed.needs.quota_written),
    })
}

/// How many units of each entry count towards the quota, by place.
pub(super) fn quota_shares(assessed: &Assessed<'_>) -> Vec<(usize, i64)> {
    let placed = &assessed.placed;
    let competing = quota_pools(assessed).find(|pool| pool.demands.len() > 1);
    if let Some(pool) = competing {
        let mut shares: Vec<(usize, i64)> = Vec::new();
        for share in fill(&pool.shown) {
            shares.push((share.supply, share.amount.sub_units()));
        }
        return shares;
    }
    let mut left = assessed.needs.quota.map_or(0, |need| need.most);
    let mut shares = Vec::with_capacity(placed.entries.len());
    let tally = placed.tally(&assessed.needs);
    for place in tally.order.iter().copied() {
        let units = tally.counting.get(place).copied().unwrap_or(0).min(left);
        if units > 0 {
            shares.push((place, units));
            left = left.saturating_sub(units);
        }
    }
    shares
}

pub(super) fn constraints<'a>(
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
    parted: &BTreeSet<String>,
    answer: &mut Renewal,
) {
    let placed = &assessed.placed;
    let mut all = Vec::new();
    for pool in &placed.pools {
        for (at, place) in pool.demands.iter().enumerate() {
            let Some(demand) = assessed.needs.demands.get(*place) else { continue };
            let Some(kind) = demand.kind else { continue };
            let known = demand.need.is_known() || demand.need.most < UNBOUNDED;
            all.push(ConstraintAnswer {
                path: demand.path.to_string(),
                text: demand.text.to_string(),
                need: known.then(|| decimal(demand.need.most)),
                have: decimal(have(pool, at)),
                verdict: settled(&demand.path, verdict_on(pool, at), parted),
                kind,
                reading: None,
                sources: scene.cited(demand.written),
            });
        }
    }
    for (event, outcome) in assessed.needs.events.iter().zip(&placed.events) {
        all.push(ConstraintAnswer {
            path: event.path.to_string(),
            text: event.text.to_string(),
            need: Some(whole(event.need.most)),
            have: whole(outcome.shown),
            verdict: settled(&event.path, outcome.verdict, parted),
            kind: ConstraintKind::Events,
            reading: None,
            sources: scene.cited(event.written),
        });
    }
    for cap in &assessed.needs.caps {
        all.push(ConstraintAnswer {
            path: cap.path.to_string(),
            text: cap.text.to_string(),
            need: (cap.limit.most < UNBOUNDED).then(|| decimal(cap.limit.most)),
            have: decimal(placed.counted_under(&assessed.needs, &cap.path)),
            verdict: Verdict::Met,
            kind: ConstraintKind::Maximum,
            reading: None,
            sources: scene.cited(cap.written),
        });
    }
    all.sort_by(|left, right| left.path.cmp(&right.path));
    answer.constraints = all;
}

/// A number of entries as an amount.
pub(super) fn whole(count: i64) -> crate::quantity::Decimal {
    decimal(count.saturating_mul(crate::quantity::Decimal::SCALE))
}

/// Each activity with its one disposition, in the order of the record.
pub(super) fn dispositions<'a>(
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
    (entries, shares): (&[EntryRef], &[(usize, i64)]),
) -> Vec<Disposition> {
    let placed = &assessed.placed;
    let mut counted = alloc::vec![0_i64; placed.entries.len()];
    for (place, units) in shares {
        if let Some(sum) = counted.get_mut(*place) {
            *sum = sum.saturating_add(*units);
        }
    }
    let tally = placed.tally(&assessed.needs);
    let serves = served(assessed);
    let mut all = Vec::with_capacity(placed.entries.len());
    let mut texts = Texts::default();
    let mut pieces = Vec::with_capacity(placed.entries.len());
    for ((entry, ceu), serves) in placed.entries.iter().zip(entries).zip(serves) {
        let units = counted.get(entry.place).copied().unwrap_or(0);
        let counting = tally.counting.get(entry.place).copied().unwrap_or(0);
        let mut reason = reason(entry, units, counting, !serves.is_empty());
        if reason == Reason::OverCap && placed.perhaps_under(entry.place) {
            reason = Reason::FactMissing;
        }
        let named = reason != Reason::Counted && reason != Reason::Surplus;
        let title = entry.ceu.title().map(|title| texts.put([title.as_str()]));
        pieces.push((title, detail(entry, reason, assessed.cycle.start, &mut texts)));
        let source = entry.rule.filter(|_| named || entry.reason == Reason::Counted);
        all.push(Disposition {
            ceu: ceu.clone(),
            title: None,
            completed: entry.ceu.completed(),
            counted: decimal(units),
            serves,
            reason,
            detail: None,
            source: source.and_then(|rule| scene.resolver.cite_first(rule)),
        });
    }
    let text = texts.share();
    for (one, (title, detail)) in all.iter_mut().zip(pieces) {
        (one.title, one.detail) = (title.map(&text), detail.map(&text));
    }
    all
}

/// The activities as answers name them.
pub(super) fn named(entries: &[Entry<'_>]) -> Arc<[EntryRef]> {
    let mut texts = Texts::default();
    let id = |entry: &Entry<'_>| entry.ceu.id().map(|id| texts.put([id]));
    let pieces: Vec<Option<Piece>> = entries.iter().map(id).collect();
    let shared = texts.share();
    let all = entries.iter().zip(pieces);
    all.map(|(entry, id)| EntryRef { section: "ceus", index: entry.place, id: id.map(&shared) })
        .collect()
}

pub(super) fn reason(entry: &Entry<'_>, units: i64, counting: i64, serves: bool) -> Reason {
    if entry.reason != Reason::Counted {
        return entry.reason;
    }
    if entry.when == When::Previous && !serves {
        return Reason::OutsideWindow;
    }
    if !entry.open.is_empty() {
        let unit = entry.open.is_only(Fact::Units) && entry.ceu.minutes().is_some();
        return if unit { Reason::UnitUnknown } else { Reason::FactMissing };
    }
    match (units, counting, entry.shown) {
        (1.., _, _) => Reason::Counted,
        (_, 0, 1..) if entry.when != When::Previous => Reason::OverCap,
        (_, _, 0) => Reason::TooLittle,
        _ => Reason::Surplus,
    }
}

fn detail(entry: &Entry<'_>, reason: Reason, start: Day, texts: &mut Texts) -> Option<Piece> {
    match (reason, &entry.detail) {
        (_, Some(detail)) => Some(texts.put([detail.as_str()])),
        (Reason::FactMissing, None) if entry.open.is_empty() => {
            Some(texts.put(["it may be of a kind of which no more counts"]))
        }
        (Reason::FactMissing, None) => {
            let place = entry.place.to_string();
            let facts = entry.open.names().into_iter().enumerate();
            let parts = facts.flat_map(|(at, fact)| {
                let before = if at == 0 { "not known: " } else { ", " };
                match fact.strip_prefix('*') {
                    Some(beside) => [before, beside, "", "", ""],
                    None => [before, "ceus[", &place, "].", fact],
                }
            });
            Some(texts.put(parts))
        }
        (Reason::OutsideWindow, None) => {
            Some(texts.put([alloc::format!("the cycle begins on {start}").as_str()]))
        }
        (_, None) => None,
    }
}

/// What each entry serves beside the quota, by place.
pub(super) fn served(assessed: &Assessed<'_>) -> Vec<Vec<Served>> {
    let placed = &assessed.placed;
    let tally = placed.tally(&assessed.needs);
    let mut all: Vec<Vec<Served>> = (0..placed.entries.len()).map(|_| Vec::new()).collect();
    for pool in &placed.pools {
        if let [only] = pool.demands.as_slice() {
            // A rule by itself takes everything that fits, surplus included.
            whole_service(assessed, *only, &mut all);
            continue;
        }
        let mut instance = pool.shown.clone();
        for (supply, counting) in instance.supplies.iter_mut().zip(&tally.counting) {
            if *counting > 0 {
                supply.amount = decimal(supply.amount.sub_units().min(*counting));
            }
        }
        let named = |place: &usize| {
            let demand = assessed.needs.demands.get(*place)?;
            demand.kind.map(|_| Shared::from(&*demand.path))
        };
        let named: Vec<Option<Shared>> = pool.demands.iter().map(named).collect();
        for share in fill(&instance) {
            let to = named.get(share.demand).and_then(Option::as_ref);
            if let (Some(to), Some(list)) = (to, all.get_mut(share.supply)) {
                list.push(Served { to: to.clone(), amount: share.amount });
            }
        }
    }
    for (event, outcome) in assessed.needs.events.iter().zip(&placed.events) {
        let to = Shared::from(&*event.path);
        for place in &outcome.serving {
            if let Some(list) = all.get_mut(*place) {
                list.push(Served { to: to.clone(), amount: whole(1) });
            }
        }
    }
    all
}

/// Everything that serves a demand which shares with no other.
pub(super) fn whole_service(assessed: &Assessed<'_>, place: usize, all: &mut [Vec<Served>]) {
    let placed = &assessed.placed;
    let Some(demand) = assessed.needs.demands.get(place).filter(|demand| demand.kind.is_some())
    else {
        return;
    };
    let tally = placed.tally(&assessed.needs);
    let to = Shared::from(&*demand.path);
    for (entry, list) in placed.entries.iter().zip(all) {
        let counting = tally.counting.get(entry.place).copied().unwrap_or(0);
        let units = if entry.when == When::Previous { entry.shown } else { counting };
        if units > 0 && placed.fits(place, entry.place, Bound::Shown) {
            list.push(Served { to: to.clone(), amount: decimal(units) });
        }
    }
}

/// The proof behind the verdict on each pool that is decided.
pub(super) fn certificates(assessed: Assessed<'_>, entries: &Arc<[EntryRef]>) -> Vec<Certificate> {
    let Assessed { needs, placed, .. } = assessed;
    let of = |pool: PoolOutcome| {
        let (instance, found) = match pool.verdict {
            Verdict::Met => (pool.shown, pool.on_shown),
            Verdict::Unmet => (pool.possible?, pool.on_possible),
            Verdict::Undetermined => return None,
        };
        let demands = pool.demands.iter().filter_map(|place| needs.demands.get(*place));
        Some(Certificate {
            supplies: Arc::clone(entries),
            demands: demands.map(|demand| demand.path.to_string()).collect(),
            allocation: certify(&instance, found),
            instance,
        })
    };
    placed.pools.into_iter().filter_map(of).collect()
}

impl Placed<'_> {
    /// How much counts under a cap.
    fn counted_under(&self, needs: &super::Needs<'_>, path: &str) -> i64 {
        let Some(cap) = needs.caps.iter().position(|cap| cap.path == path) else {
            return 0;
        };
        let counting = self.tally(needs).counting.iter().enumerate();
        let under = counting.filter(|(place, _)| self.is_under(cap, *place, Bound::Shown));
        under.fold(0, |sum, (_, units)| sum.saturating_add(*units))
    }
}
