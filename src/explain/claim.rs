//! What a finding is about, as data; its text is derived.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use crate::book::phrase::{Phrase, phrase};
use crate::book::requirement::Node;
use crate::calendar::Day;
use crate::quantity::{Days, Decimal};
use crate::source::Anchor;

/// A measured amount with its unit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Amount {
    /// Days of experience or membership.
    Days(Days),
    /// Hours worked.
    Hours(Decimal),
    /// Contact hours.
    ContactHours(Decimal),
    /// Academic credits.
    Credits(Decimal),
    /// Continuing education units.
    Units(Decimal),
    /// Points of a point system.
    Points(i64),
    /// Pieces of evidence.
    Pieces(i64),
    /// Years of age.
    Years(i64),
    /// A level of education, as its place on the ladder.
    Level(i64),
    /// Shown or not.
    Shown(bool),
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = Decimal::whole(1);
        match self {
            Self::Days(days) => days.fmt(f),
            Self::Hours(number) => counted(f, number, "hour", *number == one),
            Self::ContactHours(number) => counted(f, number, "contact hour", *number == one),
            Self::Credits(number) => counted(f, number, "credit", *number == one),
            Self::Units(number) => counted(f, number, "unit", *number == one),
            Self::Points(number) => counted(f, number, "point", *number == 1),
            Self::Pieces(pieces) => pieces.fmt(f),
            Self::Years(number) => counted(f, number, "year", *number == 1),
            Self::Level(level) => f.write_str(level_name(*level)),
            Self::Shown(shown) => f.write_str(if *shown { "shown" } else { "not shown" }),
        }
    }
}

fn counted(
    f: &mut fmt::Formatter<'_>,
    number: &dyn fmt::Display,
    unit: &str,
    one: bool,
) -> fmt::Result {
    write!(f, "{number} {unit}{}", if one { "" } else { "s" })
}

fn level_name(level: i64) -> &'static str {
    use crate::record::Level;
    let place = usize::try_from(level).unwrap_or_default();
    if place == 0 { "none" } else { Level::ALL.get(place).map_or("none", |level| level.as_str()) }
}

/// What a finding is about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Claim {
    /// All of several requirements: how many are met.
    All {
        /// Met.
        met: usize,
        /// Of so many.
        of: usize,
    },
    /// One of several requirements.
    Any {
        /// Met.
        met: usize,
        /// Of so many.
        of: usize,
    },
    /// At least so many of several requirements.
    AtLeast {
        /// Needed.
        count: u32,
        /// Met.
        met: usize,
        /// Of so many.
        of: usize,
    },
    /// Points from several classes.
    Points {
        /// Needed.
        need: Amount,
        /// Shown.
        shown: Amount,
    },
    /// A condition that the record shows or not.
    Condition(Box<Condition>),
    /// A waiver of experience.
    Waiver {
        /// Issuer and identifier.
        waiver: String,
        /// Its title.
        title: String,
        /// What one use stands for, if its terms are on file for the day.
        amount: Option<Amount>,
    },
    /// No version of the rule is on file for the day.
    RuleUnknown {
        /// The day that picks the version, if it is known.
        on: Option<Day>,
        /// What kind of day it is.
        anchor: Anchor,
    },
    /// The issuer does not publish the rule.
    Unpublished(String),
    /// A person must decide.
    Judgement(String),
    /// Sources contradict each other.
    Readings {
        /// The question on which they differ.
        question: String,
    },
    /// Whether the exam is offered on the day.
    Offered(bool),
    /// A wait after a failed attempt.
    Wait {
        /// The first day on which the next attempt is allowed, if known.
        until: Option<Day>,
    },
    /// A limit on the number of attempts.
    AttemptLimit {
        /// Attempts left, if known.
        left: Option<u32>,
        /// The first day on which there is room for another attempt, when there is none now.
        until: Option<Day>,
    },
    /// The days to sit after approval.
    Window {
        /// The last day, if known.
        closes: Option<Day>,
    },
    /// Nothing stands in the way; in the book's words, if it has any.
    NothingToShow(Option<String>),
}

/// A condition with what was measured.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Condition {
    pub(crate) node: Arc<Node>,
    pub(crate) need: Amount,
    pub(crate) shown: Amount,
    /// What could still turn out, when it is more than what is shown and bounded.
    pub(crate) possible: Option<Amount>,
    pub(crate) waived: Option<Amount>,
}

impl Condition {
    /// How much the rule asks for.
    #[must_use]
    pub const fn need(&self) -> Amount {
        self.need
    }

    /// How much the record shows.
    #[must_use]
    pub const fn shown(&self) -> Amount {
        self.shown
    }

    /// How much waivers stand for.
    #[must_use]
    pub const fn waived(&self) -> Option<Amount> {
        self.waived
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Phrase(&self.node))?;
        if matches!(self.need, Amount::Shown(_) | Amount::Pieces(1)) {
            return Ok(());
        }
        match self.need {
            Amount::Level(_) => write!(f, ": {} shown", self.shown)?,
            _ => write!(f, ": {} shown of {}", self.shown, self.need)?,
        }
        if let Some(waived) = self.waived {
            write!(f, ", {waived} waived")?;
        }
        if let Some(possible) = self.possible {
            write!(f, ", up to {possible} possible")?;
        }
        Ok(())
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All { met, of } => write!(f, "all of the following: {met} of {of} met"),
            Self::Any { met, of } => write!(f, "one of the following: {met} of {of} met"),
            Self::AtLeast { count, met, of } => {
                write!(f, "at least {count} of the following: {met} of {of} met")
            }
            Self::Points { need, shown } => write!(f, "{need} from the following: {shown} shown"),
            Self::Condition(condition) => condition.fmt(f),
            Self::Waiver { title, amount: Some(amount), .. } => {
                write!(f, "waiver of {amount}: {title}")
            }
            Self::Waiver { title, amount: None, .. } => {
                write!(f, "waiver whose terms are not on file for the day: {title}")
            }
            Self::RuleUnknown { on: Some(day), .. } => {
                write!(f, "the rule for {day} is not on file")
            }
            Self::RuleUnknown { on: None, anchor } => {
                write!(f, "which version of the rule holds is not known: {}", anchor_name(*anchor))
            }
            Self::Unpublished(what) => write!(f, "not published by the issuer: {what}"),
            Self::Judgement(what) => write!(f, "a person must decide: {what}"),
            Self::Readings { question } => write!(f, "sources contradict each other ({question})"),
            Self::Offered(true) => f.write_str("the exam is offered"),
            Self::Offered(false) => f.write_str("the exam is no longer offered"),
            Self::Wait { until: Some(day) } => {
                write!(f, "wait after a failed attempt, over on {day}")
            }
            Self::Wait { until: None } => f.write_str("wait after a failed attempt"),
            Self::AttemptLimit { until: Some(day), .. } => {
                write!(f, "limit on attempts: none left before {day}")
            }
            Self::AttemptLimit { left: Some(left), .. } => {
                write!(f, "limit on attempts: {left} left")
            }
            Self::AttemptLimit { left: None, .. } => f.write_str("limit on attempts"),
            Self::Window { closes: Some(day) } => {
                write!(f, "time to sit after approval, up to {day}")
            }
            Self::Window { closes: None } => f.write_str("time to sit after approval"),
            Self::NothingToShow(None) => f.write_str("no condition"),
            Self::NothingToShow(Some(what)) => write!(f, "no condition: {what}"),
        }
    }
}

const fn anchor_name(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::AsOf => "it goes by the day asked about",
        Anchor::Exam => "it goes by the day of the exam",
        Anchor::Failure => "it goes by the day of the last failed attempt",
        Anchor::Approval => "it goes by the day of approval",
        Anchor::FirstAward => "it goes by the day of the first award",
        Anchor::CycleStart => "it goes by the first day of the cycle",
        Anchor::CycleEnd => "it goes by the last day of the cycle",
        Anchor::Activity => "it goes by the day of the activity",
    }
}

impl Condition {
    /// What is missing for the condition, waivers not yet named.
    pub(crate) fn shortfall(&self, path: &str) -> super::finding::Shortfall {
        use alloc::string::ToString;
        let whole = || phrase(&self.node);
        let (need, have, missing) = match (self.need, self.shown) {
            (Amount::Days(need), Amount::Days(shown)) => {
                let waived = match self.waived {
                    Some(Amount::Days(waived)) => waived.get(),
                    _ => 0,
                };
                let missing = need.get().saturating_sub(shown.get()).saturating_sub(waived);
                (need.to_string(), shown.to_string(), Days::measured(missing).to_string())
            }
            (Amount::Hours(need), Amount::Hours(shown)) => {
                let waived = match self.waived {
                    Some(Amount::Hours(waived)) => waived.sub_units(),
                    _ => 0,
                };
                let rest = less(need, shown).sub_units().saturating_sub(waived);
                let rest = Decimal::from_sub_units(rest).unwrap_or(Decimal::ZERO);
                (self.need.to_string(), self.shown.to_string(), Amount::Hours(rest).to_string())
            }
            (Amount::ContactHours(need), Amount::ContactHours(shown)) => {
                let missing = Amount::ContactHours(less(need, shown));
                (self.need.to_string(), self.shown.to_string(), missing.to_string())
            }
            (Amount::Credits(need), Amount::Credits(shown)) => {
                let missing = Amount::Credits(less(need, shown));
                (self.need.to_string(), self.shown.to_string(), missing.to_string())
            }
            (Amount::Units(need), Amount::Units(shown)) => {
                let missing = Amount::Units(less(need, shown));
                (self.need.to_string(), self.shown.to_string(), missing.to_string())
            }
            (Amount::Years(need), Amount::Years(shown)) => {
                let missing = Amount::Years(need.saturating_sub(shown));
                (self.need.to_string(), self.shown.to_string(), missing.to_string())
            }
            (Amount::Level(_), _) => (self.need.to_string(), self.shown.to_string(), whole()),
            _ => {
                let whole = whole();
                (whole.clone(), Amount::Shown(false).to_string(), whole)
            }
        };
        let waived = alloc::vec::Vec::new();
        super::finding::Shortfall {
            path: path.into(),
            measure: self.measure(),
            need,
            have,
            missing,
            waived,
        }
    }

    /// What is measured, as a word.
    fn measure(&self) -> &'static str {
        match &*self.node {
            Node::Passed(_) => "exam",
            Node::Held(_) => "credential",
            other => other.word(),
        }
    }
}

fn less(need: Decimal, shown: Decimal) -> Decimal {
    let rest = need.sub_units().saturating_sub(shown.sub_units());
    Decimal::from_sub_units(rest).unwrap_or(Decimal::ZERO)
}
