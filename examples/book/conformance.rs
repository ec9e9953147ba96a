//! `book cases`: conformance cases, and the rules that no case exercises.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use coding_credentials::{Judge, RuleBook};
use serde::Serialize;
use serde_json::Value;

use crate::cases::{self, Case, CaseFile};
use crate::{Shared, code, io, issuer};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Files of cases; those of this package when left out.
    files: Vec<PathBuf>,
    /// Name the rules that no case exercises: of the files of --book, else of the embedded book.
    #[arg(long)]
    cover: bool,
    /// With --cover: the embedded rules of this issuer only.
    #[arg(long, value_name = "ISSUER", requires = "cover")]
    only: Option<String>,
}

#[derive(Serialize)]
struct Report {
    cases: usize,
    failed: Vec<Failed>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    covered: Vec<Coverage>,
}

/// A case that does not hold.
#[derive(Serialize)]
struct Failed {
    file: String,
    id: String,
    says: String,
    source: Vec<String>,
    worked: Vec<String>,
    differences: Vec<String>,
}

/// How far the cases reach in one file of rules.
#[derive(Serialize)]
struct Coverage {
    file: String,
    rules: usize,
    idle: Vec<String>,
}

pub(crate) fn run(options: &Options, shared: &Shared) -> Result<ExitCode, String> {
    let book = shared.rules()?;
    let judge = Judge::new(book.clone());
    let files = match options.files.as_slice() {
        [] => json_files(&package("tests/cases"))?,
        given => given.to_vec(),
    };
    let (mut all, mut failed) = (Vec::new(), Vec::new());
    for path in &files {
        let file = CaseFile::read(&io::read(path)?);
        let file = file.map_err(|error| format!("{}: {error}", io::shown(path)))?;
        let name = format!("{} ({})", io::shown(path), file.title);
        failed.extend(file.cases.iter().filter_map(|case| failure(case, &name, &judge)));
        all.extend(file.cases);
    }
    let covered = if options.cover { cover(options, shared, &book, &all)? } else { Vec::new() };
    let report = Report { cases: all.len(), failed, covered };
    shared.answer(&report, |report, _| text(report))?;
    let idle = report.covered.iter().any(|one| !one.idle.is_empty());
    Ok(code(idle || !report.failed.is_empty()))
}

fn failure(case: &Case, file: &str, judge: &Judge) -> Option<Failed> {
    let differences = case.differences(&case.answer(judge));
    (!differences.is_empty()).then(|| Failed {
        file: file.to_owned(),
        id: case.id.clone(),
        says: case.says.clone(),
        source: case.source.clone(),
        worked: case.worked.clone(),
        differences,
    })
}

fn cover(
    options: &Options,
    shared: &Shared,
    book: &RuleBook,
    cases: &[Case],
) -> Result<Vec<Coverage>, String> {
    let folder = package("src/book/builtin");
    let files = match &options.only {
        Some(only) => {
            let issuer = issuer(book, only).map_err(|error| error.replace("--issuer", "--only"))?;
            vec![folder.join(format!("{}.json", issuer.as_str().to_lowercase()))]
        }
        None if shared.book.is_empty() => json_files(&folder)?,
        None => shared.book.clone(),
    };
    let one = |path: &PathBuf| {
        let text = io::read(path)?;
        let file: Value =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", io::shown(path)))?;
        Ok(Coverage {
            file: io::shown(path),
            rules: cases::rules(&file).len(),
            idle: cases::uncovered(book, &file, cases),
        })
    };
    files.iter().map(one).collect()
}

/// A folder of this package.
fn package(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// The `.json` files of a folder, in order.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| io::cannot_read(folder, &error))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    Ok(files)
}

fn text(report: &Report) -> String {
    let mut lines = Vec::new();
    for failed in &report.failed {
        lines.push(format!("FAILED {} in {}", failed.id, failed.file));
        lines.push(format!("  {}", failed.says));
        let worked = failed.worked.iter().map(|case| format!("worked case {case}"));
        let sources: Vec<String> = failed.source.iter().cloned().chain(worked).collect();
        lines.push(format!("  by {}", sources.join(", ")));
        lines.extend(failed.differences.iter().map(|difference| format!("    {difference}")));
    }
    lines.push(format!("{} cases, {} failed", report.cases, report.failed.len()));
    for one in &report.covered {
        let idle = one.idle.len();
        lines.push(format!("{}: {} rules, {idle} not exercised", one.file, one.rules));
        lines.extend(one.idle.iter().map(|place| format!("    {place}")));
    }
    lines.join("\n") + "\n"
}
