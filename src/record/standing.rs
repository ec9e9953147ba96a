//! Applications, holdings and memberships.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::check;
use super::entry::entry;
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::document::{DocumentError, Path};
use crate::record::Word;

entry! {
    /// An application to sit an exam.
    Application, check check::nothing;
    required {
        /// The credential whose exam it is for.
        credential: CredentialId,
    }
    optional {}
    copied {
        /// The day on which the issuer approved it.
        approved / with_approved: Day,
    }
}

/// A cycle as the issuer states it; both days belong to it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StatedCycle {
    /// The first day.
    pub start: Day,
    /// The last day.
    pub end: Day,
}

entry! {
    /// A credential that the person holds.
    Holding, check check_holding;
    required {
        /// The credential.
        credential: CredentialId,
    }
    optional {
        /// Days on which a cycle was closed as met.
        renewed / with_renewed: Vec<Day>,
        /// Days on which a renewal was filed.
        filed / with_filed: Vec<Day>,
    }
    copied {
        /// The day of the award.
        awarded / with_awarded: Day,
        /// The last day of validity.
        expires / with_expires: Day,
        /// The current cycle as the issuer states it.
        cycle / with_cycle: StatedCycle,
        /// Whether the other holdings follow this one's cycle.
        primary / with_primary: bool,
        /// The day of revocation.
        revoked / with_revoked: Day,
    }
}

fn check_holding(holding: &Holding, place: &Path<'_>) -> Result<(), DocumentError> {
    let awarded = ("awarded", holding.awarded);
    check::ordered(place, awarded, ("expires", holding.expires))?;
    check::ordered(place, awarded, ("revoked", holding.revoked))?;
    let cycle = holding.cycle;
    let start = ("start", cycle.map(|cycle| cycle.start));
    check::ordered(&place.key("cycle"), start, ("end", cycle.map(|cycle| cycle.end)))
}

entry! {
    /// A membership of an organisation.
    Membership, check check_membership;
    required {
        /// The organisation.
        organization: Word,
    }
    optional {
        /// The class of membership.
        class / with_class: Word,
    }
    copied {
        /// The first day.
        start / with_start: Day,
        /// The last day for which dues are paid.
        paid_through / with_paid_through: Day,
    }
}

impl Membership {
    /// Whether it is one of this issuer, whatever the case of its name.
    pub(crate) fn is_of(&self, issuer: &crate::credential::Issuer) -> bool {
        self.organization().as_str().eq_ignore_ascii_case(issuer.as_str())
    }
}

fn check_membership(membership: &Membership, place: &Path<'_>) -> Result<(), DocumentError> {
    check::ordered(place, ("start", membership.start), ("paid_through", membership.paid_through))
}
