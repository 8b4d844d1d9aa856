//! Networks of other programs: opened from a file, asked, looked into, tested, trained further, saved.

mod course;
mod draw;
mod files;
mod give;
mod hand;
mod keep;
pub mod link;
pub mod markup;
pub mod numbers;
mod open;
mod sentences;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Array;
use redes_data::words::Vocabulary;
use redes_experiment::history::History;
use redes_inputs::pad::Pad;
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    keeping,
    later::Later,
    mounted::{Mounted, Mounting},
    plot::Theme,
    runner::Runner,
    seen::Seen,
    text::Language,
    worker::client::Client,
};
use redes_workshop::{
    digest::{Digest, Reads},
    protocol::{Body, Layer, Source, Tested, Trial},
    scaling::Scaling,
};
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement};

use self::{
    draw::Drawing,
    link::{SPEEDS, Start, State},
};

/// A network that is open.
struct Model {
    source: Source,
    digest: Digest,
    /// The name of its file.
    name: String,
    /// Whether it is a file of the reader's.
    own: bool,
    /// The layer that is looked at.
    layer: usize,
    /// What trying the scalings found, on the most images so far.
    found: Option<Found>,
}

impl Model {
    /// The name of its file, without the ending.
    fn stem(&self) -> String {
        numbers::stem(&self.name)
    }
}

/// What trying the scalings found.
#[derive(Clone)]
struct Found {
    scaling: Scaling,
    trials: Vec<Trial>,
    /// Images of the trial.
    of: u64,
}

/// A network that is about to be opened.
struct Awaited {
    source: Source,
    name: String,
    own: bool,
    /// When reading began, by the page's clock.
    since: f64,
}

/// What came of the run so far.
#[derive(Default)]
struct Course {
    /// Rows of step, loss, accuracy.
    losses: History<[f64; 3]>,
    tests: Vec<Tested>,
    answer: Vec<f32>,
    layer: Option<(Layer, Vec<f32>)>,
    body: Option<Body>,
}

/// What the present run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// It only answers.
    Answer,
    /// It tests the file's weights.
    Test,
    /// It trains.
    Train,
}

/// The figure on a page.
pub struct Opened {
    host: HtmlElement,
    language: Language,
    later: Later<Self>,
    state: RefCell<State>,
    pad: Pad,
    drawing: Drawing,
    /// Reads files, in a worker of its own.
    opener: Client,
    /// Has the open network.
    runner: Runner,
    awaited: RefCell<Option<Awaited>>,
    model: RefCell<Option<Model>>,
    course: RefCell<Course>,
    aim: Cell<Aim>,
    /// Whether a network is being fetched or read.
    opening: Cell<bool>,
    /// The number of the present fetch: what an earlier one brings is dropped.
    fetch: Cell<u64>,
    /// Whether the reader wants to train as soon as a network is open.
    eager: Cell<bool>,
    /// The kept training that goes on then.
    kept: RefCell<Option<Array>>,
    /// Whether the present run has reported.
    alive: Cell<bool>,
    /// Whether the weights in training are tested, and then rest.
    testing: Cell<bool>,
    /// Whether training rests after one step.
    stepping: Cell<bool>,
    /// Whether the input or the layer changed since the network was asked.
    asks: Cell<bool>,
    vocabulary: RefCell<Option<Vocabulary>>,
    fetching: Cell<bool>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Opened>::new::<State>(host, "opened", markup::markup);
    let later = mounting.later.clone();
    let pad = Pad::new(host, state.strokes.clone(), move |done| {
        later.with(|figure| figure.drawn(done));
    })?;
    files::connect(&mut mounting)?;
    let batch = mounting.field(
        markup::batch_field(),
        state.batch as f64,
        |figure, value| {
            figure.change(|state| state.batch = value as u64);
        },
    )?;
    mounting.keep(batch);
    let later = mounting.later.clone();
    mounting.keep(dom::listen(host, "click", move |event| {
        later.with(|figure| figure.clicked(&event));
    })?);
    mounting.on(host, "change", Opened::chosen)?;
    mounting.on(host, "handed", Opened::handed)?;
    mounting.on(host, "unhanded", Opened::unhanded)?;
    keeping::connect(&mut mounting, |figure| figure.runner.keep(), Opened::resume)?;
    let [text, row]: [HtmlTextAreaElement; 2] = [part(host, "text")?, part(host, "row")?];
    for area in [text, row] {
        mounting.on(&area, "input", |figure, _| figure.ask())?;
    }
    let rows: Element = part(host, "rows")?;
    mounting.on(&rows, "keydown", Opened::key)?;
    let (act, inform) = (mounting.later.clone(), mounting.later.clone());
    let runner = Runner::new(
        host,
        mounting.language,
        SPEEDS,
        state.seed,
        state.speed,
        move |control| act.with(|figure| figure.control(control)),
        move |event| inform.with(|figure| figure.informed(event)),
    )?;
    let later = mounting.later.clone();
    let figure = Opened {
        host: host.clone(),
        language: mounting.language,
        later: mounting.later.clone(),
        state: RefCell::new(state),
        pad,
        drawing: Drawing::new(host, mounting.language),
        opener: Client::new(move |event| later.with(|figure| figure.read(event))),
        runner,
        awaited: RefCell::default(),
        model: RefCell::default(),
        course: RefCell::default(),
        aim: Cell::new(Aim::Answer),
        opening: Cell::new(false),
        fetch: Cell::new(0),
        eager: Cell::new(false),
        kept: RefCell::default(),
        alive: Cell::new(false),
        testing: Cell::new(false),
        stepping: Cell::new(false),
        asks: Cell::new(false),
        vocabulary: RefCell::default(),
        fetching: Cell::new(false),
        frame: mounting.frame(Opened::draw),
    };
    mounting.watch(|figure| figure.frame.request())?;
    let later = mounting.later.clone();
    let (figure, mut mounted) = mounting.done(figure);
    figure.waits();
    address::write(&figure.host, &*figure.state.borrow());
    figure.drawing.choices(&figure.state.borrow(), false);
    mounted.keep(Seen::new(host, move || later.with(Opened::begin)));
    Ok(mounted)
}

impl Opened {
    /// Opens the network of the link, once the figure is in sight.
    fn begin(self: &Rc<Self>) {
        let start = self.state.borrow().start;
        let comes = self.model.borrow().is_some() || self.kept.borrow().is_some();
        if start != Start::None && !comes {
            self.start(start);
        }
    }

    /// Changes what the page shows, and writes it to the address.
    fn edit(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        let state = self.state.borrow();
        address::write(&self.host, &*state);
        let own = self.model.borrow().as_ref().is_some_and(|model| model.own);
        self.drawing.choices(&state, own);
    }

    /// Changes the parameters of a run, and returns to the weights as they were opened.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        self.edit(edit);
        self.undo();
    }

    fn clicked(self: &Rc<Self>, event: &Event) {
        let number = |name: &str| dom::attribute_of(event, name)?.parse::<usize>().ok();
        if let Some(start) = dom::attribute_of(event, "data-start") {
            self.kept.take();
            self.start(Start::named(&start).unwrap_or(Start::None));
        } else if let Some(layer) = number("data-layer") {
            self.look_at(layer);
        } else if let Some(digit) = number("data-digit") {
            self.edit(|state| state.digit = digit as u8);
            // The pad calls back with no strokes.
            self.pad.clear();
        } else if let Some(form) = dom::attribute_of(event, "data-form") {
            self.save(&form);
        } else {
            let button = dom::button_of(event).and_then(|button| button.get_attribute("data-ref"));
            match button.as_deref() {
                Some("undo") => self.pad.undo(),
                Some("clear") => self.pad.clear(),
                Some("stop") => {
                    self.stop_opening();
                    self.eager.set(false);
                    self.kept.take();
                }
                Some("look-inside") => self.look_inside(),
                Some("test") => self.test(),
                Some("cancel" | "undo-training") => self.undo(),
                Some("retry") => self.train(),
                Some("zeros") => self.fill_row(|| 0.0),
                Some("random") => self.fill_row(js_sys::Math::random),
                _ => {}
            }
        }
    }

    /// Another choice of a list.
    fn chosen(&self, event: &Event) {
        let (Some(name), Some(value)) =
            (dom::attribute_of(event, "data-ref"), dom::value_of(event))
        else {
            return;
        };
        match name.as_str() {
            "scaling" => self.change(|state| {
                state.scaling = link::scaling_named(&value).unwrap_or(state.scaling);
            }),
            "optimizer" => self.change(|state| {
                state.optimizer = link::optimizer_named(&value).unwrap_or(state.optimizer);
            }),
            "rate" => self.change(|state| {
                state.rate = link::rate_named(&value).unwrap_or(state.rate);
            }),
            _ => {}
        }
    }

    fn draw(&self) {
        let theme = Theme::of(&self.host);
        let model = self.model.borrow();
        let Some(model) = model.as_ref() else { return };
        let state = self.state.borrow();
        self.pad.draw(&theme);
        self.drawing.ghost(&theme, &state);
        self.drawing.layer(&model.digest, model.layer);
        let course = self.course.borrow();
        self.drawing.answer(&model.digest, &course.answer);
        let layer = course.layer.as_ref();
        let numbers = layer.map_or(&[][..], |(_, numbers)| numbers);
        let layer = layer.map(|(layer, _)| layer);
        // A digit is always there to be read; other inputs are the reader's.
        let row = model.digest.rows.get(model.layer);
        let awaited = row.filter(|_| model.digest.reads == Reads::Digits);
        let awaited = awaited.map(|row| &*row.shape);
        let _ = self.drawing.inside(&theme, layer, numbers, awaited);
        self.drawing
            .curves(&theme, course.losses.rows(), &course.tests);
        drop(course);
        if self.asks.replace(false) {
            self.tell_input();
        }
    }
}
