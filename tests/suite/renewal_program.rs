//! The example `renewal` as a user runs it, and golden texts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use coding_credentials::calendar::Day;
use coding_credentials::quantity::Decimal;
use serde_json::{Value, json};

use crate::command::{self, Run, code_of, refused};
use crate::support::day;

fn run_with(arguments: &[&str], input: &str) -> Run {
    command::run("renewal", arguments, input.as_bytes())
}

fn run(arguments: &[&str]) -> Run {
    run_with(arguments, "")
}

/// The JSON answer of a run that was not refused.
#[track_caller]
fn answer(arguments: &[&str], input: &str) -> Value {
    let run = run_with(&[arguments, &["--format", "json"]].concat(), input);
    assert_eq!(run.err, "", "{arguments:?}");
    let whole: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(run.code, Some(code_of(&whole["verdict"])), "{arguments:?}");
    whole
}

fn file(name: &str, text: &str) -> String {
    command::file(&format!("renewal-{name}"), text)
}

/// A bundled record.
fn bundled(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/records");
    folder.join(name).to_str().unwrap().to_owned()
}

#[track_caller]
fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

#[track_caller]
fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}"))
}

#[track_caller]
fn amount(value: &Value) -> Decimal {
    text_of(value).parse().unwrap_or_else(|error| panic!("{value}: {error}"))
}

#[track_caller]
fn total(values: impl Iterator<Item = Decimal>) -> i64 {
    values.map(Decimal::sub_units).sum()
}

/// A bundled record, the credential, the day; the verdict, the last day of the cycle, the standing.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// What each bundled record was written for.
const BUNDLED: &[Case] = &[
    // AHIMA S1, S4: 20 and 10 units; S8: 40 % of 30 from AHIMA sources, 11 of 12 there.
    ("ahima-short", "AHIMA/CCS", "2026-11-24", "unmet", "2027-01-31", "active"),
    ("ahima-met", "AHIMA/RHIA", "2026-11-24", "met", "2027-03-14", "active"),
    // S5: inactive for 180 days from the day after the last one, then revoked.
    ("ahima-inactive", "AHIMA/RHIT", "2026-09-15", "unmet", "2026-09-14", "inactive"),
    ("ahima-inactive", "AHIMA/RHIT", "2027-03-13", "unmet", "2026-09-14", "inactive"),
    ("ahima-inactive", "AHIMA/RHIT", "2027-03-14", "unmet", "2026-09-14", "revoked"),
    // A provider, topics and a fit for the job that the record does not give.
    ("ahima-open", "AHIMA/CCS", "2026-11-24", "undetermined", "2027-05-19", "active"),
    // S8 does not say whether the 40 % bind a cycle that began in 2024.
    ("ahima-readings", "AHIMA/CCS-P", "2026-11-24", "undetermined", "2026-12-09", "active"),
    // S8: the cycle of an early tester differs, and AHIMA tells the holder its days.
    ("ahima-early", "AHIMA/RHIA", "2026-11-24", "unmet", "2027-07-09", "active"),
    // What retirement waives is not on file.
    ("ahima-retired", "AHIMA/RHIT", "2026-11-24", "undetermined", "2027-05-31", "retired"),
    // AAPC MAINT: an even month ends in an even year; HELP-V4: 36 for one credential.
    ("aapc-met", "AAPC/CPC", "2026-11-24", "met", "2026-12-31", "active"),
    // HELP-V4: 40 for two; MEM-NEW and IC-REVOKE: cancelled after 90 days.
    ("aapc-lapsed", "AAPC/CPC", "2026-10-31", "unmet", "2026-10-31", "active"),
    ("aapc-lapsed", "AAPC/CPMA", "2026-11-01", "unmet", "2026-10-31", "grace"),
    ("aapc-lapsed", "AAPC/CPC", "2027-01-29", "unmet", "2026-10-31", "grace"),
    ("aapc-lapsed", "AAPC/CPC", "2027-01-30", "unmet", "2026-10-31", "revoked"),
    // No page says whether one CEU may serve two minima.
    ("aapc-two-minima", "AAPC/CPMA", "2026-11-24", "undetermined", "2027-07-31", "active"),
    // IC-REVOKE: unpaid dues run down the same ladder, on a clock of their own.
    ("aapc-dues", "AAPC/CPC", "2026-09-30", "met", "2027-09-30", "active"),
    ("aapc-dues", "AAPC/CPC", "2026-10-01", "met", "2027-09-30", "grace"),
    ("aapc-dues", "AAPC/CPC", "2026-12-29", "met", "2027-09-30", "grace"),
    ("aapc-dues", "AAPC/CPC", "2026-12-30", "met", "2027-09-30", "revoked"),
    // N9: apprentices owe the same; MAINT: the first submission is prorated.
    ("aapc-apprentice", "AAPC/CPC-A", "2026-11-24", "met", "2027-03-31", "active"),
];

#[test]
fn each_bundled_record_shows_what_it_was_written_for() {
    for (name, credential, as_of, verdict, end, standing) in BUNDLED {
        let path = bundled(&format!("renewal-{name}.json"));
        let asked = ["--credential", credential, "--as-of", as_of, &path];
        let whole = answer(&asked, "");
        let found = [&whole["verdict"], &whole["cycle"]["end"], &whole["standing"]].map(text_of);
        assert_eq!(found, [*verdict, end, standing], "{name} on {as_of}");
        assert_eq!(whole["record"], format!("renewal-{name}"));
        assert_eq!((&whole["credential"], &whole["as_of"]), (&json!(credential), &json!(as_of)));
        let text = run(&asked);
        assert_eq!((text.code, text.err.as_str()), (Some(code_of(&whole["verdict"])), ""));
        // The first line is the verdict, and says where the holding has fallen for other reasons.
        let first = verdict.to_uppercase();
        let first = if (*verdict, *standing) == ("met", "active") || *verdict != "met" {
            format!("{first}: ")
        } else {
            format!("CYCLE {first}, DUES UNPAID: ")
        };
        assert!(text.out.starts_with(&first), "{name} on {as_of}: {}", text.out);
        assert!(text.out.contains(&format!("\n{credential}: ")), "{}", text.out);
    }
}

#[test]
fn without_arguments_a_bundled_record_is_answered_as_of_today() {
    let text = run(&[]);
    assert!(matches!(text.code, Some(0 | 1 | 3)) && text.err.is_empty(), "{text:?}");
    let whole = answer(&[], "");
    assert_eq!(whole["credential"], "AHIMA/CCS");
    assert_eq!(whole["record"], "renewal-ahima-short");
    assert!(text_of(&whole["as_of"]).parse::<Day>().is_ok(), "{whole}");
}

/// The first sentence, unwrapped.
fn summary(arguments: &[&str]) -> String {
    let run = run(&[arguments, &["--width", "1000"]].concat());
    run.out.lines().next().unwrap().to_owned()
}

#[test]
fn the_first_line_names_the_last_safe_day() {
    let on = |as_of: &str| summary(&["--as-of", as_of]);
    assert!(on("2027-01-30").contains("2027-01-31, 1 day from 2027-01-30"), "{}", on("2027-01-30"));
    assert!(on("2027-01-31").contains("today, 2027-01-31"), "{}", on("2027-01-31"));
    assert!(on("2027-02-01").contains("was 2027-01-31"), "{}", on("2027-02-01"));
    assert!(on("2026-11-24").starts_with("UNMET: "), "{}", on("2026-11-24"));
    assert!(on("2026-11-24").contains("1 CEU (ahima-share)"), "{}", on("2026-11-24"));
}

#[test]
fn the_first_line_says_since_when_and_until_when_a_holding_has_fallen() {
    let on = |name: &str, credential: &str| {
        let path = bundled(&format!("renewal-{name}.json"));
        summary(&["--credential", credential, "--as-of", "2026-11-24", &path])
    };
    // IC-REVOKE: 90 days of grace from 2026-11-01; S5: 180 days inactive from 2026-09-15.
    let lapsed = on("aapc-lapsed", "AAPC/CPC");
    assert!(lapsed.contains("2026-11-01") && lapsed.contains("2027-01-30"), "{lapsed}");
    let inactive = on("ahima-inactive", "AHIMA/RHIT");
    assert!(inactive.contains("2026-09-15") && inactive.contains("2027-03-14"), "{inactive}");
}

/// Keys that an object has to have, and keys that it may have.
#[track_caller]
fn keys(value: &Value, must: &[&str], may: &[&str]) {
    let object = value.as_object().unwrap_or_else(|| panic!("not an object: {value}"));
    let found: BTreeSet<&str> = object.keys().map(String::as_str).collect();
    let must: BTreeSet<&str> = must.iter().copied().collect();
    let all: BTreeSet<&str> = must.iter().chain(may).copied().collect();
    assert_eq!(must.difference(&found).collect::<Vec<_>>(), [&""; 0], "missing");
    assert_eq!(found.difference(&all).collect::<Vec<_>>(), [&""; 0], "not in the format");
}

/// The value is absent, or as it should be.
#[track_caller]
fn or_null(value: &Value, check: impl FnOnce(&Value)) {
    if !value.is_null() {
        check(value);
    }
}

#[track_caller]
fn a_text(value: &Value) {
    text_of(value);
}

#[track_caller]
fn a_day(value: &Value) {
    day(text_of(value));
}

#[track_caller]
fn an_amount(value: &Value) {
    amount(value);
}

#[track_caller]
fn money(value: &Value) {
    keys(value, &["amount", "currency"], &[]);
    let (_, cents) = text_of(&value["amount"]).split_once('.').unwrap();
    assert_eq!(cents.len(), 2, "{value}");
    amount(&value["amount"]);
    assert_eq!(value["currency"], "USD");
}

#[track_caller]
fn citations(value: &Value) {
    list(value).iter().for_each(citation);
}

#[track_caller]
fn citation(value: &Value) {
    keys(value, &["id", "url", "checked", "confidence"], &[]);
    assert!(text_of(&value["url"]).starts_with("http"), "{value}");
    a_day(&value["checked"]);
    confidence(&value["confidence"]);
}

#[track_caller]
fn confidence(value: &Value) {
    let words = ["official", "quoted", "secondary", "inferred"];
    assert!(words.contains(&text_of(value)), "{value}");
}

/// The words of a standing.
const STANDINGS: [&str; 7] =
    ["active", "grace", "suspended", "inactive", "expired", "revoked", "retired"];

#[track_caller]
fn standing(value: &Value) {
    assert!(STANDINGS.contains(&text_of(value)), "{value}");
}

/// A code in lower case with hyphens.
#[track_caller]
fn kebab(value: &Value) {
    let text = text_of(value);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(!text.is_empty() && text.chars().all(fits), "{value}");
}

/// What is due or may be bought: payment purposes, `ceus`, `filing`, `exam`, `appeal`, or the path
/// of a duty without a price.
#[track_caller]
fn what(value: &Value) {
    let text = text_of(value);
    let words = [
        "recertification",
        "annual-fee",
        "membership",
        "late-fee",
        "extension",
        "reinstatement",
        "exam",
        "ceus",
        "filing",
        "appeal",
    ];
    assert!(words.contains(&text) || text.starts_with("duties/"), "{value}");
}

/// The fields that every answer has.
const ALWAYS: [&str; 27] = [
    "book",
    "record",
    "credential",
    "title",
    "program",
    "holdings",
    "as_of",
    "verdict",
    "confidence",
    "cycle",
    "submission",
    "quota",
    "constraints",
    "duties",
    "dispositions",
    "bottleneck",
    "shortfalls",
    "standing",
    "last_safe_day",
    "lapse",
    "ladder",
    "due",
    "total_due",
    "options",
    "questions",
    "readings",
    "notes",
];

/// Every part of an answer has the fields of the format, with the types of the format.
#[track_caller]
fn contract(whole: &Value) {
    keys(whole, &ALWAYS, &["asked", "known_on"]);
    for field in ["book", "credential", "title"] {
        a_text(&whole[field]);
    }
    for field in ["record", "program"] {
        or_null(&whole[field], a_text);
    }
    for holding in list(&whole["holdings"]) {
        assert!(text_of(holding).contains('/'), "{holding}");
    }
    a_day(&whole["as_of"]);
    or_null(&whole["known_on"], a_day);
    code_of(&whole["verdict"]);
    or_null(&whole["confidence"], confidence);
    or_null(&whole["standing"], standing);
    or_null(&whole["last_safe_day"], a_day);
    or_null(&whole["lapse"], |lapse| {
        assert!(["cycle", "dues"].contains(&text_of(lapse)), "{lapse}");
    });
    assert_eq!(whole["last_safe_day"].is_null(), whole["lapse"].is_null());
    or_null(&whole["total_due"], money);
    or_null(&whole["cycle"], cycle_contract);
    or_null(&whole["quota"], quota_contract);
    or_null(&whole["bottleneck"], bottleneck_contract);
    list(&whole["constraints"]).iter().for_each(constraint_contract);
    list(&whole["dispositions"]).iter().for_each(disposition_contract);
    list(&whole["ladder"]).iter().for_each(rung_contract);
    what_to_do_contract(whole);
    asides_contract(whole);
}

fn cycle_contract(cycle: &Value) {
    keys(cycle, &["start", "end", "from", "sources"], &["extended"]);
    assert!(day(text_of(&cycle["start"])) <= day(text_of(&cycle["end"])), "{cycle}");
    or_null(&cycle["extended"], |later| {
        assert!(day(text_of(&cycle["end"])) < day(text_of(later)), "{cycle}");
    });
    let words = ["rule", "stated", "expiry", "after-stated"];
    assert!(words.contains(&text_of(&cycle["from"])), "{cycle}");
    citations(&cycle["sources"]);
}

fn quota_contract(quota: &Value) {
    let must = ["required", "counted", "surplus", "verdict", "sources"];
    keys(quota, &must, &["between"]);
    code_of(&quota["verdict"]);
    citations(&quota["sources"]);
    for field in ["counted", "surplus"] {
        an_amount(&quota[field]);
    }
    if quota["required"].is_null() {
        keys(&quota["between"], &["least", "most"], &[]);
        an_amount(&quota["between"]["least"]);
        or_null(&quota["between"]["most"], an_amount);
    } else {
        // Counted is at most required; the rest is surplus.
        assert!(amount(&quota["counted"]) <= amount(&quota["required"]), "{quota}");
        assert!(quota["between"].is_null(), "{quota}");
        let all = amount(&quota["counted"]) == amount(&quota["required"]);
        assert!(all || amount(&quota["surplus"]) == Decimal::ZERO, "{quota}");
    }
}

fn bottleneck_contract(bottleneck: &Value) {
    keys(bottleneck, &["requirements", "demand", "supply", "kind"], &[]);
    list(&bottleneck["requirements"]).iter().for_each(a_text);
    let lacks = amount(&bottleneck["supply"]) < amount(&bottleneck["demand"]);
    assert!(lacks, "{bottleneck}");
    let words = ["short", "conflict", "closed"];
    assert!(words.contains(&text_of(&bottleneck["kind"])), "{bottleneck}");
}

fn constraint_contract(constraint: &Value) {
    let must = ["path", "text", "need", "have", "verdict", "kind", "source"];
    keys(constraint, &must, &["reading"]);
    let words = ["minimum", "share", "maximum", "events", "own-quota"];
    assert!(words.contains(&text_of(&constraint["kind"])), "{constraint}");
    or_null(&constraint["need"], an_amount);
    an_amount(&constraint["have"]);
    code_of(&constraint["verdict"]);
    or_null(&constraint["source"], citation);
}

fn disposition_contract(disposition: &Value) {
    let must = ["ceu", "completed", "counted", "serves", "reason"];
    keys(disposition, &must, &["title", "detail", "source"]);
    or_null(&disposition["completed"], a_day);
    kebab(&disposition["reason"]);
    for served in list(&disposition["serves"]) {
        keys(served, &["to", "amount"], &[]);
        assert!(amount(&served["amount"]) > Decimal::ZERO, "{disposition}");
    }
    let counted = amount(&disposition["counted"]) > Decimal::ZERO;
    assert_eq!(counted, disposition["reason"] == "counted", "{disposition}");
    or_null(&disposition["source"], citation);
}

fn rung_contract(rung: &Value) {
    let must = ["from", "until", "standing", "price", "fees", "remains", "sources"];
    keys(rung, &must, &["units", "readings"]);
    or_null(&rung["standing"], standing);
    or_null(&rung["price"], money);
    for fee in list(&rung["fees"]) {
        keys(fee, &["what", "price"], &[]);
        what(&fee["what"]);
        or_null(&fee["price"], money);
    }
    list(&rung["remains"]).iter().for_each(what);
    for reading in list(rung.get("readings").unwrap_or(&json!([]))) {
        keys(reading, &["reading", "standing", "price"], &[]);
        assert!(text_of(&reading["reading"]).contains('='), "{rung}");
    }
    citations(&rung["sources"]);
}

/// The submission, the duties, what is due and what may be bought.
fn what_to_do_contract(whole: &Value) {
    or_null(&whole["submission"], |submission| {
        keys(submission, &["opens", "closes", "complete", "may_file"], &[]);
        code_of(&submission["may_file"]);
        or_null(&submission["opens"], a_day);
        a_day(&submission["closes"]);
        assert!(submission["complete"].is_boolean(), "{submission}");
    });
    for duty in list(&whole["duties"]) {
        keys(duty, &["path", "text", "verdict", "sources"], &["finding"]);
        code_of(&duty["verdict"]);
        or_null(&duty["finding"], |finding| {
            let must = ["path", "verdict", "text", "sources", "evidence", "children"];
            keys(finding, &must, &[]);
        });
    }
    for due in list(&whole["due"]) {
        keys(due, &["by", "what", "price"], &["units", "sources"]);
        or_null(&due["by"], a_day);
        what(&due["what"]);
        or_null(&due["price"], money);
        assert_eq!(due["what"] == "ceus", due.get("units").is_some(), "{due}");
        or_null(&due["units"], an_amount);
    }
    for option in list(&whole["options"]) {
        keys(option, &["what", "from", "until", "price"], &["sources"]);
        what(&option["what"]);
        or_null(&option["from"], a_day);
        or_null(&option["until"], a_day);
        or_null(&option["price"], money);
    }
}

/// The shortfalls, the questions, the readings and the notes.
fn asides_contract(whole: &Value) {
    for shortfall in list(&whole["shortfalls"]) {
        keys(shortfall, &["path", "measure", "need", "have", "missing", "waived"], &[]);
        kebab(&shortfall["measure"]);
        assert!(list(&shortfall["waived"]).is_empty(), "{shortfall}");
    }
    for question in list(&whole["questions"]) {
        keys(question, &["path", "fact", "why"], &[]);
        kebab(&question["why"]);
    }
    for reading in list(&whole["readings"]) {
        keys(reading, &["on", "question", "reading", "verdict"], &[]);
        assert_eq!(reading["on"], "renewal");
        code_of(&reading["verdict"]);
    }
    for note in list(&whole["notes"]) {
        keys(note, &["code", "text"], &["path"]);
        kebab(&note["code"]);
    }
}

/// Numbers are texts: no JSON number is anywhere.
fn no_number(value: &Value) {
    match value {
        Value::Number(_) => panic!("{value}"),
        Value::Array(all) => all.iter().for_each(no_number),
        Value::Object(all) => all.values().for_each(no_number),
        _ => {}
    }
}

/// What the parts of one answer have to say of each other.
#[track_caller]
fn consistent(whole: &Value, record: &Value) {
    // Every activity has one disposition, in the order of the record.
    let none = Vec::new();
    let ceus = record["ceus"].as_array().unwrap_or(&none);
    let names: Vec<String> = ceus
        .iter()
        .enumerate()
        .map(|(place, ceu)| {
            ceu["id"].as_str().map_or_else(|| format!("ceus[{place}]"), String::from)
        })
        .collect();
    let found: Vec<&str> =
        list(&whole["dispositions"]).iter().map(|one| text_of(&one["ceu"])).collect();
    if !whole["cycle"].is_null() {
        assert_eq!(found, names);
    }
    // Counted units are each entry's, once.
    if !whole["quota"].is_null() {
        let parts = total(list(&whole["dispositions"]).iter().map(|one| amount(&one["counted"])));
        assert_eq!(parts, amount(&whole["quota"]["counted"]).sub_units(), "{whole}");
    }
    for (disposition, ceu) in list(&whole["dispositions"]).iter().zip(ceus) {
        let units = ceu["units"].as_str().map(|units| units.parse::<Decimal>().unwrap());
        let within = units.is_none_or(|units| amount(&disposition["counted"]) <= units);
        assert!(within, "{disposition}");
    }
    assert_eq!(whole["verdict"] == "undetermined", !list(&whole["questions"]).is_empty());
    assert!(whole["verdict"] != "met" || list(&whole["shortfalls"]).is_empty(), "{whole}");
    assert!(whole["verdict"] != "unmet" || !list(&whole["shortfalls"]).is_empty(), "{whole}");
    days_follow_each_other(whole);
}

/// All days are inclusive: the ladder begins on the day after the last one and has no gap.
fn days_follow_each_other(whole: &Value) {
    let mut next: Option<Day> = None;
    for rung in list(&whole["ladder"]) {
        let from = day(text_of(&rung["from"]));
        assert!(next.is_none_or(|next| next == from), "{}", whole["ladder"]);
        if let Some(until) = rung["until"].as_str() {
            assert!(from <= day(until), "{rung}");
            next = Some(day(until).plus_days(1));
        }
    }
    if let (Some(last), Some(rung)) = (whole["last_safe_day"].as_str(), whole["ladder"].get(0)) {
        assert_eq!(day(text_of(&rung["from"])), day(last).plus_days(1), "{}", whole["ladder"]);
    }
    let dues: Vec<Option<&str>> = list(&whole["due"])
        .iter()
        .filter(|due| !due["by"].is_null())
        .map(|due| due["by"].as_str())
        .collect();
    assert!(dues.is_sorted(), "{}", whole["due"]);
}

#[test]
fn every_json_answer_keeps_to_the_format() {
    let days = ["2024-06-30", "2025-07-31", "2026-11-24", "2027-08-01", "2031-01-01"];
    let mut files: Vec<String> = BUNDLED.iter().map(|(name, ..)| String::from(*name)).collect();
    files.sort();
    files.dedup();
    for name in files {
        let path = bundled(&format!("renewal-{name}.json"));
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 1, "{path}");
        let record: Value = serde_json::from_str(&text).unwrap();
        for holding in list(&record["holdings"]) {
            for as_of in days {
                let credential = text_of(&holding["credential"]);
                let whole = answer(&["--credential", credential, "--as-of", as_of, &path], "");
                contract(&whole);
                no_number(&whole);
                consistent(&whole, &record);
            }
        }
    }
}

/// A coder with one credential, and what the cycle to 2027-02-28 has so far.
fn ccs(rest: &str) -> String {
    format!(
        r#"{{"id": "ccs", "exams": [], "memberships": [], "exceptions": [],
            "holdings": [{{"id": "ccs", "credential": "AHIMA/CCS", "awarded": "2025-03-01"}}],
            {rest}}}"#
    )
    .replace('\n', " ")
}

/// All 20 CEUs, known to the issuer since 2026-08-01, and the fee.
fn met() -> String {
    ccs(r#""ceus": [{"id": "all", "completed": "2026-04-01", "recorded": "2026-08-01",
                    "units": "20", "topics": ["hiim"], "provider": "AHIMA"}],
          "payments": [{"to": "AHIMA", "purpose": "recertification", "paid": "2026-05-01",
                        "recorded": "2026-05-01"}]"#)
}

fn unmet() -> String {
    ccs(r#""ceus": [], "payments": []"#)
}

/// Nothing is known of activities, and the fee is paid.
fn undetermined() -> String {
    ccs(r#""payments": [{"to": "AHIMA", "purpose": "recertification", "paid": "2026-05-01"}]"#)
}

const REFUSED: &str = r#"{"id": "refused", "ceu": []}"#;
const REFUSAL: &str = "unknown field `ceu`: did you mean `ceus`?";

/// What is asked about these persons.
const CCS: [&str; 4] = ["--credential", "AHIMA/CCS", "--as-of", "2026-11-24"];

/// What is asked, and further arguments.
fn ccs_with<'a>(further: &[&'a str]) -> Vec<&'a str> {
    [&CCS[..], further].concat()
}

#[test]
fn the_exit_code_says_the_verdict() {
    let cases = [(met(), 0), (unmet(), 1), (undetermined(), 3)];
    for (record, code) in &cases {
        let path = file(&format!("exit-{code}.json"), record);
        for format in ["text", "json"] {
            let run = run(&ccs_with(&["--format", format, &path]));
            assert_eq!((run.code, run.err.as_str()), (Some(*code), ""), "{record}");
        }
    }
    let path = file("exit-2.json", REFUSED);
    assert_eq!(refused(&run(&ccs_with(&[&path]))), format!("{path}: {REFUSAL}"));
}

#[test]
fn a_record_comes_from_standard_input() {
    let from_input = run_with(&ccs_with(&["-"]), &met());
    let from_file = run(&ccs_with(&[&file("input.json", &met())]));
    assert_eq!(from_input, from_file);
    let empty = run_with(&ccs_with(&["-"]), "");
    assert_eq!(refused(&empty), "-: the document is empty: write one JSON object");
    let wrong = run_with(&ccs_with(&["-"]), REFUSED);
    assert_eq!(refused(&wrong), format!("-: {REFUSAL}"));
}

#[test]
fn an_answer_without_a_cycle_keeps_to_the_format() {
    // Nothing known; nothing held; another credential held; held later; the award not known.
    let cases = [
        ("{}", 3),
        (r#"{"holdings": []}"#, 1),
        (r#"{"holdings": [{"credential": "AHIMA/RHIA", "awarded": "2025-03-01"}]}"#, 1),
        (r#"{"holdings": [{"credential": "AHIMA/CCS", "awarded": "2026-11-25"}]}"#, 1),
        (r#"{"holdings": [{"credential": "AHIMA/CCS"}], "exams": []}"#, 3),
    ];
    for (record, code) in cases {
        let whole = answer(&ccs_with(&["-"]), record);
        contract(&whole);
        assert_eq!(code_of(&whole["verdict"]), code, "{record}");
        assert!(whole["cycle"].is_null() && whole["quota"].is_null(), "{record}");
        assert!(whole["standing"].is_null(), "{record}");
        assert_eq!(list(&whole["shortfalls"]).is_empty(), code == 3, "{record}");
        let text = run_with(&ccs_with(&["-"]), record);
        assert_eq!(text.code, Some(code));
    }
    let absent = answer(&ccs_with(&["-"]), "{}");
    let question = json!([{"path": "holdings", "fact": "holdings", "why": "fact-missing"}]);
    assert_eq!(absent["questions"], question);
    let award = answer(&ccs_with(&["-"]), cases[4].0);
    assert_eq!(award["questions"][0]["fact"], "holdings[0].awarded");
    // The day of the award itself is one on which it is held.
    let today = cases[3].0.replace("2026-11-25", "2026-11-24");
    assert_eq!(answer(&ccs_with(&["-"]), &today)["cycle"]["start"], "2026-11-24");
}

#[test]
fn a_question_names_the_fact_and_why_it_is_not_known() {
    let whole = answer(&ccs_with(&["-"]), &undetermined());
    let ceus = list(&whole["questions"]).iter().find(|one| one["fact"] == "ceus");
    assert_eq!(ceus.unwrap_or_else(|| panic!("{whole}"))["why"], "fact-missing");
    let text = run_with(&ccs_with(&["-"]), &undetermined());
    assert!(text.out.starts_with("UNDETERMINED: "), "{}", text.out);
    assert!(text.out.contains("the record says nothing about `ceus`"), "{}", text.out);
}

#[test]
fn every_day_of_the_calendar_is_answered() {
    let days = ["1900-01-01", "2025-02-28", "2025-03-01", "2027-02-28", "2027-03-01", "2199-12-31"];
    for as_of in days {
        for cycle_on in days {
            for record in [met(), unmet(), undetermined()] {
                let asked = ["--as-of", as_of, "--cycle-on", cycle_on, "-"];
                // The first cycle begins with the award.
                if day(as_of) >= day("2025-03-01") && day(cycle_on) < day("2025-03-01") {
                    refused(&run_with(&asked, &record));
                } else {
                    contract(&answer(&asked, &record));
                }
            }
        }
    }
}

#[test]
fn the_cycle_of_a_day_of_choice_is_judged() {
    let on = |day: &str| answer(&ccs_with(&["--cycle-on", day, "-"]), &met());
    for (day, start, end, verdict) in [
        ("2025-03-01", "2025-03-01", "2027-02-28", "met"),
        ("2027-02-28", "2025-03-01", "2027-02-28", "met"),
        ("2027-03-01", "2027-03-01", "2029-02-28", "unmet"),
        ("2029-03-01", "2029-03-01", "2031-02-28", "unmet"),
    ] {
        let whole = on(day);
        let cycle = (text_of(&whole["cycle"]["start"]), text_of(&whole["cycle"]["end"]));
        assert_eq!((cycle, text_of(&whole["verdict"])), ((start, end), verdict), "{day}");
        assert_eq!(whole["as_of"], "2026-11-24");
    }
    // An earlier cycle that ended unmet is not reported in place of the one that was asked for.
    let asked = ["--as-of", "2027-05-01", "--cycle-on", "2027-05-01", "-"];
    assert_eq!(answer(&asked, &unmet())["cycle"]["start"], "2027-03-01");
    assert_eq!(answer(&["--as-of", "2027-05-01", "-"], &unmet())["cycle"]["start"], "2025-03-01");
}

#[test]
fn entries_recorded_later_are_left_out() {
    let on = |known: &[&str]| answer(&ccs_with(&[known, &["-"]].concat()), &met());
    assert_eq!(on(&[])["verdict"], "met");
    assert_eq!(on(&[]).get("known_on"), None);
    let known = on(&["--known-on", "2026-08-01"]);
    assert_eq!((&known["verdict"], &known["known_on"]), (&json!("met"), &json!("2026-08-01")));
    let before = on(&["--known-on", "2026-07-31"]);
    contract(&before);
    assert_eq!(before["verdict"], "unmet");
    assert_eq!(before["quota"]["counted"], "0");
    assert_eq!(before["duties"][0]["verdict"], "met");
    assert_eq!(on(&["--known-on", "2026-04-30"])["duties"][0]["verdict"], "unmet");
    // Where it stood on one day, as known on another.
    let asked =
        |known: &'static str| ["--as-of", "2027-03-01", "--known-on", known, "--credential", "CCS"];
    let stood = |known| answer(&[&asked(known)[..], &["-"]].concat(), &met())["standing"].clone();
    assert_eq!(stood("2026-08-01"), "active");
    assert_eq!(stood("2026-07-31"), "inactive");
    // Together with the cycle of a day.
    let both = on(&["--known-on", "2026-07-31", "--cycle-on", "2027-03-01"]);
    assert_eq!(
        (&both["known_on"], &both["cycle"]["start"]),
        (&json!("2026-07-31"), &json!("2027-03-01"))
    );
}

#[test]
fn a_reading_may_be_picked() {
    let path = bundled("renewal-ahima-readings.json");
    let asked = ["--credential", "AHIMA/CCS-P", "--as-of", "2026-11-24"];
    let with = |reading: &str| answer(&[&asked[..], &["--reading", reading, &path]].concat(), "");
    let open = answer(&[&asked[..], &[&path]].concat(), "");
    let verdicts: Vec<(&str, &str)> = list(&open["readings"])
        .iter()
        .map(|one| (text_of(&one["reading"]), text_of(&one["verdict"])))
        .collect();
    // S8: 40 % from 2025 on, of which cycles is not said.
    let expected = [("cycles-beginning-2025", "met"), ("cycles-ending-2025", "unmet")];
    assert_eq!(verdicts, expected);
    assert_eq!(open["questions"][0]["why"], "readings-differ");
    for (choice, verdict) in expected {
        let picked = with(&format!("forty-percent-scope={choice}"));
        contract(&picked);
        assert_eq!(picked["verdict"], verdict, "{choice}");
        assert_eq!(picked["readings"], json!([]));
        let notes = list(&picked["notes"]);
        assert!(notes.iter().any(|note| note["code"] == "reading-picked"), "{picked}");
    }
}

#[test]
fn a_conflict_is_told_from_a_lack() {
    let path = bundled("renewal-aapc-two-minima.json");
    let asked = ["--credential", "AAPC/CPCO", "--as-of", "2026-11-24", "--reading"];
    let with = |choice: &str| {
        let reading = format!("one-ceu-for-two-minima={choice}");
        answer(&[&asked[..], &[&reading, &path]].concat(), "")
    };
    let separate = with("separate");
    // 26 CEUs are approved for one or both of the credentials, which ask for 16 each.
    let expected = json!({"requirements": ["auditing", "compliance"], "demand": "32",
                          "supply": "26", "kind": "conflict"});
    assert_eq!(separate["bottleneck"], expected);
    assert_eq!(separate["shortfalls"][0]["missing"], "6 CEU");
    assert_eq!(with("shared")["verdict"], "met");
    let short = answer(&["--as-of", "2026-11-24"], "");
    assert_eq!(short["bottleneck"]["kind"], "short");
    let closed = answer(&["--as-of", "2199-12-31"], "");
    assert_eq!(closed["bottleneck"]["kind"], "closed");
}

/// A file of the issuer ACME with one programme.
fn acme(quota: &str) -> String {
    format!(
        r#"{{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
            "sources": {{"PAGE": {{"url": "https://acme.example", "publisher": "Acme College",
                                  "checked": "2026-01-01", "confidence": "official"}}}},
            "credentials": {{"A": {{"title": "Acme A", "fields": ["coding"]}}}},
            "programs": {{"MAIN": {{"title": "Acme renewal", "holdings": "all",
                "cycle": [{{"source": "PAGE", "value": {{"length": {{"years": 1}}}}}}],
                "quota": [{{"source": "PAGE", "value": {quota}}}],
                "notes": [{{"text": "Synthetic.", "source": "PAGE"}}]}}}}}}"#
    )
}

#[test]
fn a_programme_of_a_book_of_ones_own_is_judged() {
    let ten = file("ten.json", &acme(r#"{"by_count": [10]}"#));
    let none = file("none.json", &acme(r#""none""#));
    let record = r#"{"holdings": [{"credential": "ACME/A", "awarded": "2026-03-01"}],
        "ceus": [{"completed": "2026-03-01", "units": "9.5"}]}"#;
    let with = |books: &[&str]| {
        let mut asked = vec!["--credential", "ACME/A", "--as-of", "2026-11-24"];
        for book in books {
            asked.extend(["--book", *book]);
        }
        answer(&[&asked[..], &["-"]].concat(), record)
    };
    let one = with(&[&ten]);
    contract(&one);
    assert_eq!(one["book"], "builtin 2026-11-24 + renewal-ten.json 2026-01-01");
    assert_eq!((&one["program"], &one["cycle"]["end"]), (&json!("MAIN"), &json!("2027-02-28")));
    assert_eq!(one["shortfalls"][0]["missing"], "0.5 CEU");
    assert_eq!(one["dispositions"][0]["ceu"], "ceus[0]");
    assert_eq!(one["ladder"], json!([]));
    // The later one replaces the programme, and the answer says so.
    let both = with(&[&ten, &none]);
    assert_eq!(both["verdict"], "met");
    assert!(list(&both["notes"]).iter().any(|note| note["code"] == "rule-replaced"), "{both}");
}

#[test]
fn a_programme_that_is_wrong_is_refused_with_its_place() {
    let wrong = file("wrong.json", &acme(r#"{"by_cuont": [10]}"#));
    let run = run_with(&["--credential", "ACME/A", "--book", &wrong, "-"], "{}");
    let message = refused(&run);
    let place = format!("{wrong}: at `programs.MAIN.quota[0].value`: ");
    assert!(message.starts_with(&place), "{message}");
    assert!(message.contains("`by_cuont`") && message.contains("`by_count`"), "{message}");
}

#[test]
fn a_credential_without_a_programme_is_not_published() {
    let without = acme(r#""none""#);
    let (head, _) = without.split_once(r#""programs""#).unwrap();
    let book = file("without.json", &format!("{}}}", head.trim_end().trim_end_matches(',')));
    let asked = ["--credential", "ACME/A", "--as-of", "2026-11-24", "--book", &book, "-"];
    let whole = answer(&asked, r#"{"holdings": [{"credential": "ACME/A"}]}"#);
    contract(&whole);
    assert_eq!((&whole["verdict"], &whole["program"]), (&json!("undetermined"), &Value::Null));
    assert_eq!(whole["questions"][0]["why"], "rule-unpublished");
}

/// Arguments that are refused, and the message.
const REFUSALS: &[(&[&str], &str)] = &[
    (&["--as-of", "today"], "--as-of: `today` is not a day: write it as YYYY-MM-DD"),
    (&["--known-on", ""], "--known-on: `` is not a day: write it as YYYY-MM-DD"),
    (&["--reading", "grace-days"], "--reading: `grace-days` has no choice: write QUESTION=CHOICE"),
    (
        &["--reading", "grace-day=ten"],
        "--reading: unknown question `grace-day`: did you mean `grace-days`?",
    ),
    (
        &["--reading", "grace-days=forty"],
        "--reading: unknown choice `forty`: use one of ten, thirty",
    ),
    (
        &["--credential", "RHI"],
        "--credential: unknown credential `RHI`: did you mean `AHIMA/RHIA` or `AHIMA/RHIT`?",
    ),
];

#[test]
fn arguments_that_are_wrong_are_refused_before_any_record_is_read() {
    for (arguments, expected) in REFUSALS {
        assert_eq!(refused(&run(arguments)), *expected);
        let missing = [*arguments, &["/no/such/record.json"]].concat();
        assert_eq!(refused(&run(&missing)), *expected);
        let lines = file("arguments.jsonl", &met());
        assert_eq!(refused(&run(&[*arguments, &[&lines]].concat())), *expected);
    }
}

#[test]
fn a_wrong_day_of_a_cycle_is_refused_before_any_record_is_read() {
    let cases = [
        ("2026-02-30", "`2026-02-30` does not exist: February 2026 has 28 days"),
        ("soon", "`soon` is not a day: write it as YYYY-MM-DD"),
        ("2200-01-01", "`2200-01-01` is outside 1900-01-01 to 2199-12-31: check the year"),
    ];
    let lines = file("cycle-on.jsonl", &met());
    for (day, expected) in cases {
        for further in [&[][..], &["/no/such/record.json"], &[lines.as_str()]] {
            let run = run(&[&["--cycle-on", day], further].concat());
            let message = refused(&run);
            assert!(message.contains("--cycle-on") && message.ends_with(expected), "{message}");
        }
    }
}

#[test]
fn a_record_that_is_wrong_is_refused_with_its_place() {
    let cases = [
        (
            ccs(r#""ceus": [{"completed": "2026-02-29"}]"#),
            "-: at `ceus[0].completed`: `2026-02-29` does not exist: February 2026 has 28 days",
        ),
        (
            unmet().replace(
                r#""awarded": "2025-03-01""#,
                r#""cycle": {"start": "2027-01-01", "end": "2026-01-01"}"#,
            ),
            "-: at `holdings[0].cycle.end`: `2026-01-01` is before `start` `2027-01-01`: correct \
             one of the two days",
        ),
        (
            ccs(r#""ceus": [{"id": "a"}, {"id": "a"}]"#),
            "-: at `ceus[1].id`: the id `a` stands at ceus[0] already: keep ids unique",
        ),
    ];
    for (record, expected) in cases {
        assert_eq!(refused(&run_with(&ccs_with(&["-"]), &record)), expected);
    }
}

#[test]
fn each_line_of_many_records_is_answered_in_order() {
    let records = [met(), String::new(), unmet(), REFUSED.into(), undetermined(), met()];
    let path = file("order.jsonl", &records.join("\n"));
    let run = run(&ccs_with(&[&path]));
    assert_eq!((run.code, run.err.as_str()), (Some(2), ""));
    let answers: Vec<Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let error = json!({"line": 4, "error": REFUSAL});
    let expected = [&json!("met"), &json!("unmet"), &error, &json!("undetermined"), &json!("met")];
    let found: Vec<&Value> =
        answers.iter().map(|answer| answer.get("verdict").unwrap_or(answer)).collect();
    assert_eq!(found, expected);
    // A line is the answer that the record gives alone.
    assert_eq!(answers[0], answer(&ccs_with(&["-"]), &met()));
    answers.iter().filter(|answer| answer.get("verdict").is_some()).for_each(contract);
}

#[test]
fn the_worst_line_gives_the_exit_code() {
    let cases: [(&[String], i32); 5] = [
        (&[], 0),
        (&[met(), met()], 0),
        (&[met(), undetermined()], 3),
        (&[undetermined(), unmet(), met()], 1),
        (&[met(), REFUSED.into(), unmet()], 2),
    ];
    for (place, (records, expected)) in cases.iter().enumerate() {
        let path = file(&format!("code-{place}.jsonl"), &records.join("\n"));
        let run = run(&ccs_with(&[&path]));
        assert_eq!((run.code, run.out.lines().count()), (Some(*expected), records.len()));
    }
}

#[test]
fn many_records_are_judged_with_the_same_options() {
    let path = file("options.jsonl", &[met(), unmet()].join("\n"));
    let further = ["--known-on", "2026-07-31", "--cycle-on", "2027-03-01", &path];
    let run = run(&ccs_with(&further));
    assert_eq!(run.code, Some(1));
    assert_eq!(run.out.matches(r#""known_on":"2026-07-31""#).count(), 2);
    assert_eq!(run.out.matches(r#""start":"2027-03-01""#).count(), 2);
}

#[test]
fn the_same_input_gives_the_same_bytes_h77() {
    for format in ["text", "json"] {
        for name in ["aapc-lapsed", "aapc-two-minima"] {
            let path = bundled(&format!("renewal-{name}.json"));
            let asked =
                ["--credential", "AAPC/CPMA", "--as-of", "2026-11-24", "--format", format, &path];
            assert_eq!(run(&asked), run(&asked));
        }
    }
}

#[test]
fn the_name_of_a_person_is_in_no_answer_and_no_error_h74() {
    for format in ["text", "json"] {
        let run = run(&["--as-of", "2026-11-24", "--format", format]);
        assert!(!run.out.contains("Rosa") && !run.out.contains("Lindgren"), "{}", run.out);
    }
    let record = REFUSED.replacen('{', r#"{"name": "Rosa Lindgren", "#, 1);
    assert!(!refused(&run_with(&ccs_with(&["-"]), &record)).contains("Rosa"));
}

#[test]
fn lines_keep_to_the_width_and_lose_no_word() {
    let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
    for (name, credential, as_of, ..) in BUNDLED {
        let path = bundled(&format!("renewal-{name}.json"));
        let asked = ["--credential", credential, "--as-of", as_of, &path, "--width"];
        let wide = run(&[&asked[..], &["1000"]].concat()).out;
        for width in [60, 72, 100, 140] {
            let text = run(&[&asked[..], &[&width.to_string()]].concat()).out;
            assert_eq!(words(&text), words(&wide));
            for line in text.lines() {
                let breakable = line.trim_start().contains(' ');
                assert!(line.chars().count() <= width || !breakable, "{width}: {line}");
            }
        }
    }
}

#[test]
fn help_is_printed_on_request() {
    let help = run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (Some(0), ""));
    for option in
        ["--credential", "--as-of", "--cycle-on", "--known-on", "--book", "--reading", "--format"]
    {
        assert!(help.out.contains(option), "{option} is missing: {}", help.out);
    }
    assert!(help.out.contains("Exit codes: 0 met, 1 unmet, 3 undetermined, 2 bad input."));
}

// The tests below state what the format promises where the program was found to do something else.

#[test]
fn a_revoked_holding_is_not_kept() {
    let revoked =
        |day: &str| met().replace(r#""awarded""#, &format!(r#""revoked": "{day}", "awarded""#));
    let whole = answer(&ccs_with(&["-"]), &revoked("2026-11-24"));
    assert_eq!((&whole["verdict"], &whole["standing"]), (&json!("unmet"), &json!("revoked")));
    let text = run_with(&ccs_with(&["-"]), &revoked("2026-11-24")).out;
    assert!(!text.contains("The last safe day is"), "{text}");
    let later = answer(&ccs_with(&["-"]), &revoked("2026-11-25"));
    assert_eq!((&later["verdict"], &later["standing"]), (&json!("met"), &json!("active")));
}

#[test]
fn unpaid_dues_bring_the_last_safe_day_forward() {
    // IC-REVOKE: cancelled for unpaid dues or missing CEUs, even if the other is in order.
    let path = bundled("renewal-aapc-dues.json");
    let on = |day: &str| summary(&["--credential", "AAPC/CPC", "--as-of", day, &path]);
    assert!(on("2026-11-24").contains("2026-09-30"), "{}", on("2026-11-24"));
    assert!(on("2026-09-01").contains("2026-09-30"), "{}", on("2026-09-01"));
}

#[test]
fn a_cycle_before_the_first_one_is_refused() {
    let message = run_with(&ccs_with(&["--cycle-on", "2025-02-28", "-"]), &met());
    let expected = "-: no cycle contains 2025-02-28: the first one begins on 2025-03-01";
    assert_eq!(refused(&message), expected);
}

#[test]
fn a_later_renewal_settles_the_cycles_before_it() {
    // The issuer closed the cycle to 2025-03-14 as met, so no earlier one ended the holding.
    let record = r#"{"exams": [], "ceus": [], "payments": [], "exceptions": [], "memberships": [],
        "holdings": [{"credential": "AHIMA/RHIA", "awarded": "2019-03-15",
                      "renewed": ["2025-03-02"]}]}"#;
    let asked = ["--credential", "AHIMA/RHIA", "--as-of", "2026-11-24", "-"];
    let whole = answer(&asked, record);
    assert_eq!(
        (&whole["cycle"]["start"], &whole["standing"]),
        (&json!("2025-03-15"), &json!("active"))
    );
    // What the issuer closed is not the cycle that is reported.
    let closed = |whole: &Value| {
        list(&whole["notes"])
            .iter()
            .any(|note| note["text"] == "the issuer closed this cycle as met")
    };
    assert!(!closed(&whole), "{whole}");
}

#[test]
fn an_award_after_the_cycle_takes_no_part_in_it() {
    // MAINT: even months end in even years; the CPMA came after the cycle to 2024-10-31.
    let record = r#"{"exams": [], "ceus": [], "payments": [], "exceptions": [],
        "memberships": [{"organization": "AAPC", "start": "2022-11-01",
                         "paid_through": "2026-10-31"}],
        "holdings": [{"credential": "AAPC/CPC", "awarded": "2022-11-02"},
                     {"credential": "AAPC/CPMA", "awarded": "2025-01-04"}]}"#;
    let asked =
        ["--credential", "AAPC/CPC", "--as-of", "2025-02-01", "--cycle-on", "2024-10-01", "-"];
    let whole = answer(&asked, record);
    assert_eq!(whole["cycle"]["end"], "2024-10-31");
    assert_eq!(whole["holdings"], json!(["AAPC/CPC"]));
    assert_eq!(whole["constraints"], json!([]));
}

#[test]
fn what_is_due_is_due_while_it_can_still_be_done() {
    // S5: inactive to 2027-03-13, in which CEUs and the fee may still come; afterwards revoked.
    let path = bundled("renewal-ahima-inactive.json");
    let on = |day: &str| answer(&["--credential", "AHIMA/RHIT", "--as-of", day, &path], "");
    let inactive = on("2026-11-24");
    assert!(!list(&inactive["due"]).is_empty());
    for due in list(&inactive["due"]) {
        assert_eq!(due["by"], "2027-03-13", "{inactive}");
    }
    for due in list(&on("2027-03-14")["due"]) {
        assert!(text_of(&due["by"]) >= "2027-03-14", "{due}");
    }
}

#[test]
fn what_serves_a_share_adds_up_to_it() {
    // Minima and shares are over everything that counts in the cycle, surplus included.
    for name in ["ahima-short", "ahima-met", "ahima-readings"] {
        let path = bundled(&format!("renewal-{name}.json"));
        let record: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let credential = text_of(&record["holdings"][0]["credential"]).to_owned();
        let whole = answer(&["--credential", &credential, "--as-of", "2026-11-24", &path], "");
        for constraint in list(&whole["constraints"]) {
            let serves = list(&whole["dispositions"]).iter().flat_map(|one| list(&one["serves"]));
            let here = serves.filter(|one| one["to"] == constraint["path"]);
            let sum = total(here.map(|one| amount(&one["amount"])));
            assert_eq!(sum, amount(&constraint["have"]).sub_units(), "{name}: {constraint}");
        }
    }
}

#[test]
fn an_extension_does_not_undo_what_was_filed() {
    let fields = r#"{"by_count": [10]}}],
        "submission": [{"source": "PAGE", "value": {"opens": {"days": 60}}}],
        "extension": [{"source": "PAGE", "value": {"length": {"days": 60}}}],
        "duties": {"filing": {"terms": [{"source": "PAGE", "value": "filing"}]}},
        "carry_over": [{"source": "PAGE", "value": "none""#;
    let book = file("filing.json", &acme(fields));
    let filed = |day: &str, payments: &str| {
        let record = format!(
            r#"{{"holdings": [{{"credential": "ACME/A", "awarded": "2026-01-01",
                                "filed": ["{day}"]}}],
                "ceus": [], "exceptions": [], "payments": [{payments}]}}"#
        );
        let asked = ["--credential", "ACME/A", "--as-of", "2026-12-31", "--book", &book, "-"];
        answer(&asked, &record)["duties"][0]["verdict"].clone()
    };
    let bought = r#"{"to": "ACME", "purpose": "extension", "paid": "2026-12-20"}"#;
    // The window opens 60 days before the last day.
    for payments in ["", bought] {
        assert_eq!(filed("2026-10-31", payments), "unmet", "{payments}");
        assert_eq!(filed("2026-11-01", payments), "met", "{payments}");
    }
}

#[test]
fn an_activity_that_may_be_capped_is_not_called_over_the_cap() {
    let fields = r#"{"by_count": [10]}}],
        "constraints": {"quizzes": {"terms": [{"source": "PAGE",
            "value": {"maximum": 2, "of": {"kind": ["quiz"]}}}]}},
        "carry_over": [{"source": "PAGE", "value": "none""#;
    let book = file("capped.json", &acme(fields));
    let record = r#"{"holdings": [{"credential": "ACME/A", "awarded": "2026-01-01"}],
        "ceus": [{"id": "quiz", "completed": "2026-02-01", "units": "2", "kind": "quiz"},
                 {"id": "open", "completed": "2026-03-01", "units": "8"}]}"#;
    let asked = ["--credential", "ACME/A", "--as-of", "2026-11-24", "--book", &book, "-"];
    let whole = answer(&asked, record);
    // A field that the activity leaves open makes it possible: 2 to 10 units count.
    assert_eq!(whole["verdict"], "undetermined");
    assert_eq!(whole["questions"][0]["fact"], "ceus[1].kind");
    assert_eq!(whole["dispositions"][1]["reason"], "fact-missing", "{}", whole["dispositions"]);
}

#[test]
fn an_activity_without_a_day_is_asked_for_its_day() {
    let record =
        ccs(r#""payments": [{"to": "AHIMA", "purpose": "recertification", "paid": "2026-05-01"}],
        "ceus": [{"units": "20", "topics": ["hiim"], "provider": "AHIMA"}]"#);
    let whole = answer(&ccs_with(&["-"]), &record);
    assert_eq!(whole["questions"][0]["fact"], "ceus[0].completed");
    let disposition = &whole["dispositions"][0];
    assert_eq!(disposition["reason"], "fact-missing");
    assert!(text_of(&disposition["detail"]).contains("ceus[0].completed"), "{disposition}");
}

#[test]
fn prices_that_rest_on_each_other_are_refused() {
    for (first, second) in [("late-fee", "recertification"), ("recertification", "recertification")]
    {
        let fields = format!(
            r#"{{"by_count": [10]}}}}],
            "duties": {{"fee": {{"terms": [{{"source": "PAGE",
                "value": {{"fee": "recertification"}}}}]}}}},
            "fees": {{"recertification": [{{"source": "PAGE",
                         "value": [{{"for": "all", "percent": 3, "of": "{first}"}}]}}],
                     "late-fee": [{{"source": "PAGE",
                         "value": [{{"for": "all", "percent": 15, "of": "{second}"}}]}}]}},
            "carry_over": [{{"source": "PAGE", "value": "none""#
        );
        let book = file(&format!("circle-{first}.json"), &acme(&fields));
        let record = r#"{"holdings": [{"credential": "ACME/A", "awarded": "2026-01-01"}],
            "ceus": [], "payments": []}"#;
        let asked = ["--credential", "ACME/A", "--as-of", "2026-11-24", "--book", &book, "-"];
        refused(&run_with(&asked, record));
    }
}

#[test]
fn a_way_that_is_met_leaves_no_units_due() {
    let fields = r#"{"by_count": [10]}}],
        "ways": [{"source": "PAGE", "value": [{"id": "units", "quota": true},
                                              {"id": "exam", "requires": {"passed": "A"}}]}],
        "carry_over": [{"source": "PAGE", "value": "none""#;
    let book = file("ways.json", &acme(fields));
    let passed = |day: &str| {
        let record = format!(
            r#"{{"holdings": [{{"credential": "ACME/A", "awarded": "2026-01-01"}}], "ceus": [],
                "exams": [{{"credential": "ACME/A", "taken": "{day}", "passed": true}}]}}"#
        );
        let asked = ["--credential", "ACME/A", "--as-of", "2026-11-24", "--book", &book, "-"];
        let whole = answer(&asked, &record);
        contract(&whole);
        (whole["verdict"].clone(), list(&whole["due"]).len())
    };
    // The exam of the first day led to the award.
    assert_eq!(passed("2026-01-01"), (json!("unmet"), 1));
    assert_eq!(passed("2026-01-02"), (json!("met"), 0));
}

#[test]
fn an_answer_that_was_not_decided_says_why() {
    // 3 of the 7 units count, and the minima ask for 2 of one activity and 2.5 of the other.
    let fields = r#"{"by_count": [3]}}],
        "constraints": {
            "quizzes": {"terms": [{"source": "PAGE",
                "value": {"maximum": 3, "of": {"kind": ["quiz"]}}}]},
            "general": {"terms": [{"source": "PAGE",
                "value": {"minimum": 2, "of": {"topics": ["general"]}}}]},
            "live": {"terms": [{"source": "PAGE",
                "value": {"minimum": "2.5", "of": {"delivery": ["live-online"]}}}]}},
        "carry_over": [{"source": "PAGE", "value": "none""#;
    let book = file("rooms.json", &acme(fields));
    let record = r#"{"holdings": [{"credential": "ACME/A", "awarded": "2026-01-01"}], "ceus": [
        {"completed": "2026-02-01", "units": "2", "kind": "quiz", "delivery": "recorded",
         "topics": ["general"]},
        {"completed": "2026-02-02", "units": "5", "kind": "quiz", "delivery": "live-online",
         "topics": ["other"]}]}"#;
    let asked = ["--credential", "ACME/A", "--as-of", "2026-11-24", "--book", &book, "-"];
    let whole = answer(&asked, record);
    contract(&whole);
    assert_ne!(whole["verdict"], "met");
    let open = whole["verdict"] == "undetermined";
    assert_eq!(open, !list(&whole["questions"]).is_empty(), "{}", whole["notes"]);
}

// Golden texts: few and whole. Next to each, the structural claim that it illustrates, and
// what must not appear.

/// What the program prints about a bundled record.
#[track_caller]
fn printed(name: &str, credential: &str, as_of: &str) -> (String, Value) {
    let path = bundled(&format!("renewal-{name}.json"));
    let asked = ["--credential", credential, "--as-of", as_of, &path];
    (run(&asked).out, answer(&asked, ""))
}

const ONE_SHORT: &str = r#"UNMET: AHIMA/CCS is not safe yet. Missing: 1 CEU (ahima-share). The last safe day is 2027-01-31, 68
    days from 2026-11-24.

AHIMA/CCS: Certified Coding Specialist
On 2026-11-24, record renewal-ahima-short, rule book builtin 2026-11-24
Renewed together: AHIMA/CCS, AHIMA/CCS-P
Cycle: 2025-02-01 to 2027-01-31, by the rule [1][2][3][4]
Standing on 2026-11-24: active, in good standing
Confidence: inferred (the weakest of the rules that decided)

What the cycle asks for
  30 of 30 |####################| [x] units in total [5][6]
  11 of 12 |##################..| [ ] 40 % from AHIMA, HCPro or a component association
                                          (ahima-share) [7]
  26 of 24 |####################| [x] 80 % in HIIM domains (hiim-share) [5][6][8]

Beside units
  [x] Recertification fee (duties/recertification-fee) [6][9]

Missing
  ahima-share: 1 CEU (needs 12 CEU, has 11 CEU)
  Why: there are too few units of this kind (ahima-share: 12 asked for, 11 there).

Due
  by 2027-01-31: 1 CEU to be earned [5][6]

Activities
  + 2025-04-12 state-meeting "State association meeting": 6 CEU counted; serves ahima-share 6,
      hiim-share 6
  + 2025-06-03 webinar "Coding clinic update": 5 CEU counted; serves ahima-share 5, hiim-share 5
  + 2025-09-30 college "Pharmacology for coders": 10 CEU counted; serves hiim-share 10
  + 2026-01-15 vendor "Encoder training": 5 CEU counted; serves hiim-share 5
  + 2026-03-20 leadership "Leading a coding team": 4 CEU counted
  - 2025-01-20 old "Compliance day": outside the cycle (the cycle begins on 2025-02-01)

What follows 2027-01-31 if the cycle ends unmet
  2027-02-01 to 2027-07-30: inactive, price not known; still possible: ceus, recertification,
      extension [9]
  2027-07-31 on: revoked, price not known; still possible: appeal [9]

What may be bought or asked for
  extension until 2027-01-31: 100.00 USD [9]

Notes
  - ahima-share: The notice of 2024 named AHIMA only; the page in force is wider. Its scope is not
      stated.
  - cycle: That the two years end on the day before the anniversary is our reading.
  - extension: How long an extension lasts is not on file.
  - hiim-share: Other pages say of all CEUs; the checklists say of the required, and surplus harms
      nothing.
  - ladder: How long a revoked credential waits before it is permanently revoked is not on file.
  - quota: The page of 2021 confirms 20 for CCA, CCS and CCS-P; the rest is the table of 2019.
  - recertification-fee: Due by the end of the cycle.
  - the pages do not say exactly from when these rules hold, the days are our estimate: cycle,
      hiim-share

16 remarks of the rule book on this programme as a whole are in the JSON answer.

Sources
  [1] AHIMA/S3, inferred, checked 2026-11-23: https://ahima.app/certification-careers/recertify/
  [2] AHIMA/S6, inferred, checked 2026-11-23: https://ahima.org/certification/recertification.aspx
  [3] AHIMA/S8, inferred, checked 2026-11-23: https://my2.ahima.org/certification-careers/recertify
  [4] AHIMA/S25, inferred, checked 2026-11-23:
      https://hcpro-help.freshdesk.com/support/solutions/articles/154000239560-incorrect-recertification-fee
  [5] AHIMA/S1, official, checked 2026-11-23: https://www.ahima.org/certification/Recertification
  [6] AHIMA/S4, official, checked 2026-11-23:
      http://cms-test.ahima.org/contact-us-faqs/faqs-recertification/
  [7] AHIMA/S8, official, checked 2026-11-23: https://my2.ahima.org/certification-careers/recertify
  [8] AHIMA/S26, official, checked 2026-11-23:
      https://hcpro-help.freshdesk.com/support/solutions/articles/154000239564-remove-or-reassign-ceu-on-credential-cycle
  [9] AHIMA/S5, official, checked 2026-11-23:
      https://ahima.org/certification-careers/certifications-overview-old/updates-announcements/

The issuer's word decides; this is a reading of its published rules.
"#;

#[test]
fn one_unit_short_of_a_share_is_named_with_its_figures() {
    let (text, whole) = printed("ahima-short", "AHIMA/CCS", "2026-11-24");
    assert_eq!(text, ONE_SHORT);
    // The total is there; the share alone decides.
    let lacking: Vec<&str> =
        list(&whole["shortfalls"]).iter().map(|one| text_of(&one["path"])).collect();
    assert_eq!(lacking, ["ahima-share"]);
    assert_eq!(whole["quota"]["verdict"], "met");
    assert!(!text.contains("Not known") && !text.contains("contradict"), "nothing is open");
}

const MET_IN_ADVANCE: &str = r#"MET: everything for this cycle of AAPC/CPC is there. The last safe day is 2026-12-31, 37 days from
    2026-11-24.

AAPC/CPC: Certified Professional Coder
On 2026-11-24, record renewal-aapc-met, rule book builtin 2026-11-24
Renewed together: AAPC/CPC
Cycle: 2025-01-01 to 2026-12-31, by the rule [1][2][3]
Filing: 2026-11-30 to 2026-12-31, once the total is met: not open yet
Standing on 2026-11-24: active, in good standing
Confidence: official (the weakest of the rules that decided)

What the cycle asks for
  36 of 36 |####################| [x] units in total [4][5][6]

Due
  by 2026-12-31: membership, 222.00 USD [2][7][8]

Activities
  + 2025-04-08 conference "National conference": 18 CEU counted
  + 2025-11-19 chapter "Chapter meetings": 6 CEU counted
  + 2026-02-24 modifiers "Modifiers in practice": 8 CEU counted
  + 2026-10-14 audit "Chart audit workshop": 4 CEU counted
  - 2026-11-03 modifiers-again "Modifiers in practice, repeated": a course that counted before (the
      same course as modifiers, credited once)
  - 2026-05-12 in-house "In-house coding hour": not approved

What follows 2026-12-31 if the cycle ends unmet
  2027-01-01 to 2027-01-10: grace, nothing to pay; still possible: ceus, membership [9][7]
  2027-01-11 to 2027-01-30: grace, price not known; still possible: ceus, membership, late-fee
      [9][7]
      reading grace-days=ten: grace, 50.00 USD
      reading grace-days=thirty: grace, nothing to pay
  2027-01-31 to 2027-03-31: grace, 50.00 USD; still possible: ceus, membership, late-fee [9][7]
  2027-04-01 to 2030-03-31: revoked, reinstatement 200.00 USD and membership price not known; still
      possible: ceus, reinstatement, membership, exam [10]
  2030-04-01 on: revoked, price not known; still possible: exam [10]

What may be bought or asked for
  reinstatement from 2027-04-01 until 2030-03-31: 200.00 USD [10]
  exam from 2027-04-01: price not known [10]

Notes
  - ladder: Ten days without a late fee: presumably the older of two texts.
  - ladder: Thirty days without a late fee: presumably the newer of two texts.
  - submission: It closes at midnight of the due date.
  - the pages do not say exactly from when these rules hold, the days are our estimate: ladder,
      submission

22 remarks of the rule book on this programme as a whole are in the JSON answer.

Sources
  [1] AAPC/CEU-2008, official, checked 2026-11-23:
      https://www.aapc.com/blog/23581-ceus-2008-and-beyond/
  [2] AAPC/MAINT, official, checked 2026-11-23:
      https://www.aapc.com/certifications/maintain-your-certification
  [3] AAPC/N1, official, checked 2026-11-23:
      https://www.aapc.com:443/support/corporate-membership/how-will-my-ceus-be-prorated
  [4] AAPC/HELP-V2, official, checked 2026-11-23:
      https://www.aapc.com/medical-coding-education/help/
  [5] AAPC/FAQ-V3, official, checked 2026-11-23:
      https://www.aapc.com/medical-coding-education/faq.aspx
  [6] AAPC/HELP-V4, official, checked 2026-11-23:
      https://www.aapc.com/medical-coding-education/help/
  [7] AAPC/IC-REVOKE, official, checked 2026-11-23:
      https://intercom.help/aapc-cf9f479c5207/en/articles/8156687-when-will-my-credential-s-be-revoked
  [8] AAPC/CPC-MBC, secondary, checked 2026-11-23: https://mbc-bv6.pages.dev/certifications/cpc
  [9] AAPC/HARDSHIP, official, checked 2026-11-23:
      https://www.aapc.com:443/about-us/member-hardship-policy
  [10] AAPC/REINST, official, checked 2026-11-23:
      https://www.aapc.com/about-us/certification-cancellation

The issuer's word decides; this is a reading of its published rules.
"#;

#[test]
fn a_met_cycle_shows_the_readings_of_what_would_follow() {
    let (text, whole) = printed("aapc-met", "AAPC/CPC", "2026-11-24");
    assert_eq!(text, MET_IN_ADVANCE);
    // The readings differ on a price, not on the verdict: from day 11 to day 30.
    assert_eq!(whole["readings"], json!([]));
    let parted: Vec<&Value> =
        list(&whole["ladder"]).iter().filter(|rung| rung.get("readings").is_some()).collect();
    assert_eq!(parted.len(), 1);
    assert_eq!(
        (&parted[0]["from"], &parted[0]["until"], &parted[0]["price"]),
        (&json!("2027-01-11"), &json!("2027-01-30"), &Value::Null)
    );
    assert!(!text.contains("Missing") && !text.contains("\n  > "), "nothing has lapsed");
}

const IN_GRACE: &str = r#"UNMET: AAPC/CPC is late, in grace since 2026-11-01, revoked from 2027-01-30. Missing: 4 CEU (quota).
    The last safe day was 2026-10-31.

AAPC/CPC: Certified Professional Coder
On 2026-12-15, record renewal-aapc-lapsed, rule book builtin 2026-11-24
Renewed together: AAPC/CPC, AAPC/CPMA
Cycle: 2024-11-01 to 2026-10-31, by the rule [1][2][3]
Filing: 2026-09-30 to 2026-10-31: closed
Standing on 2026-12-15: grace: late, still in good standing
Confidence: official (the weakest of the rules that decided)

What the cycle asks for
  36 of 40 |##################..| [ ] units in total [4][5][6]
  14 of 16 |#################...| [ ] CEUs approved for auditing (CPMA) (auditing) [4][5][6]

Missing
  quota: 4 CEU (needs 40 CEU, has 36 CEU)
  auditing: 2 CEU (needs 16 CEU, has 14 CEU)
  Why: the cycle is over (quota: 40 asked for, 36 there).

Due
  by 2027-01-29: 4 CEU to be made good [4][5][6]
  by 2027-01-29: late-fee, 50.00 USD [7][8]
  by 2027-10-31: membership, 222.00 USD [2][8][9]
  in total: 272.00 USD

Activities
  + 2025-02-20 auditing-course "Auditing course": 10 CEU counted; serves auditing 10
  + 2026-03-18 auditing-day "Auditing day": 4 CEU counted; serves auditing 4
  + 2025-09-25 conference "Regional conference": 16 CEU counted
  + 2026-06-30 webinars "Webinar series": 6 CEU counted
  - 2026-11-10 late "Late webinar": outside the cycle (the last day was 2026-10-31)

What follows 2026-10-31 if the cycle ends unmet
  2026-11-01 to 2026-11-10: grace, nothing to pay; still possible: ceus, membership [7][8]
  2026-11-11 to 2026-11-30: grace, price not known; still possible: ceus, membership, late-fee
      [7][8]
      reading grace-days=ten: grace, 50.00 USD
      reading grace-days=thirty: grace, nothing to pay
  > 2026-12-01 to 2027-01-29: grace, 50.00 USD; still possible: ceus, membership, late-fee [7][8]
  2027-01-30 to 2030-01-29: revoked, reinstatement 200.00 USD and membership price not known; still
      possible: ceus, reinstatement, membership, exam [10]
  2030-01-30 on: revoked, price not known; still possible: exam [10]

What may be bought or asked for
  reinstatement from 2027-01-30 until 2030-01-29: 200.00 USD [10]
  exam from 2027-01-30: price not known [10]

Notes
  - ladder: Ten days without a late fee: presumably the older of two texts.
  - ladder: Thirty days without a late fee: presumably the newer of two texts.
  - submission: It closes at midnight of the due date.
  - the cycle that ended on 2026-10-31 is not shown as met and is reported; if the issuer closed it,
      say so in holdings[0].renewed
  - the pages do not say exactly from when these rules hold, the days are our estimate: ladder,
      submission

22 remarks of the rule book on this programme as a whole are in the JSON answer.

Sources
  [1] AAPC/CEU-2008, official, checked 2026-11-23:
      https://www.aapc.com/blog/23581-ceus-2008-and-beyond/
  [2] AAPC/MAINT, official, checked 2026-11-23:
      https://www.aapc.com/certifications/maintain-your-certification
  [3] AAPC/N1, official, checked 2026-11-23:
      https://www.aapc.com:443/support/corporate-membership/how-will-my-ceus-be-prorated
  [4] AAPC/HELP-V2, official, checked 2026-11-23:
      https://www.aapc.com/medical-coding-education/help/
  [5] AAPC/FAQ-V3, official, checked 2026-11-23:
      https://www.aapc.com/medical-coding-education/faq.aspx
  [6] AAPC/HELP-V4, official, checked 2026-11-23:
      https://www.aapc.com/medical-coding-education/help/
  [7] AAPC/HARDSHIP, official, checked 2026-11-23:
      https://www.aapc.com:443/about-us/member-hardship-policy
  [8] AAPC/IC-REVOKE, official, checked 2026-11-23:
      https://intercom.help/aapc-cf9f479c5207/en/articles/8156687-when-will-my-credential-s-be-revoked
  [9] AAPC/CPC-MBC, secondary, checked 2026-11-23: https://mbc-bv6.pages.dev/certifications/cpc
  [10] AAPC/REINST, official, checked 2026-11-23:
      https://www.aapc.com/about-us/certification-cancellation

The issuer's word decides; this is a reading of its published rules.
"#;

#[test]
fn a_lapsed_holding_shows_where_it_stands_and_what_follows() {
    let (text, whole) = printed("aapc-lapsed", "AAPC/CPC", "2026-12-15");
    assert_eq!(text, IN_GRACE);
    assert_eq!(whole["standing"], "grace");
    assert_eq!(whole["total_due"], json!({"amount": "272.00", "currency": "USD"}));
    // One step is marked as that of the day, and nothing is due on a day that is gone.
    assert_eq!(text.matches("\n  > ").count(), 1);
    assert!(list(&whole["due"]).iter().all(|due| text_of(&due["by"]) >= "2026-12-15"));
    assert!(!text.contains("extension until"), "the time to buy one is over");
}
