//! The book's own links: terms, works, printed numbers, states of a figure, and labels.

use anyhow::{Context, Result, bail, ensure};
use pulldown_cmark::Event;

use super::{Writer, short};
use crate::{escape::escape, labels::Label, number};

/// A link's tags, and its words if the chapter gives none.
struct Link {
    start: String,
    words: String,
    end: String,
}

impl Writer<'_> {
    /// Writes the start of a link; if `bare`, also its words.
    pub(super) fn link(&mut self, scheme: &str, target: &str, bare: bool) -> Result<()> {
        let link = match scheme {
            "term" => self.term(target)?,
            "cite" => self.citation(target)?,
            "num" => {
                let link = self.printed(target)?;
                ensure!(
                    bare,
                    "num:{target} has no words but the number: []({scheme}:{target})"
                );
                link
            }
            "try" => {
                ensure!(!bare, "try:{target} needs words: [words](try:…)");
                self.state(target)?
            }
            "drag" => {
                ensure!(
                    bare,
                    "drag:{target} has no words but the number: [](drag:…)"
                );
                self.number(target)?
            }
            _ => self.reference(scheme, target)?,
        };
        self.html(link.start);
        if bare {
            self.collect(&link.words);
            self.html(if scheme == "num" {
                number::raised(&link.words)
            } else {
                link.words
            });
        }
        self.links.push(link.end);
        Ok(())
    }

    /// A term, with its definition in a tip.
    fn term(&self, id: &str) -> Result<Link> {
        let library = self.library;
        let Some(term) = library.reference.terms.get(id) else {
            bail!("term:{id} is not in glossary.toml");
        };
        let definition = &term.definition[library.language.code];
        library.tips.set(library.tips.get() + 1);
        let tip = format!("tip-{}", library.tips.get());
        Ok(Link {
            start: format!(
                "<span class=\"term\"><a href=\"glossary.html#{id}\" aria-describedby=\"{tip}\">"
            ),
            words: escape(&definition.term),
            end: format!(
                "</a><span class=\"tip\" role=\"tooltip\" id=\"{tip}\">{}</span></span>",
                short(library, definition)?
            ),
        })
    }

    /// A work of the bibliography.
    fn citation(&self, id: &str) -> Result<Link> {
        let Some(work) = self.library.reference.works.get(id) else {
            bail!("cite:{id} is not in bibliography.toml");
        };
        let within = matches!(
            self.out.last().and_then(|out| out.last()),
            Some(Event::Text(before)) if before.ends_with('(')
        );
        Ok(Link {
            start: format!("<a class=\"cite\" href=\"bibliography.html#{id}\">"),
            words: escape(&work.name(self.library.language.code, within)),
            end: "</a>".into(),
        })
    }

    /// A number of the ledger with the digits that the thesis prints, as the language writes numbers.
    fn printed(&self, id: &str) -> Result<Link> {
        let mut entries = self.library.ledger.entries().iter();
        let entry = entries
            .find(|entry| entry.id == id)
            .with_context(|| format!("num:{id} is not in ledger.toml"))?;
        let numbers: Vec<&str> = entry
            .printed
            .iter()
            .map(|number| number.text.as_str())
            .collect();
        let unit = entry
            .unit
            .as_deref()
            .map(|unit| format!("\u{a0}{unit}"))
            .unwrap_or_default();
        Ok(Link {
            start: format!("<data class=\"printed\" value=\"{}\">", escape(id)),
            words: escape(&(number::list(&numbers, self.library.language.code) + &unit)),
            end: "</data>".into(),
        })
    }

    /// A figure's label, from a state of the figure.
    fn figure_of<'s>(&self, state: &'s str) -> Result<(&'s str, &Label)> {
        let figure = state.split(['.', '&']).next().unwrap_or_default();
        for pair in state.split('&') {
            let own = pair
                .strip_prefix(figure)
                .and_then(|rest| rest.strip_prefix('.'));
            ensure!(
                own.and_then(|own| own.split_once('=')).is_some(),
                "{state}: {pair:?} is not {figure}.KEY=VALUE"
            );
        }
        Ok((figure, self.library.labels.find("fig", figure)?))
    }

    /// A number that the reader drags, and a figure of the same page follows: `FIGURE.KEY=FIRST,LEAST,MOST,STEP`, and the
    /// figure's other keys after it.
    fn number(&self, target: &str) -> Result<Link> {
        let (figure, label) = self.figure_of(target)?;
        ensure!(
            label.page == self.page,
            "drag:{target}: the figure is on another page"
        );
        let (pair, also) = target.split_once('&').unwrap_or((target, ""));
        let (key, values) = pair.split_once('=').unwrap_or_default();
        let parts: Vec<&str> = values.split(',').collect();
        let numbers: Vec<f64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
        let (&[first, least, most, step], &[now, from, to, by]) = (&numbers[..], &parts[..]) else {
            bail!("drag:{target} is not FIGURE.KEY=FIRST,LEAST,MOST,STEP");
        };
        ensure!(
            least <= first && first <= most && least < most && step > 0.0,
            "drag:{target}: the numbers are out of order"
        );
        let trains = match self.library.trains.contains(figure) {
            true => " data-trains",
            false => "",
        };
        Ok(Link {
            start: format!(
                "<span class=\"drag\" role=\"slider\" tabindex=\"0\" data-figure=\"{figure}\" data-key=\"{}\" data-also=\"{}\" data-step=\"{by}\"{trains} aria-valuemin=\"{from}\" aria-valuemax=\"{to}\" aria-valuenow=\"{now}\" aria-label=\"{}\" title=\"{}\">",
                escape(key),
                escape(also),
                escape(self.says("drag")?),
                escape(self.says("drag_hint")?),
            ),
            words: escape(&number::list(&[now], self.library.language.code)),
            end: "</span>".into(),
        })
    }

    /// A state of a figure, on any page.
    fn state(&self, state: &str) -> Result<Link> {
        let (figure, label) = self.figure_of(state)?;
        let page = if label.page == self.page {
            String::new()
        } else {
            format!("{}.html", label.page)
        };
        Ok(Link {
            start: format!(
                "<a class=\"try\" href=\"{page}#{}\" data-figure=\"{figure}\">",
                escape(state)
            ),
            words: String::new(),
            end: "</a>".into(),
        })
    }

    /// A label: a figure, an equation, a section and so on.
    fn reference(&self, scheme: &str, id: &str) -> Result<Link> {
        let label = self.library.labels.find(scheme, id)?;
        let name = escape(&label.name);
        let numbered = |key| -> Result<String> {
            Ok(format!("{}\u{a0}{name}", self.says(key)?.to_lowercase()))
        };
        let words = match scheme {
            "eq" => format!("({name})"),
            "sec" => name,
            "fig" => numbered("figure")?,
            "lst" => numbered("listing")?,
            "question" => numbered("question")?,
            _ => numbered("erratum")?,
        };
        Ok(Link {
            start: format!("<a href=\"{}\">", label.address(self.page)),
            words,
            end: "</a>".into(),
        })
    }
}
