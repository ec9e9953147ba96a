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
    let holding = |(code, awarded): &(&str, &str)| {
        json!({"credential": format!("ACME/{code}"), "awarded": awarded})
    };
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
    answer.cycle().map_or_else(
        || String::from("none"),
        |cycle| format!("{}/{}", cycle.start(), cycle.end()),
    )
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
        format!("{} {} {price}", due.by(), due.what())
    });
    due.collect()
}

fn reasons(answer: &Renewal) -> Vec<Reason> {
    answer.dispositions().iter().map(|one| one.reason()).collect()
}

mod cycles;
