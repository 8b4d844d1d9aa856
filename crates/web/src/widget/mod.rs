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
    #[cfg(feature = "model")]
    activations,
    #[cfg(feature = "learning")]
    backprop,
    #[cfg(feature = "circles")]
    circles,
    #[cfg(feature = "problems")]
    columns,
    #[cfg(feature = "introduction")]
    dense,
    #[cfg(feature = "learning")]
    descent,
    #[cfg(feature = "results")]
        digits,
    #[cfg(feature = "problems")]
    encoding,
    #[cfg(feature = "introduction")]
    filter,
    #[cfg(feature = "model")]
    lines,
    #[cfg(feature = "introduction")]
    lstm,
    #[cfg(feature = "perceptron")]
    perceptron,
    #[cfg(feature = "results")]
        results,
    #[cfg(feature = "results")]
        reviews,
}

/// Where [`mounted`] tells which values of the link would not do.
const REFUSED: &str = r#"<p class="notice bad" data-ref="refused" role="status" hidden></p>"#;
