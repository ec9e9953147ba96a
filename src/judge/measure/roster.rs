//! The credentials that a record names, looked up in a book once for all tests.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Names;
use super::work::Stretches;
use crate::book::RuleBook;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::quantity::Score;
use crate::record::{Application, CeuActivity, ExamAttempt, Holding, Record};
use crate::source::Version;

/// A record with what its entries mean in a book, whatever the day.
#[derive(Clone, Debug)]
pub(crate) struct Roster<'r> {
    pub(crate) record: &'r Record,
    pub(crate) book: &'r RuleBook,
    names: &'r Names,
    picked: &'r BTreeMap<Code, Code>,
    pub(super) exams: Entries<'r>,
    pub(super) holdings: Entries<'r>,
    pub(super) applications: Entries<'r>,
    /// For each attempt whether it was passed.
    outcomes: Vec<Option<bool>>,
    pub(super) approvals: Option<Approvals<'r>>,
    pub(super) stretches: Option<Stretches>,
}

impl<'r> Roster<'r> {
    pub(crate) fn new(
        record: &'r Record,
        book: &'r RuleBook,
        names: &'r Names,
        picked: &'r BTreeMap<Code, Code>,
    ) -> Self {
        let attempts = record.exams().unwrap_or_default();
        let holdings = record.holdings().unwrap_or_default();
        let applications = record.applications().unwrap_or_default();
        let look_up = |stated| Named::new(stated, book, names);
        let exams = Entries::new(attempts.iter().map(ExamAttempt::credential), look_up);
        // Whoever holds a credential has often passed an exam of that name.
        let look_up = |stated: &'r CredentialId| {
            let known = exams.distinct.iter().find(|named| named.stated == stated);
            known.copied().unwrap_or_else(|| look_up(stated))
        };
        let (held, applied) = (holdings.iter(), applications.iter());
        let mut roster = Self {
            record,
            book,
            names,
            picked,
            holdings: Entries::new(held.map(Holding::credential), look_up),
            applications: Entries::new(applied.map(Application::credential), look_up),
            exams,
            outcomes: Vec::new(),
            approvals: None,
            stretches: None,
        };
        roster.outcomes = attempts.iter().map(|attempt| roster.judged(attempt)).collect();
        roster
    }

    /// Each name of an exam to which an entry can belong.
    pub(super) fn names_of_exams(&self) -> impl Iterator<Item = (&'r Issuer, &'r Code)> {
        let each = [&self.exams, &self.holdings, &self.applications].into_iter();
        each.flat_map(|entries| &entries.distinct).flat_map(Named::names)
    }

    /// What the entries of continuing education are approved by, worked out once for all tests.
    pub(crate) fn with_approvals(mut self) -> Self {
        self.approvals = Approvals::new(self.record.ceus().unwrap_or_default());
        self
    }

    /// The days of its jobs up to a day, worked out once for all tests on that day.
    pub(crate) fn with_stretches(mut self, as_of: Day) -> Self {
        self.stretches = self.record.experience().map(|jobs| Stretches::new(jobs, as_of));
        self
    }

    /// Whether an attempt was passed: stated, or by the score against the published pass mark.
    fn judged(&self, attempt: &ExamAttempt) -> Option<bool> {
        if attempt.passed().is_some() {
            return attempt.passed();
        }
        let name = self.name(attempt.credential())?;
        let mark = self.pass_mark(name, attempt.taken())?;
        Some(attempt.score()? >= mark)
    }

    /// Whether the attempt at this place was passed.
    pub(super) fn outcome(&self, attempt: usize) -> Option<bool> {
        self.outcomes.get(attempt).copied().flatten()
    }

    /// The credential under its present name, `None` when the book does not know it.
    pub(crate) fn name(&self, credential: &CredentialId) -> Option<&'r CredentialId> {
        self.names.get(credential)
    }

    /// Whether a version stands under the readings that the caller picked.
    pub(crate) fn stands<T>(&self, version: &Version<T>) -> bool {
        stands(self.picked, version)
    }

    /// The pass mark of an exam on a day, under the readings that the caller picked.
    pub(crate) fn pass_mark(&self, credential: &CredentialId, day: Option<Day>) -> Option<Score> {
        pass_mark((self.book, self.picked), credential, day)
    }

    pub(super) fn is(&self, credential: &CredentialId, wanted: &CredentialId) -> bool {
        // Earlier names are those of the same issuer.
        let own = credential.issuer() == wanted.issuer();
        credential == wanted || (own && self.name(credential) == Some(wanted))
    }
}

/// Whether a version stands under some picked readings.
fn stands<T>(picked: &BTreeMap<Code, Code>, version: &Version<T>) -> bool {
    let reading = version.reading();
    let picked = reading.and_then(|reading| picked.get(reading.question()));
    picked.is_none_or(|choice| reading.is_some_and(|reading| reading.choice() == choice))
}

/// The pass mark of an exam on a day, under some picked readings.
pub(crate) fn pass_mark(
    (book, picked): (&RuleBook, &BTreeMap<Code, Code>),
    credential: &CredentialId,
    day: Option<Day>,
) -> Option<Score> {
    // Of an exam on a day that is not known, the mark is not known.
    book.exam(credential)?.pass_mark_among(day?, |version| stands(picked, version))
}

/// A credential that a record names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'r> {
    stated: &'r CredentialId,
    /// Under its present name, `None` when the book does not know it.
    present: Option<&'r CredentialId>,
    /// The code of the exam that leads to it.
    exam: &'r Code,
    /// Its code as it is stated, where that is another one: of a mark, of an earlier name.
    other: Option<&'r Code>,
}

impl<'r> Named<'r> {
    fn new(stated: &'r CredentialId, book: &'r RuleBook, names: &'r Names) -> Self {
        let present = names.get(stated);
        let exam = book.exam_code(present.unwrap_or(stated));
        Self { stated, present, exam, other: Some(stated.code()).filter(|code| *code != exam) }
    }

    pub(super) const fn stated(&self) -> &'r CredentialId {
        self.stated
    }

    pub(super) const fn present(&self) -> Option<&'r CredentialId> {
        self.present
    }

    /// Whether it is this credential, perhaps under an earlier name.
    pub(super) fn is(&self, wanted: &CredentialId) -> bool {
        let is = |name: &CredentialId| name.code() == wanted.code() && name == wanted;
        is(self.stated) || self.present.is_some_and(is)
    }

    /// Whether an exam leads to it.
    pub(super) fn is_from(&self, exam: &CredentialId) -> bool {
        // Earlier names are those of the same issuer; codes tell most exams apart.
        let code = exam.code();
        (self.exam == code || self.other == Some(code)) && self.stated.issuer() == exam.issuer()
    }

    /// Whether it is a credential of the book to which an exam leads.
    pub(super) fn is_known_from(&self, exam: &CredentialId) -> bool {
        self.present.is_some() && self.exam == exam.code() && self.stated.issuer() == exam.issuer()
    }

    /// Whether it is this credential of the book, or one to which its exam leads.
    pub(super) fn is_known_as(&self, credential: &CredentialId) -> bool {
        self.present == Some(credential) || self.is_known_from(credential)
    }

    /// Its names as that of an exam, under which tests and days may be about it.
    fn names(&self) -> impl Iterator<Item = (&'r Issuer, &'r Code)> {
        let issuer = self.stated.issuer();
        let stated = [Some(self.exam), self.other].into_iter().flatten();
        let present = self.present.map(|name| (name.issuer(), name.code()));
        // Most credentials have the code of their exam.
        let present = present.filter(|name| *name != (issuer, self.exam));
        stated.map(move |code| (issuer, code)).chain(present)
    }

    fn codes(&self) -> impl Iterator<Item = &'r Code> {
        [self.exam, self.stated.code()].into_iter().chain(self.present.map(CredentialId::code))
    }
}

/// A bit for the length and the last letter of a code: where it is missing, so is the code.
pub(super) fn bit(code: &str) -> u64 {
    let text = code.as_bytes();
    let letter = text.last().map_or(0, |letter| usize::from(letter & 15));
    let length = text.len() & 3;
    1_u64.checked_shl(u32::try_from(letter << 2 | length).unwrap_or_default()).unwrap_or_default()
}

/// The credentials of one section, entry by entry.
#[derive(Clone, Debug)]
pub(super) struct Entries<'r> {
    /// Each credential once.
    distinct: Vec<Named<'r>>,
    /// For each entry the place of its credential.
    places: Vec<usize>,
    /// The bits of all codes.
    bits: u64,
}

impl<'r> Entries<'r> {
    fn new(
        stated: impl Iterator<Item = &'r CredentialId>,
        named: impl Fn(&'r CredentialId) -> Named<'r>,
    ) -> Self {
        let mut known: BTreeMap<&CredentialId, usize> = BTreeMap::new();
        let mut entries = Self { distinct: Vec::new(), places: Vec::new(), bits: 0 };
        for stated in stated {
            let next = entries.distinct.len();
            let place = *known.entry(stated).or_insert(next);
            if place == next {
                let named = named(stated);
                entries.bits |= named.codes().fold(0, |bits, code| bits | bit(code.as_str()));
                entries.distinct.push(named);
            }
            entries.places.push(place);
        }
        entries
    }

    /// The credential of each entry.
    pub(super) fn each(&self) -> impl Iterator<Item = &Named<'r>> {
        self.places.iter().filter_map(|place| self.distinct.get(*place))
    }

    /// The places of the entries that an exam has to do with; most tests are of exams that a record
    /// does not name, and have their answer at once.
    pub(super) fn of(
        &self,
        exam: &CredentialId,
        is: fn(&Named<'r>, &CredentialId) -> bool,
    ) -> impl Iterator<Item = usize> {
        let named = self.bits & bit(exam.code().as_str()) != 0
            && self.distinct.iter().any(|named| is(named, exam));
        let places = if named { self.places.as_slice() } else { &[] };
        let entries = places.iter().enumerate();
        entries
            .filter(move |(_, place)| self.distinct.get(**place).is_some_and(|one| is(one, exam)))
            .map(|(entry, _)| entry)
    }
}

/// By which issuers activities are approved, as bits.
#[derive(Clone, Debug)]
pub(super) struct Approvals<'r> {
    /// Each issuer once: its place is its bit.
    issuers: Vec<&'r Issuer>,
    /// For each entry its issuers, and whether the list of them is given.
    entries: Vec<(u64, bool)>,
}

impl<'r> Approvals<'r> {
    /// `None` where there are more issuers than bits.
    fn new(entries: &'r [CeuActivity]) -> Option<Self> {
        let mut approvals =
            Self { issuers: Vec::new(), entries: Vec::with_capacity(entries.len()) };
        for entry in entries {
            let general = entry.approved_by();
            let single = entry.approved_for().into_iter().flatten().map(CredentialId::issuer);
            let mut bits = 0;
            for issuer in general.into_iter().flatten().chain(single) {
                bits |= match approvals.bit_of(issuer) {
                    0 => {
                        approvals.issuers.push(issuer);
                        Some(approvals.bit_of(issuer)).filter(|bit| *bit != 0)?
                    }
                    bit => bit,
                };
            }
            approvals.entries.push((bits, general.is_some()));
        }
        Some(approvals)
    }

    /// The bit of an issuer; none where it approves nothing.
    pub(super) fn bit_of(&self, issuer: &Issuer) -> u64 {
        let place = self.issuers.iter().position(|known| *known == issuer);
        let place = place.and_then(|place| u32::try_from(place).ok());
        place.and_then(|place| 1_u64.checked_shl(place)).unwrap_or_default()
    }

    /// Whether the issuer of this bit approved the entry at this place, in general or for one of its
    /// credentials.
    pub(super) fn of(&self, entry: usize, bit: u64) -> Option<bool> {
        let (bits, listed) = self.entries.get(entry)?;
        if bits & bit != 0 { Some(true) } else { listed.then_some(false) }
    }
}
