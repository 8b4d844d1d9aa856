//! The theme's colours: the dark blocks are equal, the contrast suffices for reading, the browser's bar matches the paper.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{collections::BTreeMap, fs, path::Path};

type Colours = BTreeMap<String, String>;

fn read(path: &str) -> String {
    fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../www")
            .join(path),
    )
    .unwrap()
}

/// The colours of each block that sets `--paper`: light, dark by the system's setting, dark by `data-theme`.
fn themes() -> Vec<Colours> {
    let css = read("styles/tokens.css");
    let blocks = css.split('{').filter_map(|part| part.split('}').next());
    let colours = |block: &str| -> Colours {
        let pairs = block
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
        pairs
            .map(|(name, value)| (name.to_owned(), value.trim_end_matches(';').to_owned()))
            .collect()
    };
    blocks
        .map(colours)
        .filter(|block| block.contains_key("paper"))
        .collect()
}

/// WCAG 2.2's relative luminance of `rrggbb`.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_two_dark_blocks_are_equal() {
    let themes = themes();
    assert_eq!(themes.len(), 3);
    assert_eq!(themes[1], themes[2]);
    assert!(
        themes[0].keys().eq(themes[1].keys()),
        "both themes set the same colours"
    );
}

#[test]
fn text_has_the_contrast_of_level_aa() {
    for theme in themes() {
        for text in [
            "ink", "ink-soft", "accent", "class0", "class1", "good", "bad", "focus",
        ] {
            for ground in ["paper", "panel", "panel-2"] {
                let found = contrast(&theme[text], &theme[ground]);
                assert!(found >= 4.5, "{text} on {ground}: {found:.2}");
            }
        }
        for (text, ground) in [
            ("on-accent", "accent"),
            ("ink", "class0-soft"),
            ("ink", "class1-soft"),
        ] {
            let found = contrast(&theme[text], &theme[ground]);
            assert!(found >= 4.5, "{text} on {ground}: {found:.2}");
        }
        assert!(contrast("ffffff", &theme["bad-strong"]) >= 4.5);
    }
}

/// A grey printer, and an eye without colours, see luminance alone.
#[test]
fn the_two_classes_differ_in_grey() {
    for theme in themes() {
        for (a, b, least) in [
            ("class0", "class1", 1.7),
            ("class0-soft", "class1-soft", 1.25),
        ] {
            let found = contrast(&theme[a], &theme[b]);
            assert!(found >= least, "{a} and {b}: {found:.2}");
        }
    }
}

#[test]
fn the_browsers_bar_has_the_colour_of_the_paper() {
    let template = read("templates/base.html");
    for theme in themes() {
        assert!(
            template.contains(&format!("content=\"#{}\"", theme["paper"])),
            "theme-color #{}",
            theme["paper"]
        );
    }
}
