//! Every shape of renewal rule, on synthetic books.
