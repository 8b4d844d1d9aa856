//! What changes on the page in the writers' figure.

use redes_data::mnist::SIDE;
use redes_inputs::digits::Image;
use redes_shell::{
    choice,
    dom::{self, part},
    plot::{self, Theme},
    text::Language,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::{
    link::State,
    markup::{self, Columns},
    numbers::{self, Sample},
};
use crate::words;

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

    /// Presses the buttons of a state.
    pub fn choices(&self, state: &State, own: usize) {
        choice::show(&self.host, "digit", &state.digit.to_string());
        choice::show(&self.host, "source", numbers::source(state, own).name());
        self.enable("[data-source=own]", own > 0);
        choice::show(&self.host, "mixed", &state.mixed.to_string());
        let draw = markup::draw(self.language, state.digit);
        dom::set_part_text(&self.host, "draw", &draw);
        dom::set_part_text(&self.host, "own-title", &markup::own(self.language, own));
        dom::hide_part(&self.host, "forget", own == 0);
    }

    /// Whether a button can be pressed.
    pub fn enable(&self, button: &str, can: bool) {
        if let Ok(Some(button)) = self.host.query_selector(button) {
            let _ = button.toggle_attribute_with_force("disabled", !can);
        }
    }

    /// A wall of images of a digit, each with what the network reads.
    pub fn wall(
        &self,
        theme: &Theme,
        name: &str,
        digit: u8,
        images: &[&Image],
        answers: &[Option<u8>],
    ) {
        let digits = vec![digit; images.len()];
        self.hands(theme, name, &digits, images, answers);
    }

    /// The reader's digits.
    pub fn own(&self, theme: &Theme, own: &[Sample], answers: &[Option<u8>]) {
        let digits: Vec<u8> = own.iter().map(|sample| sample.digit).collect();
        let images: Vec<&Image> = own.iter().map(|sample| &sample.image).collect();
        self.hands(theme, "own", &digits, &images, answers);
    }

    fn hands(
        &self,
        theme: &Theme,
        name: &str,
        digits: &[u8],
        images: &[&Image],
        answers: &[Option<u8>],
    ) {
        let Ok(wall) = part::<Element>(&self.host, name) else {
            return;
        };
        wall.set_inner_html(&markup::wall(self.language, digits, answers));
        let canvases = dom::all(&wall, "canvas").unwrap_or_default();
        for (canvas, image) in canvases.into_iter().zip(images) {
            if let Ok(canvas) = canvas.dyn_into::<HtmlCanvasElement>() {
                plot::image::draw(&canvas, theme, *image, SIDE as u32);
            }
        }
    }

    /// The accuracies by digit, what came of the training, and how many of the digit are `shown`. With `dropped`, that the
    /// training before is none any more.
    pub fn table(&self, digit: u8, shown: usize, columns: &Columns, dropped: bool) {
        if let Ok(table) = part::<Element>(&self.host, "table") {
            table.set_inner_html(&markup::table(self.language, digit, columns));
        }
        let [_, _, pen, after, _] = columns;
        let now = after.as_ref().or(pen.as_ref());
        let status = markup::status(self.language, digit, shown, now);
        match now {
            None => dom::set_part_text(&self.host, "reads", &status),
            Some(_) => dom::announce(&self.host, "reads", &status),
        }
        let came = match dropped {
            true => self.language.text(words::WRITERS_DROPPED).to_owned(),
            false => markup::came(self.language, columns).unwrap_or_default(),
        };
        dom::set_part_text(&self.host, "came", &came);
    }

    /// Says why the network did not arrive; nothing where it did.
    pub fn failed(&self, text: Option<&str>) {
        dom::hide_part(&self.host, "models-error", text.is_none());
        dom::set_part_text(&self.host, "models-error-text", text.unwrap_or_default());
    }
}
