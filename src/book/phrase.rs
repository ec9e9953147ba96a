//! Requirements as short noun phrases.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::leaf::{
    CourseworkLeaf, EducationLeaf, ExperienceLeaf, Held, HeldWhich, MembershipLeaf, Passed,
    TrainingLeaf, WhichIssuer,
};
use super::requirement::{Branches, Node, Requirement};
use crate::calendar::Length;
use crate::credential::CredentialRef;
use crate::record::{EducationStatus, Level};

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&phrase(&self.0))
    }
}

/// "experience in coding, 2 years".
pub(crate) fn phrase(node: &Node) -> String {
    match node {
        Node::All(of) => alloc::format!("all {} of: {}", of.0.len(), listed(of)),
        Node::Any(of) => alloc::format!("one of {}: {}", of.0.len(), listed(of)),
        Node::AtLeast(at_least) => {
            alloc::format!(
                "at least {} of {}: {}",
                at_least.count,
                at_least.of.0.len(),
                listed(&at_least.of)
            )
        }
        Node::Points(points) => alloc::format!("{} points", points.need),
        Node::Sequence(steps) => {
            let steps: Vec<String> = steps.iter().map(phrase).collect();
            steps.join(", and after that ")
        }
        Node::Cited(cited) => phrase(&cited.requires),
        Node::Readings(readings) => {
            alloc::format!(
                "one rule in {} readings ({})",
                readings.choices.0.len(),
                readings.question
            )
        }
        Node::Nothing(what) => alloc::format!("no condition: {what}"),
        Node::Unpublished(what) => alloc::format!("not published: {what}"),
        Node::Judgement(what) => alloc::format!("a person must judge: {what}"),
        Node::Held(held) => held_phrase(held),
        Node::Passed(passed) => passed_phrase(passed),
        Node::Membership(membership) => membership_phrase(membership),
        Node::Experience(experience) => experience_phrase(experience),
        Node::Employed(employed) => {
            let hours = employed.hours_per_week.map(|hours| alloc::format!(", at least {hours}"));
            alloc::format!("at work in {}{}", words(&employed.field.0), hours.unwrap_or_default())
        }
        Node::Coursework(coursework) => coursework_phrase(coursework),
        Node::Education(education) => education_phrase(education),
        Node::Training(training) => training_phrase(training),
        Node::Ceus(ceus) => {
            let by =
                ceus.approved_by.as_ref().map(|issuer| alloc::format!(" approved by {issuer}"));
            let topics =
                ceus.topics.as_ref().map(|topics| alloc::format!(" in {}", words(&topics.0)));
            let within = ceus.within.map(last);
            let parts = [by, topics, within].into_iter().flatten().collect::<String>();
            alloc::format!("{} of continuing education before certification{parts}", ceus.units)
        }
        Node::Age(years) => alloc::format!("age of at least {years}"),
        Node::Residence(places) => alloc::format!("residence in {}", words(&places.0)),
        Node::Attestation(attested) => {
            let to = attested.to.as_ref().map(|to| alloc::format!(" to {to}"));
            alloc::format!("signed statement `{}`{}", attested.kind, to.unwrap_or_default())
        }
    }
}

/// " within the last 3 years", " within the last year".
pub(super) fn last(within: Length) -> String {
    let within = within.to_string();
    alloc::format!(" within the last {}", within.strip_prefix("1 ").unwrap_or(&within))
}

fn listed(of: &Branches) -> String {
    let each = of.0.iter().map(|branch| phrase(&branch.node));
    each.collect::<Vec<String>>().join("; ")
}

/// "a", "a or b", "a, b or c".
pub(crate) fn words(words: &[impl ToString]) -> String {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => alloc::format!("{} or {last}", rest.join(", ")),
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

fn held_phrase(held: &Held) -> String {
    let ever = if held.ever { " now or earlier" } else { "" };
    match &held.which {
        HeldWhich::AnyOf(credentials) => alloc::format!("holding {}{ever}", words(credentials)),
        HeldWhich::Field { field, issuer } => {
            let whose = match issuer {
                WhichIssuer::Own => "of the same issuer",
                WhichIssuer::Other => "of another issuer",
                WhichIssuer::Any => "of any issuer",
            };
            alloc::format!("holding a credential in {field} {whose}{ever}")
        }
    }
}

fn passed_phrase(passed: &Passed) -> String {
    let within = passed.within.map(last);
    let inside = passed.inside.map(|inside| alloc::format!(" inside {inside}"));
    let exams: Vec<String> = passed.exams.iter().map(ToString::to_string).collect();
    let plural = if exams.len() == 1 { "exam" } else { "exams" };
    let exams = exams.join(" and ");
    alloc::format!(
        "{exams} {plural} passed{}{}",
        within.unwrap_or_default(),
        inside.unwrap_or_default()
    )
}

fn membership_phrase(membership: &MembershipLeaf) -> String {
    let class = membership.class.as_ref().map(|class| alloc::format!(" ({})", words(&class.0)));
    let of = words(&membership.organization.0);
    let of = if of == "any" { "any organization" } else { &of };
    let class = class.unwrap_or_default();
    match membership.length {
        None => alloc::format!("current membership in {of}{class}"),
        Some(length) => alloc::format!("{length} of membership in {of}{class}"),
    }
}

fn experience_phrase(experience: &ExperienceLeaf) -> String {
    let setting = experience.setting.as_ref().map(|setting| alloc::format!(", {}", words(setting)));
    let settings =
        experience.settings_at_least.map(|count| alloc::format!(", in at least {count} settings"));
    let floor = experience.hours_per_week.map(|hours| alloc::format!(", at least {hours}"));
    let within = experience.within.map(last);
    let parts = [setting, settings, floor, within].into_iter().flatten().collect::<String>();
    alloc::format!("{} of experience in {}{parts}", experience.stated, words(&experience.field))
}

fn coursework_phrase(coursework: &CourseworkLeaf) -> String {
    let subject = words(&coursework.subject.0);
    let single = if coursework.single { "one course" } else { "coursework" };
    let hours = coursework.contact_hours.map(|hours| alloc::format!(", {hours}"));
    let credits = coursework.credits.map(|credits| alloc::format!(", {credits}"));
    let grade = coursework.grade.map(|grade| alloc::format!(", grade {grade} or better"));
    let within = coursework.within.map(last);
    let parts = [hours, credits, grade, within].into_iter().flatten().collect::<String>();
    alloc::format!("{single} in {subject}{parts}")
}

fn education_phrase(education: &EducationLeaf) -> String {
    // A vocational certificate stands outside the ladder: no degree stands for it.
    let higher = match education.level {
        Level::Certificate => "",
        _ if education.exact => ", no other level",
        Level::Doctorate => "",
        _ => " or higher",
    };
    let field = education.field.as_ref().map(|field| alloc::format!(" in {}", words(&field.0)));
    let accreditor =
        education.accreditor.as_ref().map(|by| alloc::format!(", accredited by {}", words(&by.0)));
    let status = education
        .status
        .filter(|status| *status != EducationStatus::Completed)
        .map(|status| alloc::format!(", {status} or later"));
    let transcript = education.transcript.map(|status| alloc::format!(", transcript {status}"));
    let hours = education.hours.map(|hours| alloc::format!(", {hours}"));
    let externship =
        education.externship_hours.map(|hours| alloc::format!(", {hours} of externship"));
    let within = education.within.map(last);
    let parts = [field, accreditor, status, transcript, hours, externship, within];
    let parts = parts.into_iter().flatten().collect::<String>();
    alloc::format!("education: {}{higher}{parts}", education.level)
}

fn training_phrase(training: &TrainingLeaf) -> String {
    let items = training.items.map(|items| alloc::format!(", {items} items"));
    let score =
        training.score.map(|score| alloc::format!(", score of at least {}", score.amount()));
    let within = training.within.map(last);
    let parts = [items, score, within].into_iter().flatten().collect::<String>();
    alloc::format!("{} completed{parts}", words(&training.program.0))
}
