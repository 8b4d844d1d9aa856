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

use js_sys::{Array, Uint8Array};
use redes_experiment::{
    Block,
    dense::{self, DenseNetwork},
    digits::{DigitsBody, DigitsSetup},
    wire,
};
use redes_inputs::{digits::Image, hidden, networks, pad::Pad};
use redes_lessons::thesis::digits::{Case, Hidden};
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, Element, Event, HtmlElement, KeyboardEvent, MouseEvent};

use self::{
    draw::Drawing,
    link::{Order, State},
    numbers::{Inside, Map, Reading},
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
    /// A network that was opened on the page of models.
    opened: RefCell<Option<Inside>>,
    /// Whose weights are shown, where there are some.
    owner: Cell<Owner>,
    /// The neuron of the opened network that is looked at. A link keeps that of the others.
    chosen: Cell<usize>,
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

/// Whose weights are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// Those of the network that ships.
    Shipped,
    /// The reader's own.
    Own,
    /// Those of a network that was opened.
    Opened,
}

impl Owner {
    /// In the order of [`markup::OWNERS`].
    const ALL: [Self; 3] = [Self::Shipped, Self::Own, Self::Opened];

    fn named(name: &str) -> Option<Self> {
        let names = markup::OWNERS.into_iter().zip(Self::ALL);
        names
            .into_iter()
            .find_map(|(own, owner)| (own == name).then_some(owner))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Shipped => markup::OWNERS[0],
            Self::Own => markup::OWNERS[1],
            Self::Opened => markup::OWNERS[2],
        }
    }
}

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
    mounting.on(host, "handed", Neurons::handed)?;
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
        opened: RefCell::default(),
        owner: Cell::new(Owner::Shipped),
        chosen: Cell::new(0),
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
    const REPEATS: bool = true;

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> DigitsSetup {
        self.state().setup()
    }

    fn clear(&self) {
        *self.own.borrow_mut() = None;
        self.is_shown(Owner::Shipped);
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
                self.is_shown(Owner::Own);
            }
        }
    }

    fn is_shown(&self, owner: Owner) {
        self.owner.set(owner);
        let there = [
            true,
            self.own.borrow().is_some(),
            self.opened.borrow().is_some(),
        ];
        self.drawing.owner(there, owner.name());
        self.weights_changed();
        self.image_changed();
    }

    /// Takes a network that was opened on the page of models (`js/hand.js`): its name and its bytes.
    fn handed(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<CustomEvent>() else {
            return;
        };
        let detail = Array::from(&event.detail());
        let name = detail.get(0).as_string().unwrap_or_default();
        let bytes = detail.get(1).dyn_into::<Uint8Array>();
        let bytes = bytes.map(|bytes| bytes.to_vec()).unwrap_or_default();
        let network: Option<DenseNetwork> = wire::decode(dense::NAME, &bytes).ok();
        let inside = network.as_ref().and_then(Inside::opened);
        let text = match (&network, &inside) {
            (Some(network), Some(_)) => markup::opened(self.language, &name, network),
            _ => self.language.text(words::NEURONS_OPENED_UNFIT).to_owned(),
        };
        self.drawing.opened(Some(&text));
        if inside.is_some() {
            *self.opened.borrow_mut() = inside;
            self.chosen.set(0);
            self.is_shown(Owner::Opened);
        }
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
            self.is_shown(Owner::named(&owner).unwrap_or(Owner::Shipped));
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
        let next = draw::step(
            &pressed.key(),
            self.place(),
            self.tiles.columns(),
            self.order.borrow().len(),
        );
        if let Some(place) = next {
            event.prevent_default();
            self.choose(place);
        }
    }

    /// The chosen neuron.
    fn neuron(&self) -> usize {
        match self.owner.get() {
            Owner::Opened => self.chosen.get(),
            Owner::Shipped | Owner::Own => self.state().neuron,
        }
    }

    /// The place of the chosen neuron in the order.
    fn place(&self) -> usize {
        let neuron = self.neuron();
        let order = self.order.borrow();
        let place = order.iter().position(|other| *other == neuron);
        place.unwrap_or_default()
    }

    /// Looks at the neuron at a place of the order.
    fn choose(&self, place: usize) {
        if let Some(neuron) = self.order.borrow().get(place).copied() {
            match self.owner.get() {
                Owner::Opened => self.chosen.set(neuron),
                Owner::Shipped | Owner::Own => self.training.edit(|state| state.neuron = neuron),
            }
        }
        self.redraw();
    }

    /// Fetches the network that ships, where it is not there: at first sight, and after a change of the case.
    fn load(self: &Rc<Self>) {
        let case = self.state().case;
        let known = self.shipped.borrow().as_ref().and_then(Inside::case) == Some(case);
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
                    figure.is_shown(figure.owner.get());
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
        let shown = match self.owner.get() {
            Owner::Shipped => &self.shipped,
            Owner::Own => &self.own,
            Owner::Opened => &self.opened,
        };
        let mut shown = shown.borrow_mut();
        // The network of the other case may still be there.
        let shown = shown.as_mut();
        act(shown.filter(|shown| shown.case().is_none_or(|own| own == case))?)
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
            let opened = self.owner.get() == Owner::Opened;
            let strokes = self.pad.strokes();
            self.drawing.choices(&theme, &state, &strokes, opened);
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
                self.drawing.title(inside.neurons());
                self.tiles.paint(&theme, inside)?;
            }
            if beside {
                let chosen = [self.neuron(), self.place()];
                self.drawing.sum(&theme, inside, reading, chosen)?;
                let output = state.output.unwrap_or(reading.digit());
                let map = self.look(inside, &image, output)?;
                self.drawing.outputs(&theme, reading, output, &map)?;
            }
            Some(())
        });
        let order = self.order.borrow();
        let moving = self.tiles.draw(&theme, reading, &order, self.neuron());
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
