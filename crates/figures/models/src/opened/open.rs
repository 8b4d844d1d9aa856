//! Opening: a file is read in a worker of its own, and the network at work stays until that has succeeded.

use std::rc::Rc;

use redes_experiment::{Experiment, wire};
use redes_shell::{
    dom, number,
    phase::{Phase, explained},
    review_files, runner,
    worker::caller::Event,
};
use redes_workshop::{
    Bytes, Opening,
    digest::Digest,
    protocol::{Open, OpenBody, Source},
    refusal::Refusal,
};

use super::{
    Awaited, Course, Model, Opened,
    files::{Brought, MOST},
    link::Start,
    sentences,
};
use crate::words;

/// The name of the thesis's file, for its network before and after training.
const THESIS: &str = "epic_num_reader";

impl Opened {
    /// Opens a network that every reader has.
    pub(super) fn start(self: &Rc<Self>, start: Start) {
        self.drawing.others(None);
        let name = match start {
            Start::None => return,
            Start::New => {
                self.edit(|state| state.start = start);
                return self.open(Source::Thesis, THESIS.to_owned(), false);
            }
            Start::Case10 | Start::Case11 => format!("digits-{}.safetensors", start.name()),
        };
        self.edit(|state| state.start = start);
        self.stop_opening();
        let text = self
            .language
            .fill(words::OPENED_FETCHING, &[("name", &name)]);
        self.show_opening(Some(&text));
        let (later, fetch) = (self.later.clone(), self.fetch.get());
        wasm_bindgen_futures::spawn_local(async move {
            let file = review_files::site_file(&format!("models/{name}"), &|_, _| {}).await;
            later.with(|figure| {
                // The reader may have chosen again meanwhile, or stopped it.
                if figure.fetch.get() != fetch {
                    return;
                }
                match file {
                    Ok(file) => figure.open(Source::File(Bytes::from(&*file)), name, false),
                    Err(why) => figure.refuse(&name, &why),
                }
            });
        });
    }

    /// Takes a file of the reader's.
    pub(super) fn bring(&self, brought: Brought) {
        self.kept.take();
        let name = brought.name;
        let others = (brought.others > 0).then(|| {
            let slots = [("name", &*name)];
            self.language.fill(words::OPENED_FIRST_ALONE, &slots)
        });
        self.drawing.others(others.as_deref());
        let bytes = match brought.bytes {
            Ok(bytes) if bytes.is_empty() => {
                return self.refuse(&name, self.language.text(words::OPENED_EMPTY));
            }
            Ok(bytes) => bytes,
            Err(size) => {
                let mb = |bytes: f64| number::grouped((bytes / 1e6).ceil() as u64, self.language);
                let slots = [("n", &*mb(size)), ("limit", &mb(MOST))];
                let text = self.language.fill(words::OPENED_LARGE_FILE, &slots);
                return self.refuse(&name, &text);
            }
        };
        self.edit(|state| state.start = Start::None);
        self.open(Source::File(Bytes::from(&*bytes)), name, true);
    }

    /// Reads a source.
    pub(super) fn open(&self, source: Source, name: String, own: bool) {
        self.stop_opening();
        self.drawing.refusal(None);
        let text = self
            .language
            .fill(words::OPENED_READING, &[("name", &name)]);
        self.show_opening(Some(&text));
        let open = Open {
            source: source.clone(),
            seed: self.state.borrow().seed,
        };
        let setup = match wire::encode(Opening::NAME, &open) {
            Ok(setup) => setup,
            Err(failure) => return self.refuse(&name, &explained(self.language, &failure)),
        };
        *self.awaited.borrow_mut() = Some(Awaited {
            source,
            name,
            own,
            since: dom::now(),
        });
        let begin = runner::begin(Opening::NAME, setup, 0);
        self.opener.act(|caller| caller.begin(begin));
    }

    /// Breaks off what is being fetched or read.
    pub(super) fn stop_opening(&self) {
        self.fetch.set(self.fetch.get() + 1);
        self.opener.act(|caller| caller.stop());
        self.awaited.replace(None);
        self.show_opening(None);
    }

    /// Shows what is being opened. Training waits for it.
    fn show_opening(&self, text: Option<&str>) {
        let waits = text.is_some() && self.runner.phase() != Phase::Running;
        let ended = self.opening.replace(text.is_some()) && text.is_none();
        self.drawing.opening(text, waits);
        if text.is_some() {
            self.say_opening();
        } else if ended {
            self.say_rest();
        }
    }

    /// Says beside the button that trains what it waits for.
    pub(super) fn say_opening(&self) {
        let eager = self.eager.get();
        self.drawing.eager(eager);
        if eager {
            let text = self.language.text(words::OPENED_STATUS_EAGER);
            self.drawing.set("status", text);
        } else if self.model.borrow().is_none() {
            let text = self.language.text(words::OPENED_STATUS_OPENS);
            self.drawing.set("status", text);
        }
    }

    /// Says why a file was not opened. The network at work stays.
    fn refuse(&self, name: &str, why: &str) {
        self.stop_opening();
        self.eager.set(false);
        self.kept.take();
        let slots = [("name", name), ("why", why)];
        let mut text = self.language.fill(words::OPENED_REFUSED, &slots);
        if self.model.borrow().is_some() {
            text += self.language.text(words::OPENED_KEPT);
        }
        self.drawing.set("opened-note", "");
        self.drawing.refusal(Some(&text));
    }

    /// The worker that reads has something to say.
    pub(super) fn read(self: &Rc<Self>, event: Event) {
        let language = self.language;
        match event {
            Event::State { body, .. } => {
                let Some(awaited) = self.awaited.take() else {
                    return;
                };
                match wire::decode::<OpenBody>(Opening::NAME, &body).map(|body| body.result) {
                    Ok(Ok(digest)) => self.adopt(awaited, digest),
                    Ok(Err(refusal)) => self.refused(awaited, &refusal),
                    Err(failure) => self.refuse(&awaited.name, &explained(language, &failure)),
                }
            }
            Event::Failed(failure) => self.refuse_awaited(&explained(language, &failure)),
            // The file would stop the next worker too.
            Event::Replaced | Event::Lost => {
                self.refuse_awaited(language.text(words::OPENED_CRASHED));
            }
            Event::Loading { .. } | Event::Rest { .. } | Event::Kept(_) => {}
        }
    }

    fn refuse_awaited(&self, why: &str) {
        if let Some(awaited) = self.awaited.take() {
            self.refuse(&awaited.name, why);
        }
    }

    /// A file was refused. Weights without a network are tried on the open one.
    fn refused(&self, awaited: Awaited, refusal: &Refusal) {
        if let (Refusal::WeightsAlone, Source::File(file)) = (refusal, &awaited.source) {
            let open = self.model.borrow();
            let network = open.as_ref().map(|model| match &model.source {
                Source::File(network) => Some(network.clone()),
                Source::Weights { network, .. } => network.clone(),
                Source::Thesis => None,
            });
            drop(open);
            if let Some(network) = network {
                let source = Source::Weights {
                    file: file.clone(),
                    network,
                };
                return self.open(source, awaited.name, awaited.own);
            }
        }
        self.refuse(&awaited.name, &sentences::refusal(self.language, refusal));
    }

    /// Puts an opened network in the place of the one before.
    fn adopt(self: &Rc<Self>, awaited: Awaited, digest: Digest) {
        let elapsed = number::grouped((dom::now() - awaited.since).round() as u64, self.language);
        self.stop_opening();
        let slots = [("name", &*awaited.name), ("n", &elapsed)];
        let note = self.language.fill(words::OPENED_READY, &slots);
        self.drawing.set("opened-note", &note);
        self.drawing.set("handed", "");
        self.drawing.network(&awaited.name, &digest);
        self.drawing.forget();
        // The hash is that of the network before until the new run has reported.
        let _ = self.host.remove_attribute("data-fingerprint");
        dom::set_attribute(&self.host, "data-model", &awaited.name);
        let layer = first_look(&digest);
        let reads = digest.reads;
        *self.model.borrow_mut() = Some(Model {
            source: awaited.source,
            digest,
            name: awaited.name,
            own: awaited.own,
            layer,
            found: None,
        });
        *self.course.borrow_mut() = Course::default();
        self.drawing.choices(&self.state.borrow(), awaited.own);
        self.undo();
        self.need_words(reads);
        let eager = self.eager.replace(false);
        let kept = self.kept.take();
        let goes_on = kept.is_some();
        if let Some(kept) = kept {
            self.runner.go_on_from(kept);
        }
        if eager || goes_on {
            self.train();
        }
    }
}

/// The layer that is shown first: the first one with weights.
fn first_look(digest: &Digest) -> usize {
    let first = digest.rows.iter().position(|row| row.parameters > 0);
    first.unwrap_or_default()
}
