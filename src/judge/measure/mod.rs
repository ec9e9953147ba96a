//! Measuring a record: each test becomes an interval of what is shown and what could still turn out.

mod attempts;
mod learning;
mod roster;
mod sift;
mod standing;
mod topics;
mod work;

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

pub(crate) use self::attempts::{AnchorDay, failures, limit_over, next_attempt, window_of};
pub(crate) use self::learning::{is_ladder, rung};
pub(crate) use self::roster::{Roster, pass_mark};
use self::sift::Dates;
pub(crate) use self::sift::{Missing, Seen, Silent, Witness};
pub(crate) use self::standing::lives_in;
pub(crate) use self::topics::Topics;
use crate::book::RuleBook;
use crate::book::leaf::{
    Attested, CeusBefore, CourseworkLeaf, EducationLeaf, Employed, ExperienceLeaf, MembershipLeaf,
    TrainingLeaf, WhichIssuer,
};
use crate::calendar::{Day, Length};
use crate::credential::{CredentialId, Issuer};
use crate::quantity::Count;
use crate::record::{Record, Section};
use crate::source::Anchor;
use crate::word::Word;

/// More than any rule asks for.
pub(crate) const UNBOUNDED: i64 = i64::MAX / 4;

/// A measured fact: what is shown, and what could still turn out. Never negative.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Interval {
    pub(crate) shown: i64,
    pub(crate) possible: i64,
}

impl Interval {
    pub(crate) const NONE: Self = Self::exactly(0);

    /// What is known; below 0 it is 0.
    #[must_use]
    pub const fn exactly(value: i64) -> Self {
        Self::between(value, value)
    }

    /// So much is shown, and so much is possible, never less than what is shown.
    #[must_use]
    pub const fn between(shown: i64, possible: i64) -> Self {
        let shown = if shown < 0 { 0 } else { shown };
        Self { shown, possible: if possible < shown { shown } else { possible } }
    }

    /// Nothing shown, so much possible.
    #[must_use]
    pub const fn unknown(possible: i64) -> Self {
        Self::between(0, possible)
    }

    /// What is shown.
    #[must_use]
    pub const fn shown(self) -> i64 {
        self.shown
    }

    /// What could still turn out.
    #[must_use]
    pub const fn possible(self) -> i64 {
        self.possible
    }

    pub(crate) fn flag(shown: bool, possible: bool) -> Self {
        Self { shown: i64::from(shown), possible: i64::from(possible || shown) }
    }
}

/// What to measure. Tests that differ only in how much is needed are one test.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Test {
    Held {
        of: HeldOf,
        ever: bool,
    },
    Passed {
        exams: Vec<CredentialId>,
        within: Option<Length>,
        inside: Option<Length>,
    },
    Member(MembershipLeaf),
    WorkDays(ExperienceLeaf),
    WorkHours(ExperienceLeaf),
    WorkSettings(ExperienceLeaf),
    Employed(Employed),
    Course(CourseworkLeaf, CourseUnit),
    Education(EducationLeaf),
    Training(TrainingLeaf),
    Ceus(CeusBefore),
    Age,
    Residence(Vec<Word>),
    Attested(Attested),
    Sequence(Box<Steps>),
    /// Whether the waits of this version are over.
    Waited {
        credential: CredentialId,
        version: usize,
    },
    /// Attempts left under the limit of this version.
    AttemptsLeft {
        credential: CredentialId,
        version: usize,
    },
    /// Whether the window of this version is open.
    WindowOpen {
        credential: CredentialId,
        version: usize,
    },
}

impl Test {
    /// Whether the outcome can change with a section of a record.
    pub(crate) fn reads(&self, section: Section) -> bool {
        match self {
            Self::Held { .. } => section == Section::Holdings,
            // A holding shows that its exam was passed.
            Self::Passed { .. } | Self::Waited { .. } | Self::AttemptsLeft { .. } => {
                matches!(section, Section::Exams | Section::Holdings)
            }
            Self::Member(_) => section == Section::Memberships,
            Self::WorkDays(_) | Self::WorkHours(_) | Self::WorkSettings(_) | Self::Employed(_) => {
                section == Section::Experience
            }
            Self::Course(..) => section == Section::Coursework,
            Self::Education(_) => section == Section::Education,
            Self::Training(_) => section == Section::Trainings,
            Self::Ceus(_) => section == Section::Ceus,
            Self::Age => section == Section::Born,
            Self::Residence(_) => section == Section::Residence,
            Self::Attested(_) => section == Section::Attestations,
            Self::Sequence(steps) => steps.first.reads(section) || steps.then.reads(section),
            Self::WindowOpen { .. } => {
                matches!(section, Section::Applications | Section::Payments | Section::Holdings)
            }
        }
    }

    /// The sections of a record that the test looks at.
    pub(crate) fn add_sections(&self, sections: &mut Vec<&'static str>) {
        let own = match self {
            Self::Held { .. } => "holdings",
            Self::Passed { .. } => "exams",
            Self::Member(_) => "memberships",
            Self::WorkDays(_) | Self::WorkHours(_) | Self::WorkSettings(_) | Self::Employed(_) => {
                "experience"
            }
            Self::Course(..) => "coursework",
            Self::Education(_) => "education",
            Self::Training(_) => "trainings",
            Self::Ceus(_) => "ceus",
            Self::Attested(_) => "attestations",
            Self::Sequence(steps) => {
                steps.first.add_sections(sections);
                return steps.then.add_sections(sections);
            }
            Self::Age
            | Self::Residence(_)
            | Self::Waited { .. }
            | Self::AttemptsLeft { .. }
            | Self::WindowOpen { .. } => return,
        };
        if !sections.contains(&own) {
            sections.push(own);
        }
    }
}

/// Two tests, the second counted from the day on which the first was complete.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Steps {
    pub(crate) first: Test,
    pub(crate) first_need: i64,
    pub(crate) then: Test,
    pub(crate) then_need: i64,
}

/// Which holdings count.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum HeldOf {
    These(Vec<CredentialId>),
    /// Those of the book in this field, and possibly those that the book does not know.
    Field {
        known: Vec<CredentialId>,
        home: Issuer,
        issuer: WhichIssuer,
    },
}

/// In what coursework is counted.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum CourseUnit {
    Pieces,
    Hours,
    Credits,
}

/// Names under which credentials are and were known.
pub(crate) type Names = BTreeMap<CredentialId, CredentialId>;

/// A record looked at on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'r> {
    pub(crate) record: &'r Record,
    pub(crate) book: &'r RuleBook,
    pub(crate) roster: &'r Roster<'r>,
    /// Evidence up to this day counts.
    pub(crate) as_of: Day,
    /// The day asked about, from which windows count back.
    pub(crate) today: Day,
    /// Only evidence from this day on counts.
    pub(crate) since: Option<Day>,
    /// Evidence without a day is not taken as done by `as_of`: the frame looks back.
    pub(crate) dated_only: bool,
}

impl<'r> Frame<'r> {
    pub(crate) const fn new(roster: &'r Roster<'r>, as_of: Day, since: Option<Day>) -> Self {
        let (record, book) = (roster.record, roster.book);
        Self { record, book, roster, as_of, today: as_of, since, dated_only: false }
    }

    /// The days on which something within a time must have been done.
    fn dates(&self, within: Option<Length>) -> Dates {
        Dates {
            as_of: self.as_of,
            since: self.since,
            from: within.map(|within| self.today.window_start(within)),
            needed: within.is_some() || self.since.is_some() || self.dated_only,
        }
    }
}

/// Measures one test. The witness hears what became of each entry; the silent one costs nothing.
pub(crate) fn measure<W: Witness>(test: &Test, frame: &Frame<'_>, witness: &mut W) -> Interval {
    match test {
        Test::Held { of, ever } => standing::held(of, *ever, frame, witness),
        Test::Passed { exams, within, inside } => {
            standing::passed(exams, *within, *inside, frame, witness)
        }
        Test::Member(leaf) => standing::member(leaf, frame, witness),
        Test::WorkDays(leaf) => work::days(leaf, frame, witness),
        Test::WorkHours(leaf) => work::hours(leaf, frame, witness),
        Test::WorkSettings(leaf) => work::settings(leaf, frame, witness),
        Test::Employed(leaf) => work::employed(leaf, frame, witness),
        Test::Course(leaf, unit) => learning::course(leaf, *unit, frame, witness),
        Test::Education(leaf) => learning::education(leaf, frame, witness),
        Test::Training(leaf) => learning::training(leaf, frame, witness),
        Test::Ceus(leaf) => learning::ceus(leaf, frame, witness),
        Test::Age => standing::age(frame, witness),
        Test::Residence(places) => standing::residence(places, frame, witness),
        Test::Attested(leaf) => standing::attested(leaf, frame, witness),
        Test::Sequence(steps) => sequence(steps, frame, witness),
        Test::Waited { credential, version } => {
            attempts::waited(credential, *version, frame, witness)
        }
        Test::AttemptsLeft { credential, version } => {
            attempts::attempts_left(credential, *version, frame, witness)
        }
        Test::WindowOpen { credential, version } => {
            attempts::window_open(credential, *version, frame, witness)
        }
    }
}

/// The day that picks a version.
pub(crate) fn anchor_day(
    anchor: Anchor,
    credential: &CredentialId,
    frame: &Frame<'_>,
) -> AnchorDay {
    attempts::anchor_day(anchor, credential, frame)
}

/// Both steps, in order: 1 when shown.
fn sequence<W: Witness>(steps: &Steps, frame: &Frame<'_>, witness: &mut W) -> Interval {
    let back = |day: i64| Frame { as_of: Day::from_number(day), dated_only: true, ..*frame };
    let first_day = |of: fn(Interval) -> i64| {
        let need = steps.first_need;
        let mut agree = true;
        let mut reached = |interval: Interval| {
            agree &= (interval.shown >= need) == (interval.possible >= need);
            of(interval) >= need
        };
        let mut on = |day: i64| reached(measure(&steps.first, &back(day), &mut Silent));
        let (mut before, mut by) = (Day::MIN.number().saturating_sub(1), frame.as_of.number());
        if !on(by) {
            // What is not dated is done by now, if it is done at all.
            let now = reached(measure(&steps.first, frame, &mut Silent));
            return (now.then_some(frame.as_of), agree);
        }
        // More days, more evidence: the first day on which it is enough lies between the two.
        while by.saturating_sub(before) > 1 {
            let middle = before.midpoint(by);
            if on(middle) { by = middle } else { before = middle }
        }
        (Some(Day::from_number(by)), agree)
    };
    let complete = |since: Option<Day>, of: fn(Interval) -> i64| {
        let since = since.map(|day| Frame { since: Some(day), ..*frame });
        since.is_some_and(|frame| of(measure(&steps.then, &frame, &mut Silent)) >= steps.then_need)
    };
    let at_all = Frame { since: None, ..*frame };
    if !W::ACTIVE && measure(&steps.then, &at_all, &mut Silent).possible < steps.then_need {
        // What is not possible at all is not possible after some day either.
        return Interval::flag(false, false);
    }
    let (shown_from, agree) = first_day(|interval| interval.shown);
    let shown = complete(shown_from, |interval| interval.shown);
    // Where both bounds agreed on every day that was tried, so do the days.
    let possible_from = if agree { shown_from } else { first_day(|interval| interval.possible).0 };
    let possible = complete(possible_from, |interval| interval.possible);
    if let Some(day) = possible_from.filter(|_| W::ACTIVE && !shown && possible) {
        // What the first step lacked on the day on which it may have been complete.
        let mut seen = Seen::default();
        measure(&steps.first, &back(day.number()), &mut seen);
        seen.missing.into_iter().for_each(|fact| witness.missing(|| fact));
    }
    if W::ACTIVE {
        measure(&steps.first, &back(frame.as_of.number()), witness);
        measure(&steps.then, &Frame { since: shown_from, ..*frame }, witness);
    }
    Interval::flag(shown, possible)
}

/// A whole number of years, for thresholds.
pub(crate) fn years(count: Count) -> i64 {
    i64::from(count.get())
}

/// The values that a test can turn out to have, where they are few: levels of education, courses
/// that count as a whole or not at all.
pub(crate) fn attainable(test: &Test, frame: &Frame<'_>) -> Option<Vec<i64>> {
    match test {
        Test::Education(leaf) => learning::attainable_levels(leaf, frame),
        Test::Course(leaf, unit) => learning::attainable_amounts(leaf, *unit, frame),
        _ => None,
    }
}

/// An entry's field as a fact: `coursework[0].contact_hours`.
pub(crate) fn fact(section: &str, index: usize, field: &str) -> String {
    alloc::format!("{section}[{index}].{field}")
}
