//! The network's numbers: now, and after the step that is to come.

use redes_core::{
    Result,
    worked::{Difference, Trace, Worked},
};

use super::state::{PARAMETERS, State, WIDTHS};

/// What the page shows.
pub struct Model {
    worked: Worked,
    /// Now.
    pub trace: Trace,
    /// After one more step; the same as now where that would run away.
    pub next: Trace,
    /// The gradients by finite differences.
    pub differences: Vec<Difference>,
}

impl Model {
    /// The network after the steps that the state says were made.
    pub fn new(state: &State) -> Result<Self> {
        let mut worked = Worked::new(&WIDTHS, state.activation, &state.x, &[state.y], &state.w)?;
        worked.descend(state.rate, state.done)?;
        let mut model = Self {
            worked,
            trace: Trace::default(),
            next: Trace::default(),
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
        ahead.descend(state.rate, 1)?;
        self.next = ahead.trace()?;
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn steps_made_and_steps_asked_for_are_the_same() {
        let mut state = State::default();
        let mut model = Model::new(&state).unwrap();
        let next = model.next.clone();
        assert_eq!(model.descend(&state, 1).unwrap(), 1);
        assert_eq!(model.trace, next);
        model.descend(&state, 9).unwrap();
        state.done = 10;
        let again = Model::new(&state).unwrap();
        assert_eq!(again.parameters(), model.parameters());
        assert!((Model::answer(&again.trace) - 0.793).abs() < 0.0005);
        assert_eq!(again.differences.len(), PARAMETERS);
    }
}
