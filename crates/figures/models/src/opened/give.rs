//! What the reader gives the network, and the layer that is looked at.

use std::rc::Rc;

use redes_data::samples;
use redes_data::words::{Encoding, Id, pad_front};
use redes_inputs::digits;
use redes_shell::{
    dom::{self, part},
    number, review_files,
};
use redes_workshop::{
    Bytes,
    digest::Reads,
    protocol::{Input, Message},
};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent};

use super::{Opened, numbers, sentences};
use crate::words;

impl Opened {
    /// The drawing changed; with `done` the pen is lifted.
    pub(super) fn drawn(&self, done: bool) {
        if done {
            self.edit(|state| state.strokes = self.pad.strokes());
            // The answer has a place of its own that is read aloud.
            self.pad.say("");
        }
        self.ask();
    }

    /// Asks the network again, at the next frame.
    pub(super) fn ask(&self) {
        self.asks.set(true);
        self.frame.request();
    }

    /// Looks at another layer.
    pub(super) fn look_at(&self, layer: usize) {
        if let Some(model) = self.model.borrow_mut().as_mut() {
            model.layer = layer;
        }
        self.ask();
    }

    /// Arrow keys go from layer to layer.
    pub(super) fn key(&self, event: &Event) {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let step: isize = match pressed.key().as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return,
        };
        let from = dom::attribute_of(event, "data-layer").and_then(|place| place.parse().ok());
        let next = from.and_then(|from: usize| from.checked_add_signed(step));
        let selector = next.map(|next| format!("[data-layer=\"{next}\"]"));
        let button = selector.and_then(|selector| self.host.query_selector(&selector).ok()?);
        if let (Some(next), Some(button)) = (next, button) {
            event.prevent_default();
            if let Ok(button) = button.dyn_into::<HtmlElement>() {
                let _ = button.focus();
            }
            self.look_at(next);
        }
    }

    /// Fetches the word list for a network that reads words.
    pub(super) fn need_words(self: &Rc<Self>, reads: Reads) {
        let known = self.vocabulary.borrow().is_some();
        if known || !matches!(reads, Reads::Words { .. }) || self.fetching.replace(true) {
            return;
        }
        let later = self.later.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let found = review_files::fetch_words(&|_, _| {}).await;
            later.with(|figure| {
                figure.fetching.set(false);
                match found {
                    Ok(found) => {
                        *figure.vocabulary.borrow_mut() = Some(found);
                        figure.ask();
                    }
                    Err(why) => {
                        let slots = [("why", &*why)];
                        let text = figure.language.fill(words::OPENED_WORDS_FAILED, &slots);
                        figure.drawing.set("words-note", &text);
                    }
                }
            });
        });
    }

    /// Fills the box of numbers.
    pub(super) fn fill_row(&self, number: impl Fn() -> f64) {
        let count = self.count();
        let numbers = (0..count).map(|_| number::short(number(), 3).replace('−', "-"));
        let text = numbers.collect::<Vec<String>>().join(" ");
        if let Ok(row) = part::<HtmlTextAreaElement>(&self.host, "row") {
            row.set_value(&text);
        }
        self.ask();
    }

    /// Numbers of an input.
    fn count(&self) -> usize {
        let model = self.model.borrow();
        model
            .as_ref()
            .map_or(0, |model| model.digest.input.iter().product())
    }

    /// Sends the network its input and the layer.
    pub(super) fn tell_input(&self) {
        let Some((reads, layer)) = self
            .model
            .borrow()
            .as_ref()
            .map(|model| (model.digest.reads, model.layer))
        else {
            return;
        };
        if !self.alive.get() {
            return;
        }
        let input = match reads {
            Reads::Digits => Some(self.image()),
            Reads::Words { steps, words, .. } => self.review(steps, words),
            Reads::Numbers => self.numbers(),
        };
        self.post(&Message::Look { input, layer });
    }

    /// What is drawn, or the chosen test image.
    fn image(&self) -> Input {
        let drawn = digits::image(&self.pad.strokes());
        let digit = self.state.borrow().digit;
        let image = drawn.as_ref().unwrap_or(samples::digit(digit));
        Input::Image(Bytes::from(&image[..]))
    }

    /// The text as numbers of words, padded in front.
    fn review(&self, steps: usize, words: usize) -> Option<Input> {
        let vocabulary = self.vocabulary.borrow();
        let vocabulary = vocabulary.as_ref()?;
        let area: HtmlTextAreaElement = part(&self.host, "text").ok()?;
        let encoding = Encoding::default();
        let ids: Vec<Id> = encoding.encode(vocabulary, &area.value());
        let said = ids.len().saturating_sub(1);
        let new = |id: &&Id| **id == encoding.oov || usize::from(**id) >= words;
        let unknown = ids.iter().skip(1).filter(new).count();
        let count = |count: usize| number::grouped(count as u64, self.language);
        let slots = [
            ("n", &*count(said)),
            ("unknown", &count(unknown)),
            ("steps", &count(steps)),
        ];
        let note = self.language.fill(words::OPENED_WORDS_COUNTS, &slots);
        self.drawing.set("words-note", &note);
        if said == 0 {
            return None;
        }
        let mut input = vec![0.0; steps];
        pad_front(&ids, &mut input);
        Some(Input::Numbers(input))
    }

    /// The numbers in the box.
    fn numbers(&self) -> Option<Input> {
        let row: HtmlTextAreaElement = part(&self.host, "row").ok()?;
        let (text, count) = (row.value(), self.count());
        let read = numbers::row(&text, count);
        // An empty box is no mistake.
        let error = read.as_ref().err().filter(|_| !text.trim().is_empty());
        let error = error.map(|error| sentences::row_error(self.language, error, count));
        dom::hide_part(&self.host, "row-error", error.is_none());
        self.drawing
            .set("row-error", error.as_deref().unwrap_or_default());
        dom::set_attribute(
            &row,
            "aria-invalid",
            if error.is_some() { "true" } else { "false" },
        );
        read.ok().map(Input::Numbers)
    }
}
