//! The quota of a cycle: by the holdings that count, in part where a cycle or a holding begins late.

use super::Scene;
use super::cycle::{Cycle, Kind, whole_months};
use super::group::Held;
use super::needs::{Demand, Need, Needs, Pool};
use super::versions::{Anchors, Picked, Written};
use crate::book::renewal::{Even, MinimaRule, Proration, Quota, Rounding, Single};
use crate::credential::{Code, CredentialId};
use crate::explain::{ConstraintKind, UnknownBecause};
use crate::judge::measure::UNBOUNDED;
use crate::quantity::Units;
use crate::source::Anchor;
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What is counted for a cycle.
pub(super) struct Counted<'h, 'r> {
    /// Everything held.
    pub(super) all: Vec<&'h Held<'r>>,
    /// Without those that joined after the cycle began.
    pub(super) before: Vec<&'h Held<'r>>,
    /// The months left when the last one joined.
    pub(super) months_left: i64,
    pub(super) full_months: i64,
    /// The holdings of which it is not known whether they joined after the cycle began.
    pub(super) unknown: Vec<String>,
}

impl<'a> Scene<'a> {
    pub(super) fn counted_in<'h>(&'h self, cycle: &Cycle<'_>) -> Counted<'h, 'a> {
        let mut notes = Vec::new();
        let rules = (self.book, self.program);
        // What ran out before the cycle began is no longer renewed, what came after it not yet.
        let ran_out = |held: &Held<'_>| {
            held.index != self.lead.index
                && (held.holding.expires().is_some_and(|expires| expires < cycle.start)
                    || held.awarded().is_some_and(|awarded| cycle.end < awarded))
        };
        let present: Vec<Held<'a>> =
            self.held.iter().filter(|held| !ran_out(held)).copied().collect();
        let everyone = self.everyone(cycle);
        let all = super::group::counted(&present, &everyone, rules, &mut notes);
        let all: Vec<usize> = all.iter().map(|held| held.index).collect();
        let all: Vec<&Held<'a>> =
            self.held.iter().filter(|held| all.contains(&held.index)).collect();
        for note in notes {
            self.resolver.note(|| note);
        }
        let began = |held: &&Held<'_>| {
            held.index == self.lead.index || held.held_on(cycle.start) == Some(true)
        };
        let unknown = present
            .iter()
            .filter(|held| held.index != self.lead.index && held.held_on(cycle.start).is_none());
        let unknown: Vec<String> = unknown.map(|held| held.fact("awarded")).collect();
        let early: Vec<Held<'a>> = present.iter().filter(began).copied().collect();
        let early_ones: Vec<Held<'a>> = everyone.into_iter().filter(|held| began(&held)).collect();
        let kept = super::group::counted(&early, &early_ones, rules, &mut Vec::new());
        let kept: Vec<usize> = kept.iter().map(|held| held.index).collect();
        let before: Vec<&Held<'a>> =
            self.held.iter().filter(|held| kept.contains(&held.index)).collect();
        let joined = present.iter().filter_map(Held::awarded).filter(|day| *day > cycle.start);
        let joined = joined.max().unwrap_or(cycle.start);
        Counted {
            all,
            before,
            months_left: whole_months(joined, cycle.end.plus_days(1)),
            full_months: i64::from(match cycle.length.whole_months() {
                0 => 24,
                months => months,
            }),
            unknown,
        }
    }

    /// All holdings of the programme that the cycle may see, also those on clocks of their own.
    pub(super) fn everyone(&self, cycle: &Cycle<'_>) -> Vec<Held<'a>> {
        let gone = |held: &&Held<'a>| {
            held.holding.expires().is_none_or(|expires| cycle.start <= expires)
                && held.awarded().is_none_or(|awarded| awarded <= cycle.end)
                && held.holding.revoked().is_none_or(|revoked| self.as_of < revoked)
        };
        self.everyone.iter().filter(gone).copied().collect()
    }

    pub(super) fn quota(
        &self,
        cycle: &Cycle<'_>,
        anchors: &Anchors,
        counted: &Counted<'_, 'a>,
        needs: &mut Needs<'a>,
    ) {
        let picked = self.resolver.pick("quota", &self.program.quota, Anchor::CycleStart, anchors);
        let version = match picked {
            Picked::Absent => return,
            Picked::Unknown(why) => {
                needs.unknown.push((String::from("quota"), why));
                needs.has_quota = true;
                needs.quota = Some(Need::UNKNOWN);
                needs.demands.push(total(Need::UNKNOWN, None));
                return;
            }
            Picked::Version(version) => version,
        };
        needs.has_quota = true;
        let written = Some(Written::of(version));
        needs.quota_written = written;
        match version.value() {
            Quota::None => needs.quota = Some(Need::NONE),
            Quota::Unpublished(_) => {
                needs.unknown.push((String::from("quota"), UnknownBecause::RuleUnpublished));
                needs.quota = Some(Need::UNKNOWN);
                needs.demands.push(total(Need::UNKNOWN, written));
            }
            Quota::Own { single, serves } => {
                self.own_quotas((single, serves), counted, (cycle, anchors), needs, written);
            }
            Quota::Same(single) => {
                let mut most = Need::NONE;
                for held in &counted.all {
                    let need = self.one(single, held, counted, (cycle, anchors), needs);
                    most.least = most.least.max(need.least);
                    most.most = most.most.max(need.most);
                    let pool = Pool::Alone(Cow::Owned(held.id.to_string()));
                    needs.demands.push(own(held, need, pool, written));
                }
                needs.quota = Some(most);
                needs.demands.push(total(most, written));
            }
            rule => self.shared_quota(rule, counted, (cycle, anchors), needs, written),
        }
    }

    /// Each holding asks for units of its own.
    fn own_quotas(
        &self,
        (single, serves): (&Single, &BTreeMap<Code, Vec<Code>>),
        counted: &Counted<'_, 'a>,
        when: (&Cycle<'_>, &Anchors),
        needs: &mut Needs<'a>,
        written: Option<Written<'a>>,
    ) {
        let mut sum = Need::NONE;
        for held in &counted.all {
            let mut need = self.one(single, held, counted, when, needs);
            let given = counted.all.iter().filter(|other| {
                serves.get(other.id.code()).is_some_and(|to| to.contains(held.id.code()))
            });
            for giver in given {
                let given = self.one(single, giver, counted, when, needs);
                need.least = need.least.saturating_sub(given.most).max(0);
                need.most = need.most.saturating_sub(given.least).max(0);
            }
            sum.least = sum.least.saturating_add(need.least);
            sum.most = sum.most.saturating_add(need.most).min(UNBOUNDED);
            needs.demands.push(own(held, need, Pool::Quota, written));
        }
        needs.quota = Some(sum);
    }

    /// One total for all holdings.
    fn shared_quota(
        &self,
        rule: &Quota,
        counted: &Counted<'_, 'a>,
        (cycle, anchors): (&Cycle<'_>, &Anchors),
        needs: &mut Needs<'a>,
        written: Option<Written<'a>>,
    ) {
        let whole = |holdings: &[&Held<'_>]| self.shared(rule, holdings);
        let apart = self.apart && rule.divides();
        let (full, before) = if apart {
            let own = self.own_part(rule, cycle, needs);
            (own.map(|need| need.most), own.map(|need| need.least))
        } else {
            (whole(&counted.all), whole(&counted.before))
        };
        if full.is_none() || before.is_none() {
            needs.unknown.push((String::from("quota"), UnknownBecause::RuleUnknown));
        }
        let mut need = match (full, before) {
            (Some(full), Some(before)) if full == before => Need::exactly(full),
            (Some(full), Some(before)) if apart => Need::between(before, full),
            (Some(full), Some(before)) => self.joined(full, before, counted, anchors, needs),
            _ => Need::UNKNOWN,
        };
        if cycle.kind == Kind::Partial {
            need = self.prorated("quota", need, None, (cycle, anchors), needs);
        }
        if cycle.assumed && !self.program.proration.versions().is_empty() {
            // The first cycle may be a shorter one.
            needs.facts.push((String::from("quota"), self.lead.fact("awarded")));
            need = need.perhaps();
        }
        if cycle.moved {
            // The first submission after a move may be larger; how much is not published.
            needs.unknown.push((String::from("quota/moved"), UnknownBecause::RuleUnpublished));
            need.most = UNBOUNDED;
        }
        needs.quota = Some(need);
        needs.demands.push(total(need, written));
    }

    /// What the one asked about adds to those awarded before it, where cycles are not shared; `None`: the
    /// rule does not cover the holdings.
    fn own_part(&self, rule: &Quota, cycle: &Cycle<'_>, needs: &mut Needs<'a>) -> Option<Need> {
        let others = self.rivals_of(cycle);
        let key = |held: &Held<'a>| Some((held.awarded()?, held.id));
        let own = key(&self.lead);
        let open: Vec<&Held<'a>> = match own {
            Some(_) => others.iter().filter(|other| other.awarded().is_none()).collect(),
            None => others.iter().collect(),
        };
        let earlier = others
            .iter()
            .filter(|other| key(other).zip(own).is_some_and(|(other, own)| other < own));
        let mut before: Vec<&Held<'a>> = earlier.collect();
        let added = |before: &[&Held<'a>]| {
            let with: Vec<&Held<'a>> =
                before.iter().copied().chain(core::iter::once(&self.lead)).collect();
            Some(self.shared(rule, &with)?.saturating_sub(self.shared(rule, before)?))
        };
        let mut need = Need::exactly(added(&before)?);
        for other in open {
            needs.facts.push((String::from("quota"), other.fact("awarded")));
            before.push(other);
            let one = added(&before)?;
            need = Need::between(need.least.min(one), need.most.max(one));
        }
        Some(need)
    }

    /// The total of a shared quota; `None`: the rule does not cover the holdings.
    pub(super) fn shared(&self, rule: &Quota, holdings: &[&Held<'_>]) -> Option<i64> {
        let sub = |units: &Units| units.amount().sub_units();
        let count = holdings.len();
        match rule {
            _ if count == 0 => Some(0),
            Quota::ByCount(rows) => {
                rows.get(count.saturating_sub(1)).or_else(|| rows.last()).map(sub)
            }
            Quota::Further { single, further, cap } => {
                let mut largest = 0_i64;
                for held in holdings {
                    largest = largest.max(self.single_of(single, held.id)?);
                }
                let further = i64::try_from(count.saturating_sub(1))
                    .unwrap_or(i64::MAX)
                    .saturating_mul(sub(further));
                let sum = largest.saturating_add(further);
                Some(cap.as_ref().map_or(sum, |cap| sum.min(sub(cap))))
            }
            _ => None,
        }
    }

    /// What one holding asks for by itself; a mark asks for what its credential does.
    pub(super) fn single_of(&self, single: &Single, id: &CredentialId) -> Option<i64> {
        let units = single.of(id.code()).or_else(|| single.of(self.book.examined(id).code()));
        units.map(|units| units.amount().sub_units())
    }

    pub(super) fn one(
        &self,
        single: &Single,
        held: &Held<'_>,
        counted: &Counted<'_, 'a>,
        (cycle, anchors): (&Cycle<'_>, &Anchors),
        needs: &mut Needs<'a>,
    ) -> Need {
        let Some(units) = self.single_of(single, held.id) else {
            needs.unknown.push((held.id.to_string(), UnknownBecause::RuleUnknown));
            return Need::UNKNOWN;
        };
        let early = counted.before.iter().any(|other| other.index == held.index);
        let need = if early {
            Need::exactly(units)
        } else {
            self.joined(units, 0, counted, anchors, needs)
        };
        match cycle.kind {
            Kind::Partial => self.prorated("quota", need, None, (cycle, anchors), needs),
            _ => need,
        }
    }

    /// What is asked for where a holding joined after the cycle began.
    pub(super) fn joined(
        &self,
        full: i64,
        before: i64,
        counted: &Counted<'_, 'a>,
        anchors: &Anchors,
        needs: &mut Needs<'a>,
    ) -> Need {
        let picked =
            self.resolver.pick("joined", &self.program.joined, Anchor::CycleStart, anchors);
        let more = full.saturating_sub(before);
        let in_full = matches!(picked.value(), Some(Proration::InFull));
        if !in_full && !counted.unknown.is_empty() {
            let facts = counted.unknown.iter().map(|fact| (String::from("quota"), fact.clone()));
            needs.facts.extend(facts);
            return Need::between(full, before);
        }
        match picked.value() {
            Some(Proration::InFull) => Need::exactly(full),
            Some(Proration::NextCycle) => Need::exactly(before),
            Some(Proration::Even(even)) => {
                let part = in_proportion(more, (counted.months_left, counted.full_months), even);
                Need::exactly(before.saturating_add(part))
            }
            Some(Proration::Table(rows)) => {
                let row =
                    rows.iter().find(|row| i64::from(row.months.get()) <= counted.months_left);
                let added = row.map_or(0, |row| row.units.amount().sub_units());
                Need::exactly(before.saturating_add(added))
            }
            None | Some(Proration::Unpublished(_)) => {
                needs.unknown.push((String::from("quota/joined"), why(&picked)));
                Need::between(full, before)
            }
        }
    }

    /// What a shorter first cycle asks for.
    pub(super) fn prorated(
        &self,
        path: &str,
        need: Need,
        minimum: Option<&Code>,
        (cycle, anchors): (&Cycle<'_>, &Anchors),
        needs: &mut Needs<'a>,
    ) -> Need {
        let picked =
            self.resolver.pick("proration", &self.program.proration, Anchor::CycleStart, anchors);
        let full = i64::from(cycle.length.whole_months().max(1));
        let left = cycle.months();
        let unknown = |needs: &mut Needs<'a>| {
            needs.unknown.push((alloc::format!("{path}/proration"), why(&picked)));
            need.perhaps()
        };
        match picked.value() {
            Some(Proration::InFull) => need,
            Some(Proration::NextCycle) => Need::NONE,
            Some(Proration::Even(even)) => match (minimum, even.minima) {
                (None, _) | (Some(_), MinimaRule::Even) => {
                    need.map(|units| in_proportion(units, (left, full), even))
                }
                (Some(_), MinimaRule::InFull) => need,
                (Some(_), MinimaRule::Unpublished) => unknown(needs),
            },
            Some(Proration::Table(rows)) => {
                let row = rows.iter().find(|row| i64::from(row.months.get()) <= left);
                let row = row.or_else(|| rows.last());
                match (row, minimum) {
                    (Some(row), None) => Need::exactly(row.units.amount().sub_units()),
                    (Some(row), Some(id)) => row
                        .minima
                        .get(id)
                        .map_or(need, |units| Need::exactly(units.amount().sub_units())),
                    (None, _) => need,
                }
            }
            None | Some(Proration::Unpublished(_)) => unknown(needs),
        }
    }
}

pub(super) const fn total(need: Need, written: Option<Written<'_>>) -> Demand<'_> {
    Demand {
        path: Cow::Borrowed("quota"),
        text: Cow::Borrowed("units in total"),
        kind: None,
        pool: Pool::Alone(Cow::Borrowed("quota")),
        need,
        filter: None,
        days: None,
        holders: Vec::new(),
        both_cycles: false,
        written,
        earned_share: None,
    }
}

pub(super) fn own<'b>(
    held: &Held<'b>,
    need: Need,
    pool: Pool<'b>,
    written: Option<Written<'b>>,
) -> Demand<'b> {
    Demand {
        path: Cow::Owned(held.id.to_string()),
        text: Cow::Owned(alloc::format!("units of its own for {}", held.id)),
        kind: Some(ConstraintKind::OwnQuota),
        pool,
        holders: Vec::from([held.id.clone()]),
        ..total(need, written)
    }
}

pub(super) const fn why<T>(picked: &Picked<'_, T>) -> UnknownBecause {
    match picked {
        Picked::Unknown(why) => *why,
        Picked::Absent | Picked::Version(_) => UnknownBecause::RuleUnpublished,
    }
}

/// A part of an amount, by months, rounded as the rule says.
fn in_proportion(units: i64, (left, full): (i64, i64), even: &Even) -> i64 {
    let product = units.saturating_mul(left);
    let full = full.max(1);
    let step = even.step.map_or(1, |step| step.amount().sub_units().max(1));
    let whole = step.saturating_mul(full);
    let down = product.div_euclid(whole);
    let rest = product.rem_euclid(whole);
    let steps = match even.rounding {
        Some(Rounding::Down) => down,
        // Exact to the ten-thousandth: what cannot be divided is asked for in full.
        None | Some(Rounding::Up) => down.saturating_add(i64::from(rest > 0)),
        Some(Rounding::Nearest) => down.saturating_add(i64::from(rest.saturating_mul(2) >= whole)),
    };
    steps.saturating_mul(step)
}
