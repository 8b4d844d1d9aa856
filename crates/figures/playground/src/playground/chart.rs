//! The two curves on the page, of the present run and the pinned ones, with their common cursor.

use std::cell::Cell;

use redes_shell::{
    dom::{self, Result, part},
    number,
    plot::{
        Rgb, Theme,
        curve::{self, Axes},
    },
    text::Language,
};
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::{
    link::State,
    lists,
    numbers::{self, Row, Series},
    runs::Run,
};
use crate::words;

/// The present run: its settings and its history.
pub type Present<'a> = (&'a State, &'a [Row]);

/// The curves' parts.
pub struct Charts {
    language: Language,
    canvases: [HtmlCanvasElement; 2],
    cursors: [HtmlElement; 2],
    slider: HtmlInputElement,
    text: Element,
    series: Element,
    /// The cursor's place as a share of the axis; the end follows the training.
    cursor: Cell<f64>,
    /// The last step of all runs: the slider counts to it.
    last: Cell<f64>,
}

impl Charts {
    /// Finds the parts.
    pub fn new(host: &HtmlElement, language: Language) -> Result<Self> {
        Ok(Self {
            language,
            canvases: [part(host, "loss-curve")?, part(host, "accuracy-curve")?],
            cursors: [part(host, "loss-cursor")?, part(host, "accuracy-cursor")?],
            slider: part(host, "cursor")?,
            text: part(host, "cursor-text")?,
            series: part(host, "series")?,
            cursor: Cell::new(1.0),
            last: Cell::new(0.0),
        })
    }

    /// Moves the cursor to a share of the canvases' width.
    pub fn point_at(&self, across: f64) {
        let width = f64::from(self.canvases[0].client_width()).max(1.0);
        let inside = (width - curve::LEFT - curve::RIGHT).max(1.0);
        let share = ((across * width - curve::LEFT) / inside).clamp(0.0, 1.0);
        self.cursor.set(share);
        self.place_slider();
    }

    /// Moves the cursor to the slider's step.
    pub fn slide(&self) {
        let last = self.last.get();
        let step = number::parse(&self.slider.value()).unwrap_or(last);
        self.cursor.set(if step < last { step / last } else { 1.0 });
    }

    /// Puts the slider on the cursor's step.
    fn place_slider(&self) {
        let step = (self.cursor.get() * self.last.get()).round() as u64;
        self.slider.set_value(&step.to_string());
    }

    /// Draws the curves, the list of their lines, and the cursor with the values below it.
    pub fn draw(&self, theme: &Theme, present: Present<'_>, runs: &[Run]) {
        let last = last(present.1, runs);
        if self.last.replace(last) != last {
            self.slider.set_max(&(last as u64).to_string());
            self.place_slider();
        }
        let end = last.max(1.0);
        let all: Vec<Line> = lines(theme, present.1, runs).collect();
        let losses = all.iter().filter(|line| !line.series.is_score());
        let top = numbers::top(losses.flat_map(|line| line.points.iter().map(|(_, y)| *y)));
        for (place, canvas) in self.canvases.iter().enumerate() {
            let scores = place == 1;
            let own = all.iter().filter(|line| line.series.is_score() == scores);
            let series: Vec<curve::Series<'_>> = own.map(Line::drawn).collect();
            let axes = Axes {
                x: Some((0.0, end)),
                y: Some((0.0, if scores { 1.0 } else { top })),
                x_label: "",
                y_decimals: if scores { 1 } else { 2 },
            };
            curve::draw(canvas, theme, &series, &axes);
        }
        self.draw_list(present.1, runs);
        self.draw_cursor(present, runs, end);
    }

    fn draw_list(&self, rows: &[Row], runs: &[Run]) {
        let tested = |rows: &[Row]| rows.iter().any(|row| row[2].is_finite());
        let item = |class: &str, dashed: bool, name: &str| {
            let dash = if dashed { " dashed" } else { "" };
            format!(
                r#"<li><svg viewBox="0 0 28 8" aria-hidden="true"><path class="{class}{dash}" d="M0 4h28"/></svg>{}</li>"#,
                dom::escape(name)
            )
        };
        let text = |key| self.language.text(key);
        let mut items = item("now", false, text(words::PLAYGROUND_SERIES_TRAIN));
        if tested(rows) || runs.iter().any(|run| tested(&run.rows)) {
            items += &item("now", true, text(words::PLAYGROUND_SERIES_TEST));
        }
        for run in runs {
            items += &item(&format!("run{}", run.colour), false, &self.name(run));
        }
        // The list changes seldom; a screen reader should not lose its place in it.
        if self.series.get_attribute("data-shown").as_deref() != Some(&items) {
            self.series.set_inner_html(&items);
            dom::set_attribute(&self.series, "data-shown", &items);
        }
    }

    fn name(&self, run: &Run) -> String {
        let n = run.number.to_string();
        self.language
            .fill(words::PLAYGROUND_SERIES_RUN, &[("n", &n)])
    }

    fn draw_cursor(&self, present: Present<'_>, runs: &[Run], end: f64) {
        let share = self.cursor.get();
        for (cursor, canvas) in self.cursors.iter().zip(&self.canvases) {
            let width = f64::from(canvas.client_width());
            let x = curve::LEFT + share * (width - curve::LEFT - curve::RIGHT);
            let x = format!("{}px", redes_sheet::decimal::fixed(x, 1));
            let _ = cursor.style().set_property("left", &x);
            dom::set_hidden(cursor, share >= 1.0 || width < 1.0);
        }
        // The axis is one step long before there is any.
        let step = (share * end).round().min(self.last.get());
        let mut message: Vec<String> = Vec::new();
        let language = self.language;
        let mut add = |name: &str, state: &State, loss: f64, score: f64| {
            if loss.is_finite() {
                let slots = [
                    ("name", name),
                    ("loss", &*number::compact(loss)),
                    ("score", &lists::score(language, state, score)),
                ];
                message.push(language.fill(words::PLAYGROUND_CURSOR_VALUE, &slots));
            }
        };
        let mut tell_run = |prefix: &str, state: &State, rows: &[Row]| {
            if let Some([_, train, test, train_score, test_score]) = numbers::at(rows, step) {
                let name = |key| format!("{prefix}{}", language.text(key));
                let [first, second] = [
                    words::PLAYGROUND_SERIES_TRAIN,
                    words::PLAYGROUND_SERIES_TEST,
                ]
                .map(name);
                add(&first, state, *train, *train_score);
                add(&second, state, *test, *test_score);
            }
        };
        tell_run("", present.0, present.1);
        for run in runs {
            tell_run(&format!("{}, ", self.name(run)), &run.state, &run.rows);
        }
        let step = number::grouped(step as u64, language);
        let slots = [("step", &*step), ("values", &message.join("; "))];
        let text = language.fill(words::PLAYGROUND_CURSOR_AT, &slots);
        dom::set_text(&self.text, &text);
        dom::set_attribute(&self.slider, "aria-valuetext", &text);
    }

    /// Describes the curves in words.
    pub fn describe(&self, rows: &[Row]) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return;
        };
        let step = number::grouped(last[0] as u64, self.language);
        let what = [
            (words::PLAYGROUND_LOSS, Series::TrainLoss),
            (words::PLAYGROUND_ACCURACY, Series::TrainAccuracy),
        ];
        for (canvas, (what, series)) in self.canvases.iter().zip(what) {
            let slots = [
                ("what", self.language.text(what)),
                ("first", &*number::compact(series.of(first))),
                ("last", &number::compact(series.of(last))),
                ("step", &step),
            ];
            let message = self.language.fill(words::PLAYGROUND_CURVE_NOW, &slots);
            dom::set_attribute(canvas, "aria-label", &message);
        }
    }
}

/// The last step of a run and of the pinned ones.
fn last(rows: &[Row], runs: &[Run]) -> f64 {
    let last = |rows: &[Row]| rows.last().map_or(0.0, |row| row[0]);
    let ends = runs.iter().map(|run| last(&run.rows));
    ends.fold(last(rows), f64::max)
}

/// The end of the axis of steps: one step at least.
pub fn end(rows: &[Row], runs: &[Run]) -> f64 {
    last(rows, runs).max(1.0)
}

/// The width of the present run's lines, in CSS pixels.
const WIDTH: f64 = 2.0;
/// Those of the pinned runs, by their colour: on grey paper nothing else distinguishes them. The list of runs
/// (`playground.css`) has the same.
const WIDTHS: [f64; 4] = [1.0, 3.0, 4.5, 6.5];

/// A line of a curve.
pub struct Line {
    /// What it shows.
    pub series: Series,
    /// Its points.
    pub points: Vec<(f64, f64)>,
    /// Its colour.
    pub colour: Rgb,
    /// Its width, in CSS pixels.
    pub width: f64,
}

impl Line {
    fn drawn(&self) -> curve::Series<'_> {
        curve::Series {
            points: &self.points,
            colour: self.colour,
            dashed: self.series.is_test(),
            width: self.width,
        }
    }
}

/// The lines: those of the pinned runs below those of the present one.
pub fn lines<'a>(theme: &Theme, rows: &[Row], runs: &'a [Run]) -> impl Iterator<Item = Line> {
    let colours = [theme.ink, theme.class0, theme.class1, theme.ink_soft];
    let of_run = move |run: &'a Run| {
        let colour = colours.get(run.colour).copied().unwrap_or(colours[0]);
        let width = WIDTHS.get(run.colour).copied().unwrap_or(WIDTH);
        Series::ALL.map(|series| Line {
            series,
            points: series.points(&run.rows),
            colour,
            width,
        })
    };
    let present = Series::ALL.map(|series| Line {
        series,
        points: series.points(rows),
        colour: theme.accent,
        width: WIDTH,
    });
    let all = runs.iter().flat_map(of_run).chain(present);
    all.filter(|line| !line.points.is_empty())
}
