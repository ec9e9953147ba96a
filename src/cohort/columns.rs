//! Facts as columns that the caller has, and one question decided over all of them.

use alloc::vec::Vec;

use thiserror::Error;

use super::masks::Masks;
use super::wide::{Work, wide};
use crate::judge::Decider;
use crate::judge::compiled::graph::{NodeId, Outcomes, Truths};

/// How many records are worked on at a time: enough to forget the cost of each step of a rule, few enough for
/// the nearest cache.
const BLOCK: usize = 512;

/// The outcome of one test for a block of records, 0 or 1 each.
type Lanes = [u8; BLOCK];

/// One value for each record, in the unit of its [input](crate::cohort::Input); the narrower the type, the
/// faster it is read.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Values<'c> {
    /// Shown or not, or one piece or none.
    Flags(&'c [bool]),
    /// Small numbers.
    U16(&'c [u16]),
    /// Larger ones.
    U32(&'c [u32]),
    /// Any; below 0 is 0.
    I64(&'c [i64]),
    /// The same for all records.
    Same(i64),
}

impl Values<'_> {
    const fn len(&self) -> Option<usize> {
        match self {
            Self::Flags(values) => Some(values.len()),
            Self::U16(values) => Some(values.len()),
            Self::U32(values) => Some(values.len()),
            Self::I64(values) => Some(values.len()),
            Self::Same(_) => None,
        }
    }

    /// Which values of a block reach a threshold.
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn reach(&self, start: usize, need: i64, lanes: &mut Lanes) {
        match self {
            Self::Flags(values) if need <= 1 => each(values, start, lanes, |value| value),
            Self::Flags(_) => lanes.fill(0),
            Self::U16(values) => match u16::try_from(need) {
                Ok(need) => each(values, start, lanes, |value| value >= need),
                Err(_) => lanes.fill(0),
            },
            Self::U32(values) => match u32::try_from(need) {
                Ok(need) => each(values, start, lanes, |value| value >= need),
                Err(_) => lanes.fill(0),
            },
            Self::I64(values) => each(values, start, lanes, |value| value >= need),
            Self::Same(value) => lanes.fill(u8::from(*value >= need)),
        }
    }
}

#[expect(
    clippy::inline_always,
    reason = "loops over columns are compiled for each width of vectors"
)]
#[inline(always)]
fn each<T: Copy>(values: &[T], start: usize, lanes: &mut Lanes, holds: impl Fn(T) -> bool) {
    let values = values.get(start..).unwrap_or_default();
    for (lane, value) in lanes.iter_mut().zip(values) {
        *lane = u8::from(holds(*value));
    }
}

/// One fact of many records: known, known in part, or not known.
#[derive(Clone, Copy, Debug)]
pub struct Column<'c> {
    shown: Values<'c>,
    possible: Option<Values<'c>>,
}

impl<'c> Column<'c> {
    /// Known for every record.
    #[must_use]
    pub const fn known(values: Values<'c>) -> Self {
        Self { shown: values, possible: None }
    }

    /// What is shown and what could still turn out, for each record; what is possible is never taken for less
    /// than what is shown.
    #[must_use]
    pub const fn between(shown: Values<'c>, possible: Values<'c>) -> Self {
        Self { shown, possible: Some(possible) }
    }

    /// Known for none.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { shown: Values::Same(0), possible: Some(Values::Same(i64::MAX)) }
    }
}

/// Columns that do not fit.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum ColumnsError {
    /// There are more or fewer columns than inputs.
    #[error("{columns} columns for {inputs} inputs: give one for each input, in order")]
    Count {
        /// How many columns were given.
        columns: usize,
        /// How many inputs there are.
        inputs: usize,
    },
    /// A column has another length than there are records.
    #[error("column {column} has {values} values for {records} records")]
    Length {
        /// The column, counted from 0.
        column: usize,
        /// How many values it has.
        values: usize,
        /// How many records there are.
        records: usize,
    },
}

/// Room for working out a rule over columns, to be used again and again.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    lanes: Vec<Lanes>,
    /// The input and the threshold of each test.
    probes: Vec<(usize, i64)>,
}

impl Decider {
    /// The verdicts on so many records, whose facts are columns in the order of the
    /// [inputs](Decider::inputs).
    ///
    /// # Errors
    ///
    /// When there is not one column for each input, or one has another length than there are records.
    pub fn verdicts(&self, columns: &[Column<'_>], records: usize) -> Result<Masks, ColumnsError> {
        let mut masks = Masks::with_len(records);
        self.verdicts_into(columns, &mut Scratch::default(), &mut masks, records)?;
        Ok(masks)
    }

    /// As [`Decider::verdicts`], into masks and with room of an earlier call: then it takes no memory.
    ///
    /// # Errors
    ///
    /// As [`Decider::verdicts`].
    pub fn verdicts_into(
        &self,
        columns: &[Column<'_>],
        scratch: &mut Scratch,
        masks: &mut Masks,
        records: usize,
    ) -> Result<(), ColumnsError> {
        fit(columns, self.inputs().len(), records)?;
        let graph = self.graph();
        scratch.lanes.resize(graph.nodes.len(), [0; BLOCK]);
        scratch.probes.clear();
        scratch.probes.extend((0..graph.tests.len()).filter_map(|test| self.probed(test)));
        masks.reset(records);
        wide(OverColumns { decider: self, columns, scratch, masks, records });
        Ok(())
    }
}

/// One question over columns.
struct OverColumns<'a, 'c> {
    decider: &'a Decider,
    columns: &'a [Column<'c>],
    scratch: &'a mut Scratch,
    masks: &'a mut Masks,
    records: usize,
}

impl Work for OverColumns<'_, '_> {
    type Answer = ();

    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn work(self) {
        let Self { decider, columns, scratch, masks, records } = self;
        let (graph, formula) = (decider.graph(), decider.formula());
        let known = columns.iter().all(|column| column.possible.is_none());
        let mut met = [0_u64; BLOCK / 64];
        for start in (0..records).step_by(BLOCK) {
            let Scratch { lanes, probes } = &mut *scratch;
            let shown = Reached { columns, probes, start, possible: false };
            graph.run((&[0; BLOCK], &[1; BLOCK]), &shown, lanes);
            scratch.collect(formula.shown, &mut met);
            if !known {
                let Scratch { lanes, probes } = &mut *scratch;
                let possible = Reached { columns, probes, start, possible: true };
                graph.run((&[0; BLOCK], &[1; BLOCK]), &possible, lanes);
            }
            let mut perhaps = met;
            if !known || formula.possible != formula.shown {
                scratch.collect(formula.possible, &mut perhaps);
            }
            let first = start.div_euclid(64);
            for (place, (met, perhaps)) in met.iter().zip(perhaps).enumerate() {
                masks.set(first.saturating_add(place), *met, met | perhaps);
            }
        }
    }
}

impl Scratch {
    /// The outcome of a formula for each record of the block, as bits.
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn collect(&self, node: NodeId, bits: &mut [u64; BLOCK / 64]) {
        let Some(lanes) = self.lanes.get(node.place()) else { return };
        for (word, lanes) in bits.iter_mut().zip(lanes.as_chunks::<64>().0) {
            let bytes = lanes.as_chunks::<8>().0.iter().enumerate();
            // Eight lanes of 0 or 1 become eight bits: the product puts each where it belongs.
            *word = bytes.fold(0, |word, (place, eight)| {
                let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
                word | bits
                    .checked_shl(u32::try_from(place).unwrap_or(8).saturating_mul(8))
                    .unwrap_or(0)
            });
        }
    }
}

fn fit(columns: &[Column<'_>], inputs: usize, records: usize) -> Result<(), ColumnsError> {
    if columns.len() != inputs {
        return Err(ColumnsError::Count { columns: columns.len(), inputs });
    }
    for (place, column) in columns.iter().enumerate() {
        let lengths = [Some(column.shown), column.possible].into_iter().flatten();
        let other = lengths.filter_map(|values| values.len()).find(|len| *len != records);
        if let Some(values) = other {
            return Err(ColumnsError::Length { column: place, values, records });
        }
    }
    Ok(())
}

/// What the tests come to for the records of one block.
struct Reached<'a, 'c> {
    columns: &'a [Column<'c>],
    probes: &'a [(usize, i64)],
    start: usize,
    /// Whether what is possible counts, or only what is shown.
    possible: bool,
}

impl Outcomes<Lanes> for Reached<'_, '_> {
    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn outcome(&self, test: usize, lanes: &mut Lanes) {
        let Some((input, need)) = self.probes.get(test) else { return };
        let Some(column) = self.columns.get(*input) else { return };
        column.shown.reach(self.start, *need, lanes);
        if let Some(possible) = column.possible.filter(|_| self.possible) {
            // What is shown is possible too.
            let mut more = [0; BLOCK];
            possible.reach(self.start, *need, &mut more);
            let shown = *lanes;
            lanes.set_or(&shown, &more);
        }
    }
}
