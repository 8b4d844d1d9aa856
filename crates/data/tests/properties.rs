//! What comes from outside may be anything: no bytes and no strokes make a panic.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use redes_core::rng::RandomState;
use redes_data::circles::make_circles;
use redes_data::drawing::{self, PAPER, Stroke};
use redes_data::idx::{read_images, read_labels};
use redes_data::mnist::normalize_columns;
use redes_data::table::{self, MAX_ROWS, MIN_ROWS};
use redes_data::words::{Encoding, Extent, Vocabulary, pad_front, tokens};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused(start in 0usize..4, rest in proptest::collection::vec(any::<u8>(), 0..200)) {
        let starts: [&[u8]; 4] = [&[], &[0, 0, 8, 3], &[0, 0, 8, 1], &[0x1f, 0x8b, 8, 0]];
        let bytes = [starts[start], &rest].concat();
        if let Ok(images) = read_images(&bytes) {
            prop_assert_eq!(images.pixels.len(), images.count * images.rows * images.columns);
        }
        if let Ok(labels) = read_labels(&bytes) {
            prop_assert_eq!(labels.len() + 8, bytes.len());
        }
    }

    #[test]
    fn any_table_is_read_or_refused(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        text in "([-0-9.,;\t\"ab ]{0,9}[,;\n\r]){0,20}",
    ) {
        for bytes in [&bytes, text.as_bytes()] {
            if let Ok(table) = table::read(bytes) {
                prop_assert!((MIN_ROWS..=MAX_ROWS).contains(&table.rows.len()));
                prop_assert!(table.rows.iter().flatten().all(|number| number.is_finite()));
                let thirds = table.rows.iter().map(|row| row[2]);
                let ones = thirds.clone().filter(|third| *third == 1.0).count();
                let zeros = thirds.filter(|third| *third == 0.0).count();
                prop_assert!(table.classes.is_none() || ones * zeros > 0 && ones + zeros == table.rows.len());
            }
        }
    }

    #[test]
    fn any_strokes_are_drawn(
        points in proptest::collection::vec((any::<f32>(), any::<f32>()), 0..20),
        near in proptest::collection::vec((-50.0f32..330.0, -50.0f32..330.0), 0..20),
    ) {
        let on_paper = |(x, y): &(f32, f32)| (0.0..=PAPER).contains(x) && (0.0..=PAPER).contains(y);
        let seen = points.iter().chain(&near).any(on_paper);
        let image = drawing::image(&[Stroke { points }, Stroke { points: near }]);
        prop_assert_eq!(image.is_some(), seen);
        prop_assert!(image.is_none_or(|image| image.iter().any(|&ink| ink > 200)));
    }

    #[test]
    fn columns_of_any_length_are_normalised(pixels in proptest::collection::vec(any::<u8>(), 0..900)) {
        let mut out = [f32::NAN; 784];
        normalize_columns(&pixels, &mut out);
        prop_assert!(out.iter().all(|value| (0.0..=1.0).contains(value)));
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), also in "[A-Za-z' <>/.\\u{85}\\u{a0}éÉİ😀\\n]{0,60}", length in 0usize..80) {
        let text = text + &also;
        let mut at = 0;
        for token in tokens(&text) {
            prop_assert!(token.range.start >= at && !token.range.is_empty());
            prop_assert_eq!(text[token.range.clone()].to_ascii_lowercase(), token.word);
            at = token.range.end;
        }
        // Its own words are a vocabulary, in a file as well.
        let words = Vocabulary::rank([&*text]);
        let read = Vocabulary::from_ranked_lines(&words.to_ranked_lines(), Extent::Whole);
        prop_assert_eq!(read.is_err(), words.is_empty());
        if let Ok(read) = read {
            prop_assert_eq!(&read, &words);
        }
        let ids = Encoding::default().encode(&words, &text);
        prop_assert_eq!(ids.len(), 1 + tokens(&text).count());
        prop_assert_eq!(Encoding::default().decode(&words, &ids).matches("<UNK>").count(), 0);
        let mut out = vec![f32::NAN; length];
        pad_front(&ids, &mut out);
        prop_assert!(out.iter().rev().zip(ids.iter().rev()).all(|(out, id)| *out == f32::from(*id)));
    }

    #[test]
    fn circles_of_any_settings(samples in 0usize..300, factor in any::<f64>(), noise in any::<f64>(), seed: u32) {
        let rng = &mut RandomState::new(seed);
        let made = make_circles(samples, factor, Some(noise), rng);
        let sensible = samples > 0 && (0.0..1.0).contains(&factor) && (0.0..f64::INFINITY).contains(&noise);
        prop_assert_eq!(made.is_ok(), sensible);
        let made = make_circles(samples.max(1), 0.5, None, rng).unwrap();
        prop_assert_eq!(made.inputs.dim(), (samples.max(1), 2));
    }
}

#[test]
fn a_dot_is_a_round_blot_in_the_middle() {
    let dot = [Stroke {
        points: vec![(33.0, 250.0)],
    }];
    let image = drawing::image(&dot).unwrap();
    for (row, column) in [(14, 14), (5, 14), (14, 5), (22, 14), (14, 22)] {
        assert!(image[row * 28 + column] > 200, "{row} {column}");
    }
    assert_eq!(image[3 * 28 + 14], 0);
    // With rows and columns exchanged, it is the same.
    for (i, &ink) in image.iter().enumerate() {
        let (row, column) = (i / 28, i % 28);
        assert_eq!(ink, image[column * 28 + row]);
    }
}
