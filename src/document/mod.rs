//! Reading JSON documents: exact numbers, limits, and errors that name the place.
//!
//! Records and rule books are ordinary serde types. What serde's own JSON reader does not give is
//! given here: the text of a number instead of a float, an error for every duplicate key, `null`
//! read as absent, limits on size and depth, the place of an error as a path such as
//! `experience[3].end`, a near miss for an unknown word, and messages that never echo more than a
//! bounded, escaped piece of the input.

mod error;
mod hint;
mod outline;
mod path;
mod reader;
mod suggest;

use serde::de::DeserializeOwned;

pub use self::error::{DocumentError, Problem};
pub(crate) use self::error::{harmless, named, quote};
pub(crate) use self::hint::EditorHint;
pub(crate) use self::path::Path;
use self::reader::Reader;
pub(crate) use self::reader::{AMOUNT_OR, DECIMAL};
pub(crate) use self::suggest::{did_you_mean, nearest};

/// How much input is read. Anything beyond is an error that names the limit.
///
/// ```
/// use coding_credentials::document::Limits;
///
/// let small = Limits { bytes: 1024, ..Limits::DEFAULT };
/// assert!(small.bytes < Limits::DEFAULT.bytes);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "callers set single limits by struct update")]
pub struct Limits {
    /// The size of a document in bytes.
    pub bytes: usize,
    /// How deep lists and objects may nest. Values above 112 count as 112.
    pub depth: usize,
    /// The length of one text in bytes.
    pub text: usize,
    /// The number of entries in one section of a record.
    pub entries: usize,
    /// The number of requirements in one book.
    pub requirements: usize,
}

impl Limits {
    /// The limits that apply unless others are given.
    pub const DEFAULT: Self = Self {
        bytes: 256 * 1024 * 1024,
        depth: 112,
        text: 4096,
        entries: 1_000_000,
        requirements: 100_000,
    };
    /// The deepest nesting that any setting allows.
    pub(crate) const HARD_DEPTH: usize = 112;
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Reads one document.
pub(crate) fn read<T: DeserializeOwned>(text: &str, limits: &Limits) -> Result<T, DocumentError> {
    let outline = reader::syntax(text, limits)?;
    T::deserialize(Reader::root(&outline, limits)).map_err(|error| error.finish(&Path::Root))
}
