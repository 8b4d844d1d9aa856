//! A film review as the networks of cases 2.0 and 2.1 are given it: words, numbers, a row of 500.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use redes_data::words::Vocabulary;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent, PointerEvent};

use self::{draw::Drawing, link::State, numbers::Row};
use crate::words;
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    review_files,
    seen::Seen,
};

/// The figure in its element.
struct Encoding {
    host: HtmlElement,
    text: HtmlTextAreaElement,
    drawing: Drawing,
    /// The words that the networks know; `None` until they are fetched.
    vocabulary: RefCell<Option<Vocabulary>>,
    loading: Cell<bool>,
    row: RefCell<Row>,
    frame: Frame,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::new::<State>(host, "encoding", markup::markup);
    // The address is written now, so that a link copied before the words arrive has the text.
    address::write(host, &state);
    let text: HtmlTextAreaElement = part(host, "text")?;
    text.set_value(&state.text);
    let figure = Encoding {
        host: host.clone(),
        text: text.clone(),
        drawing: Drawing::new(host, mounting.language)?,
        vocabulary: RefCell::default(),
        loading: Cell::new(false),
        row: RefCell::default(),
        frame: mounting.frame(Encoding::draw),
    };
    let words: Element = part(host, "words")?;
    let row: Element = part(host, "row")?;
    mounting.on(&text, "input", |figure, _| figure.frame.request())?;
    // A download keeps the figure by its counted reference, which `on` does not give.
    let later = mounting.later.clone();
    mounting.keep(dom::listen(host, "click", move |event| {
        later.with(|figure| figure.clicked(&event));
    })?);
    mounting.on(&words, "focusin", Encoding::at_word)?;
    mounting.on(&words, "keydown", Encoding::key)?;
    for target in [&words, &row] {
        // A finger does not hover; its tap is a click.
        mounting.on(target, "pointerover", |figure, event| {
            let pointer = event.dyn_ref::<PointerEvent>();
            if pointer.is_some_and(|pointer| pointer.pointer_type() != "touch") {
                figure.at_word(event);
            }
        })?;
    }
    let later = mounting.later.clone();
    mounting.keep(Seen::new(host, move || later.with(Encoding::load)));
    let (_, mounted) = mounting.done(figure);
    Ok(mounted)
}

impl Encoding {
    /// Fetches the words, 40 kB. Called once the figure is in view.
    fn load(self: &Rc<Self>) {
        if self.vocabulary.borrow().is_some() || self.loading.replace(true) {
            return;
        }
        dom::hide_part(&self.host, "failed", true);
        let waiting = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let words = review_files::fetch_words(&|_, _| {}).await;
            let Some(figure) = waiting.upgrade() else {
                return;
            };
            figure.loading.set(false);
            match words {
                Ok(words) => {
                    *figure.vocabulary.borrow_mut() = Some(words);
                    figure.frame.request();
                }
                Err(why) => figure.drawing.fail(words::ENCODING_WORDS_FAILED, &why),
            }
        });
    }

    /// Fetches the thesis's second review.
    fn thesis(self: &Rc<Self>) {
        let waiting = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let text = review_files::fetch_review("second").await;
            let Some(figure) = waiting.upgrade() else {
                return;
            };
            match text {
                Ok(text) => figure.put(text.trim_end()),
                Err(why) => figure.drawing.fail(words::ENCODING_THESIS_FAILED, &why),
            }
        });
    }

    /// Puts a text into the box.
    fn put(&self, text: &str) {
        self.text.set_value(text);
        self.frame.request();
    }

    /// Acts on a button, a word or a number.
    fn clicked(self: &Rc<Self>, event: &Event) {
        match dom::attribute_of(event, "data-ref").as_deref() {
            Some("thesis") => self.thesis(),
            Some("clear") => self.put(""),
            Some("reset") => self.put(link::EXAMPLE),
            Some("retry") => self.load(),
            _ => self.at_word(event),
        }
    }

    /// Lights and explains the word or the number that the event came from.
    fn at_word(&self, event: &Event) {
        let row = self.row.borrow();
        let [word, place] = ["data-word", "data-place"].map(|name| dom::attribute_of(event, name));
        if let Some(choice) = row.choice(word.as_deref(), place.as_deref()) {
            self.drawing.choose(&row, choice, word.is_some());
        }
    }

    /// The arrow keys, Home and End go from word to word.
    fn key(&self, event: &Event) {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        let word = dom::attribute_of(event, "data-word");
        if let (Some(key), Some(word)) = (key, word)
            && self.drawing.go(&word, &key)
        {
            event.prevent_default();
        }
    }

    /// Encodes the text in the box, once the words are there.
    fn draw(&self) {
        let text = self.text.value();
        let row = match self.vocabulary.borrow().as_ref() {
            Some(vocabulary) => self.drawing.draw(vocabulary, &text),
            None => return,
        };
        address::write(&self.host, &State { text });
        *self.row.borrow_mut() = row;
    }
}
