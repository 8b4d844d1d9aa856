//! The worked example's state, as it stands in the address.

use redes_core::activation::Activation;
use redes_lessons::backprop_trace::LIMIT;

use crate::{number, url_state::UrlState};

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
const KEY: &str = "backprop";

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

/// What a link restores.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What comes in.
    pub x: [f64; 2],
    /// What should come out.
    pub y: f64,
    /// The parameters before the steps that were made.
    pub w: [f64; PARAMETERS],
    /// η.
    pub rate: f64,
    /// f, of all neurons.
    pub activation: Activation,
    /// What is looked at.
    pub beat: Beat,
    /// Place of h among [`STEPS`].
    pub h: usize,
    /// Steps made from `w`.
    pub done: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            x: [1.0, 0.5],
            y: 1.0,
            w: [0.4, -0.6, 0.2, 0.8, 0.1, -0.1, 0.5, -0.7, 0.2],
            rate: 0.5,
            activation: Activation::Sigmoid,
            beat: Beat::Forward,
            h: 3,
            done: 0,
        }
    }
}

impl State {
    /// Reads the page's address; the second part names what was refused.
    pub fn read() -> (Self, Vec<String>) {
        Self::from_url(UrlState::of_page(KEY))
    }

    fn from_url(mut url: UrlState) -> (Self, Vec<String>) {
        let usual = Self::default();
        let state = Self {
            x: url.read("x", usual.x, |text| numbers(text, REACH)),
            y: url.number("y", -REACH..=REACH, usual.y),
            // What descents leave may be larger than what a person writes.
            w: url.read("w", usual.w, |text| numbers(text, LIMIT)),
            rate: url.number("rate", 0.0..=RATE, usual.rate),
            activation: url.read("activation", usual.activation, read_activation),
            beat: url.read("step", usual.beat, |text| Beat::of(text.parse().ok()?)),
            h: url.read("h", usual.h, |text| {
                let asked = number::parse(text)?;
                STEPS.iter().position(|(_, h)| *h == asked)
            }),
            done: url.whole("done", 0..=DONE, usual.done),
        };
        (state, url.refused().to_vec())
    }

    /// Writes the page's address.
    pub fn write(&self) {
        let usual = Self::default();
        let mut url = UrlState::empty(KEY);
        url.set("x", written(&self.x), written(&usual.x));
        url.set("y", number::plain(self.y), number::plain(usual.y));
        url.set("w", written(&self.w), written(&usual.w));
        url.set("rate", number::plain(self.rate), number::plain(usual.rate));
        url.set(
            "activation",
            self.activation.name(),
            usual.activation.name(),
        );
        url.set("step", self.beat.number(), usual.beat.number());
        let h = |place: usize| STEPS.get(place).map_or("", |(name, _)| name);
        url.set("h", h(self.h), h(usual.h));
        url.set("done", self.done, usual.done);
        url.write_to_page();
    }

    /// h.
    pub fn difference(&self) -> f64 {
        STEPS.get(self.h).map_or(1e-4, |(_, h)| *h)
    }
}

/// So many numbers with commas between them, none further from 0 than `reach`.
fn numbers<const N: usize>(text: &str, reach: f64) -> Option<[f64; N]> {
    let read = |text| number::parse(text).filter(|value| value.abs() <= reach);
    let values: Option<Vec<f64>> = text.split(',').map(read).collect();
    values?.try_into().ok()
}

fn written(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(|value| number::plain(*value)).collect();
    texts.join(",")
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
        assert_eq!(written(&usual.w), "0.4,-0.6,0.2,0.8,0.1,-0.1,0.5,-0.7,0.2");
        assert_eq!(numbers(&written(&usual.w), LIMIT), Some(usual.w));
        assert_eq!(numbers("0,0.5", REACH), Some([0.0, 0.5]));
        for text in ["", "1", "1,2,3", "1,nan", "1,1e3", "1,inf", "1;2", "1,"] {
            assert_eq!(numbers::<2>(text, REACH), None, "{text}");
        }
        let third = [1.0 / 3.0, 123_456.7];
        assert_eq!(numbers(&written(&third), LIMIT), Some(third));
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
