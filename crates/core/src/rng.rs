//! NumPy's legacy generator, bit for bit: `numpy.random.RandomState`.
//!
//! Mersenne Twister MT19937 (Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
//! pseudo-random number generator", 1998), with NumPy's ways of making doubles, normals, integers and permutations of
//! its 32-bit words, which NumPy keeps unchanged for ever (NEP 19). The thesis seeds it with `np.random.seed(1)` (§2).

use crate::{Error, Result, rounded_functions, tape::Tape};

const N: usize = 624;
const M: usize = 397;

/// `numpy.random.RandomState(seed)`.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomState {
    words: Box<[u32; N]>,
    next: usize,
    /// The second normal of a pair, kept for the next call.
    gauss: Option<f64>,
}

impl RandomState {
    /// The stream of a seed, from its beginning.
    pub fn new(seed: u32) -> Self {
        let mut words = Box::new([0; N]);
        let mut word = seed;
        for (i, slot) in words.iter_mut().enumerate() {
            *slot = word;
            word = 1_812_433_253_u32
                .wrapping_mul(word ^ (word >> 30))
                .wrapping_add(i as u32 + 1);
        }
        Self {
            words,
            next: N,
            gauss: None,
        }
    }

    /// Writes to the tape where its stream is, or goes on from what is read there. No normal is kept.
    pub(crate) fn tape(&mut self, tape: &mut Tape<'_>) {
        let mut next = self.next as u64;
        tape.count(&mut next);
        tape.words(&mut *self.words);
        match usize::try_from(next) {
            Ok(next) if next <= N => self.next = next,
            _ => tape.refuse(),
        }
    }

    /// 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.next >= N {
            self.refill();
        }
        let mut y = self.words[self.next];
        self.next += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    fn refill(&mut self) {
        for i in 0..N {
            let y = (self.words[i] & 0x8000_0000) | (self.words[(i + 1) % N] & 0x7fff_ffff);
            let twist = if y & 1 == 1 { 0x9908_b0df } else { 0 };
            self.words[i] = self.words[(i + M) % N] ^ (y >> 1) ^ twist;
        }
        self.next = 0;
    }

    fn next_u64(&mut self) -> u64 {
        let high = u64::from(self.next_u32());
        high << 32 | u64::from(self.next_u32())
    }

    /// A double in [0, 1) with 53 random bits: `random_sample()`.
    pub fn random_sample(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// `random_sample(size)`.
    pub fn random_sample_into(&mut self, out: &mut [f64]) {
        out.iter_mut()
            .for_each(|value| *value = self.random_sample());
    }

    /// A double in [low, high): `uniform(low, high)`.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random_sample()
    }

    /// A normal number: `normal(mean, std)`, by Marsaglia's polar method, two at a time.
    ///
    /// NumPy takes the logarithm from the C library of its machine, so that one value in
    /// some thousands may end in another last bit there; here it is rounded correctly.
    pub fn normal(&mut self, mean: f64, std: f64) -> f64 {
        mean + std * self.gauss()
    }

    fn gauss(&mut self) -> f64 {
        if let Some(kept) = self.gauss.take() {
            return kept;
        }
        loop {
            let x1 = 2.0 * self.random_sample() - 1.0;
            let x2 = 2.0 * self.random_sample() - 1.0;
            let r2 = x1 * x1 + x2 * x2;
            if r2 < 1.0 && r2 != 0.0 {
                let f = (-2.0 * rounded_functions::ln(r2) / r2).sqrt();
                self.gauss = Some(f * x1);
                return f * x2;
            }
        }
    }

    /// A whole number in [low, high): `randint(low, high)`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where `low >= high`.
    pub fn randint(&mut self, low: i64, high: i64) -> Result<i64> {
        if low >= high {
            let (name, value, requirement) =
                ("high", high.to_string(), "it must be greater than low");
            return Err(Error::InvalidParameter {
                name,
                value,
                requirement,
            });
        }
        // The last number is included here, so that the whole range of i64 fits a u64.
        let range = (high.wrapping_sub(1)).wrapping_sub(low) as u64;
        Ok(low.wrapping_add(self.bounded(range) as i64))
    }

    /// A whole number in [0, max], by masking and rejection.
    fn bounded(&mut self, max: u64) -> u64 {
        if max == 0 {
            return 0;
        }
        let mask = u64::MAX >> max.leading_zeros();
        loop {
            let value = if max <= u64::from(u32::MAX) {
                u64::from(self.next_u32())
            } else {
                self.next_u64()
            } & mask;
            if value <= max {
                return value;
            }
        }
    }

    /// The numbers from 0 to `n` - 1 in a random order: `permutation(n)`.
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        self.shuffle(&mut order);
        order
    }

    /// Puts a slice in a random order: `shuffle(x)` (Fisher and Yates, from the end).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.bounded(i as u64) as usize;
            items.swap(i, j);
        }
    }
}
