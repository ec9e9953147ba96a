//! The cycles of some holdings: where they begin, how they follow each other.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Scene;
use super::group::Held;
use super::versions::{Anchors, Picked, Written};
use crate::book::renewal::{CycleForm, CycleRule, Ends, First, MonthDay, Moves, Starts, Years};
use crate::calendar::{Day, EndOfMonth, Length};
use crate::credential::{CredentialId, Issuer};
use crate::explain::{CycleFrom, Note, NoteCode, UnknownBecause};
use crate::record::{ExamAttempt, StatedCycle};
use crate::source::{Anchor, Version};

/// How many cycles are followed at most: more than a lifetime of yearly ones.
const MAX_CYCLES: usize = 400;

/// One cycle; both days belong to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cycle<'b> {
    pub(super) start: Day,
    pub(super) end: Day,
    pub(super) kind: Kind,
    pub(super) from: CycleFrom,
    /// Its place among the cycles of the chain, where the first one is known.
    pub(super) place: Option<usize>,
    /// The length of a full cycle.
    pub(super) length: Length,
    /// The day of the year on which it ends moved while it ran.
    pub(super) moved: bool,
    /// Taken to be a full one, as the day of the award is not known.
    pub(super) assumed: bool,
    pub(super) written: Option<Written<'b>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Full,
    /// Shorter than a full one.
    Partial,
    /// Asks for nothing.
    Exempt,
}

impl Cycle<'_> {
    pub(super) fn contains(&self, day: Day) -> bool {
        self.start <= day && day <= self.end
    }

    /// Whole months from the first day to the day after the last one.
    pub(super) fn months(&self) -> i64 {
        whole_months(self.start, self.end.plus_days(1))
    }
}

/// Whole months from one day to another.
pub(super) fn whole_months(from: Day, to: Day) -> i64 {
    // The months between the two by the calendar are at most one too many.
    let (first, last) = (from.date(), to.date());
    let years = last.year().saturating_sub(first.year());
    let beyond = i32::from(u8::from(last.month())).saturating_sub(u8::from(first.month()).into());
    let apart = years.saturating_mul(12).saturating_add(beyond);
    let mut months = apart.saturating_sub(1).max(0);
    while months < 3_600 {
        let next = months.saturating_add(1);
        if from.plus_months(next, EndOfMonth::LastDay) > to
            || from.plus_months(next, EndOfMonth::LastDay) == from
        {
            break;
        }
        months = next;
    }
    i64::from(months)
}

/// Why no further cycle is known.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    pub(super) fact: String,
    pub(super) why: UnknownBecause,
}

/// The cycles up to the one that contains a day, in order; a gap when that one is not known.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    pub(super) cycles: Vec<Cycle<'a>>,
    pub(super) gap: Option<Gap>,
    /// The day asked about lies before the first cycle, which begins on this day.
    pub(super) first: Option<Day>,
    /// There were earlier cycles, which are not known.
    pub(super) lost: bool,
}

impl<'a> Scene<'a> {
    /// Why nothing is known on a day after the time for which the certificate is valid at all.
    pub(super) fn run_out(&self, target: Day) -> Option<Gap> {
        let dated = &self.program.validity;
        let picked = self.resolver.pick("validity", dated, Anchor::FirstAward, &self.outer);
        if let Picked::Unknown(why) = picked {
            return Some(Gap { fact: String::from("validity of the certificate"), why });
        }
        let rule = picked.value()?;
        let after = self.lead.awarded()?.plus(rule.length);
        let last = after.plus_days(-1);
        self.resolver.note(|| {
            let then = &rule.then;
            let text = alloc::format!(
                "the certificate ends on {last} whatever is done before; then: {then}"
            );
            Note::on("validity", NoteCode::RuleNote, text)
        });
        (after <= target).then(|| Gap {
            fact: alloc::format!("what follows the end of the certificate on {last}"),
            why: UnknownBecause::RuleUnpublished,
        })
    }

    /// The cycles up to the one that contains a day.
    pub(super) fn chain(&self, target: Day) -> Chain<'a> {
        match self.stated() {
            Some(stated) if stated.start <= target => self.after_stated(stated, target),
            Some(stated) => {
                let mut chain = self.since_start(target);
                chain.cycles.retain(|cycle| cycle.start < stated.start);
                if let Some(last) = chain.cycles.last_mut().filter(|last| last.end >= stated.start)
                {
                    last.end = stated.start.plus_days(-1);
                }
                chain
            }
            None => self.since_start(target),
        }
    }

    /// The cycle that the record states: of the leading holding, or of any that shares it.
    fn stated(&self) -> Option<StatedCycle> {
        let all = || core::iter::once(&self.lead).chain(&self.held);
        let mut stated = all().filter_map(|held| held.holding.cycle());
        let first = stated.next()?;
        if stated.any(|other| other != first) {
            self.resolver.note(|| {
                let lead = &self.lead.id;
                let text =
                    alloc::format!("holdings state different cycles; that of {lead} is taken");
                Note::new(NoteCode::CycleStated, text)
            });
        }
        Some(first)
    }

    fn after_stated(&self, stated: StatedCycle, target: Day) -> Chain<'a> {
        let rule = self.rule_on(stated.start).or_else(|| self.rule_on(stated.end));
        let length = rule.map_or(Length::Years(2), |(_, rule)| rule.length);
        let first = Cycle {
            start: stated.start,
            end: stated.end,
            kind: Kind::Full,
            from: CycleFrom::Stated,
            place: None,
            length,
            moved: false,
            assumed: false,
            written: None,
        };
        self.compare(&first);
        let mut chain = Chain { cycles: Vec::from([first]), gap: None, first: None, lost: false };
        if stated.end < target {
            let start = stated.end.plus_days(1);
            self.follow(&mut chain, start, None, CycleFrom::AfterStated, target);
        }
        chain
    }

    /// Says when the rule gives another cycle than the record states.
    fn compare(&self, stated: &Cycle<'_>) {
        if !self.resolver.is_heard() {
            return;
        }
        let days = stated.end.number().saturating_sub(stated.start.number());
        let middle = stated.start.plus_days(days.div_euclid(2));
        let computed = self.aside().since_start(middle);
        let last = computed.cycles.last().filter(|_| computed.gap.is_none());
        if let Some(last) = last.filter(|last| (last.start, last.end) != (stated.start, stated.end))
        {
            let text = alloc::format!(
                "the record states the cycle {} to {}, the rule gives {} to {}: the stated one is taken",
                stated.start,
                stated.end,
                last.start,
                last.end
            );
            self.resolver.note(|| Note::new(NoteCode::CycleStated, text));
        }
    }

    fn since_start(&self, target: Day) -> Chain<'a> {
        let mut chain = Chain { cycles: Vec::new(), gap: None, first: None, lost: false };
        match self.first_day() {
            Some(start) if target < start => {
                let fact = alloc::format!("a cycle before the first one, which begins on {start}");
                chain.gap = Some(Gap { fact, why: UnknownBecause::RuleUnknown });
                chain.first = Some(start);
                return chain;
            }
            Some(start) if self.moved_on().is_some() => {
                self.skip_to(&mut chain, start, target);
                if chain.cycles.is_empty() {
                    // Without shared years the present cycle rests on the earlier ones.
                    chain.gap.get_or_insert_with(|| Gap {
                        fact: String::from("cycle after the membership's day moved"),
                        why: UnknownBecause::RuleUnpublished,
                    });
                }
                let text = "the memberships end on different days of the year: cycles before the present one are not known";
                self.resolver.note(|| Note::new(NoteCode::CycleAssumed, text));
            }
            Some(start) => {
                self.follow(&mut chain, start, Some(0), CycleFrom::Rule, target);
                if chain.gap.is_some() {
                    self.skip_to(&mut chain, start, target);
                }
            }
            None => self.skip_to(&mut chain, Day::MIN, target),
        }
        if chain.gap.is_some() {
            self.up_to_expiry(&mut chain, target);
        }
        chain
    }

    /// The first day of the first cycle; `None`: the award is not known.
    fn first_day(&self) -> Option<Day> {
        let Some(awarded) = self.lead.awarded() else {
            // Without an award only a start on the day of the exam can be told.
            let day = self.passed(None)?;
            return match self.rule_on(day)?.1.starts {
                Starts::Exam => Some(day),
                Starts::DayAfterExam => Some(day.plus_days(1)),
                Starts::Award | Starts::DayAfterAward => None,
            };
        };
        let Some((_, rule)) = self.rule_on(awarded) else {
            return Some(awarded);
        };
        Some(match rule.starts {
            Starts::Award => awarded,
            Starts::DayAfterAward => awarded.plus_days(1),
            Starts::Exam => self.sat(awarded),
            Starts::DayAfterExam => self.sat(awarded).plus_days(1),
        })
    }

    /// The day of the exam that led to an award; where it is not on record the award itself.
    fn sat(&self, awarded: Day) -> Day {
        self.passed(Some(awarded)).unwrap_or_else(|| {
            let text = "the day of the exam is not on record: the cycle is counted from the award";
            self.resolver.note(|| Note::new(NoteCode::CycleAssumed, text));
            awarded
        })
    }

    /// The day on which the leading credential's exam was passed, not after the award.
    fn passed(&self, awarded: Option<Day>) -> Option<Day> {
        let is_lead = |credential: &CredentialId| self.name(credential) == self.lead.id;
        let by_score = |attempt: &ExamAttempt| {
            let exam = self.book.exam(self.lead.id)?;
            let on = attempt.taken().unwrap_or(self.as_of);
            Some(attempt.score()? >= exam.pass_mark(on)?)
        };
        let is_pass =
            |attempt: &ExamAttempt| attempt.passed().or_else(|| by_score(attempt)) == Some(true);
        let attempts = self.record.exams().unwrap_or_default().iter();
        let passed = attempts.filter(|attempt| is_lead(attempt.credential()) && is_pass(attempt));
        let days = passed.filter_map(ExamAttempt::taken);
        days.filter(|day| awarded.is_none_or(|awarded| *day <= awarded)).max()
    }

    fn rule_on(&self, start: Day) -> Option<(&'a Version<CycleForm>, &'a CycleRule)> {
        let version = self.form_on(start)?;
        Some((version, version.value().published()?))
    }

    /// Why no cycle can be told from a day on.
    fn no_rule(&self, start: Day) -> Gap {
        let fact = alloc::format!("cycle of the programme on {start}");
        let Some(version) = self.form_on(start) else {
            return Gap { fact, why: UnknownBecause::RuleUnknown };
        };
        self.resolver.remember("cycle", version);
        if let CycleForm::Unpublished(why) = version.value() {
            self.resolver.note(|| Note::on("cycle", NoteCode::RuleNote, why.to_string()));
        }
        Gap { fact, why: UnknownBecause::RuleUnpublished }
    }

    fn form_on(&self, start: Day) -> Option<&'a Version<CycleForm>> {
        let anchors = Anchors {
            start,
            end: start,
            as_of: self.as_of,
            first_award: self.held.first().and_then(Held::awarded),
            activity: None,
        };
        match self.resolver.quietly(&self.program.cycle, Anchor::CycleStart, &anchors) {
            Picked::Version(version) => Some(version),
            Picked::Absent | Picked::Unknown(_) => None,
        }
    }

    /// Follows the rule from a day on until the target lies in a cycle.
    fn follow(
        &self,
        chain: &mut Chain<'a>,
        mut start: Day,
        mut place: Option<usize>,
        from: CycleFrom,
        target: Day,
    ) {
        let mut first = place.is_some();
        let mut base = (start, 0_i32);
        let mut before: Option<&CycleRule> = None;
        for _ in 0..MAX_CYCLES {
            let Some((version, rule)) = self.rule_on(start) else {
                chain.gap = Some(self.no_rule(start));
                return;
            };
            if before.is_some_and(|before| before != rule) {
                base = (start, 0);
            }
            before = Some(rule);
            let (end, kind) = match self.end_of(rule, start, base, first) {
                Ok(end) => end,
                Err(gap) => {
                    chain.gap = Some(gap);
                    return;
                }
            };
            let end = end.max(start);
            if end >= Day::MAX {
                let fact = String::from("a cycle beyond the last day of the calendar");
                chain.gap = Some(Gap { fact, why: UnknownBecause::RuleUnknown });
                return;
            }
            chain.cycles.push(Cycle {
                start,
                end,
                kind,
                from,
                place,
                length: rule.length,
                moved: false,
                assumed: false,
                written: Some(Written::of(version)),
            });
            if end >= target {
                self.resolver.remember("cycle", version);
                return;
            }
            first = false;
            place = place.map(|place| place.saturating_add(1));
            base.1 = base.1.saturating_add(1);
            let next = self.next_start(rule, start, end);
            start = next.0;
            if next.1 {
                base = (start, 0);
            }
        }
        chain.gap = Some(Gap { fact: String::from("cycle"), why: UnknownBecause::RuleUnknown });
    }

    /// The first day of the next cycle, and whether counting starts anew from it.
    fn next_start(&self, rule: &CycleRule, start: Day, end: Day) -> (Day, bool) {
        let usual = end.plus_days(1);
        let renewed = || self.held.iter().filter_map(|held| held.holding.renewed()).flatten();
        let early = renewed().copied().filter(|day| start <= *day && *day < end).min();
        if let Some(day) = early.filter(|_| rule.renewed_early == Moves::Restarts) {
            return (day.plus_days(1), true);
        }
        let late =
            renewed().copied().filter(|day| end < *day && *day <= end.plus(rule.length)).min();
        match (late, rule.renewed_late) {
            (Some(day), Moves::Restarts) => (day, true),
            (Some(day), Moves::Shortens) => (day, false),
            _ => (usual, false),
        }
    }

    /// The last day of the cycle that starts on a day.
    fn end_of(
        &self,
        rule: &CycleRule,
        start: Day,
        (base, count): (Day, i32),
        first: bool,
    ) -> Result<(Day, Kind), Gap> {
        let day = match &rule.ends {
            Ends::Anniversary | Ends::MonthEnd => {
                let end = after(base, rule.length, count.saturating_add(1)).plus_days(-1);
                let end = if rule.ends == Ends::MonthEnd { month_end(end) } else { end };
                return Ok((end, Kind::Full));
            }
            Ends::Calendar(day) => *day,
            Ends::Membership(organization) => self.expiry_day(organization)?,
        };
        let years = YearsOf { rule, day, awarded: self.lead.awarded() };
        if !first {
            // Ends on the same day of a later year; shared years keep to their own.
            let full = nearest(day, after(start.plus_days(-1), rule.length, 1));
            let end = if rule.years.is_some() { years.first_end(start)? } else { full };
            return Ok((end, if end < full { Kind::Partial } else { Kind::Full }));
        }
        let full = after(start, rule.length, 1).plus_days(-1);
        Ok(match rule.first {
            First::Partial => {
                let end = years.first_end(start)?;
                (end, if end < full { Kind::Partial } else { Kind::Full })
            }
            First::Long => {
                let rest = years.first_end(start)?;
                (nearest(day, after(rest, rule.length, 1)), Kind::Full)
            }
            First::Exempt => (next_on(day, start), Kind::Exempt),
            First::AtLeast(length) => {
                let end = years.first_end(start.plus(length).plus_days(-1))?;
                (end, if end < full { Kind::Partial } else { Kind::Full })
            }
        })
    }

    /// The day of the year on which the latest membership runs out.
    fn expiry_day(&self, organization: &Issuer) -> Result<MonthDay, Gap> {
        let missing = |fact: &str| Gap { fact: fact.to_string(), why: UnknownBecause::FactMissing };
        let memberships = self.record.memberships().ok_or_else(|| missing("memberships"))?;
        let ours = || memberships.iter().enumerate().filter(|(_, one)| one.is_of(organization));
        let last = ours().filter_map(|(_, one)| one.paid_through()).max();
        let Some(last) = last else {
            let place = ours().next();
            return Err(match place {
                Some((index, _)) => missing(&alloc::format!("memberships[{index}].paid_through")),
                None => missing("memberships[].paid_through"),
            });
        };
        let date = last.date();
        let sticky = month_end(last) == last;
        Ok(MonthDay { month: u8::from(date.month()), day: if sticky { 31 } else { date.day() } })
    }

    /// A cycle by shared years can be told without the ones before it.
    fn skip_to(&self, chain: &mut Chain<'a>, earliest: Day, target: Day) {
        let Some((version, rule)) = self.rule_on(target) else {
            let gap = self.no_rule(target);
            chain.gap.get_or_insert(gap);
            return;
        };
        let day = match &rule.ends {
            Ends::Calendar(day) => *day,
            Ends::Membership(organization) => match self.expiry_day(organization) {
                Ok(day) => day,
                Err(gap) => {
                    chain.gap = Some(gap);
                    return;
                }
            },
            Ends::Anniversary | Ends::MonthEnd => {
                self.ask_for_award(chain);
                return;
            }
        };
        if matches!(rule.years, None | Some(Years::ParityOfAward)) {
            self.ask_for_award(chain);
            return;
        }
        let years = YearsOf { rule, day, awarded: None };
        let Ok(end) = years.first_end(target) else { return };
        let start = nearest(day, before(end, rule.length)).plus_days(1);
        chain.gap = None;
        chain.cycles.retain(|cycle| cycle.end < start);
        let known = chain.cycles.last().is_some_and(|last| last.end.plus_days(1) == start);
        chain.lost = earliest > Day::MIN && earliest < start && !known;
        chain.cycles.push(Cycle {
            start: start.max(earliest),
            end,
            kind: Kind::Full,
            from: CycleFrom::Rule,
            place: None,
            length: rule.length,
            moved: self.moved_on().is_some_and(|day| start < day),
            assumed: self.lead.held_on(start).is_none(),
            written: Some(Written::of(version)),
        });
        self.resolver.remember("cycle", version);
    }

    /// From what day on the membership has had its present day of the year, when it had another one before.
    fn moved_on(&self) -> Option<Day> {
        let ends = self.program.cycles().find_map(|rule| match &rule.ends {
            Ends::Membership(organization) => Some(organization),
            _ => None,
        });
        let organization = ends?;
        let ours = self.record.memberships()?.iter().filter(|one| one.is_of(organization));
        let day_of = |day: Day| {
            let last = if month_end(day) == day { 31 } else { day.date().day() };
            (u8::from(day.date().month()), last)
        };
        let mut ours: Vec<(Day, Option<Day>)> =
            ours.filter_map(|one| Some((one.paid_through()?, one.start()))).collect();
        ours.sort_unstable();
        let (last, _) = *ours.last()?;
        let moved = ours.iter().any(|(through, _)| day_of(*through) != day_of(last));
        let present = ours.iter().filter(|(through, _)| day_of(*through) == day_of(last));
        let since = present
            .map(|(through, start)| start.unwrap_or_else(|| before(*through, Length::Years(1))));
        since.min().filter(|_| moved)
    }

    fn ask_for_award(&self, chain: &mut Chain<'_>) {
        if self.lead.awarded().is_none() {
            chain.gap =
                Some(Gap { fact: self.lead.fact("awarded"), why: UnknownBecause::FactMissing });
        }
    }

    /// The cycle that ends on the day on which the holding expires.
    fn up_to_expiry(&self, chain: &mut Chain<'a>, target: Day) {
        let all = || core::iter::once(&self.lead).chain(&self.held);
        let Some(end) = all().filter_map(|held| held.holding.expires()).max() else {
            return;
        };
        let rule = self.rule_on(end).or_else(|| self.rule_on(before(end, Length::Years(1))));
        let Some((version, rule)) = rule else { return };
        let length = rule.length;
        let start = before(end, length).plus_days(1);
        if target < start {
            return;
        }
        let text = "the cycle is taken to end on the day on which the holding expires";
        self.resolver.note(|| Note::new(NoteCode::CycleAssumed, text));
        chain.gap = None;
        chain.cycles.clear();
        chain.cycles.push(Cycle {
            start,
            end,
            kind: Kind::Full,
            from: CycleFrom::Expiry,
            place: None,
            length,
            moved: false,
            assumed: false,
            written: Some(Written::of(version)),
        });
        self.resolver.remember("cycle", version);
        if end < target {
            self.follow(chain, end.plus_days(1), None, CycleFrom::Expiry, target);
        }
    }
}

/// A day so many lengths later, counted from the day itself.
fn after(base: Day, length: Length, count: i32) -> Day {
    match length {
        Length::Days(days) => base.plus_days(i64::from(days).saturating_mul(i64::from(count))),
        Length::Months(_) | Length::Years(_) => {
            base.plus_months(length.whole_months().saturating_mul(count), EndOfMonth::LastDay)
        }
    }
}

/// A day one length earlier.
pub(super) fn before(day: Day, length: Length) -> Day {
    after(day, length, -1)
}

/// A day of a year, if the calendar has it.
pub(super) fn day_in(year: i32, month: time::Month, day: u8) -> Option<Day> {
    let date = time::Date::from_calendar_date(year, month, day).ok()?;
    Day::try_from(date).ok()
}

/// The last day of the month.
fn month_end(day: Day) -> Day {
    let date = day.date();
    let last = date.month().length(date.year());
    day.plus_days(i64::from(last).saturating_sub(i64::from(date.day())))
}

/// This day of the year that the given day lies in; in a month that lacks it, the last one.
fn in_year(day: MonthDay, of: Day) -> Day {
    let date = of.date();
    let months = i32::from(day.month).saturating_sub(i32::from(u8::from(date.month())));
    let first = of.plus_days(1_i64.saturating_sub(i64::from(date.day())));
    let first = first.plus_months(months, EndOfMonth::LastDay);
    let last = month_end(first);
    let wanted = first.plus_days(i64::from(day.day).saturating_sub(1));
    wanted.min(last)
}

/// The same day of the year, whatever the length made of it.
fn nearest(day: MonthDay, of: Day) -> Day {
    in_year(day, of)
}

/// The first such day of a year that is not before a day.
pub(super) fn next_on(day: MonthDay, from: Day) -> Day {
    let this = in_year(day, from);
    if this >= from { this } else { in_year(day, from.plus_months(12, EndOfMonth::LastDay)) }
}

/// The years in which cycles may end.
struct YearsOf<'a> {
    rule: &'a CycleRule,
    day: MonthDay,
    awarded: Option<Day>,
}

impl YearsOf<'_> {
    /// The first end that is not before a day.
    fn first_end(&self, from: Day) -> Result<Day, Gap> {
        let length = match self.rule.length {
            Length::Years(years) => i32::from(years).max(1),
            Length::Months(_) | Length::Days(_) => 1,
        };
        let (like, modulo) = match self.rule.years {
            None => (0, 1),
            Some(Years::ParityOfMonth) => (i32::from(self.day.month), 2),
            Some(Years::ParityOfAward) => {
                let awarded = self.awarded.ok_or_else(|| Gap {
                    fact: String::from("holdings[].awarded"),
                    why: UnknownBecause::FactMissing,
                })?;
                (awarded.date().year(), length)
            }
            Some(Years::Like(year)) => (i32::try_from(year.get()).unwrap_or(0), length),
        };
        let mut end = next_on(self.day, from);
        for _ in 0..modulo {
            if end.date().year().saturating_sub(like).rem_euclid(modulo.max(1)) == 0 {
                return Ok(end);
            }
            end = in_year(self.day, end.plus_months(12, EndOfMonth::LastDay));
        }
        Ok(end)
    }
}
