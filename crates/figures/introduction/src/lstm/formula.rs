//! A step's formulas with its numbers filled in, as markup.

use redes_lessons::lstm_by_hand::Step;

use super::link::{State, UNIT};
use redes_shell::number;

fn three(value: f64) -> String {
    number::short(value, 3)
}

/// A number in a product: in brackets where it is negative.
fn factor(value: f64) -> String {
    let text = three(value);
    match text.starts_with('−') {
        true => format!("({text})"),
        false => text,
    }
}

fn indexed(letter: &str, step: usize) -> String {
    format!("<i>{letter}</i><sub>{step}</sub>")
}

/// The LSTM's three lines at the step that is looked at.
pub fn gated(state: &State, steps: &[Step]) -> [String; 3] {
    let at = state.step;
    let now = steps.get(at).copied().unwrap_or_default();
    let before = at.checked_sub(1).and_then(|before| steps.get(before));
    let before = before.copied().unwrap_or_default();
    let gates = state.gates()[at];
    let (n, last) = (at + 1, at);
    let name = |letter| indexed(letter, n);
    [
        format!(
            "{} = tanh({} · <i>W</i> + {} · <i>V</i>) = tanh({} · {} + {} · {}) = <b>{}</b>",
            name("g"),
            name("x"),
            indexed("h", last),
            three(state.x[at]),
            three(UNIT.w),
            three(before.h),
            three(UNIT.v),
            three(now.g)
        ),
        format!(
            "{} = {} · {} + {} · {} = {} · {} + {} · {} = <b>{}</b>",
            name("c"),
            name("f"),
            indexed("c", last),
            name("i"),
            name("g"),
            three(gates.forget),
            factor(before.c),
            three(gates.input),
            factor(now.g),
            three(now.c)
        ),
        format!(
            "{} = {} · tanh({}) = {} · {} = <b>{}</b>",
            name("h"),
            name("o"),
            name("c"),
            three(gates.output),
            factor(now.tanh_c),
            three(now.h)
        ),
    ]
}

/// The plain cell's line.
pub fn plain(state: &State, h: &[f64]) -> String {
    let at = state.step;
    let before = at.checked_sub(1).and_then(|before| h.get(before));
    let before = before.copied().unwrap_or_default();
    let now = h.get(at).copied().unwrap_or_default();
    format!(
        "{} = tanh({} · <i>W</i> + {} · <i>V</i>) = tanh({} · {} + {} · {}) = <b>{}</b>",
        indexed("h", at + 1),
        indexed("x", at + 1),
        indexed("h", at),
        three(state.x[at]),
        three(UNIT.w),
        three(before),
        three(UNIT.v),
        three(now)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_stand_in_their_places() {
        let mut state = State {
            step: 1,
            ..State::default()
        };
        state.x[0] = -1.0;
        let steps = UNIT.gated(&state.x, &state.gates());
        let [_, c, h] = gated(&state, &steps);
        assert!(c.ends_with("1 · (−0.762) + 0 · 0 = <b>−0.762</b>"), "{c}");
        assert!(h.ends_with("0 · (−0.642) = <b>0</b>"), "{h}");
        let said = plain(&state, &UNIT.plain(&state.x));
        assert!(
            said.ends_with("tanh(0 · 1 + −0.762 · 0.5) = <b>−0.363</b>"),
            "{said}"
        );
        assert!(said.contains("<i>h</i><sub>1</sub> · <i>V</i>"));
    }
}
