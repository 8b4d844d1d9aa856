//! Cases 1.0 and 1.1: draw a digit, see what two networks answer, train one here.

mod answers;
mod ink;
mod pad;
mod predict;
mod state;
mod training;
mod view;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use redes_core::network::Network;
use redes_data::drawing;
use redes_lessons::thesis::digits::Case;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use self::{
    pad::Pad,
    predict::{Answer, Shipped},
    state::State,
    training::Training,
};
use crate::{
    choice,
    controls::Control,
    dom::{self, Frame, Listener, Result, part},
    field::Field,
    later::Later,
    number,
    plot::{self, Theme},
    runner::{Phase, Runner},
    seen::Seen,
    text::{Key, Language},
    watch::Watch,
    worker::client::Event,
};

/// The two networks that ship with the site.
const CASES: [Case; 2] = [Case::Case10, Case::Case11];

/// The widget; dropping it ends it.
pub struct Digits {
    _inner: Rc<Inner>,
    _watch: Watch,
    _seen: Seen,
}

struct Inner {
    host: HtmlElement,
    language: Language,
    state: RefCell<State>,
    pad: Pad,
    runner: Runner,
    training: Training,
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
    _fields: [Field; 2],
    _listeners: Vec<Listener>,
}

/// What a button does.
type Act = fn(&Rc<Inner>);

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Digits> {
    let language = Language::of(host);
    host.set_class_name("redes digits");
    host.set_inner_html(&view::markup(language));
    let (state, refused) = State::read();
    // Whoever copies the figure right away gets what the link asked for.
    state.write();
    // Closures are made before the widget that they call.
    let cell = Later::<Inner>::default();
    let with = |act: fn(&Rc<Inner>)| {
        let cell = cell.clone();
        move || cell.with(act)
    };

    let (drawn, lifted) = (with(|inner| inner.drawn()), with(|inner| inner.lifted()));
    let pad = Pad::new(host, state.strokes.clone(), move |done| {
        if done { lifted() } else { drawn() }
    })?;
    let (on_control, on_event) = (cell.clone(), cell.clone());
    let runner = Runner::new(
        host,
        language,
        state::SPEEDS,
        state.seed,
        state.speed,
        move |control| on_control.with(|inner| inner.control(control)),
        move |event| on_event.with(|inner| inner.hear(event)),
    )?;
    let epochs = cell.clone();
    let epochs = Field::new(
        host,
        language,
        view::epochs_field(),
        state.epochs as f64,
        move |value| {
            change(&epochs, |state| state.epochs = value as u64);
        },
    )?;
    let batch = cell.clone();
    let batch = Field::new(
        host,
        language,
        view::batch_field(),
        state.batch_size as f64,
        move |value| {
            change(&batch, |state| state.batch_size = value as u64);
        },
    )?;
    let mut listeners = Vec::new();
    let buttons: [(&str, Act); 5] = [
        ("undo", |inner| inner.pad.undo()),
        ("clear", |inner| inner.pad.clear()),
        ("cancel", |inner| inner.prepare()),
        ("retry", |inner| inner.runner.play()),
        ("models-retry", Inner::load_models),
    ];
    for (name, act) in buttons {
        let act = with(act);
        listeners.push(dom::listen(
            part::<Element>(host, name)?.as_ref(),
            "click",
            move |_| act(),
        )?);
    }
    for button in dom::all(host, "[data-case], [data-samples]")? {
        let (cell, clicked) = (cell.clone(), button.clone());
        listeners.push(dom::listen(&button, "click", move |_| {
            if let Some(case) = clicked
                .get_attribute("data-case")
                .and_then(|text| text.parse().ok())
            {
                change(&cell, |state| state.case = case);
            }
            if let Some(samples) = clicked
                .get_attribute("data-samples")
                .and_then(|text| text.parse().ok())
            {
                change(&cell, |state| state.samples = samples);
            }
        })?);
    }
    let pick = cell.clone();
    listeners.push(dom::listen(
        part::<Element>(host, "gallery")?.as_ref(),
        "click",
        move |event| {
            let place = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|element| element.closest("[data-mistake]").ok().flatten())
                .and_then(|element| element.get_attribute("data-mistake")?.parse().ok());
            if let Some(place) = place {
                pick.with(|inner| inner.pick(place));
            }
        },
    )?);
    let draw = with(|inner| inner.draw());
    let inner = Rc::new(Inner {
        host: host.clone(),
        language,
        state: RefCell::new(state),
        pad,
        runner,
        training: Training::new(host, language)?,
        models: RefCell::default(),
        loading: Cell::new(false),
        own: RefCell::new(None),
        image: RefCell::new(None),
        picked: Cell::new(false),
        redraw: Cell::new(true),
        frame: Frame::new(draw),
        _fields: [epochs, batch],
        _listeners: listeners,
    });
    cell.set(&inner);
    inner.prepare_at_link();
    if !refused.is_empty() {
        inner.runner.controls().say(
            &language.fill(Key::LinkRefused, &[("what", &refused.join(", "))]),
            true,
        );
    }
    let stale = with(|inner| {
        inner.training.refresh();
        inner.frame.request();
    });
    let watch = Watch::new(host, stale)?;
    let waiting = Rc::downgrade(&inner);
    let seen = Seen::new(host, move || {
        if let Some(inner) = waiting.upgrade() {
            inner.load_models();
        }
    });
    inner.frame.request();
    Ok(Digits {
        _inner: inner,
        _watch: watch,
        _seen: seen,
    })
}

fn change(later: &Later<Inner>, edit: impl FnOnce(&mut State)) {
    later.with(|inner| {
        edit(&mut inner.state.borrow_mut());
        inner.prepare();
    });
}

impl Inner {
    fn prepare_at_link(&self) {
        let state = self.state.borrow();
        self.runner.prepare(state.setup(), state.at);
        self.training.clear(state.samples);
        choice::show(&self.host, "case", state.case.name());
        choice::show(&self.host, "samples", &state.samples.to_string());
        drop(state);
        self.show_phase();
    }

    /// A changed parameter, or a cancelled training: the next play begins from the start.
    fn prepare(&self) {
        self.state.borrow_mut().at = 0;
        self.prepare_at_link();
        *self.own.borrow_mut() = None;
        self.state.borrow().write();
        self.frame.request();
    }

    fn control(&self, control: Control) {
        match control {
            Control::Reset => self.prepare(),
            Control::Seed(seed) => {
                self.state.borrow_mut().seed = seed;
                self.prepare();
            }
            other => {
                if matches!(self.runner.phase(), Phase::Finished | Phase::Failed) {
                    self.training.clear(self.state.borrow().samples);
                }
                self.runner.control(other);
                let mut state = self.state.borrow_mut();
                state.speed = self.runner.speed();
                if self.runner.phase() == Phase::Running {
                    state.at = 0;
                }
                state.write();
            }
        }
        self.show_phase();
    }

    fn hear(&self, event: Event) {
        self.runner.heard(&event);
        if let Event::Report(report, blocks) = event {
            self.training.report(&report, &blocks, &self.runner);
            if let Some(weights) = blocks
                .iter()
                .map(|block| block.f32())
                .find(|weights| !weights.is_empty())
            {
                self.take_weights(weights);
            }
            if matches!(self.runner.phase(), Phase::Paused | Phase::Finished) {
                let mut state = self.state.borrow_mut();
                state.at = self.runner.iteration();
                state.write();
            }
        }
        self.show_phase();
        self.frame.request();
    }

    fn take_weights(&self, weights: &[f32]) {
        let case = self.state.borrow().case;
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

    fn show_phase(&self) {
        let phase = self.runner.phase();
        self.training.show_phase(phase);
        if let Ok(retry) = part::<HtmlElement>(&self.host, "retry") {
            dom::set_hidden(&retry, phase != Phase::Failed);
        }
        if let Ok(cancel) = part::<HtmlElement>(&self.host, "cancel") {
            dom::set_hidden(
                &cancel,
                matches!(phase, Phase::Idle | Phase::Failed | Phase::Finished),
            );
        }
    }

    fn drawn(&self) {
        self.picked.set(false);
        self.redraw.set(true);
        self.frame.request();
    }

    fn lifted(&self) {
        self.drawn();
        let mut state = self.state.borrow_mut();
        state.strokes = self.pad.strokes();
        state.write();
    }

    /// Puts an image of the gallery before the networks.
    fn pick(&self, place: usize) {
        if let Some(image) = self.training.mistake(place) {
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
                    Err(error) => failed = Some(error),
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
                    &self.language.fill(Key::DigitsModelsFailed, &[("why", why)]),
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
        self.training.draw(&theme);
    }

    /// Fills the bars, and says the answers in words.
    fn answer(&self, image: Option<&[u8; 784]>) {
        let mut answers: [Option<Answer>; 3] = [None, None, None];
        if let Some(image) = image {
            for (place, model) in self.models.borrow_mut().iter_mut().enumerate() {
                answers[place] = model.as_mut().and_then(|model| model.answer(image));
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
