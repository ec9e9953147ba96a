//! Every dated value of a book, with its place: one list for the linter, for showing and for comparing.

use alloc::string::{String, ToString};

use super::describe::Describe;
use super::renewal::Program;
use super::{CredentialRule, IssuerRules, RuleBook, Waiver};
use crate::credential::{Code, CredentialId};
use crate::source::Dated;

/// Hears of each dated value.
pub(crate) trait Hear {
    /// One value; the place is that in the issuer's file, such as `credentials.CPC.exam.requires`.
    fn hear<T: Describe>(&mut self, place: &str, dated: &Dated<T>);
}

/// All dated values of an issuer.
pub(crate) fn of_issuer(rules: &IssuerRules, hear: &mut impl Hear) {
    for (code, waiver) in &rules.waivers {
        of_waiver(code, &waiver.rule, hear);
    }
    for (code, rule) in &rules.credentials {
        of_credential(code, &rule.rule, hear);
    }
    for (id, program) in &rules.programs {
        of_program(id, &program.rule, hear);
    }
}

pub(crate) fn of_waiver(code: &Code, waiver: &Waiver, hear: &mut impl Hear) {
    hear.hear(&alloc::format!("waivers.{code}.terms"), &waiver.terms);
}

pub(crate) fn of_credential(code: &Code, rule: &CredentialRule, hear: &mut impl Hear) {
    let place = |field: &str| alloc::format!("credentials.{code}.{field}");
    hear.hear(&place("offered"), &rule.offered);
    hear.hear(&place("maintainable"), &rule.maintainable);
    hear.hear(&place("exam.requires"), &rule.exam.requires);
    hear.hear(&place("exam.recommended"), &rule.exam.recommended);
    hear.hear(&place("exam.facts"), &rule.exam.facts);
    hear.hear(&place("exam.attempts"), &rule.exam.attempts);
    hear.hear(&place("exam.window"), &rule.exam.window);
    hear.hear(&place("exam.fees"), &rule.exam.fees);
    for (index, outcome) in rule.award.iter().enumerate() {
        hear.hear(&place(&alloc::format!("award[{index}].requires")), &outcome.requires);
    }
}

pub(crate) fn of_program(id: &Code, program: &Program, hear: &mut impl Hear) {
    let place = |field: &str| alloc::format!("programs.{id}.{field}");
    hear.hear(&place("cycle"), &program.cycle);
    hear.hear(&place("validity"), &program.validity);
    hear.hear(&place("submission"), &program.submission);
    hear.hear(&place("quota"), &program.quota);
    hear.hear(&place("proration"), &program.proration);
    hear.hear(&place("joined"), &program.joined);
    hear.hear(&place("admits"), &program.admits);
    hear.hear(&place("units"), &program.units);
    hear.hear(&place("repeats"), &program.repeats);
    for (constraint, rule) in &program.constraints {
        hear.hear(&place(&alloc::format!("constraints.{constraint}.terms")), &rule.terms);
    }
    for (pool, sharing) in &program.pools {
        hear.hear(&place(&alloc::format!("pools.{pool}")), sharing);
    }
    hear.hear(&place("carry_over"), &program.carry_over);
    hear.hear(&place("ways"), &program.ways);
    for (duty, rule) in &program.duties {
        hear.hear(&place(&alloc::format!("duties.{duty}.terms")), &rule.terms);
    }
    for (purpose, prices) in &program.fees {
        hear.hear(&place(&alloc::format!("fees.{purpose}")), prices);
    }
    hear.hear(&place("extension"), &program.extension);
    hear.hear(&place("ladder"), &program.ladder);
    if let Some(dues) = &program.dues {
        hear.hear(&place("dues.ladder"), &dues.ladder);
    }
    hear.hear(&place("appeal"), &program.appeal);
    for (kind, exempt) in &program.exempt {
        hear.hear(&place(&alloc::format!("exempt.{kind}")), exempt);
    }
}

impl RuleBook {
    /// The programme that keeps a credential alive.
    pub(crate) fn program_of(&self, id: &CredentialId) -> Option<(&Code, &Program)> {
        let programs = &self.rules().get(id.issuer())?.programs;
        let found = programs.iter().find(|(_, layered)| layered.rule.holdings.covers(id.code()));
        found.map(|(program, layered)| (program, &layered.rule))
    }
}

/// The last part of a place, such as `exam.requires`: what stands after the name of the thing.
pub(crate) fn field_of(place: &str) -> String {
    let mut parts = place.splitn(3, '.');
    parts.nth(2).unwrap_or(place).to_string()
}
