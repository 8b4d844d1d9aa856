//! Four activations and their derivatives, with a point to drag and a threshold to move (thesis §2.1).

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use std::cell::RefCell;

use web_sys::{Element, Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{REACH, State, THRESHOLD},
    numbers::Numbers,
};
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    drag::Touch,
    link::hundredths,
    mounted::{Mounted, Mounting},
};

/// The figure on the page.
struct Activations {
    host: HtmlElement,
    state: RefCell<State>,
    numbers: RefCell<Numbers>,
    drawing: Drawing,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "activations", markup::markup);
    let figure = Activations {
        host: host.clone(),
        numbers: RefCell::new(Numbers::new(&state)),
        state: RefCell::new(state),
        drawing: Drawing::new(host, mounting.language)?,
        frame: mounting.frame(Activations::draw),
    };
    let (z, u): (Element, Element) = (part(host, "z")?, part(host, "u")?);
    mounting.on(host, "click", Activations::clicked)?;
    mounting.on(&z, "input", |figure, event| {
        let z = dom::value_of(event).and_then(|text| hundredths(&text, &(-REACH..=REACH)));
        figure.change(|state| state.z = z.unwrap_or(state.z));
    })?;
    mounting.on(&u, "input", |figure, event| {
        let u = dom::value_of(event).and_then(|text| hundredths(&text, &(-THRESHOLD..=THRESHOLD)));
        figure.change(|state| state.u = u.unwrap_or(state.u));
    })?;
    mounting.on(host, "change", |figure, _| figure.rest())?;
    for graph in ["f", "d"] {
        let graph: Element = part(host, graph)?;
        mounting.drag(&graph, |figure: &Activations, touch, across, _| {
            let z = figure.drawing.z_at(across);
            figure.change(|state| state.z = z);
            if touch == Touch::Up {
                figure.rest();
            }
        })?;
    }
    mounting.watch(|figure| figure.frame.request())?;
    let (figure, mounted) = mounting.done(figure);
    figure.change(|_| {});
    figure.rest();
    Ok(mounted)
}

impl Activations {
    /// Edits the state, and shows what follows from it.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        *self.numbers.borrow_mut() = Numbers::new(&self.state.borrow());
        self.frame.request();
    }

    /// Writes the address and the status line.
    fn rest(&self) {
        let state = self.state.borrow();
        address::write(&self.host, &*state);
        self.drawing.describe(&state, &self.numbers.borrow());
    }

    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let kind = button.get_attribute("data-kind");
        if let Some(kind) = kind.and_then(|name| link::read_kind(&name)) {
            self.change(|state| state.kind = kind);
        } else if button.get_attribute("data-ref").as_deref() == Some("reset") {
            self.change(|state| *state = State::default());
        }
        self.rest();
    }

    fn draw(&self) {
        self.drawing
            .draw(&self.state.borrow(), &self.numbers.borrow());
    }
}
