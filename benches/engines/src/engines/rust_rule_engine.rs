//! rust-rule-engine: forward chaining over rules in GRL. The rules are parsed once; one cycle, no
//! statistics, no time limit. `accumulate` leaves a sum in one fact by the name of its pattern, so
//! that W3 is a chain of rules, each of which takes the sum away before the next one.

use rust_rule_engine::engine::EngineConfig;
use rust_rule_engine::{Facts, GRLParser, KnowledgeBase, RustRuleEngine, Value};

use super::COURSES;
use crate::work::floor::repeats_in_cycle;
use crate::work::{ACTIVITIES, Alternatives, Apprentice, Ledger};

const W1: &str = r#"rule "W1" {
    when
        Person.days >= 730
        || (Person.days >= 365 && Person.course_hours >= 80)
        || (Person.days >= 365 && Person.practicode == true)
        || (Person.course_hours >= 80 && Person.practicode == true)
    then
        Person.met = true;
}"#;

const W2: &str = r#"rule "W2" {
    when
        (Person.cca == true && Person.days >= 365)
        || Person.days >= 730
        || (Person.other == true && Person.days >= 365)
        || (Person.course_1 == true && Person.course_2 == true && Person.course_3 == true
            && Person.course_4 == true && Person.course_5 == true && Person.course_6 == true)
    then
        Person.met = true;
}"#;

const W3: &str = r#"
rule "HIIM" salience 50 {
    when
        accumulate(Activity($quarters: quarters, hiim == true, day >= 20089, day <= 20818, repeat == false), sum($quarters))
    then
        Hiim = Activity.sum;
}
rule "Others" salience 40 {
    when
        accumulate(Activity($quarters: quarters, hiim == false, day >= 20089, day <= 20818, repeat == false), sum($quarters))
    then
        Others = Activity.sum;
        Fifth = Credentials * 8 + 8;
}
rule "AHIMA" salience 30 {
    when
        accumulate(Activity($quarters: quarters, ahima == true, day >= 20089, day <= 20818, repeat == false), sum($quarters))
    then
        Ahima = Activity.sum;
}
rule "Cap" salience 20 {
    when
        Others > Fifth
    then
        Others = Fifth;
}
rule "Total" salience 10 {
    when
        Credentials >= 1
    then
        Total = Hiim + Others;
        Required = Fifth * 5;
        TwoFifths = Fifth * 2;
}
rule "Renewal" salience 1 {
    when
        Total >= Required && Ahima >= TwoFifths
    then
        Met = true;
}
"#;

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let mut engine = engine(W1);
    move |apprentice| {
        let person = vec![
            ("days".to_owned(), int(apprentice.days)),
            ("course_hours".to_owned(), int(apprentice.course_hours)),
            ("practicode".to_owned(), Value::Boolean(apprentice.practicode)),
        ];
        fires(&mut engine, person)
    }
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let mut engine = engine(W2);
    move |candidate| {
        let mut person = vec![
            ("cca".to_owned(), Value::Boolean(candidate.cca)),
            ("days".to_owned(), int(candidate.days)),
            ("other".to_owned(), Value::Boolean(candidate.other)),
        ];
        let courses = COURSES.into_iter().zip(candidate.courses);
        person.extend(courses.map(|(name, taken)| (name.to_owned(), Value::Boolean(taken))));
        fires(&mut engine, person)
    }
}

pub(super) fn w3() -> impl FnMut(&Ledger) -> bool {
    let mut engine = engine(W3);
    let names = names();
    move |ledger| {
        let facts = Facts::new();
        facts.set("Credentials", int(u32::from(ledger.credentials)));
        let repeats = repeats_in_cycle(&ledger.activities);
        for ((activity, repeat), names) in ledger.activities.iter().zip(repeats).zip(&names) {
            facts.set(&names[0], Value::Integer(i64::from(activity.day)));
            facts.set(&names[1], Value::Boolean(repeat));
            facts.set(&names[2], Value::Boolean(activity.hiim));
            facts.set(&names[3], Value::Boolean(activity.ahima));
            facts.set(&names[4], int(u32::from(activity.quarters)));
        }
        engine.execute(&facts).expect("an answer");
        facts.get("Met") == Some(Value::Boolean(true))
    }
}

/// The flat names by which `accumulate` finds the fields of numbered activities.
fn names() -> [[String; 5]; ACTIVITIES] {
    let fields = ["day", "repeat", "hiim", "ahima", "quarters"];
    std::array::from_fn(|place| fields.map(|field| format!("Activity.{place}.{field}")))
}

fn int(number: u32) -> Value {
    Value::Integer(i64::from(number))
}

fn engine(text: &str) -> RustRuleEngine {
    let knowledge = KnowledgeBase::new("rules");
    for rule in GRLParser::parse_rules(text).expect("rules") {
        knowledge.add_rule(rule).expect("a new name");
    }
    let config =
        EngineConfig { max_cycles: 1, timeout: None, enable_stats: false, debug_mode: false };
    RustRuleEngine::with_config(knowledge, config)
}

fn fires(engine: &mut RustRuleEngine, person: Vec<(String, Value)>) -> bool {
    let facts = Facts::new();
    facts.set("Person", Facts::create_object(person));
    engine.execute(&facts).expect("an answer").rules_fired > 0
}
