//! What a book of renewal programmes refuses, and how it says so; exceptions in records.
//!
//! A row of a table is a field of a programme and the value of its only version; with `=` in front
//! of the field the JSON stands as it is. Under it, indented, stands the message.

use std::fmt::Write as _;

use coding_credentials::document::{DocumentError, Problem};
use coding_credentials::explain::Verdict;
use coding_credentials::quantity::Units;
use coding_credentials::record::{Exception, ExceptionKind, Text};
use coding_credentials::{Record, RuleBook};
use serde_json::{Map, Value, json};

use crate::support::{cases, day, programme, record};

/// A file of ACME with four credentials and these programmes.
fn file(programs: &Value) -> String {
    let credential = |code: &str| (code.to_owned(), json!({"title": code, "fields": ["coding"]}));
    let credentials: Map<String, Value> =
        ["A", "B", "C", "D"].map(credential).into_iter().collect();
    json!({
        "format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College",
        "sources": {"PAGE": {"url": "https://acme.example/rules", "publisher": "Acme College",
                             "checked": "2026-01-01", "confidence": "official"}},
        "credentials": credentials,
        "programs": programs,
    })
    .to_string()
}

fn book_error(programs: &Value) -> Option<DocumentError> {
    RuleBook::from_json("acme.json", &file(programs)).err()
}

/// A sound programme with the field of a row set to its value.
fn program(row: &str) -> Value {
    let open = |value: Value| json!([{"source": "PAGE", "value": value}]);
    let (name, value) = row.split_once(' ').unwrap();
    let value: Value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {row}"));
    let mut all = json!({
        "title": "Acme renewal", "holdings": "all",
        "cycle": open(json!({"length": {"years": 2}, "primary": true})),
        "quota": open(json!({"by_count": [20]})),
    });
    match (name.strip_prefix('='), name.split_once('.')) {
        (Some(name), _) => all[name] = value,
        (None, Some((name @ ("constraints" | "duties"), id))) => {
            all[name] = json!({id: {"terms": open(value)}});
        }
        (None, Some((name, id))) => all[name] = json!({id: open(value)}),
        (None, None) => all[name] = open(value),
    }
    all
}

fn program_error(row: &str) -> Option<DocumentError> {
    book_error(&json!({"MAIN": program(row)}))
}

/// Every row is refused with exactly its message; all that differ are shown together.
#[track_caller]
fn refused_programs(table: &str) {
    let mut wrong = String::new();
    for (row, expected) in cases(table) {
        let found = program_error(&row).map_or_else(
            || String::from("accepted"),
            |error| error.to_string().replace("programs.MAIN.", "@"),
        );
        if found != expected {
            writeln!(wrong, "{row}\n  expected {expected}\n  found    {found}").unwrap();
        }
        assert_manners(&found);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What the house style asks of every message.
#[track_caller]
fn assert_manners(message: &str) {
    assert!(!message.contains(['\n', '\r', '\t']), "{message:?}");
    assert!(!message.ends_with('.'), "{message}");
    assert!(!message.starts_with(|first: char| first.is_ascii_uppercase()), "{message}");
    let alien = ["u32", "u64", "i64", "f64", "struct ", "Option", "Vec<", "::", "invalid type"];
    assert!(!alien.iter().any(|word| message.contains(word)), "{message}");
}

/// What stands in a programme once.
const PROGRAM: &str = r#"
=titel "x"
  at `programs.MAIN`: unknown field `titel`: use one of title, holdings, excuses, cycle, validity,
    submission, quota, proration, joined, counts_from, admits, units, repeats, constraints, pools,
    carry_over, ways, duties, fees, dues, extension, ladder, appeal, exempt, notes
=holdings "some"
  at `@holdings`: unknown word `some`: use one of all
=holdings ["A", "X"]
  at `@holdings[1]`: unknown credential `X`: did you mean `A`, `B` or `C`?
=holdings ["A", "A"]
  at `@holdings[1]`: `A` stands twice: keep one
=holdings 3
  at `@holdings`: the number `3` stands where a word or its longer form belongs
=holdings {"A": 1}
  at `@holdings`: an object stands where a sequence belongs
=excuses [{"code": "X", "excuses": ["B"], "source": "PAGE"}]
  at `@excuses[0].code`: unknown credential `X`: did you mean `A`, `B` or `C`?
=excuses [{"code": "A", "excuses": ["X"], "source": "PAGE"}]
  at `@excuses[0].excuses[0]`: unknown credential `X`: did you mean `A`, `B` or `C`?
=excuses [{"code": "A", "excuses": ["A"], "source": "PAGE"}]
  at `@excuses[0].excuses`: credentials that excuse each other: nobody would renew either: drop
    one of the two
=excuses [{"code": "A", "excuses": ["B"], "source": "PGAE"}]
  at `@excuses[0].source`: unknown source `PGAE`: add it, or correct the name
=excuses [{"code": "A", "excuses": ["B"]}]
  at `@excuses[0]`: `source` is missing: add the field
=excuses {"A": ["B"]}
  at `@excuses`: an object stands where a list belongs
=counts_from "exam"
  at `@counts_from`: unknown word `exam`: use one of award, membership, cycle
=notes [{"text": "x", "source": "PAEG"}]
  at `@notes[0].source`: unknown source `PAEG`: add it, or correct the name
=dues {"organization": "ACME"}
  at `@dues`: `source` is missing: add the field
=dues {"organization": "ACME", "source": "X"}
  at `@dues.source`: unknown source `X`: add it, or correct the name
=dues {"organisation": "ACME", "source": "PAGE"}
  at `@dues`: unknown field `organisation`: did you mean `organization`?
=excuses [{"code": "A", "excuses": ["B"], "source": "PAGE"}, {"code": "B", "excuses": ["A"],
"source": "PAGE"}]
  at `@excuses[0].excuses`: credentials that excuse each other: nobody would renew either: drop
    one of the two
=holdings null
  at `programs.MAIN`: `holdings` is missing: add the field
=title ""
  at `@title`: the text is empty: leave the field out
"#;
#[test]
fn the_programme_itself() {
    refused_programs(PROGRAM);
}

/// Versions, their readings, and the day that picks one.
const DATED: &str = r#"
=quota {}
  at `@quota`: `anchor` is missing: add the field
=quota 5
  at `@quota`: the number `5` stands where a list of versions belongs
=quota {"by_count": [10]}
  at `@quota`: an object with `by_count` stands where versions belong: write `[{"source": …,
    "value": …}]`
=quota [{"value": "none"}]
  at `@quota[0]`: `source` is missing: add the field
=quota [{"source": "PAGE"}]
  at `@quota[0]`: `value` is missing: add the field
=quota [{"source": "X", "value": "none"}]
  at `@quota[0].source`: unknown source `X`: add it, or correct the name
=quota [{"source": [], "value": "none"}]
  at `@quota[0].source`: the list is empty: name at least one, or leave the field out
=quota [{"source": "PAGE", "from": "2024-01-01", "until": "2023-12-31", "value": "none"}]
  at `@quota[0].until`: `2023-12-31` is before `from` `2024-01-01`: correct one of the two days
=quota [{"source": "PAGE", "from": "2024-01-01", "value": "none"}, {"source": "PAGE", "from":
"2024-06-01", "value": "none"}]
  at `@quota[1].from`: versions overlap: end the earlier one, or mark both as readings of one
    question
=quota [{"source": "PAGE", "from": "2024-06-01", "value": "none"}, {"source": "PAGE", "from":
"2024-01-01", "value": "none"}]
  at `@quota[1].from`: versions are out of order: sort them by `from`
=quota [{"source": "PAGE", "reading": {"question": "q", "choice": "a"}, "value": "none"},
{"source": "PAGE", "reading": {"question": "q", "choice": "a"}, "value": "none"}]
  at `@quota[1].from`: versions overlap: end the earlier one, or mark both as readings of one
    question
=quota [{"source": "PAGE", "reading": {"question": "q", "choice": "a"}, "value": "none"},
{"source": "PAGE", "reading": {"question": "r", "choice": "b"}, "value": "none"}]
  at `@quota[1].from`: versions overlap: end the earlier one, or mark both as readings of one
    question
=quota {"anchor": "activity", "versions": [{"source": "PAGE", "value": "none"}]}
  at `@quota.anchor`: this anchor means nothing here (activity): leave it out or take another
=quota {"anchor": "exam", "versions": [{"source": "PAGE", "value": "none"}]}
  at `@quota.anchor`: this anchor means nothing here (exam): leave it out or take another
=quota {"anchor": "begin", "versions": [{"source": "PAGE", "value": "none"}]}
  at `@quota.anchor`: unknown word `begin`: use one of as-of, exam, failure, approval,
    first-award, cycle-start, cycle-end, activity
=quota {"anchor": "cycle-end"}
  at `@quota`: `versions` is missing: add the field
=quota {"anchor": {"question": "q", "choices": {"a": "cycle-start"}}, "versions": [{"source":
"PAGE", "value": "none"}]}
  at `@quota.anchor`: a contradiction of one choice makes no rule: correct it or leave it out
=quota {"anchor": {"question": "q", "choices": {}}, "versions": [{"source": "PAGE", "value":
"none"}]}
  at `@quota.anchor`: a contradiction of one choice makes no rule: correct it or leave it out
=quota {"anchor": {"question": "q", "choices": {"a": "cycle-start", "b": "exam"}}, "versions":
[{"source": "PAGE", "value": "none"}]}
  at `@quota.anchor`: this anchor means nothing here (exam): leave it out or take another
=admits {"anchor": "failure", "versions": [{"source": "PAGE", "value": {}}]}
  at `@admits.anchor`: this anchor means nothing here (failure): leave it out or take another
=cycle []
  at `@cycle`: a programme without a cycle makes no rule: correct it or leave it out
=cycle null
  at `programs.MAIN`: `cycle` is missing: add the field
=ladder {"anchor": "activity", "versions": []}
  at `@ladder.anchor`: this anchor means nothing here (activity): leave it out or take another
=repeats {"anchor": "exam", "versions": []}
  at `@repeats.anchor`: this anchor means nothing here (exam): leave it out or take another
=exempt {"retired": {"anchor": "approval", "versions": []}}
  at `@exempt.retired.anchor`: this anchor means nothing here (approval): leave it out or take
    another
=fees {"exam": {"anchor": "activity", "versions": []}}
  at `@fees.exam.anchor`: this anchor means nothing here (activity): leave it out or take another
=duties {"x": {"terms": {"anchor": "activity", "versions": []}}}
  at `@duties.x.terms.anchor`: this anchor means nothing here (activity): leave it out or take
    another
=constraints {"x": {"terms": {"anchor": "activity", "versions": []}}}
  at `@constraints.x.terms.anchor`: this anchor means nothing here (activity): leave it out or
    take another
=ways {"anchor": "activity", "versions": []}
  at `@ways.anchor`: this anchor means nothing here (activity): leave it out or take another
=cycle {"anchor": "activity", "versions": [{"source": "PAGE", "value": {"length": {"years": 2}}}]}
  at `@cycle.anchor`: this anchor means nothing here (activity): leave it out or take another
=proration {"anchor": "activity", "versions": []}
  at `@proration.anchor`: this anchor means nothing here (activity): leave it out or take another
=joined {"anchor": "activity", "versions": []}
  at `@joined.anchor`: this anchor means nothing here (activity): leave it out or take another
=appeal {"anchor": "activity", "versions": []}
  at `@appeal.anchor`: this anchor means nothing here (activity): leave it out or take another
=extension {"anchor": "activity", "versions": []}
  at `@extension.anchor`: this anchor means nothing here (activity): leave it out or take another
=submission {"anchor": "activity", "versions": []}
  at `@submission.anchor`: this anchor means nothing here (activity): leave it out or take another
=carry_over {"anchor": "activity", "versions": []}
  at `@carry_over.anchor`: this anchor means nothing here (activity): leave it out or take another
"#;
#[test]
fn versions_and_anchors() {
    refused_programs(DATED);
}

/// Cycles.
const CYCLE: &str = r#"
cycle {}
  at `@cycle[0].value`: a cycle has a `length` or is `unpublished`: write one of them
cycle "yearly"
  at `@cycle[0].value`: the text `yearly` stands where an object belongs
cycle []
  at `@cycle[0].value`: a list stands where an object belongs
cycle {"length": 2}
  at `@cycle[0].value.length`: the number `2` stands where an object belongs
cycle {"length": {"weeks": 2}}
  at `@cycle[0].value.length`: unknown field `weeks`: use one of years, months, days
cycle {"length": {"years": 1, "months": 2}}
  at `@cycle[0].value.length`: a length has exactly one of `years`, `months` and `days`: keep one
cycle {"length": {"years": 0}}
  at `@cycle[0].value.length`: a length of 0 years is none: leave the field out
cycle {"length": {"years": 500}}
  at `@cycle[0].value.length`: 500 years is above the longest length, 200 years: check the number
cycle {"length": {"years": "1.5"}}
  at `@cycle[0].value.length.years`: 1.5 is not a whole number: write one without a fraction
cycle {"length": {"years": 2}, "begins": "award"}
  at `@cycle[0].value`: unknown field `begins`: use one of length, starts, ends, years, first,
    primary, renewed_early, renewed_late, unpublished
cycle {"length": {"years": 2}, "starts": "month"}
  at `@cycle[0].value.starts`: unknown word `month`: use one of exam, award, day-after-award, day-after-exam
cycle {"length": {"years": 2}, "ends": "year-end"}
  at `@cycle[0].value.ends`: unknown word `year-end`: use one of anniversary, month-end
cycle {"length": {"years": 2}, "ends": {}}
  at `@cycle[0].value.ends`: an end has either `month` and `day`, or `membership`: keep one
cycle {"length": {"years": 2}, "ends": {"month": 12}}
  at `@cycle[0].value.ends`: an end has either `month` and `day`, or `membership`: keep one
cycle {"length": {"years": 2}, "ends": {"month": 13, "day": 1}}
  at `@cycle[0].value.ends`: `13` is not a month: write 1 to 12
cycle {"length": {"years": 2}, "ends": {"month": 0, "day": 1}}
  at `@cycle[0].value.ends`: `0` is not a month: write 1 to 12
cycle {"length": {"years": 2}, "ends": {"month": 2, "day": 30}}
  at `@cycle[0].value.ends`: month 2 has no day 30: write 1 to 29
cycle {"length": {"years": 2}, "ends": {"month": 4, "day": 31}}
  at `@cycle[0].value.ends`: month 4 has no day 31: write 1 to 30
cycle {"length": {"years": 2}, "ends": {"month": 4, "day": 0}}
  at `@cycle[0].value.ends`: month 4 has no day 0: write 1 to 30
cycle {"length": {"years": 2}, "ends": {"month": "April", "day": 1}}
  at `@cycle[0].value.ends.month`: `April` is not an amount: write digits with an optional
    fraction, such as `24.5`
cycle {"length": {"years": 2}, "ends": {"month": 4, "day": 1, "membership": "ACME"}}
  at `@cycle[0].value.ends`: an end has either `month` and `day`, or `membership`: keep one
cycle {"length": {"years": 2}, "ends": {"membership": "acme corp"}}
  at `@cycle[0].value.ends.membership`: `acme corp` contains the character U+0020: a code has
    ASCII letters, digits and inner hyphens only
cycle {"length": {"years": 2}, "ends": 5}
  at `@cycle[0].value.ends`: the number `5` stands where a word or its longer form belongs
cycle {"length": {"years": 2}, "years": "parity-of-month"}
  at `@cycle[0].value`: `years` and `first` are for ends by calendar or membership: leave them out
cycle {"length": {"years": 2}, "first": "long"}
  at `@cycle[0].value`: `years` and `first` are for ends by calendar or membership: leave them out
cycle {"length": {"months": 24}, "ends": {"month": 12, "day": 31}, "years": {"like": 2026}}
  at `@cycle[0].value.length`: `years` needs a length in years: correct one of the two
cycle {"length": {"years": 2}, "ends": {"month": 12, "day": 31}, "years": "odd"}
  at `@cycle[0].value.years`: unknown word `odd`: use one of parity-of-month, parity-of-award,
    like
cycle {"length": {"years": 2}, "ends": {"month": 12, "day": 31}, "years": {"like": 0}}
  at `@cycle[0].value.years`: `0` is not a year of the calendar: write one such as 2026
cycle {"length": {"years": 2}, "ends": {"month": 12, "day": 31}, "years": {"like": "2026.5"}}
  at `@cycle[0].value.years.like`: 2026.5 is not a whole number: write one without a fraction
cycle {"length": {"years": 2}, "ends": {"month": 12, "day": 31}, "years": {"as": 2026}}
  at `@cycle[0].value.years`: unknown word `as`: use one of parity-of-month, parity-of-award, like
cycle {"length": {"years": 3}, "ends": {"month": 12, "day": 31}, "years": "parity-of-month"}
  at `@cycle[0].value.years`: parity makes cycles of 2 years: correct `length` or `years`
cycle {"length": {"months": 18}, "ends": {"month": 12, "day": 31}}
  at `@cycle[0].value.length`: cycles that end on days of the calendar have a length in years:
    correct it
cycle {"length": {"years": 2}, "ends": {"month": 12, "day": 31}, "first": "short"}
  at `@cycle[0].value.first`: unknown word `short`: use one of partial, long, exempt
cycle {"length": {"years": 2}, "primary": "yes"}
  at `@cycle[0].value.primary`: the text `yes` stands where `true` or `false` belongs
cycle {"length": {"years": 2}, "renewed_early": "moves"}
  at `@cycle[0].value.renewed_early`: unknown word `moves`: use one of keeps, shortens, restarts
cycle {"length": {"years": 2}, "renewed_early": "shortens"}
  at `@cycle[0].value.renewed_early`: an early renewal keeps the next cycle or restarts it: write
    one of the two
cycle {"length": {"years": 2}, "renewed_late": 1}
  at `@cycle[0].value.renewed_late`: the number `1` stands where a word or an object with one key
    belongs
cycle {"length": {"years": 3}, "first": "long", "ends": {"month": 12, "day": 31}, "years":
{"like": 2024}}
  at `@cycle[0].value.first`: a long first cycle does not end in shared years: leave out one of
    the two
"#;
#[test]
fn cycles() {
    refused_programs(CYCLE);
}

/// When a renewal may be filed.
const SUBMISSION: &str = r#"
submission {"opens": "60 days"}
  at `@submission[0].value.opens`: the text `60 days` stands where an object belongs
submission {"opens": {"month": 1}}
  at `@submission[0].value.opens`: unknown field `month`: did you mean `months`?
submission {"closes": {"month": 1}}
  at `@submission[0].value.closes`: it closes after a length or on a `month` and `day`: keep one
submission {"closes": {"month": 2, "day": 30}}
  at `@submission[0].value.closes`: month 2 has no day 30: write 1 to 29
submission {"closes": {"days": 5, "month": 2, "day": 3}}
  at `@submission[0].value.closes`: it closes after a length or on a `month` and `day`: keep one
submission {"closes": {"years": 300}}
  at `@submission[0].value.closes`: it closes later than 200 years after: check the number
submission {"closes": {"days": 99999999}}
  at `@submission[0].value.closes.days`: `99999999` is above the largest amount, 1000000: check
    the entry
submission {"closes": {}}
  at `@submission[0].value.closes`: it closes after a length or on a `month` and `day`: keep one
submission {"complete": "yes"}
  at `@submission[0].value.complete`: the text `yes` stands where `true` or `false` belongs
submission "never"
  at `@submission[0].value`: the text `never` stands where an object belongs
"#;
#[test]
fn filing() {
    refused_programs(SUBMISSION);
}

/// Quotas.
const QUOTA: &str = r#"
quota "all"
  at `@quota[0].value`: unknown word `all`: use one of none
quota 10
  at `@quota[0].value`: the number `10` stands where a word or its longer form belongs
quota {}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"by_count": []}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"by_count": 36}
  at `@quota[0].value.by_count`: the number `36` stands where a list belongs
quota {"by_count": [-1]}
  at `@quota[0].value.by_count[0]`: `-1` is not an amount: write digits with an optional fraction,
    such as `24.5`
quota {"by_count": ["x"]}
  at `@quota[0].value.by_count[0]`: `x` is not an amount: write digits with an optional fraction,
    such as `24.5`
quota {"by_count": [1000000000]}
  at `@quota[0].value.by_count[0]`: `1000000000` is above the largest amount, 1000000: check the
    entry
quota {"by_count": [10], "single": 10}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"by_count": [10], "cap": 10}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"single": 10}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"further": 10}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"single": 10, "further": "each"}
  at `@quota[0].value.further`: `further` is an amount, `same` or `own`: write one of them
quota {"single": 10, "further": true}
  at `@quota[0].value.further`: `true` stands where an amount or a word belongs
quota {"single": 10, "further": -1}
  at `@quota[0].value.further`: `further` is an amount, `same` or `own`: write one of them
quota {"single": 10, "further": "0.00001"}
  at `@quota[0].value.further`: `0.00001` has more than four decimal places: round it by the
    issuer's own rule
quota {"single": {"X": 10}, "further": 10}
  at `@quota[0].value.single.X`: unknown credential `X`: did you mean `A`, `B` or `C`?
quota {"single": {}, "further": 10}
  at `@quota[0].value.single`: a table of no credential makes no rule: correct it or leave it out
quota {"single": "ten", "further": 10}
  at `@quota[0].value.single`: `ten` is not an amount: write digits with an optional fraction,
    such as `24.5`
quota {"single": 10, "further": "same", "cap": 50}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"single": 10, "further": "own", "cap": 50}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"single": 10, "further": "same", "serves": {"A": ["B"]}}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"single": 10, "further": "own", "serves": {"X": ["B"]}}
  at `@quota[0].value.serves.X`: unknown credential `X`: did you mean `A`, `B` or `C`?
quota {"single": 10, "further": "own", "serves": {"A": ["X"]}}
  at `@quota[0].value.serves.A[0]`: unknown credential `X`: did you mean `A`, `B` or `C`?
quota {"single": 10, "further": "own", "serves": {"A": ["A"]}}
  at `@quota[0].value.serves.A`: units of one credential may serve exactly one other, which serves
    none itself: write one code
quota {"single": 10, "further": "own", "serves": {"A": "B"}}
  at `@quota[0].value.serves.A`: the text `B` stands where a list belongs
quota {"single": 10, "further": "own", "serves": {"A": ["B"], "B": ["A"]}}
  at `@quota[0].value.serves.A`: units of one credential may serve exactly one other, which serves
    none itself: write one code
quota {"unpublished": ""}
  at `@quota[0].value.unpublished`: the text is empty: leave the field out
quota {"unpublished": "x", "by_count": [1]}
  at `@quota[0].value`: a quota is `by_count`, `single` with `further`, or `unpublished`: write
    one of them
quota {"unpublished": true}
  at `@quota[0].value.unpublished`: `true` stands where a text belongs
"#;
#[test]
fn quotas() {
    refused_programs(QUOTA);
}

/// Shorter cycles, and holdings that join one.
const PRORATION: &str = r#"
proration "half"
  at `@proration[0].value`: unknown word `half`: use one of in-full, next-cycle
proration {}
  at `@proration[0].value`: a proration is `in-full`, `next-cycle`, `even`, `table` or
    `unpublished`: write one
proration {"even": false}
  at `@proration[0].value`: a proration is `in-full`, `next-cycle`, `even`, `table` or
    `unpublished`: write one
proration {"even": true, "table": [{"months": 1, "units": 2}]}
  at `@proration[0].value`: a proration is `in-full`, `next-cycle`, `even`, `table` or
    `unpublished`: write one
proration {"even": true, "step": 0}
  at `@proration[0].value.step`: a step of 0 makes no rule: correct it or leave it out
proration {"even": true, "rounding": "even"}
  at `@proration[0].value.rounding`: unknown word `even`: use one of down, up, nearest
proration {"even": true, "minima": "none"}
  at `@proration[0].value.minima`: unknown word `none`: use one of even, in-full, unpublished
proration {"table": []}
  at `@proration[0].value.table`: a table without rows makes no rule: correct it or leave it out
proration {"table": [{"months": 1, "units": 2}, {"months": 1, "units": 1}]}
  at `@proration[0].value.table`: a table whose months do not fall makes no rule: correct it or
    leave it out
proration {"table": [{"months": 1, "units": 2}, {"months": 6, "units": 1}]}
  at `@proration[0].value.table`: a table whose months do not fall makes no rule: correct it or
    leave it out
proration {"table": [{"months": 1}]}
  at `@proration[0].value.table[0]`: `units` is missing: add the field
proration {"table": [{"months": 1, "units": 2, "minima": {"nothing": 1}}]}
  at `@proration`: unknown constraint `nothing`: add it, or correct the name
proration {"table": [{"months": "1.5", "units": 2}]}
  at `@proration[0].value.table[0].months`: 1.5 is not a whole number: write one without a
    fraction
proration {"table": [{"months": 1, "units": 2}], "step": 1}
  at `@proration[0].value`: a proration is `in-full`, `next-cycle`, `even`, `table` or
    `unpublished`: write one
joined "half"
  at `@joined[0].value`: unknown word `half`: use one of in-full, next-cycle
joined {"table": []}
  at `@joined[0].value.table`: a table without rows makes no rule: correct it or leave it out
"#;
#[test]
fn shorter_cycles() {
    refused_programs(PRORATION);
}

/// Which activities are meant.
const FILTERS: &str = r#"
admits {"topic": "x"}
  at `@admits[0].value`: unknown field `topic`: did you mean `topics`?
admits {"topics": []}
  at `@admits[0].value.topics`: the list is empty: name at least one, or leave the field out
admits {"topics": ""}
  at `@admits[0].value.topics`: `` is not a word: write up to 64 ASCII letters, digits and
    hyphens, levels apart by slashes
admits {"topics": "not a word"}
  at `@admits[0].value.topics`: `not a word` is not a word: write up to 64 ASCII letters, digits
    and hyphens, levels apart by slashes
admits {"kind": 3}
  at `@admits[0].value.kind`: the number `3` stands where a text or a list of texts belongs
admits {"delivery": "online"}
  at `@admits[0].value.delivery`: unknown word `online`: use one of in-person, live-online,
    recorded, self-study
admits {"delivery": []}
  at `@admits[0].value.delivery`: the list is empty: name at least one, or leave the field out
admits {"provider": ""}
  at `@admits[0].value.provider`: the text is empty: leave the field out
admits {"approved_by": "acme college"}
  at `@admits[0].value.approved_by`: `acme college` contains the character U+0020: a code has
    ASCII letters, digits and inner hyphens only
admits {"approved_for": "X"}
  at `@admits[0].value.approved_for`: unknown credential `ACME/X`: did you mean `ACME/A`, `ACME/B`
    or `ACME/C`?
admits {"approved_for": "ACMW/A"}
  at `@admits[0].value.approved_for`: unknown credential `ACMW/A`: did you mean `ACME/A`, `ACME/B`
    or `ACME/C`?
admits {"approved_for": ["A", "X"]}
  at `@admits[0].value.approved_for[1]`: unknown credential `ACME/X`: did you mean `ACME/A`,
    `ACME/B` or `ACME/C`?
admits {"job_related": false}
  at `@admits[0].value.job_related`: `false` makes no rule: correct it or leave it out
admits {"job_related": "yes"}
  at `@admits[0].value.job_related`: the text `yes` stands where `true` or `false` belongs
admits {"published_within": {"days": 0}}
  at `@admits[0].value.published_within`: a length of 0 days is none: leave the field out
admits {"completed_from": "2024-02-30"}
  at `@admits[0].value.completed_from`: `2024-02-30` does not exist: February 2024 has 29 days
admits {"completed_from": "2024-06-01", "completed_until": "2024-01-01"}
  at `@admits[0].value.completed_until`: a day before `completed_from` makes no rule: correct it
    or leave it out
admits {"any": {}}
  at `@admits[0].value.any`: an object stands where a list belongs
admits {"except": {}}
  at `@admits[0].value.except`: an exception for everything makes no rule: correct it or leave it
    out
admits {"except": {"except": {"topic": 1}}}
  at `@admits[0].value.except.except`: unknown field `topic`: did you mean `topics`?
admits {"except": {"except": {"except": {"except": {"except": {"except": {"except": {"except":
{"kind": "x"}}}}}}}}}
  at `@admits[0].value.except.except.except.except.except.except.except.except`: filters nested
    deeper than 8 levels: flatten them
admits "all"
  at `@admits[0].value`: the text `all` stands where an object belongs
"#;
#[test]
fn filters() {
    refused_programs(FILTERS);
}

/// How minutes become units.
const UNITS: &str = r#"
units {}
  at `@units[0].value`: an object stands where a list belongs
units [{"units": 1}]
  at `@units[0].value[0]`: `minutes` is missing: add the field
units [{"minutes": 0}]
  at `@units[0].value[0].minutes`: a unit of 0 minutes makes no rule: correct it or leave it out
units [{"minutes": "60 min"}]
  at `@units[0].value[0].minutes`: `60 min` is not an amount: write digits with an optional
    fraction, such as `24.5`
units [{"minutes": 60, "units": 0}]
  at `@units[0].value[0].units`: an activity of 0 units makes no rule: correct it or leave it out
units [{"minutes": 60, "leftover": "round"}]
  at `@units[0].value[0].leftover`: unknown word `round`: use one of exact
units [{"minutes": 60, "leftover": [{"minutes": 30, "units": "0.5"}, {"minutes": 15, "units":
"0.25"}]}]
  at `@units[0].value[0].leftover`: a list of leftovers that do not rise makes no rule: correct it
    or leave it out
units [{"minutes": 60, "leftover": [{"minutes": 15, "units": "0.5"}, {"minutes": 30, "units":
"0.25"}]}]
  at `@units[0].value[0].leftover`: a list of leftovers that do not rise makes no rule: correct it
    or leave it out
units [{"minutes": 60, "leftover": [{"minutes": 60, "units": 1}]}]
  at `@units[0].value[0].leftover`: a leftover of a whole unit makes no rule: correct it or leave
    it out
units [{"minutes": 60, "leftover": [{"minutes": 30, "units": 2}]}]
  at `@units[0].value[0].leftover`: a leftover worth more than a whole unit makes no rule: correct
    it or leave it out
units [{"minutes": 60, "leftover": [{"minutes": 0, "units": 1}]}]
  at `@units[0].value[0].leftover`: a leftover of 0 minutes makes no rule: correct it or leave it
    out
units [{"minutes": 60, "leftover": [{"minutes": 30}]}]
  at `@units[0].value[0].leftover[0]`: `units` is missing: add the field
units [{"minutes": 60, "most": 0}]
  at `@units[0].value[0].most`: at most 0 units makes no rule: correct it or leave it out
units [{"minutes": 60, "of": {"knd": "x"}}]
  at `@units[0].value[0].of`: unknown field `knd`: did you mean `kind`?
units [{"minutes": 60, "of": {"approved_for": "X"}}]
  at `@units[0].value[0].of.approved_for`: unknown credential `ACME/X`: did you mean `ACME/A`,
    `ACME/B` or `ACME/C`?
"#;
#[test]
fn units() {
    refused_programs(UNITS);
}

/// Repeats, pools, carrying over.
const SMALL: &str = r#"
repeats "twice"
  at `@repeats[0].value`: unknown word `twice`: use one of allowed, once-a-cycle, once
repeats true
  at `@repeats[0].value`: `true` stands where a word or an object with one key belongs
=pools {"x": [{"source": "PAGE", "value": "both"}]}
  at `@pools.x[0].value`: unknown word `both`: use one of separate, shared
=pools {"a b": [{"source": "PAGE", "value": "separate"}]}
  at `@pools`: `a b` contains the character U+0020: a code has ASCII letters, digits and inner
    hyphens only
carry_over "all"
  at `@carry_over[0].value`: unknown word `all`: use one of none
carry_over {}
  at `@carry_over[0].value`: `last` is missing: add the field
carry_over {"last": "year"}
  at `@carry_over[0].value.last`: unknown word `year`: use one of month
carry_over {"last": {"days": 0}}
  at `@carry_over[0].value.last`: a length of 0 days is none: leave the field out
carry_over {"last": "month", "most": -1}
  at `@carry_over[0].value.most`: `-1` is not an amount: write digits with an optional fraction,
    such as `24.5`
"#;
#[test]
fn repeats_pools_and_carrying_over() {
    refused_programs(SMALL);
}

/// Minima, shares, maxima, numbers of entries.
const CONSTRAINTS: &str = r#"
=constraints {"x": {}}
  at `@constraints.x`: `terms` is missing: add the field
=constraints {"x": {"for": ["X"], "terms": []}}
  at `@constraints.x.for[0]`: unknown credential `X`: did you mean `A`, `B` or `C`?
=constraints {"x": {"for": "A", "terms": []}}
  at `@constraints.x.for`: the text `A` stands where a list belongs
=constraints {"x": {"titel": "y", "terms": []}}
  at `@constraints.x`: unknown field `titel`: use one of title, for, pool, terms
=constraints {"not an id": {"terms": []}}
  at `@constraints`: `not an id` contains the character U+0020: a code has ASCII letters, digits
    and inner hyphens only
=constraints {"quota": {"terms": [{"source": "PAGE", "value": "none"}]}}
  at `@constraints.quota`: `quota` is the name of the total: take another
constraints.x "all"
  at `@constraints.x.terms[0].value`: unknown word `all`: use one of none
constraints.x {}
  at `@constraints.x.terms[0].value`: a constraint is one of `minimum`, `share`, `maximum`,
    `maximum_share`, `events` and `unpublished`: write one of them
constraints.x {"of": {}}
  at `@constraints.x.terms[0].value`: a constraint is one of `minimum`, `share`, `maximum`,
    `maximum_share`, `events` and `unpublished`: write one of them
constraints.x {"minimum": 1}
  at `@constraints.x.terms[0].value`: the constraint does not say which units: add `of`
constraints.x {"minimum": 0, "of": {}}
  at `@constraints.x.terms[0].value.minimum`: a minimum of 0 makes no rule: correct it or leave it
    out
constraints.x {"minimum": [], "of": {}}
  at `@constraints.x.terms[0].value.minimum`: a list of no amount makes no rule: correct it or
    leave it out
constraints.x {"minimum": [1, 0], "of": {}}
  at `@constraints.x.terms[0].value.minimum`: a minimum of 0 makes no rule: correct it or leave it
    out
constraints.x {"minimum": "x", "of": {}}
  at `@constraints.x.terms[0].value.minimum`: `x` is not an amount: write digits with an optional
    fraction, such as `24.5`
constraints.x {"minimum": 1, "maximum": 2, "of": {}}
  at `@constraints.x.terms[0].value`: a constraint is one of `minimum`, `share`, `maximum`,
    `maximum_share`, `events` and `unpublished`: write one of them
constraints.x {"minimum": 1, "of": {}, "except": {}}
  at `@constraints.x.terms[0].value`: `except` does not belong to `minimum`: leave it out
constraints.x {"minimum": 1, "of": {}, "per": "activity"}
  at `@constraints.x.terms[0].value`: `activity` does not belong to `minimum`: write `year` or
    `calendar-year`
constraints.x {"minimum": 1, "of": {}, "per": "month"}
  at `@constraints.x.terms[0].value.per`: unknown word `month`: use one of year, calendar-year,
    activity
constraints.x {"minimum": 1, "of": {}, "cycles": 3}
  at `@constraints.x.terms[0].value.cycles`: a span of other than 1 or 2 cycles makes no rule:
    correct it or leave it out
constraints.x {"minimum": 1, "of": {}, "cycles": 0}
  at `@constraints.x.terms[0].value.cycles`: a span of other than 1 or 2 cycles makes no rule:
    correct it or leave it out
constraints.x {"minimum": 1, "of": {}, "cycles": 2, "per": "year"}
  at `@constraints.x.terms[0].value.cycles`: a span of cycles in portions of a year makes no rule:
    correct it or leave it out
constraints.x {"minimum": 1, "of": {}, "residence": []}
  at `@constraints.x.terms[0].value.residence`: the list is empty: name at least one, or leave the
    field out
constraints.x {"minimum": 1, "of": {}, "base": "earned"}
  at `@constraints.x.terms[0].value`: `base` does not belong to `minimum`: leave it out
constraints.x {"share": 80, "of": {}}
  at `@constraints.x.terms[0].value`: a share has a base: write `"base": "required"` or `"earned"`
constraints.x {"share": 80, "base": "earned"}
  at `@constraints.x.terms[0].value`: the constraint does not say which units: add `of`
constraints.x {"share": 0, "of": {}, "base": "earned"}
  at `@constraints.x.terms[0].value.share`: a share of 0 percent makes no rule: correct it or
    leave it out
constraints.x {"share": 101, "of": {}, "base": "earned"}
  at `@constraints.x.terms[0].value.share`: a share above 100 percent makes no rule: correct it or
    leave it out
constraints.x {"share": 80, "of": {}, "base": "all"}
  at `@constraints.x.terms[0].value.base`: unknown word `all`: use one of required, earned
constraints.x {"share": 80, "of": {}, "base": "required", "round_up": 0}
  at `@constraints.x.terms[0].value.round_up`: a step of 0 makes no rule: correct it or leave it
    out
constraints.x {"share": 80, "of": {}, "base": "required", "per": "year"}
  at `@constraints.x.terms[0].value`: `per` does not belong to `share`: leave it out
constraints.x {"maximum": 5, "maximum_share": 5}
  at `@constraints.x.terms[0].value`: a constraint is one of `minimum`, `share`, `maximum`,
    `maximum_share`, `events` and `unpublished`: write one of them
constraints.x {"maximum": 5, "per": "week"}
  at `@constraints.x.terms[0].value.per`: unknown word `week`: use one of year, calendar-year,
    activity
constraints.x {"maximum": 5, "cycles": 2}
  at `@constraints.x.terms[0].value`: `cycles` does not belong to `maximum`: leave it out
constraints.x {"maximum_share": 101}
  at `@constraints.x.terms[0].value.maximum_share`: a share above 100 percent makes no rule:
    correct it or leave it out
constraints.x {"events": 0, "of": {}}
  at `@constraints.x.terms[0].value.events`: a number of 0 events makes no rule: correct it or
    leave it out
constraints.x {"events": 1}
  at `@constraints.x.terms[0].value`: the constraint does not say which units: add `of`
constraints.x {"events": "1.5", "of": {}}
  at `@constraints.x.terms[0].value.events`: 1.5 is not a whole number: write one without a
    fraction
constraints.x {"events": 1, "of": {}, "per": "activity"}
  at `@constraints.x.terms[0].value`: `activity` does not belong to `events`: write `year` or
    `calendar-year`
constraints.x {"events": 1, "of": {}, "except": {}}
  at `@constraints.x.terms[0].value`: `except` does not belong to `events`: leave it out
constraints.x {"unpublished": "y", "of": {}}
  at `@constraints.x.terms[0].value`: `of` does not belong to `unpublished`: leave it out
constraints.x {"minimum": 1, "of": {"approved_for": "X"}}
  at `@constraints.x.terms[0].value.of.approved_for`: unknown credential `ACME/X`: did you mean
    `ACME/A`, `ACME/B` or `ACME/C`?
=constraints {"x": {"pool": "p", "terms": [{"source": "PAGE", "value": {"maximum": 1, "of":
{}}}]}}
  at `@constraints.x.terms[0].value`: a pool of a maximum makes no rule: correct it or leave it
    out
constraints.x {"share": "x", "of": {}, "base": "required"}
  at `@constraints.x.terms[0].value.share`: `x` is not an amount: write digits with an optional
    fraction, such as `24.5`
constraints.x {"share": -80, "of": {}, "base": "required"}
  at `@constraints.x.terms[0].value.share`: `-80` is not an amount: write digits with an optional
    fraction, such as `24.5`
constraints.x {"minimum": 1, "of": "all"}
  at `@constraints.x.terms[0].value.of`: the text `all` stands where an object belongs
constraints.x {"minimum": 1, "of": {}, "residence": "not a place"}
  at `@constraints.x.terms[0].value.residence`: `not a place` is not a word: write up to 64 ASCII
    letters, digits and hyphens, levels apart by slashes
constraints.x {"maximum": -1}
  at `@constraints.x.terms[0].value.maximum`: `-1` is not an amount: write digits with an optional
    fraction, such as `24.5`
constraints.x {"maximum": 5, "of": {"approved_for": "X"}}
  at `@constraints.x.terms[0].value.of.approved_for`: unknown credential `ACME/X`: did you mean
    `ACME/A`, `ACME/B` or `ACME/C`?
constraints.x {"maximum": 5, "except": {"approved_for": "X"}}
  at `@constraints.x.terms[0].value.except.approved_for`: unknown credential `ACME/X`: did you
    mean `ACME/A`, `ACME/B` or `ACME/C`?
constraints.x {"events": 1, "of": {"approved_for": "X"}}
  at `@constraints.x.terms[0].value.of.approved_for`: unknown credential `ACME/X`: did you mean
    `ACME/A`, `ACME/B` or `ACME/C`?
constraints.x {"share": 5, "base": "earned", "of": {"approved_for": "X"}}
  at `@constraints.x.terms[0].value.of.approved_for`: unknown credential `ACME/X`: did you mean
    `ACME/A`, `ACME/B` or `ACME/C`?
"#;
#[test]
fn constraints() {
    refused_programs(CONSTRAINTS);
}

/// Ways to renew.
const WAYS: &str = r#"
ways []
  at `@ways[0].value`: a list of no way to renew makes no rule: correct it or leave it out
ways {}
  at `@ways[0].value`: an object stands where a list belongs
ways [{"id": "x"}]
  at `@ways[0].value[0]`: a way that asks for nothing makes no rule: correct it or leave it out
ways [{"quota": true}]
  at `@ways[0].value[0]`: `id` is missing: add the field
ways [{"id": "x", "quota": false}]
  at `@ways[0].value[0]`: a way that asks for nothing makes no rule: correct it or leave it out
ways [{"id": "x", "quota": true}, {"id": "x", "quota": true}]
  at `@ways[0].value[1].id`: the way `x` stands twice: keep one
ways [{"id": "x y", "quota": true}]
  at `@ways[0].value[0].id`: `x y` contains the character U+0020: a code has ASCII letters, digits
    and inner hyphens only
ways [{"id": "x", "requires": {}}]
  at `@ways[0].value[0].requires`: an object with exactly one key belongs here, such as `all`,
    `any`, `at_least`, `points`: write one
ways [{"id": "x", "requires": {"passed": "X"}}]
  at `@ways[0].value[0].requires.passed`: unknown credential `ACME/X`: did you mean `ACME/A`,
    `ACME/B` or `ACME/C`?
ways [{"id": "x", "requires": {"pased": "A"}}]
  at `@ways[0].value[0].requires`: unknown word `pased`: did you mean `passed`?
ways [{"id": "x", "quota": true, "cycles": {"nth": 3, "of": 2}}]
  at `@ways[0].value[0].cycles`: a cycle beyond their number makes no rule: correct it or leave it
    out
ways [{"id": "x", "quota": true, "cycles": {"nth": 0, "of": 2}}]
  at `@ways[0].value[0].cycles`: a cycle beyond their number makes no rule: correct it or leave it
    out
ways [{"id": "x", "quota": true, "cycles": {"nth": 1}}]
  at `@ways[0].value[0].cycles`: `of` is missing: add the field
ways [{"id": "x", "quota": true, "cycles": {"nth": 1, "of": 2}}]
  at `@ways[0].value`: cycle 2 of 2 has no way to renew: add one for it
ways [{"id": "x", "quota": true, "title": "y"}]
  at `@ways[0].value[0]`: unknown field `title`: use one of id, quota, requires, cycles, for
"#;
#[test]
fn ways() {
    refused_programs(WAYS);
}

/// Duties beside units.
const DUTIES: &str = r#"
=duties {"x": {}}
  at `@duties.x`: `terms` is missing: add the field
=duties {"x": {"terms": [{"source": "PAGE", "value": "file"}]}}
  at `@duties.x.terms[0].value`: unknown word `file`: use one of none, filing
duties.x "fee"
  at `@duties.x.terms[0].value`: unknown word `fee`: use one of none, filing
duties.x {}
  at `@duties.x.terms[0].value`: a duty is `filing`, `none`, a `fee` (with `each`, where it is
    yearly) or `requires`: write one of them
duties.x {"fee": "annual-fee", "each": "activity"}
  at `@duties.x.terms[0].value`: a fee is not for each activity: write `year` or `calendar-year`
duties.x {"each": "year", "requires": {"held": "A"}}
  at `@duties.x.terms[0].value`: a duty is `filing`, `none`, a `fee` (with `each`, where it is
    yearly) or `requires`: write one of them
duties.x {"fee": "party"}
  at `@duties.x.terms[0].value.fee`: unknown word `party`: use one of recertification, annual-fee,
    membership, late-fee, extension, reinstatement, exam
duties.x {"fee": "annual-fee", "filing": true}
  at `@duties.x.terms[0].value`: unknown field `filing`: use one of fee, each, requires
duties.x {"requires": {"held": "X"}}
  at `@duties.x.terms[0].value.requires.held`: unknown credential `ACME/X`: did you mean `ACME/A`,
    `ACME/B` or `ACME/C`?
duties.x {"filing": true}
  at `@duties.x.terms[0].value`: unknown field `filing`: use one of fee, each, requires
"#;
#[test]
fn duties() {
    refused_programs(DUTIES);
}

/// Prices.
const FEES: &str = r#"
=fees {"party": [{"source": "PAGE", "value": []}]}
  at `@fees`: unknown word `party`: use one of recertification, annual-fee, membership, late-fee,
    extension, reinstatement, exam
fees.late-fee []
  at `@fees.late-fee[0].value`: a list of no price makes no rule: correct it or leave it out
fees.late-fee {}
  at `@fees.late-fee[0].value`: an object stands where a list belongs
fees.late-fee [{"for": "all"}]
  at `@fees.late-fee[0].value[0]`: a price is one of `prices`, `flat`, `percent` with `of`, and
    `unpublished`: write one of them
fees.late-fee [{"flat": {"amount": "1", "currency": "USD"}}]
  at `@fees.late-fee[0].value[0]`: `for` is missing: add the field
fees.late-fee [{"for": "student", "flat": {"amount": "1", "currency": "USD"}}]
  at `@fees.late-fee[0].value[0].for`: unknown word `student`: use one of all, member, non-member
fees.late-fee [{"for": "all", "prices": []}]
  at `@fees.late-fee[0].value[0]`: a price is one of `prices`, `flat`, `percent` with `of`, and
    `unpublished`: write one of them
fees.late-fee [{"for": "all", "prices": [5]}]
  at `@fees.late-fee[0].value[0].prices[0]`: the number `5` stands where an object belongs
fees.late-fee [{"for": "all", "flat": 5}]
  at `@fees.late-fee[0].value[0].flat`: the number `5` stands where an object belongs
fees.late-fee [{"for": "all", "flat": {"amount": "1.005", "currency": "USD"}}]
  at `@fees.late-fee[0].value[0].flat`: 1.005 has more than two decimal places: write money such
    as `218.00`
fees.late-fee [{"for": "all", "percent": 15}]
  at `@fees.late-fee[0].value[0]`: a price is one of `prices`, `flat`, `percent` with `of`, and
    `unpublished`: write one of them
fees.late-fee [{"for": "all", "percent": 15, "of": "late-fee"}]
  at `@fees.late-fee`: a percentage of `late-fee`, which is a percentage itself: name a price in
    money
fees.late-fee [{"for": "all", "of": "recertification"}]
  at `@fees.late-fee[0].value[0]`: a price is one of `prices`, `flat`, `percent` with `of`, and
    `unpublished`: write one of them
fees.late-fee [{"for": "all", "percent": 1, "of": "exam", "flat": {"amount": "1", "currency":
"USD"}}]
  at `@fees.late-fee[0].value[0]`: a price is one of `prices`, `flat`, `percent` with `of`, and
    `unpublished`: write one of them
fees.late-fee [{"for": "member", "flat": {"amount": "1", "currency": "USD"}}, {"for": "member",
"flat": {"amount": "2", "currency": "USD"}}]
  at `@fees.late-fee[0].value[1].for`: a second price for the same people: keep one
fees.late-fee [{"for": "all", "unpublished": ""}]
  at `@fees.late-fee[0].value[0].unpublished`: the text is empty: leave the field out
fees.late-fee [{"for": "all", "flat": {"amount": "1", "currency": "dollars"}}]
  at `@fees.late-fee[0].value[0].flat.currency`: `dollars` is not a currency: write three capital
    letters, such as `USD`
"#;
#[test]
fn prices() {
    refused_programs(FEES);
}

/// More time.
const EXTENSION: &str = r#"
extension "bought"
  at `@extension[0].value`: unknown word `bought`: use one of none
extension {"length": {"days": 0}}
  at `@extension[0].value.length`: a length of 0 days is none: leave the field out
extension {"length": {"days": 30}, "blocks": 0}
  at `@extension[0].value.blocks`: an extension of 0 blocks makes no rule: correct it or leave it
    out
extension {"blocks": "x"}
  at `@extension[0].value.blocks`: `x` is not an amount: write digits with an optional fraction,
    such as `24.5`
"#;
#[test]
fn extensions() {
    refused_programs(EXTENSION);
}

/// What follows the last day.
const LADDER: &str = r#"
ladder []
  at `@ladder[0].value`: a ladder without a rung makes no rule: correct it or leave it out
ladder {}
  at `@ladder[0].value`: an object stands where a list belongs
ladder [{}]
  at `@ladder[0].value[0]`: a rung has a `standing` or is `unpublished`: write one of them
ladder [{"standing": "gone"}]
  at `@ladder[0].value[0].standing`: unknown word `gone`: use one of active, grace, suspended,
    inactive, expired, revoked, retired
ladder [{"standing": "grace", "unpublished": "x"}]
  at `@ladder[0].value[0]`: a rung has a `standing` or is `unpublished`: write one of them
ladder [{"standing": "grace"}, {"standing": "revoked"}]
  at `@ladder[0].value[0]`: a rung has `for` or `until`, the last one neither: write one of them
ladder [{"for": {"days": 5}, "until": {"month": 1, "day": 1}, "standing": "grace"}]
  at `@ladder[0].value[0]`: a rung has `for` or `until`, the last one neither: write one of them
ladder [{"for": {"days": 0}, "standing": "grace"}, {"standing": "revoked"}]
  at `@ladder[0].value[0].for`: a length of 0 days is none: leave the field out
ladder [{"until": {"month": 2, "day": 30}, "standing": "grace"}, {"standing": "revoked"}]
  at `@ladder[0].value[0].until`: month 2 has no day 30: write 1 to 29
ladder [{"standing": "revoked", "fees": ["late-fee"]}]
  at `@ladder[0].value[0].fees[0]`: the text `late-fee` stands where an object belongs
ladder [{"standing": "revoked", "fees": [{"what": "fine"}]}]
  at `@ladder[0].value[0].fees[0].what`: unknown word `fine`: use one of recertification,
    annual-fee, membership, late-fee, extension, reinstatement, exam
ladder [{"standing": "revoked", "fees": [{"price": {"amount": "1", "currency": "USD"}}]}]
  at `@ladder[0].value[0].fees[0]`: `what` is missing: add the field
ladder [{"standing": "revoked", "fees": [{"what": "late-fee", "each": "year"}]}]
  at `@ladder[0].value[0].fees[0].each`: unknown word `year`: use one of cycle
ladder [{"standing": "revoked", "remains": ["begging"]}]
  at `@ladder[0].value[0].remains[0]`: `begging` is nothing that may remain: write `ceus`, `exam`,
    `appeal`, `filing` or a payment purpose
ladder [{"standing": "revoked", "remains": "exam"}]
  at `@ladder[0].value[0].remains`: the text `exam` stands where a list belongs
ladder [{"standing": "revoked", "units": -5}]
  at `@ladder[0].value[0].units`: `-5` is not an amount: write digits with an optional fraction,
    such as `24.5`
ladder [{"standing": "revoked", "only": ["nothing"]}]
  at `@ladder[0].value[0].only[0]`: unknown constraint `nothing`: add it, or correct the name
ladder [{"standing": "revoked", "source": "X"}]
  at `@ladder[0].value[0].source`: unknown source `X`: add it, or correct the name
ladder [{"standing": "revoked", "source": []}]
  at `@ladder[0].value[0].source`: the list is empty: name at least one, or leave the field out
ladder [{"standing": "revoked", "then": "x"}]
  at `@ladder[0].value[0]`: unknown field `then`: use one of for, until, standing, unpublished,
    fees, remains, units, only, source
"#;
#[test]
fn ladders() {
    refused_programs(LADDER);
}

/// Time to appeal.
const APPEAL: &str = r#"
appeal {}
  at `@appeal[0].value`: `within` is missing: add the field
appeal {"within": 90}
  at `@appeal[0].value.within`: the number `90` stands where an object belongs
appeal {"within": {"days": 0}}
  at `@appeal[0].value.within`: a length of 0 days is none: leave the field out
appeal {"within": {"days": 90}, "starts": "today"}
  at `@appeal[0].value.starts`: unknown word `today`: use one of revoked, unpublished
"#;
#[test]
fn appeals() {
    refused_programs(APPEAL);
}

/// What an exception means.
const EXEMPT: &str = r#"
=exempt {"holiday": [{"source": "PAGE", "value": {"waives": "quota"}}]}
  at `@exempt`: unknown word `holiday`: use one of extension, retired, emeritus, disability,
    hardship, military, honorary, inactive, waive-requirement, adjust-quota
exempt.retired {}
  at `@exempt.retired[0].value`: `waives` is missing: add the field
exempt.retired {"waives": "fees"}
  at `@exempt.retired[0].value.waives`: unknown word `fees`: use one of everything, quota, later, nothing
exempt.retired {"waives": "nothing", "standing": "gone"}
  at `@exempt.retired[0].value.standing`: unknown word `gone`: use one of active, grace,
    suspended, inactive, expired, revoked, retired
exempt.extension {"waives": "quota"}
  at `@exempt.extension`: an exception that says itself what it means makes no rule: correct it or
    leave it out
exempt.adjust-quota {"waives": "quota"}
  at `@exempt.adjust-quota`: an exception that says itself what it means makes no rule: correct it
    or leave it out
exempt.retired "everything"
  at `@exempt.retired[0].value`: the text `everything` stands where an object belongs
exempt.retired {"waives": "quota", "until": "2024-01-01"}
  at `@exempt.retired[0].value`: unknown field `until`: use one of standing, waives
"#;
#[test]
fn exempt_states() {
    refused_programs(EXEMPT);
}

/// Near misses of the tables above that do make a rule.
const RULES: &str = r#"
submission {"closes": {"days": 0}}
  accepted
ladder [{"for": {"days": 5}, "standing": "grace"}]
  accepted
=quota []
  accepted
submission {}
  accepted
quota {"by_count": [40, 36]}
  accepted
quota {"by_count": [0]}
  accepted
quota {"single": {"A": 10}, "further": 10}
  accepted
quota {"single": 60, "further": 10, "cap": 50}
  accepted
proration {"even": true, "step": 1}
  accepted
proration {"table": [{"months": 6, "units": 1}, {"months": 1, "units": 2}]}
  accepted
units [{"minutes": 60}, {"minutes": 50}]
  accepted
=constraints {"x": {"pool": "nowhere", "terms": [{"source": "PAGE", "value": {"minimum": 1, "of":
{}}}]}}
  accepted
carry_over {"last": "month", "most": 0}
  accepted
constraints.x {"maximum": 0}
  accepted
fees.late-fee [{"for": "all", "percent": 15, "of": "recertification"}]
  accepted
ladder [{"standing": "revoked", "units": 0}]
  accepted
=units {"anchor": "cycle-start", "versions": []}
  accepted
ways [{"id": "x", "quota": true, "cycles": {"nth": 1, "of": 1}}]
  accepted
"#;
#[test]
fn what_makes_a_rule_is_accepted() {
    refused_programs(RULES);
}

/// Programmes of one file: no credential in two, a code as name, at most 64 constraints each.
#[test]
fn programmes_of_one_file() {
    let one = program(r#"=holdings ["A", "B"]"#);
    let other = program(r#"=holdings ["B", "C"]"#);
    let message = |programs: Value| book_error(&programs).map(|error| error.to_string());
    assert_eq!(
        message(json!({"ONE": one, "TWO": other})).unwrap(),
        "at `programs.TWO.holdings`: `B` is renewed by the programme `ONE` already: keep it in one"
    );
    assert_eq!(message(json!({"ONE": one, "TWO": program(r#"=holdings ["C"]"#)})), None);
    assert_eq!(
        message(json!({"not a code": one})).unwrap(),
        "at `programs`: `not a code` contains the character U+0020: a code has ASCII letters, \
         digits and inner hyphens only"
    );
    assert_eq!(
        message(json!([one])).unwrap(),
        "at `programs`: a list stands where an object belongs"
    );
}

#[test]
fn constraints_are_limited_in_number() {
    let minimum = json!({"terms": [{"source": "PAGE", "value": {"minimum": 1, "of": {}}}]});
    let with = |count: usize| {
        let all: Map<String, Value> =
            (0..count).map(|index| (format!("x{index}"), minimum.clone())).collect();
        let mut program = program(r#"=counts_from "award""#);
        program["constraints"] = Value::Object(all);
        book_error(&json!({"MAIN": program}))
    };
    assert_eq!(with(64), None);
    let error = with(65).unwrap();
    assert_eq!(error.problem(), Problem::Limit);
    assert_eq!(
        error.to_string(),
        "at `programs.MAIN.constraints`: more than 64 constraints: split the programme"
    );
}

/// Filters nest up to eight levels.
#[test]
fn filters_are_limited_in_depth() {
    let nested = |levels: usize| {
        let filter = (1..levels).fold(json!({"kind": "quiz"}), |below, _| json!({"any": [below]}));
        program_error(&format!("admits {filter}"))
    };
    assert_eq!(nested(8), None);
    assert_eq!(nested(9).unwrap().problem(), Problem::Limit);
}

/// Every kind of problem is told apart.
#[test]
fn problems_have_kinds() {
    for (row, problem) in [
        (r#"=titel "x""#, Problem::UnknownField),
        ("=waivers {}", Problem::UnknownField),
        (r#"cycle "yearly""#, Problem::WrongKind),
        (r#"cycle {"length": {"years": 2}, "starts": "month"}"#, Problem::BadValue),
        (r#"=holdings ["X"]"#, Problem::UnknownName),
        (r#"ladder [{"standing": "revoked", "only": ["nothing"]}]"#, Problem::UnknownName),
        (
            r#"=quota [{"source": "PAGE", "from": "2024-01-01", "until": "2023-12-31",
                         "value": "none"}]"#,
            Problem::Contradiction,
        ),
    ] {
        assert_eq!(program_error(row).unwrap().problem(), problem, "{row}");
    }
}

/// The fields of exceptions.
const EXCEPTIONS: &str = r#"
{"requirement": ""}
  at `exceptions[0].requirement`: the text is empty: leave the field out
{"requirement": 3}
  at `exceptions[0].requirement`: the number `3` stands where a text belongs
{"requirement": ["hiim-share"]}
  at `exceptions[0].requirement`: a list stands where a text belongs
{"requirment": "quota"}
  at `exceptions[0]`: unknown field `requirment`: did you mean `requirement`?
{"units": "many"}
  at `exceptions[0].units`: `many` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"units": -1}
  at `exceptions[0].units`: `-1` is not an amount: write digits with an optional fraction, such as
    `24.5`
{"units": "0.00001"}
  at `exceptions[0].units`: `0.00001` has more than four decimal places: round it by the issuer's
    own rule
{"unit": 3}
  at `exceptions[0]`: unknown field `unit`: did you mean `units`?
{"for": "AHIMA/CCS"}
  at `exceptions[0].for`: the text `AHIMA/CCS` stands where a list belongs
{"from": "2024-06-01", "until": "2024-05-31"}
  at `exceptions[0].until`: `2024-05-31` is before `from` `2024-06-01`: correct one of the two days
{"kind": "holiday"}
  at `exceptions[0].kind`: unknown word `holiday`: use one of extension, retired, emeritus,
    disability, hardship, military, honorary, inactive, waive-requirement, adjust-quota
"#;
#[test]
fn exceptions_are_read_strictly() {
    let mut wrong = String::new();
    for (row, expected) in cases(EXCEPTIONS) {
        let given: Value = serde_json::from_str(&row).unwrap();
        let mut whole =
            json!({"issuer": "AHIMA", "kind": "adjust-quota", "author": "x", "reason": "y"});
        whole.as_object_mut().unwrap().extend(given.as_object().unwrap().clone());
        let error = Record::from_json(&json!({"exceptions": [whole]}).to_string()).err();
        let found = error.map_or_else(|| String::from("accepted"), |error| error.to_string());
        if found != expected {
            writeln!(wrong, "{row}\n  expected {expected}\n  found    {found}").unwrap();
        }
        assert_manners(&found);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// A record in which every section that renewal reads has every field.
const FULL: &str = r#"{
  "id": "holder-17", "residence": "US-OH",
  "exams": [{"credential": "AHIMA/CCS", "taken": "2023-02-01", "passed": true, "score": "320"}],
  "holdings": [{"id": "h1", "credential": "AHIMA/CCS", "awarded": "2023-02-01", "primary": true,
                "cycle": {"start": "2023-02-01", "end": "2025-01-31"}, "expires": "2025-01-31",
                "renewed": ["2025-01-10", "2025-01-11"], "filed": ["2025-01-09"],
                "revoked": "2025-12-01"}],
  "memberships": [{"organization": "AHIMA", "class": "regular", "start": "2020-01-01",
                   "paid_through": "2025-12-31"}],
  "ceus": [{"id": "u1", "recorded": "2024-01-05", "title": "Auditing", "completed": "2024-01-02",
            "units": "1.5", "minutes": "90", "topics": ["hiim", "auditing"], "provider": "AHIMA",
            "provider_class": ["ahima-component-association"], "kind": "quiz",
            "delivery": "live-online", "approved_by": ["AHIMA"], "approved_for": ["AHIMA/CCS"],
            "course": "X1", "job_related": true, "published": "2023-12-01",
            "reported": "2024-01-04", "assigned_to": ["AHIMA/CCS"],
            "assigned_cycle": "2024-01-02"}, {}],
  "payments": [{"to": "AHIMA", "purpose": "recertification", "for": ["AHIMA/CCS"],
                "amount": {"amount": "218.00", "currency": "USD"}, "paid": "2025-01-09",
                "cycle_end": "2025-01-31"}],
  "attestations": [{"to": "AHIMA", "kind": "code-of-ethics", "on": "2025-01-09"}],
  "exceptions": [{"issuer": "AHIMA", "kind": "extension", "from": "2025-02-01",
                  "until": "2025-07-30", "author": "registrar", "reason": "leave",
                  "for": ["AHIMA/CCS"]},
                 {"issuer": "AHIMA", "kind": "waive-requirement", "requirement": "hiim-share",
                  "author": "registrar", "reason": "leave"},
                 {"issuer": "AHIMA", "kind": "adjust-quota", "units": "12.5",
                  "author": "registrar", "reason": "leave"}]
}"#;

/// A record that is written and read again is the same.
#[test]
fn records_survive_the_way_through_json() {
    let first = record(FULL);
    let text = serde_json::to_string(&first).unwrap();
    let second = record(&text);
    assert_eq!(first, second);
    assert_eq!(serde_json::to_string(&second).unwrap(), text);
    // Nothing is lost: what was written is what was read, but for the order of fields.
    let given: Value = serde_json::from_str(FULL).unwrap();
    let written: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(written, given);
}

/// Sections that are empty stay known, and absent ones stay absent.
#[test]
fn empty_and_absent_sections_stay_apart() {
    for text in [
        r#"{"holdings":[],"ceus":[],"payments":[],"exceptions":[],"memberships":[]}"#,
        "{}",
        r#"{"holdings":[{"credential":"AHIMA/CCS","renewed":[],"filed":[]}]}"#,
        r#"{"ceus":[{"topics":[],"approved_by":[],"approved_for":[],"assigned_to":[]}]}"#,
    ] {
        let first = record(text);
        let second = record(&serde_json::to_string(&first).unwrap());
        assert_eq!(first, second, "{text}");
        let written: Value = serde_json::to_value(&first).unwrap();
        assert_eq!(written, serde_json::from_str::<Value>(text).unwrap(), "{text}");
    }
}

/// What is written in code is what is read from JSON.
#[test]
fn exceptions_in_code_and_in_json() {
    let given = json!({"exceptions": [{"issuer": "ACME", "kind": "adjust-quota", "units": "12.5",
        "requirement": "live", "from": "2025-02-01", "author": "board", "reason": "leave"}]});
    let read = record(&given.to_string());
    let [found] = read.exceptions().unwrap() else { panic!("one exception") };
    let text = |text: &str| Text::try_from(text.to_owned()).unwrap();
    let built = Exception::new(
        "ACME".parse().unwrap(),
        ExceptionKind::AdjustQuota,
        text("board"),
        text("leave"),
    )
    .with_units(Units::new("12.5".parse().unwrap()).unwrap())
    .with_requirement(text("live"))
    .with_from(day("2025-02-01"));
    assert_eq!(*found, built);
    assert_eq!(found.requirement().unwrap().as_str(), "live");
}

/// An exception that waives what the book does not ask for changes nothing.
#[test]
fn a_waiver_of_an_unknown_requirement_waives_nothing() {
    let judge = programme(
        r#""cycle": [{"source": "PAGE", "value": {"length": {"years": 1}}}],
           "quota": [{"source": "PAGE", "value": {"by_count": [10]}}]"#,
    );
    let verdict = |requirement: &str| {
        let text = json!({
            "holdings": [{"credential": "ACME/A", "awarded": "2024-01-01"}],
            "ceus": [],
            "exceptions": [{"issuer": "ACME", "kind": "waive-requirement", "author": "board",
                            "reason": "leave", "requirement": requirement}]});
        judge.renewal("ACME/A", &record(&text.to_string()), day("2024-06-01")).unwrap().verdict()
    };
    assert_eq!(verdict("quota"), Verdict::Met);
    assert_eq!(verdict("qouta"), Verdict::Unmet);
}
