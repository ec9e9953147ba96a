//! Holdings, exams, memberships, the person, statements.

use alloc::vec::Vec;

use super::sift::{Sift, Witness};
use super::{Frame, HeldOf, Interval};
use crate::book::leaf::{Attested, Counting, MembershipLeaf, WhichIssuer};
use crate::calendar::{Day, EndOfMonth, Length, Span, Spans};
use crate::credential::CredentialId;
use crate::explain::{NoteCode, Reason};
use crate::record::{ExamAttempt, Holding, Membership};
use crate::word::Word;

/// A credential held on the day: 1 when shown.
pub(super) fn held<W: Witness>(
    of: &HeldOf,
    ever: bool,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let Some(holdings) = frame.record.holdings() else {
        missing("holdings", witness);
        return Interval::unknown(1);
    };
    let (mut shown, mut possible) = (false, false);
    for (index, holding) in holdings.iter().enumerate() {
        let mut sift = Sift::default();
        which(of, holding, frame, &mut sift);
        sift.done("awarded", holding.awarded(), None, frame);
        if !ever {
            let valid = holding.expires().is_none_or(|expires| frame.as_of <= expires);
            sift.require(valid, Reason::Expired);
            sift.require(
                holding.revoked().is_none_or(|revoked| frame.as_of < revoked),
                Reason::Revoked,
            );
        }
        shown |= sift.is_shown();
        possible |= sift.is_possible();
        if W::ACTIVE && !sift.is_beside_the_point() {
            if sift.is_shown() && !ever && holding.expires().is_none() {
                witness.note(NoteCode::StandingNotStated);
            }
            sift.tell("holdings", index, holding, None, witness);
        }
    }
    Interval::flag(shown, possible)
}

fn which(of: &HeldOf, holding: &Holding, frame: &Frame<'_>, sift: &mut Sift) {
    match of {
        HeldOf::These(wanted) => {
            let this = wanted.iter().any(|wanted| frame.is(holding.credential(), wanted));
            sift.require(this, Reason::WrongTopic);
        }
        HeldOf::Field { known, home, issuer } => {
            let own = holding.credential().issuer() == home;
            let side = match issuer {
                WhichIssuer::Own => own,
                WhichIssuer::Other => !own,
                WhichIssuer::Any => true,
            };
            sift.require(side, Reason::WrongSource);
            match frame.name(holding.credential()) {
                Some(name) => sift.require(known.contains(name), Reason::WrongTopic),
                // What a credential outside the book certifies is not known.
                None => sift.unknown("credential"),
            }
        }
    }
}

pub(super) fn missing<W: Witness>(fact: &str, witness: &mut W) {
    if W::ACTIVE {
        witness.missing(fact.into());
    }
}

/// Whether an attempt was passed: stated, or by the score against the published pass mark.
pub(super) fn outcome(attempt: &ExamAttempt, frame: &Frame<'_>) -> Option<bool> {
    if attempt.passed().is_some() {
        return attempt.passed();
    }
    let name = frame.name(attempt.credential())?;
    let mark = frame.pass_mark(name, attempt.taken())?;
    Some(attempt.score()? >= mark)
}

/// Whether an attempt is one at the exam that leads to this credential.
pub(super) fn is_at(attempt: &ExamAttempt, exam: &CredentialId, frame: &Frame<'_>) -> bool {
    let name = frame.name(attempt.credential()).unwrap_or_else(|| attempt.credential());
    name == exam || frame.book.examined(name) == *exam
}

/// Exams passed; several of them inside one window.
pub(super) fn passed<W: Witness>(
    exams: &[CredentialId],
    within: Option<Length>,
    inside: Option<Length>,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let each: Vec<Passes> = exams.iter().map(|exam| passes(exam, within, frame, witness)).collect();
    let Some(inside) = inside else {
        let shown = each.iter().all(|passes| passes.undated || !passes.days.is_empty());
        let possible =
            each.iter().all(|passes| passes.possible || passes.undated || !passes.days.is_empty());
        return Interval::flag(shown, possible);
    };
    let possible =
        each.iter().all(|passes| passes.possible || passes.undated || !passes.days.is_empty());
    let open = each.iter().any(|passes| passes.possible || passes.undated);
    let starts = each.iter().flat_map(|passes| &passes.days);
    let mut windows = starts.map(|start| (*start, start.plus(inside)));
    let shown = windows.any(|(start, end)| {
        each.iter().all(|passes| passes.days.iter().any(|day| start <= *day && *day < end))
    });
    Interval::flag(shown, shown || (possible && open))
}

/// When one exam was passed.
struct Passes {
    days: Vec<Day>,
    /// Passed on a day that is not known.
    undated: bool,
    /// May have been passed besides.
    possible: bool,
}

fn passes<W: Witness>(
    exam: &CredentialId,
    within: Option<Length>,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Passes {
    let mut passes = Passes { days: Vec::new(), undated: false, possible: false };
    for (index, attempt) in frame.record.exams().unwrap_or_default().iter().enumerate() {
        if !is_at(attempt, exam, frame) {
            continue;
        }
        let mut sift = Sift::default();
        sift.done("taken", attempt.taken(), within, frame);
        sift.known("passed", outcome(attempt, frame), |passed| passed, Reason::NotPassed);
        match (sift.is_shown(), attempt.taken()) {
            (true, Some(day)) => passes.days.push(day),
            (true, None) => passes.undated = true,
            (false, _) => passes.possible |= sift.is_possible(),
        }
        if W::ACTIVE {
            sift.tell("exams", index, attempt, None, witness);
        }
    }
    by_holding(exam, within, frame, witness, &mut passes);
    if frame.record.exams().is_none() && passes.days.is_empty() && !passes.undated {
        passes.possible = true;
        missing("exams", witness);
    }
    passes
}

/// Who was awarded what an exam leads to has passed it; when, the award does not say.
fn by_holding<W: Witness>(
    exam: &CredentialId,
    within: Option<Length>,
    frame: &Frame<'_>,
    witness: &mut W,
    passes: &mut Passes,
) {
    for (index, holding) in frame.record.holdings().unwrap_or_default().iter().enumerate() {
        let Some(name) = frame.name(holding.credential()) else {
            continue;
        };
        if frame.book.examined(name) != *exam || !passes.days.is_empty() || passes.undated {
            continue;
        }
        let mut sift = Sift::default();
        sift.require(
            holding.awarded().is_none_or(|awarded| awarded <= frame.as_of),
            Reason::NotYet,
        );
        sift.done("exam", None, within, frame);
        passes.undated |= sift.is_shown();
        passes.possible |= sift.is_possible();
        if W::ACTIVE {
            if sift.is_shown() {
                witness.note(NoteCode::PassedByHolding);
            }
            sift.tell("holdings", index, holding, None, witness);
        }
    }
}

/// Membership: 1 when current, or days of it.
pub(super) fn member<W: Witness>(
    leaf: &MembershipLeaf,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let Some(memberships) = frame.record.memberships() else {
        missing("memberships", witness);
        return Interval::unknown(if leaf.length.is_some() { super::UNBOUNDED } else { 1 });
    };
    let (mut shown, mut possible) = (Spans::default(), Spans::default());
    let mut current = Interval::NONE;
    for (index, membership) in memberships.iter().enumerate() {
        let mut sift = Sift::default();
        class(leaf, membership, &mut sift);
        let (sure, maybe) = paid(membership, frame.as_of, &mut sift);
        let covers = |span: Option<Span>| {
            span.is_some_and(|span| span.first() <= frame.as_of && frame.as_of <= span.last())
        };
        if leaf.length.is_none() {
            sift.require(covers(maybe), Reason::Expired);
        }
        if let Some(span) = sure.filter(|_| sift.is_possible() && sift.is_shown()) {
            shown.push(span);
        }
        if let Some(span) = maybe.filter(|_| sift.is_possible()) {
            possible.push(span);
        }
        current.shown = current.shown.max(i64::from(sift.is_shown() && covers(sure)));
        current.possible = current.possible.max(i64::from(sift.is_possible() && covers(maybe)));
        if W::ACTIVE && !sift.is_beside_the_point() {
            sift.tell("memberships", index, membership, None, witness);
        }
    }
    match (leaf.length, leaf.counting) {
        (None, _) => current,
        (Some(_), Some(Counting::Cumulative)) => {
            Interval { shown: shown.covered(), possible: possible.covered() }
        }
        (Some(_), Some(Counting::Unbroken) | None) => Interval {
            shown: unbroken(shown, frame.as_of),
            possible: unbroken(possible, frame.as_of),
        },
    }
}

fn class(leaf: &MembershipLeaf, membership: &Membership, sift: &mut Sift) {
    let of = leaf.organization.0.iter().any(|want| want.covers(membership.organization()));
    sift.require(of, Reason::WrongTopic);
    let wanted = leaf.class.as_ref().map(|class| class.0.as_slice());
    sift.word("class", wanted, membership.class(), Reason::WrongClass);
    if let Some(except) = &leaf.except_class {
        let allowed = |class: &Word| !except.0.iter().any(|except| except.covers(class));
        sift.known("class", membership.class(), allowed, Reason::WrongClass);
    }
}

/// The days up to the one asked about for which dues are shown paid, and may be.
fn paid(membership: &Membership, as_of: Day, sift: &mut Sift) -> (Option<Span>, Option<Span>) {
    let span = |first: Day, last: Day| Span::inclusive(first, last.min(as_of));
    match (membership.start(), membership.paid_through()) {
        (Some(start), Some(through)) => (span(start, through), span(start, through)),
        (Some(start), None) => {
            sift.unknown("paid_through");
            (span(start, start), span(start, as_of))
        }
        // The day up to which dues are paid shows the membership on that day and before.
        (None, Some(through)) => (span(through.min(as_of), through), span(Day::MIN, through)),
        (None, None) => {
            sift.unknown("paid_through");
            (None, span(Day::MIN, as_of))
        }
    }
}

/// The days of the stretch that reaches the day asked about.
fn unbroken(spans: Spans, as_of: Day) -> i64 {
    let last = spans.merged().into_iter().next_back();
    last.filter(|span| span.last() >= as_of).map_or(0, |span| span.days())
}

/// Completed years of age.
pub(super) fn age<W: Witness>(frame: &Frame<'_>, witness: &mut W) -> Interval {
    let Some(born) = frame.record.born() else {
        missing("born", witness);
        return Interval::unknown(200);
    };
    let reached =
        |years: i32| born.plus_months(years.saturating_mul(12), EndOfMonth::LastDay) <= frame.as_of;
    let years = (0..=200).take_while(|years| reached(*years)).count();
    Interval::exactly(i64::try_from(years).unwrap_or_default().saturating_sub(1).max(0))
}

/// Residence in one of the places: 1 when shown.
pub(super) fn residence<W: Witness>(
    places: &[Word],
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let Some(place) = frame.record.residence() else {
        missing("residence", witness);
        return Interval::unknown(1);
    };
    // `US` covers `US-OH`.
    let within = |wanted: &Word| {
        let rest = place.as_str().strip_prefix(wanted.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-') || rest.starts_with('/'))
    };
    let lives = places.iter().any(within);
    Interval::flag(lives, lives)
}

/// A signed statement: 1 when shown.
pub(super) fn attested<W: Witness>(
    leaf: &Attested,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let Some(attestations) = frame.record.attestations() else {
        missing("attestations", witness);
        return Interval::unknown(1);
    };
    let (mut shown, mut possible) = (false, false);
    for (index, attestation) in attestations.iter().enumerate() {
        let mut sift = Sift::default();
        sift.require(leaf.kind.covers(attestation.kind()), Reason::WrongTopic);
        sift.done("on", attestation.on(), leaf.within, frame);
        if let Some(to) = &leaf.to {
            sift.known("to", attestation.to(), |given| given == to, Reason::WrongSource);
        }
        shown |= sift.is_shown();
        possible |= sift.is_possible();
        if W::ACTIVE && !sift.is_beside_the_point() {
            sift.tell("attestations", index, attestation, None, witness);
        }
    }
    Interval::flag(shown, possible)
}
