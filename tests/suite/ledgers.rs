//! Ledgers: what a cycle asks of units, as sums. One by one, as they grow and as columns they give the
//! verdict of the judgement.

use std::sync::LazyLock;

use coding_credentials::calendar::Day;
use coding_credentials::cohort::{
    Activity, LedgerError, LedgerRule, Ledgers, LedgersError, Masks, OrderError, Tally,
};
use coding_credentials::explain::Verdict::{self, Met, Undetermined, Unmet};
use coding_credentials::explain::{ConstraintAnswer, ConstraintKind, QuotaAnswer};
use coding_credentials::{Judge, Record};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use crate::oracle::{cases, may, must, number, object, seldom, text};
use crate::renewal_oracle::one;
use crate::support::{JUDGE, day, programme, record};

// ---- Programmes without duties ----

/// A quota by the number of holdings and rules on units, by name.
fn judge(repeats: Option<&str>, counts_from: &str, rules: &[&str]) -> Judge {
    let share = |percent: u8, of: Value| {
        let terms = json!({"share": percent, "of": of, "base": "required"});
        json!({"terms": one(terms)})
    };
    let pooled = |units: u8, of: Value| {
        let terms = json!({"minimum": units, "of": of});
        json!({"pool": "P", "terms": one(terms)})
    };
    let rule = |name: &str| match name {
        "t1" => share(80, json!({"topics": ["t1"]})),
        "p" => share(40, json!({"provider": ["p"]})),
        "k" => share(10, json!({"kind": ["course"]})),
        "m0" => pooled(4, json!({"topics": ["t2"]})),
        "m1" => pooled(3, json!({"provider": ["q"]})),
        "m2" => pooled(2, json!({"kind": ["quiz"]})),
        other => panic!("no rule {other}"),
    };
    let constraints: Value = rules.iter().map(|name| ((*name).to_owned(), rule(name))).collect();
    let mut fields = json!({"constraints": constraints, "counts_from": counts_from});
    if rules.contains(&"m0") {
        fields["pools"] = json!({"P": one(json!("separate"))});
    }
    if let Some(repeats) = repeats {
        fields["repeats"] = one(json!(repeats));
    }
    with(&fields)
}

/// The programme of all tests here, with further fields.
fn with(more: &Value) -> Judge {
    let mut fields = json!({
        "cycle": one(json!({"length": {"years": 2}, "starts": "award",
                            "ends": {"month": 12, "day": 31}, "years": {"like": 2026}})),
        "quota": one(json!({"by_count": [20, 30, 40, 50]})),
        "counts_from": "cycle"});
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    let fields = fields.to_string();
    programme(&fields[1..fields.len() - 1])
}

const SETS: [&[&str]; 7] = [
    &[],
    &["t1"],
    &["p", "t1"],
    &["m0", "m1"],
    &["m0", "m1", "p", "t1"],
    &["k", "m0", "m1", "p", "t1"],
    &["m0", "m1", "m2", "p"],
];

const START: &str = "2025-01-01";
const END: &str = "2026-12-31";
const HOLDINGS: [&str; 4] = ["ACME/A", "ACME/B", "ACME/C", "ACME/D"];

fn holder(count: usize, awarded: &str, ceus: &Value) -> Value {
    let held = |code: &&str| json!({"credential": code, "awarded": awarded});
    json!({"holdings": HOLDINGS[..count].iter().map(held).collect::<Vec<_>>(), "ceus": ceus,
           "exceptions": []})
}

fn known(stated: &Value) -> Record {
    record(&stated.to_string())
}

/// Days since 1970-01-01.
fn unix(text: &str) -> i32 {
    i32::try_from(number(text) - number("1970-01-01")).unwrap()
}

fn rule_of(judge: &Judge, count: usize) -> LedgerRule {
    judge.ledger_rule("ACME/A", &known(&holder(count, START, &json!([]))), day(END)).unwrap()
}

// ---- Every way to ask gives one verdict ----

fn by_tally(rule: &LedgerRule, ledger: &[Activity]) -> Verdict {
    let mut tally = Tally::new(rule);
    for activity in ledger {
        tally.add(activity).unwrap();
    }
    tally.verdict()
}

/// The verdict of columns; `None` where they cannot hold the ledger or the rule.
fn by_columns(rule: &LedgerRule, ledger: &[Activity]) -> Option<Verdict> {
    let mut ledgers = Ledgers::new();
    match ledgers.push(ledger) {
        Ok(()) => {}
        Err(LedgersError::Units { .. }) => {
            assert_eq!(ledgers, Ledgers::new());
            return None;
        }
        Err(other) => panic!("{other}"),
    }
    match ledgers.verdicts(rule) {
        Ok(masks) => masks.verdict(0),
        Err(LedgersError::Rule) => None,
        Err(other) => panic!("{other}"),
    }
}

/// The verdict on a ledger in order, whichever way it is asked for.
fn all_ways(rule: &LedgerRule, ledger: &[Activity]) -> Result<Verdict, TestCaseError> {
    let verdict = rule.verdict(ledger, |activity| *activity).unwrap();
    prop_assert_eq!(by_tally(rule, ledger), verdict, "tally {:?} {:?}", rule, ledger);
    let columns = by_columns(rule, ledger);
    prop_assert!(columns.is_none_or(|other| other == verdict), "{columns:?} {rule:?} {ledger:?}");
    Ok(verdict)
}

fn any_day() -> BoxedStrategy<String> {
    let ends = [
        "2024-12-31",
        START,
        "2025-01-02",
        "2026-06-29",
        "2026-06-30",
        "2026-07-01",
        "2026-12-30",
        END,
        "2027-01-01",
    ];
    let inside = (number(START)..=number(END)).prop_map(text);
    let before = (number("2020-01-01")..number(START)).prop_map(text);
    prop_oneof![4 => select(ends.map(str::to_owned).to_vec()), 6 => inside, 1 => before].boxed()
}

const UNITS: [&str; 16] = [
    "0", "0.0049", "0.01", "0.5", "2", "3", "3.99", "3.9999", "4", "7", "8", "8.01", "15.9951",
    "16", "19.99", "20",
];

/// An activity; of one in so many facts may be missing.
fn ceu(open: bool) -> BoxedStrategy<Value> {
    let topics = subsequence(vec!["t1", "t2", "t3"], 0..=3).prop_map(|words| json!(words));
    let fact = |value: BoxedStrategy<Value>| {
        if open {
            prop_oneof![1 => Just(None), 9 => value.prop_map(Some)].boxed()
        } else {
            must(value)
        }
    };
    let word = |words: &[&'static str]| select(words.to_vec()).prop_map(|word| json!(word)).boxed();
    object(vec![
        ("completed", fact(any_day().prop_map(Value::from).boxed())),
        ("units", fact(word(&UNITS))),
        ("topics", fact(topics.boxed())),
        ("provider", fact(word(&["p", "q", "r"]))),
        ("kind", fact(word(&["course", "quiz", "webinar"]))),
        ("course", seldom(word(&["c1", "c2", "c3"]))),
    ])
}

/// Whether a fact puts an activity under a rule of [`judge`].
fn belongs(rule: &str, ceu: &Value) -> bool {
    let topic = |word: &str| ceu["topics"].as_array().unwrap().contains(&json!(word));
    match rule {
        "t1" => topic("t1"),
        "m0" => topic("t2"),
        "p" => ceu["provider"] == "p",
        "m1" => ceu["provider"] == "q",
        "k" => ceu["kind"] == "course",
        "m2" => ceu["kind"] == "quiz",
        other => panic!("no rule {other}"),
    }
}

/// A ledger straight from facts that are all known.
fn raw(rule: &LedgerRule, ceus: &[Value]) -> Vec<Activity> {
    let mut ceus: Vec<&Value> = ceus.iter().collect();
    ceus.sort_by_key(|ceu| ceu["completed"].as_str().unwrap().to_owned());
    let activity = |ceu: &Value| {
        let kinds = rule.kinds().enumerate().filter(|(_, kind)| belongs(kind, ceu));
        let kinds = kinds.fold(0, |kinds, (place, _)| kinds | (1_u32 << place));
        let units = crate::renewal_oracle::amount(&ceu["units"]);
        let activity = Activity::known(unix(ceu["completed"].as_str().unwrap()), units, kinds);
        match ceu.get("course").and_then(Value::as_str) {
            // In the table of small numbers, and beyond it.
            Some("c1") => activity.of_course(0),
            Some("c2") => activity.of_course(255),
            Some(_) => activity.of_course(256),
            None => activity,
        }
    };
    ceus.into_iter().map(activity).collect()
}

/// A programme, what is held since when, activities, the day asked about.
#[derive(Clone, Debug)]
struct Case {
    repeats: Option<&'static str>,
    counts_from: &'static str,
    rules: &'static [&'static str],
    count: usize,
    awarded: &'static str,
    ceus: Vec<Value>,
    as_of: &'static str,
}

impl Case {
    fn judge(&self) -> Judge {
        judge(self.repeats, self.counts_from, self.rules)
    }

    fn stated(&self, ceus: &[Value]) -> Record {
        known(&holder(self.count, self.awarded, &json!(ceus)))
    }
}

fn any_case(open: bool) -> BoxedStrategy<Case> {
    let repeats = select(vec![None, Some("allowed"), Some("once-a-cycle"), Some("once")]);
    let counts_from = select(vec!["cycle", "award"]);
    let awarded = select(vec![START, START, "2023-01-01"]);
    let ways =
        (repeats, counts_from, select(SETS.to_vec()), select(vec![1, 1, 1, 2, 3, 4]), awarded);
    (ways, vec(ceu(open), 0..=10), select(vec![END, END, "2026-06-30"]))
        .prop_map(|((repeats, counts_from, rules, count, awarded), ceus, as_of)| Case {
            repeats,
            counts_from,
            rules,
            count,
            awarded,
            ceus,
            as_of,
        })
        .boxed()
}

proptest! {
    #![proptest_config(cases(768))]

    #[test]
    fn a_ledger_has_the_verdict_of_the_judgement(
        case in prop_oneof![any_case(false), any_case(true)],
    ) {
        let (judge, as_of) = (case.judge(), day(case.as_of));
        let rule = judge.ledger_rule("ACME/A", &case.stated(&[]), as_of).unwrap();
        prop_assert_eq!(rule.kinds().collect::<Vec<_>>(), case.rules);
        prop_assert_eq!((rule.first_day(), rule.last_day()), (unix(START), unix(case.as_of)));
        let stated = case.stated(&case.ceus);
        let ledger = judge.ledger(&rule, "ACME/A", &stated, as_of).unwrap();
        let verdict = all_ways(&rule, &ledger)?;
        let judged = judge.renewal_of_cycle("ACME/A", &stated, as_of, as_of).unwrap();
        prop_assert_eq!(judged.verdict(), verdict, "{:?} {:?}", rule, judged);
        if case.awarded == START {
            let id = "ACME/A".parse().unwrap();
            prop_assert_eq!(judge.renewal_verdict(&id, &stated, as_of).unwrap(), verdict);
        }
    }

    #[test]
    fn facts_by_themselves_have_the_verdict_of_the_judgement(case in any_case(false)) {
        let (judge, as_of) = (case.judge(), day(case.as_of));
        let rule = judge.ledger_rule("ACME/A", &case.stated(&[]), as_of).unwrap();
        let ledger = raw(&rule, &case.ceus);
        let verdict = all_ways(&rule, &ledger)?;
        let stated = case.stated(&case.ceus);
        let judged = judge.renewal_of_cycle("ACME/A", &stated, as_of, as_of).unwrap();
        prop_assert_eq!(judged.verdict(), verdict, "{:?} {:?} {:?}", rule, ledger, judged);
    }
}

#[test]
fn once_a_cycle_holds_for_a_course_of_the_last_cycle_too() {
    let ceu = |on: &str| json!({"completed": on, "units": 10, "course": "c"});
    let last_cycle = ceu("2024-05-01");
    let again = [last_cycle, ceu("2025-05-01"), ceu("2026-05-01")];
    let case = Case {
        repeats: Some("once-a-cycle"),
        counts_from: "cycle",
        rules: &[],
        count: 1,
        awarded: "2023-01-01",
        ceus: again.to_vec(),
        as_of: END,
    };
    let judged = case.judge().renewal_of_cycle("ACME/A", &case.stated(&again), day(END), day(END));
    assert_eq!(judged.unwrap().verdict(), Unmet);
}

#[test]
fn an_activity_without_a_day_may_count_after_a_late_award() {
    let judge = judge(None, "award", &[]);
    let stated = json!({"holdings": [{"credential": "ACME/A", "awarded": "2025-03-01",
                                      "cycle": {"start": START, "end": END}}],
                        "ceus": [{"units": 20}], "exceptions": []});
    let as_of = day(END);
    let rule = judge.ledger_rule("ACME/A", &known(&stated), as_of).unwrap();
    let ledger = judge.ledger(&rule, "ACME/A", &known(&stated), as_of).unwrap();
    let judged = judge.renewal("ACME/A", &known(&stated), as_of).unwrap().verdict();
    assert_eq!(rule.verdict(&ledger, |activity| *activity), Ok(judged));
}

#[test]
fn what_an_award_on_an_unknown_day_decides_is_no_ledger() {
    let judge = judge(None, "award", &[]);
    let cycle = json!({"start": START, "end": END});
    let stated = json!({"holdings": [
        {"credential": "ACME/A", "awarded": "2025-03-01", "cycle": cycle}, {"credential": "ACME/B"}],
        "ceus": [{"completed": "2025-02-01", "units": 30}], "exceptions": []});
    let judged = judge.renewal("ACME/A", &known(&stated), day(END)).unwrap();
    assert_eq!(judged.verdict(), Undetermined);
    let refused = says(judge.ledger_rule("ACME/A", &known(&stated), day(END)));
    assert_eq!(refused, cannot("a rule that is not known"));
}

// ---- The embedded book ----

/// The verdict on the quota and all rules on units together.
fn units_of(judge: &Judge, credential: &str, stated: &Record, as_of: Day) -> Verdict {
    let answer = judge.renewal(credential, stated, as_of).unwrap();
    let rules = answer.constraints().iter().filter(|rule| rule.kind() != ConstraintKind::Maximum);
    let verdicts =
        rules.map(ConstraintAnswer::verdict).chain(answer.quota().map(QuotaAnswer::verdict));
    let verdicts: Vec<Verdict> = verdicts.collect();
    if verdicts.contains(&Unmet) {
        Unmet
    } else if verdicts.iter().all(|verdict| *verdict == Met) {
        Met
    } else {
        Undetermined
    }
}

fn published_day() -> BoxedStrategy<String> {
    let ends = ["2025-01-31", "2025-02-01", "2027-01-31", "2027-02-01"];
    let inside = (number("2025-02-01")..=number("2027-01-31")).prop_map(text);
    prop_oneof![1 => select(ends.map(str::to_owned).to_vec()), 4 => inside].boxed()
}

fn published_ceu() -> BoxedStrategy<Value> {
    let word = |words: &[&'static str]| select(words.to_vec()).prop_map(|word| json!(word)).boxed();
    let list = |words: &[&'static str]| {
        subsequence(words.to_vec(), 0..=1).prop_map(|words| json!(words)).boxed()
    };
    let often = |value: BoxedStrategy<Value>| {
        prop_oneof![1 => Just(None), 7 => value.prop_map(Some)].boxed()
    };
    object(vec![
        ("completed", often(published_day().prop_map(Value::from).boxed())),
        ("units", often(word(&["0.5", "4", "8", "11.99", "12", "16", "20", "36"]))),
        ("topics", often(list(&["hiim"]))),
        ("kind", often(word(&["webinar", "quiz", "staff-meeting"]))),
        ("provider", often(word(&["AHIMA", "HCPro", "Lakeside"]))),
        ("provider_class", often(list(&["ahima-component-association"]))),
        ("approved_by", must(word(&["AAPC"]).prop_map(|body| json!([body])))),
        ("approved_for", often(list(&["AAPC/CPMA"]))),
        ("job_related", often(any::<bool>().prop_map(Value::from).boxed())),
        ("published", may(published_day())),
        ("course", seldom(word(&["k1", "k2"]))),
    ])
}

static AHIMA: LazyLock<Judge> = LazyLock::new(|| {
    JUDGE.clone().with_reading("forty-percent-scope", "cycles-beginning-2025").unwrap()
});

fn ccs(ceus: &[Value]) -> Record {
    known(&json!({
        "holdings": [{"credential": "AHIMA/CCS", "awarded": "2025-02-01"}],
        "exams": [{"credential": "AHIMA/CCS", "taken": "2025-02-01", "passed": true}],
        "ceus": ceus, "payments": [], "exceptions": []}))
}

fn cpc(codes: &[&str], ceus: &[Value]) -> Record {
    let held = |code: &&str| {
        json!({"credential": code, "awarded": "2025-02-01",
                                    "cycle": {"start": "2025-02-01", "end": "2027-01-31"}})
    };
    known(&json!({
        "holdings": codes.iter().map(held).collect::<Vec<_>>(),
        "memberships": [{"organization": "AAPC", "paid_through": "2027-01-31"}],
        "ceus": ceus, "exceptions": []}))
}

proptest! {
    #![proptest_config(cases(384))]

    #[test]
    fn ledgers_of_the_embedded_book_have_the_verdict_on_units(ceus in vec(published_ceu(), 0..=7)) {
        let as_of = day("2027-01-31");
        let both: &[&str] = &["AAPC/CPC", "AAPC/CPMA"];
        let asked = [
            (&*AHIMA, "AHIMA/CCS", ccs(&[]), ccs(&ceus)),
            (&*JUDGE, "AAPC/CPC", cpc(&both[..1], &[]), cpc(&both[..1], &ceus)),
            (&*JUDGE, "AAPC/CPC", cpc(both, &[]), cpc(both, &ceus)),
        ];
        for (judge, credential, like, stated) in asked {
            let rule = judge.ledger_rule(credential, &like, as_of).unwrap();
            let ledger = judge.ledger(&rule, credential, &stated, as_of).unwrap();
            let verdict = all_ways(&rule, &ledger)?;
            let units = units_of(judge, credential, &stated, as_of);
            prop_assert_eq!(units, verdict, "{} {:?} {:?}", credential, rule, ledger);
        }
    }
}

// ---- Columns ----

/// Four rules that differ in how much they ask for.
fn four(rules: &[&str]) -> [LedgerRule; 4] {
    let judge = judge(Some("once-a-cycle"), "cycle", rules);
    [1, 2, 3, 4].map(|count| rule_of(&judge, count))
}

/// Up to so many activities with their days, in no order; of one in eight some is known in part.
fn dated(most: usize, open: bool) -> BoxedStrategy<Vec<(i32, Activity)>> {
    let (first, last) = (unix(START), unix(END));
    let days = prop_oneof![1 => first - 3..=first + 3, 1 => last - 3..=last + 3, 6 => first..=last];
    let units = prop_oneof![6 => 0..=200_i64, 1 => Just(1_600), 1 => Just(65_535)];
    let some = |courses: std::ops::Range<u32>| courses.prop_map(Some);
    let course = prop_oneof![3 => Just(None), 1 => some(0..3), 1 => some(254..259)];
    let part = prop_oneof![7 => Just(false), 1 => Just(open)];
    let one = (days, (units, 0..=300_i64), (0..16_u32, 0..16_u32), course, part).prop_map(
        |(day, (units, more), (kinds, perhaps), course, part)| {
            let activity = if part {
                let most = if more == 300 { 1 << 40 } else { (units + more).min(65_535) * 100 };
                Activity::between(day, (units * 100, most), (kinds, perhaps))
            } else {
                Activity::known(day, units * 100, kinds)
            };
            (day, course.map_or(activity, |course| activity.of_course(course)))
        },
    );
    vec(one, 0..=most).boxed()
}

fn in_order(mut dated: Vec<(i32, Activity)>) -> Vec<Activity> {
    dated.sort_by_key(|(day, _)| *day);
    dated.into_iter().map(|(_, activity)| activity).collect()
}

fn ledgers_of(most: usize, open: bool) -> BoxedStrategy<Vec<Activity>> {
    dated(most, open).prop_map(in_order).boxed()
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn columns_of_many_ledgers_have_their_verdicts(
        rules in select(vec![SETS[0], SETS[1], SETS[2], SETS[3], SETS[4]]),
        all in any::<bool>().prop_flat_map(|open| {
            vec((ledgers_of(40, open), 0..4_u8), 300..=400)
        }),
        long in ledgers_of(1_100, true),
        place in 0..300_usize,
    ) {
        let (rules, mut all, mut ledgers) = (four(rules), all, Ledgers::new());
        all[place].0 = long;
        for (ledger, _) in &all {
            ledgers.push(ledger).unwrap();
        }
        prop_assert_eq!(ledgers.len(), all.len());
        let choices: Vec<u8> = all.iter().map(|(_, choice)| *choice).collect();
        let by_row: Vec<Verdict> = all.iter().map(|(ledger, choice)| {
            let rule = &rules[usize::from(*choice)];
            let verdict = rule.verdict(ledger, |activity| *activity).unwrap();
            assert_eq!(by_tally(rule, ledger), verdict);
            verdict
        }).collect();
        // Masks that were used for more, and for less.
        for used in [1_000, 3] {
            let mut other = Ledgers::new();
            (0..used).for_each(|_| other.push(&[Activity::known(unix(END), 6_553_500, 15)]).unwrap());
            let mut masks = other.verdicts(&rules[0]).unwrap();
            ledgers.verdicts_by(&rules.each_ref(), &choices, &mut masks).unwrap();
            prop_assert_eq!(masks.iter().collect::<Vec<_>>(), &by_row[..]);
        }
        for rule in &rules {
            let masks = ledgers.verdicts(rule).unwrap();
            for ((ledger, _), verdict) in all.iter().zip(masks.iter()) {
                prop_assert_eq!(rule.verdict(ledger, |activity| *activity), Ok(verdict));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    /// Of equal days the one that was added first counts.
    #[test]
    fn a_tally_has_the_verdict_of_what_it_accepts_in_any_order(
        mut ledger in dated(40, true),
        rules in select(SETS.to_vec()),
        repeats in select(vec!["once", "once-a-cycle"]),
    ) {
        let rule = rule_of(&judge(Some(repeats), "cycle", rules), 1);
        let mut tally = Tally::new(&rule);
        ledger.retain(|(_, activity)| tally.add(activity).is_ok());
        let verdict = rule.verdict(&in_order(ledger), |activity| *activity);
        prop_assert_eq!(verdict, Ok(tally.verdict()));
    }
}

#[test]
fn columns_take_ledgers_in_any_order() {
    let rule = rule_of(&judge(Some("once-a-cycle"), "cycle", &[]), 1);
    let late = Activity::known(unix("2026-01-01"), 200_000, 0).of_course(7);
    let early = Activity::known(unix("2025-06-01"), 100_000, 0).of_course(7);
    assert_eq!(by_columns(&rule, &[late, early]), Some(Unmet));
    assert_eq!(by_columns(&rule, &[late]), Some(Met));
    assert_eq!(rule.verdict(&[early, late], |activity| *activity), Ok(Unmet));
}

#[test]
fn a_long_ledger_is_added_up_to_the_last_activity() {
    let rule = rule_of(&judge(Some("once"), "cycle", &["m0", "m1", "p", "t1"]), 1);
    let (m0, m1) = (1, 2);
    let (p, t1) = (4, 8);
    let day = unix("2025-06-01");
    let mut ledger = vec![Activity::known(day, 0, p); 4_996];
    let courses = (0..4_996).zip(&mut ledger);
    courses.for_each(|(course, activity)| *activity = activity.of_course(course));
    ledger.push(Activity::known(day, 80_000, m0 | p | t1));
    ledger.push(Activity::known(day, 80_000, m1 | t1));
    // Repeats, one of them beyond the table, do not count.
    ledger.push(Activity::known(day + 1, 40_000, t1).of_course(4_995));
    ledger.push(Activity::known(day + 2, 40_000, t1).of_course(3));
    assert_eq!(ledger.len(), 5_000);
    assert_eq!(all_ways(&rule, &ledger).unwrap(), Unmet);
    ledger[4_999] = Activity::known(day + 2, 40_000, 0);
    assert_eq!(all_ways(&rule, &ledger).unwrap(), Met);
    let mut ledgers = Ledgers::new();
    ledgers.push(&ledger[..4_999]).unwrap();
    ledgers.push(&ledger).unwrap();
    ledgers.push(&[]).unwrap();
    assert_eq!(ledgers.verdicts(&rule).unwrap().iter().collect::<Vec<_>>(), [Unmet, Met, Unmet]);
}

// ---- Boundaries ----

#[test]
fn a_hundredth_decides() {
    // 20 units; 16 of topic 1 and 8 of the provider, both in the twenty.
    let rule = rule_of(&judge(None, "cycle", &["p", "t1"]), 1);
    let (p, t1) = (1, 2);
    let day = unix(START);
    let verdict = |rest: i64, of_topic: i64, of_both: i64| {
        let ledger = [(rest, 0), (of_topic, t1), (of_both, p | t1)]
            .map(|(hundredths, kinds)| Activity::known(day, hundredths * 100, kinds));
        all_ways(&rule, &ledger).unwrap()
    };
    assert_eq!(verdict(400, 800, 800), Met);
    for (near, expected) in [(-1, Unmet), (0, Met), (1, Met)] {
        assert_eq!(verdict(400 + near, 800, 800), expected, "quota {near}");
        assert_eq!(verdict(500, 800 + near, 800), expected, "t1 {near}");
        assert_eq!(verdict(500, 900, 800 + near), expected, "p {near}");
    }
}

#[test]
fn minima_of_a_pool_need_units_of_their_own() {
    // 4 and 3 that compete, in twenty.
    let rule = rule_of(&judge(None, "cycle", &["m0", "m1"]), 1);
    let verdict = |units: [i64; 3]| {
        let kinds = [1, 2, 3].into_iter().zip(units);
        let rest = [(0, 2_000)].into_iter().chain(kinds);
        let ledger =
            rest.map(|(kinds, hundredths)| Activity::known(unix(START), hundredths * 100, kinds));
        all_ways(&rule, &ledger.collect::<Vec<_>>()).unwrap()
    };
    for (near, expected) in [(-1, Unmet), (0, Met), (1, Met)] {
        assert_eq!(verdict([400 + near, 300, 0]), expected, "{near}");
        assert_eq!(verdict([400, 300 + near, 0]), expected, "{near}");
        assert_eq!(verdict([0, 0, 700 + near]), expected, "{near}");
        assert_eq!(verdict([200, 300, 200 + near]), expected, "{near}");
    }
}

#[test]
fn days_at_the_ends_decide() {
    let rule = rule_of(&judge(None, "cycle", &[]), 1);
    assert_eq!((rule.first_day(), rule.last_day()), (unix(START), unix(END)));
    let days =
        [(unix(START) - 1, Unmet), (unix(START), Met), (unix(END), Met), (unix(END) + 1, Unmet)];
    for (day, expected) in days {
        assert_eq!(
            all_ways(&rule, &[Activity::known(day, 200_000, 0)]).unwrap(),
            expected,
            "{day}"
        );
    }
    for day in [i32::MIN, -1, 0, 65_533, 65_534, i32::MAX] {
        let ledger = [Activity::known(day, 200_000, 0)];
        assert_eq!(rule.verdict(&ledger, |activity| *activity), Ok(Unmet), "{day}");
        assert_eq!(by_tally(&rule, &ledger), Unmet, "{day}");
    }
}

#[test]
fn a_course_counts_again_by_the_day_on_which_it_was_taken_before() {
    let since = |repeats, counts_from, before: i32| {
        let rule = rule_of(&judge(repeats, counts_from, &[]), 1);
        let taken = Activity::known(before, 10_000, 0).of_course(1);
        let again = Activity::known(before + 700, 200_000, 0).of_course(1);
        all_ways(&rule, &[taken, again]).unwrap()
    };
    let first = unix(START);
    for counts_from in ["cycle", "award"] {
        assert_eq!(since(Some("once-a-cycle"), counts_from, first - 1), Met);
        assert_eq!(since(Some("once-a-cycle"), counts_from, first), Unmet);
        assert_eq!(since(Some("allowed"), counts_from, first), Met);
        assert_eq!(since(None, counts_from, first), Met);
        assert_eq!(since(Some("once"), counts_from, first), Unmet);
    }
    assert_eq!(since(Some("once"), "cycle", first - 1), Unmet);
    assert_eq!(since(Some("once"), "cycle", first - 600), Unmet);
    // What was taken before the award was never credited.
    assert_eq!(since(Some("once"), "award", first - 1), Met);
}

#[test]
fn bits_that_are_no_kind_of_the_rule_change_nothing() {
    for (rules, kinds) in SETS.iter().zip([0, 1, 3, 3, 15, 31, 15_u32]) {
        let rule = rule_of(&judge(None, "cycle", rules), 1);
        let day = unix(START);
        for stray in [0, 1 << 5, 0x7FFF_FFFF] {
            let ledger = [Activity::known(day, 400_000, kinds | stray)];
            assert_eq!(rule.verdict(&ledger, |activity| *activity), Ok(Met), "{rules:?} {stray:x}");
            assert_eq!(by_tally(&rule, &ledger), Met, "{rules:?} {stray:x}");
        }
    }
}

// ---- What is not in order, and does not fit ----

fn says<T: std::fmt::Debug, E: std::fmt::Display>(result: Result<T, E>) -> String {
    result.unwrap_err().to_string()
}

const ORDER: &str = "the activities are not in the order of their days: \
    sort them, so that the first of equal courses counts";

#[test]
fn courses_are_given_in_the_order_of_their_days() {
    let of = |day: i32, course: u32| Activity::known(day, 10_000, 0).of_course(course);
    let day = unix(START);
    let twisted = [of(day + 1, 1), of(day, 2)];
    let once = rule_of(&judge(Some("once"), "cycle", &[]), 1);
    assert_eq!(once.verdict(&twisted, |activity| *activity), Err(OrderError));
    assert_eq!(says(once.verdict(&twisted, |activity| *activity)), ORDER);
    let often = rule_of(&judge(None, "cycle", &[]), 1);
    assert_eq!(often.verdict(&twisted, |activity| *activity), Ok(Unmet));
    let mut tally = Tally::new(&once);
    tally.add(&of(day + 1, 1)).unwrap();
    tally.add(&of(day, 2)).unwrap();
    assert_eq!(says(tally.add(&Activity::known(day, 200_000, 0).of_course(1))), ORDER);
    assert_eq!(tally.verdict(), Unmet);
}

#[test]
fn what_columns_cannot_hold_is_said_and_not_added() {
    let day = unix(START);
    let mut ledgers = Ledgers::new();
    ledgers.push(&[Activity::known(day, 200_000, 0)]).unwrap();
    let before = ledgers.clone();
    let fine = Activity::known(day, 100, 0);
    let between = |units| Activity::between(day, units, (0, 0));
    let cases = [
        (Activity::known(-1, 0, 0), "day -1 lies outside the days of columns, 0 to 65533"),
        (Activity::known(65_534, 0, 0), "day 65534 lies outside the days of columns, 0 to 65533"),
        (
            Activity::known(day, 99, 0),
            "99 ten-thousandths of a unit are not hundredths up to 655.35",
        ),
        (between((0, 101)), "101 ten-thousandths of a unit are not hundredths up to 655.35"),
        (
            Activity::known(day, 6_553_600, 0),
            "6553600 ten-thousandths of a unit are not hundredths up to 655.35",
        ),
        (Activity::known(day, 0, 1 << 7), "more than seven kinds"),
        (Activity::between(day, (0, 0), (0, 1 << 7)), "more than seven kinds"),
    ];
    for (activity, message) in cases {
        assert_eq!(says(ledgers.push(&[fine, activity])), format!("activity 1: {message}"));
        assert_eq!(ledgers, before);
    }
    let most = Activity::known(day, 6_553_500, 0x7F);
    for fits in [vec![most; 70_000], vec![Activity::known(0, 0, 0), Activity::known(65_533, 0, 0)]]
    {
        ledgers.push(&fits).unwrap();
    }
    ledgers.push(&[between((0, 1 << 40))]).unwrap();
    let rule = rule_of(&judge(None, "cycle", &[]), 1);
    let verdicts = ledgers.verdicts(&rule).unwrap();
    assert_eq!(verdicts.iter().collect::<Vec<_>>(), [Met, Met, Unmet, Undetermined]);
}

const TOO_MUCH: &str =
    "the rule is more than columns of ledgers express: ask for each ledger by itself";

#[test]
fn rules_that_columns_cannot_express_are_refused() {
    let day = unix(START);
    let (mut ledgers, mut masks) = (Ledgers::new(), Masks::default());
    assert!(ledgers.is_empty());
    ledgers.verdicts_by(&[], &[], &mut masks).unwrap();
    assert!(masks.is_empty());
    ledgers.push(&[Activity::known(day, 200_000, 0x7F)]).unwrap();
    let sums = rule_of(&judge(None, "cycle", &["k", "m0", "m1", "m2"]), 1);
    assert_eq!(says(ledgers.verdicts(&sums)), TOO_MUCH);
    let high =
        |units: &str| rule_of(&with(&json!({"quota": one(json!({"by_count": [units]}))})), 1);
    assert_eq!(says(ledgers.verdicts(&high("655.36"))), TOO_MUCH);
    assert_eq!(ledgers.verdicts(&high("655.35")).unwrap().verdict(0), Some(Unmet));
    let plain = rule_of(&judge(None, "cycle", &[]), 1);
    ledgers.verdicts_by(&[&plain; 16], &[15], &mut masks).unwrap();
    assert_eq!(masks.verdict(0), Some(Met));
    assert_eq!(
        says(ledgers.verdicts_by(&[&plain; 17], &[16], &mut masks)),
        "17 rules to choose from, more than 16: ask for some of the ledgers at a time"
    );
    let once = rule_of(&judge(Some("once"), "cycle", &[]), 1);
    // One more sum, whichever rule comes first.
    let more = rule_of(&judge(None, "cycle", &["t1"]), 1);
    for rules in [[&plain, &once], [&plain, &more], [&more, &plain]] {
        assert_eq!(
            says(ledgers.verdicts_by(&rules, &[0], &mut masks)),
            "the rules differ in more than in how much they ask for: ask for each by itself"
        );
    }
    let choices = |choices: &[u8], masks: &mut Masks| {
        says(ledgers.verdicts_by(&[&plain, &plain], choices, masks))
    };
    let text = |choices| {
        format!(
            "{choices} choices among 2 rules for 1 ledgers: one for each ledger, counted from 0"
        )
    };
    assert_eq!(choices(&[], &mut masks), text(0));
    assert_eq!(choices(&[2], &mut masks), text(1));
    assert_eq!(choices(&[0, 0], &mut masks), text(2));
}

#[test]
fn masks_stay_where_ledgers_are_refused() {
    let [plain, _, _, high] = four(&[]);
    let once = rule_of(&judge(Some("once"), "cycle", &[]), 1);
    let sums = rule_of(&judge(None, "cycle", &["k", "m0", "m1", "m2"]), 1);
    let mut ledgers = Ledgers::new();
    ledgers.push(&[Activity::known(unix(START), 200_000, 0)]).unwrap();
    let mut masks = ledgers.verdicts(&plain).unwrap();
    let before = masks.clone();
    (0..70).for_each(|_| ledgers.push(&[]).unwrap());
    let refused: [&[&LedgerRule]; 4] = [&[&plain, &once], &[&sums], &[&plain, &sums], &[&high; 17]];
    for rules in refused {
        ledgers.verdicts_by(rules, &[0; 71], &mut masks).unwrap_err();
        assert_eq!(masks, before);
    }
    ledgers.verdicts_by(&[&plain], &[0; 70], &mut masks).unwrap_err();
    assert_eq!(masks, before);
}

// ---- What is no rule of sums ----

/// Programmes that ask for more than sums, and what is said.
fn beyond() -> Vec<(Value, &'static str)> {
    let rule = |terms: Value| json!({"constraints": {"m0": {"terms": one(terms)}}});
    let many = |count: usize, pool: bool| {
        let one_of = |place: usize| {
            let terms = json!({"minimum": 1, "of": {"topics": [format!("t{place}")]}});
            let mut rule = json!({"terms": one(terms)});
            if pool {
                rule["pool"] = json!("P");
            }
            (format!("m{place}"), rule)
        };
        let rules: Value = (0..count).map(one_of).collect();
        if pool {
            json!({"constraints": rules, "pools": {"P": one(json!("separate"))}})
        } else {
            json!({"constraints": rules})
        }
    };
    let of = json!({"topics": ["t1"]});
    let changes = json!([
        {"until": "2025-12-31", "source": "PAGE", "value": "allowed"},
        {"from": "2026-01-01", "source": "PAGE", "value": "once"}]);
    vec![
        (rule(json!({"maximum": 5, "of": of})), "a maximum or a number of activities"),
        (rule(json!({"events": 2, "of": of})), "a maximum or a number of activities"),
        (rule(json!({"minimum": 2, "of": of, "per": "year"})), "m0/1"),
        (rule(json!({"share": 50, "of": of, "base": "earned"})), "m0"),
        (rule(json!({"unpublished": "the number"})), "a rule that is not known"),
        (json!({"repeats": changes}), "a rule on repeats that changes"),
        (json!({"counts_from": "membership"}), "what counts from the membership on"),
        (many(32, false), "so many minima"),
        (many(7, true), "so many minima of one pool"),
    ]
}

fn cannot(what: &str) -> String {
    format!("{what} cannot be told by sums over a ledger: judge the records one by one")
}

#[test]
fn what_is_more_than_sums_is_said() {
    let like = known(&holder(1, START, &json!([])));
    for (fields, message) in beyond() {
        let said = says(with(&fields).ledger_rule("ACME/A", &like, day(END)));
        assert_eq!(said, cannot(message), "{fields}");
    }
    // Who has held it for longer may carry over.
    let carries = with(&json!({"carry_over": one(json!({"last": "month"}))}));
    carries.ledger_rule("ACME/A", &like, day(END)).unwrap();
    let longer = known(&holder(1, "2023-01-01", &json!([])));
    assert_eq!(
        says(carries.ledger_rule("ACME/A", &longer, day(END))),
        cannot("what is carried over")
    );
}

#[test]
fn records_that_are_no_ledger_of_a_rule_are_refused() {
    let judge = judge(None, "cycle", &[]);
    let rule = rule_of(&judge, 1);
    let refused =
        |stated: &Value| judge.ledger(&rule, "ACME/A", &known(stated), day(END)).unwrap_err();
    let two = holder(2, START, &json!([]));
    assert_eq!(refused(&two), LedgerError::Otherwise);
    assert_eq!(
        refused(&two).to_string(),
        "the cycle of this record asks for something else than the rule"
    );
    let meant = json!([{"completed": START, "units": 1, "assigned_to": ["ACME/A"]}]);
    assert_eq!(
        refused(&holder(1, START, &meant)).to_string(),
        cannot("an activity for one holding")
    );
    assert_eq!(
        refused(&json!({"holdings": [], "ceus": []})).to_string(),
        "no cycle of ACME/A on 2026-12-31 is known from this record"
    );
    let unknown = judge.ledger_rule("ACME/Z", &known(&two), day(END)).unwrap_err();
    assert!(matches!(unknown, LedgerError::Judge(_)), "{unknown:?}");
    let judged = judge.renewal("ACME/Z", &known(&two), day(END)).unwrap_err().to_string();
    assert_eq!(unknown.to_string(), judged);
}

#[test]
fn readings_that_differ_are_said() {
    let straddling = known(&json!({
        "holdings": [{"credential": "AHIMA/CCS", "awarded": "2024-02-01"}],
        "exams": [{"credential": "AHIMA/CCS", "taken": "2024-02-01", "passed": true}],
        "ceus": [], "payments": [], "exceptions": []}));
    let asked = day("2025-12-31");
    assert_eq!(
        says(JUDGE.ledger_rule("AHIMA/CCS", &straddling, asked)),
        "readings of the rules differ on what the cycle asks for: pick one, or judge the records one by one"
    );
    let rule = AHIMA.ledger_rule("AHIMA/CCS", &straddling, asked).unwrap();
    assert_eq!(rule.kinds().collect::<Vec<_>>(), ["hiim-share"]);
}
