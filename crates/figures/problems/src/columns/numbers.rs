//! The digit's pixels before and after they are scaled, and the norms of its columns.

use redes_data::{
    mnist::{PIXELS, SIDE},
    samples,
    scaling::{Scaling, column_norms},
};

use super::link::State;

/// A digit before and after scaling. Images are `[28, 28]` row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// The pixels as MNIST has them, from 0 to 255.
    pub before: [f32; PIXELS],
    /// The scaled pixels.
    pub after: [f32; PIXELS],
    /// The Euclidean norm of each column, before and after.
    pub norms: [[f64; SIDE]; 2],
}

/// A pixel of a column, before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pixel {
    /// From 0 to 255.
    pub before: f64,
    /// Scaled.
    pub after: f64,
    /// The scaled pixel's share of the largest: 0 is paper, 1 the darkest ink.
    pub share: f64,
}

impl Numbers {
    /// Scales the state's digit.
    pub fn new(state: &State) -> Self {
        let pixels = samples::digit(state.digit);
        let scaled = |scaling: Scaling| {
            let mut out = [0.0; PIXELS];
            scaling.apply(pixels, &mut out);
            out
        };
        let (before, after) = (scaled(Scaling::Raw), scaled(state.norm));
        Self {
            norms: [column_norms(&before), column_norms(&after)],
            before,
            after,
        }
    }

    /// The largest scaled pixel.
    pub fn darkest(&self) -> f64 {
        f64::from(self.most())
    }

    fn most(&self) -> f32 {
        self.after.iter().copied().fold(0.0, f32::max)
    }

    /// Each scaled pixel's share of the largest.
    pub fn shares(&self) -> Vec<f64> {
        let most = self.most().max(1e-9);
        let shares = self.after.iter().map(|value| f64::from(value / most));
        shares.collect()
    }

    /// The pixels of a column, from top to bottom; none for a column that there is not.
    pub fn column(&self, column: usize) -> Vec<Pixel> {
        let most = self.most().max(1e-9);
        let rows = self.before.chunks(SIDE).zip(self.after.chunks(SIDE));
        let pixels = rows.filter_map(|(before, after)| {
            let (before, after) = (before.get(column)?, after.get(column)?);
            Some(Pixel {
                before: f64::from(*before),
                after: f64::from(*after),
                share: f64::from(after / most),
            })
        });
        pixels.collect()
    }

    /// The norms of a column, before and after.
    pub fn norms_of(&self, column: usize) -> [f64; 2] {
        let [before, after] = &self.norms;
        [before, after].map(|norms| norms.get(column).copied().unwrap_or_default())
    }

    /// The columns with the least and the greatest norm before scaling, of those with ink; `None` where there is no ink.
    pub fn extremes(&self) -> Option<[usize; 2]> {
        let [norms, _] = &self.norms;
        let inked = || norms.iter().enumerate().filter(|(_, norm)| **norm > 0.0);
        let (least, _) = inked().min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        let (most, _) = inked().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Some([least, most])
    }
}

/// The greatest of a row of norms.
pub fn greatest(norms: &[f64; SIDE]) -> f64 {
    norms.iter().copied().fold(0.0, f64::max)
}

/// Each norm's share of the greatest in its row.
pub fn shares(norms: &[f64; SIDE]) -> [f64; SIDE] {
    let most = greatest(norms).max(1e-9);
    norms.map(|norm| norm / most)
}
