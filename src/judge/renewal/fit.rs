//! Whether an activity is one that a rule means, and how many units it has.

use alloc::vec::Vec;

use crate::book::filter::{Filter, Leftover, UnitRule};
use crate::credential::{CredentialId, CredentialRef, Issuer};
use crate::explain::Reason;
use crate::judge::measure::Names;
use crate::quantity::{Decimal, Minutes};
use crate::record::CeuActivity;
use crate::word::Word;

/// Whether something holds, or on which facts that depends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Fit {
    Yes,
    No(Reason),
    Open(Vec<&'static str>),
}

impl Fit {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No(reason), _) | (_, Self::No(reason)) => Self::No(reason),
            (Self::Yes, fit) | (fit, Self::Yes) => fit,
            (Self::Open(mut left), Self::Open(right)) => {
                left.extend(right);
                Self::Open(left)
            }
        }
    }

    const fn known(field: &'static str, holds: Option<bool>, reason: Reason) -> Known {
        Known { field, holds, reason }
    }

    pub(super) const fn is_yes(&self) -> bool {
        matches!(self, Self::Yes)
    }

    pub(super) const fn is_possible(&self) -> bool {
        !matches!(self, Self::No(_))
    }
}

/// A condition on one fact.
struct Known {
    field: &'static str,
    holds: Option<bool>,
    reason: Reason,
}

impl From<Known> for Fit {
    fn from(known: Known) -> Self {
        match known.holds {
            Some(true) => Self::Yes,
            Some(false) => Self::No(known.reason),
            None => Self::Open(Vec::from([known.field])),
        }
    }
}

/// Names under which credentials are known, and whose rules they are.
#[derive(Clone, Copy)]
pub(super) struct Whose<'a> {
    pub(super) issuer: &'a Issuer,
    pub(super) names: &'a Names,
}

impl Whose<'_> {
    /// Whether a credential is the one that a rule names, earlier names included.
    fn means(&self, wanted: &CredentialRef, stated: &CredentialId) -> bool {
        if wanted.means(stated, self.issuer) {
            return true;
        }
        // Names are looked up only where one of the two may be an earlier one.
        let present = self.names.get(stated).unwrap_or(stated);
        if wanted.means(present, self.issuer) {
            return true;
        }
        let wanted = wanted.resolve(self.issuer);
        self.names.get(&wanted).is_some_and(|name| *name != wanted && name == present)
    }
}

/// Whether an activity is meant by a filter.
pub(super) fn fit(filter: &Filter, ceu: &CeuActivity, whose: Whose<'_>) -> Fit {
    let mut fit = Fit::Yes;
    for known in fields(filter, ceu, whose) {
        fit = fit.and(known.into());
        if matches!(fit, Fit::No(_)) {
            return fit;
        }
    }
    if !filter.any.is_empty() {
        fit = fit.and(any(&filter.any, ceu, whose));
    }
    match &filter.except {
        None => fit,
        Some(except) => fit.and(match self::fit(except, ceu, whose) {
            Fit::Yes => Fit::No(Reason::WrongTopic),
            // Only what an activity says of itself can shut it out.
            Fit::No(_) | Fit::Open(_) => Fit::Yes,
        }),
    }
}

fn any(filters: &[Filter], ceu: &CeuActivity, whose: Whose<'_>) -> Fit {
    let mut open: Vec<&'static str> = Vec::new();
    let mut against = None;
    for filter in filters {
        match fit(filter, ceu, whose) {
            Fit::Yes => return Fit::Yes,
            Fit::Open(fields) => open.extend(fields),
            Fit::No(reason) => {
                against.get_or_insert(reason);
            }
        }
    }
    if open.is_empty() { Fit::No(against.unwrap_or(Reason::WrongTopic)) } else { Fit::Open(open) }
}

/// The fields of a filter that are given, each with what the activity says.
fn fields(filter: &Filter, ceu: &CeuActivity, whose: Whose<'_>) -> impl Iterator<Item = Known> {
    let covers = |wanted: &[Word], stated: &[Word]| {
        wanted.iter().any(|want| stated.iter().any(|word| want.covers(word)))
    };
    let topics = filter.topics.as_ref().map(|wanted| {
        let holds = ceu.topics().map(|stated| covers(&wanted.0, stated));
        Fit::known("topics", holds, Reason::WrongTopic)
    });
    let kind = filter.kind.as_ref().map(|wanted| {
        let holds = ceu.kind().map(|kind| covers(&wanted.0, core::slice::from_ref(kind)));
        Fit::known("kind", holds, Reason::WrongTopic)
    });
    let delivery = filter.delivery.as_ref().map(|wanted| {
        let holds = ceu.delivery().map(|delivery| wanted.0.contains(&delivery));
        Fit::known("delivery", holds, Reason::WrongFormat)
    });
    let provider = filter.provider.as_ref().map(|wanted| {
        let holds = ceu.provider().map(|provider| {
            wanted.0.iter().any(|name| name.as_str().eq_ignore_ascii_case(provider.as_str()))
        });
        Fit::known("provider", holds, Reason::WrongSource)
    });
    let class = filter.provider_class.as_ref().map(|wanted| {
        // A provider that is named without classes belongs to none.
        let none = ceu.provider().map(|_| false);
        let holds = ceu.provider_class().map(|stated| covers(&wanted.0, stated)).or(none);
        Fit::known("provider_class", holds, Reason::WrongSource)
    });
    let job = filter
        .job_related
        .map(|_| Fit::known("job_related", ceu.job_related(), Reason::WrongTopic));
    let published = filter.published_within.map(|within| {
        let holds = match (ceu.published(), ceu.completed()) {
            (Some(published), Some(completed)) => Some(completed.window_start(within) <= published),
            (Some(_), None) => None,
            // Only a quiz has a day of publication.
            (None, _) if ceu.kind().is_some_and(|kind| kind.as_str() == "quiz") => None,
            (None, _) => Some(true),
        };
        Fit::known("published", holds, Reason::Expired)
    });
    let from = filter.completed_from.map(|from| {
        let holds = ceu.completed().map(|day| from <= day);
        Fit::known("completed", holds, Reason::OutsideWindow)
    });
    let until = filter.completed_until.map(|until| {
        let holds = ceu.completed().map(|day| day <= until);
        Fit::known("completed", holds, Reason::OutsideWindow)
    });
    let approved = approvals(filter, ceu, whose);
    let rest = [topics, kind, delivery, provider, class, job, published, from, until];
    approved.into_iter().chain(rest).flatten()
}

/// Approval in general and for credentials; approval for a credential is approval by its issuer.
fn approvals(filter: &Filter, ceu: &CeuActivity, whose: Whose<'_>) -> [Option<Known>; 2] {
    let by = filter.approved_by.as_ref().map(|wanted| {
        let general = ceu.approved_by().map(|by| by.iter().any(|issuer| wanted.0.contains(issuer)));
        let special = ceu
            .approved_for()
            .map(|all| all.iter().any(|credential| wanted.0.contains(credential.issuer())));
        let holds = match (general, special) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), _) => Some(false),
            (None, _) => None,
        };
        Fit::known("approved_by", holds, Reason::NotApproved)
    });
    let credentials = filter.approved_for.as_ref().map(|wanted| {
        let holds = ceu.approved_for().map(|all| {
            all.iter().any(|stated| wanted.0.iter().any(|want| whose.means(want, stated)))
        });
        Fit::known("approved_for", holds, Reason::NotApproved)
    });
    [by, credentials]
}

/// The units that minutes give, and the facts on which it depends which rule holds.
#[derive(Clone, Debug)]
pub(super) struct Converted {
    pub(super) least: i64,
    pub(super) most: i64,
    pub(super) open: Vec<&'static str>,
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
            open: before.map(|before| before.open).unwrap_or_default(),
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
