//! Whether an activity is one that a rule means, and how many units it has.

use super::facts::{Fact, Facts};
use crate::book::filter::{Filter, Leftover, UnitRule};
use crate::calendar::{Day, Length};
use crate::credential::{CredentialId, CredentialRef, Issuer};
use crate::explain::Reason;
use crate::judge::measure::Names;
use crate::quantity::{Decimal, Minutes};
use crate::record::{CeuActivity, Delivery};
use crate::source::OneOrMany;
use crate::word::{Text, Word};

/// Whether something holds, or on which facts that depends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fit {
    Yes,
    No(Reason),
    Open(Facts),
}

impl Fit {
    pub(super) const fn is_yes(&self) -> bool {
        matches!(self, Self::Yes)
    }

    pub(super) const fn is_possible(&self) -> bool {
        !matches!(self, Self::No(_))
    }
}

/// Whose rules they are, and names under which credentials were known.
#[derive(Clone, Copy)]
pub(super) struct Whose<'a> {
    pub(super) issuer: &'a Issuer,
    /// Earlier names with the present ones.
    pub(super) former: &'a Names,
}

impl Whose<'_> {
    /// Whether a credential is the one that a rule names, earlier names included.
    fn means(&self, wanted: &CredentialRef, stated: &CredentialId) -> bool {
        // Earlier names are those of the same issuer.
        if wanted.issuer().unwrap_or(self.issuer) != stated.issuer() {
            return false;
        }
        if wanted.code() == stated.code() {
            return true;
        }
        let present = self.former.get(stated).unwrap_or(stated);
        wanted.means(present, self.issuer)
            || self
                .former
                .iter()
                .any(|(former, name)| name == present && wanted.means(former, self.issuer))
    }
}

/// Whether an activity is meant by a filter.
pub(super) fn fit(filter: &Filter, ceu: &CeuActivity, whose: Whose<'_>) -> Fit {
    let mut open = Facts::NONE;
    match open_facts(filter, ceu, whose, &mut open) {
        Err(reason) => Fit::No(reason),
        Ok(()) if open.is_empty() => Fit::Yes,
        Ok(()) => Fit::Open(open),
    }
}

/// Adds the facts on which it depends whether an activity is meant; what speaks against it.
fn open_facts(
    filter: &Filter,
    ceu: &CeuActivity,
    whose: Whose<'_>,
    open: &mut Facts,
) -> Result<(), Reason> {
    approvals(filter, ceu, whose, open)?;
    contents(filter, ceu, open)?;
    days(filter, ceu, open)?;
    if !filter.any.is_empty() {
        any(&filter.any, ceu, whose, open)?;
    }
    match &filter.except {
        Some(except) if is_meant(except, ceu, whose) => Err(Reason::WrongTopic),
        // Only what an activity says of itself can shut it out.
        Some(_) | None => Ok(()),
    }
}

/// Whether an activity is certainly meant by a filter.
fn is_meant(filter: &Filter, ceu: &CeuActivity, whose: Whose<'_>) -> bool {
    let mut open = Facts::NONE;
    open_facts(filter, ceu, whose, &mut open).is_ok() && open.is_empty()
}

fn any(
    filters: &[Filter],
    ceu: &CeuActivity,
    whose: Whose<'_>,
    open: &mut Facts,
) -> Result<(), Reason> {
    let mut all = Facts::NONE;
    let mut against = None;
    for filter in filters {
        let mut facts = Facts::NONE;
        match open_facts(filter, ceu, whose, &mut facts) {
            Ok(()) if facts.is_empty() => return Ok(()),
            Ok(()) => all.extend(facts),
            Err(reason) => {
                against.get_or_insert(reason);
            }
        }
    }
    if all.is_empty() {
        return Err(against.unwrap_or(Reason::WrongTopic));
    }
    open.extend(all);
    Ok(())
}

/// What an activity says about a field that a filter gives: it fits, it does not, or it is open.
fn ask<T>(
    wanted: Option<&T>,
    says: impl FnOnce(&T) -> Option<bool>,
    (fact, reason): (Fact, Reason),
    open: &mut Facts,
) -> Result<(), Reason> {
    match wanted.map(says) {
        None | Some(Some(true)) => {}
        Some(Some(false)) => return Err(reason),
        Some(None) => open.push(fact),
    }
    Ok(())
}

/// Approval in general and for credentials; approval for a credential is approval by its issuer.
fn approvals(
    filter: &Filter,
    ceu: &CeuActivity,
    whose: Whose<'_>,
    open: &mut Facts,
) -> Result<(), Reason> {
    let by = |wanted: &OneOrMany<Issuer>| {
        let general = ceu.approved_by().map(|by| by.iter().any(|issuer| wanted.0.contains(issuer)));
        let special = || {
            let mut all = ceu.approved_for().into_iter().flatten();
            all.any(|credential| wanted.0.contains(credential.issuer()))
        };
        match general {
            Some(true) => Some(true),
            _ if special() => Some(true),
            other => other,
        }
    };
    ask(filter.approved_by.as_ref(), by, (Fact::ApprovedBy, Reason::NotApproved), open)?;
    let credentials = |wanted: &OneOrMany<CredentialRef>| {
        let all = ceu.approved_for()?;
        Some(all.iter().any(|stated| wanted.0.iter().any(|want| whose.means(want, stated))))
    };
    ask(filter.approved_for.as_ref(), credentials, (Fact::ApprovedFor, Reason::NotApproved), open)
}

/// What it is about, of what kind, and from whom.
fn contents(filter: &Filter, ceu: &CeuActivity, open: &mut Facts) -> Result<(), Reason> {
    let covers = |wanted: &OneOrMany<Word>, stated: &[Word]| {
        wanted.0.iter().any(|want| stated.iter().any(|word| want.covers(word)))
    };
    let topics = |wanted: &OneOrMany<Word>| ceu.topics().map(|stated| covers(wanted, stated));
    ask(filter.topics.as_ref(), topics, (Fact::Topics, Reason::WrongTopic), open)?;
    let kind = |wanted: &OneOrMany<Word>| {
        ceu.kind().map(|kind| covers(wanted, core::slice::from_ref(kind)))
    };
    ask(filter.kind.as_ref(), kind, (Fact::Kind, Reason::WrongTopic), open)?;
    let delivery =
        |wanted: &OneOrMany<Delivery>| ceu.delivery().map(|delivery| wanted.0.contains(&delivery));
    ask(filter.delivery.as_ref(), delivery, (Fact::Delivery, Reason::WrongFormat), open)?;
    let provider = |wanted: &OneOrMany<Text>| {
        let provider = ceu.provider()?.as_str();
        Some(wanted.0.iter().any(|name| name.as_str().eq_ignore_ascii_case(provider)))
    };
    ask(filter.provider.as_ref(), provider, (Fact::Provider, Reason::WrongSource), open)?;
    let class = |wanted: &OneOrMany<Word>| {
        // A provider that is named without classes belongs to none.
        let none = ceu.provider().map(|_| false);
        ceu.provider_class().map(|stated| covers(wanted, stated)).or(none)
    };
    ask(filter.provider_class.as_ref(), class, (Fact::ProviderClass, Reason::WrongSource), open)?;
    let job = |_: &bool| ceu.job_related();
    ask(filter.job_related.as_ref(), job, (Fact::JobRelated, Reason::WrongTopic), open)
}

/// When it was published and completed.
fn days(filter: &Filter, ceu: &CeuActivity, open: &mut Facts) -> Result<(), Reason> {
    let published = |within: &Length| match (ceu.published(), ceu.completed()) {
        (Some(published), Some(completed)) => Some(completed.window_start(*within) <= published),
        (Some(_), None) => None,
        // Only a quiz has a day of publication.
        (None, _) if ceu.kind().is_some_and(|kind| kind.as_str() == "quiz") => None,
        (None, _) => Some(true),
    };
    let within = filter.published_within.as_ref();
    ask(within, published, (Fact::Published, Reason::Expired), open)?;
    let completed = (Fact::Completed, Reason::OutsideWindow);
    let from = |from: &Day| ceu.completed().map(|day| *from <= day);
    ask(filter.completed_from.as_ref(), from, completed, open)?;
    let until = |until: &Day| ceu.completed().map(|day| day <= *until);
    ask(filter.completed_until.as_ref(), until, completed, open)
}

/// The units that minutes give, and the facts on which it depends which rule holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Converted {
    pub(super) least: i64,
    pub(super) most: i64,
    pub(super) open: Facts,
}

/// The units that minutes give under the first rule that fits; `None`: no rule does. A rule that only may
/// fit leaves the next ones possible.
pub(super) fn converted(
    rules: &[UnitRule],
    minutes: Minutes,
    ceu: &CeuActivity,
    whose: Whose<'_>,
) -> Option<Converted> {
    let mut found: Option<Converted> = None;
    for rule in rules {
        let fit = rule.of.as_ref().map_or(Fit::Yes, |filter| fit(filter, ceu, whose));
        if !fit.is_possible() {
            continue;
        }
        let units = by_rule(rule, minutes);
        let before = found.take();
        let mut now = Converted {
            least: before.as_ref().map_or(units, |before| before.least.min(units)),
            most: before.as_ref().map_or(units, |before| before.most.max(units)),
            open: before.map_or(Facts::NONE, |before| before.open),
        };
        match fit {
            Fit::Open(fields) => now.open.extend(fields),
            Fit::Yes | Fit::No(_) => return Some(now),
        }
        found = Some(now);
    }
    // Where only rules that may fit are left, none may fit at all.
    found.map(|found| Converted { least: 0, ..found })
}

/// The units that minutes give under one rule.
fn by_rule(rule: &UnitRule, minutes: Minutes) -> i64 {
    let each = rule.units.map_or(Decimal::SCALE, |units| units.amount().sub_units());
    let per = rule.minutes.amount().sub_units().max(1);
    let minutes = minutes.amount().sub_units();
    let full = minutes.div_euclid(per);
    let rest = minutes.rem_euclid(per);
    let left = match &rule.leftover {
        None => 0,
        Some(Leftover::Exact) => rest.saturating_mul(each).div_euclid(per),
        Some(Leftover::Rows(rows)) => rows
            .iter()
            .filter(|row| row.minutes.amount().sub_units() <= rest)
            .map(|row| row.units.amount().sub_units())
            .max()
            .unwrap_or(0),
    };
    let units = full.saturating_mul(each).saturating_add(left);
    rule.most.map_or(units, |most| units.min(most.amount().sub_units()))
}
