//! The rules of renewal programmes as readable lines.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::describe::{Describe, joined, not_published, one, tree_lines, walk};
use super::filter::{Filter, Leftover, UnitRule};
use super::heading::fee;
use super::phrase::words;
use super::renewal::{
    Appeal, AppealStarts, Base, CarryOver, Closes, Constraint, CountsFrom, CycleForm, CycleRule,
    Duty, Each, Ends, Exempt, ExtensionRule, First, LastPart, Limit, Maximum, MinimaRule, Minimum,
    MonthDay, Moves, Per, Price, PriceClass, Proration, Quota, Repeats, Rounding, Rung, Share,
    Sharing, Single, Starts, Submission, Validity, Waives, Way, Years,
};
use super::requirement::Node;
use crate::calendar::Length;
use crate::credential::Code;
use crate::quantity::Units;
use crate::word::Word;

/// What a rule says that asks for nothing.
pub(super) const NOTHING_ASKED: &str = "nothing is asked";

fn month_day(day: MonthDay) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS.get(usize::from(day.month).saturating_sub(1)).copied().unwrap_or("");
    alloc::format!("{} {month}", day.day)
}

impl Describe for CycleForm {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::Published(rule) => cycle(rule),
            Self::Unpublished(why) => one(not_published(why)),
        }
    }
}

fn cycle(rule: &CycleRule) -> Vec<String> {
    let starts = match rule.starts {
        Starts::Exam => "from the day of the exam",
        Starts::DayAfterExam => "from the day after the exam",
        Starts::Award => "from the award",
        Starts::DayAfterAward => "from the day after the award",
    };
    let ends = match &rule.ends {
        Ends::Anniversary => String::from("to the day before the anniversary"),
        Ends::MonthEnd => String::from("to the end of that month"),
        Ends::Calendar(day) => alloc::format!("ending on {}", month_day(*day)),
        Ends::Membership(issuer) => alloc::format!("ending with the membership in {issuer}"),
    };
    let mut lines = one(alloc::format!("{} {starts}, {ends}", rule.length));
    lines.extend(rule.years.map(|years| match years {
        Years::ParityOfMonth => {
            String::from("odd months end in odd years, even months in even years")
        }
        Years::ParityOfAward => String::from("in odd or even years as the year of the award is"),
        Years::Like(year) => {
            alloc::format!("in the same years for everybody, {year} is one of them")
        }
    }));
    let by_calendar = matches!(rule.ends, Ends::Calendar(_) | Ends::Membership(_));
    lines.extend(match rule.first {
        First::Partial if !by_calendar => None,
        First::Partial => Some(String::from("the first one ends on the first such day")),
        First::Long => Some(String::from("the first one runs on for a full length after that day")),
        First::Exempt => Some(String::from("the time up to the first such day asks for nothing")),
        First::AtLeast(length) => Some(alloc::format!("the first one lasts at least {length}")),
    });
    lines.extend(
        rule.primary.then(|| String::from("all credentials follow the cycle of the primary one")),
    );
    lines.extend(match rule.renewed_early {
        Moves::Keeps => None,
        Moves::Shortens => Some(String::from("an early renewal shortens the next one")),
        Moves::Restarts => {
            Some(String::from("the next one begins on the day after an early renewal"))
        }
    });
    lines.extend(match rule.renewed_late {
        Moves::Keeps => None,
        Moves::Shortens => Some(String::from("a late renewal shortens the next one")),
        Moves::Restarts => Some(String::from("the next one begins with a late renewal")),
    });
    lines
}

impl Describe for Validity {
    fn lines(&self) -> Vec<String> {
        Vec::from([
            alloc::format!("{} from the award, whatever is done in that time", self.length),
            alloc::format!("after it: {}", self.then),
        ])
    }
}

impl Describe for Submission {
    fn lines(&self) -> Vec<String> {
        let opens = self.opens.map(|opens| alloc::format!("from {opens} before the last day"));
        let closes = self.closes.map(|closes| match closes {
            Closes::After(Length::Days(0)) => String::from("up to the last day"),
            Closes::After(length) => alloc::format!("up to {length} after the last day"),
            Closes::On(day) => alloc::format!("up to the {} after the last day", month_day(day)),
        });
        let complete = self.complete.then(|| String::from("only once the total is met"));
        let parts = joined([opens, closes, complete]);
        one(if parts.is_empty() { String::from("up to the last day") } else { parts })
    }
}

/// "36 units for 1 credential, 40 for 2, 44 for 3 or more".
fn by_count(rows: &[Units]) -> String {
    if let [only] = rows {
        return only.to_string();
    }
    let row = |(index, units): (usize, &Units)| {
        let count = index.saturating_add(1);
        let more = if count == rows.len() { " or more" } else { "" };
        if index == 0 {
            alloc::format!("{units} for {count} credential")
        } else {
            alloc::format!("{} for {count}{more}", units.amount())
        }
    };
    let rows: Vec<String> = rows.iter().enumerate().map(row).collect();
    rows.join(", ")
}

fn single(single: &Single) -> String {
    match single {
        Single::All(units) => units.to_string(),
        Single::By(by) => {
            // Credentials with the same amount stand together.
            let mut amounts: BTreeMap<Units, Vec<&str>> = BTreeMap::new();
            for (code, units) in by {
                amounts.entry(*units).or_default().push(code.as_str());
            }
            let row = |(units, codes): (&Units, &Vec<&str>)| {
                alloc::format!("{units} for {}", codes.join(", "))
            };
            let rows: Vec<String> = amounts.iter().map(row).collect();
            rows.join("; ")
        }
    }
}

/// "36 units for each credential", or the amounts of each.
fn each(single_of: &Single) -> String {
    match single_of {
        Single::All(units) => alloc::format!("{units} for each credential"),
        by @ Single::By(_) => single(by),
    }
}

impl Describe for Quota {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::None => one("no units"),
            Self::Unpublished(why) => one(not_published(why)),
            Self::ByCount(rows) => one(by_count(rows)),
            Self::Further { single: one_of, further, cap } => {
                let mut lines = one(match one_of {
                    Single::All(units) => alloc::format!("{units} for one credential"),
                    by @ Single::By(_) => single(by),
                });
                lines.push(alloc::format!("{} more for each further credential", further.amount()));
                lines.extend(cap.map(|cap| alloc::format!("at most {cap} in all")));
                lines
            }
            Self::Same(one_of) => {
                let mut lines = one(each(one_of));
                lines.push(String::from("the same unit serves all of them"));
                lines
            }
            Self::Own { single: one_of, serves } => {
                let mut lines = one(each(one_of));
                lines.push(String::from("each unit serves one of them"));
                for (code, others) in serves {
                    let others: Vec<&str> = others.iter().map(Code::as_str).collect();
                    let others = others.join(" and ");
                    lines.push(alloc::format!("but units of {code} also serve {others}"));
                }
                lines
            }
        }
    }
}

impl Describe for Proration {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::InFull => one("in full"),
            Self::NextCycle => one("none before the next cycle"),
            Self::Even(even) => {
                let step = even.step.map(|step| alloc::format!("in steps of {}", step.amount()));
                let rounding = even.rounding.map(|rounding| {
                    String::from(match rounding {
                        Rounding::Down => "rounded down",
                        Rounding::Up => "rounded up",
                        Rounding::Nearest => "rounded to the nearest",
                    })
                });
                let minima = String::from(match even.minima {
                    MinimaRule::Even => "minima in the same proportion",
                    MinimaRule::InFull => "minima in full",
                    MinimaRule::Unpublished => "what becomes of minima is not published",
                });
                let how = Some(String::from("in proportion to the whole months that are left"));
                one(joined([how, step, rounding, Some(minima)]))
            }
            Self::Table(rows) => rows
                .iter()
                .map(|row| {
                    let minima: Vec<String> = row
                        .minima
                        .iter()
                        .map(|(id, units)| {
                            alloc::format!(", {} of them for `{id}`", units.amount())
                        })
                        .collect();
                    let left = match row.months.get() {
                        0 => String::from("however little time is left"),
                        1 => String::from("if at least 1 month is left"),
                        months => alloc::format!("if at least {months} months are left"),
                    };
                    alloc::format!("{} {left}{}", row.units, minima.concat())
                })
                .collect(),
            Self::Unpublished(why) => one(not_published(why)),
        }
    }
}

pub(super) fn counts_from(from: CountsFrom) -> String {
    String::from(match from {
        CountsFrom::Award => "from the first award on",
        CountsFrom::Membership => "from the first day of membership on",
        CountsFrom::Cycle => "from the first day of the cycle on",
    })
}

/// What a filter says of activities, as it stands after the word: " in auditing, delivered live-online".
fn those(filter: &Filter) -> String {
    match parts(filter) {
        nothing if nothing.is_empty() => String::from(" of any kind"),
        parts => alloc::format!(" {parts}"),
    }
}

fn parts(filter: &Filter) -> String {
    let topics = filter.topics.as_ref().map(|topics| alloc::format!("in {}", words(&topics.0)));
    let kind = filter.kind.as_ref().map(|kinds| alloc::format!("of the kind {}", words(&kinds.0)));
    let delivery =
        filter.delivery.as_ref().map(|delivery| alloc::format!("delivered {}", words(&delivery.0)));
    let by = filter.provider.as_ref().map(|names| alloc::format!("from {}", words(&names.0)));
    let class = filter.provider_class.as_ref();
    let class =
        class.map(|class| alloc::format!("from a provider of the class {}", words(&class.0)));
    let approved =
        filter.approved_by.as_ref().map(|by| alloc::format!("approved by {}", words(&by.0)));
    let approved_for = filter.approved_for.as_ref();
    let approved_for = approved_for.map(|codes| alloc::format!("approved for {}", words(&codes.0)));
    let job = filter.job_related.map(|_| String::from("related to the job"));
    let published = filter
        .published_within
        .map(|within| alloc::format!("published within {within} before they were completed"));
    let from = filter.completed_from.map(|day| alloc::format!("completed on {day} or later"));
    let until = filter.completed_until.map(|day| alloc::format!("completed on {day} or earlier"));
    let any = (!filter.any.is_empty()).then(|| {
        let each: Vec<String> = filter.any.iter().map(of_several).collect();
        alloc::format!("either {}", each.join(" or "))
    });
    let except = filter.except.as_ref().map(|except| alloc::format!("not {}", of_several(except)));
    joined([
        topics,
        kind,
        delivery,
        by,
        class,
        approved,
        approved_for,
        job,
        published,
        from,
        until,
        any,
        except,
    ])
}

/// One of several filters; in brackets where it has several parts.
fn of_several(filter: &Filter) -> String {
    match parts(filter) {
        nothing if nothing.is_empty() => String::from("of any kind"),
        several if several.contains(", ") => alloc::format!("({several})"),
        single => single,
    }
}

fn filter_and_below<'f>(filter: &'f Filter, hear: &mut dyn FnMut(&'f Filter)) {
    hear(filter);
    filter.any.iter().for_each(|below| filter_and_below(below, hear));
    filter.except.iter().for_each(|below| filter_and_below(below, hear));
}

impl Describe for Filter {
    fn lines(&self) -> Vec<String> {
        one(alloc::format!("activities{}", those(self)))
    }

    fn filters<'s>(&'s self, hear: &mut dyn FnMut(&'s Filter)) {
        filter_and_below(self, hear);
    }
}

impl Describe for Vec<UnitRule> {
    fn lines(&self) -> Vec<String> {
        let line = |rule: &UnitRule| {
            let of = rule.of.as_ref().map(|of| alloc::format!(" for activities{}", those(of)));
            let units =
                rule.units.map_or_else(|| String::from("1 unit"), |units| units.to_string());
            let leftover = rule.leftover.as_ref().map(|leftover| match leftover {
                Leftover::Exact => String::from("what is left over counts in proportion"),
                Leftover::Rows(rows) => {
                    let row = |row: &super::filter::LeftoverRow| {
                        alloc::format!("{} from {} on", row.units.amount(), row.minutes)
                    };
                    let rows: Vec<String> = rows.iter().map(row).collect();
                    alloc::format!("for what is left over {}", rows.join(", "))
                }
            });
            let most = rule.most.map(|most| alloc::format!("at most {most} for one activity"));
            let each =
                alloc::format!("{units} for each {}{}", rule.minutes, of.unwrap_or_default());
            joined([Some(each), leftover, most])
        };
        self.iter().map(line).collect()
    }

    fn filters<'s>(&'s self, hear: &mut dyn FnMut(&'s Filter)) {
        self.iter().filter_map(|rule| rule.of.as_ref()).for_each(|of| filter_and_below(of, hear));
    }
}

impl Describe for Repeats {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::Allowed => "counts again",
            Self::OnceACycle => "counts once in a cycle",
            Self::Once => "counts once for ever",
        })
    }
}

const fn per(per: Option<Per>) -> &'static str {
    match per {
        None => "",
        Some(Per::Year) => " in each year of the cycle",
        Some(Per::CalendarYear) => " in each calendar year",
        Some(Per::Activity) => " for one activity",
    }
}

impl Describe for Constraint {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::None => one(NOTHING_ASKED),
            Self::Unpublished(why) => one(not_published(why)),
            Self::Minimum(rule) => minimum(rule),
            Self::Share(rule) => one(share(rule)),
            Self::Maximum(rule) => one(maximum(rule)),
            Self::Events { events, of, per: each } => {
                let what = if events.get() == 1 { "activity" } else { "activities" };
                one(alloc::format!("at least {events} {what}{}{}", those(of), per(*each)))
            }
        }
    }

    fn filters<'s>(&'s self, hear: &mut dyn FnMut(&'s Filter)) {
        match self {
            Self::None | Self::Unpublished(_) => {}
            Self::Minimum(minimum) => filter_and_below(&minimum.of, hear),
            Self::Share(share) => filter_and_below(&share.of, hear),
            Self::Events { of, .. } => filter_and_below(of, hear),
            Self::Maximum(maximum) => {
                let both = maximum.of.iter().chain(&maximum.except);
                both.for_each(|filter| filter_and_below(filter, hear));
            }
        }
    }
}

fn minimum(minimum: &Minimum) -> Vec<String> {
    let which = alloc::format!("{}{}", those(&minimum.of), per(minimum.per));
    let mut lines = match minimum.units.as_slice() {
        [only] => one(alloc::format!("at least {only}{which}")),
        rows => one(alloc::format!("at least {}:{which}", by_count(rows))),
    };
    let cycles = minimum.cycles.filter(|cycles| cycles.get() > 1);
    lines.extend(cycles.map(|cycles| {
        let earlier = cycles.get().saturating_sub(1);
        match earlier {
            1 => String::from("over two cycles: this one and the one before"),
            _ => alloc::format!("over {cycles} cycles: this one and the {earlier} before"),
        }
    }));
    if !minimum.residence.is_empty() {
        let places = words(&minimum.residence);
        lines.push(alloc::format!("asked only of residents of {places}"));
    }
    lines
}

fn share(share: &Share) -> String {
    let base = match share.base {
        Base::Required => "the required units",
        Base::Earned => "the units earned",
    };
    let round =
        share.round_up.map(|step| alloc::format!(", rounded up to multiples of {}", step.amount()));
    alloc::format!(
        "at least {} % of {base}:{}{}",
        share.percent,
        those(&share.of),
        round.unwrap_or_default()
    )
}

fn maximum(maximum: &Maximum) -> String {
    let limit = match maximum.limit {
        Limit::Units(units) => units.to_string(),
        Limit::Percent(percent) => alloc::format!("{percent} % of the required units:"),
        Limit::Unpublished => String::from("a number that is not published:"),
    };
    let of = maximum.of.as_ref().map_or_else(|| String::from(" of any kind"), those);
    let except = maximum
        .except
        .as_ref()
        .map(|except| alloc::format!(", not counting those{}", those(except)));
    alloc::format!("at most {limit}{of}{}{}", per(maximum.per), except.unwrap_or_default())
}

impl Describe for Sharing {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::Separate => "a unit serves one of them",
            Self::Shared => "the same unit serves all of them",
        })
    }
}

impl Describe for CarryOver {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::None => String::from("none"),
            Self::Carried { last, most } => {
                let part = match last {
                    LastPart::Month => String::from("month"),
                    LastPart::Length(length) => length.to_string(),
                };
                let most = most.map(|most| alloc::format!(", {most} at most"));
                alloc::format!(
                    "those of the last {part} of a cycle may serve the next one instead{}",
                    most.unwrap_or_default()
                )
            }
        })
    }
}

impl Describe for Vec<Way> {
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for way in self {
            let cycles = way
                .cycles
                .map(|every| alloc::format!(", only in cycle {} of every {}", every.nth, every.of));
            let of = (!way.r#for.is_empty())
                .then(|| alloc::format!(", only for holders of {}", words(&way.r#for)));
            let of = of.unwrap_or_default();
            let units = if way.quota { "the units of the cycle" } else { "no units" };
            let and = if way.requires.is_some() { ", and" } else { "" };
            lines.push(alloc::format!(
                "{}: {units}{of}{}{and}",
                way.id,
                cycles.unwrap_or_default()
            ));
            lines.extend(way.requires.iter().flat_map(|tree| tree_lines(tree, 1)));
        }
        lines
    }

    fn nodes<'s>(&'s self, hear: &mut dyn FnMut(&'s Node)) {
        let trees = self.iter().filter_map(|way| way.requires.as_ref());
        trees.for_each(|tree| walk(&tree.0, hear));
    }
}

impl Describe for Duty {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::None => one(NOTHING_ASKED),
            Self::Filing => one("the renewal is filed"),
            Self::Fee(purpose, each) => {
                one(alloc::format!("the {} is paid{}", fee(*purpose), per(*each)))
            }
            Self::Requires(requirement) => requirement.lines(),
        }
    }

    fn nodes<'s>(&'s self, hear: &mut dyn FnMut(&'s Node)) {
        if let Self::Requires(requirement) = self {
            requirement.nodes(hear);
        }
    }
}

impl Describe for Vec<Price> {
    fn lines(&self) -> Vec<String> {
        self.iter().map(price).collect()
    }
}

fn price(price: &Price) -> String {
    let class = match price.r#for {
        PriceClass::All => "everybody",
        PriceClass::Member => "members",
        PriceClass::NonMember => "non-members",
    };
    let of = price.organization.as_ref().map(|issuer| alloc::format!(" of {issuer}"));
    let amounts: Vec<String> = price.prices.iter().map(ToString::to_string).collect();
    let amount = match (amounts.as_slice(), price.flat, price.percent, price.of) {
        ([only], ..) => alloc::format!("{only} for each credential"),
        ([first, between @ .., last], ..) => {
            let row = |(index, amount): (usize, &String)| {
                alloc::format!(", {amount} for credential {}", index.saturating_add(2))
            };
            let between: Vec<String> = between.iter().enumerate().map(row).collect();
            let between = between.concat();
            alloc::format!("{first} for the first credential{between}, {last} for each further one")
        }
        (_, Some(flat), ..) => alloc::format!("{flat} for all credentials together"),
        (_, _, Some(percent), Some(of)) => {
            alloc::format!("{percent} % of the {}", fee(of))
        }
        _ => price.unpublished.as_ref().map(not_published).unwrap_or_default(),
    };
    alloc::format!("{class}{}: {amount}", of.unwrap_or_default())
}

impl Describe for ExtensionRule {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::None => String::from("cannot be bought"),
            Self::Bought { length, blocks } => {
                let length = length.map_or_else(
                    || String::from("how long is not published"),
                    |length| alloc::format!("{length} each"),
                );
                let times = blocks.map(|blocks| match blocks.get() {
                    1 => String::from(", once"),
                    times => alloc::format!(", at most {times} times"),
                });
                alloc::format!("may be bought: {length}{}", times.unwrap_or_default())
            }
        })
    }
}

impl Describe for Vec<Rung> {
    fn lines(&self) -> Vec<String> {
        self.iter().map(rung).collect()
    }

    fn cited(&self) -> Vec<&Code> {
        let sources = self.iter().filter_map(|rung| rung.source.as_ref());
        sources.flat_map(|source| &source.0).collect()
    }
}

fn rung(rung: &Rung) -> String {
    let time = match (rung.r#for, rung.until) {
        (Some(length), _) => alloc::format!("for {length}"),
        (None, Some(Closes::After(length))) => alloc::format!("until {length} after the last day"),
        (None, Some(Closes::On(day))) => alloc::format!("until {}", month_day(day)),
        (None, None) => String::from("from then on"),
    };
    let standing = rung.standing.map(|standing| standing.to_string());
    let standing = standing.or_else(|| rung.unpublished.as_ref().map(not_published));
    let fees = rung.fees.as_ref().map(|fees| match fees.as_slice() {
        [] => String::from("nothing to pay"),
        fees => {
            let fees: Vec<String> = fees.iter().map(rung_fee).collect();
            alloc::format!("to pay {}", fees.join(" and "))
        }
    });
    let remains = (!rung.remains.is_empty()).then(|| {
        let each: Vec<&str> = rung.remains.iter().map(remaining).collect();
        alloc::format!("still possible: {}", each.join(", "))
    });
    let units = rung.units.map(|units| alloc::format!("{units} more"));
    let only = (!rung.only.is_empty())
        .then(|| alloc::format!("only where nothing but {} is missing", words(&rung.only)));
    let rest: Vec<String> = [standing, only, fees, units, remains].into_iter().flatten().collect();
    let source = rung.source.as_ref().map(|source| {
        let keys: Vec<&str> = source.0.iter().map(Code::as_str).collect();
        alloc::format!(" (source {})", keys.join(" and "))
    });
    alloc::format!("{time}: {}{}", rest.join("; "), source.unwrap_or_default())
}

/// What may still be done, in plain words.
fn remaining(word: &Word) -> &str {
    match word.as_str() {
        "ceus" => "earning units",
        "exam" => "passing the exam",
        other => other.parse().map_or(other, |purpose| fee(purpose)),
    }
}

fn rung_fee(one: &super::renewal::RungFee) -> String {
    let price = one.price.map(|price| alloc::format!(" {price}"));
    let each = if one.each == Some(Each::Cycle) { " for each cycle missed" } else { "" };
    alloc::format!("{}{}{each}", fee(one.what), price.unwrap_or_default())
}

impl Describe for Appeal {
    fn lines(&self) -> Vec<String> {
        let from = match self.starts {
            AppealStarts::Revoked => "from the first day of being revoked",
            AppealStarts::Unpublished => "from a day that is not published",
        };
        one(alloc::format!("{} {from}", self.within))
    }
}

impl Describe for Exempt {
    fn lines(&self) -> Vec<String> {
        let waives = match self.waives {
            Waives::Everything => "nothing more is asked",
            Waives::Quota => "no units are asked",
            Waives::Later => "units that are missing are asked for in the next cycle",
            Waives::Nothing => "everything is still asked",
        };
        let standing = self.standing.map(|standing| alloc::format!("the standing is {standing}"));
        one(joined([Some(String::from(waives)), standing]))
    }
}
