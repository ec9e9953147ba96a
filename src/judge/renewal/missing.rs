//! What is missing, what is not known, and the bottleneck.

use super::duties::{DutyKind, DutyOutcome, When};
use super::ledger::Entry;
use super::needs::{Demand, Need};

use super::place::verdict_on;
use super::place::{PoolOutcome, decimal};
use super::{Assessed, Scene};
use crate::explain::{
    BottleneckAnswer, BottleneckKind, Claim, Question, Renewal, Shortfall, UnknownBecause, Verdict,
};
use crate::judge::program::StepId;
use crate::quantity::Decimal;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub(super) fn verdicts(assessed: &Assessed<'_>) -> Vec<(String, Verdict)> {
    let placed = &assessed.placed;
    let demands = placed.pools.iter().flat_map(|pool| {
        pool.demands.iter().enumerate().filter_map(|(at, demand)| {
            let demand = assessed.needs.demands.get(*demand)?;
            Some((demand.path.to_string(), verdict_on(pool, at)))
        })
    });
    demands.collect()
}

/// The pool that lacks most, by its demands.
pub(super) fn named_bottleneck<'a>(
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
) -> Option<BottleneckAnswer> {
    if assessed.renewed {
        return None;
    }
    let unmet = assessed.placed.pools.iter().filter(|pool| pool.verdict == Verdict::Unmet);
    let worst = unmet.max_by_key(|pool| {
        pool.on_possible.as_ref().map_or(0, |bottleneck| bottleneck.missing().sub_units())
    })?;
    let found = worst.on_possible.as_ref()?;
    let paths = found.demands.iter().filter_map(|at| {
        let demand = worst.demands.get(at)?;
        Some(assessed.needs.demands.get(*demand)?.path.to_string())
    });
    let kind = if scene.as_of > assessed.end {
        BottleneckKind::Closed
    } else if worst.possible.as_ref().is_some_and(|possible| found.is_conflict(possible)) {
        BottleneckKind::Conflict
    } else {
        BottleneckKind::Short
    };
    Some(BottleneckAnswer {
        requirements: paths.collect(),
        demand: found.demand,
        supply: found.supply,
        kind,
    })
}

/// What is missing; certain lacks come before those that may yet turn out to be none.
pub(super) fn shortfalls(assessed: &Assessed<'_>, answer: &mut Renewal) {
    if assessed.renewed || answer.verdict == Verdict::Met {
        return;
    }
    let by_units = assessed.ways.is_empty() || assessed.placed.verdict != Verdict::Met;
    if by_units {
        let pools = assessed.placed.pools.iter();
        answer.shortfalls.extend(pools.filter_map(|pool| too_few(assessed, pool)));
    }
    let events = assessed.needs.events.iter().zip(&assessed.placed.events);
    for (event, outcome) in events.filter(|(_, outcome)| outcome.verdict != Verdict::Met) {
        let missing = event.need.most.saturating_sub(outcome.shown).max(0);
        answer.shortfalls.push(Shortfall {
            path: event.path.to_string(),
            measure: "events",
            need: entries(event.need.most),
            have: entries(outcome.shown),
            missing: entries(missing),
            waived: Vec::new(),
        });
    }
    let ways = assessed.ways.iter().filter(|way| way.step.is_some());
    for way in ways.filter(|_| super::duties::one_of(&assessed.ways) != Verdict::Met) {
        answer.shortfalls.push(not_shown(&way.path, "way", &way.text));
    }
    for duty in assessed.duties.iter().filter(|duty| duty.verdict != Verdict::Met) {
        answer.shortfalls.push(not_shown(&duty.path, "duty", &duty.text));
    }
    let unmet: Vec<String> = unmet_paths(assessed);
    answer.shortfalls.sort_by(|left, right| {
        let rank = |one: &Shortfall| {
            let sure = one.path.split('+').any(|path| unmet.iter().any(|unmet| unmet == path));
            (!sure, one.path != "quota", one.measure != "ceus", one.path.clone())
        };
        rank(left).cmp(&rank(right))
    });
}

/// What a pool lacks on what is shown.
fn too_few(assessed: &Assessed<'_>, pool: &PoolOutcome) -> Option<Shortfall> {
    let found = pool.on_shown.as_ref()?;
    if found.demand >= Decimal::MAX {
        return None;
    }
    let demands = found.demands.iter();
    let demands = demands.filter_map(|at| assessed.needs.demands.get(*pool.demands.get(at)?));
    let demands: Vec<&Demand<'_>> = demands.collect();
    let range = match demands.as_slice() {
        [only] => Some(only.need).filter(|need| !need.is_known()),
        _ => None,
    };
    let (need, missing) = match range {
        Some(need) => {
            let rest = |need: i64| decimal(need.saturating_sub(found.supply.sub_units()));
            (
                between(decimal(need.least), decimal(need.most)),
                between(rest(need.least), rest(need.most)),
            )
        }
        None => (ceus(found.demand), ceus(found.missing())),
    };
    let paths: Vec<&str> = demands.iter().map(|demand| &*demand.path).collect();
    Some(Shortfall {
        path: paths.join("+"),
        measure: "ceus",
        need,
        have: ceus(found.supply),
        missing,
        waived: Vec::new(),
    })
}

fn not_shown(path: &str, measure: &'static str, what: &str) -> Shortfall {
    Shortfall {
        path: path.into(),
        measure,
        need: what.into(),
        have: String::from("not shown"),
        missing: what.into(),
        waived: Vec::new(),
    }
}

/// The paths of what is certainly not met.
pub(super) fn unmet_paths(assessed: &Assessed<'_>) -> Vec<String> {
    let units = verdicts(assessed).into_iter();
    let units = units.filter(|(_, verdict)| *verdict == Verdict::Unmet).map(|(path, _)| path);
    let events = assessed.needs.events.iter().zip(&assessed.placed.events);
    let events = events.filter(|(_, outcome)| outcome.verdict == Verdict::Unmet);
    let duties = assessed.duties.iter().filter(|duty| duty.verdict == Verdict::Unmet);
    let ways = assessed.ways.iter().filter(|way| way.verdict == Verdict::Unmet);
    units
        .chain(events.map(|(event, _)| event.path.to_string()))
        .chain(duties.map(|duty| duty.path.clone()))
        .chain(ways.map(|way| way.path.clone()))
        .collect()
}

pub(super) fn ceus(amount: Decimal) -> String {
    alloc::format!("{amount} CEU")
}

/// An amount that is not known exactly.
pub(super) fn between(least: Decimal, most: Decimal) -> String {
    if least == most { ceus(most) } else { alloc::format!("{least} to {most} CEU") }
}

pub(super) fn entries(count: i64) -> String {
    if count == 1 { String::from("1 entry") } else { alloc::format!("{count} entries") }
}

/// What is not known and can still change the verdict.
pub(super) fn questions<'a>(scene: &Scene<'a>, assessed: &Assessed<'a>, answer: &mut Renewal) {
    let mut questions: Vec<Question> = core::mem::take(&mut answer.questions);
    let mut ask = |path: &str, fact: String, why: UnknownBecause| {
        let known = questions.iter().any(|one| one.fact == fact && one.why == why);
        if !known && !fact.is_empty() {
            questions.push(Question { path: path.to_string(), fact, why });
        }
    };
    let placed = &assessed.placed;
    let open: Vec<&PoolOutcome> =
        placed.pools.iter().filter(|pool| pool.verdict == Verdict::Undetermined).collect();
    let events = placed.events.iter().any(|event| event.verdict == Verdict::Undetermined);
    if placed.no_section && (!open.is_empty() || events) {
        ask("quota", String::from("ceus"), UnknownBecause::FactMissing);
    }
    for (path, why) in &assessed.needs.unknown {
        ask(path, path.clone(), *why);
    }
    for (path, fact) in &assessed.needs.facts {
        ask(path, fact.clone(), UnknownBecause::FactMissing);
    }
    let demands = open.iter().flat_map(|pool| &pool.demands);
    let demands = demands.filter_map(|place| Some((place, assessed.needs.demands.get(*place)?)));
    for (place, demand) in demands {
        for entry in placed.entries.iter().filter(|entry| entry.counts()) {
            // Everything earned bears on a share of it.
            let earned = demand.earned_share.is_some();
            for fact in entry.open.iter().chain(entry.unit_open.iter()).filter(|_| earned) {
                let (fact, why) = asked(scene, entry, fact.as_str());
                ask(&demand.path, fact, why);
            }
        }
        for entry in &placed.entries {
            for fact in scene.open_facts(demand, placed, (*place, entry)) {
                let (fact, why) = asked(scene, entry, fact);
                ask(&demand.path, fact, why);
            }
        }
    }
    for (event, outcome) in assessed.needs.events.iter().zip(&placed.events) {
        for entry in placed.entries.iter().filter(|_| outcome.verdict == Verdict::Undetermined) {
            for fact in scene.open_event_facts(event, entry) {
                let (fact, why) = asked(scene, entry, fact);
                ask(&event.path, fact, why);
            }
        }
    }
    of_maxima(scene, assessed, !open.is_empty(), &mut ask);
    beside_units(scene, assessed, &mut ask);
    answer.questions = questions;
}

/// What is not known of maxima.
fn of_maxima<'a>(
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
    open: bool,
    ask: &mut impl FnMut(&str, String, UnknownBecause),
) {
    let placed = &assessed.placed;
    for (at, cap) in assessed.needs.caps.iter().enumerate().filter(|_| open) {
        if cap.limit == Need::UNKNOWN && placed.holds_any(at) {
            ask(&cap.path, cap.path.to_string(), UnknownBecause::RuleUnpublished);
        }
    }
    if let Some(text) = &placed.undecided {
        ask("maxima", text.clone(), UnknownBecause::NeedsJudgement);
    }
    for entry in placed.entries.iter().filter(|entry| placed.perhaps_under(entry.place)) {
        for fact in scene.open_cap_facts(&assessed.needs, entry) {
            let fact = alloc::format!("ceus[{}].{fact}", entry.place);
            ask("quota", fact, UnknownBecause::FactMissing);
        }
    }
}

/// What is not known of ways and duties.
fn beside_units<'a>(
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
    ask: &mut impl FnMut(&str, String, UnknownBecause),
) {
    for way in assessed.ways.iter().filter(|way| way.verdict == Verdict::Undetermined) {
        let missing = way.step.map(|step| {
            scene.missing_for(step, When::in_cycle(&assessed.cycle, assessed.end, way.exam))
        });
        for fact in missing.into_iter().flatten() {
            ask(&way.path, fact, UnknownBecause::FactMissing);
        }
        if let Some(step) = way.step {
            let when = When::in_cycle(&assessed.cycle, assessed.end, way.exam);
            ask_of_issuer(scene, step, when, &way.path, ask);
        }
    }
    for duty in assessed.duties.iter().filter(|duty| duty.verdict == Verdict::Undetermined) {
        ask_about(duty, scene, assessed, ask);
    }
}

fn ask_about<'a>(
    duty: &DutyOutcome<'_>,
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
    ask: &mut impl FnMut(&str, String, UnknownBecause),
) {
    for fact in &duty.missing {
        ask(&duty.path, fact.clone(), duty.why);
    }
    if let DutyKind::Requires(step) = duty.kind {
        for fact in scene.missing_for(step, When::up_to(assessed.end)) {
            ask(&duty.path, fact, UnknownBecause::FactMissing);
        }
        ask_of_issuer(scene, step, When::up_to(assessed.end), &duty.path, ask);
    }
}

/// What a requirement leaves open because the issuer does not say, or leaves it to a person.
fn ask_of_issuer(
    scene: &Scene<'_>,
    step: StepId,
    when: When,
    path: &str,
    ask: &mut impl FnMut(&str, String, UnknownBecause),
) {
    let finding = super::answer::finding(scene, step, when, path);
    for leaf in finding.walk() {
        match leaf.claim() {
            Claim::Unpublished(what) => ask(path, what.clone(), UnknownBecause::RuleUnpublished),
            Claim::Judgement(what) => ask(path, what.clone(), UnknownBecause::NeedsJudgement),
            _ => {}
        }
    }
}

/// A fact on which an activity depends: one of its own, or one beside it.
fn asked(scene: &Scene<'_>, entry: &Entry<'_>, fact: &str) -> (String, UnknownBecause) {
    match fact.strip_prefix('*') {
        Some(rule @ ("admits" | "repeats")) => (String::from(rule), UnknownBecause::RuleUnknown),
        Some("award") => (scene.lead.fact("awarded"), UnknownBecause::FactMissing),
        // Asked for by itself.
        Some("granted") => (String::new(), UnknownBecause::FactMissing),
        Some("extension") => (String::from("extension"), UnknownBecause::RuleUnpublished),
        Some(beside) => (String::from(beside), UnknownBecause::FactMissing),
        None => (alloc::format!("ceus[{}].{fact}", entry.place), UnknownBecause::FactMissing),
    }
}
