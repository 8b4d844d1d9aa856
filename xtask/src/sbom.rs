//! The list of what the built site ships, as a CycloneDX file: the crates in its modules, and what is others' among its files
//! (`www/origins.toml`).
//!
//! The same site gives the same bytes: the list has neither a date nor a random number.

mod crates;
mod origins;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use cyclonedx_bom::{
    models::{
        bom::{Bom, SpecVersion},
        component::{Classification, Component, Components},
        dependency::{Dependencies, Dependency},
        metadata::Metadata,
    },
    validation::Validate,
};

use crate::{
    place, python,
    step::{command, run, step},
};

/// The list's name in the built site.
const NAME: &str = "sbom.cdx.json";
/// The folder of the program that checks the list against CycloneDX's schema, and of its requirements.
const SCHEMA: &str = "xtask/sbom";

/// Writes the list into a built site; returns its path.
pub(crate) fn write(dist: &Path) -> Result<PathBuf> {
    let bom = bom(dist)?;
    let valid = bom.validate_version(SpecVersion::V1_5);
    ensure!(valid.passed(), "the list is not valid: {valid:?}");
    let mut bytes = Vec::new();
    bom.output_as_json_v1_5(&mut bytes)?;
    bytes.push(b'\n');
    let path = dist.join(NAME);
    fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    eprintln!("    {}", path.display());
    Ok(path)
}

/// Writes the list, and checks it against the schema in Python.
pub(crate) fn check(dist: &Path) -> Result<()> {
    let path = step("list of what ships", || write(dist))?;
    let python = python::environment(SCHEMA, &[])?;
    step("the list against CycloneDX's schema", || {
        run(command(&python)
            .arg(place::root().join(SCHEMA).join("check.py"))
            .arg(&path)
            .env("PYTHONDONTWRITEBYTECODE", "1"))
    })
}

fn bom(dist: &Path) -> Result<Bom> {
    let crates = crates::shipped()?;
    let origins = origins::Origins::read(&place::root().join("www/origins.toml"))?;
    let mut components = Vec::new();
    let mut edges = Vec::new();
    for one in &crates {
        components.push(one.component()?);
        edges.push(Dependency {
            dependency_ref: one.reference(),
            dependencies: one.dependencies.clone(),
        });
    }
    components.extend(origins.components(dist)?);
    let whole = Component::new(
        Classification::Application,
        "redes",
        env!("CARGO_PKG_VERSION"),
        Some("redes".to_owned()),
    );
    let all = components.iter().filter_map(|one| one.bom_ref.clone());
    edges.push(Dependency {
        dependency_ref: "redes".to_owned(),
        dependencies: all.collect(),
    });
    Ok(Bom {
        version: 1,
        serial_number: None,
        metadata: Some(Metadata {
            component: Some(whole),
            ..Metadata::default()
        }),
        components: Some(Components(components)),
        dependencies: Some(Dependencies(edges)),
        spec_version: SpecVersion::V1_5,
        ..Bom::default()
    })
}
