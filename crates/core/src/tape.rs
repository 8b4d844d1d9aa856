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

    /// Notes that what was read belongs to another computation.
    pub fn refuse(&mut self) {
        self.refused = true;
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
        for weight in weights {
            let mut bytes = weight.to_le_bytes();
            self.bytes(&mut bytes);
            *weight = f32::from_le_bytes(bytes);
        }
    }
}
