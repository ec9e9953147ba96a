//! regorus: the policy language Rego, on the crate's bytecode machine and on its interpreter. The
//! policy is compiled once, machine and interpreter are reused, and names of facts are values made
//! once.

use std::collections::BTreeMap;

use regorus::{CompiledPolicy, PolicyModule, Value, compile_policy_with_entrypoint};

use super::COURSES;
use crate::work::floor::repeats_in_cycle;
use crate::work::{Activity, Alternatives, Apprentice, Ledger};

const W1: &str = "package rule
import rego.v1
default met := false
course := 365 if input.course_hours >= 80 else := 0
practicode := 365 if input.practicode else := 0
met if input.days + course + practicode >= 730
";

const W2: &str = "package rule
import rego.v1
default met := false
met if {
    input.cca
    input.days >= 365
}
met if input.days >= 730
met if {
    input.other
    input.days >= 365
}
met if {
    input.course_1
    input.course_2
    input.course_3
    input.course_4
    input.course_5
    input.course_6
}
";

const W3: &str = "package rule
import rego.v1
default met := false
fifth := 8 * (input.credentials + 1)
counted := [a | some a in input.activities; a.day >= 20089; a.day <= 20818; not a.repeat]
hiim := sum([a.quarters | some a in counted; a.hiim])
others := sum([a.quarters | some a in counted; not a.hiim])
ahima := sum([a.quarters | some a in counted; a.ahima])
met if {
    hiim + min([others, fifth]) >= 5 * fifth
    ahima >= 2 * fifth
}
";

const ENTRY: &str = "data.rule.met";

fn compiled(text: &str) -> CompiledPolicy {
    let module = PolicyModule { id: "rule.rego".into(), content: text.into() };
    compile_policy_with_entrypoint(Value::new_object(), &[module], ENTRY.into()).expect("a policy")
}

pub(super) mod machine {
    use regorus::languages::rego::compiler::Compiler;
    use regorus::rvm::RegoVM;

    use super::{Alternatives, Apprentice, ENTRY, Ledger, Names, Value, W1, W2, W3, compiled};

    pub(in super::super) fn w1() -> impl FnMut(&Apprentice) -> bool {
        let (mut machine, names) = (machine(W1), Names::new());
        move |record| holds(&mut machine, names.apprentice(record))
    }

    pub(in super::super) fn w2() -> impl FnMut(&Alternatives) -> bool {
        let (mut machine, names) = (machine(W2), Names::new());
        move |record| holds(&mut machine, names.alternatives(record))
    }

    pub(in super::super) fn w3() -> impl FnMut(&Ledger) -> bool {
        let (mut machine, names) = (machine(W3), Names::new());
        move |record| holds(&mut machine, names.ledger(record))
    }

    fn machine(text: &str) -> RegoVM {
        let program = Compiler::compile_from_policy(&compiled(text), &[ENTRY]);
        let mut machine = RegoVM::new();
        machine.load_program(program.expect("a program"));
        machine
    }

    fn holds(machine: &mut RegoVM, facts: Value) -> bool {
        machine.set_input(facts);
        *machine.execute().expect("an answer").as_bool().expect("a truth value")
    }
}

pub(super) mod interpreter {
    use regorus::Engine;

    use super::{Alternatives, Apprentice, ENTRY, Ledger, Names, Value, W1, W2, W3};

    pub(in super::super) fn w1() -> impl FnMut(&Apprentice) -> bool {
        let (mut engine, names) = (engine(W1), Names::new());
        move |record| holds(&mut engine, names.apprentice(record))
    }

    pub(in super::super) fn w2() -> impl FnMut(&Alternatives) -> bool {
        let (mut engine, names) = (engine(W2), Names::new());
        move |record| holds(&mut engine, names.alternatives(record))
    }

    pub(in super::super) fn w3() -> impl FnMut(&Ledger) -> bool {
        let (mut engine, names) = (engine(W3), Names::new());
        move |record| holds(&mut engine, names.ledger(record))
    }

    fn engine(text: &str) -> Engine {
        let mut engine = Engine::new();
        engine.add_policy("rule.rego".to_owned(), text.to_owned()).expect("a policy");
        engine
    }

    /// By the rule rather than by a query, which would be parsed anew.
    fn holds(engine: &mut Engine, facts: Value) -> bool {
        engine.set_input(facts);
        let answer = engine.eval_rule(ENTRY.to_owned()).expect("an answer");
        *answer.as_bool().expect("a truth value")
    }
}

/// The names of facts as values, whose text is shared by every record.
struct Names {
    days: Value,
    course_hours: Value,
    practicode: Value,
    cca: Value,
    other: Value,
    courses: [Value; 6],
    credentials: Value,
    activities: Value,
    day: Value,
    repeat: Value,
    hiim: Value,
    ahima: Value,
    quarters: Value,
}

impl Names {
    fn new() -> Self {
        Self {
            days: "days".into(),
            course_hours: "course_hours".into(),
            practicode: "practicode".into(),
            cca: "cca".into(),
            other: "other".into(),
            courses: COURSES.map(Value::from),
            credentials: "credentials".into(),
            activities: "activities".into(),
            day: "day".into(),
            repeat: "repeat".into(),
            hiim: "hiim".into(),
            ahima: "ahima".into(),
            quarters: "quarters".into(),
        }
    }

    fn apprentice(&self, apprentice: &Apprentice) -> Value {
        object([
            (&self.days, apprentice.days.into()),
            (&self.course_hours, apprentice.course_hours.into()),
            (&self.practicode, apprentice.practicode.into()),
        ])
    }

    fn alternatives(&self, candidate: &Alternatives) -> Value {
        let facts = [
            (&self.cca, candidate.cca.into()),
            (&self.days, candidate.days.into()),
            (&self.other, candidate.other.into()),
        ];
        let courses = self.courses.iter().zip(candidate.courses.map(Value::from));
        object(facts.into_iter().chain(courses))
    }

    fn ledger(&self, ledger: &Ledger) -> Value {
        let activities = ledger.activities.iter().zip(repeats_in_cycle(&ledger.activities));
        let activities: Vec<Value> =
            activities.map(|(each, repeat)| self.activity(each, repeat)).collect();
        object([
            (&self.credentials, u32::from(ledger.credentials).into()),
            (&self.activities, activities.into()),
        ])
    }

    fn activity(&self, activity: &Activity, repeat: bool) -> Value {
        object([
            (&self.day, activity.day.into()),
            (&self.repeat, repeat.into()),
            (&self.hiim, activity.hiim.into()),
            (&self.ahima, activity.ahima.into()),
            (&self.quarters, u32::from(activity.quarters).into()),
        ])
    }
}

fn object<'n>(facts: impl IntoIterator<Item = (&'n Value, Value)>) -> Value {
    let facts = facts.into_iter().map(|(name, fact)| (name.clone(), fact));
    facts.collect::<BTreeMap<Value, Value>>().into()
}
