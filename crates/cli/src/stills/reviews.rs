//! A short review, the effect of each word on the two networks' scores, and their training.

use std::fs;

use anyhow::{Context, Result};
use redes_figures::results::reviews::numbers::{Contributions, Reader, SLICE};
use redes_inputs::reviews::Review;
use redes_ledger::{self as ledger, Inputs, Split};
use redes_lessons::thesis::reviews::{self, Case};
use redes_sheet::{
    language::Language,
    number::{fixed, short_percent, signed},
    theme::Colour,
};

use super::{
    Arguments, Still,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
    plot::Plot,
    training::{self, Look, Training},
};
use crate::place;

const TEXT: &str = "Not a good film.";
const LOOKS: [Look; 2] = [Look::Discs(Colour::Class0), Look::Squares(Colour::Class1)];
/// The positions of the scores 0 and 1.
const SCALE: [f64; 2] = [464.0, 612.0];
const NAMES: [&str; 2] = ["2.0", "2.1"];

/// A network's answer.
struct Reading {
    score: f64,
    /// What each word adds.
    adds: Contributions,
}

/// The computed numbers.
struct Read {
    written: Vec<String>,
    readings: Vec<Reading>,
    training: Vec<Training>,
}

pub(super) fn still(arguments: &Arguments) -> Result<Still> {
    let review = Review::new(&place::vocabulary()?, TEXT);
    let words = review.words().iter();
    let written = words.map(|word| word.text.clone()).collect();
    let mut readings = Vec::new();
    for case in Case::ALL {
        let path = arguments.models.join(format!("reviews-{case}.safetensors"));
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let model = redes_models::load_as(&bytes, &reviews::architecture(case), SLICE);
        let network = model.with_context(|| path.display().to_string())?.network;
        let mut reader = Reader::new(network, None);
        let score = reader.score(&review);
        let score = score.context("the network takes no such review")?;
        let mut adds = Contributions::of(&review);
        while !reader.go_on(&review, &mut adds) {}
        readings.push(Reading { score, adds });
    }
    let (train, test) = place::imdb(arguments.set("imdb").as_deref())?;
    let inputs = Inputs {
        mnist: None,
        reviews: Some(Split::reviews(&train, &test)),
    };
    let cases = [ledger::Case::Case20, ledger::Case::Case21].into_iter();
    let training: Result<Vec<Training>> = cases.map(|c| training::train(c, &inputs)).collect();
    let read = Read {
        written,
        readings,
        training: training?,
    };
    Ok(Box::new(move |language| draw(language, &read)))
}

fn draw(language: Language, read: &Read) -> Picture {
    let title = language.choose(
        "Una crítica con lo que aporta cada palabra, la puntuación de las redes 2.0 y 2.1, y su entrenamiento",
        "A review with what each word adds, the scores of networks 2.0 and 2.1, and their training",
    );
    let mut picture = Picture::new(language, 480.0, title);
    for (network, reading) in read.readings.iter().enumerate() {
        let y = 60.0 + 92.0 * network as f64;
        picture.text([MARGIN, y], words(24.0).bold(), NAMES[network]);
        text(&mut picture, y, &read.written, reading);
        scale(&mut picture, y, reading.score, LOOKS[network]);
    }
    let ends = language.choose(["mala", "buena"], ["bad", "good"]);
    let soft = words(20.0).middle().colour(Colour::Soft);
    picture.text([SCALE[0], 214.0], soft, format!("0 {}", ends[0]));
    picture.text([SCALE[1], 214.0], soft, format!("1 {}", ends[1]));
    training(&mut picture, language, &read.training);
    picture
}

/// The words, each coloured by its effect, with the signed effect below.
fn text(picture: &mut Picture, y: f64, written: &[String], reading: &Reading) {
    let adds = reading.adds.all();
    let most = adds
        .iter()
        .fold(1e-9_f64, |most, value| most.max(value.abs()));
    let mut left = 78.0;
    for (word, adds) in written.iter().zip(adds) {
        let wide = (24.0 + 17.0 * word.chars().count() as f64).max(74.0);
        let back = fill(Colour::of_sign(*adds)).opacity(0.45 * adds.abs() / most);
        picture.rounded([left, y - 30.0, wide - 6.0, 42.0], 5.0, back);
        let middle = left + (wide - 6.0) / 2.0;
        picture.text([middle, y], words(28.0).middle(), word);
        let below = words(20.0).middle();
        picture.text([middle, y + 36.0], below, signed(*adds, 2));
        left += wide;
    }
}

/// From 0 to 1, with a mark.
fn scale(picture: &mut Picture, y: f64, score: f64, look: Look) {
    let [left, right] = SCALE;
    let at = |share: f64| left + (right - left) * share;
    let line = stroke(Colour::Soft, 2.0);
    picture.line([left, y - 8.0], [right, y - 8.0], line);
    for share in [0.0, 0.5, 1.0] {
        picture.line([at(share), y - 16.0], [at(share), y], line);
    }
    look.mark(picture, [at(score), y - 8.0]);
    let number = words(26.0).bold().end();
    picture.text([WIDTH - MARGIN, y + 1.0], number, fixed(score, 2));
}

fn training(picture: &mut Picture, language: Language, trainings: &[Training]) {
    let plot = Plot {
        area: [92.0, 286.0, 330.0, 142.0],
        x: [0.6, 3.3],
        y: [0.64, 1.0],
    };
    let title = language.choose("Acierto", "Accuracy");
    picture.text([MARGIN, 264.0], words(22.0).bold(), title);
    for share in [0.7, 0.8, 0.9, 1.0] {
        plot.level(picture, share, short_percent(share, 0, language));
    }
    plot.axes(picture, plot.y[0]);
    training::epochs(picture, &plot, language);
    for (network, training) in trainings.iter().enumerate() {
        training::line(picture, &plot, LOOKS[network], &training.train, false);
        training::line(picture, &plot, LOOKS[network], &training.test, true);
    }
    let left = 462.0;
    for (network, look) in LOOKS.into_iter().enumerate() {
        let y = 310.0 + 36.0 * network as f64;
        look.mark(picture, [left + 16.0, y - 8.0]);
        let name = language.choose(["convolución", "densa"], ["convolution", "dense"])[network];
        let label = format!("{} {name}", NAMES[network]);
        picture.text([left + 46.0, y], words(22.0), label);
    }
    let names = language.choose(
        ["al entrenar", "en el test"],
        ["in training", "in the test"],
    );
    for (place, name) in names.into_iter().enumerate() {
        let y = 382.0 + 36.0 * place as f64;
        let mut line = stroke(Colour::Ink, 3.0);
        if place == 1 {
            line = line.dashed("8 6");
        }
        picture.line([left, y - 8.0], [left + 34.0, y - 8.0], line);
        picture.text([left + 46.0, y], words(22.0), name);
    }
}
