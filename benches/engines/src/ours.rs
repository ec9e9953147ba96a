//! This library's own entries. Each enters a decision twice: a record at a time, from the plain
//! record to the answer as for every engine, and by columns, which are filled from the records
//! before the clock starts.
//!
//! ```text
//! heat.row(Kind::Ours, "coding-credentials", |record| …);        // FnMut(&W) -> bool
//! heat.columns("coding-credentials, columns", |records| …);      // Fn(&[W]) -> impl Columns
//! ```
//!
//! Both are held against the rule by hand before they are timed, both are timed at growing numbers
//! of records for the plot, and the names are the rows of the table.

use crate::race::Heat;
use crate::work::{Alternatives, Apprentice, Ledger};

pub(crate) fn w1(_heat: &mut Heat<Apprentice>) {}

pub(crate) fn w2(_heat: &mut Heat<Alternatives>) {}

pub(crate) fn w3(_heat: &mut Heat<Ledger>) {}
