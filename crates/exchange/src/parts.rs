//! A network layer by layer, as the writers go through it.

use redes_core::network::{LayerConfig, Network};

use crate::ExchangeError;

/// A layer: its description, its shapes and its numbers.
#[derive(Clone, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) config: &'a LayerConfig,
    /// Keras's name, `"dense_1"`; no two layers of a network have the same.
    pub(crate) name: String,
    /// The shape of one sample that goes in.
    pub(crate) input: Vec<usize>,
    /// The shape of one sample that comes out.
    pub(crate) output: Vec<usize>,
    /// In the order of the network's parameters.
    pub(crate) blocks: Vec<Block<'a>>,
}

/// A kernel, a bias or a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block<'a> {
    /// Without the layer's name: `"kernel"`.
    pub(crate) name: &'a str,
    pub(crate) shape: &'a [usize],
    pub(crate) values: &'a [f32],
}

impl<'a> Part<'a> {
    /// The block of a name.
    pub(crate) fn find(&self, name: &str) -> Option<Block<'a>> {
        self.blocks.iter().find(|block| block.name == name).copied()
    }

    /// One direction of a layer with two: the layer itself, with the blocks whose names begin so.
    pub(crate) fn within(&self, config: &'a LayerConfig, prefix: &str) -> Self {
        let blocks = self.blocks.iter().filter_map(|block| {
            let name = block.name.strip_prefix(prefix)?;
            Some(Block { name, ..*block })
        });
        Self {
            config,
            blocks: blocks.collect(),
            ..self.clone()
        }
    }

    /// The block of a name, which the layer must have.
    ///
    /// # Errors
    /// [`ExchangeError::Weights`] where it has none.
    pub(crate) fn block(&self, name: &str) -> Result<Block<'a>, ExchangeError> {
        self.find(name).ok_or_else(|| ExchangeError::Weights {
            layer: self.name.clone(),
            problem: format!("{name} is missing"),
        })
    }
}

impl Part<'_> {
    /// What batch normalisation multiplies each channel by, and what it then adds.
    ///
    /// # Errors
    /// [`ExchangeError::Weights`] where the layer has no statistics.
    pub(crate) fn normalization(
        &self,
        epsilon: f64,
    ) -> Result<(Vec<f32>, Vec<f32>), ExchangeError> {
        let mean = self.block("moving_mean")?.values;
        let variance = self.block("moving_variance")?.values;
        let [gamma, beta] = ["gamma", "beta"].map(|name| self.find(name));
        let of = |block: Option<Block<'_>>, channel: usize, usual: f64| {
            let value = block.and_then(|block| block.values.get(channel));
            value.map_or(usual, |value| f64::from(*value))
        };
        let channels = mean.iter().zip(variance).enumerate();
        let pairs = channels.map(|(channel, (&mean, &variance))| {
            let factor = of(gamma, channel, 1.0) / (f64::from(variance) + epsilon).sqrt();
            let term = of(beta, channel, 0.0) - f64::from(mean) * factor;
            (factor as f32, term as f32)
        });
        Ok(pairs.unzip())
    }
}

/// All layers, from the input to the output.
///
/// # Errors
/// [`ExchangeError::NotFinite`] for the first block with a NaN or an infinity: no other program could use the file.
pub(crate) fn parts(network: &Network<f32>) -> Result<Vec<Part<'_>>, ExchangeError> {
    let architecture = network.architecture();
    let rows = network.summary().rows;
    let mut parts = Vec::with_capacity(rows.len());
    let mut input = architecture.input.clone();
    for (config, row) in architecture.layers.iter().zip(rows) {
        parts.push(Part {
            config,
            name: row.name,
            input,
            output: row.output_shape.clone(),
            blocks: Vec::new(),
        });
        input = row.output_shape;
    }
    for block in network.parameter_blocks() {
        let values = network.parameters().get(block.range.clone());
        let values = values.unwrap_or_default();
        let count = values.iter().filter(|value| !value.is_finite()).count();
        if count > 0 {
            return Err(ExchangeError::NotFinite {
                tensor: block.name.clone(),
                count,
            });
        }
        if let Some(part) = parts.get_mut(block.layer) {
            let own = block.name.strip_prefix(part.name.as_str());
            let own = own.and_then(|name| name.strip_prefix('/'));
            part.blocks.push(Block {
                name: own.unwrap_or(&block.name),
                shape: &block.shape,
                values,
            });
        }
    }
    Ok(parts)
}
