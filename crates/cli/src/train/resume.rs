//! Training that goes on with the network of a file.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use redes_core::train::Trainer;

use crate::{case::Case, model};

/// A trainer like `start`, but with the weights of a file, and with its optimiser where the file has one that is known.
pub(super) fn trainer(
    path: &Path,
    case: Case,
    start: &Trainer<f32>,
    samples: usize,
) -> Result<Trainer<f32>> {
    let name = || path.display().to_string();
    let opened = model::open(path, Some(case))?;
    let known = start.network();
    let network = opened.network(known.max_batch()).with_context(name)?;
    let widths = |network: &redes_core::network::Network<f32>| {
        let (inputs, outputs) = (network.input_width(), network.output_width());
        format!("{inputs} inputs and {outputs} outputs")
    };
    ensure!(
        widths(&network) == widths(known),
        "{}: it has {}, and case {case} has {}",
        name(),
        widths(&network),
        widths(known)
    );
    let mut config = start.config().clone();
    let training = opened.training.as_ref();
    if let Some(optimizer) = training.and_then(|training| training.optimizer) {
        config.optimizer = optimizer;
    }
    let mut trainer = Trainer::new(network, samples, config).with_context(name)?;
    if let Some(memory) = training.and_then(|training| training.memory.clone()) {
        trainer.set_moments(memory).with_context(name)?;
    }
    Ok(trainer)
}
