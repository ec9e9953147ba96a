//! The example `renewal` as a user runs it, and golden texts.
