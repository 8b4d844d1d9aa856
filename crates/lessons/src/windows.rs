//! The windows of a convolution or a pooling over an image, one by one.

use crate::weighted_sum::Term;
use redes_core::layer::{Axis, Padding};
use redes_core::{Error, Result};

/// What a pooling returns for a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooling {
    /// Its greatest value: `MaxPooling2D`.
    Max,
    /// The mean of its values: `AveragePooling2D`.
    Mean,
}

/// The windows of a `Conv2D` or a 2-D pooling over an image of one channel, to be shown. The layers themselves are in
/// [`Network`](redes_core::network::Network), which a page's module would carry whole for one small image.
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

    /// Rows and columns of windows, which are those of the output.
    pub fn output(&self) -> [usize; 2] {
        [self.rows.output(), self.columns.output()]
    }

    /// The padding that windows cover: rows of zeros above and below the image, and columns before and after it.
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

    /// The numbers under the window at `row`, `column` (zeros in the padding) times the weights of `kernel`, `[height,
    /// width]` row after row.
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
        self.check_image(image)?;
        self.check_kernel(kernel)?;
        if row >= self.rows.output() || column >= self.columns.output() {
            let place = format!("{row}, {column}");
            return Err(Error::invalid("window", place, "there is no such window"));
        }
        let seen = self.seen(image, [row, column]);
        let pairs = seen.zip(kernel);
        Ok(pairs
            .map(|(x, &w)| Term::new(x.unwrap_or(0.0), w))
            .collect())
    }

    /// The output of a `Conv2D` with one filter and no bias: for each window the sum of its [`Windows::terms`], `[rows,
    /// columns]` of the windows. The order is that of the layer, and so are the bits.
    ///
    /// # Errors
    /// [`Error::Shape`] where `image` or `kernel` have other lengths.
    pub fn convolved(&self, image: &[f64], kernel: &[f64]) -> Result<Vec<f64>> {
        self.check_image(image)?;
        self.check_kernel(kernel)?;
        let sum = |at| {
            let products = self.seen(image, at).zip(kernel);
            products.fold(0.0, |sum, (x, w)| sum + x.unwrap_or(0.0) * w)
        };
        Ok(self.places().map(sum).collect())
    }

    /// The output of a pooling: for each window the greatest or the mean of the values that it sees, `[rows, columns]` of
    /// the windows. Padding does not count; a NaN in a window is its greatest. The bits are those of the layer.
    ///
    /// # Errors
    /// [`Error::Shape`] where `image` has another length.
    pub fn pooled(&self, image: &[f64], pooling: Pooling) -> Result<Vec<f64>> {
        self.check_image(image)?;
        let value = |at| {
            let mut seen = self.seen(image, at).flatten();
            match pooling {
                Pooling::Max => {
                    let first = seen.next().unwrap_or(0.0);
                    seen.fold(first, |greatest, x| {
                        let replaces = x > greatest || (x.is_nan() && !greatest.is_nan());
                        if replaces { x } else { greatest }
                    })
                }
                Pooling::Mean => {
                    let add = |(sum, count), x| (sum + x, count + 1.0);
                    let (sum, count) = seen.fold((0.0, 0.0), add);
                    sum / count
                }
            }
        };
        Ok(self.places().map(value).collect())
    }

    /// The row and column of each window, row after row.
    fn places(&self) -> impl Iterator<Item = [usize; 2]> {
        grid(self.output())
    }

    /// What a window sees, row after row; `None` in the padding.
    fn seen(&self, image: &[f64], [row, column]: [usize; 2]) -> impl Iterator<Item = Option<f64>> {
        let taps = grid([self.rows.size(), self.columns.size()]);
        taps.map(move |[down, right]| {
            let y = self.rows.position(row, down)?;
            let x = self.columns.position(column, right)?;
            image.get(y * self.columns.input() + x).copied()
        })
    }

    fn check_image(&self, image: &[f64]) -> Result<()> {
        let expected = [self.rows.input(), self.columns.input()];
        check("image", expected, image)
    }

    fn check_kernel(&self, kernel: &[f64]) -> Result<()> {
        let expected = [self.rows.size(), self.columns.size()];
        check("kernel", expected, kernel)
    }
}

/// All rows and columns of a grid, row after row.
fn grid([rows, columns]: [usize; 2]) -> impl Iterator<Item = [usize; 2]> {
    (0..rows).flat_map(move |row| (0..columns).map(move |column| [row, column]))
}

fn check(what: &'static str, expected: [usize; 2], found: &[f64]) -> Result<()> {
    if found.len() == expected[0] * expected[1] {
        return Ok(());
    }
    Err(Error::Shape {
        what,
        expected: expected.to_vec(),
        found: vec![found.len()],
    })
}
