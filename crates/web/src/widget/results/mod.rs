//! Every number that the thesis prints, computed again in the page.

pub mod state;
mod view;

use std::{cell::RefCell, rc::Rc};

use web_sys::{Element, HtmlElement, HtmlProgressElement};

use self::state::State;
use crate::{
    address, choice,
    controls::Control,
    dom::{self, Listener, Result, part},
    field::Field,
    later::Later,
    number,
    runner::{Phase, Runner},
    text::{Key, Language, language_of},
    worker::{
        client::Event,
        protocol::{Report, ResultsReport},
    },
};

/// The widget; dropping it ends it.
pub struct Results {
    _inner: Rc<Inner>,
}

struct Inner {
    host: HtmlElement,
    language: Language,
    state: RefCell<State>,
    runner: Runner,
    _seeds: Field,
    _listeners: Vec<Listener>,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Results> {
    let language = language_of(host);
    host.set_class_name("redes results");
    host.set_inner_html(&view::markup(language));
    let (state, refused): (State, _) = address::read(host);
    // Whoever copies the figure right away gets what the link asked for.
    address::write(host, &state);
    // Closures are made before the widget that they call.
    let cell = Later::<Inner>::default();
    let (on_control, on_event) = (cell.clone(), cell.clone());
    let runner = Runner::new(
        host,
        language,
        state::SPEEDS,
        state.seed,
        state.speed,
        move |control| on_control.with(|inner| inner.control(control)),
        move |event| on_event.with(|inner| inner.hear(&event)),
    )?;
    let seeds = cell.clone();
    let seeds = Field::new(
        host,
        language,
        view::seeds_field(),
        f64::from(state.seeds),
        move |value| change(&seeds, |state| state.seeds = value as u32),
    )?;
    let mut listeners = Vec::new();
    for (name, act) in [
        ("cancel", Inner::prepare as fn(&Inner)),
        ("retry", |inner: &Inner| inner.runner.play()),
    ] {
        let cell = cell.clone();
        let button = part::<Element>(host, name)?;
        listeners.push(dom::listen(&button, "click", move |_| {
            cell.with(|inner| act(inner));
        })?);
    }
    for button in dom::all(host, "[data-case]")? {
        let (cell, clicked) = (cell.clone(), button.clone());
        listeners.push(dom::listen(&button, "click", move |_| {
            let case = clicked.get_attribute("data-case");
            if let Some(case) = case.and_then(|name| state::place(&name)) {
                change(&cell, |state| state.case = case);
            }
        })?);
    }
    let inner = Rc::new(Inner {
        host: host.clone(),
        language,
        state: RefCell::new(state),
        runner,
        _seeds: seeds,
        _listeners: listeners,
    });
    cell.set(&inner);
    inner.show_choice();
    address::tell_refused(host, language, &refused);
    Ok(Results { _inner: inner })
}

fn change(later: &Later<Inner>, edit: impl FnOnce(&mut State)) {
    later.with(|inner| {
        edit(&mut inner.state.borrow_mut());
        inner.prepare();
    });
}

impl Inner {
    /// Shows what is chosen, with nothing computed yet.
    fn show_choice(&self) {
        let state = self.state.borrow();
        self.runner.prepare(state.setup(self.language), 0);
        choice::show(&self.host, "case", state::CASES[state.case]);
        drop(state);
        for name in ["progress", "table"] {
            dom::hide_part(&self.host, name, true);
        }
        self.show_phase();
    }

    fn prepare(&self) {
        self.show_choice();
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
                self.runner.control(other);
                let mut state = self.state.borrow_mut();
                state.speed = self.runner.speed();
                address::write(&self.host, &*state);
            }
        }
        self.show_phase();
    }

    fn hear(&self, event: &Event) {
        self.runner.heard(event);
        if let Event::Report(report, _) = event {
            match report {
                Report::Loading { received, total } => {
                    let mb = |bytes: u64| number::fixed(bytes as f64 / 1e6, 1);
                    let slots = [("n", &*mb(*received)), ("total", &*mb(*total))];
                    let text = self.language.fill(Key::ResultsLoading, &slots);
                    self.progress(*received, *total, &text);
                }
                Report::Results(report) => self.show(report),
                Report::Failed(failure) => self.runner.failed(failure),
                _ => {}
            }
        }
        self.show_phase();
    }

    fn progress(&self, done: u64, total: u64, text: &str) {
        dom::hide_part(&self.host, "progress", false);
        if let Ok(bar) = part::<HtmlProgressElement>(&self.host, "bar") {
            bar.set_value(done as f64 / total.max(1) as f64);
        }
        dom::set_part_text(&self.host, "progress-text", text);
    }

    fn show(&self, report: &ResultsReport) {
        self.runner.reached(report.iteration, report.finished);
        let step = number::grouped(report.done, self.language);
        let total = number::grouped(report.total, self.language);
        let slots = [("n", &*step), ("total", &*total), ("now", &*report.now)];
        let text = self.language.fill(Key::ResultsStepOf, &slots);
        self.progress(report.done, report.total, &text);
        if report.rows.is_empty() {
            return;
        }
        dom::hide_part(&self.host, "table", false);
        if let Ok(body) = part::<Element>(&self.host, "rows") {
            body.set_inner_html(&view::rows(&report.rows, self.language));
        }
        dom::set_part_text(
            &self.host,
            "summary",
            &view::summary(&report.rows, self.language),
        );
    }

    fn show_phase(&self) {
        let phase = self.runner.phase();
        if matches!(phase, Phase::Idle | Phase::Failed | Phase::Finished) {
            dom::hide_part(&self.host, "progress", true);
        }
        dom::hide_part(&self.host, "retry", phase != Phase::Failed);
        let under_way = matches!(phase, Phase::Running | Phase::Paused);
        dom::hide_part(&self.host, "cancel", !under_way);
    }
}
