//! The formulas of each beat with their numbers, a list item each; those of the gradients are in [`gradients`].

use redes_core::activation::Activation;
use redes_lessons::backprop_trace::LayerTrace;

use super::{
    gradients,
    link::{Beat, State},
    maths::{Formula, bracketed, computed, derivative, factor, given, letter, op, var},
    notation::{NAMES, incoming, index, item, line, shown},
    numbers::Model,
};
use crate::words;
use redes_shell::{
    dom, number,
    text::{Language, Text},
};

/// The rate's letter.
const ETA: &str = "η";

/// The list of a beat.
pub fn items(language: Language, state: &State, model: &Model) -> String {
    let [hidden, output] = &model.trace.layers[..] else {
        return String::new();
    };
    match state.beat {
        Beat::Forward => forward(state, model, hidden, output),
        Beat::Error => error(state, output),
        Beat::Backward => backward(state, hidden, output),
        Beat::Gradients => gradients::items(language, state, model),
        Beat::Step => step(language, state, model),
    }
}

fn text(language: Language, key: Text) -> String {
    dom::escape(language.text(key))
}

fn weight(layer: usize, from: usize, to: usize) -> String {
    var("w", &format!("{}{}", from + 1, to + 1), layer)
}

fn forward(state: &State, model: &Model, hidden: &LayerTrace, output: &LayerTrace) -> String {
    let neurons = [(hidden, 1, 0), (hidden, 1, 1), (output, 2, 0)];
    let mut items: String = neurons
        .into_iter()
        .enumerate()
        .map(|(place, (layer, number, unit))| {
            item(&format!("n{place}"), &sum(state, layer, number, unit))
        })
        .collect();
    let a = output.a[0];
    let cost = Formula::new(&[letter("C")])
        .then(&[
            op("="),
            squared(&[var("a", "", 2), op("−"), letter("y")].concat()),
        ])
        .then(&[
            op("="),
            squared(&[computed(a), op("−"), factor(state.y, given)].concat()),
        ])
        .then(&[op("="), computed(model.trace.cost)]);
    items.push_str(&item("cost", &[line(cost)]));
    items
}

fn squared(inner: &str) -> String {
    format!("<msup>{}<mn>2</mn></msup>", bracketed(inner))
}

/// A neuron's sum and what it makes of it.
fn sum(state: &State, layer: &LayerTrace, number: usize, unit: usize) -> [String; 2] {
    let index = index(number, unit);
    let (z, a) = (var("z", &index, number), var("a", &index, number));
    let terms = layer.terms(unit);
    let mut sum = Formula::new(std::slice::from_ref(&z));
    for from in 0..terms.len() {
        let sign = op(if from == 0 { "=" } else { "+" });
        let product = [sign, incoming(number, from), weight(number, from, unit)];
        sum = sum.then(&product);
    }
    sum = sum.then(&[op("+"), var("b", &index, number)]);
    for (from, term) in terms.iter().enumerate() {
        let sign = op(if from == 0 { "=" } else { "+" });
        let x = factor(term.x, shown(number));
        sum = sum.then(&[sign, x, op("·"), factor(term.w, given)]);
    }
    let total = layer.z[unit];
    sum = sum
        .then(&[op("+"), factor(layer.bias[unit], given)])
        .then(&[op("="), computed(total)]);
    let answer = Formula::new(&[a])
        .then(&[op("="), applied(state.activation, &z)])
        .then(&[op("="), applied(state.activation, &computed(total))])
        .then(&[op("="), computed(layer.a[unit])]);
    [line(sum), line(answer)]
}

/// f of something.
fn applied(activation: Activation, of: &str) -> String {
    let named = |name: &str| [name, "<mo>&#x2061;</mo>", &bracketed(of)].concat();
    match activation {
        Activation::Sigmoid => named("<mi>σ</mi>"),
        Activation::Tanh => named("<mi>tanh</mi>"),
        Activation::Relu { .. } => {
            let both = ["<mn>0</mn>", r#"<mo separator="true">,</mo>"#, of].concat();
            ["<mi>max</mi><mo>&#x2061;</mo>", &bracketed(&both)].concat()
        }
        _ => of.to_owned(),
    }
}

/// f′(z) = … with numbers.
fn slope(state: &State, layer: &LayerTrace, number: usize, unit: usize) -> String {
    let index = index(number, unit);
    let (z, a) = (var("z", &index, number), var("a", &index, number));
    let one = "<mn>1</mn>".to_owned();
    let (value, said) = (layer.slope[unit], layer.a[unit]);
    let start = Formula::new(&[
        "<msup><mi>f</mi><mo>′</mo></msup>".to_owned(),
        bracketed(&z),
    ]);
    line(match state.activation {
        Activation::Sigmoid => start
            .then(&[op("="), a.clone(), bracketed(&[one, op("−"), a].concat())])
            .then(&[
                op("="),
                computed(said),
                op("·"),
                factor(1.0 - said, computed),
            ])
            .then(&[op("="), computed(value)]),
        Activation::Tanh => start
            .then(&[
                op("="),
                one.clone(),
                op("−"),
                format!("<msup>{}<mn>2</mn></msup>", bracketed(&a)),
            ])
            .then(&[op("="), one, op("−"), squared(&computed(said))])
            .then(&[op("="), computed(value)]),
        Activation::Relu { .. } => {
            let sign = if layer.z[unit] > 0.0 { "&gt;" } else { "≤" };
            let zero = "<mn>0</mn>".to_owned();
            start
                .then(&[op("="), given(value)])
                .then(&[bracketed(&[z, op(sign), zero].concat())])
        }
        _ => start.then(&[op("="), given(value)]),
    })
}

/// δ as the product of what the cost says and the slope.
fn delta(layer: &LayerTrace, number: usize, unit: usize) -> String {
    let index = index(number, unit);
    let blame = derivative(&var("a", &index, number));
    let prime = "<msup><mi>f</mi><mo>′</mo></msup>".to_owned();
    let z = bracketed(&var("z", &index, number));
    let product = Formula::new(&[var("δ", &index, number)])
        .then(&[op("="), blame, prime, z])
        .then(&[
            op("="),
            factor(layer.blame[unit], computed),
            op("·"),
            factor(layer.slope[unit], computed),
        ]);
    let value = layer.delta[unit];
    line(product.result(value, &[op("="), computed(value)]))
}

fn error(state: &State, output: &LayerTrace) -> String {
    let (a, blame) = (output.a[0], output.blame[0]);
    let two = "<mn>2</mn>".to_owned();
    let missed = Formula::new(&[derivative(&var("a", "", 2))])
        .then(&[
            op("="),
            two.clone(),
            bracketed(&[var("a", "", 2), op("−"), letter("y")].concat()),
        ])
        .then(&[
            op("="),
            two,
            bracketed(&[computed(a), op("−"), factor(state.y, given)].concat()),
        ])
        .result(blame, &[op("="), computed(blame)]);
    item(
        "n2",
        &[
            line(missed),
            slope(state, output, 2, 0),
            delta(output, 2, 0),
        ],
    )
}

fn backward(state: &State, hidden: &LayerTrace, output: &LayerTrace) -> String {
    (0..2)
        .map(|unit| {
            let (w, blame) = (output.kernel[unit], hidden.blame[unit]);
            let share = Formula::new(&[derivative(&var("a", &index(1, unit), 1))])
                .then(&[op("="), var("δ", "", 2), weight(2, unit, 0)])
                .then(&[
                    op("="),
                    factor(output.delta[0], computed),
                    op("·"),
                    factor(w, given),
                ])
                .result(blame, &[op("="), computed(blame)]);
            let lines = [
                line(share),
                slope(state, hidden, 1, unit),
                delta(hidden, 1, unit),
            ];
            item(&format!("n{unit}"), &lines)
        })
        .collect()
}

fn step(language: Language, state: &State, model: &Model) -> String {
    let Some(next) = &model.next else {
        return String::new();
    };
    let (before, after) = (model.trace.parameters(), next.parameters());
    let gradients = model.trace.gradients();
    let mut items = String::new();
    for (place, (kind, indices, number)) in NAMES.into_iter().enumerate() {
        let value = |values: &[f64]| values.get(place).copied().unwrap_or_default();
        let formula = Formula::new(&[var(kind, indices, number)])
            .then(&[op("←"), given(value(&before))])
            .then(&[
                op("−"),
                factor(state.rate, given),
                op("·"),
                factor(value(&gradients), computed),
            ])
            .result(value(&after), &[op("="), computed(value(&after))]);
        items.push_str(&item(&format!("p{place}"), &[line(formula)]));
    }
    let (now, then) = (Model::answer(&model.trace), Model::answer(next));
    let answer =
        Formula::new(&[var("a", "", 2)]).then(&[op(":"), computed(now), op("→"), computed(then)]);
    items.push_str(&item("n2", &[line(answer)]));
    let (cost, next) = (model.trace.cost, next.cost);
    let costs =
        Formula::new(&[letter("C")]).then(&[op(":"), computed(cost), op("→"), computed(next)]);
    let fall = state.rate * model.trace.steepness();
    let square = r#"<msup><mrow><mo form="prefix" stretchy="false">‖</mo><mo form="prefix">∇</mo><mi>C</mi><mo form="postfix" stretchy="false">‖</mo></mrow><mn>2</mn></msup>"#;
    let steep = Formula::new(&[letter(ETA), square.to_owned()])
        .then(&[
            op("="),
            factor(state.rate, given),
            op("·"),
            factor(model.trace.steepness(), computed),
        ])
        .then(&[op("="), computed(fall)]);
    let words = language.fill(
        words::BACKPROP_FALL,
        &[
            ("plane", &number::compact(fall)),
            ("real", &number::compact(cost - next)),
        ],
    );
    let note = format!(
        r#"<div class="backprop-check">{} <span>{}</span></div>"#,
        steep.markup(),
        dom::escape(&words)
    );
    items.push_str(&item("cost", &[line(costs), note]));
    items
}

/// What the beat does, in a sentence.
pub fn explanation(language: Language, state: &State, model: &Model) -> String {
    let key = match state.beat {
        Beat::Forward => words::BACKPROP_EXPLAIN_FORWARD,
        Beat::Error => words::BACKPROP_EXPLAIN_ERROR,
        Beat::Backward => words::BACKPROP_EXPLAIN_BACKWARD,
        Beat::Gradients => words::BACKPROP_EXPLAIN_GRADIENTS,
        Beat::Step if model.next.is_none() => words::BACKPROP_BLOCKED,
        Beat::Step => words::BACKPROP_EXPLAIN_STEP,
    };
    let mut words = text(language, key);
    if state.beat == Beat::Error {
        let delta = model
            .trace
            .layers
            .last()
            .and_then(|layer| layer.delta.first());
        let key = match delta.copied().unwrap_or_default() {
            delta if delta < 0.0 => words::BACKPROP_DELTA_NEGATIVE,
            delta if delta > 0.0 => words::BACKPROP_DELTA_POSITIVE,
            _ => words::BACKPROP_DELTA_ZERO,
        };
        words.push(' ');
        words.push_str(&text(language, key));
    }
    words
}
