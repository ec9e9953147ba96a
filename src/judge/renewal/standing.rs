//! Where a holding stands on a day: the ladder below an unmet cycle, dues, exceptions.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::cycle::{Kind, next_on};
use super::versions::{Anchors, Log, Picked, Picks, Resolver, Written, over_readings, spoken};
use super::{Assessed, MAX_READINGS, Scene};
use crate::book::renewal::{Closes, Each, Rung, RungFee};
use crate::calendar::{Day, Length};
use crate::explain::{FeeAnswer, RungAnswer, RungReading, Standing, Verdict};
use crate::quantity::{Currency, Decimal, Money, Units};
use crate::record::{ExceptionKind, PaymentPurpose};
use crate::source::{Anchor, Dated, Version};
use crate::word::Word;

/// One step of a ladder under one reading.
#[derive(Clone, Copy, Debug)]
struct Span<'b> {
    from: Day,
    until: Option<Day>,
    rung: &'b Rung,
    /// How many cycles were missed by then.
    missed: i64,
    written: Written<'b>,
}

impl<'b> Span<'b> {
    /// What is to be paid; `None`: not published.
    fn fees(&self) -> Option<impl Iterator<Item = (PaymentPurpose, Option<Money>)> + use<'b>> {
        let missed = self.missed;
        let fee = move |fee: &RungFee| {
            let times = if fee.each == Some(Each::Cycle) { missed } else { 1 };
            (fee.what, fee.price.and_then(|price| times_of(price, times)))
        };
        Some(self.rung.fees.as_ref()?.iter().map(fee))
    }

    /// Everything to pay; `None` when a part is not known.
    fn price(&self) -> Option<Money> {
        let mut sum: Option<Money> = None;
        for (_, price) in self.fees()? {
            let price = price?;
            sum = Some(match sum {
                Some(before) => before.checked_add(price).ok()?,
                None => price,
            });
        }
        sum.or_else(nothing)
    }

    /// Whether both say the same.
    fn agrees(&self, other: &Self) -> bool {
        let fees = match (self.fees(), other.fees()) {
            (Some(own), Some(others)) => own.eq(others),
            (own, others) => own.is_none() && others.is_none(),
        };
        fees && self.rung.standing == other.rung.standing && self.rung.units == other.rung.units
    }
}

/// A price of nothing.
pub(super) fn nothing() -> Option<Money> {
    Money::new(Decimal::ZERO, Currency::USD).ok()
}

/// What a ladder depends on.
#[derive(Clone, Copy)]
pub(super) struct Fall<'u> {
    /// The last good day.
    pub(super) end: Day,
    pub(super) length: Length,
    /// The paths of what is not met.
    pub(super) unmet: &'u [String],
}

impl<'a> Scene<'a> {
    /// What follows an unmet cycle, over all readings that bear on it; empty: not on file.
    pub(super) fn ladder(&self, fall: Fall<'_>) -> Vec<RungAnswer> {
        self.steps(&self.program.ladder, fall)
    }

    /// The steps of a ladder, over all readings that bear on it.
    fn steps(&self, ladder: &'a Dated<Vec<Rung>>, fall: Fall<'_>) -> Vec<RungAnswer> {
        let mut rungs = merge(&self.spans(ladder, fall), &self.resolver);
        self.surcharges(&mut rungs, fall.end);
        rungs
    }

    /// The steps of a ladder under each of the readings that bear on it; remarks on them are kept.
    fn spans(&self, ladder: &'a Dated<Vec<Rung>>, fall: Fall<'_>) -> Vec<(Picks, Vec<Span<'a>>)> {
        let anchors = Anchors { end: fall.end, start: fall.end, ..self.outer };
        let leaves = over_readings(self.resolver.picks(), MAX_READINGS, |picks| {
            let resolver = self.resolver.like(picks);
            let spans = spans(ladder, &resolver, fall, &anchors, self.as_of);
            let (picks, log) = resolver.into_log();
            (spans, picks, log)
        });
        let without_log = |(picks, spans, log): (Picks, Vec<Span<'a>>, Log<'a>)| {
            log.notes.into_iter().for_each(|note| self.resolver.note(|| note));
            (picks, spans)
        };
        leaves.into_iter().map(without_log).collect()
    }

    /// A fee in percent of another one takes its price from the list of prices.
    fn surcharges(&self, rungs: &mut [RungAnswer], end: Day) {
        let count = self.held.len();
        for rung in rungs {
            let open = rung.fees.iter_mut().filter(|fee| fee.price.is_none());
            let mut filled = false;
            for fee in open {
                let purpose = PaymentPurpose::ALL.iter().find(|one| one.as_str() == fee.what);
                let percent = purpose.filter(|one| self.is_percent(**one));
                fee.price = percent.and_then(|one| self.price(*one, end, count).price);
                filled |= fee.price.is_some();
            }
            if filled {
                let prices = rung.fees.iter().map(|fee| fee.price);
                let sum = prices.collect::<Option<Vec<Money>>>().and_then(|prices| {
                    let mut prices = prices.into_iter();
                    let first = prices.next()?;
                    prices.try_fold(first, |sum, price| sum.checked_add(price).ok())
                });
                rung.price = sum;
            }
        }
    }

    /// Where the holding stands on the day asked about.
    pub(super) fn standing(
        &self,
        assessed: &Assessed<'a>,
        doubt: bool,
        ladder: &[RungAnswer],
    ) -> Option<Standing> {
        if let Some(standing) = self.exempt(&self.anchors(&assessed.cycle)) {
            return Some(standing);
        }
        let revoked = self
            .held
            .iter()
            .all(|held| held.holding.revoked().is_some_and(|revoked| revoked <= self.as_of));
        if revoked {
            return Some(Standing::Revoked);
        }
        let by_cycle = self.by_cycle(assessed, doubt, ladder);
        let by_dues = self.by_dues(assessed);
        match (by_cycle, by_dues) {
            (Some(by_cycle), Some(by_dues)) => Some(by_cycle.max(by_dues)),
            // What one clock ended the other cannot mend.
            (Some(known), None) | (None, Some(known)) => {
                Some(known).filter(|standing| *standing == Standing::Revoked)
            }
            (None, None) => None,
        }
    }

    /// The standing that a granted exception gives.
    pub(super) fn exempt(&self, anchors: &Anchors) -> Option<Standing> {
        let standings = self.exceptions_in(self.as_of, self.as_of).filter_map(|(_, exception)| {
            let dated = self.program.exempt.get(exception.kind());
            let rule = dated.and_then(|dated| {
                let picked = self.resolver.pick("exempt", dated, Anchor::CycleEnd, anchors);
                picked.value().copied()
            });
            match (rule, exception.kind()) {
                (Some(rule), _) => rule.standing,
                (
                    None,
                    ExceptionKind::Retired | ExceptionKind::Emeritus | ExceptionKind::Honorary,
                ) => Some(Standing::Retired),
                (None, ExceptionKind::Inactive) => Some(Standing::Inactive),
                _ => None,
            }
        });
        // Of several the most final one, in whatever order they stand.
        standings.max()
    }

    fn by_cycle(
        &self,
        assessed: &Assessed<'a>,
        doubt: bool,
        ladder: &[RungAnswer],
    ) -> Option<Standing> {
        if self.as_of <= assessed.end && self.as_of >= assessed.cycle.start {
            // An earlier cycle that may have ended unmet would have taken the holding down.
            return (!doubt).then_some(Standing::Active);
        }
        if self.as_of < assessed.cycle.start {
            return None;
        }
        match assessed.verdict {
            Verdict::Met => (!doubt).then_some(Standing::Active),
            Verdict::Unmet if !assessed.open_end => on(ladder, self.as_of),
            Verdict::Unmet | Verdict::Undetermined => None,
        }
    }

    /// The standing by the yearly dues, on their own clock.
    fn by_dues(&self, assessed: &Assessed<'a>) -> Option<Standing> {
        if self.program.dues.is_none() {
            return Some(Standing::Active);
        }
        let paid = self.dues_paid()?;
        if let Some(standing) = self.cancelled_before(assessed) {
            return Some(standing);
        }
        if self.as_of <= paid {
            return Some(Standing::Active);
        }
        on(&self.dues_ladder(paid, assessed), self.as_of)
    }

    /// Dues that were paid again only after the holding was gone do not bring it back: reinstatement does.
    fn cancelled_before(&self, assessed: &Assessed<'a>) -> Option<Standing> {
        let dues = self.program.dues.as_ref()?;
        let awarded = self.held.iter().filter_map(super::group::Held::awarded).min()?;
        let mut ours: Vec<(Day, Day)> = self
            .record
            .memberships()?
            .iter()
            .filter(|one| one.is_of(&dues.organization))
            .filter_map(|one| {
                let through = one.paid_through()?;
                // Without a first day it is taken as a year of dues.
                let year = super::cycle::before(through, Length::Years(1)).plus_days(1);
                Some((one.start().unwrap_or(year), through))
            })
            .collect();
        ours.sort_unstable();
        let mut covered = Day::MIN;
        for (start, through) in ours {
            let gap = covered >= awarded && covered.plus_days(1) < start && start <= self.as_of;
            if gap {
                let fallen = on(&self.dues_ladder(covered, assessed), start);
                let gone = fallen.filter(|standing| *standing >= Standing::Expired);
                if gone.is_some() && !self.reinstated(covered) {
                    return gone;
                }
            }
            covered = covered.max(through);
        }
        None
    }

    /// Whether the record shows a reinstatement or a renewal after a day.
    fn reinstated(&self, after: Day) -> bool {
        let payments = self.record.payments().unwrap_or_default().iter();
        let mut paid = payments.filter(|payment| {
            payment.to() == self.issuer && *payment.purpose() == PaymentPurpose::Reinstatement
        });
        paid.any(|payment| payment.paid().is_none_or(|paid| after < paid && paid <= self.as_of))
            || self.renewed_days().any(|day| after < day)
    }

    /// What follows the last day for which dues are paid.
    pub(super) fn dues_ladder(&self, paid: Day, assessed: &Assessed<'a>) -> Vec<RungAnswer> {
        let unmet = [String::from("dues")];
        let fall = Fall { end: paid, length: assessed.cycle.length, unmet: &unmet };
        self.steps(self.ladder_for_dues(), fall)
    }

    /// Keeps the remarks on the ladder of dues, of which no step has begun.
    pub(super) fn hear_dues_ladder(&self, paid: Day, assessed: &Assessed<'a>) {
        let unmet = [String::from("dues")];
        let fall = Fall { end: paid, length: assessed.cycle.length, unmet: &unmet };
        let ladder = self.ladder_for_dues();
        let said = core::ptr::eq(ladder, &raw const self.program.ladder)
            && paid == assessed.end
            && assessed.cycle.kind != Kind::Exempt;
        if said && !self.has_percent(ladder) {
            // The ladder of the cycle was worked out from the same day.
            return;
        }
        let leaves = self.spans(ladder, fall);
        let mut fees = leaves.iter().flat_map(|(_, spans)| spans).filter_map(Span::fees).flatten();
        if fees.any(|(what, _)| self.is_percent(what)) {
            // Prices have remarks of their own.
            self.steps(ladder, fall);
        }
    }

    /// Whether some fee of a ladder is a percentage of another one.
    fn has_percent(&self, ladder: &Dated<Vec<Rung>>) -> bool {
        let rungs = ladder.versions().iter().flat_map(Version::value);
        let mut fees = rungs.filter_map(|rung| rung.fees.as_ref()).flatten();
        fees.any(|fee| self.is_percent(fee.what))
    }

    /// The ladder of dues; without one of their own that of the cycle.
    fn ladder_for_dues(&self) -> &'a Dated<Vec<Rung>> {
        let own = self.program.dues.as_ref().map(|dues| &dues.ladder);
        own.filter(|ladder| !ladder.versions().is_empty()).unwrap_or(&self.program.ladder)
    }

    /// The last day for which dues are paid, if that is known.
    pub(super) fn dues_paid(&self) -> Option<Day> {
        let dues = self.program.dues.as_ref()?;
        let ours = self.record.memberships()?.iter().filter(|one| one.is_of(&dues.organization));
        ours.filter_map(crate::record::Membership::paid_through).max()
    }
}

/// The standing on a day.
fn on(ladder: &[RungAnswer], day: Day) -> Option<Standing> {
    let rung =
        ladder.iter().find(|rung| rung.from <= day && rung.until.is_none_or(|until| day <= until));
    rung.and_then(|rung| rung.standing)
}

/// The steps of the ladder under one reading.
fn spans<'b>(
    ladder: &'b Dated<Vec<Rung>>,
    resolver: &Resolver<'b>,
    fall: Fall<'_>,
    anchors: &Anchors,
    as_of: Day,
) -> Vec<Span<'b>> {
    let Picked::Version(version) = resolver.pick("ladder", ladder, Anchor::CycleEnd, anchors)
    else {
        return Vec::new();
    };
    let mut from = fall.end.plus_days(1);
    let mut spans = Vec::new();
    for rung in version.value() {
        if !rung.only.is_empty() && !is_only(rung, fall.unmet) {
            continue;
        }
        let until = match (rung.r#for, rung.until) {
            (Some(length), _) => Some(from.plus(length).plus_days(-1)),
            (None, Some(Closes::On(day))) => Some(next_on(day, from)),
            (None, Some(Closes::After(length))) => Some(fall.end.plus(length)),
            (None, None) => None,
        };
        if until.is_some_and(|until| until < from) {
            continue;
        }
        let each_cycle = |fee: &RungFee| fee.each == Some(Each::Cycle);
        let missed = if rung.fees.iter().flatten().any(each_cycle) {
            missed_cycles(fall, from.max(until.map_or(as_of, |until| as_of.min(until))))
        } else {
            1
        };
        let own = rung.source.as_ref().map(|own| Written::at(&own.0));
        spans.push(Span {
            from,
            until,
            rung,
            missed,
            written: own.unwrap_or_else(|| Written::of(version)),
        });
        match until {
            Some(until) if until < Day::MAX => from = until.plus_days(1),
            _ => break,
        }
    }
    spans
}

fn is_only(rung: &Rung, unmet: &[String]) -> bool {
    let meant = |path: &String| {
        let path = path.strip_prefix("duties/").unwrap_or(path);
        // A rule that counts in portions is meant as a whole.
        rung.only.iter().any(|id| {
            path.strip_prefix(id.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    !unmet.is_empty() && unmet.iter().all(meant)
}

/// How many cycles were missed by a day: the one that ended unmet, and every full one since.
fn missed_cycles(fall: Fall<'_>, day: Day) -> i64 {
    let mut missed = 1_i64;
    let mut end = fall.end.plus(fall.length);
    while end < day && missed < 400 {
        missed = missed.saturating_add(1);
        end = end.plus(fall.length);
    }
    missed
}

fn times_of(price: Money, times: i64) -> Option<Money> {
    let amount = price.amount().sub_units().checked_mul(times)?;
    Money::new(Decimal::from_sub_units(amount)?, price.currency()).ok()
}

/// One ladder of several: cut where any of them has a step; what they do not agree on is not known.
fn merge<'b>(leaves: &[(Picks, Vec<Span<'b>>)], resolver: &Resolver<'b>) -> Vec<RungAnswer> {
    let all = || leaves.iter().flat_map(|(_, spans)| spans);
    let starts: BTreeSet<Day> = all()
        .flat_map(|span| [Some(span.from), span.until.map(|until| until.plus_days(1))])
        .flatten()
        .collect();
    let starts: Vec<Day> = starts.into_iter().collect();
    let last =
        leaves.iter().any(|(_, spans)| spans.last().is_some_and(|span| span.until.is_none()));
    let mut merged = Vec::new();
    for (place, from) in starts.iter().enumerate() {
        let next = starts.get(place.saturating_add(1));
        let until = next.map(|next| next.plus_days(-1));
        if until.is_none() && !last {
            break;
        }
        let here: Vec<(&Picks, Option<&Span<'b>>)> = leaves
            .iter()
            .map(|(picks, spans)| {
                let span = spans.iter().find(|span| {
                    span.from <= *from && span.until.is_none_or(|until| *from <= until)
                });
                (picks, span)
            })
            .collect();
        merged.extend(step(*from, until, &here, resolver));
    }
    merged
}

fn step<'b>(
    from: Day,
    until: Option<Day>,
    here: &[(&Picks, Option<&Span<'b>>)],
    resolver: &Resolver<'b>,
) -> Option<RungAnswer> {
    let (_, first) = here.iter().find(|(_, span)| span.is_some())?;
    let first = (*first)?;
    let all =
        |same: &dyn Fn(&Span<'_>) -> bool| here.iter().all(|(_, span)| span.is_some_and(same));
    let agree = all(&|span| span.agrees(first));
    let standing = all(&|span| span.rung.standing == first.rung.standing);
    let price = first.price();
    let price = price.filter(|_| all(&|span| span.price() == price));
    let readings = here.iter().map(|(picks, span)| {
        let (question, choice) = spoken(picks, resolver.picks());
        RungReading {
            reading: alloc::format!("{question}={choice}"),
            standing: span.and_then(|span| span.rung.standing),
            price: span.and_then(Span::price),
        }
    });
    let mut written: Vec<Written<'_>> = Vec::new();
    let mut remains: Vec<String> = Vec::new();
    for span in here.iter().filter_map(|(_, span)| *span) {
        if !written.contains(&span.written) {
            written.push(span.written);
        }
        for what in span.rung.remains.iter().map(Word::as_str) {
            if !remains.iter().any(|known| known == what) {
                remains.push(String::from(what));
            }
        }
    }
    let fees = first.fees().filter(|_| agree).into_iter().flatten();
    Some(RungAnswer {
        from,
        until,
        standing: first.rung.standing.filter(|_| standing),
        price,
        fees: fees.map(|(what, price)| FeeAnswer { what: what.to_string(), price }).collect(),
        remains,
        units: first.rung.units.map(Units::amount),
        readings: if agree { Vec::new() } else { readings.collect() },
        sources: resolver.cite_all(&written),
    })
}
