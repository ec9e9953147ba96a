//! From a book to a program: every distinct test once, every requirement a few steps.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::fingerprint::Fingerprint;
use super::measure::{CourseUnit, HeldOf, Names, Steps, Test, is_ladder, rung, years};
use super::program::{
    About, AnchorId, ChoiceId, CitesId, Class, DatedId, DatedOp, MeasureId, Op, OpenId, OpenOp,
    Program, QuestionId, Step, StepId, Terms, Unit, VersionOp, WaiverId, WaiverOp,
};
use super::{Cited, cite, requirement_key};
use crate::book::leaf::{
    CourseworkLeaf, ExperienceLeaf, ExperienceNeed, Held, HeldWhich, Passed, counted_days,
};
use crate::book::renewal::Duty;
use crate::book::requirement::{Branches, Node, Points, Requirement};
use crate::book::{CredentialRule, RuleBook, WaiverTerms};
use crate::credential::{Code, CredentialId, CredentialRef, Issuer};
use crate::explain::UnknownBecause;
use crate::source::{Anchor, Confidence, Dated, OneOrMany, Version};
use crate::word::Word;

/// The steps of one credential.
#[derive(Clone, Debug)]
pub(crate) struct CredentialSteps {
    pub(crate) exam: StepId,
    pub(crate) recommended: Option<StepId>,
    /// Best first; the last part is what is granted, if anything may be used.
    pub(crate) outcomes: Vec<OutcomeSteps>,
    /// The outcome that grants the credential itself.
    pub(crate) own: StepId,
    /// Every test that these steps read.
    pub(crate) measures: Vec<MeasureId>,
}

#[derive(Clone, Debug)]
pub(crate) struct OutcomeSteps {
    pub(crate) designation: Option<CredentialId>,
    pub(crate) step: StepId,
}

/// Compiles every credential of a book.
pub(crate) fn compile(
    book: &RuleBook,
    names: &Names,
    cited: &Cited,
) -> (Program, BTreeMap<CredentialId, CredentialSteps>, BTreeMap<String, StepId>) {
    let mut compiler = Compiler {
        book,
        names,
        cited,
        program: Program::default(),
        measures: BTreeSet::new(),
        waivers: BTreeMap::new(),
        anchors: BTreeMap::new(),
        cites: BTreeMap::new(),
    };
    let mut credentials = BTreeMap::new();
    for id in book.credentials() {
        if let Some(rule) = book.rule(&book.examined(&id)) {
            let steps = compiler.credential(&id, rule);
            credentials.insert(id, steps);
        }
    }
    let requirements = compiler.renewal();
    compiler.program.mark_contested();
    compiler.program.shrink();
    (compiler.program, credentials, requirements)
}

struct Compiler<'b> {
    book: &'b RuleBook,
    names: &'b Names,
    cited: &'b Cited,
    program: Program,
    /// Tests by their fingerprints, so that equal ones are measured once.
    measures: BTreeSet<(u64, MeasureId)>,
    waivers: BTreeMap<(String, Option<i64>), WaiverId>,
    anchors: BTreeMap<(u8, Option<CredentialId>), AnchorId>,
    /// By issuer, keys and confidence: many versions rest on the same pages.
    cites: BTreeMap<(Issuer, Vec<Code>, Option<Confidence>), CitesId>,
}

impl Compiler<'_> {
    /// The requirements and the contradictions of all renewal programmes.
    fn renewal(&mut self) -> BTreeMap<String, StepId> {
        let mut steps = BTreeMap::new();
        for (issuer, rules) in self.book.rules() {
            for (id, layered) in &rules.programs {
                let program = &layered.rule;
                for (question, choice) in program.readings() {
                    let beside = (self.question(question), self.choice(choice));
                    self.program.beside.push(beside);
                }
                for (name, duty) in &program.duties {
                    for version in duty.terms.versions() {
                        if let Duty::Requires(requirement) = version.value() {
                            let name = name.as_str();
                            let key = requirement_key((issuer, id), name, &duty.terms, version, 0);
                            steps.insert(key, self.node(&requirement.0, issuer, name));
                        }
                    }
                }
                for version in program.ways.versions() {
                    for (place, way) in version.value().iter().enumerate() {
                        if let Some(requirement) = &way.requires {
                            let key = requirement_key(
                                (issuer, id),
                                "*ways",
                                &program.ways,
                                version,
                                place,
                            );
                            let step = self.node(&requirement.0, issuer, way.id.as_str());
                            steps.insert(key, step);
                        }
                    }
                }
            }
        }
        steps
    }

    fn credential(&mut self, asked: &CredentialId, rule: &CredentialRule) -> CredentialSteps {
        let id = self.book.examined(asked);
        let exam = self.exam(&id, rule);
        let facts = rule.exam.facts.versions().iter().filter_map(Version::reading);
        let fees = rule.exam.fees.versions().iter().filter_map(Version::reading);
        for reading in facts.chain(fees) {
            let beside = (self.question(reading.question()), self.choice(reading.choice()));
            self.program.beside.push(beside);
        }
        let recommended = &rule.exam.recommended;
        let recommended = (!recommended.versions().is_empty()).then(|| {
            self.requirement(recommended, &id, "recommended", UnknownBecause::RuleUnknown)
        });
        let mut outcomes = Vec::with_capacity(rule.award.len());
        for outcome in &rule.award {
            let missing = unknown_or_unpublished(&outcome.requires);
            let mut step = self.requirement(&outcome.requires, &id, "award", missing);
            if let Some(length) = outcome.expires_after {
                // What lapses is granted only while the exam is recent enough.
                let exam = CredentialRef::from(&id);
                let recent = Passed {
                    exams: Vec::from([exam]),
                    within: Some(length),
                    inside: None,
                    short: false,
                };
                let recent = self.node(&Node::Passed(recent), id.issuer(), "award/in-time");
                step = self.step(Op::All(Vec::from([step, recent])), "", About::Op);
            }
            let designation = outcome.designation.as_ref();
            let designation =
                designation.map(|code| CredentialId::new(id.issuer().clone(), code.clone()));
            outcomes.push(OutcomeSteps { designation, step });
        }
        let own = outcomes.iter().find(|outcome| outcome.designation.as_ref() == Some(asked));
        let own = own.map(|outcome| outcome.step);
        let own = own.unwrap_or_else(|| {
            let what = alloc::format!("what {asked} is awarded for");
            self.open(UnknownBecause::RuleUnpublished, what, "award")
        });
        let roots = [exam, own].into_iter().chain(recommended);
        let roots: Vec<StepId> = roots.chain(outcomes.iter().map(|outcome| outcome.step)).collect();
        let measures = self.program.measures_below(&roots);
        CredentialSteps { exam, recommended, outcomes, own, measures }
    }

    /// Offered, admitted, waits over, attempts left, window open.
    fn exam(&mut self, id: &CredentialId, rule: &CredentialRule) -> StepId {
        let mut steps = Vec::new();
        steps.push(self.offered(id, rule));
        let requires = &rule.exam.requires;
        let missing = unknown_or_unpublished(requires);
        // The root adds no part of its own to the paths below it.
        steps.push(self.requirement(requires, id, "", missing));
        steps.push(self.waits(id, rule));
        if !rule.exam.window.versions().is_empty() {
            steps.push(self.window(id, rule));
        }
        self.step(Op::All(steps), "exam", About::Op)
    }

    fn offered(&mut self, id: &CredentialId, rule: &CredentialRule) -> StepId {
        let gap = self.gap(id, "whether the exam is offered", UnknownBecause::RuleUnknown);
        self.dated(&rule.offered, id, (Anchor::AsOf, gap), "offered", |compiler, version, _| {
            (compiler.step(Op::Fixed(*version.value()), "", About::Offered), None)
        })
    }

    fn waits(&mut self, id: &CredentialId, rule: &CredentialRule) -> StepId {
        let missing = unknown_or_unpublished(&rule.exam.attempts);
        let gap = self.gap(id, "the wait after a failed attempt", missing);
        self.dated(
            &rule.exam.attempts,
            id,
            (Anchor::Failure, gap),
            "wait",
            |compiler, version, index| {
                let credential = id.clone();
                let test = Test::Waited { credential: id.clone(), version: index };
                let limited = About::Limit { credential: Box::new(id.clone()), version: index };
                let about = About::Wait { credential: Box::new(credential), version: index };
                let wait = compiler.leaf(test, 1, Unit::Shown, "", about);
                if version.value().limit.is_none() {
                    return (wait, None);
                }
                let test = Test::AttemptsLeft { credential: id.clone(), version: index };
                let limit = compiler.leaf(test, 1, Unit::Pieces, "limit", limited);
                (compiler.step(Op::All(Vec::from([wait, limit])), "", About::Op), None)
            },
        )
    }

    fn window(&mut self, id: &CredentialId, rule: &CredentialRule) -> StepId {
        let gap = self.gap(id, "the time to sit after approval", UnknownBecause::RuleUnknown);
        self.dated(
            &rule.exam.window,
            id,
            (Anchor::Approval, gap),
            "window",
            |compiler, _, index| {
                let test = Test::WindowOpen { credential: id.clone(), version: index };
                let about = About::Window { credential: Box::new(id.clone()), version: index };
                (compiler.leaf(test, 1, Unit::Shown, "", about), None)
            },
        )
    }

    fn requirement(
        &mut self,
        dated: &Dated<Requirement>,
        id: &CredentialId,
        segment: &str,
        missing: UnknownBecause,
    ) -> StepId {
        let what = match segment {
            "" => "what admits to the exam",
            "award" => "what the award asks for",
            _ => "what is recommended",
        };
        let gap = self.gap(id, what, missing);
        self.dated(dated, id, (Anchor::AsOf, gap), segment, |compiler, version, _| {
            let node = &version.value().0;
            // The root of a tree stands for the whole: its parts are named directly below it.
            let segment = if matches!(node, Node::All(_)) { "" } else { node.word() };
            (compiler.node(node, id.issuer(), segment), None)
        })
    }

    fn gap(&mut self, id: &CredentialId, what: &str, why: UnknownBecause) -> OpenId {
        let what = alloc::format!("{id}: {what}");
        let open = OpenId(self.program.opens.len());
        self.program.opens.push(OpenOp { why, what });
        open
    }

    fn dated<T>(
        &mut self,
        dated: &Dated<T>,
        id: &CredentialId,
        (anchor, gap): (Anchor, OpenId),
        segment: &str,
        value: impl FnMut(&mut Self, &Version<T>, usize) -> (StepId, Option<Terms>),
    ) -> StepId {
        let dated = self.versions(dated, id, (anchor, gap), value);
        self.step(Op::Versions(dated), segment, About::Op)
    }

    fn versions<T>(
        &mut self,
        dated: &Dated<T>,
        id: &CredentialId,
        (usual, gap): (Anchor, OpenId),
        mut value: impl FnMut(&mut Self, &Version<T>, usize) -> (StepId, Option<Terms>),
    ) -> DatedId {
        let mut versions = Vec::with_capacity(dated.versions().len());
        for (index, version) in dated.versions().iter().enumerate() {
            let (step, terms) = value(self, version, index);
            let reading = version
                .reading()
                .map(|reading| (self.question(reading.question()), self.choice(reading.choice())));
            versions.push(VersionOp {
                from: version.from(),
                until: version.until(),
                estimated: version.is_estimated(),
                note: version.note().map(ToString::to_string),
                reading,
                cites: self.cites(id.issuer(), version),
                step,
                terms,
            });
        }
        let anchor = dated.anchor().unwrap_or(usual);
        let met_when_unset = matches!(anchor, Anchor::Failure | Anchor::Approval);
        let anchor = self.anchor(anchor, id);
        let dated = DatedId(self.program.dated.len());
        self.program.dated.push(DatedOp { anchor, met_when_unset, versions, gap });
        dated
    }

    fn cites<T>(&mut self, issuer: &Issuer, version: &Version<T>) -> CitesId {
        let key = (issuer.clone(), version.sources().to_vec(), version.confidence());
        let next = CitesId(self.program.cites.len());
        let known = *self.cites.entry(key).or_insert(next);
        if known == next {
            let citations = cite(self.cited, issuer, version.sources(), version.confidence());
            self.program.cites.push(citations);
        }
        known
    }

    fn anchor(&mut self, anchor: Anchor, id: &CredentialId) -> AnchorId {
        let next = AnchorId(self.program.anchors.len());
        let kind = match anchor {
            // The others are of renewal programmes; a book with one here is refused.
            Anchor::AsOf | Anchor::CycleStart | Anchor::CycleEnd | Anchor::Activity => 0,
            Anchor::Exam => 1,
            Anchor::Failure => 2,
            Anchor::Approval => 3,
            Anchor::FirstAward => 4,
        };
        // The day asked about is one day, whatever it picks a version of.
        let of = if kind == 0 { None } else { Some(id.clone()) };
        let known = *self.anchors.entry((kind, of)).or_insert(next);
        if known == next {
            self.program.anchors.push((anchor, id.clone()));
        }
        known
    }

    fn question(&mut self, question: &Code) -> QuestionId {
        QuestionId(position(&mut self.program.questions, question))
    }

    fn choice(&mut self, choice: &Code) -> ChoiceId {
        ChoiceId(position(&mut self.program.choices, choice))
    }

    fn step(&mut self, op: Op, segment: &str, about: About) -> StepId {
        let id = StepId(self.program.steps.len());
        self.program.steps.push(Step { op, segment: Box::from(segment), about });
        id
    }

    fn leaf(&mut self, test: Test, need: i64, unit: Unit, segment: &str, about: About) -> StepId {
        let measure = self.measure(test);
        self.step(Op::Leaf { measure, need, unit }, segment, about)
    }

    fn open(&mut self, why: UnknownBecause, what: String, segment: &str) -> StepId {
        let open = OpenId(self.program.opens.len());
        self.program.opens.push(OpenOp { why, what });
        self.step(Op::Open(open), segment, About::Op)
    }

    fn measure(&mut self, test: Test) -> MeasureId {
        let print = Fingerprint::of(&test);
        let alike = (print, MeasureId(0))..=(print, MeasureId(usize::MAX));
        let mut alike = self.measures.range(alike).map(|(_, id)| *id);
        if let Some(known) = alike.find(|id| self.program.measures.get(id.0) == Some(&test)) {
            return known;
        }
        let id = MeasureId(self.program.measures.len());
        self.program.measures.push(test);
        self.measures.insert((print, id));
        id
    }

    fn node(&mut self, node: &Node, issuer: &Issuer, segment: &str) -> StepId {
        match node {
            Node::All(of) => {
                let steps = self.branches(of, issuer);
                self.step(Op::All(steps), segment, About::Op)
            }
            Node::Any(of) => {
                let steps = self.branches(of, issuer);
                self.step(Op::Any(steps), segment, About::Op)
            }
            Node::AtLeast(at_least) => {
                let steps = self.branches(&at_least.of, issuer);
                self.step(Op::AtLeast(at_least.count.get(), steps), segment, About::Op)
            }
            Node::Points(points) => self.points(points, issuer, segment),
            Node::Cited(cited) => {
                let inner = self.node(&cited.requires, issuer, "");
                let sources = cite(self.cited, issuer, &cited.source.0, cited.confidence);
                self.step(Op::Cited(inner, sources), segment, About::Op)
            }
            Node::Readings(readings) => {
                let question = self.question(&readings.question);
                let steps = self.branches(&readings.choices, issuer);
                // The book's checks see to it that every choice has a name.
                let names = readings.choices.0.iter().filter_map(|branch| branch.name.as_ref());
                let names: Vec<ChoiceId> = names.map(|name| self.choice(name)).collect();
                let choices = names.into_iter().zip(steps).collect();
                self.step(Op::Readings { question, choices }, segment, About::Op)
            }
            Node::Nothing(_) => {
                self.step(Op::All(Vec::new()), segment, About::Leaf(Arc::new(node.clone())))
            }
            Node::Unpublished(what) => {
                self.open(UnknownBecause::RuleUnpublished, what.to_string(), segment)
            }
            Node::Judgement(what) => {
                self.open(UnknownBecause::NeedsJudgement, what.to_string(), segment)
            }
            Node::Experience(leaf) => self.experience(leaf, node, issuer, segment),
            _ => {
                let leaves = self.tests(node, issuer);
                let about = About::Leaf(Arc::new(node.clone()));
                let mut steps: Vec<StepId> = Vec::new();
                for (test, need, unit) in leaves {
                    let segment = if steps.is_empty() { segment } else { "credits" };
                    steps.push(self.leaf(test, need, unit, segment, about.clone()));
                }
                match steps.as_slice() {
                    [single] => *single,
                    _ => self.step(Op::All(steps), "", About::Op),
                }
            }
        }
    }

    fn points(&mut self, points: &Points, issuer: &Issuer, segment: &str) -> StepId {
        let mut classes = Vec::new();
        for class in &points.classes {
            let items = class.items.iter().enumerate().map(|(index, item)| {
                let segment = alloc::format!("{}-{}", class.id, index.saturating_add(1));
                (years(item.points), self.node(&item.requires, issuer, &segment))
            });
            classes.push(Class { cap: class.cap.map(years), items: items.collect() });
        }
        self.step(Op::Points { need: years(points.need), classes }, segment, About::Op)
    }

    /// The branches with distinct path segments: the name, or the word with a number where it repeats.
    fn branches(&mut self, of: &Branches, issuer: &Issuer) -> Vec<StepId> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut steps = Vec::with_capacity(of.0.len());
        for branch in &of.0 {
            let word = branch.name.as_ref().map_or_else(|| branch.node.word(), Code::as_str);
            let count = seen.entry(word.to_string()).or_default();
            *count = count.saturating_add(1);
            let segment =
                if *count == 1 { word.to_string() } else { alloc::format!("{word}-{count}") };
            steps.push(self.node(&branch.node, issuer, &segment));
        }
        steps
    }

    /// The test of a leaf, how much is needed, and the unit. Coursework may ask for two amounts.
    fn tests(&self, node: &Node, issuer: &Issuer) -> Vec<(Test, i64, Unit)> {
        let ids = |of: &[CredentialRef]| -> Vec<CredentialId> {
            let resolve = |one: &CredentialRef| {
                let id = one.resolve(issuer);
                self.names.get(&id).cloned().unwrap_or(id)
            };
            of.iter().map(resolve).collect()
        };
        let one = match node {
            Node::Held(held) => (self.held(held, issuer, ids), 1, Unit::Shown),
            Node::Passed(passed) => {
                let exams =
                    ids(&passed.exams).iter().map(|exam| self.book.examined(exam)).collect();
                (
                    Test::Passed { exams, within: passed.within, inside: passed.inside },
                    1,
                    Unit::Shown,
                )
            }
            Node::Membership(leaf) => match leaf.length {
                None => (Test::Member(leaf.clone()), 1, Unit::Shown),
                Some(length) => {
                    (Test::Member(leaf.clone()), counted_days(length).get(), Unit::Days)
                }
            },
            Node::Employed(leaf) => (Test::Employed(leaf.clone()), 1, Unit::Shown),
            Node::Coursework(leaf) => return course(leaf),
            Node::Education(leaf) => {
                let ladder = is_ladder(leaf);
                let need = if ladder { rung(leaf.level) } else { 1 };
                let unit = if ladder { Unit::Level } else { Unit::Shown };
                // The level of a ladder is the threshold, not part of the test.
                let mut test = leaf.clone();
                if ladder {
                    test.level = crate::record::Level::HighSchool;
                }
                (Test::Education(test), need, unit)
            }
            Node::Training(leaf) => (Test::Training(leaf.clone()), 1, Unit::Pieces),
            Node::Ceus(leaf) => {
                (Test::Ceus(leaf.clone()), leaf.units.amount().sub_units(), Unit::Units)
            }
            Node::Age(count) => (Test::Age, years(*count), Unit::Years),
            Node::Residence(OneOrMany(places)) => (Test::Residence(places.clone()), 1, Unit::Shown),
            Node::Attestation(leaf) => (Test::Attested(leaf.clone()), 1, Unit::Shown),
            Node::Sequence(steps) => (self.sequence(steps, issuer), 1, Unit::Shown),
            Node::Experience(leaf) => {
                let (test, need, unit) = work(leaf);
                (test, need, unit)
            }
            _ => return Vec::new(),
        };
        Vec::from([one])
    }

    fn sequence(&self, steps: &[Node], issuer: &Issuer) -> Test {
        let step = |index: usize| {
            let node = steps.get(index)?;
            self.tests(node, issuer).into_iter().next()
        };
        match (step(0), step(1)) {
            (Some((first, first_need, _)), Some((then, then_need, _))) => {
                Test::Sequence(Box::new(Steps { first, first_need, then, then_need }))
            }
            // The book's checks leave nothing else.
            _ => Test::Age,
        }
    }

    fn held(
        &self,
        held: &Held,
        issuer: &Issuer,
        ids: impl Fn(&[CredentialRef]) -> Vec<CredentialId>,
    ) -> Test {
        let of = match &held.which {
            HeldWhich::AnyOf(credentials) => HeldOf::These(ids(credentials)),
            HeldWhich::Field { field, issuer: which } => {
                HeldOf::Field { known: self.in_field(field), home: issuer.clone(), issuer: *which }
            }
        };
        Test::Held { of, ever: held.ever }
    }

    fn in_field(&self, field: &Word) -> Vec<CredentialId> {
        let certifies = |id: &CredentialId| {
            self.book.rule(id).is_some_and(|rule| rule.fields.iter().any(|word| field.covers(word)))
        };
        self.book.credentials().filter(certifies).collect()
    }

    fn experience(
        &mut self,
        leaf: &ExperienceLeaf,
        node: &Node,
        issuer: &Issuer,
        segment: &str,
    ) -> StepId {
        let (test, need, unit) = work(leaf);
        let year = match leaf.need {
            ExperienceNeed::Days(_) => None,
            ExperienceNeed::Hours { year, .. } => year.map(|year| year.amount().sub_units()),
        };
        let measure = self.measure(test);
        let waivers: Vec<WaiverId> =
            leaf.waivers.iter().filter_map(|code| self.waiver(code, issuer, year)).collect();
        let in_unit = |days: i64| {
            year.map_or(days, |year| year.saturating_mul(days).checked_div(365).unwrap_or_default())
        };
        let cap = leaf.at_most_waived.map(|length| in_unit(counted_days(length).get()));
        let op = Op::Experience { measure, need, unit, waivers, cap };
        let amount = self.step(op, segment, About::Leaf(Arc::new(node.clone())));
        let Some(settings) = leaf.settings_at_least else {
            return amount;
        };
        let test = Test::WorkSettings(bare(leaf));
        let about = About::Leaf(Arc::new(node.clone()));
        let settings = self.leaf(
            test,
            years(settings),
            Unit::Pieces,
            &alloc::format!("{segment}-settings"),
            about,
        );
        self.step(Op::All(Vec::from([amount, settings])), "", About::Op)
    }

    fn waiver(&mut self, code: &Code, issuer: &Issuer, year: Option<i64>) -> Option<WaiverId> {
        let name = alloc::format!("{issuer}/{code}");
        let key = (name.clone(), year);
        if let Some(known) = self.waivers.get(&key) {
            return Some(*known);
        }
        let rule = &self.book.rules().get(issuer)?.waivers.get(code)?.rule;
        let gap = OpenId(self.program.opens.len());
        let what = alloc::format!("{name}: the terms of the waiver");
        self.program.opens.push(OpenOp { why: UnknownBecause::RuleUnknown, what });
        let id = CredentialId::new(issuer.clone(), code.clone());
        let dated = self.versions(&rule.terms, &id, (Anchor::AsOf, gap), |compiler, version, _| {
            compiler.terms(version.value(), issuer)
        });
        let waiver = WaiverId(self.program.waivers.len());
        let title = rule.title.to_string();
        self.program.waivers.push(WaiverOp { code: code.clone(), name, title, dated, year });
        self.waivers.insert(key, waiver);
        Some(waiver)
    }

    fn terms(&mut self, terms: &WaiverTerms, issuer: &Issuer) -> (StepId, Option<Terms>) {
        let node = &terms.requires.0;
        let several = terms.times.get() > 1;
        let pieces = several.then(|| self.tests(node, issuer).into_iter().next()).flatten();
        let pieces = pieces.map(|(test, _, _)| counting(test, node));
        let uses = pieces.clone().map(|test| self.measure(test));
        // Where several uses count, so do several pieces of evidence.
        let step = match pieces {
            Some(test) => {
                let about = About::Leaf(Arc::new(node.clone()));
                self.leaf(test, 1, Unit::Pieces, node.word(), about)
            }
            None => self.node(node, issuer, node.word()),
        };
        let terms = Terms {
            days: counted_days(terms.replaces).get(),
            times: years(terms.times),
            uses,
            not_with: terms.not_with.clone(),
        };
        (step, Some(terms))
    }
}

/// No version at all is not published; a gap between versions is not known.
fn unknown_or_unpublished<T>(dated: &Dated<T>) -> UnknownBecause {
    if dated.versions().is_empty() {
        UnknownBecause::RuleUnpublished
    } else {
        UnknownBecause::RuleUnknown
    }
}

fn position(list: &mut Vec<Code>, code: &Code) -> usize {
    list.iter().position(|known| known == code).unwrap_or_else(|| {
        list.push(code.clone());
        list.len().saturating_sub(1)
    })
}

/// Experience without its amount and waivers: what is measured.
fn bare(leaf: &ExperienceLeaf) -> ExperienceLeaf {
    let stated = crate::book::leaf::Stated::Length(crate::calendar::Length::Days(1));
    ExperienceLeaf {
        need: ExperienceNeed::Days(crate::quantity::Days::ZERO),
        stated,
        waivers: Vec::new(),
        at_most_waived: None,
        settings_at_least: None,
        ..leaf.clone()
    }
}

fn work(leaf: &ExperienceLeaf) -> (Test, i64, Unit) {
    match leaf.need {
        ExperienceNeed::Days(days) => (Test::WorkDays(bare(leaf)), days.get(), Unit::Days),
        ExperienceNeed::Hours { need, .. } => {
            (Test::WorkHours(bare(leaf)), need.amount().sub_units(), Unit::Hours)
        }
    }
}

fn course(leaf: &CourseworkLeaf) -> Vec<(Test, i64, Unit)> {
    let bare = CourseworkLeaf { contact_hours: None, credits: None, ..leaf.clone() };
    let hours = leaf.contact_hours.map(|hours| {
        let test = Test::Course(bare.clone(), CourseUnit::Hours);
        (test, hours.amount().sub_units(), Unit::ContactHours)
    });
    let credits = leaf.credits.map(|credits| {
        let test = Test::Course(bare.clone(), CourseUnit::Credits);
        (test, credits.amount().sub_units(), Unit::Credits)
    });
    let amounts: Vec<_> = hours.into_iter().chain(credits).collect();
    if amounts.is_empty() {
        return Vec::from([(Test::Course(bare, CourseUnit::Pieces), 1, Unit::Pieces)]);
    }
    amounts
}

/// The test that counts the pieces of evidence which satisfy a leaf, each by itself.
fn counting(test: Test, node: &Node) -> Test {
    match (test, node) {
        (Test::Course(..), Node::Coursework(leaf)) => {
            Test::Course((**leaf).clone(), CourseUnit::Pieces)
        }
        (other, _) => other,
    }
}
