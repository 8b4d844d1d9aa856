//! The circles' markup: listing, parameters, network, surface, curve.

use redes_core::activation::Activation;
use redes_lessons::thesis::circles::Listing;

use super::state::{
    FACTOR_RANGE, ITERATION_RANGE, NOISE_RANGE, RATE_RANGE, SAMPLE_RANGE, SPEEDS, State,
    listing_name,
};
use crate::{
    controls, dom,
    field::FieldSpec,
    text::{Key, Language},
    widget::REFUSED,
};

/// The parameters that are numbers.
pub fn fields() -> [FieldSpec; 5] {
    let usual = State::default();
    let field = |name, label, range, whole, default| FieldSpec {
        name,
        label,
        range,
        whole,
        default,
    };
    [
        field(
            "samples",
            Key::CirclesSamples,
            SAMPLE_RANGE,
            true,
            usual.samples as f64,
        ),
        field(
            "factor",
            Key::CirclesFactor,
            FACTOR_RANGE,
            false,
            usual.factor,
        ),
        field("noise", Key::CirclesNoise, NOISE_RANGE, false, usual.noise),
        field("rate", Key::CirclesRate, RATE_RANGE, false, usual.rate),
        field(
            "iterations",
            Key::CirclesIterations,
            ITERATION_RANGE,
            true,
            usual.iterations as f64,
        ),
    ]
}

/// The whole widget.
pub fn markup(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let [samples, factor, noise, rate, iterations] =
        fields().map(|field| field.markup(language, "circles"));
    format!(
        r#"{controls}
{REFUSED}
<div class="circles-fields" role="group" aria-label="{parameters}">{samples}{factor}{noise}{hidden}{activation}{rate}{iterations}</div>
<div class="fields circles-listing"><span class="label" id="circles-listing">{listing}</span><span class="segmented" role="group" aria-labelledby="circles-listing">{listings}</span></div>
<p class="notice" data-ref="printed" hidden>{printed}</p>
<div class="circles-figure">
  <div class="circles-plane">
    <h3 data-ref="caption">{sees}</h3>
    <div class="plane"><canvas data-ref="surface" role="img" aria-label="{surface}"></canvas><canvas data-ref="points" aria-hidden="true"></canvas></div>
    <div class="legend"><canvas data-ref="ramp" width="256" height="1" role="img" aria-label="{legend}"></canvas><span data-ref="low">0</span><span data-ref="middle">0.5</span><span data-ref="high">1</span></div>
    <p class="classes"><span class="class0"><svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5"/></svg>{class0}</span> <span class="class1"><svg viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 1.5h9v9h-9z"/></svg>{class1}</span></p>
    <dl class="circles-numbers"><div><dt>{step}</dt><dd data-ref="step-now">0</dd></div><div><dt>{cost}</dt><dd data-ref="cost-now">—</dd></div><div><dt>{accuracy}</dt><dd data-ref="accuracy-now">—</dd></div></dl>
  </div>
  <div class="circles-net">
    <h3 id="circles-net-title">{network}</h3>
    <div class="net" data-ref="net" role="group" aria-labelledby="circles-net-title" aria-describedby="circles-net-help"><svg data-ref="edges" aria-hidden="true"></svg><canvas data-ref="thumbnails" aria-hidden="true"></canvas><div data-ref="neurons"></div></div>
    <p class="help" id="circles-net-help">{network_help}</p>
  </div>
  <div class="circles-cost">
    <h3>{loss_curve}</h3>
    <canvas data-ref="curve" class="curve" role="img" aria-label="{loss_curve}"></canvas>
  </div>
</div>"#,
        controls = controls::markup(language, "circles", SPEEDS),
        listing = text(Key::CirclesListing),
        listings = [
            (Listing::AsMeant, Key::CirclesAsMeant),
            (Listing::AsPrinted, Key::CirclesAsPrinted),
        ]
        .map(|(listing, key)| format!(
            r#"<button type="button" class="button" data-listing="{}" aria-pressed="false">{}</button>"#,
            listing_name(listing),
            text(key)
        ))
        .concat(),
        printed = text(Key::CirclesPrintedNote),
        parameters = text(Key::CirclesParameters),
        hidden = hidden_field(language),
        activation = activation_field(language),
        step = text(Key::CirclesStep),
        cost = text(Key::CirclesCost),
        accuracy = text(Key::CirclesAccuracy),
        network = text(Key::CirclesNetwork),
        network_help = text(Key::CirclesNetworkHelp),
        sees = text(Key::CirclesSeesOutput),
        surface = text(Key::CirclesSurfaceEmpty),
        legend = text(Key::CirclesLegend),
        class0 = text(Key::CirclesClass0),
        class1 = text(Key::CirclesClass1),
        loss_curve = text(Key::CirclesLossCurve),
    )
}

fn hidden_field(language: Language) -> String {
    let label = dom::escape(language.text(Key::CirclesHidden));
    let error = dom::escape(language.text(Key::CirclesHiddenRefused));
    format!(
        r#"<span class="field"><label for="circles-hidden">{label}</label><input id="circles-hidden" data-ref="hidden" autocomplete="off" spellcheck="false" size="9" aria-describedby="circles-hidden-error"><span class="field-error" id="circles-hidden-error" data-ref="hidden-error" role="alert" hidden>{error}</span></span>"#
    )
}

fn activation_field(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let options = [
        (Activation::Sigmoid, Key::CirclesSigmoid),
        (Activation::Tanh, Key::CirclesTanh),
        (Activation::RELU, Key::CirclesRelu),
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
        r#"<span class="field"><label for="circles-activation">{}</label><select id="circles-activation" data-ref="activation">{options}</select></span>"#,
        text(Key::CirclesActivation)
    )
}
