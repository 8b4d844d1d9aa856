//! The figure's markup: controls and landscapes, the picture, the table of steps, and a field for every number.

use redes_lessons::{
    cost_landscape::Landscape,
    descent::{Descent, Place},
};

use super::{
    link::{SPEEDS, START, State},
    numbers::DIAL,
};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    field::FieldSpec,
    mounted::REFUSED,
    number,
    text::{Language, Text},
};

/// How many steps the table has room for.
const ROWS: usize = 6;

/// A landscape's name.
pub fn landscape_name(landscape: Landscape) -> Text {
    match landscape {
        Landscape::Parabola => words::DESCENT_PARABOLA,
        Landscape::TwoValleys => words::DESCENT_TWO_VALLEYS,
        Landscape::Plateau => words::DESCENT_PLATEAU,
        Landscape::Ravine => words::DESCENT_RAVINE,
        Landscape::Bowl => words::DESCENT_BOWL,
        Landscape::Saddle => words::DESCENT_SADDLE,
    }
}

/// A landscape's formula, as MathML.
pub fn formula(landscape: Landscape) -> &'static str {
    match landscape {
        Landscape::Parabola => "<mi>C</mi><mo>=</mo><msup><mi>w</mi><mn>2</mn></msup>",
        Landscape::TwoValleys => {
            "<mi>C</mi><mo>=</mo><msup><mrow><mo>(</mo><mfrac><msup><mi>w</mi><mn>2</mn></msup><mn>4</mn></mfrac><mo>−</mo><mn>1</mn><mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><mn>0.15</mn><mi>w</mi><mo>+</mo><mn>0.4</mn>"
        }
        Landscape::Plateau => {
            "<mi>C</mi><mo>=</mo><mn>1</mn><mo>−</mo><msup><mi>e</mi><mrow><mo>−</mo><msup><mi>w</mi><mn>2</mn></msup><mo>/</mo><mn>2</mn></mrow></msup><mo>+</mo><mn>0.01</mn><mo>(</mo><msqrt><msup><mi>w</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn></msqrt><mo>−</mo><mn>1</mn><mo>)</mo>"
        }
        Landscape::Ravine => {
            "<mi>C</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mn>10</mn><msup><mi>y</mi><mn>2</mn></msup>"
        }
        Landscape::Bowl => {
            "<mi>C</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>y</mi><mn>2</mn></msup>"
        }
        Landscape::Saddle => {
            "<mi>C</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mfrac><mn>1</mn><mn>4</mn></mfrac><msup><mrow><mo>(</mo><msup><mi>y</mi><mn>2</mn></msup><mo>−</mo><mn>1</mn><mo>)</mo></mrow><mn>2</mn></msup>"
        }
    }
}

/// The fields: η, β, the start along both axes, ε, the most steps.
pub fn fields() -> [FieldSpec; 6] {
    let usual = State::default();
    let start = |name, label| FieldSpec {
        name,
        label,
        range: -START..=START,
        whole: false,
    };
    [
        FieldSpec::of(&usual, "rate", words::DESCENT_RATE),
        FieldSpec::of(&usual, "momentum", words::DESCENT_MOMENTUM),
        start("start-x", words::DESCENT_START_X),
        start("start-y", words::DESCENT_START_Y),
        FieldSpec::of(&usual, "epsilon", words::DESCENT_EPSILON),
        FieldSpec::of(&usual, "iterations", words::DESCENT_ITERATIONS),
    ]
}

/// What stands in the play button.
pub fn play(language: Language, running: bool) -> String {
    let (icon, key) = match running {
        true => (controls::PAUSE, words::PAUSE),
        false => (controls::PLAY, words::DESCENT_PLAY),
    };
    format!("{icon}<span>{}</span>", dom::escape(language.text(key)))
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let landscapes = Landscape::ALL
        .map(|landscape| (landscape.name().to_owned(), text(landscape_name(landscape))));
    let [rate, momentum, start_x, start_y, epsilon, iterations] =
        fields().map(|field| field.markup(language, prefix));
    let slider = |name: &str, label, low: i32, high: i32, step: i32| {
        format!(
            r#"<input data-ref="{name}-dial" type="range" min="{low}" max="{high}" step="{step}" aria-label="{}">"#,
            text(label)
        )
    };
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button primary" data-ref="play">{play}</button>
  <button type="button" class="button" data-ref="step">{step_icon}<span>{step}</span></button>
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  <button type="button" class="button" data-ref="usual">{usual}</button>
  <span class="speed"><label for="{prefix}-speed">{speed}</label><input id="{prefix}-speed" data-ref="speed" type="range" min="0" max="{last}" step="1"><output data-ref="speed-text" aria-live="off" for="{prefix}-speed"></output></span>
</div>
{REFUSED}
<div class="fields descent-choices">{landscapes}</div>
<div class="descent-figure">
  <section class="descent-land">
    <h3 id="{prefix}-title"><span data-ref="name"></span> <math data-ref="cost-formula"></math></h3>
    <canvas data-ref="picture" class="descent-picture" tabindex="0" role="application" aria-labelledby="{prefix}-title" aria-describedby="{prefix}-now {prefix}-help"></canvas>
    <p class="status" id="{prefix}-now" data-ref="status" role="status"></p>
    <p class="help" id="{prefix}-help">{help}</p>
  </section>
  <div class="descent-sets">
    <div class="descent-dials"><div class="descent-dial">{rate}{rate_dial}</div><div class="descent-dial">{momentum}{momentum_dial}</div></div>
    <div class="descent-fields">{start_x}{start_y}{epsilon}{iterations}</div>
  </div>
  <section class="descent-account">
    <h3>{steps}</h3>
    <table class="descent-steps" data-ref="steps"><thead data-ref="head"></thead><tbody data-ref="rows"></tbody></table>
    <p class="descent-vectors" data-ref="vectors"></p>
  </section>
  <section class="descent-cost">
    <h3>{curve}</h3>
    <canvas data-ref="curve" class="descent-curve" role="img" aria-label="{curve}"></canvas>
  </section>
</div>"#,
        controls = text(words::DESCENT_CONTROLS),
        play = play(language, false),
        step_icon = controls::STEP,
        step = text(words::STEP),
        reset_icon = controls::RESET,
        reset = text(words::RESET),
        reset_title = text(words::DESCENT_RESET_TITLE),
        speed = text(words::SPEED),
        last = SPEEDS.len() - 1,
        landscapes = choice::labelled(
            language,
            prefix,
            "landscape",
            words::DESCENT_LANDSCAPE,
            landscapes
        ),
        help = text(words::DESCENT_HELP),
        rate_dial = slider("rate", words::DESCENT_RATE, DIAL.0, DIAL.1, DIAL.2),
        momentum_dial = slider("momentum", words::DESCENT_MOMENTUM, 0, 100, 1),
        usual = text(words::DESCENT_USUAL),
        steps = text(words::DESCENT_STEPS),
        curve = text(words::DESCENT_CURVE),
    )
}

/// The columns' names in the table of steps.
fn names(walk: &Descent) -> &'static [&'static str] {
    match walk.settings().landscape.dimensions() {
        1 => &["w", "C", "C′(w)"],
        _ => &["x", "y", "C", "|∇C|"],
    }
}

/// The head of the table of steps.
pub fn table_head(language: Language, walk: &Descent) -> String {
    let step = dom::escape(language.text(words::DESCENT_STEP));
    let names: String = names(walk)
        .iter()
        .map(|name| format!(r#"<th scope="col"><i>{name}</i></th>"#))
        .collect();
    format!(r#"<tr><th scope="col">{step}</th>{names}</tr>"#)
}

/// The rows of the table: the last steps, the newest below, and empty rows up to `ROWS`.
pub fn table_rows(language: Language, walk: &Descent) -> String {
    let columns = names(walk).len();
    let places = walk.places();
    let from = places.len().saturating_sub(ROWS);
    let row = |(at, place): (usize, &Place)| {
        let [x, y] = place.point;
        let values = match columns {
            3 => vec![x, place.cost, place.gradient[0]],
            _ => vec![x, y, place.cost, place.slope()],
        };
        let cells: String = values
            .into_iter()
            .map(|value| format!("<td>{}</td>", number::compact(value)))
            .collect();
        let at = number::grouped(at as u64, language);
        format!(r#"<tr><th scope="row">{at}</th>{cells}</tr>"#)
    };
    let mut rows: String = places.iter().enumerate().skip(from).map(row).collect();
    let empty = "<td></td>".repeat(columns);
    for _ in places.len()..ROWS {
        rows.push_str(&format!("<tr><td>&#xa0;</td>{empty}</tr>"));
    }
    rows
}
