//! Embedding, convolution, ReLU and max pooling of a sequence of words, at once.
//!
//! A convolution over an embedding is a sum of table rows: with E the embedding and
//! W_k the kernel's tap k, z_t = b + Σ_k (E·W_k)[word t + k − left]. The tables E·W_k
//! are one matrix product a batch, the rest is looking up and adding; backward, rows
//! are scattered into the tables' gradients and the same product runs in reverse. The
//! greatest z of a window is the greatest ReLU of it, so that only that is kept.
//!
//! The sums are those of the four layers one after the other, in another order.

use super::embedding::word;
use super::padding::Run;
use super::{Layer, ParameterSpec, Pass, buffer, elements, filled};
use crate::kernel::{self, add};
use crate::{Result, Scalar};

/// What the four layers are, sizes checked.
#[derive(Debug, Clone)]
pub(crate) struct Sizes {
    /// Words in a row.
    pub(crate) steps: usize,
    /// Words that there are.
    pub(crate) words: usize,
    /// Numbers a word has in the embedding.
    pub(crate) width: usize,
    /// Filters of the convolution, which pads so that it keeps the length.
    pub(crate) filters: usize,
    /// Words that a filter sees.
    pub(crate) taps: usize,
    /// Steps of a pooling window, which doesn't overlap the next.
    pub(crate) pool: usize,
}

/// In [`EmbeddedConv::choice`]: no element of the window was over 0.
const NONE: u32 = u32::MAX;

/// `[steps]` words to `[steps / pool, filters]`.
#[derive(Debug, Clone)]
pub(crate) struct EmbeddedConv<T> {
    sizes: Sizes,
    output_shape: [usize; 2],
    /// Words of the batch, `[max_batch, steps]`.
    ids: Vec<usize>,
    /// The kernel with its taps side by side, `[width, taps * filters]`.
    kernel: Vec<T>,
    kernel_gradient: Vec<T>,
    /// b, or zeros.
    bias: Vec<T>,
    /// E·W_k side by side, `[words, taps * filters]`, and its gradient.
    tables: Vec<T>,
    tables_gradient: Vec<T>,
    /// One z, or its gradient, a step of a window: `[pool, filters]`.
    window: Vec<T>,
    /// `[max_batch, steps / pool, filters]`.
    a: Vec<T>,
    /// Which step of its window each `a` comes from.
    choice: Vec<u32>,
    run: Run,
    run_taken: bool,
}

impl<T: Scalar> EmbeddedConv<T> {
    pub(crate) fn new(sizes: Sizes, max_batch: usize) -> Result<Self> {
        let pooled = sizes.steps / sizes.pool;
        let a = elements(&[max_batch, pooled, sizes.filters])?;
        let tables = elements(&[sizes.words, sizes.taps, sizes.filters])?;
        let kernel = elements(&[sizes.width, sizes.taps, sizes.filters])?;
        Ok(EmbeddedConv {
            output_shape: [pooled, sizes.filters],
            ids: filled(elements(&[max_batch, sizes.steps])?, 0)?,
            kernel: buffer(kernel)?,
            kernel_gradient: buffer(kernel)?,
            bias: buffer(sizes.filters)?,
            tables: buffer(tables)?,
            tables_gradient: buffer(tables)?,
            window: buffer(elements(&[sizes.pool, sizes.filters])?)?,
            a: buffer(a)?,
            choice: filled(a, NONE)?,
            run: Run::new(sizes.filters, pooled, max_batch),
            run_taken: false,
            sizes,
        })
    }

    /// The words of the batch, and where each row's padding, word 0, ends.
    fn read(&mut self, x: &[T], batch: usize) {
        let Sizes {
            steps,
            words,
            taps,
            pool,
            ..
        } = self.sizes;
        let left = (taps - 1) / 2;
        self.run.restart(left.div_ceil(pool));
        for (x, ids) in x
            .chunks_exact(steps)
            .zip(self.ids.chunks_exact_mut(steps))
            .take(batch)
        {
            for (&x, id) in x.iter().zip(ids.iter_mut()) {
                *id = word(x, words);
            }
            let padding = ids.iter().take_while(|&&id| id == 0).count();
            // A window in the run sees padding alone, and not the sequence's edge.
            let end = (padding + left + 1).saturating_sub(taps) / pool;
            self.run.push(end);
        }
    }
}

/// E, W and b.
fn split<'p, T>(sizes: &Sizes, parameters: &'p [T]) -> (&'p [T], &'p [T], &'p [T]) {
    let (embedding, rest) = parameters.split_at(sizes.words * sizes.width);
    let (w, b) = rest.split_at(sizes.taps * sizes.width * sizes.filters);
    (embedding, w, b)
}

impl<T: Scalar> Layer<T> for EmbeddedConv<T> {
    fn kind(&self) -> &'static str {
        "EmbeddedConv"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    /// They are listed layer by layer.
    fn parameters(&self) -> Vec<ParameterSpec> {
        Vec::new()
    }

    /// a = max over the window of ReLU(b + Σ_k (E·W_k)[word]).
    fn forward(&mut self, pass: Pass<'_, T>) {
        self.read(pass.x, pass.batch);
        let (embedding, w, b) = split(&self.sizes, pass.parameters);
        let Sizes {
            steps,
            words,
            width,
            filters,
            taps,
            pool,
            ..
        } = self.sizes;
        for (index, bias) in self.bias.iter_mut().enumerate() {
            *bias = b.get(index).copied().unwrap_or(T::ZERO);
        }
        side_by_side(w, &mut self.kernel, (taps, width, filters));
        let (columns, tables) = (taps * filters, &mut self.tables[..]);
        kernel::gemm(
            words,
            columns,
            width,
            embedding,
            &self.kernel,
            tables,
            false,
            pass.scratch,
        );

        let left = (taps - 1) / 2;
        let pooled = self.output_shape[0];
        for (row, ids) in self.ids.chunks_exact(steps).take(pass.batch).enumerate() {
            let run = self.run.start..self.run.ends[row];
            for position in 0..pooled {
                let at = (row * pooled + position) * filters;
                if run.contains(&position) && position > run.start {
                    continue;
                }
                for (offset, z) in self.window.chunks_exact_mut(filters).enumerate() {
                    let step = position * pool + offset;
                    let (first, seen) = seen(ids, step, left, taps);
                    let mut before = &self.bias[..];
                    for (tap, &id) in (first..).zip(seen) {
                        let from = (id * taps + tap) * filters;
                        sum(z, before, &self.tables[from..from + filters]);
                        before = &[];
                    }
                }
                let a = &mut self.a[at..at + filters];
                greatest(&self.window, a, &mut self.choice[at..at + filters]);
            }
            if !run.is_empty() {
                let first = row * pooled * filters;
                let run = first + run.start * filters..first + run.end * filters;
                repeat(&mut self.a[run.clone()], filters);
                repeat(&mut self.choice[run], filters);
            }
        }
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂z goes to the step that was the greatest and to no other; from there to the
    /// table rows of the words that it saw; from the tables to E and W.
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let (embedding, ..) = split(&self.sizes, pass.parameters);
        let Sizes {
            steps,
            words,
            width,
            filters,
            taps,
            pool,
            ..
        } = self.sizes;
        let left = (taps - 1) / 2;
        let pooled = self.output_shape[0];
        let (de, rest) = gradients.split_at_mut(words * width);
        let (dw, db) = rest.split_at_mut(taps * width * filters);
        db.fill(T::ZERO);
        self.tables_gradient.fill(T::ZERO);
        let first_with_run = self.run.first();
        for (row, ids) in self.ids.chunks_exact(steps).take(pass.batch).enumerate() {
            let run = self.run.start..self.run.ends[row];
            for position in 0..pooled {
                // The whole run's delta stands at its first position.
                if self.run_taken
                    && run.contains(&position)
                    && (position > run.start || Some(row) != first_with_run)
                {
                    continue;
                }
                let at = (row * pooled + position) * filters;
                let delta = &delta[at..at + filters];
                let choice = &self.choice[at..at + filters];
                for (offset, dz) in self.window.chunks_exact_mut(filters).enumerate() {
                    chosen(delta, choice, offset as u32, dz);
                    if !db.is_empty() {
                        add(db, dz);
                    }
                    let step = position * pool + offset;
                    let (first, seen) = seen(ids, step, left, taps);
                    for (tap, &id) in (first..).zip(seen) {
                        let to = (id * taps + tap) * filters;
                        add(&mut self.tables_gradient[to..to + filters], dz);
                    }
                }
            }
        }
        let (columns, tables) = (taps * filters, &self.tables_gradient[..]);
        let dk = &mut self.kernel_gradient[..];
        kernel::gemm_tn(
            width,
            columns,
            words,
            embedding,
            tables,
            dk,
            false,
            pass.scratch,
        );
        kernel::gemm_nt(
            words,
            width,
            columns,
            tables,
            &self.kernel,
            de,
            false,
            pass.scratch,
        );
        one_after_the_other(dk, dw, (taps, width, filters));
        // Words have no derivative.
        if let Some(delta_x) = delta_x {
            delta_x.fill(T::ZERO);
        }
    }

    fn offers_run(&self) -> Option<(usize, usize)> {
        Some((self.output_shape[0], self.sizes.filters))
    }

    fn run_is_taken(&mut self) {
        self.run_taken = true;
    }

    fn run(&self) -> Option<&Run> {
        self.run_taken.then_some(&self.run)
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}

/// The first tap that sees a word at `step`, and the words that it and the next ones see.
fn seen(ids: &[usize], step: usize, left: usize, taps: usize) -> (usize, &[usize]) {
    let first = left.saturating_sub(step);
    let begin = step + first - left;
    let end = (step + taps - left).min(ids.len());
    (first, &ids[begin..end])
}

/// `[taps, width, filters]` to `[width, taps * filters]`.
fn side_by_side<T: Copy>(w: &[T], to: &mut [T], (taps, width, filters): (usize, usize, usize)) {
    for (index, w) in w.chunks_exact(filters).enumerate() {
        let (tap, i) = (index / width, index % width);
        to[(i * taps + tap) * filters..][..filters].copy_from_slice(w);
    }
}

/// Back again.
fn one_after_the_other<T: Copy>(
    from: &[T],
    w: &mut [T],
    (taps, width, filters): (usize, usize, usize),
) {
    for (index, w) in w.chunks_exact_mut(filters).enumerate() {
        let (tap, i) = (index / width, index % width);
        w.copy_from_slice(&from[(i * taps + tap) * filters..][..filters]);
    }
}

/// `z = before + row`, or with nothing before `z += row`. Calls to copy or to clear so
/// few numbers cost more than the sums.
fn sum<T: Scalar>(z: &mut [T], before: &[T], row: &[T]) {
    if before.is_empty() {
        return add(z, row);
    }
    for ((z, &before), &row) in z.iter_mut().zip(before).zip(row) {
        *z = before + row;
    }
}

/// The first `width` numbers over and over.
fn repeat<T: Copy>(values: &mut [T], width: usize) {
    let mut done = width;
    while done < values.len() {
        let more = done.min(values.len() - done);
        values.copy_within(..more, done);
        done += more;
    }
}

/// The greatest step of a window for each filter, the first of equals, if it is over 0.
fn greatest<T: Scalar>(window: &[T], a: &mut [T], choice: &mut [u32]) {
    for (offset, z) in window.chunks_exact(a.len()).enumerate() {
        let offset = offset as u32;
        for ((a, choice), &z) in a.iter_mut().zip(choice.iter_mut()).zip(z) {
            let (best, chosen) = match offset {
                0 => (T::ZERO, NONE),
                _ => (*a, *choice),
            };
            // A NaN is handed on. Without a branch, for several at a time.
            let take = (z > best) | z.is_nan();
            *a = if take { z } else { best };
            *choice = if take { offset } else { chosen };
        }
    }
}

/// `delta` where the step at `offset` was chosen, else 0.
fn chosen<T: Scalar>(delta: &[T], choice: &[u32], offset: u32, dz: &mut [T]) {
    for ((dz, &delta), &choice) in dz.iter_mut().zip(delta).zip(choice) {
        *dz = if choice == offset { delta } else { T::ZERO };
    }
}
