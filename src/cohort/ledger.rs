//! One ledger against a rule: in one pass, or kept up to date as activities arrive.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use thiserror::Error;

use crate::explain::Verdict;
use crate::judge::{Activity, LedgerRule, Sum};

/// How many kinds may be told apart by the classes that they make.
const FEW: usize = 4;
/// How long a ledger may be to be added up by class.
const MANY: usize = 1 << 20;
/// How many classes so many kinds make.
const CLASSES: usize = 1 << FEW;

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

    /// The verdict on the units of one ledger, from entries of any form; with up to four kinds and a million
    /// activities it takes no memory.
    ///
    /// Number the courses of a ledger from 0: repeats of those below 256 are found in a table, of others by
    /// looking at every earlier activity.
    ///
    /// # Errors
    ///
    /// When a course counts once and the activities that name one are not in the order of their days.
    #[inline]
    pub fn verdict<T>(
        &self,
        ledger: &[T],
        activity: impl Fn(&T) -> Activity,
    ) -> Result<Verdict, OrderError> {
        let classes = self.kinds.len() <= FEW && ledger.len() <= MANY;
        if classes {
            self.weigh::<Classes, T>(ledger, &activity)
        } else {
            self.weigh::<Sums, T>(ledger, &activity)
        }
    }

    #[inline]
    fn weigh<A: Adds, T>(
        &self,
        ledger: &[T],
        activity: &impl Fn(&T) -> Activity,
    ) -> Result<Verdict, OrderError> {
        let (shown, known) = self.fold::<A, T>(ledger, activity, Bound::Shown)?;
        if shown.reaches(self, |sum| sum.most) {
            return Ok(Verdict::Met);
        }
        let may = if known {
            shown.reaches(self, |sum| sum.least)
        } else {
            let (possible, _) = self.fold::<A, T>(ledger, activity, Bound::Possible)?;
            possible.reaches(self, |sum| sum.least)
        };
        Ok(if may { Verdict::Undetermined } else { Verdict::Unmet })
    }

    /// Adds up one bound of a ledger; also whether everything about every activity is known.
    #[inline]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch that cannot be foreseen costs more than a comparison"
    )]
    fn fold<A: Adds, T>(
        &self,
        ledger: &[T],
        activity: &impl Fn(&T) -> Activity,
        bound: Bound,
    ) -> Result<(A, bool), OrderError> {
        let mut sums = A::none(self);
        let mut known = true;
        let once = self.since.is_some();
        let since = i64::from(self.since.unwrap_or(i32::MAX));
        let (first, length) = self.first_and_length();
        let mut taken = [false; 256];
        // Below 0 as soon as a day comes before the last one.
        let (mut before, mut steps) = (i64::from(i32::MIN), 0);
        for (place, entry) in ledger.iter().enumerate() {
            let entry = activity(entry);
            known &= (entry.least == entry.most) & (entry.surely == entry.perhaps);
            let day = i64::from(entry.day);
            // Days before the first one are far beyond the length.
            let mut counts = day.wrapping_sub(first).cast_unsigned() <= length;
            if let Some(course) = entry.course {
                steps |= day.wrapping_sub(before);
                before = day;
                let table = usize::try_from(course).ok().and_then(|at| taken.get_mut(at));
                counts &= !match table {
                    // Nothing that follows a course after the last day could count.
                    Some(taken) => core::mem::replace(taken, *taken | (since <= day)),
                    None => self.is_repeat(ledger, place, course, activity),
                };
            }
            let (units, kinds) = match bound {
                Bound::Shown => (entry.least, entry.surely),
                Bound::Possible => (entry.most, entry.perhaps),
            };
            // A mask, since whether an activity counts cannot be foreseen.
            sums.add(self, units & i64::from(counts).wrapping_neg(), kinds);
        }
        if once & (steps < 0) { Err(OrderError) } else { Ok((sums, known)) }
    }

    /// The first day that counts and how many follow it; where none counts, a day that is later than any.
    fn first_and_length(&self) -> (i64, u64) {
        let (first, last) = (i64::from(self.first), i64::from(self.last));
        match u64::try_from(last.wrapping_sub(first)) {
            Ok(length) => (first, length),
            Err(_) => (i64::from(u32::MAX), 0),
        }
    }

    /// Whether an earlier activity is of a course that the table has no room for.
    #[cold]
    fn is_repeat<T>(
        &self,
        ledger: &[T],
        place: usize,
        course: u32,
        activity: &impl Fn(&T) -> Activity,
    ) -> bool {
        let mut earlier = ledger.iter().take(place).map(activity);
        let since = self.since.unwrap_or(i32::MAX);
        earlier.any(|other| other.course == Some(course) && since <= other.day)
    }
}

/// Adds up units by what a rule tells apart.
trait Adds {
    fn none(rule: &LedgerRule) -> Self;
    fn add(&mut self, rule: &LedgerRule, units: i64, kinds: u32);
    /// Whether every sum reaches what is asked for.
    fn reaches(&self, rule: &LedgerRule, need: fn(&Sum) -> i64) -> bool;
}

/// By class, the kinds without the lowest bit: one sum is touched for each activity.
struct Classes([i64; CLASSES]);

impl Adds for Classes {
    fn none(_rule: &LedgerRule) -> Self {
        Self([0; CLASSES])
    }

    #[inline]
    fn add(&mut self, rule: &LedgerRule, units: i64, kinds: u32) {
        // Of bits that are no kind of the rule nothing is asked.
        let told = !(u32::MAX << rule.kinds.len().min(FEW));
        let class = usize::try_from((kinds >> 1) & told).unwrap_or_default() % CLASSES;
        if let Some(sum) = self.0.get_mut(class) {
            // Units have a limit and ledgers here a length, so that this is exact.
            *sum = sum.wrapping_add(units);
        }
    }

    fn reaches(&self, rule: &LedgerRule, need: fn(&Sum) -> i64) -> bool {
        rule.sums.iter().all(|sum| {
            let classes = self.0.iter().zip(0_u32..).take(1 << rule.kinds.len().min(FEW));
            let inside = classes.filter(|(_, class)| ((class << 1) | 1) & sum.of != 0);
            inside.fold(0_i64, |all, (units, _)| all.wrapping_add(*units)) >= need(sum)
        })
    }
}

/// By sum, of which there may be many.
struct Sums(Vec<i64>);

impl Adds for Sums {
    fn none(rule: &LedgerRule) -> Self {
        Self(alloc::vec![0; rule.sums.len()])
    }

    fn add(&mut self, rule: &LedgerRule, units: i64, kinds: u32) {
        let sums = self.0.iter_mut().zip(&rule.sums).filter(|(_, of)| kinds & of.of != 0);
        sums.for_each(|(sum, _)| *sum = sum.saturating_add(units));
    }

    fn reaches(&self, rule: &LedgerRule, need: fn(&Sum) -> i64) -> bool {
        rule.sums.iter().zip(&self.0).all(|(sum, units)| *units >= need(sum))
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
        let all = |holds: fn((&(i64, i64), &Sum)) -> bool| {
            self.sums.iter().zip(&self.rule.sums).all(holds)
        };
        match (all(|(sum, of)| sum.0 >= of.most), all(|(sum, of)| sum.1 >= of.least)) {
            (true, _) => Verdict::Met,
            (false, true) => Verdict::Undetermined,
            (false, false) => Verdict::Unmet,
        }
    }
}
