//! On which unknowns an outcome swings.
//!
//! Every combination of what the unknowns can turn out to be is tried, but not all at once: branches of a
//! requirement that share no unknown turn out independently of each other, so that each is tried by
//! itself. An unknown of one branch swings the whole when some outcome of the others lets it.

use alloc::vec::Vec;

use super::decide::Bounds;
use super::evaluate::{Unobserved, Valuation};
use super::measure::{AnchorDay, Interval};
use super::program::{
    AnchorId, ChoiceId, DatedOp, Force, MeasureId, Op, OpenId, Outcome, Program, QuestionId, StepId,
};
use super::question::Atom;
use super::truth::{Combinations, Join, MAX_UNKNOWNS, Outcomes, Places, Swings, Table};
use crate::calendar::Day;

/// What an evaluation read, step by step.
#[derive(Debug)]
pub(super) struct Trace {
    /// Each step before those below it.
    parts: Vec<Part>,
    /// What is not known, in the order in which it was read: what a step reads stands together.
    atoms: Vec<Atom>,
    /// The places of the steps that are being evaluated.
    open: Vec<usize>,
}

/// A step with what its evaluation read, and how it came out.
#[derive(Debug)]
struct Part {
    step: StepId,
    outcome: Outcome,
    /// How many parts it makes up, itself and those below it.
    size: usize,
    from: usize,
    until: usize,
}

impl Trace {
    /// With room for what most requirements read.
    pub(super) fn roomy() -> Self {
        let (parts, atoms, open) =
            (Vec::with_capacity(64), Vec::with_capacity(64), Vec::with_capacity(16));
        Self { parts, atoms, open }
    }

    pub(super) fn enter(&mut self, step: StepId) {
        self.open.push(self.parts.len());
        let read = self.atoms.len();
        self.parts.push(Part { step, outcome: Outcome::OPEN, size: 1, from: read, until: read });
    }

    pub(super) fn reads(&mut self, atom: Atom) {
        self.atoms.push(atom);
    }

    pub(super) fn leave(&mut self, outcome: Outcome) {
        let Some(place) = self.open.pop() else { return };
        let size = self.parts.len().saturating_sub(place);
        if let Some(part) = self.parts.get_mut(place) {
            *part = Part { outcome, size, until: self.atoms.len(), ..*part };
        }
    }

    /// All that was read, in order, each once.
    pub(super) fn all(&self) -> Vec<Atom> {
        let mut atoms = self.atoms.clone();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }
}

/// The parts directly below the first of some, each with those below it.
fn below(whole: &[Part]) -> impl Iterator<Item = &[Part]> {
    let mut rest = whole.get(1..).unwrap_or_default();
    core::iter::from_fn(move || {
        let (one, others) = rest.split_at_checked(rest.first()?.size)?;
        rest = others;
        Some(one)
    })
}

/// An unknown with the values to try.
pub(super) type Levels = (Atom, Vec<i64>);

/// How a part can turn out.
#[derive(Clone, Copy, Default)]
struct Reach {
    outcomes: Outcomes,
    /// For each unknown the outcomes between which it alone can swing.
    swings: [Swings; MAX_UNKNOWNS],
}

/// Tries what unknowns can turn out to be.
pub(super) struct Trial<'t> {
    program: &'t Program,
    bounds: &'t Bounds<'t>,
    /// In order of the unknowns, each with more than one value.
    levels: &'t [Levels],
    parts: &'t [Part],
    /// For all that was read: the unknown, where it is one with more than one value.
    reads: Vec<Places>,
}

impl<'t> Trial<'t> {
    pub(super) fn new(
        program: &'t Program,
        bounds: &'t Bounds<'t>,
        levels: &'t [Levels],
        trace: &'t Trace,
    ) -> Self {
        let place = |atom: &Atom| levels.binary_search_by_key(atom, |(atom, _)| *atom).ok();
        let reads = trace.atoms.iter().map(|atom| place(atom).map_or(Places::NONE, Places::one));
        Self { program, bounds, levels, parts: &trace.parts, reads: reads.collect() }
    }

    /// The unknowns on which the whole swings.
    pub(super) fn swings(&self) -> impl Iterator<Item = Atom> {
        let swings = self.reach(self.parts).swings;
        let each = self.levels.iter().zip(swings);
        each.filter(|(_, swings)| !swings.is_empty()).map(|((atom, _), _)| *atom)
    }

    /// The unknowns that a part reads.
    fn open(&self, part: &Part) -> Places {
        let reads = self.reads.get(part.from..part.until).unwrap_or_default();
        reads.iter().fold(Places::NONE, |all, one| all.with(*one))
    }

    fn open_in(&self, parts: &[Part]) -> Places {
        parts.first().map_or(Places::NONE, |part| self.open(part))
    }

    fn reach(&self, parts: &[Part]) -> Reach {
        let Some(part) = parts.first() else { return Reach::default() };
        let open = self.open(part);
        match self.join_of(part) {
            _ if open.is_empty() => Reach { outcomes: part.outcome.into(), ..Reach::default() },
            Some(Join::Merge) => self.tried(open, Join::Merge, &mut below(parts)),
            Some(join) => self.joined(parts, open, join),
            None => self.tried(open, Join::All, &mut core::iter::once(parts)),
        }
    }

    /// How a part comes out of those below it, if it needs no look at its step.
    fn join_of(&self, part: &Part) -> Option<Join> {
        match &self.program.steps.get(part.step.0)?.op {
            // A step with sources of its own comes out like the one below it.
            Op::All(_) | Op::Cited(..) => Some(Join::All),
            Op::Any(_) => Some(Join::Any),
            Op::Readings { .. } => Some(Join::Merge),
            Op::Versions(dated) => self.program.dated.get(dated.0).and_then(|of| self.join_in(of)),
            _ => None,
        }
    }

    /// A dated value comes out like its versions, where it is certain which ones are in force.
    fn join_in(&self, dated: &DatedOp) -> Option<Join> {
        let force = dated.in_force(self.bounds);
        match (force, dated.versions_in(force).count()) {
            (Force::On(_) | Force::Picked(_), 1) => Some(Join::All),
            (Force::On(_) | Force::Picked(_), 2..) => Some(Join::Merge),
            _ => None,
        }
    }

    /// Branches in groups that share no unknown.
    fn joined(&self, parts: &[Part], open: Places, join: Join) -> Reach {
        let settled = below(parts).filter(|part| self.open_in(part).is_empty());
        let settled = settled.filter_map(|part| part.first());
        let settled = settled.fold(join.unit(), |all, part| join.of(all, part.outcome));
        let mut groups = Vec::from([Reach { outcomes: settled.into(), ..Reach::default() }]);
        let mut rest = open;
        while let Some(first) = rest.first() {
            let group = self.hanging_together(parts, first);
            let within = |part: &&[Part]| self.open_in(part).meet(group);
            let mut branches = below(parts).filter(within);
            groups.push(match (branches.next(), branches.next()) {
                (Some(one), None) => self.reach(one),
                _ => self.tried(group, join, &mut below(parts).filter(within)),
            });
            rest = rest.without(group);
        }
        independent(&groups, join)
    }

    /// The unknowns that some branches share with each other, starting from one.
    fn hanging_together(&self, parts: &[Part], first: Places) -> Places {
        let mut group = first;
        loop {
            let open = below(parts).map(|part| self.open_in(part));
            let grown = open.filter(|open| open.meet(group)).fold(group, Places::with);
            if grown == group {
                return group;
            }
            group = grown;
        }
    }

    /// Every combination of the unknowns of some parts.
    fn tried(&self, open: Places, join: Join, parts: &mut dyn Iterator<Item = &[Part]>) -> Reach {
        let sizes = self.levels.iter().map(|(_, levels)| levels.len());
        let combinations = Combinations::new(open, sizes);
        let table = self.join_tables(parts, join, &combinations);
        let mut reach = Reach { outcomes: table.outcomes(), ..Reach::default() };
        for digit in combinations.digits() {
            if let Some(swings) = reach.swings.get_mut(digit.place) {
                *swings = table.swings(digit);
            }
        }
        reach
    }

    /// How a part turns out, combination by combination: where it rests on others as a whole, from how
    /// those do, each of which reads few of the unknowns.
    fn table(&self, parts: &[Part], combinations: &Combinations) -> Table {
        let Some(part) = parts.first() else { return combinations.settled(Outcome::OPEN) };
        let open = self.open(part);
        match self.join_of(part) {
            _ if open.is_empty() => combinations.settled(part.outcome),
            Some(join) => self.join_tables(&mut below(parts), join, combinations),
            None => self.evaluated(part, open, combinations),
        }
    }

    /// The tables of several parts as one.
    fn join_tables(
        &self,
        parts: &mut dyn Iterator<Item = &[Part]>,
        join: Join,
        combinations: &Combinations,
    ) -> Table {
        let mut all = combinations.settled(join.unit());
        for part in parts {
            all.join(&self.table(part, combinations), join);
        }
        all
    }

    /// What the evaluation of a part says for each combination of the unknowns that it reads.
    fn evaluated(&self, part: &Part, open: Places, combinations: &Combinations) -> Table {
        let mut point = Point { bounds: self.bounds, values: Vec::new() };
        combinations.table(open, |levels| {
            point.values.clear();
            let values = levels.iter().filter_map(|(place, level)| {
                let (atom, levels) = self.levels.get(*place)?;
                levels.get(*level).map(|value| (*atom, *value))
            });
            point.values.extend(values);
            self.program.evaluate(part.step, &point, &mut Unobserved)
        })
    }
}

/// How branches that share no unknown turn out together.
fn independent(branches: &[Reach], join: Join) -> Reach {
    let together = |without: Option<usize>| {
        let others = branches.iter().enumerate().filter(|(place, _)| Some(*place) != without);
        let all = Outcomes::from(join.unit());
        others.fold(all, |all, (_, branch)| all.joined(branch.outcomes, join))
    };
    let mut reach = Reach { outcomes: together(None), ..Reach::default() };
    for (place, branch) in branches.iter().enumerate() {
        let others = together(Some(place));
        let swings = reach.swings.iter_mut().zip(branch.swings);
        for (all, own) in swings.filter(|(_, own)| !own.is_empty()) {
            *all = own.joined(others, join);
        }
    }
    reach
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
