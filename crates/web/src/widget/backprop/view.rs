//! The worked example's markup: beats; network and formulas; steps; every number that can be set.

use super::{
    drawing,
    state::{ACTIVATIONS, Beat, RATE, REACH, STEPS, State},
};
use crate::{
    choice, controls, dom,
    field::FieldSpec,
    text::{Key, Language},
    widget::REFUSED,
};

/// How many steps a press makes.
pub const PRESSES: [u64; 4] = [1, 10, 100, 1000];
const BACK: &str =
    r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M11.5 2v12L3.5 8z"/></svg>"#;
const ON: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4.5 2v12l8-6z"/></svg>"#;

/// The numbers that can be set, in the order of [`values`].
pub const FIELDS: [(&str, Key); 13] = [
    ("w0", Key::BackpropW11),
    ("w1", Key::BackpropW12),
    ("w2", Key::BackpropW21),
    ("w3", Key::BackpropW22),
    ("w4", Key::BackpropB1),
    ("w5", Key::BackpropB2),
    ("w6", Key::BackpropV11),
    ("w7", Key::BackpropV21),
    ("w8", Key::BackpropB),
    ("x1", Key::BackpropX1),
    ("x2", Key::BackpropX2),
    ("y", Key::BackpropY),
    ("rate", Key::BackpropRate),
];
/// Groups of fields: name, first and last place among [`FIELDS`], columns.
const GROUPS: [(Key, std::ops::Range<usize>, &str); 3] = [
    (Key::BackpropExample, 9..13, "two"),
    (Key::BackpropFirst, 0..6, "two"),
    (Key::BackpropSecond, 6..9, "one"),
];

/// The field at a place of [`FIELDS`].
pub fn field(place: usize) -> FieldSpec {
    let (name, label) = FIELDS[place];
    let range = match name {
        "rate" => 0.0..=RATE,
        _ => -REACH..=REACH,
    };
    FieldSpec {
        name,
        label,
        range,
        whole: false,
    }
}

/// What the fields show, for parameters as they are now.
pub fn values(state: &State, w: &[f64; 9]) -> [f64; 13] {
    let [w0, w1, w2, w3, w4, w5, w6, w7, w8] = *w;
    let [x1, x2] = state.x;
    [
        w0, w1, w2, w3, w4, w5, w6, w7, w8, x1, x2, state.y, state.rate,
    ]
}

/// A beat's name.
pub fn beat_name(beat: Beat) -> Key {
    match beat {
        Beat::Forward => Key::BackpropForward,
        Beat::Error => Key::BackpropError,
        Beat::Backward => Key::BackpropBackward,
        Beat::Gradients => Key::BackpropGradients,
        Beat::Step => Key::BackpropStep,
    }
}

/// The play button's inside.
pub fn play(language: Language, running: bool) -> String {
    let (icon, key) = match running {
        true => (controls::PAUSE, Key::Pause),
        false => (controls::PLAY, Key::BackpropPlay),
    };
    format!("{icon}<span>{}</span>", dom::escape(language.text(key)))
}

/// The whole widget.
pub fn markup(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let beats = Beat::ALL.map(|beat| {
        let number = beat.number();
        let label = format!("{number}\u{a0}{}", text(beat_name(beat)));
        (number.to_string(), label)
    });
    let activations = ACTIVATIONS.map(|activation| {
        let label = match activation.name() {
            "linear" => Key::BackpropLinear,
            "relu" => Key::BackpropRelu,
            "sigmoid" => Key::BackpropSigmoid,
            _ => Key::BackpropTanh,
        };
        (activation.name().to_owned(), text(label))
    });
    let presses = PRESSES.map(|steps| {
        format!(
            r#"<button type="button" class="button" data-steps="{steps}" aria-label="{}">{steps}</button>"#,
            dom::escape(&language.fill(
                if steps == 1 { Key::BackpropMakeOne } else { Key::BackpropMake },
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
    <h3 id="backprop-title">{network}</h3>
    {drawing}
    <p class="status" id="backprop-now" data-ref="status" role="status"></p>
    <p class="help">{help}</p>
    <div class="backprop-steps" role="group" aria-label="{make}">
      <span class="label">{make}</span><span class="segmented">{presses}</span>
      <button type="button" class="button" data-ref="undo">{undo}</button>
    </div>
    <dl class="backprop-numbers"><div><dt>{made}</dt><dd data-ref="made"></dd></div><div><dt>{answer}</dt><dd data-ref="answer"></dd></div><div><dt>{cost}</dt><dd data-ref="cost"></dd></div></dl>
  </div>
  <section class="backprop-work" aria-labelledby="backprop-beat">
    <h3 id="backprop-beat" data-ref="beat"></h3>
    <p data-ref="explanation"></p>
    <p class="backprop-h" data-ref="with-h" hidden><label for="backprop-h">{h}</label> <select id="backprop-h" data-ref="h">{hs}</select></p>
    <ul class="backprop-formulas" data-ref="formulas"></ul>
  </section>
</div>
<div class="backprop-set">
  {groups}
  {activations}
</div>"#,
        controls = text(Key::BackpropControls),
        play = play(language, false),
        previous = text(Key::BackpropPrevious),
        next = text(Key::BackpropNext),
        reset = text(Key::Reset),
        reset_title = text(Key::BackpropResetTitle),
        reset_icon = controls::RESET,
        beats_label = text(Key::BackpropBeats),
        beats = choice::markup("beat", beats),
        network = text(Key::BackpropNetwork),
        drawing = drawing::markup(),
        help = text(Key::BackpropHelp),
        make = text(Key::BackpropMakeSteps),
        presses = presses.concat(),
        undo = text(Key::BackpropUndo),
        made = text(Key::BackpropMade),
        answer = text(Key::BackpropAnswer),
        cost = text(Key::BackpropCost),
        h = text(Key::BackpropH),
        hs = STEPS
            .map(|(name, h)| {
                let shown = super::maths::power(h);
                format!(r#"<option value="{name}">{shown}</option>"#)
            })
            .concat(),
        groups = GROUPS.map(|group| fields(language, group)).concat(),
        activations = choice::labelled(
            language,
            "backprop",
            "activation",
            Key::BackpropActivation,
            activations
        ),
    )
}

fn fields(
    language: Language,
    (title, places, columns): (Key, std::ops::Range<usize>, &str),
) -> String {
    let title = dom::escape(language.text(title));
    let fields: String = places
        .map(|place| field(place).markup(language, "backprop"))
        .collect();
    format!(
        r#"<fieldset class="backprop-fields {columns}"><legend>{title}</legend>{fields}</fieldset>"#
    )
}
