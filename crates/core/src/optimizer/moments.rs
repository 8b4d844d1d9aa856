//! The memory of an optimiser, to keep it in a file and to go on from there.

use super::{Optimizer, same_length};
use crate::{Error, Result, Scalar, tape::Tape};

/// What an optimiser remembers, one number for each of the network's parameters, in their order.
///
/// | optimiser | `first` | `second` |
/// |---|---|---|
/// | thesis's descent, SGD without momentum | – | – |
/// | SGD with momentum | v, Keras's `momentum` | – |
/// | Adam | m, Keras's `momentum` | v, Keras's `velocity` |
/// | RMSprop | – | v, Keras's `velocity` |
/// | RMSprop with momentum | m, Keras's `momentum` | v, Keras's `velocity` |
///
/// Parameters that training never moves (a batch normalisation's mean and variance) have their places too, with zeros;
/// Keras keeps none for them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moments<T> {
    /// Steps done: Keras's `iteration`.
    pub steps: u64,
    /// See the table; empty where there is none.
    pub first: Vec<T>,
    /// See the table; empty where there is none.
    pub second: Vec<T>,
}

impl<T: Scalar> Optimizer<T> {
    /// A copy of its memory.
    pub fn moments(&self) -> Moments<T> {
        Moments {
            steps: self.steps,
            first: self.first.clone(),
            second: self.second.clone(),
        }
    }

    /// Goes on from `moments`.
    ///
    /// # Errors
    /// [`Error::Shape`] when a kind of moments has another length than this optimiser's, [`Error::InvalidParameter`] when
    /// a moment isn't finite or a mean of squares is negative. The memory then stays as it was.
    pub fn set_moments(&mut self, moments: Moments<T>) -> Result<()> {
        same_length("first moments", self.first.len(), moments.first.len())?;
        same_length("second moments", self.second.len(), moments.second.len())?;
        if let Some(bad) = moments.first.iter().find(|m| !m.is_finite()) {
            return Err(Error::invalid(
                "first moments",
                bad.to_f64(),
                "they must be finite",
            ));
        }
        let fine = |v: &T| v.is_finite() && *v >= T::ZERO;
        if let Some(bad) = moments.second.iter().find(|v| !fine(v)) {
            let requirement = "they must be finite and not negative";
            return Err(Error::invalid("second moments", bad.to_f64(), requirement));
        }
        self.steps = moments.steps;
        self.first = moments.first;
        self.second = moments.second;
        Ok(())
    }
}

impl Optimizer<f32> {
    /// Writes its memory to the tape, or goes on from what is read there.
    pub(crate) fn tape(&mut self, tape: &mut Tape<'_>) {
        tape.count(&mut self.steps);
        tape.weights(&mut self.first);
        tape.weights(&mut self.second);
    }
}
