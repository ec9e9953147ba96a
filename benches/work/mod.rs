//! The work of the benches: three decisions over records from a seeded generator, and for each the
//! rule written by hand. The hand-written rule is the floor: what the work costs when a program
//! knows it beforehand.
//!
//! | name | the rule | the input |
//! |---|---|---|
//! | W1 | days of experience, one year for a course of 80 contact hours or more and one year for Practicode reach two years | [`Apprentice`] |
//! | W2 | CCA and one year, or two years, or another body's credential and one year, or all six courses | [`Alternatives`] |
//! | W3 | HIIM units and at most a fifth of the required from elsewhere reach the required; two fifths come from an AHIMA source | [`Ledger`] |
//!
//! Two packages include this module: the library's criterion benches and the race of engines. One
//! that leaves a part unused says so with `#[expect(dead_code, reason = "…")]` where it includes it.

pub(crate) mod floor;
mod generate;
pub(crate) mod ledgers;
pub(crate) mod rules;

/// How many activities a ledger holds.
pub(crate) const ACTIVITIES: usize = 40;

/// One of the three decisions, named by its record.
pub(crate) trait Work: Sized {
    /// The name in tables and plots.
    const NAME: &'static str;

    /// The record of this index; the same in every run, whatever was made before it.
    fn generate(index: u64) -> Self;

    /// The decision by hand.
    fn floor(&self) -> bool;

    /// Every field added up: what reading the record costs, whatever is decided.
    fn sum(&self) -> u64;
}

/// W1: an apprentice who asks to have the apprentice status removed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Apprentice {
    pub(crate) days: u32,
    pub(crate) course_hours: u32,
    pub(crate) practicode: bool,
}

/// W2: a candidate for an exam that is open by four alternatives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alternatives {
    pub(crate) cca: bool,
    pub(crate) days: u32,
    /// Another body's coding credential.
    pub(crate) other: bool,
    pub(crate) courses: [bool; 6],
}

/// W3: a holder at the end of a cycle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ledger {
    /// How many credentials are renewed together: 1 to 4.
    pub(crate) credentials: u8,
    /// By day, earliest first.
    pub(crate) activities: [Activity; ACTIVITIES],
}

/// One activity of continuing education.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Activity {
    /// Days since 1970-01-01.
    pub(crate) day: i32,
    /// Below 256; a course counts once in a cycle.
    pub(crate) course: u16,
    pub(crate) hiim: bool,
    pub(crate) ahima: bool,
    /// Quarters of a unit.
    pub(crate) quarters: u16,
}

impl Work for Apprentice {
    const NAME: &'static str = "W1";

    fn generate(index: u64) -> Self {
        generate::apprentice(index)
    }

    #[inline]
    fn floor(&self) -> bool {
        floor::removes(self)
    }

    #[inline]
    fn sum(&self) -> u64 {
        u64::from(self.days + self.course_hours + u32::from(self.practicode))
    }
}

impl Work for Alternatives {
    const NAME: &'static str = "W2";

    fn generate(index: u64) -> Self {
        generate::alternatives(index)
    }

    #[inline]
    fn floor(&self) -> bool {
        floor::admits(self)
    }

    #[inline]
    fn sum(&self) -> u64 {
        let courses: u32 = self.courses.iter().copied().map(u32::from).sum();
        u64::from(u32::from(self.cca) + self.days + u32::from(self.other) + courses)
    }
}

impl Work for Ledger {
    const NAME: &'static str = "W3";

    fn generate(index: u64) -> Self {
        generate::ledger(index)
    }

    #[inline]
    fn floor(&self) -> bool {
        floor::renews(self)
    }

    #[inline]
    fn sum(&self) -> u64 {
        let activities: u32 = self.activities.iter().map(Activity::sum).sum();
        u64::from(activities + u32::from(self.credentials))
    }
}

impl Activity {
    /// Days of the generator lie after 1970, so the sign is no loss.
    fn sum(&self) -> u32 {
        self.day.unsigned_abs()
            + u32::from(self.course)
            + u32::from(self.hiim)
            + u32::from(self.ahima)
            + u32::from(self.quarters)
    }
}
