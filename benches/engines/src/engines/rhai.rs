//! rhai: a scripting language. The script is compiled and fully optimised once, one scope is
//! cleared and filled for each record, and the crate is built with the features that its book
//! names for speed.

use rhai::{AST, Array, Dynamic, Engine, INT, Map, OptimizationLevel, Scope};

use super::COURSES;
use crate::work::floor::repeats_in_cycle;
use crate::work::{Activity, Alternatives, Apprentice, Ledger};

const W1: &str = "days + (if course_hours >= 80 { 365 } else { 0 }) \
    + (if practicode { 365 } else { 0 }) >= 730";

const W2: &str = "(cca && days >= 365) || days >= 730 || (other && days >= 365) \
    || (course_1 && course_2 && course_3 && course_4 && course_5 && course_6)";

const W3: &str = "
    let hiim = 0;
    let others = 0;
    let ahima = 0;
    for a in activities {
        if a.day >= 20089 && a.day <= 20818 && !a.repeat {
            if a.hiim { hiim += a.quarters; } else { others += a.quarters; }
            if a.ahima { ahima += a.quarters; }
        }
    }
    let fifth = 8 * (credentials + 1);
    if others > fifth { others = fifth; }
    hiim + others >= 5 * fifth && ahima >= 2 * fifth
";

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let mut rule = Rule::new(W1);
    move |apprentice| {
        rule.scope.push("days", INT::from(apprentice.days));
        rule.scope.push("course_hours", INT::from(apprentice.course_hours));
        rule.scope.push("practicode", apprentice.practicode);
        rule.holds()
    }
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let mut rule = Rule::new(W2);
    move |candidate| {
        rule.scope.push("cca", candidate.cca);
        rule.scope.push("days", INT::from(candidate.days));
        rule.scope.push("other", candidate.other);
        for (name, taken) in COURSES.into_iter().zip(candidate.courses) {
            rule.scope.push(name, taken);
        }
        rule.holds()
    }
}

pub(super) fn w3() -> impl FnMut(&Ledger) -> bool {
    let mut rule = Rule::new(W3);
    move |ledger| {
        let activities = ledger.activities.iter().zip(repeats_in_cycle(&ledger.activities));
        let activities: Array = activities.map(|(each, repeat)| activity(each, repeat)).collect();
        rule.scope.push("credentials", INT::from(ledger.credentials));
        rule.scope.push("activities", activities);
        rule.holds()
    }
}

fn activity(activity: &Activity, repeat: bool) -> Dynamic {
    Dynamic::from_map(Map::from([
        ("day".into(), INT::from(activity.day).into()),
        ("repeat".into(), repeat.into()),
        ("hiim".into(), activity.hiim.into()),
        ("ahima".into(), activity.ahima.into()),
        ("quarters".into(), INT::from(activity.quarters).into()),
    ]))
}

struct Rule {
    engine: Engine,
    script: AST,
    scope: Scope<'static>,
}

impl Rule {
    fn new(text: &str) -> Self {
        let mut engine = Engine::new();
        engine.set_optimization_level(OptimizationLevel::Full);
        let script = engine.compile(text).expect("a script");
        Self { engine, script, scope: Scope::new() }
    }

    /// Runs the script on the facts in the scope, and clears it.
    fn holds(&mut self) -> bool {
        let met = self.engine.eval_ast_with_scope(&mut self.scope, &self.script);
        self.scope.clear();
        met.expect("a truth value")
    }
}
