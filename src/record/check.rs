//! Checks of a section as a whole.

use alloc::collections::BTreeMap;

use super::Entry;
use crate::calendar::Day;
use crate::document::{DocumentError, Limits, Path, Problem, quote};
use crate::word::Text;

/// Every entry agrees with itself, identifiers are unique, and there are not too many.
pub(super) fn section<E: Entry>(
    name: &str,
    entries: Option<&[E]>,
    limits: &Limits,
) -> Result<(), DocumentError> {
    let entries = entries.unwrap_or_default();
    let root = Path::Root;
    let place = root.key(name);
    if entries.len() > limits.entries {
        let message = alloc::format!("more than {} entries: split the record", limits.entries);
        return Err(DocumentError::new(Problem::Limit, &place, message));
    }
    let mut seen = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let at = place.index(index);
        entry.check(&at)?;
        let id = entry.named().map(Text::as_str);
        let earlier = id.and_then(|id| seen.insert(id, index).map(|earlier| (id, earlier)));
        if let Some((id, earlier)) = earlier {
            let id = quote(id);
            let message =
                alloc::format!("the id {id} stands at {name}[{earlier}] already: keep ids unique");
            return Err(DocumentError::new(Problem::Duplicate, &at.key("id"), message));
        }
    }
    Ok(())
}

/// Nothing to check within the entry.
#[expect(clippy::unnecessary_wraps, reason = "stands where the other checks stand")]
pub(super) const fn nothing<E>(_entry: &E, _place: &Path<'_>) -> Result<(), DocumentError> {
    Ok(())
}

/// The first of two days is not after the second.
pub(super) fn ordered(
    place: &Path<'_>,
    first: (&str, Option<Day>),
    last: (&str, Option<Day>),
) -> Result<(), DocumentError> {
    match (first.1, last.1) {
        (Some(start), Some(end)) if end < start => {
            let message = alloc::format!(
                "`{end}` is before `{}` `{start}`: correct one of the two days",
                first.0
            );
            Err(super::contradiction(&place.key(last.0), message))
        }
        _ => Ok(()),
    }
}
