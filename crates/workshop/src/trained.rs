//! The networks that the figures of other pages train, as files. Such a figure sends the name of its experiment, the setup of
//! the run and the weights; the network follows from the setup.

use redes_core::{
    loss::Loss,
    network::{Architecture, Network},
    optimizer::OptimizerConfig,
};
use redes_exchange::TrainingState;
use redes_experiment::{
    Experiment, Failure,
    circles::{Circles, CirclesSetup},
    digits::{Digits, DigitsSetup},
    playground::{Playground, PlaygroundSetup},
    reviews::{Reviews, ReviewsSetup},
    tuning::{Tuning, TuningSetup},
    wire,
};
use redes_lessons::thesis::{
    circles::{self, CirclesConfig},
    digits, reviews,
};

use crate::{
    form::{File, Form},
    name::Name,
    refusal::Unsaved,
};

/// A network in training, as its figure sends it.
#[derive(Clone, Copy, Debug)]
pub struct Trained<'a> {
    /// [`Experiment::NAME`] of the experiment that trains it: the digits, their second training, the reviews, the circles
    /// or the playground.
    pub experiment: &'a str,
    /// The setup of the run, as bytes. One of the reviews may name several cases: the weights are those of one.
    pub setup: &'a [u8],
    /// The weights, in the order of [`Network::parameters`].
    pub parameters: &'a [f32],
    /// The steps after which it has them.
    pub steps: u64,
}

/// The file's name without its ending, the format, and whether the comments of a program are Spanish.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The name.
    pub stem: &'a str,
    /// The format.
    pub form: Form,
    /// Whether the comments are Spanish.
    pub spanish: bool,
}

impl From<Failure> for Unsaved {
    fn from(failure: Failure) -> Self {
        Self::Other(failure.to_string())
    }
}

impl Trained<'_> {
    /// The network as files: one, or a program and the numbers that it loads. They name the loss and the optimiser where the
    /// format does, but hold nothing of the optimiser's memory. Their names tell networks of other settings apart; `spanish` is
    /// whether the comments of a program are Spanish.
    ///
    /// # Errors
    /// [`Unsaved`] for an experiment that is not among those of [`Trained::experiment`], a setup or weights that do not fit
    /// it, and as [`redes_exchange::write`].
    pub fn files(self, form: Form, spanish: bool) -> Result<Vec<File>, Unsaved> {
        let (architecture, training, name) = self.kind()?;
        let mut network = Network::new(&architecture, 1)?;
        let place = network.parameters_mut();
        if place.len() != self.parameters.len() {
            let (found, expected) = (self.parameters.len(), place.len());
            let text = format!("{found} weights for {expected}");
            return Err(Unsaved::Other(text));
        }
        place.copy_from_slice(self.parameters);
        let wanted = Wanted {
            stem: &name.of(&network, self.steps),
            form,
            spanish,
        };
        wanted.write(&network, training.as_ref())
    }

    /// The network that the setup trains, how it is trained, and its name.
    fn kind(self) -> Result<(Architecture, Option<TrainingState>, Name), Unsaved> {
        let (architecture, loss, optimizer, name) = match self.experiment {
            Digits::NAME => {
                let setup: DigitsSetup = wire::decode(Digits::NAME, self.setup)?;
                let architecture = digits::architecture_with(setup.case, setup.hidden);
                let loss = Loss::SparseCategoricalCrossEntropy;
                let name = Name::digits(&setup);
                (architecture, loss, OptimizerConfig::adam(), name)
            }
            Tuning::NAME => {
                let setup: TuningSetup = wire::decode(Tuning::NAME, self.setup)?;
                let loss = Loss::SparseCategoricalCrossEntropy;
                let architecture = digits::architecture(setup.case);
                let name = Name::tuning(&setup);
                (architecture, loss, OptimizerConfig::adam(), name)
            }
            Reviews::NAME => {
                let setup: ReviewsSetup = wire::decode(Reviews::NAME, self.setup)?;
                let fits = |case: &&reviews::Case| {
                    let network = Network::<f32>::new(&reviews::architecture(**case), 1);
                    network.is_ok_and(|own| own.parameters().len() == self.parameters.len())
                };
                let Some(case) = setup.cases.iter().find(fits) else {
                    let (found, cases) = (self.parameters.len(), setup.cases.len());
                    let text = format!("{found} weights for none of {cases} networks");
                    return Err(Unsaved::Other(text));
                };
                let loss = Loss::BinaryCrossEntropy;
                let name = Name::reviews(&setup, *case);
                let architecture = reviews::architecture(*case);
                (architecture, loss, OptimizerConfig::adam(), name)
            }
            Circles::NAME => {
                let setup: CirclesSetup = wire::decode(Circles::NAME, self.setup)?;
                let name = Name::circles(&setup);
                let config = CirclesConfig {
                    hidden: setup.hidden,
                    activation: setup.activation,
                    ..CirclesConfig::default()
                };
                // No other program has the thesis's cost and its step of the biases.
                return Ok((circles::architecture(&config), None, name));
            }
            Playground::NAME => {
                let setup: PlaygroundSetup = wire::decode(Playground::NAME, self.setup)?;
                let loss = setup.loss.minimised();
                let name = Name::playground(&setup);
                (setup.architecture(), loss, setup.optimizer(), name)
            }
            other => return Err(Failure::Unknown(other.to_owned()).into()),
        };
        let training = TrainingState {
            loss: Some(loss),
            optimizer: Some(optimizer),
            memory: None,
        };
        Ok((architecture, Some(training), name))
    }
}

impl Wanted<'_> {
    /// A network that the site has as a file of ours, in another format.
    ///
    /// # Errors
    /// [`Unsaved`] for a file that is not ours or is damaged, and as [`redes_exchange::write`].
    pub fn of_file(self, file: &[u8]) -> Result<Vec<File>, Unsaved> {
        let opened = redes_exchange::read(file)?;
        self.write(&opened.network(1)?, opened.training.as_ref())
    }

    fn write(
        self,
        network: &Network<f32>,
        training: Option<&TrainingState>,
    ) -> Result<Vec<File>, Unsaved> {
        let name = format!("{}{}", self.stem, self.form.ending());
        Ok(self.form.write(network, training, self.spanish, &name)?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
