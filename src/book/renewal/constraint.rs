//! Rules on the units of a cycle.

use alloc::vec::Vec;

use serde::Deserialize;

use super::{FormError, NoneWord};
use crate::book::filter::Filter;
use crate::book::forms::{UnitsOr, WordOr};
use crate::credential::Code;
use crate::quantity::{Count, Decimal, Units};
use crate::source::{Dated, OneOrMany};
use crate::word::{Text, Word};

/// A rule on the units of a cycle.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConstraintRule {
    pub(crate) title: Option<Text>,
    #[serde(default)]
    pub(crate) r#for: Vec<Code>,
    pub(crate) pool: Option<Code>,
    pub(crate) terms: Dated<Constraint>,
}

/// What a constraint asks for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "WordOr<NoneWord, ConstraintText>")]
pub(crate) enum Constraint {
    None,
    Unpublished(Text),
    Minimum(Minimum),
    Share(Share),
    Maximum(Maximum),
    Events { events: Count, of: Filter, per: Option<Per> },
}

/// At least so many units.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Minimum {
    /// By the number of holdings; the last repeats.
    pub(crate) units: Vec<Units>,
    pub(crate) of: Filter,
    pub(crate) per: Option<Per>,
    pub(crate) cycles: Option<Count>,
    pub(crate) residence: Vec<Word>,
}

/// At least so many percent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Share {
    pub(crate) percent: Decimal,
    pub(crate) of: Filter,
    pub(crate) base: Base,
    pub(crate) round_up: Option<Units>,
}

/// At most so many units.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Maximum {
    pub(crate) limit: Limit,
    pub(crate) of: Option<Filter>,
    pub(crate) except: Option<Filter>,
    pub(crate) per: Option<Per>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Limit {
    Units(Units),
    /// Of the required units.
    Percent(Decimal),
    /// There is one; how much is not on file.
    Unpublished,
}

/// Of what a share is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Base {
    Required,
    Earned,
}

/// In what portions a rule counts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Per {
    /// Each year of the cycle.
    Year,
    CalendarYear,
    Activity,
}

/// An amount that the issuer does not say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnpublishedText {
    #[serde(rename = "unpublished")]
    _why: Text,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConstraintText {
    minimum: Option<UnitsOr<Vec<Units>>>,
    share: Option<Decimal>,
    maximum: Option<UnitsOr<UnpublishedText>>,
    maximum_share: Option<Decimal>,
    events: Option<Count>,
    unpublished: Option<Text>,
    of: Option<Filter>,
    except: Option<Filter>,
    per: Option<Per>,
    cycles: Option<Count>,
    residence: Option<OneOrMany<Word>>,
    base: Option<Base>,
    round_up: Option<Units>,
}

impl ConstraintText {
    /// No field stands beside the kind but the allowed ones.
    fn only(&self, kind: &str, allowed: &[&str]) -> Result<(), FormError> {
        let given = [
            ("of", self.of.is_some()),
            ("except", self.except.is_some()),
            ("per", self.per.is_some()),
            ("cycles", self.cycles.is_some()),
            ("residence", self.residence.is_some()),
            ("base", self.base.is_some()),
            ("round_up", self.round_up.is_some()),
        ];
        let extra = given.iter().find(|(name, given)| *given && !allowed.contains(name));
        if let Some((name, _)) = extra {
            let message = alloc::format!("`{name}` does not belong to `{kind}`: leave it out");
            return Err(FormError::said(message));
        }
        if self.per == Some(Per::Activity) && kind != "maximum" {
            let message = alloc::format!(
                "`activity` does not belong to `{kind}`: write `year` or `calendar-year`"
            );
            return Err(FormError::said(message));
        }
        Ok(())
    }
}

impl TryFrom<WordOr<NoneWord, ConstraintText>> for Constraint {
    type Error = FormError;

    fn try_from(form: WordOr<NoneWord, ConstraintText>) -> Result<Self, Self::Error> {
        let text = match form {
            WordOr::Word(NoneWord::None) => return Ok(Self::None),
            WordOr::Other(text) => text,
        };
        let kinds = [
            text.minimum.is_some(),
            text.share.is_some(),
            text.maximum.is_some() || text.maximum_share.is_some(),
            text.events.is_some(),
            text.unpublished.is_some(),
        ];
        let one = kinds.iter().filter(|kind| **kind).count() == 1;
        let both = text.maximum.is_some() && text.maximum_share.is_some();
        if !one || both {
            return Err(FormError::of(
                "a constraint is one of `minimum`, `share`, `maximum`, `maximum_share`, `events` and `unpublished`: write one of them",
            ));
        }
        text.read()
    }
}

impl ConstraintText {
    fn read(self) -> Result<Constraint, FormError> {
        const OF: FormError = FormError::of("the constraint does not say which units: add `of`");
        if let Some(units) = self.minimum.clone() {
            self.only("minimum", &["of", "per", "cycles", "residence"])?;
            let units = match units {
                UnitsOr::Units(units) => Vec::from([units]),
                UnitsOr::Other(list) => list,
            };
            let residence = self.residence.map(|places| places.0).unwrap_or_default();
            let of = self.of.ok_or(OF)?;
            let (per, cycles) = (self.per, self.cycles);
            return Ok(Constraint::Minimum(Minimum { units, of, per, cycles, residence }));
        }
        if let Some(percent) = self.share {
            self.only("share", &["of", "base", "round_up"])?;
            let base = self.base.ok_or(FormError::of(
                "a share has a base: write `\"base\": \"required\"` or `\"earned\"`",
            ))?;
            let of = self.of.ok_or(OF)?;
            return Ok(Constraint::Share(Share { percent, of, base, round_up: self.round_up }));
        }
        if let Some(events) = self.events {
            self.only("events", &["of", "per"])?;
            return Ok(Constraint::Events { events, of: self.of.ok_or(OF)?, per: self.per });
        }
        if let Some(why) = self.unpublished.clone() {
            self.only("unpublished", &[])?;
            return Ok(Constraint::Unpublished(why));
        }
        self.only("maximum", &["of", "except", "per"])?;
        let limit = match (self.maximum, self.maximum_share) {
            (Some(UnitsOr::Units(units)), _) => Limit::Units(units),
            (Some(UnitsOr::Other(_)), _) => Limit::Unpublished,
            (None, Some(percent)) => Limit::Percent(percent),
            (None, None) => return Err(OF),
        };
        let (of, except, per) = (self.of, self.except, self.per);
        Ok(Constraint::Maximum(Maximum { limit, of, except, per }))
    }
}
