//! What changes on the page: the image, the numbers of a column, the bars, and the sentences.

use redes_data::mnist::SIDE;
use redes_sheet::decimal::fixed;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::{
    link::{State, norm_name},
    markup::{self, HIGH, ROWS},
    numbers::{self, Numbers},
};
use crate::words;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    number,
    plot::{
        Theme,
        cells::{self, Cell, Frame},
        css,
    },
    text::Language,
};

/// The parts of the figure that change.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    picture: HtmlCanvasElement,
    slider: HtmlInputElement,
    shades: Vec<Element>,
    raw: Vec<Element>,
    scaled: Vec<Element>,
    bars: [Vec<Element>; 2],
}

impl Drawing {
    /// The parts of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        let bars = |row: &str| dom::all(host, &format!("[data-ref=\"{row}\"] rect"));
        let [before, after] = ROWS;
        Ok(Self {
            host: host.clone(),
            language,
            picture: part(host, "picture")?,
            slider: part(host, "column")?,
            shades: dom::all(host, "[data-shade]")?,
            raw: dom::all(host, "[data-raw]")?,
            scaled: dom::all(host, "[data-scaled]")?,
            bars: [bars(before)?, bars(after)?],
        })
    }

    /// Draws everything but the sentences of [`Drawing::describe`].
    pub fn draw(&self, state: &State, numbers: &Numbers) {
        let theme = Theme::of(&self.host);
        choice::show(&self.host, "digit", &state.digit.to_string());
        choice::show(&self.host, "norm", norm_name(state.norm));
        let darkest = number::short(numbers.darkest(), 3);
        let words = self
            .language
            .fill(words::COLUMNS_DARKEST, &[("value", &darkest)]);
        dom::set_part_text(&self.host, "darkest", &words);
        let formula = self.language.text(markup::formula(state.norm));
        dom::set_part_text(&self.host, "formula", formula);
        self.image(&theme, state, numbers);
        self.column(&theme, state, numbers);
        self.norms(state, numbers);
        self.slider(state, numbers);
    }

    /// The image with a frame around the column.
    fn image(&self, theme: &Theme, state: &State, numbers: &Numbers) {
        let frame = |colour, width| Frame {
            place: [0.0, state.column as f64, SIDE as f64, 1.0],
            colour,
            width,
        };
        let shares = numbers.shares();
        cells::draw(
            &self.picture,
            [SIDE, SIDE],
            |row, column| Some(Cell::ink(theme, *shares.get(row * SIDE + column)?)),
            &[frame(theme.panel, 5.0), frame(theme.accent, 2.5)],
        );
    }

    /// The numbers of the column.
    fn column(&self, theme: &Theme, state: &State, numbers: &Numbers) {
        for (row, pixel) in numbers.column(state.column).into_iter().enumerate() {
            if let Some(text) = self.raw.get(row) {
                dom::set_text(text, &number::short(pixel.before, 0));
            }
            if let Some(text) = self.scaled.get(row) {
                dom::set_text(text, &number::short(pixel.after, 4));
                let class = if pixel.before == 0.0 { "nothing" } else { "" };
                if let Some(item) = text.parent_element() {
                    dom::set_attribute(&item, "class", class);
                }
            }
            let shade = self.shades.get(row);
            if let Some(shade) = shade.and_then(|shade| shade.dyn_ref::<HtmlElement>()) {
                let Cell { colour, .. } = Cell::ink(theme, pixel.share);
                let _ = shade.style().set_property("background", &css(colour));
            }
        }
        let title = self.language.fill(
            words::COLUMNS_NUMBERS_OF,
            &[("n", &(state.column + 1).to_string())],
        );
        dom::set_part_text(&self.host, "numbers-title", &title);
    }

    /// The bars of the norms, with a mark under the column.
    fn norms(&self, state: &State, numbers: &Numbers) {
        for ((row, bars), norms) in ROWS.iter().zip(&self.bars).zip(&numbers.norms) {
            let shares = numbers::shares(norms);
            for (column, (bar, share)) in bars.iter().zip(shares).enumerate() {
                let height = share * HIGH;
                dom::set_attribute(bar, "y", &fixed(HIGH - height, 2));
                dom::set_attribute(bar, "height", &fixed(height, 2));
                let class = if column == state.column { "on" } else { "" };
                dom::set_attribute(bar, "class", class);
            }
            let most = number::short(numbers::greatest(norms), 2);
            let words = self.language.fill(words::COLUMNS_MOST, &[("value", &most)]);
            dom::set_part_text(&self.host, &format!("{row}-most"), &words);
            let here = self.host.query_selector(&format!("[data-here=\"{row}\"]"));
            if let Ok(Some(here)) = here {
                dom::set_attribute(&here, "d", &markup::mark(state.column));
            }
        }
    }

    fn slider(&self, state: &State, numbers: &Numbers) {
        self.slider.set_value(&state.column.to_string());
        let now = markup::column_now(self.language, state, numbers);
        dom::set_part_text(&self.host, "column-now", &now);
        dom::set_attribute(&self.slider, "aria-valuetext", &now);
    }

    /// Writes the status and the image's label. Called when the pointer is lifted, so that a screen reader is not
    /// flooded.
    pub fn describe(&self, state: &State, numbers: &Numbers) {
        let status = markup::status(self.language, state, numbers);
        dom::set_part_text(&self.host, "status", &status);
        let label = markup::picture_now(self.language, state);
        dom::set_attribute(&self.picture, "aria-label", &label);
    }
}
