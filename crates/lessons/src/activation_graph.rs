//! What the graph of an activation looks like: where it breaks or bends, and where it is too flat to learn on
//! (thesis §2.1).

use redes_core::Scalar;
use redes_core::activation::Activation;

/// A place where an activation has no derivative. Programs take the one on its left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corner {
    /// z; the threshold.
    pub z: f64,
    /// f(z), and what f comes to from the left.
    pub left: f64,
    /// What f comes to from the right: another number where the graph jumps.
    pub right: f64,
}

impl Corner {
    /// Whether the graph is torn there, and not only bent.
    pub fn jumps(&self) -> bool {
        self.left != self.right
    }
}

/// The place where the activation has no derivative, if there is one.
///
/// ```
/// use redes_core::activation::Activation;
/// use redes_lessons::activation_graph::corner;
///
/// assert!(!corner(Activation::RELU).is_some_and(|corner| corner.jumps()));
/// // With the thesis's threshold, 0 if z ≤ U and z if z > U, ReLU leaps from 0 to U.
/// let torn = corner(Activation::Relu { threshold: 1.0 });
/// assert!(torn.is_some_and(|corner| corner.jumps() && corner.right == 1.0));
/// ```
pub fn corner(activation: Activation) -> Option<Corner> {
    let (z, right) = match activation {
        Activation::Step { threshold } => (threshold, 1.0),
        Activation::Relu { threshold } => (threshold, threshold),
        _ => return None,
    };
    Some(Corner {
        z,
        left: activation.value(z),
        right,
    })
}

/// The stretches of z, from the least, where the derivative is below `least`, between 0 and the greatest slope: there
/// a neuron hardly learns, or not at all. Their ends may be infinite.
pub fn saturated(activation: Activation, least: f64) -> Vec<[f64; 2]> {
    const ALL: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];
    let beyond = |z: f64| vec![[ALL[0], -z], [z, ALL[1]]];
    match activation {
        _ if least.is_nan() || least <= 0.0 => Vec::new(),
        Activation::Identity if least <= 1.0 => Vec::new(),
        Activation::Relu { threshold } if least <= 1.0 => vec![[ALL[0], threshold]],
        // a(1 − a) = least, and σ's inverse ln(a / (1 − a)).
        Activation::Sigmoid if least <= 0.25 => {
            let a = (1.0 + Scalar::sqrt(1.0 - 4.0 * least)) / 2.0;
            beyond(Scalar::ln(a / (1.0 - a)))
        }
        // 1 − a² = least, and tanh's inverse ½ ln((1 + a) / (1 − a)).
        Activation::Tanh if least <= 1.0 => {
            let a = Scalar::sqrt(1.0 - least);
            beyond(0.5 * Scalar::ln((1.0 + a) / (1.0 - a)))
        }
        _ => vec![ALL],
    }
}
