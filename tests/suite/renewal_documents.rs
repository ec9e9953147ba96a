//! What a book of renewal programmes refuses, and how it says so.
