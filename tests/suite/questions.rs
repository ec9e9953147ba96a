//! Random questions to the embedded book and to random books, over every kind of node and leaf.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{fmt, fs};

use coding_credentials::explain::{Eligibility, RecommendedAnswer, Verdict};
use coding_credentials::{Decision, Judge, Record};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::oracle::{
    Book, Words, books_of, branches, days_asked, leaf, lengths, may, must, object, records, seldom,
};
use crate::support::{JUDGE, day, record};

/// A question to a judge: of the embedded book, or of a random one.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) book: Option<Book>,
    pub(crate) credential: String,
    pub(crate) stated: Value,
    pub(crate) as_of: String,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { book, credential, stated, as_of } = self;
        write!(f, "{credential} on {as_of}\nrecord {stated}\nbook {book:?}")
    }
}

impl Asked {
    pub(crate) fn judge(&self) -> Cow<'static, Judge> {
        self.book.as_ref().map_or(Cow::Borrowed(&*JUDGE), |book| Cow::Owned(book.judge()))
    }

    pub(crate) fn known(&self) -> Record {
        known(&self.stated)
    }

    pub(crate) fn answer(&self) -> Eligibility {
        answer(&self.judge(), self, &self.stated)
    }
}

pub(crate) fn known(stated: &Value) -> Record {
    record(&stated.to_string())
}

/// The answer to the same question about another record.
pub(crate) fn answer(judge: &Judge, asked: &Asked, stated: &Value) -> Eligibility {
    judge.eligibility(&asked.credential, &known(stated), day(&asked.as_of)).unwrap()
}

/// Questions to both kinds of book.
pub(crate) fn asked() -> BoxedStrategy<Asked> {
    let random =
        (books_of(&every_rule()), select(vec!["ACME/ACC", "ACME/ACC-A"]), records(&Words::acme()))
            .prop_map(|(book, credential, stated)| (Some(book), credential.to_string(), stated));
    let embedded = select(CREDENTIALS.clone()).prop_flat_map(|credential| {
        let stated = records(&embedded_words(&credential));
        stated.prop_map(move |stated| (None, credential.clone(), stated))
    });
    (prop_oneof![random, embedded], days_asked())
        .prop_map(|((book, credential, stated), as_of)| Asked { book, credential, stated, as_of })
        .boxed()
}

/// Random trees over every kind of node and leaf of the grammar.
pub(crate) fn every_rule() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![leaf(), other_leaf()];
    let node = |inner: BoxedStrategy<Value>| {
        let items = vec((select(vec![10, 20, 30]), inner.clone()), 1..=3);
        let points = (items, any::<Index>()).prop_map(|(items, need)| {
            let most = items.iter().map(|(points, _)| points).sum::<usize>().min(30) + 10;
            let need = 10 * (need.index(most / 10) + 1);
            let items =
                items.iter().map(|(points, rule)| json!({"points": points, "requires": rule}));
            let capped = json!({"id": "c", "cap": 30, "items": items.collect::<Vec<Value>>()});
            json!({"points": {"need": need, "classes": [capped, {"id": "d", "items": [
                {"points": 10, "requires": {"passed": "ACC"}}]}]}})
        });
        let readings = (inner.clone(), inner.clone()).prop_map(|(one, other)| {
            json!({"readings": {"question": "how", "choices": {"one": one, "other": other}}})
        });
        let cited =
            inner.clone().prop_map(|rule| json!({"cited": {"source": "PAGE", "requires": rule}}));
        prop_oneof![6 => branches(&inner), 1 => points, 1 => readings, 1 => cited]
    };
    leaf.prop_recursive(3, 10, 3, move |inner| node(inner.boxed())).boxed()
}

/// The kinds of leaf that the second evaluator does not know.
fn other_leaf() -> BoxedStrategy<Value> {
    let in_field = object(vec![
        ("field", must(Just("coding"))),
        ("issuer", must(select(vec!["own", "other", "any"]))),
        ("standing", seldom(Just("ever"))),
    ]);
    let several = object(vec![
        ("all_of", must(Just(json!(["ACC", "BAC"])))),
        ("inside", may(lengths())),
        ("within", seldom(lengths())),
    ]);
    let employed = object(vec![
        ("field", must(Just("coding"))),
        ("setting", seldom(Just(json!(["inpatient"])))),
        ("hours_per_week", seldom(Just(20))),
    ]);
    let place = select(vec![json!("US"), json!(["US-OH", "CA"])]);
    let attestation = object(vec![
        ("kind", must(Just("sponsor"))),
        ("to", seldom(Just("ACME"))),
        ("within", seldom(lengths())),
    ]);
    prop_oneof![
        in_field.prop_map(|leaf| json!({"held": leaf})),
        several.prop_map(|leaf| json!({"passed": leaf})),
        employed.prop_map(|leaf| json!({"employed": leaf})),
        place.prop_map(|places| json!({"residence": places})),
        attestation.prop_map(|leaf| json!({"attestation": leaf})),
        long_membership(),
        hours_of_work(),
        settings(),
        particular_course(),
        particular_school(),
        ceus(),
        (timed_leaf(), timed_leaf()).prop_map(|(first, then)| json!({"sequence": [first, then]})),
    ]
    .boxed()
}

fn long_membership() -> BoxedStrategy<Value> {
    let leaf = object(vec![
        ("organization", must(Just("ACME"))),
        ("except_class", seldom(Just(json!(["student"])))),
        ("for", must(select(vec![json!({"years": 1}), json!({"months": 18})]))),
        ("counting", may(select(vec!["unbroken", "cumulative"]))),
    ]);
    leaf.prop_map(|leaf| json!({"membership": leaf})).boxed()
}

fn proof() -> BoxedStrategy<Value> {
    object(vec![
        ("document", seldom(Just(json!(["letter"])))),
        ("signed_by", seldom(Just(json!(["employer", "supervisor"])))),
        ("letterhead", may(select(vec!["each", "one"]))),
        ("states", seldom(Just("hours"))),
        ("signed", seldom(Just(true))),
    ])
}

fn hours_of_work() -> BoxedStrategy<Value> {
    let conditions = object(vec![
        ("field", must(Just("coding"))),
        ("within", seldom(lengths())),
        ("hours_per_week", seldom(Just(20))),
        ("proof", seldom(proof())),
    ]);
    let years = vec![json!(["course"]), json!(["drill", "course"])];
    let amount = prop_oneof![
        select(vec![json!({"hours": 100}), json!({"hours": "1500.5"})]),
        select(years)
            .prop_map(|waivers| json!({"years": 1, "year_hours": 2000, "waivers": waivers})),
    ];
    (conditions, amount)
        .prop_map(|(leaf, amount)| json!({"experience": joined(leaf, &amount)}))
        .boxed()
}

fn settings() -> BoxedStrategy<Value> {
    let leaf = object(vec![
        ("field", must(Just("coding"))),
        ("months", must(select(vec![1, 12]))),
        ("settings_at_least", must(select(vec![2, 3]))),
        ("within", seldom(lengths())),
        ("proof", may(proof())),
    ]);
    leaf.prop_map(|leaf| json!({"experience": leaf})).boxed()
}

fn particular_course() -> BoxedStrategy<Value> {
    let leaf = object(vec![
        ("subject", must(Just("coding"))),
        ("contact_hours", seldom(Just(40))),
        ("single", seldom(Just(true))),
        ("credits", may(select(vec!["3", "5.5"]))),
        ("format", seldom(Just(json!(["classroom", "online"])))),
        ("grade", seldom(Just("C"))),
        ("provider", seldom(Just(json!(["City College"])))),
        ("within", seldom(lengths())),
        ("proof", seldom(proof())),
    ]);
    leaf.prop_map(|leaf| json!({"coursework": leaf})).boxed()
}

fn particular_school() -> BoxedStrategy<Value> {
    let leaf = object(vec![
        ("level", must(select(vec!["certificate", "associate"]))),
        ("hours", may(Just(720))),
        ("externship_hours", may(Just(160))),
    ]);
    leaf.prop_map(|leaf| json!({"education": leaf})).boxed()
}

fn ceus() -> BoxedStrategy<Value> {
    let leaf = object(vec![
        ("units", must(select(vec!["1", "20.5"]))),
        ("approved_by", seldom(Just("ACME"))),
        ("topics", seldom(Just(json!(["core"])))),
        ("delivery", seldom(Just(json!(["in-person"])))),
        ("within", seldom(lengths())),
    ]);
    leaf.prop_map(|leaf| json!({"ceus": leaf})).boxed()
}

/// A leaf that is complete from some day on.
fn timed_leaf() -> BoxedStrategy<Value> {
    let leaves = vec![
        json!({"experience": {"field": "coding", "years": 1}}),
        json!({"experience": {"field": ["coding", "billing"], "days": 100,
                              "within": {"years": 5}}}),
        json!({"coursework": {"subject": "coding", "contact_hours": 40}}),
        json!({"coursework": {"subject": "anatomy"}}),
        json!({"education": {"level": "associate"}}),
        json!({"education": {"level": "high-school", "status": "final-term"}}),
        json!({"training": {"program": "ACME/Drill"}}),
        json!({"passed": "ACC"}),
        json!({"passed": {"exam": "BAC", "within": {"years": 3}}}),
    ];
    select(leaves).boxed()
}

/// Both objects in one.
fn joined(mut left: Value, right: &Value) -> Value {
    left.as_object_mut().unwrap().extend(right.as_object().unwrap().clone());
    left
}

/// Every credential of the embedded book.
static CREDENTIALS: LazyLock<Vec<String>> =
    LazyLock::new(|| JUDGE.book().credentials().map(|credential| credential.to_string()).collect());

/// The embedded files by issuer, as the words in them are what records should speak of.
pub(crate) static FILES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/book/builtin");
    let read = |path: PathBuf| {
        let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        (file["issuer"].as_str().unwrap().to_string(), file)
    };
    fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap().path())).collect()
});

/// The words of two large bodies, and one that no rule looks for.
pub(crate) fn embedded_words(credential: &str) -> Words {
    let exam = credential.strip_suffix("-A").unwrap_or(credential);
    let near = [credential, exam, exam, "AHIMA/CCA", "AHIMA/RHIA", "AAPC/CPC", "ACME/ACC"];
    let near = near.iter().map(ToString::to_string).collect();
    words_in(&[&FILES["AAPC"], &FILES["AHIMA"]], near)
}

/// The words of one issuer, its credentials and two that it does not grant.
pub(crate) fn words_of_issuer(issuer: &str) -> Words {
    let prefix = format!("{issuer}/");
    let own = CREDENTIALS.iter().filter(|credential| credential.starts_with(&prefix)).cloned();
    let others = ["AHIMA/CCA", "ACME/ACC"].map(String::from);
    words_in(&[&FILES[issuer]], own.chain(others).collect())
}

fn words_in(files: &[&Value], credentials: Vec<String>) -> Words {
    let words = |kind: &str, field: &str| {
        let mut found = BTreeSet::new();
        for file in files {
            collect_words(file, kind, field, &mut found);
        }
        found.into_iter().chain(["other".to_string()]).collect()
    };
    Words {
        fields: words("experience", "field"),
        subjects: words("coursework", "subject"),
        programs: words("training", "program"),
        credentials,
        organizations: words("membership", "organization"),
        studies: words("education", "field"),
        accreditors: words("education", "accreditor"),
    }
}

/// The words that stand in one field of one kind of leaf anywhere in a file.
fn collect_words(value: &Value, kind: &str, field: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let words = fields.get(kind).and_then(|leaf| leaf.get(field));
            match words {
                Some(Value::String(word)) => drop(found.insert(word.clone())),
                Some(Value::Array(many)) => {
                    found.extend(many.iter().filter_map(Value::as_str).map(ToString::to_string));
                }
                _ => {}
            }
            fields.values().for_each(|below| collect_words(below, kind, field, found));
        }
        Value::Array(many) => {
            for below in many {
                collect_words(below, kind, field, found);
            }
        }
        _ => {}
    }
}

/// All verdicts of an answer.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Verdicts {
    pub(crate) exam: Verdict,
    pub(crate) award: Verdict,
    pub(crate) recommended: Option<Verdict>,
    pub(crate) designation: Option<String>,
}

impl From<&Eligibility> for Verdicts {
    fn from(answer: &Eligibility) -> Self {
        Self {
            exam: answer.exam().verdict(),
            award: answer.verdict(),
            recommended: answer.recommended().map(RecommendedAnswer::verdict),
            designation: answer.award().designation().map(ToString::to_string),
        }
    }
}

impl From<&Decision<'_>> for Verdicts {
    fn from(decision: &Decision<'_>) -> Self {
        Self {
            exam: decision.exam(),
            award: decision.award(),
            recommended: decision.recommended(),
            designation: decision.designation().map(ToString::to_string),
        }
    }
}
