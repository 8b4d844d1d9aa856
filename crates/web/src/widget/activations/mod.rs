//! Skeleton.

use web_sys::HtmlElement;

use crate::dom::Result;

/// The widget; dropping it ends it.
pub struct Activations;

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Activations> {
    host.set_class_name("redes activations");
    Ok(Activations)
}
