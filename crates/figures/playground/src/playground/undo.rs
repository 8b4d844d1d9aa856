//! What the reader can take back: the states before each change, and those that were taken back.

use super::link::State;

/// Changes that are kept.
const MOST: usize = 200;

/// The states before and after the present one.
#[derive(Default)]
pub struct Undo {
    before: Vec<State>,
    after: Vec<State>,
}

impl Undo {
    /// Keeps the state before a change; what was taken back is forgotten. Nothing is kept where nothing has changed.
    pub fn keep(&mut self, before: &State, now: &State) {
        if alike(before, now) {
            return;
        }
        self.before.push(before.clone());
        if self.before.len() > MOST {
            self.before.remove(0);
        }
        self.after.clear();
    }

    /// The state before the last change. `now` is the present one, for [`Undo::redo`].
    pub fn undo(&mut self, now: State) -> Option<State> {
        let state = self.before.pop()?;
        self.after.push(now);
        Some(state)
    }

    /// The state that was taken back last.
    pub fn redo(&mut self, now: State) -> Option<State> {
        let state = self.after.pop()?;
        self.before.push(now);
        Some(state)
    }

    /// Whether there is something to take back, and something taken back.
    pub fn can(&self) -> [bool; 2] {
        [!self.before.is_empty(), !self.after.is_empty()]
    }
}

/// Whether two states train the same run, or the second only goes on with it.
pub fn alike(before: &State, now: &State) -> bool {
    let shown = |state: &State| State {
        at: 0,
        speed: 0,
        look: None,
        view: State::default().view,
        ..state.clone()
    };
    shown(before) == shown(now) && now.at >= before.at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(noise: f64, at: u64) -> State {
        State {
            noise,
            at,
            ..State::default()
        }
    }

    #[test]
    fn changes_are_taken_back_and_done_again() {
        let mut undo = Undo::default();
        assert_eq!(undo.can(), [false, false]);
        undo.keep(&state(0.1, 50), &state(0.2, 0));
        undo.keep(&state(0.2, 7), &state(0.3, 0));
        assert_eq!(undo.undo(state(0.3, 9)), Some(state(0.2, 7)));
        assert_eq!(undo.undo(state(0.2, 7)), Some(state(0.1, 50)));
        assert_eq!(undo.undo(state(0.1, 50)), None);
        assert_eq!(undo.redo(state(0.1, 50)), Some(state(0.2, 7)));
        assert_eq!(undo.can(), [true, true]);
        // A new change forgets what was taken back.
        undo.keep(&state(0.2, 7), &state(0.5, 0));
        assert_eq!(undo.can(), [true, false]);
    }

    #[test]
    fn training_on_and_looking_change_nothing() {
        let mut undo = Undo::default();
        let mut other = state(0.1, 90);
        other.look = Some((0, 1));
        other.speed = 0;
        undo.keep(&state(0.1, 50), &other);
        assert_eq!(undo.can(), [false, false]);
        // A return to the start can be taken back.
        undo.keep(&state(0.1, 50), &state(0.1, 0));
        assert_eq!(undo.can(), [true, false]);
    }
}
