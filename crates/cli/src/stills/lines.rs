//! The output of three stacked layers: linear, and with ReLU between them.

use anyhow::{Context, Result};
use redes_core::activation::Activation;
use redes_figures::model::lines::{
    link::{REACH, State, Weights},
    numbers::Numbers,
};
use redes_lessons::piecewise_linear::Line;
use redes_sheet::{language::Language, number::fixed, theme::Colour};

use super::{
    Still,
    picture::{MARGIN, Picture, fill, stroke, words},
    plot::Plot,
};

/// The same three layers without an activation and with ReLU.
struct Stacked {
    /// The line that the linear ones are.
    line: Line,
    linear: Vec<(f64, f64)>,
    /// The corners of the graph with ReLU.
    bent: Vec<(f64, f64)>,
}

/// The figure with three layers of four neurons and these drawn weights.
fn numbers(activation: Activation) -> Result<Numbers> {
    let state = State {
        layers: 3,
        width: 4,
        seed: 75,
        weights: Weights::Drawn,
        activation,
        ..State::default()
    };
    Ok(Numbers::new(&state)?)
}

/// The ends of the straight pieces.
fn corners(numbers: &Numbers) -> Result<Vec<(f64, f64)>> {
    let pieces = numbers.pieces.as_ref().context("no straight pieces")?;
    let ends = pieces.iter().flat_map(|piece| {
        let line = piece.lines.first();
        [piece.from, piece.to].map(|x| (x, line.map_or(f64::NAN, |line| line.at(x))))
    });
    Ok(ends.collect())
}

pub(super) fn still() -> Result<Still> {
    let linear = numbers(Activation::Identity)?;
    let stacked = Stacked {
        line: linear.line().context("no line")?,
        linear: corners(&linear)?,
        bent: corners(&numbers(Activation::RELU)?)?,
    };
    Ok(Box::new(move |language| draw(language, &stacked)))
}

fn draw(language: Language, stacked: &Stacked) -> Picture {
    let title = language.choose(
        "Lo que responden tres capas a cada entrada: una recta sin activación, una línea quebrada con ReLU",
        "What three layers answer to each input: a straight line without activation, a bent one with ReLU",
    );
    let mut picture = Picture::new(language, 390.0, title);
    let heads = language.choose(
        ["Tres capas lineales", "Con ReLU entre ellas"],
        ["Three linear layers", "With ReLU between them"],
    );
    let Line { slope, height } = stacked.line;
    let sign = if height < 0.0 { "−" } else { "+" };
    let line = format!("y = {}x {sign} {}", fixed(slope, 2), fixed(height.abs(), 2));
    let pieces = language.choose(
        format!("{} tramos rectos", stacked.bent.len() / 2),
        format!("{} straight pieces", stacked.bent.len() / 2),
    );
    for (place, (curve, label)) in [(&stacked.linear, line), (&stacked.bent, pieces)]
        .into_iter()
        .enumerate()
    {
        let left = MARGIN + 356.0 * place as f64;
        let values = curve.iter().map(|(_, y)| *y);
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), y| {
            (low.min(y), high.max(y))
        });
        let room = 0.12 * (high - low);
        let plot = Plot {
            area: [left, 60.0, 316.0, 250.0],
            x: [-REACH, REACH],
            y: [low - room, high + room],
        };
        picture.text([left, 38.0], words(22.0).bold(), heads[place]);
        picture.rect(plot.area, fill(Colour::Panel2));
        plot.axes_at_zero(&mut picture);
        let [x, y] = plot.at(REACH, 0.0);
        picture.text(
            [x - 8.0, y - 8.0],
            words(22.0).end().colour(Colour::Soft),
            "x",
        );
        plot.curve(&mut picture, curve, stroke(Colour::Accent, 4.0));
        for (x, y) in curve.iter().skip(1).step_by(2) {
            if place == 1 && *x < REACH {
                picture.circle(plot.at(*x, *y), 5.0, fill(Colour::Accent));
            }
        }
        picture.text([left + 158.0, 350.0], words(24.0).middle(), label);
    }
    picture
}
