//! What the writers' figure computes: the digits of both origins, and how many of them a network reads right.

use redes_core::network::Network;
use redes_data::{drawing::Stroke, mnist::PIXELS};
use redes_experiment::tuning::{Read, TuningSetup};
use redes_inputs::{
    answer,
    digits::{self, Image},
};
use redes_lessons::thesis::digits::Case;

use super::link::{Source, State};

/// The network of the figure.
pub const CASE: Case = Case::Case10;
/// Digits of the pen set that are trained on.
pub const TAUGHT: usize = 10;

static PEN: &str = include_str!("../../digits/pen.txt");
static MNIST: &[u8] = include_bytes!("../../digits/mnist.bin");

/// A digit that someone drew.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Which digit the writer meant.
    pub digit: u8,
    /// As the networks see it.
    pub image: Image,
}

impl Sample {
    /// A drawing; none of an empty one.
    pub fn drawn(digit: u8, strokes: &[Stroke]) -> Option<Self> {
        let image = digits::image(strokes)?;
        Some(Self { digit, image })
    }
}

/// The digits of the pen set: 30 of each.
pub fn pen() -> Vec<Sample> {
    let lines = PEN.lines().filter_map(|line| {
        let (digit, ink) = line.split_once(' ')?;
        Sample::drawn(digit.parse().ok()?, &digits::decode(ink)?)
    });
    lines.collect()
}

/// MNIST's first ten test images of a digit.
pub fn mnist(digit: u8) -> &'static [Image] {
    let (images, _) = MNIST.as_chunks::<PIXELS>();
    let each = images.len() / 10;
    let first = each * usize::from(digit);
    images.get(first..first + each).unwrap_or_default()
}

/// The digit that a network answers to each image.
pub fn answers<'a>(
    network: &mut Network<f32>,
    images: impl Iterator<Item = &'a Image>,
) -> Vec<Option<u8>> {
    let answer = |image| answer::answer(network, CASE, image);
    images
        .map(answer)
        .map(|answer| answer.map(|answer| answer.digit as u8))
        .collect()
}

/// Whose digits a network is taught: the pen set's as long as the reader has drawn none.
pub fn source(state: &State, own: usize) -> Source {
    match own {
        0 => Source::Pen,
        _ => state.source,
    }
}

/// The digits that a network goes on training on.
pub fn taught<'a>(state: &State, pen: &'a [Sample], own: &'a [Sample]) -> Vec<&'a Sample> {
    match source(state, own.len()) {
        Source::Pen => {
            let these = pen.iter().filter(|sample| sample.digit == state.digit);
            these.take(TAUGHT).collect()
        }
        Source::Own => own.iter().collect(),
    }
}

/// How many of the digits a network reads right that it was not trained on, before or after.
pub fn right<'a>(
    samples: impl Iterator<Item = (&'a Sample, Option<u8>)>,
    taught: &[&Sample],
) -> Read {
    let mut read = Read::default();
    for (sample, answer) in samples.filter(|(sample, _)| !taught.contains(sample)) {
        let place = usize::from(sample.digit);
        if let (Some(right), Some(all)) = (read.right.get_mut(place), read.all.get_mut(place)) {
            *all += 1;
            *right += u64::from(answer == Some(sample.digit));
        }
    }
    read
}

/// What the trainer gets.
pub fn setup(state: &State, weights: &[f32], taught: &[&Sample]) -> TuningSetup {
    TuningSetup {
        case: CASE,
        weights: weights.to_vec(),
        pixels: taught.iter().flat_map(|sample| sample.image).collect(),
        labels: taught.iter().map(|sample| sample.digit).collect(),
        mixed: state.mixed,
        steps: state.steps,
        seed: state.seed,
    }
}
