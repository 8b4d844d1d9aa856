//! Cases 2.0 and 2.1: type a review, see what every word adds to the answers of two networks, train them here.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;
mod reading;
mod sentences;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::{
    cell::{Cell, Ref},
    rc::Rc,
};

use redes_experiment::{
    Block,
    reviews::{ReviewsBody, ReviewsSetup, Want},
};
use redes_inputs::networks as files;
use redes_lessons::thesis::reviews::Case;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use self::{draw::Drawing, link::State, reading::Reading};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    phase::Phase,
    plot::Theme,
    saving::{self, Weights},
    text::Text,
    training::{self as regime, Training, Trains},
};

/// The figure on a page.
struct Reviews {
    host: HtmlElement,
    training: Training<Self>,
    reading: Rc<Reading>,
    /// Whether the run was asked for the weights of its epochs.
    asked: Cell<bool>,
    /// Whether the reader saves, and the weights are on their way.
    saves: Cell<bool>,
    drawing: Drawing,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Reviews>::new::<State>(host, "reviews", markup::markup);
    parameters(&mut mounting, &state)?;
    regime::kept(&mut mounting, regime::resume)?;
    let cursor: HtmlInputElement = part(host, "cursor")?;
    mounting.on(&cursor, "input", |figure, event| {
        if let Some(epoch) = dom::value_of(event).and_then(|text| text.parse().ok()) {
            figure.drawing.look_at(epoch);
            figure.frame.request();
        }
    })?;
    let save: Element = part(host, saving::BUTTON)?;
    mounting.on(&save, "click", |figure, _| figure.save())?;
    let [typed, chosen, loaded] = [(); 3].map(|()| mounting.later.clone());
    let reading = Reading::new(
        host,
        mounting.language,
        &state.text,
        state.reader,
        move |text| {
            typed.with(|figure| {
                figure
                    .training
                    .edit(|state| text.clone_into(&mut state.text));
            });
        },
        move |reader| {
            chosen.with(|figure| figure.training.edit(|state| state.reader = reader));
        },
        move || loaded.with(|figure| figure.training.post(&Want::Epochs)),
    )?;
    let figure = Reviews {
        host: host.clone(),
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        reading,
        asked: Cell::new(false),
        saves: Cell::new(false),
        drawing: Drawing::new(host, mounting.language),
        frame: mounting.frame(|figure| figure.drawing.draw(&Theme::of(&figure.host))),
    };
    mounting.watch(|figure| figure.frame.request())?;
    let (figure, mounted) = mounting.done(figure);
    regime::start(&figure);
    Ok(mounted)
}

/// The parameters of the training.
fn parameters(mounting: &mut Mounting<'_, Reviews>, state: &State) -> Result<()> {
    let (epochs, batch) = (markup::epochs_field(), markup::batch_field());
    regime::whole(mounting, epochs, state.epochs, |state| &mut state.epochs)?;
    regime::whole(mounting, batch, state.batch_size, |state| {
        &mut state.batch_size
    })?;
    regime::parsed(mounting, "data-networks", |state| &mut state.networks)?;
    regime::parsed(mounting, "data-samples", |state| &mut state.samples)
}

redes_shell::linked!(State);

impl Trains for Reviews {
    type Experiment = redes_experiment::reviews::Reviews;
    type State = State;

    const LOADING: Option<Text> = Some(words::REVIEWS_LOADING);

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> ReviewsSetup {
        self.state().setup()
    }

    fn clear(&self) {
        let state = self.state();
        self.drawing.clear(state.samples);
        choice::show(&self.host, "networks", &state.networks.to_string());
        choice::show(&self.host, "samples", &state.samples.to_string());
        drop(state);
        self.reading.forget_own();
        self.asked.set(false);
    }

    fn replaced(&self) {
        self.asked.set(false);
    }

    fn show(&self, body: ReviewsBody, blocks: Vec<Block>) {
        // A run that still waits for its data takes no message: it is asked at its first report.
        if self.reading.reads() && !self.asked.replace(true) {
            self.training.post(&Want::Epochs);
        }
        let present = body.present;
        let new = body.runs.iter().filter(|run| run.weights);
        for (run, weights) in new.zip(blocks.iter().skip(1)) {
            self.reading
                .take_own(run.case, weights.f32(), run.iteration);
        }
        if let Some((share, text)) = self.drawing.show(body, &blocks) {
            self.training.progress(share, &text);
        }
        if present && self.saves.take() {
            self.offer();
        }
    }

    fn name(&self) -> String {
        let cases = self.state().networks.cases();
        cases.iter().map(Case::name).collect::<Vec<_>>().join(" + ")
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Reviews {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }

    /// Lets the reader save networks, once the run has sent its weights.
    fn save(&self) {
        let trains = matches!(
            self.training.phase(),
            Phase::Running | Phase::Paused | Phase::Finished
        );
        if trains && self.training.iteration() > 0 {
            self.saves.set(true);
            self.training.post(&Want::Now);
        } else {
            self.offer();
        }
    }

    /// Offers the networks that are here.
    fn offer(&self) {
        let networks = saving::Networks::default();
        for case in Case::ALL {
            networks.shipped(case.name(), &files::reviews_path(case));
        }
        for case in Case::ALL {
            self.reading.with_own(case, |weights, steps| {
                let weights = Weights::F32(weights);
                self.training.offer(&networks, case.name(), weights, steps);
            });
        }
        networks.offer(&self.host);
    }
}
