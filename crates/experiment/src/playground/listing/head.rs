//! What both programs begin with: the points, their split and the first weights.

use redes_data::shapes::counts;
use redes_lessons::thesis::circles::FACTOR;

use super::super::points::{CENTERS, CLOUD, MOONS_MIDDLE, MOONS_SCALE};
use super::super::setup::{PlaygroundSetup, Points, Shape, Start};
use super::text::{Text, list, number};

/// Writes the head. Afterwards `x`, `y`, and with a test share `x_test`, `y_test`, are the points, and `layers` the weights
/// and biases of each layer.
pub(super) fn write(setup: &PlaygroundSetup, text: &mut Text, imports: &[&str]) {
    for import in imports {
        text.code(import);
    }
    let generator = match &setup.points {
        Points::Drawn { shape, .. } => match shape {
            Shape::Circles => Some("make_circles"),
            Shape::Moons => Some("make_moons"),
            Shape::Gaussians => Some("make_blobs"),
            Shape::Xor | Shape::Spiral | Shape::Line | Shape::Plane => None,
        },
        Points::Own(_) => None,
    };
    if let Some(generator) = generator {
        text.code(format!("from sklearn.datasets import {generator}"));
    }
    if setup.test > 0.0 {
        text.code("from sklearn.model_selection import train_test_split");
    }
    text.gap();
    text.say(
        "los mismos puntos que en la figura",
        "the points of the figure",
    );
    text.code(format!("rng = np.random.RandomState({})", setup.seed));
    match &setup.points {
        Points::Own(rows) => own(rows, text),
        Points::Drawn {
            shape,
            samples,
            noise,
            balance,
        } => drawn(*shape, *samples as usize, *noise, *balance, text),
    }
    if setup.test > 0.0 {
        text.code("x, x_test, y, y_test = train_test_split(");
        let share = number(setup.test);
        text.code(format!("    x, y, test_size={share}, random_state=rng)"));
    }
    weights(setup, text);
}

fn own(rows: &[[f64; 3]], text: &mut Text) {
    text.code("points = np.array([");
    for row in rows {
        text.code(format!("    {},", list(row.map(number))));
    }
    text.code("])\nx, y = points[:, :2], points[:, 2:]");
}

fn drawn(shape: Shape, samples: usize, noise: f64, balance: f64, text: &mut Text) {
    let [zeros, ones] = counts(samples, balance).unwrap_or_default();
    let counts = format!("({zeros}, {ones})");
    let plain = number(noise);
    match shape {
        Shape::Circles => {
            let factor = number(FACTOR);
            text.code(format!("x, y = make_circles({counts}, factor={factor},"));
            text.code(format!(
                "                    noise={plain}, random_state=rng)"
            ));
        }
        Shape::Moons => {
            let middle = list(MOONS_MIDDLE.map(number));
            text.code(format!(
                "x, y = make_moons({counts}, noise={plain}, random_state=rng)"
            ));
            text.code(format!("x = (x - {middle}) * {}", number(MOONS_SCALE)));
        }
        Shape::Gaussians => {
            let centers = list(CENTERS.map(|center| list(center.map(number))));
            let deviation = number(CLOUD + noise);
            text.code(format!("x, y = make_blobs({counts}, centers={centers},"));
            text.code(format!(
                "                  cluster_std={deviation}, random_state=rng)"
            ));
        }
        Shape::Plane => {
            text.code(format!("x = 2.4 * rng.random_sample(({samples}, 2)) - 1.2"));
            text.code("y = (x[:, 0] + x[:, 1]) / 2");
            text.code(format!("y = y + rng.normal(0, {plain}, len(y))"));
        }
        Shape::Xor | Shape::Spiral | Shape::Line => {
            text.code(format!("y = np.repeat([0, 1], {counts})"));
            text.code(
                OWN_SHAPES[match shape {
                    Shape::Xor => 0,
                    Shape::Spiral => 1,
                    _ => 2,
                }],
            );
            text.code("places = rng.permutation(len(x))\nx, y = x[places], y[places]");
            text.code(format!("x = x + rng.normal(0, {plain}, x.shape)"));
        }
    }
    text.code("y = y[:, np.newaxis]");
}

/// The formulas of exclusive or, spiral and line, as in `redes_data::shapes`. The two classes are in `y`.
const OWN_SHAPES: [&str; 3] = [
    "\
number = np.concatenate([np.arange(n) for n in np.bincount(y)])
sign = np.where(number % 2 == 0, 1, -1)
x = 0.1 + 0.9 * rng.random_sample((len(y), 2))
x = x * np.stack([sign, np.where(y == 0, sign, -sign)], axis=1)",
    "\
t = np.concatenate([np.arange(1, n + 1) / n for n in np.bincount(y)])
radius, angle = 1.2 * t, 3.5 * np.pi * t + np.pi * y
x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)",
    "\
u, v = rng.random_sample((len(y), 2)).T
u = 2.4 * u - 1.2
side = np.where(y == 0, -1, 1)
x = np.stack([u, 0.5 * np.sin(3 * u) + side * (0.1 + 0.7 * v)], axis=1)",
];

fn weights(setup: &PlaygroundSetup, text: &mut Text) {
    let hidden = setup.layers.iter().map(|layer| layer.units);
    let sizes = [2].into_iter().chain(hidden).chain([1]);
    let sizes = list(sizes.map(|size| size.to_string()));
    text.gap();
    text.say(
        "los mismos pesos iniciales: pesos y sesgos de cada capa",
        "the same first weights: the weights and biases of each layer",
    );
    text.code(format!("sizes = {sizes}"));
    text.code("layers = []\nfor inputs, units in zip(sizes, sizes[1:]):");
    text.code(match setup.initializer {
        Start::Thesis => {
            "    b = rng.uniform(-1, 1, units)
    layers.append([rng.uniform(-1, 1, (inputs, units)), b])"
        }
        Start::Glorot => {
            "    limit = np.sqrt(6 / (inputs + units))
    w = rng.uniform(-limit, limit, (inputs, units))
    layers.append([w, np.zeros(units)])"
        }
        Start::He => {
            "    limit = np.sqrt(6 / inputs)
    w = rng.uniform(-limit, limit, (inputs, units))
    layers.append([w, np.zeros(units)])"
        }
        Start::Zeros => "    layers.append([np.zeros((inputs, units)), np.zeros(units)])",
    });
}
