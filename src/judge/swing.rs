//! On which unknowns an outcome swings.
//!
//! Every combination of what the unknowns can turn out to be is tried, but not all at once: branches of a
//! requirement that share no unknown turn out independently of each other, so that each is tried by
//! itself. An unknown of one branch swings the whole when some outcome of the others lets it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::decide::Bounds;
use super::evaluate::{Unobserved, Valuation};
use super::measure::{AnchorDay, Interval};
use super::program::{
    AnchorId, ChoiceId, DatedOp, Force, MeasureId, Op, OpenId, Outcome, Program, QuestionId, StepId,
};
use super::question::Atom;
use crate::calendar::Day;

/// A step with the unknowns that its evaluation reads.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) step: StepId,
    pub(super) atoms: Vec<Atom>,
    pub(super) below: Vec<Self>,
}

/// An unknown with the values to try.
pub(super) type Levels = (Atom, Vec<i64>);

/// How a part can turn out.
#[derive(Debug, Default)]
struct Reach {
    outcomes: BTreeSet<Outcome>,
    /// For each unknown the outcomes between which it alone can swing.
    swings: BTreeMap<Atom, BTreeSet<(Outcome, Outcome)>>,
}

/// How the outcomes of several branches make one.
#[derive(Clone, Copy)]
struct Join {
    unit: Outcome,
    of: fn(Outcome, Outcome) -> Outcome,
}

const ALL: Join = Join { unit: Outcome::MET, of: Outcome::and };
const ANY: Join = Join { unit: Outcome::UNMET, of: Outcome::or };

/// Tries what unknowns can turn out to be.
pub(super) struct Trial<'t> {
    pub(super) program: &'t Program,
    pub(super) bounds: &'t Bounds<'t>,
    /// In order of the unknowns, each with more than one value.
    pub(super) levels: &'t [Levels],
}

impl Trial<'_> {
    /// The unknowns on which a part swings.
    pub(super) fn swings(&self, part: &Part) -> BTreeSet<Atom> {
        self.reach(part).swings.into_keys().collect()
    }

    fn reach(&self, part: &Part) -> Reach {
        if !part.atoms.iter().any(|atom| self.levels_of(*atom).is_some()) {
            // Nothing in it is open: it turns out in one way.
            return self.tried(&[part], ALL);
        }
        match self.program.steps.get(part.step.0).map(|step| &step.op) {
            Some(Op::All(_)) => self.joined(&part.below, ALL),
            Some(Op::Any(_)) => self.joined(&part.below, ANY),
            Some(op) if self.stands_for_one(op) => self.joined(&part.below, ALL),
            _ => self.tried(&[part], ALL),
        }
    }

    /// Whether a step comes out like all that is evaluated below it: a step with sources of its own, a
    /// dated value of which the version is certain.
    fn stands_for_one(&self, op: &Op) -> bool {
        let certain = |dated: &DatedOp| {
            let force = dated.in_force(self.bounds);
            matches!(force, Force::On(_) | Force::Picked(_))
                && dated.versions_in(force).count() == 1
        };
        match op {
            Op::Cited(..) => true,
            Op::Versions(dated) => self.program.dated.get(dated.0).is_some_and(certain),
            _ => false,
        }
    }

    /// Branches in groups that share no unknown.
    fn joined(&self, below: &[Part], join: Join) -> Reach {
        let mut groups: Vec<(BTreeSet<Atom>, Vec<&Part>)> = Vec::new();
        for part in below {
            let open = part.atoms.iter().filter(|atom| self.levels_of(**atom).is_some());
            let mut group = (open.copied().collect::<BTreeSet<Atom>>(), Vec::from([part]));
            let (apart, shared): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|(atoms, _)| atoms.is_disjoint(&group.0));
            for (atoms, parts) in shared {
                group.0.extend(atoms);
                group.1.extend(parts);
            }
            groups = apart;
            groups.push(group);
        }
        let reach = |(_, parts): (_, Vec<&Part>)| match parts.as_slice() {
            [one] => self.reach(one),
            several => self.tried(several, join),
        };
        independent(&groups.into_iter().map(reach).collect::<Vec<Reach>>(), join)
    }

    fn levels_of(&self, atom: Atom) -> Option<&Levels> {
        let place = self.levels.binary_search_by_key(&atom, |(atom, _)| *atom).ok()?;
        self.levels.get(place)
    }

    /// Every combination of the unknowns of some parts.
    fn tried(&self, parts: &[&Part], join: Join) -> Reach {
        let Table { levels, outcomes } = match parts {
            [one] => self.table(one),
            several => self.join_tables(several, join),
        };
        let mut reach = Reach::default();
        let mut stride = 1_usize;
        for (atom, levels) in levels {
            let pairs = swings(&outcomes, stride, levels.len());
            if !pairs.is_empty() {
                reach.swings.insert(*atom, pairs);
            }
            stride = stride.saturating_mul(levels.len().max(1));
        }
        let all = [Outcome::MET, Outcome::UNMET, Outcome::OPEN];
        reach.outcomes = all.into_iter().filter(|one| outcomes.contains(one)).collect();
        reach
    }

    /// The open unknowns of some parts, in order.
    fn levels_in(&self, parts: &[&Part]) -> Vec<&Levels> {
        let atoms: BTreeSet<Atom> = parts.iter().flat_map(|part| &part.atoms).copied().collect();
        atoms.iter().filter_map(|atom| self.levels_of(*atom)).collect()
    }

    /// How a part turns out, combination by combination: where it rests on others as a whole, from how
    /// those do, each of which reads few of the unknowns.
    fn table(&self, part: &Part) -> Table<'_> {
        let below = || part.below.iter().collect::<Vec<&Part>>();
        match self.program.steps.get(part.step.0).map(|step| &step.op) {
            Some(Op::All(_)) => self.join_tables(&below(), ALL),
            Some(Op::Any(_)) => self.join_tables(&below(), ANY),
            Some(op) if self.stands_for_one(op) => self.join_tables(&below(), ALL),
            _ => self.evaluated(part),
        }
    }

    fn evaluated(&self, part: &Part) -> Table<'_> {
        let levels = self.levels_in(&[part]);
        let outcome = |number: usize| {
            let point = Point { bounds: self.bounds, values: values(&levels, number) };
            self.program.evaluate(part.step, &point, &mut Unobserved)
        };
        let outcomes = (0..combinations(&levels)).map(outcome).collect();
        Table { levels, outcomes }
    }

    /// The tables of several parts as one.
    fn join_tables(&self, parts: &[&Part], join: Join) -> Table<'_> {
        let levels = self.levels_in(parts);
        let mut tables: Vec<Column<'_>> =
            parts.iter().map(|part| Column::new(self.table(part), &levels)).collect();
        let mut digits: Vec<usize> = alloc::vec![0; levels.len()];
        let count = combinations(&levels);
        let mut outcomes = Vec::with_capacity(count);
        for _ in 0..count {
            outcomes.push(tables.iter().map(Column::outcome).fold(join.unit, join.of));
            for (place, (digit, (_, values))) in digits.iter_mut().zip(&levels).enumerate() {
                let next = digit.saturating_add(1);
                let turns = next >= values.len();
                let from = *digit;
                *digit = if turns { 0 } else { next };
                for table in &mut tables {
                    table.turn(place, from, *digit);
                }
                if !turns {
                    break;
                }
            }
        }
        Table { levels, outcomes }
    }
}

/// How something turns out in every combination of its unknowns, numbered in mixed radix.
struct Table<'t> {
    levels: Vec<&'t Levels>,
    outcomes: Vec<Outcome>,
}

/// A table while the combinations of a larger one are gone through.
struct Column<'t> {
    table: Table<'t>,
    /// For each unknown of the larger one how far its next value lies; 0 where it is not read.
    strides: Vec<usize>,
    number: usize,
}

impl<'t> Column<'t> {
    fn new(table: Table<'t>, all: &[&Levels]) -> Self {
        let stride = |(atom, _): &&Levels| {
            let place = table.levels.binary_search_by_key(atom, |(atom, _)| *atom).ok();
            place.map_or(0, |place| combinations(table.levels.get(..place).unwrap_or_default()))
        };
        Self { strides: all.iter().map(stride).collect(), table, number: 0 }
    }

    fn outcome(&self) -> Outcome {
        self.table.outcomes.get(self.number).copied().unwrap_or(Outcome::OPEN)
    }

    /// An unknown takes another of its values.
    fn turn(&mut self, place: usize, from: usize, to: usize) {
        let stride = self.strides.get(place).copied().unwrap_or_default();
        let without = self.number.saturating_sub(stride.saturating_mul(from));
        self.number = without.saturating_add(stride.saturating_mul(to));
    }
}

fn combinations(levels: &[&Levels]) -> usize {
    levels.iter().fold(1, |count: usize, (_, levels)| count.saturating_mul(levels.len().max(1)))
}

/// How branches that share no unknown turn out together.
fn independent(branches: &[Reach], join: Join) -> Reach {
    let together = |without: Option<usize>| {
        let mut all = BTreeSet::from([join.unit]);
        let others = branches.iter().enumerate().filter(|(place, _)| Some(*place) != without);
        for (_, branch) in others {
            let with =
                |one: Outcome| branch.outcomes.iter().map(move |other| (join.of)(one, *other));
            all = all.into_iter().flat_map(with).collect();
        }
        all
    };
    let mut reach = Reach { outcomes: together(None), swings: BTreeMap::new() };
    for (place, branch) in branches.iter().enumerate().filter(|(_, one)| !one.swings.is_empty()) {
        let others = together(Some(place));
        for (atom, pairs) in &branch.swings {
            let with = |(from, to): &(Outcome, Outcome)| {
                let ends = |other: &Outcome| ((join.of)(*from, *other), (join.of)(*to, *other));
                others.iter().map(ends).collect::<Vec<_>>()
            };
            let pairs = pairs.iter().flat_map(with).filter(|(from, to)| from != to);
            let pairs: BTreeSet<(Outcome, Outcome)> = pairs.collect();
            if !pairs.is_empty() {
                reach.swings.insert(*atom, pairs);
            }
        }
    }
    reach
}

/// The combination of this number, in mixed radix.
fn values(levels: &[&Levels], number: usize) -> Vec<(Atom, i64)> {
    let mut rest = number;
    let value = |(atom, levels): &&Levels| {
        let count = levels.len().max(1);
        let place = rest.checked_rem(count).unwrap_or_default();
        rest = rest.checked_div(count).unwrap_or_default();
        levels.get(place).map(|value| (*atom, *value))
    };
    levels.iter().filter_map(value).collect()
}

/// Between which outcomes combinations swing that differ only in the digit of this stride.
fn swings(outcomes: &[Outcome], stride: usize, count: usize) -> BTreeSet<(Outcome, Outcome)> {
    // There are few pairs, and each is met often.
    let mut pairs: Vec<(Outcome, Outcome)> = Vec::new();
    for block in outcomes.chunks(stride.saturating_mul(count).max(1)) {
        for pair in block.iter().zip(block.get(stride..).unwrap_or_default()) {
            let (from, to) = (*pair.0, *pair.1);
            if from != to && !pairs.contains(&(from, to)) {
                pairs.push((from, to));
            }
        }
    }
    pairs.into_iter().collect()
}

/// One combination of values.
struct Point<'b> {
    bounds: &'b Bounds<'b>,
    values: Vec<(Atom, i64)>,
}

impl Point<'_> {
    fn value(&self, atom: Atom) -> Option<i64> {
        self.values.iter().find(|(known, _)| *known == atom).map(|(_, value)| *value)
    }
}

impl Valuation for Point<'_> {
    fn interval(&self, measure: MeasureId) -> Interval {
        let value = self.value(Atom::Measure(measure));
        value.map_or_else(|| self.bounds.interval(measure), Interval::exactly)
    }

    fn open(&self, open: OpenId) -> Outcome {
        match self.value(Atom::Open(open)) {
            Some(0) => Outcome::UNMET,
            Some(_) => Outcome::MET,
            None => Outcome::OPEN,
        }
    }

    fn anchor(&self, anchor: AnchorId) -> &AnchorDay {
        self.bounds.anchor(anchor)
    }

    fn as_of(&self) -> Day {
        self.bounds.as_of()
    }

    fn choice(&self, question: QuestionId) -> Option<ChoiceId> {
        self.bounds.choice(question)
    }
}
