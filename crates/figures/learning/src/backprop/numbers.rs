//! The network's numbers, now and after the next step.

use redes_core::Result;
use redes_lessons::{
    backprop_trace::{Difference, Trace, WorkedExample},
    weighted_sum::Term,
};
use redes_sheet::decimal;

use super::link::{DONE, PARAMETERS, State, WIDTHS};

/// A weight or a bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `w` or `b`.
    pub letter: &'static str,
    /// Its index, which follows the letter: `12` leads from input 1 to neuron 2.
    pub index: &'static str,
    /// Its layer, from 1.
    pub layer: usize,
    /// Its neuron: 0 and 1 are hidden, 2 is the output.
    pub neuron: usize,
    /// The neuron's input that a weight multiplies, from 0; `None` for a bias.
    pub input: Option<usize>,
}

const fn weight(index: &'static str, layer: usize, neuron: usize, input: usize) -> Parameter {
    Parameter {
        letter: "w",
        index,
        layer,
        neuron,
        input: Some(input),
    }
}

const fn bias(index: &'static str, layer: usize, neuron: usize) -> Parameter {
    Parameter {
        letter: "b",
        index,
        layer,
        neuron,
        input: None,
    }
}

/// The parameters in the network's order: each layer's weights, input by input, then its biases.
pub const NAMES: [Parameter; PARAMETERS] = [
    weight("11", 1, 0, 0),
    weight("12", 1, 1, 0),
    weight("21", 1, 0, 1),
    weight("22", 1, 1, 1),
    bias("1", 1, 0),
    bias("2", 1, 1),
    weight("11", 2, 2, 0),
    weight("21", 2, 2, 1),
    bias("", 2, 2),
];

/// What one neuron computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neuron {
    /// Its layer, from 1.
    pub layer: usize,
    /// Its place in the layer, from 0.
    pub unit: usize,
    /// The products of its inputs and weights.
    pub terms: Vec<Term>,
    /// Its bias.
    pub bias: f64,
    /// z, the products' sum plus the bias.
    pub z: f64,
    /// a = f(z).
    pub a: f64,
    /// f′(z).
    pub slope: f64,
    /// ∂C/∂a.
    pub blame: f64,
    /// δ = ∂C/∂z.
    pub delta: f64,
}

/// All that the figure shows of its network.
pub struct Numbers {
    example: WorkedExample,
    /// Steps made from the state's parameters. Fewer than the state asks for where a step would have run away.
    pub made: u64,
    /// One pass forwards and back with the parameters as they are now.
    pub trace: Trace,
    /// The same after one more step; `None` where that step would run away.
    pub next: Option<Trace>,
    /// The gradients as finite differences, in the order of the parameters.
    pub differences: Vec<Difference>,
}

impl Numbers {
    /// The network of a state, after the state's steps.
    ///
    /// # Errors
    /// None for a state that a link or the fields made.
    pub fn new(state: &State) -> Result<Self> {
        let mut example =
            WorkedExample::new(&WIDTHS, state.activation, &state.x, &[state.y], &state.w)?;
        let made = example.descend(state.rate, state.done)?;
        let mut numbers = Self {
            example,
            made,
            trace: Trace::default(),
            next: None,
            differences: Vec::new(),
        };
        numbers.compute(state)?;
        Ok(numbers)
    }

    /// Makes at most `steps` steps and returns how many; a step that would run away is not made.
    ///
    /// The state counts them. Where its count would pass [`DONE`], it starts again from the parameters before this call.
    ///
    /// # Errors
    /// None for a state that a link or the fields made.
    pub fn descend(&mut self, state: &mut State, steps: u64) -> Result<u64> {
        let before = self.parameters();
        let made = self.example.descend(state.rate, steps)?;
        self.compute(state)?;
        if state.done + made > DONE {
            state.w = before;
            state.done = 0;
        }
        state.done += made;
        Ok(made)
    }

    /// The parameters as they are now.
    pub fn parameters(&self) -> [f64; PARAMETERS] {
        self.example.parameters().try_into().unwrap_or_default()
    }

    /// Computes the finite differences with the state's h.
    ///
    /// # Errors
    /// None for a state that a link or the fields made.
    pub fn check(&mut self, state: &State) -> Result<()> {
        self.differences = self.example.differences(state.difference())?;
        Ok(())
    }

    /// The hidden neurons and the output.
    pub fn neurons(&self) -> [Neuron; 3] {
        [(1, 0), (1, 1), (2, 0)].map(|(layer, unit)| neuron(&self.trace, layer, unit))
    }

    /// The largest distance between a gradient and its finite difference.
    pub fn apart(&self) -> f64 {
        let gradients = self.trace.gradients();
        let pairs = gradients.iter().zip(&self.differences);
        let apart = pairs.map(|(gradient, found)| (gradient - found.quotient).abs());
        apart.fold(0.0, f64::max)
    }

    /// How many gradients are exactly 0.
    pub fn zeros(&self) -> usize {
        let gradients = self.trace.gradients();
        gradients.iter().filter(|value| **value == 0.0).count()
    }

    /// How much a step with this rate would lower the cost if the cost were a plane: η‖∇C‖².
    pub fn fall(&self, rate: f64) -> f64 {
        rate * self.trace.steepness()
    }

    fn compute(&mut self, state: &State) -> Result<()> {
        self.trace = self.example.trace()?;
        self.check(state)?;
        let mut ahead = self.example.clone();
        self.next = match ahead.descend(state.rate, 1)? {
            1 => Some(ahead.trace()?),
            _ => None,
        };
        Ok(())
    }
}

/// The output a of the last layer.
pub fn output(trace: &Trace) -> f64 {
    let last = trace.layers.last().and_then(|layer| layer.a.first());
    last.copied().unwrap_or_default()
}

fn neuron(trace: &Trace, layer: usize, unit: usize) -> Neuron {
    let Some(found) = trace.layers.get(layer - 1) else {
        return Neuron::default();
    };
    let of = |values: &[f64]| values.get(unit).copied().unwrap_or_default();
    Neuron {
        layer,
        unit,
        terms: found.terms(unit),
        bias: of(&found.bias),
        z: of(&found.z),
        a: of(&found.a),
        slope: of(&found.slope),
        blame: of(&found.blame),
        delta: of(&found.delta),
    }
}

/// A parameter as its field shows it: with four decimals, or with four figures where decimals would hide it.
pub fn rounded(value: f64) -> f64 {
    if value.abs() < 1e6 && value.abs() >= 0.001 {
        (value * 1e4).round() / 1e4
    } else {
        decimal::parse(&decimal::scientific(value, 3)).unwrap_or(value)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_core::activation::Activation;

    use super::*;

    #[test]
    fn steps_made_and_steps_asked_for_are_the_same() {
        let mut state = State::default();
        let mut numbers = Numbers::new(&state).unwrap();
        let next = numbers.next.clone().unwrap();
        assert_eq!(numbers.descend(&mut state, 1).unwrap(), 1);
        assert_eq!(numbers.trace, next);
        numbers.descend(&mut state, 9).unwrap();
        assert_eq!(state.done, 10);
        let again = Numbers::new(&state).unwrap();
        assert_eq!(again.parameters(), numbers.parameters());
        assert!((output(&again.trace) - 0.793).abs() < 0.0005);
        assert_eq!(again.differences.len(), PARAMETERS);
    }

    #[test]
    fn a_step_that_would_run_away_is_not_shown() {
        let state = State {
            w: [1e9; PARAMETERS],
            activation: Activation::Identity,
            done: 7,
            ..State::default()
        };
        let numbers = Numbers::new(&state).unwrap();
        assert_eq!((numbers.made, numbers.next.is_none()), (0, true));
    }

    #[test]
    fn a_count_beyond_the_link_begins_again() {
        let mut state = State {
            done: DONE - 5,
            ..State::default()
        };
        let mut numbers = Numbers::new(&state).unwrap();
        let before = numbers.parameters();
        assert_eq!(numbers.descend(&mut state, 10).unwrap(), 10);
        assert_eq!((state.w, state.done), (before, 10));
        let again = Numbers::new(&state).unwrap();
        assert_eq!(again.parameters(), numbers.parameters());
    }

    #[test]
    fn fields_round_without_hiding_a_parameter() {
        for (value, shown) in [
            (0.123_456, 0.1235),
            (-0.6, -0.6),
            (0.000_123_456, 0.000_123_5),
            (1_234_567.0, 1_235_000.0),
            (0.0, 0.0),
        ] {
            assert_eq!(rounded(value), shown);
        }
    }
}
