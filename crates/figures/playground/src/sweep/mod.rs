//! One parameter of the playground varied, with several seeds for each value, on all cores.

mod base;
mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use std::cell::{Ref, RefCell};

use redes_experiment::{
    Block,
    playground::sweep::{Sweep as Trained, SweepBody, SweepSetup},
};
use redes_shell::{
    dom::{self, Frame, Result, part},
    link as links,
    mounted::{Mounted, Mounting},
    phase::Phase,
    training::{self, Course, Linked, Training, Trains},
};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use self::{
    base::{base, print},
    draw::Drawing,
    link::State,
};
use crate::{
    playground::{self, names},
    words,
};

/// The figure on a page.
struct Sweep {
    host: HtmlElement,
    training: Training<Self>,
    drawing: Drawing,
    what: HtmlSelectElement,
    values: HtmlInputElement,
    /// What the trainings have in common.
    base: RefCell<playground::link::State>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Sweep>::new::<State>(host, "sweep", markup::markup);
    let (seeds, enough) = (f64::from(state.seeds), state.enough);
    training::field(&mut mounting, markup::seeds(), seeds, |state, value| {
        state.seeds = value as u32;
    })?;
    training::field(&mut mounting, markup::enough(), enough, |state, value| {
        state.enough = value;
    })?;
    training::kept(&mut mounting, training::resume)?;
    let figure = Sweep {
        host: host.clone(),
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        drawing: Drawing::new(host, mounting.language)?,
        what: part(host, "what")?,
        values: part(host, "values")?,
        base: RefCell::new(base()),
        frame: mounting.frame(|figure: &Sweep| figure.drawing.draw(&figure.state())),
    };
    mounting.on(&figure.what, "change", |figure, event| {
        let read = dom::value_of(event).and_then(|name| names::read(&name));
        if let Some(what) = read {
            training::change(figure, |state| {
                state.what = what;
                state.values.clear();
            });
        }
    })?;
    mounting.on(&figure.values, "change", |figure, event| {
        figure.set_values(&dom::value_of(event).unwrap_or_default());
    })?;
    mounting.on(host, "click", |figure, event| {
        let file = dom::button_of(event).and_then(|button| button.get_attribute("data-save"));
        if let Some(file) = file {
            figure.save(&file);
        }
    })?;
    // Before the reader presses a button, the sweep takes the playground as it is now.
    for kind in ["pointerdown", "focusin", "keydown"] {
        mounting.on(host, kind, |figure, _| figure.follow())?;
    }
    mounting.watch(|figure| figure.frame.request())?;
    let (figure, mounted) = mounting.done(figure);
    training::start(&figure);
    Ok(mounted)
}

impl Linked for State {
    fn course(&mut self) -> Course<'_> {
        Course {
            seed: &mut self.seed,
            speed: &mut self.speed,
            at: None,
        }
    }
}

impl Trains for Sweep {
    type Experiment = Trained;
    type State = State;

    const HELPED: bool = true;

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> SweepSetup {
        let base = self.base.borrow().setup();
        self.state().setup(base)
    }

    fn clear(&self) {
        // A kept sweep is offered on the same base alone.
        if let Ok(place) = part::<Element>(&self.host, "checkpoint") {
            dom::set_attribute(&place, "data-of", &print(&self.base.borrow()));
        }
        self.drawing.clear();
        self.drawing.show_common(&self.base.borrow());
        let state = self.state();
        self.what.set_value(names::name(state.what));
        self.values.set_value(&state.names().join(", "));
        self.refuse(false);
    }

    fn show(&self, body: SweepBody, _blocks: Vec<Block>) {
        self.drawing.take(body);
    }

    fn name(&self) -> String {
        names::name(self.state().what).to_owned()
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Sweep {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }

    /// Takes the playground's state, unless a sweep is under way.
    fn follow(&self) {
        let waits = match self.training.phase() {
            Phase::Idle | Phase::Finished | Phase::Failed => true,
            Phase::Paused => self.training.iteration() == 0,
            Phase::Running => false,
        };
        let now = base();
        let other = playground::undo::alike(&self.base.borrow(), &now);
        if waits && !other {
            *self.base.borrow_mut() = now;
            training::change(self, |_| {});
        }
    }

    /// Saves the graph.
    fn save(&self, file: &str) {
        let Some(svg) = self.drawing.picture(&self.state()) else {
            return;
        };
        if playground::save::picture(file, svg).is_err() {
            let language = redes_shell::text::language_of(&self.host);
            let message = language.text(words::PLAYGROUND_NOT_SAVED);
            dom::set_part_text(&self.host, "done", message);
        }
    }

    fn set_values(&self, text: &str) {
        let mut state = self.state().clone();
        let text = text.replace(' ', "");
        let known = links::Keyed::take(&mut state, "values", Some(&text));
        match known {
            true => training::change(self, |now| now.values = state.values),
            false => self.refuse(true),
        }
    }

    fn refuse(&self, refused: bool) {
        let invalid = if refused { "true" } else { "false" };
        dom::set_attribute(&self.values, "aria-invalid", invalid);
        dom::hide_part(&self.host, "values-error", !refused);
        let language = redes_shell::text::language_of(&self.host);
        let usual = self.state().what.usual().replace(',', ", ");
        let message = language.fill(words::SWEEP_VALUES_REFUSED, &[("form", &usual)]);
        if let Ok(error) = part::<Element>(&self.host, "values-error") {
            dom::set_text(&error, &message);
        }
    }
}
