//! A digit as it is, divided by 255, and divided by the norms of its columns.

use redes_data::{mnist::SIDE, scaling::Scaling};
use redes_figures::problems::columns::{
    link::State,
    numbers::{self, Numbers},
};
use redes_sheet::{language::Language, number::short, theme::Colour};

use super::{
    Still, cells,
    picture::{MARGIN, Picture, fill, stroke, words},
};

const WAYS: [Scaling; 3] = [Scaling::Raw, Scaling::By255, Scaling::Columns];
const PIXEL: f64 = 7.0;
/// The distance between images.
const APART: f64 = 238.0;
const TOP: f64 = 66.0;
/// The bars' baseline and maximum height.
const FLOOR: f64 = 366.0;
const HIGH: f64 = 76.0;

pub(super) fn still() -> Still {
    let scaled = WAYS.map(|norm| {
        Numbers::new(&State {
            norm,
            ..State::default()
        })
    });
    Box::new(move |language| draw(language, &scaled))
}

fn draw(language: Language, scaled: &[Numbers; 3]) -> Picture {
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
    for (index, (numbers, name)) in scaled.iter().zip(names).enumerate() {
        let left = MARGIN + APART * index as f64;
        let middle = left + width / 2.0;
        picture.text([middle, 46.0], words(24.0).middle(), name);
        let shares = numbers.shares();
        cells::ink(&mut picture, [left, TOP], PIXEL, SIDE, &shares);
        picture.rect([left, TOP, width, width], stroke(Colour::Rule, 1.5));

        let [_, norms] = &numbers.norms;
        for (column, share) in numbers::shares(norms).into_iter().enumerate() {
            let (x, high) = (left + PIXEL * column as f64, HIGH * share);
            if high > 0.0 {
                let bar = [x + 1.0, FLOOR - high, PIXEL - 2.0, high];
                picture.rect(bar, fill(Colour::Accent));
            }
        }
        let line = stroke(Colour::Soft, 1.5);
        picture.line([left, FLOOR], [left + width, FLOOR], line);
        let most = short(numbers::greatest(norms), 2);
        let most = format!("{greatest} {most}");
        let how = words(22.0).middle().colour(Colour::Soft);
        picture.text([middle, FLOOR + 30.0], how, most);
    }
    picture
}
