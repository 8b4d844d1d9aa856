//! Tests of the neurons' figure. The weights are those that ship.

use redes_core::activation::Activation;
use redes_experiment::{
    dense::{DenseNetwork, Function},
    scaling::Scaling,
};
use redes_lessons::thesis::digits::{self, Case};
use redes_shell::text::Language;

use super::{
    draw,
    link::{Order, State},
    markup,
    numbers::{self, Inside, NEURONS, OUTPUTS},
};
use crate::testing::{TRAINING, has_parts, site};
use redes_data::mnist::{self, PIXELS, SIDE};

fn shipped(case: Case) -> redes_core::network::Network<f32> {
    let file = site(&format!("models/digits-{case}.safetensors"));
    let model = redes_models::load_as(&file, &digits::architecture(case), 1);
    model.unwrap().network
}

fn inside(case: Case) -> Inside {
    Inside::new((case, None), shipped(case).parameters()).unwrap()
}

#[test]
fn the_markup_has_every_part() {
    let own = [
        "answer",
        "chosen",
        "clear",
        "image",
        "least",
        "looks",
        "models-error",
        "models-retry",
        "most",
        "neuron",
        "opened-note",
        "opened-text",
        "opened-trains",
        "output",
        "owner",
        "pad",
        "products",
        "source",
        "sum",
        "tiles",
        "tiles-title",
        "undo",
        "weights",
    ];
    has_parts(markup::markup, &own);
    let training = TRAINING.iter().filter(|part| **part != "rows");
    has_parts(markup::markup, &training.copied().collect::<Vec<_>>());
}

#[test]
fn the_outputs_are_those_of_the_whole_network() {
    for case in Case::ALL {
        let (mut whole, mut inside) = (shipped(case), inside(case));
        for digit in 0..10 {
            let image = numbers::image(&[], digit);
            let reading = inside.read(&image).unwrap();
            let mut input = [0.0; PIXELS];
            mnist::normalize_columns(&image, &mut input);
            let expected = whole.forward_row(&input).unwrap();
            let greatest = expected.iter().copied().fold(0.0, f32::max);
            assert_eq!(expected[reading.digit()], greatest);
            for (ours, theirs) in reading.outputs.iter().zip(expected) {
                assert!((ours - f64::from(*theirs)).abs() < 1e-6, "{ours} {theirs}");
            }
        }
    }
}

#[test]
fn a_neurons_sum_gives_its_answer() {
    for case in Case::ALL {
        let mut inside = inside(case);
        let reading = inside.read(&numbers::image(&[], 7)).unwrap();
        for neuron in 0..NEURONS {
            let sum = inside.sum(&reading, neuron).unwrap();
            let z = sum.total + sum.bias;
            let expected = match case {
                Case::Case10 => z.max(0.0),
                Case::Case11 => 1.0 / (1.0 + (-z).exp()),
            };
            assert!((sum.answer - expected).abs() < 1e-4, "{case} {neuron}");
        }
        assert!(inside.sum(&reading, NEURONS).is_none());
    }
}

#[test]
fn the_order_goes_from_the_greatest_answer_down() {
    let reading = inside(Case::Case10).read(&numbers::image(&[], 3)).unwrap();
    let order = reading.order(Order::Answer);
    let answers: Vec<f32> = order
        .iter()
        .map(|&neuron| reading.answers[neuron])
        .collect();
    assert!(answers.is_sorted_by(|a, b| a >= b));
    assert_eq!(answers[0], reading.strongest());
    let mut all = order;
    all.sort_unstable();
    assert_eq!(all, reading.order(Order::Number));
    // About half of the neurons of a ReLU layer are silent.
    assert!((20..100).contains(&reading.awake()), "{}", reading.awake());
}

#[test]
fn the_derivatives_foretell_a_small_change() {
    let mut inside = inside(Case::Case11);
    let image = numbers::image(&[], 5);
    let reading = inside.read(&image).unwrap();
    let log_odds = |p: f64| (p / (1.0 - p)).ln();
    // One pixel of column 14 more grey; the column's norm changes all its pixels.
    let mut other = image;
    let place = 14 * SIDE + 14;
    other[place] = other[place].wrapping_add(8);
    let after = inside.read(&other).unwrap();
    for output in 0..OUTPUTS {
        let moved: f64 = (0..PIXELS)
            .map(|pixel| {
                let change = f64::from(after.input[pixel] - reading.input[pixel]);
                change * f64::from(reading.wishes[output][pixel])
            })
            .sum();
        let real = log_odds(after.outputs[output]) - log_odds(reading.outputs[output]);
        assert!(
            (moved - real).abs() < 0.02 + 0.1 * real.abs(),
            "{moved} {real}"
        );
    }
}

#[test]
fn looks_are_zero_where_no_ink_is_erased() {
    let mut inside = inside(Case::Case10);
    let image = numbers::image(&[], 7);
    let looks = inside.looks(&image, 7).unwrap();
    assert_eq!(looks[0], 0.0);
    let most = looks.iter().copied().fold(f32::MIN, f32::max);
    assert!(
        most > 1.0,
        "erasing a stroke of the 7 costs certainty: {most}"
    );
    let blank = inside.looks(&[0; PIXELS], 7).unwrap();
    assert_eq!(blank, [0.0; PIXELS]);
    assert!(inside.looks(&image, OUTPUTS).is_none());
}

#[test]
fn weights_of_another_size_are_refused() {
    assert!(Inside::new((Case::Case10, None), &[0.0; 3]).is_none());
    assert!(!inside(Case::Case10).take(&[]));
}

#[test]
fn keys_go_over_the_tiles() {
    let step = |key, place| draw::step(key, place, 16, NEURONS);
    assert_eq!(step("ArrowRight", 127), Some(127));
    assert_eq!(step("ArrowLeft", 0), Some(0));
    assert_eq!(step("ArrowUp", 20), Some(4));
    assert_eq!(step("ArrowUp", 4), Some(4));
    assert_eq!(step("ArrowDown", 120), Some(120));
    assert_eq!(step("ArrowDown", 3), Some(19));
    assert_eq!(step("End", 3), Some(127));
    assert_eq!(step("a", 3), None);
}

#[test]
fn sentences_name_the_numbers() {
    let mut inside = inside(Case::Case10);
    let reading = inside.read(&numbers::image(&[], 7)).unwrap();
    let text = markup::answer(Language::English, Some(&reading));
    assert!(text.starts_with("The network answers 7."), "{text}");
    let sum = inside.sum(&reading, 0).unwrap();
    let [line, words] = markup::sum(Language::English, inside.function(), [0, 4], 128, &sum);
    assert!(line.contains("ReLU(z) = "), "{line}");
    assert!(
        words.contains("Neuron 1 ") && words.contains("place 5 of 128"),
        "{words}"
    );
    assert_eq!(State::default().setup().samples, 10_000);
}

/// Case 1.0 with half of its neurons, as the page of models hands a network on.
fn opened(last: Function, scaling: Scaling) -> DenseNetwork {
    let half = NEURONS / 2;
    let network = shipped(Case::Case10);
    let (kernel, rest) = network.parameters().split_at(PIXELS * NEURONS);
    let mut weights: Vec<f32> = kernel
        .chunks_exact(NEURONS)
        .flat_map(|row| row[..half].to_vec())
        .collect();
    // The biases, and the kernel of a second layer of ten, which are the shipped network's first columns.
    weights.extend(&rest[..half]);
    let second = &rest[NEURONS..][..half * NEURONS];
    weights.extend(second.chunks_exact(NEURONS).flat_map(|row| &row[..OUTPUTS]));
    weights.extend([0.0; OUTPUTS]);
    DenseNetwork {
        layers: vec![(half, Function::Relu(0.0)), (OUTPUTS, last)],
        scaling,
        weights,
    }
}

#[test]
fn an_opened_network_answers_as_it_does_elsewhere() {
    let image = numbers::image(&[], 4);
    for scaling in Scaling::ALL {
        for last in [Function::Softmax, Function::Sigmoid, Function::Identity] {
            let network = opened(last, scaling);
            let mut inside = Inside::opened(&network).unwrap();
            let mut whole =
                redes_core::network::Network::<f32>::new(&network.architecture(), 1).unwrap();
            whole.parameters_mut().copy_from_slice(&network.weights);
            let mut input = [0.0; PIXELS];
            scaling.apply(&image, &mut input);
            let expected = whole.forward_row(&input).unwrap();
            let reading = inside.read(&image).unwrap();
            for (ours, theirs) in reading.outputs.iter().zip(expected) {
                let size = 1e-5 * f64::from(theirs.abs().max(1.0));
                assert!((ours - f64::from(*theirs)).abs() < size, "{ours} {theirs}");
            }
            assert_eq!((inside.neurons(), inside.case()), (64, None));
            assert_eq!(reading.answers.len(), 64);
            assert_eq!(reading.order(Order::Answer).len(), 64);
            let sum = inside.sum(&reading, 63).unwrap();
            let z = sum.total + sum.bias;
            assert!((sum.answer - z.max(0.0)).abs() < 1e-3 * z.abs().max(1.0));
            assert!(inside.sum(&reading, 64).is_none());
            let looks = inside.looks(&image, 4).unwrap();
            assert!(looks.iter().all(|share| share.is_finite()), "{last:?}");
        }
    }
    let words = markup::opened(
        Language::English,
        "mine",
        &opened(Function::Softmax, Scaling::Unit),
    );
    assert!(
        words.starts_with("mine, ") && words.contains("784 – 64 – 10"),
        "{words}"
    );
    assert_eq!(
        markup::tiles(Language::English, 64),
        "The 64 neurons of the first hidden layer"
    );
}

#[test]
fn an_opened_network_that_does_not_hold_is_refused() {
    let mut network = opened(Function::Softmax, Scaling::Unit);
    network.weights.pop();
    assert!(Inside::opened(&network).is_none());
}

#[test]
fn the_sum_names_the_function_of_the_layer() {
    let mut inside = inside(Case::Case11);
    let reading = inside.read(&numbers::image(&[], 7)).unwrap();
    let sum = inside.sum(&reading, 0).unwrap();
    for (function, words) in [
        (Activation::Sigmoid, "σ(z) ="),
        (Activation::SIGMOID_CENTRED, "σ(z) − ½ ="),
        (Activation::LEAKY_RELU, "f(z) ="),
    ] {
        let [line, _] = markup::sum(Language::English, function, [0, 4], 128, &sum);
        assert!(line.contains(words), "{line}");
    }
}
