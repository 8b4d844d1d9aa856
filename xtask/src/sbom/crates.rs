//! The crates that are compiled into the modules.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use cyclonedx_bom::{
    external_models::{normalized_string::NormalizedString, uri::Purl},
    models::{
        component::{Classification, Component},
        hash::{Hash, HashAlgorithm, HashValue, Hashes},
        license::{LicenseChoice, Licenses},
    },
};
use serde_json::Value;

use crate::{
    place,
    step::{command, output},
    wasm, workspace,
};

/// A crate in a module.
pub(crate) struct Crate {
    name: String,
    version: String,
    licence: String,
    /// SHA-256 of its package; none for our own.
    checksum: Option<String>,
    /// The references of the shipped crates that it uses.
    pub(crate) dependencies: Vec<String>,
}

impl Crate {
    /// Its name within the list.
    pub(crate) fn reference(&self) -> String {
        reference(&self.name, &self.version)
    }

    /// Its entry.
    pub(crate) fn component(&self) -> Result<Component> {
        let mut component = Component::new(
            Classification::Library,
            &self.name,
            &self.version,
            Some(self.reference()),
        );
        // Older crates separate the licences among which one chooses by a slash.
        let licence = self.licence.replace(" / ", "/").replace('/', " OR ");
        component.licenses = Some(Licenses(vec![LicenseChoice::expression(&licence)]));
        if let Some(checksum) = &self.checksum {
            let purl = Purl::new("cargo", &self.name, &self.version)?;
            component.purl = Some(purl);
            component.hashes = Some(Hashes(vec![sha256(checksum)]));
        } else {
            component.author = Some(NormalizedString::new("Redes"));
        }
        Ok(component)
    }
}

/// A SHA-256 as the list holds it.
pub(crate) fn sha256(digits: &str) -> Hash {
    Hash {
        alg: HashAlgorithm::SHA_256,
        content: HashValue(digits.to_owned()),
    }
}

fn reference(name: &str, version: &str) -> String {
    format!("crate:{name}@{version}")
}

/// The crates in the page's modules, by name: what `cargo tree` finds for their target, with their features, without what
/// only builds them.
pub(crate) fn shipped() -> Result<Vec<Crate>> {
    let mut tree = command("cargo");
    tree.args(["tree", "--locked", "--target", wasm::TARGET])
        .args(["--edges", "normal,no-proc-macro", "--prefix", "none"])
        .args(["--format", "{p}"]);
    for module in workspace::modules()? {
        tree.args(["--package", &module]);
    }
    let found = output(&mut tree)?;
    let found: BTreeSet<(&str, &str)> = found.lines().filter_map(named).collect();
    ensure!(!found.is_empty(), "cargo tree names no crate");
    let metadata: Value = serde_json::from_str(&output(command("cargo").args([
        "metadata",
        "--locked",
        "--format-version",
        "1",
        "--filter-platform",
        wasm::TARGET,
    ]))?)?;
    let checksums = checksums()?;
    let known = packages(&metadata).context("cargo metadata is not as expected")?;
    let uses = uses(&metadata, &known).context("cargo metadata has no graph")?;
    found
        .iter()
        .map(|&(name, version)| {
            let key = (name.to_owned(), version.to_owned());
            let package = known.values().find(|(own, _)| *own == key);
            let (_, licence) = package.with_context(|| format!("{name} {version}: unknown"))?;
            let used = uses.get(&key).into_iter().flatten();
            let dependencies = used
                .filter(|(name, version)| found.contains(&(name.as_str(), version.as_str())))
                .map(|(name, version)| reference(name, version))
                .collect();
            Ok(Crate {
                licence: licence
                    .clone()
                    .with_context(|| format!("{name} {version} names no licence"))?,
                checksum: checksums.get(&key).cloned(),
                dependencies,
                name: key.0,
                version: key.1,
            })
        })
        .collect()
}

/// The name and the version in a line such as `serde v1.0.228 (proc-macro)`.
fn named(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    let name = words.next()?;
    Some((name, words.next()?.strip_prefix('v')?))
}

type Key = (String, String);

/// Name, version and licence of each package, by its id.
fn packages(metadata: &Value) -> Option<BTreeMap<&str, (Key, Option<String>)>> {
    let packages = metadata["packages"].as_array()?.iter();
    packages
        .map(|package| {
            let text = |key: &str| package[key].as_str().map(str::to_owned);
            let key = (text("name")?, text("version")?);
            Some((package["id"].as_str()?, (key, text("license"))))
        })
        .collect()
}

/// The packages that each package uses.
fn uses(
    metadata: &Value,
    known: &BTreeMap<&str, (Key, Option<String>)>,
) -> Option<BTreeMap<Key, BTreeSet<Key>>> {
    let key = |id: &Value| Some(known.get(id.as_str()?)?.0.clone());
    let nodes = metadata["resolve"]["nodes"].as_array()?.iter();
    nodes
        .map(|node| {
            let used: Option<BTreeSet<Key>> =
                node["dependencies"].as_array()?.iter().map(key).collect();
            Some((key(&node["id"])?, used?))
        })
        .collect()
}

/// The SHA-256 of each package of the registry, from Cargo.lock.
fn checksums() -> Result<BTreeMap<Key, String>> {
    let path = place::root().join("Cargo.lock");
    let lock: toml::Table = toml::from_str(&std::fs::read_to_string(&path)?)?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let packages = packages.context("Cargo.lock has no packages")?;
    let text = |package: &toml::Value, key: &str| Some(package.get(key)?.as_str()?.to_owned());
    Ok(packages
        .iter()
        .filter_map(|package| {
            let key = (text(package, "name")?, text(package, "version")?);
            Some((key, text(package, "checksum")?))
        })
        .collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_modules_hold_our_engine_and_no_tool() {
        let crates = shipped().unwrap();
        let find = |name: &str| crates.iter().find(|one| one.name == name);
        let core = find("redes-core").unwrap();
        assert!(core.checksum.is_none());
        let uses = |name: &str, other: &str| {
            let start = format!("crate:{other}@");
            let found = &find(name).unwrap().dependencies;
            found.iter().any(|one| one.starts_with(&start))
        };
        assert!(uses("redes-shell", "wasm-bindgen") && uses("redes-core", "libm"));
        assert!(find("wasm-bindgen").unwrap().checksum.is_some());
        // Compilers' helpers, tests and tools are in no module.
        for absent in ["syn", "proptest", "clap", "fantoccini", "redes-book"] {
            assert!(find(absent).is_none(), "{absent}");
        }
        for one in &crates {
            one.component().unwrap();
        }
    }

    #[test]
    fn a_line_of_the_tree_has_a_name_and_a_version() {
        assert_eq!(named("libm v0.2.16"), Some(("libm", "0.2.16")));
        assert_eq!(
            named("redes-core v0.1.0 (/somewhere/crates/core) (*)"),
            Some(("redes-core", "0.1.0"))
        );
        assert_eq!(named(""), None);
    }
}
