//! What changes on the page in the phrases' figure.

use redes_data::words::Vocabulary;
use redes_inputs::reviews::Review;
use redes_sheet::decimal;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement, HtmlProgressElement};

use super::{
    markup,
    numbers::{self, FILTERS, Inside, Reading, Scored, WIDTH},
};
use crate::maps;
use redes_shell::{
    dom::{self, part},
    plot::Theme,
    text::Language,
};

/// The parts of the page.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
}

impl Drawing {
    /// The drawing of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
        }
    }

    /// Shows how far a download is.
    pub fn loading(&self, share: f64, text: &str) {
        dom::hide_part(&self.host, "load-progress", false);
        dom::set_part_text(&self.host, "load-text", text);
        if let Ok(bar) = part::<HtmlProgressElement>(&self.host, "load-bar") {
            bar.set_value(share);
        }
    }

    /// Says why something did not arrive; nothing before another attempt.
    pub fn failed(&self, text: Option<&str>) {
        dom::hide_part(&self.host, "load-progress", true);
        dom::hide_part(&self.host, "load-error", text.is_none());
        dom::set_part_text(&self.host, "load-error", text.unwrap_or_default());
    }

    /// Shows what needs the network.
    pub fn open(&self) {
        dom::hide_part(&self.host, "load", true);
        dom::hide_part(&self.host, "opened", false);
    }

    /// The status line.
    pub fn status(&self, text: &str, reading: Option<&Reading>) {
        let status = markup::status(self.language, text, reading);
        dom::set_part_text(&self.host, "status", &status);
    }

    /// The number of the filter.
    pub fn filter(&self, filter: usize) {
        let name = (filter + 1).to_string();
        dom::set_part_text(&self.host, "filter-name", &name);
        if let Ok(slider) = part::<HtmlInputElement>(&self.host, "filter") {
            slider.set_value(&name);
        }
    }

    /// The words of a review, a row each.
    pub fn words(&self, review: &Review) {
        self.fill("words", &markup::rows(review));
    }

    /// The layers of a review.
    pub fn layers(&self, theme: &Theme, reading: &Reading) -> Option<()> {
        let rows = reading.words();
        for (name, numbers) in [
            ("vectors", &reading.vectors),
            ("answers", &reading.answers),
            ("pooled", &reading.pooled),
        ] {
            let canvas: HtmlCanvasElement = part(&self.host, name).ok()?;
            let most = maps::greatest(numbers) * 0.8;
            maps::draw(&canvas, theme, numbers, WIDTH, most)?;
            // A pair is two rows high; the first word may be alone in its pair.
            let high = match name {
                "pooled" => numbers.len() / FILTERS * 2,
                _ => rows,
            };
            let class = if high > rows { "map odd" } else { "map" };
            canvas.set_class_name(class);
            let style = canvas.style();
            style.set_property("--rows", &high.to_string()).ok()?;
        }
        let canvas: HtmlCanvasElement = part(&self.host, "neurons").ok()?;
        let most = maps::greatest(&reading.neurons);
        maps::draw(&canvas, theme, &reading.neurons, markup::ACROSS, most)?;
        let score = markup::score(self.language, reading);
        dom::set_part_text(&self.host, "score", &score);
        Some(())
    }

    /// Marks a filter, and three words around one.
    pub fn mark(&self, [filter, place]: [usize; 2], rows: usize) -> Option<()> {
        let percent = |share: f64| format!("{}%", decimal::fixed(100.0 * share, 3));
        let column: HtmlElement = part(&self.host, "column").ok()?;
        let left = percent(filter as f64 / FILTERS as f64);
        column.style().set_property("left", &left).ok()?;
        let (first, last) = (place.saturating_sub(1), (place + 2).min(rows));
        let three: HtmlElement = part(&self.host, "three").ok()?;
        for (name, value) in [("--first", first), ("--count", last.saturating_sub(first))] {
            three.style().set_property(name, &value.to_string()).ok()?;
        }
        for (row, word) in dom::all(&self.host, "[data-word]").ok()?.iter().enumerate() {
            let pressed = (first..last).contains(&row);
            dom::set_attribute(word, "aria-pressed", if pressed { "true" } else { "false" });
        }
        Some(())
    }

    /// The sum of a filter around a word.
    pub fn sum(&self, inside: &Inside, review: &Review, at: [usize; 2], answer: f64) {
        let text = markup::sum(self.language, inside, review, at, answer);
        dom::set_part_text(&self.host, "sum", &text);
    }

    /// What a filter looks for.
    pub fn likes(&self, inside: &Inside, vocabulary: &Vocabulary, filter: usize, read: &[&Review]) {
        let title = markup::likes(self.language, filter);
        dom::set_part_text(&self.host, "likes-title", &title);
        let favourites = inside.favourites(filter);
        for (tap, scored) in favourites.iter().enumerate() {
            self.bars(&format!("place-{tap}"), vocabulary, scored);
        }
        let windows = markup::windows(&inside.windows(filter, read));
        self.fill("windows", &windows);
    }

    /// The neighbours of a word, and words that begin like it.
    pub fn near(&self, inside: &Inside, vocabulary: &Vocabulary, written: &str) {
        let found = numbers::completions(vocabulary, written, 12);
        self.fill("list", &markup::options(&found));
        let id = numbers::id_of(vocabulary, written);
        let note = markup::near(self.language, written, id.is_some());
        dom::set_part_text(&self.host, "near-note", &note);
        if let Some(id) = id {
            self.bars("near", vocabulary, &inside.neighbours(id));
        }
    }

    fn bars(&self, name: &str, vocabulary: &Vocabulary, scored: &[Scored]) {
        self.fill(name, &markup::bars(vocabulary, scored));
        let most = scored
            .first()
            .map_or(1.0, |(_, score)| score.abs().max(1e-9));
        let bars = dom::all(&self.host, &format!("[data-ref=\"{name}\"] i"));
        for (bar, (_, score)) in bars.unwrap_or_default().into_iter().zip(scored) {
            if let Ok(bar) = bar.dyn_into::<HtmlElement>() {
                let share = decimal::fixed((score / most).clamp(0.0, 1.0), 3);
                let _ = bar.style().set_property("--share", &share);
            }
        }
    }

    fn fill(&self, name: &str, markup: &str) {
        if let Ok(element) = part::<Element>(&self.host, name) {
            element.set_inner_html(markup);
        }
    }
}
