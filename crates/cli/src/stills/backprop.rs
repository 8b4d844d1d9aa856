//! The worked example of chapter 4: the network, and each step's formula with its numbers.

use anyhow::{Context, Result};
use redes_core::activation::Activation;
use redes_lessons::backprop_trace::{LayerTrace, Trace, WorkedExample};
use redes_sheet::{
    language::Language,
    number::{fixed, short},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Picture, connection, fill, stroke, words},
};

const X: [f64; 2] = [1.0, 0.5];
const Y: f64 = 1.0;
const PARAMETERS: [f64; 9] = [0.4, -0.6, 0.2, 0.8, 0.1, -0.1, 0.5, -0.7, 0.2];
const RATE: f64 = 0.5;
/// The positions of inputs, hidden neurons and output.
const COLUMNS: [f64; 3] = [52.0, 164.0, 280.0];
const ROWS: [f64; 2] = [124.0, 306.0];
const MIDDLE: f64 = 215.0;

/// The computed numbers.
struct Example {
    trace: Trace,
    /// The first parameter after a step.
    after: f64,
}

pub(super) fn still() -> Result<Still> {
    let mut worked = WorkedExample::new(&[2, 2, 1], Activation::Sigmoid, &X, &[Y], &PARAMETERS)?;
    let trace = worked.trace()?;
    worked.descend(RATE, 1)?;
    let after = worked.parameters().first().copied();
    let example = Example {
        after: after.context("no parameter")?,
        trace,
    };
    Ok(Box::new(move |language| draw(language, &example)))
}

fn draw(language: Language, example: &Example) -> Picture {
    let title = language.choose(
        "Una red de dos entradas, dos neuronas ocultas y una salida, y las fórmulas con sus números",
        "A network of two inputs, two hidden neurons and one output, and the formulas with their numbers",
    );
    let mut picture = Picture::new(language, 440.0, title);
    if let [hidden, output] = &example.trace.layers[..] {
        network(&mut picture, language, hidden, output);
        formulas(&mut picture, language, hidden, output, example);
    }
    picture
}

fn network(picture: &mut Picture, language: Language, hidden: &LayerTrace, output: &LayerTrace) {
    let label = words(20.0).middle().halo();
    let mut labels = Vec::new();
    for (input, from) in ROWS.into_iter().enumerate() {
        for (unit, to) in ROWS.into_iter().enumerate() {
            let weight = hidden.kernel[input * 2 + unit];
            let line = connection(weight, 1.0 + 6.0 * weight.abs());
            picture.line([COLUMNS[0], from], [COLUMNS[1], to], line);
            // Labels go where the lines are apart.
            let along = if input == unit { 0.5 } else { 0.28 };
            let aside = if input == unit { -9.0 } else { 7.0 };
            let place = [
                COLUMNS[0] + along * (COLUMNS[1] - COLUMNS[0]) + 4.0,
                from + along * (to - from) + aside,
            ];
            labels.push((place, weight));
        }
    }
    for (from, weight) in ROWS.into_iter().zip(&output.kernel) {
        let line = connection(*weight, 1.0 + 6.0 * weight.abs());
        picture.line([COLUMNS[1], from], [COLUMNS[2], MIDDLE], line);
        let place = [
            COLUMNS[1] + 0.45 * (COLUMNS[2] - COLUMNS[1]),
            from + 0.45 * (MIDDLE - from) + 7.0,
        ];
        labels.push((place, *weight));
    }
    for (place, weight) in labels {
        picture.text(place, label, short(weight, 2));
    }
    let node = fill(Colour::Panel2).outlined(Colour::Ink, 2.0);
    let number = words(20.0).middle();
    let soft = words(20.0).middle().colour(Colour::Soft);
    for (x, y) in X.into_iter().zip(ROWS) {
        picture.circle([COLUMNS[0], y], 28.0, node);
        picture.text([COLUMNS[0], y + 7.0], number, short(x, 2));
    }
    let neurons = [
        (COLUMNS[1], ROWS[0], hidden.a[0], hidden.bias[0], -44.0),
        (COLUMNS[1], ROWS[1], hidden.a[1], hidden.bias[1], 58.0),
        (COLUMNS[2], MIDDLE, output.a[0], output.bias[0], -44.0),
    ];
    for (x, y, a, bias, aside) in neurons {
        picture.circle([x, y], 34.0, node);
        picture.text([x, y + 7.0], number, fixed(a, 3));
        let told = format!("b = {}", short(bias, 2));
        picture.text([x, y + aside], soft, told);
    }
    let names = language.choose(
        ["entrada", "oculta", "salida"],
        ["input", "hidden", "output"],
    );
    for (x, name) in [54.0, 164.0, 280.0].into_iter().zip(names) {
        picture.text([x, 44.0], soft, name);
    }
    let target = language.choose("se quiere", "target");
    picture.text(
        [MARGIN, 404.0],
        words(20.0),
        format!("{target}: {}", short(Y, 1)),
    );
}

fn formulas(
    picture: &mut Picture,
    language: Language,
    hidden: &LayerTrace,
    output: &LayerTrace,
    example: &Example,
) {
    let three = |value: f64| fixed(value, 3);
    let bracketed = |value: f64| match value < 0.0 {
        true => format!("({})", three(value)),
        false => three(value),
    };
    let (z, a, delta) = (output.z[0], output.a[0], output.delta[0]);
    let heads = language.choose(
        ["Hacia delante", "Error", "Hacia atrás", "Gradiente", "Paso"],
        ["Forwards", "Error", "Backwards", "Gradient", "Step"],
    );
    let lines = [
        format!("a = σ({}) = {}", three(z), three(a)),
        format!(
            "δ = 2·({} − {})·{} = {}",
            three(a),
            short(Y, 1),
            three(output.slope[0]),
            three(delta)
        ),
        format!(
            "δ₁ = {}·{}·{} = {}",
            three(delta),
            short(output.kernel[0], 2),
            three(hidden.slope[0]),
            three(hidden.delta[0])
        ),
        format!(
            "∂C/∂w = {}·{} = {}",
            short(X[0], 2),
            bracketed(hidden.delta[0]),
            three(hidden.kernel_gradient[0])
        ),
        format!(
            "w = {} − {}·{} = {}",
            short(PARAMETERS[0], 2),
            short(RATE, 2),
            bracketed(hidden.kernel_gradient[0]),
            three(example.after)
        ),
    ];
    let left = 342.0;
    picture.line(
        [left - 18.0, 30.0],
        [left - 18.0, 410.0],
        stroke(Colour::Rule, 1.5),
    );
    for (place, (head, line)) in heads.into_iter().zip(lines).enumerate() {
        let y = 46.0 + 80.0 * place as f64;
        let told = format!("{} {head}", place + 1);
        picture.text([left, y], words(20.0).bold().colour(Colour::Accent), told);
        picture.text([left, y + 31.0], words(20.0), line);
    }
}
