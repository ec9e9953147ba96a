//! The linter: every code with a book that has the fault beside one that has not, what is no fault, faults
//! that are refused at reading, order, and what it says of the embedded book.

use std::collections::BTreeSet;

use coding_credentials::RuleBook;
use coding_credentials::document::Problem;
use coding_credentials::lint::{Lint, LintCode, Severity};
use serde_json::json;

use crate::lint_examples::{Book, EXAMPLES, award, book_of, constraints, file, program, waiver};
use crate::support::{credential, day};

/// The day of the lint; the sources of the examples are half a year old.
const TODAY: &str = "2026-06-01";

fn read(text: &str) -> RuleBook {
    RuleBook::from_json("acme.json", text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn lint(text: &str) -> Vec<Lint> {
    read(text).lint(day(TODAY))
}

/// What is found, a line each.
fn told(text: &str) -> Vec<String> {
    lint(text).iter().map(ToString::to_string).collect()
}

#[test]
fn a_book_with_a_fault_has_this_one_and_without_it_none() {
    let mut wrong = Vec::new();
    for example in EXAMPLES {
        let book = |part: &str| (example.book)(&example.text.replace('@', part));
        if told(&book(example.fails)) != example.lints {
            wrong.push((example.text, example.fails, told(&book(example.fails))));
        }
        if !told(&book(example.passes)).is_empty() {
            wrong.push((example.text, example.passes, told(&book(example.passes))));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_its_examples() {
    let shown: BTreeSet<LintCode> = EXAMPLES
        .iter()
        .flat_map(|example| lint(&(example.book)(&example.text.replace('@', example.fails))))
        .map(|lint| lint.code())
        .collect();
    assert_eq!(shown, LintCode::ALL.iter().copied().collect());
}

#[test]
fn codes_are_words_of_their_own_that_say_what_they_mean() {
    let words: BTreeSet<&str> = LintCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(words.len(), LintCode::ALL.len());
    for code in LintCode::ALL {
        assert!(code.as_str().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
        assert!(code.about().ends_with('.'), "{code}");
        assert_eq!(code.to_string(), code.as_str());
        assert!(PROBLEMS.iter().all(|problem| problem.as_str() != code.as_str()), "{code}");
    }
    assert!(LintCode::ALL.is_sorted_by_key(|code| code.severity()), "errors first");
    assert_eq!(LintCode::Refused(Problem::Circular).about(), "The document cannot be read.");
}

const PROBLEMS: &[Problem] = &[
    Problem::Syntax,
    Problem::Limit,
    Problem::UnknownField,
    Problem::MissingField,
    Problem::Duplicate,
    Problem::WrongKind,
    Problem::BadValue,
    Problem::Contradiction,
    Problem::UnknownName,
    Problem::Circular,
];

/// Rules that look like faults and are none.
const FINE: &[(Book, &str)] = &[
    // One unit may serve both minima, as they are in no pool and an activity has several topics.
    (
        constraints,
        r#""audit": {"terms": ‹{"minimum": 6, "of": {"topics": ["audit"]}}›},
           "law":   {"terms": ‹{"minimum": 6, "of": {"topics": ["law"]}}›},
           "all":   {"terms": ‹{"maximum": 10}›}"#,
    ),
    // So it may for an exact kind and a wider one, and for two issuers that approve it.
    (
        constraints,
        r#""audit": {"terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›},
           "deep":  {"terms": ‹{"minimum": 6, "of": {"kind": ["audit/coding"]}}›},
           "one":   {"terms": ‹{"minimum": 6, "of": {"approved_by": ["ACME"]}}›},
           "two":   {"terms": ‹{"minimum": 6, "of": {"approved_by": ["OTHER"]}}›},
           "all":   {"terms": ‹{"maximum": 6}›}"#,
    ),
    // A maximum on the activities of another kind, or on each single activity, holds no sum of these.
    (
        constraints,
        r#""law":   {"terms": ‹{"minimum": 6, "of": {"topics": ["law"]}}›},
           "other": {"terms": ‹{"maximum": 5, "except": {"topics": ["law"]}}›},
           "each":  {"terms": ‹{"maximum": 2, "per": "activity"}›}"#,
    ),
    // Part of a minimum may come from outside the maximum.
    (
        constraints,
        r#""audit": {"terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›},
           "alone": {"terms": ‹{"maximum": 1, "of": {"delivery": ["self-study"]}}›}"#,
    ),
    // Over two cycles more counts than one of them lets.
    (
        constraints,
        r#""both": {"terms": ‹{"minimum": 12, "cycles": 2, "of": {"kind": ["audit"]}}›},
           "most": {"terms": ‹{"maximum": 6, "of": {"kind": ["audit"]}}›}"#,
    ),
    // Of a rule that is for one credential and a rule for another, each holder has one.
    (
        program,
        r#""excuses": [{"code": "ACC", "excuses": ["BCC"], "source": "PAGE"}], "constraints": {
           "a": {"for": ["ACC"], "terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›},
           "b": {"for": ["BCC"], "terms": ‹{"maximum": 5, "of": {"kind": ["audit"]}}›}}"#,
    ),
    // A quota for three holdings where there are two credentials.
    (
        program,
        r#""quota": ‹{"by_count": [10, 20, 30]}›, "constraints": {"all": {"terms": ‹{"maximum": 20}›}}"#,
    ),
    // Of two credentials of which one excuses from the other, one counts.
    (
        program,
        r#""excuses": [{"code": "ACC", "excuses": ["BCC"], "source": "PAGE"}],
           "quota": ‹{"by_count": [10, 20]}›, "constraints": {"all": {"terms": ‹{"maximum": 10}›}}"#,
    ),
    // Minima of two credentials may ask for more than the total, as surplus counts.
    (
        program,
        r#""quota": ‹{"by_count": [20, 24]}›, "pools": {"own": ‹"separate"›}, "constraints": {
           "a": {"for": ["ACC"], "pool": "own", "terms": ‹{"minimum": 16, "of": {"topics": ["audit"]}}›},
           "b": {"for": ["BCC"], "pool": "own", "terms": ‹{"minimum": 16, "of": {"topics": ["law"]}}›},
           "c": {"terms": ‹{"maximum": 4, "of": {"kind": ["quiz"]}}›}}"#,
    ),
    // A holding beside others, of which one may ask for more.
    (
        program,
        r#""quota": ‹{"single": {"ACC": 10, "BCC": 20}, "further": 0, "cap": 20}›, "constraints": {
           "a": {"for": ["ACC"], "terms": ‹{"minimum": [10, 20], "of": {"kind": ["audit"]}}›}}"#,
    ),
    // Without a length nobody knows how many years a cycle has.
    (
        program,
        r#""cycle": ‹{"unpublished": "how long a cycle is"}›, "constraints": {
           "whole":  {"terms": ‹{"minimum": 60, "of": {"kind": ["audit"]}}›},
           "yearly": {"terms": ‹{"maximum": 3, "of": {"kind": ["audit"]}, "per": "year"}›}}"#,
    ),
    // 731 days are two years and a day.
    (
        program,
        r#""cycle": ‹{"length": {"days": 731}}›, "constraints": {
           "whole":  {"terms": ‹{"minimum": 9, "of": {"kind": ["audit"]}}›},
           "yearly": {"terms": ‹{"maximum": 3, "of": {"kind": ["audit"]}, "per": "year"}›}}"#,
    ),
    // As little as two yearly minima, as 731 days may be two years.
    (
        program,
        r#""cycle": ‹{"length": {"days": 731}}›, "constraints": {
           "yearly": {"terms": ‹{"minimum": 4, "of": {"kind": ["audit"]}, "per": "year"}›},
           "whole":  {"terms": ‹{"maximum": 8, "of": {"kind": ["audit"]}}›}}"#,
    ),
    // A yearly maximum inside one of the whole cycle, of the same units or of fewer.
    (
        constraints,
        r#""whole":  {"terms": ‹{"maximum": 9, "of": {"kind": ["quiz"]}}›},
           "yearly": {"terms": ‹{"maximum": 5, "of": {"kind": ["quiz/short"]}, "per": "year"}›},
           "alone":  {"terms": ‹{"maximum": 9, "of": {"kind": ["audit"], "provider": ["Acme"]}}›},
           "other":  {"terms": ‹{"maximum": 9, "of": {"kind": ["audit"], "except": {"provider": ["ACME"]}}}›}"#,
    ),
    // Years of the cycle and of the calendar are the same where it ends with the calendar's.
    (
        program,
        r#""cycle": ‹{"length": {"years": 2}, "ends": {"month": 12, "day": 31}}›, "constraints": {
           "quizzes": {"terms": ‹{"maximum": 9, "of": {"kind": ["quiz"]}, "per": "year"}›},
           "all":     {"terms": ‹{"maximum": 20, "per": "calendar-year"}›}}"#,
    ),
    // Stretches of days that do not meet.
    (
        constraints,
        r#""early": {"terms": ‹{"maximum": 9, "of": {"completed_until": "2020-12-31"}}›},
           "late":  {"terms": ‹{"maximum": 9, "of": {"completed_from": "2021-01-01"}}›}"#,
    ),
    // Units that are carried over are earned in no year of the cycle, and maybe under older rules.
    (
        program,
        r#""carry_over": ‹{"last": {"months": 3}}›,
           "admits": [{"until": "2019-12-31", "source": "PAGE", "value": {}},
                      {"from": "2020-01-01", "source": "PAGE", "value": {"kind": ["audit"]}}],
           "constraints": {"audit":  {"terms": ‹{"minimum": 9, "of": {"kind": ["audit"]}}›},
                           "yearly": {"terms": ‹{"maximum": 3, "of": {"kind": ["audit"]}, "per": "year"}›},
                           "quiz":   {"terms": ‹{"minimum": 2, "of": {"kind": ["quiz"]}}›}}"#,
    ),
    // What came later is not held.
    (
        constraints,
        r#""audit": {"terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›},
           "early": {"terms": ‹{"maximum": 5, "of": {"completed_until": "2020-12-31"}}›}"#,
    ),
    // Published within six months is published within a year.
    (
        constraints,
        r#""fresh": {"terms": ‹{"maximum": 4, "of": {"published_within": {"months": 6}}}›},
           "new":   {"terms": ‹{"maximum": 9, "of": {"published_within": {"years": 1}}}›}"#,
    ),
    // A total that its minima fill to the last unit, portion by portion.
    (
        program,
        r#""quota": ‹{"by_count": [40]}›,
           "constraints": {"yearly": {"terms": ‹{"minimum": 20, "of": {}, "per": "year"}›}}"#,
    ),
    // Whole units of two rules that have no common step but one; articles are given in units.
    (
        program,
        r#""units": ‹[{"of": {"kind": ["quiz"]}, "minutes": 60, "units": 2},
                     {"of": {"kind": ["course"]}, "minutes": 60, "units": 3}]›,
           "quota": ‹{"by_count": ["10.5"]}›,
           "constraints": {"both": {"terms": ‹{"minimum": 7, "of": {"kind": ["quiz", "course"]}}›},
                           "text": {"terms": ‹{"minimum": "0.5", "of": {"kind": ["article"]}}›}}"#,
    ),
    // The exact part of an hour gives every amount.
    (
        program,
        r#""units": ‹[{"minutes": 50, "leftover": "exact"}]›, "quota": ‹{"by_count": ["10.5"]}›"#,
    ),
    // A mark asks for what its credential does.
    (
        file,
        r#""credentials": {
               "ACC": {"title": "Acme Coder", "award": [
                   {"designation": "ACC", "requires": ‹{"all": [{"passed": "ACC"}, {"age": 18}]}›},
                   {"designation": "ACC-A", "requires": ‹{"passed": "ACC"}›}]},
               "ACC-A": {"title": "Apprentice", "designation_of": "ACC"}},
           "programs": {"MAIN": {"title": "Acme renewal", "holdings": "all", "cycle": ‹{"length": {"years": 2}}›,
               "quota": ‹{"single": {"ACC": 10}, "further": 5}›}}"#,
    ),
    // A credential that was not there yet when the quota was another one, nor is any more.
    (
        file,
        r#""credentials": {
               "ACC": {"title": "Acme Coder", "award": [{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}]},
               "NEW": {"title": "Acme Novelty", "award": [{"designation": "NEW", "requires": ‹{"passed": "NEW"}›}],
                       "offered": [{"from": "2020-01-01", "source": "PAGE", "value": true}],
                       "maintainable": [{"until": "2019-12-31", "source": "PAGE", "value": false},
                                        {"from": "2020-01-01", "source": "PAGE", "value": true}]}},
           "programs": {"MAIN": {"title": "Acme renewal", "holdings": "all", "cycle": ‹{"length": {"years": 2}}›,
               "quota": [{"until": "2019-12-31", "source": "PAGE", "value": {"single": {"ACC": 10}, "further": 5}},
                         {"from": "2020-01-01", "source": "PAGE", "value": {"by_count": [10]}}]}}"#,
    ),
    // Whoever has waived more under older terms was under an older requirement.
    (
        waiver,
        r#"[{"until": "1999-12-31", "source": "PAGE", "value": {"replaces": {"years": 2}, "times": 1, "requires": {"age": 18}}},
            {"from": "2000-01-01", "source": "PAGE", "value": {"replaces": {"years": 1}, "times": 1, "requires": {"age": 18}}}]
           → "years": 1, "waivers": ["course"]"#,
    ),
    // Two waivers, each of them twice.
    (
        waiver,
        r#"‹{"replaces": {"days": 20}, "times": 2, "requires": {"training": {"program": "ACME/Course"}}}› →
           "days": 130, "within": {"days": 90}, "waivers": ["course"]"#,
    ),
    // Routes of which none asks for all that another one does.
    (
        award,
        r#"{"any": [{"experience": {"field": "coding", "years": 2}},
                    {"experience": {"field": "coding", "years": 1, "within": {"years": 2}}},
                    {"experience": {"field": "coding/inpatient", "years": 3}},
                    {"education": {"level": "certificate"}}, {"education": {"level": "associate", "exact": true}},
                    {"all": [{"education": {"level": "master"}}, {"unpublished": "what else is asked for"}]},
                    {"unpublished": "what else is asked for"}, {"judgement": "the board decides"}]}"#,
    ),
    // An earlier outcome that asks for less by one of two readings only.
    (
        file,
        r#""credentials": {
               "ACC": {"title": "Acme Coder", "award": [
                   {"designation": "ACC", "requires": [
                       {"source": "PAGE", "value": {"passed": "ACC"}, "reading": {"question": "age", "choice": "any"}},
                       {"source": "PAGE", "value": {"all": [{"passed": "ACC"}, {"age": 21}]},
                        "reading": {"question": "age", "choice": "grown-up"}}]},
                   {"designation": "ACC-A", "requires": ‹{"all": [{"passed": "ACC"}, {"age": 18}]}›}]},
               "ACC-A": {"title": "Apprentice", "designation_of": "ACC"}},
           "programs": {"MAIN": {"title": "Acme renewal", "holdings": "all", "cycle": ‹{"length": {"years": 2}}›}}"#,
    ),
    // Older and newer prices in several currencies.
    (
        program,
        r#""fees": {"recertification": [
               {"until": "1999-12-31", "source": "PAGE", "value": [{"for": "all", "flat": {"amount": "50.00", "currency": "DEM"}}]},
               {"from": "2000-01-01", "source": "PAGE", "value": [{"for": "all", "flat": {"amount": "25.00", "currency": "EUR"}}]}]}"#,
    ),
    // What nobody can renew needs no programme.
    (
        file,
        r#""credentials": {"ACC": {"title": "Acme Coder", "maintainable": ‹false›,
               "award": [{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}]}}"#,
    ),
    // More kinds of activities than are told apart: nothing is said, and that at once.
    (
        constraints,
        r#""law": {"terms": ‹{"minimum": 6, "of": {"topics": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"]}}›},
           "all": {"terms": ‹{"maximum": 5}›}"#,
    ),
];

#[test]
fn what_only_looks_like_a_fault_is_none() {
    let told = |(book, text): &(Book, &'static str)| (*text, told(&book(text)));
    let wrong: Vec<_> = FINE.iter().map(told).filter(|(_, told)| !told.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Routes of which the first asks for all that the second does, and more.
const IMPLIED: &[(&str, &str)] = &[
    (r#"{"all": [{"passed": "ACC"}, {"age": 18}]}"#, r#"{"passed": "ACC"}"#),
    (
        r#"{"cited": {"source": "PAGE", "requires": {"passed": "ACC"}}}"#,
        r#"{"nothing": "anybody"}"#,
    ),
    (r#"{"passed": {"exam": "ACC", "within": {"years": 1}}}"#, r#"{"passed": "ACC"}"#),
    (
        r#"{"passed": {"all_of": ["ACC", "BCC"], "inside": {"years": 1}}}"#,
        r#"{"passed": {"all_of": ["BCC", "ACC"]}}"#,
    ),
    (r#"{"held": "ACC"}"#, r#"{"held": {"any_of": ["ACC", "BCC"], "standing": "ever"}}"#),
    (
        r#"{"experience": {"field": "coding", "years": 3, "within": {"years": 4}}}"#,
        r#"{"experience": {"field": "coding", "months": 18}}"#,
    ),
    (
        r#"{"experience": {"field": "coding", "hours": 4000}}"#,
        r#"{"experience": {"field": "coding", "hours": 2000}}"#,
    ),
    (
        r#"{"coursework": {"subject": "coding", "contact_hours": 80, "within": {"years": 2}}}"#,
        r#"{"coursework": {"subject": "coding", "contact_hours": "79.5"}}"#,
    ),
    (
        r#"{"education": {"level": "bachelor"}}"#,
        r#"{"education": {"level": "associate", "status": "final-term"}}"#,
    ),
    (
        r#"{"education": {"level": "certificate", "exact": true}}"#,
        r#"{"education": {"level": "certificate"}}"#,
    ),
    (
        r#"{"training": {"program": "ACME/Course", "items": 600, "score": 70}}"#,
        r#"{"training": {"program": "ACME/Course", "items": 500}}"#,
    ),
    (r#"{"ceus": {"units": 20, "within": {"years": 1}}}"#, r#"{"ceus": {"units": 10}}"#),
    (r#"{"held": "BCC"}"#, r#"{"held": {"any_of": "BCC", "standing": "ever"}}"#),
    (r#"{"age": 21}"#, r#"{"age": 18}"#),
];

#[test]
fn a_route_is_redundant_beside_one_that_asks_for_less_and_not_the_other_way_round() {
    let other = credential("BCC", r#"{"passed": "BCC"}"#);
    for (strict, easy) in IMPLIED {
        for (routes, place) in [(format!("{easy}, {strict}"), 1), (format!("{strict}, {easy}"), 0)]
        {
            let asks = credential("ACC", &format!(r#"{{"any": [{routes}]}}"#));
            let found = lint(&book_of(&format!("{asks}, {other}")));
            let found: Vec<_> = found.iter().map(|lint| (lint.code(), lint.place())).collect();
            let place = format!("credentials.ACC.award[0].requires[0].value.any[{place}]");
            assert_eq!(found, [(LintCode::RedundantRoute, place.as_str())], "{routes}");
        }
    }
}

/// Faults for which a file is refused: the kind, the place and the message.
const REFUSED: &[(Book, &str, Problem, &str, &str)] = &[
    (str::to_owned, "{]", Problem::Syntax, "", "not JSON: key must be a string at line 1 column 2"),
    (
        program,
        r#""qota": ‹{"by_count": [10]}›"#,
        Problem::UnknownField,
        "programs.MAIN",
        "unknown field `qota`: did you mean `quota`?",
    ),
    // A source that is missing, and one that is not there.
    (
        program,
        r#""quota": [{"value": {"by_count": [10]}}]"#,
        Problem::MissingField,
        "programs.MAIN.quota[0]",
        "`source` is missing: add the field",
    ),
    (
        program,
        r#""quota": [{"source": "PAEG", "value": {"by_count": [10]}}]"#,
        Problem::UnknownName,
        "programs.MAIN.quota[0].source",
        "unknown source `PAEG`: add it, or correct the name",
    ),
    // An identifier that is not known.
    (
        award,
        r#"{"held": "AAC"}"#,
        Problem::UnknownName,
        "credentials.ACC.award[0].requires[0].value.held",
        "unknown credential `ACME/AAC`: did you mean `ACME/ACC`?",
    ),
    (
        award,
        r#"{"experience": {"field": "coding", "years": 1, "waivers": ["course"]}}"#,
        Problem::UnknownName,
        "credentials.ACC.award[0].requires[0].value.experience.waivers[0]",
        "unknown waiver `course`: add it, or correct the name",
    ),
    // Versions that overlap, and days out of order.
    (
        program,
        r#""quota": [{"until": "2020-01-01", "source": "PAGE", "value": {"by_count": [10]}},
                     {"from": "2020-01-01", "source": "PAGE", "value": {"by_count": [12]}}]"#,
        Problem::Contradiction,
        "programs.MAIN.quota[1].from",
        "versions overlap: end the earlier one, or mark both as readings of one question",
    ),
    (
        program,
        r#""quota": [{"from": "2020-01-01", "until": "2019-12-31", "source": "PAGE", "value": {"by_count": [10]}}]"#,
        Problem::Contradiction,
        "programs.MAIN.quota[0].until",
        "`2019-12-31` is before `from` `2020-01-01`: correct one of the two days",
    ),
    // Prerequisites that ask for themselves.
    (
        award,
        r#"{"held": "ACC"}"#,
        Problem::Circular,
        "credentials.ACC",
        "`ACME/ACC` can only be earned by somebody who holds it: add another way",
    ),
    (
        waiver,
        r#"‹{"replaces": {"years": 1}, "times": 1, "requires":
              {"experience": {"field": "billing", "years": 1, "waivers": ["course"]}}}› → "years": 1, "waivers": ["course"]"#,
        Problem::Circular,
        "waivers.course",
        "the waiver `course` asks for itself: ask for other evidence",
    ),
    // Two names alike, renaming to what is there, and round in a circle.
    (
        book_of,
        r#""ACC": {"title": "Acme Coder"}, "acc": {"title": "Acme Coder"}"#,
        Problem::Duplicate,
        "credentials.acc",
        "`acc` is taken by `ACC` already: keep names apart",
    ),
    (
        book_of,
        r#""ACC": {"title": "Acme Coder", "former_codes": [{"code": "BCC", "source": "PAGE"}]},
           "BCC": {"title": "Acme Biller", "former_codes": [{"code": "ACC", "source": "PAGE"}]}"#,
        Problem::Duplicate,
        "credentials.ACC.former_codes[0].code",
        "`BCC` is a credential of its own: drop one of the two",
    ),
    (
        program,
        r#""excuses": [{"code": "ACC", "excuses": ["BCC"], "source": "PAGE"},
                       {"code": "BCC", "excuses": ["ACC"], "source": "PAGE"}]"#,
        Problem::Contradiction,
        "programs.MAIN.excuses[0].excuses",
        "credentials that excuse each other: nobody would renew either: drop one of the two",
    ),
    // Amounts and units that do not match.
    (
        program,
        r#""quota": ‹{"by_count": ["10 units"]}›"#,
        Problem::BadValue,
        "programs.MAIN.quota[0].value.by_count[0]",
        "`10 units` is not an amount: write digits with an optional fraction, such as `24.5`",
    ),
    (
        award,
        r#"{"experience": {"field": "coding", "years": 1, "hours": 2000}}"#,
        Problem::BadValue,
        "credentials.ACC.award[0].requires[0].value.experience",
        "`experience` takes exactly one of `years`, `months`, `days` and `hours`, above 0: keep one form",
    ),
    (
        award,
        r#"{"points": {"need": 20, "classes": [{"id": "work", "items": [{"points": 10, "requires": {"passed": "ACC"}}]}]}}"#,
        Problem::Contradiction,
        "credentials.ACC.award[0].requires[0].value.points.need",
        "20 points are needed, but at most 10 can be earned: correct one of the two",
    ),
    (
        program,
        r#""quota": 10"#,
        Problem::WrongKind,
        "programs.MAIN.quota",
        "the number `10` stands where a list of versions belongs",
    ),
];

#[test]
fn a_file_that_is_refused_is_one_error_with_the_code_of_the_refusal() {
    let mut wrong = Vec::new();
    for (book, text, problem, place, message) in REFUSED {
        let text = book(text);
        let error = RuleBook::from_json("acme.json", &text).expect_err(&text);
        let lint = Lint::from(error);
        if (lint.place(), lint.message(), lint.code())
            != (*place, *message, LintCode::Refused(*problem))
        {
            wrong.push(lint);
            continue;
        }
        assert_eq!((lint.severity(), lint.issuer()), (Severity::Error, ""));
        let place = if place.is_empty() { String::new() } else { format!(" at `{place}`") };
        assert_eq!(
            lint.to_string(),
            format!("error[{problem}]{place}: {message}", problem = problem.as_str())
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A book with faults of several kinds at several places.
fn faulty() -> String {
    program(
        r#""holdings": ["BCC", "ACC"],
           "units": ‹[{"minutes": 60}]›, "quota": ‹{"by_count": ["10.5"]}›,
           "pools": {"late": ‹"shared"›, "early": ‹"shared"›},
           "constraints": {"law":   {"terms": ‹{"minimum": 6, "of": {"kind": ["law"]}}›},
                           "audit": {"terms": ‹{"minimum": 20, "of": {"kind": ["audit"]}}›},
                           "most":  {"terms": ‹{"maximum": 5, "of": {"kind": ["audit", "law"]}}›}}"#,
    )
}

#[test]
fn errors_come_first_then_codes_and_places_in_order() {
    let found = lint(&faulty());
    assert!(found.is_sorted());
    let short: Vec<_> =
        found.iter().map(|lint| (lint.severity(), lint.code(), lint.place())).collect();
    assert_eq!(
        short,
        [
            (Severity::Error, LintCode::CapBelowMinimum, "programs.MAIN.constraints.most.terms[0]"),
            (Severity::Error, LintCode::CapBelowMinimum, "programs.MAIN.constraints.most.terms[0]"),
            (Severity::Warning, LintCode::BetweenSteps, "programs.MAIN.quota[0]"),
            (Severity::Warning, LintCode::UnusedPool, "programs.MAIN.pools.early"),
            (Severity::Warning, LintCode::UnusedPool, "programs.MAIN.pools.late"),
        ]
    );
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let bytes = |text: &str| serde_json::to_string(&lint(text)).unwrap();
    assert_eq!(bytes(&faulty()), bytes(&faulty()));
    let turned = faulty().replace(r#"["BCC", "ACC"]"#, r#"["ACC", "BCC"]"#);
    assert_ne!(faulty(), turned);
    assert_eq!(bytes(&faulty()), bytes(&turned), "the order of a list of names says nothing");
}

#[test]
fn a_lint_is_five_fields_in_json() {
    let found = lint(&program(r#""holdings": ["ACC"]"#));
    assert_eq!(
        serde_json::to_value(&found).unwrap(),
        json!([{
            "severity": "warning",
            "code": "no-program",
            "issuer": "ACME",
            "place": "credentials.BCC",
            "message": "no programme renews it: add one, with an `unpublished` cycle where nothing is on file",
        }])
    );
    let lint = &found[0];
    assert_eq!((lint.issuer(), lint.severity()), ("ACME", LintCode::NoProgram.severity()));
}

#[test]
fn a_layer_over_a_book_mends_its_faults() {
    let book = read(&program(
        r#""quota": ‹{"by_count": [10]}›, "constraints": {"all": {"terms": ‹{"maximum": 9}›}}"#,
    ));
    assert_eq!(book.lint(day(TODAY)).len(), 1);
    let mended = program(
        r#""quota": ‹{"by_count": [9]}›, "constraints": {"all": {"terms": ‹{"maximum": 9}›}}"#,
    );
    assert_eq!(book.layer("mended.json", &mended).unwrap().lint(day(TODAY)), []);
}

#[test]
fn faults_of_several_issuers_are_told_by_issuer() {
    let other =
        program(r#""holdings": ["ACC"]"#).replace(r#""issuer": "ACME""#, r#""issuer": "ZENITH""#);
    let book = read(&program(r#""holdings": ["BCC"]"#)).layer("zenith.json", &other).unwrap();
    let found = book.lint(day(TODAY));
    let found: Vec<_> = found.iter().map(|lint| (lint.issuer(), lint.place())).collect();
    assert_eq!(found, [("ACME", "credentials.ACC"), ("ZENITH", "credentials.BCC")]);
}

/// What the embedded book is warned of: days for which nothing is on file, and that alone.
#[test]
fn the_embedded_book_has_no_errors_and_only_warnings_of_what_is_not_on_file() {
    let found = RuleBook::builtin().unwrap().lint(day("2026-11-24"));
    let silent = [LintCode::VersionGap, LintCode::QuotaMissesCredential];
    let others: Vec<&Lint> = found.iter().filter(|lint| !silent.contains(&lint.code())).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(found.iter().all(|lint| lint.severity() == Severity::Warning));
}

#[test]
fn the_day_decides_which_sources_of_the_embedded_book_are_stale() {
    let book = RuleBook::builtin().unwrap();
    let stale = |today: &str| {
        let found = book.lint(day(today));
        found.iter().filter(|lint| lint.code() == LintCode::SourceStale).count()
    };
    assert_eq!(stale("2026-11-24"), 0);
    assert_eq!(stale("2029-01-01"), book.sources().count());
}
