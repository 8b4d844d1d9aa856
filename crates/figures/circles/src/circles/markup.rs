//! The circles' markup: listing, parameters, network, surface, curve.

use redes_core::activation::Activation;
use redes_lessons::thesis::circles::Listing;

use super::link::{SPEEDS, State, listing_name};
use crate::words;
use redes_shell::{controls, dom, field::FieldSpec, mounted::REFUSED, text::Language};

/// The parameters that are numbers.
pub fn fields() -> [FieldSpec; 5] {
    [
        ("samples", words::CIRCLES_SAMPLES),
        ("factor", words::CIRCLES_FACTOR),
        ("noise", words::CIRCLES_NOISE),
        ("rate", words::CIRCLES_RATE),
        ("iterations", words::CIRCLES_ITERATIONS),
    ]
    .map(|(name, label)| FieldSpec::of(&State::default(), name, label))
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
        printed = text(words::CIRCLES_PRINTED_NOTE),
        parameters = text(words::CIRCLES_PARAMETERS),
        hidden = hidden_field(language),
        activation = activation_field(language),
        step = text(words::CIRCLES_STEP),
        cost = text(words::CIRCLES_COST),
        accuracy = text(words::CIRCLES_ACCURACY),
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

fn hidden_field(language: Language) -> String {
    let label = dom::escape(language.text(words::CIRCLES_HIDDEN));
    let error = dom::escape(language.text(words::CIRCLES_HIDDEN_REFUSED));
    format!(
        r#"<span class="field"><label for="circles-hidden">{label}</label><input id="circles-hidden" data-ref="hidden" autocomplete="off" spellcheck="false" size="9" aria-describedby="circles-hidden-error"><span class="field-error" id="circles-hidden-error" data-ref="hidden-error" role="alert" hidden>{error}</span></span>"#
    )
}

fn activation_field(language: Language) -> String {
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
        r#"<span class="field"><label for="circles-activation">{}</label><select id="circles-activation" data-ref="activation">{options}</select></span>"#,
        text(words::CIRCLES_ACTIVATION)
    )
}
