//! The worked example of chapter 4: the network, and each step's formula with its numbers.

use anyhow::{Context, Result};
use redes_figures::learning::backprop::{
    link::State,
    numbers::{Neuron, Numbers},
};
use redes_sheet::{
    language::Language,
    number::{fixed, short},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Picture, connection, fill, stroke, words},
};

/// Where inputs, hidden neurons and output stand.
const COLUMNS: [f64; 3] = [52.0, 164.0, 280.0];
const ROWS: [f64; 2] = [124.0, 306.0];
const MIDDLE: f64 = 215.0;

/// What is drawn: the chapter's example.
struct Example {
    state: State,
    neurons: [Neuron; 3],
    /// The first parameter after a step.
    after: f64,
}

pub(super) fn still() -> Result<Still> {
    let state = State::default();
    let numbers = Numbers::new(&state)?;
    let next = numbers.next.as_ref().context("the step runs away")?;
    let example = Example {
        neurons: numbers.neurons(),
        after: next.parameters().first().copied().context("no parameter")?,
        state,
    };
    Ok(Box::new(move |language| draw(language, &example)))
}

fn draw(language: Language, example: &Example) -> Picture {
    let title = language.choose(
        "Una red de dos entradas, dos neuronas ocultas y una salida, y las fórmulas con sus números",
        "A network of two inputs, two hidden neurons and one output, and the formulas with their numbers",
    );
    let mut picture = Picture::new(language, 440.0, title);
    network(&mut picture, language, example);
    formulas(&mut picture, language, example);
    picture
}

fn network(picture: &mut Picture, language: Language, example: &Example) {
    let [first, second, output] = &example.neurons;
    let label = words(20.0).middle().halo();
    let mut labels = Vec::new();
    for (input, from) in ROWS.into_iter().enumerate() {
        for (unit, (neuron, to)) in [first, second].into_iter().zip(ROWS).enumerate() {
            let Some(weight) = neuron.terms.get(input).map(|term| term.w) else {
                continue;
            };
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
    for (from, term) in ROWS.into_iter().zip(&output.terms) {
        let line = connection(term.w, 1.0 + 6.0 * term.w.abs());
        picture.line([COLUMNS[1], from], [COLUMNS[2], MIDDLE], line);
        let place = [
            COLUMNS[1] + 0.45 * (COLUMNS[2] - COLUMNS[1]),
            from + 0.45 * (MIDDLE - from) + 7.0,
        ];
        labels.push((place, term.w));
    }
    for (place, weight) in labels {
        picture.text(place, label, short(weight, 2));
    }
    let node = fill(Colour::Panel2).outlined(Colour::Ink, 2.0);
    let number = words(20.0).middle();
    let soft = words(20.0).middle().colour(Colour::Soft);
    for (x, y) in example.state.x.into_iter().zip(ROWS) {
        picture.circle([COLUMNS[0], y], 28.0, node);
        picture.text([COLUMNS[0], y + 7.0], number, short(x, 2));
    }
    let neurons = [
        (COLUMNS[1], ROWS[0], first, -44.0),
        (COLUMNS[1], ROWS[1], second, 58.0),
        (COLUMNS[2], MIDDLE, output, -44.0),
    ];
    for (x, y, neuron, aside) in neurons {
        picture.circle([x, y], 34.0, node);
        picture.text([x, y + 7.0], number, fixed(neuron.a, 3));
        let bias = format!("b = {}", short(neuron.bias, 2));
        picture.text([x, y + aside], soft, bias);
    }
    let names = language.choose(
        ["entrada", "oculta", "salida"],
        ["input", "hidden", "output"],
    );
    for (x, name) in [54.0, 164.0, 280.0].into_iter().zip(names) {
        picture.text([x, 44.0], soft, name);
    }
    let wanted = language.choose("se quiere", "wanted");
    let wanted = format!("{wanted}: {}", short(example.state.y, 1));
    picture.text([MARGIN, 404.0], words(20.0), wanted);
}

fn formulas(picture: &mut Picture, language: Language, example: &Example) {
    let [hidden, _, output] = &example.neurons;
    let State { x, y, w, rate, .. } = &example.state;
    let ([x, _], [w, ..], [out, _]) = (x, w, &output.terms[..]) else {
        return;
    };
    // One weight's gradient: its input times δ.
    let gradient = x * hidden.delta;
    let three = |value: f64| fixed(value, 3);
    let bracketed = |value: f64| match value < 0.0 {
        true => format!("({})", three(value)),
        false => three(value),
    };
    let (z, a, delta) = (output.z, output.a, output.delta);
    let heads = language.choose(
        ["Hacia delante", "Error", "Hacia atrás", "Gradiente", "Paso"],
        ["Forwards", "Error", "Backwards", "Gradient", "Step"],
    );
    let lines = [
        format!("a = σ({}) = {}", three(z), three(a)),
        format!(
            "δ = 2·({} − {})·{} = {}",
            three(a),
            short(*y, 1),
            three(output.slope),
            three(delta)
        ),
        format!(
            "δ₁ = {}·{}·{} = {}",
            three(delta),
            short(out.w, 2),
            three(hidden.slope),
            three(hidden.delta)
        ),
        format!(
            "∂C/∂w = {}·{} = {}",
            short(*x, 2),
            bracketed(hidden.delta),
            three(gradient)
        ),
        format!(
            "w = {} − {}·{} = {}",
            short(*w, 2),
            short(*rate, 2),
            bracketed(gradient),
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
        let head = format!("{} {head}", place + 1);
        picture.text([left, y], words(20.0).bold().colour(Colour::Accent), head);
        picture.text([left, y + 31.0], words(20.0), line);
    }
}
