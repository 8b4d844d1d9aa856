//! Skeleton.

use web_sys::HtmlElement;

use crate::dom::Result;

/// The widget; dropping it ends it.
pub struct Lstm;

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Lstm> {
    host.set_class_name("redes lstm");
    Ok(Lstm)
}
