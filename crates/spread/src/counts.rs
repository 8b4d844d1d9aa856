//! One number of many trainings, counted in bins.

/// The last decimal of the numbers that the thesis prints of its trainings.
const PRINTED: f64 = 1e-4;

/// The unit of steps: a hundred-thousandth, since the trainings have five decimals.
const UNIT: f64 = 1e-5;

/// One number of many trainings, counted in bins of equal width. The value of a bin is its middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// The width of a bin, in hundred-thousandths.
    step: u32,
    /// The first bin's value, in steps.
    first: u32,
    /// The trainings in each bin.
    bins: Vec<u32>,
}

/// How many pairs of trainings, one of each network, end in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The first network's number is greater.
    pub greater: u64,
    /// Both numbers are equal.
    pub equal: u64,
    /// The first network's number is less.
    pub less: u64,
}

impl Pairs {
    /// All pairs.
    pub fn total(&self) -> u64 {
        self.greater + self.equal + self.less
    }
}

impl Counts {
    /// Counts values in hundred-thousandths, each rounded to the nearest bin, halves upwards. `None` without values or
    /// with a step of 0.
    pub fn of(values: impl Iterator<Item = u32>, step: u32) -> Option<Self> {
        let index = |value: u32| (value + step / 2).checked_div(step);
        let mut indices: Vec<u32> = values.map(index).collect::<Option<_>>()?;
        indices.sort_unstable();
        let (&first, &last) = (indices.first()?, indices.last()?);
        let mut bins = vec![0; (last - first) as usize + 1];
        for index in indices {
            if let Some(bin) = bins.get_mut((index - first) as usize) {
                *bin += 1;
            }
        }
        Some(Self { step, first, bins })
    }

    /// Counts with these bins. `None` where the step is 0 or no training is counted.
    pub fn new(step: u32, first: u32, bins: Vec<u32>) -> Option<Self> {
        let some = bins.iter().any(|count| *count > 0);
        (step > 0 && some).then_some(Self { step, first, bins })
    }

    /// The width of a bin, in hundred-thousandths, the first bin in steps, and the bins.
    pub fn parts(&self) -> (u32, u32, &[u32]) {
        (self.step, self.first, &self.bins)
    }

    /// The width of a bin.
    pub fn width(&self) -> f64 {
        f64::from(self.step) * UNIT
    }

    /// The number of trainings.
    pub fn total(&self) -> u64 {
        self.bins.iter().map(|count| u64::from(*count)).sum()
    }

    /// Each bin's value and its trainings, the least first. Empty bins are left out.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = (f64, u32)> + '_ {
        let bins = self.bins.iter().enumerate();
        let bins = bins.filter(|(_, count)| **count > 0);
        bins.map(|(index, count)| (self.value(index), *count))
    }

    fn value(&self, index: usize) -> f64 {
        // Divided and not multiplied, so that 97743 hundred-thousandths are 0.97743 and not the next number.
        (f64::from(self.first) + index as f64) * f64::from(self.step) / 1e5
    }

    /// The least value.
    pub fn least(&self) -> f64 {
        self.values().next().map_or(0.0, |(value, _)| value)
    }

    /// The greatest value.
    pub fn greatest(&self) -> f64 {
        self.values().next_back().map_or(0.0, |(value, _)| value)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        let sum: f64 = self.values().map(|(v, n)| v * f64::from(n)).sum();
        sum / self.total().max(1) as f64
    }

    /// The standard deviation, with n − 1; 0 for one training.
    pub fn deviation(&self) -> f64 {
        let mean = self.mean();
        let squares = self
            .values()
            .map(|(v, n)| (v - mean) * (v - mean) * f64::from(n));
        let more = self.total().saturating_sub(1).max(1);
        (squares.sum::<f64>() / more as f64).sqrt()
    }

    /// The least value that at least this share of the trainings does not exceed.
    pub fn quantile(&self, share: f64) -> f64 {
        let wanted = share * self.total() as f64;
        let mut sum = 0.0;
        for (value, count) in self.values() {
            sum += f64::from(count);
            if sum >= wanted {
                return value;
            }
        }
        self.greatest()
    }

    /// A number's bin, in steps, if it is not negative.
    fn bin(&self, value: f64) -> f64 {
        // A number with four decimals lies a rounding away from the middle of its bin.
        (value / self.width() + 1e-6).round()
    }

    /// The trainings whose number is less than one that the thesis prints, and those that it would print alike. The thesis
    /// prints four decimals; bins that are coarser decide instead.
    fn around(&self, printed: f64) -> (u64, u64) {
        // Halves are rounded upwards; a number with a few decimals lies a rounding away from its own value.
        let half = self.width().max(PRINTED) / 2.0;
        let [from, to] = [printed - half, printed + half].map(|edge| edge - 1e-9);
        let sum = |wanted: &dyn Fn(f64) -> bool| {
            let values = self.values().filter(|(value, _)| wanted(*value));
            values.map(|(_, count)| u64::from(count)).sum()
        };
        (
            sum(&|value| value < from),
            sum(&|value| from <= value && value < to),
        )
    }

    /// The trainings whose number is less than a printed one, to four decimals or the width of a bin.
    pub fn below(&self, printed: f64) -> u64 {
        self.around(printed).0
    }

    /// The trainings whose number would be printed like this one.
    pub fn at(&self, printed: f64) -> u64 {
        self.around(printed).1
    }

    /// The value of the training at this share of all, from 0 up to but not 1, in ascending order: with a random share,
    /// a random training.
    pub fn pick(&self, share: f64) -> f64 {
        let place = (share * self.total() as f64) as u64;
        let mut sum = 0;
        for (value, count) in self.values() {
            sum += u64::from(count);
            if sum > place {
                return value;
            }
        }
        self.greatest()
    }

    /// Compares every training with every training of another network.
    pub fn against(&self, other: &Self) -> Pairs {
        let step = u64::from(other.step);
        let mut pairs = Pairs::default();
        for (index, count) in self.bins.iter().enumerate() {
            let mine = (u64::from(self.first) + index as u64) * u64::from(self.step);
            for (index, theirs) in other.bins.iter().enumerate() {
                let both = u64::from(*count) * u64::from(*theirs);
                match mine.cmp(&((u64::from(other.first) + index as u64) * step)) {
                    std::cmp::Ordering::Greater => pairs.greater += both,
                    std::cmp::Ordering::Equal => pairs.equal += both,
                    std::cmp::Ordering::Less => pairs.less += both,
                }
            }
        }
        pairs
    }

    /// The statistic of Kolmogorov and Smirnov: the greatest distance between the share of these trainings that do not
    /// exceed a number and the same share of other values, which are rounded to these bins. 0 without values.
    pub fn distance(&self, values: &[f64]) -> f64 {
        if values.is_empty() {
            return 0.0;
        }
        let mut bins: Vec<f64> = values.iter().map(|value| self.bin(*value)).collect();
        bins.sort_unstable_by(f64::total_cmp);
        let share = |bin: f64| {
            let among = (bin + 1.0 - f64::from(self.first)).max(0.0) as usize;
            let among = self.bins.iter().take(among).map(|count| u64::from(*count));
            among.sum::<u64>() as f64 / self.total().max(1) as f64
        };
        // Between two values the shares differ most right at a value or right before it.
        let ends = bins.iter().flat_map(|bin| [*bin - 1.0, *bin]);
        let most = |bin: f64| {
            let below = bins.partition_point(|value| *value <= bin);
            (share(bin) - below as f64 / bins.len() as f64).abs()
        };
        ends.map(most).fold(0.0, f64::max)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn counts() -> Counts {
        Counts::of([10_004, 10_005, 10_015, 10_030].into_iter(), 10).unwrap()
    }

    #[test]
    fn values_are_rounded_to_bins() {
        let counts = counts();
        let values: Vec<(f64, u32)> = counts.values().collect();
        assert_eq!(values, [(0.1, 1), (0.1001, 1), (0.1002, 1), (0.1003, 1)]);
        assert_eq!(counts.total(), 4);
        assert!((counts.mean() - 0.10015).abs() < 1e-12);
        // By Python's statistics.stdev.
        assert!((counts.deviation() - 1.290_994_448_735_806e-4).abs() < 1e-12);
        assert_eq!([counts.least(), counts.greatest()], [0.1, 0.1003]);
    }

    #[test]
    fn below_counts_what_is_less_in_four_decimals() {
        let counts = counts();
        let below = [0.0999, 0.1, 0.1001, 0.1003, 0.1004, -1.0].map(|value| counts.below(value));
        assert_eq!(below, [0, 0, 1, 3, 4, 0]);
        assert_eq!([0.1002, 0.2, -1.0].map(|value| counts.at(value)), [1, 0, 0]);
    }

    #[test]
    fn shares_find_their_training() {
        let counts = counts();
        let picks = [0.0, 0.25, 0.5, 0.999].map(|share| counts.pick(share));
        assert_eq!(picks, [0.1, 0.1001, 0.1002, 0.1003]);
        assert_eq!(
            [0.25, 0.5, 1.0].map(|q| counts.quantile(q)),
            [0.1, 0.1001, 0.1003]
        );
    }

    #[test]
    fn every_pair_is_compared_once_also_between_other_steps() {
        let other = Counts::of([10_000, 10_012].into_iter(), 4).unwrap();
        let pairs = counts().against(&other);
        let all = Pairs {
            greater: 5,
            equal: 1,
            less: 2,
        };
        assert_eq!((pairs, pairs.total()), (all, 8));
    }

    #[test]
    fn the_distance_of_the_same_values_is_nothing() {
        let counts = counts();
        assert!(counts.distance(&[0.1, 0.1001, 0.1002, 0.1003]) < 1e-12);
        assert_eq!(counts.distance(&[0.5]), 1.0);
        assert_eq!(counts.distance(&[0.0]), 1.0);
        assert_eq!(counts.distance(&[0.1001]), 0.5);
        assert_eq!(counts.distance(&[]), 0.0);
    }

    #[test]
    fn nothing_cannot_be_counted() {
        assert_eq!(Counts::of([].into_iter(), 10), None);
        assert_eq!(Counts::of([1].into_iter(), 0), None);
        assert_eq!(Counts::new(10, 0, vec![0, 0]), None);
        assert_eq!(Counts::new(0, 0, vec![1]), None);
    }
}
