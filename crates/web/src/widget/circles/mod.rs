//! Section 2.5: two concentric circles, and a small network that learns to tell them apart.

mod network_view;
mod scene;
pub mod state;
mod view;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event as DomEvent, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent,
};

use self::{
    network_view::{NetworkView, neuron_of},
    scene::Scene,
    state::{Neuron, State},
};
use crate::{
    address,
    controls::Control,
    dom::{self, Frame, Listener, Result, part},
    field::Field,
    later::Later,
    number,
    runner::{Phase, Runner},
    text::{Key, Language, language_of},
    watch::Watch,
    worker::{client::Event, protocol::Report},
};

/// The widget; dropping it ends it.
pub struct Circles {
    _inner: Rc<Inner>,
    _watch: Watch,
    _listeners: Vec<Listener>,
    _fields: Vec<Field>,
}

struct Inner {
    host: HtmlElement,
    language: Language,
    state: RefCell<State>,
    runner: Runner,
    network: NetworkView,
    scene: Scene,
    printed: HtmlElement,
    listings: Vec<Element>,
    /// The neuron under the pointer or the focus.
    hover: Cell<Option<Neuron>>,
    /// The neuron that the trainer was asked to show.
    asked: Cell<Option<Neuron>>,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Circles> {
    let language = language_of(host);
    host.set_class_name("redes circles");
    host.set_inner_html(&view::markup(language));
    let (state, refused): (State, _) = address::read(host);
    // Closures are made before the widget that they call.
    let later = Later::<Inner>::default();
    let (act, hear, draw) = (later.clone(), later.clone(), later.clone());
    let runner = Runner::new(
        host,
        language,
        state::SPEEDS,
        state.seed,
        state.speed,
        move |control| act.with(|inner| inner.control(control)),
        move |event| hear.with(|inner| inner.hear(event)),
    )?;
    let fields = fields(host, language, &state, &later)?;
    let mut listeners = choices(host, &state, &later)?;
    let at = state.at;
    let inner = Rc::new(Inner {
        host: host.clone(),
        language,
        state: RefCell::new(state),
        runner,
        network: NetworkView::new(host, language)?,
        scene: Scene::new(host, language)?,
        printed: part(host, "printed")?,
        listings: dom::all(host, "[data-listing]")?,
        hover: Cell::new(None),
        asked: Cell::new(None),
        frame: Frame::new(move || draw.with(|inner| inner.draw())),
    });
    later.set(&inner);
    listeners.extend(neurons(&inner, &later)?);
    address::tell_refused(host, language, &refused);
    let again = later.clone();
    let watch = Watch::new(host, move || again.with(|inner| inner.frame.request()))?;
    inner.set_up(at, false);
    Ok(Circles {
        _inner: inner,
        _watch: watch,
        _listeners: listeners,
        _fields: fields,
    })
}

/// The parameters that are numbers.
fn fields(
    host: &HtmlElement,
    language: Language,
    state: &State,
    later: &Later<Inner>,
) -> Result<Vec<Field>> {
    let values = [
        state.samples as f64,
        state.factor,
        state.noise,
        state.rate,
        state.iterations as f64,
    ];
    let sets: [fn(&mut State, f64); 5] = [
        |state, value| state.samples = value as usize,
        |state, value| state.factor = value,
        |state, value| state.noise = value,
        |state, value| state.rate = value,
        |state, value| state.iterations = value as u64,
    ];
    let specs = view::fields().into_iter().zip(values).zip(sets);
    specs
        .map(|((spec, value), set)| {
            let later = later.clone();
            Field::new(host, language, spec, value, move |value| {
                later.with(|inner| inner.change(|state| set(state, value)));
            })
        })
        .collect()
}

/// The parameters that are not: layers, activation, listing.
fn choices(host: &HtmlElement, state: &State, later: &Later<Inner>) -> Result<Vec<Listener>> {
    let hidden: HtmlInputElement = part(host, "hidden")?;
    let error: HtmlElement = part(host, "hidden-error")?;
    hidden.set_value(&state::written(&state.hidden, ", "));
    let (input, cell) = (hidden.clone(), later.clone());
    let layers = dom::listen(&hidden, "change", move |_| {
        let read = state::read_hidden(&input.value());
        dom::set_hidden(&error, read.is_some());
        dom::set_attribute(
            &input,
            "aria-invalid",
            if read.is_some() { "false" } else { "true" },
        );
        if let Some(hidden) = read {
            input.set_value(&state::written(&hidden, ", "));
            cell.with(|inner| inner.change(|state| state.hidden = hidden));
        }
    })?;
    let input = hidden.clone();
    let enter = dom::listen(&hidden, "keydown", move |event| {
        if key(&event).as_deref() == Some("Enter") {
            let _ = input.blur();
        }
    })?;
    let select: web_sys::HtmlSelectElement = part(host, "activation")?;
    select.set_value(state.activation.name());
    let cell = later.clone();
    let activation = dom::listen(&select, "change", move |event| {
        let read = dom::value_of(&event).and_then(|name| state::read_activation(&name));
        if let Some(activation) = read {
            cell.with(|inner| inner.change(|state| state.activation = activation));
        }
    })?;
    let mut listeners = vec![layers, enter, activation];
    for button in dom::all(host, "[data-listing]")? {
        let (name, cell) = (button.get_attribute("data-listing"), later.clone());
        listeners.push(dom::listen(&button, "click", move |_| {
            if let Some(listing) = name.as_deref().and_then(state::read_listing) {
                cell.with(|inner| inner.change(|state| state.listing = listing));
            }
        })?);
    }
    Ok(listeners)
}

/// Pointer, focus and keys on the neurons.
fn neurons(inner: &Rc<Inner>, later: &Later<Inner>) -> Result<Vec<Listener>> {
    let element = inner.network.element();
    let on = |kind: &'static str, act: fn(&Inner, &DomEvent)| {
        let later = later.clone();
        dom::listen(element, kind, move |event| {
            later.with(|inner| act(inner, &event))
        })
    };
    Ok(vec![
        on("pointerover", |inner, event| {
            // A finger has no hover: it taps.
            let pointer = event.dyn_ref::<PointerEvent>();
            if pointer.is_some_and(|pointer| pointer.pointer_type() != "touch") {
                inner.point_at(neuron_at(event));
            }
        })?,
        on("pointerleave", |inner, _| inner.point_at(None))?,
        on("focusin", |inner, event| {
            let Some(neuron) = neuron_at(event) else {
                return;
            };
            inner.network.set_current(neuron);
            let element = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            if element.is_some_and(|element| element.matches(":focus-visible").unwrap_or(false)) {
                inner.point_at(Some(neuron));
            }
        })?,
        on("focusout", |inner, _| inner.point_at(None))?,
        on("click", |inner, event| {
            if let Some(neuron) = neuron_at(event) {
                inner.pin(neuron);
            }
        })?,
        on("keydown", |inner, event| {
            let Some(key) = key(event) else { return };
            if key == "Escape" {
                inner.unpin();
            } else if let Some(next) = inner.network.towards(&key) {
                event.prevent_default();
                inner.network.focus(next);
            }
        })?,
    ])
}

fn key(event: &DomEvent) -> Option<String> {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key)
}

fn neuron_at(event: &DomEvent) -> Option<Neuron> {
    neuron_of(event.target()?.dyn_ref::<Element>()?)
}

/// The values that the two ends of the colours stand for. ReLU is shown from minus to plus its greatest value, so that
/// its zero has the middle's colour.
fn limits(state: &State, layer: usize, values: &[f32]) -> (f64, f64) {
    state.range(layer).unwrap_or_else(|| {
        let finite = values.iter().filter(|value| value.is_finite());
        let greatest = finite.fold(0.0_f32, |greatest, value| greatest.max(value.abs()));
        let greatest = f64::from(greatest).max(1e-6);
        (-greatest, greatest)
    })
}

impl Inner {
    /// Begins the experiment that the state describes, up to a step; `go_on` trains at once.
    fn set_up(&self, at: u64, go_on: bool) {
        let state = {
            let mut state = self.state.borrow_mut();
            state.at = at;
            let known =
                |(layer, unit): &Neuron| state.hidden.get(*layer).is_some_and(|units| unit < units);
            state.look = state.look.filter(known);
            state.clone()
        };
        // A page that can't make the drawing still trains.
        let _ = self.network.build(&state.widths());
        let printed = state::listing_name(state.listing);
        dom::set_hidden(&self.printed, printed != "printed");
        for button in &self.listings {
            let on = button.get_attribute("data-listing").as_deref() == Some(printed);
            dom::set_attribute(button, "aria-pressed", if on { "true" } else { "false" });
        }
        self.hover.set(None);
        self.runner.set_up(state.setup(), at);
        self.asked.set(None);
        self.ask();
        if go_on {
            self.runner.play();
        }
        address::write(&self.host, &state);
    }

    /// A changed parameter: new points and weights from the same seed, paused unless training ran.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        edit(&mut self.state.borrow_mut());
        self.set_up(0, self.runner.phase() == Phase::Running);
    }

    fn control(&self, control: Control) {
        match control {
            Control::Reset => self.set_up(0, false),
            Control::Seed(seed) => self.change(|state| state.seed = seed),
            other => {
                let anew = matches!(
                    self.runner.phase(),
                    Phase::Idle | Phase::Finished | Phase::Failed
                );
                self.runner.control(other);
                if anew {
                    // The new experiment hasn't heard which neuron is looked at.
                    self.asked.set(None);
                    self.ask();
                }
                let mut state = self.state.borrow_mut();
                state.speed = self.runner.speed();
                if self.runner.phase() == Phase::Running {
                    state.at = 0;
                }
                address::write(&self.host, &*state);
            }
        }
    }

    fn hear(&self, event: Event) {
        self.runner.heard(&event);
        let Event::Report(report, blocks) = event else {
            return self.frame.request();
        };
        match report {
            Report::Circles(report) => {
                let (iteration, finished) = (report.iteration, report.finished);
                self.scene.take(report, blocks);
                self.runner.reached(iteration, finished);
            }
            Report::Rest { iteration, .. } => self.rest(iteration),
            Report::Failed(failure) => self.runner.failed(&failure),
            _ => {}
        }
        self.frame.request();
    }

    /// Training rests: the address says where.
    fn rest(&self, iteration: u64) {
        let phase = self.runner.phase();
        if phase == Phase::Running {
            return;
        }
        if phase == Phase::Paused && iteration > 0 {
            let n = number::grouped(iteration, self.language);
            let words = self.language.fill(Key::StatusPaused, &[("n", &n)]);
            self.runner.controls().say(&words, false);
        }
        let mut state = self.state.borrow_mut();
        state.at = iteration;
        address::write(&self.host, &*state);
    }

    /// The neuron whose surface is to be seen; the output's where there is none.
    fn look(&self) -> Option<Neuron> {
        let wanted = self.hover.get().or(self.state.borrow().look);
        wanted.filter(|neuron| !self.network.is_output(*neuron))
    }

    fn ask(&self) {
        let look = self.look();
        if self.asked.replace(look) != look {
            self.runner.look(look);
            self.frame.request();
        }
    }

    fn point_at(&self, neuron: Option<Neuron>) {
        self.hover.set(neuron);
        self.ask();
    }

    /// Keeps a neuron in sight, or lets go of it.
    fn pin(&self, neuron: Neuron) {
        {
            let mut state = self.state.borrow_mut();
            let keep = state.look != Some(neuron) && !self.network.is_output(neuron);
            state.look = keep.then_some(neuron);
            address::write(&self.host, &*state);
        }
        self.hover.set(None);
        self.ask();
    }

    fn unpin(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.look = None;
            address::write(&self.host, &*state);
        }
        self.hover.set(None);
        self.ask();
    }

    fn draw(&self) {
        let running = self.runner.phase() == Phase::Running;
        let look = self.look();
        self.scene
            .draw(&self.state.borrow(), &self.network, look, running);
    }
}
