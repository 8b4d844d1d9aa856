//! Cases 2.0 and 2.1: type a review, see what two networks make of every word, train them here.

pub(super) mod readers;
mod reading;
pub mod state;
mod training;
mod view;
mod words;

use std::{cell::RefCell, rc::Rc};

use web_sys::{Element, HtmlElement, HtmlInputElement};

use self::{reading::Reading, state::State, training::Training};
use crate::{
    address, choice,
    controls::Control,
    dom::{self, Frame, Listener, Result, part},
    field::Field,
    later::Later,
    plot::Theme,
    runner::{Phase, Runner},
    text::language_of,
    watch::Watch,
    worker::{client::Event, protocol::Report},
};

/// The widget; dropping it ends it.
pub struct Reviews {
    _inner: Rc<Inner>,
    _watch: Watch,
}

struct Inner {
    host: HtmlElement,
    state: RefCell<State>,
    runner: Runner,
    reading: Rc<Reading>,
    training: Training,
    frame: Frame,
    _fields: [Field; 2],
    _listeners: Vec<Listener>,
}

/// What a button does.
type Act = fn(&Rc<Inner>);

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Reviews> {
    let language = language_of(host);
    host.set_class_name("redes reviews");
    host.set_inner_html(&view::markup(language));
    let (state, refused): (State, _) = address::read(host);
    // Whoever copies the figure right away gets what the link asked for.
    address::write(host, &state);
    // Closures are made before the widget that they call.
    let cell = Later::<Inner>::default();
    let with = |act: Act| {
        let cell = cell.clone();
        move || cell.with(act)
    };
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
        move |value| change(&epochs, |state| state.epochs = value as u64),
    )?;
    let batch = cell.clone();
    let batch = Field::new(
        host,
        language,
        view::batch_field(),
        state.batch_size as f64,
        move |value| change(&batch, |state| state.batch_size = value as u64),
    )?;
    let mut listeners = Vec::new();
    let buttons: [(&str, Act); 2] = [
        ("cancel", |inner| inner.prepare()),
        ("retry", |inner| inner.runner.play()),
    ];
    for (name, act) in buttons {
        let act = with(act);
        let button = part::<Element>(host, name)?;
        listeners.push(dom::listen(&button, "click", move |_| act())?);
    }
    for button in dom::all(host, "[data-networks], [data-samples]")? {
        let (cell, clicked) = (cell.clone(), button.clone());
        listeners.push(dom::listen(&button, "click", move |_| {
            let networks = clicked.get_attribute("data-networks");
            if let Some(networks) = networks.and_then(|text| text.parse().ok()) {
                change(&cell, |state| state.networks = networks);
            }
            let samples = clicked.get_attribute("data-samples");
            if let Some(samples) = samples.and_then(|text| text.parse().ok()) {
                change(&cell, |state| state.samples = samples);
            }
        })?);
    }
    let moved = cell.clone();
    let cursor = part::<HtmlInputElement>(host, "cursor")?;
    listeners.push(dom::listen(&cursor, "input", move |event| {
        let epoch = dom::value_of(&event).and_then(|text| text.parse().ok());
        if let Some(epoch) = epoch {
            moved.with(|inner| {
                inner.training.look_at(epoch);
                inner.frame.request();
            });
        }
    })?);
    let (typed, chosen) = (cell.clone(), cell.clone());
    let reading = Reading::new(
        host,
        language,
        &state.text,
        state.reader,
        move |text| {
            typed.with(|inner| {
                text.clone_into(&mut inner.state.borrow_mut().text);
                address::write(&inner.host, &*inner.state.borrow());
            });
        },
        move |reader| {
            chosen.with(|inner| {
                inner.state.borrow_mut().reader = reader;
                address::write(&inner.host, &*inner.state.borrow());
            });
        },
    )?;
    let draw = with(|inner| inner.training.draw(&Theme::of(&inner.host)));
    let inner = Rc::new(Inner {
        host: host.clone(),
        state: RefCell::new(state),
        runner,
        reading,
        training: Training::new(host, language),
        frame: Frame::new(draw),
        _fields: [epochs, batch],
        _listeners: listeners,
    });
    cell.set(&inner);
    inner.prepare_at_link();
    address::tell_refused(host, language, &refused);
    let watch = Watch::new(host, with(|inner| inner.frame.request()))?;
    Ok(Reviews {
        _inner: inner,
        _watch: watch,
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
        self.training.clear();
        choice::show(&self.host, "networks", &state.networks.to_string());
        choice::show(&self.host, "samples", &state.samples.to_string());
        drop(state);
        self.show_phase();
    }

    /// A changed parameter, or a cancelled training: the next play begins from the start.
    fn prepare(&self) {
        self.state.borrow_mut().at = 0;
        self.prepare_at_link();
        self.reading.forget_own();
        address::write(&self.host, &*self.state.borrow());
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
                    self.training.clear();
                }
                self.runner.control(other);
                let mut state = self.state.borrow_mut();
                state.speed = self.runner.speed();
                if self.runner.phase() == Phase::Running {
                    state.at = 0;
                }
                address::write(&self.host, &*state);
            }
        }
        self.show_phase();
    }

    fn hear(&self, event: Event) {
        self.runner.heard(&event);
        if let Event::Report(report, blocks) = event {
            self.training.report(&report, &blocks, &self.runner);
            if let Report::Reviews(report) = &report {
                let new = report.runs.iter().filter(|run| run.weights);
                for (run, weights) in new.zip(blocks.iter().skip(1)) {
                    self.reading.take_own(run.case, weights.f32());
                }
            }
            if matches!(self.runner.phase(), Phase::Paused | Phase::Finished) {
                let mut state = self.state.borrow_mut();
                state.at = self.runner.iteration();
                address::write(&self.host, &*state);
            }
        }
        self.show_phase();
        self.frame.request();
    }

    fn show_phase(&self) {
        let phase = self.runner.phase();
        self.training.show_phase(phase);
        dom::hide_part(&self.host, "retry", phase != Phase::Failed);
        let over = matches!(phase, Phase::Idle | Phase::Failed | Phase::Finished);
        dom::hide_part(&self.host, "cancel", over);
    }
}
