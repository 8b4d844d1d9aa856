//! The answers of a network's neurons over a part of the plane.

use ndarray::Array2;
use redes_core::network::{Architecture, Network};

use crate::Failure;

/// Points along a side of the surface.
pub const SURFACE: usize = 100;
/// Points along a side of a neuron's thumbnail.
pub const THUMBNAIL: usize = 20;
/// The surface extends from `-REACH` to `REACH` on both axes (thesis §2.5).
pub const REACH: f64 = 1.5;

/// A copy of a network in training, for batches of all points of the surface.
pub struct Viewer {
    network: Network<f64>,
    grid: Array2<f64>,
}

impl Viewer {
    /// A copy of a network from two inputs.
    ///
    /// # Errors
    /// [`Failure::Refused`] if the library refuses the network.
    pub fn new(architecture: &Architecture) -> Result<Self, Failure> {
        let at = |i: usize| REACH * (2.0 * i as f64 / (SURFACE - 1) as f64 - 1.0);
        // The first row of the picture is the top of the plane.
        let grid = Array2::from_shape_fn((SURFACE * SURFACE, 2), |(i, axis)| match axis {
            0 => at(i % SURFACE),
            _ => at(SURFACE - 1 - i / SURFACE),
        });
        let network = Network::new(architecture, SURFACE * SURFACE)?;
        Ok(Self { network, grid })
    }

    /// Number of layers.
    pub fn layers(&self) -> usize {
        self.network.architecture().layers.len()
    }

    /// The surface of the neuron `look` (layer, unit), [`SURFACE`] squared, and the thumbnails of all neurons, [`THUMBNAIL`]
    /// squared each, with these parameters. `None` means the output neuron.
    ///
    /// # Errors
    /// [`Failure::Refused`] for a layer that is not there.
    pub fn pictures(
        &mut self,
        parameters: &[f64],
        look: Option<(usize, usize)>,
    ) -> Result<(Vec<f32>, Vec<f32>), Failure> {
        self.network.parameters_mut().copy_from_slice(parameters);
        self.network.forward(self.grid.view())?;
        let layers = self.layers();
        let mut thumbnails = Vec::new();
        for layer in 0..layers {
            let a = self.network.activations(layer)?;
            for unit in 0..a.ncols() {
                thumbnails.extend((0..THUMBNAIL * THUMBNAIL).map(|i| {
                    let pick = |k: usize| (2 * k + 1) * SURFACE / (2 * THUMBNAIL);
                    a[[pick(i / THUMBNAIL) * SURFACE + pick(i % THUMBNAIL), unit]] as f32
                }));
            }
        }
        let (layer, unit) = look.unwrap_or((layers.saturating_sub(1), 0));
        let a = self.network.activations(layer)?;
        let unit = unit.min(a.ncols().saturating_sub(1));
        let surface = a.column(unit).iter().map(|v| *v as f32).collect();
        Ok((surface, thumbnails))
    }
}
