//! The stack's markup: choices; the graph of the whole, a graph for each hidden layer, the weights.

use super::link::{ACTIVATIONS, LAYERS, REACH, State, WEIGHTS, WIDTH, Weights};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    field::FieldSpec,
    mounted::REFUSED,
    text::{Language, Text},
};

/// The seed.
pub fn seed_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "seed", words::SEED)
}

/// A function's name for people.
pub fn activation_label(name: &str) -> Text {
    match name {
        "linear" => words::LINES_LINEAR,
        "relu" => words::LINES_RELU,
        "sigmoid" => words::LINES_SIGMOID,
        "tanh" => words::LINES_TANH,
        _ => words::LINES_STEP,
    }
}

/// The whole widget.
pub fn markup(language: Language) -> String {
    let text = |key| dom::escape(language.text(key));
    let group = |name: &str, label, items| choice::labelled(language, "lines", name, label, items);
    let layers = ["1", "2", "3", "4"].map(|n| (n.to_owned(), n.to_owned()));
    let activations = ACTIVATIONS.map(|activation| {
        let name = activation.name();
        (name.to_owned(), text(activation_label(name)))
    });
    let weights = WEIGHTS.map(|weights| {
        let label = match weights {
            Weights::Chain => words::LINES_CHAIN,
            Weights::Absolute => words::LINES_ABSOLUTE,
            Weights::Tent => words::LINES_TENT,
            Weights::Drawn => words::LINES_DRAWN,
        };
        (weights.name().to_owned(), text(label))
    });
    format!(
        r#"<div class="controls" role="group" aria-label="{controls}">
  <button type="button" class="button" data-ref="reset" title="{reset_title}">{reset_icon}<span>{reset}</span></button>
  {layers}
  {activations}
</div>
{REFUSED}
<div class="fields">
  {weights}
  <span class="lines-drawn" data-ref="drawn"><span class="seed">{seed}<button type="button" class="button" data-ref="new-seed" title="{new_seed}" aria-label="{new_seed}">{dice}</button></span>
  <span class="lines-width"><label for="lines-width">{width}</label><input id="lines-width" data-ref="width" type="range" min="1" max="{WIDTH}" step="1"><output data-ref="width-now" for="lines-width"></output></span></span>
</div>
<div class="lines-figure">
  <section class="lines-whole">
    <h3 id="lines-title"><span data-ref="title"></span> <span data-ref="shape"></span></h3>
    <svg class="graph" data-ref="whole" role="img" aria-labelledby="lines-title lines-status"></svg>
    <span class="lines-x"><label for="lines-x">x</label><input id="lines-x" data-ref="x" type="range" min="-{REACH}" max="{REACH}" step="0.05"><output data-ref="x-now" for="lines-x"></output></span>
    <p class="lines-legend" data-ref="legend"><span data-ref="bend-key"><i class="bend"></i>{bend}</span><span data-ref="without-key"><i class="without"></i><span data-ref="without"></span></span></p>
  </section>
  <section class="lines-layers" data-ref="layers">
    <h3>{each}</h3>
    {panels}
    <p class="lines-layer"><b data-ref="last-name"></b> <span data-ref="last"></span></p>
  </section>
  <section class="lines-sum">
    <p class="lines-one" data-ref="one"></p>
    <details><summary>{matrices}</summary><div class="lines-matrices" data-ref="matrices" tabindex="0" role="group" aria-label="{matrices}"></div><h4 data-ref="products-title">{products}</h4><div class="lines-matrices" data-ref="products" tabindex="0" role="group" aria-label="{products}"></div></details>
  </section>
</div>
<p class="status" id="lines-status" data-ref="status" role="status"></p>"#,
        controls = text(words::LINES_CONTROLS),
        reset = text(words::RESET),
        reset_title = text(words::LINES_RESET_TITLE),
        reset_icon = controls::RESET,
        layers = group("layers", words::LINES_LAYERS, layers),
        activations = choice::labelled(
            language,
            "lines",
            "activation",
            words::LINES_ACTIVATION,
            activations
        ),
        weights = group("weights", words::LINES_WEIGHTS, weights),
        seed = seed_field().markup(language, "lines"),
        new_seed = text(words::NEW_SEED),
        dice = controls::DICE,
        width = text(words::LINES_WIDTH),
        bend = text(words::LINES_BEND),
        each = text(words::LINES_EACH),
        panels = (0..LAYERS - 1).map(panel).collect::<String>(),
        matrices = text(words::LINES_MATRICES),
        products = text(words::LINES_PRODUCTS),
    )
}

/// The graph of a hidden layer; what it shows stands below it in numbers.
fn panel(layer: usize) -> String {
    format!(
        r#"<div class="lines-panel" data-panel="{layer}"><p class="lines-layer"><b data-name="{layer}"></b> <span data-values="{layer}"></span></p><svg class="graph" data-graph="{layer}" aria-hidden="true"></svg></div>"#
    )
}
