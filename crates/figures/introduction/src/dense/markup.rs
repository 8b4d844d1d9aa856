//! The dense layer's markup: inputs, connections, neurons, and the sum in numbers.

use super::link::{ACTIVATIONS, INPUTS, REACH, State, UNITS};
use crate::words;
use redes_shell::{choice, controls, dom, field::FieldSpec, mounted::REFUSED, text::Language};

/// Small figures below a letter.
pub const SMALL: [&str; 4] = ["₁", "₂", "₃", "₄"];
/// Where the inputs stand in the drawing.
pub const INPUT_X: f64 = 42.0;
/// Height of each input.
pub const INPUT_Y: [f64; INPUTS] = [42.0, 114.0, 186.0, 258.0];
/// Where the neurons stand.
pub const UNIT_X: f64 = 312.0;
/// Height of each neuron.
pub const UNIT_Y: [f64; UNITS] = [64.0, 150.0, 236.0];

/// The seed.
pub fn seed_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "seed", words::SEED)
}

/// The whole widget.
pub fn markup(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let activations = ACTIVATIONS.map(|activation| {
        let label = match activation.name() {
            "linear" => words::DENSE_LINEAR,
            "relu" => words::DENSE_RELU,
            "sigmoid" => words::DENSE_SIGMOID,
            _ => words::DENSE_TANH,
        };
        (activation.name().to_owned(), text(label))
    });
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  <span class="seed">{seed}<button type="button" class="button" data-ref="new-seed" title="{new_seed}" aria-label="{new_seed}">{dice}</button></span>
  {activations}
</div>
{REFUSED}
<div class="dense-figure">
  <div class="dense-inputs" role="group" aria-label="{inputs}"><h3>{inputs}</h3>{sliders}</div>
  <div class="dense-net">
    <h3 id="dense-title">{network}</h3>
    {drawing}
    <p class="help" id="dense-help">{help}</p>
  </div>
  <section class="dense-sum">
    <h3 data-ref="title"></h3>
    <table class="dense-terms"><thead data-ref="head"></thead><tbody data-ref="rows"></tbody></table>
    <p class="dense-formula" data-ref="formula"></p>
  </section>
</div>
<p class="status" data-ref="status" role="status"></p>"#,
        controls = text(words::DENSE_CONTROLS),
        reset = text(words::RESET),
        reset_title = text(words::DENSE_RESET_TITLE),
        reset_icon = controls::RESET,
        seed = seed_field().markup(language, "dense"),
        new_seed = text(words::NEW_SEED),
        dice = controls::DICE,
        activations = choice::labelled(
            language,
            "dense",
            "activation",
            words::DENSE_ACTIVATION,
            activations
        ),
        inputs = text(words::DENSE_INPUTS),
        sliders = (0..INPUTS).map(slider).collect::<String>(),
        network = text(words::DENSE_NETWORK),
        drawing = drawing(),
        help = text(words::DENSE_HELP),
    )
}

fn slider(input: usize) -> String {
    let name = SMALL[input];
    format!(
        r#"<span class="dense-input"><label for="dense-x{input}">x{name}</label><input id="dense-x{input}" data-x="{input}" type="range" min="-{REACH}" max="{REACH}" step="0.05"><output data-value="{input}" for="dense-x{input}"></output></span>"#
    )
}

/// Connections below, inputs and neurons above them; these are buttons.
fn drawing() -> String {
    let mut lines = String::new();
    let mut labels = String::new();
    for (input, y1) in INPUT_Y.iter().enumerate() {
        for (unit, y2) in UNIT_Y.iter().enumerate() {
            lines.push_str(&format!(
                r#"<line data-edge="{input}-{unit}" x1="{INPUT_X}" y1="{y1}" x2="{UNIT_X}" y2="{y2}"/>"#
            ));
            labels.push_str(&format!(
                r#"<text class="weight" data-label="{input}-{unit}"></text>"#
            ));
        }
    }
    let node = |name: String, letter: &str, index: usize, x: f64, y: f64, r: f64| {
        let small = SMALL[index];
        format!(
            r#"<g role="button" tabindex="0" aria-pressed="false" data-look="{name}"><circle class="reach" cx="{x}" cy="{y}" r="34"/><circle class="node" cx="{x}" cy="{y}" r="{r}"/><text class="name" x="{x}" y="{}">{letter}{small} </text><text class="value" x="{x}" y="{}"></text></g>"#,
            y - 8.0,
            y + 7.0,
        )
    };
    let inputs: String = INPUT_Y
        .iter()
        .enumerate()
        .map(|(i, y)| node(format!("x{}", i + 1), "x", i, INPUT_X, *y, 25.0))
        .collect();
    let units: String = UNIT_Y
        .iter()
        .enumerate()
        .map(|(i, y)| node(format!("a{}", i + 1), "a", i, UNIT_X, *y, 30.0))
        .collect();
    format!(
        r#"<svg class="dense-drawing" viewBox="0 0 360 300" role="group" aria-labelledby="dense-title" aria-describedby="dense-help"><g data-ref="edges" aria-hidden="true">{lines}</g>{inputs}{units}<g aria-hidden="true" class="labels">{labels}</g></svg>"#
    )
}
