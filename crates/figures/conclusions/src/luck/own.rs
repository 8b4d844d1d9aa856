//! The reader's own trainings of the thesis's cases, and their numbers beside the thousands.

use redes_experiment::{
    results::{Part, Quantity},
    wire,
};
use redes_spread::{CASES, COUNTS, Measure, reads_digits, table};

/// Our own seeds 1 to 20 are in the figure already; the reader's begin after them.
const FIRST_SEED: u32 = 21;

/// The name of what is kept in [`redes_experiment::Failure::Unreadable`], which nobody is shown.
const KEPT: &str = "own";

/// A finished training.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    network: &'static str,
    seed: u32,
    /// Measure after measure, epoch after epoch; NaN where it was not measured.
    numbers: Vec<f64>,
}

/// A training as it is kept over a reload.
type Kept = (String, u32, Vec<f64>);

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
        let last = self.last(network);
        last.map_or(FIRST_SEED, |last| last.saturating_add(1))
    }

    /// Adds a finished training. Of what was measured, the numbers that the figure shows are stored.
    pub fn add(&mut self, network: &'static str, seed: u32, measured: &Part) {
        let epochs = 1..=table::epochs(COUNTS, network);
        let of = |measure| {
            let number = move |epoch| value(network, epoch, measure, measured);
            epochs.clone().map(number)
        };
        let numbers = Measure::ALL.into_iter().flat_map(of);
        self.put(Run {
            network,
            seed,
            numbers: numbers.map(|number| number.unwrap_or(f64::NAN)).collect(),
        });
    }

    /// Adds a training, unless it is there.
    fn put(&mut self, run: Run) {
        let same = |there: &Run| (there.network, there.seed) == (run.network, run.seed);
        if !self.runs.iter().any(same) {
            self.runs.push(run);
        }
    }

    /// The trainings as bytes, to be kept over a reload.
    pub fn kept(&self) -> Vec<u8> {
        let runs = self.runs.iter();
        let kept: Vec<Kept> = runs
            .map(|run| (run.network.to_owned(), run.seed, run.numbers.clone()))
            .collect();
        wire::encode(KEPT, &kept).unwrap_or_default()
    }

    /// The trainings that were kept; `None` if these bytes are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let kept: Vec<Kept> = wire::decode(KEPT, bytes).ok()?;
        let mut own = Self::default();
        for (network, seed, numbers) in kept {
            let network = case(&network)?;
            let epochs = table::epochs(COUNTS, network);
            if seed < FIRST_SEED || numbers.len() != Measure::ALL.len() * epochs {
                return None;
            }
            own.put(Run {
                network,
                seed,
                numbers,
            });
        }
        Some(own)
    }

    /// Adds the trainings of another list after these, but those that are here.
    pub fn join(&mut self, other: Self) {
        other.runs.into_iter().for_each(|run| self.put(run));
    }

    /// The seed of a network's last training.
    pub fn last(&self, network: &str) -> Option<u32> {
        let mut done = self.runs.iter().filter(|run| run.network == network);
        done.next_back().map(|run| run.seed)
    }

    /// The numbers of all trainings of a network that have this one: seed and number.
    pub fn values(&self, network: &str, epoch: usize, measure: Measure) -> Vec<(u32, f64)> {
        let epochs = table::epochs(COUNTS, network);
        let row = Measure::ALL.iter().position(|known| *known == measure);
        let place = row.map(|row| row * epochs + epoch.wrapping_sub(1));
        let place = place.filter(|_| (1..=epochs).contains(&epoch));
        let runs = self.runs.iter().filter(|run| run.network == network);
        let value = |run: &Run| Some((run.seed, *run.numbers.get(place?)?));
        let values = runs.filter_map(value);
        values.filter(|(_, value)| value.is_finite()).collect()
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
        own.add("1.0", 21, &part(&[]));
        own.add("2.0", 21, &part(&[]));
        own.add("1.0", 22, &part(&[]));
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
        own.add("1.0", 21, &digits);
        own.add("2.0", 21, &review);
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

    #[test]
    fn kept_trainings_come_back_before_those_of_the_page() {
        let digits = |loss| part(&[(Quantity::Loss, 2, &[loss])]);
        let mut before = Own::default();
        before.add("1.1", 21, &digits(0.3));
        before.add("1.1", 22, &digits(0.4));
        let mut back = Own::read(&before.kept()).unwrap();
        let mut page = Own::default();
        page.add("1.1", 21, &digits(0.3));
        page.add("2.1", 21, &digits(0.5));
        back.join(page);
        let losses = |own: &Own, network| own.values(network, 2, Measure::Loss);
        assert_eq!(losses(&back, "1.1"), [(21, 0.3), (22, 0.4)]);
        assert_eq!(losses(&back, "2.1"), [(21, 0.5)]);
        assert_eq!((back.next("1.1"), back.next("2.1")), (23, 22));
        assert!(Own::read(&Own::default().kept()).unwrap().runs.is_empty());
    }

    #[test]
    fn what_is_no_list_of_trainings_is_refused() {
        let whole = vec![0.5; 15];
        let kept = |network: &str, seed: u32, numbers: &[f64]| {
            let kept: Kept = (network.to_owned(), seed, numbers.to_vec());
            wire::encode("", &vec![kept]).unwrap()
        };
        let good = kept("1.0", 21, &whole);
        assert!(Own::read(&good).is_some());
        let half = &good[..good.len() / 2];
        for bad in [
            &[][..],
            &[255; 99],
            half,
            &kept("3.0", 21, &whole),
            &kept("relu", 21, &whole),
            &kept("1.0", 20, &whole),
            &kept("1.0", 21, &whole[1..]),
        ] {
            assert!(Own::read(bad).is_none());
        }
    }

    #[test]
    fn an_hour_of_trainings_takes_little_memory() {
        // What a training sends has its settings too, among them a whole image.
        let image = [0.5; 784];
        let sent = part(&[(Quantity::SecondInput, 0, &image)]);
        let mut own = Own::default();
        // One a second: no training of a case is over sooner.
        for seed in 21..3_621 {
            own.add("2.1", seed, &sent);
        }
        let row = |run: &Run| size_of::<Run>() + size_of_val(&*run.numbers);
        let bytes: usize = own.runs.iter().map(row).sum();
        assert!(own.runs.len() == 3_600 && bytes < 1_000_000, "{bytes}");
        let sixty: usize = own.runs.iter().take(60).map(row).sum();
        assert!(sixty < 20_000, "{sixty}");
    }
}
