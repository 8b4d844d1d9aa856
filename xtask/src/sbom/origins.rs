//! What is others' among the site's files, and the models: `www/origins.toml`.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use cyclonedx_bom::{
    external_models::{normalized_string::NormalizedString, uri::Uri},
    models::{
        component::{Classification, Component},
        external_reference::{ExternalReference, ExternalReferenceType, ExternalReferences},
        hash::Hashes,
        license::{License, LicenseChoice, Licenses},
    },
};
use serde::Deserialize;

use super::crates::sha256;
use crate::place;

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Origins {
    /// Every file below these is named by a part.
    folders: Vec<String>,
    part: Vec<Part>,
}

/// Where some files come from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    version: String,
    kind: Kind,
    /// A package URL or an address; none for our own.
    from: Option<String>,
    /// An SPDX expression.
    licence: Option<String>,
    /// The terms in words, where there is no licence.
    terms: Option<String>,
    author: String,
    /// The beginnings of its files' paths.
    files: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Library,
    Font,
    Data,
    Model,
}

impl Origins {
    /// Reads the table.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    /// The parts of a built site as entries, each with its files. A part without a file in this site is left out.
    pub(crate) fn components(&self, dist: &Path) -> Result<Vec<Component>> {
        let mut own: Vec<Vec<String>> = vec![Vec::new(); self.part.len()];
        for folder in &self.folders {
            for path in place::files(&dist.join(folder))? {
                let name = path
                    .strip_prefix(dist)?
                    .to_string_lossy()
                    .replace('\\', "/");
                let begins = |part: &Part| part.files.iter().any(|own| name.starts_with(own));
                let Some(place) = self.part.iter().position(begins) else {
                    bail!("{name}: www/origins.toml does not say where it comes from");
                };
                if let Some(list) = own.get_mut(place) {
                    list.push(name);
                }
            }
        }
        let parts = self.part.iter().zip(own);
        parts
            .filter(|(_, files)| !files.is_empty())
            .map(|(part, files)| part.component(dist, &files))
            .collect()
    }
}

impl Part {
    fn component(&self, dist: &Path, files: &[String]) -> Result<Component> {
        let kind = match self.kind {
            Kind::Library => Classification::Library,
            // CycloneDX has no kind for fonts.
            Kind::Font => Classification::File,
            Kind::Data => Classification::Data,
            Kind::Model => Classification::MachineLearningModel,
        };
        let mut component =
            Component::new(kind, &self.name, &self.version, Some(self.name.clone()));
        component.author = Some(NormalizedString::new(&self.author));
        component.licenses = Some(Licenses(vec![match (&self.licence, &self.terms) {
            (Some(licence), None) => LicenseChoice::expression(licence),
            (None, Some(terms)) => LicenseChoice::License(License::named_license(terms)),
            _ => bail!("{}: either a licence or terms", self.name),
        }]));
        match self.from.as_deref() {
            Some(purl) if purl.starts_with("pkg:") => component.purl = purl.parse().ok(),
            Some(address) => {
                let kind = ExternalReferenceType::Distribution;
                let page = ExternalReference::new(kind, Uri::new(address));
                component.external_references = Some(ExternalReferences(vec![page]));
            }
            None => {}
        }
        let listed = files
            .iter()
            .map(|name| file(dist, name))
            .collect::<Result<_>>();
        component.components = Some(cyclonedx_bom::models::component::Components(listed?));
        Ok(component)
    }
}

/// A file of the site with its digest.
fn file(dist: &Path, name: &str) -> Result<Component> {
    let bytes = fs::read(dist.join(name)).with_context(|| name.to_owned())?;
    let digest = crate::tools::sha256(&bytes);
    // A file's version is what it holds.
    let version = digest.get(..16).unwrap_or_default();
    let mut component = Component::new(
        Classification::File,
        name,
        version,
        Some(format!("file:{name}")),
    );
    component.hashes = Some(Hashes(vec![sha256(&digest)]));
    Ok(component)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn table() -> Origins {
        Origins::read(&place::root().join("www/origins.toml")).unwrap()
    }

    #[test]
    fn every_file_of_others_has_an_origin() {
        // The folders of www/ are copied to the site as they are; data/ is written there.
        let parts = table().components(&place::root().join("www")).unwrap();
        let names: Vec<String> = parts.iter().map(|part| part.name.to_string()).collect();
        assert_eq!(
            names,
            [
                "minisearch",
                "stix-two-text",
                "large-movie-review-dataset",
                "redes-models"
            ]
        );
        let fonts = parts[1].components.as_ref().unwrap();
        assert!(
            fonts
                .0
                .iter()
                .any(|file| file.name.to_string() == "fonts/stix-two-math.woff2")
        );
    }

    #[test]
    fn a_file_without_an_origin_is_refused() {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir(site.path().join("fonts")).unwrap();
        fs::create_dir(site.path().join("models")).unwrap();
        fs::write(site.path().join("fonts/a.woff2"), "font").unwrap();
        let parts = table().components(site.path()).unwrap();
        assert_eq!(parts.len(), 1);
        fs::write(site.path().join("models/other.bin"), "").unwrap();
        let error = table().components(site.path()).unwrap_err().to_string();
        assert!(error.starts_with("models/other.bin"), "{error}");
    }
}
