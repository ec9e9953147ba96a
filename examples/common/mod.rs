//! What the examples that judge records have in common: options, books, records, answers as text or JSON,
//! exit codes.

pub(crate) mod io;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser};
use coding_credentials::calendar::Day;
use coding_credentials::explain::Verdict;
use coding_credentials::{Judge, Record};
use serde::Serialize;

use self::io::{Format, cannot_read, day, one_line, print, read, refuse, shown, today};

/// Options that every example understands.
#[derive(Debug, Args)]
pub(crate) struct Common {
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

/// What is asked about each record.
pub(crate) struct Question {
    pub(crate) judge: Judge,
    pub(crate) credential: String,
    pub(crate) as_of: Day,
    pub(crate) known_on: Option<Day>,
}

/// An answer that can be printed.
pub(crate) trait Answer: Serialize {
    fn verdict(&self) -> Verdict;
    fn text(&self, width: usize) -> String;
}

/// Reads the options, answers every record, and says how it went.
pub(crate) fn main<O: Parser, P, A: Answer>(
    bundled: &str,
    parts: impl Fn(&O) -> (&Common, &str),
    prepare: impl Fn(&O) -> Result<P, String>,
    ask: impl Fn(&P, &Question, &Record) -> Result<A, String>,
) -> ExitCode {
    let options = match O::try_parse() {
        Ok(options) => options,
        Err(error) if error.use_stderr() => return refuse(&one_line(&error.to_string())),
        Err(help) => {
            let _printed = help.print();
            return ExitCode::SUCCESS;
        }
    };
    let (common, credential) = parts(&options);
    let answered = prepare(&options).and_then(|prepared| {
        run(bundled, common, credential, |question, record| ask(&prepared, question, record))
    });
    match answered {
        Ok(code) => code,
        Err(message) => refuse(&message),
    }
}

fn run<A: Answer>(
    bundled: &str,
    common: &Common,
    credential: &str,
    ask: impl Fn(&Question, &Record) -> Result<A, String>,
) -> Result<ExitCode, String> {
    let question = Question::new(common, credential)?;
    let answer = |text: &str| {
        let record = Record::from_json(text).map_err(|error| error.to_string())?;
        ask(&question, &record)
    };
    let Some(path) = &common.record else {
        return single(common, answer(bundled), "the bundled record");
    };
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        return lines(path, answer);
    }
    let text = read(path)?;
    single(common, answer(&text), &shown(path))
}

impl Question {
    fn new(common: &Common, credential: &str) -> Result<Self, String> {
        let as_of = match &common.as_of {
            Some(text) => day("as-of", text)?,
            None => today()?,
        };
        let known_on = common.known_on.as_deref().map(|text| day("known-on", text)).transpose()?;
        let book = io::laid(&common.book)?;
        let mut judge = Judge::new(book);
        for reading in &common.reading {
            let (question, choice) = reading.split_once('=').ok_or_else(|| {
                format!("--reading: `{reading}` has no choice: write QUESTION=CHOICE")
            })?;
            judge = judge
                .with_reading(question, choice)
                .map_err(|error| format!("--reading: {error}"))?;
        }
        // An unknown credential is refused before any record is read.
        judge.book().find(credential).map_err(|error| format!("--credential: {error}"))?;
        Ok(Self { judge, credential: credential.to_owned(), as_of, known_on })
    }
}

fn single<A: Answer>(
    common: &Common,
    answer: Result<A, String>,
    name: &str,
) -> Result<ExitCode, String> {
    let answer = answer.map_err(|error| format!("{name}: {error}"))?;
    let text = match common.format {
        Format::Text => answer.text(common.width),
        Format::Json => {
            serde_json::to_string_pretty(&answer).map_err(|error| error.to_string())? + "\n"
        }
    };
    print(&text)?;
    Ok(code(answer.verdict()))
}

/// One JSON answer a line, in order; a refused line says why and the run goes on.
fn lines<A: Answer>(
    path: &Path,
    ask: impl Fn(&str) -> Result<A, String>,
) -> Result<ExitCode, String> {
    let file = fs::File::open(path).map_err(|error| cannot_read(path, &error))?;
    let mut worst = Worst::default();
    for (place, line) in BufReader::new(file).split(b'\n').enumerate() {
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
        let answer = text.and_then(|text| ask(&text));
        worst.note(answer.as_ref().ok().map(Answer::verdict));
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
