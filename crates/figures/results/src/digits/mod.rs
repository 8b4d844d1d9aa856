//! Cases 1.0 and 1.1: draw a digit, see what two networks answer, train one here.

mod draw;
pub mod link;
pub mod markup;
mod networks;
pub mod numbers;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::{
    cell::{Cell, Ref, RefCell},
    rc::Rc,
};

use js_sys::{Array, Uint8Array};
use redes_experiment::{
    Block,
    digits::{DigitsBody, DigitsSetup},
};
use redes_inputs::{
    answer::Answer,
    digits::{self, Image},
    hidden, networks as files,
    pad::Pad,
    samples,
};
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, Element, Event, HtmlCanvasElement, HtmlElement};

use self::{draw::Drawing, link::State, networks::Networks};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    number,
    plot::{self, Theme},
    saving::{self, Weights},
    seen::Seen,
    text::{Language, Text},
    training::{self as regime, Training, Trains},
};

/// The figure on a page.
struct Digits {
    host: HtmlElement,
    language: Language,
    pad: Pad,
    training: Training<Self>,
    drawing: Drawing,
    networks: RefCell<Networks>,
    loading: Cell<bool>,
    /// The image that the networks see.
    image: Cell<Option<Image>>,
    /// What they answer to it.
    answers: RefCell<[Option<Answer>; 3]>,
    /// Whether the answer to a whole stroke, a sample or an empty pad is to be said aloud.
    unsaid: Cell<bool>,
    /// Whether the drawing changed since the image was made.
    redrawn: Cell<bool>,
    /// Whether the image or a network changed since the answers were computed.
    stale: Cell<bool>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Digits>::new::<State>(host, "digits", markup::markup);
    let later = mounting.later.clone();
    let pad = Pad::new(host, state.strokes.clone(), move |done| {
        later.with(|figure| {
            if done {
                figure.lifted()
            } else {
                figure.drawn()
            }
        });
    })?;
    parameters(&mut mounting, &state)?;
    let [undo, clear]: [Element; 2] = [part(host, "undo")?, part(host, "clear")?];
    mounting.on(&undo, "click", |figure, _| figure.pad.undo())?;
    mounting.on(&clear, "click", |figure, _| figure.pad.clear())?;
    let (again, later): (Element, _) = (part(host, "models-retry")?, mounting.later.clone());
    mounting.keep(dom::listen(&again, "click", move |_| {
        later.with(Digits::load_models);
    })?);
    let sample: Element = part(host, "sample")?;
    mounting.on(&sample, "change", |figure, event| {
        let digit = dom::value_of(event).and_then(|text| text.parse().ok());
        if let Some(strokes) = digit.and_then(samples::drawing) {
            figure.pad.put(strokes);
        }
    })?;
    let pictures: Element = part(host, "pictures")?;
    mounting.on(&pictures, "picture", |figure, event| {
        figure.take_picture(event)
    })?;
    regime::kept(&mut mounting, regime::resume)?;
    let gallery: Element = part(host, "gallery")?;
    mounting.on(&gallery, "click", |figure, event| {
        let place = dom::attribute_of(event, "data-mistake").and_then(|text| text.parse().ok());
        if let Some(place) = place {
            figure.pick(place);
        }
    })?;
    let save: Element = part(host, saving::BUTTON)?;
    mounting.on(&save, "click", |figure, _| figure.offer())?;
    let figure = Digits {
        host: host.clone(),
        language: mounting.language,
        pad,
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        drawing: Drawing::new(host, mounting.language),
        networks: RefCell::default(),
        loading: Cell::new(false),
        image: Cell::new(None),
        answers: RefCell::default(),
        unsaid: Cell::new(false),
        redrawn: Cell::new(true),
        stale: Cell::new(true),
        frame: mounting.frame(|figure| {
            figure.infer();
            figure.draw();
        }),
    };
    mounting.watch(|figure| {
        figure.drawing.refresh();
        figure.frame.request();
    })?;
    let later = mounting.later.clone();
    let (figure, mut mounted) = mounting.done(figure);
    regime::start(&figure);
    mounted.keep(Seen::new(host, move || later.with(Digits::load_models)));
    Ok(mounted)
}

/// The parameters of the training.
fn parameters(mounting: &mut Mounting<'_, Digits>, state: &State) -> Result<()> {
    let (epochs, batch) = (markup::epochs_field(), markup::batch_field());
    regime::whole(mounting, epochs, state.epochs, |state| &mut state.epochs)?;
    regime::whole(mounting, batch, state.batch_size, |state| {
        &mut state.batch_size
    })?;
    regime::parsed(mounting, "data-case", |state| &mut state.case)?;
    regime::choice(mounting, "data-hidden", |state: &mut State, name| {
        state.hidden = hidden::named(name)?;
        Some(())
    })?;
    regime::parsed(mounting, "data-samples", |state| &mut state.samples)
}

redes_shell::linked!(State);

impl Trains for Digits {
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
        self.drawing.clear(state.samples);
        choice::show(&self.host, "case", state.case.name());
        let hidden = hidden::name(&state.hidden);
        choice::show(&self.host, "hidden", &hidden);
        choice::show(&self.host, "samples", &state.samples.to_string());
        self.networks.borrow_mut().forget_own();
        self.stale.set(true);
    }

    fn show(&self, body: DigitsBody, blocks: Vec<Block>) {
        let steps = body.iteration;
        let (share, text) = self.drawing.show(body, &blocks);
        self.training.progress(share, &text);
        let weights = blocks.iter().map(Block::f32);
        if let Some(weights) = weights.into_iter().find(|weights| !weights.is_empty()) {
            self.take_weights(weights, steps);
        }
    }

    fn name(&self) -> String {
        self.state().case.name().to_owned()
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Digits {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }

    fn take_weights(&self, weights: &[f32], steps: u64) {
        let (case, hidden) = (self.state().case, self.state().hidden);
        let mut networks = self.networks.borrow_mut();
        networks.take(case, hidden, weights, steps);
        self.stale.set(true);
    }

    /// Lets the reader save the networks that are here.
    fn offer(&self) {
        let networks = saving::Networks::default();
        for case in networks::SHIPPED {
            networks.shipped(case.name(), &files::digits_path(case));
        }
        if let Some((weights, steps)) = self.networks.borrow().own() {
            let (name, weights) = (self.state().case.name(), Weights::F32(weights));
            self.training.offer(&networks, name, weights, steps);
        }
        networks.offer(&self.host);
    }

    fn drawn(&self) {
        self.redrawn.set(true);
        self.frame.request();
    }

    fn lifted(&self) {
        self.drawn();
        self.unsaid.set(true);
        dom::set_part_text(&self.host, "picture-note", "");
        self.training
            .edit(|state| state.strokes = self.pad.strokes());
    }

    /// Shows the networks the image that `js/image.js` makes of a picture, and says what it says of it.
    fn take_picture(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<CustomEvent>() else {
            return;
        };
        let detail = Array::from(&event.detail());
        let mut note = detail.get(1).as_string().unwrap_or_default();
        let pixels = detail.get(0).dyn_into::<Uint8Array>().ok();
        let image = pixels.and_then(|pixels| Image::try_from(pixels.to_vec()).ok());
        if image.is_some() {
            self.pad.clear();
            self.redrawn.set(false);
            self.show_image(image);
        } else if self.image.get().is_some() {
            note = format!("{note} {}", self.language.text(words::DIGITS_KEPT));
        }
        dom::set_part_text(&self.host, "picture-note", &note);
    }

    fn show_image(&self, image: Option<Image>) {
        self.image.set(image);
        self.stale.set(true);
        self.frame.request();
    }

    /// Shows the networks an image of the gallery.
    fn pick(&self, place: usize) {
        if let Some(image) = self.drawing.mistake(place) {
            self.show_image(Some(image));
        }
    }

    fn load_models(self: &Rc<Self>) {
        if self.loading.replace(true) {
            return;
        }
        let weak = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let mut failed = None;
            for (place, case) in networks::SHIPPED.into_iter().enumerate() {
                let known = weak.upgrade().is_none_or(|figure| {
                    let networks = figure.networks.borrow();
                    networks.shipped.get(place).is_none_or(Option::is_some)
                });
                if known {
                    continue;
                }
                let loaded = files::digits(case).await;
                let Some(figure) = weak.upgrade() else { return };
                match loaded {
                    Ok(network) => {
                        let mut networks = figure.networks.borrow_mut();
                        if let Some(slot) = networks.shipped.get_mut(place) {
                            *slot = Some(network);
                        }
                        figure.stale.set(true);
                    }
                    Err(error) => failed = Some(error.to_string()),
                }
                figure.frame.request();
            }
            if let Some(figure) = weak.upgrade() {
                figure.show_models(failed.as_deref());
                // A drawing from before the networks has its answers only now.
                figure.unsaid.set(figure.image.get().is_some());
                figure.frame.request();
            }
        });
    }

    fn show_models(&self, failed: Option<&str>) {
        self.loading.set(false);
        dom::hide_part(&self.host, "models-error", failed.is_none());
        if let Some(why) = failed {
            let text = self
                .language
                .fill(words::DIGITS_MODELS_FAILED, &[("why", why)]);
            dom::set_part_text(&self.host, "models-error-text", &text);
        }
        let networks = self.networks.borrow();
        for (case, network) in networks::SHIPPED.iter().zip(&networks.shipped) {
            let accuracy = network.as_ref().and_then(|network| network.test_accuracy);
            if let Some(accuracy) = accuracy {
                let text = number::percent(accuracy, self.language);
                dom::set_part_text(&self.host, &format!("accuracy-{case}"), &text);
            }
        }
    }

    /// Computes the image of what is drawn, and the answers to the image, where they have changed.
    fn infer(&self) {
        if self.redrawn.replace(false) {
            self.image.set(digits::image(&self.pad.strokes()));
            self.stale.set(true);
        }
        if self.stale.replace(false) {
            let mut networks = self.networks.borrow_mut();
            let image = self.image.get();
            let answers = image.map(|image| networks.answers(&image));
            *self.answers.borrow_mut() = answers.unwrap_or_default();
        }
    }

    fn draw(&self) {
        let theme = Theme::of(&self.host);
        self.pad.draw(&theme);
        let image = self.image.get();
        if let Ok(seen) = part::<HtmlCanvasElement>(&self.host, "seen") {
            plot::image::draw(&seen, &theme, &image.unwrap_or([0; 784]), 28);
            let message = markup::seen(self.language, image.as_ref());
            dom::set_attribute(&seen, "aria-label", &message);
        }
        let own = self.networks.borrow().has_own();
        let answers = self.answers.borrow();
        let drawn = image.is_some();
        let words = draw::answers(&self.host, self.language, drawn, own, &answers);
        if self.unsaid.replace(false) {
            self.pad.say(&words);
        }
        self.drawing.draw(&theme);
    }
}
