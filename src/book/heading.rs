//! What a rule is about, in plain words.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::exam::Outcome;
use super::gather::Thing;
use super::renewal::{ConstraintRule, Program};
use super::show::SectionKind;
use crate::credential::Code;
use crate::record::{ExceptionKind, PaymentPurpose};
use crate::source::{Anchor, AnchorRule};

/// The section and the heading of a field of a credential, a waiver or a programme.
pub(super) fn of(thing: Thing<'_>, field: &str) -> (Option<SectionKind>, String) {
    match thing {
        Thing::Credential(_, rule) => {
            if let Some((outcome, part)) = outcome_of(&rule.award, field) {
                let what = self::outcome(outcome);
                let heading = match part {
                    "notes" => alloc::format!("Remarks on {what}"),
                    _ => alloc::format!("What is asked for {what}"),
                };
                return (Some(SectionKind::Award), heading);
            }
            let (section, heading) = of_credential(field);
            (section, heading.to_string())
        }
        Thing::Waiver(_, waiver) if field == "terms" => {
            (Some(SectionKind::Waivers), waiver.title.to_string())
        }
        Thing::Waiver(..) => (None, String::from("Title of the waiver")),
        Thing::Program(program) => {
            let section = (field != "title").then_some(SectionKind::Renewal);
            (section, of_program(field, program))
        }
    }
}

fn of_credential(field: &str) -> (Option<SectionKind>, &'static str) {
    use SectionKind::{Award, Credential, Exam};
    match field {
        "title" => (None, "Title"),
        "fields" => (None, "What it certifies"),
        "designation_of" => (None, "Mark of"),
        "former_codes" => (None, "Earlier names"),
        "supersedes" => (None, "Replaces in the same person"),
        "offered" => (Some(Credential), "Can be earned"),
        "maintainable" => (Some(Credential), "Can be renewed"),
        "notes" => (Some(Credential), "Remarks"),
        "exam.requires" => (Some(Exam), "What admits to the exam"),
        "exam.recommended" => (Some(Exam), "Advice of the issuer, never a condition"),
        "exam.facts" => (Some(Exam), "The exam itself"),
        "exam.attempts" => (Some(Exam), "Waiting time after a failed attempt"),
        "exam.window" => (Some(Exam), "Time to sit once approved"),
        "exam.fees" => (Some(Exam), "Price of the exam"),
        "award" => (Some(Award), "Outcomes, best first"),
        _ => (Some(Credential), "Further rule"),
    }
}

fn of_program(field: &str, program: &Program) -> String {
    if let Some(rule) = constraint(field, program) {
        let id = field.split('.').nth(1).unwrap_or_default();
        return titled("Rule on units", rule.title.as_ref(), id);
    }
    let (group, id) = field.split_once('.').unwrap_or((field, ""));
    match group {
        "duties" => {
            let id = id.strip_suffix(".terms").unwrap_or(id);
            let duty = program.duties.iter().find(|(code, _)| code.as_str() == id);
            titled("Duty beside units", duty.and_then(|(_, duty)| duty.title.as_ref()), id)
        }
        "pools" => alloc::format!("Minima of the pool `{id}`"),
        "fees" => alloc::format!("Amount of the {}", id.parse().map_or("fee", fee)),
        "exempt" => {
            let granted = id.parse().map_or("an exception", exception);
            alloc::format!("If the issuer grants {granted}")
        }
        _ => program_field(field).to_string(),
    }
}

fn program_field(field: &str) -> &'static str {
    match field {
        "title" => "Title of the programme",
        "holdings" => "Credentials that are renewed together",
        "excuses" => "Credentials that need not be renewed",
        "cycle" => "Cycle",
        "validity" => "How long the certificate lasts",
        "submission" => "When the renewal may be filed",
        "quota" => "Units that a cycle asks for",
        "proration" => "Units of a first cycle that is shorter",
        "joined" => "Units for a credential that joins during a cycle",
        "counts_from" => "From when on units count",
        "admits" => "What counts at all",
        "units" => "How minutes become units",
        "repeats" => "The same course twice",
        "carry_over" => "Units for the next cycle",
        "ways" => "Ways to renew, one is enough",
        "dues" => "Yearly dues",
        "dues.ladder" => "What follows unpaid dues",
        "extension" => "More time",
        "ladder" => "What follows if the cycle ends unmet",
        "appeal" => "Time to appeal",
        "notes" => "Remarks",
        _ => "Further rule",
    }
}

fn titled(what: &str, title: Option<&crate::word::Text>, id: &str) -> String {
    match title {
        Some(title) => alloc::format!("{what} `{id}`: {title}"),
        None => alloc::format!("{what} `{id}`"),
    }
}

/// What is paid.
pub(super) const fn fee(purpose: PaymentPurpose) -> &'static str {
    match purpose {
        PaymentPurpose::Recertification => "renewal fee",
        PaymentPurpose::AnnualFee => "yearly fee",
        PaymentPurpose::Membership => "membership dues",
        PaymentPurpose::LateFee => "late fee",
        PaymentPurpose::Extension => "fee for more time",
        PaymentPurpose::Reinstatement => "fee for reinstatement",
        PaymentPurpose::Exam => "fee of the exam",
    }
}

const fn exception(kind: ExceptionKind) -> &'static str {
    match kind {
        ExceptionKind::Extension => "more time",
        ExceptionKind::Retired => "retired status",
        ExceptionKind::Emeritus => "emeritus status",
        ExceptionKind::Disability => "leave for disability",
        ExceptionKind::Hardship => "relief for hardship",
        ExceptionKind::Military => "leave for military service",
        ExceptionKind::Honorary => "honorary status",
        ExceptionKind::Inactive => "inactive status",
        ExceptionKind::WaiveRequirement => "a waiver of one requirement",
        ExceptionKind::AdjustQuota => "another number of units",
    }
}

/// The rule on units that a field such as `constraints.ethics.terms` is about.
pub(super) fn constraint<'p>(field: &str, program: &'p Program) -> Option<&'p ConstraintRule> {
    let id = field.strip_prefix("constraints.")?.strip_suffix(".terms")?;
    program.constraints.iter().find(|(code, _)| code.as_str() == id).map(|(_, rule)| rule)
}

/// The outcome that a field such as `award[1].requires` is about, and the rest of the field.
fn outcome_of<'o, 'f>(award: &'o [Outcome], field: &'f str) -> Option<(&'o Outcome, &'f str)> {
    let (index, part) = field.strip_prefix("award[")?.split_once("].")?;
    Some((award.get(index.parse::<usize>().ok()?)?, part))
}

/// An outcome by name.
pub(super) fn outcome(outcome: &Outcome) -> String {
    match (&outcome.designation, &outcome.conditional) {
        (Some(code), _) => code.to_string(),
        (None, Some(id)) => alloc::format!("the provisional state `{id}`"),
        (None, None) => String::from("an outcome without a name"),
    }
}

/// What a rule is known by in two books. Outcomes go by their name, so that a new one in front does
/// not make all others look new; of two with one name the second is numbered.
pub(super) fn key(thing: Thing<'_>, place: &str) -> String {
    let Thing::Credential(code, rule) = thing else { return place.to_string() };
    let field = super::parts::field_of(place);
    let Some((named, part)) = outcome_of(&rule.award, &field) else { return place.to_string() };
    let name = outcome(named);
    let before = rule.award.iter().take_while(|other| !core::ptr::eq(*other, named));
    let before = before.filter(|other| outcome(other) == name).count();
    alloc::format!("credentials.{code}.award.{name}.{before}.{part}")
}

/// The day that picks the version, in words.
pub(super) fn anchor(rule: &AnchorRule) -> String {
    match rule {
        AnchorRule::One(anchor) => alloc::format!("goes by {}", day(*anchor)),
        AnchorRule::Readings(readings) => {
            let choice = |(choice, anchor): (&Code, &Anchor)| {
                alloc::format!("{} (`{choice}`)", day(*anchor))
            };
            let choices: Vec<String> = readings.choices.iter().map(choice).collect();
            alloc::format!(
                "sources leave open by which day it goes, `{}`: {}",
                readings.question,
                choices.join(" or ")
            )
        }
    }
}

const fn day(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::AsOf => "the day asked about",
        Anchor::Exam => "the day on which the exam was passed",
        Anchor::Failure => "the day of the last failed attempt",
        Anchor::Approval => "the day on which the application was approved",
        Anchor::FirstAward => "the day on which the credential was first awarded",
        Anchor::CycleStart => "the first day of the cycle",
        Anchor::CycleEnd => "the last day of the cycle",
        Anchor::Activity => "the day on which the activity was completed",
    }
}
