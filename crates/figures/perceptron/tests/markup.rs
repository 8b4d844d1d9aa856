//! The perceptron's markup: parts, the rows of the training set, the printed numbers.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/common/markup.rs"]
mod common;

use common::values;
use redes_chapter_perceptron::perceptron::{
    link::thesis_rows,
    markup::{markup, printed_rows, rows},
    numbers::Course,
};
use redes_shell::text::Language;

#[test]
fn every_part_that_is_looked_up_is_in_the_markup() {
    for language in Language::BOTH {
        let markup = markup(language, "perceptron");
        let parts = values(&markup, "data-ref");
        for name in [
            "add-row",
            "answer",
            "cost-curve",
            "cost-now",
            "drawing",
            "iterations",
            "output",
            "play",
            "printed",
            "printed-rows",
            "refused",
            "rows",
            "seed",
            "speed",
            "status",
            "sum",
            "thesis-rows",
            "weights-curve",
        ] {
            let count = parts.iter().filter(|part| **part == name).count();
            assert_eq!(count, 1, "{name}");
        }
        for name in ["data-edge", "data-x", "data-weight", "data-input"] {
            assert_eq!(values(&markup, name), ["0", "1", "2"], "{name}");
        }
    }
}

#[test]
fn a_row_has_a_button_a_bit_and_the_last_row_stays() {
    let language = Language::English;
    let markup = rows(language, &thesis_rows());
    assert_eq!(values(&markup, "data-bit").len(), 16);
    assert_eq!(values(&markup, "data-remove"), ["0", "1", "2", "3"]);
    assert_eq!(values(&markup, "data-out"), values(&markup, "data-error"));
    assert!(!markup.contains(" hidden"));
    let one = rows(language, &[[true, false, true, false]]);
    assert!(one.contains(r#"data-bit="0-0" aria-label="x₁: 1" aria-pressed="true">1<"#));
    assert!(one.contains(r#"data-bit="0-1" aria-label="x₂: 0" aria-pressed="false">0<"#));
    assert!(one.contains(" hidden>×"));
}

#[test]
fn the_thesis_numbers_have_a_row_each() {
    let rows = Course::default().compared();
    for language in Language::BOTH {
        let markup = printed_rows(language, &rows);
        assert_eq!(markup.matches("<tr>").count(), 7);
        assert_eq!(markup.matches('…').count(), 7);
        assert!(markup.contains("−0.16595599") && markup.contains("[1, 0, 0] →"));
    }
}
