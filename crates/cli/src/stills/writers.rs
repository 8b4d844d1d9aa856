//! Six nines of MNIST and six of the pen set, and what network 1.0 reads in each.

use std::fs;

use anyhow::{Context, Result};
use redes_data::mnist::SIDE;
use redes_figures::writers::writers::numbers::{self, CASE};
use redes_inputs::digits::Image;
use redes_lessons::thesis::digits;
use redes_sheet::{language::Language, theme::Colour};

use super::{
    Arguments, Still, cells,
    picture::{MARGIN, Picture, WIDTH, stroke, words},
};

/// The digit that is shown.
const DIGIT: u8 = 9;
/// Images in a row.
const EACH: usize = 6;
/// Pixels of an image that become one square: single pixels would make the file too large.
const MERGED: usize = 2;
const SQUARES: usize = SIDE / MERGED;

/// An image and its answer.
type Read = (Vec<f64>, Option<u8>);

pub(super) fn still(arguments: &Arguments) -> Result<Still> {
    let path = arguments.models.join(format!("digits-{CASE}.safetensors"));
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let model = redes_models::load_as(&bytes, &digits::architecture(CASE), 1);
    let mut network = model.with_context(|| path.display().to_string())?.network;
    let pen = numbers::pen();
    let of_digit = pen.iter().filter(|sample| sample.digit == DIGIT);
    let pen: Vec<&Image> = of_digit.map(|sample| &sample.image).take(EACH).collect();
    let mnist: Vec<&Image> = numbers::mnist(DIGIT).iter().take(EACH).collect();
    let rows = [mnist, pen].map(|images| {
        let answers = numbers::answers(&mut network, images.iter().copied());
        let images = images.iter().map(|image| merged(image));
        images.zip(answers).collect::<Vec<Read>>()
    });
    Ok(Box::new(move |language| draw(language, &rows)))
}

/// The image with fewer, larger squares, from 0 to 1.
fn merged(image: &Image) -> Vec<f64> {
    let square = |place: usize| {
        let (row, column) = (place / SQUARES * MERGED, place % SQUARES * MERGED);
        let pixels = (0..MERGED * MERGED)
            .filter_map(|at| image.get((row + at / MERGED) * SIDE + column + at % MERGED));
        pixels.map(|ink| f64::from(*ink)).sum::<f64>() / (255 * MERGED * MERGED) as f64
    };
    (0..SQUARES * SQUARES).map(square).collect()
}

fn draw(language: Language, rows: &[Vec<Read>; 2]) -> Picture {
    let title = language.choose(
        "Seis nueves de MNIST y seis de otras personas, y lo que lee en cada uno la red 1.0",
        "Six nines of MNIST and six of other people, and what network 1.0 reads in each",
    );
    let mut picture = Picture::new(language, 330.0, title);
    let heads = [
        language.choose("Nueves de MNIST", "MNIST’s nines"),
        language.choose("Nueves de pluma", "Nines of the pen set"),
    ];
    let step = (WIDTH - 2.0 * MARGIN) / EACH as f64;
    let side = step - 10.0;
    for (row, head) in heads.iter().enumerate() {
        let top = 20.0 + 155.0 * row as f64;
        picture.text([MARGIN, top + 10.0], words(22.0).bold(), *head);
        for (place, (image, answer)) in rows[row].iter().enumerate() {
            let at = [MARGIN + step * place as f64, top + 22.0];
            cells::ink(&mut picture, at, side / SQUARES as f64, SQUARES, image);
            let wrong = *answer != Some(DIGIT);
            let frame = match wrong {
                true => stroke(Colour::Class1, 4.0),
                false => stroke(Colour::Soft, 1.5),
            };
            picture.rect([at[0], at[1], side, side], frame);
            let label = answer.map_or("—".to_owned(), |answer| answer.to_string());
            let style = words(22.0).middle();
            let style = if wrong { style.bold() } else { style };
            let below = [at[0] + side / 2.0, at[1] + side + 24.0];
            picture.text(below, style, label);
        }
    }
    picture
}
