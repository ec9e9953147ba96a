//! Placing amounts where they are demanded: exact, independent of order, with a certificate.
//!
//! An [`Instance`] has supplies (activities with an amount, the demands that each may serve, and the cap
//! that holds it), caps that form a tree, and demands. One unit serves one demand. The answer is
//! either a [`Placement`] that meets every demand, or a [`Bottleneck`]: demands that together ask for
//! more than everything that may serve them can give. [`check`] verifies both in a few lines that
//! share no code with the search. Where a unit may serve several demands at once (shares that are
//! independent of each other, or a specialty and the total) each such group of demands is an
//! instance of its own. No issuer is known here.

mod flow;

use alloc::vec::Vec;

use crate::quantity::Decimal;

/// How many demands an instance may have: their subsets are compared.
pub const MAX_DEMANDS: usize = 16;

/// A set of demands, by their place.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DemandSet(u32);

impl DemandSet {
    /// No demand.
    pub const NONE: Self = Self(0);

    /// This set and one demand more; a place beyond [`MAX_DEMANDS`] is ignored.
    #[must_use = "this returns the larger set, without modifying the original"]
    pub const fn with(self, demand: usize) -> Self {
        if demand < MAX_DEMANDS { Self(self.0 | (1 << demand)) } else { self }
    }

    /// Whether a demand is in the set.
    #[must_use]
    pub const fn contains(self, demand: usize) -> bool {
        demand < MAX_DEMANDS && self.0 & (1 << demand) != 0
    }

    /// Whether the two sets share a demand.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The demands in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..MAX_DEMANDS).filter(move |demand| self.contains(*demand))
    }

    /// How many demands it has.
    #[must_use]
    pub const fn len(self) -> usize {
        let mut rest = self.0;
        let mut count = 0_usize;
        while rest != 0 {
            rest &= rest.wrapping_sub(1);
            count = count.saturating_add(1);
        }
        count
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Something that can serve demands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a supply is these three")]
pub struct Supply {
    /// How much.
    pub amount: Decimal,
    /// Which demands it may serve.
    pub serves: DemandSet,
    /// The innermost cap that holds it, by place.
    pub cap: Option<usize>,
}

/// At most so much of everything below it counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a cap is these two")]
pub struct Cap {
    /// How much.
    pub limit: Decimal,
    /// The cap around it, by place; an outer cap stands before the inner one.
    pub parent: Option<usize>,
}

/// Supplies, the tree of caps, and how much each demand asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an instance is these three lists")]
pub struct Instance {
    /// What there is.
    pub supplies: Vec<Supply>,
    /// The caps, outer ones first.
    pub caps: Vec<Cap>,
    /// What is asked for.
    pub demands: Vec<Decimal>,
}

/// So much of one supply serves one demand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a share is these three")]
pub struct Share {
    /// The supply, by place.
    pub supply: usize,
    /// The demand, by place.
    pub demand: usize,
    /// How much.
    pub amount: Decimal,
}

/// Where everything goes: every demand is met exactly.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Placement {
    shares: Vec<Share>,
}

impl Placement {
    /// The shares, in order of supply and demand.
    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }
}

/// Demands that cannot all be met, and by how much.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Bottleneck {
    /// The demands.
    pub demands: DemandSet,
    /// What they ask for together.
    pub demand: Decimal,
    /// What everything that may serve any of them can give, caps considered.
    pub supply: Decimal,
}

impl Bottleneck {
    /// Whether each of the demands could be met by itself: there is enough, but not for all at once.
    #[must_use]
    pub fn is_conflict(&self, instance: &Instance) -> bool {
        let alone = |demand: usize| {
            let need = instance.demands.get(demand).map_or(0, |need| need.sub_units());
            rank(&single(instance), &instance.caps, DemandSet::NONE.with(demand)) >= need
        };
        self.demands.len() > 1 && self.demands.iter().all(alone)
    }

    /// How much is missing.
    #[must_use]
    pub fn missing(&self) -> Decimal {
        let missing = self.demand.sub_units().saturating_sub(self.supply.sub_units());
        Decimal::from_sub_units(missing).unwrap_or(Decimal::ZERO)
    }
}

/// What came of an instance.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "an instance is feasible or it is not")]
pub enum Allocation {
    /// Every demand is met.
    Met(Placement),
    /// Not every demand can be met.
    Unmet(Bottleneck),
}

/// Places the supplies, or names the demands that lack most; among those, the fewest.
///
/// The order of supplies does not matter for the outcome; among equal placements earlier supplies
/// serve earlier demands.
///
/// # Example: enough hours, but not for both
///
/// ```
/// use coding_credentials::allocation::{Allocation, DemandSet, Instance, Supply, allocate, check};
/// use coding_credentials::quantity::Decimal;
///
/// let both = DemandSet::NONE.with(0).with(1);
/// let instance = Instance {
///     supplies: vec![Supply { amount: Decimal::whole(20), serves: both, cap: None }],
///     caps: vec![],
///     demands: vec![Decimal::whole(16), Decimal::whole(16)],
/// };
/// let allocation = allocate(&instance);
/// assert!(check(&instance, &allocation));
/// let Allocation::Unmet(bottleneck) = allocation else { unreachable!() };
/// assert_eq!(bottleneck.missing(), Decimal::whole(12));
/// assert!(bottleneck.is_conflict(&instance));
/// ```
#[must_use]
pub fn allocate(instance: &Instance) -> Allocation {
    certify(instance, bottleneck(instance))
}

/// The demands that lack most; among those, the fewest. `None`: every demand can be met, wherever the
/// supplies go.
pub(crate) fn bottleneck(instance: &Instance) -> Option<Bottleneck> {
    if let [need] = instance.demands.as_slice() {
        let demands = DemandSet::NONE.with(0);
        let supply = supply_of(instance, demands);
        return (*need > supply).then_some(Bottleneck { demands, demand: *need, supply });
    }
    let all = (0..instance.demands.len().min(MAX_DEMANDS)).fold(DemandSet::NONE, DemandSet::with);
    let pools = flow::pools(instance);
    let mut worst: Option<(i64, usize, DemandSet)> = None;
    for bits in 1..=all.0 {
        let set = DemandSet(bits);
        let lack = asked(instance, set).saturating_sub(rank(&pools, &instance.caps, set));
        let key = (lack, usize::MAX.saturating_sub(set.len()));
        if lack > 0 && worst.is_none_or(|(most, few, _)| key > (most, few)) {
            worst = Some((key.0, key.1, set));
        }
    }
    worst.map(|(_, _, demands)| Bottleneck {
        demands,
        demand: amount(asked(instance, demands)),
        supply: amount(rank(&pools, &instance.caps, demands)),
    })
}

/// What was found as an allocation: without a bottleneck the supplies are placed.
pub(crate) fn certify(instance: &Instance, found: Option<Bottleneck>) -> Allocation {
    let met = || Allocation::Met(Placement { shares: flow::place(instance) });
    found.map_or_else(met, Allocation::Unmet)
}

/// Whether an allocation is right: a placement meets every demand within every bound, and a
/// bottleneck asks for more than everything that may serve it can give.
#[must_use]
pub fn check(instance: &Instance, allocation: &Allocation) -> bool {
    match allocation {
        Allocation::Unmet(bottleneck) => {
            bottleneck.demand == amount(asked(instance, bottleneck.demands))
                && bottleneck.supply
                    == amount(rank(&single(instance), &instance.caps, bottleneck.demands))
                && bottleneck.demand > bottleneck.supply
        }
        Allocation::Met(placement) => {
            let shares = || placement.shares.iter();
            let sum = |wanted: &dyn Fn(&Share) -> bool| {
                shares()
                    .filter(|share| wanted(share))
                    .map(|share| share.amount.sub_units())
                    .sum::<i64>()
            };
            let supply = |share: &Share| instance.supplies.get(share.supply);
            let eligible = |share: &Share| {
                supply(share).is_some_and(|supply| supply.serves.contains(share.demand))
            };
            let under = |share: &Share, cap: usize| {
                let mut around = supply(share).and_then(|supply| supply.cap);
                while around.is_some_and(|inner| inner > cap) {
                    around = around.and_then(|inner| instance.caps.get(inner)?.parent);
                }
                around == Some(cap)
            };
            let mut used = alloc::vec![0_i64; instance.supplies.len()];
            let counted = shares().all(|share| {
                used.get_mut(share.supply)
                    .map(|used| *used = used.saturating_add(share.amount.sub_units()))
                    .is_some()
            });
            let mut within = used.iter().zip(&instance.supplies);
            counted
                && shares().all(eligible)
                && within.all(|(used, supply)| *used <= supply.amount.sub_units())
                && instance
                    .caps
                    .iter()
                    .enumerate()
                    .all(|(cap, rule)| sum(&|share| under(share, cap)) <= rule.limit.sub_units())
                && instance
                    .demands
                    .iter()
                    .enumerate()
                    .all(|(demand, need)| sum(&|share| share.demand == demand) == need.sub_units())
        }
    }
}

/// As much as can be placed, whether or not every demand is met.
pub(crate) fn fill(instance: &Instance) -> Vec<Share> {
    flow::place(instance)
}

/// What everything that may serve any of some demands gives, caps considered.
pub(crate) fn supply_of(instance: &Instance, set: DemandSet) -> Decimal {
    if instance.caps.is_empty() {
        let serving = instance.supplies.iter().filter(|supply| supply.serves.meets(set));
        let amounts = serving.map(|supply| supply.amount.sub_units());
        return amount(amounts.fold(0, i64::saturating_add));
    }
    amount(rank(&flow::pools(instance), &instance.caps, set))
}

fn amount(sub_units: i64) -> Decimal {
    Decimal::from_sub_units(sub_units).unwrap_or(Decimal::MAX)
}

/// What a set of demands asks for together.
fn asked(instance: &Instance, set: DemandSet) -> i64 {
    let needs = set.iter().filter_map(|demand| instance.demands.get(demand));
    needs.fold(0, |sum, need| sum.saturating_add(need.sub_units()))
}

/// Supply that is not told apart.
struct Pool {
    sum: i64,
    serves: DemandSet,
    cap: Option<usize>,
}

/// Every supply by itself.
fn single(instance: &Instance) -> Vec<Pool> {
    let pool = |supply: &Supply| Pool {
        sum: supply.amount.sub_units(),
        serves: supply.serves,
        cap: supply.cap,
    };
    instance.supplies.iter().map(pool).collect()
}

/// What all supplies that may serve any of a set of demands can give, caps considered.
fn rank(pools: &[Pool], caps: &[Cap], set: DemandSet) -> i64 {
    let mut held = alloc::vec![0_i64; caps.len()];
    let mut free = 0_i64;
    for pool in pools.iter().filter(|pool| pool.serves.meets(set)) {
        let below = match pool.cap.and_then(|cap| held.get_mut(cap)) {
            Some(held) => held,
            None => &mut free,
        };
        *below = below.saturating_add(pool.sum);
    }
    // Outer caps stand before inner ones: from the back, every inner cap is settled first.
    for (place, cap) in caps.iter().enumerate().rev() {
        let sum = held.get(place).copied().unwrap_or_default().min(cap.limit.sub_units());
        let parent = cap.parent.filter(|parent| *parent < place);
        let above = match parent.and_then(|parent| held.get_mut(parent)) {
            Some(above) => above,
            None => &mut free,
        };
        *above = above.saturating_add(sum);
    }
    free
}
