//! The files of a package: what the figure's page names, what its program fetches, and the launch page.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use redes_catalogue::{Catalogue, Figure, site};
use serde_json::{Value, json};

use crate::{Error, Options, launch, needs};

/// The index of the data sets, which the trainer reads before it asks for any.
const INDEX: &str = "data/index.json";
/// The licence of the typeface, which goes with its files.
const FONTS: &str = "fonts/OFL.txt";
/// The script for the platform; the launch page alone names it.
const SCRIPT: &str = "js/scorm.js";
/// Why a figure does not run, in words; `js/main.js` loads it when it needs them.
const TROUBLE: &str = "js/trouble.js";

/// What saves a figure's networks, and the name of the module that writes the files, which is as large as a data set.
const SAVING: [&str; 2] = ["js/save.js", "js/writer.js"];
const WRITER: &str = "models";

/// How a formula begins in a figure's program.
const FORMULA: &[u8] = b"<math";

/// The files of a package.
pub(crate) struct Contents {
    /// The title of the launch page.
    pub(crate) title: String,
    /// The path of the launch page.
    pub(crate) launch: String,
    /// All files by their paths, with forward slashes.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// Gathers the files of a page of `embed/`, which shows a figure.
pub(crate) fn gather(
    dist: &Path,
    catalogue: &Catalogue,
    page: &str,
    figure: &Figure,
    options: &Options,
) -> Result<Contents, Error> {
    // The pages' relative addresses lead to paths without "..".
    let dist = &fs::canonicalize(dist).map_err(|source| Error::Read {
        path: dist.to_owned(),
        source,
    })?;
    let launch = format!("embed/{page}.html");
    let page = dist.join(&launch);
    let html = needs::text(&page)?;
    let launched = launch::write(&page, &html, figure, options)?;
    let mut found = needs::of_page(&page, &html, false)?;
    // A figure writes its formulas when it runs.
    for path in &found.module {
        let bytes = read(path)?;
        if bytes.windows(FORMULA.len()).any(|some| some == FORMULA) {
            found = needs::of_page(&page, &html, true)?;
            break;
        }
    }
    let mut paths: Vec<PathBuf> = found.files.into_iter().chain(found.module).collect();
    let named = [FONTS, SCRIPT, TROUBLE].map(str::to_owned);
    let trainer = catalogue
        .trainer_of(&figure.chapter)
        .filter(|_| figure.trains);
    let (saving, writer): (&[&str], _) = match figure.saves {
        true if options.data => (&SAVING, Some(WRITER)),
        true => (&[launch::UNSAVED], None),
        false => (&[], None),
    };
    let trainers = trainer.into_iter().chain(writer).flat_map(|name| {
        let stem = site::trainer(name);
        [format!("{stem}.js"), format!("{stem}_bg.wasm")]
    });
    let large: &[String] = if options.data { &figure.large } else { &[] };
    let (sets, large): (Vec<&String>, Vec<&String>) =
        large.iter().partition(|path| path.starts_with("data/"));
    let own = figure.loads.iter().chain(large).cloned();
    paths.extend(
        named
            .into_iter()
            .chain(trainers)
            .chain(saving.iter().map(|path| (*path).to_owned()))
            .chain(own)
            .chain([launch::still(figure, options)])
            .map(|path| dist.join(path)),
    );
    let mut files = BTreeMap::new();
    for path in paths {
        let name = relative(dist, &path)?;
        files.insert(name, read(&path)?);
    }
    for set in sets {
        let folder = dist.join(set);
        let listed = |source| Error::Read {
            path: folder.clone(),
            source,
        };
        for entry in fs::read_dir(&folder).map_err(listed)? {
            let path = entry.map_err(listed)?.path();
            files.insert(relative(dist, &path)?, read(&path)?);
        }
    }
    if figure.data_sets().next().is_some() {
        files.insert(INDEX.to_owned(), index(dist, figure, options.data)?);
    }
    files.insert(launch.clone(), launched.html.into_bytes());
    match files.keys().find(|name| !is_plain(name)) {
        Some(name) => Err(Error::Name(name.clone())),
        None => Ok(Contents {
            title: launched.title,
            launch,
            files,
        }),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

/// The site's index of data sets, with those alone that are in the package.
fn index(dist: &Path, figure: &Figure, data: bool) -> Result<Vec<u8>, Error> {
    let mut kept = Vec::new();
    if data {
        let index: Value = serde_json::from_str(&needs::text(&dist.join(INDEX))?)
            .map_err(|error| Error::Index(error.to_string()))?;
        let sets = index.get("sets").and_then(Value::as_array);
        for name in figure.data_sets() {
            let mut own = sets.into_iter().flatten();
            let set = own.find(|set| set.get("name").and_then(Value::as_str) == Some(name));
            kept.push(set.ok_or_else(|| Error::Data(name.to_owned()))?.clone());
        }
    }
    Ok(json!({ "sets": kept }).to_string().into_bytes())
}

/// A file's path from the site's root, with forward slashes.
fn relative(dist: &Path, path: &Path) -> Result<String, Error> {
    let within = path.strip_prefix(dist).ok();
    let parts: Option<Vec<&str>> = within
        .into_iter()
        .flat_map(Path::components)
        .map(|part| part.as_os_str().to_str())
        .collect();
    match parts {
        Some(parts) if !parts.is_empty() => Ok(parts.join("/")),
        _ => Err(Error::Name(path.display().to_string())),
    }
}

/// Whether every platform takes this path.
fn is_plain(path: &str) -> bool {
    let plain = |part: &str| {
        let letters = |letter: u8| letter.is_ascii_alphanumeric() || b"._-".contains(&letter);
        !part.is_empty() && part != "." && part != ".." && part.bytes().all(letters)
    };
    path.split('/').all(plain)
}
