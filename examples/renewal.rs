//! Will this person keep the credential: the cycle, what counts, what is due, what follows?
//!
//! Shown here: the same options as in `eligibility`, the cycle of a day of your choice, where a holding
//! stood on one day as known on another, and the ladder with dates and prices.

mod common;

use std::process::ExitCode;

use clap::Parser;
use coding_credentials::Record;
use coding_credentials::calendar::Day;
use coding_credentials::explain::{Renewal, Verdict, render};

use self::common::{Answer, Common, Question};

/// Says whether a person will keep a credential, with reasons.
#[derive(Debug, Parser)]
#[command(
    name = "renewal",
    after_help = "Exit codes: 0 met, 1 unmet, 3 undetermined, 2 bad input."
)]
struct Options {
    /// The credential, such as AHIMA/CCS; a code alone will do when only one issuer has it.
    #[arg(long, default_value = "AHIMA/CCS")]
    credential: String,
    /// Judge the cycle that contains this day, YYYY-MM-DD.
    #[arg(long)]
    cycle_on: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// A fictional person: two coding credentials on one cycle, one CEU from AHIMA sources short.
const BUNDLED: &str = include_str!("records/renewal-ahima-short.json");

fn main() -> ExitCode {
    common::main(BUNDLED, |options: &Options| (&options.common, &options.credential), prepare, ask)
}

/// The day whose cycle is asked for.
struct CycleOn {
    day: Option<Day>,
}

/// A wrong day is refused before any record is read.
fn prepare(options: &Options) -> Result<CycleOn, String> {
    let day =
        options.cycle_on.as_deref().map(|text| common::io::day("cycle-on", text)).transpose()?;
    Ok(CycleOn { day })
}

fn ask(cycle: &CycleOn, question: &Question, record: &Record) -> Result<Renewal, String> {
    let (judge, credential, as_of) = (&question.judge, &question.credential, question.as_of);
    let answer = match (question.known_on, cycle.day) {
        (Some(known), cycle) => judge.renewal_as_known_on(credential, record, known, cycle, as_of),
        (None, Some(day)) => judge.renewal_of_cycle(credential, record, day, as_of),
        (None, None) => judge.renewal(credential, record, as_of),
    };
    answer.map_err(|error| error.to_string())
}

impl Answer for Renewal {
    fn verdict(&self) -> Verdict {
        self.verdict()
    }

    fn text(&self, width: usize) -> String {
        render::renewal(self, width)
    }
}
