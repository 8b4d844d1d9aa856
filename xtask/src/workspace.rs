//! Reads the workspace from `cargo metadata`.

use anyhow::{Context, Result};
use redes_catalogue::site;
use serde_json::Value;

use crate::step::{command, output};

/// The names of the packages that become WebAssembly modules: the chapters, and what trains for them.
pub(crate) fn modules() -> Result<Vec<String>> {
    let mut cargo = command("cargo");
    cargo.args(["metadata", "--no-deps", "--format-version", "1", "--locked"]);
    let metadata: Value = serde_json::from_str(&output(&mut cargo)?)?;
    named(&metadata).context("cargo metadata is not as expected")
}

fn named(metadata: &Value) -> Option<Vec<String>> {
    let names = metadata["packages"].as_array()?.iter();
    let names: Option<Vec<&str>> = names.map(|package| package["name"].as_str()).collect();
    let is_module = |name: &&str| site::MODULES.iter().any(|start| name.starts_with(start));
    let mut names: Vec<String> = names?
        .into_iter()
        .filter(is_module)
        .map(str::to_owned)
        .collect();
    names.sort();
    Some(names)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn modules_are_the_chapters_and_their_trainers() {
        let package = |name: &str| json!({ "name": name });
        let metadata = json!({ "packages": [
            package("redes-core"),
            package("redes-trainer-one"),
            package("redes-chapter-one"),
        ] });
        assert_eq!(
            named(&metadata).unwrap(),
            ["redes-chapter-one", "redes-trainer-one"]
        );
        assert_eq!(named(&json!({})), None);
    }
}
