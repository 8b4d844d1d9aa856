//! What thousands of trainings of the thesis's networks give.
//!
//! `www/spread/trainings.csv.gz` has a row for each seed and epoch; its method is in `www/spread/README.md`. [`rows`]
//! reads such rows, [`table`] counts them in bins and reads and writes the counts, and [`Counts`] answers: how many
//! trainings lie below a number, and in how many pairs one network beats another.
//!
//! [`COUNTS`] is `www/spread/counts.txt`, which `redes spread` makes of the trainings. Figures and the ledger use it; a
//! test of `redes-cli` compares it with the trainings.
//!
//! # Example
//!
//! ```
//! use redes_spread::{COUNTS, Measure, table};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let accuracy = table::counts(COUNTS, "1.0", 3, Measure::Accuracy).ok_or("no counts")?;
//! assert_eq!(accuracy.total(), 2048);
//! // The thesis prints 0.9743.
//! let share = accuracy.below(0.9743) as f64 / accuracy.total() as f64;
//! assert!((share - 0.39).abs() < 0.01);
//! # Ok(())
//! # }
//! ```

mod counts;
mod measure;
pub mod rows;
pub mod table;

pub use counts::{Counts, Pairs};
pub use measure::Measure;

/// The counts of all trainings, `www/spread/counts.txt`.
pub const COUNTS: &str = include_str!("../../../www/spread/counts.txt");

/// Our own engine's seeds 1 to 20, `www/spread/ours.csv`, in the rows of the trainings.
pub const OURS: &str = include_str!("../../../www/spread/ours.csv");

/// Networks of `www/spread` with the functions of their hidden layers: case 1.0 is "relu", case 1.1 "sigmoid".
pub const ACTIVATIONS: [&str; 6] = ["relu", "sigmoid", "centred", "stretched", "tanh", "steep"];

/// The thesis's cases.
pub const CASES: [&str; 4] = ["1.0", "1.1", "2.0", "2.1"];

/// Whether a network reads digits. The others read reviews.
pub fn reads_digits(network: &str) -> bool {
    !network.starts_with('2')
}
