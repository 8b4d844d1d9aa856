//! Spanish and English: every sentence stands once in `www/text/es/` and once in `www/text/en/`.

pub use redes_sheet::language::Language;
use redes_sheet::language::Text;
use web_sys::Element;

include!(concat!(env!("OUT_DIR"), "/text.rs"));

impl Text for Key {
    fn text(self, language: Language) -> &'static str {
        match language {
            Language::Spanish => es(self),
            Language::English => en(self),
        }
    }
}

/// The language of the nearest `lang` attribute around an element; Spanish where there is none that we know.
pub fn language_of(element: &Element) -> Language {
    let around = element.closest("[lang]").ok().flatten();
    let code = around.and_then(|element| element.get_attribute("lang"));
    code.and_then(|code| Language::from_code(&code))
        .unwrap_or(Language::Spanish)
}
