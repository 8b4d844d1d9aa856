//! What the reader chooses in the playground, and what the reader changes while it trains.

use serde::{Deserialize, Serialize};

/// The playground's parameters. A setup repeats its run bit for bit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaygroundSetup {
    /// Seed of the points, of their split, of the starting weights and of what is shuffled or left out.
    pub seed: u32,
    /// The points.
    pub points: Points,
    /// The share of the points held back for testing, from 0 to 0.9.
    pub test: f64,
    /// The hidden layers, from none to [`MAX_LAYERS`].
    pub layers: Vec<Hidden>,
    /// How the weights start.
    pub initializer: Start,
    /// How the weights move.
    pub optimizer: Rule,
    /// What is minimised.
    pub loss: Cost,
    /// Points a step; 0, or more than there are, for all. Batches are shuffled anew in each epoch.
    pub batch: u32,
    /// Learning rate.
    pub rate: f64,
    /// The penalty is `l1` · Σ|w| over the weights. Biases have none.
    pub l1: f64,
    /// The penalty is `l2` · Σw² over the weights, as Keras's. Biases have none.
    pub l2: f64,
    /// The share of each hidden layer's outputs that a step leaves out, from 0 to below 1.
    pub dropout: f64,
    /// Number of steps.
    pub steps: u64,
    /// Training ends after an epoch with a loss of the training points below this; 0 for never.
    pub below: f64,
    /// Training ends after this many epochs without a lower loss of the test points; 0 for never.
    pub patience: u32,
    /// What the reader changed in the course of the run, in the order of the steps.
    pub events: Vec<Event>,
}

impl PlaygroundSetup {
    /// Whether the targets are values, not classes. Then the output neuron has the identity in place of the sigmoid.
    pub fn regression(&self) -> bool {
        match &self.points {
            Points::Drawn { shape, .. } => *shape == Shape::Plane,
            Points::Own(rows) => rows.iter().any(|row| row[2] != 0.0 && row[2] != 1.0),
        }
    }
}

/// The most hidden layers.
pub const MAX_LAYERS: usize = 6;
/// The most neurons of a hidden layer.
pub const MAX_UNITS: u32 = 16;
/// The most points.
pub const MAX_POINTS: usize = 5_000;
/// The largest share of the points that is held back.
pub const MAX_TEST: f64 = 0.9;

/// Where the points come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Points {
    /// Drawn by the seed.
    Drawn {
        /// Where they lie.
        shape: Shape,
        /// Number of points, from 2 to [`MAX_POINTS`].
        samples: u32,
        /// Standard deviation of the points around their shape.
        noise: f64,
        /// The share of class 1, above 0 and below 1.
        balance: f64,
    },
    /// The reader's own rows of x, y and class or value. They are classes where all are 0 or 1.
    Own(Vec<[f64; 3]>),
}

/// The shapes of drawn points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Two concentric circles (thesis §2.5).
    Circles,
    /// Two half circles that reach into each other.
    Moons,
    /// Four squares, opposite ones of the same class.
    Xor,
    /// Two clouds.
    Gaussians,
    /// Two arms that turn around each other.
    Spiral,
    /// Above or below the line of a function.
    Line,
    /// Values of a plane: regression.
    Plane,
}

/// A hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hidden {
    /// Neurons, from 1 to [`MAX_UNITS`].
    pub units: u32,
    /// Their activation.
    pub activation: Kind,
}

/// The activations of hidden layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// f(z) = z above 0, else 0.
    Relu,
    /// f(z) = z above 0, else 0.2 z: Keras's `"leaky_relu"`.
    Leaky,
    /// Hyperbolic tangent.
    Tanh,
    /// 1 / (1 + e⁻ᶻ).
    Sigmoid,
    /// f(z) = z.
    Identity,
}

/// How the weights start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// Weights and biases uniform from −1 to 1, the biases of a layer first (thesis §2.5).
    Thesis,
    /// Weights as Keras's `GlorotUniform`, biases 0.
    Glorot,
    /// Weights as Keras's `HeUniform`, biases 0.
    He,
    /// All 0. The neurons of a layer stay alike.
    Zeros,
}

/// How the weights move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// As the thesis's circles: the biases move by the mean of their deltas, not by the sum (thesis §2.5).
    Thesis,
    /// Gradient descent.
    Descent,
    /// Gradient descent with a momentum of 0.9: Keras's `SGD`.
    Momentum,
    /// Keras's `Adam` with its β₁, β₂ and ε.
    Adam,
}

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cost {
    /// ½ Σ (a − y)², as the thesis. What is shown is the mean of (a − y)².
    Thesis,
    /// The mean of (a − y)².
    Square,
    /// The mean of −y ln a − (1 − y) ln(1 − a). Only for classes.
    CrossEntropy,
}

/// A change at a step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The number of steps done when it is applied.
    pub step: u64,
    /// What changes.
    pub change: Change,
}

/// What the reader changes while the network trains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// The learning rate, from now on.
    Rate(f64),
    /// A weight or bias.
    Parameter {
        /// Its place among the parameters.
        index: u32,
        /// Its new value.
        value: f64,
    },
}

/// A message to the playground while it trains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// The neuron (layer, unit) whose surface the page shows, hidden layers first. `None` means the output neuron.
    Look(Option<(u32, u32)>),
    /// A change, applied now and appended to the events. A value out of range changes nothing.
    Change(Change),
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The circles of the thesis, seed 7.
    pub(crate) fn setup() -> PlaygroundSetup {
        let hidden = |units| Hidden {
            units,
            activation: Kind::Sigmoid,
        };
        PlaygroundSetup {
            seed: 7,
            points: Points::Drawn {
                shape: Shape::Circles,
                samples: 500,
                noise: 0.05,
                balance: 0.5,
            },
            test: 0.0,
            layers: vec![hidden(4), hidden(8)],
            initializer: Start::Thesis,
            optimizer: Rule::Thesis,
            loss: Cost::Thesis,
            batch: 0,
            rate: 0.05,
            l1: 0.0,
            l2: 0.0,
            dropout: 0.0,
            steps: 2_500,
            below: 0.0,
            patience: 0,
            events: Vec::new(),
        }
    }

    #[test]
    fn only_zeros_and_ones_are_classes() {
        let own = |rows: &[[f64; 3]]| PlaygroundSetup {
            points: Points::Own(rows.to_vec()),
            ..setup()
        };
        assert!(!setup().regression());
        assert!(!own(&[[0.5, 2.0, 1.0], [0.5, 2.0, 0.0]]).regression());
        assert!(own(&[[0.5, 2.0, 1.0], [0.5, 2.0, 0.5]]).regression());
    }
}
