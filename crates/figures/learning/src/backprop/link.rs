//! The figure's state and the table of its keys in a link.

use redes_core::activation::Activation;
use redes_lessons::backprop_trace::LIMIT;

use redes_shell::{
    link::{Allowed, keys, listed, numbers, text},
    number,
};

/// How many inputs, hidden neurons and outputs there are.
pub const WIDTHS: [usize; 3] = [2, 2, 1];
/// How many parameters there are: w₁₁, w₁₂, w₂₁, w₂₂, b₁, b₂ of the first layer, then w₁₁, w₂₁, b of the second.
pub const PARAMETERS: usize = 9;
/// The activations to choose from.
pub const ACTIVATIONS: [Activation; 4] = [
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::RELU,
    Activation::Identity,
];
/// The values of h to choose from, each with its name in a link.
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
/// The most steps that a link may ask for; they are made again when the page opens.
pub const DONE: u64 = 10_000;
/// The greatest size of inputs, wanted answers and weights that can be written in a field.
pub const REACH: f64 = 100.0;
/// The greatest η.
pub const RATE: f64 = 10.0;

/// The five beats of a step of backpropagation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// The outputs, layer by layer, and the cost.
    Forward,
    /// δ of the last layer.
    Error,
    /// δ of the hidden layer.
    Backward,
    /// The gradients: inputs times δ.
    Gradients,
    /// The step η ∂C/∂w of each parameter.
    Step,
}

impl Beat {
    /// All beats in their order.
    pub const ALL: [Beat; 5] = [
        Beat::Forward,
        Beat::Error,
        Beat::Backward,
        Beat::Gradients,
        Beat::Step,
    ];

    /// Its number, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The beat with a number from 1 to 5.
    pub fn of(number: usize) -> Option<Self> {
        Self::ALL.get(number.checked_sub(1)?).copied()
    }
}

keys! {
    /// What a link restores.
    pub struct State {
        /// The two inputs.
        x: [f64; 2] = [1.0, 0.5], text(
            |text| within(text, REACH),
            |x| listed(x),
            Allowed::Form("1,0.5"),
        );
        /// The wanted answer.
        y: f64 = 1.0, -REACH..=REACH;
        /// The parameters before the steps `done`. They may be larger than a field takes: steps can make them so.
        w: [f64; PARAMETERS] = [0.4, -0.6, 0.2, 0.8, 0.1, -0.1, 0.5, -0.7, 0.2], text(
            |text| within(text, LIMIT),
            |w| listed(w),
            Allowed::Form("0.4,-0.6,0.2,0.8,0.1,-0.1,0.5,-0.7,0.2"),
        );
        /// η.
        rate: f64 = 0.5, 0.0..=RATE;
        /// The activation f of all neurons.
        activation: Activation = Activation::Sigmoid, text(
            read_activation,
            |activation| activation.name().to_owned(),
            Allowed::Names("sigmoid, tanh, relu, linear"),
        );
        /// The beat that is shown.
        beat as "step": Beat = Beat::Forward, text(
            |text| Beat::of(text.parse().ok()?),
            |beat| beat.number().to_string(),
            Allowed::Range { low: 1.0, high: 5.0, whole: true },
        );
        /// The place of h in [`STEPS`].
        h: usize = 3, text(
            read_step,
            |h| STEPS.get(*h).map_or("", |(name, _)| name).to_owned(),
            Allowed::Names("1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14"),
        );
        /// How many steps were made from `w`.
        done: u64 = 0, 0..=DONE;
    }
}

impl State {
    /// The h of the finite differences.
    pub fn difference(&self) -> f64 {
        STEPS.get(self.h).map_or(1e-4, |(_, h)| *h)
    }
}

/// Reads `N` numbers with commas between them, none larger than `reach` in size.
fn within<const N: usize>(text: &str, reach: f64) -> Option<[f64; N]> {
    numbers(text, |text| {
        number::parse(text).filter(|value| value.abs() <= reach)
    })
}

/// The place of an h in [`STEPS`], however its number is written.
fn read_step(text: &str) -> Option<usize> {
    let asked = number::parse(text)?;
    STEPS.iter().position(|(_, h)| *h == asked)
}

/// The activation with a name of Keras's.
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
