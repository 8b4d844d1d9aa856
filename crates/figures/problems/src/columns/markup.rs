//! The columns' markup: choices; picture, the numbers of a column, and a bar for each column before and after.

use redes_data::mnist::SIDE;

use super::link::NORMS;
use crate::words;
use redes_shell::{choice, controls, dom, mounted::REFUSED, text::Language};

/// Units of the bars' drawing: a bar's width, and the height of the greatest.
pub const BAR: f64 = 10.0;
/// Height of the greatest bar.
pub const HIGH: f64 = 60.0;
/// The two rows of bars.
pub const ROWS: [&str; 2] = ["before", "after"];

/// The whole widget.
pub fn markup(language: Language) -> String {
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
    <span class="columns-slider"><label for="columns-column">{column}</label><input id="columns-column" data-ref="column" type="range" min="0" max="{last}" step="1"><output data-ref="column-now" for="columns-column"></output></span>
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
        digits = choice::digits(language, "columns", words::COLUMNS_DIGIT),
        norms = choice::labelled(language, "columns", "norm", words::COLUMNS_NORM, norms),
        reset_title = text(words::COLUMNS_RESET_TITLE),
        reset_icon = controls::RESET,
        reset = text(words::RESET),
        picture = text(words::COLUMNS_PICTURE),
        column = text(words::COLUMNS_COLUMN),
        last = SIDE - 1,
        numbers = text(words::COLUMNS_NUMBERS),
        rows = (0..SIDE).map(number).collect::<String>(),
        bars = ROWS.map(|row| bars(language, row)).concat(),
        help = text(words::COLUMNS_HELP),
    )
}

fn number(row: usize) -> String {
    format!(
        r#"<li data-row="{row}"><i data-shade="{row}"></i><span data-raw="{row}"></span> <span aria-hidden="true">→</span> <b data-scaled="{row}"></b></li>"#
    )
}

/// A bar for each column; the picture and the slider say the same, so they are hidden from those who can't see.
fn bars(language: Language, row: &str) -> String {
    let title = dom::escape(language.text(match row {
        "before" => words::COLUMNS_BEFORE,
        _ => words::COLUMNS_AFTER,
    }));
    let bars: String = (0..SIDE)
        .map(|column| {
            let x = column as f64 * BAR;
            format!(
                r#"<rect data-bar="{column}" x="{}" y="{HIGH}" width="{}" height="0"/>"#,
                x + 1.0,
                BAR - 2.0
            )
        })
        .collect();
    let (width, height) = (BAR * SIDE as f64, HIGH + 12.0);
    let base = HIGH + 0.5;
    format!(
        r#"<figure><figcaption><span>{title}</span> <output data-ref="{row}-most"></output></figcaption><svg class="columns-bars" data-ref="{row}" viewBox="0 0 {width} {height}" aria-hidden="true"><line x1="0" y1="{base}" x2="{width}" y2="{base}"/>{bars}<path class="here" data-here="{row}" d=""/></svg></figure>"#
    )
}
