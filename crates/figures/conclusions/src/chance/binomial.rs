//! The binomial distribution, as a table: how many of n independent examples are right.

/// Standard deviations on either side of the mean that the table holds; what lies further out is less than 10⁻²⁰.
const REACH: f64 = 10.0;

/// The probabilities of the numbers of successes in n attempts.
#[derive(Clone, Debug, PartialEq)]
pub struct Binomial {
    /// The number of successes of the first row.
    first: u32,
    /// The probability of at most so many successes, row after row.
    cumulative: Vec<f64>,
}

impl Binomial {
    /// The table for n attempts that succeed with probability p.
    pub fn new(n: u32, p: f64) -> Self {
        let p = p.clamp(0.0, 1.0);
        let all = f64::from(n);
        let reach = REACH * (all * p * (1.0 - p)).sqrt() + REACH;
        let first = (all * p - reach).max(0.0) as u32;
        let last = (all * p + reach).min(all) as u32;
        let mode = ((all + 1.0) * p).min(all) as u32;
        // Each probability follows from its neighbour's, from the mode on both ways, and all are divided by their sum.
        let mut weights = vec![0.0; (last - first) as usize + 1];
        let odds = if p < 1.0 { p / (1.0 - p) } else { 0.0 };
        let mut weight = 1.0;
        for k in mode..=last {
            if let Some(place) = weights.get_mut((k - first) as usize) {
                *place = weight;
            }
            weight *= f64::from(n - k) / f64::from(k + 1) * odds;
        }
        let mut weight = 1.0;
        for k in (first..mode).rev() {
            // k successes, from k + 1 successes.
            weight *=
                f64::from(k + 1) / f64::from(n - k) * if p < 1.0 { (1.0 - p) / p } else { 0.0 };
            if let Some(place) = weights.get_mut((k - first) as usize) {
                *place = weight;
            }
        }
        let sum: f64 = weights.iter().sum();
        let mut total = 0.0;
        let cumulative = weights.into_iter().map(|weight| {
            total += weight;
            total / sum
        });
        Self {
            first,
            cumulative: cumulative.collect(),
        }
    }

    /// The number of successes of the attempt at this share of all, from 0 up to but not 1, in ascending order: with a
    /// random share, a random attempt.
    pub fn pick(&self, share: f64) -> u32 {
        let row = self.cumulative.partition_point(|sum| *sum <= share);
        self.first + row.min(self.cumulative.len().saturating_sub(1)) as u32
    }

    /// Each number of successes with its probability, or with that of being the greatest of `networks` attempts.
    pub fn greatest_of(&self, networks: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let mut before = 0.0;
        let rows = self.cumulative.iter().zip(self.first..);
        rows.map(move |(sum, k)| {
            let upto = libm::pow(*sum, f64::from(networks));
            let here = upto - before;
            before = upto;
            (k, here)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_are_the_binomials() {
        let two = Binomial::new(2, 0.25);
        let rows: Vec<(u32, f64)> = two.greatest_of(1).collect();
        let wanted = [(0, 0.5625), (1, 0.375), (2, 0.0625)];
        assert_eq!(rows.len(), 3);
        for ((k, row), (wanted_k, wanted)) in rows.into_iter().zip(wanted) {
            assert!(k == wanted_k && (row - wanted).abs() < 1e-15, "{k} {row}");
        }
        assert_eq!(
            [0.0, 0.5, 0.6, 0.99].map(|share| two.pick(share)),
            [0, 0, 1, 2]
        );
    }

    #[test]
    fn mean_and_deviation_are_those_of_the_formula() {
        for (n, p) in [(500, 0.88), (25_000, 0.8856), (10, 0.5), (10_000, 0.999)] {
            let table = Binomial::new(n, p);
            let mean: f64 = table
                .greatest_of(1)
                .map(|(k, row)| f64::from(k) * row)
                .sum();
            let expected = f64::from(n) * p;
            assert!((mean - expected).abs() < 1e-6 * expected, "{n} {p}: {mean}");
            let squares = table
                .greatest_of(1)
                .map(|(k, row)| (f64::from(k) - mean).powi(2) * row);
            let variance: f64 = squares.sum();
            let expected = f64::from(n) * p * (1.0 - p);
            assert!(
                (variance - expected).abs() < 1e-6 * expected,
                "{n} {p}: {variance}"
            );
        }
    }

    #[test]
    fn certain_and_impossible_attempts_have_one_row_that_counts() {
        assert_eq!(
            [0.0, 0.999].map(|share| Binomial::new(7, 0.0).pick(share)),
            [0, 0]
        );
        assert_eq!(
            [0.0, 0.999].map(|share| Binomial::new(7, 1.0).pick(share)),
            [7, 7]
        );
        assert_eq!(Binomial::new(0, 0.5).pick(0.5), 0);
    }
}
