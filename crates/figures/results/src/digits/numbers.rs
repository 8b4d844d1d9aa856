//! What the digits' figure shows, computed: a drawing as text for the link, a network's answer to an image, and a
//! training as far as it was reported.

use redes_core::network::Network;
use redes_data::{
    drawing::{self, Stroke},
    mnist::{self, PIXELS},
};
use redes_experiment::{
    Block,
    digits::{DigitsBody, Evaluation},
};
use redes_lessons::thesis::digits::{Case, Hidden};

/// Side of the pad, in its own units.
pub const SIDE: f32 = 280.0;
/// Width of the pen, in the pad's units: about that of the strokes in MNIST.
pub const PEN: f32 = 22.0;
/// Points closer than this to the one before are left out of the link.
const SPACING: f32 = 5.0;
/// A drawing with more points than this stays out of the link: browsers and learning platforms cut long ones.
const POINTS: usize = 400;
/// The greatest number that two letters write.
const GREATEST: f32 = 4095.0;
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What the thesis prints after each epoch (§4, cases 1.0 and 1.1): loss and accuracy on the training images.
const PRINTED: [(Case, [(f64, f64); 3]); 2] = [
    (
        Case::Case10,
        [(0.2853, 0.9193), (0.1200, 0.9636), (0.0832, 0.9743)],
    ),
    (
        Case::Case11,
        [(0.5341, 0.8542), (0.2218, 0.9336), (0.1663, 0.9501)],
    ),
];

/// An image as the networks are given it: 28 x 28, row by row, ink 255.
pub type Image = [u8; PIXELS];

/// The names of the activations of the hidden layers, for a reader whose link has none of them.
pub const HIDDEN: &str = "case, relu, sigmoid, tanh, sigmoid4, sigmoid-signed, sigmoid-centred";

/// The activation of a name: "case" is that of the case.
pub fn hidden(name: &str) -> Option<Option<Hidden>> {
    match name {
        "case" => Some(None),
        name => name.parse().ok().map(Some),
    }
}

/// The name of an activation.
pub fn hidden_name(hidden: &Option<Hidden>) -> String {
    hidden.map_or("case", |hidden| hidden.name()).to_owned()
}

/// Points of a curve: (epochs, value).
pub type Curve = Vec<(f64, f64)>;

/// A drawing as text: strokes with "." between them, two letters a coordinate. Empty for none, or for one too long.
pub fn encode(strokes: &[Stroke]) -> String {
    let mut text = String::new();
    let mut count = 0;
    for stroke in strokes {
        if !text.is_empty() {
            text.push('.');
        }
        let mut last: Option<(f32, f32)> = None;
        for (i, point) in stroke.points.iter().enumerate() {
            let near = last.is_some_and(|(x, y)| (point.0 - x).hypot(point.1 - y) < SPACING);
            if near && i + 1 < stroke.points.len() {
                continue;
            }
            last = Some(*point);
            count += 1;
            for coordinate in [point.0, point.1] {
                let units = (coordinate.clamp(0.0, SIDE) / SIDE * GREATEST).round() as usize;
                let letters = [units / 64, units % 64].map(|place| LETTERS.get(place));
                text.extend(
                    letters
                        .into_iter()
                        .flatten()
                        .map(|&letter| char::from(letter)),
                );
            }
        }
    }
    if count > POINTS { String::new() } else { text }
}

/// The drawing that a text stands for; none where it is no drawing.
pub fn decode(text: &str) -> Option<Vec<Stroke>> {
    let letter = |byte: u8| LETTERS.iter().position(|known| *known == byte);
    let coordinate = |high: u8, low: u8| {
        let units = letter(high)? * 64 + letter(low)?;
        Some(units as f32 / GREATEST * SIDE)
    };
    let mut count = 0;
    text.split('.')
        .map(|part| {
            let (points, rest) = part.as_bytes().as_chunks::<4>();
            count += points.len();
            if points.is_empty() || !rest.is_empty() || count > POINTS {
                return None;
            }
            let points = points.iter();
            let points =
                points.map(|&[x, x2, y, y2]| Some((coordinate(x, x2)?, coordinate(y, y2)?)));
            let points = points.collect::<Option<_>>()?;
            Some(Stroke { points })
        })
        .collect()
}

/// The image of a drawing; none of an empty one.
pub fn image(strokes: &[Stroke]) -> Option<Image> {
    let paper = drawing::rasterize(strokes, PEN);
    let side = SIDE as usize;
    drawing::to_mnist(&paper, side, side)
}

/// A network's answer to an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The ten sigmoids.
    pub outputs: [f32; 10],
    /// The digit with the greatest output.
    pub digit: usize,
}

/// A network's answer to an image; none from a network with other inputs or outputs.
pub fn answer(network: &mut Network<f32>, image: &Image) -> Option<Answer> {
    let mut input = [0.0; PIXELS];
    mnist::normalize_columns(image, &mut input);
    let outputs: [f32; 10] = network.forward_row(&input).ok()?.try_into().ok()?;
    let mut digit = 0;
    let mut greatest = f32::NEG_INFINITY;
    for (place, output) in outputs.iter().enumerate() {
        if *output > greatest {
            (digit, greatest) = (place, *output);
        }
    }
    Some(Answer { outputs, digit })
}

/// Loss and accuracy that the thesis prints after an epoch, from 0.
pub fn printed(case: Case, epoch: usize) -> Option<(f64, f64)> {
    let (_, rows) = PRINTED.iter().find(|(printed, _)| *printed == case)?;
    rows.get(epoch).copied()
}

/// Where a training is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The epoch, from 1.
    pub epoch: u64,
    /// Epochs in all.
    pub epochs: u64,
    /// The share of the steps that is done.
    pub share: f64,
    /// Seconds that are left at the speed of now; not finite where there is none.
    pub seconds_left: f64,
}

/// Where a training on so many images is.
pub fn progress(report: &DigitsBody, samples: usize) -> Progress {
    let per_epoch = report.batches_per_epoch.max(1);
    let epochs = report.iterations / per_epoch;
    let epoch = report.iteration.saturating_sub(1) / per_epoch + 1;
    let left = report.iterations.saturating_sub(report.iteration) as f64;
    let batch = samples as f64 / per_epoch as f64;
    Progress {
        epoch: epoch.min(epochs),
        epochs,
        share: report.iteration as f64 / report.iterations.max(1) as f64,
        seconds_left: left * batch / report.samples_per_second,
    }
}

/// The shade of a cell of the confusion matrix, 0 to 10, by the share of its row. There are ten and no continuous
/// colour, since the page's policy forbids styles in the markup.
pub fn shade(count: u64, row: &[u64]) -> u32 {
    let total = row.iter().sum::<u64>().max(1) as f64;
    ((count as f64 / total).sqrt() * 10.0).ceil() as u32
}

/// A training as far as it was reported.
#[derive(Clone, Debug, Default)]
pub struct Course {
    last: Option<DigitsBody>,
    losses: Curve,
    accuracies: Curve,
    mistakes: Vec<u8>,
}

impl Course {
    /// Adds a report and its blocks; returns the result of the test, where it comes with the report.
    pub fn take(&mut self, mut report: DigitsBody, blocks: &[Block]) -> Option<Evaluation> {
        let per_epoch = report.batches_per_epoch.max(1) as f64;
        let (rows, _) = blocks.first().map_or(&[][..], Block::f64).as_chunks::<3>();
        for &[step, loss, accuracy] in rows {
            self.losses.push((step / per_epoch, loss));
            self.accuracies.push((step / per_epoch, accuracy));
        }
        let evaluation = report.evaluation.take();
        if evaluation.is_some() {
            let mut pixels = blocks.iter().map(Block::u8);
            let pixels = pixels.find(|pixels| !pixels.is_empty());
            self.mistakes = pixels.unwrap_or_default().to_vec();
        }
        self.last = Some(report);
        evaluation
    }

    /// The last report, without the test's result.
    pub fn last(&self) -> Option<&DigitsBody> {
        self.last.as_ref()
    }

    /// The running loss.
    pub fn losses(&self) -> &[(f64, f64)] {
        &self.losses
    }

    /// The running share of right answers.
    pub fn accuracies(&self) -> &[(f64, f64)] {
        &self.accuracies
    }

    /// The images that the network misread, those that the gallery shows.
    pub fn mistakes(&self) -> &[Image] {
        self.mistakes.as_chunks().0
    }
}
