//! Play, pause, step and speed: the same course of training for every figure.
//!
//! The runner writes four attributes to the figure's element:
//!
//! | attribute | when | value |
//! |---|---|---|
//! | `data-step` | at each report, also while training runs | steps done |
//! | `data-phase` | when a phase begins | `idle`, `paused`, `running`, `finished` or `failed` |
//! | `data-iteration` | when training rests | steps done |
//! | `data-fingerprint` | when training rests | hash of the weights, 16 hexadecimal digits |

use std::cell::{Cell, RefCell};

use js_sys::Array;
use web_sys::HtmlElement;

use crate::{
    controls::{Control, Controls, Speeds},
    dom::{self, Result},
    number,
    phase::{Phase, explained},
    saving::{Networks, Weights},
    site::Site,
    text::Language,
    words,
    worker::{
        caller::{Caller, Event},
        client::Client,
        envelope::Begin,
    },
};

/// A trainer with its controls.
pub struct Runner {
    host: HtmlElement,
    client: Client,
    controls: Controls,
    language: Language,
    speeds: Speeds,
    speed: Cell<usize>,
    phase: Cell<Phase>,
    iteration: Cell<u64>,
    /// The step that the status line names, where it says that training is paused.
    paused_at: Cell<Option<u64>>,
    /// The run that begins at the next play from the start.
    next: RefCell<Option<Begin>>,
    /// The kept run from which it goes on, once.
    from: RefCell<Option<Array>>,
}

impl Runner {
    /// Connects the controls in `host` with a trainer. The controls call `act`, the trainer calls `inform`.
    pub fn new(
        host: &HtmlElement,
        language: Language,
        speeds: Speeds,
        seed: u32,
        speed: usize,
        act: impl Fn(Control) + 'static,
        inform: impl Fn(Event) + 'static,
    ) -> Result<Self> {
        let speed = speed.min(speeds.len().saturating_sub(1));
        Ok(Self {
            host: host.clone(),
            client: Client::new(inform),
            controls: Controls::new(host, language, speeds, seed, speed, act)?,
            language,
            speeds,
            speed: Cell::new(speed),
            phase: Cell::new(Phase::Idle),
            iteration: Cell::new(0),
            paused_at: Cell::new(None),
            next: RefCell::new(None),
            from: RefCell::new(None),
        })
    }

    /// Begins a run and trains at full speed to the step `ahead`. With 0 it only shows the start. The same run begins
    /// again from step 0.
    pub fn begin(&self, experiment: &str, setup: Vec<u8>, ahead: u64) {
        self.store(experiment, setup, ahead);
        self.begin_again();
    }

    /// Ends the present run and stores the next one without beginning it. For experiments with a costly start, such as
    /// a download. The status line names the step to which it will train first.
    pub fn prepare(&self, experiment: &str, setup: Vec<u8>, ahead: u64) {
        self.client.act(|caller| caller.stop());
        self.store(experiment, setup, ahead);
        self.iteration.set(0);
        self.enter(Phase::Idle);
        let text = match ahead {
            0 => String::new(),
            _ => {
                let n = number::grouped(ahead, self.language);
                self.language.fill(words::STATUS_LINKED, &[("n", &n)])
            }
        };
        self.controls.say(&text, false);
    }

    fn store(&self, experiment: &str, setup: Vec<u8>, ahead: u64) {
        *self.next.borrow_mut() = Some(begin(experiment, setup, ahead));
    }

    /// Adds the network of the present run to those that a reader can save.
    pub fn offer(&self, networks: &Networks, name: &str, weights: Weights<'_>, steps: u64) {
        if let Some(run) = self.next.borrow().as_ref() {
            networks.trained(name, run, weights, steps);
        }
    }

    fn begin_again(&self) {
        let begin = self.next.borrow_mut().as_mut().map(|next| {
            let begin = next.clone();
            next.ahead = 0;
            begin
        });
        if let Some(begin) = begin {
            self.iteration.set(0);
            self.client.go_on_from(self.from.take());
            self.client.act(|caller| caller.begin(begin));
            self.enter(Phase::Paused);
            self.controls.say("", false);
        }
    }

    /// Acts on a control. Resets and seeds are left to the figure.
    pub fn control(&self, control: Control) {
        match control {
            Control::PlayPause if self.phase.get() == Phase::Running => self.pause(),
            Control::PlayPause => self.play(),
            Control::Step => self.step(),
            Control::Speed(place) => self.set_speed(place),
            Control::Reset | Control::Seed(_) => {}
        }
    }

    /// Trains. After the last step or an error it begins again.
    pub fn play(&self) {
        if self.phase.get().begins(Control::PlayPause) {
            self.begin_again();
        }
        self.client.act(|caller| caller.run(self.rate()));
        self.enter(Phase::Running);
        self.controls
            .say(self.language.text(words::STATUS_RUNNING), false);
    }

    /// Pauses.
    pub fn pause(&self) {
        self.client.act(|caller| caller.pause());
        self.enter(Phase::Paused);
        self.say_paused();
    }

    fn step(&self) {
        let phase = self.phase.get();
        if phase == Phase::Finished {
            return;
        }
        if phase.begins(Control::Step) {
            self.begin_again();
        }
        self.client.act(|caller| caller.step());
        self.enter(Phase::Paused);
        self.paused_at.set(None);
        self.controls.say("", false);
    }

    /// Does so many steps at full speed, then pauses. After the last step it does nothing.
    pub fn ahead(&self, steps: u64) {
        let phase = self.phase.get();
        if phase == Phase::Finished {
            return;
        }
        if phase.begins(Control::Step) {
            self.begin_again();
        }
        let step = self.iteration.get().saturating_add(steps);
        self.client.act(|caller| caller.ahead(step));
        self.enter(Phase::Paused);
        self.controls.say("", false);
    }

    /// Asks for the hash of the weights again, where training rests and a message may have changed them.
    pub fn report(&self) {
        if self.phase.get() != Phase::Running {
            self.client.act(|caller| caller.pause());
        }
    }

    /// Shows a seed in its field.
    pub fn set_seed(&self, seed: u32) {
        self.controls.set_seed(seed);
    }

    fn set_speed(&self, place: usize) {
        let place = place.min(self.speeds.len().saturating_sub(1));
        self.speed.set(place);
        self.controls.set_speed(place);
        if self.phase.get() == Phase::Running {
            self.client.act(|caller| caller.run(self.rate()));
        }
    }

    /// Whether it trains without a speed limit.
    pub(crate) fn at_full_speed(&self) -> bool {
        self.phase.get() == Phase::Running && self.rate().is_none()
    }

    fn rate(&self) -> Option<f64> {
        self.speeds.get(self.speed.get()).copied().flatten()
    }

    /// Sends the experiment a message of its own.
    pub fn post(&self, message: Vec<u8>) {
        self.client.act(|caller| caller.post(message));
    }

    /// Asks for the run as it is now, to be kept: [`Event::Kept`] has it.
    pub fn keep(&self) {
        self.client.act(Caller::keep);
    }

    /// Takes the part of [`Event::Kept`], in pieces, which stay in the browser's memory.
    pub fn kept(&self) -> Option<Array> {
        self.client.kept()
    }

    /// The next run that begins goes on from a kept one, in pieces.
    pub fn go_on_from(&self, kept: Array) {
        self.from.replace(Some(kept));
    }

    /// Follows an event of the trainer: phase, step and status line.
    pub fn informed(&self, event: &Event) {
        let (before, language) = (self.phase.get(), self.language);
        let phase = before.after(event);
        match event {
            Event::Loading { .. } | Event::Kept(_) => {}
            Event::State { iteration, .. } => {
                self.iteration.set(*iteration);
                // Also while training runs. `data-iteration` changes only when training rests.
                dom::set_attribute(&self.host, "data-step", &iteration.to_string());
                if phase != before {
                    let n = number::grouped(*iteration, language);
                    let text = language.fill(words::STATUS_FINISHED, &[("n", &n)]);
                    self.controls.say(&text, false);
                }
            }
            Event::Rest {
                iteration,
                fingerprint,
            } => {
                // A class compares its bits by these, and so do our tests.
                dom::set_attribute(&self.host, "data-iteration", &iteration.to_string());
                let digits = format!("{fingerprint:016x}");
                dom::set_attribute(&self.host, "data-fingerprint", &digits);
                // The steps that were under way when the reader paused.
                let noted = self.paused_at.get();
                if phase == Phase::Paused && noted.is_some_and(|step| step != *iteration) {
                    self.iteration.set(*iteration);
                    self.say_paused();
                }
            }
            Event::Failed(failure) => self.controls.say(&explained(language, failure), true),
            Event::Replaced => self
                .controls
                .say(language.text(words::STATUS_REPLACED), false),
            Event::Lost => self.controls.say(language.text(words::FAILED_LOST), true),
        }
        if phase != before {
            self.enter(phase);
        }
    }

    /// Shows the step at which training is paused.
    pub fn say_paused(&self) {
        self.paused_at.set(Some(self.iteration.get()));
        let n = number::grouped(self.iteration.get(), self.language);
        self.controls.say(
            &self.language.fill(words::STATUS_PAUSED, &[("n", &n)]),
            false,
        );
    }

    fn enter(&self, phase: Phase) {
        self.phase.set(phase);
        dom::set_attribute(&self.host, "data-phase", phase.name());
        self.controls
            .set_running(phase == Phase::Running, phase == Phase::Finished);
    }

    /// The phase of the training.
    pub fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// Steps done, by the last report.
    pub fn iteration(&self) -> u64 {
        self.iteration.get()
    }

    /// Index of the speed in the list.
    pub fn speed(&self) -> usize {
        self.speed.get()
    }
}

/// A run on this site. It trains at full speed to the step `ahead`.
pub fn begin(experiment: &str, setup: Vec<u8>, ahead: u64) -> Begin {
    Begin {
        id: 0,
        experiment: experiment.to_owned(),
        setup,
        ahead,
        root: Site::get().map(|site| site.root).unwrap_or_default(),
    }
}
