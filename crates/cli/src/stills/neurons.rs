//! A test image of a 7, and the weights and answers of the four neurons of case 1.0 that answer most to it.

use std::fs;

use anyhow::{Context, Result};
use redes_data::mnist::SIDE;
use redes_figures::inside::neurons::{
    link::Order,
    numbers::{self, Inside},
};
use redes_lessons::thesis::digits::{self, Case};
use redes_sheet::{language::Language, number::fixed, theme::Colour};

use super::{
    Arguments, Still, cells,
    picture::{MARGIN, Picture, fill, stroke, words},
};

/// The digit that the network reads.
const DIGIT: u8 = 7;
/// Neurons in the picture.
const SHOWN: usize = 4;
/// Weights to each side of a square, which has their mean: single weights would make the file too large.
const MERGED: usize = 2;
const SQUARES: usize = SIDE / MERGED;
/// Side of a pixel of the digit, and of a square of a neuron.
const PIXEL: f64 = 4.0;
const SQUARE: f64 = 9.0;

/// A neuron that answers.
struct Neuron {
    number: usize,
    answer: f64,
    /// Its merged weights, 1 where the colour is full.
    weights: Vec<f64>,
}

pub(super) fn still(arguments: &Arguments) -> Result<Still> {
    let case = Case::Case10;
    let path = arguments.models.join(format!("digits-{case}.safetensors"));
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let model = redes_models::load_as(&bytes, &digits::architecture(case), 1);
    let network = model.with_context(|| path.display().to_string())?.network;
    let inside = Inside::new((case, None), network.parameters());
    let mut inside = inside.context("the network has other layers")?;
    let image = numbers::image(&[], DIGIT);
    let reading = inside.read(&image).context("the image was not read")?;
    let mut neurons = Vec::new();
    for number in reading.order(Order::Answer).into_iter().take(SHOWN) {
        let sum = inside.sum(&reading, number).context("no such neuron")?;
        neurons.push(Neuron {
            number: number + 1,
            answer: sum.answer,
            weights: merged(&sum.weights, inside.scale()),
        });
    }
    let ink: Vec<f64> = image.iter().map(|&ink| f64::from(ink) / 255.0).collect();
    Ok(Box::new(move |language| draw(language, &ink, &neurons)))
}

/// The mean of each square of weights, as a share of the scale.
fn merged(weights: &[f32], scale: f64) -> Vec<f64> {
    let mut squares = vec![0.0; SQUARES * SQUARES];
    for (pixel, weight) in weights.iter().enumerate() {
        let (row, column) = (pixel / SIDE / MERGED, pixel % SIDE / MERGED);
        let part = f64::from(*weight) / scale / (MERGED * MERGED) as f64;
        squares[row * SQUARES + column] += part;
    }
    squares
}

fn draw(language: Language, ink: &[f64], neurons: &[Neuron]) -> Picture {
    let title = language.choose(
        "Un 7 y los pesos de las cuatro neuronas de la primera capa oculta que más responden a él",
        "A 7, and the weights of the four neurons of the first hidden layer that answer most to it",
    );
    let mut picture = Picture::new(language, 290.0, title);
    let side = PIXEL * SIDE as f64;
    let top = 90.0;
    cells::ink(&mut picture, [MARGIN, top], PIXEL, SIDE, ink);
    picture.rect([MARGIN, top, side, side], stroke(Colour::Rule, 1.5));
    let soft = words(20.0).middle().colour(Colour::Soft);
    picture.text([MARGIN + side / 2.0, top + side + 28.0], soft, "28 × 28");
    let wide = SQUARE * SQUARES as f64;
    let most = neurons.first().map_or(1.0, |neuron| neuron.answer);
    for (place, neuron) in neurons.iter().enumerate() {
        let (x, y) = (160.0 + (wide + 11.0) * place as f64, 90.0);
        cells::signed(&mut picture, [x, y], SQUARE, SQUARES, &neuron.weights);
        picture.rect([x, y, wide, wide], stroke(Colour::Rule, 1.5));
        let bar = wide * neuron.answer / most;
        picture.rect([x, y + wide + 5.0, bar, 7.0], fill(Colour::Class1));
        let label = format!("{}: {}", neuron.number, fixed(neuron.answer, 2));
        picture.text([x + wide / 2.0, y - 8.0], words(20.0).middle(), label);
    }
    picture
}
