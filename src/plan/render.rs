//! The impact of a change as text.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::impact::{Affected, Answers, Effect, Impact, MovedQuestion, Refused, Sides};
use crate::book::changes::Side;
use crate::explain::render::{Page, list, sources};

/// What changes for whom, and why, as text, wrapped at so many columns: first how many are affected, then
/// each of them, then the rules behind it.
#[must_use]
pub fn impact(impact: &Impact, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(0, &summary(impact));
    page.blank();
    for (what, side) in [("Before", impact.before()), ("After", impact.after())] {
        page.line(0, &alloc::format!("{what}: {}", self::side(side)));
    }
    for one in impact.affected() {
        page.blank();
        affected(one, &mut page);
    }
    refused(impact.refused(), &mut page);
    rules(impact, &mut page);
    page.text
}

fn side(side: &Side) -> String {
    let on = side.on().map(|day| alloc::format!(", on {day}"));
    alloc::format!("{}{}", side.book(), on.unwrap_or_default())
}

fn summary(impact: &Impact) -> String {
    let of = |effect: &Effect| {
        let number = impact.affected().iter().filter(|one| one.effect() == *effect).count();
        let what = match effect {
            Effect::Worse => "worse",
            Effect::Different => "different",
            Effect::Details => "the same with other details",
            Effect::Better => "better",
        };
        (number > 0).then(|| alloc::format!("{number} {what}"))
    };
    let mut counts: Vec<String> = Effect::ALL.iter().filter_map(of).collect();
    counts.push(alloc::format!("{} unchanged", impact.unchanged()));
    let refused = impact.refused().len();
    if refused > 0 {
        counts.push(alloc::format!("{refused} without an answer"));
    }
    let plural = |number: usize, one: &str, many: &str| {
        alloc::format!("{number} {}", if number == 1 { one } else { many })
    };
    alloc::format!(
        "{}, {}: {}.",
        plural(impact.records(), "record", "records"),
        plural(impact.asked(), "credential asked about", "credentials asked about"),
        counts.join(", ")
    )
}

fn name(record: Option<&String>, index: usize) -> String {
    record.map_or_else(|| alloc::format!("roster[{index}]"), ToString::to_string)
}

fn affected(one: &Affected, page: &mut Page) {
    let name = name(one.record(), one.index());
    page.line(0, &alloc::format!("{name}, {}: {}", one.credential(), one.effect()));
    match (one.before(), one.after()) {
        (Some(before), Some(after)) => answers(before, after, page),
        (None, Some(after)) => {
            page.line(2, "before: the book does not know it");
            page.line(2, &alloc::format!("after: {}", whole(after)));
        }
        (Some(before), None) => {
            page.line(2, &alloc::format!("before: {}", whole(before)));
            page.line(2, "after: the book does not know it");
        }
        (None, None) => {}
    }
    for missing in one.shortfalls() {
        let nothing = || String::from("nothing");
        let (before, after) = (missing.before().cloned(), missing.after().cloned());
        let text = alloc::format!(
            "missing for {}, {}: {} -> {}",
            missing.of(),
            missing.path(),
            before.unwrap_or_else(nothing),
            after.unwrap_or_else(nothing)
        );
        page.line(2, &text);
    }
    for question in one.questions() {
        page.line(2, &asked(question));
    }
    for rule in one.rules() {
        page.line(
            2,
            &alloc::format!("rule {}: {} ({})", rule.kind(), rule.heading(), rule.place()),
        );
    }
}

fn asked(question: &MovedQuestion) -> String {
    let when = if question.on() == Sides::Before { "no longer asked" } else { "now asked" };
    alloc::format!(
        "{when} for {}, {}: {} ({})",
        question.of(),
        question.path(),
        question.fact(),
        question.why()
    )
}

/// The answers that differ.
fn answers(before: &Answers, after: &Answers, page: &mut Page) {
    let rows = rows(before).into_iter().zip(rows(after));
    for ((what, before), (_, after)) in rows.filter(|(before, after)| before != after) {
        page.line(2, &alloc::format!("{what}: {before} -> {after}"));
    }
}

fn whole(answers: &Answers) -> String {
    let parts = rows(answers).into_iter().map(|(what, text)| alloc::format!("{what} {text}"));
    parts.collect::<Vec<String>>().join(", ")
}

fn rows(answers: &Answers) -> [(&'static str, String); 6] {
    let or = |text: Option<String>, none: &str| text.unwrap_or_else(|| String::from(none));
    let held = answers.renewal().is_some();
    let open = if held { "cannot be told" } else { "not held" };
    [
        ("may sit the exam", answers.exam().to_string()),
        ("would be granted", answers.eligibility().to_string()),
        ("granted", or(answers.designation().map(ToString::to_string), "nothing")),
        ("renewal", or(answers.renewal().map(|verdict| verdict.to_string()), "not held")),
        ("standing", or(answers.standing().map(|standing| standing.to_string()), open)),
        ("last safe day", or(answers.last_safe_day().map(|day| day.to_string()), open)),
    ]
}

fn refused(refused: &[Refused], page: &mut Page) {
    if refused.is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Without an answer");
    for one in refused {
        let credential = one.credential().map(|id| alloc::format!(", {id}"));
        let on = match one.on() {
            Sides::Before => " (before)",
            Sides::After => " (after)",
            Sides::Both => "",
        };
        let name = name(one.record(), one.index());
        let credential = credential.unwrap_or_default();
        page.line(2, &alloc::format!("{name}{credential}{on}: {}", one.error()));
    }
}

/// The rules that bear on somebody who is affected; of the others only how many there are.
fn rules(impact: &Impact, page: &mut Page) {
    let all = impact.changes().rules();
    let named = |place: &str, issuer: &str| {
        let mut rules = impact.affected().iter().flat_map(Affected::rules);
        rules.any(|rule| rule.place() == place && rule.issuer().as_str() == issuer)
    };
    let (shown, rest): (Vec<_>, Vec<_>) =
        all.iter().partition(|one| named(one.place(), one.issuer().as_str()));
    if !shown.is_empty() {
        page.blank();
        page.line(0, "The rules behind it");
        list(&shown, 2, page);
    }
    if !rest.is_empty() {
        page.blank();
        let (rules, bear) =
            if rest.len() == 1 { ("rule differs", "bears") } else { ("rules differ", "bear") };
        let further = if shown.is_empty() { "" } else { "further " };
        page.line(
            0,
            &alloc::format!(
                "{} {further}{rules} and {bear} on nobody who is affected.",
                rest.len()
            ),
        );
    }
    if !shown.is_empty() {
        sources(page);
    }
}
