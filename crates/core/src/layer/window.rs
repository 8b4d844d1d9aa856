//! Windows that slide over a sequence or an image: where each lies, and what it sees.

use serde::{Deserialize, Serialize};

use super::{elements, wrong_axes};
use crate::{Error, Result, Scalar};

/// What happens at the edges.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Padding {
    /// Windows stay inside: with stride 1 the output is shorter by the window less 1.
    #[default]
    Valid,
    /// Zeros around the input, so that with stride 1 the output is as long as it; where
    /// their number is odd, one more at the end, as in TensorFlow.
    Same,
}

/// The windows along one axis of a sequence or an image: where each begins and what it sees.
///
/// ```
/// use redes_core::layer::{Axis, Padding};
///
/// # fn main() -> redes_core::Result<()> {
/// let axis = Axis::new(28, 3, 2, Padding::Same)?;
/// assert_eq!(axis.output(), 14);
/// assert_eq!(axis.zeros(), [0, 1]); // TensorFlow's: the odd one at the end
/// assert_eq!(axis.position(1, 0), Some(2));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    pub(crate) input: usize,
    pub(crate) size: usize,
    pub(crate) stride: usize,
    pub(crate) output: usize,
    /// Zeros in front of the input.
    before: usize,
}

impl Axis {
    /// Windows of `size` positions over `input` positions, each `stride` after the one before.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a length is 0, or the window is longer than an input without padding.
    pub fn new(input: usize, size: usize, stride: usize, padding: Padding) -> Result<Self> {
        for (name, value) in [("input", input), ("window", size), ("stride", stride)] {
            if value == 0 {
                return Err(Error::invalid(name, value, "it must be at least 1"));
            }
        }
        let (output, before) = match padding {
            Padding::Valid if size > input => {
                return Err(Error::invalid(
                    "window",
                    size,
                    "without padding it must be at most as long as the input",
                ));
            }
            Padding::Valid => ((input - size) / stride + 1, 0),
            Padding::Same => {
                let output = input.div_ceil(stride);
                let reach = elements(&[output - 1, stride])? + elements(&[size])?;
                (output, reach.saturating_sub(input) / 2)
            }
        };
        Ok(Axis {
            input,
            size,
            stride,
            output,
            before,
        })
    }

    /// Positions of the input.
    pub fn input(&self) -> usize {
        self.input
    }

    /// Positions of a window.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Positions from the start of a window to the start of the next.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Windows.
    pub fn output(&self) -> usize {
        self.output
    }

    /// The position of the input that tap `tap` of window `window` sees: `None` in the padding, or where there is no
    /// such window or tap.
    pub fn position(&self, window: usize, tap: usize) -> Option<usize> {
        (window < self.output && tap < self.size)
            .then(|| self.at(window, tap))
            .flatten()
    }

    /// Zeros that windows see before the input, and after it.
    pub fn zeros(&self) -> [usize; 2] {
        let reach = (self.output - 1) * self.stride + self.size;
        [self.before, reach.saturating_sub(self.before + self.input)]
    }

    /// [`Axis::position`] of a window and a tap that are there.
    pub(crate) fn at(&self, window: usize, tap: usize) -> Option<usize> {
        (window * self.stride + tap)
            .checked_sub(self.before)
            .filter(|&at| at < self.input)
    }
}

/// The windows over `[rows, columns, channels]`; a sequence is one row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Windows {
    pub(crate) rows: Axis,
    pub(crate) columns: Axis,
    pub(crate) channels: usize,
    sequence: bool,
}

/// A window's size and the step from one to the next: one number for a sequence, two
/// for an image.
pub(crate) struct Sliding<'a> {
    pub(crate) size: &'a [usize],
    pub(crate) stride: &'a [usize],
    pub(crate) padding: Padding,
}

impl Windows {
    /// Over inputs of the shape `[steps, channels]` or `[rows, columns, channels]`.
    pub(crate) fn new(input: &[usize], sliding: &Sliding<'_>) -> Result<Self> {
        let axis = |input, index: usize| {
            let (size, stride) = (sliding.size[index], sliding.stride[index]);
            Axis::new(input, size, stride, sliding.padding)
        };
        let (rows, columns, channels) = match (input, sliding.size.len()) {
            (&[steps, channels], 1) => (
                Axis::new(1, 1, 1, Padding::Valid)?,
                axis(steps, 0)?,
                channels,
            ),
            (&[rows, columns, channels], 2) => (axis(rows, 0)?, axis(columns, 1)?, channels),
            _ => {
                let what =
                    "input of a layer with windows (steps or rows and columns, then channels)";
                return Err(wrong_axes(what, sliding.size.len() + 1, input));
            }
        };
        // A shape with a 0 holds no numbers, however long its other axes are.
        if channels == 0 {
            return Err(Error::invalid("channels", 0, "it must be at least 1"));
        }
        let windows = Windows {
            rows,
            columns,
            channels,
            sequence: sliding.size.len() == 1,
        };
        // Each by itself: their products may be too large for 32 bits.
        let (outputs, sizes) = ([rows.output, columns.output], [rows.size, columns.size]);
        elements(&[outputs[0], outputs[1], sizes[0], sizes[1], channels])?;
        Ok(windows)
    }

    /// Windows of one sample.
    pub(crate) fn count(&self) -> usize {
        self.rows.output * self.columns.output
    }

    /// Places that a window sees.
    pub(crate) fn taps(&self) -> usize {
        self.rows.size * self.columns.size
    }

    /// The shape of an output with `channels` channels.
    pub(crate) fn output_shape(&self, channels: usize) -> Vec<usize> {
        match self.sequence {
            true => vec![self.columns.output, channels],
            false => vec![self.rows.output, self.columns.output, channels],
        }
    }

    /// Calls `see(window, tap, place)` for every window of one sample and every tap of
    /// it, in order; `place` counts the places of the input, nothing is padding.
    pub(crate) fn each(&self, mut see: impl FnMut(usize, usize, Option<usize>)) {
        for window in 0..self.count() {
            let (row, column) = (window / self.columns.output, window % self.columns.output);
            for tap in 0..self.taps() {
                let (down, right) = (tap / self.columns.size, tap % self.columns.size);
                let place = self.rows.at(row, down).zip(self.columns.at(column, right));
                let place = place.map(|(y, x)| y * self.columns.input + x);
                see(window, tap, place);
            }
        }
    }

    /// What each window sees, one after the other: `[windows, taps * channels]`.
    pub(crate) fn patches<T: Scalar>(&self, x: &[T], patches: &mut [T]) {
        let channels = self.channels;
        self.each(|window, tap, place| {
            let to = &mut patches[(window * self.taps() + tap) * channels..][..channels];
            match place {
                Some(place) => to.copy_from_slice(&x[place * channels..][..channels]),
                None => to.fill(T::ZERO),
            }
        });
    }

    /// Adds up for each place what the windows that see it say of it: back from patches.
    pub(crate) fn add_patches<T: Scalar>(&self, patches: &[T], x: &mut [T]) {
        let channels = self.channels;
        x.fill(T::ZERO);
        self.each(|window, tap, place| {
            if let Some(place) = place {
                let from = &patches[(window * self.taps() + tap) * channels..][..channels];
                for (x, &patch) in x[place * channels..].iter_mut().zip(from) {
                    *x += patch;
                }
            }
        });
    }
}
