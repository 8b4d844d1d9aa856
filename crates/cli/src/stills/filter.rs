//! A filter over a digit: image, weights, map.

use anyhow::Result;
use redes_figures::introduction::filter::{
    link::{SIDE, SIZE, State},
    numbers::Numbers,
};
use redes_sheet::{
    language::Language,
    number::{fixed, short},
    theme::Colour,
};

use super::{
    Still, cells,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
};

/// The window that is marked: its row and column.
const AT: [usize; 2] = [16, 14];
/// The side of a pixel, and of a weight.
const PIXEL: f64 = 8.0;
const WEIGHT: f64 = 46.0;

pub(super) fn still() -> Result<Still> {
    let state = State {
        at: AT,
        ..State::default()
    };
    let numbers = Numbers::new(&state)?;
    Ok(Box::new(move |language| draw(language, &state, &numbers)))
}

fn draw(language: Language, state: &State, numbers: &Numbers) -> Picture {
    let title = language.choose(
        "Una cifra de 28 por 28 píxeles, un filtro de 3 por 3 y lo que sale: 26 por 26",
        "A digit of 28 by 28 pixels, a filter of 3 by 3, and what comes out: 26 by 26",
    );
    let mut picture = Picture::new(language, 366.0, title);
    let (top, middle) = (68.0, 68.0 + PIXEL * SIDE as f64 / 2.0);
    let caption = words(24.0).middle().colour(Colour::Soft);

    let width = PIXEL * SIDE as f64;
    let place = [MARGIN, top];
    picture.text([MARGIN + width / 2.0, 46.0], caption, "28 × 28");
    let shares: Vec<f64> = numbers.image.iter().map(|ink| ink / 255.0).collect();
    cells::ink(&mut picture, place, PIXEL, SIDE, &shares);
    picture.rect(
        [place[0], place[1], width, width],
        stroke(Colour::Rule, 1.5),
    );
    let window = |at: [f64; 2], count: usize| {
        let [row, column] = AT.map(|place| place as f64 * PIXEL);
        let side = count as f64 * PIXEL;
        [at[0] + column, at[1] + row, side, side]
    };
    let mark = stroke(Colour::Accent, 4.0);
    picture.rect(window(place, SIZE), mark);

    let size = WEIGHT * SIZE as f64;
    let place = [299.0, middle - size / 2.0];
    let sign = words(32.0).middle().colour(Colour::Soft);
    picture.text([273.0, middle + 10.0], sign, "∗");
    picture.text([place[0] + size / 2.0, 46.0], caption, "3 × 3");
    for (index, weight) in state.kernel.iter().enumerate() {
        let x = place[0] + WEIGHT * (index % SIZE) as f64;
        let y = place[1] + WEIGHT * (index / SIZE) as f64;
        let paint = match *weight {
            0.0 => fill(Colour::Panel),
            weight if weight < 0.0 => fill(Colour::Class0Soft),
            _ => fill(Colour::Class1Soft),
        };
        picture.rect([x, y, WEIGHT, WEIGHT], paint.outlined(Colour::Rule, 1.0));
        let number = words(26.0).middle();
        let number_at = [x + WEIGHT / 2.0, y + WEIGHT / 2.0 + 9.0];
        picture.text(number_at, number, short(*weight, 2));
    }
    picture.rect([place[0], place[1], size, size], mark);

    let columns = numbers.size()[1];
    let width = PIXEL * columns as f64;
    let place = [WIDTH - MARGIN - width, middle - width / 2.0];
    picture.text([463.0, middle + 10.0], sign, "=");
    picture.text([place[0] + width / 2.0, 46.0], caption, "26 × 26");
    let most = numbers.greatest();
    let shares: Vec<f64> = numbers.map.iter().map(|value| value / most).collect();
    cells::signed(&mut picture, place, PIXEL, columns, &shares);
    picture.rect(
        [place[0], place[1], width, width],
        stroke(Colour::Rule, 1.5),
    );
    picture.rect(window(place, 1), stroke(Colour::Accent, 3.0));

    let label = format!(
        "{} {}",
        language.choose("La ventana marcada suma", "The marked window adds up to"),
        fixed(numbers.sum(state.at), 0)
    );
    picture.text([MARGIN, 342.0], words(22.0), label);
    for (name, x, share) in [("−", 560.0, -0.7), ("+", 642.0, 0.7)] {
        cells::signed(&mut picture, [x, 322.0], 24.0, 1, &[share]);
        picture.text([x + 34.0, 342.0], words(24.0), name);
    }
    picture
}
