//! Sifting entries: what speaks against one, and what about it is not known.

use alloc::string::String;
use alloc::vec::Vec;

use super::fact;
use crate::book::leaf::ProofLeaf;
use crate::calendar::Day;
use crate::explain::{Amount, EntryRef, Evidence, NoteCode, Reason};
use crate::record::{Entry, Proof};
use crate::word::{Shared, Word};

/// Hears what became of each entry.
pub(crate) trait Witness {
    /// Whether anybody listens; what is only for the witness is skipped otherwise.
    const ACTIVE: bool;
    fn seen(&mut self, evidence: Evidence);
    /// The fact is worded only for who wants to know it.
    fn missing(&mut self, fact: impl FnOnce() -> Missing);
    fn note(&mut self, code: NoteCode);
    /// The least amount that some rule asks for beyond what is shown.
    fn need(&self) -> i64 {
        0
    }
}

/// A fact that is not known.
pub(crate) type Missing = String;

/// Nobody listens.
pub(crate) struct Silent;

impl Witness for Silent {
    const ACTIVE: bool = false;
    fn seen(&mut self, _evidence: Evidence) {}
    fn missing(&mut self, _fact: impl FnOnce() -> Missing) {}
    fn note(&mut self, _code: NoteCode) {}
}

/// Everything that a witness hears.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) need: i64,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) missing: Vec<Missing>,
    pub(crate) notes: Vec<NoteCode>,
}

impl Witness for Seen {
    const ACTIVE: bool = true;
    fn seen(&mut self, evidence: Evidence) {
        self.evidence.push(evidence);
    }
    fn missing(&mut self, fact: impl FnOnce() -> Missing) {
        self.missing.push(fact());
    }
    fn note(&mut self, code: NoteCode) {
        self.notes.push(code);
    }
    fn need(&self) -> i64 {
        self.need
    }
}

macro_rules! fields {
    ($($bit:literal $name:ident = $text:literal;)+) => {
        impl Field {
            $(pub(crate) const $name: Self = Self(1 << $bit);)+
            const ALL: &[(Self, &str)] = &[$((Self::$name, $text)),+];
        }
    };
}

/// A field of an entry that may not be known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Field(u32);

// In the order in which those of one entry are told.
fields! {
    0 CREDENTIAL = "credential";
    1 AWARDED = "awarded";
    2 TAKEN = "taken";
    3 PASSED = "passed";
    4 CLASS = "class";
    5 SETTING = "setting";
    6 HOURS_PER_WEEK = "hours_per_week";
    7 START = "start";
    8 END = "end";
    9 PAID_THROUGH = "paid_through";
    10 FIELD = "field";
    11 STATUS = "status";
    12 COMPLETED = "completed";
    13 APPROVED_BY = "approved_by";
    14 TOPICS = "topics";
    15 DELIVERY = "delivery";
    16 UNITS = "units";
    17 FORMAT = "format";
    18 GRADE = "grade";
    19 PROVIDER = "provider";
    20 CONTACT_HOURS = "contact_hours";
    21 CREDITS = "credits";
    22 ACCREDITOR = "accreditor";
    23 TRANSCRIPT = "transcript";
    24 HOURS = "hours";
    25 EXTERNSHIP_HOURS = "externship_hours";
    26 ITEMS = "items";
    27 SCORE = "score";
    28 ON = "on";
    29 TO = "to";
}

/// A set of fields: a few bits, for it is made for each entry and each test.
#[derive(Clone, Copy, Debug, Default)]
struct Fields(u32);

impl Fields {
    const fn insert(&mut self, field: Field) {
        self.0 |= field.0;
    }

    const fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn names(self) -> impl Iterator<Item = &'static str> {
        let all = Field::ALL.iter();
        all.filter(move |(field, _)| self.0 & field.0 != 0).map(|(_, name)| *name)
    }
}

/// The days on which something must have been done, worked out once for all entries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dates {
    /// Not in the future.
    pub(super) as_of: Day,
    /// Not before the step that comes first.
    pub(super) since: Option<Day>,
    /// Not outside the window.
    pub(super) from: Option<Day>,
    /// Without its day, an entry is not known to count.
    pub(super) needed: bool,
}

/// What speaks against an entry, and which of its facts are not known.
///
/// The first reason stays, and with one nothing unknown is told: once an entry is not possible, the
/// other conditions need not be looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sift {
    against: Option<Reason>,
    unknown: Fields,
    unproven: bool,
}

impl Sift {
    /// A condition that must hold.
    pub(crate) fn require(&mut self, holds: bool, reason: Reason) {
        if !holds {
            self.against.get_or_insert(reason);
        }
    }

    /// A condition on a fact that may not be known.
    pub(crate) fn known<T>(
        &mut self,
        field: Field,
        fact: Option<T>,
        holds: impl FnOnce(T) -> bool,
        reason: Reason,
    ) {
        match fact {
            Some(fact) => self.require(holds(fact), reason),
            None => self.unknown(field),
        }
    }

    pub(crate) const fn unknown(&mut self, field: Field) {
        self.unknown.insert(field);
    }

    /// A word that one of the wanted words covers; nothing wanted accepts all.
    pub(crate) fn word(
        &mut self,
        field: Field,
        wanted: Option<&[Word]>,
        word: Option<&Word>,
        reason: Reason,
    ) {
        let Some(wanted) = wanted else { return };
        self.known(field, word, |word| wanted.iter().any(|want| want.covers(word)), reason);
    }

    /// The day on which something was done.
    pub(crate) fn done(&mut self, field: Field, day: Option<Day>, dates: &Dates) {
        let Some(day) = day else {
            if dates.needed {
                self.unknown(field);
            }
            return;
        };
        self.require(day <= dates.as_of, Reason::NotYet);
        self.require(dates.since.is_none_or(|since| since <= day), Reason::OutOfSequence);
        self.require(dates.from.is_none_or(|from| from <= day), Reason::OutsideWindow);
    }

    /// What the issuer accepts as proof; an entry without proof passes with a note.
    pub(crate) fn proof(&mut self, wanted: Option<&ProofLeaf>, proof: Option<&Proof>, as_of: Day) {
        let Some(wanted) = wanted else { return };
        // A proof signed later does not exist yet.
        let exists = |proof: &&Proof| proof.signed.is_none_or(|signed| signed <= as_of);
        let Some(proof) = proof.filter(exists) else {
            self.unproven = true;
            return;
        };
        // What the proof does not say of itself is not held against it, but is worth a note.
        self.unproven |= (wanted.document.is_some() && proof.document.is_none())
            || (wanted.signed_by.is_some() && proof.signed_by.is_none())
            || (wanted.states.is_some() && proof.states.is_none())
            || (wanted.letterhead.is_some() && proof.letterhead.is_none())
            || (wanted.signed && proof.signed.is_none());
        let document = wanted.document.as_ref().zip(proof.document);
        let signer = wanted.signed_by.as_ref().zip(proof.signed_by);
        let states = wanted.states.as_ref().zip(proof.states.as_ref());
        let each = wanted.letterhead == Some(crate::book::leaf::Letterhead::Each);
        let shown = document.is_none_or(|(accepted, document)| accepted.0.contains(&document))
            && signer.is_none_or(|(accepted, signer)| accepted.0.contains(&signer))
            && states
                .is_none_or(|(needed, states)| needed.0.iter().all(|need| states.contains(need)))
            && !(each && proof.letterhead == Some(false));
        self.require(shown, Reason::NotVerified);
    }

    /// Counts as it stands.
    pub(crate) const fn is_shown(self) -> bool {
        self.against.is_none() && self.unknown.is_empty()
    }

    /// Counts, or would if the facts that are not known turned out well.
    pub(crate) const fn is_possible(self) -> bool {
        self.against.is_none()
    }

    /// Whether the entry is of another kind altogether, and not worth a line in a finding.
    pub(crate) fn is_beside_the_point(self) -> bool {
        self.against == Some(Reason::WrongTopic)
    }

    /// Forgets what is not known: it makes no difference.
    pub(crate) fn settle(&mut self) {
        self.unknown = Fields::default();
    }

    const fn reason(self) -> Reason {
        match self.against {
            Some(reason) => reason,
            None if self.unknown.is_empty() => Reason::Counted,
            None => Reason::FactMissing,
        }
    }

    /// Tells the witness what became of the entry.
    pub(crate) fn tell<E: Entry, W: Witness>(
        self,
        section: &'static str,
        index: usize,
        entry: &E,
        counted: Option<Amount>,
        witness: &mut W,
    ) {
        self.tell_as(self.reason(), section, index, entry, counted, witness);
    }

    /// As [`Sift::tell`], with a reason that only the whole shows.
    #[expect(clippy::too_many_arguments, reason = "an entry is named by section, place and itself")]
    pub(crate) fn tell_as<E: Entry, W: Witness>(
        self,
        reason: Reason,
        section: &'static str,
        index: usize,
        entry: &E,
        counted: Option<Amount>,
        witness: &mut W,
    ) {
        if !W::ACTIVE {
            return;
        }
        if self.against.is_none() {
            for field in self.unknown.names() {
                witness.missing(|| fact(section, index, field));
            }
        }
        if self.is_shown() && self.unproven {
            witness.note(NoteCode::NoProof);
        }
        let entry = EntryRef { section, index, id: entry.named().map(Shared::from) };
        let counted = counted.filter(|_| reason == Reason::Counted);
        witness.seen(Evidence { entry, counted, reason });
    }
}
