//! zen-expression: the expression language of GoRules. Compiled to bytecode, run on one machine
//! that is reused.

use zen_expression::expression::Standard;
use zen_expression::vm::VM;
use zen_expression::{Expression, Scope, Variable, compile_expression};

use super::COURSES;
use crate::work::floor::repeats_in_cycle;
use crate::work::{Activity, Alternatives, Apprentice, Ledger};

const W1: &str = "days + (course_hours >= 80 ? 365 : 0) + (practicode ? 365 : 0) >= 730";

const W2: &str = "(cca and days >= 365) or days >= 730 or (other and days >= 365) \
    or (course_1 and course_2 and course_3 and course_4 and course_5 and course_6)";

/// Also the language of an expression node of zen-engine.
pub(super) fn w3_text() -> String {
    let sum = |kind: &str| {
        format!(
            "sum(map(filter(activities, \
                {kind} and #.day >= 20089 and #.day <= 20818 and not #.repeat), #.quarters))"
        )
    };
    let (hiim, others, ahima) = (sum("#.hiim"), sum("not #.hiim"), sum("#.ahima"));
    format!(
        "{hiim} + min([{others}, 8 * (credentials + 1)]) >= 40 * (credentials + 1) \
            and {ahima} >= 16 * (credentials + 1)"
    )
}

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let mut rule = Rule::new(W1);
    move |record| rule.holds(apprentice(record))
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let mut rule = Rule::new(W2);
    move |record| rule.holds(alternatives(record))
}

pub(super) fn w3() -> impl FnMut(&Ledger) -> bool {
    let mut rule = Rule::new(&w3_text());
    move |record| rule.holds(ledger(record))
}

pub(super) fn apprentice(apprentice: &Apprentice) -> Variable {
    object([
        ("days", number(apprentice.days)),
        ("course_hours", number(apprentice.course_hours)),
        ("practicode", Variable::Bool(apprentice.practicode)),
    ])
}

pub(super) fn alternatives(candidate: &Alternatives) -> Variable {
    let facts = [
        ("cca", Variable::Bool(candidate.cca)),
        ("days", number(candidate.days)),
        ("other", Variable::Bool(candidate.other)),
    ];
    let courses = COURSES.into_iter().zip(candidate.courses.map(Variable::Bool));
    object(facts.into_iter().chain(courses))
}

pub(super) fn ledger(ledger: &Ledger) -> Variable {
    let activities = ledger.activities.iter().zip(repeats_in_cycle(&ledger.activities));
    let activities = activities.map(|(each, repeat)| activity(each, repeat)).collect();
    object([
        ("credentials", number(u32::from(ledger.credentials))),
        ("activities", Variable::from_array(activities)),
    ])
}

fn activity(activity: &Activity, repeat: bool) -> Variable {
    object([
        ("day", Variable::Number(activity.day.into())),
        ("repeat", Variable::Bool(repeat)),
        ("hiim", Variable::Bool(activity.hiim)),
        ("ahima", Variable::Bool(activity.ahima)),
        ("quarters", number(u32::from(activity.quarters))),
    ])
}

fn number(number: u32) -> Variable {
    Variable::Number(number.into())
}

fn object(facts: impl IntoIterator<Item = (&'static str, Variable)>) -> Variable {
    Variable::from_object(
        facts.into_iter().map(|(name, fact)| (Variable::key(name), fact)).collect(),
    )
}

struct Rule {
    expression: Expression<Standard>,
    machine: VM,
}

impl Rule {
    fn new(text: &str) -> Self {
        Self { expression: compile_expression(text).expect("an expression"), machine: VM::new() }
    }

    fn holds(&mut self, facts: Variable) -> bool {
        let answer = self.expression.evaluate_with_scope(&Scope::new(facts), &mut self.machine);
        answer.expect("an answer").as_bool().expect("a truth value")
    }
}
