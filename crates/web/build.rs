//! Turns `www/text/{es,en}/*.toml` into the enum `Key` and its two tables, so that a missing translation is a build error.
#![allow(missing_docs, clippy::panic)] // a build script tells its errors by panicking

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

/// The figures of each chapter, which is a feature: a module carries the texts of its own figures alone.
const FIGURES: [(&str, &[&str]); 7] = [
    ("INTRODUCTION", &["dense", "filter", "lstm"]),
    ("PERCEPTRON", &["perceptron"]),
    ("MODEL", &["activations", "lines"]),
    ("LEARNING", &["backprop", "descent"]),
    ("CIRCLES", &["circles"]),
    ("PROBLEMS", &["columns", "encoding"]),
    ("RESULTS", &["digits", "results", "reviews"]),
];

fn main() {
    let text =
        Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../www/text");
    println!("cargo:rerun-if-changed={}", text.display());
    let tables = ["es", "en"].map(|language| (language, read(&text.join(language))));
    let [(_, spanish), (_, english)] = &tables;
    for (key, value) in spanish {
        let Some(translation) = english.get(key) else {
            panic!("www/text/en: `{key}` is missing")
        };
        assert!(
            slots(value) == slots(translation),
            "www/text: `{key}` has different {{slots}} in es and en"
        );
    }
    if let Some(key) = english.keys().find(|key| !spanish.contains_key(*key)) {
        panic!("www/text/es: `{key}` is missing");
    }

    let mut code = String::from(
        "/// A sentence or label of the interface; its text stands in `www/text/`.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n#[allow(missing_docs)]\npub enum Key {\n",
    );
    for key in spanish.keys() {
        let _ = writeln!(code, "    {},", camel(key));
    }
    code.push_str("}\n");
    for (language, table) in &tables {
        let _ = write!(
            code,
            "fn {language}(key: Key) -> &'static str {{\n    match key {{\n"
        );
        for (key, value) in table {
            let _ = writeln!(code, "        Key::{} => {value:?},", camel(key));
        }
        code.push_str("    }\n}\n");
    }
    let out = env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = fs::write(Path::new(&out).join("text.rs"), code) {
        panic!("{out}/text.rs: {error}");
    }
}

/// Whether this module needs a file of texts: its figure is in, or it belongs to none.
fn is_needed(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let owner = FIGURES
        .iter()
        .find(|(_, figures)| figures.iter().any(|figure| stem == Some(figure)));
    owner.is_none_or(|(chapter, _)| env::var_os(format!("CARGO_FEATURE_{chapter}")).is_some())
}

/// All needed files of a language as one table; a key may stand in one file only.
fn read(folder: &Path) -> BTreeMap<String, String> {
    let mut table = BTreeMap::new();
    let files =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "toml") && is_needed(path))
    {
        let text =
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let part: BTreeMap<String, String> =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (key, value) in part {
            assert!(
                !table.contains_key(&key),
                "{}: `{key}` stands in another file too",
                path.display()
            );
            table.insert(key, value);
        }
    }
    table
}

/// The names between braces, in order of the alphabet.
fn slots(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn camel(key: &str) -> String {
    key.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>())
                .unwrap_or_default()
        })
        .collect()
}
