//! The state of the LSTM figure, and how a link stores it.

use redes_shell::{
    link::{Allowed, hundredths, keys, listed, numbers, text},
    number,
};

/// The number of steps.
pub const STEPS: usize = 8;

/// Eight numbers, one for each step.
pub type Row = [f64; STEPS];

/// A gate of the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// i: how much of the new value is stored.
    Input,
    /// f: how much of the state remains.
    Forget,
    /// o: how much of the state is shown.
    Output,
}

/// The gates, in the order in which a value passes them.
pub const GATES: [Gate; 3] = [Gate::Input, Gate::Forget, Gate::Output];

impl Gate {
    /// Its letter, which is also its key in a link.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Input => "i",
            Self::Forget => "f",
            Self::Output => "o",
        }
    }

    /// The gate of a letter.
    pub fn read(letter: &str) -> Option<Self> {
        GATES.into_iter().find(|gate| gate.letter() == letter)
    }
}

/// Inputs and gates to begin with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Example {
    /// Its name in `data-example` of its button.
    pub name: &'static str,
    x: Row,
    forget: Row,
    input: Row,
    output: Row,
}

const FIRST: Row = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
const LAST: Row = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];

/// The first input is kept to the end; it is forgotten at step 4; it loses a tenth at each step; every input passes.
pub const EXAMPLES: [Example; 4] = [
    Example {
        name: "remember",
        x: FIRST,
        forget: [1.0; STEPS],
        input: FIRST,
        output: LAST,
    },
    Example {
        name: "forget",
        x: FIRST,
        forget: [1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0],
        input: FIRST,
        output: LAST,
    },
    Example {
        name: "leak",
        x: FIRST,
        forget: [0.9; STEPS],
        input: FIRST,
        output: LAST,
    },
    Example {
        name: "pass",
        x: [1.0, -0.5, 0.8, -1.0, 0.6, 0.0, -0.3, 0.4],
        forget: [0.0; STEPS],
        input: [1.0; STEPS],
        output: [1.0; STEPS],
    },
];

keys! {
    /// What a link restores.
    pub struct State {
        /// The inputs.
        x: Row = EXAMPLES[0].x, text(
            |text| read_numbers(text, -1.0),
            |x| listed(x),
            Allowed::Form("1,-0.5,0,0,0,0,0,-1"),
        );
        /// The level of the forget gate, from 0 (shut) to 1 (open).
        forget as "f": Row = EXAMPLES[0].forget, text(
            read_gate,
            gate_written,
            Allowed::Form("11101111"),
        );
        /// The level of the input gate.
        input as "i": Row = EXAMPLES[0].input, text(
            read_gate,
            gate_written,
            Allowed::Form("10000000"),
        );
        /// The level of the output gate.
        output as "o": Row = EXAMPLES[0].output, text(
            read_gate,
            gate_written,
            Allowed::Form("00000001"),
        );
        /// The selected step, counted from 0.
        step: usize = STEPS - 1, text(
            read_step,
            |step| (step + 1).to_string(),
            Allowed::Range { low: 1.0, high: STEPS as f64, whole: true },
        );
    }
}

impl State {
    /// The state of an example, with a step selected.
    pub fn of(example: &Example, step: usize) -> Self {
        Self {
            x: example.x,
            forget: example.forget,
            input: example.input,
            output: example.output,
            step,
        }
    }

    /// The name of the example with these inputs and gates, if there is one.
    pub fn example(&self) -> Option<&'static str> {
        let is = |example: &&Example| Self::of(example, self.step) == *self;
        EXAMPLES.iter().find(is).map(|example| example.name)
    }

    /// The levels of a gate.
    pub fn gate(&self, gate: Gate) -> &Row {
        match gate {
            Gate::Input => &self.input,
            Gate::Forget => &self.forget,
            Gate::Output => &self.output,
        }
    }

    /// As [`State::gate`], to change it.
    pub fn gate_mut(&mut self, gate: Gate) -> &mut Row {
        match gate {
            Gate::Input => &mut self.input,
            Gate::Forget => &mut self.forget,
            Gate::Output => &mut self.output,
        }
    }
}

fn read_numbers(text: &str, low: f64) -> Option<Row> {
    numbers(text, |text| hundredths(text, &(low..=1.0)))
}

/// Reads the levels of a gate: eight signs, 0 (shut) or 1 (open), or eight numbers from 0 to 1.
fn read_gate(text: &str) -> Option<Row> {
    if text.contains(',') {
        return read_numbers(text, 0.0);
    }
    let bit = |sign| match sign {
        '0' => Some(0.0),
        '1' => Some(1.0),
        _ => None,
    };
    let bits: Option<Vec<f64>> = text.chars().map(bit).collect();
    bits?.try_into().ok()
}

/// Reads a step, which links count from 1.
fn read_step(text: &str) -> Option<usize> {
    let step: usize = text.parse().ok()?;
    step.checked_sub(1).filter(|step| *step < STEPS)
}

fn gate_written(row: &Row) -> String {
    match row.iter().all(|level| *level == 0.0 || *level == 1.0) {
        true => row.map(number::plain).concat(),
        false => listed(row),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_eight_bits_or_eight_numbers() {
        let gate = read_gate("11101111").unwrap();
        assert_eq!((gate[2], gate[3]), (1.0, 0.0));
        assert_eq!(gate_written(&gate), "11101111");
        let leak = read_gate("0.9,0,9,1,1,1,1,1,1");
        assert_eq!(leak, None, "a comma parts numbers");
        let leak = read_gate("0.9,1,1,0.25,1,1,1,0").unwrap();
        assert_eq!(gate_written(&leak), "0.9,1,1,0.25,1,1,1,0");
        for text in [
            "",
            "1111111",
            "111111111",
            "1111111x",
            "2,0,0,0,0,0,0,0",
            "-1,0,0,0,0,0,0,0",
        ] {
            assert_eq!(read_gate(text), None, "{text}");
        }
    }

    #[test]
    fn inputs_are_eight_numbers_from_minus_one_to_one() {
        let x = read_numbers("1,-0.5,0,0,0,0,0,-1", -1.0).unwrap();
        assert_eq!(listed(&x), "1,-0.5,0,0,0,0,0,-1");
        for text in [
            "1,0",
            "1,0,0,0,0,0,0,1.1",
            "1,0,0,0,0,0,0,x",
            "1,0,0,0,0,0,0,0,0",
        ] {
            assert_eq!(read_numbers(text, -1.0), None, "{text}");
        }
    }

    #[test]
    fn examples_are_known_again() {
        for example in EXAMPLES {
            assert_eq!(State::of(&example, 3).example(), Some(example.name));
        }
        let mut state = State::default();
        state.gate_mut(Gate::Output)[0] = 1.0;
        assert_eq!(state.example(), None);
        for gate in GATES {
            assert_eq!(Gate::read(gate.letter()), Some(gate));
        }
        assert_eq!(Gate::read("g"), None);
    }
}
