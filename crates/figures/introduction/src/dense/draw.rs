//! What the dense layer's widget shows of its state.

use redes_core::activation::Activation;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    link::{INPUTS, Look, State, UNITS},
    markup::{INPUT_X, INPUT_Y, SMALL, UNIT_X, UNIT_Y},
    numbers::Model,
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number,
    plot::{Theme, css, mix},
    text::Language,
};

/// How far a neuron's colour goes: its number stays readable on it.
const STRENGTH: f64 = 0.45;

/// The moving parts of the widget.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    edges: Vec<Element>,
    labels: Vec<Element>,
    nodes: Vec<Element>,
    values: Vec<Element>,
}

impl Scene {
    /// The scene of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            edges: dom::all(host, "[data-edge]")?,
            labels: dom::all(host, "[data-label]")?,
            nodes: dom::all(host, "[data-look]")?,
            values: dom::all(host, "[data-value]")?,
        })
    }

    /// Puts the sliders where the state says.
    pub fn sliders(&self, state: &State) {
        use wasm_bindgen::JsCast;
        let sliders = dom::all(&self.host, "[data-x]").unwrap_or_default();
        for (slider, x) in sliders.iter().zip(state.x) {
            if let Some(slider) = slider.dyn_ref::<HtmlInputElement>() {
                slider.set_value(&number::plain(x));
            }
        }
        choice::show(&self.host, "activation", state.activation.name());
    }

    /// Draws everything.
    pub fn draw(&self, state: &State, model: &Model) {
        for (output, x) in self.values.iter().zip(state.x) {
            dom::set_text(output, &number::fixed(x, 2));
        }
        self.draw_edges(state, model);
        self.draw_nodes(state, model);
        self.draw_sum(state, model);
    }

    fn draw_edges(&self, state: &State, model: &Model) {
        for (place, (edge, label)) in self.edges.iter().zip(&self.labels).enumerate() {
            let (input, unit) = (place / UNITS, place % UNITS);
            let Some(term) = model.terms[unit].get(input) else {
                continue;
            };
            let side = if term.product < 0.0 {
                "negative"
            } else if term.product > 0.0 {
                "positive"
            } else {
                "nothing"
            };
            let (lit, along) = match state.look {
                Some(Look::Neuron(looked)) => (looked == unit, 0.36),
                Some(Look::Input(looked)) => (looked == input, 0.6),
                None => (false, 0.0),
            };
            let dim = if state.look.is_some() && !lit {
                " dim"
            } else {
                ""
            };
            dom::set_attribute(edge, "class", &format!("{side}{dim}"));
            let width = 1.0 + term.product.abs().min(2.0) * 5.5;
            dom::set_attribute(edge, "stroke-width", &format!("{width:.2}"));
            // The weight stands on its line, where the lines that are lit are apart.
            let x = INPUT_X + (UNIT_X - INPUT_X) * along;
            let y = INPUT_Y[input] + (UNIT_Y[unit] - INPUT_Y[input]) * along;
            dom::set_attribute(label, "x", &format!("{x:.1}"));
            dom::set_attribute(label, "y", &format!("{y:.1}"));
            let text = if lit {
                number::fixed(term.w, 2)
            } else {
                String::new()
            };
            dom::set_text(label, &text);
        }
    }

    fn draw_nodes(&self, state: &State, model: &Model) {
        let theme = Theme::of(&self.host);
        for (place, node) in self.nodes.iter().enumerate() {
            // Its name is what it shows: x₁ or a₁, and the value.
            let (value, share, look) = match place.checked_sub(INPUTS) {
                None => (state.x[place], 0.0, Look::Input(place)),
                Some(unit) => {
                    let share = model.share(unit, state.activation);
                    (model.a[unit], share, Look::Neuron(unit))
                }
            };
            let shown = number::fixed(value, 2);
            let pressed = state.look == Some(look);
            dom::set_attribute(node, "aria-pressed", if pressed { "true" } else { "false" });
            let side = if share < 0.0 {
                theme.class0
            } else {
                theme.class1
            };
            let colour = mix(theme.panel, side, share.abs() * STRENGTH);
            if let Ok(Some(circle)) = node.query_selector(".node") {
                dom::set_attribute(&circle, "fill", &css(colour));
            }
            if let Ok(Some(text)) = node.query_selector(".value") {
                dom::set_text(&text, &shown);
            }
        }
    }

    /// The sum of the neuron, or what becomes of the input, in a table and in a line.
    fn draw_sum(&self, state: &State, model: &Model) {
        let text = |key| dom::escape(self.language.text(key));
        let row = |head: &str, cells: [&str; 3], side: &str| {
            let [first, second, last] = cells;
            format!(
                r#"<tr><th scope="row">{head}</th><td>{first}</td><td>{second}</td><td class="{side}">{last}</td></tr>"#
            )
        };
        let two = |value| number::fixed(value, 2);
        let side = |value: f64| if value < 0.0 { "minus" } else { "plus" };
        let (title, head, rows) = match state.look {
            None => (text(words::DENSE_NOTHING), String::new(), String::new()),
            Some(Look::Neuron(unit)) => {
                let mut rows = String::new();
                for (input, term) in model.terms[unit].iter().enumerate() {
                    let name = format!("x{}", SMALL[input]);
                    let cells = [&*two(term.x), &*two(term.w), &*two(term.product)];
                    rows.push_str(&row(&name, cells, side(term.product)));
                }
                let bias = two(model.bias[unit]);
                rows.push_str(&row("b", ["", "", &bias], ""));
                let (sum, small) = (two(model.z[unit]), SMALL[unit]);
                rows.push_str(&row(&format!("z{small}"), ["", "", &sum], "total"));
                let title = self
                    .language
                    .fill(words::DENSE_NEURON, &[("n", &(unit + 1).to_string())]);
                let head = [
                    words::DENSE_FROM,
                    words::DENSE_X,
                    words::DENSE_W,
                    words::DENSE_PRODUCT,
                ];
                (
                    dom::escape(&title),
                    head.map(text).map(heading).concat(),
                    rows,
                )
            }
            Some(Look::Input(input)) => {
                let mut rows = String::new();
                for (unit, terms) in model.terms.iter().enumerate() {
                    let Some(term) = terms.get(input) else {
                        continue;
                    };
                    let name = format!("a{}", SMALL[unit]);
                    let cells = [&*two(term.x), &*two(term.w), &*two(term.product)];
                    rows.push_str(&row(&name, cells, side(term.product)));
                }
                let n = (input + 1).to_string();
                let title = self.language.fill(words::DENSE_INPUT, &[("n", &n)]);
                let head = [
                    words::DENSE_TO,
                    words::DENSE_X,
                    words::DENSE_W,
                    words::DENSE_PRODUCT,
                ];
                (
                    dom::escape(&title),
                    head.map(text).map(heading).concat(),
                    rows,
                )
            }
        };
        for (name, markup) in [("title", title), ("rows", rows)] {
            if let Ok(element) = part::<Element>(&self.host, name) {
                element.set_inner_html(&markup);
            }
        }
        if let Ok(element) = part::<Element>(&self.host, "head") {
            let row = if head.is_empty() {
                head
            } else {
                format!("<tr>{head}</tr>")
            };
            element.set_inner_html(&row);
        }
        dom::set_part_text(&self.host, "formula", &formula(state, model));
    }

    /// Says what is to be seen, once the hand rests.
    pub fn describe(&self, state: &State, model: &Model) {
        let n = |index: usize| (index + 1).to_string();
        let words = match state.look {
            None => self.language.text(words::DENSE_NOTHING).to_owned(),
            Some(Look::Neuron(unit)) => self.language.fill(
                words::DENSE_STATUS_NEURON,
                &[
                    ("n", &n(unit)),
                    ("z", &number::fixed(model.z[unit], 2)),
                    ("a", &number::fixed(model.a[unit], 2)),
                ],
            ),
            Some(Look::Input(input)) => {
                let parts = model.terms.iter().enumerate().filter_map(|(unit, terms)| {
                    let product = number::fixed(terms.get(input)?.product, 2);
                    let slots = [("n", &*n(unit)), ("product", &*product)];
                    Some(self.language.fill(words::DENSE_STATUS_PART, &slots))
                });
                let parts: Vec<String> = parts.collect();
                let slots = [("n", &*n(input)), ("parts", &*parts.join(", "))];
                self.language.fill(words::DENSE_STATUS_INPUT, &slots)
            }
        };
        dom::set_part_text(&self.host, "status", &words);
    }
}

fn heading(text: String) -> String {
    format!(r#"<th scope="col">{text}</th>"#)
}

/// A number in a product: in brackets where it is negative.
fn factor(value: f64) -> String {
    let text = number::fixed(value, 2);
    if text.starts_with('−') {
        format!("({text})")
    } else {
        text
    }
}

/// The neuron's sum and its function with the numbers filled in.
fn formula(state: &State, model: &Model) -> String {
    let Some(Look::Neuron(unit)) = state.look else {
        return String::new();
    };
    let small = SMALL[unit];
    let products: Vec<String> = model.terms[unit]
        .iter()
        .map(|term| format!("{}\u{a0}·\u{a0}{}", factor(term.x), factor(term.w)))
        .collect();
    let z = number::fixed(model.z[unit], 2);
    let function = match state.activation {
        Activation::Relu { .. } => format!("max(0,\u{a0}{z})"),
        Activation::Sigmoid => format!("1\u{a0}/\u{a0}(1 + e^−{})", factor(model.z[unit])),
        Activation::Tanh => format!("tanh({z})"),
        _ => format!("z{small}"),
    };
    format!(
        "z{small} = {} + {} = {z};\u{2003}a{small} = {function} = {}",
        products.join(" + "),
        number::fixed(model.bias[unit], 2),
        number::fixed(model.a[unit], 2)
    )
}
