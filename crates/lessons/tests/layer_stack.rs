//! Stacked layers: what linear ones amount to, and where the others bend (the examples of chapter 3).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use redes_core::activation::Activation;
use redes_lessons::affine::Affine;
use redes_lessons::layer_stack::LayerStack;
use redes_lessons::piecewise_linear::{Piece, pieces};

const RELU: Activation = Activation::RELU;
const STEP: Activation = Activation::Step { threshold: 0.0 };

fn affine(inputs: usize, kernel: &[f64], bias: &[f64]) -> Affine {
    Affine::new(inputs, kernel.to_vec(), bias.to_vec()).unwrap()
}

fn last(stack: &LayerStack) -> Vec<Piece> {
    stack.pieces(-3.0, 3.0).unwrap().pop().unwrap()
}

#[test]
fn linear_layers_are_one() {
    let chapter = vec![Affine::line(2.0, 1.0), Affine::line(-3.0, 4.0)];
    let stack = LayerStack::new(chapter, Activation::Identity).unwrap();
    assert_eq!(stack.collapsed().unwrap(), Affine::line(-6.0, 1.0));
    // u = 3x − 1, v = 2u + 5, t = −v.
    let question = [(3.0, -1.0), (2.0, 5.0), (-1.0, 0.0)];
    let question = question.map(|(w, b)| Affine::line(w, b)).to_vec();
    let stack = LayerStack::new(question, Activation::Identity).unwrap();
    assert_eq!(stack.collapsed_to(2).unwrap(), Affine::line(6.0, 3.0));
    assert_eq!(stack.collapsed().unwrap(), Affine::line(-6.0, -3.0));
    assert!(stack.collapsed_to(0).is_err() && stack.collapsed_to(4).is_err());
}

#[test]
fn matrices_multiply_in_order() {
    let first = affine(2, &[1.0, -1.0, 0.0, 0.5, 0.0, 2.0], &[0.0, 1.0, -3.0]);
    let second = affine(3, &[1.0, 2.0, -1.0, 0.0, 0.5, 1.0], &[10.0, 20.0]);
    let both = first.then(&second).unwrap();
    assert_eq!(both, affine(2, &[2.0, 2.0, 1.5, 3.0], &[7.5, 17.0]));
    assert!(first.then(&first).is_err());
}

#[test]
fn the_question_of_chapter_3_bends_once() {
    let layers = [(3.0, -1.0), (2.0, 5.0), (-1.0, 0.0)];
    let layers = layers.map(|(w, b)| Affine::line(w, b)).to_vec();
    // The second neuron never falls below 5, so its ReLU does nothing.
    let found = last(&LayerStack::new(layers, RELU).unwrap());
    assert_eq!(found.len(), 2);
    assert!((found[0].to - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(
        (found[0].lines[0].slope, found[0].lines[0].height),
        (0.0, -5.0)
    );
    assert_eq!(
        (found[1].lines[0].slope, found[1].lines[0].height),
        (-6.0, -3.0)
    );
}

#[test]
fn two_neurons_make_an_absolute_value_and_three_a_tent() {
    let two = vec![
        affine(1, &[1.0, -1.0], &[0.0, 0.0]),
        affine(2, &[1.0, 1.0], &[0.0]),
    ];
    let mut absolute = LayerStack::new(two, RELU).unwrap();
    assert_eq!(
        absolute.answers(&[-2.0, 0.0, 1.5]).unwrap()[1],
        [2.0, 0.0, 1.5]
    );
    assert_eq!(last(&absolute).len(), 2);
    let three = vec![
        affine(1, &[1.0, 1.0, 1.0], &[0.0, -1.0, -2.0]),
        affine(3, &[1.0, -2.0, 1.0], &[0.0]),
    ];
    let mut tent = LayerStack::new(three.clone(), RELU).unwrap();
    let answers = tent.answers(&[-1.0, 0.5, 1.0, 1.5, 2.0, 3.0]).unwrap();
    assert_eq!(answers[1], [0.0, 0.5, 1.0, 0.5, 0.0, 0.0]);
    let slopes: Vec<f64> = last(&tent).iter().map(|p| p.lines[0].slope).collect();
    assert_eq!(slopes, [0.0, 1.0, -1.0, 0.0]);
    let ends: Vec<f64> = last(&tent).iter().map(|p| p.to).collect();
    assert_eq!(ends, [0.0, 1.0, 2.0, 3.0]);
    // Without ReLU nothing is left of it.
    let flat = LayerStack::new(three, Activation::Identity).unwrap();
    assert_eq!(flat.collapsed().unwrap(), Affine::line(0.0, 0.0));
}

#[test]
fn what_does_not_fit_is_refused() {
    assert!(Affine::new(2, vec![1.0; 3], vec![0.0; 2]).is_err());
    assert!(Affine::new(0, vec![], vec![0.0]).is_err());
    assert!(Affine::new(usize::MAX, vec![], vec![0.0; 2]).is_err());
    assert!(LayerStack::new(vec![], RELU).is_err());
    let open = affine(1, &[1.0, 1.0], &[0.0, 0.0]);
    assert!(LayerStack::new(vec![open.clone()], RELU).is_err());
    assert!(LayerStack::new(vec![open, Affine::line(1.0, 0.0)], RELU).is_err());
    assert!(LayerStack::drawn(0, 4, RELU, 1).is_err() && LayerStack::drawn(2, 0, RELU, 1).is_err());
    assert!(
        LayerStack::drawn(1, 0, RELU, 1).is_ok(),
        "one layer has no hidden neuron"
    );
    for (from, to) in [(1.0, 1.0), (1.0, 0.0), (f64::NAN, 1.0)] {
        assert_eq!(pieces(&[Affine::line(1.0, 0.0)], RELU, from, to), None);
    }
    for smooth in [Activation::Sigmoid, Activation::Tanh, Activation::Softmax] {
        assert!(
            LayerStack::drawn(2, 3, smooth, 1)
                .unwrap()
                .pieces(0.0, 1.0)
                .is_none()
        );
    }
}

proptest! {
    #[test]
    fn the_pieces_are_the_networks(
        depth in 1usize..5,
        width in 1usize..9,
        seed in any::<u32>(),
        activation in prop_oneof![Just(RELU), Just(Activation::LEAKY_RELU), Just(STEP), Just(Activation::Identity)],
        places in prop::collection::vec(-3.0f64..3.0, 20),
    ) {
        let mut stack = LayerStack::drawn(depth, width, activation, seed).unwrap();
        let answers = stack.answers(&places).unwrap();
        let layers = stack.pieces(-3.0, 3.0).unwrap();
        prop_assert_eq!(layers.len(), depth);
        for (layer, (pieces, answers)) in layers.iter().zip(&answers).enumerate() {
            prop_assert_eq!((pieces[0].from, pieces[pieces.len() - 1].to), (-3.0, 3.0));
            prop_assert!(pieces.windows(2).all(|two| two[0].to == two[1].from));
            prop_assert!(pieces.iter().all(|piece| piece.from < piece.to));
            for (x, row) in places.iter().zip(answers.chunks(stack.layers()[layer].units())) {
                // Right at an end the roundings may fall on either side.
                if pieces.iter().any(|piece| (piece.to - x).abs() < 1e-6) {
                    continue;
                }
                let piece = pieces.iter().find(|piece| *x < piece.to).unwrap();
                for (line, a) in piece.lines.iter().zip(row) {
                    prop_assert!((line.at(*x) - a).abs() < 1e-6 * (1.0 + a.abs()));
                }
            }
        }
        if activation == Activation::Identity {
            let one = stack.collapsed().unwrap();
            let line = &layers[depth - 1][0].lines[0];
            prop_assert_eq!(layers[depth - 1].len(), 1);
            prop_assert!((one.kernel()[0] - line.slope).abs() < 1e-9);
            prop_assert!((one.bias()[0] - line.height).abs() < 1e-9);
        }
        if activation == RELU {
            let joined = layers[depth - 1].windows(2).all(|two| {
                let (before, after) = (two[0].lines[0].at(two[0].to), two[1].lines[0].at(two[0].to));
                (before - after).abs() < 1e-6 * (1.0 + before.abs())
            });
            prop_assert!(joined, "ReLU bends and never breaks");
        }
    }
}
