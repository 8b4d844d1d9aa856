//! What changes on the page in the reviews' figure: scores, words, and the training with its curves.

use std::cell::{Cell, RefCell};

use redes_experiment::{Block, reviews::ReviewsBody};
use redes_inputs::reviews::Review;
use redes_lessons::thesis::reviews::Case;
use redes_sheet::decimal;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::{
    numbers::{self, Contributions, Course, Curve, Measure},
    sentences,
};
use crate::words;
use redes_shell::{
    dom::{self, part},
    plot::{Rgb, Theme, curve},
    text::Language,
};

/// Shows or hides the row of one of the reader's own networks.
pub fn own_row(host: &HtmlElement, row: &str, shown: bool) {
    let Ok(Some(element)) = host.query_selector(&format!("[data-row=\"{row}\"]")) else {
        return;
    };
    dom::set_attribute(&element, "class", if shown { "shown" } else { "" });
    let _ = match shown {
        true => element.remove_attribute("hidden"),
        false => element.set_attribute("hidden", ""),
    };
}

/// A network's score and its bar; without a score the bar is empty.
pub fn score(host: &HtmlElement, language: Language, row: &str, score: Option<f64>) {
    let text = sentences::score(language, score);
    dom::set_part_text(host, &format!("score-{row}"), &text);
    if let Ok(bar) = part::<HtmlElement>(host, &format!("bar-{row}")) {
        let score = score.unwrap_or(0.5);
        for (name, percent) in ["left", "width"].into_iter().zip(numbers::bar(score)) {
            let value = format!("{}%", decimal::fixed(percent, 2));
            let _ = bar.style().set_property(name, &value);
        }
        bar.set_class_name(if score > 0.5 { "positive" } else { "negative" });
    }
}

/// The words of a review, without colours yet.
pub fn review(host: &HtmlElement, language: Language, review: &Review) {
    if let Ok(place) = part::<Element>(host, "words") {
        place.set_inner_html(&sentences::words(language, review));
    }
    dom::set_part_text(host, "vector", &review.vector());
    for list in ["for-positive", "for-negative"] {
        dom::set_part_text(host, list, "");
    }
}

/// Colours the words by what they add, and lists the strongest.
pub fn contributions(host: &HtmlElement, review: &Review, contributions: &Contributions) {
    for button in dom::all(host, "[data-word]").unwrap_or_default() {
        let place = button.get_attribute("data-word");
        let place = place.and_then(|text| text.parse().ok());
        let value = place.and_then(|place| contributions.word(review, place));
        if let Some(value) = value {
            let shade = contributions.shade(value);
            let classes = sentences::coloured(&button.class_name(), value, shade);
            dom::set_attribute(&button, "class", &classes);
        }
    }
    let strongest = contributions.strongest(review);
    for (list, words) in ["for-positive", "for-negative"].into_iter().zip(strongest) {
        if let Ok(list) = part::<Element>(host, list) {
            list.set_inner_html(&sentences::strongest(&words));
        }
    }
}

/// Moves the focus from the word that has it to the one before or after it.
pub fn step(host: &HtmlElement, from: usize, key: &str) -> bool {
    let to = match key {
        "ArrowRight" | "ArrowDown" => from + 1,
        "ArrowLeft" | "ArrowUp" if from > 0 => from - 1,
        _ => return false,
    };
    let word = |index: usize| {
        let found = host.query_selector(&format!("[data-word=\"{index}\"]"));
        found.ok().flatten()?.dyn_into::<HtmlElement>().ok()
    };
    let (Some(old), Some(new)) = (word(from), word(to)) else {
        return false;
    };
    old.set_tab_index(-1);
    new.set_tab_index(0);
    new.focus().is_ok()
}

/// The parts of the page that show a training.
pub struct Drawing {
    host: HtmlElement,
    language: Language,
    course: RefCell<Course>,
    samples: Cell<usize>,
    /// The epoch under the cursor, from 1.
    cursor: Cell<usize>,
    /// Whether the reader moved it; until then it follows the training.
    held: Cell<bool>,
}

impl Drawing {
    /// The drawing of a figure whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
            course: RefCell::default(),
            samples: Cell::new(0),
            cursor: Cell::new(1),
            held: Cell::new(false),
        }
    }

    /// Forgets the last training; the next is on so many reviews.
    pub fn clear(&self, samples: usize) {
        self.samples.set(samples);
        *self.course.borrow_mut() = Course::default();
        self.held.set(false);
        for name in ["live", "cursor-box"] {
            dom::hide_part(&self.host, name, true);
        }
        self.fill("epochs-body", "");
    }

    /// Moves the cursor to an epoch.
    pub fn look_at(&self, epoch: usize) {
        self.cursor.set(epoch);
        self.held.set(true);
        if let Some(report) = self.course.borrow().last() {
            self.show_epochs(report);
        }
    }

    /// Shows a report. Returns the share that is done, and what is being done, in words.
    pub fn show(&self, report: ReviewsBody, blocks: &[Block]) -> Option<(f64, String)> {
        dom::hide_part(&self.host, "live", false);
        let mut course = self.course.borrow_mut();
        course.take(report, blocks);
        let report = course.last()?;
        let run = report.runs.get(report.current)?;
        let progress = numbers::progress(report, run, self.samples.get());
        for (name, text) in sentences::now(self.language, report, run, &progress) {
            dom::set_part_text(&self.host, name, &text);
        }
        self.show_epochs(report);
        Some((progress.share, sentences::doing(self.language, report)))
    }

    fn show_epochs(&self, report: &ReviewsBody) {
        let most = report.runs.iter().map(numbers::tested).max().unwrap_or(0);
        if !self.held.get() {
            self.cursor.set(most.max(1));
        }
        let cursor = self.cursor.get();
        self.fill(
            "epochs-body",
            &sentences::epochs(self.language, report, cursor),
        );
        dom::hide_part(&self.host, "cursor-box", most == 0);
        let text = sentences::at_epoch(self.language, report, cursor);
        if let Ok(slider) = part::<HtmlInputElement>(&self.host, "cursor") {
            slider.set_max(&most.max(1).to_string());
            slider.set_value(&cursor.to_string());
            dom::set_attribute(&slider, "aria-valuetext", &text);
        }
        dom::set_part_text(&self.host, "cursor-text", &text);
    }

    /// Draws the curves: training in full lines, the test in dashes; the cursor as a line across.
    pub fn draw(&self, theme: &Theme) {
        let course = self.course.borrow();
        let Some(report) = course.last() else { return };
        for (measure, name) in [
            (Measure::Loss, "loss-curve"),
            (Measure::Accuracy, "accuracy-curve"),
        ] {
            if let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, name) {
                self.curve(&canvas, theme, &course, report, measure);
                let label = sentences::curve_label(self.language, report, measure);
                dom::set_attribute(&canvas, "aria-label", &label);
            }
        }
    }

    fn curve(
        &self,
        canvas: &HtmlCanvasElement,
        theme: &Theme,
        course: &Course,
        report: &ReviewsBody,
        measure: Measure,
    ) {
        let trained = course.curves(measure);
        let tests = report.runs.iter().map(|run| measure.tests(&run.epochs));
        let tests: Vec<Curve> = tests.collect();
        let (low, high) = numbers::extent(trained.iter().chain(&tests));
        let at = self.cursor.get() as f64;
        let cursor = [(at, low), (at, high)];
        let mut series = Vec::new();
        for ((run, trained), tests) in report.runs.iter().zip(&trained).zip(&tests) {
            let (colour, width) = look(run.case, theme);
            for (points, dashed) in [(trained, false), (tests, true)] {
                series.push(curve::Series {
                    width,
                    ..line(points, colour, dashed)
                });
            }
        }
        if tests.iter().any(|points| !points.is_empty()) {
            series.push(line(&cursor, theme.ink_soft, false));
        }
        let per_epoch = report.batches_per_epoch.max(1);
        let epochs = report.iterations / per_epoch / report.runs.len().max(1) as u64;
        let axes = curve::Axes {
            x: Some((0.0, epochs as f64)),
            y: None,
            x_label: self.language.text(words::REVIEWS_EPOCH),
            y_decimals: 2,
        };
        curve::draw(canvas, theme, &series, &axes);
    }

    fn fill(&self, name: &str, markup: &str) {
        if let Ok(element) = part::<Element>(&self.host, name) {
            element.set_inner_html(markup);
        }
    }
}

fn line(points: &[(f64, f64)], colour: Rgb, dashed: bool) -> curve::Series<'_> {
    curve::Series {
        points,
        colour,
        dashed,
        width: 2.0,
    }
}

/// The colour and the width of a network's lines.
fn look(case: Case, theme: &Theme) -> (Rgb, f64) {
    match case {
        Case::Case20 => (theme.class0, 2.0),
        Case::Case21 => (theme.class1, 4.0),
    }
}
