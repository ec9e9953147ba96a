//! Names that lead nowhere, or round in a circle.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{LintCode, Page};
use crate::book::describe::Describe;
use crate::book::parts::{self, Hear};
use crate::book::renewal::{Covered, Program};
use crate::book::requirement::Node;
use crate::credential::{Code, CredentialId};
use crate::source::Dated;

/// The sources that versions cite.
#[derive(Default)]
struct Cited(BTreeSet<String>);

impl Hear for Cited {
    fn hear<T: Describe>(&mut self, _: &str, dated: &Dated<T>) {
        let keys = dated.versions().iter().flat_map(|version| version.sources());
        self.0.extend(keys.map(ToString::to_string));
    }
}

impl Page<'_> {
    pub(super) fn names(&mut self) {
        self.sources();
        self.waivers();
        self.credentials();
        self.programs();
    }

    fn sources(&mut self) {
        let mut cited = Cited::default();
        parts::of_issuer(self.rules, &mut cited);
        let mut cited = cited.0;
        let mut add = |key: &Code| {
            cited.insert(key.to_string());
        };
        for (_, node) in self.nodes() {
            if let Node::Cited(one) = node {
                one.source.0.iter().for_each(&mut add);
            }
        }
        for rule in self.rules.credentials.values().map(|layered| &layered.rule) {
            rule.former_codes.iter().for_each(|one| add(&one.source));
            rule.supersedes.iter().for_each(|one| add(&one.source));
            let outcomes = rule.award.iter().flat_map(|outcome| &outcome.notes);
            rule.notes.iter().chain(outcomes).for_each(|note| add(&note.source));
        }
        for program in self.rules.programs.values().map(|layered| &layered.rule) {
            program.excuses.iter().for_each(|one| add(&one.source));
            program.notes.iter().for_each(|note| add(&note.source));
            program.dues.iter().flat_map(|dues| &dues.source.0).for_each(&mut add);
            let rungs = program.ladder.versions().iter().flat_map(|version| version.value());
            rungs
                .filter_map(|rung| rung.source.as_ref())
                .flat_map(|keys| &keys.0)
                .for_each(&mut add);
        }
        for (key, source) in &self.rules.sources {
            let place = format!("sources.{key}");
            if !cited.contains(key.as_str()) {
                self.add(
                    LintCode::SourceUnused,
                    place.clone(),
                    "no rule cites it: cite it, or leave it out",
                );
            }
            let checked = source.rule.checked();
            if checked < self.as_of.window_start(crate::calendar::Length::Years(1)) {
                let message = format!(
                    "it was last checked on {checked}, more than a year before {}: look whether the page still says so",
                    self.as_of
                );
                self.add(LintCode::SourceStale, place, message);
            }
        }
    }

    fn waivers(&mut self) {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for (_, node) in self.nodes() {
            if let Node::Experience(experience) = node {
                used.extend(experience.waivers.iter().map(Code::as_str));
            }
        }
        for code in self.rules.waivers.keys().filter(|code| !used.contains(code.as_str())) {
            let message = "no requirement names it: add it to the `waivers` of an experience, or leave it out";
            self.add(LintCode::UnusedWaiver, format!("waivers.{code}"), message);
        }
    }

    fn credentials(&mut self) {
        for code in self.rules.credentials.keys() {
            let place = format!("credentials.{code}");
            let id = CredentialId::new(self.issuer.clone(), code.clone());
            if self.book.program_of(&id).is_none() {
                let message = "no programme renews it: add one, with an `unpublished` cycle where nothing is on file";
                self.add(LintCode::NoProgram, place.clone(), message);
            }
            let outcomes = self.book.outcomes(&id).unwrap_or_default();
            if !outcomes.iter().any(|outcome| outcome.designation() == Some(code)) {
                let message = format!("no outcome leads to `{code}`: add one to `award`");
                self.add(LintCode::NoAward, place.clone(), message);
            }
            if self.replaced_by(code).contains(code) {
                let message = "following what it replaces leads back to it: drop one of the steps";
                self.add(LintCode::SupersessionLoop, format!("{place}.supersedes"), message);
            }
        }
    }

    /// Everything that a credential replaces, step by step.
    fn replaced_by(&self, code: &Code) -> BTreeSet<Code> {
        let mut reached = BTreeSet::new();
        let mut waiting = Vec::from([code.clone()]);
        while let Some(next) = waiting.pop() {
            let rule = self.rules.credentials.get(&next).map(|layered| &layered.rule);
            for superseded in rule.into_iter().flat_map(|rule| &rule.supersedes) {
                if reached.insert(superseded.code.clone()) {
                    waiting.push(superseded.code.clone());
                }
            }
        }
        reached
    }

    fn programs(&mut self) {
        for (id, layered) in &self.rules.programs {
            let program = &layered.rule;
            let place = format!("programs.{id}");
            if self.covered(program).is_empty() {
                let message = "no credential of the book belongs to it: name one under `holdings`";
                self.add(LintCode::UnusedProgram, format!("{place}.holdings"), message);
            }
            for pool in program.pools.keys() {
                let used =
                    program.constraints.values().any(|rule| rule.pool.as_ref() == Some(pool));
                if !used {
                    let message = "no constraint lies in this pool: name it there, or leave it out";
                    self.add(LintCode::UnusedPool, format!("{place}.pools.{pool}"), message);
                }
            }
            for (constraint, rule) in &program.constraints {
                let none = rule.r#for.iter().all(|code| !program.holdings.covers(code));
                if none && !rule.r#for.is_empty() {
                    let message =
                        "it is for credentials that the programme does not renew: correct `for`";
                    self.add(
                        LintCode::UnusedConstraint,
                        format!("{place}.constraints.{constraint}.for"),
                        message,
                    );
                }
            }
            for (index, version) in program.ladder.versions().iter().enumerate() {
                let ends = version
                    .value()
                    .last()
                    .is_some_and(|last| last.r#for.is_some() || last.until.is_some());
                if ends {
                    let message = "the last step ends and nothing follows: add what follows, `unpublished` where it is not on file";
                    self.add(LintCode::LadderEnds, format!("{place}.ladder[{index}]"), message);
                }
            }
        }
    }

    /// The credentials of the book that a programme renews.
    pub(super) fn covered(&self, program: &Program) -> Vec<Code> {
        match &program.holdings {
            Covered::All => self.rules.credentials.keys().cloned().collect(),
            Covered::These(codes) => codes.clone(),
        }
    }
}
