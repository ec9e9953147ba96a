//! What exceptions that the issuer granted make of the needs of a cycle.

use super::Scene;
use super::cycle::Cycle;
use super::needs::{Need, Needs};
use super::place::Bound;
use crate::book::renewal::Waives;
use crate::calendar::Day;
use crate::explain::{Note, NoteCode, UnknownBecause};
use crate::judge::measure::UNBOUNDED;
use crate::record::{Exception, ExceptionKind};
use crate::source::Anchor;
use alloc::string::String;

impl<'a> Scene<'a> {
    /// Says when an exception waives what the programme does not ask for.
    fn note_unknown_requirement(&self, path: &str) {
        let duty = path.strip_prefix("duties/").unwrap_or(path);
        let known = path == "quota"
            || self.program.constraints.keys().any(|id| id.as_str() == path)
            || self.program.duties.keys().any(|id| id.as_str() == duty);
        if !known {
            let path = crate::document::quote(path);
            let text = alloc::format!(
                "an exception waives {path}, which the programme does not ask for: nothing is waived by it"
            );
            self.resolver.note(|| Note::new(NoteCode::NotDecided, text));
        }
    }

    /// Whether a granted exception waives a duty, by its identifier.
    pub(super) fn is_waived(&self, cycle: &Cycle<'_>, path: &str) -> bool {
        let mut all = self.exceptions_in(cycle.start, cycle.end);
        all.any(|(_, exception)| {
            let meant = exception.requirement().map(crate::record::Text::as_str);
            *exception.kind() == ExceptionKind::WaiveRequirement
                && meant.is_some_and(|id| path == id || path.strip_prefix("duties/") == Some(id))
        })
    }

    /// The quota that the issuer set for this person.
    pub(super) fn adjusted(&self, cycle: &Cycle<'_>, needs: &mut Needs<'a>) {
        let all = self.exceptions_in(cycle.start, cycle.end);
        for (index, exception) in all.filter(|(_, one)| *one.kind() == ExceptionKind::AdjustQuota) {
            let need = exception.units().map(|units| units.amount().sub_units());
            let need = need.map_or_else(
                || {
                    let fact = alloc::format!("exceptions[{index}].units");
                    needs.facts.push((String::from("quota"), fact));
                    Need::UNKNOWN
                },
                Need::exactly,
            );
            set_quota(needs, |_| need);
        }
        // A waived total is the base of its shares too.
        if self.is_waived(cycle, "quota") {
            set_quota(needs, |_| Need::NONE);
        }
    }

    /// What the issuer granted to this person.
    pub(super) fn granted(&self, cycle: &Cycle<'_>, needs: &mut Needs<'a>) {
        for (index, exception) in self.exceptions_in(cycle.start, cycle.end) {
            let fact = |field: &str| alloc::format!("exceptions[{index}].{field}");
            self.resolver.note(|| granted_note(exception));
            match (exception.kind(), self.waives(exception, cycle)) {
                // Taken into account before the shares.
                (ExceptionKind::AdjustQuota | ExceptionKind::Extension, _)
                | (_, Some(Waives::Nothing)) => {}
                (ExceptionKind::WaiveRequirement, _) => {
                    if let Some(path) = exception.requirement() {
                        self.note_unknown_requirement(path.as_str());
                        waive(needs, path.as_str());
                    } else {
                        needs.facts.push((String::from("quota"), fact("requirement")));
                        perhaps_waived(needs);
                    }
                }
                // One that ended before the cycle did may or may not reach it as a whole.
                (_, Some(Waives::Everything | Waives::Quota | Waives::Later))
                    if !covers(exception, cycle.end) && !covers(exception, self.as_of) =>
                {
                    needs.unknown.push((
                        alloc::format!("exempt/{}", exception.kind()),
                        UnknownBecause::NeedsJudgement,
                    ));
                    perhaps_waived(needs);
                }
                (_, Some(waives @ (Waives::Everything | Waives::Quota | Waives::Later))) => {
                    needs.all_waived |= waives == Waives::Everything;
                    set_quota(needs, |_| Need::NONE);
                    for demand in &mut needs.demands {
                        demand.need = Need::NONE;
                    }
                    needs.events.clear();
                }
                (_, None) => {
                    needs.unknown.push((
                        alloc::format!("exempt/{}", exception.kind()),
                        UnknownBecause::RuleUnpublished,
                    ));
                    perhaps_waived(needs);
                }
            }
        }
    }

    /// Adds what an exception moved here from the previous cycle.
    pub(super) fn moved_here(&self, previous: Option<&Cycle<'_>>, needs: &mut Needs<'a>) {
        let Some(deficit) = previous.and_then(|previous| self.deficit(previous)) else { return };
        let text = "units that were missing in the previous cycle are asked for in this one";
        self.resolver.note(|| Note::new(NoteCode::ExceptionGranted, text));
        set_quota(needs, |need| Need {
            least: need.least.saturating_add(deficit.least),
            most: need.most.saturating_add(deficit.most).min(UNBOUNDED),
        });
    }

    /// What was missing in a cycle whose missing units an exception moves into the next one.
    fn deficit(&self, cycle: &Cycle<'_>) -> Option<Need> {
        let mut granted = self.exceptions_in(cycle.start, cycle.end);
        granted.find(|(_, one)| self.waives(one, cycle) == Some(Waives::Later))?;
        let anchors = self.anchors(cycle);
        let mut asked = Needs::default();
        self.quota(cycle, &anchors, &self.counted_in(cycle), &mut asked);
        let quota = asked.quota?;
        let (end, _) = self.extended_end(cycle);
        let window = self.window(cycle, None, end, &anchors);
        let entries = self.ledger(cycle, &window, end.min(self.as_of));
        let mut needs = self.needs(cycle);
        let placed = self.place(&mut needs, entries, &window);
        let counted = |bound| placed.everything(&needs.caps, bound);
        Some(Need {
            least: quota.least.saturating_sub(counted(Bound::Possible)).max(0),
            most: quota.most.saturating_sub(counted(Bound::Shown)).max(0),
        })
    }

    /// What a granted exception waives; `None`: not on file.
    pub(super) fn waives(&self, exception: &Exception, cycle: &Cycle<'_>) -> Option<Waives> {
        let dated = self.program.exempt.get(exception.kind());
        dated.and_then(|dated| {
            let anchors = self.anchors(cycle);
            let picked = self.resolver.pick("exempt", dated, Anchor::CycleEnd, &anchors);
            picked.value().map(|rule| rule.waives)
        })
    }

    /// Exceptions of the issuer for these holdings that touch some days.
    pub(super) fn exceptions_in(
        &self,
        start: Day,
        end: Day,
    ) -> impl Iterator<Item = (usize, &'a Exception)> {
        let all = self.record.exceptions().unwrap_or_default().iter().enumerate();
        all.filter(move |(_, exception)| {
            exception.issuer() == self.issuer
                && exception.from().is_none_or(|from| from <= end)
                && exception.until().is_none_or(|until| start <= until)
                && exception
                    .r#for()
                    .is_none_or(|credentials| credentials.iter().any(|id| self.is_counted(id)))
        })
    }
}

fn covers(exception: &Exception, day: Day) -> bool {
    exception.from().is_none_or(|from| from <= day)
        && exception.until().is_none_or(|until| day <= until)
}

pub(super) fn granted_note(exception: &Exception) -> Note {
    let text = alloc::format!(
        "an exception is on record ({}), granted by {}: {}",
        exception.kind(),
        exception.author(),
        exception.reason()
    );
    Note::new(NoteCode::ExceptionGranted, text)
}

fn set_quota(needs: &mut Needs<'_>, of: impl Fn(Need) -> Need) {
    needs.quota = needs.quota.map(&of);
    for demand in needs.demands.iter_mut().filter(|demand| demand.kind.is_none()) {
        demand.need = of(demand.need);
    }
}

fn waive(needs: &mut Needs<'_>, path: &str) {
    if path == "quota" {
        set_quota(needs, |_| Need::NONE);
    }
    // A rule that counts in portions is waived in all of them.
    let part = alloc::format!("{path}/");
    let meant = |one: &str| one == path || one.starts_with(&part);
    for demand in needs.demands.iter_mut().filter(|demand| meant(&demand.path)) {
        demand.need = Need::NONE;
    }
    needs.events.retain(|event| !meant(&event.path));
}

fn perhaps_waived(needs: &mut Needs<'_>) {
    needs.perhaps_waived = true;
    set_quota(needs, Need::perhaps);
    for demand in &mut needs.demands {
        demand.need = demand.need.perhaps();
    }
    for event in &mut needs.events {
        event.need = event.need.perhaps();
    }
}
