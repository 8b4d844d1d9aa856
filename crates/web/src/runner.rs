//! Play, pause, step, reset: the same course of training for every widget.

use std::cell::{Cell, RefCell};

use web_sys::HtmlElement;

use crate::{
    controls::{Control, Controls, Speeds},
    dom::{self, Result},
    number,
    text::{Key, Language},
    worker::{
        client::{Client, Event},
        protocol::{Failure, Report, Request, Setup},
    },
};

/// Where training stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing built yet.
    Idle,
    /// Set up, or paused.
    Paused,
    /// Training.
    Running,
    /// Every step done.
    Finished,
    /// Stopped by an error.
    Failed,
}

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
    setup: RefCell<Option<(Setup, u64)>>,
}

impl Runner {
    /// Wires the controls in `host` to a trainer. `act` hears the controls, `hear` the reports that are to be shown.
    pub fn new(
        host: &HtmlElement,
        language: Language,
        speeds: Speeds,
        seed: u32,
        speed: usize,
        act: impl Fn(Control) + 'static,
        hear: impl Fn(Event) + 'static,
    ) -> Result<Self> {
        let speed = speed.min(speeds.len().saturating_sub(1));
        Ok(Self {
            host: host.clone(),
            client: Client::new(hear),
            controls: Controls::new(host, language, speeds, seed, speed, act)?,
            language,
            speeds,
            speed: Cell::new(speed),
            phase: Cell::new(Phase::Idle),
            iteration: Cell::new(0),
            setup: RefCell::new(None),
        })
    }

    /// Begins an experiment and runs it at full speed up to a step (0: only shows it).
    pub fn set_up(&self, setup: Setup, ahead: u64) {
        *self.setup.borrow_mut() = Some((setup.clone(), 0));
        self.iteration.set(0);
        self.client.send(Request::Setup(setup, ahead));
        self.enter(Phase::Paused);
        self.controls.say("", false);
    }

    /// Names the experiment that the first play or step will begin, and ends whatever went on before. For experiments
    /// whose beginning costs something, such as a download.
    pub fn prepare(&self, setup: Setup, ahead: u64) {
        self.client.stop();
        *self.setup.borrow_mut() = Some((setup, ahead));
        self.iteration.set(0);
        self.enter(Phase::Idle);
        self.controls.say("", false);
    }

    /// Does what the controls ask where it is the same for every widget; resets and seeds are the widget's.
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
        if matches!(
            self.phase.get(),
            Phase::Idle | Phase::Finished | Phase::Failed
        ) {
            self.begin_again();
        }
        self.client.send(Request::Run {
            steps_per_second: self.rate(),
        });
        self.enter(Phase::Running);
        self.controls
            .say(self.language.text(Key::StatusRunning), false);
    }

    /// Pauses.
    pub fn pause(&self) {
        self.client.send(Request::Pause);
        self.enter(Phase::Paused);
        self.say_paused();
    }

    fn step(&self) {
        match self.phase.get() {
            Phase::Finished => return,
            Phase::Idle | Phase::Failed => self.begin_again(),
            Phase::Paused | Phase::Running => {}
        }
        self.client.send(Request::Step);
        self.enter(Phase::Paused);
        self.controls.say("", false);
    }

    fn begin_again(&self) {
        let setup = self.setup.borrow().clone();
        if let Some((setup, ahead)) = setup {
            self.set_up(setup, ahead);
        }
    }

    fn set_speed(&self, place: usize) {
        let place = place.min(self.speeds.len().saturating_sub(1));
        self.speed.set(place);
        self.controls.set_speed(place);
        if self.phase.get() == Phase::Running {
            self.client.send(Request::Run {
                steps_per_second: self.rate(),
            });
        }
    }

    fn rate(&self) -> Option<f64> {
        self.speeds.get(self.speed.get()).copied().flatten()
    }

    /// Asks for one neuron's surface, or the output's.
    pub fn look(&self, neuron: Option<(usize, usize)>) {
        self.client.send(Request::Look(neuron));
    }

    /// Takes note of a report.
    pub fn reached(&self, iteration: u64, finished: bool) {
        self.iteration.set(iteration);
        if finished && self.phase.get() != Phase::Finished {
            self.enter(Phase::Finished);
            let n = number::grouped(iteration, self.language);
            self.controls.say(
                &self.language.fill(Key::StatusFinished, &[("n", &n)]),
                false,
            );
        }
    }

    /// Says why training stopped.
    pub fn failed(&self, failure: &Failure) {
        self.enter(Phase::Failed);
        let language = self.language;
        let text = match failure {
            Failure::Diverged(step) => language.fill(
                Key::FailedDiverged,
                &[("n", &number::grouped(*step, language))],
            ),
            Failure::DataMissing => language.text(Key::FailedDataMissing).to_owned(),
            Failure::Download(words) => language.fill(Key::FailedDownload, &[("why", words)]),
            Failure::Corrupt(words) => language.fill(Key::FailedCorrupt, &[("why", words)]),
            Failure::Refused(words) => language.fill(Key::FailedRefused, &[("why", words)]),
        };
        self.controls.say(&text, true);
    }

    /// Notes what is the same for every widget: what became of the worker, and which bits it rests on.
    pub fn heard(&self, event: &Event) {
        match event {
            Event::Replaced => self
                .controls
                .say(self.language.text(Key::StatusReplaced), false),
            Event::Lost => {
                self.enter(Phase::Failed);
                self.controls.say(self.language.text(Key::FailedLost), true);
            }
            Event::Report(
                Report::Rest {
                    iteration,
                    fingerprint,
                },
                _,
            ) => {
                // For a class that compares its bits, and for our own tests.
                dom::set_attribute(&self.host, "data-iteration", &iteration.to_string());
                dom::set_attribute(&self.host, "data-fingerprint", fingerprint);
            }
            Event::Report(..) => {}
        }
    }

    fn say_paused(&self) {
        let n = number::grouped(self.iteration.get(), self.language);
        self.controls
            .say(&self.language.fill(Key::StatusPaused, &[("n", &n)]), false);
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

    /// Place of the speed in the list.
    pub fn speed(&self) -> usize {
        self.speed.get()
    }

    /// The controls, for what only one widget says or shows.
    pub fn controls(&self) -> &Controls {
        &self.controls
    }
}
