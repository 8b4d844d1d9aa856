//! Skeleton.

use web_sys::HtmlElement;

use crate::dom::Result;

/// The widget; dropping it ends it.
pub struct Descent;

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Descent> {
    host.set_class_name("redes descent");
    Ok(Descent)
}
