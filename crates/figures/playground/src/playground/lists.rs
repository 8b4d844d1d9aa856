//! The parts of the playground's markup that follow the state: layers, a neuron's numbers, runs, series.

use redes_diagram::{
    layers::{Edge, Layers, Neuron},
    markup::of_neuron,
};
use redes_experiment::playground::{Hidden, Kind};
use redes_shell::{dom, number, text::Language};

use super::{link::State, markup::options, names, runs::Run};
use crate::words;

/// The value of the activation that cannot be trained.
pub const STEP: &str = "step";

/// A row for each hidden layer: its width between − and +, its activation, a button that removes it; and one that adds one.
pub fn layers(language: Language, layers: &[Hidden]) -> String {
    let text = |key| dom::escape(language.text(key));
    let kinds = format!(
        r#"{}<option value="{STEP}">{}</option>"#,
        options::<Kind>(language),
        text(words::PLAYGROUND_STEP_FUNCTION)
    );
    let row = |place: usize| {
        let n = (place + 1).to_string();
        let named = |key| dom::escape(&language.fill(key, &[("n", &n)]));
        let button = |what: &str, sign: &str, label| {
            format!(
                r#"<button type="button" class="button" data-{what}="{place}" aria-label="{}">{sign}</button>"#,
                named(label)
            )
        };
        format!(
            r#"<div class="playground-layer" role="group" aria-label="{name}"><span class="label">{name}</span>{fewer}<output data-units="{place}"></output>{more}<select data-activation="{place}" aria-label="{activation}">{kinds}</select>{remove}</div>"#,
            name = named(words::PLAYGROUND_LAYER),
            fewer = button("fewer", "−", words::PLAYGROUND_FEWER),
            more = button("more", "+", words::PLAYGROUND_MORE_UNITS),
            activation = named(words::PLAYGROUND_ACTIVATION_OF),
            remove = button("remove", "×", words::PLAYGROUND_REMOVE_LAYER),
        )
    };
    let rows: String = (0..layers.len()).map(row).collect();
    let add = text(words::PLAYGROUND_ADD_LAYER);
    rows + &format!(r#"<button type="button" class="button" data-ref="add-layer">+ {add}</button>"#)
}

/// A neuron's name.
pub fn neuron_name(language: Language, layers: &Layers, neuron: Neuron) -> String {
    match layers.is_output(neuron) {
        true => language.text(words::PLAYGROUND_OUTPUT_NEURON).to_owned(),
        false => of_neuron(language, words::PLAYGROUND_ONE_NEURON, neuron),
    }
}

/// The options of the choice of a neuron: the output first.
pub fn neurons(language: Language, layers: &Layers) -> String {
    let all: Vec<Neuron> = layers.neurons().collect();
    let (output, hidden) = all
        .split_last()
        .map_or((None, [].as_slice()), |(last, rest)| (Some(last), rest));
    let option = |neuron: &Neuron| {
        let name = dom::escape(&neuron_name(language, layers, *neuron));
        format!(
            r#"<option value="{}.{}">{name}</option>"#,
            neuron.0, neuron.1
        )
    };
    output.into_iter().chain(hidden).map(option).collect()
}

/// A row for the bias and for each weight of a neuron: its name, a field for its value, a cell for its gradient.
pub fn weights(language: Language, layers: &Layers, (layer, to): Neuron) -> String {
    let inputs = layers.width(layer);
    let name = |from: usize| match (layer, from) {
        (_, from) if from == inputs => language.text(words::PLAYGROUND_BIAS).to_owned(),
        (0, 0) => "x".to_owned(),
        (0, _) => "y".to_owned(),
        (layer, from) => of_neuron(language, words::PLAYGROUND_ONE_NEURON, (layer - 1, from)),
    };
    let row = |from: usize| {
        let index = layers.index(Edge { layer, from, to });
        let name = dom::escape(&name(from));
        format!(
            r#"<tr><th scope="row">{name}</th><td><input data-parameter="{index}" aria-label="{name}" autocomplete="off" spellcheck="false" size="22"></td><td data-gradient="{index}"></td></tr>"#
        )
    };
    [inputs].into_iter().chain(0..inputs).map(row).collect()
}

/// The step and the epoch, as a sentence.
pub fn now(language: Language, iteration: u64, epoch: u64) -> String {
    let [step, epoch] = [iteration, epoch].map(|n| number::grouped(n, language));
    language.fill(words::PLAYGROUND_NOW, &[("step", &step), ("epoch", &epoch)])
}

/// What the plane shows.
pub fn caption(language: Language, look: Option<Neuron>) -> String {
    match look {
        Some(neuron) => of_neuron(language, words::PLAYGROUND_SEES_NEURON, neuron),
        None => language.text(words::PLAYGROUND_SEES_OUTPUT).to_owned(),
    }
}

/// A share as a percentage; for values R² as a number.
pub fn score(language: Language, state: &State, score: f64) -> String {
    match state.regression() {
        true => number::fixed(score, 3),
        false => number::short_percent(score, 1, language),
    }
}

/// What a run is made of, in a few words: points, layers, optimiser, rate.
pub fn common(language: Language, state: &State) -> String {
    let points = match state.own() {
        Some(_) => words::PLAYGROUND_OWN,
        None => names::label(state.shape),
    };
    let rate = number::plain(state.rate_now());
    let slots = [
        ("points", language.text(points)),
        ("layers", &super::hidden::shown(&state.layers)),
        ("rule", language.text(names::label(state.rule))),
        ("rate", &rate),
    ];
    language.fill(words::PLAYGROUND_RUN_SETTINGS, &slots)
}

/// A run's settings for the table of runs: those with the seed.
fn settings(language: Language, state: &State) -> String {
    let seed = state.seed.to_string();
    let slots = [("what", &*common(language, state)), ("seed", &seed)];
    language.fill(words::PLAYGROUND_RUN_SEED, &slots)
}

/// A row for each pinned run: its settings, its scores, and two buttons.
pub fn runs(language: Language, runs: &[Run]) -> String {
    let text = |key| dom::escape(language.text(key));
    let row = |run: &Run| {
        let n = run.number.to_string();
        let (train, test) = (run.report.train, run.report.test);
        let test = test.map_or(["—".to_owned(), "—".to_owned()], |test| {
            [
                number::compact(test.loss),
                score(language, &run.state, test.accuracy),
            ]
        });
        let cells = [
            dom::escape(&settings(language, &run.state)),
            number::grouped(run.report.epoch, language),
            number::compact(train.loss),
            test[0].clone(),
            test[1].clone(),
        ]
        .map(|cell| format!("<td>{cell}</td>"))
        .concat();
        let remove = dom::escape(&language.fill(words::PLAYGROUND_RUN_REMOVE, &[("n", &n)]));
        format!(
            r#"<tr><th scope="row"><svg viewBox="0 0 28 8" aria-hidden="true"><path class="run{colour}" d="M0 4h28"/></svg>{n}</th>{cells}<td><span class="playground-buttons"><button type="button" class="button" data-load="{n}">{load}</button><button type="button" class="button" data-drop="{n}" aria-label="{remove}">×</button></span></td></tr>"#,
            colour = run.colour,
            load = text(words::PLAYGROUND_RUN_LOAD),
        )
    };
    runs.iter().map(row).collect()
}
