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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct ConstraintRule {
    /// What it is.
    pub(crate) title: Option<Text>,
    /// Only if one of these is held and counted. Absent: always.
    #[serde(default)]
    pub(crate) r#for: Vec<Code>,
    /// The pool of the minimum: see `pools`. Absent: independent, a unit serves this minimum and
    /// others.
    pub(crate) pool: Option<Code>,
    /// What it asks for. Anchor: `cycle-start`.
    pub(crate) terms: Dated<Constraint>,
}

/// What a constraint asks for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "WordOr<NoneWord, ConstraintText>")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "WordOr<NoneWord, ConstraintText>")
)]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Base {
    /// Of the required units.
    Required,
    /// Of the units that count.
    Earned,
}

/// In what portions a rule counts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) enum Per {
    /// Each year of the cycle.
    Year,
    /// Each calendar year.
    CalendarYear,
    /// Each activity.
    Activity,
}

/// An amount that the issuer does not say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "UnpublishedAmount")
)]
struct UnpublishedText {
    /// Our words on what the issuer does say.
    #[serde(rename = "unpublished")]
    _why: Text,
}

/// A constraint: one of `minimum`, `share`, `maximum`, `maximum_share`, `events` and `unpublished`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        rename = "ConstraintForm",
        transform = crate::schema::forms(
            "minimum of per? cycles? residence? | share of base round_up? | \
             maximum of? except? per? | maximum_share of? except? per? | events of per? | \
             unpublished"
        )
    )
)]
struct ConstraintText {
    /// At least so many units: one amount, or a list by the number of counted holdings, of which
    /// the last repeats.
    minimum: Option<UnitsOr<Vec<Units>>>,
    /// At least so many percent, up to 100.
    share: Option<Decimal>,
    /// At most so many units; what it cuts off counts nowhere.
    maximum: Option<UnitsOr<UnpublishedText>>,
    /// At most so many percent of the required units, up to 100.
    maximum_share: Option<Decimal>,
    /// At least so many entries.
    events: Option<Count>,
    /// The issuer does not say; our words on what it does say.
    unpublished: Option<Text>,
    /// The activities that are meant.
    of: Option<Filter>,
    /// With a maximum: the activities that are not meant.
    except: Option<Filter>,
    /// In what portions it counts. Absent: in the whole cycle.
    per: Option<Per>,
    /// Of a minimum: `2`, over this and the previous cycle.
    cycles: Option<Count>,
    /// Of a minimum: only for residents of these places.
    residence: Option<OneOrMany<Word>>,
    /// Of what the share is.
    base: Option<Base>,
    /// Of a share: up to multiples of so many units.
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
