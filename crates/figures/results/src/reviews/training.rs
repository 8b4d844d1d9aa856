//! "Train it here": progress, curves of both networks, and a cursor at one epoch of both.

use std::cell::{Cell, RefCell};

use redes_experiment::{
    Block,
    reviews::{Epoch, ReviewsBody, RunBody},
};
use redes_lessons::thesis::reviews::Case;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::markup;
use crate::words;
use redes_shell::{
    dom::{self, part},
    number,
    plot::{Rgb, Theme, curve},
    text::{Language, Text},
};

/// What the thesis prints for the test reviews after each epoch (§4, cases 2.0 and 2.1): the share of right answers.
const PRINTED: [(Case, &[f64]); 2] = [
    (Case::Case20, &[0.8848, 0.8856]),
    (Case::Case21, &[0.8530, 0.8734, 0.8614]),
];

/// A curve's points: (epochs, value).
type Points = Vec<(f64, f64)>;

/// What has been seen of one network.
#[derive(Default)]
struct Course {
    loss: Points,
    accuracy: Points,
}

/// The training part of the widget.
pub struct Progress {
    host: HtmlElement,
    language: Language,
    courses: RefCell<Vec<Course>>,
    last: RefCell<Option<ReviewsBody>>,
    /// The epoch under the cursor, from 1.
    cursor: Cell<usize>,
    /// Whether the reader moved it; until then it follows the training.
    held: Cell<bool>,
}

impl Progress {
    /// The training part of a widget whose markup is in place.
    pub fn new(host: &HtmlElement, language: Language) -> Self {
        Self {
            host: host.clone(),
            language,
            courses: RefCell::default(),
            last: RefCell::default(),
            cursor: Cell::new(1),
            held: Cell::new(false),
        }
    }

    /// Forgets what was trained.
    pub fn clear(&self) {
        self.courses.borrow_mut().clear();
        *self.last.borrow_mut() = None;
        self.held.set(false);
        for name in ["live", "cursor-box"] {
            dom::hide_part(&self.host, name, true);
        }
        if let Ok(body) = part::<Element>(&self.host, "epochs-body") {
            body.set_inner_html("");
        }
    }

    /// Moves the cursor to an epoch.
    pub fn look_at(&self, epoch: usize) {
        self.cursor.set(epoch);
        self.held.set(true);
        self.show_epochs();
    }

    /// Shows a report. Returns the share that is done, and what is being done, in words.
    pub fn show(&self, report: ReviewsBody, blocks: &[Block]) -> Option<(f64, String)> {
        let language = self.language;
        dom::hide_part(&self.host, "live", false);
        let per_epoch = report.batches_per_epoch.max(1);
        {
            let mut courses = self.courses.borrow_mut();
            courses.resize_with(report.runs.len(), Course::default);
            for row in blocks.first().map_or(&[][..], Block::f64).chunks_exact(4) {
                if let Some(course) = courses.get_mut(row[0] as usize) {
                    let at = row[1] / per_epoch as f64;
                    course.loss.push((at, row[2]));
                    course.accuracy.push((at, row[3]));
                }
            }
        }
        let run = report.runs.get(report.current)?;
        let set = |name, text: &str| dom::set_part_text(&self.host, name, text);
        let epochs = report.iterations / per_epoch / report.runs.len().max(1) as u64;
        let current = (run.iteration.saturating_sub(1) / per_epoch + 1).min(epochs);
        set("network-now", language.text(short(run.case)));
        set("epoch-now", &format!("{current} / {epochs}"));
        set("loss-now", &number::fixed(run.loss, 4));
        set("accuracy-now", &number::percent(run.accuracy, language));
        let speed = number::grouped(report.samples_per_second.round() as u64, language);
        set(
            "speed-now",
            &language.fill(words::REVIEWS_PER_SECOND, &[("n", &speed)]),
        );
        set("left-now", &self.left(&report));
        let done = report.iteration as f64 / report.iterations.max(1) as f64;
        let text = match report.testing {
            Some((read, all)) => {
                let (read, all) = (
                    number::grouped(read, language),
                    number::grouped(all, language),
                );
                language.fill(words::REVIEWS_TESTING, &[("n", &read), ("total", &all)])
            }
            None => {
                let step = number::grouped(report.iteration, language);
                let total = number::grouped(report.iterations, language);
                language.fill(words::REVIEWS_STEP_OF, &[("n", &step), ("total", &total)])
            }
        };
        *self.last.borrow_mut() = Some(report);
        self.show_epochs();
        Some((done, text))
    }

    /// An estimate: a test goes about three times as fast as training, and follows each epoch.
    fn left(&self, report: &ReviewsBody) -> String {
        let per_epoch = report.batches_per_epoch.max(1) as f64;
        let batch = self.samples_of(report) / per_epoch;
        let steps = report.iterations.saturating_sub(report.iteration) as f64;
        let tested: usize = report.runs.iter().map(tested).sum();
        let tests = report.iterations as f64 / per_epoch - tested as f64;
        let work = steps * batch + tests * batch * per_epoch / 3.0;
        let seconds = work / report.samples_per_second;
        match seconds.is_finite() {
            true => number::duration(seconds),
            false => "—".to_owned(),
        }
    }

    fn samples_of(&self, report: &ReviewsBody) -> f64 {
        // As many reviews are tested as trained on.
        let known = self
            .host
            .query_selector("[data-samples][aria-pressed=\"true\"]");
        let known = known.ok().flatten();
        let known = known.and_then(|button| button.get_attribute("data-samples")?.parse().ok());
        known.unwrap_or(report.batches_per_epoch as f64 * 128.0)
    }

    fn show_epochs(&self) {
        let last = self.last.borrow();
        let Some(report) = last.as_ref() else { return };
        let most = report.runs.iter().map(tested).max().unwrap_or(0);
        if !self.held.get() {
            self.cursor.set(most.max(1));
        }
        let cursor = self.cursor.get();
        let mut rows = String::new();
        for epoch in 0..report
            .runs
            .iter()
            .map(|run| run.epochs.len())
            .max()
            .unwrap_or(0)
        {
            for run in &report.runs {
                if let Some(record) = run.epochs.get(epoch) {
                    rows.push_str(&self.row(run.case, epoch, record, cursor == epoch + 1));
                }
            }
        }
        if let Ok(body) = part::<Element>(&self.host, "epochs-body") {
            body.set_inner_html(&rows);
        }
        dom::hide_part(&self.host, "cursor-box", most == 0);
        if let Ok(slider) = part::<HtmlInputElement>(&self.host, "cursor") {
            slider.set_max(&most.max(1).to_string());
            slider.set_value(&cursor.to_string());
        }
        let said: Vec<String> = report
            .runs
            .iter()
            .filter_map(|run| {
                let record = run.epochs.get(cursor - 1)?;
                let (_, test) = record.test?;
                Some(self.language.fill(
                    words::REVIEWS_AT_EPOCH,
                    &[
                        ("name", self.language.text(short(run.case))),
                        ("train", &number::percent(record.accuracy, self.language)),
                        ("test", &number::percent(test, self.language)),
                    ],
                ))
            })
            .collect();
        let text = format!("{cursor}. {}", said.join(" "));
        dom::set_part_text(&self.host, "cursor-text", &text);
    }

    fn row(&self, case: Case, epoch: usize, record: &Epoch, here: bool) -> String {
        let printed = PRINTED.iter().find(|(printed, _)| *printed == case);
        let printed = printed.and_then(|(_, values)| values.get(epoch));
        let show = |value: Option<f64>| value.map_or("—".to_owned(), |v| number::fixed(v, 4));
        let class = if here { " class=\"here\"" } else { "" };
        format!(
            r#"<tr{class}><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"#,
            markup::case_name(case, self.language),
            epoch + 1,
            show(Some(record.loss)),
            show(Some(record.accuracy)),
            show(record.test.map(|(loss, _)| loss)),
            show(record.test.map(|(_, accuracy)| accuracy)),
            show(printed.copied()),
        )
    }

    /// Draws the curves: training in full lines, the test in dashes; the cursor as a line across.
    pub fn draw(&self, theme: &Theme) {
        let last = self.last.borrow();
        let Some(report) = last.as_ref() else { return };
        let courses = self.courses.borrow();
        let per_epoch = report.batches_per_epoch.max(1);
        let epochs = report.iterations / per_epoch / report.runs.len().max(1) as u64;
        let pick: [fn(&Course) -> &Points; 2] = [|course| &course.loss, |course| &course.accuracy];
        let test: [fn((f64, f64)) -> f64; 2] = [|test| test.0, |test| test.1];
        for (which, name) in ["loss-curve", "accuracy-curve"].into_iter().enumerate() {
            let tests: Vec<Points> = report
                .runs
                .iter()
                .map(|run| tests(&run.epochs, test[which]))
                .collect();
            let mut series = Vec::new();
            for (place, run) in report.runs.iter().enumerate() {
                let colour = colour(run.case, theme);
                let Some(course) = courses.get(place) else {
                    continue;
                };
                let mut add = |points, dashed| {
                    series.push(curve::Series {
                        points,
                        colour,
                        name: "",
                        dashed,
                    });
                };
                add(pick[which](course).as_slice(), false);
                add(tests[place].as_slice(), true);
            }
            let (low, high) = range(&series);
            let at = self.cursor.get() as f64;
            let line = [(at, low), (at, high)];
            if tests.iter().any(|points| !points.is_empty()) {
                series.push(curve::Series {
                    points: &line,
                    colour: theme.ink_soft,
                    name: "",
                    dashed: false,
                });
            }
            let axes = curve::Axes {
                x: Some((0.0, epochs as f64)),
                y: None,
                x_label: self.language.text(words::REVIEWS_EPOCH),
                y_decimals: 2,
            };
            if let Ok(canvas) = part::<HtmlCanvasElement>(&self.host, name) {
                crate::curve::draw(&canvas, theme, &series, &axes);
                let label = self.describe(report, which);
                dom::set_attribute(&canvas, "aria-label", &label);
            }
        }
    }

    /// What a curve shows now, in words.
    fn describe(&self, report: &ReviewsBody, which: usize) -> String {
        let title = [words::REVIEWS_LOSS_CURVE, words::REVIEWS_ACCURACY_CURVE][which];
        let mut label = self.language.text(title).to_owned();
        for run in &report.runs {
            let values: Vec<String> = run
                .epochs
                .iter()
                .filter_map(|epoch| epoch.test)
                .map(|test| number::fixed([test.0, test.1][which], 4))
                .collect();
            if !values.is_empty() {
                let name = self.language.text(short(run.case));
                label.push_str(&format!(". {name}: {}", values.join(", ")));
            }
        }
        label
    }
}

fn tested(run: &RunBody) -> usize {
    run.epochs
        .iter()
        .filter(|epoch| epoch.test.is_some())
        .count()
}

fn tests(epochs: &[Epoch], pick: fn((f64, f64)) -> f64) -> Points {
    let records = epochs.iter().enumerate();
    records
        .filter_map(|(epoch, record)| Some(((epoch + 1) as f64, pick(record.test?))))
        .collect()
}

fn range(series: &[curve::Series<'_>]) -> (f64, f64) {
    let values = series.iter().flat_map(|series| series.points.iter());
    values.fold((f64::MAX, f64::MIN), |(low, high), (_, y)| {
        (low.min(*y), high.max(*y))
    })
}

fn colour(case: Case, theme: &Theme) -> Rgb {
    match case {
        Case::Case20 => theme.class0,
        Case::Case21 => theme.class1,
    }
}

fn short(case: Case) -> Text {
    match case {
        Case::Case20 => words::REVIEWS_CASE20_SHORT,
        Case::Case21 => words::REVIEWS_CASE21_SHORT,
    }
}
