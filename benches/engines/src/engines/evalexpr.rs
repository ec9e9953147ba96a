//! evalexpr: expressions as trees. The facts are a context of our own, by the crate's trait, which
//! saves its map of names. There is no way to walk a list, so that W3 cannot be said.

use evalexpr::{Context, EvalexprError, EvalexprResult, Node, Value, build_operator_tree};

use super::COURSES;
use crate::work::{Alternatives, Apprentice};

const W1: &str = "days + if(course_hours >= 80, 365, 0) + if(practicode, 365, 0) >= 730";

const W2: &str = "(cca && days >= 365) || days >= 730 || (other && days >= 365) \
    || (course_1 && course_2 && course_3 && course_4 && course_5 && course_6)";

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let rule = rule(W1);
    move |apprentice| {
        holds(
            &rule,
            &Facts([
                ("days", int(apprentice.days)),
                ("course_hours", int(apprentice.course_hours)),
                ("practicode", Value::Boolean(apprentice.practicode)),
            ]),
        )
    }
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let rule = rule(W2);
    move |candidate| {
        let course = |place: usize| (COURSES[place], Value::Boolean(candidate.courses[place]));
        holds(
            &rule,
            &Facts([
                ("cca", Value::Boolean(candidate.cca)),
                ("days", int(candidate.days)),
                ("other", Value::Boolean(candidate.other)),
                course(0),
                course(1),
                course(2),
                course(3),
                course(4),
                course(5),
            ]),
        )
    }
}

fn rule(text: &str) -> Node {
    build_operator_tree(text).expect("an expression")
}

fn holds(rule: &Node, facts: &impl Context) -> bool {
    rule.eval_boolean_with_context(facts).expect("a truth value")
}

fn int(number: u32) -> Value {
    Value::Int(i64::from(number))
}

struct Facts<const COUNT: usize>([(&'static str, Value); COUNT]);

impl<const COUNT: usize> Context for Facts<COUNT> {
    fn get_value(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(each, _)| *each == name).map(|(_, fact)| fact)
    }

    fn call_function(&self, name: &str, _argument: &Value) -> EvalexprResult<Value> {
        Err(EvalexprError::FunctionIdentifierNotFound(name.to_owned()))
    }

    fn are_builtin_functions_disabled(&self) -> bool {
        false
    }

    fn set_builtin_functions_disabled(&mut self, _disabled: bool) -> EvalexprResult<()> {
        Err(EvalexprError::BuiltinFunctionsCannotBeDisabled)
    }
}
