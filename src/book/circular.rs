//! Rules that ask, step by step, for themselves.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::leaf::HeldWhich;
use super::link::{Checked, fail};
use super::requirement::{Node, PointItem, Requirement};
use super::{CredentialRule, IssuerRules, Outcome, RuleBook};
use crate::credential::{Code, CredentialRef, Issuer};
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
    let numbered = Numbered::of(book);
    let asks: Vec<Asks<'_>> = numbered.rules.iter().map(|rule| Asks::of(rule, &numbered)).collect();
    let had = obtainable(&numbered, &asks);
    let Some(first) = had.iter().position(|had| !had) else {
        return Ok(());
    };
    // From one that cannot be had, through what it asks for, into the circle itself.
    let mut chain: Vec<usize> = Vec::from([first]);
    let circular = loop {
        let Some(last) = chain.last().copied() else { break first };
        let named = asks.get(last).and_then(|asked| asked.named(&numbered).into_iter().next());
        match named.filter(|next| !is_set(&had, *next)) {
            Some(next) if chain.contains(&next) => break next,
            Some(next) => chain.push(next),
            None => break last,
        }
    };
    let Some(Numbering { issuer, code, .. }) = numbered.rules.get(circular) else { return Ok(()) };
    let root = Path::Root;
    let place = root.key("credentials");
    let message = alloc::format!(
        "`{issuer}/{code}` can only be earned by somebody who holds it: add another way"
    );
    fail(&place.key(code.as_str()), Problem::Circular, message)
}

/// Which credentials can be had, by number.
fn obtainable(numbered: &Numbered<'_>, asks: &[Asks<'_>]) -> Vec<bool> {
    // Who has to be looked at again when a credential can be had or its exam sat.
    let mut waiting: Vec<Vec<usize>> = alloc::vec![Vec::new(); asks.len()];
    for (id, asked) in asks.iter().enumerate() {
        for name in asked.named(numbered).into_iter().chain([asked.exam]) {
            let exam = asks.get(name).map(|asked| asked.exam);
            for name in exam.into_iter().chain([name]) {
                waiting.get_mut(name).into_iter().for_each(|waiting| waiting.push(id));
            }
        }
    }
    let none = || alloc::vec![false; asks.len()];
    let mut can = Can { numbered, asks, had: none(), sat: none() };
    let mut queue: Vec<usize> = (0..asks.len()).rev().collect();
    while let Some(id) = queue.pop() {
        let Some(asked) = asks.get(id).filter(|_| !is_set(&can.had, id) || !is_set(&can.sat, id))
        else {
            continue;
        };
        let possible = |nodes: &[&Node]| {
            nodes.is_empty() || nodes.iter().any(|node| can.meet(node, asked.issuer))
        };
        let sits = is_set(&can.sat, id) || possible(&asked.admits);
        let has = is_set(&can.sat, asked.exam) && possible(&asked.awards);
        let news = (sits && set(&mut can.sat, id)) | (has && set(&mut can.had, id));
        if news {
            queue.extend(waiting.get(id).into_iter().flatten());
            queue.push(id);
        }
    }
    can.had
}

fn is_set(list: &[bool], place: usize) -> bool {
    list.get(place) == Some(&true)
}

/// Whether that is news.
fn set(list: &mut [bool], place: usize) -> bool {
    list.get_mut(place).is_some_and(|one| !core::mem::replace(one, true))
}

/// The credentials of a book in their order, so that each is known by a number.
struct Numbered<'b> {
    rules: Vec<Numbering<'b>>,
    /// The numbers by issuer and code, under present and earlier names.
    numbers: BTreeMap<(&'b str, &'b str), usize>,
}

struct Numbering<'b> {
    issuer: &'b Issuer,
    code: &'b Code,
    rule: &'b CredentialRule,
    /// The one whose exam leads to it: itself, but for a mark.
    examined: (&'b Code, &'b CredentialRule),
}

impl<'b> Numbered<'b> {
    fn of(book: &'b RuleBook) -> Self {
        let mut numbered = Self { rules: Vec::new(), numbers: BTreeMap::new() };
        for (issuer, rules) in book.rules() {
            for (code, layered) in &rules.credentials {
                let rule = &layered.rule;
                let of = rule.designation_of.as_ref();
                let of = of.and_then(|of| Some((of, &rules.credentials.get(of)?.rule)));
                let number = numbered.rules.len();
                let former = rule.former_codes.iter().map(|former| &former.code);
                let codes = core::iter::once(code).chain(former);
                let names = codes.map(|code| ((issuer.as_str(), code.as_str()), number));
                numbered.numbers.extend(names);
                let examined = of.unwrap_or((code, rule));
                numbered.rules.push(Numbering { issuer, code, rule, examined });
            }
        }
        numbered
    }

    fn number(&self, issuer: &Issuer, code: &Code) -> Option<usize> {
        self.numbers.get(&(issuer.as_str(), code.as_str())).copied()
    }

    /// The credential that a rule names.
    fn named(&self, of: &CredentialRef, home: &Issuer) -> Option<usize> {
        self.number(of.issuer().unwrap_or(home), of.code())
    }
}

/// What a credential asks for, in any version: to sit its exam, and for its award.
struct Asks<'b> {
    issuer: &'b Issuer,
    exam: usize,
    admits: Vec<&'b Node>,
    awards: Vec<&'b Node>,
}

impl<'b> Asks<'b> {
    fn of(of: &Numbering<'b>, numbered: &Numbered<'b>) -> Self {
        let Numbering { issuer, code, rule, examined: (exam, examined) } = of;
        let own = |outcome: &&Outcome| outcome.designation.as_ref() == Some(*code);
        let outcome = examined.award.iter().find(own);
        let awards = outcome.map(|outcome| roots(&outcome.requires));
        Self {
            issuer,
            exam: numbered.number(issuer, exam).unwrap_or(usize::MAX),
            admits: roots(&rule.exam.requires),
            awards: awards.unwrap_or_default(),
        }
    }

    /// The credentials that it asks to be held or passed.
    fn named(&self, numbered: &Numbered<'_>) -> Vec<usize> {
        let roots = self.admits.iter().chain(&self.awards);
        roots.flat_map(|node| named_in(node, self.issuer, numbered)).collect()
    }
}

fn roots(dated: &Dated<Requirement>) -> Vec<&Node> {
    dated.versions().iter().map(|version| &version.value().0).collect()
}

/// What can be had, and which exams can be sat, by number, as far as it is known yet.
struct Can<'a, 'b> {
    numbered: &'a Numbered<'b>,
    asks: &'a [Asks<'b>],
    had: Vec<bool>,
    sat: Vec<bool>,
}

impl Can<'_, '_> {
    fn meet(&self, node: &Node, issuer: &Issuer) -> bool {
        let id = |credential: &CredentialRef| self.numbered.named(credential, issuer);
        let sat =
            |id| self.asks.get(id).is_some_and(|asked: &Asks<'_>| is_set(&self.sat, asked.exam));
        let below = || node.below().into_iter().map(|(_, below)| below);
        match node {
            Node::Held(held) => match &held.which {
                HeldWhich::AnyOf(credentials) => {
                    credentials.iter().filter_map(id).any(|id| is_set(&self.had, id))
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
fn named_in(node: &Node, issuer: &Issuer, numbered: &Numbered<'_>) -> Vec<usize> {
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
        found.extend(credentials.iter().filter_map(|one| numbered.named(one, issuer)));
        stack.extend(node.below().into_iter().map(|(_, below)| below));
    }
    found
}
