//! Other people's digits beside MNIST's: how many network 1.0 reads right, and what it gains and loses when it goes on
//! training on a few of them, or on the reader's own.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::{
    cell::{Cell, Ref, RefCell},
    rc::Rc,
};

use redes_core::network::Network;
use redes_experiment::{
    Block,
    tuning::{Read, Tuning, TuningBody, TuningSetup},
};
use redes_inputs::{digits::Image, networks, pad::Pad};
use redes_lessons::thesis::digits as thesis;
use web_sys::{Element, Event, HtmlElement};

use self::{
    draw::Drawing,
    link::{Source, State},
    numbers::{CASE, Sample},
};
use crate::words;
use redes_shell::{
    controls::Control,
    dom::{self, Frame, Result, part},
    keeping::Kept,
    mounted::{Mounted, Mounting},
    phase::Phase,
    plot::Theme,
    saving::{self, Networks, Weights},
    seen::Seen,
    text::{Language, Text},
    training::{self as regime, Training, Trains},
};

/// Milliseconds between two readings of all digits while the network trains.
const READING_INTERVAL: f64 = 300.0;

/// The figure on a page.
struct Writers {
    host: HtmlElement,
    language: Language,
    pad: Pad,
    training: Training<Self>,
    drawing: Drawing,
    pen: Vec<Sample>,
    own: RefCell<Vec<Sample>>,
    shipped: RefCell<Option<Network<f32>>>,
    /// The network that goes on training, once it does.
    tuned: RefCell<Option<Network<f32>>>,
    /// The steps after which it has its weights.
    steps: Cell<u64>,
    /// MNIST's test images, read before and after.
    tests: Cell<[Option<Read>; 2]>,
    loading: Cell<bool>,
    /// Whether a training has given way to another that has not begun.
    dropped: Cell<bool>,
    /// Whether a training was begun before the shipped network was there.
    early: Cell<bool>,
    /// A kept training that goes on once it is.
    kept: RefCell<Option<Kept>>,
    /// Whether digits or weights changed since they were read.
    unread: Cell<bool>,
    read_at: Cell<f64>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Writers>::new::<State>(host, "writers", markup::markup);
    let later = mounting.later.clone();
    let pad = Pad::new(host, Vec::new(), move |done| {
        later.with(|figure| figure.drawn(done));
    })?;
    regime::choice(&mut mounting, "data-source", |state: &mut State, name| {
        state.source = Source::named(name)?;
        Some(())
    })?;
    regime::parsed(&mut mounting, "data-mixed", |state| &mut state.mixed)?;
    let steps = state.steps;
    regime::whole(&mut mounting, markup::steps_field(), steps, |state| {
        &mut state.steps
    })?;
    let [add, clear, forget]: [Element; 3] = [
        part(host, "add")?,
        part(host, "clear")?,
        part(host, "forget")?,
    ];
    mounting.on(&add, "click", |figure, _| figure.add())?;
    mounting.on(&clear, "click", |figure, _| figure.pad.clear())?;
    mounting.on(&forget, "click", |figure, _| figure.forget())?;
    mounting.on(host, "click", Writers::clicked)?;
    regime::kept(&mut mounting, Writers::resume)?;
    let (again, later): (Element, _) = (part(host, "models-retry")?, mounting.later.clone());
    mounting.keep(dom::listen(&again, "click", move |_| {
        later.with(Writers::load);
    })?);
    let save: Element = part(host, saving::BUTTON)?;
    mounting.on(&save, "click", |figure, _| figure.offer())?;
    let own = state.own.clone().into_iter();
    let own = own.filter_map(|(digit, strokes)| Sample::drawn(digit, &strokes));
    let figure = Writers {
        host: host.clone(),
        language: mounting.language,
        pad,
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        drawing: Drawing::new(host, mounting.language),
        pen: numbers::pen(),
        own: RefCell::new(own.collect()),
        shipped: RefCell::default(),
        tuned: RefCell::default(),
        steps: Cell::new(0),
        tests: Cell::default(),
        loading: Cell::new(false),
        dropped: Cell::new(false),
        early: Cell::new(false),
        kept: RefCell::default(),
        unread: Cell::new(true),
        read_at: Cell::new(f64::NEG_INFINITY),
        frame: mounting.frame(Writers::draw),
    };
    mounting.watch(Writers::reread)?;
    let later = mounting.later.clone();
    let (figure, mut mounted) = mounting.done(figure);
    regime::start(&figure);
    mounted.keep(Seen::new(host, move || later.with(Writers::load)));
    Ok(mounted)
}

impl Trains for Writers {
    type Experiment = Tuning;
    type State = State;

    const LOADING: Option<Text> = Some(words::WRITERS_LOADING);

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> TuningSetup {
        let own = self.own.borrow();
        let taught = numbers::taught(&self.state(), &self.pen, &own);
        let shipped = self.shipped.borrow();
        let weights = shipped.as_ref().map(Network::parameters);
        numbers::setup(&self.state(), weights.unwrap_or_default(), &taught)
    }

    /// The network has its shipped weights again.
    fn clear(&self) {
        let phase = self.training.phase();
        if matches!(phase, Phase::Running | Phase::Paused | Phase::Finished) {
            self.dropped.set(true);
        }
        *self.tuned.borrow_mut() = None;
        let [before, _] = self.tests.get();
        self.tests.set([before, None]);
        self.reread();
    }

    fn begun(&self) {
        self.dropped.set(false);
        self.early.set(self.shipped.borrow().is_none());
        self.reread();
    }

    fn show(&self, body: TuningBody, blocks: Vec<Block>) {
        let (share, text) = markup::doing(self.language, &body);
        self.training.progress(share, &text);
        let [known, _] = self.tests.get();
        self.tests.set([body.before.or(known), body.after]);
        let weights = blocks
            .iter()
            .map(Block::f32)
            .find(|block| !block.is_empty());
        if let Some(weights) = weights.filter(|_| body.iteration > 0) {
            self.take(weights);
            self.steps.set(body.iteration);
        }
        let now = dom::now();
        if body.after.is_some() || now - self.read_at.get() > READING_INTERVAL {
            self.reread();
        }
    }

    fn name(&self) -> String {
        CASE.name().to_owned()
    }

    fn rest(&self) {
        self.reread();
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Writers {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }

    fn reread(&self) {
        self.unread.set(true);
        self.frame.request();
    }

    /// Weights of the network that goes on training.
    fn take(&self, weights: &[f32]) {
        let mut tuned = self.tuned.borrow_mut();
        if tuned.is_none() {
            *tuned = Network::new(&thesis::architecture(CASE), 1).ok();
        }
        let tuned = tuned.as_mut().map(Network::parameters_mut);
        if let Some(tuned) = tuned.filter(|tuned| tuned.len() == weights.len()) {
            tuned.copy_from_slice(weights);
        }
    }

    /// Lets the reader save the networks that are here.
    fn offer(&self) {
        let offered = Networks::default();
        offered.shipped(CASE.name(), &networks::digits_path(CASE));
        if let Some(tuned) = self.tuned.borrow().as_ref() {
            let weights = Weights::F32(tuned.parameters());
            let steps = self.steps.get();
            self.training.offer(&offered, CASE.name(), weights, steps);
        }
        offered.offer(&self.host);
    }

    fn drawn(&self, done: bool) {
        if done {
            let read = Sample::drawn(self.state().digit, &self.pad.strokes());
            let answer = read.and_then(|sample| {
                let mut tuned = self.tuned.borrow_mut();
                let mut shipped = self.shipped.borrow_mut();
                let network = tuned.as_mut().or(shipped.as_mut())?;
                numbers::answers(network, [&sample.image].into_iter()).pop()?
            });
            let said = answer.map(|answer| {
                let slots = [("digit", &*answer.to_string())];
                self.language.fill(words::WRITERS_READ_AS, &slots)
            });
            self.pad.say(&said.unwrap_or_default());
        }
        self.frame.request();
    }

    /// Takes the drawing among the reader's digits, which are trained on from then on.
    fn add(&self) {
        let drawn = (self.state().digit, self.pad.strokes());
        let Some(sample) = Sample::drawn(drawn.0, &drawn.1) else {
            return;
        };
        self.own.borrow_mut().push(sample);
        self.pad.clear();
        regime::change(self, |state| {
            state.own.push(drawn);
            state.source = Source::Own;
        });
    }

    fn forget(&self) {
        self.own.borrow_mut().clear();
        regime::change(self, |state| {
            state.own.clear();
            state.source = Source::Pen;
        });
    }

    fn clicked(&self, event: &Event) {
        let digit = dom::attribute_of(event, "data-digit").and_then(|text| text.parse().ok());
        let Some(digit) = digit else { return };
        let own = self.own.borrow().len();
        if numbers::source(&self.state(), own) == Source::Own {
            // What was trained does not depend on the digit that is looked at.
            self.training.edit(|state| state.digit = digit);
            self.reread();
        } else {
            regime::change(self, |state| state.digit = digit);
        }
    }

    /// Goes on from a kept training, which began with the shipped weights.
    fn resume(self: &Rc<Self>, kept: Kept) {
        if self.shipped.borrow().is_some() {
            return regime::resume(self, kept);
        }
        self.kept.replace(Some(kept));
        self.load();
    }

    fn load(self: &Rc<Self>) {
        if self.shipped.borrow().is_some() || self.loading.replace(true) {
            return;
        }
        let figure = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let loaded = networks::digits(CASE).await;
            let Some(figure) = figure.upgrade() else {
                return;
            };
            figure.loading.set(false);
            match loaded {
                Ok(shipped) => {
                    *figure.shipped.borrow_mut() = Some(shipped.network);
                    figure.drawing.failed(None);
                    // The run begins with these weights, also one that was begun before they came.
                    let early = figure.early.replace(false);
                    let control = match figure.training.phase() {
                        Phase::Paused => Control::Step,
                        _ => Control::PlayPause,
                    };
                    regime::change(&*figure, |_| ());
                    if let Some(kept) = figure.kept.take() {
                        regime::resume(&figure, kept);
                    } else if early {
                        regime::act(&*figure, control);
                    }
                    // A drawing from before the network has its answer only now.
                    figure.drawn(!figure.pad.strokes().is_empty());
                }
                Err(error) => {
                    let slots = [("why", &*error.to_string())];
                    let text = figure.language.fill(words::WRITERS_FAILED, &slots);
                    figure.drawing.failed(Some(&text));
                }
            }
        });
    }

    fn draw(&self) {
        let theme = Theme::of(&self.host);
        self.pad.draw(&theme);
        let drawn = !self.pad.strokes().is_empty();
        self.drawing.enable("[data-ref=add]", drawn);
        if !self.unread.replace(false) {
            return;
        }
        self.read_at.set(dom::now());
        let running = self.training.phase() == Phase::Running;
        dom::silence(&self.host, "reads", running);
        let state = self.state().clone();
        let own = self.own.borrow();
        self.drawing.choices(&state, own.len());
        let taught = numbers::taught(&state, &self.pen, &own);
        let mut shipped = self.shipped.borrow_mut();
        let mut tuned = self.tuned.borrow_mut();
        let of = |network: &mut Network<f32>, samples: &[Sample]| {
            numbers::answers(network, samples.iter().map(|sample| &sample.image))
        };
        let before = shipped.as_mut().map(|network| of(network, &self.pen));
        let after = tuned.as_mut().map(|network| of(network, &self.pen));
        let right = |answers: &Option<Vec<Option<u8>>>| {
            let answers = answers.as_ref()?.iter().copied();
            Some(numbers::right(self.pen.iter().zip(answers), &taught))
        };
        let [mnist, mnist_after] = self.tests.get();
        let mut network = tuned.as_mut().or(shipped.as_mut());
        let mut now = |images: &[&Image]| match &mut network {
            Some(network) => numbers::answers(network, images.iter().copied()),
            None => vec![None; images.len()],
        };
        let theirs: Vec<&Image> = numbers::mnist(state.digit).iter().collect();
        let own_images: Vec<&Image> = own.iter().map(|sample| &sample.image).collect();
        let (theirs_read, own_read) = (now(&theirs), now(&own_images));
        let own_right = numbers::right(own.iter().zip(own_read.iter().copied()), &[]);
        let own_right = Some(own_right).filter(|_| !own.is_empty());
        let columns = [mnist, mnist_after, right(&before), right(&after), own_right];
        self.drawing
            .wall(&theme, "mnist", state.digit, &theirs, &theirs_read);
        let answers = after.or(before);
        let (images, answers): (Vec<&Image>, Vec<Option<u8>>) = self
            .pen
            .iter()
            .enumerate()
            .filter(|(_, sample)| sample.digit == state.digit)
            .map(|(place, sample)| {
                let answer = answers.as_ref().and_then(|answers| *answers.get(place)?);
                (&sample.image, answer)
            })
            .unzip();
        self.drawing
            .wall(&theme, "pen", state.digit, &images, &answers);
        let dropped = self.dropped.get();
        self.drawing
            .table(state.digit, images.len(), &columns, dropped);
        self.drawing.own(&theme, &own, &own_read);
    }
}
