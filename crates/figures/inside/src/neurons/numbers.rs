//! What the neurons' figure shows, computed: the weights of the first hidden layer, its answers to an image, what makes
//! each output grow, and where the network looks.

use ndarray::ArrayView2;
use redes_core::{
    activation::Activation,
    network::{Architecture, LayerConfig, Network},
};
use redes_data::{
    drawing::Stroke,
    mnist::{PIXELS, SIDE},
    samples,
};
pub use redes_experiment::dense::OUTPUTS;
use redes_experiment::{dense::DenseNetwork, scaling::Scaling};
use redes_inputs::digits::{self as drawn, Image};
use redes_lessons::{
    input_gradients::input_gradients,
    occlusion::log_odds,
    thesis::digits::{self, Case, Hidden},
};

use super::link::Order;

/// Neurons of the first hidden layer of the networks that ship.
pub const NEURONS: usize = 128;
/// Images that the network reads at once.
const BATCH: usize = 16;
/// How far a patch reaches to each side of its middle: patches have 5 × 5 pixels.
const REACH: usize = 2;
/// The place of the first hidden layer in the architecture, after `Flatten`.
const FIRST: usize = 1;

/// A number for each pixel.
pub type Map = [f32; PIXELS];

/// A network of a case, or one that was opened, with its last activation taken off: what it returns are the sums z of the
/// outputs.
pub struct Inside {
    /// None for one that was opened.
    case: Option<Case>,
    /// The function of the first hidden layer.
    first: Activation,
    /// The function that was taken off.
    last: Activation,
    scaling: Scaling,
    neurons: usize,
    network: Network<f32>,
}

/// What the network makes of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The image as the network is given it.
    pub input: Map,
    /// The image as it is shown, ink 255.
    pub ink: Image,
    /// The answers of the first hidden layer.
    pub answers: Vec<f32>,
    /// The ten outputs.
    pub outputs: [f64; OUTPUTS],
    /// For each output, the derivative of its sum z by each pixel.
    pub wishes: Vec<Map>,
}

/// A neuron's sum, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// Its weights.
    pub weights: Map,
    /// Each weight times its pixel.
    pub products: Map,
    /// The sum of the products.
    pub total: f64,
    /// The bias.
    pub bias: f64,
    /// What the neuron answers.
    pub answer: f64,
}

/// The image of what is drawn, else the test image of a digit.
pub fn image(strokes: &[Stroke], digit: u8) -> Image {
    let image = drawn::image(strokes);
    image.unwrap_or_else(|| *samples::digit(digit))
}

/// Takes the last activation off.
fn taken_off(architecture: &mut Architecture) -> Option<Activation> {
    match architecture.layers.last_mut()? {
        LayerConfig::Dense { activation, .. } => {
            Some(std::mem::replace(activation, Activation::Identity))
        }
        _ => None,
    }
}

impl Inside {
    /// A network of a case, or of another activation in its hidden layers, with these weights; none where they are not as
    /// many as it has.
    pub fn new((case, hidden): (Case, Option<Hidden>), weights: &[f32]) -> Option<Self> {
        let architecture = digits::architecture_with(case, hidden);
        let inside = Self::of(architecture, Scaling::Columns, weights)?;
        Some(Self {
            case: Some(case),
            ..inside
        })
    }

    /// A network that was opened on the page of models; none where its layers and weights do not fit each other.
    pub fn opened(network: &DenseNetwork) -> Option<Self> {
        let whole = network.holds().then(|| network.architecture())?;
        Self::of(whole, network.scaling, &network.weights)
    }

    /// A network of dense layers after one that flattens.
    fn of(mut architecture: Architecture, scaling: Scaling, weights: &[f32]) -> Option<Self> {
        let last = taken_off(&mut architecture)?;
        let LayerConfig::Dense {
            units, activation, ..
        } = *architecture.layers.get(FIRST)?
        else {
            return None;
        };
        let mut inside = Self {
            case: None,
            first: activation,
            last,
            scaling,
            neurons: units,
            network: Network::new(&architecture, BATCH).ok()?,
        };
        inside.take(weights).then_some(inside)
    }

    /// Takes other weights, if they are as many as it has.
    pub fn take(&mut self, weights: &[f32]) -> bool {
        let own = self.network.parameters_mut();
        let fits = own.len() == weights.len();
        if fits {
            own.copy_from_slice(weights);
        }
        fits
    }

    /// The case of the network; none of one that was opened.
    pub fn case(&self) -> Option<Case> {
        self.case
    }

    /// The function of its first hidden layer.
    pub fn function(&self) -> Activation {
        self.first
    }

    /// Neurons of its first hidden layer.
    pub fn neurons(&self) -> usize {
        self.neurons
    }

    /// The weights of the first hidden layer: a row a pixel, a column a neuron.
    pub fn rows(&self) -> impl Iterator<Item = &[f32]> {
        let kernel = self.network.parameters().get(..PIXELS * self.neurons);
        kernel.unwrap_or_default().chunks_exact(self.neurons.max(1))
    }

    /// The weight that has the full colour: three times the mean size of the weights. About one in twenty is greater.
    pub fn scale(&self) -> f64 {
        let sum: f64 = self.rows().flatten().map(|w| f64::from(w.abs())).sum();
        3.0 * sum / (PIXELS * self.neurons) as f64
    }

    /// Reads an image.
    pub fn read(&mut self, image: &Image) -> Option<Reading> {
        let mut input = [0.0; PIXELS];
        self.scaling.apply(image, &mut input);
        let gradients = input_gradients(&mut self.network, &input).ok()?;
        let (wishes, _) = gradients.as_slice()?.as_chunks::<PIXELS>();
        let wishes = wishes.to_vec();
        let sums = self.network.forward_row(&input).ok()?.first_chunk()?;
        let outputs = outputs(sums, self.last);
        let answers = self.network.activations(FIRST).ok()?;
        let answers = answers.as_slice()?.get(..self.neurons)?.to_vec();
        // Only what the thesis does to the columns changes how an image looks.
        let ink = match self.scaling {
            Scaling::Columns => input.map(|share| (share * 255.0) as u8),
            _ => *image,
        };
        Some(Reading {
            input,
            ink,
            answers,
            outputs,
            wishes,
        })
    }

    /// A neuron's sum for an image that was read.
    pub fn sum(&self, reading: &Reading, neuron: usize) -> Option<Sum> {
        let mut weights = [0.0; PIXELS];
        for (to, row) in weights.iter_mut().zip(self.rows()) {
            *to = *row.get(neuron)?;
        }
        let mut products = weights;
        let mut total = 0.0;
        for (product, pixel) in products.iter_mut().zip(&reading.input) {
            *product *= pixel;
            total += f64::from(*product);
        }
        let place = PIXELS * self.neurons + neuron;
        let bias = self.network.parameters().get(place)?;
        Some(Sum {
            weights,
            products,
            total,
            bias: f64::from(*bias),
            answer: f64::from(*reading.answers.get(neuron)?),
        })
    }

    /// Where the network looks for an output: by how much ln(aₖ / Σⱼ≠ₖ aⱼ) falls when the 5 × 5 pixels around a pixel are
    /// made paper and the image is scaled again. Positive where the ink speaks for the output; 0 where there is no
    /// ink.
    pub fn looks(&mut self, image: &Image, output: usize) -> Option<Map> {
        let inked: Vec<usize> = (0..PIXELS).filter(|&at| has_ink(image, at)).collect();
        let mut rows = vec![0.0; PIXELS];
        self.scaling.apply(image, &mut rows);
        for &at in &inked {
            let mut row = [0.0; PIXELS];
            self.scaling.apply(&erased(image, at), &mut row);
            rows.extend_from_slice(&row);
        }
        let rows = ArrayView2::from_shape((inked.len() + 1, PIXELS), &rows).ok()?;
        let sums = self.network.predict(rows).ok()?;
        let (sums, _) = sums.as_slice()?.as_chunks::<OUTPUTS>();
        let mut odds = sums.iter().map(|sums| certainty(sums, self.last, output));
        let whole = odds.next()??;
        let mut map = [0.0; PIXELS];
        for (at, odds) in inked.into_iter().zip(odds) {
            if let Some(pixel) = map.get_mut(at) {
                *pixel = (whole - odds?) as f32;
            }
        }
        Some(map)
    }
}

/// The outputs from their sums.
fn outputs(sums: &[f32; OUTPUTS], last: Activation) -> [f64; OUTPUTS] {
    if last == Activation::Sigmoid {
        return sums.map(|z| Activation::Sigmoid.value(f64::from(z)));
    }
    // In the network's own 32 bits: the other functions in 64 would weigh more than all else that an opened network adds.
    let mut outputs = [0.0; OUTPUTS];
    last.forward(sums, &mut outputs, OUTPUTS);
    outputs.map(f64::from)
}

/// ln(aₖ / Σⱼ≠ₖ aⱼ) of an output, from the sums. Outputs that are neither sigmoids nor those of a softmax may be negative;
/// then the softmax of the sums is taken in their place.
fn certainty(sums: &[f32; OUTPUTS], last: Activation, output: usize) -> Option<f64> {
    if last != Activation::Sigmoid {
        let own = f64::from(*sums.get(output)?);
        let all: f64 = sums.iter().map(|z| libm::exp(f64::from(*z) - own)).sum();
        return Some(log_odds(1.0 / all));
    }
    let outputs = outputs(sums, last);
    let all: f64 = outputs.iter().sum();
    Some(log_odds(outputs.get(output)? / all))
}

/// The rows or columns of a patch around one of them.
fn around(at: usize) -> std::ops::Range<usize> {
    at.saturating_sub(REACH)..(at + REACH + 1).min(SIDE)
}

/// The pixels of the patch around a pixel.
fn patch(at: usize) -> impl Iterator<Item = usize> {
    around(at / SIDE).flat_map(move |row| around(at % SIDE).map(move |column| row * SIDE + column))
}

fn has_ink(image: &Image, at: usize) -> bool {
    patch(at).any(|pixel| image.get(pixel).is_some_and(|ink| *ink > 0))
}

/// The image with paper in place of the patch around a pixel.
fn erased(image: &Image, at: usize) -> Image {
    let mut image = *image;
    for pixel in patch(at) {
        if let Some(ink) = image.get_mut(pixel) {
            *ink = 0;
        }
    }
    image
}

impl Reading {
    /// The digit with the greatest output.
    pub fn digit(&self) -> usize {
        let mut best = 0;
        let mut greatest = f64::NEG_INFINITY;
        for (digit, output) in self.outputs.iter().enumerate() {
            if *output > greatest {
                (best, greatest) = (digit, *output);
            }
        }
        best
    }

    /// The neurons in an order; those of the same answer by their number.
    pub fn order(&self, order: Order) -> Vec<usize> {
        let mut neurons: Vec<usize> = (0..self.answers.len()).collect();
        if order == Order::Answer {
            let answer = |neuron: &usize| self.answers.get(*neuron).copied().unwrap_or_default();
            neurons.sort_by(|a, b| answer(b).total_cmp(&answer(a)));
        }
        neurons
    }

    /// The greatest size of an answer; never 0.
    pub fn strongest(&self) -> f32 {
        let sizes = self.answers.iter().map(|answer| answer.abs());
        sizes.fold(f32::MIN_POSITIVE, f32::max)
    }

    /// How many neurons answer with more than a hundredth of the strongest.
    pub fn awake(&self) -> usize {
        let least = self.strongest() / 100.0;
        let answers = self.answers.iter();
        answers.filter(|answer| answer.abs() > least).count()
    }
}
