//! Gradient descent on a curve or a surface: let go of a ball and see where it comes to rest.

mod draw;
mod frame;
pub mod link;
pub mod markup;
mod picture;
mod relief;

use std::cell::{Cell, RefCell};

use redes_lessons::{cost_landscape::Point, descent::Descent as Walk};
use redes_sheet::decimal;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use self::{
    draw::Scene,
    link::{RATE, SPEEDS, START, State},
};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    drag::Touch,
    field::Field,
    mounted::{Mounted, Mounting},
};

/// Steps at most in a frame: after a pause of the browser's the ball doesn't leap.
const LEAP: u64 = 16;

struct Inner {
    host: HtmlElement,
    state: RefCell<State>,
    walk: RefCell<Walk>,
    scene: Scene,
    fields: Vec<Field>,
    /// When the ball began to roll, and how many steps ago; or it rests.
    playing: Cell<Option<(f64, u64)>>,
    /// Whether the picture isn't that of the walk.
    stale: Cell<bool>,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "descent", markup::markup);
    let mut walk = Walk::new(state.settings()).map_err(|error| error.to_string())?;
    walk.run(state.at).map_err(|error| error.to_string())?;
    let fields: Result<Vec<Field>> = markup::fields()
        .into_iter()
        .enumerate()
        .map(|(place, spec)| {
            let set = move |inner: &Inner, value| inner.set(place, value);
            mounting.field(spec, 0.0, set)
        })
        .collect();
    let inner = Inner {
        host: host.clone(),
        state: RefCell::new(state),
        walk: RefCell::new(walk),
        scene: Scene::new(host, mounting.language)?,
        fields: fields?,
        playing: Cell::new(None),
        stale: Cell::new(true),
        frame: mounting.frame(Inner::draw),
    };
    let picture: HtmlElement = part(host, "picture")?;
    mounting.on(host, "click", Inner::clicked)?;
    mounting.on(host, "input", Inner::moved)?;
    mounting.on(host, "change", |inner, _| inner.rest())?;
    mounting.on(&picture, "keydown", Inner::key)?;
    mounting.drag(&picture, Inner::pull)?;
    mounting.watch(Inner::refresh)?;
    let (inner, mounted) = mounting.done(inner);
    inner.show();
    inner.rest();
    Ok(mounted)
}

impl Inner {
    /// Fields, choices and picture are those of the state.
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
            // What is being written elsewhere is let be.
            if field.value() != value {
                field.set(value);
            }
        }
        self.scene.choices(&state);
        self.refresh();
    }

    fn refresh(&self) {
        self.stale.set(true);
        self.frame.request();
    }

    /// If nothing moves, the address and the words are brought up to date.
    fn rest(&self) {
        if self.playing.get().is_some() {
            return;
        }
        let walk = self.walk.borrow();
        let mut state = self.state.borrow_mut();
        state.at = walk.steps();
        address::write(&self.host, &*state);
        self.scene.describe(&walk);
    }

    /// Another walk, from its start; it goes on if one was going on.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        self.begin();
        self.show();
        if self.playing.get().is_some() {
            self.playing.set(Some((dom::now(), 0)));
        }
    }

    /// Back to the start.
    fn begin(&self) {
        // The state's numbers are checked: a walk can always be made of them.
        if let Ok(walk) = Walk::new(self.state.borrow().settings()) {
            *self.walk.borrow_mut() = walk;
        }
    }

    /// A number was written in a field.
    fn set(&self, place: usize, value: f64) {
        self.change(|state| match place {
            0 => state.rate = value,
            1 => state.momentum = value,
            2 | 3 => state.start[place - 2] = value,
            4 => state.epsilon = value,
            _ => state.iterations = value as u64,
        });
        self.rest();
    }

    /// A slider was moved.
    fn moved(&self, event: &Event) {
        let name = dom::attribute_of(event, "data-ref");
        let value = dom::value_of(event).and_then(|text| decimal::parse(&text));
        let Some(value) = value else { return };
        match name.as_deref() {
            Some("rate-dial") => {
                // Two figures: 0.1, 0.11, 0.12.
                let rate = decimal::scientific(10_f64.powf(value / 100.0), 1);
                let rate = decimal::parse(&rate).unwrap_or(0.1).clamp(RATE.0, RATE.1);
                self.change(|state| state.rate = rate);
            }
            Some("momentum-dial") => {
                self.change(|state| state.momentum = (value / 100.0).clamp(0.0, 1.0));
            }
            Some("speed") => {
                let place = (value.max(0.0) as usize).min(SPEEDS.len() - 1);
                let mut state = self.state.borrow_mut();
                state.speed = place;
                self.scene.choices(&state);
                if self.playing.get().is_some() {
                    self.playing.set(Some((dom::now(), 0)));
                }
            }
            _ => {}
        }
    }

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

    /// The pointer holds the ball at its start; let go, it rolls.
    fn pull(&self, touch: Touch, across: f64, down: f64) {
        self.stop();
        let point = self.scene.picture.point(&self.walk.borrow(), across, down);
        if let Some(point) = point {
            self.start_at(point);
        }
        if touch == Touch::Up {
            self.play();
        }
    }

    /// Another start, in hundredths.
    fn start_at(&self, point: Point) {
        self.change(|state| {
            let flat = state.landscape.dimensions() == 1;
            let point = point.map(|value| (value.clamp(-START, START) * 100.0).round() / 100.0);
            state.start = if flat { [point[0], 0.0] } else { point };
        });
    }

    /// The arrows move the start, with the shift key further; Enter and the space bar let go.
    fn key(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let Some(settings) = self.state.try_borrow().ok().map(|state| state.settings()) else {
            return;
        };
        let [x, y] = settings.start;
        let (low, high, _) = link::view(settings.landscape);
        let step = (high - low) / if event.shift_key() { 20.0 } else { 120.0 };
        let point = match event.key().as_str() {
            "ArrowLeft" => [x - step, y],
            "ArrowRight" => [x + step, y],
            "ArrowUp" if settings.landscape.dimensions() == 2 => [x, y + step],
            "ArrowDown" if settings.landscape.dimensions() == 2 => [x, y - step],
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

    /// Goes on, or from the start again if the walk is over.
    fn play(&self) {
        if self.walk.borrow().end().is_some() {
            self.begin();
        }
        self.playing.set(Some((dom::now(), 0)));
        self.scene.running(true);
        self.refresh();
    }

    fn stop(&self) {
        if self.playing.take().is_some() {
            self.scene.running(false);
        }
    }

    /// Makes steps; answers whether the walk is over.
    fn forward(&self, steps: u64) -> bool {
        // A walk that was made can be walked.
        let end = self.walk.borrow_mut().run(steps);
        end.is_ok_and(|end| end.is_some())
    }

    fn draw(&self) {
        let mut over = false;
        if let Some((since, done)) = self.playing.get() {
            let rate = SPEEDS
                .get(self.state.borrow().speed)
                .copied()
                .unwrap_or(1.0);
            let due = ((dom::now() - since) / 1000.0 * rate) as u64;
            let steps = due.saturating_sub(done).min(LEAP);
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
            self.scene.draw(&self.walk.borrow());
        }
        if over {
            self.rest();
        }
    }
}
