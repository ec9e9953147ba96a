//! Records and rule books that are wrong: one error names the place, the value and the way out.
//!
//! H-numbers are rows of the table of hostile inputs.

use std::fmt::Write as _;

use coding_credentials::document::{DocumentError, Limits, Problem};
use coding_credentials::explain::{Eligibility, Note, NoteCode, Verdict};
use coding_credentials::record::{CeuActivity, Job};
use coding_credentials::{Issuer, Judge, Record, RuleBook};

use crate::support::{acme, ask, award, cases, credential, day, record, verdict};

/// Every case is refused with exactly its message; all that differ are shown together.
fn refused(table: &str, read: impl Fn(&str) -> Option<String>) {
    let mut wrong = String::new();
    for (json, expected) in cases(table) {
        let found = read(&json).unwrap_or_else(|| String::from("accepted"));
        if found != expected {
            writeln!(wrong, "{json}\n  expected {expected}\n  found    {found}").unwrap();
        }
        assert_manners(&found);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What the house style asks of every message.
fn assert_manners(message: &str) {
    let hazards = ['\n', '\r', '\t', '\u{7}', '\u{1b}', '\u{202e}'];
    assert!(!message.contains(hazards), "{message:?}");
    assert!(!message.ends_with('.'), "{message}");
    assert!(!message.starts_with(|first: char| first.is_ascii_uppercase()), "{message}");
    let alien = ["u32", "u64", "i64", "f64", "struct ", "Option", "Vec<", "::", "invalid type"];
    assert!(!alien.iter().any(|word| message.contains(word)), "{message}");
}

fn record_error(json: &str) -> Option<DocumentError> {
    Record::from_json(json).err()
}

fn refused_records(table: &str) {
    refused(table, |json| record_error(json).map(|error| error.to_string()));
}

#[track_caller]
fn message_of(json: &str) -> String {
    let Some(error) = record_error(json) else { panic!("accepted: {json:.200}") };
    error.to_string()
}

/// A file of an issuer with one source `PAGE`.
fn file(issuer: &str, body: &str) -> String {
    format!(
        r#"{{"format": 1, "edition": "2026-12-01", "issuer": "{issuer}",
            "title": "{issuer} College",
            "sources": {{"PAGE": {{"url": "https://acme.example/rules", "publisher": "{issuer}",
                                  "checked": "2026-12-01", "confidence": "official"}}}}, {body}}}"#
    )
}

fn book_error(text: &str) -> Option<DocumentError> {
    RuleBook::from_json("acme.json", text).err()
}

/// The message on a book of ACME with this body; the place is shortened to `@`.
fn short_message(body: &str, place: &str) -> Option<String> {
    let error = book_error(&file("ACME", body))?;
    Some(error.to_string().replace(place, "@"))
}

fn requirement_body(requirement: &str) -> String {
    format!(r#""credentials": {{{}}}"#, credential("ACC", requirement))
}

/// The place of the requirement in [`credential`].
const AT_AWARD: &str = "credentials.ACC.award[0].requires[0].value";

/// The message on a credential whose award asks for this.
#[track_caller]
fn message_of_requirement(requirement: &str) -> String {
    let message = short_message(&requirement_body(requirement), AT_AWARD);
    message.unwrap_or_else(|| panic!("accepted: {requirement:.300}"))
}

#[track_caller]
fn message_of_book(body: &str) -> String {
    short_message(body, "@").unwrap_or_else(|| panic!("accepted: {body:.300}"))
}

/// What is no JSON at all (H07, H08).
const SYNTAX: &str = r#"
nonsense
  not JSON: expected ident at line 1 column 2
{"id": "a",}
  not JSON: key must be a string at line 1 column 12
{"id": 'a'}
  not JSON: expected value at line 1 column 8
{"born": NaN}
  not JSON: expected value at line 1 column 10
{"ceus": [{"units": 01}]}
  not JSON: invalid number at line 1 column 22
{"ceus": [{"units": .5}]}
  not JSON: expected value at line 1 column 21
{"ceus": [{"units": 1.}]}
  not JSON: invalid number at line 1 column 23
{"ceus": [{"units": +1}]}
  not JSON: expected value at line 1 column 21
{} {}
  not JSON: trailing characters at line 1 column 4
{}x
  not JSON: trailing characters at line 1 column 3
{"id": "a"
  not JSON: EOF while parsing an object at line 1 column 10
"#;
#[test]
fn what_is_not_json_is_refused_with_its_position() {
    refused_records(SYNTAX);
    assert_eq!(record_error("{").unwrap().problem(), Problem::Syntax);
    assert_eq!(record_error("{").unwrap().place(), "");
}

#[test]
fn an_empty_document_is_refused_h01() {
    for text in ["", " ", "\n\t\r\n"] {
        let expected = "the document is empty: write one JSON object";
        assert_eq!(message_of(text), expected);
        assert_eq!(book_error(text).unwrap().to_string(), expected);
    }
}

#[test]
fn a_byte_order_mark_is_refused_by_name_h02() {
    let expected = "the document starts with a byte order mark: save it without";
    assert_eq!(message_of("\u{feff}{}"), expected);
    assert_eq!(book_error("\u{feff}{}").unwrap().to_string(), expected);
}

/// Keys and identifiers that stand twice (H09, H65).
const DUPLICATES: &str = r#"
{"id": "a", "id": "b"}
  the key `id` stands twice: keep one
{"exams": [], "exams": []}
  the key `exams` stands twice: keep one
{"id": null, "id": "b"}
  the key `id` stands twice: keep one
{"id": "a", "\u0069d": "b"}
  the key `id` stands twice: keep one
{"ceus": [{"units": 1, "units": 2}]}
  at `ceus[0]`: the key `units` stands twice: keep one
{"experience": [{"field": "coding", "proof": {"letterhead": true, "letterhead": true}}]}
  at `experience[0].proof`: the key `letterhead` stands twice: keep one
{"holdings": [{"credential": "AAPC/CPC", "cycle": {"start": "2024-01-01", "start": "2024-01-01",
"end": "2025-12-31"}}]}
  at `holdings[0].cycle`: the key `start` stands twice: keep one
{"ceus": [{"id": "u1"}, {"id": "u2"}, {"id": "u1"}]}
  at `ceus[2].id`: the id `u1` stands at ceus[0] already: keep ids unique
"#;
#[test]
fn keys_and_identifiers_stand_once() {
    refused_records(DUPLICATES);
    // An identifier is unique within its section only.
    record(r#"{"ceus": [{"id": "a"}], "exams": [{"id": "a", "credential": "AAPC/CPC"}]}"#);
}

/// Unknown fields at each level, with the nearest name or all names (H11).
const UNKNOWN_FIELDS: &str = r#"
{"exam": []}
  unknown field `exam`: did you mean `exams`?
{"EXAMS": []}
  unknown field `EXAMS`: did you mean `exams`?
{"xyzzy": 1}
  unknown field `xyzzy`: use one of id, name, born, residence, education, coursework, trainings,
    experience, exams, applications, holdings, memberships, ceus, payments, attestations, exceptions
{"education": [{"level": "associate", "accreditr": "CAHIIM"}]}
  at `education[0]`: unknown field `accreditr`: did you mean `accreditor`?
{"coursework": [{"subject": "x", "contact_hour": 80}]}
  at `coursework[0]`: unknown field `contact_hour`: did you mean `contact_hours`?
{"trainings": [{"program": "AAPC/Practicode", "item": 600}]}
  at `trainings[0]`: unknown field `item`: did you mean `items`?
{"experience": [{"field": "coding", "hours_per_weak": 40}]}
  at `experience[0]`: unknown field `hours_per_weak`: did you mean `hours_per_week`?
{"experience": [{"field": "coding", "hour": 3}]}
  at `experience[0]`: unknown field `hour`: use one of id, recorded, proof, field, employer,
    setting, start, end, current, hours_per_week, hours_total, externship
{"experience": [{"field": "coding", "proof": {"singed": "2024-01-01"}}]}
  at `experience[0].proof`: unknown field `singed`: did you mean `signed`?
{"exams": [{"credential": "AAPC/CPC", "passd": true}]}
  at `exams[0]`: unknown field `passd`: did you mean `passed`?
{"applications": [{"credential": "AHIMA/CCS", "aproved": "2024-01-10"}]}
  at `applications[0]`: unknown field `aproved`: did you mean `approved`?
{"holdings": [{"credential": "AAPC/CPC", "awardd": "2024-01-01"}]}
  at `holdings[0]`: unknown field `awardd`: did you mean `awarded`?
{"holdings": [{"credential": "AAPC/CPC", "cycle": {"start": "2024-01-01", "ends": "2025-12-31"}}]}
  at `holdings[0].cycle`: unknown field `ends`: did you mean `end`?
{"memberships": [{"organisation": "AAPC"}]}
  at `memberships[0]`: unknown field `organisation`: did you mean `organization`?
{"ceus": [{"unit": 1}]}
  at `ceus[0]`: unknown field `unit`: did you mean `units`?
{"payments": [{"to": "AAPC", "purpose": "exam", "payed": "2024-05-01"}]}
  at `payments[0]`: unknown field `payed`: use one of id, recorded, proof, to, purpose, for, amount,
    paid, cycle_end
{"payments": [{"to": "AAPC", "purpose": "exam", "amount": {"amount": "1", "curency": "USD"}}]}
  at `payments[0].amount`: unknown field `curency`: did you mean `currency`?
{"attestations": [{"kind": "sponsor", "form": "letter"}]}
  at `attestations[0]`: unknown field `form`: use one of id, recorded, proof, kind, to, on
{"exceptions": [{"issuer": "AAPC", "kind": "military", "author": "x", "reason": "y",
"untill": "2024-01-01"}]}
  at `exceptions[0]`: unknown field `untill`: did you mean `until`?
"#;
#[test]
fn a_field_that_the_format_does_not_have_is_refused() {
    refused_records(UNKNOWN_FIELDS);
}

/// The fields that the format requires.
const MISSING_FIELDS: &str = r#"
{"education": [{}]}
  at `education[0]`: `level` is missing: add the field
{"coursework": [{}]}
  at `coursework[0]`: `subject` is missing: add the field
{"trainings": [{}]}
  at `trainings[0]`: `program` is missing: add the field
{"experience": [{}]}
  at `experience[0]`: `field` is missing: add the field
{"exams": [{}]}
  at `exams[0]`: `credential` is missing: add the field
{"applications": [{}]}
  at `applications[0]`: `credential` is missing: add the field
{"holdings": [{}]}
  at `holdings[0]`: `credential` is missing: add the field
{"memberships": [{}]}
  at `memberships[0]`: `organization` is missing: add the field
{"payments": [{"purpose": "exam"}]}
  at `payments[0]`: `to` is missing: add the field
{"payments": [{"to": "AAPC"}]}
  at `payments[0]`: `purpose` is missing: add the field
{"attestations": [{}]}
  at `attestations[0]`: `kind` is missing: add the field
{"exceptions": [{"kind": "military", "author": "x", "reason": "y"}]}
  at `exceptions[0]`: `issuer` is missing: add the field
{"exceptions": [{"issuer": "AAPC", "author": "x", "reason": "y"}]}
  at `exceptions[0]`: `kind` is missing: add the field
{"exceptions": [{"issuer": "AAPC", "kind": "military", "reason": "y"}]}
  at `exceptions[0]`: `author` is missing: add the field
{"exceptions": [{"issuer": "AAPC", "kind": "military", "author": "x"}]}
  at `exceptions[0]`: `reason` is missing: add the field
{"exams": [{"credential": "AAPC/CPC"}, {}]}
  at `exams[1]`: `credential` is missing: add the field
{"experience": [{"field": null}]}
  at `experience[0]`: `field` is missing: add the field
{"holdings": [{"credential": "AAPC/CPC", "cycle": {"start": "2024-01-01"}}]}
  at `holdings[0].cycle`: `end` is missing: add the field
{"payments": [{"to": "AAPC", "purpose": "exam", "amount": {"amount": "1"}}]}
  at `payments[0].amount`: `currency` is missing: add the field
"#;
#[test]
fn a_required_field_that_is_absent_is_named() {
    refused_records(MISSING_FIELDS);
    // Nothing is required of continuing education.
    record(r#"{"ceus": [{}]}"#);
}

/// Values of another kind: nothing is converted (H12, H14).
const WRONG_KINDS: &str = r#"
[]
  a list stands where an object belongs
"holder-17"
  the text `holder-17` stands where an object belongs
17
  the number `17` stands where an object belongs
null
  `null` stands where an object belongs
{"id": 17}
  at `id`: the number `17` stands where a text belongs
{"id": true}
  at `id`: `true` stands where a text belongs
{"id": ["a"]}
  at `id`: a list stands where a text belongs
{"id": {}}
  at `id`: an object stands where a text belongs
{"experience": {}}
  at `experience`: an object stands where a list belongs
{"experience": "none"}
  at `experience`: the text `none` stands where a list belongs
{"experience": 3}
  at `experience`: the number `3` stands where a list belongs
{"experience": false}
  at `experience`: `false` stands where a list belongs
{"experience": [["coding"]]}
  at `experience[0]`: a list stands where an object belongs
{"experience": ["coding"]}
  at `experience[0]`: the text `coding` stands where an object belongs
{"experience": [3]}
  at `experience[0]`: the number `3` stands where an object belongs
{"exams": [null]}
  at `exams[0]`: `null` stands where an object belongs
{"exams": [{"credential": 1}]}
  at `exams[0].credential`: the number `1` stands where a text belongs
{"exams": [{"credential": ["AAPC/CPC"]}]}
  at `exams[0].credential`: a list stands where a text belongs
{"exams": [{"credential": {"issuer": "AAPC"}}]}
  at `exams[0].credential`: an object stands where a text belongs
{"exams": [{"credential": "AAPC/CPC", "passed": "yes"}]}
  at `exams[0].passed`: the text `yes` stands where `true` or `false` belongs
{"exams": [{"credential": "AAPC/CPC", "passed": 1}]}
  at `exams[0].passed`: the number `1` stands where `true` or `false` belongs
{"born": 19940211}
  at `born`: the number `19940211` stands where a text belongs
{"born": [1994, 42]}
  at `born`: a list stands where a text belongs
{"ceus": [{"units": true}]}
  at `ceus[0].units`: `true` stands where an amount belongs
{"ceus": [{"units": [1]}]}
  at `ceus[0].units`: a list stands where an amount belongs
{"ceus": [{"units": {"amount": 1}}]}
  at `ceus[0].units`: an object stands where an amount belongs
{"ceus": [{"topics": "hiim"}]}
  at `ceus[0].topics`: the text `hiim` stands where a list belongs
{"ceus": [{"delivery": 1}]}
  at `ceus[0].delivery`: the number `1` stands where a word or an object with one key belongs
{"ceus": [{"delivery": {"recorded": 1}}]}
  at `ceus[0].delivery`: `recorded` takes no content: write the word alone
{"payments": [{"to": "AAPC", "purpose": "exam", "amount": "218.00"}]}
  at `payments[0].amount`: the text `218.00` stands where an object belongs
{"payments": [{"to": "AAPC", "purpose": "exam", "amount": ["218.00", "USD"]}]}
  at `payments[0].amount`: a list stands where an object belongs
{"experience": [{"field": "coding", "proof": "letter"}]}
  at `experience[0].proof`: the text `letter` stands where an object belongs
"#;
#[test]
fn a_value_of_another_kind_is_refused() {
    refused_records(WRONG_KINDS);
}

#[test]
fn null_is_the_same_as_absent_h13() {
    let absent = record(r#"{"experience": [{"field": "coding"}]}"#);
    let null = r#"{"id": null, "born": null, "exams": null, "experience": [{"field": "coding",
        "start": null, "end": null, "current": null, "setting": null, "hours_per_week": null,
        "proof": null, "id": null}]}"#;
    assert_eq!(record(null), absent);
    assert!(absent.exams().is_none());
}

#[test]
fn a_document_may_name_its_schema_at_its_top_and_nowhere_else() {
    let named = record(r#"{"$schema": "record.schema.json", "id": "a", "exams": []}"#);
    assert_eq!(named, record(r#"{"id": "a", "exams": []}"#));
    assert_eq!(serde_json::to_string(&named).unwrap(), r#"{"id":"a","exams":[]}"#);
    assert_eq!(record(r#"{"$schema": null}"#), record("{}"));
    let book = file("ACME", r#""$schema": "book.schema.json", "credentials": {}"#);
    assert_eq!(book_error(&book), None);

    refused_records(
        r#"
{"$schema": 7}
  at `$schema`: the number `7` stands where a text belongs
{"exams": [{"$schema": "record.schema.json", "credential": "AAPC/CPC"}]}
  at `exams[0]`: unknown field `$schema`: use one of id, recorded, proof, credential, taken, passed,
    score
{"format": 1}
  unknown field `format`: use one of id, name, born, residence, education, coursework, trainings,
    experience, exams, applications, holdings, memberships, ceus, payments, attestations,
    exceptions
"#,
    );
    let message = short_message(
        r#""credentials": {"ACC": {"title": "Acme Coder", "$schema": "book.schema.json"}}"#,
        "credentials.ACC",
    );
    assert!(message.unwrap().starts_with("at `@`: unknown field `$schema`"));
}

#[test]
fn an_absent_section_is_not_an_empty_one() {
    let (absent, empty) = (record("{}"), record(r#"{"exams": []}"#));
    assert_ne!(absent, empty);
    assert_eq!(absent.exams(), None);
    assert_eq!(empty.exams(), Some([].as_slice()));
}

/// An amount as it is written, and the exact amount that is read.
const EXACT: &[(&str, &str)] = &[
    (r#""1.5""#, "1.5"),
    ("1.5", "1.5"),
    ("80", "80"),
    (r#""80""#, "80"),
    ("0.1", "0.1"),
    (r#""0.1""#, "0.1"),
    ("80.0", "80"),
    ("1.50000000", "1.5"),
    ("0", "0"),
    ("0.0001", "0.0001"),
    ("33333.3333", "33333.3333"),
    ("100000", "100000"),
    (r#""080""#, "80"),
];

#[test]
fn amounts_are_read_from_their_text_never_through_a_float() {
    for (written, exact) in EXACT {
        let record = record(&format!(r#"{{"ceus": [{{"units": {written}}}]}}"#));
        let units = record.ceus().unwrap()[0].units().unwrap();
        assert_eq!(units.amount().to_string(), *exact, "{written}");
    }
}

/// Amounts that are none, or out of bounds (H14, H21, H36, H61, H62).
const AMOUNTS: &str = r#"
{"ceus": [{"units": 1e2}]}
  at `ceus[0].units`: `1e2` is not an amount: write digits with an optional fraction, such as `24.5`
{"ceus": [{"units": "1E2"}]}
  at `ceus[0].units`: `1E2` is not an amount: write digits with an optional fraction, such as `24.5`
{"ceus": [{"units": 1e400}]}
  at `ceus[0].units`: `1e400` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"ceus": [{"units": -1}]}
  at `ceus[0].units`: `-1` is not an amount: write digits with an optional fraction, such as `24.5`
{"ceus": [{"units": "-0.5"}]}
  at `ceus[0].units`: `-0.5` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"ceus": [{"units": -0.0}]}
  at `ceus[0].units`: `-0.0` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"ceus": [{"units": "+1"}]}
  at `ceus[0].units`: `+1` is not an amount: write digits with an optional fraction, such as `24.5`
{"ceus": [{"units": ""}]}
  at `ceus[0].units`: `` is not an amount: write digits with an optional fraction, such as `24.5`
{"ceus": [{"units": "1,5"}]}
  at `ceus[0].units`: `1,5` is not an amount: write digits with an optional fraction, such as `24.5`
{"ceus": [{"units": "1 500"}]}
  at `ceus[0].units`: `1 500` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"ceus": [{"units": "two"}]}
  at `ceus[0].units`: `two` is not an amount: write digits with an optional fraction, such as `24.5`
{"ceus": [{"units": 1.23456}]}
  at `ceus[0].units`: `1.23456` has more than four decimal places: round it by the issuer's own rule
{"ceus": [{"units": "0.33333"}]}
  at `ceus[0].units`: `0.33333` has more than four decimal places: round it by the issuer's own rule
{"ceus": [{"minutes": 1000001}]}
  at `ceus[0].minutes`: `1000001` is above the largest amount, 1000000: check the entry
{"ceus": [{"units": 99999999999999999999999999}]}
  at `ceus[0].units`: `99999999999999999999999999` is above the largest amount, 1000000: check the
    entry
{"ceus": [{"units": 100001}]}
  at `ceus[0].units`: 100001 units is above the largest amount, 100000: check the entry
{"ceus": [{"units": "100000.0001"}]}
  at `ceus[0].units`: 100000.0001 units is above the largest amount, 100000: check the entry
{"coursework": [{"subject": "x", "contact_hours": 100001}]}
  at `coursework[0].contact_hours`: 100001 contact hours is above the largest amount, 100000: check
    the entry
{"coursework": [{"subject": "x", "credits": 1001}]}
  at `coursework[0].credits`: 1001 credits is above the largest amount, 1000: check the entry
{"exams": [{"credential": "AAPC/CPC", "score": 10001}]}
  at `exams[0].score`: 10001 points is above the largest amount, 10000: check the entry
{"experience": [{"field": "coding", "hours_per_week": 169}]}
  at `experience[0].hours_per_week`: 169 hours a week is above the largest amount, 168: check the
    entry
{"experience": [{"field": "coding", "hours_total": 500001}]}
  at `experience[0].hours_total`: 500001 hours is above the largest amount, 500000: check the entry
{"trainings": [{"program": "AAPC/Practicode", "items": 1.5}]}
  at `trainings[0].items`: 1.5 is not a whole number: write one without a fraction
{"payments": [{"to": "AAPC", "purpose": "exam", "amount": {"amount": "1", "currency": "usd"}}]}
  at `payments[0].amount.currency`: `usd` is not a currency: write three capital letters, such as
    `USD`
{"payments": [{"to": "AAPC", "purpose": "exam", "amount": {"amount": "1.001", "currency": "USD"}}]}
  at `payments[0].amount`: 1.001 has more than two decimal places: write money such as `218.00`
"#;
#[test]
fn an_amount_that_is_none_or_out_of_bounds_is_refused() {
    refused_records(AMOUNTS);
    record(r#"{"experience": [{"field": "coding", "hours_per_week": 168}]}"#);
    record(r#"{"trainings": [{"program": "AAPC/Practicode", "items": 600.0}]}"#);
}

/// Days that do not exist (H46, H50), and other ways of writing them (H51, H52).
const DAYS: &str = r#"
{"born": "2024-02-30"}
  at `born`: `2024-02-30` does not exist: February 2024 has 29 days
{"born": "2023-02-29"}
  at `born`: `2023-02-29` does not exist: February 2023 has 28 days
{"born": "1900-02-29"}
  at `born`: `1900-02-29` does not exist: February 1900 has 28 days
{"born": "2100-02-29"}
  at `born`: `2100-02-29` does not exist: February 2100 has 28 days
{"born": "2024-04-31"}
  at `born`: `2024-04-31` does not exist: April 2024 has 30 days
{"born": "2024-01-00"}
  at `born`: `2024-01-00` does not exist: January 2024 has 31 days
{"born": "2024-01-32"}
  at `born`: `2024-01-32` does not exist: January 2024 has 31 days
{"born": "2024-13-01"}
  at `born`: `2024-13-01` does not exist: months run from 01 to 12
{"born": "2024-00-10"}
  at `born`: `2024-00-10` does not exist: months run from 01 to 12
{"born": "1899-12-31"}
  at `born`: `1899-12-31` is outside 1900-01-01 to 2199-12-31: check the year
{"born": "2200-01-01"}
  at `born`: `2200-01-01` is outside 1900-01-01 to 2199-12-31: check the year
{"born": "0000-01-01"}
  at `born`: `0000-01-01` is outside 1900-01-01 to 2199-12-31: check the year
{"born": "+2024-02-28"}
  at `born`: `+2024-02-28` is not a day: write it as YYYY-MM-DD
{"born": "-0001-01-01"}
  at `born`: `-0001-01-01` is not a day: write it as YYYY-MM-DD
{"born": "2024-2-28"}
  at `born`: `2024-2-28` is not a day: write it as YYYY-MM-DD
{"born": "24-02-28"}
  at `born`: `24-02-28` is not a day: write it as YYYY-MM-DD
{"born": "2024/02/28"}
  at `born`: `2024/02/28` is not a day: write it as YYYY-MM-DD
{"born": "28.02.2024"}
  at `born`: `28.02.2024` is not a day: write it as YYYY-MM-DD
{"born": "2024-02-28T00:00:00Z"}
  at `born`: `2024-02-28T00:00:00Z` is not a day: write it as YYYY-MM-DD
{"born": " 2024-02-28"}
  at `born`: ` 2024-02-28` is not a day: write it as YYYY-MM-DD
{"born": "2024-02-28 "}
  at `born`: `2024-02-28 ` is not a day: write it as YYYY-MM-DD
{"born": "2024\u201102\u201128"}
  at `born`: `2024‑02‑28` is not a day: write it as YYYY-MM-DD
{"born": "2024-W01-1"}
  at `born`: `2024-W01-1` is not a day: write it as YYYY-MM-DD
{"born": "\uff12\uff10\uff12\uff14-02-28"}
  at `born`: `２０２４-02-28` is not a day: write it as YYYY-MM-DD
{"born": ""}
  at `born`: `` is not a day: write it as YYYY-MM-DD
{"experience": [{"field": "coding", "end": "2024-02-30"}]}
  at `experience[0].end`: `2024-02-30` does not exist: February 2024 has 29 days
{"holdings": [{"credential": "AAPC/CPC", "renewed": ["2024-01-31", "2024-06-31"]}]}
  at `holdings[0].renewed[1]`: `2024-06-31` does not exist: June 2024 has 30 days
"#;
#[test]
fn an_impossible_day_is_refused_with_the_reason() {
    refused_records(DAYS);
}

/// Facts of one entry that contradict each other (H56, H60).
const CONTRADICTIONS: &str = r#"
{"experience": [{"field": "coding", "start": "2024-05-02", "end": "2024-05-01"}]}
  at `experience[0].end`: `2024-05-01` is before `start` `2024-05-02`: correct one of the two days
{"experience": [{"field": "coding", "end": "2024-05-01", "current": true}]}
  at `experience[0].end`: `current` is true and `end` is given: keep one of the two
{"holdings": [{"credential": "AAPC/CPC", "awarded": "2024-05-02", "expires": "2024-05-01"}]}
  at `holdings[0].expires`: `2024-05-01` is before `awarded` `2024-05-02`: correct one of the two
    days
{"holdings": [{"credential": "AAPC/CPC", "awarded": "2024-05-02", "revoked": "2024-05-01"}]}
  at `holdings[0].revoked`: `2024-05-01` is before `awarded` `2024-05-02`: correct one of the two
    days
{"holdings": [{"credential": "AAPC/CPC", "cycle": {"start": "2024-05-02", "end": "2024-05-01"}}]}
  at `holdings[0].cycle.end`: `2024-05-01` is before `start` `2024-05-02`: correct one of the two
    days
{"memberships": [{"organization": "AAPC", "start": "2024-05-02", "paid_through": "2024-05-01"}]}
  at `memberships[0].paid_through`: `2024-05-01` is before `start` `2024-05-02`: correct one of the
    two days
{"exceptions": [{"issuer": "AHIMA", "kind": "extension", "from": "2024-05-02",
"until": "2024-05-01", "author": "x", "reason": "y"}]}
  at `exceptions[0].until`: `2024-05-01` is before `from` `2024-05-02`: correct one of the two days
"#;
#[test]
fn facts_of_one_entry_that_contradict_each_other_are_refused() {
    refused_records(CONTRADICTIONS);
    // One day is long enough, and a job that is over may say so.
    record(
        r#"{"experience": [{"field": "coding", "start": "2024-05-01", "end": "2024-05-01",
            "current": false}]}"#,
    );
}

#[test]
fn a_record_built_in_code_is_checked_like_one_that_is_read() {
    let job = Job::new("coding".parse().unwrap());
    let job = job.with_start(day("2024-05-02")).with_end(day("2024-05-01"));
    let built = Record::builder().with_experience([job]).build().unwrap_err();
    let read = record_error(
        r#"{"experience": [{"field": "coding", "start": "2024-05-02", "end": "2024-05-01"}]}"#,
    );
    assert_eq!(Some(built), read);
    let twice = || CeuActivity::new().with_id(String::from("u1").try_into().unwrap());
    let built = Record::builder().with_ceus([twice(), twice()]).build().unwrap_err();
    assert_eq!(built.problem(), Problem::Duplicate);
    assert_eq!(built.place(), "ceus[1].id");
}

/// Words outside closed lists, and words that no list can hold.
const WORDS: &str = r#"
{"education": [{"level": "phd"}]}
  at `education[0].level`: unknown word `phd`: use one of certificate, high-school, associate,
    bachelor, post-baccalaureate, master, doctorate
{"education": [{"level": "Bachelor"}]}
  at `education[0].level`: unknown word `Bachelor`: did you mean `bachelor`?
{"education": [{"level": "associate", "status": "done"}]}
  at `education[0].status`: unknown word `done`: use one of enrolled, final-term, completed
{"education": [{"level": "associate", "transcript": "recieved"}]}
  at `education[0].transcript`: unknown word `recieved`: did you mean `received`?
{"experience": [{"field": "coding", "setting": "home"}]}
  at `experience[0].setting`: unknown word `home`: use one of inpatient, outpatient,
    multi-specialty-outpatient, payer, other
{"experience": [{"field": "coding", "setting": "outpatients"}]}
  at `experience[0].setting`: unknown word `outpatients`: did you mean `outpatient`?
{"experience": [{"field": "coding", "proof": {"document": "email"}}]}
  at `experience[0].proof.document`: unknown word `email`: use one of certificate, transcript,
    letter, portal, other
{"experience": [{"field": "coding", "proof": {"signed_by": "boss"}}]}
  at `experience[0].proof.signed_by`: unknown word `boss`: use one of employer, supervisor, hr,
    co-worker, instructor, self
{"experience": [{"field": "coding", "proof": {"states": ["dates", "hour"]}}]}
  at `experience[0].proof.states[1]`: unknown word `hour`: did you mean `hours`?
{"ceus": [{"delivery": "live"}]}
  at `ceus[0].delivery`: unknown word `live`: use one of in-person, live-online, recorded,
    self-study
{"payments": [{"to": "AAPC", "purpose": "renewal"}]}
  at `payments[0].purpose`: unknown word `renewal`: use one of recertification, annual-fee,
    membership, late-fee, extension, reinstatement, exam
{"exceptions": [{"issuer": "AHIMA", "kind": "maternity", "author": "x", "reason": "y"}]}
  at `exceptions[0].kind`: unknown word `maternity`: use one of extension, retired, emeritus,
    disability, hardship, military, honorary, inactive, waive-requirement, adjust-quota
{"experience": [{"field": "medical coding", "setting": "payer", "employer": "x", "id": "a"}]}
  at `experience[0].field`: `medical coding` is not a word: write up to 64 ASCII letters, digits and
    hyphens, levels apart by slashes
{"ceus": [{"topics": ["hiim", ""]}]}
  at `ceus[0].topics[1]`: `` is not a word: write up to 64 ASCII letters, digits and hyphens, levels
    apart by slashes
{"trainings": [{"program": "AAPC//Practicode"}]}
  at `trainings[0].program`: `AAPC//Practicode` is not a word: write up to 64 ASCII letters, digits
    and hyphens, levels apart by slashes
{"ceus": [{"kind": "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"}]}
  at `ceus[0].kind`: `wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww…` is not a
    word: write up to 64 ASCII letters, digits and hyphens, levels apart by slashes
{"residence": "US OH"}
  at `residence`: `US OH` is not a word: write up to 64 ASCII letters, digits and hyphens, levels
    apart by slashes
"#;
#[test]
fn a_word_outside_a_closed_list_is_refused() {
    refused_records(WORDS);
}

#[test]
fn an_open_list_takes_any_word() {
    record(
        r#"{"ceus": [{"kind": "hackathon", "topics": ["x-ray/chest", "E&M", "a_b.c+d"]}],
            "memberships": [{"organization": "XYZ", "class": "gold"}], "residence": "US-OH"}"#,
    );
}

/// Codes are ASCII (H40 to H42), and a record names the issuer.
const CODES: &str = r#"
{"exams": [{"credential": "CPC"}]}
  at `exams[0].credential`: `CPC` names no issuer: write issuer and code, such as `AAPC/CPC`
{"exams": [{"credential": "AAPC/\u0421\u0420\u0421"}]}
  at `exams[0].credential`: `СРС` contains the character U+0421: a code has ASCII letters, digits
    and inner hyphens only
{"exams": [{"credential": "\u0410APC/CPC"}]}
  at `exams[0].credential`: `АAPC` contains the character U+0410: a code has ASCII letters, digits
    and inner hyphens only
{"exams": [{"credential": "AAPC/\uff23\uff30\uff23"}]}
  at `exams[0].credential`: `ＣＰＣ` contains the character U+FF23: a code has ASCII letters, digits
    and inner hyphens only
{"exams": [{"credential": "AAPC/CPC\u200b"}]}
  at `exams[0].credential`: `CPC\u{200b}` contains the character U+200B: a code has ASCII letters,
    digits and inner hyphens only
{"exams": [{"credential": "AAPC/CPC\u0301"}]}
  at `exams[0].credential`: `CPC\u{301}` contains the character U+0301: a code has ASCII letters,
    digits and inner hyphens only
{"exams": [{"credential": "AAPC/CC\u017f"}]}
  at `exams[0].credential`: `CCſ` contains the character U+017F: a code has ASCII letters, digits
    and inner hyphens only
{"exams": [{"credential": "AAPC/CPC "}]}
  at `exams[0].credential`: `CPC ` contains the character U+0020: a code has ASCII letters, digits
    and inner hyphens only
{"exams": [{"credential": "AAPC/CPC\n"}]}
  at `exams[0].credential`: `CPC\n` contains the character U+000A: a code has ASCII letters, digits
    and inner hyphens only
{"exams": [{"credential": "AAPC/CPC\u00ae"}]}
  at `exams[0].credential`: `CPC®` contains the character U+00AE: a code has ASCII letters, digits
    and inner hyphens only
{"exams": [{"credential": "AAPC/CPC_A"}]}
  at `exams[0].credential`: `CPC_A` contains `_`: a code has ASCII letters, digits and inner hyphens
    only
{"exams": [{"credential": "AAPC/CPC/A"}]}
  at `exams[0].credential`: `CPC/A` contains `/`: a code has ASCII letters, digits and inner hyphens
    only
{"exams": [{"credential": "AAPC/"}]}
  at `exams[0].credential`: `` is not a code: write 1 to 32 letters, digits and hyphens
{"exams": [{"credential": "/CPC"}]}
  at `exams[0].credential`: `` is not a code: write 1 to 32 letters, digits and hyphens
{"exams": [{"credential": ""}]}
  at `exams[0].credential`: `` names no issuer: write issuer and code, such as `AAPC/CPC`
{"exams": [{"credential": "AAPC/CPC-"}]}
  at `exams[0].credential`: `CPC-` contains an outer hyphen: a code has ASCII letters, digits and
    inner hyphens only
{"exams": [{"credential": "AAPC/CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"}]}
  at `exams[0].credential`: `CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC` is not a code: write 1 to 32
    letters, digits and hyphens
{"exams": [{"credential": "AAPC/CPC\u0000"}]}
  at `exams[0].credential`: `CPC\0` contains the character U+0000: a code has ASCII letters, digits
    and inner hyphens only
{"ceus": [{"approved_by": ["AAPC/CPC"]}]}
  at `ceus[0].approved_by[0]`: `AAPC/CPC` contains `/`: a code has ASCII letters, digits and inner
    hyphens only
"#;
#[test]
fn a_code_is_ascii_and_names_its_issuer() {
    refused_records(CODES);
}

#[test]
fn a_credential_in_small_letters_is_kept_with_a_suggestion_h41() {
    let json = r#"{"holdings": [{"credential": "aapc/cpc"}], "exams": []}"#;
    let answer = ask("AAPC/CPC", json, "2026-01-15");
    assert_eq!(answer.verdict(), Verdict::Unmet);
    let notes = texts(&answer, NoteCode::UnknownCredential);
    assert_eq!(
        notes,
        ["holdings[0]: the book does not know aapc/cpc; it was kept; did you mean `AAPC/CPC`, \
          `AAPC/CPC-A` or `AAPC/CPC-H`?"]
    );
}

#[test]
fn a_credential_of_an_unknown_issuer_is_kept_with_a_note_h44() {
    let json = r#"{"holdings": [{"credential": "XYZ/QQQQQQ"}]}"#;
    let notes = ask("AAPC/CPC", json, "2026-01-15");
    let notes = texts(&notes, NoteCode::UnknownCredential);
    assert_eq!(notes, ["holdings[0]: the book does not know XYZ/QQQQQQ; it was kept"]);
}

fn texts(answer: &Eligibility, code: NoteCode) -> Vec<&str> {
    let notes = answer.notes().iter().filter(|note| note.code() == code);
    notes.map(Note::text).collect()
}

/// Texts that cannot stand (H06), and input that a terminal would act upon (H20).
const TEXTS: &str = r#"
{"ceus": [{"id": ""}]}
  at `ceus[0].id`: the text is empty: leave the field out
{"name": "  "}
  at `name`: the name is empty or has control characters: write it without, or leave the field out
{"ceus": [{"id": "a\u0000b"}]}
  at `ceus[0].id`: `a\0b` contains control characters: remove them
{"ceus": [{"title": "a\u001b[31mred"}]}
  at `ceus[0].title`: `a\u{1b}[31mred` contains control characters: remove them
{"ceus": [{"title": "a\nb"}]}
  at `ceus[0].title`: `a\nb` contains control characters: remove them
{"ceus": [{"title": "a\u0085b"}]}
  at `ceus[0].title`: `a\u{85}b` contains control characters: remove them
{"experience": [{"field": "coding", "setting": "\u001b[2Jpayer\u0007"}]}
  at `experience[0].setting`: unknown word `\u{1b}[2Jpayer\u{7}`: use one of inpatient, outpatient,
    multi-specialty-outpatient, payer, other
{"experience": [{"field": "coding", "setting": "\u202eout\u2066patient"}]}
  at `experience[0].setting`: unknown word `\u{202e}out\u{2066}patient`: did you mean `outpatient`?
{"experience": [{"field": "coding", "\u001b[2J": 1}]}
  at `experience[0]`: unknown field `\u{1b}[2J`: use one of id, recorded, proof, field, employer,
    setting, start, end, current, hours_per_week, hours_total, externship
{"experience": [{"field": "coding", "\u202eset\u200bting": "payer"}]}
  at `experience[0]`: unknown field `\u{202e}set\u{200b}ting`: did you mean `setting`?
"#;
#[test]
fn control_characters_are_refused_and_escaped_h20() {
    refused_records(TEXTS);
}

#[test]
fn free_text_is_kept_byte_for_byte_h37() {
    let text = "\u{5d0}\u{5d1} \u{1f600} e\u{301} \u{202e}x`\\";
    let json = format!(r#"{{"ceus": [{{"title": "{}"}}]}}"#, text.replace('\\', "\\\\"));
    assert_eq!(record(&json).ceus().unwrap()[0].title().unwrap().as_str(), text);
}

#[test]
fn a_lone_surrogate_is_refused_h05() {
    for json in [r#"{"id": "\ud800"}"#, r#"{"id": "\udc00x"}"#, r#"{"id": "\ud800\u0041"}"#] {
        let expected = "at `id`: not JSON: an escape in the text is broken: correct it";
        assert_eq!(message_of(json), expected, "{json}");
    }
    assert_eq!(record_error(r#"{"\ud800": 1}"#).unwrap().problem(), Problem::Syntax);
    let whole = record(r#"{"id": "\ud83d\ude00"}"#);
    assert_eq!(whole.id(), Some("\u{1f600}"));
}

#[test]
fn a_text_of_more_than_4096_bytes_is_refused_h18() {
    let titled = |text: &str| format!(r#"{{"ceus": [{{"title": "{text}"}}]}}"#);
    record(&titled(&"t".repeat(4096)));
    let expected = "at `ceus[0].title`: a text of more than 4096 bytes: shorten it";
    assert_eq!(message_of(&titled(&"t".repeat(4097))), expected);
    // Bytes count, not letters: 2,048 letters of two bytes each, and one more.
    record(&titled(&"\u{e9}".repeat(2048)));
    assert_eq!(message_of(&titled(&"\u{e9}".repeat(2049))), expected);
}

#[test]
fn a_text_is_measured_in_its_own_bytes_not_in_those_of_its_escapes() {
    // What a writer that escapes everything beyond ASCII makes of 700 Chinese letters: 2,100 bytes.
    let escaped = r"\u7f16".repeat(700);
    record(&format!(r#"{{"ceus": [{{"title": "{escaped}"}}]}}"#));
}

#[test]
fn what_is_echoed_is_cut_h18() {
    let long = "k".repeat(5_000_000);
    let cut = "k".repeat(64);
    let entry = |fields: &str| format!(r#"{{"experience": [{{"field": "coding", {fields}}}]}}"#);
    let key = message_of(&entry(&format!(r#""{long}": 1"#)));
    let start = format!("at `experience[0]`: unknown field `{cut}\u{2026}`: use one of id, ");
    assert!(key.starts_with(&start), "{key:.400}");
    let word = message_of(&entry(&format!(r#""setting": "{long}""#)));
    assert_eq!(word, "at `experience[0].setting`: a text of more than 4096 bytes: shorten it",);
    let number = message_of(&entry(&format!(r#""hours_total": {}"#, "7".repeat(5_000_000))));
    let start = format!("at `experience[0].hours_total`: `{}\u{2026}` is above", "7".repeat(64));
    assert!(number.starts_with(&start), "{number:.400}");
    let twice = message_of(&format!(r#"{{"{long}": 1, "{long}": 2}}"#));
    assert_eq!(twice, format!("the key `{cut}\u{2026}` stands twice: keep one"));
    let kind = message_of(&format!(r#"{{"ceus": "{long}"}}"#));
    assert_eq!(kind, format!("at `ceus`: the text `{cut}\u{2026}` stands where a list belongs"));
    let deep = message_of(&format!(r#"{{"{long}": 1}}"#));
    for message in [key, number, twice, kind, deep] {
        assert!(message.len() < 300, "{} bytes: {message:.400}", message.len());
    }
}

#[test]
fn a_key_of_hostile_letters_is_cut_after_64_of_them() {
    let key = "\u{202e}".repeat(100_000);
    let message = message_of(&format!(r#"{{"{key}": 1}}"#));
    let start = format!("unknown field `{}\u{2026}`: use one of id,", r"\u{202e}".repeat(64));
    assert!(message.starts_with(&start), "{message}");
}

#[test]
fn nesting_of_100_000_levels_is_refused_without_a_crash_h15() {
    let deep = 100_000;
    let lists = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    let objects = format!("{}1{}", r#"{"id": "#.repeat(deep), "}".repeat(deep));
    assert_eq!(message_of(&lists), "a list stands where an object belongs");
    assert_eq!(message_of(&objects), "at `id`: an object stands where a text belongs");
    let inside = |json: &str| format!(r#"{{"experience": [{{"field": {json}}}]}}"#);
    let found = message_of(&inside(&lists));
    assert_eq!(found, "at `experience[0].field`: a list stands where a text belongs");
    let unknown = format!(r#"{{"exam": {lists}}}"#);
    assert_eq!(message_of(&unknown), "unknown field `exam`: did you mean `exams`?");
    assert_eq!(record_error(&"[".repeat(deep)).unwrap().problem(), Problem::Syntax);
}

#[test]
fn limits_of_the_caller_are_honoured_h79() {
    let json = r#"{"ceus": [{"title": "four"}, {"title": "five"}]}"#;
    let within = |limits: Limits| Record::from_json_within(json, &limits);
    let message = |limits: Limits| within(limits).unwrap_err().to_string();
    let all = Limits::DEFAULT;
    let fits = Limits { bytes: json.len(), depth: 3, text: 4, entries: 2, ..all };
    assert_eq!(within(fits), Ok(record(json)));
    let most = usize::MAX;
    let most = Limits { bytes: most, depth: most, text: most, entries: most, requirements: most };
    assert!(within(most).is_ok());
    let cases = [
        (Limits { bytes: 47, ..fits }, "the document has more than 47 bytes: split it"),
        (Limits { bytes: 0, ..fits }, "the document has more than 0 bytes: split it"),
        (Limits { depth: 2, ..fits }, "at `ceus[0]`: nested deeper than 2 levels: flatten it"),
        (Limits { depth: 0, ..fits }, "nested deeper than 0 levels: flatten it"),
        (Limits { text: 3, ..fits }, "at `ceus[0].title`: a text of more than 3 bytes: shorten it"),
        (Limits { entries: 1, ..fits }, "at `ceus`: more than 1 entries: split the record"),
    ];
    for (limits, expected) in cases {
        assert_eq!(message(limits), expected);
        assert_eq!(within(limits).unwrap_err().problem(), Problem::Limit);
    }
}

#[test]
fn a_record_is_read_and_written_by_any_format_h78() {
    let json = r#"{"id": "r", "name": "Ana Reyes", "born": "1994-02-11", "residence": "US-OH",
        "education": [{"level": "associate", "status": "completed", "completed": "2021-05-15"}],
        "experience": [{"field": "coding", "start": "2021-06-01", "hours_per_week": 37.5,
                        "proof": {"document": "letter", "states": ["dates"], "letterhead": true}}],
        "exams": [], "holdings": [{"credential": "AAPC/CPC", "renewed": ["2024-01-31"],
                                   "cycle": {"start": "2024-02-01", "end": "2026-01-31"}}],
        "payments": [{"to": "AAPC", "purpose": "exam",
                      "amount": {"amount": 218, "currency": "USD"}, "for": ["AAPC/CPC"]}]}"#;
    let first = record(json);
    let written = serde_json::to_string(&first).unwrap();
    assert_eq!(record(&written), first);
    assert_eq!(serde_json::to_string(&record(&written)).unwrap(), written);
    // A tree of values is another format, with its own errors.
    let tree: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(serde_json::from_value::<Record>(tree).unwrap(), first);
    assert!(written.contains(r#""hours_per_week":"37.5""#), "{written}");
    assert!(written.contains(r#"{"amount":"218.00","currency":"USD"}"#), "{written}");
}

#[test]
fn debug_output_does_not_show_the_name_of_a_person_h74() {
    let record = record(r#"{"name": "Ana Reyes"}"#);
    assert!(!format!("{record:?}").contains("Ana"), "{record:?}");
}

/// A book with an exam whose pass mark is 70 since 2020.
fn marked() -> Judge {
    let mark =
        |from: &str, pass: &str| format!(r#"{{"from": "{from}", {pass}, "source": "PAGE"}}"#);
    let facts = [
        mark("2020-01-01", r#""until": "2024-12-31", "value": {"pass": {"percent": "70"}}"#),
        mark("2025-01-01", r#""until": "2025-12-31", "value": {"pass": "undisclosed"}"#),
        mark(
            "2026-01-01",
            r#""reading": {"question": "mark", "choice": "a"}, "value": {"pass": {"scaled": 300}}"#,
        ),
        mark(
            "2026-01-01",
            r#""reading": {"question": "mark", "choice": "b"}, "value": {"pass": {"scaled": 400}}"#,
        ),
    ];
    let acc = format!(
        r#""ACC": {{"title": "Acme ACC", "exam": {{"facts": [{}]}}, "award": [
            {{"designation": "ACC", "requires": [{{"source": "PAGE",
                "value": {{"passed": "ACC"}}}}]}}]}}"#,
        facts.join(", ")
    );
    acme("", &acc)
}

/// An attempt, and the verdict or the message that it leads to.
const ATTEMPTS: &[(&str, &str)] = &[
    (r#""taken": "2024-05-01", "passed": true, "score": "70""#, "met"),
    (
        r#""taken": "2024-05-01", "passed": true, "score": "69.9999""#,
        "at `exams[0]`: the exam is stated as passed with a score of 69.9999, but the pass mark on \
         2024-05-01 is 70: correct one of the two",
    ),
    (r#""taken": "2024-05-01", "passed": false, "score": "69.9999""#, "unmet"),
    (
        r#""taken": "2024-05-01", "passed": false, "score": "70""#,
        "at `exams[0]`: the exam is stated as not passed with a score of 70, but the pass mark on \
         2024-05-01 is 70: correct one of the two",
    ),
    // Without a word on the outcome the score decides.
    (r#""taken": "2024-05-01", "score": "70""#, "met"),
    (r#""taken": "2024-05-01", "score": "69.9999""#, "unmet"),
    // The first and the last day of the mark, and the days beside them.
    (r#""taken": "2019-12-31", "passed": true, "score": "1""#, "met"),
    (
        r#""taken": "2020-01-01", "passed": true, "score": "1""#,
        "at `exams[0]`: the exam is stated as passed with a score of 1, but the pass mark on \
         2020-01-01 is 70: correct one of the two",
    ),
    (
        r#""taken": "2024-12-31", "passed": true, "score": "1""#,
        "at `exams[0]`: the exam is stated as passed with a score of 1, but the pass mark on \
         2024-12-31 is 70: correct one of the two",
    ),
    // A mark that is not disclosed, and two that contradict each other, decide nothing.
    (r#""taken": "2025-01-01", "passed": true, "score": "1""#, "met"),
    (r#""taken": "2025-01-01", "score": "99""#, "undetermined"),
    (r#""taken": "2026-01-01", "passed": true, "score": "350""#, "met"),
    (r#""taken": "2026-01-01", "score": "350""#, "undetermined"),
    (r#""passed": true, "score": "1""#, "met"),
];

#[test]
fn an_outcome_and_a_score_that_contradict_each_other_are_refused() {
    let judge = marked();
    for (attempt, expected) in ATTEMPTS {
        let json = format!(
            r#"{{"exams": [{{"credential": "ACME/ACC", {attempt}}}],
            "holdings": []}}"#
        );
        let answer = judge.eligibility("ACME/ACC", &record(&json), day("2026-06-01"));
        let found = answer.map_or_else(|e| e.to_string(), |answer| answer.verdict().to_string());
        assert_eq!(found, *expected, "{attempt}");
    }
}

/// A rule book as a whole (H10, H33).
const FILES: &str = r#"
{"format": 2}
  at `format`: format 2 is not supported: this library reads format 1
{"format": 0}
  at `format`: format 0 is not supported: this library reads format 1
{"format": 1.5}
  at `format`: 1.5 is not a whole number: write one without a fraction
{}
  `format` is missing: add the field
[]
  a list stands where an object belongs
{"format": 1}
  `edition` is missing: add the field
{"format": 1, "edition": "2026-01-01"}
  `issuer` is missing: add the field
{"format": 1, "edition": "2026-01-01", "issuer": "ACME"}
  `title` is missing: add the field
{"format": 1, "edition": "2026-01-01", "issuer": "AC ME", "title": "Acme"}
  at `issuer`: `AC ME` contains the character U+0020: a code has ASCII letters, digits and inner
    hyphens only
{"format": 1, "edition": "2026-01-01", "issuer": "\u0410CME", "title": "Acme"}
  at `issuer`: `АCME` contains the character U+0410: a code has ASCII letters, digits and inner
    hyphens only
{"format": 1, "edition": "2026-02-30", "issuer": "ACME", "title": "Acme"}
  at `edition`: `2026-02-30` does not exist: February 2026 has 28 days
{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme", "credential": {}}
  unknown field `credential`: did you mean `credentials`?
{"format": 1, "credentials": {"ACC": {"title": "a"}, "ACC": {"title": "b"}}}
  at `credentials`: the key `ACC` stands twice: keep one
{"format": 1, "sources": {"PAGE": {}, "PAGE": {}}}
  at `sources`: the key `PAGE` stands twice: keep one
{"format": 1, "waivers": {"course": {}, "course": {}}}
  at `waivers`: the key `course` stands twice: keep one
{"format": 1, "credentials": {"\u0421\u0420\u0421": {"title": "a"}}}
  at `credentials`: `СРС` contains the character U+0421: a code has ASCII letters, digits and inner
    hyphens only
{"format": 1, "sources": []}
  at `sources`: a list stands where an object belongs
{"format": 1, "sources": {"PAGE": {}}}
  at `sources.PAGE`: `url` is missing: add the field
{"format": 1, "sources": {"PAGE": {"url": "x", "publisher": "y"}}}
  at `sources.PAGE`: `checked` is missing: add the field
{"format": 1, "sources": {"PAGE": {"confidence": "offical"}}}
  at `sources.PAGE.confidence`: unknown word `offical`: did you mean `official`?
{"format": 1, "waivers": {"course": {"title": "Course"}}}
  at `waivers.course`: `terms` is missing: add the field
{"format": 1, "credentials": {"ACC": {}}}
  at `credentials.ACC`: `title` is missing: add the field
"#;
#[test]
fn a_book_that_is_no_book_is_refused() {
    refused(FILES, |json| book_error(json).map(|error| error.to_string()));
}

/// One credential; `@` is its place.
const CREDENTIALS: &str = r#"
"titel": "x"
  at `@`: unknown field `titel`: use one of title, fields, designation_of, former_codes, supersedes,
    offered, maintainable, exam, award, notes
"exam": {"require": []}
  at `@.exam`: unknown field `require`: did you mean `requires`?
"designation_of": "XYZ"
  at `@.designation_of`: unknown credential `XYZ`: add it, or correct the name
"former_codes": [{"code": "OLD"}]
  at `@.former_codes[0]`: `source` is missing: add the field
"former_codes": [{"code": "OLD", "source": "PAGES"}]
  at `@.former_codes[0].source`: unknown source `PAGES`: did you mean `PAGE`?
"supersedes": [{"code": "ACX", "source": "PAGE"}]
  at `@.supersedes[0].code`: unknown credential `ACX`: did you mean `ACC`?
"notes": [{"text": "x", "source": "SITE"}]
  at `@.notes[0].source`: unknown source `SITE`: add it, or correct the name
"offered": true
  at `@.offered`: `true` stands where a list of versions belongs
"offered": [{"source": "PAGE", "value": "yes"}]
  at `@.offered[0].value`: the text `yes` stands where `true` or `false` belongs
"exam": []
  at `@.exam`: a list stands where an object belongs
"exam": {"facts": [{"source": "PAGE", "value": {"item": 100}}]}
  at `@.exam.facts[0].value`: unknown field `item`: did you mean `items`?
"exam": {"facts": [{"source": "PAGE", "value": {"items": 1.5}}]}
  at `@.exam.facts[0].value.items`: the number `1.5` stands where a whole number belongs
"exam": {"facts": [{"source": "PAGE", "value": {"items": -1}}]}
  at `@.exam.facts[0].value.items`: the number `-1` stands where a whole number belongs
"exam": {"facts": [{"source": "PAGE", "value": {"items": {"from": 160, "to": 130}}}]}
  at `@.exam.facts[0].value.items`: the range is empty: `to` lies above `from`
"exam": {"facts": [{"source": "PAGE", "value": {"items": {"from": 130}}}]}
  at `@.exam.facts[0].value.items`: `to` is missing: add the field
"exam": {"facts": [{"source": "PAGE", "value": {"pass": 70}}]}
  at `@.exam.facts[0].value.pass`: the number `70` stands where a word or an object with one key
    belongs
"exam": {"facts": [{"source": "PAGE", "value": {"pass": "secret"}}]}
  at `@.exam.facts[0].value.pass`: unknown word `secret`: use one of percent, scaled, undisclosed
"exam": {"facts": [{"source": "PAGE", "value": {"pass": {"percent": 70, "scaled": 300}}}]}
  at `@.exam.facts[0].value.pass`: an object with exactly one key belongs here, such as `percent`,
    `scaled`, `undisclosed`: write one
"exam": {"facts": [{"source": "PAGE", "value": {"pass": "percent"}}]}
  at `@.exam.facts[0].value.pass`: `percent` needs content: write an object with this key
"exam": {"facts": [{"source": "PAGE", "value": {"pass": {"undisclosed": 70}}}]}
  at `@.exam.facts[0].value.pass`: `undisclosed` takes no content: write the word alone
"exam": {"attempts": [{"source": "PAGE", "value": {}}]}
  at `@.exam.attempts[0].value`: `waits` is missing: add the field
"exam": {"attempts": [{"source": "PAGE", "value": {"waits": [{"days": 0}]}}]}
  at `@.exam.attempts[0].value.waits[0]`: a length of 0 days is none: leave the field out
"exam": {"attempts": [{"source": "PAGE", "value": {"waits": [], "limit": {}}}]}
  at `@.exam.attempts[0].value.limit`: `count` is missing: add the field
"exam": {"window": [{"source": "PAGE", "value": {"length": {"days": 0}}}]}
  at `@.exam.window[0].value.length`: a length of 0 days is none: leave the field out
"exam": {"fees": [{"source": "PAGE", "value": [{"for": "everyone"}]}]}
  at `@.exam.fees[0].value[0].for`: unknown word `everyone`: use one of all, member, non-member,
    student
"exam": {"fees": [{"source": "PAGE", "value": [{"for": "all"}]}]}
  at `@.exam.fees[0].value[0]`: `price` is missing: add the field
"award": {}
  at `@.award`: an object stands where a list belongs
"award": [{"designation": "ACC"}]
  at `@.award[0]`: `requires` is missing: add the field
"award": [{"designation": "ACX", "requires": []}]
  at `@.award[0].designation`: unknown credential `ACX`: did you mean `ACC`?
"award": [{"designation": "ACC", "conditional": "early", "requires": []}]
  at `@.award[0]`: an outcome has either `designation` or `conditional`: keep one
"award": [{"requires": []}]
  at `@.award[0]`: an outcome has either `designation` or `conditional`: keep one
"award": [{"designation": "ACC", "requires": [], "expires_after": {"months": 0}}]
  at `@.award[0].expires_after`: a length of 0 months is none: leave the field out
"supersedes": [{"code": "ACC", "source": "PAGE"}]
  at `@.supersedes[0].code`: a credential that replaces itself makes no rule: correct it or leave it
    out
"exam": {"facts": [{"source": "PAGE", "value": {"items": 99999999999}}]}
  at `@.exam.facts[0].value.items`: 99999999999 is too large for an exam: check the number
"exam": {"facts": [{"source": "PAGE", "value": {"pass": {"percent": 101}}}]}
  at `@.exam.facts[0].value.pass.percent`: a pass mark above 100 percent makes no rule: correct it
    or leave it out
"exam": {"attempts": [{"source": "PAGE", "value": {"waits": [], "limit": {"count": 0}}}]}
  at `@.exam.attempts[0].value.limit.count`: a limit of 0 attempts makes no rule: correct it or
    leave it out
"exam": {"fees": [{"source": "PAGE", "value": [{"for": "all", "attempts": 0, "price": {"amount": 1,
"currency": "USD"}}]}]}
  at `@.exam.fees[0].value[0].attempts`: a price for 0 attempts makes no rule: correct it or leave
    it out
"award": [{"designation": "ACC", "requires": [], "notes": [{"text": "x", "source": "SITE"}]}]
  at `@.award[0].notes[0].source`: unknown source `SITE`: add it, or correct the name
"#;
#[test]
fn a_credential_that_is_not_as_the_grammar_says_is_refused() {
    refused(CREDENTIALS, |body| {
        let body = format!(r#""credentials": {{"ACC": {{"title": "Acme ACC", {body}}}}}"#);
        short_message(&body, "credentials.ACC")
    });
}

/// The versions of a dated value; `@` is its place (H32).
const VERSIONS: &str = r#"
[{"value": {"passed": "ACC"}}]
  at `@[0]`: `source` is missing: add the field
[{"source": "PAGE"}]
  at `@[0]`: `value` is missing: add the field
[{"source": "PAGES", "value": {"passed": "ACC"}}]
  at `@[0].source`: unknown source `PAGES`: did you mean `PAGE`?
[{"source": "XYZZY", "value": {"passed": "ACC"}}]
  at `@[0].source`: unknown source `XYZZY`: add it, or correct the name
[{"source": [], "value": {"passed": "ACC"}}]
  at `@[0].source`: the list is empty: name at least one, or leave the field out
[{"source": 3, "value": {"passed": "ACC"}}]
  at `@[0].source`: the number `3` stands where a text or a list of texts belongs
[{"form": "2020-01-01", "source": "PAGE", "value": {"passed": "ACC"}}]
  at `@[0]`: unknown field `form`: use one of from, until, estimated, source, confidence, reading,
    note, value
[{"source": "PAGE", "confidence": "sure", "value": {"passed": "ACC"}}]
  at `@[0].confidence`: unknown word `sure`: use one of official, quoted, secondary, inferred
[{"source": "PAGE", "reading": {"question": "q"}, "value": {"passed": "ACC"}}]
  at `@[0].reading`: `choice` is missing: add the field
[{"from": "2020-01-01", "until": "2019-12-31", "source": "PAGE", "value": {"passed": "ACC"}}]
  at `@[0].until`: `2019-12-31` is before `from` `2020-01-01`: correct one of the two days
[{"until": "2020-12-31", "source": "PAGE", "value": {"passed": "ACC"}}, {"from": "2020-12-31",
"source": "PAGE", "value": {"passed": "ACC"}}]
  at `@[1].from`: versions overlap: end the earlier one, or mark both as readings of one question
[{"from": "2020-01-01", "source": "PAGE", "value": {"passed": "ACC"}}, {"from": "2021-01-01",
"source": "PAGE", "value": {"passed": "ACC"}}]
  at `@[1].from`: versions overlap: end the earlier one, or mark both as readings of one question
[{"until": "2020-01-01", "source": "PAGE", "value": {"passed": "ACC"}}, {"until": "2020-12-31",
"source": "PAGE", "value": {"passed": "ACC"}}]
  at `@[1].from`: versions overlap: end the earlier one, or mark both as readings of one question
[{"from": "2021-01-01", "source": "PAGE", "value": {"passed": "ACC"}}, {"from": "2020-01-01",
"until": "2020-12-31", "source": "PAGE", "value": {"passed": "ACC"}}]
  at `@[1].from`: versions are out of order: sort them by `from`
[{"from": "2021-01-01", "source": "PAGE", "value": {"passed": "ACC"}}, {"until": "2020-12-31",
"source": "PAGE", "value": {"passed": "ACC"}}]
  at `@[1].from`: versions are out of order: sort them by `from`
[{"source": "PAGE", "reading": {"question": "q", "choice": "a"}, "value": {"passed": "ACC"}},
{"source": "PAGE", "value": {"passed": "ACC"}}]
  at `@[1].from`: versions overlap: end the earlier one, or mark both as readings of one question
[{"source": "PAGE", "reading": {"question": "q", "choice": "a"}, "value": {"passed": "ACC"}},
{"source": "PAGE", "reading": {"question": "q", "choice": "a"}, "value": {"passed": "ACC"}}]
  at `@[1].from`: versions overlap: end the earlier one, or mark both as readings of one question
[{"source": "PAGE", "reading": {"question": "q", "choice": "a"}, "value": {"passed": "ACC"}},
{"source": "PAGE", "reading": {"question": "r", "choice": "b"}, "value": {"passed": "ACC"}}]
  at `@[1].from`: versions overlap: end the earlier one, or mark both as readings of one question
"always"
  at `@`: the text `always` stands where a list of versions belongs
{"versions": []}
  at `@`: `anchor` is missing: add the field
{"anchor": "as-of"}
  at `@`: `versions` is missing: add the field
{"anchor": "asof", "versions": []}
  at `@.anchor`: unknown word `asof`: did you mean `as-of`?
{"anchor": "as-of", "version": []}
  at `@`: unknown field `version`: did you mean `versions`?
"#;
#[test]
fn versions_are_in_order_and_do_not_overlap() {
    refused(VERSIONS, |versions| {
        let body = format!(
            r#""credentials": {{"ACC": {{"title": "Acme ACC",
                "award": [{{"designation": "ACC", "requires": {versions}}}]}}}}"#
        );
        short_message(&body, "credentials.ACC.award[0].requires")
    });
}

#[test]
fn versions_may_touch_leave_gaps_and_contradict_each_other_as_readings() {
    let legal = [
        r#"[{"until": "2020-12-31", "source": "PAGE", "value": {"age": 18}},
            {"from": "2021-01-01", "source": "PAGE", "value": {"age": 21}}]"#,
        r#"[{"until": "2020-12-31", "source": "PAGE", "value": {"age": 18}},
            {"from": "2022-01-01", "source": "PAGE", "value": {"age": 21}}]"#,
        r#"[{"from": "2020-01-01", "until": "2020-01-01", "source": ["PAGE"],
            "value": {"age": 18}}]"#,
        r#"[{"source": "PAGE", "reading": {"question": "q", "choice": "a"}, "value": {"age": 18}},
            {"source": "PAGE", "reading": {"question": "q", "choice": "b"},
                "value": {"age": 21}}]"#,
        r#"{"anchor": "first-award", "versions": [{"source": "PAGE", "value": {"age": 18}}]}"#,
        "[]",
    ];
    for versions in legal {
        acme(
            "",
            &format!(
                r#""ACC": {{"title": "Acme ACC",
                    "award": [{{"designation": "ACC", "requires": {versions}}}]}}"#
            ),
        );
    }
}

/// One requirement; `@` is its place (H28, H29, H35).
const REQUIREMENTS: &str = r#"
{}
  at `@`: an object with exactly one key belongs here, such as `all`, `any`, `at_least`, `points`:
    write one
[]
  at `@`: a list stands where a word or an object with one key belongs
"passed"
  at `@`: `passed` needs content: write an object with this key
3
  at `@`: the number `3` stands where a word or an object with one key belongs
{"age": 18, "residence": "US"}
  at `@`: an object with exactly one key belongs here, such as `all`, `any`, `at_least`, `points`:
    write one
{"not": {"passed": "ACC"}}
  at `@`: unknown word `not`: use one of all, any, at_least, points, sequence, cited, readings, nothing,
    unpublished, judgement, held, passed, membership, experience, employed, coursework, education,
    training, ceus, age, residence, attestation
{"pased": "ACC"}
  at `@`: unknown word `pased`: did you mean `passed`?
{"all": []}
  at `@.all`: there is no requirement in it: name at least one
{"any": []}
  at `@.any`: there is no requirement in it: name at least one
{"any": {}}
  at `@.any`: there is no requirement in it: name at least one
{"all": [{"passed": "ACC"}, {"any": []}]}
  at `@.all[1].any`: there is no requirement in it: name at least one
{"all": "ACC"}
  at `@.all`: the text `ACC` stands where a list or a map of requirements belongs
{"all": {"a b": {"passed": "ACC"}}}
  at `@.all`: `a b` contains the character U+0020: a code has ASCII letters, digits and inner
    hyphens only
{"all": {"a": {"passed": "ACC"}, "a": {"passed": "ACC"}}}
  at `@.all`: the key `a` stands twice: keep one
{"at_least": {"count": 0, "of": [{"passed": "ACC"}, {"age": 18}]}}
  at `@.at_least.count`: at least 0 of 2 cannot be: write a count from 1 to 2
{"at_least": {"count": 3, "of": [{"passed": "ACC"}, {"age": 18}]}}
  at `@.at_least.count`: at least 3 of 2 cannot be: write a count from 1 to 2
{"at_least": {"count": 1, "of": []}}
  at `@.at_least.of`: there is no requirement in it: name at least one
{"at_least": {"count": 1.5, "of": [{"passed": "ACC"}]}}
  at `@.at_least.count`: 1.5 is not a whole number: write one without a fraction
{"at_least": {"count": -1, "of": [{"passed": "ACC"}]}}
  at `@.at_least.count`: `-1` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"at_least": {"of": [{"passed": "ACC"}]}}
  at `@.at_least`: `count` is missing: add the field
{"sequence": [{"passed": "ACC"}]}
  at `@.sequence`: a sequence is of two leaves with days: experience, coursework, education,
    training or passed: rewrite it
{"sequence": [{"passed": "ACC"}, {"passed": "ACC"}, {"passed": "ACC"}]}
  at `@.sequence`: a sequence is of two leaves with days: experience, coursework, education,
    training or passed: rewrite it
{"sequence": [{"passed": "ACC"}, {"age": 18}]}
  at `@.sequence`: a sequence is of two leaves with days: experience, coursework, education,
    training or passed: rewrite it
{"cited": {"source": "PAGF", "requires": {"passed": "ACC"}}}
  at `@.cited.source`: unknown source `PAGF`: did you mean `PAGE`?
{"cited": {"requires": {"passed": "ACC"}}}
  at `@.cited`: `source` is missing: add the field
{"cited": {"source": "PAGE"}}
  at `@.cited`: `requires` is missing: add the field
{"readings": {"choices": {"a": {"passed": "ACC"}, "b": {"age": 18}}}}
  at `@.readings`: `question` is missing: add the field
{"readings": {"question": "q", "choices": {}}}
  at `@.readings.choices`: there is no requirement in it: name at least one
{"unpublished": ""}
  at `@.unpublished`: the text is empty: leave the field out
{"judgement": 3}
  at `@.judgement`: the number `3` stands where a text belongs
{"held": {"any_of": ["ACC"], "field": "coding", "issuer": "own"}}
  at `@.held`: `held` takes either `any_of`, or `field` and `issuer`: keep one form
{"held": {"standing": "good"}}
  at `@.held`: `held` takes either `any_of`, or `field` and `issuer`: keep one form
{"held": {"field": "coding"}}
  at `@.held`: `held` takes either `any_of`, or `field` and `issuer`: keep one form
{"held": {"field": "coding", "issuer": "mine"}}
  at `@.held.issuer`: unknown word `mine`: use one of own, other, any
{"held": {"any_of": ["ACC"], "standing": "bad"}}
  at `@.held.standing`: unknown word `bad`: use one of good, ever
{"held": {"any_of": []}}
  at `@.held.any_of`: the list is empty: name at least one, or leave the field out
{"held": ["ACC"]}
  at `@.held`: a list stands where a credential such as "CPC", or an object belongs
{"passed": {"exam": "ACC", "all_of": ["ACC", "ACC"]}}
  at `@.passed`: `passed` takes either `exam`, or `all_of` with several exams: keep one form
{"passed": {"all_of": ["ACC"]}}
  at `@.passed`: `passed` takes either `exam`, or `all_of` with several exams: keep one form
{"passed": {"exam": "ACC", "inside": {"months": 3}}}
  at `@.passed`: `passed` takes either `exam`, or `all_of` with several exams: keep one form
{"passed": {}}
  at `@.passed`: `passed` takes either `exam`, or `all_of` with several exams: keep one form
{"passed": {"exam": "ACC", "within": {"years": 0}}}
  at `@.passed.within`: a length of 0 years is none: leave the field out
{"passed": {"exam": "ACC", "within": {"years": 1, "months": 6}}}
  at `@.passed.within`: a length has exactly one of `years`, `months` and `days`: keep one
{"passed": {"exam": "ACC", "within": {"weeks": 3}}}
  at `@.passed.within`: unknown field `weeks`: use one of years, months, days
{"passed": {"exam": "ACC", "within": 3}}
  at `@.passed.within`: the number `3` stands where an object belongs
{"passed": {"exam": "ACC", "within": {"years": 201}}}
  at `@.passed.within`: 201 years is above the longest length, 200 years: check the number
{"passed": {"exam": "ACC", "within": {"months": 2401}}}
  at `@.passed.within`: 2401 months is above the longest length, 2400 months: check the number
{"passed": {"exam": "ACC", "within": {"days": 73001}}}
  at `@.passed.within`: 73001 days is above the longest length, 73000 days: check the number
{"passed": {"exam": "ACC", "within": {"years": -1}}}
  at `@.passed.within.years`: `-1` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"membership": {}}
  at `@.membership`: `organization` is missing: add the field
{"membership": {"organization": []}}
  at `@.membership.organization`: the list is empty: name at least one, or leave the field out
{"membership": {"organization": "ACME", "counting": "total"}}
  at `@.membership.counting`: unknown word `total`: use one of unbroken, cumulative
{"experience": {"field": "coding"}}
  at `@.experience`: `experience` takes exactly one of `years`, `months`, `days` and `hours`, above
    0: keep one form
{"experience": {"field": "coding", "years": 0}}
  at `@.experience`: `experience` takes exactly one of `years`, `months`, `days` and `hours`, above
    0: keep one form
{"experience": {"field": "coding", "hours": 0}}
  at `@.experience`: `experience` takes exactly one of `years`, `months`, `days` and `hours`, above
    0: keep one form
{"experience": {"field": "coding", "years": 1, "months": 6}}
  at `@.experience`: `experience` takes exactly one of `years`, `months`, `days` and `hours`, above
    0: keep one form
{"experience": {"field": "coding", "years": 0.5}}
  at `@.experience.years`: 0.5 is not a whole number: write one without a fraction
{"experience": {"field": "coding", "months": 1000000000}}
  at `@.experience.months`: `1000000000` is above the largest amount, 1000000: check the entry
{"experience": {"years": 1}}
  at `@.experience`: `field` is missing: add the field
{"experience": {"field": [], "years": 1}}
  at `@.experience.field`: the list is empty: name at least one, or leave the field out
{"experience": {"field": "coding", "hours": 100, "year_hours": 2000}}
  at `@.experience`: `year_hours` goes with `years` or `months`, not with `hours`: keep one form
{"experience": {"field": "coding", "years": 1, "setting": ["home"]}}
  at `@.experience.setting[0]`: unknown word `home`: use one of inpatient, outpatient,
    multi-specialty-outpatient, payer, other
{"experience": {"field": "coding", "years": 1, "hours_per_week": 169}}
  at `@.experience.hours_per_week`: 169 hours a week is above the largest amount, 168: check the
    entry
{"experience": {"field": "coding", "years": 1, "waivers": ["course"]}}
  at `@.experience.waivers[0]`: unknown waiver `course`: add it, or correct the name
{"experience": {"field": "coding", "years": 1, "at_most_waived": {"years": 0}}}
  at `@.experience.at_most_waived`: a length of 0 years is none: leave the field out
{"experience": {"field": "coding", "years": 1, "settings": ["payer"]}}
  at `@.experience`: unknown field `settings`: did you mean `setting`?
{"experience": {"field": "coding", "years": 1, "proof": {"document": "fax"}}}
  at `@.experience.proof.document`: unknown word `fax`: use one of certificate, transcript, letter,
    portal, other
{"experience": {"field": "coding", "years": 1, "proof": {"letterhead": "all"}}}
  at `@.experience.proof.letterhead`: unknown word `all`: use one of each, one
{"employed": {"field": "coding", "hours_per_week": 169}}
  at `@.employed.hours_per_week`: 169 hours a week is above the largest amount, 168: check the entry
{"coursework": {"contact_hours": 80}}
  at `@.coursework`: `subject` is missing: add the field
{"coursework": {"subject": "x", "contact_hours": -1}}
  at `@.coursework.contact_hours`: `-1` is not an amount: write digits with an optional fraction,
    such as `24.5`
{"education": {"level": "phd"}}
  at `@.education.level`: unknown word `phd`: use one of certificate, high-school, associate,
    bachelor, post-baccalaureate, master, doctorate
{"education": {"field": "x"}}
  at `@.education`: `level` is missing: add the field
{"training": {"program": "AAPC/Practicode", "score": "70%"}}
  at `@.training.score`: `70%` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"ceus": {"topics": "hiim"}}
  at `@.ceus`: `units` is missing: add the field
{"ceus": {"units": 20, "delivery": ["zoom"]}}
  at `@.ceus.delivery[0]`: unknown word `zoom`: use one of in-person, live-online, recorded,
    self-study
{"ceus": {"units": 20, "approved_by": "A B"}}
  at `@.ceus.approved_by`: `A B` contains the character U+0020: a code has ASCII letters, digits and
    inner hyphens only
{"age": 17.5}
  at `@.age`: 17.5 is not a whole number: write one without a fraction
{"age": "seventeen"}
  at `@.age`: `seventeen` is not an amount: write digits with an optional fraction, such as `24.5`
{"residence": []}
  at `@.residence`: the list is empty: name at least one, or leave the field out
{"attestation": {"to": "ACME"}}
  at `@.attestation`: `kind` is missing: add the field
{"at_least": {"count": 2, "of": [{"age": 18}, {"age": 18}, {"age": 21}]}}
  at `@.at_least.of[1]`: the same requirement stands twice: it would count twice: keep one
{"points": {"need": 5, "classes": []}}
  at `@.points.need`: 5 points are needed, but at most 0 can be earned: correct one of the two
{"points": {"need": 5, "classes": [{"id": "a", "items": []}]}}
  at `@.points.classes[0].items`: a class without items makes no rule: correct it or leave it out
{"points": {"need": 0, "classes": [{"id": "a", "items": [{"points": 5, "requires": {"age": 18}}]}]}}
  at `@.points.need`: a need of 0 points makes no rule: correct it or leave it out
{"points": {"need": 6, "classes": [{"id": "a", "items": [{"points": 5, "requires": {"age": 18}}]}]}}
  at `@.points.need`: 6 points are needed, but at most 5 can be earned: correct one of the two
{"points": {"need": 5, "classes": [{"id": "a", "cap": 4, "items": [{"points": 5,
"requires": {"age": 18}}]}]}}
  at `@.points.need`: 5 points are needed, but at most 4 can be earned: correct one of the two
{"points": {"need": 5, "classes": [{"id": "a", "cap": 0, "items": [{"points": 5,
"requires": {"age": 18}}]}]}}
  at `@.points.classes[0].cap`: a cap of 0 points makes no rule: correct it or leave it out
{"points": {"need": 5, "classes": [{"id": "a", "items": [{"points": 0, "requires": {"age": 18}}]}]}}
  at `@.points.classes[0].items[0].points`: an item of 0 points makes no rule: correct it or leave
    it out
{"readings": {"question": "q", "choices": {"a": {"age": 18}}}}
  at `@.readings.choices`: a contradiction of one choice makes no rule: correct it or leave it out
{"readings": {"question": "q", "choices": [{"age": 18}, {"age": 21}]}}
  at `@.readings.choices`: a choice has no name: write the choices as an object
{"experience": {"field": "coding", "years": 1, "settings_at_least": 0}}
  at `@.experience.settings_at_least`: 0 settings cannot be: there are 5, write 1 to 5
{"experience": {"field": "coding", "years": 1, "settings_at_least": 6}}
  at `@.experience.settings_at_least`: 6 settings cannot be: there are 5, write 1 to 5
{"experience": {"field": "coding", "days": 73001}}
  at `@.experience`: `experience` takes exactly one of `years`, `months`, `days` and `hours`, above
    0: keep one form
{"experience": {"field": "coding", "hours": 100, "waivers": ["course"]}}
  at `@.experience`: waivers replace years: say with `year_hours` how many hours a year has: keep
    one form
{"coursework": {"subject": "x", "contact_hours": 0}}
  at `@.coursework.contact_hours`: 0 contact hours makes no rule: correct it or leave it out
{"coursework": {"subject": "x", "credits": 0}}
  at `@.coursework.credits`: 0 credits makes no rule: correct it or leave it out
{"coursework": {"subject": "x", "provider": []}}
  at `@.coursework.provider`: a list of no provider makes no rule: correct it or leave it out
{"coursework": {"subject": "x", "grade": "E"}}
  at `@.coursework.grade`: a grade is a letter from A to F with an optional + or -: keep one form
{"ceus": {"units": 0}}
  at `@.ceus.units`: 0 units makes no rule: correct it or leave it out
{"age": 0}
  at `@.age`: an age of 0 years makes no rule: correct it or leave it out
"#;
#[test]
fn a_requirement_that_is_not_as_the_grammar_says_is_refused() {
    refused(REQUIREMENTS, |requirement| short_message(&requirement_body(requirement), AT_AWARD));
}

/// The terms of a waiver; `@` are their place (H35).
const WAIVERS: &str = r#"
{"replaces": {"years": 1}, "times": 0, "requires": {"coursework": {"subject": "x"}}}
  at `@.times`: 0 uses make no waiver: write at least 1
{"replaces": {"years": 1}, "requires": {"coursework": {"subject": "x"}}}
  at `@`: `times` is missing: add the field
{"times": 1, "requires": {"coursework": {"subject": "x"}}}
  at `@`: `replaces` is missing: add the field
{"replaces": {"years": 1}, "times": 1}
  at `@`: `requires` is missing: add the field
{"replaces": {"hours": 1}, "times": 1, "requires": {"coursework": {"subject": "x"}}}
  at `@.replaces`: unknown field `hours`: use one of years, months, days
{"replaces": {"years": 0}, "times": 1, "requires": {"coursework": {"subject": "x"}}}
  at `@.replaces`: a length of 0 years is none: leave the field out
{"replaces": {"years": 1}, "times": 1, "not_with": ["cours"],
"requires": {"coursework": {"subject": "x"}}}
  at `@.not_with[0]`: unknown waiver `cours`: did you mean `course`?
{"replaces": {"years": 1}, "times": 2, "requires": {"age": 18}}
  at `@.times`: only a single coursework, training or education leaf can be used several times:
    write 1
{"replaces": {"years": 1}, "times": 2, "requires": {"coursework": {"subject": "x",
"contact_hours": 80}}}
  at `@.times`: only a single coursework, training or education leaf can be used several times:
    write 1
"#;
#[test]
fn a_waiver_that_is_not_as_the_grammar_says_is_refused() {
    refused(WAIVERS, |terms| {
        let body = format!(
            r#""waivers": {{"course": {{"title": "Course", "terms": [
                {{"source": "PAGE", "value": {terms}}}]}}}}"#
        );
        short_message(&body, "waivers.course.terms[0].value")
    });
}

#[test]
fn the_terms_of_a_waiver_go_by_the_day_asked_about() {
    let terms = |anchor: &str| {
        let body = format!(
            r#""waivers": {{"course": {{"title": "Course", "terms": {{"anchor": "{anchor}", "versions": [
                {{"source": "PAGE", "value": {{"replaces": {{"years": 1}}, "times": 1, "requires": {{"age": 18}}}}}}]}}}}}}"#
        );
        book_error(&file("ACME", &body)).map(|error| error.to_string())
    };
    assert_eq!(terms("as-of"), None);
    for anchor in ["exam", "failure", "approval", "first-award", "cycle-end"] {
        let expected = format!(
            "at `waivers.course.terms.anchor`: this anchor means nothing here ({anchor}): leave it out or take another"
        );
        assert_eq!(terms(anchor), Some(expected));
    }
}

#[test]
fn an_unknown_credential_is_refused_with_near_misses_h23() {
    let found = |name: &str| message_of_requirement(name).split_once("`: ").unwrap().1.to_owned();
    for leaf in [r#"{"held": "ACX"}"#, r#"{"passed": "ACX"}"#, r#"{"held": "ACME/ACX"}"#] {
        let expected = "unknown credential `ACME/ACX`: did you mean `ACME/ACC`?";
        assert_eq!(found(leaf), expected, "{leaf}");
    }
    let far = "unknown credential `ACME/QQQQQQ`: add it, or correct the name";
    assert_eq!(found(r#"{"held": "QQQQQQ"}"#), far);
    let other = "unknown credential `OTHER/CPC`: add it, or correct the name";
    assert_eq!(found(r#"{"held": "OTHER/CPC"}"#), other);
}

#[test]
fn the_place_of_an_unknown_name_stands_in_the_document() {
    let place = |asks: &str| {
        let error = book_error(&file("ACME", &requirement_body(asks))).unwrap();
        error.place().replace(AT_AWARD, "@")
    };
    assert_eq!(place(r#"{"held": "ACX"}"#), "@.held");
    assert_eq!(place(r#"{"held": {"any_of": ["ACC", "ACX"]}}"#), "@.held.any_of[1]");
    assert_eq!(place(r#"{"passed": "ACX"}"#), "@.passed");
    assert_eq!(place(r#"{"passed": {"exam": "ACX"}}"#), "@.passed.exam");
    assert_eq!(place(r#"{"passed": {"all_of": ["ACC", "ACX"]}}"#), "@.passed.all_of[1]");
}

#[test]
fn ten_years_of_experience_may_be_written_in_days() {
    award(r#"{"experience": {"field": "coding", "days": 3650}}"#);
}

/// A waiver of a year for this.
fn waiver(id: &str, requires: &str) -> String {
    format!(
        r#""{id}": {{"title": "Waiver", "terms": [{{"source": "PAGE", "value": {{
            "replaces": {{"years": 1}}, "times": 1, "requires": {requires}}}}}]}}"#
    )
}

fn waived(id: &str) -> String {
    format!(r#"{{"experience": {{"field": "coding", "years": 1, "waivers": ["{id}"]}}}}"#)
}

#[test]
fn a_waiver_that_asks_for_itself_is_refused_h25() {
    let itself = format!(r#""waivers": {{{}}}"#, waiver("course", &waived("course")));
    let expected =
        "at `waivers.course`: the waiver `course` asks for itself: ask for other evidence";
    assert_eq!(message_of_book(&itself), expected);
    let error = book_error(&file("ACME", &itself)).unwrap();
    assert_eq!(error.problem(), Problem::Circular);
    let pair = [waiver("one", &waived("two")), waiver("two", &waived("one"))].join(", ");
    let pair = book_error(&file("ACME", &format!(r#""waivers": {{{pair}}}"#))).unwrap();
    assert_eq!(pair.problem(), Problem::Circular);
    // One that asks for what another one may waive ends somewhere.
    acme(&[waiver("one", &waived("two")), waiver("two", r#"{"age": 18}"#)].join(", "), "");
}

#[test]
fn a_waiver_is_named_once_h29() {
    let asks = waived("course").replace(r#""course""#, r#""course", "course""#);
    let waivers = waiver("course", r#"{"age": 18}"#);
    let body = format!(r#""waivers": {{{waivers}}}, {}"#, requirement_body(&asks));
    let expected = "at `@.experience.waivers[1]`: the waiver `course` stands twice: keep one";
    assert_eq!(short_message(&body, AT_AWARD).as_deref(), Some(expected));
}

#[test]
fn ten_waivers_may_be_named_and_eleven_not() {
    let named = |count: usize| {
        let ids: Vec<String> = (0..count).map(|id| format!("w{id}")).collect();
        let waiver = |id: &String| {
            format!(
                r#""{id}": {{"title": "A course", "terms": [{{"source": "PAGE", "value":
                    {{"replaces": {{"days": 1}}, "times": 1,
                      "requires": {{"coursework": {{"subject": "s-{id}"}}}}}}}}]}}"#
            )
        };
        let waivers: Vec<String> = ids.iter().map(waiver).collect();
        let names = ids.join(r#"", ""#);
        let experience = format!(
            r#"{{"experience": {{"field": "coding", "years": 1,
                "waivers": ["{names}"]}}}}"#
        );
        format!(r#""waivers": {{{}}}, {}"#, waivers.join(", "), requirement_body(&experience))
    };
    assert_eq!(short_message(&named(10), AT_AWARD), None);
    assert_eq!(
        short_message(&named(11), AT_AWARD).unwrap(),
        "at `@.experience.waivers`: more than 10 waivers: split the requirement",
    );
}

/// A leaf inside so many nodes.
fn nested(open: &str, close: &str, levels: usize) -> String {
    format!(r#"{}{{"age": 18}}{}"#, open.repeat(levels), close.repeat(levels))
}

#[test]
fn requirements_nest_32_levels_deep_and_not_33_h15() {
    let spellings = [
        (r#"{"all": ["#, "]}"),
        (r#"{"any": {"a": "#, "}}"),
        (r#"{"at_least": {"count": 1, "of": ["#, "]}}"),
        (r#"{"cited": {"source": "PAGE", "requires": "#, "}}"),
        (r#"{"readings": {"question": "q", "choices": {"b": {"age": 21}, "a": "#, "}}}"),
    ];
    for (open, close) in spellings {
        award(&nested(open, close, 31));
        let message = message_of_requirement(&nested(open, close, 32));
        let end = "`: requirements nested deeper than 32 levels: flatten them";
        assert!(message.ends_with(end), "{message}");
    }
}

#[test]
fn requirements_of_100_000_levels_are_refused_without_a_crash_h15() {
    let message = message_of_requirement(&nested(r#"{"all": ["#, "]}", 100_000));
    assert!(message.ends_with(" levels: flatten it"), "{message:.3000}");
}

#[test]
fn more_than_100_000_requirements_are_refused_h19() {
    let wide = |count: usize| {
        format!(r#"{{"any": [{}{{"age": 18}}]}}"#, r#"{"age": 18}, "#.repeat(count - 2))
    };
    let message = message_of_requirement(&wide(100_001));
    let expected = "at `@.any[99999]`: more than 100000 requirements: split the book";
    assert_eq!(message, expected);
    award(&wide(100_000));
}

#[test]
fn a_credential_that_asks_for_itself_is_refused_h25() {
    let itself = message_of_requirement(r#"{"held": "ACC"}"#);
    let expected = "at `credentials.ACC`: `ACME/ACC` can only be earned by somebody who holds it: \
                    add another way";
    assert_eq!(itself, expected);
    let pair = [credential("ACB", r#"{"held": "ACC"}"#), credential("ACC", r#"{"held": "ACB"}"#)];
    let pair = message_of_book(&format!(r#""credentials": {{{}}}"#, pair.join(", ")));
    let expected = "at `credentials.ACB`: `ACME/ACB` can only be earned by somebody who holds it: \
                    add another way";
    assert_eq!(pair, expected);
    let admission = r#""credentials": {"ACC": {"title": "Acme ACC", "exam": {"requires": [
        {"source": "PAGE", "value": {"held": "ACC"}}]}}}"#;
    let expected = "at `credentials.ACC`: `ACME/ACC` can only be earned by somebody who holds it: \
                    add another way";
    assert_eq!(message_of_book(admission), expected);
}

#[test]
fn the_credential_in_the_circle_is_named_not_one_that_leads_to_it_h25() {
    let before = credential("AAA", r#"{"held": "ACC"}"#);
    let circle = credential("ACC", r#"{"held": "ACC"}"#);
    let message = message_of_book(&format!(r#""credentials": {{{before}, {circle}}}"#));
    assert!(message.starts_with("at `credentials.ACC`: `ACME/ACC` can only"), "{message}");
    let points = r#"{"points": {"need": 5, "classes": [
        {"id": "a", "items": [{"points": 5, "requires": {"held": "ACC"}}]}]}}"#;
    let message = message_of_book(&requirement_body(points));
    assert!(message.starts_with("at `credentials.ACC`: `ACME/ACC` can only"), "{message}");
}

#[test]
fn codes_and_names_that_differ_in_case_alone_are_refused_h24() {
    let codes = r#""credentials": {"ACC": {"title": "a"}, "acc": {"title": "b"}}"#;
    let expected = "at `credentials.acc`: `acc` is taken by `ACC` already: keep names apart";
    assert_eq!(message_of_book(codes), expected);
    let former = r#""former_codes": [{"code": "OLD", "source": "PAGE"}]"#;
    let twice = format!(
        r#""credentials": {{"ACB": {{"title": "b", {former}}}, "ACC": {{"title": "c", {former}}}}}"#
    );
    assert_eq!(book_error(&file("ACME", &twice)).unwrap().problem(), Problem::Duplicate);
}

#[test]
fn a_circle_with_a_way_in_is_legal() {
    let way_in = r#"{"any": [{"held": "ACB"}, {"age": 18}]}"#;
    acme("", &[credential("ACC", way_in), credential("ACB", r#"{"held": "ACC"}"#)].join(", "));
    // Each exam can be sat before the other is passed.
    let exams =
        [credential("ACC", r#"{"passed": "ACB"}"#), credential("ACB", r#"{"passed": "ACC"}"#)];
    acme("", &exams.join(", "));
}

#[test]
fn forty_layers_of_two_credentials_are_read_at_once_h27() {
    let both = |layer: usize| format!(r#"{{"held": {{"any_of": ["A{layer}", "B{layer}"]}}}}"#);
    let layer = |layer: usize| {
        let asks = if layer == 0 { String::from(r#"{"age": 18}"#) } else { both(layer - 1) };
        [credential(&format!("A{layer}"), &asks), credential(&format!("B{layer}"), &asks)].join(
            ",
            ",
        )
    };
    let layers: Vec<String> = (0..40).map(layer).collect();
    let judge = acme("", &layers.join(", "));
    let holder = record(r#"{"holdings": [{"credential": "ACME/B38"}]}"#);
    let answer = judge.eligibility("ACME/A39", &holder, day("2026-01-15")).unwrap();
    assert_eq!(answer.verdict(), Verdict::Met);
}

/// A file over AAPC that makes the CPC an award for the exam alone.
const OVER_CPC: &str = r#""credentials": {"CPC": {"title": "Certified Professional Coder",
    "award": [
    {"designation": "CPC", "requires": [{"source": "PAGE", "value": {"passed": "CPC"}}]},
    {"designation": "CPC-A", "requires": [{"source": "PAGE", "value": {"passed": "CPC"}}]}]}}"#;

/// The answer of the embedded book with a file laid over it.
fn ask_over(name: &str, text: &str, credential: &str, json: &str) -> Eligibility {
    let book = RuleBook::builtin().unwrap().layer(name, text).unwrap();
    Judge::new(book).eligibility(credential, &record(json), day("2026-12-02")).unwrap()
}

const PASSED: &str = r#"{"exams": [{"credential": "AAPC/CPC", "taken": "2024-05-01",
    "passed": true}],
    "experience": [], "coursework": [], "trainings": [], "holdings": [], "memberships": []}"#;

#[test]
fn a_layer_replaces_a_credential_and_the_answer_says_so() {
    assert_eq!(ask("AAPC/CPC", PASSED, "2026-12-02").verdict(), Verdict::Unmet);
    let answer = ask_over("mine.json", &file("AAPC", OVER_CPC), "AAPC/CPC", PASSED);
    assert_eq!(answer.verdict(), Verdict::Met);
    assert_eq!(answer.book(), "builtin 2026-11-24 + mine.json 2026-12-01");
    let expected = "the rules of AAPC/CPC are those of mine.json, which replace earlier ones";
    assert_eq!(texts(&answer, NoteCode::RuleReplaced), [expected]);
    let mark = ask_over("mine.json", &file("AAPC", OVER_CPC), "AAPC/CPC-A", PASSED);
    assert_eq!(texts(&mark, NoteCode::RuleReplaced), [expected]);
}

#[test]
fn a_layer_leaves_other_credentials_as_they_were() {
    let json = r#"{"exams": [{"credential": "AAPC/CIC", "taken": "2024-05-01", "passed": true}]}"#;
    let answer = ask_over("mine.json", &file("AAPC", OVER_CPC), "AAPC/CIC", json);
    assert_eq!(texts(&answer, NoteCode::RuleReplaced), [""; 0]);
    assert_eq!(answer.verdict(), ask("AAPC/CIC", json, "2026-12-02").verdict());
    let other = ask_over("acme.json", &file("ACME", r#""waivers": {}"#), "AAPC/CIC", json);
    assert_eq!(texts(&other, NoteCode::RuleReplaced), [""; 0]);
}

/// A file over AAPC that makes the course worth two years.
const OVER_COURSE: &str = r#""waivers": {"eighty-hour-course": {"title": "Course", "terms": [
    {"source": "PAGE", "value": {"replaces": {"years": 2}, "times": 1,
                                 "requires": {"coursework": {"subject": "medical-coding"}}}}]}}"#;

#[test]
fn a_layer_replaces_a_waiver_and_the_answer_says_so() {
    let course = r#""coursework": [{"subject": "medical-coding", "status": "completed"}]"#;
    let json = PASSED.replace(r#""coursework": []"#, course);
    let answer = ask_over("mine.json", &file("AAPC", OVER_COURSE), "AAPC/CPC", &json);
    assert_eq!(answer.verdict(), Verdict::Met);
    assert_eq!(
        texts(&answer, NoteCode::RuleReplaced),
        ["the waiver AAPC/eighty-hour-course is that of mine.json, which replaces an earlier one"],
    );
}

#[test]
fn an_error_in_a_layer_names_the_place_in_its_own_file() {
    let layer = |body: &str| {
        let book = RuleBook::builtin().unwrap();
        book.layer("mine.json", &file("AAPC", body)).unwrap_err().to_string()
    };
    let unknown = OVER_CPC.replace(r#""passed": "CPC""#, r#""passed": "CPX""#);
    let message = layer(&unknown);
    let start = "at `credentials.CPC.award[0].requires[0].value.passed";
    assert!(message.starts_with(start), "{message}");
    assert!(message.contains("unknown credential `AAPC/CPX`: did you mean `AAPC/CP"), "{message}");
    let source = OVER_CPC.replacen("PAGE", "PAGES", 1);
    assert_eq!(
        layer(&source),
        "at `credentials.CPC.award[0].requires[0].source`: unknown source `PAGES`: did you mean \
         `PAGE`?",
    );
}

#[test]
fn a_layer_that_breaks_an_earlier_rule_is_refused() {
    let layer = |body: &str| {
        let book = RuleBook::builtin().unwrap();
        book.layer("mine.json", &file("AAPC", body)).map_err(|error| error.to_string()).err()
    };
    // The embedded CPC-A is a mark of the CPC, whose award would no longer lead to it.
    let without = r#""credentials": {"CPC": {"title": "CPC", "award": [{"designation": "CPC",
        "requires": [{"source": "PAGE", "value": {"passed": "CPC"}}]}]}}"#;
    let expected = "at `credentials.CPC-A.designation_of`: the award of `CPC` does not lead to \
                    `CPC-A`: add an outcome there";
    assert_eq!(layer(without).as_deref(), Some(expected));
    // The embedded COC was called CPC-H.
    let former = r#""credentials": {"CPC-H": {"title": "Another one"}}"#;
    assert!(layer(former).is_some_and(|message| message.contains("`CPC-H`")));
}

/// Two issuers that grant a CMAS.
fn two_issuers() -> RuleBook {
    let rules = |title: &str| {
        let asks = r#"[{"source": "PAGE", "value": {"age": 18}}]"#;
        format!(
            r#""credentials": {{"CMAS": {{"title": "{title}",
                "award": [{{"designation": "CMAS", "requires": {asks}}}]}}}}"#
        )
    };
    let amt = file("AMT", &rules("Certified Medical Administrative Specialist"));
    let ccma = file("CCMA", &rules("Certified Medical Audit Specialist"));
    RuleBook::from_json("amt.json", &amt).unwrap().layer("ccma.json", &ccma).unwrap()
}

#[test]
fn a_code_that_two_issuers_grant_is_ambiguous_alone() {
    let book = two_issuers();
    let error = book.find("CMAS").unwrap_err();
    assert_eq!(
        error.to_string(),
        "credential `CMAS` is granted by several issuers: did you mean `AMT/CMAS` or `CCMA/CMAS`?",
    );
    assert_eq!(error.suggestions(), ["AMT/CMAS", "CCMA/CMAS"]);
    for (text, title) in [
        ("AMT/CMAS", "Certified Medical Administrative Specialist"),
        ("CCMA/CMAS", "Certified Medical Audit Specialist"),
    ] {
        assert_eq!(book.title(book.find(text).unwrap().credential()), Some(title));
    }
}

/// What somebody typed, and the message.
const LOOKUPS: &[(&str, &str)] = &[
    ("CPX", "unknown credential `CPX`: did you mean `AAPC/CPB` or `AAPC/CPC`?"),
    ("cpc", "unknown credential `cpc`: did you mean `AAPC/CPC`, `AAPC/CPCD` or `AAPC/CPCO`?"),
    ("RHI", "unknown credential `RHI`: did you mean `AHIMA/RHIA` or `AHIMA/RHIT`?"),
    (
        "CCS-P ",
        "`CCS-P ` contains the character U+0020: a code has ASCII letters, digits and inner hyphens only; \
         did you mean `AHIMA/CCS-P`, `BMSC/CCP-P` or `AAHAM/CRCS-P`?",
    ),
    ("QQQQQQQQ", "unknown credential `QQQQQQQQ`: the book has the credentials of {issuers}"),
    ("XYZ/QQQQQ", "unknown credential `XYZ/QQQQQ`: the book has the credentials of {issuers}"),
    ("", "`` is not a code: write 1 to 32 letters, digits and hyphens"),
    (
        "CP\u{1b}[31m",
        "`CP\\u{1b}[31m` contains the character U+001B: a code has ASCII letters, digits and inner hyphens only",
    ),
    ("/CPC", "`` is not a code: write 1 to 32 letters, digits and hyphens"),
    ("AAPC/", "`` is not a code: write 1 to 32 letters, digits and hyphens"),
];

#[test]
fn a_credential_that_is_not_in_the_book_is_refused_with_near_misses() {
    let book = RuleBook::builtin().unwrap();
    let issuers: Vec<&str> = book.issuers().map(Issuer::as_str).collect();
    for (text, expected) in LOOKUPS {
        let message = book.find(text).unwrap_err().to_string();
        assert_eq!(message, expected.replace("{issuers}", &issuers.join(", ")), "{text}");
        assert_manners(&message);
    }
    let long = book.find(&"Q".repeat(5_000_000)).unwrap_err().to_string();
    assert!(long.len() < 300, "{long:.400}");
    assert_eq!(book.find("CPC").unwrap().credential().to_string(), "AAPC/CPC");
    let former = book.find("AAPC/CPC-H").unwrap();
    assert_eq!(former.credential().to_string(), "AAPC/COC");
    assert_eq!(former.former().unwrap().to_string(), "AAPC/CPC-H");
}

#[test]
fn a_reading_that_the_book_does_not_have_is_refused() {
    let asks = r#"{"readings": {"question": "adult", "choices": {"a": {"age": 18},
        "b": {"age": 21}}}}"#;
    let refused = |question: &str, choice: &str| {
        let error = award(asks).with_reading(question, choice).unwrap_err();
        error.to_string()
    };
    assert_eq!(refused("adults", "a"), "unknown question `adults`: did you mean `adult`?");
    assert_eq!(refused("adult", "other"), "unknown choice `other`: use one of a, b");
    let none = award(r#"{"age": 18}"#).with_reading("adult", "a").unwrap_err();
    let expected = "unknown question `adult`: the book has no contradicting readings";
    assert_eq!(none.to_string(), expected);
}

// The tests below state what the format and the table of hostile inputs promise where the library
// was found to do something else.

#[test]
fn the_position_of_a_broken_key_is_that_in_the_document_or_not_given_h05() {
    let message = message_of("{\n\n\"ceus\": [{\"\\ud800\": 1}]}");
    assert!(!message.contains("line 1"), "{message}");
}

#[test]
fn points_nest_as_deep_as_the_limit_on_json_allows_h15() {
    // Each takes six levels of JSON; the limit that guards the stack comes before the 32 levels.
    let open = r#"{"points": {"need": 1, "classes": [
        {"id": "a", "items": [{"points": 1, "requires": "#;
    let end = |levels: usize| {
        let found = short_message(&requirement_body(&nested(open, "}]}]}}", levels)), AT_AWARD);
        found.map(|message| message.rsplit("`: ").next().unwrap().to_owned())
    };
    assert_eq!(end(16), None);
    assert_eq!(end(31).as_deref(), Some("nested deeper than 112 levels: flatten it"));
}

#[test]
fn a_year_of_no_hours_and_a_class_of_points_twice_are_refused_h35_h10() {
    let accepts = |asks: &&str| short_message(&requirement_body(asks), AT_AWARD).is_none();
    let asks = [
        r#"{"experience": {"field": "coding", "years": 1, "year_hours": 0}}"#,
        r#"{"points": {"need": 5, "classes": [
            {"id": "a", "cap": 5, "items": [{"points": 5, "requires": {"age": 18}}]},
            {"id": "a", "cap": 5, "items": [{"points": 5, "requires": {"age": 21}}]}]}}"#,
    ];
    let accepted: Vec<&str> = asks.into_iter().filter(accepts).collect();
    assert!(accepted.is_empty(), "accepted: {accepted:#?}");
}

#[test]
fn an_exam_that_admits_only_who_has_passed_it_is_refused_h25() {
    let message = message_of_book(
        r#""credentials": {"ACC": {"title": "Acme ACC", "exam": {
            "requires": [{"source": "PAGE", "value": {"passed": "ACC"}}]}}}"#,
    );
    assert!(message.starts_with("at `credentials.ACC`"), "{message}");
}

#[test]
fn an_earlier_name_that_is_taken_is_refused_at_its_place_h24() {
    let former = r#""former_codes": [{"code": "OLD", "source": "PAGE"}]"#;
    let body = format!(
        r#""credentials": {{"ACB": {{"title": "b", {former}}}, "ACC": {{"title": "c", {former}}}}}"#
    );
    let error = book_error(&file("ACME", &body)).unwrap();
    assert_eq!(error.place(), "credentials.ACC.former_codes[0].code");
    assert!(error.message().contains("`ACB`"), "{error}");
    let own = r#""credentials": {"ACC": {"title": "c", "former_codes": [
        {"code": "ACC", "source": "PAGE"}]}}"#;
    let error = book_error(&file("ACME", own)).unwrap();
    assert_eq!(error.place(), "credentials.ACC.former_codes[0].code");
}

#[test]
fn a_pass_mark_can_be_picked_where_sources_contradict_each_other() {
    let picked = marked().with_reading("mark", "a").map_err(|error| error.to_string());
    let attempt = r#"{"exams": [{"credential": "ACME/ACC", "taken": "2026-01-01", "score": 350}]}"#;
    assert_eq!(picked.map(|judge| verdict(&judge, attempt, "2026-06-01")), Ok(Verdict::Met));
}

#[test]
fn a_replaced_waiver_is_noted_only_where_the_answer_rests_on_it() {
    let json = r#"{"exams": [{"credential": "AAPC/CIC", "taken": "2024-05-01", "passed": true}]}"#;
    let answer = ask_over("mine.json", &file("AAPC", OVER_COURSE), "AAPC/CIC", json);
    assert_eq!(texts(&answer, NoteCode::RuleReplaced), [""; 0]);
}

#[test]
fn a_replaced_source_is_noted_where_the_answer_rests_on_it() {
    let base = file("ACME", &requirement_body(r#"{"age": 18}"#));
    let book = RuleBook::from_json("acme.json", &base).unwrap();
    let book = book.layer("mine.json", &file("ACME", r#""waivers": {}"#)).unwrap();
    let adult = record(r#"{"born": "1990-01-01"}"#);
    let answer = Judge::new(book).eligibility("ACME/ACC", &adult, day("2026-12-02")).unwrap();
    assert_eq!(texts(&answer, NoteCode::RuleReplaced).len(), 1);
}

#[test]
fn the_place_of_an_unknown_source_stands_in_the_document() {
    let place = |asks: &str| {
        let error = book_error(&file("ACME", &requirement_body(asks))).unwrap();
        error.place().replace(AT_AWARD, "@")
    };
    let cited = r#"{"cited": {"source": ["PAGE", "SITE"], "requires": {"age": 18}}}"#;
    assert_eq!(place(cited), "@.cited.source[1]");
}

#[test]
fn a_lookup_names_the_letter_that_only_looks_right_h40() {
    let book = RuleBook::builtin().unwrap();
    for text in ["\u{421}\u{420}\u{421}", "AAPC/\u{421}\u{420}\u{421}"] {
        let message = book.find(text).unwrap_err().to_string();
        assert!(message.contains("U+0421"), "{message}");
    }
}
