//! Activation functions in NumPy.

use redes_core::activation::Activation;

use super::arrays;

/// A function of the program.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Function {
    pub(super) name: &'static str,
    /// Its arguments after z, as they are defined and as they are given.
    parameters: &'static str,
    given: Vec<f64>,
    /// Its value.
    value: &'static str,
}

impl Function {
    /// Of an activation; none of the identity.
    pub(super) fn of(activation: &Activation) -> Option<Self> {
        let plain = |value| Self {
            name: activation.name(),
            parameters: "",
            given: Vec::new(),
            value,
        };
        let with = |parameters, given: &[f64], value| Self {
            parameters,
            given: given.to_vec(),
            ..plain(value)
        };
        Some(match *activation {
            Activation::Identity => return None,
            Activation::Step { threshold } => with(
                ", threshold",
                &[threshold],
                "np.where(z > threshold, 1, 0).astype(z.dtype)",
            ),
            Activation::Relu { threshold: 0.0 } => plain("np.maximum(z, 0)"),
            Activation::Relu { threshold } => Self {
                name: "relu_above",
                ..with(", threshold", &[threshold], "np.where(z > threshold, z, 0)")
            },
            Activation::LeakyRelu { slope } => {
                with(", slope", &[slope], "np.where(z > 0, z, slope * z)")
            }
            Activation::Sigmoid => plain("1 / (1 + np.exp(-z))"),
            Activation::Tanh => plain("np.tanh(z)"),
            Activation::Softmax => plain(
                "np.exp(z - z.max(-1, keepdims=True)) / np.exp(\n        z - z.max(-1, keepdims=True)).sum(-1, keepdims=True)",
            ),
            Activation::Logistic {
                slope,
                height,
                base,
            } => with(
                ", slope, height, base",
                &[slope, height, base],
                "height / (1 + np.exp(-slope * z)) + base",
            ),
            Activation::HardSigmoid { slope } => {
                with(", slope", &[slope], "np.clip(slope * z + 0.5, 0, 1)")
            }
            Activation::Elu { alpha } => with(
                ", alpha",
                &[alpha],
                "np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))",
            ),
            Activation::Selu => plain(
                "1.0507009873554805 * np.where(\n        z > 0, z, 1.6732632423543772 * np.expm1(np.minimum(z, 0)))",
            ),
            Activation::Softplus => plain("np.logaddexp(z, 0)"),
            Activation::Softsign => plain("z / (1 + np.abs(z))"),
            Activation::Silu => plain("z / (1 + np.exp(-z))"),
            Activation::Gelu => plain("z * (1 + np.vectorize(math.erf)(z / math.sqrt(2))) / 2"),
            Activation::Exponential => plain("np.exp(z)"),
        })
    }

    /// Whether its value is one of Python's module `math`.
    pub(super) fn needs_math(&self) -> bool {
        self.value.contains("math.")
    }

    /// Its definition.
    pub(super) fn definition(&self) -> String {
        let (name, parameters, value) = (self.name, self.parameters, self.value);
        format!("def {name}(z{parameters}):\n    return {value}")
    }

    /// Its value for an expression.
    pub(super) fn call(&self, z: &str) -> String {
        let given = self.given.iter().map(|value| arrays::number(*value as f32));
        let all: Vec<String> = [z.to_owned()].into_iter().chain(given).collect();
        format!("{}({})", self.name, all.join(", "))
    }
}

/// An activation as a function of one number, to hand on.
pub(super) fn as_argument(activation: &Activation) -> String {
    match Function::of(activation) {
        None => "lambda z: z".to_owned(),
        Some(function) if function.given.is_empty() => function.name.to_owned(),
        Some(function) => format!("lambda z: {}", function.call("z")),
    }
}

/// An activation of an expression.
pub(super) fn of(activation: &Activation, z: &str) -> String {
    Function::of(activation).map_or(z.to_owned(), |function| function.call(z))
}
