//! What the stack's widget shows of its state.

use redes_core::activation::Activation;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    formula,
    labels::{grouped, many},
    link::{REACH, State, Weights},
    markup,
    numbers::{Curve, Model, jumps},
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number,
    plot::graph::{self, Graph, Margin, Window},
    text::Language,
};

/// Around the graph of the whole.
const WHOLE: Margin = Margin {
    left: 42.0,
    right: 22.0,
    top: 22.0,
    bottom: 22.0,
};
/// Around a layer's: its neurons' numbers stand on the right.
const LAYER: Margin = Margin {
    left: 42.0,
    right: 42.0,
    top: 10.0,
    bottom: 20.0,
};
const X: [f64; 2] = [-REACH, REACH];
/// Places that the words name; the picture shows them all.
const NAMED: usize = 6;

/// The moving parts of the widget.
pub struct Scene {
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

impl Scene {
    /// The scene of a widget whose markup is in place.
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

    /// The graphs, whose width tells an x.
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

    /// What the stack is made of: choices, matrices, and which panels there are.
    pub fn set(&self, state: &State, model: &Model) {
        choice::show(&self.host, "layers", &state.layers.to_string());
        choice::show(&self.host, "activation", state.activation.name());
        choice::show(&self.host, "weights", state.weights.name());
        dom::hide_part(&self.host, "drawn", state.weights != Weights::Drawn);
        let width = state.width.to_string();
        self.width.set_value(&width);
        dom::set_part_text(&self.host, "width-now", &width);
        // Where there are few graphs they may be higher.
        let class = format!("lines-layers hidden-{}", state.layers - 1);
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
        let widths = model.layers().iter().map(|layer| layer.units().to_string());
        let shape: Vec<String> = [String::from("1")].into_iter().chain(widths).collect();
        let count = model.parameters().to_string();
        let slots = [("shape", &*shape.join(" → ")), ("n", &*count)];
        let shape = self.language.fill(words::LINES_SHAPE, &slots);
        dom::set_part_text(&self.host, "shape", &shape);
        let linear = state.activation == Activation::Identity;
        dom::hide_part(&self.host, "products", state.layers == 1);
        dom::hide_part(&self.host, "products-title", state.layers == 1);
        let title = match linear {
            true => words::LINES_PRODUCTS,
            false => words::LINES_PRODUCTS_WITHOUT,
        };
        dom::set_part_text(&self.host, "products-title", self.language.text(title));
        let matrices = formula::weights(model.layers());
        for (name, markup) in [
            ("matrices", matrices),
            ("products", formula::products(&model.collapsed)),
        ] {
            if let Ok(element) = part::<Element>(&self.host, name) {
                element.set_inner_html(&markup);
            }
        }
    }

    /// Draws what moves with x or the size.
    pub fn draw(&self, state: &State, model: &Model) {
        self.x.set_value(&number::plain(state.x));
        let x = number::fixed(state.x, 2);
        dom::set_part_text(&self.host, "x-now", &x);
        dom::set_attribute(&self.x, "aria-valuetext", &format!("x = {x}"));
        self.draw_whole(state, model);
        let mut x = state.x;
        for layer in 0..state.layers {
            let last = layer + 1 == state.layers;
            let answers = model.answers.get(layer).map_or(&[][..], Vec::as_slice);
            let f = if last {
                Activation::Identity
            } else {
                state.activation
            };
            let text = match (answers, model.layers().get(layer)) {
                ([answer], Some(affine)) if affine.inputs() == 1 => {
                    let sum = formula::sum(affine, x, *answer, f).unwrap_or_default();
                    format!("{} = {sum}", name(state, layer))
                }
                ([answer], _) => format!("{} = {}", name(state, layer), number::short(*answer, 2)),
                _ => many(answers, f),
            };
            x = answers.first().copied().unwrap_or_default();
            let n = (layer + 1).to_string();
            let title = self.language.fill(words::LINES_LAYER, &[("n", &n)]);
            if last {
                dom::set_part_text(&self.host, "last-name", &title);
                dom::set_part_text(&self.host, "last", &text);
            } else if let (Some(name), Some(values)) =
                (self.names.get(layer), self.values.get(layer))
            {
                dom::set_text(name, &title);
                values.set_inner_html(&text);
                self.draw_layer(layer, state, model, answers);
            }
        }
        dom::set_part_text(&self.host, "one", &self.one(state, model));
    }

    fn draw_whole(&self, state: &State, model: &Model) {
        let curve = model.curves.last().and_then(|layer| layer.first());
        let Some(curve) = curve else { return };
        let values = curve.iter().flatten().map(|point| point[1]);
        let window = Window::around(X, values);
        let Some(mut graph) = graph::of(&self.whole, window, WHOLE) else {
            return;
        };
        graph.axes("x", name(state, state.layers - 1));
        let hidden = state.layers > 1 && state.activation != Activation::Identity;
        if let Some(line) = model.line().filter(|_| hidden) {
            graph.line("without", X.map(|x| [x, line.at(x)]));
        }
        lines(&mut graph, "f", curve);
        let bends = model.bends();
        for bend in &bends {
            let [x, left, right] = *bend;
            graph.line("jump", [[x, left], [x, right]]);
            if !jumps(*bend) {
                graph.dot("bend", [x, left], 4.0);
            }
        }
        let point = [state.x, model.answer()];
        graph.line("here", [[state.x, 0.0], point]);
        graph.dot("point", point, 7.0);
        graph::show(&graph, &self.whole);
        let shown = bends.iter().any(|bend| !jumps(*bend));
        dom::hide_part(&self.host, "bend-key", !shown);
        dom::hide_part(&self.host, "without-key", !hidden);
        if let Some(line) = model.line() {
            let line = format!(
                "{} = {}",
                name(state, state.layers - 1),
                formula::line(line, "x")
            );
            let words = self.language.fill(words::LINES_WITHOUT, &[("line", &line)]);
            dom::set_part_text(&self.host, "without", &words);
        }
        let title = match state.layers {
            1 => self.language.text(words::LINES_TITLE_ONE).to_owned(),
            n => self
                .language
                .fill(words::LINES_TITLE, &[("n", &n.to_string())]),
        };
        dom::set_part_text(&self.host, "title", &title);
    }

    fn draw_layer(&self, layer: usize, state: &State, model: &Model, answers: &[f64]) {
        let (Some(svg), Some(curves)) = (self.graphs.get(layer), model.curves.get(layer)) else {
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
            for two in curve.windows(2) {
                if let [Some(end), Some(start)] = [two[0].last(), two[1].first()] {
                    graph.line("jump", [*end, *start]);
                }
            }
            lines(&mut graph, &format!("n{}", unit + 1), curve);
            let end = curve.last().and_then(|branch| branch.last());
            ends.extend(end.map(|end| (end[1], unit + 1)));
        }
        for answer in answers {
            graph.dot("point small", [state.x, *answer], 4.0);
        }
        if curves.len() > 1 {
            for (y, names) in grouped(ends, (window.y[1] - window.y[0]) * 0.13) {
                graph.word("neuron", [REACH, y], [5.0, 4.0], "start", &names);
            }
        }
        graph::show(&graph, svg);
    }

    /// What the whole amounts to.
    fn one(&self, state: &State, model: &Model) -> String {
        let fill = |key, slots: &[(&str, &str)]| self.language.fill(key, slots);
        let (n, y) = (state.layers.to_string(), name(state, state.layers - 1));
        if let Some(line) = model.line().filter(|_| is_line(state)) {
            let line = formula::line(line, "x");
            let slots = [("n", &*n), ("y", y), ("line", &*line)];
            let key = match state.layers {
                1 => words::LINES_ONE_ALONE,
                _ => words::LINES_ONE,
            };
            return fill(key, &slots);
        }
        let piece = model.piece_at(state.x);
        let Some((piece, line)) = piece.and_then(|piece| Some((piece, *piece.lines.first()?)))
        else {
            return self.language.text(words::LINES_CURVE).to_owned();
        };
        let (from, to) = (number::short(piece.from, 2), number::short(piece.to, 2));
        let line = formula::line(line, "x");
        let slots = [("from", &*from), ("to", &*to), ("y", y), ("line", &*line)];
        fill(words::LINES_PIECE, &slots)
    }

    /// Says what is to be seen, once the hand rests.
    pub fn describe(&self, state: &State, model: &Model) {
        let bends = model.bends();
        let mut places: Vec<String> = bends
            .iter()
            .take(NAMED)
            .map(|bend| number::short(bend[0], 2))
            .collect();
        places.dedup();
        if bends.len() > NAMED {
            places.push("…".to_owned());
        }
        let key = match (state.layers, model.pieces.is_some(), bends.is_empty()) {
            (1, ..) if is_line(state) && state.activation != Activation::Identity => {
                words::LINES_STATUS_NO_HIDDEN
            }
            (1, ..) => words::LINES_STATUS_ONE,
            _ if is_line(state) => words::LINES_STATUS_LINEAR,
            (_, false, _) => words::LINES_STATUS_CURVE,
            (.., true) => words::LINES_STATUS_UNBENT,
            _ if bends.iter().any(|bend| jumps(*bend)) => words::LINES_STATUS_JUMPS,
            _ => words::LINES_STATUS_BENDS,
        };
        let f = self
            .language
            .text(markup::activation_label(state.activation.name()));
        let f = lower(f);
        let (n, pieces) = (state.layers.to_string(), (bends.len() + 1).to_string());
        let (x, a) = (number::short(state.x, 2), number::short(model.answer(), 2));
        let slots = [
            ("n", &*n),
            ("f", &*f),
            ("pieces", &*pieces),
            ("places", &*places.join("; ")),
            ("x", &*x),
            ("y", name(state, state.layers - 1)),
            ("a", &*a),
        ];
        let words = self.language.fill(key, &slots).replace("….", "…");
        dom::set_part_text(&self.host, "status", &words);
    }
}

/// Whether no activation stands between the layers.
fn is_line(state: &State) -> bool {
    state.layers == 1 || state.activation == Activation::Identity
}

/// What the answer of a layer is called.
fn name(state: &State, layer: usize) -> &'static str {
    match state.weights {
        Weights::Chain => formula::letter(layer),
        _ => "y",
    }
}

/// A name within a sentence.
fn lower(name: &str) -> String {
    match name {
        "ReLU" => name.to_owned(),
        _ => name.to_lowercase(),
    }
}

fn lines(graph: &mut Graph, class: &str, curve: &Curve) {
    for branch in curve {
        graph.line(class, branch.iter().copied());
    }
}
