//! A digit's pixels before and after scaling: by 255, by column as the thesis does (§4), or by the whole image.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use std::cell::RefCell;

use redes_data::mnist::SIDE;
use web_sys::{Element, Event, HtmlElement};

use self::{draw::Drawing, link::State, numbers::Numbers};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    drag::Touch,
    mounted::{Mounted, Mounting},
    plot::cells,
};

/// The figure in its element.
struct Columns {
    host: HtmlElement,
    state: RefCell<State>,
    numbers: RefCell<Numbers>,
    drawing: Drawing,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "columns", markup::markup);
    let figure = Columns {
        host: host.clone(),
        numbers: RefCell::new(Numbers::new(&state)),
        state: RefCell::new(state),
        drawing: Drawing::new(host, mounting.language)?,
        frame: mounting.frame(Columns::draw),
    };
    let slider: Element = part(host, "column")?;
    mounting.on(host, "click", Columns::clicked)?;
    mounting.on(&slider, "input", |figure, event| {
        let column = dom::value_of(event).and_then(|text| text.parse().ok());
        figure.look_at(column.unwrap_or_default());
    })?;
    mounting.on(&slider, "change", |figure, _| figure.rest())?;
    for picture in ["picture", markup::ROWS[0], markup::ROWS[1]] {
        let picture: Element = part(host, picture)?;
        mounting.drag(&picture, |figure: &Columns, touch, across, _| {
            let [_, column] = cells::at([1, SIDE], across, 0.0);
            figure.look_at(column);
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

impl Columns {
    /// Changes the state and scales the digit again.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        *self.numbers.borrow_mut() = Numbers::new(&self.state.borrow());
        self.frame.request();
        self.rest();
    }

    /// Shows a column.
    fn look_at(&self, column: usize) {
        self.state.borrow_mut().column = column.min(SIDE - 1);
        self.frame.request();
    }

    /// Brings address and sentences up to date.
    fn rest(&self) {
        let state = self.state.borrow();
        address::write(&self.host, &*state);
        self.drawing.describe(&state, &self.numbers.borrow());
    }

    /// Acts on a button.
    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let digit = button.get_attribute("data-digit");
        let norm = button.get_attribute("data-norm");
        if let Some(digit) = digit.and_then(|text| text.parse().ok()) {
            self.change(|state| state.digit = digit);
        } else if let Some(norm) = norm.and_then(|name| link::read_norm(&name)) {
            self.change(|state| state.norm = norm);
        } else if button.get_attribute("data-ref").as_deref() == Some("reset") {
            self.change(|state| *state = State::default());
        }
    }

    fn draw(&self) {
        self.drawing
            .draw(&self.state.borrow(), &self.numbers.borrow());
    }
}
