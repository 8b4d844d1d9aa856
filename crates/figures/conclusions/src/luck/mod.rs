//! The thesis's numbers among thousands of trainings: where one lies, how far the mean and the best of a few runs wander,
//! and how often one network beats another (`www/spread`).

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;
pub mod own;
pub mod sentences;
mod thesis;
mod trainer;

use redes_spread::Measure;
use web_sys::{Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{DRAWS, EPOCHS, RUNS, State, View},
    trainer::Trainer,
};
use redes_shell::{
    computed::{self, Computed},
    dom::{self, Result},
    keeping::{self, Kept},
    link::within,
    mounted::{Mounted, Mounting},
    worker::caller::Event as Training,
};

/// The figure on the page.
type Luck = Computed<Drawing>;

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "luck", markup::markup);
    let later = mounting.later.clone();
    let trainer = Trainer::new(host, mounting.language, move |event| {
        later.with(|figure| informed(figure, event));
    });
    let drawing = Drawing::new(host, mounting.language, trainer)?;
    let figure = Luck::new(&mounting, state.settled(), drawing, Luck::draw);
    mounting.on(host, "click", clicked)?;
    mounting.on(host, "input", chosen)?;
    mounting.on(host, "change", |figure, _| figure.rest())?;
    keeping::back(&mut mounting, |figure, kept| restored(figure, &kept))?;
    computed::done(mounting, figure)
}

/// The reader's training went on.
fn informed(figure: &Luck, event: Training) {
    let trainer = figure.picture().trainer();
    let added = trainer.informed(event);
    trainer.offer(figure.state().network);
    if added {
        figure.redraw();
        figure.rest();
    }
}

/// The trainings of an earlier visit are back, or deleted.
fn restored(figure: &Luck, kept: &Kept) {
    let trainer = figure.picture().trainer();
    trainer.restore(&kept.pieces);
    trainer.offer(figure.state().network);
    figure.redraw();
    figure.rest();
}

/// Edits the state, and settles on what the trainings can show.
fn change(figure: &Luck, edit: impl FnOnce(&mut State)) {
    figure.change(|state| {
        edit(state);
        *state = state.settled();
    });
}

/// A choice or a slider was moved.
fn chosen(figure: &Luck, event: &Event) {
    let (Some(name), Some(value)) = (dom::attribute_of(event, "data-ref"), dom::value_of(event))
    else {
        return;
    };
    change(figure, |state| match name.as_str() {
        "network" => state.network = link::read_network(&value).unwrap_or(state.network),
        "rival" => state.rival = link::read_network(&value).unwrap_or(state.rival),
        "measure" => state.measure = Measure::read(&value).unwrap_or(state.measure),
        "epoch" => state.epoch = within(&value, &(1..=EPOCHS)).unwrap_or(state.epoch),
        "other" => state.other = within(&value, &(1..=EPOCHS)).unwrap_or(state.other),
        "count" => {
            state.runs = within(&value, &(1..=RUNS)).unwrap_or(state.runs);
            state.draws = 1;
        }
        _ => {}
    });
}

fn clicked(figure: &Luck, event: &Event) {
    let Some(button) = dom::button_of(event) else {
        return;
    };
    if let Some(view) = button.get_attribute("data-view") {
        let view = link::read_view(&view);
        change(figure, |state| {
            if view == Some(View::Pair) && state.view != View::Pair {
                // Networks are compared by what they were not trained on, until the reader asks for something else.
                state.measure = Measure::TestAccuracy;
            }
            state.view = view.unwrap_or(state.view);
        });
    } else {
        let more = |state: &mut State, draws: u32| state.draws = (state.draws + draws).min(DRAWS);
        match button.get_attribute("data-ref").as_deref() {
            Some("play") => {
                let network = figure.state().network;
                let trainer = figure.picture().trainer();
                trainer.toggle(network);
                trainer.offer(network);
                return;
            }
            Some("reset") => change(figure, |state| *state = State::default()),
            Some("again") => change(figure, |state| more(state, 1)),
            Some("hundred") => change(figure, |state| more(state, 100)),
            Some("restart") => change(figure, |state| {
                state.draws = 1;
                state.seed = state.seed.wrapping_add(1);
            }),
            _ => return,
        }
    }
    figure.rest();
}
