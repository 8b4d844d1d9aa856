//! Stacked layers: linear ones are a line together, and an activation between them bends it (thesis §2.1).

mod draw;
pub mod formula;
pub mod link;
pub mod markup;
pub mod numbers;

use std::cell::RefCell;

use web_sys::{Element, Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{State, Weights},
    numbers::Numbers,
};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    drag::Touch,
    field::Field,
    link::hundredths,
    mounted::{Mounted, Mounting},
};

/// The figure on the page.
struct Lines {
    host: HtmlElement,
    state: RefCell<State>,
    numbers: RefCell<Option<Numbers>>,
    drawing: Drawing,
    seed: Field,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "lines", markup::markup);
    let seed = f64::from(state.seed);
    let figure = Lines {
        host: host.clone(),
        state: RefCell::new(state),
        numbers: RefCell::default(),
        drawing: Drawing::new(host, mounting.language)?,
        seed: mounting.field(markup::seed_field(), seed, |figure: &Lines, seed| {
            figure.change(|state| state.seed = seed as u32);
        })?,
        frame: mounting.frame(Lines::draw),
    };
    let (x, width): (Element, Element) = (part(host, "x")?, part(host, "width")?);
    mounting.on(host, "click", Lines::clicked)?;
    mounting.on(&x, "input", |figure, event| {
        let x =
            dom::value_of(event).and_then(|text| hundredths(&text, &(-link::REACH..=link::REACH)));
        figure.move_to(x.unwrap_or_default());
    })?;
    mounting.on(&x, "change", |figure, _| figure.rest())?;
    mounting.on(&width, "input", |figure, event| {
        let width = dom::value_of(event).and_then(|text| text.parse().ok());
        figure.change(|state| state.width = width.unwrap_or(state.width));
    })?;
    for graph in figure.drawing.graphs() {
        let svg = graph.clone();
        mounting.drag(graph, move |figure: &Lines, touch, across, _| {
            figure.move_to(figure.drawing.x_at(&svg, across));
            if touch == Touch::Up {
                figure.rest();
            }
        })?;
    }
    mounting.watch(|figure| figure.frame.request())?;
    let (figure, mounted) = mounting.done(figure);
    figure.change(|_| {});
    Ok(mounted)
}

impl Lines {
    /// Edits the state, and shows the new stack.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        let state = self.state.borrow();
        // Links and controls have only sizes of which a stack can be built.
        if let Ok(numbers) = Numbers::new(&state) {
            self.drawing.set(&state, &numbers);
            *self.numbers.borrow_mut() = Some(numbers);
        }
        self.frame.request();
        drop(state);
        self.rest();
    }

    /// Moves x.
    fn move_to(&self, x: f64) {
        self.state.borrow_mut().x = x;
        if let Some(numbers) = self.numbers.borrow_mut().as_mut() {
            // The stack takes any number.
            let _ = numbers.move_to(x);
        }
        self.frame.request();
    }

    /// Writes the address and the status line.
    fn rest(&self) {
        let state = self.state.borrow();
        address::write(&self.host, &*state);
        if let Some(numbers) = self.numbers.borrow().as_ref() {
            self.drawing.describe(&state, numbers);
        }
    }

    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let value = |name: &str| button.get_attribute(name);
        if let Some(layers) = value("data-layers").and_then(|text| text.parse().ok()) {
            self.change(|state| state.stack(layers));
        } else if let Some(f) = value("data-activation").and_then(|n| link::read_activation(&n)) {
            self.change(|state| state.activation = f);
        } else if let Some(weights) = value("data-weights").and_then(|n| Weights::read(&n)) {
            self.change(|state| state.take(weights));
        } else {
            match value("data-ref").as_deref() {
                Some("reset") => {
                    self.change(|state| *state = State::default());
                    self.seed.set(f64::from(self.state.borrow().seed));
                }
                Some("new-seed") => {
                    let seed = (js_sys::Math::random() * 10_000.0) as u32;
                    self.seed.set(f64::from(seed));
                    self.change(|state| state.seed = seed);
                }
                _ => {}
            }
        }
    }

    fn draw(&self) {
        if let Some(numbers) = self.numbers.borrow().as_ref() {
            self.drawing.draw(&self.state.borrow(), numbers);
        }
    }
}
