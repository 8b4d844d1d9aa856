//! The cell's markup: examples; a column a step; a step's formulas and sliders; what is left of the first input.

use super::link::{EXAMPLES, GATES, Gate, STEPS};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    mounted::REFUSED,
    text::{Language, Text},
};

/// Height of a bar's drawing; its middle is 0.
pub const HIGH: f64 = 56.0;
/// Small figures below a letter, from 0.
pub const SMALL: [&str; 9] = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈"];
/// The numbers that bars show, in the order of the rows.
pub const BARS: [&str; 4] = ["x", "c", "h", "plain"];

/// A gate's name.
pub fn gate_label(gate: Gate) -> Text {
    match gate {
        Gate::Input => words::LSTM_INPUT_GATE,
        Gate::Forget => words::LSTM_FORGET_GATE,
        Gate::Output => words::LSTM_OUTPUT_GATE,
    }
}

/// The whole widget.
pub fn markup(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let examples = EXAMPLES.map(|example| {
        let label = match example.name {
            "remember" => words::LSTM_REMEMBER,
            "forget" => words::LSTM_FORGET,
            "leak" => words::LSTM_LEAK,
            _ => words::LSTM_PASS,
        };
        (example.name.to_owned(), text(label))
    });
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  {examples}
</div>
{REFUSED}
<p class="help">{help}</p>
<div class="lstm-steps">
  {labels}
  {steps}
</div>
<div class="lstm-below">
  <section class="lstm-step-now">
    <h3 data-ref="title"></h3>
    <div class="lstm-sliders">{sliders}</div>
    <div class="lstm-formulas" data-ref="formulas"></div>
    <p class="help">{weights}</p>
  </section>
  <section class="lstm-left">
    <h3 id="lstm-left-title">{left}</h3>
    <svg class="graph" data-ref="left" role="img" aria-labelledby="lstm-left-title lstm-left-now"></svg>
    <p class="lstm-left-now" id="lstm-left-now"><span><i class="gated"></i><span data-ref="left-gated"></span></span><span><i class="plain"></i><span data-ref="left-plain"></span></span></p>
  </section>
</div>
<p class="status" data-ref="status" role="status"></p>"#,
        controls = text(words::LSTM_CONTROLS),
        reset = text(words::RESET),
        reset_title = text(words::LSTM_RESET_TITLE),
        reset_icon = controls::RESET,
        examples = choice::labelled(language, "lstm", "example", words::LSTM_EXAMPLES, examples),
        help = text(words::LSTM_HELP),
        labels = labels(language),
        steps = (0..STEPS)
            .map(|step| column(language, step))
            .collect::<String>(),
        sliders = sliders(language),
        weights = text(words::LSTM_SAME_WEIGHTS),
        left = text(words::LSTM_LEFT),
    )
}

/// What the rows are: beside the columns where there is room, above them elsewhere.
fn labels(language: Language) -> String {
    let rows = [
        ("", words::LSTM_STEP_ROW),
        ("x", words::LSTM_X),
        ("i", words::LSTM_INPUT_GATE),
        ("f", words::LSTM_FORGET_GATE),
        ("c", words::LSTM_STATE),
        ("o", words::LSTM_OUTPUT_GATE),
        ("h", words::LSTM_OUTPUT),
        ("h", words::LSTM_PLAIN),
    ];
    let rows = rows.map(|(letter, key)| {
        let text = dom::escape(language.text(key));
        format!("<li><i>{letter}</i> {text}</li>")
    });
    format!(r#"<ul class="lstm-labels">{}</ul>"#, rows.concat())
}

fn column(language: Language, step: usize) -> String {
    let n = step + 1;
    let bar = |row: &str, letter: &str| {
        let middle = HIGH / 2.0;
        format!(
            r#"<div class="lstm-cell {row}" aria-hidden="true"><i>{letter}{}</i><svg viewBox="0 0 40 {HIGH}" data-bar="{row}-{step}" preserveAspectRatio="none"><rect class="track" x="0" y="0" width="40" height="{HIGH}"/><rect class="value" x="14" y="{middle}" width="21" height="0"/><line x1="0" y1="{middle}" x2="40" y2="{middle}"/></svg><b data-number="{row}-{step}"></b></div>"#,
            SMALL[n]
        )
    };
    let gate = |gate: Gate| {
        let letter = gate.letter();
        let label = language.fill(
            words::LSTM_GATE_LABEL,
            &[
                ("gate", language.text(gate_label(gate))),
                ("n", &n.to_string()),
            ],
        );
        format!(
            r#"<button type="button" class="button lstm-gate {letter}" data-gate="{letter}-{step}" aria-pressed="false" aria-label="{}"><i>{letter}{}</i>{}<b></b></button>"#,
            dom::escape(&format!("{letter}{}: {label}", SMALL[n])),
            SMALL[n],
            door(gate)
        )
    };
    format!(
        r#"<div class="lstm-column" data-column="{step}" role="group" aria-label="{label}"><button type="button" class="button lstm-t" data-step="{step}" aria-pressed="false">{n}</button>{x}{input}{forget}{c}{output}{h}{plain}</div>"#,
        label = dom::escape(&language.fill(words::LSTM_COLUMN, &[("n", &n.to_string())])),
        x = bar("x", "x"),
        input = gate(Gate::Input),
        forget = gate(Gate::Forget),
        c = bar("c", "c"),
        output = gate(Gate::Output),
        h = bar("h", "h"),
        plain = bar("plain", "h"),
    )
}

/// A door in a pipe: across it where it is shut, along its wall where it is open.
fn door(gate: Gate) -> String {
    let walls = match gate {
        Gate::Forget => "M2 6H38M2 30H38",
        Gate::Input | Gate::Output => "M8 2V34M32 2V34",
    };
    let arrow = match gate {
        Gate::Forget => "M7 18H31M26 13L31 18L26 23",
        Gate::Input | Gate::Output => "M20 6V30M15 25L20 30L25 25",
    };
    format!(
        r#"<svg viewBox="0 0 40 36" aria-hidden="true"><path class="walls" d="{walls}"/><path class="flow" d="{arrow}"/><line class="leaf" x1="0" y1="0" x2="0" y2="0"/></svg>"#
    )
}

/// The ends of a door's leaf.
pub fn leaf(gate: Gate, open: f64) -> [f64; 4] {
    let (sine, cosine) = (open * std::f64::consts::FRAC_PI_2).sin_cos();
    match gate {
        Gate::Forget => [13.0, 30.0, 13.0 + 24.0 * sine, 30.0 - 24.0 * cosine],
        Gate::Input | Gate::Output => [8.0, 11.0, 8.0 + 24.0 * cosine, 11.0 + 20.0 * sine],
    }
}

fn sliders(language: Language) -> String {
    let slider = |name: &str, label: Text, low: &str| {
        let label = dom::escape(language.text(label));
        format!(
            r#"<span class="lstm-slider"><label for="lstm-at-{name}"><i>{name}</i> {label}</label><input id="lstm-at-{name}" data-at="{name}" type="range" min="{low}" max="1" step="0.1"><output data-ref="at-{name}" for="lstm-at-{name}"></output></span>"#
        )
    };
    let gates = GATES.map(|gate| slider(gate.letter(), gate_label(gate), "0"));
    slider("x", words::LSTM_X, "-1") + &gates.concat()
}
