//! Renewal: from holdings, activities, payments and a day to the cycle, what it asks for, what counts,
//! what is due, and where the holding stands.
//!
//! The way of an answer: the holdings of the programme ([`group`]), their cycles ([`cycle`]), what a
//! cycle asks for ([`needs`]), the activities as it sees them ([`ledger`]), where their units go
//! ([`place`]), duties beside units ([`duties`]), then standing, prices and the answer itself. All of it
//! runs once for every combination of readings that bears on it ([`versions`]).

mod answer;
mod caps;
mod carried;
mod constraint;
mod cycle;
mod duties;
mod elsewhere;
mod facts;
mod fees;
mod fit;
mod granted;
mod group;
mod ledger;
mod missing;
mod needs;
mod place;
mod quota;
mod report;
mod requirement;
mod rule;
mod standing;
mod subject;
mod versions;

use self::cycle::{Chain, Cycle, Gap, Kind};
use self::duties::{DutyOutcome, WayOutcome};
use self::group::Held;
use self::ledger::Window;
use self::needs::Needs;
use self::place::{Placed, and};
pub(crate) use self::rule::Sum;
pub use self::rule::{Activity, LedgerError, LedgerRule};
use self::subject::Subject;
use self::versions::{Anchors, Picks, Resolver, Written, over_readings};
use crate::book::RuleBook;
use crate::book::renewal::Program;
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::explain::{Note, NoteCode, Renewal, Verdict};
use crate::judge::measure::Names;
use crate::judge::{Judge, JudgeError};
use crate::record::Record;
use crate::source::Citation;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// How many combinations of readings are tried.
const MAX_READINGS: usize = 64;

/// One record before one programme, under some readings.
struct Scene<'a> {
    judge: &'a Judge,
    book: &'a RuleBook,
    /// Earlier names of credentials, with the present ones.
    former: &'a Names,
    program: &'a Program,
    id: &'a Code,
    issuer: &'a Issuer,
    record: &'a Record,
    as_of: Day,
    /// The holdings that are judged together, in order of their award.
    held: Vec<Held<'a>>,
    /// All holdings of the programme, also those on clocks of their own.
    everyone: Vec<Held<'a>>,
    /// The one whose days count.
    lead: Held<'a>,
    /// The place of the one asked about.
    asked: usize,
    /// Whether the holdings are on cycles of their own.
    apart: bool,
    resolver: Resolver<'a>,
    /// Days that do not depend on the cycle.
    outer: Anchors,
}

impl Scene<'_> {
    const fn anchors(&self, cycle: &Cycle<'_>) -> Anchors {
        Anchors { start: cycle.start, end: cycle.end, ..self.outer }
    }

    /// A credential under its present name.
    fn name<'i>(&'i self, id: &'i CredentialId) -> &'i CredentialId {
        self.former.get(id).unwrap_or(id)
    }

    /// Whether a credential is one of the holdings.
    fn is_counted(&self, id: &CredentialId) -> bool {
        let name = self.name(id);
        self.held.iter().any(|held| held.id == name)
    }
}

/// What came of one cycle.
struct Assessed<'a> {
    cycle: Cycle<'a>,
    /// The last day for earning, after extensions.
    end: Day,
    /// Whether an extension of unpublished length runs.
    open_end: bool,
    needs: Needs<'a>,
    placed: Placed<'a>,
    duties: Vec<DutyOutcome<'a>>,
    ways: Vec<WayOutcome<'a>>,
    verdict: Verdict,
    /// The issuer closed the cycle as met.
    renewed: bool,
}

/// The outcome under some readings.
struct Judged<'a> {
    /// The day asked about lies before the first cycle, which begins on this day.
    first: Option<Day>,
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

impl Judged<'_> {
    /// A verdict without a cycle.
    const fn nothing(verdict: Verdict) -> Self {
        Self {
            first: None,
            revoked: None,
            earlier: false,
            assessed: None,
            gap: None,
            doubt: false,
            verdict,
        }
    }
}

/// What became of an earlier cycle.
enum Earlier<'a> {
    Closed,
    /// It cannot be told whether it was met.
    Open,
    Unmet(Box<Assessed<'a>>),
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
        Ok(subject.verdict())
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
            Some(subject) => answer::explain(&subject, cycle_on)?,
            None => answer::without_program(self, id, record, as_of),
        };
        Ok(answer.asked_as(&found))
    }

    /// The programme that keeps a credential alive, with the record before it.
    fn subject<'a>(
        &'a self,
        id: &'a CredentialId,
        record: &'a Record,
        as_of: Day,
    ) -> Result<Option<Subject<'a>>, JudgeError> {
        self.check_scores(record)?;
        let Some((issuer, rules)) = self.book.rules().get_key_value(id.issuer()) else {
            return Ok(None);
        };
        let program =
            rules.programs.iter().find(|(_, layered)| layered.rule.holdings.covers(id.code()));
        Ok(program.map(|(program_id, layered)| Subject {
            judge: self,
            credential: id,
            issuer,
            program_id,
            program: &layered.rule,
            record,
            as_of,
        }))
    }
}

/// The verdict on which all agree.
fn agreed(mut verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let first = verdicts.next().unwrap_or(Verdict::Undetermined);
    if verdicts.all(|verdict| verdict == first) { first } else { Verdict::Undetermined }
}

impl<'a> Scene<'a> {
    /// Finds the cycle to report and assesses it.
    fn judged(&self, cycle_on: Option<Day>) -> Judged<'a> {
        let target = cycle_on.unwrap_or(self.as_of);
        if let Some(gap) = self.run_out(target) {
            return Judged { gap: Some(gap), ..Judged::nothing(Verdict::Undetermined) };
        }
        let Chain { cycles, gap, first, lost } = self.chain(target);
        let closings: Vec<usize> =
            self.renewed_days().filter_map(|day| self.closing(&cycles, day)).collect();
        let before = |place: usize| place.checked_sub(1).and_then(|before| cycles.get(before));
        let last = cycles.len().saturating_sub(1);
        let moved = cycles.last().is_some_and(|cycle| cycle.moved);
        let mut doubt = moved || (lost && self.renewed_days().next().is_none());
        if cycle_on.is_none() {
            let earlier = cycles.iter().enumerate().filter(|(at, _)| *at < last || gap.is_some());
            for (place, cycle) in earlier {
                // A later renewal shows that the earlier cycles were closed too.
                if closings.iter().any(|closed| *closed >= place) {
                    continue;
                }
                match self.earlier(cycle, before(place)) {
                    Earlier::Closed => {}
                    Earlier::Open => doubt = true,
                    Earlier::Unmet(assessed) => {
                        let verdict = assessed.verdict;
                        let assessed = Some(*assessed);
                        return Judged {
                            earlier: true,
                            assessed,
                            doubt,
                            ..Judged::nothing(verdict)
                        };
                    }
                }
            }
        }
        let Some(current) = cycles.last().filter(|_| gap.is_none()) else {
            return Judged { first, gap, doubt, ..Judged::nothing(Verdict::Undetermined) };
        };
        let mut assessed = self.assess(current, before(last));
        if closings.contains(&last) {
            let text = "the issuer closed this cycle as met";
            self.resolver.note(|| Note::new(NoteCode::EarlierCycleClosed, text));
            assessed.renewed = true;
            assessed.verdict = Verdict::Met;
        }
        let verdict = assessed.verdict;
        Judged { assessed: Some(assessed), doubt, ..Judged::nothing(verdict) }
    }

    /// What became of a cycle before the one of the day.
    fn earlier(&self, cycle: &Cycle<'a>, previous: Option<&Cycle<'_>>) -> Earlier<'a> {
        match self.closed_anyhow(cycle, previous) {
            Some(Verdict::Met) => return Earlier::Closed,
            Some(Verdict::Undetermined) => return Earlier::Open,
            // Unmet, or as the reading has it: those questions bear on the answer.
            Some(Verdict::Unmet) | None => {}
        }
        let assessed = self.assess(cycle, previous);
        match assessed.verdict {
            Verdict::Met => Earlier::Closed,
            Verdict::Undetermined => Earlier::Open,
            Verdict::Unmet => Earlier::Unmet(Box::new(assessed)),
        }
    }

    /// Which cycle a renewal closed: the one it lies in; in the first half of a cycle the one before, when
    /// no other renewal closed that. `None`: one before all of these.
    fn closing(&self, cycles: &[Cycle<'_>], day: Day) -> Option<usize> {
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
    fn closed_anyhow(&self, cycle: &Cycle<'a>, previous: Option<&Cycle<'_>>) -> Option<Verdict> {
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

    /// The same scene under other readings; what it meets is not remembered.
    fn under(&self, picks: Picks) -> Self {
        Scene {
            held: self.held.clone(),
            everyone: self.everyone.clone(),
            resolver: self.resolver.aside(picks),
            ..*self
        }
    }

    /// The same scene, of which nothing is remembered.
    fn aside(&self) -> Self {
        self.under(self.resolver.picks().clone())
    }

    /// Where a rule is written, if it is on file.
    fn cited(&self, written: Option<Written<'a>>) -> Vec<Citation> {
        written.map(|written| self.resolver.cite(written)).unwrap_or_default()
    }

    /// The days on which the issuer closed a cycle of these holdings, up to now.
    fn renewed_days(&self) -> impl Iterator<Item = Day> {
        let days = self.held.iter().filter_map(|held| held.holding.renewed()).flatten().copied();
        days.filter(|day| *day <= self.as_of)
    }

    /// Everything about one cycle.
    fn assess(&self, cycle: &Cycle<'a>, previous: Option<&Cycle<'_>>) -> Assessed<'a> {
        let anchors = self.anchors(cycle);
        let (end, open_end) = self.extended_end(cycle);
        let until_open: Vec<usize> = self.open_extensions(cycle).collect();
        let granted_open = !until_open.is_empty();
        let window =
            Window { open_end, granted_open, ..self.window(cycle, previous, end, &anchors) };
        let mut needs = self.needs(cycle);
        self.moved_here(previous, &mut needs);
        for index in until_open {
            let fact = alloc::format!("exceptions[{index}].until");
            needs.facts.push((String::from("extension"), fact));
        }
        let mut entries = self.ledger(cycle, &window, self.as_of);
        self.leave_to_others(&mut entries, cycle, &needs);
        self.settle_carried(&mut entries, (cycle, &window), previous, &mut needs);
        let placed = self.place(&mut needs, entries, &window);
        let nothing_asked = needs.all_waived || cycle.kind == Kind::Exempt;
        let mut duties = if nothing_asked { Vec::new() } else { self.duties(cycle, end) };
        duties.retain(|duty| !self.is_waived(cycle, &duty.path));
        for duty in duties.iter_mut().filter(|_| needs.perhaps_waived) {
            if duty.verdict == Verdict::Unmet {
                duty.verdict = Verdict::Undetermined;
            }
        }
        let ways = self.ways(cycle, end, placed.verdict).filter(|_| !nothing_asked);
        let by_ways = ways.as_deref().map_or(placed.verdict, duties::one_of);
        let by_duties = duties.iter().map(|duty| duty.verdict).fold(Verdict::Met, and);
        Assessed {
            cycle: *cycle,
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
}
