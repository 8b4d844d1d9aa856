//! Section 2.5: two concentric circles, and a small network that learns to separate them.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use std::cell::{Cell, Ref};

use redes_experiment::{
    Block,
    circles::{CirclesBody, CirclesSetup},
};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, PointerEvent,
};

use self::{
    draw::Drawing,
    link::{Neuron, State},
};
use redes_diagram::{
    layers::Layers,
    network::{Network, neuron_of},
};
use redes_shell::{
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    phase::Phase,
    saving::{self, Networks, Weights},
    training::{self, Training, Trains},
};

/// The figure on a page.
struct Circles {
    training: Training<Self>,
    network: Network,
    drawing: Drawing,
    printed: HtmlElement,
    listings: Vec<Element>,
    /// The neuron under the pointer or the focus.
    hover: Cell<Option<Neuron>>,
    /// The neuron that the trainer was asked to show.
    asked: Cell<Option<Neuron>>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Circles>::new::<State>(host, "circles", markup::markup);
    fields(&mut mounting, &state)?;
    choices(&mut mounting, &state)?;
    let save: Element = part(host, saving::BUTTON)?;
    mounting.on(&save, "click", |figure, _| figure.offer())?;
    let figure = Circles {
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        network: Network::new(host, mounting.language)?,
        drawing: Drawing::new(host, mounting.language)?,
        printed: part(host, "printed")?,
        listings: dom::all(host, "[data-listing]")?,
        hover: Cell::new(None),
        asked: Cell::new(None),
        frame: mounting.frame(Circles::draw),
    };
    neurons(&mut mounting, figure.network.element())?;
    mounting.watch(|figure| figure.frame.request())?;
    let (figure, mounted) = mounting.done(figure);
    training::start(&figure);
    Ok(mounted)
}

/// The parameters that are numbers.
fn fields(mounting: &mut Mounting<'_, Circles>, state: &State) -> Result<()> {
    for parameter in markup::PARAMETERS {
        let value = (parameter.value)(state);
        training::field(mounting, parameter.field(), value, parameter.set)?;
    }
    Ok(())
}

/// The parameters that are not: layers, activation, listing.
fn choices(mounting: &mut Mounting<'_, Circles>, state: &State) -> Result<()> {
    let hidden: HtmlInputElement = part(mounting.host, "hidden")?;
    let error: HtmlElement = part(mounting.host, "hidden-error")?;
    hidden.set_value(&link::written(&state.hidden, ", "));
    let (input, later) = (hidden.clone(), mounting.later.clone());
    mounting.keep(dom::listen(&hidden, "change", move |_| {
        let read = link::read_hidden(&input.value());
        dom::set_hidden(&error, read.is_some());
        let invalid = if read.is_some() { "false" } else { "true" };
        dom::set_attribute(&input, "aria-invalid", invalid);
        if let Some(hidden) = read {
            input.set_value(&link::written(&hidden, ", "));
            later.with(|figure| training::change(&**figure, |state| state.hidden = hidden));
        }
    })?);
    mounting.on(&hidden, "keydown", |_, event| {
        let target = event.target();
        let input = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input.filter(|_| key(event).as_deref() == Some("Enter")) {
            let _ = input.blur();
        }
    })?;
    let select: HtmlSelectElement = part(mounting.host, "activation")?;
    select.set_value(state.activation.name());
    mounting.on(&select, "change", |figure, event| {
        let read = dom::value_of(event).and_then(|name| link::read_activation(&name));
        if let Some(activation) = read {
            training::change(figure, |state| state.activation = activation);
        }
    })?;
    training::choice(mounting, "data-listing", |state, name| {
        state.listing = link::read_listing(name)?;
        Some(())
    })
}

/// Pointer, focus and keys on the neurons.
fn neurons(mounting: &mut Mounting<'_, Circles>, element: &Element) -> Result<()> {
    mounting.on(element, "pointerover", |figure, event| {
        // A finger has no hover: it taps.
        let pointer = event.dyn_ref::<PointerEvent>();
        if pointer.is_some_and(|pointer| pointer.pointer_type() != "touch") {
            figure.point_at(neuron_at(event));
        }
    })?;
    mounting.on(element, "pointerleave", |figure, _| figure.point_at(None))?;
    mounting.on(element, "focusin", |figure, event| {
        let Some(neuron) = neuron_at(event) else {
            return;
        };
        figure.network.set_current(neuron);
        let element = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        if element.is_some_and(|element| element.matches(":focus-visible").unwrap_or(false)) {
            figure.point_at(Some(neuron));
        }
    })?;
    mounting.on(element, "focusout", |figure, _| figure.point_at(None))?;
    mounting.on(element, "click", |figure, event| {
        if let Some(neuron) = neuron_at(event) {
            figure.pin(neuron);
        }
    })?;
    mounting.on(element, "keydown", |figure, event| {
        let Some(key) = key(event) else { return };
        if key == "Escape" {
            figure.unpin();
        } else if let Some(next) = figure.network.towards(&key) {
            event.prevent_default();
            figure.network.focus(next);
        }
    })
}

fn key(event: &Event) -> Option<String> {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key)
}

fn neuron_at(event: &Event) -> Option<Neuron> {
    neuron_of(event.target()?.dyn_ref::<Element>()?)
}

redes_shell::linked!(State);

impl Trains for Circles {
    type Experiment = redes_experiment::circles::Circles;
    type State = State;

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> CirclesSetup {
        self.state().setup()
    }

    fn clear(&self) {
        self.training.edit(|state| {
            let hidden = &state.hidden;
            let known =
                |(layer, unit): &Neuron| hidden.get(*layer).is_some_and(|units| unit < units);
            state.look = state.look.filter(known);
        });
        let state = self.state();
        // A page that can't make the drawing still trains.
        let _ = self.network.build(Layers::new(state.widths()));
        let printed = link::listing_name(state.listing);
        dom::set_hidden(&self.printed, printed != "printed");
        for button in &self.listings {
            let on = button.get_attribute("data-listing").as_deref() == Some(printed);
            dom::set_attribute(button, "aria-pressed", if on { "true" } else { "false" });
        }
        self.hover.set(None);
    }

    fn begun(&self) {
        // The new run doesn't know yet which neuron is looked at.
        self.asked.set(None);
        self.ask();
    }

    fn show(&self, body: CirclesBody, blocks: Vec<Block>) {
        self.drawing.take(body, blocks);
    }

    fn rest(&self) {
        self.training.say_paused(self.state().at);
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Circles {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }

    /// Lets the reader save the network.
    fn offer(&self) {
        let offered = Networks::default();
        let course = self.drawing.course();
        if let Some(report) = course.last() {
            let weights = Weights::F64(course.parameters());
            let steps = report.iteration;
            self.training.offer(&offered, "circles", weights, steps);
        }
        offered.offer(self.training.host());
    }

    /// The neuron whose surface is to be seen; the output's where there is none.
    fn look(&self) -> Option<Neuron> {
        let wanted = self.hover.get().or(self.state().look);
        wanted.filter(|neuron| !self.network.is_output(*neuron))
    }

    fn ask(&self) {
        let look = self.look();
        if self.asked.replace(look) != look {
            self.training.post(&look);
            self.frame.request();
        }
    }

    fn point_at(&self, neuron: Option<Neuron>) {
        self.hover.set(neuron);
        self.ask();
    }

    /// Keeps a neuron in sight, or lets go of it.
    fn pin(&self, neuron: Neuron) {
        let output = self.network.is_output(neuron);
        self.training.edit(|state| {
            let keep = state.look != Some(neuron) && !output;
            state.look = keep.then_some(neuron);
        });
        self.hover.set(None);
        self.ask();
    }

    fn unpin(&self) {
        self.training.edit(|state| state.look = None);
        self.hover.set(None);
        self.ask();
    }

    fn draw(&self) {
        let running = self.training.phase() == Phase::Running;
        let look = self.look();
        self.drawing
            .draw(&self.state(), &self.network, look, running);
    }
}
