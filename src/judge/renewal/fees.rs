//! Prices: what is due, by when, and what may be bought.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::duties::DutyKind;
use super::place::{bottleneck, decimal};
use super::standing::nothing;
use super::{Assessed, Scene};
use crate::book::renewal::{AppealStarts, ExtensionRule, Price, PriceClass};
use crate::calendar::Day;
use crate::credential::Issuer;
use crate::explain::{
    DueAnswer, Note, NoteCode, OptionAnswer, RungAnswer, Standing, Verdict,
};
use crate::quantity::{Decimal, Money};
use crate::record::PaymentPurpose;
use crate::source::{Anchor, Citation};

/// A price and what it rests on.
#[derive(Debug, Default)]
pub(super) struct Priced {
    pub(super) price: Option<Money>,
    pub(super) sources: Vec<Citation>,
}

impl Scene<'_> {
    /// The price of something for so many credentials; none on file: not known.
    pub(super) fn price(&self, purpose: PaymentPurpose, end: Day, count: usize) -> Priced {
        let Some(dated) = self.program.fees.get(&purpose) else {
            return Priced::default();
        };
        let anchors = super::versions::Anchors { end, start: end, ..self.outer };
        let path = alloc::format!("fees/{purpose}");
        // Readings of a price leave the price open; they do not bear on the verdict.
        let picks = self.resolver.picks();
        let leaves = super::versions::over_readings(picks, super::MAX_READINGS, |picks| {
            let resolver = super::Resolver::new(self.book, self.issuer, picks);
            let found = match resolver.pick(&path, dated, Anchor::CycleEnd, &anchors) {
                super::versions::Picked::Version(version) => Some(version),
                _ => None,
            };
            let (picks, log) = resolver.into_log();
            (found, picks, log)
        });
        let mut priced = Priced::default();
        for (place, (_, version, log)) in leaves.into_iter().enumerate() {
            let price = version.and_then(|version| self.among(version.value(), end, count));
            priced.price = if place == 0 { price } else { priced.price.filter(|one| Some(*one) == price) };
            priced.sources.extend(log.cited);
        }
        priced
    }

    /// The price for this person among those for everybody, members and others.
    fn among(&self, prices: &[Price], end: Day, count: usize) -> Option<Money> {
        let price = prices.iter().find(|price| match price.r#for {
            PriceClass::All => true,
            PriceClass::Member => self.is_member(price.organization.as_ref(), end) == Some(true),
            PriceClass::NonMember => self.is_member(price.organization.as_ref(), end) == Some(false),
        })?;
        if let Some(flat) = price.flat {
            return Some(flat);
        }
        if let (Some(percent), Some(of)) = (price.percent, price.of) {
            let base = self.price(of, end, count).price?;
            let part = super::needs::percent_of(base.amount().sub_units(), percent, None);
            // Money has cents: a fraction of one is charged in full.
            let cents = part.saturating_add(99).div_euclid(100).saturating_mul(100);
            return Money::new(Decimal::from_sub_units(cents)?, base.currency()).ok();
        }
        let mut sum: Option<Money> = None;
        for place in 0..count {
            let one = price.prices.get(place).or_else(|| price.prices.last()).copied()?;
            sum = Some(match sum {
                Some(before) => before.checked_add(one).ok()?,
                None => one,
            });
        }
        sum
    }

    /// Whether the person is a member on a day, as far as the record tells.
    fn is_member(&self, organization: Option<&Issuer>, day: Day) -> Option<bool> {
        let organization = organization.unwrap_or(self.issuer);
        let ours = || {
            self.record.memberships().map(|all| {
                all.iter().filter(|one| {
                    one.organization().as_str().eq_ignore_ascii_case(organization.as_str())
                })
            })
        };
        let paid = |one: &&crate::record::Membership| {
            one.paid_through().is_some_and(|through| day <= through)
                && one.start().is_none_or(|start| start <= day)
        };
        if ours()?.any(|one| paid(&one)) {
            return Some(true);
        }
        if ours()?.any(|one| one.paid_through().is_none()) {
            return None;
        }
        if self.as_of < day {
            let text = "membership on the last day decides the price; it is taken as it stands today";
            self.resolver.note(Note::new(NoteCode::AsThingsStand, text));
        }
        Some(false)
    }

    /// What has to be done or paid for the cycle that is judged.
    pub(super) fn due(&self, assessed: &Assessed<'_>, count: usize, ladder: &[RungAnswer]) -> Vec<DueAnswer> {
        let mut due = Vec::new();
        let end = assessed.end;
        let cycle_end = assessed.cycle.end;
        if let Some(missing) = lacking(assessed).filter(|_| !assessed.renewed) {
            due.push(DueAnswer {
                by: end,
                what: String::from("ceus"),
                units: Some(decimal(missing)),
                price: None,
                sources: assessed.needs.quota_sources.clone(),
            });
        }
        for duty in assessed.duties.iter().filter(|duty| duty.verdict != Verdict::Met && !assessed.renewed) {
            match duty.kind {
                DutyKind::Fee(purpose) => {
                    let priced = self.price(purpose, cycle_end, count);
                    due.push(DueAnswer {
                        by: end,
                        what: purpose.to_string(),
                        units: None,
                        price: priced.price,
                        sources: priced.sources,
                    });
                }
                DutyKind::Filing => due.push(DueAnswer {
                    by: self.filing(&assessed.cycle, end).1,
                    what: String::from("filing"),
                    units: None,
                    price: nothing(),
                    sources: duty.sources.clone(),
                }),
                DutyKind::Requires(_) | DutyKind::Unknown => due.push(DueAnswer {
                    by: end,
                    what: duty.path.clone(),
                    units: None,
                    price: None,
                    sources: duty.sources.clone(),
                }),
            }
        }
        self.dues_due(assessed, &mut due);
        self.late_due(assessed, ladder, &mut due);
        due.sort_by(|left, right| (left.by, &left.what).cmp(&(right.by, &right.what)));
        due
    }

    /// The next yearly dues.
    fn dues_due(&self, assessed: &Assessed<'_>, due: &mut Vec<DueAnswer>) {
        let (Some(dues), Some(paid)) = (&self.program.dues, self.dues_paid()) else {
            return;
        };
        if paid > assessed.end && self.as_of <= assessed.end {
            return;
        }
        let priced = self.price(PaymentPurpose::Membership, paid, 1);
        let mut sources = self.resolver.cite_keys(&dues.source.0, None);
        sources.extend(priced.sources);
        due.push(DueAnswer {
            by: paid,
            what: PaymentPurpose::Membership.to_string(),
            units: None,
            price: priced.price,
            sources,
        });
    }

    /// What the present step of the ladder asks for on top.
    fn late_due(&self, assessed: &Assessed<'_>, ladder: &[RungAnswer], due: &mut Vec<DueAnswer>) {
        if assessed.verdict == Verdict::Met || self.as_of <= assessed.end {
            return;
        }
        let rung = ladder.iter().find(|rung| {
            rung.from <= self.as_of && rung.until.is_none_or(|until| self.as_of <= until)
        });
        let Some(rung) = rung else { return };
        for fee in &rung.fees {
            due.push(DueAnswer {
                by: rung.until.unwrap_or(Day::MAX),
                what: fee.what.clone(),
                units: None,
                price: fee.price,
                sources: rung.sources.clone(),
            });
        }
    }

    /// What may be bought or asked for.
    pub(super) fn options(
        &self,
        assessed: &Assessed<'_>,
        count: usize,
        ladder: &[RungAnswer],
    ) -> Vec<OptionAnswer> {
        let mut options = Vec::new();
        let anchors = self.anchors(&assessed.cycle);
        let extension =
            self.resolver.pick("extension", &self.program.extension, Anchor::CycleEnd, &anchors);
        if let Some(ExtensionRule::Bought { .. }) = extension.value()
            && self.as_of <= assessed.cycle.end
        {
            let priced = self.price(PaymentPurpose::Extension, assessed.cycle.end, count);
            options.push(OptionAnswer {
                what: String::from("extension"),
                from: None,
                until: Some(assessed.cycle.end),
                price: priced.price,
                sources: priced.sources,
            });
        }
        for what in ["reinstatement", "exam"] {
            let rungs: Vec<&RungAnswer> =
                ladder.iter().filter(|rung| rung.remains.iter().any(|one| one == what)).collect();
            let (Some(first), Some(last)) = (rungs.first(), rungs.last()) else { continue };
            let fee = first.fees.iter().find(|fee| fee.what == what);
            options.push(OptionAnswer {
                what: String::from(what),
                from: Some(first.from),
                until: last.until,
                price: fee.and_then(|fee| fee.price),
                sources: first.sources.clone(),
            });
        }
        self.appeal(assessed, ladder, &mut options);
        options
    }

    /// The time to appeal runs from the first day on which the holding is revoked.
    fn appeal(
        &self,
        assessed: &Assessed<'_>,
        ladder: &[RungAnswer],
        options: &mut Vec<OptionAnswer>,
    ) {
        let anchors = self.anchors(&assessed.cycle);
        let picked = self.resolver.pick("appeal", &self.program.appeal, Anchor::CycleEnd, &anchors);
        let revoked = ladder.iter().find(|rung| rung.standing == Some(Standing::Revoked));
        if let (super::versions::Picked::Version(version), Some(rung)) = (picked, revoked) {
            let known = version.value().starts == AppealStarts::Revoked;
            options.push(OptionAnswer {
                what: String::from("appeal"),
                from: known.then_some(rung.from),
                until: known.then(|| rung.from.plus(version.value().within).plus_days(-1)),
                price: None,
                sources: self.resolver.cite(version),
            });
        }
    }
}

/// How many units have to come at least, whatever they serve.
pub(super) fn lacking(assessed: &Assessed<'_>) -> Option<i64> {
    let missing = assessed.placed.pools.iter().filter_map(|pool| {
        let bottleneck = bottleneck(&pool.on_shown)?;
        Some(bottleneck.missing().sub_units())
    });
    let least = Decimal::MAX.sub_units();
    missing.max().filter(|missing| *missing > 0 && *missing < least.div_euclid(2))
}

/// The sum of all prices; `None` when one is not known.
pub(super) fn sum(due: &[DueAnswer]) -> Option<Money> {
    let mut sum: Option<Money> = None;
    for one in due.iter().filter(|one| one.what != "ceus" && !one.what.starts_with("duties/")) {
        let price = one.price?;
        sum = Some(match sum {
            Some(before) if before.currency() != price.currency() && before.amount() == Decimal::ZERO => price,
            Some(before) => before.checked_add(price).ok()?,
            None => price,
        });
    }
    sum.or_else(nothing)
}

