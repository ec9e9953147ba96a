//! The three rules by hand, as a careful programmer writes them who knows them for good.

use std::mem;

use super::{Activity, Alternatives, Apprentice, Ledger};

/// Days of a year of experience.
pub(crate) const YEAR: u32 = 365;

/// Contact hours from which a course stands for a year.
const COURSE_HOURS: u32 = 80;

/// 2025-01-01, the first day of the cycle, in days since 1970-01-01.
pub(crate) const CYCLE_START: i32 = 20_089;

/// 2026-12-31, the last day of the cycle.
pub(crate) const CYCLE_END: i32 = 20_818;

/// W1.
#[inline]
pub(super) const fn removes(apprentice: &Apprentice) -> bool {
    let course = if apprentice.course_hours >= COURSE_HOURS { YEAR } else { 0 };
    let practicode = if apprentice.practicode { YEAR } else { 0 };
    apprentice.days + course + practicode >= 2 * YEAR
}

/// W2.
#[inline]
pub(super) fn admits(candidate: &Alternatives) -> bool {
    (candidate.cca && candidate.days >= YEAR)
        || candidate.days >= 2 * YEAR
        || (candidate.other && candidate.days >= YEAR)
        || candidate.courses == [true; 6]
}

/// W3. The ledger is in the order of its days, so the cycle is one stretch of it. Without branches on
/// facts that no processor can guess, and with a table of courses rather than a set of bits: each
/// of the two was measured to be the faster way.
#[inline]
pub(super) fn renews(ledger: &Ledger) -> bool {
    let mut seen = [false; COURSES];
    let (mut hiim, mut all, mut ahima) = (0_u32, 0_u32, 0_u32);
    for activity in &ledger.activities {
        if activity.day < CYCLE_START {
            continue;
        }
        if activity.day > CYCLE_END {
            break;
        }
        let quarters = u32::from(activity.quarters) * u32::from(first(&mut seen, activity.course));
        all += quarters;
        hiim += quarters * u32::from(activity.hiim);
        ahima += quarters * u32::from(activity.ahima);
    }
    let required = required_quarters(ledger.credentials);
    hiim + (all - hiim).min(required / 5) >= required && ahima >= required * 2 / 5
}

/// 20, 30, 40 or 50 units in quarters; a fifth of each is a whole number.
pub(crate) fn required_quarters(credentials: u8) -> u32 {
    40 * (u32::from(credentials) + 1)
}

/// For each activity whether an earlier one in the cycle is of the same course.
pub(crate) fn repeats_in_cycle(activities: &[Activity]) -> impl ExactSizeIterator<Item = bool> {
    let mut seen = [false; COURSES];
    activities.iter().map(move |activity| {
        (CYCLE_START..=CYCLE_END).contains(&activity.day) && !first(&mut seen, activity.course)
    })
}

/// Marks a course as seen; whether it was not before.
fn first(seen: &mut [bool; COURSES], course: u16) -> bool {
    // Courses are below their number; the mask only tells the compiler.
    !mem::replace(&mut seen[usize::from(course) & (COURSES - 1)], true)
}

/// How many courses there are.
const COURSES: usize = 256;
