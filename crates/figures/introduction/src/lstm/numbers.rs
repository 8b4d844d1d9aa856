//! What both cells compute over the eight steps, and how large it is drawn.

use redes_lessons::lstm_by_hand::{Gates, Step, Unit};

use super::link::{Gate, STEPS, State};

/// W and V of both cells; the chapter takes V = 0.5.
pub const UNIT: Unit = Unit { w: 1.0, v: 0.5 };
/// The height of a bar's drawing; 0 is in its middle.
pub const HIGH: f64 = 56.0;

/// Both cells after each of the steps.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// The LSTM cell.
    pub steps: Vec<Step>,
    /// h of the plain cell.
    pub plain: Vec<f64>,
    /// The share of the first input's effect that is left, in the plain cell's h and in the LSTM's c; `None` where the
    /// first input has no effect.
    pub left: [Option<Vec<f64>>; 2],
}

impl Numbers {
    /// Runs both cells on the state's inputs and gates.
    pub fn new(state: &State) -> Self {
        let gates = gates(state);
        Self {
            steps: UNIT.gated(&state.x, &gates),
            plain: UNIT.plain(&state.x),
            left: UNIT.left(&state.x, &gates),
        }
    }

    /// The LSTM cell after a step, counted from 0.
    pub fn step(&self, step: usize) -> Step {
        self.steps.get(step).copied().unwrap_or_default()
    }

    /// The LSTM cell before a step: all zeros before the first.
    pub fn before(&self, step: usize) -> Step {
        step.checked_sub(1)
            .map_or_else(Step::default, |before| self.step(before))
    }

    /// h of the plain cell after a step.
    pub fn plain(&self, step: usize) -> f64 {
        at(&self.plain, step)
    }

    /// h of the plain cell before a step: 0 before the first.
    pub fn plain_before(&self, step: usize) -> f64 {
        step.checked_sub(1).map_or(0.0, |before| self.plain(before))
    }

    /// The value that fills half a bar of c: the LSTM's state may grow past 1, and all its bars have one scale.
    pub fn full_state(&self) -> f64 {
        let sizes = self.steps.iter().map(|step| step.c.abs());
        sizes.fold(1.0, f64::max)
    }
}

/// The gates of all steps.
pub fn gates(state: &State) -> [Gates; STEPS] {
    std::array::from_fn(|step| Gates {
        forget: at(&state.forget, step),
        input: at(&state.input, step),
        output: at(&state.output, step),
    })
}

/// A value of a row; 0 outside of it.
pub fn at(row: &[f64], step: usize) -> f64 {
    row.get(step).copied().unwrap_or_default()
}

/// A bar of a signed value, within a drawing of the height [`HIGH`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Its upper end.
    pub top: f64,
    /// Its length.
    pub length: f64,
}

/// The bar of a value of which `full` fills half the drawing: upwards from the middle, or downwards where it is negative.
pub fn bar(value: f64, full: f64) -> Bar {
    let middle = HIGH / 2.0;
    let length = (value / full).abs() * HIGH / 2.0;
    let top = match value < 0.0 {
        true => middle,
        false => middle - length,
    };
    Bar { top, length }
}

/// The ends of a door's leaf, `x1, y1, x2, y2`: at a right angle to the pipe at the level 0, along its wall at 1.
pub fn leaf(gate: Gate, level: f64) -> [f64; 4] {
    let (sine, cosine) = (sine(level), sine(1.0 - level));
    match gate {
        Gate::Forget => [13.0, 30.0, 13.0 + 24.0 * sine, 30.0 - 24.0 * cosine],
        Gate::Input | Gate::Output => [8.0, 11.0, 8.0 + 24.0 * cosine, 11.0 + 20.0 * sine],
    }
}

/// The sine of a share of a right angle, by its series: the standard library's weighs 4 kB in a page's module, since it
/// takes angles of any size.
fn sine(share: f64) -> f64 {
    let angle = share * std::f64::consts::FRAC_PI_2;
    let (mut sum, mut term) = (0.0, angle);
    for place in 1..=12 {
        sum += term;
        term *= -angle * angle / f64::from(2 * place * (2 * place + 1));
    }
    sum
}

/// The input at a height of its bar's drawing, a share from the top: in tenths from −1 to 1, never −0.
pub fn input_at(share: f64) -> f64 {
    ((1.0 - 2.0 * share) * 10.0).round() / 10.0 + 0.0
}

/// A gate's level after a touch: open where it was less than half open, and otherwise shut.
pub fn switched(level: f64) -> f64 {
    match level < 0.5 {
        true => 1.0,
        false => 0.0,
    }
}
