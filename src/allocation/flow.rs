//! Placing by maximum flow, over supplies of equal eligibility taken together.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use super::{DemandSet, Instance, MAX_DEMANDS, Pool, Share};
use crate::quantity::Decimal;

/// Supplies that may serve the same demands under the same cap, in the order of the instance.
type Groups = BTreeMap<(DemandSet, Option<usize>), Vec<usize>>;

/// Supplies of equal eligibility taken together; those that serve nothing are left out.
pub(super) fn pools(instance: &Instance) -> Vec<Pool> {
    let mut sums: BTreeMap<(DemandSet, Option<usize>), i64> = BTreeMap::new();
    let serving = instance.supplies.iter().filter(|supply| !supply.serves.is_empty());
    // Neighbours are mostly alike: a run of them is looked up once.
    let mut run: Option<((DemandSet, Option<usize>), i64)> = None;
    let mut add = |(key, sum)| {
        let sums: &mut i64 = sums.entry(key).or_default();
        *sums = sums.saturating_add(sum);
    };
    for supply in serving {
        let (key, amount) = ((supply.serves, supply.cap), supply.amount.sub_units());
        match &mut run {
            Some((known, sum)) if *known == key => *sum = sum.saturating_add(amount),
            _ => run.replace((key, amount)).into_iter().for_each(&mut add),
        }
    }
    run.into_iter().for_each(&mut add);
    sums.into_iter().map(|((serves, cap), sum)| Pool { sum, serves, cap }).collect()
}

/// The shares of a placement that meets every demand, in order of supply and demand. The instance
/// must be feasible; of one that is not, as much is placed as can be.
pub(super) fn place(instance: &Instance) -> Vec<Share> {
    if let ([need], []) = (instance.demands.as_slice(), instance.caps.as_slice()) {
        return one_after_the_other(instance, need.sub_units());
    }
    let mut groups: Groups = BTreeMap::new();
    let supplies = instance.supplies.iter().enumerate();
    for (place, supply) in supplies.filter(|(_, supply)| !supply.serves.is_empty()) {
        groups.entry((supply.serves, supply.cap)).or_default().push(place);
    }
    let demands = instance.demands.len().min(MAX_DEMANDS);
    let caps = instance.caps.len();
    // Nodes: the source, caps, groups, demands, the sink.
    let (source, first_group) = (0, caps.saturating_add(1));
    let first_demand = first_group.saturating_add(groups.len());
    let sink = first_demand.saturating_add(demands);
    let mut network = Network::new(sink.saturating_add(1));
    let cap_node = |cap: Option<usize>| cap.map_or(source, |cap| cap.saturating_add(1));
    for (place, cap) in instance.caps.iter().enumerate() {
        network.edge(cap_node(cap.parent), place.saturating_add(1), cap.limit.sub_units());
    }
    for (place, ((serves, cap), members)) in groups.iter().enumerate() {
        let node = first_group.saturating_add(place);
        let sum = members.iter().filter_map(|member| instance.supplies.get(*member));
        let sum = sum.fold(0_i64, |sum, supply| sum.saturating_add(supply.amount.sub_units()));
        network.edge(cap_node(*cap), node, sum);
        for demand in serves.iter().filter(|demand| *demand < demands) {
            network.edge(node, first_demand.saturating_add(demand), sum);
        }
    }
    for (demand, need) in instance.demands.iter().take(demands).enumerate() {
        network.edge(first_demand.saturating_add(demand), sink, need.sub_units());
    }
    network.saturate(source, sink);
    let mut shares = Vec::new();
    for (place, members) in groups.values().enumerate() {
        let node = first_group.saturating_add(place);
        let flows = network.flows_from(node);
        let flows = flows.filter_map(|(to, flow)| Some((to.checked_sub(first_demand)?, flow)));
        split(instance, members, flows.collect(), &mut shares);
    }
    shares.sort_unstable_by_key(|share| (share.supply, share.demand));
    shares
}

/// A single demand without caps takes the supplies that may serve it in order, until it has enough.
fn one_after_the_other(instance: &Instance, mut need: i64) -> Vec<Share> {
    let mut shares = Vec::new();
    for (supply, one) in instance.supplies.iter().enumerate() {
        let given = one.amount.sub_units().min(need);
        if given > 0 && one.cap.is_none() && one.serves.contains(0) {
            need = need.saturating_sub(given);
            let amount = Decimal::from_sub_units(given).unwrap_or(Decimal::MAX);
            shares.push(Share { supply, demand: 0, amount });
        }
    }
    shares
}

/// Shares out what a group gives to each demand over its members, both in order.
fn split(
    instance: &Instance,
    members: &[usize],
    mut flows: Vec<(usize, i64)>,
    shares: &mut Vec<Share>,
) {
    flows.sort_unstable();
    let mut flows = flows.into_iter().filter(|(_, flow)| *flow > 0);
    let mut current = flows.next();
    for member in members {
        let mut rest = instance.supplies.get(*member).map_or(0, |supply| supply.amount.sub_units());
        while let Some((demand, open)) = current.filter(|_| rest > 0) {
            let given = rest.min(open);
            rest = rest.saturating_sub(given);
            let amount = Decimal::from_sub_units(given).unwrap_or(Decimal::MAX);
            shares.push(Share { supply: *member, demand, amount });
            let left = open.saturating_sub(given);
            current = if left > 0 { Some((demand, left)) } else { flows.next() };
        }
    }
}

/// A flow network; every edge stands beside its reverse, so that `edge ^ 1` is the other direction.
struct Network {
    edges: Vec<Edge>,
    out: Vec<Vec<usize>>,
}

struct Edge {
    to: usize,
    open: i64,
}

impl Network {
    fn new(nodes: usize) -> Self {
        Self { edges: Vec::new(), out: (0..nodes).map(|_| Vec::new()).collect() }
    }

    fn edge(&mut self, from: usize, to: usize, capacity: i64) {
        for (node, to, open) in [(from, to, capacity), (to, from, 0)] {
            if let Some(out) = self.out.get_mut(node) {
                out.push(self.edges.len());
            }
            self.edges.push(Edge { to, open });
        }
    }

    /// What flows along the forward edges out of a node.
    fn flows_from(&self, node: usize) -> impl Iterator<Item = (usize, i64)> {
        let out = self.out.get(node).into_iter().flatten();
        out.filter(|edge| *edge & 1 == 0).filter_map(|edge| {
            let reverse = self.edges.get(edge ^ 1)?;
            Some((self.edges.get(*edge)?.to, reverse.open))
        })
    }

    /// Pushes as much as goes from source to sink: shortest ways first, all of one length at once.
    fn saturate(&mut self, source: usize, sink: usize) {
        while let Some(levels) = self.levels(source, sink) {
            let mut next = alloc::vec![0_usize; self.out.len()];
            while self.push(source, sink, i64::MAX, &levels, &mut next) > 0 {}
        }
    }

    /// The distance of each node from the source, `None` when the sink is out of reach.
    fn levels(&self, source: usize, sink: usize) -> Option<Vec<Option<usize>>> {
        let mut levels: Vec<Option<usize>> = alloc::vec![None; self.out.len()];
        *levels.get_mut(source)? = Some(0);
        let mut queue = VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            let level = levels.get(node).copied().flatten()?;
            for edge in
                self.out.get(node).into_iter().flatten().filter_map(|edge| self.edges.get(*edge))
            {
                if let Some(unseen) =
                    levels.get_mut(edge.to).filter(|level| level.is_none() && edge.open > 0)
                {
                    *unseen = Some(level.saturating_add(1));
                    queue.push_back(edge.to);
                }
            }
        }
        levels.get(sink).copied().flatten().map(|_| levels)
    }

    /// Pushes along one way of the level graph; the depth is that of the caps and three more.
    fn push(
        &mut self,
        node: usize,
        sink: usize,
        most: i64,
        levels: &[Option<usize>],
        next: &mut [usize],
    ) -> i64 {
        if node == sink {
            return most;
        }
        let below = levels.get(node).copied().flatten().map(|level| level.saturating_add(1));
        while let Some(edge) =
            next.get(node).and_then(|next| self.out.get(node)?.get(*next)).copied()
        {
            let (to, open) = self.edges.get(edge).map_or((sink, 0), |edge| (edge.to, edge.open));
            if open > 0 && levels.get(to).copied().flatten() == below {
                let pushed = self.push(to, sink, most.min(open), levels, next);
                if pushed > 0 {
                    self.add(edge, pushed);
                    return pushed;
                }
            }
            if let Some(next) = next.get_mut(node) {
                *next = next.saturating_add(1);
            }
        }
        0
    }

    fn add(&mut self, edge: usize, pushed: i64) {
        if let Some(forward) = self.edges.get_mut(edge) {
            forward.open = forward.open.saturating_sub(pushed);
        }
        if let Some(reverse) = self.edges.get_mut(edge ^ 1) {
            reverse.open = reverse.open.saturating_add(pushed);
        }
    }
}
