//! Tests of the writers' figure. The weights are those that ship.

use redes_core::network::Network;
use redes_inputs::digits;
use redes_shell::{link, text::Language};

use super::{
    link::{Source, State},
    markup,
    numbers::{self, CASE, Sample, TAUGHT},
};
use crate::testing::{TRAINING, common::values, has_parts, site};
use redes_data::drawing::Stroke;

fn shipped() -> Network<f32> {
    let file = site(&format!("models/digits-{CASE}.safetensors"));
    let model = redes_models::load_as(&file, &redes_lessons::thesis::digits::architecture(CASE), 1);
    model.unwrap().network
}

fn own() -> Sample {
    let stroke = Stroke {
        points: vec![(100.0, 40.0), (100.0, 240.0)],
    };
    Sample::drawn(1, &[stroke]).unwrap()
}

#[test]
fn the_markup_has_every_part() {
    let own = [
        "add",
        "came",
        "checkpoint",
        "clear",
        "draw",
        "forget",
        "mnist",
        "models-error",
        "models-retry",
        "own",
        "own-title",
        "pad",
        "pad-said",
        "pen",
        "reads",
        "steps",
        "table",
    ];
    has_parts(markup::markup, &own);
    let training = TRAINING.iter().filter(|part| **part != "rows");
    has_parts(markup::markup, &training.copied().collect::<Vec<_>>());
    let markup = markup::markup(Language::English, "writers");
    assert_eq!(values(&markup, "data-source"), ["pen", "own"]);
    assert_eq!(values(&markup, "data-mixed"), ["0", "9"]);
}

#[test]
fn thirty_of_each_digit_are_there_and_ten_of_mnist() {
    let pen = numbers::pen();
    for digit in 0..10 {
        let of_digit = pen.iter().filter(|sample| sample.digit == digit);
        assert_eq!(of_digit.count(), 30);
        assert_eq!(numbers::mnist(digit).len(), 10);
    }
    assert!(numbers::mnist(10).is_empty());
    let first = redes_data::samples::digit(7);
    assert_eq!(numbers::mnist(7)[0], *first);
}

#[test]
fn the_taught_are_not_counted() {
    let pen = numbers::pen();
    let mut network = shipped();
    let answers = numbers::answers(&mut network, pen.iter().map(|sample| &sample.image));
    let state = State::default();
    let taught = numbers::taught(&state, &pen, &[]);
    assert_eq!(taught.len(), TAUGHT);
    let read = numbers::right(pen.iter().zip(answers.iter().copied()), &taught);
    assert_eq!((read.all[9], read.all[4]), (20, 30));
    // What the page says: `forgetting` in www/chapters/en/writers.md.
    assert_eq!(read.right[9], 14);
    let own = [own()];
    let state = State {
        source: Source::Own,
        ..State::default()
    };
    let setup = numbers::setup(
        &state,
        network.parameters(),
        &numbers::taught(&state, &pen, &own),
    );
    assert_eq!((setup.labels, setup.pixels.len()), (vec![1], 784));
    assert_eq!(setup.weights.len(), 118_282);
}

#[test]
fn a_link_restores_the_readers_own_digits() {
    let strokes = |x: f32| {
        let points = vec![(x, 40.0), (x, 240.0), (x + 9.0, 100.0)];
        digits::kept(&[Stroke { points }])
    };
    let state = State {
        own: vec![(1, strokes(100.0)), (7, strokes(30.0))],
        ..State::default()
    };
    let hash = link::write(&state, "writers", "");
    let read = |hash: &str| {
        let mut read = State::default();
        let refused = link::read(&mut read, "writers", hash).len();
        (read.own, refused)
    };
    let (own, refused) = read(&hash);
    assert_eq!((own.len(), refused), (2, 0), "{hash}");
    for ((digit, strokes), (wanted, drawn)) in own.iter().zip(&state.own) {
        // The trained network has the same bits only if the images have.
        assert_eq!(digit, wanted);
        assert_eq!(digits::image(strokes), digits::image(drawn));
    }
    for junk in ["", "1", "xSSQA", "1SSQAttyS,", "-SSQA"] {
        let (own, refused) = read(&format!("#writers.own={junk}"));
        assert_eq!((own.len(), refused), (0, 1), "{junk}");
    }
    let many = vec!["1SSQAttyS"; 101].join(",");
    assert_eq!(read(&format!("#writers.own={many}")).1, 1);
}

#[test]
fn a_wall_marks_what_is_misread() {
    let wall = markup::wall(Language::English, &[9, 9, 9], &[Some(9), Some(3), None]);
    assert_eq!(wall.matches("hand wrong").count(), 1);
    assert_eq!(wall.matches("Read as 3").count(), 1);
    assert_eq!(wall.matches("<canvas").count(), 3);
}

#[test]
fn the_table_has_a_row_for_each_digit_and_one_for_all() {
    let mut read = redes_experiment::tuning::Read::default();
    (read.right[9], read.all[9]) = (1, 2);
    let columns = [Some(read), None, Some(read), None, None];
    let rows = markup::table(Language::English, 9, &columns);
    assert_eq!(rows.matches("<tr").count(), 11);
    assert_eq!(rows.matches("50%").count(), 4);
    assert_eq!(markup::came(Language::English, &columns), None);
    let columns = [Some(read); 5];
    assert!(markup::came(Language::English, &columns).is_some());
}

#[test]
fn the_sentence_counts_as_the_wall_does() {
    let mut read = redes_experiment::tuning::Read::default();
    (read.right[9], read.all[9]) = (14, 20);
    let message = |shown| markup::status(Language::English, 9, shown, Some(&read));
    assert_eq!(
        message(30),
        "The pen set has 30 drawings of a 9. The first 10 are those that network 1.0 is taught. Of the other 20 it reads 14 right."
    );
    assert!(
        message(20).starts_with("Network 1.0 reads 14 of 20"),
        "{}",
        message(20)
    );
}

#[test]
fn a_test_says_how_far_it_is() {
    let mut body = redes_experiment::tuning::TuningBody {
        iteration: 0,
        iterations: 20,
        loss: 0.5,
        before: None,
        after: None,
        testing: Some((2_500, 10_000)),
    };
    let (share, text) = markup::doing(Language::English, &body);
    assert_eq!(
        (share, &*text),
        (0.25, "Reading MNIST’s test images: 2,500 of 10,000")
    );
    (body.before, body.iteration) = (Some(redes_experiment::tuning::Read::default()), 5);
    assert_eq!(markup::doing(Language::English, &body).0, 0.25);
}
