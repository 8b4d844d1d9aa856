//! The thesis's four networks trained on all of their data: the training and test accuracy of each epoch.

use std::time::Duration;

use anyhow::{Result, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use redes_ledger::{Case, Inputs, Key, Quantity, Run};
use redes_sheet::{language::Language, theme::Colour};

use super::{
    picture::{Picture, fill, stroke},
    plot::Plot,
};

/// Seed of the first weights and of the shuffling: that of the networks that ship with the site.
const SEED: u32 = 1;

/// A training.
pub(super) struct Training {
    /// Share of right answers in each epoch: Keras's running mean.
    pub(super) train: Vec<f64>,
    /// Share of right answers in the test, after each epoch or after the last.
    pub(super) test: Vec<f64>,
}

/// Trains a case as the thesis does.
pub(super) fn train(case: Case, inputs: &Inputs<'_>) -> Result<Training> {
    let mut run = Run::new(case, &[SEED], inputs)?;
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:40} {percent}% {eta}") {
        bar.set_style(style);
    }
    bar.set_prefix(case.name());
    bar.enable_steady_tick(Duration::from_millis(200));
    while let Some(progress) = run.step(inputs)? {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    }
    bar.finish_and_clear();
    let epochs = |quantity| -> Vec<f64> {
        let measured = |at| run.measured().get(Key { quantity, at });
        let first = |at| measured(at).first().and_then(|run| run.first().copied());
        // Epochs count from 1; the digits are tested only after the last.
        (1..10).filter_map(first).collect()
    };
    let (train, test) = (epochs(Quantity::Accuracy), epochs(Quantity::ValAccuracy));
    ensure!(
        !train.is_empty() && !test.is_empty(),
        "case {case} was not trained"
    );
    Ok(Training { train, test })
}

/// Writes the numbers of the three epochs below a plot.
pub(super) fn epochs(picture: &mut Picture, plot: &Plot, language: Language) {
    for epoch in 1..=3 {
        let name = language.choose("época", "epoch");
        let label = if epoch == 1 {
            format!("{name} 1")
        } else {
            epoch.to_string()
        };
        plot.below(picture, f64::from(epoch), label);
    }
}

/// A network's style in the plot: its line, and the shape of its marks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look {
    Discs(Colour),
    Squares(Colour),
}

impl Look {
    fn colour(self) -> Colour {
        let (Self::Discs(colour) | Self::Squares(colour)) = self;
        colour
    }

    /// One mark.
    pub(super) fn mark(self, picture: &mut Picture, [x, y]: [f64; 2]) {
        match self {
            Self::Discs(colour) => picture.circle([x, y], 6.0, fill(colour)),
            Self::Squares(colour) => picture.rect([x - 6.0, y - 6.0, 12.0, 12.0], fill(colour)),
        }
    }
}

/// A line over the epochs, which end with `shares`; dashed for the test.
pub(super) fn line(picture: &mut Picture, plot: &Plot, look: Look, shares: &[f64], dashed: bool) {
    let epochs = (1..).map(f64::from);
    let values: Vec<(f64, f64)> = epochs.zip(shares.iter().copied()).collect();
    let mut paint = stroke(look.colour(), 3.0);
    if dashed {
        paint = paint.dashed("8 6");
    }
    plot.curve(picture, &values, paint);
    for (epoch, share) in values {
        look.mark(picture, plot.at(epoch, share));
    }
}
