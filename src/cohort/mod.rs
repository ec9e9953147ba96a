//! Many records at once: one question decided over columns, a roster of measured records kept up to date.
//!
//! Everything here rests on rules [compiled for a day](crate::Judge::rules_on). Two ways lead to verdicts
//! about many people:
//!
//! - You have **columns**: one value for each person and fact, from a table, a data frame, a file. A
//!   [`Decider`] says which [inputs](Decider::inputs) a rule reads, in which unit; [`Decider::verdicts`]
//!   takes a [`Column`] for each and gives [`Masks`].
//! - You have **records**: a [`Cohort`] measures each once and keeps of it only which thresholds it reaches;
//!   [`Cohort::award`] then decides 64 people at a time. When something arrives, [`Cohort::update`] measures
//!   again what it touches.
//!
//! | what | shape | unit |
//! |---|---|---|
//! | a [`Column`] | a slice with a value for each record, or one value for all | that of the [`Input`]: days, pieces, ten-thousandths, 0 or 1 |
//! | [`Masks`] | a bit for each record in words of 64, record 0 the lowest bit of the first word | met; undetermined |
//!
//! The answers are those of [`Judge::decide`](crate::Judge::decide) and
//! [`Judge::explain`](crate::Judge::explain) for each record by itself: the formulas are made by the same
//! evaluator, and tests hold them together.

mod columns;
mod ledger;
mod ledgers;
mod masks;
mod people;
mod wide;

pub use self::columns::{Column, ColumnsError, Scratch, Values};
pub use self::ledger::{OrderError, Tally};
pub use self::ledgers::{Ledgers, LedgersError};
pub use self::masks::Masks;
pub use self::people::{Cohort, CohortError};
pub use crate::judge::{
    Activity, Board, DayRules, Decider, DeciderError, Input, InputUnit, Interval, LedgerError,
    LedgerRule,
};
