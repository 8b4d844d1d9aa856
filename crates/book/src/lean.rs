//! Takes whole lines of comment out of the site's scripts and styles, which no browser reads: a fiftieth of a page's weight.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// Takes the comments out of the scripts and styles that Trunk wrote into a site. Scripts of others keep theirs, with
/// their licences.
///
/// # Errors
///
/// Where a file cannot be read or written.
pub(crate) fn site(out: &Path) -> Result<()> {
    for folder in [out.to_owned(), out.join("js")] {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let line = match path.extension().and_then(|kind| kind.to_str()) {
                Some("js") => Some("//"),
                Some("css") => None,
                _ => continue,
            };
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            fs::write(&path, without_comments(&text, line))
                .with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}

/// A text without the lines that hold nothing but a comment: after `line`, where the language has such comments, or
/// between `/*` and `*/`. A comment beside code stays.
fn without_comments(text: &str, line: Option<&str>) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut open = false;
    for row in text.split_inclusive('\n') {
        let start = row.trim();
        let begins = open || start.starts_with("/*");
        let comment = match start.split_once("*/") {
            Some((_, rest)) if begins => {
                open = false;
                rest.is_empty()
            }
            None if begins => {
                open = true;
                true
            }
            _ => line.is_some_and(|line| start.starts_with(line)),
        };
        if !comment {
            kept.push_str(row);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_of_comment_are_left_out() {
        let script = "// One\nconst a = 'x'; // stays\n  /** Two\n   * lines */\n/* b */ b();\n";
        assert_eq!(
            without_comments(script, Some("//")),
            "const a = 'x'; // stays\n/* b */ b();\n"
        );
        let style = "/* One */\na { color: red; } /* stays\n*/\n//b { }\n";
        assert_eq!(
            without_comments(style, None),
            "a { color: red; } /* stays\n*/\n//b { }\n"
        );
    }
}
