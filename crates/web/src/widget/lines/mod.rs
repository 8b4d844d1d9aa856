//! Layers upon layers: linear ones are still a line, and an activation between them bends it (thesis §2.1).

mod formula;
mod labels;
mod model;
mod scene;
mod state;
mod view;

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use self::{
    model::Model,
    scene::Scene,
    state::{State, Weights},
};
use crate::{
    dom::{self, Frame, Listener, Result, part},
    drag::{Drag, Touch},
    field::Field,
    later::Later,
    text::Language,
    watch::Watch,
    widget::tell_refused,
};

/// The widget; dropping it ends it.
pub struct Lines {
    _inner: Rc<Inner>,
    _watch: Watch,
    _listeners: Vec<Listener>,
    _drags: Vec<Drag>,
}

struct Inner {
    state: RefCell<State>,
    model: RefCell<Option<Model>>,
    scene: Scene,
    seed: Field,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Lines> {
    let language = Language::of(host);
    host.set_class_name("redes lines");
    host.set_inner_html(&view::markup(language));
    let (state, refused) = State::read();
    tell_refused(host, language, &refused);
    // Closures are made before the widget that they call.
    let later = Later::<Inner>::default();
    let (draw, set) = (later.clone(), later.clone());
    let seed = f64::from(state.seed);
    let inner = Rc::new(Inner {
        state: RefCell::new(state),
        model: RefCell::default(),
        scene: Scene::new(host, language)?,
        seed: Field::new(host, language, view::seed_field(), seed, move |seed| {
            set.with(|inner| inner.change(|state| state.seed = seed as u32));
        })?,
        frame: Frame::new(move || draw.with(|inner| inner.draw())),
    });
    later.set(&inner);
    let on = |target: &Element, kind, act: fn(&Inner, &Event)| {
        let later = later.clone();
        dom::listen(target, kind, move |event| {
            later.with(|inner| act(inner, &event))
        })
    };
    let (x, width): (Element, Element) = (part(host, "x")?, part(host, "width")?);
    let listeners = vec![
        on(host, "click", Inner::clicked)?,
        on(&x, "input", |inner, event| {
            let x = dom::value_of(event).and_then(|text| state::read_x(&text));
            inner.look_at(x.unwrap_or_default());
        })?,
        on(&x, "change", |inner, _| inner.rest())?,
        on(&width, "input", |inner, event| {
            let width = dom::value_of(event).and_then(|text| text.parse().ok());
            inner.change(|state| state.width = width.unwrap_or(state.width));
        })?,
    ];
    let mut drags = Vec::new();
    for graph in inner.scene.graphs() {
        let (later, svg) = (later.clone(), graph.clone());
        drags.push(Drag::new(graph, move |touch, across, _| {
            later.with(|inner| {
                inner.look_at(inner.scene.x_at(&svg, across));
                if touch == Touch::Up {
                    inner.rest();
                }
            });
        })?);
    }
    let again = later.clone();
    let watch = Watch::new(host, move || again.with(|inner| inner.frame.request()))?;
    inner.change(|_| {});
    Ok(Lines {
        _inner: inner,
        _watch: watch,
        _listeners: listeners,
        _drags: drags,
    })
}

impl Inner {
    /// Another stack.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        let state = self.state.borrow();
        // A stack of these sizes can always be built.
        if let Ok(model) = Model::new(&state) {
            self.scene.set(&state, &model);
            *self.model.borrow_mut() = Some(model);
        }
        self.frame.request();
        drop(state);
        self.rest();
    }

    /// Another x.
    fn look_at(&self, x: f64) {
        self.state.borrow_mut().x = x;
        if let Some(model) = self.model.borrow_mut().as_mut() {
            // It has taken numbers before.
            let _ = model.move_to(x);
        }
        self.frame.request();
    }

    /// The address and the words are up to date.
    fn rest(&self) {
        let state = self.state.borrow();
        state.write();
        if let Some(model) = self.model.borrow().as_ref() {
            self.scene.describe(&state, model);
        }
    }

    fn clicked(&self, event: &Event) {
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = target.and_then(|target| target.closest("button").ok().flatten()) else {
            return;
        };
        let value = |name: &str| button.get_attribute(name);
        if let Some(layers) = value("data-layers").and_then(|text| text.parse().ok()) {
            self.change(|state| state.stack(layers));
        } else if let Some(f) = value("data-activation").and_then(|n| state::read_activation(&n)) {
            self.change(|state| state.activation = f);
        } else if let Some(weights) = value("data-weights").and_then(|n| Weights::read(&n)) {
            self.change(|state| state.take(weights));
        } else {
            match value("data-ref").as_deref() {
                Some("reset") => {
                    self.change(|state| *state = State::default());
                    self.seed.set(f64::from(self.state.borrow().seed));
                }
                Some("new-seed") => {
                    let seed = (js_sys::Math::random() * 10_000.0) as u32;
                    self.seed.set(f64::from(seed));
                    self.change(|state| state.seed = seed);
                }
                _ => {}
            }
        }
    }

    fn draw(&self) {
        if let Some(model) = self.model.borrow().as_ref() {
            self.scene.draw(&self.state.borrow(), model);
        }
    }
}
