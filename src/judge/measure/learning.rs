//! Courses, education, trainings, and continuing education before certification.

use alloc::string::String;
use alloc::vec::Vec;

use super::sift::{Dates, Field, Sift, Witness};
use super::{CourseUnit, Frame, Interval, UNBOUNDED};
use crate::book::leaf::{CeusBefore, CourseworkLeaf, EducationLeaf, Grade, TrainingLeaf};
use crate::calendar::Day;
use crate::credential::{CredentialId, Issuer};
use crate::explain::{Amount, Reason};
use crate::quantity::{ContactHours, Credits, Decimal};
use crate::record::{CeuActivity, Coursework, Education, EducationStatus, Level, TranscriptStatus};

/// Of a section that is absent from the record, everything is possible.
fn absent<W: Witness>(section: &'static str, possible: i64, witness: &mut W) -> Interval {
    if W::ACTIVE {
        witness.missing(|| section.into());
    }
    Interval::unknown(possible)
}

/// Whether a course or programme has come as far as the rule asks; a day of completion shows it.
fn progress(
    status: Option<EducationStatus>,
    completed: bool,
    wanted: EducationStatus,
    sift: &mut Sift,
) {
    let status = status.or_else(|| completed.then_some(EducationStatus::Completed));
    sift.known(Field::STATUS, status, |status| status >= wanted, Reason::NotCompleted);
}

/// Coursework: pieces, contact hours or credits.
pub(super) fn course<W: Witness>(
    leaf: &CourseworkLeaf,
    unit: CourseUnit,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let section = "coursework";
    let Some(entries) = frame.record.coursework() else {
        return absent(section, UNBOUNDED, witness);
    };
    let mut sum = Interval::NONE;
    let mut told: Vec<Course<'_>> = Vec::new();
    let dates = frame.dates(leaf.within);
    for (index, entry) in entries.iter().enumerate() {
        let (sift, amount) = assess_course(leaf, unit, entry, &dates);
        let shown = if sift.is_shown() { amount.shown } else { 0 };
        let possible = if sift.is_possible() { amount.possible } else { 0 };
        if leaf.single && unit != CourseUnit::Pieces {
            sum.shown = sum.shown.max(shown);
            sum.possible = sum.possible.max(possible);
        } else {
            sum.shown = sum.shown.saturating_add(shown);
            sum.possible = sum.possible.saturating_add(possible).min(UNBOUNDED);
        }
        if W::ACTIVE && !sift.is_beside_the_point() {
            told.push(Course { index, entry, sift, shown, possible });
        }
    }
    tell_courses(told, leaf.single && unit != CourseUnit::Pieces, unit, witness);
    sum
}

/// One course: what speaks against it, and how much it gives.
fn assess_course(
    leaf: &CourseworkLeaf,
    unit: CourseUnit,
    entry: &Coursework,
    dates: &Dates,
) -> (Sift, Interval) {
    let mut sift = sift_course(leaf, entry, dates);
    if !sift.is_possible() {
        return (sift, Interval::NONE);
    }
    let amount = match unit {
        CourseUnit::Pieces => {
            if let Some(wanted) = leaf.contact_hours {
                let hours = entry.contact_hours();
                sift.known(Field::CONTACT_HOURS, hours, |hours| hours >= wanted, Reason::TooLittle);
            }
            if let Some(wanted) = leaf.credits {
                let credits = entry.credits();
                sift.known(Field::CREDITS, credits, |credits| credits >= wanted, Reason::TooLittle);
            }
            Interval::exactly(1)
        }
        CourseUnit::Hours => {
            let hours = entry.contact_hours().map(ContactHours::amount);
            amount(hours, Field::CONTACT_HOURS, &mut sift)
        }
        CourseUnit::Credits => {
            let credits = entry.credits().map(Credits::amount);
            amount(credits, Field::CREDITS, &mut sift)
        }
    };
    (sift, amount)
}

/// What courses of known amounts can add up to; `None` where an amount is open, or there are many.
pub(super) fn attainable_amounts(
    leaf: &CourseworkLeaf,
    unit: CourseUnit,
    frame: &Frame<'_>,
) -> Option<Vec<i64>> {
    let dates = frame.dates(leaf.within);
    let mut amounts = Vec::from([0_i64]);
    for entry in frame.record.coursework()? {
        let (sift, amount) = assess_course(leaf, unit, entry, &dates);
        if !sift.is_possible() {
            continue;
        }
        if amount.shown != amount.possible || amounts.len() > 1_000 {
            return None;
        }
        let joined = |before: i64| {
            let alone = leaf.single && unit != CourseUnit::Pieces;
            if alone { before.max(amount.shown) } else { before.saturating_add(amount.shown) }
        };
        let with: Vec<i64> = amounts.iter().map(|before| joined(*before)).collect();
        if sift.is_shown() {
            amounts = with;
        } else {
            amounts.extend(with);
        }
    }
    Some(amounts)
}

/// A course with what it gives.
struct Course<'r> {
    index: usize,
    entry: &'r Coursework,
    sift: Sift,
    shown: i64,
    possible: i64,
}

/// Where one course must do it alone, the largest counts, if it is large enough, and the others do not.
fn tell_courses<W: Witness>(
    told: Vec<Course<'_>>,
    single: bool,
    unit: CourseUnit,
    witness: &mut W,
) {
    let need = witness.need();
    let order = |course: &&Course<'_>| {
        let entry = course.entry;
        let day = entry.completed().map_or(i64::MAX, Day::number);
        (course.shown.saturating_neg(), day, entry.id().map(String::from), course.index)
    };
    let largest = told.iter().filter(|course| course.shown > 0).min_by_key(order);
    let largest = largest.map(|course| course.index);
    for mut course in told {
        let counted = Decimal::from_sub_units(course.shown).and_then(|amount| match unit {
            CourseUnit::Pieces => None,
            CourseUnit::Hours => Some(Amount::ContactHours(amount)),
            CourseUnit::Credits => Some(Amount::Credits(amount)),
        });
        let alone = single && course.sift.is_possible();
        if alone && course.possible < need {
            // Too small by itself, whatever else is known of it: it asks no question.
            course.sift.require(false, Reason::TooLittle);
        }
        let surplus = alone && course.sift.is_shown() && Some(course.index) != largest;
        let (sift, index, entry) = (&course.sift, course.index, course.entry);
        if surplus {
            sift.tell_as(Reason::Surplus, "coursework", index, entry, None, witness);
        } else {
            sift.tell("coursework", index, entry, counted, witness);
        }
    }
}

fn amount(amount: Option<Decimal>, field: Field, sift: &mut Sift) -> Interval {
    if amount.is_none() {
        sift.unknown(field);
    }
    amount.map_or(Interval::unknown(UNBOUNDED), |amount| Interval::exactly(amount.sub_units()))
}

fn sift_course(leaf: &CourseworkLeaf, entry: &Coursework, dates: &Dates) -> Sift {
    let mut sift = Sift::default();
    sift.require(
        leaf.subject.0.iter().any(|want| want.covers(entry.subject())),
        Reason::WrongTopic,
    );
    if !sift.is_possible() {
        return sift;
    }
    progress(entry.status(), entry.completed().is_some(), EducationStatus::Completed, &mut sift);
    sift.done(Field::COMPLETED, entry.completed(), dates);
    let formats = leaf.format.as_ref().map(|formats| formats.0.as_slice());
    sift.word(Field::FORMAT, formats, entry.format(), Reason::WrongFormat);
    if let Some(wanted) = leaf.grade {
        let grade = entry.grade().and_then(|grade| Grade::parse(grade.as_str()));
        sift.known(Field::GRADE, grade, |grade| grade >= wanted, Reason::TooLittle);
    }
    if let Some(wanted) = &leaf.provider {
        sift.known(
            Field::PROVIDER,
            entry.provider(),
            |provider| wanted.contains(provider),
            Reason::WrongSource,
        );
    }

    sift.proof(leaf.proof.as_ref(), entry.proof(), dates.as_of);
    sift
}

/// Education: the place of the highest level on the ladder, or 1 for an exact or separate level.
pub(super) fn education<W: Witness>(
    leaf: &EducationLeaf,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let section = "education";
    let entries = frame.record.education();
    let ladder = is_ladder(leaf);
    let Some(entries) = entries else {
        let highest = if ladder { rung(Level::Doctorate) } else { 1 };
        return absent(section, highest, witness);
    };
    let mut best = Interval::NONE;
    let dates = frame.dates(leaf.within);
    for (index, entry) in entries.iter().enumerate() {
        let fits = if ladder {
            entry.level() != &Level::Certificate
        } else {
            entry.level() == &leaf.level
        };
        if !W::ACTIVE && !fits {
            continue;
        }
        let mut sift = sift_education(leaf, entry, &dates);
        sift.require(fits, Reason::WrongLevel);
        if !W::ACTIVE && !sift.is_possible() {
            continue;
        }
        let value = if ladder { rung(entry.level()) } else { 1 };
        if sift.is_shown() {
            best.shown = best.shown.max(value);
        }
        if sift.is_possible() {
            best.possible = best.possible.max(value);
        }
        if W::ACTIVE {
            if ladder && rung(entry.level()) < witness.need() {
                sift.require(false, Reason::WrongLevel);
            }
            sift.tell(section, index, entry, None, witness);
        }
    }
    best
}

/// The levels that entries may turn out to show; `None` when all are possible.
pub(super) fn attainable_levels(leaf: &EducationLeaf, frame: &Frame<'_>) -> Option<Vec<i64>> {
    let entries = frame.record.education()?.iter();
    let dates = frame.dates(leaf.within);
    let possible = entries.filter(|entry| sift_education(leaf, entry, &dates).is_possible());
    Some(possible.map(|entry| if is_ladder(leaf) { rung(entry.level()) } else { 1 }).collect())
}

/// Whether higher levels satisfy.
pub(crate) const fn is_ladder(leaf: &EducationLeaf) -> bool {
    !leaf.exact && !matches!(leaf.level, Level::Certificate)
}

/// The place on the ladder; the separate certificate is none.
pub(crate) fn rung(level: impl core::borrow::Borrow<Level>) -> i64 {
    let place = Level::ALL.iter().position(|other| other == level.borrow());
    place.and_then(|place| i64::try_from(place).ok()).unwrap_or_default()
}

fn sift_education(leaf: &EducationLeaf, entry: &Education, dates: &Dates) -> Sift {
    let mut sift = Sift::default();
    let fields = leaf.field.as_ref().map(|fields| fields.0.as_slice());
    sift.word(Field::FIELD, fields, entry.field(), Reason::WrongTopic);
    if !sift.is_possible() {
        return sift;
    }
    let wanted = leaf.status.unwrap_or(EducationStatus::Completed);
    progress(entry.status(), entry.completed().is_some(), wanted, &mut sift);
    if wanted == EducationStatus::Completed || leaf.within.is_some() {
        sift.done(Field::COMPLETED, entry.completed(), dates);
    }
    let accreditors = leaf.accreditor.as_ref().map(|by| by.0.as_slice());
    sift.word(Field::ACCREDITOR, accreditors, entry.accreditor(), Reason::WrongSource);
    if leaf.transcript == Some(TranscriptStatus::Received) {
        let received = |status| status == TranscriptStatus::Received;
        sift.known(Field::TRANSCRIPT, entry.transcript(), received, Reason::TranscriptOutstanding);
    }
    if let Some(wanted) = leaf.hours {
        sift.known(Field::HOURS, entry.hours(), |hours| hours >= wanted, Reason::TooLittle);
    }
    if let Some(wanted) = leaf.externship_hours {
        sift.known(
            Field::EXTERNSHIP_HOURS,
            entry.externship_hours(),
            |hours| hours >= wanted,
            Reason::TooLittle,
        );
    }
    sift
}

/// Trainings: how many satisfy the rule, each by itself.
pub(super) fn training<W: Witness>(
    leaf: &TrainingLeaf,
    frame: &Frame<'_>,
    witness: &mut W,
) -> Interval {
    let section = "trainings";
    let Some(entries) = frame.record.trainings() else {
        return absent(section, UNBOUNDED, witness);
    };
    let mut sum = Interval::NONE;
    let dates = frame.dates(leaf.within);
    for (index, entry) in entries.iter().enumerate() {
        let mut sift = Sift::default();
        sift.require(
            leaf.program.0.iter().any(|want| want.covers(entry.program())),
            Reason::WrongTopic,
        );
        if entry.completed().is_none() {
            sift.unknown(Field::COMPLETED);
        } else {
            sift.done(Field::COMPLETED, entry.completed(), &dates);
        }
        if let Some(wanted) = leaf.items {
            sift.known(Field::ITEMS, entry.items(), |items| items >= wanted, Reason::TooLittle);
        }
        if let Some(wanted) = leaf.score {
            sift.known(Field::SCORE, entry.score(), |score| score >= wanted, Reason::TooLittle);
        }
        sum.shown = sum.shown.saturating_add(i64::from(sift.is_shown()));
        sum.possible = sum.possible.saturating_add(i64::from(sift.is_possible()));
        if W::ACTIVE && !sift.is_beside_the_point() {
            sift.tell(section, index, entry, None, witness);
        }
    }
    sum
}

/// Units of continuing education earned before certification.
pub(super) fn ceus<W: Witness>(leaf: &CeusBefore, frame: &Frame<'_>, witness: &mut W) -> Interval {
    let section = "ceus";
    let Some(entries) = frame.record.ceus() else {
        return absent(section, UNBOUNDED, witness);
    };
    let mut sum = Interval::NONE;
    let dates = frame.dates(leaf.within);
    let approvals = frame.roster.approvals.as_ref().zip(leaf.approved_by.as_ref());
    let approvals = approvals.map(|(approvals, issuer)| (approvals, approvals.bit_of(issuer)));
    for (index, entry) in entries.iter().enumerate() {
        let approved = || match (&leaf.approved_by, approvals) {
            (Some(_), Some((approvals, bit))) => approvals.of(index, bit),
            (Some(issuer), None) => approved_by(entry, issuer),
            (None, _) => None,
        };
        let mut sift = sift_ceu(leaf, entry, &dates, approved);
        if !W::ACTIVE && !sift.is_possible() {
            continue;
        }
        let units = entry.units().map_or(Interval::unknown(UNBOUNDED), |units| {
            Interval::exactly(units.amount().sub_units())
        });
        // Minutes without units are converted by no rule of the book here.
        sift.require(entry.units().is_some() || entry.minutes().is_none(), Reason::UnitUnknown);
        if entry.units().is_none() {
            sift.unknown(Field::UNITS);
        }
        let shown = if sift.is_shown() { units.shown } else { 0 };
        let possible = if sift.is_possible() { units.possible } else { 0 };
        sum.shown = sum.shown.saturating_add(shown);
        sum.possible = sum.possible.saturating_add(possible).min(UNBOUNDED);
        if W::ACTIVE && !sift.is_beside_the_point() {
            let counted = Decimal::from_sub_units(shown).map(Amount::Units);
            sift.tell(section, index, entry, counted, witness);
        }
    }
    sum
}

fn sift_ceu(
    leaf: &CeusBefore,
    entry: &CeuActivity,
    dates: &Dates,
    approved: impl FnOnce() -> Option<bool>,
) -> Sift {
    let mut sift = Sift::default();
    if entry.completed().is_none() {
        sift.unknown(Field::COMPLETED);
    } else {
        sift.done(Field::COMPLETED, entry.completed(), dates);
    }
    if !sift.is_possible() {
        return sift;
    }
    if leaf.approved_by.is_some() {
        sift.known(Field::APPROVED_BY, approved(), |approved| approved, Reason::WrongSource);
        if !sift.is_possible() {
            return sift;
        }
    }
    if let Some(wanted) = &leaf.topics {
        let covers = |topics: &Vec<crate::word::Word>| {
            topics.iter().any(|topic| wanted.0.iter().any(|want| want.covers(topic)))
        };
        sift.known(Field::TOPICS, entry.topics(), covers, Reason::WrongTopic);
    }
    if let Some(wanted) = &leaf.delivery {
        sift.known(
            Field::DELIVERY,
            entry.delivery(),
            |delivery| wanted.0.contains(&delivery),
            Reason::WrongFormat,
        );
    }
    sift
}

/// Whether an issuer approved an activity, in general or for one of its credentials.
fn approved_by(entry: &CeuActivity, issuer: &Issuer) -> Option<bool> {
    let general = entry.approved_by().map(|by| by.contains(issuer));
    let single = || {
        let of = entry.approved_for().into_iter().flatten();
        of.map(CredentialId::issuer).any(|by| by == issuer)
    };
    if general == Some(true) || single() { Some(true) } else { general }
}
