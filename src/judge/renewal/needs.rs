//! What a cycle asks for: the quota, minima, shares, numbers of entries, and what caps allow.
//!
//! Each need is a pair of bounds: where a rule is not published or a fact is not known, the least and the
//! most that may be asked for.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Scene;
use super::cycle::{Cycle, Kind, whole_months};
use super::group::Held;
use super::versions::{Anchors, Picked};
use crate::book::filter::Filter;
use crate::book::renewal::{
    Base, Constraint, ConstraintRule, Even, Limit, Maximum, MinimaRule, Minimum, Per, Proration,
    Quota, Rounding, Sharing, Single, Waives,
};
use crate::calendar::{Day, EndOfMonth};
use crate::credential::{Code, CredentialId};
use crate::explain::{ConstraintKind, Note, NoteCode, UnknownBecause};
use crate::judge::measure::UNBOUNDED;
use crate::quantity::{Decimal, Units};
use crate::record::{Exception, ExceptionKind};
use crate::source::{Anchor, Citation};

/// The least and the most that may be asked for, in ten-thousandths.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Need {
    pub(super) least: i64,
    pub(super) most: i64,
}

impl Need {
    pub(super) const NONE: Self = Self::exactly(0);
    const UNKNOWN: Self = Self { least: 0, most: UNBOUNDED };

    const fn exactly(units: i64) -> Self {
        Self { least: units, most: units }
    }

    fn between(left: i64, right: i64) -> Self {
        Self { least: left.min(right), most: left.max(right) }
    }

    pub(super) const fn is_known(self) -> bool {
        self.least == self.most
    }

    fn map(self, of: impl Fn(i64) -> i64) -> Self {
        let most = if self.most >= UNBOUNDED { UNBOUNDED } else { of(self.most) };
        Self { least: of(self.least), most }
    }

    /// Something that may or may not be asked for.
    const fn perhaps(self) -> Self {
        Self { least: 0, most: self.most }
    }
}

/// Which demands compete for units: each unit serves one demand of a pool.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Pool {
    Quota,
    /// A demand by itself.
    Alone(String),
    Named(Code),
}

/// Units asked for.
#[derive(Clone, Debug)]
pub(super) struct Demand<'b> {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) kind: Option<ConstraintKind>,
    pub(super) pool: Pool,
    pub(super) need: Need,
    pub(super) filter: Option<&'b Filter>,
    /// The days in which the units are earned, where that is not the whole window.
    pub(super) days: Option<(Day, Day)>,
    /// The holdings it is for; empty: all.
    pub(super) holders: Vec<CredentialId>,
    pub(super) both_cycles: bool,
    pub(super) sources: Vec<Citation>,
    /// A share of what is earned: its need is set once that is known.
    pub(super) earned_share: Option<(Decimal, Option<Units>)>,
}

/// Entries asked for.
#[derive(Clone, Debug)]
pub(super) struct EventDemand<'b> {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) need: Need,
    pub(super) filter: &'b Filter,
    pub(super) days: Option<(Day, Day)>,
    pub(super) holders: Vec<CredentialId>,
    pub(super) sources: Vec<Citation>,
}

/// At most so many units.
#[derive(Clone, Debug)]
pub(super) struct CapRule<'b> {
    pub(super) path: String,
    pub(super) text: String,
    /// The bounds of what it allows.
    pub(super) limit: Need,
    pub(super) rule: &'b Maximum,
    pub(super) days: Option<(Day, Day)>,
    pub(super) each: bool,
    pub(super) sources: Vec<Citation>,
}

/// Everything a cycle asks of units.
#[derive(Debug, Default)]
pub(super) struct Needs<'b> {
    /// Whether the programme has a quota at all.
    pub(super) has_quota: bool,
    pub(super) quota: Option<Need>,
    pub(super) quota_sources: Vec<Citation>,
    pub(super) demands: Vec<Demand<'b>>,
    pub(super) events: Vec<EventDemand<'b>>,
    pub(super) caps: Vec<CapRule<'b>>,
    /// Rules that are not known: path, why.
    pub(super) unknown: Vec<(String, UnknownBecause)>,
    /// Facts on which a need depends: path, fact.
    pub(super) facts: Vec<(String, String)>,
    /// A granted exception waives everything.
    pub(super) all_waived: bool,
    /// A granted exception may waive duties too.
    pub(super) perhaps_waived: bool,
}

/// What is counted for a cycle.
pub(super) struct Counted<'h, 'r> {
    /// Everything held.
    pub(super) all: Vec<&'h Held<'r>>,
    /// Without those that joined after the cycle began.
    before: Vec<&'h Held<'r>>,
    /// The months left when the last one joined.
    months_left: i64,
    full_months: i64,
}

impl<'a> Scene<'a> {
    /// What the cycle asks for, under the readings of the resolver.
    pub(super) fn needs(&self, cycle: &Cycle) -> Needs<'a> {
        let anchors = self.anchors(cycle);
        let counted = self.counted_in(cycle);
        let mut needs = Needs::default();
        self.quota(cycle, &anchors, &counted, &mut needs);
        if cycle.kind == Kind::Exempt {
            needs.demands.clear();
            needs.quota = needs.quota.map(|_| Need::NONE);
            return needs;
        }
        self.constraints(cycle, &anchors, &counted, &mut needs);
        self.granted(cycle, &mut needs);
        needs
    }

    pub(super) fn counted_in<'h>(&'h self, cycle: &Cycle) -> Counted<'h, 'a> {
        let mut notes = Vec::new();
        let rules = (self.book, self.program);
        // What ran out before the cycle began is no longer renewed, what came after it not yet.
        let ran_out = |held: &Held<'_>| {
            held.index != self.lead.index
                && (held.holding.expires().is_some_and(|expires| expires < cycle.start)
                    || held.awarded().is_some_and(|awarded| cycle.end < awarded))
        };
        let present: Vec<Held<'a>> =
            self.held.iter().filter(|held| !ran_out(held)).cloned().collect();
        let all = super::group::counted(&present, rules, &mut notes);
        let all: Vec<usize> = all.iter().map(|held| held.index).collect();
        let all: Vec<&Held<'a>> =
            self.held.iter().filter(|held| all.contains(&held.index)).collect();
        notes.into_iter().for_each(|note| self.resolver.note(note));
        let began = |held: &&Held<'_>| {
            held.index == self.lead.index
                || held.awarded().is_none_or(|awarded| awarded <= cycle.start)
        };
        let early: Vec<Held<'a>> = present.iter().filter(began).cloned().collect();
        let kept = super::group::counted(&early, rules, &mut Vec::new());
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
        }
    }

    fn quota(
        &self,
        cycle: &Cycle,
        anchors: &Anchors,
        counted: &Counted<'_, '_>,
        needs: &mut Needs<'a>,
    ) {
        let picked = self.resolver.pick("quota", &self.program.quota, Anchor::CycleStart, anchors);
        let version = match picked {
            Picked::Absent => return,
            Picked::Unknown(why) => {
                needs.unknown.push((String::from("quota"), why));
                needs.has_quota = true;
                needs.quota = Some(Need::UNKNOWN);
                needs.demands.push(total(Need::UNKNOWN, Vec::new()));
                return;
            }
            Picked::Version(version) => version,
        };
        needs.has_quota = true;
        needs.quota_sources = self.resolver.cite(version);
        let sources = || self.resolver.cite(version);
        match version.value() {
            Quota::None => needs.quota = Some(Need::NONE),
            Quota::Unpublished(_) => {
                needs.unknown.push((String::from("quota"), UnknownBecause::RuleUnpublished));
                needs.quota = Some(Need::UNKNOWN);
                needs.demands.push(total(Need::UNKNOWN, sources()));
            }
            Quota::Own { single, serves } => {
                let mut sum = Need::NONE;
                for held in &counted.all {
                    let mut need = self.one(single, held, counted, (cycle, anchors), needs);
                    let given = counted.all.iter().filter(|other| {
                        serves.get(other.id.code()).is_some_and(|to| to.contains(held.id.code()))
                    });
                    for giver in given {
                        let given = self.one(single, giver, counted, (cycle, anchors), needs);
                        need.least = need.least.saturating_sub(given.most).max(0);
                        need.most = need.most.saturating_sub(given.least).max(0);
                    }
                    sum.least = sum.least.saturating_add(need.least);
                    sum.most = sum.most.saturating_add(need.most).min(UNBOUNDED);
                    needs.demands.push(own(held, need, Pool::Quota, sources()));
                }
                needs.quota = Some(sum);
            }
            Quota::Same(single) => {
                let mut most = Need::NONE;
                for held in &counted.all {
                    let need = self.one(single, held, counted, (cycle, anchors), needs);
                    most.least = most.least.max(need.least);
                    most.most = most.most.max(need.most);
                    let pool = Pool::Alone(held.id.to_string());
                    needs.demands.push(own(held, need, pool, sources()));
                }
                needs.quota = Some(most);
                needs.demands.push(total(most, sources()));
            }
            rule => {
                let whole = |holdings: &[&Held<'_>]| self.shared(rule, holdings);
                let (full, before) = (whole(&counted.all), whole(&counted.before));
                if full.is_none() || before.is_none() {
                    needs.unknown.push((String::from("quota"), UnknownBecause::RuleUnknown));
                }
                let mut need = match (full, before) {
                    (Some(full), Some(before)) if full == before => Need::exactly(full),
                    (Some(full), Some(before)) => {
                        self.joined(full, before, counted, anchors, needs)
                    }
                    _ => Need::UNKNOWN,
                };
                if cycle.kind == Kind::Partial {
                    need = self.prorated("quota", need, None, (cycle, anchors), needs);
                }
                needs.quota = Some(need);
                needs.demands.push(total(need, sources()));
            }
        }
    }

    /// The total of a shared quota; `None`: the rule does not cover the holdings.
    fn shared(&self, rule: &Quota, holdings: &[&Held<'_>]) -> Option<i64> {
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
                    largest = largest.max(self.single_of(single, &held.id)?);
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
    fn single_of(&self, single: &Single, id: &CredentialId) -> Option<i64> {
        let units = single.of(id.code()).or_else(|| single.of(self.book.examined(id).code()));
        units.map(|units| units.amount().sub_units())
    }

    fn one(
        &self,
        single: &Single,
        held: &Held<'_>,
        counted: &Counted<'_, '_>,
        (cycle, anchors): (&Cycle, &Anchors),
        needs: &mut Needs<'a>,
    ) -> Need {
        let Some(units) = self.single_of(single, &held.id) else {
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
    fn joined(
        &self,
        full: i64,
        before: i64,
        counted: &Counted<'_, '_>,
        anchors: &Anchors,
        needs: &mut Needs<'a>,
    ) -> Need {
        let picked =
            self.resolver.pick("joined", &self.program.joined, Anchor::CycleStart, anchors);
        let more = full.saturating_sub(before);
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
    fn prorated(
        &self,
        path: &str,
        need: Need,
        minimum: Option<&Code>,
        (cycle, anchors): (&Cycle, &Anchors),
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

    fn constraints(
        &self,
        cycle: &Cycle,
        anchors: &Anchors,
        counted: &Counted<'_, '_>,
        needs: &mut Needs<'a>,
    ) {
        for (id, rule) in &self.program.constraints {
            let concerned =
                |held: &&&Held<'_>| rule.r#for.iter().any(|code| code == held.id.code());
            let all = rule.r#for.is_empty() || counted.all.iter().any(|held| concerned(&held));
            if !all {
                continue;
            }
            let early = rule.r#for.is_empty() || counted.before.iter().any(|held| concerned(&held));
            let picked = self.resolver.quietly(&rule.terms, Anchor::CycleStart, anchors);
            if let Picked::Version(version) = &picked
                && *version.value() != Constraint::None
            {
                self.resolver.remember(id.as_str(), version);
            }
            let version = match picked {
                Picked::Absent => continue,
                Picked::Unknown(why) => {
                    needs.unknown.push((id.to_string(), why));
                    needs.demands.push(self.unknown_rule(id, rule, Vec::new()));
                    continue;
                }
                Picked::Version(version) => version,
            };
            let sources = self.resolver.cite(version);
            let one = One { id, rule, cycle, anchors, early, count: counted.all.len(), sources };
            match version.value() {
                Constraint::None => {}
                Constraint::Unpublished(_) => {
                    needs.unknown.push((id.to_string(), UnknownBecause::RuleUnpublished));
                    needs.demands.push(self.unknown_rule(id, rule, one.sources));
                }
                Constraint::Minimum(minimum) => self.minimum(&one, minimum, counted, needs),
                Constraint::Share(share) => {
                    let required = needs.quota.unwrap_or(Need::UNKNOWN);
                    let need =
                        required.map(|units| percent_of(units, share.percent, share.round_up));
                    let mut demand =
                        self.demand(&one, need, ConstraintKind::Share, Some(&share.of));
                    demand.text = title(rule, id, || {
                        alloc::format!(
                            "at least {} % of the {} units",
                            share.percent,
                            base(share.base)
                        )
                    });
                    demand.earned_share =
                        (share.base == Base::Earned).then_some((share.percent, share.round_up));
                    needs.demands.push(demand);
                }
                Constraint::Events { events, of, per } => {
                    let need = Need::exactly(i64::from(events.get()));
                    for (path, days) in portions(id.as_str(), *per, cycle) {
                        needs.events.push(EventDemand {
                            path,
                            text: title(rule, id, || alloc::format!("at least {events} entries")),
                            need: if early { need } else { need.perhaps() },
                            filter: of,
                            days,
                            holders: self.holders(rule),
                            sources: one.sources.clone(),
                        });
                    }
                }
                Constraint::Maximum(maximum) => {
                    let limit = match maximum.limit {
                        Limit::Units(units) => Need::exactly(units.amount().sub_units()),
                        Limit::Percent(percent) => needs
                            .quota
                            .unwrap_or(Need::UNKNOWN)
                            .map(|units| down_percent(units, percent)),
                    };
                    for (path, days) in portions(id.as_str(), maximum.per, cycle) {
                        needs.caps.push(CapRule {
                            path,
                            text: title(rule, id, || String::from("at most")),
                            limit,
                            rule: maximum,
                            days,
                            each: maximum.per == Some(Per::Activity),
                            sources: one.sources.clone(),
                        });
                    }
                }
            }
        }
    }

    fn minimum(
        &self,
        one: &One<'_, 'a>,
        minimum: &'a Minimum,
        counted: &Counted<'_, '_>,
        needs: &mut Needs<'a>,
    ) {
        let row = minimum.units.get(one.count.saturating_sub(1)).or_else(|| minimum.units.last());
        let mut need = Need::exactly(row.map_or(0, |units| units.amount().sub_units()));
        if !minimum.residence.is_empty() {
            match self.record.residence() {
                Some(place) if minimum.residence.iter().any(|wanted| wanted.covers(place)) => {}
                Some(_) => return,
                None => {
                    needs.facts.push((one.id.to_string(), String::from("residence")));
                    need = need.perhaps();
                }
            }
        }
        let both = minimum.cycles.is_some_and(|cycles| cycles.get() > 1);
        if both && one.cycle.place == Some(0) {
            return;
        }
        if one.cycle.kind == Kind::Partial {
            need =
                self.prorated(one.id.as_str(), need, Some(one.id), (one.cycle, one.anchors), needs);
        }
        if !one.early {
            need = match self.joined(need.most, 0, counted, one.anchors, needs) {
                joined if need.is_known() => joined,
                joined => Need { least: 0, most: joined.most },
            };
        }
        for (path, days) in portions(one.id.as_str(), minimum.per, one.cycle) {
            let mut demand = self.demand(one, need, ConstraintKind::Minimum, Some(&minimum.of));
            if matches!(demand.pool, Pool::Alone(_)) {
                demand.pool = Pool::Alone(path.clone());
            }
            demand.path = path;
            demand.days = days;
            demand.both_cycles = both;
            needs.demands.push(demand);
        }
    }

    fn demand(
        &self,
        one: &One<'_, 'a>,
        need: Need,
        kind: ConstraintKind,
        filter: Option<&'a Filter>,
    ) -> Demand<'a> {
        let shared = one.rule.pool.as_ref().and_then(|pool| {
            let dated = self.program.pools.get(pool)?;
            let competing = self.competing(pool);
            // Alone in its pool a demand shares with nobody: the question does not arise.
            (competing > 1)
                .then(|| self.resolver.pick(pool.as_str(), dated, Anchor::CycleStart, one.anchors))
        });
        let shared = shared.and_then(|picked| picked.value().copied()) == Some(Sharing::Shared);
        let pool = match &one.rule.pool {
            Some(pool) if !shared => Pool::Named(pool.clone()),
            _ => Pool::Alone(one.id.to_string()),
        };
        Demand {
            path: one.id.to_string(),
            text: title(one.rule, one.id, || String::from("at least")),
            kind: Some(kind),
            pool,
            need,
            filter,
            days: None,
            holders: self.holders(one.rule),
            both_cycles: false,
            sources: one.sources.clone(),
            earned_share: None,
        }
    }

    fn holders(&self, rule: &ConstraintRule) -> Vec<CredentialId> {
        let codes = rule.r#for.iter();
        codes.map(|code| CredentialId::new(self.issuer.clone(), code.clone())).collect()
    }

    /// How many constraints of a pool concern the holdings.
    fn competing(&self, pool: &Code) -> usize {
        let concerned = |rule: &&ConstraintRule| {
            rule.pool.as_ref() == Some(pool)
                && (rule.r#for.is_empty()
                    || self.held.iter().any(|held| rule.r#for.contains(held.id.code())))
        };
        self.program.constraints.values().filter(concerned).count()
    }

    fn unknown_rule(&self, id: &Code, rule: &ConstraintRule, sources: Vec<Citation>) -> Demand<'a> {
        Demand {
            path: id.to_string(),
            text: title(rule, id, || String::from("not on file")),
            kind: Some(ConstraintKind::Minimum),
            pool: Pool::Alone(id.to_string()),
            need: Need::UNKNOWN,
            filter: None,
            days: None,
            holders: Vec::new(),
            both_cycles: false,
            sources,
            earned_share: None,
        }
    }

    /// What the issuer granted to this person.
    fn granted(&self, cycle: &Cycle, needs: &mut Needs<'a>) {
        for (index, exception) in self.exceptions_in(cycle.start, cycle.end) {
            let fact = |field: &str| alloc::format!("exceptions[{index}].{field}");
            self.resolver.note(granted_note(exception));
            match (exception.kind(), self.waives(exception, cycle)) {
                (ExceptionKind::AdjustQuota, _) => {
                    let need = exception.units().map(|units| units.amount().sub_units());
                    let need = need.map_or_else(
                        || {
                            needs.facts.push((String::from("quota"), fact("units")));
                            Need::UNKNOWN
                        },
                        Need::exactly,
                    );
                    set_quota(needs, |_| need);
                }
                (ExceptionKind::WaiveRequirement, _) => match exception.requirement() {
                    Some(path) => waive(needs, path.as_str()),
                    None => {
                        needs.facts.push((String::from("quota"), fact("requirement")));
                        perhaps_waived(needs);
                    }
                },
                (ExceptionKind::Extension, _) | (_, Some(Waives::Nothing)) => {}
                // One that ended before the cycle did may or may not reach it as a whole.
                (_, Some(Waives::Everything | Waives::Quota))
                    if !covers(exception, cycle.end) && !covers(exception, self.as_of) =>
                {
                    needs.unknown.push((
                        alloc::format!("exempt/{}", exception.kind()),
                        UnknownBecause::NeedsJudgement,
                    ));
                    perhaps_waived(needs);
                }
                (_, Some(waives @ (Waives::Everything | Waives::Quota))) => {
                    needs.all_waived |= waives == Waives::Everything;
                    set_quota(needs, |_| Need::NONE);
                    for demand in &mut needs.demands {
                        demand.need = Need::NONE;
                    }
                    needs.events.clear();
                }
                (_, None) => {
                    needs.unknown.push((
                        alloc::format!("exempt/{}", exception.kind()),
                        UnknownBecause::RuleUnpublished,
                    ));
                    perhaps_waived(needs);
                }
            }
        }
    }

    /// What a granted exception waives; `None`: not on file.
    pub(super) fn waives(&self, exception: &Exception, cycle: &Cycle) -> Option<Waives> {
        let dated = self.program.exempt.get(exception.kind());
        let rule = dated.and_then(|dated| {
            let anchors = self.anchors(cycle);
            let picked = self.resolver.pick("exempt", dated, Anchor::CycleEnd, &anchors);
            picked.value().map(|rule| rule.waives)
        });
        rule.or((*exception.kind() == ExceptionKind::Extension).then_some(Waives::Nothing))
    }

    /// Exceptions of the issuer for these holdings that touch some days.
    pub(super) fn exceptions_in(
        &self,
        start: Day,
        end: Day,
    ) -> impl Iterator<Item = (usize, &'a Exception)> {
        let all = self.record.exceptions().unwrap_or_default().iter().enumerate();
        all.filter(move |(_, exception)| {
            exception.issuer() == self.issuer
                && exception.from().is_none_or(|from| from <= end)
                && exception.until().is_none_or(|until| start <= until)
                && exception
                    .r#for()
                    .is_none_or(|credentials| credentials.iter().any(|id| self.is_counted(id)))
        })
    }
}

/// One constraint in a cycle.
struct One<'c, 'b> {
    id: &'c Code,
    rule: &'b ConstraintRule,
    cycle: &'c Cycle,
    anchors: &'c Anchors,
    /// Whether it concerned the holdings when the cycle began.
    early: bool,
    /// How many holdings are counted.
    count: usize,
    sources: Vec<Citation>,
}

fn covers(exception: &Exception, day: Day) -> bool {
    exception.from().is_none_or(|from| from <= day)
        && exception.until().is_none_or(|until| day <= until)
}

fn granted_note(exception: &Exception) -> Note {
    let text = alloc::format!(
        "an exception is on record ({}), granted by {}: {}",
        exception.kind(),
        exception.author(),
        exception.reason()
    );
    Note::new(NoteCode::ExceptionGranted, text)
}

fn set_quota(needs: &mut Needs<'_>, of: impl Fn(Need) -> Need) {
    needs.quota = needs.quota.map(&of);
    for demand in needs.demands.iter_mut().filter(|demand| demand.kind.is_none()) {
        demand.need = of(demand.need);
    }
}

fn waive(needs: &mut Needs<'_>, path: &str) {
    if path == "quota" {
        set_quota(needs, |_| Need::NONE);
    }
    for demand in needs.demands.iter_mut().filter(|demand| demand.path == path) {
        demand.need = Need::NONE;
    }
    needs.events.retain(|event| event.path != path);
}

fn perhaps_waived(needs: &mut Needs<'_>) {
    needs.perhaps_waived = true;
    set_quota(needs, Need::perhaps);
    for demand in &mut needs.demands {
        demand.need = demand.need.perhaps();
    }
    for event in &mut needs.events {
        event.need = event.need.perhaps();
    }
}

fn total<'b>(need: Need, sources: Vec<Citation>) -> Demand<'b> {
    Demand {
        path: String::from("quota"),
        text: String::from("units in total"),
        kind: None,
        pool: Pool::Alone(String::from("quota")),
        need,
        filter: None,
        days: None,
        holders: Vec::new(),
        both_cycles: false,
        sources,
        earned_share: None,
    }
}

fn own<'b>(held: &Held<'_>, need: Need, pool: Pool, sources: Vec<Citation>) -> Demand<'b> {
    Demand {
        path: held.id.to_string(),
        text: alloc::format!("units of its own for {}", held.id),
        kind: Some(ConstraintKind::OwnQuota),
        pool,
        holders: Vec::from([held.id.clone()]),
        ..total(need, sources)
    }
}

fn why<T>(picked: &Picked<'_, T>) -> UnknownBecause {
    match picked {
        Picked::Unknown(why) => *why,
        Picked::Absent | Picked::Version(_) => UnknownBecause::RuleUnpublished,
    }
}

fn title(rule: &ConstraintRule, id: &Code, otherwise: impl Fn() -> String) -> String {
    match &rule.title {
        Some(title) => title.to_string(),
        None => alloc::format!("{id}: {}", otherwise()),
    }
}

const fn base(base: Base) -> &'static str {
    match base {
        Base::Required => "required",
        Base::Earned => "earned",
    }
}

/// Each portion of the cycle by itself, where a rule counts in portions.
fn portions(path: &str, per: Option<Per>, cycle: &Cycle) -> Vec<(String, Option<(Day, Day)>)> {
    let calendar = match per {
        None | Some(Per::Activity) => return Vec::from([(String::from(path), None)]),
        Some(Per::Year) => false,
        Some(Per::CalendarYear) => true,
    };
    let mut portions = Vec::new();
    let mut from = cycle.start;
    while from <= cycle.end && portions.len() < 200 {
        let next = if calendar {
            let next = from.plus_months(12, EndOfMonth::LastDay).date();
            let first = time::Date::from_calendar_date(next.year(), time::Month::January, 1);
            first.ok().and_then(|date| Day::try_from(date).ok()).unwrap_or(Day::MAX)
        } else {
            let years = i32::try_from(portions.len().saturating_add(1)).unwrap_or(i32::MAX);
            cycle.start.plus_months(years.saturating_mul(12), EndOfMonth::LastDay)
        };
        let until = next.plus_days(-1).min(cycle.end).max(from);
        let path = alloc::format!("{path}/{}", portions.len().saturating_add(1));
        portions.push((path, Some((from, until))));
        if until >= cycle.end || next <= from {
            break;
        }
        from = next;
    }
    portions
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

/// So many percent, rounded up to the ten-thousandth or to a multiple.
pub(super) fn percent_of(units: i64, percent: Decimal, round_up: Option<Units>) -> i64 {
    let hundred = Decimal::SCALE.saturating_mul(100);
    let product = i128::from(units).saturating_mul(i128::from(percent.sub_units()));
    let step = i128::from(round_up.map_or(1, |step| step.amount().sub_units().max(1)));
    let whole = i128::from(hundred).saturating_mul(step);
    let down = product.div_euclid(whole);
    let steps = down.saturating_add(i128::from(product.rem_euclid(whole) > 0));
    i64::try_from(steps.saturating_mul(step)).unwrap_or(UNBOUNDED).min(UNBOUNDED)
}

fn down_percent(units: i64, percent: Decimal) -> i64 {
    let hundred = i128::from(Decimal::SCALE).saturating_mul(100);
    let product = i128::from(units).saturating_mul(i128::from(percent.sub_units()));
    i64::try_from(product.div_euclid(hundred)).unwrap_or(UNBOUNDED).min(UNBOUNDED)
}
