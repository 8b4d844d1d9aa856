//! The widgets: one folder each.

#[cfg(feature = "model")]
pub mod activations;
#[cfg(feature = "learning")]
pub mod backprop;
#[cfg(feature = "circles")]
pub mod circles;
#[cfg(feature = "problems")]
pub mod columns;
#[cfg(feature = "introduction")]
pub mod dense;
#[cfg(feature = "learning")]
pub mod descent;
#[cfg(feature = "results")]
pub mod digits;
#[cfg(feature = "problems")]
pub mod encoding;
#[cfg(feature = "introduction")]
pub mod filter;
#[cfg(feature = "model")]
pub mod lines;
#[cfg(feature = "introduction")]
pub mod lstm;
pub mod mounted;
#[cfg(feature = "perceptron")]
pub mod perceptron;
#[cfg(feature = "results")]
pub mod results;
#[cfg(any(feature = "problems", feature = "results"))]
pub mod review_files;
#[cfg(feature = "results")]
pub mod reviews;
#[cfg(feature = "worker")]
pub mod training;

use std::any::Any;

use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// Registers the figures of each chapter, each a module with a function `mount`: their names, and the way from an
/// element's name to its figure.
macro_rules! figures {
    ($($chapter:literal: [$($figure:ident),+],)+) => {
        /// The figures that this module holds.
        pub const NAMES: &[&str] = &[$($(#[cfg(feature = $chapter)] stringify!($figure)),+),+];

        /// The same, each after its chapter.
        #[cfg(test)]
        const REGISTERED: &[(&str, &str)] =
            &[$($(#[cfg(feature = $chapter)] ($chapter, stringify!($figure))),+),+];

        /// Builds the widget that an element's name asks for; dropping the answer ends it.
        pub fn mount(host: &HtmlElement) -> Result<Box<dyn Any>, JsValue> {
            let name = host.local_name();
            $($(
                #[cfg(feature = $chapter)]
                if name.strip_prefix("redes-") == Some(stringify!($figure)) {
                    return Ok(Box::new($figure::mount(host)?));
                }
            )+)+
            Err(JsValue::from_str(&format!("no widget is called {name}")))
        }
    };
}

figures! {
    "introduction": [filter, lstm, dense],
    "perceptron": [perceptron],
    "model": [lines, activations],
    "learning": [backprop, descent],
    "circles": [circles],
    "problems": [columns, encoding],
    "results": [digits, reviews, results],
}

/// Where [`crate::address::tell_refused`] says which values of the link would not do.
const REFUSED: &str = r#"<p class="notice bad" data-ref="refused" role="status" hidden></p>"#;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_catalogue::Catalogue;

    use super::{NAMES, REGISTERED};

    #[test]
    fn the_figures_are_those_of_the_list() {
        let text = include_str!("../../../../www/figures.toml");
        let list = Catalogue::parse(text, "figures.toml").unwrap();
        // A build with some chapters alone has these chapters' figures, all of them.
        let chapters: Vec<&str> = REGISTERED.iter().map(|(chapter, _)| *chapter).collect();
        let listed: Vec<(&str, &str)> = list
            .figures()
            .iter()
            .map(|figure| (figure.chapter.as_str(), figure.name.as_str()))
            .filter(|(chapter, _)| chapters.contains(chapter) || cfg!(feature = "default"))
            .collect();
        assert_eq!(REGISTERED, listed);
        let names: Vec<&str> = REGISTERED.iter().map(|(_, name)| *name).collect();
        assert_eq!(NAMES, names);
    }
}
