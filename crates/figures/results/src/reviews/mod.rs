//! Cases 2.0 and 2.1: type a review, see what two networks make of every word, train them here.

pub mod link;
mod markup;
pub(super) mod readers;
mod reading;
mod review_words;
mod training;

use std::{cell::Ref, rc::Rc};

use redes_experiment::{
    Block,
    reviews::{ReviewsBody, ReviewsSetup},
};
use web_sys::{HtmlElement, HtmlInputElement};

use self::{link::State, reading::Reading, training::Progress};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    plot::Theme,
    text::Text,
    training::{self as regime, Course, Linked, Training, Trains},
};

struct Inner {
    host: HtmlElement,
    training: Training<Self>,
    reading: Rc<Reading>,
    progress: Progress,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Inner>::new::<State>(host, "reviews", markup::markup);
    parameters(&mut mounting, &state)?;
    let cursor: HtmlInputElement = part(host, "cursor")?;
    mounting.on(&cursor, "input", |inner, event| {
        if let Some(epoch) = dom::value_of(event).and_then(|text| text.parse().ok()) {
            inner.progress.look_at(epoch);
            inner.frame.request();
        }
    })?;
    let (typed, chosen) = (mounting.later.clone(), mounting.later.clone());
    let reading = Reading::new(
        host,
        mounting.language,
        &state.text,
        state.reader,
        move |text| {
            typed.with(|inner| {
                inner
                    .training
                    .edit(|state| text.clone_into(&mut state.text));
            });
        },
        move |reader| {
            chosen.with(|inner| inner.training.edit(|state| state.reader = reader));
        },
    )?;
    let inner = Inner {
        host: host.clone(),
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        reading,
        progress: Progress::new(host, mounting.language),
        frame: mounting.frame(|inner| inner.progress.draw(&Theme::of(&inner.host))),
    };
    mounting.watch(|inner| inner.frame.request())?;
    let (inner, mounted) = mounting.done(inner);
    regime::start(&inner);
    Ok(mounted)
}

/// The parameters of the training.
fn parameters(mounting: &mut Mounting<'_, Inner>, state: &State) -> Result<()> {
    let (epochs, batch) = (state.epochs as f64, state.batch_size as f64);
    regime::field(mounting, markup::epochs_field(), epochs, |state, value| {
        state.epochs = value as u64;
    })?;
    regime::field(mounting, markup::batch_field(), batch, |state, value| {
        state.batch_size = value as u64;
    })?;
    regime::choice(mounting, "data-networks", |state, text| {
        state.networks = text.parse().ok()?;
        Some(())
    })?;
    regime::choice(mounting, "data-samples", |state, text| {
        state.samples = text.parse().ok()?;
        Some(())
    })
}

impl Linked for State {
    fn course(&mut self) -> Course<'_> {
        Course {
            seed: &mut self.seed,
            speed: &mut self.speed,
            at: Some(&mut self.at),
        }
    }
}

impl Trains for Inner {
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
        self.progress.clear();
        choice::show(&self.host, "networks", &state.networks.to_string());
        choice::show(&self.host, "samples", &state.samples.to_string());
        drop(state);
        self.reading.forget_own();
    }

    fn show(&self, body: ReviewsBody, blocks: Vec<Block>) {
        let new = body.runs.iter().filter(|run| run.weights);
        for (run, weights) in new.zip(blocks.iter().skip(1)) {
            self.reading.take_own(run.case, weights.f32());
        }
        if let Some((share, text)) = self.progress.show(body, &blocks) {
            self.training.progress(share, &text);
        }
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Inner {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }
}
