//! The circles after 2,500 steps: plane, neurons, cost.

use std::collections::BTreeMap;

use anyhow::Result;
use ndarray::Array2;
use redes_core::{metrics, network::Network, rng::RandomState, train::Samples};
use redes_data::circles::make_circles;
use redes_lessons::thesis::circles::{self, CirclesConfig, FACTOR, NOISE, SAMPLES};
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

const SEED: u32 = 1;
/// The plane reaches from minus to plus this (thesis §2.5).
const REACH: f64 = 1.5;
/// The number of values along a side of the plane, and of a neuron's picture.
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
    samples: Samples<f64>,
    accuracy: f64,
    /// The cost at each step.
    costs: Vec<(f64, f64)>,
    surface: Vec<f64>,
    /// Each neuron's output over the plane, layer by layer.
    seen: Vec<Vec<Vec<f64>>>,
    /// Each layer's weights, `[inputs, neurons]`.
    weights: Vec<Array2<f64>>,
}

pub(super) fn still() -> Result<Still> {
    let mut rng = RandomState::new(SEED);
    let samples = make_circles(SAMPLES, FACTOR, Some(NOISE), &mut rng)?;
    let config = CirclesConfig::default();
    let mut trainer = circles::trainer(&config, &samples, &mut rng)?;
    let mut costs = Vec::new();
    while trainer.finished().is_none() {
        let step = trainer.iteration() as f64;
        let loss = trainer.step(&samples)?.loss;
        costs.push((step, circles::mean_cost(loss, SAMPLES)));
    }
    let outputs = trainer.predict(samples.inputs.view())?;
    let accuracy = metrics::accuracy(outputs.view(), samples.targets.view())?;
    let errors = (&outputs - &samples.targets).mapv(|error| error * error);
    costs.push((
        trainer.iteration() as f64,
        errors.mean().unwrap_or(f64::NAN),
    ));

    let network = trainer.network();
    let layers = network.architecture().layers.len();
    let mut weights = Vec::new();
    for block in network.parameter_blocks() {
        if let [inputs, neurons] = block.shape[..] {
            let values = network.parameters()[block.range.clone()].to_vec();
            weights.push(Array2::from_shape_vec((inputs, neurons), values)?);
        }
    }
    let mut surface = look(network, SURFACE, layers - 1)?;
    let seen: Result<Vec<_>> = (0..layers).map(|l| look(network, THUMBNAIL, l)).collect();
    let trained = Trained {
        accuracy,
        costs,
        surface: surface.pop().unwrap_or_default(),
        seen: seen?,
        weights,
        samples,
    };
    Ok(Box::new(move |language| draw(language, &trained)))
}

/// The output of each neuron of a layer over the plane, row by row from the top.
fn look(network: &Network<f64>, side: usize, layer: usize) -> Result<Vec<Vec<f64>>> {
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
    points(&mut picture, place, &trained.samples);
    picture.rect(
        [place[0], place[1], PLANE, PLANE],
        stroke(Colour::Soft, 1.5),
    );
    let steps = trained.costs.len().saturating_sub(1) as u64;
    let told = format!(
        "{} {}",
        grouped(steps, language),
        language.choose("pasos", "steps")
    );
    picture.text([MARGIN, 414.0], words(22.0), told);
    let told = format!(
        "{} {}",
        language.choose("acierta el", "accuracy"),
        short_percent(trained.accuracy, 1, language)
    );
    picture.text([MARGIN + PLANE, 414.0], words(22.0).end(), told);
    neurons(&mut picture, trained);
    cost(&mut picture, language, trained);
    picture
}

/// Orange where the answer is above a half, blue where below, in three shades each.
fn plane(picture: &mut Picture, [x, y, size]: [f64; 3], values: &[f64], levels: &[f64]) {
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

/// Class 0 as discs, class 1 as squares.
fn points(picture: &mut Picture, at: Point, samples: &Samples<f64>) {
    let mut paths = [String::new(), String::new()];
    for (row, class) in samples.inputs.rows().into_iter().zip(&samples.targets) {
        let x = at[0] + (row[0] / REACH + 1.0) / 2.0 * PLANE;
        let y = at[1] + (1.0 - row[1] / REACH) / 2.0 * PLANE;
        let path = &mut paths[usize::from(*class > 0.5)];
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
    let counts: Vec<usize> = std::iter::once(2)
        .chain(trained.seen.iter().map(Vec::len))
        .collect();
    // Lines with similar weights are one path.
    let mut lines: BTreeMap<i32, String> = BTreeMap::new();
    for (layer, weights) in trained.weights.iter().enumerate() {
        for ((from, to), weight) in weights.indexed_iter() {
            let from = center(layer, from, counts[layer]);
            let to = center(layer + 1, to, counts[layer + 1]);
            let like = weight.signum() * (1.0 + weight.abs().min(12.0) / 2.0);
            let line = lines.entry(like.round() as i32).or_default();
            line.push_str(&outline(&[from, to]));
        }
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
        x: [0.0, trained.costs.len() as f64],
        y: [0.0, 0.4],
    };
    plot.level(picture, 0.4, "0.4");
    plot.axes(picture, 0.0);
    plot.label(picture, 0.0, "0");
    plot.curve(picture, &trained.costs, stroke(Colour::Accent, 3.0));
    let last = trained.costs.last().map_or(f64::NAN, |(_, cost)| *cost);
    let name = language.choose("coste", "cost");
    let told = format!("{name} {}", fixed(last, 4));
    let how = words(22.0).end();
    picture.text([WIDTH - MARGIN, 386.0], how, told);
}
