//! W1 and W2 as this library decides them: stated in a rule book, compiled for a day, asked with plain
//! numbers or with columns.

use coding_credentials::cohort::{Column, Decider, Masks, Scratch, Values};
use coding_credentials::explain::Verdict;
use coding_credentials::{Judge, RuleBook};

use super::{Alternatives, Apprentice, Work};

/// The rule book.
pub(crate) const RULES: &str = include_str!("rules.json");

/// A decision that the rule book states, over so many facts.
pub(crate) trait Ruled<const FACTS: usize>: Work + Copy {
    /// The credential that is decided about.
    const CREDENTIAL: &'static str;

    /// The requirement that reads each fact.
    const PATHS: [&'static str; FACTS];

    /// One column for each fact.
    type Columns;

    /// The facts, in the units in which the rule reads them.
    fn facts(&self) -> [i64; FACTS];

    /// The columns of some records.
    fn columns(records: &[Self]) -> Self::Columns;

    /// What the columns hold.
    fn values(columns: &Self::Columns) -> [Values<'_>; FACTS];
}

/// The compiled rule of a decision, which takes the facts in the order of the paths.
pub(crate) fn decider<W: Ruled<FACTS>, const FACTS: usize>() -> Decider {
    let judge = Judge::new(RuleBook::from_json("race", RULES).expect("the rules of the benches"));
    let rules = judge.rules_on("2026-11-30".parse().expect("a day"));
    let credential = W::CREDENTIAL.parse().expect("a credential");
    let decider = rules.award(&credential).expect("a rule of thresholds");
    let decider = decider.taking(&W::PATHS).expect("requirements of the rule");
    assert_eq!(decider.inputs().len(), FACTS, "an input that is no fact");
    decider
}

/// Decides a record at a time.
pub(crate) fn by_row<W: Ruled<FACTS>, const FACTS: usize>() -> impl Fn(&W) -> bool {
    let decider = decider::<W, FACTS>();
    move |record| decider.verdict_of_known(&record.facts()) == Verdict::Met
}

/// Decides columns, which are filled beforehand.
pub(crate) struct ByColumns<W: Ruled<FACTS>, const FACTS: usize> {
    decider: Decider,
    columns: W::Columns,
    records: usize,
    scratch: Scratch,
    masks: Masks,
}

impl<W: Ruled<FACTS>, const FACTS: usize> ByColumns<W, FACTS> {
    pub(crate) fn new(records: &[W]) -> Self {
        Self {
            decider: decider::<W, FACTS>(),
            columns: W::columns(records),
            records: records.len(),
            scratch: Scratch::default(),
            masks: Masks::default(),
        }
    }

    /// Decides every record and says how many are met.
    pub(crate) fn decide(&mut self) -> usize {
        let columns = W::values(&self.columns).map(Column::known);
        let Self { scratch, masks, records, .. } = self;
        self.decider.verdicts_into(&columns, scratch, masks, *records).expect("columns that fit");
        masks.count(Verdict::Met)
    }

    /// The answer of the last pass for this record.
    pub(crate) fn is_met(&self, record: usize) -> bool {
        self.masks.verdict(record) == Some(Verdict::Met)
    }

    /// Every column added up.
    pub(crate) fn sum(&self) -> u64 {
        W::values(&self.columns).into_iter().map(sum).sum()
    }
}

/// By the type of the column and in its width, so that each loop is as fast as it can be.
fn sum(values: Values<'_>) -> u64 {
    match values {
        Values::Flags(flags) => {
            flags.iter().copied().map(u8::from).fold(0, u8::wrapping_add).into()
        }
        Values::U16(numbers) => numbers.iter().copied().fold(0, u16::wrapping_add).into(),
        Values::U32(numbers) => numbers.iter().copied().fold(0, u32::wrapping_add).into(),
        _ => unreachable!("no column here is of another kind"),
    }
}

/// Hours are counted in ten-thousandths.
const HOUR: u32 = 10_000;

impl Ruled<3> for Apprentice {
    const CREDENTIAL: &'static str = "RACE/APP";

    const PATHS: [&'static str; 3] = [
        "award/experience",
        "award/experience/course/coursework",
        "award/experience/practicode/training",
    ];

    type Columns = (Vec<u16>, Vec<u32>, Vec<bool>);

    #[inline]
    fn facts(&self) -> [i64; 3] {
        let hours = i64::from(self.course_hours) * i64::from(HOUR);
        [i64::from(self.days), hours, i64::from(self.practicode)]
    }

    fn columns(records: &[Self]) -> Self::Columns {
        let days = records.iter().map(|record| small(record.days));
        let hours = records.iter().map(|record| record.course_hours * HOUR);
        let practicode = records.iter().map(|record| record.practicode);
        (days.collect(), hours.collect(), practicode.collect())
    }

    fn values((days, hours, practicode): &Self::Columns) -> [Values<'_>; 3] {
        [Values::U16(days), Values::U32(hours), Values::Flags(practicode)]
    }
}

impl Ruled<9> for Alternatives {
    const CREDENTIAL: &'static str = "RACE/ALT";

    const PATHS: [&'static str; 9] = [
        "award/any/associate/held",
        "award/any/experience",
        "award/any/another/held",
        "award/any/courses/anatomy",
        "award/any/courses/pathophysiology",
        "award/any/courses/pharmacology",
        "award/any/courses/terminology",
        "award/any/courses/diagnoses",
        "award/any/courses/procedures",
    ];

    type Columns = (Vec<bool>, Vec<u16>, Vec<bool>, [Vec<bool>; 6]);

    #[inline]
    fn facts(&self) -> [i64; 9] {
        let [one, two, three, four, five, six] = self.courses.map(i64::from);
        let (cca, days, other) = (self.cca.into(), self.days.into(), self.other.into());
        [cca, days, other, one, two, three, four, five, six]
    }

    fn columns(records: &[Self]) -> Self::Columns {
        let course = |place: usize| records.iter().map(|record| record.courses[place]).collect();
        let cca = records.iter().map(|record| record.cca);
        let days = records.iter().map(|record| small(record.days));
        let other = records.iter().map(|record| record.other);
        (cca.collect(), days.collect(), other.collect(), [0, 1, 2, 3, 4, 5].map(course))
    }

    fn values((cca, days, other, courses): &Self::Columns) -> [Values<'_>; 9] {
        let [one, two, three, four, five, six] =
            courses.each_ref().map(|taken| Values::Flags(taken));
        let (cca, days, other) = (Values::Flags(cca), Values::U16(days), Values::Flags(other));
        [cca, days, other, one, two, three, four, five, six]
    }
}

/// Days of experience fit in 16 bits: they are below 179 years.
fn small(days: u32) -> u16 {
    u16::try_from(days).expect("days of experience")
}
