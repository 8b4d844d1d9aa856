//! What the filter and the pooling compute, and which part of it has been shown.

use redes_core::{Result, layer::Padding};
use redes_data::samples;
use redes_lessons::{
    weighted_sum::{self, Term},
    windows::{Pooling, Windows},
};

use super::link::{Pool, SIDE, SIZE, State};

/// Rows and columns of a pooling window, which is also its stride.
pub const POOL: usize = 2;
/// Squares of paper around the image, for the padding.
pub const MARGIN: usize = 1;
/// Squares along a side of the image's canvas.
pub const GRID: usize = SIDE + 2 * MARGIN;

/// Image, output map and pooled map.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// The pixels, `[28, 28]` row after row, from 0 to 255.
    pub image: Vec<f64>,
    /// The filter's windows over the image.
    pub windows: Windows,
    /// The output map, `[rows, columns]` of the windows.
    pub map: Vec<f64>,
    /// The pooling's windows over the map, if there is a pooling.
    pub pooling: Option<Windows>,
    /// The pooled map, `[rows, columns]` of the pooling's windows; empty without a pooling.
    pub pooled: Vec<f64>,
    kernel: [f64; 9],
}

impl Numbers {
    /// Computes a `Conv2D` with one filter and a pooling on the digit.
    ///
    /// # Errors
    ///
    /// As [`Windows::new`]: where the stride is 0 or leaves the pooling no window. Links keep to strides from 1 to 3, which
    /// cause none.
    pub fn new(state: &State) -> Result<Self> {
        let image = pixels(state);
        let windows = Windows::new([SIDE, SIDE], [SIZE, SIZE], state.stride, state.padding)?;
        let map = windows.convolved(&image, &state.kernel)?;
        let kind = match state.pool {
            Pool::None => None,
            Pool::Max => Some(Pooling::Max),
            Pool::Mean => Some(Pooling::Mean),
        };
        let (mut pooling, mut pooled) = (None, Vec::new());
        if let Some(kind) = kind {
            let windows = Windows::new(windows.output(), [POOL; 2], POOL, Padding::Valid)?;
            pooled = windows.pooled(&map, kind)?;
            pooling = Some(windows);
        }
        Ok(Self {
            image,
            windows,
            map,
            pooling,
            pooled,
            kernel: state.kernel,
        })
    }

    /// Rows and columns of the map.
    pub fn size(&self) -> [usize; 2] {
        self.windows.output()
    }

    /// The nine products of a window; none where there is no such window.
    pub fn terms(&self, [row, column]: [usize; 2]) -> Vec<Term> {
        let terms = self.windows.terms(&self.image, &self.kernel, row, column);
        terms.unwrap_or_default()
    }

    /// The sum of a window's products.
    pub fn sum(&self, at: [usize; 2]) -> f64 {
        weighted_sum::sum(&self.terms(at), 0.0)
    }

    /// The largest absolute value of the map, which has the strongest colour; never 0.
    pub fn greatest(&self) -> f64 {
        let sizes = self.map.iter().map(|value| value.abs());
        sizes.fold(1e-9, f64::max)
    }

    /// The row and column of the pooling's window that holds a place of the map. `None` without a pooling, and in a last
    /// row or column that no window holds.
    pub fn pooled_at(&self, [row, column]: [usize; 2]) -> Option<[usize; 2]> {
        let [rows, columns] = self.pooling?.output();
        let at = [row / POOL, column / POOL];
        (at[0] < rows && at[1] < columns).then_some(at)
    }

    /// The value of the pooled map at a row and column.
    pub fn pooled_value(&self, [row, column]: [usize; 2]) -> Option<f64> {
        let [_, columns] = self.pooling?.output();
        self.pooled.get(row * columns + column).copied()
    }

    /// A pixel of the image; `None` outside of it.
    pub fn pixel(&self, [row, column]: [usize; 2]) -> Option<f64> {
        let inside = row < SIDE && column < SIDE;
        inside.then(|| self.image.get(row * SIDE + column).copied())?
    }

    /// Whether a pixel is nearer to ink than to paper.
    pub fn is_dark(&self, at: [usize; 2]) -> bool {
        self.pixel(at).is_some_and(|ink| ink >= 128.0)
    }

    /// Whether a square of the image's canvas, [`GRID`] by [`GRID`], belongs to the image or to padding that a window
    /// covers. The other squares of the margin stay bare.
    pub fn is_covered(&self, square: [usize; 2]) -> bool {
        let inside = |at: usize, [before, after]: [usize; 2]| {
            at + before >= MARGIN && at < MARGIN + SIDE + after
        };
        let [rows, columns] = self.windows.zeros();
        inside(square[0], rows) && inside(square[1], columns)
    }

    /// The pixel in the middle of a window; the nearest one where that lies in the padding.
    pub fn middle(&self, at: [usize; 2]) -> [usize; 2] {
        let corner = self.windows.corner(at[0], at[1]);
        corner.map(|start| (start + 1).clamp(0, SIDE as isize - 1) as usize)
    }
}

/// The window that a key moves to from `at`, among `size` rows and columns; `None` for other keys.
pub fn moved(at: [usize; 2], key: &str, size: [usize; 2]) -> Option<[usize; 2]> {
    let [row, column] = at;
    let last = size.map(|count| count.saturating_sub(1));
    let next = match key {
        "ArrowUp" => [row.saturating_sub(1), column],
        "ArrowDown" => [row + 1, column],
        "ArrowLeft" => [row, column.saturating_sub(1)],
        "ArrowRight" => [row, column + 1],
        "Home" => [row, 0],
        "End" => [row, last[1]],
        _ => return None,
    };
    Some([next[0].min(last[0]), next[1].min(last[1])])
}

/// Which places of the map are shown: those that the window has been at since the filter began to slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    size: [usize; 2],
    places: Vec<bool>,
}

impl Filled {
    /// A map of which every place is shown.
    pub fn complete(size: [usize; 2]) -> Self {
        Self {
            size,
            places: vec![true; size[0] * size[1]],
        }
    }

    /// Empties the map, but for the place of the first window.
    pub fn restart(&mut self) {
        self.places.fill(false);
        self.fill([0, 0]);
    }

    /// Shows a place.
    pub fn fill(&mut self, at: [usize; 2]) {
        let index = self.index(at);
        if let Some(place) = self.places.get_mut(index) {
            *place = true;
        }
    }

    /// Whether a place is shown.
    pub fn has(&self, at: [usize; 2]) -> bool {
        self.places.get(self.index(at)).copied().unwrap_or_default()
    }

    /// Whether all places of a pooling's window are shown.
    pub fn has_group(&self, [row, column]: [usize; 2]) -> bool {
        let corners = (0..POOL * POOL).map(|i| [row * POOL + i / POOL, column * POOL + i % POOL]);
        corners.into_iter().all(|at| self.has(at))
    }

    /// Whether every place is shown.
    pub fn is_complete(&self) -> bool {
        self.places.iter().all(|shown| *shown)
    }

    /// How many places are shown.
    pub fn count(&self) -> usize {
        self.places.iter().filter(|shown| **shown).count()
    }

    /// How many places the map has.
    pub fn all(&self) -> usize {
        self.places.len()
    }

    /// Moves on from `at` by `steps` windows, row after row and from the last to the first, and shows each. Stops where
    /// the map is complete. Returns the window reached.
    pub fn advance(&mut self, mut at: [usize; 2], steps: u64) -> [usize; 2] {
        let columns = self.size[1].max(1);
        for _ in 0..steps {
            let next = (self.index(at) + 1) % self.places.len().max(1);
            at = [next / columns, next % columns];
            self.fill(at);
            if self.is_complete() {
                break;
            }
        }
        at
    }

    fn index(&self, [row, column]: [usize; 2]) -> usize {
        row * self.size[1] + column
    }
}

/// The digit's pixels with the reader's changes.
fn pixels(state: &State) -> Vec<f64> {
    let mut pixels: Vec<f64> = samples::digit(state.digit)
        .iter()
        .map(|&pixel| f64::from(pixel))
        .collect();
    for (index, ink) in &state.changes {
        if let Some(pixel) = pixels.get_mut(*index) {
            *pixel = if *ink { 255.0 } else { 0.0 };
        }
    }
    pixels
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_map_holds_the_sums_of_the_windows() {
        for stride in 1..=3 {
            for padding in [Padding::Valid, Padding::Same] {
                for pool in Pool::ALL {
                    let state = State {
                        stride,
                        padding,
                        pool,
                        changes: vec![(300, true)],
                        ..State::default()
                    };
                    let numbers = Numbers::new(&state).unwrap();
                    let [rows, columns] = numbers.size();
                    assert_eq!(numbers.map.len(), rows * columns);
                    let sums = (0..rows * columns).map(|i| numbers.sum([i / columns, i % columns]));
                    assert!(sums.eq(numbers.map.iter().copied()));
                    let pooled = numbers.pooling.map_or([0, 0], |pooling| pooling.output());
                    assert_eq!(numbers.pooled.len(), pooled[0] * pooled[1]);
                }
            }
        }
    }
}
