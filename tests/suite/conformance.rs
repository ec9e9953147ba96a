//! The conformance cases: each holds, and together they exercise every rule of the embedded book.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use coding_credentials::{Judge, RuleBook};
use serde_json::{Value, json};

use crate::cases::{CaseFile, rules, uncovered};
use crate::support::JUDGE;

/// The `.json` files of a folder of this package, in order.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// All files of cases, by name.
static FILES: LazyLock<BTreeMap<String, CaseFile>> = LazyLock::new(|| {
    let read = |path: PathBuf| {
        let file = CaseFile::read(&fs::read_to_string(&path).unwrap());
        (name(&path), file.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    files("tests/cases").into_iter().map(read).collect()
});

#[test]
fn every_case_holds() {
    let mut wrong = Vec::new();
    for (file, cases) in &*FILES {
        for case in &cases.cases {
            for difference in case.differences(&case.answer(&JUDGE)) {
                wrong.push(format!("{file}, {}: {difference}", case.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_case_has_an_id_of_its_own_a_sentence_and_a_source() {
    let mut ids = BTreeSet::new();
    let keys: BTreeSet<String> =
        JUDGE.book().sources().map(|(issuer, key, _)| format!("{issuer}/{key}")).collect();
    for (file, cases) in &*FILES {
        assert!(!cases.title.is_empty() && !cases.cases.is_empty(), "{file}");
        for case in &cases.cases {
            let id = &case.id;
            assert!(ids.insert(id.clone()), "{file}: {id} stands in two files");
            assert!(case.says.contains(' '), "{file}, {id}: {}", case.says);
            assert!(!case.source.is_empty(), "{file}, {id} has no source");
            for source in &case.source {
                let address = source.starts_with("https://") || source.starts_with("http://");
                assert!(address || keys.contains(source), "{file}, {id}: no source {source}");
            }
            assert!(case.worked.iter().all(|worked| !worked.is_empty()), "{file}, {id}");
        }
    }
    assert!(ids.len() > 1000, "{} cases", ids.len());
}

#[test]
fn every_file_of_rules_has_its_cases() {
    let of = |folder| files(folder).iter().map(|path| name(path)).collect::<BTreeSet<String>>();
    assert_eq!(of("src/book/builtin"), of("tests/cases"));
}

/// One file of rules after the other; the slowest test of all, about half a minute in a debug build.
#[test]
fn every_rule_of_the_embedded_book_is_exercised_by_a_case() {
    let mut all = Vec::new();
    for path in files("tests/cases") {
        all.extend(CaseFile::read(&fs::read_to_string(path).unwrap()).unwrap().cases);
    }
    let (mut idle, mut count) = (Vec::new(), 0);
    for path in files("src/book/builtin") {
        let file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        count += rules(&file).len();
        let places = uncovered(JUDGE.book(), &file, &all);
        idle.extend(places.iter().map(|place| format!("{}: {place}", name(&path))));
    }
    assert!(count > 1000, "{count} rules");
    assert_eq!(idle, [""; 0]);
}

// The runner itself.

/// A book with one rule that its one case looks at, and one that it does not.
const BOOK: &str = r#"{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
    "sources": {"PAGE": {"url": "https://acme.example/rules", "publisher": "Acme College",
                         "checked": "2026-01-01", "confidence": "official"}},
    "credentials": {"ACC": {"title": "Acme Certified Coder",
      "former_codes": [{"code": "OLD", "source": "PAGE"}],
      "exam": {"recommended": [{"from": "2020-01-01", "until": "2024-12-31", "source": "PAGE", "value": {"age": 20}},
                               {"from": "2025-01-01", "source": "PAGE", "value": {"age": 21}}]},
      "award": [{"designation": "ACC", "requires": [{"source": "PAGE", "value": {"passed": "ACC"}}]}]}}}"#;

fn case(expect: &Value) -> CaseFile {
    let file = json!({"format": 1, "title": "One case", "cases": [{
        "id": "acme", "says": "Passing is enough.", "source": ["ACME/PAGE"], "ask": "eligibility",
        "credential": "ACME/ACC", "as_of": "2026-01-15",
        "record": {"exams": [{"id": "x", "credential": "ACME/ACC", "taken": "2025-01-15", "passed": true}],
                   "born": "2000-01-01"},
        "expect": expect}]});
    CaseFile::read(&file.to_string()).unwrap()
}

#[test]
fn a_case_says_what_differs_and_where() {
    let judge = Judge::new(RuleBook::from_json("acme.json", BOOK).unwrap());
    for (expect, wrong) in [
        (json!({"verdict": "met", "award": {"designation": "ACME/ACC"}}), &[][..]),
        (json!({"verdict": "unmet"}), &["/verdict: expected \"unmet\", found \"met\""]),
        (
            json!({"award": {"designation": null}}),
            &["/award/designation: expected null, found \"ACME/ACC\""],
        ),
        (json!({"nowhere": 1}), &["/nowhere: expected 1, found null"]),
        // An item of a list in any place, in order.
        (json!({"evidence": [{"entry": "x", "reason": "counted"}]}), &[]),
        (json!({"shortfalls": []}), &[]),
        (json!({"evidence": []}), &["/evidence: expected []"]),
        (json!({"evidence": [{"entry": "y"}]}), &["/evidence/0: no item is {\"entry\":\"y\"} in "]),
    ] {
        let file = case(&expect);
        let differences = file.cases[0].differences(&file.cases[0].answer(&judge));
        assert_eq!(differences.len(), wrong.len(), "{expect}: {differences:?}");
        for (found, wrong) in differences.iter().zip(wrong) {
            assert!(found.starts_with(wrong), "{found}");
        }
    }
}

#[test]
fn a_file_of_cases_is_read_strictly() {
    let one = |fields: Value| {
        let mut case = json!({"id": "a", "says": "It is so.", "source": [], "ask": "find",
                              "credential": "ACC", "expect": {}});
        let fields = fields.as_object().unwrap().clone();
        case.as_object_mut().unwrap().extend(fields);
        case.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        case
    };
    let file = |format: u32, cases: Vec<Value>| {
        CaseFile::read(&json!({"format": format, "title": "t", "cases": cases}).to_string())
    };
    assert!(file(1, vec![one(json!({}))]).is_ok());
    for (found, part) in [
        (file(2, Vec::new()), "format 2 is not supported: write 1"),
        (file(1, vec![one(json!({})), one(json!({}))]), "case a: the id is used twice"),
        (file(1, vec![one(json!({"refused": "x"}))]), "case a: write either `expect` or `refused`"),
        (file(1, vec![one(json!({"expect": null}))]), "case a: write either"),
        (file(1, vec![one(json!({"ask": "who"}))]), "unknown variant `who`"),
        (file(1, vec![one(json!({"sours": 1}))]), "unknown field `sours`"),
    ] {
        let error = found.err().unwrap_or_else(|| panic!("read: {part}"));
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn coverage_names_the_rules_that_no_case_looks_at() {
    let file: Value = serde_json::from_str(BOOK).unwrap();
    let idle = |cases: &CaseFile| uncovered(JUDGE.book(), &file, &cases.cases);
    let all = [
        "credentials.ACC.award[0].requires[0]",
        "credentials.ACC.exam.recommended[0]",
        "credentials.ACC.exam.recommended[1]",
        "credentials.ACC.former_codes[0]",
    ];
    let places: BTreeSet<String> = rules(&file).into_iter().map(|rule| rule.place).collect();
    assert_eq!(places, all.iter().map(|place| (*place).to_owned()).collect());
    // The case is asked on a day of the second version, by the present name.
    let found: BTreeSet<String> = idle(&case(&json!({}))).into_iter().collect();
    let expected = ["credentials.ACC.exam.recommended[0]", "credentials.ACC.former_codes[0]"];
    assert_eq!(found, expected.iter().map(|place| (*place).to_owned()).collect());
    let none = CaseFile::read(r#"{"format": 1, "title": "none", "cases": []}"#).unwrap();
    assert_eq!(idle(&none).len(), 4);
    assert_eq!(
        uncovered(JUDGE.book(), &json!({"format": 1}), &[]),
        ["the file itself cannot be read"]
    );
}
