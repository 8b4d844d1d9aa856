//! Skeleton.

use web_sys::HtmlElement;

use crate::dom::Result;

/// The widget; dropping it ends it.
pub struct Lines;

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Lines> {
    host.set_class_name("redes lines");
    Ok(Lines)
}
