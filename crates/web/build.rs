//! Turns `www/text/{es,en}/*.toml` into the enum `Key` and its two tables, so that a missing translation is a build error.
#![allow(missing_docs, clippy::panic)] // a build script tells its errors by panicking

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

use redes_catalogue::Catalogue;

fn main() {
    let www = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../www");
    let (text, list) = (www.join("text"), www.join("figures.toml"));
    println!("cargo:rerun-if-changed={}", text.display());
    println!("cargo:rerun-if-changed={}", list.display());
    let figures = Catalogue::read(&list).unwrap_or_else(|error| panic!("{error}"));
    let tables = ["es", "en"].map(|language| (language, read(&text.join(language), &figures)));
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

/// Whether this module needs a file of texts: its figure's chapter, which is a feature, is in, or it belongs to none.
fn is_needed(path: &Path, figures: &Catalogue) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let figure = stem.and_then(|stem| figures.get(stem));
    figure.is_none_or(|figure| {
        let feature = format!("CARGO_FEATURE_{}", figure.chapter.to_uppercase());
        env::var_os(feature).is_some()
    })
}

/// All needed files of a language as one table; a key may stand in one file only.
fn read(folder: &Path, figures: &Catalogue) -> BTreeMap<String, String> {
    let mut table = BTreeMap::new();
    let files =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| {
        path.extension().is_some_and(|kind| kind == "toml") && is_needed(path, figures)
    }) {
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
