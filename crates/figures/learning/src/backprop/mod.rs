//! Backpropagation by numbers: two inputs, two hidden neurons, one output, in five beats.

mod draw;
pub mod formulas;
pub mod link;
pub mod markup;
pub mod mathml;
pub mod network;
pub mod numbers;
pub mod sentences;

use std::cell::{Cell, RefCell};

use web_sys::{Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{Beat, STEPS, State},
    numbers::Numbers,
    sentences::News,
};
use redes_shell::{
    address,
    dom::{self, Frame, Result},
    field::Field,
    mounted::{Mounted, Mounting},
};

/// How long each beat is shown while they play by themselves, in milliseconds.
const BEAT: f64 = 3_000.0;
/// How many changes can be taken back.
const HISTORY: usize = 200;

/// The figure in its element.
struct Backprop {
    host: HtmlElement,
    state: RefCell<State>,
    numbers: RefCell<Numbers>,
    drawing: Drawing,
    fields: Vec<Field>,
    /// The states before each change, the last one last.
    history: RefCell<Vec<State>>,
    /// When the current beat began, while the beats play.
    playing: Cell<Option<f64>>,
    /// Whether the page still shows an older state.
    stale: Cell<bool>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, mut state) = Mounting::new::<State>(host, "backprop", markup::markup);
    let numbers = Numbers::new(&state).map_err(|error| error.to_string())?;
    state.done = numbers.made;
    let values = markup::values(&state, &numbers.parameters());
    let fields: Result<Vec<Field>> = markup::fields()
        .into_iter()
        .zip(values)
        .enumerate()
        .map(|(place, (spec, value))| {
            let set = move |figure: &Backprop, value| figure.set(place, value);
            mounting.field(spec, value, set)
        })
        .collect();
    let figure = Backprop {
        host: host.clone(),
        state: RefCell::new(state),
        numbers: RefCell::new(numbers),
        drawing: Drawing::new(host, mounting.language)?,
        fields: fields?,
        history: RefCell::default(),
        playing: Cell::new(None),
        stale: Cell::new(true),
        frame: mounting.frame(Backprop::draw),
    };
    mounting.on(host, "click", Backprop::clicked)?;
    mounting.on(host, "change", Backprop::changed)?;
    mounting.on(host, "pointerover", Backprop::pointed)?;
    let (figure, mounted) = mounting.done(figure);
    figure.show(News::Changed);
    Ok(mounted)
}

impl Backprop {
    /// Brings fields, address, sentences and, at the next frame, the drawing up to date.
    fn show(&self, news: News) {
        let (state, numbers) = (self.state.borrow(), self.numbers.borrow());
        // The fields show rounded numbers; the network keeps all decimals.
        let values = markup::values(&state, &numbers.parameters());
        for (field, value) in self.fields.iter().zip(values.map(numbers::rounded)) {
            // A field with the right value may hold text that is being written: it is left alone.
            if field.value() != value {
                field.set(value);
            }
        }
        address::write(&self.host, &*state);
        let undo = !self.history.borrow().is_empty();
        self.drawing.describe(&state, &numbers, undo, news);
        self.stale.set(true);
        self.frame.request();
    }

    /// Stores the state, so that the next change can be taken back.
    fn remember(&self) {
        let mut history = self.history.borrow_mut();
        if history.len() >= HISTORY {
            history.remove(0);
        }
        history.push(self.state.borrow().clone());
    }

    /// Changes the network or the example. The parameters stay as learned; the count of steps starts at 0.
    fn edit(&self, edit: impl FnOnce(&mut State)) {
        self.remember();
        {
            let mut state = self.state.borrow_mut();
            state.w = self.numbers.borrow().parameters();
            state.done = 0;
            edit(&mut state);
        }
        self.compute(News::Changed);
    }

    /// Computes all numbers of the state again.
    fn compute(&self, news: News) {
        // The sizes are fixed and every number is finite, so this never fails.
        if let Ok(numbers) = Numbers::new(&self.state.borrow()) {
            *self.numbers.borrow_mut() = numbers;
        }
        self.show(news);
    }

    /// Stores the number that was written in the field at a place of [`markup::FIELDS`].
    fn set(&self, place: usize, value: f64) {
        self.stop();
        self.edit(|state| match place {
            9 => state.x[0] = value,
            10 => state.x[1] = value,
            11 => state.y = value,
            12 => state.rate = value,
            place => {
                if let Some(w) = state.w.get_mut(place) {
                    *w = value;
                }
            }
        });
    }

    /// Makes steps, until one would run away.
    fn descend(&self, steps: u64) {
        self.stop();
        self.remember();
        let made = {
            let mut numbers = self.numbers.borrow_mut();
            let made = numbers.descend(&mut self.state.borrow_mut(), steps);
            made.unwrap_or_default()
        };
        if made == 0 {
            self.history.borrow_mut().pop();
        }
        self.show(if made < steps {
            News::RanAway(made)
        } else {
            News::Stepped(made)
        });
    }

    /// Takes the last change back; the beat and h stay.
    fn undo(&self) {
        self.stop();
        let before = self.history.borrow_mut().pop();
        if let Some(mut before) = before {
            before.beat = self.state.borrow().beat;
            before.h = self.state.borrow().h;
            *self.state.borrow_mut() = before;
            self.compute(News::Changed);
        }
    }

    /// Shows a beat.
    fn go_to(&self, beat: Beat) {
        self.state.borrow_mut().beat = beat;
        self.show(News::Changed);
    }

    /// Stops the beats that play by themselves.
    fn stop(&self) {
        if self.playing.take().is_some() {
            self.drawing.running(false);
        }
    }

    /// Plays from this beat to the last; at the last one, from the first.
    fn play(&self) {
        if self.state.borrow().beat == Beat::Step {
            self.go_to(Beat::Forward);
        }
        self.playing.set(Some(dom::now()));
        self.drawing.running(true);
        self.frame.request();
    }

    /// Acts on a button.
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
                    self.compute(News::Changed);
                }
                _ => {}
            }
        }
    }

    /// Takes the chosen h.
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
            let found = self.numbers.borrow_mut().check(&self.state.borrow());
            if found.is_ok() {
                self.show(News::Changed);
            }
        }
    }

    /// Marks the part of the drawing that the formula under the pointer is about.
    fn pointed(&self, event: &Event) {
        self.drawing
            .point_at(dom::attribute_of(event, "data-part").as_deref());
    }

    /// One frame: the next beat when its time has come, and the drawing where it is stale.
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
            self.drawing
                .draw(&self.state.borrow(), &self.numbers.borrow());
        }
    }
}
