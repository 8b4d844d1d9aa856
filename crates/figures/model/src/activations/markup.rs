//! The activations' markup: choices; the graph of f, the graph of f′, and both in numbers.

use super::link::{KINDS, REACH, THRESHOLD};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    mounted::REFUSED,
    text::{Language, Text},
};

/// A function's name for people.
pub fn kind_label(kind: &str) -> Text {
    match kind {
        "step" => words::ACTIVATIONS_STEP,
        "sigmoid" => words::ACTIVATIONS_SIGMOID,
        "tanh" => words::ACTIVATIONS_TANH,
        _ => words::ACTIVATIONS_RELU,
    }
}

/// The whole widget.
pub fn markup(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let kinds = KINDS.map(|kind| (kind.to_owned(), text(kind_label(kind))));
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  {kinds}
</div>
{REFUSED}
<div class="fields">
  <span class="activations-slider"><label for="activations-z">z</label><input id="activations-z" data-ref="z" type="range" min="-{REACH}" max="{REACH}" step="0.05"><output data-ref="z-now" for="activations-z"></output></span>
  <span class="activations-slider" data-ref="threshold"><label for="activations-u">{threshold} <i>U</i></label><input id="activations-u" data-ref="u" type="range" min="-{THRESHOLD}" max="{THRESHOLD}" step="0.1"><output data-ref="u-now" for="activations-u"></output></span>
</div>
<div class="activations-figure">
  <section>
    <h3 id="activations-f-title">{function}</h3>
    <svg class="graph" data-ref="f" role="img" aria-labelledby="activations-f-title activations-status"></svg>
    <p class="activations-line" data-ref="f-line"></p>
  </section>
  <section>
    <h3 id="activations-d-title">{derivative}</h3>
    <svg class="graph" data-ref="d" role="img" aria-labelledby="activations-d-title activations-status"></svg>
    <p class="activations-line" data-ref="d-line"></p>
  </section>
</div>
<p class="activations-legend"><span><i class="flat"></i>{flat}</span><span><i class="tangent"></i>{tangent}</span><span data-ref="closed"><i class="closed"></i>{closed}</span><span data-ref="open"><i class="open"></i>{open}</span></p>
<p class="activations-note" data-ref="note"></p>
<p class="status" id="activations-status" data-ref="status" role="status"></p>"#,
        controls = text(words::ACTIVATIONS_CONTROLS),
        reset = text(words::RESET),
        reset_title = text(words::ACTIVATIONS_RESET_TITLE),
        reset_icon = controls::RESET,
        kinds = choice::labelled(
            language,
            "activations",
            "kind",
            words::ACTIVATIONS_KIND,
            kinds
        ),
        threshold = text(words::ACTIVATIONS_THRESHOLD),
        function = text(words::ACTIVATIONS_FUNCTION),
        derivative = text(words::ACTIVATIONS_DERIVATIVE),
        flat = text(words::ACTIVATIONS_FLAT),
        tangent = text(words::ACTIVATIONS_TANGENT),
        closed = text(words::ACTIVATIONS_CLOSED),
        open = text(words::ACTIVATIONS_OPEN),
    )
}
