//! A digit's pixels before and after they are scaled: by 255, by column as the thesis does (§4), or by the whole image.

mod scene;
mod state;
mod view;

use std::{cell::RefCell, rc::Rc};

use redes_data::mnist::SIDE;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use self::{
    scene::{Model, Scene},
    state::State,
};
use crate::{
    dom::{self, Frame, Listener, Result, part},
    drag::{Drag, Touch},
    later::Later,
    plot::cells,
    text::Language,
    watch::Watch,
    widget::tell_refused,
};

/// The widget; dropping it ends it.
pub struct Columns {
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
pub fn mount(host: &HtmlElement) -> Result<Columns> {
    let language = Language::of(host);
    host.set_class_name("redes columns");
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
    let slider: Element = part(host, "column")?;
    let listeners = vec![
        on(host, "click", Inner::clicked)?,
        on(&slider, "input", |inner, event| {
            let column = dom::value_of(event).and_then(|text| text.parse().ok());
            inner.look_at(column.unwrap_or_default());
        })?,
        on(&slider, "change", |inner, _| inner.rest())?,
    ];
    let mut drags = Vec::new();
    for picture in ["picture", view::ROWS[0], view::ROWS[1]] {
        let picture: Element = part(host, picture)?;
        let later = later.clone();
        drags.push(Drag::new(&picture, move |touch, across, _| {
            later.with(|inner| {
                let [_, column] = cells::at([1, SIDE], across, 0.0);
                inner.look_at(column);
                if touch == Touch::Up {
                    inner.rest();
                }
            });
        })?);
    }
    let again = later.clone();
    let watch = Watch::new(host, move || again.with(|inner| inner.frame.request()))?;
    inner.change(|_| {});
    Ok(Columns {
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
        self.rest();
    }

    fn look_at(&self, column: usize) {
        self.state.borrow_mut().column = column.min(SIDE - 1);
        self.frame.request();
    }

    /// The address and the words are up to date.
    fn rest(&self) {
        let state = self.state.borrow();
        state.write();
        self.scene.describe(&state, &self.model.borrow());
    }

    fn clicked(&self, event: &Event) {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = target.and_then(|target| target.closest("button").ok().flatten()) else {
            return;
        };
        let digit = button.get_attribute("data-digit");
        let norm = button.get_attribute("data-norm");
        if let Some(digit) = digit.and_then(|text| text.parse().ok()) {
            self.change(|state| state.digit = digit);
        } else if let Some(norm) = norm.and_then(|name| state::read_norm(&name)) {
            self.change(|state| state.norm = norm);
        } else if button.get_attribute("data-ref").as_deref() == Some("reset") {
            self.change(|state| *state = State::default());
        }
    }

    fn draw(&self) {
        self.scene.draw(&self.state.borrow(), &self.model.borrow());
    }
}
