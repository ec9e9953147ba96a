//! This library's own entries. Each enters a decision twice: a record at a time, from the plain
//! record to the answer as for every engine, and by columns, which are filled from the records
//! before the clock starts. How its rules are asked stands in `../work/rules.rs`, which the
//! library's own benches share.
//!
//! Both are held against the rule by hand before they are timed, both are timed at growing numbers
//! of records for the plot, and the names are the rows of the table.

use crate::race::{Columns, Heat, Kind};
use crate::work::ledgers::{self, ByLedgers};
use crate::work::rules::{ByColumns, Ruled, by_row};
use crate::work::{Alternatives, Apprentice, Ledger};

const ROW: &str = "coding-credentials";

const COLUMNS: &str = "coding-credentials, columns";

pub(crate) fn w1(heat: &mut Heat<Apprentice>) {
    both(heat);
}

pub(crate) fn w2(heat: &mut Heat<Alternatives>) {
    both(heat);
}

pub(crate) fn w3(heat: &mut Heat<Ledger>) {
    heat.row(Kind::Ours, ROW, ledgers::by_row());
    heat.columns(COLUMNS, ByLedgers::new);
}

fn both<W: Ruled<FACTS>, const FACTS: usize>(heat: &mut Heat<W>) {
    heat.row(Kind::Ours, ROW, by_row());
    heat.columns(COLUMNS, |records: &[W]| ByColumns::new(records));
}

impl<W: Ruled<FACTS>, const FACTS: usize> Columns for ByColumns<W, FACTS> {
    fn decide(&mut self) -> usize {
        ByColumns::decide(self)
    }

    fn is_met(&self, record: usize) -> bool {
        ByColumns::is_met(self, record)
    }

    fn sum(&self) -> u64 {
        ByColumns::sum(self)
    }
}

impl Columns for ByLedgers {
    fn decide(&mut self) -> usize {
        ByLedgers::decide(self)
    }

    fn is_met(&self, record: usize) -> bool {
        ByLedgers::is_met(self, record)
    }

    fn sum(&self) -> u64 {
        ByLedgers::sum(self)
    }
}
