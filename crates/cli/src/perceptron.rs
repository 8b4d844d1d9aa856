//! `redes perceptron`

use anyhow::Result;
use ndarray::array;
use redes_lessons::thesis::perceptron::{self, ITERATIONS, SEED};

use crate::file::say;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Seed of the starting weights.
    #[arg(long, default_value_t = SEED)]
    seed: u32,
    /// Number of steps. Each step uses all four rows.
    #[arg(long, default_value_t = ITERATIONS)]
    iterations: u64,
    /// Prints JSON: initial, trained, output.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let samples = perceptron::samples();
    let mut trainer = perceptron::trainer(arguments.seed, &samples, arguments.iterations.max(1))?;
    let initial = trainer.network().parameters().to_vec();
    if arguments.iterations > 0 {
        while trainer.finished().is_none() {
            trainer.step(&samples)?;
        }
    }
    let trained = trainer.network().parameters().to_vec();
    let output = trainer.predict(array![[1.0, 0.0, 0.0]].view())?[[0, 0]];
    if arguments.json {
        say(format!(
            "{}",
            serde_json::json!({ "initial": initial, "trained": trained, "output": output })
        ))?;
    } else {
        say(format!("Starting weights:\n{}", column(&initial)))?;
        say(format!(
            "Weights after {} steps:\n{}",
            arguments.iterations,
            column(&trained)
        ))?;
        say(format!("[1, 0, 0] -> {}", rounded(output)))?;
    }
    Ok(())
}

/// A column vector as NumPy prints it.
fn column(values: &[f64]) -> String {
    values
        .iter()
        .map(|value| format!("  {:>12}", rounded(*value)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Eight decimals without trailing zeros, as NumPy prints.
fn rounded(value: f64) -> String {
    let text = format!("{value:.8}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
