//! The common part of the figures that train, beside [`Mounting`]: runner, state, seed, speed, the step of the link,
//! progress, retry and cancel.

mod course;
mod kept;
mod parameters;

use std::{
    cell::{Cell, Ref, RefCell, RefMut},
    rc::Rc,
};

use redes_experiment::{Block, Experiment, wire};
use web_sys::{Element, HtmlElement, HtmlProgressElement};

use super::mounted::Mounting;
use crate::{
    address,
    controls::{Control, Speeds},
    dom::{self, Result, part},
    helpers::Helpers,
    number,
    phase::Phase,
    runner::Runner,
    saving::{Networks, Weights},
    text::{Language, Text},
    worker::caller::Event,
};

pub use course::{Course, Linked};
pub use kept::{kept, resume};
pub use parameters::{choice, field, parsed, whole};

/// Milliseconds of training between two notes of its step in the address.
const NOTED: f64 = 10_000.0;
/// The event of a figure's element when the reader leaves the page or hides it (`js/main.js`).
const LEAVE: &str = "leave";

/// A figure that trains.
pub trait Trains: Sized + 'static {
    /// The experiment that it trains.
    type Experiment: Experiment;
    /// The state that its links restore.
    type State: Linked;

    /// The text about the download, for an experiment that begins at the reader's command. `None` for an experiment
    /// that needs no download and begins at once.
    const LOADING: Option<Text> = None;

    /// Whether a training is repeated from its link after a reload, up to a step that the address gets while it trains. Where
    /// that takes long, the training itself is kept ([`kept`]).
    const REPEATS: bool = Self::LOADING.is_none();

    /// Whether more trainers compute parts of a run, on the cores that there are.
    const HELPED: bool = false;

    /// Its training.
    fn training(&self) -> &Training<Self>;

    /// The parameters of its state.
    fn setup(&self) -> <Self::Experiment as Experiment>::Setup;

    /// Clears the last run and shows the parameters, before a new run begins.
    fn clear(&self);

    /// Sends a new run its first messages.
    fn begun(&self) {}

    /// Shows a report.
    fn show(&self, body: <Self::Experiment as Experiment>::Body, blocks: Vec<Block>);

    /// Acts when training rests. The link has its step.
    fn rest(&self) {}

    /// Acts when another worker has taken the training's place. It repeats the run as it began, without the messages that
    /// the figure sent on the way.
    fn replaced(&self) {}

    /// What the reader calls the network of the run, where it is kept over a reload ([`kept`]); of a run in parts, the value of
    /// the button or the option that names it in the figure.
    fn name(&self) -> String {
        String::new()
    }

    /// Requests a frame after any change.
    fn changed(&self) {}
}

/// A figure's training.
pub struct Training<F: Trains> {
    host: HtmlElement,
    language: Language,
    state: RefCell<F::State>,
    runner: Runner,
    helpers: Option<Helpers>,
    /// When the address last got the step.
    noted: Cell<f64>,
    /// How many parts the run knows the results of, and how many it has.
    parts: Cell<[usize; 2]>,
}

impl<F: Trains> Training<F> {
    /// Connects the controls, and the buttons "retry" and "cancel" if the figure has them.
    pub fn new(
        mounting: &mut Mounting<'_, F>,
        mut state: F::State,
        speeds: Speeds,
    ) -> Result<Self> {
        let (host, language) = (mounting.host, mounting.language);
        let course = state.course();
        let (act, inform) = (mounting.later.clone(), mounting.later.clone());
        let runner = Runner::new(
            host,
            language,
            speeds,
            *course.seed,
            *course.speed,
            move |control| act.with(|figure| control_of(&**figure, control)),
            move |event| inform.with(|figure| inform_of(&**figure, event)),
        )?;
        let help = mounting.later.clone();
        let helpers = F::HELPED.then(|| {
            Helpers::new(F::Experiment::NAME, move |place, event| {
                help.with(|figure| helped(&**figure, place, &event));
            })
        });
        if F::LOADING.is_some() {
            let [retry, cancel]: [Element; 2] = [part(host, "retry")?, part(host, "cancel")?];
            mounting.on(&retry, "click", |figure, _| {
                control_of(figure, Control::PlayPause);
            })?;
            mounting.on(&cancel, "click", |figure, _| restart(figure))?;
        }
        if F::REPEATS {
            mounting.on(host, LEAVE, |figure, _| figure.training().note())?;
        }
        Ok(Self {
            host: host.clone(),
            language,
            state: RefCell::new(state),
            runner,
            helpers,
            noted: Cell::new(0.0),
            parts: Cell::default(),
        })
    }

    /// The figure's state.
    pub fn state(&self) -> Ref<'_, F::State> {
        self.state.borrow()
    }

    /// The figure's element.
    pub fn host(&self) -> &HtmlElement {
        &self.host
    }

    /// Where training stands.
    pub fn phase(&self) -> Phase {
        self.runner.phase()
    }

    /// Adds the network of the present run to those that the reader can save: its name, its weights, and the steps after
    /// which it has them.
    pub fn offer(&self, networks: &Networks, name: &str, weights: Weights<'_>, steps: u64) {
        self.runner.offer(networks, name, weights, steps);
    }

    /// Sends the experiment a message of its own.
    pub fn post(&self, message: &<F::Experiment as Experiment>::Message) {
        if let Ok(message) = wire::encode(F::Experiment::NAME, message) {
            self.runner.post(message);
        }
    }

    /// Sends the experiment a message that changes the weights: where training rests, their hash is reported again.
    pub fn tell_change(&self, message: &<F::Experiment as Experiment>::Message) {
        self.post(message);
        self.runner.report();
    }

    /// Changes what only the page shows: training goes on.
    pub fn edit(&self, edit: impl FnOnce(&mut F::State)) {
        let mut state: RefMut<'_, F::State> = self.state.borrow_mut();
        edit(&mut state);
        address::write(&self.host, &*state);
    }

    /// Steps done, by the last report.
    pub fn iteration(&self) -> u64 {
        self.runner.iteration()
    }

    /// Shows the step at which training is paused, if the link has one.
    pub fn say_paused(&self, at: u64) {
        if self.phase() == Phase::Paused && at > 0 {
            self.runner.say_paused();
        }
    }

    /// Shows how far something is.
    pub fn progress(&self, share: f64, text: &str) {
        dom::hide_part(&self.host, "progress", false);
        if let Ok(bar) = part::<HtmlProgressElement>(&self.host, "bar") {
            bar.set_value(share);
        }
        dom::set_part_text(&self.host, "progress-text", text);
    }

    fn loading(&self, received: u64, total: u64) {
        if let Some(key) = F::LOADING {
            let mb = |bytes: u64| number::fixed(bytes as f64 / 1e6, 1);
            let slots = [("n", &*mb(received)), ("total", &*mb(total))];
            let text = self.language.fill(key, &slots);
            self.progress(received as f64 / total.max(1) as f64, &text);
        }
    }

    fn set_at(&self, step: u64) {
        self.noted.set(dom::now());
        if let Some(at) = self.state.borrow_mut().course().at {
            *at = step;
        }
    }

    /// Writes the step to the address while it trains: a page that is loaded again trains to there.
    fn note(&self) {
        if self.phase() == Phase::Running {
            self.set_at(self.iteration());
            address::write(&self.host, &*self.state.borrow());
        }
    }

    /// Lets the helpers do as the run does.
    fn lead(&self) {
        if let Some(helpers) = &self.helpers {
            match self.runner.phase() {
                Phase::Idle => {}
                Phase::Paused | Phase::Running => helpers.run(self.runner.at_full_speed()),
                Phase::Finished | Phase::Failed => helpers.stop(),
            }
        }
    }

    fn show_phase(&self) {
        self.lead();
        if F::LOADING.is_some() {
            let phase = self.runner.phase();
            let over = matches!(phase, Phase::Idle | Phase::Failed | Phase::Finished);
            if over {
                dom::hide_part(&self.host, "progress", true);
            }
            dom::hide_part(&self.host, "cancel", over);
            dom::hide_part(&self.host, "retry", phase != Phase::Failed);
        }
    }
}

/// Begins or prepares the run of the link. Mounting ends with this call.
pub fn start<F: Trains>(figure: &Rc<F>) {
    let at = figure
        .training()
        .state
        .borrow_mut()
        .course()
        .at
        .map(|at| *at);
    set_up(&**figure, at.unwrap_or(0), false);
}

/// Changes parameters and sets up the run again, from the same starting weights. It continues if training ran and needs
/// no download.
pub fn change<F: Trains>(figure: &F, edit: impl FnOnce(&mut F::State)) {
    edit(&mut figure.training().state.borrow_mut());
    restart(figure);
}

/// Changes parameters and sets up the run again up to the step `at`, where it rests.
pub fn replay<F: Trains>(figure: &F, at: u64, edit: impl FnOnce(&mut F::State)) {
    let training = figure.training();
    let seed = {
        let mut state = training.state.borrow_mut();
        edit(&mut state);
        *state.course().seed
    };
    training.runner.set_seed(seed);
    set_up(figure, at, false);
}

/// Does so many steps at full speed, then rests.
pub fn ahead<F: Trains>(figure: &F, steps: u64) {
    let training = figure.training();
    if training.phase() == Phase::Failed {
        set_up(figure, 0, false);
    }
    training.runner.ahead(steps);
    address::write(&training.host, &*training.state.borrow());
    training.show_phase();
    figure.changed();
}

/// Acts as one of the controls of training does.
pub fn act<F: Trains>(figure: &F, control: Control) {
    control_of(figure, control);
}

/// Sets up the run again, after changed parameters or a cancel.
fn restart<F: Trains>(figure: &F) {
    let running = figure.training().phase() == Phase::Running;
    set_up(figure, 0, running && F::LOADING.is_none());
}

/// Begins or prepares the run of the state, up to the step `at`. With `go_on` it trains at once.
fn set_up<F: Trains>(figure: &F, at: u64, go_on: bool) {
    let training = figure.training();
    training.set_at(at);
    clear(figure);
    let name = F::Experiment::NAME;
    match wire::encode(name, &figure.setup()) {
        Ok(setup) if F::LOADING.is_some() => training.runner.prepare(name, setup, at),
        Ok(setup) => {
            training.runner.begin(name, setup, at);
            figure.begun();
        }
        Err(failure) => training.runner.informed(&Event::Failed(failure)),
    }
    if go_on {
        training.runner.play();
    }
    address::write(&training.host, &*training.state.borrow());
    training.show_phase();
    figure.changed();
}

/// A new run is about to begin: the figure forgets the last one, and the helpers get the parts of the next.
fn clear<F: Trains>(figure: &F) {
    figure.clear();
    if let Some(helpers) = &figure.training().helpers {
        let parts = F::Experiment::parts(&figure.setup());
        figure.training().parts.set([0, parts.len()]);
        let parts = parts.iter();
        let parts: std::result::Result<_, _> = parts
            .map(|part| wire::encode(F::Experiment::NAME, part))
            .collect();
        helpers.prepare(parts.unwrap_or_default());
    }
}

/// A helper's training went on: the run receives its finished part.
fn helped<F: Trains>(figure: &F, place: usize, event: &Event) {
    let training = figure.training();
    if let Event::State {
        finished: true,
        body,
        ..
    } = event
        && let Ok(body) = wire::decode(F::Experiment::NAME, body)
        && let Some(part) = F::Experiment::part(body)
    {
        training.post(&part);
    }
    if let Some(helpers) = &training.helpers {
        helpers.informed(place, event);
    }
}

fn control_of<F: Trains>(figure: &F, control: Control) {
    let training = figure.training();
    match control {
        Control::Reset => return set_up(figure, 0, false),
        Control::Seed(seed) => return change(figure, |state| *state.course().seed = seed),
        Control::PlayPause | Control::Step | Control::Speed(_) => {}
    }
    let phase = training.phase();
    let begins = phase.begins(control);
    if begins && F::LOADING.is_none() {
        // The state may have changed since the run began.
        set_up(figure, 0, false);
        training.runner.control(control);
    } else {
        // In `Idle` the figure is clear.
        if begins && phase != Phase::Idle {
            clear(figure);
        }
        training.runner.control(control);
        if begins {
            figure.begun();
        }
    }
    {
        let mut state = training.state.borrow_mut();
        *state.course().speed = training.runner.speed();
    }
    // The step of the link is where an idle run begins to be shown.
    let again = begins && phase != Phase::Idle;
    if training.phase() == Phase::Running && (again || !F::REPEATS) {
        training.set_at(0);
    }
    address::write(&training.host, &*training.state.borrow());
    training.show_phase();
    figure.changed();
}

fn inform_of<F: Trains>(figure: &F, event: Event) {
    let training = figure.training();
    training.runner.informed(&event);
    match event {
        Event::Loading { received, total } => training.loading(received, total),
        Event::State { body, blocks, .. } => match wire::decode(F::Experiment::NAME, &body) {
            Ok(body) => {
                if let Some(helpers) = &training.helpers {
                    let known = F::Experiment::known(&body);
                    let [_, all] = training.parts.get();
                    training.parts.set([known.len(), all]);
                    helpers.reached(F::Experiment::reached(&body), known);
                }
                figure.show(body, blocks);
                if F::REPEATS && dom::now() - training.noted.get() >= NOTED {
                    training.note();
                }
            }
            Err(failure) => training.runner.informed(&Event::Failed(failure)),
        },
        Event::Rest { iteration, .. } if training.phase() != Phase::Running => {
            training.set_at(iteration);
            address::write(&training.host, &*training.state.borrow());
            figure.rest();
        }
        Event::Kept(part) => return kept::hand_over(figure, part),
        Event::Replaced => figure.replaced(),
        Event::Rest { .. } | Event::Failed(_) | Event::Lost => {}
    }
    training.show_phase();
    figure.changed();
}
