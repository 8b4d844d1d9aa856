//! Networks and trainers from what the page asked for.

use redes_core::{
    activation::Activation,
    initializer::{DrawOrder, Initializer},
    loss::Loss,
    network::{Architecture, LayerConfig, Network},
    optimizer::OptimizerConfig,
    rng::RandomState,
    train::{StopRule, TrainConfig, Trainer},
};
use redes_exchange::{ExchangeError, Format, Opened, TrainingState};
use redes_lessons::thesis::digits::{self, Case};

use crate::{
    digest::Kept,
    protocol::{Kind, Open, Setup, Source},
};

/// Reads a source. Of the thesis's network the weights are drawn.
///
/// # Errors
/// As [`redes_exchange::read`] and [`redes_exchange::read_weights`].
pub(crate) fn open(open: &Open) -> Result<(Opened, Kept), ExchangeError> {
    let opened = match &open.source {
        Source::Thesis => return Ok((thesis(open.seed)?, Kept::New)),
        Source::File(file) => redes_exchange::read(&file.0)?,
        Source::Weights { file, network } => {
            let network = match network {
                Some(network) => redes_exchange::read(&network.0)?,
                None => thesis(open.seed)?,
            };
            let weights = redes_exchange::read_weights(&file.0, &network.architecture)?;
            Opened {
                names: network.names,
                ..weights
            }
        }
    };
    let kept = opened.format.into();
    Ok((opened, kept))
}

/// Case 1.0 as `redes_lessons` begins it.
fn thesis(seed: u32) -> Result<Opened, ExchangeError> {
    let architecture = digits::architecture(Case::Case10);
    let mut network = Network::<f32>::new(&architecture, 1)?;
    network.initialize(
        Initializer::GlorotUniform,
        Initializer::Zeros,
        DrawOrder::KernelFirst,
        &mut RandomState::new(seed),
    )?;
    let rows = network.summary().rows.into_iter();
    Ok(Opened {
        names: rows.map(|row| row.name).collect(),
        parameters: network.parameters().to_vec(),
        architecture,
        format: Format::Safetensors,
        keras_version: None,
        training: Some(TrainingState {
            loss: Some(Loss::SparseCategoricalCrossEntropy),
            optimizer: Some(OptimizerConfig::adam()),
            memory: None,
        }),
        notes: Vec::new(),
    })
}

/// Whether the loss is a logarithm of probabilities.
fn of_probabilities(loss: Loss) -> bool {
    matches!(
        loss,
        Loss::BinaryCrossEntropy | Loss::SparseCategoricalCrossEntropy
    )
}

/// The loss to train with: the file's, or the usual one for so many outputs.
pub(crate) fn loss(training: Option<&TrainingState>, outputs: usize) -> Loss {
    let usual = match outputs {
        1 => Loss::BinaryCrossEntropy,
        _ => Loss::SparseCategoricalCrossEntropy,
    };
    let own = training.and_then(|training| training.loss);
    own.filter(|own| outputs > 1 || *own != Loss::SparseCategoricalCrossEntropy)
        .unwrap_or(usual)
}

/// The network that trains in place of one whose last layer gives the argument of a softmax or sigmoid (`from_logits` in
/// Keras): the same parameters, with that function.
pub(crate) fn with_probabilities(architecture: &Architecture, loss: Loss) -> Architecture {
    let mut architecture = architecture.clone();
    if let Some(LayerConfig::Dense {
        units, activation, ..
    }) = architecture.layers.last_mut()
        && *activation == Activation::Identity
        && of_probabilities(loss)
    {
        *activation = match (loss, *units) {
            (Loss::BinaryCrossEntropy, _) | (_, 1) => Activation::Sigmoid,
            _ => Activation::Softmax,
        };
    }
    architecture
}

/// What Keras calls an optimiser.
pub(crate) fn name_of(optimizer: &OptimizerConfig) -> &'static str {
    match optimizer {
        OptimizerConfig::ThesisDescent { .. } | OptimizerConfig::Sgd { .. } => "SGD",
        OptimizerConfig::Adam { .. } => "Adam",
        OptimizerConfig::Rmsprop { .. } => "RMSprop",
    }
}

/// The optimiser of a setup, and whether it is the file's, with the file's settings.
fn optimizer(setup: &Setup, training: Option<&TrainingState>) -> (OptimizerConfig, bool) {
    let own = training.and_then(|training| training.optimizer);
    let sgd = OptimizerConfig::Sgd {
        learning_rate: 0.01,
        momentum: 0.0,
        nesterov: false,
    };
    let rmsprop = OptimizerConfig::Rmsprop {
        learning_rate: 0.001,
        rho: 0.9,
        momentum: 0.0,
        epsilon: 1e-7,
    };
    let (mut config, is_own) = match (setup.optimizer, own) {
        (Kind::File, Some(own)) => (own, true),
        (Kind::File | Kind::Adam, _) => (OptimizerConfig::adam(), false),
        (Kind::Sgd, _) => (sgd, false),
        (Kind::RmsProp, _) => (rmsprop, false),
    };
    if let (
        Some(rate),
        OptimizerConfig::ThesisDescent { learning_rate, .. }
        | OptimizerConfig::Sgd { learning_rate, .. }
        | OptimizerConfig::Adam { learning_rate, .. }
        | OptimizerConfig::Rmsprop { learning_rate, .. },
    ) = (setup.rate, &mut config)
    {
        *learning_rate = rate;
    }
    (config, is_own)
}

/// A trainer of an opened network on `samples` samples, and whether it has the optimiser's memory of the file.
///
/// # Errors
/// As [`Network::new`] and [`Trainer::new`].
pub(crate) fn trainer(
    setup: &Setup,
    opened: &Opened,
    samples: usize,
) -> redes_core::Result<(Trainer<f32>, bool)> {
    let training = opened.training.as_ref();
    let batch = setup.batch.min(samples.max(1));
    let (optimizer, is_own) = optimizer(setup, training);
    let outputs = Network::<f32>::new(&opened.architecture, 1)?.output_width();
    let loss = loss(training, outputs);
    let architecture = with_probabilities(&opened.architecture, loss);
    let mut network = Network::new(&architecture, batch)?;
    network.parameters_mut().copy_from_slice(&opened.parameters);
    let config = TrainConfig {
        loss,
        optimizer,
        batch_size: Some(batch),
        shuffle: true,
        seed: setup.open.seed,
        stop: StopRule::default(),
    };
    let mut trainer = Trainer::new(network, samples, config)?;
    let memory = training.and_then(|training| training.memory.as_ref());
    // A memory that does not fit is none.
    let remembers =
        is_own && memory.is_some_and(|memory| trainer.set_moments(memory.clone()).is_ok());
    Ok((trainer, remembers))
}
