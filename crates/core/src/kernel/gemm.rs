//! Matrix products: both factors packed into panels, a block of C kept in registers.
//!
//! Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008). A block of C that is met again
//! with the next stretch of k goes on from its sums so far, so that every sum runs over k in ascending order.

use crate::Scalar;

/// Rows of C that a block holds.
const MR: usize = 4;
/// Columns of C that a block holds: two SIMD registers of `f32`, four of `f64`.
const NR: usize = 8;
/// So much of k, of the rows and of the columns is packed at a time: a panel of B in the first cache, a block of A and
/// all panels of B in the second.
const KC: usize = 256;
const MC: usize = 128;
const NC: usize = 512;
/// Columns of a block of `f32` where registers hold 256 bits.
#[cfg(target_arch = "x86_64")]
const WIDE_NR: usize = 16;

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
}

/// A matrix as it lies in memory: element `(row, column)` is at `row * rows + column * columns`.
#[derive(Clone, Copy)]
struct Strided<'a, T> {
    values: &'a [T],
    rows: usize,
    columns: usize,
}

/// `c[m, n] = a[m, k] · b[k, n]`; with `accumulate` the sums go on from what `c` holds.
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

/// `c[m, n] = aᵀ · b` with `a` stored `[k, m]` and `b` stored `[k, n]`; with `accumulate` as [`gemm`].
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

/// `c[m, n] = a · bᵀ` with `a` stored `[m, k]` and `b` stored `[n, k]`; with `accumulate` as [`gemm`].
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
    // Compiled for wider registers; which are there is known only when it runs.
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        #[allow(unsafe_code)]
        unsafe {
            product_avx2(m, n, k, a, b, c, accumulate, scratch);
        }
        return;
    }
    blocked::<T, MR, NR>(m, n, k, a, b, c, accumulate, scratch);
}

/// The same with registers of 256 bits, twice as many values at a time; without fused
/// multiply-add, so the bits are the same.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[allow(clippy::too_many_arguments)]
fn product_avx2<T: Scalar>(
    m: usize,
    n: usize,
    k: usize,
    a: Strided<'_, T>,
    b: Strided<'_, T>,
    c: &mut [T],
    accumulate: bool,
    scratch: &mut Scratch<T>,
) {
    if T::BYTES == 4 && n >= WIDE_NR {
        blocked::<T, MR, WIDE_NR>(m, n, k, a, b, c, accumulate, scratch);
    } else {
        blocked::<T, MR, NR>(m, n, k, a, b, c, accumulate, scratch);
    }
}

#[inline(always)]
#[allow(clippy::too_many_arguments)]
fn blocked<T: Scalar, const MR: usize, const NR: usize>(
    m: usize,
    n: usize,
    k: usize,
    a: Strided<'_, T>,
    b: Strided<'_, T>,
    c: &mut [T],
    accumulate: bool,
    scratch: &mut Scratch<T>,
) {
    if k == 0 && !accumulate {
        c[..m * n].fill(T::ZERO);
    }
    for k0 in (0..k).step_by(KC) {
        let depth = KC.min(k - k0);
        for j0 in (0..n).step_by(NC) {
            let columns = NC.min(n - j0);
            // A is seen by its columns of k, B by its rows of k: both are packed the same way.
            let lines = &b.values[k0 * b.rows + j0 * b.columns..];
            pack::<T, NR>(&mut scratch.b, columns, depth, lines, b.columns, b.rows);
            for i0 in (0..m).step_by(MC) {
                let rows = MC.min(m - i0);
                let lines = &a.values[i0 * a.rows + k0 * a.columns..];
                pack::<T, MR>(&mut scratch.a, rows, depth, lines, a.rows, a.columns);
                let c = &mut c[i0 * n + j0..];
                let packed = (&scratch.a[..], &scratch.b[..]);
                panels::<T, MR, NR>(rows, columns, depth, packed, c, n, accumulate || k0 > 0);
            }
        }
    }
}

/// `c[rows, columns]`, its rows `stride` apart, from packed panels `depth` long.
#[inline(always)]
fn panels<T: Scalar, const MR: usize, const NR: usize>(
    rows: usize,
    columns: usize,
    depth: usize,
    (packed_a, packed_b): (&[T], &[T]),
    c: &mut [T],
    stride: usize,
    accumulate: bool,
) {
    for (b, j) in packed_b
        .chunks_exact(depth * NR)
        .zip((0..columns).step_by(NR))
    {
        let width = NR.min(columns - j);
        for (a, i) in packed_a.chunks_exact(depth * MR).zip((0..rows).step_by(MR)) {
            let height = MR.min(rows - i);
            let mut sums = [[T::ZERO; NR]; MR];
            if accumulate {
                for (row, sums) in sums.iter_mut().take(height).enumerate() {
                    let c = &c[(i + row) * stride + j..][..width];
                    match c.first_chunk::<NR>() {
                        Some(c) => *sums = *c,
                        None => sums[..width].copy_from_slice(c),
                    }
                }
            }
            block(a, b, &mut sums);
            for (row, sums) in sums.iter().take(height).enumerate() {
                let c = &mut c[(i + row) * stride + j..][..width];
                match c.first_chunk_mut::<NR>() {
                    Some(c) => *c = *sums,
                    None => c.copy_from_slice(&sums[..width]),
                }
            }
        }
    }
}

/// Lays `width` lines at a time side by side, k after k: `[lines / W, k, W]`, the last panel filled up with zeros.
#[inline(always)]
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
                let from = &values[p * k_stride + first..];
                match (to.first_chunk_mut::<W>(), from.first_chunk::<W>()) {
                    (Some(to), Some(from)) if count == W => *to = *from,
                    _ => to[..count].copy_from_slice(&from[..count]),
                }
            }
        } else if count == W && k_stride == 1 {
            transpose::<T, W>(panel, k, &values[first * line_stride..], line_stride);
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

/// One whole panel from lines that run along k: four values of each line at a time.
#[inline(always)]
fn transpose<T: Scalar, const W: usize>(panel: &mut [T], k: usize, values: &[T], stride: usize) {
    let lines: [&[T]; W] = std::array::from_fn(|line| &values[line * stride..][..k]);
    let fours = lines.map(|line| line.as_chunks::<4>().0);
    for (p, to) in panel.chunks_exact_mut(4 * W).enumerate() {
        let mut block = [[T::ZERO; W]; 4];
        for (line, four) in fours.iter().enumerate() {
            for (row, &value) in block.iter_mut().zip(&four[p]) {
                row[line] = value;
            }
        }
        for (to, row) in to.as_chunks_mut::<W>().0.iter_mut().zip(&block) {
            *to = *row;
        }
    }
    for p in k / 4 * 4..k {
        for (to, line) in panel[p * W..].iter_mut().zip(&lines) {
            *to = line[p];
        }
    }
}

/// One block of C: `[MR, NR]` sums go on over k, in ascending order.
#[inline(always)]
fn block<T: Scalar, const MR: usize, const NR: usize>(a: &[T], b: &[T], out: &mut [[T; NR]; MR]) {
    let mut sums = *out;
    for (a, b) in a.as_chunks::<MR>().0.iter().zip(b.as_chunks::<NR>().0) {
        for (sums, a) in sums.iter_mut().zip(a) {
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum += *a * *b;
            }
        }
    }
    *out = sums;
}

#[cfg(test)]
#[path = "gemm_tests.rs"]
mod tests;
