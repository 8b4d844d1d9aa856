//! The circles after 2,500 steps: plane, neurons, cost.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use ndarray::Array2;
use redes_core::network::Network;
use redes_diagram::layers::Layers;
use redes_experiment::{
    Data, Experiment,
    circles::{Circles, REACH},
};
use redes_figures::circles::circles::{link::State, numbers::Course};
use redes_lessons::thesis::circles::{CirclesConfig, architecture};
use redes_sheet::{
    language::Language,
    markup::{Point, decimal, outline},
    number::{fixed, grouped, short_percent},
    theme::Colour,
};

use super::{
    Still, contour,
    picture::{MARGIN, Picture, WIDTH, connection, fill, stroke, words},
    plot::Plot,
};

/// Values along a side of the plane, and of what a neuron sees.
const SURFACE: usize = 31;
const THUMBNAIL: usize = 9;
/// The outputs at which the shade changes.
const LEVELS: [f64; 3] = [0.5, 0.8, 0.98];
const FEW_LEVELS: [f64; 2] = [0.5, 0.85];
/// The opacity of all the shades together.
const SHADE: f64 = 0.6;
/// The side of the plane, and of a neuron's picture.
const PLANE: f64 = 352.0;
const EYE: f64 = 32.0;

/// The computed numbers.
struct Trained {
    layers: Layers,
    course: Course,
    accuracy: f64,
    surface: Vec<f64>,
    /// Each neuron's output over the plane, layer by layer.
    seen: Vec<Vec<Vec<f64>>>,
}

pub(super) fn still() -> Result<Still> {
    let state = State::default();
    let mut circles = Circles::new(&state.setup(), &Data::default())?;
    while !circles.finished() {
        circles.step(0.0)?;
    }
    let (report, blocks) = circles.state(true, 0.0)?;
    let accuracy = report.accuracy;
    let mut course = Course::default();
    course.take(report, blocks);

    let config = CirclesConfig::default();
    let mut network = Network::new(&architecture(&config), 1)?;
    network
        .parameters_mut()
        .copy_from_slice(course.parameters());
    let layers = network.architecture().layers.len();
    let output = layers.checked_sub(1).context("the network has no layer")?;
    let mut surface = look(&network, SURFACE, output)?;
    let seen: Result<Vec<_>> = (0..layers).map(|l| look(&network, THUMBNAIL, l)).collect();
    let trained = Trained {
        layers: Layers::new(state.widths()),
        accuracy,
        surface: surface.pop().unwrap_or_default(),
        seen: seen?,
        course,
    };
    Ok(Box::new(move |language| draw(language, &trained)))
}

/// The output of each neuron of a layer over the plane, row by row from the top.
pub(super) fn look(network: &Network<f64>, side: usize, layer: usize) -> Result<Vec<Vec<f64>>> {
    let mut viewer = Network::new(network.architecture(), side * side)?;
    viewer
        .parameters_mut()
        .copy_from_slice(network.parameters());
    let at = |i: usize| REACH * (2.0 * i as f64 / (side - 1) as f64 - 1.0);
    let grid = Array2::from_shape_fn((side * side, 2), |(i, axis)| match axis {
        0 => at(i % side),
        _ => at(side - 1 - i / side),
    });
    viewer.forward(grid.view())?;
    let answers = viewer.activations(layer)?;
    Ok(answers.columns().into_iter().map(|c| c.to_vec()).collect())
}

fn draw(language: Language, trained: &Trained) -> Picture {
    let title = language.choose(
        "Dos anillos de puntos, lo que responde la red en todo el plano, sus neuronas y el coste",
        "Two rings of points, what the network answers on the whole plane, its neurons, and the cost",
    );
    let mut picture = Picture::new(language, 440.0, title);
    let place = [MARGIN, MARGIN];
    plane(
        &mut picture,
        [MARGIN, MARGIN, PLANE],
        &trained.surface,
        &LEVELS,
    );
    points(
        &mut picture,
        [MARGIN, MARGIN, PLANE],
        trained.course.points(),
    );
    picture.rect(
        [place[0], place[1], PLANE, PLANE],
        stroke(Colour::Soft, 1.5),
    );
    let steps = trained.course.costs().len().saturating_sub(1) as u64;
    let label = format!(
        "{} {}",
        grouped(steps, language),
        language.choose("pasos", "steps")
    );
    picture.text([MARGIN, 414.0], words(22.0), label);
    let label = format!(
        "{} {}",
        language.choose("acierta el", "accuracy"),
        short_percent(trained.accuracy, 1, language)
    );
    picture.text([MARGIN + PLANE, 414.0], words(22.0).end(), label);
    neurons(&mut picture, trained);
    cost(&mut picture, language, trained);
    picture
}

/// Orange where the answer is above a half, blue where below, in three shades each.
pub(super) fn plane(picture: &mut Picture, [x, y, size]: [f64; 3], values: &[f64], levels: &[f64]) {
    let side = values.len().isqrt().max(2);
    let shade = SHADE / levels.len() as f64;
    let scale = size / (side - 1) as f64;
    let lines = |level: f64| -> String {
        let lines = contour::around(values, side, level).into_iter();
        let placed = lines.map(|line| {
            let points: Vec<Point> = line
                .into_iter()
                .map(|[right, down]| [x + right * scale, y + down * scale])
                .collect();
            format!("{}z", outline(&points))
        });
        placed.collect()
    };
    for level in levels.iter().copied() {
        let above = lines(level);
        if !above.is_empty() {
            picture.path(above, fill(Colour::Class1).opacity(shade));
        }
        // The area below is the square minus the area above.
        let [x, y, side] = [x, y, size].map(decimal);
        let square = format!("M{x} {y}h{side}v{side}h-{side}z");
        let below = format!("{square}{}", lines(1.0 - level));
        if below.len() > square.len() || values.iter().all(|value| *value <= 1.0 - level) {
            picture.even(below, fill(Colour::Class0).opacity(shade));
        }
    }
}

/// Class 0 as discs, class 1 as squares, on a plane at x and y with this side.
pub(super) fn points(picture: &mut Picture, [x, y, side]: [f64; 3], rows: &[f64]) {
    let mut paths = [String::new(), String::new()];
    let (rows, _) = rows.as_chunks::<3>();
    for &[right, up, class] in rows {
        let x = x + (right / REACH + 1.0) / 2.0 * side;
        let y = y + (1.0 - up / REACH) / 2.0 * side;
        let path = &mut paths[usize::from(class > 0.5)];
        path.push_str(&format!("M{x:.0} {y:.0}h0"));
    }
    let [outer, inner] = paths;
    picture.dots(outer, stroke(Colour::Class0, 6.0), "round");
    picture.dots(inner, stroke(Colour::Class1, 5.0), "square");
}

/// The network: each neuron's output over the plane, and the weights between them.
fn neurons(picture: &mut Picture, trained: &Trained) {
    let (left, right, middle) = (416.0, WIDTH - MARGIN - EYE, 156.0);
    let apart = (right - left) / trained.seen.len() as f64;
    let center = |layer: usize, unit: usize, count: usize| {
        let x = left + apart * layer as f64 + EYE / 2.0;
        [
            x,
            middle + (unit as f64 - (count - 1) as f64 / 2.0) * (EYE + 3.0),
        ]
    };
    let layers = &trained.layers;
    // Lines of like weights are one path.
    let mut lines: BTreeMap<i32, String> = BTreeMap::new();
    for edge in layers.edges() {
        let weight = layers.weight(trained.course.parameters(), edge);
        let from = center(edge.layer, edge.from, layers.width(edge.layer));
        let to = center(edge.layer + 1, edge.to, layers.width(edge.layer + 1));
        let like = weight.signum() * (1.0 + weight.abs().min(12.0) / 2.0);
        let line = lines.entry(like.round() as i32).or_default();
        line.push_str(&outline(&[from, to]));
    }
    for (like, path) in lines {
        let width = f64::from(like.abs()) / 2.0;
        picture.path(path, connection(f64::from(like), width));
    }
    for (unit, name) in ["x", "y"].into_iter().enumerate() {
        let [x, y] = center(0, unit, 2);
        let node = fill(Colour::Panel2).outlined(Colour::Soft, 1.5);
        picture.circle([x, y], EYE / 2.0, node);
        picture.text([x, y + 7.0], words(22.0).middle(), name);
    }
    for (layer, seen) in trained.seen.iter().enumerate() {
        for (unit, values) in seen.iter().enumerate() {
            let [x, y] = center(layer + 1, unit, seen.len());
            let corner = [x - EYE / 2.0, y - EYE / 2.0];
            let frame = [corner[0], corner[1], EYE, EYE];
            picture.rect(frame, fill(Colour::Panel));
            plane(picture, [corner[0], corner[1], EYE], values, &FEW_LEVELS);
            picture.rect(frame, stroke(Colour::Soft, 1.0));
        }
    }
}

fn cost(picture: &mut Picture, language: Language, trained: &Trained) {
    let plot = Plot {
        area: [444.0, 332.0, WIDTH - MARGIN - 444.0, 66.0],
        x: [0.0, trained.course.costs().len() as f64],
        y: [0.0, 0.4],
    };
    plot.level(picture, 0.4, "0.4");
    plot.axes(picture, 0.0);
    plot.label(picture, 0.0, "0");
    plot.curve(picture, trained.course.costs(), stroke(Colour::Accent, 3.0));
    let last = trained
        .course
        .costs()
        .last()
        .map_or(f64::NAN, |(_, cost)| *cost);
    let name = language.choose("coste", "cost");
    let label = format!("{name} {}", fixed(last, 4));
    let how = words(22.0).end();
    picture.text([WIDTH - MARGIN, 386.0], how, label);
}
