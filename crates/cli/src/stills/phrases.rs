//! A short review on its way through network 2.0: its words, their vectors, the filters' answers, the score.

use std::fs;

use anyhow::{Context, Result};
use redes_figures::inside::phrases::numbers::{FILTERS, Inside, Reading, WIDTH};
use redes_inputs::reviews::Review;
use redes_lessons::thesis::reviews::{self, Case};
use redes_sheet::{language::Language, number::fixed, theme::Colour};

use super::{
    Arguments, Still, cells,
    picture::{MARGIN, Picture, WIDTH as PAGE, stroke, words},
};
use crate::place;

const TEXT: &str = "not bad at all a great story and a wonderful cast";
/// Numbers of a vector, and filters, in the picture: the first ones, as all would make the file too large.
const SHOWN: usize = 16;
/// Side of a square.
const SIDE: f64 = 13.0;
/// The height of a word's row.
const ROW: f64 = 26.0;

pub(super) fn still(arguments: &Arguments) -> Result<Still> {
    let case = Case::Case20;
    let path = arguments.models.join(format!("reviews-{case}.safetensors"));
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let model = redes_models::load_as(&bytes, &reviews::architecture(case), 1);
    let network = model.with_context(|| path.display().to_string())?.network;
    let inside = Inside::new(network);
    let mut inside = inside.context("the network has other layers")?;
    let review = Review::new(&place::vocabulary()?, TEXT);
    let reading = inside.read(&review).context("the review was not read")?;
    let written: Vec<String> = review.read().iter().map(|word| word.text.clone()).collect();
    Ok(Box::new(move |language| draw(language, &written, &reading)))
}

/// The first columns of each row, as shares of the greatest number.
fn columns(numbers: &[f32], width: usize) -> Vec<f64> {
    let shown = numbers.chunks(width).flat_map(|row| row.iter().take(SHOWN));
    let shown: Vec<f64> = shown.map(|&number| f64::from(number)).collect();
    let most = shown.iter().fold(1e-9_f64, |most, x| most.max(x.abs()));
    shown.into_iter().map(|number| number / most).collect()
}

fn draw(language: Language, written: &[String], reading: &Reading) -> Picture {
    let title = language.choose(
        "Una crítica por la red 2.0: sus palabras, sus vectores, las respuestas de los filtros y la puntuación",
        "A review in network 2.0: its words, their vectors, the answers of the filters, and the score",
    );
    let top = 70.0;
    let height = top + ROW * written.len() as f64 + 62.0;
    let mut picture = Picture::new(language, height, title);
    for (row, word) in written.iter().enumerate() {
        let y = top + ROW * (row as f64 + 0.75);
        picture.text([150.0, y], words(22.0).end(), word);
    }
    let heads = language.choose(["vectores", "filtros"], ["vectors", "filters"]);
    let layers = [(&reading.vectors, WIDTH), (&reading.answers, FILTERS)];
    for (place, ((numbers, width), head)) in layers.into_iter().zip(heads).enumerate() {
        let wide = SIDE * SHOWN as f64;
        let left = 180.0 + (wide + 60.0) * place as f64;
        picture.text([left + wide / 2.0, 48.0], words(22.0).middle().bold(), head);
        let values = columns(numbers, width);
        for (row, values) in values.chunks(SHOWN).enumerate() {
            let y = top + ROW * row as f64 + (ROW - SIDE) / 2.0;
            cells::signed(&mut picture, [left, y], SIDE, SHOWN, values);
        }
        let high = ROW * written.len() as f64;
        picture.rect([left, top, wide, high], stroke(Colour::Rule, 1.5));
    }
    let label = language.choose("puntuación", "score");
    let label = format!("{label}: {}", fixed(reading.score, 2));
    let y = height - MARGIN;
    picture.text([PAGE - MARGIN, y], words(26.0).bold().end(), label);
    picture
}
