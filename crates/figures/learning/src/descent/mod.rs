//! Gradient descent on a curve or a surface: a ball is let go and rolls down step by step.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;
mod pen;
pub mod plane;
pub mod relief;
pub mod sentences;

use std::cell::{Cell, RefCell};

use redes_lessons::{cost_landscape::Point, descent::Descent as Walk};
use redes_sheet::decimal;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use self::{
    draw::Drawing,
    link::{SPEEDS, State},
};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    drag::Touch,
    field::Field,
    mounted::{Mounted, Mounting},
};

/// The figure in its element.
struct Descent {
    host: HtmlElement,
    state: RefCell<State>,
    walk: RefCell<Walk>,
    drawing: Drawing,
    fields: Vec<Field>,
    /// When the ball began to roll, and how many steps it has made since; `None` while it rests.
    playing: Cell<Option<(f64, u64)>>,
    /// Whether the page still shows an older walk.
    stale: Cell<bool>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "descent", markup::markup);
    let walk = numbers::walk(&state).map_err(|error| error.to_string())?;
    let fields: Result<Vec<Field>> = markup::fields()
        .into_iter()
        .enumerate()
        .map(|(place, spec)| {
            let set = move |figure: &Descent, value| figure.set(place, value);
            mounting.field(spec, 0.0, set)
        })
        .collect();
    let figure = Descent {
        host: host.clone(),
        state: RefCell::new(state),
        walk: RefCell::new(walk),
        drawing: Drawing::new(host, mounting.language)?,
        fields: fields?,
        playing: Cell::new(None),
        stale: Cell::new(true),
        frame: mounting.frame(Descent::draw),
    };
    let picture: HtmlElement = part(host, "picture")?;
    mounting.on(host, "click", Descent::clicked)?;
    mounting.on(host, "input", Descent::moved)?;
    mounting.on(host, "change", |figure, _| figure.rest())?;
    mounting.on(&picture, "keydown", Descent::key)?;
    mounting.drag(&picture, Descent::pull)?;
    mounting.watch(Descent::refresh)?;
    let (figure, mounted) = mounting.done(figure);
    figure.show();
    figure.rest();
    Ok(mounted)
}

impl Descent {
    /// Brings fields, choices and, at the next frame, the picture up to date.
    fn show(&self) {
        let state = self.state.borrow();
        let values = [
            state.rate,
            state.momentum,
            state.start[0],
            state.start[1],
            state.epsilon,
            state.iterations as f64,
        ];
        for (field, value) in self.fields.iter().zip(values) {
            // A field with the right value may hold text that is being written: it is left alone.
            if field.value() != value {
                field.set(value);
            }
        }
        self.drawing.choices(&state);
        self.refresh();
    }

    /// Draws at the next frame.
    fn refresh(&self) {
        self.stale.set(true);
        self.frame.request();
    }

    /// Brings address and sentences up to date, unless the ball rolls.
    fn rest(&self) {
        if self.playing.get().is_some() {
            return;
        }
        let walk = self.walk.borrow();
        let mut state = self.state.borrow_mut();
        state.at = walk.steps();
        address::write(&self.host, &*state);
        self.drawing.describe(&walk);
    }

    /// Changes the state and walks from the start again; a rolling ball rolls on.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        self.begin();
        self.show();
        if self.playing.get().is_some() {
            self.playing.set(Some((dom::now(), 0)));
        }
    }

    /// Puts the ball back at its start.
    fn begin(&self) {
        // The state's numbers are in their ranges, so this never fails.
        if let Ok(walk) = Walk::new(self.state.borrow().settings()) {
            *self.walk.borrow_mut() = walk;
        }
    }

    /// Stores the number that was written in the field at a place of [`markup::fields`].
    fn set(&self, place: usize, value: f64) {
        self.change(|state| match place {
            0 => state.rate = value,
            1 => state.momentum = value,
            2 => state.start[0] = value,
            3 => state.start[1] = value,
            4 => state.epsilon = value,
            _ => state.iterations = value as u64,
        });
        self.rest();
    }

    /// Takes a slider's new value.
    fn moved(&self, event: &Event) {
        let name = dom::attribute_of(event, "data-ref");
        let value = dom::value_of(event).and_then(|text| decimal::parse(&text));
        let Some(value) = value else { return };
        match name.as_deref() {
            Some("rate-dial") => self.change(|state| state.rate = numbers::rate_at(value)),
            Some("momentum-dial") => {
                self.change(|state| state.momentum = (value / 100.0).clamp(0.0, 1.0));
            }
            Some("speed") => {
                let place = (value.max(0.0) as usize).min(SPEEDS.len() - 1);
                let mut state = self.state.borrow_mut();
                state.speed = place;
                self.drawing.choices(&state);
                if self.playing.get().is_some() {
                    self.playing.set(Some((dom::now(), 0)));
                }
            }
            _ => {}
        }
    }

    /// Acts on a button.
    fn clicked(&self, event: &Event) {
        if let Some(name) = dom::attribute_of(event, "data-landscape") {
            if let Some(landscape) = link::read_landscape(&name) {
                self.stop();
                self.change(|state| *state = State::usual(landscape));
                self.rest();
            }
            return;
        }
        match dom::attribute_of(event, "data-ref").as_deref() {
            Some("play") => self.play_or_pause(),
            Some("step") => {
                self.stop();
                self.forward(1);
                self.refresh();
                self.rest();
            }
            Some("reset") => {
                self.stop();
                self.change(|_| {});
                self.rest();
            }
            Some("usual") => {
                self.stop();
                for field in &self.fields {
                    field.set(field.value());
                }
                self.change(|state| *state = State::usual(state.landscape));
                self.rest();
            }
            _ => {}
        }
    }

    /// Moves the start with the pointer; when the pointer is lifted, the ball rolls.
    fn pull(&self, touch: Touch, across: f64, down: f64) {
        self.stop();
        let point = self.drawing.point(&self.walk.borrow(), across, down);
        if let Some(point) = point {
            self.start_at(point);
        }
        if touch == Touch::Up {
            self.play();
        }
    }

    /// Takes another start.
    fn start_at(&self, point: Point) {
        self.change(|state| state.start = numbers::start(state.landscape, point));
    }

    /// The arrow keys move the start, with the shift key further; Enter and the space bar let go.
    fn key(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let State {
            landscape, start, ..
        } = *self.state.borrow();
        let [x, y] = start;
        let step = numbers::stride(landscape, event.shift_key());
        let point = match event.key().as_str() {
            "ArrowLeft" => [x - step, y],
            "ArrowRight" => [x + step, y],
            "ArrowUp" if landscape.dimensions() == 2 => [x, y + step],
            "ArrowDown" if landscape.dimensions() == 2 => [x, y - step],
            "Enter" | " " => {
                event.prevent_default();
                return self.play_or_pause();
            }
            _ => return,
        };
        event.prevent_default();
        self.stop();
        self.start_at(point);
        self.rest();
    }

    fn play_or_pause(&self) {
        if self.playing.get().is_some() {
            self.stop();
            self.rest();
        } else {
            self.play();
        }
    }

    /// Lets the ball roll on; where the walk is over, from the start.
    fn play(&self) {
        if self.walk.borrow().end().is_some() {
            self.begin();
        }
        self.playing.set(Some((dom::now(), 0)));
        self.drawing.running(true);
        self.refresh();
    }

    /// Stops the ball where it is.
    fn stop(&self) {
        if self.playing.take().is_some() {
            self.drawing.running(false);
        }
    }

    /// Makes steps and returns whether the walk is over.
    fn forward(&self, steps: u64) -> bool {
        let end = self.walk.borrow_mut().run(steps);
        end.is_ok_and(|end| end.is_some())
    }

    /// One frame: the steps that are due, and the picture where it is stale.
    fn draw(&self) {
        let mut over = false;
        if let Some((since, done)) = self.playing.get() {
            let due = numbers::due(&self.state.borrow(), dom::now() - since);
            let steps = numbers::steps_now(due, done);
            over = self.forward(steps);
            if steps > 0 {
                self.stale.set(true);
            }
            self.playing.set(Some((since, due)));
            if over {
                self.stop();
            } else {
                self.frame.request();
            }
        }
        if self.stale.take() {
            self.drawing.draw(&self.walk.borrow());
        }
        if over {
            self.rest();
        }
    }
}
