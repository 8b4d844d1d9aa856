//! What changes on the page while the network learns.

use std::cell::Cell;

use redes_shell::{
    dom::{self, Result, part},
    plot::{Theme, surface},
    text::Language,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::{
    link::State,
    markup::{self, Course},
    numbers::{Learner, NEURONS, REACH, SIDE},
};

/// The parts of the page that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    /// The first layer's neurons, then the network: the order of [`Learner::pictures`].
    pictures: Vec<HtmlCanvasElement>,
    points: HtmlCanvasElement,
    scratch: HtmlCanvasElement,
    play: Element,
    now: Element,
    theme: Cell<Theme>,
    /// Whether the points are to be drawn again.
    stale: Cell<bool>,
    shown: Cell<Option<Course>>,
}

impl Drawing {
    /// Finds them in a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        let neurons = (0..NEURONS).map(|place| part(host, &format!("neuron-{place}")));
        Ok(Self {
            host: host.clone(),
            language,
            pictures: neurons
                .chain([part(host, "surface")])
                .collect::<Result<_>>()?,
            points: part(host, "points")?,
            scratch: dom::document()?.create_element("canvas")?.dyn_into()?,
            play: part(host, "play")?,
            now: part(host, "now")?,
            theme: Cell::new(Theme::of(host)),
            stale: Cell::new(true),
            shown: Cell::new(None),
        })
    }

    /// The next picture has other points, another size or another theme.
    pub fn refresh(&self) {
        self.stale.set(true);
    }

    /// Draws the network as it is now.
    pub fn draw(&self, learner: &mut Learner, course: Course) {
        if self.stale.replace(false) {
            self.theme.set(Theme::of(&self.host));
            dom::fit_canvas(&self.points);
            surface::points(&self.points, &self.theme.get(), &learner.points(), REACH);
        }
        let theme = self.theme.get();
        let pictures = learner.pictures().unwrap_or_default();
        for (canvas, values) in self.pictures.iter().zip(&pictures) {
            let pixels = surface::pixels(values, 0.0, 1.0, &theme);
            surface::draw(canvas, &self.scratch, &pixels, SIDE as u32);
        }
        let (step, accuracy) = (learner.iteration(), learner.accuracy().unwrap_or(0.0));
        let now = markup::now(self.language, step, accuracy);
        dom::set_text(&self.now, &now);
        dom::set_attribute(&self.host, "data-step", &step.to_string());
        if self.shown.replace(Some(course)) != Some(course) {
            self.play
                .set_inner_html(&markup::play(self.language, course));
        }
    }

    /// Sets the buttons to a state, and describes the training that begins.
    pub fn begin(&self, state: &State) {
        for (name, pressed) in [("noise", state.noisy()), ("layer", state.thin())] {
            let buttons = dom::all(&self.host, &format!("[data-spoil={name}]"));
            for button in buttons.unwrap_or_default() {
                let pressed = if pressed { "true" } else { "false" };
                dom::set_attribute(&button, "aria-pressed", pressed);
            }
        }
        dom::set_part_text(&self.host, "status", markup::begun(self.language, state));
        self.refresh();
    }

    /// Describes a training that rests.
    pub fn rest(&self, learner: &mut Learner, course: Course) {
        let (step, accuracy) = (learner.iteration(), learner.accuracy().unwrap_or(0.0));
        let status = markup::rest(self.language, course, step, accuracy);
        dom::set_part_text(&self.host, "status", &status);
        dom::set_attribute(&self.host, "data-iteration", &step.to_string());
        let fingerprint = format!("{:016x}", learner.fingerprint());
        dom::set_attribute(&self.host, "data-fingerprint", &fingerprint);
    }
}
