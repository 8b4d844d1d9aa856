//! The shop as an experiment: how it is built, what it reports, what messages it takes.

use std::borrow::Cow;

use redes_experiment::{
    Block, Data, Experiment, Failure, Needs, Tape, history::History, speed::Speed, wire,
};

use super::{Held, LOOKS, Samples, Shop, TESTED, TRIED};
use crate::{
    build,
    digest::Reads,
    look::Look,
    protocol::{Body, Message, Set, Setup, Source},
    refusal::Refusal,
    scaling::Scaling,
};

impl Experiment for Shop {
    type Setup = Setup;
    type Body = Body;
    type Message = Message;

    const NAME: &'static str = "shop";
    const INTERVAL: f64 = 60.0;

    fn needs(setup: &Setup) -> Needs {
        Needs {
            mnist: setup.set == Some(Set::Mnist),
            imdb: setup.set == Some(Set::Imdb),
            ..Needs::default()
        }
    }

    fn new(setup: &Setup, data: &Data) -> Result<Self, Failure> {
        let refused = |refusal: Refusal| Failure::Refused(format!("{refusal:?}"));
        let (opened, _) = build::open(&setup.open).map_err(|error| refused(error.into()))?;
        let network = opened
            .network(TESTED)
            .map_err(|error| refused(error.into()))?;
        let reads = Reads::of(&opened.architecture, network.output_width());
        let samples = match setup.set {
            None => None,
            Some(Set::Mnist) => data.mnist.clone().map(Samples::Digits),
            Some(Set::Imdb) => data.imdb.clone().map(Samples::Reviews),
        };
        let mut remembers = false;
        let held = match samples {
            None if setup.set.is_some() => return Err(Failure::DataMissing),
            None => Held::Alone(Box::new(network)),
            Some(samples) => {
                let count = match &samples {
                    Samples::Digits(data) => data.train.labels().len(),
                    Samples::Reviews(data) => data.train.len(),
                };
                let (trainer, memory) = build::trainer(setup, &opened, count)?;
                remembers = memory;
                Held::Training(Box::new(trainer), samples)
            }
        };
        // Nothing can be tried on weights that have not learnt: the thesis's network gets the thesis's scaling.
        let (usual, learnt) = match setup.open.source {
            Source::Thesis => (Scaling::Columns, false),
            Source::File(_) | Source::Weights { .. } => (Scaling::Unit, true),
        };
        let mut shop = Self {
            look: Look::new(&opened, reads)?,
            setup: setup.clone(),
            opened,
            reads,
            held,
            scaling: setup.scaling.unwrap_or(usual),
            trials: Vec::new(),
            tried: 0,
            job: None,
            waits: false,
            tests: setup.tested.into_iter().collect(),
            losses: History::default(),
            unsent: History::default(),
            running: None,
            remembers,
            speed: Speed::default(),
            looked: f64::NEG_INFINITY,
            saved: None,
            inside: None,
        };
        let tries = reads == Reads::Digits && setup.scaling.is_none() && learnt;
        match (&shop.held, tries) {
            (Held::Alone(_), true) => shop.try_ten()?,
            (Held::Alone(_), false) => {}
            (Held::Training(_, Samples::Digits(data)), true) => {
                let images = data.test.labels().len().min(TRIED);
                shop.job = shop.trial(0, images)?;
            }
            (Held::Training(..), _) => shop.job = shop.first_test()?,
        }
        Ok(shop)
    }

    fn step(&mut self, now: f64) -> Result<(), Failure> {
        match self.job.take() {
            Some(job) => self.work(job),
            None if self.waits || !self.setup.train => Ok(()),
            None => self.train(now),
        }
    }

    fn state(&mut self, full: bool, now: f64) -> Result<(Body, Vec<Block>), Failure> {
        let (answer, layer, numbers) = match full || now - self.looked >= LOOKS {
            true => {
                self.looked = now;
                let parameters = match &self.held {
                    Held::Alone(network) => network.parameters(),
                    Held::Training(trainer, _) => trainer.network().parameters(),
                };
                let (answer, layer, numbers) = self.look.see(parameters, self.scaling);
                (Some(answer), layer, numbers)
            }
            false => (None, None, Vec::new()),
        };
        let batches = match &self.held {
            Held::Alone(_) => 0,
            Held::Training(trainer, _) => trainer.batches_per_epoch() as u64,
        };
        let (saved, files) = match self.saved.take() {
            Some(Ok(files)) => {
                let (names, files) = files.into_iter().unzip();
                let files: Vec<Vec<u8>> = files;
                (Some(Ok(names)), files)
            }
            Some(Err(why)) => (Some(Err(why)), Vec::new()),
            None => (None, Vec::new()),
        };
        let body = Body {
            iteration: self.iteration(),
            batches_per_epoch: batches,
            doing: self.doing(),
            scaling: (self.reads == Reads::Digits).then_some(self.scaling),
            trials: self.trials.clone(),
            tried: self.tried,
            running: self.running,
            samples_per_second: self.speed.samples_per_second(now),
            tests: self.tests.rows().to_vec(),
            remembers: self.remembers,
            answer,
            layer,
            saved,
            inside: self.inside.take(),
        };
        let losses = self.unsent.rows().as_flattened().to_vec();
        self.unsent.clear();
        let mut blocks = vec![Block::F64(losses), Block::F32(numbers)];
        blocks.extend(files.into_iter().map(Block::U8));
        Ok((body, blocks))
    }

    fn iteration(&self) -> u64 {
        match &self.held {
            Held::Alone(_) => 0,
            Held::Training(trainer, _) => trainer.iteration(),
        }
    }

    /// A network that only answers has nothing to do; one that is only tested ends with its test.
    fn finished(&self) -> bool {
        matches!(self.held, Held::Training(..)) && !self.setup.train && self.job.is_none()
    }

    fn fingerprint(&self) -> u64 {
        self.network().fingerprint()
    }

    /// What a run found out about the opened weights is on its tape.
    fn essence(setup: &[u8]) -> Cow<'_, [u8]> {
        let plain = wire::decode(Self::NAME, setup).and_then(|setup: Setup| {
            let plain = Setup {
                scaling: None,
                tested: None,
                ..setup
            };
            wire::encode(Self::NAME, &plain)
        });
        plain.map_or(Cow::Borrowed(setup), Cow::Owned)
    }

    fn tape(&mut self, tape: &mut Tape<'_>) {
        self.kept(tape);
    }

    fn receive(&mut self, message: Message) {
        match message {
            Message::Look { input, layer } => {
                self.look.at(input, layer);
                self.looked = f64::NEG_INFINITY;
            }
            Message::Test => {
                self.waits = true;
                if self.job.is_none() {
                    self.job = self.test().ok().flatten();
                }
            }
            Message::GoOn => self.waits = false,
            Message::Inside => self.inside = Some(self.inside()),
            Message::Save {
                form,
                stem,
                spanish,
            } => {
                self.saved = Some(self.files(form, &stem, spanish));
            }
        }
    }
}
