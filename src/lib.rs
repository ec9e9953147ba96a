//! placeholder
#![no_std]
#![deny(missing_docs)]
extern crate alloc;
pub mod book;
pub mod calendar;
pub mod credential;
pub mod document;
pub mod explain;
mod judge;
pub mod quantity;
pub mod record;
pub mod source;
mod word;
pub use book::RuleBook;
pub use credential::CredentialId;
pub use judge::{Decision, Facts, Judge, JudgeError, UnknownReadingError};
pub use record::Record;

/// Manual.
pub mod manual { /// x
 pub mod rule_language {} }
#[cfg(test)]
mod t { extern crate std; #[test] fn b() { if let Err(e)=crate::RuleBook::builtin() { std::panic!("{e}"); } } }
