//! Programmes, field by field: what nobody is under, what is never reached, what does not match.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::filters::{apart, combinations};
use super::versions::Period;
use super::{LintCode, Page};
use crate::book::CredentialRule;
use crate::book::filter::{Filter, Leftover, UnitRule};
use crate::book::renewal::{Constraint, Covered, Price, PriceClass, Program, Quota, Rung, Single};
use crate::credential::Code;
use crate::quantity::{Currency, Decimal, Money, Units};
use crate::source::Version;

impl Page<'_> {
    pub(super) fn programs(&mut self) {
        for (id, layered) in &self.rules.programs {
            let program = &layered.rule;
            let place = format!("programs.{id}");
            self.covered(program, &place);
            self.quota_rows(program, &place);
            self.pools(program, &place);
            self.ladder(program, &place);
            self.prices(program, &place);
            self.unit_rules(program, &place);
            self.steps(program, &place);
        }
    }

    /// Names of credentials that the programme does not renew.
    fn covered(&mut self, program: &Program, place: &str) {
        let none = match &program.holdings {
            Covered::All => self.rules.credentials.is_empty(),
            Covered::These(codes) => codes.is_empty(),
        };
        if none {
            let message = "no credential of the book belongs to it: name one under `holdings`";
            self.add(LintCode::UnusedProgram, format!("{place}.holdings"), message);
        }
        for (constraint, rule) in &program.constraints {
            for (index, code) in rule.r#for.iter().enumerate() {
                let place = format!("{place}.constraints.{constraint}.for[{index}]");
                self.renewed(program, code, place, LintCode::UnusedConstraint);
            }
        }
        for (index, version) in program.quota.versions().iter().enumerate() {
            let place = format!("{place}.quota[{index}].value");
            for code in rows(version.value()).into_iter().flat_map(|rows| rows.keys()) {
                self.renewed(program, code, format!("{place}.single.{code}"), LintCode::UnusedRow);
            }
            if let Quota::Own { serves, .. } = version.value() {
                for code in serves.iter().flat_map(|(code, others)| others.iter().chain([code])) {
                    let place = format!("{place}.serves");
                    self.renewed(program, code, place, LintCode::UnusedRow);
                }
            }
        }
    }

    fn renewed(&mut self, program: &Program, code: &Code, place: String, lint: LintCode) {
        if !program.holdings.covers(code) {
            let message = format!(
                "the programme does not renew `{code}`: leave it out, or add it to `holdings`"
            );
            self.add(lint, place, message);
        }
    }

    /// Credentials that can be renewed while a quota by credential has no row for them.
    fn quota_rows(&mut self, program: &Program, place: &str) {
        for (index, version) in program.quota.versions().iter().enumerate() {
            let Some(rows) = rows(version.value()) else { continue };
            for (code, layered) in &self.rules.credentials {
                let base = layered.rule.designation_of.as_ref();
                let has_row =
                    rows.contains_key(code) || base.is_some_and(|of| rows.contains_key(of));
                if has_row || !program.holdings.covers(code) || !lives(&layered.rule, version) {
                    continue;
                }
                let message = format!(
                    "there is no row for `{code}`, which is on file for these days: add one, or the total is not known"
                );
                let place = format!("{place}.quota[{index}].value.single");
                self.add(LintCode::QuotaMissesCredential, place, message);
            }
        }
    }

    fn pools(&mut self, program: &Program, place: &str) {
        for pool in program.pools.keys() {
            if !program.constraints.values().any(|rule| rule.pool.as_ref() == Some(pool)) {
                let message = "no constraint lies in this pool: name it there, or leave it out";
                self.add(LintCode::UnusedPool, format!("{place}.pools.{pool}"), message);
            }
        }
    }

    fn ladder(&mut self, program: &Program, place: &str) {
        let ladders = program.ladders().flat_map(|(name, dated)| {
            let versions = dated.versions().iter().enumerate();
            versions.map(move |(index, version)| (name, index, version))
        });
        for (name, index, version) in ladders {
            let place = format!("{place}.{name}[{index}].value");
            let ends = |last: &Rung| last.r#for.is_some() || last.until.is_some();
            if version.value().last().is_some_and(ends) {
                let message = "the last step ends and nothing follows: add what follows, `unpublished` where it is not on file";
                self.add(LintCode::LadderEnds, place.clone(), message);
            }
            for (at, rung) in version.value().iter().enumerate() {
                for (step, word) in rung.remains.iter().enumerate() {
                    let duty = word.as_str().strip_prefix("duties/");
                    let known = |duty: &str| program.duties.keys().any(|id| id.as_str() == duty);
                    if let Some(duty) = duty.filter(|duty| !known(duty)) {
                        let message = format!(
                            "the programme has no duty `{duty}`: correct the name, or add the duty"
                        );
                        let place = format!("{place}[{at}].remains[{step}]");
                        self.add(LintCode::UnknownDuty, place, message);
                    }
                }
            }
        }
    }

    fn prices(&mut self, program: &Program, place: &str) {
        let mut money: Vec<Priced> = Vec::new();
        for (purpose, dated) in &program.fees {
            for (index, version) in dated.versions().iter().enumerate() {
                let place = format!("{place}.fees.{purpose}[{index}].value");
                self.price_list(program, version.value(), &place);
                for (at, price) in version.value().iter().enumerate() {
                    let place = format!("{place}[{at}]");
                    let all = price.prices.iter().copied().chain(price.flat);
                    money.extend(all.map(|money| Priced::new(&place, version, money)));
                }
            }
        }
        for (name, dated) in program.ladders() {
            for (index, version) in dated.versions().iter().enumerate() {
                for (at, rung) in version.value().iter().enumerate() {
                    let place = format!("{place}.{name}[{index}].value[{at}].fees");
                    let fees = rung.fees.iter().flatten().filter_map(|fee| fee.price);
                    money.extend(fees.map(|money| Priced::new(&place, version, money)));
                }
            }
        }
        self.currencies(&money);
    }

    /// Prices that nobody is asked, and percentages of nothing.
    fn price_list(&mut self, program: &Program, prices: &[Price], place: &str) {
        let mut for_all = false;
        for (at, price) in prices.iter().enumerate() {
            let place = format!("{place}[{at}]");
            if let Some(of) = price.of.filter(|of| !program.fees.contains_key(of)) {
                let message = format!(
                    "a percentage of `{of}`, for which no price is on file: add one under `fees`"
                );
                self.add(LintCode::UnknownPrice, format!("{place}.of"), message);
            }
            if for_all {
                let message = "a price for all stands before it, so that this one is never taken: put it first, or leave it out";
                self.add(LintCode::ShadowedRule, place, message);
            }
            for_all |= price.r#for == PriceClass::All;
        }
    }

    /// Prices of several currencies on the same day, which nobody can add up.
    pub(super) fn currencies(&mut self, money: &[Priced]) {
        for (index, one) in money.iter().enumerate() {
            let mut earlier = money.iter().take(index).filter(|other| other.days.meets(one.days));
            if let Some(other) = earlier.find(|other| other.currency != one.currency) {
                let message = format!(
                    "a price in {}, while one of the same days is in {} (`{}`): write one currency",
                    one.currency, other.currency, other.place
                );
                self.add(LintCode::CurrencyMismatch, one.place.clone(), message);
            }
        }
    }

    /// Unit rules that never hold, as the first that fits does.
    fn unit_rules(&mut self, program: &Program, place: &str) {
        for (index, version) in program.units.versions().iter().enumerate() {
            let rules = version.value();
            for (at, rule) in rules.iter().enumerate() {
                let earlier = rules.get(..at).unwrap_or_default();
                if self.is_shadowed(rule, earlier) {
                    let message = "a rule that stands before it fits whatever this one does, so that it never holds: put this one first, or leave it out";
                    let place = format!("{place}.units[{index}].value[{at}]");
                    self.add(LintCode::ShadowedRule, place, message);
                }
            }
        }
    }

    /// Whether some earlier rule fits every activity that a rule does.
    fn is_shadowed(&self, rule: &UnitRule, earlier: &[UnitRule]) -> bool {
        let everything = Filter::default();
        let of = |rule: &'_ UnitRule| rule.of.clone().unwrap_or_else(|| everything.clone());
        let all: Vec<Filter> = earlier.iter().map(of).chain([of(rule)]).collect();
        let rows = combinations(&all.iter().collect::<Vec<_>>(), self.home());
        rows.is_some_and(|rows| {
            rows.iter().all(|row| match row.split_last() {
                Some((fits, earlier)) => !*fits || earlier.contains(&true),
                None => false,
            })
        })
    }

    /// Amounts that the minutes of activities cannot add up to.
    fn steps(&mut self, program: &Program, place: &str) {
        let rules: Vec<&UnitRule> =
            program.units.versions().iter().flat_map(Version::value).collect();
        for (index, version) in program.quota.versions().iter().enumerate() {
            let place = format!("{place}.quota[{index}]");
            self.between(&amounts(version.value()), &Filter::default(), &rules, &place);
        }
        for (id, rule) in &program.constraints {
            for (index, version) in rule.terms.versions().iter().enumerate() {
                if let Constraint::Minimum(minimum) = version.value() {
                    let place = format!("{place}.constraints.{id}.terms[{index}]");
                    self.between(&minimum.units, &minimum.of, &rules, &place);
                }
            }
        }
    }

    fn between(&mut self, amounts: &[Units], of: &Filter, rules: &[&UnitRule], place: &str) {
        let Some(step) = self.step(of, rules) else { return };
        let off = |units: &&Units| units.amount().sub_units().rem_euclid(step) != 0;
        if let Some(units) = amounts.iter().find(off) {
            let step = Decimal::from_sub_units(step).unwrap_or(Decimal::ZERO);
            let message = format!(
                "minutes give steps of {step}, which do not add up to {}: correct the amount or the unit rule",
                units.amount()
            );
            self.add(LintCode::BetweenSteps, place, message);
        }
    }

    /// What all amounts that minutes give are multiples of; `None`: nothing, or amounts may be given
    /// in units.
    fn step(&self, of: &Filter, rules: &[&UnitRule]) -> Option<i64> {
        let meets = |rule: &&&UnitRule| {
            rule.of.as_ref().is_none_or(|filter| !apart(filter, of, self.home()))
        };
        let rules: Vec<&UnitRule> = rules.iter().filter(meets).copied().collect();
        let all: Vec<Filter> = rules
            .iter()
            .map(|rule| rule.of.clone().unwrap_or_default())
            .chain([of.clone()])
            .collect();
        let rows = combinations(&all.iter().collect::<Vec<_>>(), self.home())?;
        let converted = rows.iter().all(|row| match row.split_last() {
            Some((fits, rules)) => !*fits || rules.contains(&true),
            None => false,
        });
        let steps = rules.iter().map(|rule| step_of(rule)).collect::<Option<Vec<i64>>>()?;
        let step = steps.into_iter().fold(0, common);
        (converted && step > 0).then_some(step)
    }
}

/// A price, where it stands, and the days on which it holds.
pub(super) struct Priced {
    place: String,
    currency: Currency,
    days: Period,
}

impl Priced {
    pub(super) fn new<T>(place: &str, version: &Version<T>, money: Money) -> Self {
        Self { place: place.into(), currency: money.currency(), days: Period::of(version) }
    }
}

/// The rows of a quota by credential.
const fn rows(quota: &Quota) -> Option<&BTreeMap<Code, Units>> {
    match quota {
        Quota::Further { single: Single::By(rows), .. }
        | Quota::Same(Single::By(rows))
        | Quota::Own { single: Single::By(rows), .. } => Some(rows),
        _ => None,
    }
}

/// The amounts that a quota names.
fn amounts(quota: &Quota) -> Vec<Units> {
    let singles = |single: &Single| match single {
        Single::All(units) => Vec::from([*units]),
        Single::By(rows) => rows.values().copied().collect(),
    };
    match quota {
        Quota::ByCount(rows) => rows.clone(),
        Quota::Further { single, further, cap } => {
            singles(single).into_iter().chain([*further]).chain(*cap).collect()
        }
        Quota::Same(single) | Quota::Own { single, .. } => singles(single),
        Quota::None | Quota::Unpublished(_) => Vec::new(),
    }
}

/// Whether a credential is offered or maintained on some day of a version, or nothing says when it is.
fn lives<T>(rule: &CredentialRule, version: &Version<T>) -> bool {
    let days = Period::of(version);
    let dated = || rule.offered.versions().iter().chain(rule.maintainable.versions());
    let mut holds = dated().filter(|version| *version.value());
    dated().next().is_none() || holds.any(|version| Period::of(version).meets(days))
}

/// What every amount that a rule gives is a multiple of; `None`: of nothing, as it is exact.
fn step_of(rule: &UnitRule) -> Option<i64> {
    let sub = |units: Units| units.amount().sub_units();
    let left = match &rule.leftover {
        Some(Leftover::Exact) => return None,
        Some(Leftover::Rows(rows)) => rows.as_slice(),
        None => &[],
    };
    let left = left.iter().map(|row| sub(row.units));
    let whole = rule.units.map_or(Decimal::SCALE, sub);
    Some(left.chain(rule.most.map(sub)).fold(whole, common))
}

/// The greatest common divisor.
const fn common(mut left: i64, mut right: i64) -> i64 {
    while let Some(rest) = left.checked_rem(right) {
        (left, right) = (right, rest);
    }
    left
}
