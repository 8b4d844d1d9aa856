//! Four activations and their derivatives, with a point to drag and a threshold to move (thesis §2.1).

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
    state::{REACH, State, THRESHOLD},
};
use crate::{
    dom::{self, Frame, Listener, Result, part},
    drag::{Drag, Touch},
    later::Later,
    text::Language,
    watch::Watch,
    widget::tell_refused,
};

/// The widget; dropping it ends it.
pub struct Activations {
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
pub fn mount(host: &HtmlElement) -> Result<Activations> {
    let language = Language::of(host);
    host.set_class_name("redes activations");
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
    let on = |target: &Element, kind, act: fn(&Inner, &Event)| {
        let later = later.clone();
        dom::listen(target, kind, move |event| {
            later.with(|inner| act(inner, &event))
        })
    };
    let (z, u): (Element, Element) = (part(host, "z")?, part(host, "u")?);
    let listeners = vec![
        on(host, "click", Inner::clicked)?,
        on(&z, "input", |inner, event| {
            let z = dom::value_of(event).and_then(|text| state::read_within(&text, REACH));
            inner.move_to(|state| state.z = z.unwrap_or(state.z));
        })?,
        on(&u, "input", |inner, event| {
            let u = dom::value_of(event).and_then(|text| state::read_within(&text, THRESHOLD));
            inner.move_to(|state| state.u = u.unwrap_or(state.u));
        })?,
        on(host, "change", |inner, _| inner.rest())?,
    ];
    let mut drags = Vec::new();
    for graph in ["f", "d"] {
        let later = later.clone();
        let graph: Element = part(host, graph)?;
        drags.push(Drag::new(&graph, move |touch, across, _| {
            later.with(|inner| {
                let z = inner.scene.z_at(across);
                inner.move_to(|state| state.z = z);
                if touch == Touch::Up {
                    inner.rest();
                }
            });
        })?);
    }
    let again = later.clone();
    let watch = Watch::new(host, move || again.with(|inner| inner.frame.request()))?;
    inner.move_to(|_| {});
    inner.rest();
    Ok(Activations {
        _inner: inner,
        _watch: watch,
        _listeners: listeners,
        _drags: drags,
    })
}

impl Inner {
    fn move_to(&self, edit: impl FnOnce(&mut State)) {
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

    fn clicked(&self, event: &Event) {
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = target.and_then(|target| target.closest("button").ok().flatten()) else {
            return;
        };
        let kind = button.get_attribute("data-kind");
        if let Some(kind) = kind.and_then(|name| state::read_kind(&name)) {
            self.move_to(|state| state.kind = kind);
        } else if button.get_attribute("data-ref").as_deref() == Some("reset") {
            self.move_to(|state| *state = State::default());
        }
        self.rest();
    }

    fn draw(&self) {
        self.scene.draw(&self.state.borrow(), &self.model.borrow());
    }
}
