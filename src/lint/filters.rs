//! What filters can mean together: which combinations of them one activity can fit.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use crate::book::RuleBook;
use crate::book::filter::Filter;
use crate::calendar::{Day, Length};
use crate::credential::{CredentialId, CredentialRef, Issuer};
use crate::record::Delivery;
use crate::source::OneOrMany;
use crate::word::Word;

/// How many kinds of activities are told apart at most: beyond that, nothing is said.
const MOST_KINDS: usize = 4_096;

/// Whose credentials a filter names.
#[derive(Clone, Copy)]
pub(super) struct Home<'b> {
    pub(super) book: &'b RuleBook,
    pub(super) issuer: &'b Issuer,
}

/// Every combination of fitting and not fitting that an activity can have, one column a filter; `None`:
/// the filters tell too many kinds of activities apart.
///
/// An activity has one kind, one delivery, one provider and one day; topics, classes and approvals as it
/// likes, and approval for a credential is approval by its issuer. So nothing that some activity fits
/// is left out.
pub(super) fn combinations(filters: &[&Filter], home: Home<'_>) -> Option<BTreeSet<Vec<bool>>> {
    let mut facets = Facets::new(home);
    for filter in filters {
        facets.hear(filter);
    }
    let marks = facets.mark_sets()?;
    let lists = [
        facets.kinds.len(),
        facets.deliveries.len(),
        facets.providers.len(),
        facets.days.len(),
        marks.len(),
    ];
    let all = lists.iter().try_fold(1_usize, |all, len| all.checked_mul(*len))?;
    if all > MOST_KINDS {
        return None;
    }
    let fits = |number: usize| {
        let activity = facets.activity(number, &marks);
        filters.iter().map(|filter| facets.fits(filter, &activity)).collect()
    };
    Some((0..all).map(fits).collect())
}

/// Whether no activity is meant by both.
pub(super) fn apart(left: &Filter, right: &Filter, home: Home<'_>) -> bool {
    let both = |row: &Vec<bool>| matches!(row.as_slice(), [true, true]);
    combinations(&[left, right], home).is_some_and(|rows| !rows.iter().any(both))
}

/// A fact of which an activity may have several, or which holds or does not.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Mark<'f> {
    Topic(&'f Word),
    Class(&'f Word),
    By(&'f Issuer),
    For(CredentialId),
    JobRelated,
    PublishedWithin(Length),
}

impl Mark<'_> {
    /// Whether whatever has this mark has the other one too.
    fn brings(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Topic(narrow), Self::Topic(wide)) | (Self::Class(narrow), Self::Class(wide)) => {
                wide.covers(narrow)
            }
            (Self::For(credential), Self::By(issuer)) => credential.issuer() == *issuer,
            (Self::PublishedWithin(short), Self::PublishedWithin(long)) => within(*short, *long),
            _ => self == other,
        }
    }
}

/// Whether the first length surely lies within the second.
fn within(short: Length, long: Length) -> bool {
    match (short, long) {
        (Length::Days(short), Length::Days(long)) => short <= long,
        (Length::Days(_), _) | (_, Length::Days(_)) => false,
        _ => short.whole_months() <= long.whole_months(),
    }
}

/// What an activity of some kind is, as far as the filters ask; `None`: something that none of them names.
struct Activity<'a> {
    kind: Option<&'a Word>,
    delivery: Option<Delivery>,
    provider: Option<&'a str>,
    completed: Day,
    /// Which of the marks it has, by place.
    marks: u32,
}

/// The values between which filters tell.
struct Facets<'f> {
    home: Home<'f>,
    kinds: Vec<Option<&'f Word>>,
    deliveries: Vec<Option<Delivery>>,
    providers: Vec<Option<String>>,
    /// The first day of each stretch of days.
    days: Vec<Day>,
    marks: Vec<Mark<'f>>,
}

impl<'f> Facets<'f> {
    fn new(home: Home<'f>) -> Self {
        Self {
            home,
            kinds: Vec::from([None]),
            deliveries: Vec::from([None]),
            providers: Vec::from([None]),
            days: Vec::from([Day::MIN]),
            marks: Vec::new(),
        }
    }

    fn hear(&mut self, filter: &'f Filter) {
        fn list<T>(list: Option<&OneOrMany<T>>) -> &[T] {
            list.map_or(&[], |list| &list.0)
        }
        for kind in list(filter.kind.as_ref()) {
            add(&mut self.kinds, Some(kind));
        }
        if filter.delivery.is_some() {
            self.deliveries = Delivery::ALL.iter().copied().map(Some).collect();
        }
        for provider in list(filter.provider.as_ref()) {
            add(&mut self.providers, Some(provider.as_str().to_ascii_lowercase()));
        }
        let after = filter.completed_until.map(|day| day.plus_days(1));
        filter.completed_from.into_iter().chain(after).for_each(|day| add(&mut self.days, day));
        let topics = list(filter.topics.as_ref()).iter().map(Mark::Topic);
        let classes = list(filter.provider_class.as_ref()).iter().map(Mark::Class);
        let issuers = list(filter.approved_by.as_ref()).iter().map(Mark::By);
        let credentials = list(filter.approved_for.as_ref()).iter();
        let credentials = credentials.map(|one| Mark::For(present(one, self.home)));
        let marks = topics.chain(classes).chain(issuers).chain(credentials);
        let marks = marks.chain(filter.job_related.map(|_| Mark::JobRelated));
        let marks = marks.chain(filter.published_within.map(Mark::PublishedWithin));
        marks.for_each(|mark| add(&mut self.marks, mark));
        filter.any.iter().chain(filter.except.as_deref()).for_each(|below| self.hear(below));
    }

    /// Every set of marks that something can have, as bits; `None`: there are too many.
    fn mark_sets(&self) -> Option<Vec<u32>> {
        let sets = u32::try_from(self.marks.len()).ok().and_then(|count| 1_u32.checked_shl(count));
        let sets =
            sets.filter(|sets| usize::try_from(*sets).is_ok_and(|sets| sets <= MOST_KINDS))?;
        let brought: Vec<u32> = self.marks.iter().map(|mark| self.brought(mark)).collect();
        let closed = |set: &u32| {
            let has = |place: usize| set & bit(place) != 0;
            brought.iter().enumerate().all(|(place, with)| !has(place) || with & set == *with)
        };
        Some((0..sets).filter(closed).collect())
    }

    /// The marks that come with one.
    fn brought(&self, mark: &Mark<'_>) -> u32 {
        let with = self.marks.iter().enumerate().filter(|(_, other)| mark.brings(other));
        with.fold(0, |set, (place, _)| set | bit(place))
    }

    /// The activity of a number: each list turns over like the wheels of a counter.
    fn activity(&self, mut number: usize, marks: &[u32]) -> Activity<'_> {
        let mut wheel = |len: usize| {
            let place = number.checked_rem(len).unwrap_or_default();
            number = number.checked_div(len).unwrap_or_default();
            place
        };
        Activity {
            kind: self.kinds.get(wheel(self.kinds.len())).copied().flatten(),
            delivery: self.deliveries.get(wheel(self.deliveries.len())).copied().flatten(),
            provider: self.providers.get(wheel(self.providers.len())).and_then(Option::as_deref),
            completed: self.days.get(wheel(self.days.len())).copied().unwrap_or(Day::MIN),
            marks: marks.get(wheel(marks.len())).copied().unwrap_or_default(),
        }
    }

    fn has(&self, activity: &Activity<'_>, mark: &Mark<'_>) -> bool {
        let place = self.marks.iter().position(|other| other == mark);
        place.is_some_and(|place| activity.marks & bit(place) != 0)
    }

    /// As [`crate::judge`] asks it of an activity of which everything is known.
    fn fits(&self, filter: &Filter, activity: &Activity<'_>) -> bool {
        fn one<T>(wanted: Option<&OneOrMany<T>>, holds: impl Fn(&T) -> bool) -> bool {
            wanted.is_none_or(|wanted| wanted.0.iter().any(holds))
        }
        let has = |mark: &Mark<'_>| self.has(activity, mark);
        one(filter.kind.as_ref(), |want| activity.kind.is_some_and(|kind| want.covers(kind)))
            && one(filter.delivery.as_ref(), |want| activity.delivery == Some(*want))
            && one(filter.provider.as_ref(), |want| {
                activity.provider.is_some_and(|name| want.as_str().eq_ignore_ascii_case(name))
            })
            && filter.completed_from.is_none_or(|from| from <= activity.completed)
            && filter.completed_until.is_none_or(|until| activity.completed <= until)
            && one(filter.topics.as_ref(), |want| has(&Mark::Topic(want)))
            && one(filter.provider_class.as_ref(), |want| has(&Mark::Class(want)))
            && one(filter.approved_by.as_ref(), |want| has(&Mark::By(want)))
            && one(filter.approved_for.as_ref(), |want| has(&Mark::For(present(want, self.home))))
            && filter.job_related.is_none_or(|_| has(&Mark::JobRelated))
            && filter.published_within.is_none_or(|time| has(&Mark::PublishedWithin(time)))
            && (filter.any.is_empty() || filter.any.iter().any(|one| self.fits(one, activity)))
            && !filter.except.as_ref().is_some_and(|except| self.fits(except, activity))
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

fn bit(place: usize) -> u32 {
    u32::try_from(place).ok().and_then(|place| 1_u32.checked_shl(place)).unwrap_or_default()
}

/// The credential that a filter means, by its present name.
fn present(credential: &CredentialRef, home: Home<'_>) -> CredentialId {
    let id = credential.resolve(home.issuer);
    if home.book.rule(&id).is_some() {
        return id;
    }
    let found = home.book.find(&alloc::format!("{id}"));
    found.map_or(id, |found| found.credential().clone())
}
