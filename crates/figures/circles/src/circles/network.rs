//! The network drawn: a button for each neuron with what it sees on it, a line for each weight.
//!
//! Three layers of equal size lie upon each other: lines (SVG), thumbnails (one canvas), buttons. A unit is a CSS pixel.

use std::{
    cell::{Cell, RefCell},
    fmt::Write,
};

use redes_experiment::circles::{REACH, THUMBNAIL};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{Element, HtmlCanvasElement, HtmlElement, ImageData};

use super::link::{Neuron, State};
use crate::words;
use redes_shell::{
    dom::{self, Result, part},
    number,
    plot::{Theme, surface},
    text::Language,
};

/// A neuron's picture is a square of this side; its button is larger, for fingers.
const PICTURE: f64 = 34.0;
const BUTTON: f64 = 44.0;
/// Room for the names of the layers.
const HEAD: f64 = 26.0;
/// Values of a neuron's picture.
const PIXELS: usize = THUMBNAIL * THUMBNAIL;

/// The drawing.
pub struct NetworkView {
    language: Language,
    host: HtmlElement,
    svg: Element,
    canvas: HtmlCanvasElement,
    buttons: HtmlElement,
    scratch: HtmlCanvasElement,
    drawn: RefCell<Drawn>,
    width: Cell<f64>,
    current: Cell<Neuron>,
}

/// What stands on the page now.
#[derive(Default)]
struct Drawn {
    widths: Vec<usize>,
    edges: Vec<Edge>,
    neurons: Vec<HtmlElement>,
    names: Vec<Element>,
    look: Option<Neuron>,
}

struct Edge {
    line: Element,
    /// Layer of the inputs, place there, place in the next layer.
    ends: (usize, usize, usize),
    /// Sign and width in quarters of a pixel, and whether it leads to the neuron that is looked at.
    shown: Option<(i32, bool)>,
}

impl NetworkView {
    /// Finds the drawing's parts; [`build`](Self::build) fills them.
    pub fn new(widget: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            language,
            host: part(widget, "net")?,
            svg: part(widget, "edges")?,
            canvas: part(widget, "thumbnails")?,
            buttons: part(widget, "neurons")?,
            scratch: dom::document()?.create_element("canvas")?.dyn_into()?,
            drawn: RefCell::default(),
            width: Cell::new(0.0),
            current: Cell::new((0, 0)),
        })
    }

    /// The element that hears the pointer and the keyboard.
    pub fn element(&self) -> &HtmlElement {
        &self.host
    }

    /// Makes lines and buttons for layers of these widths, inputs included; nothing where they stand already.
    pub fn build(&self, widths: &[usize]) -> Result<()> {
        if self.drawn.borrow().widths == widths {
            return Ok(());
        }
        let last = widths.len().saturating_sub(1);
        let mut lines = String::new();
        let mut ends = Vec::new();
        for (layer, pair) in widths.windows(2).enumerate() {
            for from in 0..pair[0] {
                for to in 0..pair[1] {
                    ends.push((layer, from, to));
                    lines.push_str("<line/>");
                }
            }
        }
        for column in 0..=last {
            let name = dom::escape(&self.column(column, last));
            let _ = write!(lines, r#"<text class="name">{name}</text>"#);
        }
        lines.push_str(r#"<text class="input">x</text><text class="input">y</text>"#);
        let mut buttons = String::new();
        for (layer, count) in widths.iter().skip(1).enumerate() {
            for unit in 0..*count {
                let _ = write!(
                    buttons,
                    r#"<button type="button" class="neuron" data-neuron="{layer}.{unit}" tabindex="-1" aria-pressed="false"></button>"#
                );
            }
        }
        self.svg.set_inner_html(&lines);
        self.buttons.set_inner_html(&buttons);
        let edges = dom::all(&self.svg, "line")?.into_iter().zip(ends);
        *self.drawn.borrow_mut() = Drawn {
            widths: widths.to_vec(),
            edges: edges
                .map(|(line, ends)| Edge {
                    line,
                    ends,
                    shown: None,
                })
                .collect(),
            neurons: dom::all(&self.buttons, "button")?
                .into_iter()
                .filter_map(|button| button.dyn_into().ok())
                .collect(),
            names: dom::all(&self.svg, "text")?,
            look: None,
        };
        self.width.set(0.0);
        self.set_current((0, 0));
        self.place();
        Ok(())
    }

    fn column(&self, column: usize, last: usize) -> String {
        match column {
            0 => self.language.text(words::CIRCLES_INPUTS).to_owned(),
            _ if column == last => self.language.text(words::CIRCLES_OUTPUT).to_owned(),
            _ => self
                .language
                .fill(words::CIRCLES_LAYER, &[("n", &column.to_string())]),
        }
    }

    /// Puts everything in its place where the room changed; says whether it did.
    pub fn place(&self) -> bool {
        let drawn = self.drawn.borrow();
        let tallest = drawn.widths.iter().copied().max().unwrap_or(1);
        let pitch = if tallest > 8 { BUTTON } else { 52.0 };
        let height = HEAD + pitch * tallest as f64;
        let _ = self
            .host
            .style()
            .set_property("height", &format!("{height}px"));
        let width = f64::from(self.host.client_width());
        if width < 1.0 || self.width.replace(width) == width {
            return false;
        }
        for Edge {
            line,
            ends: (layer, from, to),
            ..
        } in &drawn.edges
        {
            let (x1, y1) = centre(&drawn.widths, width, height, *layer, *from);
            let (x2, y2) = centre(&drawn.widths, width, height, layer + 1, *to);
            let half = PICTURE / 2.0;
            for (name, value) in [("x1", x1 + half), ("y1", y1), ("x2", x2 - half), ("y2", y2)] {
                let _ = line.set_attribute(name, &format!("{value:.1}"));
            }
        }
        let inputs = drawn.names.len().saturating_sub(2);
        for (place, name) in drawn.names.iter().enumerate() {
            let (x, y) = if place < inputs {
                (centre(&drawn.widths, width, height, place, 0).0, 12.0)
            } else {
                let (x, y) = centre(&drawn.widths, width, height, 0, place - inputs);
                (x, y + PICTURE / 2.0 + 13.0)
            };
            let _ = name.set_attribute("x", &format!("{x:.1}"));
            let _ = name.set_attribute("y", &format!("{y:.1}"));
        }
        for (button, (layer, unit)) in drawn.neurons.iter().zip(neurons(&drawn.widths)) {
            let (x, y) = centre(&drawn.widths, width, height, layer + 1, unit);
            let style = button.style();
            let _ = style.set_property("left", &format!("{:.1}px", x - BUTTON / 2.0));
            let _ = style.set_property("top", &format!("{:.1}px", y - BUTTON / 2.0));
        }
        true
    }

    /// Shows the weights and what every neuron sees. `thumbnails` are 20 x 20 values a neuron, layer after layer.
    pub fn draw(
        &self,
        theme: &Theme,
        state: &State,
        parameters: &[f64],
        thumbnails: &[f32],
        look: Option<Neuron>,
    ) {
        self.draw_edges(parameters, look);
        self.draw_thumbnails(theme, state, thumbnails);
    }

    fn draw_edges(&self, parameters: &[f64], look: Option<Neuron>) {
        let mut drawn = self.drawn.borrow_mut();
        let drawn = &mut *drawn;
        let widths = &drawn.widths;
        for edge in &mut drawn.edges {
            let (layer, from, to) = edge.ends;
            let at = offset(widths, layer) + from * widths[layer + 1] + to;
            let weight = parameters.get(at).copied().unwrap_or_default();
            let weight = if weight.is_nan() { 0.0 } else { weight };
            let quarters = ((weight.abs() * 0.6 + 0.4).min(6.0) * 4.0).round() as i32;
            let key = (
                if weight < 0.0 { -quarters } else { quarters },
                look == Some((layer, to)),
            );
            let before = edge.shown.replace(key);
            if before == Some(key) {
                continue;
            }
            if before.is_none_or(|(signed, _)| signed.abs() != quarters) {
                let _ = edge
                    .line
                    .set_attribute("stroke-width", &format!("{}", f64::from(quarters) / 4.0));
            }
            let class = match (weight < 0.0, key.1) {
                (true, true) => "negative on",
                (true, false) => "negative",
                (false, true) => "on",
                (false, false) => "",
            };
            dom::set_attribute(&edge.line, "class", class);
        }
        let _ = self
            .svg
            .class_list()
            .toggle_with_force("looking", look.is_some());
        if drawn.look != look {
            drawn.look = look;
            for (button, neuron) in drawn.neurons.iter().zip(neurons(widths)) {
                let pressed = look == Some(neuron);
                dom::set_attribute(
                    button,
                    "aria-pressed",
                    if pressed { "true" } else { "false" },
                );
            }
        }
    }

    fn draw_thumbnails(&self, theme: &Theme, state: &State, thumbnails: &[f32]) -> Option<()> {
        let drawn = self.drawn.borrow();
        let (_, _, ratio) = dom::fit_canvas(&self.canvas);
        let (width, height) = (
            f64::from(self.canvas.client_width()),
            f64::from(self.canvas.client_height()),
        );
        let context = surface::context(&self.canvas)?;
        context.clear_rect(0.0, 0.0, width * ratio, height * ratio);

        let mut bytes = Vec::with_capacity((drawn.neurons.len() + 2) * PIXELS * 4);
        for axis in 0..2 {
            bytes.extend(surface::pixels(&input(axis), -REACH, REACH, theme));
        }
        for ((layer, _), values) in neurons(&drawn.widths).zip(thumbnails.chunks_exact(PIXELS)) {
            let (low, high) = super::limits(state, layer, values);
            bytes.extend(surface::pixels(values, low, high, theme));
        }
        let side = THUMBNAIL as u32;
        let rows = (bytes.len() / (4 * THUMBNAIL)) as u32;
        self.scratch.set_width(side);
        self.scratch.set_height(rows);
        let image =
            ImageData::new_with_u8_clamped_array_and_sh(Clamped(&bytes), side, rows).ok()?;
        surface::context(&self.scratch)?
            .put_image_data(&image, 0.0, 0.0)
            .ok()?;

        let inputs = [(0, 0), (0, 1)];
        let places = inputs
            .into_iter()
            .chain(neurons(&drawn.widths).map(|(layer, unit)| (layer + 1, unit)));
        for (i, (column, row)) in places.take(rows as usize / THUMBNAIL).enumerate() {
            let (x, y) = centre(&drawn.widths, width, height, column, row);
            let corner = |at: f64| ((at - PICTURE / 2.0) * ratio).round();
            context
                .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    &self.scratch,
                    0.0,
                    (i * THUMBNAIL) as f64,
                    f64::from(side),
                    f64::from(side),
                    corner(x),
                    corner(y),
                    (PICTURE * ratio).round(),
                    (PICTURE * ratio).round(),
                )
                .ok()?;
        }
        Some(())
    }

    /// Names every neuron with its bias and weights, for those who can't see the lines.
    pub fn describe(&self, parameters: &[f64]) {
        let drawn = self.drawn.borrow();
        let widths = &drawn.widths;
        for (button, (layer, unit)) in drawn.neurons.iter().zip(neurons(widths)) {
            let start = offset(widths, layer);
            let (inputs, units) = (widths[layer], widths[layer + 1]);
            let value =
                |at: usize| number::fixed(parameters.get(at).copied().unwrap_or_default(), 2);
            let weights: Vec<String> = (0..inputs)
                .map(|from| value(start + from * units + unit))
                .collect();
            let words = self.language.fill(
                words::CIRCLES_NEURON_BIAS,
                &[
                    ("bias", &value(start + inputs * units + unit)),
                    ("weights", &weights.join(", ")),
                ],
            );
            dom::set_attribute(
                button,
                "aria-label",
                &format!("{}: {words}", self.name((layer, unit))),
            );
        }
    }

    fn name(&self, (layer, unit): Neuron) -> String {
        if layer + 2 >= self.drawn.borrow().widths.len() {
            return self.language.text(words::CIRCLES_OUTPUT_NEURON).to_owned();
        }
        self.language.fill(
            words::CIRCLES_NEURON,
            &[
                ("layer", &(layer + 1).to_string()),
                ("n", &(unit + 1).to_string()),
            ],
        )
    }

    /// Whether this is the output neuron.
    pub fn is_output(&self, neuron: Neuron) -> bool {
        neuron.0 + 2 >= self.drawn.borrow().widths.len()
    }

    /// Makes a neuron the one that the tab key reaches.
    pub fn set_current(&self, neuron: Neuron) {
        self.current.set(neuron);
        let drawn = self.drawn.borrow();
        for (button, place) in drawn.neurons.iter().zip(neurons(&drawn.widths)) {
            button.set_tab_index(if place == neuron { 0 } else { -1 });
        }
    }

    /// The neuron that an arrow key leads to.
    pub fn towards(&self, key: &str) -> Option<Neuron> {
        let drawn = self.drawn.borrow();
        let (layer, unit) = self.current.get();
        let layers = drawn.widths.len().saturating_sub(1);
        let units = |layer: usize| drawn.widths.get(layer + 1).copied().unwrap_or(1);
        let (next, place) = match key {
            "ArrowUp" => (layer, unit.checked_sub(1)?),
            "ArrowDown" => (layer, unit + 1),
            "ArrowLeft" => (layer.checked_sub(1)?, unit),
            "ArrowRight" => (layer + 1, unit),
            "Home" => (0, 0),
            "End" => (layers.saturating_sub(1), 0),
            _ => return None,
        };
        if next >= layers {
            return None;
        }
        // A column is entered at the same height.
        let place = if next == layer || matches!(key, "Home" | "End") {
            place
        } else {
            ((place as f64 + 0.5) / units(layer) as f64 * units(next) as f64) as usize
        };
        (place < units(next)).then_some((next, place))
    }

    /// Moves the focus to a neuron.
    pub fn focus(&self, neuron: Neuron) {
        self.set_current(neuron);
        let button = {
            let drawn = self.drawn.borrow();
            let at = neurons(&drawn.widths).position(|place| place == neuron);
            at.and_then(|at| drawn.neurons.get(at).cloned())
        };
        // The focus is heard before this returns: nothing may be borrowed.
        if let Some(button) = button {
            let _ = button.focus();
        }
    }
}

/// The neuron that an element belongs to.
pub fn neuron_of(element: &Element) -> Option<Neuron> {
    let button = element.closest("[data-neuron]").ok()??;
    let name = button.get_attribute("data-neuron")?;
    let (layer, unit) = name.split_once('.')?;
    Some((layer.parse().ok()?, unit.parse().ok()?))
}

/// All neurons, layer after layer, as the thumbnails come.
fn neurons(widths: &[usize]) -> impl Iterator<Item = Neuron> + '_ {
    let layers = widths.iter().skip(1).enumerate();
    layers.flat_map(|(layer, count)| (0..*count).map(move |unit| (layer, unit)))
}

/// Where a layer's weights begin among the parameters: kernels row by row, each followed by its bias.
fn offset(widths: &[usize], layer: usize) -> usize {
    widths
        .windows(2)
        .take(layer)
        .map(|pair| (pair[0] + 1) * pair[1])
        .sum()
}

/// The middle of a neuron's picture; column 0 are the inputs.
fn centre(widths: &[usize], width: f64, height: f64, column: usize, row: usize) -> (f64, f64) {
    let margin = BUTTON / 2.0;
    let columns = widths.len().saturating_sub(1).max(1) as f64;
    let count = widths.get(column).copied().unwrap_or(1).max(1) as f64;
    let tallest = widths.iter().copied().max().unwrap_or(1).max(1) as f64;
    let pitch = (height - HEAD) / tallest;
    // Small layers spread a little: their lines cross less.
    let spread = if count < tallest {
        pitch * (1.0 + 0.5 * (1.0 - count / tallest))
    } else {
        pitch
    };
    let x = margin + column as f64 * (width - 2.0 * margin) / columns;
    let y = HEAD + (height - HEAD) / 2.0 + (row as f64 - (count - 1.0) / 2.0) * spread;
    (x, y)
}

/// What an input sees: its own coordinate.
fn input(axis: usize) -> Vec<f32> {
    let at = |i: usize| (REACH * (2.0 * i as f64 / (THUMBNAIL - 1) as f64 - 1.0)) as f32;
    let value = |i: usize| match axis {
        0 => at(i % THUMBNAIL),
        _ => at(THUMBNAIL - 1 - i / THUMBNAIL),
    };
    (0..PIXELS).map(value).collect()
}
