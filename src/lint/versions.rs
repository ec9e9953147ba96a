//! Versions with days between them, contradictions that do not stand beside each other.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Arguments;

use super::{LintCode, Page};
use crate::book::describe::Describe;
use crate::book::parts::{self, Hear};
use crate::book::requirement::Node;
use crate::calendar::Day;
use crate::source::{AnchorRule, Dated, Version};

/// The days on which a version holds.
#[derive(Clone, Copy)]
pub(super) struct Period {
    from: Day,
    until: Day,
}

impl Period {
    pub(super) fn of<T>(version: &Version<T>) -> Self {
        let from = version.from().unwrap_or(Day::MIN);
        Self { from, until: version.until().unwrap_or(Day::MAX) }
    }

    /// Whether some day lies in both.
    pub(super) fn meets(self, other: Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }

    /// Whether every day of this one lies in the other.
    pub(super) fn is_within(self, other: Self) -> bool {
        other.from <= self.from && self.until <= other.until
    }
}

/// The choices of a question that stand beside each other at one place.
struct Side {
    place: String,
    choices: BTreeSet<String>,
}

#[derive(Default)]
struct Timeline {
    gaps: Vec<(String, Day, Day)>,
    questions: BTreeMap<String, Vec<Side>>,
}

impl Timeline {
    fn gaps<T>(&mut self, place: Arguments<'_>, dated: &Dated<T>) {
        let mut covered: Option<Day> = None;
        for (index, version) in dated.versions().iter().enumerate() {
            let Period { from, until } = Period::of(version);
            if let Some(covered) = covered.filter(|covered| covered.plus_days(1) < from) {
                let gap = (covered.plus_days(1), from.plus_days(-1));
                self.gaps.push((format!("{place}[{index}]"), gap.0, gap.1));
            }
            covered = covered.max(Some(until));
        }
    }

    fn asked(&mut self, question: &str, place: String, choices: impl Iterator<Item = String>) {
        let sides = self.questions.entry(question.to_string()).or_default();
        sides.push(Side { place, choices: choices.collect() });
    }
}

impl Hear for Timeline {
    fn hear<T: Describe>(&mut self, place: Arguments<'_>, dated: &Dated<T>) {
        self.gaps(place, dated);
        for (index, version) in dated.versions().iter().enumerate() {
            let Some(reading) = version.reading() else { continue };
            let days = Period::of(version);
            let beside = dated.versions().iter().filter(|other| Period::of(other).meets(days));
            let choices = beside.filter_map(Version::reading);
            let choices = choices.map(|reading| reading.choice().to_string());
            self.asked(reading.question().as_str(), format!("{place}[{index}]"), choices);
        }
        if let Some(AnchorRule::Readings(readings)) = dated.anchor_rule() {
            let choices = readings.choices.keys().map(ToString::to_string);
            self.asked(readings.question.as_str(), place.to_string(), choices);
        }
    }
}

impl Page<'_> {
    pub(super) fn versions(&mut self) {
        let mut timeline = Timeline::default();
        parts::of_issuer(self.rules, &mut timeline);
        for (number, node) in self.trees.nodes() {
            if let Node::Readings(readings) = node.node {
                let names = readings.choices.0.iter().filter_map(|one| one.name.as_ref());
                timeline.asked(
                    readings.question.as_str(),
                    self.trees.place(number),
                    names.map(ToString::to_string),
                );
            }
        }
        for (place, from, until) in timeline.gaps {
            let message = format!(
                "nothing is on file from {from} to {until}: fill the gap if the issuer's pages do, or leave it as not known"
            );
            self.add(LintCode::VersionGap, place, message);
        }
        for (question, sides) in timeline.questions {
            self.question(&question, &sides);
        }
    }

    /// A question with one answer is none, and everywhere it is the same question.
    fn question(&mut self, question: &str, sides: &[Side]) {
        let mut open = sides.iter().filter(|side| side.choices.len() > 1);
        let Some(first) = open.next() else {
            let Some(side) = sides.first() else { return };
            let names: Vec<String> = side.choices.iter().map(|one| format!("`{one}`")).collect();
            let message = format!(
                "the question `{question}` has the choice {} alone on these days: add the other one, or drop `reading`",
                names.join(", ")
            );
            return self.add(LintCode::SingleReading, side.place.clone(), message);
        };
        for other in open.filter(|other| other.choices != first.choices) {
            let list = |side: &Side| Vec::from_iter(side.choices.clone()).join("`, `");
            let message = format!(
                "the question `{question}` has the choices `{}` here and `{}` at `{}`: write the same ones",
                list(other),
                list(first),
                first.place
            );
            self.add(LintCode::ReadingsDiffer, other.place.clone(), message);
        }
    }
}
