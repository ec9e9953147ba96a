//! Facts that a record lacks, by name.

use alloc::vec::Vec;

/// A fact on which it depends whether and how an activity counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fact {
    ApprovedBy,
    ApprovedFor,
    Topics,
    Kind,
    Delivery,
    Provider,
    ProviderClass,
    JobRelated,
    Published,
    Completed,
    Units,
    AssignedCycle,
    AssignedTo,
    Award,
    Memberships,
    MembershipStart,
    Granted,
    Extension,
    Admits,
    Repeats,
}

impl Fact {
    /// The field of the activity; with a star a fact beside it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::ApprovedBy => "approved_by",
            Self::ApprovedFor => "approved_for",
            Self::Topics => "topics",
            Self::Kind => "kind",
            Self::Delivery => "delivery",
            Self::Provider => "provider",
            Self::ProviderClass => "provider_class",
            Self::JobRelated => "job_related",
            Self::Published => "published",
            Self::Completed => "completed",
            Self::Units => "units",
            Self::AssignedCycle => "assigned_cycle",
            Self::AssignedTo => "assigned_to",
            Self::Award => "*award",
            Self::Memberships => "*memberships",
            Self::MembershipStart => "*memberships[].start",
            Self::Granted => "*granted",
            Self::Extension => "*extension",
            Self::Admits => "*admits",
            Self::Repeats => "*repeats",
        }
    }
}

/// How many facts there are.
const MOST: usize = 20;

/// Some facts, each once, in the order in which they were met. Every activity has such lists, most of them
/// empty or of one: they are kept in place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Facts {
    len: u8,
    list: [Fact; MOST],
}

impl Facts {
    pub(super) const NONE: Self = Self { len: 0, list: [Fact::Completed; MOST] };

    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Fact> {
        self.list.iter().take(usize::from(self.len)).copied()
    }

    pub(super) fn push(&mut self, fact: Fact) {
        if self.iter().any(|known| known == fact) {
            return;
        }
        if let Some(free) = self.list.get_mut(usize::from(self.len)) {
            *free = fact;
            self.len = self.len.saturating_add(1);
        }
    }

    pub(super) fn extend(&mut self, facts: Self) {
        facts.iter().for_each(|fact| self.push(fact));
    }

    /// Whether nothing else is open than this fact.
    pub(super) fn is_only(&self, fact: Fact) -> bool {
        self.iter().all(|known| known == fact)
    }

    /// The names in order.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = self.iter().map(Fact::as_str).collect();
        names.sort_unstable();
        names
    }
}
