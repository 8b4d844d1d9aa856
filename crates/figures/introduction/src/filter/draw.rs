//! What changes on the page when the filter's state changes: image, window, maps and the texts about them.

use redes_sheet::number;
use redes_shell::{
    choice,
    dom::{self, Result, part},
    outcome,
    plot::{
        Theme,
        cells::{self, Cell, Frame},
        css, mix,
    },
    text::Language,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::{
    link::{SIDE, SIZE, State, kernel_name, padding_name},
    markup::{self, two},
    numbers::{Filled, GRID, MARGIN, Numbers, POOL},
};

/// The parts of the page that change.
pub struct Drawing {
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

impl Drawing {
    /// Finds them in a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
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

    /// Shows the choices, the weights, the speed, and the sizes that follow.
    pub fn choices(&self, state: &State, numbers: &Numbers) {
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
            let text = markup::speed(self.language, state);
            dom::set_attribute(&speed, "aria-valuetext", &text);
            dom::set_part_text(host, "speed-text", &text);
        }
        self.sizes(state, numbers);
    }

    fn sizes(&self, state: &State, numbers: &Numbers) {
        let (host, size) = (&self.host, numbers.size());
        dom::set_part_text(host, "map-size", &markup::size(size));
        let note = markup::size_note(self.language, state, numbers);
        dom::set_part_text(host, "size", &note);
        dom::hide_part(host, "pooling", numbers.pooling.is_none());
        if let Some(pooling) = numbers.pooling {
            let pooled = pooling.output();
            dom::set_part_text(host, "pooled-size", &markup::size(pooled));
            let note = markup::pooled_note(self.language, size[0], pooled[0]);
            dom::set_part_text(host, "pooled-note", &note);
        }
    }

    /// Draws everything that moves with the window.
    pub fn draw(&self, state: &State, numbers: &Numbers, filled: &Filled) {
        let theme = Theme::of(&self.host);
        self.draw_image(&theme, state, numbers);
        self.draw_map(&theme, state, numbers, filled);
        if numbers.pooling.is_some() {
            self.draw_pooled(&theme, state, numbers, filled);
        }
        self.draw_window(&theme, state, numbers);
    }

    fn draw_image(&self, theme: &Theme, state: &State, numbers: &Numbers) {
        let cell = |row: usize, column: usize| {
            let pixel = [row, column].map(|square| square.wrapping_sub(MARGIN));
            if let Some(ink) = numbers.pixel(pixel) {
                return Some(Cell::ink(theme, ink / 255.0));
            }
            let padding = Cell::plain(mix(theme.panel, theme.accent, 0.22));
            numbers.is_covered([row, column]).then_some(padding)
        };
        let corner = numbers.windows.corner(state.at[0], state.at[1]);
        let [top, left] = corner.map(|start| start as f64 + MARGIN as f64);
        let edge = Frame {
            place: [MARGIN as f64, MARGIN as f64, SIDE as f64, SIDE as f64],
            colour: theme.rule,
            width: 1.0,
        };
        let window = [top, left, SIZE as f64, SIZE as f64];
        cells::draw(
            &self.image,
            [GRID, GRID],
            cell,
            &[edge, halo(theme, window), mark(theme, window)],
        );
    }

    fn draw_map(&self, theme: &Theme, state: &State, numbers: &Numbers, filled: &Filled) {
        let [rows, columns] = numbers.size();
        let most = numbers.greatest();
        let mut frames = Vec::new();
        if let Some([row, column]) = numbers.pooled_at(state.at) {
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
                let value = numbers.map.get(row * columns + column);
                let value = value.filter(|_| filled.has([row, column]))?;
                Some(Cell::signed(theme, value / most))
            },
            &frames,
        );
    }

    fn draw_pooled(&self, theme: &Theme, state: &State, numbers: &Numbers, filled: &Filled) {
        // The map's scale, so that the two can be compared.
        let most = numbers.greatest();
        let here = numbers.pooled_at(state.at);
        let frames: Vec<Frame> = here
            .map(|[row, column]| [row as f64, column as f64, 1.0, 1.0])
            .into_iter()
            .flat_map(|place| [halo(theme, place), mark(theme, place)])
            .collect();
        cells::draw(
            &self.pooled,
            numbers.pooling.map_or([0, 0], |pooling| pooling.output()),
            |row, column| {
                let value = numbers.pooled_value([row, column]);
                let value = value.filter(|_| filled.has_group([row, column]))?;
                Some(Cell::signed(theme, value / most))
            },
            &frames,
        );
    }

    /// The nine products and their sum.
    fn draw_window(&self, theme: &Theme, state: &State, numbers: &Numbers) {
        let terms = numbers.terms(state.at);
        for (i, term) in terms.iter().enumerate() {
            if let Some(pixel) = self.pixels.get(i) {
                dom::set_text(pixel, &two(term.x));
            }
            let swatch = self.swatches.get(i);
            if let Some(swatch) = swatch.and_then(Element::dyn_ref::<HtmlElement>) {
                let Cell { colour, .. } = Cell::ink(theme, term.x / 255.0);
                let _ = swatch.style().set_property("background", &css(colour));
            }
            if let Some(product) = self.products.get(i) {
                dom::set_text(product, &format!("= {}", two(term.product)));
                dom::set_attribute(product, "class", markup::sign(term.product));
            }
        }
        let sum = markup::sum(&terms, numbers.sum(state.at));
        dom::set_part_text(&self.host, "sum", &sum);
    }

    /// Updates the status line and the map's label. Not called while the filter slides: screen readers would read each.
    pub fn describe(&self, state: &State, numbers: &Numbers, filled: &Filled) {
        self.say(&markup::status(self.language, state, numbers, filled));
        let label = markup::map_label(self.language, state, numbers, filled);
        dom::set_attribute(&self.map, "aria-label", &label);
        let last = if numbers.pooling.is_some() {
            &numbers.pooled
        } else {
            &numbers.map
        };
        let products = 9 * numbers.map.len();
        let came = [("map", last.len() as f64), ("products", products as f64)];
        outcome::write(&self.host, &came);
    }

    /// Sets the status line.
    pub fn say(&self, words: &str) {
        dom::set_part_text(&self.host, "status", words);
    }

    /// Shows whether the filter slides by itself.
    pub fn running(&self, running: bool) {
        if let Ok(button) = part::<Element>(&self.host, "play") {
            button.set_inner_html(&markup::play(self.language, running));
        }
    }
}

/// The light border of a frame, drawn below [`mark`], so that it stands out from dark squares too.
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
