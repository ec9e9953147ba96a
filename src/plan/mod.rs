//! Looking ahead: what a change of rules or of the day does to a group of people.

mod impact;
pub mod render;

pub use self::impact::{
    Affected, Answers, Basis, Effect, Impact, MovedQuestion, MovedShortfall, Refused, RuleRef,
    Sides, impact,
};
