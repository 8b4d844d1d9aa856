//! What the trainer reported last, and the pictures of it: surface, points, curve, numbers.

use std::cell::{Cell, RefCell};

use redes_experiment::{
    Block,
    circles::{CirclesBody, REACH, SURFACE},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::{
    link::{Neuron, State},
    network_view::NetworkView,
};
use crate::words;
use redes_shell::{
    dom::{self, Result, part},
    number,
    plot::{
        Theme,
        curve::{self, Axes, Series},
        surface,
    },
    text::Language,
    worker::clock,
};

/// Everything but the surface is drawn no oftener than this while training runs, in milliseconds.
const SLOW: f64 = 80.0;

/// What was reported.
#[derive(Default)]
struct Reported {
    report: Option<CirclesBody>,
    points: Vec<f64>,
    surface: Vec<f32>,
    thumbnails: Vec<f32>,
    parameters: Vec<f64>,
    /// Step and cost; the last pair is the weights' as they are now.
    costs: Vec<(f64, f64)>,
    /// How many of the costs were found by a step.
    stepped: usize,
    /// Counts the sets of points.
    drawing: u32,
}

/// The pictures.
pub struct Scene {
    host: HtmlElement,
    language: Language,
    surface: HtmlCanvasElement,
    points: HtmlCanvasElement,
    ramp: HtmlCanvasElement,
    curve: HtmlCanvasElement,
    scratch: HtmlCanvasElement,
    caption: Element,
    scale: [Element; 3],
    figures: [Element; 3],
    reported: RefCell<Reported>,
    theme: Cell<Theme>,
    /// Size, theme and set of points that stand on the canvas of points.
    pointed: Cell<Option<(u32, Theme, u32)>>,
    slow: Cell<f64>,
}

impl Scene {
    /// Finds the pictures' places.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            surface: part(host, "surface")?,
            points: part(host, "points")?,
            ramp: part(host, "ramp")?,
            curve: part(host, "curve")?,
            scratch: dom::document()?.create_element("canvas")?.dyn_into()?,
            caption: part(host, "caption")?,
            scale: [
                part(host, "low")?,
                part(host, "middle")?,
                part(host, "high")?,
            ],
            figures: [
                part(host, "step-now")?,
                part(host, "cost-now")?,
                part(host, "accuracy-now")?,
            ],
            reported: RefCell::default(),
            theme: Cell::new(Theme::of(host)),
            pointed: Cell::new(None),
            slow: Cell::new(f64::NEG_INFINITY),
        })
    }

    /// Takes note of a report; nothing is drawn yet.
    pub fn take(&self, report: CirclesBody, blocks: Vec<Block>) {
        let mut reported = self.reported.borrow_mut();
        let reported = &mut *reported;
        let mut blocks = blocks.into_iter();
        let (points, surface, thumbnails) = (blocks.next(), blocks.next(), blocks.next());
        let (parameters, costs) = (blocks.next(), blocks.next());
        if let Some(Block::F64(points)) = points
            && !points.is_empty()
        {
            reported.points = points;
            reported.costs.clear();
            reported.stepped = 0;
            reported.drawing = reported.drawing.wrapping_add(1);
        }
        if let Some(Block::F32(values)) = surface {
            reported.surface = values;
        }
        if let Some(Block::F32(values)) = thumbnails {
            reported.thumbnails = values;
        }
        if let Some(Block::F64(values)) = parameters {
            reported.parameters = values;
        }
        reported.costs.truncate(reported.stepped);
        if let Some(Block::F64(rows)) = costs {
            let pairs = rows.chunks_exact(2).map(|row| (row[0], row[1]));
            reported.costs.extend(pairs);
        }
        reported.stepped = reported.costs.len();
        reported.costs.push((report.iteration as f64, report.cost));
        reported.report = Some(report);
    }

    /// Draws what was reported; `look` is the neuron that the reader asked for.
    pub fn draw(&self, state: &State, network: &NetworkView, look: Option<Neuron>, running: bool) {
        let reported = self.reported.borrow();
        let Some(report) = &reported.report else {
            return;
        };
        let now = clock::now();
        let all = !running || now - self.slow.get() >= SLOW;
        if all {
            self.slow.set(now);
            self.theme.set(Theme::of(&self.host));
        }
        let theme = self.theme.get();
        let layer = report.look.map_or(state.hidden.len(), |(layer, _)| layer);
        let (low, high) = super::limits(state, layer, &reported.surface);
        let pixels = surface::pixels(&reported.surface, low, high, &theme);
        if pixels.len() == SURFACE * SURFACE * 4 {
            surface::draw(&self.surface, &self.scratch, &pixels, SURFACE as u32);
        }
        if !all {
            return;
        }
        self.draw_points(&theme, &reported);
        self.draw_ramp(&theme, low, high);
        network.place();
        network.draw(
            &theme,
            state,
            &reported.parameters,
            &reported.thumbnails,
            look,
        );
        self.draw_curve(&theme, state, &reported);
        self.write(report);
        dom::set_text(&self.caption, &self.what(look));
        if !running {
            network.describe(&reported.parameters);
            self.describe(state, report, &reported.costs, look);
        }
    }

    fn draw_points(&self, theme: &Theme, reported: &Reported) {
        let (width, _, _) = dom::fit_canvas(&self.points);
        let key = Some((width, *theme, reported.drawing));
        if self.pointed.replace(key) != key {
            surface::points(&self.points, theme, &reported.points, REACH);
        }
    }

    fn draw_ramp(&self, theme: &Theme, low: f64, high: f64) {
        let values: Vec<f32> = (0..256_u16).map(|i| f32::from(i) / 255.0).collect();
        let pixels = surface::pixels(&values, 0.0, 1.0, theme);
        surface::put(&self.ramp, &pixels, 256);
        let decimals = if high.fract() == 0.0 { 0 } else { 2 };
        let middle = (low + high) / 2.0;
        dom::set_text(&self.scale[0], &number::fixed(low, decimals));
        dom::set_text(
            &self.scale[1],
            &number::fixed(middle, if middle == 0.0 { 0 } else { 1 }),
        );
        dom::set_text(&self.scale[2], &number::fixed(high, decimals));
    }

    fn draw_curve(&self, theme: &Theme, state: &State, reported: &Reported) {
        let costs = reported.costs.iter().map(|(_, cost)| *cost);
        let top = costs.filter(|cost| cost.is_finite()).fold(0.1, f64::max);
        let series = Series {
            points: &reported.costs,
            colour: theme.accent,
            name: "",
            dashed: false,
        };
        let axes = Axes {
            x: Some((0.0, state.iterations as f64)),
            y: Some((0.0, top * 1.08)),
            x_label: "",
            y_decimals: 2,
        };
        curve::draw(&self.curve, theme, &[series], &axes);
    }

    fn write(&self, report: &CirclesBody) {
        let texts = [
            number::grouped(report.iteration, self.language),
            number::fixed(report.cost, 4),
            number::percent(report.accuracy, self.language),
        ];
        for (element, text) in self.figures.iter().zip(&texts) {
            dom::set_text(element, text);
        }
    }

    fn what(&self, look: Option<Neuron>) -> String {
        let Some((layer, unit)) = look else {
            return self.language.text(words::CIRCLES_SEES_OUTPUT).to_owned();
        };
        self.language.fill(
            words::CIRCLES_SEES_NEURON,
            &[
                ("layer", &(layer + 1).to_string()),
                ("n", &(unit + 1).to_string()),
            ],
        )
    }

    /// Says in words what the pictures show.
    fn describe(
        &self,
        state: &State,
        report: &CirclesBody,
        costs: &[(f64, f64)],
        look: Option<Neuron>,
    ) {
        let step = number::grouped(report.iteration, self.language);
        let cost = number::fixed(report.cost, 4);
        let words = self.language.fill(
            words::CIRCLES_SURFACE,
            &[
                ("what", &self.what(look)),
                ("step", &step),
                ("cost", &cost),
                ("accuracy", &number::percent(report.accuracy, self.language)),
                (
                    "samples",
                    &number::grouped(state.samples as u64, self.language),
                ),
            ],
        );
        dom::set_attribute(&self.surface, "aria-label", &words);
        let first = costs.first().map_or(report.cost, |(_, cost)| *cost);
        let words = self.language.fill(
            words::CIRCLES_LOSS_CURVE_NOW,
            &[
                ("first", &number::fixed(first, 4)),
                ("last", &cost),
                ("step", &step),
            ],
        );
        dom::set_attribute(&self.curve, "aria-label", &words);
    }
}
