//! `f32` and `f64` behind one trait.
//!
//! Transcendental functions come from `libm`, a plain Rust port of musl's, and
//! not from the platform: the same seed then gives the same bits natively and in
//! every browser. `+ - * /` and `sqrt` are exactly rounded everywhere (IEEE 754).

use std::fmt::{Debug, Display};
use std::iter::Sum;
use std::ops::{AddAssign, DivAssign, MulAssign, Neg, SubAssign};

use ndarray::LinalgScalar;

use crate::exp_lanes::{LANES, exp_f32, exp_f64};
use crate::layer::Layers;
use crate::optimizer::Adam;

/// A floating point number that networks compute with: [`f32`] or [`f64`].
///
/// The perceptron and the circles of the thesis (§2, §2.5) need `f64` to give
/// their printed digits; the digits (§3) use `f32` as Keras does.
#[allow(private_bounds)] // which layers there are is this crate's matter
pub trait Scalar:
    Layers
    + Adam
    + LinalgScalar
    + PartialOrd
    + Debug
    + Display
    + Default
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Sum
    + Send
    + Sync
    + 'static
{
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// Size in memory and on disk, in bytes.
    const BYTES: usize;
    /// So far above the subnormal numbers that a product with a factor of 2⁻²⁶ is still a normal one: 2⁻¹⁰⁰ for `f32`,
    /// 2⁻⁹⁹⁶ for `f64`.
    const TINY: f64;

    /// The nearest value of this type.
    fn from_f64(value: f64) -> Self;
    /// Exact for both types.
    fn to_f64(self) -> f64;
    /// e to this power.
    fn exp(self) -> Self;
    /// e to each of these powers, none of which is above 0: the bits of [`Scalar::exp`], in less time.
    fn exp_lanes(powers: [Self; LANES]) -> [Self; LANES];
    /// Natural logarithm.
    fn ln(self) -> Self;
    /// Hyperbolic tangent.
    fn tanh(self) -> Self;
    /// Square root, exactly rounded.
    fn sqrt(self) -> Self;
    /// Absolute value.
    fn abs(self) -> Self;
    /// This to the power `exponent`.
    fn powf(self, exponent: Self) -> Self;
    /// Neither infinite nor NaN.
    fn is_finite(self) -> bool;
    /// Not a number.
    fn is_nan(self) -> bool;
    /// Appends the little-endian bytes.
    fn write_le(self, bytes: &mut Vec<u8>);
    /// FNV-1a (64 bits) continued over the little-endian bytes of this value. All NaNs count as one, since engines choose
    /// their bits freely (WebAssembly 2.0, §4.3.3 "NaN Propagation").
    fn fnv1a(self, hash: u64) -> u64;
}

/// FNV-1a's prime for 64 bits (Fowler, Noll, Vo).
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

macro_rules! scalar {
    ($type:ty, $exp:path, $exp_lanes:path, $ln:path, $tanh:path, $pow:path) => {
        impl Scalar for $type {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const BYTES: usize = size_of::<$type>();
            #[allow(clippy::cast_lossless)] // lossless for one of the two
            const TINY: f64 = <$type>::MIN_POSITIVE as f64 * (1_u64 << 26) as f64;

            #[inline]
            #[allow(clippy::cast_possible_truncation)]
            fn from_f64(value: f64) -> Self {
                value as $type
            }
            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            #[inline]
            fn exp(self) -> Self {
                $exp(self)
            }
            #[inline(always)]
            fn exp_lanes(powers: [Self; LANES]) -> [Self; LANES] {
                $exp_lanes(powers)
            }
            #[inline]
            fn ln(self) -> Self {
                $ln(self)
            }
            #[inline]
            fn tanh(self) -> Self {
                $tanh(self)
            }
            #[inline]
            fn sqrt(self) -> Self {
                <$type>::sqrt(self)
            }
            #[inline]
            fn abs(self) -> Self {
                <$type>::abs(self)
            }
            #[inline]
            fn powf(self, exponent: Self) -> Self {
                $pow(self, exponent)
            }
            #[inline]
            fn is_finite(self) -> bool {
                <$type>::is_finite(self)
            }
            #[inline]
            fn is_nan(self) -> bool {
                <$type>::is_nan(self)
            }
            fn write_le(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }
            fn fnv1a(self, hash: u64) -> u64 {
                let value = if self.is_nan() { Self::NAN } else { self };
                value.to_le_bytes().iter().fold(hash, |hash, &byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME)
                })
            }
        }
    };
}

scalar!(
    f32,
    libm::expf,
    exp_f32,
    libm::logf,
    libm::tanhf,
    libm::powf
);
scalar!(f64, libm::exp, exp_f64, libm::log, libm::tanh, libm::pow);

/// Whether every value is finite. One pass without branches, cheap enough for
/// every step of training.
pub fn all_finite<T: Scalar>(values: &[T]) -> bool {
    const LANES: usize = 16;
    // v · 0 is 0 for a finite v and NaN for any other; a NaN stays in its lane.
    let mut lanes = [T::ZERO; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += value * T::ZERO;
        }
    }
    for (lane, &value) in lanes.iter_mut().zip(rest) {
        *lane += value * T::ZERO;
    }
    lanes.iter().all(|&lane| lane == T::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fnv1a_matches_the_published_value() {
        // FNV-1a 64 of the four zero bytes of 0f32.
        let hash = 0.0f32.fnv1a(0xcbf2_9ce4_8422_2325);
        assert_eq!(hash, 0x4d25_767f_9dce_13f5);
    }

    #[test]
    fn every_nan_has_one_fingerprint() {
        let nans = [0x7fc0_0000, 0xffc0_0000, 0x7fc0_0001, 0x7f80_0001];
        let hashes = nans.map(|bits| f32::from_bits(bits).fnv1a(0));
        assert_eq!(hashes, [hashes[0]; 4]);
        assert_ne!(hashes[0], f32::INFINITY.fnv1a(0));
        let wide = [0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0001];
        let wide = wide.map(|bits| f64::from_bits(bits).fnv1a(0));
        assert_eq!(wide[0], wide[1]);
    }

    #[test]
    fn one_bad_value_is_found_wherever_it_stands() {
        for length in [0, 1, 16, 37] {
            let mut values = vec![f32::MAX; length];
            assert!(all_finite(&values));
            for i in 0..length {
                for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    values[i] = bad;
                    assert!(!all_finite(&values), "{bad} at {i} of {length}");
                }
                values[i] = -1.0;
            }
        }
    }

    #[test]
    fn bytes_are_little_endian() {
        let mut bytes = Vec::new();
        1.0f32.write_le(&mut bytes);
        1.0f64.write_le(&mut bytes);
        assert_eq!(bytes, [0, 0, 128, 63, 0, 0, 0, 0, 0, 0, 240, 63]);
    }
}
