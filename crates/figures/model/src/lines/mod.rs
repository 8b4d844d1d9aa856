//! Layers upon layers: linear ones are still a line, and an activation between them bends it (thesis §2.1).

mod draw;
mod formula;
mod labels;
pub mod link;
mod markup;
mod numbers;

use std::cell::RefCell;

use web_sys::{Element, Event, HtmlElement};

use self::{
    draw::Scene,
    link::{State, Weights},
    numbers::Model,
};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    drag::Touch,
    field::Field,
    link::hundredths,
    mounted::{Mounted, Mounting},
};

struct Inner {
    host: HtmlElement,
    state: RefCell<State>,
    model: RefCell<Option<Model>>,
    scene: Scene,
    seed: Field,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "lines", markup::markup);
    let seed = f64::from(state.seed);
    let inner = Inner {
        host: host.clone(),
        state: RefCell::new(state),
        model: RefCell::default(),
        scene: Scene::new(host, mounting.language)?,
        seed: mounting.field(markup::seed_field(), seed, |inner: &Inner, seed| {
            inner.change(|state| state.seed = seed as u32);
        })?,
        frame: mounting.frame(Inner::draw),
    };
    let (x, width): (Element, Element) = (part(host, "x")?, part(host, "width")?);
    mounting.on(host, "click", Inner::clicked)?;
    mounting.on(&x, "input", |inner, event| {
        let x =
            dom::value_of(event).and_then(|text| hundredths(&text, &(-link::REACH..=link::REACH)));
        inner.look_at(x.unwrap_or_default());
    })?;
    mounting.on(&x, "change", |inner, _| inner.rest())?;
    mounting.on(&width, "input", |inner, event| {
        let width = dom::value_of(event).and_then(|text| text.parse().ok());
        inner.change(|state| state.width = width.unwrap_or(state.width));
    })?;
    for graph in inner.scene.graphs() {
        let svg = graph.clone();
        mounting.drag(graph, move |inner: &Inner, touch, across, _| {
            inner.look_at(inner.scene.x_at(&svg, across));
            if touch == Touch::Up {
                inner.rest();
            }
        })?;
    }
    mounting.watch(|inner| inner.frame.request())?;
    let (inner, mounted) = mounting.done(inner);
    inner.change(|_| {});
    Ok(mounted)
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
        address::write(&self.host, &*state);
        if let Some(model) = self.model.borrow().as_ref() {
            self.scene.describe(&state, model);
        }
    }

    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let value = |name: &str| button.get_attribute(name);
        if let Some(layers) = value("data-layers").and_then(|text| text.parse().ok()) {
            self.change(|state| state.stack(layers));
        } else if let Some(f) = value("data-activation").and_then(|n| link::read_activation(&n)) {
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
