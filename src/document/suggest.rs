//! Near misses.

use alloc::string::String;
use alloc::vec::Vec;

/// The known words nearest to `word`, best first, at most three; none when nothing is near.
///
/// Case is ignored (ASCII only) and one edit in three characters is tolerated. The crates that
/// measure edit distance need the standard library, which this crate does without.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    if word.len() > 64 {
        return Vec::new();
    }
    let word = word.to_ascii_lowercase();
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_ascii_lowercase();
            let edits = distance(&word, &lower);
            let longer = word.len().max(candidate.len());
            // What only has too much or too little at its end comes first.
            let stem = !lower.is_empty() && (word.starts_with(&lower) || lower.starts_with(&word));
            let near = edits.saturating_mul(3) <= longer.max(3);
            near.then_some((if stem { 0 } else { edits }, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.truncate(3);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Insertions, deletions and replacements that turn one word into the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut diagonal = line;
        let mut before = line.saturating_add(1);
        let mut next = Vec::with_capacity(row.len());
        next.push(before);
        for (to, above) in right.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(from != *to));
            before = replaced.min(above.saturating_add(1)).min(before.saturating_add(1));
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// "did you mean `A`, `B` or `C`?"
pub(crate) fn did_you_mean(near: &[&str]) -> String {
    let mut text = String::from("did you mean ");
    for (place, word) in near.iter().enumerate() {
        let last = place.saturating_add(1) == near.len();
        text.push_str(if place == 0 {
            "`"
        } else if last {
            "` or `"
        } else {
            "`, `"
        });
        text.push_str(word);
    }
    text.push_str("`?");
    text
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, distance, nearest};

    #[test]
    fn distance_counts_edits() {
        for (left, right, edits) in
            [("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(left, right), edits, "{left} {right}");
        }
    }

    #[test]
    fn near_misses_come_best_first_and_far_ones_not_at_all() {
        assert_eq!(nearest("CPX", ["CPC", "CPB", "RHIA"]), ["CPB", "CPC"]);
        assert!(nearest("zzz", ["CPC", "RHIA"]).is_empty());
        assert_eq!(did_you_mean(&["A", "B", "C"]), "did you mean `A`, `B` or `C`?");
    }
}
