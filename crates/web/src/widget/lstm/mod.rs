//! An LSTM cell over eight steps with its gates in the reader's hands, beside a plain recurrent cell (thesis §1.1).

mod formula;
mod scene;
mod state;
mod view;

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use self::{
    scene::{Model, Scene},
    state::{EXAMPLES, Gate, STEPS, State},
};
use crate::{
    dom::{self, Frame, Listener, Result},
    drag::{Drag, Touch},
    later::Later,
    text::Language,
    watch::Watch,
    widget::tell_refused,
};

/// The widget; dropping it ends it.
pub struct Lstm {
    _inner: Rc<Inner>,
    _watch: Watch,
    _listeners: Vec<Listener>,
    _drags: Vec<Drag>,
}

struct Inner {
    state: RefCell<State>,
    model: RefCell<Model>,
    scene: Scene,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Lstm> {
    let language = Language::of(host);
    host.set_class_name("redes lstm");
    host.set_inner_html(&view::markup(language));
    let (state, refused) = State::read();
    tell_refused(host, language, &refused);
    // Closures are made before the widget that they call.
    let later = Later::<Inner>::default();
    let draw = later.clone();
    let inner = Rc::new(Inner {
        model: RefCell::new(Model::new(&state)),
        state: RefCell::new(state),
        scene: Scene::new(host, language)?,
        frame: Frame::new(move || draw.with(|inner| inner.draw())),
    });
    later.set(&inner);
    let on = |kind, act: fn(&Inner, &Event)| {
        let later = later.clone();
        dom::listen(host, kind, move |event| {
            later.with(|inner| act(inner, &event))
        })
    };
    let listeners = vec![
        on("click", Inner::clicked)?,
        on("input", Inner::moved)?,
        on("change", |inner, _| inner.rest())?,
    ];
    let mut drags = Vec::new();
    for bar in dom::all(host, "[data-bar^=\"x-\"]")? {
        let step = bar.get_attribute("data-bar");
        let step = step.and_then(|name| name.strip_prefix("x-")?.parse::<usize>().ok());
        let (later, step) = (later.clone(), step.unwrap_or_default().min(STEPS - 1));
        drags.push(Drag::new(&bar, move |touch, _, down| {
            later.with(|inner| {
                inner.change(|state| {
                    state.step = step;
                    state.x[step] = ((1.0 - 2.0 * down) * 10.0).round() / 10.0 + 0.0;
                });
                if touch == Touch::Up {
                    inner.rest();
                }
            });
        })?);
    }
    let again = later.clone();
    let watch = Watch::new(host, move || again.with(|inner| inner.frame.request()))?;
    inner.change(|_| {});
    inner.rest();
    Ok(Lstm {
        _inner: inner,
        _watch: watch,
        _listeners: listeners,
        _drags: drags,
    })
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
        state.write();
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
        if let Some(value) = state::read_number(&text, low) {
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
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = target.and_then(|target| target.closest("button").ok().flatten()) else {
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
