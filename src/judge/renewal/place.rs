//! Placing the units of a cycle: every pool of demands on what is shown, and on what is possible.

use super::Scene;
use super::caps::{CapTree, carried_cap, clamp_each, under};
use super::constraint::percent_of;
use super::facts::{Fact, Facts};
use super::fit::{Fit, Whose, fit};
use super::ledger::{Entry, When, Window};
use super::needs::{Demand, EventDemand, Need, Needs, Pool};
use crate::allocation::{Bottleneck, DemandSet, Instance, MAX_DEMANDS, Supply, bottleneck, fill};
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::explain::Verdict;
use crate::judge::measure::UNBOUNDED;
use crate::quantity::Decimal;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;

/// Which bound is looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Bound {
    Shown,
    Possible,
}

/// What a fact says about an entry, on both bounds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Belongs {
    pub(super) surely: bool,
    pub(super) perhaps: bool,
}

impl Belongs {
    const fn on(self, bound: Bound) -> bool {
        match bound {
            Bound::Shown => self.surely,
            Bound::Possible => self.perhaps,
        }
    }
}

/// The outcome at one pool.
#[derive(Debug)]
pub(super) struct PoolOutcome {
    /// The demands, by place.
    pub(super) demands: Vec<usize>,
    pub(super) verdict: Verdict,
    pub(super) shown: Instance,
    /// Looked at only where the pool is not met on what is shown.
    pub(super) possible: Option<Instance>,
    pub(super) on_shown: Option<Bottleneck>,
    pub(super) on_possible: Option<Bottleneck>,
}

impl PoolOutcome {
    /// A verdict without the figures behind it.
    fn bare(demands: Vec<usize>, verdict: Verdict) -> Self {
        let shown = Instance::default();
        Self { demands, verdict, shown, possible: None, on_shown: None, on_possible: None }
    }
}

/// The outcome at one number of entries.
#[derive(Debug)]
pub(super) struct EventOutcome {
    pub(super) verdict: Verdict,
    pub(super) shown: i64,
    pub(super) serving: Vec<usize>,
}

/// Which entries count, on what is shown.
#[derive(Debug)]
pub(super) struct Tally {
    /// The entries by day and place; under caps, those that serve most minima first.
    pub(super) order: Vec<usize>,
    /// How much of each entry counts, by place.
    pub(super) counting: Vec<i64>,
}

/// Everything about the units of a cycle.
#[derive(Debug)]
pub(super) struct Placed<'r> {
    pub(super) entries: Vec<Entry<'r>>,
    /// For each demand the entries that fit, surely and perhaps.
    pub(super) fits: Vec<Vec<Belongs>>,
    /// For each cap the entries under it.
    pub(super) under: Vec<Vec<Belongs>>,
    pub(super) pools: Vec<PoolOutcome>,
    pub(super) events: Vec<EventOutcome>,
    pub(super) verdict: Verdict,
    /// Caps that cross, or a combination that was not decided.
    pub(super) undecided: Option<String>,
    /// Which entries count; worked out once it is asked for.
    tally: OnceCell<Tally>,
    /// Whether activities are not known at all.
    pub(super) no_section: bool,
    /// On what is shown, activities of which it is not known what caps hold them are left out.
    pub(super) drop_uncertain: bool,
}

impl Scene<'_> {
    /// Places the units of the entries on the demands.
    pub(super) fn place<'r>(
        &self,
        needs: &mut Needs<'_>,
        mut entries: Vec<Entry<'r>>,
        window: &Window,
    ) -> Placed<'r> {
        let whose = self.whose();
        clamp_each(&needs.caps, &mut entries, whose);
        if entries.iter().any(|entry| entry.when == When::Carried) {
            needs.caps.extend(window.carried_most.map(carried_cap));
        }
        // For a bare verdict plain sums decide what shares with nothing.
        let bare = !self.resolver.is_heard() && needs.caps.is_empty();
        // Each activity is looked at once for all rules: long records do not fit into a cache.
        let summed = needs.demands.iter().map(|demand| bare && is_alone(demand, needs));
        let summed: Vec<bool> = summed.collect();
        let mut fits: Vec<Vec<Belongs>> = needs.demands.iter().map(|_| Vec::new()).collect();
        let mut held: Vec<Vec<Belongs>> = needs.caps.iter().map(|_| Vec::new()).collect();
        for (fits, _) in fits.iter_mut().zip(&summed).filter(|(_, summed)| !**summed) {
            fits.reserve_exact(entries.len());
        }
        let asked = summed.contains(&false) || !needs.caps.is_empty();
        for entry in entries.iter().filter(|_| asked) {
            let demands = needs.demands.iter().zip(&summed).zip(&mut fits);
            for ((demand, _), fits) in demands.filter(|((_, summed), _)| !**summed) {
                fits.push(self.belongs(demand, entry, whose));
            }
            for (cap, held) in needs.caps.iter().zip(&mut held) {
                held.push(under(cap, entry, whose));
            }
        }
        let no_section = self.record.ceus().is_none();
        let mut placed = Placed {
            entries,
            fits,
            under: held,
            pools: Vec::new(),
            events: Vec::new(),
            verdict: Verdict::Met,
            undecided: None,
            tally: OnceCell::new(),
            no_section,
            drop_uncertain: false,
        };
        placed.settle_caps(&needs.caps);
        placed.earned_shares(needs);
        placed.pools(needs, bare.then_some(self));
        placed.events = needs.events.iter().map(|event| placed.event(event, self)).collect();
        placed.jointly(needs);
        let verdicts = placed.pools.iter().map(|pool| pool.verdict);
        let verdicts = verdicts.chain(placed.events.iter().map(|event| event.verdict));
        placed.verdict = verdicts.fold(Verdict::Met, and);
        if placed.undecided.is_some() && placed.verdict == Verdict::Met {
            placed.verdict = Verdict::Undetermined;
        }
        placed
    }

    /// Whether an entry is meant for one of some holdings, or for none in particular.
    fn is_meant(&self, entry: &Entry<'_>, holders: &[CredentialId]) -> bool {
        entry.ceu.assigned_to().is_none_or(|meant| {
            holders.is_empty() || meant.iter().any(|id| holders.contains(self.name(id)))
        })
    }

    /// Which entries may serve a demand.
    pub(super) fn fitting(
        &self,
        demand: &Demand<'_>,
        entries: &[Entry<'_>],
        whose: Whose<'_>,
    ) -> Vec<Belongs> {
        entries.iter().map(|entry| self.belongs(demand, entry, whose)).collect()
    }

    /// Whether an entry may serve a demand.
    fn belongs(&self, demand: &Demand<'_>, entry: &Entry<'_>, whose: Whose<'_>) -> Belongs {
        let known = entry.counts() || (demand.both_cycles && entry.when == When::Previous);
        let counts = known && entry.reason == crate::explain::Reason::Counted;
        if !counts || !self.is_meant(entry, &demand.holders) {
            return Belongs { surely: false, perhaps: false };
        }
        let days = in_days(demand.days, entry);
        let fit = demand.filter.map_or(Fit::Yes, |filter| fit(filter, entry.ceu, whose));
        Belongs {
            surely: fit.is_yes() && days.surely && entry.open.is_empty(),
            perhaps: fit.is_possible() && days.perhaps,
        }
    }

    /// The verdict on a demand that shares with no other, without caps: what there is for it, up to what is
    /// enough.
    fn by_sum(&self, demand: &Demand<'_>, placed: &Placed<'_>) -> Verdict {
        let units = |units| decimal(units).sub_units();
        let (least, most) = (units(demand.need.least), units(demand.need.most));
        let bounded = demand.need.most < UNBOUNDED;
        let whose = self.whose();
        let (mut shown, mut possible) = (0_i64, 0_i64);
        let mut entries = placed.entries.iter();
        while !(bounded && shown >= most) {
            let Some(entry) = entries.next() else { break };
            let belongs = self.belongs(demand, entry, whose);
            if belongs.surely {
                shown = shown.saturating_add(units(entry.shown));
            }
            if belongs.perhaps {
                possible = possible.saturating_add(units(entry.possible));
            }
        }
        if bounded && shown >= most {
            Verdict::Met
        } else if possible < least && !placed.no_section {
            Verdict::Unmet
        } else {
            Verdict::Undetermined
        }
    }
}

impl Scene<'_> {
    /// The facts of an entry on which a demand depends.
    pub(super) fn open_facts(
        &self,
        demand: &Demand<'_>,
        placed: &Placed<'_>,
        (place, entry): (usize, &Entry<'_>),
    ) -> Vec<&'static str> {
        let shown = placed.fits(place, entry.place, Bound::Shown) && entry.open.is_empty();
        let exact = entry.shown == entry.possible;
        if (shown && exact) || !placed.fits(place, entry.place, Bound::Possible) {
            return Vec::new();
        }
        let mut facts = entry.open;
        facts.extend(entry.unit_open);
        let whose = self.whose();
        if let Some(Fit::Open(fields)) = demand.filter.map(|filter| fit(filter, entry.ceu, whose)) {
            facts.extend(fields);
        }
        facts.names()
    }
}

impl Scene<'_> {
    /// The facts of an entry on which a number of entries depends.
    pub(super) fn open_event_facts(
        &self,
        event: &EventDemand<'_>,
        entry: &Entry<'_>,
    ) -> Vec<&'static str> {
        let whose = self.whose();
        let fit = fit(event.filter, entry.ceu, whose);
        if !entry.counts() || !fit.is_possible() || !in_days(event.days, entry).perhaps {
            return Vec::new();
        }
        let mut facts = Facts::NONE;
        entry.open.iter().filter(|fact| *fact != Fact::Units).for_each(|fact| facts.push(fact));
        if let Fit::Open(fields) = fit {
            facts.extend(fields);
        }
        facts.names()
    }
}

pub(super) const fn and(left: Verdict, right: Verdict) -> Verdict {
    match (left, right) {
        (Verdict::Unmet, _) | (_, Verdict::Unmet) => Verdict::Unmet,
        (Verdict::Undetermined, _) | (_, Verdict::Undetermined) => Verdict::Undetermined,
        (Verdict::Met, Verdict::Met) => Verdict::Met,
    }
}

/// Whether a demand is the only one of its pool.
fn is_alone(demand: &Demand<'_>, needs: &Needs<'_>) -> bool {
    needs.demands.iter().filter(|other| other.pool == demand.pool).count() == 1
}

pub(super) fn in_days(days: Option<(Day, Day)>, entry: &Entry<'_>) -> Belongs {
    match (days, entry.ceu.completed()) {
        (None, _) => Belongs { surely: true, perhaps: true },
        (Some((from, until)), Some(day)) => {
            let inside = from <= day && day <= until;
            Belongs { surely: inside, perhaps: inside }
        }
        (Some(_), None) => Belongs { surely: false, perhaps: true },
    }
}

impl Placed<'_> {
    pub(super) fn amount(&self, place: usize, bound: Bound) -> i64 {
        let entry = self.entries.get(place);
        entry.map_or(0, |entry| match bound {
            Bound::Shown if self.drop_uncertain && self.perhaps_under(place) => 0,
            Bound::Shown => entry.shown,
            Bound::Possible => entry.possible,
        })
    }

    pub(super) fn fits(&self, demand: usize, place: usize, bound: Bound) -> bool {
        self.fits_of(demand).get(place).is_some_and(|fit| fit.on(bound))
    }

    /// Which entries may serve a demand.
    fn fits_of(&self, demand: usize) -> &[Belongs] {
        self.fits.get(demand).map(Vec::as_slice).unwrap_or_default()
    }

    /// A share of what is earned asks for more the more there is.
    fn earned_shares(&self, needs: &mut Needs<'_>) {
        if needs.demands.iter().all(|demand| demand.earned_share.is_none()) {
            return;
        }
        let sum = |bound| self.everything(&needs.caps, bound);
        let (least, most) = (sum(Bound::Shown), sum(Bound::Possible));
        for demand in &mut needs.demands {
            if let Some((percent, round_up)) = demand.earned_share {
                demand.need = Need {
                    least: percent_of(least, percent, round_up),
                    most: match most {
                        most if most < Decimal::MAX.sub_units() => {
                            percent_of(most, percent, round_up)
                        }
                        _ => UNBOUNDED,
                    },
                };
            }
        }
    }

    /// The verdicts on all pools; for a bare verdict with the scene.
    fn pools(&mut self, needs: &Needs<'_>, bare: Option<&Scene<'_>>) {
        let mut pools: BTreeMap<&Pool<'_>, Vec<usize>> = BTreeMap::new();
        for (place, demand) in needs.demands.iter().enumerate() {
            pools.entry(&demand.pool).or_default().push(place);
        }
        let shown = self.cap_tree(&needs.caps, Bound::Shown);
        let possible = self.cap_tree(&needs.caps, Bound::Possible);
        let crossing = shown.crossing.or(possible.crossing);
        if let Some((left, right)) = crossing {
            let name = |cap: usize| needs.caps.get(cap).map_or("", |cap| &*cap.path);
            self.undecided = Some(alloc::format!(
                "the maxima {} and {} cross each other: only one of them was applied",
                name(left),
                name(right)
            ));
        }
        if let Some(many) = pools.values().find(|demands| demands.len() > MAX_DEMANDS) {
            self.undecided = Some(alloc::format!(
                "{} minima compete for the same units, more than the {MAX_DEMANDS} that are compared",
                many.len()
            ));
        }
        self.pools = pools
            .into_values()
            .map(|demands| {
                let only = match demands.as_slice() {
                    [only] => needs.demands.get(*only),
                    _ => None,
                };
                match bare.zip(only) {
                    Some((scene, only)) => PoolOutcome::bare(demands, scene.by_sum(only, self)),
                    None => self.pool(needs, demands, (&shown, &possible)),
                }
            })
            .collect();
    }

    fn pool(
        &self,
        needs: &Needs<'_>,
        demands: Vec<usize>,
        (shown_caps, possible_caps): (&CapTree, &CapTree),
    ) -> PoolOutcome {
        let instance = |caps, bound| self.instance(needs, &demands, caps, bound);
        let shown = instance(shown_caps, Bound::Shown);
        let on_shown = bottleneck(&shown);
        let needs = || demands.iter().filter_map(|place| needs.demands.get(*place));
        let bounded = needs().all(|demand| demand.need.most < UNBOUNDED);
        let asks = needs().any(|demand| demand.need.least > 0);
        // More than are compared at once.
        let too_many = demands.len() > MAX_DEMANDS;
        let met = on_shown.is_none() && bounded && !too_many;
        let possible = (!met).then(|| instance(possible_caps, Bound::Possible));
        let on_possible = possible.as_ref().and_then(bottleneck);
        let verdict = match on_possible {
            _ if met => Verdict::Met,
            // Nobody knows what else there is.
            Some(_) if asks && !self.no_section && !too_many => Verdict::Unmet,
            _ => Verdict::Undetermined,
        };
        PoolOutcome { demands, verdict, shown, possible, on_shown, on_possible }
    }

    /// A pool as an instance of the allocation, on one bound.
    fn instance(
        &self,
        needs: &Needs<'_>,
        demands: &[usize],
        caps: &CapTree,
        bound: Bound,
    ) -> Instance {
        let fits: Vec<&[Belongs]> = demands.iter().map(|demand| self.fits_of(*demand)).collect();
        let serves = |place: usize| {
            let fitting = fits.iter().enumerate();
            let fitting =
                fitting.filter(|(_, fits)| fits.get(place).is_some_and(|fit| fit.on(bound)));
            fitting.fold(DemandSet::NONE, |set, (at, _)| set.with(at))
        };
        let supplies = (0..self.entries.len()).map(|place| {
            let serves = serves(place);
            let amount = if serves.is_empty() { 0 } else { self.amount(place, bound) };
            Supply { amount: decimal(amount), serves, cap: caps.innermost(self, place, bound) }
        });
        let needs = demands.iter().filter_map(|place| needs.demands.get(*place));
        Instance {
            supplies: supplies.collect(),
            caps: caps.caps.clone(),
            demands: needs
                .map(|demand| match bound {
                    Bound::Shown => decimal(demand.need.most),
                    Bound::Possible => decimal(demand.need.least),
                })
                .collect(),
        }
    }

    fn event(&self, event: &EventDemand<'_>, scene: &Scene<'_>) -> EventOutcome {
        let whose = scene.whose();
        let (mut shown, mut possible) = (0_i64, 0_i64);
        let mut serving = Vec::new();
        for (place, entry) in self.entries.iter().enumerate() {
            if !entry.counts() || !scene.is_meant(entry, &event.holders) {
                continue;
            }
            let days = in_days(event.days, entry);
            let fit = fit(event.filter, entry.ceu, whose);
            // Units that are not known do not matter here.
            let known = entry.open.is_only(Fact::Units);
            if fit.is_yes() && days.surely && known {
                shown = shown.saturating_add(1);
                serving.push(place);
            }
            if fit.is_possible() && days.perhaps {
                possible = possible.saturating_add(1);
            }
        }
        let verdict = if shown >= event.need.most {
            Verdict::Met
        } else if possible < event.need.least && !self.no_section {
            Verdict::Unmet
        } else {
            Verdict::Undetermined
        };
        EventOutcome { verdict, shown, serving }
    }

    /// Which entries count on what is shown: what serves minima first, then by day.
    pub(super) fn tally(&self, needs: &Needs<'_>) -> &Tally {
        self.tally.get_or_init(|| {
            let order = self.order(needs);
            let counting = self.counting(needs, &order);
            Tally { order, counting }
        })
    }

    fn counting(&self, needs: &Needs<'_>, order: &[usize]) -> Vec<i64> {
        let tree = self.cap_tree(&needs.caps, Bound::Shown);
        let mut left: Vec<i64> = tree.caps.iter().map(|cap| cap.limit.sub_units()).collect();
        let mut counting = alloc::vec![0_i64; self.entries.len()];
        for place in order.iter().copied() {
            let counts = self.entries.get(place).is_some_and(Entry::counts);
            let mut amount = if counts { self.amount(place, Bound::Shown) } else { 0 };
            let chain = tree.chain(tree.innermost(self, place, Bound::Shown));
            for cap in &chain {
                amount = amount.min(left.get(*cap).copied().unwrap_or(0));
            }
            for cap in &chain {
                if let Some(left) = left.get_mut(*cap) {
                    *left = left.saturating_sub(amount);
                }
            }
            if let Some(counted) = counting.get_mut(place) {
                *counted = amount.max(0);
            }
        }
        counting
    }

    /// The entries by day and place; under caps, those that serve most minima first.
    fn order(&self, needs: &Needs<'_>) -> Vec<usize> {
        let ceu = |place: usize| self.entries.get(place).map(|entry| entry.ceu);
        let dated = self.entries.iter().enumerate().map(|(place, entry)| {
            let day = entry.ceu.completed().unwrap_or(Day::MAX);
            (day, entry.ceu.id().unwrap_or_default(), place)
        });
        let mut dated: Vec<(Day, &str, usize)> = dated.collect();
        if needs.caps.is_empty() {
            dated.sort_unstable();
            return dated.into_iter().map(|(_, _, place)| place).collect();
        }
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        let dated = |place: usize| dated.get(place).map(|(day, id, _)| (*day, *id));
        let minima = |place: usize| {
            (0..needs.demands.len())
                .filter(|demand| self.fits(*demand, place, Bound::Shown))
                .count()
        };
        let minima: Vec<usize> = (0..self.entries.len()).map(minima).collect();
        let key = |place: usize| (core::cmp::Reverse(minima.get(place)), dated(place));
        order.sort_by(|left, right| key(*left).cmp(&key(*right)));
        // Under caps it matters which of equals comes first: then what they say decides, not their place.
        for equals in order.chunk_by_mut(|left, right| key(*left) == key(*right)) {
            if equals.len() > 1 {
                equals.sort_by_cached_key(|place| (alloc::format!("{:?}", ceu(*place)), *place));
            }
        }
        order
    }

    /// Under caps, pools that are met one by one must be met by the same units.
    fn jointly(&mut self, needs: &Needs<'_>) {
        let met = |pool: &&PoolOutcome| pool.verdict == Verdict::Met;
        let minima = self.pools.iter().filter(met).count();
        if needs.caps.iter().all(|cap| cap.each) || minima < 2 {
            return;
        }
        let under_caps = self.pools.iter().filter(met).all(|pool| {
            let mut instance = pool.shown.clone();
            instance.caps.clear();
            for (supply, counted) in instance.supplies.iter_mut().zip(&self.tally(needs).counting) {
                supply.cap = None;
                supply.amount = decimal(supply.amount.sub_units().min(*counted));
            }
            bottleneck(&instance).is_none()
        });
        if under_caps || self.partitioned(needs) {
            return;
        }
        self.undecided.get_or_insert_with(|| {
            String::from("whether the maxima leave room for all minima at once was not decided")
        });
    }

    /// Whether all minima can be met by different units, caps considered.
    fn partitioned(&self, needs: &Needs<'_>) -> bool {
        let minima = (0..needs.demands.len()).filter(|demand| {
            needs.demands.get(*demand).is_some_and(|demand| demand.kind.is_some())
        });
        let minima: Vec<usize> = minima.collect();
        let tree = self.cap_tree(&needs.caps, Bound::Shown);
        minima.len() <= MAX_DEMANDS
            && bottleneck(&self.instance(needs, &minima, &tree, Bound::Shown)).is_none()
    }
}

/// What there is for a demand of a pool on what is shown: all that fits, and where demands compete what is
/// left to this one when as much as possible is placed.
pub(super) fn have(pool: &PoolOutcome, at: usize) -> i64 {
    if pool.demands.len() == 1 {
        return alone(&pool.shown, at);
    }
    let shares = fill(&pool.shown);
    let shares = shares.iter().filter(|share| share.demand == at);
    shares.map(|share| share.amount.sub_units()).sum()
}

/// The verdict on one demand of a pool.
pub(super) fn verdict_on(pool: &PoolOutcome, at: usize) -> Verdict {
    let named = |found: &Option<Bottleneck>| {
        found.as_ref().is_some_and(|bottleneck| bottleneck.demands.contains(at))
    };
    match pool.verdict {
        Verdict::Unmet if named(&pool.on_possible) => Verdict::Unmet,
        Verdict::Met => Verdict::Met,
        Verdict::Unmet | Verdict::Undetermined => {
            let need = pool.shown.demands.get(at).map_or(0, |need| need.sub_units());
            if alone(&pool.shown, at) >= need && !named(&pool.on_shown) {
                Verdict::Met
            } else {
                Verdict::Undetermined
            }
        }
    }
}

/// What everything that may serve a demand gives, caps considered.
pub(super) fn alone(instance: &Instance, at: usize) -> i64 {
    crate::allocation::supply_of(instance, DemandSet::NONE.with(at)).sub_units()
}

pub(super) fn decimal(sub_units: i64) -> Decimal {
    let most = Decimal::MAX.sub_units();
    Decimal::from_sub_units(sub_units.clamp(0, most)).unwrap_or(Decimal::MAX)
}
