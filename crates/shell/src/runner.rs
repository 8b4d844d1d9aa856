//! Play, pause, step, reset: the same course of training for every figure.

use std::cell::{Cell, RefCell};

use web_sys::HtmlElement;

use crate::{
    controls::{Control, Controls, Speeds},
    dom::{self, Result},
    number,
    phase::{Phase, explained},
    site::Site,
    text::Language,
    words,
    worker::{caller::Event, client::Client, envelope::Begin},
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
    /// The run that the next play from the start begins.
    next: RefCell<Option<Begin>>,
}

impl Runner {
    /// Wires the controls in `host` to a trainer. `act` is called by the controls, `inform` by the trainer.
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
            next: RefCell::new(None),
        })
    }

    /// Begins a run at once and goes at full speed to the step `ahead` (0: only shows the start). Beginning again starts
    /// from step 0.
    pub fn begin(&self, experiment: &str, setup: Vec<u8>, ahead: u64) {
        self.store(experiment, setup, ahead);
        self.begin_again();
    }

    /// Stores a run without beginning it, for experiments with a costly start, such as a download; ends the present run.
    pub fn prepare(&self, experiment: &str, setup: Vec<u8>, ahead: u64) {
        self.client.act(|caller| caller.stop());
        self.store(experiment, setup, ahead);
        self.iteration.set(0);
        self.enter(Phase::Idle);
        self.controls.say("", false);
    }

    fn store(&self, experiment: &str, setup: Vec<u8>, ahead: u64) {
        *self.next.borrow_mut() = Some(Begin {
            id: 0,
            experiment: experiment.to_owned(),
            setup,
            ahead,
            root: Site::get().map(|site| site.root).unwrap_or_default(),
        });
    }

    fn begin_again(&self) {
        let begin = self.next.borrow_mut().as_mut().map(|next| {
            let begin = next.clone();
            next.ahead = 0;
            begin
        });
        if let Some(begin) = begin {
            self.iteration.set(0);
            self.client.act(|caller| caller.begin(begin));
            self.enter(Phase::Paused);
            self.controls.say("", false);
        }
    }

    /// Does what the controls ask where it is the same for every figure; resets and seeds are the figure's.
    pub fn control(&self, control: Control) {
        match control {
            Control::PlayPause if self.phase.get() == Phase::Running => self.pause(),
            Control::PlayPause => self.play(),
            Control::Step => self.step(),
            Control::Speed(place) => self.set_speed(place),
            Control::Reset | Control::Seed(_) => {}
        }
    }

    /// Trains; after the last step or an error, from the start again.
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
        self.controls.say("", false);
    }

    fn set_speed(&self, place: usize) {
        let place = place.min(self.speeds.len().saturating_sub(1));
        self.speed.set(place);
        self.controls.set_speed(place);
        if self.phase.get() == Phase::Running {
            self.client.act(|caller| caller.run(self.rate()));
        }
    }

    fn rate(&self) -> Option<f64> {
        self.speeds.get(self.speed.get()).copied().flatten()
    }

    /// Sends the experiment a message of its own.
    pub fn tell(&self, message: Vec<u8>) {
        self.client.act(|caller| caller.tell(message));
    }

    /// Follows an event of the trainer: phase, step and status line.
    pub fn informed(&self, event: &Event) {
        let (before, language) = (self.phase.get(), self.language);
        let phase = before.after(event);
        match event {
            Event::Loading { .. } => {}
            Event::State { iteration, .. } => {
                self.iteration.set(*iteration);
                // While training runs, too; `data-iteration` gives the step at which it rests.
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
                // For a class that compares its bits, and for our own tests.
                dom::set_attribute(&self.host, "data-iteration", &iteration.to_string());
                let digits = format!("{fingerprint:016x}");
                dom::set_attribute(&self.host, "data-fingerprint", &digits);
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

    /// Says at which step training is paused.
    pub fn say_paused(&self) {
        let n = number::grouped(self.iteration.get(), self.language);
        self.controls.say(
            &self.language.fill(words::STATUS_PAUSED, &[("n", &n)]),
            false,
        );
    }

    fn enter(&self, phase: Phase) {
        self.phase.set(phase);
        self.controls
            .set_running(phase == Phase::Running, phase == Phase::Finished);
    }

    /// Where training stands.
    pub fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// Steps done, as last reported.
    pub fn iteration(&self) -> u64 {
        self.iteration.get()
    }

    /// Index of the speed in the list.
    pub fn speed(&self) -> usize {
        self.speed.get()
    }
}
