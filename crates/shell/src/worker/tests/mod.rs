//! Both halves of the protocol together, with a fake browser between them: a clock that the test moves, a worker that
//! dies when the test says so, downloads that the test ends. Every message goes through its bytes.
#![allow(clippy::unwrap_used, clippy::panic)]

mod course;
mod downloads;
mod failures;
mod kept;
mod runs;
mod workers;

use std::{cell::Cell, rc::Rc};

use redes_experiment::{Block, Data, Entry, Experiment, Failure, Needs, Source, Tape, wire};
use serde::{Deserialize, Serialize};

use super::{
    caller::{Caller, Effect, Event, REPLACEMENTS, UNANSWERED},
    envelope::{Answer, Begin, ENVELOPE, Report, Request},
    trainer::{Load, Trainer},
};

thread_local! {
    static CLOCK: Cell<f64> = const { Cell::new(0.0) };
}

fn now() -> f64 {
    CLOCK.get()
}

fn wait(milliseconds: f64) {
    CLOCK.set(now() + milliseconds);
}

/// Counts its steps, each of which takes some time; its weights are a hash of their number.
struct Counter {
    setup: CounterSetup,
    iteration: u64,
    read: u64,
    shown: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct CounterSetup {
    steps: u64,
    milliseconds: f64,
    diverges: Option<u64>,
    ledger: bool,
    /// Parts of a test before the first step: calls that do no step.
    parts: u64,
    /// Bytes of its tape beside its step.
    weights: usize,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct CounterBody {
    iteration: u64,
    full: bool,
    shown: String,
}

impl Experiment for Counter {
    type Setup = CounterSetup;
    type Body = CounterBody;
    type Message = String;

    const NAME: &'static str = "counter";
    const INTERVAL: f64 = 16.0;

    fn needs(setup: &CounterSetup) -> Needs {
        Needs {
            ledger: setup.ledger,
            ..Needs::default()
        }
    }

    fn new(setup: &CounterSetup, data: &Data) -> Result<Self, Failure> {
        if setup.ledger && data.ledger.is_none() {
            return Err(Failure::DataMissing);
        }
        Ok(Self {
            setup: setup.clone(),
            iteration: 0,
            read: 0,
            shown: String::new(),
        })
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        wait(self.setup.milliseconds);
        if self.read < self.setup.parts {
            self.read += 1;
            return Ok(());
        }
        self.iteration += 1;
        match self.setup.diverges {
            Some(step) if step == self.iteration => Err(Failure::Diverged(step)),
            _ => Ok(()),
        }
    }

    fn state(&mut self, full: bool, _now: f64) -> Result<(CounterBody, Vec<Block>), Failure> {
        let body = CounterBody {
            iteration: self.iteration,
            full,
            shown: self.shown.clone(),
        };
        Ok((body, vec![Block::F64(vec![self.iteration as f64])]))
    }

    fn iteration(&self) -> u64 {
        self.iteration
    }

    fn finished(&self) -> bool {
        self.iteration >= self.setup.steps
    }

    fn fingerprint(&self) -> u64 {
        self.iteration.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn receive(&mut self, message: String) {
        self.shown = message;
    }

    fn tape(&mut self, tape: &mut Tape<'_>) {
        tape.count(&mut self.iteration);
        let mut weights = vec![self.iteration as u8; self.setup.weights];
        tape.row(&mut weights);
        if self.iteration > self.setup.steps {
            tape.refuse();
        }
    }
}

/// A row of bytes to read.
struct Row(Vec<u8>);

impl Source for Row {
    fn read(&mut self, place: &mut [u8]) -> bool {
        let mut left = &*self.0;
        let read = left.read(place);
        self.0 = left.to_vec();
        read
    }
}

const EXPERIMENTS: &[Entry] = &[Entry::of::<Counter>()];

/// A page with one figure, and the worker at its other end.
#[derive(Default)]
struct Page {
    caller: Caller,
    worker: Option<Trainer>,
    /// Whether workers are refused.
    refuses: bool,
    on_page: bool,
    loads: Vec<Load>,
    events: Vec<Event>,
    sent: Vec<Request>,
    looks: u32,
    /// The kept run from which the next one goes on.
    from: Vec<u8>,
    /// What the worker has written of a part.
    written: Vec<u8>,
    /// The run that the worker sent to be kept.
    tape: Vec<u8>,
}

impl Page {
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::OpenWorker if self.refuses => {
                    let effects = self.caller.refused();
                    self.perform(effects);
                }
                Effect::OpenWorker | Effect::OpenPage => {
                    self.on_page = effect == Effect::OpenPage;
                    self.worker = Some(Trainer::new(EXPERIMENTS, 12.0));
                }
                Effect::Close => self.worker = None,
                Effect::Send(request) => {
                    let bytes = wire::encode(ENVELOPE, &request).unwrap();
                    assert_eq!(wire::decode::<Request>(ENVELOPE, &bytes).unwrap(), request);
                    self.sent.push(request.clone());
                    while matches!(request, Request::Begin(_))
                        && self.worker.as_ref().unwrap().is_between_parts()
                    {
                        self.write();
                    }
                    let from =
                        (!self.from.is_empty()).then(|| Box::new(Row(self.from.clone())) as _);
                    let worker = self.worker.as_mut().unwrap();
                    let load = worker.handle(request, from, now());
                    self.loads.extend(load);
                }
                Effect::Look => self.looks += 1,
                Effect::Inform(event) => self.events.push(event),
            }
        }
    }

    fn act(&mut self, act: impl FnOnce(&mut Caller) -> Vec<Effect>) {
        let effects = act(&mut self.caller);
        self.perform(effects);
    }

    fn begin(&mut self, setup: CounterSetup, ahead: u64) {
        let setup = wire::encode("counter", &setup).unwrap();
        self.act(|caller| {
            caller.begin(Begin {
                experiment: "counter".to_owned(),
                setup,
                ahead,
                ..Begin::default()
            })
        });
    }

    /// The worker has loaded.
    fn ready(&mut self) {
        self.receive((0, Report::Ready), Vec::new());
    }

    fn receive(&mut self, (id, report): (u32, Report), blocks: Vec<Block>) {
        let answer = Answer { id, report };
        let bytes = wire::encode(ENVELOPE, &answer).unwrap();
        let answer = wire::decode(ENVELOPE, &bytes).unwrap();
        self.act(|caller| caller.answered(answer, blocks));
    }

    /// Brings the answers to the page.
    fn deliver(&mut self) {
        let answers = self.worker.as_mut().map(Trainer::take).unwrap_or_default();
        for (answer, blocks) in answers {
            if let Report::Kept(part) = answer.report {
                self.tape.truncate(part.from as usize);
                self.tape.append(&mut self.written);
            }
            self.receive((answer.id, answer.report), blocks);
        }
    }

    /// Lets the worker write a part of a run that is kept.
    fn write(&mut self) {
        self.written.clear();
        let worker = self.worker.as_mut().unwrap();
        worker.write(&mut self.written, now());
        self.deliver();
    }

    /// Lets the worker run for so many milliseconds, or until it has nothing to do.
    fn run_for(&mut self, milliseconds: f64) {
        let end = now() + milliseconds;
        while now() < end {
            let Some(pause) = self.worker.as_ref().and_then(Trainer::next) else {
                break;
            };
            wait(pause.max(0.01));
            let worker = self.worker.as_mut().unwrap();
            if worker.keeps() {
                self.write();
            } else {
                worker.slice(&now);
                self.deliver();
            }
        }
        self.deliver();
    }

    /// The worker is gone without a word.
    fn die(&mut self) {
        self.worker = None;
        self.act(Caller::died);
    }

    fn events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn rests(&mut self) -> Vec<(u64, u64)> {
        let rest = |event| match event {
            Event::Rest {
                iteration,
                fingerprint,
            } => Some((iteration, fingerprint)),
            _ => None,
        };
        self.events().into_iter().filter_map(rest).collect()
    }

    /// The step of the last state.
    fn step(&self) -> u64 {
        let state = |event: &Event| match event {
            Event::State { iteration, .. } => Some(*iteration),
            _ => None,
        };
        self.events.iter().rev().find_map(state).unwrap()
    }
}

fn steps(steps: u64) -> CounterSetup {
    CounterSetup {
        steps,
        milliseconds: 0.1,
        ..CounterSetup::default()
    }
}

/// A page whose worker has loaded and begun.
fn page(setup: CounterSetup, ahead: u64) -> Page {
    let mut page = Page::default();
    page.begin(setup, ahead);
    page.ready();
    page.deliver();
    page
}
