//! The JSON Schemas, held by an independent validator against every bundled document and answer,
//! against documents that are wrong, and against what the library's own reader says of both.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use coding_credentials::document::{DocumentError, Problem};
use coding_credentials::record::{ExamAttempt, Holding};
use coding_credentials::{Record, RuleBook, schema};
use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use crate::support::{JUDGE, cases, credential, day};

static RECORD: LazyLock<Validator> = LazyLock::new(|| validator(&schema::record()));
static BOOK: LazyLock<Validator> = LazyLock::new(|| validator(&schema::book()));
static ELIGIBILITY: LazyLock<Validator> = LazyLock::new(|| validator(&schema::eligibility()));
static RENEWAL: LazyLock<Validator> = LazyLock::new(|| validator(&schema::renewal()));
static CASES: LazyLock<Validator> = LazyLock::new(|| validator(&schema::cases()));

fn validator(schema: &str) -> Validator {
    let options = jsonschema::options().with_draft(Draft::Draft202012);
    options.should_validate_formats(true).build(&value(schema)).unwrap()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text:.200}"))
}

/// What the schema finds: places, each with the keyword of the schema that says no.
fn faults(schema: &Validator, document: &Value) -> Vec<String> {
    let faults = schema.iter_errors(document);
    let said = faults.map(|fault| format!("{} {}", fault.instance_path(), fault.kind().keyword()));
    said.collect()
}

#[track_caller]
fn accepted(schema: &Validator, document: &Value, name: &str) {
    let faults = faults(schema, document);
    assert!(faults.is_empty(), "{name}: {faults:#?}");
}

fn home(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// The files of a folder with this ending, by name; none where there is no such folder.
fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(home(folder)) else { return BTreeMap::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|found| found == ending));
    let named = |path: PathBuf| {
        (
            path.file_name().unwrap().to_string_lossy().into_owned(),
            fs::read_to_string(&path).unwrap(),
        )
    };
    paths.map(named).collect()
}

/// The bundled records: files of one, and lines.
fn records() -> BTreeMap<String, String> {
    let mut records = files("examples/records", "json");
    for (name, lines) in files("examples/records", "jsonl") {
        for (index, line) in lines.lines().enumerate() {
            records.insert(format!("{name}:{}", index + 1), line.to_owned());
        }
    }
    assert!(records.len() > 20, "{records:?}");
    records
}

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    let schemas = [
        ("record", schema::record()),
        ("book", schema::book()),
        ("eligibility", schema::eligibility()),
        ("renewal", schema::renewal()),
        ("cases", schema::cases()),
    ];
    for (name, text) in schemas {
        let committed = fs::read_to_string(home("schema").join(format!("{name}.schema.json")));
        let way_out = "run `cargo run --features schema --example schema -- --write schema`";
        assert!(committed.is_ok_and(|committed| committed == text), "{name} is stale: {way_out}");
        jsonschema::draft202012::meta::validate(&value(&text)).unwrap();
    }
}

#[test]
fn every_bundled_book_is_accepted() {
    let books = files("src/book/builtin", "json");
    assert!(books.len() >= 30);
    let own =
        files("examples/books", "json").into_iter().filter(|(name, _)| !name.contains("cases"));
    for (name, text) in books.into_iter().chain(own) {
        accepted(&BOOK, &value(&text), &name);
    }
}

#[test]
fn every_bundled_record_is_accepted() {
    let roster = files("examples/books", "jsonl").into_values();
    let roster = roster.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    let roster = roster.map(|line| (String::from("oakwood-roster.jsonl"), line));
    for (name, text) in records().into_iter().chain(roster) {
        accepted(&RECORD, &value(&text), &name);
    }
}

#[test]
fn every_file_of_conformance_cases_is_accepted() {
    let own =
        files("examples/books", "json").into_iter().filter(|(name, _)| name.contains("cases"));
    for (name, text) in files("tests/cases", "json").into_iter().chain(own) {
        accepted(&CASES, &value(&text), &name);
    }
}

#[test]
fn every_answer_on_the_bundled_records_is_accepted() {
    let (mut verdicts, mut renewals) = (BTreeSet::new(), 0);
    for (name, text) in records() {
        let record = Record::from_json(&text).unwrap();
        let held = record.holdings().unwrap_or_default().iter().map(Holding::credential);
        let sat = record.exams().unwrap_or_default().iter().map(ExamAttempt::credential);
        let mut asked: BTreeSet<String> = held.chain(sat).map(ToString::to_string).collect();
        asked.extend(["AAPC/CPC", "AHIMA/CCS", "AHIMA/CHPS"].map(Into::into));
        for (credential, as_of) in
            asked.iter().flat_map(|one| ["2021-03-01", "2026-11-24"].map(|day| (one, day)))
        {
            let name = format!("{name} {credential} {as_of}");
            if let Ok(answer) = JUDGE.eligibility(credential, &record, day(as_of)) {
                accepted(&ELIGIBILITY, &serde_json::to_value(&answer).unwrap(), &name);
                verdicts.insert(answer.verdict());
            }
            if let Ok(answer) = JUDGE.renewal(credential, &record, day(as_of)) {
                accepted(&RENEWAL, &serde_json::to_value(&answer).unwrap(), &name);
                renewals += 1;
            }
        }
    }
    assert!(verdicts.len() == 3 && renewals > 50, "{verdicts:?} {renewals}");
}

#[test]
fn an_answer_with_a_field_of_no_type_is_refused() {
    let text = r#"{"exams": [{"credential": "AAPC/CPC", "taken": "2024-05-01", "passed": true}]}"#;
    let record = Record::from_json(text).unwrap();
    let answer = JUDGE.eligibility("AAPC/CPC", &record, day("2026-01-01")).unwrap();
    let mut json = serde_json::to_value(answer).unwrap();
    json["award"]["finding"]["children"][0]["score"] = 7.into();
    assert_eq!(faults(&ELIGIBILITY, &json), ["/award/finding/children/0 additionalProperties"]);
}

/// Records that are refused, and the places and keywords of the schema that say why.
const BROKEN_RECORDS: &str = r#"
{"exam": []}
  . additionalProperties
{"exams": [{"credential": "AAPC/CPC", "passd": true}]}
  /exams/0 additionalProperties
{"exams": [{"taken": "2024-05-01"}]}
  /exams/0 required
{"exams": [{"credential": "CPC"}]}
  /exams/0/credential pattern
{"exams": [null]}
  /exams/0 type
{"exams": {}}
  /exams type
{"born": "2024-02-30"}
  /born anyOf
{"born": "2023-02-29"}
  /born anyOf
{"born": "1899-12-31"}
  /born anyOf
{"born": "1990-1-1"}
  /born anyOf
{"education": [{"level": "bachlor"}]}
  /education/0/level oneOf
{"experience": [{"field": "coding inpatient"}]}
  /experience/0/field pattern
{"experience": [{"field": "coding", "hours_per_week": 169}]}
  /experience/0/hours_per_week anyOf
{"ceus": [{"units": "1.23456"}]}
  /ceus/0/units anyOf
{"ceus": [{"units": -1}]}
  /ceus/0/units anyOf
{"ceus": [{"units": "1e2"}]}
  /ceus/0/units anyOf
{"ceus": [{"title": " "}]}
  /ceus/0/title anyOf
{"trainings": [{"program": "AAPC/Practicode", "items": 1.5}]}
  /trainings/0/items anyOf
{"payments": [{"to": "AHIMA", "purpose": "dues"}]}
  /payments/0/purpose oneOf
{"payments": [{"to": "AHIMA", "purpose": "exam", "amount": {"amount": "1.234", "currency": "USD"}}]}
  /payments/0/amount anyOf
{"holdings": [{"credential": "AAPC/CPC", "cycle": {"start": "2024-01-01"}}]}
  /holdings/0/cycle anyOf
{"ceus": [{"$schema": "record.schema.json"}]}
  /ceus/0 additionalProperties
"#;

#[test]
fn a_broken_record_is_refused_at_the_place_of_its_fault() {
    refused(BROKEN_RECORDS, "", &RECORD, value, |text| Record::from_json(text).is_ok());
}

/// What stands in the place of the requirement of an award, and what the schema says there.
const BROKEN_REQUIREMENTS: &str = r#"
{}
  . oneOf
{"hold": "CPC"}
  . additionalProperties; . oneOf
{"held": "CPC", "age": 18}
  . oneOf
{"all": []}
  /all minItems
{"all": {}}
  /all minProperties
{"all": [{"any": [{"age": "eighteen"}]}]}
  /all/0/any/0/age anyOf
{"held": {"any_of": "CPC", "field": "coding"}}
  /held anyOf
{"passed": {"all_of": ["CPC"]}}
  /passed anyOf
{"experience": {"field": "coding", "years": 1, "days": 2}}
  /experience oneOf
{"experience": {"field": "coding"}}
  /experience oneOf
{"experience": {"field": "coding", "hours": 10, "year_hours": 2000}}
  /experience oneOf
{"experience": {"field": "coding", "years": 1, "within": {"years": 1, "months": 2}}}
  /experience/within anyOf
{"coursework": {"subject": "anatomy", "grade": "E"}}
  /coursework/grade anyOf
{"coursework": {"contact_hours": 80}}
  /coursework required
{"sequence": [{"age": 18}]}
  /sequence minItems
{"readings": {"question": "q", "choices": {"a": {"age": 18}}}}
  /readings/choices minProperties
"#;

#[test]
fn a_broken_requirement_is_refused_at_the_place_of_its_fault() {
    let text = |requirement: &str| file(&credential("ACC", requirement), "");
    let at = "/credentials/ACC/award/0/requires/0/value";
    let reads = |one: &str| RuleBook::from_json("acme.json", &text(one)).is_ok();
    refused(BROKEN_REQUIREMENTS, at, &BOOK, |one| value(&text(one)), reads);
}

/// What stands in a programme, and what the schema says there.
const BROKEN_PROGRAMMES: &str = r#"
"renewal": []
  . additionalProperties
"repeats": "once"
  /repeats type
"repeats": [{"source": "PAGE", "value": "twice"}]
  /repeats/0/value oneOf
"repeats": [{"value": "once"}]
  /repeats/0 required
"repeats": [{"source": [], "value": "once"}]
  /repeats/0/source anyOf
"repeats": [{"source": "PAGE", "from": "2023-02-29", "value": "once"}]
  /repeats/0/from anyOf
"repeats": {"versions": [{"source": "PAGE", "value": "once"}]}
  /repeats required
"repeats": {"anchor": "today", "versions": [{"source": "PAGE", "value": "once"}]}
  /repeats/anchor anyOf
"submission": [{"source": "PAGE", "value": {"closes": {"days": 1, "month": 2}}}]
  /submission/0/value/closes anyOf
"proration": [{"source": "PAGE", "value": {"even": false}}]
  /proration/0/value anyOf
"constraints": {"c": {"terms": [{"source": "PAGE", "value": {"minimum": 5}}]}}
  /constraints/c/terms/0/value anyOf
"constraints": {"c": {"terms": [{"source": "PAGE", "value": {"share": 5, "of": {}, "base": "all"}}]}}
  /constraints/c/terms/0/value anyOf
"constraints": {"c d": {"terms": []}}
  /constraints additionalProperties
"admits": [{"source": "PAGE", "value": {"any": [{"topic": "coding"}]}}]
  /admits/0/value/any/0 additionalProperties
"duties": {"d": {"terms": [{"source": "PAGE", "value": {"fee": "exam", "requires": {"age": 1}}}]}}
  /duties/d/terms/0/value anyOf
"fees": {"dues": []}
  /fees additionalProperties
"fees": {"exam": [{"source": "PAGE", "value": [{"for": "all", "percent": 5}]}]}
  /fees/exam/0/value/0 oneOf
"ladder": [{"source": "PAGE", "value": [{"standing": "gone"}]}]
  /ladder/0/value/0/standing anyOf
"extension": [{"source": "PAGE", "value": "never"}]
  /extension/0/value anyOf
"#;

#[test]
fn a_broken_programme_is_refused_at_the_place_of_its_fault() {
    let text = |programme: &str| file("", programme);
    let reads = |one: &str| RuleBook::from_json("acme.json", &text(one)).is_ok();
    refused(BROKEN_PROGRAMMES, "/programs/MAIN", &BOOK, |one| value(&text(one)), reads);
}

/// The last fields of a case about eligibility, and what the schema says of the case.
const CASE_ENDS: &str = r#"
"expect": {"verdict": "met"}
  legal
"refused": "unknown field"
  legal
"record": {"exams": []}, "book": [], "expect": {}
  legal
"record": {"exam": []}, "book": [{}], "refused": "unknown field `exam`"
  legal
"record": {"exam": []}, "expect": {}
  /record additionalProperties
"book": [{"format": 1}], "expect": {}
  /book/0 required
"expect": {}, "refused": "unknown field"
  . oneOf
"record": {}
  . oneOf
"expect": "met"
  /expect anyOf
"as_of": "today", "expect": {}
  /as_of anyOf
"#;

#[test]
fn a_case_is_answered_or_refused_and_only_a_refused_one_may_hold_a_broken_document() {
    let case = |end: &str| {
        value(&format!(
            r#"{{"$schema": "cases.schema.json", "format": 1, "title": "Cases", "cases": [
                {{"id": "a", "says": "A rule.", "source": ["AAPC/APP-A1"], "ask": "eligibility",
                  "credential": "AAPC/CPC", {end}}}]}}"#
        ))
    };
    let mut wrong = String::new();
    for (end, expected) in cases(CASE_ENDS) {
        let found = below("/cases/0", &faults(&CASES, &case(&end)));
        if found != expected && !(expected == "legal" && found.is_empty()) {
            writeln!(wrong, "{end}\n  expected {expected}\n  found    {found}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Every document is refused by the library's own reader, and by the schema with exactly these faults
/// below a place; all that differ are shown together.
fn refused(
    table: &str,
    at: &str,
    schema: &Validator,
    document: impl Fn(&str) -> Value,
    reads: impl Fn(&str) -> bool,
) {
    let mut wrong = String::new();
    for (text, expected) in cases(table) {
        let found = below(at, &faults(schema, &document(&text)));
        if found != expected || reads(&text) {
            writeln!(wrong, "{text}\n  expected {expected}\n  found    {found}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// A file of ACME with these credentials and fields of one programme.
fn file(credentials: &str, programme: &str) -> String {
    let programme = if programme.is_empty() { String::new() } else { format!(", {programme}") };
    format!(
        r#"{{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
            "sources": {{"PAGE": {{"url": "https://acme.example/rules", "publisher": "Acme College",
                                  "checked": "2026-01-01", "confidence": "official"}}}},
            "credentials": {{{credentials}}},
            "programs": {{"MAIN": {{"title": "Acme renewal", "holdings": "all",
                "cycle": [{{"source": "PAGE", "value": {{"length": {{"years": 2}}, "primary": true}}}}],
                "quota": [{{"source": "PAGE", "value": {{"by_count": [36, 40]}}}}]{programme}}}}}}}"#
    )
}

/// The faults by their places below a place, which itself is a full stop.
fn below(at: &str, faults: &[String]) -> String {
    let below = faults.iter().map(|fault| match fault.strip_prefix(at) {
        Some(below) if below.starts_with(' ') => format!(".{below}"),
        Some(below) => below.to_owned(),
        None => format!("outside: {fault}"),
    });
    let below: BTreeSet<String> = below.collect();
    below.into_iter().collect::<Vec<_>>().join("; ")
}

/// Whether a fault is one that a schema cannot see: it needs the whole document.
fn is_beyond(error: &DocumentError) -> bool {
    match error.problem() {
        Problem::Contradiction | Problem::UnknownName => true,
        // What the check of a whole book says of single values.
        Problem::BadValue => ["makes no rule", "`first` are for", "write one of them"]
            .iter()
            .any(|what| error.message().contains(what)),
        _ => false,
    }
}

/// The document with one thing changed: everything in it is once left out, once `null`, once of
/// another kind, once with a field too many. At most so many of these, evenly.
fn mutants(document: &Value, most: usize) -> impl Iterator<Item = (String, Value)> {
    let mut places = Vec::new();
    walk(document, "", &mut places);
    let others = [
        Value::Null,
        json!("?!"),
        json!(7),
        json!(true),
        json!([]),
        json!({}),
        json!("2024-02-30"),
    ];
    let all: Vec<(String, Option<Value>)> = places
        .into_iter()
        .flat_map(|place| {
            let less = (format!("{place} less"), None);
            let more = (format!("{place}/xyzzy more"), Some(json!(1)));
            let other = |value: Value| (format!("{place} other"), Some(value));
            [less, more].into_iter().chain(others.clone().map(other)).collect::<Vec<_>>()
        })
        .collect();
    let step = all.len().div_ceil(most).max(1);
    let document = document.clone();
    all.into_iter().step_by(step).filter_map(move |(change, value)| {
        let mut mutant = document.clone();
        let place = change.split(' ').next()?;
        let (parent, key) = place.rsplit_once('/')?;
        match (mutant.pointer_mut(parent)?, value) {
            (Value::Object(members), Some(value)) => {
                members.insert(key.replace("~1", "/"), value);
            }
            (Value::Object(members), None) => {
                members.remove(&key.replace("~1", "/"));
            }
            (Value::Array(elements), Some(value)) => {
                *elements.get_mut(key.parse::<usize>().ok()?)? = value;
            }
            (Value::Array(elements), None) => {
                elements.remove(key.parse().ok()?);
            }
            _ => return None,
        }
        Some((change, mutant))
    })
}

fn walk(value: &Value, place: &str, places: &mut Vec<String>) {
    if !place.is_empty() {
        places.push(place.to_owned());
    }
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            walk(value, &format!("{place}/{}", key.replace('/', "~1")), places);
        }),
        Value::Array(elements) => elements.iter().enumerate().for_each(|(index, value)| {
            walk(value, &format!("{place}/{index}"), places);
        }),
        _ => {}
    }
}

/// What the reader takes, the schema takes; what the schema takes is legal in its shape.
fn agree(schema: &Validator, name: &str, mutant: &Value, read: Option<DocumentError>) {
    let faults = faults(schema, mutant);
    match read {
        None => assert!(faults.is_empty(), "{name}: refused by the schema alone: {faults:#?}"),
        Some(error) if is_beyond(&error) => {}
        Some(error) => assert!(!faults.is_empty(), "{name}: refused by the reader alone: {error}"),
    }
}

#[test]
fn the_schema_and_the_reader_agree_on_records_with_one_change() {
    for (name, text) in records() {
        for (change, mutant) in mutants(&value(&text), 120) {
            let read = Record::from_json(&mutant.to_string()).err();
            agree(&RECORD, &format!("{name} {change}"), &mutant, read);
        }
    }
}

#[test]
fn the_schema_and_the_reader_agree_on_books_with_one_change() {
    let mut alone = 0;
    for (name, text) in files("src/book/builtin", "json") {
        // A file that names credentials of other files is not read alone.
        if RuleBook::from_json(&name, &text).is_err() {
            continue;
        }
        alone += 1;
        for (change, mutant) in mutants(&value(&text), 60) {
            let read = RuleBook::from_json(&name, &mutant.to_string()).err();
            agree(&BOOK, &format!("{name} {change}"), &mutant, read);
        }
    }
    assert!(alone > 1);
}
