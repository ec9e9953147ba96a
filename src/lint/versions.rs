//! Versions with days between them, contradictions with one side.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{LintCode, Page};
use crate::book::describe::Describe;
use crate::book::parts::{self, Hear};
use crate::calendar::Day;
use crate::source::{AnchorRule, Dated};

#[derive(Default)]
struct Timeline {
    gaps: Vec<(String, Day, Day)>,
    /// The choices of each question, and the first place that names it.
    readings: BTreeMap<String, (String, BTreeSet<String>)>,
}

impl Hear for Timeline {
    fn hear<T: Describe>(&mut self, place: &str, dated: &Dated<T>) {
        let mut covered: Option<Day> = None;
        for (index, version) in dated.versions().iter().enumerate() {
            let place = format!("{place}[{index}]");
            let from = version.from().unwrap_or(Day::MIN);
            if let Some(covered) = covered.filter(|covered| covered.plus_days(1) < from) {
                self.gaps.push((place.clone(), covered.plus_days(1), from.plus_days(-1)));
            }
            covered = covered.max(Some(version.until().unwrap_or(Day::MAX)));
            if let Some(reading) = version.reading() {
                let question = self.readings.entry(reading.question().to_string());
                let (_, choices) = question.or_insert_with(|| (place, BTreeSet::new()));
                choices.insert(reading.choice().to_string());
            }
        }
        if let Some(AnchorRule::Readings(readings)) = dated.anchor_rule() {
            let question = self.readings.entry(readings.question.to_string());
            let (_, choices) = question.or_insert_with(|| (place.to_string(), BTreeSet::new()));
            choices.extend(readings.choices.keys().map(ToString::to_string));
        }
    }
}

impl Page<'_> {
    pub(super) fn versions(&mut self) {
        let mut timeline = Timeline::default();
        parts::of_issuer(self.rules, &mut timeline);
        for (place, from, until) in timeline.gaps {
            let message = format!(
                "nothing is on file from {from} to {until}: fill the gap if the issuer's pages do, or leave it as not known"
            );
            self.add(LintCode::VersionGap, place, message);
        }
        for (question, (place, choices)) in timeline.readings {
            if let [only] = Vec::from_iter(&choices).as_slice() {
                let message = format!(
                    "the question `{question}` has the choice `{only}` alone: add the other one, or drop `reading`"
                );
                self.add(LintCode::SingleReading, place, message);
            }
        }
    }
}
