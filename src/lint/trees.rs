//! Every requirement of an issuer and every node of it, with their places.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Arguments;

use super::versions::Period;
use crate::book::IssuerRules;
use crate::book::renewal::Duty;
use crate::book::requirement::{Node, Requirement, Step};
use crate::source::{Dated, Version};

/// A node of a requirement.
#[derive(Clone, Copy)]
pub(super) struct Found<'b> {
    pub(super) node: &'b Node,
    /// The days on which the requirement holds.
    pub(super) days: Period,
}

/// Every requirement of an issuer, and every node of each.
pub(super) struct Trees<'b> {
    /// With their places.
    pub(super) roots: Vec<(String, Found<'b>)>,
    nodes: Vec<Below<'b>>,
}

/// A node, and where it hangs.
struct Below<'b> {
    found: Found<'b>,
    hangs: Hangs<'b>,
}

/// What a node is part of.
enum Hangs<'b> {
    /// It is a requirement, the one of this number.
    Root(usize),
    /// Of the node of this number, by such a step.
    Node(usize, Step<'b>),
}

impl<'b> Trees<'b> {
    pub(super) fn of(rules: &'b IssuerRules) -> Self {
        let mut trees = Self { roots: roots(rules), nodes: Vec::new() };
        for (number, (_, root)) in trees.roots.iter().enumerate() {
            below(*root, Hangs::Root(number), &mut trees.nodes);
        }
        trees
    }

    /// Every node of every requirement, by number.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (usize, Found<'b>)> {
        self.nodes.iter().map(|below| below.found).enumerate()
    }

    /// Where a node stands. Few are asked: a place is put together only then.
    pub(super) fn place(&self, number: usize) -> String {
        let Some(Below { found, hangs }) = self.nodes.get(number) else { return String::new() };
        let mut place = match hangs {
            Hangs::Root(root) => self.roots.get(*root).map_or("", |(place, _)| place).to_string(),
            Hangs::Node(above, step) => {
                let above = self.place(*above);
                let list = match step.list {
                    Some(list) => format!("{above}.{list}"),
                    None => above,
                };
                match step.name {
                    Some(name) => format!("{list}.{name}"),
                    None => format!("{list}[{}]", step.index),
                }
            }
        };
        place.push('.');
        place.push_str(found.node.word());
        place
    }
}

/// Every requirement of an issuer.
fn roots(rules: &IssuerRules) -> Vec<(String, Found<'_>)> {
    let mut roots = Roots::default();
    for (code, layered) in &rules.waivers {
        for (index, version) in layered.rule.terms.versions().iter().enumerate() {
            let place = format!("waivers.{code}.terms[{index}].value.requires");
            roots.add(place, version, &version.value().requires);
        }
    }
    for (code, layered) in &rules.credentials {
        let exam = &layered.rule.exam;
        roots.all(format_args!("credentials.{code}.exam.requires"), &exam.requires);
        roots.all(format_args!("credentials.{code}.exam.recommended"), &exam.recommended);
        for (index, outcome) in layered.rule.award.iter().enumerate() {
            let place = format_args!("credentials.{code}.award[{index}].requires");
            roots.all(place, &outcome.requires);
        }
    }
    for (id, layered) in &rules.programs {
        let place = format!("programs.{id}");
        for (index, version) in layered.rule.ways.versions().iter().enumerate() {
            for (at, way) in version.value().iter().enumerate() {
                if let Some(requirement) = &way.requires {
                    let place = format!("{place}.ways[{index}].value[{at}].requires");
                    roots.add(place, version, requirement);
                }
            }
        }
        for (duty, rule) in &layered.rule.duties {
            for (index, version) in rule.terms.versions().iter().enumerate() {
                if let Duty::Requires(requirement) = version.value() {
                    let place = format!("{place}.duties.{duty}.terms[{index}].value.requires");
                    roots.add(place, version, requirement);
                }
            }
        }
    }
    roots.0
}

/// Requirements as they are found.
#[derive(Default)]
struct Roots<'b>(Vec<(String, Found<'b>)>);

impl<'b> Roots<'b> {
    fn all(&mut self, place: Arguments<'_>, dated: &'b Dated<Requirement>) {
        for (index, version) in dated.versions().iter().enumerate() {
            self.add(format!("{place}[{index}].value"), version, version.value());
        }
    }

    fn add<T>(&mut self, place: String, version: &Version<T>, requirement: &'b Requirement) {
        let days = Period::of(version);
        self.0.push((place, Found { node: &requirement.0, days }));
    }
}

/// A node and all below it.
fn below<'b>(found: Found<'b>, hangs: Hangs<'b>, nodes: &mut Vec<Below<'b>>) {
    let number = nodes.len();
    nodes.push(Below { found, hangs });
    for (step, node) in found.node.below() {
        below(Found { node, days: found.days }, Hangs::Node(number, step), nodes);
    }
}
