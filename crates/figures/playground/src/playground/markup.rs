//! The playground's markup: controls, data, network, plane, curves; the folds stand in `panels.rs`.

use redes_shell::{
    controls, dom,
    field::Parameter,
    mounted::REFUSED,
    text::{Language, Text},
};

use super::{
    link::{SPEEDS, State},
    names::{Named, View},
    panels,
};
use crate::words;

/// A row of [`PARAMETERS`]: key and field of the state, and the label.
macro_rules! parameter {
    ($field:ident: $kind:ty, $label:ident) => {
        Parameter {
            key: stringify!($field),
            label: words::$label,
            value: |state| state.$field as f64,
            set: |state, value| state.$field = value as $kind,
        }
    };
}

/// The parameters that are numbers: those of the points first.
pub const PARAMETERS: [Parameter<State>; 12] = [
    parameter!(samples: u32, PLAYGROUND_SAMPLES),
    parameter!(noise: f64, PLAYGROUND_NOISE),
    parameter!(balance: f64, PLAYGROUND_BALANCE),
    parameter!(test: f64, PLAYGROUND_TEST_SHARE),
    // The field shows the rate as it is now, after the reader's changes.
    Parameter {
        key: "rate",
        label: words::PLAYGROUND_RATE,
        value: State::rate_now,
        set: |state, value| {
            state.restart();
            state.rate = value;
        },
    },
    parameter!(batch: u32, PLAYGROUND_BATCH),
    parameter!(l1: f64, PLAYGROUND_L1),
    parameter!(l2: f64, PLAYGROUND_L2),
    parameter!(dropout: f64, PLAYGROUND_DROPOUT),
    parameter!(steps: u64, PLAYGROUND_STEPS),
    parameter!(below: f64, PLAYGROUND_BELOW),
    parameter!(patience: u32, PLAYGROUND_PATIENCE),
];

/// The parameters that belong to the points.
pub const OF_POINTS: usize = 4;

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    format!(
        r#"{controls}
{more}
{REFUSED}
<p class="notice" data-ref="note" role="status" hidden></p>
<div class="playground-figure">
  <div class="playground-data">{points}{training}</div>
  <div class="playground-net">
    <h3 id="{prefix}-net-title">{network}</h3>
    <div class="playground-scroll">{net}</div>
    <div class="playground-layers" data-ref="layers" role="group" aria-label="{layers}"></div>
    <span class="field playground-text"><label for="{prefix}-hidden">{hidden}</label><input id="{prefix}-hidden" data-ref="hidden" autocomplete="off" spellcheck="false" size="20" aria-describedby="{prefix}-hidden-error"><span class="field-error" id="{prefix}-hidden-error" data-ref="hidden-error" role="alert" hidden></span></span>
    <p class="help" id="{prefix}-net-help">{help}</p>
  </div>
  <div class="playground-out">{out}</div>
  <div class="playground-below">{curves}{explain}</div>
</div>
{folds}"#,
        controls = controls::markup(language, prefix, SPEEDS),
        more = panels::more(language, prefix),
        points = panels::points(language, prefix),
        training = panels::training(language, prefix),
        network = text(words::PLAYGROUND_NETWORK),
        net = redes_diagram::markup::place(
            &format!("{prefix}-net-title"),
            &format!("{prefix}-net-help")
        ),
        layers = text(words::PLAYGROUND_LAYERS),
        hidden = text(words::PLAYGROUND_HIDDEN),
        help = text(words::PLAYGROUND_NETWORK_HELP),
        out = output(language, prefix),
        curves = curves(language, prefix),
        explain = panels::explain(language),
        folds = panels::folds(language, prefix),
    )
}

/// The plane with its legend, the scores and the confusion matrix.
fn output(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let confusion: String = (0..2)
        .map(|class| {
            let cells: String = [0, 1, 4, 5]
                .map(|at| format!(r#"<td data-cell="{}">0</td>"#, at + 2 * class))
                .concat();
            format!(r#"<tr><th scope="row">{class}</th>{cells}</tr>"#)
        })
        .collect();
    let [train, test] = [
        text(words::PLAYGROUND_TRAINING),
        text(words::PLAYGROUND_TEST),
    ];
    format!(
        r#"<h3 data-ref="caption">{sees}</h3>
    <div class="plane"><canvas data-ref="surface" role="img" aria-label="{plane}"></canvas><canvas data-ref="points" aria-hidden="true"></canvas><div class="playground-paint" data-ref="paint" tabindex="0" role="application" aria-label="{paint}" hidden><span data-ref="cross"></span></div></div>
    <div class="legend"><canvas data-ref="ramp" width="256" height="1" role="img" aria-label="{legend}"></canvas><span data-ref="low">0</span><span data-ref="middle">0.5</span><span data-ref="high">1</span></div>
    <p class="classes" role="list" data-ref="classes"><span role="listitem" class="class0"><svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5"/></svg>{class0}</span> <span role="listitem" class="class1"><svg viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 1.5h9v9h-9z"/></svg>{class1}</span> <span role="listitem" class="playground-hollow"><svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4"/></svg>{hollow}</span></p>
    {view}
    <p class="playground-now" data-ref="now"></p>
    <table class="playground-scores"><thead><tr><td></td><th scope="col">{train}</th><th scope="col">{test}</th></tr></thead><tbody><tr><th scope="row">{loss}</th><td data-ref="train-loss">—</td><td data-ref="test-loss">—</td></tr><tr><th scope="row" data-ref="score">{accuracy}</th><td data-ref="train-score">—</td><td data-ref="test-score">—</td></tr></tbody></table>
    <table class="playground-confusion" data-ref="confusion"><caption>{confusion_title}</caption><thead><tr><td></td><th scope="colgroup" colspan="2">{train}</th><th scope="colgroup" colspan="2">{test}</th></tr><tr><th scope="col">{truth}</th><th scope="col">0</th><th scope="col">1</th><th scope="col">0</th><th scope="col">1</th></tr></thead><tbody>{confusion}</tbody></table>"#,
        sees = text(words::PLAYGROUND_SEES_OUTPUT),
        plane = text(words::PLAYGROUND_PLANE_EMPTY),
        paint = text(words::PLAYGROUND_PAINT_PLACE),
        legend = text(words::PLAYGROUND_LEGEND),
        class0 = text(words::PLAYGROUND_CLASS0),
        class1 = text(words::PLAYGROUND_CLASS1),
        hollow = text(words::PLAYGROUND_HOLLOW),
        view = panels::choice::<View>(language, prefix, "view", words::PLAYGROUND_VIEW),
        loss = text(words::PLAYGROUND_LOSS),
        accuracy = text(words::PLAYGROUND_ACCURACY),
        confusion_title = text(words::PLAYGROUND_CONFUSION),
        truth = text(words::PLAYGROUND_TRUTH),
    )
}

/// The two curves with their common cursor.
fn curves(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let chart = |name: &str, label| {
        let label = text(label);
        format!(
            r#"<div class="playground-chart"><h3 data-ref="{name}-title">{label}</h3><div class="chart" data-chart="{name}"><canvas data-ref="{name}-curve" class="curve" role="img" aria-label="{label}"></canvas><span class="cursor" data-ref="{name}-cursor" hidden></span></div></div>"#
        )
    };
    format!(
        r#"<div class="playground-charts">{loss}{accuracy}
  <ul class="playground-keys" data-ref="series" aria-label="{series}"></ul>
  <p class="playground-cursor"><label for="{prefix}-cursor">{cursor}</label><input id="{prefix}-cursor" data-ref="cursor" type="range" min="0" max="0" value="0"><output data-ref="cursor-text" aria-live="off" for="{prefix}-cursor"></output></p>
</div>"#,
        loss = chart("loss", words::PLAYGROUND_LOSS),
        accuracy = chart("accuracy", words::PLAYGROUND_ACCURACY),
        series = text(words::PLAYGROUND_SERIES),
        cursor = text(words::PLAYGROUND_CURSOR),
    )
}

/// The options of a choice.
pub fn options<T: Named>(language: Language) -> String {
    let option = |(_, name, label): &(T, &str, Text)| {
        let label = dom::escape(language.text(*label));
        format!(r#"<option value="{name}">{label}</option>"#)
    };
    T::ALL.iter().map(option).collect()
}
