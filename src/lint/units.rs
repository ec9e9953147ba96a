//! Minima, maxima and totals that do not go together.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{LintCode, Page};
use crate::allocation::{Allocation, Cap, DemandSet, Instance, MAX_DEMANDS, Supply, allocate};
use crate::book::filter::{Filter, Leftover, UnitRule};
use crate::book::renewal::{Constraint, Limit, Maximum, Per, Program, Quota, Sharing, Single};
use crate::calendar::Day;
use crate::credential::Code;
use crate::quantity::{Decimal, Money, Units};
use crate::source::Dated;
use crate::word::Word;

/// A minimum in force on some day.
struct Low<'b> {
    id: &'b Code,
    units: Decimal,
    of: &'b Filter,
    pool: Option<&'b Code>,
    /// For all holders alike.
    general: bool,
    whole_cycle: bool,
}

/// A maximum in force on some day.
struct High<'b> {
    id: &'b Code,
    rule: &'b Maximum,
    /// In units, for the whole cycle; `None`: not comparable.
    limit: Option<Decimal>,
}

/// The rules on units of a programme on one day.
struct Scheme<'b> {
    total: Option<Decimal>,
    lows: Vec<Low<'b>>,
    highs: Vec<High<'b>>,
}

impl Page<'_> {
    pub(super) fn units(&mut self) {
        for (id, layered) in &self.rules.programs {
            let program = &layered.rule;
            let place = format!("programs.{id}");
            self.quota_rows(program, &place);
            self.currencies(program, &place);
            self.steps(program, &place);
            for day in days(program) {
                let scheme = Scheme::on(program, day);
                self.totals(&scheme, &place);
                self.caps(&scheme, &place);
                self.crossing(&scheme, &place);
                self.solved(program, &scheme, day, &place);
            }
        }
    }

    fn quota_rows(&mut self, program: &Program, place: &str) {
        for (index, version) in program.quota.versions().iter().enumerate() {
            let by = match version.value() {
                Quota::Further { single: Single::By(by), .. }
                | Quota::Same(Single::By(by))
                | Quota::Own { single: Single::By(by), .. } => by,
                _ => continue,
            };
            for code in self.covered(program) {
                let base = self.rules.credentials.get(&code);
                let base = base.and_then(|layered| layered.rule.designation_of.as_ref());
                if !by.contains_key(&code) && !base.is_some_and(|base| by.contains_key(base)) {
                    let message = format!(
                        "`single` has no row for `{code}`, which the programme renews: add one"
                    );
                    let place = format!("{place}.quota[{index}].value.single");
                    self.add(LintCode::QuotaMissesCredential, place, message);
                }
            }
        }
    }

    fn currencies(&mut self, program: &Program, place: &str) {
        for (purpose, dated) in &program.fees {
            for (index, version) in dated.versions().iter().enumerate() {
                let prices = version.value().iter();
                let money = prices.flat_map(|price| price.prices.iter().copied().chain(price.flat));
                let names: BTreeSet<String> =
                    money.map(|one: Money| one.currency().to_string()).collect();
                if names.len() > 1 {
                    let names: Vec<String> = names.into_iter().collect();
                    let message = format!(
                        "prices in {}: write one currency, or a version for each",
                        names.join(" and ")
                    );
                    self.add(
                        LintCode::CurrencyMismatch,
                        format!("{place}.fees.{purpose}[{index}]"),
                        message,
                    );
                }
            }
        }
    }

    /// Amounts that whole units, or halves of them, cannot add up to.
    fn steps(&mut self, program: &Program, place: &str) {
        let rules: Vec<&UnitRule> =
            program.units.versions().iter().flat_map(|version| version.value()).collect();
        let Some(step) = rules.iter().map(|rule| step_of(rule)).collect::<Option<Vec<i64>>>()
        else {
            return;
        };
        let Some(step) = step.into_iter().min().filter(|step| *step > 0) else { return };
        for (id, rule) in &program.constraints {
            for (index, version) in rule.terms.versions().iter().enumerate() {
                let Constraint::Minimum(minimum) = version.value() else { continue };
                let off = |units: &&Units| units.amount().sub_units().rem_euclid(step) != 0;
                if let Some(units) = minimum.units.iter().find(off) {
                    let step = Decimal::from_sub_units(step).unwrap_or(Decimal::ZERO);
                    let message = format!(
                        "{units} cannot be had exactly in steps of {step}: the next step is asked for, correct the amount or the unit rule"
                    );
                    self.add(
                        LintCode::BetweenSteps,
                        format!("{place}.constraints.{id}.terms[{index}]"),
                        message,
                    );
                }
            }
        }
    }

    fn totals(&mut self, scheme: &Scheme<'_>, place: &str) {
        let Some(total) = scheme.total else { return };
        for low in scheme.lows.iter().filter(|low| low.whole_cycle && low.units > total) {
            let message = format!(
                "it asks for {}, the cycle for {total} in all: correct one of the two",
                low.units
            );
            self.add(
                LintCode::MinimumAboveQuota,
                format!("{place}.constraints.{}", low.id),
                message,
            );
        }
    }

    fn caps(&mut self, scheme: &Scheme<'_>, place: &str) {
        for high in &scheme.highs {
            let Some(limit) = high.limit else { continue };
            for low in scheme
                .lows
                .iter()
                .filter(|low| low.whole_cycle && low.units > limit && high.holds_all(low.of))
            {
                let message = format!(
                    "at most {limit} of these units count, and `{}` asks for {} of them: correct one of the two",
                    low.id, low.units
                );
                self.add(
                    LintCode::CapBelowMinimum,
                    format!("{place}.constraints.{}", high.id),
                    message,
                );
            }
        }
    }

    fn crossing(&mut self, scheme: &Scheme<'_>, place: &str) {
        for (index, left) in scheme.highs.iter().enumerate() {
            for right in scheme.highs.iter().skip(index.saturating_add(1)) {
                if left.crosses(right) {
                    let message = format!(
                        "it and `{}` hold some of the same units, and neither lies within the other: a record that is under both may stay undetermined; nest them, or keep them apart",
                        right.id
                    );
                    self.add(
                        LintCode::CrossingCaps,
                        format!("{place}.constraints.{}", left.id),
                        message,
                    );
                }
            }
        }
    }

    /// Whether some record could meet everything: the solver of the verdicts, with as much of everything as one likes.
    fn solved(&mut self, program: &Program, scheme: &Scheme<'_>, day: Day, place: &str) {
        let mut pools: BTreeSet<Option<&Code>> = scheme.lows.iter().map(|low| low.pool).collect();
        pools.insert(None);
        for pool in pools.into_iter().flatten() {
            let sharing = program.pools.get(pool).and_then(|dated| dated.on(day).next());
            if sharing.is_some_and(|version| *version.value() == Sharing::Shared) {
                continue;
            }
            let lows: Vec<&Low<'_>> = scheme
                .lows
                .iter()
                .filter(|low| low.pool == Some(pool) && low.general && low.whole_cycle)
                .collect();
            let Some(unmet) = infeasible(&lows, &scheme.highs) else { continue };
            let names: Vec<String> = unmet.iter().map(|low| format!("`{}`", low.id)).collect();
            let message = format!(
                "{} together ask for more than the maxima let count: correct one of them",
                names.join(", ")
            );
            self.add(LintCode::ImpossibleMinima, format!("{place}.pools.{pool}"), message);
        }
    }
}

/// The minima that the maxima leave no room for; `None`: there is room.
fn infeasible<'l, 'b>(lows: &[&'l Low<'b>], highs: &[High<'b>]) -> Option<Vec<&'l Low<'b>>> {
    if lows.len() < 2 || lows.len() > MAX_DEMANDS {
        return None;
    }
    // Maxima that lie apart or hold the same units: each minimum is under the tightest that holds it whole.
    let comparable: Vec<&High<'_>> = highs.iter().filter(|high| high.limit.is_some()).collect();
    let crossing = comparable.iter().any(|left| comparable.iter().any(|right| left.crosses(right)));
    if crossing {
        return None;
    }
    let caps = comparable
        .iter()
        .map(|high| Cap { limit: high.limit.unwrap_or(Decimal::MAX), parent: None });
    let plenty = lows.iter().map(|low| low.units.sub_units()).fold(0_i64, i64::saturating_add);
    let plenty = Decimal::from_sub_units(plenty)?;
    let supply = |(demand, low): (usize, &&Low<'_>)| {
        let mut holding = comparable.iter().enumerate().filter(|(_, high)| high.holds_all(low.of));
        let cap = holding.by_ref().min_by_key(|(_, high)| high.limit).map(|(place, _)| place);
        let serves = lows.iter().enumerate().filter(|(_, other)| implies(low.of, other.of));
        let serves = serves.fold(DemandSet::NONE.with(demand), |set, (other, _)| set.with(other));
        Supply { amount: plenty, serves, cap }
    };
    let instance = Instance {
        supplies: lows.iter().enumerate().map(supply).collect(),
        caps: caps.collect(),
        demands: lows.iter().map(|low| low.units).collect(),
    };
    match allocate(&instance) {
        Allocation::Met(_) => None,
        Allocation::Unmet(bottleneck) => {
            Some(bottleneck.demands.iter().filter_map(|place| lows.get(place).copied()).collect())
        }
    }
}

impl<'b> Scheme<'b> {
    fn on(program: &'b Program, day: Day) -> Self {
        let only = |dated: &'b Dated<Quota>| {
            let mut found = dated.on(day);
            found.next().filter(|_| found.next().is_none())
        };
        let total = only(&program.quota).and_then(|version| match version.value() {
            Quota::ByCount(rows) => rows.first().map(|units| units.amount()),
            Quota::Further { single: Single::All(units), .. }
            | Quota::Same(Single::All(units))
            | Quota::Own { single: Single::All(units), .. } => Some(units.amount()),
            _ => None,
        });
        let mut scheme = Self { total, lows: Vec::new(), highs: Vec::new() };
        for (id, rule) in &program.constraints {
            for version in rule.terms.on(day) {
                match version.value() {
                    Constraint::Minimum(minimum) => {
                        scheme.lows.extend(minimum.units.first().map(|units| Low {
                            id,
                            units: units.amount(),
                            of: &minimum.of,
                            pool: rule.pool.as_ref(),
                            general: rule.r#for.is_empty(),
                            whole_cycle: minimum.per.is_none() && minimum.cycles.is_none(),
                        }))
                    }
                    Constraint::Share(share) => {
                        let percent = share
                            .percent
                            .sub_units()
                            .saturating_mul(total.map_or(0, Decimal::sub_units));
                        let units = percent.checked_div(Decimal::SCALE.saturating_mul(100));
                        let units = units.and_then(Decimal::from_sub_units);
                        scheme.lows.extend(units.filter(|units| *units > Decimal::ZERO).map(
                            |units| Low {
                                id,
                                units,
                                of: &share.of,
                                pool: rule.pool.as_ref(),
                                general: rule.r#for.is_empty(),
                                whole_cycle: true,
                            },
                        ));
                    }
                    Constraint::Maximum(maximum) => {
                        let limit = match (maximum.per, maximum.limit) {
                            (None, Limit::Units(units)) => Some(units.amount()),
                            (None, Limit::Percent(percent)) => total.and_then(|total| {
                                let part = percent.sub_units().saturating_mul(total.sub_units());
                                Decimal::from_sub_units(
                                    part.div_euclid(Decimal::SCALE.saturating_mul(100)),
                                )
                            }),
                            (Some(_), _) | (None, Limit::Unpublished) => None,
                        };
                        scheme.highs.push(High { id, rule: maximum, limit });
                    }
                    Constraint::None | Constraint::Unpublished(_) | Constraint::Events { .. } => {}
                }
            }
        }
        scheme
    }
}

impl High<'_> {
    /// Whether everything that a filter means is under this maximum.
    fn holds_all(&self, filter: &Filter) -> bool {
        let of = self.rule.of.as_ref().is_none_or(|of| implies(filter, of));
        let spared = self.rule.except.as_ref().is_some_and(|except| !apart(filter, except));
        of && !spared
    }

    fn crosses(&self, other: &Self) -> bool {
        if core::ptr::eq(self.rule, other.rule) || self.id == other.id {
            return false;
        }
        // Those for each activity cut single entries and hold no sum.
        let sums = |high: &Self| high.rule.per != Some(Per::Activity);
        let (Some(left), Some(right)) = (&self.rule.of, &other.rule.of) else { return false };
        sums(self)
            && sums(other)
            && !apart(left, right)
            && !implies(left, right)
            && !implies(right, left)
    }
}

/// The days on which the rules on units of a programme change, and the day before time.
fn days(program: &Program) -> BTreeSet<Day> {
    let constraints = program.constraints.values().flat_map(|rule| rule.terms.versions());
    let firsts = constraints.filter_map(crate::source::Version::from);
    let quotas = program.quota.versions().iter().filter_map(crate::source::Version::from);
    firsts.chain(quotas).chain([Day::MIN]).collect()
}

/// The smallest difference between two amounts that a rule gives; `None`: no step, as it is exact.
fn step_of(rule: &UnitRule) -> Option<i64> {
    let whole = rule.units.map_or(Decimal::SCALE, |units| units.amount().sub_units());
    match &rule.leftover {
        Some(Leftover::Exact) => None,
        Some(Leftover::Rows(rows)) => {
            let rows = rows.iter().map(|row| row.units.amount().sub_units());
            rows.chain([whole]).filter(|units| *units > 0).min()
        }
        None => Some(whole),
    }
}

/// Whether everything that the first filter means is meant by the second; `false` where that is not plain.
fn implies(narrow: &Filter, wide: &Filter) -> bool {
    fn words(narrow: Option<&Vec<Word>>, wide: Option<&Vec<Word>>) -> bool {
        wide.is_none_or(|wide| {
            narrow.is_some_and(|narrow| {
                narrow.iter().all(|one| wide.iter().any(|other| other.covers(one)))
            })
        })
    }
    fn listed<T: PartialEq>(narrow: Option<&Vec<T>>, wide: Option<&Vec<T>>) -> bool {
        wide.is_none_or(|wide| {
            narrow.is_some_and(|narrow| narrow.iter().all(|one| wide.contains(one)))
        })
    }
    if narrow == wide {
        return true;
    }
    let spared = wide
        .except
        .as_ref()
        .is_none_or(|except| apart(narrow, except) || narrow.except.as_ref() == Some(except));
    let any = wide.any.is_empty()
        || wide.any.iter().any(|one| implies(narrow, one))
        || narrow.any == wide.any;
    words(narrow.topics.as_ref().map(|list| &list.0), wide.topics.as_ref().map(|list| &list.0))
        && words(narrow.kind.as_ref().map(|list| &list.0), wide.kind.as_ref().map(|list| &list.0))
        && words(
            narrow.provider_class.as_ref().map(|list| &list.0),
            wide.provider_class.as_ref().map(|list| &list.0),
        )
        && listed(
            narrow.delivery.as_ref().map(|list| &list.0),
            wide.delivery.as_ref().map(|list| &list.0),
        )
        && listed(
            narrow.provider.as_ref().map(|list| &list.0),
            wide.provider.as_ref().map(|list| &list.0),
        )
        && listed(
            narrow.approved_by.as_ref().map(|list| &list.0),
            wide.approved_by.as_ref().map(|list| &list.0),
        )
        && listed(
            narrow.approved_for.as_ref().map(|list| &list.0),
            wide.approved_for.as_ref().map(|list| &list.0),
        )
        && (wide.job_related.is_none() || narrow.job_related == wide.job_related)
        && (wide.published_within.is_none() || narrow.published_within == wide.published_within)
        && (wide.completed_from.is_none() || narrow.completed_from >= wide.completed_from)
        && (wide.completed_until.is_none()
            || narrow.completed_until.is_some_and(|day| Some(day) <= wide.completed_until))
        && spared
        && any
}

/// Whether no activity is meant by both: an activity has one kind, one delivery, one provider and one day.
fn apart(left: &Filter, right: &Filter) -> bool {
    let kinds = left.kind.as_ref().zip(right.kind.as_ref()).is_some_and(|(left, right)| {
        left.0
            .iter()
            .all(|one| right.0.iter().all(|other| !one.covers(other) && !other.covers(one)))
    });
    let deliveries = left.delivery.as_ref().zip(right.delivery.as_ref());
    let deliveries =
        deliveries.is_some_and(|(left, right)| left.0.iter().all(|one| !right.0.contains(one)));
    let providers = left.provider.as_ref().zip(right.provider.as_ref());
    let providers =
        providers.is_some_and(|(left, right)| left.0.iter().all(|one| !right.0.contains(one)));
    let days = |early: &Filter, late: &Filter| {
        early.completed_until.zip(late.completed_from).is_some_and(|(until, from)| until < from)
    };
    let excepted = |one: &Filter, other: &Filter| {
        one.except.as_ref().is_some_and(|except| implies(other, except))
    };
    let each = |one: &Filter, other: &Filter| {
        !one.any.is_empty() && one.any.iter().all(|part| apart(part, other))
    };
    kinds
        || deliveries
        || providers
        || days(left, right)
        || days(right, left)
        || excepted(left, right)
        || excepted(right, left)
        || each(left, right)
        || each(right, left)
}
