//! Putting the answer about renewal together.

use super::cycle::Gap;
use super::cycle::Kind;
use super::duties::{DutyKind, When};
use super::fees::sum;
use super::missing::{named_bottleneck, questions, shortfalls, verdicts};
use super::report::{certificates, constraints, dispositions, named, quota, quota_shares};
use super::standing::Fall;
use super::subject::Subject;
use super::versions::{Log, Picks, Resolver, spoken};
use super::{Assessed, Judged, Scene, agreed};
use crate::book::Found;
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::explain::{
    CycleAnswer, DutyAnswer, EntryRef, Lapse, Note, NoteCode, Question, QuotaAnswer, ReadingAnswer,
    Renewal, RungAnswer, Shortfall, Standing, SubmissionAnswer, UnknownBecause, Verdict,
};
use crate::judge::eligibility::unknown_holding;
use crate::judge::explain::Explainer;
use crate::judge::program::StepId;
use crate::judge::{Judge, JudgeError};
use crate::record::Record;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::{self, Vec};

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
        book: judge.edition.clone(),
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

pub(super) fn explain(subject: &Subject<'_>, cycle_on: Option<Day>) -> Result<Renewal, JudgeError> {
    let mut leaves = subject.leaves(cycle_on);
    if let (Some(day), Some(first)) =
        (cycle_on, leaves.iter().find_map(|(_, judged, _)| judged.first))
    {
        return Err(JudgeError::NoCycle { day, first });
    }
    let verdict = agreed(leaves.iter().map(|(_, judged, _)| judged.verdict));
    let mut answer = blank(subject.judge, subject.credential, subject.record, subject.as_of);
    answer.program = Some(subject.program_id.to_string());
    answer.verdict = verdict;
    let several = leaves.len() > 1;
    answer.readings = if several { readings(subject, &leaves) } else { Vec::new() };
    let parted = if several { parted(&leaves) } else { BTreeSet::new() };
    // The figures are those of the strictest reading; what differs is said.
    leaves.sort_by_key(|(_, judged, _)| match judged.verdict {
        Verdict::Unmet => 0,
        Verdict::Undetermined => 1,
        Verdict::Met => 2,
    });
    let differ = leaves.iter().any(|(_, judged, _)| judged.verdict != verdict);
    let mut leaves = leaves.into_iter();
    let Some((picks, judged, log)) = leaves.next() else {
        return Ok(answer);
    };
    let mut notes: BTreeSet<Note> = log.notes;
    reading_notes(subject, several.then_some(&picks), &mut notes);
    if verdict == Verdict::Undetermined && differ {
        answer.questions.push(Question {
            path: String::from("renewal"),
            fact: spoken(&picks, &subject.judge.picked_names).0,
            why: UnknownBecause::ReadingsDiffer,
        });
    }
    let resolver = Resolver::new(subject.judge, subject.issuer, picks);
    answer.confidence = resolver.confidence(&log.cited);
    match subject.scene(resolver) {
        Err(_) => not_held(subject, judged.gap, &mut answer, &mut notes),
        Ok(scene) => {
            named_otherwise(subject, &scene, &mut notes);
            superseded(&scene, &mut answer);
            if let Some(day) = judged.revoked {
                revoked(subject, day, &mut answer, &mut notes);
            }
            let ladder = judged.assessed.as_ref().map(|assessed| scene.ladder_of(assessed));
            let ladder = ladder.unwrap_or_default();
            let here = || standing_in(&scene.aside(), &judged, &ladder);
            answer.standing = standing(subject, cycle_on, here, leaves);
            let entries = fill_in(&scene, (&judged, ladder), &parted, &mut answer);
            if let Some((assessed, entries)) = judged.assessed.zip(entries) {
                answer.certificates = certificates(assessed, &entries);
            }
            let (_, log) = scene.resolver.into_log();
            notes.extend(log.notes);
        }
    }
    book_notes(subject, &mut notes);
    answer.notes = notes.into_iter().collect();
    Ok(answer)
}

/// Under which readings the figures stand, and which ones the caller picked.
fn reading_notes(subject: &Subject<'_>, open: Option<&Picks>, notes: &mut BTreeSet<Note>) {
    if let Some(picks) = open {
        let (question, choice) = spoken(picks, &subject.judge.picked_names);
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
}

/// The standing on which all readings agree; it does not depend on the cycle that is shown.
fn standing<'a>(
    subject: &Subject<'a>,
    cycle_on: Option<Day>,
    here: impl FnOnce() -> Option<Standing>,
    others: vec::IntoIter<(Picks, Judged<'a>, Log<'a>)>,
) -> Option<Standing> {
    let (first, others) = if cycle_on.is_some() {
        let mut all = subject.leaves(None).into_iter();
        (all.next().and_then(|leaf| standing_of(subject, &leaf)), all)
    } else {
        (here(), others)
    };
    let mut others = others.map(|leaf| standing_of(subject, &leaf));
    first.filter(|first| others.all(|other| other == Some(*first)))
}

fn standing_of<'a>(
    subject: &Subject<'a>,
    (picks, judged, _): &(Picks, Judged<'a>, Log<'a>),
) -> Option<Standing> {
    let resolver = Resolver::unheard(subject.judge, subject.issuer, picks.clone());
    let scene = subject.scene(resolver).ok()?;
    let ladder = judged.assessed.as_ref().map(|assessed| scene.ladder_of(assessed));
    standing_in(&scene, judged, &ladder.unwrap_or_default())
}

fn standing_in<'a>(
    scene: &Scene<'a>,
    judged: &Judged<'a>,
    ladder: &[RungAnswer],
) -> Option<Standing> {
    if judged.revoked.is_some() {
        return Some(Standing::Revoked);
    }
    match judged.assessed.as_ref() {
        None => scene.exempt(&scene.outer),
        Some(assessed) => scene.standing(assessed, judged.doubt, ladder),
    }
}

fn readings(subject: &Subject<'_>, leaves: &[(Picks, Judged<'_>, Log<'_>)]) -> Vec<ReadingAnswer> {
    let one = |(picks, judged, _): &(Picks, Judged<'_>, Log<'_>)| {
        let (question, reading) = spoken(picks, &subject.judge.picked_names);
        ReadingAnswer { on: "renewal", question, reading, verdict: judged.verdict }
    };
    leaves.iter().map(one).collect()
}

/// The paths of rules whose verdict is not the same under all readings.
fn parted(leaves: &[(Picks, Judged<'_>, Log<'_>)]) -> BTreeSet<String> {
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

/// Another holding stands in the place of the one asked about: the answer is about that one.
fn superseded(scene: &Scene<'_>, answer: &mut Renewal) {
    let rules = (scene.book, scene.program);
    let counted = super::group::counted(&scene.held, &scene.everyone, rules, &mut Vec::new());
    answer.holdings = counted.iter().map(|held| held.id.clone()).collect();
    let asked = scene.held.iter().find(|held| held.index == scene.asked);
    let Some(asked) = asked.filter(|asked| !answer.holdings.contains(asked.id)) else {
        return;
    };
    let by = counted.iter().find(|held| {
        let rule = scene.book.rule(held.id);
        let mut replaced = rule.iter().flat_map(|rule| &rule.supersedes);
        replaced.any(|superseded| superseded.code == *asked.id.code())
    });
    if let Some(by) = by {
        answer.asked = Some(answer.credential.clone());
        answer.credential = by.id.clone();
        answer.title = scene.book.title(by.id).unwrap_or_default().to_string();
    }
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
    if let Some(gap) = gap {
        let path = String::from("holdings");
        answer.questions.push(Question { path, fact: gap.fact, why: gap.why });
        return;
    }
    let text = alloc::format!("{} is not held on this day", subject.credential);
    notes.insert(Note::new(NoteCode::NotHeld, text));
    let mark = subject.held();
    let mark = mark.iter().find(|one| subject.judge.book.examined(one.id) == *subject.credential);
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

fn book_notes(subject: &Subject<'_>, notes: &mut BTreeSet<Note>) {
    let holdings = subject.record.holdings().unwrap_or_default().iter().enumerate();
    for (index, holding) in holdings {
        if !subject.judge.names.contains_key(holding.credential()) {
            let book = &subject.judge.book;
            notes.insert(unknown_holding(book, index, holding.credential()));
        }
    }
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

impl<'a> Scene<'a> {
    fn ladder_of(&self, assessed: &Assessed<'a>) -> Vec<RungAnswer> {
        // What asks for nothing cannot end unmet.
        if assessed.cycle.kind == Kind::Exempt {
            return Vec::new();
        }
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

/// Everything that needs the cycle, but for the proofs; the entries that they name.
fn fill_in<'a>(
    scene: &Scene<'a>,
    (judged, ladder): (&Judged<'a>, Vec<RungAnswer>),
    parted: &BTreeSet<String>,
    answer: &mut Renewal,
) -> Option<Arc<[EntryRef]>> {
    about_earlier(scene, judged);
    let Some(assessed) = &judged.assessed else {
        answer.questions.extend(judged.gap.as_ref().map(|gap| Question {
            path: String::from("cycle"),
            fact: gap.fact.clone(),
            why: gap.why,
        }));
        return None;
    };
    let counted = scene.counted_in(&assessed.cycle).all;
    answer.holdings = counted.iter().map(|held| held.id.clone()).collect();
    let cycle = &assessed.cycle;
    answer.cycle = Some(CycleAnswer {
        start: cycle.start,
        end: cycle.end,
        extended: (assessed.end != cycle.end).then_some(assessed.end),
        from: cycle.from,
        sources: scene.cited(cycle.written),
    });
    let shares = quota_shares(assessed);
    answer.quota = quota(scene, assessed, &shares, parted);
    answer.submission = Some(submission(scene, assessed, answer.quota.as_ref()));
    constraints(scene, assessed, parted, answer);
    answer.duties = duties(scene, assessed);
    let entries: Arc<[EntryRef]> = named(&assessed.placed.entries);
    answer.dispositions = dispositions(scene, assessed, (&entries, &shares));
    answer.bottleneck = named_bottleneck(scene, assessed);
    shortfalls(assessed, answer);
    late(scene, assessed, (counted.len(), ladder), answer);
    if answer.verdict == Verdict::Undetermined {
        questions(scene, assessed, answer);
    }
    if let Some(text) = &assessed.placed.undecided {
        scene.resolver.note(|| Note::new(NoteCode::NotDecided, text));
    }
    Some(entries)
}

/// What is to be known of the cycles before the one that is reported.
fn about_earlier<'a>(scene: &Scene<'a>, judged: &Judged<'a>) {
    if judged.doubt {
        let text = if judged.earlier {
            "a cycle before the reported one is not known to be met either"
        } else {
            "an earlier cycle is not known to be met; the current one is reported"
        };
        scene.resolver.note(|| Note::new(NoteCode::EarlierCycleOpen, text));
    }
    let over = |assessed: &&Assessed<'_>| judged.earlier && assessed.end < scene.as_of;
    if let Some(assessed) = judged.assessed.as_ref().filter(over) {
        let text = alloc::format!(
            "the cycle that ended on {} is not shown as met and is reported; if the issuer closed it, say so in {}",
            assessed.cycle.end,
            scene.lead.fact("renewed")
        );
        scene.resolver.note(|| Note::new(NoteCode::EarlierCycleOpen, text));
    }
}

/// When the renewal may be filed, and whether now.
fn submission<'a>(
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
    quota: Option<&QuotaAnswer>,
) -> SubmissionAnswer {
    let (opens, closes) = scene.filing(&assessed.cycle, assessed.end);
    let complete = scene.submission(&assessed.cycle).is_some_and(|rule| rule.value().complete);
    let may_file = match opens {
        _ if closes < scene.as_of => Verdict::Unmet,
        Some(opens) if scene.as_of < opens => Verdict::Unmet,
        Some(_) if complete => quota.map_or(Verdict::Met, QuotaAnswer::verdict),
        Some(_) => Verdict::Met,
        None => Verdict::Undetermined,
    };
    SubmissionAnswer { opens, closes, complete, may_file }
}

/// What is due, what follows, and what may be bought.
fn late<'a>(
    scene: &Scene<'a>,
    assessed: &Assessed<'a>,
    (count, ladder): (usize, Vec<RungAnswer>),
    answer: &mut Renewal,
) {
    answer.due = scene.due(assessed, count, &ladder);
    let dues = scene.dues_paid().filter(|paid| *paid < assessed.end);
    answer.last_safe_day = Some(dues.unwrap_or(assessed.end));
    answer.lapse = Some(if dues.is_some() { Lapse::Dues } else { Lapse::Cycle });
    if ladder.is_empty() && assessed.end < scene.as_of {
        let text = "what follows a cycle that ended unmet on this day is not on file";
        scene.resolver.note(|| Note::new(NoteCode::NotDecided, text));
    }
    if scene.program.dues.is_some() && scene.dues_paid().is_none() {
        let text = "no paid dues are on record: where the holding stands cannot be told";
        scene.resolver.note(|| Note::new(NoteCode::NotDecided, text));
    }
    answer.ladder = match dues {
        Some(paid) => scene.dues_ladder(paid, assessed),
        None => ladder,
    };
    let unknown = assessed.duties.iter().any(|duty| duty.kind == DutyKind::Unknown);
    answer.total_due = if unknown { None } else { sum(&answer.due) };
    answer.options = scene.options(assessed, count, &answer.ladder);
    // Nobody sells more time for what is gone.
    let gone = dues.is_some()
        && answer.ladder.iter().any(|rung| {
            rung.standing >= Some(Standing::Expired)
                && rung.from <= scene.as_of
                && rung.until.is_none_or(|until| scene.as_of <= until)
        });
    answer.options.retain(|option| !gone || option.what != "extension");
    // After a met cycle nothing has to be bought back.
    if dues.is_none() && assessed.verdict == Verdict::Met && assessed.end < scene.as_of {
        answer.options.clear();
    }
}

fn duties<'a>(scene: &Scene<'a>, assessed: &Assessed<'a>) -> Vec<DutyAnswer> {
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
            finding: step.map(|step| finding(scene, step, When::up_to(assessed.end), &duty.path)),
            sources: scene.cited(duty.written),
        });
    }
    for way in &assessed.ways {
        all.push(DutyAnswer {
            path: way.path.clone(),
            text: way.text.clone(),
            verdict: way.verdict,
            finding: way.step.map(|step| {
                finding(
                    scene,
                    step,
                    When::in_cycle(&assessed.cycle, assessed.end, way.exam),
                    &way.path,
                )
            }),
            sources: scene.cited(way.written),
        });
    }
    all
}

pub(super) fn finding(
    scene: &Scene<'_>,
    step: StepId,
    when: When,
    path: &str,
) -> crate::explain::Finding {
    let facts = scene.facts_for(step, when);
    let mut explainer = Explainer::new(scene.judge, &facts, None);
    let bounds =
        crate::judge::decide::Bounds { facts: &facts.measured, picks: &scene.judge.picked };
    scene.judge.program.evaluate(step, &bounds, &mut explainer);
    let mut finding = explainer.finish();
    finding.path = path.to_string();
    finding
}
