//! json-rules-engine: conditions on single fields in JSON. The rule is checked directly, which
//! saves the engine's events and its future. There is no arithmetic: W1 is its four ways, and W3
//! cannot be said.

use json_rules_engine::{Rule, Status};
use serde_json::{Value, json};

use super::COURSES;
use crate::work::{Alternatives, Apprentice};

const W1: &str = r#"{"conditions": {"or": [
    {"field": "days", "operator": "int_greater_than_inclusive", "value": 730},
    {"and": [
        {"field": "days", "operator": "int_greater_than_inclusive", "value": 365},
        {"or": [
            {"field": "course_hours", "operator": "int_greater_than_inclusive", "value": 80},
            {"field": "practicode", "operator": "bool_equals", "value": true}
        ]}
    ]},
    {"and": [
        {"field": "course_hours", "operator": "int_greater_than_inclusive", "value": 80},
        {"field": "practicode", "operator": "bool_equals", "value": true}
    ]}
]}, "events": []}"#;

const W2: &str = r#"{"conditions": {"or": [
    {"and": [
        {"field": "cca", "operator": "bool_equals", "value": true},
        {"field": "days", "operator": "int_greater_than_inclusive", "value": 365}
    ]},
    {"field": "days", "operator": "int_greater_than_inclusive", "value": 730},
    {"and": [
        {"field": "other", "operator": "bool_equals", "value": true},
        {"field": "days", "operator": "int_greater_than_inclusive", "value": 365}
    ]},
    {"and": [
        {"field": "course_1", "operator": "bool_equals", "value": true},
        {"field": "course_2", "operator": "bool_equals", "value": true},
        {"field": "course_3", "operator": "bool_equals", "value": true},
        {"field": "course_4", "operator": "bool_equals", "value": true},
        {"field": "course_5", "operator": "bool_equals", "value": true},
        {"field": "course_6", "operator": "bool_equals", "value": true}
    ]}
]}, "events": []}"#;

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let rule = rule(W1);
    move |apprentice| {
        holds(
            &rule,
            &json!({
                "days": apprentice.days,
                "course_hours": apprentice.course_hours,
                "practicode": apprentice.practicode,
            }),
        )
    }
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let rule = rule(W2);
    move |candidate| {
        let mut facts = json!({
            "cca": candidate.cca,
            "days": candidate.days,
            "other": candidate.other,
        });
        for (name, taken) in COURSES.into_iter().zip(candidate.courses) {
            facts[name] = Value::Bool(taken);
        }
        holds(&rule, &facts)
    }
}

fn rule(text: &str) -> Rule {
    serde_json::from_str(text).expect("a rule")
}

fn holds(rule: &Rule, facts: &Value) -> bool {
    rule.check_value(facts).condition_result.status == Status::Met
}
