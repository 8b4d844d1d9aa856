//! "Train one more": one seed of a case, trained whole in a worker, at the reader's command.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Uint8Array};
use redes_experiment::{
    Experiment, Failure,
    results::{Results, ResultsBody, ResultsSetup},
    wire,
};
use redes_shell::{
    dom::{self, part},
    keeping, number,
    phase::{Phase, explained},
    runner,
    text::Language,
    worker::{caller::Event, client::Client, envelope::Part},
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlProgressElement};

use super::own::{self, Own};
use crate::words;

/// The training on the page. Its element has the attributes `data-step` and `data-phase`, as those of other trainings.
pub struct Trainer {
    host: HtmlElement,
    language: Language,
    client: Client,
    /// The network and the seed in training.
    now: Cell<Option<(&'static str, u32)>>,
    own: RefCell<Own>,
}

impl Trainer {
    /// A trainer that sends `inform` the events of its training.
    pub fn new(host: &HtmlElement, language: Language, inform: impl Fn(Event) + 'static) -> Self {
        Self {
            host: host.clone(),
            language,
            client: Client::new(inform),
            now: Cell::new(None),
            own: RefCell::default(),
        }
    }

    /// The finished trainings.
    pub fn own(&self) -> std::cell::Ref<'_, Own> {
        self.own.borrow()
    }

    /// Shows the button of a network: what it would train, or what ends the present training.
    pub fn offer(&self, network: &'static str) {
        let case = own::case(network);
        let running = self.now.get().is_some();
        dom::hide_part(&self.host, "own", case.is_none() && !running);
        let seed = self.own.borrow().next(network).to_string();
        let text = match running {
            true => self.language.text(words::LUCK_CANCEL).to_owned(),
            false => {
                let slots = [("case", network), ("seed", &*seed)];
                self.language.fill(words::LUCK_TRAIN, &slots)
            }
        };
        dom::set_part_text(&self.host, "play", &text);
    }

    /// Trains a network once more, or ends the present training.
    pub fn toggle(&self, network: &'static str) {
        if self.now.take().is_some() {
            return self.end("");
        }
        let Some(case) = own::case(network) else {
            return;
        };
        let seed = self.own.borrow().next(network);
        let setup = ResultsSetup {
            case: case.to_owned(),
            seed,
            seeds: 1,
            spanish: self.language == Language::Spanish,
            part: true,
        };
        match wire::encode(Results::NAME, &setup) {
            Ok(setup) => {
                self.now.set(Some((case, seed)));
                self.enter(Phase::Running);
                let begin = runner::begin(Results::NAME, setup, 0);
                self.client.act(|caller| caller.begin(begin));
                self.client.act(|caller| caller.run(None));
                self.say("");
                self.progress(0.0, "");
            }
            Err(failure) => self.end(&explained(self.language, &failure)),
        }
    }

    /// Acts on an event of the training. Whether a training was added.
    pub fn informed(&self, event: Event) -> bool {
        let Some((network, seed)) = self.now.get() else {
            return false;
        };
        match event {
            Event::Loading { received, total } => {
                let mb = |bytes: u64| number::fixed(bytes as f64 / 1e6, 1);
                let slots = [("n", &*mb(received)), ("total", &*mb(total))];
                let text = self.language.fill(words::LUCK_LOADING, &slots);
                self.progress(received as f64 / total.max(1) as f64, &text);
            }
            Event::State { body, .. } => match wire::decode::<ResultsBody>(Results::NAME, &body) {
                Ok(body) => return self.report(network, seed, body),
                Err(failure) => self.end(&explained(self.language, &failure)),
            },
            Event::Failed(failure) => self.end(&explained(self.language, &failure)),
            Event::Lost => self.end(self.language.text(words::FAILED_LOST)),
            Event::Rest { .. } | Event::Kept(_) | Event::Replaced => {}
        }
        false
    }

    fn report(&self, network: &'static str, seed: u32, body: ResultsBody) -> bool {
        dom::set_attribute(&self.host, "data-step", &body.done.to_string());
        let Some(part) = body.part else {
            let share = body.done as f64 / body.total.max(1) as f64;
            let now = body.now.map(|now| {
                let epoch = now.epoch.to_string();
                let slots = [("epoch", &*epoch), ("loss", &*number::fixed(now.loss, 4))];
                self.language.fill(words::LUCK_TRAINING_NOW, &slots)
            });
            let percent = number::short_percent(share, 0, self.language);
            let slots = [
                ("case", network),
                ("seed", &*seed.to_string()),
                ("percent", &*percent),
                ("now", &*now.unwrap_or_default()),
            ];
            self.progress(share, &self.language.fill(words::LUCK_TRAINING, &slots));
            return false;
        };
        if part.is_empty() {
            // A site without this data set: the run was over before it began.
            self.end(&explained(self.language, &Failure::DataMissing));
            return false;
        }
        self.own.borrow_mut().add(network, seed, &part);
        self.keep();
        self.end("");
        self.enter(Phase::Finished);
        true
    }

    /// Keeps the finished trainings over a reload. One under way is not kept: it begins again.
    fn keep(&self) {
        let kept = self.own.borrow().kept();
        let pieces = Array::of1(&Uint8Array::from(&*kept));
        let part = Part::whole(kept.len() as u64);
        // Nothing is kept where the page has no place for it.
        let _ = keeping::hand_over(&self.host, part, Some(pieces), "", None, [0, 0]);
    }

    /// Takes back the trainings that were kept, before those of this page; or forgets all, since the reader has deleted them.
    pub fn restore(&self, pieces: &Array) {
        let pieces = pieces
            .iter()
            .filter_map(|piece| piece.dyn_into::<Uint8Array>().ok());
        let bytes: Vec<u8> = pieces.flat_map(|piece| piece.to_vec()).collect();
        let kept = Own::read(&bytes);
        let mut own = self.own.borrow_mut();
        if bytes.is_empty() {
            *own = Own::default();
        } else if let Some(mut kept) = kept {
            kept.join(std::mem::take(&mut own));
            *own = kept;
        }
    }

    /// No training is in progress any more.
    fn end(&self, why: &str) {
        self.now.set(None);
        self.enter(if why.is_empty() {
            Phase::Idle
        } else {
            Phase::Failed
        });
        self.client.act(|caller| caller.stop());
        dom::hide_part(&self.host, "progress", true);
        self.say(why);
    }

    fn enter(&self, phase: Phase) {
        dom::set_attribute(&self.host, "data-phase", phase.name());
    }

    fn say(&self, text: &str) {
        dom::hide_part(&self.host, "failed", text.is_empty());
        dom::set_part_text(&self.host, "failed", text);
    }

    fn progress(&self, share: f64, text: &str) {
        dom::hide_part(&self.host, "progress", false);
        if let Ok(bar) = part::<HtmlProgressElement>(&self.host, "bar") {
            bar.set_value(share);
        }
        dom::set_part_text(&self.host, "progress-text", text);
    }
}
