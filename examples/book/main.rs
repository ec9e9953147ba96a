//! Rule books: list, show, check and compare them, see whom a change affects, run conformance cases.
//!
//! Shown here: laying books over the embedded one, describing a credential, comparing two books or two
//! days, the impact of a change on a roster, the linter, and cases as data with their coverage.

#[path = "../common/cases.rs"]
mod cases;
#[path = "../common/io.rs"]
mod io;

mod conformance;
mod diff;
mod impact;
mod lint;
mod list;
mod show;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use coding_credentials::calendar::Day;
use coding_credentials::{Issuer, RuleBook};
use serde::Serialize;

use self::io::Format;

/// Lists, shows, checks and compares rule books.
#[derive(Debug, Parser)]
#[command(
    name = "book",
    after_help = "Without a command: list.\nExit codes: 0 nothing to report; 1 faults, differences, people affected, cases that fail; 2 bad input."
)]
struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// The words that the rules read; the same as the command `words`.
    #[arg(long)]
    words: bool,
    #[command(flatten)]
    shared: Shared,
}

/// Options that every command understands.
#[derive(Debug, Args)]
struct Shared {
    /// A rule book of your own, laid over the embedded one; may be given several times.
    #[arg(long, global = true, value_name = "FILE")]
    book: Vec<PathBuf>,
    /// How to answer.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Columns of the text.
    #[arg(long, global = true, default_value_t = 100)]
    width: usize,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Issuers and their credentials: what can be earned and renewed on a day.
    List(list::Options),
    /// Everything that the book says about a credential.
    Show(show::Options),
    /// The words that the rules read, by field of a record.
    Words(words::Options),
    /// Faults of rule books: exit code 1 with errors.
    Lint(lint::Options),
    /// What two books, or two days, say differently: exit code 1 when something differs.
    Diff(diff::Options),
    /// Whose verdict or standing changes: exit code 1 when somebody's does.
    Impact(impact::Options),
    /// Conformance cases, and the rules that no case exercises: exit code 1 when one fails or is missing.
    Cases(conformance::Options),
}

fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) if error.use_stderr() => return io::refuse(&refusal(&error)),
        Err(help) => {
            let _printed = help.print();
            return ExitCode::SUCCESS;
        }
    };
    run(&options).unwrap_or_else(|message| io::refuse(&message))
}

/// What clap says in one line; of an unknown command also which there are.
fn refusal(error: &clap::Error) -> String {
    let line = io::one_line(&error.to_string());
    if error.kind() == clap::error::ErrorKind::InvalidSubcommand && !line.contains("tip: ") {
        let commands = Options::command();
        let names: Vec<&str> = commands.get_subcommands().map(clap::Command::get_name).collect();
        return format!("{line}: the commands are {}", names.join(", "));
    }
    line
}

fn run(options: &Options) -> Result<ExitCode, String> {
    let shared = &options.shared;
    match &options.command {
        Some(command) if options.words && !matches!(command, Command::Words(_)) => {
            Err(format!("--words stands alone: leave it out before `{}`", command.name()))
        }
        Some(Command::List(own)) => list::run(own, shared),
        Some(Command::Show(own)) => show::run(own, shared),
        Some(Command::Words(own)) => words::run(own, shared),
        Some(Command::Lint(own)) => lint::run(own, shared),
        Some(Command::Diff(own)) => diff::run(own, shared),
        Some(Command::Impact(own)) => impact::run(own, shared),
        Some(Command::Cases(own)) => conformance::run(own, shared),
        None if options.words => words::run(&words::Options::default(), shared),
        None => list::run(&list::Options::default(), shared),
    }
}

impl Command {
    const fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "list",
            Self::Show(_) => "show",
            Self::Words(_) => "words",
            Self::Lint(_) => "lint",
            Self::Diff(_) => "diff",
            Self::Impact(_) => "impact",
            Self::Cases(_) => "cases",
        }
    }
}

impl Shared {
    /// The embedded book with the files of `--book` laid over it.
    fn rules(&self) -> Result<RuleBook, String> {
        io::laid(&self.book)
    }

    /// The same with further files on top.
    fn rules_with(&self, files: &[PathBuf]) -> Result<RuleBook, String> {
        io::laid(&[self.book.as_slice(), files].concat())
    }

    /// Prints an answer as text or as JSON.
    fn answer<T: Serialize>(
        &self,
        answer: &T,
        text: impl FnOnce(&T, usize) -> String,
    ) -> Result<(), String> {
        io::print(&match self.format {
            Format::Text => text(answer, self.width),
            Format::Json => {
                serde_json::to_string_pretty(answer).map_err(|error| error.to_string())? + "\n"
            }
        })
    }
}

/// The day given, or today.
fn day_or_today(name: &str, text: Option<&String>) -> Result<Day, String> {
    text.map_or_else(io::today, |text| io::day(name, text))
}

/// 1 when there is something to report, else 0.
fn code(reported: bool) -> ExitCode {
    ExitCode::from(u8::from(reported))
}

/// An issuer of the book by its code, whatever the case.
fn issuer(book: &RuleBook, text: &str) -> Result<Issuer, String> {
    let found = book.issuers().find(|issuer| issuer.as_str().eq_ignore_ascii_case(text));
    found.cloned().ok_or_else(|| {
        let known: Vec<&str> = book.issuers().map(Issuer::as_str).collect();
        let text = text.escape_debug();
        format!("--issuer: unknown issuer `{text}`: the book has {}", known.join(", "))
    })
}
