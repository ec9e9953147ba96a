//! Prices: what is due, by when, and what may be bought.

use alloc::string::String;
use alloc::vec::Vec;

use super::duties::DutyKind;
use super::place::decimal;
use super::standing::nothing;
use super::versions::Written;
use super::{Assessed, Scene};
use crate::book::renewal::{AppealStarts, ExtensionRule, Price, PriceClass};
use crate::calendar::Day;
use crate::credential::Issuer;
use crate::explain::{DueAnswer, Note, NoteCode, OptionAnswer, RungAnswer, Standing, Verdict};
use crate::quantity::{Decimal, Money};
use crate::record::PaymentPurpose;
use crate::source::{Anchor, Citation};

/// A price and what it rests on.
#[derive(Debug, Default)]
pub(super) struct Priced {
    pub(super) price: Option<Money>,
    pub(super) sources: Vec<Citation>,
}

impl<'a> Scene<'a> {
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
            let resolver = self.resolver.like(picks);
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
            priced.price =
                if place == 0 { price } else { priced.price.filter(|one| Some(*one) == price) };
            priced.sources.extend(self.resolver.cite_all(&log.cited));
        }
        priced
    }

    /// Whether a price is a percentage of another one.
    pub(super) fn is_percent(&self, purpose: PaymentPurpose) -> bool {
        let versions = self.program.fees.get(&purpose).map(crate::source::Dated::versions);
        let mut prices = versions.into_iter().flatten().flat_map(crate::source::Version::value);
        prices.any(|price| price.percent.is_some())
    }

    /// The price for this person among those for everybody, members and others.
    fn among(&self, prices: &[Price], end: Day, count: usize) -> Option<Money> {
        let price = prices.iter().find(|price| match price.r#for {
            PriceClass::All => true,
            PriceClass::Member => self.is_member(price.organization.as_ref(), end) == Some(true),
            PriceClass::NonMember => {
                self.is_member(price.organization.as_ref(), end) == Some(false)
            }
        })?;
        if let Some(flat) = price.flat {
            return Some(flat);
        }
        if let (Some(percent), Some(of)) = (price.percent, price.of) {
            let base = self.price(of, end, count).price?;
            let part = super::constraint::percent_of(base.amount().sub_units(), percent, None);
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
            self.record.memberships().map(|all| all.iter().filter(|one| one.is_of(organization)))
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
            let text =
                "membership on the last day decides the price; it is taken as it stands today";
            self.resolver.note(|| Note::new(NoteCode::AsThingsStand, text));
        }
        Some(false)
    }

    /// What has to be done or paid for the cycle that is judged.
    pub(super) fn due(
        &self,
        assessed: &Assessed<'a>,
        count: usize,
        ladder: &[RungAnswer],
    ) -> Vec<DueAnswer> {
        let mut due = Vec::new();
        if !assessed.renewed {
            self.cycle_due(assessed, count, ladder, &mut due);
        }
        self.dues_due(assessed, &mut due);
        if assessed.verdict != Verdict::Met && self.as_of > assessed.end && !assessed.open_end {
            self.late_due(ladder, &mut due);
        }
        // Without a last day comes last.
        due.sort_by(|left, right| {
            let key = |one: &DueAnswer| (one.by.unwrap_or(Day::MAX), one.what.clone());
            key(left).cmp(&key(right))
        });
        due
    }

    fn cycle_due(
        &self,
        assessed: &Assessed<'a>,
        count: usize,
        ladder: &[RungAnswer],
        due: &mut Vec<DueAnswer>,
    ) {
        let cycle_end = assessed.cycle.end;
        let by_a_way =
            !assessed.ways.is_empty() && super::duties::one_of(&assessed.ways) == Verdict::Met;
        let ways = &assessed.ways;
        let by_units = ways.is_empty() || ways.iter().any(|way| way.quota);
        if !by_a_way
            && !by_units
            && ways.iter().any(|way| way.exam)
            && let Some(by) = self.still(ladder, assessed.end, "exam")
        {
            let priced = self.price(PaymentPurpose::Exam, cycle_end, 1);
            due.push(due_by(by, "exam", priced.price, priced.sources));
        }
        if !by_a_way
            && by_units
            && let (Some(missing), Some(by)) =
                (lacking(assessed), self.still(ladder, assessed.end, "ceus"))
        {
            let mut one = due_by(by, "ceus", None, self.cited(assessed.needs.quota_written));
            one.units = Some(decimal(missing));
            due.push(one);
        }
        for duty in assessed.duties.iter().filter(|duty| duty.verdict != Verdict::Met) {
            let sources = || self.cited(duty.written);
            match duty.kind {
                DutyKind::Fee(purpose) => {
                    let priced = self.price(purpose, duty.by.unwrap_or(cycle_end), count);
                    let overdue = duty.by.is_some_and(|by| by < self.as_of);
                    let by = if overdue && self.as_of <= assessed.end {
                        Some(LastDay(None))
                    } else {
                        self.still(ladder, duty.by.unwrap_or(assessed.end), purpose.as_str())
                    };
                    if let Some(by) = by {
                        due.push(due_by(by, purpose.as_str(), priced.price, priced.sources));
                    }
                }
                DutyKind::Filing => {
                    let closes = self.filing(&assessed.cycle, assessed.end).1;
                    if let Some(by) = self.still(ladder, closes, "filing") {
                        due.push(due_by(by, "filing", nothing(), sources()));
                    }
                }
                // What it asks for is not on file.
                DutyKind::Unknown => {}
                DutyKind::Requires(_) => {
                    if let Some(by) = self.still(ladder, assessed.end, &duty.path) {
                        due.push(due_by(by, &duty.path, None, sources()));
                    }
                }
            }
        }
    }

    /// Until when something can still be done: the usual last day, or that of the present step of the
    /// ladder which still lets it be done; `None`: it cannot be done any more.
    fn still(&self, ladder: &[RungAnswer], usual: Day, what: &str) -> Option<LastDay> {
        if self.as_of <= usual {
            return Some(LastDay(Some(usual)));
        }
        let rung = self.present(ladder)?;
        let lets = |rung: &RungAnswer| rung.remains.iter().any(|one| one == what);
        if !lets(rung) {
            return None;
        }
        // Steps of the same standing that let it be done are one stretch of time.
        let later = ladder.iter().filter(|later| later.from >= rung.from);
        let stretch = later.take_while(|later| lets(later) && later.standing == rung.standing);
        Some(LastDay(stretch.last().map_or(rung.until, |last| last.until)))
    }

    fn present<'l>(&self, ladder: &'l [RungAnswer]) -> Option<&'l RungAnswer> {
        ladder.iter().find(|rung| {
            rung.from <= self.as_of && rung.until.is_none_or(|until| self.as_of <= until)
        })
    }

    /// The next yearly dues, or the ones that are late.
    fn dues_due(&self, assessed: &Assessed<'a>, due: &mut Vec<DueAnswer>) {
        let (Some(dues), Some(paid)) = (&self.program.dues, self.dues_paid()) else {
            return;
        };
        if paid > assessed.end && self.as_of <= assessed.end {
            return;
        }
        let ladder = if self.as_of <= paid {
            self.hear_dues_ladder(paid, assessed);
            Vec::new()
        } else {
            self.dues_ladder(paid, assessed)
        };
        let Some(by) = self.still(&ladder, paid, PaymentPurpose::Membership.as_str()) else {
            return;
        };
        let priced = self.price(PaymentPurpose::Membership, paid, 1);
        let mut sources = self.resolver.cite(Written::at(&dues.source.0));
        sources.extend(priced.sources);
        due.push(due_by(by, PaymentPurpose::Membership.as_str(), priced.price, sources));
        let fallen_before = assessed.verdict != Verdict::Met && assessed.end < paid;
        if self.as_of > paid && !fallen_before {
            self.late_due(&ladder, due);
        }
    }

    /// What the present step of a ladder asks for on top; the same fee is paid once.
    fn late_due(&self, ladder: &[RungAnswer], due: &mut Vec<DueAnswer>) {
        let Some(rung) = self.present(ladder) else { return };
        let unknown = rung.fees.is_empty() && rung.price.is_none();
        for fee in &rung.fees {
            // Dues of several years, of which only one is on file.
            let known = due.iter_mut().find(|one| one.what == fee.what);
            if let Some(one) = known.filter(|_| fee.price.is_none()) {
                one.price = None;
            }
            if !due.iter().any(|one| one.what == fee.what) {
                due.push(due_by(LastDay(rung.until), &fee.what, fee.price, rung.sources.clone()));
            }
        }
        let late = PaymentPurpose::LateFee.as_str();
        let listed = rung.remains.iter().any(|one| one == late);
        if unknown && listed && !due.iter().any(|one| one.what == late) {
            due.push(due_by(LastDay(rung.until), late, None, rung.sources.clone()));
        }
    }

    /// What may be bought or asked for.
    pub(super) fn options(
        &self,
        assessed: &Assessed<'a>,
        count: usize,
        ladder: &[RungAnswer],
    ) -> Vec<OptionAnswer> {
        let mut options = Vec::new();
        let anchors = self.anchors(&assessed.cycle);
        let extension = self.resolver.quietly(&self.program.extension, Anchor::CycleEnd, &anchors);
        if let super::versions::Picked::Version(version) = extension
            && matches!(version.value(), ExtensionRule::Bought { .. })
            && self.as_of <= assessed.cycle.end
            && assessed.verdict != Verdict::Met
        {
            self.resolver.remember("extension", version);
            let priced = self.price(PaymentPurpose::Extension, assessed.cycle.end, count);
            options.push(OptionAnswer {
                what: String::from("extension"),
                from: None,
                until: Some(assessed.cycle.end),
                price: priced.price,
                sources: priced.sources,
            });
        }
        for what in ["extension", "reinstatement", "exam"] {
            let rungs = ladder.iter().filter(|rung| rung.remains.iter().any(|one| one == what));
            let rungs: Vec<&RungAnswer> = rungs.collect();
            let (Some(first), Some(last)) = (rungs.first(), rungs.last()) else { continue };
            if last.until.is_some_and(|until| until < self.as_of)
                || options.iter().any(|option| option.what == what)
            {
                continue;
            }
            let fee = first.fees.iter().find(|fee| fee.what == what).and_then(|fee| fee.price);
            let purpose = PaymentPurpose::ALL.iter().find(|purpose| purpose.as_str() == what);
            let general =
                purpose.and_then(|purpose| self.price(*purpose, assessed.cycle.end, count).price);
            options.push(OptionAnswer {
                what: String::from(what),
                from: Some(first.from),
                until: last.until,
                price: fee.or(general),
                sources: first.sources.clone(),
            });
        }
        self.appeal(assessed, ladder, &mut options);
        options
    }

    /// The time to appeal runs from the first day on which the holding is revoked.
    fn appeal(
        &self,
        assessed: &Assessed<'a>,
        ladder: &[RungAnswer],
        options: &mut Vec<OptionAnswer>,
    ) {
        let anchors = self.anchors(&assessed.cycle);
        let picked = self.resolver.quietly(&self.program.appeal, Anchor::CycleEnd, &anchors);
        let revoked = ladder.iter().find(|rung| rung.standing == Some(Standing::Revoked));
        let revoked = revoked.filter(|rung| rung.from <= self.as_of);
        if let (super::versions::Picked::Version(version), Some(rung)) = (picked, revoked) {
            self.resolver.remember("appeal", version);
            let known = version.value().starts == AppealStarts::Revoked;
            options.push(OptionAnswer {
                what: String::from("appeal"),
                from: known.then_some(rung.from),
                until: known.then(|| rung.from.plus(version.value().within).plus_days(-1)),
                price: None,
                sources: self.resolver.cite(Written::of(version)),
            });
        }
    }
}

/// The last day for something; `None`: there is none.
#[derive(Clone, Copy)]
struct LastDay(Option<Day>);

fn due_by(
    LastDay(by): LastDay,
    what: &str,
    price: Option<Money>,
    sources: Vec<Citation>,
) -> DueAnswer {
    DueAnswer { by, what: String::from(what), units: None, price, sources }
}

/// How many units have to come at least, whatever they serve.
pub(super) fn lacking(assessed: &Assessed<'_>) -> Option<i64> {
    let missing = assessed.placed.pools.iter().filter_map(|pool| {
        let missing = pool.on_shown.as_ref()?.missing().sub_units();
        // What is asked for without a bound is not known.
        let known = missing < Decimal::MAX.sub_units().div_euclid(2);
        (known && missing > 0).then_some(missing)
    });
    missing.max()
}

/// The sum of all prices; `None` when one is not known.
pub(super) fn sum(due: &[DueAnswer]) -> Option<Money> {
    let mut sum: Option<Money> = None;
    for one in due.iter().filter(|one| one.what != "ceus" && !one.what.starts_with("duties/")) {
        let price = one.price?;
        sum = Some(match sum {
            Some(before)
                if before.currency() != price.currency() && before.amount() == Decimal::ZERO =>
            {
                price
            }
            Some(before) => before.checked_add(price).ok()?,
            None => price,
        });
    }
    sum.or_else(nothing)
}
