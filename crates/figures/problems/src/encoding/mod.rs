//! A film review as the networks of cases 2.0 and 2.1 are given it: words, numbers, a row of 500.

pub mod link;
mod markup;
mod row;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use redes_data::words::{Encoding, Vocabulary};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent, PointerEvent};

use self::{link::State, row::Row};
use crate::words;
use redes_shell::review_files;
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    number,
    seen::Seen,
    text::{Language, Text},
};

struct Inner {
    host: HtmlElement,
    language: Language,
    text: HtmlTextAreaElement,
    /// The words that the networks know, once they have come.
    vocabulary: RefCell<Option<Vocabulary>>,
    loading: Cell<bool>,
    row: RefCell<Row>,
    frame: Frame,
}

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "encoding", markup::markup);
    // Whoever copies the figure right away gets what the link asked for.
    address::write(host, &state);
    let text: HtmlTextAreaElement = part(host, "text")?;
    text.set_value(&state.text);
    let inner = Inner {
        host: host.clone(),
        language: mounting.language,
        text: text.clone(),
        vocabulary: RefCell::default(),
        loading: Cell::new(false),
        row: RefCell::default(),
        frame: mounting.frame(Inner::draw),
    };
    let words: Element = part(host, "words")?;
    let row: Element = part(host, "row")?;
    mounting.on(&text, "input", |inner, _| inner.frame.request())?;
    // What is fetched holds on to the widget.
    let later = mounting.later.clone();
    mounting.keep(dom::listen(host, "click", move |event| {
        later.with(|inner| inner.clicked(&event));
    })?);
    mounting.on(&words, "focusin", Inner::at_word)?;
    mounting.on(&words, "keydown", Inner::key)?;
    for target in [&words, &row] {
        // A finger has no hover: it taps, which is a click.
        mounting.on(target, "pointerover", |inner, event| {
            let pointer = event.dyn_ref::<PointerEvent>();
            if pointer.is_some_and(|pointer| pointer.pointer_type() != "touch") {
                inner.at_word(event);
            }
        })?;
    }
    let later = mounting.later.clone();
    mounting.keep(Seen::new(host, move || later.with(Inner::load)));
    let (_, mounted) = mounting.done(inner);
    Ok(mounted)
}

impl Inner {
    /// Fetches the words: forty kilobytes, once the widget is in view.
    fn load(self: &Rc<Self>) {
        if self.vocabulary.borrow().is_some() || self.loading.replace(true) {
            return;
        }
        dom::hide_part(&self.host, "failed", true);
        let waiting = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let words = review_files::fetch_words(&|_, _| {}).await;
            let Some(inner) = waiting.upgrade() else {
                return;
            };
            inner.loading.set(false);
            match words {
                Ok(words) => {
                    *inner.vocabulary.borrow_mut() = Some(words);
                    inner.frame.request();
                }
                Err(why) => inner.fail(words::ENCODING_WORDS_FAILED, &why),
            }
        });
    }

    fn fail(&self, key: Text, why: &str) {
        let text = self.language.fill(key, &[("why", why)]);
        dom::set_part_text(&self.host, "failed-text", &text);
        dom::hide_part(&self.host, "failed", false);
    }

    /// Fetches the review that the thesis asks its network about.
    fn thesis(self: &Rc<Self>) {
        let waiting = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let text = review_files::fetch_review("second").await;
            let Some(inner) = waiting.upgrade() else {
                return;
            };
            match text {
                Ok(text) => inner.put(text.trim_end()),
                Err(why) => inner.fail(words::ENCODING_THESIS_FAILED, &why),
            }
        });
    }

    fn put(&self, text: &str) {
        self.text.set_value(text);
        self.frame.request();
    }

    fn clicked(self: &Rc<Self>, event: &Event) {
        match dom::attribute_of(event, "data-ref").as_deref() {
            Some("thesis") => self.thesis(),
            Some("clear") => self.put(""),
            Some("reset") => self.put(link::EXAMPLE),
            Some("retry") => self.load(),
            _ => self.at_word(event),
        }
    }

    /// A word or a number is touched: both light up, and a line says what they are.
    fn at_word(&self, event: &Event) {
        let row = self.row.borrow();
        let word = dom::attribute_of(event, "data-word");
        let place = dom::attribute_of(event, "data-place").and_then(|place| place.parse().ok());
        let (word, place) = match (word.as_deref(), place) {
            (Some("start"), _) => (None, row.start()),
            (Some(word), _) => {
                let word = word.parse::<usize>().ok();
                (word, word.and_then(|word| row.place(word)))
            }
            (None, Some(place)) => (row.word_at(place), Some(place)),
            (None, None) => return,
        };
        let start = word.is_none() && place.is_some() && place == row.start();
        let chip = match word {
            Some(word) => word.to_string(),
            None if start => "start".to_owned(),
            None => String::new(),
        };
        self.light("data-word", &chip);
        let number = place.map(|place| place.to_string()).unwrap_or_default();
        let lit = self.light("data-place", &number);
        if dom::attribute_of(event, "data-word").is_some() {
            self.bring("row", lit);
        } else if let Ok(found) = self.host.query_selector(&format!("[data-word=\"{chip}\"]")) {
            self.bring("words", found);
        }
        let text = match word.and_then(|word| row.words.get(word)) {
            Some(word) => self.explain(word, place),
            None if start => self.language.text(words::ENCODING_START_NOTE).to_owned(),
            None => self.language.text(words::ENCODING_ZERO_NOTE).to_owned(),
        };
        dom::set_part_text(&self.host, "note", &text);
    }

    /// Marks one word or number and no other; answers it.
    fn light(&self, name: &str, value: &str) -> Option<Element> {
        for element in dom::all(&self.host, &format!("[{name}].on")).unwrap_or_default() {
            let _ = element.class_list().remove_1("on");
        }
        let found = self.host.query_selector(&format!("[{name}=\"{value}\"]"));
        let found = found.ok().flatten()?;
        let _ = found.class_list().add_1("on");
        Some(found)
    }

    /// Scrolls a box, and not the page, until something in it can be seen.
    fn bring(&self, name: &str, element: Option<Element>) {
        let (Ok(place), Some(element)) = (part::<HtmlElement>(&self.host, name), element) else {
            return;
        };
        let (frame, inside) = (
            place.get_bounding_client_rect(),
            element.get_bounding_client_rect(),
        );
        let (above, below) = (inside.top() - frame.top(), inside.bottom() - frame.bottom());
        if above < 0.0 || below > 0.0 {
            let by = if above < 0.0 {
                above - 8.0
            } else {
                below + 8.0
            };
            place.set_scroll_top(place.scroll_top() + by as i32);
        }
    }

    fn explain(&self, word: &row::Word, place: Option<usize>) -> String {
        let encoding = Encoding::default();
        let known = encoding.known_words() as u64;
        let id = word.id.to_string();
        let token = word.token.as_str();
        let Some(place) = place else {
            return self
                .language
                .fill(words::ENCODING_UNREAD_NOTE, &[("word", token)]);
        };
        let place = (place + 1).to_string();
        if word.id == encoding.oov {
            let known = number::grouped(known, self.language);
            let slots = [
                ("word", token),
                ("id", &*id),
                ("known", &*known),
                ("place", &*place),
            ];
            return self.language.fill(words::ENCODING_UNKNOWN_NOTE, &slots);
        }
        let rank = word.id.saturating_sub(encoding.index_from);
        let rank = number::grouped(u64::from(rank), self.language);
        let slots = [
            ("word", token),
            ("rank", &*rank),
            ("from", &*encoding.index_from.to_string()),
            ("id", &*id),
            ("place", &*place),
        ];
        self.language.fill(words::ENCODING_KNOWN_NOTE, &slots)
    }

    /// The arrows go from word to word.
    fn key(&self, event: &Event) {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        let chips = dom::all(&self.host, "[data-word]").unwrap_or_default();
        let Some(word) = dom::attribute_of(event, "data-word") else {
            return;
        };
        let is_here = |chip: &Element| chip.get_attribute("data-word").as_deref() == Some(&word);
        let Some(here) = chips.iter().position(is_here) else {
            return;
        };
        let last = chips.len() - 1;
        let next = match key.as_deref() {
            Some("ArrowRight" | "ArrowDown") => (here + 1).min(last),
            Some("ArrowLeft" | "ArrowUp") => here.saturating_sub(1),
            Some("Home") => 0,
            Some("End") => last,
            _ => return,
        };
        event.prevent_default();
        for (place, chip) in chips.iter().enumerate() {
            dom::set_attribute(chip, "tabindex", if place == next { "0" } else { "-1" });
        }
        if let Some(chip) = chips
            .get(next)
            .and_then(|chip| chip.dyn_ref::<HtmlElement>())
        {
            let _ = chip.focus();
        }
    }

    /// Writes out what is in the box.
    fn draw(&self) {
        let text = self.text.value();
        let row = match self.vocabulary.borrow().as_ref() {
            Some(vocabulary) => Row::new(vocabulary, &text),
            None => return,
        };
        address::write(&self.host, &State { text });
        if let Ok(words) = part::<Element>(&self.host, "words") {
            words.set_inner_html(&markup::chips(self.language, &row));
        }
        if let Ok(numbers) = part::<HtmlElement>(&self.host, "row") {
            numbers.set_inner_html(&markup::numbers(&row));
            // The words are at the end.
            numbers.set_scroll_top(numbers.scroll_height());
        }
        let count = |n: usize| number::grouped(n as u64, self.language);
        let slots = [
            ("words", count(row.words.len())),
            ("unknown", count(row.unknown())),
            ("zeros", count(row.zeros())),
        ];
        let slots: Vec<(&str, &str)> = slots.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let key = match row.start() {
            Some(_) => words::ENCODING_COUNTS,
            None => words::ENCODING_COUNTS_LONG,
        };
        dom::set_part_text(&self.host, "status", &self.language.fill(key, &slots));
        dom::set_part_text(&self.host, "note", self.language.text(words::ENCODING_NOTE));
        *self.row.borrow_mut() = row;
    }
}
