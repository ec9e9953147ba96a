//! The one evaluator.
//!
//! Evaluating a step gives two truths at once: whether what is shown is enough, and whether what is
//! possible is. Because the rule language has no negation, the first is the verdict on all lower
//! bounds, the second that on all upper bounds. An observer hears each step; without one nothing is
//! spent on it. What truths and amounts are is the business of an [`Algebra`]: over a measured record they
//! are Booleans and numbers; over a day alone they are formulas, and the same walk compiles a rule.

use alloc::vec::Vec;

use super::measure::{AnchorDay, Interval, UNBOUNDED};
use super::program::{
    AnchorId, ChoiceId, Class, DatedId, DatedOp, Force, MeasureId, Op, OpenId, Outcome, Program,
    QuestionId, StepId, VersionOp, WaiverId, WaiverOp,
};
use crate::book::leaf::MAX_WAIVERS;
use crate::calendar::Day;

/// With what an evaluation computes, and what it takes as given.
pub(crate) trait Algebra {
    /// Whether something is enough, on both bounds.
    type Truth: Clone;
    /// How much there is, on both bounds.
    type Amount: Clone;

    /// A truth that is settled.
    fn settled(&self, outcome: Outcome) -> Self::Truth;
    fn and(&self, left: &Self::Truth, right: &Self::Truth) -> Self::Truth;
    fn or(&self, left: &Self::Truth, right: &Self::Truth) -> Self::Truth;
    /// Several readings of one rule: certain only where all agree.
    fn merge(&self, left: &Self::Truth, right: &Self::Truth) -> Self::Truth;
    /// Whether a truth cannot be met any more, whatever is and-ed to it.
    fn is_lost(&self, truth: &Self::Truth) -> bool;
    /// Whether a truth is met, whatever is or-ed to it.
    fn is_won(&self, truth: &Self::Truth) -> bool;
    /// What no record can tell.
    fn unknowable(&self, open: OpenId) -> Self::Truth;

    fn measured(&self, measure: MeasureId) -> Self::Amount;
    fn constant(&self, amount: i64) -> Self::Amount;
    /// So much where it holds, else nothing.
    fn worth(&self, truth: &Self::Truth, amount: i64) -> Self::Amount;
    /// So much for each of the first few that are counted.
    fn each(&self, measure: MeasureId, one: i64, times: i64) -> Self::Amount;
    fn plus(&self, left: &Self::Amount, right: &Self::Amount) -> Self::Amount;
    fn larger(&self, left: &Self::Amount, right: &Self::Amount) -> Self::Amount;
    fn at_most(&self, amount: &Self::Amount, most: i64) -> Self::Amount;
    /// Several readings of one amount: shown is the least of them, possible the most.
    fn merge_amounts(&self, left: &Self::Amount, right: &Self::Amount) -> Self::Amount;
    /// What of an amount is shown, for those who listen.
    fn shown(&self, amount: &Self::Amount) -> i64;
    fn reaches(&self, amount: &Self::Amount, need: i64) -> Self::Truth;

    /// Which versions are in force, in each case that is still open, with the truth of that case.
    /// `None` where there is one case only.
    fn cases(&self, dated: &DatedOp) -> Option<Cases<Self::Truth>>;
    /// The outcome of the case that holds.
    fn choose(&self, outcomes: Vec<(Self::Truth, Self::Truth)>) -> Self::Truth;
    /// Which versions are in force, where there is one case.
    fn force(&self, dated: &DatedOp) -> Force;
    /// The reading picked, if one is.
    fn pick(&self, question: QuestionId) -> Option<ChoiceId>;
}

/// Cases of which exactly one holds.
pub(crate) type Cases<Truth> = Vec<(Truth, Force)>;

/// A measured record, or a point in its place: truths are Booleans, amounts numbers.
pub(crate) trait Valuation {
    fn interval(&self, measure: MeasureId) -> Interval;
    fn open(&self, open: OpenId) -> Outcome;
    fn anchor(&self, anchor: AnchorId) -> &AnchorDay;
    fn as_of(&self) -> Day;
    /// The reading picked, if one is.
    fn choice(&self, question: QuestionId) -> Option<ChoiceId>;
}

impl<V: Valuation> Algebra for V {
    type Truth = Outcome;
    type Amount = Interval;

    fn settled(&self, outcome: Outcome) -> Outcome {
        outcome
    }

    fn and(&self, left: &Outcome, right: &Outcome) -> Outcome {
        left.and(*right)
    }

    fn or(&self, left: &Outcome, right: &Outcome) -> Outcome {
        left.or(*right)
    }

    fn merge(&self, left: &Outcome, right: &Outcome) -> Outcome {
        left.merge(*right)
    }

    fn is_lost(&self, truth: &Outcome) -> bool {
        !truth.possible
    }

    fn is_won(&self, truth: &Outcome) -> bool {
        truth.shown
    }

    fn unknowable(&self, open: OpenId) -> Outcome {
        self.open(open)
    }

    fn measured(&self, measure: MeasureId) -> Interval {
        self.interval(measure)
    }

    fn constant(&self, amount: i64) -> Interval {
        Interval::exactly(amount)
    }

    fn worth(&self, truth: &Outcome, amount: i64) -> Interval {
        let worth = |holds: bool| if holds { amount } else { 0 };
        Interval { shown: worth(truth.shown), possible: worth(truth.possible) }
    }

    fn each(&self, measure: MeasureId, one: i64, times: i64) -> Interval {
        let Interval { shown, possible } = self.interval(measure);
        let amount = |uses: i64| one.saturating_mul(uses.min(times));
        Interval { shown: amount(shown), possible: amount(possible) }
    }

    fn plus(&self, left: &Interval, right: &Interval) -> Interval {
        Interval {
            shown: left.shown.saturating_add(right.shown),
            possible: left.possible.saturating_add(right.possible),
        }
    }

    fn larger(&self, left: &Interval, right: &Interval) -> Interval {
        Interval { shown: left.shown.max(right.shown), possible: left.possible.max(right.possible) }
    }

    fn at_most(&self, amount: &Interval, most: i64) -> Interval {
        Interval { shown: amount.shown.min(most), possible: amount.possible.min(most) }
    }

    fn merge_amounts(&self, left: &Interval, right: &Interval) -> Interval {
        Interval { shown: left.shown.min(right.shown), possible: left.possible.max(right.possible) }
    }

    fn shown(&self, amount: &Interval) -> i64 {
        amount.shown
    }

    fn reaches(&self, amount: &Interval, need: i64) -> Outcome {
        Outcome::reaches(*amount, need)
    }

    fn cases(&self, _dated: &DatedOp) -> Option<Cases<Outcome>> {
        None
    }

    fn choose(&self, outcomes: Vec<(Outcome, Outcome)>) -> Outcome {
        let holds = outcomes.into_iter().find(|(case, _)| case.shown);
        holds.map_or(Outcome::OPEN, |(_, outcome)| outcome)
    }

    fn force(&self, dated: &DatedOp) -> Force {
        dated.in_force(self)
    }

    fn pick(&self, question: QuestionId) -> Option<ChoiceId> {
        self.choice(question)
    }
}

/// Hears an evaluation step by step.
pub(crate) trait Observer<Truth = Outcome, Amount = Interval> {
    /// Whether anybody listens: then nothing is cut short.
    const ACTIVE: bool;
    fn enter(&mut self, step: StepId);
    fn leave(&mut self, step: StepId, outcome: Truth);
    /// A version of a dated value is about to be evaluated; `of` are in force at once.
    fn version(&mut self, dated: DatedId, version: usize, of: usize);
    fn waiver(&mut self, waiver: WaiverId);
    fn waived(&mut self, waiver: WaiverId, used: &Waived<Amount>);
    /// The waivers of an experience requirement that were used, shown.
    fn applied(&mut self, used: &[(WaiverId, i64)]);
}

/// Nobody listens.
pub(crate) struct Unobserved;

impl<Truth, Amount> Observer<Truth, Amount> for Unobserved {
    const ACTIVE: bool = false;
    fn enter(&mut self, _step: StepId) {}
    fn leave(&mut self, _step: StepId, _outcome: Truth) {}
    fn version(&mut self, _dated: DatedId, _version: usize, _of: usize) {}
    fn waiver(&mut self, _waiver: WaiverId) {}
    fn waived(&mut self, _waiver: WaiverId, _used: &Waived<Amount>) {}
    fn applied(&mut self, _used: &[(WaiverId, i64)]) {}
}

/// What a waiver may stand for, in the unit of its requirement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waived<Amount = Interval> {
    pub(crate) amount: Amount,
    /// What one use stands for, when a version is on file.
    pub(crate) one: Option<i64>,
}

/// The truth of an algebra.
type Truth<A> = <A as Algebra>::Truth;
/// The amount of an algebra.
type Sum<A> = <A as Algebra>::Amount;

impl Program {
    /// Evaluates one step on both bounds.
    pub(crate) fn evaluate<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        id: StepId,
        given: &A,
        observer: &mut O,
    ) -> Truth<A> {
        let Some(step) = self.steps.get(id.0) else {
            return given.settled(Outcome::OPEN);
        };
        observer.enter(id);
        let outcome = match &step.op {
            Op::All(of) => self.all(of, given, observer),
            Op::Any(of) => self.any(of, given, observer),
            Op::AtLeast(count, of) => self.at_least(*count, of, given, observer),
            Op::Points { need, classes } => {
                given.reaches(&self.points(classes, given, observer), *need)
            }
            Op::Cited(inner, _) => self.evaluate(*inner, given, observer),
            Op::Readings { question, choices } => {
                self.readings(*question, choices, given, observer)
            }
            Op::Leaf { measure, need, .. } => given.reaches(&given.measured(*measure), *need),
            Op::Experience { measure, need, waivers, cap, .. } => {
                let waived = self.waivers(waivers, *cap, given, observer);
                given.reaches(&given.plus(&given.measured(*measure), &waived), *need)
            }
            Op::Versions(dated) => self.versions(*dated, given, observer),
            Op::Open(open) => given.unknowable(*open),
            Op::Fixed(fixed) => given.settled(Outcome { shown: *fixed, possible: *fixed }),
        };
        observer.leave(id, outcome.clone());
        outcome
    }

    fn all<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        of: &[StepId],
        given: &A,
        observer: &mut O,
    ) -> Truth<A> {
        let mut outcome = given.settled(Outcome::MET);
        for step in of {
            outcome = given.and(&outcome, &self.evaluate(*step, given, observer));
            if !O::ACTIVE && given.is_lost(&outcome) {
                break;
            }
        }
        outcome
    }

    fn any<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        of: &[StepId],
        given: &A,
        observer: &mut O,
    ) -> Truth<A> {
        let mut outcome = given.settled(Outcome::UNMET);
        for step in of {
            outcome = given.or(&outcome, &self.evaluate(*step, given, observer));
            if !O::ACTIVE && given.is_won(&outcome) {
                break;
            }
        }
        outcome
    }

    fn at_least<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        count: u32,
        of: &[StepId],
        given: &A,
        observer: &mut O,
    ) -> Truth<A> {
        let mut met = given.constant(0);
        for step in of {
            let outcome = self.evaluate(*step, given, observer);
            met = given.plus(&met, &given.worth(&outcome, 1));
        }
        given.reaches(&met, i64::from(count))
    }

    pub(crate) fn points<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        classes: &[Class],
        given: &A,
        observer: &mut O,
    ) -> Sum<A> {
        let mut sum = given.constant(0);
        for class in classes {
            let mut points = given.constant(0);
            for (worth, step) in &class.items {
                let outcome = self.evaluate(*step, given, observer);
                points = given.plus(&points, &given.worth(&outcome, *worth));
            }
            let capped = given.at_most(&points, class.cap.unwrap_or(UNBOUNDED));
            sum = given.plus(&sum, &capped);
        }
        sum
    }

    fn readings<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        question: QuestionId,
        choices: &[(ChoiceId, StepId)],
        given: &A,
        observer: &mut O,
    ) -> Truth<A> {
        let picked = given.pick(question);
        let picked = choices.iter().find(|(choice, _)| Some(*choice) == picked);
        if let Some((_, step)) = picked {
            return self.evaluate(*step, given, observer);
        }
        let each = choices.iter().map(|(_, step)| self.evaluate(*step, given, observer));
        let merged = each.reduce(|merged, one| given.merge(&merged, &one));
        merged.unwrap_or_else(|| given.settled(Outcome::OPEN))
    }

    fn versions<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        id: DatedId,
        given: &A,
        observer: &mut O,
    ) -> Truth<A> {
        let Some(dated) = self.dated.get(id.0) else {
            return given.settled(Outcome::OPEN);
        };
        let Some(cases) = given.cases(dated) else {
            return self.under(given.force(dated), (id, dated), given, observer);
        };
        let outcomes = cases.into_iter().map(|(case, force)| {
            let outcome = self.under(force, (id, dated), given, observer);
            (case, outcome)
        });
        given.choose(outcomes.collect())
    }

    /// A dated value with some of its versions in force.
    fn under<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        force: Force,
        (id, dated): (DatedId, &DatedOp),
        given: &A,
        observer: &mut O,
    ) -> Truth<A> {
        if matches!(force, Force::Nothing) {
            return given.settled(Outcome::MET);
        }
        let of = dated.versions_in(force).count();
        let mut merged: Option<Truth<A>> = None;
        for (index, version) in dated.versions_in(force) {
            observer.version(id, index, of);
            let outcome = self.evaluate(version.step, given, observer);
            merged = Some(match merged {
                None => outcome,
                Some(merged) => given.merge(&merged, &outcome),
            });
        }
        match merged {
            None => given.unknowable(dated.gap),
            // The day may lie outside every version, or never have come.
            Some(merged) if matches!(force, Force::NotKnown) => {
                given.merge(&merged, &given.settled(Outcome::OPEN))
            }
            Some(merged) => merged,
        }
    }

    /// What all waivers of a requirement together may stand for.
    fn waivers<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        of: &[WaiverId],
        cap: Option<i64>,
        given: &A,
        observer: &mut O,
    ) -> Sum<A> {
        let nothing = given.constant(0);
        if of.is_empty() {
            return nothing;
        }
        let each: [Sum<A>; MAX_WAIVERS] = core::array::from_fn(|place| {
            let named = of.get(place).and_then(|id| Some((*id, self.waivers.get(id.0)?)));
            let waived = named.map(|(id, waiver)| self.waiver(id, waiver, given, observer));
            waived.map_or_else(|| nothing.clone(), |waived| waived.amount)
        });
        let all = all_of(of.len());
        let sum = |set: u32| {
            let inside = each.iter().enumerate().filter(|(place, _)| has(set, *place));
            inside.fold(nothing.clone(), |sum, (_, amount)| given.plus(&sum, amount))
        };
        let most = if self.may_combine(all, of, given) {
            sum(all)
        } else {
            let sets = (1..=all).filter(|set| self.may_combine(*set, of, given));
            sets.fold(nothing.clone(), |most, set| given.larger(&most, &sum(set)))
        };
        if O::ACTIVE {
            let shown: [i64; MAX_WAIVERS] =
                core::array::from_fn(|place| each.get(place).map_or(0, |one| given.shown(one)));
            self.tell_applied(of, &shown, given, observer);
        }
        given.at_most(&most, cap.unwrap_or(UNBOUNDED))
    }

    /// Tells which waivers make up the most that is shown; of equal sets the one with the later ones.
    fn tell_applied<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        of: &[WaiverId],
        shown: &[i64; MAX_WAIVERS],
        given: &A,
        observer: &mut O,
    ) {
        let counting = |set: u32| {
            let each = of.iter().zip(shown).enumerate();
            each.filter(move |(place, _)| has(set, *place)).map(|(_, (id, amount))| (*id, *amount))
        };
        let worth = (0..of.len()).filter(|place| shown.get(*place).is_some_and(|one| *one > 0));
        let worth = worth.fold(0, with);
        let sum = |set: u32| counting(set).fold(0_i64, |sum, (_, one)| sum.saturating_add(one));
        let sets = (1..=worth).rev().filter(|set| set & !worth == 0);
        let allowed = sets.filter(|set| self.may_combine(*set, of, given));
        let best = allowed.fold(0, |best, set| if sum(set) > sum(best) { set } else { best });
        let mut used = [(WaiverId(0), 0); MAX_WAIVERS];
        let count = used.iter_mut().zip(counting(best)).fold(0_usize, |count, (slot, one)| {
            *slot = one;
            count.saturating_add(1)
        });
        observer.applied(used.get(..count).unwrap_or_default());
    }

    /// Whether no waiver of a set shuts out another one of it.
    fn may_combine<A: Algebra>(&self, set: u32, of: &[WaiverId], given: &A) -> bool {
        let inside = || {
            let of = of.iter().enumerate().filter(|(place, _)| has(set, *place));
            of.filter_map(|(_, id)| self.waivers.get(id.0))
        };
        inside().all(|waiver| {
            let Some(dated) = self.dated.get(waiver.dated.0) else { return true };
            if dated.versions.iter().all(VersionOp::combines_freely) {
                return true;
            }
            let force = given.force(dated);
            let terms = dated.versions_in(force).filter_map(|(_, version)| version.terms.as_ref());
            let mut shut_out = terms.flat_map(|terms| &terms.not_with);
            shut_out.all(|code| inside().all(|other| other.code != *code))
        })
    }

    fn waiver<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        id: WaiverId,
        waiver: &WaiverOp,
        given: &A,
        observer: &mut O,
    ) -> Waived<Sum<A>> {
        observer.waiver(id);
        let dated = self.dated.get(waiver.dated.0);
        let stands_for = dated.map(|dated| self.waiver_terms(waiver, dated, given, observer));
        let nothing = || Waived { amount: given.constant(0), one: None };
        let stands_for = stands_for.unwrap_or_else(nothing);
        observer.waived(id, &stands_for);
        stands_for
    }

    fn waiver_terms<A: Algebra, O: Observer<Truth<A>, Sum<A>>>(
        &self,
        waiver: &WaiverOp,
        dated: &DatedOp,
        given: &A,
        observer: &mut O,
    ) -> Waived<Sum<A>> {
        // Terms go by the day asked about, which is always known: a book with others is refused.
        let force = given.force(dated);
        let of = dated.versions_in(force).count();
        let mut merged: Option<Waived<Sum<A>>> = None;
        for (index, version) in dated.versions_in(force) {
            let Some(terms) = &version.terms else {
                continue;
            };
            observer.version(waiver.dated, index, of);
            let outcome = self.evaluate(version.step, given, observer);
            let one = waiver.in_unit(terms.days);
            let amount = match terms.uses {
                Some(measure) => given.each(measure, one, terms.times),
                None => given.worth(&outcome, one.saturating_mul(terms.times.min(1))),
            };
            merged = Some(match merged {
                None => Waived { amount, one: Some(one) },
                Some(before) => Waived {
                    amount: given.merge_amounts(&before.amount, &amount),
                    one: before.one.filter(|before| *before == one),
                },
            });
        }
        merged.unwrap_or_else(|| {
            // No terms on file: what the waiver stands for on this day is not known.
            let open = given.unknowable(dated.gap);
            Waived { amount: given.worth(&open, UNBOUNDED), one: None }
        })
    }
}

/// A set of waivers of one requirement, by their places.
const fn with(set: u32, place: usize) -> u32 {
    if place < MAX_WAIVERS { set | (1 << place) } else { set }
}

const fn has(set: u32, place: usize) -> bool {
    place < MAX_WAIVERS && set & (1 << place) != 0
}

fn all_of(count: usize) -> u32 {
    (0..count).fold(0, with)
}

impl DatedOp {
    /// The versions in force.
    pub(crate) fn in_force<V: Valuation>(&self, given: &V) -> Force {
        let day = match given.anchor(self.anchor) {
            AnchorDay::Known(day) => *day,
            AnchorDay::Unset if self.met_when_unset => return Force::Nothing,
            AnchorDay::Unset => given.as_of(),
            AnchorDay::Unknown(_) => return Force::NotKnown,
        };
        self.in_force_on(day, |question| given.choice(question))
    }

    /// The versions of a day; of those that are readings of one question, the one that is picked.
    pub(crate) fn in_force_on(
        &self,
        day: Day,
        choice: impl Fn(QuestionId) -> Option<ChoiceId>,
    ) -> Force {
        let picked = self.versions_in(Force::On(day)).find(|(_, version)| {
            version.reading.is_some_and(|(question, picked)| choice(question) == Some(picked))
        });
        picked.map_or(Force::On(day), |(place, _)| Force::Picked(place))
    }
}
