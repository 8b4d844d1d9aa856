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
    /// format does, but hold nothing of the optimiser's memory.
    ///
    /// # Errors
    /// [`Unsaved`] for an experiment that is not among those of [`Trained::experiment`], a setup or weights that do not fit
    /// it, and as [`redes_exchange::write`].
    pub fn files(self, wanted: Wanted<'_>) -> Result<Vec<File>, Unsaved> {
        let (architecture, training) = self.kind()?;
        let mut network = Network::new(&architecture, 1)?;
        let place = network.parameters_mut();
        if place.len() != self.parameters.len() {
            let (found, expected) = (self.parameters.len(), place.len());
            let text = format!("{found} weights for {expected}");
            return Err(Unsaved::Other(text));
        }
        place.copy_from_slice(self.parameters);
        wanted.write(&network, training.as_ref())
    }

    /// The network that the setup trains, and how it is trained.
    fn kind(self) -> Result<(Architecture, Option<TrainingState>), Unsaved> {
        let (architecture, loss, optimizer) = match self.experiment {
            Digits::NAME => {
                let setup: DigitsSetup = wire::decode(Digits::NAME, self.setup)?;
                let architecture = digits::architecture_with(setup.case, setup.hidden);
                let loss = Loss::SparseCategoricalCrossEntropy;
                (architecture, loss, OptimizerConfig::adam())
            }
            Tuning::NAME => {
                let setup: TuningSetup = wire::decode(Tuning::NAME, self.setup)?;
                let loss = Loss::SparseCategoricalCrossEntropy;
                let architecture = digits::architecture(setup.case);
                (architecture, loss, OptimizerConfig::adam())
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
                (reviews::architecture(*case), loss, OptimizerConfig::adam())
            }
            Circles::NAME => {
                let setup: CirclesSetup = wire::decode(Circles::NAME, self.setup)?;
                let config = CirclesConfig {
                    hidden: setup.hidden,
                    activation: setup.activation,
                    ..CirclesConfig::default()
                };
                // No other program has the thesis's cost and its step of the biases.
                return Ok((circles::architecture(&config), None));
            }
            Playground::NAME => {
                let setup: PlaygroundSetup = wire::decode(Playground::NAME, self.setup)?;
                let loss = setup.loss.minimised();
                (setup.architecture(), loss, setup.optimizer())
            }
            other => return Err(Failure::Unknown(other.to_owned()).into()),
        };
        let training = TrainingState {
            loss: Some(loss),
            optimizer: Some(optimizer),
            memory: None,
        };
        Ok((architecture, Some(training)))
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
mod tests {
    use redes_core::{
        activation::Activation, initializer::DrawOrder, initializer::Initializer, rng::RandomState,
    };
    use redes_experiment::playground::{Cost, Hidden, Kind, Points, Rule, Shape, Start};
    use redes_lessons::thesis::{circles::Listing, digits::Case, reviews};

    use super::*;

    fn digits_setup(hidden: Option<digits::Hidden>) -> Vec<u8> {
        let setup = DigitsSetup {
            case: Case::Case11,
            seed: 3,
            samples: 10_000,
            batch_size: 32,
            epochs: 3,
            hidden,
            weights_interval: 400.0,
            saved: Vec::new(),
        };
        wire::encode(Digits::NAME, &setup).unwrap()
    }

    fn tuning_setup() -> Vec<u8> {
        let setup = TuningSetup {
            case: Case::Case10,
            weights: Vec::new(),
            pixels: Vec::new(),
            labels: Vec::new(),
            mixed: 1,
            steps: 60,
            seed: 1,
        };
        wire::encode(Tuning::NAME, &setup).unwrap()
    }

    fn playground_setup(loss: Cost, shape: Shape) -> Vec<u8> {
        let setup = PlaygroundSetup {
            seed: 7,
            points: Points::Drawn {
                shape,
                samples: 100,
                noise: 0.05,
                balance: 0.5,
            },
            test: 0.2,
            layers: vec![Hidden {
                units: 5,
                activation: Kind::Leaky,
            }],
            initializer: Start::Glorot,
            optimizer: Rule::Adam,
            loss,
            batch: 16,
            rate: 0.01,
            l1: 0.0,
            l2: 0.001,
            dropout: 0.25,
            steps: 100,
            below: 0.0,
            patience: 0,
            events: Vec::new(),
        };
        wire::encode(Playground::NAME, &setup).unwrap()
    }

    fn circles_setup() -> Vec<u8> {
        let setup = CirclesSetup {
            seed: 1,
            samples: 500,
            factor: 0.5,
            noise: 0.05,
            hidden: vec![4, 8],
            activation: Activation::Tanh,
            learning_rate: 0.05,
            listing: Listing::AsMeant,
            iterations: 2_500,
        };
        wire::encode(Circles::NAME, &setup).unwrap()
    }

    fn reviews_setup(cases: &[reviews::Case]) -> Vec<u8> {
        let setup = ReviewsSetup {
            cases: cases.to_vec(),
            seed: 1,
            samples: 5_000,
            batch_size: 128,
            epochs: 2,
        };
        wire::encode(Reviews::NAME, &setup).unwrap()
    }

    fn drawn(architecture: &Architecture) -> Network<f32> {
        let mut network = Network::new(architecture, 1).unwrap();
        let draw = Initializer::Uniform { limit: 0.2 };
        let mut rng = RandomState::new(5);
        network
            .initialize(draw, draw, DrawOrder::KernelFirst, &mut rng)
            .unwrap();
        network
    }

    fn wanted(form: Form) -> Wanted<'static> {
        Wanted {
            stem: "redes-9",
            form,
            spanish: true,
        }
    }

    fn written(
        experiment: &str,
        setup: &[u8],
        parameters: &[f32],
        form: Form,
    ) -> Result<Vec<File>, Unsaved> {
        let trained = Trained {
            experiment,
            setup,
            parameters,
        };
        trained.files(wanted(form))
    }

    /// The network of every experiment comes back from every file that is read, with the same answers bit for bit.
    #[test]
    fn the_files_hold_the_network_that_the_setup_trains() {
        let circles = CirclesConfig {
            activation: Activation::Tanh,
            ..CirclesConfig::default()
        };
        let plane: PlaygroundSetup = wire::decode(
            Playground::NAME,
            &playground_setup(Cost::Square, Shape::Plane),
        )
        .unwrap();
        let case = digits::architecture_with(Case::Case11, Some(digits::Hidden::Tanh));
        for (experiment, setup, architecture) in [
            (Digits::NAME, digits_setup(Some(digits::Hidden::Tanh)), case),
            (
                Tuning::NAME,
                tuning_setup(),
                digits::architecture(Case::Case10),
            ),
            (
                Circles::NAME,
                circles_setup(),
                circles::architecture(&circles),
            ),
            (
                Playground::NAME,
                playground_setup(Cost::Square, Shape::Plane),
                plane.architecture(),
            ),
            (
                Reviews::NAME,
                reviews_setup(&[reviews::Case::Case20]),
                reviews::architecture(reviews::Case::Case20),
            ),
            (
                Reviews::NAME,
                reviews_setup(&reviews::Case::ALL),
                reviews::architecture(reviews::Case::Case21),
            ),
        ] {
            let mut network = drawn(&architecture);
            let input: Vec<f32> = (0..architecture.input.iter().product())
                .map(|place| (place % 7) as f32)
                .collect();
            let answer = network.forward_row(&input).unwrap().to_vec();
            for form in [Form::KerasH5, Form::Keras, Form::Safetensors] {
                let files = written(experiment, &setup, network.parameters(), form).unwrap();
                let [(name, bytes)] = &*files else {
                    unreachable!("{experiment}: {} files", files.len());
                };
                assert_eq!(*name, format!("redes-9{}", form.ending()));
                let opened = redes_exchange::read(bytes).unwrap();
                let mut back = opened.network(1).unwrap();
                assert_eq!(
                    back.forward_row(&input).unwrap(),
                    answer,
                    "{experiment} {name}"
                );
            }
            for form in [Form::Onnx, Form::Npz, Form::KerasWeights, Form::NumPy] {
                let files = written(experiment, &setup, network.parameters(), form).unwrap();
                assert!(files.iter().all(|(_, bytes)| !bytes.is_empty()), "{form:?}");
            }
        }
    }

    #[test]
    fn the_file_names_loss_and_optimiser_where_keras_has_them() {
        let training = |experiment: &str, setup: &[u8], architecture: &Architecture| {
            let network = drawn(architecture);
            let files = written(experiment, setup, network.parameters(), Form::KerasH5).unwrap();
            redes_exchange::read(&files[0].1).unwrap().training
        };
        let digits = training(
            Digits::NAME,
            &digits_setup(None),
            &digits::architecture(Case::Case11),
        )
        .unwrap();
        assert_eq!(digits.loss, Some(Loss::SparseCategoricalCrossEntropy));
        assert_eq!(digits.optimizer, Some(OptimizerConfig::adam()));
        let setup = playground_setup(Cost::CrossEntropy, Shape::Moons);
        let read: PlaygroundSetup = wire::decode(Playground::NAME, &setup).unwrap();
        let playground = training(Playground::NAME, &setup, &read.architecture()).unwrap();
        assert_eq!(playground.loss, Some(Loss::BinaryCrossEntropy));
        assert_eq!(playground.optimizer, Some(read.optimizer()));
        let circles = training(
            Circles::NAME,
            &circles_setup(),
            &circles::architecture(&CirclesConfig {
                activation: Activation::Tanh,
                ..CirclesConfig::default()
            }),
        );
        assert!(circles.is_none_or(|circles| circles.loss.is_none()));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let other = |text: &str| Err(Unsaved::Other(text.to_owned()));
        let setup = digits_setup(None);
        assert_eq!(
            written(Digits::NAME, &setup, &[0.0; 3], Form::Keras),
            other("3 weights for 118282")
        );
        let both = reviews_setup(&reviews::Case::ALL);
        assert_eq!(
            written(Reviews::NAME, &both, &[], Form::Keras),
            other("0 weights for none of 2 networks")
        );
        assert!(written("perceptron", &setup, &[], Form::Keras).is_err());
        assert!(written(Digits::NAME, &setup[..2], &[], Form::Keras).is_err());
        let mut network = drawn(&digits::architecture(Case::Case11));
        network.parameters_mut()[7] = f32::NAN;
        let refused = written(Digits::NAME, &setup, network.parameters(), Form::Onnx);
        assert!(
            matches!(refused, Err(Unsaved::NotFinite(_, 1))),
            "{refused:?}"
        );
    }

    #[test]
    fn a_file_of_the_site_becomes_one_of_another_format() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = path.join("../../www/models/digits-1.0.safetensors");
        let own = std::fs::read(path).unwrap();
        let files = wanted(Form::Keras).of_file(&own).unwrap();
        let [before, after] =
            [&own, &files[0].1].map(|bytes| redes_exchange::read(bytes).unwrap().parameters);
        assert_eq!(before, after);
        assert!(wanted(Form::Keras).of_file(&own[..1_000]).is_err());
    }
}
