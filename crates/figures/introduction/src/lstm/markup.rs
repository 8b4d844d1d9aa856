//! Both cells as markup and text: examples, a column for each step, a step's formulas and sliders, and what is left of
//! the first input.

use redes_sheet::number;
use redes_shell::{
    choice, controls, dom,
    mounted::REFUSED,
    text::{Language, Text},
};

use super::{
    link::{EXAMPLES, GATES, Gate, STEPS, State},
    numbers::{self, HIGH, Numbers, UNIT},
};
use crate::words;

/// Subscripts from 0.
const SMALL: [&str; STEPS + 1] = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈"];
/// The rows of bars, from the top: the input, the LSTM's state and output, the plain cell's output.
pub const BARS: [&str; 4] = ["x", "c", "h", "plain"];

/// A gate's name.
pub fn gate_label(gate: Gate) -> Text {
    match gate {
        Gate::Input => words::LSTM_INPUT_GATE,
        Gate::Forget => words::LSTM_FORGET_GATE,
        Gate::Output => words::LSTM_OUTPUT_GATE,
    }
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
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
    <h3 id="{prefix}-left-title">{left}</h3>
    <svg class="graph" data-ref="left" role="img" aria-labelledby="{prefix}-left-title {prefix}-left-now"></svg>
    <p class="lstm-left-now" id="{prefix}-left-now"><span><i class="gated"></i><span data-ref="left-gated"></span></span><span><i class="plain"></i><span data-ref="left-plain"></span></span></p>
  </section>
</div>
<p class="status" data-ref="status" role="status"></p>"#,
        controls = text(words::LSTM_CONTROLS),
        reset = text(words::RESET),
        reset_title = text(words::LSTM_RESET_TITLE),
        reset_icon = controls::RESET,
        examples = choice::labelled(language, prefix, "example", words::LSTM_EXAMPLES, examples),
        help = text(words::LSTM_HELP),
        labels = labels(language),
        steps = (0..STEPS)
            .map(|step| column(language, step))
            .collect::<String>(),
        sliders = sliders(language, prefix),
        weights = text(words::LSTM_SAME_WEIGHTS),
        left = text(words::LSTM_LEFT),
    )
}

/// The names of the rows: beside the columns where there is room, above them elsewhere.
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
    let small = SMALL.get(n).copied().unwrap_or_default();
    let [high, middle] = [HIGH, HIGH / 2.0].map(number::plain);
    let bar = |row: &str, letter: &str| {
        format!(
            r#"<div class="lstm-cell {row}" aria-hidden="true"><i>{letter}{small}</i><svg viewBox="0 0 40 {high}" data-bar="{row}-{step}" preserveAspectRatio="none"><rect class="track" x="0" y="0" width="40" height="{high}"/><rect class="value" x="14" y="{middle}" width="21" height="0"/><line x1="0" y1="{middle}" x2="40" y2="{middle}"/></svg><b data-number="{row}-{step}"></b></div>"#
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
            r#"<button type="button" class="button lstm-gate {letter}" data-gate="{letter}-{step}" aria-pressed="false" aria-label="{}"><i>{letter}{small}</i>{}<b></b></button>"#,
            dom::escape(&format!("{letter}{small}: {label}")),
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

/// The drawing of a door in a pipe; [`numbers::leaf`] says where its leaf is.
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

fn sliders(language: Language, prefix: &str) -> String {
    let slider = |name: &str, label: Text, low: &str| {
        let label = dom::escape(language.text(label));
        format!(
            r#"<span class="lstm-slider"><label for="{prefix}-at-{name}"><i>{name}</i> {label}</label><input id="{prefix}-at-{name}" data-at="{name}" type="range" min="{low}" max="1" step="0.1"><output data-ref="at-{name}" aria-live="off" for="{prefix}-at-{name}"></output></span>"#
        )
    };
    let gates = GATES.map(|gate| slider(gate.letter(), gate_label(gate), "0"));
    slider("x", words::LSTM_X, "-1") + &gates.concat()
}

/// The formulas of the selected step: the LSTM cell's three and the plain cell's one, as lists.
pub fn formulas(language: Language, state: &State, numbers: &Numbers) -> String {
    let text = |key| dom::escape(language.text(key));
    let lstm = gated(state, numbers).map(|line| format!("<li>{line}</li>"));
    format!(
        r#"<h4>{}</h4><ul class="sums">{}</ul><h4>{}</h4><ul class="sums"><li>{}</li></ul>"#,
        text(words::LSTM_CELL),
        lstm.concat(),
        text(words::LSTM_PLAIN_CELL),
        plain(state, numbers)
    )
}

/// The LSTM cell's g, c and h at the selected step, with their numbers.
pub fn gated(state: &State, numbers: &Numbers) -> [String; 3] {
    let step = state.step;
    let (now, before) = (numbers.step(step), numbers.before(step));
    let level = |gate| three(numbers::at(state.gate(gate), step));
    let (n, last) = (step + 1, step);
    let name = |letter| indexed(letter, n);
    [
        format!(
            "{} = {} = <b>{}</b>",
            name("g"),
            candidate(state, before.h),
            three(now.g)
        ),
        format!(
            "{} = {} · {} + {} · {} = {} · {} + {} · {} = <b>{}</b>",
            name("c"),
            name("f"),
            indexed("c", last),
            name("i"),
            name("g"),
            level(Gate::Forget),
            factor(before.c),
            level(Gate::Input),
            factor(now.g),
            three(now.c)
        ),
        format!(
            "{} = {} · tanh({}) = {} · {} = <b>{}</b>",
            name("h"),
            name("o"),
            name("c"),
            level(Gate::Output),
            factor(now.tanh_c),
            three(now.h)
        ),
    ]
}

/// The plain cell's h at the selected step, with its numbers.
pub fn plain(state: &State, numbers: &Numbers) -> String {
    format!(
        "{} = {} = <b>{}</b>",
        indexed("h", state.step + 1),
        candidate(state, numbers.plain_before(state.step)),
        three(numbers.plain(state.step))
    )
}

/// tanh(x·W + h·V) of the selected step, in letters and in numbers; `h` is the output of the step before.
fn candidate(state: &State, h: f64) -> String {
    let step = state.step;
    format!(
        "tanh({} · <i>W</i> + {} · <i>V</i>) = tanh({} · {} + {} · {})",
        indexed("x", step + 1),
        indexed("h", step),
        three(numbers::at(&state.x, step)),
        three(UNIT.w),
        three(h),
        three(UNIT.v)
    )
}

/// What is left of the first input's effect at the last step: in the plain cell and in the LSTM cell.
pub fn left(language: Language, numbers: &Numbers) -> [String; 2] {
    let [plain, gated] = &numbers.left;
    let line = |key, shares: &Option<Vec<f64>>| {
        let last = shares.as_ref().and_then(|shares| shares.last());
        let share = match last {
            Some(share) => number::short_percent(*share, 1, language),
            None => language.text(words::LSTM_LEFT_NONE).to_owned(),
        };
        language.fill(key, &[("share", &share)])
    };
    [
        line(words::LSTM_LEFT_PLAIN, plain),
        line(words::LSTM_LEFT_GATED, gated),
    ]
}

/// The status line: the selected step's input, gates and results.
pub fn status(language: Language, state: &State, numbers: &Numbers) -> String {
    let open = |gate: Gate| match numbers::at(state.gate(gate), state.step) {
        0.0 => language.text(words::LSTM_SHUT).to_owned(),
        1.0 => language.text(words::LSTM_OPEN).to_owned(),
        level => language.fill(words::LSTM_AJAR, &[("level", &two(level))]),
    };
    let step = numbers.step(state.step);
    language.fill(
        words::LSTM_STATUS,
        &[
            ("n", &(state.step + 1).to_string()),
            ("x", &two(numbers::at(&state.x, state.step))),
            ("i", &open(Gate::Input)),
            ("f", &open(Gate::Forget)),
            ("o", &open(Gate::Output)),
            ("c", &two(step.c)),
            ("h", &two(step.h)),
            ("plain", &two(numbers.plain(state.step))),
        ],
    )
}

/// The heading of the selected step.
pub fn title(language: Language, state: &State) -> String {
    let n = (state.step + 1).to_string();
    language.fill(words::LSTM_STEP, &[("n", &n)])
}

/// At most two decimals, beside the bars and in the status line.
pub fn two(value: f64) -> String {
    number::short(value, 2)
}

/// At most three decimals, in the formulas.
fn three(value: f64) -> String {
    number::short(value, 3)
}

/// A factor of a product: in brackets where it is negative.
fn factor(value: f64) -> String {
    let text = three(value);
    match text.starts_with('−') {
        true => format!("({text})"),
        false => text,
    }
}

fn indexed(letter: &str, step: usize) -> String {
    format!("<i>{letter}</i><sub>{step}</sub>")
}
