//! Listings: files of `www/listings/` or regions of them, with comments in one language, coloured.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use syntect::{
    html::{ClassStyle, ClassedHTMLGenerator},
    parsing::SyntaxSet,
    util::LinesWithEndings,
};

use crate::language::CODES;

/// The folder of listings and the grammars of their languages.
pub(crate) struct Listings {
    folder: PathBuf,
    grammars: SyntaxSet,
}

impl Listings {
    /// The folder `www/listings/`.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            grammars: SyntaxSet::load_defaults_newlines(),
        }
    }

    /// A file's text, or that of a region, with the comments of one language.
    pub(crate) fn text(&self, src: &str, region: Option<&str>, language: &str) -> Result<String> {
        extract(&self.read(src)?, region, language).with_context(|| src.to_owned())
    }

    /// The names of a file's regions, in their order.
    pub(crate) fn regions(&self, src: &str) -> Result<Vec<String>> {
        let text = self.read(src)?;
        let names = text
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("# region:"));
        Ok(names.map(|name| name.trim().to_owned()).collect())
    }

    fn read(&self, src: &str) -> Result<String> {
        let path = self.folder.join(src);
        if Path::new(src).components().count() != 1 {
            bail!("{src}: listings stand side by side in one folder");
        }
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    }

    /// Code as HTML with classes that begin with `c-`.
    pub(crate) fn colour(&self, code: &str, language: &str) -> Result<String> {
        let Some(grammar) = self.grammars.find_syntax_by_token(language) else {
            bail!("there is no grammar for {language}");
        };
        let style = ClassStyle::SpacedPrefixed { prefix: "c-" };
        let mut html = ClassedHTMLGenerator::new_with_class_style(grammar, &self.grammars, style);
        for line in LinesWithEndings::from(code) {
            html.parse_html_for_line_which_includes_newline(line)?;
        }
        Ok(html.finalize())
    }
}

/// The lines of a region, or the whole file without region marks. Comments `# es:` and `# en:` appear only in their
/// language, without the code.
fn extract(text: &str, region: Option<&str>, language: &str) -> Result<String> {
    let mut out = String::new();
    let mut inside = region.is_none();
    let mut found = region.is_none();
    for line in text.lines() {
        let bare = line.trim_start();
        if let Some(name) = bare.strip_prefix("# region:") {
            if region == Some(name.trim()) {
                (inside, found) = (true, true);
            }
            continue;
        }
        if bare == "# end" {
            inside = region.is_none();
            continue;
        }
        if !inside {
            continue;
        }
        let indent = &line[..line.len() - bare.len()];
        let mark = CODES
            .iter()
            .find_map(|code| Some((*code, bare.strip_prefix(&format!("# {code}: "))?)));
        match mark {
            Some((code, words)) if code == language => {
                out.push_str(&format!("{indent}# {words}\n"))
            }
            Some(_) => {}
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    if !found {
        bail!("there is no `# region: {}`", region.unwrap_or_default());
    }
    let text = out.trim_matches('\n');
    let shared = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.get(shared..).unwrap_or(""))
        .collect();
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FILE: &str = "import x\n# region: a\n\nclass A:\n    # es: hola\n    # en: hello\n    pass\n# end\n# region: b\n    y = 1\n# end\n";

    #[test]
    fn a_region_has_its_language_and_no_common_indent() {
        assert_eq!(
            extract(FILE, Some("a"), "en").unwrap(),
            "class A:\n    # hello\n    pass\n"
        );
        assert_eq!(extract(FILE, Some("b"), "es").unwrap(), "y = 1\n");
        assert!(
            extract(FILE, None, "es")
                .unwrap()
                .starts_with("import x\n\nclass A:\n    # hola\n")
        );
        assert!(
            extract(FILE, Some("c"), "es")
                .unwrap_err()
                .to_string()
                .contains("region: c")
        );
    }

    #[test]
    fn code_is_coloured_by_classes() {
        let html = Listings::new(PathBuf::new())
            .colour("x = 1 # <a>\n", "python")
            .unwrap();
        assert!(
            html.contains("c-comment") && html.contains("&lt;a&gt;") && !html.contains("style="),
            "{html}"
        );
    }
}
