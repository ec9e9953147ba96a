//! The checks that make files a book: every name is known, versions are in order, nothing is nested
//! too deep, and no credential can only be had by having it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::leaf::HeldWhich;
use super::requirement::{Node, Requirement};
use super::{CredentialRule, IssuerRules, RuleBook, Waiver};
use crate::credential::{Code, CredentialId, CredentialRef, Issuer};
use crate::document::{DocumentError, Limits, Path, Problem, did_you_mean, nearest, quote};
use crate::source::{Dated, Version};

/// How deep requirements may nest.
const MAX_DEPTH: usize = 32;
/// How many waivers one experience requirement may name: their combinations are tried out.
const MAX_WAIVERS: usize = 10;

type Checked = Result<(), DocumentError>;

/// Checks a book; `only` limits the checks of single rules to one layer, whose file is at fault.
pub(super) fn check(book: &RuleBook, only: Option<usize>) -> Checked {
    let names: BTreeSet<CredentialId> = book.names().map(|found| found.asked().clone()).collect();
    for (issuer, rules) in book.rules() {
        let mut linker = Linker { book, issuer, rules, names: &names, requirements: 0 };
        linker.issuer(only)?;
    }
    obtainable(book)
}

struct Linker<'b> {
    book: &'b RuleBook,
    issuer: &'b Issuer,
    rules: &'b IssuerRules,
    names: &'b BTreeSet<CredentialId>,
    requirements: usize,
}

impl Linker<'_> {
    fn issuer(&mut self, only: Option<usize>) -> Checked {
        let wanted = |layer: usize| only.is_none_or(|only| only == layer);
        let root = Path::Root;
        let place = root.key("waivers");
        for (code, waiver) in self.rules.waivers.iter().filter(|(_, waiver)| wanted(waiver.layer)) {
            self.waiver(&waiver.rule, &place.key(code.as_str()))?;
        }
        let place = root.key("credentials");
        for (code, rule) in self.rules.credentials.iter().filter(|(_, rule)| wanted(rule.layer)) {
            self.credential(code, &rule.rule, &place.key(code.as_str()))?;
        }
        Ok(())
    }

    fn waiver(&mut self, waiver: &Waiver, place: &Path<'_>) -> Checked {
        let place = place.key("terms");
        self.dated(&waiver.terms, &place, |linker, terms, place| {
            for (index, other) in terms.not_with.iter().enumerate() {
                linker.known_waiver(other, &place.key("not_with").index(index))?;
            }
            if terms.times.get() == 0 {
                return fail(&place.key("times"), Problem::BadValue, "0 uses make no waiver: write at least 1");
            }
            if terms.times.get() > 1 && !is_repeatable(&terms.requires.0) {
                let message = "only a single coursework, training or education leaf can be used several times";
                return fail(&place.key("times"), Problem::BadValue, alloc::format!("{message}: write 1"));
            }
            linker.tree(&terms.requires, &place.key("requires"))
        })
    }

    fn credential(&mut self, code: &Code, rule: &CredentialRule, place: &Path<'_>) -> Checked {
        self.related(code, rule, place)?;
        self.dated(&rule.offered, &place.key("offered"), |_, _, _| Ok(()))?;
        self.dated(&rule.maintainable, &place.key("maintainable"), |_, _, _| Ok(()))?;
        let exam = place.key("exam");
        self.dated(&rule.exam.requires, &exam.key("requires"), Self::tree)?;
        self.dated(&rule.exam.recommended, &exam.key("recommended"), Self::tree)?;
        self.dated(&rule.exam.facts, &exam.key("facts"), |_, _, _| Ok(()))?;
        self.dated(&rule.exam.attempts, &exam.key("attempts"), |_, _, _| Ok(()))?;
        self.dated(&rule.exam.window, &exam.key("window"), |_, _, _| Ok(()))?;
        self.dated(&rule.exam.fees, &exam.key("fees"), |_, _, _| Ok(()))?;
        let award = place.key("award");
        for (index, outcome) in rule.award.iter().enumerate() {
            let place = award.index(index);
            match (&outcome.designation, &outcome.conditional) {
                (Some(designation), None) => {
                    self.credential_of_issuer(designation, &place.key("designation"))?;
                }
                (None, Some(_)) => {}
                _ => {
                    let message = "an outcome has either `designation` or `conditional`: keep one";
                    return fail(&place, Problem::BadValue, message);
                }
            }
            self.dated(&outcome.requires, &place.key("requires"), Self::tree)?;
        }
        Ok(())
    }

    /// Other names in a credential: what it is a mark of, was called, replaces.
    fn related(&self, code: &Code, rule: &CredentialRule, place: &Path<'_>) -> Checked {
        if let Some(of) = &rule.designation_of {
            let place = place.key("designation_of");
            self.credential_of_issuer(of, &place)?;
            let base = self.rules.credentials.get(of).map(|base| &base.rule);
            let leads = base.is_some_and(|base| {
                base.designation_of.is_none()
                    && base.award.iter().any(|outcome| outcome.designation.as_ref() == Some(code))
            });
            if !leads {
                let message = alloc::format!(
                    "the award of `{of}` does not lead to `{code}`: add an outcome there"
                );
                return fail(&place, Problem::UnknownName, message);
            }
        }
        for (index, former) in rule.former_codes.iter().enumerate() {
            let place = place.key("former_codes");
            let place = place.index(index);
            self.known_source(&former.source, &place.key("source"))?;
            if self.rules.credentials.contains_key(&former.code) {
                let message = alloc::format!(
                    "`{}` is a credential of its own: drop one of the two",
                    former.code
                );
                return fail(&place.key("code"), Problem::Duplicate, message);
            }
        }
        for (index, superseded) in rule.supersedes.iter().enumerate() {
            let place = place.key("supersedes");
            let place = place.index(index);
            self.known_source(&superseded.source, &place.key("source"))?;
            self.credential_of_issuer(&superseded.code, &place.key("code"))?;
        }
        for (index, note) in rule.notes.iter().enumerate() {
            self.known_source(&note.source, &place.key("notes").index(index).key("source"))?;
        }
        Ok(())
    }

    /// Every version has known sources, the order is kept, and only readings overlap.
    fn dated<T>(
        &mut self,
        dated: &Dated<T>,
        place: &Path<'_>,
        mut value: impl FnMut(&mut Self, &T, &Path<'_>) -> Checked,
    ) -> Checked {
        for (index, version) in dated.versions().iter().enumerate() {
            let place = place.index(index);
            for source in version.sources() {
                self.known_source(source, &place.key("source"))?;
            }
            if let (Some(from), Some(until)) = (version.from(), version.until())
                && until < from
            {
                let message = alloc::format!(
                    "`{until}` is before `from` `{from}`: correct one of the two days"
                );
                return fail(&place.key("until"), Problem::Contradiction, message);
            }
            let earlier = dated.versions().get(..index).unwrap_or_default();
            for before in earlier {
                in_order(before, version, &place)?;
            }
            value(self, version.value(), &place.key("value"))?;
        }
        Ok(())
    }

    fn tree(&mut self, requirement: &Requirement, place: &Path<'_>) -> Checked {
        self.node(&requirement.0, place, 0)
    }

    fn node(&mut self, node: &Node, place: &Path<'_>, depth: usize) -> Checked {
        self.requirements = self.requirements.saturating_add(1);
        if depth >= MAX_DEPTH {
            let message =
                alloc::format!("requirements nested deeper than {MAX_DEPTH} levels: flatten them");
            return fail(place, Problem::Limit, message);
        }
        if self.requirements > Limits::DEFAULT.requirements {
            let limit = Limits::DEFAULT.requirements;
            return fail(
                place,
                Problem::Limit,
                alloc::format!("more than {limit} requirements: split the book"),
            );
        }
        let place = place.key(node.word());
        self.names_in(node, &place)?;
        for (step, below) in node.below() {
            let list = step.list.map(|list| place.key(list));
            let list = list.as_ref().unwrap_or(&place);
            let at = step.name.map_or_else(|| list.index(step.index), |name| list.key(name));
            self.node(below, &at, depth.saturating_add(1))?;
        }
        Ok(())
    }

    /// The names that a node itself holds, and its numbers.
    fn names_in(&mut self, node: &Node, place: &Path<'_>) -> Checked {
        match node {
            Node::AtLeast(at_least) => counted(at_least.count.get(), at_least.of.0.len(), place),
            Node::Sequence(steps)
                if steps.len() != 2 || steps.iter().any(|step| !is_timed(step)) =>
            {
                let message = "a sequence is of two leaves with days: experience, coursework, education, training or passed";
                fail(place, Problem::BadValue, alloc::format!("{message}: rewrite it"))
            }
            Node::Readings(readings) if readings.choices.0.iter().any(|one| one.name.is_none()) => {
                let message = "a choice has no name: write the choices as an object";
                fail(&place.key("choices"), Problem::WrongKind, message)
            }
            Node::Cited(cited) => {
                let place = place.key("source");
                cited.source.0.iter().try_for_each(|source| self.known_source(source, &place))
            }
            Node::Held(held) => match &held.which {
                HeldWhich::AnyOf(credentials) => {
                    self.known_credentials(credentials, &place.key("any_of"))
                }
                HeldWhich::Field { .. } => Ok(()),
            },
            Node::Passed(passed) => self.known_credentials(&passed.exams, place),
            Node::Experience(experience) => {
                if experience.waivers.len() > MAX_WAIVERS {
                    let message =
                        alloc::format!("more than {MAX_WAIVERS} waivers: split the requirement");
                    return fail(&place.key("waivers"), Problem::Limit, message);
                }
                let at = place.key("waivers");
                let mut waivers = experience.waivers.iter().enumerate();
                waivers.try_for_each(|(index, waiver)| self.known_waiver(waiver, &at.index(index)))
            }
            _ => Ok(()),
        }
    }

    fn known_credentials(&self, credentials: &[CredentialRef], place: &Path<'_>) -> Checked {
        credentials.iter().try_for_each(|credential| {
            let id = credential.resolve(self.issuer);
            if self.names.contains(&id) {
                return Ok(());
            }
            let near = self.book.near(&id.to_string());
            let near: Vec<&str> = near.iter().map(String::as_str).collect();
            unknown("unknown credential", &id.to_string(), &near, place)
        })
    }

    fn credential_of_issuer(&self, code: &Code, place: &Path<'_>) -> Checked {
        if self.rules.credentials.contains_key(code) {
            return Ok(());
        }
        let known = self.rules.credentials.keys().map(Code::as_str);
        unknown("unknown credential", code.as_str(), &nearest(code.as_str(), known), place)
    }

    fn known_source(&self, key: &Code, place: &Path<'_>) -> Checked {
        if self.rules.sources.contains_key(key) {
            return Ok(());
        }
        let known = self.rules.sources.keys().map(Code::as_str);
        unknown("unknown source", key.as_str(), &nearest(key.as_str(), known), place)
    }

    fn known_waiver(&self, key: &Code, place: &Path<'_>) -> Checked {
        if self.rules.waivers.contains_key(key) {
            return Ok(());
        }
        let known = self.rules.waivers.keys().map(Code::as_str);
        unknown("unknown waiver", key.as_str(), &nearest(key.as_str(), known), place)
    }
}

fn fail<T>(
    place: &Path<'_>,
    problem: Problem,
    message: impl core::fmt::Display,
) -> Result<T, DocumentError> {
    Err(DocumentError::new(problem, place, message))
}

fn unknown(what: &str, name: &str, near: &[&str], place: &Path<'_>) -> Checked {
    let way_out = if near.is_empty() {
        String::from("add it, or correct the name")
    } else {
        did_you_mean(near)
    };
    fail(place, Problem::UnknownName, alloc::format!("{what} {}: {way_out}", quote(name)))
}

fn counted(count: u32, of: usize, place: &Path<'_>) -> Checked {
    let fits = usize::try_from(count).is_ok_and(|count| (1..=of).contains(&count));
    if fits {
        return Ok(());
    }
    let message =
        alloc::format!("at least {count} of {of} cannot be: write a count from 1 to {of}");
    fail(&place.key("count"), Problem::BadValue, message)
}

/// A later version starts later and does not overlap, unless both are readings of one question.
fn in_order<T>(before: &Version<T>, version: &Version<T>, place: &Path<'_>) -> Checked {
    if version.from() < before.from() {
        return fail(
            &place.key("from"),
            Problem::Contradiction,
            "versions are out of order: sort them by `from`",
        );
    }
    let overlap = match (before.until(), version.from()) {
        (None, _) | (_, None) => true,
        (Some(until), Some(from)) => from <= until,
    };
    let readings = match (before.reading(), version.reading()) {
        (Some(left), Some(right)) => {
            left.question() == right.question() && left.choice() != right.choice()
        }
        _ => false,
    };
    if overlap && !readings {
        let message =
            "versions overlap: end the earlier one, or mark both as readings of one question";
        return fail(&place.key("from"), Problem::Contradiction, message);
    }
    Ok(())
}

/// Whether single pieces of evidence satisfy the leaf, so that several uses can be told apart.
const fn is_repeatable(node: &Node) -> bool {
    match node {
        Node::Coursework(leaf) => {
            leaf.single || (leaf.contact_hours.is_none() && leaf.credits.is_none())
        }
        Node::Training(_) => true,
        _ => false,
    }
}

/// Whether a leaf is complete from some day on.
const fn is_timed(node: &Node) -> bool {
    matches!(
        node,
        Node::Experience(_)
            | Node::Coursework(_)
            | Node::Education(_)
            | Node::Training(_)
            | Node::Passed(_)
    )
}

/// No credential can only be had by having it: otherwise the chain is named.
///
/// A credential is obtainable when some version of its award and of what admits to its exam could be
/// met by obtainable credentials, every other leaf taken as met.
fn obtainable(book: &RuleBook) -> Checked {
    let mut asks: BTreeMap<CredentialId, Vec<Vec<&Node>>> = BTreeMap::new();
    for id in book.credentials() {
        let Some(rule) = book.rule(&id) else { continue };
        let trees = |dated: &'_ Dated<Requirement>| -> usize { dated.versions().len() };
        let mut groups: Vec<Vec<&Node>> = Vec::new();
        if trees(&rule.exam.requires) > 0 {
            groups.push(
                rule.exam.requires.versions().iter().map(|version| &version.value().0).collect(),
            );
        }
        let outcome =
            rule.award.iter().find(|outcome| outcome.designation.as_ref() == Some(id.code()));
        if let Some(outcome) = outcome.filter(|outcome| trees(&outcome.requires) > 0) {
            groups.push(
                outcome.requires.versions().iter().map(|version| &version.value().0).collect(),
            );
        }
        asks.insert(id, groups);
    }
    let canonical: BTreeMap<CredentialId, CredentialId> =
        book.names().map(|found| (found.asked().clone(), found.credential().clone())).collect();
    let mut had: BTreeSet<CredentialId> = BTreeSet::new();
    loop {
        let before = had.len();
        for (id, groups) in &asks {
            let can = |node: &&Node| possible(node, id.issuer(), &canonical, &had);
            if !had.contains(id) && groups.iter().all(|versions| versions.iter().any(can)) {
                had.insert(id.clone());
            }
        }
        if had.len() == before {
            break;
        }
    }
    let Some(circular) = asks.keys().find(|id| !had.contains(*id)) else {
        return Ok(());
    };
    let root = Path::Root;
    let place = root.key("credentials");
    let message =
        alloc::format!("`{circular}` can only be earned by somebody who holds it: add another way");
    fail(&place.key(circular.code().as_str()), Problem::Circular, message)
}

fn possible(
    node: &Node,
    issuer: &Issuer,
    canonical: &BTreeMap<CredentialId, CredentialId>,
    had: &BTreeSet<CredentialId>,
) -> bool {
    match node {
        Node::Held(held) => match &held.which {
            HeldWhich::AnyOf(credentials) => credentials.iter().any(|credential| {
                canonical.get(&credential.resolve(issuer)).is_some_and(|id| had.contains(id))
            }),
            HeldWhich::Field { .. } => true,
        },
        Node::Any(_) | Node::Readings(_) => {
            node.below().iter().any(|(_, below)| possible(below, issuer, canonical, had))
        }
        Node::AtLeast(at_least) => {
            let met = node
                .below()
                .iter()
                .filter(|(_, below)| possible(below, issuer, canonical, had))
                .count();
            u32::try_from(met).is_ok_and(|met| met >= at_least.count.get())
        }
        Node::Points(_) => true,
        _ => node.below().iter().all(|(_, below)| possible(below, issuer, canonical, had)),
    }
}
