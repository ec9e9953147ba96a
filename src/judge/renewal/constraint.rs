//! Minima, shares, numbers of entries and maxima of a cycle.

use super::Scene;
use super::cycle::{Cycle, Kind, day_in};
use super::group::Held;
use super::needs::{CapRule, Demand, EventDemand, Need, Needs, Pool};
use super::quota::Counted;
use super::versions::{Anchors, Picked, Written};
use crate::book::filter::Filter;
use crate::book::renewal::{
    Base, Constraint, ConstraintRule, Limit, Maximum, Minimum, Per, Share, Sharing,
};
use crate::calendar::{Day, EndOfMonth};
use crate::credential::{Code, CredentialId};
use crate::explain::{ConstraintKind, UnknownBecause};
use crate::judge::measure::UNBOUNDED;
use crate::judge::measure::lives_in;
use crate::quantity::{Decimal, Units};
use crate::source::Anchor;
use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// One constraint in a cycle.
struct One<'c, 'b> {
    id: &'b Code,
    rule: &'b ConstraintRule,
    cycle: &'c Cycle<'c>,
    /// The last day, after extensions.
    end: Day,
    anchors: &'c Anchors,
    /// Whether it concerned the holdings when the cycle began.
    early: bool,
    /// How many holdings are counted.
    count: usize,
    written: Written<'b>,
}

impl<'a> Scene<'a> {
    pub(super) fn constraints(
        &self,
        cycle: &Cycle<'_>,
        anchors: &Anchors,
        counted: &Counted<'_, 'a>,
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
                    needs.demands.push(unknown_rule(id, rule, None));
                    continue;
                }
                Picked::Version(version) => version,
            };
            let written = Written::of(version);
            let (end, _) = self.extended_end(cycle);
            let count = counted.all.len();
            let one = One { id, rule, cycle, end, anchors, early, count, written };
            self.terms(&one, version.value(), counted, needs);
        }
    }

    fn terms(
        &self,
        one: &One<'_, 'a>,
        terms: &'a Constraint,
        counted: &Counted<'_, 'a>,
        needs: &mut Needs<'a>,
    ) {
        match terms {
            Constraint::None => {}
            Constraint::Unpublished(_) => {
                needs.unknown.push((one.id.to_string(), UnknownBecause::RuleUnpublished));
                needs.demands.push(unknown_rule(one.id, one.rule, Some(one.written)));
            }
            Constraint::Minimum(minimum) => self.minimum(one, minimum, counted, needs),
            Constraint::Share(share) => self.share(one, share, needs),
            Constraint::Events { events, of, per } => {
                let need = Need::exactly(i64::from(events.get()));
                for (path, days) in portions(one.id.as_str(), *per, (one.cycle, one.end)) {
                    needs.events.push(EventDemand {
                        path,
                        text: title(one.rule, one.id, || {
                            alloc::format!("at least {events} entries")
                        }),
                        need: if one.early { need } else { need.perhaps() },
                        filter: of,
                        days,
                        holders: self.holders(one.rule),
                        written: Some(one.written),
                    });
                }
            }
            Constraint::Maximum(maximum) => maximum_of(one, maximum, needs),
        }
    }

    fn share(&self, one: &One<'_, 'a>, share: &'a Share, needs: &mut Needs<'a>) {
        let required = needs.quota.unwrap_or(Need::UNKNOWN);
        let need = required.map(|units| percent_of(units, share.percent, share.round_up));
        let mut demand = self.demand(one, need, ConstraintKind::Share, Some(&share.of));
        demand.text = title(one.rule, one.id, || {
            alloc::format!("at least {} % of the {} units", share.percent, base(share.base))
        });
        demand.earned_share =
            (share.base == Base::Earned).then_some((share.percent, share.round_up));
        needs.demands.push(demand);
    }

    fn minimum(
        &self,
        one: &One<'_, 'a>,
        minimum: &'a Minimum,
        counted: &Counted<'_, 'a>,
        needs: &mut Needs<'a>,
    ) {
        let row = minimum.units.get(one.count.saturating_sub(1)).or_else(|| minimum.units.last());
        let mut need = Need::exactly(row.map_or(0, |units| units.amount().sub_units()));
        if !minimum.residence.is_empty() {
            let place = self.record.residence();
            match place.and_then(|place| lives_in(&minimum.residence, place)) {
                Some(true) => {}
                Some(false) => return,
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
        for (path, days) in portions(one.id.as_str(), minimum.per, (one.cycle, one.end)) {
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
            Some(pool) if !shared => Pool::Named(pool),
            _ => Pool::Alone(Cow::Borrowed(one.id.as_str())),
        };
        Demand {
            path: Cow::Borrowed(one.id.as_str()),
            text: title(one.rule, one.id, || String::from("at least")),
            kind: Some(kind),
            pool,
            need,
            filter,
            days: None,
            holders: self.holders(one.rule),
            both_cycles: false,
            written: Some(one.written),
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
}

fn title<'b>(rule: &'b ConstraintRule, id: &Code, otherwise: impl Fn() -> String) -> Cow<'b, str> {
    match &rule.title {
        Some(title) => Cow::Borrowed(title.as_str()),
        None => Cow::Owned(alloc::format!("{id}: {}", otherwise())),
    }
}

const fn base(base: Base) -> &'static str {
    match base {
        Base::Required => "required",
        Base::Earned => "earned",
    }
}

/// A path with the days that it is about; none: the whole cycle.
type Portion<'p> = (Cow<'p, str>, Option<(Day, Day)>);

/// Each portion of the cycle by itself, where a rule counts in portions.
pub(super) fn portions<'p>(
    path: &'p str,
    per: Option<Per>,
    (cycle, end): (&Cycle<'_>, Day),
) -> Vec<Portion<'p>> {
    let calendar = match per {
        None | Some(Per::Activity) => return Vec::from([(Cow::Borrowed(path), None)]),
        Some(Per::Year) => false,
        Some(Per::CalendarYear) => true,
    };
    let mut portions = Vec::new();
    let mut from = cycle.start;
    while from <= cycle.end && portions.len() < 200 {
        let next = if calendar {
            let next = from.plus_months(12, EndOfMonth::LastDay).date();
            day_in(next.year(), time::Month::January, 1).unwrap_or(Day::MAX)
        } else {
            let years = i32::try_from(portions.len().saturating_add(1)).unwrap_or(i32::MAX);
            cycle.start.plus_months(years.saturating_mul(12), EndOfMonth::LastDay)
        };
        let until = next.plus_days(-1).min(cycle.end).max(from);
        // The last portion lasts as long as an extension does.
        let until = if until >= cycle.end { end.max(until) } else { until };
        let path = alloc::format!("{path}/{}", portions.len().saturating_add(1));
        portions.push((Cow::Owned(path), Some((from, until))));
        if until >= cycle.end || next <= from {
            break;
        }
        from = next;
    }
    portions
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

/// A rule that is not known asks for anything.
fn unknown_rule<'b>(
    id: &'b Code,
    rule: &'b ConstraintRule,
    written: Option<Written<'b>>,
) -> Demand<'b> {
    Demand {
        path: Cow::Borrowed(id.as_str()),
        text: title(rule, id, || String::from("not on file")),
        kind: Some(ConstraintKind::Minimum),
        pool: Pool::Alone(Cow::Borrowed(id.as_str())),
        need: Need::UNKNOWN,
        filter: None,
        days: None,
        holders: Vec::new(),
        both_cycles: false,
        written,
        earned_share: None,
    }
}

/// A maximum, by its portions.
fn maximum_of<'b>(one: &One<'_, 'b>, maximum: &'b Maximum, needs: &mut Needs<'b>) {
    let limit = match maximum.limit {
        Limit::Units(units) => Need::exactly(units.amount().sub_units()),
        Limit::Percent(percent) => {
            needs.quota.unwrap_or(Need::UNKNOWN).map(|units| down_percent(units, percent))
        }
        Limit::Unpublished => Need::UNKNOWN,
    };
    for (path, days) in portions(one.id.as_str(), maximum.per, (one.cycle, one.end)) {
        needs.caps.push(CapRule {
            path,
            text: title(one.rule, one.id, || String::from("at most")),
            limit,
            rule: Some(maximum),
            days,
            each: maximum.per == Some(Per::Activity),
            written: Some(one.written),
        });
    }
}
