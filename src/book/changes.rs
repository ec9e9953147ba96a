//! Comparing rules: two books, or what is in force on two days.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::show::{Rule, RuleVersion};
use super::{RuleBook, gather};
use crate::calendar::Day;
use crate::credential::{CredentialId, Issuer};
use crate::explain::part::part;
use crate::record::words;

part! {
    /// The rules in which two sides differ, in order of issuer and place.
    ///
    /// A rule is what stands at one place of an issuer's file, with all of its versions; outcomes of an
    /// exam are known by their name, wherever they stand in the list. A page that was merely looked at
    /// again is no change.
    ///
    /// # Example: one credential, two days
    ///
    /// ```
    /// use coding_credentials::RuleBook;
    ///
    /// let book = RuleBook::builtin()?;
    /// let changes = book.changes_in_force("2023-09-10".parse()?, &book, "2023-09-11".parse()?);
    /// let changes = changes.only(book.find("AHIMA/CCA")?.credential());
    /// let [wait] = changes.rules() else { panic!("{changes:?}") };
    /// assert_eq!(wait.heading(), "Waiting time after a failed attempt");
    /// assert_eq!(wait.before().unwrap().versions()[0].lines(), ["90 days after each failure"]);
    /// assert_eq!(wait.after().unwrap().versions()[0].lines(), ["30 days after each failure"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Changes {
        /// The first side.
        part before: Side,
        /// The second side.
        part after: Side,
        /// The rules that differ.
        list rules: Change,
    }
}

part! {
    /// One side of a comparison.
    Side {
        /// The edition of the book.
        text book: String,
        /// The day for which rules are in force; `None`: all versions.
        copied on: Option<Day>,
    }
}

words! {
    /// In what way a rule differs.
    ChangeKind {
        /// The second side alone has it.
        Added = "added",
        /// The first side alone has it.
        Removed = "removed",
        /// It says something else, or for other days.
        Changed = "changed",
        /// It says the same, and its sources, its confidence or its notes are others; or it is another
        /// title or a remark, which decides nothing.
        Restated = "restated",
    }
}

part! {
    /// A rule in which two sides differ.
    Change {
        /// The issuer in whose file it stands.
        part issuer: Issuer,
        /// The place in that file; on the second side, where it has the rule.
        text place: String,
        /// What it belongs to: a credential, a waiver or a programme.
        text of: String,
        /// What it is about, in plain words.
        text heading: String,
        /// In what way it differs.
        copied kind: ChangeKind,
        /// The credentials on which it bears, on either side.
        list credentials: CredentialId,
        /// How many versions are the same on both sides.
        copied unchanged: usize,
        /// What the first side says; `None`: nothing.
        optional before: Stated,
        /// What the second side says; `None`: nothing.
        optional after: Stated,
    }
}

part! {
    /// What one side says and the other does not.
    Stated {
        /// What the rule is about, in the words of this side.
        text heading: String,
        /// The day that picks the version, in words, where it is not the usual one of the field.
        optional anchor: String,
        /// The versions that the other side does not have.
        list versions: RuleVersion,
    }
}

impl Changes {
    /// Whether both sides say the same.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The changes that bear on one credential.
    #[must_use = "this returns the narrower comparison, without modifying the original"]
    pub fn only(&self, credential: &CredentialId) -> Self {
        let bears = |change: &&Change| change.credentials.contains(credential);
        Self {
            before: self.before.clone(),
            after: self.after.clone(),
            rules: self.rules.iter().filter(bears).cloned().collect(),
        }
    }
}

impl RuleBook {
    /// The rules in which another book differs from this one, with all versions.
    #[must_use]
    pub fn changes(&self, after: &Self) -> Changes {
        compare((self, None), (after, None))
    }

    /// The rules in force on one day that differ from those of a book on another day. The book may be
    /// this one. Days of versions, sources and notes are not compared: what holds is.
    #[must_use]
    pub fn changes_in_force(&self, on: Day, after: &Self, then: Day) -> Changes {
        compare((self, Some(on)), (after, Some(then)))
    }

    /// The rules in which two books differ, and beside them those in force that differ between two days.
    /// Where the day is the same, what a version says of other days matters too: an answer may go by the
    /// first day of a cycle, or by that of an exam.
    pub(crate) fn changes_across(&self, on: Day, after: &Self, then: Day) -> Changes {
        let mut all = self.changes(after);
        if on != then {
            let known: BTreeSet<(Issuer, String)> = all.rules.iter().map(Change::key).collect();
            let in_force = self.changes_in_force(on, after, then).rules.into_iter();
            all.rules.extend(in_force.filter(|change| !known.contains(&change.key())));
            all.rules.sort_by_key(Change::key);
        }
        all.before.on = Some(on);
        all.after.on = Some(then);
        all
    }
}

impl Change {
    /// Changes stand in this order.
    fn key(&self) -> (Issuer, String) {
        (self.issuer.clone(), self.place.clone())
    }
}

/// A book, whole or on a day.
type View<'b> = (&'b RuleBook, Option<Day>);

fn compare(before: View<'_>, after: View<'_>) -> Changes {
    let side = |(book, on): View<'_>| Side { book: book.edition(), on };
    let mut differ = Vec::new();
    let mut issuers: Vec<&Issuer> = before.0.issuers().chain(after.0.issuers()).collect();
    issuers.sort();
    issuers.dedup();
    for issuer in issuers {
        let (old, new) = (rules(before, issuer), rules(after, issuer));
        let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
        keys.sort();
        keys.dedup();
        let whole = before.1.is_none();
        differ.extend(keys.iter().filter_map(|key| change(old.get(*key), new.get(*key), whole)));
    }
    differ.sort_by_key(Change::key);
    Changes { before: side(before), after: side(after), rules: differ }
}

/// The rules of an issuer that say something, by what they are known by in both books.
fn rules((book, on): View<'_>, issuer: &Issuer) -> BTreeMap<String, Rule> {
    let rules = gather::of_issuer(book, issuer, on).into_iter();
    let rules = rules.filter(|rule| !rule.versions.is_empty());
    rules.map(|rule| (rule.key.clone(), rule)).collect()
}

fn change(before: Option<&Rule>, after: Option<&Rule>, whole: bool) -> Option<Change> {
    let same = |one: &RuleVersion, other: &RuleVersion| {
        is_same_rule(one, other, whole) && (!whole || is_same_page(one, other))
    };
    let gone = less(versions(before), versions(after), same);
    let come = less(versions(after), versions(before), same);
    let kind = match (before, after) {
        (None, None) => return None,
        (one, other) if is_beside_the_rules(one, other) => {
            if !whole || gone.is_empty() && come.is_empty() {
                return None;
            }
            ChangeKind::Restated
        }
        (None, Some(_)) => ChangeKind::Added,
        (Some(_), None) => ChangeKind::Removed,
        (Some(before), Some(after)) => {
            let by_rule = |one: &RuleVersion, other: &RuleVersion| is_same_rule(one, other, whole);
            let says_the_same = before.anchor == after.anchor
                && less(&gone, &come, by_rule).is_empty()
                && less(&come, &gone, by_rule).is_empty();
            let all_the_same =
                gone.is_empty() && come.is_empty() && before.heading == after.heading;
            match (says_the_same, all_the_same) {
                (false, _) => ChangeKind::Changed,
                (true, false) if whole => ChangeKind::Restated,
                (true, _) => return None,
            }
        }
    };
    let newest = after.or(before)?;
    let mut credentials: Vec<CredentialId> =
        before.iter().chain(&after).flat_map(|rule| rule.credentials.clone()).collect();
    credentials.sort();
    credentials.dedup();
    let stated = |rule: Option<&Rule>, versions: Vec<RuleVersion>| {
        rule.map(|rule| Stated {
            heading: rule.heading.clone(),
            anchor: rule.anchor.clone(),
            versions,
        })
    };
    Some(Change {
        issuer: newest.issuer.clone(),
        place: newest.place.clone(),
        of: newest.of.clone(),
        heading: newest.heading.clone(),
        kind,
        credentials,
        unchanged: versions(after).len().saturating_sub(come.len()),
        before: stated(before, gone),
        after: stated(after, come),
    })
}

/// Another title, or a remark: they decide nothing.
fn is_beside_the_rules(before: Option<&Rule>, after: Option<&Rule>) -> bool {
    let ends = |rule: &Rule, end: &str| rule.place.rsplit('.').next() == Some(end);
    let retitled = before.zip(after).is_some_and(|(_, after)| ends(after, "title"));
    retitled || before.or(after).is_some_and(|rule| ends(rule, "notes"))
}

fn versions(rule: Option<&Rule>) -> &[RuleVersion] {
    rule.map_or(&[], |rule| &rule.versions)
}

/// What stands in the first list and not in the second; what stands there twice is taken twice.
fn less(
    from: &[RuleVersion],
    without: &[RuleVersion],
    same: impl Fn(&RuleVersion, &RuleVersion) -> bool,
) -> Vec<RuleVersion> {
    let mut left: Vec<&RuleVersion> = without.iter().collect();
    let is_gone = |one: &&RuleVersion| match left.iter().position(|other| same(one, other)) {
        Some(place) => {
            left.swap_remove(place);
            false
        }
        None => true,
    };
    from.iter().filter(is_gone).cloned().collect()
}

/// Whether two versions say the same, and for the same days where whole books are compared.
fn is_same_rule(one: &RuleVersion, other: &RuleVersion, whole: bool) -> bool {
    let days = |version: &RuleVersion| (version.from, version.until, version.estimated);
    one.lines == other.lines && one.reading == other.reading && (!whole || days(one) == days(other))
}

/// Whether two versions rest on the same pages; the day of the last look at them does not matter.
fn is_same_page(one: &RuleVersion, other: &RuleVersion) -> bool {
    let pages = |version: &RuleVersion| -> Vec<(String, String)> {
        let sources = version.sources.iter();
        sources.map(|source| (source.id().into(), source.url().into())).collect()
    };
    one.confidence == other.confidence && one.note == other.note && pages(one) == pages(other)
}
