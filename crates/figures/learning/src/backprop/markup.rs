//! The figure's markup: the beats, the network and its formulas, the steps, and a field for every number.

use super::{
    link::{ACTIVATIONS, Beat, PARAMETERS, RATE, REACH, STEPS, State},
    mathml, network,
};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    field::FieldSpec,
    mounted::REFUSED,
    text::{Language, Text},
};

/// How many steps each button makes.
pub const PRESSES: [u64; 4] = [1, 10, 100, 1000];
const BACK: &str =
    r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M11.5 2v12L3.5 8z"/></svg>"#;
const ON: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4.5 2v12l8-6z"/></svg>"#;

/// The fields' names and labels, in the order of [`values`].
pub const FIELDS: [(&str, Text); 13] = [
    ("w0", words::BACKPROP_W11),
    ("w1", words::BACKPROP_W12),
    ("w2", words::BACKPROP_W21),
    ("w3", words::BACKPROP_W22),
    ("w4", words::BACKPROP_B1),
    ("w5", words::BACKPROP_B2),
    ("w6", words::BACKPROP_V11),
    ("w7", words::BACKPROP_V21),
    ("w8", words::BACKPROP_B),
    ("x1", words::BACKPROP_X1),
    ("x2", words::BACKPROP_X2),
    ("y", words::BACKPROP_Y),
    ("rate", words::BACKPROP_RATE),
];
/// The groups of fields: title, places among [`FIELDS`], the class for their columns.
const GROUPS: [(Text, std::ops::Range<usize>, &str); 3] = [
    (words::BACKPROP_EXAMPLE, 9..13, "two"),
    (words::BACKPROP_FIRST, 0..6, "two"),
    (words::BACKPROP_SECOND, 6..9, "one"),
];

/// The fields.
pub fn fields() -> [FieldSpec; 13] {
    FIELDS.map(|(name, label)| FieldSpec {
        name,
        label,
        range: match name {
            "rate" => 0.0..=RATE,
            _ => -REACH..=REACH,
        },
        whole: false,
    })
}

/// The fields' numbers; `w` are the parameters as they are now.
pub fn values(state: &State, w: &[f64; PARAMETERS]) -> [f64; 13] {
    let [w0, w1, w2, w3, w4, w5, w6, w7, w8] = *w;
    let [x1, x2] = state.x;
    [
        w0, w1, w2, w3, w4, w5, w6, w7, w8, x1, x2, state.y, state.rate,
    ]
}

/// A beat's name.
pub fn beat_name(beat: Beat) -> Text {
    match beat {
        Beat::Forward => words::BACKPROP_FORWARD,
        Beat::Error => words::BACKPROP_ERROR,
        Beat::Backward => words::BACKPROP_BACKWARD,
        Beat::Gradients => words::BACKPROP_GRADIENTS,
        Beat::Step => words::BACKPROP_STEP,
    }
}

/// What stands in the play button.
pub fn play(language: Language, running: bool) -> String {
    let (icon, key) = match running {
        true => (controls::PAUSE, words::PAUSE),
        false => (controls::PLAY, words::BACKPROP_PLAY),
    };
    format!("{icon}<span>{}</span>", dom::escape(language.text(key)))
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let beats = Beat::ALL.map(|beat| {
        let number = beat.number();
        let label = format!("{number}\u{a0}{}", text(beat_name(beat)));
        (number.to_string(), label)
    });
    let activations = ACTIVATIONS.map(|activation| {
        let label = match activation.name() {
            "linear" => words::BACKPROP_LINEAR,
            "relu" => words::BACKPROP_RELU,
            "sigmoid" => words::BACKPROP_SIGMOID,
            _ => words::BACKPROP_TANH,
        };
        (activation.name().to_owned(), text(label))
    });
    let presses = PRESSES.map(|steps| {
        format!(
            r#"<button type="button" class="button" data-steps="{steps}" aria-label="{}">{steps}</button>"#,
            dom::escape(&language.fill(
                if steps == 1 { words::BACKPROP_MAKE_ONE } else { words::BACKPROP_MAKE },
                &[("n", &steps.to_string())]
            ))
        )
    });
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button primary" data-ref="play">{play}</button>
  <button type="button" class="button" data-ref="previous">{BACK}<span>{previous}</span></button>
  <button type="button" class="button" data-ref="next">{ON}<span>{next}</span></button>
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
</div>
{REFUSED}
<div class="segmented backprop-beats" role="group" aria-label="{beats_label}">{beats}</div>
<div class="backprop-figure">
  <div class="backprop-net">
    <h3 id="{prefix}-title">{network}</h3>
    {drawing}
    <p class="status" id="{prefix}-now" data-ref="status" role="status"></p>
    <p class="help">{help}</p>
    <div class="backprop-steps" role="group" aria-label="{make}">
      <span class="label">{make}</span><span class="segmented">{presses}</span>
      <button type="button" class="button" data-ref="undo">{undo}</button>
    </div>
    <dl class="backprop-numbers"><div><dt>{made}</dt><dd data-ref="made"></dd></div><div><dt>{answer}</dt><dd data-ref="answer"></dd></div><div><dt>{cost}</dt><dd data-ref="cost"></dd></div></dl>
  </div>
  <section class="backprop-work" aria-labelledby="{prefix}-beat">
    <h3 id="{prefix}-beat" data-ref="beat"></h3>
    <p data-ref="explanation"></p>
    <p class="backprop-h" data-ref="with-h" hidden><label for="{prefix}-h">{h}</label> <select id="{prefix}-h" data-ref="h">{hs}</select></p>
    <ul class="backprop-formulas" data-ref="formulas"></ul>
  </section>
</div>
<div class="backprop-set">
  {groups}
  {activations}
</div>"#,
        controls = text(words::BACKPROP_CONTROLS),
        play = play(language, false),
        previous = text(words::BACKPROP_PREVIOUS),
        next = text(words::BACKPROP_NEXT),
        reset = text(words::RESET),
        reset_title = text(words::BACKPROP_RESET_TITLE),
        reset_icon = controls::RESET,
        beats_label = text(words::BACKPROP_BEATS),
        beats = choice::markup("beat", beats),
        network = text(words::BACKPROP_NETWORK),
        drawing = network::markup(prefix),
        help = text(words::BACKPROP_HELP),
        make = text(words::BACKPROP_MAKE_STEPS),
        presses = presses.concat(),
        undo = text(words::BACKPROP_UNDO),
        made = text(words::BACKPROP_MADE),
        answer = text(words::BACKPROP_ANSWER),
        cost = text(words::BACKPROP_COST),
        h = text(words::BACKPROP_H),
        hs = STEPS
            .map(|(name, h)| {
                let shown = mathml::power(h);
                format!(r#"<option value="{name}">{shown}</option>"#)
            })
            .concat(),
        groups = GROUPS
            .map(|group| fieldset(language, prefix, group))
            .concat(),
        activations = choice::labelled(
            language,
            prefix,
            "activation",
            words::BACKPROP_ACTIVATION,
            activations
        ),
    )
}

fn fieldset(
    language: Language,
    prefix: &str,
    (title, places, columns): (Text, std::ops::Range<usize>, &str),
) -> String {
    let title = dom::escape(language.text(title));
    let fields: String = fields()
        .get(places)
        .unwrap_or_default()
        .iter()
        .map(|field| field.markup(language, prefix))
        .collect();
    format!(
        r#"<fieldset class="backprop-fields {columns}"><legend>{title}</legend>{fields}</fieldset>"#
    )
}
