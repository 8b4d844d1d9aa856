//! Padding: the stretch of a sequence in which every row holds the same vector.
//!
//! Reviews are padded in front to 500 words, which is more than half of all positions. A layer that knows where the
//! padding is ([`Run`]) lets the layer above compute its product once instead of once a position.

/// Runs begin and end at multiples of this many positions, so that each block of a matrix is wholly inside or wholly
/// outside.
pub(crate) const STEP: usize = 8;

/// For each row `r`, positions `start..ends[r]` hold one vector, the same in all rows.
///
/// During backward, if the layer above uses runs, the gradient of the repeated vector, summed over all runs, is stored
/// once: at the first run's first position. Ignore `delta` at the other positions of runs.
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

    /// Removes all rows. The runs of the next ones begin at `start`, rounded up.
    pub(crate) fn restart(&mut self, start: usize) {
        self.start = start.next_multiple_of(STEP);
        self.ends.clear();
    }

    /// Adds a row whose run ends before position `end`, rounded down.
    pub(crate) fn push(&mut self, end: usize) {
        self.ends.push((end / STEP * STEP).max(self.start));
    }

    /// The first row with a run.
    pub(crate) fn first(&self) -> Option<usize> {
        self.ends.iter().position(|&end| end > self.start)
    }
}
