//! The neurons' markup: image, tiles, training, one neuron's sum, the ten outputs.

use redes_core::activation::Activation;
use redes_data::mnist::PIXELS;
use redes_experiment::{dense::DenseNetwork, digits::DigitsBody};
use redes_inputs::{hidden, words as pad};
use redes_lessons::thesis::digits::Case;

use super::{
    link::{Order, SPEEDS},
    numbers::{NEURONS, OUTPUTS, Reading, Sum},
};
use crate::words;
use redes_shell::{
    choice, controls, dom,
    mounted::REFUSED,
    number,
    text::{Language, Text},
};

/// Whose weights are shown: those that ship, the reader's own, or those of a network that was opened.
pub const OWNERS: [&str; 3] = ["shipped", "own", "opened"];

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    let case = |case: Case, key| (case.to_string(), text(key));
    let map = |name: &str, label: Text| {
        let label = text(label);
        format!(
            r#"<div class="captioned"><canvas data-ref="{name}" class="map" width="28" height="28" role="img" aria-label="{label}"></canvas><span aria-hidden="true">{label}</span></div>"#
        )
    };
    format!(
        r#"<div class="fields">{cases}<span data-ref="owner" hidden>{owners}</span></div>
{REFUSED}
<p class="help" data-ref="opened-note" role="status" hidden><span data-ref="opened-text"></span> <span data-ref="opened-trains"></span></p>
<p class="notice bad" data-ref="models-error" hidden><span data-ref="models-error-text"></span> <button type="button" class="button" data-ref="models-retry">{again}</button></p>
<div class="neurons-top">
  <div class="neurons-image">
    <h3 id="{prefix}-pad-title">{draw}</h3>
    <div class="paper"><canvas data-ref="ghost" class="ghost" width="28" height="28" aria-hidden="true" hidden></canvas>
    <canvas data-ref="pad" class="pad" width="190" height="190" tabindex="0" role="application" aria-roledescription="{pad}" aria-labelledby="{prefix}-pad-title" aria-describedby="{prefix}-pad-help"></canvas></div>
    <p class="visually-hidden" data-ref="pad-said" role="status"></p>
    <p class="visually-hidden" id="{prefix}-pad-help">{pad_help}</p>
    <div class="controls"><button type="button" class="button" data-ref="undo">{undo}</button><button type="button" class="button" data-ref="clear">{clear}</button></div>
    <div class="neurons-digits" role="group" aria-label="{digit}">{digits}</div>
    <p class="help" data-ref="source"></p>
  </div>
  <div class="neurons-tiles">
    <div class="neurons-head"><h3 id="{prefix}-tiles-title" data-ref="tiles-title">{tiles}</h3>{orders}</div>
    <canvas data-ref="tiles" class="tiles" width="16" height="9" tabindex="0" role="application" aria-labelledby="{prefix}-tiles-title" aria-describedby="{prefix}-tiles-help {prefix}-chosen"></canvas>
    <div class="neurons-legend"><span data-ref="least"></span><i aria-hidden="true"></i><span data-ref="most"></span><span class="help" id="{prefix}-tiles-help">{tiles_help}</span></div>
    <p class="answer" data-ref="answer" role="status" aria-live="off" data-first="loading"></p>
  </div>
</div>
<section class="neurons-train" aria-label="{train}">
  <h3>{train}</h3>
  <div class="fields">{hidden}</div>
  {controls}
  {REFUSED}
  <div class="controls neurons-more"><button type="button" class="button" data-ref="cancel" hidden>{cancel}</button><button type="button" class="button" data-ref="retry" hidden>{retry}</button></div>
  <div class="neurons-progress" data-ref="progress" hidden><progress data-ref="bar" max="1" value="0"></progress><span data-ref="progress-text"></span></div>
</section>
<section class="neurons-sum" aria-labelledby="{prefix}-sum-title">
  <h3 id="{prefix}-sum-title" data-ref="neuron"></h3>
  <div class="neurons-maps">{image}<b aria-hidden="true">×</b>{weights}<b aria-hidden="true">=</b>{products}
  <div class="neurons-words"><p class="sum" data-ref="sum"></p><p data-ref="chosen" id="{prefix}-chosen" role="status"></p></div></div>
</section>
<section class="neurons-outputs" aria-labelledby="{prefix}-outputs-title">
  <h3 id="{prefix}-outputs-title">{outputs}</h3>
  <div class="neurons-ends">
    <div class="neurons-cards">{cards}</div>
    {looks}
  </div>
  <p data-ref="output"></p>
</section>"#,
        cases = choice::labelled(
            language,
            prefix,
            "case",
            words::NEURONS_NETWORK,
            [
                case(Case::Case10, words::NEURONS_CASE10),
                case(Case::Case11, words::NEURONS_CASE11)
            ]
        ),
        owners = choice::labelled(
            language,
            prefix,
            "owner",
            words::NEURONS_WEIGHTS,
            [
                (OWNERS[0].to_owned(), text(words::NEURONS_SHIPPED)),
                (OWNERS[1].to_owned(), text(words::NEURONS_OWN)),
                (OWNERS[2].to_owned(), text(words::NEURONS_OPENED)),
            ]
        ),
        again = text(words::NEURONS_RETRY),
        draw = text(pad::INPUTS_DRAW),
        pad_help = text(pad::INPUTS_PAD_HELP),
        pad = text(pad::INPUTS_PAD),
        undo = text(pad::INPUTS_UNDO),
        clear = text(pad::INPUTS_CLEAR),
        digit = text(words::NEURONS_DIGIT),
        digits = (0..OUTPUTS)
            .map(|digit| format!(
                r#"<button type="button" class="button" data-digit="{digit}" aria-pressed="false">{digit}</button>"#
            ))
            .collect::<String>(),
        tiles = dom::escape(&tiles(language, NEURONS)),
        tiles_help = text(words::NEURONS_TILES_HELP),
        orders = choice::labelled(
            language,
            prefix,
            "order",
            words::NEURONS_ORDER,
            [
                (Order::Answer, words::NEURONS_BY_ANSWER),
                (Order::Number, words::NEURONS_BY_NUMBER)
            ]
            .map(|(order, key)| (order.name().to_owned(), text(key)))
        ),
        train = text(words::NEURONS_TRAIN),
        hidden = hidden::markup(language, prefix),
        controls = controls::markup(language, prefix, SPEEDS),
        cancel = text(words::NEURONS_CANCEL),
        retry = text(words::NEURONS_RETRY),
        image = map("image", words::NEURONS_IMAGE),
        weights = map("weights", words::NEURONS_ITS_WEIGHTS),
        products = map("products", words::NEURONS_PRODUCTS),
        outputs = text(words::NEURONS_OUTPUTS),
        cards = (0..OUTPUTS).map(|digit| card(language, digit)).collect::<String>(),
        looks = map("looks", words::NEURONS_LOOKS),
    )
}

/// An output: its digit, its number, and the image of its gradient.
fn card(language: Language, digit: usize) -> String {
    let label = language.fill(words::NEURONS_WISH, &[("digit", &digit.to_string())]);
    format!(
        r#"<button type="button" class="card" data-output="{digit}" aria-pressed="false"><span><b>{digit}</b> <span class="value"></span></span><canvas class="map" width="28" height="28" role="img" aria-label="{}"></canvas></button>"#,
        dom::escape(&label)
    )
}

/// The title above the neurons.
pub fn tiles(language: Language, neurons: usize) -> String {
    language.fill(words::NEURONS_TILES, &[("n", &neurons.to_string())])
}

/// What is said of a network that was opened: its name and its layers.
pub fn opened(language: Language, name: &str, network: &DenseNetwork) -> String {
    let layers = network.layers.iter().map(|(units, _)| units.to_string());
    let layers: Vec<String> = std::iter::once(PIXELS.to_string()).chain(layers).collect();
    let slots = [("name", name), ("layers", &layers.join(" – "))];
    language.fill(words::NEURONS_OPENED_NOTE, &slots)
}

/// Which network trains, where the shown one is neither.
pub fn trains(language: Language, case: Case) -> String {
    language.fill(words::NEURONS_OPENED_TRAINS, &[("case", case.name())])
}

/// What the network answers, and how many neurons take part.
pub fn answer(language: Language, reading: Option<&Reading>) -> String {
    let Some(reading) = reading else {
        return language.text(words::NEURONS_WAITING).to_owned();
    };
    let slots = [
        ("digit", &*reading.digit().to_string()),
        ("n", &reading.awake().to_string()),
        ("all", &reading.answers.len().to_string()),
    ];
    language.fill(words::NEURONS_ANSWER, &slots)
}

/// Where the image comes from.
pub fn source(language: Language, drawn: bool, digit: u8) -> String {
    match drawn {
        true => language.text(words::NEURONS_DRAWN).to_owned(),
        false => language.fill(words::NEURONS_TEST_IMAGE, &[("digit", &digit.to_string())]),
    }
}

/// The name of a neuron, from 1.
pub fn neuron(language: Language, neuron: usize) -> String {
    language.fill(words::NEURONS_NEURON, &[("n", &(neuron + 1).to_string())])
}

/// A neuron's sum as a line of arithmetic, and what it means in words.
pub fn sum(
    language: Language,
    function: Activation,
    [neuron, place]: [usize; 2],
    all: usize,
    sum: &Sum,
) -> [String; 2] {
    let z = sum.total + sum.bias;
    let applied = match function {
        Activation::RELU => "ReLU(z)",
        Activation::Sigmoid => "σ(z)",
        Activation::Tanh => "tanh(z)",
        Activation::SIGMOID_STEEP => "σ(4z)",
        Activation::SIGMOID_SIGNED => "2σ(z) − 1",
        Activation::SIGMOID_CENTRED => "σ(z) − ½",
        _ => "f(z)",
    };
    let sign = if sum.bias < 0.0 { "−" } else { "+" };
    let line = format!(
        "z = {} {sign} {} = {},  {applied} = {}",
        number::fixed(sum.total, 2),
        number::fixed(sum.bias.abs(), 2),
        number::fixed(z, 2),
        number::fixed(sum.answer, 2)
    );
    let slots = [
        ("n", &*(neuron + 1).to_string()),
        ("a", &number::fixed(sum.answer, 2)),
        ("place", &(place + 1).to_string()),
        ("all", &all.to_string()),
    ];
    [line, language.fill(words::NEURONS_CHOSEN, &slots)]
}

/// What the two maps of an output show.
pub fn output(language: Language, reading: &Reading, output: usize) -> String {
    let value = reading.outputs.get(output).copied().unwrap_or(f64::NAN);
    let slots = [
        ("digit", &*output.to_string()),
        ("a", &number::fixed(value, 3)),
    ];
    language.fill(words::NEURONS_OUTPUT, &slots)
}

/// What is being done, as plain text: a step of the training, or the result of the test.
pub fn doing(language: Language, report: &DigitsBody) -> String {
    let step = number::grouped(report.iteration, language);
    let total = number::grouped(report.iterations, language);
    let share = number::percent(report.accuracy, language);
    let slots = [("n", &*step), ("total", &total), ("share", &share)];
    match &report.evaluation {
        Some(evaluation) => {
            let share = number::percent(evaluation.accuracy, language);
            language.fill(words::NEURONS_TESTED, &[("share", &share)])
        }
        None if report.iteration == 0 => language.text(words::NEURONS_BEGUN).to_owned(),
        None => language.fill(words::NEURONS_STEP, &slots),
    }
}
