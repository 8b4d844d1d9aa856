//! The exact numbers of a neuron on the page, the gradients of the layers, and the sizes of all weights.

use std::cell::RefCell;

use redes_diagram::layers::{Layers, Neuron};
use redes_sheet::decimal;
use redes_shell::{
    dom::{self, Result, part},
    number,
    text::Language,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{
    files::{Paint, on_page},
    lists, numbers,
};
use crate::words;

/// Parts of the histogram.
const PARTS: usize = 21;
/// Width of the drawings, in their own units.
pub const WIDTH: u32 = 320;
/// Room for the names of the layers.
const LABEL: u32 = 62;
/// Height of the histogram above its axis.
const HIGH: u32 = 90;
/// Height of the histogram.
pub const HISTOGRAM: f64 = 110.0;
/// Height of a layer's bar, with the room around it.
const ROW: f64 = 24.0;

/// The parts of the fold.
pub struct Weights {
    language: Language,
    fold: Element,
    neuron: HtmlSelectElement,
    body: Element,
    norms: Element,
    histogram: Element,
    error: HtmlElement,
    shown: RefCell<Shown>,
}

/// What the table shows now.
#[derive(Default)]
struct Shown {
    layers: Layers,
    neuron: Option<Neuron>,
    fields: Vec<(usize, HtmlInputElement)>,
    gradients: Vec<(usize, Element)>,
}

impl Weights {
    /// Finds the parts.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            language,
            fold: part(host, "weights-fold")?,
            neuron: part(host, "neuron")?,
            body: part(host, "weights")?,
            norms: part(host, "norms")?,
            histogram: part(host, "histogram")?,
            error: part(host, "weight-error")?,
            shown: RefCell::default(),
        })
    }

    /// The element that contains the fields.
    pub fn body(&self) -> &Element {
        &self.body
    }

    /// The choice of a neuron.
    pub fn choice(&self) -> &HtmlSelectElement {
        &self.neuron
    }

    /// Makes the rows of a neuron, where others are there. `None` means the output neuron.
    pub fn build(&self, layers: &Layers, look: Option<Neuron>) {
        let mut shown = self.shown.borrow_mut();
        let Some(output) = layers.neurons().last() else {
            return;
        };
        let neuron = look.unwrap_or(output);
        if shown.layers != *layers {
            self.neuron
                .set_inner_html(&lists::neurons(self.language, layers));
        } else if shown.neuron == Some(neuron) {
            return;
        }
        self.neuron.set_value(&format!("{}.{}", neuron.0, neuron.1));
        self.body
            .set_inner_html(&lists::weights(self.language, layers, neuron));
        dom::set_hidden(&self.error, true);
        let found = |attribute: &str| -> Vec<(usize, Element)> {
            let all = dom::all(&self.body, &format!("[{attribute}]")).unwrap_or_default();
            let place = |element: Element| {
                let place = element.get_attribute(attribute)?.parse().ok()?;
                Some((place, element))
            };
            all.into_iter().filter_map(place).collect()
        };
        let fields = found("data-parameter").into_iter();
        *shown = Shown {
            layers: layers.clone(),
            neuron: Some(neuron),
            fields: fields
                .filter_map(|(place, field)| Some((place, field.dyn_into().ok()?)))
                .collect(),
            gradients: found("data-gradient"),
        };
    }

    /// Shows the numbers of a report. The field that the reader writes in keeps its text, as does one with a refused text.
    pub fn draw(&self, layers: &Layers, parameters: &[f64], gradients: &[f64], norms: &[f64]) {
        if !self.fold.has_attribute("open") {
            return;
        }
        let shown = self.shown.borrow();
        for (place, field) in &shown.fields {
            let wrong = field.get_attribute("aria-invalid").as_deref() == Some("true");
            if wrong || field.matches(":focus").unwrap_or(false) {
                continue;
            }
            if let Some(value) = parameters.get(*place) {
                let text = number::plain(*value);
                if field.value() != text {
                    field.set_value(&text);
                }
            }
        }
        for (place, cell) in &shown.gradients {
            let value = gradients.get(*place).copied().unwrap_or(f64::NAN);
            dom::set_text(cell, &number::compact(value));
        }
        let bars = norm_bars(self.language, norms, &on_page);
        show(&self.norms, norms_height(norms.len()), &bars);
        let bars = histogram_bars(&all(layers, parameters), &on_page);
        show(&self.histogram, HISTOGRAM, &bars);
    }

    /// Says that the text of a parameter is no number, or takes that back of all.
    pub fn refuse(&self, refused: Option<(usize, &str)>) {
        dom::set_hidden(&self.error, refused.is_none());
        for (place, field) in &self.shown.borrow().fields {
            let wrong = refused.is_some_and(|(wrong, _)| wrong == *place);
            dom::set_attribute(field, "aria-invalid", if wrong { "true" } else { "false" });
        }
        if let Some((_, text)) = refused {
            let message = self
                .language
                .fill(words::PLAYGROUND_WEIGHT_REFUSED, &[("text", text)]);
            dom::set_text(&self.error, &message);
        }
    }
}

/// All weights and biases.
pub fn all(layers: &Layers, parameters: &[f64]) -> Vec<f64> {
    let edges = layers.edges();
    edges.map(|edge| layers.weight(parameters, edge)).collect()
}

/// Shows a drawing, with its size.
fn show(svg: &Element, height: f64, inside: &str) {
    let view = format!("0 0 {WIDTH} {}", decimal::shortest(height));
    dom::set_attribute(svg, "viewBox", &view);
    svg.set_inner_html(inside);
}

/// A bar for each layer, as long as its gradient on a scale of powers of ten; with its number.
pub fn norm_bars(language: Language, norms: &[f64], paint: Paint<'_>) -> String {
    let room = f64::from(WIDTH - LABEL - 84);
    let greatest = norms.iter().copied().filter(|norm| norm.is_finite());
    let greatest = greatest.fold(1e-300, f64::max);
    let bar = |(layer, norm): (usize, &f64)| {
        // Six powers of ten fit into the room.
        let share = (1.0 + (norm / greatest).log10() / 6.0).clamp(0.0, 1.0);
        let y = layer as f64 * ROW;
        let name = match layer + 1 == norms.len() {
            true => language.text(words::PLAYGROUND_OUTPUT_SHORT).to_owned(),
            false => {
                let n = (layer + 1).to_string();
                language.fill(words::PLAYGROUND_LAYER, &[("n", &n)])
            }
        };
        let width = decimal::fixed(if *norm > 0.0 { share * room } else { 0.0 }, 1);
        let [top, text] = [y + 4.0, y + 17.0].map(decimal::shortest);
        format!(
            r#"<text x="0" y="{text}">{}</text><rect {bar} x="{LABEL}" y="{top}" width="{width}" height="16"/><text x="{WIDTH}" y="{text}" text-anchor="end">{}</text>"#,
            dom::escape(&name),
            number::compact(*norm),
            bar = paint("bar"),
        )
    };
    norms.iter().enumerate().map(bar).collect()
}

/// The height of the bars of so many layers.
pub fn norms_height(layers: usize) -> f64 {
    ROW * layers.max(1) as f64
}

/// A bar for each part of the histogram, blue for negative weights and orange for positive ones, with the ends of the axis.
pub fn histogram_bars(weights: &[f64], paint: Paint<'_>) -> String {
    let (counts, greatest) = numbers::histogram(weights, PARTS);
    let most = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
    let (wide, high) = (f64::from(WIDTH) / PARTS as f64, f64::from(HIGH));
    let bar = |(part, count): (usize, &usize)| {
        let height = *count as f64 / most * (high - 14.0);
        let class = match part.cmp(&(PARTS / 2)) {
            std::cmp::Ordering::Less => "negative",
            std::cmp::Ordering::Equal => "bar",
            std::cmp::Ordering::Greater => "positive",
        };
        let [x, y, width, height] = [part as f64 * wide + 1.0, high - height, wide - 2.0, height]
            .map(|length| decimal::fixed(length, 1));
        let class = paint(class);
        format!(r#"<rect {class} x="{x}" y="{y}" width="{width}" height="{height}"/>"#)
    };
    let bars: String = counts.iter().enumerate().map(bar).collect();
    let middle = WIDTH / 2;
    let [low, high] = [-greatest, greatest].map(number::compact);
    let ends = format!(
        r#"<path {} d="M0 {HIGH}h{WIDTH}"/><text x="0" y="106">{low}</text><text x="{middle}" y="106" text-anchor="middle">0</text><text x="{WIDTH}" y="106" text-anchor="end">{high}</text>"#,
        paint("axis")
    );
    bars + &ends
}
