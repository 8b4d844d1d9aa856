//! Inside cases 1.0 and 1.1: the weights of the first hidden layer as images, also while they train; what each neuron
//! answers; what makes an output grow; where the network looks.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod tiles;

use std::{
    cell::{Cell, Ref, RefCell},
    rc::Rc,
};

use redes_experiment::{
    Block,
    digits::{DigitsBody, DigitsSetup},
};
use redes_inputs::{digits::Image, hidden, networks, pad::Pad};
use redes_lessons::thesis::digits::{Case, Hidden};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent};

use self::{
    draw::Drawing,
    link::{Order, State},
    numbers::{Inside, Map, NEURONS, Reading},
    tiles::Tiles,
};
use crate::words;
use redes_shell::{
    dom::{self, Frame, Result, part},
    later::Later,
    mounted::{Mounted, Mounting},
    phase::Phase,
    plot::Theme,
    seen::Seen,
    text::{Language, Text},
    training::{self as regime, Training, Trains},
};

/// The figure on a page.
struct Neurons {
    host: HtmlElement,
    language: Language,
    later: Later<Self>,
    pad: Pad,
    training: Training<Self>,
    drawing: Drawing,
    tiles: Tiles,
    shipped: RefCell<Option<Inside>>,
    own: RefCell<Option<Inside>>,
    /// Whether the reader's own weights are shown, where there are some.
    shows_own: Cell<bool>,
    loading: Cell<bool>,
    /// What the shown network makes of the image.
    reading: RefCell<Option<Reading>>,
    order: RefCell<Vec<usize>>,
    /// Where the network looks, for the chosen output.
    looks: RefCell<Option<Looks>>,
    /// Whether the weights changed since they were painted.
    unpainted: Cell<bool>,
    /// Whether the image or the weights changed since they were read.
    unread: Cell<bool>,
    /// Whether the tiles are to be put in order again.
    unordered: Cell<bool>,
    /// Whether what stands beside the tiles is to be drawn again.
    beside: Cell<bool>,
    frame: Frame,
}

/// Milliseconds between two computations of where a network looks, while it trains: it takes a few hundred images.
const LOOKS_INTERVAL: f64 = 500.0;

/// Where the network looks, for an output, and when that was computed.
struct Looks {
    output: usize,
    map: Map,
    at: f64,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Neurons>::new::<State>(host, "neurons", markup::markup);
    let later = mounting.later.clone();
    let pad = Pad::new(host, state.strokes.clone(), move |done| {
        later.with(|figure| figure.drawn(done));
    })?;
    regime::parsed(&mut mounting, "data-case", |state| &mut state.case)?;
    regime::choice(&mut mounting, "data-hidden", |state: &mut State, name| {
        state.hidden = hidden::named(name)?;
        Some(())
    })?;
    let [undo, clear]: [Element; 2] = [part(host, "undo")?, part(host, "clear")?];
    mounting.on(&undo, "click", |figure, _| figure.pad.undo())?;
    mounting.on(&clear, "click", |figure, _| figure.pad.clear())?;
    let (again, later): (Element, _) = (part(host, "models-retry")?, mounting.later.clone());
    mounting.keep(dom::listen(&again, "click", move |_| {
        later.with(Neurons::load);
    })?);
    mounting.on(host, "click", Neurons::clicked)?;
    let canvas: Element = part(host, "tiles")?;
    mounting.on(&canvas, "click", Neurons::touched)?;
    mounting.on(&canvas, "keydown", Neurons::key)?;
    let figure = Neurons {
        host: host.clone(),
        language: mounting.language,
        later: mounting.later.clone(),
        pad,
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        drawing: Drawing::new(host, mounting.language),
        tiles: Tiles::new(host)?,
        shipped: RefCell::default(),
        own: RefCell::default(),
        shows_own: Cell::new(false),
        loading: Cell::new(false),
        reading: RefCell::default(),
        order: RefCell::default(),
        unpainted: Cell::new(true),
        unread: Cell::new(true),
        looks: RefCell::default(),
        unordered: Cell::new(true),
        beside: Cell::new(true),
        frame: mounting.frame(Neurons::draw),
    };
    mounting.watch(|figure| {
        figure.unpainted.set(true);
        figure.redraw();
    })?;
    let later = mounting.later.clone();
    let (figure, mut mounted) = mounting.done(figure);
    regime::start(&figure);
    figure.drawing.answer(None);
    mounted.keep(Seen::new(host, move || later.with(Neurons::load)));
    Ok(mounted)
}

redes_shell::linked!(State);

impl Trains for Neurons {
    type Experiment = redes_experiment::digits::Digits;
    type State = State;

    const LOADING: Option<Text> = Some(words::NEURONS_LOADING);

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> DigitsSetup {
        self.state().setup()
    }

    fn clear(&self) {
        *self.own.borrow_mut() = None;
        self.own_is_shown(false);
        self.reading.replace(None);
        self.later.with(Neurons::load);
    }

    fn show(&self, body: DigitsBody, blocks: Vec<Block>) {
        let share = body.iteration as f64 / body.iterations.max(1) as f64;
        let text = markup::doing(self.language, &body);
        self.training.progress(share, &text);
        let mut weights = blocks.iter().map(Block::f32);
        if let Some(weights) = weights.find(|weights| !weights.is_empty()) {
            self.take((body.case, body.hidden), weights);
        }
    }

    fn rest(&self) {
        self.unordered.set(true);
        *self.looks.borrow_mut() = None;
        self.redraw();
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Neurons {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }

    /// Weights of the reader's own network. The first of a run are shown at once.
    fn take(&self, kind: (Case, Option<Hidden>), weights: &[f32]) {
        let mut own = self.own.borrow_mut();
        match own.as_mut() {
            Some(own) => {
                own.take(weights);
                self.weights_changed();
            }
            None => {
                *own = Inside::new(kind, weights);
                drop(own);
                self.own_is_shown(true);
            }
        }
    }

    fn own_is_shown(&self, own: bool) {
        self.shows_own.set(own);
        self.drawing.owner(self.own.borrow().is_some(), own);
        self.weights_changed();
        self.image_changed();
    }

    fn weights_changed(&self) {
        self.unpainted.set(true);
        self.unread.set(true);
    }

    fn image_changed(&self) {
        self.unread.set(true);
        self.unordered.set(true);
        *self.looks.borrow_mut() = None;
        self.redraw();
    }

    fn redraw(&self) {
        self.beside.set(true);
        self.frame.request();
    }

    fn drawn(&self, done: bool) {
        if done {
            self.training
                .edit(|state| state.strokes = self.pad.strokes());
            // The answer has a place of its own that is read aloud.
            self.pad.say("");
        }
        self.image_changed();
    }

    fn clicked(&self, event: &Event) {
        let number = |name: &str| dom::attribute_of(event, name)?.parse::<usize>().ok();
        if let Some(digit) = number("data-digit") {
            self.training.edit(|state| state.digit = digit as u8);
            // The pad calls back with no strokes.
            self.pad.clear();
        } else if let Some(output) = number("data-output") {
            self.training.edit(|state| state.output = Some(output));
        } else if let Some(order) = dom::attribute_of(event, "data-order") {
            let order = Order::named(&order).unwrap_or(Order::Answer);
            self.training.edit(|state| state.order = order);
            self.unordered.set(true);
        } else if let Some(owner) = dom::attribute_of(event, "data-owner") {
            self.own_is_shown(owner == markup::OWNERS[1]);
        }
        self.redraw();
    }

    fn touched(&self, event: &Event) {
        let canvas = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let (Some(event), Some(canvas)) = (event.dyn_ref::<MouseEvent>(), canvas) else {
            return;
        };
        let rect = canvas.get_bounding_client_rect();
        let across = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
        let down = (f64::from(event.client_y()) - rect.top()) / rect.height().max(1.0);
        self.choose(self.tiles.at(across, down));
    }

    fn key(&self, event: &Event) {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let next = draw::step(&pressed.key(), self.place(), self.tiles.columns(), NEURONS);
        if let Some(place) = next {
            event.prevent_default();
            self.choose(place);
        }
    }

    /// The place of the chosen neuron in the order.
    fn place(&self) -> usize {
        let neuron = self.state().neuron;
        let order = self.order.borrow();
        let place = order.iter().position(|other| *other == neuron);
        place.unwrap_or_default()
    }

    /// Looks at the neuron at a place of the order.
    fn choose(&self, place: usize) {
        if let Some(neuron) = self.order.borrow().get(place).copied() {
            self.training.edit(|state| state.neuron = neuron);
        }
        self.redraw();
    }

    /// Fetches the network that ships, where it is not there: at first sight, and after a change of the case.
    fn load(self: &Rc<Self>) {
        let case = self.state().case;
        let known = self.shipped.borrow().as_ref().map(Inside::case) == Some(case);
        if known || self.loading.replace(true) {
            return;
        }
        let figure = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let loaded = networks::digits(case).await;
            let Some(figure) = figure.upgrade() else {
                return;
            };
            figure.loading.set(false);
            match loaded {
                Ok(network) => {
                    *figure.shipped.borrow_mut() =
                        Inside::new((case, None), network.network.parameters());
                    figure.drawing.failed(None);
                    figure.own_is_shown(figure.shows_own.get());
                    // The reader may have chosen the other case meanwhile.
                    figure.load();
                }
                Err(error) => {
                    let slots = [("why", &*error.to_string())];
                    let text = figure.language.fill(words::NEURONS_FAILED, &slots);
                    figure.drawing.failed(Some(&text));
                }
            }
        });
    }

    /// The network whose weights are shown; none until it is there.
    fn with_shown<R>(&self, act: impl FnOnce(&mut Inside) -> Option<R>) -> Option<R> {
        let case = self.state().case;
        let mut own = self.own.borrow_mut();
        let mut shipped = self.shipped.borrow_mut();
        let own = own.as_mut().filter(|_| self.shows_own.get());
        act(own.or(shipped.as_mut().filter(|shipped| shipped.case() == case))?)
    }

    fn draw(&self) {
        let theme = Theme::of(&self.host);
        let state = self.state().clone();
        let image = numbers::image(&self.pad.strokes(), state.digit);
        if self.unread.replace(false) {
            let reading = self.with_shown(|inside| inside.read(&image));
            let running = self.training.phase() == Phase::Running;
            for region in ["answer", "chosen"] {
                dom::silence(&self.host, region, running);
            }
            self.drawing.answer(reading.as_ref());
            *self.reading.borrow_mut() = reading;
            self.beside.set(true);
        }
        let beside = self.beside.replace(false);
        if beside {
            self.pad.draw(&theme);
            self.drawing.choices(&theme, &state, &self.pad.strokes());
        }
        let reading = self.reading.borrow();
        let Some(reading) = reading.as_ref() else {
            return;
        };
        if self.unordered.replace(false) {
            *self.order.borrow_mut() = reading.order(state.order);
        }
        self.with_shown(|inside| {
            if self.unpainted.replace(false) {
                self.drawing.legend(inside.scale());
                self.tiles.paint(&theme, inside)?;
            }
            if beside {
                let chosen = [state.neuron, self.place()];
                self.drawing.sum(&theme, inside, reading, chosen)?;
                let output = state.output.unwrap_or(reading.digit());
                let map = self.look(inside, &image, output)?;
                self.drawing.outputs(&theme, reading, output, &map)?;
            }
            Some(())
        });
        let order = self.order.borrow();
        let moving = self.tiles.draw(&theme, reading, &order, state.neuron);
        if moving == Some(true) {
            self.frame.request();
        }
    }

    /// Where the network looks for an output; while weights arrive, what was computed a moment ago.
    fn look(&self, inside: &mut Inside, image: &Image, output: usize) -> Option<Map> {
        let now = dom::now();
        let mut looks = self.looks.borrow_mut();
        let known = looks
            .as_ref()
            .filter(|looks| looks.output == output && now - looks.at < LOOKS_INTERVAL);
        if let Some(known) = known {
            return Some(known.map);
        }
        let map = inside.looks(image, output)?;
        *looks = Some(Looks {
            output,
            map,
            at: now,
        });
        Some(map)
    }
}
