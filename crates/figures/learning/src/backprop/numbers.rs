//! The network's numbers: now, and after the step that is to come.

use redes_core::Result;
use redes_lessons::backprop_trace::{Difference, Trace, WorkedExample};

use super::link::{PARAMETERS, State, WIDTHS};

/// What the page shows.
pub struct Model {
    worked: WorkedExample,
    /// Steps that could be made of those that the state asked for.
    pub made: u64,
    /// Now.
    pub trace: Trace,
    /// After one more step; nothing where that would run away.
    pub next: Option<Trace>,
    /// The gradients by finite differences.
    pub differences: Vec<Difference>,
}

impl Model {
    /// The network after the steps that the state says were made.
    pub fn new(state: &State) -> Result<Self> {
        let mut worked =
            WorkedExample::new(&WIDTHS, state.activation, &state.x, &[state.y], &state.w)?;
        let made = worked.descend(state.rate, state.done)?;
        let mut model = Self {
            worked,
            made,
            trace: Trace::default(),
            next: None,
            differences: Vec::new(),
        };
        model.look(state)?;
        Ok(model)
    }

    /// Makes so many steps; answers how many could be made.
    pub fn descend(&mut self, state: &State, steps: u64) -> Result<u64> {
        let made = self.worked.descend(state.rate, steps)?;
        self.look(state)?;
        Ok(made)
    }

    /// The parameters as they are now.
    pub fn parameters(&self) -> [f64; PARAMETERS] {
        self.worked.parameters().try_into().unwrap_or_default()
    }

    /// The network's answer, now or after the step.
    pub fn answer(trace: &Trace) -> f64 {
        trace
            .layers
            .last()
            .and_then(|layer| layer.a.first())
            .copied()
            .unwrap_or_default()
    }

    /// Finite differences with the state's h.
    pub fn check(&mut self, state: &State) -> Result<()> {
        self.differences = self.worked.differences(state.difference())?;
        Ok(())
    }

    fn look(&mut self, state: &State) -> Result<()> {
        self.trace = self.worked.trace()?;
        self.check(state)?;
        let mut ahead = self.worked.clone();
        let made = ahead.descend(state.rate, 1)?;
        self.next = match made {
            1 => Some(ahead.trace()?),
            _ => None,
        };
        Ok(())
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
        let mut model = Model::new(&state).unwrap();
        let next = model.next.clone().unwrap();
        assert_eq!(model.descend(&state, 1).unwrap(), 1);
        assert_eq!(model.trace, next);
        model.descend(&state, 9).unwrap();
        state.done = 10;
        let again = Model::new(&state).unwrap();
        assert_eq!(again.parameters(), model.parameters());
        assert!((Model::answer(&again.trace) - 0.793).abs() < 0.0005);
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
        let model = Model::new(&state).unwrap();
        assert_eq!((model.made, model.next.is_none()), (0, true));
    }
}
