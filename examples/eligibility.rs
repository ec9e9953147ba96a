//! May this person sit the exam, what would be awarded, why, and what is missing?
//!
//! Shown here: laying books over the embedded one, reading a record or a `.jsonl` of many, judging
//! on a day, text and JSON answers, and exit codes that a script can use.

use std::fs;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use coding_credentials::calendar::Day;
use coding_credentials::explain::{Eligibility, Verdict, render};
use coding_credentials::{Judge, Record, RuleBook};
use serde::Serialize;

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
    /// The day asked about, YYYY-MM-DD; today when left out.
    #[arg(long)]
    as_of: Option<String>,
    /// Leave out entries recorded after this day.
    #[arg(long)]
    known_on: Option<String>,
    /// A rule book of your own, laid over the embedded one; may be given several times.
    #[arg(long)]
    book: Vec<PathBuf>,
    /// Pick one reading where sources contradict each other: QUESTION=CHOICE.
    #[arg(long)]
    reading: Vec<String>,
    /// How to answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Columns of the text.
    #[arg(long, default_value_t = 100)]
    width: usize,
    /// A record, a .jsonl with a record a line, or - for standard input; a bundled one when left out.
    record: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A fictional person: an apprentice with one year of work and a course.
const BUNDLED: &str = include_str!("records/one-year-and-course.json");

fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) if error.use_stderr() => {
            return refuse(&one_line(&error.to_string()));
        }
        Err(help) => {
            let _printed = help.print();
            return ExitCode::SUCCESS;
        }
    };
    match run(&options) {
        Ok(code) => code,
        Err(message) => refuse(&message),
    }
}

/// What clap says of the argument and the way out, without the usage.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines =
        lines.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let lines: Vec<&str> = lines.map(|line| line.trim_start_matches("error: ")).collect();
    lines.join(": ")
}

/// A path as text that a terminal does not act upon.
fn shown(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::from(2)
}

fn run(options: &Options) -> Result<ExitCode, String> {
    let question = Question::new(options)?;
    let Some(path) = &options.record else {
        return single(&question, BUNDLED, "the bundled record");
    };
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        return lines(&question, path);
    }
    let text = read(path)?;
    single(&question, &text, &shown(path))
}

/// Everything that is asked about each record.
struct Question {
    judge: Judge,
    credential: String,
    as_of: Day,
    known_on: Option<Day>,
    format: Format,
    width: usize,
}

impl Question {
    fn new(options: &Options) -> Result<Self, String> {
        let day = |name: &str, text: &str| {
            text.parse::<Day>().map_err(|error| format!("--{name}: {error}"))
        };
        let as_of = match &options.as_of {
            Some(text) => day("as-of", text)?,
            None => today()?,
        };
        let known_on = options.known_on.as_deref().map(|text| day("known-on", text)).transpose()?;
        let mut book = RuleBook::builtin().map_err(|error| error.to_string())?;
        for path in &options.book {
            let name = path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let text = read(path)?;
            book = book.layer(&name, &text).map_err(|error| format!("{}: {error}", shown(path)))?;
        }
        let mut judge = Judge::new(book);
        for reading in &options.reading {
            let (question, choice) = reading.split_once('=').ok_or_else(|| {
                format!("--reading: `{reading}` has no choice: write QUESTION=CHOICE")
            })?;
            judge = judge
                .with_reading(question, choice)
                .map_err(|error| format!("--reading: {error}"))?;
        }
        // An unknown credential is refused before any record is read.
        judge.book().find(&options.credential).map_err(|error| format!("--credential: {error}"))?;
        let credential = options.credential.clone();
        Ok(Self {
            judge,
            credential,
            as_of,
            known_on,
            format: options.format,
            width: options.width,
        })
    }

    fn answer(&self, text: &str) -> Result<Eligibility, String> {
        let record = Record::from_json(text).map_err(|error| error.to_string())?;
        let answer = match self.known_on {
            Some(day) => {
                self.judge.eligibility_as_known_on(&self.credential, &record, day, self.as_of)
            }
            None => self.judge.eligibility(&self.credential, &record, self.as_of),
        };
        answer.map_err(|error| error.to_string())
    }
}

fn single(question: &Question, text: &str, name: &str) -> Result<ExitCode, String> {
    let answer = question.answer(text).map_err(|error| format!("{name}: {error}"))?;
    let text = match question.format {
        Format::Text => render::eligibility(&answer, question.width),
        Format::Json => {
            serde_json::to_string_pretty(&answer).map_err(|error| error.to_string())? + "\n"
        }
    };
    print(&text)?;
    Ok(code(answer.verdict()))
}

/// One JSON answer a line, in order; a refused line says why and the run goes on.
fn lines(question: &Question, path: &Path) -> Result<ExitCode, String> {
    let file = fs::File::open(path).map_err(|error| cannot_read(path, &error))?;
    let mut worst = Worst::default();
    for (place, line) in io::BufReader::new(file).split(b'\n').enumerate() {
        let line = line.map_err(|error| cannot_read(path, &error))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let text = String::from_utf8(line).map_err(|error| {
            format!(
                "not UTF-8 at byte {}: save the file as UTF-8",
                error.utf8_error().valid_up_to()
            )
        });
        let answer = text.and_then(|text| question.answer(&text));
        worst.note(answer.as_ref().ok().map(Eligibility::verdict));
        let json = match answer {
            Ok(answer) => serde_json::to_string(&answer),
            Err(error) => serde_json::to_string(&Refused { line: place + 1, error }),
        };
        print(&(json.map_err(|error| error.to_string())? + "\n"))?;
    }
    Ok(worst.code())
}

/// The answer to a line that is no record.
#[derive(Serialize)]
struct Refused {
    line: usize,
    error: String,
}

/// The exit code of many records: 2 if one was refused, else 1 if one is unmet, else 3, else 0.
#[derive(Debug, Default)]
struct Worst {
    refused: bool,
    unmet: bool,
    undetermined: bool,
}

impl Worst {
    const fn note(&mut self, verdict: Option<Verdict>) {
        match verdict {
            None => self.refused = true,
            Some(Verdict::Unmet) => self.unmet = true,
            Some(Verdict::Undetermined) => self.undetermined = true,
            Some(_) => {}
        }
    }

    fn code(&self) -> ExitCode {
        match (self.refused, self.unmet, self.undetermined) {
            (true, _, _) => ExitCode::from(2),
            (_, true, _) => code(Verdict::Unmet),
            (_, _, true) => code(Verdict::Undetermined),
            _ => code(Verdict::Met),
        }
    }
}

fn code(verdict: Verdict) -> ExitCode {
    match verdict {
        Verdict::Met => ExitCode::SUCCESS,
        Verdict::Unmet => ExitCode::from(1),
        _ => ExitCode::from(3),
    }
}

/// A closed pipe ends the run quietly.
fn print(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

fn read(path: &Path) -> Result<String, String> {
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

fn cannot_read(path: &Path, error: &io::Error) -> String {
    format!("{}: cannot be read: {error}", shown(path))
}

/// The library never reads a clock; a program may.
fn today() -> Result<Day, String> {
    Day::try_from(time::OffsetDateTime::now_utc().date()).map_err(|error| error.to_string())
}
