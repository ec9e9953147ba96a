//! Every shape of renewal rule, on synthetic books.
//!
//! Numbers and letters in the names are those of the list of shapes; the figures are those of a body that
//! has the shape. Each table has a row on both sides of the boundary.

use std::fmt::Write as _;

use coding_credentials::Judge;
use coding_credentials::explain::Verdict::{Met, Undetermined, Unmet};
use coding_credentials::explain::{Reason, Renewal, Standing, Verdict};
use serde_json::{Map, Value, json};

use crate::support::{day, programme, programme_book, record};

/// One version, open on both sides.
fn open(value: &str) -> Value {
    let value: Value =
        serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {value}"));
    json!([{"source": "PAGE", "value": value}])
}

/// The fields of a programme: a name, or a name and an identifier behind a dot, with the value of their
/// only version. With `=` in front the JSON stands as it is.
fn fields(rows: &[(&str, &str)]) -> String {
    let mut all = Map::new();
    for (name, value) in rows {
        let (name, value) = match name.strip_prefix('=') {
            Some(name) => (name, serde_json::from_str(value).unwrap()),
            None if name.starts_with("constraints.") || name.starts_with("duties.") => {
                (*name, json!({"terms": open(value)}))
            }
            None => (*name, open(value)),
        };
        match name.split_once('.') {
            Some((name, id)) => {
                let map = all.entry(name).or_insert_with(|| json!({}));
                map.as_object_mut().unwrap().insert(id.into(), value);
            }
            None => {
                all.insert(name.into(), value);
            }
        }
    }
    let text = Value::Object(all).to_string();
    text[1..text.len() - 1].to_owned()
}

/// A programme for the credentials `A` to `D` with these fields.
fn rules(rows: &[(&str, &str)]) -> Judge {
    programme(&fields(rows))
}

/// A yearly programme of 10 units with these further fields.
fn yearly(rows: &[(&str, &str)]) -> Judge {
    let base = [("cycle", r#"{"length": {"years": 1}}"#), ("quota", r#"{"by_count": [10]}"#)];
    rules(&[&base, rows].concat())
}

/// A record of which everything is known: sections that are not given are empty.
#[derive(Clone)]
struct Holder(Map<String, Value>);

/// The holder of `A` alone since a day.
fn since(awarded: &str) -> Holder {
    holds(&[("A", awarded)])
}

/// The holder of some credentials, each since a day.
fn holds(holdings: &[(&str, &str)]) -> Holder {
    let names = [
        "education",
        "coursework",
        "trainings",
        "experience",
        "exams",
        "applications",
        "memberships",
        "ceus",
        "payments",
        "attestations",
        "exceptions",
    ];
    let empty: Map<String, Value> =
        names.map(|name| (name.to_owned(), json!([]))).into_iter().collect();
    let holding = |(code, awarded): &(&str, &str)| json!({"credential": format!("ACME/{code}"), "awarded": awarded});
    let all: Vec<Value> = holdings.iter().map(holding).collect();
    Holder(empty).with("holdings", json!(all))
}

impl Holder {
    fn with(mut self, section: &str, value: Value) -> Self {
        self.0.insert(section.into(), value);
        self
    }

    fn without(mut self, section: &str) -> Self {
        self.0.remove(section);
        self
    }

    /// Days on which the only holding was renewed.
    fn renewed(mut self, days: &[&str]) -> Self {
        self.0["holdings"][0]["renewed"] = json!(days);
        self
    }

    fn filed(mut self, days: &[&str]) -> Self {
        self.0["holdings"][0]["filed"] = json!(days);
        self
    }

    /// Activities: a day, units or `-`, then fields as `name=value`; lists have a comma.
    fn ceus(self, rows: &[&str]) -> Self {
        let all: Vec<Value> = rows.iter().map(|row| activity(row)).collect();
        self.with("ceus", json!(all))
    }

    /// A payment to the issuer.
    fn paid(self, purpose: &str, day: &str) -> Self {
        let payment = json!({"to": "ACME", "purpose": purpose, "paid": day});
        self.with("payments", json!([payment]))
    }

    fn member(self, organization: &str, start: &str, paid_through: &str) -> Self {
        let membership = json!({"organization": organization, "start": start,
                                "paid_through": paid_through});
        self.with("memberships", json!([membership]))
    }

    fn passed(self, day: &str) -> Self {
        let exam = json!({"credential": "ACME/A", "taken": day, "passed": true});
        self.with("exams", json!([exam]))
    }

    fn excepted(self, exception: Value) -> Self {
        let mut whole = json!({"issuer": "ACME", "author": "registrar", "reason": "on request"});
        whole.as_object_mut().unwrap().extend(exception.as_object().unwrap().clone());
        self.with("exceptions", json!([whole]))
    }

    fn json(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }
}

fn activity(row: &str) -> Value {
    let mut words = row.split_whitespace();
    let mut ceu = json!({"completed": words.next().unwrap()});
    if let Some(units) = words.next().filter(|units| *units != "-") {
        ceu["units"] = json!(units);
    }
    for word in words {
        let (name, value) = word.split_once('=').unwrap();
        let list: Vec<&str> = value.split(',').filter(|one| !one.is_empty()).collect();
        ceu[name] = match name {
            "topics" | "provider_class" | "approved_by" | "approved_for" | "assigned_to" => {
                json!(list)
            }
            "job_related" => json!(value == "true"),
            _ => json!(value),
        };
    }
    ceu
}

fn answer_on(judge: &Judge, credential: &str, holder: &Holder, as_of: &str) -> Renewal {
    let id = format!("ACME/{credential}");
    judge.renewal(&id, &record(&holder.json()), day(as_of)).unwrap()
}

fn answer(judge: &Judge, holder: &Holder, as_of: &str) -> Renewal {
    answer_on(judge, "A", holder, as_of)
}

/// Whether the cycle that matters on a day is met.
#[track_caller]
fn renews(judge: &Judge, cases: &[(Holder, &str, Verdict)]) {
    let mut wrong = String::new();
    for (holder, as_of, expected) in cases {
        let found = answer(judge, holder, as_of).verdict();
        if found != *expected {
            let json = holder.json();
            writeln!(wrong, "{as_of}: expected {expected:?}, found {found:?}\n  {json}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The verdict for the holder of `A` since a day, on a day, with these activities.
#[track_caller]
fn earns(judge: &Judge, awarded: &str, as_of: &str, cases: &[(&[&str], Verdict)]) {
    let cases: Vec<_> =
        cases.iter().map(|(rows, verdict)| (since(awarded).ceus(rows), as_of, *verdict)).collect();
    renews(judge, &cases);
}

/// The cycle of an answer, as `first/last`.
fn cycle_of(answer: &Renewal) -> String {
    answer
        .cycle()
        .map_or_else(|| String::from("none"), |cycle| format!("{}/{}", cycle.start(), cycle.end()))
}

/// In which cycle a day lies.
#[track_caller]
fn lies_in(judge: &Judge, cases: &[(Holder, &str, &str)]) {
    let mut wrong = String::new();
    for (holder, on, expected) in cases {
        let record = record(&holder.json());
        let found = cycle_of(&judge.renewal_of_cycle("ACME/A", &record, day(on), day(on)).unwrap());
        if found != *expected {
            let json = holder.json();
            writeln!(wrong, "{on}: expected {expected}, found {found}\n  {json}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The ladder in lines: the days, the standing, the price, further units.
fn ladder_of(answer: &Renewal) -> Vec<String> {
    let rungs = answer.ladder().iter().map(|rung| {
        let until = rung.until().map_or_else(|| String::from("…"), |day| day.to_string());
        let standing = rung.standing().map_or("?", Standing::as_str);
        let price = rung.price().map_or_else(|| String::from("?"), |price| price.to_string());
        let units = rung.units().map_or_else(String::new, |units| format!(" +{units}"));
        format!("{}/{until} {standing} {price}{units}", rung.from())
    });
    rungs.collect()
}

fn required(judge: &Judge, holder: &Holder, as_of: &str) -> String {
    let answer = answer(judge, holder, as_of);
    let units = answer.quota().and_then(|quota| quota.required());
    units.map_or_else(|| String::from("?"), |units| units.to_string())
}

fn counted(answer: &Renewal) -> String {
    answer.quota().unwrap().counted().to_string()
}

/// What is due, as `what price`.
fn due_of(answer: &Renewal) -> Vec<String> {
    let due = answer.due().iter().map(|due| {
        let price = due.price().map_or_else(|| String::from("?"), |price| price.to_string());
        let by = due.by().map_or_else(|| String::from("…"), |day| day.to_string());
        format!("{by} {} {price}", due.what())
    });
    due.collect()
}

fn reasons(answer: &Renewal) -> Vec<Reason> {
    answer.dispositions().iter().map(|one| one.reason()).collect()
}

// Cycle and calendar: 1 to 13.

/// 1: each year on the anniversary (CMRS, HCS, RMC).
#[test]
fn yearly_cycles_end_on_the_day_before_the_anniversary() {
    let judge = yearly(&[]);
    lies_in(
        &judge,
        &[
            (since("2024-03-10"), "2024-03-10", "2024-03-10/2025-03-09"),
            (since("2024-03-10"), "2025-03-09", "2024-03-10/2025-03-09"),
            (since("2024-03-10"), "2025-03-10", "2025-03-10/2026-03-09"),
            // Counted from the first day: the anniversary of 29 February is 28 February, but for leap years.
            (since("2024-02-29"), "2025-02-27", "2024-02-29/2025-02-27"),
            (since("2024-02-29"), "2025-02-28", "2025-02-28/2026-02-27"),
            (since("2024-02-29"), "2028-02-28", "2027-02-28/2028-02-28"),
            (since("2024-02-29"), "2028-02-29", "2028-02-29/2029-02-27"),
        ],
    );
}

/// 1: on the day the exam was passed, on that of the award, or on the day after it.
#[test]
fn cycles_start_with_the_exam_the_award_or_the_day_after() {
    let starts = |word: &str| {
        let cycle = format!(r#"{{"length": {{"years": 2}}, "starts": "{word}"}}"#);
        rules(&[("cycle", &cycle)])
    };
    let holder = since("2024-03-10").passed("2024-02-01");
    let on = "2024-05-01";
    lies_in(&starts("award"), &[(holder.clone(), on, "2024-03-10/2026-03-09")]);
    lies_in(&starts("day-after-award"), &[(holder.clone(), on, "2024-03-11/2026-03-10")]);
    lies_in(&starts("exam"), &[(holder, on, "2024-02-01/2026-01-31")]);
    // No pass is on record.
    lies_in(&starts("exam"), &[(since("2024-03-10"), on, "2024-03-10/2026-03-09")]);
}

/// 2: the calendar year, the first expiry at least a year after the exam (PMI).
/// 3: two years to 31 December with a long first cycle: passed in 2020, to 2022-12-31 (ODS).
/// 4: from the January after the award, the year of the award exempt (CHIAP).
/// 5: a fiscal year from June to May (CHFP).
#[test]
fn cycles_end_with_the_calendar_or_the_fiscal_year() {
    let cycle = |years: u8, month: u8, day: u8, first: &str| {
        rules(&[(
            "cycle",
            &format!(
                r#"{{"length": {{"years": {years}}}, "first": "{first}",
                     "ends": {{"month": {month}, "day": {day}}}}}"#
            ),
        )])
    };
    lies_in(
        &cycle(1, 12, 31, "long"),
        &[
            (since("2021-05-10"), "2022-12-31", "2021-05-10/2022-12-31"),
            (since("2021-05-10"), "2023-01-01", "2023-01-01/2023-12-31"),
        ],
    );
    lies_in(
        &cycle(2, 12, 31, "long"),
        &[
            (since("2020-01-01"), "2020-06-01", "2020-01-01/2022-12-31"),
            (since("2020-12-31"), "2021-06-01", "2020-12-31/2022-12-31"),
            (since("2021-01-01"), "2021-06-01", "2021-01-01/2023-12-31"),
            (since("2020-06-01"), "2023-01-01", "2023-01-01/2024-12-31"),
        ],
    );
    lies_in(
        &cycle(2, 12, 31, "exempt"),
        &[
            (since("2019-04-01"), "2019-12-31", "2019-04-01/2019-12-31"),
            (since("2019-04-01"), "2020-01-01", "2020-01-01/2021-12-31"),
        ],
    );
    lies_in(
        &cycle(3, 5, 31, "partial"),
        &[
            (since("2021-05-31"), "2021-05-31", "2021-05-31/2021-05-31"),
            (since("2021-06-01"), "2021-06-01", "2021-06-01/2022-05-31"),
            (since("2021-06-01"), "2022-06-01", "2022-06-01/2025-05-31"),
        ],
    );
}

/// 4: the year of the award asks for nothing; the next ones do (CHIAP).
#[test]
fn an_exempt_first_year_asks_for_nothing() {
    let judge = rules(&[
        (
            "cycle",
            r#"{"length": {"years": 2}, "first": "exempt", "ends": {"month": 12, "day": 31}}"#,
        ),
        ("quota", r#"{"by_count": [40]}"#),
        ("constraints.ethics", r#"{"minimum": 2, "of": {"topics": "ethics"}}"#),
    ]);
    let (full, short) = ("2020-06-01 40 topics=ethics", "2020-06-01 39.5 topics=ethics");
    earns(
        &judge,
        "2019-04-01",
        "2019-12-31",
        &[(&[], Met), (&["2019-05-01 40 topics=ethics"], Met)],
    );
    earns(
        &judge,
        "2019-04-01",
        "2021-12-31",
        &[
            (&[full], Met),
            (&[short], Unmet),
            // Of the exempt year.
            (&["2019-12-31 40 topics=ethics"], Unmet),
            (&["2020-01-01 40 topics=ethics"], Met),
        ],
    );
}

/// 6: one cycle for all, what it asks for by the half-year of the award, minima too (CMPE).
#[test]
fn a_shared_cycle_asks_for_less_of_those_who_join_late() {
    let row = |from: &str, until: &str, units: [u8; 3]| {
        let [total, own, live] = units;
        json!({"from": from, "until": until, "source": "PAGE", "value": {"table": [
            {"months": 0, "units": total, "minima": {"own": own, "live": live}}]}})
    };
    let proration = json!({"anchor": "first-award", "versions": [
        row("2022-01-01", "2022-06-30", [50, 30, 12]),
        row("2022-07-01", "2022-12-31", [40, 24, 10]),
        row("2023-01-01", "2023-06-30", [30, 18, 7]),
        row("2023-07-01", "2023-12-31", [20, 12, 5]),
        row("2024-01-01", "2024-12-31", [0, 0, 0]),
    ]});
    let judge = rules(&[
        (
            "cycle",
            r#"{"length": {"years": 3}, "ends": {"month": 12, "day": 31}, "years": {"like": 2024}}"#,
        ),
        ("quota", r#"{"by_count": [50]}"#),
        ("constraints.own", r#"{"minimum": 30, "of": {"provider": "MGMA"}}"#),
        (
            "constraints.live",
            r#"{"minimum": 12, "of": {"provider": "MGMA", "delivery": ["in-person", "live-online"]}}"#,
        ),
        ("=proration", &proration.to_string()),
    ]);
    let asks = |awarded: &str, on: &str| {
        let answer = answer(&judge, &since(awarded), on);
        let minima = answer.constraints().iter().map(|one| one.need().unwrap().to_string());
        let minima: Vec<String> = minima.collect();
        let total = answer.quota().unwrap().required().unwrap();
        format!("{} {total} {}", cycle_of(&answer), minima.join(" "))
    };
    for (awarded, on, expected) in [
        ("2021-12-31", "2022-06-01", "2022-01-01/2024-12-31 50 12 30"),
        ("2022-01-01", "2022-06-01", "2022-01-01/2024-12-31 50 12 30"),
        ("2022-06-30", "2022-07-01", "2022-06-30/2024-12-31 50 12 30"),
        ("2022-07-01", "2022-07-01", "2022-07-01/2024-12-31 40 10 24"),
        ("2022-12-31", "2023-01-01", "2022-12-31/2024-12-31 40 10 24"),
        ("2023-01-01", "2023-01-01", "2023-01-01/2024-12-31 30 7 18"),
        ("2023-07-01", "2023-07-01", "2023-07-01/2024-12-31 20 5 12"),
        // 25: nothing is due for 2022 to 2024.
        ("2024-05-01", "2024-05-01", "2024-05-01/2024-12-31 0 0 0"),
        ("2024-05-01", "2025-01-01", "2025-01-01/2027-12-31 50 12 30"),
    ] {
        assert_eq!(asks(awarded, on), expected, "{awarded}");
    }
}

/// 6: rows by the whole months that are left, the first one that is reached.
#[test]
fn a_table_of_months_left() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}, "ends": {"month": 12, "day": 31}}"#),
        ("quota", r#"{"by_count": [12]}"#),
        (
            "proration",
            r#"{"table": [{"months": 9, "units": 9}, {"months": 6, "units": 6}, {"months": 0, "units": 0}]}"#,
        ),
    ]);
    for (awarded, units) in [
        ("2024-01-01", "12"),
        ("2024-01-02", "9"),
        ("2024-04-01", "9"),
        ("2024-04-02", "6"),
        ("2024-07-01", "6"),
        ("2024-07-02", "0"),
        ("2024-12-31", "0"),
    ] {
        assert_eq!(required(&judge, &since(awarded), awarded), units, "{awarded}");
    }
}

/// 7: cohorts by the parity of the year of the award, one month of filing for all (CHAA).
#[test]
fn cohorts_by_parity_file_in_one_month() {
    let judge = rules(&[
        (
            "cycle",
            r#"{"length": {"years": 2}, "ends": {"month": 3, "day": 31}, "years": "parity-of-award"}"#,
        ),
        ("submission", r#"{"closes": {"month": 4, "day": 30}}"#),
        ("duties.file", r#""filing""#),
    ]);
    lies_in(
        &judge,
        &[
            (since("2012-05-10"), "2014-03-31", "2012-05-10/2014-03-31"),
            (since("2012-05-10"), "2014-04-01", "2014-04-01/2016-03-31"),
            (since("2013-05-10"), "2014-04-01", "2013-05-10/2015-03-31"),
            (since("2013-04-01"), "2014-04-01", "2013-04-01/2015-03-31"),
        ],
    );
    let holder = since("2012-05-10");
    renews(
        &judge,
        &[
            (holder.clone().filed(&["2014-04-30"]), "2014-04-30", Met),
            (holder.clone().filed(&["2014-05-01"]), "2014-05-01", Unmet),
            (holder.filed(&[]), "2014-04-30", Unmet),
        ],
    );
}

/// 8: the anniversary by month: to the end of the month of the award (CHC, CMA).
#[test]
fn an_anniversary_by_month_ends_with_the_month() {
    let judge = rules(&[(
        "cycle",
        r#"{"length": {"months": 60}, "ends": "month-end", "starts": "day-after-award"}"#,
    )]);
    lies_in(
        &judge,
        &[
            (since("2020-03-01"), "2025-03-31", "2020-03-02/2025-03-31"),
            (since("2020-03-31"), "2025-03-31", "2020-04-01/2025-03-31"),
            (since("2020-03-15"), "2025-04-01", "2025-04-01/2030-03-31"),
            (since("2019-02-10"), "2024-02-29", "2019-02-11/2024-02-29"),
            (since("2020-02-29"), "2025-02-28", "2020-03-01/2025-02-28"),
            (since("2020-02-29"), "2030-02-28", "2025-03-01/2030-02-28"),
        ],
    );
    // The month of the day before the anniversary: from the first of a month, that is the month before.
    let judge = rules(&[("cycle", r#"{"length": {"years": 2}, "ends": "month-end"}"#)]);
    lies_in(
        &judge,
        &[
            (since("2020-03-02"), "2020-06-01", "2020-03-02/2022-03-31"),
            (since("2020-03-01"), "2020-06-01", "2020-03-01/2022-02-28"),
        ],
    );
}

/// 9: yearly units decide between active and inactive (NCICS). That the credential ends after five
/// years whatever was done is another clock and has no form.
#[test]
fn a_missed_year_makes_inactive() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"by_count": [14]}"#),
        ("ladder", r#"[{"standing": "inactive"}]"#),
    ]);
    let standing =
        |rows: &[&str], on: &str| answer(&judge, &since("2024-02-01").ceus(rows), on).standing();
    assert_eq!(standing(&["2024-05-01 13.9"], "2025-01-31"), Some(Standing::Active));
    assert_eq!(standing(&["2024-05-01 13.9"], "2025-02-01"), Some(Standing::Inactive));
    assert_eq!(standing(&["2024-05-01 14"], "2025-02-01"), Some(Standing::Active));
}

/// 10: a late renewal leaves the anniversary where it is, and what is earned for the next cycle is earned
/// after it (CHC); an early one does not move it either (CMM); elsewhere both do.
#[test]
fn early_and_late_renewals_keep_shorten_or_restart() {
    let judge = |early: &str, late: &str| {
        let cycle = format!(
            r#"{{"length": {{"years": 2}}, "ends": "month-end", "starts": "day-after-award",
                 "renewed_early": "{early}", "renewed_late": "{late}"}}"#
        );
        rules(&[("cycle", &cycle), ("quota", r#"{"by_count": [40]}"#)])
    };
    // Passed on 2020-03-15, so the first cycle ends on 2022-03-31.
    let holder = |days: &[&str]| since("2020-03-15").renewed(days);
    let late = || holder(&["2022-04-20"]);
    let on = "2022-06-01";
    lies_in(&judge("keeps", "keeps"), &[(late(), on, "2022-04-01/2024-03-31")]);
    lies_in(&judge("keeps", "shortens"), &[(late(), on, "2022-04-20/2024-03-31")]);
    lies_in(&judge("keeps", "restarts"), &[(late(), on, "2022-04-20/2024-04-30")]);
    let after = [(late(), "2024-04-01", "2024-04-01/2026-03-31")];
    lies_in(&judge("keeps", "shortens"), &after);
    let early = || holder(&["2022-02-10"]);
    lies_in(&judge("keeps", "keeps"), &[(early(), on, "2022-04-01/2024-03-31")]);
    let restarts = [
        // The old cycle stays valid to its end.
        (early(), "2022-03-31", "2020-03-16/2022-03-31"),
        (early(), on, "2022-02-11/2024-02-29"),
    ];
    lies_in(&judge("restarts", "keeps"), &restarts);
    // On the last day it is neither early nor late.
    let on_time = || holder(&["2022-03-31"]);
    lies_in(&judge("restarts", "restarts"), &[(on_time(), on, "2022-04-01/2024-03-31")]);
}

/// 10: the shorter cycle asks for all 40, earned after the late renewal (CHC).
#[test]
fn a_shortened_cycle_asks_for_the_full_quota() {
    let judge = rules(&[
        (
            "cycle",
            r#"{"length": {"years": 2}, "ends": "month-end", "starts": "day-after-award",
                "renewed_late": "shortens"}"#,
        ),
        ("quota", r#"{"by_count": [40]}"#),
    ]);
    let holder = |row: &str| since("2020-03-15").renewed(&["2022-04-20"]).ceus(&[row]);
    renews(
        &judge,
        &[
            (holder("2022-04-20 40"), "2024-03-31", Met),
            (holder("2022-04-19 40"), "2024-03-31", Unmet),
            (holder("2024-03-31 39"), "2024-03-31", Unmet),
        ],
    );
}

/// 11: the first renewal in proportion to the months that are left (AIHC), in all roundings, or in full.
#[test]
fn a_short_first_cycle_is_prorated() {
    let judge = |proration: &str| {
        rules(&[
            ("cycle", r#"{"length": {"years": 1}, "ends": {"month": 12, "day": 31}}"#),
            ("quota", r#"{"by_count": [15]}"#),
            ("constraints.ethics", r#"{"minimum": 3, "of": {"topics": "ethics"}}"#),
            ("proration", proration),
        ])
    };
    // Awarded, the rule, units, ethics. From 2024-08-01 five months are left, from 2024-08-02 four.
    for (awarded, proration, units, ethics) in [
        ("2024-08-01", r#"{"even": true}"#, "6.25", "3"),
        ("2024-08-02", r#"{"even": true}"#, "5", "3"),
        ("2024-08-01", r#"{"even": true, "minima": "even"}"#, "6.25", "1.25"),
        ("2024-08-01", r#"{"even": true, "step": 1, "rounding": "down"}"#, "6", "3"),
        ("2024-08-01", r#"{"even": true, "step": 1, "rounding": "up"}"#, "7", "3"),
        ("2024-08-01", r#"{"even": true, "step": 1, "rounding": "nearest"}"#, "6", "3"),
        ("2024-08-01", r#"{"even": true, "step": "0.5", "rounding": "nearest"}"#, "6.5", "3"),
        ("2024-08-01", r#""in-full""#, "15", "3"),
        ("2024-08-01", r#""next-cycle""#, "0", "0"),
        ("2024-01-01", r#"{"even": true}"#, "15", "3"),
    ] {
        let answer = answer(&judge(proration), &since(awarded), awarded);
        let need = answer.constraints()[0].need().unwrap().to_string();
        let quota = answer.quota().unwrap().required().unwrap().to_string();
        assert_eq!((quota.as_str(), need.as_str()), (units, ethics), "{awarded} {proration}");
    }
}

/// A12: where the formula is not published, everything between nothing and the full quota is possible.
#[test]
fn an_unpublished_proration_leaves_the_quota_open() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}, "ends": {"month": 12, "day": 31}}"#),
        ("quota", r#"{"by_count": [15]}"#),
        ("proration", r#"{"unpublished": "prorated, the formula is not given"}"#),
    ]);
    earns(
        &judge,
        "2024-08-01",
        "2024-12-31",
        &[(&[], Undetermined), (&["2024-09-01 14.9"], Undetermined), (&["2024-09-01 15"], Met)],
    );
    // A full first cycle is not prorated.
    earns(&judge, "2024-01-01", "2024-12-31", &[(&["2024-09-01 14.9"], Unmet)]);
}

/// 12: a fee that may be paid for several years ahead, units due every year (RMA). Each year that is
/// paid for is a payment that names its cycle.
#[test]
fn a_prepaid_fee_serves_the_cycle_that_it_names() {
    let judge = yearly(&[("duties.fee", r#"{"fee": "recertification"}"#)]);
    let payment = |end: &str| json!({"to": "ACME", "purpose": "recertification", "paid": "2024-02-01", "cycle_end": end});
    let two_years = json!([payment("2024-12-31"), payment("2025-12-31")]);
    let holder = |payments: &Value, rows: &[&str]| {
        since("2024-01-01").ceus(rows).with("payments", payments.clone())
    };
    let both: &[&str] = &["2024-05-01 10", "2025-05-01 10"];
    renews(
        &judge,
        &[
            (holder(&two_years, both), "2025-12-31", Met),
            (holder(&two_years, &["2024-05-01 10"]), "2025-12-31", Unmet),
            (holder(&json!([payment("2024-12-31")]), both), "2025-12-31", Unmet),
        ],
    );
}

/// 13: the date of the membership is a clock of its own beside the units of two years (CRCP).
#[test]
fn yearly_dues_run_beside_a_longer_cycle() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("quota", r#"{"by_count": [30]}"#),
        ("=dues", r#"{"organization": "AAHAM", "source": "PAGE"}"#),
        ("ladder", r#"[{"standing": "revoked", "fees": [], "remains": ["exam"]}]"#),
    ]);
    let standing = |paid_through: &str, on: &str| {
        let holder = since("2024-06-01").member("AAHAM", "2020-01-01", paid_through);
        answer(&judge, &holder, on).standing()
    };
    assert_eq!(standing("2025-01-31", "2025-01-31"), Some(Standing::Active));
    assert_eq!(standing("2025-01-31", "2025-02-01"), Some(Standing::Revoked));
    assert_eq!(standing("2026-01-31", "2025-02-01"), Some(Standing::Active));
}
