//! Damaged input: whatever happens to a record or a book, the answer is an error or a verdict, never
//! a panic, and errors stay short.

use coding_credentials::calendar::Day;
use coding_credentials::explain::render;
use coding_credentials::{Judge, Record, RuleBook};
use proptest::prelude::*;

use crate::support::JUDGE;

const RECORDS: [&str; 4] = [
    include_str!("../../examples/records/one-year-and-course.json"),
    include_str!("../../examples/records/course-and-practicode.json"),
    include_str!("../../examples/records/ccs-recommended.json"),
    include_str!("../../examples/records/chps-rhia.json"),
];

const AAPC: &str = include_str!("../../src/book/builtin/aapc.json");

/// Pieces to put in the place of others.
const PIECES: [&str; 24] = [
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e400",
    "99999999999999999999",
    "0.00001",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "[[]]",
    "\"2024-02-30\"",
    "\"2199-12-31\"",
    "\"1900-01-01\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"AAPC/CPC\"",
    "\"coding\"",
    "\"completed\"",
    ",",
    "}",
    "{\"all\": []}",
];

/// JSON tokens, roughly: texts, numbers and words, and single marks.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            rest[1..].find('"').map_or(rest.len(), |end| end + 2)
        } else if first.is_ascii_alphanumeric() || first == '-' {
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.')
                .unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        if !token.trim().is_empty() {
            tokens.push(token);
        }
        rest = after;
    }
    tokens
}

fn damaged(text: &str, edits: &[(prop::sample::Index, usize, u8)]) -> String {
    let mut tokens = tokens(text);
    for (place, piece, kind) in edits {
        if tokens.is_empty() {
            break;
        }
        let place = place.index(tokens.len());
        match kind {
            0 => {
                tokens.remove(place);
            }
            1 => tokens[place] = PIECES[*piece],
            2 => tokens.insert(place, PIECES[*piece]),
            _ => {
                let other = (place + piece) % tokens.len();
                tokens.swap(place, other);
            }
        }
    }
    tokens.join(" ")
}

fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len(), 0_u8..4), 1..4)
}

fn days() -> impl Strategy<Value = Day> {
    (0_i64..109_000).prop_map(|days| Day::MIN.plus_days(days))
}

/// Explains every credential of a book for a record, or says why not.
fn explain_all(judge: &Judge, record: &Record, as_of: Day) {
    match judge.measure(record, as_of) {
        Ok(facts) => {
            for credential in judge.book().credentials() {
                let answer = judge.explain(&credential, &facts).expect("a credential of the book");
                let decision = judge.decide(&credential, &facts).expect("a credential of the book");
                assert_eq!(answer.verdict(), decision.award());
                assert!(!render::eligibility(&answer, 80).is_empty());
                assert!(serde_json::to_string(&answer).is_ok());
            }
        }
        Err(error) => assert!(error.to_string().len() < 600, "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_record_is_refused_or_judged(which in 0..RECORDS.len(), edits in edits(), as_of in days()) {
        match Record::from_json(&damaged(RECORDS[which], &edits)) {
            Ok(record) => explain_all(&JUDGE, &record, as_of),
            Err(error) => prop_assert!(error.to_string().len() < 600, "{}", error),
        }
    }

    #[test]
    fn an_intact_record_is_judged_on_every_day(which in 0..RECORDS.len(), as_of in days()) {
        explain_all(&JUDGE, &Record::from_json(RECORDS[which]).unwrap(), as_of);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_book_is_refused_or_judges(edits in edits(), as_of in days()) {
        match RuleBook::from_json("damaged.json", &damaged(AAPC, &edits)) {
            Ok(book) => explain_all(&Judge::new(book), &Record::from_json(RECORDS[0]).unwrap(), as_of),
            Err(error) => prop_assert!(error.to_string().len() < 600, "{}", error),
        }
    }
}

#[test]
fn the_deepest_rule_fits_a_small_stack() {
    let mut rule = String::from(r#"{"age": 18}"#);
    for _ in 0..31 {
        rule = format!(r#"{{"all": [{rule}]}}"#);
    }
    let run = move || {
        let judge = crate::support::award(&rule);
        let answer =
            judge.eligibility("ACME/ACC", &Record::from_json("{}").unwrap(), Day::MAX).unwrap();
        assert_eq!(crate::support::facts(&answer)[0], "born");
        let copy = answer.clone();
        assert_eq!(format!("{copy:?}"), format!("{answer:?}"));
        let too_deep = format!(r#"{{"all": [{rule}]}}"#);
        let book = crate::support::credential("ACC", &too_deep);
        assert!(std::panic::catch_unwind(|| crate::support::acme("", &book)).is_err());
    };
    std::thread::Builder::new().stack_size(1024 * 1024).spawn(run).unwrap().join().unwrap();
}
