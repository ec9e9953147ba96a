//! May this person sit the exam, what would be awarded, why, and what is missing?
//!
//! Shown here: laying books over the embedded one, reading a record or a `.jsonl` of many, judging
//! on a day, text and JSON answers, and exit codes that a script can use.

mod common;

use std::process::ExitCode;

use clap::Parser;
use coding_credentials::Record;
use coding_credentials::explain::{Eligibility, Verdict, render};

use self::common::{Answer, Common, Question};

/// Says whether a person may earn a credential, with reasons.
#[derive(Debug, Parser)]
#[command(
    name = "eligibility",
    after_help = "Exit codes: 0 met, 1 unmet, 3 undetermined, 2 bad input."
)]
struct Options {
    /// The credential, such as AAPC/CPC; a code alone will do when only one issuer has it.
    #[arg(long, default_value = "AAPC/CPC")]
    credential: String,
    #[command(flatten)]
    common: Common,
}

/// A fictional person: an apprentice with one year of work and a course.
const BUNDLED: &str = include_str!("records/one-year-and-course.json");

fn main() -> ExitCode {
    common::main(
        BUNDLED,
        |options: &Options| (&options.common, &options.credential),
        |_| Ok(Nothing),
        ask,
    )
}

/// There is nothing more to prepare.
struct Nothing;

fn ask(_: &Nothing, question: &Question, record: &Record) -> Result<Eligibility, String> {
    let (judge, credential) = (&question.judge, &question.credential);
    let answer = match question.known_on {
        Some(day) => judge.eligibility_as_known_on(credential, record, day, question.as_of),
        None => judge.eligibility(credential, record, question.as_of),
    };
    answer.map_err(|error| error.to_string())
}

impl Answer for Eligibility {
    fn verdict(&self) -> Verdict {
        self.verdict()
    }

    fn text(&self, width: usize) -> String {
        render::eligibility(self, width)
    }
}
