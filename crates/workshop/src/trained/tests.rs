//! The files of every experiment's network: what they hold, and their names.

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
        steps: 9,
    };
    trained.files(form, true)
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
            let ending = format!("-9{}", form.ending());
            assert!(name.starts_with("redes-") && name.ends_with(&ending));
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

/// Networks of different settings have different names; the usual settings have no word.
#[test]
fn the_name_shows_the_settings() {
    let stem = |experiment: &str, setup: &[u8], architecture: &Architecture| {
        let network = drawn(architecture);
        let files = written(experiment, setup, network.parameters(), Form::Keras).unwrap();
        let stem = files[0].0.strip_suffix(".keras").unwrap().to_owned();
        (stem, format!("{:04x}", network.fingerprint() >> 48))
    };
    let digits = |change: fn(&mut DigitsSetup)| {
        let mut setup: DigitsSetup = wire::decode(Digits::NAME, &digits_setup(None)).unwrap();
        setup.seed = 1;
        change(&mut setup);
        let architecture = digits::architecture_with(setup.case, setup.hidden);
        let bytes = wire::encode(Digits::NAME, &setup).unwrap();
        stem(Digits::NAME, &bytes, &architecture).0
    };
    assert_eq!(digits(|_| ()), "redes-1.1-9");
    assert_eq!(
        digits(|setup| setup.hidden = Some(digits::Hidden::Tanh)),
        "redes-1.1-tanh-9"
    );
    assert_eq!(
        digits(|setup| {
            setup.samples = 60_000;
            setup.batch_size = 64;
            setup.seed = 7;
        }),
        "redes-1.1-samples60000-batch64-seed7-9"
    );
    // More passes end later, and change nothing before.
    assert_eq!(digits(|setup| setup.epochs = 20), "redes-1.1-9");

    let circles = |change: fn(&mut CirclesSetup)| {
        let mut setup: CirclesSetup = wire::decode(Circles::NAME, &circles_setup()).unwrap();
        setup.activation = Activation::Sigmoid;
        change(&mut setup);
        let config = CirclesConfig {
            hidden: setup.hidden.clone(),
            activation: setup.activation,
            ..CirclesConfig::default()
        };
        let bytes = wire::encode(Circles::NAME, &setup).unwrap();
        stem(Circles::NAME, &bytes, &circles::architecture(&config))
    };
    assert_eq!(circles(|_| ()).0, "redes-circles-9");
    let (name, _) = circles(|setup| {
        setup.hidden = vec![3, 2];
        setup.activation = Activation::Tanh;
        setup.listing = Listing::AsPrinted;
        setup.seed = 2;
    });
    assert_eq!(name, "redes-circles-3x2-tanh-printed-seed2-9");
    let (name, tag) = circles(|setup| setup.noise = 0.2);
    assert_eq!(name, format!("redes-circles-{tag}-9"));

    let playground = |change: fn(&mut PlaygroundSetup)| {
        let setup = playground_setup(Cost::CrossEntropy, Shape::Moons);
        let mut setup: PlaygroundSetup = wire::decode(Playground::NAME, &setup).unwrap();
        change(&mut setup);
        let bytes = wire::encode(Playground::NAME, &setup).unwrap();
        stem(Playground::NAME, &bytes, &setup.architecture())
    };
    let (name, tag) = playground(|_| ());
    assert_eq!(name, format!("redes-playground-moons-5-leaky_relu-{tag}-9"));
    let (name, tag) = playground(|setup| {
        setup.points = Points::Own(vec![[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
        setup.layers.push(Hidden {
            units: 3,
            activation: Kind::Tanh,
        });
    });
    assert_eq!(
        name,
        format!("redes-playground-own-5leaky_relu-3tanh-{tag}-9")
    );
    let (name, tag) = playground(|setup| setup.layers.clear());
    assert_eq!(name, format!("redes-playground-moons-{tag}-9"));

    let (name, tag) = stem(
        Tuning::NAME,
        &tuning_setup(),
        &digits::architecture(Case::Case10),
    );
    assert_eq!(name, format!("redes-1.0-writers-{tag}-9"));
    let (name, _) = stem(
        Reviews::NAME,
        &reviews_setup(&reviews::Case::ALL),
        &reviews::architecture(reviews::Case::Case20),
    );
    assert_eq!(name, "redes-2.0-9");
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
