//! The perceptron's markup: neuron, curves, training set, printed figures.

use super::link::{MAX_ROWS, Row, SPEEDS, State};
use crate::words;
use redes_shell::{controls, dom, field::FieldSpec, mounted::REFUSED, text::Language};

/// Height of each input in the drawing.
pub const INPUT_Y: [f64; 3] = [46.0, 130.0, 214.0];

/// The number of steps.
pub fn iterations_field() -> FieldSpec {
    FieldSpec::of(
        &State::default(),
        "iterations",
        words::PERCEPTRON_ITERATIONS,
    )
}

/// The whole widget.
pub fn markup(language: Language) -> String {
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
    <figure><figcaption>{cost} <output data-ref="cost-now"></output></figcaption><canvas class="curve" data-ref="cost-curve" role="img" aria-label="{cost}"></canvas></figure>
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
        controls = controls::markup(language, "perceptron", SPEEDS),
        iterations = iterations_field().markup(language, "perceptron"),
        neuron = text(words::PERCEPTRON_NEURON),
        drawing = drawing(),
        new_input = text(words::PERCEPTRON_NEW_INPUT),
        toggles = (0..3).map(toggle).collect::<String>(),
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

fn toggle(place: usize) -> String {
    let label = ["x₁", "x₂", "x₃"][place];
    format!(
        r#"<button type="button" class="button bit" data-input="{place}" aria-label="{label}: 0" aria-pressed="false">0</button>"#
    )
}

/// Three inputs, their edges, the sum and the sigmoid, the output.
fn drawing() -> String {
    let edges: String = INPUT_Y
        .iter()
        .enumerate()
        .map(|(i, y)| format!(r#"<line data-edge="{i}" x1="64" y1="{y}" x2="300" y2="130"/>"#))
        .collect();
    let inputs: String = INPUT_Y
        .iter()
        .enumerate()
        .map(|(i, y)| {
            let label_y = [y - 2.0, y - 8.0, y + 12.0][i];
            let n = ["₁", "₂", "₃"][i];
            format!(
                r#"<circle class="node" cx="42" cy="{y}" r="22"/><text class="value" x="42" y="{y}" data-x="{i}">0</text><text class="name" x="42" y="{}">x{n}</text><text class="weight" x="76" y="{label_y}" data-weight="{i}"></text>"#,
                y - 29.0
            )
        })
        .collect();
    format!(
        r#"<svg class="perceptron-drawing" viewBox="0 0 440 250" data-ref="drawing" role="img">{edges}<line class="out" x1="336" y1="130" x2="372" y2="130"/>{inputs}<circle class="node" cx="306" cy="130" r="32"/><text class="value" x="306" y="130">Σ σ</text><text class="name" x="306" y="182" data-ref="sum"></text><circle class="node" cx="402" cy="130" r="30"/><text class="value" x="402" y="130" data-ref="output"></text></svg>"#
    )
}

/// The rows of the training set: a button a bit, and room for what the neuron answers.
pub fn rows(language: Language, rows: &[Row]) -> String {
    let remove = dom::escape(language.text(words::PERCEPTRON_REMOVE_ROW));
    rows.iter()
        .enumerate()
        .map(|(i, row)| {
            let cells: String = row
                .iter()
                .enumerate()
                .map(|(j, bit)| {
                    let name = ["x₁", "x₂", "x₃", language.text(words::PERCEPTRON_WANTED)][j];
                    let value = u8::from(*bit);
                    format!(
                        r#"<td><button type="button" class="button bit" data-bit="{i}-{j}" aria-label="{name}: {value}" aria-pressed="{bit}">{value}</button></td>"#
                    )
                })
                .collect();
            let gone = if rows.len() > 1 { "" } else { " hidden" };
            format!(
                r#"<tr>{cells}<td class="number" data-out="{i}"></td><td class="number" data-error="{i}"></td><td><button type="button" class="button" data-remove="{i}" aria-label="{remove} {}" title="{remove}"{gone}>×</button></td></tr>"#,
                i + 1
            )
        })
        .collect()
}

/// Whether another row would fit.
pub fn has_room(rows: &[Row]) -> bool {
    rows.len() < MAX_ROWS
}
