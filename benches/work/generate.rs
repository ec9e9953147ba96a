//! Records from a seeded generator. Thresholds are drawn more often than chance would, so that
//! both sides of each occur among the first few hundred records.

use super::floor::{CYCLE_END, CYCLE_START, required_quarters};
use super::{ACTIVITIES, Activity, Alternatives, Apprentice, Ledger};

const SEED: u64 = 0x00c0_d1a9_c2ed_e271;

/// A day more, no more and no less than one year and than two.
const DAYS: [u32; 8] = [0, 364, 365, 366, 729, 730, 731, 1_095];

const HOURS: [u32; 4] = [0, 79, 80, 81];

/// Both ends of the cycle and the days next to them.
const CYCLE_DAYS: [i32; 6] =
    [CYCLE_START - 1, CYCLE_START, CYCLE_START + 1, CYCLE_END - 1, CYCLE_END, CYCLE_END + 1];

pub(super) fn apprentice(index: u64) -> Apprentice {
    let mut random = SplitMix64::of_record(index);
    Apprentice {
        days: random.days(),
        course_hours: if random.chance(50) { random.pick(HOURS) } else { random.below(121) },
        practicode: random.chance(50),
    }
}

pub(super) fn alternatives(index: u64) -> Alternatives {
    let mut random = SplitMix64::of_record(index);
    let diligent = random.chance(20);
    Alternatives {
        cca: random.chance(30),
        days: random.days(),
        other: random.chance(25),
        courses: [(); 6].map(|()| diligent || random.chance(70)),
    }
}

pub(super) fn ledger(index: u64) -> Ledger {
    let mut random = SplitMix64::of_record(index);
    let credentials = [1, 2, 3, 4];
    let credentials = random.pick(credentials);
    let hiim = 55 + random.below(40);
    let ahima = 30 + random.below(40);
    // About 32 of 40 activities count, so that this many on average come near the required.
    let most = u16::try_from(required_quarters(credentials) / 14).expect("at most 14");
    let mut activities = [(); ACTIVITIES].map(|()| Activity {
        day: random.cycle_day(),
        course: random.small(256),
        hiim: random.chance(hiim),
        ahima: random.chance(ahima),
        quarters: 1 + random.small(most),
    });
    activities.sort_by_key(|activity| activity.day);
    Ledger { credentials, activities }
}

/// The generator of Steele, Lea and Flood; its words do not depend on a crate's version.
struct SplitMix64(u64);

impl SplitMix64 {
    /// A stream of its own for each record.
    const fn of_record(index: u64) -> Self {
        Self(Self(SEED.wrapping_add(index)).word())
    }

    const fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// 0 up to but not including the bound.
    fn below(&mut self, bound: u32) -> u32 {
        let scaled = ((self.word() >> 32) * u64::from(bound)) >> 32;
        u32::try_from(scaled).expect("below a bound of 32 bits")
    }

    fn small(&mut self, bound: u16) -> u16 {
        u16::try_from(self.below(u32::from(bound))).expect("below a bound of 16 bits")
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy, const COUNT: usize>(&mut self, from: [T; COUNT]) -> T {
        let count = u32::try_from(COUNT).expect("a short list");
        let place = usize::try_from(self.below(count)).expect("a place in a short list");
        from[place]
    }

    /// Days of experience: a quarter of them at a threshold.
    fn days(&mut self) -> u32 {
        if self.chance(25) { self.pick(DAYS) } else { self.below(901) }
    }

    /// A day in the cycle or up to two months outside it; one in eight next to its ends.
    fn cycle_day(&mut self) -> i32 {
        if self.chance(12) {
            return self.pick(CYCLE_DAYS);
        }
        let first = CYCLE_START - 60;
        let days = u32::try_from(CYCLE_END + 60 - first).expect("the end is after the start");
        first.saturating_add_unsigned(self.below(days + 1))
    }
}
