//! Stacked layers: linear ones are a line together, and an activation between them bends it (thesis §2.1).

mod draw;
pub mod formula;
pub mod link;
pub mod markup;
pub mod numbers;

use web_sys::{Element, Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{State, Weights},
};
use redes_shell::{
    computed::Computed,
    controls,
    dom::{self, Result, part},
    drag::Touch,
    field::Field,
    link::hundredths,
    mounted::{Mounted, Mounting},
};

/// The figure on the page.
struct Lines {
    stack: Computed<Drawing>,
    seed: Field,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "lines", markup::markup);
    let drawing = Drawing::new(host, mounting.language)?;
    let seed = f64::from(state.seed);
    let figure = Lines {
        seed: mounting.field(markup::seed_field(), seed, |figure: &Lines, seed| {
            figure.change(|state| state.seed = seed as u32);
        })?,
        stack: Computed::new(&mounting, state, drawing, |figure: &Lines| {
            figure.stack.draw()
        }),
    };
    let (x, width): (Element, Element) = (part(host, "x")?, part(host, "width")?);
    mounting.on(host, "click", Lines::clicked)?;
    mounting.on(&x, "input", |figure, event| {
        let x =
            dom::value_of(event).and_then(|text| hundredths(&text, &(-link::REACH..=link::REACH)));
        figure.move_to(x.unwrap_or_default());
    })?;
    mounting.on(&x, "change", |figure, _| figure.stack.rest())?;
    mounting.on(&width, "input", |figure, event| {
        let width = dom::value_of(event).and_then(|text| text.parse().ok());
        figure.change(|state| state.width = width.unwrap_or(state.width));
    })?;
    for graph in figure.stack.picture().graphs() {
        let svg = graph.clone();
        mounting.drag(graph, move |figure: &Lines, touch, across, _| {
            figure.move_to(figure.stack.picture().x_at(&svg, across));
            if touch == Touch::Up {
                figure.stack.rest();
            }
        })?;
    }
    mounting.watch(|figure| figure.stack.redraw())?;
    let (figure, mounted) = mounting.done(figure);
    figure.change(|_| {});
    Ok(mounted)
}

impl Lines {
    /// Edits the state, and shows the new stack.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        self.stack.change(edit);
        self.stack.rest();
    }

    /// Moves x.
    fn move_to(&self, x: f64) {
        self.stack.update(|state, numbers| {
            state.x = x;
            // The stack takes any number.
            let _ = numbers.move_to(x);
        });
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
                    self.seed.set(f64::from(self.stack.state().seed));
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
}
