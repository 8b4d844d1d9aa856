//! The language of the page.

pub use redes_sheet::language::{Language, Text};
use web_sys::Element;

/// The language of the nearest `lang` attribute around an element. Spanish if it is neither of ours.
pub fn language_of(element: &Element) -> Language {
    let around = element.closest("[lang]").ok().flatten();
    let code = around.and_then(|element| element.get_attribute("lang"));
    code.and_then(|code| Language::from_code(&code))
        .unwrap_or(Language::Spanish)
}
