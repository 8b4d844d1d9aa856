//! Every address in the pages leads to a file of the site, and nothing breaks the content security policy.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// Attributes that hold an address.
const ADDRESSES: [&str; 4] = ["href", "src", "data-glue", "data-wasm"];

/// Checks pages that were written into `out`.
pub(crate) fn pages(out: &Path, pages: &[PathBuf]) -> Result<()> {
    for page in pages {
        let path = out.join(page);
        let html = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let folder = page.parent().unwrap_or(Path::new(""));
        for (index, line) in html.lines().enumerate() {
            let place = || format!("{}:{}", page.display(), index + 1);
            policy(line).with_context(place)?;
            for address in ADDRESSES.iter().flat_map(|name| values(line, name)) {
                follow(out, folder, &html, address).with_context(place)?;
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

/// Checks one address of a page that stands in `folder`.
fn follow(out: &Path, folder: &Path, html: &str, address: &str) -> Result<()> {
    if let Some(anchor) = address.strip_prefix('#') {
        if !html.contains(&format!(" id=\"{anchor}\"")) {
            bail!("{address}: the page has no such anchor");
        }
        return Ok(());
    }
    if ["https:", "http:", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
    {
        return Ok(());
    }
    if address.starts_with('/') {
        bail!("{address}: an address from the host's root breaks under a sub-path");
    }
    let file = address.split(['?', '#']).next().unwrap_or(address);
    let file = if file.is_empty() || file.ends_with('/') {
        format!("{file}index.html")
    } else {
        file.to_owned()
    };
    if !out.join(folder).join(&file).is_file() {
        bail!("{address}: the site has no such file");
    }
    Ok(())
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
                error.contains("index.html:2: ") && error.contains(what),
                "{error}"
            );
        }
    }
}
