//! The service worker and the site map, which depend on all files of the site.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

/// Stands for the site's version, until all files are there of which it is computed.
pub(crate) const VERSION: &str = "VERSION-OF-THE-SITE";
/// The page that shows the version.
const SHOWN: &str = "about.html";

/// Writes `sw.js` from `www/sw.js`, with a version that changes with any file that the worker may store, and puts this version
/// into the page that shows it.
pub(crate) fn write(source: &Path, out: &Path) -> Result<()> {
    let path = source.join("sw.js");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut files = Vec::new();
    gather(out, Path::new(""), &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files.iter().filter(|file| *file != Path::new("sw.js")) {
        hash.update(file.to_string_lossy().as_bytes());
        hash.update(fs::read(out.join(file)).with_context(|| file.display().to_string())?);
    }
    let mut version = hex::encode(hash.finalize());
    version.truncate(16);
    for code in crate::language::CODES {
        let page = out.join(code).join(SHOWN);
        let text = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
        ensure!(
            text.contains(VERSION),
            "{} shows no version",
            page.display()
        );
        fs::write(&page, text.replace(VERSION, &version))
            .with_context(|| page.display().to_string())?;
    }
    let text = text.replace("VERSION", &version);
    fs::write(out.join("sw.js"), text).context("sw.js")
}

/// The files in `out`, without the data sets, which have their own cache.
fn gather(out: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let full = out.join(folder);
    for entry in fs::read_dir(&full).with_context(|| full.display().to_string())? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if path != Path::new("data") {
                gather(out, &path, files)?;
            }
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes `sitemap.xml`: every page of the book under the site's future address.
pub(crate) fn map(out: &Path, url: &str, pages: &[PathBuf]) -> Result<()> {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for page in pages.iter().filter(|page| !page.starts_with("embed")) {
        let path = page.to_string_lossy().replace('\\', "/");
        xml.push_str(&format!("  <url><loc>{url}{path}</loc>"));
        if let Some((_, name)) = path.split_once('/') {
            for code in crate::language::CODES {
                xml.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"{url}{code}/{name}\"/>"));
            }
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    fs::write(out.join("sitemap.xml"), xml).context("sitemap.xml")
}
