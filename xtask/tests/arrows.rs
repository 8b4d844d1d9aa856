//! Checks that the crates depend on each other exactly as drawn in ARCHITECTURE.md.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    process::Command,
};

use serde_json::{Value, json};

/// The drawing: the lines of the block of arrows in ARCHITECTURE.md.
#[derive(Debug, Default)]
struct Drawing {
    /// Who may use whom. A name may end with `*`, for all crates that begin so.
    arrows: Vec<(String, BTreeSet<String>)>,
    /// Crates that a crate may not use, even through others.
    never: Vec<(String, BTreeSet<String>)>,
}

impl Drawing {
    /// Reads `a -> b, c` (a uses b and c), `a` (a uses none), and `a never b` from the block marked `arrows`.
    fn read(text: &str) -> Result<Self, String> {
        let block = text.split("```arrows\n").nth(1);
        let block = block.and_then(|rest| rest.split("```").next());
        let mut drawing = Self::default();
        for line in block.ok_or("no block is marked ```arrows")?.lines() {
            let names = |list: &str| list.split(',').map(|name| name.trim().to_owned()).collect();
            if let Some((from, list)) = line.split_once(" never ") {
                drawing.never.push((from.trim().to_owned(), names(list)));
            } else if let Some((from, list)) = line.split_once("->") {
                drawing.arrows.push((from.trim().to_owned(), names(list)));
            } else if !line.trim().is_empty() {
                drawing
                    .arrows
                    .push((line.trim().to_owned(), BTreeSet::new()));
            }
        }
        match drawing.arrows.is_empty() {
            true => Err("the block of arrows is empty".to_owned()),
            false => Ok(drawing),
        }
    }
}

/// The workspace's crates by their short names, with the crates that each uses: ours (short names) and external ones.
type Crates = BTreeMap<String, BTreeSet<String>>;

/// Reads `cargo metadata --no-deps`. Dependencies of tests do not count.
fn crates(metadata: &Value) -> Crates {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<String> = packages
        .iter()
        .map(|package| text(&package["name"]))
        .collect();
    let short = |name: String| match ours.contains(&name) {
        true => name.trim_start_matches("redes-").to_owned(),
        false => name,
    };
    packages
        .iter()
        .map(|package| {
            let uses = package["dependencies"].as_array().unwrap().iter();
            let uses = uses.filter(|dependency| dependency["kind"] != "dev");
            let uses = uses.map(|dependency| short(text(&dependency["name"])));
            (short(text(&package["name"])), uses.collect())
        })
        .collect()
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}

/// The crates that a crate uses, directly or through our other crates.
fn reached<'a>(crates: &'a Crates, name: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut next = vec![name];
    while let Some(name) = next.pop() {
        for used in crates.get(name).into_iter().flatten() {
            if found.insert(used.as_str()) {
                next.push(used);
            }
        }
    }
    found
}

/// The differences between crates and drawing.
fn differences(drawing: &Drawing, crates: &Crates) -> Vec<String> {
    let mut wrong = Vec::new();
    let rows = |name: &str| {
        let rows = drawing.arrows.iter();
        rows.filter(move |(from, _)| matches(from, name))
            .collect::<Vec<_>>()
    };
    for (name, uses) in crates {
        if rows(name).is_empty() {
            wrong.push(format!("{name} is not drawn"));
        }
        for used in uses.iter().filter(|used| crates.contains_key(*used)) {
            let drawn = |list: &BTreeSet<String>| list.iter().any(|to| matches(to, used));
            if !rows(name).iter().any(|(_, list)| drawn(list)) {
                wrong.push(format!("{name} -> {used} is not drawn"));
            }
        }
    }
    for (from, list) in &drawing.arrows {
        let meant: Vec<&String> = crates.keys().filter(|name| matches(from, name)).collect();
        if meant.is_empty() {
            wrong.push(format!("{from} is drawn, and there is no such crate"));
            continue;
        }
        for to in list {
            let used = |name: &&String| crates[*name].iter().any(|used| matches(to, used));
            if !meant.iter().any(used) {
                wrong.push(format!("{from} -> {to} is drawn, and it does not use it"));
            }
        }
    }
    for (from, list) in &drawing.never {
        let mut meant = crates.keys().filter(|name| matches(from, name)).peekable();
        if meant.peek().is_none() {
            wrong.push(format!("{from} never …: there is no such crate"));
        }
        for name in meant {
            for used in reached(crates, name) {
                if list.iter().any(|to| matches(to, used)) {
                    wrong.push(format!("{name} uses {used}, which it never may"));
                }
            }
        }
    }
    wrong
}

#[test]
fn the_crates_are_as_drawn() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(&root)
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let drawing = Drawing::read(&text).unwrap();
    let wrong = differences(&drawing, &crates(&metadata));
    assert!(wrong.is_empty(), "ARCHITECTURE.md: {}", wrong.join("\n"));
}

/// A workspace of four crates: `engine <- shell <- figure-one, figure-two`.
fn small() -> Crates {
    let package = |name: &str, uses: &[&str], dev: &[&str]| {
        let kinds = [(uses, Value::Null), (dev, json!("dev"))];
        let all = kinds.iter().flat_map(|(names, kind)| {
            names
                .iter()
                .map(move |name| json!({ "name": name, "kind": kind }))
        });
        json!({ "name": name, "dependencies": all.collect::<Vec<Value>>() })
    };
    crates(&json!({ "packages": [
        package("redes-engine", &["libm"], &["redes-shell"]),
        package("redes-shell", &["redes-engine", "web-sys"], &[]),
        package("redes-figure-one", &["redes-shell"], &[]),
        package("redes-figure-two", &["redes-shell", "redes-engine"], &[]),
    ] }))
}

fn wrong(block: &str) -> Vec<String> {
    let text = format!("# Title\n```arrows\n{block}\n```\nmore\n");
    differences(&Drawing::read(&text).unwrap(), &small())
}

const TRUE: &str = "engine\nshell -> engine\nfigure-* -> shell, engine\n";

#[test]
fn a_true_drawing_passes() {
    assert_eq!(wrong(TRUE), [""; 0]);
    assert_eq!(
        wrong(&format!("{TRUE}engine never shell, web-sys")),
        [""; 0]
    );
}

#[test]
fn what_is_not_drawn_is_found() {
    let without = TRUE.replace("shell -> engine", "shell");
    assert_eq!(wrong(&without), ["shell -> engine is not drawn"]);
    let without = TRUE.replace("engine\nshell", "shell");
    assert_eq!(wrong(&without), ["engine is not drawn"]);
    let without = TRUE.replace(", engine", "");
    assert_eq!(wrong(&without), ["figure-two -> engine is not drawn"]);
}

#[test]
fn what_is_drawn_and_not_there_is_found() {
    let more = TRUE.replace("engine\nshell", "engine -> shell\nshell");
    assert_eq!(
        wrong(&more),
        ["engine -> shell is drawn, and it does not use it"]
    );
    assert_eq!(
        wrong(&format!("{TRUE}book -> engine")),
        ["book is drawn, and there is no such crate"]
    );
}

#[test]
fn what_may_never_be_used_is_found_through_others_too() {
    assert_eq!(
        wrong(&format!("{TRUE}figure-one never web-*, js-sys")),
        ["figure-one uses web-sys, which it never may"]
    );
    assert_eq!(
        wrong(&format!("{TRUE}books never shell")),
        ["books never …: there is no such crate"]
    );
}

#[test]
fn a_drawing_is_needed() {
    assert!(Drawing::read("# Title").is_err());
    assert!(Drawing::read("```arrows\n```").is_err());
}
