//! Matrix products: both factors packed into panels, a block of C kept in registers.
//!
//! Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008), without the blocking over k: our
//! inner dimensions are short enough for a panel of B to stay in the nearest caches.

use crate::Scalar;

/// Rows of C that a block holds.
const MR: usize = 4;
/// Columns of C that a block holds: two SIMD registers of `f32`, four of `f64`.
const NR: usize = 8;

/// Room for the packed panels; it grows at the first use of a size and is reused afterwards.
#[derive(Clone, Debug, Default)]
pub struct Scratch<T> {
    a: Vec<T>,
    b: Vec<T>,
}

impl<T: Scalar> Scratch<T> {
    /// No room yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Room for products of up to `[m, k]` by `[k, n]`.
    pub fn with_capacity(m: usize, n: usize, k: usize) -> Self {
        Self {
            a: vec![T::ZERO; m.next_multiple_of(MR) * k],
            b: vec![T::ZERO; n.next_multiple_of(NR) * k],
        }
    }
}

/// A matrix as it lies in memory: element `(row, column)` is at `row * rows + column * columns`.
#[derive(Clone, Copy)]
struct Strided<'a, T> {
    values: &'a [T],
    rows: usize,
    columns: usize,
}

/// `c[m, n] = a[m, k] · b[k, n]`; with `accumulate` the product is added to `c`.
///
/// Nothing is done where a slice is shorter than its shape.
#[allow(clippy::too_many_arguments)] // BLAS's own signature
pub fn gemm<T: Scalar>(
    m: usize,
    n: usize,
    k: usize,
    a: &[T],
    b: &[T],
    c: &mut [T],
    accumulate: bool,
    scratch: &mut Scratch<T>,
) {
    let a = Strided {
        values: a,
        rows: k,
        columns: 1,
    };
    let b = Strided {
        values: b,
        rows: n,
        columns: 1,
    };
    product(m, n, k, a, b, c, accumulate, scratch);
}

/// `c[m, n] = aᵀ · b` with `a` stored `[k, m]` and `b` stored `[k, n]`; with `accumulate` added to `c`.
///
/// Nothing is done where a slice is shorter than its shape.
#[allow(clippy::too_many_arguments)] // BLAS's own signature
pub fn gemm_tn<T: Scalar>(
    m: usize,
    n: usize,
    k: usize,
    a: &[T],
    b: &[T],
    c: &mut [T],
    accumulate: bool,
    scratch: &mut Scratch<T>,
) {
    let a = Strided {
        values: a,
        rows: 1,
        columns: m,
    };
    let b = Strided {
        values: b,
        rows: n,
        columns: 1,
    };
    product(m, n, k, a, b, c, accumulate, scratch);
}

/// `c[m, n] = a · bᵀ` with `a` stored `[m, k]` and `b` stored `[n, k]`; with `accumulate` added to `c`.
///
/// Nothing is done where a slice is shorter than its shape.
#[allow(clippy::too_many_arguments)] // BLAS's own signature
pub fn gemm_nt<T: Scalar>(
    m: usize,
    n: usize,
    k: usize,
    a: &[T],
    b: &[T],
    c: &mut [T],
    accumulate: bool,
    scratch: &mut Scratch<T>,
) {
    let a = Strided {
        values: a,
        rows: k,
        columns: 1,
    };
    let b = Strided {
        values: b,
        rows: 1,
        columns: k,
    };
    product(m, n, k, a, b, c, accumulate, scratch);
}

#[allow(clippy::too_many_arguments)]
fn product<T: Scalar>(
    m: usize,
    n: usize,
    k: usize,
    a: Strided<'_, T>,
    b: Strided<'_, T>,
    c: &mut [T],
    accumulate: bool,
    scratch: &mut Scratch<T>,
) {
    let fits = |values: usize, rows: usize, columns: usize| {
        rows.checked_mul(columns).is_some_and(|size| size <= values)
    };
    if m == 0
        || n == 0
        || !fits(a.values.len(), m, k)
        || !fits(b.values.len(), k, n)
        || !fits(c.len(), m, n)
    {
        return;
    }
    // A is seen by its columns of k, B by its rows of k: both are packed the same way.
    pack::<T, MR>(&mut scratch.a, m, k, a.values, a.rows, a.columns);
    pack::<T, NR>(&mut scratch.b, n, k, b.values, b.columns, b.rows);
    for (panel_b, j) in (0..n).step_by(NR).enumerate() {
        let b = &scratch.b[panel_b * k * NR..][..k * NR];
        for (panel_a, i) in (0..m).step_by(MR).enumerate() {
            let a = &scratch.a[panel_a * k * MR..][..k * MR];
            let block = block(a, b);
            let columns = NR.min(n - j);
            for (row, values) in block.iter().take(m - i).enumerate() {
                let out = &mut c[(i + row) * n + j..][..columns];
                if accumulate {
                    out.iter_mut()
                        .zip(values)
                        .for_each(|(c, value)| *c += *value);
                } else {
                    out.copy_from_slice(&values[..columns]);
                }
            }
        }
    }
}

/// Lays `width` lines at a time side by side, k after k: `[lines / W, k, W]`, the last panel filled up with zeros.
fn pack<T: Scalar, const W: usize>(
    out: &mut Vec<T>,
    lines: usize,
    k: usize,
    values: &[T],
    line_stride: usize,
    k_stride: usize,
) {
    let size = lines.next_multiple_of(W) * k;
    if out.len() < size {
        out.resize(size, T::ZERO);
    }
    if k == 0 {
        return;
    }
    for (panel, first) in out[..size]
        .chunks_exact_mut(k * W)
        .zip((0..lines).step_by(W))
    {
        let count = W.min(lines - first);
        if count < W {
            panel.fill(T::ZERO);
        }
        if line_stride == 1 {
            for (p, to) in panel.chunks_exact_mut(W).enumerate() {
                to[..count].copy_from_slice(&values[p * k_stride + first..][..count]);
            }
        } else {
            for line in 0..count {
                let from = &values[(first + line) * line_stride..];
                panel[line..]
                    .iter_mut()
                    .step_by(W)
                    .zip(from.iter().step_by(k_stride))
                    .for_each(|(to, v)| *to = *v);
            }
        }
    }
}

/// One block of C: `[MR, NR]` sums over k, in ascending order.
#[inline(always)]
fn block<T: Scalar>(a: &[T], b: &[T]) -> [[T; NR]; MR] {
    let mut sums = [[T::ZERO; NR]; MR];
    for (a, b) in a.as_chunks::<MR>().0.iter().zip(b.as_chunks::<NR>().0) {
        for (sums, a) in sums.iter_mut().zip(a) {
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum += *a * *b;
            }
        }
    }
    sums
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::{kernel::reference, rng::RandomState};

    fn bits(values: &[f32]) -> Vec<u32> {
        values.iter().map(|v| v.to_bits()).collect()
    }

    #[test]
    fn every_shape_has_the_bits_of_the_plain_loop() {
        let sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 17, 33];
        let mut rng = RandomState::new(11);
        let mut draw = |n: usize| {
            (0..n)
                .map(|_| rng.uniform(-1.0, 1.0) as f32)
                .collect::<Vec<f32>>()
        };
        let mut scratch = Scratch::new();
        for m in sizes {
            for n in sizes {
                for k in sizes {
                    let (a, b, start) = (draw(m * k), draw(k * n), draw(m * n));
                    for accumulate in [false, true] {
                        let run = |which: &str, scratch: &mut Scratch<f32>| {
                            let (mut fast, mut plain) = (start.clone(), start.clone());
                            match which {
                                "nn" => {
                                    gemm(m, n, k, &a, &b, &mut fast, accumulate, scratch);
                                    let (a, b) = (|i, p| a[i * k + p], |p, j| b[p * n + j]);
                                    reference::gemm(m, n, k, a, b, &mut plain, accumulate);
                                }
                                "tn" => {
                                    gemm_tn(m, n, k, &a, &b, &mut fast, accumulate, scratch);
                                    let (a, b) = (|i, p| a[p * m + i], |p, j| b[p * n + j]);
                                    reference::gemm(m, n, k, a, b, &mut plain, accumulate);
                                }
                                _ => {
                                    gemm_nt(m, n, k, &a, &b, &mut fast, accumulate, scratch);
                                    let (a, b) = (|i, p| a[i * k + p], |p, j| b[j * k + p]);
                                    reference::gemm(m, n, k, a, b, &mut plain, accumulate);
                                }
                            }
                            assert_eq!(
                                bits(&fast),
                                bits(&plain),
                                "{which} {m}x{k}x{n} accumulate {accumulate}"
                            );
                        };
                        ["nn", "tn", "nt"]
                            .iter()
                            .for_each(|which| run(which, &mut scratch));
                    }
                }
            }
        }
    }

    #[test]
    fn short_slices_change_nothing() {
        let mut c = [7.0_f32; 4];
        gemm(
            2,
            2,
            3,
            &[1.0; 5],
            &[1.0; 6],
            &mut c,
            false,
            &mut Scratch::new(),
        );
        gemm(
            usize::MAX,
            2,
            3,
            &[1.0; 6],
            &[1.0; 6],
            &mut c,
            false,
            &mut Scratch::new(),
        );
        assert_eq!(c, [7.0; 4]);
    }

    #[test]
    fn nan_is_not_lost() {
        let mut c = [0.0_f32; 1];
        gemm(
            1,
            1,
            2,
            &[f32::NAN, 1.0],
            &[0.0, 1.0],
            &mut c,
            false,
            &mut Scratch::new(),
        );
        assert!(c[0].is_nan());
    }
}
