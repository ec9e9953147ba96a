//! What a cycle asks for beside units: fees, filing, requirements; the ways to renew; extensions.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Scene;
use super::constraint::portions;
use super::cycle::{Cycle, day_in, next_on};
use super::place::and;
use super::versions::Picked;
use crate::book::renewal::{Closes, Duty, DutyRule, ExtensionRule, Per, Submission};
use crate::book::requirement::Node;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId};
use crate::explain::{Note, NoteCode, UnknownBecause, Verdict};
use crate::judge::decide::settle;
use crate::judge::measure::{Seen, measure};
use crate::judge::program::StepId;
use crate::judge::{Facts, requirement_key};
use crate::quantity::Money;
use crate::record::{ExceptionKind, Payment, PaymentPurpose};
use crate::source::{Anchor, Citation, Version};

/// The outcome of one duty.
#[derive(Clone, Debug)]
pub(super) struct DutyOutcome {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) verdict: Verdict,
    pub(super) kind: DutyKind,
    pub(super) sources: Vec<Citation>,
    /// Facts that are not known.
    pub(super) missing: Vec<String>,
    pub(super) why: UnknownBecause,
    /// The last day, where that is not the last day of the cycle.
    pub(super) by: Option<Day>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum DutyKind {
    Unknown,
    Filing,
    Fee(PaymentPurpose),
    Requires(StepId),
}

/// The outcome of one way to renew.
#[derive(Clone, Debug)]
pub(super) struct WayOutcome {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) verdict: Verdict,
    pub(super) step: Option<StepId>,
    /// Whether it asks for the units.
    pub(super) quota: bool,
    /// Whether it asks for an exam.
    pub(super) exam: bool,
    pub(super) sources: Vec<Citation>,
}

/// Whether an exam is among what a requirement asks for.
fn asks_for_exam(node: &Node) -> bool {
    matches!(node, Node::Passed(_))
        || node.below().into_iter().any(|(_, below)| asks_for_exam(below))
}

/// One way is enough.
pub(super) fn one_of(ways: &[WayOutcome]) -> Verdict {
    if ways.iter().any(|way| way.verdict == Verdict::Met) {
        Verdict::Met
    } else if ways.is_empty() || ways.iter().any(|way| way.verdict == Verdict::Undetermined) {
        Verdict::Undetermined
    } else {
        Verdict::Unmet
    }
}

/// The days whose evidence counts for a requirement.
#[derive(Clone, Copy, Debug)]
pub(super) struct When {
    since: Option<Day>,
    until: Day,
}

impl When {
    /// Everything up to the last day of a cycle.
    pub(super) const fn up_to(end: Day) -> Self {
        Self { since: None, until: end }
    }

    /// What was done in a cycle. The first one often begins with the exam that led to the award: for a way
    /// that asks for an exam, that one does not renew it.
    pub(super) fn in_cycle(cycle: &Cycle, end: Day, exam: bool) -> Self {
        let first = exam && cycle.place == Some(0);
        let since = if first { cycle.start.plus_days(1) } else { cycle.start };
        Self { since: Some(since), until: end }
    }
}

/// Whether something was done, as far as the record tells.
#[derive(Clone, Debug)]
struct Done {
    verdict: Verdict,
    missing: Vec<String>,
}

impl Done {
    const fn is(verdict: Verdict) -> Self {
        Self { verdict, missing: Vec::new() }
    }

    fn open(fact: impl Into<String>) -> Self {
        Self { verdict: Verdict::Undetermined, missing: Vec::from([fact.into()]) }
    }
}

/// The calendar years whose last day lies in a cycle, each with its first and its last day; not the one in
/// which the first cycle begins.
fn calendar_years(cycle: &Cycle, end: Day) -> impl Iterator<Item = (i32, Day, Day)> {
    let years = cycle.start.date().year()..=end.date().year();
    years.filter_map(move |year| {
        let from = day_in(year, time::Month::January, 1)?;
        let until = day_in(year, time::Month::December, 31)?;
        let begun = cycle.place == Some(0) && from < cycle.start;
        (until <= end && !begun).then_some((year, from, until))
    })
}

impl<'a> Scene<'a> {
    /// The duties of a cycle.
    pub(super) fn duties(&self, cycle: &Cycle, end: Day) -> Vec<DutyOutcome> {
        let anchors = self.anchors(cycle);
        let mut duties = Vec::new();
        for (id, rule) in &self.program.duties {
            let picked = self.resolver.pick(id.as_str(), &rule.terms, Anchor::CycleEnd, &anchors);
            let version = match picked {
                Picked::Absent => continue,
                Picked::Unknown(why) => {
                    let path = alloc::format!("duties/{id}");
                    let title = rule.title.as_ref().map(ToString::to_string);
                    duties.push(DutyOutcome {
                        text: title.unwrap_or_else(|| id.to_string()),
                        verdict: Verdict::Undetermined,
                        kind: DutyKind::Unknown,
                        sources: Vec::new(),
                        missing: Vec::from([path.clone()]),
                        why,
                        by: None,
                        path,
                    });
                    continue;
                }
                Picked::Version(version) => version,
            };
            duties.extend(self.duty((id, rule), version, cycle, end));
        }
        duties
    }

    /// One duty in force; a yearly fee is one for each year; none: it asks for nothing.
    fn duty(
        &self,
        (id, rule): (&Code, &DutyRule),
        version: &'a Version<Duty>,
        cycle: &Cycle,
        end: Day,
    ) -> Vec<DutyOutcome> {
        let (kind, done, otherwise) = match version.value() {
            Duty::None => return Vec::new(),
            Duty::Fee(purpose, Some(per)) => {
                return self.yearly(id, rule, (version, *purpose, *per), cycle, end);
            }
            Duty::Filing => {
                (DutyKind::Filing, self.filed(cycle, end), String::from("the renewal is filed"))
            }
            Duty::Fee(purpose, None) => {
                let text = alloc::format!("the {purpose} fee is paid");
                (DutyKind::Fee(*purpose), self.paid(*purpose, cycle, end), text)
            }
            Duty::Requires(requirement) => {
                let owner = (self.issuer, self.id);
                let key = requirement_key(owner, id.as_str(), &rule.terms, version, 0);
                let Some(step) = self.judge.requirements.get(&key).copied() else {
                    return Vec::new();
                };
                let verdict = self.verdict_on(step, When::up_to(end));
                (DutyKind::Requires(step), Done::is(verdict), requirement.to_string())
            }
        };
        Vec::from([DutyOutcome {
            path: alloc::format!("duties/{id}"),
            text: rule.title.as_ref().map_or(otherwise, ToString::to_string),
            verdict: done.verdict,
            kind,
            sources: self.resolver.cite(version),
            missing: done.missing,
            why: UnknownBecause::FactMissing,
            by: None,
        }])
    }

    /// A fee for every year of the cycle, or for every calendar year that ends in it.
    fn yearly(
        &self,
        id: &Code,
        rule: &DutyRule,
        (version, purpose, per): (&Version<Duty>, PaymentPurpose, Per),
        cycle: &Cycle,
        end: Day,
    ) -> Vec<DutyOutcome> {
        let path = alloc::format!("duties/{id}");
        let years: Vec<(String, Day, Day)> = if per == Per::CalendarYear {
            let named = |(year, from, until): (i32, Day, Day)| (year.to_string(), from, until);
            calendar_years(cycle, end).map(named).collect()
        } else {
            let days = portions(&path, Some(per), (cycle, end)).into_iter().filter_map(|one| one.1);
            days.map(|(from, until)| (alloc::format!("the year to {until}"), from, until)).collect()
        };
        let fee = rule.title.as_ref().map(ToString::to_string);
        let fee = fee.unwrap_or_else(|| alloc::format!("the {purpose} fee is paid"));
        let outcome = |(place, (named, from, until)): (usize, (String, Day, Day))| {
            let portion = Cycle { start: from, end: until, ..cycle.clone() };
            let done = self.paid(purpose, &portion, until);
            DutyOutcome {
                path: alloc::format!("{path}/{}", place.saturating_add(1)),
                text: alloc::format!("{fee} for {named}"),
                verdict: done.verdict,
                kind: DutyKind::Fee(purpose),
                sources: self.resolver.cite(version),
                missing: done.missing,
                why: UnknownBecause::FactMissing,
                by: Some(until),
            }
        };
        years.into_iter().enumerate().map(outcome).collect()
    }

    /// The ways to renew; `None`: units are the only one.
    pub(super) fn ways(&self, cycle: &Cycle, end: Day, units: Verdict) -> Option<Vec<WayOutcome>> {
        let anchors = self.anchors(cycle);
        let picked = self.resolver.pick("ways", &self.program.ways, Anchor::CycleStart, &anchors);
        let version = match picked {
            Picked::Absent => return None,
            Picked::Unknown(_) => return Some(Vec::new()),
            Picked::Version(version) => version,
        };
        let mut ways = Vec::new();
        for (place, way) in version.value().iter().enumerate() {
            let held = |code: &Code| self.held.iter().any(|held| held.id.code() == code);
            if !way.r#for.is_empty() && !way.r#for.iter().any(held) {
                continue;
            }
            let mut verdict = if way.quota { units } else { Verdict::Met };
            if let Some(every) = way.cycles {
                let of = usize::try_from(every.of.get()).unwrap_or(1).max(1);
                let nth = usize::try_from(every.nth.get()).unwrap_or(1);
                let here = cycle.place.map(|place| place.rem_euclid(of).saturating_add(1) == nth);
                match here {
                    Some(true) => {}
                    Some(false) => continue,
                    None => verdict = and(verdict, Verdict::Undetermined),
                }
            }
            let exam =
                way.requires.as_ref().is_some_and(|requirement| asks_for_exam(&requirement.0));
            let step = way.requires.as_ref().and_then(|_| {
                let key = requirement_key(
                    (self.issuer, self.id),
                    "*ways",
                    &self.program.ways,
                    version,
                    place,
                );
                self.judge.requirements.get(&key).copied()
            });
            if let Some(step) = step {
                verdict = and(verdict, self.verdict_on(step, When::in_cycle(cycle, end, exam)));
            }
            let text = match (&way.requires, way.quota) {
                (Some(requirement), true) => alloc::format!("the units, and {requirement}"),
                (Some(requirement), false) => requirement.to_string(),
                (None, _) => String::from("the units"),
            };
            ways.push(WayOutcome {
                path: alloc::format!("ways/{}", way.id),
                text,
                verdict,
                step,
                quota: way.quota,
                exam,
                sources: self.resolver.cite(version),
            });
        }
        Some(ways)
    }

    /// The facts for a requirement: evidence up to the day asked about, from a day on.
    pub(super) fn facts_for(&self, step: StepId, when: When) -> Option<Facts<'a>> {
        let wanted = self.judge.program.measures_below(&[step]);
        let until = self.as_of.min(when.until);
        self.judge.facts_since(self.record, until, when.since, &wanted).ok()
    }

    fn verdict_on(&self, step: StepId, when: When) -> Verdict {
        let facts = self.facts_for(step, when);
        facts.map_or(Verdict::Undetermined, |facts| {
            settle(self.judge, step, &facts.measured).verdict
        })
    }

    /// The facts that the tests below a requirement lack.
    pub(super) fn missing_for(&self, step: StepId, when: When) -> Vec<String> {
        let Some(facts) = self.facts_for(step, when) else {
            return Vec::new();
        };
        let mut seen = Seen::default();
        for id in self.judge.program.measures_below(&[step]) {
            if let Some(test) = self.judge.program.measures.get(id.0) {
                measure(test, &facts.frame(), &mut seen);
            }
        }
        seen.missing
    }

    /// Payments for some purpose and cycle by the day asked about: certain ones, and possible ones.
    pub(super) fn payments(
        &self,
        purpose: PaymentPurpose,
        cycle: &Cycle,
        end: Day,
    ) -> impl Iterator<Item = (usize, &'a Payment, bool)> {
        let (start, last) = (cycle.start, cycle.end);
        let as_of = self.as_of;
        let all = self.record.payments().unwrap_or_default().iter().enumerate();
        all.filter_map(move |(index, payment)| {
            let ours = payment.to() == self.issuer && *payment.purpose() == purpose;
            if !ours || payment.paid().is_some_and(|paid| as_of < paid) {
                return None;
            }
            let sure = match (payment.cycle_end(), payment.paid()) {
                (Some(of), _) => (of == last || of == end).then_some(true)?,
                (None, Some(paid)) => (start <= paid && paid <= end).then_some(true)?,
                (None, None) => false,
            };
            Some((index, payment, sure))
        })
    }

    /// Whether a fee is paid for every counted holding.
    fn paid(&self, purpose: PaymentPurpose, cycle: &Cycle, end: Day) -> Done {
        if self.record.payments().is_none() {
            return Done::open("payments");
        }
        let mut covered: Vec<&CredentialId> = Vec::new();
        let mut open = Vec::new();
        let mut unnamed = Vec::new();
        for (index, payment, sure) in self.payments(purpose, cycle, end) {
            if !sure {
                open.push(alloc::format!("payments[{index}].paid"));
                continue;
            }
            let late = payment.paid().filter(|paid| *paid > end);
            match late.map(|paid| self.still_taken(purpose, paid, cycle, end)) {
                None | Some(Some(true)) => {}
                Some(Some(false)) => continue,
                Some(None) => {
                    open.push(String::from("ladder"));
                    continue;
                }
            }
            match payment.r#for() {
                None => unnamed.push(index),
                Some(credentials) => covered.extend(credentials),
            }
        }
        // Where each credential has a cycle of its own, one payment that names none is one cycle's.
        let cycles = if self.apart { self.rivals_of(cycle).len().saturating_add(1) } else { 1 };
        let all = unnamed.len() >= cycles;
        if !all {
            open.extend(unnamed.iter().map(|index| alloc::format!("payments[{index}].for")));
        }
        let counted = super::group::counted(
            &self.held,
            &self.everyone,
            (self.book, self.program),
            &mut Vec::new(),
        );
        let each = counted.iter().all(|held| covered.iter().any(|id| self.name(id) == &held.id));
        if all || (each && !covered.is_empty()) {
            self.note_underpaid(purpose, cycle, end, counted.len());
            Done::is(Verdict::Met)
        } else if open.is_empty() {
            Done::is(Verdict::Unmet)
        } else {
            Done { verdict: Verdict::Undetermined, missing: open }
        }
    }

    /// Says when the payments on record add up to less than the price on file; a fee stated as paid is taken
    /// as paid.
    fn note_underpaid(&self, purpose: PaymentPurpose, cycle: &Cycle, end: Day, count: usize) {
        let amounts = self.payments(purpose, cycle, end).map(|(_, payment, _)| payment.amount());
        let Some(amounts) = amounts.collect::<Option<Vec<Money>>>() else { return };
        let mut amounts = amounts.into_iter();
        let Some(first) = amounts.next() else { return };
        let paid = amounts.try_fold(first, |sum, amount| sum.checked_add(amount).ok());
        // In a scene of its own: what the price rests on is no matter where it was paid in full.
        let aside = self.under(self.resolver.picks().clone());
        let price = aside.price(purpose, cycle.end, count).price;
        let (Some(paid), Some(price)) = (paid, price) else { return };
        if paid.currency() == price.currency() && paid.amount() < price.amount() {
            let text = alloc::format!(
                "the {purpose} fee is taken as paid, though the record shows {paid} and the price on file is {price}"
            );
            self.resolver.note(Note::new(NoteCode::AsThingsStand, text));
        }
    }

    /// Whether the ladder still takes a late payment on a day; `None`: not on file.
    fn still_taken(
        &self,
        purpose: PaymentPurpose,
        paid: Day,
        cycle: &Cycle,
        end: Day,
    ) -> Option<bool> {
        let unmet = [String::from("fee")];
        let ladder =
            self.ladder(super::standing::Fall { end, length: cycle.length, unmet: &unmet });
        let rung = ladder
            .iter()
            .find(|rung| rung.from <= paid && rung.until.is_none_or(|until| paid <= until))?;
        let lets = rung.remains.iter().any(|one| one == purpose.as_str());
        (lets || !rung.remains.is_empty()).then_some(lets)
    }

    fn filed(&self, cycle: &Cycle, end: Day) -> Done {
        let (opens, closes) = self.filing(cycle, end);
        let opens = opens.unwrap_or(cycle.start);
        let closes = closes.max(self.late_filing(cycle, end).unwrap_or(closes));
        let all = || self.held.iter().filter_map(|held| held.holding.filed()).flatten().copied();
        // A day after the end of the previous cycle that still was in time for it belongs to it, unless
        // that one was filed before.
        let eve = cycle.start.plus_days(-1);
        let previous = Cycle {
            start: super::cycle::before(cycle.start, cycle.length),
            end: eve,
            ..cycle.clone()
        };
        let (_, late) = self.filing(&previous, eve);
        let filed_before = all().any(|day| previous.contains(day));
        let belongs = |day: Day| filed_before || cycle.place == Some(0) || late < day;
        if all().any(|day| opens <= day && day <= closes && day <= self.as_of && belongs(day)) {
            return Done::is(Verdict::Met);
        }
        match self.held.iter().find(|held| held.holding.filed().is_none()) {
            Some(held) => Done::open(held.fact("filed")),
            None => Done::is(Verdict::Unmet),
        }
    }

    /// The last day of the step of the ladder that still takes a filing.
    fn late_filing(&self, cycle: &Cycle, end: Day) -> Option<Day> {
        let unmet = [String::from("filing")];
        let fall = super::standing::Fall { end, length: cycle.length, unmet: &unmet };
        let steps = self.ladder(fall);
        let takes = steps.iter().filter(|rung| rung.remains.iter().any(|one| one == "filing"));
        takes.map(|rung| rung.until.unwrap_or(Day::MAX)).max()
    }

    /// The rule on filing in force.
    pub(super) fn submission(&self, cycle: &Cycle) -> Option<&'a Version<Submission>> {
        let anchors = self.anchors(cycle);
        match self.resolver.pick("submission", &self.program.submission, Anchor::CycleEnd, &anchors)
        {
            Picked::Version(version) => Some(version),
            Picked::Absent | Picked::Unknown(_) => None,
        }
    }

    /// The first and the last day for filing.
    pub(super) fn filing(&self, cycle: &Cycle, end: Day) -> (Option<Day>, Day) {
        let rule = self.submission(cycle).map(Version::value);
        let opens = rule.and_then(|rule| rule.opens);
        // An extension gives more time to file, it does not take any.
        let opens = opens.map(|length| super::cycle::before(cycle.end, length));
        let closes = rule.and_then(|rule| rule.closes).map_or(end, |closes| match closes {
            Closes::After(length) => end.plus(length),
            Closes::On(day) => next_on(day, end.plus_days(1)),
        });
        (opens, closes)
    }

    /// The granted extensions of a cycle whose last day is not known, by place.
    pub(super) fn open_extensions(&self, cycle: &Cycle) -> impl Iterator<Item = usize> {
        let all = self.exceptions_in(cycle.start, cycle.end.plus_days(1));
        let open = all.filter(|(_, exception)| {
            *exception.kind() == ExceptionKind::Extension && exception.until().is_none()
        });
        open.map(|(index, _)| index)
    }

    /// The last day for earning units: after granted extensions and bought ones; whether one of unpublished
    /// length runs.
    pub(super) fn extended_end(&self, cycle: &Cycle) -> (Day, bool) {
        let mut end = cycle.end;
        let mut open_end = false;
        for (_, exception) in self.exceptions_in(cycle.start, cycle.end.plus_days(1)) {
            if *exception.kind() != ExceptionKind::Extension {
                continue;
            }
            self.resolver.note(super::granted::granted_note(exception));
            match exception.until() {
                Some(until) => end = end.max(until),
                None => open_end = true,
            }
        }
        let bought = self.payments(PaymentPurpose::Extension, cycle, cycle.end);
        let bought = bought.filter(|(_, _, sure)| *sure).count();
        if bought == 0 {
            return (end, open_end);
        }
        let anchors = self.anchors(cycle);
        let rule =
            self.resolver.pick("extension", &self.program.extension, Anchor::CycleEnd, &anchors);
        match rule.value() {
            Some(ExtensionRule::Bought { length: Some(length), blocks }) => {
                let blocks = blocks.map_or(1, |blocks| usize::try_from(blocks.get()).unwrap_or(1));
                let later = (0..bought.min(blocks)).fold(cycle.end, |day, _| day.plus(*length));
                (end.max(later), open_end)
            }
            Some(ExtensionRule::None) => (end, open_end),
            _ => {
                let text = "an extension is paid for, but its length is not published";
                self.resolver.note(Note::new(NoteCode::CycleAssumed, text));
                (end, true)
            }
        }
    }
}
