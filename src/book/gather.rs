//! Every rule of an issuer as readable lines: what is dated, and what is not.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Arguments;

use super::describe::Describe;
use super::describe_program::{NOTHING_ASKED, counts_from};
use super::exam::{BookNote, Outcome};
use super::heading;
use super::parts::{self, Hear};
use super::phrase::words;
use super::renewal::{Covered, Program};
use super::requirement::Node;
use super::show::{OneReading, Rule, RuleVersion, SectionKind};
use super::{CredentialRule, IssuerRules, RuleBook, Waiver};
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::source::{Dated, Version};

/// What a rule belongs to.
#[derive(Clone, Copy)]
pub(super) enum Thing<'b> {
    Credential(&'b Code, &'b CredentialRule),
    Waiver(&'b Code, &'b Waiver),
    Program(&'b Program),
}

/// Every rule of an issuer, with all versions or with those on file for a day.
pub(crate) fn of_issuer(book: &RuleBook, issuer: &Issuer, on: Option<Day>) -> Vec<Rule> {
    let Some(rules) = book.rules().get(issuer) else { return Vec::new() };
    let mut shelf = Shelf { book, issuer, rules, on, thing: None, found: Vec::new() };
    for (code, layered) in &rules.credentials {
        shelf.credential(code, &layered.rule);
    }
    for (code, layered) in &rules.waivers {
        shelf.waiver(code, &layered.rule);
    }
    for (id, layered) in &rules.programs {
        shelf.program(id, &layered.rule);
    }
    shelf.found
}

/// The rules of an issuer, as they are found.
struct Shelf<'b> {
    book: &'b RuleBook,
    issuer: &'b Issuer,
    rules: &'b IssuerRules,
    on: Option<Day>,
    /// What is being looked at, and the credentials on which it bears.
    thing: Option<(Thing<'b>, Vec<CredentialId>)>,
    found: Vec<Rule>,
}

impl Hear for Shelf<'_> {
    fn hear<T: Describe>(&mut self, place: Arguments<'_>, dated: &Dated<T>) {
        if dated.versions().is_empty() {
            return;
        }
        let place = place.to_string();
        let on_file = |version: &&Version<T>| self.on.is_none_or(|day| version.covers(day));
        let versions = dated.versions().iter().filter(on_file);
        let versions = versions.map(|version| self.version(&place, version)).collect();
        let anchor = dated.anchor_rule().map(heading::anchor);
        self.add(&place, anchor, versions);
    }
}

impl<'b> Shelf<'b> {
    fn credential(&mut self, code: &'b Code, rule: &'b CredentialRule) {
        let id = self.own(code);
        let marks = self.rules.credentials.iter();
        let marks = marks.filter(|(_, other)| other.rule.designation_of.as_ref() == Some(code));
        let bears: Vec<CredentialId> =
            core::iter::once(id).chain(marks.map(|(mark, _)| self.own(mark))).collect();
        self.thing = Some((Thing::Credential(code, rule), bears));
        let place = |field: &str| alloc::format!("credentials.{code}.{field}");
        self.said(&place("title"), &[], [rule.title.to_string()]);
        self.said(&place("fields"), &[], rule.fields.iter().map(ToString::to_string));
        let of = rule.designation_of.as_ref().map(|of| self.own(of).to_string());
        self.said(&place("designation_of"), &[], of);
        for former in &rule.former_codes {
            let line = self.own(&former.code).to_string();
            let sources = core::slice::from_ref(&former.source);
            let version = RuleVersion { until: former.until, ..self.undated(sources, line) };
            let version = RuleVersion { estimated: former.estimated, ..version };
            self.push(&place("former_codes"), version);
        }
        for one in &rule.supersedes {
            let sources = core::slice::from_ref(&one.source);
            let version = self.undated(sources, self.own(&one.code).to_string());
            self.push(&place("supersedes"), version);
        }
        self.said(&place("award"), &[], rule.award.iter().map(outcome));
        parts::of_credential(code, rule, self);
        for (index, outcome) in rule.award.iter().enumerate() {
            self.notes(&place(&alloc::format!("award[{index}].notes")), &outcome.notes);
        }
        self.notes(&place("notes"), &rule.notes);
    }

    fn waiver(&mut self, code: &'b Code, waiver: &'b Waiver) {
        self.thing = Some((Thing::Waiver(code, waiver), self.waived(code)));
        self.said(&alloc::format!("waivers.{code}.title"), &[], [waiver.title.to_string()]);
        parts::of_waiver(code, waiver, self);
    }

    fn program(&mut self, id: &'b Code, program: &'b Program) {
        self.thing = Some((Thing::Program(program), self.renewed(program)));
        let place = |field: &str| alloc::format!("programs.{id}.{field}");
        self.said(&place("title"), &[], [program.title.to_string()]);
        let holdings = match &program.holdings {
            Covered::All => alloc::format!("all credentials of {}", self.issuer),
            Covered::These(codes) => {
                let codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
                codes.join(", ")
            }
        };
        self.said(&place("holdings"), &[], [holdings]);
        for excuse in &program.excuses {
            let line = alloc::format!(
                "holders of {} need not renew {}",
                excuse.code,
                words(&excuse.excuses)
            );
            let version = self.undated(core::slice::from_ref(&excuse.source), line);
            self.push(&place("excuses"), version);
        }
        self.said(&place("counts_from"), &[], [counts_from(program.counts_from)]);
        parts::of_program(id, program, self);
        if let Some(dues) = &program.dues {
            let steps = if dues.ladder.versions().is_empty() {
                "the steps of an unmet cycle"
            } else {
                "steps of their own"
            };
            let line = alloc::format!(
                "dues of {}: while they are unpaid {steps} run, counted from the last day for which they are paid",
                dues.organization
            );
            self.said(&place("dues"), &dues.source.0, [line]);
        }
        self.notes(&place("notes"), &program.notes);
    }

    /// The credentials that a programme renews, marks of them included.
    fn renewed(&self, program: &Program) -> Vec<CredentialId> {
        let codes = self.rules.credentials.keys();
        codes.filter(|code| program.holdings.covers(code)).map(|code| self.own(code)).collect()
    }

    /// The credentials with a requirement that names a waiver.
    fn waived(&self, waiver: &Code) -> Vec<CredentialId> {
        let mut bears: BTreeSet<CredentialId> = BTreeSet::new();
        for (code, layered) in &self.rules.credentials {
            let mut named = Named { waiver, found: false };
            parts::of_credential(code, &layered.rule, &mut named);
            if named.found {
                let marks = self.rules.credentials.iter();
                let of = |rule: &CredentialRule| rule.designation_of.as_ref() == Some(code);
                bears.extend(
                    marks.filter(|(_, rule)| of(&rule.rule)).map(|(mark, _)| self.own(mark)),
                );
                bears.insert(self.own(code));
            }
        }
        for (id, layered) in &self.rules.programs {
            let mut named = Named { waiver, found: false };
            parts::of_program(id, &layered.rule, &mut named);
            if named.found {
                bears.extend(self.renewed(&layered.rule));
            }
        }
        bears.into_iter().collect()
    }

    fn own(&self, code: &Code) -> CredentialId {
        CredentialId::new(self.issuer.clone(), code.clone())
    }

    fn version<T: Describe>(&self, place: &str, version: &Version<T>) -> RuleVersion {
        let mut sources = self.book.cite(self.issuer, version);
        let confidence = sources.iter().map(crate::source::Citation::confidence).max();
        let inner: Vec<Code> = version.value().cited().into_iter().cloned().collect();
        for citation in self.book.cite_keys(self.issuer, &inner, version.confidence()) {
            if !sources.iter().any(|known| known.id() == citation.id()) {
                sources.push(citation);
            }
        }
        let mut lines = version.value().lines();
        if lines != [NOTHING_ASKED] {
            lines.extend(self.beside(place));
        }
        RuleVersion {
            from: version.from(),
            until: version.until(),
            estimated: version.is_estimated(),
            confidence,
            sources,
            reading: version.reading().map(|reading| OneReading {
                question: reading.question().to_string(),
                choice: reading.choice().to_string(),
            }),
            note: version.note().map(ToString::to_string),
            lines,
        }
    }

    /// What a rule says beside its dated part.
    fn beside(&self, place: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let Some((Thing::Program(program), _)) = &self.thing else { return lines };
        let Some(rule) = heading::constraint(&parts::field_of(place), program) else {
            return lines;
        };
        if !rule.r#for.is_empty() {
            lines.push(alloc::format!("asked only of holders of {}", words(&rule.r#for)));
        }
        if let Some(pool) = &rule.pool {
            lines.push(alloc::format!("one of the minima of the pool `{pool}`"));
        }
        lines
    }

    /// A version without days.
    fn undated(&self, sources: &[Code], line: String) -> RuleVersion {
        let sources = self.book.cite_keys(self.issuer, sources, None);
        RuleVersion {
            from: None,
            until: None,
            estimated: false,
            confidence: sources.iter().map(crate::source::Citation::confidence).max(),
            sources,
            reading: None,
            note: None,
            lines: Vec::from([line]),
        }
    }

    /// A rule that is not dated, in one version of some lines; nothing where there are none.
    fn said(&mut self, place: &str, sources: &[Code], lines: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = lines.into_iter().collect();
        if !lines.is_empty() {
            let version = RuleVersion { lines, ..self.undated(sources, String::new()) };
            self.push(place, version);
        }
    }

    fn notes(&mut self, place: &str, notes: &[BookNote]) {
        for note in notes {
            let sources = core::slice::from_ref(&note.source);
            let version = self.undated(sources, note.text.to_string());
            self.push(place, version);
        }
    }

    /// A further version of an undated rule.
    fn push(&mut self, place: &str, version: RuleVersion) {
        match self.found.last_mut().filter(|last| last.place == place) {
            Some(last) => last.versions.push(version),
            None => self.add(place, None, Vec::from([version])),
        }
    }

    fn add(&mut self, place: &str, anchor: Option<String>, versions: Vec<RuleVersion>) {
        let Some((thing, bears)) = &self.thing else { return };
        let field = parts::field_of(place);
        let (section, heading) = heading::of(*thing, &field);
        let of = match thing {
            Thing::Credential(code, _) | Thing::Waiver(code, _) => self.own(code).to_string(),
            Thing::Program(program) => program.title.to_string(),
        };
        let mut credentials = bears.clone();
        match *thing {
            // A mark has its exam, its award and whether it lives on from its credential, nothing else.
            Thing::Credential(code, _) => {
                let shared = matches!(section, Some(SectionKind::Exam | SectionKind::Award))
                    || ["offered", "maintainable"].contains(&field.as_str());
                credentials.retain(|id| shared || id.code() == code);
            }
            Thing::Program(program) => {
                if let Some(rule) = heading::constraint(&field, program) {
                    let asked = |id: &CredentialId| rule.r#for.contains(id.code());
                    credentials.retain(|id| rule.r#for.is_empty() || asked(id));
                }
            }
            Thing::Waiver(..) => {}
        }
        self.found.push(Rule {
            issuer: self.issuer.clone(),
            place: place.to_string(),
            of,
            heading,
            anchor,
            versions,
            section,
            key: heading::key(*thing, place),
            credentials,
        });
    }
}

/// An outcome in one line, as it stands in the list of what an exam leads to.
fn outcome(outcome: &Outcome) -> String {
    let what = heading::outcome(outcome);
    match outcome.expires_after {
        Some(length) => alloc::format!("{what}, for {length}"),
        None => what,
    }
}

/// Whether a requirement names a waiver.
struct Named<'b> {
    waiver: &'b Code,
    found: bool,
}

impl Hear for Named<'_> {
    fn hear<T: Describe>(&mut self, _: Arguments<'_>, dated: &Dated<T>) {
        for version in dated.versions() {
            version.value().nodes(&mut |node| {
                if let Node::Experience(experience) = node {
                    self.found |= experience.waivers.contains(self.waiver);
                }
            });
        }
    }
}
