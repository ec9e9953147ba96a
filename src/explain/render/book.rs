//! Rules as text: a credential with all that a book says about it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Page, sources};
use crate::book::changes::{Change, ChangeKind, Changes, Stated};
use crate::book::show::{Description, FormerName, Rule, RuleVersion};
use crate::credential::CredentialId;
use crate::source::Confidence;

/// What a book says about a credential as text, wrapped at so many columns.
#[must_use]
pub fn description(description: &Description, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(0, &alloc::format!("{}: {}", description.credential(), description.title()));
    page.line(0, description.issuer());
    let which = match description.as_of() {
        Some(day) => alloc::format!("What is on file for {day}"),
        None => String::from("All that is on file"),
    };
    page.line(0, &alloc::format!("{which}, rules: {}", description.book()));
    names(description, &mut page);
    for section in description.sections() {
        page.blank();
        page.line(0, section.heading());
        for rule in section.rules() {
            self::rule(rule, &mut page);
        }
    }
    sources(&mut page);
    page.text
}

fn names(description: &Description, page: &mut Page) {
    let listed = |ids: &[CredentialId]| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        ids.join(", ")
    };
    let mut line = |what: &str, names: String| {
        if !names.is_empty() {
            page.line(0, &alloc::format!("{what}: {names}"));
        }
    };
    line("Certifies", description.fields().join(", "));
    let mark = description.mark_of().map(|of| alloc::format!("{of}, whose exam leads to it"));
    line("A mark of", mark.unwrap_or_default());
    line("Replaces in the same person", listed(description.supersedes()));
    line("Replaced in the same person by", listed(description.superseded_by()));
    for former in description.former() {
        self::former(former, page);
    }
}

fn former(former: &FormerName, page: &mut Page) {
    let estimated = if former.estimated() { " (estimated)" } else { "" };
    let until = former.until().map(|day| alloc::format!(" until {day}{estimated}"));
    let cites = page.cite(former.sources());
    let name = former.credential();
    page.line(0, &alloc::format!("Known as {name}{}{cites}", until.unwrap_or_default()));
}

fn rule(rule: &Rule, page: &mut Page) {
    page.line(2, rule.heading());
    if let Some(anchor) = rule.anchor() {
        page.line(4, &alloc::format!("({anchor})"));
    }
    if rule.versions().is_empty() {
        page.line(4, "nothing is on file for this day");
    }
    for version in rule.versions() {
        self::version(version, (4, ""), page);
    }
}

/// A version, with a mark in front of it.
pub(super) fn version(version: &RuleVersion, (indent, mark): (usize, &str), page: &mut Page) {
    let when = when(version);
    let cites = page.cite(version.sources());
    // Beside the days, or behind a line that has none.
    let cites = if when.is_empty() {
        alloc::format!(
            "{}{cites}",
            ground(version).map(|word| alloc::format!(" ({word})")).unwrap_or_default()
        )
    } else {
        cites
    };
    let below = match (version.lines(), when.is_empty()) {
        ([only], false) => {
            page.line(indent, &alloc::format!("{mark}{when}: {only}{cites}"));
            Default::default()
        }
        (lines, false) => {
            page.line(indent, &alloc::format!("{mark}{when}{cites}:"));
            lines
        }
        ([], true) => Default::default(),
        ([first, rest @ ..], true) => {
            page.line(indent, &alloc::format!("{mark}{first}{cites}"));
            rest
        }
    };
    // Below a line without days the further lines are its equals.
    let step = if when.is_empty() { mark.chars().count() } else { 4 };
    for line in below {
        let text = line.trim_start_matches(' ');
        let deeper = line.len().saturating_sub(text.len());
        page.line(indent.saturating_add(step).saturating_add(deeper), text);
    }
    if let Some(note) = version.note() {
        page.line(indent.saturating_add(4), &alloc::format!("Note: {note}"));
    }
}

/// For which days and under which reading: "since 2023-09-11 (estimated)".
fn when(version: &RuleVersion) -> String {
    let days = match (version.from(), version.until()) {
        (None, None) => None,
        (Some(from), None) => Some(alloc::format!("since {from}")),
        (None, Some(until)) => Some(alloc::format!("until {until}")),
        (Some(from), Some(until)) => Some(alloc::format!("{from} to {until}")),
    };
    let reading = version.reading().map(|reading| {
        alloc::format!("reading `{}` of `{}`", reading.choice(), reading.question())
    });
    let when: Vec<String> = [days, reading].into_iter().flatten().collect();
    let estimated = version.estimated().then_some("days estimated");
    let remarks: Vec<&str> = [estimated, ground(version)].into_iter().flatten().collect();
    if when.is_empty() || remarks.is_empty() {
        return when.join(", ");
    }
    alloc::format!("{} ({})", when.join(", "), remarks.join(", "))
}

/// On what ground, where it is not the issuer's own page.
fn ground(version: &RuleVersion) -> Option<&'static str> {
    let ground = version.confidence().filter(|ground| *ground != Confidence::Official);
    ground.map(Confidence::as_str)
}

/// The rules in which two books or two days differ as text, wrapped at so many columns.
#[must_use]
pub fn changes(changes: &Changes, width: usize) -> String {
    let mut page = Page::new(width);
    for (what, side) in [("From", changes.before()), ("To", changes.after())] {
        let on = side.on().map(|day| alloc::format!(", in force on {day}"));
        page.line(0, &alloc::format!("{what}: {}{}", side.book(), on.unwrap_or_default()));
    }
    page.blank();
    page.line(0, &count(changes.rules()));
    if !changes.is_empty() {
        page.blank();
    }
    list(&changes.rules().iter().collect::<Vec<_>>(), 0, &mut page);
    if !changes.is_empty() {
        sources(&mut page);
    }
    page.text
}

/// Changes under the names of what they belong to.
pub(crate) fn list(changes: &[&Change], indent: usize, page: &mut Page) {
    let mut of = "";
    for change in changes {
        if of != change.of() {
            if !of.is_empty() {
                page.blank();
            }
            of = change.of();
            page.line(indent, of);
        }
        self::change(change, indent.saturating_add(2), page);
    }
}

/// "2 rules changed, 1 added"; "nothing differs".
fn count(changes: &[Change]) -> String {
    let word = |kind: ChangeKind| match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Changed => "changed",
        ChangeKind::Restated => "only in sources, notes or titles",
    };
    let count = |kind: &ChangeKind| {
        let number = changes.iter().filter(|change| change.kind() == *kind).count();
        (number > 0).then(|| alloc::format!("{number} {}", word(*kind)))
    };
    let kinds = [ChangeKind::Changed, ChangeKind::Added, ChangeKind::Removed, ChangeKind::Restated];
    let counts: Vec<String> = kinds.iter().filter_map(count).collect();
    if counts.is_empty() {
        return String::from("Nothing differs.");
    }
    alloc::format!("Rules that differ: {}.", counts.join(", "))
}

/// A change below the name of what it belongs to.
fn change(change: &Change, indent: usize, page: &mut Page) {
    let deeper = indent.saturating_add(2);
    page.line(indent, &alloc::format!("{}: {}", change.heading(), change.kind()));
    page.line(deeper, &alloc::format!("at {} of {}", change.place(), change.issuer()));
    let anchor = |stated: Option<&Stated>| stated.and_then(Stated::anchor).map(String::from);
    let heading = |stated: Option<&Stated>| stated.map(|stated| stated.heading().to_string());
    let moved = anchor(change.before()) != anchor(change.after());
    let titled = change.kind() == ChangeKind::Restated
        && heading(change.before()) != heading(change.after());
    for (mark, stated) in [("- ", change.before()), ("+ ", change.after())] {
        let Some(stated) = stated else { continue };
        if titled {
            page.line(deeper, &alloc::format!("{mark}titled {}", stated.heading()));
        }
        if moved {
            let anchor = stated.anchor().map_or("goes by the usual day", String::as_str);
            page.line(deeper, &alloc::format!("{mark}({anchor})"));
        }
        for version in stated.versions() {
            self::version(version, (deeper, mark), page);
        }
    }
}
