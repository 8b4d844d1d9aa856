//! Backpropagation by numbers: two inputs, two hidden neurons, one output, in five beats.

mod draw;
mod drawing;
mod formulas;
mod gradients;
pub mod link;
mod markup;
mod maths;
mod notation;
mod numbers;

use std::cell::{Cell, RefCell};

use web_sys::{Event, HtmlElement};

use self::{
    draw::{Said, Scene},
    link::{Beat, DONE, STEPS, State},
    numbers::Model,
};
use redes_shell::{
    address,
    dom::{self, Frame, Result},
    field::Field,
    mounted::{Mounted, Mounting},
};

/// How long a beat stands when they play through, in milliseconds.
const BEAT: f64 = 3_000.0;
/// Changes that can be taken back.
const HISTORY: usize = 200;

struct Inner {
    host: HtmlElement,
    state: RefCell<State>,
    model: RefCell<Model>,
    scene: Scene,
    fields: Vec<Field>,
    /// The states before each change, the last one last.
    history: RefCell<Vec<State>>,
    /// When the beat began that plays, if they do.
    playing: Cell<Option<f64>>,
    stale: Cell<bool>,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, mut state) = Mounting::new::<State>(host, "backprop", markup::markup);
    let model = Model::new(&state).map_err(|error| error.to_string())?;
    state.done = model.made;
    let values = markup::values(&state, &model.parameters());
    let fields: Result<Vec<Field>> = (0..markup::FIELDS.len())
        .map(|place| {
            let set = move |inner: &Inner, value| inner.set(place, value);
            mounting.field(markup::field(place), values[place], set)
        })
        .collect();
    let inner = Inner {
        host: host.clone(),
        state: RefCell::new(state),
        model: RefCell::new(model),
        scene: Scene::new(host, mounting.language)?,
        fields: fields?,
        history: RefCell::default(),
        playing: Cell::new(None),
        stale: Cell::new(true),
        frame: mounting.frame(Inner::draw),
    };
    mounting.on(host, "click", Inner::clicked)?;
    mounting.on(host, "change", Inner::changed)?;
    mounting.on(host, "pointerover", Inner::pointed)?;
    let (inner, mounted) = mounting.done(inner);
    inner.show(Said::State);
    Ok(mounted)
}

impl Inner {
    /// The page, the address and the words are those of the state.
    fn show(&self, said: Said) {
        let (state, model) = (self.state.borrow(), self.model.borrow());
        // Four decimals in the fields; the network keeps them all.
        let values = markup::values(&state, &model.parameters());
        for (field, value) in self.fields.iter().zip(values.map(draw::rounded)) {
            // What is being written elsewhere is let be.
            if field.value() != value {
                field.set(value);
            }
        }
        address::write(&self.host, &*state);
        let undo = !self.history.borrow().is_empty();
        self.scene.describe(&state, &model, undo, said);
        self.stale.set(true);
        self.frame.request();
    }

    fn remember(&self) {
        let mut history = self.history.borrow_mut();
        if history.len() >= HISTORY {
            history.remove(0);
        }
        history.push(self.state.borrow().clone());
    }

    /// Another network or example: what was learned stays, the count begins anew.
    fn edit(&self, edit: impl FnOnce(&mut State)) {
        self.remember();
        {
            let mut state = self.state.borrow_mut();
            state.w = self.model.borrow().parameters();
            state.done = 0;
            edit(&mut state);
        }
        self.compute(Said::State);
    }

    fn compute(&self, said: Said) {
        // A network of these sizes can always be built.
        if let Ok(model) = Model::new(&self.state.borrow()) {
            *self.model.borrow_mut() = model;
        }
        self.show(said);
    }

    /// A number was written in a field.
    fn set(&self, place: usize, value: f64) {
        self.stop();
        self.edit(|state| match place {
            9 | 10 => state.x[place - 9] = value,
            11 => state.y = value,
            12 => state.rate = value,
            place => {
                if let Some(w) = state.w.get_mut(place) {
                    *w = value;
                }
            }
        });
    }

    /// Makes steps.
    fn descend(&self, steps: u64) {
        self.stop();
        self.remember();
        let made = {
            let mut state = self.state.borrow_mut();
            let mut model = self.model.borrow_mut();
            let before = model.parameters();
            let made = model.descend(&state, steps).unwrap_or_default();
            if state.done + made > DONE {
                state.w = before;
                state.done = 0;
            }
            state.done += made;
            made
        };
        if made == 0 {
            self.history.borrow_mut().pop();
        }
        self.show(if made < steps {
            Said::RanAway(made)
        } else {
            Said::Made(made)
        });
    }

    fn undo(&self) {
        self.stop();
        let before = self.history.borrow_mut().pop();
        if let Some(mut before) = before {
            before.beat = self.state.borrow().beat;
            before.h = self.state.borrow().h;
            *self.state.borrow_mut() = before;
            self.compute(Said::State);
        }
    }

    fn go_to(&self, beat: Beat) {
        self.state.borrow_mut().beat = beat;
        self.show(Said::State);
    }

    fn stop(&self) {
        if self.playing.take().is_some() {
            self.scene.running(false);
        }
    }

    /// Plays from here to the last beat; from the last one, all of them.
    fn play(&self) {
        if self.state.borrow().beat == Beat::Step {
            self.go_to(Beat::Forward);
        }
        self.playing.set(Some(dom::now()));
        self.scene.running(true);
        self.frame.request();
    }

    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let number = |name: &str| {
            button
                .get_attribute(name)
                .and_then(|text| text.parse().ok())
        };
        let beside = |by: isize| {
            let beat = self.state.borrow().beat.number();
            Beat::of(beat.saturating_add_signed(by))
        };
        if let Some(beat) = number("data-beat").and_then(|beat: u64| Beat::of(beat as usize)) {
            self.stop();
            self.go_to(beat);
        } else if let Some(steps) = number("data-steps") {
            self.descend(steps);
        } else if let Some(name) = button.get_attribute("data-activation") {
            if let Some(activation) = link::read_activation(&name) {
                self.stop();
                self.edit(|state| state.activation = activation);
            }
        } else {
            match button.get_attribute("data-ref").as_deref() {
                Some("play") if self.playing.get().is_some() => self.stop(),
                Some("play") => self.play(),
                Some(name @ ("previous" | "next")) => {
                    self.stop();
                    if let Some(beat) = beside(if name == "next" { 1 } else { -1 }) {
                        self.go_to(beat);
                    }
                }
                Some("undo") => self.undo(),
                Some("reset") => {
                    self.stop();
                    self.history.borrow_mut().clear();
                    *self.state.borrow_mut() = State::default();
                    for field in &self.fields {
                        field.set(field.value());
                    }
                    self.compute(Said::State);
                }
                _ => {}
            }
        }
    }

    /// Another h was chosen.
    fn changed(&self, event: &Event) {
        if dom::attribute_of(event, "data-ref").as_deref() != Some("h") {
            return;
        }
        let chosen = dom::value_of(event);
        let place = STEPS
            .iter()
            .position(|(name, _)| chosen.as_deref() == Some(*name));
        if let Some(place) = place {
            self.state.borrow_mut().h = place;
            let found = self.model.borrow_mut().check(&self.state.borrow());
            if found.is_ok() {
                self.show(Said::State);
            }
        }
    }

    /// The pointer is on a formula: its part of the drawing is marked.
    fn pointed(&self, event: &Event) {
        self.scene
            .point_at(dom::attribute_of(event, "data-part").as_deref());
    }

    fn draw(&self) {
        if let Some(since) = self.playing.get() {
            let now = dom::now();
            if now - since >= BEAT {
                let next = Beat::of(self.state.borrow().beat.number() + 1);
                match next {
                    Some(beat) => {
                        self.playing.set(Some(now));
                        self.go_to(beat);
                    }
                    None => self.stop(),
                }
            }
            if self.playing.get().is_some() {
                self.frame.request();
            }
        }
        if self.stale.take() {
            self.scene.draw(&self.state.borrow(), &self.model.borrow());
        }
    }
}
