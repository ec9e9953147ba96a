//! Whether whoever meets one requirement surely meets another.

use alloc::vec::Vec;

use crate::book::leaf::{
    CeusBefore, CourseworkLeaf, EducationLeaf, ExperienceLeaf, ExperienceNeed, Held, HeldWhich,
    Passed, TrainingLeaf,
};
use crate::book::requirement::Node;
use crate::calendar::Length;
use crate::record::{EducationStatus, Level};

/// Whether whoever meets the first surely meets the second; `false` where that is not plain.
pub(super) fn implies(strict: &Node, easy: &Node) -> bool {
    let (mut strict_parts, mut easy_parts) = (Vec::new(), Vec::new());
    conjuncts(strict, &mut strict_parts);
    conjuncts(easy, &mut easy_parts);
    easy_parts.iter().all(|easy| strict_parts.iter().any(|strict| covers(strict, easy)))
}

/// What a node asks for all at once.
fn conjuncts<'n>(node: &'n Node, all: &mut Vec<&'n Node>) {
    match node {
        Node::All(of) => of.0.iter().for_each(|branch| conjuncts(&branch.node, all)),
        Node::Cited(cited) => conjuncts(&cited.requires, all),
        Node::Nothing(_) => {}
        leaf => all.push(leaf),
    }
}

fn covers(strict: &Node, easy: &Node) -> bool {
    match (strict, easy) {
        // What is not on file, and what a person judges, are no conditions that could be compared.
        (_, Node::Unpublished(_) | Node::Judgement(_)) => false,
        (Node::Experience(strict), Node::Experience(easy)) => experience(strict, easy),
        (Node::Coursework(strict), Node::Coursework(easy)) => coursework(strict, easy),
        (Node::Education(strict), Node::Education(easy)) => education(strict, easy),
        (Node::Training(strict), Node::Training(easy)) => training(strict, easy),
        (Node::Ceus(strict), Node::Ceus(easy)) => ceus(strict, easy),
        (Node::Held(strict), Node::Held(easy)) => held(strict, easy),
        (Node::Passed(strict), Node::Passed(easy)) => passed(strict, easy),
        (Node::Age(strict), Node::Age(easy)) => strict >= easy,
        _ => strict == easy,
    }
}

/// Whether the same limit in time holds, or the easier one has none.
fn in_time(strict: Option<Length>, easy: Option<Length>) -> bool {
    easy.is_none() || strict == easy
}

/// Whether at least as much is asked for, in the same measure.
fn as_much<T: PartialOrd>(strict: Option<&T>, easy: Option<&T>) -> bool {
    match (strict, easy) {
        (Some(strict), Some(easy)) => strict >= easy,
        (None, None) => true,
        _ => false,
    }
}

fn experience(strict: &ExperienceLeaf, easy: &ExperienceLeaf) -> bool {
    let more = match (strict.need, easy.need) {
        (ExperienceNeed::Days(strict), ExperienceNeed::Days(easy)) => strict >= easy,
        (
            ExperienceNeed::Hours { need: strict, year: one },
            ExperienceNeed::Hours { need: easy, year: other },
        ) => strict >= easy && one == other,
        _ => false,
    };
    let within = easy.within;
    let alike = ExperienceLeaf { need: easy.need, stated: easy.stated, within, ..strict.clone() };
    more && in_time(strict.within, within) && alike == *easy
}

fn coursework(strict: &CourseworkLeaf, easy: &CourseworkLeaf) -> bool {
    let more = as_much(strict.contact_hours.as_ref(), easy.contact_hours.as_ref())
        && as_much(strict.credits.as_ref(), easy.credits.as_ref());
    let alike = CourseworkLeaf {
        contact_hours: easy.contact_hours,
        credits: easy.credits,
        within: easy.within,
        ..strict.clone()
    };
    more && in_time(strict.within, easy.within) && alike == *easy
}

fn education(strict: &EducationLeaf, easy: &EducationLeaf) -> bool {
    // A vocational certificate stands outside the ladder.
    let ladder = ![strict.level, easy.level].contains(&Level::Certificate) && !easy.exact;
    let higher = strict.level == easy.level || (ladder && strict.level >= easy.level);
    let status = |leaf: &EducationLeaf| leaf.status.unwrap_or(EducationStatus::Completed);
    let alike = EducationLeaf {
        level: easy.level,
        exact: easy.exact,
        status: easy.status,
        within: easy.within,
        ..strict.clone()
    };
    higher
        && (strict.exact || !easy.exact)
        && status(strict) >= status(easy)
        && in_time(strict.within, easy.within)
        && alike == *easy
}

fn training(strict: &TrainingLeaf, easy: &TrainingLeaf) -> bool {
    let alike = TrainingLeaf {
        items: easy.items,
        score: easy.score,
        within: easy.within,
        ..strict.clone()
    };
    (easy.items.is_none() || strict.items >= easy.items)
        && (easy.score.is_none() || strict.score >= easy.score)
        && in_time(strict.within, easy.within)
        && alike == *easy
}

fn ceus(strict: &CeusBefore, easy: &CeusBefore) -> bool {
    let alike = CeusBefore { units: easy.units, within: easy.within, ..strict.clone() };
    strict.units >= easy.units && in_time(strict.within, easy.within) && alike == *easy
}

fn held(strict: &Held, easy: &Held) -> bool {
    let among = match (&strict.which, &easy.which) {
        (HeldWhich::AnyOf(strict), HeldWhich::AnyOf(easy)) => {
            strict.iter().all(|one| easy.contains(one))
        }
        (strict, easy) => strict == easy,
    };
    among && (easy.ever || !strict.ever)
}

fn passed(strict: &Passed, easy: &Passed) -> bool {
    let among = easy.exams.iter().all(|one| strict.exams.contains(one));
    let window = match easy.inside {
        None => true,
        inside => strict.inside == inside && strict.exams == easy.exams,
    };
    among && window && in_time(strict.within, easy.within)
}
