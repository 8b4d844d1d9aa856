//! Reads the workspace from `cargo metadata`.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::step::{command, output};

/// The names of the packages that become WebAssembly modules: those with a `cdylib`.
pub(crate) fn modules() -> Result<Vec<String>> {
    let mut cargo = command("cargo");
    cargo.args(["metadata", "--no-deps", "--format-version", "1", "--locked"]);
    let metadata: Value = serde_json::from_str(&output(&mut cargo)?)?;
    cdylibs(&metadata).context("cargo metadata is not as expected")
}

fn cdylibs(metadata: &Value) -> Option<Vec<String>> {
    let is_module = |package: &&Value| {
        let mut targets = package["targets"].as_array().into_iter().flatten();
        targets.any(|target| {
            let kinds = target["crate_types"].as_array();
            kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "cdylib"))
        })
    };
    let all = metadata["packages"].as_array()?.iter().filter(is_module);
    let names: Option<Vec<String>> = all
        .map(|package| package["name"].as_str().map(str::to_owned))
        .collect();
    let mut names = names?;
    names.sort();
    Some(names)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn modules_are_the_packages_with_a_cdylib() {
        let package = |name: &str, kinds: &[&str]| json!({ "name": name, "targets": [{ "crate_types": kinds }] });
        let metadata = json!({ "packages": [
            package("engine", &["lib"]),
            package("two", &["cdylib"]),
            package("one", &["cdylib", "rlib"]),
        ] });
        assert_eq!(cdylibs(&metadata).unwrap(), ["one", "two"]);
        assert_eq!(cdylibs(&json!({})), None);
    }
}
