//! What the filter and the pooling make of the image: a network of a `Conv2D` and a pooling, run once.

use ndarray::ArrayView2;
use redes_core::{
    Result,
    activation::Activation,
    layer::Padding,
    network::{Architecture, LayerConfig, Network},
};
use redes_data::samples;
use redes_lessons::{
    weighted_sum::{self, Term},
    windows::Windows,
};

use super::link::{Pool, SIDE, SIZE, State};

/// Rows and columns that a pooling takes together.
pub const POOL: usize = 2;

/// Image, map and pooled map.
#[derive(Clone, Debug)]
pub struct Model {
    /// `[28, 28]`, from 0 to 255.
    pub image: Vec<f64>,
    /// The filter's windows.
    pub sweep: Windows,
    /// `[rows, columns]` of the windows.
    pub map: Vec<f64>,
    /// The pooling's windows over the map, if there is one.
    pub pool: Option<Windows>,
    /// `[rows, columns]` of the pooling's windows.
    pub pooled: Vec<f64>,
    kernel: [f64; 9],
}

impl Model {
    /// Runs the network.
    pub fn new(state: &State) -> Result<Self> {
        let image = pixels(state);
        let size = [SIZE, SIZE];
        let sweep = Windows::new([SIDE, SIDE], size, state.stride, state.padding)?;
        let mut layers = vec![LayerConfig::Conv2D {
            filters: 1,
            kernel_size: size,
            stride: [state.stride; 2],
            padding: state.padding,
            activation: Activation::Identity,
            bias: false,
        }];
        let (pool_size, stride, padding) = ([POOL; 2], None, Padding::Valid);
        let pool = match state.pool {
            Pool::None => None,
            Pool::Max => Some(LayerConfig::MaxPool2D {
                pool_size,
                stride,
                padding,
            }),
            Pool::Mean => Some(LayerConfig::AveragePool2D {
                pool_size,
                stride,
                padding,
            }),
        };
        let pooling = match pool {
            Some(_) => Some(Windows::new(sweep.output(), pool_size, POOL, padding)?),
            None => None,
        };
        layers.extend(pool);
        let architecture = Architecture {
            name: String::new(),
            input: vec![SIDE, SIDE, 1],
            layers,
        };
        let mut network = Network::<f64>::new(&architecture, 1)?;
        let weights = network.parameters_mut().iter_mut();
        weights
            .zip(state.kernel)
            .for_each(|(weight, value)| *weight = value);
        if let Ok(row) = ArrayView2::from_shape((1, image.len()), &image) {
            network.forward(row)?;
        }
        let said = |layer| -> Result<Vec<f64>> {
            Ok(network.activations(layer)?.iter().copied().collect())
        };
        Ok(Self {
            sweep,
            map: said(0)?,
            pooled: match pooling {
                Some(_) => said(1)?,
                None => Vec::new(),
            },
            pool: pooling,
            image,
            kernel: state.kernel,
        })
    }

    /// Rows and columns of the map.
    pub fn windows(&self) -> [usize; 2] {
        self.sweep.output()
    }

    /// The nine products of a window.
    pub fn terms(&self, [row, column]: [usize; 2]) -> Vec<Term> {
        let terms = self.sweep.terms(&self.image, &self.kernel, row, column);
        terms.unwrap_or_default()
    }

    /// What a window's products add up to.
    pub fn sum(&self, at: [usize; 2]) -> f64 {
        weighted_sum::sum(&self.terms(at), 0.0)
    }

    /// The pooled place that a place of the map goes into; none for a last row or column without a partner.
    pub fn pooled_place(&self, [row, column]: [usize; 2]) -> Option<[usize; 2]> {
        let [rows, columns] = self.pool?.output();
        let place = [row / POOL, column / POOL];
        (place[0] < rows && place[1] < columns).then_some(place)
    }
}

/// The digit's pixels, with the reader's changes.
fn pixels(state: &State) -> Vec<f64> {
    let mut pixels: Vec<f64> = samples::digit(state.digit)
        .iter()
        .map(|&pixel| f64::from(pixel))
        .collect();
    for (place, ink) in &state.changes {
        if let Some(pixel) = pixels.get_mut(*place) {
            *pixel = if *ink { 255.0 } else { 0.0 };
        }
    }
    pixels
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_map_holds_the_sums_of_the_windows() {
        for stride in 1..=3 {
            for padding in [Padding::Valid, Padding::Same] {
                for pool in Pool::ALL {
                    let state = State {
                        stride,
                        padding,
                        pool,
                        changes: vec![(300, true)],
                        ..State::default()
                    };
                    let model = Model::new(&state).unwrap();
                    let [rows, columns] = model.windows();
                    assert_eq!(model.map.len(), rows * columns);
                    let sums = (0..rows * columns).map(|i| model.sum([i / columns, i % columns]));
                    assert!(sums.eq(model.map.iter().copied()));
                    let pooled = model.pool.map_or([0, 0], |pool| pool.output());
                    assert_eq!(model.pooled.len(), pooled[0] * pooled[1]);
                }
            }
        }
    }
}
