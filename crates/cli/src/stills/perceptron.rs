//! The perceptron: neuron, weights and error over 10,000 steps, the four examples.

use anyhow::Result;
use redes_experiment::{
    Data, Experiment,
    perceptron::{Perceptron, PerceptronBody},
};
use redes_figures::perceptron::perceptron::{link::State, numbers};
use redes_lessons::thesis::perceptron::{INPUTS, ITERATIONS, NEW_INPUT, TARGETS};
use redes_sheet::{
    language::Language,
    number::{fixed, grouped, short},
    theme::Colour,
};

use super::{
    Still,
    picture::{MARGIN, Paint, Picture, connection, fill, stroke, words},
    plot::Plot,
};

/// The computed numbers.
struct Trained {
    last: PerceptronBody,
    /// To the new input.
    answer: f64,
    /// Step by step: the weights, and the error.
    curves: [numbers::Curve; 4],
}

pub(super) fn still() -> Result<Still> {
    let state = State::default();
    let mut perceptron = Perceptron::new(&state.setup(), &Data::default())?;
    let mut curves: [numbers::Curve; 4] = Default::default();
    let last = loop {
        let (report, _) = perceptron.state(false, 0.0)?;
        if report.finished {
            break report;
        }
        let step = report.iteration as f64;
        let [w1, w2, w3] = report.weights;
        for (curve, value) in curves.iter_mut().zip([w1, w2, w3, report.cost]) {
            curve.push((step, value));
        }
        perceptron.step(0.0)?;
    };
    let trained = Trained {
        answer: numbers::answer(&last.weights, state.input),
        last,
        curves,
    };
    Ok(Box::new(move |language| draw(language, &trained)))
}

fn draw(language: Language, trained: &Trained) -> Picture {
    let title = language.choose(
        "Una neurona con sus tres pesos, las curvas de su entrenamiento y los cuatro ejemplos",
        "A neuron with its three weights, the curves of its training, and the four examples",
    );
    let mut picture = Picture::new(language, 480.0, title);
    neuron(&mut picture, trained);
    weights(&mut picture, language, trained);
    examples(&mut picture, language, trained);
    error(&mut picture, language, trained);
    picture
}

fn neuron(picture: &mut Picture, trained: &Trained) {
    let middle = 126.0;
    let heights = [44.0, middle, 208.0];
    for (weight, y) in trained.last.weights.iter().zip(heights) {
        let line = connection(*weight, 1.5 + weight.abs());
        picture.line([48.0, y], [226.0, middle], line);
    }
    picture.line([226.0, middle], [300.0, middle], stroke(Colour::Ink, 2.0));
    let node = fill(Colour::Panel2).outlined(Colour::Ink, 2.0);
    for ((value, y), weight) in NEW_INPUT.iter().zip(heights).zip(trained.last.weights) {
        picture.circle([48.0, y], 24.0, node);
        let number = words(24.0).middle();
        picture.text([48.0, y + 9.0], number, fixed(*value, 0));
        let aside = if y < middle { -14.0 } else { 26.0 };
        let aside = if y == middle { -8.0 } else { aside };
        let weight_at = [82.0, y + aside];
        picture.text(weight_at, words(22.0).halo(), fixed(weight, 2));
    }
    picture.circle([226.0, middle], 34.0, node);
    picture.text([226.0, middle + 9.0], words(26.0).middle(), "Σ σ");
    let answer = words(24.0).bold().end();
    picture.text([338.0, middle - 48.0], answer, fixed(trained.answer, 8));
    picture.arrow([262.0, middle], [300.0, middle], Colour::Ink);
}

fn weights(picture: &mut Picture, language: Language, trained: &Trained) {
    let plot = Plot {
        area: [396.0, 52.0, 300.0, 172.0],
        x: [0.0, ITERATIONS as f64],
        y: [-6.0, 11.0],
    };
    for level in [-5.0, 5.0, 10.0] {
        plot.level(picture, level, short(level, 0));
    }
    plot.axes(picture, 0.0);
    plot.label(picture, 0.0, "0");
    let lines = [
        stroke(Colour::Ink, 3.0),
        stroke(Colour::Soft, 3.0).dashed("8 5"),
        stroke(Colour::Accent, 3.0),
    ];
    let curves = trained.curves.iter().zip(lines).zip(trained.last.weights);
    for (place, ((curve, line), weight)) in curves.enumerate() {
        plot.curve(picture, curve.rows(), line);
        let [x, y] = plot.at(plot.x[1], weight);
        let label = format!("{} {}", numbers::WEIGHTS[place], short(weight, 8));
        let how = words(20.0).end();
        picture.text([x, y + [26.0, -9.0, -9.0][place]], how, label);
    }
    let title = language.choose("Los pesos", "The weights");
    picture.text([plot.area[0], 36.0], words(22.0).bold(), title);
}

fn examples(picture: &mut Picture, language: Language, trained: &Trained) {
    let columns = [44.0, 84.0, 124.0, 190.0, 318.0];
    let heads = ["x₁", "x₂", "x₃", "y", language.choose("sale", "output")];
    let head = words(22.0).colour(Colour::Soft);
    for (x, name) in columns.iter().zip(heads) {
        let how = if name.chars().count() > 2 {
            head.end()
        } else {
            head.middle()
        };
        picture.text([*x, 300.0], how, name);
    }
    picture.line([MARGIN, 312.0], [322.0, 312.0], stroke(Colour::Soft, 1.5));
    let rows = INPUTS.iter().zip(TARGETS).zip(&trained.last.outputs);
    for (row, ((inputs, target), output)) in rows.enumerate() {
        let y = 344.0 + 34.0 * row as f64;
        let bits = inputs.iter().copied().chain([target]);
        for (x, bit) in columns.iter().zip(bits) {
            picture.text([*x, y], words(22.0).middle(), fixed(bit, 0));
        }
        let how = words(22.0).end();
        picture.text([columns[4], y], how, fixed(*output, 4));
    }
}

fn error(picture: &mut Picture, language: Language, trained: &Trained) {
    let costs = &trained.curves[3];
    let plot = Plot {
        area: [396.0, 312.0, 300.0, 120.0],
        x: [0.0, ITERATIONS as f64],
        y: [0.0, 0.65],
    };
    for level in [0.3, 0.6] {
        plot.level(picture, level, short(level, 1));
    }
    plot.axes(picture, 0.0);
    plot.label(picture, 0.0, "0");
    let line: Paint = stroke(Colour::Accent, 3.0);
    plot.curve(picture, costs.rows(), line);
    let title = language.choose("El error", "The error");
    picture.text([plot.area[0], 296.0], words(22.0).bold(), title);
    plot.below(picture, 5_000.0, language.choose("pasos", "steps"));
    let [right, bottom] = plot.at(plot.x[1], 0.0);
    let how = words(20.0).end().colour(Colour::Soft);
    picture.text([right, bottom + 26.0], how, grouped(ITERATIONS, language));
}
