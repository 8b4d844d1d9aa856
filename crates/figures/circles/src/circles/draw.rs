//! What changes on the page in the circles' figure: surface, points, curve, numbers.

use std::cell::{Cell, RefCell};

use redes_experiment::{
    Block,
    circles::{CirclesBody, REACH, SURFACE},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::{
    link::{Neuron, State},
    markup,
    numbers::{self, Course},
};
use redes_diagram::{
    network::{Network, Seen},
    numbers::scale,
};
use redes_shell::{
    dom::{self, Result, part},
    number, outcome,
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

/// The parts of the page that show a training, but for the network.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    surface: HtmlCanvasElement,
    points: HtmlCanvasElement,
    ramp: HtmlCanvasElement,
    curve: HtmlCanvasElement,
    scratch: HtmlCanvasElement,
    caption: Element,
    scale: [Element; 3],
    now: [Element; 3],
    course: RefCell<Course>,
    theme: Cell<Theme>,
    /// Size, theme and set of points that the canvas of points shows.
    pointed: Cell<Option<(u32, Theme, u32)>>,
    slow: Cell<f64>,
}

impl Drawing {
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
            now: [
                part(host, "step-now")?,
                part(host, "cost-now")?,
                part(host, "accuracy-now")?,
            ],
            course: RefCell::default(),
            theme: Cell::new(Theme::of(host)),
            pointed: Cell::new(None),
            slow: Cell::new(f64::NEG_INFINITY),
        })
    }

    /// Takes a report; nothing is drawn yet.
    pub fn take(&self, report: CirclesBody, blocks: Vec<Block>) {
        self.course.borrow_mut().take(report, blocks);
    }

    /// Draws the last report; `look` is the neuron that the reader asked for.
    pub fn draw(&self, state: &State, network: &Network, look: Option<Neuron>, running: bool) {
        let course = self.course.borrow();
        let Some(report) = course.last() else {
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
        let [low, high] = numbers::limits(state, layer, course.surface());
        let pixels = surface::pixels(course.surface(), low, high, &theme);
        if pixels.len() == SURFACE * SURFACE * 4 {
            surface::draw(&self.surface, &self.scratch, &pixels, SURFACE as u32);
        }
        if !all {
            return;
        }
        self.draw_points(&theme, &course);
        self.draw_ramp(&theme, [low, high]);
        network.place();
        network.draw(
            &theme,
            &Seen {
                parameters: course.parameters(),
                thumbnails: course.thumbnails(),
                limits: &|layer, values| numbers::limits(state, layer, values),
                look,
            },
        );
        self.draw_curve(&theme, state, course.costs());
        for (element, text) in self.now.iter().zip(markup::now(self.language, report)) {
            dom::set_text(element, &text);
        }
        dom::set_text(&self.caption, &markup::caption(self.language, look));
        if !running {
            network.describe(course.parameters());
            let neurons: usize = state.hidden.iter().sum();
            let numbers = [
                ("accuracy", report.accuracy),
                ("layers", state.hidden.len() as f64),
                ("neurons", neurons as f64),
                ("step", report.iteration as f64),
            ];
            outcome::write(&self.host, &numbers);
            let first = course.costs().first();
            let first = first.map_or(report.cost, |(_, cost)| *cost);
            let words = markup::descriptions(self.language, state.samples, report, first, look);
            for (picture, words) in [&self.surface, &self.curve].into_iter().zip(words) {
                dom::set_attribute(picture, "aria-label", &words);
            }
        }
    }

    fn draw_points(&self, theme: &Theme, course: &Course) {
        let (width, _, _) = dom::fit_canvas(&self.points);
        let key = Some((width, *theme, course.drawing()));
        if self.pointed.replace(key) != key {
            surface::points(&self.points, theme, course.points(), REACH);
        }
    }

    fn draw_ramp(&self, theme: &Theme, limits: [f64; 2]) {
        let values: Vec<f32> = (0..256_u16).map(|i| f32::from(i) / 255.0).collect();
        let pixels = surface::pixels(&values, 0.0, 1.0, theme);
        surface::put(&self.ramp, &pixels, 256);
        for (element, (value, decimals)) in self.scale.iter().zip(scale(limits)) {
            dom::set_text(element, &number::fixed(value, decimals));
        }
    }

    fn draw_curve(&self, theme: &Theme, state: &State, costs: &[(f64, f64)]) {
        let series = Series {
            points: costs,
            colour: theme.accent,
            dashed: false,
            width: 2.0,
        };
        let axes = Axes {
            x: Some((0.0, state.iterations as f64)),
            y: Some((0.0, numbers::top(costs))),
            x_label: "",
            y_decimals: 2,
        };
        curve::draw(&self.curve, theme, &[series], &axes);
    }
}
