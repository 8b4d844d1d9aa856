//! Every experiment natively: the bits that `tests/same_bits.rs` holds, what travels, what is refused.
//!
//! The fingerprints of the perceptron and the circles are the very ones of `same_bits.rs`; those of the digits and the
//! reviews are compared with the library's own trainer, since no peer prints them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod data_sets;
mod entries;
mod kept;
mod networks;
mod playground;
mod results;
mod speed;
mod sweep;

use std::rc::Rc;

use redes_core::{activation::Activation, evaluate::Evaluator, rng::RandomState};
use redes_data::{idx::Images, mnist::Mnist, reviews::Reviews as Texts};
use redes_experiment::{
    Block, Data, Entry, Experiment, Failure, Needs,
    circles::{Circles, CirclesSetup, SURFACE, THUMBNAIL},
    datasets::{DigitsData, ReviewsData},
    digits::{Digits, DigitsSetup},
    perceptron::{Perceptron, PerceptronSetup},
    playground::{Playground, sweep::Sweep},
    results::{Results, ResultsSetup},
    reviews::{Reviews, ReviewsSetup},
    speed::Speed,
    tuning::{Tuning, TuningSetup},
    wire,
};
use redes_lessons::thesis::{
    circles as listing, digits as images, perceptron as section2, reviews as texts,
};

const ALL: [Entry; 8] = [
    Entry::of::<Perceptron>(),
    Entry::of::<Circles>(),
    Entry::of::<Playground>(),
    Entry::of::<Sweep>(),
    Entry::of::<Digits>(),
    Entry::of::<Tuning>(),
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

fn case(name: &str) -> ResultsSetup {
    ResultsSetup {
        case: name.to_owned(),
        seed: 1,
        seeds: 1,
        spanish: false,
        part: false,
    }
}
