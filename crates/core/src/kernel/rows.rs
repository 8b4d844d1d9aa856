//! Rows of numbers: sums and products, element by element.

use crate::Scalar;

/// Numbers that are worked on at a time.
const LANES: usize = 8;

/// `sum += values`, as far as both reach.
pub fn add<T: Scalar>(sum: &mut [T], values: &[T]) {
    each(sum, values, |sum, value| *sum += value);
}

/// `sum += factor * values`, as far as both reach.
pub fn add_scaled<T: Scalar>(sum: &mut [T], values: &[T], factor: T) {
    each(sum, values, |sum, value| *sum += value * factor);
}

#[inline(always)]
fn each<T: Scalar>(to: &mut [T], from: &[T], apply: impl Fn(&mut T, T)) {
    let length = to.len().min(from.len());
    let (to, to_rest) = to[..length].as_chunks_mut::<LANES>();
    let (from, from_rest) = from[..length].as_chunks::<LANES>();
    for (to, from) in to.iter_mut().zip(from) {
        for (to, &from) in to.iter_mut().zip(from) {
            apply(to, from);
        }
    }
    for (to, &from) in to_rest.iter_mut().zip(from_rest) {
        apply(to, from);
    }
}

/// Σ a b, in eight sums that are added up in the end: the lanes are part of the
/// algorithm, so that the bits are the same whatever the machine's registers.
pub fn dot<T: Scalar>(a: &[T], b: &[T]) -> T {
    let (a_lanes, a_rest) = a.as_chunks::<LANES>();
    let (b_lanes, b_rest) = b.as_chunks::<LANES>();
    let mut lanes = [T::ZERO; LANES];
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
