//! Attempts, waits and windows, and the days that pick versions.

use alloc::vec::Vec;

use super::roster::Named;
use super::sift::Witness;
use super::standing::missing;
use super::{Frame, Interval};
use crate::book::{AttemptLimit, LimitCounted, Window};
use crate::calendar::{Day, Length};
use crate::credential::CredentialId;
use crate::record::{Holding, Payment, PaymentPurpose};
use crate::source::{Anchor, Version};

/// The day that picks a version.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum AnchorDay {
    /// This day.
    Known(Day),
    /// It has not happened, as far as everything is known.
    Unset,
    /// It is not known whether or when it happened; these facts are missing.
    Unknown(Vec<super::Missing>),
}

pub(super) fn anchor_day(
    anchor: Anchor,
    credential: &CredentialId,
    frame: &Frame<'_>,
) -> AnchorDay {
    match anchor {
        Anchor::AsOf | Anchor::CycleStart | Anchor::CycleEnd | Anchor::Activity => {
            AnchorDay::Known(frame.as_of)
        }
        Anchor::Failure => failure_day(credential, frame),
        Anchor::Approval => approval_day(credential, frame),
        Anchor::Exam => exam_day(credential, frame),
        Anchor::FirstAward => award_day(credential, frame),
    }
}

/// Failed attempts since the exam was last passed, as far as they are known.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    /// Days of failures, in order.
    pub(crate) days: Vec<Day>,
    /// Facts without which a further failure cannot be ruled out.
    pub(crate) unknown: Vec<super::Missing>,
}

/// The failed attempts at the exam that leads to a credential.
pub(crate) fn failures(credential: &CredentialId, frame: &Frame<'_>) -> Failures {
    let mut failures = Failures::default();
    let Some(attempts) = frame.record.exams() else {
        if !holds_result(credential, frame) {
            failures.unknown.push("exams".into());
        }
        return failures;
    };
    let mut passed: Option<Day> = None;
    for index in frame.roster.exams.of(credential, Named::is_from) {
        let Some(attempt) = attempts.get(index) else { continue };
        if attempt.taken().is_some_and(|day| day > frame.as_of) {
            continue;
        }
        match (frame.roster.outcome(index), attempt.taken()) {
            (Some(true), Some(day)) => passed = passed.max(Some(day)),
            (Some(true), None) => passed = passed.max(Some(frame.as_of)),
            (Some(false), Some(day)) => failures.days.push(day),
            (Some(false), None) => failures.unknown.push(super::fact("exams", index, "taken")),
            (None, _) => failures.unknown.push(super::fact("exams", index, "passed")),
        }
    }
    failures.days.sort_unstable();
    if let Some(passed) = passed {
        failures.days.retain(|day| *day > passed);
        failures.unknown.clear();
    }
    failures
}

/// Who holds what the exam leads to has passed it.
fn holds_result(credential: &CredentialId, frame: &Frame<'_>) -> bool {
    let holdings = frame.record.holdings().unwrap_or_default();
    let held = |holding: &Holding| holding.awarded().is_none_or(|awarded| awarded <= frame.as_of);
    let mut of = frame.roster.holdings.of(credential, Named::is_known_from);
    of.any(|index| holdings.get(index).is_some_and(held))
}

fn failure_day(credential: &CredentialId, frame: &Frame<'_>) -> AnchorDay {
    let failures = failures(credential, frame);
    match (failures.unknown.is_empty(), failures.days.last()) {
        (false, _) => AnchorDay::Unknown(failures.unknown),
        (true, Some(day)) => AnchorDay::Known(*day),
        (true, None) => AnchorDay::Unset,
    }
}

/// Days as they are found, and the facts without which there may be others.
#[derive(Default)]
struct Found {
    days: Vec<Day>,
    unknown: Vec<super::Missing>,
}

impl Found {
    fn day(&mut self, day: Option<Day>, as_of: Day, missing: impl FnOnce() -> super::Missing) {
        match day {
            Some(day) if day <= as_of => self.days.push(day),
            Some(_) => {}
            None => self.unknown.push(missing()),
        }
    }

    fn pick(self, of: impl FnOnce(Vec<Day>) -> Option<Day>) -> AnchorDay {
        if !self.unknown.is_empty() {
            return AnchorDay::Unknown(self.unknown);
        }
        of(self.days).map_or(AnchorDay::Unset, AnchorDay::Known)
    }
}

/// The last approval on or before the day; no application on record does not hinder sitting.
fn approval_day(credential: &CredentialId, frame: &Frame<'_>) -> AnchorDay {
    let mut found = Found::default();
    let applications = frame.record.applications().unwrap_or_default();
    for index in frame.roster.applications.of(credential, Named::is_from) {
        let Some(application) = applications.get(index) else { continue };
        let missing = || super::fact("applications", index, "approved");
        found.day(application.approved(), frame.as_of, missing);
    }
    found.pick(|days| days.into_iter().max())
}

/// The first day on which the exam was passed.
fn exam_day(credential: &CredentialId, frame: &Frame<'_>) -> AnchorDay {
    let Some(attempts) = frame.record.exams() else {
        return AnchorDay::Unknown(Vec::from(["exams".into()]));
    };
    let mut found = Found::default();
    for index in frame.roster.exams.of(credential, Named::is_from) {
        let Some(attempt) = attempts.get(index) else { continue };
        match frame.roster.outcome(index) {
            Some(true) => {
                let missing = || super::fact("exams", index, "taken");
                found.day(attempt.taken(), frame.as_of, missing);
            }
            Some(false) => {}
            None => found.unknown.push(super::fact("exams", index, "passed")),
        }
    }
    found.pick(|days| days.into_iter().min())
}

/// The first day on which the credential was held.
fn award_day(credential: &CredentialId, frame: &Frame<'_>) -> AnchorDay {
    let Some(holdings) = frame.record.holdings() else {
        return AnchorDay::Unknown(Vec::from(["holdings".into()]));
    };
    let mut found = Found::default();
    for index in frame.roster.holdings.of(credential, Named::is_known_as) {
        let Some(holding) = holdings.get(index) else { continue };
        let missing = || super::fact("holdings", index, "awarded");
        found.day(holding.awarded(), frame.as_of, missing);
    }
    found.pick(|days| days.into_iter().min())
}

/// The first day of the next attempt under the waits of a version.
pub(crate) fn next_attempt(waits: &[Length], failures: &[Day]) -> Option<Day> {
    let last = failures.last()?;
    let turn = failures.len().saturating_sub(1).min(waits.len().checked_sub(1)?);
    Some(last.plus(*waits.get(turn)?))
}

impl Failures {
    const fn is_none(&self) -> bool {
        self.days.is_empty() && self.unknown.is_empty()
    }
}

/// Whether the wait after the last failure is over: 1 when shown.
pub(super) fn waited<W: Witness>(
    credential: &CredentialId,
    version: usize,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let failures = failures(credential, frame);
    if failures.is_none() {
        // The test is one of a version on file, and no wait starts before a failure.
        return Interval::flag(true, true);
    }
    let rule = frame.book.exam(credential).and_then(|exam| exam.attempts().versions().get(version));
    let Some(rule) = rule.map(Version::value) else {
        return Interval::flag(false, true);
    };
    let over = next_attempt(&rule.waits, &failures.days).is_none_or(|day| day <= frame.as_of);
    if !failures.unknown.is_empty() && !rule.waits.is_empty() {
        failures.unknown.iter().for_each(|fact| missing(fact, witness));
        return Interval::flag(false, over);
    }
    Interval::flag(over, over)
}

/// Attempts left under the limit of a version.
pub(super) fn attempts_left<W: Witness>(
    credential: &CredentialId,
    version: usize,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let rule = frame.book.exam(credential).and_then(|exam| exam.attempts().versions().get(version));
    let Some(limit) = rule.and_then(|version| version.value().limit) else {
        return Interval::exactly(super::UNBOUNDED);
    };
    let failures = failures(credential, frame);
    let left = left(limit, &failures.days, frame.as_of);
    if !failures.unknown.is_empty() {
        failures.unknown.iter().for_each(|fact| missing(fact, witness));
        return Interval { shown: 0, possible: left };
    }
    Interval::exactly(left)
}

/// The first day on which the limit allows an attempt again; `None` when it allows one now, or never.
pub(crate) fn limit_over(limit: AttemptLimit, failures: &[Day], as_of: Day) -> Option<Day> {
    if left(limit, failures, as_of) > 0 {
        return None;
    }
    if limit.counted == LimitCounted::FromFirst {
        return None;
    }
    // The attempt that must drop out of the window before there is room for another one.
    let room = usize::try_from(limit.count.get()).ok()?;
    let drops = failures.len().checked_sub(room)?;
    failures.get(drops).map(|day| limit.within.map(|within| day.plus(within)))?
}

/// The last day on which the limit allows an attempt, where its time starts with the first one.
pub(crate) fn last_attempt(limit: AttemptLimit, failures: &[Day]) -> Option<Day> {
    let within = limit.within.filter(|_| limit.counted == LimitCounted::FromFirst)?;
    failures.first().map(|first| first.plus(within))
}

fn left(limit: AttemptLimit, failures: &[Day], as_of: Day) -> i64 {
    if last_attempt(limit, failures).is_some_and(|last| last < as_of) {
        return 0;
    }
    let limit = match limit.counted {
        LimitCounted::FromFirst => AttemptLimit { within: None, ..limit },
        LimitCounted::Sliding => limit,
    };
    let recent = |day: &&Day| limit.within.is_none_or(|within| as_of.window_start(within) <= **day);
    let used = i64::try_from(failures.iter().filter(recent).count()).unwrap_or(super::UNBOUNDED);
    i64::from(limit.count.get()).saturating_sub(used).max(0)
}

/// The window after the last approval under a version, extensions paid for included.
pub(crate) fn window_of(
    window: &Window,
    credential: &CredentialId,
    frame: &Frame<'_>,
) -> Option<(Day, Day)> {
    let AnchorDay::Known(opens) = approval_day(credential, frame) else {
        return None;
    };
    let mut closes = opens.plus(window.length);
    for (extension, paid) in window.extensions.iter().zip(extensions_paid(credential, opens, frame))
    {
        // An extension is bought while the window is open.
        if paid <= closes {
            closes = closes.plus(extension.length);
        }
    }
    Some((opens, closes))
}

/// The days on which extensions of this exam's window were paid, in order; a payment that names a
/// cycle is for renewal.
fn extensions_paid(credential: &CredentialId, opens: Day, frame: &Frame<'_>) -> Vec<Day> {
    let payments = frame.record.payments().unwrap_or_default();
    let holdings = frame.record.holdings().unwrap_or_default();
    let holds_any = holdings.iter().any(|held| held.credential().issuer() == credential.issuer());
    let of = |payment: &&Payment| {
        payment.purpose() == &PaymentPurpose::Extension
            && payment.to() == credential.issuer()
            && payment.cycle_end().is_none()
            && match payment.r#for() {
                Some(of) => of.iter().any(|of| frame.roster.is(of, credential)),
                // Somebody who holds nothing of the issuer has nothing else to extend.
                None => !holds_any,
            }
    };
    let mut days: Vec<Day> = payments.iter().filter(of).filter_map(Payment::paid).collect();
    days.retain(|paid| opens <= *paid && *paid <= frame.as_of);
    days.sort_unstable();
    days
}

/// Whether the window is open on the day: 1 when shown.
pub(super) fn window_open<W: Witness>(
    credential: &CredentialId,
    version: usize,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let rule = frame.book.exam(credential).and_then(|exam| exam.window().versions().get(version));
    let Some(rule) = rule else {
        return Interval::flag(false, true);
    };
    let Some((opens, closes)) = window_of(rule.value(), credential, frame) else {
        missing("applications", witness);
        return Interval::flag(false, true);
    };
    let open = opens <= frame.as_of && frame.as_of <= closes;
    Interval::flag(open, open)
}
