//! Images and reviews as inputs of a network that was made elsewhere: another scaling, another length, fewer words, other
//! targets.

use redes_core::train::Dataset;
use redes_data::{
    mnist::{Mnist, PIXELS},
    reviews::Reviews,
    samples,
    words::{Encoding, Id, pad_front},
};

use crate::scaling::Scaling;

/// Writes the class as a target: its number, or a 1 in its place among zeros.
fn target(class: u8, out: &mut [f32]) {
    match out {
        [number] => *number = f32::from(class),
        row => {
            row.fill(0.0);
            if let Some(place) = row.get_mut(usize::from(class)) {
                *place = 1.0;
            }
        }
    }
}

/// Images of digits.
#[derive(Clone)]
pub(crate) enum Images {
    /// The ten that ship with the page, one of each digit.
    Ten,
    /// A part of MNIST.
    Mnist(Mnist),
}

/// Images of digits, scaled.
pub(crate) struct Scaled<'a> {
    pub(crate) images: &'a Images,
    pub(crate) scaling: Scaling,
    /// Numbers of a target.
    pub(crate) width: usize,
}

impl Dataset<f32> for Scaled<'_> {
    fn len(&self) -> usize {
        match self.images {
            Images::Ten => 10,
            Images::Mnist(set) => set.labels().len(),
        }
    }

    fn input_width(&self) -> usize {
        PIXELS
    }

    fn target_width(&self) -> usize {
        self.width
    }

    fn gather(&self, indices: &[usize], x: &mut [f32], y: &mut [f32]) {
        let rows = x
            .chunks_exact_mut(PIXELS)
            .zip(y.chunks_exact_mut(self.width));
        for (index, (x, y)) in indices.iter().zip(rows) {
            match self.images {
                Images::Ten => {
                    let digit = (index % 10) as u8;
                    self.scaling.apply(samples::digit(digit), x);
                    target(digit, y);
                }
                Images::Mnist(set) => {
                    let image = set.image(*index);
                    self.scaling
                        .apply(image.as_ref().map_or(&[], |image| image), x);
                    target(set.labels().get(*index).copied().unwrap_or_default(), y);
                }
            }
        }
    }
}

/// Reviews, as long as the network takes them and with the words that it has.
pub(crate) struct Sentences<'a> {
    pub(crate) reviews: &'a Reviews,
    /// Numbers of an input.
    pub(crate) steps: usize,
    /// Words that the network has.
    pub(crate) words: usize,
    /// Numbers of a target.
    pub(crate) width: usize,
}

impl Dataset<f32> for Sentences<'_> {
    fn len(&self) -> usize {
        self.reviews.len()
    }

    fn input_width(&self) -> usize {
        self.steps
    }

    fn target_width(&self) -> usize {
        self.width
    }

    fn gather(&self, indices: &[usize], x: &mut [f32], y: &mut [f32]) {
        let rows = x
            .chunks_exact_mut(self.steps)
            .zip(y.chunks_exact_mut(self.width));
        for (index, (x, y)) in indices.iter().zip(rows) {
            pad_front(self.reviews.ids(*index), x);
            known(self.words, x);
            target(self.reviews.label(*index).unwrap_or_default(), y);
        }
    }
}

/// Replaces the numbers of words that a network does not have by that of the unknown word.
pub(crate) fn known(words: usize, ids: &mut [f32]) {
    let unknown: Id = Encoding::default().oov;
    for id in ids.iter_mut().filter(|id| **id >= words as f32) {
        *id = f32::from(unknown);
    }
}
