//! The rules on units that one cycle has: for some holders, on some day, under some readings.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::fmt::Arguments;

use super::holders::Holders;
use crate::book::describe::Describe;
use crate::book::filter::Filter;
use crate::book::parts::Hear;
use crate::book::renewal::{
    Base, CarryOver, Constraint, CycleForm, Limit, Maximum, Minimum, Per, Program, Quota, Share,
    Sharing, Single,
};
use crate::calendar::{Day, Length};
use crate::credential::Code;
use crate::quantity::{Decimal, Units};
use crate::source::{Anchor, AnchorRule, Dated, Version};

/// How many combinations of readings are looked at, as many as a verdict looks at.
const MOST_READINGS: usize = 64;
/// How many days and how many groups of holders are looked at.
const MOST_DAYS: usize = 400;
const MOST_HOLDERS: usize = 400;

/// At least so many units.
#[derive(Clone)]
pub(super) struct Low<'b> {
    /// The place in the file.
    pub(super) place: Rc<str>,
    pub(super) id: &'b str,
    /// In ten-thousandths, for each portion of the cycle.
    pub(super) need: i64,
    /// Which units; `None`: all.
    pub(super) of: Option<&'b Filter>,
    /// The pool in which a unit serves one minimum only.
    pub(super) pool: Option<&'b Code>,
    pub(super) per: Option<Per>,
    /// The percentage, of a share of what is earned.
    pub(super) earned: Option<Decimal>,
}

/// At most so many units.
pub(super) struct High<'b> {
    pub(super) place: Rc<str>,
    pub(super) id: &'b Code,
    /// In ten-thousandths, for each portion; `None`: it depends on a total that is not known.
    pub(super) limit: Option<i64>,
    pub(super) rule: &'b Maximum,
}

/// The rules on units of one cycle.
pub(super) struct Scheme<'b> {
    /// Whether it is the scheme of one holding, or of any number of them.
    pub(super) simple: bool,
    /// Of a full cycle, where it is published.
    pub(super) length: Option<Length>,
    /// The total, where there is one and it is known.
    pub(super) total: Option<Low<'b>>,
    pub(super) lows: Vec<Low<'b>>,
    pub(super) highs: Vec<High<'b>>,
    /// Whether units of the cycle before may count, which are earned in no year of this one.
    pub(super) carried: bool,
    /// What counts at all, where that does not change while the cycle runs.
    pub(super) admits: Option<&'b Filter>,
}

/// Where the versions of the constraints, in their order, and of the quota stand.
struct Places {
    constraints: Vec<Vec<Rc<str>>>,
    quota: Vec<Rc<str>>,
}

impl Places {
    fn of(program: &Program, place: &str) -> Self {
        let constraints = program.constraints.iter().map(|(id, rule)| {
            let indices = 0..rule.terms.versions().len();
            let place = |index| Rc::from(format!("{place}.constraints.{id}.terms[{index}]"));
            indices.map(place).collect()
        });
        let quota = 0..program.quota.versions().len();
        Self {
            constraints: constraints.collect(),
            quota: quota.map(|index| Rc::from(format!("{place}.quota[{index}]"))).collect(),
        }
    }
}

/// Readings picked, by name.
type Picks = BTreeMap<Code, Code>;

/// Every different set of rules on units that a programme can have, each once.
///
/// A cycle is taken to be a full one and may begin on any day; the versions are those of its first and
/// its last day, as their anchors say.
pub(super) fn schemes<'b>(
    program: &'b Program,
    place: &str,
    holders: &[Holders<'b>],
) -> Vec<Scheme<'b>> {
    let places = Places::of(program, place);
    let changes = Changes::of(program);
    let readings = changes.combinations();
    let holders: Vec<Concerned<'_, 'b>> =
        holders.iter().take(MOST_HOLDERS).map(|held| Concerned::of(held, program)).collect();
    let (mut picked, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut all = Vec::new();
    for start in changes.days.iter().take(MOST_DAYS) {
        for picks in &readings {
            let when = When::of(program, *start, picks);
            let cycle = Picked::of(program, &when, &places);
            // What is picked alike asks the same of everybody.
            if !picked.insert(cycle.key()) {
                continue;
            }
            for holders in &holders {
                let scheme = Writer { program, cycle: &cycle, holders }.scheme();
                if seen.insert(scheme.key()) {
                    all.push(scheme);
                }
            }
        }
    }
    all
}

/// Some holders, and for each constraint of the programme whether it concerns them.
struct Concerned<'h, 'b> {
    holders: &'h Holders<'b>,
    rules: Vec<bool>,
}

impl<'h, 'b> Concerned<'h, 'b> {
    fn of(holders: &'h Holders<'b>, program: &Program) -> Self {
        let rules = program.constraints.values().map(|rule| {
            rule.r#for.is_empty() || holders.held.iter().any(|held| rule.r#for.contains(held.code))
        });
        Self { holders, rules: rules.collect() }
    }
}

/// The days on which the rules on units change, and the contradictions in them.
#[derive(Default)]
struct Changes {
    lengths: Vec<Length>,
    days: BTreeSet<Day>,
    questions: BTreeMap<Code, BTreeSet<Code>>,
}

impl Changes {
    fn of(program: &Program) -> Self {
        let lengths = program.cycles().map(|cycle| cycle.length).collect();
        let mut changes = Self { lengths, days: BTreeSet::from([Day::MIN]), ..Self::default() };
        let nowhere = format_args!("");
        changes.hear(nowhere, &program.cycle);
        changes.hear(nowhere, &program.quota);
        changes.hear(nowhere, &program.admits);
        program.constraints.values().for_each(|rule| changes.hear(nowhere, &rule.terms));
        program.pools.values().for_each(|pool| changes.hear(nowhere, pool));
        changes
    }

    /// Every combination of the choices.
    fn combinations(&self) -> Vec<Picks> {
        let mut all = Vec::from([Picks::new()]);
        for (question, choices) in &self.questions {
            let with = |picks: &Picks, choice: &Code| {
                let mut picks = picks.clone();
                picks.insert(question.clone(), choice.clone());
                picks
            };
            let more = all.iter().flat_map(|picks| choices.iter().map(|one| with(picks, one)));
            all = more.take(MOST_READINGS).collect();
        }
        all
    }
}

impl Hear for Changes {
    fn hear<T: Describe>(&mut self, _: Arguments<'_>, dated: &Dated<T>) {
        for version in dated.versions() {
            let after = version.until().map(|until| until.plus_days(1));
            for day in version.from().into_iter().chain(after) {
                self.days.insert(day);
                // A cycle that ends on the day begins so much earlier.
                self.days.extend(self.lengths.iter().map(|length| day.window_start(*length)));
            }
            if let Some(reading) = version.reading() {
                let choices = self.questions.entry(reading.question().clone()).or_default();
                choices.insert(reading.choice().clone());
            }
        }
        if let Some(AnchorRule::Readings(readings)) = dated.anchor_rule() {
            let choices = self.questions.entry(readings.question.clone()).or_default();
            choices.extend(readings.choices.keys().cloned());
        }
    }
}

/// A cycle: its first day, its last one where the length is known, and the readings.
struct When<'p> {
    start: Day,
    end: Option<Day>,
    length: Option<Length>,
    picks: &'p Picks,
}

impl<'p> When<'p> {
    fn of(program: &Program, start: Day, picks: &'p Picks) -> Self {
        let mut cycle = Self { start, end: None, length: None, picks };
        let form = cycle.pick(&program.cycle).map(|(_, version)| version.value());
        cycle.length = form.and_then(CycleForm::published).map(|rule| rule.length);
        cycle.end = cycle.length.map(|length| start.plus(length).plus_days(-1));
        cycle
    }

    /// The version that holds; `None`: none is on file, or that depends on more than the cycle.
    fn pick<'b, T>(&self, dated: &'b Dated<T>) -> Option<(usize, &'b Version<T>)> {
        let anchor = match dated.anchor_rule() {
            None => Anchor::CycleStart,
            Some(AnchorRule::One(anchor)) => *anchor,
            Some(AnchorRule::Readings(readings)) => {
                *readings.choices.get(self.picks.get(&readings.question)?)?
            }
        };
        let day = match anchor {
            Anchor::CycleEnd => self.end?,
            Anchor::Activity => return None,
            // A first cycle may begin with the award, and one may ask on its first day.
            _ => self.start,
        };
        let versions = dated.versions().iter().enumerate();
        let on: Vec<_> = versions.filter(|(_, version)| version.covers(day)).collect();
        let picked = |version: &Version<T>| {
            let reading = version.reading();
            reading.is_some_and(|one| self.picks.get(one.question()) == Some(one.choice()))
        };
        match on.as_slice() {
            [only] => Some(*only),
            several => several.iter().find(|(_, version)| picked(version)).copied(),
        }
    }

    /// What counts at all, where one version holds whenever units of the cycle may be earned.
    fn admits<'b>(&self, program: &'b Program) -> Option<&'b Filter> {
        let dated = &program.admits;
        let longer = is_carried(program) || !program.extension.versions().is_empty();
        if longer && dated.versions().len() > 1 {
            return None;
        }
        let whole = |version: &&Version<Filter>| {
            version.covers(self.start) && self.end.is_some_and(|end| version.covers(end))
        };
        let fixed = dated.anchor_rule().is_none();
        let mut versions = dated.versions().iter().filter(whole);
        versions.next().filter(|one| fixed && one.reading().is_none()).map(Version::value)
    }
}

/// What holds in one cycle, whoever it is of.
struct Picked<'b> {
    quota: Option<(&'b Quota, Rc<str>)>,
    /// In the order of the constraints; `None`: no version holds.
    rules: Vec<Option<Rule<'b>>>,
    length: Option<Length>,
    admits: Option<&'b Filter>,
}

/// The version of a constraint that holds.
struct Rule<'b> {
    id: &'b Code,
    terms: &'b Constraint,
    place: Rc<str>,
    /// The pool in which a unit serves one minimum only.
    pool: Option<&'b Code>,
}

impl<'b> Picked<'b> {
    fn of(program: &'b Program, when: &When<'_>, places: &Places) -> Self {
        let is_separate = |pool: &&Code| {
            let sharing = program.pools.get(*pool).and_then(|dated| when.pick(dated));
            sharing.is_none_or(|(_, version)| *version.value() == Sharing::Separate)
        };
        let rules = program.constraints.iter().zip(&places.constraints);
        let rules = rules.map(|((id, rule), places)| {
            let (index, version) = when.pick(&rule.terms)?;
            let place = places.get(index).cloned().unwrap_or_default();
            let pool = rule.pool.as_ref().filter(is_separate);
            Some(Rule { id, terms: version.value(), place, pool })
        });
        let quota = when.pick(&program.quota).map(|(index, version)| {
            (version.value(), places.quota.get(index).cloned().unwrap_or_default())
        });
        Self { quota, rules: rules.collect(), length: when.length, admits: when.admits(program) }
    }

    /// What tells one from another: the versions are known by where they lie.
    fn key(&self) -> impl Ord + use<> {
        let rule = |rule: &Rule<'_>| (core::ptr::from_ref(rule.terms), rule.pool.is_some());
        let rules: Vec<_> = self.rules.iter().map(|one| one.as_ref().map(rule)).collect();
        let quota = self.quota.as_ref().map(|(quota, _)| core::ptr::from_ref(*quota));
        (quota, rules, self.length.map(unit_and_count), self.admits.map(core::ptr::from_ref))
    }
}

/// Writes down what holds in one cycle for some holders.
struct Writer<'w, 'b> {
    program: &'b Program,
    cycle: &'w Picked<'b>,
    holders: &'w Concerned<'w, 'b>,
}

impl<'b> Writer<'_, 'b> {
    fn scheme(&self) -> Scheme<'b> {
        let mut scheme = Scheme {
            simple: self.held().held.len() < 2,
            length: self.cycle.length,
            total: self.total(),
            lows: Vec::new(),
            highs: Vec::new(),
            carried: is_carried(self.program),
            admits: self.cycle.admits,
        };
        for (rule, concerned) in self.cycle.rules.iter().zip(&self.holders.rules) {
            if let Some(rule) = rule.as_ref().filter(|_| *concerned) {
                self.write(rule, &mut scheme);
            }
        }
        scheme
    }

    /// Writes down one constraint.
    fn write(&self, rule: &Rule<'b>, scheme: &mut Scheme<'b>) {
        let required = scheme.total.as_ref().map(|total| total.need);
        let Rule { id, terms, place, pool } = rule;
        let (id, place, pool) = (*id, Rc::clone(place), *pool);
        match terms {
            Constraint::Minimum(minimum) => {
                let (of, per) = (Some(&minimum.of), minimum.per);
                let need = self.minimum(minimum);
                let id = id.as_str();
                scheme.lows.extend(need.map(|need| Low {
                    place,
                    id,
                    need,
                    of,
                    pool,
                    per,
                    earned: None,
                }));
            }
            Constraint::Share(share) => {
                let need = required.map(|required| at_least(required, share));
                let earned = (share.base == Base::Earned).then_some(share.percent);
                let need = need.or_else(|| earned.map(|_| 0));
                let (id, of) = (id.as_str(), Some(&share.of));
                scheme.lows.extend(need.map(|need| Low {
                    place,
                    id,
                    need,
                    of,
                    pool,
                    per: None,
                    earned,
                }));
            }
            Constraint::Maximum(rule) => {
                let limit = match rule.limit {
                    Limit::Units(units) => Some(units.amount().sub_units()),
                    Limit::Percent(percent) => required.map(|all| at_most(all, percent)),
                    Limit::Unpublished => None,
                };
                scheme.highs.push(High { place, id, limit, rule });
            }
            Constraint::None | Constraint::Unpublished(_) | Constraint::Events { .. } => {}
        }
    }

    /// What a minimum asks for; `None`: nothing here, or of more than this cycle.
    fn minimum(&self, minimum: &Minimum) -> Option<i64> {
        let lives = minimum.residence.is_empty() || minimum.residence == self.held().residence;
        let row = minimum.units.get(self.held().count.saturating_sub(1));
        let row = row.or_else(|| minimum.units.last())?;
        let whole = minimum.cycles.is_none_or(|cycles| cycles.get() == 1);
        (lives && whole).then(|| row.amount().sub_units())
    }

    const fn held(&self) -> &Holders<'b> {
        self.holders.holders
    }

    fn total(&self) -> Option<Low<'b>> {
        let (quota, place) = self.cycle.quota.as_ref()?;
        let need = self.required(quota)?;
        Some(Low {
            place: Rc::clone(place),
            id: "quota",
            need,
            of: None,
            pool: None,
            per: None,
            earned: None,
        })
    }

    /// What the quota asks of the holders; `None`: nothing, or nobody knows.
    fn required(&self, quota: &Quota) -> Option<i64> {
        let sub = |units: Units| units.amount().sub_units();
        match quota {
            Quota::None | Quota::Unpublished(_) => None,
            Quota::ByCount(rows) => {
                let row = rows.get(self.held().count.saturating_sub(1)).or_else(|| rows.last());
                row.copied().map(sub)
            }
            Quota::Further { single, further, cap } => {
                let largest = self.singles(single)?.into_iter().max()?;
                let others = i64::try_from(self.held().count.saturating_sub(1)).ok()?;
                let sum = largest.saturating_add(sub(*further).saturating_mul(others));
                Some(cap.map_or(sum, |cap| sum.min(sub(cap))))
            }
            Quota::Same(single) => self.singles(single)?.into_iter().max(),
            Quota::Own { single, serves } => {
                let singles = self.singles(single)?;
                let apart = serves.is_empty() || self.held().count == 1;
                apart.then(|| singles.into_iter().fold(0, i64::saturating_add))
            }
        }
    }

    /// What each holding asks for by itself; `None`: for one of them that is not on file.
    fn singles(&self, single: &Single) -> Option<Vec<i64>> {
        let sub = |units: Units| units.amount().sub_units();
        match single {
            Single::All(units) => Some((0..self.held().count).map(|_| sub(*units)).collect()),
            Single::By(_) if self.held().held.len() != self.held().count => None,
            Single::By(_) => self.held().held.iter().map(|held| held.of(single).map(sub)).collect(),
        }
    }
}

impl Scheme<'_> {
    /// What tells one scheme from another; each place is one text, known by where it lies.
    fn key(&self) -> impl Ord + use<> {
        let place = |place: &Rc<str>| Rc::as_ptr(place).cast::<u8>();
        let low = |low: &Low<'_>| (place(&low.place), low.need, low.pool.is_some());
        let high = |high: &High<'_>| (place(&high.place), high.limit);
        let lows: Vec<_> = self.lows.iter().chain(&self.total).map(low).collect();
        let highs: Vec<_> = self.highs.iter().map(high).collect();
        let length = self.length.map(unit_and_count);
        (lows, highs, length, self.admits.map(core::ptr::from_ref))
    }
}

/// A length for keys. Lengths as such have no order: a month may be longer than thirty days, or not.
fn unit_and_count(length: Length) -> (u8, u32) {
    match length {
        Length::Days(count) => (0, count),
        Length::Months(count) => (1, u32::from(count)),
        Length::Years(count) => (2, u32::from(count)),
    }
}

fn is_carried(program: &Program) -> bool {
    let mut versions = program.carry_over.versions().iter();
    versions.any(|version| *version.value() != CarryOver::None)
}

/// A share of some units, rounded up as it says, at least to the ten-thousandth.
fn at_least(units: i64, share: &Share) -> i64 {
    let step = i128::from(share.round_up.map_or(1, |step| step.amount().sub_units().max(1)));
    let product = i128::from(units).saturating_mul(i128::from(share.percent.sub_units()));
    let whole = i128::from(HUNDRED).saturating_mul(step);
    let more = i128::from(product.rem_euclid(whole) > 0);
    let steps = product.div_euclid(whole).saturating_add(more);
    i64::try_from(steps.saturating_mul(step)).unwrap_or(i64::MAX)
}

/// A part of some units, rounded down.
fn at_most(units: i64, percent: Decimal) -> i64 {
    let product = i128::from(units).saturating_mul(i128::from(percent.sub_units()));
    i64::try_from(product.div_euclid(i128::from(HUNDRED))).unwrap_or(i64::MAX)
}

/// All of something, in the ten-thousandths of a percentage.
const HUNDRED: i64 = 100 * Decimal::SCALE;
