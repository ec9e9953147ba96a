//! Whose verdict or standing changes between two books, or between two days, and why.

use std::collections::BTreeSet;

use coding_credentials::book::changes::Change;
use coding_credentials::explain::{UnknownBecause, Verdict};
use coding_credentials::plan::{Affected, Basis, Effect, Impact, RuleRef, Sides, impact, render};
use coding_credentials::{CredentialId, Judge, Record, RuleBook};
use serde_json::Value;

use crate::support::{JUDGE, day, record};

/// The roster that the example bundles.
const ROSTER: &str = include_str!("../../examples/records/roster.jsonl");
/// The fictional change that the example bundles.
const WHAT_IF: &str = include_str!("../../examples/books/ccb-what-if.json");

fn roster() -> Vec<Record> {
    ROSTER.lines().map(record).collect()
}

fn id(text: &str) -> CredentialId {
    text.parse().unwrap()
}

/// The rules of a body with one credential, where some of its parts can be replaced.
#[derive(Clone, Copy)]
struct Rules {
    quota: &'static str,
    entry: &'static str,
    wait: &'static str,
    ladder: &'static str,
    pass: &'static str,
}

const RULES: Rules = Rules {
    quota: "10",
    entry: r#"{"membership": {"organization": "ACME"}}"#,
    wait: r#"[{"days": 30}]"#,
    ladder: r#"[{"for": {"days": 30}, "standing": "grace"}, {"standing": "revoked"}]"#,
    pass: "70",
};

impl Rules {
    fn judge(self) -> Judge {
        self.judge_of("ACC", "")
    }

    /// A book in which the credential has a code, and perhaps earlier names.
    fn judge_of(self, code: &str, former: &str) -> Judge {
        let Self { quota, entry, wait, ladder, pass } = self;
        let text = format!(
            r#"{{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
            "sources": {{"PAGE": {{"url": "https://acme.example/rules", "publisher": "Acme College",
                                  "checked": "2026-01-01", "confidence": "official"}}}},
            "credentials": {{"{code}": {{"title": "Acme Certified Coder", "former_codes": [{former}],
              "offered": [{{"source": "PAGE", "value": true}}],
              "maintainable": [{{"source": "PAGE", "value": true}}],
              "exam": {{"requires": [{{"source": "PAGE", "value": {entry}}}],
                        "facts": [{{"source": "PAGE", "value": {{"pass": {{"percent": "{pass}"}}}}}}],
                        "attempts": [{{"source": "PAGE", "value": {{"waits": {wait}}}}}]}},
              "award": [{{"designation": "{code}", "requires": [{{"source": "PAGE", "value": {{"passed": "{code}"}}}}]}}]}}}},
            "programs": {{"MAIN": {{"title": "Acme renewal", "holdings": "all",
              "cycle": [{{"source": "PAGE", "value": {{"length": {{"years": 2}}}}}}],
              "quota": [{{"source": "PAGE", "value": {{"by_count": [{quota}]}}}}],
              "ladder": [{{"source": "PAGE", "value": {ladder}}}]}}}}}}"#
        );
        let book = RuleBook::from_json("acme.json", &text);
        Judge::new(book.unwrap_or_else(|error| panic!("{error}\n{text}")))
    }
}

/// A holder since 2024-03-01 with 12 units in the cycle that ends on 2026-02-28.
const HOLDER: &str = r#"{"id": "ana", "exams": [{"credential": "ACME/ACC", "taken": "2024-03-01", "passed": true}],
    "holdings": [{"credential": "ACME/ACC", "awarded": "2024-03-01"}],
    "memberships": [{"organization": "ACME", "start": "2024-01-01", "paid_through": "2027-12-31"}],
    "ceus": [{"id": "u1", "completed": "2025-05-05", "units": "12"}], "payments": [], "exceptions": []}"#;

/// Somebody who failed on 2026-01-10 and is a member.
const FAILED: &str = r#"{"id": "ben", "exams": [{"credential": "ACME/ACC", "taken": "2026-01-10", "passed": false, "score": "65"}],
    "holdings": [], "memberships": [{"organization": "ACME", "start": "2024-01-01", "paid_through": "2027-12-31"}]}"#;

fn between(before: &Judge, after: &Judge, roster: &[Record], on: &str) -> Impact {
    impact(Basis::new(before, day(on)), Basis::new(after, day(on)), roster, &[])
}

/// What changes: the person, the credential and the effect.
fn effects(impact: &Impact) -> Vec<String> {
    let one = |one: &Affected| {
        let record = one.record().map_or("?", String::as_str);
        format!("{record} {} {}", one.credential(), one.effect())
    };
    impact.affected().iter().map(one).collect()
}

/// A change of the rules, the record, the day; the effect, and a line of the text.
type Case<'c> = (Rules, &'c str, &'c str, &'c str, &'c str);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn a_change_of_rules_is_worse_or_better_for_those_on_whom_it_bears() {
    let cases: [Case<'_>; 10] = [
        // One unit under, exact, over.
        (Rules { quota: "11", ..RULES }, HOLDER, "2025-06-01", "", ""),
        (Rules { quota: "12", ..RULES }, HOLDER, "2025-06-01", "", ""),
        (
            Rules { quota: "13", ..RULES },
            HOLDER,
            "2025-06-01",
            "worse",
            "missing for renewal, quota: nothing -> 1 CEU",
        ),
        // The cycle is over: the standing falls too.
        (
            Rules { quota: "13", ..RULES },
            HOLDER,
            "2026-03-01",
            "worse",
            "standing: active -> grace",
        ),
        (
            Rules { entry: r#"{"age": 21}"#, ..RULES },
            FAILED,
            "2026-06-01",
            "worse",
            "now asked for eligibility, exam/age: born (fact-missing)",
        ),
        // The wait of 30 days is over on 2026-02-09.
        (
            Rules { wait: r#"[{"days": 20}]"#, ..RULES },
            FAILED,
            "2026-02-01",
            "better",
            "may sit the exam: unmet -> met",
        ),
        (Rules { wait: r#"[{"days": 20}]"#, ..RULES }, FAILED, "2026-02-09", "", ""),
        (
            Rules { wait: r#"[{"days": 25}]"#, ..RULES },
            FAILED,
            "2026-02-01",
            "details",
            "missing for eligibility, exam/wait: 8 days -> 3 days",
        ),
        // What comes later, and what bears on nobody.
        (Rules { ladder: r#"[{"standing": "revoked"}]"#, ..RULES }, HOLDER, "2025-06-01", "", ""),
        (Rules { pass: "60", ..RULES }, HOLDER, "2025-06-01", "", ""),
    ];
    let before = RULES.judge();
    for (rules, person, on, effect, line) in cases {
        let found = between(&before, &rules.judge(), &[record(person)], on);
        assert!(!found.changes().is_empty() && found.refused().is_empty());
        let text = render::impact(&found, 200);
        let effects: Vec<&str> = found.affected().iter().map(|one| one.effect().as_str()).collect();
        if effect.is_empty() {
            assert_eq!((effects.as_slice(), found.unchanged()), (&[""; 0][..], 1), "{text}");
            continue;
        }
        assert_eq!((effects.as_slice(), found.unchanged()), (&[effect][..], 0), "{text}");
        assert!(text.contains(&format!("  {line}\n")), "{line}\n{text}");
        // The other way round it is the other way round.
        let back = between(&rules.judge(), &before, &[record(person)], on);
        let mirrored = match found.affected()[0].effect() {
            Effect::Worse => Effect::Better,
            Effect::Better => Effect::Worse,
            same => same,
        };
        assert_eq!(back.affected()[0].effect(), mirrored);
        assert_eq!(back.affected()[0].before(), found.affected()[0].after());
    }
}

#[test]
fn the_answers_are_those_of_the_judges() {
    let (before, after) = (RULES.judge(), Rules { quota: "13", ..RULES }.judge());
    let person = record(HOLDER);
    let found = between(&before, &after, std::slice::from_ref(&person), "2026-03-10");
    let one = &found.affected()[0];
    for (judge, answers) in [(&before, one.before().unwrap()), (&after, one.after().unwrap())] {
        let on = day("2026-03-10");
        let eligibility = judge.eligibility("ACME/ACC", &person, on).unwrap();
        let renewal = judge.renewal("ACME/ACC", &person, on).unwrap();
        assert_eq!(answers.exam(), eligibility.exam().verdict());
        assert_eq!(answers.eligibility(), eligibility.verdict());
        assert_eq!(answers.designation(), eligibility.award().designation());
        assert_eq!(answers.renewal(), Some(renewal.verdict()));
        assert_eq!(answers.standing(), renewal.standing());
        assert_eq!(answers.last_safe_day(), renewal.last_safe_day());
    }
    let rules: Vec<(&str, &str)> =
        one.rules().iter().map(|rule| (rule.place(), rule.kind().as_str())).collect();
    assert_eq!(rules, [("programs.MAIN.quota", "changed")]);
    assert_eq!(one.rules()[0].heading(), "Units that a cycle asks for");
    assert_eq!((one.index(), one.credential()), (0, &id("ACME/ACC")));
}

#[test]
fn what_is_asked_comes_and_goes() {
    let unpublished = Rules { entry: r#"{"unpublished": "what admits"}"#, ..RULES };
    let found = between(&RULES.judge(), &unpublished.judge(), &[record(FAILED)], "2026-06-01");
    let question = &found.affected()[0].questions()[0];
    assert_eq!((question.of(), question.path()), ("eligibility", "exam/unpublished"));
    assert_eq!(question.why(), UnknownBecause::RuleUnpublished);
    assert_eq!(question.on(), Sides::After);
    let back = between(&unpublished.judge(), &RULES.judge(), &[record(FAILED)], "2026-06-01");
    assert_eq!(back.affected()[0].questions()[0].on(), Sides::Before);
}

#[test]
fn asked_about_are_holdings_attempts_applications_and_what_the_caller_names() {
    let judge =
        RULES.judge_of("NEW", r#"{"code": "ACC", "until": "2025-12-31", "source": "PAGE"}"#);
    let basis = Basis::new(&judge, day("2026-06-01"));
    let asked =
        |json: &str, named: &[CredentialId]| impact(basis, basis, &[record(json)], named).asked();
    for (json, named, expected) in [
        ("{}", &[][..], 0),
        ("{}", &[id("ACME/NEW")], 1),
        (r#"{"exams": [{"credential": "ACME/NEW"}]}"#, &[], 1),
        (r#"{"applications": [{"credential": "ACME/NEW"}]}"#, &[], 1),
        (r#"{"holdings": [{"credential": "ACME/NEW"}]}"#, &[], 1),
        // One credential under two names, three times.
        (
            r#"{"holdings": [{"credential": "ACME/NEW"}], "exams": [{"credential": "ACME/ACC"}]}"#,
            &[id("ACME/ACC")],
            1,
        ),
        (r#"{"holdings": [{"credential": "ACME/NEW"}, {"credential": "OTHER/X"}]}"#, &[], 2),
    ] {
        assert_eq!(asked(json, named), expected, "{json}");
    }
}

#[test]
fn a_credential_that_one_book_alone_knows_is_different() {
    let (before, after) = (RULES.judge(), RULES.judge_of("NEW", ""));
    let found = between(&before, &after, &[record(HOLDER)], "2026-06-01");
    assert_eq!(effects(&found), ["ana ACME/ACC different"]);
    assert!(found.affected()[0].before().is_some() && found.affected()[0].after().is_none());
    assert!(render::impact(&found, 100).contains("  after: the book does not know it\n"));
    let back = between(&after, &before, &[record(HOLDER)], "2026-06-01");
    assert!(back.affected()[0].before().is_none() && back.affected()[0].after().is_some());
    // Under a new name it is the same credential.
    let renamed = RULES.judge_of("NEW", r#"{"code": "ACC", "source": "PAGE"}"#);
    let found = between(&before, &renamed, &[record(HOLDER)], "2026-06-01");
    assert_eq!(found.affected().len(), 1, "{:?}", effects(&found));
    let answers = |one: &Affected| {
        let of = |side: Option<&coding_credentials::plan::Answers>| {
            side.map(|side| (side.exam(), side.eligibility(), side.renewal(), side.standing()))
        };
        (of(one.before()), of(one.after()))
    };
    let (before, after) = answers(&found.affected()[0]);
    assert_eq!(before, after, "only the name that is granted differs");
}

#[test]
fn what_a_judge_refuses_is_listed_and_does_not_stop_the_others() {
    // A score of 65 is a pass at 60, and was stated as a failure.
    let (before, after) = (RULES.judge(), Rules { pass: "60", ..RULES }.judge());
    let unknown = record(r#"{"holdings": [{"credential": "ACME/ACB"}]}"#);
    let people = [record(FAILED), unknown, record(HOLDER)];
    let found = between(&before, &after, &people, "2025-06-01");
    let refused: Vec<(usize, Option<String>, &str)> = found
        .refused()
        .iter()
        .map(|one| (one.index(), one.credential().map(ToString::to_string), one.on().as_str()))
        .collect();
    assert_eq!(refused, [(0, None, "after"), (1, Some("ACME/ACB".into()), "both")]);
    assert!(found.refused()[0].error().contains("65"), "{}", found.refused()[0].error());
    assert!(found.refused()[1].error().contains("did you mean `ACME/ACC`?"));
    assert_eq!((found.asked(), found.unchanged(), found.records()), (3, 1, 3));
    let back = between(&after, &before, &people, "2025-06-01");
    assert_eq!(back.refused()[0].on(), Sides::Before);
    let both = between(&after, &after, &people, "2025-06-01");
    assert_eq!(both.refused()[0].on(), Sides::Both);
    let text = render::impact(&found, 200);
    assert!(text.contains("\nWithout an answer\n  ben (after): at `exams[0]`: "), "{text}");
    assert!(text.contains("\n  roster[1], ACME/ACB: unknown credential `ACME/ACB`"), "{text}");
}

// The bundled roster and change.

fn what_if() -> Judge {
    let book = RuleBook::builtin().unwrap().layer("ccb-what-if.json", WHAT_IF);
    Judge::new(book.unwrap_or_else(|error| panic!("{error}")))
}

#[test]
fn the_bundled_change_bears_on_the_holders_of_ccb_whose_cycle_began_in_2025() {
    let found = between(&JUDGE, &what_if(), &roster(), "2026-11-24");
    assert_eq!(effects(&found), ["greta CCB/CHC worse", "ingrid CCB/CHC details"]);
    assert_eq!((found.records(), found.refused().len()), (12, 0));
    assert_eq!(found.asked(), found.unchanged() + 2);
    let greta = &found.affected()[0];
    let verdicts = |one: &Affected| [one.before(), one.after()].map(|side| side.unwrap().renewal());
    assert_eq!(verdicts(greta), [Some(Verdict::Met), Some(Verdict::Unmet)]);
    assert_eq!(greta.shortfalls()[0].after().map(String::as_str), Some("6 CEU"));
    assert!(greta.rules().iter().any(|rule| rule.place() == "programs.CCB.quota"));
}

const TEXT: &str = "\
1 record, 1 credential asked about: 1 worse, 0 unchanged.

Before: acme.json 2026-01-01, on 2025-06-01
After: acme.json 2026-01-01, on 2025-06-01

ana, ACME/ACC: worse
  renewal: met -> unmet
  missing for renewal, quota: nothing -> 1 CEU
  rule changed: Units that a cycle asks for (programs.MAIN.quota)

The rules behind it
  Acme renewal
    Units that a cycle asks for: changed
      at programs.MAIN.quota of ACME
      - 10 units [1]
      + 13 units [1]

Sources
  [1] ACME/PAGE, official, checked 2026-01-01: https://acme.example/rules

The issuer's word decides; this is a reading of its published rules.
";

#[test]
fn an_impact_is_shown_as_text() {
    let after = Rules { quota: "13", ..RULES }.judge();
    let found = between(&RULES.judge(), &after, &[record(HOLDER)], "2025-06-01");
    assert_eq!(render::impact(&found, 100), TEXT);
    assert!(!TEXT.contains("standing"), "what stays is not shown");
    let none = between(&after, &after, &[record(HOLDER)], "2025-06-01");
    let text = render::impact(&none, 100);
    assert_eq!(text.lines().next(), Some("1 record, 1 credential asked about: 1 unchanged."));
    assert!(!text.contains("Sources"), "{text}");
}

#[test]
fn the_text_keeps_to_the_width_and_loses_no_word() {
    let found = between(&JUDGE, &what_if(), &roster(), "2026-11-24");
    let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
    let wide = render::impact(&found, 1000);
    for width in [40, 60, 100] {
        let text = render::impact(&found, width);
        assert_eq!(words(&text), words(&wide));
        for line in text.lines() {
            let breakable = line.trim_start().contains(' ');
            assert!(line.chars().count() <= width || !breakable, "{width}: {line}");
        }
    }
}

// Laws.

#[test]
fn equal_sides_change_nothing() {
    let all: Vec<CredentialId> = JUDGE.book().credentials().collect();
    for (named, on) in [(&[][..], "2026-11-24"), (&all, "2025-03-01"), (&[], "1999-12-31")] {
        let basis = Basis::new(&JUDGE, day(on));
        let found = impact(basis, basis, &roster(), named);
        assert_eq!(effects(&found), [""; 0], "{on}");
        assert_eq!(found.asked(), found.unchanged());
        assert!(found.changes().is_empty() && found.refused().is_empty());
    }
}

#[test]
fn everybody_is_affected_unchanged_or_refused() {
    let what_if = what_if();
    for (before, after) in [
        (Basis::new(&JUDGE, day("2026-11-24")), Basis::new(&what_if, day("2026-11-24"))),
        (Basis::new(&JUDGE, day("2026-11-24")), Basis::new(&JUDGE, day("2027-02-01"))),
        (Basis::new(&JUDGE, day("2024-11-24")), Basis::new(&what_if, day("2027-02-01"))),
    ] {
        let found = impact(before, after, &roster(), &[]);
        let parts = found.affected().len() + found.unchanged() + found.refused().len();
        assert_eq!(found.asked(), parts);
        // A change has a cause: a rule, or the day.
        let days = found.before().on() != found.after().on();
        assert!(found.affected().iter().all(|one| days || !one.rules().is_empty()));
        let order: Vec<(usize, String)> = found
            .affected()
            .iter()
            .map(|one| (one.index(), one.credential().to_string()))
            .collect();
        assert!(order.is_sorted());
        // Whoever is named stands behind a rule that the comparison has.
        let known: BTreeSet<&str> = found.changes().rules().iter().map(Change::place).collect();
        let named = found.affected().iter().flat_map(Affected::rules);
        assert!(named.map(RuleRef::place).all(|place| known.contains(place)));
    }
}

#[test]
fn the_order_of_the_roster_does_not_matter() {
    let what_if = what_if();
    let before = Basis::new(&JUDGE, day("2026-11-24"));
    let after = Basis::new(&what_if, day("2027-02-01"));
    let people = roster();
    let forwards = impact(before, after, &people, &[]);
    let mut backwards = people.clone();
    backwards.reverse();
    let backwards = impact(before, after, &backwards, &[]);
    // Everything but the place in the roster.
    let bare = |found: &Impact| {
        let mut all: Vec<Value> = found
            .affected()
            .iter()
            .map(|one| {
                let mut one = serde_json::to_value(one).unwrap();
                one.as_object_mut().unwrap().remove("index");
                one
            })
            .collect();
        all.sort_by_key(ToString::to_string);
        all
    };
    assert_eq!(bare(&forwards), bare(&backwards));
    assert_eq!(forwards.unchanged(), backwards.unchanged());
    assert!(!forwards.affected().is_empty());
    // Each person alone has the answer that the person has among others.
    for (index, person) in people.iter().enumerate() {
        let alone = impact(before, after, std::slice::from_ref(person), &[]);
        let among = forwards.affected().iter().filter(|one| one.index() == index);
        assert_eq!(alone.affected().len(), among.count());
    }
}

#[test]
fn two_days_of_one_book_name_the_rules_that_came_into_force() {
    let before = Basis::new(&JUDGE, day("2023-09-10"));
    let after = Basis::new(&JUDGE, day("2023-09-11"));
    let found = impact(before, after, &roster(), &[]);
    let places: Vec<&str> = found.changes().rules().iter().map(Change::place).collect();
    assert!(places.contains(&"credentials.CCA.exam.attempts"), "{places:?}");
    assert_eq!(found.before().on(), Some(day("2023-09-10")));
    // 90 days from 2023-08-20 are 2023-11-18: the wait is that of the day of the failure.
    let chidi =
        found.affected().iter().find(|one| one.record().map(String::as_str) == Some("chidi"));
    let chidi = chidi.unwrap();
    assert_eq!(chidi.effect(), Effect::Details);
    let wait = chidi.shortfalls().iter().find(|one| one.path() == "exam/wait").unwrap();
    assert_eq!(
        (wait.before().map(String::as_str), wait.after().map(String::as_str)),
        (Some("69 days"), Some("68 days"))
    );
}
