//! What changes on the page when the state of the stacked layers changes.

use redes_sheet::number;
use redes_shell::{
    choice,
    computed::Picture,
    dom::{self, Result, part},
    outcome,
    plot::graph::{self, Graph, Margin, Window},
    text::Language,
};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    formula,
    link::{REACH, State, Weights},
    markup,
    numbers::{Curve, Numbers, grouped, jumps},
};

/// Around the graph of the whole stack.
const WHOLE: Margin = Margin {
    left: 42.0,
    right: 22.0,
    top: 22.0,
    bottom: 22.0,
};
/// Around the graph of a layer, which has the neurons' numbers on its right.
const LAYER: Margin = Margin {
    left: 42.0,
    right: 42.0,
    top: 10.0,
    bottom: 20.0,
};
/// The x of all graphs.
const X: [f64; 2] = [-REACH, REACH];

/// The parts of the page that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    whole: Element,
    panels: Vec<Element>,
    graphs: Vec<Element>,
    names: Vec<Element>,
    values: Vec<Element>,
    x: HtmlInputElement,
    width: HtmlInputElement,
}

impl Drawing {
    /// Finds them in a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            whole: part(host, "whole")?,
            panels: dom::all(host, "[data-panel]")?,
            graphs: dom::all(host, "[data-graph]")?,
            names: dom::all(host, "[data-name]")?,
            values: dom::all(host, "[data-values]")?,
            x: part(host, "x")?,
            width: part(host, "width")?,
        })
    }

    /// All graphs, which the reader may drag on.
    pub fn graphs(&self) -> impl Iterator<Item = &Element> {
        [&self.whole].into_iter().chain(&self.graphs)
    }

    /// The x at a share of a graph's width, in twentieths.
    pub fn x_at(&self, graph: &Element, share: f64) -> f64 {
        let margin = if graph == &self.whole { WHOLE } else { LAYER };
        let plane = Window {
            x: X,
            y: [0.0, 1.0],
        };
        (graph::x_at(graph, &plane, &margin, share) * 20.0).round() / 20.0 + 0.0
    }

    fn draw_whole(&self, state: &State, numbers: &Numbers) {
        let curve = numbers.curves.last().and_then(|layer| layer.first());
        let Some(curve) = curve else { return };
        let values = curve.iter().flatten().map(|point| point[1]);
        let window = Window::around(X, values);
        let Some(mut graph) = graph::of(&self.whole, window, WHOLE) else {
            return;
        };
        graph.axes("x", markup::last_name(state));
        let line = numbers.line().filter(|_| !state.is_linear());
        if let Some(line) = line {
            graph.line("without", X.map(|x| [x, line.at(x)]));
        }
        lines(&mut graph, "f", curve);
        let bends = numbers.bends();
        for bend in &bends {
            let [x, left, right] = *bend;
            graph.line("jump", [[x, left], [x, right]]);
            if !jumps(*bend) {
                graph.dot("bend", [x, left], 4.0);
            }
        }
        let point = [state.x, numbers.output()];
        graph.line("here", [[state.x, 0.0], point]);
        graph.dot("point", point, 7.0);
        graph::show(&graph, &self.whole);
        let shown = bends.iter().any(|bend| !jumps(*bend));
        dom::hide_part(&self.host, "bend-key", !shown);
        dom::hide_part(&self.host, "without-key", state.is_linear());
        if let Some(without) = markup::without(self.language, state, numbers) {
            dom::set_part_text(&self.host, "without", &without);
        }
        let title = markup::title(self.language, state);
        dom::set_part_text(&self.host, "title", &title);
    }

    fn draw_layer(&self, layer: usize, state: &State, numbers: &Numbers) {
        let (Some(svg), Some(curves)) = (self.graphs.get(layer), numbers.curves.get(layer)) else {
            return;
        };
        let values = curves.iter().flatten().flatten().map(|point| point[1]);
        let window = Window::around(X, values);
        let Some(mut graph) = graph::of(svg, window, LAYER) else {
            return;
        };
        graph.axes("", "");
        graph.line("here", window.y.map(|y| [state.x, y]));
        let mut ends: Vec<(f64, usize)> = Vec::new();
        for (unit, curve) in curves.iter().enumerate() {
            for (before, after) in curve.iter().zip(curve.iter().skip(1)) {
                if let (Some(end), Some(start)) = (before.last(), after.first()) {
                    graph.line("jump", [*end, *start]);
                }
            }
            lines(&mut graph, &format!("n{}", unit + 1), curve);
            let end = curve.last().and_then(|branch| branch.last());
            ends.extend(end.map(|end| (end[1], unit + 1)));
        }
        for output in numbers.outputs.get(layer).into_iter().flatten() {
            graph.dot("point small", [state.x, *output], 4.0);
        }
        if curves.len() > 1 {
            for (y, names) in grouped(ends, (window.y[1] - window.y[0]) * 0.13) {
                graph.word("neuron", [REACH, y], [5.0, 4.0], "start", &names);
            }
        }
        graph::show(&graph, svg);
    }
}

impl Picture for Drawing {
    type State = State;
    type Numbers = Numbers;

    fn numbers(state: &State) -> Option<Numbers> {
        // Links and controls have only sizes of which a stack can be built.
        Numbers::new(state).ok()
    }

    fn set(&self, state: &State, numbers: &Numbers) {
        choice::show(&self.host, "layers", &state.layers.to_string());
        choice::show(&self.host, "activation", state.activation.name());
        choice::show(&self.host, "weights", state.weights.name());
        dom::hide_part(&self.host, "drawn", state.weights != Weights::Drawn);
        let width = state.width.to_string();
        self.width.set_value(&width);
        dom::set_part_text(&self.host, "width-now", &width);
        // Where there are few graphs they may be higher.
        let class = format!("lines-layers hidden-{}", state.layers.saturating_sub(1));
        if let Ok(layers) = part::<Element>(&self.host, "layers") {
            dom::set_attribute(&layers, "class", &class);
        }
        for (layer, panel) in self.panels.iter().enumerate() {
            let class = match layer + 1 < state.layers {
                true => "lines-panel",
                false => "lines-panel absent",
            };
            dom::set_attribute(panel, "class", class);
        }
        let shape = markup::shape(self.language, numbers);
        dom::set_part_text(&self.host, "shape", &shape);
        dom::hide_part(&self.host, "products", state.layers == 1);
        dom::hide_part(&self.host, "products-title", state.layers == 1);
        let title = markup::products_title(self.language, state);
        dom::set_part_text(&self.host, "products-title", title);
        for (name, markup) in [
            ("matrices", formula::weights(numbers.layers())),
            ("products", formula::products(&numbers.collapsed)),
        ] {
            if let Ok(element) = part::<Element>(&self.host, name) {
                element.set_inner_html(&markup);
            }
        }
    }

    fn draw(&self, state: &State, numbers: &Numbers) {
        self.x.set_value(&number::plain(state.x));
        let x = number::fixed(state.x, 2);
        dom::set_part_text(&self.host, "x-now", &x);
        dom::set_attribute(&self.x, "aria-valuetext", &format!("x = {x}"));
        self.draw_whole(state, numbers);
        for layer in 0..state.layers {
            let title = markup::layer_title(self.language, layer);
            let text = markup::layer(state, numbers, layer);
            if layer + 1 == state.layers {
                dom::set_part_text(&self.host, "last-name", &title);
                dom::set_part_text(&self.host, "last", &text);
            } else if let (Some(name), Some(values)) =
                (self.names.get(layer), self.values.get(layer))
            {
                dom::set_text(name, &title);
                values.set_inner_html(&text);
                self.draw_layer(layer, state, numbers);
            }
        }
        let whole = markup::whole(self.language, state, numbers);
        dom::set_part_text(&self.host, "one", &whole);
    }

    fn describe(&self, state: &State, numbers: &Numbers) {
        let status = markup::status(self.language, state, numbers);
        dom::set_part_text(&self.host, "status", &status);
        let came = [
            ("bends", numbers.bends().len() as f64),
            ("layers", state.layers as f64),
            ("parameters", numbers.parameters() as f64),
        ];
        outcome::write(&self.host, &came);
    }
}

fn lines(graph: &mut Graph, class: &str, curve: &Curve) {
    for branch in curve {
        graph.line(class, branch.iter().copied());
    }
}
