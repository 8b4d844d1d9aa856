//! The stacked layers as markup and text: choices; the graph of the whole stack, a graph for each hidden layer, the
//! weights. The formulas are in [`super::formula`].

use redes_core::activation::Activation;
use redes_sheet::number;
use redes_shell::{
    choice, controls, dom,
    field::FieldSpec,
    mounted::REFUSED,
    text::{Language, Text},
};

use super::{
    formula::{self, two},
    link::{ACTIVATIONS, LAYERS, REACH, State, WEIGHTS, WIDTH, Weights},
    numbers::{Numbers, jumps},
};
use crate::words;

/// The most bends that the status line lists; the graph shows them all.
const LISTED: usize = 6;

/// The field of the seed.
pub fn seed_field() -> FieldSpec {
    FieldSpec::of(&State::default(), "seed", words::SEED)
}

/// The displayed name of an activation.
fn activation_label(name: &str) -> Text {
    match name {
        "linear" => words::LINES_LINEAR,
        "relu" => words::LINES_RELU,
        "sigmoid" => words::LINES_SIGMOID,
        "tanh" => words::LINES_TANH,
        _ => words::LINES_STEP,
    }
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let group = |name: &str, label, items| choice::labelled(language, prefix, name, label, items);
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
  <span class="lines-width"><label for="{prefix}-width">{width}</label><input id="{prefix}-width" data-ref="width" type="range" min="1" max="{WIDTH}" step="1"><output data-ref="width-now" aria-live="off" for="{prefix}-width"></output></span></span>
</div>
<div class="lines-figure">
  <section class="lines-whole">
    <h3 id="{prefix}-title"><span data-ref="title"></span> <span data-ref="shape"></span></h3>
    <svg class="graph" data-ref="whole" role="img" aria-labelledby="{prefix}-title {prefix}-status"></svg>
    <span class="lines-x"><label for="{prefix}-x">x</label><input id="{prefix}-x" data-ref="x" type="range" min="-{reach}" max="{reach}" step="0.05"><output data-ref="x-now" aria-live="off" for="{prefix}-x"></output></span>
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
<p class="status" id="{prefix}-status" data-ref="status" role="status"></p>"#,
        reach = number::plain(REACH),
        controls = text(words::LINES_CONTROLS),
        reset = text(words::RESET),
        reset_title = text(words::LINES_RESET_TITLE),
        reset_icon = controls::RESET,
        layers = group("layers", words::LINES_LAYERS, layers),
        activations = choice::labelled(
            language,
            prefix,
            "activation",
            words::LINES_ACTIVATION,
            activations
        ),
        weights = group("weights", words::LINES_WEIGHTS, weights),
        seed = seed_field().markup(language, prefix),
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

/// The graph of a hidden layer and, above it, its outputs in numbers.
fn panel(layer: usize) -> String {
    format!(
        r#"<div class="lines-panel" data-panel="{layer}"><p class="lines-layer"><b data-name="{layer}"></b> <span data-values="{layer}"></span></p><svg class="graph" data-graph="{layer}" aria-hidden="true"></svg></div>"#
    )
}

/// The widths of the layers and the number of parameters.
pub fn shape(language: Language, numbers: &Numbers) -> String {
    let widths = numbers
        .layers()
        .iter()
        .map(|layer| layer.units().to_string());
    let shape: Vec<String> = [String::from("1")].into_iter().chain(widths).collect();
    let count = numbers.parameters().to_string();
    let slots = [("shape", &*shape.join(" → ")), ("n", &*count)];
    language.fill(words::LINES_SHAPE, &slots)
}

/// The heading of the graph of the whole stack.
pub fn title(language: Language, state: &State) -> String {
    match state.layers {
        1 => language.text(words::LINES_TITLE_ONE).to_owned(),
        n => language.fill(words::LINES_TITLE, &[("n", &n.to_string())]),
    }
}

/// The heading of the products of matrices.
pub fn products_title(language: Language, state: &State) -> &'static str {
    language.text(match state.activation {
        Activation::Identity => words::LINES_PRODUCTS,
        _ => words::LINES_PRODUCTS_WITHOUT,
    })
}

/// The name of a layer, from its index.
pub fn layer_title(language: Language, layer: usize) -> String {
    language.fill(words::LINES_LAYER, &[("n", &(layer + 1).to_string())])
}

/// The outputs of a layer at x, with the sum where it is a single neuron with one input, as markup.
pub fn layer(state: &State, numbers: &Numbers, layer: usize) -> String {
    let f = match layer + 1 == state.layers {
        true => Activation::Identity,
        false => state.activation,
    };
    let outputs = |layer: usize| numbers.outputs.get(layer).map_or(&[][..], Vec::as_slice);
    let input = match layer.checked_sub(1) {
        None => state.x,
        Some(below) => outputs(below).first().copied().unwrap_or_default(),
    };
    match (outputs(layer), numbers.layers().get(layer)) {
        ([output], Some(affine)) if affine.inputs() == 1 => {
            let sum = formula::sum(affine, input, *output, f).unwrap_or_default();
            format!("{} = {sum}", output_name(state, layer))
        }
        ([output], _) => format!("{} = {}", output_name(state, layer), two(*output)),
        (outputs, _) => formula::many(outputs, f),
    }
}

/// The line that the stack would be without its activations, for the legend.
pub fn without(language: Language, state: &State, numbers: &Numbers) -> Option<String> {
    let line = formula::line(numbers.line()?, "x");
    let line = format!("{} = {line}", last_name(state));
    Some(language.fill(words::LINES_WITHOUT, &[("line", &line)]))
}

/// The stack in one formula: its line, or its straight piece at x, or a sentence where it is a curve.
pub fn whole(language: Language, state: &State, numbers: &Numbers) -> String {
    let y = last_name(state);
    if let Some(line) = numbers.line().filter(|_| state.is_linear()) {
        let (n, line) = (state.layers.to_string(), formula::line(line, "x"));
        let slots = [("n", &*n), ("y", y), ("line", &*line)];
        let key = match state.layers {
            1 => words::LINES_ONE_ALONE,
            _ => words::LINES_ONE,
        };
        return language.fill(key, &slots);
    }
    let piece = numbers.piece_at(state.x);
    let Some((piece, line)) = piece.and_then(|piece| Some((piece, *piece.lines.first()?))) else {
        return language.text(words::LINES_CURVE).to_owned();
    };
    let (from, to) = (two(piece.from), two(piece.to));
    let line = formula::line(line, "x");
    let slots = [("from", &*from), ("to", &*to), ("y", y), ("line", &*line)];
    language.fill(words::LINES_PIECE, &slots)
}

/// The status line: what kind of graph the stack has, where it bends or jumps, and its output at x.
pub fn status(language: Language, state: &State, numbers: &Numbers) -> String {
    let bends = numbers.bends();
    let mut places: Vec<String> = bends.iter().take(LISTED).map(|[x, ..]| two(*x)).collect();
    places.dedup();
    if bends.len() > LISTED {
        places.push("…".to_owned());
    }
    let key = match (state.layers, numbers.pieces.is_some(), bends.is_empty()) {
        (1, ..) if state.activation != Activation::Identity => words::LINES_STATUS_NO_HIDDEN,
        (1, ..) => words::LINES_STATUS_ONE,
        _ if state.is_linear() => words::LINES_STATUS_LINEAR,
        (_, false, _) => words::LINES_STATUS_CURVE,
        (.., true) => words::LINES_STATUS_UNBENT,
        _ if bends.iter().any(|bend| jumps(*bend)) => words::LINES_STATUS_JUMPS,
        _ => words::LINES_STATUS_BENDS,
    };
    let f = lower(language.text(activation_label(state.activation.name())));
    let (n, pieces) = (state.layers.to_string(), (bends.len() + 1).to_string());
    let (x, a) = (two(state.x), two(numbers.output()));
    let slots = [
        ("n", &*n),
        ("f", &*f),
        ("pieces", &*pieces),
        ("places", &*places.join("; ")),
        ("x", &*x),
        ("y", last_name(state)),
        ("a", &*a),
    ];
    // No full stop after the ellipsis. (A search for the two as a text would weigh 4 kB.)
    let mut last = ' ';
    let status = language.fill(key, &slots);
    let letters = status.chars().filter(|letter| {
        let before = std::mem::replace(&mut last, *letter);
        !(before == '…' && *letter == '.')
    });
    letters.collect()
}

/// The name of a layer's output: the chapter's for the chapter's weights, otherwise y.
pub fn output_name(state: &State, layer: usize) -> &'static str {
    match state.weights {
        Weights::Chain => formula::letter(layer),
        _ => "y",
    }
}

/// The name of the last layer's output.
pub fn last_name(state: &State) -> &'static str {
    output_name(state, state.layers.saturating_sub(1))
}

/// The name of an activation within a sentence. The capitals of these names are ASCII in both languages.
fn lower(name: &str) -> String {
    match name {
        "ReLU" => name.to_owned(),
        _ => name.to_ascii_lowercase(),
    }
}
