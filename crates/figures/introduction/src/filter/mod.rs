//! A filter of 3 x 3 weights that slides over a digit, and the output map that it computes.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use std::cell::{Cell, RefCell};

use redes_core::layer::Padding;
use redes_data::samples;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use self::{
    draw::Drawing,
    link::{KERNELS, Pool, SIDE, SPEEDS, State, read_weight},
    numbers::{Filled, GRID, MARGIN, Numbers},
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

/// The figure on the page.
struct Filter {
    host: HtmlElement,
    language: Language,
    state: RefCell<State>,
    numbers: RefCell<Numbers>,
    /// Which places of the map are shown.
    filled: RefCell<Filled>,
    drawing: Drawing,
    /// While the filter slides by itself: when it began, in milliseconds, and how many windows it has moved since.
    playing: Cell<Option<(f64, u64)>>,
    /// Whether the pointer changes pixels instead of moving the window.
    painting: Cell<bool>,
    /// Whether the pressed pointer leaves ink.
    ink: Cell<bool>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "filter", markup::markup);
    let numbers = Numbers::new(&state).map_err(|error| error.to_string())?;
    let figure = Filter {
        host: host.clone(),
        language: mounting.language,
        filled: RefCell::new(Filled::complete(numbers.size())),
        state: RefCell::new(state),
        numbers: RefCell::new(numbers),
        drawing: Drawing::new(host, mounting.language)?,
        playing: Cell::new(None),
        painting: Cell::new(false),
        ink: Cell::new(false),
        frame: mounting.frame(Filter::draw),
    };
    let image: HtmlElement = part(host, "image")?;
    let map: HtmlElement = part(host, "map")?;
    mounting.on(host, "click", Filter::clicked)?;
    mounting.on(host, "change", Filter::changed)?;
    mounting.on(host, "input", Filter::moved)?;
    mounting.on(host, "keydown", Filter::enter)?;
    mounting.on(&image, "keydown", Filter::key)?;
    mounting.drag(&image, Filter::over_image)?;
    mounting.drag(&map, Filter::over_map)?;
    mounting.watch(|figure| figure.frame.request())?;
    choice::show(host, "mode", "move");
    let (figure, mounted) = mounting.done(figure);
    figure.show();
    Ok(mounted)
}

fn number_of(button: &Element, name: &str) -> Option<usize> {
    button.get_attribute(name)?.parse().ok()
}

impl Filter {
    /// Shows the whole state.
    fn show(&self) {
        let (state, numbers) = (self.state.borrow(), self.numbers.borrow());
        self.drawing.choices(&state, &numbers);
        self.frame.request();
        drop((state, numbers));
        self.rest();
    }

    /// Writes the address and the status line, once nothing moves.
    fn rest(&self) {
        let state = self.state.borrow();
        address::write(&self.host, &*state);
        self.drawing
            .describe(&state, &self.numbers.borrow(), &self.filled.borrow());
    }

    /// Edits the state. The window stays where it was in the image, and the map is complete.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        self.stop();
        {
            let mut state = self.state.borrow_mut();
            let corner = self
                .numbers
                .borrow()
                .windows
                .corner(state.at[0], state.at[1]);
            edit(&mut state);
            state.at = state.window_at(corner);
        }
        self.compute();
    }

    fn compute(&self) {
        // Links and buttons have only strides of which a network can be built.
        let numbers = Numbers::new(&self.state.borrow());
        if let Ok(numbers) = numbers {
            *self.filled.borrow_mut() = Filled::complete(numbers.size());
            *self.numbers.borrow_mut() = numbers;
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
                if let Some(slot) = state.kernel.get_mut(index) {
                    *slot = weight;
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
        let index = dom::value_of(event).and_then(|text| text.parse::<usize>().ok());
        if let Some(index) = index.filter(|index| *index < SPEEDS.len()) {
            self.state.borrow_mut().speed = index;
            if self.playing.get().is_some() {
                self.playing.set(Some((dom::now(), 0)));
            }
            let (state, numbers) = (self.state.borrow(), self.numbers.borrow());
            self.drawing.choices(&state, &numbers);
            address::write(&self.host, &*state);
        }
    }

    /// Enter ends the editing of a field.
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
        let key = event.key();
        if let " " | "Enter" = key.as_str() {
            event.prevent_default();
            return self.flip();
        }
        let (at, size) = (self.state.borrow().at, self.numbers.borrow().size());
        if let Some(next) = numbers::moved(at, &key, size) {
            event.prevent_default();
            self.move_to(next);
            self.rest();
        }
    }

    /// Changes the pixel in the middle of the window.
    fn flip(&self) {
        let at = self.state.borrow().at;
        let middle = self.numbers.borrow().middle(at);
        let dark = self.is_dark(middle);
        self.paint(middle, !dark);
        self.rest();
    }

    fn is_dark(&self, pixel: [usize; 2]) -> bool {
        self.numbers.borrow().is_dark(pixel)
    }

    /// Changes a pixel. The map shows the same places as before.
    fn paint(&self, [row, column]: [usize; 2], ink: bool) {
        let index = row * SIDE + column;
        self.stop();
        {
            let mut state = self.state.borrow_mut();
            let original = samples::digit(state.digit).get(index).copied();
            state.change_pixel(index, ink, original.unwrap_or_default());
        }
        let numbers = Numbers::new(&self.state.borrow());
        if let Ok(numbers) = numbers {
            *self.numbers.borrow_mut() = numbers;
        }
        self.frame.request();
    }

    /// The pointer is pressed on the image: it moves the window or changes pixels.
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
        let size = self.numbers.borrow().size();
        self.move_to(cells::at(size, across, down));
        if touch == Touch::Up {
            self.rest();
        }
    }

    /// Moves the window, and shows the place of the map under it.
    fn move_to(&self, at: [usize; 2]) {
        self.stop();
        self.state.borrow_mut().at = at;
        self.filled.borrow_mut().fill(at);
        self.frame.request();
    }

    /// Moves on by `steps` windows; returns whether the map is complete now.
    fn advance(&self, steps: u64) -> bool {
        let (mut state, mut filled) = (self.state.borrow_mut(), self.filled.borrow_mut());
        state.at = filled.advance(state.at, steps);
        filled.is_complete()
    }

    /// Empties a complete map and moves the window to its start; returns whether it was complete.
    fn restart(&self) -> bool {
        let mut filled = self.filled.borrow_mut();
        let complete = filled.is_complete();
        if complete {
            filled.restart();
            self.state.borrow_mut().at = [0, 0];
        }
        complete
    }

    /// Slides on from where the window is; a complete map begins again.
    fn play(&self) {
        self.restart();
        self.playing.set(Some((dom::now(), 0)));
        self.drawing.running(true);
        self.drawing.say(self.language.text(words::FILTER_SLIDING));
        self.frame.request();
    }

    fn stop(&self) {
        if self.playing.take().is_some() {
            self.drawing.running(false);
        }
    }

    fn step_once(&self) {
        self.stop();
        if !self.restart() {
            self.advance(1);
        }
        self.frame.request();
        self.rest();
    }

    fn draw(&self) {
        let mut finished = false;
        if let Some((since, done)) = self.playing.get() {
            let rate = SPEEDS.get(self.state.borrow().speed).copied();
            let due = ((dom::now() - since) / 1000.0 * rate.unwrap_or(1.0)) as u64;
            // Where the browser has paused the page, the filter goes on without a leap.
            let steps = due.saturating_sub(done).min(16);
            finished = self.advance(steps);
            self.playing.set(Some((since, due)));
            if finished {
                self.stop();
            } else {
                self.frame.request();
            }
        }
        self.drawing.draw(
            &self.state.borrow(),
            &self.numbers.borrow(),
            &self.filled.borrow(),
        );
        if finished {
            self.rest();
        }
    }
}
