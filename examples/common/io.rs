//! What every example does with files, days and its output.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use coding_credentials::RuleBook;
use coding_credentials::calendar::Day;

/// How to answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// A day given on the command line.
pub(crate) fn day(name: &str, text: &str) -> Result<Day, String> {
    text.parse::<Day>().map_err(|error| format!("--{name}: {error}"))
}

/// The embedded book with files laid over it, in order.
pub(crate) fn laid(files: &[PathBuf]) -> Result<RuleBook, String> {
    let mut book = RuleBook::builtin().map_err(|error| error.to_string())?;
    for path in files {
        let text = read(path)?;
        book =
            book.layer(&name(path), &text).map_err(|error| format!("{}: {error}", shown(path)))?;
    }
    Ok(book)
}

/// The name under which a file stands in messages and notes.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// A closed pipe ends the run quietly.
pub(crate) fn print(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// The text of a file, or of standard input.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| cannot_read(path, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("{}: not UTF-8 at byte {at}: save the file as UTF-8", shown(path))
    })
}

pub(crate) fn cannot_read(path: &Path, error: &io::Error) -> String {
    format!("{}: cannot be read: {error}", shown(path))
}

/// The library never reads a clock; a program may.
pub(crate) fn today() -> Result<Day, String> {
    Day::try_from(time::OffsetDateTime::now_utc().date()).map_err(|error| error.to_string())
}

/// What clap says of the argument and the way out, without the usage.
pub(crate) fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines =
        lines.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let bare = |line| str::trim_end_matches(str::trim_start_matches(line, "error: "), ':');
    let lines: Vec<&str> = lines.map(bare).collect();
    lines.join(": ")
}

/// A path as text that a terminal does not act upon.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}

/// Bad input: one message, and the exit code for it.
pub(crate) fn refuse(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::from(2)
}
