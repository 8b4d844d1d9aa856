//! A dense layer: four inputs, three neurons, twelve products.

use anyhow::Result;
use redes_core::{
    activation::Activation,
    initializer::{DrawOrder, Initializer},
    network::{Architecture, LayerConfig, Network},
    rng::RandomState,
};
use redes_lessons::weighted_sum::{self, Term};
use redes_sheet::{
    language::Language,
    number::{fixed, signed},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Picture, connection, fill, words},
};

const X: [f64; 4] = [1.0, -0.5, 0.8, 0.3];
const UNITS: usize = 3;
const SEED: u32 = 1;
/// The positions and sizes of inputs and neurons.
const LEFT: [f64; 5] = [104.0, 62.0, 152.0, 242.0, 332.0];
const RIGHT: [f64; 4] = [440.0, 88.0, 197.0, 306.0];
const RADIUS: [f64; 2] = [36.0, 42.0];

/// A neuron's products, their sum, and its output.
struct Neuron {
    terms: Vec<Term>,
    z: f64,
    a: f64,
}

pub(super) fn still() -> Result<Still> {
    let layer = LayerConfig::dense(UNITS, Activation::RELU);
    let architecture = Architecture::new([X.len()], vec![layer]);
    let mut network = Network::<f64>::new(&architecture, 1)?;
    let (glorot, zeros) = (Initializer::GlorotUniform, Initializer::Zeros);
    let order = DrawOrder::KernelFirst;
    network.initialize(glorot, zeros, order, &mut RandomState::new(SEED))?;
    let answers = network.forward_row(&X)?.to_vec();
    let (kernel, biases) = network.parameters().split_at(X.len() * UNITS);
    let neurons: Vec<Neuron> = (0..UNITS)
        .zip(biases.iter().zip(answers))
        .map(|(unit, (bias, a))| {
            let terms = weighted_sum::dense_terms(&X, kernel, UNITS, unit);
            let z = weighted_sum::sum(&terms, *bias);
            Neuron { terms, z, a }
        })
        .collect();
    Ok(Box::new(move |language| draw(language, &neurons)))
}

fn draw(language: Language, neurons: &[Neuron]) -> Picture {
    let title = language.choose(
        "Cuatro entradas unidas con tres neuronas por doce conexiones",
        "Four inputs joined to three neurons by twelve connections",
    );
    let mut picture = Picture::new(language, 440.0, title);
    for (neuron, y) in neurons.iter().zip(&RIGHT[1..]) {
        for (term, from) in neuron.terms.iter().zip(&LEFT[1..]) {
            let width = 1.0 + term.product.abs().min(2.0) * 12.0;
            let line = connection(term.product, width);
            picture.line([LEFT[0], *from], [RIGHT[0], *y], line);
        }
    }
    let number = words(24.0).middle();
    for (index, (x, y)) in X.iter().zip(&LEFT[1..]).enumerate() {
        let node = fill(Colour::Panel2).outlined(Colour::Ink, 2.0);
        picture.circle([LEFT[0], *y], RADIUS[0], node);
        picture.text([LEFT[0], y + 8.0], number, fixed(*x, 1));
        let name = ["x₁", "x₂", "x₃", "x₄"][index];
        picture.text([MARGIN, y + 8.0], words(24.0), name);
    }
    for (index, (neuron, y)) in neurons.iter().zip(&RIGHT[1..]).enumerate() {
        let inside = if neuron.a > 0.0 {
            Colour::Class1Soft
        } else {
            Colour::Panel2
        };
        let node = fill(inside).outlined(Colour::Ink, 2.0);
        picture.circle([RIGHT[0], *y], RADIUS[1], node);
        picture.text([RIGHT[0], y + 8.0], number.bold(), fixed(neuron.a, 2));
        let name = ["₁", "₂", "₃"][index];
        let x = RIGHT[0] + RADIUS[1] + 18.0;
        let sum = format!("z{name} = {}", signed(neuron.z, 2));
        picture.text([x, y - 7.0], words(22.0), sum);
        let answer = format!("a{name} = ReLU(z{name})");
        picture.text([x, y + 23.0], words(22.0).colour(Colour::Soft), answer);
    }
    let names = language.choose(
        ["producto positivo", "producto negativo"],
        ["positive product", "negative product"],
    );
    for (name, x, sign) in [(names[0], 40.0, 1.0), (names[1], 380.0, -1.0)] {
        picture.line([x, 410.0], [x + 60.0, 410.0], connection(sign, 7.0));
        picture.text([x + 72.0, 417.0], words(22.0), name);
    }
    picture
}
