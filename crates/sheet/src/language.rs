//! The two languages of the book.

/// A sentence or label in both languages, with `{slots}` for what changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Spanish.
    pub es: &'static str,
    /// English.
    pub en: &'static str,
}

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

    /// A text in this language.
    pub fn text(self, text: Text) -> &'static str {
        self.choose(text.es, text.en)
    }

    /// A text in this language with its `{slots}` filled.
    pub fn fill(self, text: Text, slots: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.text(text);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let slot = after.split_once('}').and_then(|(name, after)| {
                let (_, value) = slots.iter().find(|(slot, _)| *slot == name)?;
                Some((*value, after))
            });
            // What is no slot stays as it stands.
            let (value, after) = slot.unwrap_or(("{", after));
            filled.push_str(value);
            rest = after;
        }
        filled + rest
    }
}
