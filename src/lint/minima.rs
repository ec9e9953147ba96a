//! Whether some record could meet all minima of a cycle: the solver of the verdicts, with as much of
//! everything as one likes.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::classes::{Classes, Frame, Known, Room, Want, shown};
use super::scheme::{Low, Scheme};
use super::{LintCode, Page};
use crate::allocation::{Bottleneck, DemandSet};
use crate::book::renewal::Per;
use crate::quantity::Decimal;

/// What was looked at in the schemes of a programme so far.
#[derive(Default)]
pub(super) struct Looked {
    pairs: BTreeSet<String>,
    classes: Known,
}

impl<'b> Page<'b> {
    /// The faults of one scheme; pairs of rules that were looked at in another one are left out.
    pub(super) fn minima(&mut self, scheme: &Scheme<'b>, looked: &mut Looked) {
        // What a year has no room for, the cycle has not either: that is said once.
        let mut said = BTreeSet::new();
        for portion in [Some(Per::Year), Some(Per::CalendarYear), None] {
            let frame = Frame::of(scheme, portion, &said);
            let above =
                if portion.is_none() && scheme.simple { scheme.total.as_ref() } else { None };
            let known = &mut looked.classes;
            if let Some(classes) = Classes::of(&frame, scheme.admits, self.home(), known) {
                said.extend(self.solve((&frame, &classes), above));
                continue;
            }
            // Where all of them tell too many kinds of activities apart, two may not.
            let total = above.map(|total| total.need);
            for pair in frame.pairs() {
                if !looked.pairs.insert(format!("{} {total:?} {:?}", pair.key(), scheme.admits)) {
                    continue;
                }
                let known = &mut looked.classes;
                if let Some(classes) = Classes::of(&pair, scheme.admits, self.home(), known) {
                    said.extend(self.solve((&pair, &classes), above));
                }
            }
        }
        self.earned(scheme, &mut looked.classes);
    }

    /// The faults of one frame; the places of minima that are impossible by themselves.
    fn solve<'s>(
        &mut self,
        (frame, classes): (&Frame<'s, 'b>, &Classes<'s, 'b>),
        total: Option<&Low<'b>>,
    ) -> Vec<&'s str> {
        let met = |want: &Want<'_, '_>| classes.unmet(&[*want], None).is_none();
        let (fine, lone): (Vec<Want<'_, '_>>, Vec<Want<'_, '_>>) =
            frame.wants.iter().copied().partition(met);
        for want in &lone {
            self.impossible_alone(want, classes);
        }
        let mut groups = classes.competing(&fine);
        groups.retain(|group| {
            let bottleneck = classes.unmet(group, None);
            if let Some(bottleneck) = &bottleneck {
                self.impossible_together(group, bottleneck, classes);
            }
            bottleneck.is_none()
        });
        groups.extend(fine.iter().map(|want| Vec::from([*want])));
        if let Some(total) = total {
            self.above_total(total.need, &groups, classes);
        }
        lone.iter().map(|want| &*want.low.place).collect()
    }

    fn impossible_alone(&mut self, want: &Want<'_, '_>, classes: &Classes<'_, '_>) {
        let Want { low, need, .. } = want;
        let asked = shown(*need);
        if !classes.all.iter().any(|class| class.serves(want)) {
            let message = String::from(
                "no activity that counts is of this kind: correct `of`, or what the programme `admits`",
            );
            return self.add(LintCode::ImpossibleMinima, &*low.place, message);
        }
        let whole = |room: &&Room<'_, '_>| {
            let mut serving = classes.all.iter().filter(|class| class.serves(want));
            room.limit < *need && serving.all(|class| class.is_under(room))
        };
        let least = classes.rooms.iter().filter(whole).min_by_key(|room| room.limit);
        if let (Some(room), Some(_)) = (least, low.of) {
            let message = format!(
                "at most {} of these units count, and `{}` asks for {asked} of them: correct one of the two",
                shown(room.limit),
                low.id
            );
            return self.add(LintCode::CapBelowMinimum, &*room.high.place, message);
        }
        if let Some(bottleneck) = classes.unmet(&[*want], None) {
            self.impossible_together(&[*want], &bottleneck, classes);
        }
    }

    fn impossible_together(
        &mut self,
        group: &[Want<'_, '_>],
        bottleneck: &Bottleneck,
        classes: &Classes<'_, '_>,
    ) {
        let (place, asks) = asks(group, bottleneck.demands);
        let maxima = classes.binding(group, bottleneck);
        let message = format!(
            "{asks} {}, and {maxima} only {} count: correct one of them",
            bottleneck.demand, bottleneck.supply
        );
        self.add(LintCode::ImpossibleMinima, place, message);
    }

    /// Minima that ask for more than the cycle does.
    fn above_total(&mut self, total: i64, groups: &[Vec<Want<'_, '_>>], classes: &Classes<'_, '_>) {
        for group in groups {
            // What is above the total alone is said once.
            let said = group.len() > 1 && group.iter().any(|want| want.need > total);
            if let Some(bottleneck) = classes.unmet(group, Some(total)).filter(|_| !said) {
                let (place, asks) = asks(group, bottleneck.demands);
                let message = format!(
                    "{asks} {}, the cycle for {} in all: correct one of them",
                    bottleneck.demand,
                    shown(total)
                );
                self.add(LintCode::MinimumAboveQuota, place, message);
            }
        }
    }

    /// Shares of what is earned that are more than all of it.
    fn earned(&mut self, scheme: &Scheme<'b>, known: &mut Known) {
        let frame = Frame::shares(scheme);
        let classes = Classes::of(&frame, scheme.admits, self.home(), known);
        let Some(classes) = classes else { return };
        for group in classes.competing(&frame.wants) {
            if let Some(bottleneck) = classes.unmet(&group, Some(100 * Decimal::SCALE)) {
                let (place, asks) = asks(&group, bottleneck.demands);
                let message = format!(
                    "{asks} {} % of what is earned: correct one of them",
                    bottleneck.demand
                );
                self.add(LintCode::ImpossibleMinima, place, message);
            }
        }
    }
}

/// What asks, and where the first of it stands: "it and `b` together ask for".
fn asks(group: &[Want<'_, '_>], demands: DemandSet) -> (String, String) {
    let lows: Vec<&Low<'_>> =
        demands.iter().filter_map(|place| group.get(place)).map(|want| want.low).collect();
    let place = lows.first().map(|low| String::from(&*low.place)).unwrap_or_default();
    let others: Vec<String> = lows.iter().skip(1).map(|low| format!("`{}`", low.id)).collect();
    if others.is_empty() {
        return (place, String::from("it asks for"));
    }
    (place, format!("it and {} together ask for", others.join(", ")))
}
