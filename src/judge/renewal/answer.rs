//! Putting the answer about renewal together.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::cycle::Gap;
use super::duties::{DutyKind, DutyOutcome};
use super::fees::sum;
use super::ledger::{Entry, When};
use super::place::{Bound, Placed, PoolOutcome, bottleneck, decimal};
use super::standing::Fall;
use super::versions::{Log, Picks, Resolver, spoken};
use super::{Assessed, Judged, Scene, Subject, agreed};
use crate::allocation::fill;
use crate::book::Found;
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::explain::{
    Between, BottleneckAnswer, BottleneckKind, Certificate, ConstraintAnswer, ConstraintKind,
    CycleAnswer, Disposition, DutyAnswer, Lapse, Note, NoteCode, Question, QuotaAnswer,
    ReadingAnswer, Reason, Renewal, Served, Shortfall, Standing, SubmissionAnswer, UnknownBecause,
    Verdict,
};
use crate::judge::Judge;
use crate::judge::explain::Explainer;
use crate::judge::measure::UNBOUNDED;
use crate::judge::program::StepId;
use crate::record::Record;

/// The answer where no programme is on file.
pub(super) fn without_program(
    judge: &Judge,
    credential: &CredentialId,
    record: &Record,
    as_of: Day,
) -> Renewal {
    let mut answer = blank(judge, credential, record, as_of);
    answer.questions.push(Question {
        path: String::from("program"),
        fact: alloc::format!("how {credential} is renewed"),
        why: UnknownBecause::RuleUnpublished,
    });
    answer
}

fn blank(judge: &Judge, credential: &CredentialId, record: &Record, as_of: Day) -> Renewal {
    Renewal {
        book: judge.book.edition(),
        record: record.id().map(ToString::to_string),
        credential: credential.clone(),
        asked: None,
        title: judge.book.title(credential).unwrap_or_default().to_string(),
        program: None,
        holdings: Vec::new(),
        as_of,
        known_on: None,
        verdict: Verdict::Undetermined,
        confidence: None,
        cycle: None,
        submission: None,
        quota: None,
        constraints: Vec::new(),
        duties: Vec::new(),
        dispositions: Vec::new(),
        bottleneck: None,
        shortfalls: Vec::new(),
        standing: None,
        last_safe_day: None,
        lapse: None,
        ladder: Vec::new(),
        due: Vec::new(),
        total_due: None,
        options: Vec::new(),
        questions: Vec::new(),
        readings: Vec::new(),
        notes: Vec::new(),
        certificates: Vec::new(),
    }
}

impl Renewal {
    /// This answer for a credential that was asked for by an earlier name.
    pub(super) fn asked_as(mut self, found: &Found) -> Self {
        if let Some(former) = found.former() {
            let until = found.until().map(|day| alloc::format!(" (up to {day})"));
            let until = until.unwrap_or_default();
            let text = alloc::format!("{former} is an earlier name of {}{until}", self.credential);
            self.notes.insert(0, Note::new(NoteCode::Renamed, text));
            self.asked = Some(former.clone());
        }
        self
    }
}

pub(super) fn explain(subject: &Subject<'_>, cycle_on: Option<Day>) -> Renewal {
    let mut leaves = subject.leaves(cycle_on);
    let verdict = agreed(leaves.iter().map(|(_, judged, _)| judged.verdict));
    let mut answer = blank(subject.judge, &subject.credential, subject.record, subject.as_of);
    answer.program = Some(subject.program_id.to_string());
    answer.verdict = verdict;
    let several = leaves.len() > 1;
    answer.readings = if several { readings(subject, &leaves) } else { Vec::new() };
    let parted = parted(&leaves);
    // The figures are those of the strictest reading; what differs is said.
    leaves.sort_by_key(|(_, judged, _)| match judged.verdict {
        Verdict::Unmet => 0,
        Verdict::Undetermined => 1,
        Verdict::Met => 2,
    });
    let differ = leaves.iter().any(|(_, judged, _)| judged.verdict != verdict);
    // Where the holding stands does not depend on the cycle that is shown.
    let standing = match cycle_on {
        None => standing(subject, &leaves),
        Some(_) => standing(subject, &subject.leaves(None)),
    };
    let Some((picks, judged, log)) = leaves.into_iter().next() else {
        return answer;
    };
    let mut notes: BTreeSet<Note> = log.notes;
    answer.confidence = log.cited.iter().map(|citation| citation.confidence).max();
    if several {
        let (question, choice) = spoken(&picks, &subject.judge.picked_names);
        let text = alloc::format!("the figures are those of the reading {question}: {choice}");
        notes.insert(Note::new(NoteCode::ReadingsDiffer, text));
    }
    for (question, choice) in &subject.judge.picked_names {
        if subject.program.readings().iter().any(|(known, _)| *known == question) {
            let text = alloc::format!(
                "where sources differ on {question}, the reading {choice} was picked"
            );
            notes.insert(Note::new(NoteCode::ReadingPicked, text));
        }
    }
    if verdict == Verdict::Undetermined && differ {
        answer.questions.push(Question {
            path: String::from("renewal"),
            fact: spoken(&picks, &subject.judge.picked_names).0,
            why: UnknownBecause::ReadingsDiffer,
        });
    }
    let resolver = Resolver::new(&subject.judge.book, subject.issuer, picks);
    match subject.scene(resolver) {
        Err(_) => not_held(subject, judged.gap, &mut answer, &mut notes),
        Ok(scene) => {
            named_otherwise(subject, &scene, &mut notes);
            if let Some(day) = judged.revoked {
                revoked(subject, day, &mut answer, &mut notes);
            }
            fill_in(&scene, &judged, &parted, &mut answer);
            let (_, log) = scene.resolver.into_log();
            notes.extend(log.notes);
            answer.standing = standing;
        }
    }
    book_notes(subject, &mut notes);
    answer.notes = notes.into_iter().collect();
    answer
}

/// The standing on which all readings agree.
fn standing(subject: &Subject<'_>, leaves: &[(Picks, Judged<'_>, Log)]) -> Option<Standing> {
    if leaves.iter().any(|(_, judged, _)| judged.revoked.is_some()) {
        return Some(Standing::Revoked);
    }
    let mut all = leaves.iter().map(|leaf| standing_of(subject, leaf));
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}

fn standing_of(
    subject: &Subject<'_>,
    (picks, judged, _): &(Picks, Judged<'_>, Log),
) -> Option<Standing> {
    let resolver = Resolver::new(&subject.judge.book, subject.issuer, picks.clone());
    let scene = subject.scene(resolver).ok()?;
    let assessed = judged.assessed.as_ref()?;
    scene.standing(assessed, judged.doubt, &scene.ladder_of(assessed))
}

fn readings(subject: &Subject<'_>, leaves: &[(Picks, Judged<'_>, Log)]) -> Vec<ReadingAnswer> {
    let one = |(picks, judged, _): &(Picks, Judged<'_>, Log)| {
        let (question, reading) = spoken(picks, &subject.judge.picked_names);
        ReadingAnswer { on: "renewal", question, reading, verdict: judged.verdict }
    };
    leaves.iter().map(one).collect()
}

/// The paths of rules whose verdict is not the same under all readings.
fn parted(leaves: &[(Picks, Judged<'_>, Log)]) -> BTreeSet<String> {
    let mut all: Vec<Vec<(String, Verdict)>> = Vec::new();
    for (_, judged, _) in leaves {
        all.push(judged.assessed.as_ref().map(verdicts).unwrap_or_default());
    }
    let paths: BTreeSet<&String> = all.iter().flatten().map(|(path, _)| path).collect();
    let of = |leaf: &[(String, Verdict)], path: &String| {
        leaf.iter().find(|(one, _)| one == path).map_or(Verdict::Met, |(_, verdict)| *verdict)
    };
    let parted = paths.into_iter().filter(|path| {
        let mut verdicts = all.iter().map(|leaf| of(leaf, path));
        let first = verdicts.next();
        verdicts.any(|verdict| Some(verdict) != first)
    });
    parted.cloned().collect()
}

fn verdicts(assessed: &Assessed<'_>) -> Vec<(String, Verdict)> {
    let placed = &assessed.placed;
    let demands = placed.pools.iter().flat_map(|pool| {
        pool.demands.iter().enumerate().filter_map(|(at, demand)| {
            let demand = assessed.needs.demands.get(*demand)?;
            Some((demand.path.clone(), placed.verdict_on(pool, at)))
        })
    });
    demands.collect()
}

/// The credential is held under another name than the one asked for.
fn named_otherwise(subject: &Subject<'_>, scene: &Scene<'_>, notes: &mut BTreeSet<Note>) {
    let asked = scene.held.iter().find(|one| one.index == scene.asked);
    if let Some(asked) = asked.filter(|one| one.id != subject.credential) {
        let text = alloc::format!("{} is held as {}", subject.credential, asked.id);
        notes.insert(Note::new(NoteCode::AlreadyHeld, text));
    }
}

fn revoked(subject: &Subject<'_>, day: Day, answer: &mut Renewal, notes: &mut BTreeSet<Note>) {
    let text = alloc::format!("{} was revoked on {day}", subject.credential);
    notes.insert(Note::new(NoteCode::NotHeld, text));
    answer.shortfalls.push(Shortfall {
        path: String::from("holdings"),
        measure: "credential",
        need: String::from("good standing"),
        have: alloc::format!("revoked on {day}"),
        missing: String::from("reinstatement"),
        waived: Vec::new(),
    });
}

fn not_held(
    subject: &Subject<'_>,
    gap: Option<Gap>,
    answer: &mut Renewal,
    notes: &mut BTreeSet<Note>,
) {
    match gap {
        Some(gap) => answer.questions.push(Question {
            path: String::from("holdings"),
            fact: gap.fact,
            why: gap.why,
        }),
        None => {
            let text = alloc::format!("{} is not held on this day", subject.credential);
            notes.insert(Note::new(NoteCode::NotHeld, text));
            let mark = subject.held();
            let mark =
                mark.iter().find(|one| subject.judge.book.examined(&one.id) == subject.credential);
            if let Some(mark) = mark {
                let text = alloc::format!("{} is held: ask for its renewal", mark.id);
                notes.insert(Note::new(NoteCode::NotHeld, text));
            }
            answer.shortfalls.push(Shortfall {
                path: String::from("holdings"),
                measure: "credential",
                need: subject.credential.to_string(),
                have: String::from("not held"),
                missing: subject.credential.to_string(),
                waived: Vec::new(),
            });
        }
    }
}

fn book_notes(subject: &Subject<'_>, notes: &mut BTreeSet<Note>) {
    for note in &subject.program.notes {
        notes.insert(Note::new(NoteCode::BookNote, note.text()));
    }
    let layered = subject.judge.book.rules().get(subject.issuer);
    let layered = layered.and_then(|rules| rules.programs.get(subject.program_id));
    if let Some(layered) = layered.filter(|layered| layered.replaced) {
        let text = alloc::format!(
            "the programme {} is that of {}, which replaces an earlier one",
            subject.program_id,
            subject.judge.book.layer_name(layered.layer)
        );
        notes.insert(Note::new(NoteCode::RuleReplaced, text));
    }
}

impl Scene<'_> {
    fn ladder_of(&self, assessed: &Assessed<'_>) -> Vec<crate::explain::RungAnswer> {
        let mut unmet = Vec::new();
        for (path, verdict) in verdicts(assessed) {
            if verdict != Verdict::Met {
                unmet.push(path);
            }
        }
        let duties = assessed.duties.iter().filter(|duty| duty.verdict != Verdict::Met);
        unmet.extend(duties.map(|duty| duty.path.clone()));
        self.ladder(Fall { end: assessed.end, length: assessed.cycle.length, unmet: &unmet })
    }
}

/// Everything that needs the cycle.
fn fill_in(
    scene: &Scene<'_>,
    judged: &Judged<'_>,
    parted: &BTreeSet<String>,
    answer: &mut Renewal,
) {
    let counted = match &judged.assessed {
        Some(assessed) => scene.counted_in(&assessed.cycle).all,
        None => Vec::new(),
    };
    answer.holdings = counted.iter().map(|held| held.id.clone()).collect();
    if judged.doubt {
        let text = if judged.earlier {
            "a cycle before the reported one is not known to be met either"
        } else {
            "an earlier cycle is not known to be met; the current one is reported"
        };
        scene.resolver.note(Note::new(NoteCode::EarlierCycleOpen, text));
    }
    if let Some(assessed) = judged.assessed.as_ref().filter(|_| judged.earlier) {
        let text = alloc::format!(
            "the cycle that ended on {} is not shown as met and is reported; if the issuer closed it, say so in {}",
            assessed.cycle.end,
            scene.lead.fact("renewed")
        );
        scene.resolver.note(Note::new(NoteCode::EarlierCycleOpen, text));
    }
    let Some(assessed) = &judged.assessed else {
        if let Some(gap) = &judged.gap {
            answer.questions.push(Question {
                path: String::from("cycle"),
                fact: gap.fact.clone(),
                why: gap.why,
            });
        }
        return;
    };
    let cycle = &assessed.cycle;
    answer.cycle = Some(CycleAnswer {
        start: cycle.start,
        end: cycle.end,
        extended: (assessed.end != cycle.end).then_some(assessed.end),
        from: cycle.from,
        sources: cycle.sources.clone(),
    });
    let (opens, closes) = scene.filing(cycle, assessed.end);
    let complete = scene.submission(cycle).is_some_and(|rule| rule.value().complete);
    answer.quota = quota(assessed, parted);
    let units = answer.quota.as_ref().map_or(Verdict::Met, QuotaAnswer::verdict);
    let may_file = match opens {
        _ if closes < scene.as_of => Verdict::Unmet,
        Some(opens) if scene.as_of < opens => Verdict::Unmet,
        Some(_) if complete => units,
        Some(_) => Verdict::Met,
        None => Verdict::Undetermined,
    };
    answer.submission = Some(SubmissionAnswer { opens, closes, complete, may_file });
    constraints(assessed, parted, answer);
    answer.duties = duties(scene, assessed);
    answer.dispositions = dispositions(scene, assessed);
    answer.bottleneck = named_bottleneck(scene, assessed);
    shortfalls(assessed, answer);
    answer.certificates = certificates(assessed);
    let ladder = scene.ladder_of(assessed);
    answer.due = scene.due(assessed, counted.len(), &ladder);
    let dues = scene.dues_paid().filter(|paid| *paid < assessed.end);
    answer.last_safe_day = Some(dues.unwrap_or(assessed.end));
    answer.lapse = Some(if dues.is_some() { Lapse::Dues } else { Lapse::Cycle });
    answer.ladder = match dues {
        Some(paid) => scene.dues_ladder(paid, assessed),
        None => ladder,
    };
    answer.total_due = sum(&answer.due);
    answer.options = scene.options(assessed, counted.len(), &answer.ladder);
    if answer.verdict == Verdict::Undetermined {
        questions(scene, assessed, answer);
    }
    if let Some(text) = &assessed.placed.undecided {
        scene.resolver.note(Note::new(NoteCode::NotDecided, text));
    }
}

fn settled(path: &str, verdict: Verdict, parted: &BTreeSet<String>) -> Verdict {
    if parted.contains(path) { Verdict::Undetermined } else { verdict }
}

/// The pools of the quota: one total, or one for each holding.
fn quota_pools<'p>(assessed: &'p Assessed<'_>) -> impl Iterator<Item = &'p PoolOutcome> {
    assessed.placed.pools.iter().filter(|pool| {
        let mut demands = pool.demands.iter().filter_map(|at| assessed.needs.demands.get(*at));
        demands
            .any(|demand| demand.filter.is_none() && demand.kind != Some(ConstraintKind::Minimum))
    })
}

fn quota(assessed: &Assessed<'_>, parted: &BTreeSet<String>) -> Option<QuotaAnswer> {
    let need = assessed.needs.quota?;
    let counting: i64 =
        assessed.placed.counting.iter().fold(0, |sum, one| sum.saturating_add(*one));
    let counted = counted_towards(assessed);
    let verdicts = quota_pools(assessed).map(|pool| pool.verdict);
    let verdict = verdicts.fold(Verdict::Met, super::and);
    Some(QuotaAnswer {
        required: need.is_known().then(|| decimal(need.most)),
        between: (!need.is_known()).then(|| Between {
            least: decimal(need.least),
            most: (need.most < UNBOUNDED).then(|| decimal(need.most)),
        }),
        counted: decimal(counted),
        surplus: decimal(counting.saturating_sub(counted)),
        verdict: settled("quota", verdict, parted),
        sources: assessed.needs.quota_sources.clone(),
    })
}

/// How many units count towards the quota.
fn counted_towards(assessed: &Assessed<'_>) -> i64 {
    let shares = quota_shares(assessed);
    shares.iter().fold(0, |sum, (_, units)| sum.saturating_add(*units))
}

/// How many units of each entry count towards the quota, by place.
fn quota_shares(assessed: &Assessed<'_>) -> Vec<(usize, i64)> {
    let placed = &assessed.placed;
    let competing = quota_pools(assessed).find(|pool| pool.demands.len() > 1);
    if let Some(pool) = competing {
        let mut shares: Vec<(usize, i64)> = Vec::new();
        for share in fill(&pool.shown) {
            shares.push((share.supply, share.amount.sub_units()));
        }
        return shares;
    }
    let mut left = assessed.needs.quota.map_or(0, |need| need.most);
    let mut shares = Vec::new();
    for place in placed.order(&assessed.needs) {
        let units = placed.counting.get(place).copied().unwrap_or(0).min(left);
        if units > 0 {
            shares.push((place, units));
            left = left.saturating_sub(units);
        }
    }
    shares
}

fn constraints(assessed: &Assessed<'_>, parted: &BTreeSet<String>, answer: &mut Renewal) {
    let placed = &assessed.placed;
    let mut all = Vec::new();
    for pool in &placed.pools {
        for (at, place) in pool.demands.iter().enumerate() {
            let Some(demand) = assessed.needs.demands.get(*place) else { continue };
            let Some(kind) = demand.kind else { continue };
            let known = demand.need.is_known() || demand.need.most < UNBOUNDED;
            all.push(ConstraintAnswer {
                path: demand.path.clone(),
                text: demand.text.clone(),
                need: known.then(|| decimal(demand.need.most)),
                have: decimal(placed.have(pool, at)),
                verdict: settled(&demand.path, placed.verdict_on(pool, at), parted),
                kind,
                reading: None,
                sources: demand.sources.clone(),
            });
        }
    }
    for (event, outcome) in assessed.needs.events.iter().zip(&placed.events) {
        all.push(ConstraintAnswer {
            path: event.path.clone(),
            text: event.text.clone(),
            need: Some(whole(event.need.most)),
            have: whole(outcome.shown),
            verdict: settled(&event.path, outcome.verdict, parted),
            kind: ConstraintKind::Events,
            reading: None,
            sources: event.sources.clone(),
        });
    }
    for cap in assessed.needs.caps.iter() {
        all.push(ConstraintAnswer {
            path: cap.path.clone(),
            text: cap.text.clone(),
            need: (cap.limit.most < UNBOUNDED).then(|| decimal(cap.limit.most)),
            have: decimal(placed.counted_under(&assessed.needs, &cap.path)),
            verdict: Verdict::Met,
            kind: ConstraintKind::Maximum,
            reading: None,
            sources: cap.sources.clone(),
        });
    }
    all.sort_by(|left, right| left.path.cmp(&right.path));
    answer.constraints = all;
}

/// A number of entries as an amount.
fn whole(count: i64) -> crate::quantity::Decimal {
    decimal(count.saturating_mul(crate::quantity::Decimal::SCALE))
}

fn duties(scene: &Scene<'_>, assessed: &Assessed<'_>) -> Vec<DutyAnswer> {
    let mut all: Vec<DutyAnswer> = Vec::new();
    for duty in &assessed.duties {
        let step = match duty.kind {
            DutyKind::Requires(step) => Some(step),
            DutyKind::Unknown | DutyKind::Filing | DutyKind::Fee(_) => None,
        };
        all.push(DutyAnswer {
            path: duty.path.clone(),
            text: duty.text.clone(),
            verdict: duty.verdict,
            finding: step.and_then(|step| finding(scene, step, None, &duty.path)),
            sources: duty.sources.clone(),
        });
    }
    for way in &assessed.ways {
        all.push(DutyAnswer {
            path: way.path.clone(),
            text: way.text.clone(),
            verdict: way.verdict,
            finding: way
                .step
                .and_then(|step| finding(scene, step, Some(assessed.cycle.start), &way.path)),
            sources: way.sources.clone(),
        });
    }
    all
}

fn finding(
    scene: &Scene<'_>,
    step: StepId,
    since: Option<Day>,
    path: &str,
) -> Option<crate::explain::Finding> {
    let facts = scene.facts_for(step, since)?;
    let mut explainer = Explainer::new(scene.judge, &facts);
    let bounds = crate::judge::decide::Bounds { facts: &facts, picks: &scene.judge.picked };
    scene.judge.program.evaluate(step, &bounds, &mut explainer);
    let mut finding = explainer.finish();
    finding.path = path.to_string();
    Some(finding)
}

/// Each activity with its one disposition, in the order of the record.
fn dispositions(scene: &Scene<'_>, assessed: &Assessed<'_>) -> Vec<Disposition> {
    let placed = &assessed.placed;
    let shares = quota_shares(assessed);
    let mut counted = alloc::vec![0_i64; placed.entries.len()];
    for (place, units) in shares {
        if let Some(sum) = counted.get_mut(place) {
            *sum = sum.saturating_add(units);
        }
    }
    let serves = served(assessed);
    let mut all = Vec::with_capacity(placed.entries.len());
    for (entry, serves) in placed.entries.iter().zip(serves) {
        let units = counted.get(entry.place).copied().unwrap_or(0);
        let counting = placed.counting.get(entry.place).copied().unwrap_or(0);
        let reason = reason(entry, units, counting, !serves.is_empty());
        let named = reason != Reason::Counted && reason != Reason::Surplus;
        let source = entry.rule.and_then(|rule| {
            scene.resolver.cite_keys(rule.keys, rule.confidence).into_iter().next()
        });
        all.push(Disposition {
            ceu: entry.entry(),
            title: entry.ceu.title().map(ToString::to_string),
            completed: entry.ceu.completed(),
            counted: decimal(units),
            serves,
            reason,
            detail: detail(entry, reason),
            source: source.filter(|_| named || entry.reason == Reason::Counted),
        });
    }
    all
}

fn reason(entry: &Entry<'_>, units: i64, counting: i64, serves: bool) -> Reason {
    if entry.reason != Reason::Counted {
        return entry.reason;
    }
    if entry.when == When::Previous && !serves {
        return Reason::OutsideWindow;
    }
    if !entry.open.is_empty() {
        let unit = entry.open.iter().all(|fact| *fact == "units") && entry.ceu.minutes().is_some();
        return if unit { Reason::UnitUnknown } else { Reason::FactMissing };
    }
    match (units, counting, entry.shown) {
        (1.., _, _) => Reason::Counted,
        (_, 0, 1..) if entry.when != When::Previous => Reason::OverCap,
        (_, _, 0) => Reason::TooLittle,
        _ => Reason::Surplus,
    }
}

fn detail(entry: &Entry<'_>, reason: Reason) -> Option<String> {
    let facts = || {
        let mut facts: Vec<&str> = entry.open.clone();
        facts.sort_unstable();
        facts.dedup();
        let facts: Vec<String> =
            facts.iter().map(|fact| alloc::format!("ceus[{}].{fact}", entry.place)).collect();
        facts.join(", ")
    };
    match reason {
        Reason::FactMissing => Some(match &entry.detail {
            Some(detail) => detail.clone(),
            None => alloc::format!("not known: {}", facts()),
        }),
        _ => entry.detail.clone(),
    }
}

/// What each entry serves beside the quota, by place.
fn served(assessed: &Assessed<'_>) -> Vec<Vec<Served>> {
    let placed = &assessed.placed;
    let mut all: Vec<Vec<Served>> = (0..placed.entries.len()).map(|_| Vec::new()).collect();
    for pool in &placed.pools {
        if let [only] = pool.demands.as_slice() {
            // A rule by itself takes everything that fits, surplus included.
            whole_service(assessed, *only, &mut all);
            continue;
        }
        let mut instance = pool.shown.clone();
        for (supply, counting) in instance.supplies.iter_mut().zip(&placed.counting) {
            if *counting > 0 {
                supply.amount = decimal(supply.amount.sub_units().min(*counting));
            }
        }
        for share in fill(&instance) {
            let demand = pool.demands.get(share.demand);
            let demand = demand.and_then(|place| assessed.needs.demands.get(*place));
            let named = demand.filter(|demand| demand.kind.is_some());
            if let (Some(demand), Some(list)) = (named, all.get_mut(share.supply)) {
                list.push(Served { to: demand.path.clone(), amount: share.amount });
            }
        }
    }
    for (event, outcome) in assessed.needs.events.iter().zip(&placed.events) {
        for place in &outcome.serving {
            if let Some(list) = all.get_mut(*place) {
                list.push(Served { to: event.path.clone(), amount: whole(1) });
            }
        }
    }
    all
}

/// Everything that serves a demand which shares with no other.
fn whole_service(assessed: &Assessed<'_>, place: usize, all: &mut [Vec<Served>]) {
    let placed = &assessed.placed;
    let Some(demand) = assessed.needs.demands.get(place).filter(|demand| demand.kind.is_some())
    else {
        return;
    };
    for (entry, list) in placed.entries.iter().zip(all) {
        let counting = placed.counting.get(entry.place).copied().unwrap_or(0);
        let units = if entry.when == When::Previous { entry.shown } else { counting };
        if units > 0 && placed.fits(place, entry.place, Bound::Shown) {
            list.push(Served { to: demand.path.clone(), amount: decimal(units) });
        }
    }
}

/// The pool that lacks most, by its demands.
fn named_bottleneck(scene: &Scene<'_>, assessed: &Assessed<'_>) -> Option<BottleneckAnswer> {
    if assessed.renewed {
        return None;
    }
    let unmet = assessed.placed.pools.iter().filter(|pool| pool.verdict == Verdict::Unmet);
    let worst = unmet.max_by_key(|pool| {
        bottleneck(&pool.on_possible).map_or(0, |bottleneck| bottleneck.missing().sub_units())
    })?;
    let found = bottleneck(&worst.on_possible)?;
    let paths = found.demands.iter().filter_map(|at| {
        let demand = worst.demands.get(at)?;
        Some(assessed.needs.demands.get(*demand)?.path.clone())
    });
    let kind = if scene.as_of > assessed.end {
        BottleneckKind::Closed
    } else if found.is_conflict(&worst.possible) {
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

fn shortfalls(assessed: &Assessed<'_>, answer: &mut Renewal) {
    if assessed.renewed || answer.verdict == Verdict::Met {
        return;
    }
    let placed = &assessed.placed;
    let by_units = assessed.ways.is_empty() || placed.verdict != Verdict::Met;
    for pool in placed.pools.iter().filter(|_| by_units) {
        let Some(found) = bottleneck(&pool.on_shown) else { continue };
        let demands: Vec<&str> = found
            .demands
            .iter()
            .filter_map(|at| assessed.needs.demands.get(*pool.demands.get(at)?))
            .map(|demand| demand.path.as_str())
            .collect();
        let unbounded = found.demand >= crate::quantity::Decimal::MAX;
        if unbounded {
            continue;
        }
        let only = match demands.as_slice() {
            [_] => pool.demands.first().and_then(|place| assessed.needs.demands.get(*place)),
            _ => None,
        };
        let range = only.map(|demand| demand.need).filter(|need| !need.is_known());
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
        answer.shortfalls.push(Shortfall {
            path: demands.join("+"),
            measure: "ceus",
            need,
            have: ceus(found.supply),
            missing,
            waived: Vec::new(),
        });
    }
    for (event, outcome) in assessed.needs.events.iter().zip(&placed.events) {
        if outcome.verdict != Verdict::Met {
            let missing = event.need.most.saturating_sub(outcome.shown).max(0);
            answer.shortfalls.push(Shortfall {
                path: event.path.clone(),
                measure: "events",
                need: entries(event.need.most),
                have: entries(outcome.shown),
                missing: entries(missing),
                waived: Vec::new(),
            });
        }
    }
    let ways = assessed.ways.iter().filter(|way| way.step.is_some());
    for way in ways.filter(|_| super::duties::one_of(&assessed.ways) != Verdict::Met) {
        answer.shortfalls.push(Shortfall {
            path: way.path.clone(),
            measure: "way",
            need: way.text.clone(),
            have: String::from("not shown"),
            missing: way.text.clone(),
            waived: Vec::new(),
        });
    }
    for duty in assessed.duties.iter().filter(|duty| duty.verdict != Verdict::Met) {
        answer.shortfalls.push(Shortfall {
            path: duty.path.clone(),
            measure: "duty",
            need: duty.text.clone(),
            have: String::from("not shown"),
            missing: duty.text.clone(),
            waived: Vec::new(),
        });
    }
    // What is certain to be missing comes before what may yet turn out to be there.
    let unmet: Vec<String> = unmet_paths(assessed);
    answer.shortfalls.sort_by(|left, right| {
        let rank = |one: &Shortfall| {
            let sure = one.path.split('+').any(|path| unmet.iter().any(|unmet| unmet == path));
            (!sure, one.path != "quota", one.measure != "ceus", one.path.clone())
        };
        rank(left).cmp(&rank(right))
    });
}

/// The paths of what is certainly not met.
fn unmet_paths(assessed: &Assessed<'_>) -> Vec<String> {
    let units = verdicts(assessed).into_iter();
    let units = units.filter(|(_, verdict)| *verdict == Verdict::Unmet).map(|(path, _)| path);
    let events = assessed.needs.events.iter().zip(&assessed.placed.events);
    let events = events.filter(|(_, outcome)| outcome.verdict == Verdict::Unmet);
    let duties = assessed.duties.iter().filter(|duty| duty.verdict == Verdict::Unmet);
    let ways = assessed.ways.iter().filter(|way| way.verdict == Verdict::Unmet);
    units
        .chain(events.map(|(event, _)| event.path.clone()))
        .chain(duties.map(|duty| duty.path.clone()))
        .chain(ways.map(|way| way.path.clone()))
        .collect()
}

fn ceus(amount: crate::quantity::Decimal) -> String {
    alloc::format!("{amount} CEU")
}

/// An amount that is not known exactly.
fn between(least: crate::quantity::Decimal, most: crate::quantity::Decimal) -> String {
    if least == most { ceus(most) } else { alloc::format!("{least} to {most} CEU") }
}

fn entries(count: i64) -> String {
    if count == 1 { String::from("1 entry") } else { alloc::format!("{count} entries") }
}

/// The proof behind the verdict on each pool that is decided.
fn certificates(assessed: &Assessed<'_>) -> Vec<Certificate> {
    let placed = &assessed.placed;
    let supplies: Vec<crate::explain::EntryRef> = placed.entries.iter().map(Entry::entry).collect();
    let of = |pool: &PoolOutcome| {
        let (instance, allocation) = match pool.verdict {
            Verdict::Met => (&pool.shown, &pool.on_shown),
            Verdict::Unmet => (&pool.possible, &pool.on_possible),
            Verdict::Undetermined => return None,
        };
        let demands = pool.demands.iter().filter_map(|place| assessed.needs.demands.get(*place));
        Some(Certificate {
            supplies: supplies.clone(),
            demands: demands.map(|demand| demand.path.clone()).collect(),
            instance: instance.clone(),
            allocation: allocation.clone(),
        })
    };
    placed.pools.iter().filter_map(of).collect()
}

/// What is not known and can still change the verdict.
fn questions(scene: &Scene<'_>, assessed: &Assessed<'_>, answer: &mut Renewal) {
    let mut questions: Vec<Question> = core::mem::take(&mut answer.questions);
    let mut ask = |path: &str, fact: String, why: UnknownBecause| {
        let known = questions.iter().any(|one| one.fact == fact && one.why == why);
        if !known {
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
    for pool in open {
        for place in &pool.demands {
            let Some(demand) = assessed.needs.demands.get(*place) else { continue };
            for entry in &placed.entries {
                for fact in scene.open_facts(demand, placed, (*place, entry)) {
                    let fact = alloc::format!("ceus[{}].{fact}", entry.place);
                    ask(&demand.path, fact, UnknownBecause::FactMissing);
                }
            }
        }
    }
    for (event, outcome) in assessed.needs.events.iter().zip(&placed.events) {
        for entry in placed.entries.iter().filter(|_| outcome.verdict == Verdict::Undetermined) {
            for fact in scene.open_event_facts(event, entry) {
                let fact = alloc::format!("ceus[{}].{fact}", entry.place);
                ask(&event.path, fact, UnknownBecause::FactMissing);
            }
        }
    }
    for way in assessed.ways.iter().filter(|way| way.verdict == Verdict::Undetermined) {
        let missing = way.step.map(|step| scene.missing_for(step, Some(assessed.cycle.start)));
        for fact in missing.into_iter().flatten() {
            ask(&way.path, fact, UnknownBecause::FactMissing);
        }
    }
    for duty in assessed.duties.iter().filter(|duty| duty.verdict == Verdict::Undetermined) {
        ask_about(duty, scene, &mut ask);
    }
    answer.questions = questions;
}

fn ask_about(
    duty: &DutyOutcome,
    scene: &Scene<'_>,
    ask: &mut impl FnMut(&str, String, UnknownBecause),
) {
    for fact in &duty.missing {
        ask(&duty.path, fact.clone(), duty.why);
    }
    if let DutyKind::Requires(step) = duty.kind {
        for fact in scene.missing_for(step, None) {
            ask(&duty.path, fact, UnknownBecause::FactMissing);
        }
    }
}

impl Placed<'_> {
    /// How much counts under a cap.
    fn counted_under(&self, needs: &super::Needs<'_>, path: &str) -> i64 {
        let Some(cap) = needs.caps.iter().position(|cap| cap.path == path) else {
            return 0;
        };
        let counting = self.counting.iter().enumerate();
        let under = counting.filter(|(place, _)| self.is_under(cap, *place, Bound::Shown));
        under.fold(0, |sum, (_, units)| sum.saturating_add(*units))
    }
}
