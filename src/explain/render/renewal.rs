//! The answer about renewal as text: the verdict and the last safe day first.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Page, below, notes, questions, sources, why_not};
use crate::calendar::Day;
use crate::explain::{
    BottleneckKind, ConstraintAnswer, ConstraintKind, CycleFrom, Disposition, DueAnswer, Note,
    NoteCode, Reason, Renewal, RungAnswer, Standing, Verdict,
};
use crate::quantity::{Decimal, Money};

/// Columns of a bar.
const BAR: i64 = 20;

/// An answer about renewal as text, wrapped at so many columns.
#[must_use]
pub fn renewal(answer: &Renewal, width: usize) -> String {
    let mut page = Page { text: String::new(), width: width.max(40), sources: Vec::new() };
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
    let verdict = match answer.verdict() {
        Verdict::Met if answer.cycle().is_some() => {
            alloc::format!("MET: everything for this cycle of {credential} is there.")
        }
        Verdict::Met => alloc::format!("MET: {credential} is kept."),
        Verdict::Unmet => {
            let first = answer.shortfalls().first();
            let first = first.map(|one| match one.measure() {
                "duty" | "way" | "credential" => alloc::format!(" Missing: {}.", one.missing()),
                _ => alloc::format!(" Missing: {} ({}).", one.missing(), one.path()),
            });
            alloc::format!(
                "UNMET: {credential} is not safe yet.{}",
                first.unwrap_or_default()
            )
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

fn last_day(answer: &Renewal) -> String {
    let Some(cycle) = answer.cycle() else {
        return String::new();
    };
    let end = cycle.extended().copied().unwrap_or_else(|| cycle.end());
    let days = end.number().saturating_sub(answer.as_of().number());
    match days {
        0 => alloc::format!(" The last safe day is today, {end}."),
        1.. => {
            let left = if days == 1 { String::from("1 day") } else { alloc::format!("{days} days") };
            alloc::format!(" The last safe day is {end}, {left} from {}.", answer.as_of())
        }
        _ => alloc::format!(" The last safe day was {end}."),
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
                let most = between.most().map_or_else(|| String::from("?"), |most| most.to_string());
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
        page.row(2, &alloc::format!("{}{} {}", line.figures, " ".repeat(pad), line.bar), &line.text);
    }
}

fn line(constraint: &ConstraintAnswer, page: &mut Page) -> Line {
    let need = constraint.need().map_or_else(|| String::from("?"), |need| need.to_string());
    let cites = page.cite(constraint.sources());
    let most = constraint.kind() == ConstraintKind::Maximum;
    let word = if most { "at most" } else { "of" };
    let title = constraint.text();
    let path = constraint.path();
    let name = if title.starts_with(path) {
        title.to_string()
    } else {
        alloc::format!("{title} ({path})")
    };
    Line {
        figures: alloc::format!("{} {word} {need}", constraint.have()),
        bar: bar(constraint.have(), constraint.need(), constraint.verdict()),
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
            below(finding, page);
        }
    }
}

fn missing(answer: &Renewal, page: &mut Page) {
    if answer.shortfalls().is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Missing");
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
            BottleneckKind::Closed => "the time to earn them is over",
        };
        let rules = bottleneck.requirements().join(", ");
        let (demand, supply) = (bottleneck.demand(), bottleneck.supply());
        page.line(
            2,
            &alloc::format!("Why: {why} ({rules}: {demand} asked for, {supply} there)."),
        );
    }
}

fn due(answer: &Renewal, page: &mut Page) {
    if answer.due().is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Due");
    for due in answer.due() {
        let cites = page.cite(due.sources());
        let text = alloc::format!("by {}: {}{cites}", due.by(), what_is_due(due));
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

fn what_is_due(due: &DueAnswer) -> String {
    match (due.what(), due.units()) {
        ("ceus", Some(units)) => alloc::format!("{units} CEU still to be earned"),
        ("filing", _) => String::from("file the renewal"),
        (what, _) => alloc::format!("{what}, {}", price(due.price())),
    }
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
    let name = disposition.ceu();
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
        Reason::Counted => alloc::format!("+ {name}: {} counted{serves}", disposition.counted()),
        Reason::Surplus => alloc::format!("= {name}: beyond the quota{serves}"),
        reason => {
            let detail = disposition.detail().map(|detail| alloc::format!(" ({detail})"));
            alloc::format!("- {name}: {}{}{serves}", why_not(reason), detail.unwrap_or_default())
        }
    }
}

fn ladder(answer: &Renewal, page: &mut Page) {
    let Some(cycle) = answer.cycle() else { return };
    page.blank();
    let end = cycle.extended().copied().unwrap_or_else(|| cycle.end());
    if answer.ladder().is_empty() {
        page.line(0, &alloc::format!("What follows {end} if the cycle ends unmet is not on file"));
        return;
    }
    page.line(0, &alloc::format!("What follows {end} if the cycle ends unmet"));
    for rung in answer.ladder() {
        let now = if is_now(rung, answer.as_of()) { "> " } else { "" };
        let until = rung.until().map_or_else(|| String::from("on"), |day| alloc::format!("to {day}"));
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
        let text = "remarks of the rule book on this programme as a whole are in the JSON answer";
        page.line(0, &alloc::format!("{others} {text}."));
    }
}

fn readings(answer: &Renewal, page: &mut Page) {
    if answer.readings().is_empty() {
        return;
    }
    page.blank();
    page.line(0, "Published sources contradict each other; the verdict under each reading");
    for reading in answer.readings() {
        let text =
            alloc::format!("{}: {} gives {}", reading.question(), reading.reading(), reading.verdict());
        page.line(2, &text);
    }
}
