//! What no record can meet.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Page;
use crate::book::leaf::{
    ExperienceLeaf, ExperienceNeed, HeldWhich, MembershipLeaf, WhichIssuer, counted_days, hours_of,
};
use crate::book::requirement::{Branches, Node, PointClass, Points};
use crate::calendar::Length;
use crate::quantity::Decimal;

impl Page<'_> {
    /// Why no record can meet a requirement; `None`: some record can, as far as is plain.
    pub(super) fn impossible(&self, node: &Node) -> Option<String> {
        let fewer_than = |count: usize, of: &Branches| {
            let reasons: Vec<Option<String>> =
                of.0.iter().map(|branch| self.impossible(&branch.node)).collect();
            let possible = reasons.iter().filter(|reason| reason.is_none()).count();
            (possible < count).then(|| reasons.into_iter().flatten().next()).flatten()
        };
        match node {
            Node::All(of) => of.0.iter().find_map(|branch| self.impossible(&branch.node)),
            Node::Sequence(steps) => steps.iter().find_map(|step| self.impossible(step)),
            Node::Any(of) => fewer_than(1, of),
            Node::Readings(readings) => fewer_than(1, &readings.choices),
            Node::AtLeast(at_least) => fewer_than(
                usize::try_from(at_least.count.get()).unwrap_or(usize::MAX),
                &at_least.of,
            ),
            Node::Cited(cited) => self.impossible(&cited.requires),
            Node::Points(points) => self.too_few_points(points),
            Node::Experience(experience) => {
                too_many_settings(experience).or_else(|| self.too_long(experience))
            }
            Node::Held(held) => self.not_certified(&held.which),
            Node::Membership(membership) => no_class(membership),
            _ => None,
        }
    }

    fn too_few_points(&self, points: &Points) -> Option<String> {
        let class = |class: &PointClass| {
            let possible =
                class.items.iter().filter(|item| self.impossible(&item.requires).is_none());
            let sum = possible.fold(0_u32, |sum, item| sum.saturating_add(item.points.get()));
            class.cap.map_or(sum, |cap| sum.min(cap.get()))
        };
        let most = points.classes.iter().map(class).fold(0_u32, u32::saturating_add);
        let need = points.need;
        (most < need.get()).then(|| format!("{need} points are needed, {most} can be had"))
    }

    /// A field that no credential of the issuer certifies; another book may know those of others.
    fn not_certified(&self, which: &HeldWhich) -> Option<String> {
        let HeldWhich::Field { field, issuer: WhichIssuer::Own } = which else { return None };
        let mut fields = self.rules.credentials.values().flat_map(|layered| &layered.rule.fields);
        let known = fields.any(|one| field.covers(one));
        (!known).then(|| format!("no credential of {} certifies `{field}`", self.issuer))
    }

    /// More experience than its time has room for, waivers considered.
    fn too_long(&self, experience: &ExperienceLeaf) -> Option<String> {
        let within = experience.within?;
        let fits = match experience.need {
            ExperienceNeed::Days(need) => {
                let waived = self.waivable(experience, &|length| counted_days(length).get());
                need.get() <= most_days(within).saturating_add(waived)
            }
            ExperienceNeed::Hours { need, year } => {
                let hours = |length: Length| {
                    let hours = year.and_then(|year| hours_of(length, year));
                    hours.map_or(i64::MAX, |hours| hours.amount().sub_units())
                };
                let waived = self.waivable(experience, &hours);
                let around_the_clock = most_days(within).saturating_mul(24 * Decimal::SCALE);
                need.amount().sub_units() <= around_the_clock.saturating_add(waived)
            }
        };
        (!fits).then(|| {
            format!("{} of experience do not fit into the last {within}", experience.stated)
        })
    }

    /// How much can be waived at most.
    fn waivable(&self, experience: &ExperienceLeaf, amount: &dyn Fn(Length) -> i64) -> i64 {
        let all = experience.waivers.iter().fold(0_i64, |sum, code| {
            let most = self.terms(code).iter().map(|version| {
                let terms = version.value();
                amount(terms.replaces).saturating_mul(i64::from(terms.times.get()))
            });
            sum.saturating_add(most.max().unwrap_or(0))
        });
        experience.at_most_waived.map_or(all, |most| all.min(amount(most)))
    }
}

fn too_many_settings(experience: &ExperienceLeaf) -> Option<String> {
    let (wanted, settings) = (experience.settings_at_least?, experience.setting.as_ref()?);
    let there_are = BTreeSet::from_iter(settings).len();
    let fits = usize::try_from(wanted.get()).is_ok_and(|wanted| wanted <= there_are);
    (!fits).then(|| format!("{wanted} settings are asked for, of the {there_are} that count"))
}

/// Every class that counts is excepted.
fn no_class(membership: &MembershipLeaf) -> Option<String> {
    let (classes, except) = (membership.class.as_ref()?, membership.except_class.as_ref()?);
    let excepted = |class| except.0.iter().any(|one| one.covers(class));
    classes.0.iter().all(excepted).then(|| String::from("every class of members is excepted"))
}

/// The most days that lie in a length of time, leap days included.
fn most_days(length: Length) -> i64 {
    let Length::Days(days) = length else {
        let months = i64::from(length.whole_months());
        let (years, rest) = (months.div_euclid(12), months.rem_euclid(12));
        let leap_days = years.saturating_add(3).div_euclid(4);
        let whole = years.saturating_mul(365).saturating_add(leap_days);
        return whole.saturating_add(rest.saturating_mul(31));
    };
    i64::from(days)
}
