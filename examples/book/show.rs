//! `book show`: everything that the book says about a credential.

use std::process::ExitCode;

use clap::Args;
use coding_credentials::explain::render;

use crate::{Shared, io};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The credential, such as AAPC/CPC; a code alone will do when only one issuer has it.
    credential: String,
    /// Only what is on file for this day, YYYY-MM-DD; all versions when left out.
    #[arg(long)]
    as_of: Option<String>,
}

pub(crate) fn run(options: &Options, shared: &Shared) -> Result<ExitCode, String> {
    let book = shared.rules()?;
    let day = options.as_of.as_ref().map(|text| io::day("as-of", text)).transpose()?;
    let found = book.find(&options.credential).map_err(|error| error.to_string())?;
    let shown = match day {
        Some(day) => book.describe_on(found.credential(), day),
        None => book.describe(found.credential()),
    };
    let shown =
        shown.ok_or_else(|| format!("{}: the book has no rules for it", options.credential))?;
    shared.answer(&shown, render::description)?;
    Ok(ExitCode::SUCCESS)
}
