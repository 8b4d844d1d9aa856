//! What the tests of several chapters have in common: markup taken apart, and the files of the site. They include this
//! file by its path.

use std::{fs, path::Path};

use redes_shell::{mounted::Markup, text::Language};

use common::values;

#[path = "markup.rs"]
pub mod common;

/// Each of these parts is in the markup once, in both languages.
pub fn has_parts(markup: Markup, parts: &[&str]) {
    for language in Language::BOTH {
        let markup = markup(language, "x");
        let present = values(&markup, "data-ref");
        for name in parts {
            let count = present.iter().filter(|part| *part == name).count();
            // A figure that trains says in two places what it refuses: of the link, and of the trainer.
            let expected = if *name == "refused" { 2 } else { 1 };
            assert_eq!(count, expected, "{name}");
        }
    }
}

/// The parts that every training figure has, whatever it trains.
pub const TRAINING: [&str; 15] = [
    "bar",
    "cancel",
    "new-seed",
    "play",
    "progress",
    "progress-text",
    "refused",
    "reset",
    "retry",
    "seed",
    "speed",
    "speed-text",
    "status",
    "step",
    "rows",
];

/// A file of the site.
pub fn site(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../www");
    fs::read(path.join(name)).unwrap_or_else(|error| panic!("www/{name}: {error}"))
}
