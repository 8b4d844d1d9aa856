//! How an image's pixels are scaled before a network reads them: not at all, by 255, by the Euclidean norm of each
//! column (the thesis, §4), or by the norm of the whole image.

use crate::mnist::{PIXELS, SIDE, normalize_columns};

/// A way to scale pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scaling {
    /// As they are, from 0 to 255.
    #[default]
    Raw,
    /// x / 255: from 0 to 1.
    By255,
    /// Each column divided by its Euclidean norm over the rows: `keras.utils.normalize(x, axis=1)` of `[n, 28, 28]`.
    Columns,
    /// All pixels divided by the Euclidean norm of the image.
    Image,
}

impl Scaling {
    /// Scales an image, `[28, 28]` row by row, into `out`. Computes in `f64` and rounds once to `f32`, as NumPy does.
    /// An image without ink stays zero. Where `pixels` is too short, the rest of `out` is zero.
    pub fn apply(self, pixels: &[u8], out: &mut [f32]) {
        let divisor = match self {
            Self::Columns => return normalize_columns(pixels, out),
            Self::Raw => 1.0,
            Self::By255 => 255.0,
            // Whole numbers: exact in any order.
            Self::Image => {
                let squares = pixels.iter().map(|&pixel| u64::from(pixel).pow(2));
                (squares.sum::<u64>().max(1) as f64).sqrt()
            }
        };
        out.fill(0.0);
        for (out, &pixel) in out.iter_mut().zip(pixels) {
            *out = (f64::from(pixel) / divisor) as f32;
        }
    }
}

/// The Euclidean norm of each of the 28 columns of an image, `[28, 28]` row by row, over its rows.
pub fn column_norms(image: &[f32]) -> [f64; SIDE] {
    let mut squares = [0.0; SIDE];
    for row in image.chunks_exact(SIDE).take(PIXELS / SIDE) {
        for (sum, &value) in squares.iter_mut().zip(row) {
            *sum += f64::from(value) * f64::from(value);
        }
    }
    squares.map(f64::sqrt)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::samples::digit;

    fn scaled(scaling: Scaling) -> [f32; PIXELS] {
        let mut out = [9.0; PIXELS];
        scaling.apply(digit(7), &mut out);
        out
    }

    /// NumPy, x the digit 7 of `samples` as float64: `x / 255`, `x / np.linalg.norm(x)` as float32 at [7, 8], and
    /// `np.linalg.norm(·, axis=0)`.
    #[test]
    fn the_values_are_numpys() {
        let at = 7 * SIDE + 8;
        assert_eq!(scaled(Scaling::Raw)[at], 159.0);
        assert_eq!(scaled(Scaling::By255)[at], 0.623_529_43);
        assert_eq!(scaled(Scaling::Image)[at], 0.081_060_775);
        let norms = column_norms(&scaled(Scaling::Raw));
        let some = [5, 6, 7, 14, 20, 24].map(|column| norms[column]);
        let numpy = [
            0.0,
            246.635_358_373_449_78,
            334.270_848_265_295_2,
            558.515_890_552_811_4,
            458.735_217_745_487_66,
            0.0,
        ];
        for (ours, numpy) in some.into_iter().zip(numpy) {
            assert!((ours - numpy).abs() < 1e-9, "{ours} {numpy}");
        }
        let norms = column_norms(&scaled(Scaling::Image));
        for (column, numpy) in [(6, 0.125_738_696_686_397_2), (14, 0.284_740_440_925_394_3)] {
            assert!((norms[column] - numpy).abs() < 1e-12);
        }
    }

    #[test]
    fn every_column_with_ink_becomes_as_long_as_the_others() {
        let before = column_norms(&scaled(Scaling::Raw));
        let after = column_norms(&scaled(Scaling::Columns));
        for (before, after) in before.into_iter().zip(after) {
            let expected = if before == 0.0 { 0.0 } else { 1.0 };
            assert!((after - expected).abs() < 1e-6, "{before} {after}");
        }
    }

    #[test]
    fn paper_stays_paper() {
        for scaling in [
            Scaling::Raw,
            Scaling::By255,
            Scaling::Columns,
            Scaling::Image,
        ] {
            let mut out = [9.0; PIXELS];
            scaling.apply(&[0; PIXELS], &mut out);
            assert!(out.iter().all(|&value| value == 0.0), "{scaling:?}");
            scaling.apply(&[], &mut out);
            assert!(column_norms(&out).iter().all(|&norm| norm == 0.0));
        }
    }
}
