//! Jobs: calendar days counted once, hours, settings, and work on the day.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::sift::{Sift, Witness};
use super::{Frame, Interval, UNBOUNDED};
use crate::book::leaf::{Employed, ExperienceLeaf, Letterhead};
use crate::calendar::{Day, Span, Spans, within};
use crate::explain::{Amount, NoteCode, Reason};
use crate::quantity::{Days, Decimal, HoursPerWeek};
use crate::record::{Job, Setting};
use crate::word::Word;

const SECTION: &str = "experience";

/// A job with what it shows and what it makes possible.
struct Work<'r> {
    index: usize,
    job: &'r Job,
    sift: Sift,
    shown: Option<Span>,
    possible: Option<Span>,
}

impl Work<'_> {
    fn tell<W: Witness>(&self, reason: Option<Reason>, counted: Option<Amount>, witness: &mut W) {
        match reason {
            Some(reason) => {
                self.sift.tell_as(reason, SECTION, self.index, self.job, counted, witness);
            }
            None => self.sift.tell(SECTION, self.index, self.job, counted, witness),
        }
    }
}

/// The days a job is shown to cover, and those it may cover, up to and with the day asked about.
///
/// | given | shown | possible |
/// |---|---|---|
/// | start and end | both and all between | the same |
/// | start, current | start to the day | the same |
/// | start alone | the first day | start to the day |
/// | end alone | the last day | everything up to it |
/// | neither | nothing | everything up to the day |
fn extent(job: &Job, as_of: Day) -> (Option<Span>, Option<Span>) {
    let span = |first: Day, last: Day| Span::inclusive(first, last.min(as_of));
    let current = job.current() == Some(true);
    match (job.start(), job.end()) {
        (Some(start), Some(end)) => (span(start, end), span(start, end)),
        (Some(start), None) if current => (span(start, as_of), span(start, as_of)),
        (Some(start), None) => (span(start, start), span(start, as_of)),
        (None, Some(end)) => (span(end, end).filter(|_| end <= as_of), span(Day::MIN, end)),
        (None, None) if current => (span(as_of, as_of), span(Day::MIN, as_of)),
        (None, None) => (None, span(Day::MIN, as_of)),
    }
}

fn open_ends(job: &Job, sift: &mut Sift) {
    if job.start().is_none() {
        sift.unknown("start");
    }
    if job.end().is_none() && job.current() != Some(true) {
        sift.unknown("end");
    }
}

fn fields(job: &Job, field: &[Word], settings: Option<&[Setting]>, sift: &mut Sift) {
    sift.require(field.iter().any(|want| want.covers(job.field())), Reason::WrongTopic);
    if let Some(settings) = settings {
        sift.known(
            "setting",
            job.setting(),
            |setting| settings.contains(&setting),
            Reason::WrongSetting,
        );
    }
}

fn floor(job: &Job, wanted: Option<HoursPerWeek>, sift: &mut Sift) {
    if let Some(wanted) = wanted {
        sift.known(
            "hours_per_week",
            job.hours_per_week(),
            |hours| hours >= wanted,
            Reason::PartTime,
        );
    }
}

/// All jobs, sifted by a rule. Open ends are part of the spans, not of the sift.
fn sifted<'r>(leaf: &ExperienceLeaf, frame: &Frame<'r>) -> Vec<Work<'r>> {
    let window_start = leaf.within.map(|within| frame.today.window_start(within));
    let first = window_start.max(frame.since).unwrap_or(Day::MIN);
    let window = Span::inclusive(first, frame.as_of);
    let jobs = frame.record.experience().unwrap_or_default();
    let mut works: Vec<Work<'r>> = jobs
        .iter()
        .enumerate()
        .map(|(index, job)| {
            let mut sift = Sift::default();
            fields(job, &leaf.field, leaf.setting.as_deref(), &mut sift);
            sift.require(leaf.externship || job.externship() != Some(true), Reason::Externship);
            floor(job, leaf.hours_per_week, &mut sift);
            sift.proof(leaf.proof.as_ref(), job.proof(), frame.as_of);
            let (shown, possible) = extent(job, frame.as_of);
            let cut = |span: Option<Span>| span.and_then(|span| span.intersect(&window?));
            let begun = job.start().is_none_or(|start| start <= frame.as_of);
            sift.require(begun, Reason::NotYet);
            sift.require(possible.is_none() || cut(possible).is_some(), Reason::OutsideWindow);
            Work { index, job, sift, shown: cut(shown), possible: cut(possible) }
        })
        .collect();
    one_letterhead(leaf, &mut works);
    works
}

/// Where one of the letters must be on letterhead, and each one given is not, none counts.
fn one_letterhead(leaf: &ExperienceLeaf, works: &mut [Work<'_>]) {
    let wanted = leaf.proof.as_ref().and_then(|proof| proof.letterhead);
    if wanted != Some(Letterhead::One) {
        return;
    }
    let plain =
        |work: &Work<'_>| work.job.proof().is_some_and(|proof| proof.letterhead == Some(false));
    let counting = |work: &&Work<'_>| work.sift.is_possible();
    if works.iter().filter(counting).any(|work| !plain(work)) {
        return;
    }
    for work in works.iter_mut().filter(|work| plain(work)) {
        work.sift.require(false, Reason::NotVerified);
    }
}

fn absent<W: Witness>(frame: &Frame<'_>, possible: i64, witness: &mut W) -> Option<Interval> {
    if frame.record.experience().is_some() {
        return None;
    }
    if W::ACTIVE {
        witness.missing(SECTION.into());
    }
    Some(Interval::unknown(possible))
}

/// Calendar days of experience, overlapping jobs counted once.
pub(super) fn days<W: Witness>(
    leaf: &ExperienceLeaf,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    if let Some(unknown) = absent(frame, UNBOUNDED, witness) {
        return unknown;
    }
    let works = sifted(leaf, frame);
    let (mut shown, mut possible) = (Spans::default(), Spans::default());
    for work in works.iter().filter(|work| work.sift.is_possible()) {
        if let Some(span) = work.shown.filter(|_| work.sift.is_shown()) {
            shown.push(span);
            possible.push(span);
        }
        if let Some(span) = work.possible {
            possible.push(span);
        }
    }
    if W::ACTIVE {
        tell_days(leaf, works, witness);
    }
    Interval { shown: shown.covered(), possible: possible.covered() }
}

/// Tells how many days each job adds to those before it, by first day and place.
fn tell_days<W: Witness>(leaf: &ExperienceLeaf, mut works: Vec<Work<'_>>, witness: &mut W) {
    works.sort_by_key(|work| (work.shown.map(|span| span.first()), work.index));
    let mut shown = Spans::default();
    let certain = works.iter().filter(|work| work.sift.is_shown());
    certain.filter_map(|work| work.shown).for_each(|span| shown.push(span));
    let shown = shown.merged();
    let adds =
        |work: &Work<'_>| work.possible.is_some_and(|span| within(&shown, &span) != Some(span));
    let mut covered: Option<Day> = None;
    for work in &mut works {
        if work.sift.is_beside_the_point() {
            continue;
        }
        let span = work.shown.filter(|_| work.sift.is_shown());
        let fresh = span.and_then(|span| {
            let first =
                covered.map_or_else(|| span.first(), |day| day.plus_days(1).max(span.first()));
            covered = covered.max(Some(span.last()));
            Span::inclusive(first, span.last())
        });
        let days = fresh.map_or(0, |span| span.days());
        let duplicate =
            days == 0 && work.sift.is_possible() && !adds(work) && work.possible.is_some();
        if work.sift.is_possible() && work.possible != work.shown {
            open_ends(work.job, &mut work.sift);
        }
        if !adds(work) {
            // Days that are counted already need no further facts.
            work.sift.settle();
        }
        let part_time =
            work.job.hours_per_week().is_some_and(|hours| hours.amount() < Decimal::whole(40));
        if days > 0 && part_time && leaf.hours_per_week.is_none() {
            witness.note(NoteCode::PartTimeInFull);
        }
        let reason =
            if duplicate { Some(Reason::Duplicate) } else { (days > 0).then_some(Reason::Counted) };
        work.tell(reason, Some(Amount::Days(Days::measured(days))), witness);
    }
}

/// Hours of experience; parallel jobs add up, as their hours do.
pub(super) fn hours<W: Witness>(
    leaf: &ExperienceLeaf,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    if let Some(unknown) = absent(frame, UNBOUNDED, witness) {
        return unknown;
    }
    // Sevenths, so that a week split over two jobs is a week.
    let mut sum = Interval::NONE;
    for mut work in sifted(leaf, frame) {
        let mut hours = Interval::NONE;
        if work.sift.is_possible() {
            hours = worked(&work, frame.as_of);
            if hours.shown != hours.possible {
                // Of a total that reaches beyond the window, the hours a week would tell more.
                let total = work.job.hours_total().is_some();
                if total || work.job.hours_per_week().is_none() {
                    work.sift.unknown("hours_per_week");
                }
                open_ends(work.job, &mut work.sift);
            }
        }
        if !work.sift.is_shown() && work.sift.is_possible() && hours.shown == hours.possible {
            hours.shown = 0;
        }
        sum.shown = sum.shown.saturating_add(hours.shown);
        sum.possible = sum.possible.saturating_add(hours.possible).min(UNBOUNDED);
        if W::ACTIVE && !work.sift.is_beside_the_point() {
            let amount = Decimal::from_sub_units(sevenths(hours.shown)).map(Amount::Hours);
            let reason = (hours.shown > 0).then_some(Reason::Counted);
            work.tell(reason, amount, witness);
        }
    }
    Interval { shown: sevenths(sum.shown), possible: sevenths(sum.possible) }
}

/// Whole sub-units from sevenths of them, the rest dropped.
fn sevenths(number: i64) -> i64 {
    number.checked_div(7).unwrap_or_default()
}

/// The hours of one job within the window, in sevenths of a sub-unit.
///
/// A stated total covers the whole job: of one that reaches beyond the window, at least what cannot
/// have been worked outside counts, and at most what fits inside.
fn worked(work: &Work<'_>, as_of: Day) -> Interval {
    let shown = work.shown.map_or(0, |span| span.days());
    let possible = work.possible.map_or(0, |span| span.days());
    let around_the_clock = |days: i64| days.saturating_mul(24 * 7).saturating_mul(Decimal::SCALE);
    if let Some(total) = work.job.hours_total() {
        let total = total.amount().sub_units().saturating_mul(7);
        let known = work.job.start().is_some()
            && (work.job.end().is_some() || work.job.current() == Some(true));
        let whole = extent(work.job, as_of).0.map_or(0, |span| span.days());
        if known {
            let finished = work.job.end().is_none_or(|end| end <= as_of);
            let outside = if finished { whole.saturating_sub(shown) } else { i64::from(u16::MAX) };
            let inside = total.min(around_the_clock(shown));
            return Interval {
                shown: total.saturating_sub(around_the_clock(outside)).clamp(0, inside),
                possible: inside,
            };
        }
        return Interval::unknown(total.min(around_the_clock(possible)));
    }
    let weekly = |days: i64| {
        let hours = work.job.hours_per_week().map(|hours| hours.amount().sub_units());
        hours.map(|hours| hours.saturating_mul(days))
    };
    Interval {
        shown: weekly(shown).unwrap_or_default(),
        possible: weekly(possible).unwrap_or_else(|| around_the_clock(possible)),
    }
}

/// In how many different settings the experience was gained.
pub(super) fn settings<W: Witness>(
    leaf: &ExperienceLeaf,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let all = i64::try_from(Setting::ALL.len()).unwrap_or(UNBOUNDED);
    if let Some(unknown) = absent(frame, all, witness) {
        return unknown;
    }
    let (mut known, mut maybe) = (BTreeSet::new(), BTreeSet::new());
    let mut unnamed = 0_i64;
    for mut work in sifted(leaf, frame) {
        match work.job.setting() {
            None => {
                work.sift.unknown("setting");
                unnamed = unnamed.saturating_add(i64::from(work.sift.is_possible()));
            }
            Some(setting) if work.sift.is_possible() => {
                maybe.insert(setting);
                if work.sift.is_shown() && work.shown.is_some() {
                    known.insert(setting);
                }
            }
            Some(_) => {}
        }
        if work.shown.is_none() && work.sift.is_possible() {
            open_ends(work.job, &mut work.sift);
        }
        if W::ACTIVE && !work.sift.is_beside_the_point() {
            work.tell(None, None, witness);
        }
    }
    let count = |settings: &BTreeSet<Setting>| i64::try_from(settings.len()).unwrap_or(UNBOUNDED);
    let shown = count(&known);
    Interval { shown, possible: count(&maybe).saturating_add(unnamed).min(all).max(shown) }
}

/// At work in the role on the day.
pub(super) fn employed<W: Witness>(
    leaf: &Employed,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    if let Some(unknown) = absent(frame, 1, witness) {
        return unknown;
    }
    let today = Span::inclusive(frame.as_of, frame.as_of);
    let (mut shown, mut possible) = (false, false);
    for (index, job) in frame.record.experience().unwrap_or_default().iter().enumerate() {
        let mut sift = Sift::default();
        let settings = leaf.setting.as_ref().map(|settings| settings.0.as_slice());
        fields(job, &leaf.field.0, settings, &mut sift);
        floor(job, leaf.hours_per_week, &mut sift);
        let (on, maybe) = extent(job, frame.as_of);
        let covers = |span: Option<Span>| {
            span.zip(today).is_some_and(|(span, day)| span.intersect(&day).is_some())
        };
        sift.require(covers(maybe), Reason::OutsideWindow);
        if covers(maybe) && !covers(on) {
            open_ends(job, &mut sift);
        }
        shown |= sift.is_shown();
        possible |= sift.is_possible();
        if W::ACTIVE && !sift.is_beside_the_point() {
            sift.tell(SECTION, index, job, None, witness);
        }
    }
    Interval::flag(shown, possible)
}
