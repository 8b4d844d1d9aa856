//! The circles' markup: listing, parameters, network, surface, curve.

use redes_core::activation::Activation;
use redes_lessons::thesis::circles::Listing;

use super::link::{Neuron, SPEEDS, State, listing_name};
use crate::words;
use redes_experiment::circles::CirclesBody;
use redes_shell::{
    controls, dom, field::Parameter, mounted::REFUSED, number, saving, text::Language,
};

/// The parameters that are numbers.
pub const PARAMETERS: [Parameter<State>; 5] = [
    Parameter {
        key: "samples",
        label: words::CIRCLES_SAMPLES,
        value: |state| state.samples as f64,
        set: |state, value| state.samples = value as usize,
    },
    Parameter {
        key: "factor",
        label: words::CIRCLES_FACTOR,
        value: |state| state.factor,
        set: |state, value| state.factor = value,
    },
    Parameter {
        key: "noise",
        label: words::CIRCLES_NOISE,
        value: |state| state.noise,
        set: |state, value| state.noise = value,
    },
    Parameter {
        key: "rate",
        label: words::CIRCLES_RATE,
        value: |state| state.rate,
        set: |state, value| state.rate = value,
    },
    Parameter {
        key: "iterations",
        label: words::CIRCLES_ITERATIONS,
        value: |state| state.iterations as f64,
        set: |state, value| state.iterations = value as u64,
    },
];

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let [samples, factor, noise, rate, iterations] =
        PARAMETERS.map(|parameter| parameter.field().markup(language, prefix));
    format!(
        r#"{controls}
{REFUSED}
<div class="circles-fields" role="group" aria-label="{parameters}">{samples}{factor}{noise}{hidden}{activation}{rate}{iterations}</div>
<div class="fields circles-listing"><span class="label" id="{prefix}-listing">{listing}</span><span class="segmented" role="group" aria-labelledby="{prefix}-listing">{listings}</span>{save}</div>
<p class="notice" data-ref="printed" hidden>{printed}</p>
<div class="circles-figure">
  <div class="circles-plane">
    <h3 data-ref="caption">{sees}</h3>
    <div class="plane"><canvas data-ref="surface" role="img" aria-label="{surface}"></canvas><canvas data-ref="points" aria-hidden="true"></canvas></div>
    <div class="legend"><canvas data-ref="ramp" width="256" height="1" role="img" aria-label="{legend}"></canvas><span data-ref="low">0</span><span data-ref="middle">0.5</span><span data-ref="high">1</span></div>
    <p class="classes" role="list"><span role="listitem" class="class0"><svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5"/></svg>{class0}</span> <span role="listitem" class="class1"><svg viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 1.5h9v9h-9z"/></svg>{class1}</span></p>
    <dl class="circles-numbers"><div><dt>{step}</dt><dd data-ref="step-now">0</dd></div><div><dt>{cost}</dt><dd data-ref="cost-now">—</dd></div><div><dt>{accuracy}</dt><dd data-ref="accuracy-now">—</dd></div></dl>
  </div>
  <div class="circles-net">
    <h3 id="{prefix}-net-title">{network}</h3>
    {net}
    <p class="help" id="{prefix}-net-help">{network_help}</p>
  </div>
  <div class="circles-cost">
    <h3>{loss_curve}</h3>
    <canvas data-ref="curve" class="curve" role="img" aria-label="{loss_curve}"></canvas>
  </div>
</div>"#,
        controls = controls::markup(language, prefix, SPEEDS),
        listing = text(words::CIRCLES_LISTING),
        listings = [
            (Listing::AsMeant, words::CIRCLES_AS_MEANT),
            (Listing::AsPrinted, words::CIRCLES_AS_PRINTED),
        ]
        .map(|(listing, key)| format!(
            r#"<button type="button" class="button" data-listing="{}" aria-pressed="false">{}</button>"#,
            listing_name(listing),
            text(key)
        ))
        .concat(),
        save = saving::button(language, prefix),
        printed = text(words::CIRCLES_PRINTED_NOTE),
        parameters = text(words::CIRCLES_PARAMETERS),
        hidden = hidden_field(language, prefix),
        activation = activation_field(language, prefix),
        step = text(words::CIRCLES_STEP),
        cost = text(words::CIRCLES_COST),
        accuracy = text(words::CIRCLES_ACCURACY),
        net = redes_diagram::markup::place(&format!("{prefix}-net-title"), &format!("{prefix}-net-help")),
        network = text(words::CIRCLES_NETWORK),
        network_help = text(words::CIRCLES_NETWORK_HELP),
        sees = text(words::CIRCLES_SEES_OUTPUT),
        surface = text(words::CIRCLES_SURFACE_EMPTY),
        legend = text(words::CIRCLES_LEGEND),
        class0 = text(words::CIRCLES_CLASS0),
        class1 = text(words::CIRCLES_CLASS1),
        loss_curve = text(words::CIRCLES_LOSS_CURVE),
    )
}

fn hidden_field(language: Language, prefix: &str) -> String {
    let label = dom::escape(language.text(words::CIRCLES_HIDDEN));
    let error = dom::escape(language.text(words::CIRCLES_HIDDEN_REFUSED));
    format!(
        r#"<span class="field"><label for="{prefix}-hidden">{label}</label><input id="{prefix}-hidden" data-ref="hidden" autocomplete="off" spellcheck="false" size="9" aria-describedby="{prefix}-hidden-error"><span class="field-error" id="{prefix}-hidden-error" data-ref="hidden-error" role="alert" hidden>{error}</span></span>"#
    )
}

fn activation_field(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let options = [
        (Activation::Sigmoid, words::CIRCLES_SIGMOID),
        (Activation::Tanh, words::CIRCLES_TANH),
        (Activation::RELU, words::CIRCLES_RELU),
    ]
    .map(|(activation, key)| {
        format!(
            r#"<option value="{}">{}</option>"#,
            activation.name(),
            text(key)
        )
    })
    .concat();
    format!(
        r#"<span class="field"><label for="{prefix}-activation">{}</label><select id="{prefix}-activation" data-ref="activation">{options}</select></span>"#,
        text(words::CIRCLES_ACTIVATION)
    )
}

/// What the plane shows, as plain text: the answer of the network, or of one neuron.
pub fn caption(language: Language, look: Option<Neuron>) -> String {
    match look {
        Some(neuron) => {
            redes_diagram::markup::of_neuron(language, words::CIRCLES_SEES_NEURON, neuron)
        }
        None => language.text(words::CIRCLES_SEES_OUTPUT).to_owned(),
    }
}

/// The step, the cost and the accuracy below the plane.
pub fn now(language: Language, report: &CirclesBody) -> [String; 3] {
    [
        number::grouped(report.iteration, language),
        number::fixed(report.cost, 4),
        number::percent(report.accuracy, language),
    ]
}

/// The plane and the curve of the cost in words; `first` is the cost at the start.
pub fn descriptions(
    language: Language,
    samples: usize,
    report: &CirclesBody,
    first: f64,
    look: Option<Neuron>,
) -> [String; 2] {
    let [step, cost, accuracy] = now(language, report);
    let plane = [
        ("what", &*caption(language, look)),
        ("step", &step),
        ("cost", &cost),
        ("accuracy", &accuracy),
        ("samples", &number::grouped(samples as u64, language)),
    ];
    let first = number::fixed(first, 4);
    let curve = [("first", &*first), ("last", &cost), ("step", &step)];
    [
        language.fill(words::CIRCLES_SURFACE, &plane),
        language.fill(words::CIRCLES_LOSS_CURVE_NOW, &curve),
    ]
}
