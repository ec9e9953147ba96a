//! Laws: what holds for every book, every record and every day.
//!
//! Each law is put to the embedded book and to the random books of [`crate::oracle`].

use std::collections::BTreeSet;
use std::fmt;

use coding_credentials::Record;
use coding_credentials::calendar::EndOfMonth;
use coding_credentials::explain::{
    Amount, Claim, Eligibility, Evidence, Finding, Question, Reason, RecommendedAnswer, Verdict,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use crate::oracle::{
    Book, EVIDENCE, Words, branches, cases, days_asked, distinct, entry, may, months_later, must,
    number, object, records, rules, seldom, text, waiver, waivers, with_ids,
};
use crate::questions::{Asked, Verdicts, answer, asked, embedded_words, known};
use crate::support::{JUDGE, day};

type Checked = Result<(), TestCaseError>;

/// A section's entries, if the section is known.
fn section<'v>(stated: &'v Value, name: &str) -> Option<&'v Vec<Value>> {
    stated.get(name).and_then(Value::as_array)
}

// ---- What is compared ----

/// Unmet, undetermined, met, in this order.
fn rank(verdict: Verdict) -> u8 {
    u8::from(verdict != Verdict::Unmet) + u8::from(verdict == Verdict::Met)
}

/// Verdicts, shortfalls and questions, with entries named by their id instead of their place.
fn gist(answer: &Eligibility, stated: &Value) -> (Verdicts, Vec<String>, BTreeSet<String>) {
    let shortfalls = answer.shortfalls().iter().map(|one| serde_json::to_string(one).unwrap());
    let questions = answer.questions().iter().map(|question| {
        let fact = by_id(question.fact(), stated);
        format!("{}: {fact}, {}", question.path(), question.why())
    });
    (answer.into(), shortfalls.collect(), questions.collect())
}

/// `experience[1].end` as `experience-0.end`, when that is the entry's id. What follows a `+` in an
/// id does not tell entries apart.
fn by_id(fact: &str, stated: &Value) -> String {
    let entry = fact.split_once('[').and_then(|(name, rest)| {
        let (place, field) = rest.split_once(']')?;
        let entry = section(stated, name)?.get(place.parse::<usize>().ok()?)?;
        let id = entry["id"].as_str()?;
        Some(format!("{}{field}", id.split('+').next()?))
    });
    entry.unwrap_or_else(|| fact.to_string())
}

fn json_of(answer: &Eligibility) -> String {
    serde_json::to_string(answer).unwrap()
}

// ---- Same question, same answer ----

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn the_same_question_gives_the_same_bytes(asked in asked()) {
        let first = json_of(&asked.answer());
        prop_assert_eq!(&first, &json_of(&asked.answer()));
        let again = asked.judge().into_owned();
        prop_assert_eq!(&first, &json_of(&answer(&again, &asked, &asked.stated)));
    }

    #[test]
    fn the_order_of_entries_changes_nothing(
        asked in asked(),
        order in Just(vec![0, 1, 2]).prop_shuffle(),
    ) {
        let judge = asked.judge();
        let mut shuffled = asked.stated.clone();
        for entries in known_sections(&mut shuffled) {
            let places = order.iter().filter_map(|place: &usize| entries.get(*place));
            *entries = places.cloned().collect();
        }
        let before = gist(&answer(&judge, &asked, &asked.stated), &asked.stated);
        let after = gist(&answer(&judge, &asked, &shuffled), &shuffled);
        prop_assert_eq!(before, after, "{}", shuffled);
    }

    #[test]
    fn deciding_gives_the_verdicts_that_are_explained(asked in asked()) {
        let (judge, known) = (asked.judge(), asked.known());
        let facts = judge.measure(&known, day(&asked.as_of)).unwrap();
        let credential = asked.credential.parse().unwrap();
        let decision = judge.decide(&credential, &facts).unwrap();
        let explained = asked.answer();
        prop_assert_eq!(Verdicts::from(&decision), Verdicts::from(&explained));
        // One measuring serves every credential.
        let from_facts = judge.explain(&credential, &facts).unwrap();
        prop_assert_eq!(json_of(&from_facts), json_of(&explained));
    }

    #[test]
    fn entries_recorded_later_change_nothing(
        asked in asked(),
        (section, late, place) in another_entry(),
        recorded in vec(any::<bool>(), 4),
    ) {
        let (known_on, later) = ("2023-03-01", "2023-03-02");
        let mut stated = asked.stated.clone();
        for entries in known_sections(&mut stated) {
            for (entry, given) in entries.iter_mut().zip(&recorded).filter(|(_, given)| **given) {
                entry["recorded"] = json!(if *given { known_on } else { later });
            }
        }
        let mut with_late = stated.clone();
        let mut late = late;
        late["recorded"] = json!(later);
        insert(&mut with_late, section, &late, place);
        let judge = asked.judge();
        let ask = |stated: &Value| {
            let (known_on, as_of) = (day(known_on), day(&asked.as_of));
            let known = known(stated);
            judge.eligibility_as_known_on(&asked.credential, &known, known_on, as_of).unwrap()
        };
        prop_assert_eq!(json_of(&ask(&stated)), json_of(&ask(&with_late)));
        // What was known by then is known.
        prop_assert_eq!(
            Verdicts::from(&ask(&stated)),
            Verdicts::from(&answer(&judge, &asked, &stated))
        );
    }
}

/// An entry to add: where, what, and at which place. Failed exams and revocations, which are not
/// evidence, are left out.
fn another_entry() -> BoxedStrategy<(&'static str, Value, Index)> {
    let embedded = embedded_words("AAPC/CPC");
    let of = move |section: &'static str| {
        let words = prop_oneof![Just(Words::acme()), Just(embedded.clone())];
        let entries = words.prop_flat_map(move |words| entry(section, &words));
        (Just(section), entries, any::<Index>())
    };
    let plain = |(section, mut entry, place): (&'static str, Value, Index)| {
        let fields = entry.as_object_mut().unwrap();
        fields.remove("revoked");
        if fields.get("passed") == Some(&json!(false)) {
            fields.insert("passed".to_string(), json!(true));
        }
        fields.insert("id".to_string(), json!("another"));
        (section, entry, place)
    };
    select(EVIDENCE.to_vec()).prop_flat_map(of).prop_map(plain).boxed()
}

/// The lists of entries in a record.
fn known_sections(stated: &mut Value) -> impl Iterator<Item = &mut Vec<Value>> {
    stated.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut)
}

/// Puts an entry into a section, if the section is known.
fn insert(stated: &mut Value, section: &str, entry: &Value, place: Index) {
    if let Some(entries) = stated.get_mut(section).and_then(Value::as_array_mut) {
        entries.insert(place.index(entries.len() + 1), entry.clone());
    }
}

// ---- More is never worse ----

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn more_evidence_never_lowers_the_award(
        asked in asked(),
        (section, entry, place) in another_entry(),
    ) {
        let judge = asked.judge();
        let mut more = asked.stated.clone();
        insert(&mut more, section, &entry, place);
        let before = answer(&judge, &asked, &asked.stated).verdict();
        let after = answer(&judge, &asked, &more).verdict();
        let fell = rank(after) < rank(before);
        prop_assert!(!fell, "{} became {} with {} {}", before, after, section, entry);
    }

    #[test]
    fn filling_an_unknown_section_never_flips_a_definite_award(
        (asked, others) in asked().prop_flat_map(|asked| {
            let embedded = asked.book.is_none().then(|| embedded_words(&asked.credential));
            (Just(asked), records(&embedded.unwrap_or_else(Words::acme)))
        }),
    ) {
        let judge = asked.judge();
        let before = answer(&judge, &asked, &asked.stated).verdict();
        let filled = filled(&asked.stated, others, &asked.as_of);
        let after = answer(&judge, &asked, &filled).verdict();
        let definite = before != Verdict::Undetermined;
        prop_assert!(!definite || before == after, "{} became {} with {}", before, after, filled);
    }
}

/// The record with its unknown sections taken from another one. Who holds a credential has passed
/// its exam: where the exams are known, only what they led to is held.
fn filled(stated: &Value, mut others: Value, as_of: &str) -> Value {
    let exam = |entry: &Value| {
        let credential = entry["credential"].as_str().unwrap();
        credential.strip_suffix("-A").unwrap_or(credential).to_string()
    };
    if let (Some(exams), Some(holdings)) = (section(stated, "exams"), others.get_mut("holdings")) {
        let by_then =
            |attempt: &Value| attempt["taken"].as_str().is_none_or(|taken| taken <= as_of);
        let passed =
            exams.iter().filter(|attempt| attempt["passed"] == json!(true) && by_then(attempt));
        let passed: Vec<String> = passed.map(exam).collect();
        holdings.as_array_mut().unwrap().retain(|holding| passed.contains(&exam(holding)));
    }
    let mut filled = stated.clone();
    for (name, value) in others.as_object().unwrap() {
        filled.as_object_mut().unwrap().entry(name.clone()).or_insert_with(|| value.clone());
    }
    filled
}

// ---- Evidence ----

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn what_counted_is_sufficient_by_itself(asked in asked()) {
        let judge = asked.judge();
        let answer_now = answer(&judge, &asked, &asked.stated);
        if answer_now.verdict() != Verdict::Met {
            return Ok(());
        }
        let counted = answer_now.evidence().iter().filter(|one| one.reason() == Reason::Counted);
        let mut alone = json!({"applications": [], "payments": []});
        for name in EVIDENCE {
            alone[name] = json!([]);
        }
        for fact in ["born", "residence"] {
            alone[fact] = asked.stated.get(fact).cloned().unwrap_or_default();
        }
        for entry in counted.map(Evidence::entry) {
            let copy = asked.stated[entry.section()][entry.index()].clone();
            alone[entry.section()].as_array_mut().unwrap().push(copy);
        }
        prop_assert_eq!(answer(&judge, &asked, &alone).verdict(), Verdict::Met, "{}", alone);
    }

    #[test]
    fn every_entry_has_one_disposition(asked in asked()) {
        let given = EVIDENCE.iter().flat_map(|name| {
            let entries = section(&asked.stated, name).map_or(0, Vec::len);
            (0..entries).map(move |place| (*name, place))
        });
        let answer = asked.answer();
        let told = answer.evidence().iter().map(|one| (one.entry().section(), one.entry().index()));
        let mut told: Vec<(&str, usize)> = told.collect();
        told.sort_unstable();
        let mut given: Vec<(&str, usize)> = given.collect();
        given.sort_unstable();
        prop_assert_eq!(told, given);
    }

    #[test]
    fn no_finding_counts_an_entry_twice(asked in asked()) {
        let answer = asked.answer();
        // A sequence is two requirements in one finding.
        let sequence = |finding: &&Finding| finding.claim().to_string().contains("and after that");
        for finding in findings(&answer).into_iter().filter(|finding| !sequence(finding)) {
            let mut seen = BTreeSet::new();
            for entry in finding.evidence().iter().map(Evidence::entry) {
                prop_assert!(seen.insert(entry), "{} at {}", entry, finding.path());
            }
        }
    }

    #[test]
    fn the_counted_days_of_jobs_add_up_to_what_is_shown(asked in asked()) {
        counted_days_add_up(&asked.answer())?;
    }

    #[test]
    fn splitting_a_job_in_two_touching_ones_changes_nothing(
        asked in asked(),
        which in any::<Index>(),
        place in any::<Index>(),
    ) {
        let judge = asked.judge();
        let mut split = asked.stated.clone();
        split_job(&mut split, which, place);
        let before = gist(&answer(&judge, &asked, &asked.stated), &asked.stated);
        let after = gist(&answer(&judge, &asked, &split), &split);
        prop_assert_eq!(before, after, "{}", split);
    }
}

/// Nothing counts twice, and nothing counts that the finding does not tell.
fn counted_days_add_up(answer: &Eligibility) -> Checked {
    for finding in findings(answer) {
        let Claim::Condition(condition) = finding.claim() else { continue };
        let Amount::Days(shown) = condition.shown() else { continue };
        let evidence = finding.evidence();
        if evidence.iter().any(|one| one.entry().section() != "experience") {
            continue;
        }
        let counted = evidence.iter().map(|one| match one.counted() {
            Some(Amount::Days(days)) => days.get(),
            _ => 0,
        });
        prop_assert_eq!(counted.sum::<i64>(), shown.get(), "{} {:?}", finding.path(), evidence);
    }
    Ok(())
}

fn findings(answer: &Eligibility) -> Vec<&Finding> {
    let roots = [Some(answer.exam().finding()), Some(answer.award().finding())];
    let advice = answer.recommended().map(RecommendedAnswer::finding);
    roots.into_iter().chain([advice]).flatten().flat_map(Finding::walk).collect()
}

/// Makes two jobs of one that has a first and a last day. Its setting is known and its hours are
/// not stated outright: two jobs may differ in the one and would double the other.
fn split_job(stated: &mut Value, which: Index, place: Index) {
    let Some(jobs) = stated.get_mut("experience").and_then(Value::as_array_mut) else { return };
    let long = |job: &Value| Some((number(job["start"].as_str()?), number(job["end"].as_str()?)));
    let candidates: Vec<usize> = (0..jobs.len())
        .filter(|job| {
            jobs[*job].get("setting").is_some() && jobs[*job].get("hours_total").is_none()
        })
        .filter(|job| long(&jobs[*job]).is_some_and(|(start, end)| start < end))
        .collect();
    if candidates.is_empty() {
        return;
    }
    let job = *which.get(&candidates);
    let (start, end) = long(&jobs[job]).unwrap();
    let last = start + i64::try_from(place.index(usize::try_from(end - start).unwrap())).unwrap();
    let mut second = jobs[job].clone();
    jobs[job]["end"] = json!(text(last));
    second["start"] = json!(text(last + 1));
    second["id"] = json!(format!("{}+", second["id"].as_str().unwrap()));
    jobs.push(second);
}

// ---- Causes ----

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn an_award_names_what_it_lacks_and_what_it_needs_to_know(asked in asked()) {
        let answer = asked.answer();
        let of_award = |path: &str| path == "award" || path.starts_with("award/");
        let asks = answer.questions().iter().any(|question| of_award(question.path()));
        let lacks = answer.shortfalls().iter().any(|shortfall| of_award(shortfall.path()));
        match answer.verdict() {
            Verdict::Met => prop_assert!(!asks && !lacks),
            Verdict::Unmet => prop_assert!(!asks && lacks),
            _ => prop_assert!(asks),
        }
        let exam = answer.exam().verdict() == Verdict::Undetermined;
        prop_assert!(!exam || !answer.questions().is_empty());
    }

    #[test]
    fn what_is_missing_is_need_less_have_less_waived(asked in asked()) {
        let answer = asked.answer();
        let amounts = answer.shortfalls().iter().filter(|one| one.measure() == "experience");
        for shortfall in amounts.filter(|one| one.have() != "not shown") {
            let waived = shortfall.waived().iter().map(|one| one.amount().to_string());
            let waived: i64 = waived.map(|amount| first_number(&amount)).sum();
            let rest = first_number(shortfall.need()) - first_number(shortfall.have()) - waived;
            prop_assert_eq!(first_number(shortfall.missing()), rest);
            prop_assert!(rest > 0);
        }
    }
}

/// The amount of `80.5 contact hours`, in ten-thousandths.
fn first_number(text: &str) -> i64 {
    let number = text.split(' ').next().unwrap();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{fraction:0<4}").parse().unwrap()
}

/// Ten-thousandths as a decimal.
fn decimal(amount: i64) -> String {
    format!("{}.{:04}", amount / 10_000, amount % 10_000)
}

// ---- Supplying exactly what is missing ----

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_missing_days_of_experience_are_exactly_enough(
        waivers in waivers(),
        leaf in experience_rule(&[("years", 1), ("years", 2), ("months", 7), ("days", 500)]),
        stated in records(&Words::acme()),
        as_of in days_asked(),
    ) {
        let none = json!({"experience": [], "coursework": [], "trainings": []});
        let stated = filled(&stated, none, &as_of);
        let book = Book::of(waivers, json!({"experience": leaf}));
        let asked = Asked { book: Some(book), credential: "ACME/ACC".into(), stated, as_of };
        // Long before any other job, so that no day is counted already.
        let job = |days: i64| {
            let end = text(number("1950-01-01") + days - 1);
            json!({"field": "coding", "start": "1950-01-01", "end": end})
        };
        supply(&asked, "experience", 10_000, |amount| (amount > 0).then(|| job(amount / 10_000)))?;
    }

    #[test]
    fn the_missing_hours_of_work_are_exactly_enough(
        waivers in waivers(),
        leaf in prop_oneof![
            experience_rule(&[("hours", 100), ("hours", 2_000)]).prop_map(|mut leaf| {
                leaf.as_object_mut().unwrap().remove("waivers");
                leaf
            }),
            experience_rule(&[("years", 1), ("months", 7)]).prop_map(|mut leaf| {
                leaf["year_hours"] = json!(2_000);
                leaf
            }),
        ],
        stated in records(&Words::acme()),
        as_of in days_asked(),
    ) {
        let none = json!({"experience": [], "coursework": [], "trainings": []});
        let stated = filled(&stated, none, &as_of);
        let book = Book::of(waivers, json!({"experience": leaf}));
        let asked = Asked { book: Some(book), credential: "ACME/ACC".into(), stated, as_of };
        let job = |hours: i64| {
            json!({"field": "coding", "start": "1950-01-01", "end": "1959-12-31",
                   "hours_total": decimal(hours)})
        };
        supply(&asked, "experience", 1, |hours| Some(job(hours)))?;
    }

    #[test]
    fn the_missing_contact_hours_are_exactly_enough(
        hours in select(vec!["40", "80", "120.5"]),
        stated in records(&Words::acme()),
        as_of in days_asked(),
    ) {
        let stated = filled(&stated, json!({"coursework": []}), &as_of);
        let rule = json!({"coursework": {"subject": "coding", "contact_hours": hours}});
        let book = Book::of(json!({}), rule);
        let asked = Asked { book: Some(book), credential: "ACME/ACC".into(), stated, as_of };
        let course = |hours: i64| {
            json!({"subject": "coding", "contact_hours": decimal(hours), "status": "completed"})
        };
        supply(&asked, "coursework", 1, |hours| Some(course(hours)))?;
    }
}

/// A rule on experience of a fixed amount, with waivers.
fn experience_rule(amounts: &[(&'static str, u32)]) -> BoxedStrategy<Value> {
    let codes = vec![json!([]), json!(["course"]), json!(["drill", "course"])];
    let cap = vec![json!({"months": 6}), json!({"years": 1}), json!({"days": 10})];
    let leaf = object(vec![
        ("field", must(select(vec!["coding"]))),
        ("waivers", may(select(codes))),
        ("at_most_waived", seldom(select(cap))),
    ]);
    (leaf, select(amounts.to_vec()))
        .prop_map(|(mut leaf, (unit, amount))| {
            leaf[unit] = json!(amount);
            leaf
        })
        .boxed()
}

/// What is reported as missing, supplied as one more entry, makes the award met; one unit less
/// does not.
fn supply(
    asked: &Asked,
    section: &str,
    unit: i64,
    entry: impl Fn(i64) -> Option<Value>,
) -> Checked {
    let judge = asked.judge();
    let before = answer(&judge, asked, &asked.stated);
    let missing: Vec<_> =
        before.shortfalls().iter().filter(|one| one.path().starts_with("award")).collect();
    let [missing] = missing.as_slice() else {
        prop_assert!(missing.is_empty() && before.verdict() == Verdict::Met);
        return Ok(());
    };
    let missing = first_number(missing.missing());
    let with = |amount: i64| {
        let mut stated = asked.stated.clone();
        stated[section].as_array_mut().unwrap().extend(entry(amount));
        answer(&judge, asked, &stated).verdict()
    };
    prop_assert_eq!(with(missing), Verdict::Met, "missing {}", decimal(missing));
    prop_assert_ne!(with(missing - unit), Verdict::Met, "missing {}", decimal(missing));
    Ok(())
}

#[test]
fn a_single_course_longer_by_what_is_missing_is_exactly_enough() {
    let rule = json!({"coursework": {"subject": "coding", "contact_hours": 80, "single": true}});
    let judge = Book::of(json!({}), rule).judge();
    let course = |hours: i64| {
        json!({"coursework": [
            {"subject": "coding", "contact_hours": "12", "status": "completed"},
            {"subject": "coding", "contact_hours": decimal(hours), "status": "completed"}]})
    };
    for have in [0, 10, 300_000, 799_999] {
        let answer = |hours| {
            judge.eligibility("ACME/ACC", &known(&course(hours)), day("2024-01-01")).unwrap()
        };
        let short = answer(have);
        let missing = short.shortfalls().iter().find(|one| one.measure() == "coursework");
        let missing = first_number(missing.unwrap().missing());
        let longest = have.max(120_000);
        assert_eq!(answer(longest + missing).verdict(), Verdict::Met);
        assert_eq!(answer(longest + missing - 1).verdict(), Verdict::Unmet);
    }
}

// ---- Requirements ----

/// The verdict on the award of ACC under one rule.
fn under(rule: Value, waivers: &Value, stated: &Value, as_of: &str) -> Verdict {
    let judge = Book::of(waivers.clone(), rule).judge();
    judge.eligibility("ACME/ACC", &known(stated), day(as_of)).unwrap().verdict()
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_requirement_more_never_raises_a_verdict_and_a_choice_more_never_lowers_one(
        (rule, other) in (rules(), rules()),
        waivers in waivers(),
        stated in records(&Words::acme()),
        as_of in days_asked(),
    ) {
        let verdict = |rule: Value| rank(under(rule, &waivers, &stated, &as_of));
        let alone = verdict(rule.clone());
        let (both, either) = (json!({"all": [rule, other]}), json!({"any": [rule, other]}));
        prop_assert!(verdict(both.clone()) <= alone);
        prop_assert!(verdict(either.clone()) >= alone);
        let options = distinct(vec![rule, other]);
        let at_least = |count: usize| json!({"at_least": {"count": count, "of": options}});
        prop_assert_eq!(verdict(at_least(1)), verdict(either));
        prop_assert_eq!(verdict(at_least(options.len())), verdict(both));
    }

    #[test]
    fn a_waiver_more_never_lowers_a_verdict(
        leaf in experience_rule(&[("years", 1), ("years", 2), ("days", 500)]),
        waivers in waivers(),
        stated in records(&Words::acme()),
        as_of in days_asked(),
    ) {
        let verdict = |codes: &[&str]| {
            let mut leaf = leaf.clone();
            leaf["waivers"] = json!(codes);
            rank(under(json!({"experience": leaf}), &waivers, &stated, &as_of))
        };
        let (none, one, two) = (verdict(&[]), verdict(&["course"]), verdict(&["course", "drill"]));
        prop_assert!(none <= one && one <= two);
        prop_assert_eq!(two, verdict(&["drill", "course"]));
    }
}

// ---- Questions ----

/// A part of a record: given, or not known in one fact, with all that it may turn out to be.
#[derive(Clone, Debug)]
struct Part {
    section: &'static str,
    given: Option<Value>,
    /// The fact that is not known.
    fact: Option<&'static str>,
    worlds: Vec<Value>,
}

/// The day on which questions are asked.
const TODAY: &str = "2024-06-15";

/// All pairs of the amounts of two things that a section may hold.
fn pairs<L: Copy, R: Copy>(
    left: &[L],
    right: &[R],
    build: impl Fn(L, R) -> Vec<Value>,
) -> Vec<Value> {
    let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (*one, *other)));
    pairs.map(|(one, other)| Value::from(build(one, other))).collect()
}

/// Those entries that are wanted.
fn wanted<const N: usize>(entries: [(bool, Value); N]) -> Vec<Value> {
    entries.into_iter().filter(|(wanted, _)| *wanted).map(|(_, entry)| entry).collect()
}

/// What a section may be as a whole: from nothing to more than any rule below asks for.
fn whole_worlds(section: &str) -> Vec<Value> {
    let yes_no = [false, true];
    match section {
        "coursework" => pairs(&[0, 40, 80], &[0, 40], |coding, anatomy| {
            let course = |subject, hours| {
                json!({"subject": subject, "contact_hours": hours,
                       "status": "completed"})
            };
            wanted([
                (coding > 0, course("coding", coding)),
                (anatomy > 0, course("anatomy", anatomy)),
            ])
        }),
        "trainings" => pairs(&[0, 1, 2], &yes_no, |drills, lab| {
            let done =
                |program| json!({"program": program, "completed": "2018-01-01", "score": 90});
            let drill = || done("ACME/Drill");
            wanted([(drills > 0, drill()), (drills > 1, drill()), (lab, done("ACME/Lab"))])
        }),
        "experience" => {
            pairs(&[0, 182, 183, 364, 365, 547, 548, 729, 730], &[0, 365], |coding, billing| {
                let job = |field, days: i64| {
                    let end = text(number("2010-01-01") + days - 1);
                    json!({"field": field, "start": "2010-01-01", "end": end})
                };
                wanted([
                    (coding > 0, job("coding", coding)),
                    (billing > 0, job("billing", billing)),
                ])
            })
        }
        "exams" => pairs(&yes_no, &yes_no, |acc, bac| {
            let passed = |exam| json!({"credential": exam, "taken": "2018-01-01", "passed": true});
            wanted([(acc, passed("ACME/ACC")), (bac, passed("ACME/BAC"))])
        }),
        "holdings" => pairs(&yes_no, &yes_no, |ace, boc| {
            let held = |code| json!({"credential": code});
            wanted([(ace, held("ACME/ACE")), (boc, held("ACME/BOC"))])
        }),
        "memberships" => pairs(&yes_no, &yes_no, |acme, guild| {
            let paid = |of| {
                json!({"organization": of, "start": "2018-01-01",
                       "paid_through": "2030-01-01"})
            };
            wanted([(acme, paid("ACME")), (guild, paid("GUILD"))])
        }),
        "education" => pairs(&[None, Some("associate"), Some("bachelor")], &[()], |level, ()| {
            level.map(|level| json!({"level": level, "status": "completed"})).into_iter().collect()
        }),
        _ => [json!("2014-06-15"), json!("2005-06-15"), json!("1980-06-15")].to_vec(),
    }
}

/// Entries in which one fact is not known, with what it may turn out to be.
fn open_facts(section: &str) -> Vec<(&'static str, Value, Vec<Value>)> {
    match section {
        "coursework" => vec![
            (
                "coursework[0].contact_hours",
                json!({"subject": "coding", "status": "completed"}),
                vec![json!(0), json!(40), json!(80)],
            ),
            (
                "coursework[0].status",
                json!({"subject": "coding", "contact_hours": 80}),
                vec![json!("enrolled"), json!("completed")],
            ),
        ],
        "trainings" => vec![
            (
                "trainings[0].score",
                json!({"program": "ACME/Drill", "completed": "2018-01-01"}),
                vec![json!(50), json!(90)],
            ),
            (
                "trainings[0].completed",
                json!({"program": "ACME/Lab"}),
                vec![json!("2030-01-01"), json!("2018-01-01")],
            ),
        ],
        "experience" => {
            let ends = [1, 183, 365, 548, 730, 1_000]
                .map(|days| json!(text(number("2018-01-01") + days - 1)));
            vec![(
                "experience[0].end",
                json!({"field": "coding", "start": "2018-01-01"}),
                ends.to_vec(),
            )]
        }
        "exams" => vec![(
            "exams[0].passed",
            json!({"credential": "ACME/ACC", "taken": "2018-01-01"}),
            vec![json!(false), json!(true)],
        )],
        "memberships" => vec![(
            "memberships[0].paid_through",
            json!({"organization": "ACME", "start": "2018-01-01"}),
            vec![json!("2018-06-30"), json!("2030-01-01")],
        )],
        "education" => vec![(
            "education[0].status",
            json!({"level": "bachelor"}),
            vec![json!("enrolled"), json!("completed")],
        )],
        _ => Vec::new(),
    }
}

/// All sections that the rules below read.
const ASKED: [&str; 8] = [
    "coursework",
    "trainings",
    "experience",
    "exams",
    "holdings",
    "memberships",
    "education",
    "born",
];

fn unknown_section(section: &'static str) -> BoxedStrategy<Part> {
    Just(whole_section(section)).boxed()
}

fn whole_section(section: &'static str) -> Part {
    Part { section, given: None, fact: Some(section), worlds: whole_worlds(section) }
}

/// The section as a whole, or one fact of its only entry.
fn unknown_fact(section: &'static str) -> BoxedStrategy<Part> {
    let open = open_facts(section).into_iter().map(|(fact, entry, values)| {
        let field = fact.split_once('.').unwrap().1;
        let with = |value: Value| {
            let mut entry = entry.clone();
            entry[field] = value;
            json!([entry])
        };
        let worlds = values.into_iter().map(with).collect();
        Part { section, given: Some(json!([entry])), fact: Some(fact), worlds }
    });
    select([whole_section(section)].into_iter().chain(open).collect::<Vec<Part>>()).boxed()
}

fn part_known(section: &'static str) -> BoxedStrategy<Part> {
    let known = move |world: Value| Part {
        section,
        given: Some(world.clone()),
        fact: None,
        worlds: vec![world],
    };
    select(whole_worlds(section)).prop_map(known).boxed()
}

/// Every section of the record, at most three of them with something not known.
fn parts(open: fn(&'static str) -> BoxedStrategy<Part>) -> BoxedStrategy<Vec<Part>> {
    let waived = ["coursework", "trainings", "experience"].to_vec();
    prop_oneof![3 => subsequence(ASKED.to_vec(), 0..=3), 1 => subsequence(waived, 2..=3)]
        .prop_flat_map(move |unknown| {
            let part = move |section| {
                if unknown.contains(&section) { open(section) } else { part_known(section) }
            };
            ASKED.iter().map(|section| part(*section)).collect::<Vec<_>>()
        })
        .boxed()
}

/// Leaves of which no two speak of the same evidence in different words.
fn separate_leaf() -> BoxedStrategy<Value> {
    let plain = vec![
        json!({"coursework": {"subject": "coding", "contact_hours": 40}}),
        json!({"coursework": {"subject": "coding", "contact_hours": 80}}),
        json!({"coursework": {"subject": "anatomy", "contact_hours": 40}}),
        json!({"training": {"program": "ACME/Drill", "score": 70}}),
        json!({"training": {"program": "ACME/Lab"}}),
        json!({"experience": {"field": "coding", "years": 1}}),
        json!({"experience": {"field": "coding", "years": 2}}),
        json!({"experience": {"field": "billing", "years": 1}}),
        json!({"passed": "ACC"}),
        json!({"passed": "BAC"}),
        json!({"held": "ACE"}),
        json!({"held": "BOC"}),
        json!({"membership": {"organization": "ACME"}}),
        json!({"membership": {"organization": "GUILD"}}),
        json!({"education": {"level": "associate"}}),
        json!({"education": {"level": "bachelor"}}),
        json!({"age": 18}),
        json!({"age": 21}),
        json!({"unpublished": "Nobody says."}),
        json!({"judgement": "Somebody decides."}),
    ];
    let waived = object(vec![
        ("field", must(Just("coding"))),
        ("years", must(select(vec![1, 2]))),
        ("waivers", must(select(vec![json!(["course"]), json!(["course", "drill"])]))),
        ("at_most_waived", may(select(vec![json!({"months": 6}), json!({"months": 12})]))),
    ]);
    prop_oneof![2 => select(plain), 1 => waived.prop_map(|leaf| json!({"experience": leaf}))]
        .boxed()
}

/// Tells the open leaves of a tree apart by their texts. The first two stay open; the others become
/// leaves that no other one equals.
fn number_opens(rule: &mut Value, texts: &mut Vec<String>) {
    match rule {
        Value::Object(fields) => {
            let is_open = fields.contains_key("unpublished") || fields.contains_key("judgement");
            if is_open && texts.len() < 2 {
                let open = format!("Open question {}.", texts.len());
                fields.values_mut().for_each(|text| *text = json!(open));
                texts.push(open);
            } else if is_open {
                *rule = json!({"age": 20 + texts.len()});
                texts.push(String::new());
            } else {
                fields.values_mut().for_each(|below| number_opens(below, texts));
            }
        }
        Value::Array(many) => many.iter_mut().for_each(|below| number_opens(below, texts)),
        _ => {}
    }
}

/// The rule with its open leaves decided: a statement that is on record, or one that is not.
fn decided(rule: &Value, texts: &[String], answers: usize) -> Value {
    let open = |text: &Value| texts.iter().position(|open| text == open);
    match rule {
        Value::Object(fields) => {
            if let Some(place) = fields.values().next().and_then(open) {
                let answer = if answers >> place & 1 == 1 { "yes" } else { "no" };
                return json!({"attestation": {"kind": format!("{answer}-{place}")}});
            }
            let fields =
                fields.iter().map(|(name, below)| (name.clone(), decided(below, texts, answers)));
            Value::Object(fields.collect())
        }
        Value::Array(many) => many.iter().map(|below| decided(below, texts, answers)).collect(),
        other => other.clone(),
    }
}

/// The parts as far as the rules read them; the rest is left as it may be.
fn read_parts(rule: &Value, parts: &[Part]) -> Vec<Part> {
    let rule = rule.to_string();
    let reads = |section: &str| match section {
        "coursework" => rule.contains("coursework") || rule.contains("\"course\""),
        "trainings" => rule.contains("training") || rule.contains("\"drill\""),
        "exams" => rule.contains("passed"),
        "holdings" => rule.contains("held"),
        "memberships" => rule.contains("membership"),
        "born" => rule.contains("age"),
        other => rule.contains(other),
    };
    let cut = |part: &Part| {
        let mut part = part.clone();
        if !reads(part.section) {
            part.worlds.truncate(1);
        }
        part
    };
    parts.iter().map(cut).collect()
}

/// The record made of one world of each part.
fn world(parts: &[Part], number: usize) -> Value {
    let mut rest = number;
    let mut stated =
        json!({"attestations": [{"kind": "yes-0"}, {"kind": "yes-1"}], "applications": []});
    for part in parts {
        stated[part.section] = part.worlds[rest % part.worlds.len()].clone();
        rest /= part.worlds.len();
    }
    stated
}

/// A rule of separate leaves, its waivers, and a record with something not known.
#[derive(Clone)]
struct Puzzle {
    rule: Value,
    waivers: Value,
    parts: Vec<Part>,
    /// The texts of what the book leaves open.
    opens: Vec<String>,
}

impl fmt::Display for Puzzle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule {}\nrecord {}\nwaivers {}", self.rule, self.stated(), self.waivers)
    }
}

impl fmt::Debug for Puzzle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn puzzles(unknown: fn(&'static str) -> BoxedStrategy<Part>) -> BoxedStrategy<Puzzle> {
    let rule = separate_leaf().prop_recursive(2, 6, 3, |inner| branches(&inner));
    let not_with = select(vec![json!([]), json!(["course"])]);
    // One use: two of half a year are 366 days, and the completions here do not hold the 364 days of
    // work that would make the difference. The tests of single waivers below have two.
    let times = 1;
    (rule, not_with, parts(unknown))
        .prop_map(move |(mut rule, not_with, parts)| {
            let mut opens = Vec::new();
            number_opens(&mut rule, &mut opens);
            opens.truncate(2);
            let course = json!({"coursework": {"subject": "coding", "contact_hours": 80}});
            let drill = json!({"training": {"program": "ACME/Drill", "score": 70}});
            let waivers = json!({
                "course": waiver(&course, 1, &json!([]), &json!({"years": 1})),
                "drill": waiver(&drill, times, &not_with, &json!({"months": 6})),
            });
            let parts = read_parts(&rule, &parts);
            Puzzle { rule, waivers, parts, opens }
        })
        .boxed()
}

impl Puzzle {
    fn stated(&self) -> Value {
        let mut stated = json!({"attestations": [], "applications": []});
        for part in &self.parts {
            stated[part.section] = part.given.clone().unwrap_or_default();
        }
        stated
    }

    /// The verdict, and the facts that the award asks for.
    fn asked(&self) -> (Verdict, BTreeSet<String>) {
        let judge = Book::of(self.waivers.clone(), self.rule.clone()).judge();
        let answer = judge.eligibility("ACME/ACC", &known(&self.stated()), day(TODAY)).unwrap();
        let of_award = answer.questions().iter().filter(|one| one.path().starts_with("award"));
        (answer.verdict(), of_award.map(|question| question.fact().to_string()).collect())
    }

    /// The verdicts of all worlds, in mixed radix of the parts and then of the open leaves.
    fn verdicts(&self) -> Vec<Verdict> {
        let worlds: usize = self.parts.iter().map(|part| part.worlds.len()).product();
        let credential = "ACME/ACC".parse().unwrap();
        let mut verdicts = Vec::new();
        for answers in 0..1_usize << self.opens.len() {
            let rule = decided(&self.rule, &self.opens, answers);
            let judge = Book::of(self.waivers.clone(), rule).judge();
            verdicts.extend((0..worlds).map(|number| {
                let known = known(&world(&self.parts, number));
                let facts = judge.measure(&known, day(TODAY)).unwrap();
                judge.decide(&credential, &facts).unwrap().award()
            }));
        }
        verdicts
    }

    /// The facts of which two completions give different verdicts, the other unknowns being equal.
    fn facts_that_matter(&self, verdicts: &[Verdict]) -> BTreeSet<String> {
        let facts =
            self.parts.iter().map(|part| (part.fact.unwrap_or(part.section), part.worlds.len()));
        let facts = facts.chain(self.opens.iter().map(|text| (text.as_str(), 2)));
        let mut matter = BTreeSet::new();
        let mut stride = 1;
        for (fact, completions) in facts {
            let differs = |number: usize| {
                let others = number - number / stride % completions * stride;
                let others = (0..completions).map(|other| verdicts[others + other * stride]);
                others.into_iter().any(|other| other != verdicts[number])
            };
            if (0..verdicts.len()).any(differs) {
                matter.insert(fact.to_string());
            }
            stride *= completions;
        }
        matter
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_section_is_asked_for_exactly_when_two_completions_of_it_differ(
        puzzle in puzzles(unknown_section),
    ) {
        let ((verdict, asked), worlds) = (puzzle.asked(), puzzle.verdicts());
        let matter = puzzle.facts_that_matter(&worlds);
        prop_assert_eq!(asked, matter, "asked, then what matters: {}", puzzle);
        let differ = worlds.iter().any(|other| *other != worlds[0]);
        prop_assert_eq!(verdict == Verdict::Undetermined, differ, "{}", puzzle);
    }

    #[test]
    fn no_fact_of_which_two_completions_differ_is_left_out(puzzle in puzzles(unknown_fact)) {
        let ((verdict, asked), worlds) = (puzzle.asked(), puzzle.verdicts());
        let matter = puzzle.facts_that_matter(&worlds);
        prop_assert!(asked.is_superset(&matter), "{:?}, {:?}: {}", asked, matter, puzzle);
        let differ = worlds.iter().any(|other| *other != worlds[0]);
        prop_assert_eq!(verdict == Verdict::Undetermined, differ, "{}", puzzle);
    }

    #[test]
    fn no_fact_is_asked_for_of_which_all_completions_agree(puzzle in puzzles(unknown_fact)) {
        let matter = puzzle.facts_that_matter(&puzzle.verdicts());
        let (_, asked) = puzzle.asked();
        prop_assert!(asked.is_subset(&matter), "{:?}, {:?}: {}", asked, matter, puzzle);
    }
}

// ---- Documents and days ----

/// A record with everything that a document may hold.
fn full_records() -> BoxedStrategy<Value> {
    let exception = object(vec![
        ("issuer", must(Just("AHIMA"))),
        ("kind", must(select(vec!["extension", "military", "adjust-quota"]))),
        ("author", must(Just("the registrar"))),
        ("reason", must(Just("medical leave"))),
        ("from", may(Just("2024-06-01"))),
        ("until", may(Just("2024-11-28"))),
    ]);
    let person = object(vec![
        ("id", may(Just("holder-17"))),
        ("name", may(Just("Ana \"Reyes\""))),
        ("exceptions", may(vec(exception, 0..=2).prop_map(Value::from))),
    ]);
    (records(&embedded_words("AAPC/CPC")), person)
        .prop_map(|(mut stated, person)| {
            stated.as_object_mut().unwrap().extend(person.as_object().unwrap().clone());
            without_nulls(with_ids(stated))
        })
        .boxed()
}

/// `null` is the same as absent.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let given = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(given.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(many) => many.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

fn any_days() -> BoxedStrategy<String> {
    (number("1960-01-01")..=number("2140-12-31")).prop_map(text).boxed()
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn printing_and_reading_a_record_changes_nothing(stated in full_records()) {
        let read = known(&stated);
        let printed = serde_json::to_string(&read).unwrap();
        prop_assert_eq!(&known(&serde_json::from_str(&printed).unwrap()), &read);
        prop_assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), stated);
        let by_serde: Record = serde_json::from_str(&printed).unwrap();
        prop_assert_eq!(by_serde, read);
    }

    #[test]
    fn printing_and_reading_a_day_changes_nothing(
        written in any_days(),
        days in -20_000..20_000_i64,
    ) {
        prop_assert_eq!(day(&written).to_string(), written.as_str());
        let moved = day(&written).plus_days(days);
        prop_assert_eq!(moved.to_string(), text(number(&written) + days));
        prop_assert_eq!(moved.plus_days(-days), day(&written));
    }

    #[test]
    fn adding_months_keeps_the_order_of_days_and_of_months(
        (left, right) in (any_days(), any_days()),
        (fewer, more) in (-600..600, -600..600),
    ) {
        let (left, right) = (day(&left), day(&right));
        for policy in [EndOfMonth::LastDay, EndOfMonth::FirstOfNext] {
            let (earlier, later) = (left.min(right), left.max(right));
            prop_assert!(earlier.plus_months(fewer, policy) <= later.plus_months(fewer, policy));
            let (fewer, more) = (fewer.min(more), fewer.max(more));
            prop_assert!(left.plus_months(fewer, policy) <= left.plus_months(more, policy));
        }
    }

    #[test]
    fn counting_months_from_the_anchor_does_not_drift(
        anchor in any_days(),
        every in 1..=24_i32,
        turns in 1..=24_i32,
    ) {
        let months = i64::from(every * turns);
        let due = |policy| day(&anchor).plus_months(every * turns, policy);
        let last_day = months_later(&anchor, months);
        prop_assert_eq!(number(&due(EndOfMonth::LastDay).to_string()), last_day);
        // The month lacks the day: then the one policy is a day after the other.
        let lacks = text(last_day)[8..] != anchor[8..];
        let first_of_next = number(&due(EndOfMonth::FirstOfNext).to_string());
        prop_assert_eq!(first_of_next, last_day + i64::from(lacks));
    }
}

// ---- Cases that failed once ----

/// The answer about ACC under one rule.
fn asked_of(waivers: &Value, rule: &Value, stated: &Value, as_of: &str) -> Eligibility {
    let judge = Book::of(waivers.clone(), rule.clone()).judge();
    judge.eligibility("ACME/ACC", &known(stated), day(as_of)).unwrap()
}

/// What the award asks for.
fn award_asks(answer: &Eligibility) -> Vec<&str> {
    let of_award = answer.questions().iter().filter(|one| one.path().starts_with("award"));
    of_award.map(Question::fact).collect()
}

/// The waiver of a year for a course, used so many times.
fn course_waiver(requires: &Value, times: u32) -> Value {
    let course = json!({"coursework": requires});
    json!({"course": waiver(&course, times, &json!([]), &json!({"years": 1}))})
}

#[test]
fn a_waiver_that_counts_its_uses_asks_for_its_evidence() {
    let course = json!({"subject": "coding", "contact_hours": 40, "single": true});
    let rule = json!({"experience": {"field": "coding", "days": 1, "waivers": ["course"]}});
    for times in [1, 2] {
        let answer =
            asked_of(&course_waiver(&course, times), &rule, &json!({"experience": []}), TODAY);
        assert_eq!(answer.verdict(), Verdict::Undetermined);
        assert_eq!(award_asks(&answer), ["coursework"], "used {times} times");
    }
}

/// With 548 days of work the course decides; the rest of a year is waived at most.
#[test]
fn a_waiver_under_a_cap_asks_for_its_evidence() {
    let course = json!({"subject": "coding", "contact_hours": 40});
    let rule = json!({"experience": {"field": "coding", "years": 2, "waivers": ["course"],
                                     "at_most_waived": {"months": 6}}});
    let answer = asked_of(&course_waiver(&course, 1), &rule, &json!({}), TODAY);
    let mut asks = award_asks(&answer);
    asks.sort_unstable();
    assert_eq!(asks, ["coursework", "experience"]);
}

/// Each use needs evidence of its own that satisfies the waiver, credits included.
#[test]
fn a_waiver_that_counts_its_uses_asks_for_credits_in_each() {
    let course = json!({"subject": "coding", "credits": 3, "single": true});
    let rule = json!({"experience": {"field": "coding", "years": 2, "waivers": ["course"]}});
    let stated = |credits: u32| {
        let course = json!({"subject": "coding", "credits": credits, "status": "completed"});
        json!({"experience": [], "coursework": [course, course]})
    };
    let verdict =
        |credits| asked_of(&course_waiver(&course, 2), &rule, &stated(credits), TODAY).verdict();
    assert_eq!(verdict(3), Verdict::Met);
    assert_eq!(verdict(2), Verdict::Unmet);
}

/// Nobody who completes a bachelor's degree lacks the associate level: the exam does not matter.
#[test]
fn a_degree_whose_status_is_not_known_makes_no_other_fact_matter() {
    let rule = json!({"all": [{"any": [{"education": {"level": "bachelor"}}, {"passed": "ACC"}]},
                              {"education": {"level": "associate"}}]});
    let answer = asked_of(&json!({}), &rule, &json!({"education": [{"level": "bachelor"}]}), TODAY);
    assert_eq!(award_asks(&answer), ["education[0].status"]);
}

/// Each of two failures may be the later one, whichever stands first.
#[test]
fn both_failures_without_a_day_are_asked_for() {
    let judge = Book::of(json!({}), json!({"passed": "ACC"})).judge();
    let stated = json!({"exams": [{"credential": "ACME/ACC", "passed": false},
                                  {"credential": "ACME/ACC", "passed": false},
                                  {"credential": "ACME/BAC", "passed": true}]});
    let answer = judge.eligibility("ACME/ACC", &known(&stated), day(TODAY)).unwrap();
    let asked: BTreeSet<&str> = answer.questions().iter().map(Question::fact).collect();
    assert!(asked.is_superset(&BTreeSet::from(["exams[0].taken", "exams[1].taken"])), "{asked:?}");
}

#[test]
fn a_week_of_forty_hours_in_two_jobs_is_forty_hours() {
    let rule = json!({"experience": {"field": "coding", "hours": 40}});
    let job = |start: &str, end: &str| {
        json!({"field": "coding", "start": start, "end": end,
               "hours_per_week": 40})
    };
    let whole = json!({"experience": [job("2020-01-01", "2020-01-07")]});
    let split =
        json!({"experience": [job("2020-01-01", "2020-01-03"), job("2020-01-04", "2020-01-07")]});
    assert_eq!(asked_of(&json!({}), &rule, &whole, TODAY).verdict(), Verdict::Met);
    assert_eq!(asked_of(&json!({}), &rule, &split, TODAY).verdict(), Verdict::Met);
}

#[test]
fn a_membership_whose_start_is_not_known_asks_for_it() {
    let rule = json!({"membership": {"organization": "ACME", "for": {"years": 1}}});
    let stated = json!({"memberships": [{"organization": "ACME", "paid_through": "2025-01-01"}]});
    let answer = asked_of(&json!({}), &rule, &stated, TODAY);
    assert_eq!(answer.verdict(), Verdict::Undetermined);
    assert_eq!(award_asks(&answer), ["memberships[0].start"]);
}

#[test]
fn exams_passed_on_days_that_are_not_known_ask_for_the_days() {
    let rule = json!({"passed": {"all_of": ["ACC", "BAC"], "inside": {"years": 1}}});
    let stated = json!({"exams": [{"credential": "ACME/ACC", "passed": true},
                                  {"credential": "ACME/BAC", "passed": true}]});
    let answer = asked_of(&json!({}), &rule, &stated, TODAY);
    assert_eq!(answer.verdict(), Verdict::Undetermined);
    assert_eq!(award_asks(&answer), ["exams[0].taken", "exams[1].taken"]);
    // By their holdings both are passed; when, only the list of exams can tell.
    let stated = json!({"holdings": [{"credential": "ACME/ACC"}, {"credential": "ACME/BAC"}]});
    let answer = asked_of(&json!({}), &rule, &stated, TODAY);
    assert_eq!(answer.verdict(), Verdict::Undetermined);
    assert_eq!(award_asks(&answer), ["exams"]);
}

/// A version is never stretched beyond the days for which it is on file: in 2019 there was no mark.
#[test]
fn a_score_without_a_day_is_not_held_against_a_mark_of_later_days() {
    let stated = json!({"exams": [{"credential": "ACME/ACC", "score": "12"}]});
    let answer = asked_of(&json!({}), &json!({"passed": "ACC"}), &stated, "2019-01-01");
    assert_eq!(answer.verdict(), Verdict::Undetermined);
}

/// A step of a sequence asks for everything that its leaf says, or the book is refused.
#[test]
fn a_sequence_drops_no_condition_of_its_steps() {
    let judged = |rule: Value, stated: Value| {
        let judge = std::panic::catch_unwind(|| Book::of(json!({}), rule).judge()).ok()?;
        Some(judge.eligibility("ACME/ACC", &known(&stated), day(TODAY)).unwrap().verdict())
    };
    let drill = json!([{"program": "ACME/Drill", "completed": "2021-01-01"}]);
    let credits = judged(
        json!({"sequence": [{"coursework": {"subject": "coding", "contact_hours": 40,
                                            "credits": 3}},
                            {"training": {"program": "ACME/Drill"}}]}),
        json!({"trainings": drill, "coursework": [
            {"subject": "coding", "contact_hours": 40, "credits": 1, "completed": "2020-06-01"}]}),
    );
    assert_ne!(credits, Some(Verdict::Met));
    let settings = judged(
        json!({"sequence": [{"training": {"program": "ACME/Drill"}},
                            {"experience": {"field": "coding", "years": 1,
                                            "settings_at_least": 2}}]}),
        json!({"trainings": drill, "experience": [
            {"field": "coding", "start": "2021-02-01", "end": "2022-12-31",
             "setting": "inpatient"}]}),
    );
    assert_ne!(settings, Some(Verdict::Met));
}

/// The first year of coding was complete at the end of 2018, in the middle of a job.
#[test]
fn a_sequence_goes_on_from_the_day_on_which_its_first_step_was_complete() {
    let rule = json!({"sequence": [{"experience": {"field": "coding", "years": 1}},
                                   {"experience": {"field": "billing", "years": 1}}]});
    let stated = json!({"experience": [
        {"field": "coding", "start": "2018-01-01", "end": "2022-12-31"},
        {"field": "billing", "start": "2019-01-01", "end": "2019-12-31"}]});
    assert_eq!(asked_of(&json!({}), &rule, &stated, TODAY).verdict(), Verdict::Met);
}

/// A window counts back from the day asked about, also in the first step.
#[test]
fn a_sequence_keeps_the_window_of_its_first_step() {
    let rule = json!({"sequence": [{"coursework": {"subject": "coding", "within": {"years": 5}}},
                                   {"training": {"program": "ACME/Drill"}}]});
    let stated = |completed: &str| {
        json!({"coursework": [{"subject": "coding", "completed": completed}],
               "trainings": [{"program": "ACME/Drill", "completed": "2022-01-01"}]})
    };
    let verdict = |completed| asked_of(&json!({}), &rule, &stated(completed), TODAY).verdict();
    assert_eq!(verdict("2021-01-01"), Verdict::Met);
    assert_eq!(verdict("2012-01-01"), Verdict::Unmet);
}

#[test]
fn a_sequence_asks_for_the_day_that_decides_the_order() {
    let rule = json!({"sequence": [{"coursework": {"subject": "coding"}},
                                   {"training": {"program": "ACME/Drill"}}]});
    let stated = json!({"coursework": [{"subject": "coding", "status": "completed"}],
                        "trainings": [{"program": "ACME/Drill", "completed": "2020-01-01"}]});
    let answer = asked_of(&json!({}), &rule, &stated, TODAY);
    assert_eq!(answer.verdict(), Verdict::Undetermined);
    assert_eq!(award_asks(&answer), ["coursework[0].completed"]);
}

#[test]
fn a_membership_that_lapsed_does_not_count_for_an_unbroken_one() {
    let rule = json!({"membership": {"organization": "ACME", "for": {"years": 1},
                                     "counting": "unbroken"}});
    let year = |start: &str, end: &str| {
        json!({"organization": "ACME", "start": start,
               "paid_through": end})
    };
    let (lapsed, current) = (year("2018-01-01", "2018-12-31"), year("2023-01-01", "2024-12-31"));
    let stated = json!({"memberships": [lapsed, current]});
    let answer = asked_of(&json!({}), &rule, &stated, TODAY);
    assert_eq!(answer.verdict(), Verdict::Met);
    let counts = |place: usize| answer.evidence()[place].reason() == Reason::Counted;
    assert!(!counts(0) && counts(1), "{:?}", answer.evidence());
}

/// The list of exams says when the exam was passed: holding what it led to leaves nothing open.
#[test]
fn a_holding_does_not_make_a_dated_pass_any_later() {
    let rule = json!({"passed": {"exam": "ACC", "within": {"years": 2}}});
    let mut stated =
        json!({"exams": [{"credential": "ACME/ACC", "taken": "2018-01-10", "passed": true}]});
    let verdict = |stated: &Value| asked_of(&json!({}), &rule, stated, TODAY).verdict();
    assert_eq!(verdict(&stated), Verdict::Unmet);
    stated["holdings"] = json!([{"credential": "ACME/ACC", "awarded": "2018-02-01"}]);
    assert_eq!(verdict(&stated), Verdict::Unmet);
}

/// Whatever is asked for can be written into the record.
#[test]
fn a_pass_known_by_a_holding_alone_asks_for_the_exams() {
    let rule = json!({"passed": {"exam": "ACC", "within": {"years": 2}}});
    let stated = json!({"holdings": [{"credential": "ACME/ACC"}]});
    let answer = asked_of(&json!({}), &rule, &stated, TODAY);
    assert_eq!(answer.verdict(), Verdict::Undetermined);
    assert_eq!(award_asks(&answer), ["exams"]);
}

#[test]
fn all_approvals_without_a_day_are_asked_for() {
    let stated =
        json!({"applications": [{"credential": "AHIMA/CCA"}, {"credential": "AHIMA/CCA"}]});
    let answer = JUDGE.eligibility("AHIMA/CCA", &known(&stated), day("2025-06-30")).unwrap();
    let asked: BTreeSet<&str> = answer.questions().iter().map(Question::fact).collect();
    let both = BTreeSet::from(["applications[0].approved", "applications[1].approved"]);
    assert!(asked.is_superset(&both), "{asked:?}");
}
