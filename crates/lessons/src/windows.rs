//! A small window over an image, place by place: what a convolution or a pooling looks at.

use crate::weighted_sum::Term;
use redes_core::layer::{Axis, Padding};
use redes_core::{Error, Result};

/// The windows of `Conv2D` or a 2-D pooling over an image of one channel, for whoever wants to see them. What the
/// layers make of them is the [`Network`](redes_core::network::Network)'s.
///
/// ```
/// use redes_core::layer::Padding;
/// use redes_lessons::windows::Windows;
///
/// # fn main() -> redes_core::Result<()> {
/// let sweep = Windows::new([28, 28], [3, 3], 2, Padding::Same)?;
/// assert_eq!(sweep.output(), [14, 14]);
/// assert_eq!(sweep.zeros(), [[0, 1], [0, 1]]); // TensorFlow's: the odd one at the end
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Windows {
    rows: Axis,
    columns: Axis,
}

impl Windows {
    /// Windows of `size` over an image of `image`, both rows and columns, `stride` apart both ways.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a size is 0, or the window is larger than an image without padding.
    pub fn new(
        image: [usize; 2],
        size: [usize; 2],
        stride: usize,
        padding: Padding,
    ) -> Result<Self> {
        let [rows, columns] = image;
        let [height, width] = size;
        Ok(Windows {
            rows: Axis::new(rows, height, stride, padding)?,
            columns: Axis::new(columns, width, stride, padding)?,
        })
    }

    /// Rows and columns of windows, and so of what comes out.
    pub fn output(&self) -> [usize; 2] {
        [self.rows.output(), self.columns.output()]
    }

    /// Rows of zeros above and below the image, and columns before and after it, that windows see.
    pub fn zeros(&self) -> [[usize; 2]; 2] {
        [self.rows.zeros(), self.columns.zeros()]
    }

    /// The row and column, in the image, of a window's upper left corner; negative in the padding.
    pub fn corner(&self, row: usize, column: usize) -> [isize; 2] {
        let start = |axis: Axis, at: usize| {
            let [before, _] = axis.zeros();
            at.saturating_mul(axis.stride()) as isize - before as isize
        };
        [start(self.rows, row), start(self.columns, column)]
    }

    /// What the window at `row`, `column` sees times the weights of `kernel`, `[height, width]` row after row; of the
    /// padding, zeros.
    ///
    /// # Errors
    /// [`Error::Shape`] where `image` or `kernel` have other lengths, [`Error::InvalidParameter`] where there is no
    /// such window.
    pub fn terms(
        &self,
        image: &[f64],
        kernel: &[f64],
        row: usize,
        column: usize,
    ) -> Result<Vec<Term>> {
        let (rows, columns) = (self.rows, self.columns);
        for (what, expected, found) in [
            ("image", [rows.input(), columns.input()], image),
            ("kernel", [rows.size(), columns.size()], kernel),
        ] {
            if found.len() != expected[0] * expected[1] {
                let (expected, found) = (expected.to_vec(), vec![found.len()]);
                return Err(Error::Shape {
                    what,
                    expected,
                    found,
                });
            }
        }
        if row >= rows.output() || column >= columns.output() {
            let place = format!("{row}, {column}");
            return Err(Error::invalid("window", place, "there is no such window"));
        }
        let taps =
            (0..rows.size()).flat_map(|down| (0..columns.size()).map(move |right| (down, right)));
        let seen = taps.map(|(down, right)| {
            let place = rows
                .position(row, down)
                .zip(columns.position(column, right));
            place.map_or(0.0, |(y, x)| image[y * columns.input() + x])
        });
        Ok(seen.zip(kernel).map(|(x, &w)| Term::new(x, w)).collect())
    }
}
