//! Maxima: which activities they hold, and how they lie within each other.

use super::Scene;
use super::facts::Facts;
use super::fit::{Fit, Whose, fit};
use super::ledger::{Entry, When};
use super::needs::Needs;
use super::needs::{CapRule, Need};
use super::place::in_days;
use super::place::{Belongs, Bound, Placed, decimal};
use crate::allocation::{Cap, DemandSet, Instance, Supply};
use crate::book::filter::Filter;
use crate::book::renewal::Maximum;
use crate::explain::Reason;
use crate::judge::measure::UNBOUNDED;
use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

impl Placed<'_> {
    /// Where activities that may be under several caps make these cross, they are left out of what is shown:
    /// that is less than there is, never more.
    pub(super) fn settle_caps(&mut self, caps: &[CapRule<'_>]) {
        self.drop_uncertain = self.cap_tree(caps, Bound::Shown).crossing.is_some();
    }

    /// Everything that counts, caps considered.
    pub(super) fn everything(&self, caps: &[CapRule<'_>], bound: Bound) -> i64 {
        if caps.iter().all(|cap| cap.each) {
            let counting = self.entries.iter().enumerate().filter(|(_, entry)| entry.counts());
            return counting.fold(0_i64, |sum, (place, _)| {
                sum.saturating_add(self.amount(place, bound)).min(UNBOUNDED)
            });
        }
        let tree = self.cap_tree(caps, bound);
        let any = DemandSet::NONE.with(0);
        let supplies = self.entries.iter().enumerate().map(|(place, entry)| Supply {
            amount: decimal(self.amount(place, bound)),
            serves: if entry.counts() { any } else { DemandSet::NONE },
            cap: tree.innermost(self, place, bound),
        });
        let instance =
            Instance { supplies: supplies.collect(), caps: tree.caps.clone(), demands: Vec::new() };
        crate::allocation::supply_of(&instance, any).sub_units()
    }

    /// The caps as a tree by what they hold, and two that cross, if any do.
    pub(super) fn cap_tree(&self, caps: &[CapRule<'_>], bound: Bound) -> CapTree {
        let places: Vec<usize> =
            (0..caps.len()).filter(|cap| caps.get(*cap).is_some_and(|cap| !cap.each)).collect();
        // What is told apart by the caps that hold it.
        let mut classes: BTreeSet<Vec<bool>> = BTreeSet::new();
        if !places.is_empty() {
            for entry in 0..self.entries.len() {
                classes
                    .insert(places.iter().map(|cap| self.is_under(*cap, entry, bound)).collect());
            }
        }
        let holds = |class: &Vec<bool>, at: usize| class.get(at).copied().unwrap_or(false);
        let within = |inner: usize, outer: usize| {
            classes.iter().all(|class| !holds(class, inner) || holds(class, outer))
        };
        let apart = |left: usize, right: usize| {
            classes.iter().all(|class| !(holds(class, left) && holds(class, right)))
        };
        let size = |at: usize| classes.iter().filter(|class| holds(class, at)).count();
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|at| (core::cmp::Reverse(size(*at)), *at));
        let mut tree = CapTree { rules: Vec::new(), caps: Vec::new(), crossing: None };
        for at in order {
            let mut parent = None;
            let mut crosses = None;
            for (place, (_, other)) in tree.rules.iter().enumerate() {
                if within(at, *other) {
                    parent = Some(place);
                } else if !apart(at, *other) {
                    crosses = Some(*other);
                }
            }
            let rule = |at: usize| places.get(at).copied().unwrap_or_default();
            if let Some(other) = crosses {
                tree.crossing = tree.crossing.or_else(|| Some((rule(other), rule(at))));
                continue;
            }
            let limit = caps.get(rule(at)).map_or(UNBOUNDED, |cap| match bound {
                Bound::Shown => cap.limit.least,
                Bound::Possible => cap.limit.most,
            });
            tree.rules.push((rule(at), at));
            tree.caps.push(Cap { limit: decimal(limit), parent });
        }
        tree
    }

    /// Whether a cap may hold an entry: the strictest view on what is shown.
    pub(super) fn is_under(&self, cap: usize, place: usize, bound: Bound) -> bool {
        let under = self.under.get(cap).and_then(|under| under.get(place));
        under.is_some_and(|under| match bound {
            Bound::Shown if !self.drop_uncertain => under.perhaps,
            Bound::Shown | Bound::Possible => under.surely,
        })
    }
}

/// Whether a cap holds an entry.
pub(super) fn under(cap: &CapRule<'_>, entry: &Entry<'_>, whose: Whose<'_>) -> Belongs {
    let here = entry.counts() && !cap.each;
    let Some(rule) = cap.rule else {
        let carried = here && entry.when == When::Carried;
        return Belongs { surely: carried, perhaps: carried };
    };
    let days = in_days(cap.days, entry);
    let (of, except) = fits_of(rule, entry, whose);
    Belongs {
        surely: here && days.surely && of.is_yes() && !except.is_possible(),
        perhaps: here && days.perhaps && of.is_possible() && !except.is_yes(),
    }
}

/// Whether an entry is one that a maximum means, and whether it is excepted.
fn fits_of(rule: &Maximum, entry: &Entry<'_>, whose: Whose<'_>) -> (Fit, Fit) {
    let fits = |filter: &Filter| fit(filter, entry.ceu, whose);
    let of = rule.of.as_ref().map_or(Fit::Yes, fits);
    let except = rule.except.as_ref().map_or(Fit::No(Reason::Counted), fits);
    (of, except)
}

/// At most so many units are carried over from the previous cycle.
pub(super) const fn carried_cap<'b>(most: i64) -> CapRule<'b> {
    CapRule {
        path: Cow::Borrowed("carry_over"),
        text: Cow::Borrowed("units carried over from the previous cycle"),
        limit: Need { least: most, most },
        rule: None,
        days: None,
        each: false,
        written: None,
    }
}

/// Caps on single activities take effect before anything is placed.
pub(super) fn clamp_each(caps: &[CapRule<'_>], entries: &mut [Entry<'_>], whose: Whose<'_>) {
    for cap in caps.iter().filter(|cap| cap.each) {
        for entry in entries.iter_mut() {
            let Some(rule) = cap.rule else { continue };
            let (of, except) = fits_of(rule, entry, whose);
            if of.is_possible() && !except.is_yes() {
                entry.shown = entry.shown.min(cap.limit.least);
            }
            if of.is_yes() && !except.is_possible() {
                entry.possible = entry.possible.min(cap.limit.most);
            }
        }
    }
}

/// Caps as the allocation wants them: outer ones first.
pub(super) struct CapTree {
    /// Which rule each cap is, and its place in the classes.
    pub(super) rules: Vec<(usize, usize)>,
    pub(super) caps: Vec<Cap>,
    pub(super) crossing: Option<(usize, usize)>,
}

impl Scene<'_> {
    /// The facts on which it depends whether some maximum holds an entry.
    pub(super) fn open_cap_facts(&self, needs: &Needs<'_>, entry: &Entry<'_>) -> Vec<&'static str> {
        let whose = self.whose();
        let rules = needs.caps.iter().filter_map(|cap| cap.rule);
        let filters = rules.flat_map(|rule| [&rule.of, &rule.except]);
        let mut facts = Facts::NONE;
        for filter in filters.flatten() {
            if let Fit::Open(fields) = fit(filter, entry.ceu, whose) {
                facts.extend(fields);
            }
        }
        facts.names()
    }
}

impl Placed<'_> {
    /// Whether a maximum may hold some entry.
    pub(super) fn holds_any(&self, cap: usize) -> bool {
        self.under.get(cap).is_some_and(|under| under.iter().any(|one| one.perhaps))
    }

    /// Whether it depends on a fact whether some maximum holds an entry.
    pub(super) fn perhaps_under(&self, place: usize) -> bool {
        (0..self.under.len()).any(|cap| {
            let under = self.under.get(cap).and_then(|under| under.get(place));
            under.is_some_and(|under| under.perhaps && !under.surely)
        })
    }
}

impl CapTree {
    /// The innermost cap that holds an entry: the last one, as outer ones stand first.
    pub(super) fn innermost(
        &self,
        placed: &Placed<'_>,
        place: usize,
        bound: Bound,
    ) -> Option<usize> {
        if self.rules.is_empty() {
            return None;
        }
        let holding = self.rules.iter().enumerate();
        let holding = holding.filter(|(_, (rule, _))| placed.is_under(*rule, place, bound));
        holding.map(|(at, _)| at).max_by_key(|at| self.chain(Some(*at)).len())
    }

    /// A cap and those around it.
    pub(super) fn chain(&self, mut cap: Option<usize>) -> Vec<usize> {
        let mut chain = Vec::new();
        while let Some(at) = cap {
            chain.push(at);
            cap = self.caps.get(at).and_then(|cap| cap.parent).filter(|parent| *parent < at);
        }
        chain
    }
}
