//! The place of a value in a document.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use super::error::quote;

/// A place, kept as a list on the stack: nothing is allocated until an error needs the text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Self, &'a str),
    Index(&'a Self, usize),
}

impl<'a> Path<'a> {
    pub(crate) const fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(crate) const fn index(&'a self, index: usize) -> Self {
        Self::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
            Self::Key(Path::Root, key) => f.write_str(&segment(key)),
            Self::Key(parent, key) => write!(f, "{parent}.{}", segment(key)),
        }
    }
}

/// A key as it stands in a path: plain where it is a plain word, quoted otherwise.
fn segment(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/$".contains(&byte);
    if !key.is_empty() && key.len() <= 64 && key.bytes().all(plain) {
        return key.to_owned();
    }
    quote(key)
}
