//! `book diff`: what two books, or two days, say differently.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use coding_credentials::RuleBook;
use coding_credentials::book::changes::Changes;
use coding_credentials::explain::render;

use crate::{Shared, code, io};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// One credential only.
    credential: Option<String>,
    /// A file of the first book, laid over the embedded one; may be given several times.
    #[arg(long, value_name = "FILE")]
    old: Vec<PathBuf>,
    /// A file of the second book; may be given several times.
    #[arg(long, value_name = "FILE")]
    new: Vec<PathBuf>,
    /// What is in force on this day, YYYY-MM-DD, against --to; all versions when left out.
    #[arg(long, requires = "to", value_name = "DAY")]
    from: Option<String>,
    /// The second day, YYYY-MM-DD.
    #[arg(long, requires = "from", value_name = "DAY")]
    to: Option<String>,
}

pub(crate) fn run(options: &Options, shared: &Shared) -> Result<ExitCode, String> {
    let day =
        |name, text: &Option<String>| text.as_ref().map(|text| io::day(name, text)).transpose();
    let days = day("from", &options.from)?.zip(day("to", &options.to)?);
    if days.is_none() && options.old.is_empty() && options.new.is_empty() {
        return Err(String::from(
            "nothing to compare: give two days with --from and --to, or files with --old or --new",
        ));
    }
    let (old, new) = (shared.rules_with(&options.old)?, shared.rules_with(&options.new)?);
    let changes = match days {
        Some((from, to)) => old.changes_in_force(from, &new, to),
        None => old.changes(&new),
    };
    let changes = match &options.credential {
        Some(credential) => narrowed(&changes, credential, (&old, &new))?,
        None => changes,
    };
    shared.answer(&changes, render::changes)?;
    Ok(code(!changes.is_empty()))
}

/// The changes that bear on a credential, by a name that either book knows.
fn narrowed(
    changes: &Changes,
    name: &str,
    (old, new): (&RuleBook, &RuleBook),
) -> Result<Changes, String> {
    let found = new.find(name).or_else(|error| old.find(name).map_err(|_| error));
    let found = found.map_err(|error| error.to_string())?;
    Ok(changes.only(found.credential()))
}
