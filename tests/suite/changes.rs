//! Showing a credential, comparing two books or two days, and the words that rules read.

use std::collections::{BTreeMap, BTreeSet};

use coding_credentials::book::changes::{Change, ChangeKind, Changes, Stated};
use coding_credentials::book::show::{Description, Rule, Section, SectionKind};
use coding_credentials::book::words::{FieldWords, WordUse};
use coding_credentials::explain::render;
use coding_credentials::source::{Citation, Confidence};
use coding_credentials::{CredentialId, RuleBook};
use serde_json::{Value, json};

use crate::support::{JUDGE, day};

/// A book of one fictional issuer in which every form of a rule occurs.
const EVERYTHING: &str = include_str!("../books/everything.json");

fn everything() -> Value {
    serde_json::from_str(EVERYTHING).unwrap()
}

#[track_caller]
fn read(file: &Value) -> RuleBook {
    RuleBook::from_json("acme.json", &file.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

fn id(text: &str) -> CredentialId {
    text.parse().unwrap()
}

#[track_caller]
fn describe(book: &RuleBook, credential: &str) -> Description {
    book.describe(&id(credential)).unwrap_or_else(|| panic!("{credential} is not known"))
}

/// The lines of one side, version by version.
fn lines(change: &Change, after: bool) -> Vec<String> {
    let side = if after { change.after() } else { change.before() };
    let versions = side.map(Stated::versions).unwrap_or_default();
    versions.iter().map(|version| version.lines().join(" / ")).collect()
}

/// Each change as kind and place.
fn places(changes: &Changes) -> Vec<String> {
    changes.rules().iter().map(|one| format!("{} {}", one.kind(), one.place())).collect()
}

// Showing.

#[test]
fn a_description_has_names_days_sources_and_sections_in_the_order_of_a_life() {
    let book = read(&everything());
    let shown = describe(&book, "ACME/ACC");
    assert_eq!((shown.title(), shown.issuer()), ("Acme Certified Coder", "Acme College"));
    assert_eq!(shown.fields(), ["coding", "billing"]);
    let former = &shown.former()[0];
    assert_eq!(former.credential().to_string(), "ACME/OLD");
    assert_eq!((former.until(), former.estimated()), (Some(day("2015-12-31")), true));
    assert_eq!(former.sources()[0].id(), "ACME/BLOG");
    assert_eq!(shown.supersedes(), [id("ACME/LOW")]);
    assert_eq!(describe(&book, "ACME/LOW").superseded_by(), [id("ACME/ACC")]);
    let kinds: Vec<SectionKind> = shown.sections().iter().map(Section::kind).collect();
    assert_eq!(kinds, SectionKind::ALL);
    assert!(book.describe(&id("ACME/NONE")).is_none());
}

#[test]
fn a_mark_shows_the_exam_and_the_award_of_its_credential() {
    let book = read(&everything());
    let shown = describe(&book, "ACME/ACC-A");
    assert_eq!(shown.mark_of(), Some(&id("ACME/ACC")));
    assert!(shown.rule("credentials.ACC.exam.attempts").is_some());
    assert!(shown.rule("credentials.ACC.award[0].requires").is_some());
    assert!(shown.rule("credentials.ACC.offered").is_some());
    assert!(shown.rule("waivers.course.terms").is_some(), "its award names the waiver");
    assert!(shown.rule("credentials.ACC.notes").is_none(), "remarks are about the credential");
    // A rule that is asked of holders of ACC only.
    assert!(shown.rule("programs.MAIN.constraints.ethics.terms").is_none());
    assert!(shown.rule("programs.MAIN.constraints.law.terms").is_some());
}

#[test]
fn a_version_carries_the_weaker_of_page_and_reading_and_the_sources_of_its_parts() {
    let book = read(&everything());
    let shown = describe(&book, "ACME/ACC");
    let version = |place: &str, index: usize| shown.rule(place).unwrap().versions()[index].clone();
    for (place, index, confidence, sources) in [
        ("credentials.ACC.offered", 0, Confidence::Official, &["ACME/PAGE"][..]),
        ("credentials.ACC.maintainable", 0, Confidence::Inferred, &["ACME/PAGE", "ACME/BLOG"]),
        ("credentials.ACC.exam.recommended", 0, Confidence::Secondary, &["ACME/BLOG"]),
        // One branch, one step names a source of its own.
        ("credentials.ACC.exam.requires", 0, Confidence::Official, &["ACME/PAGE", "ACME/BLOG"]),
        ("programs.MAIN.ladder", 0, Confidence::Official, &["ACME/PAGE", "ACME/BLOG"]),
    ] {
        let version = version(place, index);
        let found: Vec<&str> = version.sources().iter().map(Citation::id).collect();
        assert_eq!(
            (version.confidence(), found.as_slice()),
            (Some(confidence), sources),
            "{place}"
        );
    }
    let offered = version("credentials.ACC.offered", 0);
    assert_eq!((offered.until(), offered.estimated()), (Some(day("2027-12-31")), true));
    assert_eq!(offered.note().map(String::as_str), Some("To be retired."));
    let reading = version("credentials.ACC.exam.requires", 1);
    let reading = reading.reading().unwrap();
    assert_eq!((reading.question(), reading.choice()), ("entry", "short"));
    // A rule without a page has no confidence.
    assert_eq!(version("programs.MAIN.counts_from", 0).confidence(), None);
    let anchor = |place: &str| shown.rule(place).unwrap().anchor().map(String::as_str);
    let advanced = describe(&book, "ACME/ADV");
    let award = advanced.rule("credentials.ADV.award[0].requires").unwrap();
    let first_award = "goes by the day on which the credential was first awarded";
    assert_eq!(award.anchor().map(String::as_str), Some(first_award));
    assert_eq!(anchor("credentials.ACC.offered"), None);
    assert!(
        anchor("programs.MAIN.constraints.ethics.terms").unwrap().contains("`ethics-scope`"),
        "an anchor that sources leave open names the question"
    );
}

#[test]
fn a_day_leaves_what_is_on_file_for_it() {
    let book = read(&everything());
    let on = |text: &str| {
        let shown = book.describe_on(&id("ACME/ACC"), day(text)).unwrap();
        assert_eq!(shown.as_of(), Some(day(text)));
        shown
    };
    let waits = |shown: &Description| -> Vec<String> {
        let rule = shown.rule("credentials.ACC.exam.attempts").unwrap();
        rule.versions().iter().map(|version| version.lines()[0].clone()).collect()
    };
    assert_eq!(waits(&on("2019-12-31")), [""; 0], "the day before the first version");
    assert_eq!(waits(&on("2024-12-31")).len(), 1);
    assert!(waits(&on("2024-12-31"))[0].starts_with("30 days after failure 1"));
    assert_eq!(waits(&on("2025-01-01")), ["45 days after each failure"]);
    // What has no days holds on any day.
    assert!(!on("1950-01-01").rule("programs.MAIN.counts_from").unwrap().versions().is_empty());
    let text = render::description(&on("2019-12-31"), 100);
    assert!(
        text.contains("Waiting time after a failed attempt\n    nothing is on file for this day\n")
    );
}

/// Every list of versions of a file that says something, by place.
fn dated(value: &Value, place: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) if map.contains_key("versions") => {
            found.insert(place.to_owned());
        }
        Value::Object(map) => {
            for (key, value) in map {
                let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                dated(value, &place, found);
            }
        }
        Value::Array(list) => {
            let is_version =
                |one: &Value| one.get("source").is_some() && one.get("value").is_some();
            if list.iter().any(is_version) {
                found.insert(place.to_owned());
            }
            for (index, value) in list.iter().enumerate() {
                dated(value, &format!("{place}[{index}]"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_dated_value_is_shown_with_some_credential() {
    let book = read(&everything());
    let mut expected = BTreeSet::new();
    dated(&everything(), "", &mut expected);
    assert!(expected.len() > 40, "{expected:?}");
    let mut shown = BTreeSet::new();
    for credential in book.credentials() {
        let page = book.describe(&credential).unwrap();
        shown.extend(page.rules().map(|rule| rule.place().to_owned()));
    }
    let missing: Vec<&String> = expected.difference(&shown).collect();
    assert_eq!(missing, [&""; 0]);
}

/// All rules of a book, each once.
fn all_rules(book: &RuleBook) -> Vec<Rule> {
    let mut all: BTreeMap<(String, String), Rule> = BTreeMap::new();
    for credential in book.credentials() {
        for rule in book.describe(&credential).unwrap().rules() {
            let key = (rule.issuer().to_string(), rule.place().to_owned());
            all.insert(key, rule.clone());
        }
    }
    all.into_values().collect()
}

#[test]
fn every_rule_has_a_heading_of_its_own_and_whole_lines() {
    for book in [JUDGE.book(), &read(&everything())] {
        let rules = all_rules(book);
        assert!(rules.len() > 40);
        for rule in rules {
            let place = format!("{} {}", rule.issuer(), rule.place());
            assert!(!rule.heading().contains("Further rule"), "{place} has no heading");
            assert!(!rule.versions().is_empty(), "{place} says nothing");
            for version in rule.versions() {
                assert!(!version.lines().is_empty(), "{place} has no lines");
                for line in version.lines() {
                    let text = line.trim_start_matches(' ');
                    let odd = text.is_empty()
                        || text.ends_with([' ', ':', ','])
                        || text.contains("  ")
                        || text.contains(" ,")
                        || text.contains("1 units")
                        || text.contains("the last 1 ");
                    assert!(!odd, "{place}: {line:?}");
                    assert_eq!((line.len() - text.len()) % 2, 0, "{place}: {line:?}");
                }
            }
        }
    }
}

#[test]
fn the_text_keeps_to_the_width_and_loses_no_word() {
    let book = read(&everything());
    let changes = read(&json!({"format": 1, "edition": "2026-01-01", "issuer": "ACME",
        "title": "Acme College"}))
    .changes(&book);
    let texts: [&dyn Fn(usize) -> String; 2] =
        [&|width| render::description(&describe(&book, "ACME/ACC"), width), &|width| {
            render::changes(&changes, width)
        }];
    let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
    for text in texts {
        let wide = text(1000);
        for width in [40, 60, 100] {
            let text = text(width);
            assert_eq!(words(&text), words(&wide));
            for line in text.lines() {
                let breakable = line.trim_start().contains(' ');
                assert!(line.chars().count() <= width || !breakable, "{width}: {line}");
            }
        }
    }
}

const SHOWN: &str = "\
ACME/ADV: Acme Advanced
Acme College
All that is on file, rules: acme.json 2026-01-01

What the exam leads to
  Outcomes, best first
    ADV
  What is asked for ADV
    (goes by the day on which the credential was first awarded)
    ADV exam passed [1]

Keeping it: Acme advanced renewal
  Credentials that are renewed together
    ADV
  From when on units count
    from the first award on
  Cycle
    not published: the cycle [1]
  How long the certificate lasts
    3 years from the award, whatever is done in that time [1]
    after it: what follows
  Units that a cycle asks for
    not published: the units [1]

Sources
  [1] ACME/PAGE, official, checked 2026-01-01: https://acme.example/rules

The issuer's word decides; this is a reading of its published rules.
";

#[test]
fn a_credential_is_shown_as_text() {
    let shown = describe(&read(&everything()), "ACME/ADV");
    assert_eq!(render::description(&shown, 100), SHOWN);
    assert_eq!(shown.rules().count(), 7);
    assert!(!SHOWN.contains("Known as"), "it has no earlier name");
}

const SHOWN_PARTS: &str = "\
  Waiting time after a failed attempt
    2020-01-01 to 2024-12-31 [2]:
        30 days after failure 1, 60 days after failure 2, 1 year after each later one
        at most 4 attempts within 2 years of the first
    since 2025-01-01: 45 days after each failure [2]
";

#[test]
fn versions_stand_in_order_with_their_days() {
    let shown = describe(&read(&everything()), "ACME/ACC");
    let text = render::description(&shown, 100);
    assert!(text.contains(SHOWN_PARTS), "{text}");
    assert!(text.contains("Known as ACME/OLD until 2015-12-31 (estimated) [1]\n"), "{text}");
    assert!(text.contains("    since 2020-01-01 (inferred): yes [3][4]\n"), "{text}");
    assert!(text.contains("2027-12-31 (days estimated): yes [2]\n        Note: To be retired.\n"));
}

#[test]
fn phrases_say_what_stands_apart() {
    // A vocational certificate is outside the ladder of levels: no degree stands for it.
    let text = render::description(&describe(&read(&everything()), "ACME/ACC"), 1000);
    for expected in [
        "education: certificate, 720 hours",
        "education: bachelor, no other level",
        "education: associate or higher in",
        "education: high-school or higher\n",
        "6 months of membership in ACME or AAPC (individual)",
        "LOW exam passed within the last year",
        "100 points from the following\n            work, at most 60 points\n              20 points: holding LOW\n",
        "signed statement `sponsor` to ACME (source BLOG, inferred)\n            within the last year\n",
        "24 units if at least 18 months are left, 3 of them for `ethics`\n",
        "activities approved by ACME, published within 12 months before they were completed, completed on 2019-01-01 or later, completed on 2190-01-01 or earlier, not of the kind staff-meeting",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(!text.contains("certificate or higher"));
}

// Two days of one book.

/// A credential and two days, and what changes: the place, what held, what holds.
type DayCase<'c> = (&'c str, [&'c str; 2], &'c [(&'c str, &'c str, &'c str)]);

#[test]
fn two_days_of_the_embedded_book_differ_in_what_came_into_force() {
    let cases: [DayCase<'_>; 6] = [
        // S18: 90 days to 2023-09-10, 30 days from 2023-09-11.
        (
            "AHIMA/CCA",
            ["2023-09-10", "2023-09-11"],
            &[(
                "credentials.CCA.exam.attempts",
                "90 days after each failure",
                "30 days after each failure",
            )],
        ),
        ("AHIMA/CCA", ["2023-09-09", "2023-09-10"], &[]),
        ("AHIMA/CCA", ["2023-09-11", "2023-09-12"], &[]),
        // HELP-V1, HELP-V2: the totals for several credentials fell on 2015-08-31 at the latest.
        (
            "AAPC/CPC",
            ["2015-08-30", "2015-08-31"],
            &[(
                "programs.AAPC.quota",
                "36 units for 1 credential, 48 for 2, 60 for 3, 72 for 4, 80 for 5 or more",
                "36 units for 1 credential, 40 for 2, 44 for 3, 48 for 4, 52 for 5 or more",
            )],
        ),
        // FEE: 25 and 105 before, 35 and 145 after.
        (
            "NCRA/ODS",
            ["2023-12-31", "2024-01-01"],
            &[(
                "programs.ODS.fees.annual-fee",
                "members of NCRA: 25.00 USD for all credentials together / non-members of NCRA: 105.00 USD for all credentials together",
                "members of NCRA: 35.00 USD for all credentials together / non-members of NCRA: 145.00 USD for all credentials together",
            )],
        ),
        // MAINTAIN: 20 of the 60 hours from HFMA since 2020-06-01.
        (
            "HFMA/CHFP",
            ["2020-05-31", "2020-06-01"],
            &[(
                "programs.CHFP-FHFMA.constraints.hfma-hours.terms",
                "nothing is asked",
                "at least 20 units either from HFMA or (from a provider of the class hfma, hfma-region or hfma-chapter)",
            )],
        ),
    ];
    let book = JUDGE.book();
    for (credential, [from, to], expected) in cases {
        let changes = book.changes_in_force(day(from), book, day(to)).only(&id(credential));
        for (place, before, after) in expected {
            let change = changes.rules().iter().find(|change| change.place() == *place);
            let change = change.unwrap_or_else(|| panic!("{place}: {:?}", places(&changes)));
            assert_eq!(lines(change, false), [*before], "{place}");
            assert_eq!(lines(change, true), [*after], "{place}");
            assert_eq!(change.kind(), ChangeKind::Changed);
        }
        if expected.is_empty() {
            assert_eq!(places(&changes), [""; 0], "{credential} {from} {to}");
        }
        let back = book.changes_in_force(day(to), book, day(from)).only(&id(credential));
        assert_mirrored(&changes, &back);
    }
}

#[test]
fn what_begins_or_ends_between_two_days_is_added_or_removed() {
    let book = read(&everything());
    let between = |from: &str, to: &str| {
        places(&book.changes_in_force(day(from), &book, day(to)).only(&id("ACME/ACC")))
    };
    let ended = between("2027-12-31", "2028-01-01");
    assert_eq!(ended, ["removed credentials.ACC.offered"]);
    assert!(between("2019-12-31", "2020-01-01").contains(&"added credentials.ACC.offered".into()));
    assert_eq!(
        between("2024-12-31", "2025-01-01"),
        ["changed credentials.ACC.exam.attempts", "changed programs.MAIN.proration",]
    );
}

// Two books.

/// What is done to the book, as a JSON pointer and a value (`null`: taken out), and what it changes.
type BookCase<'c> = (&'c str, Value, &'c [&'c str]);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn two_books_differ_in_the_rules_that_were_touched() {
    let cases: &[BookCase<'_>] = &[
        // A number, a day, a word.
        (
            "/credentials/ACC/exam/attempts/1/value/waits/0/days",
            json!(30),
            &["changed credentials.ACC.exam.attempts"],
        ),
        (
            "/credentials/ACC/offered/0/until",
            json!("2028-12-31"),
            &["changed credentials.ACC.offered"],
        ),
        ("/programs/MAIN/counts_from", json!("cycle"), &["changed programs.MAIN.counts_from"]),
        // A version more, a version less, the last version.
        (
            "/credentials/ACC/exam/attempts/1/until",
            json!("2026-12-31"),
            &["changed credentials.ACC.exam.attempts"],
        ),
        (
            "/credentials/LOW/award/0/requires/1",
            json!({"from": "2027-01-01", "source": "PAGE", "value": {"nothing": "no exam"}}),
            &["changed credentials.LOW.award[0].requires"],
        ),
        ("/programs/MAIN/proration/0", Value::Null, &["changed programs.MAIN.proration"]),
        ("/programs/MAIN/appeal", Value::Null, &["removed programs.MAIN.appeal"]),
        (
            "/credentials/LOW/offered",
            json!([{"source": "PAGE", "value": false}]),
            &["added credentials.LOW.offered"],
        ),
        // The same rule under other pages, with another note, another title.
        (
            "/credentials/ACC/exam/facts/0/source",
            json!("BLOG"),
            &["restated credentials.ACC.exam.facts"],
        ),
        (
            "/credentials/ACC/offered/0/note",
            json!("Retired soon."),
            &["restated credentials.ACC.offered"],
        ),
        (
            "/programs/MAIN/constraints/ethics/title",
            json!("Honour"),
            &["restated programs.MAIN.constraints.ethics.terms"],
        ),
        (
            "/waivers/course/title",
            json!("Course"),
            &["restated waivers.course.terms", "restated waivers.course.title"],
        ),
        ("/programs/MAIN/notes/0/text", json!("No refunds."), &["restated programs.MAIN.notes"]),
        // A page that was looked at again.
        ("/sources/PAGE/checked", json!("2026-05-05"), &[]),
        ("/edition", json!("2026-05-05"), &[]),
        // What picks the version; to whom a rule applies; which credentials a programme renews.
        ("/programs/MAIN/joined/anchor", json!("cycle-end"), &["changed programs.MAIN.joined"]),
        (
            "/programs/MAIN/constraints/ethics/for",
            json!(["ACC", "LOW"]),
            &["changed programs.MAIN.constraints.ethics.terms"],
        ),
        ("/programs/MAIN/title", json!("Renewal"), &["restated programs.MAIN.title"]),
        // A credential more: all that it says.
        (
            "/credentials/NEW",
            json!({"title": "New", "fields": ["coding"]}),
            &["added credentials.NEW.fields", "added credentials.NEW.title"],
        ),
    ];
    let before = read(&everything());
    for (pointer, value, expected) in cases {
        let mut file = everything();
        put(&mut file, pointer, value.clone());
        let after = read(&file);
        let changes = before.changes(&after);
        assert_eq!(places(&changes), *expected, "{pointer}");
        assert_eq!(changes.is_empty(), expected.is_empty());
        assert_mirrored(&changes, &after.changes(&before));
    }
}

/// Sets what a pointer names, or takes it out; one after the end of a list is added.
fn put(file: &mut Value, pointer: &str, value: Value) {
    let (above, step) = pointer.rsplit_once('/').unwrap();
    match (file.pointer_mut(above).unwrap(), value) {
        (Value::Object(map), Value::Null) => {
            map.remove(step).unwrap();
        }
        (Value::Object(map), value) => {
            map.insert(step.to_owned(), value);
        }
        (Value::Array(list), Value::Null) => {
            list.remove(step.parse().unwrap());
        }
        (Value::Array(list), value) => {
            let index: usize = step.parse().unwrap();
            if index == list.len() { list.push(value) } else { list[index] = value }
        }
        _ => panic!("{pointer} leads nowhere"),
    }
}

/// The second comparison is the first one read backwards.
#[track_caller]
fn assert_mirrored(one: &Changes, other: &Changes) {
    assert_eq!(one.rules().len(), other.rules().len());
    for change in one.rules() {
        // An outcome may stand at two places of the list.
        let mirror = other
            .rules()
            .iter()
            .find(|mirror| mirror.before() == change.after() && mirror.after() == change.before());
        let mirror = mirror.unwrap_or_else(|| panic!("{} is not mirrored", change.place()));
        let kind = match change.kind() {
            ChangeKind::Added => ChangeKind::Removed,
            ChangeKind::Removed => ChangeKind::Added,
            same => same,
        };
        assert_eq!((mirror.kind(), mirror.credentials()), (kind, change.credentials()));
    }
}

#[test]
fn a_change_names_what_stays_and_on_whom_it_bears() {
    let before = read(&everything());
    let mut file = everything();
    put(&mut file, "/credentials/ACC/exam/attempts/1/value/waits/0/days", json!(30));
    put(&mut file, "/programs/MAIN/constraints/law/terms/0/value/minimum", json!(3));
    put(&mut file, "/waivers/course/terms/0/value/times", json!(1));
    let changes = before.changes(&read(&file));
    let of = |place: &str| {
        let change = changes.rules().iter().find(|change| change.place() == place).unwrap();
        let bears: Vec<String> = change.credentials().iter().map(ToString::to_string).collect();
        (change.of().to_owned(), change.unchanged(), bears.join(" "))
    };
    assert_eq!(
        of("credentials.ACC.exam.attempts"),
        ("ACME/ACC".into(), 1, "ACME/ACC ACME/ACC-A".into())
    );
    assert_eq!(
        of("programs.MAIN.constraints.law.terms"),
        ("Acme renewal".into(), 0, "ACME/ACC ACME/ACC-A ACME/LOW".into())
    );
    assert_eq!(of("waivers.course.terms"), ("ACME/course".into(), 0, "ACME/ACC ACME/ACC-A".into()));
    // Each change bears on somebody, and narrowing keeps exactly those.
    for credential in before.credentials() {
        let narrowed = changes.only(&credential);
        let bears = |change: &&Change| change.credentials().contains(&credential);
        let expected: Vec<&Change> = changes.rules().iter().filter(bears).collect();
        assert_eq!(narrowed.rules().iter().collect::<Vec<_>>(), expected);
    }
    assert_eq!(changes.only(&id("ACME/ADV")).rules().len(), 0);
}

#[test]
fn outcomes_are_known_by_name_wherever_they_stand() {
    let before = read(&everything());
    let mut file = everything();
    let award = file["credentials"]["ACC"]["award"].as_array_mut().unwrap();
    award.swap(0, 2);
    let changes = before.changes(&read(&file));
    // The order is a rule: the best outcome that is met is granted.
    assert_eq!(places(&changes), ["changed credentials.ACC.award"]);
    let mut file = everything();
    let first = json!({"designation": "ACC-A", "requires": [{"source": "PAGE", "value": {"passed": "LOW"}}]});
    file["credentials"]["ACC"]["award"].as_array_mut().unwrap().insert(0, first);
    let changes = before.changes(&read(&file));
    // Of two outcomes with one name the first is compared with the first.
    assert_eq!(
        places(&changes),
        [
            "changed credentials.ACC.award",
            "changed credentials.ACC.award[0].requires",
            "added credentials.ACC.award[2].requires",
        ]
    );
}

#[test]
fn a_book_does_not_differ_from_itself() {
    for book in [JUDGE.book(), &read(&everything())] {
        assert!(book.changes(book).is_empty());
        for text in ["1900-01-01", "2015-08-31", "2026-11-24", "2199-12-31"] {
            assert!(book.changes_in_force(day(text), book, day(text)).is_empty(), "{text}");
        }
    }
    // The name of a layer says nothing about its rules.
    let [one, other] =
        ["acme.json", "other.json"].map(|name| RuleBook::from_json(name, EVERYTHING).unwrap());
    let changes = one.changes(&other);
    assert!(changes.is_empty());
    assert_ne!(changes.before().book(), changes.after().book());
}

#[test]
fn changes_stand_in_order_of_issuer_and_place() {
    let book = JUDGE.book();
    let changes = book.changes_in_force(day("2015-01-01"), book, day("2026-11-24"));
    let order: Vec<(String, &str)> = changes
        .rules()
        .iter()
        .map(|change| (change.issuer().to_string(), change.place()))
        .collect();
    assert!(order.len() > 100, "{}", order.len());
    assert!(order.is_sorted());
    let unique: BTreeSet<_> = order.iter().collect();
    assert_eq!(unique.len(), order.len());
    assert!(changes.rules().iter().all(|change| !change.credentials().is_empty()));
}

const COMPARED: &str = "\
From: acme.json 2026-01-01
To: acme.json 2026-01-01

Rules that differ: 1 changed, 1 added, 1 removed, 1 only in sources, notes or titles.

ACME/ACC
  Waiting time after a failed attempt: changed
    at credentials.ACC.exam.attempts of ACME
    - since 2025-01-01: 45 days after each failure [1]
    + since 2025-01-01: 30 days after each failure [1]
  The exam itself: restated
    at credentials.ACC.exam.facts of ACME
    - since 2020-01-01: 100 to 120 questions, 97 of them scored, 10 of them tried out, 8 cases, 240
        minutes, pass mark 70 % [1]
    + since 2020-01-01 (secondary): 100 to 120 questions, 97 of them scored, 10 of them tried out, 8
        cases, 240 minutes, pass mark 70 % [2]

ACME/LOW
  Can be earned: added
    at credentials.LOW.offered of ACME
    + no [1]

Acme renewal
  Time to appeal: removed
    at programs.MAIN.appeal of ACME
    - since 2020-01-01: 60 days from a day that is not published [1]

Sources
  [1] ACME/PAGE, official, checked 2026-01-01: https://acme.example/rules
  [2] ACME/BLOG, secondary, checked 2026-01-01: https://blog.example/acme

The issuer's word decides; this is a reading of its published rules.
";

#[test]
fn a_comparison_is_shown_as_text() {
    let before = read(&everything());
    let mut file = everything();
    put(&mut file, "/credentials/ACC/exam/attempts/1/value/waits/0/days", json!(30));
    put(&mut file, "/credentials/ACC/exam/facts/0/source", json!("BLOG"));
    put(&mut file, "/credentials/LOW/offered", json!([{"source": "PAGE", "value": false}]));
    put(&mut file, "/programs/MAIN/appeal", Value::Null);
    let changes = before.changes(&read(&file));
    assert_eq!(render::changes(&changes, 100), COMPARED);
    assert_eq!(changes.rules().len(), 4);
    assert!(!COMPARED.contains("2020-01-01 to 2024-12-31"), "what stays is not repeated");
    let same = render::changes(&before.changes(&before), 100);
    assert!(same.ends_with("\n\nNothing differs.\n"), "{same}");
}

#[test]
fn an_anchor_and_a_title_show_both_sides() {
    let before = read(&everything());
    let mut file = everything();
    put(&mut file, "/programs/MAIN/joined/anchor", json!("cycle-end"));
    put(&mut file, "/programs/MAIN/constraints/ethics/title", json!("Honour"));
    let text = render::changes(&before.changes(&read(&file)), 100);
    assert!(text.contains(
        "    - (goes by the day asked about)\n    + (goes by the last day of the cycle)\n"
    ));
    assert!(text.contains(
        "    - titled Rule on units `ethics`: Ethics\n    + titled Rule on units `ethics`: Honour\n"
    ));
}

// No change goes unseen.

/// Pointers to every scalar, every entry of an object and every item of a list.
fn parts(value: &Value, pointer: &str, scalars: &mut Vec<String>, parts: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let below = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                parts.push(below.clone());
                self::parts(value, &below, scalars, parts);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                let below = format!("{pointer}/{index}");
                parts.push(below.clone());
                self::parts(value, &below, scalars, parts);
            }
        }
        _ => scalars.push(pointer.to_owned()),
    }
}

/// Another word for the words of closed lists and for names, by the key under which they stand.
const WORDS: &[(&[&str], &[&str])] = &[
    (&["source"], &["BLOG", "PAGE"]),
    (&["confidence"], &["secondary", "inferred", "quoted"]),
    (
        &["designation", "code", "held", "passed", "exam", "any_of", "all_of", "holdings"],
        &["LOW", "ADV", "ACC", "ACME/LOW"],
    ),
    (&["for", "excuses", "approved_for"], &["LOW", "ADV", "ACC-A", "all", "student", "member"]),
    (&["waivers", "not_with"], &["practice", "course"]),
    (&["organization", "approved_by", "to"], &["AAPC"]),
    (&["level"], &["master"]),
    (&["status"], &["enrolled"]),
    (&["transcript"], &["outstanding"]),
    (&["setting"], &["payer"]),
    (&["document"], &["certificate"]),
    (&["signed_by"], &["hr"]),
    (&["letterhead"], &["one", "each"]),
    (&["states"], &["duration"]),
    (&["grade"], &["B"]),
    (&["issuer"], &["any"]),
    (&["standing"], &["good", "active", "inactive"]),
    (&["counting"], &["unbroken"]),
    (&["counted"], &["sliding"]),
    (&["delivery"], &["recorded"]),
    (&["anchor"], &["first-award", "cycle-end"]),
    (&["first", "last"], &["as-of"]),
    (&["starts"], &["exam", "revoked"]),
    (&["renewed_early", "renewed_late"], &["keeps"]),
    (&["counts_from"], &["cycle"]),
    (&["rounding"], &["up"]),
    (&["minima"], &["in-full"]),
    (&["base"], &["earned"]),
    (&["per", "each"], &["year"]),
    (&["fee", "what", "of"], &["extension", "late-fee"]),
    (&["waives"], &["quota"]),
    (&["value"], &["in-full", "allowed", "shared", "none"]),
    (&["from", "until", "completed_from", "completed_until"], &["2020-01-02", "2026-11-11"]),
];

/// Another value that might stand in the place of one; the key is the last name on the way to it.
fn others(key: &str, value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(value) => vec![json!(!value)],
        Value::Number(number) => {
            let number = number.as_u64().unwrap();
            vec![json!(number + 1), json!(number.saturating_sub(1))]
        }
        Value::String(text) => {
            let known = WORDS.iter().find(|(keys, _)| keys.contains(&key));
            let known = known.map(|(_, words)| *words).unwrap_or_default();
            let free = [format!("{text}x"), format!("1{text}")];
            let all = known.iter().map(|word| (*word).to_owned()).chain(free);
            all.filter(|other| other != text).map(Value::String).collect()
        }
        _ => Vec::new(),
    }
}

/// Not a rule: what names the file, and what is said about a page.
fn is_no_rule(pointer: &str) -> bool {
    ["/format", "/edition", "/issuer", "/title"].contains(&pointer)
        || pointer.starts_with("/sources") && !pointer.ends_with("/url")
}

#[test]
fn whatever_is_changed_in_a_book_is_seen() {
    let (before, file) = (read(&everything()), everything());
    let (mut scalars, mut below) = (Vec::new(), Vec::new());
    parts(&file, "", &mut scalars, &mut below);
    let legal = |file: &Value| RuleBook::from_json("acme.json", &file.to_string()).ok();
    let (mut unseen, mut fixed, mut tried) = (Vec::new(), Vec::new(), 0);
    let mut look = |after: &RuleBook, what: String| {
        tried += 1;
        if before.changes(after).is_empty() {
            unseen.push(what);
        }
    };
    for pointer in scalars.iter().filter(|pointer| !is_no_rule(pointer)) {
        let key = pointer.rsplit('/').find(|step| step.parse::<usize>().is_err()).unwrap();
        let value = file.pointer(pointer).unwrap();
        let other = others(key, value).into_iter().find_map(|other| {
            let mut changed = file.clone();
            *changed.pointer_mut(pointer).unwrap() = other.clone();
            Some((legal(&changed)?, other))
        });
        match other {
            Some((after, other)) => look(&after, format!("{pointer} = {other}")),
            None => fixed.push(pointer.as_str()),
        }
    }
    for pointer in below.iter().filter(|pointer| !is_no_rule(pointer)) {
        let mut changed = file.clone();
        put(&mut changed, pointer, Value::Null);
        if let Some(after) = legal(&changed) {
            look(&after, format!("{pointer} taken out"));
        }
    }
    assert_eq!(unseen, [""; 0]);
    // Nearly everything can be another value: else the law would say little.
    assert!(fixed.len() * 10 < scalars.len(), "{fixed:#?}");
    assert!(tried > scalars.len(), "{tried} changes tried, {} scalars", scalars.len());
}

// Words.

#[test]
fn words_are_those_that_rules_read_by_field() {
    let words = read(&everything()).words();
    let of = |field: &str| -> Vec<&str> {
        let found = words.iter().find(|one| one.field() == field);
        found.map(|one| one.words().iter().map(WordUse::word).collect()).unwrap_or_default()
    };
    for (field, expected) in [
        ("attestations.kind", &["sponsor"][..]),
        ("ceus.approved_by", &["ACME"]),
        ("ceus.approved_for", &["ACME/ACC"]),
        ("ceus.delivery", &["in-person", "live-online"]),
        ("ceus.kind", &["quiz", "self-review", "seminar", "staff-meeting", "teaching"]),
        ("ceus.provider", &["Acme College"]),
        ("ceus.provider_class", &["chapter", "school"]),
        ("ceus.topics", &["coding", "ethics", "law"]),
        ("coursework.format", &["classroom"]),
        ("coursework.provider", &["City College"]),
        (
            "coursework.subject",
            &["anatomy-and-physiology", "medical-coding", "medical-terminology"],
        ),
        ("education.accreditor", &["CAHIIM"]),
        ("education.field", &["coding", "health-information-management"]),
        ("exceptions.kind", &["retired"]),
        ("experience.field", &["auditing", "billing", "coding"]),
        ("experience.setting", &["inpatient", "outpatient"]),
        ("memberships.class", &["individual", "student"]),
        ("memberships.organization", &["AAPC", "ACME"]),
        ("residence", &["CA", "US", "US-OH"]),
        ("trainings.program", &["ACME/cases"]),
    ] {
        assert_eq!(of(field), expected, "{field}");
    }
    assert_eq!(words.len(), 20, "{words:?}");
    let fields: Vec<&str> = words.iter().map(FieldWords::field).collect();
    assert!(fields.is_sorted());
}

#[test]
fn a_word_names_the_issuers_that_read_it() {
    let words = JUDGE.book().words();
    let topics = words.iter().find(|one| one.field() == "ceus.topics").unwrap();
    let hiim = topics.words().iter().find(|word| word.word() == "hiim").unwrap();
    assert_eq!(hiim.issuers().iter().map(ToString::to_string).collect::<Vec<_>>(), ["AHIMA"]);
    let ahima = JUDGE.book().words_of(&"AHIMA".parse().unwrap());
    let all: BTreeSet<(&str, &str)> = words
        .iter()
        .flat_map(|one| one.words().iter().map(|word| (one.field(), word.word())))
        .collect();
    for field in &ahima {
        assert!(field.words().iter().all(|word| all.contains(&(field.field(), word.word()))));
    }
    assert!(ahima.iter().map(|one| one.words().len()).sum::<usize>() < all.len());
}
