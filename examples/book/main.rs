//! Rule books: list, show, check, compare, and run conformance cases.

#[path = "../common/mod.rs"]
mod common;

mod run;

use std::process::ExitCode;

fn main() -> ExitCode {
    run::main()
}
