//! Rules on units drawn at random, and a slow look at whether anybody could meet them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use coding_credentials::RuleBook;
use coding_credentials::lint::{Lint, LintCode};
use serde_json::{Value, json};

use crate::lint_examples::program;
use crate::renewal_oracle::System;
use crate::support::day;

/// A rule on units of a cycle of two years.
#[derive(Clone, Debug)]
struct Rule {
    is_maximum: bool,
    units: i64,
    of: Value,
    yearly: bool,
    /// Of a minimum: whether it lies in the pool.
    pooled: bool,
}

/// The rules of a programme.
#[derive(Clone, Debug)]
struct Rules {
    total: Option<i64>,
    separate: bool,
    all: Vec<Rule>,
}

/// An activity of a kind, a delivery and a year.
#[derive(Clone, Copy, Debug)]
struct Activity {
    kind: &'static str,
    delivery: &'static str,
    year: usize,
}

/// As many kinds of activities as the filters below can tell apart.
fn activities() -> Vec<Activity> {
    let mut all = Vec::new();
    for kind in ["audit", "audit/coding", "quiz", "course"] {
        for delivery in ["recorded", "in-person"] {
            all.extend([0, 1].map(|year| Activity { kind, delivery, year }));
        }
    }
    all
}

fn filters() -> impl Strategy<Value = Value> {
    select(vec![
        json!({}),
        json!({"kind": ["audit"]}),
        json!({"kind": ["audit/coding"]}),
        json!({"kind": ["quiz"]}),
        json!({"kind": ["audit", "quiz"]}),
        json!({"delivery": ["recorded"]}),
        json!({"kind": ["audit"], "delivery": ["recorded"]}),
        json!({"except": {"kind": ["audit"]}}),
        json!({"kind": ["audit"], "except": {"delivery": ["recorded"]}}),
        json!({"any": [{"kind": ["quiz"]}, {"delivery": ["recorded"]}]}),
    ])
}

fn rule() -> impl Strategy<Value = Rule> {
    let flags = (any::<bool>(), prop::bool::weighted(0.3), any::<bool>());
    (flags, 1..8_i64, filters()).prop_map(|((is_maximum, yearly, pooled), units, of)| Rule {
        is_maximum,
        units,
        of,
        yearly,
        pooled: pooled && !is_maximum,
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    (option::of(1..12_i64), any::<bool>(), vec(rule(), 1..6))
        .prop_map(|(total, separate, all)| Rules { total, separate, all })
}

impl Rules {
    fn book(&self) -> RuleBook {
        let rules = self.all.iter().enumerate().map(|(place, rule)| {
            let key = if rule.is_maximum { "maximum" } else { "minimum" };
            let mut terms = json!({key: rule.units, "of": rule.of});
            if rule.yearly {
                terms["per"] = json!("year");
            }
            let mut constraint = json!({"terms": [{"source": "PAGE", "value": terms}]});
            if rule.pooled {
                constraint["pool"] = json!("pool");
            }
            (format!("rule-{place}"), constraint)
        });
        let rules = Value::Object(rules.collect());
        let sharing = if self.separate { "separate" } else { "shared" };
        let quota = self
            .total
            .map_or_else(String::new, |total| format!(r#""quota": ‹{{"by_count": [{total}]}}›, "#));
        let text = program(&format!(
            r#"{quota} "pools": {{"pool": ‹"{sharing}"›}}, "constraints": {rules}"#
        ));
        RuleBook::from_json("acme.json", &text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// Each rule in each year, or in all of them.
    fn portions(&self) -> Vec<(&Rule, Vec<bool>)> {
        let mut all = Vec::new();
        for rule in &self.all {
            let years = if rule.yearly { vec![vec![0], vec![1]] } else { vec![vec![0, 1]] };
            for years in years {
                let means = |one: &Activity| years.contains(&one.year) && fits(&rule.of, one);
                all.push((rule, activities().iter().map(means).collect()));
            }
        }
        all
    }

    /// Whether some amounts of all kinds of activities meet everything.
    fn can_be_met(&self) -> bool {
        let everything = vec![true; activities().len()];
        let mut system = System {
            units: vec![1_000; everything.len()],
            at_least: self.total.map(|total| (everything, total)).into_iter().collect(),
            ..System::default()
        };
        let mut pool = Vec::new();
        for (rule, of) in self.portions() {
            let row = (of, rule.units);
            match (rule.is_maximum, rule.pooled && self.separate) {
                (true, _) => system.at_most.push(row),
                (false, true) => pool.push(row),
                (false, false) => system.at_least.push(row),
            }
        }
        // A unit serves one minimum of the pool: any of them together ask for their sum.
        for set in 1..1_usize << pool.len() {
            let chosen = pool.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1);
            let mut joined = (vec![false; activities().len()], 0);
            for (_, (of, need)) in chosen {
                joined.0.iter_mut().zip(of).for_each(|(here, there)| *here |= there);
                joined.1 += need;
            }
            system.at_least.push(joined);
        }
        system.is_feasible()
    }

    /// Whether two maxima hold some of the same activities, and each some that the other does not.
    fn cross(&self) -> bool {
        let caps: Vec<_> =
            self.portions().into_iter().filter(|(rule, _)| rule.is_maximum).collect();
        caps.iter().any(|(one, left)| {
            caps.iter().any(|(other, right)| {
                let some = |here: bool, there: bool| {
                    left.iter().zip(right).any(|(left, right)| *left == here && *right == there)
                };
                !std::ptr::eq(*one, *other)
                    && some(true, true)
                    && some(true, false)
                    && some(false, true)
            })
        })
    }
}

fn fits(filter: &Value, activity: &Activity) -> bool {
    let list = |name: &str| filter[name].as_array().cloned();
    let kind = list("kind").is_none_or(|kinds| {
        kinds.iter().any(|kind| {
            let rest = activity.kind.strip_prefix(kind.as_str().unwrap());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    });
    let delivery = list("delivery").is_none_or(|all| all.contains(&json!(activity.delivery)));
    let any = list("any").is_none_or(|all| all.iter().any(|one| fits(one, activity)));
    kind && delivery && any && !filter.get("except").is_some_and(|except| fits(except, activity))
}

fn codes(rules: &Rules) -> Vec<LintCode> {
    rules.book().lint(day("2026-06-01")).iter().map(Lint::code).collect()
}

fn is_impossible(codes: &[LintCode]) -> bool {
    codes.iter().any(|code| matches!(code, LintCode::ImpossibleMinima | LintCode::CapBelowMinimum))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn rules_that_somebody_can_meet_are_never_called_impossible(rules in rules()) {
        let codes = codes(&rules);
        prop_assert!(!(is_impossible(&codes) && rules.can_be_met()), "{:?}", codes);
    }

    #[test]
    fn rules_that_nobody_can_meet_are_called_so_unless_maxima_cross(rules in rules()) {
        let codes = codes(&rules);
        let yearly = rules.all.iter().any(|rule| rule.yearly);
        let known = yearly || rules.cross() || is_impossible(&codes) != rules.can_be_met();
        prop_assert!(known, "{:?}", codes);
    }

    #[test]
    fn maxima_that_cross_are_named_and_no_others(rules in rules()) {
        let named = codes(&rules).contains(&LintCode::CrossingCaps);
        prop_assert_eq!(named, rules.cross());
    }
}
