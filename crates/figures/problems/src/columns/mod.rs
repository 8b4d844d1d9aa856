//! A digit's pixels before and after they are scaled: by 255, by column as the thesis does (§4), or by the whole image.

mod draw;
pub mod link;
mod markup;

use std::cell::RefCell;

use redes_data::mnist::SIDE;
use web_sys::{Element, Event, HtmlElement};

use self::{
    draw::{Model, Scene},
    link::State,
};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    drag::Touch,
    mounted::{Mounted, Mounting},
    plot::cells,
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
    let (mut mounting, state) = Mounting::new::<State>(host, "columns", markup::markup);
    let inner = Inner {
        host: host.clone(),
        model: RefCell::new(Model::new(&state)),
        state: RefCell::new(state),
        scene: Scene::new(host, mounting.language)?,
        frame: mounting.frame(Inner::draw),
    };
    let slider: Element = part(host, "column")?;
    mounting.on(host, "click", Inner::clicked)?;
    mounting.on(&slider, "input", |inner, event| {
        let column = dom::value_of(event).and_then(|text| text.parse().ok());
        inner.look_at(column.unwrap_or_default());
    })?;
    mounting.on(&slider, "change", |inner, _| inner.rest())?;
    for picture in ["picture", markup::ROWS[0], markup::ROWS[1]] {
        let picture: Element = part(host, picture)?;
        mounting.drag(&picture, |inner: &Inner, touch, across, _| {
            let [_, column] = cells::at([1, SIDE], across, 0.0);
            inner.look_at(column);
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
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        *self.model.borrow_mut() = Model::new(&self.state.borrow());
        self.frame.request();
        self.rest();
    }

    fn look_at(&self, column: usize) {
        self.state.borrow_mut().column = column.min(SIDE - 1);
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
        let digit = button.get_attribute("data-digit");
        let norm = button.get_attribute("data-norm");
        if let Some(digit) = digit.and_then(|text| text.parse().ok()) {
            self.change(|state| state.digit = digit);
        } else if let Some(norm) = norm.and_then(|name| link::read_norm(&name)) {
            self.change(|state| state.norm = norm);
        } else if button.get_attribute("data-ref").as_deref() == Some("reset") {
            self.change(|state| *state = State::default());
        }
    }

    fn draw(&self) {
        self.scene.draw(&self.state.borrow(), &self.model.borrow());
    }
}
