//! What a network answers to one input, and what one of its layers gives on the way.

use redes_core::network::Network;
use redes_exchange::Opened;

use crate::{
    digest::Reads,
    protocol::{Input, Layer},
    samples,
    scaling::Scaling,
};

/// The most outputs of a layer that travel to the page.
const MOST: usize = 1 << 18;

/// A network that runs layer by layer, for one input.
pub(crate) struct Look {
    network: Network<f32>,
    reads: Reads,
    input: Option<Input>,
    layer: usize,
}

/// An answer: the outputs, the layer that is looked at, and the layer's outputs.
pub(crate) type Seen = (Vec<f32>, Option<Layer>, Vec<f32>);

impl Look {
    /// The look of an opened network.
    ///
    /// # Errors
    /// As [`Network::plain`].
    pub(crate) fn new(opened: &Opened, reads: Reads) -> redes_core::Result<Self> {
        Ok(Self {
            network: Network::plain(&opened.architecture, 1)?,
            reads,
            input: None,
            layer: 0,
        })
    }

    /// Looks at another input or layer.
    pub(crate) fn at(&mut self, input: Option<Input>, layer: usize) {
        (self.input, self.layer) = (input, layer);
    }

    /// Runs the input through the network with these parameters. Nothing without an input of the network's size.
    pub(crate) fn see(&mut self, parameters: &[f32], scaling: Scaling) -> Seen {
        self.run(parameters, scaling).unwrap_or_default()
    }

    fn run(&mut self, parameters: &[f32], scaling: Scaling) -> Option<Seen> {
        let width = self.network.input_width();
        let mut x = vec![0.0; width];
        match self.input.as_ref()? {
            Input::Image(pixels) => scaling.apply(&pixels.0, &mut x),
            Input::Numbers(numbers) if numbers.len() == width => x.copy_from_slice(numbers),
            Input::Numbers(_) => return None,
        }
        if let Reads::Words { words, .. } = self.reads {
            samples::known(words, &mut x);
        }
        let own = self.network.parameters_mut();
        if own.len() == parameters.len() {
            own.copy_from_slice(parameters);
        }
        let outputs = self.network.forward_row(&x).ok()?.to_vec();
        let (layer, numbers) = self.layer().unzip();
        Some((outputs, layer, numbers.unwrap_or_default()))
    }

    /// The layer that is looked at, after a run.
    fn layer(&self) -> Option<(Layer, Vec<f32>)> {
        let outputs = self.network.activations(self.layer).ok()?;
        let outputs = outputs.row(0).to_vec();
        let shape = self
            .network
            .summary()
            .rows
            .get(self.layer)?
            .output_shape
            .clone();
        let blocks = self.network.parameter_blocks().iter();
        let own = blocks.filter(|block| block.layer == self.layer);
        let weights = own.filter_map(|block| self.network.parameters().get(block.range.clone()));
        let layer = Layer {
            layer: self.layer,
            shape,
            outputs: range(&outputs).unwrap_or_default(),
            weights: range(&weights.flatten().copied().collect::<Vec<f32>>()),
        };
        let shown = outputs.len().min(MOST);
        Some((layer, outputs.into_iter().take(shown).collect()))
    }
}

/// The least and the greatest number; none of no numbers.
fn range(numbers: &[f32]) -> Option<[f32; 2]> {
    let first = *numbers.first()?;
    let ends = numbers.iter().fold([first; 2], |[low, high], number| {
        [low.min(*number), high.max(*number)]
    });
    Some(ends)
}
