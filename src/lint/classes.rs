//! The kinds of units that minima and maxima tell apart, and what can be placed with them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::filters::{Home, combinations};
use super::scheme::{High, Low, Scheme};
use crate::allocation::{Allocation, Bottleneck, Cap, DemandSet, Instance, Supply, allocate};
use crate::book::filter::Filter;
use crate::book::renewal::Per;
use crate::calendar::Length;
use crate::quantity::Decimal;

/// How many minima are solved at once.
const MOST_TOGETHER: usize = 12;

/// A minimum, and how much of it is asked for in the frame.
#[derive(Clone, Copy)]
pub(super) struct Want<'s, 'b> {
    /// Its place among those of the frame.
    at: usize,
    pub(super) low: &'s Low<'b>,
    pub(super) need: i64,
}

/// A maximum, and how much room it leaves in the frame.
#[derive(Clone, Copy)]
pub(super) struct Room<'s, 'b> {
    at: usize,
    pub(super) high: &'s High<'b>,
    pub(super) limit: i64,
}

/// The whole cycle, or one year of it.
pub(super) struct Frame<'s, 'b> {
    pub(super) wants: Vec<Want<'s, 'b>>,
    rooms: Vec<Room<'s, 'b>>,
}

impl<'s, 'b> Frame<'s, 'b> {
    pub(super) fn of(scheme: &'s Scheme<'b>, portion: Option<Per>, said: &BTreeSet<&str>) -> Self {
        let lows = scheme.lows.iter().chain(&scheme.total);
        let lows = lows.filter(|low| !said.contains(&*low.place)).filter_map(|low| {
            // In the whole cycle, each portion asks anew.
            let times = match (portion, low.per) {
                (None, per) => portions(scheme.length, per).0,
                (Some(portion), Some(per)) if portion == per => 1,
                (Some(_), _) => return None,
            };
            Some((low, low.need.saturating_mul(times)))
        });
        let highs = scheme.highs.iter().filter_map(|high| {
            let times = match (portion, high.rule.per) {
                (_, Some(Per::Activity)) => return None,
                (None, Some(_)) if scheme.carried => return None,
                (None, per) => portions(scheme.length, per).1?,
                (Some(portion), Some(per)) if portion != per => return None,
                (Some(_), _) => 1,
            };
            Some((high, high.limit?.saturating_mul(times)))
        });
        let wants = lows.filter(|(_, need)| *need > 0).enumerate();
        let rooms = highs.enumerate();
        Self {
            wants: wants.map(|(at, (low, need))| Want { at, low, need }).collect(),
            rooms: rooms.map(|(at, (high, limit))| Room { at, high, limit }).collect(),
        }
    }

    /// Each minimum beside each maximum, or by itself where there is none.
    pub(super) fn pairs(&self) -> Vec<Self> {
        let pair = |want: &Want<'s, 'b>, room: Option<&Room<'s, 'b>>| Self {
            wants: Vec::from([Want { at: 0, ..*want }]),
            rooms: room.map(|room| Room { at: 0, ..*room }).into_iter().collect(),
        };
        let each = |want| {
            let pairs: Vec<Self> = self.rooms.iter().map(|room| pair(want, Some(room))).collect();
            if pairs.is_empty() { Vec::from([pair(want, None)]) } else { pairs }
        };
        self.wants.iter().flat_map(each).collect()
    }

    /// The filters by which its rules tell units apart.
    fn filters(&self, admits: Option<&Filter>) -> Filters {
        let place = |filter: Option<&Filter>| filter.map(core::ptr::from_ref);
        let wants = self.wants.iter().map(|want| place(want.low.of));
        let rules = self.rooms.iter().map(|room| room.high.rule);
        let rooms = rules.map(|rule| [place(rule.of.as_ref()), place(rule.except.as_ref())]);
        (wants.collect(), rooms.collect(), place(admits))
    }

    /// What tells one frame from another.
    pub(super) fn key(&self) -> String {
        let wants = self.wants.iter().map(|want| format!("{} {}", want.low.place, want.need));
        let rooms = self.rooms.iter().map(|room| format!("{} {}", room.high.place, room.limit));
        wants.chain(rooms).collect::<Vec<_>>().join(", ")
    }

    /// The shares of what is earned, in percent.
    pub(super) fn shares(scheme: &'s Scheme<'b>) -> Self {
        let lows = scheme.lows.iter().filter_map(|low| Some((low, low.earned?.sub_units())));
        let wants = lows.enumerate().map(|(at, (low, need))| Want { at, low, need });
        Self { wants: wants.collect(), rooms: Vec::new() }
    }
}

/// Into how many portions a cycle falls at least and, where its length is known, at most.
fn portions(length: Option<Length>, per: Option<Per>) -> (i64, Option<i64>) {
    let (least, most) = match (per, length) {
        (None | Some(Per::Activity), _) => return (1, Some(1)),
        (Some(_), None) => return (1, None),
        (Some(_), Some(Length::Days(days))) => {
            let days = i64::from(days);
            let years = |of: i64| days.saturating_add(of).saturating_sub(1).div_euclid(of);
            (years(366), years(365))
        }
        (Some(_), Some(length)) => {
            let years = i64::from(length.whole_months()).saturating_add(11).div_euclid(12);
            (years, years)
        }
    };
    // One that does not begin with the calendar's year reaches into one year more.
    let more = i64::from(per == Some(Per::CalendarYear));
    (least, Some(most.saturating_add(more)))
}

/// A kind of unit: what it may serve, and which maxima hold it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Class {
    serves: Vec<bool>,
    under: Vec<bool>,
}

impl Class {
    pub(super) fn serves(&self, want: &Want<'_, '_>) -> bool {
        self.serves.get(want.at) == Some(&true)
    }

    pub(super) fn is_under(&self, room: &Room<'_, '_>) -> bool {
        self.under.get(room.at) == Some(&true)
    }

    /// Whether it serves everything that the other one does, and no further maximum holds it.
    fn is_better(&self, other: &Self) -> bool {
        let serves = self.serves.iter().zip(&other.serves).all(|(here, there)| here >= there);
        serves && self.under.iter().zip(&other.under).all(|(here, there)| here <= there)
    }
}

/// The kinds of units of a frame.
pub(super) struct Classes<'s, 'b> {
    pub(super) rooms: Vec<Room<'s, 'b>>,
    pub(super) all: Rc<[Class]>,
}

/// The kinds of units that were worked out, by the filters of the minima, of the maxima, and of what
/// counts at all: schemes that differ in amounts alone tell the same ones apart.
#[derive(Default)]
pub(super) struct Known(BTreeMap<Filters, Option<Rc<[Class]>>>);

/// Filters of the book, each known by where it lies.
type Filters = (Vec<Option<Place>>, Vec<[Option<Place>; 2]>, Option<Place>);
type Place = *const Filter;

impl<'s, 'b> Classes<'s, 'b> {
    /// The kinds of units that the rules tell apart; `None`: nothing is asked for, or too many.
    pub(super) fn of(
        frame: &Frame<'s, 'b>,
        admits: Option<&'b Filter>,
        home: Home<'_>,
        known: &mut Known,
    ) -> Option<Self> {
        if frame.wants.is_empty() {
            return None;
        }
        let all = known.0.entry(frame.filters(admits)).or_insert_with(|| {
            let all = told_apart(frame, admits, home)?;
            Some(Rc::from(all))
        });
        Some(Self { rooms: frame.rooms.clone(), all: Rc::clone(all.as_ref()?) })
    }

    /// Groups of minima of which a unit can serve one only.
    pub(super) fn competing(&self, wants: &[Want<'s, 'b>]) -> Vec<Vec<Want<'s, 'b>>> {
        let mut groups = Vec::new();
        for first in wants {
            let mut group = Vec::from([*first]);
            for other in wants.iter().filter(|other| other.at != first.at) {
                if group.len() < MOST_TOGETHER && group.iter().all(|one| self.compete(one, other)) {
                    group.push(*other);
                }
            }
            group.sort_by_key(|want| want.at);
            let known = groups.iter().any(|known: &Vec<Want<'_, '_>>| {
                known.iter().map(|want| want.at).eq(group.iter().map(|want| want.at))
            });
            if group.len() > 1 && !known {
                groups.push(group);
            }
        }
        groups
    }

    fn compete(&self, left: &Want<'_, '_>, right: &Want<'_, '_>) -> bool {
        let pooled = left.low.pool.is_some() && left.low.pool == right.low.pool;
        pooled || !self.all.iter().any(|class| class.serves(left) && class.serves(right))
    }

    /// What stands in the way of some minima, of which a unit can serve one only; `None`: there is room.
    pub(super) fn unmet(&self, group: &[Want<'_, '_>], total: Option<i64>) -> Option<Bottleneck> {
        let plenty = group.iter().fold(0_i64, |sum, want| sum.saturating_add(want.need));
        if total.is_none_or(|total| plenty <= total) && self.serves_each(group) {
            return None;
        }
        let amount = Decimal::from_sub_units(plenty)?;
        let tree = self.tree(total);
        let supply = |class: &Class| {
            let serving = group.iter().enumerate().filter(|(_, want)| class.serves(want));
            let serves = serving.fold(DemandSet::NONE, |set, (place, _)| set.with(place));
            Supply { amount, serves, cap: tree.innermost(class) }
        };
        let demands = group.iter().filter_map(|want| Decimal::from_sub_units(want.need));
        let instance = Instance {
            supplies: self.all.iter().map(supply).collect(),
            demands: demands.collect(),
            caps: tree.caps,
        };
        match allocate(&instance) {
            Allocation::Met(_) => None,
            Allocation::Unmet(bottleneck) => Some(bottleneck),
        }
    }

    /// Whether each of some minima is served by units that no maximum holds: of those there are enough.
    fn serves_each(&self, group: &[Want<'_, '_>]) -> bool {
        let free = |class: &&Class| !class.under.contains(&true);
        group.iter().all(|want| self.all.iter().filter(free).any(|class| class.serves(want)))
    }

    /// The maxima as a tree by what they hold. Of two that cross, the smaller one takes what is under
    /// both, which can but leave more room than there is.
    fn tree(&self, total: Option<i64>) -> Tree {
        let mut order: Vec<(BTreeSet<usize>, &Room<'_, '_>)> =
            self.rooms.iter().map(|room| (self.held(room), room)).collect();
        order.sort_by_key(|(held, room)| (Reverse(held.len()), room.at));
        let root = total.map(|limit| Cap { limit: shown(limit), parent: None });
        let mut tree = Tree { held: Vec::new(), caps: root.into_iter().collect() };
        let outer = tree.caps.len();
        for (held, room) in order {
            let around = tree.held.iter().rposition(|(_, other)| held.is_subset(other));
            let around = around.map(|place| place.saturating_add(outer));
            let parent = around.or_else(|| outer.checked_sub(1));
            tree.caps.push(Cap { limit: shown(room.limit), parent });
            tree.held.push((room.at, held));
        }
        tree
    }

    /// The classes that a maximum holds, by place.
    fn held(&self, room: &Room<'_, '_>) -> BTreeSet<usize> {
        let classes = self.all.iter().enumerate().filter(|(_, class)| class.is_under(room));
        classes.map(|(place, _)| place).collect()
    }

    /// The maxima that hold what could serve some minima back, in words.
    pub(super) fn binding(&self, group: &[Want<'_, '_>], bottleneck: &Bottleneck) -> String {
        let wanted: Vec<&Want<'_, '_>> =
            bottleneck.demands.iter().filter_map(|place| group.get(place)).collect();
        let serving = |class: &&Class| wanted.iter().any(|want| class.serves(want));
        let holds = |room: &&Room<'_, '_>| {
            let asked = bottleneck.demand.sub_units();
            room.limit < asked && self.all.iter().filter(serving).any(|class| class.is_under(room))
        };
        let names: Vec<String> =
            self.rooms.iter().filter(holds).map(|room| format!("`{}`", room.high.id)).collect();
        match names.as_slice() {
            [one] => format!("{one} lets"),
            several => format!("{} let", several.join(", ")),
        }
    }
}

/// The kinds of units that some rules tell apart, without those than which another one is better.
fn told_apart(
    frame: &Frame<'_, '_>,
    admits: Option<&Filter>,
    home: Home<'_>,
) -> Option<Vec<Class>> {
    let lows = frame.wants.iter().filter_map(|want| want.low.of);
    let highs = frame.rooms.iter().flat_map(|room| [&room.high.rule.of, &room.high.rule.except]);
    let filters: Vec<&Filter> = lows.chain(highs.flatten()).chain(admits).collect();
    let mut all: Vec<Class> = Vec::new();
    for row in combinations(&filters, home)? {
        let mut columns = row.into_iter();
        let mut fits = |filter: bool| !filter || columns.next().unwrap_or_default();
        let serves = frame.wants.iter().map(|want| fits(want.low.of.is_some())).collect();
        let under = frame.rooms.iter().map(|room| {
            let of = fits(room.high.rule.of.is_some());
            let except = room.high.rule.except.is_some() && fits(true);
            of && !except
        });
        let class = Class { serves, under: under.collect() };
        if fits(admits.is_some()) && !all.iter().any(|other| other.is_better(&class)) {
            all.retain(|other| !class.is_better(other));
            all.push(class);
        }
    }
    Some(all)
}

/// Caps, outer ones first, and for each maximum among them its place and the classes that it holds.
struct Tree {
    held: Vec<(usize, BTreeSet<usize>)>,
    caps: Vec<Cap>,
}

impl Tree {
    /// The innermost cap around a class: the last one, as outer ones stand first.
    fn innermost(&self, class: &Class) -> Option<usize> {
        let outer = self.caps.len().saturating_sub(self.held.len());
        let under = |(at, _): &(usize, BTreeSet<usize>)| class.under.get(*at) == Some(&true);
        let inner = self.held.iter().rposition(under).map(|place| place.saturating_add(outer));
        inner.or_else(|| outer.checked_sub(1))
    }
}

pub(super) fn shown(sub_units: i64) -> Decimal {
    Decimal::from_sub_units(sub_units).unwrap_or(Decimal::MAX)
}
