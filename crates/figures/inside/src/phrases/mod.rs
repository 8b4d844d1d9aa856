//! Inside case 2.0: the way of a review through the layers, what each filter looks for, and the neighbours of a word.

mod draw;
pub mod link;
pub mod markup;
pub mod numbers;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use redes_data::words::Vocabulary;
use redes_inputs::{networks, reviews::Review};
use redes_lessons::thesis::reviews::Case;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent, MouseEvent,
};

use self::{
    draw::Drawing,
    link::State,
    numbers::{FILTERS, Inside, Reading},
};
use crate::words;
use redes_shell::{
    address,
    dom::{self, Frame, Result, part},
    mounted::{Mounted, Mounting},
    number,
    plot::Theme,
    review_files,
    text::Language,
};

/// The reviews that ship with the site: their phrases are among those that a filter is shown.
const EXAMPLES: [&str; 2] = ["first", "second"];

/// The figure on a page.
struct Phrases {
    host: HtmlElement,
    language: Language,
    text: HtmlTextAreaElement,
    state: RefCell<State>,
    drawing: Drawing,
    loading: Cell<bool>,
    opened: RefCell<Option<Opened>>,
    frame: Frame,
}

/// What is there once the network has arrived.
struct Opened {
    vocabulary: Vocabulary,
    inside: Inside,
    examples: Vec<Review>,
    review: Review,
    reading: Reading,
    /// The word around which the filter is looked at.
    place: usize,
}

/// Builds the figure in its element.
pub fn mount(host: &HtmlElement) -> Result<Mounted> {
    let (mut mounting, state) = Mounting::<Phrases>::new::<State>(host, "phrases", markup::markup);
    let text: HtmlTextAreaElement = part(host, "text")?;
    let word: HtmlInputElement = part(host, "word")?;
    text.set_value(&state.text);
    word.set_value(&state.word);
    let [filter, reset, rows]: [Element; 3] = [
        part(host, "filter")?,
        part(host, "reset")?,
        part(host, "rows")?,
    ];
    mounting.on(&text, "input", |figure, _| figure.typed())?;
    mounting.on(&reset, "click", |figure, _| {
        figure.text.set_value(link::EXAMPLE);
        figure.typed();
    })?;
    mounting.on(&filter, "input", |figure, event| {
        let filter = dom::value_of(event).and_then(|text| text.parse().ok());
        if let Some(filter) = filter.filter(|filter| (1..=FILTERS).contains(filter)) {
            figure.choose(filter, None);
        }
    })?;
    mounting.on(&word, "input", |figure, event| {
        figure.state.borrow_mut().word = dom::value_of(event).unwrap_or_default();
        figure.near();
        figure.write();
    })?;
    mounting.on(&rows, "click", Phrases::touched)?;
    mounting.on(&rows, "keydown", Phrases::key)?;
    let (load, later): (Element, _) = (part(host, "load-button")?, mounting.later.clone());
    mounting.keep(dom::listen(&load, "click", move |_| {
        later.with(Phrases::load)
    })?);
    let figure = Phrases {
        host: host.clone(),
        language: mounting.language,
        text,
        state: RefCell::new(state),
        drawing: Drawing::new(host, mounting.language),
        loading: Cell::new(false),
        opened: RefCell::default(),
        frame: mounting.frame(Phrases::draw),
    };
    mounting.watch(|figure| figure.frame.request())?;
    let (figure, mounted) = mounting.done(figure);
    figure.show();
    figure.write();
    Ok(mounted)
}

impl Phrases {
    fn write(&self) {
        address::write(&self.host, &*self.state.borrow());
    }

    /// The filter that is looked at, from 0.
    fn filter(&self) -> usize {
        self.state.borrow().filter - 1
    }

    fn typed(&self) {
        self.state.borrow_mut().text = self.text.value();
        self.show();
        self.write();
    }

    /// Looks at a filter, from 1, around a word, or around the word to which it answers most.
    fn choose(&self, filter: usize, place: Option<usize>) {
        self.state.borrow_mut().filter = filter;
        if let Some(opened) = self.opened.borrow_mut().as_mut() {
            opened.place = place.unwrap_or(opened.reading.strongest(filter - 1));
        }
        self.show_filter();
        self.write();
    }

    /// A word was touched, or a place in the picture of a layer.
    fn touched(&self, event: &Event) {
        let word = dom::attribute_of(event, "data-word");
        if let Some(place) = word.and_then(|text| text.parse().ok()) {
            return self.choose(self.filter() + 1, Some(place));
        }
        let layer = dom::attribute_of(event, "data-ref");
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let (Some(event), Some(target)) = (event.dyn_ref::<MouseEvent>(), target) else {
            return;
        };
        let rect = target.get_bounding_client_rect();
        let share = |at: i32, from: f64, length: f64| (f64::from(at) - from) / length.max(1.0);
        let across = share(event.client_x(), rect.left(), rect.width());
        let down = share(event.client_y(), rect.top(), rect.height());
        let rows = self
            .opened
            .borrow()
            .as_ref()
            .map_or(0, |opened| opened.reading.words());
        let [row, column] = redes_shell::plot::cells::at([rows, FILTERS], across, down);
        match layer.as_deref() {
            Some("answers" | "pooled") => self.choose(column + 1, Some(row)),
            Some("vectors") => self.choose(self.filter() + 1, Some(row)),
            _ => {}
        }
    }

    /// The arrows go from word to word and from filter to filter.
    fn key(&self, event: &Event) {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        let Some((place, rows)) = self
            .opened
            .borrow()
            .as_ref()
            .map(|o| (o.place, o.reading.words()))
        else {
            return;
        };
        let filter = self.filter() + 1;
        let (filter, place) = match key.as_deref() {
            Some("ArrowUp") => (filter, place.saturating_sub(1)),
            Some("ArrowDown") => (filter, (place + 1).min(rows.saturating_sub(1))),
            Some("ArrowLeft") => (filter.saturating_sub(1).max(1), place),
            Some("ArrowRight") => ((filter + 1).min(FILTERS), place),
            _ => return,
        };
        event.prevent_default();
        self.choose(filter, Some(place));
    }

    /// Fetches the words, the network and the examples: 2.4 MB, so only when asked.
    fn load(self: &Rc<Self>) {
        if self.loading.replace(true) {
            return;
        }
        self.drawing.failed(None);
        let figure = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let progress = |now: u64, total: Option<u64>| {
                if let Some(figure) = figure.upgrade() {
                    figure.progress(now, total);
                }
            };
            let opened = fetch(&progress).await;
            let Some(figure) = figure.upgrade() else {
                return;
            };
            figure.loading.set(false);
            match opened {
                Ok(opened) => {
                    *figure.opened.borrow_mut() = Some(opened);
                    figure.drawing.open();
                    figure.show();
                    figure.near();
                }
                Err(why) => {
                    let text = figure
                        .language
                        .fill(words::PHRASES_FAILED, &[("why", &why)]);
                    figure.drawing.failed(Some(&text));
                }
            }
        });
    }

    fn progress(&self, now: u64, total: Option<u64>) {
        let mb = |bytes: u64| number::fixed(bytes as f64 / 1e6, 1);
        let shown = total.map_or("?".to_owned(), mb);
        let slots = [("n", &*mb(now)), ("total", &*shown)];
        let text = self.language.fill(words::PHRASES_LOADING, &slots);
        let share = total.map_or(0.0, |total| now as f64 / total.max(1) as f64);
        self.drawing.loading(share, &text);
    }

    /// Reads the text, and shows its way.
    fn show(&self) {
        let text = self.state.borrow().text.clone();
        let filter = self.filter();
        let mut opened = self.opened.borrow_mut();
        if let Some(opened) = opened.as_mut() {
            opened.review = Review::new(&opened.vocabulary, &text);
            opened.reading = opened.inside.read(&opened.review).unwrap_or_default();
            opened.place = opened.reading.strongest(filter);
            self.drawing.words(&opened.review);
        }
        let reading = opened.as_ref().map(|opened| &opened.reading);
        self.drawing.status(&text, reading);
        drop(opened);
        self.show_filter();
    }

    fn show_filter(&self) {
        let filter = self.filter();
        self.drawing.filter(filter);
        if let Some(opened) = self.opened.borrow().as_ref() {
            let (place, review) = (opened.place, &opened.review);
            self.drawing.mark([filter, place], opened.reading.words());
            let answer = opened.reading.answer(place, filter);
            self.drawing
                .sum(&opened.inside, review, [filter, place], answer);
            let read: Vec<&Review> = std::iter::once(review).chain(&opened.examples).collect();
            self.drawing
                .likes(&opened.inside, &opened.vocabulary, filter, &read);
        }
        self.frame.request();
    }

    fn near(&self) {
        if let Some(opened) = self.opened.borrow().as_ref() {
            let word = &self.state.borrow().word;
            self.drawing.near(&opened.inside, &opened.vocabulary, word);
        }
    }

    fn draw(&self) {
        if let Some(opened) = self.opened.borrow().as_ref() {
            self.drawing.layers(&Theme::of(&self.host), &opened.reading);
        }
    }
}

/// Fetches what the figure needs. `progress` is called with the bytes of the network so far, and in all where that is known.
async fn fetch(progress: &dyn Fn(u64, Option<u64>)) -> std::result::Result<Opened, String> {
    let case = Case::Case20;
    let shipped = networks::reviews(case, 1, progress).await?;
    let inside = Inside::new(shipped.network).ok_or("network 2.0")?;
    let vocabulary = review_files::fetch_words(&|_, _| {}).await?;
    let mut examples = Vec::new();
    for name in EXAMPLES {
        let text = review_files::fetch_review(name).await?;
        examples.push(Review::new(&vocabulary, &text));
    }
    Ok(Opened {
        vocabulary,
        inside,
        examples,
        review: Review::default(),
        reading: Reading::default(),
        place: 0,
    })
}
