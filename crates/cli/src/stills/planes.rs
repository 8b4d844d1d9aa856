//! Three planes: the perceptron's boundary after training, exclusive or, and exclusive or as two hidden neurons see it.

use anyhow::Result;
use redes_experiment::{Data, Experiment, perceptron::Perceptron};
use redes_figures::perceptron::perceptron::link::State;
use redes_sheet::{language::Language, theme::Colour};

use super::{
    Still,
    picture::{Picture, fill, stroke, words},
    plot::Plot,
};

/// A point and whether its answer is 1.
type Example = ([f64; 2], bool);

/// The perceptron's examples by their first two inputs: the answer is the first.
const FIRST: [Example; 4] = [
    ([0.0, 0.0], false),
    ([0.0, 1.0], false),
    ([1.0, 0.0], true),
    ([1.0, 1.0], true),
];
/// Exclusive or: the answer is 1 where the inputs differ.
const DIFFERENT: [Example; 4] = [
    ([0.0, 0.0], false),
    ([0.0, 1.0], true),
    ([1.0, 0.0], true),
    ([1.0, 1.0], false),
];

/// h₁ = max(0, x₁ + x₂) and h₂ = max(0, x₁ + x₂ − 1), as in chapter 3.
fn hidden([x1, x2]: [f64; 2]) -> [f64; 2] {
    [(x1 + x2).max(0.0), (x1 + x2 - 1.0).max(0.0)]
}

pub(super) fn still() -> Result<Still> {
    let state = State::default();
    let mut perceptron = Perceptron::new(&state.setup(), &Data::default())?;
    let weights = loop {
        let (report, _) = perceptron.state(false, 0.0)?;
        if report.finished {
            break report.weights;
        }
        perceptron.step(0.0)?;
    };
    Ok(Box::new(move |language| draw(language, weights)))
}

fn draw(language: Language, [w1, w2, w3]: [f64; 3]) -> Picture {
    let title = language.choose(
        "La recta del perceptrón separa sus ejemplos; ninguna separa los de la disyunción exclusiva; en el plano de las dos neuronas ocultas, una sí",
        "The perceptron's line separates its examples; none separates those of exclusive or; in the plane of the two hidden neurons, one does",
    );
    let mut picture = Picture::new(language, 330.0, title);
    let heads = language.choose(
        ["El perceptrón", "O exclusiva", "Tras la capa oculta"],
        ["The perceptron", "Exclusive or", "After the hidden layer"],
    );
    let below = language.choose(
        ["una recta basta", "ninguna recta basta", "una recta basta"],
        [
            "one line is enough",
            "no line is enough",
            "one line is enough",
        ],
    );
    // Where w1 x1 + w2 x2 + w3 = 0.
    let boundary = |x2: f64| (-(w3 + w2 * x2) / w1, x2);
    let moved = DIFFERENT.map(|(point, yes)| (hidden(point), yes));
    // h1 − 2 h2 = ½, halfway between the answers 0 and 1.
    let halfway = |h2: f64| (0.5 + 2.0 * h2, h2);
    let planes = [
        (
            &FIRST,
            1.5,
            ["x₁", "x₂"],
            Some([boundary(-0.45), boundary(1.5)]),
        ),
        (&DIFFERENT, 1.5, ["x₁", "x₂"], None),
        (
            &moved,
            2.6,
            ["h₁", "h₂"],
            Some([halfway(-0.5), halfway(1.05)]),
        ),
    ];
    for (place, (examples, most, [across, up], line)) in planes.into_iter().enumerate() {
        let left = 24.0 + 230.0 * place as f64;
        let plot = Plot {
            area: [left, 54.0, 212.0, 212.0],
            x: [-0.5, most],
            y: [-0.5, most],
        };
        picture.text([left, 36.0], words(21.0).bold(), heads[place]);
        picture.rect(plot.area, fill(Colour::Panel2));
        plot.axes_at_zero(&mut picture);
        let [x, y] = plot.at(most, 0.0);
        picture.text(
            [x - 6.0, y - 8.0],
            words(20.0).end().colour(Colour::Soft),
            across,
        );
        let [x, y] = plot.at(0.0, most);
        picture.text([x + 8.0, y + 22.0], words(20.0).colour(Colour::Soft), up);
        if let Some(ends) = line {
            plot.curve(&mut picture, &ends, stroke(Colour::Accent, 4.0));
        }
        for (point, yes) in examples {
            let [x, y] = plot.at(point[0], point[1]);
            // As in the circles: a blue disc for 0, an orange square for 1.
            if *yes {
                picture.rect(
                    [x - 8.0, y - 8.0, 16.0, 16.0],
                    fill(Colour::Class1).outlined(Colour::Panel, 2.0),
                );
            } else {
                picture.circle(
                    [x, y],
                    9.0,
                    fill(Colour::Class0).outlined(Colour::Panel, 2.0),
                );
            }
        }
        picture.text([left + 106.0, 300.0], words(20.0).middle(), below[place]);
    }
    picture
}
