//! What the perceptron's widget shows of the last report.

use std::cell::{Cell, RefCell};

use redes_experiment::perceptron::PerceptronBody;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::{
    link::{Row, State},
    markup,
};
use crate::words;
use redes_shell::{
    dom::{self, part},
    number,
    plot::{Theme, curve},
    text::Language,
};

/// What the thesis prints (§2): starting weights, trained weights, and the answer to [1, 0, 0].
const PRINTED: [&str; 7] = [
    "-0.16595599",
    "0.44064899",
    "-0.99977125",
    "9.67299303",
    "-0.2078435",
    "-4.62963669",
    "0.99993704",
];
const NAMES: [&str; 3] = ["w₁", "w₂", "w₃"];

/// The moving parts of the widget.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    report: RefCell<Option<PerceptronBody>>,
    start: Cell<Option<[f64; 3]>>,
    /// Steps with the three weights and the cost.
    traces: RefCell<[Vec<(f64, f64)>; 4]>,
    /// The rows that stand in the table.
    rows: RefCell<Vec<Row>>,
}

impl Scene {
    /// The scene of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
            report: RefCell::default(),
            start: Cell::new(None),
            traces: RefCell::default(),
            rows: RefCell::default(),
        }
    }

    /// Forgets the last experiment.
    pub fn clear(&self, state: &State) {
        *self.report.borrow_mut() = None;
        self.start.set(None);
        *self.traces.borrow_mut() = Default::default();
        if *self.rows.borrow() != state.rows {
            *self.rows.borrow_mut() = state.rows.clone();
            if let Ok(body) = part::<Element>(&self.host, "rows") {
                body.set_inner_html(&markup::rows(self.language, &state.rows));
            }
        }
        if let Ok(add) = part::<Element>(&self.host, "add-row") {
            let full = if markup::has_room(&state.rows) {
                "false"
            } else {
                "true"
            };
            dom::set_attribute(&add, "aria-disabled", full);
        }
    }

    /// Takes in a report and the trace that came with it, rows of [step, w₁, w₂, w₃, cost].
    pub fn take(&self, report: PerceptronBody, trace: &[f64]) {
        let mut traces = self.traces.borrow_mut();
        for row in trace.chunks_exact(5) {
            if row[0] == 0.0 {
                self.start.set(Some([row[1], row[2], row[3]]));
            }
            for (trace, value) in traces.iter_mut().zip(&row[1..]) {
                trace.push((row[0], *value));
            }
        }
        if report.iteration == 0 {
            self.start.set(Some(report.weights));
        }
        *self.report.borrow_mut() = Some(report);
    }

    /// Draws everything that moves.
    pub fn draw(&self, state: &State) {
        let theme = Theme::of(&self.host);
        self.curves(&theme, state);
        self.inputs(state);
        let report = self.report.borrow();
        let Some(report) = report.as_ref() else {
            return;
        };
        let sum = self.sum(state, report);
        let answer = sigmoid(sum);
        for (i, weight) in report.weights.iter().enumerate() {
            if let Ok(Some(edge)) = self.host.query_selector(&format!("[data-edge=\"{i}\"]")) {
                let width = 1.0 + weight.abs().min(12.0) * 0.75;
                dom::set_attribute(&edge, "stroke-width", &format!("{width:.2}"));
                dom::set_attribute(
                    &edge,
                    "class",
                    if *weight < 0.0 {
                        "negative"
                    } else {
                        "positive"
                    },
                );
            }
            if let Ok(Some(label)) = self.host.query_selector(&format!("[data-weight=\"{i}\"]")) {
                dom::set_text(&label, &format!("{} = {}", NAMES[i], signed(*weight)));
            }
        }
        self.set("sum", &format!("z = {}", number::fixed(sum, 3)));
        self.set("output", &number::fixed(answer, 3));
        let input = state.input.map(|bit| u8::from(bit).to_string()).join(", ");
        self.set(
            "answer",
            &format!("[{input}] → {}", number::printed(answer)),
        );
        self.set("cost-now", &number::fixed(report.cost, 6));
        for (i, (output, row)) in report.outputs.iter().zip(&state.rows).enumerate() {
            let error = f64::from(u8::from(row[3])) - output;
            for (name, value) in [("out", *output), ("error", error)] {
                if let Ok(Some(cell)) = self.host.query_selector(&format!("[data-{name}=\"{i}\"]"))
                {
                    dom::set_text(&cell, &number::fixed(value, 5));
                }
            }
        }
        self.printed(state, report);
    }

    /// Says in words what the drawing shows; at rest only.
    pub fn describe(&self, state: &State) {
        let report = self.report.borrow();
        let (Some(report), Ok(drawing)) = (report.as_ref(), part::<Element>(&self.host, "drawing"))
        else {
            return;
        };
        let [w1, w2, w3] = report.weights.map(|weight| number::fixed(weight, 3));
        let output = number::fixed(sigmoid(self.sum(state, report)), 5);
        let input = state.input.map(|bit| u8::from(bit).to_string()).join(", ");
        let slots = [
            ("w1", w1.as_str()),
            ("w2", &w2),
            ("w3", &w3),
            ("input", &input),
            ("output", &output),
        ];
        dom::set_attribute(
            &drawing,
            "aria-label",
            &self.language.fill(words::PERCEPTRON_DESCRIPTION, &slots),
        );
    }

    fn sum(&self, state: &State, report: &PerceptronBody) -> f64 {
        let on = report
            .weights
            .iter()
            .zip(state.input)
            .filter(|(_, bit)| *bit);
        on.map(|(weight, _)| weight).sum()
    }

    fn curves(&self, theme: &Theme, state: &State) {
        let traces = self.traces.borrow();
        let axes = |y_decimals| curve::Axes {
            x: Some((0.0, state.iterations as f64)),
            y: None,
            x_label: self.language.text(words::PERCEPTRON_STEP),
            y_decimals,
        };
        let line = |i: usize, colour, dashed| curve::Series {
            points: &traces[i],
            colour,
            name: "",
            dashed,
        };
        let weights = [
            line(0, theme.ink, false),
            line(1, theme.ink_soft, true),
            line(2, theme.accent, false),
        ];
        if let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, "weights-curve") {
            curve::draw(&canvas, theme, &weights, &axes(0));
        }
        if let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, "cost-curve") {
            curve::draw(&canvas, theme, &[line(3, theme.accent, false)], &axes(2));
        }
    }

    fn inputs(&self, state: &State) {
        for (i, bit) in state.input.iter().enumerate() {
            let value = u8::from(*bit).to_string();
            if let Ok(Some(text)) = self.host.query_selector(&format!("[data-x=\"{i}\"]")) {
                dom::set_text(&text, &value);
            }
            if let Ok(Some(button)) = self.host.query_selector(&format!("[data-input=\"{i}\"]")) {
                dom::set_text(&button, &value);
                let label = format!("{}: {value}", ["x₁", "x₂", "x₃"][i]);
                dom::set_attribute(&button, "aria-label", &label);
                dom::set_attribute(&button, "aria-pressed", if *bit { "true" } else { "false" });
            }
        }
    }

    /// The thesis's figures beside ours, where the experiment is the thesis's.
    fn printed(&self, state: &State, report: &PerceptronBody) {
        let Ok(section) = part::<HtmlElement>(&self.host, "printed") else {
            return;
        };
        dom::set_hidden(&section, !state.is_printed());
        let Ok(body) = part::<Element>(&self.host, "printed-rows") else {
            return;
        };
        let done = report.finished;
        let ours = |i: usize| match i {
            0..3 => self.start.get().map(|start| start[i]),
            3..6 => done.then_some(report.weights[i - 3]),
            _ => done.then_some(sigmoid(report.weights[0])),
        };
        let label = |i: usize| match i {
            0..3 => format!(
                "{} {}",
                NAMES[i],
                self.language.text(words::PERCEPTRON_AT_START)
            ),
            3..6 => format!(
                "{} {}",
                NAMES[i - 3],
                self.language.text(words::PERCEPTRON_AT_END)
            ),
            _ => "[1, 0, 0] →".to_owned(),
        };
        let rows: String = PRINTED
            .iter()
            .enumerate()
            .map(|(i, printed)| {
                let printed = printed.replace('-', "−");
                let (shown, mark) = match ours(i).map(number::printed) {
                    Some(value) if value == printed => (value, "✓"),
                    Some(value) => (value, "≠"),
                    None => ("…".to_owned(), ""),
                };
                let name = label(i);
                format!(
                    r#"<tr><th scope="row">{name}</th><td class="number">{printed}</td><td class="number">{shown}</td><td class="mark">{mark}</td></tr>"#
                )
            })
            .collect();
        if body.inner_html() != rows {
            body.set_inner_html(&rows);
        }
    }

    fn set(&self, name: &str, text: &str) {
        if let Ok(element) = part::<Element>(&self.host, name) {
            dom::set_text(&element, text);
        }
    }
}

/// A weight with its sign written out, eight decimals as the thesis prints them.
fn signed(weight: f64) -> String {
    let text = number::printed(weight);
    if weight > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

/// The neuron's own activation, for the answer to the reader's input.
fn sigmoid(z: f64) -> f64 {
    redes_core::activation::Activation::Sigmoid.value(z)
}
