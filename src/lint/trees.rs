//! Every requirement of an issuer and every node of it, with their places.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::versions::Period;
use crate::book::IssuerRules;
use crate::book::renewal::Duty;
use crate::book::requirement::{Node, Requirement};
use crate::source::{Dated, Version};

/// A node of a requirement.
#[derive(Clone, Copy)]
pub(super) struct Found<'b> {
    pub(super) node: &'b Node,
    /// The days on which the requirement holds.
    pub(super) days: Period,
}

/// Every requirement of an issuer.
pub(super) fn roots(rules: &IssuerRules) -> Vec<(String, Found<'_>)> {
    let mut roots = Roots::default();
    for (code, layered) in &rules.waivers {
        for (index, version) in layered.rule.terms.versions().iter().enumerate() {
            let place = format!("waivers.{code}.terms[{index}].value.requires");
            roots.add(place, version, &version.value().requires);
        }
    }
    for (code, layered) in &rules.credentials {
        let place = format!("credentials.{code}");
        let exam = &layered.rule.exam;
        roots.all(&format!("{place}.exam.requires"), &exam.requires);
        roots.all(&format!("{place}.exam.recommended"), &exam.recommended);
        for (index, outcome) in layered.rule.award.iter().enumerate() {
            roots.all(&format!("{place}.award[{index}].requires"), &outcome.requires);
        }
    }
    for (id, layered) in &rules.programs {
        let place = format!("programs.{id}");
        for (index, version) in layered.rule.ways.versions().iter().enumerate() {
            for (at, way) in version.value().iter().enumerate() {
                let place = format!("{place}.ways[{index}].value[{at}].requires");
                way.requires.iter().for_each(|one| roots.add(place.clone(), version, one));
            }
        }
        for (duty, rule) in &layered.rule.duties {
            for (index, version) in rule.terms.versions().iter().enumerate() {
                let place = format!("{place}.duties.{duty}.terms[{index}].value.requires");
                if let Duty::Requires(requirement) = version.value() {
                    roots.add(place, version, requirement);
                }
            }
        }
    }
    roots.0
}

/// Every node of every requirement.
pub(super) fn nodes(rules: &IssuerRules) -> Vec<(String, Found<'_>)> {
    let mut nodes = Vec::new();
    for (place, root) in roots(rules) {
        below(&place, root, &mut nodes);
    }
    nodes
}

/// Requirements as they are found.
#[derive(Default)]
struct Roots<'b>(Vec<(String, Found<'b>)>);

impl<'b> Roots<'b> {
    fn all(&mut self, place: &str, dated: &'b Dated<Requirement>) {
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
fn below<'b>(place: &str, found: Found<'b>, nodes: &mut Vec<(String, Found<'b>)>) {
    let place = format!("{place}.{}", found.node.word());
    nodes.push((place.clone(), found));
    for (step, node) in found.node.below() {
        let list = step.list.map_or_else(|| place.clone(), |list| format!("{place}.{list}"));
        let at = match step.name {
            Some(name) => format!("{list}.{name}"),
            None => format!("{list}[{}]", step.index),
        };
        below(&at, Found { node, days: found.days }, nodes);
    }
}
