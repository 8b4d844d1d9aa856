//! The reader's own trainings of the thesis's cases, and their numbers beside the thousands.

use redes_experiment::results::{Part, Quantity};
use redes_spread::{CASES, Measure, reads_digits};

/// Our own seeds 1 to 20 are in the figure already; the reader's begin after them.
const FIRST_SEED: u32 = 21;

/// A finished training.
#[derive(Clone, Debug)]
struct Run {
    network: &'static str,
    seed: u32,
    measured: Part,
}

/// The trainings of one reader, in their order.
#[derive(Clone, Debug, Default)]
pub struct Own {
    runs: Vec<Run>,
}

/// The case of the ledger that trains a network, if one does; the networks with other functions have none.
pub fn case(network: &str) -> Option<&'static str> {
    CASES.into_iter().find(|case| *case == network)
}

impl Own {
    /// The seed of a network's next training.
    pub fn next(&self, network: &str) -> u32 {
        let done = self.runs.iter().filter(|run| run.network == network);
        FIRST_SEED + done.count() as u32
    }

    /// Adds a finished training.
    pub fn add(&mut self, network: &'static str, seed: u32, measured: Part) {
        self.runs.push(Run {
            network,
            seed,
            measured,
        });
    }

    /// The seed of a network's last training.
    pub fn last(&self, network: &str) -> Option<u32> {
        let mut done = self.runs.iter().filter(|run| run.network == network);
        done.next_back().map(|run| run.seed)
    }

    /// The numbers of all trainings of a network that have this one: seed and number.
    pub fn values(&self, network: &str, epoch: usize, measure: Measure) -> Vec<(u32, f64)> {
        let runs = self.runs.iter().filter(|run| run.network == network);
        runs.filter_map(|run| Some((run.seed, value(network, epoch, measure, &run.measured)?)))
            .collect()
    }
}

/// A number of a training, if it was measured: the digits are measured on the test once, at the end.
fn value(network: &str, epoch: usize, measure: Measure, measured: &Part) -> Option<f64> {
    let (quantity, at) = match measure {
        Measure::Loss => (Quantity::Loss, epoch),
        Measure::Accuracy => (Quantity::Accuracy, epoch),
        Measure::TestLoss => (Quantity::ValLoss, epoch),
        Measure::TestAccuracy => (Quantity::ValAccuracy, epoch),
        Measure::Output => (Quantity::FirstAnswer, 0),
    };
    // The first image is a 7: its output is the eighth of ten. A review has one output.
    let seven = measure == Measure::Output && reads_digits(network);
    let place = if seven { 7 } else { 0 };
    measured.numbers(quantity, at).get(place).copied()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_experiment::wire;
    use redes_ledger::{Key, Measurements};

    use super::*;

    /// What a finished training sends: a seed, its slices, and what was measured.
    fn part(numbers: &[(Quantity, usize, &[f64])]) -> Part {
        let mut measured = Measurements::default();
        for (quantity, at, values) in numbers {
            let key = Key {
                quantity: *quantity,
                at: *at,
            };
            measured.add(key, *values);
        }
        let sent = wire::encode("", &(21_u32, 0_u64, measured)).unwrap();
        wire::decode("", &sent).unwrap()
    }

    #[test]
    fn each_case_counts_its_own_seeds() {
        let mut own = Own::default();
        assert_eq!((own.next("1.0"), own.last("1.0")), (21, None));
        own.add("1.0", 21, part(&[]));
        own.add("2.0", 21, part(&[]));
        own.add("1.0", 22, part(&[]));
        assert_eq!((own.next("1.0"), own.last("1.0")), (23, Some(22)));
        assert_eq!((own.next("2.0"), own.next("2.1")), (22, 21));
        assert_eq!([case("1.1"), case("relu")], [Some("1.1"), None]);
    }

    #[test]
    fn a_number_is_that_of_its_epoch_and_none_where_it_was_not_measured() {
        let mut answers = [0.0; 10];
        answers[7] = 0.75;
        let digits = part(&[
            (Quantity::Loss, 1, &[0.3]),
            (Quantity::Loss, 3, &[0.1]),
            (Quantity::ValAccuracy, 3, &[0.97]),
            (Quantity::FirstAnswer, 0, &answers),
        ]);
        let review = part(&[(Quantity::FirstAnswer, 0, &[0.25])]);
        assert!(review.is_empty() && !digits.is_empty());
        let mut own = Own::default();
        own.add("1.0", 21, digits);
        own.add("2.0", 21, review);
        let of = |network, epoch, measure| {
            let values = own.values(network, epoch, measure);
            values.first().map(|(_, value)| *value)
        };
        assert_eq!(of("1.0", 1, Measure::Loss), Some(0.3));
        assert_eq!(of("1.0", 3, Measure::Loss), Some(0.1));
        assert_eq!(of("1.0", 1, Measure::TestAccuracy), None);
        assert_eq!(of("1.0", 3, Measure::TestAccuracy), Some(0.97));
        assert_eq!(of("1.0", 3, Measure::Output), Some(0.75));
        assert_eq!(of("2.0", 2, Measure::Output), Some(0.25));
        assert_eq!(of("1.1", 3, Measure::Loss), None);
    }
}
