//! The loop over the steps, the same in both programs.

use super::super::setup::{Change, Cost, Event, PlaygroundSetup};
use super::text::{Text, number};

/// How a program changes a rate and a parameter: lines at an indent of eight.
pub(super) struct Changes {
    /// What stands before all changes, if one is of the rate.
    pub(super) first: Option<&'static str>,
    /// Of the new rate.
    pub(super) rate: fn(&str) -> String,
    /// Of the block's place (weights and biases of the layers in turn), the place within it, and the new value.
    pub(super) parameter: fn(usize, &str, &str) -> String,
}

/// Writes `measure(x, y)`, given the Python expression for the network's answers for `x`.
pub(super) fn measure(setup: &PlaygroundSetup, answers: &str, text: &mut Text) {
    text.gap();
    text.gap();
    text.code("def measure(x, y):");
    text.code(format!("    a = {answers}"));
    match setup.loss {
        Cost::Thesis | Cost::Square => text.code("    loss = np.mean((a - y) ** 2)"),
        Cost::CrossEntropy => text.code(
            "    p = np.clip(a, 1e-7, 1 - 1e-7)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
        ),
    }
    match setup.regression() {
        true => text.code(
            "    r2 = 1 - np.sum((a - y) ** 2) / np.sum((y - y.mean()) ** 2)
    return loss, r2",
        ),
        false => text.code("    return loss, np.mean((a > 0.5) == y)"),
    }
}

/// Writes `change(done)`, where the reader changed something.
pub(super) fn changes(setup: &PlaygroundSetup, changes: &Changes, text: &mut Text) {
    if setup.events.is_empty() {
        return;
    }
    text.gap();
    text.gap();
    text.say(
        "lo que se cambió en la figura durante el entrenamiento",
        "what was changed in the figure during the training",
    );
    text.code("def change(done):");
    let is_rate = |event: &Event| matches!(event.change, Change::Rate(_));
    if let Some(first) = changes.first.filter(|_| setup.events.iter().any(is_rate)) {
        text.code(first);
    }
    for event in &setup.events {
        text.code(format!("    if done == {}:", event.step));
        text.code(match event.change {
            Change::Rate(rate) => (changes.rate)(&number(rate)),
            Change::Parameter { index, value } => {
                let (block, place) = place(setup, index as usize);
                (changes.parameter)(block, &place, &number(value))
            }
        });
    }
}

/// The block of a parameter, and its place there as Python writes it.
fn place(setup: &PlaygroundSetup, index: usize) -> (usize, String) {
    let hidden = setup.layers.iter().map(|layer| layer.units as usize);
    let (mut start, mut inputs) = (0, 2);
    for (layer, units) in hidden.chain([1]).enumerate() {
        let biases = start + inputs * units;
        if index < biases {
            let at = index - start;
            return (2 * layer, format!("{}, {}", at / units, at % units));
        }
        if index < biases + units {
            return (2 * layer + 1, (index - biases).to_string());
        }
        start = biases + units;
        inputs = units;
    }
    // The experiment refuses an event beyond the last parameter.
    (2 * setup.layers.len() + 1, "0".to_owned())
}

/// Writes the loop, given the Python lines of a step on `x[batch]`, `y[batch]` (or `x`, `y`), and the last lines.
pub(super) fn course(
    setup: &PlaygroundSetup,
    step: impl Fn(&str, &str) -> Vec<String>,
    text: &mut Text,
) {
    let (steps, batch) = (setup.steps, setup.batches_of());
    let patient = setup.patience > 0 && setup.test > 0.0;
    text.gap();
    text.gap();
    if batch.is_some() {
        text.code(format!("shuffle = np.random.RandomState({})", setup.seed));
    }
    text.code("done = 0");
    if patient {
        text.code("best, waited = np.inf, 0");
    }
    text.code(format!("while done < {steps}:"));
    let changes = !setup.events.is_empty();
    if let Some(batch) = batch {
        text.code("    places = shuffle.permutation(len(x))");
        text.code(format!("    for start in range(0, len(x), {batch}):"));
        if changes {
            text.code("        change(done)");
        }
        text.code(format!("        batch = places[start:start + {batch}]"));
        for line in step("x[batch]", "y[batch]") {
            text.code(format!("        {line}"));
        }
        text.code("        done += 1");
        text.code(format!("        if done == {steps}:\n            break"));
    } else {
        if changes {
            text.code("    change(done)");
        }
        for line in step("x", "y") {
            text.code(format!("    {line}"));
        }
        text.code("    done += 1");
    }
    if setup.below > 0.0 || patient {
        ends(setup, patient, text);
    }
    if changes {
        text.code("change(done)");
    }
    text.gap();
    text.code("print(\"steps\", done)");
    let name = if setup.regression() { "R2" } else { "accuracy" };
    for (half, points) in [("train", "x, y"), ("test", "x_test, y_test")] {
        if half == "train" || setup.test > 0.0 {
            text.code(format!("loss, score = measure({points})"));
            text.code(format!(
                "print(f\"{half} loss {{loss:.6f}} {name} {{score:.3f}}\")"
            ));
        }
    }
}

/// The rules that end training early, after a whole epoch.
fn ends(setup: &PlaygroundSetup, patient: bool, text: &mut Text) {
    let indent = match setup.batches_of() {
        Some(_) => {
            text.code("    else:");
            "        "
        }
        None => "    ",
    };
    if setup.below > 0.0 {
        let below = number(setup.below);
        text.code(format!("{indent}if measure(x, y)[0] < {below}:"));
        text.code(format!("{indent}    break"));
    }
    if patient {
        text.code(format!("{indent}loss = measure(x_test, y_test)[0]"));
        text.code(format!("{indent}waited = 0 if loss < best else waited + 1"));
        text.code(format!("{indent}best = min(best, loss)"));
        text.code(format!("{indent}if waited >= {}:", setup.patience));
        text.code(format!("{indent}    break"));
    }
}
