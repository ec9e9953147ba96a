//! The example `book` as a user runs it: text, JSON, exit codes, good and bad input.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use coding_credentials::book::EDITION;
use coding_credentials::calendar::Day;
use coding_credentials::explain::render;
use coding_credentials::plan::{Basis, impact};
use coding_credentials::{Judge, Record, RuleBook};
use serde_json::{Value, json};

use crate::command::{self, Run, refused};
use crate::support::{JUDGE, day};

fn run_with(arguments: &[&str], input: &str) -> Run {
    command::run("book", arguments, input.as_bytes())
}

#[track_caller]
fn run(arguments: &[&str]) -> Run {
    run_with(arguments, "")
}

/// The text of a run that ended with a code.
#[track_caller]
fn text(arguments: &[&str], code: i32) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.err.as_str()), (Some(code), ""), "{arguments:?}\n{}", run.out);
    run.out
}

/// The JSON of a run that ended with a code.
#[track_caller]
fn answer(arguments: &[&str], code: i32) -> Value {
    let out = text(&[arguments, &["--format", "json"]].concat(), code);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}\n{out}"))
}

fn file(name: &str, text: &str) -> String {
    command::file(&format!("book-{name}"), text)
}

fn package(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).to_str().unwrap().to_owned()
}

/// A legal book of one issuer; the wait after a failed attempt can be chosen.
fn college(days: u32) -> String {
    format!(
        r#"{{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
        "sources": {{"PAGE": {{"url": "https://acme.example/rules", "publisher": "Acme College",
                              "checked": "2026-01-01", "confidence": "official"}}}},
        "credentials": {{"ACC": {{"title": "Acme Certified Coder", "fields": ["coding"],
          "offered": [{{"from": "2020-01-01", "source": "PAGE", "value": true}}],
          "maintainable": [{{"source": "PAGE", "value": false}}],
          "exam": {{"requires": [{{"source": "PAGE", "value": {{"nothing": "no condition"}}}}],
                    "attempts": [{{"source": "PAGE", "value": {{"waits": [{{"days": {days}}}]}}}}]}},
          "award": [{{"designation": "ACC", "requires": [{{"source": "PAGE", "value": {{"passed": "ACC"}}}}]}}]}}}},
        "programs": {{"MAIN": {{"title": "Acme renewal", "holdings": "all",
          "cycle": [{{"source": "PAGE", "value": {{"unpublished": "the cycle"}}}}]}}}}}}"#
    )
}

// list

#[test]
fn without_arguments_all_credentials_are_listed_as_of_today() {
    let text = text(&[], 0);
    assert!(text.contains(&format!("rules: builtin {EDITION}\n")), "{text}");
    for id in JUDGE.book().credentials() {
        let title = JUDGE.book().title(&id).unwrap();
        let row = text.lines().find(|line| {
            line.trim_start().starts_with(&format!("{} ", id.code())) && line.ends_with(title)
        });
        assert!(row.is_some(), "{id} is not listed");
    }
    assert!(text.lines().next().unwrap()[3..13].parse::<Day>().is_ok());
}

#[test]
fn a_list_says_what_can_be_earned_and_renewed_on_a_day() {
    let book = file("list.json", &college(30));
    let row = |as_of: &str| {
        let list = answer(&["list", "--issuer", "acme", "--as-of", as_of, "--book", &book], 0);
        assert_eq!(list["as_of"], as_of);
        assert_eq!(list["issuers"].as_array().unwrap().len(), 1);
        list["issuers"][0]["credentials"][0].clone()
    };
    let known = json!({"credential": "ACME/ACC", "title": "Acme Certified Coder", "offered": true,
                       "renewable": false, "rules": 9});
    assert_eq!(row("2020-01-01"), known);
    assert_eq!(row("2019-12-31")["offered"], Value::Null, "nothing is on file for the day");
    let listed = text(&["list", "--issuer", "ACME", "--as-of", "2020-01-01", "--book", &book], 0);
    let expected = "\nACME: Acme College\n  code      earn  renew  rules  title\n  \
                    ACC       yes   no         9  Acme Certified Coder\n";
    assert!(listed.ends_with(expected), "{listed}");
    // A mark is offered as its credential is.
    let list = answer(&["list", "--issuer", "AAPC", "--as-of", "2026-11-24"], 0);
    let rows = list["issuers"][0]["credentials"].as_array().unwrap();
    let of = |id: &str| rows.iter().find(|row| row["credential"] == id).unwrap();
    assert_eq!(of("AAPC/CPC-A")["offered"], true);
    assert_eq!(of("AAPC/CPC-P")["offered"], false);
}

// show

#[test]
fn a_credential_is_shown_as_the_library_describes_it() {
    let (acme, book) = (file("show.json", &college(30)), JUDGE.book());
    for name in ["AAPC/CPC", "AHIMA/CCS", "NCRA/ODS", "BMSC/HCS-D", "MGMA/CMPE", "NHA/CBCS"] {
        let shown = book.describe(&name.parse().unwrap()).unwrap();
        assert_eq!(text(&["show", name], 0), render::description(&shown, 100), "{name}");
        assert_eq!(text(&["show", name, "--width", "60"], 0), render::description(&shown, 60));
        assert_eq!(answer(&["show", name], 0), serde_json::to_value(&shown).unwrap(), "{name}");
    }
    // By a code alone, by an earlier name, on a day, in a book of one's own.
    assert_eq!(answer(&["show", "CPC"], 0)["credential"], "AAPC/CPC");
    assert_eq!(answer(&["show", "NCRA/CTR"], 0)["credential"], "NCRA/ODS");
    let on = answer(&["show", "AHIMA/CCA", "--as-of", "2023-09-10"], 0);
    assert_eq!(on["as_of"], "2023-09-10");
    let shown = text(&["show", "ACC", "--book", &acme], 0);
    assert!(
        shown.contains(
            "\n  Waiting time after a failed attempt\n    30 days after each failure [1]\n"
        )
    );
    assert!(shown.contains(&format!("rules: builtin {EDITION} + book-show.json 2026-01-01\n")));
}

#[test]
fn the_json_of_a_description_has_the_fields_of_the_format() {
    let shown = answer(&["show", "AAPC/COC"], 0);
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().unwrap_or_else(|| panic!("{value}")).keys().cloned().collect()
    };
    assert_eq!(
        keys(&shown).iter().map(String::as_str).collect::<BTreeSet<_>>(),
        BTreeSet::from([
            "as_of",
            "book",
            "credential",
            "fields",
            "former",
            "issuer",
            "mark_of",
            "sections",
            "superseded_by",
            "supersedes",
            "title",
        ])
    );
    assert_eq!(
        shown["former"][0],
        json!({"credential": "AAPC/CPC-H", "until": "2014-12-31", "estimated": true,
               "sources": shown["former"][0]["sources"]})
    );
    let mut kinds = Vec::new();
    for section in shown["sections"].as_array().unwrap() {
        kinds.push(section["kind"].as_str().unwrap());
        assert!(section["heading"].is_string());
        for rule in section["rules"].as_array().unwrap() {
            for key in ["issuer", "place", "of", "heading"] {
                assert!(rule[key].is_string(), "{rule}");
            }
            for version in rule["versions"].as_array().unwrap() {
                let keys: BTreeSet<String> = keys(version).into_iter().collect();
                for key in ["from", "until", "estimated", "confidence", "sources", "lines"] {
                    assert!(keys.contains(key), "{version}");
                }
                let more: Vec<&String> = keys
                    .iter()
                    .filter(|key| {
                        ![
                            "from",
                            "until",
                            "estimated",
                            "confidence",
                            "sources",
                            "lines",
                            "reading",
                            "note",
                        ]
                        .contains(&key.as_str())
                    })
                    .collect();
                assert!(more.is_empty(), "{more:?}");
            }
        }
    }
    assert_eq!(kinds, ["credential", "exam", "award", "waivers", "renewal"]);
}

// words

#[test]
fn words_are_printed_by_field_in_three_ways() {
    let words = text(&["words"], 0);
    assert_eq!(text(&["--words"], 0), words);
    assert!(words.contains("\nceus.topics\n  "), "{words}");
    assert!(words.lines().all(|line| line.len() <= 100), "{words}");
    let ahima = answer(&["words", "--issuer", "AHIMA"], 0);
    let topics =
        ahima.as_array().unwrap().iter().find(|one| one["field"] == "ceus.topics").unwrap();
    assert_eq!(topics["words"], json!([{"word": "hiim", "issuers": ["AHIMA"]}]));
    let book =
        file("words.json", &college(30).replace("\"passed\": \"ACC\"", "\"residence\": [\"XX\"]"));
    assert!(text(&["words", "--book", &book], 0).contains("XX"));
    assert!(!words.contains("XX"));
}

// lint

#[test]
fn a_clean_file_and_one_with_warnings_end_with_0() {
    let clean = file("clean.json", &college(30));
    assert_eq!(text(&["lint", "--as-of", "2026-06-01", &clean], 0), "0 errors, 0 warnings\n");
    assert_eq!(answer(&["lint", "--as-of", "2026-06-01", &clean], 0), json!([]));
    // The source is stale a year after it was checked.
    let stale = text(&["lint", "--as-of", "2027-01-02", &clean], 0);
    assert!(stale.starts_with("warning[source-stale] ACME at `sources.PAGE.checked`: "), "{stale}");
    assert!(stale.ends_with("\n0 errors, 1 warning\n"), "{stale}");
    let denied = ["lint", "--as-of", "2027-01-02", "--deny-warnings", &clean];
    assert_eq!(text(&denied, 1), stale);
    let lints = answer(&denied, 1);
    assert_eq!(
        (&lints[0]["code"], &lints[0]["severity"], &lints[0]["issuer"], &lints[0]["place"]),
        (&json!("source-stale"), &json!("warning"), &json!("ACME"), &json!("sources.PAGE.checked"))
    );
    assert_eq!(lints.as_array().unwrap().len(), 1, "issuers that no file touches stay out");
}

#[test]
fn errors_end_with_1_and_name_the_place() {
    // Three years do not fit into two.
    let impossible = college(30).replace(
        r#"{"nothing": "no condition"}"#,
        r#"{"experience": {"field": "coding", "years": 3, "within": {"years": 2}}}"#,
    );
    let path = file("impossible.json", &impossible);
    let lints = answer(&["lint", "--as-of", "2026-06-01", &path], 1);
    assert_eq!(lints[0]["severity"], "error", "{lints}");
    assert_eq!(lints[0]["place"], "credentials.ACC.exam.requires[0].value", "{lints}");
    assert_eq!(lints[0]["file"], Value::Null);
}

#[test]
fn a_file_that_is_refused_is_an_error_with_its_code_and_the_others_are_still_looked_at() {
    let good = file("good.json", &college(30));
    let slip = file("slip.json", &college(30).replace("\"title\"", "\"titel\""));
    let broken = file("broken.json", "{");
    let lints = answer(&["lint", "--as-of", "2027-01-02", &slip, &good, &broken], 1);
    let found: Vec<(&str, &str)> = lints
        .as_array()
        .unwrap()
        .iter()
        .map(|lint| (lint["file"].as_str().unwrap_or("-"), lint["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [(slip.as_str(), "unknown-field"), (broken.as_str(), "syntax"), ("-", "source-stale")]
    );
    let printed = text(&["lint", "--as-of", "2027-01-02", &slip, &good], 1);
    assert!(printed.contains("error[unknown-field]: unknown field `titel`"), "{printed}");
    assert!(printed.starts_with(&format!("{slip}: ")), "{printed}");
    assert!(printed.ends_with("1 error, 1 warning\n"), "{printed}");
}

#[test]
fn without_files_the_embedded_book_is_checked() {
    let lints = run(&["lint", "--as-of", "2026-11-24", "--format", "json"]);
    let all: Vec<Value> = serde_json::from_str(&lints.out).unwrap();
    let expected = JUDGE.book().lint(day("2026-11-24"));
    assert_eq!(all.len(), expected.len());
    let errors = all.iter().any(|lint| lint["severity"] == "error");
    assert_eq!((lints.code, lints.err.as_str()), (Some(i32::from(errors)), ""));
}

// diff

#[test]
fn two_days_of_a_credential_are_compared() {
    let days = ["diff", "--from", "2023-09-10", "--to", "2023-09-11"];
    let book = JUDGE.book();
    let changes = book.changes_in_force(day("2023-09-10"), book, day("2023-09-11"));
    let cca = changes.only(&"AHIMA/CCA".parse().unwrap());
    let asked = [&days[..], &["AHIMA/CCA"]].concat();
    assert_eq!(text(&asked, 1), render::changes(&cca, 100));
    assert_eq!(answer(&asked, 1), serde_json::to_value(&cca).unwrap());
    assert_eq!(text(&days, 1), render::changes(&changes, 100), "without a credential: all of them");
    assert!(
        text(&asked, 1)
            .contains("    - 2020-07-13 to 2023-09-10 (quoted): 90 days after each failure [1]\n")
    );
    assert!(
        text(&asked, 1)
            .contains("    + since 2023-09-11 (quoted): 30 days after each failure [1]\n")
    );
    let same = text(&["diff", "--from", "2023-09-11", "--to", "2023-09-12", "CCA"], 0);
    assert!(same.ends_with("\nNothing differs.\n"), "{same}");
}

#[test]
fn two_books_are_compared() {
    let (old, new) = (file("old.json", &college(30)), file("new.json", &college(45)));
    let changes = answer(&["diff", "--old", &old, "--new", &new], 1);
    let rules = changes["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1, "{changes}");
    assert_eq!(rules[0]["place"], "credentials.ACC.exam.attempts");
    assert_eq!(rules[0]["kind"], "changed");
    assert_eq!(rules[0]["credentials"], json!(["ACME/ACC"]));
    assert_eq!(rules[0]["before"]["versions"][0]["lines"], json!(["30 days after each failure"]));
    assert_eq!(rules[0]["after"]["versions"][0]["lines"], json!(["45 days after each failure"]));
    assert_eq!(answer(&["diff", "--old", &old, "--new", &old], 0)["rules"], json!([]));
    // A file alone is compared with the embedded book; --book lies under both.
    let added = answer(&["diff", "--new", &new], 1);
    assert!(added["rules"].as_array().unwrap().iter().all(|rule| rule["kind"] == "added"));
    assert_eq!(answer(&["diff", "--book", &old, "--new", &new], 1)["rules"], changes["rules"]);
    // One credential; one that the change does not touch; books and days at once.
    assert_eq!(
        answer(&["diff", "--old", &old, "--new", &new, "ACME/ACC"], 1)["rules"],
        changes["rules"]
    );
    assert_eq!(answer(&["diff", "--old", &old, "--new", &new, "AAPC/CPC"], 0)["rules"], json!([]));
    let days =
        ["diff", "--old", &old, "--new", &new, "--from", "2019-12-31", "--to", "2020-01-01", "ACC"];
    let places: Vec<Value> = answer(&days, 1)["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["place"].clone())
        .collect();
    assert_eq!(places, ["credentials.ACC.exam.attempts", "credentials.ACC.offered"]);
    // A credential that only the first book has.
    let gone = answer(&["diff", "--old", &old, "ACME/ACC"], 1);
    assert!(gone["rules"].as_array().unwrap().iter().all(|rule| rule["kind"] == "removed"));
}

// impact

#[test]
fn the_bundled_roster_shows_whom_the_bundled_change_affects() {
    let (what_if, roster) =
        (package("examples/books/ccb-what-if.json"), package("examples/records/roster.jsonl"));
    let asked = ["impact", "--new", &what_if, "--as-of", "2026-11-24"];
    let bundled = answer(&asked, 1);
    let effects: Vec<(&str, &str)> = bundled["affected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["record"].as_str().unwrap(), one["effect"].as_str().unwrap()))
        .collect();
    assert_eq!(effects, [("greta", "worse"), ("ingrid", "details")]);
    assert_eq!(
        answer(&[&asked[..], &[&roster]].concat(), 1),
        bundled,
        "the roster is the bundled one"
    );
    let printed = text(&asked, 1);
    assert!(printed.contains("\ngreta, CCB/CHC: worse\n  renewal: met -> unmet\n"), "{printed}");
    // The answer is that of the library.
    let people: Vec<Record> = std::fs::read_to_string(&roster)
        .unwrap()
        .lines()
        .map(|line| Record::from_json(line).unwrap())
        .collect();
    let new = RuleBook::builtin().unwrap();
    let new = new.layer("ccb-what-if.json", &std::fs::read_to_string(&what_if).unwrap()).unwrap();
    let new = Judge::new(new);
    let on = day("2026-11-24");
    let found = impact(Basis::new(&JUDGE, on), Basis::new(&new, on), &people, &[]);
    let mut found = serde_json::to_value(&found).unwrap();
    found.as_object_mut().unwrap().insert("lines".to_owned(), json!([]));
    assert_eq!(bundled, found);
    // Nobody holds a CCB credential here.
    let other = file(
        "impact-other.jsonl",
        r#"{"holdings": [{"credential": "AAPC/CPC", "awarded": "2025-02-01"}]}"#,
    );
    assert_eq!(answer(&[&asked[..], &[&other]].concat(), 0)["unchanged"], 1);
}

#[test]
fn two_days_and_further_credentials_may_be_asked_about() {
    let person = r#"{"id": "ben", "education": [{"level": "high-school", "status": "completed"}], "holdings": [],
        "exams": [{"credential": "AHIMA/CCA", "taken": "2026-11-01", "passed": false}]}"#;
    let path = file("impact-ben.json", person);
    let days = ["impact", "--as-of", "2026-11-30", "--then", "2026-12-01", &path];
    let found = answer(&days, 1);
    assert_eq!((&found["asked"], &found["affected"][0]["effect"]), (&json!(1), &json!("better")));
    assert_eq!(found["after"]["on"], "2026-12-01");
    let more = [&days[..], &["--credential", "AHIMA/CCS", "--credential", "CPC"]].concat();
    assert_eq!(answer(&more, 1)["asked"], 3);
    // Lines on standard input.
    let one_line = person.replace('\n', " ");
    let piped = run_with(
        &["impact", "--as-of", "2026-11-30", "--then", "2026-12-01", "-"],
        &format!("\n{one_line}\n"),
    );
    assert_eq!((piped.code, piped.err.as_str()), (Some(1), ""));
    assert!(piped.out.contains("ben, AHIMA/CCA: better\n"), "{}", piped.out);
}

#[test]
fn lines_that_hold_no_record_and_refused_records_end_with_2_and_the_others_are_answered() {
    let (old, new) = (file("impact-old.json", &college(30)), file("impact-new.json", &college(45)));
    let roster = file(
        "impact-mixed.jsonl",
        "{\"id\": \"ana\", \"exams\": [{\"credential\": \"ACME/ACC\", \"taken\": \"2026-05-01\", \"passed\": false}]}\n\n{\"holdings\": 1}\n{\"holdings\": [{\"credential\": \"ACME/ACB\"}]}\n",
    );
    let asked = ["impact", "--old", &old, "--new", &new, "--as-of", "2026-06-05", &roster];
    let found = answer(&asked, 2);
    assert_eq!(found["affected"][0]["record"], "ana");
    assert_eq!(found["lines"][0]["line"], 3);
    assert_eq!(found["refused"][0]["index"], 1);
    let printed = text(&asked, 2);
    assert!(
        printed.contains("\nLines that hold no record\n  line 3: at `holdings`: "),
        "{printed}"
    );
    assert!(
        printed.contains("\nWithout an answer\n  roster[1], ACME/ACB: unknown credential"),
        "{printed}"
    );
    assert!(
        printed.contains("  missing for eligibility, exam/wait: nothing -> 10 days\n"),
        "{printed}"
    );
}

// cases

#[test]
fn the_cases_of_this_package_hold() {
    let report = answer(&["cases"], 0);
    assert!(report["cases"].as_u64().unwrap() > 1000, "{report}");
    assert_eq!(report["failed"], json!([]));
    let one = package("tests/cases/ncra.json");
    assert!(text(&["cases", &one], 0).ends_with(" cases, 0 failed\n"));
}

#[test]
fn a_case_that_fails_and_a_rule_without_a_case_end_with_1() {
    let book = file("cases-book.json", &college(30));
    let cases = |expected: &str| {
        format!(
            r#"{{"format": 1, "title": "Acme", "cases": [{{"id": "acme-wait", "says": "The wait is 30 days.",
                "source": ["ACME/PAGE"], "worked": ["acme 1"], "ask": "eligibility", "credential": "ACME/ACC", "as_of": "2026-05-10",
                "record": {{"exams": [{{"credential": "ACME/ACC", "taken": "2026-05-01", "passed": false}}]}},
                "expect": {{"exam": {{"next_attempt": "{expected}"}}}}}}]}}"#
        )
    };
    let right = file("cases-right.json", &cases("2026-05-31"));
    let wrong = file("cases-wrong.json", &cases("2026-06-01"));
    assert_eq!(text(&["cases", &right, "--book", &book], 0), "1 cases, 0 failed\n");
    let printed = text(&["cases", &wrong, &right, "--book", &book], 1);
    assert!(printed.starts_with("FAILED acme-wait in "), "{printed}");
    assert!(
        printed.contains(
            "  The wait is 30 days.\n  by ACME/PAGE, worked case acme 1\n    \
             /exam/next_attempt: expected \"2026-06-01\", found \"2026-05-31\"\n2 cases, 1 failed\n"
        ),
        "{printed}"
    );
    // Without the book the credential is unknown.
    assert!(text(&["cases", &right], 1).contains("an error: unknown credential `ACME/ACC`"));
    let cover = ["cases", &right, "--book", &book, "--cover"];
    let report = answer(&cover, 1);
    assert_eq!(report["failed"], json!([]));
    let idle = report["covered"][0]["idle"].as_array().unwrap();
    assert!(idle.contains(&json!("credentials.ACC.maintainable[0]")), "{report}");
    assert!(!idle.contains(&json!("credentials.ACC.exam.attempts[0]")), "{report}");
    assert!(text(&cover, 1).contains(" 6 rules, 2 not exercised\n    "));
}

#[test]
fn the_embedded_rules_of_one_issuer_are_covered() {
    let cases = package("tests/cases/mab.json");
    let covered = text(&["cases", &cases, "--cover", "--only", "mab"], 0);
    assert!(covered.contains("mab.json: ") && covered.contains(", 0 not exercised\n"), "{covered}");
    let empty = file("cases-none.json", r#"{"format": 1, "title": "none", "cases": []}"#);
    let report = answer(&["cases", &empty, "--cover", "--only", "MAB"], 1);
    let covered = &report["covered"][0];
    assert_eq!(covered["rules"], covered["idle"].as_array().unwrap().len());
}

// Bad input

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn bad_input_is_refused_in_one_line_with_the_place_the_value_and_the_way_out() {
    let good = file("bad-good.json", &college(30));
    let slip = file("bad-slip.json", &college(30).replace("\"title\"", "\"titel\""));
    let no_text = command::file("book-bad-bytes.json", b"\xff\xfe");
    let cases = file("bad-cases.json", r#"{"format": 2, "title": "t", "cases": []}"#);
    let empty = file("bad-empty.json", r#"{"format": 1, "title": "t", "cases": []}"#);
    let gone = "/no/such/file.json";
    let refusals: &[(&[&str], &[&str])] = &[
        (&["show"], &["required arguments were not provided", "<CREDENTIAL>"]),
        (&["show", "AAPC/CPB-A"], &["unknown credential `AAPC/CPB-A`", "did you mean `AAPC/CPB`"]),
        (&["show", "CMAS"], &["several issuers", "`AMT/CMAS`"]),
        (&["show", "CPC", "--as-of", "2026-02-30"], &["--as-of: ", "2026-02-30"]),
        (&["list", "--as-of", "yesterday"], &["--as-of: ", "yesterday"]),
        (&["list", "--issuer", "AAPCX"], &["--issuer: unknown issuer `AAPCX`", "AAPC, "]),
        (&["words", "--issuer", ""], &["--issuer: unknown issuer ``"]),
        (&["--words", "list"], &["--words stands alone"]),
        (&["lint", gone], &[gone, "cannot be read"]),
        (&["lint", &no_text], &["not UTF-8 at byte 0: save the file as UTF-8"]),
        (&["lint", "--as-of", "x", &good], &["--as-of: "]),
        (
            &["list", "--book", &slip],
            &["book-bad-slip.json: ", "unknown field `titel`", "use one of format, edition"],
        ),
        (
            &["diff"],
            &[
                "nothing to compare: give two days with --from and --to, or files with --old or --new",
            ],
        ),
        (&["diff", "--from", "2023-09-10"], &["--to <DAY>"]),
        (&["diff", "--from", "2023-09-10", "--to", "2023-13-11"], &["--to: ", "2023-13-11"]),
        (&["diff", "--new", &slip], &["unknown field `titel`"]),
        (&["diff", "--new", &good, "ACB"], &["unknown credential `ACB`", "did you mean "]),
        (
            &["impact"],
            &["nothing to compare: give files with --old or --new, or a second day with --then"],
        ),
        (&["impact", "--then", "2026-12-01", gone], &[gone, "cannot be read"]),
        (&["impact", "--then", "soon"], &["--then: ", "soon"]),
        (
            &["impact", "--then", "2026-12-01", "--credential", "XYZ"],
            &["--credential: unknown credential `XYZ`"],
        ),
        (&["impact", "--then", "2026-12-01", &good], &["book-bad-good.json: ", "unknown field"]),
        (&["cases", gone], &[gone, "cannot be read"]),
        (&["cases", &cases], &["book-bad-cases.json: ", "format 2 is not supported: write 1"]),
        (&["cases", "--only", "MAB"], &["--cover"]),
        (&["cases", "--cover", "--only", "XX", &empty], &["--only: unknown issuer `XX`"]),
        (
            &["nonsense"],
            &["unrecognized subcommand 'nonsense'", "list, show, words, lint, diff, impact, cases"],
        ),
        (&["lst"], &["unrecognized subcommand 'lst'", "'list'"]),
        (&["list", "--format", "yaml"], &["yaml", "text, json"]),
        (&["list", "--nonsense"], &["--nonsense"]),
    ];
    for (arguments, parts) in refusals {
        let run = run(arguments);
        let message = refused(&run);
        for part in *parts {
            assert!(message.contains(part), "{arguments:?}: {message}");
        }
    }
}

#[test]
fn help_is_no_error() {
    for arguments in [&["--help"][..], &["show", "--help"], &["impact", "--help"]] {
        let help = text(arguments, 0);
        assert!(help.contains("Usage: "), "{help}");
    }
    assert!(text(&["--help"], 0).contains("Exit codes: 0 nothing to report; 1 "));
}

#[test]
fn a_closed_pipe_is_quiet() {
    for arguments in [
        &["list"][..],
        &["show", "AAPC/CPC"],
        &["--words"],
        &["diff", "--from", "2015-01-01", "--to", "2026-01-01"],
    ] {
        let mut child = Command::new(command::program("book"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The reader goes away before anything is written.
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0 | 1)) && said.is_empty(), "{arguments:?}: {code:?} {said}");
    }
}
