//! An LSTM cell over eight steps with its gates in the reader's hands, beside a plain recurrent cell (thesis §1.1).

mod draw;
mod formula;
pub mod link;
mod markup;

use std::cell::RefCell;

use web_sys::{Event, HtmlElement};

use self::{
    draw::{Model, Scene},
    link::{EXAMPLES, Gate, STEPS, State},
};
use redes_shell::{
    address,
    dom::{self, Frame, Result},
    drag::Touch,
    link::hundredths,
    mounted::{Mounted, Mounting},
};

struct Inner {
    host: HtmlElement,
    state: RefCell<State>,
    model: RefCell<Model>,
    scene: Scene,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "lstm", markup::markup);
    let inner = Inner {
        host: host.clone(),
        model: RefCell::new(Model::new(&state)),
        state: RefCell::new(state),
        scene: Scene::new(host, mounting.language)?,
        frame: mounting.frame(Inner::draw),
    };
    mounting.on(host, "click", Inner::clicked)?;
    mounting.on(host, "input", Inner::moved)?;
    mounting.on(host, "change", |inner, _| inner.rest())?;
    for bar in dom::all(host, "[data-bar^=\"x-\"]")? {
        let step = bar.get_attribute("data-bar");
        let step = step.and_then(|name| name.strip_prefix("x-")?.parse::<usize>().ok());
        let step = step.unwrap_or_default().min(STEPS - 1);
        mounting.drag(&bar, move |inner: &Inner, touch, _, down| {
            inner.change(|state| {
                state.step = step;
                state.x[step] = ((1.0 - 2.0 * down) * 10.0).round() / 10.0 + 0.0;
            });
            if touch == Touch::Up {
                inner.rest();
            }
        })?;
    }
    mounting.watch(|inner| inner.frame.request())?;
    let (inner, mounted) = mounting.done(inner);
    inner.change(|_| {});
    inner.rest();
    Ok(mounted)
}

impl Inner {
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        *self.model.borrow_mut() = Model::new(&self.state.borrow());
        self.frame.request();
    }

    /// The address and the words are up to date.
    fn rest(&self) {
        let state = self.state.borrow();
        address::write(&self.host, &*state);
        self.scene.describe(&state, &self.model.borrow());
    }

    /// A slider of the step that is looked at.
    fn moved(&self, event: &Event) {
        let (Some(name), Some(text)) = (dom::attribute_of(event, "data-at"), dom::value_of(event))
        else {
            return;
        };
        let gate = Gate::read(&name);
        let low = if gate.is_some() { 0.0 } else { -1.0 };
        if let Some(value) = hundredths(&text, &(low..=1.0)) {
            self.change(|state| {
                let step = state.step;
                match gate {
                    Some(gate) => state.gate_mut(gate)[step] = value,
                    None => state.x[step] = value,
                }
            });
        }
    }

    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let value = |name: &str| button.get_attribute(name);
        let place = |text: &str| text.parse().ok().filter(|step| *step < STEPS);
        if let Some(step) = value("data-step").and_then(|text| place(&text)) {
            self.change(|state| state.step = step);
        } else if let Some(name) = value("data-gate") {
            let found = name.split_once('-');
            let found = found.and_then(|(gate, step)| Some((Gate::read(gate)?, place(step)?)));
            if let Some((gate, step)) = found {
                self.change(|state| {
                    state.step = step;
                    let level = &mut state.gate_mut(gate)[step];
                    *level = if *level < 0.5 { 1.0 } else { 0.0 };
                });
            }
        } else if let Some(name) = value("data-example") {
            if let Some(example) = EXAMPLES.iter().find(|example| example.name == name) {
                self.change(|state| *state = State::of(example, state.step));
            }
        } else if value("data-ref").as_deref() == Some("reset") {
            self.change(|state| *state = State::default());
        }
        self.rest();
    }

    fn draw(&self) {
        self.scene.draw(&self.state.borrow(), &self.model.borrow());
    }
}
