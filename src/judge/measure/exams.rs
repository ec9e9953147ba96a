//! Exams by number. Most tests and days are about one exam, and of most exams a record says nothing:
//! what comes of those is known without a look at the record.

use alloc::vec::Vec;

use super::roster::Roster;
use super::{AnchorDay, Interval, Test, UNBOUNDED};
use crate::book::RuleBook;
use crate::credential::CredentialId;
use crate::source::Anchor;

/// The exams that the tests and days of a program are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exams {
    /// Each one once, in order: its place is its number.
    known: Vec<CredentialId>,
    /// For each test.
    tests: Vec<About>,
    /// For each day that picks versions the number of its exam.
    anchors: Vec<usize>,
}

/// What a test is about.
#[derive(Clone, Copy, Debug)]
struct About {
    exam: usize,
    unnamed: Unnamed,
}

/// What a test measures to where a record does not name its exam.
#[derive(Clone, Copy, Debug)]
enum Unnamed {
    /// It is not about one exam.
    Other,
    Passed,
    Waited,
    /// So many attempts are left.
    Left(i64),
    WindowOpen,
}

impl Unnamed {
    fn of<'t>(test: &'t Test, book: &RuleBook) -> Option<(&'t CredentialId, Self)> {
        match test {
            Test::Passed { exams, .. } => match exams.as_slice() {
                [exam] => Some((exam, Self::Passed)),
                _ => None,
            },
            Test::Waited { credential, .. } => Some((credential, Self::Waited)),
            Test::AttemptsLeft { credential, version } => {
                let exam = book.exam(credential);
                let rule = exam.and_then(|exam| exam.attempts().versions().get(*version));
                let limit = rule.and_then(|version| version.value().limit);
                let left = limit.map_or(UNBOUNDED, |limit| i64::from(limit.count.get()));
                Some((credential, Self::Left(left)))
            }
            Test::WindowOpen { credential, .. } => Some((credential, Self::WindowOpen)),
            _ => None,
        }
    }
}

impl Exams {
    pub(crate) fn new(tests: &[Test], anchors: &[(Anchor, CredentialId)], book: &RuleBook) -> Self {
        let about: Vec<_> = tests.iter().map(|test| Unnamed::of(test, book)).collect();
        let of_tests = about.iter().flatten().map(|(exam, _)| *exam);
        let mut known: Vec<&CredentialId> =
            of_tests.chain(anchors.iter().map(|(_, exam)| exam)).collect();
        known.sort_unstable();
        known.dedup();
        let number = |exam: &CredentialId| known.binary_search(&exam).unwrap_or_default();
        let test = |about: &Option<(&CredentialId, Unnamed)>| match about {
            Some((exam, unnamed)) => About { exam: number(exam), unnamed: *unnamed },
            None => About { exam: 0, unnamed: Unnamed::Other },
        };
        Self {
            tests: about.iter().map(test).collect(),
            anchors: anchors.iter().map(|(_, exam)| number(exam)).collect(),
            known: known.into_iter().cloned().collect(),
        }
    }

    /// Which of them a record names.
    pub(crate) fn named<'e>(&'e self, roster: &Roster<'_>) -> Unlooked<'e> {
        let mut named = alloc::vec![false; self.known.len()];
        for (issuer, code) in roster.names_of_exams() {
            let order = |exam: &CredentialId| (exam.issuer(), exam.code()).cmp(&(issuer, code));
            let found = self.known.binary_search_by(order).ok();
            if let Some(named) = found.and_then(|exam| named.get_mut(exam)) {
                *named = true;
            }
        }
        Unlooked {
            exams: self,
            named,
            exams_listed: roster.record.exams().is_some(),
            holdings_listed: roster.record.holdings().is_some(),
        }
    }
}

/// What a record measures to without a look at it: it names few exams.
#[derive(Debug)]
pub(crate) struct Unlooked<'e> {
    exams: &'e Exams,
    /// By number.
    named: Vec<bool>,
    exams_listed: bool,
    holdings_listed: bool,
}

impl Unlooked<'_> {
    fn names(&self, exam: usize) -> bool {
        self.named.get(exam).copied().unwrap_or(true)
    }

    /// What the test at this place measures to, where that takes no look at the record.
    pub(crate) fn value(&self, test: usize) -> Option<Interval> {
        let about = self.exams.tests.get(test)?;
        if self.names(about.exam) {
            return None;
        }
        match about.unnamed {
            Unnamed::Other => None,
            Unnamed::Passed => Some(Interval::flag(false, !self.exams_listed)),
            // Of a list of exams that is not given, what it may hold depends on the version.
            Unnamed::Waited => self.exams_listed.then_some(Interval::flag(true, true)),
            Unnamed::Left(left) => self.exams_listed.then_some(Interval::exactly(left)),
            Unnamed::WindowOpen => Some(Interval::flag(false, true)),
        }
    }

    /// The day at this place, where that takes no look at the record.
    pub(crate) fn anchor(&self, anchor: Anchor, place: usize) -> Option<AnchorDay> {
        let unnamed = self.exams.anchors.get(place).is_some_and(|exam| !self.names(*exam));
        let listed = match anchor {
            Anchor::Failure | Anchor::Exam => self.exams_listed,
            Anchor::FirstAward => self.holdings_listed,
            Anchor::Approval => true,
            Anchor::AsOf | Anchor::CycleStart | Anchor::CycleEnd | Anchor::Activity => false,
        };
        (unnamed && listed).then_some(AnchorDay::Unset)
    }
}
