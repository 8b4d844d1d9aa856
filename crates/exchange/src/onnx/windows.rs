//! Convolutions and poolings: ONNX has the channels first, and no words for padding.

use redes_core::layer::{Axis, Padding};

use super::nodes::Nodes;
use super::proto::Attribute;
use crate::{ExchangeError, parts::Block, parts::Part};

/// The windows of a layer, axis by axis.
pub(super) struct Sliding {
    axes: Vec<Axis>,
}

impl Sliding {
    /// Over a layer's input.
    pub(super) fn new(
        part: &Part<'_>,
        size: &[usize],
        stride: &[usize],
        padding: Padding,
    ) -> Result<Self, ExchangeError> {
        let axes = part.input.iter().zip(size.iter().zip(stride));
        let axes = axes.map(|(&input, (&size, &stride))| Axis::new(input, size, stride, padding));
        Ok(Self {
            axes: axes.collect::<Result<_, _>>()?,
        })
    }

    /// Channels to the front, or back again.
    fn turn(&self, to_front: bool, nodes: &mut Nodes) {
        let places = 1..=self.axes.len() as i64;
        let channels = self.axes.len() as i64 + 1;
        let order: Vec<i64> = match to_front {
            true => [0, channels].into_iter().chain(places).collect(),
            false => [0].into_iter().chain(2..=channels).chain([1]).collect(),
        };
        nodes.transpose(&order);
    }

    /// The windows' sizes, steps and zeros, as ONNX's convolutions and poolings take them.
    fn attributes(&self) -> Vec<Attribute> {
        let each = |of: fn(&Axis) -> usize| self.axes.iter().map(|axis| of(axis) as i64).collect();
        let zeros = |end: usize| {
            let zeros = self.axes.iter().map(Axis::zeros);
            zeros.map(move |zeros| zeros[end] as i64)
        };
        vec![
            Attribute::ints("kernel_shape", each(Axis::size)),
            Attribute::ints("strides", each(Axis::stride)),
            Attribute::ints("pads", zeros(0).chain(zeros(1)).collect()),
        ]
    }
}

/// `[…, channels, filters]` to `[filters, channels, …]`.
fn filters_first(kernel: Block<'_>) -> (Vec<usize>, Vec<f32>) {
    let [places @ .., channels, filters] = kernel.shape else {
        return (kernel.shape.to_vec(), kernel.values.to_vec());
    };
    let count: usize = places.iter().product();
    let mut values = Vec::with_capacity(kernel.values.len());
    for filter in 0..*filters {
        for channel in 0..*channels {
            let at = |place| (place * channels + channel) * filters + filter;
            let taps = (0..count).filter_map(|place| kernel.values.get(at(place)));
            values.extend(taps.copied());
        }
    }
    let shape = [*filters, *channels]
        .into_iter()
        .chain(places.iter().copied());
    (shape.collect(), values)
}

/// A convolution without its activation.
pub(super) fn convolution(
    part: &Part<'_>,
    sliding: &Sliding,
    nodes: &mut Nodes,
) -> Result<(), ExchangeError> {
    let (shape, values) = filters_first(part.block("kernel")?);
    let kernel = nodes.floats("kernel", &shape, &values);
    let bias = part.find("bias");
    let bias = bias.map(|bias| nodes.floats("bias", bias.shape, bias.values));
    let constants: Vec<&str> = [Some(kernel.as_str()), bias.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    sliding.turn(true, nodes);
    nodes.then("Conv", &constants, sliding.attributes());
    sliding.turn(false, nodes);
    Ok(())
}

/// A convolution over each channel alone and one over all channels at each place, without the activation.
pub(super) fn separable(
    part: &Part<'_>,
    sliding: &Sliding,
    nodes: &mut Nodes,
) -> Result<(), ExchangeError> {
    let depthwise = part.block("depthwise_kernel")?;
    let &[rows, columns, channels, filters] = depthwise.shape else {
        return Err(ExchangeError::Weights {
            layer: part.name.clone(),
            problem: format!("depthwise_kernel has the shape {:?}", depthwise.shape),
        });
    };
    // Channel after channel with its filters, which ONNX wants as filters of one channel.
    let flat = Block {
        shape: &[rows, columns, 1, channels * filters],
        ..depthwise
    };
    let (shape, values) = filters_first(flat);
    let alone = nodes.floats("depthwise_kernel", &shape, &values);
    let (shape, values) = filters_first(part.block("pointwise_kernel")?);
    let mixing = nodes.floats("pointwise_kernel", &shape, &values);
    let bias = part.find("bias");
    let bias = bias.map(|bias| nodes.floats("bias", bias.shape, bias.values));
    let mut attributes = sliding.attributes();
    attributes.push(Attribute::int("group", channels as i64));
    let constants: Vec<&str> = [Some(mixing.as_str()), bias.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    sliding.turn(true, nodes);
    nodes.then("Conv", &[&alone], attributes);
    nodes.then("Conv", &constants, Vec::new());
    sliding.turn(false, nodes);
    Ok(())
}

/// `"MaxPool"` or `"AveragePool"`; zeros around the input don't count.
pub(super) fn pool(op: &str, sliding: &Sliding, nodes: &mut Nodes) {
    sliding.turn(true, nodes);
    nodes.then(op, &[], sliding.attributes());
    sliding.turn(false, nodes);
}
