//! "Train it here": progress, curves, epochs, and the test's results.

use std::cell::{Cell, RefCell};

use redes_core::train::EpochRecord;
use redes_experiment::{
    Block,
    digits::{DigitsBody, Evaluation},
};
use redes_lessons::thesis::digits::Case;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

use crate::words;
use redes_shell::{
    dom::{self, part},
    number,
    plot::{self, Theme, curve},
    text::Language,
};

/// What the thesis prints after each epoch (§4, cases 1.0 and 1.1): loss and accuracy on the training images.
const PRINTED: [(Case, [(f64, f64); 3]); 2] = [
    (
        Case::Case10,
        [(0.2853, 0.9193), (0.1200, 0.9636), (0.0832, 0.9743)],
    ),
    (
        Case::Case11,
        [(0.5341, 0.8542), (0.2218, 0.9336), (0.1663, 0.9501)],
    ),
];

/// The training part of the widget.
pub struct Progress {
    host: HtmlElement,
    language: Language,
    losses: RefCell<Vec<(f64, f64)>>,
    accuracies: RefCell<Vec<(f64, f64)>>,
    last: RefCell<Option<DigitsBody>>,
    /// Epochs whose rows stand in the table.
    rows: Cell<usize>,
    samples: Cell<usize>,
    mistakes: RefCell<Vec<u8>>,
    /// Whether the gallery has to be drawn again.
    gallery: Cell<bool>,
}

impl Progress {
    /// The training part of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
            losses: RefCell::default(),
            accuracies: RefCell::default(),
            last: RefCell::default(),
            rows: Cell::new(0),
            samples: Cell::new(0),
            mistakes: RefCell::default(),
            gallery: Cell::new(false),
        }
    }

    /// Forgets what was trained.
    pub fn clear(&self, samples: usize) {
        self.samples.set(samples);
        self.losses.borrow_mut().clear();
        self.accuracies.borrow_mut().clear();
        self.mistakes.borrow_mut().clear();
        *self.last.borrow_mut() = None;
        self.rows.set(0);
        self.hide("live", true);
        self.hide("test", true);
        if let Ok(body) = part::<Element>(&self.host, "epochs-body") {
            body.set_inner_html("");
        }
    }

    /// Shows a report. Returns the share that is done, and what is being done, in words.
    pub fn show(&self, mut body: DigitsBody, blocks: &[Block]) -> (f64, String) {
        let evaluation = body.evaluation.take();
        let progress = self.trained(&body, blocks);
        if let Some(evaluation) = evaluation {
            let pixels = blocks.iter().map(Block::u8);
            let pixels = pixels.into_iter().find(|pixels| !pixels.is_empty());
            *self.mistakes.borrow_mut() = pixels.unwrap_or_default().to_vec();
            self.tested(&evaluation);
        }
        *self.last.borrow_mut() = Some(body);
        progress
    }

    fn trained(&self, report: &DigitsBody, blocks: &[Block]) -> (f64, String) {
        self.hide("live", false);
        let per_epoch = report.batches_per_epoch.max(1) as f64;
        if let Some(rows) = blocks.first() {
            for row in rows.f64().chunks_exact(3) {
                self.losses.borrow_mut().push((row[0] / per_epoch, row[1]));
                self.accuracies
                    .borrow_mut()
                    .push((row[0] / per_epoch, row[2]));
            }
        }
        let epochs = report.iterations / report.batches_per_epoch.max(1);
        let current =
            (report.iteration.saturating_sub(1) / report.batches_per_epoch.max(1) + 1).min(epochs);
        self.set("epoch-now", &format!("{current} / {epochs}"));
        self.set("loss-now", &number::fixed(report.loss, 4));
        self.set(
            "accuracy-now",
            &number::percent(report.accuracy, self.language),
        );
        let speed = number::grouped(report.samples_per_second.round() as u64, self.language);
        self.set(
            "speed-now",
            &self
                .language
                .fill(words::DIGITS_PER_SECOND, &[("n", &speed)]),
        );
        let left = report.iterations.saturating_sub(report.iteration) as f64;
        let batch = self.samples.get() as f64 / per_epoch;
        let seconds = left * batch / report.samples_per_second;
        self.set(
            "left-now",
            &if seconds.is_finite() {
                number::duration(seconds)
            } else {
                "—".to_owned()
            },
        );
        let text = if report.trained {
            self.language.text(words::DIGITS_TESTING).to_owned()
        } else {
            let step = number::grouped(report.iteration, self.language);
            let total = number::grouped(report.iterations, self.language);
            self.language
                .fill(words::DIGITS_STEP_OF, &[("n", &step), ("total", &total)])
        };
        self.epoch_rows(report);
        let share = report.iteration as f64 / report.iterations.max(1) as f64;
        (share, text)
    }

    fn epoch_rows(&self, report: &DigitsBody) {
        if self.rows.get() == report.epochs.len() {
            return;
        }
        self.rows.set(report.epochs.len());
        let printed = PRINTED
            .iter()
            .find(|(case, _)| *case == report.case)
            .map(|(_, rows)| rows);
        let row = |(place, epoch): (usize, &EpochRecord)| {
            let (loss, accuracy) = match printed.and_then(|rows| rows.get(place)) {
                Some((loss, accuracy)) => (format!("{loss:.4}"), format!("{accuracy:.4}")),
                None => ("—".to_owned(), "—".to_owned()),
            };
            format!(
                r#"<tr><th scope="row">{}</th><td>{:.4}</td><td>{:.4}</td><td>{loss}</td><td>{accuracy}</td></tr>"#,
                place + 1,
                epoch.loss,
                epoch.accuracy
            )
        };
        if let Ok(body) = part::<Element>(&self.host, "epochs-body") {
            body.set_inner_html(
                &report
                    .epochs
                    .iter()
                    .enumerate()
                    .map(row)
                    .collect::<String>(),
            );
        }
    }

    fn tested(&self, evaluation: &Evaluation) {
        self.hide("test", false);
        let language = self.language;
        let accuracy = number::percent(evaluation.accuracy, language);
        let wrong = number::grouped(evaluation.wrong, language);
        self.set(
            "test-text",
            &language.fill(
                words::DIGITS_TESTED,
                &[("accuracy", &accuracy), ("wrong", &wrong)],
            ),
        );
        let shown = evaluation.mistakes.len().to_string();
        self.set(
            "gallery-title",
            &language.fill(words::DIGITS_GALLERY, &[("n", &shown), ("wrong", &wrong)]),
        );
        if let Ok(body) = part::<Element>(&self.host, "confusion-body") {
            body.set_inner_html(&confusion(&evaluation.confusion));
        }
        if let Ok(gallery) = part::<Element>(&self.host, "gallery") {
            let items = evaluation.mistakes.iter().enumerate().map(|(place, mistake)| {
                let (truth, answer) = (mistake.truth.to_string(), mistake.answer.to_string());
                let label = language.fill(words::DIGITS_MISTAKE, &[("truth", &truth), ("answer", &answer)]);
                format!(
                    r#"<button type="button" class="mistake" data-mistake="{place}" aria-label="{label}" title="{label}"><canvas width="28" height="28"></canvas><span>{truth}→{answer}</span></button>"#
                )
            });
            gallery.set_inner_html(&items.collect::<String>());
        }
        self.gallery.set(true);
    }

    /// The pixels of a mistake in the gallery.
    pub fn mistake(&self, place: usize) -> Option<[u8; 784]> {
        self.mistakes
            .borrow()
            .get(place * 784..(place + 1) * 784)?
            .try_into()
            .ok()
    }

    /// Draws the curves, and the gallery when it is new or the theme has changed.
    pub fn draw(&self, theme: &Theme) {
        let last = self.last.borrow();
        let Some(report) = last.as_ref() else { return };
        let epochs = report.iterations as f64 / report.batches_per_epoch.max(1) as f64;
        let label = self.language.text(words::DIGITS_EPOCH);
        let axes = |y, y_decimals| curve::Axes {
            x: Some((0.0, epochs)),
            y,
            x_label: label,
            y_decimals,
        };
        for (name, points, colour, axes) in [
            ("loss-curve", &self.losses, theme.class1, axes(None, 2)),
            (
                "accuracy-curve",
                &self.accuracies,
                theme.class0,
                axes(None, 2),
            ),
        ] {
            let points = points.borrow();
            let series = [curve::Series {
                points: &points,
                colour,
                name: "",
                dashed: false,
            }];
            if let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, name) {
                crate::curve::draw(&canvas, theme, &series, &axes);
            }
        }
        if self.gallery.replace(false) {
            let canvases = dom::all(&self.host, ".mistake canvas").unwrap_or_default();
            for (canvas, pixels) in canvases
                .into_iter()
                .zip(self.mistakes.borrow().chunks_exact(784))
            {
                if let Ok(canvas) = canvas.dyn_into::<HtmlCanvasElement>() {
                    plot::image::draw(&canvas, theme, pixels, 28);
                }
            }
        }
    }

    /// Has the gallery drawn again, as after a change of theme.
    pub fn refresh(&self) {
        self.gallery.set(true);
    }

    fn set(&self, name: &str, text: &str) {
        dom::set_part_text(&self.host, name, text);
    }

    fn hide(&self, name: &str, hidden: bool) {
        dom::hide_part(&self.host, name, hidden);
    }
}

/// The rows of the confusion matrix: a row a true digit, a shade by the share of its row.
fn confusion(counts: &[u64]) -> String {
    counts
        .chunks_exact(10)
        .enumerate()
        .map(|(truth, row)| {
            let total = row.iter().sum::<u64>().max(1) as f64;
            let cells: String = row
                .iter()
                .enumerate()
                .map(|(answer, count)| {
                    let share = *count as f64 / total;
                    // Ten shades: a style sheet may not be written inline under our policy.
                    let shade = (share.sqrt() * 10.0).ceil() as u32;
                    let kind = if truth == answer { "right" } else { "wrong" };
                    let shown = if *count == 0 {
                        "·".to_owned()
                    } else {
                        count.to_string()
                    };
                    format!(r#"<td class="{kind} shade-{shade}">{shown}</td>"#)
                })
                .collect();
            format!(r#"<tr><th scope="row">{truth}</th>{cells}</tr>"#)
        })
        .collect()
}
