//! A dense layer of four inputs and three neurons: every input goes to every neuron.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use self::{
    draw::Drawing,
    link::{Look, State},
};
use redes_shell::{
    computed::Computed,
    controls,
    dom::{self, Result},
    field::Field,
    mounted::{Mounted, Mounting},
};

/// The figure on the page.
struct Dense {
    layer: Computed<Drawing>,
    seed: Field,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "dense", markup::markup);
    let drawing = Drawing::new(host, mounting.language)?;
    let seed = f64::from(state.seed);
    let figure = Dense {
        seed: mounting.field(markup::seed_field(), seed, |figure: &Dense, seed| {
            figure.change(|state| state.seed = seed as u32);
        })?,
        layer: Computed::new(&mounting, state, drawing, |figure: &Dense| {
            figure.layer.draw()
        }),
    };
    mounting.on(host, "click", Dense::clicked)?;
    mounting.on(host, "input", Dense::moved)?;
    mounting.on(host, "change", |figure, _| figure.layer.rest())?;
    mounting.on(host, "keydown", Dense::key)?;
    mounting.watch(|figure| figure.layer.redraw())?;
    let (figure, mounted) = mounting.done(figure);
    figure.change(|_| {});
    Ok(mounted)
}

impl Dense {
    /// Edits the state, and shows what follows from it.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        self.layer.change(edit);
        self.layer.rest();
    }

    /// An input's slider was moved.
    fn moved(&self, event: &Event) {
        let target = event.target();
        let slider = target.as_ref().and_then(JsCast::dyn_ref::<Element>);
        let input = slider.and_then(|slider| slider.get_attribute("data-x"));
        let input = input.and_then(|text| text.parse::<usize>().ok());
        let value = dom::value_of(event).and_then(|text| link::read_input(&text));
        if let (Some(input), Some(value)) = (input, value) {
            self.layer.change(|state| {
                if let Some(x) = state.x.get_mut(input) {
                    *x = value;
                }
            });
        }
    }

    fn clicked(&self, event: &Event) {
        let Some(button) = dom::button_of(event) else {
            return;
        };
        if let Some(name) = button.get_attribute("data-look") {
            let look = Look::read(&name);
            self.change(|state| state.look = look.filter(|_| state.look != look));
        } else if let Some(name) = button.get_attribute("data-activation") {
            if let Some(activation) = link::read_activation(&name) {
                self.change(|state| state.activation = activation);
            }
        } else {
            match button.get_attribute("data-ref").as_deref() {
                Some("reset") => {
                    self.change(|state| *state = State::default());
                    self.seed.set(f64::from(self.layer.state().seed));
                }
                Some("new-seed") => {
                    let seed = controls::random_seed();
                    self.seed.set(f64::from(seed));
                    self.change(|state| state.seed = seed);
                }
                _ => {}
            }
        }
    }

    /// Enter and the space bar press a drawn button; Escape ends the selection.
    fn key(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key) else {
            return;
        };
        match key.as_str() {
            "Enter" | " "
                if dom::button_of(event)
                    .is_some_and(|button| button.has_attribute("data-look")) =>
            {
                event.prevent_default();
                self.clicked(event);
            }
            "Escape" => self.change(|state| state.look = None),
            _ => {}
        }
    }
}
