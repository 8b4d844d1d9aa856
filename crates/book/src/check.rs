//! Checks that every address in the pages leads to a file of the site, and that no page breaks the content
//! security policy.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use redes_scorm::needs::plain;

/// Attributes that contain an address.
const ADDRESSES: [&str; 3] = ["href", "src", "data-search"];

/// Checks the pages written into `out`.
pub(crate) fn pages(out: &Path, pages: &[PathBuf]) -> Result<()> {
    let mut texts = BTreeMap::new();
    for page in pages {
        let path = out.join(page);
        let html = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        texts.insert(page.clone(), html);
    }
    let site = Site { out, texts };
    for (page, html) in &site.texts {
        for (index, line) in html.lines().enumerate() {
            let place = || format!("{}:{}", page.display(), index + 1);
            policy(line).with_context(place)?;
            for address in ADDRESSES.iter().flat_map(|name| values(line, name)) {
                site.follow(page, address).with_context(place)?;
            }
        }
        let mut seen = BTreeSet::new();
        for id in html.lines().flat_map(|line| values(line, "id")) {
            if !seen.insert(id) {
                bail!("{}: the anchor #{id} is there twice", page.display());
            }
        }
    }
    Ok(())
}

/// Refuses what `script-src 'self'; style-src 'self'` would block.
fn policy(line: &str) -> Result<()> {
    if line.split("<script").skip(1).any(|tag| {
        !tag.split('>')
            .next()
            .is_some_and(|tag| tag.contains(" src="))
    }) {
        bail!("an inline script, which the content security policy blocks");
    }
    if line.contains("<style") || (line.contains('<') && line.contains(" style=\"")) {
        bail!("an inline style, which the content security policy blocks");
    }
    Ok(())
}

/// The values of an attribute in a line.
fn values<'a>(line: &'a str, name: &str) -> Vec<&'a str> {
    line.split(&format!(" {name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// The pages and the files beside them.
struct Site<'a> {
    out: &'a Path,
    /// The pages, by path.
    texts: BTreeMap<PathBuf, String>,
}

impl Site<'_> {
    /// Checks one address of a page.
    fn follow(&self, page: &Path, address: &str) -> Result<()> {
        if ["https:", "http:", "mailto:"]
            .iter()
            .any(|scheme| address.starts_with(scheme))
        {
            return Ok(());
        }
        if address.starts_with('/') {
            bail!("{address}: an address from the host's root breaks under a sub-path");
        }
        let (address, anchor) = address.split_once('#').unwrap_or((address, ""));
        let (file, query) = address.split_once('?').unwrap_or((address, ""));
        let target = match file {
            "" => page.to_owned(),
            _ => {
                let folder = page.parent().unwrap_or(Path::new(""));
                let named = if file.ends_with('/') {
                    format!("{file}index.html")
                } else {
                    file.to_owned()
                };
                plain(&folder.join(named))
            }
        };
        if !self.out.join(&target).is_file() {
            bail!("{file}: the site has no such file");
        }
        let glues = query.strip_prefix("glue=").unwrap_or_default();
        for glue in glues.split(',').filter(|glue| !glue.is_empty()) {
            for name in [glue.to_owned(), glue.replace(".js", "_bg.wasm")] {
                if !self.out.join(&name).is_file() {
                    bail!("{name}: the site has no such file");
                }
            }
        }
        self.anchor(&target, anchor)
    }

    /// An anchor is an element's id, or the state of a figure on that page.
    fn anchor(&self, page: &Path, anchor: &str) -> Result<()> {
        let Some(html) = self.texts.get(page).filter(|_| !anchor.is_empty()) else {
            return Ok(());
        };
        let found = match anchor.split_once('.') {
            Some((figure, _)) => html.contains(&format!("<redes-{figure}>")),
            None => html.contains(&format!(" id=\"{anchor}\"")),
        };
        if !found {
            bail!("#{anchor}: {} has no such anchor", page.display());
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn check(html: &str) -> Result<()> {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir(out.path().join("es")).unwrap();
        fs::write(out.path().join("there.css"), "").unwrap();
        fs::write(out.path().join("es/index.html"), html).unwrap();
        pages(out.path(), &[PathBuf::from("es/index.html")])
    }

    #[test]
    fn good_addresses_pass() {
        check("<a href=\"../there.css?a#b\"></a>\n<p id=\"x\"><a href=\"#x\" href=\"https://example.org\"></a>").unwrap();
        check("<redes-circles></redes-circles><a href=\"#circles.seed=3\"></a>").unwrap();
        check("<a href=\"./\"></a><script src=\"../there.css\"></script>").unwrap();
    }

    #[test]
    fn bad_ones_are_named_with_their_line() {
        for (html, what) in [
            (
                "<a href=\"gone.html\">",
                "gone.html: the site has no such file",
            ),
            (
                "<script src=\"../js/a.js\"></script>",
                "../js/a.js: the site has no such file",
            ),
            ("<a href=\"index.html#nowhere\">", "has no such anchor"),
            ("<a href=\"#circles.seed=3\">", "has no such anchor"),
            (
                "<script src=\"../there.css?glue=gone.js\"></script>",
                "gone.js: the site has no such file",
            ),
            (
                "<script src=\"../there.css?glue=there.css,gone.js\"></script>",
                "the site has no such file",
            ),
            ("<p id=\"a\"><b id=\"a\">", "the anchor #a is there twice"),
            ("<a href=\"/en/\">", "breaks under a sub-path"),
            ("<a href=\"#nowhere\">", "no such anchor"),
            ("<script>alert(1)</script>", "an inline script"),
            ("<p style=\"color: red\">", "an inline style"),
        ] {
            let error = format!(
                "{:#}",
                check(&format!("<!doctype html>\n{html}")).unwrap_err()
            );
            assert!(
                (error.contains("index.html:2: ") || what.contains("twice"))
                    && error.contains(what),
                "{error}"
            );
        }
    }
}
