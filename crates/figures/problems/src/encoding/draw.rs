//! What changes on the page: the words, the row of numbers, the sentences, and what is lit.

use redes_data::words::Vocabulary;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{
    markup,
    numbers::{Choice, Row},
};
use crate::words;
use redes_shell::{
    dom::{self, Result, part},
    outcome,
    text::{Language, Text},
};

/// The parts of the figure that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    words: Element,
    numbers: HtmlElement,
}

impl Drawing {
    /// The parts of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            words: part(host, "words")?,
            numbers: part(host, "row")?,
        })
    }

    /// Writes the words, the row and the counts of a text, and returns its row.
    pub fn draw(&self, vocabulary: &Vocabulary, text: &str) -> Row {
        let row = Row::new(vocabulary, text);
        self.words
            .set_inner_html(&markup::chips(self.language, &row));
        self.numbers.set_inner_html(&markup::numbers(&row));
        // The words' numbers stand at the end of the row.
        self.numbers.set_scroll_top(self.numbers.scroll_height());
        let counts = markup::counts(self.language, &row);
        dom::set_part_text(&self.host, "status", &counts);
        let ranks = row.words.iter().map(|word| f64::from(word.rank()));
        let came = [
            ("words", row.words.len() as f64),
            ("unknown", row.unknown() as f64),
            ("rank", ranks.fold(f64::INFINITY, f64::min)),
        ];
        outcome::write(&self.host, &came);
        dom::set_part_text(&self.host, "note", self.language.text(words::ENCODING_NOTE));
        row
    }

    /// Says that something could not be fetched, and why.
    pub fn fail(&self, key: Text, why: &str) {
        let text = self.language.fill(key, &[("why", why)]);
        dom::set_part_text(&self.host, "failed-text", &text);
        dom::hide_part(&self.host, "failed", false);
    }

    /// Lights the chosen word and its number, and explains them. `by_word` says that the word was touched: then the
    /// number is scrolled into view, else the word.
    pub fn choose(&self, row: &Row, choice: Choice, by_word: bool) {
        let chip = match choice.word {
            Some(word) => word.to_string(),
            None if row.is_start(choice) => "start".to_owned(),
            None => String::new(),
        };
        let lit_word = self.light("data-word", &chip);
        let place = choice.place.map(|place| place.to_string());
        let lit_number = self.light("data-place", &place.unwrap_or_default());
        if by_word {
            bring(&self.numbers, lit_number);
        } else {
            bring(&self.words, lit_word);
        }
        let note = markup::note(self.language, row, choice);
        dom::set_part_text(&self.host, "note", &note);
    }

    /// Lights the element whose attribute has this value, puts out all others with the attribute, and returns it.
    fn light(&self, name: &str, value: &str) -> Option<Element> {
        for element in dom::all(&self.host, &format!("[{name}].on")).unwrap_or_default() {
            let _ = element.class_list().remove_1("on");
        }
        let found = self.host.query_selector(&format!("[{name}=\"{value}\"]"));
        let found = found.ok().flatten()?;
        let _ = found.class_list().add_1("on");
        Some(found)
    }

    /// Moves the focus from a word's chip to the one that a key leads to; `false` for other keys.
    pub fn go(&self, word: &str, key: &str) -> bool {
        let chips = dom::all(&self.words, "[data-word]").unwrap_or_default();
        let is_here = |chip: &Element| chip.get_attribute("data-word").as_deref() == Some(word);
        let Some(here) = chips.iter().position(is_here) else {
            return false;
        };
        let last = chips.len() - 1;
        let next = match key {
            "ArrowRight" | "ArrowDown" => (here + 1).min(last),
            "ArrowLeft" | "ArrowUp" => here.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return false,
        };
        for (place, chip) in chips.iter().enumerate() {
            dom::set_attribute(chip, "tabindex", if place == next { "0" } else { "-1" });
        }
        let chip = chips.get(next);
        if let Some(chip) = chip.and_then(|chip| chip.dyn_ref::<HtmlElement>()) {
            let _ = chip.focus();
        }
        true
    }
}

/// Scrolls a box, but not the page, until an element in it is in view.
fn bring(place: &Element, element: Option<Element>) {
    let Some(element) = element else { return };
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
