//! The network at work: answers, tests, training, files.

use std::rc::Rc;

use redes_experiment::{Block, Experiment, wire};
use redes_shell::{
    address, controls::Control, dom, number, phase::Phase, text::Language, worker::caller::Event,
};
use redes_workshop::{
    Shop,
    digest::Kept,
    form::Form,
    protocol::{Body, Doing, Message, Saved, Setup},
};

use super::{Aim, Course, Found, Model, Opened, files, link::Start, numbers, sentences};
use crate::words;

/// Test images that a network is tried on before the others have arrived.
const TEN: u64 = 10;

impl Opened {
    /// What is said beside the button that trains once nothing is being opened any more.
    pub(super) fn say_rest(&self) {
        self.drawing.eager(false);
        if self.model.borrow().is_none() {
            self.waits();
        } else if self.eager.get() && self.runner.iteration() > 0 {
            self.runner.say_paused();
        } else if self.eager.get() {
            self.drawing.set("status", "");
        }
    }

    /// No network is open yet.
    pub(super) fn waits(&self) {
        let text = self.language.text(words::OPENED_STATUS_WAITS);
        self.drawing.set("status", text);
        dom::set_attribute(&self.host, "data-phase", Phase::Idle.name());
    }

    pub(super) fn post(&self, message: &Message) {
        if let Ok(message) = wire::encode(Shop::NAME, message) {
            self.runner.post(message);
        }
    }

    /// Begins a run of the open network with the weights as they were opened. False without a network.
    fn run(&self, aim: Aim) -> bool {
        let Some(setup) = self.setup(aim) else {
            return false;
        };
        self.aim.set(aim);
        self.alive.set(false);
        self.testing.set(false);
        let mut course = self.course.borrow_mut();
        *course = Course {
            answer: std::mem::take(&mut course.answer),
            layer: course.layer.take(),
            ..Course::default()
        };
        drop(course);
        match wire::encode(Shop::NAME, &setup) {
            Ok(setup) => self.runner.begin(Shop::NAME, setup, 0),
            Err(failure) => self.runner.informed(&Event::Failed(failure)),
        }
        self.show_phase();
        self.frame.request();
        true
    }

    /// The setup of a run. What the last run found out about the file's weights is not found out again.
    fn setup(&self, aim: Aim) -> Option<Setup> {
        let model = self.model.borrow();
        let model = model.as_ref()?;
        let mut setup = numbers::setup(&self.state.borrow(), &model.source, aim == Aim::Train);
        if aim != Aim::Answer {
            setup.set = Some(model.digest.reads.set()?);
        }
        // Ten images are tried again on more, and the others not again.
        let found = model.found.as_ref().filter(|found| found.of > TEN);
        setup.scaling = setup.scaling.or(found.map(|found| found.scaling));
        if (self.aim.get(), aim) == (Aim::Test, Aim::Train)
            && self.runner.phase() == Phase::Finished
            && let Some(body) = self.course.borrow().body.as_ref()
        {
            setup.tested = body.tests.first().copied();
        }
        Some(setup)
    }

    /// Returns to the weights as they were opened.
    pub(super) fn undo(&self) {
        self.run(Aim::Answer);
    }

    /// Trains. Without a network, that of case 1.0 is opened first. While one is being opened, training begins once it is there.
    pub(super) fn train(self: &Rc<Self>) {
        let opening = self.opening.get();
        if opening || self.model.borrow().is_none() {
            self.eager.set(true);
            if opening {
                self.say_opening();
            } else {
                self.start(Start::Case10);
            }
            return;
        }
        let phase = self.runner.phase();
        let resting = self.aim.get() == Aim::Train && phase == Phase::Paused;
        if resting {
            self.post(&Message::GoOn);
        } else if !self.run(Aim::Train) {
            return;
        }
        self.runner.play();
        self.show_phase();
    }

    /// Tests the present weights.
    pub(super) fn test(self: &Rc<Self>) {
        let training = self.aim.get() == Aim::Train;
        let phase = self.runner.phase();
        if training && matches!(phase, Phase::Paused | Phase::Running) {
            self.post(&Message::Test);
            self.testing.set(true);
        } else if self.model.borrow().is_none() || !self.run(Aim::Test) {
            return;
        }
        self.runner.play();
        self.show_phase();
    }

    pub(super) fn control(self: &Rc<Self>, control: Control) {
        match control {
            Control::PlayPause if self.runner.phase() == Phase::Running => self.runner.pause(),
            Control::PlayPause => return self.train(),
            Control::Step => {
                let resting = self.aim.get() == Aim::Train && self.runner.phase() == Phase::Paused;
                if !resting && !self.run(Aim::Train) {
                    return;
                }
                self.post(&Message::GoOn);
                self.runner.ahead(1);
                self.stepping.set(true);
            }
            Control::Reset => return self.undo(),
            Control::Seed(seed) => {
                self.edit(|state| state.seed = seed);
                // Its first weights are others.
                let new = self.state.borrow().start == Start::New;
                return match new {
                    true => self.start(Start::New),
                    false => self.undo(),
                };
            }
            Control::Speed(_) => {
                self.runner.control(control);
                self.state.borrow_mut().speed = self.runner.speed();
                address::write(&self.host, &*self.state.borrow());
            }
        }
        self.show_phase();
    }

    /// The worker of the network has something to say.
    pub(super) fn informed(self: &Rc<Self>, event: Event) {
        self.runner.informed(&event);
        let running = self.runner.phase() == Phase::Running;
        for region in ["answer", "inside-text", "tests"] {
            dom::silence(&self.host, region, running);
        }
        match event {
            Event::Loading { received, total } => {
                let mb = |bytes: u64| number::fixed(bytes as f64 / 1e6, 1);
                let slots = [("n", &*mb(received)), ("total", &*mb(total))];
                let text = self.language.fill(words::OPENED_LOADING, &slots);
                self.drawing
                    .progress(received as f64 / total.max(1) as f64, &text);
            }
            Event::State { body, blocks, .. } => match wire::decode(Shop::NAME, &body) {
                Ok(body) => self.show(body, &blocks),
                Err(failure) => self.runner.informed(&Event::Failed(failure)),
            },
            Event::Kept(part) => self.hand_over(part),
            // The successor has not been given the input yet.
            Event::Replaced => self.alive.set(false),
            // A run that begins rests before its first step, too.
            Event::Rest { iteration, .. } => {
                if iteration > 0 && self.stepping.replace(false) {
                    self.runner.say_paused();
                }
            }
            Event::Failed(_) | Event::Lost => {}
        }
        self.show_phase();
        self.frame.request();
    }

    fn show(&self, body: Body, blocks: &[Block]) {
        let [losses, numbers] = [0, 1].map(|place| blocks.get(place));
        {
            let mut course = self.course.borrow_mut();
            let (rows, _) = losses.map_or(&[][..], Block::f64).as_chunks::<3>();
            rows.iter().for_each(|row| course.losses.push(*row));
            course.tests.clone_from(&body.tests);
            if let Some(answer) = &body.answer {
                course.answer.clone_from(answer);
                let numbers = numbers.map_or(&[][..], Block::f32);
                course.layer = body.layer.clone().map(|layer| (layer, numbers.to_vec()));
            }
        }
        self.keep_trial(&body);
        let model = self.model.borrow();
        let new = model.as_ref().map(|model| model.digest.kept) == Some(Kept::New);
        let found = model.as_ref().and_then(|model| model.found.as_ref());
        let chosen = self.state.borrow().scaling;
        let trial = sentences::trial(self.language, chosen, new, found);
        let trial = if body.scaling.is_some() {
            trial
        } else {
            String::new()
        };
        self.drawing.course(&body, &trial);
        drop(model);
        if let Some(saved) = &body.saved {
            let files = blocks.get(2..).unwrap_or_default();
            self.saved(saved, files);
        }
        if let Some(network) = &body.inside {
            self.hand(network, body.iteration);
        }
        if self.testing.get() && body.doing == Doing::Rest {
            self.testing.set(false);
            self.runner.pause();
            self.drawing
                .set("status", self.language.text(words::OPENED_TEST_DONE));
        }
        if self.aim.get() == Aim::Test && self.runner.phase() == Phase::Finished {
            self.drawing
                .set("status", self.language.text(words::OPENED_TEST_DONE));
        }
        self.course.borrow_mut().body = Some(body);
        if !self.alive.replace(true) {
            self.ask();
        }
    }

    /// Keeps what a trial has found, which a later run of the same network does not find out again.
    fn keep_trial(&self, body: &Body) {
        let over = !body.trials.is_empty() && !matches!(body.doing, Doing::Trying { .. });
        if let (true, Some(scaling), Some(model)) =
            (over, body.scaling, self.model.borrow_mut().as_mut())
        {
            model.found = Some(Found {
                scaling,
                trials: body.trials.clone(),
                of: body.tried,
            });
        }
    }

    /// Shows what can be done in the present phase.
    fn show_phase(&self) {
        let phase = self.runner.phase();
        let with_samples = self.aim.get() != Aim::Answer;
        let over = matches!(phase, Phase::Idle | Phase::Failed | Phase::Finished) || !with_samples;
        if over {
            dom::hide_part(&self.host, "progress", true);
        }
        dom::hide_part(&self.host, "cancel", over || self.alive.get());
        dom::hide_part(&self.host, "retry", phase != Phase::Failed);
    }

    /// Asks for the network as a file.
    pub(super) fn save(&self, name: &str) {
        if let Some(form) = Form::named(name) {
            let spanish = self.language == Language::Spanish;
            let stem = self.model.borrow().as_ref().map(Model::stem);
            let stem = stem.unwrap_or_default();
            self.post(&Message::Save {
                form,
                stem,
                spanish,
            });
        }
    }

    fn saved(&self, saved: &Saved, files: &[Block]) {
        let text = match saved {
            Ok(names) => {
                let mut kept = Vec::new();
                for (name, file) in names.iter().zip(files) {
                    if files::save(name, file.u8()).is_ok() {
                        kept.push(name.as_str());
                    }
                }
                let names = kept.join(", ");
                self.language.fill(words::OPENED_SAVED, &[("name", &names)])
            }
            Err(why) => sentences::unsaved(self.language, why),
        };
        self.drawing.set("saved", &text);
    }
}
