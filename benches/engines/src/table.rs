//! The results as a Markdown table and as JSON.

use std::fmt::Write;

use crate::race::{Kind, Results, Time};

/// The decisions, in the order of their columns.
pub(crate) const WORKS: [&str; 3] = ["W1", "W2", "W3"];

/// One table: a row for each entrant, the fastest at W1 first; for each decision nanoseconds and
/// the multiple of the rule by hand.
pub(crate) fn markdown(results: &Results) -> String {
    let mut text = String::from(
        "| nanoseconds a decision | W1 | × floor | W2 | × floor | W3 | × floor |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for entrant in entrants(results) {
        let emphasis = if is_ours(results, entrant) { "**" } else { "" };
        write!(text, "| {emphasis}{entrant}{emphasis} |").expect("text");
        for work in WORKS {
            let time = time(results, entrant, work);
            let nanoseconds = time.map_or("–".to_owned(), |time| {
                time.nanoseconds.map_or("cannot".to_owned(), figures)
            });
            let ratio = time.and_then(|time| time.ratio).map_or("–".to_owned(), figures);
            write!(text, " {nanoseconds} | {ratio} |").expect("text");
        }
        text.push('\n');
    }
    text
}

pub(crate) fn json(results: &Results) -> String {
    let mut text = serde_json::to_string_pretty(results).expect("results");
    text.push('\n');
    text
}

/// Every entrant once, the fastest at W1 first.
pub(crate) fn entrants(results: &Results) -> Vec<&'static str> {
    let mut entrants: Vec<&Time> = Vec::new();
    for time in &results.times {
        if entrants.iter().all(|known| known.entrant != time.entrant) {
            entrants.push(time);
        }
    }
    let nanoseconds = |time: &Time| time.nanoseconds.unwrap_or(f64::INFINITY);
    entrants.sort_by(|one, other| nanoseconds(one).total_cmp(&nanoseconds(other)));
    entrants.into_iter().map(|time| time.entrant).collect()
}

pub(crate) fn time<'r>(results: &'r Results, entrant: &str, work: &str) -> Option<&'r Time> {
    results.times.iter().find(|time| time.entrant == entrant && time.work == work)
}

/// Three figures at most before the point, with commas; two after the point of a small number.
pub(crate) fn figures(number: f64) -> String {
    if number < 9.995 {
        return format!("{number:.2}");
    }
    if number < 99.95 {
        return format!("{number:.1}");
    }
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Whether this library is the entrant; its rows stand out.
pub(crate) fn is_ours(results: &Results, entrant: &str) -> bool {
    results.times.iter().any(|time| time.entrant == entrant && time.kind == Kind::Ours)
}

#[cfg(test)]
mod tests {
    use super::figures;

    #[test]
    fn figures_keep_what_a_noisy_clock_can_tell() {
        let shown: Vec<String> =
            [0.834, 9.996, 99.96, 164.4, 1_234.5, 1_234_567.0].map(figures).into();
        assert_eq!(shown, ["0.83", "10.0", "100", "164", "1,234", "1,234,567"]);
    }
}
