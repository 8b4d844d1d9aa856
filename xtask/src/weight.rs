//! The weight of a reader's first visit to each page: its HTML and every file that it needs before any data set, each
//! compressed as a host would.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use redes_catalogue::site;
use redes_scorm::needs::{self, Needs};

/// The maximum weight of a page, compressed, in bytes, with the module of its figures: the weight of the heaviest (that of
/// the circles) and 2 %.
pub(crate) const LIMIT: u64 = 271_000;

/// The limits of pages whose figures do more: those of chapter 7 contain the layers for text and the models, that of the
/// page `models` draws its curves with plotters, those of the playground have the controls of everything. Each has its
/// present weight and at most 2 %, so that it only gets lighter. The module loads after the text, and without it no page
/// may exceed [`LIMIT`].
const HEAVIER: [(&str, u64); 4] = [
    ("results", 313_000),
    ("models", 280_000),
    ("playground", 372_000),
    ("sweep", 330_000),
];

/// The weight of a page.
pub(crate) struct Weight {
    /// Its path within the site.
    page: PathBuf,
    /// Bytes that load before the text.
    opened: u64,
    /// Bytes with the modules of its figures, which load after the text.
    whole: u64,
}

impl Weight {
    /// The page's maximum weight with its module.
    fn limit(&self) -> u64 {
        let held = HEAVIER
            .iter()
            .find(|(name, _)| self.page.file_stem().is_some_and(|stem| stem == *name));
        held.map_or(LIMIT, |(_, bytes)| *bytes)
    }
}

/// Weighs the pages, prints a table, and fails if one is too heavy.
pub(crate) fn check(dist: &Path) -> Result<()> {
    let weights = pages(dist)?;
    print(&weights);
    let heavy: Vec<String> = weights
        .iter()
        .filter(|weight| {
            let waits = weight.opened < weight.whole;
            weight.whole > weight.limit() || waits && weight.opened > LIMIT
        })
        .map(|weight| {
            format!(
                "{}: {} opened, {} with its figures, of {} and {}",
                weight.page.display(),
                weight.opened,
                weight.whole,
                LIMIT,
                weight.limit()
            )
        })
        .collect();
    if !heavy.is_empty() {
        bail!(
            "too many bytes compressed, before any data set:\n  {}",
            heavy.join("\n  ")
        );
    }
    Ok(())
}

/// Every page's weight, in the order of their paths.
pub(crate) fn pages(dist: &Path) -> Result<Vec<Weight>> {
    let mut scales = Scales::default();
    let mut weights = Vec::new();
    for folder in ["", "es", "en", "embed"] {
        let full = dist.join(folder);
        let mut pages = Vec::new();
        for entry in fs::read_dir(&full).with_context(|| full.display().to_string())? {
            let path = entry?.path();
            if path.extension().is_some_and(|kind| kind == "html") {
                pages.push(path);
            }
        }
        pages.sort();
        for page in pages {
            let (opened, whole) = scales.weigh(&page)?;
            let page = page.strip_prefix(dist).unwrap_or(&page).to_owned();
            weights.push(Weight {
                page,
                opened,
                whole,
            });
        }
    }
    Ok(weights)
}

/// The compressed bytes of every module, WebAssembly and glue, by its name without the version's hash.
pub(crate) fn modules(dist: &Path) -> Result<BTreeMap<String, u64>> {
    let mut modules = BTreeMap::new();
    for entry in fs::read_dir(dist).with_context(|| dist.display().to_string())? {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = file.trim_end_matches("_bg.wasm").trim_end_matches(".js");
        if stem.len() == file.len() {
            continue;
        }
        if site::MODULES.iter().any(|start| stem.starts_with(start)) {
            *modules.entry(stem.to_owned()).or_default() += compressed(&path)?;
        }
    }
    Ok(modules)
}

/// The table: the pages by name with a column for each language, then the others.
fn print(weights: &[Weight]) {
    let mut rows: BTreeMap<String, BTreeMap<String, [u64; 2]>> = BTreeMap::new();
    for Weight {
        page,
        opened,
        whole,
    } in weights
    {
        let folder = page.parent().unwrap_or(Path::new("")).to_string_lossy();
        let stem = page.file_stem().unwrap_or_default().to_string_lossy();
        let cells = rows.entry(stem.into_owned()).or_default();
        cells.insert(folder.into_owned(), [*opened, *whole]);
    }
    eprintln!(
        "    {:14} {:>9} {:>9} {:>9}",
        "kB compressed", "es", "en", "embed"
    );
    for (name, cells) in &rows {
        let cell = |folder: &str| {
            let bytes = cells
                .get(folder)
                .map(|bytes| bytes.map(|bytes| format!("{:.0}", bytes as f64 / 1000.0)))
                .map(|[opened, whole]| format!("{opened} {whole}"));
            bytes.unwrap_or_default()
        };
        eprintln!(
            "    {name:14} {:>9} {:>9} {:>9}",
            cell("es"),
            cell("en"),
            cell("embed")
        );
    }
}

/// Weighs files, each once.
#[derive(Default)]
struct Scales {
    known: BTreeMap<PathBuf, u64>,
}

impl Scales {
    /// Bytes when the page opens, and with its module.
    fn weigh(&mut self, page: &Path) -> Result<(u64, u64)> {
        let html = needs::text(page)?;
        let Needs {
            mut files,
            mut module,
        } = needs::of_page(page, &html, html.contains("<math"))?;
        files.insert(page.to_owned());
        // The page of a figure alone names its module in its head: it loads at once.
        module.retain(|file| !files.contains(file));
        let opened = self.sum(files)?;
        Ok((opened, opened + self.sum(module)?))
    }

    fn sum(&mut self, files: BTreeSet<PathBuf>) -> Result<u64> {
        let mut sum = 0;
        for file in files {
            sum += match self.known.get(&file) {
                Some(bytes) => *bytes,
                None => {
                    let bytes = compressed(&file)?;
                    self.known.insert(file, bytes);
                    bytes
                }
            };
        }
        Ok(sum)
    }
}

fn compressed(path: &Path) -> Result<u64> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    let packed = encoder.finish()?.len() as u64;
    // Hosts do not compress files that do not get smaller, such as fonts.
    Ok(packed.min(bytes.len() as u64))
}
