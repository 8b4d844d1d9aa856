//! What changes on the page when the state of the LSTM figure changes.

use redes_sheet::{decimal, number};
use redes_shell::{
    choice,
    computed::Picture,
    dom::{self, Result, part},
    plot::graph::{self, Margin, Window},
    text::Language,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    link::{GATES, Gate, STEPS, State},
    markup::{self, BARS, two},
    numbers::{self, Numbers},
};

/// Around the graph of what is left of the first input.
const MARGIN: Margin = Margin {
    left: 40.0,
    right: 22.0,
    top: 12.0,
    bottom: 22.0,
};

/// A bar and its number: a row's value at a step.
struct Bar {
    value: Element,
    number: Element,
    row: &'static str,
    step: usize,
}

/// A gate's button, drawn as a door.
struct Door {
    button: Element,
    leaf: Element,
    level: Element,
    gate: Gate,
    step: usize,
}

/// The parts of the page that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    bars: Vec<Bar>,
    doors: Vec<Door>,
    columns: Vec<Element>,
    sliders: Vec<Element>,
    left: Element,
}

impl Drawing {
    /// Finds them in a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        let find = |selector: &str| -> Result<Element> {
            host.query_selector(selector)?
                .ok_or_else(|| format!("the figure has no {selector}").into())
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

    fn draw_bars(&self, state: &State, numbers: &Numbers) {
        for bar in &self.bars {
            let (value, full) = match bar.row {
                "x" => (numbers::at(&state.x, bar.step), 1.0),
                "c" => (numbers.step(bar.step).c, numbers.full_state()),
                "h" => (numbers.step(bar.step).h, 1.0),
                _ => (numbers.plain(bar.step), 1.0),
            };
            let numbers::Bar { top, length } = numbers::bar(value, full);
            let class = match value < 0.0 {
                true => "value minus",
                false => "value plus",
            };
            dom::set_attribute(&bar.value, "class", class);
            dom::set_attribute(&bar.value, "y", &decimal::fixed(top, 2));
            dom::set_attribute(&bar.value, "height", &decimal::fixed(length, 2));
            dom::set_text(&bar.number, &two(value));
        }
    }

    fn draw_step(&self, state: &State, numbers: &Numbers) {
        let title = markup::title(self.language, state);
        dom::set_part_text(&self.host, "title", &title);
        for slider in &self.sliders {
            let name = slider.get_attribute("data-at").unwrap_or_default();
            let row = match Gate::read(&name) {
                Some(gate) => state.gate(gate),
                None => &state.x,
            };
            let value = numbers::at(row, state.step);
            if let Some(slider) = slider.dyn_ref::<HtmlInputElement>() {
                slider.set_value(&number::plain(value));
            }
            let text = two(value);
            dom::set_attribute(slider, "aria-valuetext", &text);
            dom::set_part_text(&self.host, &format!("at-{name}"), &text);
        }
        if let Ok(formulas) = part::<Element>(&self.host, "formulas") {
            formulas.set_inner_html(&markup::formulas(self.language, state, numbers));
        }
    }

    fn draw_left(&self, numbers: &Numbers) {
        let values = numbers.left.iter().flatten().flatten().copied();
        let x = [1.0, STEPS as f64];
        let window = Window::around(x, values.chain([1.0]));
        if let Some(mut graph) = graph::of(&self.left, window, MARGIN) {
            graph.axes("t", "");
            for (class, shares) in ["plain", "gated"].iter().zip(&numbers.left) {
                let shares = shares.as_deref().unwrap_or_default().iter().enumerate();
                let points: Vec<[f64; 2]> = shares.map(|(t, y)| [t as f64 + 1.0, *y]).collect();
                graph.line(class, points.iter().copied());
                for point in points {
                    graph.dot(class, point, 3.5);
                }
            }
            graph::show(&graph, &self.left);
        }
        let lines = markup::left(self.language, numbers);
        for (name, line) in ["left-plain", "left-gated"].into_iter().zip(lines) {
            dom::set_part_text(&self.host, name, &line);
        }
    }
}

impl Picture for Drawing {
    type State = State;
    type Numbers = Numbers;

    fn numbers(state: &State) -> Option<Numbers> {
        Some(Numbers::new(state))
    }

    fn draw(&self, state: &State, numbers: &Numbers) {
        choice::show(&self.host, "example", state.example().unwrap_or_default());
        choice::show(&self.host, "step", &state.step.to_string());
        for (step, column) in self.columns.iter().enumerate() {
            let class = match step == state.step {
                true => "lstm-column here",
                false => "lstm-column",
            };
            dom::set_attribute(column, "class", class);
        }
        self.draw_bars(state, numbers);
        for door in &self.doors {
            draw_door(door, numbers::at(state.gate(door.gate), door.step));
        }
        self.draw_step(state, numbers);
        self.draw_left(numbers);
    }

    fn describe(&self, state: &State, numbers: &Numbers) {
        let status = markup::status(self.language, state, numbers);
        dom::set_part_text(&self.host, "status", &status);
    }
}

fn draw_door(door: &Door, level: f64) {
    let pressed = match level {
        0.0 => "false",
        1.0 => "true",
        _ => "mixed",
    };
    dom::set_attribute(&door.button, "aria-pressed", pressed);
    let ends = numbers::leaf(door.gate, level);
    for (name, value) in ["x1", "y1", "x2", "y2"].iter().zip(ends) {
        dom::set_attribute(&door.leaf, name, &decimal::fixed(value, 2));
    }
    let text = match pressed {
        "mixed" => two(level),
        _ => String::new(),
    };
    dom::set_text(&door.level, &text);
}
