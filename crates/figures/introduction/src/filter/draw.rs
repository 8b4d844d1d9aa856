//! What the filter's widget shows: image, window, maps, and the words for them.

use redes_core::layer::Padding;
use redes_lessons::weighted_sum::Term;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::{
    link::{Pool, SIDE, SIZE, SPEEDS, State, kernel_name, padding_name},
    markup,
    numbers::{Model, POOL},
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

/// Squares of paper around the image, where the padding's zeros are.
pub const MARGIN: usize = 1;
/// Squares along a side of the image's canvas.
pub const GRID: usize = SIDE + 2 * MARGIN;

/// The moving parts of the widget.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    image: HtmlCanvasElement,
    map: HtmlCanvasElement,
    pooled: HtmlCanvasElement,
    pixels: Vec<Element>,
    swatches: Vec<Element>,
    weights: Vec<HtmlInputElement>,
    products: Vec<Element>,
}

impl Scene {
    /// The scene of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        use wasm_bindgen::JsCast;
        let weights = dom::all(host, "[data-weight]")?.into_iter();
        Ok(Self {
            host: host.clone(),
            language,
            image: part(host, "image")?,
            map: part(host, "map")?,
            pooled: part(host, "pooled")?,
            pixels: dom::all(host, "[data-pixel]")?,
            swatches: dom::all(host, "[data-swatch]")?,
            weights: weights.filter_map(|input| input.dyn_into().ok()).collect(),
            products: dom::all(host, "[data-product]")?,
        })
    }

    /// Shows which choices hold, and how large things become.
    pub fn choices(&self, state: &State, model: &Model) {
        let host = &self.host;
        choice::show(host, "digit", &state.digit.to_string());
        choice::show(host, "kernel", kernel_name(&state.kernel).unwrap_or(""));
        choice::show(host, "stride", &state.stride.to_string());
        choice::show(host, "padding", padding_name(state.padding));
        choice::show(host, "pool", state.pool.name());
        for (input, weight) in self.weights.iter().zip(state.kernel) {
            input.set_value(&number::plain(weight));
            dom::set_attribute(input, "aria-invalid", "false");
        }
        dom::hide_part(host, "weight-error", true);
        if let Ok(speed) = part::<HtmlInputElement>(host, "speed") {
            speed.set_value(&state.speed.to_string());
            let rate = number::grouped(SPEEDS[state.speed] as u64, self.language);
            let text = self.language.fill(words::STEPS_PER_SECOND, &[("n", &rate)]);
            dom::set_attribute(&speed, "aria-valuetext", &text);
            dom::set_part_text(host, "speed-text", &text);
        }
        self.sizes(state, model);
    }

    /// The formula of the size with its numbers.
    fn sizes(&self, state: &State, model: &Model) {
        let ([rows, columns], [[before, after], _]) = (model.windows(), model.sweep.zeros());
        let size = format!("{rows} × {columns}");
        dom::set_part_text(&self.host, "map-size", &size);
        let zeros = before + after;
        let key = match (state.padding, before == after) {
            (Padding::Valid, _) => words::FILTER_SIZE_VALID,
            (Padding::Same, true) => words::FILTER_SIZE_SAME,
            (Padding::Same, false) => words::FILTER_SIZE_ODD,
        };
        let formula = format!(
            "⌊(n + 2p − k) / s⌋ + 1 = ⌊({SIDE} + {zeros} − {SIZE}) / {}⌋ + 1 = {rows}.",
            state.stride
        );
        let words = self.language.fill(
            key,
            &[
                ("zeros", &zeros.to_string()),
                ("before", &before.to_string()),
                ("after", &after.to_string()),
            ],
        );
        dom::set_part_text(&self.host, "size", &format!("{formula} {words}"));
        dom::hide_part(&self.host, "pooling", model.pool.is_none());
        if let Some(pool) = model.pool {
            let [down, across] = pool.output();
            dom::set_part_text(&self.host, "pooled-size", &format!("{down} × {across}"));
            let formula = format!("⌊({rows} − {POOL}) / {POOL}⌋ + 1 = {down}.");
            let odd = match rows % POOL {
                0 => "",
                _ => self.language.text(words::FILTER_POOL_ODD),
            };
            dom::set_part_text(&self.host, "pooled-note", &format!("{formula} {odd}"));
        }
    }

    /// Draws everything that moves with the window; `shown` says which places of the map are there yet.
    pub fn draw(&self, state: &State, model: &Model, shown: &[bool]) {
        let theme = Theme::of(&self.host);
        self.draw_image(&theme, state, model);
        self.draw_map(&theme, state, model, shown);
        if model.pool.is_some() {
            self.draw_pooled(&theme, state, model, shown);
        }
        self.window(&theme, state, model);
    }

    fn draw_image(&self, theme: &Theme, state: &State, model: &Model) {
        let zeros = model.sweep.zeros();
        // The padding lies beside the image; where there is none the margin is bare.
        let inside = |at: usize, [before, after]: [usize; 2]| {
            at + before >= MARGIN && at < MARGIN + SIDE + after
        };
        let cell = |row: usize, column: usize| {
            let (y, x) = (row.wrapping_sub(MARGIN), column.wrapping_sub(MARGIN));
            if y < SIDE && x < SIDE {
                return Some(Cell::ink(theme, model.image[y * SIDE + x] / 255.0));
            }
            let padded = inside(row, zeros[0]) && inside(column, zeros[1]);
            padded.then_some(Cell::plain(redes_shell::plot::mix(
                theme.panel,
                theme.accent,
                0.22,
            )))
        };
        let corner = model.sweep.corner(state.at[0], state.at[1]);
        let place = |at: isize| at as f64 + MARGIN as f64;
        let edge = Frame {
            place: [MARGIN as f64, MARGIN as f64, SIDE as f64, SIDE as f64],
            colour: theme.rule,
            width: 1.0,
        };
        let size = SIZE as f64;
        let window = [place(corner[0]), place(corner[1]), size, size];
        cells::draw(
            &self.image,
            [GRID, GRID],
            cell,
            &[edge, halo(theme, window), mark(theme, window)],
        );
    }

    fn draw_map(&self, theme: &Theme, state: &State, model: &Model, shown: &[bool]) {
        let [rows, columns] = model.windows();
        let most = greatest(&model.map);
        let mut frames = Vec::new();
        if let Some([row, column]) = model.pooled_place(state.at) {
            let size = POOL as f64;
            frames.push(Frame {
                place: [row as f64 * size, column as f64 * size, size, size],
                colour: theme.ink,
                width: 1.5,
            });
        }
        let here = [state.at[0] as f64, state.at[1] as f64, 1.0, 1.0];
        frames.extend([halo(theme, here), mark(theme, here)]);
        cells::draw(
            &self.map,
            [rows, columns],
            |row, column| {
                let place = row * columns + column;
                let known = shown.get(place).copied().unwrap_or_default();
                known.then(|| Cell::signed(theme, model.map[place] / most))
            },
            &frames,
        );
    }

    fn draw_pooled(&self, theme: &Theme, state: &State, model: &Model, shown: &[bool]) {
        let [_, wide] = model.windows();
        let [rows, columns] = model.pool.map_or([0, 0], |pool| pool.output());
        // The map's scale, so that the two can be compared.
        let most = greatest(&model.map);
        let here = model.pooled_place(state.at);
        let frames: Vec<Frame> = here
            .map(|[row, column]| [row as f64, column as f64, 1.0, 1.0])
            .into_iter()
            .flat_map(|place| [halo(theme, place), mark(theme, place)])
            .collect();
        cells::draw(
            &self.pooled,
            [rows, columns],
            |row, column| {
                let mut corners = (0..POOL * POOL)
                    .map(|i| (row * POOL + i / POOL) * wide + column * POOL + i % POOL);
                let known = corners.all(|place| shown.get(place).copied().unwrap_or_default());
                known.then(|| Cell::signed(theme, model.pooled[row * columns + column] / most))
            },
            &frames,
        );
    }

    /// The nine products and their sum.
    fn window(&self, theme: &Theme, state: &State, model: &Model) {
        use wasm_bindgen::JsCast;
        let terms = model.terms(state.at);
        for (i, term) in terms.iter().enumerate() {
            if let Some(pixel) = self.pixels.get(i) {
                dom::set_text(pixel, &number::short(term.x, 2));
            }
            let swatch = self
                .swatches
                .get(i)
                .and_then(Element::dyn_ref::<HtmlElement>);
            if let Some(swatch) = swatch {
                let Cell { colour, .. } = Cell::ink(theme, term.x / 255.0);
                let _ = swatch.style().set_property("background", &css(colour));
            }
            if let Some(product) = self.products.get(i) {
                dom::set_text(product, &format!("= {}", number::short(term.product, 2)));
                dom::set_attribute(product, "class", sign(term.product));
            }
        }
        let sum = number::short(model.sum(state.at), 2);
        dom::set_part_text(&self.host, "sum", &format!("{} = {sum}", added(&terms)));
    }

    /// Says what is to be seen now: politely, so not while the filter moves.
    pub fn describe(&self, state: &State, model: &Model, shown: &[bool]) {
        let [rows, columns] = model.windows();
        let (row, column) = (state.at[0] + 1, state.at[1] + 1);
        let done = shown.iter().filter(|known| **known).count();
        let slots = [
            ("row", row.to_string()),
            ("column", column.to_string()),
            ("rows", rows.to_string()),
            ("columns", columns.to_string()),
            ("sum", number::short(model.sum(state.at), 2)),
            ("digit", state.digit.to_string()),
            ("done", number::grouped(done as u64, self.language)),
            ("all", number::grouped(shown.len() as u64, self.language)),
        ];
        let slots: Vec<(&str, &str)> = slots.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let mut words = self.language.fill(words::FILTER_STATUS, &slots);
        if let (Some(pool), Some([down, across])) = (model.pool, model.pooled_place(state.at)) {
            let value = model.pooled.get(down * pool.output()[1] + across);
            let key = match state.pool {
                Pool::Mean => words::FILTER_STATUS_MEAN,
                _ => words::FILTER_STATUS_MAX,
            };
            let value = number::short(value.copied().unwrap_or_default(), 2);
            words = format!("{words} {}", self.language.fill(key, &[("value", &value)]));
        }
        self.say(&words);
        let map = self.language.fill(words::FILTER_MAP_NOW, &slots);
        dom::set_attribute(&self.map, "aria-label", &map);
    }

    /// Says something in the widget's line.
    pub fn say(&self, words: &str) {
        dom::set_part_text(&self.host, "status", words);
    }

    /// Shows whether the filter moves by itself.
    pub fn running(&self, running: bool) {
        if let Ok(button) = part::<Element>(&self.host, "play") {
            button.set_inner_html(&markup::play(self.language, running));
        }
    }
}

/// The products, first to last, their signs between them.
fn added(terms: &[Term]) -> String {
    let parts = terms.iter().enumerate().map(|(i, term)| {
        let text = number::short(term.product, 2);
        match (i, text.strip_prefix('−')) {
            (0, _) => text,
            (_, Some(rest)) => format!(" − {rest}"),
            (_, None) => format!(" + {text}"),
        }
    });
    parts.collect()
}

fn sign(value: f64) -> &'static str {
    if value > 0.0 {
        "plus"
    } else if value < 0.0 {
        "minus"
    } else {
        ""
    }
}

fn greatest(values: &[f64]) -> f64 {
    let most = values
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    most.max(1e-9)
}

/// A frame that stands out from dark and light squares, with [`mark`] over it.
fn halo(theme: &Theme, place: [f64; 4]) -> Frame {
    Frame {
        place,
        colour: theme.panel,
        width: 5.0,
    }
}

fn mark(theme: &Theme, place: [f64; 4]) -> Frame {
    Frame {
        place,
        colour: theme.accent,
        width: 2.5,
    }
}
