//! The choices of the playground: each value's name in a link, and its label on the page.

use redes_experiment::playground::{Cost, Kind, Rule, Shape, Start};
use redes_shell::text::Text;

use crate::words;

/// A type whose values a reader chooses from.
pub trait Named: Copy + PartialEq + 'static {
    /// Each value, its name in a link, and its label.
    const ALL: &'static [(Self, &'static str, Text)];
}

/// The value of a name.
pub fn read<T: Named>(name: &str) -> Option<T> {
    let found = T::ALL.iter().find(|(_, known, _)| *known == name);
    found.map(|(value, _, _)| *value)
}

/// The name of a value.
pub fn name<T: Named>(value: T) -> &'static str {
    let found = T::ALL.iter().find(|(known, _, _)| *known == value);
    found.map_or("", |(_, name, _)| name)
}

/// The label of a value.
pub fn label<T: Named>(value: T) -> Text {
    let found = T::ALL.iter().find(|(known, _, _)| *known == value);
    found.map_or(Text { es: "", en: "" }, |(_, _, label)| *label)
}

impl Named for Shape {
    const ALL: &'static [(Self, &'static str, Text)] = &[
        (Self::Circles, "circles", words::PLAYGROUND_CIRCLES),
        (Self::Moons, "moons", words::PLAYGROUND_MOONS),
        (Self::Xor, "xor", words::PLAYGROUND_XOR),
        (Self::Gaussians, "gaussians", words::PLAYGROUND_GAUSSIANS),
        (Self::Spiral, "spiral", words::PLAYGROUND_SPIRAL),
        (Self::Line, "line", words::PLAYGROUND_LINE),
        (Self::Plane, "plane", words::PLAYGROUND_PLANE),
    ];
}

impl Named for Kind {
    const ALL: &'static [(Self, &'static str, Text)] = &[
        (Self::Relu, "relu", words::PLAYGROUND_RELU),
        (Self::Leaky, "leaky", words::PLAYGROUND_LEAKY),
        (Self::Tanh, "tanh", words::PLAYGROUND_TANH),
        (Self::Sigmoid, "sigmoid", words::PLAYGROUND_SIGMOID),
        (Self::Identity, "identity", words::PLAYGROUND_IDENTITY),
    ];
}

impl Named for Start {
    const ALL: &'static [(Self, &'static str, Text)] = &[
        (Self::Glorot, "glorot", words::PLAYGROUND_GLOROT),
        (Self::He, "he", words::PLAYGROUND_HE),
        (Self::Thesis, "thesis", words::PLAYGROUND_START_THESIS),
        (Self::Zeros, "zeros", words::PLAYGROUND_ZEROS),
    ];
}

impl Named for Rule {
    const ALL: &'static [(Self, &'static str, Text)] = &[
        (Self::Adam, "adam", words::PLAYGROUND_ADAM),
        (Self::Descent, "descent", words::PLAYGROUND_DESCENT),
        (Self::Momentum, "momentum", words::PLAYGROUND_MOMENTUM),
        (Self::Thesis, "thesis", words::PLAYGROUND_RULE_THESIS),
    ];
}

impl Named for Cost {
    const ALL: &'static [(Self, &'static str, Text)] = &[
        (Self::CrossEntropy, "entropy", words::PLAYGROUND_ENTROPY),
        (Self::Square, "square", words::PLAYGROUND_SQUARE),
        (Self::Thesis, "thesis", words::PLAYGROUND_COST_THESIS),
    ];
}

/// How the surface is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Each output in its own shade.
    Smooth,
    /// Two colours: below the middle and above.
    Discrete,
}

impl Named for View {
    const ALL: &'static [(Self, &'static str, Text)] = &[
        (Self::Smooth, "smooth", words::PLAYGROUND_SMOOTH),
        (Self::Discrete, "discrete", words::PLAYGROUND_DISCRETE),
    ];
}
