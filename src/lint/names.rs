//! Names that nothing uses, credentials that nothing leads to, replacements round in a circle.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Arguments;

use super::programs::Priced;
use super::{LintCode, Page};
use crate::book::CredentialRule;
use crate::book::describe::Describe;
use crate::book::parts::{self, Hear};
use crate::book::requirement::Node;
use crate::calendar::Length;
use crate::credential::{Code, CredentialId};
use crate::source::{Dated, Version};

/// The sources that rules cite.
#[derive(Default)]
struct Cited(BTreeSet<String>);

impl Cited {
    fn add<'b, K: IntoIterator<Item = &'b Code>>(&mut self, keys: K) {
        // Many rules cite the same few sources.
        for key in keys.into_iter().map(Code::as_str) {
            if !self.0.contains(key) {
                self.0.insert(key.to_string());
            }
        }
    }
}

impl Hear for Cited {
    fn hear<T: Describe>(&mut self, _: Arguments<'_>, dated: &Dated<T>) {
        self.add(dated.versions().iter().flat_map(Version::sources));
    }
}

impl Page<'_> {
    pub(super) fn names(&mut self) {
        self.sources();
        self.waivers();
        self.credentials();
        self.replaced();
    }

    fn cited(&self) -> BTreeSet<String> {
        let mut cited = Cited::default();
        parts::of_issuer(self.rules, &mut cited);
        for (_, found) in self.trees.nodes() {
            if let Node::Cited(one) = found.node {
                cited.add(&one.source.0);
            }
        }
        for rule in self.rules.credentials.values().map(|layered| &layered.rule) {
            cited.add(rule.former_codes.iter().map(|one| &one.source));
            cited.add(rule.supersedes.iter().map(|one| &one.source));
            let outcomes = rule.award.iter().flat_map(|outcome| &outcome.notes);
            cited.add(rule.notes.iter().chain(outcomes).map(|note| &note.source));
        }
        for program in self.rules.programs.values().map(|layered| &layered.rule) {
            cited.add(program.excuses.iter().map(|one| &one.source));
            cited.add(program.notes.iter().map(|note| &note.source));
            cited.add(program.dues.iter().flat_map(|dues| &dues.source.0));
            let ladders = program.ladders().flat_map(|(_, dated)| dated.versions());
            let rungs = ladders.flat_map(Version::value);
            cited.add(rungs.filter_map(|rung| rung.source.as_ref()).flat_map(|keys| &keys.0));
        }
        cited.0
    }

    fn sources(&mut self) {
        let cited = self.cited();
        for (key, source) in &self.rules.sources {
            let place = format!("sources.{key}");
            if !cited.contains(key.as_str()) {
                let message = "no rule cites it: cite it, or leave it out";
                self.add(LintCode::SourceUnused, place.clone(), message);
            }
            let (checked, today) = (source.rule.checked(), self.as_of);
            let place = format!("{place}.checked");
            if checked < today.window_start(Length::Years(1)) {
                let message = format!(
                    "it was last checked on {checked}, a year or more before {today}: look whether the page still says so"
                );
                self.add(LintCode::SourceStale, place, message);
            } else if checked > today {
                let message =
                    format!("it was checked on {checked}, which is after {today}: correct the day");
                self.add(LintCode::SourceInFuture, place, message);
            }
        }
    }

    fn waivers(&mut self) {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for (_, found) in self.trees.nodes() {
            if let Node::Experience(experience) = found.node {
                used.extend(experience.waivers.iter().map(Code::as_str));
            }
        }
        for code in self.rules.waivers.keys().filter(|code| !used.contains(code.as_str())) {
            let message = "no requirement names it: add it to the `waivers` of an experience, or leave it out";
            self.add(LintCode::UnusedWaiver, format!("waivers.{code}"), message);
        }
    }

    fn credentials(&mut self) {
        for (code, layered) in &self.rules.credentials {
            let place = format!("credentials.{code}");
            let id = CredentialId::new(self.issuer.clone(), code.clone());
            if self.book.program_of(&id).is_none() && may_be_renewed(&layered.rule) {
                let message = "no programme renews it: add one, with an `unpublished` cycle where nothing is on file";
                self.add(LintCode::NoProgram, place.clone(), message);
            }
            let outcomes = self.book.outcomes(&id).unwrap_or_default();
            if !outcomes.iter().any(|outcome| outcome.designation() == Some(code)) {
                let message = format!("no outcome leads to `{code}`: add one to `award`");
                self.add(LintCode::NoAward, place.clone(), message);
            }
            let mut money: Vec<Priced> = Vec::new();
            for (index, version) in layered.rule.exam.fees.versions().iter().enumerate() {
                for (at, fee) in version.value().iter().enumerate() {
                    let place = format!("{place}.exam.fees[{index}].value[{at}]");
                    money.push(Priced::new(&place, version, fee.price));
                }
            }
            self.currencies(&money);
        }
    }

    /// Credentials that step aside for each other: who holds them all has none that counts.
    fn replaced(&mut self) {
        let mut steps: BTreeMap<&Code, Vec<&Code>> = BTreeMap::new();
        for (code, layered) in &self.rules.credentials {
            let replaced = layered.rule.supersedes.iter().map(|superseded| &superseded.code);
            steps.entry(code).or_default().extend(replaced);
        }
        let programs = self.rules.programs.values();
        for excuse in programs.flat_map(|layered| &layered.rule.excuses) {
            steps.entry(&excuse.code).or_default().extend(&excuse.excuses);
        }
        for code in steps.keys().filter(|code| leads_back(code, &steps)) {
            let place = match self.rules.credentials.get(*code) {
                Some(layered) if layered.rule.supersedes.is_empty() => {
                    format!("credentials.{code}")
                }
                _ => format!("credentials.{code}.supersedes"),
            };
            let message = format!(
                "what `{code}` replaces or excuses leads, step by step, back to it, so that none of them counts: drop one of the steps"
            );
            self.add(LintCode::SupersessionLoop, place, message);
        }
    }
}

/// Whether nothing says that a credential cannot be renewed.
fn may_be_renewed(rule: &CredentialRule) -> bool {
    let versions = rule.maintainable.versions();
    versions.is_empty() || versions.iter().any(|version| *version.value())
}

/// Whether following the steps from a credential comes back to it.
fn leads_back(code: &Code, steps: &BTreeMap<&Code, Vec<&Code>>) -> bool {
    let mut reached: BTreeSet<&Code> = BTreeSet::new();
    let mut waiting = Vec::from([code]);
    while let Some(next) = waiting.pop() {
        for further in steps.get(next).into_iter().flatten() {
            if reached.insert(further) {
                waiting.push(further);
            }
        }
    }
    reached.contains(code)
}
