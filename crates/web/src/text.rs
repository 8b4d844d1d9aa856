//! Spanish and English: every sentence stands once in `www/text/es/` and once in `www/text/en/`.

use web_sys::Element;

include!(concat!(env!("OUT_DIR"), "/text.rs"));

/// The two languages of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Español, the thesis's language.
    Spanish,
    /// English.
    English,
}

impl Language {
    /// The language of the nearest `lang` attribute around an element; Spanish where there is none that we know.
    pub fn of(element: &Element) -> Self {
        let code = element
            .closest("[lang]")
            .ok()
            .flatten()
            .and_then(|e| e.get_attribute("lang"));
        match code.as_deref().map(str::to_ascii_lowercase) {
            Some(code) if code.starts_with("en") => Self::English,
            _ => Self::Spanish,
        }
    }

    /// The text of a key in this language.
    pub fn text(self, key: Key) -> &'static str {
        match self {
            Self::Spanish => es(key),
            Self::English => en(key),
        }
    }

    /// The text of a key with its `{slots}` filled.
    pub fn fill(self, key: Key, slots: &[(&str, &str)]) -> String {
        slots
            .iter()
            .fold(self.text(key).to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    }
}
