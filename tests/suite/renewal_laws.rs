//! Laws of renewal, against an independent slow evaluator and brute force.
//!
//! Each law is put to the embedded book and to the random programmes of [`crate::renewal_oracle`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use coding_credentials::allocation::{Allocation, Bottleneck, check};
use coding_credentials::calendar::Day;
use coding_credentials::explain::{
    Between, ConstraintKind, NoteCode, Reason, Renewal, RungAnswer, Shortfall, Standing, Verdict,
};
use coding_credentials::quantity::Decimal;
use coding_credentials::{Judge, Record};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use crate::oracle::{Words, cases as config, may, must, number, object, seldom, text};
use crate::renewal_oracle::{
    Case, amount, cases, ceu, cycles, days_asked, ladders, one, outcome, programmes, quotas,
    records, two_years, wide_programmes, without_idle_pools,
};
use crate::support::{JUDGE, day, programme, record};

type Checked = Result<(), TestCaseError>;

const SECTIONS: [&str; 6] =
    ["holdings", "ceus", "payments", "memberships", "exceptions", "attestations"];

// ---- What laws are put to ----

/// A question to a judge: of the embedded book, or of a random programme.
#[derive(Clone)]
struct Asked {
    fields: Option<Value>,
    credential: String,
    stated: Value,
    as_of: String,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fields, credential, stated, as_of } = self;
        let fields = fields.as_ref().map_or_else(String::new, Value::to_string);
        write!(f, "{credential} on {as_of}\nrecord {stated}\nprogramme {fields}")
    }
}

impl Asked {
    fn judge(&self) -> Cow<'static, Judge> {
        self.fields.as_ref().map_or(Cow::Borrowed(&*JUDGE), |fields| Cow::Owned(judge(fields)))
    }

    fn known(&self) -> Record {
        known(&self.stated)
    }

    fn answer(&self) -> Renewal {
        self.about(&self.stated)
    }

    fn about(&self, stated: &Value) -> Renewal {
        self.judge().renewal(&self.credential, &known(stated), day(&self.as_of)).unwrap()
    }

    fn ceus(&self) -> Vec<Value> {
        entries(&self.stated, "ceus")
    }

    fn with_ceus(&self, ceus: &[Value]) -> Value {
        let mut stated = self.stated.clone();
        stated["ceus"] = json!(ceus);
        stated
    }

    fn carries_over(&self) -> bool {
        self.fields.as_ref().is_some_and(|fields| fields.get("carry_over").is_some())
    }

    /// Whether more may hurt: a share of what is earned grows with it, the same course takes the
    /// place of another one, and what the last cycle used is not there for the next.
    fn is_contrary(&self) -> bool {
        let rules = self.fields.as_ref().map_or_else(String::new, Value::to_string);
        let course = self.ceus().iter().any(|ceu| ceu.get("course").is_some());
        rules.contains("\"earned\"") || self.carries_over() || course
    }
}

fn judge(fields: &Value) -> Judge {
    let fields = fields.to_string();
    programme(&fields[1..fields.len() - 1])
}

fn known(stated: &Value) -> Record {
    record(&stated.to_string())
}

fn entries(stated: &Value, section: &str) -> Vec<Value> {
    stated.get(section).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn json_of(answer: &Renewal) -> String {
    serde_json::to_string(answer).unwrap()
}

/// Verdicts from worst to best.
const fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Unmet => 0,
        Verdict::Met => 2,
        _ => 1,
    }
}

const fn sub(amount: Decimal) -> i64 {
    amount.sub_units()
}

// ---- Random records of every section ----

fn any_day() -> BoxedStrategy<String> {
    let turning = vec!["01-01", "02-28", "03-01", "06-30", "07-01", "12-31"];
    let turning = (2018..=2027, select(turning)).prop_map(|(year, day)| format!("{year}-{day}"));
    let rest = (number("1900-01-01")..=number("2199-12-31")).prop_map(text);
    let near = (number("2019-01-01")..=number("2027-12-31")).prop_map(text);
    prop_oneof![6 => turning, 4 => near, 1 => rest].boxed()
}

fn list(words: &[&'static str], most: usize) -> BoxedStrategy<Value> {
    subsequence(words.to_vec(), 0..=most).prop_map(|words| json!(words)).boxed()
}

fn word(words: &[&'static str]) -> BoxedStrategy<Value> {
    select(words.to_vec()).prop_map(|word| json!(word)).boxed()
}

/// Activities as the embedded rules look at them.
fn published_ceu(codes: &[&'static str]) -> BoxedStrategy<Value> {
    let kinds = ["webinar", "quiz", "self-review", "staff-meeting", "web-based-training"];
    let providers = ["AHIMA", "CMS", "ZHealth Publishing", "Lakeside"];
    object(vec![
        ("completed", may(any_day())),
        ("units", may(select(vec!["0.5", "1", "4", "8", "16", "20", "40"]))),
        ("minutes", seldom(select(vec![60, 90, 105, 600]))),
        ("topics", may(list(&["hiim", "auditing", "ethics"], 2))),
        ("kind", may(word(&kinds))),
        ("delivery", seldom(word(&["in-person", "recorded"]))),
        ("provider", may(word(&providers))),
        ("provider_class", seldom(list(&["ahima-component-association"], 1))),
        ("approved_by", may(list(&["AAPC", "AHIMA"], 2))),
        ("approved_for", may(list(codes, codes.len()))),
        ("job_related", may(any::<bool>())),
        ("course", seldom(select(vec!["k1", "k2"]))),
        ("published", seldom(any_day())),
        ("reported", seldom(any_day())),
        ("recorded", seldom(any_day())),
        ("assigned_to", seldom(list(codes, 2))),
        ("assigned_cycle", seldom(any_day())),
    ])
}

fn days_in_order(first: &'static str, then: &'static str) -> BoxedStrategy<Value> {
    (any_day(), any_day(), 0..3)
        .prop_map(move |(one, other, which)| {
            let (one, other) = if one <= other { (one, other) } else { (other, one) };
            match which {
                0 => json!({first: one, then: other}),
                1 => json!({first: one}),
                _ => json!({then: other}),
            }
        })
        .boxed()
}

fn joined(left: BoxedStrategy<Value>, right: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    (left, right)
        .prop_map(|(mut left, right)| {
            for (name, value) in right.as_object().unwrap() {
                left[name] = value.clone();
            }
            left
        })
        .boxed()
}

fn holding(codes: &[&'static str]) -> BoxedStrategy<Value> {
    let late = || prop_oneof![Just("2028-06-30"), Just("2027-02-28"), Just("2198-12-31")];
    let cycle = (2018..=2026, 1..=3).prop_map(|(year, length)| {
        json!({"start": format!("{year}-03-01"), "end": format!("{}-02-28", year + length)})
    });
    let awarded = (2016..=2026, select(vec!["01-31", "02-28", "06-30", "12-31"]))
        .prop_map(|(year, day)| format!("{year}-{day}"));
    object(vec![
        ("credential", must(word(codes))),
        ("awarded", may(awarded)),
        ("expires", seldom(late())),
        ("cycle", seldom(cycle)),
        ("renewed", seldom(vec(any_day(), 0..=2))),
        ("filed", seldom(vec(any_day(), 0..=2))),
        ("primary", seldom(Just(true))),
        ("revoked", seldom(late())),
    ])
}

fn payment(issuer: &'static str) -> BoxedStrategy<Value> {
    let purposes = ["recertification", "annual-fee", "membership", "late-fee", "extension"];
    object(vec![
        ("to", must(Just(issuer))),
        ("purpose", must(word(&purposes))),
        ("amount", seldom(Just(json!({"amount": "50.00", "currency": "USD"})))),
        ("paid", may(any_day())),
        ("cycle_end", seldom(any_day())),
    ])
}

fn exception(issuer: &'static str) -> BoxedStrategy<Value> {
    let kinds =
        ["extension", "retired", "hardship", "inactive", "waive-requirement", "adjust-quota"];
    let rest = object(vec![
        ("issuer", must(Just(issuer))),
        ("kind", must(word(&kinds))),
        ("author", must(Just("registrar"))),
        ("reason", must(Just("leave"))),
        ("requirement", seldom(word(&["quota", "m0", "hiim-share"]))),
        ("units", seldom(select(vec!["2", "10"]))),
    ]);
    joined(rest, days_in_order("from", "until"))
}

/// Records with every section that renewal looks at, and more.
fn wide_records(
    issuer: &'static str,
    codes: &[&'static str],
    activity: BoxedStrategy<Value>,
) -> BoxedStrategy<Value> {
    let section = |entry: BoxedStrategy<Value>, most| vec(entry, 0..=most).prop_map(Value::from);
    let membership = object(vec![
        ("organization", must(Just(issuer))),
        ("class", seldom(word(&["individual", "student"]))),
    ]);
    let membership = joined(membership, days_in_order("start", "paid_through"));
    let attestation = object(vec![("kind", must(Just("code-of-ethics"))), ("on", may(any_day()))]);
    let fields = object(vec![
        ("holdings", must(section(holding(codes), 3))),
        ("ceus", may(section(activity, 8))),
        ("payments", may(section(payment(issuer), 3))),
        ("memberships", may(section(membership, 2))),
        ("exceptions", seldom(section(exception(issuer), 2))),
        ("attestations", may(section(attestation, 1))),
    ]);
    let others = crate::oracle::records(&Words::acme());
    (others, fields)
        .prop_map(|(mut others, fields)| {
            let record = others.as_object_mut().unwrap();
            record.retain(|name, _| !SECTIONS.contains(&name.as_str()));
            for (name, value) in fields.as_object().unwrap() {
                record.insert(name.clone(), value.clone());
            }
            others
        })
        .boxed()
}

const AAPC: [&str; 6] =
    ["AAPC/CPC", "AAPC/CPC-A", "AAPC/CPMA", "AAPC/CIRCC", "AAPC/CPPM", "AAPC/CEMC"];
const AHIMA: [&str; 5] = ["AHIMA/CCS", "AHIMA/CCS-P", "AHIMA/RHIA", "AHIMA/RHIT", "AHIMA/CCA"];
const ACME: [&str; 4] = ["ACME/A", "ACME/B", "ACME/C", "ACME/D"];

fn embedded() -> BoxedStrategy<Asked> {
    let aapc = wide_records("AAPC", &AAPC, published_ceu(&AAPC)).prop_map(|all| ("AAPC/CPC", all));
    let ahima =
        wide_records("AHIMA", &AHIMA, published_ceu(&AHIMA)).prop_map(|all| ("AHIMA/CCS", all));
    (prop_oneof![aapc, ahima], any_day())
        .prop_map(|((credential, mut stated), as_of)| {
            if let Some(first) = stated["holdings"].get_mut(0) {
                first["credential"] = json!(credential);
            }
            Asked { fields: None, credential: credential.to_string(), stated, as_of }
        })
        .boxed()
}

fn wide() -> BoxedStrategy<Asked> {
    let activity = prop_oneof![ceu(true), published_ceu(&ACME)].boxed();
    let stated = prop_oneof![wide_records("ACME", &ACME, activity), records(true, 8)];
    (wide_programmes(), stated, prop_oneof![any_day(), days_asked()])
        .prop_map(|(fields, stated, as_of)| {
            let credential = "ACME/A".to_string();
            Asked { fields: Some(fields), credential, stated, as_of }
        })
        .boxed()
}

/// Questions to both kinds of book.
fn asked() -> BoxedStrategy<Asked> {
    let narrow = cases(true, 6).prop_map(|Case { fields, stated, as_of }| Asked {
        fields: Some(fields),
        credential: "ACME/A".to_string(),
        stated,
        as_of,
    });
    prop_oneof![narrow, wide(), embedded()].boxed()
}

// ---- A slow evaluator agrees ----

/// The answer about the first cycle.
fn first_cycle(case: &Case) -> Renewal {
    let (start, as_of) = (day(&case.start()), day(&case.as_of));
    case.judge().renewal_of_cycle("ACME/A", &case.known(), start, as_of).unwrap()
}

fn agrees(case: &Case) -> Checked {
    let answer = first_cycle(case);
    let slow = outcome(case);
    let undecided = answer.notes().iter().any(|note| note.code() == NoteCode::NotDecided);
    let expected = if slow.is_met { Verdict::Met } else { Verdict::Unmet };
    let excused = undecided && slow.is_entangled && answer.verdict() == Verdict::Undetermined;
    let seen = json_of(&answer);
    prop_assert!(excused || answer.verdict() == expected, "{expected:?} expected: {seen}");
    let quota = answer
        .quota()
        .map(|quota| (sub(quota.required().unwrap()), sub(quota.counted()), sub(quota.surplus())));
    if case.fields["quota"][0]["value"].get("serves").is_none() {
        prop_assert_eq!(quota, slow.quota, "{}", seen);
    } else {
        prop_assert_eq!(quota.map(|quota| quota.0), slow.quota.map(|quota| quota.0), "{}", seen);
    }
    let rules = answer.constraints().iter().filter(|rule| rule.kind() != ConstraintKind::OwnQuota);
    let constraints: BTreeMap<String, (i64, Option<i64>)> = rules
        .map(|rule| {
            let have = slow.constraints.get(rule.path()).and_then(|(_, have)| *have);
            let have = have.map(|_| sub(rule.have()));
            (rule.path().to_string(), (sub(rule.need().unwrap()), have))
        })
        .collect();
    prop_assert_eq!(constraints, slow.constraints, "{}", seen);
    Ok(())
}

/// A holder of A, and of more, from 2024-01-01.
fn holder(codes: &[&str], ceus: &Value) -> Value {
    let holding =
        |code: &&str| json!({"credential": format!("ACME/{code}"), "awarded": "2024-01-01"});
    json!({"holdings": codes.iter().map(holding).collect::<Vec<Value>>(), "ceus": ceus})
}

/// A quota and constraints over two years.
fn rules(quota: &Value, constraints: &[(&str, Value)]) -> Value {
    let constraints = constraints.iter().cloned();
    let constraints: BTreeMap<&str, Value> = constraints.collect();
    json!({"cycle": two_years(), "quota": one(quota.clone()), "constraints": constraints})
}

/// Why, a programme, a record, and the verdicts that are right.
type Found = (&'static str, Value, Value, &'static [Verdict]);

fn free(terms: Value) -> Value {
    json!({"terms": one(terms)})
}

fn course(units: &str, mut ceu: Value) -> Value {
    ceu["kind"] = json!("course");
    ceu["units"] = json!(units);
    ceu["completed"] = json!("2024-02-01");
    ceu
}

/// "separate": a unit serves one minimum of a pool, those of single years included.
fn a_year_and_a_topic() -> Found {
    let in_pool = |terms| json!({"pool": "P", "terms": one(terms)});
    let per_year = json!({"minimum": 2, "of": {"provider": ["p"]}, "per": "year"});
    let topic = json!({"minimum": 4, "of": {"topics": ["t1"]}});
    let ceus = json!([
        {"completed": "2024-02-01", "units": 2, "provider": "p", "topics": []},
        {"completed": "2024-02-01", "units": 3, "provider": "p", "topics": ["t1"]},
        {"completed": "2025-02-01", "units": 2, "provider": "p", "topics": ["t1"]}]);
    let constraints = [("m0", in_pool(per_year)), ("m1", in_pool(topic))];
    (
        "the second year and the topic ask for the same units",
        rules(&json!({"by_count": [7]}), &constraints),
        holder(&["A"], &ceus),
        &[Verdict::Unmet],
    )
}

/// A needs the quiz and all courses but the pinned one; the minimum needs that one.
fn an_own_quota_and_a_minimum() -> Found {
    let constraints = [
        ("m0", free(json!({"minimum": "2.5", "of": {"approved_for": ["A"]}}))),
        ("x0", free(json!({"maximum": "1.5", "of": {"kind": ["course"]}}))),
    ];
    let ceus = json!([
        course("1", json!({"approved_for": []})),
        course("1", json!({"approved_for": ["ACME/A"], "assigned_to": ["ACME/C"]})),
        course("0.5", json!({"approved_for": []})),
        {"kind": "quiz", "units": "1.5", "completed": "2024-02-01", "approved_for": ["ACME/A"]}]);
    (
        "the maximum leaves no room for the quota of A and the minimum at once",
        rules(&json!({"single": {"A": 3, "C": 1}, "further": "same"}), &constraints),
        holder(&["A", "C"], &ceus),
        // Or it says that this was not decided.
        &[Verdict::Unmet, Verdict::Undetermined],
    )
}

/// "What a maximum cuts off counts nowhere": 1 of the 2 units that count is half of them.
fn a_share_of_what_counts() -> Found {
    let share = json!({"share": 50, "base": "earned", "of": {"approved_for": ["A"]}});
    let constraints =
        [("m0", free(share)), ("x0", free(json!({"maximum": 1, "of": {"topics": ["t1"]}})))];
    let ceus = json!([
        course("9", json!({"topics": ["t1"], "approved_for": []})),
        course("1", json!({"topics": [], "approved_for": ["ACME/A"]}))
    ]);
    (
        "a share of what is earned is one of what counts",
        rules(&json!({"by_count": [2]}), &constraints),
        holder(&["A"], &ceus),
        &[Verdict::Met],
    )
}

/// Units enough without any of the open entries, which can only add to them.
fn open_kinds_under_two_maxima() -> Found {
    let at_most = |kind: &str| free(json!({"maximum": 1, "of": {"kind": [kind]}}));
    let constraints = [("x0", at_most("course")), ("x1", at_most("quiz"))];
    let ceus = json!([
        {"completed": "2024-02-01", "units": 4, "kind": "webinar"},
        {"kind": "course"}, {"kind": "quiz"}, {}]);
    (
        "entries of open kind do not make two maxima cross",
        rules(&json!({"by_count": [4]}), &constraints),
        holder(&["A"], &ceus),
        &[Verdict::Met],
    )
}

#[test]
fn what_was_found_once_stays_mended() {
    let found = [
        a_year_and_a_topic(),
        an_own_quota_and_a_minimum(),
        a_share_of_what_counts(),
        open_kinds_under_two_maxima(),
    ];
    for (why, fields, stated, expected) in found {
        let case = Case { fields, stated, as_of: "2025-06-30".to_string() };
        let answer = first_cycle(&case);
        assert!(expected.contains(&answer.verdict()), "{why}: {}", json_of(&answer));
    }
}

/// However many minima a pool has, each of them is looked at.
#[test]
fn no_minimum_of_a_large_pool_is_forgotten() {
    for count in [1, 15, 16, 17, 20] {
        let minimum = |at: usize| {
            let terms = json!({"minimum": 1, "of": {"topics": [format!("t{at}")]}});
            (format!("m{at:02}"), json!({"pool": "P", "terms": one(terms)}))
        };
        let constraints: BTreeMap<String, Value> = (0..count).map(minimum).collect();
        let mut fields = rules(&json!("none"), &[]);
        fields["constraints"] = json!(constraints);
        let ceu = |at: usize| json!({"completed": "2024-02-01", "units": 1, "topics": [format!("t{at}")]});
        let verdict = |ceus: Vec<Value>| {
            let stated = holder(&["A"], &json!(ceus));
            let case = Case { fields: fields.clone(), stated, as_of: "2025-06-30".to_string() };
            first_cycle(&case).verdict()
        };
        let without_last = verdict((0..count - 1).map(ceu).collect());
        assert_ne!(without_last, Verdict::Met, "{count} minima, the last one not met");
        assert_ne!(verdict((0..count).map(ceu).collect()), Verdict::Unmet, "{count} minima");
    }
}

/// "The first that fits holds": a rule whose filter is open may be the one.
#[test]
fn minutes_under_an_open_unit_rule_are_between_two_amounts() {
    let units = json!([{"of": {"kind": ["quiz"]}, "minutes": 30}, {"minutes": 60}]);
    // A quiz of an hour is 2 units, anything else 1; 3 more are certain.
    let asked = |quota: &str, kind: Option<&str>| {
        let mut fields = rules(&json!({"by_count": [quota]}), &[]);
        fields["units"] = one(units.clone());
        let stated = json!({"completed": "2024-02-01", "minutes": 60, "kind": kind});
        let certain = json!({"completed": "2024-02-01", "units": 3});
        let stated = holder(&["A"], &json!([certain, stated]));
        first_cycle(&Case { fields, stated, as_of: "2025-06-30".to_string() }).verdict()
    };
    assert_eq!(asked("4.5", Some("quiz")), Verdict::Met);
    assert_eq!(asked("4.5", Some("course")), Verdict::Unmet);
    assert_eq!(asked("4.5", None), Verdict::Undetermined);
    assert_eq!(asked("4", None), Verdict::Met);
    assert_eq!(asked("5.01", None), Verdict::Unmet);
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_slow_evaluator_agrees(case in cases(false, 8)) {
        agrees(&case)?;
    }
}

// ---- Nothing counts twice, nothing is lost ----

/// The pools whose minima may not share a unit, with their constraints.
fn separate_pools(asked: &Asked) -> BTreeMap<String, BTreeSet<String>> {
    let mut pools: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let Some(fields) = &asked.fields else { return pools };
    for (id, rule) in fields["constraints"].as_object().unwrap() {
        if let Some(pool) = rule.get("pool").and_then(Value::as_str)
            && fields["pools"][pool][0]["value"] != json!("shared")
            && rule["terms"][0]["value"].get("events").is_none()
        {
            pools.entry(pool.to_string()).or_default().insert(id.clone());
        }
    }
    pools
}

fn adds_up(asked: &Asked, answer: &Renewal) -> Checked {
    let ceus = asked.ceus();
    let seen = json_of(answer);
    if answer.quota().is_some() {
        prop_assert_eq!(answer.dispositions().len(), ceus.len(), "{}", &seen);
    }
    let mut sum = 0;
    for (place, (one, ceu)) in answer.dispositions().iter().zip(&ceus).enumerate() {
        prop_assert_eq!(one.ceu().index(), place);
        let counted = sub(one.counted());
        let counts = one.reason() == Reason::Counted;
        prop_assert!(counted == 0 || counts, "{place} counts without a reason: {seen}");
        let most = ceu.get("units").map_or(i64::MAX, amount);
        prop_assert!(counted <= most, "{place} counts more than it has: {seen}");
        for pool in separate_pools(asked).values() {
            let ours = |to: &str| pool.contains(to.split('/').next().unwrap_or_default());
            let served = one.serves().iter().filter(|served| ours(served.to()));
            let served: i64 = served.map(|served| sub(served.amount())).sum();
            prop_assert!(served <= most, "{place} serves more than it has: {seen}");
        }
        sum += counted;
    }
    if let Some(quota) = answer.quota() {
        prop_assert_eq!(sum, sub(quota.counted()), "{}", &seen);
        let most = quota.required().or_else(|| quota.between().and_then(Between::most));
        prop_assert!(most.is_none_or(|most| quota.counted() <= most), "{seen}");
        let stated: i64 = ceus.iter().filter_map(|ceu| ceu.get("units")).map(amount).sum();
        let all_stated = ceus.iter().all(|ceu| ceu.get("units").is_some());
        prop_assert!(!all_stated || sum + sub(quota.surplus()) <= stated, "{seen}");
    }
    Ok(())
}

/// What an answer says, whatever the order of the entries.
fn gist(answer: &Renewal) -> String {
    let mut stated = serde_json::to_value(answer).unwrap();
    let kept = [
        "verdict",
        "cycle",
        "quota",
        "constraints",
        "standing",
        "ladder",
        "shortfalls",
        "duties",
        "due",
        "options",
        "bottleneck",
        "confidence",
    ];
    stated.as_object_mut().unwrap().retain(|name, _| kept.contains(&name.as_str()));
    stated["duties"].as_array_mut().unwrap().iter_mut().for_each(|duty| {
        duty.as_object_mut().unwrap().remove("finding");
    });
    stated.to_string()
}

/// Entries that say the same of when they were awarded or completed cannot be told apart by it.
fn has_ties(asked: &Asked) -> bool {
    let mut awards = BTreeSet::new();
    let holdings = entries(&asked.stated, "holdings");
    let again = |holding: &Value| {
        holding.get("awarded").is_none()
            || holding.get("primary").is_some()
            || !awards.insert(holding["awarded"].to_string())
            || !awards.insert(holding["credential"].to_string())
    };
    holdings.iter().any(again)
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn units_add_up_and_none_counts_twice(asked in asked()) {
        adds_up(&asked, &asked.answer())?;
    }

    #[test]
    fn the_fast_verdict_is_that_of_the_answer(asked in asked()) {
        let id = asked.credential.parse().unwrap();
        let as_of = day(&asked.as_of);
        let fast = asked.judge().renewal_verdict(&id, &asked.known(), as_of).unwrap();
        prop_assert_eq!(fast, asked.answer().verdict());
    }

    #[test]
    fn the_order_of_entries_changes_nothing(
        asked in asked(),
        order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let mut shuffled = asked.stated.clone();
        let tied = has_ties(&asked);
        for (name, section) in shuffled.as_object_mut().unwrap() {
            let stays = tied && name == "holdings";
            if let Some(entries) = section.as_array_mut().filter(|_| !stays) {
                let from = order.iter().filter_map(|place| entries.get(*place).cloned());
                *entries = from.collect();
            }
        }
        prop_assert_eq!(gist(&asked.about(&shuffled)), gist(&asked.answer()));
    }

    #[test]
    fn more_activities_never_hurt(asked in asked(), place in any::<prop::sample::Index>()) {
        let mut ceus = asked.ceus();
        prop_assume!(!ceus.is_empty() && !asked.is_contrary());
        ceus.remove(place.index(ceus.len()));
        let (fewer, all) = (asked.about(&asked.with_ceus(&ceus)), asked.answer());
        // Another cycle may be the one to report.
        if first_day(&fewer) != first_day(&all) {
            return Ok(());
        }
        prop_assert!(
            rank(fewer.verdict()) <= rank(all.verdict()),
            "{}\n{}", json_of(&fewer), json_of(&all)
        );
    }

    #[test]
    fn what_counts_or_serves_is_enough(asked in asked()) {
        let answer = asked.answer();
        // What the last cycle needs does not count here, and is needed all the same.
        if !answer.verdict().is_met() || asked.carries_over() {
            return Ok(());
        }
        let used = answer.dispositions().iter().zip(asked.ceus());
        let used = used.filter(|(one, _)| sub(one.counted()) > 0 || !one.serves().is_empty());
        let used: Vec<Value> = used.map(|(_, ceu)| ceu).collect();
        let again = asked.about(&asked.with_ceus(&used));
        if first_day(&again) != first_day(&answer) {
            return Ok(());
        }
        prop_assert!(again.verdict().is_met(), "{}\n{}", json_of(&answer), json_of(&again));
    }
}

/// The first day of the cycle that is reported.
fn first_day(answer: &Renewal) -> Option<Day> {
    let cycle = answer.cycle()?;
    Some(cycle.start())
}

// ---- Certificates ----

const fn changed(amount: Decimal, by: i64) -> Option<Decimal> {
    Decimal::from_sub_units(sub(amount) + by)
}

/// Every certificate holds, and none does once something of it is changed.
fn certified(answer: &Renewal) -> Checked {
    for certificate in answer.certificates() {
        let (instance, allocation) = (certificate.instance(), certificate.allocation());
        prop_assert!(certificate.holds(), "{certificate:?}");
        prop_assert_eq!(certificate.supplies().len(), instance.supplies.len());
        prop_assert_eq!(certificate.demands().len(), instance.demands.len());
        match allocation {
            Allocation::Met(placement) => {
                for share in placement.shares() {
                    let mut less = instance.clone();
                    let others = placement.shares().iter();
                    let used: i64 = others
                        .filter(|other| other.supply == share.supply)
                        .map(|other| sub(other.amount))
                        .sum();
                    let supply = &mut less.supplies[share.supply];
                    supply.amount = Decimal::from_sub_units(used - 1).unwrap();
                    prop_assert!(!check(&less, allocation), "one unit less: {certificate:?}");
                    let mut more = instance.clone();
                    let demand = &mut more.demands[share.demand];
                    *demand = changed(*demand, 1).unwrap();
                    prop_assert!(!check(&more, allocation), "one unit more asked: {certificate:?}");
                }
            }
            Allocation::Unmet(bottleneck) => refuted(instance, *bottleneck)?,
        }
    }
    Ok(())
}

fn refuted(instance: &coding_credentials::allocation::Instance, bottleneck: Bottleneck) -> Checked {
    let by = [(10_000, 0), (0, 10_000), (10_000, 10_000)];
    for (demand, supply) in by {
        let mut other = bottleneck;
        let changed = changed(other.demand, demand).zip(changed(other.supply, supply));
        let Some((demand, supply)) = changed else { continue };
        (other.demand, other.supply) = (demand, supply);
        prop_assert!(!check(instance, &Allocation::Unmet(other)), "{other:?}");
    }
    let mut met = instance.clone();
    met.demands.iter_mut().for_each(|demand| *demand = Decimal::ZERO);
    prop_assert!(!check(&met, &Allocation::Unmet(bottleneck)), "{bottleneck:?}");
    Ok(())
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn every_certificate_holds_and_no_changed_one_does(asked in asked()) {
        certified(&asked.answer())?;
    }
}

// ---- The shortfall is the least that makes it met ----

/// Programmes of a quota and minima by topic, and nothing that keeps a good activity out.
fn plain_programmes() -> BoxedStrategy<Value> {
    let topics = subsequence(vec!["t1", "t2", "t3"], 1..=2);
    let minimum = (topics, 1..=6, proptest::option::of(Just("P")));
    let minima = vec(minimum, 0..=3).prop_map(|minima| {
        let rule = |(at, (topics, units, pool)): (usize, (Vec<&str>, i32, Option<&str>))| {
            let terms = one(json!({"minimum": units, "of": {"topics": topics}}));
            (format!("m{at}"), json!({"pool": pool, "terms": terms}))
        };
        Value::Object(minima.into_iter().enumerate().map(rule).collect())
    });
    let pools = select(vec!["separate", "shared"]).prop_map(|how| json!({"P": one(json!(how))}));
    object(vec![
        ("cycle", must(Just(two_years()))),
        ("quota", must(quotas().prop_map(one))),
        ("constraints", must(minima)),
        ("pools", may(pools)),
    ])
    .prop_map(without_idle_pools)
    .boxed()
}

fn missing(shortfall: &Shortfall) -> i64 {
    amount(&json!(shortfall.missing().split(' ').next().unwrap()))
}

/// An activity that serves everything, of so many sub-units.
fn serving_all(sub_units: i64) -> Value {
    let units = Decimal::from_sub_units(sub_units).unwrap().to_string();
    json!({"completed": "2024-06-15", "units": units, "topics": ["t1", "t2", "t3"],
           "kind": "webinar", "provider": "p"})
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn what_is_missing_is_exactly_enough(
        fields in plain_programmes(),
        mut stated in records(false, 6),
    ) {
        for ceu in stated["ceus"].as_array_mut().unwrap() {
            ceu.as_object_mut().unwrap().remove("minutes");
            ceu["units"] = json!("1.5");
        }
        let case = Case { fields, stated, as_of: "2024-12-31".to_string() };
        let answer = first_cycle(&case);
        prop_assume!(!answer.verdict().is_met());
        let most = answer.shortfalls().iter().map(missing).max();
        prop_assert!(most.is_some_and(|most| most > 0), "{}", json_of(&answer));
        for shortfall in answer.shortfalls() {
            let paths: BTreeSet<&str> = shortfall.path().split('+').collect();
            let still_short = |units: i64| {
                let mut ceus = case.ceus();
                ceus.push(serving_all(units));
                let again = first_cycle(&case.with(&ceus));
                let ours = |one: &&Shortfall| one.path().split('+').any(|own| paths.contains(own));
                again.shortfalls().iter().any(|one| ours(&one))
            };
            prop_assert!(!still_short(missing(shortfall)), "{}", json_of(&answer));
            prop_assert!(still_short(missing(shortfall) - 100), "{}", json_of(&answer));
        }
        let mut ceus = case.ceus();
        ceus.push(serving_all(most.unwrap()));
        prop_assert!(first_cycle(&case.with(&ceus)).verdict().is_met(), "{}", json_of(&answer));
    }
}

// ---- Cycles ----

/// A holder, with a membership, and days on which cycles were closed early or late.
fn holders() -> BoxedStrategy<Value> {
    let awarded = vec![
        "2020-02-29",
        "2020-01-31",
        "2021-02-28",
        "2021-08-31",
        "2022-03-01",
        "2022-12-31",
        "2023-01-01",
        "2023-05-17",
    ];
    let paid = vec!["2030-02-28", "2028-02-29", "2031-12-31", "2029-07-15", "2030-01-01"];
    (select(awarded), select(paid), proptest::option::of(0..40_i64))
        .prop_map(|(awarded, paid, before)| {
            let mut record = json!({
                "holdings": [{"credential": "ACME/A", "awarded": awarded}],
                "memberships": [{"organization": "ACME", "start": awarded, "paid_through": paid}],
                "exams": [], "ceus": [],
            });
            if let Some(before) = before {
                let taken = text(number(awarded) - before);
                record["exams"] = json!([{"credential": "ACME/A", "taken": taken, "passed": true}]);
            }
            record
        })
        .boxed()
}

/// The cycle that contains a day, as numbers of days.
fn cycle_on(judge: &Judge, holder: &Record, on: i64) -> Option<(i64, i64)> {
    let answer = judge.renewal_of_cycle("ACME/A", holder, day(&text(on)), day("2045-01-01"));
    let cycle = answer.unwrap().cycle().cloned()?;
    Some((number(&cycle.start().to_string()), number(&cycle.end().to_string())))
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn every_day_lies_in_one_cycle(
        rule in cycles(),
        holder in holders(),
        inside in vec(0..5000_i64, 6),
    ) {
        let judge = judge(&json!({"cycle": one(rule)}));
        let awarded = number(holder["holdings"][0]["awarded"].as_str().unwrap());
        let known = known(&holder);
        let mut on = awarded + 1;
        while on < awarded + 12 * 366 {
            let Some((start, end)) = cycle_on(&judge, &known, on) else {
                prop_assert!(false, "no cycle on {}", text(on));
                return Ok(());
            };
            prop_assert!(start <= on && on <= end, "{} on {}", text(start), text(on));
            let length = end + 1 - on;
            for inside in &inside {
                let other = on + inside % length;
                let found = cycle_on(&judge, &known, other);
                prop_assert_eq!(found, Some((start, end)), "{}", text(other));
            }
            prop_assert_eq!(cycle_on(&judge, &known, end), Some((start, end)), "{}", text(end));
            if let Some((next, _)) = cycle_on(&judge, &known, end + 1) {
                prop_assert_eq!(next, end + 1, "after {}", text(end));
            }
            on = end + 1;
        }
    }
}

// ---- The ladder ----

fn rungs_touch(answer: &Renewal) -> Checked {
    let ladder = answer.ladder();
    if let (Some(first), Some(safe)) = (ladder.first(), answer.last_safe_day()) {
        let (first, safe) = (first.from().to_string(), safe.to_string());
        prop_assert_eq!(number(&first), number(&safe) + 1, "{}", json_of(answer));
    }
    for pair in ladder.windows(2) {
        let Some(until) = pair[0].until() else {
            prop_assert!(false, "an open rung with one behind it: {}", json_of(answer));
            return Ok(());
        };
        prop_assert!(pair[0].from() <= until, "{}", json_of(answer));
        let (until, next) = (until.to_string(), pair[1].from().to_string());
        prop_assert_eq!(number(&next), number(&until) + 1, "{}", json_of(answer));
    }
    Ok(())
}

/// Where a holding without activities stands on a day.
fn standing_on(judge: &Judge, holder: &Record, on: i64) -> Renewal {
    judge.renewal("ACME/A", holder, day(&text(on))).unwrap()
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn standing_changes_only_on_the_days_of_the_ladder(
        ladder in ladders(),
        awarded in select(vec!["2020-02-29", "2021-08-31", "2022-01-01"]),
        dues in proptest::option::of(select(vec!["2022-06-30", "2023-12-31", "2031-01-01"])),
        inside in vec(0..5000_i64, 4),
    ) {
        let mut fields = json!({"cycle": two_years(), "quota": one(json!({"by_count": [5]})),
                                "ladder": one(ladder)});
        let mut holder = json!({"holdings": [{"credential": "ACME/A", "awarded": awarded}],
                                "ceus": [], "memberships": []});
        if let Some(paid) = dues {
            fields["dues"] = json!({"organization": "ACME", "source": "PAGE"});
            holder["memberships"] = json!([{"organization": "ACME", "paid_through": paid}]);
        }
        let holder = known(&holder);
        let without_dues = judge(&without(&fields, "dues"));
        let judge = judge(&fields);
        let end = cycle_on(&judge, &holder, number(awarded) + 1).unwrap().1;
        let mut turns = BTreeSet::from([number(awarded), end + 1]);
        let late = standing_on(&without_dues, &holder, end + 1);
        let days = late.ladder().iter().map(|rung| number(&rung.from().to_string()));
        turns.extend(days);
        let last = late.ladder().last().and_then(RungAnswer::until);
        turns.extend(last.map(|last| number(&last.to_string()) + 1));
        if let Some(paid) = dues {
            // The same steps, from the day after the dues ran out.
            let steps: Vec<i64> = dues_steps(&fields, paid);
            turns.extend(steps);
        }
        rungs_touch(&late)?;
        let horizon = turns.iter().max().unwrap() + 400;
        let turns: Vec<i64> = turns.into_iter().chain([horizon]).collect();
        for pair in turns.windows(2) {
            let first = standing_on(&judge, &holder, pair[0]);
            for inside in inside.iter().copied().chain([-1]) {
                let on = pair[0] + inside.rem_euclid(pair[1] - pair[0]);
                let other = standing_on(&judge, &holder, on).standing();
                prop_assert_eq!(other, first.standing(), "{} and {}", text(pair[0]), text(on));
            }
            let rung = first.ladder().iter().find(|rung| {
                let until = rung.until().is_none_or(|until| pair[0] <= number(&until.to_string()));
                number(&rung.from().to_string()) <= pair[0] && until
            });
            if let Some(rung) = rung.filter(|_| dues.is_none()) {
                prop_assert_eq!(first.standing(), rung.standing(), "{}", text(pair[0]));
            }
            if dues.is_none() && pair[0] <= end {
                prop_assert_eq!(first.standing(), Some(Standing::Active));
            }
        }
    }

    #[test]
    fn rungs_touch_whatever_the_record(asked in asked()) {
        rungs_touch(&asked.answer())?;
    }
}

fn without(fields: &Value, name: &str) -> Value {
    let mut fields = fields.clone();
    fields.as_object_mut().unwrap().remove(name);
    fields
}

/// The first days of the steps that follow unpaid dues.
fn dues_steps(fields: &Value, paid: &str) -> Vec<i64> {
    let mut steps = vec![number(paid) + 1];
    for rung in fields["ladder"][0]["value"].as_array().unwrap() {
        let from = text(*steps.last().unwrap());
        let next = match (rung.get("for"), rung.get("until")) {
            (Some(length), _) => {
                let months = |unit: &str| length.get(unit).and_then(Value::as_i64);
                match (months("years"), months("months"), months("days")) {
                    (Some(years), _, _) => crate::oracle::months_later(&from, 12 * years),
                    (_, Some(months), _) => crate::oracle::months_later(&from, months),
                    (_, _, days) => number(&from) + days.unwrap(),
                }
            }
            (_, Some(_)) => number(&format!("{}-12-31", &from[..4])) + 1,
            _ => break,
        };
        steps.push(next);
    }
    steps
}

// ---- Three values ----

/// The facts of an activity that may be open, with the values that make a difference.
fn completions(field: &str) -> Vec<Value> {
    match field {
        "completed" => ["2023-01-15", "2024-03-01", "2024-09-01", "2025-02-01", "2026-01-15"]
            .map(|day| json!(day))
            .to_vec(),
        "units" => ["0", "0.5", "4", "100"].map(|units| json!(units)).to_vec(),
        "topics" => vec![json!([]), json!(["t1"]), json!(["t2"]), json!(["t1/x", "t2"])],
        "kind" => ["course", "quiz", "webinar"].map(|word| json!(word)).to_vec(),
        "delivery" => ["in-person", "recorded", "self-study"].map(|word| json!(word)).to_vec(),
        "provider" => vec![json!("p"), json!("q")],
        "approved_for" => {
            vec![json!([]), json!(["ACME/A"]), json!(["ACME/B"]), json!(["ACME/C", "ACME/A"])]
        }
        "job_related" => vec![json!(true), json!(false)],
        _ => Vec::new(),
    }
}

const FACTS: [&str; 8] =
    ["completed", "units", "topics", "kind", "delivery", "provider", "approved_for", "job_related"];

/// The open facts of a case: entry and field.
fn open_facts(case: &Case) -> Vec<(usize, &'static str)> {
    let mut open = Vec::new();
    for (place, ceu) in case.ceus().iter().enumerate() {
        let given = |field: &&str| {
            ceu.get(*field).is_some() || (*field == "units" && ceu.get("minutes").is_some())
        };
        open.extend(FACTS.into_iter().filter(|field| !given(field)).map(|field| (place, field)));
    }
    open
}

/// The case with every open fact filled in, by a number that chooses.
fn completed(case: &Case, open: &[(usize, &str)], mut choice: u64) -> Case {
    let mut ceus = case.ceus();
    for (place, field) in open {
        let values = completions(field);
        let count = u64::try_from(values.len()).unwrap();
        ceus[*place][*field] = values[usize::try_from(choice % count).unwrap()].clone();
        choice /= count;
    }
    case.with(&ceus)
}

/// Programmes whose filters keep nothing out by `except`: what an activity does not say of itself
/// never shuts it out, by the word of the grammar.
fn open_cases() -> BoxedStrategy<Case> {
    let shutting = |fields: &Value| {
        fields["admits"].to_string().contains("except")
            || fields["constraints"].as_object().unwrap().values().any(|rule| {
                let terms = &rule["terms"][0]["value"];
                terms["of"].to_string().contains("except")
            })
    };
    let fields = programmes().prop_filter("except", move |fields| !shutting(fields));
    (fields, records(true, 4), days_asked())
        .prop_map(|(fields, stated, as_of)| Case { fields, stated, as_of })
        .boxed()
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn facts_that_turn_up_never_overturn_an_answer(
        case in open_cases(),
        choices in vec(any::<u64>(), 4),
    ) {
        let open = open_facts(&case);
        prop_assume!(!open.is_empty());
        let answer = first_cycle(&case);
        for choice in choices {
            let full = completed(&case, &open, choice);
            let settled = first_cycle(&full);
            if answer.verdict() != Verdict::Undetermined {
                prop_assert_eq!(
                    settled.verdict(), answer.verdict(), "{:?}\n{}", full, json_of(&answer)
                );
            }
        }
    }

    #[test]
    fn questions_name_facts_that_are_open(asked in asked()) {
        let answer = asked.answer();
        let seen = json_of(&answer);
        let is_open = answer.verdict() == Verdict::Undetermined;
        let undecided = answer.notes().iter().any(|note| note.code() == NoteCode::NotDecided);
        prop_assert!(is_open || answer.questions().is_empty(), "{}", &seen);
        prop_assert!(!is_open || undecided || !answer.questions().is_empty(), "{}", &seen);
        for question in answer.questions() {
            let Some((entry, _)) = question.fact().split_once("].") else { continue };
            let (section, place) = entry.split_once('[').unwrap();
            // Without a number it is about any entry, or about one that is not there yet.
            let Ok(place) = place.parse::<usize>() else { continue };
            let entry = entries(&asked.stated, section).get(place).cloned();
            prop_assert!(entry.is_some(), "{}: {}", question.fact(), seen);
        }
    }
}

// ---- No question stops the judge ----

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn every_question_has_an_answer(
        asked in prop_oneof![embedded(), wide()],
        on in (number("1900-01-01")..=number("2199-12-31")).prop_map(text),
        far in (number("1900-01-01")..=number("2199-12-31")).prop_map(text),
    ) {
        let (judge, known) = (asked.judge(), asked.known());
        for as_of in [&asked.as_of, &far] {
            let as_of = day(as_of);
            let plain = judge.renewal(&asked.credential, &known, as_of);
            let chosen = judge.renewal_of_cycle(&asked.credential, &known, day(&on), as_of);
            for answer in [plain, chosen].into_iter().flatten() {
                prop_assert!(!json_of(&answer).is_empty());
                certified(&answer)?;
            }
            let past = judge.renewal_as_known_on(&asked.credential, &known, day(&on), None, as_of);
            prop_assert!(past.is_err() || past.is_ok_and(|past| past.known_on().is_some()));
        }
    }
}
