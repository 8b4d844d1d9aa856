//! The cover's network after its training: what it answers on the plane, and its first four neurons.

use anyhow::Result;
use redes_figures::index::cover::{
    link::State,
    numbers::{Learner, NEURONS, SIDE},
};
use redes_sheet::{language::Language, theme::Colour};

use super::{
    Still, circles,
    picture::{MARGIN, Picture, WIDTH, fill, stroke},
};

/// The outputs at which the shade changes: on the plane, and in a neuron's picture.
const LEVELS: [f64; 4] = [0.5, 0.7, 0.85, 0.97];
const FEW_LEVELS: [f64; 2] = [0.5, 0.85];
/// Of the values along a side, a picture takes one in so many.
const APART: usize = 2;
/// The side of the plane.
const PLANE: f64 = 472.0;
/// Between the pictures.
const GAP: f64 = 16.0;

pub(super) fn still() -> Result<Still> {
    let mut learner = Learner::new(&State::default())?;
    while !learner.finished() {
        learner.step()?;
    }
    let points = learner.points();
    let pictures: Vec<Vec<f64>> = learner.pictures()?.iter().map(|all| thinned(all)).collect();
    Ok(Box::new(move |language| draw(language, &pictures, &points)))
}

/// Fewer values, for a lighter file.
fn thinned(values: &[f32]) -> Vec<f64> {
    let rows = values.chunks(SIDE).step_by(APART);
    rows.flat_map(|row| row.iter().step_by(APART).map(|value| f64::from(*value)))
        .collect()
}

fn draw(language: Language, pictures: &[Vec<f64>], points: &[f64]) -> Picture {
    let title = language.choose(
        "Dos anillos de puntos, lo que responde la red en todo el plano, y cuatro de sus neuronas",
        "Two rings of points, what the network answers on the whole plane, and four of its neurons",
    );
    let mut picture = Picture::new(language, PLANE + 2.0 * MARGIN, title);
    let eye = (PLANE - (NEURONS - 1) as f64 * GAP) / NEURONS as f64;
    let left = (WIDTH - PLANE - GAP - eye) / 2.0;
    for (place, values) in pictures.iter().enumerate() {
        let (frame, levels) = if place < NEURONS {
            let y = MARGIN + (eye + GAP) * place as f64;
            ([left, y, eye], &FEW_LEVELS[..])
        } else {
            ([left + eye + GAP, MARGIN, PLANE], &LEVELS[..])
        };
        let [x, y, side] = frame;
        picture.rect([x, y, side, side], fill(Colour::Panel));
        circles::plane(&mut picture, frame, values, levels);
        if place == NEURONS {
            circles::points(&mut picture, frame, points);
        }
        picture.rect([x, y, side, side], stroke(Colour::Rule, 1.5));
    }
    picture
}
