//! The checks of renewal programmes.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::filter::{Filter, Leftover, UnitRule};
use super::link::{Checked, Linker, fail, positive, unknown};
use super::renewal::{
    Base, Constraint, ConstraintRule, Covered, CycleForm, CycleRule, Duty, Ends, ExtensionRule,
    First, Limit, Moves, Price, Program, Proration, Quota, Rung, Single, Way, Years,
};
use crate::calendar::Length;
use crate::credential::Code;
use crate::document::{Path, Problem, nearest};
use crate::quantity::{Decimal, Units};
use crate::record::{ExceptionKind, PaymentPurpose};
use crate::source::{Anchor, Dated, Version};

/// The anchors of renewal.
const RENEWAL: &[Anchor] =
    &[Anchor::CycleStart, Anchor::CycleEnd, Anchor::AsOf, Anchor::FirstAward];
/// Those of rules on single activities.
const ACTIVITY: &[Anchor] =
    &[Anchor::Activity, Anchor::CycleStart, Anchor::CycleEnd, Anchor::AsOf, Anchor::FirstAward];
/// How deep filters may nest.
const MAX_FILTERS: usize = 8;

impl Linker<'_> {
    /// All programmes of the issuer; no credential belongs to two.
    pub(super) fn programs(&mut self) -> Checked {
        let root = Path::Root;
        let place = root.key("programs");
        let mut taken: BTreeMap<&Code, &Code> = BTreeMap::new();
        for (id, layered) in &self.rules.programs {
            let place = place.key(id.as_str());
            let covers = &layered.rule.holdings;
            for code in self.rules.credentials.keys().filter(|code| covers.covers(code)) {
                if let Some(other) = taken.insert(code, id) {
                    let message = alloc::format!(
                        "`{code}` is renewed by the programme `{other}` already: keep it in one"
                    );
                    return fail(&place.key("holdings"), Problem::Duplicate, message);
                }
            }
            self.program(&layered.rule, &place)?;
        }
        Ok(())
    }

    fn program(&mut self, program: &Program, place: &Path<'_>) -> Checked {
        if let Covered::These(codes) = &program.holdings {
            self.codes(&mut codes.iter(), &place.key("holdings"))?;
            for (index, code) in codes.iter().enumerate() {
                let earlier = codes.get(..index).unwrap_or_default();
                if earlier.contains(code) {
                    let message = alloc::format!("`{code}` stands twice: keep one");
                    let place = place.key("holdings");
                    return fail(&place.index(index), Problem::Duplicate, message);
                }
            }
        }
        let excuses = place.key("excuses");
        for (index, excuse) in program.excuses.iter().enumerate() {
            let place = excuses.index(index);
            self.credential_of_issuer(&excuse.code, &place.key("code"))?;
            self.codes(&mut excuse.excuses.iter(), &place.key("excuses"))?;
            self.known_source(&excuse.source, &place.key("source"))?;
            let back = program.excuses.iter().any(|other| {
                excuse.excuses.contains(&other.code) && other.excuses.contains(&excuse.code)
            });
            if back || excuse.excuses.contains(&excuse.code) {
                let message = "credentials that excuse each other: nobody would renew either: drop one of the two";
                return fail(&place.key("excuses"), Problem::Contradiction, message);
            }
        }
        let notes = place.key("notes");
        for (index, note) in program.notes.iter().enumerate() {
            self.known_source(&note.source, &notes.index(index).key("source"))?;
        }
        if let Some(dues) = &program.dues {
            self.known_sources(&dues.source.0, &place.key("dues").key("source"))?;
        }
        let before = core::mem::replace(&mut self.anchors, RENEWAL);
        self.periods(program, place)?;
        self.units(program, place)?;
        self.lateness(program, place)?;
        self.anchors = before;
        Ok(())
    }

    fn periods(&mut self, program: &Program, place: &Path<'_>) -> Checked {
        positive(
            !program.cycle.versions().is_empty(),
            &place.key("cycle"),
            "a programme without a cycle",
        )?;
        self.dated(&program.cycle, &place.key("cycle"), |_, form, place| match form {
            CycleForm::Published(rule) => cycle(rule, place),
            CycleForm::Unpublished(_) => Ok(()),
        })?;
        self.dated(&program.validity, &place.key("validity"), |_, _, _| Ok(()))?;
        self.dated(&program.submission, &place.key("submission"), |_, _, _| Ok(()))?;
        self.dated(&program.extension, &place.key("extension"), |_, rule, place| {
            let none = matches!(
                rule,
                ExtensionRule::Bought { blocks: Some(blocks), .. } if blocks.get() == 0
            );
            positive(!none, &place.key("blocks"), "an extension of 0 blocks")
        })?;
        self.dated(&program.carry_over, &place.key("carry_over"), |_, _, _| Ok(()))?;
        self.dated(&program.ways, &place.key("ways"), |linker, ways, place| {
            positive(!ways.is_empty(), place, "a list of no way to renew")?;
            for (index, way) in ways.iter().enumerate() {
                let earlier = ways.get(..index).unwrap_or_default();
                if earlier.iter().any(|other| other.id == way.id) {
                    let message = alloc::format!("the way `{}` stands twice: keep one", way.id);
                    return fail(&place.index(index).key("id"), Problem::Duplicate, message);
                }
            }
            ways.iter()
                .enumerate()
                .try_for_each(|(index, way)| linker.way(way, &place.index(index)))?;
            let covered = linker.rules.credentials.keys();
            let covered = covered.filter(|code| program.holdings.covers(code));
            covered.into_iter().try_for_each(|code| always_some_way(ways, code, place))
        })?;
        for (id, duty) in &program.duties {
            let place = place.key("duties");
            let place = place.key(id.as_str());
            self.dated(&duty.terms, &place.key("terms"), |linker, duty, place| match duty {
                Duty::Requires(requirement) => linker.tree(requirement, &place.key("requires")),
                Duty::None | Duty::Filing | Duty::Fee(..) => Ok(()),
            })?;
        }
        Ok(())
    }

    fn way(&mut self, way: &Way, place: &Path<'_>) -> Checked {
        positive(way.quota || way.requires.is_some(), place, "a way that asks for nothing")?;
        self.codes(&mut way.r#for.iter(), &place.key("for"))?;
        if let Some(every) = way.cycles {
            let fits = (1..=every.of.get()).contains(&every.nth.get());
            positive(fits, &place.key("cycles"), "a cycle beyond their number")?;
        }
        match &way.requires {
            Some(requirement) => self.tree(requirement, &place.key("requires")),
            None => Ok(()),
        }
    }

    fn units(&mut self, program: &Program, place: &Path<'_>) -> Checked {
        self.dated(&program.quota, &place.key("quota"), Self::quota)?;
        self.dated(&program.proration, &place.key("proration"), |_, rule, place| {
            prorated(rule, place)
        })?;
        self.dated(&program.joined, &place.key("joined"), |_, rule, place| prorated(rule, place))?;
        self.anchors = ACTIVITY;
        self.dated(&program.admits, &place.key("admits"), |linker, filter, place| {
            linker.filter(filter, place, 0)
        })?;
        self.dated(&program.units, &place.key("units"), |linker, rules, place| {
            let mut rules = rules.iter().enumerate();
            rules.try_for_each(|(index, rule)| linker.unit_rule(rule, &place.index(index)))
        })?;
        self.dated(&program.repeats, &place.key("repeats"), |_, _, _| Ok(()))?;
        self.anchors = RENEWAL;
        let constraints = place.key("constraints");
        if program.constraints.keys().any(|id| id.as_str() == "quota") {
            let message = "`quota` is the name of the total: take another";
            return fail(&constraints.key("quota"), Problem::Duplicate, message);
        }
        Self::known_minima(program, place)?;
        if program.constraints.len() > 64 {
            let message = "more than 64 constraints: split the programme";
            return fail(&constraints, Problem::Limit, message);
        }
        for (id, constraint) in &program.constraints {
            let place = constraints.key(id.as_str());
            let shares = constraint.terms.versions().iter().any(|version| {
                matches!(version.value(), Constraint::Share(share) if share.base == Base::Required)
            });
            let quota = !program.quota.versions().is_empty();
            positive(quota || !shares, &place, "a share of the required units without a quota")?;
            self.constraint(constraint, &place)?;
        }
        let pools = place.key("pools");
        for (id, sharing) in &program.pools {
            self.dated(sharing, &pools.key(id.as_str()), |_, _, _| Ok(()))?;
        }
        Ok(())
    }

    /// The minima of proration tables are those of constraints.
    fn known_minima(program: &Program, place: &Path<'_>) -> Checked {
        for (name, dated) in [("proration", &program.proration), ("joined", &program.joined)] {
            for version in dated.versions() {
                let Proration::Table(rows) = version.value() else { continue };
                for id in rows.iter().flat_map(|row| row.minima.keys()) {
                    if !program.constraints.contains_key(id) {
                        let known = program.constraints.keys().map(Code::as_str);
                        let near = nearest(id.as_str(), known);
                        return unknown("unknown constraint", id.as_str(), &near, &place.key(name));
                    }
                }
            }
        }
        Ok(())
    }

    fn quota(&mut self, quota: &Quota, place: &Path<'_>) -> Checked {
        match quota {
            Quota::Further { single: Single::By(by), .. } | Quota::Same(Single::By(by)) => {
                self.singles(by, &place.key("single"))
            }
            Quota::Own { single, serves } => {
                if let Single::By(by) = single {
                    self.singles(by, &place.key("single"))?;
                }
                let place = place.key("serves");
                let served: Vec<&Code> = serves.values().flatten().collect();
                for (code, others) in serves {
                    let chained = served.contains(&code)
                        || others.iter().any(|other| {
                            served.iter().filter(|served| **served == other).count() > 1
                        });
                    if others.len() != 1 || chained {
                        let message = "units of one credential may serve exactly one other, which serves none itself: write one code";
                        return fail(&place.key(code.as_str()), Problem::BadValue, message);
                    }
                    self.credential_of_issuer(code, &place.key(code.as_str()))?;
                    self.codes(&mut others.iter(), &place.key(code.as_str()))?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn constraint(&mut self, rule: &ConstraintRule, place: &Path<'_>) -> Checked {
        self.codes(&mut rule.r#for.iter(), &place.key("for"))?;
        self.dated(&rule.terms, &place.key("terms"), |linker, terms, place| {
            linker.terms(terms, rule, place)
        })
    }

    fn terms(&mut self, terms: &Constraint, rule: &ConstraintRule, place: &Path<'_>) -> Checked {
        let of = place.key("of");
        match terms {
            Constraint::None | Constraint::Unpublished(_) => Ok(()),
            Constraint::Minimum(minimum) => {
                positive(!minimum.units.is_empty(), &place.key("minimum"), "a list of no amount")?;
                let zero = minimum.units.iter().any(|units| units.amount() == Decimal::ZERO);
                positive(!zero, &place.key("minimum"), "a minimum of 0")?;
                let cycles = minimum.cycles.is_none_or(|cycles| (1..=2).contains(&cycles.get()));
                positive(cycles, &place.key("cycles"), "a span of other than 1 or 2 cycles")?;
                let both = minimum.cycles.is_some() && minimum.per.is_some();
                positive(!both, &place.key("cycles"), "a span of cycles in portions of a year")?;
                self.filter(&minimum.of, &of, 0)
            }
            Constraint::Share(share) => {
                positive(hundred(share.percent), &place.key("share"), "a share above 100 percent")?;
                let none = share.percent == Decimal::ZERO;
                positive(!none, &place.key("share"), "a share of 0 percent")?;
                let step = share.round_up.is_some_and(|step| step.amount() == Decimal::ZERO);
                positive(!step, &place.key("round_up"), "a step of 0")?;
                self.filter(&share.of, &of, 0)
            }
            Constraint::Events { events, of: filter, .. } => {
                positive(events.get() > 0, &place.key("events"), "a number of 0 events")?;
                self.filter(filter, &of, 0)
            }
            Constraint::Maximum(maximum) => {
                positive(rule.pool.is_none(), place, "a pool of a maximum")?;
                if let Limit::Percent(percent) = maximum.limit {
                    let place = place.key("maximum_share");
                    positive(hundred(percent), &place, "a share above 100 percent")?;
                }
                for (name, filter) in [("of", &maximum.of), ("except", &maximum.except)] {
                    if let Some(filter) = filter {
                        self.filter(filter, &place.key(name), 0)?;
                    }
                }
                Ok(())
            }
        }
    }

    fn unit_rule(&mut self, rule: &UnitRule, place: &Path<'_>) -> Checked {
        let zero = rule.minutes.amount() == Decimal::ZERO;
        positive(!zero, &place.key("minutes"), "a unit of 0 minutes")?;
        let none =
            |units: Option<Units>| units.is_some_and(|units| units.amount() == Decimal::ZERO);
        positive(!none(rule.units), &place.key("units"), "an activity of 0 units")?;
        positive(!none(rule.most), &place.key("most"), "at most 0 units")?;
        if let Some(Leftover::Rows(rows)) = &rule.leftover {
            let place = place.key("leftover");
            let rising = rows.is_sorted_by(|left, right| {
                left.minutes < right.minutes && left.units <= right.units
            });
            positive(rising, &place, "a list of leftovers that do not rise")?;
            let some = rows.iter().all(|row| row.minutes.amount() > Decimal::ZERO);
            positive(some, &place, "a leftover of 0 minutes")?;
            let below = rows.iter().all(|row| row.minutes < rule.minutes);
            positive(below, &place, "a leftover of a whole unit")?;
            let whole = rule.units.map_or_else(|| Decimal::whole(1), Units::amount);
            let less = rows.iter().all(|row| row.units.amount() <= whole);
            positive(less, &place, "a leftover worth more than a whole unit")?;
        }
        match &rule.of {
            Some(filter) => self.filter(filter, &place.key("of"), 0),
            None => Ok(()),
        }
    }

    fn filter(&self, filter: &Filter, place: &Path<'_>, depth: usize) -> Checked {
        if depth >= MAX_FILTERS {
            let message =
                alloc::format!("filters nested deeper than {MAX_FILTERS} levels: flatten them");
            return fail(place, Problem::Limit, message);
        }
        if let Some(credentials) = &filter.approved_for {
            let listed = credentials.0.len() > 1;
            self.known_credentials(&credentials.0, &place.key("approved_for"), listed)?;
        }
        positive(filter.job_related != Some(false), &place.key("job_related"), "`false`")?;
        let days = filter.completed_from.zip(filter.completed_until);
        let ordered = days.is_none_or(|(from, until)| from <= until);
        positive(ordered, &place.key("completed_until"), "a day before `completed_from`")?;
        let all = filter.except.as_deref() == Some(&Filter::default());
        positive(!all, &place.key("except"), "an exception for everything")?;
        let any = place.key("any");
        for (index, below) in filter.any.iter().enumerate() {
            self.filter(below, &any.index(index), depth.saturating_add(1))?;
        }
        match &filter.except {
            Some(except) => self.filter(except, &place.key("except"), depth.saturating_add(1)),
            None => Ok(()),
        }
    }

    fn lateness(&mut self, program: &Program, place: &Path<'_>) -> Checked {
        for (purpose, prices) in &program.fees {
            let place = place.key("fees");
            self.dated(prices, &place.key(purpose.as_str()), |_, prices, place| {
                positive(!prices.is_empty(), place, "a list of no price")?;
                for (index, one) in prices.iter().enumerate() {
                    let earlier = prices.get(..index).unwrap_or_default();
                    let again = |other: &Price| {
                        other.r#for == one.r#for && other.organization == one.organization
                    };
                    if earlier.iter().any(again) {
                        let message = "a second price for the same people: keep one";
                        return fail(&place.index(index).key("for"), Problem::Duplicate, message);
                    }
                }
                let mut prices = prices.iter().enumerate();
                prices.try_for_each(|(index, one)| price(one, &place.index(index)))
            })?;
        }
        percent_circles(program, &place.key("fees"))?;
        self.ladder(program, &program.ladder, &place.key("ladder"))?;
        if let Some(dues) = &program.dues {
            self.ladder(program, &dues.ladder, &place.key("dues").key("ladder"))?;
        }
        self.dated(&program.appeal, &place.key("appeal"), |_, _, _| Ok(()))?;
        for (kind, exempt) in &program.exempt {
            let place = place.key("exempt");
            let own = matches!(
                kind,
                ExceptionKind::Extension
                    | ExceptionKind::AdjustQuota
                    | ExceptionKind::WaiveRequirement
            );
            positive(
                !own,
                &place.key(kind.as_str()),
                "an exception that says itself what it means",
            )?;
            self.dated(exempt, &place.key(kind.as_str()), |_, _, _| Ok(()))?;
        }
        Ok(())
    }

    fn ladder(
        &mut self,
        program: &Program,
        ladder: &Dated<Vec<Rung>>,
        place: &Path<'_>,
    ) -> Checked {
        self.dated(ladder, place, |linker, rungs, place| {
            let last = rungs.len().saturating_sub(1);
            for (index, rung) in rungs.iter().enumerate() {
                linker.rung(program, rung, index == last, &place.index(index))?;
            }
            positive(!rungs.is_empty(), place, "a ladder without a rung")
        })
    }

    fn rung(&self, program: &Program, rung: &Rung, last: bool, place: &Path<'_>) -> Checked {
        let ends =
            usize::from(rung.r#for.is_some()).saturating_add(usize::from(rung.until.is_some()));
        // One that is there only sometimes may be the last one when it is there.
        let may_stay = last || !rung.only.is_empty();
        let fits = if may_stay { ends <= 1 } else { ends == 1 };
        if !fits {
            let message = "a rung has `for` or `until`, the last one neither: write one of them";
            return fail(place, Problem::BadValue, message);
        }
        if rung.standing.is_some() == rung.unpublished.is_some() {
            let message = "a rung has a `standing` or is `unpublished`: write one of them";
            return fail(place, Problem::BadValue, message);
        }
        if let Some(source) = &rung.source {
            self.known_sources(&source.0, &place.key("source"))?;
        }
        for (index, word) in rung.remains.iter().enumerate() {
            let known = PaymentPurpose::ALL.iter().map(|purpose| purpose.as_str());
            let mut known = known.chain(["ceus", "exam", "appeal", "filing"]);
            let duty = word.as_str().starts_with("duties/");
            if !duty && !known.any(|known| known == word.as_str()) {
                let message = alloc::format!(
                    "`{word}` is nothing that may remain: write `ceus`, `exam`, `appeal`, `filing` or a payment purpose"
                );
                return fail(&place.key("remains").index(index), Problem::UnknownName, message);
            }
        }
        for (index, id) in rung.only.iter().enumerate() {
            let always = ["quota", "dues"];
            let known = program.constraints.keys().chain(program.duties.keys()).map(Code::as_str);
            let mut known = known.chain(always);
            if !known.clone().any(|known| known == id.as_str()) {
                let near = nearest(id.as_str(), known.by_ref());
                let place = place.key("only");
                return unknown("unknown constraint", id.as_str(), &near, &place.index(index));
            }
        }
        Ok(())
    }

    /// What single credentials ask for.
    fn singles(&self, by: &BTreeMap<Code, Units>, place: &Path<'_>) -> Checked {
        positive(!by.is_empty(), place, "a table of no credential")?;
        by.keys().try_for_each(|code| self.credential_of_issuer(code, &place.key(code.as_str())))
    }

    fn codes(&self, codes: &mut dyn Iterator<Item = &Code>, place: &Path<'_>) -> Checked {
        let mut codes = codes.enumerate();
        codes.try_for_each(|(index, code)| self.credential_of_issuer(code, &place.index(index)))
    }
}

/// In every cycle there is a way to renew a credential.
fn always_some_way(ways: &[Way], code: &Code, place: &Path<'_>) -> Checked {
    let turns = ways.iter().filter_map(|way| way.cycles).map(|every| every.of.get().max(1));
    let all = turns.fold(1_u32, |all, of| all.saturating_mul(of).min(5_040));
    let open = |cycle: u32| {
        let open_to = |way: &&Way| way.r#for.is_empty() || way.r#for.contains(code);
        ways.iter().filter(open_to).any(|way| {
            way.cycles.is_none_or(|every| {
                let turn = cycle.checked_rem(every.of.get().max(1)).unwrap_or(0);
                turn.saturating_add(1) == every.nth.get()
            })
        })
    };
    match (0..all).find(|cycle| !open(*cycle)) {
        None => Ok(()),
        Some(cycle) => {
            let cycle = cycle.saturating_add(1);
            let message =
                alloc::format!("cycle {cycle} of {all} has no way to renew: add one for it");
            fail(place, Problem::Contradiction, message)
        }
    }
}

fn hundred(percent: Decimal) -> bool {
    percent <= Decimal::whole(100)
}

/// Fields of a cycle that say something together.
fn cycle(rule: &CycleRule, place: &Path<'_>) -> Checked {
    let by_calendar = matches!(rule.ends, Ends::Calendar(_) | Ends::Membership(_));
    if !by_calendar && (rule.years.is_some() || rule.first != First::Partial) {
        let message = "`years` and `first` are for ends by calendar or membership: leave them out";
        return fail(place, Problem::BadValue, message);
    }
    if rule.first == First::Long && rule.years.is_some() {
        let message = "a long first cycle does not end in shared years: leave out one of the two";
        return fail(&place.key("first"), Problem::BadValue, message);
    }
    if by_calendar && rule.years.is_some() && !matches!(rule.length, Length::Years(_)) {
        let message = "`years` needs a length in years: correct one of the two";
        return fail(&place.key("length"), Problem::BadValue, message);
    }
    let years = matches!(rule.length, Length::Years(_));
    if by_calendar && !years {
        let message = "cycles that end on days of the calendar have a length in years: correct it";
        return fail(&place.key("length"), Problem::BadValue, message);
    }
    if rule.years == Some(Years::ParityOfMonth) && rule.length != Length::Years(2) {
        let message = "parity makes cycles of 2 years: correct `length` or `years`";
        return fail(&place.key("years"), Problem::BadValue, message);
    }
    if let Some(Years::Like(year)) = rule.years
        && !(1900..2200).contains(&year.get())
    {
        let message =
            alloc::format!("`{year}` is not a year of the calendar: write one such as 2026");
        return fail(&place.key("years"), Problem::BadValue, message);
    }
    if rule.renewed_early == Moves::Shortens {
        let message = "an early renewal keeps the next cycle or restarts it: write one of the two";
        return fail(&place.key("renewed_early"), Problem::BadValue, message);
    }
    Ok(())
}

fn prorated(rule: &Proration, place: &Path<'_>) -> Checked {
    if let Proration::Even(even) = rule {
        let step = even.step.is_some_and(|step| step.amount() == Decimal::ZERO);
        return positive(!step, &place.key("step"), "a step of 0");
    }
    let Proration::Table(rows) = rule else {
        return Ok(());
    };
    let falling = rows.is_sorted_by(|left, right| left.months > right.months);
    let table = place.key("table");
    positive(!rows.is_empty(), &table, "a table without rows")?;
    positive(falling, &table, "a table whose months do not fall")
}

/// No price is a percentage of itself, by whatever way round.
fn percent_circles(program: &Program, place: &Path<'_>) -> Checked {
    for (purpose, prices) in &program.fees {
        let rests = prices.versions().iter().flat_map(Version::value).filter_map(|price| price.of);
        for of in rests {
            let base = program.fees.get(&of).map(Dated::versions).unwrap_or_default();
            let chained = base.iter().flat_map(Version::value).any(|price| price.of.is_some());
            if chained || of == *purpose {
                let message = alloc::format!(
                    "a percentage of `{of}`, which is a percentage itself: name a price in money"
                );
                return fail(&place.key(purpose.as_str()), Problem::BadValue, message);
            }
        }
    }
    Ok(())
}

/// A price is written in one way.
fn price(price: &Price, place: &Path<'_>) -> Checked {
    let ways = [
        !price.prices.is_empty(),
        price.flat.is_some(),
        price.percent.is_some(),
        price.unpublished.is_some(),
    ];
    let ways: Vec<bool> = ways.into_iter().filter(|given| *given).collect();
    let of = price.percent.is_some() == price.of.is_some();
    if ways.len() != 1 || !of {
        let message = "a price is one of `prices`, `flat`, `percent` with `of`, and `unpublished`: write one of them";
        return fail(place, Problem::BadValue, message);
    }
    Ok(())
}
