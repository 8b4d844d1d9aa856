//! What a network of cases 1.0 and 1.1 answers to an image.

use redes_core::network::Network;
use redes_data::mnist::{self, PIXELS};
use redes_lessons::thesis::digits::Case;

use crate::digits::Image;

/// A network's answer to an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The ten sigmoids.
    pub outputs: [f32; 10],
    /// The digit with the greatest output.
    pub digit: usize,
    /// Whether that output reaches the case's [`level`]: an answer below it is no digit.
    pub clear: bool,
}

/// The least output that is an answer.
///
/// Training compares the ten outputs with each other, so each network has its own scale. The greatest output is below
/// this in 6.2 % of MNIST's test images in case 1.0 and in 5.7 % in case 1.1; of these, 72 % and 60 % are read right. A
/// cross, a dot and a filled pad are below it.
pub fn level(case: Case) -> f32 {
    match case {
        Case::Case10 => 0.02,
        Case::Case11 => 0.005,
    }
}

/// The answer of a case's network to an image; none from a network with other inputs or outputs.
pub fn answer(network: &mut Network<f32>, case: Case, image: &Image) -> Option<Answer> {
    let mut input = [0.0; PIXELS];
    mnist::normalize_columns(image, &mut input);
    let outputs: [f32; 10] = network.forward_row(&input).ok()?.try_into().ok()?;
    let mut digit = 0;
    let mut greatest = f32::NEG_INFINITY;
    for (place, output) in outputs.iter().enumerate() {
        if *output > greatest {
            (digit, greatest) = (place, *output);
        }
    }
    Some(Answer {
        outputs,
        digit,
        clear: greatest >= level(case),
    })
}
