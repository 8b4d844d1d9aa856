//! The numbers of the thesis that the trainings have too. A test compares them with the ledger.

use redes_spread::Measure;

/// A network, an epoch, and what the thesis prints after it: loss, accuracy, loss and accuracy on the test.
type Line = (&'static str, usize, [Option<f64>; 4]);

/// The epochs that the thesis prints.
const EPOCHS: [Line; 11] = [
    ("1.0", 1, [Some(0.2853), Some(0.9193), None, None]),
    ("1.0", 2, [Some(0.1200), Some(0.9636), None, None]),
    ("1.0", 3, [Some(0.0832), Some(0.9743), None, None]),
    ("1.1", 1, [Some(0.5341), Some(0.8542), None, None]),
    ("1.1", 2, [Some(0.2218), Some(0.9336), None, None]),
    ("1.1", 3, [Some(0.1663), Some(0.9501), None, None]),
    (
        "2.0",
        1,
        [Some(0.4798), Some(0.7374), Some(0.2802), Some(0.8848)],
    ),
    (
        "2.0",
        2,
        [Some(0.2233), Some(0.9114), Some(0.2734), Some(0.8856)],
    ),
    (
        "2.1",
        1,
        [Some(0.5086), Some(0.7129), Some(0.3330), Some(0.8530)],
    ),
    (
        "2.1",
        2,
        [Some(0.1909), Some(0.9270), Some(0.3002), Some(0.8734)],
    ),
    (
        "2.1",
        3,
        [Some(0.0599), Some(0.9826), Some(0.4145), Some(0.8614)],
    ),
];

/// The outputs for the first test sample: the seventh of case 1.0, and the only one of case 2.0.
const OUTPUTS: [(&str, f64); 2] = [("1.0", 0.721_113_5), ("2.0", 0.201_421_66)];

/// The number that the thesis prints of a network after an epoch, if it prints one.
pub fn printed(network: &str, epoch: usize, measure: Measure) -> Option<f64> {
    let column = match measure {
        Measure::Loss => 0,
        Measure::Accuracy => 1,
        Measure::TestLoss => 2,
        Measure::TestAccuracy => 3,
        Measure::Output => {
            let output = OUTPUTS.iter().find(|(name, _)| *name == network);
            return output.map(|(_, value)| *value);
        }
    };
    let line = EPOCHS
        .iter()
        .find(|(name, after, _)| *name == network && *after == epoch);
    let (_, _, numbers) = line?;
    numbers.get(column).copied().flatten()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use redes_ledger::{Ledger, THESIS};

    #[test]
    fn the_numbers_are_the_ledgers() {
        let ledger = Ledger::parse(THESIS).unwrap();
        let value = |id: &str, place: usize| Some(ledger.get(id)?.printed.get(place)?.value);
        for (network, epoch, numbers) in EPOCHS {
            let names = ["loss", "accuracy", "val-loss", "val-accuracy"];
            let found = names.map(|name| value(&format!("{network}/epoch-{epoch}/{name}"), 0));
            assert_eq!(found, numbers, "{network} {epoch}");
        }
        assert_eq!(value("1.0/first-answer", 7), Some(OUTPUTS[0].1));
        assert_eq!(value("2.0/first-answer", 0), Some(OUTPUTS[1].1));
    }
}
