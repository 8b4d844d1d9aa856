//! A filter of 3 x 3 weights that slides over a digit, and what it leaves behind.

mod draw;
pub mod link;
mod markup;
mod numbers;

use std::cell::{Cell, RefCell};

use redes_core::layer::Padding;
use redes_data::samples;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use self::{
    draw::{GRID, MARGIN, Scene},
    link::{KERNELS, Pool, SIDE, SPEEDS, State, read_weight},
    numbers::Model,
};
use crate::words;
use redes_shell::{
    address, choice,
    dom::{self, Frame, Result, part},
    drag::Touch,
    mounted::{Mounted, Mounting},
    plot::cells,
    text::Language,
};

struct Inner {
    host: HtmlElement,
    language: Language,
    state: RefCell<State>,
    model: RefCell<Model>,
    /// Which places of the map have been filled.
    shown: RefCell<Vec<bool>>,
    scene: Scene,
    /// When the filter began to move by itself, and how many windows ago; or it rests.
    playing: Cell<Option<(f64, u64)>>,
    /// Whether the pointer changes pixels and does not move the window.
    painting: Cell<bool>,
    /// What the pointer leaves while it is pressed.
    ink: Cell<bool>,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "filter", markup::markup);
    let model = Model::new(&state).map_err(|error| error.to_string())?;
    let inner = Inner {
        host: host.clone(),
        language: mounting.language,
        shown: RefCell::new(vec![true; model.map.len()]),
        state: RefCell::new(state),
        model: RefCell::new(model),
        scene: Scene::new(host, mounting.language)?,
        playing: Cell::new(None),
        painting: Cell::new(false),
        ink: Cell::new(false),
        frame: mounting.frame(Inner::draw),
    };
    let image: HtmlElement = part(host, "image")?;
    let map: HtmlElement = part(host, "map")?;
    mounting.on(host, "click", Inner::clicked)?;
    mounting.on(host, "change", Inner::changed)?;
    mounting.on(host, "input", Inner::moved)?;
    mounting.on(host, "keydown", Inner::enter)?;
    mounting.on(&image, "keydown", Inner::key)?;
    mounting.drag(&image, Inner::over_image)?;
    mounting.drag(&map, Inner::over_map)?;
    mounting.watch(|inner| inner.frame.request())?;
    choice::show(host, "mode", "move");
    let (inner, mounted) = mounting.done(inner);
    inner.show();
    Ok(mounted)
}

fn number_of(button: &Element, name: &str) -> Option<usize> {
    button.get_attribute(name)?.parse().ok()
}

impl Inner {
    /// Shows the state as it is, and says so.
    fn show(&self) {
        let (state, model) = (self.state.borrow(), self.model.borrow());
        self.scene.choices(&state, &model);
        self.frame.request();
        drop((state, model));
        self.rest();
    }

    /// Nothing moves: the address and the words are up to date.
    fn rest(&self) {
        let state = self.state.borrow();
        address::write(&self.host, &*state);
        self.scene
            .describe(&state, &self.model.borrow(), &self.shown.borrow());
    }

    /// Another image, filter or way of sliding: the window stays where it was in the image, the map is complete.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        self.stop();
        {
            let mut state = self.state.borrow_mut();
            let corner = self.model.borrow().sweep.corner(state.at[0], state.at[1]);
            edit(&mut state);
            state.at = state.window_at(corner);
        }
        self.compute();
    }

    fn compute(&self) {
        // The state's sizes are checked: a network of them can be built.
        let model = Model::new(&self.state.borrow());
        if let Ok(model) = model {
            *self.shown.borrow_mut() = vec![true; model.map.len()];
            *self.model.borrow_mut() = model;
        }
        self.show();
    }

    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let named = |name: &str| button.get_attribute(name);
        match named("data-ref").as_deref() {
            Some("play") if self.playing.get().is_some() => {
                self.stop();
                return self.rest();
            }
            Some("play") => return self.play(),
            Some("step") => return self.step_once(),
            Some("reset") => {
                self.stop();
                *self.state.borrow_mut() = State::default();
                return self.compute();
            }
            _ => {}
        }
        if let Some(digit) = number_of(&button, "data-digit") {
            self.change(|state| {
                state.digit = digit as u8;
                state.changes.clear();
            });
        } else if let Some(name) = named("data-kernel") {
            if let Some((_, kernel)) = KERNELS.iter().find(|(known, _)| *known == name) {
                self.change(|state| state.kernel = *kernel);
            }
        } else if let Some(stride) = number_of(&button, "data-stride") {
            self.change(|state| state.stride = stride);
        } else if let Some(name) = named("data-padding") {
            let padding = match name.as_str() {
                "same" => Padding::Same,
                _ => Padding::Valid,
            };
            self.change(|state| state.padding = padding);
        } else if let Some(name) = named("data-pool") {
            let pool = Pool::ALL.into_iter().find(|pool| pool.name() == name);
            self.change(|state| state.pool = pool.unwrap_or(Pool::None));
        } else if let Some(mode) = named("data-mode") {
            self.painting.set(mode == "paint");
            choice::show(&self.host, "mode", &mode);
        }
    }

    /// A weight was written.
    fn changed(&self, event: &Event) {
        let target = event.target();
        let Some(input) = target
            .as_ref()
            .and_then(JsCast::dyn_ref::<HtmlInputElement>)
        else {
            return;
        };
        let Some(index) = number_of(input, "data-weight") else {
            return;
        };
        let weight = read_weight(&input.value());
        let bad = if weight.is_some() { "false" } else { "true" };
        dom::set_attribute(input, "aria-invalid", bad);
        dom::hide_part(&self.host, "weight-error", weight.is_some());
        if let Some(weight) = weight {
            self.change(|state| {
                if let Some(place) = state.kernel.get_mut(index) {
                    *place = weight;
                }
            });
        }
    }

    /// The speed's slider was moved.
    fn moved(&self, event: &Event) {
        let target = event.target();
        let target = target.as_ref().and_then(JsCast::dyn_ref::<Element>);
        if target
            .and_then(|target| target.get_attribute("data-ref"))
            .as_deref()
            != Some("speed")
        {
            return;
        }
        let place = dom::value_of(event).and_then(|text| text.parse::<usize>().ok());
        if let Some(place) = place.filter(|place| *place < SPEEDS.len()) {
            self.state.borrow_mut().speed = place;
            if self.playing.get().is_some() {
                self.playing.set(Some((dom::now(), 0)));
            }
            let (state, model) = (self.state.borrow(), self.model.borrow());
            self.scene.choices(&state, &model);
            address::write(&self.host, &*state);
        }
    }

    /// Enter says "done" as leaving the field does.
    fn enter(&self, event: &Event) {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        let target = event.target();
        let input = target
            .as_ref()
            .and_then(JsCast::dyn_ref::<HtmlInputElement>);
        if let (Some("Enter"), Some(input)) = (key.as_deref(), input) {
            let _ = input.blur();
        }
    }

    /// The arrows move the window, the space bar changes the pixel in its middle.
    fn key(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let at = self.state.borrow().at;
        let windows = self.model.borrow().windows();
        let [row, column] = at;
        let next = match event.key().as_str() {
            "ArrowUp" => [row.saturating_sub(1), column],
            "ArrowDown" => [row + 1, column],
            "ArrowLeft" => [row, column.saturating_sub(1)],
            "ArrowRight" => [row, column + 1],
            "Home" => [row, 0],
            "End" => [row, windows[1] - 1],
            " " | "Enter" => {
                event.prevent_default();
                return self.flip();
            }
            _ => return,
        };
        event.prevent_default();
        self.move_to([next[0].min(windows[0] - 1), next[1].min(windows[1] - 1)]);
        self.rest();
    }

    /// Changes the pixel in the middle of the window.
    fn flip(&self) {
        let at = self.state.borrow().at;
        let corner = self.model.borrow().sweep.corner(at[0], at[1]);
        let middle = corner.map(|place| (place + 1).clamp(0, SIDE as isize - 1) as usize);
        let dark = self.is_dark(middle);
        self.paint(middle, !dark);
        self.rest();
    }

    fn is_dark(&self, [row, column]: [usize; 2]) -> bool {
        let model = self.model.borrow();
        model
            .image
            .get(row * SIDE + column)
            .is_some_and(|ink| *ink >= 128.0)
    }

    fn paint(&self, [row, column]: [usize; 2], ink: bool) {
        let place = row * SIDE + column;
        self.stop();
        let shown = self.shown.borrow().clone();
        {
            let mut state = self.state.borrow_mut();
            let original = samples::digit(state.digit).get(place).copied();
            state.change_pixel(place, ink, original.unwrap_or_default());
        }
        let model = Model::new(&self.state.borrow());
        if let Ok(model) = model {
            *self.model.borrow_mut() = model;
            *self.shown.borrow_mut() = shown;
        }
        self.frame.request();
    }

    /// The pointer on the image moves the window, or changes pixels.
    fn over_image(&self, touch: Touch, across: f64, down: f64) {
        let [row, column] = cells::at([GRID, GRID], across, down);
        if self.painting.get() {
            let inside = [row, column].map(|at| at.wrapping_sub(MARGIN));
            if inside.iter().all(|at| *at < SIDE) {
                if touch == Touch::Down {
                    self.ink.set(!self.is_dark(inside));
                }
                if self.is_dark(inside) != self.ink.get() {
                    self.paint(inside, self.ink.get());
                }
            }
        } else {
            // The window's middle follows the pointer.
            let corner = [row, column].map(|at| at as isize - MARGIN as isize - 1);
            let at = self.state.borrow().window_at(corner);
            self.move_to(at);
        }
        if touch == Touch::Up {
            self.rest();
        }
    }

    fn over_map(&self, touch: Touch, across: f64, down: f64) {
        let windows = self.model.borrow().windows();
        self.move_to(cells::at(windows, across, down));
        if touch == Touch::Up {
            self.rest();
        }
    }

    /// Puts the window somewhere; the place of the map under it is filled.
    fn move_to(&self, at: [usize; 2]) {
        self.stop();
        self.fill(at);
        self.frame.request();
    }

    fn fill(&self, at: [usize; 2]) {
        let [_, columns] = self.model.borrow().windows();
        self.state.borrow_mut().at = at;
        if let Some(shown) = self.shown.borrow_mut().get_mut(at[0] * columns + at[1]) {
            *shown = true;
        }
    }

    /// The window's number among the windows, and how many there are.
    fn place(&self) -> (usize, usize) {
        let [rows, columns] = self.model.borrow().windows();
        let [row, column] = self.state.borrow().at;
        (row * columns + column, rows * columns)
    }

    /// Goes on from where the window is; a map that is complete begins anew.
    fn play(&self) {
        if self.shown.borrow().iter().all(|known| *known) {
            self.shown.borrow_mut().fill(false);
            self.fill([0, 0]);
        }
        self.playing.set(Some((dom::now(), 0)));
        self.scene.running(true);
        self.scene.say(self.language.text(words::FILTER_SLIDING));
        self.frame.request();
    }

    fn stop(&self) {
        if self.playing.take().is_some() {
            self.scene.running(false);
        }
    }

    fn step_once(&self) {
        self.stop();
        if self.shown.borrow().iter().all(|known| *known) {
            self.shown.borrow_mut().fill(false);
            self.fill([0, 0]);
        } else {
            self.forward(1);
        }
        self.frame.request();
        self.rest();
    }

    /// Moves on by so many windows, from the last one to the first; answers whether the map is complete.
    fn forward(&self, steps: u64) -> bool {
        let [_, columns] = self.model.borrow().windows();
        for _ in 0..steps {
            let (place, count) = self.place();
            let next = (place + 1) % count.max(1);
            self.fill([next / columns, next % columns]);
            if self.shown.borrow().iter().all(|known| *known) {
                return true;
            }
        }
        false
    }

    fn draw(&self) {
        let mut finished = false;
        if let Some((since, done)) = self.playing.get() {
            let rate = SPEEDS.get(self.state.borrow().speed).copied();
            let due = ((dom::now() - since) / 1000.0 * rate.unwrap_or(1.0)) as u64;
            // After a pause of the browser's the filter doesn't leap.
            let steps = due.saturating_sub(done).min(16);
            finished = self.forward(steps);
            self.playing.set(Some((since, due)));
            if finished {
                self.stop();
            } else {
                self.frame.request();
            }
        }
        self.scene.draw(
            &self.state.borrow(),
            &self.model.borrow(),
            &self.shown.borrow(),
        );
        if finished {
            self.rest();
        }
    }
}
