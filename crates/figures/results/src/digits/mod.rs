//! Cases 1.0 and 1.1: draw a digit, see what two networks answer, train one here.

mod answers;
mod ink;
pub mod link;
mod markup;
mod pad;
mod predict;
mod training;

use std::{
    cell::{Cell, Ref, RefCell},
    rc::Rc,
};

use redes_core::network::Network;
use redes_data::drawing;
use redes_experiment::{
    Block,
    digits::{DigitsBody, DigitsSetup},
};
use redes_lessons::thesis::digits::Case;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use self::{link::State, pad::Pad, predict::Answer, training::Progress};
use crate::{shipped::Shipped, words};
use redes_shell::{
    choice,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    number,
    plot::{self, Theme},
    seen::Seen,
    text::{Language, Text},
    training::{self as regime, Course, Linked, Training, Trains},
};

/// The two networks that ship with the site.
const CASES: [Case; 2] = [Case::Case10, Case::Case11];

struct Inner {
    host: HtmlElement,
    language: Language,
    pad: Pad,
    training: Training<Self>,
    progress: Progress,
    models: RefCell<[Option<Shipped>; 2]>,
    loading: Cell<bool>,
    own: RefCell<Option<Network<f32>>>,
    /// The 28 x 28 image that the networks see.
    image: RefCell<Option<[u8; 784]>>,
    /// Whether the image came from the gallery and not from the pad.
    picked: Cell<bool>,
    /// Whether the drawing changed since the image was made.
    redraw: Cell<bool>,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Inner>::new::<State>(host, "digits", markup::markup);
    let later = mounting.later.clone();
    let pad = Pad::new(host, state.strokes.clone(), move |done| {
        later.with(|inner| if done { inner.lifted() } else { inner.drawn() });
    })?;
    parameters(&mut mounting, &state)?;
    let [undo, clear]: [Element; 2] = [part(host, "undo")?, part(host, "clear")?];
    mounting.on(&undo, "click", |inner, _| inner.pad.undo())?;
    mounting.on(&clear, "click", |inner, _| inner.pad.clear())?;
    let (again, later): (Element, _) = (part(host, "models-retry")?, mounting.later.clone());
    mounting.keep(dom::listen(&again, "click", move |_| {
        later.with(Inner::load_models);
    })?);
    let gallery: Element = part(host, "gallery")?;
    mounting.on(&gallery, "click", |inner, event| {
        let place = dom::attribute_of(event, "data-mistake").and_then(|text| text.parse().ok());
        if let Some(place) = place {
            inner.pick(place);
        }
    })?;
    let inner = Inner {
        host: host.clone(),
        language: mounting.language,
        pad,
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        progress: Progress::new(host, mounting.language),
        models: RefCell::default(),
        loading: Cell::new(false),
        own: RefCell::new(None),
        image: RefCell::new(None),
        picked: Cell::new(false),
        redraw: Cell::new(true),
        frame: mounting.frame(Inner::draw),
    };
    mounting.watch(|inner| {
        inner.progress.refresh();
        inner.frame.request();
    })?;
    let later = mounting.later.clone();
    let (inner, mut mounted) = mounting.done(inner);
    regime::start(&inner);
    mounted.keep(Seen::new(host, move || later.with(Inner::load_models)));
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
    regime::choice(mounting, "data-case", |state, text| {
        state.case = text.parse().ok()?;
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
    type Experiment = redes_experiment::digits::Digits;
    type State = State;

    const LOADING: Option<Text> = Some(words::DIGITS_LOADING);

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> DigitsSetup {
        self.state().setup()
    }

    fn clear(&self) {
        let state = self.state();
        self.progress.clear(state.samples);
        choice::show(&self.host, "case", state.case.name());
        choice::show(&self.host, "samples", &state.samples.to_string());
        *self.own.borrow_mut() = None;
    }

    fn show(&self, body: DigitsBody, blocks: Vec<Block>) {
        let (share, text) = self.progress.show(body, &blocks);
        self.training.progress(share, &text);
        let weights = blocks.iter().map(Block::f32);
        if let Some(weights) = weights.into_iter().find(|weights| !weights.is_empty()) {
            self.take_weights(weights);
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

    fn take_weights(&self, weights: &[f32]) {
        let case = self.state().case;
        let mut own = self.own.borrow_mut();
        if own.is_none() {
            *own = predict::own(case);
        }
        if let Some(network) = own
            .as_mut()
            .filter(|network| network.parameters().len() == weights.len())
        {
            network.parameters_mut().copy_from_slice(weights);
        }
    }

    fn drawn(&self) {
        self.picked.set(false);
        self.redraw.set(true);
        self.frame.request();
    }

    fn lifted(&self) {
        self.drawn();
        self.training
            .edit(|state| state.strokes = self.pad.strokes());
    }

    /// Puts an image of the gallery before the networks.
    fn pick(&self, place: usize) {
        if let Some(image) = self.progress.mistake(place) {
            *self.image.borrow_mut() = Some(image);
            self.picked.set(true);
            self.frame.request();
        }
    }

    fn load_models(self: &Rc<Self>) {
        if self.loading.replace(true) {
            return;
        }
        let weak = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let mut failed = None;
            for (place, case) in CASES.into_iter().enumerate() {
                let known = weak
                    .upgrade()
                    .is_none_or(|inner| inner.models.borrow()[place].is_some());
                if known {
                    continue;
                }
                let loaded = predict::fetch(case).await;
                let Some(inner) = weak.upgrade() else { return };
                match loaded {
                    Ok(model) => inner.models.borrow_mut()[place] = Some(model),
                    Err(error) => failed = Some(error.to_string()),
                }
                inner.frame.request();
            }
            if let Some(inner) = weak.upgrade() {
                inner.show_models(failed.as_deref());
            }
        });
    }

    fn show_models(&self, failed: Option<&str>) {
        self.loading.set(false);
        if let (Ok(note), Ok(words)) = (
            part::<HtmlElement>(&self.host, "models-error"),
            part::<Element>(&self.host, "models-error-text"),
        ) {
            dom::set_hidden(&note, failed.is_none());
            if let Some(why) = failed {
                dom::set_text(
                    &words,
                    &self
                        .language
                        .fill(words::DIGITS_MODELS_FAILED, &[("why", why)]),
                );
            }
        }
        for (place, case) in CASES.into_iter().enumerate() {
            let accuracy = self.models.borrow()[place]
                .as_ref()
                .and_then(|model| model.test_accuracy);
            if let (Some(accuracy), Ok(small)) = (
                accuracy,
                part::<Element>(&self.host, &format!("accuracy-{case}")),
            ) {
                dom::set_text(&small, &number::percent(accuracy, self.language));
            }
        }
    }

    fn draw(&self) {
        let theme = Theme::of(&self.host);
        self.pad.draw(&theme);
        if self.redraw.replace(false) {
            let strokes = self.pad.strokes();
            let canvas = drawing::rasterize(&strokes, pad::PEN);
            let side = ink::SIDE as usize;
            *self.image.borrow_mut() = drawing::to_mnist(&canvas, side, side);
        }
        let image = *self.image.borrow();
        if let Ok(seen) = part::<HtmlCanvasElement>(&self.host, "seen") {
            plot::image::draw(&seen, &theme, &image.unwrap_or([0; 784]), 28);
        }
        self.answer(image.as_ref());
        self.progress.draw(&theme);
    }

    /// Fills the bars, and says the answers in words.
    fn answer(&self, image: Option<&[u8; 784]>) {
        let mut answers: [Option<Answer>; 3] = [None, None, None];
        if let Some(image) = image {
            for (place, model) in self.models.borrow_mut().iter_mut().enumerate() {
                answers[place] = model
                    .as_mut()
                    .and_then(|model| predict::answer(&mut model.network, image));
            }
            answers[2] = self
                .own
                .borrow_mut()
                .as_mut()
                .and_then(|network| predict::answer(network, image));
        }
        let own = self.own.borrow().is_some();
        answers::show(&self.host, self.language, image.is_some(), own, &answers);
    }
}
