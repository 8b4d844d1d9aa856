//! The trainer as a state machine, and its errors.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::{Array2, ArrayView1, array, s};
use redes_core::Error;
use redes_core::activation::Activation;
use redes_core::evaluate::{Evaluator, evaluate};
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::loss::Loss;
use redes_core::metrics;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::optimizer::OptimizerConfig;
use redes_core::rng::RandomState;
use redes_core::train::{Dataset, Samples, StopReason, StopRule, TrainConfig, Trainer};

fn network(outputs: usize, max_batch: usize) -> Network<f32> {
    let dense = |units, activation| LayerConfig::Dense {
        units,
        activation,
        bias: true,
    };
    let architecture = Architecture {
        name: "small".into(),
        input: vec![4],
        layers: vec![
            dense(6, Activation::Tanh),
            dense(outputs, Activation::Sigmoid),
        ],
    };
    let mut network = Network::new(&architecture, max_batch).unwrap();
    let (kernel, bias) = (Initializer::GlorotUniform, Initializer::Zeros);
    let mut rng = RandomState::new(4);
    network
        .initialize(kernel, bias, DrawOrder::KernelFirst, &mut rng)
        .unwrap();
    network
}

/// Class 0, 1 or 2 by the greatest of the first three of four numbers.
fn samples(n: usize) -> Samples<f32> {
    let mut rng = RandomState::new(8);
    let inputs = Array2::from_shape_simple_fn((n, 4), || rng.uniform(-1.0, 1.0) as f32);
    let class = |row: ArrayView1<f32>| metrics::predicted_class(row.slice(s![..3])) as f32;
    let targets = inputs.rows().into_iter().map(class).collect::<Vec<_>>();
    Samples::new(inputs, Array2::from_shape_vec((n, 1), targets).unwrap()).unwrap()
}

fn config(batch_size: Option<usize>, stop: StopRule) -> TrainConfig {
    TrainConfig {
        loss: Loss::SparseCategoricalCrossEntropy,
        optimizer: OptimizerConfig::Adam {
            learning_rate: 0.02,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-7,
        },
        batch_size,
        shuffle: true,
        seed: 3,
        stop,
    }
}

fn epochs(epochs: u64) -> StopRule {
    StopRule {
        epochs: Some(epochs),
        ..StopRule::default()
    }
}

#[test]
fn it_learns_and_its_history_is_the_running_mean() {
    let samples = samples(100);
    let mut trainer = Trainer::new(network(3, 32), 100, config(Some(32), epochs(40))).unwrap();
    assert_eq!(trainer.batches_per_epoch(), 4);
    let (mut sum, mut seen) = (0.0, 0.0);
    while trainer.finished().is_none() {
        let step = trainer.step(&samples).unwrap();
        let rows = if step.batch == 3 { 4.0 } else { 32.0 };
        sum += step.loss * rows;
        seen += rows;
        assert_eq!(step.running_loss, sum / seen);
        assert_eq!(step.epoch_finished, step.batch == 3);
        if step.epoch_finished {
            let record = *trainer.history().last().unwrap();
            assert_eq!((record.epoch, record.samples), (step.epoch, 100));
            assert_eq!(record.loss, step.running_loss);
            assert_eq!(record.accuracy, step.running_accuracy);
            (sum, seen) = (0.0, 0.0);
        }
    }
    assert_eq!(trainer.finished(), Some(StopReason::Epochs));
    assert_eq!((trainer.epoch(), trainer.iteration()), (40, 160));
    assert_eq!(trainer.history().len(), 40);
    assert!(trainer.history()[39].accuracy > 0.9);
    assert!(trainer.history()[39].loss < trainer.history()[0].loss / 2.0);
}

#[test]
fn every_epoch_sees_every_sample_once_in_numpys_order() {
    struct Recorder(std::cell::RefCell<Vec<usize>>);
    impl Dataset<f32> for Recorder {
        fn len(&self) -> usize {
            10
        }
        fn input_width(&self) -> usize {
            4
        }
        fn target_width(&self) -> usize {
            1
        }
        fn gather(&self, indices: &[usize], x: &mut [f32], y: &mut [f32]) {
            self.0.borrow_mut().extend(indices);
            x.fill(0.5);
            y.fill(0.0);
        }
    }
    let seen = Recorder(Default::default());
    let mut trainer = Trainer::new(network(3, 4), 10, config(Some(4), epochs(2))).unwrap();
    while trainer.finished().is_none() {
        trainer.step(&seen).unwrap();
    }
    let mut rng = RandomState::new(3);
    let mut expected = Vec::new();
    for _ in 0..2 {
        let mut order: Vec<usize> = (0..10).collect();
        rng.shuffle(&mut order);
        expected.extend(order);
    }
    assert_eq!(*seen.0.borrow(), expected);
}

#[test]
fn each_stop_rule_stops() {
    let samples = samples(64);
    let run = |stop| {
        let mut trainer = Trainer::new(network(3, 64), 64, config(Some(32), stop)).unwrap();
        while trainer.finished().is_none() {
            trainer.step(&samples).unwrap();
        }
        assert_eq!(trainer.step(&samples), Err(Error::Finished));
        (trainer.finished().unwrap(), trainer.iteration())
    };
    assert_eq!(run(epochs(3)), (StopReason::Epochs, 6));
    let iterations = StopRule {
        iterations: Some(5),
        ..StopRule::default()
    };
    assert_eq!(run(iterations), (StopReason::Iterations, 5));
    let below = StopRule {
        error_below: Some(0.5),
        ..StopRule::default()
    };
    let (reason, steps) = run(below);
    assert_eq!((reason, steps % 2), (StopReason::ErrorBelow, 0));
}

#[test]
fn a_clone_goes_its_own_way_to_the_same_end() {
    let samples = samples(50);
    let mut one = Trainer::new(network(3, 16), 50, config(Some(16), epochs(4))).unwrap();
    for _ in 0..6 {
        one.step(&samples).unwrap();
    }
    let mut two = one.clone();
    while one.finished().is_none() {
        one.step(&samples).unwrap();
    }
    while two.finished().is_none() {
        two.step(&samples).unwrap();
    }
    assert_eq!(one.network().fingerprint(), two.network().fingerprint());
    assert_eq!(one.history(), two.history());
}

#[test]
fn misfits_are_errors_and_leave_the_trainer_usable() {
    let samples = samples(20);
    let mut trainer = Trainer::new(network(3, 8), 20, config(Some(8), epochs(1))).unwrap();
    let shorter = Samples::new(Array2::zeros((19, 4)), Array2::zeros((19, 1))).unwrap();
    let narrower = Samples::new(Array2::zeros((20, 3)), Array2::zeros((20, 1))).unwrap();
    let wider = Samples::new(Array2::zeros((20, 4)), Array2::zeros((20, 3))).unwrap();
    for data in [shorter, narrower, wider] {
        let result = trainer.step(&data);
        assert!(matches!(result, Err(Error::Shape { .. })), "{result:?}");
    }
    let mut unknown = samples.clone();
    unknown.targets.fill(3.0);
    let result = trainer.step(&unknown);
    assert!(matches!(result, Err(Error::InvalidParameter { .. })));
    assert!(trainer.step(&samples).is_ok());

    assert!(Trainer::new(network(3, 8), 0, config(Some(8), epochs(1))).is_err());
    assert!(Trainer::new(network(3, 8), 20, config(Some(0), epochs(1))).is_err());
    assert!(Trainer::new(network(3, 8), 20, config(Some(9), epochs(1))).is_err());
    assert!(Trainer::new(network(3, 8), 20, config(None, epochs(1))).is_err());
    assert!(Samples::new(Array2::<f32>::zeros((2, 4)), Array2::zeros((3, 1))).is_err());
}

#[test]
fn a_nan_in_the_data_or_the_weights_is_a_divergence() {
    let good = samples(8);
    let mut bad = good.clone();
    bad.inputs[[3, 2]] = f32::NAN;
    let mut trainer = Trainer::new(network(3, 8), 8, config(None, epochs(9))).unwrap();
    trainer.step(&good).unwrap();
    let before = trainer.network().fingerprint();
    assert_eq!(trainer.step(&bad), Err(Error::Diverged { iteration: 2 }));
    assert_eq!(trainer.network().fingerprint(), before);

    let mut trainer = Trainer::new(network(3, 8), 8, config(None, epochs(9))).unwrap();
    trainer.parameters_mut()[0] = f32::INFINITY;
    assert_eq!(trainer.step(&good), Err(Error::Diverged { iteration: 1 }));
}

/// The trainer runs and judges its network between steps: the answers are the network's own, and training goes on as if
/// nobody had asked.
#[test]
fn a_trainers_network_can_be_asked_between_steps() {
    let samples = samples(20);
    let loss = Loss::SparseCategoricalCrossEntropy;
    let new = || Trainer::new(network(3, 8), 20, config(Some(8), epochs(2))).unwrap();
    let (mut asked, mut left_alone) = (new(), new());
    while asked.finished().is_none() {
        asked.step(&samples).unwrap();
        left_alone.step(&samples).unwrap();
        let mut network = asked.network().clone();
        let x = samples.inputs.slice(ndarray::s![..8, ..]);
        let expected = network.forward(x).unwrap().to_owned();
        assert_eq!(asked.forward(x).unwrap(), expected);
        let row = samples.inputs.row(1).to_vec();
        assert_eq!(asked.forward_row(&row).unwrap(), expected.row(1).to_vec());
        assert_eq!(asked.predict(x).unwrap(), expected);
        let expected = evaluate(&mut network, &samples, loss).unwrap();
        assert_eq!(asked.evaluate(&samples).unwrap(), expected);
        let mut evaluator = Evaluator::new(loss, 20, 8, 3).unwrap();
        while !asked.evaluate_step(&mut evaluator, &samples).unwrap() {}
        assert_eq!(evaluator.result(), expected);
        assert!(asked.forward_row(&row[1..]).is_err());
    }
    assert_eq!(
        asked.network().fingerprint(),
        left_alone.network().fingerprint()
    );
}

#[test]
fn evaluation_does_not_depend_on_the_batch() {
    let samples = samples(50);
    let loss = Loss::SparseCategoricalCrossEntropy;
    let mut whole = network(3, 50);
    let expected = evaluate(&mut whole, &samples, loss).unwrap();
    assert_eq!(expected.predictions.len(), 50);
    assert_eq!(expected.confusion.accuracy(), Some(expected.accuracy));

    let mut small = network(3, 7);
    let mut evaluator = Evaluator::new(loss, 50, 16, 3).unwrap();
    let mut steps = 1;
    while !evaluator.step(&mut small, &samples).unwrap() {
        steps += 1;
    }
    assert_eq!(steps, 8);
    let result = evaluator.result();
    assert_eq!(result.predictions, expected.predictions);
    assert_eq!(result.confusion, expected.confusion);
    assert!((result.loss - expected.loss).abs() < 1e-12);

    let answers = small.predict(samples.inputs.view()).unwrap();
    assert_eq!(
        metrics::accuracy(answers.view(), samples.targets.view()).unwrap(),
        expected.accuracy
    );
}

#[test]
fn one_output_means_two_classes() {
    let inputs = samples(10).inputs;
    let targets = Array2::from_shape_fn((10, 1), |(i, _)| (i % 2) as f32);
    let samples = Samples::new(inputs, targets).unwrap();
    let result = evaluate(&mut network(1, 4), &samples, Loss::BinaryCrossEntropy).unwrap();
    assert_eq!(result.confusion.counts.dim(), (2, 2));
    assert_eq!(result.confusion.counts.sum(), 10);
}

#[test]
fn networks_that_cannot_be_are_errors() {
    let build = |input: Vec<usize>, layers: Vec<LayerConfig>, max_batch| {
        let name = "x".to_string();
        let architecture = Architecture {
            name,
            input,
            layers,
        };
        Network::<f32>::new(&architecture, max_batch)
    };
    let dense = |units| LayerConfig::Dense {
        units,
        activation: Activation::RELU,
        bias: true,
    };
    assert!(build(vec![2], vec![dense(1)], 1).is_ok());
    assert!(build(vec![2], vec![LayerConfig::Flatten], 1).is_ok());
    for (input, layers, max_batch) in [
        (vec![2], vec![], 1),
        (vec![], vec![dense(1)], 1),
        (vec![0], vec![dense(1)], 1),
        (vec![2], vec![dense(0)], 1),
        (vec![2], vec![dense(1)], 0),
        (vec![2], vec![dense(1)], usize::MAX),
        (vec![usize::MAX, usize::MAX], vec![LayerConfig::Flatten], 1),
        (vec![2], vec![dense(1 << 40)], 1),
    ] {
        let error = build(input, layers, max_batch).unwrap_err();
        assert!(matches!(error, Error::InvalidParameter { .. }), "{error}");
    }
    let error = build(vec![28, 28], vec![dense(1)], 1).unwrap_err();
    assert!(matches!(error, Error::Shape { .. }));
}

#[test]
fn shapes_are_checked_on_the_way_through() {
    let mut network = network(3, 4);
    assert!(network.forward(Array2::zeros((5, 4)).view()).is_err());
    assert!(network.forward(Array2::zeros((4, 5)).view()).is_err());
    let x = Array2::<f32>::ones((2, 4));
    assert_eq!(network.forward(x.view()).unwrap().dim(), (2, 3));
    assert_eq!(network.activations(0).unwrap().dim(), (2, 6));
    assert!(network.activations(2).is_err());
    assert!(
        network
            .backward(x.view(), Array2::zeros((2, 2)).view())
            .is_err()
    );
    let three = Array2::zeros((3, 4));
    assert!(
        network
            .backward(three.view(), Array2::zeros((3, 3)).view())
            .is_err()
    );
    assert!(
        network
            .backward(x.view(), Array2::ones((2, 3)).view())
            .is_ok()
    );
    let nothing = network.predict(Array2::zeros((0, 4)).view()).unwrap();
    assert_eq!(nothing.dim(), (0, 3));
}

#[test]
fn a_transposed_input_gives_the_same() {
    let mut network = network(3, 4);
    let x = array![
        [1f32, 2., 3., 4.],
        [5., 6., 7., 8.],
        [9., 8., 7., 6.],
        [5., 4., 3., 2.]
    ];
    let expected = network.predict(x.view()).unwrap();
    network.backward(x.view(), expected.view()).unwrap();
    let gradients = network.gradients().to_vec();
    let transposed = x.t().to_owned();
    assert_eq!(network.predict(transposed.t()).unwrap(), expected);
    network.backward(transposed.t(), expected.view()).unwrap();
    assert_eq!(network.gradients(), gradients);
}

#[test]
fn configurations_survive_json() {
    let config = config(Some(32), epochs(3));
    let json = serde_json::to_string(&config).unwrap();
    assert_eq!(serde_json::from_str::<TrainConfig>(&json).unwrap(), config);
    let architecture = network(3, 1).architecture().clone();
    let json = serde_json::to_string(&architecture).unwrap();
    let back: Architecture = serde_json::from_str(&json).unwrap();
    assert_eq!(back, architecture);
}
