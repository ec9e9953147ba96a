//! What a cycle asks for: the quota, minima, shares, numbers of entries, and what caps allow.
//!
//! Each need is a pair of bounds: where a rule is not published or a fact is not known, the least and the
//! most that may be asked for.

use super::Scene;
use super::cycle::{Cycle, Kind};
use super::versions::Written;
use crate::book::filter::Filter;
use crate::book::renewal::Maximum;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId};
use crate::explain::{ConstraintKind, UnknownBecause};
use crate::judge::measure::UNBOUNDED;
use crate::quantity::{Decimal, Units};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// The least and the most that may be asked for, in ten-thousandths.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Need {
    pub(super) least: i64,
    pub(super) most: i64,
}

impl Need {
    pub(super) const NONE: Self = Self::exactly(0);
    pub(super) const UNKNOWN: Self = Self { least: 0, most: UNBOUNDED };

    pub(super) const fn exactly(units: i64) -> Self {
        Self { least: units, most: units }
    }

    pub(super) fn between(left: i64, right: i64) -> Self {
        Self { least: left.min(right), most: left.max(right) }
    }

    pub(super) const fn is_known(self) -> bool {
        self.least == self.most
    }

    pub(super) fn map(self, of: impl Fn(i64) -> i64) -> Self {
        let most = if self.most >= UNBOUNDED { UNBOUNDED } else { of(self.most) };
        Self { least: of(self.least), most }
    }

    /// Something that may or may not be asked for.
    pub(super) const fn perhaps(self) -> Self {
        Self { least: 0, most: self.most }
    }
}

/// Which demands compete for units: each unit serves one demand of a pool.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Pool<'b> {
    Quota,
    /// A demand by itself.
    Alone(Cow<'b, str>),
    Named(&'b Code),
}

/// Units asked for.
#[derive(Clone, Debug)]
pub(super) struct Demand<'b> {
    pub(super) path: Cow<'b, str>,
    pub(super) text: Cow<'b, str>,
    pub(super) kind: Option<ConstraintKind>,
    pub(super) pool: Pool<'b>,
    pub(super) need: Need,
    pub(super) filter: Option<&'b Filter>,
    /// The days in which the units are earned, where that is not the whole window.
    pub(super) days: Option<(Day, Day)>,
    /// The holdings it is for; empty: all.
    pub(super) holders: Vec<CredentialId>,
    pub(super) both_cycles: bool,
    pub(super) written: Option<Written<'b>>,
    /// A share of what is earned: its need is set once that is known.
    pub(super) earned_share: Option<(Decimal, Option<Units>)>,
}

/// Entries asked for.
#[derive(Clone, Debug)]
pub(super) struct EventDemand<'b> {
    pub(super) path: Cow<'b, str>,
    pub(super) text: Cow<'b, str>,
    pub(super) need: Need,
    pub(super) filter: &'b Filter,
    pub(super) days: Option<(Day, Day)>,
    pub(super) holders: Vec<CredentialId>,
    pub(super) written: Option<Written<'b>>,
}

/// At most so many units.
#[derive(Clone, Debug)]
pub(super) struct CapRule<'b> {
    pub(super) path: Cow<'b, str>,
    pub(super) text: Cow<'b, str>,
    /// The bounds of what it allows.
    pub(super) limit: Need,
    /// Which activities it holds; `None`: those that were carried over.
    pub(super) rule: Option<&'b Maximum>,
    pub(super) days: Option<(Day, Day)>,
    pub(super) each: bool,
    pub(super) written: Option<Written<'b>>,
}

/// Everything a cycle asks of units.
#[derive(Debug, Default)]
pub(super) struct Needs<'b> {
    /// Whether the programme has a quota at all.
    pub(super) has_quota: bool,
    pub(super) quota: Option<Need>,
    pub(super) quota_written: Option<Written<'b>>,
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

impl<'a> Scene<'a> {
    /// What the cycle asks for, under the readings of the resolver.
    pub(super) fn needs(&self, cycle: &Cycle<'_>) -> Needs<'a> {
        let anchors = self.anchors(cycle);
        let counted = self.counted_in(cycle);
        let mut needs = Needs::default();
        self.quota(cycle, &anchors, &counted, &mut needs);
        if cycle.kind == Kind::Exempt {
            needs.demands.clear();
            needs.quota = needs.quota.map(|_| Need::NONE);
            return needs;
        }
        self.adjusted(cycle, &mut needs);
        self.constraints(cycle, &anchors, &counted, &mut needs);
        self.granted(cycle, &mut needs);
        needs
    }
}
