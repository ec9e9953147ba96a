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
    let canonical: BTreeMap<CredentialId, CredentialId> =
        book.names().map(|found| (found.asked().clone(), found.credential().clone())).collect();
    // Who has to be looked at again when a credential can be had or its exam sat.
    let mut waiting: BTreeMap<CredentialId, Vec<&CredentialId>> = BTreeMap::new();
    for (id, asked) in &asks {
        let roots = asked.admits.iter().chain(&asked.awards);
        let named = roots.flat_map(|node| named_in(node, id.issuer(), &canonical));
        for name in named.chain([asked.exam.clone()]) {
            waiting.entry(book.examined(&name)).or_default().push(id);
            waiting.entry(name).or_default().push(id);
        }
    }
    let mut can = Can { canonical: &canonical, had: BTreeSet::new(), sat: BTreeSet::new() };
    let mut queue: Vec<&CredentialId> = asks.keys().rev().collect();
    while let Some(id) = queue.pop() {
        let Some(asked) = asks.get(id) else { continue };
        let possible = |nodes: &[&Node]| {
            nodes.is_empty() || nodes.iter().any(|node| can.meet(node, id.issuer(), book))
        };
        let sits = possible(&asked.admits);
        let has = can.sat.contains(&asked.exam) && possible(&asked.awards);
        let news = (sits && can.sat.insert(id.clone())) | (has && can.had.insert(id.clone()));
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
        let named = named.flat_map(|node| named_in(node, last.issuer(), &canonical));
        let next = named.into_iter().find_map(|id| asks.get_key_value(&id)).map(|(id, _)| id);
        match next.filter(|id| !had.contains(*id)) {
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

/// What can be had, and which exams can be sat, as far as it is known yet.
struct Can<'b> {
    canonical: &'b BTreeMap<CredentialId, CredentialId>,
    had: BTreeSet<CredentialId>,
    sat: BTreeSet<CredentialId>,
}

impl Can<'_> {
    fn meet(&self, node: &Node, issuer: &Issuer, book: &RuleBook) -> bool {
        let id = |credential: &CredentialRef| self.canonical.get(&credential.resolve(issuer));
        let below = || node.below().into_iter().map(|(_, below)| below);
        match node {
            Node::Held(held) => match &held.which {
                HeldWhich::AnyOf(credentials) => {
                    credentials.iter().filter_map(id).any(|id| self.had.contains(id))
                }
                HeldWhich::Field { .. } => true,
            },
            Node::Passed(passed) => {
                passed.exams.iter().filter_map(id).all(|id| self.sat.contains(&book.examined(id)))
            }
            Node::Any(_) | Node::Readings(_) => below().any(|node| self.meet(node, issuer, book)),
            Node::AtLeast(at_least) => {
                let met = below().filter(|node| self.meet(node, issuer, book)).count();
                u32::try_from(met).is_ok_and(|met| met >= at_least.count.get())
            }
            Node::Points(points) => {
                let earned = points.classes.iter().map(|class| {
                    let can = |item: &&PointItem| self.meet(&item.requires, issuer, book);
                    let worth = class.items.iter().filter(can).map(|item| item.points.get());
                    let sum = worth.fold(0_u32, u32::saturating_add);
                    class.cap.map_or(sum, |cap| sum.min(cap.get()))
                });
                earned.fold(0_u32, u32::saturating_add) >= points.need.get()
            }
            _ => below().all(|node| self.meet(node, issuer, book)),
        }
    }
}

/// The credentials that a tree asks to be held or passed.
fn named_in(
    node: &Node,
    issuer: &Issuer,
    canonical: &BTreeMap<CredentialId, CredentialId>,
) -> Vec<CredentialId> {
    let mut named = Vec::new();
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
        let ids = credentials.iter().map(|credential| credential.resolve(issuer));
        named.extend(ids.filter_map(|id| canonical.get(&id).cloned()));
        stack.extend(node.below().into_iter().map(|(_, below)| below));
    }
    named
}
