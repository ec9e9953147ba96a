//! zen-engine: a decision graph in JSON. W1 and W2 are decision tables, W3 an expression node. The
//! graph is compiled, and its future, which never waits, is polled once without a runtime.

use futures_util::FutureExt;
use serde_json::{Value, json};
use zen_engine::Decision;
use zen_engine::model::GraphContent;
use zen_expression::Variable;

use super::COURSES;
use super::zen_expression::{alternatives, apprentice, ledger, w3_text};
use crate::work::{Alternatives, Apprentice, Ledger};

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let decision = decision(&table(
        &["days", "course_hours", "practicode"],
        &[
            &[(0, ">= 730")],
            &[(0, ">= 365"), (1, ">= 80")],
            &[(0, ">= 365"), (2, "true")],
            &[(1, ">= 80"), (2, "true")],
        ],
    ));
    move |record| holds(&decision, apprentice(record))
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let facts: Vec<&str> = ["cca", "days", "other"].into_iter().chain(COURSES).collect();
    let decision = decision(&table(
        &facts,
        &[
            &[(0, "true"), (1, ">= 365")],
            &[(1, ">= 730")],
            &[(1, ">= 365"), (2, "true")],
            &[3, 4, 5, 6, 7, 8].map(|course| (course, "true")),
        ],
    ));
    move |record| holds(&decision, alternatives(record))
}

pub(super) fn w3() -> impl FnMut(&Ledger) -> bool {
    let decision = decision(&json!({
        "id": "rule", "name": "rule", "type": "expressionNode",
        "content": {"expressions": [{"id": "met", "key": "met", "value": w3_text()}]}
    }));
    move |record| holds(&decision, ledger(record))
}

/// A decision table: each rule is met by its conditions on the facts at these places; the first
/// rule that is met decides, and the last one denies.
fn table(facts: &[&str], rules: &[&[(usize, &str)]]) -> Value {
    let inputs: Vec<Value> = facts
        .iter()
        .map(|fact| json!({"id": fact, "name": fact, "field": fact, "type": "expression"}))
        .collect();
    let row = |conditions: &[(usize, &str)], met: &str| {
        let mut row = json!({"met": met});
        for &fact in facts {
            row[fact] = json!("");
        }
        for &(place, condition) in conditions {
            row[facts[place]] = json!(condition);
        }
        row
    };
    let mut rows: Vec<Value> = rules.iter().map(|conditions| row(conditions, "true")).collect();
    rows.push(row(&[], "false"));
    json!({
        "id": "rule", "name": "rule", "type": "decisionTableNode",
        "content": {
            "hitPolicy": "first",
            "inputs": inputs,
            "outputs": [{"id": "met", "name": "met", "field": "met"}],
            "rules": rows
        }
    })
}

fn decision(rule: &Value) -> Decision {
    let graph = json!({
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            rule,
            {"id": "out", "name": "out", "type": "outputNode"}
        ],
        "edges": [
            {"id": "to rule", "sourceId": "in", "targetId": "rule"},
            {"id": "to out", "sourceId": "rule", "targetId": "out"}
        ]
    });
    let content: GraphContent = serde_json::from_str(&graph.to_string()).expect("a graph");
    let mut decision = Decision::from(content);
    decision.compile();
    decision
}

fn holds(decision: &Decision, facts: Variable) -> bool {
    let response = decision.evaluate(facts).now_or_never().expect("nothing to wait for");
    let met = response.expect("an answer").result.dot("met").expect("the output");
    met.as_bool().expect("a truth value")
}
