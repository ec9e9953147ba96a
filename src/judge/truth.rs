//! How something turns out in every combination of some unknowns: a bit for each combination, so that *and*
//! and *or* take 64 of them at once.
//!
//! The number of a combination is written in binary, with as many bits for each unknown as the number of
//! its values takes. Numbers beyond the last value stand for the last value once more: that adds nothing
//! to how things turn out, nor to what swings.

use alloc::vec::Vec;

use super::program::Outcome;

/// The most unknowns that are tried together.
pub(super) const MAX_UNKNOWNS: usize = 12;

/// A set of unknowns, by their places in a list of at most [`MAX_UNKNOWNS`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Places(u16);

impl Places {
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn one(place: usize) -> Self {
        if place < MAX_UNKNOWNS { Self(1 << place) } else { Self::NONE }
    }

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the two have an unknown in common.
    pub(super) const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The first of them alone.
    pub(super) const fn first(self) -> Option<Self> {
        if self.is_empty() { None } else { Some(Self(self.0 & self.0.wrapping_neg())) }
    }
}

/// How the outcomes of several branches make one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Join {
    All,
    Any,
    /// Readings of one rule.
    Merge,
}

impl Join {
    /// What changes nothing when it is joined; for readings that is no outcome of its own.
    pub(super) const fn unit(self) -> Outcome {
        match self {
            Self::All => Outcome::MET,
            Self::Any => Outcome::UNMET,
            Self::Merge => Outcome { shown: true, possible: false },
        }
    }

    pub(super) const fn of(self, one: Outcome, other: Outcome) -> Outcome {
        match self {
            Self::All => one.and(other),
            Self::Any => one.or(other),
            Self::Merge => one.merge(other),
        }
    }
}

/// All outcomes.
const ALL: [Outcome; 3] = [Outcome::MET, Outcome::UNMET, Outcome::OPEN];

/// A set of outcomes: a bit for each of [`ALL`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outcomes(u8);

impl Outcomes {
    const fn bit(outcome: Outcome) -> u8 {
        match (outcome.shown, outcome.possible) {
            (true, _) => 1,
            (false, false) => 2,
            (false, true) => 4,
        }
    }

    fn each(self) -> impl Iterator<Item = Outcome> {
        ALL.into_iter().filter(move |outcome| self.0 & Self::bit(*outcome) != 0)
    }

    /// The outcomes of two branches together that share no unknown.
    pub(super) fn joined(self, other: Self, join: Join) -> Self {
        let with = |one| other.each().map(move |other| Self::bit(join.of(one, other)));
        Self(self.each().flat_map(with).fold(0, |all, bit| all | bit))
    }
}

impl From<Outcome> for Outcomes {
    fn from(outcome: Outcome) -> Self {
        Self(Self::bit(outcome))
    }
}

/// Between which outcomes something swings: for each of [`ALL`] those to which it goes over.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Swings([Outcomes; 3]);

impl Swings {
    pub(super) fn is_empty(self) -> bool {
        self.0.iter().all(|to| to.0 == 0)
    }

    /// The swings of a whole of which a branch swings in this way, and the others turn out as they may.
    pub(super) fn joined(self, others: Outcomes, join: Join) -> Self {
        let mut all = Self::default();
        for (from, to) in ALL.into_iter().zip(self.0) {
            for (to, other) in to.each().flat_map(|to| others.each().map(move |other| (to, other)))
            {
                all.add(join.of(from, other), join.of(to, other));
            }
        }
        all
    }

    fn add(&mut self, from: Outcome, to: Outcome) {
        let bits = ALL.into_iter().zip(&mut self.0);
        bits.filter(|(one, _)| *one == from && from != to)
            .for_each(|(_, all)| all.0 |= Outcomes::bit(to));
    }
}

/// The combinations of some unknowns.
#[derive(Debug)]
pub(super) struct Combinations {
    digits: Vec<Digit>,
    /// How many words of 64 bits they take.
    words: usize,
}

/// The bits of one unknown in the number of a combination.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digit {
    /// The place of the unknown.
    pub(super) place: usize,
    /// How many values it can take.
    values: usize,
    /// Its lowest bit, and how many bits it has.
    shift: u32,
    bits: u32,
}

impl Combinations {
    /// Those of some unknowns, of which the numbers of values are given for all places.
    pub(super) fn new(open: Places, values: impl Iterator<Item = usize>) -> Self {
        let mut shift = 0_u32;
        let digits = values.enumerate().filter(|(place, _)| open.meet(Places::one(*place)));
        let digits = digits.map(|(place, values)| {
            let bits = values.next_power_of_two().trailing_zeros();
            let digit = Digit { place, values, shift, bits };
            shift = shift.saturating_add(bits);
            digit
        });
        let digits = digits.collect();
        Self { digits, words: power(shift.saturating_sub(WORD_BITS)) }
    }

    pub(super) fn digits(&self) -> impl Iterator<Item = Digit> {
        self.digits.iter().copied()
    }

    /// The same outcome in all of them.
    pub(super) fn settled(&self, outcome: Outcome) -> Table {
        let all = |holds| if holds { u64::MAX } else { 0 };
        let word = Word { shown: all(outcome.shown), possible: all(outcome.possible) };
        Table(alloc::vec![word; self.words])
    }

    /// The outcome of something that reads only some of the unknowns, given the values that each has by
    /// their places.
    pub(super) fn table(
        &self,
        open: Places,
        mut outcome: impl FnMut(&[(usize, usize)]) -> Outcome,
    ) -> Table {
        let digits = self.digits().filter(|digit| open.meet(Places::one(digit.place)));
        let digits: Vec<Digit> = digits.collect();
        let bits = digits.iter().fold(0_u32, |bits, digit| bits.saturating_add(digit.bits));
        let mut table = self.settled(Outcome::UNMET);
        let mut values = Vec::with_capacity(digits.len());
        for number in 0..power(bits) {
            let (mut rest, mut region) = (number, Region::WHOLE);
            values.clear();
            for digit in &digits {
                let value = low_bits(rest, digit.bits);
                rest = without_low_bits(rest, digit.bits);
                values.push((digit.place, value.min(digit.values.saturating_sub(1))));
                region = region.within(*digit, value);
            }
            table.put(&region, outcome(&values));
        }
        table
    }
}

/// Combinations in which some unknowns have certain values.
#[derive(Clone, Copy, Debug)]
struct Region {
    /// The bits within each word.
    bits: u64,
    /// The bits of a word's number that are settled, and to what.
    settled: usize,
    number: usize,
}

impl Region {
    const WHOLE: Self = Self { bits: u64::MAX, settled: 0, number: 0 };

    fn within(mut self, digit: Digit, value: usize) -> Self {
        for bit in 0..digit.bits {
            let set = low_bits(without_low_bits(value, bit), 1) == 1;
            let position = digit.shift.saturating_add(bit);
            let stripes = usize::try_from(position).ok().and_then(|position| STRIPES.get(position));
            if let Some(stripes) = stripes {
                self.bits &= if set { *stripes } else { !*stripes };
            } else {
                let bit = power(position.saturating_sub(WORD_BITS));
                self.settled |= bit;
                self.number |= if set { bit } else { 0 };
            }
        }
        self
    }

    /// The numbers of the words in which it lies, of so many.
    fn words(self, count: usize) -> impl Iterator<Item = usize> {
        let next = move |word: &usize| {
            // Counts up in the bits that are not settled: a carry runs through the others.
            let next = (word | self.settled).saturating_add(1) & !self.settled | self.number;
            (next < count).then_some(next)
        };
        core::iter::successors(Some(self.number), next)
    }
}

/// How something turns out in all combinations.
#[derive(Debug)]
pub(super) struct Table(Vec<Word>);

/// The outcomes of 64 combinations.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    shown: u64,
    possible: u64,
}

impl Word {
    /// The combinations that come out as each of [`ALL`].
    const fn outcomes(self) -> [u64; 3] {
        [self.shown, !self.possible, self.possible & !self.shown]
    }
}

impl Table {
    /// Sets an outcome where none was set.
    fn put(&mut self, region: &Region, outcome: Outcome) {
        for number in region.words(self.0.len()) {
            if let Some(word) = self.0.get_mut(number) {
                word.shown |= if outcome.shown { region.bits } else { 0 };
                word.possible |= if outcome.possible { region.bits } else { 0 };
            }
        }
    }

    pub(super) fn join(&mut self, other: &Self, join: Join) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            let Word { shown, possible } = *other;
            *word = match join {
                Join::All => Word { shown: word.shown & shown, possible: word.possible & possible },
                Join::Any => Word { shown: word.shown | shown, possible: word.possible | possible },
                Join::Merge => {
                    Word { shown: word.shown & shown, possible: word.possible | possible }
                }
            };
        }
    }

    pub(super) fn outcomes(&self) -> Outcomes {
        let mut all = Outcomes::default();
        for word in &self.0 {
            let found = ALL.into_iter().zip(word.outcomes()).filter(|(_, bits)| *bits != 0);
            found.for_each(|(outcome, _)| all.0 |= Outcomes::bit(outcome));
        }
        all
    }

    /// Between which outcomes combinations swing that differ in one unknown alone, by one value.
    pub(super) fn swings(&self, digit: Digit) -> Swings {
        let mut swings = Swings::default();
        let lowest = Region::WHOLE.within(digit, 0);
        let step = power(digit.shift);
        for value in 1..digit.values {
            let to = step.saturating_mul(value);
            let from = to.saturating_sub(step);
            for number in lowest.words(self.0.len()) {
                let start = number.saturating_mul(64);
                let from = self.read(start.saturating_add(from)).outcomes();
                let to = self.read(start.saturating_add(to)).outcomes();
                for (from, all) in from.into_iter().zip(&mut swings.0) {
                    let goes = |to: &(Outcome, u64)| from & to.1 & lowest.bits != 0;
                    let found = ALL.into_iter().zip(to).filter(goes);
                    found.for_each(|(to, _)| all.0 |= Outcomes::bit(to));
                }
            }
        }
        for (from, all) in ALL.into_iter().zip(&mut swings.0) {
            all.0 &= !Outcomes::bit(from);
        }
        swings
    }

    /// The 64 combinations from a number on.
    fn read(&self, from: usize) -> Word {
        let number = without_low_bits(from, WORD_BITS);
        let by = u32::try_from(low_bits(from, WORD_BITS)).unwrap_or_default();
        let low = self.0.get(number).copied().unwrap_or_default();
        let high = self.0.get(number.saturating_add(1)).copied().unwrap_or_default();
        Word {
            shown: straddling(low.shown, high.shown, by),
            possible: straddling(low.possible, high.possible, by),
        }
    }
}

/// A word's number of bits has so many bits.
const WORD_BITS: u32 = 6;

/// For each bit of a place within a word: the places in which it is set.
const STRIPES: [u64; 6] = [
    0xaaaa_aaaa_aaaa_aaaa,
    0xcccc_cccc_cccc_cccc,
    0xf0f0_f0f0_f0f0_f0f0,
    0xff00_ff00_ff00_ff00,
    0xffff_0000_ffff_0000,
    0xffff_ffff_0000_0000,
];

/// Two to the power of some bits.
const fn power(bits: u32) -> usize {
    1 << bits
}

const fn low_bits(number: usize, bits: u32) -> usize {
    number & !(usize::MAX << bits)
}

const fn without_low_bits(number: usize, bits: u32) -> usize {
    number >> bits
}

/// The word that begins at a bit of one word and goes on into the next.
const fn straddling(low: u64, high: u64, by: u32) -> u64 {
    low >> by | high.unbounded_shl(64_u32.saturating_sub(by))
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "the numbers of a test are small")]
mod tests {
    use super::*;

    /// Two, five, three, two and four values take 1 + 3 + 2 + 1 + 2 bits: 512 numbers in eight words.
    const VALUES: [usize; 5] = [2, 5, 3, 2, 4];

    fn all() -> Places {
        (0..VALUES.len()).map(Places::one).fold(Places::NONE, Places::with)
    }

    /// What some unknowns decide, the values given by place: something of each of the outcomes.
    fn rule(values: &[(usize, usize)]) -> Outcome {
        let sum: usize = values.iter().map(|(place, value)| (place + 1) * value).sum();
        [Outcome::UNMET, Outcome::OPEN, Outcome::MET, Outcome::UNMET][sum % 4]
    }

    /// Every combination of values, one by one.
    fn each(mut of: impl FnMut(Vec<(usize, usize)>)) {
        for number in 0..VALUES.iter().product::<usize>() {
            let mut rest = number;
            let values = VALUES.iter().enumerate().map(|(place, count)| {
                let value = rest % count;
                rest /= count;
                (place, value)
            });
            of(values.collect());
        }
    }

    fn some(values: &[(usize, usize)], open: Places) -> Vec<(usize, usize)> {
        let read = |(place, _): &(usize, usize)| open.meet(Places::one(*place));
        values.iter().copied().filter(read).collect()
    }

    #[test]
    fn tables_swing_as_one_combination_after_the_other_does() {
        let combinations = Combinations::new(all(), VALUES.into_iter());
        let first = all().without(Places::one(3));
        let second = Places::one(1).with(Places::one(3)).with(Places::one(4));
        for join in [Join::All, Join::Any, Join::Merge] {
            let mut table = combinations.table(first, rule);
            table.join(&combinations.table(second, rule), join);
            let whole = |values: &[(usize, usize)]| {
                join.of(rule(&some(values, first)), rule(&some(values, second)))
            };
            let mut outcomes = 0;
            let mut swings = [Swings::default(); VALUES.len()];
            each(|values| {
                outcomes |= Outcomes::bit(whole(&values));
                for (place, swings) in swings.iter_mut().enumerate() {
                    let mut next = values.clone();
                    next[place].1 += 1;
                    if next[place].1 < VALUES[place] {
                        swings.add(whole(&values), whole(&next));
                    }
                }
            });
            assert_eq!(table.outcomes().0, outcomes, "{join:?}");
            for digit in combinations.digits() {
                let found = table.swings(digit).0.map(|to| to.0);
                assert_eq!(found, swings[digit.place].0.map(|to| to.0), "{join:?}, {digit:?}");
            }
        }
    }
}
