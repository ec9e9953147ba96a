//! datalogic-rs: JSONLogic. Compiled rules, facts as borrowed values, and an arena that is reset
//! after each record: the fastest of the tiers that its README lists.

use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{DataValue, Engine, Logic};

use super::COURSES;
use crate::work::floor::repeats_in_cycle;
use crate::work::{Activity, Alternatives, Apprentice, Ledger};

const W1: &str = r#"{">=": [{"+": [
    {"val": "days"},
    {"if": [{">=": [{"val": "course_hours"}, 80]}, 365, 0]},
    {"if": [{"val": "practicode"}, 365, 0]}
]}, 730]}"#;

const W2: &str = r#"{"or": [
    {"and": [{"val": "cca"}, {">=": [{"val": "days"}, 365]}]},
    {">=": [{"val": "days"}, 730]},
    {"and": [{"val": "other"}, {">=": [{"val": "days"}, 365]}]},
    {"and": [{"val": "course_1"}, {"val": "course_2"}, {"val": "course_3"},
             {"val": "course_4"}, {"val": "course_5"}, {"val": "course_6"}]}
]}"#;

/// The sum of the quarters of those activities that count and are of a kind.
fn sum(kind: &str) -> String {
    format!(
        r#"{{"reduce": [
            {{"filter": [{{"val": "activities"}}, {{"and": [
                {kind},
                {{">=": [{{"val": "day"}}, 20089]}},
                {{"<=": [{{"val": "day"}}, 20818]}},
                {{"!": {{"val": "repeat"}}}}
            ]}}]}},
            {{"+": [{{"val": "accumulator"}}, {{"val": ["current", "quarters"]}}]}},
            0
        ]}}"#
    )
}

fn w3_text() -> String {
    let hiim = sum(r#"{"val": "hiim"}"#);
    let others = sum(r#"{"!": {"val": "hiim"}}"#);
    let ahima = sum(r#"{"val": "ahima"}"#);
    let per_step =
        |quarters: u32| format!(r#"{{"*": [{quarters}, {{"+": [{{"val": "credentials"}}, 1]}}]}}"#);
    let (required, fifth, two_fifths) = (per_step(40), per_step(8), per_step(16));
    format!(
        r#"{{"and": [
            {{">=": [{{"+": [{hiim}, {{"min": [{others}, {fifth}]}}]}}, {required}]}},
            {{">=": [{ahima}, {two_fifths}]}}
        ]}}"#
    )
}

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let mut rule = Rule::new(W1);
    move |apprentice| {
        rule.holds(&[
            ("days", number(apprentice.days)),
            ("course_hours", number(apprentice.course_hours)),
            ("practicode", DataValue::Bool(apprentice.practicode)),
        ])
    }
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let mut rule = Rule::new(W2);
    move |candidate| {
        let course = |place: usize| (COURSES[place], DataValue::Bool(candidate.courses[place]));
        rule.holds(&[
            ("cca", DataValue::Bool(candidate.cca)),
            ("days", number(candidate.days)),
            ("other", DataValue::Bool(candidate.other)),
            course(0),
            course(1),
            course(2),
            course(3),
            course(4),
            course(5),
        ])
    }
}

pub(super) fn w3() -> impl FnMut(&Ledger) -> bool {
    let mut rule = Rule::new(&w3_text());
    move |ledger| {
        let met = {
            let arena = &rule.arena;
            let activities = ledger.activities.iter().zip(repeats_in_cycle(&ledger.activities));
            let activities = activities.map(|(each, repeat)| activity(each, repeat, arena));
            let activities = arena.alloc_slice_fill_iter(activities);
            let facts = [
                ("credentials", number(u32::from(ledger.credentials))),
                ("activities", DataValue::Array(activities)),
            ];
            rule.evaluate(&facts)
        };
        rule.arena.reset();
        met
    }
}

fn activity<'a>(activity: &Activity, repeat: bool, arena: &'a Bump) -> DataValue<'a> {
    DataValue::Object(arena.alloc([
        ("day", DataValue::from_i64(i64::from(activity.day))),
        ("repeat", DataValue::Bool(repeat)),
        ("hiim", DataValue::Bool(activity.hiim)),
        ("ahima", DataValue::Bool(activity.ahima)),
        ("quarters", number(u32::from(activity.quarters))),
    ]))
}

fn number(number: u32) -> DataValue<'static> {
    DataValue::from_i64(i64::from(number))
}

struct Rule {
    engine: Engine,
    logic: Logic,
    arena: Bump,
}

impl Rule {
    fn new(text: &str) -> Self {
        let engine = Engine::new();
        let logic = engine.compile(text).expect("JSONLogic");
        Self { engine, logic, arena: Bump::new() }
    }

    fn holds(&mut self, facts: &[(&str, DataValue<'_>)]) -> bool {
        let met = self.evaluate(facts);
        self.arena.reset();
        met
    }

    #[expect(
        clippy::needless_borrows_for_generic_args,
        reason = "by reference nothing is copied into the arena"
    )]
    fn evaluate(&self, facts: &[(&str, DataValue<'_>)]) -> bool {
        let facts = DataValue::Object(facts);
        let answer = self.engine.evaluate(&self.logic, &facts, &self.arena);
        answer.expect("an answer").as_bool().expect("a truth value")
    }
}
