//! A computation as a row of bytes, to go on from there later.

/// Writes numbers to a row of bytes, or reads them from one by the same calls: so the two cannot differ.
///
/// What is missing or absurd is noted, and the place of such a number stays as it was: see [`Tape::is_whole`].
#[derive(Debug, Default)]
pub struct Tape<'a> {
    /// What is left to read. `None` where it is written.
    read: Option<&'a [u8]>,
    written: Vec<u8>,
    refused: bool,
}

/// Above it a double-precision number does not hold every count, and no computation comes there.
const MOST: u64 = 1 << 53;
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A hash of bytes: FNV-1a, 64 bits.
pub fn hash(bytes: &[u8]) -> u64 {
    let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    bytes.iter().fold(OFFSET, add)
}

impl<'a> Tape<'a> {
    /// A tape to read.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self {
            read: Some(bytes),
            ..Self::default()
        }
    }

    /// Whether it is read.
    pub fn is_read(&self) -> bool {
        self.read.is_some()
    }

    /// Whether all that was read was there, nothing is left, and nothing was refused.
    pub fn is_whole(&self) -> bool {
        !self.refused && self.read.is_none_or(<[u8]>::is_empty)
    }

    /// What was written.
    pub fn written(self) -> Vec<u8> {
        self.written
    }

    /// Notes that what was read belongs to another computation, or that this one cannot be written.
    pub fn refuse(&mut self) {
        self.refused = true;
    }

    /// Makes room for so many bytes that will be written, so that the row is not copied while it grows.
    pub fn reserve(&mut self, bytes: usize) {
        if self.read.is_none() {
            self.written.reserve_exact(bytes);
        }
    }

    /// A hash of these bytes, which say what is computed. A tape of other bytes is refused.
    pub fn of_same(&mut self, bytes: &[u8]) {
        let hash = hash(bytes);
        let mut there = hash.to_le_bytes();
        self.bytes(&mut there);
        self.refused |= u64::from_le_bytes(there) != hash;
    }

    /// Bytes, and how many there are.
    pub fn row(&mut self, row: &mut Vec<u8>) {
        let mut count = row.len() as u64;
        self.count(&mut count);
        let Some(rest) = &mut self.read else {
            return self.written.extend_from_slice(row);
        };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        match rest.split_at_checked(count) {
            Some((there, left)) => {
                *row = there.to_vec();
                *rest = left;
            }
            None => self.refuse(),
        }
    }

    /// Some bytes.
    #[inline(never)]
    fn bytes(&mut self, place: &mut [u8]) {
        match &mut self.read {
            None => self.written.extend_from_slice(place),
            Some(rest) => match rest.split_at_checked(place.len()) {
                Some((there, left)) => {
                    place.copy_from_slice(there);
                    *rest = left;
                }
                None => self.refused = true,
            },
        }
    }

    /// A count.
    #[inline(never)]
    pub fn count(&mut self, count: &mut u64) {
        let mut bytes = count.to_le_bytes();
        self.bytes(&mut bytes);
        match u64::from_le_bytes(bytes) {
            there if there <= MOST => *count = there,
            _ => self.refused = true,
        }
    }

    /// Numbers in double precision, and how many there are.
    #[inline(never)]
    pub fn numbers(&mut self, numbers: &mut Vec<f64>) {
        let mut count = numbers.len() as u64;
        self.count(&mut count);
        let mut there = std::mem::take(numbers).into_iter();
        for _ in 0..count {
            let mut bytes = there.next().unwrap_or_default().to_le_bytes();
            self.bytes(&mut bytes);
            if self.refused {
                break;
            }
            numbers.push(f64::from_le_bytes(bytes));
        }
    }

    /// Weights in single precision, as many as there are.
    #[inline(never)]
    pub fn weights(&mut self, weights: &mut [f32]) {
        let Some(rest) = &mut self.read else {
            let from = self.written.len();
            self.written.resize(from + 4 * weights.len(), 0);
            let (places, _) = self.written.split_at_mut(from).1.as_chunks_mut();
            for (place, weight) in places.iter_mut().zip(weights) {
                *place = weight.to_le_bytes();
            }
            return;
        };
        let Some((there, left)) = rest.split_at_checked(4 * weights.len()) else {
            return self.refuse();
        };
        for (weight, bytes) in weights.iter_mut().zip(there.as_chunks().0) {
            *weight = f32::from_le_bytes(*bytes);
        }
        *rest = left;
    }

    /// The words of a generator of random numbers, as many as there are.
    #[inline(never)]
    pub fn words(&mut self, words: &mut [u32]) {
        for word in words {
            let mut bytes = word.to_le_bytes();
            self.bytes(&mut bytes);
            *word = u32::from_le_bytes(bytes);
        }
    }
}
