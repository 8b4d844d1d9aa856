//! The figures' markup: what the code looks up is there, in both languages.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/common/markup.rs"]
mod common;

use common::{count, holds, tags};
use redes_chapter_model::{activations, lines};
use redes_shell::text::Language;

#[test]
fn the_activations_hold_their_parts() {
    let sources = [
        include_str!("../src/activations/draw.rs"),
        include_str!("../src/activations/mod.rs"),
    ];
    holds(activations::markup::markup, &sources);
    let text = activations::markup::markup(Language::Spanish);
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
    let sources = [
        include_str!("../src/lines/draw.rs"),
        include_str!("../src/lines/mod.rs"),
    ];
    holds(lines::markup::markup, &sources);
    let text = lines::markup::markup(Language::English);
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
        assert_eq!(count(&tags, attribute), expected, "{attribute}");
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
