//! Plain text for people.
