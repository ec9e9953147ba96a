//! The embedded book as a whole: its sources, its versions, its credentials, and that every one of
//! them can be asked about whatever is known.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use coding_credentials::book::{Exam, Outcome};
use coding_credentials::calendar::Day;
use coding_credentials::explain::{
    Claim, Eligibility, Finding, RecommendedAnswer, UnknownBecause, Verdict,
};
use coding_credentials::source::{Dated, Version};
use coding_credentials::{CredentialId, Issuer, Judge, Record, RuleBook};
use serde_json::{Map, Value};

use crate::support::{JUDGE, day, record};

/// The day on which the book was last checked.
const CHECKED: &str = "2026-11-24";

/// The files as they stand, by issuer, for what the API does not show.
static FILES: LazyLock<Vec<(String, Value)>> = LazyLock::new(|| {
    let read = |(path, text): &(PathBuf, String)| {
        let file: Value = serde_json::from_str(text).unwrap();
        let issuer = file["issuer"].as_str().unwrap().to_owned();
        let name = format!("{}.json", issuer.to_ascii_lowercase());
        assert_eq!(path.file_name().unwrap().to_str(), Some(name.as_str()), "one file an issuer");
        (issuer, file)
    };
    TEXTS.iter().map(read).collect()
});

/// The texts of all embedded files, in order of their names.
static TEXTS: LazyLock<Vec<(PathBuf, String)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/book/builtin");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
});

/// Everything about a person is known: there is nothing.
const NONE: &str = r#"{"born": "1990-01-01", "residence": "US-OH", "education": [],
    "coursework": [],
    "trainings": [], "experience": [], "exams": [], "applications": [], "holdings": [],
    "memberships": [], "ceus": [], "payments": [], "attestations": [], "exceptions": []}"#;

/// Somebody who has a little of everything.
const SOME: &str = r#"{"born": "1990-01-01", "residence": "US-OH",
    "education": [{"level": "bachelor", "field": "health-information-management",
                   "accreditor": "CAHIIM", "status": "completed", "transcript": "outstanding"}],
    "coursework": [{"subject": "medical-coding", "contact_hours": "80", "status": "completed"},
                   {"subject": "pharmacology"}],
    "experience": [{"field": "coding", "start": "2022-03-01", "hours_per_week": "20"},
                   {"field": "privacy-security", "start": "2020-01-01", "end": "2022-12-31"}],
    "exams": [{"credential": "AAPC/CPC", "taken": "2023-05-01", "passed": true},
              {"credential": "AHIMA/RHIT", "taken": "2026-10-01", "passed": false},
              {"credential": "AHIMA/RHIA", "score": "310"}],
    "applications": [{"credential": "AHIMA/CCS", "approved": "2026-09-01"}],
    "holdings": [{"credential": "AHIMA/RHIA", "awarded": "2020-05-01"},
                 {"credential": "AAPC/CPC-A"}, {"credential": "NOBODY/XYZ"}],
    "memberships": [{"organization": "AAPC", "start": "2023-01-10"}]}"#;

fn objects(file: &Value, section: &str) -> Map<String, Value> {
    file[section].as_object().cloned().unwrap_or_default()
}

/// Every object anywhere in a file, with its place.
fn walk<'v>(value: &'v Value, place: &str, hear: &mut impl FnMut(&str, &'v Map<String, Value>)) {
    if let Value::Object(map) = value {
        hear(place, map);
        map.iter().for_each(|(key, value)| walk(value, &format!("{place}/{key}"), hear));
    } else if let Value::Array(list) = value {
        let numbered = list.iter().enumerate();
        numbered.for_each(|(index, value)| walk(value, &format!("{place}[{index}]"), hear));
    }
}

/// The keys that an object cites.
fn cited(object: &Map<String, Value>) -> Vec<&str> {
    match object.get("source") {
        Some(Value::String(key)) => vec![key],
        Some(Value::Array(keys)) => keys.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// What the order of versions goes by: first and last day, with open ends far away.
fn bounds<T>(version: &Version<T>) -> (Day, Day) {
    (version.from().unwrap_or(Day::MIN), version.until().unwrap_or(Day::MAX))
}

/// Faults of a dated value: order, overlap, citation.
fn faults<T>(place: &str, dated: &Dated<T>, known: &BTreeSet<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    let versions = dated.versions();
    for version in versions {
        let (first, last) = bounds(version);
        if last < first {
            faults.push(format!("{place}: the version from {first} ends before it begins"));
        }
        if version.sources().is_empty() {
            faults.push(format!("{place}: the version from {first} cites nothing"));
        }
        let unknown = version.sources().iter().filter(|key| !known.contains(key.as_str()));
        faults.extend(unknown.map(|key| format!("{place}: {key} is not a source")));
    }
    for pair in versions.windows(2) {
        if bounds(&pair[1]).0 < bounds(&pair[0]).0 {
            faults.push(format!("{place}: versions out of order at {}", bounds(&pair[1]).0));
        }
    }
    for (index, one) in versions.iter().enumerate() {
        for other in versions.iter().skip(index + 1) {
            let overlap = bounds(one).0 <= bounds(other).1 && bounds(other).0 <= bounds(one).1;
            let readings = one.reading().zip(other.reading()).is_some_and(|(one, other)| {
                one.question() == other.question() && one.choice() != other.choice()
            });
            if overlap && !readings {
                faults.push(format!("{place}: versions overlap at {}", bounds(other).0));
            }
        }
    }
    faults
}

fn exam_faults(place: &str, exam: &Exam, known: &BTreeSet<&str>) -> Vec<String> {
    [
        faults(&format!("{place} requires"), exam.requires(), known),
        faults(&format!("{place} recommended"), exam.recommended(), known),
        faults(&format!("{place} facts"), exam.facts(), known),
        faults(&format!("{place} attempts"), exam.attempts(), known),
        faults(&format!("{place} window"), exam.window(), known),
        faults(&format!("{place} fees"), exam.fees(), known),
    ]
    .concat()
}

#[test]
fn every_source_has_an_address_a_publisher_and_a_day_of_checking() {
    let mut count = 0;
    for (issuer, key, source) in JUDGE.book().sources() {
        let place = format!("{issuer}/{key}");
        assert!(source.url().starts_with("http"), "{place}: {}", source.url());
        assert!(!source.publisher().trim().is_empty(), "{place}: no publisher");
        assert!(source.checked() <= day(CHECKED), "{place}: checked {}", source.checked());
        count += 1;
    }
    assert!(count > 250, "{count} sources");
}

#[test]
fn every_version_is_in_order_and_cites_a_source_of_its_issuer() {
    let book = JUDGE.book();
    let mut all = Vec::new();
    for credential in book.credentials() {
        let sources = book.sources().filter(|(issuer, ..)| *issuer == credential.issuer());
        let known: BTreeSet<&str> = sources.map(|(_, key, _)| key.as_str()).collect();
        let place = credential.to_string();
        if let Some(exam) = book.exam(&credential) {
            all.extend(exam_faults(&place, exam, &known));
        }
        for outcome in book.outcomes(&credential).unwrap_or_default() {
            all.extend(faults(&format!("{place} award"), outcome.requires(), &known));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn whatever_cites_a_source_cites_one_that_is_there() {
    for (issuer, file) in &*FILES {
        let sources = objects(file, "sources");
        walk(file, issuer, &mut |place, object| {
            for key in cited(object) {
                assert!(sources.contains_key(key), "{place}: {key} is not a source");
            }
            let is_version = object.contains_key("value");
            assert!(
                !is_version || !cited(object).is_empty(),
                "{place}: a version without a source"
            );
        });
    }
}

#[test]
fn no_source_is_left_without_a_rule_or_note_that_cites_it() {
    for (issuer, file) in &*FILES {
        let mut seen = BTreeSet::new();
        walk(file, issuer, &mut |_, object| seen.extend(cited(object)));
        let sources = objects(file, "sources");
        let idle: Vec<&String> =
            sources.keys().filter(|key| !seen.contains(key.as_str())).collect();
        assert!(idle.is_empty(), "{issuer}: cited nowhere: {idle:?}");
    }
}

#[test]
fn offers_waivers_and_renewals_are_dated_in_order_too() {
    for (issuer, file) in &*FILES {
        walk(file, issuer, &mut |place, object| {
            for value in object.values().filter_map(Value::as_array) {
                let from = |version: &Value| version.get("from")?.as_str().map(str::to_owned);
                let is_version = |version: &Value| version.get("value").is_some();
                let firsts: Vec<_> = value.iter().filter(|one| is_version(one)).map(from).collect();
                assert!(firsts.is_sorted(), "{place}: {firsts:?}");
            }
        });
    }
}

/// The codes of `domain/aapc.md` 1.1 and 1.2, `domain/more.md` 4.3 and `domain/ahima.md` 2.1.
const CODES: [(&str, &[&str]); 2] = [
    (
        "AAPC",
        &[
            "CPC", "CPC-A", "COC", "COC-A", "CIC", "CRC", "CPB", "CPMA", "CDEO", "CDEI", "CPPM",
            "CPCO", "CPC-P", "CPC-P-A", "CPC-I", "CANPC", "CASCC", "CCC", "CCVTC", "CEDC", "CEMC",
            "CENTC", "CFPC", "CGIC", "CGSC", "CHONC", "CIRCC", "COBGC", "COPC", "COSC", "CPCD",
            "CPEDC", "CPRC", "CRHC", "CSFAC", "CUC",
        ],
    ),
    (
        "AHIMA",
        &[
            "CCA", "CCS", "CCS-P", "RHIT", "RHIA", "CDIP", "CHDA", "CHPS", "CHP", "CHS", "PCS",
            "CHTS-CP", "CHTS-IM", "CHTS-IS", "CHTS-PW", "CHTS-TR", "CHTS-TS", "CPHI",
        ],
    ),
];

#[test]
fn every_credential_of_the_catalogue_is_in_the_book_and_no_other() {
    for (issuer, codes) in CODES {
        let wanted: BTreeSet<String> = codes.iter().map(ToString::to_string).collect();
        let all = JUDGE.book().credentials();
        let found = all.filter(|credential| credential.issuer().as_str() == issuer);
        let found: BTreeSet<String> =
            found.map(|credential| credential.code().to_string()).collect();
        assert_eq!(found, wanted, "{issuer}");
    }
}

#[test]
fn every_certifying_body_is_in_the_book() {
    let others = "AHIMA AAPC NHA AMBA NCCT AMCA AMT PMI HFMA AAHAM ACDIS NAHRI CCB BMSC NCRA AHIA CCMA \
                  NAHAM HBMA NSCHBC MGMA PAHCOM ARHCP AIHC MAB RCCB AAO AAPACN AAMA RAMPSociety CAHSAH \
                  NHCWA";
    let found: BTreeSet<&str> = FILES.iter().map(|(issuer, _)| issuer.as_str()).collect();
    let missing: Vec<&str> =
        others.split_whitespace().filter(|issuer| !found.contains(issuer)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let embedded: Vec<&str> = JUDGE.book().issuers().map(Issuer::as_str).collect();
    assert_eq!(embedded, Vec::from_iter(found), "whatever lies in the folder is embedded");
}

#[test]
fn every_credential_answers_about_renewal_or_says_which_rule_is_not_published() {
    for credential in JUDGE.book().credentials().map(|credential| credential.to_string()) {
        let holder = format!(
            r#"{{"holdings": [{{"credential": "{credential}", "awarded": "2025-06-02"}}]}}"#
        );
        let answer = JUDGE.renewal(&credential, &record(&holder), day(CHECKED)).unwrap();
        assert!(answer.program().is_some(), "{credential}: no programme");
        let open = answer.verdict() == Verdict::Undetermined;
        assert_eq!(open, !answer.questions().is_empty(), "{credential}: {:?}", answer.questions());
    }
}

#[test]
fn former_names_are_found_under_the_present_one() {
    let cases =
        [("AAPC/CPC-H", "AAPC/COC"), ("AAPC/CPC-H-A", "AAPC/COC-A"), ("AHIMA/RRA", "AHIMA/RHIA")];
    for (former, present) in cases {
        let found = JUDGE.book().find(former).unwrap();
        assert_eq!(found.credential().to_string(), present);
        assert_eq!(found.former().map(CredentialId::to_string).as_deref(), Some(former));
    }
}

#[test]
fn every_credential_has_a_title_and_an_award_or_is_a_mark_of_one_that_has() {
    for (issuer, file) in &*FILES {
        let credentials = objects(file, "credentials");
        for (code, credential) in &credentials {
            let place = format!("{issuer}/{code}");
            let title = credential["title"].as_str().unwrap_or_default();
            assert!(!title.trim().is_empty(), "{place}: no title");
            let of = credential.get("designation_of").and_then(Value::as_str);
            let holder = of.map_or(credential, |of| &credentials[of]);
            let outcomes = holder["award"].as_array().into_iter().flatten();
            let designations: Vec<&str> = outcomes.filter_map(designation).collect();
            assert!(designations.contains(&code.as_str()), "{place}: not among {designations:?}");
        }
    }
}

fn designation(outcome: &Value) -> Option<&str> {
    outcome.get("designation")?.as_str()
}

#[test]
fn every_outcome_is_a_designation_of_the_book_or_a_condition() {
    let book = JUDGE.book();
    for credential in book.credentials() {
        let outcomes = book.outcomes(&credential).unwrap_or_default();
        assert!(!outcomes.is_empty(), "{credential}: no award");
        for outcome in outcomes {
            let one = outcome.designation().is_some() != outcome.conditional().is_some();
            assert!(one, "{credential}: an outcome is a designation or a condition");
            let Some(code) = outcome.designation() else { continue };
            let granted = CredentialId::new(credential.issuer().clone(), code.clone());
            assert!(book.title(&granted).is_some(), "{credential}: {granted} is not in the book");
        }
    }
}

#[test]
fn every_waiver_has_a_title_and_replaces_at_most_what_is_asked() {
    for (issuer, file) in &*FILES {
        let ours = ["AAPC", "AHIMA"].contains(&issuer.as_str());
        for (code, waiver) in objects(file, "waivers").into_iter().filter(|_| ours) {
            let place = format!("{issuer}/{code}");
            assert!(waiver["title"].as_str().is_some_and(|title| !title.is_empty()), "{place}");
            let terms = waiver["terms"].as_array().unwrap();
            assert!(!terms.is_empty(), "{place}: no terms");
            for term in terms {
                // domain/aapc.md 2.3: each stands for one of the two years, once.
                assert_eq!(term["value"]["replaces"]["years"], 1, "{place}");
                assert_eq!(term["value"]["times"], 1, "{place}");
            }
        }
    }
}

#[test]
fn a_retired_exam_can_still_be_renewed_by_its_holders() {
    // domain/ahima.md 2.1 and domain/aapc.md 1.1: two facts, each dated.
    for (issuer, code) in [("AHIMA", "CHP"), ("AHIMA", "CHS"), ("AHIMA", "PCS"), ("AAPC", "CPC-P")]
    {
        let file = &FILES.iter().find(|(name, _)| name == issuer).unwrap().1;
        let rule = &file["credentials"][code];
        let last = |field: &str| rule[field].as_array().unwrap().last().unwrap()["value"].clone();
        assert_eq!(last("offered"), Value::Bool(false), "{issuer}/{code}");
        assert_eq!(last("maintainable"), Value::Bool(true), "{issuer}/{code}");
    }
}

#[test]
fn the_files_hold_no_notes_to_ourselves() {
    for (path, text) in &*TEXTS {
        for word in ["TODO", "FIXME", "XXX", "TBD", "others.md", "domain/"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn no_file_cites_the_pages_that_the_domain_rejects() {
    // domain/aapc.md 5.14, domain/ahima.md 10, domain/more.md 9.
    let rejected = [
        "visualfoodie.com",
        "eatsip365.com",
        "winenfood.com",
        "eathealthy365.com",
        "circcexam.com",
        "medicalbillingandcoding.training",
        "alliedhealthnetwork.org",
        "medicalbillingandcoding.school",
        "practicetestgeeks.com",
        "cpctestprep.com",
        "drbillerz.com",
        "medicalbillingcareerhelp.com",
    ];
    // Notes may cite them to say that they are in doubt, and two rules of NHA rest on nothing else: what
    // domain/others.md takes of its contradictions, and the facts of an exam in its table.
    let taken = ["NHA/EXPIRED", "NHA/EXAM"];
    for (issuer, file) in &*FILES {
        let sources = objects(file, "sources");
        let host = |key: &str| {
            let url = sources[key]["url"].as_str().unwrap_or_default();
            rejected.iter().find(|host| url.contains(*host))
        };
        walk(file, issuer, &mut |place, object| {
            let is_rule = object.contains_key("value") || object.contains_key("requires");
            for key in cited(object).into_iter().filter(|_| is_rule) {
                let allowed = taken.contains(&format!("{issuer}/{key}").as_str());
                assert!(allowed || host(key).is_none(), "{place} rests on {key}");
            }
        });
    }
}

fn json(answer: &Eligibility) -> String {
    serde_json::to_string(answer).unwrap()
}

fn people() -> BTreeMap<&'static str, Record> {
    [("{}", "{}"), ("none", NONE), ("some", SOME)].map(|(name, text)| (name, record(text))).into()
}

#[test]
fn every_credential_answers_twice_with_the_same_bytes() {
    let again = Judge::new(RuleBook::builtin().unwrap());
    for (name, person) in people() {
        for credential in JUDGE.book().credentials().map(|credential| credential.to_string()) {
            let first = JUDGE.eligibility(&credential, &person, day(CHECKED)).unwrap();
            let second = JUDGE.eligibility(&credential, &person, day(CHECKED)).unwrap();
            let third = again.eligibility(&credential, &person, day(CHECKED)).unwrap();
            assert_eq!(json(&first), json(&second), "{credential} for {name}");
            assert_eq!(json(&first), json(&third), "{credential} for {name}, another judge");
        }
    }
}

#[test]
fn one_measurement_decides_every_credential_as_it_is_decided_alone() {
    for (name, person) in people() {
        for as_of in ["2009-06-01", "2015-06-01", "2018-01-01", "2021-06-01", "2024-02-29", CHECKED]
        {
            let facts = JUDGE.measure(&person, day(as_of)).unwrap();
            for credential in JUDGE.book().credentials() {
                let place = format!("{credential} for {name} on {as_of}");
                let alone =
                    JUDGE.eligibility(&credential.to_string(), &person, day(as_of)).unwrap();
                let among = JUDGE.explain(&credential, &facts).unwrap();
                assert_eq!(json(&among), json(&alone), "{place}");
                let decision = JUDGE.decide(&credential, &facts).unwrap();
                assert_eq!(decision.exam(), alone.exam().verdict(), "{place}");
                assert_eq!(decision.award(), alone.verdict(), "{place}");
                let advice = alone.recommended().map(RecommendedAnswer::verdict);
                assert_eq!(decision.recommended(), advice, "{place}");
                assert_eq!(decision.designation(), alone.award().designation(), "{place}");
            }
        }
    }
}

#[test]
fn of_a_person_of_whom_nothing_is_known_nothing_is_shown_and_nothing_excluded() {
    let person = record("{}");
    for credential in JUDGE.book().credentials().map(|credential| credential.to_string()) {
        let answer = JUDGE.eligibility(&credential, &person, day(CHECKED)).unwrap();
        assert_eq!(answer.verdict(), Verdict::Undetermined, "{credential}");
        assert_eq!(answer.award().designation(), None, "{credential}");
        assert_ne!(answer.exam().verdict(), Verdict::Met, "{credential}");
        let offered = answer.exam().finding().walk().find(|one| one.path() == "exam/offered");
        let over = offered.map(Finding::verdict) == Some(Verdict::Unmet);
        assert_eq!(answer.exam().verdict() == Verdict::Unmet, over, "{credential}: only when over");
    }
}

#[test]
fn of_a_person_who_has_nothing_nothing_is_granted_and_no_fact_is_asked_for() {
    let person = record(NONE);
    for credential in JUDGE.book().credentials().map(|credential| credential.to_string()) {
        let answer = JUDGE.eligibility(&credential, &person, day(CHECKED)).unwrap();
        assert_ne!(answer.verdict(), Verdict::Met, "{credential}");
        // Some issuers ask for nothing before the exam, and say so.
        let free = answer
            .exam()
            .finding()
            .walk()
            .any(|one| matches!(one.claim(), Claim::NothingToShow(Some(_))));
        assert_eq!(answer.exam().verdict() == Verdict::Met, free, "{credential}");
        assert_eq!(answer.award().designation(), None, "{credential}");
        let missing = UnknownBecause::FactMissing;
        let asked = answer.questions().iter().find(|question| question.why() == missing);
        assert_eq!(asked, None, "{credential}: every fact is known");
    }
}

#[test]
fn every_undetermined_answer_names_its_causes_and_every_unmet_one_what_is_missing() {
    for (name, person) in people() {
        for as_of in ["2009-06-01", "2015-06-01", "2021-06-01", CHECKED] {
            for credential in JUDGE.book().credentials().map(|credential| credential.to_string()) {
                let place = format!("{credential} for {name} on {as_of}");
                let answer = JUDGE.eligibility(&credential, &person, day(as_of)).unwrap();
                let parts = [answer.exam().verdict(), answer.award().verdict()];
                let open = parts.contains(&Verdict::Undetermined);
                assert_eq!(!answer.questions().is_empty(), open, "{place}: {}", json(&answer));
                let unmet = answer.verdict() == Verdict::Unmet;
                assert!(!unmet || !answer.shortfalls().is_empty(), "{place}: {}", json(&answer));
            }
        }
    }
}

#[test]
fn every_decided_answer_cites_where_its_rules_are_written() {
    for (name, person) in people() {
        for credential in JUDGE.book().credentials().map(|credential| credential.to_string()) {
            let answer = JUDGE.eligibility(&credential, &person, day(CHECKED)).unwrap();
            let cites = answer.award().finding().walk().flat_map(Finding::sources).count();
            let decided = answer.verdict() != Verdict::Undetermined;
            assert!(!decided || cites > 0, "{credential} for {name}: no source");
            assert!(!decided || answer.confidence().is_some(), "{credential} for {name}");
        }
    }
}

#[test]
fn every_designation_that_an_exam_leads_to_is_asked_for_with_the_same_exam() {
    let book = JUDGE.book();
    for credential in book.credentials() {
        let of = |outcome: &Outcome| outcome.designation().cloned();
        for code in book.outcomes(&credential).unwrap_or_default().iter().filter_map(of) {
            let granted = CredentialId::new(credential.issuer().clone(), code);
            assert_eq!(book.exam(&granted), book.exam(&credential), "{granted} of {credential}");
        }
    }
}

/// What the README says is embedded.
#[test]
fn the_readme_counts_what_is_there() {
    let readme = include_str!("../../README.md");
    let mut versions = 0;
    for (issuer, file) in &*FILES {
        walk(file, issuer, &mut |_, object| {
            versions += usize::from(object.contains_key("source") && object.contains_key("value"));
        });
    }
    let count =
        |section: &str| FILES.iter().map(|(_, file)| objects(file, section).len()).sum::<usize>();
    let kilobytes = TEXTS.iter().map(|(_, text)| text.len()).sum::<usize>().div_ceil(1000);
    let total = format!(
        "{} issuers, {} credentials, {versions} dated versions, {} sources, {kilobytes} KB of JSON",
        FILES.len(),
        count("credentials"),
        count("sources"),
    );
    assert!(readme.contains(&total), "README: write `{total}`");
    let issuers = FILES
        .iter()
        .map(|(issuer, file)| format!("{issuer} {}", objects(file, "credentials").len()));
    let issuers = issuers.collect::<Vec<_>>().join(", ");
    let folded = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(folded.contains(&issuers), "README: write `{issuers}`");
}
