//! What the columns' widget shows of its state.

use redes_data::{
    mnist::{PIXELS, SIDE},
    samples,
    scaling::{Scaling, column_norms},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::{
    link::{State, norm_name},
    markup::{BAR, HIGH, ROWS},
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
    text::{Language, Text},
};

/// The digit before and after, and the norms of its columns.
pub struct Model {
    before: [f32; PIXELS],
    after: [f32; PIXELS],
    norms: [[f64; SIDE]; 2],
}

impl Model {
    /// Scales the digit.
    pub fn new(state: &State) -> Self {
        let pixels = samples::digit(state.digit);
        let scaled = |scaling: Scaling| {
            let mut out = [0.0; PIXELS];
            scaling.apply(pixels, &mut out);
            out
        };
        let (before, after) = (scaled(Scaling::Raw), scaled(state.norm));
        Self {
            norms: [column_norms(&before), column_norms(&after)],
            before,
            after,
        }
    }

    /// The columns with the least and the most ink, of those that have any.
    fn extremes(&self) -> Option<[usize; 2]> {
        let norms = self.norms[0];
        let inked = || (0..SIDE).filter(|column| norms[*column] > 0.0);
        let by = |a: &usize, b: &usize| norms[*a].total_cmp(&norms[*b]);
        Some([inked().min_by(by)?, inked().max_by(by)?])
    }
}

/// The moving parts of the widget.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    picture: HtmlCanvasElement,
    slider: HtmlInputElement,
    shades: Vec<Element>,
    raw: Vec<Element>,
    scaled: Vec<Element>,
    bars: [Vec<Element>; 2],
}

impl Scene {
    /// The scene of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        let bars = |row: &str| dom::all(host, &format!("[data-ref=\"{row}\"] rect"));
        Ok(Self {
            host: host.clone(),
            language,
            picture: part(host, "picture")?,
            slider: part(host, "column")?,
            shades: dom::all(host, "[data-shade]")?,
            raw: dom::all(host, "[data-raw]")?,
            scaled: dom::all(host, "[data-scaled]")?,
            bars: [bars(ROWS[0])?, bars(ROWS[1])?],
        })
    }

    /// Draws everything.
    pub fn draw(&self, state: &State, model: &Model) {
        let theme = Theme::of(&self.host);
        choice::show(&self.host, "digit", &state.digit.to_string());
        choice::show(&self.host, "norm", norm_name(state.norm));
        let most = model
            .after
            .iter()
            .fold(0.0_f32, |most, value| most.max(*value));
        let share = |value: f32| f64::from(value / most.max(1e-9));
        let darkest = number::short(f64::from(most), 3);
        let words = self
            .language
            .fill(words::COLUMNS_DARKEST, &[("value", &darkest)]);
        dom::set_part_text(&self.host, "darkest", &words);
        dom::set_part_text(
            &self.host,
            "formula",
            self.language.text(formula(state.norm)),
        );
        let frame = |colour, width| Frame {
            place: [0.0, state.column as f64, SIDE as f64, 1.0],
            colour,
            width,
        };
        cells::draw(
            &self.picture,
            [SIDE, SIDE],
            |row, column| Some(Cell::ink(&theme, share(model.after[row * SIDE + column]))),
            &[frame(theme.panel, 5.0), frame(theme.accent, 2.5)],
        );
        for row in 0..SIDE {
            let place = row * SIDE + state.column;
            let (raw, scaled) = (
                f64::from(model.before[place]),
                f64::from(model.after[place]),
            );
            if let Some(text) = self.raw.get(row) {
                dom::set_text(text, &number::short(raw, 0));
            }
            if let Some(text) = self.scaled.get(row) {
                dom::set_text(text, &number::short(scaled, 4));
                let class = if raw == 0.0 { "nothing" } else { "" };
                if let Some(item) = text.parent_element() {
                    dom::set_attribute(&item, "class", class);
                }
            }
            let shade = self.shades.get(row);
            if let Some(shade) = shade.and_then(|shade| shade.dyn_ref::<HtmlElement>()) {
                let Cell { colour, .. } = Cell::ink(&theme, share(model.after[place]));
                let _ = shade.style().set_property("background", &css(colour));
            }
        }
        let title = self.language.fill(
            words::COLUMNS_NUMBERS_OF,
            &[("n", &(state.column + 1).to_string())],
        );
        dom::set_part_text(&self.host, "numbers-title", &title);
        self.draw_bars(state, model);
        self.draw_slider(state, model);
    }

    fn draw_bars(&self, state: &State, model: &Model) {
        for ((row, bars), norms) in ROWS.iter().zip(&self.bars).zip(&model.norms) {
            let most = norms.iter().fold(0.0_f64, |most, norm| most.max(*norm));
            for (column, (bar, norm)) in bars.iter().zip(norms).enumerate() {
                let height = norm / most.max(1e-9) * HIGH;
                dom::set_attribute(bar, "y", &format!("{:.2}", HIGH - height));
                dom::set_attribute(bar, "height", &format!("{height:.2}"));
                let class = if column == state.column { "on" } else { "" };
                dom::set_attribute(bar, "class", class);
            }
            let words = number::short(most, 2);
            let words = self
                .language
                .fill(words::COLUMNS_MOST, &[("value", &words)]);
            dom::set_part_text(&self.host, &format!("{row}-most"), &words);
            let here = self.host.query_selector(&format!("[data-here=\"{row}\"]"));
            if let Ok(Some(here)) = here {
                let x = (state.column as f64 + 0.5) * BAR;
                let y = HIGH + 2.0;
                let path = format!("M{x} {y}l5 9h-10z");
                dom::set_attribute(&here, "d", &path);
            }
        }
    }

    fn draw_slider(&self, state: &State, model: &Model) {
        self.slider.set_value(&state.column.to_string());
        let n = (state.column + 1).to_string();
        let [before, after] = model
            .norms
            .map(|norms| number::short(norms[state.column], 3));
        let now = self.language.fill(
            words::COLUMNS_NOW,
            &[("n", &n), ("before", &before), ("after", &after)],
        );
        dom::set_part_text(&self.host, "column-now", &now);
        dom::set_attribute(&self.slider, "aria-valuetext", &now);
    }

    /// Says what is to be seen, once the hand rests.
    pub fn describe(&self, state: &State, model: &Model) {
        let Some([least, most]) = model.extremes() else {
            return;
        };
        let two = |row: usize, column: usize| number::short(model.norms[row][column], 2);
        let words = self.language.fill(
            words::COLUMNS_STATUS,
            &[
                ("digit", &state.digit.to_string()),
                ("least", &(least + 1).to_string()),
                ("most", &(most + 1).to_string()),
                ("least_before", &two(0, least)),
                ("most_before", &two(0, most)),
                ("least_after", &two(1, least)),
                ("most_after", &two(1, most)),
            ],
        );
        dom::set_part_text(&self.host, "status", &words);
        let label = self.language.fill(
            words::COLUMNS_PICTURE_NOW,
            &[
                ("digit", &state.digit.to_string()),
                ("n", &(state.column + 1).to_string()),
            ],
        );
        dom::set_attribute(&self.picture, "aria-label", &label);
    }
}

fn formula(norm: Scaling) -> Text {
    match norm {
        Scaling::Raw => words::COLUMNS_FORMULA_RAW,
        Scaling::By255 => words::COLUMNS_FORMULA255,
        Scaling::Columns => words::COLUMNS_FORMULA_COLUMN,
        Scaling::Image => words::COLUMNS_FORMULA_IMAGE,
    }
}
