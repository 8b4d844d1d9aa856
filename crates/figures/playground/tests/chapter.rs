//! What the page says of its examples: each is trained to its end.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use redes_chapter_playground::playground::{
    link::State,
    numbers::{Course, Series},
};
use redes_experiment::{Data, Experiment, playground::Playground};
use redes_shell::link;

/// The links of the page in English, up to the figure's keys.
const PAGE: &str = include_str!("../../../../www/chapters/en/playground.md");

/// Trains the state of a link of the page.
fn trained(hash: &str) -> (State, Course) {
    assert!(PAGE.contains(&format!("(try:{hash})")), "{hash}");
    let mut state = State::default();
    assert!(
        link::read(&mut state, "playground", hash).is_empty(),
        "{hash}"
    );
    let mut playground = Playground::new(&state.setup(), &Data::default()).unwrap();
    let mut course = Course::default();
    let mut report = |playground: &mut Playground| {
        let (report, blocks) = playground.state(true, 0.0).unwrap();
        course.take(report, blocks);
    };
    report(&mut playground);
    while !playground.finished() {
        playground.step(0.0).unwrap();
    }
    report(&mut playground);
    (state, course)
}

fn accuracy(hash: &str) -> f64 {
    trained(hash).1.last().unwrap().train.accuracy
}

#[test]
fn exclusive_or_needs_a_layer_that_is_not_linear() {
    let xor = "playground.shape=xor&playground.layers=";
    let alone = accuracy(&format!("{xor}0"));
    assert!((0.5..0.75).contains(&alone), "{alone}");
    let linear = accuracy(&format!("{xor}8identity,8identity,8identity"));
    assert!(linear < 0.75, "{linear}");
    let four = accuracy(&format!("{xor}4tanh"));
    assert!(four > 0.95, "{four}");
}

#[test]
fn two_layers_of_eight_learn_the_spiral() {
    let hash = "playground.shape=spiral&playground.layers=8tanh,8tanh&playground.noise=0.02&playground.rate=0.03&playground.steps=10000";
    let spiral = accuracy(hash);
    assert!(spiral > 0.97, "{spiral}");
}

#[test]
fn forty_noisy_points_are_memorised() {
    let hash = "playground.samples=40&playground.noise=0.4&playground.test=0.5&playground.layers=16tanh,16tanh&playground.batch=0";
    let (_, course) = trained(hash);
    let tested = Series::TestLoss.points(course.rows());
    let least = tested
        .iter()
        .map(|(_, loss)| *loss)
        .fold(f64::MAX, f64::min);
    let last = course.last().unwrap();
    assert!(last.test.unwrap().loss > 2.0 * least, "{least}");
    assert!(last.train.loss < 0.01, "{}", last.train.loss);
}

#[test]
fn zeros_stay_alike() {
    let (state, course) = trained("playground.start=zeros");
    // The incoming weights from x of the neurons of the first layer.
    let units = state.layers[0].units as usize;
    let first = &course.parameters()[..units];
    assert!(first.iter().all(|weight| weight == &first[0]), "{first:?}");
}

#[test]
fn hardly_any_gradient_reaches_the_first_of_six_sigmoids() {
    let hash = "playground.layers=8sigmoid,8sigmoid,8sigmoid,8sigmoid,8sigmoid,8sigmoid&playground.rule=descent&playground.rate=0.5";
    let (_, course) = trained(hash);
    let norms = &course.last().unwrap().norms;
    assert!(norms[0] < 0.01 * norms[6], "{norms:?}");
}
