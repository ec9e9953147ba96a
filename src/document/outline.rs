//! Where the values of a document begin and end.
//!
//! The text has passed serde's JSON reader, so that it is JSON for certain; what is left is to find the
//! parts. Each list and object is walked once, whatever its depth: an index says where it ends.

use alloc::vec::Vec;

/// A part of the document, by its first byte and the one after its last.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Extent {
    start: usize,
    end: usize,
}

/// A document that is JSON, and where its lists and objects end.
#[derive(Debug)]
pub(crate) struct Outline<'de> {
    text: &'de str,
    /// In order of their first bytes.
    nested: Vec<Extent>,
}

impl<'de> Outline<'de> {
    /// Of a text that is JSON.
    pub(super) fn of(text: &'de str) -> Self {
        let mut nested: Vec<Extent> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            let next = at.saturating_add(1);
            at = match byte {
                b'"' => end_of_text(text, at),
                b'{' | b'[' => {
                    open.push(nested.len());
                    nested.push(Extent { start: at, end: next });
                    next
                }
                b'}' | b']' => {
                    let closed = open.pop().and_then(|place| nested.get_mut(place));
                    if let Some(closed) = closed {
                        closed.end = next;
                    }
                    next
                }
                _ => next,
            };
        }
        Self { text, nested }
    }

    pub(super) const fn whole(&self) -> Extent {
        Extent { start: 0, end: self.text.len() }
    }

    pub(super) fn text(&self, part: Extent) -> &'de str {
        self.text.get(part.start..part.end).unwrap_or_default()
    }

    /// The keys, in their quotes, and the values of an object.
    pub(super) fn members(&self, object: Extent) -> impl Iterator<Item = (Extent, Extent)> {
        let mut parts = self.elements(object);
        core::iter::from_fn(move || parts.next().zip(parts.next()))
    }

    /// The values of a list; of an object its keys and values in turn.
    pub(super) fn elements(&self, nest: Extent) -> impl Iterator<Item = Extent> {
        let mut at = nest.start.saturating_add(1);
        let close = nest.end.saturating_sub(1);
        core::iter::from_fn(move || {
            at = self.skip(at, |byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':'));
            if at >= close {
                return None;
            }
            let value = Extent { start: at, end: self.end_of(at) };
            at = value.end;
            Some(value)
        })
    }

    fn skip(&self, from: usize, over: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let skipped = rest.iter().position(|byte| !over(*byte)).unwrap_or(rest.len());
        from.saturating_add(skipped)
    }

    /// The byte after the value that begins here.
    fn end_of(&self, start: usize) -> usize {
        match self.text.as_bytes().get(start) {
            Some(b'"') => end_of_text(self.text, start),
            Some(b'{' | b'[') => {
                let place = self.nested.binary_search_by_key(&start, |one| one.start);
                let found = place.ok().and_then(|place| self.nested.get(place));
                found.map_or(self.text.len(), |one| one.end)
            }
            _ => {
                let inside =
                    |byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b']' | b'}');
                self.skip(start, inside).max(start.saturating_add(1))
            }
        }
    }
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
