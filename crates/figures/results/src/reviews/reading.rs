//! The review in the box: what the networks answer while the reader types.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use redes_data::words::Vocabulary;
use redes_inputs::{networks, reviews::Review};
use redes_lessons::thesis::reviews::Case;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlProgressElement, HtmlTextAreaElement, KeyboardEvent};

use super::{
    draw, markup,
    numbers::{Contributions, Reader, SLICE},
    sentences,
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Frame, Listener, Result, part},
    later::Later,
    number, review_files,
    text::Language,
};

/// The reading part of the figure.
pub struct Reading {
    host: HtmlElement,
    language: Language,
    text: HtmlTextAreaElement,
    vocabulary: RefCell<Option<Vocabulary>>,
    shipped: RefCell<Readers>,
    own: RefCell<Readers>,
    loading: Cell<bool>,
    /// Whose words are coloured.
    reader: Cell<Case>,
    review: RefCell<Review>,
    contributions: RefCell<Contributions>,
    /// Whether words are still to be left out.
    asking: Cell<bool>,
    frame: Frame,
    typed: Box<dyn Fn(&str)>,
    chosen: Box<dyn Fn(Case)>,
    loaded: Box<dyn Fn()>,
    _listeners: Vec<Listener>,
}

/// A network of each case.
#[derive(Default)]
struct Readers([Option<Reader>; 2]);

impl Readers {
    /// The network of a case.
    fn of(&mut self, case: Case) -> &mut Option<Reader> {
        let [first, second] = &mut self.0;
        match case {
            Case::Case20 => first,
            Case::Case21 => second,
        }
    }
}

impl Reading {
    /// The reading part of a figure whose markup is in place. `typed` is called with each new text, `chosen` with the
    /// network whose words are to be coloured, `loaded` once words and networks are there.
    pub fn new(
        host: &HtmlElement,
        language: Language,
        text: &str,
        reader: Case,
        typed: impl Fn(&str) + 'static,
        chosen: impl Fn(Case) + 'static,
        loaded: impl Fn() + 'static,
    ) -> Result<Rc<Self>> {
        let cell = Later::<Self>::default();
        let area = part::<HtmlTextAreaElement>(host, "text")?;
        area.set_value(text);
        choice::show(host, "reader", reader.name());
        let mut listeners = Vec::new();
        let on = |target: &Element, kind, act: fn(&Rc<Self>, web_sys::Event)| {
            let cell = cell.clone();
            dom::listen(target, kind, move |event| {
                cell.with(|reading| act(reading, event))
            })
        };
        listeners.push(on(&area, "input", |reading, _| {
            reading.note("");
            reading.read();
        })?);
        let button = |name| part::<Element>(host, name);
        listeners.push(on(&button("clear")?, "click", |reading, _| {
            reading.put("", "");
        })?);
        listeners.push(on(&button("load-button")?, "click", |reading, _| {
            reading.load();
        })?);
        for example in dom::all(host, "[data-example]")? {
            listeners.push(on(&example, "click", Self::example)?);
        }
        for button in dom::all(host, "[data-reader]")? {
            listeners.push(on(&button, "click", |reading, event| {
                let case = dom::attribute_of(&event, "data-reader");
                if let Some(case) = case.and_then(|text| text.parse().ok()) {
                    reading.choose(case);
                }
            })?);
        }
        let list = button("words")?;
        for kind in ["click", "focusin", "pointerover"] {
            listeners.push(on(&list, kind, |reading, event| {
                let word = dom::attribute_of(&event, "data-word");
                if let Some(index) = word.and_then(|text| text.parse().ok()) {
                    reading.explain(index);
                }
            })?);
        }
        listeners.push(on(&list, "keydown", |reading, event| {
            let word = dom::attribute_of(&event, "data-word");
            let from = word.and_then(|text| text.parse().ok());
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            if let (Some(from), Some(key)) = (from, key)
                && draw::step(&reading.host, from, &key)
            {
                event.prevent_default();
            }
        })?);
        let ask = cell.clone();
        let reading = Rc::new(Self {
            host: host.clone(),
            language,
            text: area,
            vocabulary: RefCell::default(),
            shipped: RefCell::default(),
            own: RefCell::default(),
            loading: Cell::new(false),
            reader: Cell::new(reader),
            review: RefCell::default(),
            contributions: RefCell::default(),
            asking: Cell::new(false),
            frame: Frame::new(move || ask.with(|reading| reading.ask())),
            typed: Box::new(typed),
            chosen: Box::new(chosen),
            loaded: Box::new(loaded),
            _listeners: listeners,
        });
        cell.set(&reading);
        Ok(reading)
    }

    /// Whether words and networks are there: before, nobody reads with the reader's own networks.
    pub fn reads(&self) -> bool {
        self.vocabulary.borrow().is_some()
    }

    /// Weights of the reader's own network: from now on it answers too.
    pub fn take_own(self: &Rc<Self>, case: Case, weights: &[f32]) {
        {
            let mut own = self.own.borrow_mut();
            let own = own.of(case);
            if own.is_none() {
                *own = Reader::own(case);
            }
            if !own.as_mut().is_some_and(|own| own.take(weights)) {
                return;
            }
        }
        if self.vocabulary.borrow().is_some() {
            self.score();
        }
    }

    /// The reader's own networks are no more.
    pub fn forget_own(&self) {
        *self.own.borrow_mut() = Readers::default();
        self.score();
    }

    fn example(self: &Rc<Self>, event: web_sys::Event) {
        let Some(name) = dom::attribute_of(&event, "data-example") else {
            return;
        };
        let reading = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let text = review_files::fetch_review(&name).await;
            let Some(reading) = reading.upgrade() else {
                return;
            };
            let language = reading.language;
            match text {
                Ok(text) => {
                    let note = match name.as_str() {
                        "first" => words::REVIEWS_FIRST_NOTE,
                        _ => words::REVIEWS_SECOND_NOTE,
                    };
                    reading.put(&text, language.text(note));
                }
                Err(why) => {
                    reading.note(&language.fill(words::REVIEWS_EXAMPLE_FAILED, &[("why", &why)]));
                }
            }
        });
    }

    fn put(self: &Rc<Self>, text: &str, note: &str) {
        self.text.set_value(text);
        self.note(note);
        self.read();
        if self.vocabulary.borrow().is_none() && !text.is_empty() {
            // Who asks for an example wants to see what the networks say.
            self.load();
        }
    }

    fn note(&self, text: &str) {
        dom::set_part_text(&self.host, "example-note", text);
    }

    fn choose(&self, case: Case) {
        self.reader.set(case);
        choice::show(&self.host, "reader", case.name());
        (self.chosen)(case);
        self.begin_asking();
    }

    /// Fetches words and networks: six megabytes, so only when asked.
    fn load(self: &Rc<Self>) {
        if self.loading.replace(true) {
            return;
        }
        dom::hide_part(&self.host, "load-error", true);
        let reading = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let loaded = match reading.upgrade() {
                Some(reading) => reading.fetch().await,
                None => return,
            };
            let Some(reading) = reading.upgrade() else {
                return;
            };
            reading.loading.set(false);
            dom::hide_part(&reading.host, "load-progress", true);
            match loaded {
                Ok(()) => {
                    dom::hide_part(&reading.host, "load", true);
                    dom::hide_part(&reading.host, "answers", false);
                    (reading.loaded)();
                    reading.read();
                }
                Err(why) => {
                    let text = reading
                        .language
                        .fill(words::REVIEWS_LOAD_FAILED, &[("why", &why)]);
                    dom::set_part_text(&reading.host, "load-error", &text);
                    dom::hide_part(&reading.host, "load-error", false);
                }
            }
        });
    }

    async fn fetch(&self) -> Result<(), String> {
        let progress = |file: &str, now: u64, total: Option<u64>| {
            dom::hide_part(&self.host, "load-progress", false);
            let mb = |bytes: u64| number::fixed(bytes as f64 / 1e6, 1);
            let slots = [
                ("file", file),
                ("n", &mb(now)),
                ("total", &total.map_or("?".to_owned(), mb)),
            ];
            let text = self.language.fill(words::REVIEWS_LOADING_FILE, &slots);
            dom::set_part_text(&self.host, "load-text", &text);
            if let (Ok(bar), Some(total)) =
                (part::<HtmlProgressElement>(&self.host, "load-bar"), total)
            {
                bar.set_value(now as f64 / total.max(1) as f64);
            }
        };
        if self.vocabulary.borrow().is_none() {
            let name = self.language.text(words::REVIEWS_WORD_LIST);
            let words = review_files::fetch_words(&|now, total| progress(name, now, total)).await?;
            *self.vocabulary.borrow_mut() = Some(words);
        }
        for case in Case::ALL {
            if self.shipped.borrow_mut().of(case).is_some() {
                continue;
            }
            let name = markup::case_name(case, self.language);
            let progress = |now, total| progress(&name, now, total);
            let shipped = networks::reviews(case, SLICE, &progress).await?;
            let reader = Reader::new(shipped.network, shipped.test_accuracy);
            if let Some(accuracy) = reader.test_accuracy {
                let shown = number::percent(accuracy, self.language);
                let text = self.language.fill(words::REVIEWS_IN_TEST, &[("n", &shown)]);
                dom::set_part_text(&self.host, &format!("accuracy-{case}"), &text);
            }
            *self.shipped.borrow_mut().of(case) = Some(reader);
        }
        Ok(())
    }

    /// Reads what is in the box.
    fn read(self: &Rc<Self>) {
        let text = self.text.value();
        (self.typed)(&text);
        let review = match self.vocabulary.borrow().as_ref() {
            Some(vocabulary) => Review::new(vocabulary, &text),
            None => return,
        };
        draw::review(&self.host, self.language, &review);
        *self.review.borrow_mut() = review;
        self.score();
        self.begin_asking();
    }

    fn score(&self) {
        let review = self.review.borrow();
        let mut scores = Vec::new();
        let (mut shipped, mut own) = (self.shipped.borrow_mut(), self.own.borrow_mut());
        let readers = shipped.0.iter_mut().chain(own.0.iter_mut());
        for (row, reader) in markup::ROWS.into_iter().zip(readers) {
            let is_own = row.starts_with("own-");
            if is_own {
                draw::own_row(&self.host, row, reader.is_some());
            }
            let reader = reader.as_mut().filter(|_| !review.is_strange());
            let score = reader.and_then(|reader| reader.score(&review));
            draw::score(&self.host, self.language, row, score);
            scores.extend(score.filter(|_| !is_own).map(|score| (row, score)));
        }
        let text = sentences::answer(self.language, &review, &scores);
        dom::set_part_text(&self.host, "answer", &text);
    }

    fn begin_asking(&self) {
        let review = self.review.borrow();
        *self.contributions.borrow_mut() = Contributions::of(&review);
        self.asking.set(!review.words().is_empty());
        self.frame.request();
    }

    /// Leaves out some words, a frame's worth, and comes back for more.
    fn ask(&self) {
        if !self.asking.get() {
            return;
        }
        let review = self.review.borrow();
        let mut contributions = self.contributions.borrow_mut();
        let mut shipped = self.shipped.borrow_mut();
        let Some(reader) = shipped.of(self.reader.get()) else {
            return;
        };
        if reader.go_on(&review, &mut contributions) {
            self.asking.set(false);
            draw::contributions(&self.host, &review, &contributions);
        } else {
            self.frame.request();
        }
    }

    fn explain(&self, index: usize) {
        let review = self.review.borrow();
        let contributions = self.contributions.borrow();
        let text = sentences::explained(self.language, &review, &contributions, index);
        if let Some(text) = text {
            dom::set_part_text(&self.host, "word-note", &text);
        }
    }
}
