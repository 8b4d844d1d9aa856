//! The widgets: one folder each.

pub mod activations;
pub mod backprop;
pub mod circles;
pub mod columns;
pub mod dense;
pub mod descent;
#[cfg(feature = "sets")]
pub mod digits;
pub mod encoding;
pub mod filter;
pub mod lines;
pub mod lstm;
pub mod perceptron;
pub mod review_files;
#[cfg(feature = "sets")]
pub mod results;
#[cfg(feature = "sets")]
pub mod reviews;

use std::any::Any;

use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::{
    dom,
    text::{Key, Language},
};

/// Makes the list of figures, each a module with a function `mount`, and the way from an element's name to it.
macro_rules! figures {
    ($($(#[$when:meta])? $figure:ident,)*) => {
        /// The figures that this module holds.
        pub const NAMES: &[&str] = &[$($(#[$when])? stringify!($figure)),*];

        /// Builds the widget that an element's name asks for; dropping the answer ends it.
        pub fn mount(host: &HtmlElement) -> Result<Box<dyn Any>, JsValue> {
            let name = host.local_name();
            $(
                $(#[$when])?
                if name.strip_prefix("redes-") == Some(stringify!($figure)) {
                    return Ok(Box::new($figure::mount(host)?));
                }
            )*
            Err(JsValue::from_str(&format!("no widget is called {name}")))
        }
    };
}

figures! {
    activations,
    backprop,
    circles,
    columns,
    dense,
    descent,
    #[cfg(feature = "sets")]
    digits,
    encoding,
    filter,
    lines,
    lstm,
    perceptron,
    #[cfg(feature = "sets")]
    results,
    #[cfg(feature = "sets")]
    reviews,
}

/// Says in the part "refused" which values of the link would not do, if there are any.
fn tell_refused(host: &HtmlElement, language: Language, refused: &[String]) {
    if !refused.is_empty() {
        let text = language.fill(Key::LinkRefused, &[("what", &refused.join(", "))]);
        dom::set_part_text(host, "refused", &text);
        dom::hide_part(host, "refused", false);
    }
}

/// Where [`tell_refused`] writes.
const REFUSED: &str = r#"<p class="notice bad" data-ref="refused" role="status" hidden></p>"#;
