//! Every dated value of a book, with its place: one list for the linter, for showing and for comparing.

use alloc::string::{String, ToString};
use core::fmt::Arguments;

use super::describe::Describe;
use super::renewal::Program;
use super::{CredentialRule, IssuerRules, RuleBook, Waiver};
use crate::credential::{Code, CredentialId};
use crate::source::Dated;

/// Hears of each dated value.
pub(crate) trait Hear {
    /// One value; the place is that in the issuer's file, such as `credentials.CPC.exam.requires`. Most
    /// are heard without a word about where they stand: only who needs the place makes a text of it.
    fn hear<T: Describe>(&mut self, place: Arguments<'_>, dated: &Dated<T>);
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
    hear.hear(format_args!("waivers.{code}.terms"), &waiver.terms);
}

pub(crate) fn of_credential(code: &Code, rule: &CredentialRule, hear: &mut impl Hear) {
    hear.hear(format_args!("credentials.{code}.offered"), &rule.offered);
    hear.hear(format_args!("credentials.{code}.maintainable"), &rule.maintainable);
    hear.hear(format_args!("credentials.{code}.exam.requires"), &rule.exam.requires);
    hear.hear(format_args!("credentials.{code}.exam.recommended"), &rule.exam.recommended);
    hear.hear(format_args!("credentials.{code}.exam.facts"), &rule.exam.facts);
    hear.hear(format_args!("credentials.{code}.exam.attempts"), &rule.exam.attempts);
    hear.hear(format_args!("credentials.{code}.exam.window"), &rule.exam.window);
    hear.hear(format_args!("credentials.{code}.exam.fees"), &rule.exam.fees);
    for (index, outcome) in rule.award.iter().enumerate() {
        hear.hear(format_args!("credentials.{code}.award[{index}].requires"), &outcome.requires);
    }
}

pub(crate) fn of_program(id: &Code, program: &Program, hear: &mut impl Hear) {
    hear.hear(format_args!("programs.{id}.cycle"), &program.cycle);
    hear.hear(format_args!("programs.{id}.validity"), &program.validity);
    hear.hear(format_args!("programs.{id}.submission"), &program.submission);
    hear.hear(format_args!("programs.{id}.quota"), &program.quota);
    hear.hear(format_args!("programs.{id}.proration"), &program.proration);
    hear.hear(format_args!("programs.{id}.joined"), &program.joined);
    hear.hear(format_args!("programs.{id}.admits"), &program.admits);
    hear.hear(format_args!("programs.{id}.units"), &program.units);
    hear.hear(format_args!("programs.{id}.repeats"), &program.repeats);
    for (constraint, rule) in &program.constraints {
        hear.hear(format_args!("programs.{id}.constraints.{constraint}.terms"), &rule.terms);
    }
    for (pool, sharing) in &program.pools {
        hear.hear(format_args!("programs.{id}.pools.{pool}"), sharing);
    }
    hear.hear(format_args!("programs.{id}.carry_over"), &program.carry_over);
    hear.hear(format_args!("programs.{id}.ways"), &program.ways);
    for (duty, rule) in &program.duties {
        hear.hear(format_args!("programs.{id}.duties.{duty}.terms"), &rule.terms);
    }
    for (purpose, prices) in &program.fees {
        hear.hear(format_args!("programs.{id}.fees.{purpose}"), prices);
    }
    hear.hear(format_args!("programs.{id}.extension"), &program.extension);
    hear.hear(format_args!("programs.{id}.ladder"), &program.ladder);
    if let Some(dues) = &program.dues {
        hear.hear(format_args!("programs.{id}.dues.ladder"), &dues.ladder);
    }
    hear.hear(format_args!("programs.{id}.appeal"), &program.appeal);
    for (kind, exempt) in &program.exempt {
        hear.hear(format_args!("programs.{id}.exempt.{kind}"), exempt);
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
