//! What the cell's widget shows of its state.

use redes_lessons::lstm_by_hand::Step;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    formula,
    link::{GATES, Gate, STEPS, State, UNIT},
    markup::{self, BARS, HIGH},
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number,
    plot::graph::{self, Margin, Window},
    text::Language,
};

/// Around the graph of what is left.
const MARGIN: Margin = Margin {
    left: 40.0,
    right: 22.0,
    top: 12.0,
    bottom: 22.0,
};

/// Both cells, run over the eight steps.
#[derive(Clone, Debug, Default)]
pub struct Model {
    steps: Vec<Step>,
    plain: Vec<f64>,
    /// Of the first input, in the plain cell's h and in the LSTM's c.
    left: [Option<Vec<f64>>; 2],
}

impl Model {
    /// Runs them.
    pub fn new(state: &State) -> Self {
        let gates = state.gates();
        Self {
            steps: UNIT.gated(&state.x, &gates),
            plain: UNIT.plain(&state.x),
            left: UNIT.left(&state.x, &gates),
        }
    }
}

/// A bar, its number, and what it shows at which step.
struct Bar {
    value: Element,
    number: Element,
    row: &'static str,
    step: usize,
}

/// A gate's button.
struct Door {
    button: Element,
    leaf: Element,
    level: Element,
    gate: Gate,
    step: usize,
}

/// The moving parts of the widget.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    bars: Vec<Bar>,
    doors: Vec<Door>,
    columns: Vec<Element>,
    sliders: Vec<Element>,
    left: Element,
}

impl Scene {
    /// The scene of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        let find = |selector: &str| -> Result<Element> {
            host.query_selector(selector)?
                .ok_or_else(|| format!("the widget has no {selector}").into())
        };
        let (mut bars, mut doors) = (Vec::new(), Vec::new());
        for step in 0..STEPS {
            for row in BARS {
                bars.push(Bar {
                    value: find(&format!("[data-bar=\"{row}-{step}\"] .value"))?,
                    number: find(&format!("[data-number=\"{row}-{step}\"]"))?,
                    row,
                    step,
                });
            }
            for gate in GATES {
                let button = format!("[data-gate=\"{}-{step}\"]", gate.letter());
                doors.push(Door {
                    leaf: find(&format!("{button} .leaf"))?,
                    level: find(&format!("{button} b"))?,
                    button: find(&button)?,
                    gate,
                    step,
                });
            }
        }
        Ok(Self {
            host: host.clone(),
            language,
            bars,
            doors,
            columns: dom::all(host, "[data-column]")?,
            sliders: dom::all(host, "[data-at]")?,
            left: part(host, "left")?,
        })
    }

    /// Draws everything.
    pub fn draw(&self, state: &State, model: &Model) {
        choice::show(&self.host, "example", state.example().unwrap_or_default());
        choice::show(&self.host, "step", &state.step.to_string());
        for (step, column) in self.columns.iter().enumerate() {
            let class = match step == state.step {
                true => "lstm-column here",
                false => "lstm-column",
            };
            dom::set_attribute(column, "class", class);
        }
        self.draw_bars(state, model);
        for door in &self.doors {
            draw_door(door, state.gate(door.gate)[door.step]);
        }
        self.draw_step(state, model);
        self.draw_left(model);
    }

    fn draw_bars(&self, state: &State, model: &Model) {
        // The state may grow past 1: its bars then share a smaller scale.
        let most = model.steps.iter();
        let most = most.fold(1.0_f64, |most, step| most.max(step.c.abs()));
        for bar in &self.bars {
            let step = model.steps.get(bar.step).copied().unwrap_or_default();
            let (value, full) = match bar.row {
                "x" => (state.x[bar.step], 1.0),
                "c" => (step.c, most),
                "h" => (step.h, 1.0),
                _ => (model.plain.get(bar.step).copied().unwrap_or_default(), 1.0),
            };
            let length = (value / full).abs() * HIGH / 2.0;
            let (side, top) = match value < 0.0 {
                true => ("value minus", HIGH / 2.0),
                false => ("value plus", HIGH / 2.0 - length),
            };
            dom::set_attribute(&bar.value, "class", side);
            dom::set_attribute(&bar.value, "y", &format!("{top:.2}"));
            dom::set_attribute(&bar.value, "height", &format!("{length:.2}"));
            dom::set_text(&bar.number, &number::short(value, 2));
        }
    }

    fn draw_step(&self, state: &State, model: &Model) {
        let n = (state.step + 1).to_string();
        let title = self.language.fill(words::LSTM_STEP, &[("n", &n)]);
        dom::set_part_text(&self.host, "title", &title);
        for slider in &self.sliders {
            let name = slider.get_attribute("data-at").unwrap_or_default();
            let value = match Gate::read(&name) {
                Some(gate) => state.gate(gate)[state.step],
                None => state.x[state.step],
            };
            if let Some(slider) = slider.dyn_ref::<HtmlInputElement>() {
                slider.set_value(&number::plain(value));
            }
            let text = number::short(value, 2);
            dom::set_attribute(slider, "aria-valuetext", &text);
            dom::set_part_text(&self.host, &format!("at-{name}"), &text);
        }
        let lstm = formula::gated(state, &model.steps).map(|line| format!("<li>{line}</li>"));
        let plain = formula::plain(state, &model.plain);
        let text = |key| dom::escape(self.language.text(key));
        let markup = format!(
            r#"<h4>{}</h4><ul class="sums">{}</ul><h4>{}</h4><ul class="sums"><li>{plain}</li></ul>"#,
            text(words::LSTM_CELL),
            lstm.concat(),
            text(words::LSTM_PLAIN_CELL)
        );
        if let Ok(formulas) = part::<Element>(&self.host, "formulas") {
            formulas.set_inner_html(&markup);
        }
    }

    fn draw_left(&self, model: &Model) {
        let values = model.left.iter().flatten().flatten().copied();
        let x = [1.0, STEPS as f64];
        let window = Window::around(x, values.chain([1.0]));
        if let Some(mut graph) = graph::of(&self.left, window, MARGIN) {
            graph.axes("t", "");
            for (class, shares) in ["plain", "gated"].iter().zip(&model.left) {
                let shares = shares.as_deref().unwrap_or_default().iter().enumerate();
                let points: Vec<[f64; 2]> = shares.map(|(t, y)| [t as f64 + 1.0, *y]).collect();
                graph.line(class, points.iter().copied());
                for point in points {
                    graph.dot(class, point, 3.5);
                }
            }
            graph::show(&graph, &self.left);
        }
        let parts = [
            ("left-plain", words::LSTM_LEFT_PLAIN),
            ("left-gated", words::LSTM_LEFT_GATED),
        ];
        for ((name, key), shares) in parts.into_iter().zip(&model.left) {
            let words = match shares.as_ref().and_then(|shares| shares.last()) {
                Some(share) => {
                    let gap = match self.language {
                        Language::Spanish => "\u{202f}",
                        Language::English => "",
                    };
                    let share = format!("{}{gap}%", number::short(share * 100.0, 1));
                    self.language.fill(key, &[("share", &share)])
                }
                None => {
                    let none = self.language.text(words::LSTM_LEFT_NONE);
                    self.language.fill(key, &[("share", none)])
                }
            };
            dom::set_part_text(&self.host, name, &words);
        }
    }

    /// Says what is to be seen, once the hand rests.
    pub fn describe(&self, state: &State, model: &Model) {
        let open = |gate: Gate| match state.gate(gate)[state.step] {
            0.0 => self.language.text(words::LSTM_SHUT).to_owned(),
            1.0 => self.language.text(words::LSTM_OPEN).to_owned(),
            level => {
                let level = number::short(level, 2);
                self.language.fill(words::LSTM_AJAR, &[("level", &level)])
            }
        };
        let step = model.steps.get(state.step).copied().unwrap_or_default();
        let plain = model.plain.get(state.step).copied().unwrap_or_default();
        let two = |value| number::short(value, 2);
        let words = self.language.fill(
            words::LSTM_STATUS,
            &[
                ("n", &(state.step + 1).to_string()),
                ("x", &two(state.x[state.step])),
                ("i", &open(Gate::Input)),
                ("f", &open(Gate::Forget)),
                ("o", &open(Gate::Output)),
                ("c", &two(step.c)),
                ("h", &two(step.h)),
                ("plain", &two(plain)),
            ],
        );
        dom::set_part_text(&self.host, "status", &words);
    }
}

fn draw_door(door: &Door, level: f64) {
    let pressed = match level {
        0.0 => "false",
        1.0 => "true",
        _ => "mixed",
    };
    dom::set_attribute(&door.button, "aria-pressed", pressed);
    let ends = markup::leaf(door.gate, level);
    for (name, value) in ["x1", "y1", "x2", "y2"].iter().zip(ends) {
        dom::set_attribute(&door.leaf, name, &format!("{value:.2}"));
    }
    let text = match pressed {
        "mixed" => number::short(level, 2),
        _ => String::new(),
    };
    dom::set_text(&door.level, &text);
}
