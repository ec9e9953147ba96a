//! Decides, exactly and with reasons, whether a person may earn, and will keep, a medical coding or
//! billing credential, from published rules that are kept as dated, cited data.
//!
//! # One complete example
//!
//! An apprentice coder has passed the CPC exam, worked for 364 days and completed a course of 80
//! contact hours. The full credential asks for two years, of which the course stands for one.
//!
//! ```
//! use coding_credentials::explain::render;
//! use coding_credentials::{Judge, Record, RuleBook};
//!
//! let judge = Judge::new(RuleBook::builtin()?);
//! let record = Record::from_json(r#"{
//!     "exams":       [{"credential": "AAPC/CPC", "taken": "2024-05-01", "passed": true}],
//!     "experience":  [{"field": "coding", "start": "2025-01-01", "end": "2025-12-30"}],
//!     "coursework":  [{"subject": "medical-coding", "contact_hours": "80", "status": "completed"}],
//!     "trainings":   [],
//!     "memberships": [{"organization": "AAPC", "paid_through": "2026-12-31"}]
//! }"#)?;
//!
//! let answer = judge.eligibility("AAPC/CPC", &record, "2026-01-15".parse()?)?;
//!
//! assert!(answer.exam().verdict().is_met()); // the exam may be sat
//! assert!(!answer.verdict().is_met()); // the full credential would not be granted
//! assert_eq!(answer.award().designation().unwrap().to_string(), "AAPC/CPC-A");
//! assert_eq!(answer.shortfalls()[0].missing(), "1 day");
//! assert_eq!(
//!     render::summary(&answer),
//!     "UNMET: AAPC/CPC would not be granted. Missing: 1 day of experience. \
//!      Granted on this day: AAPC/CPC-A.",
//! );
//!
//! // Each finding has its outcome, its evidence and its sources.
//! let experience = &answer.award().finding().children()[1];
//! assert_eq!(experience.path(), "award/experience");
//! assert_eq!(
//!     experience.claim().to_string(),
//!     "2 years of experience in coding: 364 days shown of 730 days, 365 days waived",
//! );
//! assert!(experience.sources()[0].url().starts_with("https://aapc.com/"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`explain::render::eligibility`] writes the whole answer as text, serde its JSON form.
//!
//! # Will it be kept?
//!
//! ```
//! use coding_credentials::{Judge, Record, RuleBook};
//!
//! let judge = Judge::new(RuleBook::builtin()?);
//! let record = Record::from_json(r#"{
//!     "exams":    [{"credential": "AHIMA/CCS", "taken": "2025-02-01", "passed": true}],
//!     "holdings": [{"credential": "AHIMA/CCS", "awarded": "2025-02-01"}],
//!     "ceus":     [{"id": "u1", "completed": "2025-06-01", "units": "12", "topics": ["hiim"], "provider": "City College"},
//!                  {"id": "u2", "completed": "2026-03-01", "units": "7.5", "topics": ["hiim"], "provider": "AHIMA"}],
//!     "payments": []
//! }"#)?;
//! let answer = judge.renewal("AHIMA/CCS", &record, "2026-11-24".parse()?)?;
//!
//! assert_eq!(answer.last_safe_day().unwrap().to_string(), "2027-01-31");
//! let missing: Vec<_> = answer.shortfalls().iter().map(|one| (one.path(), one.missing())).collect();
//! assert_eq!(missing[..2], [("quota", "0.5 CEU"), ("ahima-share", "0.5 CEU")]);
//! assert!(answer.certificates().iter().all(|certificate| certificate.holds()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`explain::Renewal`] has the cycle, what it asks for, one disposition for each activity, what is due,
//! the standing, and the ladder below.
//!
//! # The nouns
//!
//! - A [`Record`] is everything known about one person. What is absent is not known; what is empty is
//!   known to be none.
//! - A [`RuleBook`] is the rules of some issuers as data, each value with its dates, sources and
//!   [confidence](source::Confidence).
//! - A [`Judge`] is a compiled book. It reads no clock: the day asked about is a parameter, `as_of`.
//! - [`Facts`] are a record measured on a day, once for every credential of the book.
//! - [`cohort::DayRules`] are the rules of one day compiled to thresholds, for many records or all
//!   credentials at once; [`cohort`] decides rosters and columns with them.
//! - A [`Decision`] is the bare verdicts; an [`explain::Eligibility`] has the reasons too.
//! - A [`Finding`](explain::Finding) is the outcome at one requirement: a
//!   [`Verdict`](explain::Verdict), evidence with one disposition each, sources, findings below.
//!
//! A negative answer is a value, never an error. An answer that depends on something unknown is
//! [undetermined](explain::Verdict::Undetermined) and says on exactly [what](explain::Question).
//!
//! # Where to go next
//!
//! - [`manual::meaning`]: what the answers mean, and why the design is as it is.
//! - [`manual::rule_language`] and [`manual::programmes`]: the grammar of rule books;
//!   [`manual::limits`]: what it refuses.
//! - [`cohort`] for rosters, tables and services; [`manual::compiled`]: how a rule becomes thresholds;
//!   [`manual::performance`]: the figures.
//! - The `eligibility` and `renewal` examples: the same as programs.
//!
//! # What is covered
//!
//! Eligibility, exams, awards and renewal of AAPC and AHIMA, in all versions on file. What the issuers
//! do not publish is marked so in the book, and answers that rest on it are undetermined.
//!
//! **The issuer's word decides.** The book is a reading of published pages, each with the day on
//! which it was checked; it is no substitute for asking the issuer.
//!
//! # Features
//!
//! - `parallel` (off by default): [`cohort::Cohort`]s measured on all cores (rayon).
//! - `wide` (off by default): columns worked on with the widest vectors of the machine, chosen at run
//!   time (pulp).
//! - `schema` (off by default): JSON Schemas of records, rule books, answers and conformance cases,
//!   generated from the types. They lie in the directory `schema` of the repository too.
//!
//! The crate is `no_std` with `alloc`, without `unsafe` code.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used
)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod allocation;
pub mod book;
pub mod calendar;
pub mod cohort;
pub mod credential;
pub mod document;
pub mod explain;
mod judge;
pub mod lint;
pub mod manual;
pub mod plan;
pub mod quantity;
pub mod record;
#[cfg(feature = "schema")]
#[cfg_attr(docsrs, doc(cfg(feature = "schema")))]
pub mod schema;
pub mod source;
mod word;

pub use self::book::RuleBook;
pub use self::credential::{Code, CredentialId, Issuer};
pub use self::judge::{Decision, Facts, Judge, JudgeError, UnknownReadingError};
pub use self::record::Record;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
