//! A plain recurrent unit and an LSTM unit side by side, the gates held by hand: what they are for (thesis §1.1).
//!
//! Both hear the same inputs through the same two weights. In a layer the gates are sigmoids of what comes in; here
//! somebody sets them, so that each can be seen to do its work.

use redes_core::Scalar;

/// A unit's two weights: of what comes in, and of what went out a step before. There is no bias.
///
/// ```
/// use redes_lessons::lstm_by_hand::{Gates, Unit};
///
/// let unit = Unit { w: 1.0, v: 0.5 };
/// // Stored at the first step, kept at the second and shown at the third.
/// let gates = [(0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 1.0)];
/// let gates = gates.map(|(forget, input, output)| Gates { forget, input, output });
/// let steps = unit.gated(&[1.0, 0.0, 0.0], &gates);
/// assert_eq!(steps[2].c, steps[0].g);
/// assert_eq!((steps[1].h, steps[2].h), (0.0, steps[2].tanh_c));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// W.
    pub w: f64,
    /// V.
    pub v: f64,
}

/// How far the gates of an LSTM stand open at a step, from 0, shut, to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gates {
    /// f: how much of the state remains.
    pub forget: f64,
    /// i: how much of the new value is stored.
    pub input: f64,
    /// o: how much is shown.
    pub output: f64,
}

/// An LSTM unit after a step.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Step {
    /// g = tanh(x·W + h·V), the new value, with the h of the step before.
    pub g: f64,
    /// c = f·c + i·g, the state.
    pub c: f64,
    /// tanh(c), what the output gate stands before.
    pub tanh_c: f64,
    /// h = o·tanh(c), the output.
    pub h: f64,
}

impl Unit {
    /// A plain recurrent unit: h of each step, h_t = tanh(x_t·W + h_{t−1}·V), h_0 = 0.
    pub fn plain(&self, x: &[f64]) -> Vec<f64> {
        let mut h = 0.0;
        x.iter()
            .map(|x| {
                h = self.candidate(*x, h);
                h
            })
            .collect()
    }

    /// An LSTM unit, from c_0 = h_0 = 0; as many steps as there are inputs and gates.
    pub fn gated(&self, x: &[f64], gates: &[Gates]) -> Vec<Step> {
        let mut last = Step::default();
        x.iter()
            .zip(gates)
            .map(|(x, gates)| {
                let g = self.candidate(*x, last.h);
                let c = gates.forget * last.c + gates.input * g;
                let tanh_c = Scalar::tanh(c);
                let h = gates.output * tanh_c;
                last = Step { g, c, tanh_c, h };
                last
            })
            .collect()
    }

    /// How much of what the first input did at once is left of it at each step, in the plain unit's h and in the LSTM's
    /// c: the difference that it makes whether it comes in or 0 does, as a share of the difference at the first step.
    /// Nothing where it made none.
    pub fn left(&self, x: &[f64], gates: &[Gates]) -> [Option<Vec<f64>>; 2] {
        let mut without = x.to_vec();
        if let Some(first) = without.first_mut() {
            *first = 0.0;
        }
        let states = |x: &[f64]| -> Vec<f64> {
            let steps = self.gated(x, gates);
            steps.iter().map(|step| step.c).collect()
        };
        [
            shares(&self.plain(x), &self.plain(&without)),
            shares(&states(x), &states(&without)),
        ]
    }

    fn candidate(&self, x: f64, h: f64) -> f64 {
        Scalar::tanh(x * self.w + h * self.v)
    }
}

fn shares(with: &[f64], without: &[f64]) -> Option<Vec<f64>> {
    let differences: Vec<f64> = with.iter().zip(without).map(|(a, b)| a - b).collect();
    let first = *differences.first().filter(|first| **first != 0.0)?;
    Some(differences.iter().map(|here| here / first).collect())
}
