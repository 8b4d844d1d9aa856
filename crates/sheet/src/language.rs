//! The two languages of the book.

/// A language of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Español, the thesis's language.
    Spanish,
    /// English.
    English,
}

impl Language {
    /// Both, the book's first language first.
    pub const BOTH: [Self; 2] = [Self::Spanish, Self::English];

    /// The language of a code as in a `lang` attribute, such as `es-AR`; `None` for other languages.
    ///
    /// ```
    /// use redes_sheet::language::Language;
    /// assert_eq!(Language::from_code("es-AR"), Some(Language::Spanish));
    /// assert_eq!(Language::from_code("pt"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default().trim();
        Self::BOTH
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.code()))
    }

    /// `es` or `en`.
    pub fn code(self) -> &'static str {
        self.choose("es", "en")
    }

    /// Of two texts that say the same, the one in this language.
    pub fn choose<T>(self, spanish: T, english: T) -> T {
        match self {
            Self::Spanish => spanish,
            Self::English => english,
        }
    }

    /// The text of a key in this language.
    pub fn text(self, key: impl Text) -> &'static str {
        key.text(self)
    }

    /// The text of a key with its `{slots}` filled.
    pub fn fill(self, key: impl Text, slots: &[(&str, &str)]) -> String {
        slots
            .iter()
            .fold(self.text(key).to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    }
}

/// A key that has a text in each language; a crate with texts has an enum of its own.
pub trait Text: Copy {
    /// The text in a language.
    fn text(self, language: Language) -> &'static str;
}
