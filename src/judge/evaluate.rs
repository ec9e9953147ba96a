//! The one evaluator.
//!
//! Evaluating a step gives two truths at once: whether what is shown is enough, and whether what is
//! possible is. Because the rule language has no negation, the first is the verdict on all lower
//! bounds, the second that on all upper bounds. An observer hears each step; without one nothing is
//! spent on it.

use alloc::vec::Vec;

use super::measure::{AnchorDay, Interval, UNBOUNDED};
use super::program::{
    AnchorId, ChoiceId, Class, DatedId, DatedOp, Force, MeasureId, Op, OpenId, Outcome, Program,
    QuestionId, StepId, WaiverId, WaiverOp,
};
use crate::calendar::Day;
use crate::credential::Code;

/// What an evaluation takes as given.
pub(crate) trait Valuation {
    fn interval(&self, measure: MeasureId) -> Interval;
    fn open(&self, open: OpenId) -> Outcome;
    fn anchor(&self, anchor: AnchorId) -> &AnchorDay;
    fn as_of(&self) -> Day;
    /// The reading picked, if one is.
    fn choice(&self, question: QuestionId) -> Option<ChoiceId>;
}

/// Hears an evaluation step by step.
pub(crate) trait Observer {
    /// Whether anybody listens: then nothing is cut short.
    const ACTIVE: bool;
    fn enter(&mut self, step: StepId);
    fn leave(&mut self, step: StepId, outcome: Outcome);
    /// A version of a dated value is about to be evaluated; `of` are in force at once.
    fn version(&mut self, dated: DatedId, version: usize, of: usize);
    fn waiver(&mut self, waiver: WaiverId);
    fn waived(&mut self, waiver: WaiverId, used: &Waived);
    /// The waivers of an experience requirement that were used, shown.
    fn applied(&mut self, used: &[(WaiverId, i64)]);
}

/// Nobody listens.
pub(crate) struct Unobserved;

impl Observer for Unobserved {
    const ACTIVE: bool = false;
    fn enter(&mut self, _step: StepId) {}
    fn leave(&mut self, _step: StepId, _outcome: Outcome) {}
    fn version(&mut self, _dated: DatedId, _version: usize, _of: usize) {}
    fn waiver(&mut self, _waiver: WaiverId) {}
    fn waived(&mut self, _waiver: WaiverId, _used: &Waived) {}
    fn applied(&mut self, _used: &[(WaiverId, i64)]) {}
}

/// What a waiver may stand for, in the unit of its requirement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waived {
    pub(crate) amount: Interval,
    /// What one use stands for, when a version is on file.
    pub(crate) one: Option<i64>,
}

impl Program {
    /// Evaluates one step on both bounds.
    pub(crate) fn evaluate<V: Valuation, O: Observer>(
        &self,
        id: StepId,
        given: &V,
        observer: &mut O,
    ) -> Outcome {
        let Some(step) = self.steps.get(id.0) else {
            return Outcome::OPEN;
        };
        observer.enter(id);
        let outcome = match &step.op {
            Op::All(of) => self.all(of, given, observer),
            Op::Any(of) => self.any(of, given, observer),
            Op::AtLeast(count, of) => self.at_least(*count, of, given, observer),
            Op::Points { need, classes } => {
                Outcome::reaches(self.points(classes, given, observer), *need)
            }
            Op::Cited(inner, _) => self.evaluate(*inner, given, observer),
            Op::Readings { question, choices } => {
                self.readings(*question, choices, given, observer)
            }
            Op::Leaf { measure, need, .. } => Outcome::reaches(given.interval(*measure), *need),
            Op::Experience { measure, need, waivers, cap, .. } => {
                let worked = given.interval(*measure);
                let waived = self.waivers(waivers, *cap, given, observer);
                let sum = Interval {
                    shown: worked.shown.saturating_add(waived.shown),
                    possible: worked.possible.saturating_add(waived.possible),
                };
                Outcome::reaches(sum, *need)
            }
            Op::Versions(dated) => self.versions(*dated, given, observer),
            Op::Open(open) => given.open(*open),
            Op::Fixed(fixed) => Outcome { shown: *fixed, possible: *fixed },
        };
        observer.leave(id, outcome);
        outcome
    }

    fn all<V: Valuation, O: Observer>(
        &self,
        of: &[StepId],
        given: &V,
        observer: &mut O,
    ) -> Outcome {
        let mut outcome = Outcome::MET;
        for step in of {
            outcome = outcome.and(self.evaluate(*step, given, observer));
            if !O::ACTIVE && !outcome.possible {
                break;
            }
        }
        outcome
    }

    fn any<V: Valuation, O: Observer>(
        &self,
        of: &[StepId],
        given: &V,
        observer: &mut O,
    ) -> Outcome {
        let mut outcome = Outcome::UNMET;
        for step in of {
            outcome = outcome.or(self.evaluate(*step, given, observer));
            if !O::ACTIVE && outcome.shown {
                break;
            }
        }
        outcome
    }

    fn at_least<V: Valuation, O: Observer>(
        &self,
        count: u32,
        of: &[StepId],
        given: &V,
        observer: &mut O,
    ) -> Outcome {
        let mut met = Interval::NONE;
        for step in of {
            let outcome = self.evaluate(*step, given, observer);
            met.shown = met.shown.saturating_add(i64::from(outcome.shown));
            met.possible = met.possible.saturating_add(i64::from(outcome.possible));
        }
        Outcome::reaches(met, i64::from(count))
    }

    pub(crate) fn points<V: Valuation, O: Observer>(
        &self,
        classes: &[Class],
        given: &V,
        observer: &mut O,
    ) -> Interval {
        let mut sum = Interval::NONE;
        for class in classes {
            let mut points = Interval::NONE;
            for (worth, step) in &class.items {
                let outcome = self.evaluate(*step, given, observer);
                let worth = |holds: bool| if holds { *worth } else { 0 };
                points.shown = points.shown.saturating_add(worth(outcome.shown));
                points.possible = points.possible.saturating_add(worth(outcome.possible));
            }
            let cap = class.cap.unwrap_or(UNBOUNDED);
            sum.shown = sum.shown.saturating_add(points.shown.min(cap));
            sum.possible = sum.possible.saturating_add(points.possible.min(cap));
        }
        sum
    }

    fn readings<V: Valuation, O: Observer>(
        &self,
        question: QuestionId,
        choices: &[(ChoiceId, StepId)],
        given: &V,
        observer: &mut O,
    ) -> Outcome {
        let picked = given.choice(question);
        let picked = choices.iter().find(|(choice, _)| Some(*choice) == picked);
        if let Some((_, step)) = picked {
            return self.evaluate(*step, given, observer);
        }
        let each = choices.iter().map(|(_, step)| self.evaluate(*step, given, observer));
        each.reduce(Outcome::merge).unwrap_or(Outcome::OPEN)
    }

    fn versions<V: Valuation, O: Observer>(
        &self,
        id: DatedId,
        given: &V,
        observer: &mut O,
    ) -> Outcome {
        let Some(dated) = self.dated.get(id.0) else {
            return Outcome::OPEN;
        };
        let force = dated.in_force(given);
        if matches!(force, Force::Nothing) {
            return Outcome::MET;
        }
        let of = dated.versions_in(force).count();
        let mut merged: Option<Outcome> = None;
        for (index, version) in dated.versions_in(force) {
            observer.version(id, index, of);
            let outcome = self.evaluate(version.step, given, observer);
            merged = Some(merged.map_or(outcome, |merged| merged.merge(outcome)));
        }
        match merged {
            None => given.open(dated.gap),
            // The day may lie outside every version, or never have come.
            Some(merged) if matches!(force, Force::NotKnown) => merged.merge(Outcome::OPEN),
            Some(merged) => merged,
        }
    }

    /// What all waivers of a requirement together may stand for.
    fn waivers<V: Valuation, O: Observer>(
        &self,
        of: &[WaiverId],
        cap: Option<i64>,
        given: &V,
        observer: &mut O,
    ) -> Interval {
        if of.is_empty() {
            return Interval::NONE;
        }
        let each: Vec<(WaiverId, Waived)> = of
            .iter()
            .filter_map(|id| {
                Some((*id, self.waiver(*id, self.waivers.get(id.0)?, given, observer)))
            })
            .collect();
        let best = |bound: fn(Interval) -> i64| self.best(&each, bound, given);
        let (shown, used) = best(|interval| interval.shown);
        let (possible, _) = best(|interval| interval.possible);
        if O::ACTIVE {
            let used: Vec<(WaiverId, i64)> = each
                .iter()
                .filter(|(id, _)| used.contains(id))
                .map(|(id, waived)| (*id, waived.amount.shown))
                .collect();
            observer.applied(&used);
        }
        let cap = cap.unwrap_or(UNBOUNDED);
        Interval { shown: shown.min(cap), possible: possible.min(cap) }
    }

    /// The largest sum of waivers that may be combined, and which they are.
    fn best<V: Valuation>(
        &self,
        each: &[(WaiverId, Waived)],
        bound: fn(Interval) -> i64,
        given: &V,
    ) -> (i64, Vec<WaiverId>) {
        let worth: Vec<(WaiverId, i64)> = each
            .iter()
            .map(|(id, waived)| (*id, bound(waived.amount)))
            .filter(|(_, amount)| *amount > 0)
            .collect();
        let sets = 1_u32.checked_shl(u32::try_from(worth.len()).unwrap_or(0)).unwrap_or(1);
        let mut best: (i64, Vec<WaiverId>) = (0, Vec::new());
        // The full set comes first: without exclusions it is the answer.
        for set in (0..sets).rev() {
            let inside = |place: usize| {
                set.checked_shr(u32::try_from(place).unwrap_or(32))
                    .is_some_and(|bits| bits & 1 == 1)
            };
            let chosen: Vec<(WaiverId, i64)> = worth
                .iter()
                .enumerate()
                .filter(|(place, _)| inside(*place))
                .map(|(_, one)| *one)
                .collect();
            let sum = chosen.iter().fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount));
            let ids: Vec<WaiverId> = chosen.iter().map(|(id, _)| *id).collect();
            if sum > best.0 && self.compatible(&ids, given) {
                let all = chosen.len() == worth.len();
                best = (sum, ids);
                if all {
                    break;
                }
            }
        }
        best
    }

    fn compatible<V: Valuation>(&self, ids: &[WaiverId], given: &V) -> bool {
        let code = |id: &WaiverId| self.waivers.get(id.0).map(|waiver| &waiver.code);
        let codes: Vec<&Code> = ids.iter().filter_map(code).collect();
        ids.iter().all(|id| {
            let dated = self.waivers.get(id.0).and_then(|waiver| self.dated.get(waiver.dated.0));
            let Some(dated) = dated else { return true };
            let force = dated.in_force(given);
            if matches!(force, Force::NotKnown) {
                return true;
            }
            let terms = dated.versions_in(force).filter_map(|(_, version)| version.terms.as_ref());
            terms.flat_map(|terms| &terms.not_with).all(|not| !codes.contains(&not))
        })
    }

    fn waiver<V: Valuation, O: Observer>(
        &self,
        id: WaiverId,
        waiver: &WaiverOp,
        given: &V,
        observer: &mut O,
    ) -> Waived {
        observer.waiver(id);
        let dated = self.dated.get(waiver.dated.0);
        let stands_for = dated.map(|dated| self.waiver_terms(waiver, dated, given, observer));
        let stands_for = stands_for.unwrap_or(Waived { amount: Interval::NONE, one: None });
        observer.waived(id, &stands_for);
        stands_for
    }

    fn waiver_terms<V: Valuation, O: Observer>(
        &self,
        waiver: &WaiverOp,
        dated: &DatedOp,
        given: &V,
        observer: &mut O,
    ) -> Waived {
        let force = match dated.in_force(given) {
            // Without the day that picks them, no terms are on file.
            Force::NotKnown => Force::Nothing,
            force => force,
        };
        let of = dated.versions_in(force).count();
        let mut merged: Option<Waived> = None;
        for (index, version) in dated.versions_in(force) {
            let Some(terms) = &version.terms else {
                continue;
            };
            observer.version(waiver.dated, index, of);
            let outcome = self.evaluate(version.step, given, observer);
            let one = waiver.in_unit(terms.days);
            let uses = terms.uses.map(|measure| given.interval(measure));
            let uses = uses.unwrap_or_else(|| Interval::flag(outcome.shown, outcome.possible));
            let amount = |uses: i64| one.saturating_mul(uses.min(terms.times));
            let amount = Interval { shown: amount(uses.shown), possible: amount(uses.possible) };
            merged = Some(match merged {
                None => Waived { amount, one: Some(one) },
                Some(before) => Waived {
                    amount: Interval {
                        shown: before.amount.shown.min(amount.shown),
                        possible: before.amount.possible.max(amount.possible),
                    },
                    one: before.one.filter(|before| *before == one),
                },
            });
        }
        merged.unwrap_or_else(|| {
            // No terms on file: what the waiver stands for on this day is not known.
            let open = given.open(dated.gap);
            let amount = |holds: bool| if holds { UNBOUNDED } else { 0 };
            let (shown, possible) = (amount(open.shown), amount(open.possible));
            Waived { amount: Interval { shown, possible }, one: None }
        })
    }
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
        let picked = self.versions_in(Force::On(day)).find(|(_, version)| {
            version.reading.is_some_and(|(question, choice)| given.choice(question) == Some(choice))
        });
        picked.map_or(Force::On(day), |(place, _)| Force::Picked(place))
    }
}
