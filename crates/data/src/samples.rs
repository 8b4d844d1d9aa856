//! Ten handwritten digits to show: the first 0, 1, … 9 of MNIST's test set (`digits/README.md`).

use crate::mnist::PIXELS;

static TEN: &[u8; 10 * PIXELS] = include_bytes!("../digits/ten.bin");

/// The image of a digit, `[28, 28]` row by row: 0 is paper, 255 is ink. Of a number above 9, its last decimal digit.
pub fn digit(digit: u8) -> &'static [u8; PIXELS] {
    let (images, _) = TEN.as_chunks::<PIXELS>();
    &images[usize::from(digit % 10)]
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_are_mnists() {
        // np.sum of each image.
        let ink: Vec<u32> = (0..10)
            .map(|d| digit(d).iter().map(|&p| u32::from(p)).sum())
            .collect();
        assert_eq!(ink, INK);
        assert_eq!(
            digit(7)[7 * 28 + 5..7 * 28 + 12],
            [0, 84, 185, 159, 151, 60, 36]
        );
        assert_eq!(digit(17), digit(7));
    }

    const INK: [u32; 10] = [
        37_014, 9_871, 28_850, 35_433, 19_237, 30_734, 27_735, 18_454, 32_081, 21_062,
    ];
}
