//! The compiled form of a book: a flat list of steps over tests that are measured once.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::measure::{Interval, Test};
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
    /// The sources of a version.
    CitesId;
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
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
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

    pub(crate) const fn and(self, other: Self) -> Self {
        Self { shown: self.shown && other.shown, possible: self.possible && other.possible }
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self { shown: self.shown || other.shown, possible: self.possible || other.possible }
    }

    /// Several readings of one rule: certain only where all agree.
    pub(crate) const fn merge(self, other: Self) -> Self {
        Self { shown: self.shown && other.shown, possible: self.possible || other.possible }
    }

    pub(crate) const fn reaches(interval: Interval, need: i64) -> Self {
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
    pub(crate) segment: Box<str>,
    pub(crate) about: About,
}

/// What a step is about, for its finding.
#[derive(Clone, Debug)]
pub(crate) enum About {
    /// Its operation says it all.
    Op,
    /// A leaf of the book.
    Leaf(Arc<Node>),
    /// Whether the exam is offered.
    Offered,
    /// The wait after a failure.
    Wait { credential: Box<CredentialId>, version: usize },
    /// The limit on attempts.
    Limit { credential: Box<CredentialId>, version: usize },
    /// The time to sit after approval.
    Window { credential: Box<CredentialId>, version: usize },
}

impl About {
    /// The leaf of the book.
    pub(crate) fn leaf(&self) -> Option<&Node> {
        match self {
            Self::Leaf(node) => Some(node),
            Self::Op
            | Self::Offered
            | Self::Wait { .. }
            | Self::Limit { .. }
            | Self::Window { .. } => None,
        }
    }
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
    pub(crate) cites: CitesId,
    pub(crate) step: StepId,
    /// Of a waiver: what one use stands for, how often, and its test when uses are counted.
    pub(crate) terms: Option<Terms>,
}

impl VersionOp {
    /// Of a waiver: whether it shuts out no other one.
    pub(crate) fn combines_freely(&self) -> bool {
        self.terms.as_ref().is_none_or(|terms| terms.not_with.is_empty())
    }

    pub(crate) fn covers(&self, day: Day) -> bool {
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
    /// What versions cite, each list once.
    pub(crate) cites: Vec<Vec<Citation>>,
    pub(crate) questions: Vec<Code>,
    pub(crate) choices: Vec<Code>,
    /// Readings of what no step evaluates: facts and prices of exams.
    pub(crate) beside: Vec<(QuestionId, ChoiceId)>,
    /// For each step whether contradictions can bear on it.
    pub(crate) contested: Vec<bool>,
}

/// Which versions of a dated value hold.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Force {
    /// None is needed: the day that picks has not come.
    Nothing,
    /// The day that picks is not known.
    NotKnown,
    /// Those of this day; none when it lies outside every version.
    On(Day),
    /// This one: the caller picked its reading.
    Picked(usize),
}

impl DatedOp {
    /// The places of the versions in force; all of them where the day is not known.
    pub(crate) fn versions_in(&self, force: Force) -> impl Iterator<Item = (usize, &VersionOp)> {
        self.versions.iter().enumerate().filter(move |(place, version)| match force {
            Force::Nothing => false,
            Force::NotKnown => true,
            Force::On(day) => version.covers(day),
            Force::Picked(picked) => *place == picked,
        })
    }
}

impl Program {
    /// The contradiction at a step, if it is one: its question with each of its choices.
    pub(crate) fn readings_at(&self, step: StepId) -> impl Iterator<Item = (QuestionId, ChoiceId)> {
        let found = match self.steps.get(step.0).map(|step| &step.op) {
            Some(Op::Readings { question, choices }) => Some((*question, choices)),
            _ => None,
        };
        found.into_iter().flat_map(|(question, choices)| {
            choices.iter().map(move |(choice, _)| (question, *choice))
        })
    }

    fn versions_of(&self, dated: DatedId) -> &[VersionOp] {
        self.dated.get(dated.0).map_or(&[], |dated| dated.versions.as_slice())
    }

    /// What a version cites.
    pub(crate) fn cites_of(&self, version: &VersionOp) -> &[Citation] {
        self.cites.get(version.cites.0).map_or(&[], Vec::as_slice)
    }

    /// The steps on which a step rests.
    fn below(&self, step: StepId) -> Vec<StepId> {
        let of = |dated: DatedId| self.versions_of(dated).iter().map(|version| version.step);
        match self.steps.get(step.0).map(|step| &step.op) {
            Some(Op::All(steps) | Op::Any(steps) | Op::AtLeast(_, steps)) => steps.clone(),
            Some(Op::Points { classes, .. }) => {
                classes.iter().flat_map(|class| &class.items).map(|(_, step)| *step).collect()
            }
            Some(Op::Cited(inner, _)) => Vec::from([*inner]),
            Some(Op::Readings { choices, .. }) => choices.iter().map(|(_, step)| *step).collect(),
            Some(Op::Experience { waivers, .. }) => {
                let waivers = waivers.iter().filter_map(|id| self.waivers.get(id.0));
                waivers.flat_map(|waiver| of(waiver.dated)).collect()
            }
            Some(Op::Versions(dated)) => of(*dated).collect(),
            Some(Op::Leaf { .. } | Op::Open(_) | Op::Fixed(_)) | None => Vec::new(),
        }
    }

    /// Whether contradictions can bear on a step.
    pub(crate) fn is_contested(&self, step: StepId) -> bool {
        self.contested.get(step.0).copied().unwrap_or(true)
    }

    /// Marks the steps on which contradictions can bear: most answers need not look for any.
    pub(crate) fn mark_contested(&mut self) {
        let own = |step: StepId| {
            let dated = |dated: DatedId| {
                self.versions_of(dated).iter().any(|version| version.reading.is_some())
            };
            match self.steps.get(step.0).map(|step| &step.op) {
                Some(Op::Readings { .. }) => true,
                Some(Op::Versions(of)) => dated(*of),
                Some(Op::Experience { waivers, .. }) => {
                    let mut waivers = waivers.iter().filter_map(|id| self.waivers.get(id.0));
                    waivers.any(|waiver| dated(waiver.dated))
                }
                _ => false,
            }
        };
        let mut marks: Vec<bool> = (0..self.steps.len()).map(|step| own(StepId(step))).collect();
        let below: Vec<Vec<StepId>> =
            (0..self.steps.len()).map(|step| self.below(StepId(step))).collect();
        loop {
            let mut changed = false;
            for (place, below) in below.iter().enumerate() {
                let rests = below.iter().any(|step| marks.get(step.0).copied().unwrap_or(false));
                if let Some(mark) = marks.get_mut(place).filter(|mark| !**mark && rests) {
                    *mark = true;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        self.contested = marks;
    }

    /// Gives back the room kept for more: nothing is added to a compiled book.
    pub(crate) fn shrink(&mut self) {
        self.steps.shrink_to_fit();
        self.measures.shrink_to_fit();
        self.dated.shrink_to_fit();
        self.opens.shrink_to_fit();
        self.anchors.shrink_to_fit();
        self.cites.shrink_to_fit();
    }

    /// Every test that some steps read, whatever the day.
    pub(crate) fn measures_below(&self, roots: &[StepId]) -> Vec<MeasureId> {
        let mut measures = Vec::new();
        let mut stack: Vec<StepId> = roots.to_vec();
        while let Some(id) = stack.pop() {
            stack.extend(self.below(id));
            match self.steps.get(id.0).map(|step| &step.op) {
                Some(Op::Leaf { measure, .. }) => measures.push(*measure),
                Some(Op::Experience { measure, waivers, .. }) => {
                    measures.push(*measure);
                    let waivers = waivers.iter().filter_map(|id| self.waivers.get(id.0));
                    waivers.for_each(|waiver| self.uses_of(waiver.dated, &mut measures));
                }
                Some(Op::Versions(dated)) => self.uses_of(*dated, &mut measures),
                _ => {}
            }
        }
        measures.sort_unstable();
        measures.dedup();
        measures
    }

    /// The days that pick versions below a step.
    pub(crate) fn anchors_below(&self, root: StepId) -> Vec<AnchorId> {
        let mut anchors = Vec::new();
        let mut stack = Vec::from([root]);
        while let Some(id) = stack.pop() {
            stack.extend(self.below(id));
            let of = |dated: &DatedId| self.dated.get(dated.0).map(|dated| dated.anchor);
            match self.steps.get(id.0).map(|step| &step.op) {
                Some(Op::Versions(dated)) => anchors.extend(of(dated)),
                Some(Op::Experience { waivers, .. }) => {
                    let waivers = waivers.iter().filter_map(|id| self.waivers.get(id.0));
                    anchors.extend(waivers.filter_map(|waiver| of(&waiver.dated)));
                }
                _ => {}
            }
        }
        anchors
    }

    /// The tests by which uses of a waiver are counted.
    fn uses_of(&self, dated: DatedId, measures: &mut Vec<MeasureId>) {
        let terms = self.versions_of(dated).iter().filter_map(|version| version.terms.as_ref());
        measures.extend(terms.filter_map(|terms| terms.uses));
    }

    /// All choices of a question anywhere in the book, in order.
    pub(crate) fn choices_of(&self, question: QuestionId) -> Vec<ChoiceId> {
        let steps = (0..self.steps.len()).flat_map(|step| self.readings_at(StepId(step)));
        let steps = steps.filter(|(other, _)| *other == question).map(|(_, choice)| choice);
        let versions = self.dated.iter().flat_map(|dated| &dated.versions);
        let versions = versions.filter_map(|version| version.reading);
        let versions = versions.filter(|(other, _)| *other == question).map(|(_, choice)| choice);
        let beside = self.beside.iter().filter(|(other, _)| *other == question);
        let beside = beside.map(|(_, choice)| *choice);
        let mut choices: Vec<ChoiceId> = steps.chain(versions).chain(beside).collect();
        choices.sort_unstable();
        choices.dedup();
        choices
    }
}
