//! The figure's markup: choices, the image, the numbers of a column, two rows of bars; and its sentences.

use redes_data::{mnist::SIDE, scaling::Scaling};
use redes_sheet::decimal::shortest;

use super::{
    link::{NORMS, State},
    numbers::Numbers,
};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    mounted::REFUSED,
    number,
    text::{Language, Text},
};

/// The width of a bar, in units of its drawing.
const BAR: f64 = 10.0;
/// The height of the greatest bar.
pub const HIGH: f64 = 60.0;
/// The two rows of bars, by their `data-ref`.
pub const ROWS: [&str; 2] = ["before", "after"];

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let norms = NORMS.map(|(name, _)| {
        let label = match name {
            "raw" => words::COLUMNS_RAW,
            "255" => words::COLUMNS_BY255,
            "column" => words::COLUMNS_BY_COLUMN,
            _ => words::COLUMNS_BY_IMAGE,
        };
        (name.to_owned(), text(label))
    });
    format!(
        r#"<div class="fields columns-choices">{digits}{norms}<button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button></div>
{REFUSED}
<p class="help" data-ref="formula"></p>
<div class="columns-figure">
  <section class="columns-picture">
    <h3><span>{picture}</span> <output data-ref="darkest"></output></h3>
    <canvas data-ref="picture" class="columns-canvas" role="img" aria-label="{picture}"></canvas>
    <span class="columns-slider"><label for="{prefix}-column">{column}</label><input id="{prefix}-column" data-ref="column" type="range" min="0" max="{last}" step="1"><output data-ref="column-now" aria-live="off" for="{prefix}-column"></output></span>
  </section>
  <section class="columns-numbers">
    <h3 data-ref="numbers-title"></h3>
    <ol class="columns-list" data-ref="numbers" tabindex="0" aria-label="{numbers}">{rows}</ol>
  </section>
  <section class="columns-norms">
    {bars}
    <p class="help">{help}</p>
  </section>
</div>
<p class="status" data-ref="status" role="status"></p>"#,
        digits = choice::digits(language, prefix, words::COLUMNS_DIGIT),
        norms = choice::labelled(language, prefix, "norm", words::COLUMNS_NORM, norms),
        reset_title = text(words::COLUMNS_RESET_TITLE),
        reset_icon = controls::RESET,
        reset = text(words::RESET),
        picture = text(words::COLUMNS_PICTURE),
        column = text(words::COLUMNS_COLUMN),
        last = SIDE - 1,
        numbers = text(words::COLUMNS_NUMBERS),
        rows = (0..SIDE).map(pixel).collect::<String>(),
        bars = ROWS.map(|row| bars(language, row)).concat(),
        help = text(words::COLUMNS_HELP),
    )
}

/// A pixel of the column: its shade, its number before and after.
fn pixel(row: usize) -> String {
    format!(
        r#"<li data-row="{row}"><i data-shade="{row}"></i><span data-raw="{row}"></span> <span aria-hidden="true">→</span> <b data-scaled="{row}"></b></li>"#
    )
}

/// A row with a bar for each column. Screen readers skip it, since the slider gives the same numbers.
fn bars(language: Language, row: &str) -> String {
    let title = dom::escape(language.text(match row {
        "before" => words::COLUMNS_BEFORE,
        _ => words::COLUMNS_AFTER,
    }));
    let bars: String = (0..SIDE)
        .map(|column| {
            let left = column as f64 * BAR + 1.0;
            let [x, y, width] = [left, HIGH, BAR - 2.0].map(shortest);
            format!(r#"<rect data-bar="{column}" x="{x}" y="{y}" width="{width}" height="0"/>"#)
        })
        .collect();
    let [width, height, base] = [BAR * SIDE as f64, HIGH + 12.0, HIGH + 0.5].map(shortest);
    format!(
        r#"<figure><figcaption><span>{title}</span> <output data-ref="{row}-most"></output></figcaption><svg class="columns-bars" data-ref="{row}" viewBox="0 0 {width} {height}" aria-hidden="true"><line x1="0" y1="{base}" x2="{width}" y2="{base}"/>{bars}<path class="here" data-here="{row}" d=""/></svg></figure>"#
    )
}

/// The path of the mark under a column's bar.
pub fn mark(column: usize) -> String {
    let [x, y] = [(column as f64 + 0.5) * BAR, HIGH + 2.0].map(shortest);
    format!("M{x} {y}l5 9h-10z")
}

/// What a way to scale does.
pub fn formula(norm: Scaling) -> Text {
    match norm {
        Scaling::Raw => words::COLUMNS_FORMULA_RAW,
        Scaling::By255 => words::COLUMNS_FORMULA255,
        Scaling::Columns => words::COLUMNS_FORMULA_COLUMN,
        Scaling::Image => words::COLUMNS_FORMULA_IMAGE,
    }
}

/// The column's number and its norms.
pub fn column_now(language: Language, state: &State, numbers: &Numbers) -> String {
    let n = (state.column + 1).to_string();
    let norms = numbers.norms_of(state.column);
    let [before, after] = norms.map(|norm| number::short(norm, 3));
    let slots = [("n", &*n), ("before", &before), ("after", &after)];
    language.fill(words::COLUMNS_NOW, &slots)
}

/// The columns with the least and the most ink, and what scaling does to them; empty where there is no ink.
pub fn status(language: Language, state: &State, numbers: &Numbers) -> String {
    let Some([least, most]) = numbers.extremes() else {
        return String::new();
    };
    let [least_norms, most_norms] = [least, most].map(|column| {
        let norms = numbers.norms_of(column);
        norms.map(|norm| number::short(norm, 2))
    });
    let [least_before, least_after] = &least_norms;
    let [most_before, most_after] = &most_norms;
    language.fill(
        words::COLUMNS_STATUS,
        &[
            ("digit", &state.digit.to_string()),
            ("least", &(least + 1).to_string()),
            ("most", &(most + 1).to_string()),
            ("least_before", least_before),
            ("most_before", most_before),
            ("least_after", least_after),
            ("most_after", most_after),
        ],
    )
}

/// The image's label.
pub fn picture_now(language: Language, state: &State) -> String {
    let (digit, n) = (state.digit.to_string(), (state.column + 1).to_string());
    let slots = [("digit", &*digit), ("n", &*n)];
    language.fill(words::COLUMNS_PICTURE_NOW, &slots)
}
