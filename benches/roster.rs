//! A roster as a stream of JSON lines, each a person with 40 activities: what share of the processor's time goes into
//! reading a line, into eligibility and into renewal, and whether memory stays flat.
//!
//! ```text
//! ROSTER=1000000 cargo bench --bench roster
//! ```

#![expect(clippy::float_arithmetic, reason = "shares are for reading, nothing is decided by them")]

use std::collections::BTreeMap;
use std::time::Duration;
use std::{env, fs};

use coding_credentials::calendar::Day;
use coding_credentials::{CredentialId, Judge, Record, RuleBook};
use cpu_time::ThreadTime;
use serde_json::Value;

const TYPICAL: &str = include_str!("records/typical.json");

/// How many people there are unless the environment says otherwise.
const PEOPLE: usize = 2_000;

fn main() {
    let people = env::var("ROSTER").map_or(PEOPLE, |people| people.parse().expect("a number"));
    let judge = Judge::new(RuleBook::builtin().unwrap());
    let ccs: CredentialId = "AHIMA/CCS".parse().unwrap();
    let as_of: Day = "2026-11-30".parse().unwrap();
    let rules = judge.rules_on(as_of);
    let mut board = rules.board();
    let mut lines = Lines::new();
    let (mut reading, mut eligibility, mut renewal) =
        (Clock::default(), Clock::default(), Clock::default());
    let (mut eligible, mut verdicts, mut bytes, mut after_few) = (0, BTreeMap::new(), 0, None);
    for person in 0..people {
        let line = lines.of(person);
        bytes += line.len();
        let record = reading.time(|| Record::from_json(&line).expect("a record"));
        eligible += eligibility.time(|| {
            let facts = rules.measure(&record).expect("facts");
            rules.decide_all(&facts, &mut board).filter(|(_, of)| of.award().is_met()).count()
        });
        let verdict = renewal.time(|| judge.renewal_verdict(&ccs, &record, as_of));
        *verdicts.entry(verdict.expect("a verdict")).or_insert(0) += 1;
        if person == 200 {
            after_few = peak();
        }
    }
    assert!(eligible >= people, "everybody has earned something");
    println!("{people} people, {bytes} bytes; renewal of {ccs}: {verdicts:?}");
    let all = reading.0 + eligibility.0 + renewal.0;
    for (name, clock) in [("reading", reading), ("eligibility", eligibility), ("renewal", renewal)]
    {
        let each = clock.0.as_secs_f64() * 1e6 / f64::from(u32::try_from(people).unwrap());
        let share = clock.0.as_secs_f64() * 100.0 / all.as_secs_f64();
        println!("{name:>12}: {each:8.2} microseconds a person, {share:4.1} %");
    }
    if let (Some(few), Some(all)) = (after_few, peak()) {
        println!("peak memory: {few} kB after 200 people, {all} kB at the end");
    }
}

/// Processor time of this thread.
#[derive(Clone, Copy, Default)]
struct Clock(Duration);

impl Clock {
    fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = ThreadTime::now();
        let done = work();
        self.0 += start.elapsed();
        done
    }
}

/// Lines made one at a time: the typical record, with the days of its activities moved.
struct Lines {
    record: Value,
    days: Vec<Day>,
}

impl Lines {
    fn new() -> Self {
        let record: Value = serde_json::from_str(TYPICAL).unwrap();
        let ceus = record["ceus"].as_array().unwrap().iter();
        let days = ceus.map(|ceu| ceu["completed"].as_str().unwrap().parse().unwrap()).collect();
        Self { record, days }
    }

    fn of(&mut self, person: usize) -> String {
        self.record["id"] = format!("person-{person}").into();
        let ceus = self.record["ceus"].as_array_mut().unwrap().iter_mut();
        for (place, (ceu, day)) in ceus.zip(&self.days).enumerate() {
            // By up to two months, and some of them out of the cycle.
            let moved = i64::try_from((person * 7 + place * person) % 61).unwrap() - 30;
            ceu["completed"] = day.plus_days(moved).to_string().into();
        }
        self.record.to_string()
    }
}

/// The most memory that was in use so far, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
