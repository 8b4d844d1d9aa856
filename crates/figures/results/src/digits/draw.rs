//! What changes on the page in the digits' figure: answers, progress, curves, epochs, the test's results.

use std::cell::{Cell, RefCell};

use redes_experiment::{
    Block,
    digits::{DigitsBody, Evaluation},
};
use redes_inputs::{answer::Answer, digits::Image};
use redes_sheet::decimal;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use super::{
    markup,
    numbers::{self, Course},
};
use crate::words;
use redes_shell::{
    dom::{self, part},
    number, outcome,
    plot::{self, Theme, curve},
    text::Language,
};

/// The ten outputs of each network as bars, and the answers in words, which are returned. `own` shows the column of the
/// reader's own network.
pub fn answers(
    host: &HtmlElement,
    language: Language,
    drawn: bool,
    own: bool,
    answers: &[Option<Answer>; 3],
) -> String {
    for cell in dom::all(host, r#"[data-column="own"]"#).unwrap_or_default() {
        if let Ok(cell) = cell.dyn_into::<HtmlElement>() {
            dom::set_hidden(&cell, !own);
        }
    }
    let came = match answers {
        [Some(first), Some(second), _] => {
            let differ = first.clear && second.clear && first.digit != second.digit;
            let differ = if differ { 1.0 } else { 0.0 };
            let [first, second] = [first, second].map(|answer| answer.digit as f64);
            vec![("differ", differ), ("first", first), ("second", second)]
        }
        _ => Vec::new(),
    };
    outcome::write(host, &came);
    for (column, answer) in markup::COLUMNS.iter().zip(answers) {
        for digit in 0..10 {
            let selector = format!(r#"[data-cell="{column}-{digit}"]"#);
            let Ok(Some(cell)) = host.query_selector(&selector) else {
                continue;
            };
            let answer = answer.as_ref();
            let value = answer.and_then(|answer| answer.outputs.get(digit).copied());
            let value = value.map(f64::from);
            let best = answer.is_some_and(|answer| answer.clear && answer.digit == digit);
            let _ = cell.class_list().toggle_with_force("best", best);
            let bar = cell.first_element_child();
            if let Some(bar) = bar.and_then(|bar| bar.dyn_into::<HtmlElement>().ok()) {
                let width = decimal::fixed(value.unwrap_or_default() * 100.0, 1);
                let _ = bar.style().set_property("width", &format!("{width}%"));
            }
            if let Some(text) = cell.last_element_child() {
                let shown = value.map_or("—".to_owned(), |value| number::fixed(value, 3));
                dom::set_text(&text, &shown);
            }
        }
    }
    let words = markup::answer(language, drawn, answers);
    dom::set_part_text(host, "answer", &words);
    words
}

/// The parts of the page that show a training.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    course: RefCell<Course>,
    /// Epochs that the table shows.
    rows: Cell<usize>,
    samples: Cell<usize>,
    /// Whether the gallery has to be drawn again.
    gallery: Cell<bool>,
}

impl Drawing {
    /// The drawing of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
            course: RefCell::default(),
            rows: Cell::new(0),
            samples: Cell::new(0),
            gallery: Cell::new(false),
        }
    }

    /// Forgets the last training; the next is on so many images.
    pub fn clear(&self, samples: usize) {
        self.samples.set(samples);
        *self.course.borrow_mut() = Course::default();
        self.rows.set(0);
        self.hide("live", true);
        self.hide("test", true);
        self.fill("epochs-body", "");
    }

    /// Shows a report. Returns the share that is done, and what is being done, in words.
    pub fn show(&self, report: DigitsBody, blocks: &[Block]) -> (f64, String) {
        self.hide("live", false);
        let progress = numbers::progress(&report, self.samples.get());
        for (name, text) in markup::now(self.language, &report, &progress) {
            dom::set_part_text(&self.host, name, &text);
        }
        if self.rows.replace(report.epochs.len()) != report.epochs.len() {
            self.fill("epochs-body", &markup::epochs(&report));
        }
        let text = markup::doing(self.language, &report);
        if let Some(evaluation) = self.course.borrow_mut().take(report, blocks) {
            self.tested(&evaluation);
        }
        (progress.share, text)
    }

    fn tested(&self, evaluation: &Evaluation) {
        self.hide("test", false);
        for (name, text) in markup::tested(self.language, evaluation) {
            dom::set_part_text(&self.host, name, &text);
        }
        self.fill("confusion-body", &markup::confusion(&evaluation.confusion));
        let gallery = markup::gallery(self.language, &evaluation.mistakes);
        self.fill("gallery", &gallery);
        self.gallery.set(true);
    }

    /// An image of the gallery.
    pub fn mistake(&self, place: usize) -> Option<Image> {
        self.course.borrow().mistakes().get(place).copied()
    }

    /// Draws the curves, and the gallery when it is new or the theme has changed.
    pub fn draw(&self, theme: &Theme) {
        let course = self.course.borrow();
        let Some(report) = course.last() else { return };
        let epochs = report.iterations as f64 / report.batches_per_epoch.max(1) as f64;
        let axes = curve::Axes {
            x: Some((0.0, epochs)),
            y: None,
            x_label: self.language.text(words::DIGITS_EPOCH),
            y_decimals: 2,
        };
        for (name, points, colour) in [
            ("loss-curve", course.losses(), theme.class1),
            ("accuracy-curve", course.accuracies(), theme.class0),
        ] {
            let series = [curve::Series {
                points,
                colour,
                dashed: false,
                width: 2.0,
            }];
            if let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, name) {
                curve::draw(&canvas, theme, &series, &axes);
            }
        }
        if self.gallery.replace(false) {
            let canvases = dom::all(&self.host, ".mistake canvas").unwrap_or_default();
            for (canvas, image) in canvases.into_iter().zip(course.mistakes()) {
                if let Ok(canvas) = canvas.dyn_into::<HtmlCanvasElement>() {
                    plot::image::draw(&canvas, theme, image, 28);
                }
            }
        }
    }

    /// Has the gallery drawn again, as after a change of theme.
    pub fn refresh(&self) {
        self.gallery.set(true);
    }

    fn hide(&self, name: &str, hidden: bool) {
        dom::hide_part(&self.host, name, hidden);
    }

    fn fill(&self, name: &str, markup: &str) {
        if let Ok(element) = part::<Element>(&self.host, name) {
            element.set_inner_html(markup);
        }
    }
}
