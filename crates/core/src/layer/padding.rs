//! Padding: the stretch of a sequence in which every row holds the same vector.
//!
//! Reviews are padded in front to 500 words, more than half of all positions. A layer
//! that knows where ([`Run`]) spares the layer above the same product again and again.

/// Runs begin and end at multiples of so many positions, so that whole blocks of a
/// matrix are inside or outside.
pub(crate) const STEP: usize = 8;

/// For each row `r`, positions `start..ends[r]` hold one vector, the same in all rows.
///
/// Backward, where the layer above has taken the run: `delta` of a layer holds at the
/// first position of the first row with a run the sum over all positions of all runs;
/// what it holds at their other positions means nothing.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Numbers a position holds.
    pub(crate) width: usize,
    /// Positions in a row.
    pub(crate) positions: usize,
    /// A multiple of [`STEP`].
    pub(crate) start: usize,
    /// Multiples of [`STEP`], at least `start`; one a row of the last forward.
    pub(crate) ends: Vec<usize>,
}

impl Run {
    /// Room for `max_batch` rows.
    pub(crate) fn new(width: usize, positions: usize, max_batch: usize) -> Self {
        Run {
            width,
            positions,
            start: 0,
            ends: Vec::with_capacity(max_batch),
        }
    }

    /// Forgets the rows; their runs will lie at or after `start`.
    pub(crate) fn restart(&mut self, start: usize) {
        self.start = start.next_multiple_of(STEP);
        self.ends.clear();
    }

    /// The next row holds the vector up to before `end`.
    pub(crate) fn push(&mut self, end: usize) {
        self.ends.push((end / STEP * STEP).max(self.start));
    }

    /// The first row with a run.
    pub(crate) fn first(&self) -> Option<usize> {
        self.ends.iter().position(|&end| end > self.start)
    }
}
