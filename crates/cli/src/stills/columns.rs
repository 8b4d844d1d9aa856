//! A digit as it is, divided by 255, and divided by the norms of its columns.

use redes_data::{
    mnist::{PIXELS, SIDE},
    samples,
    scaling::{Scaling, column_norms},
};
use redes_sheet::{language::Language, number::short, theme::Colour};

use super::{
    Still, cells,
    picture::{MARGIN, Picture, fill, stroke, words},
};

/// A 4 whose first column with ink is hardly visible.
const DIGIT: u8 = 4;
const WAYS: [Scaling; 3] = [Scaling::Raw, Scaling::By255, Scaling::Columns];
const PIXEL: f64 = 7.0;
/// The distance between images.
const APART: f64 = 238.0;
const TOP: f64 = 66.0;
/// The bars' baseline and maximum height.
const FLOOR: f64 = 366.0;
const HIGH: f64 = 76.0;

/// Pixels and norms after scaling.
type Scaled = (Vec<f64>, [f64; SIDE]);

pub(super) fn still() -> Still {
    let scaled = WAYS.map(|way| {
        let mut out = [0.0; PIXELS];
        way.apply(samples::digit(DIGIT), &mut out);
        (out.map(f64::from).to_vec(), column_norms(&out))
    });
    Box::new(move |language| draw(language, &scaled))
}

fn draw(language: Language, scaled: &[Scaled]) -> Picture {
    let title = language.choose(
        "Una cifra con sus píxeles de 0 a 255, entre 255 y entre la norma de su columna",
        "A digit with its pixels from 0 to 255, divided by 255, and by the norm of their column",
    );
    let mut picture = Picture::new(language, 418.0, title);
    let names = language.choose(
        ["de 0 a 255", "÷ 255", "÷ norma"],
        ["0 to 255", "÷ 255", "÷ norm"],
    );
    let greatest = language.choose("norma ≤", "norm ≤");
    let width = PIXEL * SIDE as f64;
    for (index, (pixels, norms)) in scaled.iter().enumerate() {
        let left = MARGIN + APART * index as f64;
        let middle = left + width / 2.0;
        picture.text([middle, 46.0], words(24.0).middle(), names[index]);
        let most = |values: &[f64]| values.iter().fold(1e-9_f64, |most, value| most.max(*value));
        let darkest = most(pixels);
        let shares: Vec<f64> = pixels.iter().map(|value| value / darkest).collect();
        cells::ink(&mut picture, [left, TOP], PIXEL, SIDE, &shares);
        picture.rect([left, TOP, width, width], stroke(Colour::Rule, 1.5));

        let longest = most(norms);
        for (column, norm) in norms.iter().enumerate() {
            let (x, high) = (left + PIXEL * column as f64, HIGH * norm / longest);
            if high > 0.0 {
                let bar = [x + 1.0, FLOOR - high, PIXEL - 2.0, high];
                picture.rect(bar, fill(Colour::Accent));
            }
        }
        let line = stroke(Colour::Soft, 1.5);
        picture.line([left, FLOOR], [left + width, FLOOR], line);
        let told = format!("{greatest} {}", short(longest, 2));
        let how = words(22.0).middle().colour(Colour::Soft);
        picture.text([middle, FLOOR + 30.0], how, told);
    }
    picture
}
