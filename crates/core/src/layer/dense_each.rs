//! One dense layer at every place of a sequence or an image.

use super::dense::Dense;
use super::{Layer, ParameterSpec, Pass, elements};
use crate::activation::Activation;
use crate::optimizer::Moves;
use crate::{Error, Result, Scalar};

/// Keras's `Dense` over `[steps, features]` or more axes: the last is connected to the neurons, and each of the others'
/// places is a sample to the layer inside.
#[derive(Debug, Clone)]
pub(crate) struct DenseEach<T> {
    dense: Dense<T>,
    /// Of one sample.
    places: usize,
    output_shape: Vec<usize>,
}

impl<T: Scalar> DenseEach<T> {
    pub(crate) fn new(
        input: &[usize],
        units: usize,
        activation: Activation,
        bias: bool,
        max_batch: usize,
    ) -> Result<Self> {
        let Some((&inputs, places)) = input.split_last() else {
            return Err(Error::invalid("input", 0, "it must have at least 1 axis"));
        };
        let places = elements(places)?;
        if places == 0 {
            return Err(Error::invalid("places", places, "it must be at least 1"));
        }
        let rows = elements(&[max_batch, places])?;
        elements(&[places, inputs])?;
        elements(&[places, units])?;
        let mut output_shape = input.to_vec();
        if let Some(last) = output_shape.last_mut() {
            *last = units;
        }
        Ok(DenseEach {
            dense: Dense::new(&[inputs], units, activation, bias, rows)?,
            places,
            output_shape,
        })
    }

    fn each_place<'a>(&self, pass: Pass<'a, T>) -> Pass<'a, T> {
        Pass {
            batch: pass.batch * self.places,
            run: None,
            ..pass
        }
    }
}

impl<T: Scalar> Layer<T> for DenseEach<T> {
    fn kind(&self) -> &'static str {
        self.dense.kind()
    }

    fn output_shape(&self) -> &[usize] {
        &self.output_shape
    }

    fn parameters(&self) -> Vec<ParameterSpec> {
        self.dense.parameters()
    }

    fn forward(&mut self, pass: Pass<'_, T>) {
        let pass = self.each_place(pass);
        self.dense.forward(pass);
    }

    fn a(&self) -> &[T] {
        self.dense.a()
    }

    fn backward(
        &mut self,
        pass: Pass<'_, T>,
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
    ) {
        let pass = self.each_place(pass);
        self.dense.backward(pass, delta, gradients, delta_x);
    }

    fn backward_and_move(
        &mut self,
        pass: Pass<'_, T>,
        parameters: &mut [T],
        delta: &mut [T],
        gradients: &mut [T],
        delta_x: Option<&mut [T]>,
        moves: Moves<'_, T>,
    ) -> bool {
        let pass = self.each_place(pass);
        self.dense
            .backward_and_move(pass, parameters, delta, gradients, delta_x, moves)
    }

    fn boxed_clone(&self) -> Box<dyn Layer<T>> {
        Box::new(self.clone())
    }
}
