//! cel: the Common Expression Language. A parsed program; facts of the engine's own types, looked
//! up on access rather than converted beforehand, as the crate advises for speed; one context
//! whose inner scope is all that is new for each record.
//!
//! The language cannot add up a list. `sum` is a function of the host, by the crate's interface
//! for extensions.

use std::sync::Arc;

use cel::common::traits::{self, Indexer, Iterable};
use cel::common::types::{CelBool, CelInt, CelList, CelString, LIST_TYPE, MAP_TYPE, Type};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{Context, Env, ExecutionError, Program, Value};

use super::COURSES;
use crate::work::floor::repeats_in_cycle;
use crate::work::{Activity, Alternatives, Apprentice, Ledger};

const W1: &str = "days + (course_hours >= 80 ? 365 : 0) + (practicode ? 365 : 0) >= 730";

const W2: &str = "(cca && days >= 365) || days >= 730 || (other && days >= 365) \
    || (course_1 && course_2 && course_3 && course_4 && course_5 && course_6)";

fn w3_text() -> String {
    let sum = |kind: &str| {
        format!(
            "sum(activities.map(a, \
                {kind} && a.day >= 20089 && a.day <= 20818 && !a.repeat, a.quarters))"
        )
    };
    let (hiim, others, ahima) = (sum("a.hiim"), sum("!a.hiim"), sum("a.ahima"));
    format!(
        "{hiim} + least({others}, 8 * (credentials + 1)) >= 40 * (credentials + 1) \
            && {ahima} >= 16 * (credentials + 1)"
    )
}

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let rule = Rule::new(W1);
    move |apprentice| {
        rule.holds(&ApprenticeFacts {
            days: int(apprentice.days),
            course_hours: int(apprentice.course_hours),
            practicode: CelBool::from(apprentice.practicode),
        })
    }
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let rule = Rule::new(W2);
    move |candidate| {
        rule.holds(&AlternativesFacts {
            cca: CelBool::from(candidate.cca),
            days: int(candidate.days),
            other: CelBool::from(candidate.other),
            courses: candidate.courses.map(CelBool::from),
        })
    }
}

pub(super) fn w3() -> impl FnMut(&Ledger) -> bool {
    let rule = Rule::new(&w3_text());
    move |ledger| {
        let activities = ledger.activities.iter().zip(repeats_in_cycle(&ledger.activities));
        let activities = activities.map(|(each, repeat)| ActivityFacts::new(each, repeat));
        rule.holds(&LedgerFacts {
            credentials: int(u32::from(ledger.credentials)),
            activities: ActivityList(activities.collect()),
        })
    }
}

fn int(number: u32) -> CelInt {
    CelInt::from(i64::from(number))
}

struct Rule {
    program: Program,
    context: Context<'static, 'static>,
}

impl Rule {
    fn new(text: &str) -> Self {
        let mut env = Env::stdlib();
        cel::add_overload!(&mut env, fn sum: (CelList) -> CelInt).expect("a new name");
        cel::add_overload!(&mut env, fn least: (CelInt, CelInt) -> CelInt).expect("a new name");
        let program = env.compile(text).expect("an expression");
        Self { program, context: Context::with_env(Arc::new(env)) }
    }

    fn holds(&self, facts: &dyn VariableResolver) -> bool {
        let mut scope = shorter(&self.context).new_inner_scope();
        scope.set_variable_resolver(facts);
        self.program.execute(&scope) == Ok(Value::Bool(true))
    }
}

/// The one context that all records share, as one whose values live as long as a record's facts.
fn shorter<'p, 'v>(context: &'p Context<'static, 'static>) -> &'p Context<'p, 'v> {
    context
}

fn sum(list: &CelList<'_>) -> CelInt {
    let sum = list.inner().iter().filter_map(|each| each.downcast_ref::<CelInt>());
    CelInt::from(sum.map(|each| each.into_inner()).sum::<i64>())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the crate's macro passes references")]
fn least(one: &CelInt, other: &CelInt) -> CelInt {
    *one.min(other)
}

struct ApprenticeFacts {
    days: CelInt,
    course_hours: CelInt,
    practicode: CelBool,
}

impl VariableResolver for ApprenticeFacts {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let fact: &dyn Val = match name {
            "days" => &self.days,
            "course_hours" => &self.course_hours,
            "practicode" => &self.practicode,
            _ => return None,
        };
        Some(CowVal::Borrowed(fact))
    }
}

struct AlternativesFacts {
    cca: CelBool,
    days: CelInt,
    other: CelBool,
    courses: [CelBool; 6],
}

impl VariableResolver for AlternativesFacts {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let fact: &dyn Val = match name {
            "cca" => &self.cca,
            "days" => &self.days,
            "other" => &self.other,
            _ => &self.courses[COURSES.iter().position(|&course| course == name)?],
        };
        Some(CowVal::Borrowed(fact))
    }
}

struct LedgerFacts {
    credentials: CelInt,
    activities: ActivityList,
}

impl VariableResolver for LedgerFacts {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let fact: &dyn Val = match name {
            "credentials" => &self.credentials,
            "activities" => &self.activities,
            _ => return None,
        };
        Some(CowVal::Borrowed(fact))
    }
}

#[derive(Clone, Debug)]
struct ActivityList(Vec<ActivityFacts>);

impl Val for ActivityList {
    fn get_type(&self) -> &Type {
        <Self as Val>::cel_type()
    }

    fn cel_type() -> &'static Type {
        &LIST_TYPE
    }

    fn as_iterable<'b, 'v>(&'b self) -> Option<&'b (dyn Iterable + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(self.clone())
    }
}

impl Iterable for ActivityList {
    fn iter<'b, 'v>(&'b self) -> Box<dyn traits::Iterator<'b, 'v> + 'b>
    where
        Self: 'v,
    {
        Box::new(ActivityIter(self.0.iter()))
    }
}

struct ActivityIter<'b>(std::slice::Iter<'b, ActivityFacts>);

impl<'b, 'v> traits::Iterator<'b, 'v> for ActivityIter<'b> {
    fn next(&mut self) -> Option<&'b (dyn Val + 'v)> {
        self.0.next().map(|activity| {
            let activity: &dyn Val = activity;
            activity
        })
    }
}

#[derive(Clone, Debug)]
struct ActivityFacts {
    day: CelInt,
    repeat: CelBool,
    hiim: CelBool,
    ahima: CelBool,
    quarters: CelInt,
}

impl ActivityFacts {
    fn new(activity: &Activity, repeat: bool) -> Self {
        Self {
            day: CelInt::from(i64::from(activity.day)),
            repeat: CelBool::from(repeat),
            hiim: CelBool::from(activity.hiim),
            ahima: CelBool::from(activity.ahima),
            quarters: int(u32::from(activity.quarters)),
        }
    }
}

impl Val for ActivityFacts {
    fn get_type(&self) -> &Type {
        <Self as Val>::cel_type()
    }

    fn cel_type() -> &'static Type {
        &MAP_TYPE
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(self.clone())
    }
}

impl Indexer for ActivityFacts {
    fn get<'b, 'v>(&'b self, name: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let name = name.downcast_ref::<CelString<'_>>().expect("a name").inner();
        let fact: &dyn Val = match name {
            "day" => &self.day,
            "repeat" => &self.repeat,
            "hiim" => &self.hiim,
            "ahima" => &self.ahima,
            "quarters" => &self.quarters,
            _ => return Err(ExecutionError::no_such_key(name)),
        };
        Ok(CowVal::Borrowed(fact))
    }

    fn steal<'v>(self: Box<Self>, name: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(name).map(CowVal::into_owned)
    }
}
