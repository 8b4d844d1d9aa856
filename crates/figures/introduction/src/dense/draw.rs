//! What changes on the page when the dense layer's state changes.

use redes_sheet::{decimal, number};
use redes_shell::{
    choice,
    computed::Picture,
    dom::{self, Result, part},
    text::Language,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    link::{Look, State, UNITS},
    markup::{self, two},
    numbers::{self, Numbers},
};

/// The strongest colour of a neuron, as a share of the class's colour: its number stays readable on it.
const STRENGTH: f64 = 0.45;

/// The parts of the page that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    edges: Vec<Element>,
    labels: Vec<Element>,
    nodes: Vec<Element>,
    values: Vec<Element>,
}

impl Drawing {
    /// Finds them in a figure whose markup is in place.
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

    fn draw_edges(&self, state: &State, numbers: &Numbers) {
        for (index, (edge, label)) in self.edges.iter().zip(&self.labels).enumerate() {
            let (input, unit) = (index / UNITS, index % UNITS);
            let Some(term) = numbers.term(input, unit) else {
                continue;
            };
            let side = match term.product {
                product if product < 0.0 => "negative",
                product if product > 0.0 => "positive",
                _ => "nothing",
            };
            let (lit, share) = numbers::highlight(state.look, input, unit);
            let dim = match state.look.is_some() && !lit {
                true => " dim",
                false => "",
            };
            dom::set_attribute(edge, "class", &format!("{side}{dim}"));
            let width = numbers::edge_width(term.product);
            dom::set_attribute(edge, "stroke-width", &decimal::fixed(width, 2));
            let place = markup::along(input, unit, share);
            for (name, value) in ["x", "y"].iter().zip(place) {
                dom::set_attribute(label, name, &decimal::fixed(value, 1));
            }
            let text = match lit {
                true => two(term.w),
                false => String::new(),
            };
            dom::set_text(label, &text);
        }
    }

    fn draw_nodes(&self, state: &State, numbers: &Numbers) {
        let inputs = state.x.iter().enumerate();
        let inputs = inputs.map(|(input, x)| (*x, 0.0, Look::Input(input)));
        let units = numbers.neurons.iter().enumerate();
        let units = units.map(|(unit, neuron)| {
            let share = numbers.share(unit, state.activation);
            (neuron.a, share, Look::Neuron(unit))
        });
        for (node, (value, share, look)) in self.nodes.iter().zip(inputs.chain(units)) {
            let pressed = state.look == Some(look);
            dom::set_attribute(node, "aria-pressed", if pressed { "true" } else { "false" });
            let side = if share < 0.0 { "class0" } else { "class1" };
            let part = decimal::fixed(share.abs() * STRENGTH * 100.0, 1);
            // Not a colour of the theme: paper is always light.
            let colour = format!("color-mix(in srgb, var(--{side}) {part}%, var(--panel))");
            if let Ok(Some(circle)) = node.query_selector(".node") {
                dom::set_attribute(&circle, "fill", &colour);
            }
            if let Ok(Some(text)) = node.query_selector(".value") {
                dom::set_text(&text, &two(value));
            }
        }
    }

    /// The sum of the selected neuron, or the products of the selected input.
    fn draw_sum(&self, state: &State, numbers: &Numbers) {
        let products = markup::products(self.language, state, numbers);
        for (name, markup) in [
            ("title", products.title),
            ("head", products.head),
            ("rows", products.rows),
        ] {
            if let Ok(element) = part::<Element>(&self.host, name) {
                element.set_inner_html(&markup);
            }
        }
        dom::set_part_text(&self.host, "formula", &markup::formula(state, numbers));
    }
}

impl Picture for Drawing {
    type State = State;
    type Numbers = Numbers;

    fn numbers(state: &State) -> Option<Numbers> {
        // A layer of these sizes can always be built.
        Numbers::new(state).ok()
    }

    fn set(&self, state: &State, _numbers: &Numbers) {
        let sliders = dom::all(&self.host, "[data-x]").unwrap_or_default();
        for (slider, x) in sliders.iter().zip(state.x) {
            if let Some(slider) = slider.dyn_ref::<HtmlInputElement>() {
                slider.set_value(&number::plain(x));
            }
        }
        choice::show(&self.host, "activation", state.activation.name());
    }

    fn draw(&self, state: &State, numbers: &Numbers) {
        for (output, x) in self.values.iter().zip(state.x) {
            dom::set_text(output, &two(x));
        }
        self.draw_edges(state, numbers);
        self.draw_nodes(state, numbers);
        self.draw_sum(state, numbers);
    }

    fn describe(&self, state: &State, numbers: &Numbers) {
        let status = markup::status(self.language, state, numbers);
        dom::set_part_text(&self.host, "status", &status);
    }
}
