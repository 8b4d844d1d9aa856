//! The output of three stacked layers: linear, and with ReLU between them.

use anyhow::{Context, Result};
use redes_core::activation::Activation;
use redes_lessons::{affine::Affine, layer_stack::LayerStack};
use redes_sheet::{language::Language, number::fixed, theme::Colour};

use super::{
    Still,
    picture::{MARGIN, Picture, fill, stroke, words},
    plot::Plot,
};

const LAYERS: usize = 3;
const UNITS: usize = 4;
const SEED: u32 = 75;
const REACH: f64 = 3.0;

/// The computed numbers.
struct Stacked {
    /// The single layer equivalent to the linear layers.
    collapsed: Affine,
    linear: Vec<(f64, f64)>,
    /// The corners of the graph with ReLU.
    bent: Vec<(f64, f64)>,
}

pub(super) fn still() -> Result<Still> {
    let linear = LayerStack::drawn(LAYERS, UNITS, Activation::Identity, SEED)?;
    let corners = |activation| -> Result<Vec<(f64, f64)>> {
        let stack = LayerStack::drawn(LAYERS, UNITS, activation, SEED)?;
        let pieces = stack.pieces(-REACH, REACH).and_then(|mut all| all.pop());
        let pieces = pieces.context("no straight pieces")?;
        let ends = pieces.iter().flat_map(|piece| {
            let line = piece.lines.first();
            [piece.from, piece.to].map(|x| (x, line.map_or(f64::NAN, |line| line.at(x))))
        });
        Ok(ends.collect())
    };
    let stacked = Stacked {
        collapsed: linear.collapsed()?,
        linear: corners(Activation::Identity)?,
        bent: corners(Activation::RELU)?,
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
    let weight = stacked
        .collapsed
        .kernel()
        .first()
        .copied()
        .unwrap_or_default();
    let height = stacked
        .collapsed
        .bias()
        .first()
        .copied()
        .unwrap_or_default();
    let sign = if height < 0.0 { "−" } else { "+" };
    let line = format!(
        "y = {}x {sign} {}",
        fixed(weight, 2),
        fixed(height.abs(), 2)
    );
    let pieces = language.choose(
        format!("{} tramos rectos", stacked.bent.len() / 2),
        format!("{} straight pieces", stacked.bent.len() / 2),
    );
    for (place, (curve, told)) in [(&stacked.linear, line), (&stacked.bent, pieces)]
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
        picture.text([left + 158.0, 350.0], words(24.0).middle(), told);
    }
    picture
}
