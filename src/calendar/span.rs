//! Half-open spans of days, and the union of many.

use alloc::vec::Vec;

use super::day::Day;

/// The days from `start` up to, but not with, `end`. A span that exists is not reversed.
///
/// ```
/// use coding_credentials::calendar::{Day, Span};
///
/// // A job from the first to the last day of 2024: both days were worked.
/// let job = Span::inclusive("2024-01-01".parse()?, "2024-12-31".parse()?).unwrap();
/// assert_eq!(job.days(), 366);
/// # Ok::<(), coding_credentials::calendar::DayError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Span {
    start: i64,
    end: i64,
}

impl Span {
    /// The days from the first to the last, both counted; `None` when reversed.
    #[must_use]
    pub fn inclusive(first: Day, last: Day) -> Option<Self> {
        if last < first {
            return None;
        }
        Some(Self { start: first.number(), end: last.number().saturating_add(1) })
    }

    /// How many days it has.
    #[must_use]
    pub const fn days(&self) -> i64 {
        self.end.saturating_sub(self.start)
    }

    /// The first day.
    #[must_use]
    pub fn first(&self) -> Day {
        Day::from_number(self.start)
    }

    /// The last day.
    #[must_use]
    pub fn last(&self) -> Day {
        Day::from_number(self.end.saturating_sub(1))
    }

    /// The days that lie in both, if any.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let both = Self { start: self.start.max(other.start), end: self.end.min(other.end) };
        (both.start < both.end).then_some(both)
    }
}

/// The days of one of some merged spans that lie in `span`: of the span that holds its first day, or
/// else of the next one.
pub(crate) fn within(merged: &[Span], span: &Span) -> Option<Span> {
    let next = merged.partition_point(|one| one.end <= span.start);
    merged.get(next).and_then(|one| one.intersect(span))
}

/// Days covered by spans in order of their first day, counted as they come.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cover {
    days: i64,
    last: Option<Span>,
    disordered: bool,
}

impl Cover {
    pub(crate) fn add(&mut self, span: Span) {
        let Some(last) = &mut self.last else {
            self.days = span.days();
            self.last = Some(span);
            return;
        };
        self.disordered |= span.start < last.start;
        // Only what reaches beyond all before it is new.
        let fresh = span.end.saturating_sub(span.start.max(last.end)).max(0);
        self.days = self.days.saturating_add(fresh);
        *last = Span { start: span.start, end: last.end.max(span.end) };
    }

    /// Days covered at least once; `None` when the spans did not come in order.
    pub(crate) fn days(&self) -> Option<i64> {
        (!self.disordered).then_some(self.days)
    }
}

/// Spans collected to be counted once.
#[derive(Debug, Default)]
pub(crate) struct Spans(Vec<Span>);

impl Spans {
    pub(crate) fn extend(&mut self, spans: impl IntoIterator<Item = Span>) {
        self.0.extend(spans);
    }

    /// Overlapping and touching spans become one; the result is in order.
    pub(crate) fn merged(mut self) -> Vec<Span> {
        self.0.sort_unstable_by_key(|span| (span.start, span.end));
        let mut merged: Vec<Span> = Vec::with_capacity(self.0.len().min(16));
        for span in self.0 {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => merged.push(span),
            }
        }
        merged
    }

    /// Days covered at least once.
    pub(crate) fn covered(self) -> i64 {
        self.merged().iter().fold(0, |days, span| days.saturating_add(span.days()))
    }
}
