//! A heat of the race: one decision, its records, and the time of each entrant.

use std::hint::black_box;

use cpu_time::ThreadTime;
use serde::Serialize;

use crate::work::Work;

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// Records on which every entrant must agree with the rule by hand.
    checked: usize,
    /// Records to time; a slow entrant sees only the first of them.
    records: usize,
    /// Seconds of processor time for each entrant.
    seconds: f64,
    /// Numbers of records at which growth is measured.
    sizes: &'static [usize],
}

impl Settings {
    pub(crate) const FULL: Self = Self {
        checked: 100_000,
        records: 1_000_000,
        seconds: 2.0,
        sizes: &[1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000],
    };

    pub(crate) const QUICK: Self = Self {
        checked: 2_000,
        records: 100_000,
        seconds: 0.1,
        sizes: &[1_000, 3_000, 10_000, 30_000, 100_000],
    };
}

/// What an entrant is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Reads the records and decides nothing.
    Memory,
    /// The rule by hand.
    Floor,
    Ours,
    Engine,
}

/// The time of one entrant in one heat.
#[derive(Debug, Serialize)]
pub(crate) struct Time {
    pub(crate) work: &'static str,
    pub(crate) entrant: &'static str,
    pub(crate) kind: Kind,
    /// Nanoseconds of processor time a decision; none where the entrant cannot decide.
    pub(crate) nanoseconds: Option<f64>,
    /// As a multiple of the rule by hand.
    pub(crate) ratio: Option<f64>,
}

/// The time of one entrant over so many records.
#[derive(Debug, Serialize)]
pub(crate) struct Growth {
    pub(crate) work: &'static str,
    pub(crate) entrant: &'static str,
    pub(crate) records: usize,
    pub(crate) nanoseconds: f64,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct Results {
    pub(crate) times: Vec<Time>,
    pub(crate) growth: Vec<Growth>,
}

impl Results {
    pub(crate) fn extend<W>(&mut self, heat: Heat<W>) {
        self.times.extend(heat.results.times);
        self.growth.extend(heat.results.growth);
    }
}

/// Records laid out as columns, which decides all of them in one pass.
pub(crate) trait Columns {
    /// Decides every record, keeps the answers, and says how many are met.
    fn decide(&mut self) -> usize;

    /// The answer of the last pass for this record.
    fn is_met(&self, record: usize) -> bool;

    /// Every column added up: what reading them costs, whatever is decided.
    fn sum(&self) -> u64;
}

/// One decision, its records and the answers of the rule by hand.
#[derive(Debug)]
pub(crate) struct Heat<W> {
    settings: Settings,
    records: Vec<W>,
    answers: Vec<bool>,
    results: Results,
}

impl<W: Work> Heat<W> {
    pub(crate) fn new(settings: Settings) -> Self {
        eprintln!("{}: {} records", W::NAME, settings.records);
        let records: Vec<W> = (0_u64..).take(settings.records).map(W::generate).collect();
        let answers = records.iter().map(W::floor).collect();
        Self { settings, records, answers, results: Results::default() }
    }

    /// Reading the records, and the rule by hand.
    pub(crate) fn baselines(&mut self) {
        let read = |records: &[W]| {
            black_box(records.iter().map(W::sum).fold(0, u64::wrapping_add));
            None
        };
        let nanoseconds = self.time(read);
        self.enter(Kind::Memory, "memory: reading the records", Some(nanoseconds));
        self.row(Kind::Floor, "by hand (the floor)", W::floor);
    }

    /// An entrant that decides a record at a time.
    pub(crate) fn row(
        &mut self,
        kind: Kind,
        entrant: &'static str,
        mut decide: impl FnMut(&W) -> bool,
    ) {
        eprintln!("{}: {entrant}", W::NAME);
        for (place, record) in self.records.iter().take(self.settings.checked).enumerate() {
            assert_eq!(decide(record), self.answers[place], "{entrant}, record {place}");
        }
        let mut pass = |records: &[W]| Some(records.iter().filter(|each| decide(each)).count());
        let nanoseconds = self.time(&mut pass);
        self.enter(kind, entrant, Some(nanoseconds));
        if matches!(kind, Kind::Floor | Kind::Ours) {
            for &size in self.settings.sizes {
                let nanoseconds = self.best(size, &mut pass);
                self.grow(entrant, size, nanoseconds);
            }
        }
    }

    /// An entrant of ours that decides columns, which are filled before the clock starts.
    pub(crate) fn columns<C: Columns>(&mut self, entrant: &'static str, fill: impl Fn(&[W]) -> C) {
        eprintln!("{}: {entrant}", W::NAME);
        let checked = self.settings.checked.min(self.records.len());
        let mut columns = fill(&self.records[..checked]);
        columns.decide();
        for (place, &answer) in self.answers[..checked].iter().enumerate() {
            assert_eq!(columns.is_met(place), answer, "{entrant}, record {place}");
        }
        for &size in self.settings.sizes {
            let mut columns = fill(&self.records[..size]);
            let nanoseconds = self.best(size, |_| Some(black_box(&mut columns).decide()));
            self.grow(entrant, size, nanoseconds);
            if size == self.records.len() {
                self.enter(Kind::Ours, entrant, Some(nanoseconds / float(size)));
                let read = |_: &[W]| {
                    black_box(black_box(&columns).sum());
                    None
                };
                let nanoseconds = self.best(size, read) / float(size);
                self.enter(Kind::Memory, "memory: reading the columns", Some(nanoseconds));
            }
        }
    }

    /// An entrant whose language cannot express the rule.
    pub(crate) fn cannot(&mut self, entrant: &'static str) {
        self.enter(Kind::Engine, entrant, None);
    }

    /// Nanoseconds a record, over as many records as fit in a tenth of the entrant's time.
    fn time(&self, mut pass: impl FnMut(&[W]) -> Option<usize>) -> f64 {
        let few = self.records.len().min(500);
        let each = self.best_of(1, few, &mut pass) / float(few);
        let mut count = few;
        while count < self.records.len() && float(count) * each < self.settings.seconds * 1e8 {
            count = (count * 2).min(self.records.len());
        }
        self.best(count, pass) / float(count)
    }

    /// Nanoseconds of the best pass over the first records, of as many as fit in the time.
    fn best(&self, count: usize, mut pass: impl FnMut(&[W]) -> Option<usize>) -> f64 {
        let once = self.best_of(1, count, &mut pass);
        let passes = (3..PASSES).find(|&passes| float(passes) * once > self.settings.seconds * 1e9);
        self.best_of(passes.unwrap_or(PASSES), count, pass)
    }

    fn best_of(
        &self,
        passes: usize,
        count: usize,
        mut pass: impl FnMut(&[W]) -> Option<usize>,
    ) -> f64 {
        let records = &self.records[..count];
        let expected = self.answers[..count].iter().filter(|&&met| met).count();
        let mut best = f64::INFINITY;
        for _ in 0..passes {
            let start = ThreadTime::now();
            let met = black_box(pass(black_box(records)));
            best = best.min(start.elapsed().as_secs_f64() * 1e9);
            assert!(met.is_none_or(|met| met == expected), "{met:?} met, not {expected}");
        }
        best
    }

    fn enter(&mut self, kind: Kind, entrant: &'static str, nanoseconds: Option<f64>) {
        let floor = self.results.times.iter().find(|time| time.kind == Kind::Floor);
        let floor = floor.map_or(nanoseconds, |floor| floor.nanoseconds);
        let ratio = nanoseconds.zip(floor).map(|(own, floor)| own / floor);
        // Whoever entered before the floor did is compared with it as soon as it is known.
        if kind == Kind::Floor {
            for time in &mut self.results.times {
                time.ratio = time.nanoseconds.zip(nanoseconds).map(|(own, floor)| own / floor);
            }
        }
        self.results.times.push(Time { work: W::NAME, entrant, kind, nanoseconds, ratio });
    }

    fn grow(&mut self, entrant: &'static str, records: usize, nanoseconds: f64) {
        self.results.growth.push(Growth { work: W::NAME, entrant, records, nanoseconds });
    }
}

/// More passes than this find nothing better.
const PASSES: usize = 50;

/// A count as a float; exact, as no count here comes near 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "counts of records and passes are small")]
pub(crate) const fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{Columns, Heat, Kind, Settings, float};
    use crate::work::{Apprentice, Work};

    const FEW: Settings =
        Settings { checked: 100, records: 1_000, seconds: 0.001, sizes: &[100, 1_000] };

    struct Answers(Vec<bool>);

    impl Columns for Answers {
        fn decide(&mut self) -> usize {
            self.0.iter().filter(|&&met| met).count()
        }

        fn is_met(&self, record: usize) -> bool {
            self.0[record]
        }

        fn sum(&self) -> u64 {
            self.0.iter().copied().map(u64::from).sum()
        }
    }

    #[test]
    fn every_entrant_is_a_multiple_of_the_floor() {
        let mut heat = Heat::<Apprentice>::new(FEW);
        heat.baselines();
        heat.columns("columns", |records| Answers(records.iter().map(Work::floor).collect()));
        heat.cannot("none");
        let floor = heat.results.times.iter().find(|time| time.kind == Kind::Floor);
        let floor = floor.and_then(|time| time.nanoseconds).expect("the floor");
        assert_eq!(heat.results.times.len(), 5);
        for time in &heat.results.times {
            assert_eq!(time.ratio, time.nanoseconds.map(|own| own / floor), "{time:?}");
        }
        assert_eq!(heat.results.growth.len(), 4);
        assert!((float(1_000) - 1e3).abs() < f64::EPSILON);
    }

    #[test]
    #[should_panic(expected = "wrong, record 0")]
    fn an_entrant_that_differs_from_the_floor_is_not_timed() {
        Heat::<Apprentice>::new(FEW).row(Kind::Engine, "wrong", |record| !record.floor());
    }
}
