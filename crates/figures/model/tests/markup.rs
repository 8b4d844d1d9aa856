//! The figures' markup: how many parts of each kind, and their names.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/common/markup.rs"]
mod common;

use common::{tags, values};
use redes_chapter_model::{activations, lines};
use redes_shell::text::Language;

#[test]
fn the_activations_hold_their_parts() {
    let text = activations::markup::markup(Language::Spanish, "activations");
    let tags = tags(&text);
    let has = |attribute, value: &str| tags.iter().any(|tag| tag.get(attribute) == Some(value));
    for kind in activations::link::KINDS {
        assert!(has("data-kind", kind));
    }
    for name in ["z-now", "u-now", "f", "d"] {
        assert!(has("data-ref", name), "{name}");
    }
    let ranges: Vec<[&str; 2]> = tags
        .iter()
        .filter(|tag| tag.get("type") == Some("range"))
        .map(|tag| ["min", "max"].map(|end| tag.get(end).unwrap()))
        .collect();
    assert_eq!(ranges, [["-6", "6"], ["-3", "3"]]);
}

#[test]
fn the_stack_holds_its_parts() {
    let text = lines::markup::markup(Language::English, "lines");
    let tags = tags(&text);
    let all = [
        ("data-panel", 3),
        ("data-graph", 3),
        ("data-name", 3),
        ("data-values", 3),
        ("data-layers", 4),
        ("data-activation", 5),
        ("data-weights", 4),
    ];
    for (attribute, expected) in all {
        assert_eq!(values(&text, attribute).len(), expected, "{attribute}");
    }
    // Buttons carry the names that links have.
    let has = |attribute, value: &str| tags.iter().any(|tag| tag.get(attribute) == Some(value));
    for weights in lines::link::WEIGHTS {
        assert!(has("data-weights", weights.name()));
    }
    for activation in lines::link::ACTIVATIONS {
        assert!(has("data-activation", activation.name()));
    }
    for name in ["matrices", "products", "seed", "seed-error"] {
        assert!(has("data-ref", name), "{name}");
    }
    assert!(text.contains(r#"min="-3" max="3""#));
}
