//! Rules as readable lines, for showing a book and for comparing two: requirement trees, exams, waivers.
//!
//! Two values have the same lines only if they say the same: comparing books rests on it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::exam::{Attempts, ExamFacts, Fee, FeeClass, LimitCounted, PassMark, Window};
use super::filter::Filter;
use super::leaf::{
    Counting, ExperienceLeaf, ExperienceNeed, Letterhead, MembershipLeaf, ProofLeaf,
};
use super::phrase::{last, phrase, words};
use super::requirement::{Branches, Cited, Node, Points, Requirement};
use super::{Number, WaiverTerms};
use crate::credential::Code;

/// A rule as lines; deeper ones are indented by two blanks a level.
pub(crate) trait Describe {
    fn lines(&self) -> Vec<String>;

    /// Every node of the requirement trees in it.
    fn nodes<'s>(&'s self, _hear: &mut dyn FnMut(&'s Node)) {}

    /// Every filter in it that picks activities.
    fn filters<'s>(&'s self, _hear: &mut dyn FnMut(&'s Filter)) {}

    /// The sources that parts of it name for themselves.
    fn cited(&self) -> Vec<&Code> {
        let mut keys = Vec::new();
        self.nodes(&mut |node| {
            if let Node::Cited(cited) = node {
                keys.extend(&cited.source.0);
            }
        });
        keys
    }
}

/// A node and all nodes below it.
pub(super) fn walk<'n>(node: &'n Node, hear: &mut dyn FnMut(&'n Node)) {
    hear(node);
    for (_, below) in node.below() {
        walk(below, hear);
    }
}

pub(super) fn one(line: impl Into<String>) -> Vec<String> {
    Vec::from([line.into()])
}

pub(super) fn some(parts: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    parts.into_iter().flatten().collect()
}

pub(super) fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    some(parts).join(", ")
}

pub(super) fn not_published(why: &impl ToString) -> String {
    let why = why.to_string();
    alloc::format!("not published: {}", why.strip_suffix('.').unwrap_or(&why))
}

impl Describe for bool {
    fn lines(&self) -> Vec<String> {
        one(if *self { "yes" } else { "no" })
    }
}

impl Describe for Requirement {
    fn lines(&self) -> Vec<String> {
        tree_lines(self, 0)
    }

    fn nodes<'s>(&'s self, hear: &mut dyn FnMut(&'s Node)) {
        walk(&self.0, hear);
    }
}

/// A requirement as lines, so many levels deep.
pub(super) fn tree_lines(requirement: &Requirement, depth: usize) -> Vec<String> {
    let mut lines = Vec::new();
    tree(&requirement.0, "", depth, &mut lines);
    lines
}

fn put(lines: &mut Vec<String>, depth: usize, text: &str) {
    lines.push(alloc::format!("{}{text}", "  ".repeat(depth)));
}

/// The lines of a node; the label is what its parent calls it, such as `work: `.
fn tree(node: &Node, label: &str, depth: usize, lines: &mut Vec<String>) {
    let below = depth.saturating_add(1);
    match node {
        Node::All(of) => branches("all of the following", of, (label, depth), lines),
        Node::Any(of) => branches("one of the following", of, (label, depth), lines),
        Node::AtLeast(at_least) => {
            let what = alloc::format!("at least {} of the following", at_least.count);
            branches(&what, &at_least.of, (label, depth), lines);
        }
        Node::Readings(readings) => {
            let what = alloc::format!("sources contradict each other (`{}`)", readings.question);
            branches(&what, &readings.choices, (label, depth), lines);
        }
        Node::Points(points) => self::points(points, (label, depth), lines),
        Node::Sequence(steps) => {
            put(lines, depth, &alloc::format!("{label}in this order"));
            for (index, step) in steps.iter().enumerate() {
                tree(step, if index == 0 { "first: " } else { "then: " }, below, lines);
            }
        }
        Node::Cited(cited) => {
            let first = lines.len();
            tree(&cited.requires, label, depth, lines);
            if let Some(line) = lines.get_mut(first) {
                line.push_str(&where_written(cited));
            }
        }
        leaf => {
            put(lines, depth, &alloc::format!("{label}{}", phrase(leaf)));
            for detail in details(leaf) {
                put(lines, below, &detail);
            }
        }
    }
}

fn branches(what: &str, of: &Branches, (label, depth): (&str, usize), lines: &mut Vec<String>) {
    put(lines, depth, &alloc::format!("{label}{what}"));
    for branch in &of.0 {
        let name = branch.name.as_ref().map(|name| alloc::format!("{name}: "));
        tree(&branch.node, &name.unwrap_or_default(), depth.saturating_add(1), lines);
    }
}

fn points(points: &Points, (label, depth): (&str, usize), lines: &mut Vec<String>) {
    put(lines, depth, &alloc::format!("{label}{} points from the following", points.need));
    let below = depth.saturating_add(1);
    for class in &points.classes {
        let cap = class.cap.map(|cap| alloc::format!(", at most {cap} points"));
        put(lines, below, &alloc::format!("{}{}", class.id, cap.unwrap_or_default()));
        for item in &class.items {
            let label = alloc::format!("{} points: ", item.points);
            tree(&item.requires, &label, below.saturating_add(1), lines);
        }
    }
}

/// " (source S18, inferred)".
fn where_written(cited: &Cited) -> String {
    let keys: Vec<&str> = cited.source.0.iter().map(Code::as_str).collect();
    let confidence = cited.confidence.map(|confidence| alloc::format!(", {confidence}"));
    alloc::format!(" (source {}{})", keys.join(" and "), confidence.unwrap_or_default())
}

/// What a condition says beside its phrase.
fn details(leaf: &Node) -> Vec<String> {
    match leaf {
        Node::Experience(experience) => experience_details(experience),
        Node::Membership(membership) => membership_details(membership),
        Node::Employed(employed) => {
            let setting = employed.setting.as_ref();
            some([setting.map(|setting| alloc::format!("in a setting: {}", words(&setting.0)))])
        }
        Node::Coursework(coursework) => {
            let format = coursework.format.as_ref();
            let provider = coursework.provider.as_ref();
            some([
                format.map(|format| alloc::format!("taught as: {}", words(&format.0))),
                provider.map(|names| alloc::format!("at: {}", words(names))),
                coursework.proof.as_ref().map(proof),
            ])
        }
        Node::Ceus(ceus) => {
            let delivery = ceus.delivery.as_ref();
            some([delivery.map(|delivery| alloc::format!("delivered {}", words(&delivery.0)))])
        }
        Node::Attestation(attested) => {
            some([attested.within.map(|within| String::from(last(within).trim_start()))])
        }
        _ => Vec::new(),
    }
}

fn experience_details(experience: &ExperienceLeaf) -> Vec<String> {
    let year = match experience.need {
        ExperienceNeed::Hours { year: Some(year), .. } => Some(alloc::format!("a year has {year}")),
        _ => None,
    };
    let externship = (!experience.externship).then(|| String::from("externships do not count"));
    let waivers = (!experience.waivers.is_empty()).then(|| {
        let most = experience.at_most_waived;
        let most = most.map(|most| alloc::format!(", all together for {most} at most"));
        alloc::format!(
            "may stand for part of it: {}{}",
            words(&experience.waivers),
            most.unwrap_or_default()
        )
    });
    some([year, externship, experience.proof.as_ref().map(proof), waivers])
}

fn membership_details(membership: &MembershipLeaf) -> Vec<String> {
    let except = membership.except_class.as_ref();
    let counting = membership.length.map(|_| {
        String::from(match membership.counting {
            Some(Counting::Cumulative) => "breaks do not matter",
            Some(Counting::Unbroken) | None => "without a break",
        })
    });
    some([except.map(|class| alloc::format!("not as {}", words(&class.0))), counting])
}

fn proof(proof: &ProofLeaf) -> String {
    let document = proof.document.as_ref().map(|one| words(&one.0));
    let signed_by =
        proof.signed_by.as_ref().map(|one| alloc::format!("signed by {}", words(&one.0)));
    let letterhead = proof.letterhead.map(|letterhead| match letterhead {
        Letterhead::Each => String::from("each on letterhead"),
        Letterhead::One => String::from("one of them on letterhead"),
    });
    let states = proof.states.as_ref().map(|one| {
        let states: Vec<String> = one.0.iter().map(ToString::to_string).collect();
        alloc::format!("stating {}", states.join(" and "))
    });
    let day = proof.signed.then(|| String::from("with the day of the signature"));
    match joined([document, signed_by, letterhead, states, day]) {
        nothing if nothing.is_empty() => String::from("proof: of any kind"),
        parts => alloc::format!("proof: {parts}"),
    }
}

impl Describe for ExamFacts {
    fn lines(&self) -> Vec<String> {
        let part = |number: Option<Number>, unit: &str| {
            number.map(|number| alloc::format!("{number} {unit}"))
        };
        let pass = self.pass.map(|mark| match mark {
            PassMark::Percent(score) => alloc::format!("pass mark {} %", score.amount()),
            PassMark::Scaled(score) => {
                alloc::format!("pass mark {} points on the issuer's scale", score.amount())
            }
            PassMark::Undisclosed => String::from("pass mark not disclosed"),
        });
        let (scored, pretest) = match self.items {
            Some(_) => ("of them scored", "of them tried out"),
            None => ("questions that are scored", "questions that are tried out"),
        };
        let parts = joined([
            part(self.items, "questions"),
            part(self.scored, scored),
            part(self.pretest, pretest),
            part(self.cases, "cases"),
            part(self.minutes, "minutes"),
            pass,
        ]);
        one(if parts.is_empty() { String::from("nothing is on file") } else { parts })
    }
}

impl Describe for Attempts {
    fn lines(&self) -> Vec<String> {
        let waits: Vec<String> = self.waits.iter().map(ToString::to_string).collect();
        let waits = match waits.split_last() {
            None => String::from("no wait after a failure"),
            Some((last, [])) => alloc::format!("{last} after each failure"),
            Some((last, first)) => {
                let nth = |(index, wait): (usize, &String)| {
                    alloc::format!("{wait} after failure {}", index.saturating_add(1))
                };
                let first: Vec<String> = first.iter().enumerate().map(nth).collect();
                alloc::format!("{}, {last} after each later one", first.join(", "))
            }
        };
        let limit = self.limit.map(|limit| {
            let within = limit.within.map(|within| match limit.counted {
                LimitCounted::Sliding => alloc::format!(" in any {within}"),
                LimitCounted::FromFirst => alloc::format!(" within {within} of the first"),
            });
            let within = within.unwrap_or_else(|| String::from(" in all"));
            alloc::format!("at most {} attempts{within}", limit.count)
        });
        some([Some(waits), limit])
    }
}

impl Describe for Window {
    fn lines(&self) -> Vec<String> {
        let mut lines = one(alloc::format!("{} from the day of approval", self.length));
        for extension in &self.extensions {
            let price = extension.price.map_or_else(
                || String::from("at a price that is not published"),
                |price| alloc::format!("for {price}"),
            );
            lines.push(alloc::format!("may be extended by {} {price}", extension.length));
        }
        lines
    }
}

impl Describe for Vec<Fee> {
    fn lines(&self) -> Vec<String> {
        let line = |fee: &Fee| {
            let class = match fee.r#for {
                FeeClass::All => "everybody",
                FeeClass::Member => "members",
                FeeClass::NonMember => "non-members",
                FeeClass::Student => "students",
            };
            let attempts = match fee.attempts.get() {
                1 => String::new(),
                many => alloc::format!(", {many} attempts"),
            };
            alloc::format!("{} for {class}{attempts}", fee.price)
        };
        self.iter().map(line).collect()
    }
}

impl Describe for WaiverTerms {
    fn lines(&self) -> Vec<String> {
        let times = match self.times.get() {
            1 => String::from("once"),
            times => alloc::format!("up to {times} times"),
        };
        let not_with = (!self.not_with.is_empty())
            .then(|| alloc::format!("not together with {}", words(&self.not_with)));
        let mut lines = one(joined([
            Some(alloc::format!("stands for {} of experience, {times}", self.replaces)),
            not_with,
        ]));
        tree(&self.requires.0, "asks for ", 0, &mut lines);
        lines
    }

    fn nodes<'s>(&'s self, hear: &mut dyn FnMut(&'s Node)) {
        walk(&self.requires.0, hear);
    }
}
