//! An LSTM cell over eight steps with its gates in the reader's hands, beside a plain recurrent cell (thesis §1.1).

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use web_sys::{Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{EXAMPLES, Gate, Row, STEPS, State},
};
use redes_shell::{
    computed::{self, Computed},
    dom::{self, Result},
    drag::Touch,
    link::hundredths,
    mounted::{Mounted, Mounting},
};

/// The figure on the page.
type Lstm = Computed<Drawing>;

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "lstm", markup::markup);
    let drawing = Drawing::new(host, mounting.language)?;
    let figure = Lstm::new(&mounting, state, drawing, Lstm::draw);
    mounting.on(host, "click", clicked)?;
    mounting.on(host, "input", moved)?;
    mounting.on(host, "change", |figure, _| figure.rest())?;
    for bar in dom::all(host, "[data-bar^=\"x-\"]")? {
        let step = bar.get_attribute("data-bar");
        let step = step.and_then(|name| name.strip_prefix("x-")?.parse::<usize>().ok());
        let step = step.unwrap_or_default().min(STEPS - 1);
        mounting.drag(&bar, move |figure: &Lstm, touch, _, down| {
            figure.change(|state| {
                state.step = step;
                put(&mut state.x, step, numbers::input_at(down));
            });
            if touch == Touch::Up {
                figure.rest();
            }
        })?;
    }
    computed::done(mounting, figure)
}

/// Sets a value of a row.
fn put(row: &mut Row, step: usize, value: f64) {
    if let Some(slot) = row.get_mut(step) {
        *slot = value;
    }
}

/// A slider of the selected step was moved.
fn moved(figure: &Lstm, event: &Event) {
    let (Some(name), Some(text)) = (dom::attribute_of(event, "data-at"), dom::value_of(event))
    else {
        return;
    };
    let gate = Gate::read(&name);
    let low = if gate.is_some() { 0.0 } else { -1.0 };
    if let Some(value) = hundredths(&text, &(low..=1.0)) {
        figure.change(|state| {
            let step = state.step;
            match gate {
                Some(gate) => put(state.gate_mut(gate), step, value),
                None => put(&mut state.x, step, value),
            }
        });
    }
}

fn clicked(figure: &Lstm, event: &Event) {
    let Some(button) = dom::button_of(event) else {
        return;
    };
    let value = |name: &str| button.get_attribute(name);
    let read_step = |text: &str| text.parse().ok().filter(|step| *step < STEPS);
    if let Some(step) = value("data-step").and_then(|text| read_step(&text)) {
        figure.change(|state| state.step = step);
    } else if let Some(name) = value("data-gate") {
        let found = name.split_once('-');
        let found = found.and_then(|(gate, step)| Some((Gate::read(gate)?, read_step(step)?)));
        if let Some((gate, step)) = found {
            figure.change(|state| {
                state.step = step;
                let level = numbers::at(state.gate(gate), step);
                put(state.gate_mut(gate), step, numbers::switched(level));
            });
        }
    } else if let Some(name) = value("data-example") {
        if let Some(example) = EXAMPLES.iter().find(|example| example.name == name) {
            figure.change(|state| *state = State::of(example, state.step));
        }
    } else if value("data-ref").as_deref() == Some("reset") {
        figure.change(|state| *state = State::default());
    }
    figure.rest();
}
