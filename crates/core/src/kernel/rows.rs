//! Rows of numbers: sums and products, element by element.

use crate::Scalar;

/// `sum += values`.
pub fn add<T: Scalar>(sum: &mut [T], values: &[T]) {
    for (sum, &value) in sum.iter_mut().zip(values) {
        *sum += value;
    }
}

/// `sum += factor * values`.
pub fn add_scaled<T: Scalar>(sum: &mut [T], values: &[T], factor: T) {
    for (sum, &value) in sum.iter_mut().zip(values) {
        *sum += value * factor;
    }
}

/// Σ a b, in eight sums that are added up in the end: the lanes are part of the
/// algorithm, so that the bits are the same whatever the machine's registers.
pub fn dot<T: Scalar>(a: &[T], b: &[T]) -> T {
    let (a_lanes, a_rest) = a.as_chunks::<8>();
    let (b_lanes, b_rest) = b.as_chunks::<8>();
    let mut lanes = [T::ZERO; 8];
    for (a, b) in a_lanes.iter().zip(b_lanes) {
        for (lane, (&a, &b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    let rest = a_rest.iter().zip(b_rest).map(|(&a, &b)| a * b);
    lanes.into_iter().chain(rest).sum()
}

/// Adds `b` to every row of `z`.
pub fn add_to_rows<T: Scalar>(z: &mut [T], b: &[T]) {
    for row in z.chunks_exact_mut(b.len().max(1)) {
        add(row, b);
    }
}

/// The sum of the rows of `delta`, from the first to the last.
pub fn sum_of_rows<T: Scalar>(delta: &[T], sum: &mut [T]) {
    sum.fill(T::ZERO);
    for row in delta.chunks_exact(sum.len().max(1)) {
        add(sum, row);
    }
}
