//! The dense layer as markup and text: inputs, connections, neurons, and the sum with its numbers.

use redes_core::activation::Activation;
use redes_lessons::weighted_sum::Term;
use redes_sheet::{markup::Point, number};
use redes_shell::{choice, controls, dom, field::FieldSpec, mounted::REFUSED, text::Language};

use super::{
    link::{ACTIVATIONS, INPUTS, Look, REACH, State, UNITS},
    numbers::Numbers,
};
use crate::words;

/// Subscripts from 1.
const SMALL: [&str; INPUTS] = ["₁", "₂", "₃", "₄"];
/// x of the inputs in the drawing.
const INPUT_X: f64 = 42.0;
/// y of each input.
const INPUT_Y: [f64; INPUTS] = [42.0, 114.0, 186.0, 258.0];
/// x of the neurons.
const UNIT_X: f64 = 312.0;
/// y of each neuron.
const UNIT_Y: [f64; UNITS] = [64.0, 150.0, 236.0];

/// The field of the seed.
pub fn seed_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "seed", words::SEED)
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let activations = ACTIVATIONS.map(|activation| {
        let label = match activation.name() {
            "linear" => words::DENSE_LINEAR,
            "relu" => words::DENSE_RELU,
            "sigmoid" => words::DENSE_SIGMOID,
            _ => words::DENSE_TANH,
        };
        (activation.name().to_owned(), text(label))
    });
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  <span class="seed">{seed}<button type="button" class="button" data-ref="new-seed" title="{new_seed}" aria-label="{new_seed}">{dice}</button></span>
  {activations}
</div>
{REFUSED}
<div class="dense-figure">
  <div class="dense-inputs" role="group" aria-label="{inputs}"><h3>{inputs}</h3>{sliders}</div>
  <div class="dense-net">
    <h3 id="{prefix}-title">{network}</h3>
    {drawing}
    <p class="help" id="{prefix}-help">{help}</p>
  </div>
  <section class="dense-sum">
    <h3 data-ref="title"></h3>
    <table class="dense-terms"><thead data-ref="head"></thead><tbody data-ref="rows"></tbody></table>
    <p class="dense-formula" data-ref="formula"></p>
  </section>
</div>
<p class="status" data-ref="status" role="status"></p>"#,
        controls = text(words::DENSE_CONTROLS),
        reset = text(words::RESET),
        reset_title = text(words::DENSE_RESET_TITLE),
        reset_icon = controls::RESET,
        seed = seed_field().markup(language, prefix),
        new_seed = text(words::NEW_SEED),
        dice = controls::DICE,
        activations = choice::labelled(
            language,
            prefix,
            "activation",
            words::DENSE_ACTIVATION,
            activations
        ),
        inputs = text(words::DENSE_INPUTS),
        sliders = (0..INPUTS)
            .map(|input| slider(prefix, input))
            .collect::<String>(),
        network = text(words::DENSE_NETWORK),
        drawing = drawing(prefix),
        help = text(words::DENSE_HELP),
    )
}

fn slider(prefix: &str, input: usize) -> String {
    let (name, reach) = (small(input), number::plain(REACH));
    format!(
        r#"<span class="dense-input"><label for="{prefix}-x{input}">x{name}</label><input id="{prefix}-x{input}" data-x="{input}" type="range" min="-{reach}" max="{reach}" step="0.05"><output data-value="{input}" aria-live="off" for="{prefix}-x{input}"></output></span>"#
    )
}

/// The drawing: connections below, inputs and neurons above them. Inputs and neurons are buttons.
fn drawing(prefix: &str) -> String {
    let mut lines = String::new();
    let mut labels = String::new();
    let [x1, x2] = [INPUT_X, UNIT_X].map(number::plain);
    for (input, y1) in INPUT_Y.map(number::plain).iter().enumerate() {
        for (unit, y2) in UNIT_Y.map(number::plain).iter().enumerate() {
            lines.push_str(&format!(
                r#"<line data-edge="{input}-{unit}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#
            ));
            labels.push_str(&format!(
                r#"<text class="weight" data-label="{input}-{unit}"></text>"#
            ));
        }
    }
    let node = |look: Look, letter: &str, index: usize, [x, y]: Point, radius: u32| {
        let (name, small) = (look.name(), small(index));
        let (name_y, value_y) = (number::plain(y - 8.0), number::plain(y + 7.0));
        let [x, y] = [x, y].map(number::plain);
        format!(
            r#"<g role="button" tabindex="0" aria-pressed="false" data-look="{name}"><circle class="reach" cx="{x}" cy="{y}" r="34"/><circle class="node" cx="{x}" cy="{y}" r="{radius}"/><text class="name" x="{x}" y="{name_y}">{letter}{small} </text><text class="value" x="{x}" y="{value_y}"></text></g>"#
        )
    };
    let inputs = INPUT_Y.iter().enumerate();
    let inputs = inputs.map(|(i, y)| node(Look::Input(i), "x", i, [INPUT_X, *y], 25));
    let units = UNIT_Y.iter().enumerate();
    let units = units.map(|(i, y)| node(Look::Neuron(i), "a", i, [UNIT_X, *y], 30));
    let nodes: String = inputs.chain(units).collect();
    format!(
        r#"<svg class="dense-drawing" viewBox="0 0 360 300" role="group" aria-labelledby="{prefix}-title" aria-describedby="{prefix}-help"><g data-ref="edges" aria-hidden="true">{lines}</g>{nodes}<g aria-hidden="true" class="labels">{labels}</g></svg>"#
    )
}

/// The point of the drawing at a share of the way from an input to a neuron.
pub fn along(input: usize, unit: usize, share: f64) -> Point {
    let y = |all: &[f64], index: usize| all.get(index).copied().unwrap_or_default();
    let (from, to) = (y(&INPUT_Y, input), y(&UNIT_Y, unit));
    [
        INPUT_X + (UNIT_X - INPUT_X) * share,
        from + (to - from) * share,
    ]
}

/// A selected neuron's or input's products: the three parts that the page shows.
#[derive(Debug, PartialEq)]
pub struct Products {
    /// The heading, as markup.
    pub title: String,
    /// The table's head, as markup; empty where nothing is selected.
    pub head: String,
    /// The table's rows, as markup.
    pub rows: String,
}

/// The products of the selected neuron and their sum, or those of the selected input.
pub fn products(language: Language, state: &State, numbers: &Numbers) -> Products {
    let text = |key| dom::escape(language.text(key));
    let head = |first| {
        let keys = [first, words::DENSE_X, words::DENSE_W, words::DENSE_PRODUCT];
        let cells = keys.map(|key| format!(r#"<th scope="col">{}</th>"#, text(key)));
        format!("<tr>{}</tr>", cells.concat())
    };
    let title = |key, index: usize| {
        let n = (index + 1).to_string();
        dom::escape(&language.fill(key, &[("n", &n)]))
    };
    match state.look {
        None => Products {
            title: text(words::DENSE_NOTHING),
            head: String::new(),
            rows: String::new(),
        },
        Some(Look::Neuron(unit)) => {
            let neuron = numbers.neurons.get(unit).cloned().unwrap_or_default();
            let terms = neuron.terms.iter().enumerate();
            let products = terms.map(|(input, term)| product_row("x", input, term));
            let sum = format!("z{}", small(unit));
            let last = |name: &str, value, class| row(name, ["", "", &two(value)], class);
            Products {
                title: title(words::DENSE_NEURON, unit),
                head: head(words::DENSE_FROM),
                rows: products.collect::<String>()
                    + &last("b", neuron.bias, "")
                    + &last(&sum, neuron.z, "total"),
            }
        }
        Some(Look::Input(input)) => {
            let terms = (0..UNITS).filter_map(|unit| Some((unit, numbers.term(input, unit)?)));
            Products {
                title: title(words::DENSE_INPUT, input),
                head: head(words::DENSE_TO),
                rows: terms
                    .map(|(unit, term)| product_row("a", unit, term))
                    .collect(),
            }
        }
    }
}

/// A row of a product: what it belongs to, x, w and x·w.
fn product_row(letter: &str, index: usize, term: &Term) -> String {
    let cells = [term.x, term.w, term.product].map(two);
    let class = if term.product < 0.0 { "minus" } else { "plus" };
    row(
        &format!("{letter}{}", small(index)),
        cells.each_ref().map(String::as_str),
        class,
    )
}

fn row(head: &str, [first, second, last]: [&str; 3], class: &str) -> String {
    format!(
        r#"<tr><th scope="row">{head}</th><td>{first}</td><td>{second}</td><td class="{class}">{last}</td></tr>"#
    )
}

/// The sum and the activation of the selected neuron with their numbers, as text; empty where no neuron is selected.
pub fn formula(state: &State, numbers: &Numbers) -> String {
    let Some(Look::Neuron(unit)) = state.look else {
        return String::new();
    };
    let small = small(unit);
    let neuron = numbers.neurons.get(unit).cloned().unwrap_or_default();
    let products: Vec<String> = neuron
        .terms
        .iter()
        .map(|term| format!("{}\u{a0}·\u{a0}{}", factor(term.x), factor(term.w)))
        .collect();
    let z = two(neuron.z);
    let function = match state.activation {
        Activation::Relu { .. } => format!("max(0,\u{a0}{z})"),
        Activation::Sigmoid => format!("1\u{a0}/\u{a0}(1 + e^−{})", factor(neuron.z)),
        Activation::Tanh => format!("tanh({z})"),
        _ => format!("z{small}"),
    };
    format!(
        "z{small} = {} + {} = {z};\u{2003}a{small} = {function} = {}",
        products.join(" + "),
        two(neuron.bias),
        two(neuron.a)
    )
}

/// The status line: the selected neuron's sum and activation, or what the selected input adds to each neuron.
pub fn status(language: Language, state: &State, numbers: &Numbers) -> String {
    let n = |index: usize| (index + 1).to_string();
    match state.look {
        None => language.text(words::DENSE_NOTHING).to_owned(),
        Some(Look::Neuron(unit)) => {
            let neuron = numbers.neurons.get(unit).cloned().unwrap_or_default();
            let slots = [
                ("n", &*n(unit)),
                ("z", &*two(neuron.z)),
                ("a", &*two(neuron.a)),
            ];
            language.fill(words::DENSE_STATUS_NEURON, &slots)
        }
        Some(Look::Input(input)) => {
            let parts = (0..UNITS).filter_map(|unit| {
                let product = two(numbers.term(input, unit)?.product);
                let slots = [("n", &*n(unit)), ("product", &*product)];
                Some(language.fill(words::DENSE_STATUS_PART, &slots))
            });
            let parts: Vec<String> = parts.collect();
            let slots = [("n", &*n(input)), ("parts", &*parts.join(", "))];
            language.fill(words::DENSE_STATUS_INPUT, &slots)
        }
    }
}

/// Two decimals, which all numbers of this figure have.
pub fn two(value: f64) -> String {
    number::fixed(value, 2)
}

/// A factor of a product: in brackets where it is negative.
fn factor(value: f64) -> String {
    let text = two(value);
    match text.starts_with('−') {
        true => format!("({text})"),
        false => text,
    }
}

/// The subscript of a neuron or an input, from its index.
fn small(index: usize) -> &'static str {
    SMALL.get(index).copied().unwrap_or_default()
}
