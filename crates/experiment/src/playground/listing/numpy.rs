//! The network and its training in NumPy.

use super::super::network::{BETAS, MOMENTUM};
use super::super::setup::{Cost, Kind, PlaygroundSetup, Rule};
use super::course::{Changes, changes, course, measure};
use super::text::{Text, list, number};

const CHANGES: Changes = Changes {
    first: Some("    global rate"),
    rate: |rate| format!("        rate = {rate}"),
    parameter: |block, place, value| {
        let (layer, part) = (block / 2, block % 2);
        format!("        layers[{layer}][{part}][{place}] = {value}")
    },
};

/// Writes what follows the head.
pub(super) fn write(setup: &PlaygroundSetup, text: &mut Text) {
    functions(setup, text);
    forward(setup, text);
    gradients(setup, text);
    rule(setup, text);
    measure(setup, "forward(x)[0][-1]", text);
    changes(setup, &CHANGES, text);
    let number = if setup.optimizer == Rule::Adam {
        ", done + 1"
    } else {
        ""
    };
    let step = |x: &str, y: &str| vec![format!("step({x}, {y}{number})")];
    course(setup, step, text);
}

impl Kind {
    /// Its name in Python, its value a of z, and its slope.
    fn python(self) -> [&'static str; 3] {
        match self {
            Kind::Relu => ["relu", "np.where(z > 0, z, 0)", "np.where(z > 0, 1, 0)"],
            Kind::Leaky => [
                "leaky_relu",
                "np.where(z > 0, z, 0.2 * z)",
                "np.where(z > 0, 1, 0.2)",
            ],
            Kind::Tanh => ["tanh", "np.tanh(z)", "1 - a * a"],
            Kind::Sigmoid => ["sigmoid", "1 / (1 + np.exp(-z))", "a * (1 - a)"],
            Kind::Identity => ["linear", "z", "np.ones_like(z)"],
        }
    }
}

impl PlaygroundSetup {
    /// The activations of all layers, the output's last.
    fn kinds(&self) -> impl Iterator<Item = Kind> {
        let output = match self.regression() {
            true => Kind::Identity,
            false => Kind::Sigmoid,
        };
        let hidden = self.layers.iter().map(|layer| layer.activation);
        hidden.chain([output])
    }
}

fn functions(setup: &PlaygroundSetup, text: &mut Text) {
    text.gap();
    text.gap();
    text.say(
        "cada función da su valor a y su pendiente",
        "each function returns its value a and its slope",
    );
    let mut written = Vec::new();
    for kind in setup.kinds() {
        if written.contains(&kind) {
            continue;
        }
        let [name, value, slope] = kind.python();
        if !written.is_empty() {
            text.gap();
            text.gap();
        }
        text.code(format!(
            "def {name}(z):\n    a = {value}\n    return a, {slope}"
        ));
        written.push(kind);
    }
    text.gap();
    text.gap();
    let names = setup.kinds().map(|kind| kind.python()[0].to_owned());
    text.code(format!("functions = {}", list(names)));
}

fn forward(setup: &PlaygroundSetup, text: &mut Text) {
    if setup.dropout > 0.0 {
        let seeds = (0..setup.layers.len()).map(|layer| setup.dropout_seed(layer).to_string());
        let seeds = list(seeds);
        text.code(format!(
            "generators = [np.random.RandomState(s) for s in {seeds}]"
        ));
    }
    text.gap();
    text.gap();
    text.say(
        "las salidas y las pendientes de todas las capas",
        "the outputs and the slopes of all layers",
    );
    if setup.dropout > 0.0 {
        let rate = number(setup.dropout);
        text.code(format!(
            "def forward(x, training=False):
    a, slopes = [x], []
    for i, (w, b) in enumerate(layers):
        value, slope = functions[i](a[-1] @ w + b)
        if training and i < len(generators):
            kept = generators[i].random_sample(value.shape) >= {rate}
            value = value * kept / (1 - {rate})
            slope = slope * kept / (1 - {rate})
        a.append(value)
        slopes.append(slope)
    return a, slopes"
        ));
    } else {
        text.code(
            "def forward(x):
    a, slopes = [x], []
    for (w, b), function in zip(layers, functions):
        value, slope = function(a[-1] @ w + b)
        a.append(value)
        slopes.append(slope)
    return a, slopes",
        );
    }
}

fn gradients(setup: &PlaygroundSetup, text: &mut Text) {
    text.gap();
    text.gap();
    text.say(
        "retropropagación: las derivadas del coste por pesos y sesgos",
        "backpropagation: the slopes of the cost for weights and biases",
    );
    let training = if setup.dropout > 0.0 {
        ", training=True"
    } else {
        ""
    };
    text.code(format!(
        "def gradients(x, y):\n    a, slopes = forward(x{training})"
    ));
    text.code(match setup.loss {
        Cost::Thesis => "    error = a[-1] - y",
        Cost::Square => "    error = 2 * (a[-1] - y) / len(x)",
        Cost::CrossEntropy => {
            "    p = np.clip(a[-1], 1e-7, 1 - 1e-7)
    error = (p == a[-1]) * ((1 - y) / (1 - p) - y / p) / len(x)"
        }
    });
    text.code(
        "    found = []
    for (w, b), before, slope in zip(layers[::-1], a[-2::-1], slopes[::-1]):
        delta = error * slope
        error = delta @ w.T",
    );
    let mut penalty = String::new();
    if setup.l1 > 0.0 {
        penalty += &format!(" + {} * np.sign(w)", number(setup.l1));
    }
    if setup.l2 > 0.0 {
        penalty += &format!(" + 2 * {} * w", number(setup.l2));
    }
    text.code(format!("        dw = before.T @ delta{penalty}"));
    text.code(
        "        found.insert(0, [dw, delta.sum(axis=0)])
    return found",
    );
}

fn rule(setup: &PlaygroundSetup, text: &mut Text) {
    text.gap();
    text.gap();
    text.code(format!("rate = {}", number(setup.rate)));
    let zeros = "[[np.zeros_like(p) for p in layer] for layer in layers]";
    match setup.optimizer {
        Rule::Thesis => {
            text.gap();
            text.gap();
            text.say(
                "como en la memoria: los sesgos, por la media y no por la suma",
                "as in the thesis: biases by the mean, not by the sum",
            );
            text.code(
                "def step(x, y):
    for layer, (dw, db) in zip(layers, gradients(x, y)):
        layer[0] -= rate * dw
        layer[1] -= rate * db / len(x)",
            );
        }
        Rule::Descent => {
            text.gap();
            text.gap();
            text.code(
                "def step(x, y):
    for layer, (dw, db) in zip(layers, gradients(x, y)):
        layer[0] -= rate * dw
        layer[1] -= rate * db",
            );
        }
        Rule::Momentum => {
            text.code(format!("speeds = {zeros}"));
            text.gap();
            text.gap();
            text.code(format!(
                "def step(x, y):
    for layer, speed, slopes in zip(layers, speeds, gradients(x, y)):
        for p, v, g in zip(layer, speed, slopes):
            v *= {}
            v -= rate * g
            p += v",
                number(MOMENTUM)
            ));
        }
        Rule::Adam => {
            let [first, second] = BETAS.map(number);
            text.code(format!("means = {zeros}\nsquares = {zeros}"));
            text.gap();
            text.gap();
            text.say("Adam: el paso t, desde 1", "Adam: the step t, from 1");
            text.code(format!(
                "def step(x, y, t):
    alpha = rate * np.sqrt(1 - {second} ** t) / (1 - {first} ** t)
    found = gradients(x, y)
    for layer, mean, square, slopes in zip(layers, means, squares, found):
        for p, m, v, g in zip(layer, mean, square, slopes):
            m += (1 - {first}) * (g - m)
            v += (1 - {second}) * (g * g - v)
            p -= alpha * m / (np.sqrt(v) + 1e-7)"
            ));
        }
    }
}
