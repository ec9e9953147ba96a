//! One ledger against a rule: in one pass, or kept up to date as activities arrive.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use thiserror::Error;

use crate::explain::Verdict;
use crate::judge::{Activity, LedgerRule};

/// So many activities are added up before a sum is kept from running over.
const STRETCH: usize = 1 << 20;
/// More than any rule asks for, and so little that [`STRETCH`] of them fit into a sum.
const ENOUGH: i64 = 1 << 36;

/// A ledger that is not in order.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error(
    "the activities are not in the order of their days: sort them, so that the first of equal courses counts"
)]
#[expect(clippy::exhaustive_structs, reason = "it says all there is to say")]
pub struct OrderError;

/// Which bound of an activity is added up.
#[derive(Clone, Copy)]
enum Bound {
    Shown,
    Possible,
}

impl LedgerRule {
    /// The kinds of activities that it tells apart, by the paths of their constraints; the place of each is its
    /// bit in [`Activity::known`].
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().map(alloc::string::String::as_str)
    }

    /// The first day that counts, as days since 1970-01-01.
    #[must_use]
    pub const fn first_day(&self) -> i32 {
        self.first
    }

    /// The last day that counts, as days since 1970-01-01.
    #[must_use]
    pub const fn last_day(&self) -> i32 {
        self.last
    }

    /// The verdict on the units of one ledger, from entries of any form; it takes no memory.
    ///
    /// Number the courses of a ledger from 0: repeats of those below 256 are found in a table, of others by
    /// looking at every earlier activity.
    ///
    /// # Errors
    ///
    /// When a course counts once and the activities are not in the order of their days.
    #[inline]
    pub fn verdict<T>(
        &self,
        ledger: &[T],
        activity: impl Fn(&T) -> Activity,
    ) -> Result<Verdict, OrderError> {
        // So many sums are kept beside each other; each number is compiled by itself.
        match self.sums.len() {
            0..=1 => self.weigh::<1, T>(ledger, &activity),
            2 => self.weigh::<2, T>(ledger, &activity),
            3 => self.weigh::<3, T>(ledger, &activity),
            4 => self.weigh::<4, T>(ledger, &activity),
            5..=8 => self.weigh::<8, T>(ledger, &activity),
            _ => self.weigh::<64, T>(ledger, &activity),
        }
    }

    #[inline]
    fn weigh<const K: usize, T>(
        &self,
        ledger: &[T],
        activity: &impl Fn(&T) -> Activity,
    ) -> Result<Verdict, OrderError> {
        let shown = self.fold::<K, T>(ledger, activity, Bound::Shown)?;
        let reached = |sums: [i64; K], need: fn(&crate::judge::Sum) -> i64| {
            self.sums.iter().zip(sums).all(|(of, sum)| sum >= need(of))
        };
        // What is asked for at least may be reached by what is shown already.
        if reached(shown.sums, |sum| sum.most) {
            return Ok(Verdict::Met);
        }
        let possible = if shown.known {
            shown.sums
        } else {
            self.fold::<K, T>(ledger, activity, Bound::Possible)?.sums
        };
        let may = reached(possible, |sum| sum.least);
        Ok(if may { Verdict::Undetermined } else { Verdict::Unmet })
    }

    /// Adds up one bound of a ledger.
    #[inline]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch that cannot be foreseen costs more than a comparison"
    )]
    fn fold<const K: usize, T>(
        &self,
        ledger: &[T],
        activity: &impl Fn(&T) -> Activity,
        bound: Bound,
    ) -> Result<Folded<K>, OrderError> {
        let of: [u32; K] = core::array::from_fn(|at| self.sums.get(at).map_or(0, |sum| sum.of));
        let mut taken = Taken { since: self.since.unwrap_or(i32::MAX), ..Taken::default() };
        let mut folded = Folded { sums: [0; K], known: true };
        for (stretch, entries) in ledger.chunks(STRETCH).enumerate() {
            let mut sums = [0_i64; K];
            for (place, entry) in entries.iter().enumerate() {
                let one = activity(entry);
                folded.known &= (one.least == one.most) & (one.surely == one.perhaps);
                let inside = (self.first <= one.day) & (one.day <= self.last);
                let earlier = || {
                    let before = stretch.saturating_mul(STRETCH).saturating_add(place);
                    ledger.get(..before).unwrap_or_default().iter().map(activity)
                };
                let again = taken.again(&one, one.day <= self.last, earlier);
                let (units, kinds) = match bound {
                    Bound::Shown => (one.least, one.surely),
                    Bound::Possible => (one.most, one.perhaps),
                };
                let units = if inside & !again { units.clamp(0, ENOUGH) } else { 0 };
                for (sum, of) in sums.iter_mut().zip(of) {
                    *sum = sum.wrapping_add(if kinds & of == 0 { 0 } else { units });
                }
            }
            for (all, sum) in folded.sums.iter_mut().zip(sums) {
                *all = all.saturating_add(sum).min(i64::MAX / 8);
            }
        }
        if taken.out_of_order { Err(OrderError) } else { Ok(folded) }
    }
}

/// What one pass over a ledger comes to.
struct Folded<const K: usize> {
    sums: [i64; K],
    /// Whether everything about every activity is known.
    known: bool,
}

/// The courses that were taken.
struct Taken {
    table: [bool; 256],
    /// A course taken before this day may be taken again.
    since: i32,
    before: i32,
    out_of_order: bool,
}

impl Default for Taken {
    fn default() -> Self {
        Self { table: [false; 256], since: i32::MAX, before: i32::MIN, out_of_order: false }
    }
}

impl Taken {
    /// Whether the course of an activity was taken before; it is taken from now on.
    #[inline]
    fn again<I: Iterator<Item = Activity>>(
        &mut self,
        one: &Activity,
        in_time: bool,
        earlier: impl Fn() -> I,
    ) -> bool {
        let Some(course) = one.course else { return false };
        if self.since == i32::MAX {
            return false;
        }
        self.out_of_order |= one.day < self.before;
        self.before = one.day;
        let Some(taken) = usize::try_from(course).ok().and_then(|at| self.table.get_mut(at)) else {
            let since = self.since;
            return earlier().any(|other| other.course == one.course && since <= other.day);
        };
        let again = *taken;
        *taken |= (self.since <= one.day) & in_time;
        again
    }
}

/// The sums of one ledger, kept up to date as activities arrive.
///
/// ```
/// use coding_credentials::cohort::{Activity, Tally};
/// use coding_credentials::explain::Verdict;
/// use coding_credentials::{Judge, Record, RuleBook};
///
/// let judge = Judge::new(RuleBook::builtin()?);
/// let holder = Record::from_json(r#"{
///     "holdings":    [{"credential": "AAPC/CPC", "awarded": "2025-02-01", "cycle": {"start": "2025-02-01", "end": "2027-01-31"}}],
///     "memberships": [{"organization": "AAPC", "paid_through": "2027-01-31"}], "ceus": [], "exceptions": []
/// }"#)?;
/// let rule = judge.ledger_rule("AAPC/CPC", &holder, "2027-01-31".parse()?)?;
/// let mut tally = Tally::new(&rule);
/// tally.add(&Activity::known(20_300, 200_000, 0))?;
/// assert_eq!(tally.verdict(), Verdict::Unmet); // 20 of 36
/// tally.add(&Activity::known(20_400, 160_000, 0))?;
/// assert_eq!(tally.verdict(), Verdict::Met);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tally<'r> {
    rule: &'r LedgerRule,
    /// What is shown and what is possible, for each sum.
    sums: Vec<(i64, i64)>,
    /// The days on which courses were taken.
    taken: BTreeMap<u32, i32>,
}

impl<'r> Tally<'r> {
    /// An empty ledger.
    #[must_use]
    pub fn new(rule: &'r LedgerRule) -> Self {
        let sums = alloc::vec![(0, 0); rule.sums.len()];
        Self { rule, sums, taken: BTreeMap::new() }
    }

    /// Adds an activity; what was added before is not looked at again.
    ///
    /// # Errors
    ///
    /// When its course was added before with a later day: then the earlier one counts, and the ledger has to
    /// be added up anew. Nothing is added.
    pub fn add(&mut self, activity: &Activity) -> Result<(), OrderError> {
        let rule = self.rule;
        let inside = rule.first <= activity.day && activity.day <= rule.last;
        if let Some((course, since)) = activity.course.zip(rule.since) {
            match self.taken.get(&course) {
                Some(day) if activity.day < *day => return Err(OrderError),
                Some(_) => return Ok(()),
                None if since <= activity.day && activity.day <= rule.last => {
                    self.taken.insert(course, activity.day);
                }
                None => {}
            }
        }
        for (sum, of) in self.sums.iter_mut().zip(&rule.sums).filter(|_| inside) {
            let amount = |kinds: u32, units: i64| if kinds & of.of == 0 { 0 } else { units };
            sum.0 = sum.0.saturating_add(amount(activity.surely, activity.least)).min(i64::MAX / 8);
            sum.1 = sum.1.saturating_add(amount(activity.perhaps, activity.most)).min(i64::MAX / 8);
        }
        Ok(())
    }

    /// The verdict on the units so far.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let all = |holds: fn((&(i64, i64), &crate::judge::Sum)) -> bool| {
            self.sums.iter().zip(&self.rule.sums).all(holds)
        };
        match (all(|(sum, of)| sum.0 >= of.most), all(|(sum, of)| sum.1 >= of.least)) {
            (true, _) => Verdict::Met,
            (false, true) => Verdict::Undetermined,
            (false, false) => Verdict::Unmet,
        }
    }
}
