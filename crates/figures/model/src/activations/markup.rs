//! The activations as markup and text: choices; the graph of f, the graph of f′, and both in numbers.

use redes_sheet::{decimal, number};
use redes_shell::{
    choice, controls, dom,
    mounted::REFUSED,
    text::{Language, Text},
};

use super::{
    link::{KINDS, REACH, State, THRESHOLD},
    numbers::Numbers,
};
use crate::words;

/// The displayed name of a function.
pub fn kind_label(kind: &str) -> Text {
    match kind {
        "step" => words::ACTIVATIONS_STEP,
        "sigmoid" => words::ACTIVATIONS_SIGMOID,
        "tanh" => words::ACTIVATIONS_TANH,
        _ => words::ACTIVATIONS_RELU,
    }
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let kinds = KINDS.map(|kind| (kind.to_owned(), text(kind_label(kind))));
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  {kinds}
</div>
{REFUSED}
<div class="fields">
  <span class="activations-slider"><label for="{prefix}-z">z</label><input id="{prefix}-z" data-ref="z" type="range" min="-{reach}" max="{reach}" step="0.05"><output data-ref="z-now" aria-live="off" for="{prefix}-z"></output></span>
  <span class="activations-slider" data-ref="threshold"><label for="{prefix}-u">{threshold} <i>U</i></label><input id="{prefix}-u" data-ref="u" type="range" min="-{most}" max="{most}" step="0.1"><output data-ref="u-now" aria-live="off" for="{prefix}-u"></output></span>
</div>
<div class="activations-figure">
  <section>
    <h3 id="{prefix}-f-title">{function}</h3>
    <svg class="graph" data-ref="f" role="img" aria-labelledby="{prefix}-f-title {prefix}-status"></svg>
    <p class="activations-line" data-ref="f-line"></p>
  </section>
  <section>
    <h3 id="{prefix}-d-title">{derivative}</h3>
    <svg class="graph" data-ref="d" role="img" aria-labelledby="{prefix}-d-title {prefix}-status"></svg>
    <p class="activations-line" data-ref="d-line"></p>
  </section>
</div>
<p class="activations-legend"><span><i class="flat"></i>{flat}</span><span><i class="tangent"></i>{tangent}</span><span data-ref="closed"><i class="closed"></i>{closed}</span><span data-ref="open"><i class="open"></i>{open}</span></p>
<p class="activations-note" data-ref="note"></p>
<p class="status" id="{prefix}-status" data-ref="status" role="status"></p>"#,
        reach = number::plain(REACH),
        most = number::plain(THRESHOLD),
        controls = text(words::ACTIVATIONS_CONTROLS),
        reset = text(words::RESET),
        reset_title = text(words::ACTIVATIONS_RESET_TITLE),
        reset_icon = controls::RESET,
        kinds = choice::labelled(language, prefix, "kind", words::ACTIVATIONS_KIND, kinds),
        threshold = text(words::ACTIVATIONS_THRESHOLD),
        function = text(words::ACTIVATIONS_FUNCTION),
        derivative = text(words::ACTIVATIONS_DERIVATIVE),
        flat = text(words::ACTIVATIONS_FLAT),
        tangent = text(words::ACTIVATIONS_TANGENT),
        closed = text(words::ACTIVATIONS_CLOSED),
        open = text(words::ACTIVATIONS_OPEN),
    )
}

/// f at the point, with its numbers, as markup: an exponent is raised.
pub fn value_line(state: &State, numbers: &Numbers) -> String {
    let (z, f) = (number::short(state.z, 2), number::short(numbers.value, 3));
    let u = number::short(state.u, 2);
    match state.kind {
        "sigmoid" => {
            let power = number::short(-state.z, 2);
            format!("σ({z}) = 1 / (1 + e<sup>{power}</sup>) = {f}")
        }
        "tanh" => format!("tanh({z}) = {f}"),
        _ if state.z > state.u => format!("f({z}) = {f}, {z} > U = {u}"),
        _ => format!("f({z}) = {f}, {z} ≤ U = {u}"),
    }
}

/// f′ at the point, with its numbers, as text.
pub fn slope_line(state: &State, numbers: &Numbers) -> String {
    let (z, slope) = (number::short(state.z, 2), significant(numbers.slope));
    // Where f is near its limits, three decimals would show the limit itself, and the formula would give 0.
    let f = number::short(numbers.value, if numbers.is_flat() { 8 } else { 3 });
    match state.kind {
        "sigmoid" => format!("σ′({z}) = {f} · (1 − {f}) = {slope}"),
        "tanh" if numbers.value < 0.0 => format!("tanh′({z}) = 1 − ({f})² = {slope}"),
        "tanh" => format!("tanh′({z}) = 1 − {f}² = {slope}"),
        _ if numbers.at_corner(state.z) => format!("f′({z}): —"),
        _ => format!("f′({z}) = {slope}"),
    }
}

/// What the derivative does to a correction that goes back through the neuron, and where f jumps.
pub fn note(language: Language, state: &State, numbers: &Numbers) -> String {
    let (slope, through) = (significant(numbers.slope), significant(numbers.through(5)));
    let slots = [("slope", &*slope), ("through", &*through)];
    let key = if numbers.at_corner(state.z) {
        words::ACTIVATIONS_NOTE_CORNER
    } else if numbers.slope == 1.0 {
        words::ACTIVATIONS_NOTE_WHOLE
    } else if numbers.slope == 0.0 {
        words::ACTIVATIONS_NOTE_ZERO
    } else if numbers.is_flat() {
        words::ACTIVATIONS_NOTE_FLAT
    } else {
        words::ACTIVATIONS_NOTE_SLOPE
    };
    let note = language.fill(key, &slots);
    match numbers.jump() {
        None => note,
        Some(corner) => {
            let [u, from, to] = [corner.z, corner.left, corner.right].map(|v| number::short(v, 2));
            let slots = [("u", &*u), ("from", &*from), ("to", &*to)];
            let jump = language.fill(words::ACTIVATIONS_NOTE_JUMP, &slots);
            format!("{note} {jump}")
        }
    }
}

/// The status line: the function, z, f and f′.
pub fn status(language: Language, state: &State, numbers: &Numbers) -> String {
    let (z, f) = (number::short(state.z, 2), number::short(numbers.value, 3));
    let slope = significant(numbers.slope);
    let key = match (numbers.at_corner(state.z), numbers.is_flat()) {
        (true, _) => words::ACTIVATIONS_STATUS_CORNER,
        (_, true) if numbers.slope > 0.0 => words::ACTIVATIONS_STATUS_FLAT,
        _ => words::ACTIVATIONS_STATUS,
    };
    let name = language.text(kind_label(state.kind));
    let slots = [("name", name), ("z", &z), ("f", &f), ("slope", &slope)];
    language.fill(key, &slots)
}

/// Three significant figures: `0.105`, `0.00665`, `1.28·10⁻⁵`.
fn significant(value: f64) -> String {
    if value == 0.0 || value.abs() >= 0.1 {
        return number::short(value, 3);
    }
    let text = decimal::scientific(value, 2);
    let (figures, power) = text.split_once('e').unwrap_or((&text, "0"));
    match power.parse().unwrap_or(0_i32) {
        power @ -4.. => number::short(value, 2 + power.unsigned_abs() as usize),
        power => format!("{figures}·10{}", number::raised(power)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_keep_three_figures() {
        let cases = [
            (0.0, "0"),
            (1.0, "1"),
            (0.25, "0.25"),
            (0.104_993_6, "0.105"),
            (0.006_648, "0.00665"),
            (0.000_181_6, "0.000182"),
            (1.275_8e-5, "1.28·10⁻⁵"),
            (3.0e-13, "3.00·10⁻¹³"),
        ];
        for (value, text) in cases {
            assert_eq!(significant(value), text);
        }
    }

    #[test]
    fn the_lines_have_their_numbers() {
        let state = State {
            z: -2.0,
            ..State::default()
        };
        let numbers = Numbers::new(&state);
        let line = value_line(&state, &numbers);
        assert_eq!(line, "σ(−2) = 1 / (1 + e<sup>2</sup>) = 0.119");
        assert_eq!(
            slope_line(&state, &numbers),
            "σ′(−2) = 0.119 · (1 − 0.119) = 0.105"
        );
        let state = State {
            kind: "step",
            z: 1.0,
            u: 1.0,
        };
        let numbers = Numbers::new(&state);
        assert_eq!(value_line(&state, &numbers), "f(1) = 0, 1 ≤ U = 1");
        assert_eq!(slope_line(&state, &numbers), "f′(1): —");
    }
}
