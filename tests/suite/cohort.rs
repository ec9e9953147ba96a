//! Many records at once: columns give the verdicts of their rows, a cohort those of its records, and an
//! update the cohort measured anew.

use std::sync::LazyLock;

use coding_credentials::cohort::{
    Cohort, CohortError, Column, ColumnsError, Decider, DeciderError, Interval, Masks, Scratch,
    Values,
};
use coding_credentials::explain::Verdict::{self, Met, Undetermined, Unmet};
use coding_credentials::record::Section;
use coding_credentials::{CredentialId, Decision, Facts, Judge, Record};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use crate::compiled::{BOOKS, many_sums, words};
use crate::oracle::{books_of, cases, days_asked, records};
use crate::questions::{every_rule, known, words_of_issuer};
use crate::support::{JUDGE, acme, award, credential, day, record};

/// The day asked about, where a case names none.
const TODAY: &str = "2026-01-15";

fn acc() -> CredentialId {
    "ACME/ACC".parse().unwrap()
}

fn decider(judge: &Judge) -> Decider {
    judge.rules_on(day(TODAY)).award(&acc()).unwrap()
}

// ---- Columns ----

/// Work and a course, of age, and either a training or what nobody can tell.
static RULE: LazyLock<Decider> = LazyLock::new(|| {
    decider(&award(
        r#"{"all": {
            "work": {"any": {
                "long": {"experience": {"field": "coding", "days": 730}},
                "short": {"all": [{"experience": {"field": "coding", "days": 365}},
                                  {"coursework": {"subject": "coding", "contact_hours": 80}}]}}},
            "adult": {"age": 18},
            "paper": {"any": [{"training": {"program": "ACME/Drill"}},
                              {"all": [{"training": {"program": "ACME/Lab"}},
                                       {"judgement": "whether the board agrees"}]}]}}}"#,
    ))
});

/// Lengths around words of 64 and blocks of 512.
const LENGTHS: [usize; 9] = [0, 1, 63, 64, 65, 511, 512, 513, 2_000];

/// In which way a column is given.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Flags,
    U16,
    U32,
    I64,
    Same,
}

const KINDS: [Kind; 5] = [Kind::Flags, Kind::U16, Kind::U32, Kind::I64, Kind::Same];

/// A column of one kind that owns its values.
#[derive(Clone, Debug)]
struct Owned {
    kind: Kind,
    flags: Vec<bool>,
    u16: Vec<u16>,
    u32: Vec<u32>,
    i64: Vec<i64>,
}

impl Owned {
    /// So many values about a threshold, cut to what the kind can say.
    fn about(threshold: i64, kind: Kind, len: usize, seed: usize) -> Self {
        let near = [0, threshold - 1, threshold, threshold + 1, threshold / 2, -7, 70_000, 1 << 40];
        let values = (0..len.max(1)).map(|row| {
            // No period of the pattern divides 64.
            let value = near[(row * 31 + row / 7 + seed * 5) % near.len()];
            match kind {
                Kind::Flags => value.clamp(0, 1),
                Kind::U16 => value.clamp(0, i64::from(u16::MAX)),
                Kind::U32 => value.clamp(0, i64::from(u32::MAX)),
                Kind::I64 | Kind::Same => value,
            }
        });
        let i64: Vec<i64> = values.collect();
        let flags = i64.iter().map(|value| *value == 1).collect();
        let u16 = i64.iter().map(|value| u16::try_from(*value).unwrap_or_default()).collect();
        let u32 = i64.iter().map(|value| u32::try_from(*value).unwrap_or_default()).collect();
        let mut owned = Self { kind, flags, u16, u32, i64 };
        owned.cut(len);
        owned
    }

    fn cut(&mut self, len: usize) {
        if !matches!(self.kind, Kind::Same) {
            self.flags.truncate(len);
            self.u16.truncate(len);
            self.u32.truncate(len);
            self.i64.truncate(len);
        }
    }

    fn values(&self) -> Values<'_> {
        match self.kind {
            Kind::Flags => Values::Flags(&self.flags),
            Kind::U16 => Values::U16(&self.u16),
            Kind::U32 => Values::U32(&self.u32),
            Kind::I64 => Values::I64(&self.i64),
            Kind::Same => Values::Same(self.i64[0]),
        }
    }

    fn row(&self, row: usize) -> i64 {
        match self.kind {
            Kind::Same => self.i64[0],
            _ => self.i64[row],
        }
    }
}

/// A column that owns its values: known, known in part, or not known.
#[derive(Clone, Debug)]
enum Whole {
    Known(Owned),
    Between(Owned, Owned),
    Unknown,
}

impl Whole {
    fn column(&self) -> Column<'_> {
        match self {
            Self::Known(values) => Column::known(values.values()),
            Self::Between(shown, possible) => Column::between(shown.values(), possible.values()),
            Self::Unknown => Column::unknown(),
        }
    }

    fn row(&self, row: usize) -> Interval {
        match self {
            Self::Known(values) => Interval::exactly(values.row(row)),
            Self::Between(shown, possible) => Interval::between(shown.row(row), possible.row(row)),
            Self::Unknown => Interval::unknown(i64::MAX),
        }
    }
}

/// Holds the masks of some columns against the verdict on each row.
#[track_caller]
fn rows_agree(decider: &Decider, wholes: &[Whole], len: usize) {
    let columns: Vec<Column<'_>> = wholes.iter().map(Whole::column).collect();
    let masks = decider.verdicts(&columns, len).unwrap();
    let row = |row: usize| -> Verdict {
        let facts: Vec<Interval> = wholes.iter().map(|whole| whole.row(row)).collect();
        decider.verdict(&facts)
    };
    let expected: Vec<Verdict> = (0..len).map(row).collect();
    assert_eq!(masks.iter().collect::<Vec<_>>(), expected, "{len} rows");
    for verdict in [Met, Undetermined, Unmet] {
        let count = expected.iter().filter(|one| **one == verdict).count();
        assert_eq!(masks.count(verdict), count, "{verdict} of {len}");
    }
}

/// A column for an input about one of its thresholds.
fn about(decider: &Decider, input: usize, kind: Kind, (len, seed): (usize, usize)) -> Owned {
    let thresholds = decider.inputs()[input].thresholds();
    Owned::about(thresholds[seed % thresholds.len()], kind, len, seed + input)
}

#[test]
fn every_kind_of_column_gives_the_verdict_of_its_row_at_every_length() {
    let inputs = RULE.inputs().len();
    for len in LENGTHS {
        for (seed, kind) in KINDS.into_iter().enumerate() {
            // All columns of one kind, and each column by itself among wide ones.
            let alike = (0..inputs).map(|input| about(&RULE, input, kind, (len, seed)));
            rows_agree(&RULE, &alike.map(Whole::Known).collect::<Vec<_>>(), len);
            for special in 0..inputs {
                let of = |input| if input == special { kind } else { Kind::I64 };
                let mixed = (0..inputs).map(|input| about(&RULE, input, of(input), (len, seed)));
                rows_agree(&RULE, &mixed.map(Whole::Known).collect::<Vec<_>>(), len);
            }
        }
    }
}

/// A random column for each input of a rule.
fn wholes(inputs: usize, len: usize) -> BoxedStrategy<Vec<Whole>> {
    let pick = (0..6_usize, select(KINDS.to_vec()), select(KINDS.to_vec()), 0..40_usize);
    let whole = move |input: usize, (how, one, other, seed): (usize, Kind, Kind, usize)| {
        let shown = about(&RULE, input, one, (len, seed));
        match how {
            0 => Whole::Unknown,
            1 | 2 => Whole::Between(shown, about(&RULE, input, other, (len, seed * 3 + 1))),
            _ => Whole::Known(shown),
        }
    };
    let build = move |picks: Vec<_>| {
        picks.into_iter().enumerate().map(|(input, pick)| whole(input, pick)).collect()
    };
    vec(pick, inputs).prop_map(build).boxed()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn columns_known_in_part_give_the_verdict_of_each_row(
        (len, wholes) in select(LENGTHS.to_vec())
            .prop_flat_map(|len| (Just(len), wholes(RULE.inputs().len(), len))),
    ) {
        rows_agree(&RULE, &wholes, len);
    }
}

#[test]
fn used_room_gives_the_verdicts_of_fresh_room() {
    let other = decider(&award(r#"{"any": [{"age": 21}, {"passed": "ACC"}]}"#));
    let (mut scratch, mut masks) = (Scratch::default(), Masks::default());
    for len in LENGTHS.into_iter().chain(LENGTHS.into_iter().rev()) {
        for decider in [&RULE, &other] {
            let inputs = 0..decider.inputs().len();
            let wholes = inputs.map(|input| about(decider, input, Kind::I64, (len, len)));
            let wholes: Vec<Whole> = wholes.map(Whole::Known).collect();
            let columns: Vec<Column<'_>> = wholes.iter().map(Whole::column).collect();
            decider.verdicts_into(&columns, &mut scratch, &mut masks, len).unwrap();
            assert_eq!(masks, decider.verdicts(&columns, len).unwrap(), "{len} rows");
        }
    }
}

#[test]
fn a_threshold_beyond_the_type_of_a_column_is_never_reached() {
    let rule = decider(&award(r#"{"coursework": {"subject": "coding", "contact_hours": 80}}"#));
    assert_eq!(rule.inputs()[0].thresholds(), [800_000]);
    let verdicts = |values: Values<'_>| {
        rule.verdicts(&[Column::known(values)], 2).unwrap().iter().collect::<Vec<_>>()
    };
    assert_eq!(verdicts(Values::U16(&[0, u16::MAX])), [Unmet, Unmet]);
    assert_eq!(verdicts(Values::Flags(&[false, true])), [Unmet, Unmet]);
    assert_eq!(verdicts(Values::U32(&[799_999, 800_000])), [Unmet, Met]);
    assert_eq!(verdicts(Values::I64(&[i64::MIN, i64::MAX])), [Unmet, Met]);
    assert_eq!(verdicts(Values::Same(800_000)), [Met, Met]);
    // More hours than 32 bits hold in ten-thousandths.
    let rule = decider(&award(r#"{"experience": {"field": "coding", "hours": 500000}}"#));
    assert_eq!(rule.inputs()[0].thresholds(), [5_000_000_000]);
    let column = Column::known(Values::U32(&[u32::MAX]));
    assert_eq!(rule.verdicts(&[column], 1).unwrap().verdict(0), Some(Unmet));
    let column = Column::between(Values::U32(&[u32::MAX]), Values::I64(&[5_000_000_000]));
    assert_eq!(rule.verdicts(&[column], 1).unwrap().verdict(0), Some(Undetermined));
}

#[test]
fn columns_that_do_not_fit_are_refused_and_the_masks_stay() {
    let rule = decider(&award(r#"{"all": [{"age": 18}, {"passed": "ACC"}]}"#));
    let (mut scratch, mut masks) = (Scratch::default(), Masks::default());
    let whole = [Column::known(Values::Same(18)), Column::known(Values::Same(18))];
    rule.verdicts_into(&whole, &mut scratch, &mut masks, 3).unwrap();
    let before = masks.clone();
    let long = Column::known(Values::U32(&[1, 2, 3, 4]));
    let short = Column::between(Values::Same(0), Values::Flags(&[true]));
    let cases: [(&[Column<'_>], ColumnsError, &str); 4] = [
        (
            &whole[..1],
            ColumnsError::Count { columns: 1, inputs: 2 },
            "1 columns for 2 inputs: give one for each input, in order",
        ),
        (
            &[whole[0], whole[0], whole[0]],
            ColumnsError::Count { columns: 3, inputs: 2 },
            "3 columns for 2 inputs: give one for each input, in order",
        ),
        (
            &[long, short],
            ColumnsError::Length { column: 0, values: 4, records: 3 },
            "column 0 has 4 values for 3 records",
        ),
        (
            &[whole[0], short],
            ColumnsError::Length { column: 1, values: 1, records: 3 },
            "column 1 has 1 values for 3 records",
        ),
    ];
    for (columns, expected, message) in cases {
        let error = rule.verdicts_into(columns, &mut scratch, &mut masks, 3).unwrap_err();
        assert_eq!((error, error.to_string().as_str()), (expected, message));
        assert_eq!(rule.verdicts(columns, 3).unwrap_err(), expected);
        assert_eq!(masks, before, "{message}");
    }
}

// ---- Masks ----

#[test]
fn masks_tell_the_verdict_on_each_record_and_nothing_beyond_the_last() {
    let rule = decider(&award(
        r#"{"all": [{"age": 18}, {"any": [{"passed": "ACC"}, {"judgement": "the board"}]}]}"#,
    ));
    assert_eq!(rule.inputs().len(), 2);
    let years: Vec<u32> = (0..70).map(|row| if row % 3 == 0 { 17 } else { 18 }).collect();
    let passed: Vec<bool> = (0..70).map(|row| row % 2 == 0).collect();
    let columns: Vec<Column<'_>> = rule
        .inputs()
        .iter()
        .map(|input| match input.thresholds() {
            [18] => Column::known(Values::U32(&years)),
            _ => Column::known(Values::Flags(&passed)),
        })
        .collect();
    let masks = rule.verdicts(&columns, 70).unwrap();
    let expected = |row: usize| match (row.is_multiple_of(3), row.is_multiple_of(2)) {
        (true, _) => Unmet,
        (false, true) => Met,
        (false, false) => Undetermined,
    };
    assert_eq!((masks.len(), masks.is_empty()), (70, false));
    assert_eq!(masks.iter().collect::<Vec<_>>(), (0..70).map(expected).collect::<Vec<_>>());
    let counts = [Met, Undetermined, Unmet].map(|verdict| masks.count(verdict));
    assert_eq!(counts, [23, 23, 24]);
    for row in 0..70 {
        assert_eq!(masks.verdict(row), Some(expected(row)), "record {row}");
    }
    for beyond in [70, 127, 128, 1_000, usize::MAX] {
        assert_eq!(masks.verdict(beyond), None, "record {beyond}");
    }
    // The lowest bit of a word is its first record, and beyond the last there is no bit.
    let undetermined: Vec<u64> = masks.undetermined().collect();
    assert_eq!((masks.met().len(), undetermined.len()), (2, 2));
    for row in 0..128 {
        let bit = |words: &[u64]| words[row / 64] & (1 << (row % 64)) != 0;
        let inside = row < 70;
        assert_eq!(bit(masks.met()), inside && expected(row) == Met, "record {row}");
        let open = inside && expected(row) == Undetermined;
        assert_eq!(bit(&undetermined), open, "record {row}");
    }
}

#[test]
fn masks_of_nobody_are_empty() {
    let none = Masks::default();
    assert_eq!((none.len(), none.is_empty(), none.verdict(0)), (0, true, None));
    assert_eq!([Met, Undetermined, Unmet].map(|verdict| none.count(verdict)), [0, 0, 0]);
    assert_eq!((none.iter().count(), none.met().len(), none.undetermined().count()), (0, 0, 0));
    let rule = decider(&award(r#"{"age": 18}"#));
    assert_eq!(rule.verdicts(&[Column::unknown()], 0).unwrap(), none);
    let cohort = Cohort::of(JUDGE.rules_on(day(TODAY)), &[]).unwrap();
    assert!(cohort.is_empty());
    assert_eq!(cohort.award(&"AAPC/CPC".parse().unwrap()).unwrap(), none);
}

// ---- Cohorts ----

/// The masks of every credential, exam and award.
fn all_masks(cohort: &Cohort<'_>) -> Vec<[Result<Masks, DeciderError>; 2]> {
    let credentials = cohort.rules().credentials();
    credentials.map(|credential| [cohort.exam(credential), cohort.award(credential)]).collect()
}

/// Holds each verdict of a cohort against the decision about the record by itself.
fn each_agrees(cohort: &Cohort<'_>, records: &[Record]) -> Result<(), TestCaseError> {
    let rules = cohort.rules();
    prop_assert_eq!(cohort.len(), records.len());
    let mut masks: Vec<(&CredentialId, Option<Masks>, Option<Masks>)> = Vec::new();
    for credential in rules.credentials() {
        masks.push((credential, cohort.exam(credential).ok(), cohort.award(credential).ok()));
    }
    for (place, record) in records.iter().enumerate() {
        let facts = rules.measure(record).unwrap();
        for (credential, exam, award) in &masks {
            let decision = rules.judge().decide(credential, &facts).unwrap();
            let said = |masks: &Option<Masks>| masks.as_ref().map(|masks| masks.verdict(place));
            let (exam, award) = (said(exam), said(award));
            prop_assert!(exam.is_none_or(|exam| exam == Some(decision.exam())), "{}", credential);
            prop_assert!(award.is_none_or(|said| said == Some(decision.award())), "{}", credential);
        }
    }
    Ok(())
}

/// Records in the words of one issuer.
fn many(issuer: &'static str, count: usize) -> BoxedStrategy<Vec<Record>> {
    let one = records(&words_of_issuer(issuer)).prop_map(|stated| known(&stated));
    vec(one, count).boxed()
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn a_cohort_has_the_verdicts_of_its_records(
        records in select(vec![("AAPC", 0), ("AHIMA", 1), ("AHIMA", 64), ("AAPC", 130)])
            .prop_flat_map(|(issuer, count)| many(issuer, count)),
        as_of in days_asked(),
    ) {
        let rules = JUDGE.rules_on(day(&as_of));
        let cohort = Cohort::of(rules.clone(), &records).unwrap();
        each_agrees(&cohort, &records)?;
        // One by one they come to the same.
        let mut grown = Cohort::of(rules, &[]).unwrap();
        for record in &records {
            grown.push(record).unwrap();
        }
        prop_assert_eq!(all_masks(&grown), all_masks(&cohort));
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn facts_read_from_records_give_their_verdicts_as_columns(
        judge in some_book(),
        people in vec(records(&words()), 70),
        as_of in days_asked(),
    ) {
        let rules = judge.rules_on(day(&as_of));
        let people: Vec<Record> = people.iter().map(known).collect();
        let facts: Vec<Facts<'_>> = people.iter().map(|one| rules.measure(one).unwrap()).collect();
        for credential in rules.credentials() {
            let decided = facts.iter().map(|facts| judge.decide(credential, facts).unwrap());
            let decided: Vec<Decision<'_>> = decided.collect();
            if let Ok(exam) = rules.exam(credential) {
                let expected: Vec<Verdict> = decided.iter().map(Decision::exam).collect();
                prop_assert_eq!(over_columns(&exam, &facts), expected, "{}", credential);
            }
            if let Ok(award) = rules.award(credential) {
                let expected: Vec<Verdict> = decided.iter().map(Decision::award).collect();
                prop_assert_eq!(over_columns(&award, &facts), expected, "{}", credential);
            }
        }
    }
}

/// The verdicts on measured records, read into columns.
fn over_columns(decider: &Decider, facts: &[Facts<'_>]) -> Vec<Verdict> {
    let mut bounds = vec![(Vec::new(), Vec::new()); decider.inputs().len()];
    let mut read = Vec::new();
    for facts in facts {
        decider.read(facts, &mut read);
        for ((shown, possible), fact) in bounds.iter_mut().zip(&read) {
            shown.push(fact.shown());
            possible.push(fact.possible());
        }
    }
    let columns = bounds
        .iter()
        .map(|(shown, possible)| Column::between(Values::I64(shown), Values::I64(possible)));
    let columns: Vec<Column<'_>> = columns.collect();
    decider.verdicts(&columns, facts.len()).unwrap().iter().collect()
}

#[test]
fn a_cohort_under_rules_without_conditions_has_their_verdict() {
    let cases = [
        (r#"{"nothing": "no condition"}"#, Met),
        (r#"{"unpublished": "what is asked"}"#, Undetermined),
        (r#"{"any": [{"unpublished": "what is asked"}, {"nothing": "no condition"}]}"#, Met),
    ];
    for (rule, expected) in cases {
        let judge = award(rule);
        let mut cohort = Cohort::of(judge.rules_on(day(TODAY)), &vec![record("{}"); 65]).unwrap();
        assert_eq!(cohort.award(&acc()).unwrap().count(expected), 65, "{rule}");
        cohort.push(&record("{}")).unwrap();
        assert_eq!(cohort.award(&acc()).unwrap().count(expected), 66, "{rule}");
    }
}

/// Which books updates are put to: those of the tests of compiled rules, a random one, the embedded one.
fn some_book() -> BoxedStrategy<Judge> {
    prop_oneof![
        2 => (0..BOOKS.len()).prop_map(|book| BOOKS[book].clone()),
        2 => books_of(&every_rule()).prop_map(|book| book.judge()),
        1 => Just(JUDGE.clone()),
    ]
    .boxed()
}

/// A record, and the same with one section of another one.
fn changed_in(name: &str, stated: &Value, other: &Value) -> Value {
    let mut changed = stated.clone();
    let fields = changed.as_object_mut().unwrap();
    match other.get(name) {
        Some(section) => drop(fields.insert(name.to_string(), section.clone())),
        None => drop(fields.remove(name)),
    }
    changed
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn an_update_of_what_changed_gives_the_cohort_measured_anew(
        judge in some_book(),
        (stated, mut other, beside) in prop_oneof![
            (records(&words()), records(&words()), records(&words())),
            (records(&words_of_issuer("AAPC")), records(&words_of_issuer("AAPC")),
             records(&words_of_issuer("AHIMA"))),
        ],
        section in select(Section::ALL.to_vec()),
        more in select(Section::ALL.to_vec()),
        place in any::<Index>(),
        as_of in days_asked(),
    ) {
        other["exceptions"] = json!([
            {"issuer": "ACME", "kind": "military", "author": "the board", "reason": "served"}
        ]);
        let changed = known(&changed_in(section.as_str(), &stated, &other));
        let (before, beside) = (known(&stated), known(&beside));
        let mut people = vec![beside; 66];
        let place = place.index(people.len());
        people[place] = before.clone();
        let rules = judge.rules_on(day(&as_of));
        let original = Cohort::of(rules.clone(), &people).unwrap();
        people[place] = changed.clone();
        let anew = Cohort::of(rules, &people).unwrap();

        let mut updated = original.clone();
        updated.update(place, &changed, &[section]).unwrap();
        prop_assert_eq!(all_masks(&updated), all_masks(&anew), "{}", section);
        // To say that more has changed, or everything, changes nothing.
        for sections in [&[more, section][..], Section::ALL] {
            let mut updated = original.clone();
            updated.update(place, &changed, sections).unwrap();
            prop_assert_eq!(all_masks(&updated), all_masks(&anew), "{:?}", sections);
        }
        // And back.
        updated.update(place, &before, &[section]).unwrap();
        prop_assert_eq!(all_masks(&updated), all_masks(&original), "{}", section);
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn many_updates_one_after_another_give_the_cohort_measured_anew(
        judge in some_book(),
        stated in vec(records(&words()), 3),
        news in vec((records(&words()), select(Section::ALL.to_vec()), 0..66_usize), 1..=12),
        as_of in days_asked(),
    ) {
        let mut people: Vec<Value> = stated.into_iter().cycle().take(65).collect();
        let measured = |people: &[Value]| {
            let people: Vec<Record> = people.iter().map(known).collect();
            Cohort::of(judge.rules_on(day(&as_of)), &people).unwrap()
        };
        let mut cohort = measured(&people);
        for (other, section, place) in news {
            if let Some(person) = people.get_mut(place) {
                *person = changed_in(section.as_str(), person, &other);
                cohort.update(place, &known(person), &[section]).unwrap();
            } else {
                cohort.push(&known(&other)).unwrap();
                people.push(other);
            }
        }
        prop_assert_eq!(all_masks(&cohort), all_masks(&measured(&people)));
    }
}

/// A book whose exam has a pass mark of 70, and records with a score that bears out the result or not.
fn scored() -> (Judge, Record, Record) {
    let judge = acme(
        "",
        r#""ACC": {"title": "Acme ACC", "exam": {"facts": [
            {"source": "PAGE", "value": {"pass": {"percent": "70"}}}]},
            "award": [{"designation": "ACC", "requires": [
                {"source": "PAGE", "value": {"passed": "ACC"}}]}]}"#,
    );
    let with = |score: &str| {
        record(&format!(
            r#"{{"holdings": [], "exams": [{{"credential": "ACME/ACC", "taken": "2024-05-01",
                                             "passed": true, "score": "{score}"}}]}}"#
        ))
    };
    (judge, with("70"), with("69"))
}

#[track_caller]
fn is_refused<T: std::fmt::Debug>(result: Result<T, CohortError>, place: usize) {
    let error = result.unwrap_err();
    assert_eq!(error.record(), place);
    let expected = format!(
        "record {place}: at `exams[0]`: the exam is stated as passed with a score of 69, but the \
         pass mark on 2024-05-01 is 70: correct one of the two"
    );
    assert_eq!(error.to_string(), expected);
    assert!(expected.ends_with(&error.error().to_string()), "{}", error.error());
}

#[test]
fn a_record_that_contradicts_the_book_is_named_and_changes_nothing() {
    let (judge, good, bad) = scored();
    let rules = judge.rules_on(day(TODAY));
    let mut people = vec![good; 130];
    people[70] = bad.clone();
    people[129] = bad.clone();
    is_refused(Cohort::of(rules.clone(), &people), 70);
    let mut cohort = Cohort::of(rules, &people[..70]).unwrap();
    let before = all_masks(&cohort);
    is_refused(cohort.push(&bad), 70);
    is_refused(cohort.update(3, &bad, &[Section::Exams]), 3);
    // The whole record must be in order, whatever has changed of it.
    is_refused(cohort.update(3, &bad, &[]), 3);
    assert_eq!((cohort.len(), all_masks(&cohort)), (70, before));
    assert_eq!(cohort.award(&acc()).unwrap().count(Met), 70);
}

#[test]
fn an_update_of_a_place_beyond_the_last_does_nothing() {
    let (judge, good, bad) = scored();
    let mut cohort = Cohort::of(judge.rules_on(day(TODAY)), &[good.clone(), good]).unwrap();
    let before = all_masks(&cohort);
    for place in [2, 63, 64, usize::MAX] {
        let nothing = record(r#"{"exams": [], "holdings": []}"#);
        assert_eq!(cohort.update(place, &nothing, Section::ALL), Ok(()), "place {place}");
        assert_eq!(cohort.update(place, &bad, Section::ALL), Ok(()), "place {place}");
    }
    assert_eq!((cohort.len(), all_masks(&cohort)), (2, before));
}

#[test]
fn a_section_that_is_not_named_stays_as_it_was() {
    let judge = award(r#"{"all": [{"passed": "ACC"}, {"age": 18}]}"#);
    let person = |born: &str, passed: bool| {
        let exam = json!({"credential": "ACME/ACC", "taken": "2024-05-01", "passed": passed});
        record(&json!({"born": born, "holdings": [], "exams": [exam]}).to_string())
    };
    let rules = judge.rules_on(day(TODAY));
    let mut cohort = Cohort::of(rules, &[person("2000-01-01", true)]).unwrap();
    let verdict = |cohort: &Cohort<'_>| cohort.award(&acc()).unwrap().verdict(0);
    cohort.update(0, &person("2020-01-01", false), &[Section::Experience]).unwrap();
    assert_eq!(verdict(&cohort), Some(Met));
    cohort.update(0, &person("2020-01-01", true), &[Section::Born]).unwrap();
    assert_eq!(verdict(&cohort), Some(Unmet));
    cohort.update(0, &person("2000-01-01", false), &[Section::Born]).unwrap();
    assert_eq!(verdict(&cohort), Some(Met));
}

#[test]
fn a_cohort_says_why_it_has_no_masks() {
    let judge = acme("", &credential("ACC", r#"{"age": 18}"#));
    let cohort = Cohort::of(judge.rules_on(day(TODAY)), &[record("{}")]).unwrap();
    let other: CredentialId = "ACME/BAC".parse().unwrap();
    assert_eq!(cohort.award(&other), Err(DeciderError::Unknown(other.clone())));
    assert_eq!(cohort.exam(&other), Err(DeciderError::Unknown(other)));
    let judge = many_sums();
    let cohort = Cohort::of(judge.rules_on(day(TODAY)), &[record("{}")]).unwrap();
    assert_eq!(cohort.award(&acc()), Err(DeciderError::Beyond(acc())));
    assert_eq!(cohort.exam(&acc()).unwrap().verdict(0), Some(Undetermined));
    assert_eq!(cohort.rules().as_of(), day(TODAY));
}

// ---- All cores ----

#[cfg(feature = "parallel")]
proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn all_cores_give_the_cohort_of_one(
        records in select(vec![0, 1, 64, 65, 200]).prop_flat_map(|count| many("AAPC", count)),
        as_of in days_asked(),
    ) {
        let rules = JUDGE.rules_on(day(&as_of));
        let one = Cohort::of(rules.clone(), &records).unwrap();
        let all = Cohort::of_parallel(rules, &records).unwrap();
        prop_assert_eq!(all.len(), one.len());
        prop_assert_eq!(all_masks(&all), all_masks(&one));
    }
}

#[cfg(feature = "parallel")]
#[test]
fn all_cores_name_the_first_record_that_contradicts_the_book() {
    let (judge, good, bad) = scored();
    let mut people = vec![good; 500];
    for place in [499, 320, 131, 130] {
        people[place] = bad.clone();
        let rules = judge.rules_on(day(TODAY));
        is_refused(Cohort::of_parallel(rules, &people), place);
    }
}
