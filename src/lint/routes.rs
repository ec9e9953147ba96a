//! Requirements that nobody can meet, routes that nobody needs, waivers above what they replace.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;

use super::implied::implies;
use super::versions::Period;
use super::{LintCode, Page};
use crate::book::leaf::{ExperienceLeaf, ExperienceNeed, counted_days, hours_of};
use crate::book::renewal::Way;
use crate::book::requirement::{Branches, Node, Requirement};
use crate::book::{Outcome, WaiverTerms};
use crate::calendar::Length;
use crate::credential::Code;
use crate::source::Version;

impl<'b> Page<'b> {
    pub(super) fn trees(&mut self) {
        let trees = Rc::clone(&self.trees);
        for (place, root) in &trees.roots {
            if let Some(why) = self.impossible(root.node) {
                let message = format!("{why}: nobody can meet this, correct it");
                self.add(LintCode::ImpossibleRequirement, &**place, message);
            }
        }
        for (number, found) in trees.nodes() {
            match found.node {
                Node::Any(of) => self.routes(of, &trees.place(number)),
                Node::AtLeast(at_least) => {
                    let place = format!("{}.of", trees.place(number));
                    if at_least.count.get() == 1 {
                        self.routes(&at_least.of, &place);
                    } else {
                        self.options(&at_least.of, &place);
                    }
                }
                Node::Experience(experience) => {
                    self.waived(experience, found.days, &trees.place(number));
                }
                _ => {}
            }
        }
        self.awards();
        self.ways();
    }

    /// Routes of which one is enough.
    fn routes(&mut self, of: &Branches, place: &str) {
        self.unreachable(of, place);
        for (index, branch) in of.0.iter().enumerate() {
            let easier = of.0.iter().enumerate().find(|(other, easier)| {
                *other != index
                    && self.impossible(&branch.node).is_none()
                    && implies(&branch.node, &easier.node)
                    && (!implies(&easier.node, &branch.node) || *other < index)
            });
            if let Some((other, _)) = easier {
                let message = format!(
                    "whoever takes this route takes {} too, which asks for no more: leave it out, or correct one of the two",
                    named(of, other)
                );
                self.add(LintCode::RedundantRoute, at(of, index, place), message);
            }
        }
    }

    /// Options of which several are asked for.
    fn options(&mut self, of: &Branches, place: &str) {
        self.unreachable(of, place);
        for (index, branch) in of.0.iter().enumerate() {
            let mut others = of.0.iter().enumerate().filter(|(other, _)| *other != index);
            let easier = others.find(|(other, easier)| {
                implies(&branch.node, &easier.node)
                    && (!implies(&easier.node, &branch.node) || *other < index)
            });
            if let Some((other, _)) = easier {
                let message = format!(
                    "whoever meets this meets {} too, so that the same evidence counts twice: keep one of the two, or tell them apart",
                    named(of, other)
                );
                self.add(LintCode::CountedTwice, at(of, index, place), message);
            }
        }
    }

    fn unreachable(&mut self, of: &Branches, place: &str) {
        for (index, branch) in of.0.iter().enumerate() {
            if let Some(why) = self.impossible(&branch.node) {
                let message =
                    format!("{why}: nobody can take this route, correct it or leave it out");
                self.add(LintCode::UnreachableRoute, at(of, index, place), message);
            }
        }
    }

    fn waived(&mut self, experience: &ExperienceLeaf, days: Period, place: &str) {
        let above = |length: Length| match experience.need {
            ExperienceNeed::Days(need) => counted_days(length) > need,
            ExperienceNeed::Hours { need, year } => {
                year.and_then(|year| hours_of(length, year)).is_some_and(|hours| hours > need)
            }
        };
        if let Some(most) = experience.at_most_waived.filter(|most| above(*most)) {
            let message = format!(
                "up to {most} may be waived of {}: the limit has no effect, correct one of the two",
                experience.stated
            );
            self.add(LintCode::WaiverAboveTarget, format!("{place}.at_most_waived"), message);
        }
        for (index, code) in experience.waivers.iter().enumerate() {
            let terms = self.terms(code).iter().filter(|terms| Period::of(terms).meets(days));
            let replaces = terms.map(|terms| terms.value().replaces).find(|length| above(*length));
            if let Some(replaces) = replaces {
                let message = format!(
                    "the waiver `{code}` stands for {replaces}, the requirement asks for {}: correct one of the two",
                    experience.stated
                );
                self.add(LintCode::WaiverAboveTarget, format!("{place}.waivers[{index}]"), message);
            }
        }
    }

    pub(super) fn terms(&self, waiver: &Code) -> &'b [Version<WaiverTerms>] {
        let waiver = self.rules.waivers.get(waiver);
        waiver.map_or(&[], |layered| layered.rule.terms.versions())
    }

    /// Outcomes that are never the one granted, as whoever meets them meets an earlier one.
    fn awards(&mut self) {
        for (code, layered) in &self.rules.credentials {
            let award = layered.rule.award.as_slice();
            for (index, outcome) in award.iter().enumerate() {
                let earlier = award.get(..index).unwrap_or_default();
                for (version, terms) in outcome.requires.versions().iter().enumerate() {
                    let Some(first) = earlier.iter().position(|one| is_before(one, terms)) else {
                        continue;
                    };
                    let message = format!(
                        "whoever meets it meets `award[{first}]` too, which stands before it and is granted: put the one that asks for more first"
                    );
                    let place = format!("credentials.{code}.award[{index}].requires[{version}]");
                    self.add(LintCode::ShadowedRule, place, message);
                }
            }
        }
    }

    /// Ways to renew of which another one asks for no more.
    fn ways(&mut self) {
        for (id, layered) in &self.rules.programs {
            for (index, version) in layered.rule.ways.versions().iter().enumerate() {
                let ways = version.value();
                for (at, way) in ways.iter().enumerate() {
                    let easier = ways.iter().enumerate().find(|(other, easier)| {
                        *other != at
                            && asks_more(way, easier)
                            && (!asks_more(easier, way) || *other < at)
                    });
                    if let Some((_, easier)) = easier {
                        let message = format!(
                            "whoever takes this way takes `{}` too, which asks for no more: leave it out, or correct one of the two",
                            easier.id
                        );
                        let place = format!("programs.{id}.ways[{index}].value[{at}]");
                        self.add(LintCode::RedundantRoute, place, message);
                    }
                }
            }
        }
    }
}

/// Where a branch stands.
fn at(of: &Branches, index: usize, place: &str) -> String {
    match of.0.get(index).and_then(|branch| branch.name.as_ref()) {
        Some(name) => format!("{place}.{name}"),
        None => format!("{place}[{index}]"),
    }
}

/// What a branch is called beside the others.
fn named(of: &Branches, index: usize) -> String {
    match of.0.get(index).and_then(|branch| branch.name.as_ref()) {
        Some(name) => format!("`{name}`"),
        None => format!("`[{index}]`"),
    }
}

/// Whether an outcome is granted, on all days of a later one's terms, to whoever meets these.
fn is_before(outcome: &Outcome, terms: &Version<Requirement>) -> bool {
    outcome.requires.versions().iter().any(|version| {
        Period::of(terms).is_within(Period::of(version))
            && (version.reading().is_none() || version.reading() == terms.reading())
            && implies(&terms.value().0, &version.value().0)
    })
}

/// Whether one way to renew asks for all that another one does.
fn asks_more(strict: &Way, easy: &Way) -> bool {
    let requires = match (&strict.requires, &easy.requires) {
        (_, None) => true,
        (Some(strict), Some(easy)) => implies(&strict.0, &easy.0),
        (None, Some(_)) => false,
    };
    let cycles = easy.cycles.is_none() || strict.cycles == easy.cycles;
    let open_to = easy.r#for.is_empty() || strict.r#for == easy.r#for;
    requires && cycles && open_to && (strict.quota || !easy.quota)
}
