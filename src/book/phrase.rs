//! Requirements as short noun phrases.

use alloc::string::{String, ToString};
use core::fmt::{self, Write};

use super::leaf::{
    CeusBefore, CourseworkLeaf, EducationLeaf, ExperienceLeaf, Held, HeldWhich, MembershipLeaf,
    Passed, TrainingLeaf, WhichIssuer,
};
use super::requirement::{Branches, Node, Requirement};
use crate::calendar::Length;
use crate::credential::CredentialRef;
use crate::quantity::Score;
use crate::record::{EducationStatus, Level};

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        say(&self.0, f)
    }
}

/// "experience in coding, 2 years".
pub(crate) fn phrase(node: &Node) -> String {
    // Few phrases are longer.
    let mut text = String::with_capacity(96);
    // Writing to a text cannot fail.
    write!(text, "{}", Phrase(node)).unwrap_or_default();
    text
}

/// A requirement as a short noun phrase: written part by part, without texts in between.
pub(crate) struct Phrase<'n>(pub(crate) &'n Node);

impl fmt::Display for Phrase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        say(self.0, f)
    }
}

fn say(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match node {
        Node::All(of) => write!(f, "all {} of: {}", of.0.len(), listed(of)),
        Node::Any(of) => write!(f, "one of {}: {}", of.0.len(), listed(of)),
        Node::AtLeast(at_least) => {
            let of = &at_least.of;
            write!(f, "at least {} of {}: {}", at_least.count, of.0.len(), listed(of))
        }
        Node::Points(points) => write!(f, "{} points", points.need),
        Node::Sequence(steps) => {
            let steps = || steps.iter().map(Phrase);
            write!(f, "{}", Joined { parts: steps, between: ", and after that " })
        }
        Node::Cited(cited) => say(&cited.requires, f),
        Node::Readings(readings) => {
            let count = readings.choices.0.len();
            write!(f, "one rule in {count} readings ({})", readings.question)
        }
        Node::Nothing(what) => write!(f, "no condition: {what}"),
        Node::Unpublished(what) => write!(f, "not published: {what}"),
        Node::Judgement(what) => write!(f, "a person must judge: {what}"),
        Node::Held(held) => say_held(held, f),
        Node::Passed(passed) => say_passed(passed, f),
        Node::Membership(membership) => say_membership(membership, f),
        Node::Experience(experience) => say_experience(experience, f),
        Node::Employed(employed) => {
            write!(f, "at work in {}", Words(&employed.field.0))?;
            part(", at least ", employed.hours_per_week, f)
        }
        Node::Coursework(coursework) => say_coursework(coursework, f),
        Node::Education(education) => say_education(education, f),
        Node::Training(training) => say_training(training, f),
        Node::Ceus(ceus) => say_ceus(ceus, f),
        Node::Age(years) => write!(f, "age of at least {years}"),
        Node::Residence(places) => write!(f, "residence in {}", Words(&places.0)),
        Node::Attestation(attested) => {
            write!(f, "signed statement `{}`", attested.kind)?;
            part(" to ", attested.to.as_ref(), f)
        }
    }
}

/// What a phrase says of an optional part, after some words.
fn part(words: &str, part: Option<impl fmt::Display>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    part.map_or(Ok(()), |part| write!(f, "{words}{part}"))
}

/// " within the last 3 years", " within the last year".
pub(super) fn last(within: Length) -> String {
    let within = within.to_string();
    alloc::format!(" within the last {}", within.strip_prefix("1 ").unwrap_or(&within))
}

fn say_last(within: Option<Length>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    part("", within.map(last), f)
}

fn listed(of: &Branches) -> impl fmt::Display + '_ {
    let parts = move || of.0.iter().map(|branch| Phrase(&branch.node));
    Joined { parts, between: "; " }
}

/// Parts with the same words between each two.
struct Joined<P> {
    parts: P,
    between: &'static str,
}

impl<P: Fn() -> I, I: Iterator<Item: fmt::Display>> fmt::Display for Joined<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, part) in (self.parts)().enumerate() {
            let between = if place == 0 { "" } else { self.between };
            write!(f, "{between}{part}")?;
        }
        Ok(())
    }
}

/// "a", "a or b", "a, b or c".
pub(crate) fn words(words: &[impl fmt::Display]) -> String {
    Words(words).to_string()
}

/// As [`words`], written where it stands.
struct Words<'w, T>(&'w [T]);

impl<T: fmt::Display> fmt::Display for Words<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((last, rest)) = self.0.split_last() else { return Ok(()) };
        for (place, word) in rest.iter().enumerate() {
            let between = if place == 0 { "" } else { ", " };
            write!(f, "{between}{word}")?;
        }
        let between = if rest.is_empty() { "" } else { " or " };
        write!(f, "{between}{last}")
    }
}

impl fmt::Display for CredentialRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(issuer) = self.issuer() {
            write!(f, "{issuer}/")?;
        }
        write!(f, "{}", self.code())
    }
}

fn say_held(held: &Held, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let ever = if held.ever { " now or earlier" } else { "" };
    match &held.which {
        HeldWhich::AnyOf(credentials) => write!(f, "holding {}{ever}", Words(credentials)),
        HeldWhich::Field { field, issuer } => {
            let whose = match issuer {
                WhichIssuer::Own => "of the same issuer",
                WhichIssuer::Other => "of another issuer",
                WhichIssuer::Any => "of any issuer",
            };
            write!(f, "holding a credential in {field} {whose}{ever}")
        }
    }
}

fn say_passed(passed: &Passed, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let exams = || passed.exams.iter();
    let plural = if passed.exams.len() == 1 { "exam" } else { "exams" };
    write!(f, "{} {plural} passed", Joined { parts: exams, between: " and " })?;
    say_last(passed.within, f)?;
    part(" inside ", passed.inside, f)
}

fn say_membership(membership: &MembershipLeaf, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match membership.length {
        None => f.write_str("current membership in ")?,
        Some(length) => write!(f, "{length} of membership in ")?,
    }
    match membership.organization.0.as_slice() {
        [one] if one.as_str() == "any" => f.write_str("any organization")?,
        several => write!(f, "{}", Words(several))?,
    }
    match &membership.class {
        Some(class) => write!(f, " ({})", Words(&class.0)),
        None => Ok(()),
    }
}

fn say_experience(experience: &ExperienceLeaf, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} of experience in {}", experience.stated, Words(&experience.field))?;
    part(", ", experience.setting.as_deref().map(Words), f)?;
    if let Some(count) = experience.settings_at_least {
        write!(f, ", in at least {count} settings")?;
    }
    part(", at least ", experience.hours_per_week, f)?;
    say_last(experience.within, f)
}

fn say_coursework(coursework: &CourseworkLeaf, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let single = if coursework.single { "one course" } else { "coursework" };
    write!(f, "{single} in {}", Words(&coursework.subject.0))?;
    part(", ", coursework.contact_hours, f)?;
    part(", ", coursework.credits, f)?;
    if let Some(grade) = coursework.grade {
        write!(f, ", grade {grade} or better")?;
    }
    say_last(coursework.within, f)
}

fn say_education(education: &EducationLeaf, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // A vocational certificate stands outside the ladder: no degree stands for it.
    let higher = match education.level {
        Level::Certificate => "",
        _ if education.exact => ", no other level",
        Level::Doctorate => "",
        _ => " or higher",
    };
    write!(f, "education: {}{higher}", education.level)?;
    part(" in ", education.field.as_ref().map(|field| Words(&field.0)), f)?;
    part(", accredited by ", education.accreditor.as_ref().map(|by| Words(&by.0)), f)?;
    let status = education.status.filter(|status| *status != EducationStatus::Completed);
    if let Some(status) = status {
        write!(f, ", {status} or later")?;
    }
    part(", transcript ", education.transcript, f)?;
    part(", ", education.hours, f)?;
    if let Some(hours) = education.externship_hours {
        write!(f, ", {hours} of externship")?;
    }
    say_last(education.within, f)
}

fn say_training(training: &TrainingLeaf, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} completed", Words(&training.program.0))?;
    if let Some(items) = training.items {
        write!(f, ", {items} items")?;
    }
    part(", score of at least ", training.score.map(Score::amount), f)?;
    say_last(training.within, f)
}

fn say_ceus(ceus: &CeusBefore, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} of continuing education before certification", ceus.units)?;
    part(" approved by ", ceus.approved_by.as_ref(), f)?;
    part(" in ", ceus.topics.as_ref().map(|topics| Words(&topics.0)), f)?;
    say_last(ceus.within, f)
}
