//! Jobs: calendar days counted once, hours, settings, and work on the day.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::sift::{Field, Sift, Witness};
use super::{Frame, Interval, UNBOUNDED};
use crate::book::leaf::{Employed, ExperienceLeaf, Letterhead};
use crate::calendar::{Cover, Day, Span, Spans, within};
use crate::explain::{Amount, NoteCode, Reason};
use crate::quantity::{Days, Decimal, HoursPerWeek};
use crate::record::{Job, Setting};

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
    /// What the rule makes of the job; of another field, nothing more is of interest.
    fn assess(&mut self, leaf: &ExperienceLeaf, window: Option<&Span>, frame: &Frame<'_>) {
        let (job, sift, as_of) = (self.job, &mut self.sift, frame.as_of);
        sift.require(leaf.field.iter().any(|want| want.covers(job.field())), Reason::WrongTopic);
        if !sift.is_possible() {
            return;
        }
        place(job, leaf.setting.as_deref(), sift);
        sift.require(leaf.externship || job.externship() != Some(true), Reason::Externship);
        floor(job, leaf.hours_per_week, sift);
        sift.proof(leaf.proof.as_ref(), job.proof(), as_of);
        let known = frame.roster.stretches.as_ref().and_then(|all| all.of(self.index, as_of));
        let (shown, possible) = known.unwrap_or_else(|| extent(job, as_of));
        let cut = |span: Option<Span>| span.and_then(|span| span.intersect(window?));
        self.shown = cut(shown);
        self.possible = cut(possible);
        let begun = job.start().is_none_or(|start| start <= as_of);
        sift.require(begun, Reason::NotYet);
        sift.require(possible.is_none() || self.possible.is_some(), Reason::OutsideWindow);
    }

    /// The days that count as it stands.
    fn certain(&self) -> Option<Span> {
        self.shown.filter(|_| self.sift.is_shown())
    }

    /// The days that count, or may.
    fn uncertain(&self) -> Option<Span> {
        self.possible.filter(|_| self.sift.is_possible())
    }

    /// Whether its letter is known not to be on letterhead.
    fn is_plain(&self) -> bool {
        self.job.proof().is_some_and(|proof| proof.letterhead == Some(false))
    }

    fn tell<W: Witness>(&self, reason: Option<Reason>, counted: Option<Amount>, witness: &mut W) {
        match reason {
            Some(reason) => {
                self.sift.tell_as(reason, SECTION, self.index, self.job, counted, witness);
            }
            None => self.sift.tell(SECTION, self.index, self.job, counted, witness),
        }
    }
}

/// The days of all jobs up to one day, worked out once for all tests.
#[derive(Clone, Debug)]
pub(super) struct Stretches {
    as_of: Day,
    each: Vec<(Option<Span>, Option<Span>)>,
}

impl Stretches {
    pub(super) fn new(jobs: &[Job], as_of: Day) -> Self {
        Self { as_of, each: jobs.iter().map(|job| extent(job, as_of)).collect() }
    }

    /// Those of the job at this place, where it is the day.
    fn of(&self, job: usize, as_of: Day) -> Option<(Option<Span>, Option<Span>)> {
        self.each.get(job).filter(|_| self.as_of == as_of).copied()
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
        sift.unknown(Field::START);
    }
    if job.end().is_none() && job.current() != Some(true) {
        sift.unknown(Field::END);
    }
}

fn place(job: &Job, settings: Option<&[Setting]>, sift: &mut Sift) {
    if let Some(settings) = settings {
        sift.known(
            Field::SETTING,
            job.setting(),
            |setting| settings.contains(&setting),
            Reason::WrongSetting,
        );
    }
}

fn floor(job: &Job, wanted: Option<HoursPerWeek>, sift: &mut Sift) {
    if let Some(wanted) = wanted {
        sift.known(
            Field::HOURS_PER_WEEK,
            job.hours_per_week(),
            |hours| hours >= wanted,
            Reason::PartTime,
        );
    }
}

/// All jobs, sifted by a rule. Open ends are part of the spans, not of the sift.
fn sifted<'f, 'r: 'f>(
    leaf: &'f ExperienceLeaf,
    frame: &'f Frame<'r>,
) -> impl Iterator<Item = Work<'r>> + 'f {
    let window_start = leaf.within.map(|within| frame.today.window_start(within));
    let first = window_start.max(frame.since).unwrap_or(Day::MIN);
    let window = Span::inclusive(first, frame.as_of);
    let jobs = frame.record.experience().unwrap_or_default();
    let works = jobs.iter().enumerate();
    let works = works.map(move |(index, job)| {
        let mut work = Work { index, job, sift: Sift::default(), shown: None, possible: None };
        work.assess(leaf, window.as_ref(), frame);
        work
    });
    // Where one of the letters must be on letterhead, and each one given is not, none counts.
    let wanted = leaf.proof.as_ref().and_then(|proof| proof.letterhead);
    let refused = wanted == Some(Letterhead::One)
        && works.clone().all(|work| !work.sift.is_possible() || work.is_plain());
    works.map(move |mut work| {
        work.sift.require(!(refused && work.is_plain()), Reason::NotVerified);
        work
    })
}

fn absent<W: Witness>(frame: &Frame<'_>, possible: i64, witness: &mut W) -> Option<Interval> {
    if frame.record.experience().is_some() {
        return None;
    }
    if W::ACTIVE {
        witness.missing(|| SECTION.into());
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
    if W::ACTIVE {
        tell_days(leaf, sifted(leaf, frame).collect(), witness);
    }
    let (mut shown, mut possible) = (Cover::default(), Cover::default());
    for work in sifted(leaf, frame) {
        // The days that a job is shown to cover are among those that it may cover.
        work.certain().into_iter().for_each(|span| shown.add(span));
        work.uncertain().into_iter().for_each(|span| possible.add(span));
    }
    // Out of order, they are sorted first.
    let sorted_shown = || covered(sifted(leaf, frame).filter_map(|work| work.certain()));
    let sorted_possible = || covered(sifted(leaf, frame).filter_map(|work| work.uncertain()));
    Interval {
        shown: shown.days().unwrap_or_else(sorted_shown),
        possible: possible.days().unwrap_or_else(sorted_possible),
    }
}

fn covered(days: impl Iterator<Item = Span>) -> i64 {
    let mut spans = Spans::default();
    spans.extend(days);
    spans.covered()
}

/// Tells how many days each job adds to those before it, by first day and place.
fn tell_days<W: Witness>(leaf: &ExperienceLeaf, mut works: Vec<Work<'_>>, witness: &mut W) {
    works.sort_by_key(|work| (work.shown.map(|span| span.first()), work.index));
    let mut shown = Spans::default();
    shown.extend(works.iter().filter_map(Work::certain));
    let shown = shown.merged();
    let adds =
        |work: &Work<'_>| work.possible.is_some_and(|span| within(&shown, &span) != Some(span));
    let mut covered: Option<Day> = None;
    for work in &mut works {
        if work.sift.is_beside_the_point() {
            continue;
        }
        let span = work.certain();
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
                    work.sift.unknown(Field::HOURS_PER_WEEK);
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
                work.sift.unknown(Field::SETTING);
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
        sift.require(leaf.field.0.iter().any(|want| want.covers(job.field())), Reason::WrongTopic);
        place(job, leaf.setting.as_ref().map(|settings| settings.0.as_slice()), &mut sift);
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
