//! How large buffers may be, and their allocation.

use crate::{Error, Result, Scalar};

/// The most numbers that one buffer of a network may hold (2²⁶: 256 MiB of
/// `f32`). More is taken for a mistake.
pub const MAX_ELEMENTS: usize = 1 << 26;

/// The product of `factors`, if it is at most [`MAX_ELEMENTS`].
pub(crate) fn elements(factors: &[usize]) -> Result<usize> {
    let product = factors
        .iter()
        .try_fold(1usize, |product, &factor| product.checked_mul(factor));
    product
        .filter(|&product| product <= MAX_ELEMENTS)
        .ok_or_else(|| too_large(format!("{factors:?}")))
}

/// `elements` zeros.
pub(crate) fn buffer<T: Scalar>(elements: usize) -> Result<Vec<T>> {
    filled(elements, T::ZERO)
}

/// `elements` times `value`.
pub(crate) fn filled<V: Clone>(elements: usize, value: V) -> Result<Vec<V>> {
    let mut values = Vec::new();
    if elements > MAX_ELEMENTS || values.try_reserve_exact(elements).is_err() {
        return Err(too_large(elements.to_string()));
    }
    values.resize(elements, value);
    Ok(values)
}

/// That a layer takes other shapes: `expected` is `found` with as many axes as it takes,
/// the last ones together or some of length 1.
pub(crate) fn wrong_axes(what: &'static str, axes: usize, found: &[usize]) -> Error {
    let (kept, rest) = found.split_at(found.len().min(axes.saturating_sub(1)));
    let mut expected = kept.to_vec();
    expected.push(rest.iter().fold(1, |all, &axis| all.saturating_mul(axis)));
    expected.resize(axes, 1);
    Error::Shape {
        what,
        expected,
        found: found.to_vec(),
    }
}

fn too_large(value: String) -> Error {
    Error::InvalidParameter {
        name: "size",
        value,
        requirement: "it must be at most 2^26 numbers and fit in memory",
    }
}
