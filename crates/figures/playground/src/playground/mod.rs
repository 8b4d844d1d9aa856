//! The playground: the reader's own network on drawn or own points.

mod buttons;
mod chart;
mod draw;
mod edit;
pub mod events;
pub mod explain;
mod fields;
pub mod files;
pub mod hidden;
mod keys;
pub mod link;
pub mod lists;
pub mod markup;
pub mod names;
pub mod numbers;
mod open;
pub mod own;
mod paint;
pub mod panels;
pub mod plane;
pub mod runs;
pub(crate) mod save;
pub mod table;
pub mod undo;
mod weights;

use std::cell::{Cell, Ref, RefCell};

use redes_diagram::{layers::Neuron, network::neuron_of};
use redes_experiment::{
    Block,
    playground::{Message, PlaygroundBody, PlaygroundSetup},
};
use redes_shell::{
    controls::Control,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    phase::Phase,
    text::Language,
    training::{self, Training, Trains},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, PointerEvent};

use self::{draw::Drawing, fields::Fields, link::State, paint::Painting, runs::Runs, undo::Undo};

/// The figure on a page.
struct Playground {
    host: HtmlElement,
    language: Language,
    training: Training<Self>,
    drawing: Drawing,
    fields: Fields,
    /// The neuron under the pointer or the focus.
    hover: Cell<Option<Neuron>>,
    /// The neuron that the trainer was asked to show.
    asked: Cell<Option<Neuron>>,
    /// The state with the step that was last reported, to which undoing leads back.
    reached: RefCell<State>,
    undo: RefCell<Undo>,
    /// Whether a state comes back by undoing or redoing.
    undoing: Cell<bool>,
    /// Whether the reader has changed numbers since the run was set up.
    edited: Cell<bool>,
    runs: RefCell<Runs>,
    painting: Painting,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) =
        Mounting::<Playground>::new::<State>(host, "playground", markup::markup);
    open_folds(host);
    let fields = Fields::new(&mut mounting, &state)?;
    let figure = Playground {
        host: host.clone(),
        language: mounting.language,
        reached: RefCell::new(state.clone()),
        training: Training::new(&mut mounting, state, link::SPEEDS)?,
        drawing: Drawing::new(host, mounting.language)?,
        fields,
        hover: Cell::new(None),
        asked: Cell::new(None),
        undo: RefCell::default(),
        undoing: Cell::new(false),
        edited: Cell::new(false),
        runs: RefCell::default(),
        painting: Painting::default(),
        frame: mounting.frame(Playground::draw),
    };
    neurons(&mut mounting, figure.drawing.network.element())?;
    numbers(&mut mounting, &figure.drawing)?;
    mounting.on(host, "click", Playground::clicked)?;
    mounting.on(host, "keydown", Playground::pressed)?;
    paint::connect(&mut mounting)?;
    open::connect(&mut mounting)?;
    mounting.watch(|figure| figure.redraw())?;
    let (figure, mounted) = mounting.done(figure);
    figure.show_state();
    training::start(&figure);
    Ok(mounted)
}

/// Opens the folds that are open where there is room.
fn open_folds(host: &HtmlElement) {
    if host.client_width() >= 720 {
        for fold in dom::all(host, "[data-fold=wide]").unwrap_or_default() {
            dom::set_attribute(&fold, "open", "");
        }
    }
}

/// Pointer, focus and keys on the neurons.
fn neurons(mounting: &mut Mounting<'_, Playground>, element: &Element) -> Result<()> {
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
        figure.drawing.network.set_current(neuron);
        let target = event.target();
        let element = target.and_then(|target| target.dyn_into::<Element>().ok());
        if element.is_some_and(|element| element.matches(":focus-visible").unwrap_or(false)) {
            figure.point_at(Some(neuron));
        }
    })?;
    mounting.on(element, "focusout", |figure, _| figure.point_at(None))?;
    mounting.on(element, "keydown", |figure, event| {
        let Some(key) = keys::key(event) else { return };
        if key == "Escape" {
            figure.look_at(None);
        } else if let Some(next) = figure.drawing.network.towards(&key) {
            event.prevent_default();
            figure.drawing.network.focus(next);
        }
    })
}

/// The fields of a neuron's numbers, the curves' cursor, the activations of the layers, the surface's view.
fn numbers(mounting: &mut Mounting<'_, Playground>, drawing: &Drawing) -> Result<()> {
    mounting.on(drawing.weights.body(), "change", |figure, event| {
        let place = dom::attribute_of(event, "data-parameter").and_then(|text| text.parse().ok());
        if let (Some(index), Some(text)) = (place, dom::value_of(event)) {
            figure.set_parameter(index, &text);
        }
    })?;
    // An error line ends with the text that it speaks of.
    mounting.on(drawing.weights.body(), "input", |figure, _| {
        figure.drawing.weights.refuse(None);
    })?;
    mounting.on(drawing.weights.choice(), "change", |figure, event| {
        let name = dom::value_of(event).unwrap_or_default();
        figure.look_at(redes_diagram::network::neuron_named(&name));
    })?;
    let [fold, layers, cursor]: [Element; 3] = [
        part(mounting.host, "weights-fold")?,
        part(mounting.host, "layers")?,
        part(mounting.host, "cursor")?,
    ];
    mounting.on(&fold, "toggle", |figure, _| figure.redraw())?;
    mounting.on(&layers, "change", |figure, event| {
        let place = dom::attribute_of(event, "data-activation").and_then(|text| text.parse().ok());
        if let (Some(place), Some(name)) = (place, dom::value_of(event)) {
            figure.set_activation(place, &name);
        }
    })?;
    mounting.on(&cursor, "input", |figure, _| {
        figure.drawing.charts.slide();
        figure.redraw();
    })?;
    for chart in dom::all(mounting.host, "[data-chart]")? {
        mounting.on(&chart, "pointermove", |figure, event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            if let (Some(pointer), Some(target)) = (event.dyn_ref::<PointerEvent>(), target) {
                let place = target.get_bounding_client_rect();
                let across =
                    (f64::from(pointer.client_x()) - place.left()) / place.width().max(1.0);
                figure.drawing.charts.point_at(across);
                figure.redraw();
            }
        })?;
        mounting.on(&chart, "pointerleave", |figure, _| {
            figure.drawing.charts.point_at(1.0);
            figure.redraw();
        })?;
    }
    Ok(())
}

fn neuron_at(event: &Event) -> Option<Neuron> {
    neuron_of(event.target()?.dyn_ref::<Element>()?)
}

redes_shell::linked!(State);

impl Trains for Playground {
    type Experiment = redes_experiment::playground::Playground;
    type State = State;

    fn training(&self) -> &Training<Self> {
        &self.training
    }

    fn setup(&self) -> PlaygroundSetup {
        self.state().setup()
    }

    fn clear(&self) {
        self.training.edit(|state| {
            state.look = state.look.filter(|neuron| state.has(*neuron));
            if state.at == 0 && !self.undoing.get() {
                state.restart();
            }
        });
        if !self.undoing.get() {
            self.keep();
        }
        *self.reached.borrow_mut() = self.state().clone();
        self.hover.set(None);
        self.edited.set(false);
        self.say("");
        self.drawing.weights.refuse(None);
        for name in ["table-error", "table-message"] {
            dom::hide_part(&self.host, name, true);
        }
        self.show_state();
    }

    fn begun(&self) {
        // The new run doesn't know yet which neuron is looked at.
        self.asked.set(None);
        self.ask();
    }

    fn show(&self, body: PlaygroundBody, blocks: Vec<Block>) {
        let mut reached = self.reached.borrow_mut();
        reached.at = body.iteration;
        let events = events::distinct(&body.events);
        if self.state().events != events {
            self.training.edit(|state| {
                state.events.clone_from(&events);
                state.at = body.iteration;
            });
        }
        reached.events = events;
        drop(reached);
        self.drawing.take(body, blocks);
    }

    fn rest(&self) {
        self.training.say_paused(self.state().at);
    }

    fn replaced(&self) {
        // Only the setup repeats what the reader changed on the way.
        if self.edited.get() {
            let running = self.training.phase() == Phase::Running;
            let reached = self.reached.borrow().clone();
            self.bring(reached);
            if running {
                training::act(self, Control::PlayPause);
            }
        }
    }

    fn changed(&self) {
        self.frame.request();
    }
}

impl Playground {
    fn state(&self) -> Ref<'_, State> {
        self.training.state()
    }

    fn redraw(&self) {
        self.drawing.draw_again();
        self.frame.request();
    }

    /// Shows the state in the controls, and the layers in the drawing.
    fn show_state(&self) {
        let state = self.state();
        self.fields.show(&state);
        self.drawing.build(&state);
        self.show_undo();
    }

    /// Keeps the state before a change, for undoing. Points too few to learn from are on the way to others.
    fn keep(&self) {
        let (before, now) = (self.reached.borrow(), self.state());
        if before.own.is_some() == before.own().is_some() {
            self.undo.borrow_mut().keep(&before, &now);
        }
    }

    fn show_undo(&self) {
        let can = self.undo.borrow().can();
        for (name, can) in ["undo", "redo"].into_iter().zip(can) {
            if let Ok(button) = part::<Element>(&self.host, name) {
                // Not `disabled`, which would take the keyboard's focus from the pressed button.
                dom::set_attribute(&button, "aria-disabled", if can { "false" } else { "true" });
            }
        }
    }

    /// Changes parameters: the run begins again from the same starting weights.
    fn change(&self, edit: impl FnOnce(&mut State)) {
        // What the link had wrong is no longer of interest.
        dom::hide_part(&self.host, "refused", true);
        training::change(self, edit);
    }

    /// Takes the last change back, or does it again.
    fn go(&self, redo: bool) {
        let now = self.reached.borrow().clone();
        let found = {
            let mut undo = self.undo.borrow_mut();
            match redo {
                true => undo.redo(now),
                false => undo.undo(now),
            }
        };
        let Some(found) = found else { return };
        let few = found.own.clone().filter(|own| !own.is_enough());
        self.bring(found);
        if let Some(own) = few {
            self.show_own(&own);
        }
    }

    /// Brings a state back, with its step; the speed and the view stay.
    fn bring(&self, found: State) {
        self.undoing.set(true);
        training::replay(self, found.at, |state| {
            *state = State {
                speed: state.speed,
                view: state.view,
                ..found
            };
        });
        self.undoing.set(false);
    }

    /// The neuron whose surface is to be seen; the output's where there is none.
    fn look(&self) -> Option<Neuron> {
        let wanted = self.hover.get().or(self.state().look);
        wanted.filter(|neuron| !self.drawing.network.is_output(*neuron))
    }

    fn ask(&self) {
        let look = self.look();
        if self.asked.replace(look) != look {
            let look = look.map(|(layer, unit)| (layer as u32, unit as u32));
            self.training.post(&Message::Look(look));
            self.redraw();
        }
    }

    fn point_at(&self, neuron: Option<Neuron>) {
        self.hover.set(neuron);
        self.ask();
    }

    /// Keeps a neuron in sight, or with none lets go of it.
    fn look_at(&self, neuron: Option<Neuron>) {
        let neuron = neuron.filter(|neuron| !self.drawing.network.is_output(*neuron));
        self.training.edit(|state| state.look = neuron);
        self.hover.set(None);
        self.drawing.build(&self.state());
        self.ask();
        self.redraw();
    }

    fn draw(&self) {
        let running = self.training.phase() == Phase::Running;
        let look = self.look();
        self.drawing
            .draw(&self.state(), look, &self.runs.borrow(), running);
    }
}
