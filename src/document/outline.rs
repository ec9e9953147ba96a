//! Where the values of a document begin and end.
//!
//! The text has passed serde's JSON reader, so that it is JSON for certain; what is left is to find the
//! parts. The text is walked once, whatever its depth; each part knows which one follows it.

use alloc::vec::Vec;

/// A key or a value, by its first byte and the one after its last.
#[derive(Clone, Copy, Debug)]
struct Part {
    start: usize,
    end: usize,
    /// The place of the next part that does not lie within it.
    next: usize,
}

/// A key or a value of the document, by its place among all of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct PartId(usize);

/// A document that is JSON, and its parts.
#[derive(Debug)]
pub(crate) struct Outline<'de> {
    text: &'de str,
    /// In order of their first bytes, so that what lies within a part follows it.
    parts: Vec<Part>,
}

impl<'de> Outline<'de> {
    /// Of a text that is JSON.
    pub(super) fn of(text: &'de str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            let (start, after, place) = (at, at.saturating_add(1), parts.len());
            at = match byte {
                b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' => {
                    at = after;
                    continue;
                }
                b'}' | b']' => {
                    if let Some(closed) = open.pop().and_then(|place| parts.get_mut(place)) {
                        (closed.end, closed.next) = (after, place);
                    }
                    at = after;
                    continue;
                }
                b'{' | b'[' => {
                    open.push(place);
                    after
                }
                b'"' => end_of_text(text, start),
                _ => end_of_word(text, start),
            };
            parts.push(Part { start, end: at, next: place.saturating_add(1) });
        }
        Self { text, parts }
    }

    /// The document itself: all other parts lie within it.
    pub(super) const fn whole() -> PartId {
        PartId(0)
    }

    pub(super) fn text(&self, part: PartId) -> &'de str {
        let part = self.parts.get(part.0);
        part.and_then(|part| self.text.get(part.start..part.end)).unwrap_or_default()
    }

    /// The keys, in their quotes, and the values of an object.
    pub(super) fn members(&self, object: PartId) -> impl Iterator<Item = (PartId, PartId)> {
        let mut parts = self.within(object);
        core::iter::from_fn(move || self.step(&mut parts).zip(self.step(&mut parts)))
    }

    /// The values of a list; of an object its keys and values in turn.
    pub(super) fn within(&self, nest: PartId) -> Within {
        let end = self.parts.get(nest.0).map_or(0, |nest| nest.next);
        Within { at: nest.0.saturating_add(1), end }
    }

    /// The next of some values.
    pub(super) fn step(&self, within: &mut Within) -> Option<PartId> {
        let at = within.at;
        within.at = self.parts.get(at).filter(|_| at < within.end)?.next;
        Some(PartId(at))
    }

    /// How many values are left.
    pub(super) fn count(&self, mut within: Within) -> usize {
        core::iter::from_fn(|| self.step(&mut within)).count()
    }
}

/// The values of a list that are left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Within {
    at: usize,
    end: usize,
}

/// The byte after the text whose first quote stands here.
fn end_of_text(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start.saturating_add(1);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(found) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) else {
            return bytes.len();
        };
        at = at.saturating_add(found).saturating_add(1);
        if bytes.get(at.saturating_sub(1)) == Some(&b'"') {
            return at;
        }
        // What is escaped ends nothing.
        at = at.saturating_add(1);
    }
}

/// The byte after the number, `true`, `false` or `null` that begins here.
fn end_of_word(text: &str, start: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let ends = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b']' | b'}');
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    start.saturating_add(length.max(1))
}
