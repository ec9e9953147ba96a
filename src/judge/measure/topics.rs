//! What tests are about. Most tests ask for something by its name: a field of work, a subject, an exam. Of
//! most names a record says nothing: what comes of those tests is known without a look at its entries.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::roster::{Roster, bit};
use super::{Frame, HeldOf, Interval, Names, Silent, Test, is_ladder, measure};
use crate::book::RuleBook;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::record::Record;
use crate::source::Anchor;
use crate::word::Word;

/// What the tests and days of a program are about, by name.
#[derive(Clone, Debug)]
pub(crate) struct Topics {
    /// For each test.
    tests: Vec<Outline>,
    /// The days that pick versions, by what they are of.
    anchors: Vec<(Anchor, Vec<usize>)>,
    /// The tests about a word.
    words: Index<(Kind, Box<str>)>,
    /// All tests about words, by what is named.
    kinds: BTreeMap<Kind, Vec<usize>>,
    /// The bits of the approvers among the words: a record has many, and of few is anything asked.
    approvers: u64,
    /// The tests about an exam or a credential.
    credentials: Index<CredentialId>,
    /// The days on which something happened with an exam.
    days: Index<CredentialId>,
}

/// What a test measures to where no look at the entries is needed; `None` where one is.
#[derive(Clone, Copy, Debug)]
struct Outline {
    /// The section, as a bit.
    section: u32,
    /// Where the section is not given.
    absent: Option<Interval>,
    /// Where the section names nothing that the test is about.
    unnamed: Option<Interval>,
    /// An earlier test that measures the same.
    same: Option<usize>,
}

/// What is named.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    Accreditor,
    Approver,
    Level,
    Organization,
    Program,
    Statement,
    Studies,
    Subject,
    Work,
}

/// Names that a test is about.
enum Topic<'t> {
    Words(Kind, Vec<&'t str>),
    Credentials(&'t [CredentialId]),
    /// Every entry of the section.
    Any,
}

impl<'t> Topic<'t> {
    fn of(test: &'t Test) -> (u32, Self) {
        let words =
            |kind, words: &'t [Word]| Self::Words(kind, words.iter().map(Word::as_str).collect());
        match test {
            Test::Held { of: HeldOf::These(these), .. } => {
                (section::HOLDINGS, Self::Credentials(these))
            }
            Test::Held { of: HeldOf::Field { .. }, .. } => (section::HOLDINGS, Self::Any),
            Test::Passed { exams, .. } => (section::EXAMS, Self::Credentials(exams)),
            Test::Waited { credential, .. }
            | Test::AttemptsLeft { credential, .. }
            | Test::WindowOpen { credential, .. } => {
                (section::EXAMS, Self::Credentials(core::slice::from_ref(credential)))
            }
            Test::Member(leaf) => {
                let any = leaf.organization.0.iter().any(|want| want.as_str() == "any");
                let of = words(Kind::Organization, &leaf.organization.0);
                (section::MEMBERSHIPS, if any { Self::Any } else { of })
            }
            Test::WorkDays(leaf) | Test::WorkHours(leaf) | Test::WorkSettings(leaf) => {
                (section::EXPERIENCE, words(Kind::Work, &leaf.field))
            }
            Test::Employed(leaf) => (section::EXPERIENCE, words(Kind::Work, &leaf.field.0)),
            Test::Course(leaf, _) => (section::COURSEWORK, words(Kind::Subject, &leaf.subject.0)),
            Test::Education(leaf) => {
                let topic = match (&leaf.field, &leaf.accreditor) {
                    _ if !is_ladder(leaf) => {
                        Self::Words(Kind::Level, Vec::from([leaf.level.as_str()]))
                    }
                    (Some(field), _) => words(Kind::Studies, &field.0),
                    (None, Some(accreditor)) => words(Kind::Accreditor, &accreditor.0),
                    (None, None) => Self::Any,
                };
                (section::EDUCATION, topic)
            }
            Test::Training(leaf) => (section::TRAININGS, words(Kind::Program, &leaf.program.0)),
            Test::Ceus(leaf) => {
                let approver = leaf.approved_by.as_ref().map(Issuer::as_str);
                let approver = approver.map(|by| Self::Words(Kind::Approver, Vec::from([by])));
                (section::CEUS, approver.unwrap_or(Self::Any))
            }
            Test::Age => (section::BORN, Self::Any),
            Test::Residence(_) => (section::RESIDENCE, Self::Any),
            Test::Attested(leaf) => {
                (section::ATTESTATIONS, words(Kind::Statement, core::slice::from_ref(&leaf.kind)))
            }
            // Where nothing speaks for the second step, the first one makes no difference.
            Test::Sequence(steps) => Self::of(&steps.then),
        }
    }
}

impl Topics {
    pub(crate) fn new(
        tests: &[Test],
        anchors: &[(Anchor, CredentialId)],
        book: &RuleBook,
        names: &Names,
    ) -> Self {
        let (mut words, mut credentials) = (Vec::new(), Vec::new());
        for (place, test) in tests.iter().enumerate() {
            match Topic::of(test).1 {
                Topic::Words(kind, of) => {
                    words.extend(of.into_iter().map(|word| ((kind, Box::from(word)), place)));
                }
                Topic::Credentials(of) => {
                    credentials.extend(of.iter().map(|of| (of.clone(), place)));
                }
                Topic::Any => {}
            }
        }
        let approvers = words.iter().filter(|((kind, _), _)| *kind == Kind::Approver);
        let approvers = approvers.fold(0, |bits, ((_, word), _)| bits | bit(word));
        let mut kinds: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for ((kind, _), place) in &words {
            kinds.entry(*kind).or_default().push(*place);
        }
        let days = anchors.iter().enumerate().map(|(place, (_, exam))| (exam.clone(), place));
        Self {
            tests: outlines(tests, book, names),
            anchors: by_kind(anchors),
            words: Index::new(words, |(_, word)| number(START, word)),
            kinds,
            approvers,
            credentials: Index::new(credentials, |id| number_of(id.issuer(), id.code())),
            days: Index::new(days, |id| number_of(id.issuer(), id.code())),
        }
    }

    /// Which of the names a record has.
    pub(crate) fn named(&self, roster: &Roster<'_>) -> Unlooked<'_> {
        let mut named = Unlooked {
            topics: self,
            given: section::given(roster.record),
            tests: alloc::vec![false; self.tests.len()],
            anchors: Vec::new(),
            approved: false,
        };
        each_word(roster.record, &mut |kind, word| named.word(self, kind, word));
        named.approved = self.each_approver(roster.record, &mut |word| {
            named.word(self, Kind::Approver, word);
        });
        for (issuer, code) in roster.names_of_exams() {
            named.credential(self, issuer, code);
        }
        named.anchors.sort_unstable();
        named.anchors.dedup();
        named
    }

    /// The approvers in a record that some test may ask for, and whether there are any.
    fn each_approver(&self, record: &Record, name: &mut impl FnMut(Option<&str>)) -> bool {
        let mut any = false;
        let mut of = |issuer: &Issuer| {
            if self.approvers & bit(issuer.as_str()) != 0 {
                any = true;
                name(Some(issuer.as_str()));
            }
        };
        for entry in record.ceus().unwrap_or_default().iter().filter(|_| self.approvers != 0) {
            let Some(general) = entry.approved_by() else {
                name(None);
                return true;
            };
            general.iter().for_each(&mut of);
            for credential in entry.approved_for().map_or(&[][..], Vec::as_slice) {
                of(credential.issuer());
            }
        }
        any
    }
}

fn by_kind(anchors: &[(Anchor, CredentialId)]) -> Vec<(Anchor, Vec<usize>)> {
    let mut kinds: Vec<(Anchor, Vec<usize>)> = Vec::new();
    for (place, (anchor, _)) in anchors.iter().enumerate() {
        match kinds.iter_mut().find(|(kind, _)| kind == anchor) {
            Some((_, places)) => places.push(place),
            None => kinds.push((*anchor, Vec::from([place]))),
        }
    }
    kinds
}

/// What each test measures to in a record that is empty, and in one whose sections all are.
fn outlines(tests: &[Test], book: &RuleBook, names: &Names) -> Vec<Outline> {
    let (nothing, picked) = (Record::nothing(false), BTreeMap::new());
    let none = Record::nothing(true);
    let unknown = Roster::new(&nothing, book, names, &picked);
    let empty = Roster::new(&none, book, names, &picked);
    // Without entries, the day makes no difference.
    let on = |test: &Test, roster| measure(test, &Frame::new(roster, Day::MIN, None), &mut Silent);
    let outline = |(place, test): (usize, &Test)| {
        let (section, topic) = Topic::of(test);
        let mut outline = Outline {
            section,
            absent: Some(on(test, &unknown)),
            unnamed: Some(on(test, &empty)).filter(|_| !matches!(topic, Topic::Any)),
            same: tests.iter().take(place).position(|earlier| is_same(earlier, test)),
        };
        if let Test::Sequence(steps) = test {
            outline.absent = None;
            let then = on(&steps.then, &empty);
            outline.unnamed = outline.unnamed.filter(|_| then.possible < steps.then_need);
        }
        outline
    };
    tests.iter().enumerate().map(outline).collect()
}

/// Whether two tests differ only in the amount that is asked for.
fn is_same(one: &Test, other: &Test) -> bool {
    let (Test::Ceus(one), Test::Ceus(other)) = (one, other) else { return false };
    let mut alike = one.clone();
    alike.units = other.units;
    alike == *other
}

/// The words in a record that tests may be about; `None` is an open one, which may be any.
fn each_word(record: &Record, name: &mut impl FnMut(Kind, Option<&str>)) {
    for job in record.experience().unwrap_or_default() {
        name(Kind::Work, Some(job.field().as_str()));
    }
    for course in record.coursework().unwrap_or_default() {
        name(Kind::Subject, Some(course.subject().as_str()));
    }
    for school in record.education().unwrap_or_default() {
        name(Kind::Level, Some(school.level().as_str()));
        name(Kind::Studies, school.field().map(Word::as_str));
        name(Kind::Accreditor, school.accreditor().map(Word::as_str));
    }
    for training in record.trainings().unwrap_or_default() {
        name(Kind::Program, Some(training.program().as_str()));
    }
    for membership in record.memberships().unwrap_or_default() {
        name(Kind::Organization, Some(membership.organization().as_str()));
    }
    for statement in record.attestations().unwrap_or_default() {
        name(Kind::Statement, Some(statement.kind().as_str()));
    }
}

/// Places by name. A name is found by a number made of its letters, and then held against the name itself.
#[derive(Clone, Debug)]
struct Index<K> {
    /// In order.
    numbers: Vec<u64>,
    named: Vec<(K, Vec<usize>)>,
}

impl<K: Ord> Index<K> {
    fn new(named: impl IntoIterator<Item = (K, usize)>, number: impl Fn(&K) -> u64) -> Self {
        let mut all: BTreeMap<(u64, K), Vec<usize>> = BTreeMap::new();
        for (name, place) in named {
            all.entry((number(&name), name)).or_default().push(place);
        }
        let all = all.into_iter().map(|((number, name), places)| (number, (name, places)));
        let (numbers, named) = all.unzip();
        Self { numbers, named }
    }

    fn of(&self, number: u64, is: impl Fn(&K) -> bool) -> &[usize] {
        let first = self.numbers.partition_point(|other| *other < number);
        let from = self.numbers.iter().zip(&self.named).skip(first);
        let mut same = from.take_while(|(other, _)| **other == number);
        same.find(|(_, (name, _))| is(name)).map_or(&[], |(_, (_, places))| places)
    }
}

/// The number of a text, going on from that of a text before it.
fn number(before: u64, text: &str) -> u64 {
    text.bytes().fold(before, letter)
}

fn letter(before: u64, letter: u8) -> u64 {
    (before ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
}

fn number_of(issuer: &Issuer, code: &Code) -> u64 {
    number(number(START, issuer.as_str()), code.as_str())
}

/// The number of no text at all.
const START: u64 = 0xcbf2_9ce4_8422_2325;

/// What a record measures to without a look at its entries: it names few things.
#[derive(Debug)]
pub(crate) struct Unlooked<'t> {
    topics: &'t Topics,
    /// The sections that are given, as bits.
    given: u32,
    /// The tests about something that is named.
    tests: Vec<bool>,
    /// The days of what is named.
    anchors: Vec<usize>,
    approved: bool,
}

impl Unlooked<'_> {
    fn word(&mut self, topics: &Topics, kind: Kind, word: Option<&str>) {
        let Some(word) = word else {
            topics.kinds.get(&kind).into_iter().for_each(|all| mark(&mut self.tests, all));
            return;
        };
        let mut find = |number, level: &str| {
            let is = |(of, name): &(Kind, Box<str>)| *of == kind && **name == *level;
            mark(&mut self.tests, topics.words.of(number, is));
        };
        let mut number = START;
        for (end, byte) in word.bytes().enumerate() {
            // A word is covered by those above it: it is about each of its levels.
            if byte == b'/' {
                find(number, word.get(..end).unwrap_or_default());
            }
            number = letter(number, byte);
        }
        find(number, word);
    }

    fn credential(&mut self, topics: &Topics, issuer: &Issuer, code: &Code) {
        let number = number_of(issuer, code);
        let is = |name: &CredentialId| name.code() == code && name.issuer() == issuer;
        mark(&mut self.tests, topics.credentials.of(number, is));
        self.anchors.extend(topics.days.of(number, is));
    }

    /// Whether a test about an approver needs a look.
    pub(crate) const fn asks_for_approvals(&self) -> bool {
        self.approved
    }

    /// What the test at this place measures to, where that takes no look at the entries.
    pub(crate) fn value(&self, test: usize) -> Option<Interval> {
        if self.tests.get(test) != Some(&false) {
            return None;
        }
        let outline = self.topics.tests.get(test)?;
        if self.given & outline.section != 0 { outline.unnamed } else { outline.absent }
    }

    /// The place of an earlier test that measures the same.
    pub(crate) fn same(&self, test: usize) -> Option<usize> {
        self.topics.tests.get(test)?.same
    }

    /// The places of the days that take a look at the record; the others have not come.
    pub(crate) fn days(&self) -> impl Iterator<Item = usize> {
        let anchors = self.topics.anchors.iter();
        let open =
            anchors.filter(|(anchor, _)| !self.lists(*anchor)).flat_map(|(_, places)| places);
        open.chain(&self.anchors).copied()
    }

    /// Whether of what is not named there is no such day.
    const fn lists(&self, anchor: Anchor) -> bool {
        match anchor {
            Anchor::Failure | Anchor::Exam => self.given & section::EXAMS != 0,
            Anchor::FirstAward => self.given & section::HOLDINGS != 0,
            Anchor::Approval => true,
            Anchor::AsOf | Anchor::CycleStart | Anchor::CycleEnd | Anchor::Activity => false,
        }
    }
}

fn mark(marks: &mut [bool], places: &[usize]) {
    for place in places {
        if let Some(mark) = marks.get_mut(*place) {
            *mark = true;
        }
    }
}

/// The sections that tests read, as bits.
mod section {
    use super::Record;

    pub(super) const ATTESTATIONS: u32 = 1;
    pub(super) const BORN: u32 = 1 << 1;
    pub(super) const CEUS: u32 = 1 << 2;
    pub(super) const COURSEWORK: u32 = 1 << 3;
    pub(super) const EDUCATION: u32 = 1 << 4;
    pub(super) const EXAMS: u32 = 1 << 5;
    pub(super) const EXPERIENCE: u32 = 1 << 6;
    pub(super) const HOLDINGS: u32 = 1 << 7;
    pub(super) const MEMBERSHIPS: u32 = 1 << 8;
    pub(super) const RESIDENCE: u32 = 1 << 9;
    pub(super) const TRAININGS: u32 = 1 << 10;

    /// Those that a record gives.
    pub(super) fn given(record: &Record) -> u32 {
        let all = [
            (ATTESTATIONS, record.attestations().is_some()),
            (BORN, record.born().is_some()),
            (CEUS, record.ceus().is_some()),
            (COURSEWORK, record.coursework().is_some()),
            (EDUCATION, record.education().is_some()),
            (EXAMS, record.exams().is_some()),
            (EXPERIENCE, record.experience().is_some()),
            (HOLDINGS, record.holdings().is_some()),
            (MEMBERSHIPS, record.memberships().is_some()),
            (RESIDENCE, record.residence().is_some()),
            (TRAININGS, record.trainings().is_some()),
        ];
        all.iter().filter(|(_, given)| *given).fold(0, |bits, (bit, _)| bits | bit)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;
    use crate::Judge;
    use crate::judge::measure::anchor_day;

    /// A record that names one word and leaves all else of it open.
    fn naming(kind: Kind, word: &str) -> String {
        let (section, rest) = match kind {
            Kind::Accreditor => {
                ("education", format!(r#""level": "master", "field": "x", "accreditor": "{word}""#))
            }
            Kind::Approver => ("ceus", format!(r#""units": "90", "approved_by": ["{word}"]"#)),
            Kind::Level => ("education", format!(r#""level": "{word}""#)),
            Kind::Organization => ("memberships", format!(r#""organization": "{word}""#)),
            Kind::Program => ("trainings", format!(r#""program": "{word}/x""#)),
            Kind::Statement => ("attestations", format!(r#""kind": "{word}""#)),
            Kind::Studies => {
                ("education", format!(r#""level": "master", "field": "{word}", "accreditor": "x""#))
            }
            Kind::Subject => ("coursework", format!(r#""subject": "{word}/x""#)),
            Kind::Work => ("experience", format!(r#""field": "{word}/x", "start": "2001-01-01""#)),
        };
        format!(r#"{{"{section}": [{{{rest}}}]}}"#)
    }

    fn agrees(judge: &Judge, text: &str, as_of: &str) {
        let record = Record::from_json(text).unwrap();
        let roster = Roster::new(&record, &judge.book, &judge.names, &judge.picked_names);
        let frame = Frame::new(&roster, as_of.parse().unwrap(), None);
        let look = |test: &Test| measure(test, &frame, &mut Silent);
        let named = judge.topics.named(&roster);
        let tests = &judge.program.measures;
        for (place, test) in tests.iter().enumerate() {
            let without = named.value(place);
            assert_eq!(without.unwrap_or_else(|| look(test)), look(test), "{test:?}, {text}");
            let same = named.same(place).map(|same| look(&tests[same]));
            assert_eq!(same.unwrap_or_else(|| look(test)), look(test), "{test:?}, {text}");
        }
        let days: Vec<usize> = named.days().collect();
        for (place, (anchor, id)) in judge.program.anchors.iter().enumerate() {
            let unset = anchor_day(*anchor, id, &frame) == super::super::AnchorDay::Unset;
            assert!(unset || days.contains(&place), "{anchor:?} of {id}, {text}");
        }
    }

    #[test]
    fn what_takes_no_look_is_what_a_look_gives() {
        let judge = Judge::new(RuleBook::builtin().unwrap());
        let words = judge.topics.words.named.iter();
        let credentials = judge.names.keys().flat_map(|id| {
            let exams = format!(r#"{{"exams": [{{"credential": "{id}"}}], "holdings": []}}"#);
            let held = format!(r#"{{"holdings": [{{"credential": "{id}"}}]}}"#);
            let applied = format!(
                r#"{{"applications": [{{"credential": "{id}", "approved": "2020-01-01"}}]}}"#
            );
            [exams, held, applied]
        });
        let records = words.map(|((kind, word), _)| naming(*kind, word)).chain(credentials);
        let records = records.chain([
            String::from("{}"),
            String::from(include_str!("../../../benches/records/typical.json")),
        ]);
        for record in records {
            agrees(&judge, &record, "2026-11-30");
            agrees(&judge, &record, "2012-01-01");
        }
    }
}
