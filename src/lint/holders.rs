//! For whom the rules of a programme are looked at.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Page;
use crate::book::renewal::{Constraint, Program, Quota, Single};
use crate::credential::Code;
use crate::quantity::Units;
use crate::source::Version;
use crate::word::Word;

/// How many kinds of holdings are looked at two by two.
const MOST_PAIRED: usize = 24;
/// How many holdings are looked at together, where only their number matters.
const MOST_COUNTED: usize = 16;

/// A credential that is held, and the one whose exam leads to it: itself, but for a mark.
#[derive(Clone, Copy)]
pub(super) struct Held<'b> {
    pub(super) code: &'b Code,
    pub(super) base: &'b Code,
}

/// Which holdings, and where the holder lives.
#[derive(Clone)]
pub(super) struct Holders<'b> {
    /// Those in particular; the others, up to `count`, are any.
    pub(super) held: Vec<Held<'b>>,
    pub(super) count: usize,
    /// Where the holder lives, in the words of a minimum; none: nowhere that a minimum names.
    pub(super) residence: &'b [Word],
}

impl<'b> Page<'b> {
    /// One holding of each kind, by itself and beside any others, and where maxima may meet the minima of
    /// another holding, two kinds at once.
    pub(super) fn holders(&self, program: &'b Program) -> Vec<Holders<'b>> {
        let kinds = self.kinds(program);
        let most = self.most_counted(program);
        let mut all: Vec<Holders<'b>> = Vec::new();
        all.extend((1..=most).map(|count| (Vec::new(), count).into()));
        for one in &kinds {
            // One that may not count beside others is looked at by itself.
            let counts = one.code == one.base && !self.is_replaced(program, one.code);
            let most = if counts { most } else { 1 };
            all.extend((1..=most).map(|count| (Vec::from([*one]), count).into()));
        }
        if has_maximum(program) && kinds.len() <= MOST_PAIRED {
            for (place, left) in kinds.iter().enumerate() {
                let later = kinds.iter().skip(place.saturating_add(1));
                let both = later.filter(|right| self.count_both(program, left.code, right.code));
                all.extend(both.map(|right| (Vec::from([*left, *right]), 2).into()));
            }
        }
        let residents = residences(program).into_iter().flat_map(|residence| {
            all.iter().cloned().map(move |holders| Holders { residence, ..holders })
        });
        let residents: Vec<Holders<'b>> = residents.collect();
        all.extend(residents);
        all
    }

    /// A credential of each kind that the rules on units tell apart.
    fn kinds(&self, program: &'b Program) -> Vec<Held<'b>> {
        let mut kinds: BTreeMap<_, Held<'b>> = BTreeMap::new();
        for (code, layered) in &self.rules.credentials {
            if !program.holdings.covers(code) {
                continue;
            }
            let base = layered.rule.designation_of.as_ref().unwrap_or(code);
            let held = Held { code, base };
            let concerns = |of: &Vec<Code>| of.contains(code);
            let rules: Vec<bool> =
                program.constraints.values().map(|rule| concerns(&rule.r#for)).collect();
            let quotas = program.quota.versions().iter().map(Version::value);
            let singles: Vec<Option<Units>> = quotas.map(|quota| single_of(quota, held)).collect();
            kinds.entry((rules, singles)).or_insert(held);
        }
        kinds.into_values().collect()
    }

    /// How many holdings may count at once, as far as rows by number tell them apart.
    fn most_counted(&self, program: &Program) -> usize {
        let countable = self.rules.credentials.iter().filter(|(code, layered)| {
            let is_mark = layered.rule.designation_of.is_some();
            program.holdings.covers(code) && !is_mark && !self.is_replaced(program, code)
        });
        let quotas = program.quota.versions().iter().map(|version| match version.value() {
            Quota::ByCount(rows) => rows.len(),
            Quota::Further { .. } | Quota::Own { .. } => MOST_COUNTED,
            Quota::None | Quota::Unpublished(_) | Quota::Same(_) => 1,
        });
        let minima = program.constraints.values().flat_map(|rule| rule.terms.versions());
        let minima = minima.map(|version| match version.value() {
            Constraint::Minimum(minimum) => minimum.units.len(),
            _ => 1,
        });
        quotas.chain(minima).max().unwrap_or(1).min(countable.count()).clamp(1, MOST_COUNTED)
    }

    /// Whether a credential does not count beside some other one.
    fn is_replaced(&self, program: &Program, code: &Code) -> bool {
        let rules = self.rules.credentials.values().map(|layered| &layered.rule);
        rules.flat_map(|rule| &rule.supersedes).any(|superseded| superseded.code == *code)
            || program.excuses.iter().any(|excuse| excuse.excuses.contains(code))
    }

    /// Whether both of two credentials count when both are held.
    fn count_both(&self, program: &Program, left: &Code, right: &Code) -> bool {
        !self.yields(program, left, right) && !self.yields(program, right, left)
    }

    /// Whether the first credential does not count beside the second.
    fn yields(&self, program: &Program, code: &Code, other: &Code) -> bool {
        let rule = |code| self.rules.credentials.get(code).map(|layered| &layered.rule);
        let mark = rule(code).and_then(|rule| rule.designation_of.as_ref()) == Some(other);
        let mut replaced = rule(other).into_iter().flat_map(|rule| &rule.supersedes);
        let mut excuses = program.excuses.iter().filter(|excuse| excuse.code == *other);
        mark || replaced.any(|superseded| superseded.code == *code)
            || excuses.any(|excuse| excuse.excuses.contains(code))
    }
}

impl<'b> From<(Vec<Held<'b>>, usize)> for Holders<'b> {
    fn from((held, count): (Vec<Held<'b>>, usize)) -> Self {
        Self { held, count, residence: &[] }
    }
}

/// What a quota asks of one holding by itself, where it tells holdings apart.
fn single_of(quota: &Quota, held: Held<'_>) -> Option<Units> {
    match quota {
        Quota::Further { single, .. } | Quota::Same(single) | Quota::Own { single, .. } => {
            held.of(single)
        }
        Quota::None | Quota::Unpublished(_) | Quota::ByCount(_) => None,
    }
}

impl Held<'_> {
    /// What it asks for by itself; a mark asks for what its credential does.
    pub(super) fn of(&self, single: &Single) -> Option<Units> {
        single.of(self.code).or_else(|| single.of(self.base))
    }
}

fn has_maximum(program: &Program) -> bool {
    let mut versions = program.constraints.values().flat_map(|rule| rule.terms.versions());
    versions.any(|version| matches!(version.value(), Constraint::Maximum(_)))
}

/// The places that minima are for, each list once.
fn residences(program: &Program) -> Vec<&[Word]> {
    let mut all: Vec<&[Word]> = Vec::new();
    for version in program.constraints.values().flat_map(|rule| rule.terms.versions()) {
        if let Constraint::Minimum(minimum) = version.value()
            && !minimum.residence.is_empty()
            && !all.contains(&minimum.residence.as_slice())
        {
            all.push(&minimum.residence);
        }
    }
    all
}
