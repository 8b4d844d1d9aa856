//! The checksum of gzip (RFC 1952, section 8): CRC-32 with the polynomial 0xedb88320.
//!
//! `flate2::Crc` is faster, but its tables weigh 16 kB in a page's module, and no compression helps. This
//! table of 1 kB is computed when it is needed.

/// The reversed polynomial.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// The checksum of the bytes so far.
pub(crate) struct Crc {
    /// For each value of a byte its remainder.
    table: [u32; 256],
    state: u32,
}

impl Crc {
    /// The checksum of no bytes.
    pub(crate) fn new() -> Self {
        let remainder = |byte: usize| {
            (0..8).fold(byte as u32, |rest, _| {
                (rest >> 1) ^ if rest & 1 == 1 { POLYNOMIAL } else { 0 }
            })
        };
        Self {
            table: std::array::from_fn(remainder),
            state: u32::MAX,
        }
    }

    /// Adds bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.state = bytes.iter().fold(self.state, |state, byte| {
            let [low, ..] = state.to_le_bytes();
            (state >> 8) ^ self.table[usize::from(low ^ byte)]
        });
    }

    /// The checksum.
    pub(crate) fn sum(&self) -> u32 {
        !self.state
    }
}

/// The checksum of bytes.
pub(crate) fn of(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_value_is_that_of_the_standard() {
        // "123456789": the check value in the catalogue of CRC algorithms for CRC-32/ISO-HDLC.
        assert_eq!(of(b"123456789"), 0xcbf4_3926);
        assert_eq!(of(b""), 0);
    }

    proptest! {
        #[test]
        fn sums_are_flate2s(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6)) {
            let (mut ours, mut theirs) = (Crc::new(), flate2::Crc::new());
            for part in parts {
                ours.update(&part);
                theirs.update(&part);
                prop_assert_eq!(ours.sum(), theirs.sum());
            }
        }
    }
}
