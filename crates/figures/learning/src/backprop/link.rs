//! The worked example's state, as it stands in the address.

use redes_core::activation::Activation;
use redes_lessons::backprop_trace::LIMIT;

use redes_shell::{
    link::{Allowed, keys, listed, numbers, text},
    number,
};

/// Inputs, hidden neurons, outputs.
pub const WIDTHS: [usize; 3] = [2, 2, 1];
/// How many parameters there are: w₁₁, w₁₂, w₂₁, w₂₂, b₁, b₂ of the first layer, then w₁₁, w₂₁, b of the second.
pub const PARAMETERS: usize = 9;
/// The functions that the neurons may apply.
pub const ACTIVATIONS: [Activation; 4] = [
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::RELU,
    Activation::Identity,
];
/// What h may be; the address names them so.
pub const STEPS: [(&str, f64); 10] = [
    ("1e-1", 1e-1),
    ("1e-2", 1e-2),
    ("1e-3", 1e-3),
    ("1e-4", 1e-4),
    ("1e-5", 1e-5),
    ("1e-6", 1e-6),
    ("1e-8", 1e-8),
    ("1e-10", 1e-10),
    ("1e-12", 1e-12),
    ("1e-14", 1e-14),
];
/// Steps that an address may ask for; they are made again when the page is opened.
pub const DONE: u64 = 10_000;
/// How far inputs, answers and weights may be from 0 where a person writes them.
pub const REACH: f64 = 100.0;
/// The greatest rate.
pub const RATE: f64 = 10.0;

/// The five beats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// Outputs.
    Forward,
    /// δ of the last layer.
    Error,
    /// δ of the hidden layer.
    Backward,
    /// Products of inputs and deltas.
    Gradients,
    /// What they change.
    Step,
}

impl Beat {
    /// In their order.
    pub const ALL: [Beat; 5] = [
        Beat::Forward,
        Beat::Error,
        Beat::Backward,
        Beat::Gradients,
        Beat::Step,
    ];

    /// Counted from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The beat of a number counted from 1.
    pub fn of(number: usize) -> Option<Self> {
        Self::ALL.get(number.checked_sub(1)?).copied()
    }
}

keys! {
    /// What a link restores.
    pub struct State {
        /// What comes in.
        x: [f64; 2] = [1.0, 0.5], text(
            |text| within(text, REACH),
            |x| listed(x),
            Allowed::Form("1,0.5"),
        );
        /// What should come out.
        y: f64 = 1.0, -REACH..=REACH;
        /// The parameters before the steps that were made. Descents may leave larger ones than a person writes.
        w: [f64; PARAMETERS] = [0.4, -0.6, 0.2, 0.8, 0.1, -0.1, 0.5, -0.7, 0.2], text(
            |text| within(text, LIMIT),
            |w| listed(w),
            Allowed::Form("0.4,-0.6,0.2,0.8,0.1,-0.1,0.5,-0.7,0.2"),
        );
        /// η.
        rate: f64 = 0.5, 0.0..=RATE;
        /// f, of all neurons.
        activation: Activation = Activation::Sigmoid, text(
            read_activation,
            |activation| activation.name().to_owned(),
            Allowed::Names("sigmoid, tanh, relu, linear"),
        );
        /// What is looked at.
        beat as "step": Beat = Beat::Forward, text(
            |text| Beat::of(text.parse().ok()?),
            |beat| beat.number().to_string(),
            Allowed::Range { low: 1.0, high: 5.0, whole: true },
        );
        /// Place of h among [`STEPS`].
        h: usize = 3, text(
            read_step,
            |h| STEPS.get(*h).map_or("", |(name, _)| name).to_owned(),
            Allowed::Names("1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14"),
        );
        /// Steps made from `w`.
        done: u64 = 0, 0..=DONE;
    }
}

impl State {
    /// h.
    pub fn difference(&self) -> f64 {
        STEPS.get(self.h).map_or(1e-4, |(_, h)| *h)
    }
}

/// So many numbers with commas between them, none further from 0 than `reach`.
fn within<const N: usize>(text: &str, reach: f64) -> Option<[f64; N]> {
    numbers(text, |text| {
        number::parse(text).filter(|value| value.abs() <= reach)
    })
}

/// The place of an h, which any way to write its number finds.
fn read_step(text: &str) -> Option<usize> {
    let asked = number::parse(text)?;
    STEPS.iter().position(|(_, h)| *h == asked)
}

/// A function by its name in Keras.
pub fn read_activation(text: &str) -> Option<Activation> {
    ACTIVATIONS
        .into_iter()
        .find(|activation| activation.name() == text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_many_as_asked_and_in_their_range() {
        let usual = State::default();
        assert_eq!(listed(&usual.w), "0.4,-0.6,0.2,0.8,0.1,-0.1,0.5,-0.7,0.2");
        assert_eq!(within(&listed(&usual.w), LIMIT), Some(usual.w));
        assert_eq!(within("0,0.5", REACH), Some([0.0, 0.5]));
        for text in ["", "1", "1,2,3", "1,nan", "1,1e3", "1,inf", "1;2", "1,"] {
            assert_eq!(within::<2>(text, REACH), None, "{text}");
        }
        let third = [1.0 / 3.0, 123_456.7];
        assert_eq!(within(&listed(&third), LIMIT), Some(third));
    }

    #[test]
    fn beats_and_differences_have_names() {
        assert_eq!(Beat::of(1), Some(Beat::Forward));
        assert_eq!(Beat::of(5), Some(Beat::Step));
        assert_eq!((Beat::of(0), Beat::of(6)), (None, None));
        for (name, h) in STEPS {
            assert_eq!(number::parse(name), Some(h));
        }
        assert_eq!(read_activation("relu"), Some(Activation::RELU));
        assert_eq!(read_activation("softmax"), None);
    }
}
