//! Short spellings for records, books and answers.

use std::sync::LazyLock;

use coding_credentials::calendar::Day;
use coding_credentials::explain::{Eligibility, Question, Verdict};
use coding_credentials::{Judge, Record, RuleBook};

/// The embedded book, compiled once for all tests.
pub static JUDGE: LazyLock<Judge> = LazyLock::new(|| Judge::new(RuleBook::builtin().unwrap()));

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn record(json: &str) -> Record {
    Record::from_json(json).unwrap_or_else(|error| panic!("{error}\n{json}"))
}

/// The answer of the embedded book.
pub fn ask(credential: &str, json: &str, as_of: &str) -> Eligibility {
    JUDGE.eligibility(credential, &record(json), day(as_of)).unwrap()
}

/// A book of one synthetic issuer `ACME`: one source `PAGE`, and the given waivers and credentials.
pub fn acme(waivers: &str, credentials: &str) -> Judge {
    let text = format!(
        r#"{{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
            "sources": {{"PAGE": {{"url": "https://acme.example/rules", "publisher": "Acme College",
                                  "checked": "2026-01-01", "confidence": "official"}}}},
            "waivers": {{{waivers}}}, "credentials": {{{credentials}}}}}"#
    );
    let book =
        RuleBook::from_json("acme.json", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    Judge::new(book)
}

/// A credential `ACC` whose award asks for the given requirement.
pub fn award(requirement: &str) -> Judge {
    acme("", &credential("ACC", requirement))
}

/// A credential whose award asks for the given requirement, with no condition on the exam.
pub fn credential(code: &str, requirement: &str) -> String {
    format!(
        r#""{code}": {{"title": "Acme {code}", "fields": ["coding"],
            "award": [{{"designation": "{code}", "requires": [
                {{"from": "2000-01-01", "source": "PAGE", "value": {requirement}}}]}}]}}"#
    )
}

/// The verdict on the award of `ACME/ACC`.
pub fn verdict(judge: &Judge, json: &str, as_of: &str) -> Verdict {
    judge.eligibility("ACME/ACC", &record(json), day(as_of)).unwrap().verdict()
}

/// The facts that the answer asks for.
pub fn facts(answer: &Eligibility) -> Vec<&str> {
    answer.questions().iter().map(Question::fact).collect()
}

/// A book of one synthetic issuer `ACME`: credentials `A`, `B`, `C`, `D` without rules of their own, and
/// one renewal programme `MAIN` for all of them with the given fields after `title` and `holdings`.
pub fn programme(fields: &str) -> Judge {
    let credentials = ["A", "B", "C", "D"]
        .map(|code| format!(r#""{code}": {{"title": "Acme {code}", "fields": ["coding"]}}"#))
        .join(", ");
    Judge::new(programme_book(&format!(
        r#""credentials": {{{credentials}}},
           "programs": {{"MAIN": {{"title": "Acme renewal", "holdings": "all", {fields}}}}}"#
    )))
}

/// A book of the synthetic issuer `ACME` with one source `PAGE` and the given further fields.
pub fn programme_book(fields: &str) -> RuleBook {
    let text = format!(
        r#"{{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
            "sources": {{"PAGE": {{"url": "https://acme.example/rules", "publisher": "Acme College",
                                  "checked": "2026-01-01", "confidence": "official"}}}}, {fields}}}"#
    );
    RuleBook::from_json("acme.json", &text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The cases of a table: a row, and under it, indented, what is expected. Deeper lines go on with
/// what is expected, and a line without indentation with the row.
pub fn cases(table: &str) -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty()) {
        match (line.strip_prefix("    "), line.strip_prefix("  "), cases.last_mut()) {
            (Some(more), _, Some((_, message))) => *message = format!("{message} {more}"),
            (None, Some(more), Some((_, message))) => message.push_str(more),
            (_, _, Some((row, message))) if message.is_empty() => *row = format!("{row} {line}"),
            _ => cases.push((line.to_owned(), String::new())),
        }
    }
    cases
}
