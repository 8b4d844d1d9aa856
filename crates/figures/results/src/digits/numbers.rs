//! What the digits' figure shows, computed: a training as far as it was reported.

use redes_data::mnist::SIDE;
use redes_experiment::history::History;
use redes_experiment::{
    Block,
    digits::{DigitsBody, Evaluation},
};
use redes_inputs::digits::Image;
use redes_lessons::thesis::digits::Case;

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

/// Points of a curve: (epochs, value).
pub type Curve = History<(f64, f64)>;

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
        self.losses.rows()
    }

    /// The running share of right answers.
    pub fn accuracies(&self) -> &[(f64, f64)] {
        self.accuracies.rows()
    }

    /// The images that the network misread, those that the gallery shows.
    pub fn mistakes(&self) -> &[Image] {
        self.mistakes.as_chunks().0
    }
}

/// The pixels of an image that have ink: how many, and the first and the last row and column of them, from 1. `None`
/// where there is no ink.
pub fn ink(image: &Image) -> Option<(usize, [usize; 2], [usize; 2])> {
    let inked = || (0..image.len()).filter(|at| image.get(*at).is_some_and(|ink| *ink > 0));
    let span =
        |of: fn(usize) -> usize| Some([inked().map(of).min()? + 1, inked().map(of).max()? + 1]);
    Some((
        inked().count(),
        span(|at| at / SIDE)?,
        span(|at| at % SIDE)?,
    ))
}
