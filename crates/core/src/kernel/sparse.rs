//! Products with a matrix that is mostly zeros: only the products that are not 0.
//!
//! 0 · b is 0 for each finite b, and adding 0 changes no sum that began with 0. The sums that remain are added in the same
//! ascending order, so the bits are those of [`gemm`](super::gemm) and [`gemm_tn`](super::gemm_tn). Only where b holds an
//! infinity or a NaN, which 0 · b would have spread, may they differ; a [`Trainer`](crate::train::Trainer) ends before that
//! with [`Error::Diverged`](crate::Error::Diverged), since it checks every weight after every step.

use crate::Scalar;

/// A matrix is worth it up to this share of numbers that are not zero, in quarters.
const MOST_QUARTERS: usize = 2;
/// Columns of B below which the search for zeros would cost as much as the product.
const LEAST_COLUMNS: usize = 16;
/// Numbers that are compared with 0 at a time.
const CHUNK: usize = 8;

/// The numbers of a matrix that are not zero, by rows and by columns. It grows at the first use of a size and is reused
/// afterwards.
#[derive(Clone, Debug, Default)]
pub struct Nonzeros<T> {
    columns: usize,
    /// Where each row's entries begin, and where the last row's end.
    starts: Vec<usize>,
    /// Column and number, row after row.
    entries: Vec<(u32, T)>,
    /// The same by columns: where they begin, and row and number.
    column_starts: Vec<usize>,
    by_column: Vec<(u32, T)>,
}

impl<T: Scalar> Nonzeros<T> {
    /// No numbers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a matrix `[rows, columns]` that will be multiplied with one of `width` columns, by [`Nonzeros::product`] or
    /// [`Nonzeros::product_tn`]. Returns whether that takes less time than the plain products; if not, nothing is kept.
    pub fn read(&mut self, rows: usize, columns: usize, width: usize, values: &[T]) -> bool {
        let size = rows * columns;
        let most = size / 4 * MOST_QUARTERS;
        self.starts.clear();
        if width < LEAST_COLUMNS
            || size == 0
            || values.len() < size
            || u32::try_from(rows.max(columns)).is_err()
        {
            return false;
        }
        let values = &values[..size];
        if count(values) > most {
            return false;
        }
        self.columns = columns;
        if self.entries.len() < most + CHUNK {
            self.entries.resize(most + CHUNK, (0, T::ZERO));
        }
        self.starts.reserve(rows + 1);
        let mut found = 0;
        for row in values.chunks_exact(columns) {
            self.starts.push(found);
            let (chunks, rest) = row.as_chunks::<CHUNK>();
            for (first, chunk) in (0_u32..).step_by(CHUNK).zip(chunks) {
                if chunk
                    .iter()
                    .fold(false, |any, &value| any | (value != T::ZERO))
                {
                    found += keep(first, chunk, &mut self.entries[found..]);
                }
            }
            let first = (columns - rest.len()) as u32;
            found += keep(first, rest, &mut self.entries[found..]);
        }
        self.starts.push(found);
        true
    }

    /// `c[rows, width] = a · b` with the matrix as `a` and `b` stored `[columns, width]`; with `accumulate` the sums go on
    /// from what `c` holds.
    ///
    /// Nothing is done where a slice is shorter than its shape.
    pub fn product(&self, width: usize, b: &[T], c: &mut [T], accumulate: bool) {
        if b.len() >= self.columns * width && c.len() >= self.rows() * width {
            lines(&self.starts, &self.entries, width, b, c, accumulate);
        }
    }

    /// `c[columns, width] = aᵀ · b` with the matrix as `a` and `b` stored `[rows, width]`.
    ///
    /// Nothing is done where a slice is shorter than its shape.
    pub fn product_tn(&mut self, width: usize, b: &[T], c: &mut [T]) {
        if b.len() >= self.rows() * width && c.len() >= self.columns * width {
            self.turn();
            lines(&self.column_starts, &self.by_column, width, b, c, false);
        }
    }

    fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Sorts the entries by columns; those of a column stay in the order of their rows.
    fn turn(&mut self) {
        let found = self.starts.last().copied().unwrap_or_default();
        if self.by_column.len() < self.entries.len() {
            self.by_column.resize(self.entries.len(), (0, T::ZERO));
        }
        self.column_starts.clear();
        self.column_starts.resize(self.columns + 2, 0);
        // One further than it belongs, so that the places move to where they belong while they are used.
        for &(column, _) in &self.entries[..found] {
            self.column_starts[column as usize + 2] += 1;
        }
        let mut sum = 0;
        for start in &mut self.column_starts {
            sum += *start;
            *start = sum;
        }
        for (row, bounds) in self.starts.windows(2).enumerate() {
            for &(column, value) in &self.entries[bounds[0]..bounds[1]] {
                let place = &mut self.column_starts[column as usize + 1];
                self.by_column[*place] = (row as u32, value);
                *place += 1;
            }
        }
        self.column_starts.pop();
    }
}

/// How many are not zero.
fn count<T: Scalar>(values: &[T]) -> usize {
    let chunks = values.chunks(1 << 15);
    chunks
        .map(|chunk| {
            chunk
                .iter()
                .map(|&value| u32::from(value != T::ZERO))
                .sum::<u32>() as usize
        })
        .sum()
}

/// Writes column and number of those that are not zero, without a branch for each. Returns how many they are.
#[inline(always)]
fn keep<T: Scalar>(first: u32, values: &[T], to: &mut [(u32, T)]) -> usize {
    let mut found = 0;
    for (column, &value) in (first..).zip(values) {
        if let Some(to) = to.get_mut(found) {
            *to = (column, value);
        }
        found += usize::from(value != T::ZERO);
    }
    found
}

/// Each line of `c` is the sum of rows of `b` times their numbers, in the order of the entries.
fn lines<T: Scalar>(
    starts: &[usize],
    entries: &[(u32, T)],
    width: usize,
    b: &[T],
    c: &mut [T],
    accumulate: bool,
) {
    // Compiled for wider registers; which are there is known only when it runs.
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        #[allow(unsafe_code)]
        unsafe {
            lines_avx2(starts, entries, width, b, c, accumulate);
        }
        return;
    }
    stretches::<T, 32>(starts, entries, width, b, c, accumulate);
}

/// The same with registers of 256 bits, without fused multiply-add.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn lines_avx2<T: Scalar>(
    starts: &[usize],
    entries: &[(u32, T)],
    width: usize,
    b: &[T],
    c: &mut [T],
    accumulate: bool,
) {
    stretches::<T, 64>(starts, entries, width, b, c, accumulate);
}

/// A stretch of columns after the other: the rows of B stay in the cache, the sums in registers.
#[inline(always)]
fn stretches<T: Scalar, const WIDE: usize>(
    starts: &[usize],
    entries: &[(u32, T)],
    width: usize,
    b: &[T],
    c: &mut [T],
    accumulate: bool,
) {
    let mut first = 0;
    while first < width {
        let left = width - first;
        let stretch = Stretch {
            first,
            width,
            accumulate,
        };
        first += match left {
            _ if left >= WIDE => stretch.sums::<T, WIDE>(starts, entries, b, c),
            16.. => stretch.sums::<T, 16>(starts, entries, b, c),
            8.. => stretch.sums::<T, 8>(starts, entries, b, c),
            4.. => stretch.sums::<T, 4>(starts, entries, b, c),
            _ => stretch.sums::<T, 1>(starts, entries, b, c),
        };
    }
}

/// Some columns of B and C.
struct Stretch {
    first: usize,
    /// Columns of B and C.
    width: usize,
    accumulate: bool,
}

impl Stretch {
    /// The sums of `N` columns, in registers. Returns `N`.
    #[inline(always)]
    fn sums<T: Scalar, const N: usize>(
        &self,
        starts: &[usize],
        entries: &[(u32, T)],
        b: &[T],
        c: &mut [T],
    ) -> usize {
        for (bounds, c) in starts.windows(2).zip(c.chunks_exact_mut(self.width)) {
            let Some(c) = c[self.first..].first_chunk_mut::<N>() else {
                continue;
            };
            let mut sums = if self.accumulate { *c } else { [T::ZERO; N] };
            for &(line, factor) in &entries[bounds[0]..bounds[1]] {
                let from = &b[line as usize * self.width + self.first..];
                if let Some(from) = from.first_chunk::<N>() {
                    for (sum, &value) in sums.iter_mut().zip(from) {
                        *sum += factor * value;
                    }
                }
            }
            *c = sums;
        }
        N
    }
}
