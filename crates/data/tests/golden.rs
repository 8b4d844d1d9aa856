//! scikit-learn's circles and Keras's normalisation, value by value; made by the
//! scripts in `golden/`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use redes_core::rng::RandomState;
use redes_core::train::Dataset;
use redes_data::circles::make_circles;
use redes_data::idx::Images;
use redes_data::mnist::{Mnist, normalize_columns};
use redes_data::words::{folded, tokens};
use serde::Deserialize;

#[derive(Deserialize)]
struct Circles {
    samples: usize,
    factor: f64,
    noise: Option<f64>,
    seed: u32,
    x: Vec<String>,
    y: String,
    next: String,
}

/// Classes, order and the generator's state are exact. A coordinate is a cosine or sine
/// and a normal, which NumPy takes from functions that aren't rounded correctly in
/// every last bit (see `redes_core::rounded_functions`): here 6 of 3,786 are off by one.
#[test]
fn circles_are_scikit_learns() {
    let golden: Vec<Circles> = serde_json::from_str(include_str!("golden/circles.json")).unwrap();
    let (mut off, mut all) = (0, 0);
    for golden in golden {
        let mut rng = RandomState::new(golden.seed);
        let made = make_circles(golden.samples, golden.factor, golden.noise, &mut rng).unwrap();
        let classes: String = made
            .targets
            .iter()
            .map(|&y| if y == 1.0 { '1' } else { '0' })
            .collect();
        assert_eq!(
            classes, golden.y,
            "{} points, seed {}",
            golden.samples, golden.seed
        );
        assert_eq!(made.inputs.len(), golden.x.len());
        for (i, (made, text)) in made.inputs.iter().zip(&golden.x).enumerate() {
            let expected: f64 = text.parse().unwrap();
            let ulps = made.to_bits().abs_diff(expected.to_bits());
            assert!(
                ulps <= 1,
                "seed {}: [{i}] is {made}, not {text}",
                golden.seed
            );
            off += ulps;
            all += 1;
        }
        let next: f64 = golden.next.parse().unwrap();
        assert_eq!(rng.random_sample().to_bits(), next.to_bits());
    }
    assert_eq!(all, 3786);
    assert!(off <= 6, "{off} of {all} coordinates are off");
}

#[derive(Deserialize)]
struct Normalize {
    pixels: Vec<Vec<u8>>,
    bits: Vec<Vec<u32>>,
}

#[test]
fn columns_are_normalised_as_keras_does() {
    let golden: Normalize = serde_json::from_str(include_str!("golden/normalize.json")).unwrap();
    let count = golden.pixels.len();
    for (pixels, bits) in golden.pixels.iter().zip(&golden.bits) {
        let mut out = [7.0; 784];
        normalize_columns(pixels, &mut out);
        assert_eq!(out.map(f32::to_bits)[..], bits[..]);
    }
    // The training set hands out the same.
    let images = Images {
        count,
        rows: 28,
        columns: 28,
        pixels: golden.pixels.concat(),
    };
    let mnist = Mnist::new(images, (0..count as u8).collect()).unwrap();
    let (mut x, mut y) = (vec![7.0; 2 * 784], vec![7.0; 2]);
    mnist.gather(&[3, 0], &mut x, &mut y);
    let bits: Vec<u32> = x.iter().map(|x| x.to_bits()).collect();
    assert_eq!(
        (bits, y),
        (
            [&golden.bits[3][..], &golden.bits[0]].concat(),
            vec![3.0, 0.0]
        )
    );
}

/// Texts as people type and paste them have the words that Python's tables and Keras's `text_to_word_sequence` find.
#[test]
fn what_people_type_has_keras_words() {
    let golden: Vec<(String, Vec<String>)> =
        serde_json::from_str(include_str!("golden/words.json")).unwrap();
    assert_eq!(golden.len(), 18);
    for (text, words) in golden {
        let plain = folded(&text);
        let found: Vec<_> = tokens(&plain).map(|token| token.word).collect();
        assert_eq!(found, words, "{text:?}");
        assert_eq!(folded(&plain), plain, "{text:?}");
    }
}
