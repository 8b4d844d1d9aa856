//! What changes on the page in the perceptron's figure.

use std::cell::RefCell;

use redes_experiment::perceptron::PerceptronBody;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::{
    link::{Row, State},
    markup,
    numbers::{self, Course, Curve, INPUTS, WEIGHTS},
};
use crate::words;
use redes_shell::{
    dom::{self, part},
    number, outcome,
    plot::{Rgb, Theme, curve},
    text::Language,
};

/// The parts of the page that show a training.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    course: RefCell<Course>,
    /// The rows that the table shows.
    rows: RefCell<Vec<Row>>,
}

impl Drawing {
    /// The drawing of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
            course: RefCell::default(),
            rows: RefCell::default(),
        }
    }

    /// Forgets the last training, and shows the training set of the next.
    pub fn clear(&self, state: &State) {
        *self.course.borrow_mut() = Course::default();
        if *self.rows.borrow() != state.rows {
            *self.rows.borrow_mut() = state.rows.clone();
            if let Ok(body) = part::<Element>(&self.host, "rows") {
                body.set_inner_html(&markup::rows(self.language, &state.rows));
            }
        }
        if let Ok(add) = part::<Element>(&self.host, "add-row") {
            let full = !numbers::has_room(&state.rows);
            dom::set_attribute(&add, "aria-disabled", truth(full));
        }
    }

    /// Takes a report and its trace; nothing is drawn yet.
    pub fn take(&self, report: PerceptronBody, trace: &[f64]) {
        self.course.borrow_mut().take(report, trace);
    }

    /// Draws everything that moves.
    pub fn draw(&self, state: &State) {
        let course = self.course.borrow();
        self.curves(&Theme::of(&self.host), state, &course);
        self.inputs(state);
        let Some(report) = course.last() else {
            return;
        };
        self.weights(report);
        let answer = numbers::answer(&report.weights, state.input);
        let sum = number::fixed(numbers::sum(&report.weights, state.input), 3);
        let input = numbers::written(state.input);
        let said = format!("[{input}] → {}", number::printed(answer));
        let set = |name, text: &str| dom::set_part_text(&self.host, name, text);
        set("sum", &format!("z = {sum}"));
        set("output", &number::fixed(answer, 3));
        dom::announce(&self.host, "answer", &said);
        set("cost-now", &number::fixed(report.cost, 6));
        for (i, (output, row)) in report.outputs.iter().zip(&state.rows).enumerate() {
            for (name, value) in [("out", *output), ("error", numbers::error(row, *output))] {
                if let Some(cell) = self.find(&format!("data-{name}"), i) {
                    dom::set_text(&cell, &number::fixed(value, 5));
                }
            }
        }
        self.printed(state, &course);
    }

    /// Describes the drawing in words; while training rests.
    pub fn describe(&self, state: &State) {
        let course = self.course.borrow();
        let (Some(report), Ok(drawing)) = (course.last(), part::<Element>(&self.host, "drawing"))
        else {
            return;
        };
        let [w1, w2, w3] = report.weights;
        let numbers = [
            ("w1", w1),
            ("w2", w2),
            ("w3", w3),
            ("step", report.iteration as f64),
        ];
        outcome::write(&self.host, &numbers);
        let [w1, w2, w3] = report.weights.map(|weight| number::fixed(weight, 3));
        let output = number::fixed(numbers::answer(&report.weights, state.input), 5);
        let input = numbers::written(state.input);
        let slots = [
            ("w1", w1.as_str()),
            ("w2", &w2),
            ("w3", &w3),
            ("input", &input),
            ("output", &output),
        ];
        let label = self.language.fill(words::PERCEPTRON_DESCRIPTION, &slots);
        dom::set_attribute(&drawing, "aria-label", &label);
    }

    fn weights(&self, report: &PerceptronBody) {
        for (i, (weight, name)) in report.weights.iter().zip(WEIGHTS).enumerate() {
            if let Some(edge) = self.find("data-edge", i) {
                let width = redes_sheet::decimal::fixed(numbers::line_width(*weight), 2);
                let sign = if *weight < 0.0 {
                    "negative"
                } else {
                    "positive"
                };
                dom::set_attribute(&edge, "stroke-width", &width);
                dom::set_attribute(&edge, "class", sign);
            }
            if let Some(label) = self.find("data-weight", i) {
                dom::set_text(&label, &format!("{name} = {}", numbers::signed(*weight)));
            }
        }
    }

    fn curves(&self, theme: &Theme, state: &State, course: &Course) {
        let axes = |y_decimals| curve::Axes {
            x: Some((0.0, state.iterations as f64)),
            y: None,
            x_label: self.language.text(words::PERCEPTRON_STEP),
            y_decimals,
        };
        let [w1, w2, w3, cost] = course.curves();
        let weights = [
            line(w1, theme.ink, false),
            line(w2, theme.ink_soft, true),
            curve::Series {
                width: 4.0,
                ..line(w3, theme.accent, false)
            },
        ];
        if let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, "weights-curve") {
            curve::draw(&canvas, theme, &weights, &axes(0));
        }
        if let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, "cost-curve") {
            let cost = [line(cost, theme.accent, false)];
            curve::draw(&canvas, theme, &cost, &axes(2));
        }
    }

    fn inputs(&self, state: &State) {
        for (i, (bit, name)) in state.input.iter().zip(INPUTS).enumerate() {
            let value = u8::from(*bit).to_string();
            if let Some(text) = self.find("data-x", i) {
                dom::set_text(&text, &value);
            }
            if let Some(button) = self.find("data-input", i) {
                dom::set_text(&button, &value);
                dom::set_attribute(&button, "aria-label", &format!("{name}: {value}"));
                dom::set_attribute(&button, "aria-pressed", truth(*bit));
            }
        }
    }

    /// The thesis's numbers beside ours, where the experiment is the thesis's.
    fn printed(&self, state: &State, course: &Course) {
        dom::hide_part(&self.host, "printed", !state.is_printed());
        if let Ok(body) = part::<Element>(&self.host, "printed-rows") {
            let rows = markup::printed_rows(self.language, &course.compared());
            if body.inner_html() != rows {
                body.set_inner_html(&rows);
            }
        }
    }

    /// The element whose attribute has this value.
    fn find(&self, attribute: &str, value: usize) -> Option<Element> {
        let selector = format!("[{attribute}=\"{value}\"]");
        self.host.query_selector(&selector).ok().flatten()
    }
}

fn line(points: &Curve, colour: Rgb, dashed: bool) -> curve::Series<'_> {
    curve::Series {
        points: points.rows(),
        colour,
        dashed,
        width: 2.0,
    }
}

/// A truth value as ARIA writes it.
fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
