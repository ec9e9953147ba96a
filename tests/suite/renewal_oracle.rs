//! A second evaluator of renewal, and the programmes and records that it is held against.
//!
//! The evaluator reads programme and record as bare JSON and shares no code with the crate. It is
//! slow and obvious: whether the units suffice for everything at once is one system of linear
//! inequalities, solved exactly. It covers one full cycle of records that leave nothing open.

use std::collections::BTreeMap;
use std::fmt;

use coding_credentials::{Judge, Record};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::oracle::{may, months_later, must, number, object, seldom, text};
use crate::support::{programme, record};

/// Sub-units in a unit.
const UNIT: i64 = 10_000;

// ---- Amounts ----

/// An amount in sub-units.
pub(crate) fn amount(value: &Value) -> i64 {
    let stated = value.as_str().map_or_else(|| value.to_string(), ToString::to_string);
    let (whole, part) = stated.split_once('.').unwrap_or((&stated, ""));
    whole.parse::<i64>().unwrap() * UNIT + format!("{part:0<4}").parse::<i64>().unwrap()
}

/// A percentage of an amount, up to the next sub-unit.
fn percent(of: i64, percent: &Value) -> i64 {
    (of * amount(percent) + 100 * UNIT - 1) / (100 * UNIT)
}

const fn up_to_multiple(of: i64, step: i64) -> i64 {
    (of + step - 1) / step * step
}

// ---- Linear inequalities ----

/// Some entries and an amount.
type Row = (Vec<bool>, i64);

/// What an allocation must keep to: so much of each entry, at most, at least.
#[derive(Clone, Debug, Default)]
pub(crate) struct System {
    pub(crate) units: Vec<i64>,
    pub(crate) at_most: Vec<Row>,
    pub(crate) at_least: Vec<Row>,
}

impl System {
    /// Whether some amounts of all entries keep to everything.
    pub(crate) fn is_feasible(&self) -> bool {
        let asked: i64 = self.at_least.iter().map(|(_, need)| need).sum();
        self.best(&self.at_least) == i128::from(asked)
    }

    /// As much as these entries give within the bounds.
    fn most(&self, of: &[bool]) -> i64 {
        let all = self.units.iter().sum();
        i64::try_from(self.best(&[(of.to_vec(), all)])).unwrap()
    }

    /// The most that a set of goals can be served, each up to its amount, all at once. One variable
    /// for each entry and each goal; nothing at all is where the search begins.
    fn best(&self, goals: &[Row]) -> i128 {
        let entries = self.units.len();
        let width = entries + goals.len();
        let blank = || vec![0_i128; width];
        let mut rows: Vec<(Vec<i128>, i64)> = Vec::new();
        for (entry, units) in self.units.iter().enumerate() {
            let mut row = blank();
            row[entry] = 1;
            rows.push((row, *units));
        }
        for (set, limit) in &self.at_most {
            let mut row = blank();
            (0..entries).filter(|entry| set[*entry]).for_each(|entry| row[entry] = 1);
            rows.push((row, *limit));
        }
        for (goal, (set, need)) in goals.iter().enumerate() {
            let mut row = blank();
            row[entries + goal] = 1;
            rows.push((row.clone(), *need));
            (0..entries).filter(|entry| set[*entry]).for_each(|entry| row[entry] = -1);
            rows.push((row, 0));
        }
        let objective: Vec<bool> = (0..width).map(|variable| variable >= entries).collect();
        maximum(rows, &objective)
    }
}

/// The largest sum of the chosen variables, none of which is negative, rounded down: the simplex
/// method in whole numbers over a common denominator, with the rule that never cycles.
fn maximum(rows: Vec<(Vec<i128>, i64)>, chosen: &[bool]) -> i128 {
    let (width, height) = (chosen.len(), rows.len());
    let mut table: Vec<Vec<i128>> = Vec::new();
    for (place, (mut row, limit)) in rows.into_iter().enumerate() {
        row.extend((0..height).map(|slack| i128::from(slack == place)));
        row.push(i128::from(limit));
        table.push(row);
    }
    let mut goal: Vec<i128> = chosen.iter().map(|chosen| -i128::from(*chosen)).collect();
    goal.resize(width + height + 1, 0);
    table.push(goal);
    let mut basis: Vec<usize> = (width..width + height).collect();
    let (last, mut denominator) = (width + height, 1);
    while let Some(column) = (0..last).find(|column| table[height][*column] < 0) {
        let candidates = (0..height).filter(|row| table[*row][column] > 0);
        let pivot = candidates.min_by(|left, right| {
            let left_ratio = table[*left][last] * table[*right][column];
            let right_ratio = table[*right][last] * table[*left][column];
            left_ratio.cmp(&right_ratio).then(basis[*left].cmp(&basis[*right]))
        });
        let pivot = pivot.expect("everything is bounded");
        let by = table[pivot].clone();
        for (_, row) in table.iter_mut().enumerate().filter(|(row, _)| *row != pivot) {
            let factor = row[column];
            for (cell, by_cell) in row.iter_mut().zip(&by) {
                *cell = (*cell * by[column] - factor * by_cell) / denominator;
            }
        }
        denominator = by[column];
        basis[pivot] = column;
    }
    table[height][last].div_euclid(denominator)
}

// ---- Reading rules ----

fn words<'a>(object: &'a Value, name: &str) -> Vec<&'a str> {
    let list = object.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

fn covers(wanted: &str, stated: &str) -> bool {
    stated == wanted || stated.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether an activity that leaves nothing open is meant by a filter.
fn fits(filter: &Value, ceu: &Value) -> bool {
    let stated = |name: &str| ceu[name].as_str().unwrap_or_default();
    let one = |(name, wanted): (&String, &Value)| {
        let wanted_words = words(filter, name);
        let any = |holds: &dyn Fn(&str) -> bool| wanted_words.iter().any(|word| holds(word));
        match name.as_str() {
            "topics" => any(&|want| words(ceu, "topics").iter().any(|word| covers(want, word))),
            "kind" => any(&|want| covers(want, stated("kind"))),
            "delivery" => any(&|want| want == stated("delivery")),
            "provider" => any(&|want| want.eq_ignore_ascii_case(stated("provider"))),
            "approved_for" => {
                any(&|want| words(ceu, "approved_for").contains(&format!("ACME/{want}").as_str()))
            }
            "job_related" => ceu["job_related"] == json!(true),
            "completed_from" => wanted.as_str().unwrap() <= stated("completed"),
            "completed_until" => stated("completed") <= wanted.as_str().unwrap(),
            "any" => wanted.as_array().unwrap().iter().any(|filter| fits(filter, ceu)),
            "except" => !fits(wanted, ceu),
            other => panic!("{other} is not read here"),
        }
    };
    filter.as_object().unwrap().iter().all(one)
}

/// The units of an activity; `None`: what is stated and what the minutes give disagree.
fn units(rules: &Value, ceu: &Value) -> Option<i64> {
    let stated = ceu.get("units").map(amount);
    let by_minutes = ceu.get("minutes").and_then(Value::as_i64).map(|minutes| {
        let mut rules = rules.as_array().unwrap().iter();
        let rule = rules.find(|rule| rule.get("of").is_none_or(|of| fits(of, ceu))).unwrap();
        let each = rule["minutes"].as_i64().unwrap();
        let worth = rule.get("units").map_or(UNIT, amount);
        let left = minutes % each;
        let more = match rule.get("leftover") {
            Some(Value::Array(rows)) => {
                let reached = rows.iter().filter(|row| row["minutes"].as_i64().unwrap() <= left);
                reached.map(|row| amount(&row["units"])).max().unwrap_or(0)
            }
            Some(_) => worth * left / each,
            None => 0,
        };
        let sum = minutes / each * worth + more;
        rule.get("most").map_or(sum, |most| sum.min(amount(most)))
    });
    match (stated, by_minutes) {
        (Some(stated), Some(given)) => (stated == given).then_some(stated),
        (stated, given) => stated.or(given),
    }
}

// ---- Evaluating ----

/// What one cycle of a programme comes to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) is_met: bool,
    /// Required, counted, surplus.
    pub(crate) quota: Option<(i64, i64, i64)>,
    /// For each constraint what it asks for, and how much there is where that is one number.
    pub(crate) constraints: BTreeMap<String, (i64, Option<i64>)>,
    /// Whether maxima and several minima pull at the same units.
    pub(crate) is_entangled: bool,
}

/// A demand on units.
struct Demand {
    path: String,
    pool: Option<String>,
    need: i64,
    entries: Vec<bool>,
}

struct Slow<'c> {
    fields: &'c Value,
    held: Vec<String>,
    /// The first and the last day.
    span: (String, String),
    entries: Vec<&'c Value>,
    system: System,
    demands: Vec<Demand>,
    outcome: Outcome,
}

fn value<'a>(fields: &'a Value, name: &str) -> Option<&'a Value> {
    fields.get(name).map(|dated| &dated[0]["value"])
}

/// The outcome of the cycle of a case.
pub(crate) fn outcome(case: &Case) -> Outcome {
    let mut slow = Slow::new(case);
    slow.maxima();
    let required = slow.quota();
    slow.minima(required);
    slow.solve()
}

impl<'c> Slow<'c> {
    fn new(case: &'c Case) -> Self {
        let (fields, stated) = (&case.fields, &case.stated);
        let start = case.start();
        let span = (start.clone(), text(months_later(&start, 24) - 1));
        let holdings = stated["holdings"].as_array().unwrap();
        let code = |holding: &Value| holding["credential"].as_str().unwrap()[5..].to_string();
        let held: Vec<String> = holdings.iter().map(code).collect();
        let mut entries = Vec::new();
        let mut system = System::default();
        for ceu in stated["ceus"].as_array().unwrap() {
            let day = ceu["completed"].as_str().unwrap();
            let inside = |day: &str| *span.0 <= *day && *day <= *span.1;
            let pinned = ceu.get("assigned_cycle").and_then(Value::as_str).is_none_or(inside);
            let meant = ceu.get("assigned_to").is_none() || held.iter().any(|own| is_for(ceu, own));
            let admitted = value(fields, "admits").is_none_or(|admits| fits(admits, ceu));
            let units = units(value(fields, "units").unwrap(), ceu);
            let now = day <= case.as_of.as_str();
            if let Some(units) = units
                && inside(day)
                && now
                && pinned
                && meant
                && admitted
            {
                entries.push(ceu);
                system.units.push(units);
            }
        }
        let outcome = Outcome {
            is_met: true,
            quota: None,
            constraints: BTreeMap::new(),
            is_entangled: false,
        };
        Self { fields, held, span, entries, system, demands: Vec::new(), outcome }
    }

    fn having(&self, holds: impl Fn(&Value) -> bool) -> Vec<bool> {
        self.entries.iter().map(|ceu| holds(ceu)).collect()
    }

    /// The constraints that concern the holdings, with what they say.
    fn constraints(&self) -> Vec<(String, &'c Value, &'c Value)> {
        let all = self.fields.get("constraints").and_then(Value::as_object);
        let concerned = |rule: &Value| {
            rule.get("for").is_none()
                || self.held.iter().any(|own| words(rule, "for").contains(&own.as_str()))
        };
        let all = all.into_iter().flatten().filter(|(_, rule)| concerned(rule));
        all.map(|(id, rule)| (id.clone(), rule, &rule["terms"][0]["value"])).collect()
    }

    /// The parts of the cycle that a rule looks at, each with its path.
    fn parts(&self, id: &str, rule: &Value) -> Vec<(String, String, String)> {
        let (start, end) = &self.span;
        let half = text(months_later(start, 12));
        let new_year = |year: &str| format!("{year}-01-01");
        let cuts: Vec<String> = match rule.get("per").and_then(Value::as_str) {
            Some("year") => vec![half],
            Some("calendar-year") => {
                let years = start[..4].parse::<i64>().unwrap() + 1..=end[..4].parse().unwrap();
                years.map(|year| new_year(&year.to_string())).collect()
            }
            _ => return vec![(id.to_string(), start.clone(), end.clone())],
        };
        let firsts = [start.clone()].into_iter().chain(cuts.iter().cloned());
        let lasts = cuts.iter().map(|day| text(number(day) - 1)).chain([end.clone()]);
        let parts = firsts.zip(lasts).enumerate();
        parts.map(|(place, (from, until))| (format!("{id}/{}", place + 1), from, until)).collect()
    }

    fn maxima(&mut self) {
        for (id, _, rule) in self.constraints() {
            let limit = match (rule.get("maximum"), rule.get("maximum_share")) {
                (Some(limit), _) => amount(limit),
                (_, Some(share)) => self.required() * amount(share) / (100 * UNIT),
                _ => continue,
            };
            let is_held = |ceu: &Value| {
                rule.get("of").is_none_or(|of| fits(of, ceu))
                    && !rule.get("except").is_some_and(|except| fits(except, ceu))
            };
            for (path, from, until) in self.parts(&id, rule) {
                self.outcome.constraints.insert(path, (limit, None));
                let inside = |ceu: &Value| is_in(ceu, &from, &until) && is_held(ceu);
                let set = self.having(inside);
                if rule.get("per") == Some(&json!("activity")) {
                    let held = set.iter().enumerate().filter(|(_, held)| **held);
                    held.for_each(|(entry, _)| {
                        self.system.units[entry] = self.system.units[entry].min(limit);
                    });
                } else {
                    self.system.at_most.push((set, limit));
                }
            }
        }
    }

    /// What one holding asks for by itself.
    fn single(quota: &Value, own: &str) -> i64 {
        let single = &quota["single"];
        amount(if single.is_object() { &single[own] } else { single })
    }

    /// The total that is required.
    fn required(&self) -> i64 {
        let Some(quota) = value(self.fields, "quota") else { return 0 };
        let count = self.held.len();
        if let Some(rows) = quota.get("by_count").and_then(Value::as_array) {
            return amount(&rows[count.min(rows.len()) - 1]);
        }
        if quota == "none" {
            return 0;
        }
        let singles = self.held.iter().map(|own| Self::single(quota, own));
        let further = match quota["further"].as_str() {
            Some("same") => return singles.max().unwrap(),
            Some("own") => return self.own(quota),
            _ => amount(&quota["further"]),
        };
        let sum = singles.max().unwrap() + further * i64::try_from(count - 1).unwrap();
        quota.get("cap").map_or(sum, |cap| sum.min(amount(cap)))
    }

    /// The fewest units that meet every holding's own quota: where one serves others, as many as
    /// the largest of them asks for.
    fn own(&self, quota: &Value) -> i64 {
        let single = |own: &String| Self::single(quota, own);
        let giver = self.held.iter().find(|own| !words(&quota["serves"], own).is_empty());
        let served = giver.map_or_else(Vec::new, |giver| words(&quota["serves"], giver));
        let shares = |own: &&String| Some(*own) == giver || served.contains(&own.as_str());
        let alone = self.held.iter().filter(|own| !shares(own)).map(single);
        let together = self.held.iter().filter(shares).map(single).max();
        alone.sum::<i64>() + together.unwrap_or(0)
    }

    /// How much can be placed where each holding has its own quota: every entry is split over the
    /// holdings that it is for, and serves what they serve.
    fn placed_on_own(&self, quota: &Value) -> i64 {
        let mut split: Vec<(usize, &str)> = Vec::new();
        for (entry, ceu) in self.entries.iter().enumerate() {
            let holders = self.held.iter().filter(|own| is_for(ceu, own));
            split.extend(holders.map(|own| (entry, own.as_str())));
        }
        let of = |holds: &dyn Fn(usize, &str) -> bool| -> Vec<bool> {
            split.iter().map(|(entry, own)| holds(*entry, own)).collect()
        };
        let units = split.iter().map(|(entry, _)| self.system.units[*entry]).collect();
        let whole = self.system.units.iter().enumerate();
        let whole = whole.map(|(entry, units)| (of(&|other, _| other == entry), *units));
        let capped = self.system.at_most.iter();
        let capped = capped.map(|(set, limit)| (of(&|entry, _| set[entry]), *limit));
        let at_most = whole.chain(capped).collect();
        let demand = |own: &String| {
            let serves =
                |by: &str| by == own || words(&quota["serves"], by).contains(&own.as_str());
            (of(&|_, by| serves(by)), Self::single(quota, own))
        };
        let at_least: Vec<Row> = self.held.iter().map(demand).collect();
        let system = System { units, at_most, at_least: Vec::new() };
        i64::try_from(system.best(&at_least)).unwrap()
    }

    fn quota(&mut self) -> i64 {
        let required = self.required();
        let Some(quota) = value(self.fields, "quota") else { return 0 };
        let all = vec![true; self.entries.len()];
        let total = self.system.most(&all);
        let mut counted = total.min(required);
        match quota.get("further").and_then(Value::as_str) {
            Some("same") => {
                for own in &self.held {
                    let need = Self::single(quota, own);
                    self.system.at_least.push((self.having(|ceu| is_for(ceu, own)), need));
                }
                self.system.at_least.push((all, required));
            }
            Some("own") => {
                counted = self.placed_on_own(quota);
                let asked: i64 = self.held.iter().map(|own| Self::single(quota, own)).sum();
                self.outcome.is_met &= counted == asked;
                if quota.get("serves").is_none() {
                    for set in subsets(&self.held) {
                        let serves = |ceu: &Value| set.iter().any(|own| is_for(ceu, own));
                        let need = set.iter().map(|own| Self::single(quota, own)).sum();
                        self.system.at_least.push((self.having(serves), need));
                    }
                }
            }
            _ => self.system.at_least.push((all, required)),
        }
        self.outcome.quota = Some((required, counted, total - counted));
        required
    }

    fn minima(&mut self, required: i64) {
        for (id, rule, terms) in self.constraints() {
            let Some(of) = terms.get("of") else { continue };
            let need = if let Some(share) = terms.get("share") {
                let base = if terms["base"] == "earned" {
                    self.system.most(&vec![true; self.entries.len()])
                } else {
                    required
                };
                let step = terms.get("round_up").map_or(1, amount);
                up_to_multiple(percent(base, share), step)
            } else if let Some(events) = terms.get("events") {
                amount(events)
            } else if let Some(rows) = terms.get("minimum") {
                let rows = rows.as_array().cloned().unwrap_or_else(|| vec![rows.clone()]);
                amount(&rows[self.held.len().min(rows.len()) - 1])
            } else {
                continue;
            };
            let serves = |ceu: &Value| {
                let codes = words(rule, "for");
                fits(of, ceu) && (codes.is_empty() || codes.iter().any(|code| is_for(ceu, code)))
            };
            for (path, from, until) in self.parts(&id, terms) {
                let entries = self.having(|ceu| is_in(ceu, &from, &until) && serves(ceu));
                if terms.get("events").is_some() {
                    let count = entries.iter().filter(|serves| **serves).count();
                    let have = i64::try_from(count).unwrap() * UNIT;
                    self.outcome.is_met &= have >= need;
                    self.outcome.constraints.insert(path, (need, Some(have)));
                } else {
                    let pool = rule.get("pool").and_then(Value::as_str).map(ToString::to_string);
                    self.demands.push(Demand { path, pool, need, entries });
                }
            }
        }
        let earned = self.constraints().iter().any(|(_, _, terms)| terms["base"] == "earned");
        if earned {
            // Of everything that counts: nothing is left out that a maximum lets count.
            let all = vec![true; self.entries.len()];
            let total = self.system.most(&all);
            self.system.at_least.push((all, total));
        }
    }

    /// Everything at once: minima of a separate pool in every combination.
    fn solve(mut self) -> Outcome {
        let capped = !self.system.at_most.is_empty();
        self.outcome.is_entangled = capped;
        let mut pools: BTreeMap<String, Vec<&Demand>> = BTreeMap::new();
        for demand in &self.demands {
            let pool = demand.pool.clone().filter(|pool| {
                let shared = self.fields.get("pools").and_then(|pools| value(pools, pool));
                shared != Some(&json!("shared"))
            });
            let separate = pool.is_some();
            let key = pool.unwrap_or_else(|| format!("={}", demand.path));
            pools.entry(key).or_default().push(demand);
            // In a pool, shared or not, minima under maxima and those of years pull at each other.
            let pulls = capped || demand.path.contains('/');
            let is_one_number = !(separate || pulls && demand.pool.is_some());
            let have = is_one_number.then(|| self.system.most(&demand.entries));
            self.outcome.constraints.insert(demand.path.clone(), (demand.need, have));
        }
        for demands in pools.values() {
            for set in subsets(demands) {
                let serves = |entry: usize| set.iter().any(|demand| demand.entries[entry]);
                let serving = (0..self.entries.len()).map(serves).collect();
                let need = set.iter().map(|demand| demand.need).sum();
                self.system.at_least.push((serving, need));
            }
        }
        self.outcome.is_met &= self.system.is_feasible();
        self.outcome
    }
}

fn is_in(ceu: &Value, from: &str, until: &str) -> bool {
    let day = ceu["completed"].as_str().unwrap();
    from <= day && day <= until
}

/// Whether an activity is not pinned to other holdings.
fn is_for(ceu: &Value, code: &str) -> bool {
    let own = format!("ACME/{code}");
    ceu.get("assigned_to").is_none() || words(ceu, "assigned_to").contains(&own.as_str())
}

/// Every choice of some, but for none.
fn subsets<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    let choose = |bits: usize| {
        let chosen = all.iter().enumerate().filter(|(place, _)| bits & (1 << place) != 0);
        chosen.map(|(_, one)| one.clone()).collect()
    };
    (1..1_usize << all.len()).map(choose).collect()
}

// ---- Random programmes ----

/// A programme, a record and a day.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) fields: Value,
    pub(crate) stated: Value,
    pub(crate) as_of: String,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fields, stated, as_of } = self;
        write!(f, "on {as_of}\nrecord {stated}\nprogramme {fields}")
    }
}

impl Case {
    pub(crate) fn judge(&self) -> Judge {
        let fields = self.fields.to_string();
        programme(&fields[1..fields.len() - 1])
    }

    pub(crate) fn known(&self) -> Record {
        record(&self.stated.to_string())
    }

    /// The first day of the cycle: that of the awards.
    pub(crate) fn start(&self) -> String {
        self.stated["holdings"][0]["awarded"].as_str().unwrap().to_string()
    }

    pub(crate) fn with(&self, ceus: &[Value]) -> Self {
        let mut case = self.clone();
        case.stated["ceus"] = json!(ceus);
        case
    }

    pub(crate) fn ceus(&self) -> Vec<Value> {
        self.stated["ceus"].as_array().cloned().unwrap_or_default()
    }
}

/// One version, open on both sides.
#[expect(clippy::needless_pass_by_value, reason = "reads better with a literal")]
pub(crate) fn one(value: Value) -> Value {
    json!([{"source": "PAGE", "value": value}])
}

fn few<T: Clone + fmt::Debug + 'static>(of: &[T], most: usize) -> BoxedStrategy<Vec<T>> {
    subsequence(of.to_vec(), 1..=most).boxed()
}

/// Filters on what the random activities say of themselves.
pub(crate) fn filters() -> BoxedStrategy<Value> {
    let plain = || {
        let fields = prop_oneof![
            4 => few(&["t1", "t2", "t1/x"], 2).prop_map(|topics| json!({"topics": topics})),
            2 => few(&["A", "B", "C"], 2).prop_map(|codes| json!({"approved_for": codes})),
            2 => Just(json!({"provider": ["p"]})),
            1 => few(&["course", "quiz"], 1).prop_map(|kinds| json!({"kind": kinds})),
            1 => Just(json!({"delivery": ["recorded", "self-study"]})),
            1 => Just(json!({"job_related": true})),
            1 => Just(json!({"completed_from": "2024-06-01"})),
            1 => Just(json!({"completed_until": "2025-01-01", "topics": ["t2"]})),
        ];
        fields.boxed()
    };
    let either = vec(plain(), 2).prop_map(|filters| json!({"any": filters}));
    let without = (plain(), plain()).prop_map(|(mut filter, except)| {
        filter["except"] = except;
        filter
    });
    prop_oneof![6 => plain(), 1 => either, 1 => without].boxed()
}

fn needs() -> BoxedStrategy<Value> {
    select(vec![json!(1), json!(2), json!("2.5"), json!(3), json!(4), json!(6)]).boxed()
}

/// Quotas of every form.
pub(crate) fn quotas() -> BoxedStrategy<Value> {
    let single = prop_oneof![
        needs(),
        vec(needs(), 4).prop_map(|of| json!({"A": of[0], "B": of[1], "C": of[2], "D": of[3]})),
    ];
    let serves = select(vec![json!({"A": ["B"]}), json!({"C": ["A"]})]);
    let own = object(vec![
        ("single", must(single.clone())),
        ("further", must(Just("own"))),
        ("serves", seldom(serves)),
    ]);
    let further = object(vec![
        ("single", must(single.clone())),
        ("further", must(select(vec![0, 1, 3]))),
        ("cap", seldom(select(vec![5, 7]))),
    ]);
    prop_oneof![
        4 => select(vec![json!([4, 6, 7]), json!([6]), json!([2, 9]), json!([8, "8.5"])])
            .prop_map(|rows| json!({"by_count": rows})),
        2 => further,
        1 => single.prop_map(|single| json!({"single": single, "further": "same"})),
        2 => own,
        1 => Just(json!("none")),
    ]
    .boxed()
}

/// Minima, shares and numbers of entries.
fn minimum() -> BoxedStrategy<Value> {
    let per = || select(vec!["year", "calendar-year"]);
    let rows = prop_oneof![3 => needs(), 1 => Just(json!([3, 2])), 1 => Just(json!([1, 2, 4]))];
    let minimum = vec![("minimum", must(rows)), ("of", must(filters())), ("per", seldom(per()))];
    let share = vec![
        ("share", must(select(vec![json!(20), json!("33.3"), json!(50), json!(80)]))),
        ("of", must(filters())),
        ("base", must(select(vec!["required", "required", "required", "earned"]))),
        ("round_up", seldom(select(vec![json!(1), json!("0.5")]))),
    ];
    let events = vec![
        ("events", must(select(vec![1, 2, 3]))),
        ("of", must(filters())),
        ("per", seldom(per())),
    ];
    prop_oneof![5 => object(minimum), 2 => object(share), 1 => object(events)].boxed()
}

/// Maxima that lie within each other or apart.
fn maxima() -> BoxedStrategy<Vec<Value>> {
    let course = || json!({"kind": ["course"]});
    let sets = vec![
        vec![json!({"of": course()})],
        vec![json!({"of": course()}), json!({"of": {"kind": ["quiz"]}})],
        vec![json!({})],
        vec![json!({}), json!({"of": course()})],
        vec![
            json!({"of": course()}),
            json!({"of": {"kind": ["course"], "delivery": ["self-study"]}}),
        ],
        vec![json!({"of": course(), "except": {"topics": ["t1"]}})],
        vec![json!({"of": course(), "per": "year"})],
        vec![json!({"of": course()}), json!({"of": course(), "per": "calendar-year"})],
        vec![json!({"per": "activity"})],
        vec![json!({"of": course(), "per": "activity"}), json!({"of": course()})],
        vec![json!({"except": {"provider": ["p"]}})],
    ];
    let limit = || {
        prop_oneof![
            3 => needs().prop_map(|units| ("maximum", units)),
            1 => select(vec![json!(25), json!(50)]).prop_map(|share| ("maximum_share", share)),
        ]
    };
    (select(sets), vec(limit(), 2))
        .prop_map(|(mut rules, limits)| {
            for (rule, (key, limit)) in rules.iter_mut().zip(limits) {
                rule[key] = limit;
            }
            rules
        })
        .boxed()
}

fn constraints() -> BoxedStrategy<Value> {
    let minimum = object(vec![
        ("for", seldom(few(&["A", "B", "C", "D"], 2).prop_map(|codes| json!(codes)))),
        ("pool", may(Just("P"))),
        ("terms", must(minimum().prop_map(one))),
    ]);
    let maxima = prop_oneof![2 => Just(Vec::new()), 1 => maxima()];
    (vec(minimum, 0..=3), maxima)
        .prop_map(|(minima, maxima)| {
            let minima = minima.into_iter().enumerate().map(|(at, rule)| (format!("m{at}"), rule));
            let terms = |(at, rule)| (format!("x{at}"), json!({"terms": one(rule)}));
            let maxima = maxima.into_iter().enumerate().map(terms);
            Value::Object(minima.chain(maxima).collect::<Map<String, Value>>())
        })
        .boxed()
}

/// A cycle of two years from the award, the same for all holdings.
pub(crate) fn two_years() -> Value {
    one(json!({"length": {"years": 2}, "primary": true}))
}

/// A pool that no constraint names is refused.
pub(crate) fn without_idle_pools(mut fields: Value) -> Value {
    let mut rules = fields["constraints"].as_object().unwrap().values();
    if !rules.any(|rule| rule.get("pool").is_some_and(Value::is_string)) {
        fields.as_object_mut().unwrap().remove("pools");
    }
    fields
}

/// Programmes that the second evaluator reads.
pub(crate) fn programmes() -> BoxedStrategy<Value> {
    let most = json!([{"of": {"kind": ["quiz"]}, "minutes": 30, "most": 2},
                      {"minutes": 60, "leftover": [{"minutes": 30, "units": "0.5"}]}]);
    let exact = json!([{"minutes": 50, "leftover": "exact"}]);
    object(vec![
        ("cycle", must(Just(two_years()))),
        ("quota", must(quotas().prop_map(one))),
        ("admits", seldom(filters().prop_map(one))),
        ("units", must(select(vec![most, exact]).prop_map(one))),
        ("constraints", must(constraints())),
        (
            "pools",
            may(select(vec!["separate", "shared"]).prop_map(|how| json!({"P": one(json!(how))}))),
        ),
    ])
    .prop_map(without_idle_pools)
    .prop_map(|mut fields| {
        if fields["quota"][0]["value"].get("serves").is_some() {
            // Both at once would need a system of its own.
            fields["constraints"].as_object_mut().unwrap().retain(|id, _| id.starts_with('m'));
        }
        fields
    })
    .boxed()
}

/// Days in the cycle, at its ends and around it.
pub(crate) fn ceu_days() -> BoxedStrategy<String> {
    let days = vec![
        "2023-06-30",
        "2023-07-01",
        "2023-12-31",
        "2024-01-01",
        "2024-02-29",
        "2024-05-31",
        "2024-06-01",
        "2024-06-30",
        "2024-07-01",
        "2024-12-31",
        "2025-01-01",
        "2025-03-15",
        "2025-06-30",
        "2025-07-01",
        "2025-12-31",
        "2026-01-01",
    ];
    let inside = vec!["2024-03-01", "2024-09-01", "2025-02-01", "2025-05-01"];
    prop_oneof![1 => select(days), 2 => select(inside)].prop_map(String::from).boxed()
}

/// One activity; a field that is `seldom` open is left out only where records leave things open.
pub(crate) fn ceu(is_open: bool) -> BoxedStrategy<Value> {
    let known = move |field: BoxedStrategy<Value>| {
        if is_open { proptest::option::weighted(0.85, field).boxed() } else { must(field) }
    };
    let issuers = ["ACME/A", "ACME/B", "ACME/C"];
    let topics = subsequence(vec!["t1", "t2", "t1/x", "t3"], 0..=2).prop_map(|words| json!(words));
    let approved = subsequence(issuers.to_vec(), 0..=2).prop_map(|words| json!(words));
    let units = select(vec!["0.5", "1", "1.5", "2", "3", "4"]).prop_map(|units| json!(units));
    let one_of = |words: &[&'static str]| select(words.to_vec()).prop_map(|word| json!(word));
    object(vec![
        ("completed", known(ceu_days().prop_map(Value::from).boxed())),
        ("units", known(units.boxed())),
        ("minutes", seldom(select(vec![60, 90, 100, 120, 200]))),
        ("topics", known(topics.boxed())),
        ("kind", known(one_of(&["course", "quiz", "webinar"]).boxed())),
        ("delivery", known(one_of(&["in-person", "recorded", "self-study"]).boxed())),
        ("provider", known(one_of(&["p", "P", "q"]).boxed())),
        ("approved_for", known(approved.boxed())),
        ("approved_by", must(Just(json!([])))),
        ("job_related", known(any::<bool>().prop_map(|related| json!(related)).boxed())),
        ("assigned_to", seldom(few(&issuers, 2).prop_map(|words| json!(words)))),
        ("assigned_cycle", seldom(select(vec!["2024-08-01", "2024-08-01", "2027-01-01"]))),
    ])
    .prop_map(|mut ceu| {
        if ceu.get("minutes").is_some() && ceu["kind"] == "quiz" {
            ceu.as_object_mut().unwrap().remove("units");
        }
        ceu
    })
    .boxed()
}

/// Records of holders of A and perhaps more, all awarded on one day.
pub(crate) fn records(is_open: bool, most: usize) -> BoxedStrategy<Value> {
    let others = subsequence(vec!["B", "C", "D"], 0..=2);
    let start = select(vec!["2024-01-01", "2024-01-01", "2023-07-01"]);
    (others, start, vec(ceu(is_open), 0..=most))
        .prop_map(|(others, start, mut ceus)| {
            let holding =
                |code: &str| json!({"credential": format!("ACME/{code}"), "awarded": start});
            let held: Vec<Value> = ["A"].into_iter().chain(others).map(holding).collect();
            for (place, ceu) in ceus.iter_mut().enumerate() {
                ceu["id"] = json!(format!("u{place}"));
            }
            json!({"holdings": held, "ceus": ceus})
        })
        .boxed()
}

pub(crate) fn days_asked() -> BoxedStrategy<String> {
    let days = vec!["2024-05-31", "2024-12-31", "2025-06-30", "2025-12-31", "2026-02-01"];
    select(days).prop_map(String::from).boxed()
}

/// Programmes, records that may leave things open, and days.
pub(crate) fn cases(is_open: bool, most: usize) -> BoxedStrategy<Case> {
    (programmes(), records(is_open, most), days_asked())
        .prop_map(|(fields, stated, as_of)| Case { fields, stated, as_of })
        .boxed()
}

// ---- Programmes of every field ----

/// Cycles of every anchor.
pub(crate) fn cycles() -> BoxedStrategy<Value> {
    let starts = select(vec!["exam", "award", "day-after-award"]);
    let personal = object(vec![
        (
            "length",
            must(select(vec![json!({"years": 1}), json!({"years": 2}), json!({"months": 18})])),
        ),
        ("starts", may(starts.clone())),
        ("ends", may(select(vec!["anniversary", "month-end"]))),
        ("primary", may(Just(true))),
        ("renewed_early", seldom(select(vec!["keeps", "restarts"]))),
        ("renewed_late", seldom(select(vec!["keeps", "shortens", "restarts"]))),
    ]);
    let ends = vec![
        json!({"month": 12, "day": 31}),
        json!({"month": 6, "day": 30}),
        json!({"month": 2, "day": 28}),
        json!({"membership": "ACME"}),
    ];
    let years = vec![json!("parity-of-month"), json!("parity-of-award"), json!({"like": 2026})];
    let shared = object(vec![
        (
            "length",
            must(select(vec![json!({"years": 1}), json!({"years": 2}), json!({"years": 3})])),
        ),
        ("starts", may(starts)),
        ("ends", must(select(ends))),
        ("years", may(select(years))),
        ("first", may(select(vec!["partial", "long", "exempt"]))),
    ]);
    prop_oneof![personal, shared]
        .prop_map(|mut cycle| {
            if cycle["first"] == "long" {
                // A long first cycle does not end in shared years.
                cycle.as_object_mut().unwrap().remove("years");
            }
            let by_parity = cycle.get("years").is_some_and(Value::is_string);
            if by_parity {
                cycle["length"] = json!({"years": 2});
            }
            cycle
        })
        .boxed()
}

fn proration() -> BoxedStrategy<Value> {
    let rows = json!({"table": [{"months": 18, "units": 5}, {"months": 6, "units": 2}]});
    let even = json!({"even": true, "step": "0.5", "rounding": "down", "minima": "even"});
    let open = json!({"even": true, "minima": "unpublished"});
    let said = json!({"unpublished": "how much"});
    select(vec![json!("in-full"), json!("next-cycle"), rows, even, open, said]).boxed()
}

fn usd(amount: u32) -> Value {
    json!({"amount": format!("{amount}.00"), "currency": "USD"})
}

/// A rung and a number that says what else is in it, and how it ends.
type RungParts = ((Value, usize), (&'static str, Value));

/// Ladders of one to three rungs, the last of which may end.
pub(crate) fn ladders() -> BoxedStrategy<Value> {
    let standing = select(vec!["grace", "suspended", "inactive", "expired", "revoked"]);
    let fees = prop_oneof![
        Just(json!([])),
        Just(json!([{"what": "late-fee", "price": usd(50)}])),
        Just(json!([{"what": "late-fee"}])),
        Just(json!([{"what": "reinstatement", "price": usd(20), "each": "cycle"}])),
    ];
    let rung = (object(vec![("standing", must(standing)), ("fees", may(fees))]), 0..8_usize);
    let length = select(vec![
        json!({"days": 1}),
        json!({"days": 30}),
        json!({"months": 3}),
        json!({"years": 1}),
    ]);
    let end = prop_oneof![
        3 => length.prop_map(|length| ("for", length)),
        1 => Just(("until", json!({"month": 12, "day": 31}))),
    ];
    (vec((rung, end), 1..=3), any::<bool>())
        .prop_map(|(rungs, is_open)| {
            let last = rungs.len() - 1;
            let build = |(at, ((mut rung, word), (how, length))): (usize, RungParts)| {
                if at != last || !is_open {
                    rung[how] = length;
                }
                if word == 0 {
                    rung.as_object_mut().unwrap().remove("standing");
                    rung["unpublished"] = json!("what follows");
                } else if word == 1 {
                    rung["remains"] = json!(["ceus", "appeal"]);
                }
                rung
            };
            rungs.into_iter().enumerate().map(build).collect::<Vec<Value>>().into()
        })
        .boxed()
}

fn duties() -> BoxedStrategy<Value> {
    let duty = prop_oneof![
        Just(json!({"fee": "recertification"})),
        Just(json!("filing")),
        Just(json!("none")),
        Just(json!({"requires": {"attestation": {"kind": "code-of-ethics"}}})),
        Just(json!({"requires": {"experience": {"field": "coding", "hours": 100}}})),
    ];
    vec(duty, 0..=2)
        .prop_map(|duties| {
            let named = |(at, duty)| (format!("d{at}"), json!({"terms": one(duty)}));
            Value::Object(duties.into_iter().enumerate().map(named).collect())
        })
        .boxed()
}

fn money_rules() -> Vec<(&'static str, crate::oracle::Field)> {
    let prices = vec![
        json!([{"for": "all", "prices": [usd(100), usd(50)]}]),
        json!([{"for": "member", "organization": "ACME", "flat": usd(80)},
               {"for": "non-member", "organization": "ACME", "flat": usd(90)}]),
        json!([{"for": "all", "unpublished": "how much"}]),
    ];
    let fees = select(prices).prop_map(|prices| json!({"recertification": one(prices)}));
    let extension = vec![json!("none"), json!({}), json!({"length": {"days": 90}, "blocks": 2})];
    let appeal = vec![
        json!({"within": {"days": 30}}),
        json!({"within": {"days": 30}, "starts": "unpublished"}),
    ];
    let submission = vec![
        json!({"opens": {"months": 2}}),
        json!({"closes": {"days": 10}, "complete": true}),
        json!({"closes": {"month": 3, "day": 31}}),
    ];
    let ways = json!([{"id": "units", "quota": true},
                      {"id": "exam", "requires": {"passed": "A"}, "cycles": {"nth": 1, "of": 2}}]);
    let exempt = json!({"retired": one(json!({"standing": "retired", "waives": "everything"})),
                        "hardship": one(json!({"waives": "quota"}))});
    vec![
        ("fees", may(fees)),
        ("extension", seldom(select(extension).prop_map(one))),
        ("appeal", seldom(select(appeal).prop_map(one))),
        ("submission", seldom(select(submission).prop_map(one))),
        ("ways", seldom(Just(one(ways)))),
        ("exempt", seldom(Just(exempt))),
        ("dues", seldom(Just(json!({"organization": "ACME", "source": "PAGE"})))),
        ("duties", seldom(duties())),
    ]
}

/// Programmes of every field of the grammar.
pub(crate) fn wide_programmes() -> BoxedStrategy<Value> {
    let carry =
        vec![json!("none"), json!({"last": "month"}), json!({"last": {"months": 3}, "most": 2})];
    let repeats = vec!["allowed", "once-a-cycle", "once"];
    let mut fields = vec![
        ("cycle", must(prop_oneof![Just(two_years()), cycles().prop_map(one)])),
        ("ladder", may(ladders().prop_map(one))),
        ("proration", may(proration().prop_map(one))),
        ("joined", may(proration().prop_map(one))),
        ("counts_from", seldom(select(vec!["award", "membership", "cycle"]))),
        ("carry_over", seldom(select(carry).prop_map(one))),
        ("repeats", seldom(select(repeats).prop_map(|how| one(json!(how))))),
    ];
    fields.extend(money_rules());
    (programmes(), object(fields))
        .prop_map(|(mut narrow, wide)| {
            for (name, value) in wide.as_object().unwrap() {
                narrow[name] = value.clone();
            }
            let cycle = &narrow["cycle"][0]["value"];
            if cycle.get("primary").is_none() && !cycle["ends"].is_object() {
                // On cycles of their own holdings share no quota.
                narrow["quota"] = one(json!({"single": 4, "further": "same"}));
            }
            narrow
        })
        .boxed()
}
