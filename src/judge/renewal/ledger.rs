//! The activities of a cycle: each with its units, what it may serve, and what speaks against it.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Scene;
use super::cycle::{Cycle, before};
use super::facts::{Fact, Facts};
use super::fit::{Converted, Fit, Whose, converted, fit};
use super::versions::{Anchors, ForEach, Picked, Written};
use crate::book::filter::{Filter, UnitRule};
use crate::book::renewal::{CarryOver, CountsFrom, LastPart, Repeats};
use crate::calendar::Day;
use crate::explain::Reason;
use crate::judge::measure::UNBOUNDED;
use crate::quantity::Decimal;
use crate::record::{CeuActivity, Record};
use crate::source::Anchor;

/// An activity as the cycle sees it. Amounts are in ten-thousandths.
#[derive(Clone, Debug)]
pub(super) struct Entry<'r> {
    pub(super) place: usize,
    pub(super) ceu: &'r CeuActivity,
    /// What is certain to count, as far as the activity itself goes.
    pub(super) shown: i64,
    /// What may count.
    pub(super) possible: i64,
    pub(super) when: When,
    /// Why nothing of it counts; `Counted` while nothing speaks against it.
    pub(super) reason: Reason,
    /// The facts on which it depends.
    pub(super) open: Facts,
    /// The facts on which only the number of its units depends.
    pub(super) unit_open: Facts,
    pub(super) detail: Option<String>,
    /// Where the rule that decided is written.
    pub(super) rule: Option<Written<'r>>,
}

/// The rules on single activities, looked up once for all of them where that can be.
struct Rules<'s, 'b> {
    units: ForEach<'s, 'b, Vec<UnitRule>>,
    admits: ForEach<'s, 'b, Filter>,
    anchors: Anchors,
}

/// From what day on units count.
enum From {
    Day(Day),
    Always,
    Never,
    /// It depends on a fact beside the activity.
    Open(Fact),
}

/// To which part of the time an activity belongs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum When {
    Cycle,
    /// In the last part of the previous cycle: may serve either.
    Carried,
    /// In the previous cycle: serves only rules that look at both.
    Previous,
}

impl Entry<'_> {
    /// Whether it counts for the cycle itself.
    pub(super) fn counts(&self) -> bool {
        self.reason == Reason::Counted && self.when != When::Previous
    }

    pub(super) fn refuse(&mut self, reason: Reason) {
        if self.reason == Reason::Counted {
            self.reason = reason;
            (self.shown, self.possible) = (0, 0);
        }
    }

    /// The least and the most units that it has.
    const fn amounts(&mut self, least: i64, most: i64) {
        self.possible = most;
        self.shown = if self.open.is_empty() { least } else { 0 };
    }

    pub(super) fn depends(&mut self, fact: Fact) {
        self.open.push(fact);
        self.shown = 0;
    }

    fn depends_on(&mut self, facts: Facts) {
        self.open.extend(facts);
        self.shown = 0;
    }
}

/// The time in which units are earned for a cycle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) start: Day,
    /// The last day, after extensions.
    pub(super) end: Day,
    /// From this day of the previous cycle on, units may serve this one.
    pub(super) carried_from: Option<Day>,
    pub(super) carried_most: Option<i64>,
    /// The first day of the previous cycle.
    pub(super) previous: Day,
    /// Up to this day units may have gone to the previous cycle, which was extended.
    pub(super) shared_until: Option<Day>,
    /// Whether an extension runs whose length is not published.
    pub(super) open_end: bool,
    /// Whether a granted extension runs whose last day is not known.
    pub(super) granted_open: bool,
    /// Whether the rule on carrying over is not on file.
    pub(super) carry_unknown: bool,
}

impl<'a> Scene<'a> {
    /// The window of a cycle.
    pub(super) fn window(
        &self,
        cycle: &Cycle<'_>,
        previous: Option<&Cycle<'_>>,
        end: Day,
        anchors: &Anchors,
    ) -> Window {
        let eve = cycle.start.plus_days(-1);
        let carried = self.resolver.quietly(
            &self.program.carry_over,
            Anchor::CycleStart,
            &Anchors {
                // The rule of the cycle that closes.
                start: before(cycle.start, cycle.length),
                end: eve,
                ..*anchors
            },
        );
        let carry_unknown = matches!(carried, Picked::Unknown(_));
        let (carried_from, carried_most) = match carried.value() {
            Some(CarryOver::Carried { last, most }) => {
                let from = match last {
                    LastPart::Month => {
                        eve.plus_days(1_i64.saturating_sub(i64::from(eve.date().day())))
                    }
                    LastPart::Length(length) => eve.window_start(*length),
                };
                (Some(from), most.map(|most| most.amount().sub_units()))
            }
            // Whether and what may be carried over is not on file.
            _ if carry_unknown => (Some(before(cycle.start, cycle.length)), None),
            _ => (None, None),
        };
        Window {
            start: cycle.start,
            end,
            carried_from: carried_from.filter(|_| cycle.place != Some(0)),
            carried_most,
            previous: previous.map_or_else(|| before(cycle.start, cycle.length), |one| one.start),
            shared_until: previous
                .map(|previous| self.extended_end(previous).0)
                .filter(|until| *until >= cycle.start),
            open_end: false,
            granted_open: false,
            carry_unknown,
        }
    }

    /// Every activity of the record, as the cycle sees it.
    pub(super) fn ledger(&self, cycle: &Cycle<'_>, window: &Window, as_of: Day) -> Vec<Entry<'a>> {
        let ceus = self.record.ceus().unwrap_or_default();
        let rules = Rules {
            units: ForEach::new(&self.resolver, &self.program.units),
            admits: ForEach::new(&self.resolver, &self.program.admits),
            anchors: self.anchors(cycle),
        };
        let mut entries: Vec<Entry<'a>> = ceus
            .iter()
            .enumerate()
            .map(|(place, ceu)| self.entry((place, ceu), (cycle, window), &rules, as_of))
            .collect();
        self.drop_repeats(&mut entries, window);
        entries
    }

    fn entry(
        &self,
        (place, ceu): (usize, &'a CeuActivity),
        (cycle, window): (&Cycle<'_>, &Window),
        rules: &Rules<'_, 'a>,
        as_of: Day,
    ) -> Entry<'a> {
        let mut entry = Entry {
            place,
            ceu,
            shown: 0,
            possible: 0,
            when: When::Cycle,
            reason: Reason::Counted,
            open: Facts::NONE,
            unit_open: Facts::NONE,
            detail: None,
            rule: None,
        };
        self.in_time(&mut entry, window, as_of);
        if entry.reason != Reason::Counted {
            return entry;
        }
        self.meant_for(&mut entry, cycle, window);
        let anchors = Anchors { activity: ceu.completed(), ..rules.anchors };
        self.units_of(&mut entry, &rules.units, &anchors);
        self.admitted(&mut entry, &rules.admits, &anchors);
        entry
    }

    /// Done by now, known to the issuer, and inside the time that counts.
    fn in_time(&self, entry: &mut Entry<'_>, window: &Window, as_of: Day) {
        if entry.ceu.reported().is_some_and(|reported| as_of < reported) {
            entry.refuse(Reason::NotYetReported);
        }
        let Some(day) = entry.ceu.completed() else {
            entry.depends(Fact::Completed);
            return;
        };
        if day > as_of {
            entry.refuse(Reason::NotYet);
        }
        match self.counts_from(day) {
            From::Day(first) if day < first => entry.refuse(Reason::BeforeAward),
            From::Never => {
                entry.refuse(Reason::BeforeAward);
                if self.program.counts_from == CountsFrom::Membership {
                    let text = "units count from the membership on; there is none";
                    entry.detail = Some(String::from(text));
                }
            }
            From::Open(fact) => entry.depends(fact),
            From::Day(_) | From::Always => {}
        }
        if day > window.end && window.open_end {
            entry.depends(if window.granted_open { Fact::Granted } else { Fact::Extension });
            entry.detail =
                Some(String::from("whether the extension reaches that far is not published"));
        } else if day > window.end || day < window.previous {
            entry.refuse(Reason::OutsideWindow);
            if entry.reason == Reason::OutsideWindow {
                entry.detail = Some(if day < window.start {
                    alloc::format!("the cycle begins on {}", window.start)
                } else {
                    alloc::format!("the last day was {}", window.end)
                });
            }
        } else if window.shared_until.is_some_and(|until| window.start <= day && day <= until) {
            entry.when = When::Carried;
        } else if day < window.start {
            let carried = window.carried_from.is_some_and(|from| from <= day);
            entry.when = if carried { When::Carried } else { When::Previous };
        }
    }

    /// The first day on which units count at all, as the programme has it.
    fn counts_from(&self, day: Day) -> From {
        match self.program.counts_from {
            CountsFrom::Award => {
                // The first award is not later than any day on which one of them was held.
                if self.held.iter().any(|held| held.held_on(day) == Some(true)) {
                    From::Always
                } else if self.held.iter().any(|held| held.held_on(day).is_none()) {
                    From::Open(Fact::Award)
                } else {
                    From::Never
                }
            }
            CountsFrom::Membership => {
                let Some(all) = self.record.memberships() else {
                    return From::Open(Fact::Memberships);
                };
                let ours = || all.iter().filter(|one| one.is_of(self.issuer));
                if ours().any(|one| one.start().is_none()) {
                    return From::Open(Fact::MembershipStart);
                }
                ours()
                    .filter_map(crate::record::Membership::start)
                    .min()
                    .map_or(From::Never, From::Day)
            }
            CountsFrom::Cycle => From::Always,
        }
    }

    /// Pinned to another cycle or to other holdings.
    fn meant_for(&self, entry: &mut Entry<'_>, cycle: &Cycle<'_>, window: &Window) {
        if let Some(meant) = entry.ceu.assigned_cycle() {
            let here = cycle.start <= meant && meant <= window.end;
            if !here && entry.when != When::Previous {
                entry.refuse(Reason::OtherCycle);
            }
            if here && entry.when == When::Carried {
                // The choice is made: nothing of it is left to the previous cycle.
                entry.when = When::Cycle;
            }
        }
        if let Some(meant) = entry.ceu.assigned_to() {
            let ours = meant.iter().any(|id| self.is_counted(id));
            if !ours {
                entry.refuse(Reason::OtherHolding);
            }
        }
    }

    pub(super) const fn whose(&self) -> Whose<'_> {
        Whose { issuer: self.issuer, former: self.former }
    }

    fn units_of(
        &self,
        entry: &mut Entry<'a>,
        rules: &ForEach<'_, 'a, Vec<UnitRule>>,
        anchors: &Anchors,
    ) {
        let ceu = entry.ceu;
        let stated = ceu.units().map(|units| units.amount().sub_units());
        if let Some(units) = stated.filter(|_| ceu.minutes().is_none() && rules.is_plain()) {
            entry.amounts(units, units);
            return;
        }
        let rules = rules.pick(anchors);
        let converted = ceu.minutes().and_then(|minutes| {
            rules.value().and_then(|rules| converted(rules, minutes, ceu, self.whose()))
        });
        match (stated, &converted) {
            (Some(stated), Some(Converted { least, most, .. }))
                if stated < *least || *most < stated =>
            {
                let amount = |units| Decimal::from_sub_units(units).unwrap_or(Decimal::MAX);
                entry.detail = Some(alloc::format!(
                    "{} units are stated, the minutes give {}",
                    amount(stated),
                    amount(*most)
                ));
                entry.refuse(Reason::UnitConflict);
            }
            (Some(units), Some(Converted { least, most, open })) if least < most => {
                // Whether the two agree depends on which rule holds.
                entry.amounts(units, units);
                entry.depends_on(*open);
            }
            (Some(units), _) => entry.amounts(units, units),
            (None, Some(Converted { least, most, open })) => {
                entry.amounts(*least, *most);
                entry.unit_open = *open;
                if let Picked::Version(version) = rules {
                    self.resolver.remember("units", version);
                }
            }
            (None, None) => {
                entry.possible = UNBOUNDED;
                entry.depends(Fact::Units);
                if ceu.minutes().is_some() {
                    let text = "no rule on file converts minutes into units";
                    entry.detail = Some(String::from(text));
                }
            }
        }
    }

    fn admitted(&self, entry: &mut Entry<'a>, admits: &ForEach<'_, 'a, Filter>, anchors: &Anchors) {
        match admits.pick(anchors) {
            Picked::Absent => {}
            Picked::Unknown(_) => {
                if entry.ceu.completed().is_some() {
                    entry.detail = Some(String::from("what counts on its day is not on file"));
                }
                let dated = entry.ceu.completed().is_some();
                entry.depends(if dated { Fact::Admits } else { Fact::Completed });
            }
            Picked::Version(version) => {
                let fit = fit(version.value(), entry.ceu, self.whose());
                entry.rule = Some(Written::of(version));
                match fit {
                    Fit::Yes => {}
                    Fit::No(reason) => entry.refuse(reason),
                    Fit::Open(facts) => entry.depends_on(facts),
                }
            }
        }
    }

    /// Whether a course counts once at most.
    fn repeats_once(&self, anchors: &Anchors) -> bool {
        let anchors = Anchors { activity: Some(self.as_of), ..*anchors };
        let rule = self.resolver.quietly(&self.program.repeats, Anchor::Activity, &anchors);
        matches!(rule.value(), Some(Repeats::Once | Repeats::OnceACycle))
    }

    /// The same course again: the first of equal ones counts.
    fn drop_repeats(&self, entries: &mut [Entry<'a>], window: &Window) {
        if self.program.repeats.versions().is_empty() {
            return;
        }
        if self.repeats_once(&self.outer) {
            Self::prefer_certain(entries);
        }
        // Of each course the entries that may have been credited, in order.
        let mut taken: Vec<(&'a str, Day, usize)> = Vec::with_capacity(entries.len());
        for (place, entry) in entries.iter().enumerate() {
            let (Some(course), Some(day)) = (entry.ceu.course(), entry.ceu.completed()) else {
                continue;
            };
            let early = entry.reason == Reason::OutsideWindow && day < window.previous;
            if entry.reason == Reason::Counted || early {
                taken.push((course.as_str(), day, place));
            }
        }
        taken.sort_unstable();
        let rules = ForEach::new(&self.resolver, &self.program.repeats);
        // The first of a course, and the first of it in this cycle.
        let mut first: Option<(&str, usize)> = None;
        let mut here: Option<(&str, usize)> = None;
        for (course, day, place) in taken {
            let (before, before_here) = (of_course(first, course), of_course(here, course));
            if before_here.is_none() && window.start <= day {
                here = Some((course, place));
            }
            if before.is_none() {
                first = Some((course, place));
                if rules.is_plain() {
                    continue;
                }
            }
            let Some(entry) = entries.get_mut(place) else { continue };
            let rule = rules.pick(&Anchors { activity: Some(day), ..self.outer });
            let again = match (rule.value(), before) {
                (_, None) | (Some(Repeats::Allowed), _) => None,
                (Some(Repeats::Once), Some(first)) => Some(first),
                (Some(Repeats::OnceACycle), Some(_)) => before_here,
                (None, Some(first)) => {
                    if !matches!(rule, Picked::Absent) {
                        entry.depends(Fact::Repeats);
                        entry.detail = Some(alloc::format!(
                            "the same course as {}; no rule on repeats is on file",
                            named(self.record, first)
                        ));
                    }
                    None
                }
            };
            if let Some(first) = again {
                if let Picked::Version(version) = rule {
                    entry.rule = Some(Written::of(version));
                }
                entry.refuse(Reason::Duplicate);
                entry.detail = Some(alloc::format!(
                    "the same course as {}, credited once",
                    named(self.record, first)
                ));
            }
        }
    }

    /// Of an uncertain copy and a later certain one of as many units in the same cycle exactly one
    /// counts, whichever it turns out to be: the certain one stands for both.
    fn prefer_certain(entries: &mut [Entry<'a>]) {
        let here = |entry: &Entry<'a>| entry.counts() && entry.when == When::Cycle;
        if !entries.iter().any(|entry| here(entry) && !entry.open.is_empty()) {
            return;
        }
        let mut certain: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| here(entry) && entry.open.is_empty()) {
            if let Some(course) = entry.ceu.course() {
                certain.entry(course.as_str()).or_default().push(entry.place);
            }
        }
        let uncertain = entries.iter().filter(|entry| here(entry) && !entry.open.is_empty());
        let copies: Vec<(usize, usize)> = uncertain
            .filter_map(|entry| {
                let day = entry.ceu.completed()?;
                let others = certain.get(entry.ceu.course()?.as_str())?;
                let twin = others.iter().filter_map(|other| entries.get(*other)).find(|other| {
                    other.possible == entry.possible
                        && other.ceu.completed().is_some_and(|later| day <= later)
                })?;
                Some((entry.place, twin.place))
            })
            .collect();
        for (place, certain) in copies {
            if let Some(entry) = entries.get_mut(place) {
                entry.refuse(Reason::Duplicate);
                entry.detail =
                    Some(alloc::format!("the same course as ceus[{certain}], which is certain"));
            }
        }
    }
}

/// An activity by its identifier, or by its place.
fn named(record: &Record, place: usize) -> String {
    let ceu = record.ceus().and_then(|ceus| ceus.get(place));
    let id = ceu.and_then(CeuActivity::id);
    id.map_or_else(|| alloc::format!("ceus[{place}]"), ToString::to_string)
}

/// The place of an activity, if it is of this course.
fn of_course(one: Option<(&str, usize)>, course: &str) -> Option<usize> {
    one.filter(|(known, _)| *known == course).map(|(_, place)| place)
}
