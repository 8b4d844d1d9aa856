//! The perceptron's markup: neuron, curves, training set, printed figures.

use super::{
    link::{Row, SPEEDS, State},
    numbers::{Compared, INPUTS, WEIGHTS},
};
use crate::words;
use redes_shell::{controls, dom, field::FieldSpec, mounted::REFUSED, text::Language};

/// Height of each input in the drawing, of its name, and of its weight.
const INPUT_Y: [[u32; 3]; 3] = [[46, 17, 44], [130, 101, 122], [214, 185, 226]];

/// The number of steps.
pub fn iterations_field() -> FieldSpec {
    FieldSpec::of(
        &State::default(),
        "iterations",
        words::PERCEPTRON_ITERATIONS,
    )
}

/// The whole figure.
pub fn markup(language: Language, prefix: &str) -> String {
    let text = |key| dom::escape(language.text(key));
    format!(
        r#"{controls}
<div class="fields">{iterations}</div>
{REFUSED}
<div class="perceptron-top">
  <section class="perceptron-neuron">
    <h3>{neuron}</h3>
    {drawing}
    <div class="perceptron-input" role="group" aria-label="{new_input}"><span>{new_input}</span>{toggles}<output class="perceptron-output" data-ref="answer"></output></div>
  </section>
  <section class="perceptron-curves">
    <figure><figcaption>{weights} <span class="legend"><i class="line w1"></i>w₁ <i class="line w2"></i>w₂ <i class="line w3"></i>w₃</span></figcaption><canvas class="curve" data-ref="weights-curve" role="img" aria-label="{weights}"></canvas></figure>
    <figure><figcaption>{cost} <output data-ref="cost-now" aria-live="off"></output></figcaption><canvas class="curve" data-ref="cost-curve" role="img" aria-label="{cost}"></canvas></figure>
  </section>
</div>
<div class="perceptron-bottom">
  <section>
    <h3>{rows}</h3>
    <div class="scroll"><table class="perceptron-rows"><thead><tr><th scope="col">x₁</th><th scope="col">x₂</th><th scope="col">x₃</th><th scope="col">{wanted}</th><th scope="col">{output}</th><th scope="col">{error}</th><td></td></tr></thead><tbody data-ref="rows"></tbody></table></div>
    <div class="controls"><button type="button" class="button" data-ref="add-row">{add_row}</button><button type="button" class="button" data-ref="thesis-rows">{thesis_rows}</button></div>
  </section>
  <section data-ref="printed" hidden>
    <h3>{printed}</h3>
    <table class="perceptron-printed"><thead><tr><td></td><th scope="col">{thesis}</th><th scope="col">{here}</th><td></td></tr></thead><tbody data-ref="printed-rows"></tbody></table>
  </section>
</div>"#,
        controls = controls::markup(language, prefix, SPEEDS),
        iterations = iterations_field().markup(language, prefix),
        neuron = text(words::PERCEPTRON_NEURON),
        drawing = drawing(),
        new_input = text(words::PERCEPTRON_NEW_INPUT),
        toggles = toggles(),
        weights = text(words::PERCEPTRON_WEIGHTS),
        cost = text(words::PERCEPTRON_COST),
        rows = text(words::PERCEPTRON_ROWS),
        wanted = text(words::PERCEPTRON_WANTED),
        output = text(words::PERCEPTRON_OUTPUT),
        error = text(words::PERCEPTRON_ERROR),
        add_row = text(words::PERCEPTRON_ADD_ROW),
        thesis_rows = text(words::PERCEPTRON_THESIS_ROWS),
        printed = text(words::PERCEPTRON_PRINTED),
        thesis = text(words::PERCEPTRON_THESIS),
        here = text(words::PERCEPTRON_HERE),
    )
}

fn toggles() -> String {
    let names = INPUTS.iter().enumerate();
    let button = |(place, name)| {
        format!(
            r#"<button type="button" class="button bit" data-input="{place}" aria-label="{name}: 0" aria-pressed="false">0</button>"#
        )
    };
    names.map(button).collect()
}

/// Three inputs, their edges, the sum and the sigmoid, the output.
fn drawing() -> String {
    let mut edges = String::new();
    let mut inputs = String::new();
    for (i, ([y, name_y, weight_y], name)) in INPUT_Y.iter().zip(INPUTS).enumerate() {
        edges.push_str(&format!(
            r#"<line data-edge="{i}" x1="64" y1="{y}" x2="300" y2="130"/>"#
        ));
        inputs.push_str(&format!(
            r#"<circle class="node" cx="42" cy="{y}" r="22"/><text class="value" x="42" y="{y}" data-x="{i}">0</text><text class="name" x="42" y="{name_y}">{name}</text><text class="weight" x="76" y="{weight_y}" data-weight="{i}"></text>"#
        ));
    }
    format!(
        r#"<svg class="perceptron-drawing" viewBox="0 0 440 250" data-ref="drawing" role="img">{edges}<line class="out" x1="336" y1="130" x2="372" y2="130"/>{inputs}<circle class="node" cx="306" cy="130" r="32"/><text class="value" x="306" y="130">Σ σ</text><text class="name" x="306" y="182" data-ref="sum"></text><circle class="node" cx="402" cy="130" r="30"/><text class="value" x="402" y="130" data-ref="output"></text></svg>"#
    )
}

/// The rows of the training set: a button a bit, and room for what the neuron answers.
pub fn rows(language: Language, rows: &[Row]) -> String {
    let remove = dom::escape(language.text(words::PERCEPTRON_REMOVE_ROW));
    let wanted = dom::escape(language.text(words::PERCEPTRON_WANTED));
    let [x1, x2, x3] = INPUTS;
    let names = [x1, x2, x3, &wanted];
    let gone = if rows.len() > 1 { "" } else { " hidden" };
    let row = |(i, row): (usize, &Row)| {
        let bits = row.iter().zip(names).enumerate();
        let cells: String = bits
            .map(|(j, (bit, name))| {
                let value = u8::from(*bit);
                format!(
                    r#"<td><button type="button" class="button bit" data-bit="{i}-{j}" aria-label="{name}: {value}" aria-pressed="{bit}">{value}</button></td>"#
                )
            })
            .collect();
        format!(
            r#"<tr>{cells}<td class="number" data-out="{i}"></td><td class="number" data-error="{i}"></td><td><button type="button" class="button" data-remove="{i}" aria-label="{remove} {}" title="{remove}"{gone}>×</button></td></tr>"#,
            i + 1
        )
    };
    rows.iter().enumerate().map(row).collect()
}

/// The rows of the thesis's numbers beside ours.
pub fn printed_rows(language: Language, rows: &[Compared]) -> String {
    let at = |key, weight: &str| format!("{weight} {}", dom::escape(language.text(key)));
    let start = WEIGHTS.map(|weight| at(words::PERCEPTRON_AT_START, weight));
    let end = WEIGHTS.map(|weight| at(words::PERCEPTRON_AT_END, weight));
    let names: Vec<String> = start.into_iter().chain(end).collect();
    let row = |row: &Compared| {
        let name = names.get(row.place).map_or("[1, 0, 0] →", String::as_str);
        let shown = row.ours.as_deref().unwrap_or("…");
        let mark = match row.is_same() {
            Some(true) => "✓",
            Some(false) => "≠",
            None => "",
        };
        format!(
            r#"<tr><th scope="row">{name}</th><td class="number">{}</td><td class="number">{shown}</td><td class="mark">{mark}</td></tr>"#,
            row.printed
        )
    };
    rows.iter().map(row).collect()
}
