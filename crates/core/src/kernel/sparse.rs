//! Products with a matrix that is mostly zeros: only the products that are not 0.
//!
//! 0 · b is 0 for each finite b, and adding 0 changes no sum that began with 0. The products that remain are added in the
//! same ascending order, so the bits are those of [`gemm`](super::gemm), [`gemm_tn`](super::gemm_tn) and
//! [`gemm_nt`](super::gemm_nt). They may differ only where the other matrix holds an infinity or a NaN, which 0 · b would
//! have spread. A [`Trainer`](crate::train::Trainer) ends with [`Error::Diverged`](crate::Error::Diverged) before that: it
//! checks the loss of every batch, and every weight after every step.
//!
//! Two kinds of matrices have zeros. Four fifths of a digit's pixels are paper. And a neuron that a ReLU silences for a
//! sample has no delta for it: of the 250 neurons of case 2.0, 3 to 5 in 100 have one once it has learned for some steps.

use crate::Scalar;

/// At most one number in so many may be other than zero: with more, the plain kernels are faster.
const ONE_IN: usize = 2;
/// Columns of B below which the search for zeros would cost as much as the product.
const LEAST_COLUMNS: usize = 16;
/// Numbers that are compared with 0 at a time.
const CHUNK: usize = 8;

/// Columns that are transposed at a time.
const GROUP: usize = 8;
/// Rows and columns of a tile that is transposed in registers.
const TILE: usize = 4;

/// Where a line's entries begin and end.
type Bounds = (usize, usize);

/// The numbers of a matrix that are not zero, by rows and by columns. It grows at the first use of a size and is reused
/// afterwards.
#[derive(Clone, Debug, Default)]
pub struct Nonzeros<T> {
    columns: usize,
    /// Column and number, row after row.
    entries: Vec<(u32, T)>,
    rows: Vec<Bounds>,
    /// The same by columns: row and number.
    by_column: Vec<(u32, T)>,
    column_bounds: Vec<Bounds>,
    /// Some of the other matrix or of the product, transposed.
    transposed: Vec<T>,
}

impl<T: Scalar> Nonzeros<T> {
    /// No numbers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a matrix `[rows, columns]` whose products have `width` columns or rows. Returns whether they take less time
    /// here than in the plain kernels; if not, nothing is kept.
    pub fn read(&mut self, rows: usize, columns: usize, width: usize, values: &[T]) -> bool {
        let size = rows * columns;
        let most = size / ONE_IN;
        self.rows.clear();
        self.columns = 0;
        if width < LEAST_COLUMNS || size == 0 || values.len() < size || u32::try_from(size).is_err()
        {
            return false;
        }
        self.make_room(rows, columns, most);
        if count(&values[..size]) > most {
            return false;
        }
        self.keep_all(rows, columns, most, &values[..size]);
        true
    }

    /// Makes room for what [`Nonzeros::product_nt`] and [`Nonzeros::product_from_left`] transpose: `columns` of the matrix,
    /// `width` of the other.
    pub fn reserve_transposed(&mut self, columns: usize, width: usize) {
        let size = columns.next_multiple_of(GROUP) * width;
        if self.transposed.len() < size {
            self.transposed.resize(size, T::ZERO);
        }
    }

    /// Room for a matrix of this shape, so that a later one which is sparser allocates nothing.
    fn make_room(&mut self, rows: usize, columns: usize, most: usize) {
        if self.entries.len() < most + CHUNK {
            self.entries.resize(most + CHUNK, (0, T::ZERO));
            self.by_column.resize(most + CHUNK, (0, T::ZERO));
        }
        self.rows.reserve(rows);
        self.column_bounds
            .reserve(columns.saturating_sub(self.column_bounds.len()));
    }

    /// Keeps the numbers of a matrix that are not zero; they are at most `most`.
    fn keep_all(&mut self, rows: usize, columns: usize, most: usize, values: &[T]) {
        self.make_room(rows, columns, most);
        self.columns = columns;
        let mut found = 0;
        for row in values.chunks_exact(columns) {
            let start = found;
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
            self.rows.push((start, found));
        }
    }

    /// `c[rows, width] = a · b` with the matrix as `a` and `b` stored `[columns, width]`.
    ///
    /// Nothing is done where a slice is shorter than its shape.
    pub fn product(&self, width: usize, b: &[T], c: &mut [T]) {
        if b.len() >= self.columns * width && c.len() >= self.rows.len() * width {
            lines(&self.rows, &self.entries, width, b, c);
        }
    }

    /// `c[columns, width] = aᵀ · b` with the matrix as `a` and `b` stored `[rows, width]`. Call
    /// [`Nonzeros::sort_by_columns`] before.
    ///
    /// Nothing is done where a slice is shorter than its shape.
    pub fn product_tn(&self, width: usize, b: &[T], c: &mut [T]) {
        if b.len() >= self.rows.len() * width && c.len() >= self.columns * width {
            lines(&self.column_bounds, &self.by_column, width, b, c);
        }
    }

    /// `c[rows, width] = a · bᵀ` with the first `rows` of the matrix as `a` and `b` stored `[width, columns]`. Call
    /// [`Nonzeros::sort_by_columns`] before.
    ///
    /// Nothing is done where a slice is shorter than its shape.
    pub fn product_nt(&mut self, rows: usize, width: usize, b: &[T], c: &mut [T]) {
        let columns = self.columns;
        if rows > self.rows.len() || b.len() < width * columns || c.len() < rows * width {
            return;
        }
        self.reserve_transposed(columns, width);
        let groups = self
            .column_bounds
            .chunks(GROUP)
            .zip(self.transposed.chunks_mut(GROUP * width));
        for (first, (bounds, transposed)) in (0..).step_by(GROUP).zip(groups) {
            if bounds.iter().any(|(start, end)| start < end) {
                // GROUP columns of b become rows.
                let count = bounds.len();
                transpose((width, count), &b[first..], columns, transposed, width);
            }
        }
        lines(
            &self.rows[..rows],
            &self.entries,
            width,
            &self.transposed,
            c,
        );
    }

    /// `c[width, columns] = bᵀ · a` with the first `rows` of the matrix as `a` and `b` stored `[rows, width]`. Call
    /// [`Nonzeros::sort_by_columns`] before.
    ///
    /// Nothing is done where a slice is shorter than its shape.
    pub fn product_from_left(&mut self, rows: usize, width: usize, b: &[T], c: &mut [T]) {
        let columns = self.columns;
        if rows > self.rows.len() || b.len() < rows * width || c.len() < width * columns {
            return;
        }
        self.reserve_transposed(GROUP, width);
        let c = &mut c[..width * columns];
        c.fill(T::ZERO);
        for (first, all) in (0..).step_by(GROUP).zip(self.column_bounds.chunks(GROUP)) {
            let mut bounds = [(0, 0); GROUP];
            for (bounds, &(start, end)) in bounds.iter_mut().zip(all) {
                let above =
                    self.by_column[start..end].partition_point(|(row, _)| (*row as usize) < rows);
                *bounds = (start, start + above);
            }
            if bounds.iter().all(|(start, end)| start == end) {
                continue;
            }
            let bounds = &bounds[..all.len()];
            lines(bounds, &self.by_column, width, b, &mut self.transposed);
            let count = bounds.len();
            transpose(
                (count, width),
                &self.transposed,
                width,
                &mut c[first..],
                columns,
            );
        }
    }

    /// Sorts the entries by columns; those of a column stay in the order of their rows.
    pub fn sort_by_columns(&mut self) {
        self.column_bounds.clear();
        self.column_bounds.resize(self.columns, (0, 0));
        let found = self.rows.last().map_or(0, |(_, end)| *end);
        for &(column, _) in &self.entries[..found] {
            self.column_bounds[column as usize].1 += 1;
        }
        let mut sum = 0;
        for (start, end) in &mut self.column_bounds {
            let count = *end;
            (*start, *end) = (sum, sum);
            sum += count;
        }
        for (row, &(start, end)) in self.rows.iter().enumerate() {
            for &(column, value) in &self.entries[start..end] {
                let (_, end) = &mut self.column_bounds[column as usize];
                self.by_column[*end] = (row as u32, value);
                *end += 1;
            }
        }
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

/// Writes `from`, `[rows, columns]`, its rows `from_stride` apart, as `to`, `[columns, rows]`, its rows `to_stride` apart.
fn transpose<T: Scalar>(
    (rows, columns): (usize, usize),
    from: &[T],
    from_stride: usize,
    to: &mut [T],
    to_stride: usize,
) {
    for row in (0..rows).step_by(TILE) {
        for column in (0..columns).step_by(TILE) {
            let from = &from[row * from_stride + column..];
            let to = &mut to[column * to_stride + row..];
            let (height, width) = (TILE.min(rows - row), TILE.min(columns - column));
            if (height, width) == (TILE, TILE) {
                tile(from, from_stride, to, to_stride);
                continue;
            }
            for row in 0..height {
                for column in 0..width {
                    to[column * to_stride + row] = from[row * from_stride + column];
                }
            }
        }
    }
}

/// A whole tile of [`transpose`].
#[inline(always)]
fn tile<T: Scalar>(from: &[T], from_stride: usize, to: &mut [T], to_stride: usize) {
    let mut turned = [[T::ZERO; TILE]; TILE];
    for row in 0..TILE {
        let Some(from) = from[row * from_stride..].first_chunk::<TILE>() else {
            return;
        };
        for (turned, &value) in turned.iter_mut().zip(from) {
            turned[row] = value;
        }
    }
    for (column, turned) in turned.iter().enumerate() {
        if let Some(to) = to[column * to_stride..].first_chunk_mut::<TILE>() {
            *to = *turned;
        }
    }
}

/// Each line of `c` is the sum of rows of `b` times their numbers, in the order of the entries.
fn lines<T: Scalar>(bounds: &[Bounds], entries: &[(u32, T)], width: usize, b: &[T], c: &mut [T]) {
    // Compiled for wider registers; which are there is known only when it runs.
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        #[allow(unsafe_code)]
        unsafe {
            lines_avx2(bounds, entries, width, b, c);
        }
        return;
    }
    stretches::<T, 32>(bounds, entries, width, b, c);
}

/// The same with registers of 256 bits, without fused multiply-add.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn lines_avx2<T: Scalar>(
    bounds: &[Bounds],
    entries: &[(u32, T)],
    width: usize,
    b: &[T],
    c: &mut [T],
) {
    stretches::<T, 64>(bounds, entries, width, b, c);
}

/// A stretch of columns after the other: the rows of B stay in the cache, the sums in registers.
#[inline(always)]
fn stretches<T: Scalar, const WIDE: usize>(
    bounds: &[Bounds],
    entries: &[(u32, T)],
    width: usize,
    b: &[T],
    c: &mut [T],
) {
    let mut first = 0;
    while first < width {
        let all = (bounds, entries);
        first += match width - first {
            left if left >= WIDE => stretch::<T, WIDE>(all, first, width, b, c),
            16.. => stretch::<T, 16>(all, first, width, b, c),
            8.. => stretch::<T, 8>(all, first, width, b, c),
            4.. => stretch::<T, 4>(all, first, width, b, c),
            _ => stretch::<T, 1>(all, first, width, b, c),
        };
    }
}

/// The sums of `N` columns from `first` on, in registers. Returns `N`.
#[inline(always)]
fn stretch<T: Scalar, const N: usize>(
    (bounds, entries): (&[Bounds], &[(u32, T)]),
    first: usize,
    width: usize,
    b: &[T],
    c: &mut [T],
) -> usize {
    for (&(start, end), c) in bounds.iter().zip(c.chunks_exact_mut(width)) {
        let Some(c) = c[first..].first_chunk_mut::<N>() else {
            continue;
        };
        let mut sums = [T::ZERO; N];
        for &(line, factor) in &entries[start..end] {
            if let Some(from) = b[line as usize * width + first..].first_chunk::<N>() {
                for (sum, &value) in sums.iter_mut().zip(from) {
                    *sum += factor * value;
                }
            }
        }
        *c = sums;
    }
    N
}

#[cfg(test)]
#[path = "sparse_tests.rs"]
mod tests;
