//! Holdings, exams, memberships, the person, statements.

use alloc::vec::Vec;

use super::roster::Named;
use super::sift::{Dates, Field, Sift, Witness};
use super::{Frame, HeldOf, Interval};
use crate::book::leaf::{Attested, Counting, MembershipLeaf, WhichIssuer};
use crate::calendar::{Day, EndOfMonth, Length, Span, Spans, within};
use crate::credential::CredentialId;
use crate::explain::{Amount, NoteCode, Reason};
use crate::quantity::Days;
use crate::record::Membership;
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
    let dates = frame.dates(None);
    let named = frame.roster.holdings.each();
    for (index, (holding, named)) in holdings.iter().zip(named).enumerate() {
        let mut sift = Sift::default();
        which(of, named, &mut sift);
        sift.done(Field::AWARDED, holding.awarded(), &dates);
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

fn which(of: &HeldOf, held: &Named<'_>, sift: &mut Sift) {
    match of {
        HeldOf::These(wanted) => {
            let this = wanted.iter().any(|wanted| held.is(wanted));
            sift.require(this, Reason::WrongTopic);
        }
        HeldOf::Field { known, home, issuer } => {
            let own = held.stated().issuer() == home;
            let side = match issuer {
                WhichIssuer::Own => own,
                WhichIssuer::Other => !own,
                WhichIssuer::Any => true,
            };
            sift.require(side, Reason::WrongSource);
            if !side {
                return;
            }
            match held.present() {
                // Those of the book are in order.
                Some(name) => sift.require(known.binary_search(name).is_ok(), Reason::WrongTopic),
                // What a credential outside the book certifies is not known.
                None => sift.unknown(Field::CREDENTIAL),
            }
        }
    }
}

pub(super) fn missing<W: Witness>(fact: &str, witness: &mut W) {
    if W::ACTIVE {
        witness.missing(|| fact.into());
    }
}

/// Exams passed; several of them inside one window.
pub(super) fn passed<W: Witness>(
    exams: &[CredentialId],
    within: Option<Length>,
    inside: Option<Length>,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let dates = frame.dates(within);
    let Some(inside) = inside else {
        let mut all = Interval::flag(true, true);
        for exam in exams {
            let passes = passes(exam, (&dates, false), frame, witness);
            all.shown = all.shown.min(i64::from(passes.shown));
            all.possible = all.possible.min(i64::from(passes.possible || passes.shown));
        }
        return all;
    };
    let mut each: Vec<Passes> = Vec::new();
    for exam in exams {
        each.push(passes(exam, (&dates, true), frame, witness));
    }
    let possible = each.iter().all(|passes| passes.possible || passes.shown);
    let mut starts = each.iter().flat_map(|passes| &passes.days);
    let shown = starts.any(|start| {
        let end = start.plus(inside);
        each.iter().all(|passes| passes.days.iter().any(|day| start <= day && *day < end))
    });
    let open = each.iter().any(|passes| passes.possible);
    Interval::flag(shown, possible && open)
}

/// Whether and when one exam was passed.
#[derive(Default)]
struct Passes {
    /// The days, where they matter.
    days: Vec<Day>,
    shown: bool,
    /// By what is held, on a day that is not known.
    held: bool,
    /// May have been passed besides.
    possible: bool,
}

fn passes<W: Witness>(
    exam: &CredentialId,
    (dates, inside): (&Dates, bool),
    frame: &Frame<'_>,
    witness: &mut W,
) -> Passes {
    let mut passes = Passes::default();
    let Some(attempts) = frame.record.exams() else {
        by_holding(exam, inside || dates.needed, frame, witness, &mut passes);
        if !passes.shown {
            passes.possible = true;
            missing("exams", witness);
        }
        return passes;
    };
    let mut listed = false;
    for index in frame.roster.exams.of(exam, Named::is_from) {
        let Some(attempt) = attempts.get(index) else { continue };
        let mut sift = Sift::default();
        sift.done(Field::TAKEN, attempt.taken(), dates);
        if inside && attempt.taken().is_none() {
            sift.unknown(Field::TAKEN);
        }
        let result = frame.roster.outcome(index);
        listed |= result == Some(true) && attempt.taken().is_none_or(|day| day <= frame.as_of);
        sift.known(Field::PASSED, result, |passed| passed, Reason::NotPassed);
        if sift.is_shown() {
            passes.shown = true;
            passes.days.extend(attempt.taken().filter(|_| inside));
        } else {
            passes.possible |= sift.is_possible();
        }
        if W::ACTIVE {
            sift.tell("exams", index, attempt, None, witness);
        }
    }
    // A pass on the list says when; only without one does a holding speak.
    if !listed {
        by_holding(exam, inside || dates.needed, frame, witness, &mut passes);
    }
    passes
}

/// Who was awarded what an exam leads to has passed it; when, the award does not say.
fn by_holding<W: Witness>(
    exam: &CredentialId,
    day_matters: bool,
    frame: &Frame<'_>,
    witness: &mut W,
    passes: &mut Passes,
) {
    let holdings = frame.record.holdings().unwrap_or_default();
    for index in frame.roster.holdings.of(exam, Named::is_known_from) {
        let Some(holding) = holdings.get(index).filter(|_| !passes.held) else { continue };
        let mut sift = Sift::default();
        let held = holding.awarded().is_none_or(|awarded| awarded <= frame.as_of);
        sift.require(held, Reason::NotYet);
        // A pass that led to an award is not later than the award.
        let too_early =
            frame.since.zip(holding.awarded()).is_some_and(|(since, awarded)| awarded < since);
        if held && day_matters && too_early {
            continue;
        }
        if held && day_matters {
            // Only the list of exams can tell the day.
            passes.possible = true;
            missing("exams", witness);
            continue;
        }
        passes.held |= held;
        passes.shown |= held;
        if W::ACTIVE {
            if held {
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
    let mut members: Vec<Member<'_>> = Vec::new();
    for (index, membership) in memberships.iter().enumerate() {
        let mut sift = Sift::default();
        class(leaf, membership, &mut sift);
        let (sure, maybe) = paid(membership, frame.as_of);
        let on = |span: Option<Span>| {
            span.is_some_and(|span| span.first() <= frame.as_of && frame.as_of <= span.last())
        };
        if leaf.length.is_none() {
            sift.require(on(maybe), Reason::Expired);
        }
        if leaf.length.is_some() {
            shown.extend(sure.filter(|_| sift.is_shown()));
            possible.extend(maybe.into_iter().chain(sure).filter(|_| sift.is_possible()));
        }
        current.shown = current.shown.max(i64::from(sift.is_shown() && on(sure)));
        current.possible = current.possible.max(i64::from(sift.is_possible() && on(maybe)));
        if W::ACTIVE && !sift.is_beside_the_point() {
            let open = if leaf.length.is_some() { sure != maybe } else { on(sure) != on(maybe) };
            if open && leaf.length.is_some() && membership.start().is_none() {
                sift.unknown(Field::START);
            }
            if open && membership.paid_through().is_none() {
                sift.unknown(Field::PAID_THROUGH);
            }
            members.push(Member { index, membership, sift, sure });
        }
    }
    let cumulative = leaf.counting == Some(Counting::Cumulative);
    let stretch = |spans: Spans| -> Vec<Span> {
        let merged = spans.merged();
        if cumulative {
            return merged;
        }
        // Unbroken: the stretch that reaches the day.
        merged.into_iter().filter(|span| span.last() >= frame.as_of).collect()
    };
    let days =
        |spans: &[Span]| spans.iter().fold(0_i64, |days, span| days.saturating_add(span.days()));
    let shown = stretch(shown);
    tell_members(leaf, members, &shown, witness);
    if leaf.length.is_none() {
        return current;
    }
    Interval { shown: days(&shown), possible: days(&stretch(possible)) }
}

/// A membership with what it shows.
struct Member<'r> {
    index: usize,
    membership: &'r Membership,
    sift: Sift,
    sure: Option<Span>,
}

/// Tells how many of the counted days each membership adds to those before it.
fn tell_members<W: Witness>(
    leaf: &MembershipLeaf,
    mut members: Vec<Member<'_>>,
    counted: &[Span],
    witness: &mut W,
) {
    members.sort_by_key(|member| (member.sure.map(|span| span.first()), member.index));
    let mut covered: Option<Day> = None;
    for Member { index, membership, sift, sure } in members {
        if leaf.length.is_none() {
            sift.tell("memberships", index, membership, None, witness);
            continue;
        }
        let counts = sure.and_then(|span| within(counted, &span));
        let fresh = counts.and_then(|span| {
            let first =
                covered.map_or_else(|| span.first(), |day| day.plus_days(1).max(span.first()));
            covered = covered.max(Some(span.last()));
            Span::inclusive(first, span.last())
        });
        let days = fresh.map_or(0, |span| span.days());
        let amount = Some(Amount::Days(Days::measured(days)));
        let reason = match (sift.is_possible(), days > 0, counts.is_some()) {
            (true, true, _) => Some(Reason::Counted),
            (true, false, true) => Some(Reason::Duplicate),
            (true, false, false) if sift.is_shown() => Some(Reason::Expired),
            _ => None,
        };
        match reason {
            Some(reason) => sift.tell_as(reason, "memberships", index, membership, amount, witness),
            None => sift.tell("memberships", index, membership, amount, witness),
        }
    }
}

fn class(leaf: &MembershipLeaf, membership: &Membership, sift: &mut Sift) {
    // `any`: some organisation of the class.
    let any = |want: &Word| want.as_str() == "any" && leaf.class.is_some();
    let of =
        leaf.organization.0.iter().any(|want| any(want) || want.covers(membership.organization()));
    sift.require(of, Reason::WrongTopic);
    let wanted = leaf.class.as_ref().map(|class| class.0.as_slice());
    sift.word(Field::CLASS, wanted, membership.class(), Reason::WrongClass);
    if let Some(except) = &leaf.except_class {
        let allowed = |class: &Word| !except.0.iter().any(|except| except.covers(class));
        sift.known(Field::CLASS, membership.class(), allowed, Reason::WrongClass);
    }
}

/// The days up to the one asked about for which dues are shown paid, and may be.
fn paid(membership: &Membership, as_of: Day) -> (Option<Span>, Option<Span>) {
    let span = |first: Day, last: Day| Span::inclusive(first, last.min(as_of));
    match (membership.start(), membership.paid_through()) {
        (Some(start), Some(through)) => (span(start, through), span(start, through)),
        (Some(start), None) => (span(start, start), span(start, as_of)),
        // The day up to which dues are paid shows the membership on that day.
        (None, Some(through)) => (span(through.min(as_of), through), span(Day::MIN, through)),
        (None, None) => (None, span(Day::MIN, as_of)),
    }
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
    let lives = lives_in(places, place);
    if lives.is_none() {
        missing("residence", witness);
    }
    Interval::flag(lives == Some(true), lives != Some(false))
}

/// Whether a place lies in one of some places: `US` covers `US-OH`. `None`: the place is wider than one of
/// them, so that it may.
pub(crate) fn lives_in(places: &[Word], place: &Word) -> Option<bool> {
    let covers = |wide: &Word, narrow: &Word| {
        let rest = narrow.as_str().strip_prefix(wide.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-') || rest.starts_with('/'))
    };
    if places.iter().any(|wanted| covers(wanted, place)) {
        return Some(true);
    }
    let wider = places.iter().any(|wanted| covers(place, wanted));
    (!wider).then_some(false)
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
    let dates = frame.dates(leaf.within);
    for (index, attestation) in attestations.iter().enumerate() {
        let mut sift = Sift::default();
        sift.require(leaf.kind.covers(attestation.kind()), Reason::WrongTopic);
        sift.done(Field::ON, attestation.on(), &dates);
        if let Some(to) = &leaf.to {
            sift.known(Field::TO, attestation.to(), |given| given == to, Reason::WrongSource);
        }
        shown |= sift.is_shown();
        possible |= sift.is_possible();
        if W::ACTIVE && !sift.is_beside_the_point() {
            sift.tell("attestations", index, attestation, None, witness);
        }
    }
    Interval::flag(shown, possible)
}
