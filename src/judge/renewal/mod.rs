//! Renewal: from holdings, activities, payments and a day to the cycle, what it asks for, what counts,
//! what is due, and where the holding stands.
//!
//! The way of an answer: the holdings of the programme ([`group`]), their cycles ([`cycle`]), what a
//! cycle asks for ([`needs`]), the activities as it sees them ([`ledger`]), where their units go
//! ([`place`]), duties beside units ([`duties`]), then standing, prices and the answer itself. All of it
//! runs once for every combination of readings that bears on it ([`versions`]).

mod answer;
mod cycle;
mod duties;
mod fees;
mod fit;
mod group;
mod ledger;
mod needs;
mod place;
mod standing;
mod versions;

use alloc::string::String;
use alloc::vec::Vec;

use self::cycle::{Chain, Cycle, Gap, Kind};
use self::duties::{DutyOutcome, WayOutcome};
use self::group::Held;
use self::ledger::{Entry, When, Window};
use self::needs::Needs;
use self::place::{Placed, and};
use self::versions::{Anchors, Log, Picks, Resolver, over_readings};
use super::measure::Names;
use super::{Judge, JudgeError, check_scores};
use crate::book::RuleBook;
use crate::book::renewal::{Ends, Program};
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::explain::{CycleFrom, Note, NoteCode, Reason, Renewal, UnknownBecause, Verdict};
use crate::record::Record;

/// How many combinations of readings are tried.
const MAX_READINGS: usize = 64;
/// Up to how many activities of a renewal month every way to place them is tried.
const MAX_CARRIED: usize = 8;

/// One record before one programme, under some readings.
struct Scene<'a> {
    judge: &'a Judge,
    book: &'a RuleBook,
    names: &'a Names,
    program: &'a Program,
    id: &'a Code,
    issuer: &'a Issuer,
    record: &'a Record,
    as_of: Day,
    /// The holdings that are judged together, in order of their award.
    held: Vec<Held<'a>>,
    /// The one whose days count.
    lead: Held<'a>,
    /// The place of the one asked about.
    asked: usize,
    resolver: Resolver<'a>,
    /// Days that do not depend on the cycle.
    outer: Anchors,
}

impl Scene<'_> {
    fn anchors(&self, cycle: &Cycle) -> Anchors {
        Anchors { start: cycle.start, end: cycle.end, ..self.outer }
    }

    /// A credential under its present name.
    fn name<'i>(&'i self, id: &'i CredentialId) -> &'i CredentialId {
        self.names.get(id).unwrap_or(id)
    }

    /// Whether a credential is one of the holdings.
    fn is_counted(&self, id: &CredentialId) -> bool {
        let name = self.name(id);
        self.held.iter().any(|held| held.id == *name)
    }
}

/// What came of one cycle.
struct Assessed<'a> {
    cycle: Cycle,
    /// The last day for earning, after extensions.
    end: Day,
    /// Whether an extension of unpublished length runs.
    open_end: bool,
    needs: Needs<'a>,
    placed: Placed<'a>,
    duties: Vec<DutyOutcome>,
    ways: Vec<WayOutcome>,
    verdict: Verdict,
    /// The issuer closed the cycle as met.
    renewed: bool,
}

/// The outcome under some readings.
struct Judged<'a> {
    /// The holding was taken away on this day.
    revoked: Option<Day>,
    /// The cycle is an earlier one than that of the day.
    earlier: bool,
    assessed: Option<Assessed<'a>>,
    gap: Option<Gap>,
    /// An earlier cycle is not known to be met.
    doubt: bool,
    verdict: Verdict,
}

impl Judge {
    /// Will this person keep the credential: the cycle that contains the day, or an earlier one that
    /// ended unmet.
    ///
    /// # Errors
    ///
    /// When the book does not know the credential, or the record contradicts the book. A negative
    /// answer is not an error.
    ///
    /// # Example: one CEU short
    ///
    /// ```
    /// use coding_credentials::{Judge, Record, RuleBook};
    ///
    /// let judge = Judge::new(RuleBook::builtin()?);
    /// let record = Record::from_json(r#"{
    ///     "holdings": [{"credential": "AHIMA/CCS", "awarded": "2025-02-01"}],
    ///     "exams":    [{"credential": "AHIMA/CCS", "taken": "2025-02-01", "passed": true}],
    ///     "ceus":     [{"completed": "2025-06-01", "units": "19", "topics": ["hiim"], "provider": "AHIMA"}],
    ///     "payments": []
    /// }"#)?;
    /// let answer = judge.renewal("AHIMA/CCS", &record, "2026-03-01".parse()?)?;
    /// assert_eq!(answer.cycle().unwrap().end().to_string(), "2027-01-31");
    /// assert_eq!(answer.shortfalls()[0].missing(), "1 CEU");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn renewal(
        &self,
        credential: &str,
        record: &Record,
        as_of: Day,
    ) -> Result<Renewal, JudgeError> {
        self.renewal_of(credential, record, None, as_of)
    }

    /// As [`Judge::renewal`], for the cycle that contains a day of your choice.
    ///
    /// # Errors
    ///
    /// As [`Judge::renewal`].
    pub fn renewal_of_cycle(
        &self,
        credential: &str,
        record: &Record,
        cycle_on: Day,
        as_of: Day,
    ) -> Result<Renewal, JudgeError> {
        self.renewal_of(credential, record, Some(cycle_on), as_of)
    }

    /// As [`Judge::renewal`], with only the entries that were known at the end of a day: where the holding
    /// stood on one day, as known on another.
    ///
    /// # Errors
    ///
    /// As [`Judge::renewal`].
    pub fn renewal_as_known_on(
        &self,
        credential: &str,
        record: &Record,
        known_on: Day,
        cycle_on: Option<Day>,
        as_of: Day,
    ) -> Result<Renewal, JudgeError> {
        let known = record.as_known_on(known_on);
        let mut answer = self.renewal_of(credential, &known, cycle_on, as_of)?;
        answer.known_on = Some(known_on);
        Ok(answer)
    }

    /// The verdict of [`Judge::renewal`] without the reasons.
    ///
    /// # Errors
    ///
    /// As [`Judge::renewal`].
    pub fn renewal_verdict(
        &self,
        credential: &CredentialId,
        record: &Record,
        as_of: Day,
    ) -> Result<Verdict, JudgeError> {
        let Some(subject) = self.subject(credential, record, as_of)? else {
            return Ok(Verdict::Undetermined);
        };
        let leaves = subject.leaves(None);
        Ok(agreed(leaves.iter().map(|(_, judged, _)| judged.verdict)))
    }

    fn renewal_of(
        &self,
        credential: &str,
        record: &Record,
        cycle_on: Option<Day>,
        as_of: Day,
    ) -> Result<Renewal, JudgeError> {
        let found = self.book.find(credential)?;
        let id = found.credential();
        let answer = match self.subject(id, record, as_of)? {
            Some(subject) => answer::explain(&subject, cycle_on),
            None => answer::without_program(self, id, record, as_of),
        };
        Ok(answer.asked_as(&found))
    }

    /// The programme that keeps a credential alive, with the record before it.
    fn subject<'a>(
        &'a self,
        id: &CredentialId,
        record: &'a Record,
        as_of: Day,
    ) -> Result<Option<Subject<'a>>, JudgeError> {
        let facts_frame = self.facts(record, as_of, &[])?;
        check_scores(&facts_frame.frame)?;
        let Some((issuer, rules)) = self.book.rules().get_key_value(id.issuer()) else {
            return Ok(None);
        };
        let program =
            rules.programs.iter().find(|(_, layered)| layered.rule.holdings.covers(id.code()));
        Ok(program.map(|(program_id, layered)| Subject {
            judge: self,
            credential: id.clone(),
            issuer,
            program_id,
            program: &layered.rule,
            record,
            as_of,
        }))
    }
}

/// A record before the programme of one credential.
struct Subject<'a> {
    judge: &'a Judge,
    credential: CredentialId,
    issuer: &'a Issuer,
    program_id: &'a Code,
    program: &'a Program,
    record: &'a Record,
    as_of: Day,
}

/// The verdict on which all agree.
fn agreed(mut verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let first = verdicts.next().unwrap_or(Verdict::Undetermined);
    if verdicts.all(|verdict| verdict == first) { first } else { Verdict::Undetermined }
}

impl<'a> Subject<'a> {
    /// The outcome under every combination of readings that bears on it.
    fn leaves(&self, cycle_on: Option<Day>) -> Vec<(Picks, Judged<'a>, Log)> {
        over_readings(&self.judge.picked_names, MAX_READINGS, |picks| self.judged(picks, cycle_on))
    }

    /// The record's holdings of the programme; empty: the credential is not held.
    fn held(&self) -> Vec<Held<'a>> {
        let rules = (self.program, self.issuer);
        group::held(rules, self.record, &self.judge.names, self.as_of)
    }

    /// The holding asked about: the credential, or the one that a mark led to.
    fn asked_for<'h>(&self, held: &'h [Held<'a>]) -> Option<&'h Held<'a>> {
        let book = &self.judge.book;
        let own = held.iter().find(|one| one.id == self.credential);
        // Who holds the credential itself no longer needs the mark.
        let full = || held.iter().find(|one| one.id == book.examined(&self.credential));
        own.or_else(full)
    }

    /// The scene of the holdings, or the resolver back when the credential is not held.
    fn scene(&self, resolver: Resolver<'a>) -> Result<Scene<'a>, Resolver<'a>> {
        let held = self.held();
        let Some(asked) = self.asked_for(&held).cloned() else {
            return Err(resolver);
        };
        let asked_at = asked.index;
        let joint = self.is_joint(&asked);
        let revoked =
            |one: &Held<'_>| one.holding.revoked().is_some_and(|revoked| revoked <= self.as_of);
        let stays = |one: &Held<'_>| one.index == asked_at || (joint && !revoked(one));
        let held: Vec<Held<'a>> = held.into_iter().filter(stays).collect();
        let primary = held.iter().find(|one| one.holding.primary() == Some(true)).cloned();
        let lead = if joint { primary.clone().or_else(|| held.first().cloned()) } else { None };
        let lead = lead.unwrap_or(asked);
        if joint && held.len() > 1 && primary.is_none() && self.uses_primary() {
            let text = alloc::format!(
                "no holding is marked as the primary one: the cycle of {} is taken, the earliest",
                lead.id
            );
            resolver.note(Note::new(NoteCode::CycleAssumed, text));
        }
        let first_award = held.iter().filter_map(Held::awarded).min();
        let outer = Anchors {
            start: self.as_of,
            end: self.as_of,
            as_of: self.as_of,
            first_award,
            activity: None,
        };
        Ok(Scene {
            judge: self.judge,
            book: &self.judge.book,
            names: &self.judge.names,
            program: self.program,
            id: self.program_id,
            issuer: self.issuer,
            record: self.record,
            as_of: self.as_of,
            held,
            lead,
            asked: asked_at,
            resolver,
            outer,
        })
    }

    /// Whether all holdings share one cycle: they follow a primary one, or the calendar.
    fn is_joint(&self, asked: &Held<'_>) -> bool {
        let versions = self.program.cycle.versions();
        let on = asked.awarded().unwrap_or(self.as_of);
        let version = self.program.cycle.on(on).next().or_else(|| versions.last());
        version.is_none_or(|version| {
            let rule = version.value();
            rule.primary || matches!(rule.ends, Ends::Calendar(_) | Ends::Membership(_))
        })
    }

    fn uses_primary(&self) -> bool {
        self.program.cycle.versions().iter().any(|version| version.value().primary)
    }

    /// The outcome under some readings.
    fn judged(&self, picks: Picks, cycle_on: Option<Day>) -> (Judged<'a>, Picks, Log) {
        let resolver = Resolver::new(&self.judge.book, self.issuer, picks);
        let nothing = |verdict, gap| Judged {
            revoked: None,
            earlier: false,
            assessed: None,
            gap,
            doubt: false,
            verdict,
        };
        if self.record.holdings().is_none() {
            let why = UnknownBecause::FactMissing;
            let gap = Gap { fact: String::from("holdings"), why };
            let (picks, log) = resolver.into_log();
            return (nothing(Verdict::Undetermined, Some(gap)), picks, log);
        }
        match self.scene(resolver) {
            Err(resolver) => {
                let (picks, log) = resolver.into_log();
                (nothing(Verdict::Unmet, None), picks, log)
            }
            Ok(scene) => {
                let asked = scene.held.iter().find(|one| one.index == scene.asked);
                let revoked = asked.and_then(|one| one.holding.revoked());
                let revoked = revoked.filter(|day| *day <= self.as_of && cycle_on.is_none());
                let judged = match revoked {
                    Some(_) => Judged { revoked, ..nothing(Verdict::Unmet, None) },
                    None => scene.judged(cycle_on),
                };
                let (picks, log) = scene.resolver.into_log();
                (judged, picks, log)
            }
        }
    }
}

impl<'a> Scene<'a> {
    /// Finds the cycle to report and assesses it.
    fn judged(&self, cycle_on: Option<Day>) -> Judged<'a> {
        let Chain { cycles, gap } = self.chain(cycle_on.unwrap_or(self.as_of));
        let closings: Vec<usize> =
            self.renewed_days().filter_map(|day| self.closing(&cycles, day)).collect();
        let before = |place: usize| place.checked_sub(1).and_then(|before| cycles.get(before));
        let last = cycles.len().saturating_sub(1);
        let mut doubt = false;
        if cycle_on.is_none() {
            for (place, cycle) in
                cycles.iter().enumerate().filter(|(at, _)| *at < last || gap.is_some())
            {
                // A later renewal shows that the earlier cycles were closed too.
                if closings.iter().any(|closed| *closed >= place) {
                    continue;
                }
                match self.closed_anyhow(cycle, before(place)) {
                    Some(Verdict::Met) => continue,
                    Some(Verdict::Undetermined) => {
                        doubt = true;
                        continue;
                    }
                    // Unmet, or as the reading has it: those questions bear on the answer.
                    Some(Verdict::Unmet) | None => {}
                }
                let assessed = self.assess(cycle, before(place));
                match assessed.verdict {
                    Verdict::Met => {}
                    Verdict::Undetermined => doubt = true,
                    verdict @ Verdict::Unmet => {
                        let assessed = Some(assessed);
                        return Judged {
                            revoked: None,
                            earlier: true,
                            assessed,
                            gap: None,
                            doubt,
                            verdict,
                        };
                    }
                }
            }
        }
        let Some(current) = cycles.last().filter(|_| gap.is_none()) else {
            return Judged {
                revoked: None,
                earlier: false,
                assessed: None,
                gap,
                doubt,
                verdict: Verdict::Undetermined,
            };
        };
        let mut assessed = self.assess(current, before(last));
        if closings.contains(&last) {
            let text = "the issuer closed this cycle as met";
            self.resolver.note(Note::new(NoteCode::EarlierCycleClosed, text));
            assessed.renewed = true;
            assessed.verdict = Verdict::Met;
        }
        Judged {
            revoked: None,
            earlier: false,
            verdict: assessed.verdict,
            assessed: Some(assessed),
            gap: None,
            doubt,
        }
    }

    /// Which cycle a renewal closed: the one it lies in; in the first half of a cycle the one before, when
    /// no other renewal closed that. `None`: one before all of these.
    fn closing(&self, cycles: &[Cycle], day: Day) -> Option<usize> {
        let place = cycles.iter().position(|cycle| cycle.contains(day))?;
        let cycle = cycles.get(place)?;
        let half = cycle.end.number().saturating_sub(cycle.start.number()).div_euclid(2);
        let early = day.number().saturating_sub(cycle.start.number()) < half;
        let previous = place.checked_sub(1).and_then(|before| cycles.get(before));
        match previous {
            _ if !early => Some(place),
            Some(previous) if self.renewed_days().any(|day| previous.contains(day)) => Some(place),
            Some(_) => place.checked_sub(1),
            None if cycle.place == Some(0) => Some(place),
            None => None,
        }
    }

    /// The verdict on an earlier cycle under all readings that bear on it; `None` when they part.
    fn closed_anyhow(&self, cycle: &Cycle, previous: Option<&Cycle>) -> Option<Verdict> {
        if cycle.kind == Kind::Exempt {
            return Some(Verdict::Met);
        }
        let leaves = over_readings(self.resolver.picks(), MAX_READINGS, |picks| {
            let scene = self.under(picks);
            let verdict = scene.assess(cycle, previous).verdict;
            let (picks, log) = scene.resolver.into_log();
            (verdict, picks, log)
        });
        let mut verdicts = leaves.iter().map(|(_, verdict, _)| *verdict);
        let first = verdicts.next()?;
        verdicts.all(|verdict| verdict == first).then_some(first)
    }

    /// The same scene under other readings; what it meets is not remembered here.
    fn under(&self, picks: Picks) -> Self {
        Scene {
            held: self.held.clone(),
            lead: self.lead.clone(),
            resolver: Resolver::new(self.book, self.issuer, picks),
            ..*self
        }
    }

    /// The days on which the issuer closed a cycle of these holdings, up to now.
    fn renewed_days(&self) -> impl Iterator<Item = Day> {
        let days = self.held.iter().filter_map(|held| held.holding.renewed()).flatten().copied();
        days.filter(|day| *day <= self.as_of)
    }

    /// Everything about one cycle.
    fn assess(&self, cycle: &Cycle, previous: Option<&Cycle>) -> Assessed<'a> {
        let anchors = self.anchors(cycle);
        let (end, open_end) = self.extended_end(cycle);
        let window = Window { open_end, ..self.window(cycle, end, &anchors) };
        let mut needs = self.needs(cycle);
        let mut entries = self.ledger(cycle, &window, self.as_of);
        self.settle_carried(&mut entries, cycle, previous);
        let placed = self.place(&mut needs, entries, &window);
        let mut duties = if needs.all_waived { Vec::new() } else { self.duties(cycle, end) };
        for duty in duties.iter_mut().filter(|_| needs.perhaps_waived) {
            if duty.verdict == Verdict::Unmet {
                duty.verdict = Verdict::Undetermined;
            }
        }
        let ways = self.ways(cycle, placed.verdict).filter(|_| !needs.all_waived);
        let by_ways = ways.as_deref().map_or(placed.verdict, duties::one_of);
        let by_duties = duties.iter().map(|duty| duty.verdict).fold(Verdict::Met, and);
        Assessed {
            cycle: cycle.clone(),
            end,
            open_end,
            needs,
            placed,
            duties,
            ways: ways.unwrap_or_default(),
            verdict: and(by_ways, by_duties),
            renewed: false,
        }
    }

    /// Units of the last part of the previous cycle serve that one first, as far as it needs them.
    fn settle_carried(&self, entries: &mut [Entry<'a>], cycle: &Cycle, previous: Option<&Cycle>) {
        let carried: Vec<usize> = (0..entries.len())
            .filter(|place| {
                entries.get(*place).is_some_and(|entry| {
                    entry.when == When::Carried && entry.reason == Reason::Counted
                })
            })
            .collect();
        if carried.is_empty() {
            return;
        }
        let text = "units of the last part of the previous cycle serve that one first";
        self.resolver.note(Note::new(NoteCode::CarriedOver, text));
        let open = |entries: &mut [Entry<'a>]| {
            for place in &carried {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.depends(&["assigned_cycle"]);
                }
            }
        };
        let Some(previous) = previous.filter(|_| cycle.from != CycleFrom::AfterStated) else {
            open(entries);
            return;
        };
        let Some(released) = self.released(previous, &carried) else {
            open(entries);
            return;
        };
        for place in carried.iter().filter(|place| !released.contains(*place)) {
            if let Some(entry) = entries.get_mut(*place) {
                entry.refuse(Reason::UsedBefore);
            }
        }
    }

    /// Which activities the previous cycle can spare while it stays met: as many as possible, the latest
    /// first; `None` when it is not known to be met.
    fn released(&self, previous: &Cycle, carried: &[usize]) -> Option<Vec<usize>> {
        let anchors = self.anchors(previous);
        let (end, _) = self.extended_end(previous);
        let window = self.window(previous, end, &anchors);
        let scene = self.under(self.resolver.picks().clone());
        let met = |without: &[usize]| {
            let mut needs = scene.needs(previous);
            let mut entries = scene.ledger(previous, &window, end.min(self.as_of));
            for place in without {
                if let Some(entry) = entries.get_mut(*place) {
                    entry.refuse(Reason::OtherCycle);
                }
            }
            for entry in entries.iter_mut().filter(|entry| entry.when == When::Carried) {
                entry.depends(&["assigned_cycle"]);
            }
            scene.place(&mut needs, entries, &window).verdict == Verdict::Met
        };
        if !met(&[]) {
            return None;
        }
        if carried.len() > MAX_CARRIED {
            let mut released = Vec::new();
            for place in carried.iter().rev() {
                released.push(*place);
                if !met(&released) {
                    released.pop();
                }
            }
            return Some(released);
        }
        let units = |place: usize| {
            let ceu = self.record.ceus().and_then(|ceus| ceus.get(place));
            ceu.and_then(|ceu| ceu.units()).map_or(0, |units| units.amount().sub_units())
        };
        let mut best: Option<(i64, Vec<usize>)> = None;
        for bits in 0..(1_usize << carried.len()) {
            let taken = carried.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
            let taken: Vec<usize> = taken.map(|(_, place)| *place).collect();
            let sum = taken.iter().fold(0_i64, |sum, place| sum.saturating_add(units(*place)));
            let better = best.as_ref().is_none_or(|(most, _)| sum >= *most);
            if better && met(&taken) {
                best = Some((sum, taken));
            }
        }
        best.map(|(_, taken)| taken)
    }
}
