//! What a search costs: [`Work`]. It bounds the search, and lets tests assert what hostile texts and quotes cost.

/// How many gaps are looked at for one quote. Only texts and quotes that repeat themselves have more.
pub(super) const MAX_GAPS: usize = 20_000;

/// What a search has looked at so far.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Occurrences of the quote and of its parts, whether or not they count.
    pub occurrences: usize,
    /// Pairs of occurrences of neighbouring parts: at most [`MAX_GAPS`].
    pub gaps: usize,
    /// The search ended because there were more gaps.
    pub is_exhausted: bool,
}

impl Work {
    /// Counts one gap more; `false` when it is one too many.
    pub fn may_look_at_gap(&mut self) -> bool {
        self.is_exhausted |= self.gaps == MAX_GAPS;
        self.gaps += usize::from(!self.is_exhausted);
        !self.is_exhausted
    }
}
