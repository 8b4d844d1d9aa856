//! Four activations and their derivatives, with a point to drag and a threshold to move (thesis §2.1).

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use web_sys::{Element, Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{REACH, State, THRESHOLD},
};
use redes_shell::{
    computed::{self, Computed},
    dom::{self, Result, part},
    drag::Touch,
    link::hundredths,
    mounted::{Mounted, Mounting},
};

/// The figure on the page.
type Activations = Computed<Drawing>;

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "activations", markup::markup);
    let drawing = Drawing::new(host, mounting.language)?;
    let figure = Activations::new(&mounting, state, drawing, Activations::draw);
    let (z, u): (Element, Element) = (part(host, "z")?, part(host, "u")?);
    mounting.on(host, "click", clicked)?;
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
            let z = figure.picture().z_at(across);
            figure.change(|state| state.z = z);
            if touch == Touch::Up {
                figure.rest();
            }
        })?;
    }
    computed::done(mounting, figure)
}

fn clicked(figure: &Activations, event: &Event) {
    let Some(button) = dom::button_of(event) else {
        return;
    };
    let kind = button.get_attribute("data-kind");
    if let Some(kind) = kind.and_then(|name| link::read_kind(&name)) {
        figure.change(|state| state.kind = kind);
    } else if button.get_attribute("data-ref").as_deref() == Some("reset") {
        figure.change(|state| *state = State::default());
    }
    figure.rest();
}
