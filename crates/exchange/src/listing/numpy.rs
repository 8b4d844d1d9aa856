//! The network in NumPy.

use std::collections::BTreeSet;

use redes_core::activation::Activation;
use redes_core::layer::{Axis, Merge, Padding};
use redes_core::network::LayerConfig;

use super::arrays;
use super::functions::{self, Function};
use super::text::{Text, tuple};
use crate::parts::Part;

/// Functions that several layers call, with what they call themselves first.
const HELPERS: [(&str, &str); 5] = [
    (
        "windows",
        "\
def windows(x, size, stride, zeros, fill=0):
    x = np.pad(x, [(0, 0), *zeros, (0, 0)], constant_values=fill)
    axes = tuple(range(1, len(size) + 1))
    seen = np.lib.stride_tricks.sliding_window_view(x, size, axes)
    return seen[(slice(None), *[slice(None, None, s) for s in stride])]",
    ),
    (
        "simple_rnn",
        "\
def simple_rnn(x, w, u, b, f, every):
    h, steps = np.zeros((len(x), len(u)), x.dtype), []
    for t in range(x.shape[1]):
        h = f(x[:, t] @ w + h @ u + b)
        steps.append(h)
    return np.stack(steps, axis=1) if every else h",
    ),
    (
        "lstm",
        "\
def lstm(x, w, u, b, f, gate, every):
    h = c = np.zeros((len(x), len(u)), x.dtype)
    steps = []
    for t in range(x.shape[1]):
        z = np.split(x[:, t] @ w + h @ u + b, 4, axis=1)
        c = gate(z[1]) * c + gate(z[0]) * f(z[2])
        h = gate(z[3]) * f(c)
        steps.append(h)
    return np.stack(steps, axis=1) if every else h",
    ),
    (
        "gru",
        "\
def gru(x, w, u, b, f, gate, every):
    h, steps = np.zeros((len(x), len(u)), x.dtype), []
    units = len(u)
    for t in range(x.shape[1]):
        z = x[:, t] @ w + b
        gates = gate(z[:, :2 * units] + h @ u[:, :2 * units])
        keep, reset = np.split(gates, 2, axis=1)
        new = f(z[:, 2 * units:] + (reset * h) @ u[:, 2 * units:])
        h = keep * h + (1 - keep) * new
        steps.append(h)
    return np.stack(steps, axis=1) if every else h",
    ),
    (
        "gru_reset_after",
        "\
def gru_reset_after(x, w, u, b, f, gate, every):
    h, steps = np.zeros((len(x), len(u)), x.dtype), []
    for t in range(x.shape[1]):
        z = np.split(x[:, t] @ w + b[0], 3, axis=1)
        past = np.split(h @ u + b[1], 3, axis=1)
        keep, reset = gate(z[0] + past[0]), gate(z[1] + past[1])
        h = keep * h + (1 - keep) * f(z[2] + reset * past[2])
        steps.append(h)
    return np.stack(steps, axis=1) if every else h",
    ),
];

/// Writes the program.
pub(super) fn write(parts: &[Part<'_>], input: &[usize], beside: Option<&str>, text: &mut Text) {
    let mut steps = Steps::default();
    for part in parts {
        steps.layer(part);
    }
    if steps.functions.iter().any(Function::needs_math) {
        text.code("import math\n");
    }
    text.code("import numpy as np");
    text.gap(1);
    weights(parts, beside, text);
    let helpers = HELPERS
        .iter()
        .filter(|(name, _)| steps.helpers.contains(name));
    let definitions = steps.functions.iter().map(Function::definition);
    for definition in definitions.chain(helpers.map(|(_, code)| (*code).to_owned())) {
        text.gap(2);
        text.code(definition);
    }
    text.gap(2);
    text.say(
        "las salidas de la red para un lote de entradas",
        "the network's outputs for a batch of inputs",
    );
    text.code("def predict(x):\n    x = np.asarray(x, np.float32)");
    for line in &steps.lines {
        text.code(format!("    {line}"));
    }
    text.code("    return x");
    text.gap(2);
    let one: Vec<usize> = [1].into_iter().chain(input.iter().copied()).collect();
    text.code("if __name__ == \"__main__\":");
    text.code(format!("    print(predict(np.zeros({})))", tuple(&one)));
}

fn weights(parts: &[Part<'_>], beside: Option<&str>, text: &mut Text) {
    text.weights(beside);
    if let Some(name) = beside {
        text.code(format!("weights = np.load({name})"));
        return;
    }
    text.code("weights = {");
    for part in parts {
        for block in &part.blocks {
            let (layer, name) = (&part.name, block.name);
            text.code(format!("    \"{layer}/{name}\": {},", arrays::array(block)));
        }
    }
    text.code("}");
}

/// The lines of `predict`, and what they call.
#[derive(Default)]
struct Steps {
    lines: Vec<String>,
    functions: Vec<Function>,
    helpers: BTreeSet<&'static str>,
}

impl Steps {
    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Sets a name to a block of the layer; `0` where the layer has none.
    fn take(&mut self, part: &Part<'_>, name: &str, block: &str) {
        self.line(match part.find(block) {
            Some(_) => format!("{name} = weights[\"{}/{block}\"]", part.name),
            None => format!("{name} = 0"),
        });
    }

    /// Has a function defined.
    fn uses(&mut self, activation: &Activation) {
        let Some(function) = Function::of(activation) else {
            return;
        };
        if !self
            .functions
            .iter()
            .any(|other| other.name == function.name)
        {
            self.functions.push(function);
        }
    }

    /// x = f(z).
    fn activate(&mut self, activation: &Activation, z: &str) {
        self.uses(activation);
        self.line(format!("x = {}", functions::of(activation, z)));
    }

    /// Windows over the input: the expression of what they see.
    fn windows(
        &mut self,
        part: &Part<'_>,
        (size, stride): (&[usize], &[usize]),
        padding: Padding,
        fill: &str,
    ) {
        self.helpers.insert("windows");
        let axes = part.input.iter().zip(size.iter().zip(stride));
        // The network is built: its windows fit.
        let zeros = axes.map(|(&input, (&size, &stride))| {
            Axis::new(input, size, stride, padding).map_or([0, 0], |axis| axis.zeros())
        });
        let zeros: Vec<String> = zeros.map(|zeros| tuple(&zeros)).collect();
        self.line(format!(
            "seen = windows(x, {}, {},",
            tuple(size),
            tuple(stride)
        ));
        self.line(format!("               [{}]{fill})", zeros.join(", ")));
    }

    fn layer(&mut self, part: &Part<'_>) {
        self.line(format!("# {}", part.name));
        match part.config {
            LayerConfig::Flatten => self.line("x = x.reshape(len(x), -1)"),
            LayerConfig::Reshape { shape } => {
                let lengths: Vec<String> = shape.iter().map(usize::to_string).collect();
                self.line(format!("x = x.reshape(len(x), {})", lengths.join(", ")));
            }
            LayerConfig::Dropout { .. } => {}
            LayerConfig::Activation { activation } => self.activate(activation, "x"),
            LayerConfig::Dense { activation, .. } | LayerConfig::DenseEach { activation, .. } => {
                self.take(part, "w", "kernel");
                self.take(part, "b", "bias");
                self.activate(activation, "x @ w + b");
            }
            LayerConfig::Embedding { .. } => {
                self.take(part, "table", "embeddings");
                self.line("x = table[x.astype(int)]");
            }
            LayerConfig::Conv1D {
                kernel_size,
                stride,
                padding,
                activation,
                ..
            } => {
                self.windows(part, (&[*kernel_size], &[*stride]), *padding, "");
                self.convolve(part, "nscx,xcf->nsf", activation);
            }
            LayerConfig::Conv2D {
                kernel_size,
                stride,
                padding,
                activation,
                ..
            } => {
                self.windows(part, (kernel_size, stride), *padding, "");
                self.convolve(part, "nrscyx,yxcf->nrsf", activation);
            }
            LayerConfig::SeparableConv2D {
                kernel_size,
                stride,
                padding,
                activation,
                ..
            } => {
                self.windows(part, (kernel_size, stride), *padding, "");
                self.take(part, "w", "depthwise_kernel");
                self.line("x = np.einsum(\"nrscyx,yxcm->nrscm\", seen, w)");
                self.line("x = x.reshape(*x.shape[:3], -1)");
                self.take(part, "w", "pointwise_kernel");
                self.take(part, "b", "bias");
                self.activate(activation, "x @ w[0, 0] + b");
            }
            LayerConfig::MaxPool1D {
                pool_size,
                stride,
                padding,
            } => {
                let stride = [stride.unwrap_or(*pool_size)];
                self.windows(part, (&[*pool_size], &stride), *padding, ", -np.inf");
                self.line("x = seen.max(-1)");
            }
            LayerConfig::MaxPool2D {
                pool_size,
                stride,
                padding,
            } => {
                let stride = stride.unwrap_or(*pool_size);
                self.windows(part, (pool_size, &stride), *padding, ", -np.inf");
                self.line("x = seen.max((-2, -1))");
            }
            LayerConfig::AveragePool1D {
                pool_size,
                stride,
                padding,
            } => {
                let stride = [stride.unwrap_or(*pool_size)];
                self.windows(part, (&[*pool_size], &stride), *padding, ", np.nan");
                self.line("x = np.nanmean(seen, -1)");
            }
            LayerConfig::AveragePool2D {
                pool_size,
                stride,
                padding,
            } => {
                let stride = stride.unwrap_or(*pool_size);
                self.windows(part, (pool_size, &stride), *padding, ", np.nan");
                self.line("x = np.nanmean(seen, (-2, -1))");
            }
            LayerConfig::GlobalMaxPool1D => self.line("x = x.max(1)"),
            LayerConfig::GlobalMaxPool2D => self.line("x = x.max((1, 2))"),
            LayerConfig::GlobalAveragePool1D => self.line("x = x.mean(1)"),
            LayerConfig::GlobalAveragePool2D => self.line("x = x.mean((1, 2))"),
            LayerConfig::BatchNormalization { epsilon, .. } => {
                self.take(part, "mean", "moving_mean");
                self.take(part, "variance", "moving_variance");
                let epsilon = arrays::number(*epsilon as f32);
                self.line(format!("x = (x - mean) / np.sqrt(variance + {epsilon})"));
                for (block, sign) in [("gamma", '*'), ("beta", '+')] {
                    if part.find(block).is_some() {
                        self.take(part, block, block);
                        self.line(format!("x = x {sign} {block}"));
                    }
                }
            }
            LayerConfig::SimpleRnn { .. } | LayerConfig::Lstm { .. } | LayerConfig::Gru { .. } => {
                let x = self.recurrent(part, part.config, "", "x");
                self.line(format!("x = {x}"));
            }
            LayerConfig::Bidirectional { layer, merge } => self.both(part, layer, *merge),
        }
    }

    /// A convolution of what the windows see.
    fn convolve(&mut self, part: &Part<'_>, sum: &str, activation: &Activation) {
        self.take(part, "w", "kernel");
        self.take(part, "b", "bias");
        self.activate(activation, &format!("np.einsum(\"{sum}\", seen, w) + b"));
    }

    /// The call of a recurrent layer on `x`; its blocks' names begin with `prefix`.
    fn recurrent(
        &mut self,
        part: &Part<'_>,
        config: &LayerConfig,
        prefix: &str,
        x: &str,
    ) -> String {
        self.take(part, "w", &format!("{prefix}kernel"));
        self.take(part, "u", &format!("{prefix}recurrent_kernel"));
        self.take(part, "b", &format!("{prefix}bias"));
        let (helper, functions, every): (_, Vec<&Activation>, bool) = match config {
            LayerConfig::SimpleRnn {
                activation,
                return_sequences,
                ..
            } => ("simple_rnn", vec![activation], *return_sequences),
            LayerConfig::Lstm {
                activation,
                recurrent_activation,
                return_sequences,
                ..
            } => (
                "lstm",
                vec![activation, recurrent_activation],
                *return_sequences,
            ),
            LayerConfig::Gru {
                activation,
                recurrent_activation,
                return_sequences,
                reset_after,
                bias,
                ..
            } => {
                let helper = match reset_after {
                    true => "gru_reset_after",
                    false => "gru",
                };
                if *reset_after && !bias {
                    self.line("b = [0, 0]");
                }
                (
                    helper,
                    vec![activation, recurrent_activation],
                    *return_sequences,
                )
            }
            // No other layer stands within a bidirectional one.
            _ => return x.to_owned(),
        };
        self.helpers.insert(helper);
        for (name, activation) in ["f", "gate"].iter().zip(&functions) {
            self.uses(activation);
            self.line(format!("{name} = {}", functions::as_argument(activation)));
        }
        let gate = if functions.len() > 1 { ", gate" } else { "" };
        let every = if every { "True" } else { "False" };
        format!("{helper}({x}, w, u, b, f{gate}, {every})")
    }

    fn both(&mut self, part: &Part<'_>, layer: &LayerConfig, merge: Merge) {
        let forward = self.recurrent(part, layer, "forward_layer/", "x");
        self.line(format!("forward = {forward}"));
        let backward = self.recurrent(part, layer, "backward_layer/", "x[:, ::-1]");
        self.line(format!("backward = {backward}"));
        if part.output.len() == 2 {
            self.line("backward = backward[:, ::-1]");
        }
        self.line(match merge {
            Merge::Concat => "x = np.concatenate([forward, backward], axis=-1)",
            Merge::Sum => "x = forward + backward",
            Merge::Multiply => "x = forward * backward",
            Merge::Average => "x = (forward + backward) / 2",
        });
    }
}
