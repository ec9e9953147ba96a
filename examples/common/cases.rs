//! Conformance cases: what is asked of which record, and what the answer must say.
//!
//! Shared by the example `book` and the tests. Nothing in it is particular to this library but the
//! three questions at the end: another implementation can run the same files.

use std::collections::{BTreeMap, BTreeSet};

use coding_credentials::{Judge, Record, RuleBook};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseFile {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    format: u32,
    pub(crate) title: String,
    pub(crate) cases: Vec<Case>,
}

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// Unique among all files.
    pub(crate) id: String,
    /// The rule in one sentence.
    pub(crate) says: String,
    /// Where the expectation is published: `ISSUER/KEY` of the book, or an address.
    pub(crate) source: Vec<String>,
    /// The worked cases that it is.
    #[serde(default)]
    pub(crate) worked: Vec<String>,
    ask: Ask,
    credential: String,
    as_of: Option<String>,
    cycle_on: Option<String>,
    known_on: Option<String>,
    record: Option<Box<RawValue>>,
    /// Rule files laid over the embedded book.
    #[serde(default)]
    book: Vec<Box<RawValue>>,
    expect: Option<Value>,
    /// A part of the error.
    refused: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Ask {
    Eligibility,
    Renewal,
    Find,
}

impl CaseFile {
    /// Reads a file of cases.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let file: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.format != 1 {
            return Err(format!("format {} is not supported: write 1", file.format));
        }
        let mut seen = BTreeSet::new();
        for case in &file.cases {
            if case.expect.is_some() == case.refused.is_some() {
                return Err(format!("case {}: write either `expect` or `refused`", case.id));
            }
            if !seen.insert(case.id.as_str()) {
                return Err(format!("case {}: the id is used twice", case.id));
            }
        }
        Ok(file)
    }
}

impl Case {
    /// The whole answer, or the error; books of the case's own are laid over the given one.
    pub(crate) fn answer(&self, judge: &Judge) -> Result<Value, String> {
        if self.book.is_empty() {
            return self.answer_with(judge);
        }
        let laid = self.book.iter().try_fold(judge.book().clone(), |book, file| {
            book.layer("case.json", file.get()).map_err(|error| error.to_string())
        });
        laid.and_then(|book: RuleBook| self.answer_with(&Judge::new(book)))
    }

    /// What is wrong with an answer, a line for each difference; empty: the case holds.
    pub(crate) fn differences(&self, answer: &Result<Value, String>) -> Vec<String> {
        match (answer, &self.expect, &self.refused) {
            (Ok(answer), Some(expected), _) => {
                let mut found = Vec::new();
                compare(expected, answer, "", &mut found);
                found
            }
            (Err(error), _, Some(part)) if error.contains(part.as_str()) => Vec::new(),
            (Err(error), _, Some(part)) => {
                vec![format!("the error is `{error}`, not one with `{part}`")]
            }
            (Err(error), _, None) => vec![format!("an error: {error}")],
            (Ok(_), None, _) => vec!["an answer, where an error is expected".to_owned()],
        }
    }

    fn answer_with(&self, judge: &Judge) -> Result<Value, String> {
        let day = |name: &str, text: &Option<String>| match text {
            Some(text) => text.parse().map(Some).map_err(|error| format!("{name}: {error}")),
            None => Ok(None),
        };
        if matches!(self.ask, Ask::Find) {
            let found = judge.book().find(&self.credential).map_err(|error| error.to_string())?;
            return Ok(serde_json::json!({
                "credential": found.credential().to_string(),
                "former": found.former().map(ToString::to_string),
                "until": found.until().map(|day| day.to_string()),
            }));
        }
        let record = self.record.as_ref().map_or("{}", |record| record.get());
        let record = Record::from_json(record).map_err(|error| format!("record: {error}"))?;
        let as_of = day("as_of", &self.as_of)?.ok_or("as_of: the case names no day: add one")?;
        let cycle_on = day("cycle_on", &self.cycle_on)?;
        let known_on = day("known_on", &self.known_on)?;
        let credential = self.credential.as_str();
        match (self.ask, known_on, cycle_on) {
            (Ask::Eligibility, Some(known), _) => {
                json(judge.eligibility_as_known_on(credential, &record, known, as_of))
            }
            (Ask::Eligibility, None, _) => json(judge.eligibility(credential, &record, as_of)),
            (_, Some(known), cycle) => {
                json(judge.renewal_as_known_on(credential, &record, known, cycle, as_of))
            }
            (_, None, Some(cycle)) => {
                json(judge.renewal_of_cycle(credential, &record, cycle, as_of))
            }
            (_, None, None) => json(judge.renewal(credential, &record, as_of)),
        }
    }
}

fn json<T: serde::Serialize, E: ToString>(answer: Result<T, E>) -> Result<Value, String> {
    let answer = answer.map_err(|error| error.to_string())?;
    serde_json::to_value(&answer).map_err(|error| error.to_string())
}

/// An object matches when each field expected matches; a list when its items match items of the answer
/// in the same order; everything else is equality.
fn compare(expected: &Value, found: &Value, place: &str, wrong: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                let found = found.get(key).unwrap_or(&Value::Null);
                compare(expected, found, &format!("{place}/{key}"), wrong);
            }
        }
        (Value::Array(expected), Value::Array(found)) if !expected.is_empty() => {
            let mut rest = found.iter();
            for (index, expected) in expected.iter().enumerate() {
                if !rest.any(|found| matches(expected, found)) {
                    let found = Value::Array(found.clone());
                    wrong.push(format!("{place}/{index}: no item is {expected} in {found}"));
                }
            }
        }
        _ if expected == found => {}
        _ => wrong.push(format!("{place}: expected {expected}, found {found}")),
    }
}

fn matches(expected: &Value, found: &Value) -> bool {
    let mut wrong = Vec::new();
    compare(expected, found, "", &mut wrong);
    wrong.is_empty()
}

/// A place in a rule file that carries a rule with a source of its own.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Such as `credentials.CPC.exam.requires[0]`.
    pub(crate) place: String,
    pointer: String,
    index: usize,
}

/// Every rule of a file that carries a source: versions, earlier names, replacements.
pub(crate) fn rules(file: &Value) -> Vec<Rule> {
    let mut found = Vec::new();
    walk(file, "", "", &mut found);
    found
}

fn walk(value: &Value, pointer: &str, place: &str, found: &mut Vec<Rule>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| *key != "notes") {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                walk(value, &format!("{pointer}/{escaped}"), &place, found);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                let place = format!("{place}[{index}]");
                if value.get("source").is_some() && value.get("requires").is_none() {
                    let pointer = pointer.to_owned();
                    found.push(Rule { place: place.clone(), pointer, index });
                }
                walk(value, &format!("{pointer}/{index}"), &place, found);
            }
        }
        _ => {}
    }
}

impl Rule {
    /// A file with the one credential, waiver or programme to which the rule belongs, without the rule. A
    /// list that would be empty keeps it for a day that nobody asks about.
    fn without(&self, file: &Value) -> Option<Value> {
        let mut steps = self.pointer.splitn(4, '/').skip(1);
        let (section, thing) = (steps.next()?, steps.next()?);
        let whole = file.pointer(&format!("/{section}/{thing}"))?.clone();
        let thing = thing.replace("~1", "/").replace("~0", "~");
        let mut part: serde_json::Map<String, Value> = ["format", "edition", "issuer", "title"]
            .iter()
            .map(|key| ((*key).to_owned(), file[*key].clone()))
            .collect();
        let things: serde_json::Map<String, Value> = [(thing, whole)].into_iter().collect();
        part.insert(section.to_owned(), Value::Object(things));
        let mut part = Value::Object(part);
        let list = part.pointer_mut(&self.pointer)?.as_array_mut()?;
        if list.len() > 1 || list[self.index].get("value").is_none() {
            list.remove(self.index);
        } else if let Value::Object(version) = &mut list[self.index] {
            version.insert("from".to_owned(), "2199-12-31".into());
            version.remove("until");
        }
        Some(part)
    }

    /// The code of the credential, waiver or programme to which the rule belongs.
    fn thing(&self) -> &str {
        self.pointer.split('/').nth(2).unwrap_or_default()
    }

    /// The sources that the rule cites, as answers name them.
    fn sources(&self, file: &Value) -> Vec<String> {
        let source = file.pointer(&format!("{}/{}/source", self.pointer, self.index));
        let keys = match source {
            Some(Value::Array(keys)) => keys.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(key)) => vec![key.as_str()],
            _ => Vec::new(),
        };
        let issuer = file["issuer"].as_str().unwrap_or_default();
        keys.iter().map(|key| format!("\"{issuer}/{key}\"")).collect()
    }
}

/// The rules of a file that no case exercises: without them every answer stays as it is, but for the names
/// of the books.
///
/// Each rule is first taken from the file by itself, where the file can stand alone, which is quick; what
/// nothing exercises there is taken from the whole book.
pub(crate) fn uncovered(book: &RuleBook, file: &Value, cases: &[Case]) -> Vec<String> {
    const NAME: &str = "covered.json";
    let text = file.to_string();
    let Ok(whole) = book.clone().layer(NAME, &text) else {
        return vec!["the file itself cannot be read".to_owned()];
    };
    let rules = rules(file);
    let mut idle: Vec<&Rule> = rules.iter().collect();
    let alone = RuleBook::from_json(NAME, &text).ok();
    for base in alone.into_iter().chain([whole]) {
        let mut trial = Trial::new(base, file, cases);
        idle.retain(|rule| trial.is_idle(rule));
    }
    idle.iter().map(|rule| rule.place.clone()).collect()
}

/// A book, and what cases answer under it.
struct Trial<'c> {
    judge: Judge,
    file: &'c Value,
    /// Cases of the same issuer come first.
    cases: Vec<&'c Case>,
    /// How many those are.
    own: usize,
    /// The answers so far, as text too: sources are found in it.
    answers: BTreeMap<usize, (Result<Value, String>, String)>,
}

impl<'c> Trial<'c> {
    fn new(base: RuleBook, file: &'c Value, cases: &'c [Case]) -> Self {
        let issuer = format!("{}/", file["issuer"].as_str().unwrap_or_default());
        let is_own = |case: &&Case| case.credential.starts_with(&issuer);
        let (own, others): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(is_own);
        let count = own.len();
        let cases = own.into_iter().chain(others).collect();
        Self { judge: Judge::new(base), file, cases, own: count, answers: BTreeMap::new() }
    }

    fn answer(&mut self, index: usize) -> &(Result<Value, String>, String) {
        self.answers.entry(index).or_insert_with(|| {
            let answer = bare(self.cases[index].answer(&self.judge));
            let text = answer.as_ref().map(Value::to_string).unwrap_or_default();
            (answer, text)
        })
    }

    fn is_idle(&mut self, rule: &Rule) -> bool {
        let without = rule.without(self.file).map(|part| part.to_string());
        let laid = without.map(|text| self.judge.book().clone().layer("without.json", &text));
        // A book that cannot do without the rule exercises it.
        let Some(Ok(book)) = laid else { return false };
        let judge = Judge::new(book);
        let sources = rule.sources(self.file);
        let asked =
            format!("{}/{}", self.file["issuer"].as_str().unwrap_or_default(), rule.thing());
        let mut order: Vec<usize> = (0..self.cases.len()).collect();
        // What asks for the rule's credential and cites its pages is the most likely to change.
        let own = self.own;
        order.sort_by_cached_key(|index| {
            if *index >= own {
                return 2;
            }
            let text = &self.answer(*index).1;
            let cites = sources.iter().any(|source| text.contains(source));
            i32::from(!cites) + i32::from(self.cases[*index].credential != asked)
        });
        !order.iter().any(|index| {
            let answer = bare(self.cases[*index].answer(&judge));
            self.answer(*index).0 != answer
        })
    }
}

/// An answer without the names of books, and without remarks on which book replaces which.
fn bare(answer: Result<Value, String>) -> Result<Value, String> {
    let mut answer = answer?;
    if let Value::Object(fields) = &mut answer {
        fields.remove("book");
        if let Some(Value::Array(notes)) = fields.get_mut("notes") {
            notes.retain(|note| note["code"] != "rule-replaced");
        }
    }
    Ok(answer)
}
