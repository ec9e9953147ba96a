//! Rules as readable lines, for showing a book and for comparing two.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::exam::{Attempts, ExamFacts, Fee, FeeClass, LimitCounted, PassMark, Window};
use super::filter::{Filter, Leftover, UnitRule};
use super::phrase::{phrase, words};
use super::renewal::{
    Appeal, AppealStarts, Base, CarryOver, Closes, Constraint, CycleForm, CycleRule, Duty, Each,
    Ends, Exempt, ExtensionRule, First, LastPart, Limit, MinimaRule, MonthDay, Moves, Per, Price,
    PriceClass, Proration, Quota, Repeats, Rounding, Rung, Sharing, Single, Starts, Submission,
    Validity, Waives, Way, Years,
};
use super::requirement::{Node, Requirement};
use super::{Number, WaiverTerms};
use crate::quantity::Units;

/// A rule as lines; deeper ones are indented by two blanks a level.
pub(crate) trait Describe {
    fn lines(&self) -> Vec<String>;
}

fn one(line: impl Into<String>) -> Vec<String> {
    Vec::from([line.into()])
}

fn some(parts: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    parts.into_iter().flatten().collect()
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    some(parts).join(", ")
}

fn not_published(why: &impl ToString) -> String {
    alloc::format!("not published: {}", why.to_string())
}

impl Describe for bool {
    fn lines(&self) -> Vec<String> {
        one(if *self { "yes" } else { "no" })
    }
}

impl Describe for Requirement {
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        tree(&self.0, None, 0, &mut lines);
        lines
    }
}

fn tree(node: &Node, name: Option<&str>, depth: usize, lines: &mut Vec<String>) {
    let what = match node {
        Node::All(of) => alloc::format!("all {} of", of.0.len()),
        Node::Any(of) => alloc::format!("one of {}", of.0.len()),
        Node::AtLeast(at_least) => {
            alloc::format!("at least {} of {}", at_least.count, at_least.of.0.len())
        }
        Node::Points(points) => alloc::format!("{} points from", points.need),
        Node::Sequence(_) => String::from("first, and then"),
        Node::Readings(readings) => {
            alloc::format!("sources contradict each other ({})", readings.question)
        }
        Node::Cited(cited) => {
            tree(&cited.requires, name, depth, lines);
            let keys: Vec<&str> =
                cited.source.0.iter().map(crate::credential::Code::as_str).collect();
            if let Some(last) = lines.last_mut() {
                last.push_str(&alloc::format!(" [{}]", keys.join(", ")));
            }
            return;
        }
        leaf => phrase(leaf),
    };
    let name = name.map(|name| alloc::format!("{name}: ")).unwrap_or_default();
    lines.push(alloc::format!("{}{name}{what}", "  ".repeat(depth)));
    for (step, below) in node.below() {
        tree(below, step.name, depth.saturating_add(1), lines);
    }
    if let Node::Experience(experience) = node {
        for waiver in &experience.waivers {
            let most = experience.at_most_waived.map(|most| alloc::format!(", at most {most}"));
            let pad = "  ".repeat(depth.saturating_add(1));
            lines.push(alloc::format!(
                "{pad}waived in part by {waiver}{}",
                most.unwrap_or_default()
            ));
        }
    }
}

impl Describe for ExamFacts {
    fn lines(&self) -> Vec<String> {
        let part = |number: Option<Number>, unit: &str| {
            number.map(|number| alloc::format!("{number} {unit}"))
        };
        let pass = self.pass.map(|mark| match mark {
            PassMark::Percent(score) => alloc::format!("pass mark {} %", score.amount()),
            PassMark::Scaled(score) => {
                alloc::format!("pass mark {} points on the issuer's scale", score.amount())
            }
            PassMark::Undisclosed => String::from("pass mark not disclosed"),
        });
        one(joined([
            part(self.items, "questions"),
            part(self.scored, "of them scored"),
            part(self.pretest, "of them tried out"),
            part(self.cases, "cases"),
            part(self.minutes, "minutes"),
            pass,
        ]))
    }
}

impl Describe for Attempts {
    fn lines(&self) -> Vec<String> {
        let waits: Vec<String> = self.waits.iter().map(ToString::to_string).collect();
        let waits = match waits.split_last() {
            None => String::from("no wait after a failure"),
            Some((last, [])) => alloc::format!("{last} after each failure"),
            Some((last, first)) => {
                alloc::format!("{} after the first failures, then {last}", first.join(", "))
            }
        };
        let limit = self.limit.map(|limit| {
            let within = limit.within.map(|within| match limit.counted {
                LimitCounted::Sliding => alloc::format!(" within any {within}"),
                LimitCounted::FromFirst => alloc::format!(" within {within} of the first"),
            });
            alloc::format!("at most {} attempts{}", limit.count, within.unwrap_or_default())
        });
        some([Some(waits), limit])
    }
}

impl Describe for Window {
    fn lines(&self) -> Vec<String> {
        let mut lines = one(alloc::format!("{} after approval", self.length));
        for extension in &self.extensions {
            let price = extension.price.map(|price| alloc::format!(" for {price}"));
            lines.push(alloc::format!(
                "may be extended by {}{}",
                extension.length,
                price.unwrap_or_default()
            ));
        }
        lines
    }
}

impl Describe for Vec<Fee> {
    fn lines(&self) -> Vec<String> {
        let line = |fee: &Fee| {
            let class = match fee.r#for {
                FeeClass::All => "everybody",
                FeeClass::Member => "members",
                FeeClass::NonMember => "non-members",
                FeeClass::Student => "students",
            };
            let attempts = match fee.attempts.get() {
                1 => String::new(),
                many => alloc::format!(", {many} attempts"),
            };
            alloc::format!("{} for {class}{attempts}", fee.price)
        };
        self.iter().map(line).collect()
    }
}

impl Describe for WaiverTerms {
    fn lines(&self) -> Vec<String> {
        let times = match self.times.get() {
            1 => String::from("once"),
            times => alloc::format!("up to {times} times"),
        };
        let not_with = (!self.not_with.is_empty())
            .then(|| alloc::format!("not together with {}", words(&self.not_with)));
        let mut lines = one(joined([
            Some(alloc::format!("stands for {} of experience, {times}", self.replaces)),
            not_with,
        ]));
        tree(&self.requires.0, None, 1, &mut lines);
        lines
    }
}

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
            Self::Published(rule) => one(cycle(rule)),
            Self::Unpublished(why) => one(not_published(why)),
        }
    }
}

fn cycle(rule: &CycleRule) -> String {
    let starts = match rule.starts {
        Starts::Exam => "from the day of the exam",
        Starts::DayAfterExam => "from the day after the exam",
        Starts::Award => "from the award",
        Starts::DayAfterAward => "from the day after the award",
    };
    let ends = match &rule.ends {
        Ends::Anniversary => None,
        Ends::MonthEnd => Some(String::from("to the end of the month")),
        Ends::Calendar(day) => Some(alloc::format!("ending on {}", month_day(*day))),
        Ends::Membership(issuer) => Some(alloc::format!("ending with the membership of {issuer}")),
    };
    let years = rule.years.map(|years| match years {
        Years::ParityOfMonth => String::from("odd months in odd years, even months in even years"),
        Years::ParityOfAward => String::from("in years of the award's parity"),
        Years::Like(year) => alloc::format!("for everybody in the same years, {year} among them"),
    });
    let first = match rule.first {
        First::Partial => None,
        First::Long => Some(String::from("the first one runs on for a full length")),
        First::Exempt => Some(String::from("the first part of a year asks for nothing")),
        First::AtLeast(length) => Some(alloc::format!("the first one lasts at least {length}")),
    };
    let primary = rule.primary.then(|| String::from("all holdings follow the primary one"));
    let early = (rule.renewed_early == Moves::Restarts)
        .then(|| String::from("an early renewal restarts it"));
    let late = match rule.renewed_late {
        Moves::Keeps => None,
        Moves::Shortens => Some(String::from("a late renewal shortens the next one")),
        Moves::Restarts => Some(String::from("a late renewal restarts it")),
    };
    let length = Some(alloc::format!("{} {starts}", rule.length));
    joined([length, ends, years, first, primary, early, late])
}

impl Describe for Validity {
    fn lines(&self) -> Vec<String> {
        one(alloc::format!(
            "{} from the award, whatever is done before; then: {}",
            self.length,
            self.then
        ))
    }
}

impl Describe for Submission {
    fn lines(&self) -> Vec<String> {
        let opens = self.opens.map(|opens| alloc::format!("opens {opens} before the last day"));
        let closes = self.closes.map(|closes| match closes {
            Closes::After(length) => alloc::format!("closes {length} after the last day"),
            Closes::On(day) => alloc::format!("closes on the next {}", month_day(day)),
        });
        let complete = self.complete.then(|| String::from("only when the total is met"));
        one(joined([opens, closes, complete]))
    }
}

fn list(units: &[Units]) -> String {
    let amounts: Vec<String> = units.iter().map(|units| units.amount().to_string()).collect();
    amounts.join(", ")
}

fn single(single: &Single) -> String {
    match single {
        Single::All(units) => units.to_string(),
        Single::By(by) => {
            let rows: Vec<String> = by
                .iter()
                .map(|(code, units)| alloc::format!("{code} {}", units.amount()))
                .collect();
            alloc::format!("units by credential: {}", rows.join(", "))
        }
    }
}

impl Describe for Quota {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::None => one("no units"),
            Self::Unpublished(why) => one(not_published(why)),
            Self::ByCount(rows) => match rows.as_slice() {
                [only] => one(only.to_string()),
                rows => one(alloc::format!("units by number of credentials: {}", list(rows))),
            },
            Self::Further { single: one_of, further, cap } => {
                let cap = cap.map(|cap| alloc::format!(", at most {cap}"));
                one(alloc::format!(
                    "{}, and {further} for each further credential{}",
                    single(one_of),
                    cap.unwrap_or_default()
                ))
            }
            Self::Same(one_of) => one(alloc::format!("{}; one unit serves all", single(one_of))),
            Self::Own { single: one_of, serves } => {
                let mut lines = one(alloc::format!("{} each; a unit serves one", single(one_of)));
                for (code, others) in serves {
                    lines.push(alloc::format!("units of {code} also serve {}", words(others)));
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
            Self::NextCycle => one("from the next cycle on"),
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
                    MinimaRule::Unpublished => "minima not published",
                });
                let how = Some(String::from("in proportion to the whole months left"));
                one(joined([how, step, rounding, Some(minima)]))
            }
            Self::Table(rows) => rows
                .iter()
                .map(|row| {
                    let minima: Vec<String> = row
                        .minima
                        .iter()
                        .map(|(id, units)| alloc::format!(", {id} {}", units.amount()))
                        .collect();
                    alloc::format!("{} months left: {}{}", row.months, row.units, minima.concat())
                })
                .collect(),
            Self::Unpublished(why) => one(not_published(why)),
        }
    }
}

/// "auditing, live-online".
pub(crate) fn filter(filter: &Filter) -> String {
    let topics = filter.topics.as_ref().map(|topics| alloc::format!("topic {}", words(&topics.0)));
    let kind = filter.kind.as_ref().map(|kinds| words(&kinds.0));
    let delivery = filter.delivery.as_ref().map(|delivery| words(&delivery.0));
    let by = filter.provider.as_ref().map(|names| alloc::format!("by {}", words(&names.0)));
    let class =
        filter.provider_class.as_ref().map(|class| alloc::format!("by a {}", words(&class.0)));
    let approved =
        filter.approved_by.as_ref().map(|by| alloc::format!("approved by {}", words(&by.0)));
    let approved_for = filter
        .approved_for
        .as_ref()
        .map(|codes| alloc::format!("approved for {}", words(&codes.0)));
    let job = filter.job_related.map(|_| String::from("related to the job"));
    let published =
        filter.published_within.map(|within| alloc::format!("published within {within}"));
    let from = filter.completed_from.map(|day| alloc::format!("completed from {day} on"));
    let until = filter.completed_until.map(|day| alloc::format!("completed until {day}"));
    let any = (!filter.any.is_empty()).then(|| {
        let each: Vec<String> = filter.any.iter().map(self::filter).collect();
        alloc::format!("either {}", each.join(" or "))
    });
    let except =
        filter.except.as_ref().map(|except| alloc::format!("not {}", self::filter(except)));
    let all = [
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
    ];
    match joined(all) {
        nothing if nothing.is_empty() => String::from("everything"),
        parts => parts,
    }
}

impl Describe for Filter {
    fn lines(&self) -> Vec<String> {
        one(filter(self))
    }
}

impl Describe for Vec<UnitRule> {
    fn lines(&self) -> Vec<String> {
        let line = |rule: &UnitRule| {
            let of = rule.of.as_ref().map(|of| alloc::format!("{}: ", filter(of)));
            let units =
                rule.units.map_or_else(|| String::from("1 unit"), |units| units.to_string());
            let leftover = rule.leftover.as_ref().map(|leftover| match leftover {
                Leftover::Exact => String::from("what is left over in proportion"),
                Leftover::Rows(rows) => {
                    let rows: Vec<String> = rows
                        .iter()
                        .map(|row| alloc::format!("{} from {} on", row.units.amount(), row.minutes))
                        .collect();
                    alloc::format!("what is left over: {}", rows.join(", "))
                }
            });
            let most = rule.most.map(|most| alloc::format!("at most {most} each"));
            let each =
                alloc::format!("{}{units} for each {}", of.unwrap_or_default(), rule.minutes);
            joined([Some(each), leftover, most])
        };
        self.iter().map(line).collect()
    }
}

impl Describe for Repeats {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::Allowed => "the same course may count again",
            Self::OnceACycle => "the same course counts once in a cycle",
            Self::Once => "the same course counts once for ever",
        })
    }
}

const fn per(per: Option<Per>) -> &'static str {
    match per {
        None => "",
        Some(Per::Year) => " in each year of the cycle",
        Some(Per::CalendarYear) => " in each calendar year",
        Some(Per::Activity) => " for each activity",
    }
}

impl Describe for Constraint {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::None => String::from("nothing"),
            Self::Unpublished(why) => not_published(why),
            Self::Minimum(minimum) => {
                let units = match minimum.units.as_slice() {
                    [only] => only.to_string(),
                    rows => alloc::format!("{} units by number of credentials", list(rows)),
                };
                let cycles = minimum
                    .cycles
                    .filter(|cycles| cycles.get() > 1)
                    .map(|cycles| alloc::format!("over {cycles} cycles"));
                let residence = (!minimum.residence.is_empty())
                    .then(|| alloc::format!("for residents of {}", words(&minimum.residence)));
                let what = alloc::format!(
                    "at least {units} of: {}{}",
                    filter(&minimum.of),
                    per(minimum.per)
                );
                joined([Some(what), cycles, residence])
            }
            Self::Share(share) => {
                let base = match share.base {
                    Base::Required => "required",
                    Base::Earned => "earned",
                };
                let round =
                    share.round_up.map(|step| alloc::format!(", rounded up to {}", step.amount()));
                alloc::format!(
                    "at least {} % of the {base} units of: {}{}",
                    share.percent,
                    filter(&share.of),
                    round.unwrap_or_default()
                )
            }
            Self::Maximum(maximum) => {
                let limit = match maximum.limit {
                    Limit::Units(units) => units.to_string(),
                    Limit::Percent(percent) => alloc::format!("{percent} % of the required units"),
                    Limit::Unpublished => String::from("a number that is not published"),
                };
                let of = maximum.of.as_ref().map_or_else(|| String::from("everything"), filter);
                let except = maximum
                    .except
                    .as_ref()
                    .map(|except| alloc::format!(", except {}", filter(except)));
                alloc::format!(
                    "at most {limit} of: {of}{}{}",
                    per(maximum.per),
                    except.unwrap_or_default()
                )
            }
            Self::Events { events, of, per: each } => {
                alloc::format!("at least {events} of: {}{}", filter(of), per(*each))
            }
        })
    }
}

impl Describe for Sharing {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::Separate => "a unit serves one minimum of the pool",
            Self::Shared => "a unit serves all minima of the pool",
        })
    }
}

impl Describe for CarryOver {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::None => String::from("nothing is carried over"),
            Self::Carried { last, most } => {
                let part = match last {
                    LastPart::Month => String::from("month"),
                    LastPart::Length(length) => length.to_string(),
                };
                let most = most.map(|most| alloc::format!(", at most {most}"));
                alloc::format!(
                    "units of the last {part} may serve the next cycle{}",
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
                .map(|every| alloc::format!(" (cycle {} of every {})", every.nth, every.of));
            let units = if way.quota { "the units" } else { "no units" };
            let of = (!way.r#for.is_empty()).then(|| alloc::format!(", for {}", words(&way.r#for)));
            let (of, cycles) = (of.unwrap_or_default(), cycles.unwrap_or_default());
            lines.push(alloc::format!("{}: {units}{of}{cycles}", way.id));
            if let Some(requirement) = &way.requires {
                tree(&requirement.0, None, 1, &mut lines);
            }
        }
        lines
    }
}

impl Describe for Duty {
    fn lines(&self) -> Vec<String> {
        match self {
            Self::None => one("nothing"),
            Self::Filing => one("the renewal is filed"),
            Self::Fee(purpose, each) => {
                one(alloc::format!("the {purpose} fee is paid{}", per(*each)))
            }
            Self::Requires(requirement) => requirement.lines(),
        }
    }
}

impl Describe for Vec<Price> {
    fn lines(&self) -> Vec<String> {
        let line = |price: &Price| {
            let class = match price.r#for {
                PriceClass::All => "everybody",
                PriceClass::Member => "members",
                PriceClass::NonMember => "non-members",
            };
            let of = price.organization.as_ref().map(|issuer| alloc::format!(" of {issuer}"));
            let amounts: Vec<String> = price.prices.iter().map(ToString::to_string).collect();
            let amount = match (amounts.as_slice(), price.flat, price.percent, price.of) {
                ([only], ..) => alloc::format!("{only} for each credential"),
                ([_, _, ..], ..) => alloc::format!(
                    "{} for the first credentials, the last for each further one",
                    amounts.join(", ")
                ),
                (_, Some(flat), ..) => alloc::format!("{flat} in all"),
                (_, _, Some(percent), Some(of)) => alloc::format!("{percent} % of the {of} fee"),
                _ => price.unpublished.as_ref().map(not_published).unwrap_or_default(),
            };
            alloc::format!("{class}{}: {amount}", of.unwrap_or_default())
        };
        self.iter().map(line).collect()
    }
}

impl Describe for ExtensionRule {
    fn lines(&self) -> Vec<String> {
        one(match self {
            Self::None => String::from("none"),
            Self::Bought { length, blocks } => {
                let length = length.map_or_else(
                    || String::from("of a length that is not published"),
                    |length| alloc::format!("by {length}"),
                );
                let times = blocks.map(|blocks| alloc::format!(", at most {blocks} times"));
                alloc::format!("may be bought, {length}{}", times.unwrap_or_default())
            }
        })
    }
}

impl Describe for Vec<Rung> {
    fn lines(&self) -> Vec<String> {
        self.iter().map(rung).collect()
    }
}

fn rung(rung: &Rung) -> String {
    let time = match (rung.r#for, rung.until) {
        (Some(length), _) => alloc::format!("for {length}"),
        (None, Some(Closes::After(length))) => alloc::format!("until {length} after the last day"),
        (None, Some(Closes::On(day))) => alloc::format!("until {}", month_day(day)),
        (None, None) => String::from("then for good"),
    };
    let standing = rung.standing.map(|standing| standing.to_string());
    let standing = standing.or_else(|| rung.unpublished.as_ref().map(not_published));
    let fees = rung.fees.as_ref().map(|fees| match fees.as_slice() {
        [] => String::from("nothing to pay"),
        fees => {
            let fee = |fee: &super::renewal::RungFee| {
                let price = fee.price.map(|price| alloc::format!(" {price}"));
                let each =
                    if fee.each == Some(Each::Cycle) { " for each cycle missed" } else { "" };
                alloc::format!("{}{}{each}", fee.what, price.unwrap_or_default())
            };
            let fees: Vec<String> = fees.iter().map(fee).collect();
            alloc::format!("to pay: {}", fees.join(", "))
        }
    });
    let remains = (!rung.remains.is_empty()).then(|| {
        let words: Vec<&str> = rung.remains.iter().map(crate::word::Word::as_str).collect();
        alloc::format!("still possible: {}", words.join(", "))
    });
    let units = rung.units.map(|units| alloc::format!("{units} more"));
    let only = (!rung.only.is_empty())
        .then(|| alloc::format!("only where nothing but {} is missing", words(&rung.only)));
    let rest = joined([standing, only, fees, units, remains]);
    alloc::format!("{time}: {rest}")
}

impl Describe for Appeal {
    fn lines(&self) -> Vec<String> {
        let from = match self.starts {
            AppealStarts::Revoked => "from the first day of being revoked",
            AppealStarts::Unpublished => "from a day that is not published",
        };
        one(alloc::format!("within {} {from}", self.within))
    }
}

impl Describe for Exempt {
    fn lines(&self) -> Vec<String> {
        let waives = match self.waives {
            Waives::Everything => "waives everything",
            Waives::Quota => "waives the units",
            Waives::Later => "moves the missing units into the next cycle",
            Waives::Nothing => "waives nothing",
        };
        let standing = self.standing.map(|standing| standing.to_string());
        one(joined([standing, Some(String::from(waives))]))
    }
}
