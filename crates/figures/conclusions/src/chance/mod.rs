//! A test is a sample: the same network measured on test after test, two networks on the same test, and the best of
//! several equally good ones.

pub mod binomial;
mod draw;
pub mod link;
pub mod markup;
pub mod numbers;
pub mod sentences;

use web_sys::{Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{APART, LEAST, MOST, NETWORKS, State, TESTS},
};
use redes_shell::{
    computed::{self, Computed},
    dom::{self, Result},
    link::{hundredths, within},
    mounted::{Mounted, Mounting},
};

/// The figure on the page.
type Chance = Computed<Drawing>;

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "chance", markup::markup);
    let drawing = Drawing::new(host, mounting.language)?;
    let figure = Chance::new(&mounting, state.settled(), drawing, Chance::draw);
    mounting.on(host, "click", clicked)?;
    mounting.on(host, "input", moved)?;
    mounting.on(host, "change", |figure, _| figure.rest())?;
    computed::done(mounting, figure)
}

/// Edits the state, and settles on one that there can be.
fn change(figure: &Chance, edit: impl FnOnce(&mut State)) {
    figure.change(|state| {
        edit(state);
        *state = state.settled();
    });
}

/// A slider was moved.
fn moved(figure: &Chance, event: &Event) {
    let (Some(name), Some(value)) = (dom::attribute_of(event, "data-ref"), dom::value_of(event))
    else {
        return;
    };
    let accuracy = || hundredths(&value, &(LEAST..=MOST));
    change(figure, |state| match name.as_str() {
        "accuracy" => state.accuracy = accuracy().unwrap_or(state.accuracy),
        "other" => state.other = accuracy().unwrap_or(state.other),
        "apart" => state.apart = hundredths(&value, &(0.0..=APART)).unwrap_or(state.apart),
        "networks" => state.networks = within(&value, &(2..=NETWORKS)).unwrap_or(state.networks),
        _ => {}
    });
}

fn clicked(figure: &Chance, event: &Event) {
    let Some(button) = dom::button_of(event) else {
        return;
    };
    let attribute = |name: &str| button.get_attribute(name);
    let more = |state: &mut State, tests: u32| state.tests = (state.tests + tests).min(TESTS);
    if let Some(view) = attribute("data-view") {
        let view = link::read_view(&view);
        change(figure, |state| state.view = view.unwrap_or(state.view));
    } else if let Some(size) = attribute("data-size") {
        let size = within(&size, &(10..=25_000));
        change(figure, |state| {
            state.examples = size.unwrap_or(state.examples)
        });
    } else {
        match attribute("data-ref").as_deref() {
            Some("reset") => change(figure, |state| *state = State::default()),
            Some("again") => change(figure, |state| more(state, 1)),
            Some("hundred") => change(figure, |state| more(state, 100)),
            Some("restart") => change(figure, |state| {
                state.tests = 1;
                state.seed = state.seed.wrapping_add(1);
            }),
            _ => return,
        }
    }
    figure.rest();
}
