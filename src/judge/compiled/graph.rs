//! Formulas over tests: and, or, nothing else, each different one once.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::calendar::Day;
use crate::judge::measure::{AnchorDay, Interval};
use crate::judge::program::{AnchorId, MeasureId};

/// A formula, by its place; what it rests on stands before it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const NEVER: Self = Self(0);
    pub(crate) const ALWAYS: Self = Self(1);

    pub(crate) fn place(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// One formula.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Node {
    Never,
    Always,
    /// A test, by its place.
    Test(u32),
    And(NodeId, NodeId),
    Or(NodeId, NodeId),
}

/// What is tested of a record.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Test {
    /// A measure reaches a threshold.
    Reaches(MeasureId, i64),
    /// The day that picks versions is one of some days, by their place.
    Anchored(AnchorId, usize),
}

/// Some of the cases in which the day that picks versions can be.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct When {
    /// It is known, and one of these: stretches in order, apart from each other.
    pub(crate) days: Vec<(Day, Day)>,
    /// It has not come.
    pub(crate) unset: bool,
    /// It is not known.
    pub(crate) not_known: bool,
}

impl When {
    pub(crate) fn holds(&self, day: &AnchorDay) -> bool {
        match day {
            AnchorDay::Known(day) => {
                self.days.iter().any(|(from, until)| from <= day && day <= until)
            }
            AnchorDay::Unset => self.unset,
            AnchorDay::Unknown(_) => self.not_known,
        }
    }

    fn is_always(&self) -> bool {
        self.unset && self.not_known && self.days == [(Day::MIN, Day::MAX)]
    }

    /// Either.
    fn join(&self, other: &Self) -> Self {
        let mut days: Vec<(Day, Day)> = self.days.iter().chain(&other.days).copied().collect();
        days.sort_unstable();
        let mut joined: Vec<(Day, Day)> = Vec::new();
        for (from, until) in days {
            let touches = |last: &&mut (Day, Day)| from <= last.1 || from == last.1.plus_days(1);
            match joined.last_mut().filter(touches) {
                Some(last) => last.1 = last.1.max(until),
                None => joined.push((from, until)),
            }
        }
        Self {
            days: joined,
            unset: self.unset || other.unset,
            not_known: self.not_known || other.not_known,
        }
    }
}

/// What a truth can be: both bounds of one record as bits, or a bit or a byte for each of many records.
pub(crate) trait Truths: Clone {
    fn set_and(&mut self, left: &Self, right: &Self);
    fn set_or(&mut self, left: &Self, right: &Self);
}

macro_rules! bits {
    ($($name:ty)+) => { $(
        impl Truths for $name {
            fn set_and(&mut self, left: &Self, right: &Self) {
                *self = *left & *right;
            }
            fn set_or(&mut self, left: &Self, right: &Self) {
                *self = *left | *right;
            }
        }
    )+ };
}

bits! { u8 u64 }

impl<T: Truths, const N: usize> Truths for [T; N] {
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn set_and(&mut self, left: &Self, right: &Self) {
        let both = left.iter().zip(right);
        self.iter_mut().zip(both).for_each(|(one, (left, right))| one.set_and(left, right));
    }

    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn set_or(&mut self, left: &Self, right: &Self) {
        let both = left.iter().zip(right);
        self.iter_mut().zip(both).for_each(|(one, (left, right))| one.set_or(left, right));
    }
}

/// Says what each test comes to.
pub(crate) trait Outcomes<T> {
    fn outcome(&self, test: usize, value: &mut T);
}

/// A function that says it.
pub(crate) struct By<F>(pub(crate) F);

impl<T, F: Fn(usize, &mut T)> Outcomes<T> for By<F> {
    fn outcome(&self, test: usize, value: &mut T) {
        self.0(test, value);
    }
}

/// Formulas in an order in which each can be worked out from those before it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    pub(crate) tests: Vec<Test>,
    /// The days of tests of days.
    pub(crate) when: Vec<When>,
    /// Up to here there are the constants and all tests in order; 0 where that is not so.
    inner: usize,
}

impl Graph {
    /// The constants.
    pub(crate) const CONSTANTS: usize = 2;

    /// The tests whose formulas stand in order right after the constants.
    pub(crate) fn first_tests(&self) -> &[Test] {
        let count = self.inner.saturating_sub(Self::CONSTANTS);
        self.tests.get(..count).unwrap_or_default()
    }

    /// Works out every formula.
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    pub(crate) fn run<T: Truths>(
        &self,
        constants: (&T, &T),
        tests: &impl Outcomes<T>,
        values: &mut [T],
    ) {
        self.run_from(0, constants, tests, values);
    }

    /// Works out the formulas from a place on, where those before it are.
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    pub(crate) fn run_from<T: Truths>(
        &self,
        first: usize,
        (never, always): (&T, &T),
        tests: &impl Outcomes<T>,
        values: &mut [T],
    ) {
        for (place, node) in self.nodes.iter().enumerate().skip(first) {
            let Some((before, [value, ..])) = values.split_at_mut_checked(place) else { return };
            let of = |node: NodeId| before.get(node.place()).unwrap_or(never);
            match *node {
                Node::Never => value.clone_from(never),
                Node::Always => value.clone_from(always),
                Node::Test(place) => {
                    tests.outcome(usize::try_from(place).unwrap_or_default(), value);
                }
                // No processor could guess which of both a node is: all but the last step is the same.
                Node::And(left, right) | Node::Or(left, right) => {
                    let (left, right) = (of(left), of(right));
                    if matches!(node, Node::Or(..)) {
                        value.set_or(left, right);
                    } else {
                        value.set_and(left, right);
                    }
                }
            }
        }
    }

    /// One formula alone, from its root down; it takes no memory.
    pub(crate) fn holds(&self, node: NodeId, test: &impl Fn(usize) -> bool) -> bool {
        match self.nodes.get(node.place()) {
            None | Some(Node::Never) => false,
            Some(Node::Always) => true,
            Some(Node::Test(place)) => test(usize::try_from(*place).unwrap_or_default()),
            Some(Node::And(left, right)) => self.holds(*left, test) && self.holds(*right, test),
            Some(Node::Or(left, right)) => self.holds(*left, test) || self.holds(*right, test),
        }
    }

    /// Only what some formulas rest on, and where these now stand.
    pub(crate) fn part(&self, roots: &[NodeId]) -> (Self, Vec<NodeId>) {
        let needed = self.below(roots);

        let mut builder = Builder::new();
        let mut moved = alloc::vec![NodeId::NEVER; self.nodes.len()];
        let each = || self.nodes.iter().enumerate().zip(&needed).filter(|(_, needed)| **needed);
        let is_test = |node: &Node| matches!(node, Node::Test(_));
        // The tests first, so that they are worked out in one go.
        let tests = each().filter(|((_, node), _)| is_test(node));
        for ((place, node), _) in tests.chain(each().filter(|((_, node), _)| !is_test(node))) {
            let at = |node: NodeId| moved.get(node.place()).copied().unwrap_or(NodeId::NEVER);
            let new = match *node {
                Node::Never => NodeId::NEVER,
                Node::Always => NodeId::ALWAYS,
                Node::Test(test) => {
                    let test = self.tests.get(usize::try_from(test).unwrap_or(usize::MAX));
                    match test {
                        Some(Test::Anchored(anchor, when)) => self
                            .when
                            .get(*when)
                            .map_or(NodeId::NEVER, |when| builder.anchored(*anchor, when.clone())),
                        Some(test) => builder.test(*test),
                        None => NodeId::NEVER,
                    }
                }
                Node::And(left, right) => builder.node(Node::And(at(left), at(right))),
                Node::Or(left, right) => builder.node(Node::Or(at(left), at(right))),
            };
            if let Some(moved) = moved.get_mut(place) {
                *moved = new;
            }
        }
        let roots = roots.iter().filter_map(|root| moved.get(root.place()).copied()).collect();
        let after = builder.graph.nodes.iter().skip(Self::CONSTANTS);
        let tests = after.take_while(|node| is_test(node)).count();
        builder.graph.inner = tests.saturating_add(Self::CONSTANTS);
        (builder.graph, roots)
    }

    /// What a test is about, whatever graph it stands in.
    pub(crate) fn about(&self, test: &Test) -> (Test, Option<&When>) {
        match *test {
            Test::Reaches(..) => (*test, None),
            Test::Anchored(anchor, when) => (Test::Anchored(anchor, 0), self.when.get(when)),
        }
    }

    /// Which formulas some formulas rest on.
    fn below(&self, roots: &[NodeId]) -> Vec<bool> {
        let mut needed = alloc::vec![false; self.nodes.len()];
        let need = |needed: &mut Vec<bool>, node: NodeId| {
            if let Some(mark) = needed.get_mut(node.place()) {
                *mark = true;
            }
        };
        for root in roots {
            need(&mut needed, *root);
        }
        for (place, node) in self.nodes.iter().enumerate().rev() {
            if let Node::And(left, right) | Node::Or(left, right) = node
                && needed.get(place) == Some(&true)
            {
                need(&mut needed, *left);
                need(&mut needed, *right);
            }
        }
        needed
    }
}

/// Builds formulas, each different one once, and the simplest of those that are plainly the same.
#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) graph: Graph,
    known: BTreeMap<Node, NodeId>,
    tests: BTreeMap<Test, u32>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        let nodes = Vec::from([Node::Never, Node::Always]);
        let graph = Graph { nodes, ..Graph::default() };
        Self { graph, ..Self::default() }
    }

    fn node(&mut self, node: Node) -> NodeId {
        let next = NodeId(u32::try_from(self.graph.nodes.len()).unwrap_or(u32::MAX));
        let id = *self.known.entry(node).or_insert(next);
        if id == next {
            self.graph.nodes.push(node);
        }
        id
    }

    /// A test. Measures are never negative, so that no threshold up to 0 needs one.
    pub(crate) fn test(&mut self, test: Test) -> NodeId {
        if matches!(test, Test::Reaches(_, need) if need <= 0) {
            return NodeId::ALWAYS;
        }
        let next = u32::try_from(self.graph.tests.len()).unwrap_or(u32::MAX);
        let place = *self.tests.entry(test).or_insert(next);
        if place == next {
            self.graph.tests.push(test);
        }
        self.node(Node::Test(place))
    }

    /// A test of the day that picks versions.
    pub(crate) fn anchored(&mut self, anchor: AnchorId, when: When) -> NodeId {
        if when.is_always() {
            return NodeId::ALWAYS;
        }
        let known = self.graph.when.iter().position(|known| *known == when);
        let place = known.unwrap_or_else(|| {
            self.graph.when.push(when);
            self.graph.when.len().saturating_sub(1)
        });
        self.test(Test::Anchored(anchor, place))
    }

    /// Either of two tests of the same day.
    fn joined(&mut self, left: NodeId, right: NodeId) -> Option<NodeId> {
        let tests = (self.tested(self.at(left)), self.tested(self.at(right)));
        let (Some(Test::Anchored(anchor, one)), Some(Test::Anchored(other, two))) = tests else {
            return None;
        };
        let when = self.graph.when.get(one)?.join(self.graph.when.get(two)?);
        (anchor == other).then(|| self.anchored(anchor, when))
    }

    fn at(&self, id: NodeId) -> Node {
        self.graph.nodes.get(id.place()).copied().unwrap_or(Node::Never)
    }

    pub(crate) fn and(&mut self, left: NodeId, right: NodeId) -> NodeId {
        match (left, right) {
            (NodeId::NEVER, _) | (_, NodeId::NEVER) => NodeId::NEVER,
            (NodeId::ALWAYS, other) | (other, NodeId::ALWAYS) => other,
            _ if self.implies(left, right) => left,
            _ if self.implies(right, left) => right,
            _ => self.node(Node::And(left.min(right), left.max(right))),
        }
    }

    pub(crate) fn or(&mut self, left: NodeId, right: NodeId) -> NodeId {
        match (left, right) {
            (NodeId::ALWAYS, _) | (_, NodeId::ALWAYS) => NodeId::ALWAYS,
            (NodeId::NEVER, other) | (other, NodeId::NEVER) => other,
            _ if self.implies(left, right) => right,
            _ if self.implies(right, left) => left,
            _ => match self.joined(left, right) {
                Some(joined) => joined,
                None => self.node(Node::Or(left.min(right), left.max(right))),
            },
        }
    }

    /// Whether one formula plainly entails another: the same, a part of it, or a higher threshold.
    fn implies(&self, one: NodeId, other: NodeId) -> bool {
        let node = |id: NodeId| self.at(id);
        one == other
            || matches!(node(one), Node::And(left, right) if left == other || right == other)
            || matches!(node(other), Node::Or(left, right) if left == one || right == one)
            || matches!(
                (self.tested(node(one)), self.tested(node(other))),
                (Some(Test::Reaches(one, more)), Some(Test::Reaches(other, less)))
                    if one == other && more >= less
            )
    }

    fn tested(&self, node: Node) -> Option<Test> {
        let Node::Test(place) = node else { return None };
        self.graph.tests.get(usize::try_from(place).ok()?).copied()
    }
}

/// Both bounds of a test on a measured value, as two bits.
pub(crate) fn bounds(value: Interval, need: i64) -> u8 {
    u8::from(value.shown >= need) | (u8::from(value.possible >= need) << 1)
}
