//! Loops over columns with the widest vectors that the machine has.

/// Work on columns. All that it calls must be inlined into it to gain by wider vectors.
pub(super) trait Work {
    /// What comes of it.
    type Answer;
    fn work(self) -> Self::Answer;
}

/// Does some work, compiled for the widest vectors of this machine where the feature `wide` is on: the same
/// code, with the same answers.
pub(super) fn wide<W: Work>(work: W) -> W::Answer {
    #[cfg(feature = "wide")]
    return pulp::Arch::new().dispatch(Wide(work));
    #[cfg(not(feature = "wide"))]
    work.work()
}

#[cfg(feature = "wide")]
struct Wide<W>(W);

#[cfg(feature = "wide")]
impl<W: Work> pulp::NullaryFnOnce for Wide<W> {
    type Output = W::Answer;

    #[expect(
        clippy::inline_always,
        reason = "loops over columns are compiled for each width of vectors"
    )]
    #[inline(always)]
    fn call(self) -> W::Answer {
        self.0.work()
    }
}
