//! What changes on the page in the playground: plane, network, curves, numbers, sentences.

use std::cell::{Cell, RefCell};

use redes_diagram::{
    layers::{BUTTON, Layers, Neuron},
    network::{Network, Seen},
};
use redes_experiment::{
    Block,
    playground::{PlaygroundBody, Score},
};
use redes_shell::{
    dom::{self, Result, part},
    number, outcome,
    plot::Theme,
    text::Language,
    worker::clock,
};
use web_sys::{Element, HtmlElement};

use super::{
    chart::Charts,
    explain,
    link::State,
    lists,
    numbers::{self, Course},
    plane::Plane,
    runs::Runs,
    weights::Weights,
};
use crate::words;

/// Everything but the surface is drawn no oftener than this while training runs, in milliseconds.
const SLOW: f64 = 80.0;
/// The words are written no oftener than this while training runs, in milliseconds.
const WORDS: f64 = 1_000.0;

/// The parts of the page that show a training.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    /// The plane.
    pub plane: Plane,
    /// The network.
    pub network: Network,
    /// The curves.
    pub charts: Charts,
    /// A neuron's numbers.
    pub weights: Weights,
    caption: Element,
    explained: HtmlElement,
    course: RefCell<Course>,
    theme: Cell<Theme>,
    slow: Cell<f64>,
    spoken: Cell<f64>,
}

impl Drawing {
    /// Finds the pictures' places.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            host: host.clone(),
            language,
            plane: Plane::new(host)?,
            network: Network::new(host, language)?,
            charts: Charts::new(host, language)?,
            weights: Weights::new(host, language)?,
            caption: part(host, "caption")?,
            explained: part(host, "explain")?,
            course: RefCell::default(),
            theme: Cell::new(Theme::of(host)),
            slow: Cell::new(f64::NEG_INFINITY),
            spoken: Cell::new(f64::NEG_INFINITY),
        })
    }

    /// Takes a report; nothing is drawn yet.
    pub fn take(&self, report: PlaygroundBody, blocks: Vec<Block>) {
        self.course.borrow_mut().take(report, blocks);
    }

    /// Reads the training as far as it was reported.
    pub fn course<T>(&self, read: impl FnOnce(&Course) -> T) -> T {
        read(&self.course.borrow())
    }

    /// The colours of the theme as it is now.
    pub fn theme(&self) -> Theme {
        self.theme.get()
    }

    /// Makes the network's lines and buttons and the neuron's rows for the layers of a state.
    pub fn build(&self, state: &State) {
        let layers = Layers::new(state.widths());
        // A page that can't make the drawing still trains.
        let _ = self.network.build(layers.clone());
        // So that the buttons of neighbouring layers don't overlap; a narrow page scrolls the network.
        let least = format!("{}px", (BUTTON as usize + 2) * layers.columns());
        let style = self.network.element().style();
        let _ = style.set_property("min-width", &least);
        self.weights.build(&layers, state.look);
        let classes = !state.regression();
        for name in ["confusion", "classes"] {
            dom::hide_part(&self.host, name, !classes);
        }
        let score = match classes {
            true => words::PLAYGROUND_ACCURACY,
            false => words::PLAYGROUND_R_SQUARED,
        };
        for name in ["score", "accuracy-title"] {
            dom::set_part_text(&self.host, name, self.language.text(score));
        }
        self.draw_again();
    }

    /// Draws everything at the next frame, also while training runs.
    pub fn draw_again(&self) {
        self.slow.set(f64::NEG_INFINITY);
    }

    /// Draws the last report. `others` draws the points where they are not those of the course.
    pub fn draw(&self, state: &State, look: Option<Neuron>, runs: &Runs, running: bool) {
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
        let limits = self.plane.draw_surface(&theme, state, &course);
        if !all {
            return;
        }
        self.plane
            .draw_scale(&theme, state, limits.unwrap_or([0.0, 1.0]));
        if state.own.is_none() || state.own().is_some() {
            self.plane.draw_points(&theme, state, &course);
        }
        self.network.place();
        let seen = Seen {
            parameters: course.parameters(),
            thumbnails: course.thumbnails(),
            limits: &|layer, values| numbers::limits(state, layer, values),
            look,
        };
        self.network.draw(&theme, &seen);
        let layers = Layers::new(state.widths());
        self.weights.draw(
            &layers,
            course.parameters(),
            course.gradients(),
            &report.norms,
        );
        self.charts.draw(&theme, (state, course.rows()), runs.all());
        self.draw_numbers(state, report);
        dom::set_text(&self.caption, &lists::caption(self.language, look));
        if !running || now - self.spoken.get() >= WORDS {
            self.spoken.set(now);
            self.describe(state, &course, report, look);
        }
    }

    fn draw_numbers(&self, state: &State, report: &PlaygroundBody) {
        let language = self.language;
        let now = lists::now(language, report.iteration, report.epoch);
        dom::set_part_text(&self.host, "now", &now);
        let scores = [
            ("train-loss", "train-score", Some(report.train)),
            ("test-loss", "test-score", report.test),
        ];
        for (loss, score, value) in scores {
            let [told_loss, told_score] = match value {
                Some(Score { loss, accuracy }) => [
                    number::fixed(loss, 4),
                    lists::score(language, state, accuracy),
                ],
                None => ["—".to_owned(), "—".to_owned()],
            };
            dom::set_part_text(&self.host, loss, &told_loss);
            dom::set_part_text(&self.host, score, &told_score);
        }
        let counts = report.confusion.iter().flatten();
        for (place, count) in counts.enumerate() {
            let cell = self
                .host
                .query_selector(&format!("[data-cell=\"{place}\"]"));
            if let Ok(Some(cell)) = cell {
                dom::set_text(&cell, &number::grouped(u64::from(*count), language));
            }
        }
    }

    /// The pictures in words, for readers who don't see them; and what the reader is looking at.
    fn describe(
        &self,
        state: &State,
        course: &Course,
        report: &PlaygroundBody,
        look: Option<Neuron>,
    ) {
        let language = self.language;
        let neurons: u32 = state.layers.iter().map(|layer| layer.units).sum();
        let numbers = [
            ("accuracy", report.train.accuracy),
            ("test", report.test.map_or(f64::NAN, |test| test.accuracy)),
            ("loss", report.train.loss),
            ("layers", state.layers.len() as f64),
            ("neurons", f64::from(neurons)),
            ("step", report.iteration as f64),
        ];
        outcome::write(&self.host, &numbers);
        self.network.describe(course.parameters());
        self.charts.describe(course.rows());
        let slots = [
            ("what", lists::caption(language, look)),
            ("n", number::grouped(course.points().len() as u64, language)),
            ("step", number::grouped(report.iteration, language)),
            ("loss", number::compact(report.train.loss)),
            (
                "score",
                lists::score(language, state, report.train.accuracy),
            ),
        ];
        let slots: Vec<(&str, &str)> = slots.iter().map(|(name, text)| (*name, &**text)).collect();
        let plane = language.fill(words::PLAYGROUND_PLANE_NOW, &slots);
        self.plane.describe(&plane);
        let message = explain::sentences(language, state, course, look);
        let message: String = message
            .iter()
            .map(|text| format!("<p>{}</p>", dom::escape(text)))
            .collect();
        if self.explained.inner_html() != message {
            self.explained.set_inner_html(&message);
        }
    }
}
