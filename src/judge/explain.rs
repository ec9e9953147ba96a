//! Explaining: an observer of the evaluation that builds the tree of findings.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::decide::Bounds;
use super::evaluate::{Observer, Unobserved, Valuation, Waived};
use super::measure::{
    self, AnchorDay, Interval, Missing, Witness, failures, limit_over, next_attempt, window_of,
};
use super::program::{
    About, DatedId, Force, MeasureId, Op, Outcome, Program, QuestionId, Step, StepId, Unit,
    WaiverId,
};
use super::question::{Atom, Depends};
use super::{Facts, Judge};
use crate::book::requirement::Node;
use crate::calendar::Day;
use crate::explain::{
    Amount, Claim, Condition, EntryRef, Evidence, Finding, Note, NoteCode, Reason, UnknownBecause,
    Verdict, WaivedAmount,
};
use crate::source::Citation;

/// Builds findings while a step is evaluated.
pub(super) struct Explainer<'f> {
    judge: &'f Judge,
    facts: &'f Facts<'f>,
    /// The unknowns worth a question; without them none is asked.
    depends: Option<&'f Depends>,
    frames: Vec<Frame<'f>>,
    /// The path of the step that is being evaluated.
    path: String,
    /// Findings not yet below another one: those of the steps that are being evaluated, outermost first.
    findings: Vec<Finding>,
    pub(super) notes: Vec<Note>,
    /// Where each unknown was met.
    pub(super) asks: Vec<(Atom, String)>,
    /// Sections of the record that some requirement looked at.
    pub(super) sections: Vec<&'static str>,
}

/// A step that is being evaluated.
#[derive(Default)]
struct Frame<'f> {
    /// How much of the path is that of the step around.
    around: usize,
    /// How many findings there were before those below it.
    before: usize,
    /// The sources of the rule around; copied where a leaf rests on them.
    cites: &'f [Citation],
    applied: Vec<(WaiverId, i64)>,
    readings: Option<QuestionId>,
}

impl<'f> Explainer<'f> {
    pub(super) const fn new(
        judge: &'f Judge,
        facts: &'f Facts<'f>,
        depends: Option<&'f Depends>,
    ) -> Self {
        Self {
            judge,
            facts,
            depends,
            frames: Vec::new(),
            path: String::new(),
            findings: Vec::new(),
            notes: Vec::new(),
            asks: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// The finding of the step that was evaluated.
    pub(super) fn finish(&mut self) -> Finding {
        self.findings.pop().unwrap_or_else(|| Finding {
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
        let cites = self.frames.last().map(|frame| frame.cites).unwrap_or_default();
        let (around, before) = (self.path.len(), self.findings.len());
        self.frames.push(Frame { around, before, cites, ..Frame::default() });
        if !self.path.is_empty() && !segment.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(segment);
    }

    /// The findings directly below a step.
    fn below(&self, frame: &Frame<'_>) -> &[Finding] {
        self.findings.get(frame.before..).unwrap_or_default()
    }

    fn ask(&mut self, atom: Atom) {
        if self.depends.is_some_and(|depends| depends.on(atom)) {
            self.asks.push((atom, self.path.clone()));
        }
    }

    fn measured(&mut self, id: MeasureId, need: i64) -> Vec<Evidence> {
        let Some(test) = self.program().measures.get(id.0) else { return Vec::new() };
        let mut seen = Disposed { need, evidence: Vec::new(), notes: Vec::new() };
        measure::measure(test, &self.facts.frame(), &mut seen);
        self.ask(Atom::Measure(id));
        test.add_sections(&mut self.sections);
        for code in seen.notes {
            self.notes.push(Note::new(code, note_text(code)));
        }
        seen.evidence
    }

    fn condition(
        &mut self,
        step: &Step,
        (measure, need, unit): (MeasureId, i64, Unit),
    ) -> (Claim, Vec<Evidence>) {
        let evidence = self.measured(measure, need);
        let interval = self.facts.value(measure);
        let claim = match &step.about {
            About::Leaf(node) => Claim::Condition(Box::new(Condition {
                node: Arc::clone(node),
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
        let (claim, evidence) = self.condition(step, (measure, need, unit));
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
    fn versions(&mut self, id: DatedId, frame: &Frame<'_>, outcome: Outcome) {
        let Some(dated) = self.program().dated.get(id.0) else { return };
        let Some((anchor, _)) = self.program().anchors.get(dated.anchor.0) else { return };
        let verdict = outcome.verdict();
        let claim = match (dated.in_force(&self.bounds()), self.below(frame).len()) {
            (Force::Nothing, _) | (Force::On(_) | Force::Picked(_), 1) => return,
            // One version only: it holds, if anything does.
            (Force::NotKnown, 1) => {
                self.ask(Atom::Anchor(dated.anchor));
                self.findings.last_mut().into_iter().for_each(|one| one.verdict = verdict);
                return;
            }
            (Force::On(_) | Force::Picked(_), 0) => {
                self.ask(Atom::Open(dated.gap));
                let Some(open) = self.program().opens.get(dated.gap.0) else { return };
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
                self.ask(Atom::Anchor(dated.anchor));
                if dated.versions.is_empty() {
                    self.ask(Atom::Open(dated.gap));
                }
                Claim::RuleUnknown { on: None, anchor: *anchor }
            }
            (Force::On(_) | Force::Picked(_), _) => {
                Claim::Readings { question: self.question(frame.readings) }
            }
        };
        let finding = self.finding(frame, verdict, claim);
        self.findings.push(finding);
    }

    /// The name of a question on which sources contradict each other.
    fn question(&self, id: Option<QuestionId>) -> String {
        let question = id.and_then(|id| self.program().questions.get(id.0));
        question.map(|question| String::from(question.as_str())).unwrap_or_default()
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
                Claim::Readings { question: self.question(Some(*question)) }
            }
            _ if of == 0 => Claim::NothingToShow(None),
            _ => Claim::All { met, of },
        }
    }

    fn leaf(&mut self, step: &Step, frame: &Frame<'_>, verdict: Verdict) -> Finding {
        let (claim, evidence, waived) = match &step.op {
            Op::Leaf { measure, need, unit } => {
                let (claim, evidence) = self.condition(step, (*measure, *need, *unit));
                (claim, evidence, Vec::new())
            }
            Op::Experience { measure, need, unit, cap, .. } => {
                self.experience(step, frame, (*measure, *need, *unit), *cap)
            }
            Op::Open(open) => {
                self.ask(Atom::Open(*open));
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

    /// The finding of the step that is being evaluated, with those below it.
    fn finding(&mut self, frame: &Frame<'_>, verdict: Verdict, claim: Claim) -> Finding {
        let before = frame.before.min(self.findings.len());
        Finding {
            path: self.path.clone(),
            verdict,
            claim,
            sources: Vec::new(),
            evidence: Vec::new(),
            waived: Vec::new(),
            children: self.findings.split_off(before),
        }
    }
}

/// Hears what became of each entry; what is missing is heard only where it is asked for.
struct Disposed {
    need: i64,
    evidence: Vec<Evidence>,
    notes: Vec<NoteCode>,
}

impl Witness for Disposed {
    const ACTIVE: bool = true;
    fn seen(&mut self, evidence: Evidence) {
        self.evidence.push(evidence);
    }
    fn missing(&mut self, _fact: impl FnOnce() -> Missing) {}
    fn note(&mut self, code: NoteCode) {
        self.notes.push(code);
    }
    fn need(&self) -> i64 {
        self.need
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
        let Some(frame) = self.frames.pop() else { return };
        let Some(step) = self.program().steps.get(id.0) else { return };
        let verdict = outcome.verdict();
        match &step.op {
            Op::Versions(dated) => self.versions(*dated, &frame, outcome),
            // A branch with sources of its own passes them on, and what is below stands for it.
            Op::Cited(..) => {}
            Op::Readings { .. } if self.below(&frame).len() == 1 => {}
            Op::Leaf { .. } | Op::Experience { .. } | Op::Open(_) | Op::Fixed(_) => {
                let finding = self.leaf(step, &frame, verdict);
                self.findings.push(finding);
            }
            group => {
                let claim = match step.about.leaf() {
                    Some(Node::Nothing(what)) => Claim::NothingToShow(Some(what.to_string())),
                    _ => self.group(group, self.below(&frame)),
                };
                let sources = match &claim {
                    Claim::NothingToShow(Some(_)) => frame.cites.to_vec(),
                    _ => Vec::new(),
                };
                let finding = self.finding(&frame, verdict, claim);
                self.findings.push(Finding { sources, ..finding });
            }
        }
        self.path.truncate(frame.around);
    }

    fn version(&mut self, dated: DatedId, version: usize, of: usize) {
        let version =
            self.program().dated.get(dated.0).and_then(|dated| dated.versions.get(version));
        let Some(version) = version else { return };
        let cites = self.program().cites_of(version);
        if let Some(frame) = self.frames.last_mut() {
            frame.cites = cites;
            if of > 1 {
                frame.readings = version.reading.map(|(question, _)| question);
            }
        }
        if version.estimated {
            let text = estimated(version.from, version.until);
            self.notes.push(Note::on(&self.path, NoteCode::DateEstimated, text));
        }
        if let Some(note) = &version.note {
            self.notes.push(Note::on(&self.path, NoteCode::RuleNote, note.as_str()));
        }
    }

    fn waiver(&mut self, waiver: WaiverId) {
        let segment =
            self.program().waivers.get(waiver.0).map_or("", |waiver| waiver.code.as_str());
        self.push(segment);
    }

    fn waived(&mut self, id: WaiverId, used: &Waived) {
        let Some(frame) = self.frames.pop() else { return };
        let Some(waiver) = self.program().waivers.get(id.0) else { return };
        let verdict =
            Outcome { shown: used.amount.shown > 0, possible: used.amount.possible > 0 }.verdict();
        if self.below(&frame).is_empty()
            && let Some(dated) = self.program().dated.get(waiver.dated.0)
        {
            self.ask(Atom::Open(dated.gap));
        }
        let unit = if waiver.year.is_some() { Unit::Hours } else { Unit::Days };
        let claim = Claim::Waiver {
            waiver: waiver.name.clone(),
            title: waiver.title.clone(),
            amount: used.one.map(|one| unit.amount(one)),
        };
        let finding = self.finding(&frame, verdict, claim);
        self.findings.push(finding);
        self.path.truncate(frame.around);
    }

    fn applied(&mut self, used: &[(WaiverId, i64)]) {
        if let Some(frame) = self.frames.last_mut() {
            frame.applied = used.to_vec();
        }
    }
}

/// That the bounds of a version are not exact.
fn estimated(from: Option<Day>, until: Option<Day>) -> String {
    let bounds = match (from, until) {
        (Some(from), Some(until)) => [Some(("from ", from)), Some((" to ", until))],
        (from, until) => [from.map(|day| ("from ", day)), until.map(|day| ("until ", day))],
    };
    let mut text = String::with_capacity(96);
    text.push_str("the rule on file ");
    for (word, day) in bounds.into_iter().flatten() {
        text.push_str(word);
        day.put(&mut text);
    }
    text.push_str(if (from, until) == (None, None) { "of no stated date" } else { "" });
    text.push_str(": a day of these is our estimate");
    text
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

/// What became of the entries of a record, by section and place.
pub(super) struct Dispositions<'f>(Vec<(&'static str, Vec<Option<&'f Evidence>>)>);

impl<'f> Dispositions<'f> {
    /// Over all findings: the best that became of each entry.
    pub(super) fn of(findings: &[&'f Finding]) -> Self {
        let mut best = Self(Vec::new());
        let findings = findings.iter().flat_map(|finding| finding.walk());
        findings.flat_map(|finding| &finding.evidence).for_each(|evidence| best.add(evidence));
        best
    }

    pub(super) fn get(&self, section: &str, index: usize) -> Option<&'f Evidence> {
        let (_, entries) = self.0.iter().find(|(name, _)| *name == section)?;
        entries.get(index).copied().flatten()
    }

    fn add(&mut self, evidence: &'f Evidence) {
        let EntryRef { section, index, .. } = evidence.entry;
        let place = self.0.iter().position(|(name, _)| *name == section);
        let place = place.unwrap_or_else(|| {
            self.0.push((section, Vec::new()));
            self.0.len().saturating_sub(1)
        });
        let Some((_, entries)) = self.0.get_mut(place) else { return };
        if entries.len() <= index {
            entries.resize(index.saturating_add(1), None);
        }
        let rank = |evidence: &Evidence| match evidence.reason {
            Reason::Counted => 0,
            Reason::FactMissing => 1,
            _ => 2,
        };
        if let Some(best) = entries.get_mut(index)
            && best.is_none_or(|known| rank(evidence) < rank(known))
        {
            *best = Some(evidence);
        }
    }
}
