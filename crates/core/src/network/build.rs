//! Building a network: stages, buffers and first weights.

use std::ops::Range;

use super::outline::Outline;
use super::{Architecture, Network};
use crate::initializer::{DrawOrder, Initializer};
use crate::kernel::Scratch;
use crate::layer::{Layer, Layers, Role, buffer, elements};
use crate::rng::RandomState;
use crate::{Error, Result, Scalar};

/// One or more layers of the architecture that run as one.
#[derive(Debug, Clone)]
pub(super) struct Stage<T: Scalar> {
    pub(super) layer: Box<dyn Layer<T>>,
    pub(super) width: usize,
    /// Its part of the parameters.
    pub(super) range: Range<usize>,
    /// Its part of the gradients where its parameters move at once.
    pub(super) moved: Range<usize>,
    /// Whether it uses the runs of its input.
    pub(super) takes_runs: bool,
}

impl Architecture {
    /// How many parameters the network has. Allocates none of them.
    ///
    /// # Errors
    /// As [`Network::new`], but for memory.
    pub fn parameter_count(&self) -> Result<usize> {
        Ok(self.outline()?.parameters)
    }

    /// The network's layers and blocks of parameters. Allocates none of its numbers.
    ///
    /// # Errors
    /// As [`Network::new`], but for memory.
    pub fn outline(&self) -> Result<Outline> {
        elements(&self.input)?;
        let mut outline = Outline::new(&self.input);
        for config in &self.layers {
            let (parts, _) = f32::layer(config, &outline.shape, 0)?;
            for part in parts {
                outline.add(part)?;
            }
        }
        Ok(outline)
    }
}

#[cfg(feature = "models")]
impl crate::layer::LayerConfig {
    /// The shape of one sample's output, from that of its input. Allocates nothing of the layer's size.
    ///
    /// # Errors
    /// As [`Network::new`], but for memory.
    pub fn output_shape(&self, input: &[usize]) -> Result<Vec<usize>> {
        let (mut parts, _) = f32::layer(self, input, 0)?;
        parts.pop().map_or_else(
            || Err(Error::invalid("layer", 0, "it must have an output")),
            |part| Ok(part.output_shape),
        )
    }
}

#[cfg(feature = "models")]
impl Architecture {
    /// The same network with Keras's meaning of a dense layer over more than one axis: each [`LayerConfig::Dense`] that
    /// such an input reaches becomes a [`LayerConfig::DenseEach`]. For descriptions that come from Keras.
    ///
    /// [`LayerConfig::Dense`]: crate::layer::LayerConfig::Dense
    /// [`LayerConfig::DenseEach`]: crate::layer::LayerConfig::DenseEach
    ///
    /// # Errors
    /// As [`Network::new`], but for memory.
    pub fn with_dense_as_in_keras(mut self) -> Result<Self> {
        use crate::layer::LayerConfig::{Dense, DenseEach};
        let mut shape = self.input.clone();
        for layer in &mut self.layers {
            if let Dense {
                units,
                activation,
                bias,
            } = *layer
                && shape.len() > 1
            {
                *layer = DenseEach {
                    units,
                    activation,
                    bias,
                };
            }
            shape = layer.output_shape(&shape)?;
        }
        Ok(self)
    }
}

impl<T: Scalar> Network<T> {
    /// Builds the network for batches of at most `max_batch` samples, with all
    /// weights 0. All buffers are allocated here, but for that of the gradients, which a network that only answers does
    /// without.
    ///
    /// Layers that are faster as one run as one, and padding in front of a sequence is computed once. Some sums are then
    /// in another order than layer by layer ([`Network::plain`]), so that last bits may differ.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when there is no layer, a size is 0, or a buffer
    /// would hold more than [`MAX_ELEMENTS`](crate::layer::MAX_ELEMENTS) numbers or doesn't fit in memory;
    /// [`Error::Shape`] when a layer doesn't accept the output shape of the one below.
    pub fn new(architecture: &Architecture, max_batch: usize) -> Result<Self> {
        Self::build(architecture, max_batch, true)
    }

    /// As [`Network::new`], but strictly layer by layer, so that [`Network::activations`] has every layer's outputs.
    ///
    /// # Errors
    /// As [`Network::new`].
    pub fn plain(architecture: &Architecture, max_batch: usize) -> Result<Self> {
        Self::build(architecture, max_batch, false)
    }

    fn build(architecture: &Architecture, max_batch: usize, quick: bool) -> Result<Self> {
        let at_least_one = "it must be at least 1";
        if max_batch == 0 {
            return Err(Error::invalid("max_batch", max_batch, at_least_one));
        }
        if architecture.layers.is_empty() {
            return Err(Error::invalid("layers", 0, at_least_one));
        }
        let input_width = elements(&architecture.input)?;
        if input_width == 0 || architecture.input.is_empty() {
            return Err(Error::invalid("input", 0, at_least_one));
        }
        elements(&[max_batch, input_width])?;

        let mut stages: Vec<Stage<T>> = Vec::new();
        let mut stage_of = Vec::new();
        let mut outline = Outline::new(&architecture.input);
        let mut widest = 0;
        let mut rest = &architecture.layers[..];
        while !rest.is_empty() {
            let (parts, layer) = if quick {
                T::layers(rest, &outline.shape, max_batch, !stages.is_empty())?
            } else {
                T::layer(&rest[0], &outline.shape, max_batch)?
            };
            rest = &rest[parts.len()..];
            let start = outline.parameters;
            for part in parts {
                outline.add(part)?;
                stage_of.push(None);
            }
            if let Some(layer) = layer {
                let width = layer.outputs();
                widest = widest.max(width);
                stages.push(Stage {
                    layer,
                    width,
                    range: start..outline.parameters,
                    moved: 0..0,
                    takes_runs: false,
                });
                if quick {
                    hand_runs_up(&mut stages)?;
                }
            }
            if let Some(last) = stage_of.last_mut() {
                *last = stages.len().checked_sub(1);
            }
        }
        let trainable = stages.iter().position(|stage| !stage.range.is_empty());
        let first_trainable = trainable.unwrap_or(stages.len());
        let mut moved = 0;
        for stage in &mut stages {
            let room = stage.layer.moved_gradients(stage.range.len());
            stage.moved = moved..moved + room;
            moved += room;
        }
        let delta_size = elements(&[max_batch, widest])?;
        Ok(Network {
            architecture: architecture.clone(),
            max_batch,
            input_width,
            output_width: stages.last().map_or(0, |last| last.width),
            stages,
            stage_of,
            parameters: buffer(outline.parameters)?,
            gradients: Vec::new(),
            rows_of_summary: outline.rows,
            first_trainable,
            blocks: outline.blocks,
            starts: outline.starts,
            delta: buffer(delta_size)?,
            delta_below: buffer(delta_size)?,
            scratch: Scratch::new(),
            rows: 0,
            training: false,
        })
    }

    /// Draws all parameters anew: `kernel` for weights, `bias` for biases, layer
    /// after layer, within a layer in the given order.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] when an initialiser's limit isn't valid.
    pub fn initialize(
        &mut self,
        kernel: Initializer,
        bias: Initializer,
        order: DrawOrder,
        rng: &mut RandomState,
    ) -> Result<()> {
        let first = match order {
            DrawOrder::KernelFirst => Role::Kernel,
            DrawOrder::BiasFirst => Role::Bias,
        };
        // Layer after layer, and within each the blocks of `first` before the others.
        let layers = self.blocks.iter().map(|block| block.layer + 1).max();
        let own = |layer, is_first| {
            let blocks = self.blocks.iter().enumerate();
            blocks
                .filter(move |(_, block)| block.layer == layer && (block.role == first) == is_first)
        };
        let draws: Vec<usize> = (0..layers.unwrap_or(0))
            .flat_map(|layer| own(layer, true).chain(own(layer, false)))
            .map(|(i, _)| i)
            .collect();
        for i in draws {
            let block = &self.blocks[i];
            let (fan_in, fan_out, own) = self.starts[i];
            let usual = match block.role {
                Role::Bias => bias,
                _ => kernel,
            };
            let initializer = own.unwrap_or(usual);
            let values = &mut self.parameters[block.range.clone()];
            initializer.fill(values, fan_in, fan_out, rng)?;
        }
        Ok(())
    }
}

/// Lets the newest stage know where the outputs of the one below repeat, if both can.
fn hand_runs_up<T: Scalar>(stages: &mut [Stage<T>]) -> Result<()> {
    if let [.., below, this] = stages
        && let Some((positions, width)) = below.layer.offers_run()
    {
        this.takes_runs = this.layer.take_runs(positions, width)?;
        if this.takes_runs {
            below.layer.run_is_taken();
        }
    }
    Ok(())
}
