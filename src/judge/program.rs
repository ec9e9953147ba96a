//! The compiled form of a book, and the one evaluator over it.
//!
//! A program is a flat list of steps. Evaluating a step gives two truths at once: whether what is
//! shown is enough, and whether what is possible is. Because the rule language has no negation, the
//! first is the verdict on all lower bounds, the second that on all upper bounds.

use alloc::string::String;
use alloc::vec::Vec;

use super::measure::{AnchorDay, Interval, Test, UNBOUNDED};
use crate::book::requirement::Node;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId};
use crate::explain::{Amount, UnknownBecause, Verdict};
use crate::quantity::{Days, Decimal};
use crate::source::{Anchor, Citation};

macro_rules! indices {
    ($( $(#[$doc:meta])* $name:ident; )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        pub(crate) struct $name(pub(crate) usize);
    )+ };
}

indices! {
    /// A step of the program.
    StepId;
    /// A test that is measured.
    MeasureId;
    /// A dated value.
    DatedId;
    /// Something that is never known from a record: unpublished, for judgement, no version on file.
    OpenId;
    /// A waiver.
    WaiverId;
    /// A day that picks versions.
    AnchorId;
    /// A question on which sources disagree.
    QuestionId;
    /// One answer to such a question.
    ChoiceId;
}

/// Whether what is shown is enough, and whether what is possible is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) shown: bool,
    pub(crate) possible: bool,
}

impl Outcome {
    pub(crate) const MET: Self = Self { shown: true, possible: true };
    pub(crate) const UNMET: Self = Self { shown: false, possible: false };
    pub(crate) const OPEN: Self = Self { shown: false, possible: true };

    pub(crate) const fn verdict(self) -> Verdict {
        match (self.shown, self.possible) {
            (true, _) => Verdict::Met,
            (false, true) => Verdict::Undetermined,
            (false, false) => Verdict::Unmet,
        }
    }

    const fn and(self, other: Self) -> Self {
        Self { shown: self.shown && other.shown, possible: self.possible && other.possible }
    }

    const fn or(self, other: Self) -> Self {
        Self { shown: self.shown || other.shown, possible: self.possible || other.possible }
    }

    /// Several readings of one rule: certain only where all agree.
    const fn merge(self, other: Self) -> Self {
        Self { shown: self.shown && other.shown, possible: self.possible || other.possible }
    }

    const fn reaches(interval: Interval, need: i64) -> Self {
        Self { shown: interval.shown >= need, possible: interval.possible >= need }
    }
}

/// What one step does.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    All(Vec<StepId>),
    Any(Vec<StepId>),
    AtLeast(u32, Vec<StepId>),
    Points {
        need: i64,
        classes: Vec<Class>,
    },
    /// A step with sources of its own around another one.
    Cited(StepId, Vec<Citation>),
    Readings {
        question: QuestionId,
        choices: Vec<(ChoiceId, StepId)>,
    },
    Leaf {
        measure: MeasureId,
        need: i64,
        unit: Unit,
    },
    Experience {
        measure: MeasureId,
        need: i64,
        unit: Unit,
        waivers: Vec<WaiverId>,
        cap: Option<i64>,
    },
    Versions(DatedId),
    Open(OpenId),
    Fixed(bool),
}

#[derive(Clone, Debug)]
pub(crate) struct Class {
    pub(crate) cap: Option<i64>,
    pub(crate) items: Vec<(i64, StepId)>,
}

/// A step with what is needed to explain it.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) op: Op,
    /// The last part of its path; empty where it adds none.
    pub(crate) segment: String,
    pub(crate) about: About,
}

/// What a step is about, for its finding.
#[derive(Clone, Debug)]
pub(crate) enum About {
    /// Its operation says it all.
    Op,
    /// A leaf of the book.
    Leaf(Node),
    /// Whether the exam is offered.
    Offered,
    /// The wait after a failure.
    Wait { credential: CredentialId, version: usize },
    /// The limit on attempts.
    Limit,
    /// The time to sit after approval.
    Window { credential: CredentialId, version: usize },
}

/// The unit in which a test counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unit {
    Shown,
    Pieces,
    Days,
    Hours,
    ContactHours,
    Credits,
    Units,
    Years,
    Level,
}

impl Unit {
    pub(crate) fn amount(self, value: i64) -> Amount {
        let decimal = || Decimal::from_sub_units(value).unwrap_or(Decimal::MAX);
        match self {
            Self::Shown => Amount::Shown(value > 0),
            Self::Pieces => Amount::Pieces(value),
            Self::Days => Amount::Days(Days::measured(value)),
            Self::Hours => Amount::Hours(decimal()),
            Self::ContactHours => Amount::ContactHours(decimal()),
            Self::Credits => Amount::Credits(decimal()),
            Self::Units => Amount::Units(decimal()),
            Self::Years => Amount::Years(value),
            Self::Level => Amount::Level(value),
        }
    }
}

/// A dated value, compiled.
#[derive(Clone, Debug)]
pub(crate) struct DatedOp {
    pub(crate) anchor: AnchorId,
    /// When the anchor's day has not come: met, or the day asked about picks.
    pub(crate) met_when_unset: bool,
    pub(crate) versions: Vec<VersionOp>,
    /// What a day outside every version leaves open.
    pub(crate) gap: OpenId,
}

#[derive(Clone, Debug)]
pub(crate) struct VersionOp {
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
    pub(crate) estimated: bool,
    pub(crate) note: Option<String>,
    pub(crate) reading: Option<(QuestionId, ChoiceId)>,
    pub(crate) cites: Vec<Citation>,
    pub(crate) step: StepId,
    /// Of a waiver: what one use stands for, how often, and its test when uses are counted.
    pub(crate) terms: Option<Terms>,
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
        let covering = self.versions.iter().enumerate().filter(|(_, version)| version.covers(day));
        let picked = covering.clone().find(|(_, version)| {
            version.reading.is_some_and(|(question, choice)| given.choice(question) == Some(choice))
        });
        match picked {
            Some((index, _)) => Force::These(Vec::from([index])),
            None => Force::These(covering.map(|(index, _)| index).collect()),
        }
    }
}

impl VersionOp {
    fn covers(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Terms {
    /// Counted days of one use.
    pub(crate) days: i64,
    /// Hours of one use in sub-units, by hours of a year, are worked out at the leaf.
    pub(crate) times: i64,
    pub(crate) uses: Option<MeasureId>,
    pub(crate) not_with: Vec<Code>,
}

/// A waiver, compiled for one unit of experience.
#[derive(Clone, Debug)]
pub(crate) struct WaiverOp {
    pub(crate) code: Code,
    /// Issuer and identifier.
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) dated: DatedId,
    /// Sub-units of hours of a year, where experience is counted in hours.
    pub(crate) year: Option<i64>,
}

impl WaiverOp {
    /// What so many days stand for in the unit of the requirement.
    pub(crate) fn in_unit(&self, days: i64) -> i64 {
        self.year
            .map_or(days, |year| year.saturating_mul(days).checked_div(365).unwrap_or_default())
    }
}

/// Something that no record can tell.
#[derive(Clone, Debug)]
pub(crate) struct OpenOp {
    pub(crate) why: UnknownBecause,
    pub(crate) what: String,
}

/// A compiled book.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Step>,
    pub(crate) measures: Vec<Test>,
    pub(crate) dated: Vec<DatedOp>,
    pub(crate) opens: Vec<OpenOp>,
    pub(crate) waivers: Vec<WaiverOp>,
    pub(crate) anchors: Vec<(Anchor, CredentialId)>,
    pub(crate) questions: Vec<Code>,
    pub(crate) choices: Vec<Code>,
}

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
        // One version in force is the rule; this way takes no memory.
        let (indices, unknown) = match dated.in_force(given) {
            Force::Nothing => return Outcome::MET,
            Force::NotKnown => ((0..dated.versions.len()).collect(), true),
            Force::These(indices) => (indices, false),
        };
        let of = indices.len();
        let mut merged: Option<Outcome> = None;
        for index in indices {
            let Some(version) = dated.versions.get(index) else {
                continue;
            };
            observer.version(id, index, of);
            let outcome = self.evaluate(version.step, given, observer);
            merged = Some(merged.map_or(outcome, |merged| merged.merge(outcome)));
        }
        match merged {
            None => given.open(dated.gap),
            // The day may lie outside every version, or never have come.
            Some(merged) if unknown => merged.merge(Outcome::OPEN),
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
            let Force::These(indices) = dated.in_force(given) else {
                return true;
            };
            let terms =
                indices.iter().filter_map(|index| dated.versions.get(*index)?.terms.as_ref());
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
        let indices = match dated.in_force(given) {
            Force::These(indices) => indices,
            Force::Nothing | Force::NotKnown => Vec::new(),
        };
        let of = indices.len();
        let mut merged: Option<Waived> = None;
        for index in indices {
            let Some(version) = dated.versions.get(index) else {
                continue;
            };
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
            // No terms on file: at most what any version grants.
            let most = dated.versions.iter().filter_map(|version| version.terms.as_ref());
            let most =
                most.map(|terms| waiver.in_unit(terms.days).saturating_mul(terms.times)).max();
            let possible =
                if given.open(dated.gap).possible { most.unwrap_or_default() } else { 0 };
            let shown = if given.open(dated.gap).shown { possible } else { 0 };
            Waived { amount: Interval { shown, possible }, one: None }
        })
    }
}

/// Which versions of a dated value hold.
#[derive(Clone, Debug)]
pub(crate) enum Force {
    /// None is needed: the day that picks has not come.
    Nothing,
    /// The day that picks is not known.
    NotKnown,
    /// These; none when the day lies outside every version.
    These(Vec<usize>),
}

impl Program {
    /// The contradiction at a step, if it is one, with all its choices.
    pub(crate) fn readings_at(&self, step: StepId) -> Option<(QuestionId, Vec<ChoiceId>)> {
        match &self.steps.get(step.0)?.op {
            Op::Readings { question, choices } => {
                Some((*question, choices.iter().map(|(choice, _)| *choice).collect()))
            }
            _ => None,
        }
    }

    /// Every test that some steps read, whatever the day.
    pub(crate) fn measures_below(&self, roots: &[StepId]) -> Vec<MeasureId> {
        let mut measures = Vec::new();
        let mut stack: Vec<StepId> = roots.to_vec();
        while let Some(step) = stack.pop() {
            let Some(step) = self.steps.get(step.0) else {
                continue;
            };
            match &step.op {
                Op::All(of) | Op::Any(of) | Op::AtLeast(_, of) => stack.extend(of),
                Op::Points { classes, .. } => {
                    stack.extend(
                        classes.iter().flat_map(|class| &class.items).map(|(_, step)| *step),
                    );
                }
                Op::Cited(inner, _) => stack.push(*inner),
                Op::Readings { choices, .. } => stack.extend(choices.iter().map(|(_, step)| *step)),
                Op::Leaf { measure, .. } => measures.push(*measure),
                Op::Experience { measure, waivers, .. } => {
                    measures.push(*measure);
                    let dated = waivers.iter().filter_map(|id| Some(self.waivers.get(id.0)?.dated));
                    dated.for_each(|dated| self.versions_below(dated, &mut stack, &mut measures));
                }
                Op::Versions(dated) => self.versions_below(*dated, &mut stack, &mut measures),
                Op::Open(_) | Op::Fixed(_) => {}
            }
        }
        measures.sort_unstable();
        measures.dedup();
        measures
    }

    fn versions_below(
        &self,
        dated: DatedId,
        stack: &mut Vec<StepId>,
        measures: &mut Vec<MeasureId>,
    ) {
        for version in self.dated.get(dated.0).map(|dated| &dated.versions).into_iter().flatten() {
            stack.push(version.step);
            measures.extend(version.terms.as_ref().and_then(|terms| terms.uses));
        }
    }

    /// All choices of a question anywhere in the book, in order.
    pub(crate) fn choices_of(&self, question: QuestionId) -> Vec<ChoiceId> {
        let steps = (0..self.steps.len()).filter_map(|step| self.readings_at(StepId(step)));
        let steps = steps.filter(|(other, _)| *other == question).flat_map(|(_, choices)| choices);
        let versions = self.dated.iter().flat_map(|dated| &dated.versions);
        let versions = versions.filter_map(|version| version.reading);
        let versions = versions.filter(|(other, _)| *other == question).map(|(_, choice)| choice);
        let mut choices: Vec<ChoiceId> = steps.chain(versions).collect();
        choices.sort_unstable();
        choices.dedup();
        choices
    }
}
