//! Every shape of renewal rule, on synthetic books.
//!
//! Numbers and letters in the names are those of the list of shapes; the figures are those of a
//! body that has the shape. Each table has a row on both sides of the boundary.

use std::fmt::Write as _;

use coding_credentials::Judge;
use coding_credentials::explain::Verdict::{Met, Undetermined, Unmet};
use coding_credentials::explain::{Disposition, QuotaAnswer, Reason, Renewal, Standing, Verdict};
use serde_json::{Map, Value, json};

use crate::support::{day, programme, programme_book, record};

/// One version, open on both sides.
fn open(value: &str) -> Value {
    let value: Value =
        serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {value}"));
    json!([{"source": "PAGE", "value": value}])
}

/// The fields of a programme: a name, or a name and an identifier behind a dot, with the value of
/// their only version. With `=` in front the JSON stands as it is.
pub fn fields(rows: &[(&str, &str)]) -> String {
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
pub fn rules(rows: &[(&str, &str)]) -> Judge {
    programme(&fields(rows))
}

/// A yearly programme of 10 units with these further fields.
pub fn yearly(rows: &[(&str, &str)]) -> Judge {
    let base = [("cycle", r#"{"length": {"years": 1}}"#), ("quota", r#"{"by_count": [10]}"#)];
    rules(&[&base, rows].concat())
}

/// A record of which everything is known: sections that are not given are empty.
#[derive(Clone)]
pub struct Holder(Map<String, Value>);

/// The holder of `A` alone since a day.
pub fn since(awarded: &str) -> Holder {
    holds(&[("A", awarded)])
}

/// The holder of some credentials, each since a day.
pub fn holds(holdings: &[(&str, &str)]) -> Holder {
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
    let holding = |(code, awarded): &(&str, &str)| {
        json!({"credential": format!("ACME/{code}"),
        "awarded": awarded})
    };
    let all: Vec<Value> = holdings.iter().map(holding).collect();
    Holder(empty).with("holdings", json!(all))
}

impl Holder {
    pub fn with(mut self, section: &str, value: Value) -> Self {
        self.0.insert(section.into(), value);
        self
    }

    pub fn without(mut self, section: &str) -> Self {
        self.0.remove(section);
        self
    }

    /// Days on which the only holding was renewed.
    pub fn renewed(mut self, days: &[&str]) -> Self {
        self.0["holdings"][0]["renewed"] = json!(days);
        self
    }

    pub fn filed(mut self, days: &[&str]) -> Self {
        self.0["holdings"][0]["filed"] = json!(days);
        self
    }

    /// Activities: a day, units or `-`, then fields as `name=value`; lists have a comma.
    pub fn ceus(self, rows: &[&str]) -> Self {
        let all: Vec<Value> = rows.iter().map(|row| activity(row)).collect();
        self.with("ceus", json!(all))
    }

    /// A payment to the issuer.
    pub fn paid(self, purpose: &str, day: &str) -> Self {
        let payment = json!({"to": "ACME", "purpose": purpose, "paid": day});
        self.with("payments", json!([payment]))
    }

    pub fn member(self, organization: &str, start: &str, paid_through: &str) -> Self {
        let membership = json!({"organization": organization, "start": start,
                                "paid_through": paid_through});
        self.with("memberships", json!([membership]))
    }

    pub fn passed(self, day: &str) -> Self {
        let exam = json!({"credential": "ACME/A", "taken": day, "passed": true});
        self.with("exams", json!([exam]))
    }

    pub fn excepted(self, exception: &Value) -> Self {
        let mut whole = json!({"issuer": "ACME", "author": "registrar", "reason": "on request"});
        whole.as_object_mut().unwrap().extend(exception.as_object().unwrap().clone());
        self.with("exceptions", json!([whole]))
    }

    pub fn json(&self) -> String {
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

pub fn answer_on(judge: &Judge, credential: &str, holder: &Holder, as_of: &str) -> Renewal {
    let id = format!("ACME/{credential}");
    judge.renewal(&id, &record(&holder.json()), day(as_of)).unwrap()
}

pub fn answer(judge: &Judge, holder: &Holder, as_of: &str) -> Renewal {
    answer_on(judge, "A", holder, as_of)
}

/// Whether the cycle that matters on a day is met.
#[track_caller]
pub fn renews(judge: &Judge, cases: &[(Holder, &str, Verdict)]) {
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

/// Whether the cycle that contains a day is met.
#[track_caller]
pub fn of_cycle(judge: &Judge, cycle_on: &str, cases: &[(Holder, &str, Verdict)]) {
    let mut wrong = String::new();
    for (holder, as_of, expected) in cases {
        let record = record(&holder.json());
        let answer = judge.renewal_of_cycle("ACME/A", &record, day(cycle_on), day(as_of)).unwrap();
        if answer.verdict() != *expected {
            let (found, json) = (answer.verdict(), holder.json());
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
pub fn lies_in(judge: &Judge, cases: &[(Holder, &str, &str)]) {
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
pub fn ladder_of(answer: &Renewal) -> Vec<String> {
    let rungs = answer.ladder().iter().map(|rung| {
        let until = rung.until().map_or_else(|| String::from("…"), |day| day.to_string());
        let standing = rung.standing().map_or("?", Standing::as_str);
        let price = rung.price().map_or_else(|| String::from("?"), |price| price.to_string());
        let units = rung.units().map_or_else(String::new, |units| format!(" +{units}"));
        format!("{}/{until} {standing} {price}{units}", rung.from())
    });
    rungs.collect()
}

pub fn required(judge: &Judge, holder: &Holder, as_of: &str) -> String {
    let answer = answer(judge, holder, as_of);
    let units = answer.quota().and_then(QuotaAnswer::required);
    units.map_or_else(|| String::from("?"), |units| units.to_string())
}

pub fn counted(answer: &Renewal) -> String {
    answer.quota().unwrap().counted().to_string()
}

/// What is due, as `what price`.
pub fn due_of(answer: &Renewal) -> Vec<String> {
    let due = answer.due().iter().map(|due| {
        let price = due.price().map_or_else(|| String::from("?"), |price| price.to_string());
        let by = due.by().map_or_else(|| String::from("…"), |day| day.to_string());
        format!("{by} {} {price}", due.what())
    });
    due.collect()
}

pub fn reasons(answer: &Renewal) -> Vec<Reason> {
    answer.dispositions().iter().map(Disposition::reason).collect()
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
            // Counted from the first day: the anniversary of 29 February is 28 February, but for
            // leap years.
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
            r#"{"length": {"years": 3}, "ends": {"month": 12, "day": 31},
                 "years": {"like": 2024}}"#,
        ),
        ("quota", r#"{"by_count": [50]}"#),
        ("constraints.own", r#"{"minimum": 30, "of": {"provider": "MGMA"}}"#),
        (
            "constraints.live",
            r#"{"minimum": 12, "of": {"provider": "MGMA", "delivery": ["in-person",
                 "live-online"]}}"#,
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
            r#"{"table": [{"months": 9, "units": 9}, {"months": 6, "units": 6}, {"months": 0,
                 "units": 0}]}"#,
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
            r#"{"length": {"years": 2}, "ends": {"month": 3, "day": 31},
                 "years": "parity-of-award"}"#,
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
    let filed = |days: &[&str]| since("2012-05-10").filed(days);
    let first = "2014-03-31";
    of_cycle(
        &judge,
        first,
        &[
            (filed(&["2014-04-30"]), "2014-04-30", Met),
            (filed(&["2014-05-01"]), "2014-05-01", Unmet),
            (filed(&[]), "2014-04-30", Unmet),
        ],
    );
}

/// 7: a filing that closed one cycle does not close the next one too.
#[test]
fn one_filing_serves_one_cycle() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("submission", r#"{"closes": {"months": 1}}"#),
        ("duties.file", r#""filing""#),
    ]);
    let filed = |days: &[&str]| since("2012-04-01").filed(days);
    let late = "2014-04-15";
    of_cycle(&judge, "2014-03-31", &[(filed(&[late]), "2014-05-01", Met)]);
    of_cycle(
        &judge,
        "2014-04-01",
        &[
            (filed(&[late]), "2014-05-01", Unmet),
            (filed(&["2013-04-15", late]), "2016-03-31", Met),
            (filed(&[late, "2016-04-30"]), "2016-04-30", Met),
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
    // The month of the day before the anniversary: from the first of a month, that is the month
    // before.
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

/// 10: a late renewal leaves the anniversary where it is, and what is earned for the next cycle is
/// earned after it (CHC); an early one does not move it either (CMM); elsewhere both do.
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

/// 11: the first renewal in proportion to the months that are left (AIHC), in all roundings, or in
/// full.
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

/// A12: where the formula is not published, everything between nothing and the full quota is
/// possible.
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

/// 12: a fee that may be paid for several years ahead, units due every year (RMA). Each year that
/// is paid for is a payment that names its cycle.
#[test]
fn a_prepaid_fee_serves_the_cycle_that_it_names() {
    let judge = yearly(&[("duties.fee", r#"{"fee": "recertification"}"#)]);
    let payment = |end: &str| {
        json!({"to": "ACME", "purpose": "recertification",
        "paid": "2024-02-01", "cycle_end": end})
    };
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
/// 3, 4, 6: `first` and shared `years` together: the rest of the year is the rest of the year.
#[test]
fn the_rest_of_the_year_is_no_longer_than_a_year() {
    let judge = rules(&[
        (
            "cycle",
            r#"{"length": {"years": 3}, "first": "exempt", "ends": {"month": 12, "day": 31},
                "years": {"like": 2024}}"#,
        ),
        ("quota", r#"{"by_count": [50]}"#),
    ]);
    lies_in(
        &judge,
        &[
            (since("2022-05-01"), "2022-06-01", "2022-05-01/2022-12-31"),
            (since("2022-05-01"), "2023-01-01", "2023-01-01/2024-12-31"),
        ],
    );
}

// Units: 14 to 18.

/// The units that so many minutes give.
#[track_caller]
fn converts(units: &str, cases: &[(&str, &str)]) {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"by_count": [1000]}"#),
        ("units", units),
    ]);
    for (minutes, expected) in cases {
        let row = format!("2024-05-01 - minutes={minutes}");
        let answer = answer(&judge, &since("2024-01-01").ceus(&[&row]), "2024-06-01");
        assert_eq!(counted(&answer), *expected, "{minutes}");
    }
}

/// 14: the same minutes under each rule.
#[test]
fn minutes_become_units_by_the_rule_of_the_issuer() {
    // 50 minutes, to the nearest half: 45 minutes give 1 (CMRS).
    let nearest_half = r#"[{"minutes": 50, "leftover": [{"minutes": "12.5", "units": "0.5"},
                                                        {"minutes": "37.5", "units": 1}]}]"#;
    converts(
        nearest_half,
        &[
            ("12", "0"),
            ("12.5", "0.5"),
            ("37", "0.5"),
            ("37.5", "1"),
            ("45", "1"),
            ("50", "1"),
            ("60", "1"),
            ("62", "1"),
            ("63", "1.5"),
            ("88", "2"),
        ],
    );
    // 50 minutes, never rounded: 60 give 1.2 (CHFP).
    converts(
        r#"[{"minutes": 50, "leftover": "exact"}]"#,
        &[("60", "1.2"), ("50", "1"), ("1", "0.02"), ("49", "0.98"), ("125", "2.5")],
    );
    // 60 minutes; fewer than 45 left over are dropped, so two hours and a half give 2 (HCS).
    converts(
        r#"[{"minutes": 60, "leftover": [{"minutes": 45, "units": "0.75"}]}]"#,
        &[("44", "0"), ("45", "0.75"), ("150", "2"), ("164", "2"), ("165", "2.75")],
    );
    // Whole hours (PMI, MAB).
    converts(r#"[{"minutes": 60}]"#, &[("59", "0"), ("60", "1"), ("119", "1"), ("120", "2")]);
    // Bands of half units.
    converts(
        r#"[{"minutes": 60, "leftover": [{"minutes": 30, "units": "0.5"}]}]"#,
        &[("29", "0"), ("30", "0.5"), ("89", "1"), ("90", "1.5")],
    );
    // 15: 600 minutes are one unit of IACET.
    converts(r#"[{"minutes": 600, "leftover": "exact"}]"#, &[("60", "0.1"), ("600", "1")]);
}

/// Units that are stated and minutes that give other ones contradict each other.
#[test]
fn units_and_minutes_that_disagree_do_not_count() {
    let judge = yearly(&[("units", r#"[{"minutes": 50, "leftover": "exact"}]"#)]);
    let answer_to = |row: &str| answer(&judge, &since("2024-01-01").ceus(&[row]), "2024-06-01");
    let agreed = answer_to("2024-05-01 1.2 minutes=60");
    assert_eq!((counted(&agreed).as_str(), reasons(&agreed)), ("1.2", vec![Reason::Counted]));
    let parted = answer_to("2024-05-01 1 minutes=60");
    assert_eq!((counted(&parted).as_str(), reasons(&parted)), ("0", vec![Reason::UnitConflict]));
}

/// 16: two units for an hour of the issuer, one for another; three for an article or an hour of
/// teaching (CRCP, CCT, CHBME).
#[test]
fn activities_are_worth_multiples() {
    let units = r#"[{"of": {"kind": "article"}, "minutes": 1, "units": 3, "most": 3},
                    {"of": {"kind": "teaching"}, "minutes": 60, "units": 3, "most": 9},
                    {"of": {"provider": "AAHAM"}, "minutes": 60, "units": 2},
                    {"minutes": 60, "units": 1}]"#;
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("quota", r#"{"by_count": [30]}"#),
        ("units", units),
        ("constraints.own", r#"{"minimum": 15, "of": {"provider": "AAHAM"}}"#),
    ]);
    let found =
        |row: &str| counted(&answer(&judge, &since("2024-01-01").ceus(&[row]), "2024-06-01"));
    let other = "provider=City kind=webinar";
    assert_eq!(found(&format!("2024-05-01 - minutes=60 {other}")), "1");
    assert_eq!(found("2024-05-01 - minutes=60 provider=aaham kind=webinar"), "2");
    assert_eq!(found("2024-05-01 - minutes=119 provider=AAHAM kind=webinar"), "2");
    assert_eq!(found("2024-05-01 - minutes=900 provider=City kind=article"), "3");
    assert_eq!(found("2024-05-01 - minutes=180 provider=City kind=teaching"), "9");
    assert_eq!(found("2024-05-01 - minutes=240 provider=City kind=teaching"), "9");
    // 13: thirty hours of others are thirty units, but none of AAHAM.
    let cases: &[(&[&str], Verdict)] = &[
        (&["2024-05-01 - minutes=1800 provider=City kind=course"], Unmet),
        (
            &[
                "2024-05-01 - minutes=480 provider=AAHAM kind=course",
                "2024-06-01 - minutes=840 provider=City kind=course",
            ],
            Met,
        ),
        (
            &[
                "2024-05-01 - minutes=420 provider=AAHAM kind=course",
                "2024-06-01 - minutes=960 provider=City kind=course",
            ],
            Unmet,
        ),
    ];
    earns(&judge, "2024-01-01", "2025-12-31", cases);
}

/// 16: whose hour it was is not known: it is worth one unit or two.
#[test]
fn an_unknown_provider_leaves_the_multiple_open() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"by_count": [2]}"#),
        ("units", r#"[{"of": {"provider": "AAHAM"}, "minutes": 60, "units": 2}, {"minutes": 60}]"#),
    ]);
    earns(
        &judge,
        "2024-01-01",
        "2024-06-01",
        &[
            (&["2024-05-01 - minutes=60"], Undetermined),
            (&["2024-05-01 - minutes=59"], Unmet),
            (&["2024-05-01 - minutes=120"], Met),
            (&["2024-05-01 - minutes=60 provider=City"], Unmet),
        ],
    );
}

/// 17: points of several kinds, the lesser ones capped (CAHSAH: 50, at least 36 education, at most
/// 14 other).
#[test]
fn points_of_several_kinds() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 4}}"#),
        ("quota", r#"{"by_count": [50]}"#),
        ("constraints.education", r#"{"minimum": 36, "of": {"kind": "course"}}"#),
        ("constraints.other", r#"{"maximum": 14, "except": {"kind": "course"}}"#),
    ]);
    let rows = |course: &str, other: &str| {
        since("2021-01-01").ceus(&[
            &format!("2022-05-01 {course} kind=course"),
            &format!("2022-06-01 {other} kind=committee"),
        ])
    };
    renews(
        &judge,
        &[
            (rows("36", "14"), "2024-12-31", Met),
            (rows("35", "15"), "2024-12-31", Unmet),
            (rows("35.9", "14"), "2024-12-31", Unmet),
            (rows("36", "13.9"), "2024-12-31", Unmet),
            (rows("36", "40"), "2024-12-31", Met),
        ],
    );
}

/// 18: employment earns points until the end of 2020 (CMAS of AMT).
#[test]
fn a_kind_stops_earning_on_a_day() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}}"#),
        ("quota", r#"{"by_count": [6]}"#),
        (
            "=admits",
            r#"[{"until": "2020-12-31", "source": "PAGE", "value": {}},
                {"from": "2021-01-01", "source": "PAGE",
                     "value": {"except": {"kind": "employment"}}}]"#,
        ),
    ]);
    earns(
        &judge,
        "2020-01-01",
        "2022-12-31",
        &[
            (&["2020-12-31 6 kind=employment"], Met),
            (&["2021-01-01 6 kind=employment"], Unmet),
            (&["2021-01-01 6 kind=course"], Met),
        ],
    );
    let holder = since("2020-01-01").ceus(&["2021-01-01 6 kind=employment"]);
    assert_eq!(reasons(&answer(&judge, &holder, "2021-06-01")), [Reason::WrongTopic]);
}

// Content and source: 19 to 31.

/// 19: at least half of the 15 from AMBA (CMRS); 60 % (CHBME); 20 of 60, absolute (CHFP).
#[test]
fn a_share_or_an_amount_from_the_issuer() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"by_count": [15]}"#),
        ("constraints.own", r#"{"share": 50, "of": {"provider": "AMBA"}, "base": "required"}"#),
    ]);
    // 35: seven of fifteen are too few.
    earns(
        &judge,
        "2024-01-01",
        "2024-12-31",
        &[
            (&["2024-05-01 7 provider=AMBA", "2024-06-01 8 provider=City"], Unmet),
            (&["2024-05-01 7.5 provider=AMBA", "2024-06-01 7.5 provider=City"], Met),
            // Surplus harms nothing: half of the required ones.
            (&["2024-05-01 7.5 provider=AMBA", "2024-06-01 40 provider=City"], Met),
        ],
    );
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}}"#),
        ("quota", r#"{"by_count": [60]}"#),
        ("constraints.own", r#"{"minimum": 20, "of": {"provider": "HFMA"}}"#),
    ]);
    // 9: sixty hours with eighteen of HFMA.
    earns(
        &judge,
        "2021-06-01",
        "2024-05-31",
        &[
            (&["2023-01-01 18 provider=HFMA", "2023-01-02 42 provider=City"], Unmet),
            (&["2023-01-01 20 provider=HFMA", "2023-01-02 40 provider=City"], Met),
        ],
    );
}

/// 19, A10: of the required or of what is earned, rounded up to multiples where the rule says so.
#[test]
fn the_base_of_a_share() {
    let judge = |share: &str| {
        rules(&[
            ("cycle", r#"{"length": {"years": 1}}"#),
            ("quota", r#"{"by_count": [30]}"#),
            ("constraints.own", share),
        ])
    };
    let required = judge(r#"{"share": 80, "of": {"topics": "hiim"}, "base": "required"}"#);
    let earned = judge(r#"{"share": 80, "of": {"topics": "hiim"}, "base": "earned"}"#);
    let cases = |verdicts: [Verdict; 3]| {
        let rows: [&[&str]; 3] = [
            &["2024-05-01 24 topics=hiim", "2024-06-01 6 topics=other"],
            &["2024-05-01 24 topics=hiim", "2024-06-01 7 topics=other"],
            &["2024-05-01 23.9 topics=hiim", "2024-06-01 6.1 topics=other"],
        ];
        let holder = |rows: &[&str]| since("2024-01-01").ceus(rows);
        rows.iter()
            .zip(verdicts)
            .map(|(rows, verdict)| (holder(rows), "2024-12-31", verdict))
            .collect()
    };
    let on_required: Vec<_> = cases([Met, Met, Unmet]);
    let on_earned: Vec<_> = cases([Met, Unmet, Unmet]);
    renews(&required, &on_required);
    renews(&earned, &on_earned);
    let rounded =
        judge(r#"{"share": 51, "of": {"topics": "hiim"}, "base": "required", "round_up": "0.5"}"#);
    earns(
        &rounded,
        "2024-01-01",
        "2024-12-31",
        &[
            (&["2024-05-01 15.5 topics=hiim", "2024-05-02 15 topics=other"], Met),
            (&["2024-05-01 15.4 topics=hiim", "2024-05-02 15 topics=other"], Unmet),
        ],
    );
}

/// A10: two independent shares on the same units.
#[test]
fn two_shares_on_the_same_units() {
    let judge = yearly(&[
        ("constraints.topic", r#"{"share": 80, "of": {"topics": "hiim"}, "base": "required"}"#),
        (
            "constraints.source",
            r#"{"share": 80, "of": {"approved_by": "AHIMA"}, "base": "required"}"#,
        ),
    ]);
    earns(
        &judge,
        "2024-01-01",
        "2024-12-31",
        &[
            (&["2024-05-01 8 topics=hiim approved_by=AHIMA", "2024-05-02 2 topics=x"], Met),
            (
                &[
                    "2024-05-01 8 topics=hiim approved_by=",
                    "2024-05-02 8 topics=x approved_by=AHIMA",
                ],
                Met,
            ),
            (
                &["2024-05-01 8 topics=hiim approved_by=", "2024-05-02 2 topics=x approved_by="],
                Unmet,
            ),
        ],
    );
}

/// 20: at most 24 of 60 from others (CHBME); at most 3 off the topic, at least 9 on it (PMI).
#[test]
fn a_maximum_from_outside() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}}"#),
        ("quota", r#"{"by_count": [60]}"#),
        ("constraints.outside", r#"{"maximum": 24, "except": {"provider": "HBMA"}}"#),
    ]);
    earns(
        &judge,
        "2022-01-01",
        "2024-12-31",
        &[
            (&["2023-05-01 36 provider=HBMA", "2023-06-01 24 provider=City"], Met),
            (&["2023-05-01 35.5 provider=HBMA", "2023-06-01 24.5 provider=City"], Unmet),
            // Nobody says from whom: within the maximum it counts in any case.
            (&["2023-05-01 36 provider=HBMA", "2023-06-01 24"], Met),
            (&["2023-05-01 30 provider=HBMA", "2023-06-01 30"], Undetermined),
        ],
    );
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}, "ends": {"month": 12, "day": 31}}"#),
        ("quota", r#"{"by_count": [12]}"#),
        ("constraints.off-topic", r#"{"maximum": 3, "except": {"topics": "core"}}"#),
    ]);
    // 33: twelve with eight on the topic and four off it.
    earns(
        &judge,
        "2021-01-01",
        "2021-12-31",
        &[
            (&["2021-05-01 8 topics=core", "2021-06-01 4 topics=other"], Unmet),
            (&["2021-05-01 9 topics=core", "2021-06-01 3 topics=other"], Met),
        ],
    );
}

/// 20: a maximum as a percentage of the required units.
#[test]
fn a_maximum_share() {
    let judge = yearly(&[(
        "constraints.recorded",
        r#"{"maximum_share": 40, "of": {"delivery": ["recorded", "self-study"]}}"#,
    )]);
    earns(
        &judge,
        "2024-01-01",
        "2024-12-31",
        &[
            (&["2024-05-01 6 delivery=in-person", "2024-05-02 4 delivery=recorded"], Met),
            (&["2024-05-01 5.9 delivery=in-person", "2024-05-02 4.1 delivery=recorded"], Unmet),
            (&["2024-05-01 6 delivery=in-person", "2024-05-02 3.9 delivery=self-study"], Unmet),
        ],
    );
}

/// 21: twelve live ones inside thirty of the issuer inside fifty (CMPE).
#[test]
fn nested_minima() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}}"#),
        ("quota", r#"{"by_count": [50]}"#),
        ("constraints.own", r#"{"minimum": 30, "of": {"provider": "MGMA"}}"#),
        (
            "constraints.live",
            r#"{"minimum": 12, "of": {"provider": "MGMA", "delivery": ["in-person",
                 "live-online"]}}"#,
        ),
    ]);
    let rows = |live: &str, own: &str, other: &str| {
        since("2022-01-01").ceus(&[
            &format!("2023-05-01 {live} provider=MGMA delivery=live-online"),
            &format!("2023-05-02 {own} provider=MGMA delivery=recorded"),
            &format!("2023-05-03 {other} provider=City delivery=in-person"),
        ])
    };
    renews(
        &judge,
        &[
            (rows("12", "18", "20"), "2024-12-31", Met),
            (rows("11.5", "18.5", "20"), "2024-12-31", Unmet),
            (rows("12", "17.5", "20.5"), "2024-12-31", Unmet),
            (rows("12", "18", "19.5"), "2024-12-31", Unmet),
            (rows("50", "0", "0"), "2024-12-31", Met),
        ],
    );
}

/// 22: at least 20 of 40 live, in person or in real time (CHC). 24: four of 20 of category A (ODS),
/// two of ethics (CHIAP).
#[test]
fn live_and_topic_minima() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("quota", r#"{"by_count": [40]}"#),
        (
            "constraints.live",
            r#"{"minimum": 20, "of": {"delivery": ["in-person", "live-online"]}}"#,
        ),
        ("constraints.category-a", r#"{"minimum": 4, "of": {"topics": "category-a"}}"#),
    ]);
    let rows = |live: &str, rest: &str, topic: &str| {
        since("2023-01-01").ceus(&[
            &format!("2023-05-01 {live} delivery=live-online topics=other"),
            &format!("2023-05-02 {rest} delivery=recorded topics=other"),
            &format!("2023-05-03 {topic} delivery=recorded topics=other,category-a/staging"),
        ])
    };
    renews(
        &judge,
        &[
            (rows("20", "16", "4"), "2024-12-31", Met),
            (rows("19.5", "16.5", "4"), "2024-12-31", Unmet),
            // 21: only three of category A.
            (rows("20", "17", "3"), "2024-12-31", Unmet),
        ],
    );
    // How one of them was held is not known: it may be live.
    let holder = since("2023-01-01").ceus(&["2023-05-01 40 topics=category-a"]);
    renews(&judge, &[(holder, "2024-12-31", Undetermined)]);
}

/// 23: at least one live conference of the issuer (CHBME): entries, not hours.
#[test]
fn at_least_one_event() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}}"#),
        ("quota", r#"{"by_count": [60]}"#),
        (
            "constraints.conference",
            r#"{"events": 1, "of": {"kind": "conference", "provider": "HBMA",
                 "delivery": "in-person"}}"#,
        ),
    ]);
    let conference = "kind=conference provider=HBMA delivery=in-person";
    let of_city = "2023-05-01 60 kind=conference provider=City delivery=in-person";
    earns(
        &judge,
        "2022-01-01",
        "2024-12-31",
        &[
            (&[&format!("2023-05-01 60 {conference}")], Met),
            (&["2023-05-01 59.5 kind=webinar", &format!("2023-05-02 0.5 {conference}")], Met),
            // 43: sixty credits and no conference.
            (&["2023-05-01 60 kind=webinar provider=HBMA delivery=live-online"], Unmet),
            (&[of_city], Unmet),
            (&["2023-05-01 60 provider=HBMA"], Undetermined),
            (&["2023-05-01 60 kind=webinar", &format!("2021-12-31 5 {conference}")], Unmet),
        ],
    );
}

/// A11: so many named items while the rule lasts (the yearly self-reviews).
#[test]
fn named_items_until_the_rule_ends() {
    let judge = yearly(&[(
        "=constraints.reviews",
        r#"{"terms": [{"until": "2017-12-31", "source": "PAGE",
                       "value": {"events": 2, "of": {"kind": "self-review"}}},
                      {"from": "2018-01-01", "source": "PAGE", "value": "none"}]}"#,
    )]);
    let two: &[&str] = &["2018-03-01 5 kind=self-review", "2018-04-01 5 kind=self-review"];
    let one: &[&str] = &["2018-03-01 5 kind=self-review", "2018-04-01 5 kind=course"];
    earns(&judge, "2017-12-31", "2018-12-30", &[(two, Met), (one, Unmet)]);
    earns(&judge, "2018-01-01", "2018-12-31", &[(two, Met), (one, Met)]);
}

/// 25: at least ten in each of three domains, a unit in one of them (CMA); A8, A9: whether one unit
/// may serve two minima is a rule of its own, and where nobody says, both are possible.
#[test]
fn a_minimum_in_each_domain() {
    let judge = |pool: &str| {
        let domain = |topic: &str| {
            json!({"pool": "domains", "terms": open(&format!(
                r#"{{"minimum": 10, "of": {{"topics": "{topic}"}}}}"#))})
            .to_string()
        };
        rules(&[
            ("cycle", r#"{"length": {"months": 60}}"#),
            ("quota", r#"{"by_count": [30]}"#),
            ("=constraints.admin", &domain("admin")),
            ("=constraints.clinical", &domain("clinical")),
            ("=constraints.general", &domain("general")),
            ("=pools.domains", pool),
        ])
    };
    let separate = r#"[{"source": "PAGE", "value": "separate"}]"#;
    let shared = r#"[{"source": "PAGE", "value": "shared"}]"#;
    let silent = r#"[
        {"source": "PAGE", "reading": {"question": "twice", "choice": "no"}, "value": "separate"},
        {"source": "PAGE", "reading": {"question": "twice", "choice": "yes"}, "value": "shared"}]"#;
    let ten = |topics: &str| format!("2023-05-01 10 topics={topics}");
    let cases: [(Vec<String>, [Verdict; 3]); 4] = [
        (vec![ten("admin"), ten("clinical"), ten("general")], [Met, Met, Met]),
        (vec![ten("admin"), ten("clinical"), ten("clinical")], [Unmet, Unmet, Unmet]),
        (vec![ten("admin,clinical"), ten("general"), ten("other")], [Unmet, Met, Undetermined]),
        // Two that fit two domains each: only one placement serves all.
        (vec![ten("admin,clinical"), ten("clinical,general"), ten("general")], [Met, Met, Met]),
    ];
    for (rows, verdicts) in cases {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        for (pool, verdict) in [separate, shared, silent].into_iter().zip(verdicts) {
            let holder = since("2020-01-01").ceus(&rows);
            renews(&judge(pool), &[(holder, "2024-12-31", verdict)]);
        }
    }
}

/// 26: at least ten in each calendar year (CHIAP), and in each year of the cycle (CHFP of 2004,
/// NHCWA).
#[test]
fn a_minimum_in_each_year() {
    let judge = |per: &str| {
        rules(&[
            ("cycle", r#"{"length": {"years": 2}}"#),
            ("quota", r#"{"by_count": [40]}"#),
            ("constraints.yearly", &format!(r#"{{"minimum": 10, "of": {{}}, "per": "{per}"}}"#)),
        ])
    };
    let rows = |first: &str, second: &str| since("2020-01-01").ceus(&[first, second]);
    renews(
        &judge("calendar-year"),
        &[
            (rows("2020-12-31 10", "2021-01-01 30"), "2021-12-31", Met),
            (rows("2021-01-01 10", "2021-01-01 30"), "2021-12-31", Unmet),
            // 19: eight hours and then 34.
            (rows("2020-06-01 8", "2021-06-01 34"), "2021-12-31", Unmet),
        ],
    );
    let middle = |first: &str, second: &str| since("2020-06-15").ceus(&[first, second]);
    renews(
        &judge("year"),
        &[
            (middle("2021-06-14 10", "2021-06-15 30"), "2022-06-14", Met),
            (middle("2021-06-15 10", "2021-06-15 30"), "2022-06-14", Unmet),
        ],
    );
}

/// 27: eight in person over a cycle and the one before it (ODS: 2025 to 2028, or 2026 to 2029).
#[test]
fn a_minimum_over_two_cycles() {
    let version = |from: &str, until: &str, value: &str| {
        let value: Value = serde_json::from_str(value).unwrap();
        json!({"from": from, "until": until, "source": "PAGE", "value": value})
    };
    let rule = r#"{"minimum": 8, "of": {"delivery": "in-person"}, "cycles": 2}"#;
    let terms = json!({"terms": [
        version("2015-01-01", "2026-12-31", r#""none""#),
        version("2027-01-01", "2028-12-31", rule),
        version("2029-01-01", "2030-12-31", r#""none""#)]});
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("quota", r#"{"by_count": [20]}"#),
        ("=constraints.in-person", &terms.to_string()),
    ]);
    let rest = ["2025-01-02 20 delivery=recorded", "2027-01-02 20 delivery=recorded"];
    let before: &[&str] = &["2023-06-01 20 delivery=in-person"];
    let holder = |rows: &[&str]| since("2023-01-01").ceus(&[before, &rest, rows].concat());
    let (first, second) = ("2025-05-01 4 delivery=in-person", "2028-12-31 4 delivery=in-person");
    renews(
        &judge,
        &[
            // Nothing is asked for in the first of the two.
            (holder(&[]), "2026-12-31", Met),
            (holder(&[first, second]), "2028-12-31", Met),
            (holder(&[first, "2028-12-31 3.9 delivery=in-person"]), "2028-12-31", Unmet),
            (holder(&["2025-01-01 8 delivery=in-person"]), "2028-12-31", Met),
            // Of the cycle before the two.
            (holder(&["2024-12-31 8 delivery=in-person"]), "2028-12-31", Unmet),
        ],
    );
}

/// 27: the previous cycle is looked at as a whole, a long first one too.
#[test]
fn a_minimum_over_two_cycles_sees_a_long_first_one() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}, "ends": {"month": 12, "day": 31}, "first": "long"}"#),
        (
            "constraints.in-person",
            r#"{"minimum": 8, "of": {"delivery": "in-person"}, "cycles": 2}"#,
        ),
    ]);
    earns(
        &judge,
        "2022-02-01",
        "2026-12-31",
        &[
            (&["2023-01-01 8 delivery=in-person"], Met),
            (&["2022-06-01 8 delivery=in-person"], Met),
            (&["2022-01-31 8 delivery=in-person"], Unmet),
        ],
    );
}

/// 28: at most ten from one activity, but for the conference and the boot camps (CCDS).
#[test]
fn a_maximum_for_one_activity() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("quota", r#"{"by_count": [30]}"#),
        (
            "constraints.single",
            r#"{"maximum": 10, "per": "activity", "except": {"any": [
                {"kind": "conference", "provider": "ACDIS"}, {"kind": "boot-camp",
                     "provider": "HCPro"}]}}"#,
        ),
    ]);
    let rest = "2024-06-01 10 kind=course provider=City";
    let four = "2024-06-02 4 kind=course provider=City";
    let cases: &[(&[&str], Verdict)] = &[
        // 5: sixteen from one course and fourteen others: 24 count.
        (&["2024-05-01 16 kind=webinar provider=City", rest, four], Unmet),
        (&["2024-05-01 16 kind=conference provider=ACDIS", rest, four], Met),
        (&["2024-05-01 16 kind=boot-camp provider=HCPro", rest, four], Met),
        (&["2024-05-01 16 kind=conference provider=City", rest, four], Unmet),
        (&["2024-05-01 16", rest, four], Undetermined),
    ];
    earns(&judge, "2024-01-01", "2025-12-31", cases);
    let holder = since("2024-01-01").ceus(cases[0].0);
    assert_eq!(counted(&answer(&judge, &holder, "2025-12-31")), "24");
}

/// 29: quizzes at most 6 a year and 18 in the cycle, committees 3 a year and 9, teaching 27
/// (CHBME).
#[test]
fn maxima_per_year_and_per_cycle() {
    let cap = |most: u8, kind: &str, per: &str| {
        format!(r#"{{"maximum": {most}, "of": {{"kind": "{kind}"}}{per}}}"#)
    };
    let year = r#", "per": "calendar-year""#;
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 4}}"#),
        ("quota", r#"{"by_count": [18]}"#),
        ("constraints.quiz-yearly", &cap(6, "quiz", year)),
        ("constraints.quiz", &cap(18, "quiz", "")),
        ("constraints.committee-yearly", &cap(3, "committee", year)),
        ("constraints.committee", &cap(9, "committee", "")),
    ]);
    let quizzes = |units: [&str; 4]| {
        let years = ["2021", "2022", "2023", "2024"];
        let rows: Vec<String> = years
            .iter()
            .zip(units)
            .map(|(year, units)| format!("{year}-05-01 {units} kind=quiz"))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        since("2021-01-01").ceus(&rows)
    };
    renews(
        &judge,
        &[
            (quizzes(["6", "6", "6", "0"]), "2024-12-31", Met),
            (quizzes(["7", "6", "5.9", "0"]), "2024-12-31", Unmet),
            (quizzes(["20", "0", "0", "0"]), "2024-12-31", Unmet),
            // Together six a year would be 24: no more than 18 count.
            (quizzes(["6", "6", "6", "6"]), "2024-12-31", Met),
        ],
    );
    let found = |holder: &Holder| counted(&answer(&judge, holder, "2024-12-31"));
    assert_eq!(found(&quizzes(["9", "6", "2", "0"])), "14");
    let mixed = since("2021-01-01").ceus(&[
        "2021-05-01 7 kind=quiz",
        "2021-05-02 4 kind=committee",
        "2022-05-02 4 kind=committee",
    ]);
    assert_eq!(found(&mixed), "12");
}

/// 29: no more than 18 of a kind in the cycle, whatever the years would allow.
#[test]
fn the_cycle_cuts_what_the_years_allow() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 4}}"#),
        ("quota", r#"{"by_count": [30]}"#),
        ("constraints.yearly", r#"{"maximum": 6, "of": {"kind": "quiz"}, "per": "year"}"#),
        ("constraints.quiz", r#"{"maximum": 18, "of": {"kind": "quiz"}}"#),
    ]);
    let six = ["2021-05-01", "2022-05-01", "2023-05-01", "2024-05-01"];
    let rows: Vec<String> = six.iter().map(|day| format!("{day} 6 kind=quiz")).collect();
    let mut rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let holder = since("2021-01-01").ceus(&rows);
    assert_eq!(counted(&answer(&judge, &holder, "2024-12-31")), "18");
    rows.push("2024-06-01 12 kind=course");
    renews(&judge, &[(since("2021-01-01").ceus(&rows), "2024-12-31", Met)]);
    rows.pop();
    rows.push("2024-06-01 11.9 kind=course");
    renews(&judge, &[(since("2021-01-01").ceus(&rows), "2024-12-31", Unmet)]);
}

/// 30: named items: ten from the self-assessments (HCS), two webinars and a quiz (RMC), two courses
/// (RAC-CT).
#[test]
fn named_items() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"by_count": [20]}"#),
        (
            "constraints.education",
            r#"{"minimum": 10, "of": {"except": {"kind": "self-assessment"}}}"#,
        ),
        (
            "constraints.assessments",
            r#"{"minimum": 10, "of": {"kind": "self-assessment", "approved_for": "A"}}"#,
        ),
        ("constraints.reviews", r#"{"events": 2, "of": {"kind": "self-assessment"}}"#),
    ]);
    let review =
        |units: &str| format!("2024-05-01 {units} kind=self-assessment approved_for=ACME/A");
    let course = "2024-06-01 10 kind=course approved_for=";
    earns(
        &judge,
        "2024-01-01",
        "2024-12-31",
        &[
            (&[course, &review("5"), &review("5")], Met),
            (&[course, &review("10")], Unmet),
            (&[course, &review("5"), &review("4.9")], Unmet),
            (&["2024-06-01 9 kind=course", &review("6"), &review("5")], Unmet),
        ],
    );
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        (
            "ways",
            r#"[{"id": "courses", "requires": {"all": [
                {"training": {"program": "ACME/MDS-1"}},
                     {"training": {"program": "ACME/MDS-2"}}]}}]"#,
        ),
    ]);
    let holder = |days: [&str; 2]| {
        let training = |(program, day): (&str, &str)| json!({"program": program, "completed": day});
        let all = ["ACME/MDS-1", "ACME/MDS-2"].into_iter().zip(days).map(training);
        since("2023-01-01").with("trainings", json!(all.collect::<Vec<_>>()))
    };
    renews(
        &judge,
        &[
            (holder(["2023-01-02", "2024-12-31"]), "2024-12-31", Met),
            (holder(["2022-12-31", "2024-12-31"]), "2024-12-31", Unmet),
            (since("2023-01-01"), "2024-12-31", Unmet),
        ],
    );
}

/// 31: state bodies that left MGMA: hours before the last day of 2023 are of its category (CMPE).
#[test]
fn the_category_of_a_provider_changes_on_a_day() {
    let judge = yearly(&[(
        "constraints.own",
        r#"{"minimum": 10, "of": {"any": [{"provider": "MGMA"},
            {"provider_class": "mgma-state", "completed_until": "2023-12-30"}]}}"#,
    )]);
    let state = "provider=Ohio provider_class=mgma-state";
    earns(
        &judge,
        "2023-06-01",
        "2024-05-31",
        &[
            (&[&format!("2023-12-30 10 {state}")], Met),
            (&[&format!("2023-12-31 10 {state}")], Unmet),
            (&["2023-12-31 10 provider=MGMA"], Met),
            (&["2023-12-30 10 provider=Ohio"], Unmet),
        ],
    );
}
// Ways and duties: 32 to 38.

/// 32: an exam and no units (CRCR, OCS): passed inside the cycle.
#[test]
fn an_exam_alone_renews() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}, "starts": "exam"}"#),
        ("quota", r#""none""#),
        ("ways", r#"[{"id": "exam", "requires": {"passed": "A"}}]"#),
        ("ladder", r#"[{"standing": "revoked", "remains": ["exam"]}]"#),
    ]);
    let attempts = |again: &str, passed: bool| {
        since("2021-05-31").with(
            "exams",
            json!([{"credential": "ACME/A", "taken": "2021-05-31", "passed": true},
                   {"credential": "ACME/A", "taken": again, "passed": passed}]),
        )
    };
    // The pass of the first day belongs to the award, not to the renewal: each cycle wants one of
    // its own.
    renews(
        &judge,
        &[
            (attempts("2024-05-30", true), "2024-05-30", Met),
            // 45: 79 of 100.
            (attempts("2024-05-30", false), "2024-05-30", Unmet),
            (attempts("2024-05-31", true), "2024-06-01", Unmet),
        ],
    );
}

/// 32: the exam that is the only way is due by the last day.
#[test]
fn an_exam_that_is_the_only_way_is_due() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("ways", r#"[{"id": "exam", "requires": {"passed": "A"}}]"#),
    ]);
    let due = |holder: Holder| due_of(&answer(&judge, &holder, "2024-06-01"));
    assert_eq!(due(since("2024-01-01")), ["2025-12-31 exam ?"]);
    assert!(due(since("2024-01-01").passed("2024-05-01")).is_empty());
}

/// 33: an exam or units with four in each year, as the holder likes, and paid work in any case
/// (NHCWA).
#[test]
fn an_exam_or_units() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("quota", r#"{"by_count": [8]}"#),
        ("constraints.yearly", r#"{"minimum": 4, "of": {}, "per": "year"}"#),
        (
            "ways",
            r#"[{"id": "exam", "requires": {"passed": {"exam": "A", "within": {"years": 2}}}},
                {"id": "units", "quota": true}]"#,
        ),
        (
            "duties.work",
            r#"{"requires": {"experience": {"field": "coding", "days": 1,
                 "within": {"years": 2}}}}"#,
        ),
    ]);
    let job = json!([{"field": "coding", "start": "2024-02-01", "end": "2024-03-01"}]);
    let worked = || since("2023-01-01").with("experience", job.clone());
    let units = |first: &str, second: &str| worked().ceus(&[first, second]);
    renews(
        &judge,
        &[
            (worked().passed("2024-06-01"), "2024-12-31", Met),
            (since("2023-01-01").passed("2024-06-01"), "2024-12-31", Unmet),
            (worked().passed("2022-12-31"), "2024-12-31", Unmet),
            (units("2023-05-01 4", "2024-05-01 4"), "2024-12-31", Met),
            (units("2023-05-01 3", "2024-05-01 5"), "2024-12-31", Unmet),
            (units("2023-05-01 3", "2024-05-01 5").passed("2024-06-01"), "2024-12-31", Met),
            (worked(), "2024-12-31", Unmet),
        ],
    );
}

/// 34: units are a way for members only; anybody may sit the exam again (CMM, CCT).
/// 35: no way by exam: passing it again changes nothing (CMAS of AMT).
#[test]
fn units_for_members_only_and_no_way_by_exam() {
    let rows = |ways: &str| {
        rules(&[
            ("cycle", r#"{"length": {"years": 2}}"#),
            ("quota", r#"{"by_count": [24]}"#),
            ("ways", ways),
        ])
    };
    let judge = rows(
        r#"[{"id": "exam", "requires": {"passed": "A"}},
            {"id": "units", "quota": true,
             "requires": {"membership": {"organization": "PAHCOM", "for": {"years": 1}}}}]"#,
    );
    let holder = |units: &str| since("2023-01-01").ceus(&[&format!("2024-05-01 {units}")]);
    let member = |holder: Holder| holder.member("PAHCOM", "2020-01-01", "2024-12-31");
    let on = "2024-12-31";
    renews(
        &judge,
        &[
            (member(holder("24")), on, Met),
            (member(holder("23.5")), on, Unmet),
            (holder("24"), on, Unmet),
            (holder("24").member("PAHCOM", "2020-01-01", "2024-12-30"), on, Unmet),
            (holder("0").passed("2024-12-31"), on, Met),
            (holder("24").without("memberships"), on, Undetermined),
        ],
    );
    let judge = rows(r#"[{"id": "units", "quota": true}]"#);
    renews(&judge, &[(holder("24"), on, Met), (holder("23.5").passed("2024-12-31"), on, Unmet)]);
}

/// 36: units in one year, a short test in the next (the old HCS-D).
#[test]
fn ways_take_turns() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("quota", r#"{"by_count": [10]}"#),
        (
            "ways",
            r#"[{"id": "units", "quota": true, "cycles": {"nth": 1, "of": 2}},
                {"id": "test", "requires": {"passed": "A"}, "cycles": {"nth": 2, "of": 2}}]"#,
        ),
    ]);
    let units = || since("2020-01-01").ceus(&["2020-05-01 10"]);
    let third = |row: &str| since("2020-01-01").passed("2021-05-01").ceus(&["2020-05-01 10", row]);
    renews(
        &judge,
        &[
            (units(), "2020-12-31", Met),
            (since("2020-01-01").passed("2020-05-01"), "2020-12-31", Unmet),
            (units().passed("2021-05-01"), "2021-12-31", Met),
            (since("2020-01-01").ceus(&["2020-05-01 10", "2021-05-01 10"]), "2021-12-31", Unmet),
            (third("2022-05-01 10"), "2022-12-31", Met),
            (third("2022-05-01 9"), "2022-12-31", Unmet),
        ],
    );
}

/// 37: so many hours of work in the cycle (CHAA: 1,500), or twelve of the last 48 months (CAHSAH).
#[test]
fn hours_of_work_are_a_duty() {
    let duty = |measure: &str| {
        let experience = format!(r#"{{"field": "patient-access", {measure}}}"#);
        let requires = format!(r#"{{"requires": {{"experience": {experience}}}}}"#);
        rules(&[("cycle", r#"{"length": {"years": 2}}"#), ("duties.work", &requires)])
    };
    let job = |start: &str, end: &str, hours: &str| {
        let job =
            json!({"field": "patient-access", "start": start, "end": end, "hours_total": hours});
        since("2022-04-01").with("experience", json!([job]))
    };
    let on = "2024-03-31";
    renews(
        &duty(r#""hours": 1500, "within": {"years": 2}"#),
        &[
            (job("2023-01-01", "2023-12-31", "1500"), on, Met),
            (job("2023-01-01", "2023-12-31", "1499"), on, Unmet),
            (job("2021-01-01", "2022-03-31", "1500"), on, Unmet),
            (since("2022-04-01"), on, Unmet),
            (since("2022-04-01").without("experience"), on, Undetermined),
        ],
    );
    let months = r#""months": 12, "within": {"months": 48}"#;
    renews(
        &duty(months),
        &[
            (job("2020-04-01", "2021-03-31", "2000"), on, Met),
            (job("2020-04-01", "2021-03-30", "2000"), on, Unmet),
        ],
    );
}

/// 37: the hours of a cycle are looked at on its last day, not on the day asked about.
#[test]
fn work_of_an_earlier_cycle_still_counts_for_it() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        (
            "duties.work",
            r#"{"requires": {"experience": {"field": "patient-access", "hours": 1500,
                                            "within": {"years": 2}}}}"#,
        ),
    ]);
    let job = |start: &str, end: &str| {
        json!({"field": "patient-access", "start": start,
        "end": end, "hours_total": "1500"})
    };
    let holder = |jobs: &[Value]| since("2018-04-01").with("experience", json!(jobs));
    let first = job("2018-06-01", "2019-06-01");
    let second = job("2020-06-01", "2021-06-01");
    renews(
        &judge,
        &[
            // In the second cycle, which is met.
            (holder(&[first.clone(), second.clone()]), "2022-03-31", Met),
            // The first cycle had no hours; those of the second do not heal it.
            (holder(&[second]), "2022-03-31", Unmet),
        ],
    );
    // The first cycle was met, so the second one is reported, though its hours are long ago.
    let answer = answer(&judge, &holder(&[first]), "2021-12-31");
    assert_eq!(cycle_of(&answer), "2020-04-01/2022-03-31");
}

/// 32: an exam passed after the cycle ended is late for it.
#[test]
fn an_exam_after_the_last_day_is_late() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("ways", r#"[{"id": "exam", "requires": {"passed": "A"}}]"#),
        ("ladder", r#"[{"standing": "revoked"}]"#),
    ]);
    let standing = |passed: &str, on: &str| {
        let answer = answer(&judge, &since("2022-01-01").passed(passed), on);
        (cycle_of(&answer), answer.standing())
    };
    let first = String::from("2022-01-01/2023-12-31");
    let second = String::from("2024-01-01/2025-12-31");
    assert_eq!(standing("2023-12-31", "2024-02-01"), (second, Some(Standing::Active)));
    assert_eq!(standing("2024-01-01", "2024-02-01"), (first, Some(Standing::Revoked)));
}

/// 38: a membership of the issuer (CRCP, CMRS, CHFP), or of any body of a class, unbroken (CMAS of
/// CCMA).
#[test]
fn membership_is_a_duty() {
    let judge = |membership: &str| {
        let requires = format!(r#"{{"requires": {{"membership": {membership}}}}}"#);
        rules(&[("cycle", r#"{"length": {"years": 3}}"#), ("duties.member", &requires)])
    };
    let on = "2023-12-31";
    let member = |organization: &str, start: &str, until: &str| {
        since("2021-01-01").member(organization, start, until)
    };
    renews(
        &judge(r#"{"organization": "HFMA"}"#),
        &[
            (member("HFMA", "2023-12-31", "2024-12-31"), on, Met),
            (member("HFMA", "2021-01-01", "2023-12-30"), on, Unmet),
            (member("AAHAM", "2021-01-01", "2024-12-31"), on, Unmet),
        ],
    );
    let unbroken = r#"{"organization": ["HFMA", "AAMAS"], "for": {"years": 3}}"#;
    let two = |second: &str| {
        let one =
            json!({"organization": "HFMA", "start": "2021-01-01", "paid_through": "2022-05-31"});
        let two = json!({"organization": "AAMAS", "start": second, "paid_through": "2024-05-31"});
        since("2021-01-01").with("memberships", json!([one, two]))
    };
    renews(
        &judge(unbroken),
        &[
            (two("2022-06-01"), on, Met),
            (two("2022-06-02"), on, Unmet),
            (member("AAMAS", "2021-01-01", "2023-12-31"), on, Met),
            (member("AAMAS", "2021-01-02", "2023-12-31"), on, Unmet),
        ],
    );
}

/// 38: units count only from the day of joining (CCT).
#[test]
fn units_count_from_the_membership() {
    let judge = yearly(&[("=counts_from", r#""membership""#)]);
    let on = "2024-12-31";
    let holder = |row: &str| since("2024-01-01").ceus(&[row]);
    let member = |holder: Holder| holder.member("ACME", "2024-03-01", "2025-02-28");
    let unknown = json!([{"organization": "ACME", "paid_through": "2025-02-28"}]);
    renews(
        &judge,
        &[
            (member(holder("2024-03-01 10")), on, Met),
            (member(holder("2024-02-29 10")), on, Unmet),
            // Nobody who has not joined has units.
            (holder("2024-03-01 10"), on, Unmet),
            (holder("2024-03-01 10").without("memberships"), on, Undetermined),
            (holder("2024-03-01 10").with("memberships", unknown), on, Undetermined),
        ],
    );
    let early = member(holder("2024-02-29 10"));
    assert_eq!(reasons(&answer(&judge, &early, on)), [Reason::BeforeAward]);
}

/// 55, A14: by default nothing counts from before the first award; where the cycle decides,
/// everything in it.
#[test]
fn units_count_from_the_award_or_the_cycle() {
    let judge = |from: &str| {
        yearly(&[
            ("cycle", r#"{"length": {"years": 1}, "starts": "exam"}"#),
            ("=counts_from", from),
        ])
    };
    let holder = |row: &str| since("2024-03-10").passed("2024-02-01").ceus(&[row]);
    let (before, after) = ("2024-03-09 10", "2024-03-10 10");
    let on = "2025-01-31";
    renews(&judge(r#""award""#), &[(holder(before), on, Unmet), (holder(after), on, Met)]);
    renews(
        &judge(r#""cycle""#),
        &[
            (holder(before), on, Met),
            (holder("2024-01-31 10"), on, Unmet),
            (holder("2024-02-01 10"), on, Met),
        ],
    );
}

/// A fee, a filing and an attestation are duties; none of them where the rule says none.
#[test]
fn fees_filings_and_attestations_are_duties() {
    let on = "2024-12-31";
    let holder = || since("2024-01-01");
    let fee = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("duties.fee", r#"{"fee": "recertification"}"#),
    ]);
    renews(
        &fee,
        &[
            (holder().paid("recertification", "2024-12-31"), on, Met),
            (holder().paid("recertification", "2023-12-31"), on, Unmet),
            (holder().paid("annual-fee", "2024-12-31"), on, Unmet),
            (holder(), on, Unmet),
            (holder().without("payments"), on, Undetermined),
        ],
    );
    let filing = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        ("duties.file", r#""filing""#),
        ("duties.other", r#""none""#),
    ]);
    renews(
        &filing,
        &[
            (holder().filed(&["2024-12-31"]), on, Met),
            (holder().filed(&[]), on, Unmet),
            (holder(), on, Undetermined),
        ],
    );
    let ethics = rules(&[
        ("cycle", r#"{"length": {"years": 1}}"#),
        (
            "duties.ethics",
            r#"{"requires": {"attestation": {"kind": "code-of-ethics", "within": {"years": 1}}}}"#,
        ),
    ]);
    let signed = |day: &str| {
        let one = json!({"to": "ACME", "kind": "code-of-ethics", "on": day});
        holder().with("attestations", json!([one]))
    };
    renews(
        &ethics,
        &[
            (signed("2024-01-01"), on, Met),
            (signed("2023-12-31"), on, Unmet),
            (holder(), on, Unmet),
        ],
    );
}

/// A15, 44: filing opens so long before the last day (CCDS: 60 days) and closes after it.
#[test]
fn a_filing_has_a_window() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}, "starts": "exam"}"#),
        ("submission", r#"{"opens": {"days": 60}, "closes": {"days": 45}, "complete": true}"#),
        ("duties.file", r#""filing""#),
    ]);
    let filed = |day: &str| since("2022-03-30").passed("2022-03-30").filed(&[day]);
    of_cycle(
        &judge,
        "2024-03-29",
        &[
            // 1: due on 2024-03-29, the window opens on 2024-01-29.
            (filed("2024-01-28"), "2024-03-29", Unmet),
            (filed("2024-01-29"), "2024-03-29", Met),
            (filed("2024-05-13"), "2024-05-13", Met),
            (filed("2024-05-14"), "2024-05-14", Unmet),
            // Not filed by the day asked about.
            (filed("2024-03-29"), "2024-03-28", Unmet),
        ],
    );
    let found = answer(&judge, &filed("2024-01-29"), "2024-03-01");
    let window = found.submission().unwrap();
    assert_eq!(window.opens(), Some(day("2024-01-29")));
    assert_eq!((window.closes(), window.complete()), (day("2024-05-13"), true));
}
// Several credentials: 39 to 43, A5 to A8, A13.

/// Two holdings of one programme that ends with the calendar year.
fn pair(quota: &str, more: &[(&str, &str)]) -> Judge {
    let base = [
        ("cycle", r#"{"length": {"years": 1}, "ends": {"month": 12, "day": 31}}"#),
        ("quota", quota),
    ];
    rules(&[&base, more].concat())
}

fn both() -> Holder {
    holds(&[("A", "2024-01-01"), ("B", "2024-01-01")])
}

/// 39: the same units serve all (AIHC); the same total for two as for one (CRCP).
/// 40: units of its own for each (HCS).
#[test]
fn units_serve_all_or_one() {
    let on = "2024-12-31";
    let six = ["2024-05-01 6"];
    let same = pair(r#"{"single": 6, "further": "same"}"#, &[]);
    renews(&same, &[(both().ceus(&six), on, Met), (both().ceus(&["2024-05-01 5.9"]), on, Unmet)]);
    let larger = pair(r#"{"single": {"A": 6, "B": 8}, "further": "same"}"#, &[]);
    renews(
        &larger,
        &[
            (both().ceus(&six), on, Unmet),
            (both().ceus(&["2024-05-01 8"]), on, Met),
            (since("2024-01-01").ceus(&six), on, Met),
        ],
    );
    let own = pair(r#"{"single": 10, "further": "own"}"#, &[]);
    let to = |code: &str, units: &str| format!("2024-05-01 {units} assigned_to=ACME/{code}");
    renews(
        &own,
        &[
            (both().ceus(&["2024-05-01 20"]), on, Met),
            (both().ceus(&["2024-05-01 19.9"]), on, Unmet),
            (since("2024-01-01").ceus(&["2024-05-01 10"]), on, Met),
            (both().ceus(&[&to("A", "10"), &to("B", "10")]), on, Met),
            (both().ceus(&[&to("A", "11"), &to("B", "9")]), on, Unmet),
            (both().ceus(&[&to("A", "11"), &to("B", "9"), "2024-06-01 1"]), on, Met),
        ],
    );
}

/// 39: hours for one serve the other too, but not the other way round (CHFP 60 to EHRC 45).
#[test]
fn units_serve_another_one_way() {
    let judge =
        pair(r#"{"single": {"A": 60, "B": 45}, "further": "own", "serves": {"A": ["B"]}}"#, &[]);
    let on = "2024-12-31";
    let split = |to_a: &str, to_b: &str| {
        both().ceus(&[
            &format!("2024-05-01 {to_a} assigned_to=ACME/A"),
            &format!("2024-05-01 {to_b} assigned_to=ACME/B"),
        ])
    };
    renews(
        &judge,
        &[
            (both().ceus(&["2024-05-01 60"]), on, Met),
            (both().ceus(&["2024-05-01 59.9"]), on, Unmet),
            (split("60", "0"), on, Met),
            (split("45", "45"), on, Unmet),
            (holds(&[("A", "2024-01-01")]).ceus(&["2024-05-01 60"]), on, Met),
        ],
    );
    // The larger one is served in part.
    let judge =
        pair(r#"{"single": {"A": 30, "B": 45}, "further": "own", "serves": {"A": ["B"]}}"#, &[]);
    renews(
        &judge,
        &[
            (split("30", "15"), on, Met),
            (split("30", "14.9"), on, Unmet),
            (split("15", "30"), on, Unmet),
        ],
    );
}

/// 41: twelve and six for each further one (ARHCP); A6: the largest and ten for each further one,
/// at most 50.
/// A5: a table by number whose last row repeats, another one from a day on.
#[test]
fn a_quota_by_number_of_holdings() {
    let of = |quota: &str, codes: &[&str]| {
        let judge = pair(quota, &[]);
        let holdings: Vec<(&str, &str)> = codes.iter().map(|code| (*code, "2024-01-01")).collect();
        let answer = answer_on(&judge, codes[0], &holds(&holdings), "2024-06-01");
        answer.quota().unwrap().required().unwrap().to_string()
    };
    let base = r#"{"single": 12, "further": 6}"#;
    assert_eq!(of(base, &["A"]), "12");
    assert_eq!(of(base, &["A", "B"]), "18");
    assert_eq!(of(base, &["A", "B", "C", "D"]), "30");
    let largest = r#"{"single": {"A": 20, "B": 30, "C": 20, "D": 30}, "further": 10, "cap": 50}"#;
    assert_eq!(of(largest, &["A"]), "20");
    assert_eq!(of(largest, &["A", "C"]), "30");
    assert_eq!(of(largest, &["A", "B"]), "40");
    assert_eq!(of(largest, &["A", "B", "C"]), "50");
    assert_eq!(of(largest, &["A", "B", "C", "D"]), "50");
    let table = r#"{"by_count": [36, 40, 44]}"#;
    assert_eq!(of(table, &["B"]), "36");
    assert_eq!(of(table, &["A", "B", "C"]), "44");
    assert_eq!(of(table, &["A", "B", "C", "D"]), "44");
}

/// A5: the table by the first day of the cycle.
#[test]
fn a_table_by_the_day_on_which_the_cycle_began() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}, "primary": true}"#),
        (
            "=quota",
            r#"[{"until": "2015-08-30", "source": "PAGE", "value": {"by_count": [36, 48]}},
                {"from": "2015-08-31", "source": "PAGE", "value": {"by_count": [36, 40]}}]"#,
        ),
    ]);
    let two = |day: &str| holds(&[("A", day), ("B", day)]);
    assert_eq!(required(&judge, &two("2015-08-30"), "2016-01-01"), "48");
    assert_eq!(required(&judge, &two("2015-08-31"), "2016-01-01"), "40");
    // The next cycle of the first one.
    assert_eq!(required(&judge, &two("2013-08-31").renewed(&["2015-08-30"]), "2016-01-01"), "40");
}

/// A13: all holdings on the cycle of the primary one; what joins later adds its part.
#[test]
fn all_follow_the_primary_holding() {
    let judge = |joined: &str| {
        rules(&[
            ("cycle", r#"{"length": {"years": 2}, "primary": true}"#),
            ("quota", r#"{"by_count": [20, 30]}"#),
            ("joined", joined),
        ])
    };
    let two = |joined_on: &str| holds(&[("B", "2024-01-01"), ("A", joined_on)]);
    let late = two("2025-01-01");
    let full = judge(r#""in-full""#);
    let found = answer(&full, &late, "2025-06-01");
    assert_eq!(cycle_of(&found), "2024-01-01/2025-12-31");
    assert_eq!(found.holdings().len(), 2);
    for (rule, joined_on, units) in [
        (r#""in-full""#, "2025-01-01", "30"),
        (r#""next-cycle""#, "2025-01-01", "20"),
        // Twelve of 24 months are left.
        (r#"{"even": true}"#, "2025-01-01", "25"),
        (r#"{"even": true, "step": 1, "rounding": "down"}"#, "2025-01-02", "24"),
        (
            r#"{"table": [{"months": 12, "units": 7}, {"months": 0, "units": 1}]}"#,
            "2025-01-01",
            "27",
        ),
        (
            r#"{"table": [{"months": 12, "units": 7}, {"months": 0, "units": 1}]}"#,
            "2025-01-02",
            "21",
        ),
        (r#"{"unpublished": "not said"}"#, "2025-01-01", "?"),
        (r#"{"unpublished": "not said"}"#, "2024-01-01", "30"),
    ] {
        assert_eq!(required(&judge(rule), &two(joined_on), "2025-06-01"), units, "{rule}");
    }
    let mut flagged = late;
    flagged.0["holdings"][1]["primary"] = json!(true);
    assert_eq!(cycle_of(&answer(&full, &flagged, "2025-06-01")), "2025-01-01/2026-12-31");
}

/// A7: a superseded credential is not counted; 43: the higher level excuses the lower (CDIA).
#[test]
fn the_higher_excuses_the_lower() {
    let judge = |credentials: &str, rules: &[(&str, &str)]| {
        let fields = fields(rules);
        Judge::new(programme_book(&format!(
            r#""credentials": {{{credentials}}},
               "programs": {{"MAIN": {{"title": "Acme renewal", "holdings": "all", {fields}}}}}"#
        )))
    };
    let plain = r#""A": {"title": "Acme A", "fields": ["coding"]},
                   "B": {"title": "Acme B", "fields": ["coding"]}"#;
    let superseding = r#""A": {"title": "Acme A", "fields": ["coding"],
                               "supersedes": [{"code": "B", "source": "PAGE"}]},
                         "B": {"title": "Acme B", "fields": ["coding"]}"#;
    let quota = ("quota", r#"{"by_count": [20, 30]}"#);
    let excuses = ("=excuses", r#"[{"code": "A", "excuses": ["B"], "source": "PAGE"}]"#);
    for cycle in [
        r#"{"length": {"years": 1}, "ends": {"month": 12, "day": 31}}"#,
        r#"{"length": {"years": 1}, "primary": true}"#,
    ] {
        let cycle = ("cycle", cycle);
        let needs = |judge: &Judge| required(judge, &both(), "2024-06-01");
        assert_eq!(needs(&judge(plain, &[cycle, quota])), "30");
        assert_eq!(needs(&judge(superseding, &[cycle, quota])), "20");
        assert_eq!(needs(&judge(plain, &[cycle, quota, excuses])), "20");
        let lower = |excuses| {
            let judge = judge(plain, &[cycle, quota, excuses]);
            let lower = holds(&[("B", "2024-01-01")]);
            let answer = answer_on(&judge, "B", &lower, "2024-06-01");
            answer.quota().unwrap().required().unwrap().to_string()
        };
        assert_eq!(lower(excuses), "20");
    }
}

/// 43: each level has its own anniversary: while the higher one is current the lower need not be
/// renewed.
#[test]
fn the_higher_excuses_the_lower_on_clocks_of_their_own() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("quota", r#"{"by_count": [20]}"#),
        ("=excuses", r#"[{"code": "A", "excuses": ["B"], "source": "PAGE"}]"#),
    ]);
    let levels = holds(&[("B", "2020-01-01"), ("A", "2021-06-01")]).ceus(&["2021-07-01 20"]);
    let verdict = |code: &str, on: &str| answer_on(&judge, code, &levels, on).verdict();
    assert_eq!(verdict("A", "2023-05-31"), Met);
    assert_eq!(verdict("B", "2023-05-31"), Met);
}

/// 42: a fee that falls with each further credential (PMI: 75, 50, 25, 25); A18: the first and the
/// further ones, by membership on the last day of the cycle.
#[test]
fn a_fee_by_number_and_membership() {
    let usd = |amount: &str| format!(r#"{{"amount": "{amount}", "currency": "USD"}}"#);
    let list = |amounts: &[&str]| {
        let all: Vec<String> = amounts.iter().map(|amount| usd(amount)).collect();
        format!("[{}]", all.join(", "))
    };
    let duty = ("duties.fee", r#"{"fee": "recertification"}"#);
    let falling = format!(r#"[{{"for": "all", "prices": {}}}]"#, list(&["75", "50", "25"]));
    let judge = pair(r#"{"by_count": [12]}"#, &[duty, ("fees.recertification", &falling)]);
    let due = |codes: &[&str]| {
        let holdings: Vec<(&str, &str)> = codes.iter().map(|code| (*code, "2024-01-01")).collect();
        let holder = holds(&holdings).ceus(&["2024-05-01 12"]);
        due_of(&answer_on(&judge, codes[0], &holder, "2024-06-01"))
    };
    assert_eq!(due(&["A"]), ["2024-12-31 recertification 75.00 USD"]);
    assert_eq!(due(&["A", "B"]), ["2024-12-31 recertification 125.00 USD"]);
    assert_eq!(due(&["A", "B", "C", "D"]), ["2024-12-31 recertification 175.00 USD"]);
    let by_class = format!(
        r#"[{{"for": "member", "prices": {}}}, {{"for": "non-member", "prices": {}}}]"#,
        list(&["218", "50"]),
        list(&["268", "50"])
    );
    let judge = pair(r#"{"by_count": [12]}"#, &[duty, ("fees.recertification", &by_class)]);
    let due =
        |holder: Holder| due_of(&answer(&judge, &holder.ceus(&["2024-05-01 12"]), "2024-06-01"));
    let member = |until: &str| both().member("ACME", "2020-01-01", until);
    assert_eq!(due(member("2024-12-31")), ["2024-12-31 recertification 268.00 USD"]);
    assert_eq!(due(member("2024-12-30")), ["2024-12-31 recertification 318.00 USD"]);
    assert_eq!(due(both().without("memberships")), ["2024-12-31 recertification ?"]);
}

/// A8: each specialty its own minimum inside the total; one unit may serve a specialty and the
/// core.
#[test]
fn minima_of_single_credentials_inside_the_total() {
    let for_code = |code: &str| {
        json!({"for": [code], "pool": "specialty", "terms": open(&format!(
            r#"{{"minimum": 16, "of": {{"approved_for": "{code}"}}}}"#))})
        .to_string()
    };
    let core = json!({"terms": open(r#"{"minimum": [30, 20], "of": {"topics": "core"}}"#)});
    let judge = pair(
        r#"{"by_count": [36, 40]}"#,
        &[
            ("=constraints.a", &for_code("A")),
            ("=constraints.b", &for_code("B")),
            ("=constraints.core", &core.to_string()),
            ("=pools.specialty", r#"[{"source": "PAGE", "value": "separate"}]"#),
        ],
    );
    let row =
        |units: &str, codes: &str| format!("2024-05-01 {units} topics=core approved_for={codes}");
    let on = "2024-12-31";
    let of = |rows: &[String]| {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        both().ceus(&rows)
    };
    let (a, b, none) = ("ACME/A", "ACME/B", "");
    renews(
        &judge,
        &[
            (of(&[row("16", a), row("16", b), row("8", none)]), on, Met),
            (of(&[row("16", "ACME/A,ACME/B"), row("24", none)]), on, Unmet),
            (of(&[row("32", "ACME/A,ACME/B"), row("8", none)]), on, Met),
            (of(&[row("16", a), row("15.9", b), row("8.1", none)]), on, Unmet),
            // `B` is not held: its minimum is not asked for.
            (since("2024-01-01").ceus(&[&row("16", a), &row("20", none)]), on, Met),
            (since("2024-01-01").ceus(&[&row("16", b), &row("20", none)]), on, Unmet),
        ],
    );
}

/// A14: units of the renewal month go to the closing or to the next cycle; a course counts once,
/// for ever or in a cycle; a quiz for twelve months from its publication.
#[test]
fn the_renewal_month_repeats_and_old_quizzes() {
    let judge = |rows: &[(&str, &str)]| {
        let base = [(
            "cycle",
            r#"{"length": {"years": 1}, "ends": {"month": 6, "day": 30}, "first": "long"}"#,
        )];
        rules(&[&base, &[("quota", r#"{"by_count": [10]}"#)], rows].concat())
    };
    // From 2022-07-01 to 2024-06-30, then a year each.
    let holder = |rows: &[&str]| since("2022-07-01").ceus(rows);
    let on = "2025-06-30";
    renews(
        &judge(&[("carry_over", r#"{"last": "month"}"#)]),
        &[
            (holder(&["2023-01-01 10", "2024-06-01 10"]), on, Met),
            (holder(&["2023-01-01 10", "2024-05-31 10"]), on, Unmet),
            // The closing cycle needs them.
            (holder(&["2023-01-01 9", "2024-06-01 10"]), on, Unmet),
            (holder(&["2023-01-01 9", "2024-06-01 1", "2024-06-02 10"]), on, Met),
        ],
    );
    renews(&judge(&[]), &[(holder(&["2023-01-01 10", "2024-06-01 10"]), on, Unmet)]);
    let twice = |first: &str, again: &str| {
        holder(&[
            "2023-02-02 10",
            &format!("{first} 5 course=X"),
            &format!("{again} 5 course=X"),
            "2024-08-01 5 course=Y",
        ])
    };
    let (before, early, late) = ("2023-05-01", "2024-09-01", "2025-02-01");
    renews(
        &judge(&[("repeats", r#""once""#)]),
        &[(twice(before, late), on, Unmet), (twice(early, late), on, Met)],
    );
    renews(&judge(&[("repeats", r#""once-a-cycle""#)]), &[(twice(before, late), on, Met)]);
    let same = |rows: &[&str]| holder(&[&["2023-02-02 10"], rows].concat());
    let pair = ["2024-08-01 5 course=X", "2024-09-01 5 course=X"];
    renews(&judge(&[("repeats", r#""once-a-cycle""#)]), &[(same(&pair), on, Unmet)]);
    renews(&judge(&[("repeats", r#""allowed""#)]), &[(same(&pair), on, Met)]);
    let admits = r#"{"published_within": {"months": 12}}"#;
    let quiz = |published: &str| same(&[&format!("2025-03-01 10 kind=quiz published={published}")]);
    renews(
        &judge(&[("admits", admits)]),
        &[
            (quiz("2024-03-02"), on, Met),
            (quiz("2024-02-29"), on, Unmet),
            (same(&["2025-03-01 10 kind=quiz"]), on, Undetermined),
            (same(&["2025-03-01 10 kind=webinar"]), on, Met),
        ],
    );
}
// Lateness and status: 44 to 54, A16, A17.

fn usd(amount: &str) -> String {
    format!(r#"{{"amount": "{amount}", "currency": "USD"}}"#)
}

/// The ladder of somebody without units whose yearly cycle ended on 2024-12-31.
fn ladder(judge: &Judge, on: &str) -> Vec<String> {
    ladder_of(&answer(judge, &since("2024-01-01"), on))
}

fn standing(judge: &Judge, on: &str) -> &'static str {
    answer(judge, &since("2024-01-01"), on).standing().map_or("?", Standing::as_str)
}

/// 44: several rungs with days, months and prices (CCDS).
#[test]
fn a_ladder_of_several_rungs() {
    let late = usd("150");
    let judge = yearly(&[(
        "ladder",
        &format!(
            r#"[{{"for": {{"days": 45}}, "standing": "grace", "fees": []}},
                {{"for": {{"months": 6}}, "standing": "suspended",
                  "fees": [{{"what": "late-fee", "price": {late}}}], "remains": ["ceus",
                       "late-fee"]}},
                {{"for": {{"months": 6}}, "standing": "suspended", "remains": ["reinstatement"]}},
                {{"standing": "revoked", "fees": [], "remains": ["exam"]}}]"#
        ),
    )]);
    assert_eq!(
        ladder(&judge, "2025-01-01"),
        [
            "2025-01-01/2025-02-14 grace 0.00 USD",
            "2025-02-15/2025-08-14 suspended 150.00 USD",
            "2025-08-15/2026-02-14 suspended ?",
            "2026-02-15/… revoked 0.00 USD",
        ]
    );
    for (on, expected) in [
        ("2024-12-31", "active"),
        ("2025-01-01", "grace"),
        ("2025-02-14", "grace"),
        ("2025-02-15", "suspended"),
        ("2026-02-14", "suspended"),
        ("2026-02-15", "revoked"),
        ("2030-01-01", "revoked"),
    ] {
        assert_eq!(standing(&judge, on), expected, "{on}");
    }
    // What the present rung asks for is due by its last day.
    let found = answer(&judge, &since("2024-01-01"), "2025-03-01");
    assert!(due_of(&found).contains(&String::from("2025-08-14 late-fee 150.00 USD")));
}

/// 45: a percentage on top (HCS: 229 and 15 %; CHIAP: 50 %).
#[test]
fn a_surcharge_in_percent() {
    let judge = yearly(&[
        ("duties.fee", r#"{"fee": "recertification"}"#),
        ("fees.recertification", &format!(r#"[{{"for": "all", "flat": {}}}]"#, usd("229"))),
        ("fees.late-fee", r#"[{"for": "all", "percent": 15, "of": "recertification"}]"#),
        (
            "ladder",
            r#"[{"for": {"days": 90}, "standing": "inactive", "fees": [{"what": "late-fee"}],
                 "remains": ["ceus", "recertification", "late-fee"]},
                {"standing": "revoked"}]"#,
        ),
    ]);
    let found = answer(&judge, &since("2024-01-01"), "2025-03-21");
    assert_eq!(ladder_of(&found)[0], "2025-01-01/2025-03-31 inactive 34.35 USD");
    // 27: eighty days late, 263.35 in all.
    assert_eq!(found.total_due().unwrap().to_string(), "263.35 USD");
}

/// 46: more time in blocks of a month (ARHCP, CHC), each paid for, as many as the rule has.
#[test]
fn time_is_bought_in_blocks() {
    let judge = yearly(&[
        ("extension", r#"{"length": {"months": 1}, "blocks": 2}"#),
        ("fees.extension", &format!(r#"[{{"for": "all", "flat": {}}}]"#, usd("20"))),
        ("ladder", r#"[{"standing": "revoked", "remains": ["exam"]}]"#),
    ]);
    let bought = |blocks: usize, row: &str| {
        let one = json!({"to": "ACME", "purpose": "extension", "paid": "2024-12-20"});
        since("2024-01-01").ceus(&[row]).with("payments", json!(vec![one; blocks]))
    };
    let first = "2024-12-31";
    of_cycle(
        &judge,
        first,
        &[
            (bought(0, "2025-01-31 10"), "2025-04-01", Unmet),
            (bought(1, "2025-01-31 10"), "2025-04-01", Met),
            (bought(1, "2025-02-01 10"), "2025-04-01", Unmet),
            (bought(2, "2025-02-28 10"), "2025-04-01", Met),
            (bought(3, "2025-03-01 10"), "2025-04-01", Unmet),
        ],
    );
    let found = answer(&judge, &since("2024-01-01"), "2024-12-31");
    let option = found.options().iter().find(|option| option.what() == "extension").unwrap();
    assert_eq!(option.price().unwrap().to_string(), "20.00 USD");
    let found = answer(&judge, &bought(1, "2024-05-01 1"), "2025-02-01");
    assert_eq!(ladder_of(&found), ["2025-02-01/… revoked ?"]);
}

/// 46: a payment that names no cycle belongs to the one in which it was paid.
#[test]
fn an_extension_of_the_second_cycle_does_not_extend_the_first() {
    let judge = yearly(&[
        ("extension", r#"{"length": {"months": 1}}"#),
        ("ladder", r#"[{"standing": "revoked"}]"#),
    ]);
    let holder = |paid: &str| since("2024-01-01").ceus(&["2025-01-10 10"]).paid("extension", paid);
    of_cycle(
        &judge,
        "2024-12-31",
        &[(holder("2024-12-31"), "2026-01-01", Met), (holder("2025-12-20"), "2026-01-01", Unmet)],
    );
}

/// An extension whose length is not published leaves open what comes after the last day.
#[test]
fn an_extension_of_unknown_length() {
    let judge = yearly(&[("extension", "{}"), ("ladder", r#"[{"standing": "revoked"}]"#)]);
    let holder = |row: &str| since("2024-01-01").ceus(&[row]).paid("extension", "2024-12-20");
    of_cycle(
        &judge,
        "2024-12-31",
        &[
            (holder("2024-12-31 10"), "2025-02-01", Met),
            (holder("2025-01-10 10"), "2025-02-01", Undetermined),
        ],
    );
    let found = answer(&judge, &holder("2024-05-01 1"), "2025-02-01");
    assert_eq!(found.standing(), None);
}

/// 47: removal on a fixed day of the calendar (CHFP: 15 July; until 2014 on 1 September).
#[test]
fn removal_on_a_day_of_the_calendar() {
    let version = |from: &str, until: &str, [month, day]: [u8; 2]| {
        json!({"from": from, "until": until, "source": "PAGE", "value": [
            {"until": {"month": month, "day": day}, "standing": "grace", "fees": []},
            {"standing": "revoked", "fees": []}]})
    };
    let ladder = json!([
        version("2000-01-01", "2014-10-31", [8, 31]),
        version("2014-11-01", "2030-01-01", [7, 14])
    ]);
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}, "ends": {"month": 5, "day": 31}, "first": "long"}"#),
        ("quota", r#"{"by_count": [60]}"#),
        ("=ladder", &ladder.to_string()),
    ]);
    let standing = |awarded: &str, on: &str| answer(&judge, &since(awarded), on).standing();
    assert_eq!(standing("2011-05-31", "2014-08-31"), Some(Standing::Grace));
    assert_eq!(standing("2011-05-31", "2014-09-01"), Some(Standing::Revoked));
    assert_eq!(standing("2012-05-31", "2015-07-14"), Some(Standing::Grace));
    assert_eq!(standing("2012-05-31", "2015-07-15"), Some(Standing::Revoked));
}

/// 48: 45 days to cure where nothing but one minimum is missing (ODS: category A).
#[test]
fn a_rung_for_one_minimum_only() {
    let judge = yearly(&[
        ("constraints.category-a", r#"{"minimum": 4, "of": {"topics": "category-a"}}"#),
        ("duties.fee", r#"{"fee": "annual-fee"}"#),
        (
            "ladder",
            r#"[{"for": {"days": 45}, "standing": "grace", "fees": [], "only": ["category-a"]},
                {"standing": "revoked", "fees": []}]"#,
        ),
    ]);
    let on = "2025-01-01";
    let rows: &[&str] = &["2024-05-01 7 topics=other", "2024-05-01 3 topics=category-a"];
    let paid = |rows: &[&str]| since("2024-01-01").ceus(rows).paid("annual-fee", "2024-05-01");
    let short = ladder_of(&answer(&judge, &paid(rows), on));
    let cure = ["2025-01-01/2025-02-14 grace 0.00 USD", "2025-02-15/… revoked 0.00 USD"];
    assert_eq!(short, cure);
    let at_once = ["2025-01-01/… revoked 0.00 USD"];
    // 21: the total is missing too, or the fee.
    let fewer: &[&str] = &["2024-05-01 6 topics=other", "2024-05-01 3 topics=category-a"];
    assert_eq!(ladder_of(&answer(&judge, &paid(fewer), on)), at_once);
    let unpaid = since("2024-01-01").ceus(rows);
    assert_eq!(ladder_of(&answer(&judge, &unpaid, on)), at_once);
}

/// 49: what is missing moves into the next cycle: granted to one person, as quotas of two cycles
/// (ODS).
#[test]
fn a_deficit_is_moved_by_exception() {
    let judge = yearly(&[]);
    let exception = |units: &str, from: &str, until: &str| {
        json!({"issuer": "ACME", "kind": "adjust-quota", "units": units, "from": from,
               "until": until, "author": "board", "reason": "deficit moved"})
    };
    let moved = json!([
        exception("7", "2024-01-01", "2024-12-31"),
        exception("13", "2025-01-01", "2025-12-31")
    ]);
    let holder = |first: &str, second: &str| {
        let rows = [format!("2024-05-01 {first}"), format!("2025-05-01 {second}")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        since("2024-01-01").ceus(&rows).with("exceptions", moved.clone())
    };
    renews(
        &judge,
        &[
            (holder("7", "13"), "2025-12-31", Met),
            (holder("7", "12.9"), "2025-12-31", Unmet),
            (holder("6.9", "20"), "2025-12-31", Unmet),
            (holder("7", "0"), "2024-12-31", Met),
        ],
    );
}

/// 50: so much for every cycle that was missed (CHAA: 100).
#[test]
fn a_price_for_every_missed_cycle() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 2}}"#),
        ("quota", r#"{"by_count": [30]}"#),
        (
            "ladder",
            &format!(
                r#"[{{"standing": "expired", "remains": ["reinstatement"],
                      "fees": [{{"what": "reinstatement", "price": {}, "each": "cycle"}}]}}]"#,
                usd("100")
            ),
        ),
    ]);
    // The first cycle ends on 2014-03-31.
    let price = |on: &str| {
        let found = answer(&judge, &since("2012-04-01"), on);
        found.ladder()[0].price().unwrap().to_string()
    };
    assert_eq!(price("2014-04-01"), "100.00 USD");
    assert_eq!(price("2016-03-31"), "100.00 USD");
    assert_eq!(price("2016-04-01"), "200.00 USD");
    assert_eq!(price("2018-04-01"), "300.00 USD");
}

/// 51: no grace at all (HITCM-PP).
#[test]
fn no_grace_at_all() {
    let judge =
        yearly(&[("ladder", r#"[{"standing": "revoked", "fees": [], "remains": ["exam"]}]"#)]);
    assert_eq!(ladder(&judge, "2025-01-01"), ["2025-01-01/… revoked 0.00 USD"]);
    assert_eq!(standing(&judge, "2024-12-31"), "active");
    assert_eq!(standing(&judge, "2025-01-01"), "revoked");
    let found = answer(&judge, &since("2024-01-01"), "2025-01-01");
    let exam = found.options().iter().find(|option| option.what() == "exam").unwrap();
    assert_eq!((exam.from(), exam.until()), (Some(day("2025-01-01")), None));
}

/// 52: dues run down the ladder on their own, shorter clock (CMRS: 10 days, 50 until the 30th).
#[test]
fn dues_have_a_clock_of_their_own() {
    let judge = yearly(&[
        ("=dues", r#"{"organization": "AMBA", "source": "PAGE"}"#),
        (
            "ladder",
            &format!(
                r#"[{{"for": {{"days": 10}}, "standing": "grace", "fees": []}},
                    {{"for": {{"days": 20}}, "standing": "grace",
                      "fees": [{{"what": "late-fee", "price": {}}}]}},
                    {{"standing": "revoked", "fees": []}}]"#,
                usd("50")
            ),
        ),
    ]);
    let standing = |on: &str| {
        let holder = since("2024-01-01").ceus(&["2024-02-01 10"]);
        answer(&judge, &holder.member("AMBA", "2020-05-01", "2024-05-31"), on).standing()
    };
    assert_eq!(standing("2024-05-31"), Some(Standing::Active));
    assert_eq!(standing("2024-06-01"), Some(Standing::Grace));
    assert_eq!(standing("2024-06-30"), Some(Standing::Grace));
    assert_eq!(standing("2024-07-01"), Some(Standing::Revoked));
    // Neither paid nor known.
    let holder = since("2024-01-01").ceus(&["2024-02-01 10"]);
    assert_eq!(answer(&judge, &holder.without("memberships"), "2024-06-01").standing(), None);
}

/// 52: who never joined has no dues paid on any day.
#[test]
fn without_a_membership_no_dues_are_paid() {
    let judge = yearly(&[
        ("=dues", r#"{"organization": "AMBA", "source": "PAGE"}"#),
        ("ladder", r#"[{"standing": "revoked", "fees": []}]"#),
    ]);
    let holder = since("2024-01-01").ceus(&["2024-02-01 10"]);
    assert_ne!(answer(&judge, &holder, "2024-06-01").standing(), Some(Standing::Active));
}

/// 53: further units on top of those of the cycle (CHIAP), and what is not published of them.
#[test]
fn penalty_units_and_rungs_that_are_not_published() {
    let judge = yearly(&[(
        "ladder",
        r#"[{"for": {"months": 6}, "standing": "suspended", "units": 5, "remains": ["ceus"]},
            {"unpublished": "the page does not say what follows"}]"#,
    )]);
    assert_eq!(
        ladder(&judge, "2025-01-01"),
        ["2025-01-01/2025-06-30 suspended ? +5", "2025-07-01/… ? ?"]
    );
    assert_eq!(standing(&judge, "2025-07-01"), "?");
}

/// A16: two published graces, each a reading: what both say is said, the rest is left open.
#[test]
fn two_readings_of_a_grace() {
    let version = |choice: &str, days: u8| {
        json!({"source": "PAGE", "reading": {"question": "grace", "choice": choice}, "value": [
            {"for": {"days": days}, "standing": "grace", "fees": []},
            {"for": {"years": 3}, "standing": "revoked", "remains": ["reinstatement"]},
            {"standing": "revoked", "remains": ["exam"]}]})
    };
    let ladder = json!([version("short", 30), version("long", 90)]);
    let judge = yearly(&[("=ladder", &ladder.to_string())]);
    assert_eq!(standing(&judge, "2025-01-30"), "grace");
    assert_eq!(standing(&judge, "2025-01-31"), "?");
    assert_eq!(standing(&judge, "2025-03-31"), "?");
    assert_eq!(standing(&judge, "2025-04-01"), "revoked");
    let found = answer(&judge, &since("2024-01-01"), "2025-02-01");
    assert_eq!(found.verdict(), Unmet);
    let open: Vec<_> = found.ladder().iter().filter(|rung| !rung.readings().is_empty()).collect();
    assert!(!open.is_empty());
}

/// A17: inactive for 180 days, then revoked, 90 days to appeal; an earlier regime by the last day
/// of the cycle.
#[test]
fn inactive_then_revoked_with_an_appeal() {
    let judge = yearly(&[
        (
            "=ladder",
            r#"[{"until": "2023-12-31", "source": "PAGE", "value": [
                    {"for": {"months": 3}, "standing": "grace"}, {"standing": "revoked"}]},
                {"from": "2024-01-01", "source": "PAGE", "value": [
                    {"for": {"days": 180}, "standing": "inactive"}, {"standing": "revoked"}]}]"#,
        ),
        ("appeal", r#"{"within": {"days": 90}}"#),
    ]);
    // A cycle that ended on 2024-03-15 is inactive from the 16th to 2024-09-11.
    let standing = |awarded: &str, on: &str| answer(&judge, &since(awarded), on).standing();
    assert_eq!(standing("2023-03-16", "2024-03-15"), Some(Standing::Active));
    assert_eq!(standing("2023-03-16", "2024-03-16"), Some(Standing::Inactive));
    assert_eq!(standing("2023-03-16", "2024-09-11"), Some(Standing::Inactive));
    assert_eq!(standing("2023-03-16", "2024-09-12"), Some(Standing::Revoked));
    assert_eq!(standing("2023-01-01", "2024-03-31"), Some(Standing::Grace));
    assert_eq!(standing("2023-01-01", "2024-04-01"), Some(Standing::Revoked));
    let found = answer(&judge, &since("2023-03-16"), "2024-09-12");
    let appeal = found.options().iter().find(|option| option.what() == "appeal").unwrap();
    assert_eq!((appeal.from(), appeal.until()), (Some(day("2024-09-12")), Some(day("2024-12-10"))));
}

/// 54: retired, emeritus, honorary, inactive, disability, waiver by event.
#[test]
fn exempt_states() {
    let judge = yearly(&[
        ("exempt.retired", r#"{"standing": "retired", "waives": "everything"}"#),
        ("exempt.disability", r#"{"waives": "quota"}"#),
        ("exempt.hardship", r#"{"waives": "nothing"}"#),
        ("exempt.inactive", r#"{"standing": "inactive", "waives": "everything"}"#),
        ("ladder", r#"[{"standing": "revoked"}]"#),
    ]);
    let granted = |kind: &str| {
        let exception = json!({"kind": kind, "from": "2024-06-01", "until": "2025-12-31"});
        since("2024-01-01").excepted(&exception)
    };
    let on = "2024-12-31";
    for (kind, verdict, standing) in [
        ("retired", Met, Some(Standing::Retired)),
        ("disability", Met, Some(Standing::Active)),
        ("hardship", Unmet, Some(Standing::Active)),
        ("inactive", Met, Some(Standing::Inactive)),
        // Not in the book: it may or may not waive the quota.
        ("military", Undetermined, Some(Standing::Active)),
    ] {
        let found = answer(&judge, &granted(kind), on);
        assert_eq!((found.verdict(), found.standing()), (verdict, standing), "{kind}");
    }
    let of_others = since("2024-01-01").excepted(&json!({"kind": "retired", "for": ["ACME/B"]}));
    let over = since("2024-01-01").excepted(&json!({"kind": "retired", "until": "2023-12-31"}));
    renews(&judge, &[(of_others, on, Unmet), (over, on, Unmet)]);
}

/// 54: `waives: everything` excuses from fees and filing, `quota` only from units.
#[test]
fn what_an_exempt_state_waives() {
    let judge = |waives: &str| {
        yearly(&[
            ("duties.fee", r#"{"fee": "annual-fee"}"#),
            ("exempt.disability", &format!(r#"{{"waives": "{waives}"}}"#)),
        ])
    };
    let holder = || since("2024-01-01").excepted(&json!({"kind": "disability"}));
    let on = "2024-12-31";
    renews(&judge("everything"), &[(holder(), on, Met)]);
    renews(
        &judge("quota"),
        &[(holder(), on, Unmet), (holder().paid("annual-fee", "2024-05-01"), on, Met)],
    );
    renews(&judge("nothing"), &[(holder().paid("annual-fee", "2024-05-01"), on, Unmet)]);
}

/// 54: one requirement waived, another quota, more time: as the issuer granted it.
#[test]
fn exceptions_of_one_person() {
    let judge = yearly(&[
        ("constraints.live", r#"{"minimum": 5, "of": {"delivery": "in-person"}}"#),
        ("constraints.event", r#"{"events": 1, "of": {"kind": "conference"}}"#),
        ("constraints.yearly", r#"{"minimum": 2, "of": {"topics": "ethics"}, "per": "year"}"#),
    ]);
    let all = "delivery=in-person kind=conference topics=ethics";
    let none = "delivery=recorded kind=course topics=coding";
    let on = "2024-12-31";
    let with = |row: &str, exception: Value| since("2024-01-01").ceus(&[row]).excepted(&exception);
    let waived = |path: &str| json!({"kind": "waive-requirement", "requirement": path});
    let row = |units: &str, fields: &str| format!("2024-05-01 {units} {fields}");
    renews(
        &judge,
        &[
            (with(&row("9", all), waived("quota")), on, Met),
            (with(&row("9", all), waived("live")), on, Unmet),
            (
                with(&row("10", "delivery=recorded kind=conference topics=ethics"), waived("live")),
                on,
                Met,
            ),
            (
                with(&row("10", "delivery=in-person kind=course topics=ethics"), waived("event")),
                on,
                Met,
            ),
            (
                with(&row("10", "delivery=in-person kind=conference topics=x"), waived("yearly")),
                on,
                Met,
            ),
            (with(&row("10", none), waived("live")), on, Unmet),
            (with(&row("9", all), json!({"kind": "waive-requirement"})), on, Undetermined),
            (with(&row("9", all), json!({"kind": "adjust-quota", "units": "9"})), on, Met),
            (with(&row("8.9", all), json!({"kind": "adjust-quota", "units": "9"})), on, Unmet),
            (with(&row("9", all), json!({"kind": "adjust-quota"})), on, Undetermined),
        ],
    );
}

/// 54: more time as the issuer granted it; the last year of the cycle is longer by as much.
#[test]
fn more_time_for_one_person() {
    let longer = json!({"kind": "extension", "from": "2024-12-01", "until": "2025-02-15"});
    let late = |day: &str| {
        let row = format!("{day} 10 topics=ethics");
        since("2024-01-01").ceus(&[&row]).excepted(&longer)
    };
    let cases =
        [(late("2025-02-15"), "2025-03-01", Met), (late("2025-02-16"), "2025-03-01", Unmet)];
    of_cycle(&yearly(&[]), "2024-12-31", &cases);
    let judge = yearly(&[(
        "constraints.ethics",
        r#"{"minimum": 2, "of": {"topics": "ethics"}, "per": "year"}"#,
    )]);
    of_cycle(&judge, "2024-12-31", &cases);
}

/// A14: for one credential only what some vendors hold counts for its minimum, or what is approved
/// for it.
#[test]
fn some_vendors_for_one_credential() {
    let rule = json!({"for": ["B"], "terms": open(
        r#"{"minimum": 4, "of": {"any": [{"provider": ["ZHealth", "Dr. Z"]},
             {"approved_for": "B"}]}}"#,
    )});
    let judge = pair(r#"{"by_count": [10, 12]}"#, &[("=constraints.radiology", &rule.to_string())]);
    let on = "2024-12-31";
    let rows = |row: &str| ["2024-05-01 8 provider=City approved_for=".to_owned(), row.to_owned()];
    let with = |row: &str| {
        let rows = rows(row);
        both().ceus(&[&rows[0], &rows[1]])
    };
    renews(
        &judge,
        &[
            (with("2024-05-02 4 provider=zhealth approved_for="), on, Met),
            (with("2024-05-02 4 provider=City approved_for=ACME/B"), on, Met),
            (with("2024-05-02 4 provider=City approved_for=ACME/A"), on, Unmet),
            (since("2024-01-01").ceus(&["2024-05-01 10 provider=City approved_for="]), on, Met),
        ],
    );
}

/// A16: reinstatement for three years with a fee, then only the exam; what was paid late is due by
/// the end of the rung.
#[test]
fn reinstatement_and_then_the_exam() {
    let judge = yearly(&[(
        "ladder",
        &format!(
            r#"[{{"for": {{"days": 90}}, "standing": "grace", "remains": ["ceus", "late-fee"],
                  "fees": [{{"what": "late-fee", "price": {}}}]}},
                {{"for": {{"years": 3}}, "standing": "revoked", "remains": ["reinstatement",
                     "exam"],
                  "fees": [{{"what": "reinstatement", "price": {}}}]}},
                {{"standing": "revoked", "remains": ["exam"]}}]"#,
            usd("50"),
            usd("200")
        ),
    )]);
    assert_eq!(
        ladder(&judge, "2025-02-01"),
        [
            "2025-01-01/2025-03-31 grace 50.00 USD",
            "2025-04-01/2028-03-31 revoked 200.00 USD",
            "2028-04-01/… revoked ?",
        ]
    );
    let found = answer(&judge, &since("2024-01-01"), "2025-02-01");
    assert_eq!(due_of(&found), ["2025-03-31 ceus ?", "2025-03-31 late-fee 50.00 USD"]);
    let options = found.options().iter().map(|option| {
        let day = |day: Option<String>| day.unwrap_or_else(|| String::from("…"));
        let from = option.from().map(|day| day.to_string());
        let until = option.until().map(|day| day.to_string());
        let price = option.price().map(|price| price.to_string());
        format!("{} {}/{} {}", option.what(), day(from), day(until), day(price))
    });
    let options: Vec<String> = options.collect();
    assert_eq!(options, ["reinstatement 2025-04-01/2028-03-31 200.00 USD", "exam 2025-04-01/… …"]);
}

// 55 to 58, A20.

/// 55: at most five from the last six months may serve the next cycle (CRMA); elsewhere none.
#[test]
fn carrying_over_is_limited_in_amount_and_time() {
    let judge = |carry: &str| {
        rules(&[
            ("cycle", r#"{"length": {"months": 24}}"#),
            ("quota", r#"{"by_count": [30]}"#),
            ("carry_over", carry),
        ])
    };
    let limited = judge(r#"{"last": {"months": 6}, "most": 5}"#);
    // The first cycle: 2020-01-01 to 2021-12-31, its last six months from 2021-07-01.
    let holder = |late: &str, next: &str| {
        since("2020-01-01").ceus(&["2020-05-01 30", late, &format!("2022-05-01 {next}")])
    };
    let on = "2023-12-31";
    renews(
        &limited,
        &[
            (holder("2021-07-01 5", "25"), on, Met),
            (holder("2021-06-30 5", "25"), on, Unmet),
            (holder("2021-07-01 6", "24"), on, Unmet),
            (holder("2021-07-01 6", "25"), on, Met),
            (holder("2021-12-31 4.9", "25"), on, Unmet),
        ],
    );
    renews(&judge(r#""none""#), &[(holder("2021-07-01 5", "25"), on, Unmet)]);
    // What the first cycle needs itself is not carried over.
    let needed = since("2020-01-01").ceus(&["2020-05-01 27", "2021-08-01 5", "2022-05-01 25"]);
    renews(&limited, &[(needed, on, Unmet)]);
}

/// 56: only who was certified from 2006 on owes points (CMAS of AMT).
#[test]
fn grandfathering_by_the_first_award() {
    let judge = rules(&[
        ("cycle", r#"{"length": {"years": 3}}"#),
        (
            "=quota",
            r#"{"anchor": "first-award", "versions": [
                {"until": "2005-12-31", "source": "PAGE", "value": "none"},
                {"from": "2006-01-01", "source": "PAGE", "value": {"by_count": [30]}}]}"#,
        ),
    ]);
    renews(
        &judge,
        &[
            (since("2005-12-31"), "2020-06-01", Met),
            (since("2006-01-01"), "2007-06-01", Unmet),
            (since("2006-01-01").ceus(&["2006-05-01 30"]), "2007-06-01", Met),
        ],
    );
}

/// 57: after the proof the expiry still counts from the test (NHA).
#[test]
fn the_expiry_counts_from_the_test() {
    let judge = rules(&[("cycle", r#"{"length": {"years": 2}, "starts": "exam"}"#)]);
    let holder = since("2024-11-20").passed("2024-01-10");
    lies_in(
        &judge,
        &[
            (holder.clone(), "2026-01-09", "2024-01-10/2026-01-09"),
            (holder, "2026-01-10", "2026-01-10/2028-01-09"),
        ],
    );
}

/// 58: in person only for those who live in the states or in Canada (ODS).
#[test]
fn a_minimum_by_residence() {
    let judge = yearly(&[(
        "constraints.in-person",
        r#"{"minimum": 8, "of": {"delivery": "in-person"}, "residence": ["US", "CA"]}"#,
    )]);
    let holder = |place: &str| {
        since("2024-01-01")
            .ceus(&["2024-05-01 10 delivery=recorded"])
            .with("residence", json!(place))
    };
    let on = "2024-12-31";
    renews(
        &judge,
        &[
            (holder("US-OH"), on, Unmet),
            (holder("CA"), on, Unmet),
            (holder("DE"), on, Met),
            (since("2024-01-01").ceus(&["2024-05-01 10 delivery=recorded"]), on, Undetermined),
            (holder("US-OH").ceus(&["2024-05-01 10 delivery=in-person"]), on, Met),
        ],
    );
}

/// A20: an exam that is retired, a credential that its holders keep renewing.
#[test]
fn a_retired_credential_is_still_renewed() {
    let fields =
        fields(&[("cycle", r#"{"length": {"years": 1}}"#), ("quota", r#"{"by_count": [10]}"#)]);
    let judge = Judge::new(programme_book(&format!(
        r#""credentials": {{"A": {{"title": "Acme A", "fields": ["coding"],
                "offered": [{{"until": "2020-12-31", "source": "PAGE", "value": true}},
                            {{"from": "2021-01-01", "source": "PAGE", "value": false}}],
                "maintainable": [{{"source": "PAGE", "value": true}}]}}}},
           "programs": {{"MAIN": {{"title": "Acme renewal", "holdings": ["A"], {fields}}}}}"#
    )));
    earns(
        &judge,
        "2020-06-01",
        "2021-05-31",
        &[(&["2021-02-01 10"], Met), (&["2021-02-01 9"], Unmet)],
    );
}

/// A12: the membership's last paid day, odd months in odd years, even ones in even years.
#[test]
fn the_membership_gives_the_end_and_its_month_the_year() {
    let judge = rules(&[
        (
            "cycle",
            r#"{"length": {"years": 2}, "ends": {"membership": "ACME"},
                 "years": "parity-of-month"}"#,
        ),
        ("quota", r#"{"by_count": [36]}"#),
        ("proration", r#"{"unpublished": "the formula is not given"}"#),
    ]);
    let member =
        |paid_through: &str| since("2022-06-15").member("ACME", "2020-01-01", paid_through);
    lies_in(
        &judge,
        &[
            (member("2024-01-31"), "2022-07-01", "2022-06-15/2023-01-31"),
            (member("2024-01-31"), "2023-02-01", "2023-02-01/2025-01-31"),
            (member("2024-02-29"), "2022-07-01", "2022-06-15/2024-02-29"),
            (member("2024-02-29"), "2024-03-01", "2024-03-01/2026-02-28"),
            (member("2023-08-15"), "2022-07-01", "2022-06-15/2022-08-15"),
        ],
    );
    let unknown = since("2022-06-15").without("memberships");
    assert!(answer(&judge, &unknown, "2022-07-01").cycle().is_none());
}
