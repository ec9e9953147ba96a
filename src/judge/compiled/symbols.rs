//! The evaluator run over a day alone: its truths are formulas, its amounts stairs of formulas.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cell::Cell;

use super::graph::{Builder, NodeId, Test, When};
use crate::calendar::Day;
use crate::judge::Judge;
use crate::judge::decide::{Contradictions, ContradictionsSeen};
use crate::judge::evaluate::{Algebra, Cases, Observer, Unobserved};
use crate::judge::program::{
    AnchorId, ChoiceId, DatedOp, Force, MeasureId, OpenId, Outcome, QuestionId, StepId, VersionOp,
};

/// How many stairs an amount may have; rules beyond are walked instead.
const MAX_STAIRS: usize = 1_024;
/// How many uses of a waiver are told apart; rules beyond are walked instead.
const MAX_USES: i64 = 64;

/// Whether something is enough, as formulas over what is shown and over what is possible.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Formula {
    pub(crate) shown: NodeId,
    pub(crate) possible: NodeId,
}

/// Where formulas are made.
pub(crate) struct Workshop {
    builder: Cell<Builder>,
}

impl Workshop {
    pub(crate) fn new() -> Self {
        Self { builder: Cell::new(Builder::new()) }
    }

    fn make<T>(&self, how: impl FnOnce(&mut Builder) -> T) -> T {
        let mut builder = self.builder.take();
        let made = how(&mut builder);
        self.builder.set(builder);
        made
    }

    pub(crate) fn finish(self) -> super::graph::Graph {
        self.builder.into_inner().graph
    }

    /// The formula of a step on a day; `None` where it takes more than formulas over thresholds.
    pub(crate) fn compile(&self, judge: &Judge, step: StepId, as_of: Day) -> Option<Formula> {
        let plain = self.symbols(judge, as_of, &Under::NOTHING);
        if !judge.program.is_contested(step) {
            let formula = judge.program.evaluate(step, &plain, &mut Unobserved);
            return (!plain.beyond.get()).then_some(formula);
        }
        let settled = self.settle(judge, step, as_of, None);
        let Some(anchor) = settled.contested else { return settled.formula };
        // Which contradictions there are depends on a day of the record: each case by itself.
        let cases = plain.cases_of(judge.program.dated.iter(), anchor);
        let outcomes = cases.into_iter().map(|(case, day)| {
            let settled = self.settle(judge, step, as_of, Some((anchor, day)));
            let alone = settled.contested.is_none_or(|other| other == anchor);
            settled.formula.filter(|_| alone).map(|formula| (case, formula))
        });
        Some(plain.choose(outcomes.collect::<Option<_>>()?))
    }

    /// The formula on which all readings agree.
    fn settle(
        &self,
        judge: &Judge,
        step: StepId,
        as_of: Day,
        fixed: Option<(AnchorId, CaseDay)>,
    ) -> Settled {
        let nothing = Under { fixed, ..Under::NOTHING };
        let plain = self.symbols(judge, as_of, &nothing);
        let mut seen = ContradictionsSeen { judge, found: Contradictions::NONE };
        let formula = judge.program.evaluate(step, &plain, &mut seen);
        let under = |number: usize| {
            let under = Under { fixed, readings: &seen.found, number };
            let symbols = self.symbols(judge, as_of, &under);
            let formula = judge.program.evaluate(step, &symbols, &mut Unobserved);
            (!symbols.beyond.get()).then_some(formula)
        };
        let each = (0..seen.found.combinations()).map(under);
        let agreed = each.reduce(|agreed, one| Some(plain.merge(&agreed?, &one?)));
        let formula = agreed.unwrap_or(Some(formula));
        Settled {
            formula: formula.filter(|_| !plain.beyond.get()),
            contested: plain.contested.get(),
        }
    }

    /// Lets somebody follow the evaluation of a step on a day.
    pub(crate) fn walk<O: Observer<Formula, Sum>>(
        &self,
        judge: &Judge,
        step: StepId,
        as_of: Day,
        observer: &mut O,
    ) {
        let plain = self.symbols(judge, as_of, &Under::NOTHING);
        judge.program.evaluate(step, &plain, observer);
    }

    const fn symbols<'s>(
        &'s self,
        judge: &'s Judge,
        as_of: Day,
        under: &'s Under<'s>,
    ) -> Symbols<'s> {
        Symbols {
            judge,
            as_of,
            workshop: self,
            under,
            beyond: Cell::new(false),
            contested: Cell::new(None),
        }
    }
}

/// The formula of a step, if it has one, and the day of a record on which contradictions depend.
struct Settled {
    formula: Option<Formula>,
    contested: Option<AnchorId>,
}

/// What is supposed: one combination of readings, and a day of the record.
#[derive(Clone, Copy)]
struct Under<'s> {
    readings: &'s Contradictions,
    number: usize,
    fixed: Option<(AnchorId, CaseDay)>,
}

impl Under<'_> {
    const NOTHING: Self = Self { readings: &Contradictions::NONE, number: 0, fixed: None };
}

/// A case of the day that picks versions.
#[derive(Clone, Copy)]
enum CaseDay {
    On(Day),
    Unset,
    NotKnown,
}

/// A day and one combination of readings: all that is known when a rule is compiled.
struct Symbols<'s> {
    judge: &'s Judge,
    as_of: Day,
    workshop: &'s Workshop,
    under: &'s Under<'s>,
    /// Something was met that formulas over thresholds do not express.
    beyond: Cell<bool>,
    /// Contradictions were met that bear on some cases of this day of the record only.
    contested: Cell<Option<AnchorId>>,
}

/// An amount: what is measured, if anything, and what comes to it, as stairs: the highest whose formula
/// holds, on each bound.
#[derive(Clone)]
pub(crate) struct Sum {
    measure: Option<MeasureId>,
    shown: Stairs,
    possible: Stairs,
}

type Stairs = Vec<(i64, NodeId)>;

impl<'s> Symbols<'s> {
    fn both(&self, make: impl Fn(&mut Builder, fn(&Formula) -> NodeId) -> NodeId) -> Formula {
        self.workshop.make(|builder| Formula {
            shown: make(builder, |formula| formula.shown),
            possible: make(builder, |formula| formula.possible),
        })
    }

    fn test(&self, test: Test) -> Formula {
        let node = self.workshop.make(|builder| builder.test(test));
        Formula { shown: node, possible: node }
    }

    /// Stairs in order, each height once.
    fn tidy(&self, mut stairs: Stairs) -> Stairs {
        stairs.retain(|(height, holds)| *height > 0 && *holds != NodeId::NEVER);
        stairs.sort_unstable();
        let mut tidy: Stairs = Vec::new();
        for (height, holds) in stairs {
            match tidy.last_mut().filter(|last| last.0 == height) {
                Some(last) => last.1 = self.workshop.make(|builder| builder.or(last.1, holds)),
                None => tidy.push((height, holds)),
            }
        }
        if tidy.len() > MAX_STAIRS {
            self.beyond.set(true);
            tidy.clear();
        }
        tidy
    }

    /// Every pair of stairs, both of which must hold.
    fn pairs(&self, left: &Stairs, right: &Stairs, height: fn(i64, i64) -> i64) -> Stairs {
        let each = left.iter().flat_map(|one| right.iter().map(move |other| (one, other)));
        let each = each.map(|(one, other)| {
            let holds = self.workshop.make(|builder| builder.and(one.1, other.1));
            (height(one.0, other.0), holds)
        });
        each.collect()
    }

    fn add(&self, left: &Stairs, right: &Stairs) -> Stairs {
        if left.is_empty() || right.is_empty() {
            return if left.is_empty() { right.clone() } else { left.clone() };
        }
        let mut stairs = self.pairs(left, right, i64::saturating_add);
        stairs.extend(left.iter().chain(right).copied());
        self.tidy(stairs)
    }

    fn reached(&self, measure: Option<MeasureId>, stairs: &Stairs, need: i64) -> NodeId {
        self.workshop.make(|builder| {
            let mut worked = |need: i64| match measure {
                Some(measure) => builder.test(Test::Reaches(measure, need)),
                None if need <= 0 => NodeId::ALWAYS,
                None => NodeId::NEVER,
            };
            let alone = worked(need);
            let with = stairs.iter().map(|(height, _)| worked(need.saturating_sub(*height)));
            let with: Vec<NodeId> = with.collect();
            with.into_iter().zip(stairs).fold(alone, |any, (worked, (_, holds))| {
                let both = builder.and(worked, *holds);
                builder.or(any, both)
            })
        })
    }

    /// Whether the day asked about picks the versions.
    fn is_settled(&self, dated: &DatedOp) -> bool {
        let anchor = self.judge.program.anchors.get(dated.anchor.0);
        anchor.is_none_or(|(anchor, _)| !anchor.is_of_record())
    }

    /// The case of the day that picks the versions, where it is supposed.
    fn supposed(&self, dated: &DatedOp) -> Option<CaseDay> {
        let (anchor, day) = self.under.fixed?;
        (anchor == dated.anchor).then_some(day)
    }

    fn on(&self, dated: &DatedOp, day: Day) -> Force {
        dated.in_force_on(day, |question| self.pick(question))
    }

    /// The versions in force in a case of the day that picks them.
    fn in_case(&self, dated: &DatedOp, day: CaseDay) -> Force {
        match day {
            CaseDay::On(day) => self.on(dated, day),
            CaseDay::Unset if dated.met_when_unset => Force::Nothing,
            CaseDay::Unset => self.on(dated, self.as_of),
            CaseDay::NotKnown => Force::NotKnown,
        }
    }

    /// The cases of a day: stretches over which the same versions are in force, not come, not known.
    fn cases_of(
        &self,
        dated: impl Iterator<Item = &'s DatedOp>,
        anchor: AnchorId,
    ) -> Vec<(Formula, CaseDay)> {
        let after = |day: Day| (day < Day::MAX).then(|| day.plus_days(1));
        let versions = dated.filter(|dated| dated.anchor == anchor).flat_map(|of| &of.versions);
        let bounds = versions.flat_map(|version| [version.from, version.until.and_then(after)]);
        let mut first: Vec<Day> = bounds.flatten().chain([Day::MIN]).collect();
        first.sort_unstable();
        first.dedup();
        let last = first.iter().skip(1).map(|next| next.plus_days(-1)).chain([Day::MAX]);
        let last: Vec<Day> = last.collect();
        let days = first.into_iter().zip(last).map(|(first, last)| {
            let when = When { days: Vec::from([(first, last)]), ..When::default() };
            (when, CaseDay::On(first))
        });
        let unset = (When { unset: true, ..When::default() }, CaseDay::Unset);
        let not_known = (When { not_known: true, ..When::default() }, CaseDay::NotKnown);
        let case = |(when, day)| {
            let node = self.workshop.make(|builder| builder.anchored(anchor, when));
            (Formula { shown: node, possible: node }, day)
        };
        days.chain([unset, not_known]).map(case).collect()
    }

    /// One of several formulas, each in its case: cases with the same one are taken together.
    fn chosen(&self, outcomes: impl Iterator<Item = (NodeId, NodeId)>) -> NodeId {
        let mut cases: BTreeMap<NodeId, NodeId> = BTreeMap::new();
        self.workshop.make(|builder| {
            for (case, outcome) in outcomes {
                let known = cases.get(&outcome).copied().unwrap_or(NodeId::NEVER);
                cases.insert(outcome, builder.or(known, case));
            }
            cases.into_iter().fold(NodeId::NEVER, |any, (outcome, case)| {
                let both = builder.and(case, outcome);
                builder.or(any, both)
            })
        })
    }
}

impl Algebra for Symbols<'_> {
    type Truth = Formula;
    type Amount = Sum;

    fn settled(&self, outcome: Outcome) -> Formula {
        let node = |holds: bool| if holds { NodeId::ALWAYS } else { NodeId::NEVER };
        Formula { shown: node(outcome.shown), possible: node(outcome.possible) }
    }

    fn and(&self, left: &Formula, right: &Formula) -> Formula {
        self.both(|builder, bound| builder.and(bound(left), bound(right)))
    }

    fn or(&self, left: &Formula, right: &Formula) -> Formula {
        self.both(|builder, bound| builder.or(bound(left), bound(right)))
    }

    fn merge(&self, left: &Formula, right: &Formula) -> Formula {
        self.workshop.make(|builder| Formula {
            shown: builder.and(left.shown, right.shown),
            possible: builder.or(left.possible, right.possible),
        })
    }

    fn is_lost(&self, truth: &Formula) -> bool {
        truth.possible == NodeId::NEVER
    }

    fn is_won(&self, truth: &Formula) -> bool {
        truth.shown == NodeId::ALWAYS
    }

    fn unknowable(&self, _open: OpenId) -> Formula {
        self.settled(Outcome::OPEN)
    }

    fn measured(&self, measure: MeasureId) -> Sum {
        Sum { measure: Some(measure), shown: Vec::new(), possible: Vec::new() }
    }

    fn constant(&self, amount: i64) -> Sum {
        self.worth(&self.settled(Outcome::MET), amount)
    }

    fn worth(&self, truth: &Formula, amount: i64) -> Sum {
        let stairs = |holds: NodeId| self.tidy(Vec::from([(amount, holds)]));
        Sum { measure: None, shown: stairs(truth.shown), possible: stairs(truth.possible) }
    }

    fn each(&self, measure: MeasureId, one: i64, times: i64) -> Sum {
        if times > MAX_USES {
            self.beyond.set(true);
        }
        let stairs = (1..=times.min(MAX_USES))
            .map(|uses| (one.saturating_mul(uses), self.test(Test::Reaches(measure, uses)).shown));
        let stairs = self.tidy(stairs.collect());
        Sum { measure: None, shown: stairs.clone(), possible: stairs }
    }

    fn plus(&self, left: &Sum, right: &Sum) -> Sum {
        if left.measure.is_some() && right.measure.is_some() {
            self.beyond.set(true);
        }
        Sum {
            measure: left.measure.or(right.measure),
            shown: self.add(&left.shown, &right.shown),
            possible: self.add(&left.possible, &right.possible),
        }
    }

    fn larger(&self, left: &Sum, right: &Sum) -> Sum {
        let larger = |left: &Stairs, right: &Stairs| self.tidy([&**left, &**right].concat());
        Sum {
            measure: left.measure.or(right.measure),
            shown: larger(&left.shown, &right.shown),
            possible: larger(&left.possible, &right.possible),
        }
    }

    fn at_most(&self, amount: &Sum, most: i64) -> Sum {
        if amount.measure.is_some() {
            self.beyond.set(true);
        }
        let lowered = |stairs: &Stairs| {
            self.tidy(stairs.iter().map(|(height, holds)| (most.min(*height), *holds)).collect())
        };
        Sum {
            measure: amount.measure,
            shown: lowered(&amount.shown),
            possible: lowered(&amount.possible),
        }
    }

    fn merge_amounts(&self, left: &Sum, right: &Sum) -> Sum {
        Sum {
            shown: self.tidy(self.pairs(&left.shown, &right.shown, i64::min)),
            ..self.larger(left, right)
        }
    }

    fn shown(&self, _amount: &Sum) -> i64 {
        0
    }

    fn reaches(&self, amount: &Sum, need: i64) -> Formula {
        Formula {
            shown: self.reached(amount.measure, &amount.shown, need),
            possible: self.reached(amount.measure, &amount.possible, need),
        }
    }

    fn cases(&self, dated: &DatedOp) -> Option<Cases<Formula>> {
        if self.is_settled(dated) || self.supposed(dated).is_some() {
            return None;
        }
        // A record meets the contradictions of its own case only: those of others are not to blur it.
        let is_contested = |version: &VersionOp| {
            version.reading.is_some() || self.judge.program.is_contested(version.step)
        };
        if dated.versions.iter().any(is_contested) {
            let other = self.contested.replace(Some(dated.anchor));
            self.beyond.set(self.beyond.get() || other.is_some_and(|other| other != dated.anchor));
        }
        let cases = self.cases_of(core::iter::once(dated), dated.anchor).into_iter();
        Some(cases.map(|(case, day)| (case, self.in_case(dated, day))).collect())
    }

    fn choose(&self, outcomes: Vec<(Formula, Formula)>) -> Formula {
        let each = || outcomes.iter();
        Formula {
            shown: self.chosen(each().map(|(case, outcome)| (case.shown, outcome.shown))),
            possible: self.chosen(each().map(|(case, outcome)| (case.possible, outcome.possible))),
        }
    }

    fn force(&self, dated: &DatedOp) -> Force {
        // What a day of the record picks is either supposed or several cases, which `cases` tells apart.
        let supposed = self.supposed(dated).map(|day| self.in_case(dated, day));
        supposed.unwrap_or_else(|| self.on(dated, self.as_of))
    }

    fn pick(&self, question: QuestionId) -> Option<ChoiceId> {
        let Under { readings, number, .. } = *self.under;
        let own = readings.pick(number, question).filter(|_| readings.combinations() > 0);
        own.or_else(|| self.judge.picked.get(&question).copied())
    }
}
