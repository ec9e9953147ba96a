//! `book lint`: faults of rule books, for an editor or a build.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use coding_credentials::RuleBook;
use coding_credentials::lint::{Lint, Severity};
use serde::{Deserialize, Serialize};

use crate::{Shared, code, day_or_today, io};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Files to check, laid over the embedded book in this order; the embedded book when left out.
    files: Vec<PathBuf>,
    /// The day by which sources are stale, YYYY-MM-DD; today when left out.
    #[arg(long)]
    as_of: Option<String>,
    /// Exit code 1 with warnings too.
    #[arg(long)]
    deny_warnings: bool,
}

/// A fault, and the file where that is known: one that was refused.
#[derive(Serialize)]
struct Found {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(flatten)]
    lint: Lint,
}

/// The one field of a file that matters here.
#[derive(Deserialize)]
struct Owner {
    issuer: String,
}

pub(crate) fn run(options: &Options, shared: &Shared) -> Result<ExitCode, String> {
    let as_of = day_or_today("as-of", options.as_of.as_ref())?;
    let mut book = shared.rules()?;
    let mut found = Vec::new();
    let mut touched = BTreeSet::new();
    for path in &options.files {
        let text = io::read(path)?;
        match lay(&book, path, &text) {
            Ok((laid, issuer)) => {
                book = laid;
                touched.insert(issuer);
            }
            Err(lint) => found.push(Found { file: Some(io::shown(path)), lint }),
        }
    }
    let all = book.lint(as_of).into_iter();
    let all = all.filter(|lint| options.files.is_empty() || touched.contains(lint.issuer()));
    found.extend(all.map(|lint| Found { file: None, lint }));
    shared.answer(&found, |found, _| text(found))?;
    let is_error = |one: &Found| one.lint.severity() == Severity::Error;
    Ok(code(found.iter().any(is_error) || options.deny_warnings && !found.is_empty()))
}

/// The book with a file on top, and whose file it is; or why it is refused.
fn lay(book: &RuleBook, path: &Path, text: &str) -> Result<(RuleBook, String), Lint> {
    let laid = book.clone().layer(&io::name(path), text)?;
    // A file that was laid names its issuer.
    let owner =
        serde_json::from_str::<Owner>(text).map_or_else(|_| String::new(), |file| file.issuer);
    Ok((laid, owner))
}

fn text(found: &[Found]) -> String {
    let line = |one: &Found| match &one.file {
        Some(file) => format!("{file}: {}\n", one.lint),
        None => format!("{}\n", one.lint),
    };
    let lines: String = found.iter().map(line).collect();
    let errors = found.iter().filter(|one| one.lint.severity() == Severity::Error).count();
    let plural = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    };
    let warnings = plural(found.len() - errors, "warning");
    format!("{lines}{}, {warnings}\n", plural(errors, "error"))
}
