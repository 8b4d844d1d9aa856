//! The cover's numbers: those of the circles of chapter 5, and worse ones once it is spoilt.
#![allow(clippy::unwrap_used)]

use redes_chapter_index::cover::{
    link::State,
    numbers::{Learner, NEURONS, REACH, SIDE},
};
use redes_experiment::{
    Data, Experiment,
    circles::{self, Circles, CirclesSetup},
};
use redes_lessons::thesis::circles::{FACTOR, SAMPLES};

fn trained(state: &State) -> Learner {
    let mut learner = Learner::new(state).unwrap();
    while !learner.finished() {
        learner.step().unwrap();
    }
    learner
}

/// The same run in the experiment that chapter 5 trains.
fn experiment(state: &State) -> Circles {
    let config = state.config();
    let setup = CirclesSetup {
        seed: 1,
        samples: SAMPLES,
        factor: FACTOR,
        noise: state.noise,
        hidden: config.hidden,
        activation: config.activation,
        learning_rate: config.learning_rate,
        listing: config.listing,
        iterations: config.iterations,
    };
    let mut circles = Circles::new(&setup, &Data::default()).unwrap();
    while !circles.finished() {
        circles.step(0.0).unwrap();
    }
    circles
}

#[test]
fn the_same_seed_has_the_bits_of_the_circles_experiment() {
    let mut spoilt = State::default();
    spoilt.toggle_noise();
    spoilt.toggle_layer();
    for state in [State::default(), spoilt] {
        let (mut learner, mut experiment) = (trained(&state), experiment(&state));
        assert_eq!(learner.iteration(), experiment.iteration());
        assert_eq!(learner.fingerprint(), experiment.fingerprint());
        let (body, _) = experiment.state(true, 0.0).unwrap();
        assert_eq!(learner.accuracy().unwrap(), body.accuracy);
    }
    assert_eq!(REACH, circles::REACH);
}

#[test]
fn the_spoilt_network_is_worse() {
    // `redes circles --seed 1`, with --noise 0.2 and with --hidden 4, prints the same shares.
    let whole = trained(&State::default()).accuracy().unwrap();
    let mut noisy = State::default();
    noisy.toggle_noise();
    let mut thin = State::default();
    thin.toggle_layer();
    assert_eq!(whole, 1.0);
    assert_eq!(trained(&noisy).accuracy().unwrap(), 0.886);
    assert_eq!(trained(&thin).accuracy().unwrap(), 0.88);
}

#[test]
fn each_neuron_and_the_network_has_a_picture() {
    let mut learner = trained(&State::default());
    let pictures = learner.pictures().unwrap();
    assert_eq!(pictures.len(), NEURONS + 1);
    assert!(pictures.iter().all(|values| values.len() == SIDE * SIDE));
    // The middle is in the inner ring, class 1; the corner is outside the outer one, class 0.
    let network = &pictures[NEURONS];
    assert!(network[SIDE / 2 * SIDE + SIDE / 2] > 0.9 && network[0] < 0.1);
    assert_eq!(learner.points().len(), 3 * SAMPLES);
}
