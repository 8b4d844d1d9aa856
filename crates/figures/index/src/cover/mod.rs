//! The cover: the network of chapter 5 learns the circles on the page's own thread, without a click.
//!
//! It is small: a step takes a fraction of a millisecond, so that it needs no worker. Some steps are done before each
//! frame, as many as time has passed, and never more than fit into [`SLICE`]. Which frame does them changes no bit.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlElement, MediaQueryList};

use self::{draw::Drawing, link::State, markup::Course, numbers::Learner};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    seen::Sight,
};

/// Steps in a millisecond: the whole training takes nine seconds, slow enough to watch.
const PACE: f64 = 0.28;
/// The longest time of the steps before a frame, in milliseconds.
const SLICE: f64 = 4.0;
/// The longest time between two frames that counts, in milliseconds: after a pause the network does not hurry.
const GAP: f64 = 50.0;

/// The figure on the page.
struct Cover {
    host: HtmlElement,
    state: RefCell<State>,
    learner: RefCell<Learner>,
    drawing: Drawing,
    /// Whether the reader lets it run.
    playing: Cell<bool>,
    /// Whether it is in sight.
    seen: Cell<bool>,
    /// The time of the last frame; none at the first one after a rest.
    last: Cell<Option<f64>>,
    /// Steps, and parts of one, that are due.
    due: Cell<f64>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Cover>::new::<State>(host, "cover", markup::markup);
    let calm = dom::window()?.match_media("(prefers-reduced-motion: reduce)")?;
    let figure = Cover {
        host: host.clone(),
        learner: RefCell::new(learner(&state)?),
        state: RefCell::new(state),
        drawing: Drawing::new(host, mounting.language)?,
        playing: Cell::new(!calm.as_ref().is_some_and(MediaQueryList::matches)),
        seen: Cell::new(false),
        last: Cell::new(None),
        due: Cell::new(0.0),
        frame: mounting.frame(Cover::show),
    };
    let play: Element = part(host, "play")?;
    mounting.on(&play, "click", |figure, _| figure.play())?;
    mounting.on(host, "click", Cover::spoil)?;
    mounting.watch(|figure| {
        figure.drawing.refresh();
        figure.frame.request();
    })?;
    let later = mounting.later.clone();
    mounting.keep(Sight::new(host, "0px", move |seen| {
        later.with(|figure| figure.sight(seen));
    }));
    if let Some(calm) = calm {
        let (later, query) = (mounting.later.clone(), calm.clone());
        mounting.keep(dom::listen(&calm, "change", move |_| {
            if query.matches() {
                later.with(|figure| figure.pause());
            }
        })?);
    }
    let (figure, mounted) = mounting.done(figure);
    figure.begun();
    if !figure.playing.get() {
        figure.rest();
    }
    Ok(mounted)
}

fn learner(state: &State) -> Result<Learner> {
    Learner::new(state).map_err(|_| JsValue::from_str("the network refuses the state"))
}

impl Cover {
    /// What the network does, as far as the reader decides.
    fn course(&self) -> Course {
        if self.learner.borrow().finished() {
            Course::Finished
        } else if self.playing.get() {
            Course::Running
        } else {
            Course::Paused
        }
    }

    fn runs(&self) -> bool {
        self.seen.get() && self.course() == Course::Running
    }

    /// Trains for a moment, and draws.
    fn show(&self) {
        if self.runs() {
            self.advance();
            match self.runs() {
                true => self.frame.request(),
                false => self.rest(),
            }
        }
        let course = self.course();
        self.drawing.draw(&mut self.learner.borrow_mut(), course);
    }

    /// Does the steps that are due.
    fn advance(&self) {
        let begun = dom::now();
        let passed = begun - self.last.replace(Some(begun)).unwrap_or(begun);
        let mut due = self.due.get() + passed.clamp(0.0, GAP) * PACE;
        let mut learner = self.learner.borrow_mut();
        while due >= 1.0 && !learner.finished() {
            if learner.step().is_err() {
                // A weight is no longer finite: there is nothing more to see.
                self.playing.set(false);
                break;
            }
            due -= 1.0;
            if dom::now() - begun > SLICE {
                due = 0.0;
            }
        }
        self.due.set(due);
    }

    /// The training rests: the reader can read how it went.
    fn rest(&self) {
        let course = self.course();
        self.drawing.rest(&mut self.learner.borrow_mut(), course);
    }

    /// A training begins.
    fn begun(&self) {
        address::write(&self.host, &*self.state.borrow());
        self.drawing.begin(&self.state.borrow());
        self.go();
    }

    /// Asks for the first frame after a rest.
    fn go(&self) {
        self.last.set(None);
        self.frame.request();
    }

    fn pause(&self) {
        if self.course() == Course::Running {
            self.playing.set(false);
            self.rest();
            self.frame.request();
        }
    }

    /// The button: trains, pauses or begins again.
    fn play(&self) {
        match self.course() {
            Course::Running => self.pause(),
            Course::Paused => {
                self.playing.set(true);
                self.go();
            }
            Course::Finished => self.restart(),
        }
    }

    /// More noise, a layer less, or back again.
    fn spoil(&self, event: &Event) {
        let Some(what) = dom::attribute_of(event, "data-spoil") else {
            return;
        };
        match what.as_str() {
            "noise" => self.state.borrow_mut().toggle_noise(),
            _ => self.state.borrow_mut().toggle_layer(),
        }
        self.restart();
    }

    fn restart(&self) {
        let fresh = learner(&self.state.borrow());
        if let Ok(fresh) = fresh {
            *self.learner.borrow_mut() = fresh;
        }
        self.playing.set(true);
        self.begun();
    }

    fn sight(&self, seen: bool) {
        if self.seen.replace(seen) != seen && seen {
            self.go();
        }
    }
}
