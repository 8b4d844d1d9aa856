//! What `cargo metadata` says of the workspace.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::step::{command, output};

/// The packages that become WebAssembly modules, by name: those with a `cdylib` that no other package builds upon.
pub(crate) fn modules() -> Result<Vec<String>> {
    let mut cargo = command("cargo");
    cargo.args(["metadata", "--no-deps", "--format-version", "1", "--locked"]);
    let metadata: Value = serde_json::from_str(&output(&mut cargo)?)?;
    leaves(&metadata).context("cargo metadata is not as expected")
}

fn leaves(metadata: &Value) -> Option<Vec<String>> {
    let packages = metadata["packages"].as_array()?;
    let names = |list: &Value| -> Option<Vec<String>> {
        let names = list.as_array()?.iter();
        names
            .map(|entry| entry["name"].as_str().map(str::to_owned))
            .collect()
    };
    let mut used = Vec::new();
    for package in packages {
        used.extend(names(&package["dependencies"])?);
    }
    let is_module = |package: &&Value| {
        let mut targets = package["targets"].as_array().into_iter().flatten();
        targets.any(|target| {
            let kinds = target["crate_types"].as_array();
            kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "cdylib"))
        })
    };
    let all = packages.iter().filter(is_module);
    let names: Option<Vec<String>> = all
        .map(|package| package["name"].as_str().map(str::to_owned))
        .collect();
    let mut names = names?;
    names.retain(|name| !used.contains(name));
    names.sort();
    Some(names)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn modules_are_cdylibs_that_nothing_builds_upon() {
        let package = |name: &str, kinds: &[&str], uses: &[&str]| {
            let uses: Vec<Value> = uses.iter().map(|name| json!({ "name": name })).collect();
            json!({ "name": name, "targets": [{ "crate_types": kinds }], "dependencies": uses })
        };
        let metadata = json!({ "packages": [
            package("engine", &["lib"], &[]),
            package("shell", &["cdylib", "rlib"], &["engine"]),
            package("two", &["cdylib"], &["shell"]),
            package("one", &["cdylib", "rlib"], &["shell"]),
        ] });
        assert_eq!(leaves(&metadata).unwrap(), ["one", "two"]);
        assert_eq!(leaves(&json!({})), None);
    }
}
