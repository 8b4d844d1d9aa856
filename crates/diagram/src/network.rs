//! The network on the page: a button for each neuron with what it sees on it, a line for each weight.
//!
//! Three layers of equal size lie upon each other: lines (SVG), thumbnails (one canvas), buttons. A unit is a CSS pixel.

use std::cell::{Cell, RefCell};

use redes_experiment::circles::{REACH, THUMBNAIL};
use redes_sheet::decimal;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{Element, HtmlCanvasElement, HtmlElement, ImageData};

use crate::{
    layers::{BUTTON, Edge, Layers, Neuron, PICTURE},
    markup,
    numbers::{self, PIXELS},
};
use redes_shell::{
    dom::{self, Result, part},
    plot::{Theme, surface},
    text::Language,
};

/// The network's part of the figure.
pub struct Network {
    language: Language,
    host: HtmlElement,
    svg: Element,
    canvas: HtmlCanvasElement,
    buttons: HtmlElement,
    scratch: HtmlCanvasElement,
    shown: RefCell<Shown>,
    width: Cell<f64>,
    current: Cell<Neuron>,
}

/// What a drawing of the network shows.
pub struct Seen<'a> {
    /// The network's parameters, kernel then biases, layer after layer.
    pub parameters: &'a [f64],
    /// [`PIXELS`] values a neuron, layer after layer.
    pub thumbnails: &'a [f32],
    /// The values that both ends of the colours stand for, of a layer and what one of its neurons sees.
    pub limits: &'a dyn Fn(usize, &[f32]) -> [f64; 2],
    /// The neuron that is looked at.
    pub look: Option<Neuron>,
}

/// What the page shows now.
#[derive(Default)]
struct Shown {
    layers: Layers,
    lines: Vec<Line>,
    neurons: Vec<HtmlElement>,
    names: Vec<Element>,
    look: Option<Neuron>,
}

struct Line {
    element: Element,
    edge: Edge,
    /// Its width in quarters of a pixel with its sign, and whether it leads to the neuron that is looked at.
    shown: Option<(i32, bool)>,
}

impl Network {
    /// Finds the parts of the page; [`build`](Self::build) fills them.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            language,
            host: part(host, "net")?,
            svg: part(host, "edges")?,
            canvas: part(host, "thumbnails")?,
            buttons: part(host, "neurons")?,
            scratch: dom::document()?.create_element("canvas")?.dyn_into()?,
            shown: RefCell::default(),
            width: Cell::new(0.0),
            current: Cell::new((0, 0)),
        })
    }

    /// The element that contains all neurons.
    pub fn element(&self) -> &HtmlElement {
        &self.host
    }

    /// Makes lines and buttons for these layers; nothing where they are the layers on the page.
    pub fn build(&self, layers: Layers) -> Result<()> {
        if self.shown.borrow().layers == layers {
            return Ok(());
        }
        self.svg
            .set_inner_html(&markup::network_lines(self.language, &layers));
        self.buttons.set_inner_html(&markup::neurons(&layers));
        let lines = dom::all(&self.svg, "line")?.into_iter();
        *self.shown.borrow_mut() = Shown {
            lines: lines
                .zip(layers.edges())
                .map(|(element, edge)| Line {
                    element,
                    edge,
                    shown: None,
                })
                .collect(),
            neurons: dom::all(&self.buttons, "button")?
                .into_iter()
                .filter_map(|button| button.dyn_into().ok())
                .collect(),
            names: dom::all(&self.svg, "text")?,
            look: None,
            layers,
        };
        self.width.set(0.0);
        self.set_current((0, 0));
        self.place();
        Ok(())
    }

    /// Puts everything in its place where the room has changed.
    pub fn place(&self) {
        let shown = self.shown.borrow();
        let layers = &shown.layers;
        let pixels = |value| format!("{}px", decimal::shortest(value));
        let _ = self
            .host
            .style()
            .set_property("height", &pixels(layers.height()));
        let width = f64::from(self.host.client_width());
        if width < 1.0 || self.width.replace(width) == width {
            return;
        }
        let _ = self.host.style().set_property("--width", &pixels(width));
        let tenths = |value| decimal::fixed(value, 1);
        for line in &shown.lines {
            let Edge { layer, from, to } = line.edge;
            let [x1, y1] = layers.centre(width, layer, from);
            let [x2, y2] = layers.centre(width, layer + 1, to);
            let half = PICTURE / 2.0;
            for (name, value) in [("x1", x1 + half), ("y1", y1), ("x2", x2 - half), ("y2", y2)] {
                let _ = line.element.set_attribute(name, &tenths(value));
            }
        }
        for (place, name) in shown.names.iter().enumerate() {
            let [x, y] = match place.checked_sub(layers.columns()) {
                None => [layers.centre(width, place, 0)[0], 12.0],
                Some(input) => {
                    let [x, y] = layers.centre(width, 0, input);
                    [x, y + PICTURE / 2.0 + 13.0]
                }
            };
            let _ = name.set_attribute("x", &tenths(x));
            let _ = name.set_attribute("y", &tenths(y));
        }
        for (button, (layer, unit)) in shown.neurons.iter().zip(layers.neurons()) {
            let corner = layers.centre(width, layer + 1, unit);
            for (name, at) in ["left", "top"].into_iter().zip(corner) {
                let value = format!("{}px", tenths(at - BUTTON / 2.0));
                let _ = button.style().set_property(name, &value);
            }
        }
    }

    /// Shows the weights and what every neuron sees.
    pub fn draw(&self, theme: &Theme, seen: &Seen<'_>) {
        self.draw_lines(seen.parameters, seen.look);
        self.draw_thumbnails(theme, seen);
    }

    fn draw_lines(&self, parameters: &[f64], look: Option<Neuron>) {
        let mut shown = self.shown.borrow_mut();
        let shown = &mut *shown;
        let layers = &shown.layers;
        for Line {
            element,
            edge,
            shown,
        } in &mut shown.lines
        {
            let quarters = numbers::quarters(layers.weight(parameters, *edge));
            let now = (quarters, look == Some((edge.layer, edge.to)));
            let before = shown.replace(now);
            if before == Some(now) {
                continue;
            }
            if before.is_none_or(|(signed, _)| signed.abs() != quarters.abs()) {
                let width = decimal::shortest(f64::from(quarters.abs()) / 4.0);
                let _ = element.set_attribute("stroke-width", &width);
            }
            let class = match (quarters < 0, now.1) {
                (true, true) => "negative on",
                (true, false) => "negative",
                (false, true) => "on",
                (false, false) => "",
            };
            dom::set_attribute(element, "class", class);
        }
        let classes = self.svg.class_list();
        let _ = classes.toggle_with_force("looking", look.is_some());
        if shown.look != look {
            shown.look = look;
            for (button, neuron) in shown.neurons.iter().zip(layers.neurons()) {
                let pressed = if look == Some(neuron) {
                    "true"
                } else {
                    "false"
                };
                dom::set_attribute(button, "aria-pressed", pressed);
            }
        }
    }

    fn draw_thumbnails(&self, theme: &Theme, seen: &Seen<'_>) -> Option<()> {
        let shown = self.shown.borrow();
        let layers = &shown.layers;
        let (_, _, ratio) = dom::fit_canvas(&self.canvas);
        let width = f64::from(self.canvas.client_width());
        let height = f64::from(self.canvas.client_height());
        let context = surface::context(&self.canvas)?;
        context.clear_rect(0.0, 0.0, width * ratio, height * ratio);

        let mut bytes = Vec::with_capacity((shown.neurons.len() + 2) * PIXELS * 4);
        for axis in 0..2 {
            let values = numbers::input(axis);
            bytes.extend(surface::pixels(&values, -REACH, REACH, theme));
        }
        for ((layer, _), values) in layers.neurons().zip(seen.thumbnails.chunks_exact(PIXELS)) {
            let [low, high] = (seen.limits)(layer, values);
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

        let inputs = [(0, 0), (0, 1)].into_iter();
        let neurons = layers.neurons().map(|(layer, unit)| (layer + 1, unit));
        let places = inputs.chain(neurons).take(rows as usize / THUMBNAIL);
        for (i, (column, row)) in places.enumerate() {
            let corner = layers
                .centre(width, column, row)
                .map(|at| ((at - PICTURE / 2.0) * ratio).round());
            let [x, y] = corner;
            context
                .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    &self.scratch,
                    0.0,
                    (i * THUMBNAIL) as f64,
                    f64::from(side),
                    f64::from(side),
                    x,
                    y,
                    (PICTURE * ratio).round(),
                    (PICTURE * ratio).round(),
                )
                .ok()?;
        }
        Some(())
    }

    /// Names every neuron with its bias and weights, for readers who don't see the lines.
    pub fn describe(&self, parameters: &[f64]) {
        let shown = self.shown.borrow();
        let layers = &shown.layers;
        for (button, neuron) in shown.neurons.iter().zip(layers.neurons()) {
            let label = markup::neuron_label(self.language, layers, parameters, neuron);
            dom::set_attribute(button, "aria-label", &label);
        }
    }

    /// Whether this is the output neuron.
    pub fn is_output(&self, neuron: Neuron) -> bool {
        self.shown.borrow().layers.is_output(neuron)
    }

    /// Makes a neuron the one that the tab key reaches.
    pub fn set_current(&self, neuron: Neuron) {
        self.current.set(neuron);
        let shown = self.shown.borrow();
        for (button, place) in shown.neurons.iter().zip(shown.layers.neurons()) {
            button.set_tab_index(if place == neuron { 0 } else { -1 });
        }
    }

    /// The neuron that an arrow key leads to.
    pub fn towards(&self, key: &str) -> Option<Neuron> {
        let shown = self.shown.borrow();
        shown.layers.towards(self.current.get(), key)
    }

    /// Moves the focus to a neuron.
    pub fn focus(&self, neuron: Neuron) {
        self.set_current(neuron);
        let button = {
            let shown = self.shown.borrow();
            let at = shown.layers.neurons().position(|place| place == neuron);
            at.and_then(|at| shown.neurons.get(at).cloned())
        };
        // The listener to the focus runs before this returns: nothing may be borrowed.
        if let Some(button) = button {
            let _ = button.focus();
        }
    }
}

/// The neuron that an element belongs to.
pub fn neuron_of(element: &Element) -> Option<Neuron> {
    let button = element.closest("[data-neuron]").ok()??;
    neuron_named(&button.get_attribute("data-neuron")?)
}

/// The neuron of a name such as `0.3`, the value of a button's attribute.
pub fn neuron_named(name: &str) -> Option<Neuron> {
    let (layer, unit) = name.split_once('.')?;
    Some((layer.parse().ok()?, unit.parse().ok()?))
}
