//! The search's index: a file `search.json` for each language, with a document for each section and term.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::{
    chapter::Chapter,
    library::Library,
    render::{Rendered, Words},
};

/// A search result: part of a page.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Document {
    /// The part's address, relative to `search.html`.
    pub(crate) id: String,
    /// The page's heading.
    pub(crate) page: String,
    /// The section's heading, or the term.
    pub(crate) title: String,
    pub(crate) text: String,
}

/// Adds a page's sections.
pub(crate) fn add(
    documents: &mut Vec<Document>,
    name: &str,
    chapter: &Chapter,
    rendered: &Rendered,
) {
    for Words { id, title, text } in &rendered.words {
        let anchor = id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
        let before = if id.is_none() {
            format!("{} ", chapter.front.lead)
        } else {
            String::new()
        };
        let text = squeeze(&format!("{before}{text}"));
        if !text.is_empty() {
            documents.push(Document {
                id: format!("{name}.html{anchor}"),
                page: chapter.front.heading.clone(),
                title: title.clone(),
                text,
            });
        }
    }
}

/// Adds the glossary's terms.
pub(crate) fn add_terms(documents: &mut Vec<Document>, library: &Library) -> Result<()> {
    let glossary = library.labels.find("sec", "glossary")?.name.clone();
    for (id, term) in &library.reference.terms {
        let definition = &term.definition[library.language.code];
        documents.push(Document {
            id: format!("glossary.html#{id}"),
            page: glossary.clone(),
            title: definition.term.clone(),
            text: squeeze(&definition.short),
        });
    }
    Ok(())
}

/// Writes the documents.
pub(crate) fn write(documents: &[Document], path: &Path) -> Result<()> {
    let json = serde_json::to_string(documents)?;
    fs::write(path, json).with_context(|| path.display().to_string())
}

/// The number of words of a page: lead, goals, text, captions, questions and summary.
pub(crate) fn count(chapter: &Chapter, rendered: &Rendered) -> usize {
    let front = [&chapter.front.lead]
        .into_iter()
        .chain(&chapter.front.goals)
        .chain(&chapter.front.summary);
    let words = rendered
        .words
        .iter()
        .flat_map(|words| [&words.title, &words.text]);
    front
        .chain(words)
        .map(|text| text.split_whitespace().count())
        .sum()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_squeezed() {
        assert_eq!(squeeze("  a\n b  "), "a b");
    }
}
