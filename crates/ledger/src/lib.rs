//! Every number that the thesis prints, and the runs that compute them again.
//!
//! [`Ledger::parse`] reads `www/ledger.toml` ([`THESIS`]) into [`Entry`]s. A [`Run`]
//! computes one [`Case`] slice by slice, from data sets that the caller hands in;
//! [`check`] runs it to its end. Either way each entry gets a [`Verdict`], and always
//! from what was just measured: no success is stored anywhere.
//!
//! | class | came out if |
//! |---|---|
//! | exact, fact | every seed gives all printed digits |
//! | distribution | the printed number lies between our least and greatest, give or take the entry's tolerance |
//! | not reproducible | never judged; the entry's note says why |
//!
//! An entry of a quantity that `www/spread` has also says where its printed number lies among thousands of trainings by
//! another program: [`Among`].
//!
//! An entry may be marked as a slip of the thesis: then it must *not* come out.
//!
//! The crate opens no file, starts no thread and asks no clock.
//!
//! # Example
//!
//! ```
//! use redes_ledger::{Case, Inputs, Ledger, THESIS, Verdict, check};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let ledger = Ledger::parse(THESIS)?;
//! let outcomes = check(&ledger, Case::Perceptron, &[], &Inputs::default(), &mut |_| true)?;
//! let weights = outcomes.iter().find(|outcome| outcome.id == "perceptron/trained-weights");
//! assert_eq!(weights.map(|weights| &weights.verdict), Some(&Verdict::Reproduced));
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "toml")]
mod among;
mod entry;
mod judge;
mod ledger;
#[cfg(feature = "toml")]
mod parse;
mod run;
mod show;

pub use entry::{Among, Case, Class, Entry, Key, Printed, Quantity, Text, Tolerance, UnknownCase};
pub use judge::{Failure, Measurements, Outcome, Spread, Verdict};
pub use ledger::{Ledger, LedgerError};
pub use run::{Inputs, Progress, Run, Split, Stage, check, parts};
pub use show::columns;

/// The thesis's ledger, `www/ledger.toml`.
#[cfg(feature = "toml")]
pub const THESIS: &str = include_str!("../../../www/ledger.toml");
