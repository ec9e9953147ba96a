//! A record before the programme of a credential: the holdings that are judged together.

use super::cycle::Gap;
use super::group::Held;
use super::versions::{Anchors, Log, Picks, Resolver, over_readings};
use super::{Judged, MAX_READINGS, Scene, agreed};
use crate::book::renewal::{Ends, Program};
use crate::calendar::Day;
use crate::credential::{Code, CredentialId, Issuer};
use crate::explain::{Note, NoteCode, UnknownBecause, Verdict};
use crate::judge::Judge;
use crate::record::Record;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// A record before the programme of one credential.
pub(super) struct Subject<'a> {
    pub(super) judge: &'a Judge,
    pub(super) credential: &'a CredentialId,
    pub(super) issuer: &'a Issuer,
    pub(super) program_id: &'a Code,
    pub(super) program: &'a Program,
    pub(super) record: &'a Record,
    pub(super) as_of: Day,
}

impl<'a> Subject<'a> {
    /// The outcome under every combination of readings that bears on it.
    pub(super) fn leaves(&self, cycle_on: Option<Day>) -> Vec<(Picks, Judged<'a>, Log<'a>)> {
        over_readings(&self.judge.picked_names, MAX_READINGS, |picks| {
            self.judged(Resolver::new(self.judge, self.issuer, picks), cycle_on)
        })
    }

    /// The verdict on which all readings agree, without reasons.
    pub(super) fn verdict(&self) -> Verdict {
        let leaves = over_readings(&self.judge.picked_names, MAX_READINGS, |picks| {
            let resolver = Resolver::unheard(self.judge, self.issuer, picks);
            let (judged, picks, log) = self.judged(resolver, None);
            (judged.verdict, picks, log)
        });
        agreed(leaves.iter().map(|(_, verdict, _)| *verdict))
    }

    /// The record's holdings of the programme; empty: the credential is not held.
    pub(super) fn held(&self) -> Vec<Held<'a>> {
        let rules = (self.program, self.issuer);
        super::group::held(rules, self.record, &self.judge.names, self.as_of)
    }

    /// The holding asked about: the credential, or the one that a mark led to.
    pub(super) fn asked_for<'h>(&self, held: &'h [Held<'a>]) -> Option<&'h Held<'a>> {
        let book = &self.judge.book;
        let own = held.iter().find(|one| one.id == self.credential);
        // Who holds the credential itself no longer needs the mark.
        own.or_else(|| {
            let full = book.examined(self.credential);
            held.iter().find(|one| *one.id == full)
        })
    }

    /// The scene of the holdings, or the resolver back when the credential is not held.
    pub(super) fn scene(&self, resolver: Resolver<'a>) -> Result<Scene<'a>, Box<Resolver<'a>>> {
        let held = self.held();
        let Some(asked) = self.asked_for(&held).copied() else {
            return Err(Box::new(resolver));
        };
        let asked_at = asked.index;
        let joint = self.is_joint(&asked);
        let revoked =
            |one: &Held<'_>| one.holding.revoked().is_some_and(|revoked| revoked <= self.as_of);
        let everyone = held.clone();
        let stays = |one: &Held<'_>| one.index == asked_at || (joint && !revoked(one));
        let held: Vec<Held<'a>> = held.into_iter().filter(stays).collect();
        let primary = held.iter().find(|one| one.holding.primary() == Some(true)).copied();
        let lead = if joint { primary.or_else(|| held.first().copied()) } else { None };
        let lead = lead.unwrap_or(asked);
        if joint && held.len() > 1 && primary.is_none() && self.uses_primary() {
            resolver.note(|| {
                let text = alloc::format!(
                    "no holding is marked as the primary one: the cycle of {} is taken, the earliest",
                    lead.id
                );
                Note::new(NoteCode::CycleAssumed, text)
            });
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
            former: &self.judge.former,
            program: self.program,
            id: self.program_id,
            issuer: self.issuer,
            record: self.record,
            as_of: self.as_of,
            held,
            everyone,
            lead,
            asked: asked_at,
            apart: !joint,
            resolver,
            outer,
        })
    }

    /// Whether all holdings share one cycle: they follow a primary one, or the calendar.
    pub(super) fn is_joint(&self, asked: &Held<'_>) -> bool {
        let on = asked.awarded().unwrap_or(self.as_of);
        let version = self.program.cycle.on(on).next();
        let rule = version.and_then(|version| version.value().published());
        rule.or_else(|| self.program.cycles().last()).is_none_or(|rule| {
            rule.primary || matches!(rule.ends, Ends::Calendar(_) | Ends::Membership(_))
        })
    }

    pub(super) fn uses_primary(&self) -> bool {
        self.program.cycles().any(|rule| rule.primary)
    }

    /// The outcome under some readings.
    fn judged(
        &self,
        resolver: Resolver<'a>,
        cycle_on: Option<Day>,
    ) -> (Judged<'a>, Picks, Log<'a>) {
        let nothing = |verdict, gap| Judged { gap, ..Judged::nothing(verdict) };
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
                scene.note_maintained();
                let judged = match revoked {
                    Some(_) => Judged { revoked, ..nothing(Verdict::Unmet, None) },
                    None => scene.judged(cycle_on),
                };
                let judged = match asked.map(|one| scene.maintained(one)) {
                    Some(Some(false)) => Judged { verdict: Verdict::Unmet, ..judged },
                    _ => judged,
                };
                let (picks, log) = scene.resolver.into_log();
                (judged, picks, log)
            }
        }
    }
}
