//! Dense over padded sequences: the products of `Dense`, with the share of each padded position computed once instead of
//! once a row.
//!
//! With c the vector of the run and W_t the rows of W that belong to position t,
//! x·W = Σ_{t in the run} c·W_t + Σ_{t outside} x_t·W_t: the first sum is a prefix sum
//! over t that all rows share. Backward, Wₜ's gradient in the run is c ⊗ Σ δ over the
//! rows whose run has t, and the gradient of c is Σ_t W_t·(that sum). Nothing is
//! approximated; only the order of the sums is another than in the plain product, and
//! it depends on the row alone.

use super::buffer;
use super::dense_kernel::Kernel;
use super::padding::{Run, STEP};
use crate::kernel::{self, Nonzeros, Scratch, add, add_scaled, dot};
use crate::{Result, Scalar};

/// The buffers and sizes that `Dense` needs for padded inputs.
#[derive(Debug, Clone)]
pub(crate) struct RunProducts<T> {
    /// Columns of x that belong together: [`STEP`] positions.
    block: usize,
    columns: usize,
    units: usize,
    /// The rows, those whose run ends first before the others.
    order: Vec<usize>,
    /// Some of the columns of some of the rows, one after the other: `[rows, block]`.
    some: Vec<T>,
    /// z or δ, its rows in `order`: `[max_batch, units]`.
    sorted: Vec<T>,
    /// Σ c·W_t up to a block, or Σ δ over the rows that have a block in their run.
    sum: Vec<T>,
    /// δ without its zeros: a neuron that a ReLU silenced has none.
    nonzeros: Nonzeros<T>,
}

/// Where the blocks stand.
struct Blocks {
    block: usize,
    columns: usize,
    /// The first block of the run.
    start: usize,
}

impl Blocks {
    fn columns(&self, index: usize) -> std::ops::Range<usize> {
        let first = index * self.block;
        first..(first + self.block).min(self.columns)
    }
}

impl<T: Scalar> RunProducts<T> {
    pub(crate) fn new(
        positions: usize,
        width: usize,
        units: usize,
        max_batch: usize,
    ) -> Result<Self> {
        let block = STEP * width;
        let mut nonzeros = Nonzeros::new();
        nonzeros.reserve_transposed(units, block);
        Ok(RunProducts {
            block,
            columns: positions * width,
            units,
            order: Vec::with_capacity(max_batch),
            some: buffer(max_batch * block)?,
            sorted: buffer(max_batch * units)?,
            sum: buffer(units)?,
            nonzeros,
        })
    }

    /// The weights of a block, whose gradients are computed together.
    pub(super) fn moved_gradients(&self) -> usize {
        self.block * self.units
    }

    fn blocks(&self, run: &Run) -> (Blocks, usize) {
        let blocks = Blocks {
            block: self.block,
            columns: self.columns,
            start: run.start / STEP,
        };
        (blocks, self.columns.div_ceil(self.block))
    }

    fn sort(&mut self, run: &Run) {
        self.order.clear();
        // A batch is short, and the standard library's sort weighs 4 kB in a page's module. Rows of the same end keep
        // their order.
        for (row, end) in run.ends.iter().enumerate() {
            let place = self.order.partition_point(|&other| run.ends[other] <= *end);
            self.order.insert(place, row);
        }
    }

    /// How many rows of `order` need the block itself: all before the run, and after it
    /// those whose run is over.
    fn rows(&self, run: &Run, blocks: &Blocks, index: usize) -> usize {
        if index < blocks.start {
            return run.ends.len();
        }
        self.order
            .partition_point(|&row| run.ends[row] / STEP <= index)
    }

    /// z = x·W.
    pub(crate) fn forward(
        &mut self,
        run: &Run,
        x: &[T],
        w: &[T],
        z: &mut [T],
        scratch: &mut Scratch<T>,
    ) {
        self.sort(run);
        let (blocks, count) = self.blocks(run);
        let units = self.units;
        let c = vector(run, x);
        self.sum.fill(T::ZERO);
        self.sorted.fill(T::ZERO);
        let mut before = self.rows(run, &blocks, blocks.start);
        for index in 0..count {
            let columns = blocks.columns(index);
            let w = &w[columns.start * units..columns.end * units];
            let rows = self.rows(run, &blocks, index);
            if index > blocks.start {
                // The runs that end here have had their share of c.
                for sorted in self.sorted[before * units..rows * units].chunks_exact_mut(units) {
                    add(sorted, &self.sum);
                }
                before = rows;
            }
            if rows < run.ends.len() {
                // Someone's run goes on: c's share of this block.
                for w in w.chunks_exact(run.width * units) {
                    for (&c, w) in c.iter().zip(w.chunks_exact(units)) {
                        add_scaled(&mut self.sum, w, c);
                    }
                }
            }
            let (rows_in, depth) = (&self.order[..rows], columns.len());
            gather(x, self.columns, rows_in, columns, &mut self.some);
            let sorted = &mut self.sorted[..rows * units];
            kernel::gemm(rows, units, depth, &self.some, w, sorted, true, scratch);
        }
        for sorted in self.sorted[before * units..run.ends.len() * units].chunks_exact_mut(units) {
            add(sorted, &self.sum);
        }
        for (&row, sorted) in self.order.iter().zip(self.sorted.chunks_exact(units)) {
            z[row * units..][..units].copy_from_slice(sorted);
        }
    }

    /// ∂C/∂W = xᵀ·δ and, when asked, ∂C/∂x = δ·Wᵀ, as [`Run`] wants it. Returns whether the kernel is finite where it moves.
    pub(super) fn backward(
        &mut self,
        run: &Run,
        (x, delta): (&[T], &[T]),
        mut kernel: Kernel<'_, T>,
        mut delta_x: Option<&mut [T]>,
        scratch: &mut Scratch<T>,
    ) -> bool {
        let (blocks, count) = self.blocks(run);
        let (all, units) = (run.ends.len(), self.units);
        let c = vector(run, x);
        gather(delta, units, &self.order, 0..units, &mut self.sorted);
        let sparse = self.nonzeros.read(all, units, self.block, &self.sorted);
        if sparse {
            self.nonzeros.sort_by_columns();
        }
        self.sum.fill(T::ZERO);
        let first = run
            .first()
            .map(|row| row * self.columns + run.start * run.width);
        if let (Some(first), Some(delta_x)) = (first, delta_x.as_deref_mut()) {
            delta_x[first..][..run.width].fill(T::ZERO);
        }
        let (mut have, mut finite) = (all, true);
        for index in (0..count).rev() {
            let columns = blocks.columns(index);
            let stretch = columns.start * units..columns.end * units;
            let (w, dw) = kernel.block(stretch.clone());
            let rows = self.rows(run, &blocks, index);
            let depth = columns.len();
            gather(
                x,
                self.columns,
                &self.order[..rows],
                columns.clone(),
                &mut self.some,
            );
            let sorted = &self.sorted[..rows * units];
            if sparse {
                self.nonzeros.product_from_left(rows, depth, &self.some, dw);
            } else {
                kernel::gemm_tn(depth, units, rows, &self.some, sorted, dw, false, scratch);
            }
            if let Some(delta_x) = delta_x.as_deref_mut() {
                let some = &mut self.some;
                if sparse {
                    self.nonzeros.product_nt(rows, depth, w, some);
                } else {
                    kernel::gemm_nt(rows, depth, units, sorted, w, some, false, scratch);
                }
                scatter(
                    &self.some,
                    self.columns,
                    &self.order[..rows],
                    columns,
                    delta_x,
                );
            }
            if index >= blocks.start {
                // Runs that have this block and not the one after it.
                for sorted in self.sorted[rows * units..have * units].chunks_exact(units) {
                    add(&mut self.sum, sorted);
                }
                have = rows;
                if rows < all {
                    for (dw, w) in dw
                        .chunks_exact_mut(run.width * units)
                        .zip(w.chunks_exact(run.width * units))
                    {
                        for ((i, &c), dw) in c.iter().enumerate().zip(dw.chunks_exact_mut(units)) {
                            add_scaled(dw, &self.sum, c);
                            if let (Some(first), Some(delta_x)) = (first, delta_x.as_deref_mut()) {
                                delta_x[first + i] += dot(&w[i * units..][..units], &self.sum);
                            }
                        }
                    }
                }
            }
            finite &= kernel.done(stretch);
        }
        finite
    }
}

/// The vector that fills the runs; nothing where there is none.
fn vector<'a, T>(run: &Run, x: &'a [T]) -> &'a [T] {
    match run.first() {
        Some(row) => &x[(row * run.positions + run.start) * run.width..][..run.width],
        None => &[],
    }
}

/// The columns of the rows, one after the other.
fn gather<T: Copy>(
    from: &[T],
    width: usize,
    rows: &[usize],
    columns: std::ops::Range<usize>,
    to: &mut [T],
) {
    for (&row, to) in rows.iter().zip(to.chunks_exact_mut(columns.len())) {
        to.copy_from_slice(&from[row * width..][columns.clone()]);
    }
}

/// Back to where [`gather`] took them.
fn scatter<T: Copy>(
    from: &[T],
    width: usize,
    rows: &[usize],
    columns: std::ops::Range<usize>,
    to: &mut [T],
) {
    for (&row, from) in rows.iter().zip(from.chunks_exact(columns.len())) {
        to[row * width..][columns.clone()].copy_from_slice(from);
    }
}
