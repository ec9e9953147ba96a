//! Many ledgers as columns.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use thiserror::Error;

use super::masks::Masks;
use super::wide::{Work, wide};
use crate::judge::{Activity, LedgerRule};

/// Ten-thousandths to the step in which columns keep units.
const STEP: i64 = 100;
/// Days are kept from here on, so that 0 is none: days since 1970-01-01, less one.
const BEFORE: i32 = -1;

/// Many ledgers as columns, in the order in which they were pushed: seven bytes an activity, each ledger filled up
/// to a multiple of sixteen.
///
/// | column | type | unit |
/// |---|---|---|
/// | day | `u16` | days, from 1970-01-01 to 2149-06-04 |
/// | the day of the same course before it | `u16` | the same; 0: none |
/// | units | `u16` | hundredths, up to 655.35 |
/// | kinds | `u8` | a bit for each, up to seven |
///
/// Where units or kinds are known in part only, there are two more columns for what is possible.
///
/// # Example: three ledgers at once
///
/// ```
/// use coding_credentials::cohort::{Activity, Ledgers};
/// use coding_credentials::explain::Verdict;
/// use coding_credentials::{Judge, Record, RuleBook};
///
/// let judge = Judge::new(RuleBook::builtin()?);
/// let holder = Record::from_json(r#"{
///     "holdings":    [{"credential": "AAPC/CPC", "awarded": "2025-02-01", "cycle": {"start": "2025-02-01", "end": "2027-01-31"}}],
///     "memberships": [{"organization": "AAPC", "paid_through": "2027-01-31"}], "ceus": [], "exceptions": []
/// }"#)?;
/// let rule = judge.ledger_rule("AAPC/CPC", &holder, "2027-01-31".parse()?)?;
///
/// let mut ledgers = Ledgers::new();
/// ledgers.push(&[Activity::known(20_300, 360_000, 0)])?;
/// ledgers.push(&[])?;
/// ledgers.push(&[Activity::between(20_300, (350_000, 360_000), (0, 0))])?;
/// let verdicts = ledgers.verdicts(&rule)?;
/// assert_eq!(verdicts.iter().collect::<Vec<_>>(), [Verdict::Met, Verdict::Unmet, Verdict::Undetermined]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ledgers {
    /// Where each ledger ends.
    ends: Vec<usize>,
    day: Vec<u16>,
    again: Vec<u16>,
    shown: Bound,
    possible: Option<Bound>,
}

/// One bound of all activities.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Bound {
    units: Vec<u16>,
    kinds: Vec<u8>,
}

impl Bound {
    fn push(&mut self, units: i64, kinds: u32) {
        let steps = units.max(0).checked_div(STEP).unwrap_or_default();
        self.units.push(u16::try_from(steps).unwrap_or(u16::MAX));
        self.kinds.push(u8::try_from(kinds).unwrap_or(u8::MAX));
    }
}

/// A ledger or a rule that columns cannot hold.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum LedgersError {
    /// A day before 1970-01-01 or after 2149-06-04.
    #[error("activity {activity}: day {day} lies outside the days of columns, 0 to 65533")]
    Day {
        /// The activity, counted from 0.
        activity: usize,
        /// Its day, as days since 1970-01-01.
        day: i32,
    },
    /// Units finer than a hundredth, or more than 655.35.
    #[error(
        "activity {activity}: {units} ten-thousandths of a unit are not hundredths up to 655.35"
    )]
    Units {
        /// The activity, counted from 0.
        activity: usize,
        /// Its units, in ten-thousandths.
        units: i64,
    },
    /// More kinds than columns tell apart.
    #[error("activity {activity}: more than seven kinds")]
    Kinds {
        /// The activity, counted from 0.
        activity: usize,
    },
    /// A rule that asks for more than columns add up, or tells more kinds apart.
    #[error("the rule is more than columns of ledgers express: ask for each ledger by itself")]
    Rule,
    /// More rules to choose from than columns tell apart.
    #[error("{rules} rules to choose from, more than 16: ask for some of the ledgers at a time")]
    Rules {
        /// How many there are.
        rules: usize,
    },
    /// Rules that differ in more than in how much they ask for.
    #[error("the rules differ in more than in how much they ask for: ask for each by itself")]
    Differ,
    /// There are more or fewer choices of a rule than ledgers, or one names no rule.
    #[error(
        "{choices} choices among {rules} rules for {ledgers} ledgers: one for each ledger, counted from 0"
    )]
    Choices {
        /// How many choices were given.
        choices: usize,
        /// How many rules.
        rules: usize,
        /// How many ledgers there are.
        ledgers: usize,
    },
}

impl Ledgers {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Adds the ledger of one person, in any order; of equal courses on one day the first one counts.
    ///
    /// # Errors
    ///
    /// When an activity does not fit into the columns; then nothing is added.
    pub fn push(&mut self, ledger: &[Activity]) -> Result<(), LedgersError> {
        for (place, activity) in ledger.iter().enumerate() {
            fits(place, activity)?;
        }
        if self.possible.is_none() && ledger.iter().any(|one| !one.is_known()) {
            self.possible = Some(self.shown.clone());
        }
        let mut order: Vec<&Activity> = ledger.iter().collect();
        order.sort_by_key(|activity| activity.day);
        let mut before: BTreeMap<u32, u16> = BTreeMap::new();
        for activity in order {
            let day = day(activity.day);
            let again = activity.course.and_then(|course| before.insert(course, day));
            self.day.push(day);
            self.again.push(again.unwrap_or_default());
            self.shown.push(activity.least, activity.surely);
            if let Some(possible) = &mut self.possible {
                possible.push(activity.most, activity.perhaps);
            }
        }
        self.fill_up();
        self.ends.push(self.day.len());
        Ok(())
    }

    /// Entries that never count, so that every ledger is a multiple of what is worked on at once.
    fn fill_up(&mut self) {
        let len = self.day.len().next_multiple_of(LANES);
        self.day.resize(len, 0);
        self.again.resize(len, 0);
        for bound in core::iter::once(&mut self.shown).chain(&mut self.possible) {
            bound.units.resize(len, 0);
            bound.kinds.resize(len, 0);
        }
    }

    /// The verdicts on the units of all ledgers, under one rule.
    ///
    /// # Errors
    ///
    /// When the rule is more than columns express.
    pub fn verdicts(&self, rule: &LedgerRule) -> Result<Masks, LedgersError> {
        let mut masks = Masks::default();
        self.verdicts_into(&[rule], |_| 0, &mut masks)?;
        Ok(masks)
    }

    /// The verdicts under one of up to sixteen rules each, which differ in how much they ask for: those of people
    /// who hold one credential, two, three. `choices` has the place of the rule for each ledger.
    ///
    /// # Errors
    ///
    /// When there are more rules or they differ in more, there is not one choice for each ledger, or the rules are
    /// more than columns express. Then the masks stay as they were.
    pub fn verdicts_by(
        &self,
        rules: &[&LedgerRule],
        choices: &[u8],
        masks: &mut Masks,
    ) -> Result<(), LedgersError> {
        let known = |choice: &u8| usize::from(*choice) < rules.len();
        if choices.len() != self.len() || !choices.iter().all(known) {
            let (choices, rules, ledgers) = (choices.len(), rules.len(), self.len());
            return Err(LedgersError::Choices { choices, rules, ledgers });
        }
        let choice = |at: usize| choices.get(at).map_or(0, |choice| usize::from(*choice));
        self.verdicts_into(rules, choice, masks)
    }

    fn verdicts_into(
        &self,
        rules: &[&LedgerRule],
        choice: impl Fn(usize) -> usize,
        masks: &mut Masks,
    ) -> Result<(), LedgersError> {
        if rules.len() > MAX_RULES {
            return Err(LedgersError::Rules { rules: rules.len() });
        }
        let Some(first) = rules.first() else {
            masks.reset(self.len());
            return Ok(());
        };
        if rules.iter().any(|rule| rule.sums.len() != first.sums.len()) {
            return Err(LedgersError::Differ);
        }
        match first.sums.len() {
            0..=1 => self.run::<1>(rules, choice, masks),
            2 => self.run::<2>(rules, choice, masks),
            3 => self.run::<3>(rules, choice, masks),
            4 => self.run::<4>(rules, choice, masks),
            5..=8 => self.run::<8>(rules, choice, masks),
            _ => Err(LedgersError::Rule),
        }
    }

    fn run<const K: usize>(
        &self,
        rules: &[&LedgerRule],
        choice: impl Fn(usize) -> usize,
        masks: &mut Masks,
    ) -> Result<(), LedgersError> {
        let mut needs = [[Need::default(); K]; MAX_RULES];
        let mut window: Option<Window<K>> = None;
        for (rule, needs) in rules.iter().zip(needs.iter_mut()) {
            let this = Window::of(rule).ok_or(LedgersError::Rule)?;
            if window.is_some_and(|window| window != this) {
                return Err(LedgersError::Differ);
            }
            window = Some(this);
            *needs = Need::of(rule).ok_or(LedgersError::Rule)?;
        }
        let window = window.ok_or(LedgersError::Rule)?;
        masks.reset(self.len());
        wide(OverLedgers { ledgers: self, window, needs: &needs, choice, masks });
        Ok(())
    }
}

/// How many rules may be chosen from.
const MAX_RULES: usize = 16;

impl Activity {
    /// Whether units and kinds are known.
    const fn is_known(&self) -> bool {
        self.least == self.most && self.surely == self.perhaps
    }
}

fn day(unix: i32) -> u16 {
    u16::try_from(unix.saturating_sub(BEFORE)).unwrap_or(u16::MAX)
}

fn fits(place: usize, one: &Activity) -> Result<(), LedgersError> {
    if !(0..65_534).contains(&one.day) {
        return Err(LedgersError::Day { activity: place, day: one.day });
    }
    let fine = |units: i64| units.checked_rem(STEP) != Some(0);
    let most = STEP.saturating_mul(i64::from(u16::MAX));
    if fine(one.least) || one.least > most {
        return Err(LedgersError::Units { activity: place, units: one.least });
    }
    // What may be any amount is more than any rule asks for.
    if one.most <= most && fine(one.most) {
        return Err(LedgersError::Units { activity: place, units: one.most });
    }
    if (one.surely | one.perhaps) > u32::from(u8::MAX) {
        return Err(LedgersError::Kinds { activity: place });
    }
    Ok(())
}

/// What counts, in the units of columns.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Window<const K: usize> {
    first: u16,
    last: u16,
    since: u16,
    of: [u16; K],
}

impl<const K: usize> Window<K> {
    fn of(rule: &LedgerRule) -> Option<Self> {
        if rule.sums.len() > K {
            return None;
        }
        let mut of = [0_u16; K];
        for (of, sum) in of.iter_mut().zip(&rule.sums) {
            *of = u8::try_from(sum.of).ok()?.into();
        }
        // Every day of a ledger lies within the days of columns, so that these bounds may be cut to them.
        let cut = |unix: i32| day(unix.clamp(BEFORE, 65_534));
        let since = rule.since.map_or(u16::MAX, |since| cut(since).max(1));
        Some(Self { first: cut(rule.first), last: cut(rule.last), since, of })
    }
}

/// What a sum must reach, in steps.
#[derive(Clone, Copy, Default)]
struct Need {
    least: u32,
    most: u32,
}

impl Need {
    /// What a rule asks for; a step that is begun is a whole one, since sums are of whole steps.
    fn of<const K: usize>(rule: &LedgerRule) -> Option<[Self; K]> {
        let steps = |units: i64| {
            let steps = units.saturating_add(STEP.saturating_sub(1)).checked_div(STEP)?;
            // Beyond what a single activity may have, what is possible could be cut short.
            if units >= crate::judge::UNBOUNDED {
                return Some(u32::MAX);
            }
            u16::try_from(steps).ok().map(u32::from)
        };
        let mut needs = [Self::default(); K];
        for (need, sum) in needs.iter_mut().zip(&rule.sums) {
            *need = Self { least: steps(sum.least)?, most: steps(sum.most)? };
        }
        Some(needs)
    }
}

/// One rule over many ledgers.
struct OverLedgers<'a, const K: usize, C> {
    ledgers: &'a Ledgers,
    window: Window<K>,
    needs: &'a [[Need; K]; MAX_RULES],
    choice: C,
    masks: &'a mut Masks,
}

impl<const K: usize, C: Fn(usize) -> usize> Work for OverLedgers<'_, K, C> {
    type Answer = ();

    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn work(self) {
        let Self { ledgers, window, needs, choice, masks } = self;
        let mut bits = Bits { masks, len: ledgers.len(), met: 0, perhaps: 0 };
        let mut shown = ledgers.activities(&ledgers.shown);
        let mut possible = ledgers.possible.as_ref().map(|bound| ledgers.activities(bound));
        let mut start = 0_usize;
        for (at, end) in ledgers.ends.iter().enumerate() {
            let len = end.saturating_sub(start);
            let shown = window.sums(&mut shown, len);
            let possible = match &mut possible {
                Some(possible) => window.sums(possible, len),
                None => shown,
            };
            if let Some(needs) = needs.get(choice(at)) {
                bits.set(at, needs, &shown, &possible);
            }
            start = *end;
        }
    }
}

/// Verdicts that are gathered into words.
struct Bits<'m> {
    masks: &'m mut Masks,
    len: usize,
    met: u64,
    perhaps: u64,
}

impl Bits<'_> {
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn set<const K: usize>(
        &mut self,
        at: usize,
        needs: &[Need; K],
        shown: &[u32; K],
        possible: &[u32; K],
    ) {
        let (mut met, mut perhaps) = (true, true);
        for ((need, shown), possible) in needs.iter().zip(shown).zip(possible) {
            met &= *shown >= need.most;
            perhaps &= *possible >= need.least;
        }
        let bit = at.rem_euclid(64);
        self.met |= u64::from(met) << bit;
        self.perhaps |= u64::from(perhaps) << bit;
        if bit == 63 || at.saturating_add(1) == self.len {
            self.masks.set(at.div_euclid(64), self.met, self.met | self.perhaps);
            (self.met, self.perhaps) = (0, 0);
        }
    }
}

/// Ledgers are filled up to a multiple of so many activities, the lanes of a vector.
const LANES: usize = 16;

/// Activities that are added up at once: days, those of the same courses before, units, kinds.
type Several<'a> = (((&'a [u16; LANES], &'a [u16; LANES]), &'a [u16; LANES]), &'a [u8; LANES]);

impl Ledgers {
    /// All activities, on one bound.
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn activities<'a>(&'a self, bound: &'a Bound) -> impl Iterator<Item = Several<'a>> {
        let days = self.day.as_chunks().0.iter();
        let again = self.again.as_chunks().0;
        days.zip(again).zip(bound.units.as_chunks().0).zip(bound.kinds.as_chunks().0)
    }
}

impl<const K: usize> Window<K> {
    /// The sums of the next ledger, which is so long. Each lane stops at the largest number that it can hold: a
    /// rule asks for no more.
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    #[expect(single_use_lifetimes, reason = "it cannot be left out in an `impl Trait`")]
    fn sums<'a>(&self, all: &mut impl Iterator<Item = Several<'a>>, len: usize) -> [u32; K] {
        let mut lanes = [[0_u16; LANES]; K];
        for _ in 0..len.div_euclid(LANES) {
            if let Some(activities) = all.next() {
                self.add(activities, &mut lanes);
            }
        }
        // Not `map` over arrays: that is a call out of the code for wide vectors.
        let mut sums = [0_u32; K];
        for (sum, lanes) in sums.iter_mut().zip(&lanes) {
            for lane in lanes {
                *sum = sum.wrapping_add(u32::from(*lane));
            }
        }
        sums
    }

    /// Adds some activities to the sums, each to its lane.
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch that cannot be foreseen costs more than a comparison"
    )]
    fn add(&self, (((days, again), units), kinds): Several<'_>, sums: &mut [[u16; LANES]; K]) {
        let mut counted = [0_u16; LANES];
        for (((counted, day), again), units) in counted.iter_mut().zip(days).zip(again).zip(units) {
            let counts = (self.first <= *day) & (*day <= self.last) & (*again < self.since);
            *counted = *units & 0_u16.wrapping_sub(u16::from(counts));
        }
        let kinds = kinds.map(u16::from);
        for (sums, of) in sums.iter_mut().zip(&self.of) {
            for ((sum, units), kinds) in sums.iter_mut().zip(&counted).zip(&kinds) {
                let belongs = 0_u16.wrapping_sub(u16::from(kinds & of != 0));
                *sum = sum.saturating_add(units & belongs);
            }
        }
    }
}
