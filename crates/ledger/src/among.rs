//! Where a printed number lies among thousands of trainings (`www/spread`).

use redes_spread::{CASES, COUNTS, Measure, table};

use crate::entry::{Among, Entry, Quantity};

/// Coarser numbers than this, as shares with so many decimals, lie anywhere among the trainings.
const DECIMALS: usize = 4;

/// Where the printed number of an entry lies; `None` where the trainings do not have its quantity.
pub(crate) fn among(entry: &Entry) -> Option<Among> {
    let case = entry.case.name();
    if !CASES.contains(&case) {
        return None;
    }
    let digits = redes_spread::reads_digits(case);
    let (measure, place, percent) = match entry.quantity? {
        Quantity::Loss => (Measure::Loss, 0, false),
        Quantity::Accuracy => (Measure::Accuracy, 0, false),
        Quantity::AccuracyPercent => (Measure::Accuracy, 0, true),
        Quantity::ValLoss => (Measure::TestLoss, 0, false),
        Quantity::ValAccuracy => (Measure::TestAccuracy, 0, false),
        Quantity::ValAccuracyPercent => (Measure::TestAccuracy, 0, true),
        // The first test image is a 7; a review has one output.
        Quantity::FirstAnswer => (Measure::Output, if digits { 7 } else { 0 }, false),
        _ => return None,
    };
    let printed = entry.printed.get(place)?;
    let (value, decimals) = match percent {
        true => (printed.value / 100.0, printed.decimals() + 2),
        false => (printed.value, printed.decimals()),
    };
    let last = table::epochs(COUNTS, case);
    let counts = table::counts(COUNTS, case, entry.epoch.unwrap_or(last), measure)?;
    let count = |n: u64| u32::try_from(n).ok();
    (decimals >= DECIMALS).then_some(Among {
        below: count(counts.below(value))?,
        equal: count(counts.at(value))?,
        of: count(counts.total())?,
    })
}
