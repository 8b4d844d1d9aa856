//! Generates the macros `each` and `markups` from `www/figures.toml`, so that tests need no list of figures.
#![allow(clippy::panic)] // A build script reports errors by panicking.

use std::{env, fmt::Write, fs, path::Path};

use redes_catalogue::Catalogue;

fn main() {
    let here = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let list = Path::new(&here).join("../../www/figures.toml");
    println!("cargo:rerun-if-changed={}", list.display());
    let figures = match Catalogue::read(&list) {
        Ok(figures) => figures,
        Err(error) => panic!("{error}"),
    };
    let (mut calls, mut markups) = (String::new(), String::new());
    for figure in figures.figures() {
        let (chapter, name) = (&figure.chapter, &figure.name);
        let _ = writeln!(
            calls,
            "        $check::<$crate::{chapter}::{name}::link::State>({name:?} $(, $argument)*);"
        );
        let _ = writeln!(
            markups,
            "        ({chapter:?}, {name:?}, $crate::{chapter}::{name}::markup::markup),"
        );
    }
    let code = format!(
        "/// Calls a generic function for the state of each figure, with the figure's name and further arguments.\n\
         #[macro_export]\nmacro_rules! each {{\n    ($check:ident $(, $argument:expr)* $(,)?) => {{\n{calls}    }};\n}}\n\n\
         /// Each figure's chapter, name and markup, as an array in the book's order.\n\
         #[macro_export]\nmacro_rules! markups {{\n    () => {{\n        [\n{markups}        ]\n    }};\n}}\n"
    );
    let out = env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = fs::write(Path::new(&out).join("each.rs"), code) {
        panic!("{out}/each.rs: {error}");
    }
}
