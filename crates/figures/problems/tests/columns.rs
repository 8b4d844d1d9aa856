//! The columns: norms against the printed image, shares, sentences, markup, links.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/common/markup.rs"]
mod common;

use common::values;
use redes_chapter_problems::columns::{
    link::{NORMS, State},
    markup,
    numbers::{self, Numbers},
};
use redes_data::{mnist::SIDE, scaling::Scaling};
use redes_sheet::language::Language;
use redes_shell::link;

/// Column 6 of the 4 has three pixels of ink, in rows 13 to 15; the file is `crates/data/digits/ten.bin`.
const INK: [(usize, f64); 3] = [(13, 15.0), (14, 22.0), (15, 9.0)];
/// √(15² + 22² + 9²), and the norms of columns 7 and 18, by Python's `math.sqrt` over the same file.
const NORMS_OF_4: [(usize, f64); 3] = [
    (6, 28.106_938_645_110_393),
    (7, 470.748_340_411_307_25),
    (18, 847.603_680_973_602_2),
];
/// The root of the sum of all squares, likewise.
const NORM_OF_IMAGE: f64 = 1_995.441_555_155_126_4;

fn numbers(norm: Scaling) -> Numbers {
    Numbers::new(&State {
        norm,
        ..State::default()
    })
}

#[test]
fn the_norms_are_those_of_the_printed_image() {
    let numbers = numbers(Scaling::Columns);
    for (column, norm) in NORMS_OF_4 {
        let [before, after] = numbers.norms_of(column);
        assert!((before - norm).abs() < 1e-9, "{column} {before}");
        assert!((after - 1.0).abs() < 1e-6, "{column} {after}");
    }
    assert_eq!(numbers.norms_of(0), [0.0, 0.0]);
    assert_eq!(numbers.norms_of(28), [0.0, 0.0]);
    assert_eq!(numbers.extremes(), Some([6, 18]));
}

#[test]
fn each_way_divides_the_pixels_by_its_own_number() {
    let ways = [
        (Scaling::Raw, 1.0),
        (Scaling::By255, 255.0),
        (Scaling::Columns, NORMS_OF_4[0].1),
        (Scaling::Image, NORM_OF_IMAGE),
    ];
    for (norm, divisor) in ways {
        let numbers = numbers(norm);
        let pixels = numbers.column(6);
        assert_eq!(pixels.len(), SIDE);
        for (row, pixel) in pixels.iter().enumerate() {
            let ink = INK
                .iter()
                .find(|(at, _)| *at == row)
                .map_or(0.0, |(_, ink)| *ink);
            assert_eq!(pixel.before, ink);
            assert!((pixel.after - ink / divisor).abs() < 1e-6, "{norm:?} {row}");
            let share = pixel.after / numbers.darkest();
            assert!((pixel.share - share).abs() < 1e-6);
        }
        // Every way keeps the order of the columns but that which makes them all alike.
        let [before, after] = numbers.norms_of(18);
        if norm != Scaling::Columns {
            assert!((before / after - divisor).abs() < 1e-3 * divisor);
        }
    }
    assert_eq!(numbers(Scaling::Raw).darkest(), 255.0);
    assert_eq!(numbers(Scaling::By255).darkest(), 1.0);
    assert!(numbers(Scaling::Raw).column(SIDE).is_empty());
}

#[test]
fn shares_reach_from_paper_to_the_darkest() {
    for digit in 0..=9 {
        for (_, norm) in NORMS {
            let numbers = Numbers::new(&State {
                digit,
                norm,
                column: 0,
            });
            let shares = numbers.shares();
            assert_eq!(shares.len(), SIDE * SIDE);
            let most = shares.iter().copied().fold(0.0, f64::max);
            assert_eq!(most, 1.0, "{digit} {norm:?}");
            assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
            let [least, most] = numbers.extremes().unwrap();
            assert!(numbers.norms_of(least)[0] < numbers.norms_of(most)[0]);
        }
    }
    let norms = numbers::shares(&std::array::from_fn(|column| column as f64));
    assert_eq!(
        (norms[0], norms[27], numbers::greatest(&norms)),
        (0.0, 1.0, 1.0)
    );
    assert_eq!(numbers::shares(&[0.0; SIDE]), [0.0; SIDE]);
}

#[test]
fn sentences_say_the_norms() {
    let state = State::default();
    let numbers = Numbers::new(&state);
    assert_eq!(
        markup::status(Language::English, &state, &numbers),
        "Digit 4. The norm of the faintest column, number 7, changes from 28.11 to 1; that of the darkest, number 19, from 847.6 to 1."
    );
    let now = markup::column_now(Language::English, &state, &numbers);
    assert_eq!(now, "7: norm 28.107 → 1");
    let label = markup::picture_now(Language::English, &state);
    assert_eq!(label, "The digit 4; column 7 is marked.");
    for (_, norm) in NORMS {
        let formula = markup::formula(norm);
        assert_ne!(formula.es, formula.en);
    }
}

#[test]
fn the_markup_has_its_parts() {
    let others = ["before", "after", "before-most", "after-most", "refused"];
    for language in Language::BOTH {
        let page = markup::markup(language, "columns");
        let parts = values(&page, "data-ref");
        assert!(others.iter().all(|name| parts.contains(name)), "{parts:?}");
    }
    let page = markup::markup(Language::English, "columns");
    let rows: Vec<String> = (0..SIDE).map(|row| row.to_string()).collect();
    for attribute in ["data-shade", "data-raw", "data-scaled"] {
        assert_eq!(values(&page, attribute), rows, "{attribute}");
    }
    assert_eq!(values(&page, "data-bar"), [&rows[..], &rows[..]].concat());
    assert_eq!(values(&page, "data-here"), ["before", "after"]);
    assert_eq!(values(&page, "data-norm"), NORMS.map(|(name, _)| name));
    assert_eq!(values(&page, "max"), ["27"]);
    // A bar is ten units wide; the mark stands under its middle.
    assert_eq!(markup::mark(0), "M5 62l5 9h-10z");
    assert_eq!(markup::mark(6), "M65 62l5 9h-10z");
}

#[test]
fn links_refuse_what_there_is_not() {
    for entry in [
        "digit=10",
        "digit=-1",
        "digit=4.0",
        "digit=",
        "norm=Column",
        "norm=",
        "column=28",
        "column=1e1",
    ] {
        let mut state = State::default();
        let refused = link::read(&mut state, "columns", &format!("#columns.{entry}"));
        assert_eq!((refused.len(), state), (1, State::default()), "{entry}");
    }
    let mut state = State::default();
    let hash = "#columns.column=27&columns.digit=0&columns.norm=255&columns.digit=9";
    assert_eq!(link::read(&mut state, "columns", hash), []);
    assert_eq!(
        state,
        State {
            digit: 9,
            norm: Scaling::By255,
            column: 27
        }
    );
    assert_eq!(
        link::write(&state, "columns", ""),
        "#columns.digit=9&columns.norm=255&columns.column=27"
    );
}
