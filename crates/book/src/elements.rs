//! The figures as elements for other pages: their names in `js/redes.js`, a manifest of them, and a folder for npm.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use redes_catalogue::Catalogue;
use serde_json::{Value, json};

/// The line of `js/redes.js` that gets the figures' names.
const NAMES: &str = "const figures = [];";

/// The attributes with what they do.
const ATTRIBUTES: [(&str, &str); 11] = [
    (
        "src",
        "Of <redes-figure>: the address of a figure's page, as the dialog under the figure writes it.",
    ),
    ("state", "The state, as the figure's link writes it."),
    ("preset", "A state with a name."),
    ("lang", "es or en; else the page's."),
    ("theme", "light or dark; else the reader's."),
    ("hide", "Parts to leave out, with commas between."),
    (
        "lock",
        "Parameters that the reader cannot change, with commas between.",
    ),
    ("controls", "few or none."),
    (
        "exercise",
        "An exercise on this figure, instead of the figure alone.",
    ),
    (
        "site",
        "The address of a copy of the book, with a slash at its end.",
    ),
    ("sandboxed", "The frame may run scripts and nothing else."),
];

/// The events with their types in `elements.d.ts`.
const EVENTS: [(&str, &str); 6] = [
    ("redes-ready", "CustomEvent<RedesReady>"),
    ("redes-state", "CustomEvent<RedesState>"),
    ("redes-progress", "CustomEvent<RedesProgress>"),
    ("redes-finished", "CustomEvent<RedesFinished>"),
    ("redes-error", "CustomEvent<RedesError>"),
    ("redes-exercise", "CustomEvent<RedesExercise>"),
];

/// Writes the names into the script, and the folder `npm`.
///
/// # Errors
///
/// Where a file cannot be read or written, or the script has no place for the names.
pub(crate) fn write(source: &Path, out: &Path, figures: &Catalogue) -> Result<()> {
    let names: Vec<&str> = figures
        .figures()
        .iter()
        .map(|figure| figure.name.as_str())
        .collect();
    let path = out.join("js/redes.js");
    let script = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    ensure!(
        script.contains(NAMES),
        "js/redes.js: the line `{NAMES}` is missing"
    );
    let list = serde_json::to_string(&names)?;
    let script = script.replacen(NAMES, &format!("const figures = {list};"), 1);
    fs::write(&path, &script).with_context(|| path.display().to_string())?;
    let folder = out.join("npm");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let manifest = serde_json::to_string_pretty(&manifest(&names))?;
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| path.display().to_string())
    };
    put("redes.js", &script)?;
    put("custom-elements.json", &format!("{manifest}\n"))?;
    let [npm, js] = [source.join("npm"), out.join("js")];
    for (from, name) in [
        (&npm, "package.json"),
        (&npm, "README.md"),
        (&js, "elements.d.ts"),
        (&js, "redes.d.ts"),
    ] {
        let path = from.join(name);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        put(name, &text)?;
    }
    Ok(())
}

/// The Custom Elements Manifest, schema 1.0.0 (<https://github.com/webcomponents/custom-elements-manifest>).
fn manifest(names: &[&str]) -> Value {
    let attributes: Vec<Value> = ATTRIBUTES
        .iter()
        .map(|(name, description)| json!({ "name": name, "type": { "text": "string" }, "description": description }))
        .collect();
    let events: Vec<Value> = EVENTS
        .iter()
        .map(|(name, kind)| json!({ "name": name, "type": { "text": kind } }))
        .collect();
    let methods = ["play", "pause", "reset", "step", "start"]
        .map(|name| json!({ "kind": "method", "name": name }));
    let state = json!({ "kind": "field", "name": "state", "type": { "text": "string" } });
    let members: Vec<Value> = methods.into_iter().chain([state]).collect();
    let properties = [
        "--redes-border",
        "--redes-radius",
        "--redes-background",
        "--redes-height",
        "--redes-min-height",
    ]
    .map(|name| json!({ "name": name }));
    let names: Vec<&str> = names.iter().copied().chain(["figure"]).collect();
    let elements: Vec<Value> = names
        .iter()
        .map(|name| {
            json!({
                "kind": "class", "name": format!("Redes_{name}"), "customElement": true, "tagName": format!("redes-{name}"),
                "attributes": attributes, "members": members, "events": events,
                "cssProperties": properties, "cssParts": [{ "name": "frame" }],
            })
        })
        .collect();
    let exports: Vec<Value> = names
        .iter()
        .map(|name| {
            json!({
                "kind": "custom-element-definition", "name": format!("redes-{name}"),
                "declaration": { "name": format!("Redes_{name}"), "module": "redes.js" },
            })
        })
        .collect();
    json!({
        "schemaVersion": "1.0.0",
        "modules": [{ "kind": "javascript-module", "path": "redes.js", "declarations": elements, "exports": exports }],
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_has_the_attributes_and_events_of_the_script() {
        let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www");
        let script = fs::read_to_string(www.join("js/redes.js")).unwrap();
        assert!(script.contains(NAMES));
        let list = |line: &str| -> Vec<String> {
            let row = script.lines().find(|row| row.contains(line)).unwrap();
            let quoted = row.split('\'').skip(1).step_by(2);
            quoted.map(str::to_owned).collect()
        };
        let mut found = list("static observedAttributes");
        found.extend(list("const asked"));
        found.sort();
        let mut wanted = ATTRIBUTES.map(|(name, _)| name.to_owned());
        wanted.sort();
        assert_eq!(found, wanted);
        let events: Vec<String> = list("const events")
            .iter()
            .map(|name| format!("redes-{name}"))
            .collect();
        assert_eq!(events, EVENTS.map(|(name, _)| name.to_owned()));
        let types = fs::read_to_string(www.join("js/elements.d.ts")).unwrap();
        for (name, kind) in EVENTS {
            assert!(types.contains(&format!("'{name}': {kind};")), "{name}");
        }
    }
}
