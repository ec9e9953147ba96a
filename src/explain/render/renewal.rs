//! The answer about renewal as text: the verdict and the last safe day first.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Page, notes, questions, sources, why_not};
use crate::calendar::Day;
use crate::explain::{
    BottleneckKind, ConstraintAnswer, ConstraintKind, CycleFrom, Disposition, DueAnswer, Lapse,
    Note, NoteCode, Reason, Renewal, RungAnswer, Standing, Verdict,
};
use crate::quantity::{Decimal, Money};

/// Columns of a bar.
const BAR: i64 = 20;
/// Below so many columns text stands under the bar, not beside it.
const NARROW: usize = 80;

/// An answer about renewal as text, wrapped at so many columns.
#[must_use]
pub fn renewal(answer: &Renewal, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(0, &renewal_summary(answer));
    page.blank();
    head(answer, &mut page);
    table(answer, &mut page);
    duties(answer, &mut page);
    missing(answer, &mut page);
    due(answer, &mut page);
    activities(answer, &mut page);
    ladder(answer, &mut page);
    options(answer, &mut page);
    questions(answer.questions(), &mut page);
    readings(answer, &mut page);
    remarks(answer, &mut page);
    sources(&mut page);
    page.text
}

/// The answer in one sentence: the verdict, what is missing first, and the last safe day.
#[must_use]
pub fn renewal_summary(answer: &Renewal) -> String {
    let credential = answer.credential();
    if let Some(text) = dues_lapsed(answer) {
        return text;
    }
    let verdict = match answer.verdict() {
        _ if is_revoked(answer) => return alloc::format!("UNMET: {credential} is revoked."),
        Verdict::Unmet if answer.cycle().is_none() && answer.holdings().is_empty() => {
            return alloc::format!("UNMET: {credential} is not held on {}.", answer.as_of());
        }
        Verdict::Met if answer.cycle().is_some() => {
            let but = match answer.standing() {
                Some(Standing::Active) | None => String::new(),
                Some(standing) => alloc::format!(", but it {}", fallen(answer, standing)),
            };
            alloc::format!("MET: everything for this cycle of {credential} is there{but}.")
        }
        Verdict::Met => alloc::format!("MET: {credential} is kept."),
        Verdict::Unmet => {
            let first = answer.shortfalls().first();
            let first = first.map(|one| match one.measure() {
                "duty" | "way" | "credential" => alloc::format!(" Missing: {}.", one.missing()),
                _ => alloc::format!(" Missing: {} ({}).", one.missing(), one.path()),
            });
            let state = match answer.standing() {
                Some(Standing::Active) => String::from("is not safe yet"),
                Some(standing) => fallen(answer, standing),
                None => String::from("is not safe"),
            };
            alloc::format!("UNMET: {credential} {state}.{}", first.unwrap_or_default())
        }
        Verdict::Undetermined => {
            let first = answer.questions().first();
            let first = first.map(|question| alloc::format!(": {}", super::asked(question)));
            alloc::format!(
                "UNDETERMINED: it cannot be told whether {credential} is safe{}.",
                first.unwrap_or_default()
            )
        }
    };
    alloc::format!("{verdict}{}", last_day(answer))
}

/// The answer where the paid dues are over: that comes first, whatever the cycle.
fn dues_lapsed(answer: &Renewal) -> Option<String> {
    let (day, standing) = (answer.last_safe_day()?, answer.standing()?);
    let lapsed = answer.lapse() == Some(Lapse::Dues) && day < answer.as_of();
    if !lapsed || standing == Standing::Active {
        return None;
    }
    let verdict = match answer.verdict() {
        Verdict::Met => "CYCLE MET, DUES UNPAID",
        Verdict::Unmet => "UNMET",
        Verdict::Undetermined => "UNDETERMINED",
    };
    let credential = answer.credential();
    let fallen = fallen(answer, standing);
    let ceus = answer.shortfalls().first().map(|first| {
        alloc::format!(" Missing for the cycle: {} ({}).", first.missing(), first.path())
    });
    Some(alloc::format!(
        "{verdict}: dues are paid up to {day}; {credential} {fallen}.{}",
        ceus.unwrap_or_default()
    ))
}

/// Where it stands now, since when, and what comes next.
fn fallen(answer: &Renewal, standing: Standing) -> String {
    let day = answer.as_of();
    let ladder = answer.ladder();
    let now = ladder.iter().position(|rung| is_now(rung, day) && rung.standing() == Some(standing));
    let Some(now) = now else {
        return alloc::format!("is {standing}");
    };
    let same = |rung: &&RungAnswer| rung.standing() == Some(standing);
    let before = ladder.get(..=now).unwrap_or_default();
    let since = before.iter().rev().take_while(same).last().map(RungAnswer::from);
    let since = since.map(|day| alloc::format!(" since {day}")).unwrap_or_default();
    let after = ladder.get(now..).unwrap_or_default();
    let next = after.iter().find(|rung| rung.standing() != Some(standing));
    let next = next.map(|rung| {
        let standing = rung.standing().map_or("not known", Standing::as_str);
        alloc::format!(", {standing} from {}", rung.from())
    });
    let word = if standing == Standing::Grace { "late, in grace" } else { standing.as_str() };
    alloc::format!("is {word}{since}{}", next.unwrap_or_default())
}

/// Whether the holding itself was taken away.
fn is_revoked(answer: &Renewal) -> bool {
    answer.cycle().is_none() && answer.standing() == Some(Standing::Revoked)
}

fn last_day(answer: &Renewal) -> String {
    let Some(end) = answer.last_safe_day() else {
        return String::new();
    };
    let what = match answer.lapse() {
        Some(Lapse::Dues) => " (dues are paid up to it)",
        _ => "",
    };
    let days = end.number().saturating_sub(answer.as_of().number());
    match days {
        0 => alloc::format!(" The last safe day is today, {end}{what}."),
        1.. => {
            let left =
                if days == 1 { String::from("1 day") } else { alloc::format!("{days} days") };
            alloc::format!(" The last safe day is {end}, {left} from {}{what}.", answer.as_of())
        }
        _ => alloc::format!(" The last safe day was {end}{what}."),
    }
}

fn head(answer: &Renewal, page: &mut Page) {
    page.line(0, &alloc::format!("{}: {}", answer.credential(), answer.title()));
    let record = answer.record().map(|record| alloc::format!(", record {record}"));
    let known = answer.known_on().map(|day| alloc::format!(", as known on {day}"));
    let when = alloc::format!(
        "On {}{}{}, rule book {}",
        answer.as_of(),
        known.unwrap_or_default(),
        record.unwrap_or_default(),
        answer.book()
    );
    page.line(0, &when);
    if !answer.holdings().is_empty() {
        let holdings: Vec<String> = answer.holdings().iter().map(ToString::to_string).collect();
        page.line(0, &alloc::format!("Renewed together: {}", holdings.join(", ")));
    }
    if let Some(cycle) = answer.cycle() {
        let from = match cycle.from() {
            CycleFrom::Rule => "by the rule",
            CycleFrom::Stated => "as the record states it",
            CycleFrom::Expiry => "from the day on which the holding expires",
            CycleFrom::AfterStated => "after the one that the record states",
        };
        let cites = page.cite(cycle.sources());
        let extended = cycle.extended().map(|day| alloc::format!(", extended to {day}"));
        page.line(
            0,
            &alloc::format!(
                "Cycle: {} to {}{}, {from}{cites}",
                cycle.start(),
                cycle.end(),
                extended.unwrap_or_default()
            ),
        );
    }
    if let Some(filing) = answer.submission().filter(|filing| filing.opens().is_some()) {
        let opens = filing.opens().map(|day| day.to_string()).unwrap_or_default();
        let complete = if filing.complete() { ", once the total is met" } else { "" };
        let complete = match filing.may_file() {
            Verdict::Met => alloc::format!("{complete}: open now"),
            Verdict::Unmet if filing.closes() < answer.as_of() => String::from(": closed"),
            Verdict::Unmet => alloc::format!("{complete}: not open yet"),
            Verdict::Undetermined => String::from(complete),
        };
        page.line(0, &alloc::format!("Filing: {opens} to {}{complete}", filing.closes()));
    }
    let standing = match answer.standing() {
        Some(standing) => standing_words(standing),
        None => "cannot be told",
    };
    page.line(0, &alloc::format!("Standing on {}: {standing}", answer.as_of()));
    let confidence = answer.confidence().map(|confidence| {
        alloc::format!("Confidence: {confidence} (the weakest of the rules that decided)")
    });
    page.line(0, &confidence.unwrap_or_else(|| String::from("No rule on file decided.")));
}

const fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "active, in good standing",
        Standing::Grace => "grace: late, still in good standing",
        Standing::Suspended => "suspended",
        Standing::Inactive => "inactive: the letters may not be used",
        Standing::Expired => "expired",
        Standing::Revoked => "revoked",
        Standing::Retired => "retired",
    }
}

/// One line of the table: how far, a bar, the verdict and what it is about.
struct Line {
    figures: String,
    bar: String,
    text: String,
}

fn table(answer: &Renewal, page: &mut Page) {
    let mut lines = Vec::new();
    if let Some(quota) = answer.quota() {
        let need = match (quota.required(), quota.between()) {
            (Some(required), _) => required.to_string(),
            (None, Some(between)) => {
                let most =
                    between.most().map_or_else(|| String::from("?"), |most| most.to_string());
                alloc::format!("{} to {most}", between.least())
            }
            (None, None) => String::from("?"),
        };
        let surplus = if quota.surplus() == Decimal::ZERO {
            String::new()
        } else {
            alloc::format!(", {} beyond it", quota.surplus())
        };
        let cites = page.cite(quota.sources());
        lines.push(Line {
            figures: alloc::format!("{} of {need}", quota.counted()),
            bar: bar(quota.counted(), quota.required(), quota.verdict()),
            text: alloc::format!("units in total{surplus}{cites}"),
        });
    }
    for constraint in answer.constraints() {
        lines.push(line(constraint, page));
    }
    if lines.is_empty() {
        return;
    }
    page.blank();
    page.line(0, "What the cycle asks for");
    let widest = lines.iter().map(|line| line.figures.chars().count()).max().unwrap_or(0);
    for line in lines {
        let pad = widest.saturating_sub(line.figures.chars().count());
        let first = alloc::format!("{}{} {}", line.figures, " ".repeat(pad), line.bar);
        if page.width < NARROW {
            page.row(2, &first, "");
            page.line(6, &line.text);
        } else {
            page.row(2, &first, &line.text);
        }
    }
}

fn line(constraint: &ConstraintAnswer, page: &mut Page) -> Line {
    let need = constraint.need().map_or_else(|| String::from("?"), |need| need.to_string());
    let cites = page.cite(constraint.sources());
    let most = constraint.kind() == ConstraintKind::Maximum;
    let word = if most { "of at most" } else { "of" };
    let title = constraint.text();
    let path = constraint.path();
    let name = if title.starts_with(path) {
        title.to_string()
    } else {
        alloc::format!("{title} ({path})")
    };
    Line {
        figures: alloc::format!("{} {word} {need}", constraint.have()),
        bar: if most {
            " ".repeat(usize::try_from(BAR).unwrap_or(0).saturating_add(6))
        } else {
            bar(constraint.have(), constraint.need(), constraint.verdict())
        },
        text: alloc::format!("{name}{cites}"),
    }
}

/// A bar of how far it is, and the verdict.
fn bar(have: Decimal, need: Option<Decimal>, verdict: Verdict) -> String {
    let full = match need.map(Decimal::sub_units) {
        Some(need @ 1..) => {
            let part = have.sub_units().min(need).saturating_mul(BAR);
            part.checked_div(need).unwrap_or(0)
        }
        Some(_) => BAR,
        None => 0,
    };
    let mark = match verdict {
        Verdict::Met => "[x]",
        Verdict::Unmet => "[ ]",
        Verdict::Undetermined => "[?]",
    };
    let full = usize::try_from(full).unwrap_or(0);
    let rest = usize::try_from(BAR).unwrap_or(0).saturating_sub(full);
    alloc::format!("|{}{}| {mark}", "#".repeat(full), ".".repeat(rest))
}

fn duties(answer: &Renewal, page: &mut Page) {
    if answer.duties().is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Beside units");
    for duty in answer.duties() {
        let mark = match duty.verdict() {
            Verdict::Met => "[x]",
            Verdict::Unmet => "[ ]",
            Verdict::Undetermined => "[?]",
        };
        let cites = page.cite(duty.sources());
        page.line(2, &alloc::format!("{mark} {} ({}){cites}", duty.text(), duty.path()));
        if let Some(finding) = duty.finding() {
            super::tree(finding, 6, false, page);
        }
    }
}

fn missing(answer: &Renewal, page: &mut Page) {
    if answer.shortfalls().is_empty() {
        return;
    }
    page.blank();
    let heading = match answer.verdict() {
        Verdict::Undetermined => "Missing, as far as the record shows",
        Verdict::Met | Verdict::Unmet => "Missing",
    };
    page.line(0, heading);
    for shortfall in answer.shortfalls() {
        let text = match shortfall.measure() {
            "duty" | "way" | "credential" => {
                alloc::format!("{}: {}", shortfall.path(), shortfall.missing())
            }
            _ => alloc::format!(
                "{}: {} (needs {}, has {})",
                shortfall.path(),
                shortfall.missing(),
                shortfall.need(),
                shortfall.have()
            ),
        };
        page.line(2, &text);
    }
    if let Some(bottleneck) = answer.bottleneck() {
        let why = match bottleneck.kind() {
            BottleneckKind::Short => "there are too few units of this kind",
            BottleneckKind::Conflict => {
                "there are enough units for each of these rules, but a unit serves only one of them"
            }
            BottleneckKind::Closed => "the cycle is over",
        };
        let rules = bottleneck.requirements().join(", ");
        let (demand, supply) = (bottleneck.demand(), bottleneck.supply());
        page.line(2, &alloc::format!("Why: {why} ({rules}: {demand} asked for, {supply} there)."));
    }
}

fn due(answer: &Renewal, page: &mut Page) {
    if answer.due().is_empty() {
        return;
    }
    page.blank();
    let heading = match answer.verdict() {
        Verdict::Undetermined => "Due, unless what is not known turns out to be there",
        Verdict::Met | Verdict::Unmet => "Due",
    };
    page.line(0, heading);
    for due in answer.due() {
        let cites = page.cite(due.sources());
        let by = due.by().map_or_else(|| String::from("still"), |by| alloc::format!("by {by}"));
        let text = alloc::format!("{by}: {}{cites}", what_is_due(answer, due));
        page.line(2, &text);
    }
    let priced = |due: &&DueAnswer| due.what() != "ceus" && due.what() != "filing";
    if answer.due().iter().filter(priced).count() > 1 {
        let total = answer.total_due().map_or_else(
            || String::from("not known, as one of the prices is not"),
            |total| total.to_string(),
        );
        page.line(2, &alloc::format!("in total: {total}"));
    }
}

fn what_is_due(answer: &Renewal, due: &DueAnswer) -> String {
    let duty = answer.duties().iter().find(|duty| duty.path() == due.what());
    let most = if answer.verdict() == Verdict::Undetermined { "up to " } else { "" };
    match (due.what(), due.units()) {
        ("ceus", Some(units)) if is_over(answer) => {
            alloc::format!("{most}{units} CEU to be made good")
        }
        ("ceus", Some(units)) => alloc::format!("{most}{units} CEU to be earned"),
        _ if duty.is_some() => duty.map(|duty| duty.text().to_string()).unwrap_or_default(),
        ("filing", _) => String::from("file the renewal"),
        (what, _) => alloc::format!("{what}, {}", price(due.price())),
    }
}

/// Whether the cycle is over, extensions included.
fn is_over(answer: &Renewal) -> bool {
    answer.cycle().is_some_and(|cycle| {
        cycle.extended().copied().unwrap_or_else(|| cycle.end()) < answer.as_of()
    })
}

fn price(price: Option<Money>) -> String {
    match price {
        None => String::from("price not known"),
        Some(price) if price.amount() == Decimal::ZERO => String::from("nothing to pay"),
        Some(price) => price.to_string(),
    }
}

fn activities(answer: &Renewal, page: &mut Page) {
    if answer.dispositions().is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Activities");
    for disposition in answer.dispositions() {
        page.line(2, &activity(disposition));
    }
}

fn activity(disposition: &Disposition) -> String {
    let id = disposition.ceu();
    let day = disposition.completed().map(|day| alloc::format!("{day} ")).unwrap_or_default();
    let title = disposition.title().map(|title| alloc::format!(" \"{title}\""));
    let name = alloc::format!("{day}{id}{}", title.unwrap_or_default());
    let serves: Vec<String> = disposition
        .serves()
        .iter()
        .map(|served| alloc::format!("{} {}", served.to(), served.amount()))
        .collect();
    let serves = if serves.is_empty() {
        String::new()
    } else {
        alloc::format!("; serves {}", serves.join(", "))
    };
    match disposition.reason() {
        Reason::Counted => {
            alloc::format!("+ {name}: {} CEU counted{serves}", disposition.counted())
        }
        Reason::Surplus => alloc::format!("= {name}: beyond the quota{serves}"),
        reason => {
            let detail = disposition.detail().map(|detail| alloc::format!(" ({detail})"));
            let why = match reason {
                Reason::Duplicate => "a course that counted before",
                Reason::OutsideWindow => "outside the cycle",
                Reason::WrongTopic => "another subject or kind than counts",
                Reason::WrongSource => "from a source that does not count",
                reason => why_not(reason),
            };
            alloc::format!("- {name}: {why}{}{serves}", detail.unwrap_or_default())
        }
    }
}

fn ladder(answer: &Renewal, page: &mut Page) {
    let Some(end) = answer.last_safe_day() else { return };
    let over = answer.verdict() == Verdict::Met && answer.lapse() == Some(Lapse::Cycle);
    if over && end < answer.as_of() {
        return;
    }
    page.blank();
    let what = match answer.lapse() {
        Some(Lapse::Dues) => alloc::format!("What follows {end} if the dues are not paid"),
        _ => alloc::format!("What follows {end} if the cycle ends unmet"),
    };
    if answer.ladder().is_empty() {
        page.line(0, &alloc::format!("{what} is not on file"));
        return;
    }
    page.line(0, &what);
    for rung in answer.ladder() {
        let fallen = answer.verdict() != Verdict::Met || answer.lapse() == Some(Lapse::Dues);
        let fallen = fallen && answer.standing().is_some() && answer.standing() == rung.standing();
        let now = if fallen && is_now(rung, answer.as_of()) { "> " } else { "" };
        let until =
            rung.until().map_or_else(|| String::from("on"), |day| alloc::format!("to {day}"));
        let standing = rung.standing().map_or("not known", Standing::as_str);
        let remains = if rung.remains().is_empty() {
            String::new()
        } else {
            alloc::format!("; still possible: {}", rung.remains().join(", "))
        };
        let cites = page.cite(rung.sources());
        page.line(
            2,
            &alloc::format!(
                "{now}{} {until}: {standing}, {}{remains}{cites}",
                rung.from(),
                rung_price(rung)
            ),
        );
        for reading in rung.readings() {
            let standing = reading.standing().map_or("not known", Standing::as_str);
            page.line(
                6,
                &alloc::format!(
                    "reading {}: {standing}, {}",
                    reading.reading(),
                    price(reading.price())
                ),
            );
        }
    }
}

fn rung_price(rung: &RungAnswer) -> String {
    if rung.price().is_some() || rung.fees().is_empty() {
        return price(rung.price());
    }
    let each: Vec<String> = rung
        .fees()
        .iter()
        .map(|fee| alloc::format!("{} {}", fee.what(), price(fee.price())))
        .collect();
    each.join(" and ")
}

fn is_now(rung: &RungAnswer, day: Day) -> bool {
    rung.from() <= day && rung.until().is_none_or(|until| day <= until)
}

fn options(answer: &Renewal, page: &mut Page) {
    if answer.options().is_empty() {
        return;
    }
    page.blank();
    page.line(0, "What may be bought or asked for");
    for option in answer.options() {
        let from = option.from().map(|day| alloc::format!(" from {day}")).unwrap_or_default();
        let until = option.until().map(|day| alloc::format!(" until {day}")).unwrap_or_default();
        let cites = page.cite(option.sources());
        let price = match option.what() {
            "appeal" => String::new(),
            _ => alloc::format!(": {}", price(option.price())),
        };
        page.line(2, &alloc::format!("{}{from}{until}{price}{cites}", option.what()));
    }
}

/// Notes on this answer; remarks on the programme as a whole are in the JSON form.
fn remarks(answer: &Renewal, page: &mut Page) {
    let of_book = |note: &&Note| note.code() == NoteCode::BookNote;
    let own: Vec<Note> = answer.notes().iter().filter(|note| !of_book(note)).cloned().collect();
    let others = answer.notes().iter().filter(of_book).count();
    notes(&own, page);
    if others > 0 {
        page.blank();
        let (noun, verb) = if others == 1 { ("remark", "is") } else { ("remarks", "are") };
        page.line(
            0,
            &alloc::format!(
                "{others} {noun} of the rule book on this programme as a whole {verb} in the JSON answer."
            ),
        );
    }
}

fn readings(answer: &Renewal, page: &mut Page) {
    if answer.readings().is_empty() {
        return;
    }
    page.blank();
    page.line(
        0,
        "Sources contradict each other or leave something open; the verdict under each reading",
    );
    for reading in answer.readings() {
        let text = alloc::format!(
            "{}: {} gives {}",
            reading.question(),
            reading.reading(),
            reading.verdict()
        );
        page.line(2, &text);
    }
}
