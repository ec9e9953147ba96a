//! Explaining: an observer of the evaluation that builds the tree of findings.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::decide::Bounds;
use super::evaluate::{Observer, Unobserved, Valuation, Waived};
use super::measure::{
    self, AnchorDay, Interval, Seen, failures, limit_over, next_attempt, window_of,
};
use super::program::{
    About, DatedId, Force, MeasureId, Op, Outcome, Program, Step, StepId, Unit, WaiverId,
};
use super::question::Atom;
use super::{Facts, Judge};
use crate::book::requirement::Node;
use crate::explain::{
    Amount, Claim, Condition, Evidence, Finding, Note, NoteCode, Reason, UnknownBecause, Verdict,
    WaivedAmount,
};
use crate::source::Citation;

/// Builds findings while a step is evaluated.
pub(super) struct Explainer<'f> {
    judge: &'f Judge,
    facts: &'f Facts<'f>,
    frames: Vec<Frame<'f>>,
    root: Option<Finding>,
    pub(super) notes: BTreeSet<Note>,
    /// Where each unknown was met first.
    pub(super) asks: Vec<(Atom, String)>,
    /// Sections of the record that some requirement looked at.
    pub(super) sections: BTreeSet<&'static str>,
}

/// A step that is being evaluated.
#[derive(Default)]
struct Frame<'f> {
    path: String,
    /// The sources of the rule around; copied where a leaf rests on them.
    cites: &'f [Citation],
    children: Vec<Finding>,
    applied: Vec<(WaiverId, i64)>,
    readings: Option<String>,
}

impl<'f> Explainer<'f> {
    pub(super) const fn new(judge: &'f Judge, facts: &'f Facts<'f>) -> Self {
        Self {
            judge,
            facts,
            frames: Vec::new(),
            root: None,
            notes: BTreeSet::new(),
            asks: Vec::new(),
            sections: BTreeSet::new(),
        }
    }

    /// The finding of the step that was evaluated.
    pub(super) fn finish(&mut self) -> Finding {
        self.root.take().unwrap_or_else(|| Finding {
            path: String::new(),
            verdict: Verdict::Undetermined,
            claim: Claim::NothingToShow(None),
            sources: Vec::new(),
            evidence: Vec::new(),
            waived: Vec::new(),
            children: Vec::new(),
        })
    }

    const fn program(&self) -> &'f Program {
        &self.judge.program
    }

    const fn bounds(&self) -> Bounds<'f> {
        Bounds { facts: &self.facts.measured, picks: &self.judge.picked }
    }

    fn push(&mut self, segment: &str) {
        let parent = self.frames.last();
        let path = match parent.map(|frame| frame.path.as_str()) {
            None | Some("") => segment.to_string(),
            Some(path) if segment.is_empty() => path.to_string(),
            Some(path) => alloc::format!("{path}/{segment}"),
        };
        let cites = parent.map(|frame| frame.cites).unwrap_or_default();
        self.frames.push(Frame { path, cites, ..Frame::default() });
    }

    fn attach(&mut self, finding: Finding) {
        match self.frames.last_mut() {
            Some(frame) => frame.children.push(finding),
            None => self.root = Some(finding),
        }
    }

    fn ask(&mut self, atom: Atom, path: &str) {
        self.asks.push((atom, path.to_string()));
    }

    fn measured(&mut self, id: MeasureId, need: i64, path: &str) -> Vec<Evidence> {
        let Some(test) = self.program().measures.get(id.0) else { return Vec::new() };
        let mut seen = Seen { need, ..Seen::default() };
        measure::measure(test, &self.facts.frame(), &mut seen);
        self.ask(Atom::Measure(id), path);
        self.sections.extend(test.sections());
        for code in seen.notes {
            self.notes.insert(Note::new(code, note_text(code)));
        }
        seen.evidence
    }

    fn condition(
        &mut self,
        step: &Step,
        frame: &Frame<'_>,
        (measure, need, unit): (MeasureId, i64, Unit),
    ) -> (Claim, Vec<Evidence>) {
        let evidence = self.measured(measure, need, &frame.path);
        let interval = self.facts.value(measure);
        let claim = match &step.about {
            About::Leaf(node) => Claim::Condition(Box::new(Condition {
                node: Node::clone(node),
                need: unit.amount(need),
                shown: unit.amount(interval.shown),
                possible: possible(interval, unit),
                waived: None,
            })),
            About::Offered => Claim::Offered(interval.shown > 0),
            About::Wait { credential, version } => {
                let rule = self
                    .judge
                    .book
                    .exam(credential)
                    .and_then(|exam| exam.attempts().versions().get(*version));
                let failures = failures(credential, &self.facts.frame());
                let until = rule.and_then(|rule| next_attempt(&rule.value().waits, &failures.days));
                Claim::Wait { until }
            }
            About::Limit { credential, version } => {
                let left = u32::try_from(interval.shown).ok();
                let left = left.filter(|_| interval.shown == interval.possible);
                let exam = self.judge.book.exam(credential);
                let rule = exam.and_then(|exam| exam.attempts().versions().get(*version));
                let failures = failures(credential, &self.facts.frame());
                let until = rule
                    .and_then(|rule| rule.value().limit)
                    .and_then(|limit| limit_over(limit, &failures.days, self.facts.as_of()));
                Claim::AttemptLimit { left, until }
            }
            About::Window { credential, version } => {
                let rule = self
                    .judge
                    .book
                    .exam(credential)
                    .and_then(|exam| exam.window().versions().get(*version));
                let window =
                    rule.and_then(|rule| window_of(rule.value(), credential, &self.facts.frame()));
                Claim::Window { closes: window.map(|(_, closes)| closes) }
            }
            About::Op => Claim::NothingToShow(None),
        };
        (claim, evidence)
    }

    fn experience(
        &mut self,
        step: &Step,
        frame: &Frame<'_>,
        (measure, need, unit): (MeasureId, i64, Unit),
        cap: Option<i64>,
    ) -> (Claim, Vec<Evidence>, Vec<WaivedAmount>) {
        let (claim, evidence) = self.condition(step, frame, (measure, need, unit));
        let mut rest = cap.unwrap_or(measure::UNBOUNDED);
        let mut waived = Vec::new();
        for (id, amount) in &frame.applied {
            let amount = (*amount).min(rest);
            rest = rest.saturating_sub(amount);
            if let Some(waiver) = self.program().waivers.get(id.0).filter(|_| amount > 0) {
                waived.push(WaivedAmount {
                    waiver: waiver.name.clone(),
                    amount: unit.amount(amount),
                });
            }
        }
        let sum = cap.unwrap_or(measure::UNBOUNDED).saturating_sub(rest);
        let claim = match claim {
            Claim::Condition(mut condition) => {
                condition.waived = (sum > 0).then(|| unit.amount(sum));
                Claim::Condition(condition)
            }
            other => other,
        };
        (claim, evidence, waived)
    }

    /// A dated value: its one version stands for it; none and several are findings of their own.
    fn versions(
        &mut self,
        dated: DatedId,
        mut frame: Frame<'_>,
        outcome: Outcome,
    ) -> Option<Finding> {
        let dated = self.program().dated.get(dated.0)?;
        let verdict = outcome.verdict();
        let force = dated.in_force(&self.bounds());
        let (anchor, _) = self.program().anchors.get(dated.anchor.0)?;
        let claim = match (&force, frame.children.len()) {
            (Force::Nothing, _) => return None,
            (Force::On(_) | Force::Picked(_), 1) => return frame.children.pop(),
            // One version only: it holds, if anything does.
            (Force::NotKnown, 1) => {
                self.ask(Atom::Anchor(dated.anchor), &frame.path);
                return frame.children.pop().map(|child| Finding { verdict, ..child });
            }
            (Force::On(_) | Force::Picked(_), 0) => {
                self.ask(Atom::Open(dated.gap), &frame.path);
                let open = self.program().opens.get(dated.gap.0)?;
                if open.why == UnknownBecause::RuleUnpublished {
                    Claim::Unpublished(open.what.clone())
                } else {
                    let on = match self.bounds().anchor(dated.anchor) {
                        AnchorDay::Known(day) => Some(*day),
                        AnchorDay::Unset | AnchorDay::Unknown(_) => Some(self.facts.as_of()),
                    };
                    Claim::RuleUnknown { on, anchor: *anchor }
                }
            }
            (Force::NotKnown, _) => {
                self.ask(Atom::Anchor(dated.anchor), &frame.path);
                if dated.versions.is_empty() {
                    self.ask(Atom::Open(dated.gap), &frame.path);
                }
                Claim::RuleUnknown { on: None, anchor: *anchor }
            }
            (Force::On(_) | Force::Picked(_), _) => {
                let question = frame.readings.clone().unwrap_or_default();
                Claim::Readings { question }
            }
        };
        Some(self.finding(frame, verdict, claim))
    }

    /// What a group of requirements comes to.
    fn group(&self, op: &Op, children: &[Finding]) -> Claim {
        let met = children.iter().filter(|child| child.verdict.is_met()).count();
        let of = children.len();
        match op {
            Op::Any(_) => Claim::Any { met, of },
            Op::AtLeast(count, _) => Claim::AtLeast { count: *count, met, of },
            Op::Points { need, classes } => {
                let points = self.program().points(classes, &self.bounds(), &mut Unobserved);
                Claim::Points { need: Amount::Points(*need), shown: Amount::Points(points.shown) }
            }
            Op::Readings { question, .. } => {
                let question = self.program().questions.get(question.0);
                Claim::Readings { question: question.map(ToString::to_string).unwrap_or_default() }
            }
            _ if of == 0 => Claim::NothingToShow(None),
            _ => Claim::All { met, of },
        }
    }

    fn leaf(&mut self, step: &Step, frame: Frame<'_>, verdict: Verdict) -> Finding {
        let (claim, evidence, waived) = match &step.op {
            Op::Leaf { measure, need, unit } => {
                let (claim, evidence) = self.condition(step, &frame, (*measure, *need, *unit));
                (claim, evidence, Vec::new())
            }
            Op::Experience { measure, need, unit, cap, .. } => {
                self.experience(step, &frame, (*measure, *need, *unit), *cap)
            }
            Op::Open(open) => {
                self.ask(Atom::Open(*open), &frame.path);
                let open = self.program().opens.get(open.0);
                let what = open.map(|open| open.what.clone()).unwrap_or_default();
                let judgement = open.is_some_and(|open| open.why == UnknownBecause::NeedsJudgement);
                let claim =
                    if judgement { Claim::Judgement(what) } else { Claim::Unpublished(what) };
                (claim, Vec::new(), Vec::new())
            }
            Op::Fixed(fixed) => (Claim::Offered(*fixed), Vec::new(), Vec::new()),
            _ => (Claim::NothingToShow(None), Vec::new(), Vec::new()),
        };
        let sources = frame.cites.to_vec();
        let finding = self.finding(frame, verdict, claim);
        Finding { sources, evidence, waived, ..finding }
    }

    #[expect(clippy::unused_self, reason = "reads like the other makers of findings")]
    fn finding(&self, frame: Frame<'_>, verdict: Verdict, claim: Claim) -> Finding {
        Finding {
            path: frame.path,
            verdict,
            claim,
            sources: Vec::new(),
            evidence: Vec::new(),
            waived: Vec::new(),
            children: frame.children,
        }
    }
}

/// What could still turn out, when it is more than what is shown and worth a number.
fn possible(interval: Interval, unit: Unit) -> Option<Amount> {
    let more = interval.possible > interval.shown && interval.possible < 100_000_000;
    let counts = !matches!(unit, Unit::Shown | Unit::Level);
    let ever = matches!(unit, Unit::Days) && interval.possible > 36_500;
    (more && counts && !ever).then(|| unit.amount(interval.possible))
}

impl Observer for Explainer<'_> {
    const ACTIVE: bool = true;

    fn enter(&mut self, step: StepId) {
        let segment = self.program().steps.get(step.0).map_or("", |step| &*step.segment);
        self.push(segment);
        if let Some(Op::Cited(_, cites)) = self.program().steps.get(step.0).map(|step| &step.op)
            && let Some(frame) = self.frames.last_mut()
        {
            frame.cites = cites;
        }
    }

    fn leave(&mut self, id: StepId, outcome: Outcome) {
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        let Some(step) = self.program().steps.get(id.0) else {
            return;
        };
        let verdict = outcome.verdict();
        let finding = match &step.op {
            Op::Versions(dated) => self.versions(*dated, frame, outcome),
            // A branch with sources of its own passes them on and stands for itself.
            Op::Cited(..) => frame.children.pop(),
            Op::Readings { .. } if frame.children.len() == 1 => frame.children.pop(),
            Op::Leaf { .. } | Op::Experience { .. } | Op::Open(_) | Op::Fixed(_) => {
                Some(self.leaf(step, frame, verdict))
            }
            group => {
                let claim = match step.about.leaf() {
                    Some(Node::Nothing(what)) => Claim::NothingToShow(Some(what.to_string())),
                    _ => self.group(group, &frame.children),
                };
                let sources = match &claim {
                    Claim::NothingToShow(Some(_)) => frame.cites.to_vec(),
                    _ => Vec::new(),
                };
                let finding = self.finding(frame, verdict, claim);
                Some(Finding { sources, ..finding })
            }
        };
        if let Some(finding) = finding {
            self.attach(finding);
        }
    }

    fn version(&mut self, dated: DatedId, version: usize, of: usize) {
        let version =
            self.program().dated.get(dated.0).and_then(|dated| dated.versions.get(version));
        let Some(version) = version else { return };
        let question =
            version.reading.and_then(|(question, _)| self.program().questions.get(question.0));
        let cites = self.program().cites_of(version);
        let path = match self.frames.last_mut() {
            Some(frame) => {
                frame.cites = cites;
                if of > 1 {
                    frame.readings = question.map(ToString::to_string);
                }
                frame.path.clone()
            }
            None => String::new(),
        };
        if version.estimated {
            let bound = match (version.from, version.until) {
                (Some(from), Some(until)) => alloc::format!("from {from} to {until}"),
                (Some(from), None) => alloc::format!("from {from}"),
                (None, Some(until)) => alloc::format!("until {until}"),
                (None, None) => String::from("of no stated date"),
            };
            let text = alloc::format!("the rule on file {bound}: a day of these is our estimate");
            self.notes.insert(Note::on(&path, NoteCode::DateEstimated, text));
        }
        if let Some(note) = &version.note {
            self.notes.insert(Note::on(&path, NoteCode::RuleNote, note));
        }
    }

    fn waiver(&mut self, waiver: WaiverId) {
        let segment =
            self.program().waivers.get(waiver.0).map_or("", |waiver| waiver.code.as_str());
        self.push(segment);
    }

    fn waived(&mut self, id: WaiverId, used: &Waived) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let Some(waiver) = self.program().waivers.get(id.0) else {
            return;
        };
        let verdict =
            Outcome { shown: used.amount.shown > 0, possible: used.amount.possible > 0 }.verdict();
        if frame.children.is_empty()
            && let Some(dated) = self.program().dated.get(waiver.dated.0)
        {
            self.ask(Atom::Open(dated.gap), &frame.path);
        }
        let unit = if waiver.year.is_some() { Unit::Hours } else { Unit::Days };
        let claim = Claim::Waiver {
            waiver: waiver.name.clone(),
            title: waiver.title.clone(),
            amount: used.one.map(|one| unit.amount(one)),
        };
        let finding = self.finding(frame, verdict, claim);
        self.attach(finding);
    }

    fn applied(&mut self, used: &[(WaiverId, i64)]) {
        if let Some(frame) = self.frames.last_mut() {
            frame.applied = used.to_vec();
        }
    }
}

pub(super) const fn note_text(code: NoteCode) -> &'static str {
    match code {
        NoteCode::NoProof => {
            "entries without proof, or with one that does not show all that is asked, were counted"
        }
        NoteCode::PartTimeInFull => {
            "part-time work was counted in full, because the rule does not define full time"
        }
        NoteCode::StandingNotStated => {
            "a holding without an expiry day was taken to be in good standing"
        }
        NoteCode::PassedByHolding => "the exam was taken as passed, because its credential is held",
        _ => "",
    }
}

/// The disposition of each entry of a record over all findings: the best that became of it.
pub(super) fn dispositions(findings: &[&Finding]) -> BTreeMap<(&'static str, usize), Evidence> {
    let mut best: BTreeMap<(&'static str, usize), Evidence> = BTreeMap::new();
    for evidence in
        findings.iter().flat_map(|finding| finding.walk()).flat_map(|finding| &finding.evidence)
    {
        let key = (evidence.entry.section, evidence.entry.index);
        let rank = |reason: Reason| match reason {
            Reason::Counted => 0,
            Reason::FactMissing => 1,
            _ => 2,
        };
        let better = best.get(&key).is_none_or(|known| rank(evidence.reason) < rank(known.reason));
        if better {
            best.insert(key, evidence.clone());
        }
    }
    best
}
