//! The greatest or the mean of each window, channel by channel.

use super::window::Windows;
use super::{Layer, ParameterSpec, Pass, buffer, elements, filled};
#[cfg(feature = "models")]
use super::{Padding, window::Sliding, wrong_axes};
use crate::{Result, Scalar};

/// What becomes of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pooling {
    /// Its greatest value, the first of equals.
    Max,
    /// The mean of the values that it sees; padding doesn't count.
    Average,
}

/// Keras's `MaxPooling1D`, `MaxPooling2D`, `AveragePooling1D` and `AveragePooling2D`.
#[derive(Debug, Clone)]
pub(crate) struct Pool<T> {
    kind: &'static str,
    pooling: Pooling,
    windows: Windows,
    output_shape: Vec<usize>,
    /// `[max_batch, windows, channels]`.
    a: Vec<T>,
    /// The place of the input that each `a` comes from, for the greatest.
    places: Vec<u32>,
    /// How many places each window sees, if there are any samples.
    seen: Vec<T>,
}

impl<T: Scalar> Pool<T> {
    pub(crate) fn new(
        kind: &'static str,
        pooling: Pooling,
        windows: Windows,
        max_batch: usize,
    ) -> Result<Self> {
        let size = elements(&[max_batch, windows.count(), windows.channels])?;
        let mut seen = buffer(windows.count() * max_batch.min(1))?;
        if !seen.is_empty() {
            windows.each(|window, _, place| {
                if place.is_some() {
                    seen[window] += T::ONE;
                }
            });
        }
        Ok(Pool {
            kind,
            pooling,
            windows,
            output_shape: windows.output_shape(windows.channels),
            a: buffer(size)?,
            places: match pooling {
                Pooling::Max => filled(size, 0)?,
                Pooling::Average => Vec::new(),
            },
            seen,
        })
    }

    /// One window over all of an input of so many axes, `[…, channels]`: Keras's `GlobalMaxPooling1D` and the like, whose
    /// output is `[channels]`.
    #[cfg(feature = "models")]
    pub(crate) fn global(
        kind: &'static str,
        pooling: Pooling,
        (input, axes): (&[usize], usize),
        max_batch: usize,
    ) -> Result<Self> {
        let Some((_, places)) = input.split_last().filter(|_| input.len() == axes) else {
            let what = "input of a global pooling (steps or rows and columns, then channels)";
            return Err(wrong_axes(what, axes, input));
        };
        let windows = Windows::new(
            input,
            &Sliding {
                size: places,
                stride: places,
                padding: Padding::Valid,
            },
        )?;
        let pool = Pool::new(kind, pooling, windows, max_batch)?;
        Ok(Pool {
            output_shape: vec![windows.channels],
            ..pool
        })
    }

    /// Numbers of one sample's input and output.
    fn sizes(&self) -> (usize, usize) {
        let windows = &self.windows;
        let places = windows.rows.input * windows.columns.input;
        (
            places * windows.channels,
            windows.count() * windows.channels,
        )
    }
}

impl<T: Scalar> Layer<T> for Pool<T> {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        Vec::new()
    }

    /// a = max x or mean x over the window.
    fn forward(&mut self, pass: Pass<'_, T>) {
        let ((inputs, outputs), channels) = (self.sizes(), self.windows.channels);
        for row in 0..pass.batch {
            let x = &pass.x[row * inputs..][..inputs];
            let a = &mut self.a[row * outputs..][..outputs];
            match self.pooling {
                Pooling::Max => {
                    let places = &mut self.places[row * outputs..][..outputs];
                    places.fill(u32::MAX);
                    self.windows.each(|window, _, place| {
                        let Some(place) = place else { return };
                        let here = window * channels..(window + 1) * channels;
                        let pairs = a[here.clone()].iter_mut().zip(&mut places[here]);
                        for ((a, best), &x) in pairs.zip(&x[place * channels..]) {
                            // A NaN is handed on.
                            if *best == u32::MAX || x > *a || (x.is_nan() && !a.is_nan()) {
                                (*a, *best) = (x, place as u32);
                            }
                        }
                    });
                }
                Pooling::Average => {
                    a.fill(T::ZERO);
                    self.windows.each(|window, _, place| {
                        let Some(place) = place else { return };
                        let a = a[window * channels..].iter_mut().take(channels);
                        for (a, &x) in a.zip(&x[place * channels..]) {
                            *a += x;
                        }
                    });
                    for (a, &seen) in a.chunks_exact_mut(channels).zip(&self.seen) {
                        a.iter_mut().for_each(|a| *a /= seen);
                    }
                }
            }
        }
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂x: to the greatest alone, or in equal shares to all of the window.
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        _: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let Some(delta_x) = delta_x else { return };
        let ((inputs, outputs), channels) = (self.sizes(), self.windows.channels);
        delta_x.fill(T::ZERO);
        for row in 0..pass.batch {
            let delta = &delta[row * outputs..][..outputs];
            let delta_x = &mut delta_x[row * inputs..][..inputs];
            match self.pooling {
                Pooling::Max => {
                    let places = &self.places[row * outputs..][..outputs];
                    for (index, (&place, &delta)) in places.iter().zip(delta).enumerate() {
                        delta_x[place as usize * channels + index % channels] += delta;
                    }
                }
                Pooling::Average => self.windows.each(|window, _, place| {
                    let Some(place) = place else { return };
                    let to = delta_x[place * channels..].iter_mut().take(channels);
                    for (to, &delta) in to.zip(&delta[window * channels..]) {
                        *to += delta / self.seen[window];
                    }
                }),
            }
        }
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
