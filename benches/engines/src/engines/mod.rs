//! The engines, one module each. A module offers for each decision that its language can express
//! a function `w1`, `w2` or `w3` that compiles the rule from text and gives back a closure: it
//! builds the engine's own input from a record, as a user has to, and asks the engine.
//!
//! In W3 every engine is told of each activity whether it repeats an earlier one, which the host
//! finds while it builds the input: few of the languages can in reasonable time.

mod cedar_policy;
mod cel;
mod datalogic;
mod evalexpr;
mod json_rules_engine;
mod regorus;
mod rhai;
mod rust_rule_engine;
mod zen_engine;
mod zen_expression;

use crate::race::{Heat, Kind};
use crate::work::{Alternatives, Apprentice, Ledger};

/// The names of the six courses of W2, in every language.
const COURSES: [&str; 6] = ["course_1", "course_2", "course_3", "course_4", "course_5", "course_6"];

pub(crate) fn w1(heat: &mut Heat<Apprentice>) {
    heat.row(Kind::Engine, "datalogic-rs", datalogic::w1());
    heat.row(Kind::Engine, "zen-expression", zen_expression::w1());
    heat.row(Kind::Engine, "cel", cel::w1());
    heat.row(Kind::Engine, "rhai", rhai::w1());
    heat.row(Kind::Engine, "evalexpr", evalexpr::w1());
    heat.row(Kind::Engine, "regorus (RVM)", regorus::machine::w1());
    heat.row(Kind::Engine, "regorus (interpreter)", regorus::interpreter::w1());
    heat.row(Kind::Engine, "json-rules-engine", json_rules_engine::w1());
    heat.row(Kind::Engine, "rust-rule-engine", rust_rule_engine::w1());
    heat.row(Kind::Engine, "cedar-policy", cedar_policy::w1());
    heat.row(Kind::Engine, "zen-engine", zen_engine::w1());
}

pub(crate) fn w2(heat: &mut Heat<Alternatives>) {
    heat.row(Kind::Engine, "datalogic-rs", datalogic::w2());
    heat.row(Kind::Engine, "zen-expression", zen_expression::w2());
    heat.row(Kind::Engine, "cel", cel::w2());
    heat.row(Kind::Engine, "rhai", rhai::w2());
    heat.row(Kind::Engine, "evalexpr", evalexpr::w2());
    heat.row(Kind::Engine, "regorus (RVM)", regorus::machine::w2());
    heat.row(Kind::Engine, "regorus (interpreter)", regorus::interpreter::w2());
    heat.row(Kind::Engine, "json-rules-engine", json_rules_engine::w2());
    heat.row(Kind::Engine, "rust-rule-engine", rust_rule_engine::w2());
    heat.row(Kind::Engine, "cedar-policy", cedar_policy::w2());
    heat.row(Kind::Engine, "zen-engine", zen_engine::w2());
}

pub(crate) fn w3(heat: &mut Heat<Ledger>) {
    heat.row(Kind::Engine, "datalogic-rs", datalogic::w3());
    heat.row(Kind::Engine, "zen-expression", zen_expression::w3());
    heat.row(Kind::Engine, "cel", cel::w3());
    heat.row(Kind::Engine, "rhai", rhai::w3());
    heat.row(Kind::Engine, "regorus (RVM)", regorus::machine::w3());
    heat.row(Kind::Engine, "regorus (interpreter)", regorus::interpreter::w3());
    heat.row(Kind::Engine, "zen-engine", zen_engine::w3());
    heat.row(Kind::Engine, "rust-rule-engine", rust_rule_engine::w3());
    for none in ["evalexpr", "json-rules-engine", "cedar-policy"] {
        heat.cannot(none);
    }
}
