//! Images of which only the pixels with ink are kept: where they stand, and how dark they are.
//!
//! A fifth of MNIST's pixels have ink. Three bytes for each take 27 MB for the 60,000 images of the training set; all pixels
//! take 47. A batch normalises its images anew, in a hundredth of a training step; normalised ones would take another 36 MB.
//! They lie in parts, so that images can be added while a file is unpacked, and no array grows by copying itself.

use crate::mnist::{PIXELS, SIDE, norms};

/// Images in each part but the last.
pub(crate) const PART: usize = 1_000;

/// Images of 28 x 28.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct InkImages(Vec<Part>);

/// [`PART`] images.
#[derive(Debug, PartialEq)]
struct Part {
    /// The end of each image's pixels.
    ends: Vec<u32>,
    /// The places of the pixels with ink in their image, in order.
    places: Vec<u16>,
    /// How dark they are.
    pixels: Vec<u8>,
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
        for (place, pixel) in self.with_ink(index) {
            if let Some(out) = out.get_mut(place) {
                *out = pixel;
            }
        }
        out
    }

    /// Writes an image, normalised as by [`crate::mnist::normalize_columns`], `[28, 28]` row by row; zeros where there is no
    /// such image.
    pub(crate) fn normalized(&self, index: usize, out: &mut [f32]) {
        let mut squares = [0_u32; SIDE];
        for (place, pixel) in self.with_ink(index) {
            squares[place % SIDE] += u32::from(pixel) * u32::from(pixel);
        }
        let norms = norms(squares);
        out.fill(0.0);
        for (place, pixel) in self.with_ink(index) {
            if let Some(out) = out.get_mut(place) {
                *out = (f64::from(pixel) / norms[place % SIDE]) as f32;
            }
        }
    }

    /// Place and darkness of each pixel with ink of an image, in order.
    fn with_ink(&self, index: usize) -> impl Iterator<Item = (usize, u8)> {
        let (places, pixels) = match self.0.get(index / PART) {
            Some(part) => part.image(index % PART),
            None => Default::default(),
        };
        let places = places.iter().map(|place| usize::from(*place));
        places.zip(pixels.iter().copied())
    }
}

impl Part {
    fn new(pixels: &[u8]) -> Self {
        let with_ink = pixels.iter().filter(|pixel| **pixel != 0).count();
        let mut images = Self {
            ends: Vec::with_capacity(pixels.len() / PIXELS),
            places: Vec::with_capacity(with_ink),
            pixels: Vec::with_capacity(with_ink),
        };
        for image in pixels.chunks_exact(PIXELS) {
            for (place, pixel) in (0..).zip(image).filter(|(_, pixel)| **pixel != 0) {
                images.places.push(place);
                images.pixels.push(*pixel);
            }
            images.ends.push(images.pixels.len() as u32);
        }
        images
    }

    /// The places and the pixels of an image; none where there is no such image.
    fn image(&self, index: usize) -> (&[u16], &[u8]) {
        let end = |index: usize| self.ends.get(index).map(|end| *end as usize);
        let start = index.checked_sub(1).map_or(Some(0), end);
        let (Some(start), Some(end)) = (start, end(index)) else {
            return Default::default();
        };
        let (places, pixels) = (self.places.get(start..end), self.pixels.get(start..end));
        (places.unwrap_or_default(), pixels.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mnist::normalize_columns;
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
