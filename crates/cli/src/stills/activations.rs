//! The sigmoid, its derivative, and a point on both.

use redes_figures::model::activations::{
    link::{REACH, State},
    numbers::{self, Numbers},
};
use redes_sheet::{
    language::Language,
    number::{fixed, short},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Picture, WIDTH, fill, stroke, words},
    plot::Plot,
};

/// z of the point.
const Z: f64 = 1.0;

pub(super) fn still() -> Still {
    let state = State {
        z: Z,
        ..State::default()
    };
    let numbers = Numbers::new(&state);
    Box::new(move |language| draw(language, &state, &numbers))
}

fn draw(language: Language, state: &State, numbers: &Numbers) -> Picture {
    let title = language.choose(
        "La sigmoide y su derivada, con un punto en z = 1",
        "The sigmoid and its derivative, with a point at z = 1",
    );
    let mut picture = Picture::new(language, 400.0, title);
    let plot = Plot {
        area: [70.0, 40.0, WIDTH - MARGIN - 70.0, 300.0],
        x: [-REACH, REACH],
        y: [0.0, 1.0],
    };
    for level in [0.25, 0.5, 1.0] {
        plot.level(&mut picture, level, short(level, 2));
    }
    plot.axes(&mut picture, 0.0);
    plot.label(&mut picture, 0.0, "0");
    for z in [-6.0, -3.0, 0.0, 3.0] {
        plot.below(&mut picture, z, short(z, 0));
    }
    plot.below(&mut picture, REACH - 0.4, "z");
    let [from, to] = [plot.at(Z, 0.0), plot.at(Z, numbers.value)];
    picture.line(from, to, stroke(Colour::Soft, 1.5).dashed("3 4"));

    let curve = |height: fn([f64; 2]) -> f64| -> Vec<(f64, f64)> {
        let zs = (-60..=60).map(|tenth| f64::from(tenth) / 10.0);
        zs.map(|z| (z, height(numbers::at(state.activation(), z))))
            .collect()
    };
    let (value, slope) = (curve(|[value, _]| value), curve(|[_, slope]| slope));
    plot.curve(&mut picture, &value, stroke(Colour::Ink, 4.0));
    let dashed = stroke(Colour::Accent, 4.0).dashed("10 6");
    plot.curve(&mut picture, &slope, dashed);
    let rows = [
        (numbers.value, Colour::Ink, "f(1)", 36.0),
        (numbers.slope, Colour::Accent, "f′(1)", -22.0),
    ];
    for (y, colour, name, down) in rows {
        let [x, middle] = plot.at(Z, y);
        let mark = fill(colour).outlined(Colour::Panel, 2.0);
        picture.circle([x, middle], 9.0, mark);
        let how = words(24.0).bold().colour(colour);
        let label = format!("{name} = {}", fixed(y, 3));
        picture.text([x + 26.0, middle + down], how, label);
    }
    let names = language.choose(
        ["sigmoide f", "derivada f′"],
        ["sigmoid f", "derivative f′"],
    );
    for (place, (name, colour)) in names
        .into_iter()
        .zip([Colour::Ink, Colour::Accent])
        .enumerate()
    {
        let y = 86.0 + 36.0 * place as f64;
        let mut line = stroke(colour, 4.0);
        if place == 1 {
            line = line.dashed("10 6");
        }
        picture.line([92.0, y - 8.0], [142.0, y - 8.0], line);
        picture.text([154.0, y], words(22.0), name);
    }
    picture
}
