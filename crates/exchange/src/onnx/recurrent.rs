//! LSTM, GRU and RNN: gates in ONNX's order, time as the first axis.

use redes_core::activation::Activation;
use redes_core::layer::Merge;
use redes_core::network::LayerConfig;

use super::nodes::Nodes;
use super::proto::Attribute;
use super::{activations, refused};
use crate::{ExchangeError, parts::Part};

/// What an operator is called, and how it differs from the others.
pub(super) struct Kind {
    op: &'static str,
    /// For each of ONNX's gates, the place of Keras's.
    gates: &'static [usize],
    units: usize,
    activations: Vec<activations::Named>,
    return_sequences: bool,
    /// Of GRU alone.
    linear_before_reset: bool,
}

impl Kind {
    /// Of a recurrent layer.
    pub(super) fn of(config: &LayerConfig, layer: &str) -> Result<Self, ExchangeError> {
        let named = |all: &[&Activation]| {
            let all = all.iter().map(|activation| {
                activations::named(activation).ok_or_else(|| {
                    let name = activation.name();
                    let problem = format!("ONNX's recurrent operators have no {name}");
                    refused(layer, problem)
                })
            });
            all.collect::<Result<Vec<_>, _>>()
        };
        let plain = Self {
            op: "RNN",
            gates: &[0],
            units: 0,
            activations: Vec::new(),
            return_sequences: false,
            linear_before_reset: false,
        };
        match config {
            LayerConfig::SimpleRnn {
                units,
                activation,
                return_sequences,
                ..
            } => Ok(Self {
                units: *units,
                activations: named(&[activation])?,
                return_sequences: *return_sequences,
                ..plain
            }),
            LayerConfig::Lstm {
                units,
                return_sequences,
                activation,
                recurrent_activation,
                ..
            } => Ok(Self {
                op: "LSTM",
                // Keras's i, f, c, o are ONNX's i, o, f, c.
                gates: &[0, 3, 1, 2],
                units: *units,
                activations: named(&[recurrent_activation, activation, activation])?,
                return_sequences: *return_sequences,
                ..plain
            }),
            LayerConfig::Gru {
                units,
                activation,
                recurrent_activation,
                reset_after,
                return_sequences,
                ..
            } => Ok(Self {
                op: "GRU",
                gates: &[0, 1, 2],
                units: *units,
                activations: named(&[recurrent_activation, activation])?,
                return_sequences: *return_sequences,
                linear_before_reset: *reset_after,
            }),
            _ => Err(refused(layer, "it is no recurrent layer")),
        }
    }

    /// Rows of all gates, `[inputs, gates * units]`, to `[gates * units, inputs]` in ONNX's order.
    fn turned(&self, values: &[f32]) -> Vec<f32> {
        let width = self.gates.len() * self.units;
        let mut turned = Vec::with_capacity(values.len());
        for gate in self.gates {
            for unit in 0..self.units {
                let column = gate * self.units + unit;
                let rows = values.chunks_exact(width.max(1));
                turned.extend(rows.filter_map(|row| row.get(column)).copied());
            }
        }
        turned
    }
}

/// The weights of one direction, or of several: W, R and B, one after the other.
#[derive(Default)]
struct Weights {
    directions: usize,
    kernel: Vec<f32>,
    recurrent: Vec<f32>,
    bias: Vec<f32>,
}

impl Weights {
    /// Adds a direction.
    fn push(&mut self, part: &Part<'_>, kind: &Kind) -> Result<(), ExchangeError> {
        self.directions += 1;
        self.kernel
            .extend(kind.turned(part.block("kernel")?.values));
        let recurrent = part.block("recurrent_kernel")?;
        self.recurrent.extend(kind.turned(recurrent.values));
        // ONNX has a bias for each of the two products. Only a GRU that resets afterwards needs both.
        let width = kind.gates.len() * kind.units;
        let end = self.bias.len() + 2 * width;
        if let Some(bias) = part.find("bias") {
            for row in bias.values.chunks_exact(width.max(1)) {
                self.bias.extend(kind.turned(row));
            }
        }
        self.bias.resize(end, 0.0);
        Ok(())
    }
}

/// A layer of one direction.
pub(super) fn one(part: &Part<'_>, kind: &Kind, nodes: &mut Nodes) -> Result<(), ExchangeError> {
    let mut weights = Weights::default();
    weights.push(part, kind)?;
    run(part, kind, &weights, nodes);
    // The axis of directions, of which there is one, goes.
    match kind.return_sequences {
        true => {
            let axis = nodes.ints("axes", &[1]);
            nodes.then("Squeeze", &[&axis], Vec::new());
            nodes.transpose(&[1, 0, 2]);
        }
        false => {
            let axis = nodes.ints("axes", &[0]);
            nodes.then("Squeeze", &[&axis], Vec::new());
        }
    }
    Ok(())
}

/// A layer of both directions.
pub(super) fn both(
    part: &Part<'_>,
    layer: &LayerConfig,
    merge: Merge,
    nodes: &mut Nodes,
) -> Result<(), ExchangeError> {
    let kind = Kind::of(layer, &part.name)?;
    let mut weights = Weights::default();
    for direction in ["forward_layer/", "backward_layer/"] {
        weights.push(&part.within(layer, direction), &kind)?;
    }
    run(part, &kind, &weights, nodes);
    // The axis of directions stands before that of units.
    match kind.return_sequences {
        true => nodes.transpose(&[2, 0, 1, 3]),
        false => nodes.transpose(&[1, 0, 2]),
    }
    let op = match merge {
        Merge::Concat => {
            nodes.reshape(&part.output);
            return Ok(());
        }
        Merge::Sum => "ReduceSum",
        Merge::Multiply => "ReduceProd",
        Merge::Average => "ReduceMean",
    };
    let axis = nodes.ints("axes", &[-2]);
    nodes.then(op, &[&axis], vec![Attribute::int("keepdims", 0)]);
    Ok(())
}

/// The operator: `[batch, steps, channels]` to `[steps, directions, batch, units]`, or to the last of them,
/// `[directions, batch, units]`.
fn run(part: &Part<'_>, kind: &Kind, weights: &Weights, nodes: &mut Nodes) {
    let channels = part.input.last().copied().unwrap_or(0);
    let (directions, width) = (weights.directions, kind.gates.len() * kind.units);
    let kernel = nodes.floats("W", &[directions, width, channels], &weights.kernel);
    let shape = [directions, width, kind.units];
    let recurrent = nodes.floats("R", &shape, &weights.recurrent);
    let bias = nodes.floats("B", &[directions, 2 * width], &weights.bias);
    nodes.transpose(&[1, 0, 2]);
    let own = kind.activations.iter();
    let all = || (0..directions).flat_map(|_| own.clone());
    let names: Vec<&str> = all().map(|named| named.name).collect();
    let mut attributes = vec![
        Attribute::int("hidden_size", kind.units as i64),
        Attribute::words("activations", &names),
    ];
    let alphas: Vec<f32> = all().filter_map(|named| named.alpha).collect();
    if !alphas.is_empty() {
        attributes.push(Attribute::floats("activation_alpha", alphas));
    }
    let betas: Vec<f32> = all().filter_map(|named| named.beta).collect();
    if !betas.is_empty() {
        attributes.push(Attribute::floats("activation_beta", betas));
    }
    if directions > 1 {
        attributes.push(Attribute::word("direction", "bidirectional"));
    }
    if kind.linear_before_reset {
        attributes.push(Attribute::int("linear_before_reset", 1));
    }
    let input = nodes.last();
    let output = usize::from(!kind.return_sequences);
    let inputs = [input.as_str(), &kernel, &recurrent, &bias];
    let name = nodes.node(kind.op, &inputs, output, attributes);
    nodes.go_on(name);
}
