//! Activation functions as nodes, and by the names that recurrent operators have for them.

use redes_core::activation::Activation;

use super::nodes::Nodes;
use super::proto::{Attribute, FLOAT};

/// Adds the nodes of a function.
pub(super) fn write(activation: &Activation, nodes: &mut Nodes) {
    let alpha = |value: f64| vec![Attribute::float("alpha", value as f32)];
    match *activation {
        Activation::Identity => {}
        Activation::Step { threshold } => {
            let threshold = nodes.float("threshold", threshold as f32);
            nodes.then("Greater", &[&threshold], Vec::new());
            nodes.then("Cast", &[], vec![Attribute::int("to", FLOAT.into())]);
        }
        Activation::Relu { threshold: 0.0 } => nodes.then("Relu", &[], Vec::new()),
        Activation::Relu { threshold } => nodes.then("ThresholdedRelu", &[], alpha(threshold)),
        Activation::LeakyRelu { slope } => nodes.then("LeakyRelu", &[], alpha(slope)),
        Activation::Sigmoid => nodes.then("Sigmoid", &[], Vec::new()),
        Activation::Tanh => nodes.then("Tanh", &[], Vec::new()),
        Activation::Softmax => nodes.then("Softmax", &[], vec![Attribute::int("axis", -1)]),
        Activation::Logistic {
            slope,
            height,
            base,
        } => {
            scale(slope, nodes);
            nodes.then("Sigmoid", &[], Vec::new());
            scale(height, nodes);
            shift(base, nodes);
        }
        Activation::HardSigmoid { slope } => {
            let attributes = vec![
                Attribute::float("alpha", slope as f32),
                Attribute::float("beta", 0.5),
            ];
            nodes.then("HardSigmoid", &[], attributes);
        }
        Activation::Elu { alpha: value } => nodes.then("Elu", &[], alpha(value)),
        Activation::Selu => nodes.then("Selu", &[], Vec::new()),
        Activation::Softplus => nodes.then("Softplus", &[], Vec::new()),
        Activation::Softsign => nodes.then("Softsign", &[], Vec::new()),
        Activation::Exponential => nodes.then("Exp", &[], Vec::new()),
        Activation::Silu => {
            let z = nodes.last();
            nodes.then("Sigmoid", &[], Vec::new());
            nodes.then("Mul", &[&z], Vec::new());
        }
        // These operators have no Gelu yet: z · (1 + erf(z / √2)) / 2.
        Activation::Gelu => {
            let z = nodes.last();
            scale(std::f64::consts::FRAC_1_SQRT_2, nodes);
            nodes.then("Erf", &[], Vec::new());
            shift(1.0, nodes);
            nodes.then("Mul", &[&z], Vec::new());
            scale(0.5, nodes);
        }
    }
}

/// Multiplies by a number.
fn scale(factor: f64, nodes: &mut Nodes) {
    let factor = nodes.float("factor", factor as f32);
    nodes.then("Mul", &[&factor], Vec::new());
}

/// Adds a number.
fn shift(term: f64, nodes: &mut Nodes) {
    let term = nodes.float("term", term as f32);
    nodes.then("Add", &[&term], Vec::new());
}

/// A function as ONNX's LSTM, GRU and RNN take it.
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) alpha: Option<f32>,
    pub(super) beta: Option<f32>,
}

/// The name of a function within a recurrent operator, if it has one.
pub(super) fn named(activation: &Activation) -> Option<Named> {
    let plain = |name| Named {
        name,
        alpha: None,
        beta: None,
    };
    let with = |name, alpha: f64| Named {
        alpha: Some(alpha as f32),
        ..plain(name)
    };
    Some(match *activation {
        Activation::Identity => Named {
            beta: Some(0.0),
            ..with("Affine", 1.0)
        },
        Activation::Relu { threshold: 0.0 } => plain("Relu"),
        Activation::Relu { threshold } => with("ThresholdedRelu", threshold),
        Activation::LeakyRelu { slope } => with("LeakyRelu", slope),
        Activation::Sigmoid => plain("Sigmoid"),
        Activation::Tanh => plain("Tanh"),
        Activation::HardSigmoid { slope } => Named {
            beta: Some(0.5),
            ..with("HardSigmoid", slope)
        },
        Activation::Elu { alpha } => with("Elu", alpha),
        Activation::Softplus => plain("Softplus"),
        Activation::Softsign => plain("Softsign"),
        Activation::Step { .. }
        | Activation::Softmax
        | Activation::Logistic { .. }
        | Activation::Selu
        | Activation::Silu
        | Activation::Gelu
        | Activation::Exponential => return None,
    })
}
