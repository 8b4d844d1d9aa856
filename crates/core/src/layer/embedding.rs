//! A vector for every word.

use super::padding::Run;
use super::{Layer, ParameterSpec, Pass, Role, buffer, elements, wrong_axes};
use crate::initializer::Initializer;
use crate::{Error, Result, Scalar};

/// a_t = E[x_t]: `[steps]` words, as whole numbers, to `[steps, width]`. Keras's
/// `Embedding`, with its initial values, uniform on ±0.05.
///
/// A number that is no word, from 0 to `words` − 1, counts as word 0, since forward cannot fail. Data sets check their
/// words when they are read.
#[derive(Debug, Clone)]
pub(crate) struct Embedding<T> {
    words: usize,
    output_shape: [usize; 2],
    /// `[max_batch, steps, width]`.
    a: Vec<T>,
    run: Run,
    run_taken: bool,
}

impl<T: Scalar> Embedding<T> {
    pub(crate) fn new(
        input: &[usize],
        words: usize,
        width: usize,
        max_batch: usize,
    ) -> Result<Self> {
        let &[steps] = input else {
            let what = "input of an embedding (one number a word)";
            return Err(wrong_axes(what, 1, input));
        };
        for (name, value) in [("words", words), ("width", width)] {
            if value == 0 {
                return Err(Error::invalid(name, value, "it must be at least 1"));
            }
        }
        elements(&[words, width])?;
        Ok(Embedding {
            words,
            output_shape: [steps, width],
            a: buffer(elements(&[max_batch, steps, width])?)?,
            run: Run::new(width, steps, max_batch),
            run_taken: false,
        })
    }
}

/// The parameters of an embedding.
pub(crate) fn specs(words: usize, width: usize) -> Vec<ParameterSpec> {
    vec![ParameterSpec {
        name: "embeddings",
        role: Role::Embedding,
        shape: vec![words, width],
        fans: (words, width),
        initializer: Some(Initializer::Uniform { limit: 0.05 }),
    }]
}

/// The word that a number of the input means; word 0 where it is none.
pub(crate) fn word<T: Scalar>(x: T, words: usize) -> usize {
    let value = x.to_f64();
    // `as` saturates, and takes NaN for 0.
    let id = value as usize;
    if id < words && id as f64 == value {
        id
    } else {
        0
    }
}

impl<T: Scalar> Layer<T> for Embedding<T> {
    fn kind(&self) -> &'static str {
        "Embedding"
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        specs(self.words, self.output_shape[1])
    }

    /// a_t = E[x_t].
    fn forward(&mut self, pass: Pass<'_, T>) {
        let [steps, width] = self.output_shape;
        self.run.restart(0);
        let rows = self.a.chunks_exact_mut(steps * width);
        for (row, (a, x)) in rows.zip(pass.x.chunks_exact(steps)).enumerate() {
            let padding = x.iter().take_while(|&&x| word(x, self.words) == 0);
            self.run.push(padding.count());
            // Of a run, the layer above reads the first vector of the first alone, while it learns.
            let skipped = match self.run_taken && pass.training {
                true => self.run.ends[row],
                false => 0,
            };
            let positions = a.chunks_exact_mut(width).zip(x).enumerate();
            for (step, (a, &x)) in positions {
                if step == 0 || step >= skipped {
                    a.copy_from_slice(&pass.parameters[word(x, self.words) * width..][..width]);
                }
            }
        }
    }

    fn a(&self) -> &[T] {
        &self.a
    }

    /// ∂C/∂E[word] = Σ ∂C/∂a over the places where it stands. Words have no derivative.
    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let [steps, width] = self.output_shape;
        gradients.fill(T::ZERO);
        let first = self.run.first();
        let rows = pass
            .x
            .chunks_exact(steps)
            .zip(delta.chunks_exact(steps * width));
        for (row, (x, delta)) in rows.enumerate() {
            let run = self.run.start..self.run.ends[row];
            for (step, (&x, delta)) in x.iter().zip(delta.chunks_exact(width)).enumerate() {
                // The first position has the delta of all runs.
                if self.run_taken && run.contains(&step) && (step > run.start || Some(row) != first)
                {
                    continue;
                }
                let gradient = &mut gradients[word(x, self.words) * width..];
                for (gradient, &delta) in gradient.iter_mut().zip(delta) {
                    *gradient += delta;
                }
            }
        }
        if let Some(delta_x) = delta_x {
            delta_x.fill(T::ZERO);
        }
    }

    fn offers_run(&self) -> Option<(usize, usize)> {
        Some((self.output_shape[0], self.output_shape[1]))
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
