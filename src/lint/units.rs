//! Rules on the units of a programme: maxima that cross, and what is looked at in every scheme.

use alloc::format;
use alloc::vec::Vec;

use super::filters::{Home, combinations};
use super::holders::{Held, Holders};
use super::minima::Looked;
use super::scheme::{High, Scheme, schemes};
use super::{LintCode, Page};
use crate::book::filter::Filter;
use crate::book::renewal::{Constraint, CycleRule, Ends, Per, Program};
use crate::source::Version;

impl<'b> Page<'b> {
    pub(super) const fn home(&self) -> Home<'b> {
        Home { book: self.book, issuer: self.issuer }
    }

    pub(super) fn units(&mut self) {
        for (id, layered) in &self.rules.programs {
            let program = &layered.rule;
            // A total alone asks for nothing that cannot be had.
            if program.constraints.is_empty() {
                continue;
            }
            let place = format!("programs.{id}");
            let holders = self.holders(program);
            let mut looked = Looked::default();
            for scheme in schemes(program, &place, &holders) {
                self.minima(&scheme, &mut looked);
            }
            if !has_maxima(program) {
                continue;
            }
            let everybody = [self.everybody(program)];
            for scheme in schemes(program, &place, &everybody) {
                self.crossing(program, &scheme);
            }
        }
    }

    /// Somebody who holds all that the programme renews: every maximum applies.
    fn everybody(&self, program: &'b Program) -> Holders<'b> {
        let covered = self.rules.credentials.keys().filter(|code| program.holdings.covers(code));
        let held: Vec<Held<'b>> = covered.map(|code| Held { code, base: code }).collect();
        Holders { count: held.len().max(1), held, residence: &[] }
    }

    fn crossing(&mut self, program: &Program, scheme: &Scheme<'b>) {
        for (index, left) in scheme.highs.iter().enumerate() {
            for right in scheme.highs.iter().skip(index.saturating_add(1)) {
                if self.cross(left, right, program) {
                    let message = format!(
                        "it and `{}` hold some of the same units, and neither lies within the other: a record that is under both may stay undetermined; nest them, or keep them apart",
                        right.id
                    );
                    self.add(LintCode::CrossingCaps, &*left.place, message);
                }
            }
        }
    }

    /// Whether there can be units under both maxima, under the first alone, and under the second alone.
    fn cross(&self, left: &High<'_>, right: &High<'_>, program: &Program) -> bool {
        // Those for each activity cut single entries and hold no sum.
        let of_activities = [left, right].iter().any(|high| high.rule.per == Some(Per::Activity));
        let rules = [left.rule, right.rule];
        let filters: Vec<&Filter> =
            rules.iter().flat_map(|rule| [&rule.of, &rule.except]).flatten().collect();
        let Some(rows) = combinations(&filters, self.home()).filter(|_| !of_activities) else {
            return false;
        };
        let (mut both, mut first, mut second) = (false, false, false);
        for row in rows {
            let mut columns = row.into_iter();
            let mut holds = |high: &High<'_>| {
                let mut fits = |filter: bool| filter && columns.next().unwrap_or_default();
                let of = fits(high.rule.of.is_some()) || high.rule.of.is_none();
                !fits(high.rule.except.is_some()) && of
            };
            let (in_left, in_right) = (holds(left), holds(right));
            for day in days(program) {
                let in_left = in_left && day.is_in_first(left.rule.per);
                let in_right = in_right && day.is_in_first(right.rule.per);
                both |= in_left && in_right;
                first |= in_left && !in_right;
                second |= in_right && !in_left;
            }
        }
        both && first && second
    }
}

/// Whether there are two maxima that could cross.
fn has_maxima(program: &Program) -> bool {
    let is_maximum =
        |version: &Version<Constraint>| matches!(version.value(), Constraint::Maximum(_));
    let rules = program.constraints.values();
    rules.filter(|rule| rule.terms.versions().iter().any(is_maximum)).count() > 1
}

/// A day of a cycle, as far as maxima on portions of it tell days apart.
#[derive(Clone, Copy)]
struct DayOfCycle {
    first_year: bool,
    first_calendar_year: bool,
}

impl DayOfCycle {
    /// Whether it lies in the first portion; every day lies in the one portion of a whole cycle.
    const fn is_in_first(self, per: Option<Per>) -> bool {
        match per {
            Some(Per::Year) => self.first_year,
            Some(Per::CalendarYear) => self.first_calendar_year,
            Some(Per::Activity) | None => true,
        }
    }
}

/// The days that the cycles of a programme have: those of one year have one portion, and where they end
/// with the calendar's year the two kinds of years are the same.
fn days(program: &Program) -> Vec<DayOfCycle> {
    let one_year = |cycle: &CycleRule| (1..=12).contains(&cycle.length.whole_months());
    let by_calendar = |cycle: &CycleRule| match &cycle.ends {
        Ends::Calendar(end) => (end.month, end.day) == (12, 31),
        Ends::Anniversary | Ends::MonthEnd | Ends::Membership(_) => false,
    };
    let known = program.cycles().next().is_some();
    let short = known && program.cycles().all(one_year);
    let same = known && program.cycles().all(by_calendar);
    let all = [(true, true), (true, false), (false, true), (false, false)];
    let all =
        all.into_iter().filter(|(year, calendar)| (*year || !short) && (!same || year == calendar));
    all.map(|(first_year, first_calendar_year)| DayOfCycle { first_year, first_calendar_year })
        .collect()
}
