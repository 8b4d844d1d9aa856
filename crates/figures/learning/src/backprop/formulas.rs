//! The formulas of each beat with their numbers, as list items.

use redes_core::activation::Activation;
use redes_shell::{
    dom::escape,
    number,
    text::{Language, Text},
};

use super::{
    link::{Beat, State},
    mathml::{
        self, Formula, bracketed, computed, decimals, derivative, factor, given, incoming, item,
        letter, line, of_neuron, op, shown_inputs, var,
    },
    numbers::{NAMES, Neuron, Numbers, output},
};
use crate::words;

/// The rate's letter.
const ETA: &str = "η";

/// The items of the state's beat.
pub fn items(language: Language, state: &State, numbers: &Numbers) -> String {
    match state.beat {
        Beat::Forward => forward(state, numbers),
        Beat::Error => error(state, numbers),
        Beat::Backward => backward(state, numbers),
        Beat::Gradients => gradients(language, state, numbers),
        Beat::Step => step(language, state, numbers),
    }
}

/// z and a of each neuron, then C.
fn forward(state: &State, numbers: &Numbers) -> String {
    let neurons = numbers.neurons();
    let sums = neurons.iter().enumerate();
    let mut items: String = sums
        .map(|(place, neuron)| item(&format!("n{place}"), &sum(state, neuron)))
        .collect();
    let cost = Formula::new(&[letter("C")])
        .then(&[
            op("="),
            squared(&[var("a", "", 2), op("−"), letter("y")].concat()),
        ])
        .then(&[op("="), squared(&missed(state, numbers))])
        .then(&[op("="), computed(numbers.trace.cost)]);
    items.push_str(&item("cost", &[line(cost)]));
    items
}

/// a − y in numbers.
fn missed(state: &State, numbers: &Numbers) -> String {
    let a = output(&numbers.trace);
    [computed(a), op("−"), factor(state.y, given)].concat()
}

fn squared(inner: &str) -> String {
    format!("<msup>{}<mn>2</mn></msup>", bracketed(inner))
}

/// z = … of a neuron, and a = f(z).
fn sum(state: &State, neuron: &Neuron) -> [String; 2] {
    let (z, a) = (of_neuron("z", neuron), of_neuron("a", neuron));
    let sign = |from: usize| op(if from == 0 { "=" } else { "+" });
    let mut sum = Formula::new(std::slice::from_ref(&z));
    for from in 0..neuron.terms.len() {
        let input = incoming(neuron.layer, from);
        sum = sum.then(&[sign(from), input, weight(neuron, from)]);
    }
    sum = sum.then(&[op("+"), of_neuron("b", neuron)]);
    for (from, term) in neuron.terms.iter().enumerate() {
        let x = factor(term.x, shown_inputs(neuron.layer));
        sum = sum.then(&[sign(from), x, op("·"), factor(term.w, given)]);
    }
    sum = sum
        .then(&[op("+"), factor(neuron.bias, given)])
        .then(&[op("="), computed(neuron.z)]);
    let answer = Formula::new(&[a])
        .then(&[op("="), applied(state.activation, &z)])
        .then(&[op("="), applied(state.activation, &computed(neuron.z))])
        .then(&[op("="), computed(neuron.a)]);
    [line(sum), line(answer)]
}

/// The symbol of the weight from input `from` to a neuron.
fn weight(neuron: &Neuron, from: usize) -> String {
    let index = format!("{}{}", from + 1, neuron.unit + 1);
    var("w", &index, neuron.layer)
}

/// The activation applied to `of`.
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

/// f′
fn prime() -> String {
    "<msup><mi>f</mi><mo>′</mo></msup>".to_owned()
}

/// f′(z) = … of a neuron.
fn slope(state: &State, neuron: &Neuron) -> String {
    let (z, a) = (of_neuron("z", neuron), of_neuron("a", neuron));
    let one = "<mn>1</mn>".to_owned();
    let start = Formula::new(&[prime(), bracketed(&z)]);
    line(match state.activation {
        Activation::Sigmoid => start
            .then(&[op("="), a.clone(), bracketed(&[one, op("−"), a].concat())])
            .then(&[
                op("="),
                computed(neuron.a),
                op("·"),
                factor(1.0 - neuron.a, computed),
            ])
            .then(&[op("="), computed(neuron.slope)]),
        Activation::Tanh => start
            .then(&[op("="), one.clone(), op("−"), squared(&a)])
            .then(&[op("="), one, op("−"), squared(&computed(neuron.a))])
            .then(&[op("="), computed(neuron.slope)]),
        Activation::Relu { .. } => {
            let sign = if neuron.z > 0.0 { "&gt;" } else { "≤" };
            let zero = "<mn>0</mn>".to_owned();
            start
                .then(&[op("="), given(neuron.slope)])
                .then(&[bracketed(&[z, op(sign), zero].concat())])
        }
        _ => start.then(&[op("="), given(neuron.slope)]),
    })
}

/// δ = ∂C/∂a · f′(z) of a neuron.
fn delta(neuron: &Neuron) -> String {
    let z = bracketed(&of_neuron("z", neuron));
    let product = Formula::new(&[of_neuron("δ", neuron)])
        .then(&[op("="), derivative(&of_neuron("a", neuron)), prime(), z])
        .then(&[
            op("="),
            factor(neuron.blame, computed),
            op("·"),
            factor(neuron.slope, computed),
        ]);
    line(product.result(neuron.delta, &[op("="), computed(neuron.delta)]))
}

/// ∂C/∂a, f′(z) and δ of the output.
fn error(state: &State, numbers: &Numbers) -> String {
    let [.., last] = numbers.neurons();
    let two = "<mn>2</mn>".to_owned();
    let blame = Formula::new(&[derivative(&var("a", "", 2))])
        .then(&[
            op("="),
            two.clone(),
            bracketed(&[var("a", "", 2), op("−"), letter("y")].concat()),
        ])
        .then(&[op("="), two, bracketed(&missed(state, numbers))])
        .result(last.blame, &[op("="), computed(last.blame)]);
    item("n2", &[line(blame), slope(state, &last), delta(&last)])
}

/// ∂C/∂a, f′(z) and δ of the hidden neurons.
fn backward(state: &State, numbers: &Numbers) -> String {
    let [first, second, last] = numbers.neurons();
    let hidden = [first, second];
    let pairs = hidden.iter().zip(&last.terms).enumerate();
    let items = pairs.map(|(unit, (neuron, term))| {
        let share = Formula::new(&[derivative(&of_neuron("a", neuron))])
            .then(&[op("="), var("δ", "", 2), weight(&last, unit)])
            .then(&[
                op("="),
                factor(last.delta, computed),
                op("·"),
                factor(term.w, given),
            ])
            .result(neuron.blame, &[op("="), computed(neuron.blame)]);
        let lines = [line(share), slope(state, neuron), delta(neuron)];
        item(&format!("n{unit}"), &lines)
    });
    items.collect()
}

/// The derivative of each parameter, and below it the same by a finite difference.
fn gradients(language: Language, state: &State, numbers: &Numbers) -> String {
    let neurons = numbers.neurons();
    let gradients = numbers.trace.gradients();
    let mut items = String::new();
    for (place, (name, gradient)) in NAMES.iter().zip(gradients).enumerate() {
        let Some(neuron) = neurons.get(name.neuron) else {
            continue;
        };
        let blame = of_neuron("δ", neuron);
        let mut formula = Formula::new(&[derivative(&mathml::parameter(name))]);
        let input = name.input.and_then(|from| {
            let term = neuron.terms.get(from)?;
            Some((incoming(neuron.layer, from), term.x))
        });
        if let Some((symbol, x)) = input {
            formula = formula.then(&[op("="), symbol, blame]).then(&[
                op("="),
                factor(x, shown_inputs(neuron.layer)),
                op("·"),
                factor(neuron.delta, computed),
            ]);
        } else {
            formula = formula.then(&[op("="), blame]);
        }
        formula = formula.result(gradient, &[op("="), computed(gradient)]);
        let check = check(language, state, numbers, place, gradient);
        items.push_str(&item(&format!("p{place}"), &[line(formula), check]));
    }
    items
}

/// A derivative by a finite difference, and how far it is from the gradient.
fn check(
    language: Language,
    state: &State,
    numbers: &Numbers,
    place: usize,
    gradient: f64,
) -> String {
    let Some(found) = numbers.differences.get(place) else {
        return String::new();
    };
    let h = state.difference();
    // With a small h the two costs agree in their first decimals.
    let shown = if h < 1e-5 { 15 } else { 8 };
    let cost = |value| decimals(value, shown);
    let costs = [cost(found.up), op("−"), cost(found.down)].concat();
    let quotient = Formula::new(&[bracketed(&costs)])
        .then(&[op("/"), twice(h)])
        .then(&[op("="), decimals(found.quotient, 10)]);
    let apart = number::compact((found.quotient - gradient).abs());
    note(language, quotient, words::BACKPROP_APART, &[("d", &apart)])
}

/// A smaller line: a formula and a sentence about it.
fn note(language: Language, formula: Formula, key: Text, slots: &[(&str, &str)]) -> String {
    format!(
        r#"<div class="backprop-check">{} <span>{}</span></div>"#,
        formula.markup(),
        escape(&language.fill(key, slots))
    )
}

/// 2h: 0.2, 0.0002, (2·10⁻⁵).
fn twice(h: f64) -> String {
    match 2.0 * h {
        width if width >= 1e-4 => decimals(width, (1.0 - width.log10()).floor() as usize),
        width => factor(width, computed),
    }
}

/// Each parameter's step, and what it makes of the output and of C.
fn step(language: Language, state: &State, numbers: &Numbers) -> String {
    let Some(next) = &numbers.next else {
        return String::new();
    };
    let (before, after) = (numbers.trace.parameters(), next.parameters());
    let gradients = numbers.trace.gradients();
    let changes = before.into_iter().zip(gradients).zip(after);
    let mut items = String::new();
    for (place, (name, ((before, gradient), after))) in NAMES.iter().zip(changes).enumerate() {
        let formula = Formula::new(&[mathml::parameter(name)])
            .then(&[op("←"), given(before)])
            .then(&[
                op("−"),
                factor(state.rate, given),
                op("·"),
                factor(gradient, computed),
            ])
            .result(after, &[op("="), computed(after)]);
        items.push_str(&item(&format!("p{place}"), &[line(formula)]));
    }
    let change = |symbol: String, now: f64, then: f64| {
        Formula::new(&[symbol]).then(&[op(":"), computed(now), op("→"), computed(then)])
    };
    let answer = change(var("a", "", 2), output(&numbers.trace), output(next));
    items.push_str(&item("n2", &[line(answer)]));
    let (cost, next) = (numbers.trace.cost, next.cost);
    let costs = change(letter("C"), cost, next);
    let fall = numbers.fall(state.rate);
    let square = r#"<msup><mrow><mo form="prefix" stretchy="false">‖</mo><mo form="prefix">∇</mo><mi>C</mi><mo form="postfix" stretchy="false">‖</mo></mrow><mn>2</mn></msup>"#;
    let steep = Formula::new(&[letter(ETA), square.to_owned()])
        .then(&[
            op("="),
            factor(state.rate, given),
            op("·"),
            factor(numbers.trace.steepness(), computed),
        ])
        .then(&[op("="), computed(fall)]);
    let (plane, real) = (number::compact(fall), number::compact(cost - next));
    let slots = [("plane", &*plane), ("real", &*real)];
    let note = note(language, steep, words::BACKPROP_FALL, &slots);
    items.push_str(&item("cost", &[line(costs), note]));
    items
}
