//! Rules that ask, step by step, for themselves.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::leaf::HeldWhich;
use super::link::{Checked, fail};
use super::requirement::{Node, PointItem, Requirement};
use super::{IssuerRules, Outcome, RuleBook};
use crate::credential::{Code, CredentialId, CredentialRef, Issuer};
use crate::document::{Path, Problem};
use crate::source::Dated;

/// No waiver asks, through experience with waivers of its own, for itself.
pub(super) fn waivers(rules: &IssuerRules) -> Checked {
    let asks = |code: &Code| -> BTreeSet<Code> {
        let terms = rules.waivers.get(code).map(|waiver| waiver.rule.terms.versions());
        let nodes = terms.into_iter().flatten().map(|version| &version.value().requires.0);
        let mut stack: Vec<&Node> = nodes.collect();
        let mut asked = BTreeSet::new();
        while let Some(node) = stack.pop() {
            if let Node::Experience(experience) = node {
                asked.extend(experience.waivers.iter().cloned());
            }
            stack.extend(node.below().into_iter().map(|(_, below)| below));
        }
        asked
    };
    for code in rules.waivers.keys() {
        let mut reached = asks(code);
        loop {
            let further: BTreeSet<Code> = reached.iter().flat_map(&asks).collect();
            let before = reached.len();
            reached.extend(further);
            if reached.len() == before {
                break;
            }
        }
        if reached.contains(code) {
            let root = Path::Root;
            let message =
                alloc::format!("the waiver `{code}` asks for itself: ask for other evidence");
            return fail(&root.key("waivers").key(code.as_str()), Problem::Circular, message);
        }
    }
    Ok(())
}

/// No credential can only be had by having it: otherwise the chain is named.
///
/// A credential is obtainable when some version of its award and of what admits to its exam could be
/// met by obtainable credentials, every other leaf taken as met.
pub(super) fn credentials(book: &RuleBook) -> Checked {
    let mut asks: BTreeMap<CredentialId, Asks<'_>> = BTreeMap::new();
    for id in book.credentials() {
        let Some(rule) = book.rule(&id) else { continue };
        let own = |outcome: &&Outcome| outcome.designation.as_ref() == Some(id.code());
        let outcome = book.outcomes(&id).unwrap_or_default().iter().find(own);
        let admits = roots(&rule.exam.requires);
        let awards = outcome.map(|outcome| roots(&outcome.requires));
        let exam = book.examined(&id);
        asks.insert(id, Asks { exam, admits, awards: awards.unwrap_or_default() });
    }
    let present = present(book, &asks);
    // Who has to be looked at again when a credential can be had or its exam sat.
    let mut waiting: BTreeMap<&CredentialId, Vec<&CredentialId>> = BTreeMap::new();
    for (id, asked) in &asks {
        let roots = asked.admits.iter().chain(&asked.awards);
        let named = roots.flat_map(|node| named_in(node, id.issuer(), &present));
        for name in named.chain([&asked.exam]) {
            let exam = asks.get(name).map(|asked| &asked.exam);
            exam.into_iter().chain([name]).for_each(|name| {
                waiting.entry(name).or_default().push(id);
            });
        }
    }
    let mut can =
        Can { present: &present, asks: &asks, had: BTreeSet::new(), sat: BTreeSet::new() };
    let mut queue: Vec<&CredentialId> = asks.keys().rev().collect();
    while let Some(id) = queue.pop() {
        let Some(asked) = asks.get(id) else { continue };
        let possible = |nodes: &[&Node]| {
            nodes.is_empty() || nodes.iter().any(|node| can.meet(node, id.issuer()))
        };
        let sits = possible(&asked.admits);
        let has = can.sat.contains(&asked.exam) && possible(&asked.awards);
        let news = (sits && can.sat.insert(id)) | (has && can.had.insert(id));
        if news {
            queue.extend(waiting.get(id).into_iter().flatten());
            queue.push(id);
        }
    }
    let had = can.had;
    let Some(first) = asks.keys().find(|id| !had.contains(*id)) else {
        return Ok(());
    };
    // From one that cannot be had, through what it asks for, into the circle itself.
    let mut chain: Vec<&CredentialId> = Vec::from([first]);
    let circular = loop {
        let Some(last) = chain.last().copied() else { break first };
        let named =
            asks.get(last).into_iter().flat_map(|asked| asked.admits.iter().chain(&asked.awards));
        let mut named = named.flat_map(|node| named_in(node, last.issuer(), &present));
        match named.next().filter(|id| !had.contains(*id)) {
            Some(next) if chain.contains(&next) => break next,
            Some(next) => chain.push(next),
            None => break last,
        }
    };
    let root = Path::Root;
    let place = root.key("credentials");
    let message =
        alloc::format!("`{circular}` can only be earned by somebody who holds it: add another way");
    fail(&place.key(circular.code().as_str()), Problem::Circular, message)
}

/// What a credential asks for, in any version: to sit its exam, and for its award.
struct Asks<'b> {
    exam: CredentialId,
    admits: Vec<&'b Node>,
    awards: Vec<&'b Node>,
}

fn roots(dated: &Dated<Requirement>) -> Vec<&Node> {
    dated.versions().iter().map(|version| &version.value().0).collect()
}

/// Credentials by issuer and code, under their present and their earlier names.
type Present<'b> = BTreeMap<(&'b str, &'b str), &'b CredentialId>;

fn present<'b>(book: &'b RuleBook, asks: &'b BTreeMap<CredentialId, Asks<'_>>) -> Present<'b> {
    let mut present = Present::new();
    for id in asks.keys() {
        let (issuer, code) = (id.issuer().as_str(), id.code().as_str());
        present.insert((issuer, code), id);
        let former = book.rule(id).map(|rule| rule.former_codes.iter());
        let former = former.into_iter().flatten().map(|former| former.code.as_str());
        present.extend(former.map(|code| ((issuer, code), id)));
    }
    present
}

/// The credential that a rule names.
fn named<'b>(of: &CredentialRef, home: &Issuer, present: &Present<'b>) -> Option<&'b CredentialId> {
    let issuer = of.issuer().unwrap_or(home);
    present.get(&(issuer.as_str(), of.code().as_str())).copied()
}

/// What can be had, and which exams can be sat, as far as it is known yet.
struct Can<'b> {
    present: &'b Present<'b>,
    asks: &'b BTreeMap<CredentialId, Asks<'b>>,
    had: BTreeSet<&'b CredentialId>,
    sat: BTreeSet<&'b CredentialId>,
}

impl Can<'_> {
    fn meet(&self, node: &Node, issuer: &Issuer) -> bool {
        let id = |credential: &CredentialRef| named(credential, issuer, self.present);
        let sat = |id| self.asks.get(id).is_some_and(|asked| self.sat.contains(&asked.exam));
        let below = || node.below().into_iter().map(|(_, below)| below);
        match node {
            Node::Held(held) => match &held.which {
                HeldWhich::AnyOf(credentials) => {
                    credentials.iter().filter_map(id).any(|id| self.had.contains(id))
                }
                HeldWhich::Field { .. } => true,
            },
            Node::Passed(passed) => passed.exams.iter().filter_map(id).all(sat),
            Node::Any(_) | Node::Readings(_) => below().any(|node| self.meet(node, issuer)),
            Node::AtLeast(at_least) => {
                let met = below().filter(|node| self.meet(node, issuer)).count();
                u32::try_from(met).is_ok_and(|met| met >= at_least.count.get())
            }
            Node::Points(points) => {
                let earned = points.classes.iter().map(|class| {
                    let can = |item: &&PointItem| self.meet(&item.requires, issuer);
                    let worth = class.items.iter().filter(can).map(|item| item.points.get());
                    let sum = worth.fold(0_u32, u32::saturating_add);
                    class.cap.map_or(sum, |cap| sum.min(cap.get()))
                });
                earned.fold(0_u32, u32::saturating_add) >= points.need.get()
            }
            _ => below().all(|node| self.meet(node, issuer)),
        }
    }
}

/// The credentials that a tree asks to be held or passed.
fn named_in<'b>(node: &Node, issuer: &Issuer, present: &Present<'b>) -> Vec<&'b CredentialId> {
    let mut found = Vec::new();
    let mut stack = Vec::from([node]);
    while let Some(node) = stack.pop() {
        let credentials = match node {
            Node::Held(held) => match &held.which {
                HeldWhich::AnyOf(credentials) => credentials.as_slice(),
                HeldWhich::Field { .. } => &[],
            },
            Node::Passed(passed) => passed.exams.as_slice(),
            _ => &[],
        };
        found.extend(credentials.iter().filter_map(|one| named(one, issuer, present)));
        stack.extend(node.below().into_iter().map(|(_, below)| below));
    }
    found
}
