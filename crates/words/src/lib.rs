//! A build script's helper: turns `www/text/{es,en}/NAME.toml` into constants of the type `redes_sheet::language::Text`.
//!
//! Each crate takes the files of its own figures; a text that no code uses is not compiled into a module. A missing
//! translation, or one with other `{slots}`, stops the build with a message.
#![allow(clippy::panic)] // A build script reports errors by panicking.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use redes_catalogue::Catalogue;

/// The table of a file that `redes-book` reads: what pages say of the figure.
const PAGE: &str = "page";

/// A text by its key.
type Table = BTreeMap<String, String>;

/// Writes the texts of a chapter's figures, for a package called `redes-chapter-NAME`: `www/figures.toml` says which
/// figures these are.
///
/// # Panics
///
/// As [`write()`], and where the list of figures cannot be read.
pub fn chapter() {
    let package = env::var("CARGO_PKG_NAME").unwrap_or_default();
    let chapter = package.trim_start_matches("redes-chapter-");
    let list = www().join("figures.toml");
    println!("cargo:rerun-if-changed={}", list.display());
    let figures = match Catalogue::read(&list) {
        Ok(figures) => figures,
        Err(error) => panic!("{error}"),
    };
    let names: Vec<&str> = figures
        .of(chapter)
        .map(|figure| figure.name.as_str())
        .collect();
    write("pub(crate)", &names);
}

/// Writes `words.rs` into the build's output folder: a constant for each text of the files `names`, with `visibility`
/// such as `pub(crate)`.
///
/// # Panics
///
/// Where a file cannot be read, a key stands twice, or the two languages differ in keys or slots.
pub fn write(visibility: &str, names: &[&str]) {
    let text = www().join("text");
    let [spanish, english] = ["es", "en"].map(|language| {
        let folder = text.join(language);
        let mut table = Table::new();
        for name in names {
            let path = folder.join(format!("{name}.toml"));
            println!("cargo:rerun-if-changed={}", path.display());
            if let Err(error) = add(&path, &mut table) {
                panic!("{}: {error}", path.display());
            }
        }
        table
    });
    let code = match code(visibility, &spanish, &english) {
        Ok(code) => code,
        Err(error) => panic!("www/text: {error}"),
    };
    let out = env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = fs::write(Path::new(&out).join("words.rs"), code) {
        panic!("{out}/words.rs: {error}");
    }
}

/// The folder `www` of the checkout.
fn www() -> PathBuf {
    let here = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let found = Path::new(&here)
        .ancestors()
        .map(|folder| folder.join("www"))
        .find(|folder| folder.join("text").is_dir());
    match found {
        Some(folder) => folder,
        None => panic!("{here}: no folder above has www/text"),
    }
}

/// Adds a file's texts to a table.
fn add(path: &Path, table: &mut Table) -> Result<(), String> {
    let file = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let part: toml::Table = toml::from_str(&file).map_err(|error| error.to_string())?;
    for (key, value) in part {
        if key == PAGE && value.is_table() {
            continue;
        }
        let toml::Value::String(value) = value else {
            return Err(format!("`{key}` is not a text"));
        };
        if table.insert(key.clone(), value).is_some() {
            return Err(format!("`{key}` stands in another file too"));
        }
    }
    Ok(())
}

/// The constants of all texts, in the order of their keys.
fn code(visibility: &str, spanish: &Table, english: &Table) -> Result<String, String> {
    if let Some(key) = english.keys().find(|key| !spanish.contains_key(*key)) {
        return Err(format!("es: `{key}` is missing"));
    }
    let mut code = String::new();
    for (key, es) in spanish {
        let Some(en) = english.get(key) else {
            return Err(format!("en: `{key}` is missing"));
        };
        if slots(es) != slots(en) {
            return Err(format!("`{key}` has different {{slots}} in es and en"));
        }
        let name = key.to_uppercase();
        let _ = writeln!(
            code,
            "{visibility} const {name}: redes_sheet::language::Text = redes_sheet::language::Text {{ es: {es:?}, en: {en:?} }};"
        );
    }
    Ok(code)
}

/// The names between braces, sorted, each once.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(&str, &str)]) -> Table {
        rows.iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_text_becomes_a_constant() {
        let code = code(
            "pub(crate)",
            &table(&[("step_n", "Paso {n}")]),
            &table(&[("step_n", "Step {n}")]),
        );
        assert_eq!(
            code.as_deref(),
            Ok(
                "pub(crate) const STEP_N: redes_sheet::language::Text = redes_sheet::language::Text { es: \"Paso {n}\", en: \"Step {n}\" };\n"
            )
        );
    }

    #[test]
    fn the_languages_must_have_the_same_keys_and_slots() {
        let cases = [
            (vec![("a", "x")], vec![], "en: `a` is missing"),
            (vec![], vec![("a", "x")], "es: `a` is missing"),
            (
                vec![("a", "{n} de {m}")],
                vec![("a", "{n} of {k}")],
                "`a` has different {slots} in es and en",
            ),
        ];
        for (es, en, message) in cases {
            assert_eq!(
                code("pub", &table(&es), &table(&en)),
                Err(message.to_owned())
            );
        }
        let same = code(
            "pub",
            &table(&[("a", "{m} y {n}, {n}")]),
            &table(&[("a", "{n} and {m}")]),
        );
        assert!(same.is_ok());
    }
}
