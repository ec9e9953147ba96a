//! `book impact`: whose verdict or standing changes between two books or two days.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use coding_credentials::plan::{Basis, Impact, impact, render};
use coding_credentials::{CredentialId, Judge, Record};
use serde::Serialize;

use crate::{Shared, code, day_or_today, io};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Records, one a line (.jsonl), a single record (.json), or - for lines on standard input; a bundled
    /// roster when left out.
    roster: Option<PathBuf>,
    /// A file of the first book, laid over the embedded one; may be given several times.
    #[arg(long, value_name = "FILE")]
    old: Vec<PathBuf>,
    /// A file of the second book; may be given several times.
    #[arg(long, value_name = "FILE")]
    new: Vec<PathBuf>,
    /// The day asked about, YYYY-MM-DD; today when left out.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// The day of the second side, where it is another one.
    #[arg(long, value_name = "DAY")]
    then: Option<String>,
    /// Ask everybody about this credential too; may be given several times.
    #[arg(long)]
    credential: Vec<String>,
}

/// A dozen fictional people with credentials of several issuers.
const BUNDLED: &str = include_str!("../records/roster.jsonl");

/// The answer, and the lines that hold no record.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    impact: Impact,
    lines: Vec<Refused>,
}

#[derive(Serialize)]
struct Refused {
    line: usize,
    error: String,
}

pub(crate) fn run(options: &Options, shared: &Shared) -> Result<ExitCode, String> {
    let as_of = day_or_today("as-of", options.as_of.as_ref())?;
    let then = options.then.as_ref().map_or(Ok(as_of), |text| io::day("then", text))?;
    if options.old.is_empty() && options.new.is_empty() && options.then.is_none() {
        return Err(String::from(
            "nothing to compare: give files with --old or --new, or a second day with --then",
        ));
    }
    let old = Judge::new(shared.rules_with(&options.old)?);
    let new = Judge::new(shared.rules_with(&options.new)?);
    let (before, after) = (Basis::new(&old, as_of), Basis::new(&new, then));
    let asked: Vec<CredentialId> = options
        .credential
        .iter()
        .map(|name| {
            let found =
                new.book().find(name).or_else(|error| old.book().find(name).map_err(|_| error));
            let found = found.map_err(|error| format!("--credential: {error}"))?;
            Ok(found.credential().clone())
        })
        .collect::<Result<_, String>>()?;
    let (roster, lines) = roster(options)?;
    let answer = Answer { impact: impact(before, after, &roster, &asked), lines };
    shared.answer(&answer, text)?;
    if answer.lines.is_empty() && answer.impact.refused().is_empty() {
        return Ok(code(!answer.impact.affected().is_empty()));
    }
    Ok(ExitCode::from(2))
}

/// The records, and the lines that hold none.
fn roster(options: &Options) -> Result<(Vec<Record>, Vec<Refused>), String> {
    let text =
        options.roster.as_ref().map_or_else(|| Ok(BUNDLED.to_owned()), |path| io::read(path))?;
    if let Some(path) = options
        .roster
        .as_ref()
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
    {
        let record =
            Record::from_json(&text).map_err(|error| format!("{}: {error}", io::shown(path)))?;
        return Ok((vec![record], Vec::new()));
    }
    let (mut records, mut refused) = (Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match Record::from_json(line) {
            Ok(record) => records.push(record),
            Err(error) => refused.push(Refused { line: index + 1, error: error.to_string() }),
        }
    }
    Ok((records, refused))
}

fn text(answer: &Answer, width: usize) -> String {
    let line = |refused: &Refused| format!("  line {}: {}\n", refused.line, refused.error);
    let lines: String = answer.lines.iter().map(line).collect();
    let head = if lines.is_empty() { "" } else { "\nLines that hold no record\n" };
    render::impact(&answer.impact, width) + head + &lines
}
