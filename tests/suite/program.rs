//! The example `eligibility` as a program: what goes in, what comes out, and the exit code.

use std::fs;
use std::path::{Path, PathBuf};

use coding_credentials::calendar::Day;
use coding_credentials::{Issuer, RuleBook};
use serde_json::{Value, json};

use crate::command::{self, Run, code_of, file, refused};

fn run_with(arguments: &[&str], input: &[u8]) -> Run {
    command::run("eligibility", arguments, input)
}

fn run(arguments: &[&str]) -> Run {
    run_with(arguments, b"")
}

/// The JSON answer of a run that succeeded.
#[track_caller]
fn answer(arguments: &[&str], input: &str) -> Value {
    let run = run_with(&[arguments, &["--format", "json"]].concat(), input.as_bytes());
    assert_eq!(run.err, "", "{arguments:?}");
    serde_json::from_str(&run.out).unwrap()
}

/// The bundled files with this ending.
fn bundled(wanted: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/records");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == wanted)).collect();
    files.sort();
    files
}

/// A person who passed the CIC, which asks for nothing else.
const MET: &str = concat!(
    r#"{"id": "met", "holdings": [], "exams": [{"credential": "AAPC/CIC", "taken": "2024-05-01", "#,
    r#""passed": true, "recorded": "2024-06-01"}]}"#
);
const UNMET: &str = r#"{"id": "unmet", "exams": [], "holdings": []}"#;
const UNDETERMINED: &str = r#"{"id": "undetermined"}"#;
const REFUSED: &str = r#"{"id": "refused", "exam": []}"#;

/// What is asked about these persons.
const CIC: [&str; 4] = ["--credential", "AAPC/CIC", "--as-of", "2026-11-23"];

#[test]
fn each_bundled_record_is_answered_in_text_and_in_json() {
    let records = bundled("json");
    assert!(!records.is_empty());
    for path in records {
        let path = path.to_str().unwrap();
        for credential in ["AAPC/CPC", "AHIMA/CCS"] {
            let asked = ["--credential", credential, "--as-of", "2026-11-23", path];
            let json = run(&[&asked[..], &["--format", "json"]].concat());
            let whole: Value = serde_json::from_str(&json.out).unwrap();
            assert_eq!((json.code, json.err.as_str()), (Some(code_of(&whole["verdict"])), ""));
            assert_eq!(
                (&whole["credential"], &whole["as_of"]),
                (&json!(credential), &json!("2026-11-23"))
            );
            let text = run(&asked);
            assert_eq!((text.code, text.err.as_str()), (json.code, ""), "{path}");
            assert!(text.out.starts_with(credential), "{}", text.out);
            let verdict = whole["verdict"].as_str().unwrap().to_uppercase();
            assert!(text.out.contains(&format!("\n{verdict}: ")), "{}", text.out);
        }
    }
}

#[test]
fn each_bundled_line_is_answered() {
    for path in bundled("jsonl") {
        let text = fs::read_to_string(&path).unwrap();
        let records = text.lines().filter(|line| !line.trim().is_empty()).count();
        let run = run(&["--as-of", "2026-11-23", path.to_str().unwrap()]);
        assert!(run.err.is_empty() && matches!(run.code, Some(0..=3)), "{run:?}");
        assert_eq!(run.out.lines().count(), records, "{}", path.display());
    }
}

#[test]
fn the_first_bundled_record_meets_the_cpc() {
    let path = bundled("json")
        .into_iter()
        .find(|path| path.ends_with("one-year-and-course.json"))
        .unwrap();
    let asked = ["--credential", "AAPC/CPC", "--as-of", "2026-11-23", path.to_str().unwrap()];
    assert_eq!(run(&asked).code, Some(0));
    let whole = answer(&asked, "");
    assert_eq!(
        (&whole["verdict"], &whole["record"]),
        (&json!("met"), &json!("one-year-and-course"))
    );
    assert_eq!(whole["award"]["designation"], "AAPC/CPC");
}

#[test]
fn without_arguments_a_bundled_record_is_answered_as_of_today() {
    let text = run(&[]);
    assert!(matches!(text.code, Some(0 | 1 | 3)) && text.err.is_empty(), "{text:?}");
    assert!(text.out.starts_with("AAPC/CPC"), "{}", text.out);
    let whole = answer(&[], "");
    assert_eq!(whole["credential"], "AAPC/CPC");
    assert!(whole["as_of"].as_str().unwrap().parse::<Day>().is_ok(), "{whole}");
}

#[test]
fn the_exit_code_says_the_verdict() {
    for (record, code) in [(MET, 0), (UNMET, 1), (UNDETERMINED, 3)] {
        let path = file(&format!("exit-{code}.json"), record);
        for format in ["text", "json"] {
            let run = run(&[&CIC[..], &["--format", format, &path]].concat());
            assert_eq!((run.code, run.err.as_str()), (Some(code), ""), "{record}");
        }
    }
    let refused_record = file("exit-2.json", REFUSED);
    assert_eq!(run(&[&CIC[..], &[&refused_record]].concat()).code, Some(2));
}

#[test]
fn a_record_comes_from_standard_input() {
    let from_input = run_with(&[&CIC[..], &["-"]].concat(), MET.as_bytes());
    let from_file = run(&[&CIC[..], &[&file("input.json", MET)]].concat());
    assert_eq!(from_input, from_file);
    let empty = run_with(&[&CIC[..], &["-"]].concat(), b"");
    assert_eq!(refused(&empty), "-: the document is empty: write one JSON object");
}

/// The keys of an object, sorted: whether a `Value` keeps their order depends on features of other
/// crates.
fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// Every finding has the fields of the format, and so have those below it.
fn assert_finding(finding: &Value) {
    assert_eq!(
        keys(finding),
        ["children", "evidence", "path", "sources", "text", "verdict"],
        "{finding}"
    );
    code_of(&finding["verdict"]);
    finding["children"].as_array().unwrap().iter().for_each(assert_finding);
}

#[test]
fn a_json_answer_has_the_fields_of_the_format() {
    let whole = answer(&[&CIC[..], &["-"]].concat(), UNMET);
    let common = [
        "book",
        "record",
        "credential",
        "as_of",
        "verdict",
        "confidence",
        "notes",
        "shortfalls",
        "questions",
        "readings",
        "exam",
        "award",
        "recommended",
    ];
    for field in common {
        assert!(whole.get(field).is_some(), "{field} is missing: {whole}");
    }
    // Only where they say something.
    assert_eq!((whole.get("asked"), whole.get("known_on")), (None, None));
    for field in ["verdict", "finding", "facts", "window", "attempts_left", "next_attempt"] {
        assert!(whole["exam"].get(field).is_some(), "{field} is missing: {whole}");
    }
    for field in ["verdict", "finding", "designation"] {
        assert!(whole["award"].get(field).is_some(), "{field} is missing: {whole}");
    }
    assert_eq!(whole["verdict"], whole["award"]["verdict"]);
    assert_eq!(whole["award"]["designation"], Value::Null);
    assert_finding(&whole["exam"]["finding"]);
    assert_finding(&whole["award"]["finding"]);
    let missing = whole["shortfalls"].as_array().unwrap().iter();
    let missing = missing.filter(|missing| missing["path"].as_str().unwrap().starts_with("award"));
    let missing: Vec<&Value> = missing.collect();
    assert_eq!(missing.len(), 1, "{whole}");
    assert_eq!(keys(missing[0]), ["have", "measure", "missing", "need", "path", "waived"]);
}

#[test]
fn a_question_names_the_fact_and_why_it_is_not_known() {
    let whole = answer(&[&CIC[..], &["-"]].concat(), UNDETERMINED);
    let exams =
        whole["questions"].as_array().unwrap().iter().find(|asked| asked["fact"] == "exams");
    let exams = exams.unwrap_or_else(|| panic!("{whole}"));
    assert_eq!(exams["why"], "fact-missing");
    assert!(exams["path"].as_str().unwrap().starts_with("award"), "{exams}");
}

#[test]
fn an_earlier_name_is_resolved_and_named() {
    let whole = answer(&["--credential", "AAPC/CPC-H", "--as-of", "2026-11-23", "-"], UNMET);
    assert_eq!((&whole["credential"], &whole["asked"]), (&json!("AAPC/COC"), &json!("AAPC/CPC-H")));
    let bare = answer(&["--credential", "CIC", "--as-of", "2026-11-23", "-"], UNMET);
    assert_eq!((&bare["credential"], bare.get("asked")), (&json!("AAPC/CIC"), None));
}

#[test]
fn the_same_input_gives_the_same_bytes_h77() {
    let path = bundled("json").swap_remove(0);
    for format in ["text", "json"] {
        let asked = ["--as-of", "2026-11-23", "--format", format, path.to_str().unwrap()];
        assert_eq!(run(&asked), run(&asked));
    }
}

#[test]
fn entries_recorded_later_are_left_out() {
    let asked = |known_on: &str| {
        run_with(&[&CIC[..], &["--known-on", known_on, "-"]].concat(), MET.as_bytes()).code
    };
    assert_eq!(asked("2024-05-31"), Some(1));
    assert_eq!(asked("2024-06-01"), Some(0));
    let whole = answer(&[&CIC[..], &["--known-on", "2024-05-31", "-"]].concat(), MET);
    assert_eq!(whole["known_on"], "2024-05-31");
}

/// A file over AAPC in which the CIC is had for this.
fn book(edition: &str, asks: &str) -> String {
    format!(
        r#"{{"format": 1, "edition": "{edition}", "issuer": "AAPC", "title": "AAPC",
            "sources": {{"MINE": {{"url": "https://mine.example", "publisher": "Mine",
                                  "checked": "{edition}", "confidence": "official"}}}},
            "credentials": {{"CIC": {{"title": "Certified Inpatient Coder", "award": [
                {{"designation": "CIC", "requires": [{{"source": "MINE",
                    "value": {asks}}}]}}]}}}}}}"#
    )
}

#[test]
fn books_are_laid_over_the_embedded_one_in_order() {
    let adult = file("adult.json", book("2026-12-01", r#"{"age": 18}"#));
    let senior = file("senior.json", book("2026-12-02", r#"{"age": 65}"#));
    let born = r#"{"born": "1994-02-11"}"#;
    let with = |books: &[&str]| {
        let mut asked = CIC.to_vec();
        for book in books {
            asked.extend(["--book", book]);
        }
        asked.push("-");
        answer(&asked, born)
    };
    let one = with(&[&adult]);
    assert_eq!(one["verdict"], "met");
    assert_eq!(one["book"], "builtin 2026-11-24 + adult.json 2026-12-01");
    let notes = one["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note["code"] == "rule-replaced"), "{one}");
    assert_eq!(with(&[&adult, &senior])["verdict"], "unmet");
    let both = with(&[&senior, &adult]);
    assert_eq!(both["verdict"], "met");
    let order = "builtin 2026-11-24 + senior.json 2026-12-02 + adult.json 2026-12-01";
    assert_eq!(both["book"], order);
}

#[test]
fn a_book_that_is_wrong_is_refused_with_its_place() {
    let wrong = file("wrong.json", book("2026-12-01", r#"{"pased": "CIC"}"#));
    let run = run_with(&[&CIC[..], &["--book", &wrong, "-"]].concat(), MET.as_bytes());
    let expected = format!(
        "{wrong}: at `credentials.CIC.award[0].requires[0].value`: unknown word `pased`: did you \
         mean `passed`?"
    );
    assert_eq!(refused(&run), expected);
}

#[test]
fn a_reading_may_be_picked() {
    let asks = r#"{"readings": {"question": "adult", "choices": {"young": {"age": 18},
        "old": {"age": 65}}}}"#;
    let book = file("readings.json", book("2026-12-01", asks));
    let with = |readings: &[&str]| {
        let mut asked = [&CIC[..], &["--book", &book]].concat();
        for reading in readings {
            asked.extend(["--reading", reading]);
        }
        asked.push("-");
        run_with(&asked, br#"{"born": "1994-02-11"}"#)
    };
    assert_eq!(with(&[]).code, Some(3));
    assert_eq!(with(&["adult=young"]).code, Some(0));
    assert_eq!(with(&["adult=old"]).code, Some(1));
    // The later one counts.
    assert_eq!(with(&["adult=old", "adult=young"]).code, Some(0));
    let cases = [
        ("adult", "--reading: `adult` has no choice: write QUESTION=CHOICE"),
        ("adults=young", "--reading: unknown question `adults`: did you mean `adult`?"),
        ("adult=youn", "--reading: unknown choice `youn`: did you mean `young`?"),
        ("adult=", "--reading: unknown choice ``: use one of young, old"),
    ];
    for (reading, expected) in cases {
        let message = with(&[reading]);
        let message = refused(&message);
        // The embedded book has questions of its own among which the nearest is found.
        assert_eq!(message, expected);
    }
}

/// Arguments that are refused, and the message.
const REFUSALS: &[(&[&str], &str)] = &[
    (&["--as-of", "2026-02-30"], "--as-of: `2026-02-30` does not exist: February 2026 has 28 days"),
    (&["--as-of", "today"], "--as-of: `today` is not a day: write it as YYYY-MM-DD"),
    (&["--as-of", ""], "--as-of: `` is not a day: write it as YYYY-MM-DD"),
    (&["--known-on", "2026-2-3"], "--known-on: `2026-2-3` is not a day: write it as YYYY-MM-DD"),
    (
        &["--credential", "cpc"],
        "--credential: unknown credential `cpc`: did you mean `AAPC/CPC`, `AAPC/CPCD` or \
         `AAPC/CPCO`?",
    ),
    (
        &["--credential", "RHI"],
        "--credential: unknown credential `RHI`: did you mean `AHIMA/RHIA` or `AHIMA/RHIT`?",
    ),
    (
        &["--credential", "QQQQQQ"],
        "--credential: unknown credential `QQQQQQ`: the book has the credentials of {issuers}",
    ),
    (
        &["--credential", "AAPC/\u{1b}[31m"],
        "--credential: `\\u{1b}[31m` contains the character U+001B: a code has ASCII letters, \
         digits and inner hyphens only",
    ),
];

#[test]
fn arguments_that_are_wrong_are_refused() {
    let book = RuleBook::builtin().unwrap();
    let issuers: Vec<&str> = book.issuers().map(Issuer::as_str).collect();
    for (arguments, expected) in REFUSALS {
        let expected = expected.replace("{issuers}", &issuers.join(", "));
        assert_eq!(refused(&run(arguments)), expected);
        // Before any record is read.
        let missing = [*arguments, &["/no/such/record.json"]].concat();
        assert_eq!(refused(&run(&missing)), expected);
    }
}

#[test]
fn a_record_that_is_wrong_is_refused_with_its_file_and_place() {
    let path = file("unknown-field.json", REFUSED);
    let run_file = run(&[&CIC[..], &[&path]].concat());
    let expected = format!("{path}: unknown field `exam`: did you mean `exams`?");
    assert_eq!(refused(&run_file), expected);
    let input = run_with(&[&CIC[..], &["-"]].concat(), br#"{"exams": [{}]}"#);
    assert_eq!(refused(&input), "-: at `exams[0]`: `credential` is missing: add the field");
    let contradiction = br#"{"exams": [{"credential": "AAPC/CPC", "taken": "2024-05-01",
        "passed": true, "score": 69}]}"#;
    let asked = ["--credential", "AAPC/CPC", "--as-of", "2026-11-23", "-"];
    assert_eq!(
        refused(&run_with(&asked, contradiction)),
        "-: at `exams[0]`: the exam is stated as passed with a score of 69, but the pass mark on \
         2024-05-01 is 70: correct one of the two",
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    for path in ["/no/such/record.json", "/no/such/records.jsonl"] {
        let message = run(&[&CIC[..], &[path]].concat());
        let message = refused(&message).to_owned();
        assert!(message.starts_with(&format!("{path}: cannot be read: ")), "{message}");
    }
    let book = run(&[&CIC[..], &["--book", "/no/such/book.json"]].concat());
    assert!(refused(&book).starts_with("/no/such/book.json: cannot be read: "), "{book:?}");
    let folder = env!("CARGO_TARGET_TMPDIR");
    let message = run(&[&CIC[..], &[folder]].concat());
    assert!(refused(&message).starts_with(&format!("{folder}: cannot be read: ")), "{message:?}");
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_with_their_place_h03_h04() {
    let latin = file("latin.json", b"{\"id\": \"Jos\xe9\"}");
    let run_file = run(&[&CIC[..], &[&latin]].concat());
    let expected = format!("{latin}: not UTF-8 at byte 11: save the file as UTF-8");
    assert_eq!(refused(&run_file), expected);
    let utf_16 = run_with(&[&CIC[..], &["-"]].concat(), b"\xff\xfe{\0}\0");
    assert_eq!(refused(&utf_16), "-: not UTF-8 at byte 0: save the file as UTF-8");
}

#[test]
fn help_is_printed_on_request() {
    let help = run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (Some(0), ""));
    for option in ["--credential", "--as-of", "--known-on", "--book", "--reading", "--format"] {
        assert!(help.out.contains(option), "{option} is missing: {}", help.out);
    }
    assert!(help.out.contains("Exit codes: 0 met, 1 unmet, 3 undetermined, 2 bad input."));
}

#[test]
fn options_that_do_not_exist_are_refused() {
    for arguments in [&["--cycle-on", "2026-01-01"][..], &["a.json", "b.json"], &["--as-of"]] {
        let run = run(arguments);
        assert!(!refused(&run).is_empty());
    }
}

#[test]
fn the_name_of_a_person_is_in_no_answer_and_no_error_h74() {
    let record = MET.replacen('{', r#"{"name": "Ana Reyes", "#, 1);
    for format in ["text", "json"] {
        let asked = [&CIC[..], &["--format", format, "-"]].concat();
        let run = run_with(&asked, record.as_bytes());
        assert_eq!(run.code, Some(0));
        assert!(!run.out.contains("Ana"), "{}", run.out);
    }
    let refused_record = REFUSED.replacen('{', r#"{"name": "Ana Reyes", "#, 1);
    let run = run_with(&[&CIC[..], &["-"]].concat(), refused_record.as_bytes());
    assert!(!refused(&run).contains("Ana"), "{run:?}");
}

/// The answers to the lines of a `.jsonl`, and the exit code.
fn lines(name: &str, text: impl AsRef<[u8]>) -> (Vec<Value>, Option<i32>) {
    let path = file(name, text);
    let run = run(&[&CIC[..], &[&path]].concat());
    assert_eq!(run.err, "", "{run:?}");
    let answers = run.out.lines().map(|line| serde_json::from_str(line).unwrap());
    (answers.collect(), run.code)
}

#[test]
fn each_line_of_many_records_is_answered_in_order() {
    let text = [MET, "", UNMET, "   ", REFUSED, UNDETERMINED, MET].join("\n");
    let (answers, code) = lines("order.jsonl", text);
    let found: Vec<&Value> =
        answers.iter().map(|answer| answer.get("verdict").unwrap_or(answer)).collect();
    let error = json!({"line": 5, "error": "unknown field `exam`: did you mean `exams`?"});
    let expected = [&json!("met"), &json!("unmet"), &error, &json!("undetermined"), &json!("met")];
    assert_eq!(found, expected);
    assert_eq!(answers[0]["record"], "met");
    assert_eq!(code, Some(2));
}

#[test]
fn the_worst_line_gives_the_exit_code() {
    let cases: &[(&[&str], i32)] = &[
        (&[], 0),
        (&["", " "], 0),
        (&[MET], 0),
        (&[MET, UNDETERMINED, MET], 3),
        (&[UNDETERMINED, UNMET, MET], 1),
        (&[UNMET, UNDETERMINED], 1),
        (&[UNMET, REFUSED, UNDETERMINED], 2),
        (&[REFUSED], 2),
        (&[MET, REFUSED, MET], 2),
    ];
    for (place, (records, expected)) in cases.iter().enumerate() {
        let (answers, code) = lines(&format!("code-{place}.jsonl"), records.join("\n"));
        assert_eq!(code, Some(*expected), "{records:?}");
        let told = records.iter().filter(|record| !record.trim().is_empty()).count();
        assert_eq!(answers.len(), told);
    }
}

#[test]
fn lines_end_in_either_way_and_the_last_one_in_none() {
    let text = format!("{MET}\r\n\r\n{UNMET}\r\n{REFUSED}");
    let (answers, _) = lines("endings.jsonl", text);
    assert_eq!(answers.len(), 3);
    assert_eq!((&answers[1]["verdict"], &answers[2]["line"]), (&json!("unmet"), &json!(4)));
}

#[test]
fn a_line_that_is_not_utf_8_or_contradicts_the_book_is_refused_alone() {
    let bytes = [MET.as_bytes(), b"\n{\"id\": \"\xff\"}\n", MET.as_bytes()].concat();
    let (answers, code) = lines("bytes.jsonl", bytes);
    assert_eq!((answers.len(), code), (3, Some(2)));
    assert_eq!(answers[1]["line"], 2);
    assert!(
        answers[1]["error"].as_str().unwrap().starts_with("not UTF-8 at byte 8"),
        "{answers:?}"
    );
    let cpc = r#"{"credential": "AAPC/CPC", "taken": "2024-05-01", "passed": true, "score": 1}"#;
    let (answers, code) = lines("contradiction.jsonl", format!(r#"{{"exams": [{cpc}]}}"#));
    assert_eq!((answers.len(), code), (1, Some(2)));
    let expected = "at `exams[0]`: the exam is stated as passed with a score of 1, but the pass \
                    mark on 2024-05-01 is 70: correct one of the two";
    assert_eq!(answers[0], json!({"line": 1, "error": expected}));
}

#[test]
fn many_records_are_answered_in_json_whatever_the_format() {
    let path = file("format.jsonl", MET);
    let text = run(&[&CIC[..], &["--format", "text", &path]].concat());
    assert_eq!(text, run(&[&CIC[..], &["--format", "json", &path]].concat()));
    assert_eq!(text.out.lines().count(), 1);
    let single = answer(&[&CIC[..], &["-"]].concat(), MET);
    assert_eq!(serde_json::from_str::<Value>(&text.out).unwrap(), single);
}

#[test]
fn many_records_are_read_as_they_were_known_on_a_day() {
    let path = file("known-on.jsonl", [MET, UNMET].join("\n"));
    let run = run(&[&CIC[..], &["--known-on", "2024-05-31", &path]].concat());
    assert_eq!(run.code, Some(1));
    assert_eq!(run.out.matches(r#""known_on":"2024-05-31""#).count(), 2);
}

// The tests below state what the format promises where the program was found to do something else.

#[test]
fn a_refused_line_says_its_number_first() {
    let path = file("refused.jsonl", [MET, REFUSED].join("\n"));
    let run = run(&[&CIC[..], &[&path]].concat());
    let second = run.out.lines().nth(1).unwrap();
    assert_eq!(second, r#"{"line":2,"error":"unknown field `exam`: did you mean `exams`?"}"#);
}

#[test]
fn a_word_outside_the_list_of_an_option_is_refused_with_the_words() {
    let run = run(&["--format", "xml"]);
    let message = refused(&run);
    assert!(message.contains("text") && message.contains("json"), "{message}");
}

#[test]
fn a_misspelt_option_is_refused_with_the_nearest_one() {
    let run = run(&["--credentail", "CPC"]);
    let message = refused(&run);
    assert!(message.contains("`--credential`") || message.contains("'--credential'"), "{message}");
}

#[test]
fn a_file_name_is_echoed_on_one_line_h20() {
    let run = run(&[&CIC[..], &["/no/such\n\u{1b}[2Jfile.json"]].concat());
    refused(&run);
}
