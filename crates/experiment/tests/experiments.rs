//! Every experiment natively: the bits that `tests/same_bits.rs` holds, what travels, what is refused.
//!
//! The fingerprints of the perceptron and the circles are the very ones of `same_bits.rs`; those of the digits and the
//! reviews are compared with the library's own trainer, since no peer prints them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::rc::Rc;

use redes_core::{activation::Activation, evaluate::Evaluator, rng::RandomState};
use redes_data::{idx::Images, mnist::Mnist, reviews::Reviews as Texts};
use redes_experiment::{
    Block, Data, Entry, Experiment, Failure, Needs,
    circles::{Circles, CirclesSetup, SURFACE, THUMBNAIL},
    datasets::{DigitsData, ReviewsData},
    digits::{Digits, DigitsSetup},
    perceptron::{Perceptron, PerceptronSetup},
    results::{Results, ResultsSetup},
    reviews::{Reviews, ReviewsSetup},
    speed::Speed,
    wire,
};
use redes_lessons::thesis::{
    circles as listing, digits as images, perceptron as section2, reviews as texts,
};

const ALL: [Entry; 5] = [
    Entry::of::<Perceptron>(),
    Entry::of::<Circles>(),
    Entry::of::<Digits>(),
    Entry::of::<Reviews>(),
    Entry::of::<Results>(),
];

/// Steps an experiment, a millisecond each, and returns its last state.
fn run<E: Experiment>(experiment: &mut E, steps: u64) -> (E::Body, Vec<Block>) {
    let mut now = 1_000.0;
    for _ in 0..steps {
        experiment.step(now).unwrap();
        now += 1.0;
    }
    let (body, blocks) = experiment.state(true, now).unwrap();
    let bytes = wire::encode(E::NAME, &body).unwrap();
    (wire::decode(E::NAME, &bytes).unwrap(), blocks)
}

/// A setup after its journey.
fn sent<E: Experiment>(setup: &E::Setup) -> E::Setup {
    let bytes = wire::encode(E::NAME, setup).unwrap();
    let arrived = wire::decode(E::NAME, &bytes).unwrap();
    assert!(*setup == arrived);
    arrived
}

fn perceptron() -> PerceptronSetup {
    PerceptronSetup {
        seed: section2::SEED,
        iterations: section2::ITERATIONS,
        inputs: section2::INPUTS.to_vec(),
        targets: section2::TARGETS.to_vec(),
    }
}

fn circles() -> CirclesSetup {
    let thesis = listing::CirclesConfig::default();
    CirclesSetup {
        seed: 7,
        samples: 500,
        factor: 0.5,
        noise: 0.05,
        hidden: thesis.hidden,
        activation: thesis.activation,
        learning_rate: thesis.learning_rate,
        listing: thesis.listing,
        iterations: 2_500,
    }
}

/// `count` images of noise.
fn noise(seed: u32, count: usize) -> Mnist {
    let mut rng = RandomState::new(seed);
    let pixels = (0..count * 784).map(|_| (rng.random_sample() * 256.0) as u8);
    let images = Images {
        count,
        rows: 28,
        columns: 28,
        pixels: pixels.collect(),
    };
    Mnist::new(images, (0..count).map(|i| (i % 10) as u8).collect()).unwrap()
}

/// `count` reviews of noise.
fn babble(seed: u32, count: usize) -> Texts {
    let mut rng = RandomState::new(seed);
    let reviews: Vec<Vec<u16>> = (0..count)
        .map(|i| {
            let words = 5 + i % 60;
            (0..words)
                .map(|_| 4 + (rng.random_sample() * 4_900.0) as u16)
                .collect()
        })
        .collect();
    let labels = (0..count).map(|i| (i % 2) as u8);
    Texts::new(5_000, reviews.iter().zip(labels)).unwrap()
}

fn data() -> Data {
    Data {
        mnist: Some(Rc::new(DigitsData {
            train: noise(3, 100),
            test: noise(4, 70),
        })),
        imdb: Some(Rc::new(ReviewsData {
            train: babble(5, 40),
            test: babble(6, 40),
        })),
        ledger: Some(Rc::from(ledger())),
    }
}

/// The site's ledger, as the page gets it.
fn ledger() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/ledger.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let ledger = redes_ledger::Ledger::parse(&text).unwrap();
    ledger.to_bytes().unwrap()
}

#[test]
fn the_perceptron_has_the_bits_of_the_library() {
    let mut experiment = Perceptron::new(&sent::<Perceptron>(&perceptron()), &Data::default());
    let experiment = experiment.as_mut().unwrap();
    let (body, blocks) = run(experiment, 10_000);
    assert_eq!(experiment.fingerprint(), 0x7076_f1ca_d77e_e2e2);
    assert!(body.finished && experiment.finished());
    // Half the sum of the squared errors, summed in the order of the rows.
    let errors = body.outputs.iter().zip(section2::TARGETS);
    let cost: f64 = errors.map(|(a, y)| (a - y) * (a - y) / 2.0).sum();
    assert_eq!(body.cost.to_bits(), cost.to_bits());
    // Every step to 2,000, then every tenth.
    let trace = blocks[0].f64();
    assert_eq!(trace.len(), 5 * (2_000 + 801));
    assert_eq!(trace[0], 0.0);
    assert_eq!(trace[trace.len() - 5], 10_000.0);
    let (_, blocks) = experiment.state(true, 0.0).unwrap();
    assert_eq!(blocks[0].f64().len(), 0, "a trace is sent once");
}

#[test]
fn the_circles_have_the_bits_of_the_library() {
    let mut experiment = Circles::new(&sent::<Circles>(&circles()), &Data::default()).unwrap();
    let (first, blocks) = run(&mut experiment, 0);
    let points = blocks[0].f64().to_vec();
    assert_eq!((first.iteration, points.len()), (0, 1_500));
    let (body, blocks) = run(&mut experiment, 100);
    assert_eq!(experiment.fingerprint(), 0x8c03_7ec0_1ad3_9ec8);
    assert_eq!(body.iteration, 100);
    assert_eq!(blocks[0].f64().len(), 0, "the points are sent once");
    assert_eq!(blocks[1].f32().len(), SURFACE * SURFACE);
    let neurons: usize = listing::CirclesConfig::default()
        .hidden
        .iter()
        .sum::<usize>()
        + 1;
    assert_eq!(blocks[2].f32().len(), neurons * THUMBNAIL * THUMBNAIL);
    assert_eq!(blocks[4].f64().len(), 200);
    // The measure is a plain sum over the points, in their order.
    let setup = circles();
    let mut rng = RandomState::new(setup.seed);
    let samples = redes_data::circles::make_circles(500, 0.5, Some(0.05), &mut rng).unwrap();
    let config = listing::CirclesConfig::default();
    let mut trainer = listing::trainer(&config, &samples, &mut rng).unwrap();
    for _ in 0..100 {
        trainer.step(&samples).unwrap();
    }
    let outputs = trainer.forward(samples.inputs.view()).unwrap();
    let (mut cost, mut right) = (0.0, 0.0);
    for (a, y) in outputs.iter().zip(&samples.targets) {
        cost += (a - y) * (a - y);
        right += f64::from(u8::from((*a > 0.5) == (*y > 0.5)));
    }
    assert_eq!(body.cost.to_bits(), (cost / 500.0_f64).to_bits());
    assert_eq!(body.accuracy.to_bits(), (right / 500.0_f64).to_bits());
}

#[test]
fn a_look_at_a_neuron_changes_the_surface_alone() {
    let mut experiment = Circles::new(&circles(), &Data::default()).unwrap();
    let (_, output) = run(&mut experiment, 3);
    let before = experiment.fingerprint();
    Experiment::tell(&mut experiment, Some((0, 1)));
    let (body, neuron) = run(&mut experiment, 0);
    assert_eq!(body.look, Some((0, 1)));
    assert_ne!(output[1], neuron[1]);
    assert_eq!(output[2..4], neuron[2..4]);
    assert_eq!(experiment.fingerprint(), before);
    // A layer that isn't there is the output.
    Experiment::tell(&mut experiment, Some((9, 0)));
    let (body, again) = run(&mut experiment, 0);
    assert_eq!((body.look, &again[1]), (None, &output[1]));
}

#[test]
fn every_activation_travels() {
    for activation in [
        Activation::Identity,
        Activation::Step { threshold: 0.5 },
        Activation::Relu { threshold: -0.25 },
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::Softmax,
    ] {
        sent::<Circles>(&CirclesSetup {
            activation,
            ..circles()
        });
    }
}

#[test]
fn the_digits_train_and_are_tested() {
    for case in [images::Case::Case10, images::Case::Case11] {
        let setup = DigitsSetup {
            case,
            seed: 2,
            samples: 80,
            batch_size: 32,
            epochs: 2,
        };
        let data = data();
        let mut experiment = Digits::new(&sent::<Digits>(&setup), &data).unwrap();
        let (body, blocks) = run(&mut experiment, 6);
        let sets = data.mnist.unwrap();
        let options = images::TrainOptions {
            seed: 2,
            batch_size: 32,
            epochs: 2,
        };
        let train = sets.train.truncated(80);
        let mut trainer = images::trainer(case, 80, options).unwrap();
        for _ in 0..6 {
            trainer.step(&train).unwrap();
        }
        assert_eq!(experiment.fingerprint(), trainer.network().fingerprint());
        assert_eq!(blocks[1].f32(), trainer.network().parameters());
        assert_eq!((body.iteration, body.iterations), (6, 6));
        assert_eq!(body.epochs, trainer.history());
        assert!(body.trained && body.evaluation.is_none());
        let mut tests = 0;
        while !experiment.finished() {
            experiment.step(0.0).unwrap();
            tests += 1;
        }
        assert_eq!(tests, 70_usize.div_ceil(32));
        let loss = trainer.config().loss;
        let mut evaluator = Evaluator::new(loss, 70, 32, 10).unwrap();
        while !trainer.evaluate_step(&mut evaluator, &sets.test).unwrap() {}
        // The result comes once while training runs, and again when everything is asked for.
        for (full, comes) in [(false, true), (false, false), (true, true)] {
            let (body, blocks) = experiment.state(full, 0.0).unwrap();
            assert_eq!(body.evaluation.is_some(), comes);
            if let Some(found) = body.evaluation {
                let result = evaluator.result();
                assert_eq!((found.loss, found.accuracy), (result.loss, result.accuracy));
                assert_eq!(found.confusion.iter().sum::<u64>(), 70);
                assert_eq!(found.mistakes.len(), found.wrong.min(60) as usize);
                let first = found.mistakes[0];
                assert_eq!(
                    blocks[2].u8()[..784],
                    *sets.test.image(first.index as usize)
                );
            }
        }
    }
}

#[test]
fn weights_of_the_digits_are_left_out_for_a_moment_only() {
    let setup = DigitsSetup {
        case: images::Case::Case10,
        seed: 1,
        samples: 80,
        batch_size: 8,
        epochs: 3,
    };
    let mut experiment = Digits::new(&setup, &data()).unwrap();
    experiment.step(1_000.0).unwrap();
    let mut comes = |full, now| {
        let (_, blocks) = experiment.state(full, now).unwrap();
        !blocks[1].f32().is_empty()
    };
    assert!(comes(false, 1_000.0));
    assert!(!comes(false, 1_399.0));
    assert!(comes(true, 1_399.0), "at rest everything comes");
    assert!(!comes(false, 1_500.0));
    assert!(comes(false, 1_800.0));
}

#[test]
fn the_reviews_train_in_turns_and_are_tested_after_each_epoch() {
    let setup = ReviewsSetup {
        cases: texts::Case::ALL.to_vec(),
        seed: 1,
        samples: 30,
        batch_size: 16,
        epochs: 2,
    };
    let data = data();
    let mut experiment = Reviews::new(&sent::<Reviews>(&setup), &data).unwrap();
    let mut weights = 0;
    let mut turns = Vec::new();
    while !experiment.finished() {
        experiment.step(0.0).unwrap();
        let (body, blocks) = experiment.state(false, 0.0).unwrap();
        let new = body.runs.iter().filter(|run| run.weights).count();
        assert_eq!(blocks.len(), 1 + new);
        weights += new;
        turns.push(body.current);
    }
    assert_eq!(weights, 4, "an epoch each, twice");
    turns.dedup();
    assert_eq!(turns, [0, 1, 0, 1, 0]);
    let (body, _) = experiment.state(true, 0.0).unwrap();
    assert_eq!((body.iteration, body.iterations), (8, 8));
    let train = data.imdb.unwrap().train.truncated(30);
    let mut prints = Vec::new();
    for run in &body.runs {
        assert_eq!(run.epochs.len(), 2);
        assert!(run.epochs.iter().all(|epoch| epoch.test.is_some()));
        let options = texts::TrainOptions {
            seed: 1,
            batch_size: 16,
            epochs: 2,
        };
        let mut trainer = texts::trainer(run.case, 30, options).unwrap();
        for _ in 0..4 {
            trainer.step(&train).unwrap();
        }
        prints.push(trainer.network().fingerprint());
    }
    assert_eq!(
        experiment.fingerprint(),
        prints[0].rotate_left(1) ^ prints[1]
    );
    let none = ReviewsSetup {
        cases: Vec::new(),
        ..setup
    };
    let refused = Reviews::new(&none, &self::data()).err();
    assert!(matches!(refused, Some(Failure::Refused(_))));
}

fn case(name: &str) -> ResultsSetup {
    ResultsSetup {
        case: name.to_owned(),
        seed: 1,
        seeds: 1,
        spanish: false,
    }
}

#[test]
fn a_case_of_the_ledger_is_computed_and_judged() {
    let mut experiment = Results::new(&sent::<Results>(&case("perceptron")), &data()).unwrap();
    let (body, _) = run(&mut experiment, 0);
    assert!(!body.rows.is_empty());
    assert!(body.rows.iter().all(|row| row.verdict != "outside"));
    while !experiment.finished() {
        experiment.step(0.0).unwrap();
    }
    let (body, _) = run(&mut experiment, 0);
    assert_eq!(body.done, body.total);
    assert!(body.rows.iter().any(|row| row.verdict == "reproduced"));
    assert!(body.rows.iter().all(|row| row.verdict != "waiting"));
    let (body, _) = Results::new(&case("perceptron"), &data())
        .unwrap()
        .state(false, 0.0)
        .unwrap();
    assert!(body.rows.is_empty(), "rows come at rest");
}

#[test]
fn each_experiment_says_which_data_it_needs() {
    let nothing = Needs::default();
    assert_eq!(Perceptron::needs(&perceptron()), nothing);
    assert_eq!(Circles::needs(&circles()), nothing);
    let sets = |name: &str| {
        let needs = Results::needs(&case(name));
        assert!(needs.ledger && needs.optional);
        (needs.mnist, needs.imdb)
    };
    assert_eq!(sets("perceptron"), (false, false));
    assert_eq!((sets("1.0"), sets("1.1")), ((true, false), (true, false)));
    assert_eq!((sets("2.0"), sets("2.1")), ((false, true), (false, true)));
    assert_eq!(sets("data"), (true, true));
    let needs = Results::needs(&case("data"));
    assert!(needs.missing(&data()).nothing());
    let mut some = Data::default();
    assert_eq!(needs.missing(&some), needs);
    some.add(Data {
        ledger: data().ledger,
        ..Data::default()
    });
    some.add(Data::default());
    assert!(!needs.missing(&some).ledger && needs.missing(&some).mnist);
}

#[test]
fn an_unknown_or_unreadable_experiment_is_a_failure_with_words() {
    let unknown = Entry::find(&ALL, "poker").err();
    assert_eq!(unknown, Some(Failure::Unknown("poker".to_owned())));
    for entry in ALL {
        let found = Entry::find(&ALL, entry.name).unwrap();
        let unreadable = Failure::Unreadable(entry.name.to_owned());
        assert!(unreadable.to_string().starts_with(entry.name));
        for junk in [&[][..], &[0xff; 3], &[0xff; 400]] {
            assert_eq!((found.needs)(junk).err(), Some(unreadable.clone()));
            let built = (found.build)(junk, &Data::default()).err();
            assert_eq!(built, Some(unreadable.clone()));
        }
    }
}

#[test]
fn an_unreadable_body_is_a_failure_of_its_experiment() {
    fn refused<E: Experiment>(experiment: &mut E) {
        let (body, _) = experiment.state(true, 0.0).unwrap();
        let bytes = wire::encode(E::NAME, &body).unwrap();
        let unreadable = Some(Failure::Unreadable(E::NAME.to_owned()));
        let cut = wire::decode::<E::Body>(E::NAME, &bytes[..bytes.len() - 1]);
        assert_eq!(cut.err(), unreadable);
        let longer = wire::decode::<E::Body>(E::NAME, &[&bytes[..], &[0]].concat());
        assert_eq!(longer.err(), unreadable);
    }
    let data = data();
    refused(&mut Perceptron::new(&perceptron(), &data).unwrap());
    refused(&mut Circles::new(&circles(), &data).unwrap());
    let digits = DigitsSetup {
        case: images::Case::Case10,
        seed: 1,
        samples: 80,
        batch_size: 8,
        epochs: 3,
    };
    refused(&mut Digits::new(&digits, &data).unwrap());
    let reviews = ReviewsSetup {
        cases: texts::Case::ALL.to_vec(),
        seed: 1,
        samples: 30,
        batch_size: 16,
        epochs: 2,
    };
    refused(&mut Reviews::new(&reviews, &data).unwrap());
    refused(&mut Results::new(&case("perceptron"), &data).unwrap());
}

#[test]
fn parameters_that_the_library_refuses_fail_with_its_words() {
    let mut setup = perceptron();
    setup.targets.pop();
    let refused = Perceptron::new(&setup, &Data::default()).err();
    assert!(matches!(refused, Some(Failure::Refused(_))), "{refused:?}");
    let setup = CirclesSetup {
        hidden: vec![0],
        ..circles()
    };
    let refused = Circles::new(&setup, &Data::default()).err();
    assert!(matches!(refused, Some(Failure::Refused(_))), "{refused:?}");
    let setup = CirclesSetup {
        activation: Activation::RELU,
        learning_rate: 1e308,
        ..circles()
    };
    let mut experiment = Circles::new(&setup, &Data::default()).unwrap();
    let diverged = (0..100).find_map(|_| experiment.step(0.0).err());
    assert!(
        matches!(diverged, Some(Failure::Diverged(_))),
        "{diverged:?}"
    );
    let missing = Results::new(&case("poker"), &data()).err();
    assert_eq!(missing, Some(Failure::Refused("poker".to_owned())));
    let missing = Results::new(&case("1.0"), &Data::default()).err();
    assert_eq!(missing, Some(Failure::DataMissing));
}

#[test]
fn speed_is_counted_over_a_second_and_starts_anew_after_a_pause() {
    let mut speed = Speed::default();
    let mut now = 10_000.0;
    for _ in 0..50 {
        speed.count(32, now);
        now += 10.0;
    }
    // Before the first second is over: what there is of it.
    let shown = speed.samples_per_second(now);
    assert!((3_000.0..=3_300.0).contains(&shown), "{shown}");
    for _ in 0..100 {
        speed.count(32, now);
        now += 10.0;
    }
    assert_eq!(speed.samples_per_second(now), 3_200.0);
    now += 60_000.0;
    speed.count(32, now);
    speed.count(32, now + 1_000.0);
    assert_eq!(speed.samples_per_second(now + 1_000.0), 32.0);
}
