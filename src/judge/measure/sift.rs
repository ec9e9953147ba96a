//! Sifting entries: what speaks against one, and what about it is not known.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Frame, fact};
use crate::book::leaf::ProofLeaf;
use crate::calendar::{Day, Length};
use crate::explain::{Amount, EntryRef, Evidence, NoteCode, Reason};
use crate::record::{Entry, Proof};
use crate::word::{Shared, Word};

/// Hears what became of each entry.
pub(crate) trait Witness {
    /// Whether anybody listens; what is only for the witness is skipped otherwise.
    const ACTIVE: bool;
    fn seen(&mut self, evidence: Evidence);
    fn missing(&mut self, fact: Missing);
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
    fn missing(&mut self, _fact: Missing) {}
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
    fn missing(&mut self, fact: Missing) {
        self.missing.push(fact);
    }
    fn note(&mut self, code: NoteCode) {
        self.notes.push(code);
    }
    fn need(&self) -> i64 {
        self.need
    }
}

/// What speaks against an entry, and which of its facts are not known.
#[derive(Debug, Default)]
pub(crate) struct Sift {
    against: Option<Reason>,
    unknown: Vec<&'static str>,
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
        field: &'static str,
        fact: Option<T>,
        holds: impl FnOnce(T) -> bool,
        reason: Reason,
    ) {
        match fact {
            Some(fact) => self.require(holds(fact), reason),
            None => self.unknown(field),
        }
    }

    pub(crate) fn unknown(&mut self, field: &'static str) {
        self.unknown.push(field);
    }

    /// A word that one of the wanted words covers; nothing wanted accepts all.
    pub(crate) fn word(
        &mut self,
        field: &'static str,
        wanted: Option<&[Word]>,
        word: Option<&Word>,
        reason: Reason,
    ) {
        let Some(wanted) = wanted else { return };
        self.known(field, word, |word| wanted.iter().any(|want| want.covers(word)), reason);
    }

    /// The day on which something was done: not in the future, not before the step that comes
    /// first, not outside the window.
    pub(crate) fn done(
        &mut self,
        field: &'static str,
        day: Option<Day>,
        within: Option<Length>,
        frame: &Frame<'_>,
    ) {
        let Some(day) = day else {
            if within.is_some() || frame.since.is_some() || frame.dated_only {
                self.unknown(field);
            }
            return;
        };
        self.require(day <= frame.as_of, Reason::NotYet);
        self.require(frame.since.is_none_or(|since| since <= day), Reason::OutOfSequence);
        let recent = within.is_none_or(|within| frame.today.window_start(within) <= day);
        self.require(recent, Reason::OutsideWindow);
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
    pub(crate) const fn is_shown(&self) -> bool {
        self.against.is_none() && self.unknown.is_empty()
    }

    /// Counts, or would if the facts that are not known turned out well.
    pub(crate) const fn is_possible(&self) -> bool {
        self.against.is_none()
    }

    /// Whether the entry is of another kind altogether, and not worth a line in a finding.
    pub(crate) fn is_beside_the_point(&self) -> bool {
        self.against == Some(Reason::WrongTopic)
    }

    /// Forgets what is not known: it makes no difference.
    pub(crate) fn settle(&mut self) {
        self.unknown.clear();
    }

    const fn reason(&self) -> Reason {
        match self.against {
            Some(reason) => reason,
            None if self.unknown.is_empty() => Reason::Counted,
            None => Reason::FactMissing,
        }
    }

    /// Tells the witness what became of the entry.
    pub(crate) fn tell<E: Entry, W: Witness>(
        &self,
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
        &self,
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
            for field in &self.unknown {
                witness.missing(fact(section, index, field));
            }
        }
        if self.is_shown() && self.unproven {
            witness.note(NoteCode::NoProof);
        }
        let entry = EntryRef { section, index, id: entry.id().map(Shared::from) };
        let counted = counted.filter(|_| reason == Reason::Counted);
        witness.seen(Evidence { entry, counted, reason });
    }
}
