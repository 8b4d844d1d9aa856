//! The figures' markup: how many parts of each kind, and their names.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/common/markup.rs"]
mod common;

use common::{tags, values};
use redes_chapter_introduction::{dense, filter, lstm};
use redes_shell::text::Language;

#[test]
fn the_dense_layer_holds_its_parts() {
    let text = dense::markup::markup(Language::English, "dense");
    let tags = tags(&text);
    let all = [
        ("data-edge", 12),
        ("data-label", 12),
        ("data-look", 7),
        ("data-x", 4),
        ("data-value", 4),
        ("data-activation", 4),
    ];
    for (attribute, expected) in all {
        assert_eq!(values(&text, attribute).len(), expected, "{attribute}");
    }
    // draw.rs counts edges and nodes through, in this order.
    let names = |attribute: &'static str| -> Vec<&str> {
        tags.iter().filter_map(|tag| tag.get(attribute)).collect()
    };
    assert_eq!(names("data-edge")[..4], ["0-0", "0-1", "0-2", "1-0"]);
    assert_eq!(names("data-label"), names("data-edge"));
    assert_eq!(
        names("data-look"),
        ["x1", "x2", "x3", "x4", "a1", "a2", "a3"]
    );
    let first = tags
        .iter()
        .find(|tag| tag.get("data-edge").is_some())
        .unwrap();
    let ends = ["x1", "y1", "x2", "y2"].map(|name| first.get(name).unwrap());
    assert_eq!(ends, ["42", "42", "312", "64"]);
}

#[test]
fn a_weight_stands_on_its_connection() {
    assert_eq!(dense::markup::along(0, 0, 0.0), [42.0, 42.0]);
    assert_eq!(dense::markup::along(3, 2, 1.0), [312.0, 236.0]);
    assert_eq!(dense::markup::along(1, 1, 0.5), [177.0, 132.0]);
}

#[test]
fn the_cell_holds_its_parts() {
    let text = lstm::markup::markup(Language::Spanish, "lstm");
    let tags = tags(&text);
    let all = [
        ("data-bar", 32),
        ("data-number", 32),
        ("data-gate", 24),
        ("data-column", 8),
        ("data-step", 8),
        ("data-at", 4),
        ("data-example", 4),
    ];
    for (attribute, expected) in all {
        assert_eq!(values(&text, attribute).len(), expected, "{attribute}");
    }
    let has = |attribute, value: &str| tags.iter().any(|tag| tag.get(attribute) == Some(value));
    for step in 0..8 {
        for row in lstm::markup::BARS {
            assert!(has("data-bar", &format!("{row}-{step}")));
            assert!(has("data-number", &format!("{row}-{step}")));
        }
        for gate in ["i", "f", "o"] {
            assert!(has("data-gate", &format!("{gate}-{step}")));
        }
    }
    for name in ["x", "i", "f", "o"] {
        assert!(has("data-ref", &format!("at-{name}")));
    }
    assert!(has("data-ref", "left-plain") && has("data-ref", "left-gated"));
    assert!(
        text.contains(r#"aria-label="f₃: compuerta de olvido, paso 3, abierta""#),
        "{text}"
    );
    assert!(text.contains(r#"viewBox="0 0 40 56""#) && text.contains(r#"y1="28""#));
}

#[test]
fn the_filter_holds_its_parts() {
    let text = filter::markup::markup(Language::English, "filter");
    let tags = tags(&text);
    let all = [
        ("data-weight", 9),
        ("data-pixel", 9),
        ("data-swatch", 9),
        ("data-product", 9),
        ("data-digit", 10),
        ("data-kernel", 6),
        ("data-stride", 3),
        ("data-padding", 2),
        ("data-pool", 3),
        ("data-mode", 2),
    ];
    for (attribute, expected) in all {
        assert_eq!(values(&text, attribute).len(), expected, "{attribute}");
    }
    // Buttons carry the names that links have.
    for (name, _) in filter::link::KERNELS {
        assert!(tags.iter().any(|tag| tag.get("data-kernel") == Some(name)));
    }
    for pool in filter::link::Pool::ALL {
        assert!(
            tags.iter()
                .any(|tag| tag.get("data-pool") == Some(pool.name()))
        );
    }
    assert!(text.contains(r#"aria-label="Weight in row 3, column 1""#));
}

#[test]
fn the_play_button_says_what_a_press_does() {
    let (rests, runs) = (
        filter::markup::play(Language::Spanish, false),
        filter::markup::play(Language::Spanish, true),
    );
    assert_ne!(rests, runs);
    assert!(runs.contains("<span>Pausa"), "{runs}");
}
