//! A dense layer: four inputs, three neurons, twelve products.

use anyhow::Result;
use redes_figures::introduction::dense::{link::State, numbers::Numbers};
use redes_sheet::{
    language::Language,
    number::{fixed, signed},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Picture, connection, fill, words},
};

/// Where inputs and neurons stand, and how large they are.
const LEFT: [f64; 5] = [104.0, 62.0, 152.0, 242.0, 332.0];
const RIGHT: [f64; 4] = [440.0, 88.0, 197.0, 306.0];
const RADIUS: [f64; 2] = [36.0, 42.0];

pub(super) fn still() -> Result<Still> {
    let state = State::default();
    let numbers = Numbers::new(&state)?;
    Ok(Box::new(move |language| draw(language, &state, &numbers)))
}

fn draw(language: Language, state: &State, numbers: &Numbers) -> Picture {
    let title = language.choose(
        "Cuatro entradas unidas con tres neuronas por doce conexiones",
        "Four inputs joined to three neurons by twelve connections",
    );
    let mut picture = Picture::new(language, 440.0, title);
    for (neuron, y) in numbers.neurons.iter().zip(&RIGHT[1..]) {
        for (term, from) in neuron.terms.iter().zip(&LEFT[1..]) {
            let width = 1.0 + term.product.abs().min(2.0) * 12.0;
            let line = connection(term.product, width);
            picture.line([LEFT[0], *from], [RIGHT[0], *y], line);
        }
    }
    let number = words(24.0).middle();
    let names = ["x₁", "x₂", "x₃", "x₄"].iter();
    for ((name, x), y) in names.zip(&state.x).zip(&LEFT[1..]) {
        let node = fill(Colour::Panel2).outlined(Colour::Ink, 2.0);
        picture.circle([LEFT[0], *y], RADIUS[0], node);
        picture.text([LEFT[0], y + 8.0], number, fixed(*x, 1));
        picture.text([MARGIN, y + 8.0], words(24.0), *name);
    }
    let names = ["₁", "₂", "₃"].iter();
    for ((name, neuron), y) in names.zip(&numbers.neurons).zip(&RIGHT[1..]) {
        let inside = if neuron.a > 0.0 {
            Colour::Class1Soft
        } else {
            Colour::Panel2
        };
        let node = fill(inside).outlined(Colour::Ink, 2.0);
        picture.circle([RIGHT[0], *y], RADIUS[1], node);
        picture.text([RIGHT[0], y + 8.0], number.bold(), fixed(neuron.a, 2));
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
