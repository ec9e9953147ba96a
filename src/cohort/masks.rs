//! Verdicts about many records, as bits.

use alloc::vec::Vec;

use crate::explain::Verdict;

/// The verdicts on one question about many records, in their order: a bit for *met* and a bit for *not
/// ruled out*, 64 records to a word.
///
/// ```
/// use coding_credentials::cohort::{Column, Values};
/// use coding_credentials::explain::Verdict;
/// use coding_credentials::{Judge, RuleBook};
///
/// let judge = Judge::new(RuleBook::builtin()?);
/// let rules = judge.rules_on("2026-01-15".parse()?);
/// let award = rules.award(&"AAPC/CPC".parse()?)?;
/// let mut columns = vec![Column::known(Values::Same(1)); award.inputs().len()];
/// columns[award.input("award/experience").unwrap()] = Column::known(Values::U32(&[729, 730]));
/// columns[award.input("award/experience/practicode/training").unwrap()] = Column::known(Values::Same(0));
/// columns[award.input("award/experience/eighty-hour-course/coursework").unwrap()] = Column::known(Values::Same(0));
///
/// let masks = award.verdicts(&columns, 2)?;
/// assert_eq!(masks.iter().collect::<Vec<_>>(), [Verdict::Unmet, Verdict::Met]);
/// assert_eq!(masks.count(Verdict::Met), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Masks {
    len: usize,
    met: Vec<u64>,
    possible: Vec<u64>,
}

impl Masks {
    pub(super) fn with_len(len: usize) -> Self {
        let words = len.div_ceil(64);
        Self { len, met: alloc::vec![0; words], possible: alloc::vec![0; words] }
    }

    /// Makes room for so many records, keeping the memory.
    pub(super) fn reset(&mut self, len: usize) {
        let words = len.div_ceil(64);
        self.len = len;
        self.met.resize(words, 0);
        self.possible.resize(words, 0);
    }

    pub(super) fn set(&mut self, word: usize, met: u64, possible: u64) {
        let rest = self.len.saturating_sub(word.saturating_mul(64));
        let inside = if rest >= 64 { u64::MAX } else { !(u64::MAX << rest) };
        if let (Some(of_met), Some(of_possible)) =
            (self.met.get_mut(word), self.possible.get_mut(word))
        {
            *of_met = met & inside;
            *of_possible = possible & inside;
        }
    }

    /// How many records there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The verdict on one record; `None` beyond the last.
    #[must_use]
    pub fn verdict(&self, record: usize) -> Option<Verdict> {
        let (word, bit) = (record.checked_div(64)?, record.checked_rem(64)?);
        let on = |words: &[u64]| words.get(word).is_some_and(|word| word & (1 << bit) != 0);
        (record < self.len).then(|| match (on(&self.met), on(&self.possible)) {
            (true, _) => Verdict::Met,
            (false, true) => Verdict::Undetermined,
            (false, false) => Verdict::Unmet,
        })
    }

    /// The verdicts in order.
    pub fn iter(&self) -> impl Iterator<Item = Verdict> {
        (0..self.len).filter_map(|record| self.verdict(record))
    }

    /// How many records have this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        let ones = |words: &mut dyn Iterator<Item = u64>| {
            let ones = words.map(|word| usize::try_from(word.count_ones()).unwrap_or_default());
            ones.fold(0, usize::saturating_add)
        };
        let both = || self.met.iter().zip(&self.possible);
        match verdict {
            Verdict::Met => ones(&mut self.met.iter().copied()),
            Verdict::Undetermined => ones(&mut both().map(|(met, possible)| possible & !met)),
            Verdict::Unmet => {
                let other = ones(&mut both().map(|(met, possible)| met | possible));
                self.len.saturating_sub(other)
            }
        }
    }

    /// The bits of those that are met: record 0 is the lowest bit of the first word.
    #[must_use]
    pub fn met(&self) -> &[u64] {
        &self.met
    }

    /// The bits of those that are undetermined.
    pub fn undetermined(&self) -> impl Iterator<Item = u64> {
        self.met.iter().zip(&self.possible).map(|(met, possible)| possible & !met)
    }
}
