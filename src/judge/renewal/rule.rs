//! What a cycle asks of units, compiled: sums over kinds of activities and what they must reach.
//!
//! The needs are those that the judgement itself works out for the cycle, under every reading; here they
//! become sums. Demands of one pool compete for units, so that every set of them together must find
//! enough: by the theorem on maximum flow that is all that has to hold, and it is a threshold on a sum.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use thiserror::Error;

use super::cycle::Kind;
use super::group::Held;
use super::ledger::{When, Window};
use super::needs::{Demand, Needs, Pool};
use super::versions::{Anchors, Resolver, over_readings};
use super::{MAX_READINGS, Scene};
use crate::book::renewal::{CountsFrom, Repeats};
use crate::calendar::Day;
use crate::explain::Reason;
use crate::judge::{Judge, JudgeError};
use crate::record::Record;
use crate::source::Dated;

/// How many kinds of activities are told apart.
const MAX_KINDS: usize = 31;
/// How many minima may compete in one pool; their sets are written out.
const MAX_RIVALS: usize = 6;

/// What one cycle asks of units, as sums that must be reached: for many ledgers of people who hold the same.
///
/// It answers for units alone: fees, dues, filing and other ways to renew are not part of it.
/// See [`Judge::ledger_rule`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LedgerRule {
    /// The first and the last day that count, as days since 1970-01-01.
    pub(crate) first: i32,
    pub(crate) last: i32,
    /// A course that was taken before, but not before this day, does not count again.
    pub(crate) since: Option<i32>,
    pub(crate) kinds: Vec<String>,
    pub(crate) sums: Vec<Sum>,
}

/// A sum and what it must reach.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Sum {
    /// The kinds that it adds up, as bits; the lowest stands for everything that counts.
    pub(crate) of: u32,
    /// The least and the most that may be asked for, in ten-thousandths.
    pub(crate) least: i64,
    pub(crate) most: i64,
}

/// An activity of a ledger: what of it counts where, on both bounds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Activity {
    pub(crate) day: i32,
    pub(crate) course: Option<u32>,
    pub(crate) least: i64,
    pub(crate) most: i64,
    /// The kinds as bits, the lowest for everything that counts.
    pub(crate) surely: u32,
    pub(crate) perhaps: u32,
}

impl Activity {
    /// An activity of which everything is known: the day as days since 1970-01-01, the units in
    /// ten-thousandths, and a bit for each of the [kinds](LedgerRule::kinds) to which it belongs.
    #[must_use]
    pub const fn known(day: i32, units: i64, kinds: u32) -> Self {
        let kinds = (kinds << 1) | 1;
        let units = limited(units);
        Self { day, course: None, least: units, most: units, surely: kinds, perhaps: kinds }
    }

    /// An activity of which units and kinds are known in part: the least and the most units, the kinds to which
    /// it surely belongs and those to which it may.
    #[must_use]
    pub const fn between(
        day: i32,
        (least, most): (i64, i64),
        (surely, perhaps): (u32, u32),
    ) -> Self {
        let (surely, perhaps) = ((surely << 1) | 1, (surely << 1) | (perhaps << 1) | 1);
        let (least, most) = (limited(least), limited(most));
        let most = if most < least { least } else { most };
        Self { day, course: None, least, most, surely, perhaps }
    }

    /// The same with the course that it was: any number, the same for the same course.
    #[must_use = "this returns another activity, without modifying the original"]
    pub const fn of_course(self, course: u32) -> Self {
        Self { course: Some(course), ..self }
    }
}

/// Units of one activity: never negative, never so many that a ledger of them ran over a sum.
const fn limited(units: i64) -> i64 {
    let most = 1 << 40;
    if units < 0 {
        0
    } else if units > most {
        most
    } else {
        units
    }
}

/// Why a cycle does not become a [`LedgerRule`], or a record no ledger of one.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum LedgerError {
    /// There is no renewal to judge.
    #[error(transparent)]
    Judge(#[from] JudgeError),
    /// No cycle of a known programme contains the day.
    #[error("no cycle of {credential} on {as_of} is known from this record")]
    NoCycle {
        /// The credential.
        credential: String,
        /// The day.
        as_of: Day,
    },
    /// The cycle asks for something that is more than sums over kinds.
    #[error("{0} cannot be told by sums over a ledger: judge the records one by one")]
    Beyond(String),
    /// Readings of the rules ask for different things.
    #[error(
        "readings of the rules differ on what the cycle asks for: pick one, or judge the records one by one"
    )]
    Readings,
    /// Another record has another cycle, or it asks for something else.
    #[error("the cycle of this record asks for something else than the rule")]
    Otherwise,
}

impl Judge {
    /// What the cycle that contains a day asks of units, compiled for all who hold what a record holds: it says
    /// which credentials are held since when, and the cycle; its activities do not matter.
    ///
    /// What the programme does not admit at all belongs in no ledger: [`Judge::ledger`] leaves it out.
    ///
    /// # Errors
    ///
    /// When the rules of the cycle are not known, readings of them differ, or they are more than sums over
    /// kinds: maxima, numbers of activities, minima for each year or over two cycles, shares of what is
    /// earned, units carried over, extensions of unknown length.
    ///
    /// # Example: three ledgers against one rule
    ///
    /// ```
    /// use coding_credentials::cohort::Activity;
    /// use coding_credentials::explain::Verdict;
    /// use coding_credentials::{Judge, Record, RuleBook};
    ///
    /// let judge = Judge::new(RuleBook::builtin()?).with_reading("forty-percent-scope", "cycles-beginning-2025")?;
    /// let holder = Record::from_json(r#"{
    ///     "holdings": [{"credential": "AHIMA/CCS", "awarded": "2025-02-01"}],
    ///     "exams":    [{"credential": "AHIMA/CCS", "taken": "2025-02-01", "passed": true}],
    ///     "ceus": [], "payments": [], "exceptions": []
    /// }"#)?;
    /// let rule = judge.ledger_rule("AHIMA/CCS", &holder, "2027-01-31".parse()?)?;
    /// assert_eq!(rule.kinds().collect::<Vec<_>>(), ["ahima-share", "hiim-share"]);
    ///
    /// let day = 20_240; // 2025-06-01
    /// let (ahima, hiim) = (1, 2);
    /// let ledger = [Activity::known(day, 80_000, ahima | hiim), Activity::known(day + 90, 120_000, hiim)];
    /// assert_eq!(rule.verdict(&ledger, |activity| *activity)?, Verdict::Met);
    /// assert_eq!(rule.verdict(&ledger[..1], |activity| *activity)?, Verdict::Unmet);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ledger_rule(
        &self,
        credential: &str,
        like: &Record,
        as_of: Day,
    ) -> Result<LedgerRule, LedgerError> {
        self.in_cycle(credential, like, as_of, |scene, cycle, needs| {
            let rule = scene.rule(cycle, needs)?;
            Ok(rule)
        })
    }

    /// The ledger of a record for a rule: what each activity counts for, as the judgement itself sees it.
    ///
    /// # Errors
    ///
    /// As [`Judge::ledger_rule`], and when the cycle of this record asks for something else than the rule.
    pub fn ledger(
        &self,
        rule: &LedgerRule,
        credential: &str,
        record: &Record,
        as_of: Day,
    ) -> Result<Vec<Activity>, LedgerError> {
        self.in_cycle(credential, record, as_of, |scene, window, needs| {
            if scene.rule(window, needs)? != *rule {
                return Err(LedgerError::Otherwise);
            }
            scene.activities(window, needs)
        })
    }

    /// Something about the cycle that contains a day, on which all readings agree.
    fn in_cycle<T: PartialEq>(
        &self,
        credential: &str,
        record: &Record,
        as_of: Day,
        of: impl Fn(&Scene<'_>, &CycleWindow, &Needs<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let found = self.book().find(credential).map_err(JudgeError::from)?;
        let unknown = || LedgerError::NoCycle { credential: found.credential().to_string(), as_of };
        let subject = self.subject(found.credential(), record, as_of)?.ok_or_else(unknown)?;
        let leaves = over_readings(&self.picked_names, MAX_READINGS, |picks| {
            let resolver = Resolver::unheard(self, subject.issuer, picks);
            match subject.scene(resolver) {
                Err(resolver) => {
                    let (picks, log) = resolver.into_log();
                    (Err(unknown()), picks, log)
                }
                Ok(scene) => {
                    let answer = scene.current().ok_or_else(unknown);
                    let answer = answer.and_then(|(window, needs)| of(&scene, &window, &needs));
                    let (picks, log) = scene.resolver.into_log();
                    (answer, picks, log)
                }
            }
        });
        let mut answers = leaves.into_iter().map(|(_, answer, _)| answer);
        let first = answers.next().unwrap_or_else(|| Err(unknown()))?;
        for other in answers {
            if other? != first {
                return Err(LedgerError::Readings);
            }
        }
        Ok(first)
    }
}

/// A cycle with the time in which its units are earned.
struct CycleWindow {
    anchors: Anchors,
    window: Window,
    /// Whether the cycle asks for nothing.
    exempt: bool,
    granted: bool,
}

impl<'a> Scene<'a> {
    /// The cycle that contains the day, and what it asks for.
    fn current(&self) -> Option<(CycleWindow, Needs<'a>)> {
        let chain = self.chain(self.as_of);
        let cycle = chain.cycles.last().filter(|_| chain.gap.is_none())?;
        let previous = chain.cycles.len().checked_sub(2).and_then(|place| chain.cycles.get(place));
        let anchors = self.anchors(cycle);
        let (end, open_end) = self.extended_end(cycle);
        let granted = self.open_extensions(cycle).next().is_some();
        let window = Window { open_end, ..self.window(cycle, previous, end, &anchors) };
        let mut needs = self.needs(cycle);
        self.moved_here(previous, &mut needs);
        let exempt = cycle.kind == Kind::Exempt;
        Some((CycleWindow { anchors, window, exempt, granted }, needs))
    }

    /// The needs of a cycle as sums.
    fn rule(&self, cycle: &CycleWindow, needs: &Needs<'_>) -> Result<LedgerRule, LedgerError> {
        let beyond = |what: &str| Err(LedgerError::Beyond(String::from(what)));
        let CycleWindow { window, exempt, granted, .. } = cycle;
        if window.open_end || *granted || window.shared_until.is_some() {
            return beyond("a cycle that is extended");
        }
        let carries = window.carried_from.is_some() || window.carry_unknown;
        if carries && self.counts_before(window.start) {
            return beyond("what is carried over");
        }
        if !needs.unknown.is_empty() || !needs.facts.is_empty() {
            return beyond("a rule that is not known");
        }
        if needs.all_waived || needs.perhaps_waived || *exempt {
            return beyond("a cycle that asks for nothing");
        }
        if !needs.caps.is_empty() || !needs.events.is_empty() {
            return beyond("a maximum or a number of activities");
        }
        if self.apart {
            return beyond("what counts in which of several cycles");
        }
        if let Some(demand) = needs.demands.iter().find(|demand| is_beyond(demand)) {
            return Err(LedgerError::Beyond(demand.path.to_string()));
        }
        let (kinds, sums) = sums(needs)?;
        Ok(LedgerRule {
            first: unix(self.counted_since(window)?),
            last: unix(window.end.min(self.as_of)),
            since: self.repeated_since(cycle)?.map(unix),
            kinds,
            sums,
        })
    }

    /// The first day that counts.
    fn counted_since(&self, window: &Window) -> Result<Day, LedgerError> {
        let beyond = |what: &str| LedgerError::Beyond(String::from(what));
        match self.program.counts_from {
            CountsFrom::Cycle => Ok(window.start),
            CountsFrom::Membership => Err(beyond("what counts from the membership on")),
            CountsFrom::Award => {
                let held = |answer| self.held.iter().any(|one| one.held_on(window.start) == answer);
                let first = self.held.iter().filter_map(Held::awarded).min();
                let first = if held(Some(true)) { Some(window.start) } else { first };
                // What is earned before an award that may have been later counts perhaps.
                let open = !held(Some(true)) && held(None);
                first.filter(|_| !open).ok_or_else(|| beyond("an award on a day that is not known"))
            }
        }
    }

    /// Whether anything before a day may count.
    fn counts_before(&self, day: Day) -> bool {
        let eve = day.plus_days(-1);
        let held = || self.held.iter().any(|one| one.held_on(eve) != Some(false));
        self.program.counts_from != CountsFrom::Award || held()
    }

    /// From what day on a course that was taken before does not count again.
    fn repeated_since(&self, cycle: &CycleWindow) -> Result<Option<Day>, LedgerError> {
        let window = &cycle.window;
        let rule = throughout(&self.program.repeats, window)
            .ok_or_else(|| LedgerError::Beyond(String::from("a rule on repeats that changes")))?;
        Ok(match rule {
            Repeats::Allowed => None,
            Repeats::OnceACycle => Some(window.start),
            // What was credited before counts no more; before the award nothing was.
            Repeats::Once if self.program.counts_from == CountsFrom::Award => {
                Some(cycle.anchors.first_award.unwrap_or(Day::MIN))
            }
            Repeats::Once => Some(Day::MIN),
        })
    }

    /// What each activity of the record counts for, repeats and all else considered.
    fn activities(
        &self,
        cycle: &CycleWindow,
        needs: &Needs<'_>,
    ) -> Result<Vec<Activity>, LedgerError> {
        let current = self.chain(self.as_of).cycles.last().copied();
        let Some(current) = current else { return Ok(Vec::new()) };
        let entries = self.ledger(&current, &cycle.window, self.as_of);
        let first = self.counted_since(&cycle.window)?;
        let (kinds, _) = sums(needs)?;
        let whose = self.whose();
        let mut activities = Vec::new();
        let fits: Vec<_> =
            needs.demands.iter().map(|demand| self.fitting(demand, &entries, whose)).collect();
        for (place, entry) in entries.iter().enumerate() {
            if entry.reason != Reason::Counted || entry.when != When::Cycle {
                continue;
            }
            if entry.ceu.assigned_to().is_some() {
                return Err(LedgerError::Beyond(String::from("an activity for one holding")));
            }
            let bits = |surely: bool| {
                let of = needs.demands.iter().zip(&fits).filter(|(_, fits)| {
                    fits.get(place).is_some_and(|fit| if surely { fit.surely } else { fit.perhaps })
                });
                of.fold(0_u32, |bits, (demand, _)| bits | bit(&kinds, demand))
            };
            let day = entry.ceu.completed().unwrap_or(first);
            activities.push(Activity {
                day: unix(day),
                course: None,
                least: limited(entry.shown),
                most: limited(entry.possible),
                surely: bits(true) | 1,
                perhaps: bits(false) | 1,
            });
        }
        activities.sort_by_key(|activity| activity.day);
        Ok(activities)
    }
}

const fn is_beyond(demand: &Demand<'_>) -> bool {
    demand.both_cycles || demand.earned_share.is_some() || demand.days.is_some()
}

/// Days since 1970-01-01.
fn unix(day: Day) -> i32 {
    i32::try_from(day.number().saturating_sub(UNIX)).unwrap_or(i32::MAX)
}

/// The number of 1970-01-01.
const UNIX: i64 = 2_440_588;

/// The rule on repeats that holds on every day of a window; `None` where it changes.
fn throughout(dated: &Dated<Repeats>, window: &Window) -> Option<Repeats> {
    if dated.versions().is_empty() {
        return Some(Repeats::Allowed);
    }
    let mut holds = dated.versions().iter().filter(|version| {
        version.from().is_none_or(|from| from <= window.start)
            && version.until().is_none_or(|until| window.end <= until)
    });
    holds.next().filter(|version| version.reading().is_none()).map(|version| *version.value())
}

/// The kinds that demands tell apart, by their paths, and the sums over them that must be reached.
fn sums(needs: &Needs<'_>) -> Result<(Vec<String>, Vec<Sum>), LedgerError> {
    let mut kinds: Vec<String> =
        needs.demands.iter().filter(|demand| demand.filter.is_some()).map(name).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() > MAX_KINDS {
        return Err(LedgerError::Beyond(String::from("so many minima")));
    }
    let mut pools: BTreeMap<&Pool<'_>, Vec<&Demand<'_>>> = BTreeMap::new();
    for demand in &needs.demands {
        pools.entry(&demand.pool).or_default().push(demand);
    }
    let mut sums: BTreeMap<u32, Sum> = BTreeMap::new();
    for rivals in pools.values() {
        if rivals.len() > MAX_RIVALS {
            return Err(LedgerError::Beyond(String::from("so many minima of one pool")));
        }
        for set in 1_u32..(1 << rivals.len().min(MAX_RIVALS)) {
            let inside = rivals.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0);
            let mut sum = Sum { of: 0, least: 0, most: 0 };
            for (_, demand) in inside {
                sum.of |= bit(&kinds, demand);
                sum.least = sum.least.saturating_add(demand.need.least);
                sum.most = sum.most.saturating_add(demand.need.most);
            }
            if sum.of & 1 == 1 {
                // Everything that counts, whatever else it is.
                sum.of = 1;
            }
            let known = sums.entry(sum.of).or_insert(sum);
            known.least = known.least.max(sum.least);
            known.most = known.most.max(sum.most);
        }
    }
    Ok((kinds, sums.into_values().collect()))
}

fn name(demand: &Demand<'_>) -> String {
    demand.path.to_string()
}

/// The bit of the kind of a demand.
fn bit(kinds: &[String], demand: &Demand<'_>) -> u32 {
    if demand.filter.is_none() {
        return 1;
    }
    let place = kinds.iter().position(|kind| *kind == demand.path);
    place.map_or(1, |place| 2_u32.checked_shl(u32::try_from(place).unwrap_or(31)).unwrap_or(0))
}
