//! A computation as a row of bytes, to go on from there later.

/// Writes numbers to a row of bytes, or reads them from one by the same calls: so the two cannot differ.
///
/// The row is never held whole: its numbers go out, and come in, a few kilobytes at a time. What is missing or absurd is
/// noted, and the place of such a number stays as it was: see [`Tape::is_whole`].
pub struct Tape<'a> {
    end: End<'a>,
    refused: bool,
}

/// The other end of a tape.
enum End<'a> {
    Read(&'a mut dyn Source),
    Write(&'a mut dyn Sink),
}

/// Has the bytes of a tape that is read. (The traits of `std::io` have a dozen methods, and add 2 kB to each module.)
pub trait Source {
    /// Reads the next bytes. Returns false, and is good for nothing, where fewer are left.
    fn read(&mut self, place: &mut [u8]) -> bool;
}

/// Takes the bytes of a tape that is written.
pub trait Sink {
    /// Takes the next bytes.
    fn write(&mut self, bytes: &[u8]);
}

impl Source for &[u8] {
    fn read(&mut self, place: &mut [u8]) -> bool {
        let Some((there, left)) = self.split_at_checked(place.len()) else {
            return false;
        };
        place.copy_from_slice(there);
        *self = left;
        true
    }
}

impl Sink for Vec<u8> {
    fn write(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// Above it a double-precision number does not hold every count, and no computation comes there.
const MOST: u64 = 1 << 53;
/// The longest row of bytes. A longer one is refused, and gets no room.
const MOST_BYTES: u64 = 1 << 24;
/// Weights that go over a tape at once.
const BLOCK: usize = 1024;
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A hash of bytes: FNV-1a, 64 bits.
pub fn hash(bytes: &[u8]) -> u64 {
    let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    bytes.iter().fold(OFFSET, add)
}

impl<'a> Tape<'a> {
    /// A tape to read.
    pub fn of(source: &'a mut dyn Source) -> Self {
        Self {
            end: End::Read(source),
            refused: false,
        }
    }

    /// A tape to write.
    pub fn to(sink: &'a mut dyn Sink) -> Self {
        Self {
            end: End::Write(sink),
            refused: false,
        }
    }

    /// Whether it is read.
    pub fn is_read(&self) -> bool {
        matches!(self.end, End::Read(_))
    }

    /// Whether all was written, or all that was read was there and nothing is left; and nothing was refused.
    pub fn is_whole(self) -> bool {
        let ended = match self.end {
            End::Read(source) => !source.read(&mut [0]),
            End::Write(_) => true,
        };
        ended && !self.refused
    }

    /// Notes that what was read belongs to another computation, or that this one cannot be written.
    pub fn refuse(&mut self) {
        self.refused = true;
    }

    /// A hash of these bytes, which say what is computed. A tape of other bytes is refused.
    pub fn of_same(&mut self, bytes: &[u8]) {
        let hash = hash(bytes);
        let mut there = hash.to_le_bytes();
        self.bytes(&mut there);
        self.refused |= u64::from_le_bytes(there) != hash;
    }

    /// Bytes, at most 16 MB, and how many there are.
    pub fn row(&mut self, row: &mut Vec<u8>) {
        let mut count = row.len() as u64;
        self.count(&mut count);
        if count > MOST_BYTES {
            return self.refuse();
        }
        if !self.is_read() {
            return self.bytes(row);
        }
        let mut there = vec![0; count as usize];
        self.bytes(&mut there);
        if !self.refused {
            *row = there;
        }
    }

    /// Some bytes.
    #[inline(never)]
    fn bytes(&mut self, place: &mut [u8]) {
        match &mut self.end {
            End::Read(source) => self.refused |= !source.read(place),
            End::Write(sink) => sink.write(place),
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
        let mut bytes = [0; 4 * BLOCK];
        for weights in weights.chunks_mut(BLOCK) {
            let (bytes, _) = bytes.split_at_mut(4 * weights.len());
            for (bytes, weight) in bytes.as_chunks_mut().0.iter_mut().zip(&*weights) {
                *bytes = weight.to_le_bytes();
            }
            self.bytes(bytes);
            if self.refused {
                return;
            }
            for (weight, bytes) in weights.iter_mut().zip(bytes.as_chunks().0) {
                *weight = f32::from_le_bytes(*bytes);
            }
        }
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
