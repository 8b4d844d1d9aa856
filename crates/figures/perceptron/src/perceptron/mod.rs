//! Section 2: Rosenblatt's perceptron with a sigmoid, three inputs, no bias.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use std::cell::Ref;

use redes_experiment::{
    Block,
    perceptron::{PerceptronBody, PerceptronSetup},
};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement};

use self::{draw::Drawing, link::State};
use redes_shell::{
    dom::{self, Frame, Result},
    mounted::{Mounted, Mounting},
    phase::Phase,
    training::{self, Training, Trains},
};

/// The figure on a page.
struct Perceptron {
    host: HtmlElement,
    training: Training<Self>,
    drawing: Drawing,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) =
        Mounting::<Perceptron>::new::<State>(host, "perceptron", markup::markup);
    let iterations = markup::iterations_field();
    training::whole(&mut mounting, iterations, state.iterations, |state| {
        &mut state.iterations
    })?;
    let figure = Perceptron {
        host: host.clone(),
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        drawing: Drawing::new(host, mounting.language),
        frame: mounting.frame(Perceptron::draw),
    };
    mounting.on(host, "click", Perceptron::clicked)?;
    mounting.watch(|figure| figure.frame.request())?;
    let (figure, mounted) = mounting.done(figure);
    training::start(&figure);
    Ok(mounted)
}

redes_shell::linked!(State);

impl Trains for Perceptron {
    type Experiment = redes_experiment::perceptron::Perceptron;
    type State = State;

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> PerceptronSetup {
        self.state().setup()
    }

    fn clear(&self) {
        self.drawing.clear(&self.state());
    }

    fn show(&self, body: PerceptronBody, blocks: Vec<Block>) {
        let trace = blocks.first().map(Block::f64).unwrap_or_default();
        self.drawing.take(body, trace);
    }

    fn rest(&self) {
        self.training.say_paused(self.state().at);
        self.drawing.describe(&self.state());
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Perceptron {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }

    fn change(&self, edit: impl FnOnce(&mut State)) {
        training::change(self, edit);
    }

    /// A click anywhere in the figure: on a bit, a row's end, or a button of the training set.
    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        let number = |name: &str| {
            button
                .get_attribute(name)
                .and_then(|text| text.parse::<usize>().ok())
        };
        if let Some(place) = number("data-input") {
            self.training.edit(|state| {
                if let Some(bit) = state.input.get_mut(place) {
                    *bit = !*bit;
                }
            });
            self.drawing.describe(&self.state());
            self.frame.request();
        } else if let Some((row, column)) = button
            .get_attribute("data-bit")
            .and_then(|text| numbers::pair(&text))
        {
            self.change(|state| {
                if let Some(bit) = state.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *bit = !*bit;
                }
            });
            self.focus(&format!("[data-bit=\"{row}-{column}\"]"));
        } else if let Some(row) = number("data-remove") {
            let rows = self.state().rows.len();
            if row < rows && rows > 1 {
                self.change(|state| {
                    state.rows.remove(row);
                });
                self.focus("[data-ref=add-row]");
            }
        } else {
            match button.get_attribute("data-ref").as_deref() {
                Some("add-row") => {
                    let room = numbers::has_room(&self.state().rows);
                    if room {
                        self.change(|state| state.rows.push([false; 4]));
                    }
                }
                Some("thesis-rows") => self.change(|state| state.rows = link::thesis_rows()),
                _ => {}
            }
        }
    }

    /// Puts the focus back on a button that was drawn again.
    fn focus(&self, selector: &str) {
        let found = self.host.query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }

    fn draw(&self) {
        let running = self.training.phase() == Phase::Running;
        dom::silence(&self.host, "answer", running);
        self.drawing.draw(&self.state());
    }
}
