//! The manual: pages with no code of their own.

#[doc = include_str!("../manual/meaning.md")]
pub mod meaning {}

#[doc = include_str!("../manual/rule-language.md")]
pub mod rule_language {}

#[doc = include_str!("../manual/programmes.md")]
pub mod programmes {}

#[doc = include_str!("../manual/limits.md")]
pub mod limits {}

#[doc = include_str!("../manual/compiled.md")]
pub mod compiled {}

#[doc = include_str!("../manual/performance.md")]
pub mod performance {}

#[doc = include_str!("../manual/shapes.md")]
pub mod shapes {}

#[doc = include_str!("../manual/your-own-body.md")]
pub mod your_own_body {}
