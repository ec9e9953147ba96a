//! Requirements that nobody can meet, routes that nobody needs, waivers above what they replace.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{LintCode, Page};
use crate::book::leaf::{ExperienceLeaf, ExperienceNeed, HeldWhich, WhichIssuer, counted_days};
use crate::book::renewal::Duty;
use crate::book::requirement::{Branches, Node, Requirement};
use crate::calendar::Length;
use crate::quantity::{Count, Decimal};
use crate::source::{Dated, Version};

impl<'b> Page<'b> {
    /// Every requirement of the issuer, with its place.
    fn roots(&self) -> Vec<(String, &'b Requirement)> {
        fn versions<'b>(
            place: &str,
            dated: &'b Dated<Requirement>,
            roots: &mut Vec<(String, &'b Requirement)>,
        ) {
            for (index, version) in dated.versions().iter().enumerate() {
                roots.push((format!("{place}[{index}].value"), version.value()));
            }
        }
        let mut roots = Vec::new();
        for (code, layered) in &self.rules.waivers {
            for (index, version) in layered.rule.terms.versions().iter().enumerate() {
                let place = format!("waivers.{code}.terms[{index}].value.requires");
                roots.push((place, &version.value().requires));
            }
        }
        for (code, layered) in &self.rules.credentials {
            let place = |field: &str| format!("credentials.{code}.{field}");
            let exam = &layered.rule.exam;
            versions(&place("exam.requires"), &exam.requires, &mut roots);
            versions(&place("exam.recommended"), &exam.recommended, &mut roots);
            for (index, outcome) in layered.rule.award.iter().enumerate() {
                versions(
                    &place(&format!("award[{index}].requires")),
                    &outcome.requires,
                    &mut roots,
                );
            }
        }
        for (id, layered) in &self.rules.programs {
            for (index, version) in layered.rule.ways.versions().iter().enumerate() {
                for (at, way) in version.value().iter().enumerate() {
                    let place = format!("programs.{id}.ways[{index}].value[{at}].requires");
                    roots.extend(way.requires.as_ref().map(|requires| (place, requires)));
                }
            }
            for (duty, rule) in &layered.rule.duties {
                for (index, version) in rule.terms.versions().iter().enumerate() {
                    if let Duty::Requires(requirement) = version.value() {
                        let place =
                            format!("programs.{id}.duties.{duty}.terms[{index}].value.requires");
                        roots.push((place, requirement));
                    }
                }
            }
        }
        roots
    }

    /// Every node of every requirement, with its place.
    pub(super) fn nodes(&self) -> Vec<(String, &'b Node)> {
        let mut nodes = Vec::new();
        for (place, requirement) in self.roots() {
            below(place, &requirement.0, &mut nodes);
        }
        nodes
    }

    pub(super) fn trees(&mut self) {
        for (place, requirement) in self.roots() {
            if let Some(why) = self.impossible(&requirement.0) {
                let message = format!("{why}: nobody can meet this, correct it");
                self.add(LintCode::ImpossibleRequirement, place, message);
            }
        }
        for (place, node) in self.nodes() {
            match node {
                Node::Any(of) => self.routes(of, &place),
                Node::AtLeast(at_least) => self.routes(&at_least.of, &format!("{place}.of")),
                Node::Experience(experience) => self.waived(experience, &place),
                _ => {}
            }
        }
    }

    fn routes(&mut self, of: &Branches, place: &str) {
        for (index, branch) in of.0.iter().enumerate() {
            let place = match &branch.name {
                Some(name) => format!("{place}.{name}"),
                None => format!("{place}[{index}]"),
            };
            if let Some(why) = self.impossible(&branch.node) {
                let message =
                    format!("{why}: nobody can take this route, correct it or leave it out");
                self.add(LintCode::UnreachableRoute, place, message);
                continue;
            }
            let easier = of.0.iter().enumerate().find(|(other, easier)| {
                *other != index
                    && implies(&branch.node, &easier.node)
                    && (!implies(&easier.node, &branch.node) || *other < index)
            });
            if let Some((other, easier)) = easier {
                let name = easier
                    .name
                    .as_ref()
                    .map_or_else(|| format!("[{other}]"), |name| format!("`{name}`"));
                let message = format!(
                    "whoever takes this route takes {name} too, which asks for less: leave it out, or correct one of the two"
                );
                self.add(LintCode::RedundantRoute, place, message);
            }
        }
    }

    fn waived(&mut self, experience: &ExperienceLeaf, place: &str) {
        let ExperienceNeed::Days(need) = experience.need else { return };
        let above = |length: Length| counted_days(length) > need;
        if let Some(most) = experience.at_most_waived.filter(|most| above(*most)) {
            let message = format!(
                "up to {most} may be waived of {}: the limit has no effect, correct one of the two",
                experience.stated
            );
            self.add(LintCode::WaiverAboveTarget, format!("{place}.at_most_waived"), message);
        }
        for (index, code) in experience.waivers.iter().enumerate() {
            let terms = self.rules.waivers.get(code).map(|layered| layered.rule.terms.versions());
            let replaces = terms.into_iter().flatten().map(|version| version.value().replaces);
            if let Some(replaces) = replaces.into_iter().find(|length| above(*length)) {
                let message = format!(
                    "the waiver `{code}` stands for {replaces}, the requirement asks for {}: correct one of the two",
                    experience.stated
                );
                self.add(LintCode::WaiverAboveTarget, format!("{place}.waivers[{index}]"), message);
            }
        }
    }

    /// Why no record can meet a requirement; `None`: some record can.
    fn impossible(&self, node: &Node) -> Option<String> {
        let none_of = |of: &Branches, count: usize| {
            let reasons: Vec<Option<String>> =
                of.0.iter().map(|branch| self.impossible(&branch.node)).collect();
            let possible = reasons.iter().filter(|reason| reason.is_none()).count();
            (possible < count).then(|| reasons.into_iter().flatten().next()).flatten()
        };
        match node {
            Node::All(of) => of.0.iter().find_map(|branch| self.impossible(&branch.node)),
            Node::Sequence(steps) => steps.iter().find_map(|step| self.impossible(step)),
            Node::Any(of) => none_of(of, 1),
            Node::Readings(readings) => none_of(&readings.choices, 1),
            Node::AtLeast(at_least) => {
                none_of(&at_least.of, usize::try_from(at_least.count.get()).unwrap_or(usize::MAX))
            }
            Node::Cited(cited) => self.impossible(&cited.requires),
            Node::Points(points) => {
                let class = |class: &crate::book::requirement::PointClass| {
                    let items =
                        class.items.iter().filter(|item| self.impossible(&item.requires).is_none());
                    let sum = items.fold(0_u32, |sum, item| sum.saturating_add(item.points.get()));
                    class.cap.map_or(sum, |cap: Count| sum.min(cap.get()))
                };
                let most = points.classes.iter().map(class).fold(0_u32, u32::saturating_add);
                let need = points.need;
                (most < need.get()).then(|| format!("{need} points are needed, {most} can be had"))
            }
            Node::Experience(experience) => self.too_long(experience),
            Node::Held(held) => match &held.which {
                HeldWhich::Field { field, issuer } => {
                    let whose = |id: &crate::credential::CredentialId| match issuer {
                        WhichIssuer::Own => id.issuer() == self.issuer,
                        WhichIssuer::Other => id.issuer() != self.issuer,
                        WhichIssuer::Any => true,
                    };
                    let known = self.book.credentials().any(|id| {
                        let fields = self.book.rule(&id).map(|rule| rule.fields.as_slice());
                        let of_field =
                            fields.is_some_and(|fields| fields.iter().any(|one| field.covers(one)));
                        whose(&id) && of_field
                    });
                    // Another book may know credentials of other issuers.
                    let closed = *issuer == WhichIssuer::Own;
                    (closed && !known)
                        .then(|| format!("no credential of {} certifies `{field}`", self.issuer))
                }
                HeldWhich::AnyOf(_) => None,
            },
            _ => None,
        }
    }

    /// More experience than its time has room for, waivers considered.
    fn too_long(&self, experience: &ExperienceLeaf) -> Option<String> {
        let within = experience.within?;
        let room = match within {
            Length::Years(years) => i64::from(years).saturating_mul(366),
            Length::Months(months) => i64::from(months).saturating_mul(31),
            Length::Days(days) => i64::from(days),
        };
        let waived = experience.waivers.iter().fold(0_i64, |sum, code| {
            let terms = self.rules.waivers.get(code).map(|layered| layered.rule.terms.versions());
            let of = |version: &Version<crate::book::WaiverTerms>| {
                let terms = version.value();
                counted_days(terms.replaces).get().saturating_mul(i64::from(terms.times.get()))
            };
            sum.saturating_add(terms.into_iter().flatten().map(of).max().unwrap_or(0))
        });
        let waived = match experience.at_most_waived {
            Some(most) => waived.min(counted_days(most).get()),
            None => waived,
        };
        let fits = match experience.need {
            ExperienceNeed::Days(need) => need.get() <= room.saturating_add(waived),
            ExperienceNeed::Hours { need, .. } => {
                let hours = room.saturating_mul(24).saturating_mul(Decimal::SCALE);
                need.amount().sub_units() <= hours || waived > 0
            }
        };
        (!fits).then(|| {
            format!("{} of experience do not fit into the last {within}", experience.stated)
        })
    }
}

/// A node and all below it, with their places.
fn below<'b>(place: String, node: &'b Node, nodes: &mut Vec<(String, &'b Node)>) {
    let place = format!("{place}.{}", node.word());
    nodes.push((place.clone(), node));
    for (step, child) in node.below() {
        let list = step.list.map_or_else(|| place.clone(), |list| format!("{place}.{list}"));
        let at = step
            .name
            .map_or_else(|| format!("{list}[{}]", step.index), |name| format!("{list}.{name}"));
        below(at, child, nodes);
    }
}

/// What a node asks for all at once.
fn conjuncts<'n>(node: &'n Node, all: &mut Vec<&'n Node>) {
    match node {
        Node::All(of) => of.0.iter().for_each(|branch| conjuncts(&branch.node, all)),
        Node::Cited(cited) => conjuncts(&cited.requires, all),
        Node::Nothing(_) => {}
        leaf => all.push(leaf),
    }
}

/// Whether whoever meets the first surely meets the second.
fn implies(strict: &Node, easy: &Node) -> bool {
    let (mut strict_parts, mut easy_parts) = (Vec::new(), Vec::new());
    conjuncts(strict, &mut strict_parts);
    conjuncts(easy, &mut easy_parts);
    easy_parts.iter().all(|easy| strict_parts.iter().any(|strict| covers(strict, easy)))
}

fn covers(strict: &Node, easy: &Node) -> bool {
    if let (Node::Experience(strict), Node::Experience(easy)) = (strict, easy) {
        let more = match (strict.need, easy.need) {
            (ExperienceNeed::Days(strict), ExperienceNeed::Days(easy)) => strict >= easy,
            (strict, easy) => strict == easy,
        };
        let alike = ExperienceLeaf { need: easy.need, stated: easy.stated, ..strict.clone() };
        return more && alike == *easy;
    }
    // What is not on file, and what a person judges, are no conditions that could be compared.
    let open = matches!(easy, Node::Unpublished(_) | Node::Judgement(_));
    strict == easy && !open
}
