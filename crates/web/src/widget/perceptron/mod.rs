//! Section 2: Rosenblatt's perceptron with a sigmoid, three inputs, no bias.

mod scene;
pub mod state;
mod view;

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{Event as DomEvent, HtmlElement};

use self::{scene::Scene, state::State};
use crate::{
    address,
    controls::Control,
    dom::{self, Frame, Listener, Result},
    field::Field,
    later::Later,
    runner::{Phase, Runner},
    text::language_of,
    watch::Watch,
    worker::{client::Event, protocol::Report},
};

/// The widget; dropping it ends it.
pub struct Perceptron {
    _inner: Rc<Inner>,
    _watch: Watch,
    _listeners: Vec<Listener>,
    _field: Field,
}

struct Inner {
    host: HtmlElement,
    state: RefCell<State>,
    runner: Runner,
    scene: Scene,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Perceptron> {
    let language = language_of(host);
    host.set_class_name("redes perceptron");
    host.set_inner_html(&view::markup(language));
    let (state, refused): (State, _) = address::read(host);
    // Closures are made before the widget that they call.
    let later = Later::<Inner>::default();
    let (act, hear, draw, set) = (later.clone(), later.clone(), later.clone(), later.clone());
    let runner = Runner::new(
        host,
        language,
        state::SPEEDS,
        state.seed,
        state.speed,
        move |control| act.with(|inner| inner.control(control)),
        move |event| hear.with(|inner| inner.hear(event)),
    )?;
    let iterations = state.iterations as f64;
    let field = Field::new(
        host,
        language,
        view::iterations_field(),
        iterations,
        move |value| {
            set.with(|inner| inner.change(|state| state.iterations = value as u64));
        },
    )?;
    let clicks = later.clone();
    let listeners = vec![dom::listen(host, "click", move |event| {
        clicks.with(|inner| inner.clicked(&event));
    })?];
    let at = state.at;
    let inner = Rc::new(Inner {
        host: host.clone(),
        state: RefCell::new(state),
        runner,
        scene: Scene::new(host, language),
        frame: Frame::new(move || draw.with(|inner| inner.draw())),
    });
    later.set(&inner);
    address::tell_refused(host, language, &refused);
    let again = later.clone();
    let watch = Watch::new(host, move || again.with(|inner| inner.frame.request()))?;
    inner.set_up(at, false);
    Ok(Perceptron {
        _inner: inner,
        _watch: watch,
        _listeners: listeners,
        _field: field,
    })
}

impl Inner {
    /// Begins the experiment that the state describes, up to a step; `go_on` trains at once.
    fn set_up(&self, at: u64, go_on: bool) {
        let state = {
            let mut state = self.state.borrow_mut();
            state.at = at;
            state.clone()
        };
        self.scene.clear(&state);
        self.runner.set_up(state.setup(), at);
        if go_on {
            self.runner.play();
        }
        address::write(&self.host, &state);
        self.frame.request();
    }

    /// A changed parameter: the same starting weights, paused unless training ran.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        self.set_up(0, self.runner.phase() == Phase::Running);
    }

    fn control(&self, control: Control) {
        match control {
            Control::Reset => self.set_up(0, false),
            Control::Seed(seed) => self.change(|state| state.seed = seed),
            other => {
                if matches!(self.runner.phase(), Phase::Finished | Phase::Failed) {
                    self.scene.clear(&self.state.borrow());
                }
                self.runner.control(other);
                let mut state = self.state.borrow_mut();
                state.speed = self.runner.speed();
                if self.runner.phase() == Phase::Running {
                    state.at = 0;
                }
                address::write(&self.host, &*state);
            }
        }
    }

    fn hear(&self, event: Event) {
        self.runner.heard(&event);
        if let Event::Report(report, blocks) = event {
            match report {
                Report::Perceptron(report) => {
                    let (iteration, finished) = (report.iteration, report.finished);
                    self.scene.take(
                        report,
                        blocks.first().map(|block| block.f64()).unwrap_or_default(),
                    );
                    self.runner.reached(iteration, finished);
                }
                Report::Rest { iteration, .. } if self.runner.phase() != Phase::Running => {
                    let mut state = self.state.borrow_mut();
                    state.at = iteration;
                    address::write(&self.host, &*state);
                    self.scene.describe(&state);
                }
                Report::Failed(failure) => self.runner.failed(&failure),
                _ => {}
            }
        }
        self.frame.request();
    }

    /// A click anywhere in the widget: on a bit, a row's end, or a button of the training set.
    fn clicked(&self, event: &DomEvent) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let number = |name: &str| {
            button
                .get_attribute(name)
                .and_then(|text| text.parse::<usize>().ok())
        };
        if let Some(place) = number("data-input") {
            let mut state = self.state.borrow_mut();
            if let Some(bit) = state.input.get_mut(place) {
                *bit = !*bit;
            }
            address::write(&self.host, &*state);
            drop(state);
            self.scene.describe(&self.state.borrow());
            self.frame.request();
        } else if let Some((row, column)) = button
            .get_attribute("data-bit")
            .and_then(|text| pair(&text))
        {
            self.change(|state| {
                if let Some(bit) = state.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *bit = !*bit;
                }
            });
            self.focus(&format!("[data-bit=\"{row}-{column}\"]"));
        } else if let Some(row) = number("data-remove") {
            if row < self.state.borrow().rows.len() && self.state.borrow().rows.len() > 1 {
                self.change(|state| {
                    state.rows.remove(row);
                });
                self.focus("[data-ref=add-row]");
            }
        } else {
            match button.get_attribute("data-ref").as_deref() {
                Some("add-row") if view::has_room(&self.state.borrow().rows) => {
                    self.change(|state| state.rows.push([false; 4]));
                }
                Some("thesis-rows") => self.change(|state| state.rows = state::thesis_rows()),
                _ => {}
            }
        }
    }

    /// Puts the focus back on a button that was drawn again.
    fn focus(&self, selector: &str) {
        let found = self.host.query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }

    fn draw(&self) {
        self.scene.draw(&self.state.borrow());
    }
}

/// Two numbers with a dash between them.
fn pair(text: &str) -> Option<(usize, usize)> {
    let (first, second) = text.split_once('-')?;
    Some((first.parse().ok()?, second.parse().ok()?))
}
