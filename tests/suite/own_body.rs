//! The page of the manual on writing the rules of one's own body: what it shows is what the files hold,
//! and its commands run.

use std::fs;
use std::path::Path;

use coding_credentials::{Judge, RuleBook};
use serde_json::Value;

use crate::cases::CaseFile;
use crate::command::run;
use crate::support::day;

const PAGE: &str = include_str!("../../manual/your-own-body.md");
const BOOK: &str = include_str!("../../examples/books/oakwood.json");
const NEXT: &str = include_str!("../../examples/books/oakwood-2027.json");
const CASES: &str = include_str!("../../examples/books/oakwood-cases.json");

/// The blocks of the page that are marked with a language.
fn blocks(language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<&str>> = None;
    for line in PAGE.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(marked)) if marked == language => open = Some(Vec::new()),
            (None, Some(_)) => open = Some(vec!["\u{0}"]),
            (Some(lines), None) => lines.push(line),
            (Some(lines), Some(_)) => {
                if lines.first() != Some(&"\u{0}") {
                    blocks.push(lines.join("\n"));
                }
                open = None;
            }
            (None, None) => {}
        }
    }
    blocks
}

/// Whether a value stands somewhere in another one: fields of objects may be left out.
fn stands_in(part: &Value, whole: &Value) -> bool {
    holds(part, whole)
        || match whole {
            Value::Object(map) => map.values().any(|value| stands_in(part, value)),
            Value::Array(list) => list.iter().any(|value| stands_in(part, value)),
            _ => false,
        }
}

fn holds(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| holds(value, other)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len()
                && part.iter().zip(whole).all(|(one, other)| holds(one, other))
        }
        _ => part == whole,
    }
}

#[test]
fn what_the_page_shows_is_what_the_files_hold() {
    let files: Vec<Value> =
        [BOOK, CASES].iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    let blocks = blocks("json");
    assert!(blocks.len() >= 6, "{} blocks", blocks.len());
    for block in blocks.iter().filter(|block| !block.contains("json.schemas")) {
        let whole = if block.trim_start().starts_with('{') {
            block.clone()
        } else {
            format!("{{{block}}}")
        };
        let part: Value =
            serde_json::from_str(&whole).unwrap_or_else(|error| panic!("{error}\n{block}"));
        assert!(files.iter().any(|file| stands_in(&part, file)), "{block}");
    }
}

#[test]
fn its_books_are_without_fault_and_its_cases_hold() {
    for (name, text) in [("oakwood.json", BOOK), ("oakwood-2027.json", NEXT)] {
        let book = RuleBook::builtin().unwrap().layer(name, text).unwrap();
        let lints = book.lint(day("2027-02-01"));
        let ours: Vec<String> = lints
            .iter()
            .filter(|lint| lint.issuer() == "OAKWOOD")
            .map(ToString::to_string)
            .collect();
        assert_eq!(ours, [""; 0], "{name}");
    }
    let judge = Judge::new(RuleBook::builtin().unwrap().layer("oakwood.json", BOOK).unwrap());
    for case in CaseFile::read(CASES).unwrap().cases {
        let wrong = case.differences(&case.answer(&judge));
        assert!(wrong.is_empty(), "{}: {wrong:?}", case.id);
    }
}

#[test]
fn its_commands_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let commands: Vec<String> = blocks("console").concat().split("$ ").map(str::to_owned).collect();
    let mut ran = 0;
    for command in commands.iter().filter(|command| !command.trim().is_empty()) {
        let command = command.lines().next().unwrap();
        let mut words = command.split_whitespace();
        let name =
            words.by_ref().skip_while(|word| *word != "--example").nth(1).unwrap().to_owned();
        let arguments: Vec<String> = words
            .skip_while(|word| *word != "--")
            .skip(1)
            .map(|word| {
                let own = word.starts_with("examples/");
                if own { root.join(word).to_str().unwrap().to_owned() } else { word.to_owned() }
            })
            .collect();
        // The person is the reader's.
        if arguments.iter().any(|word| word == "person.json") {
            continue;
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let found = run(&name, &arguments, b"");
        assert!(matches!(found.code, Some(0 | 1)), "{command}: {found:?}");
        assert!(!found.out.is_empty() && found.err.is_empty(), "{command}: {found:?}");
        ran += 1;
    }
    assert_eq!(ran, 5, "{commands:?}");
    assert!(fs::exists(root.join("schema/book.schema.json")).unwrap());
}
