//! Four activations and their derivatives, with a point to drag and a threshold to move (thesis §2.1).

mod draw;
pub mod link;
mod markup;
mod numbers;

use std::cell::RefCell;

use web_sys::{Element, Event, HtmlElement};

use self::{
    draw::Scene,
    link::{REACH, State, THRESHOLD},
    numbers::Model,
};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
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
    let (mut mounting, state) = Mounting::new::<State>(host, "activations", markup::markup);
    let inner = Inner {
        host: host.clone(),
        model: RefCell::new(Model::new(&state)),
        state: RefCell::new(state),
        scene: Scene::new(host, mounting.language)?,
        frame: mounting.frame(Inner::draw),
    };
    let (z, u): (Element, Element) = (part(host, "z")?, part(host, "u")?);
    mounting.on(host, "click", Inner::clicked)?;
    mounting.on(&z, "input", |inner, event| {
        let z = dom::value_of(event).and_then(|text| hundredths(&text, &(-REACH..=REACH)));
        inner.move_to(|state| state.z = z.unwrap_or(state.z));
    })?;
    mounting.on(&u, "input", |inner, event| {
        let u = dom::value_of(event).and_then(|text| hundredths(&text, &(-THRESHOLD..=THRESHOLD)));
        inner.move_to(|state| state.u = u.unwrap_or(state.u));
    })?;
    mounting.on(host, "change", |inner, _| inner.rest())?;
    for graph in ["f", "d"] {
        let graph: Element = part(host, graph)?;
        mounting.drag(&graph, |inner: &Inner, touch, across, _| {
            let z = inner.scene.z_at(across);
            inner.move_to(|state| state.z = z);
            if touch == Touch::Up {
                inner.rest();
            }
        })?;
    }
    mounting.watch(|inner| inner.frame.request())?;
    let (inner, mounted) = mounting.done(inner);
    inner.move_to(|_| {});
    inner.rest();
    Ok(mounted)
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
        address::write(&self.host, &*state);
        self.scene.describe(&state, &self.model.borrow());
    }

    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let kind = button.get_attribute("data-kind");
        if let Some(kind) = kind.and_then(|name| link::read_kind(&name)) {
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
