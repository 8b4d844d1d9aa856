//! Images of which only the pixels with ink are kept: where they stand, how dark they are, and that normalised.
//!
//! A fifth of MNIST's pixels have ink. A bit for each pixel and five bytes for each with ink take 52 MB for the 60,000
//! images of the training set, and each image is normalised once instead of each time that a batch has it. They lie in
//! parts, so that images can be added while a file is unpacked, and no array grows by copying itself.

use crate::mnist::{PIXELS, SIDE, normalize_columns};

/// Images in each part but the last.
pub(crate) const PART: usize = 1_000;

/// Images of 28 x 28.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct InkImages(Vec<Part>);

/// [`PART`] images.
#[derive(Debug, PartialEq)]
struct Part {
    /// A bit for each pixel of a row, set where there is ink, the first pixel lowest: `[n, 28]`.
    ink: Vec<u32>,
    /// Where each image's pixels begin.
    starts: Vec<u32>,
    /// The pixels with ink, in their order.
    pixels: Vec<u8>,
    /// The same, normalised by [`normalize_columns`].
    normalized: Vec<f32>,
}

impl InkImages {
    /// Keeps the images whose pixels are `[n, 28, 28]`.
    pub(crate) fn new(pixels: &[u8]) -> Self {
        let mut images = Self::default();
        pixels
            .chunks(PART * PIXELS)
            .for_each(|part| images.push(part));
        images
    }

    /// Adds a part: [`PART`] images, `[n, 28, 28]`, or fewer as the last.
    pub(crate) fn push(&mut self, pixels: &[u8]) {
        self.0.push(Part::new(pixels));
    }

    /// The pixels of an image, row by row; all without ink where there is no such image.
    pub(crate) fn pixels(&self, index: usize) -> [u8; PIXELS] {
        let mut out = [0; PIXELS];
        if let Some(part) = self.0.get(index / PART) {
            part.place(index % PART, &part.pixels, &mut out);
        }
        out
    }

    /// Writes an image, normalised, `[28, 28]` row by row; zeros where there is no such image.
    pub(crate) fn normalized(&self, index: usize, out: &mut [f32]) {
        out.fill(0.0);
        if let Some(part) = self.0.get(index / PART) {
            part.place(index % PART, &part.normalized, out);
        }
    }
}

impl Part {
    fn new(pixels: &[u8]) -> Self {
        let count = pixels.len() / PIXELS;
        let with_ink = pixels.iter().filter(|pixel| **pixel != 0).count();
        let mut images = Self {
            ink: Vec::with_capacity(count * SIDE),
            starts: Vec::with_capacity(count),
            pixels: Vec::with_capacity(with_ink),
            normalized: Vec::with_capacity(with_ink),
        };
        let mut normalized = [0.0; PIXELS];
        for image in pixels.chunks_exact(PIXELS) {
            normalize_columns(image, &mut normalized);
            images.starts.push(images.pixels.len() as u32);
            let rows = image.chunks_exact(SIDE);
            for (row, normalized) in rows.zip(normalized.chunks_exact(SIDE)) {
                let bits = (0..).zip(row);
                let ink = bits.fold(0, |ink, (bit, pixel)| ink | u32::from(*pixel != 0) << bit);
                images.ink.push(ink);
                let pixels = row.iter().zip(normalized);
                for (pixel, normalized) in pixels.filter(|(pixel, _)| **pixel != 0) {
                    images.pixels.push(*pixel);
                    images.normalized.push(*normalized);
                }
            }
        }
        images
    }

    /// Writes the values of an image's pixels with ink to where they stand.
    fn place<T: Copy>(&self, index: usize, values: &[T], out: &mut [T]) {
        let start = self.starts.get(index).copied().unwrap_or_default();
        let rows = self.ink.chunks_exact(SIDE).nth(index).unwrap_or_default();
        let mut values = values.get(start as usize..).unwrap_or_default().iter();
        for (ink, out) in rows.iter().zip(out.chunks_exact_mut(SIDE)) {
            let mut left = *ink;
            while left != 0 {
                let column = left.trailing_zeros() as usize;
                if let (Some(out), Some(value)) = (out.get_mut(column), values.next()) {
                    *out = *value;
                }
                left &= left - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    proptest! {
        #[test]
        fn an_image_comes_back_as_it_was(
            pixels in vec(prop_oneof![3 => Just(0_u8), 1 => any::<u8>()], 3 * PIXELS),
        ) {
            let images = InkImages::new(&pixels);
            for (index, image) in pixels.chunks_exact(PIXELS).enumerate() {
                let (mut once, mut kept) = ([1.0; PIXELS], [2.0; PIXELS]);
                normalize_columns(image, &mut once);
                images.normalized(index, &mut kept);
                prop_assert_eq!(once.map(f32::to_bits), kept.map(f32::to_bits));
                prop_assert_eq!(&images.pixels(index)[..], image);
            }
            // A part after another.
            let mut parts = InkImages::default();
            parts.push(&vec![0; PART * PIXELS]);
            parts.push(&pixels);
            prop_assert_eq!(&parts.pixels(PART + 2)[..], &pixels[2 * PIXELS..]);
            let mut none = [1.0; PIXELS];
            images.normalized(3, &mut none);
            prop_assert_eq!(none, [0.0; PIXELS]);
        }
    }
}
