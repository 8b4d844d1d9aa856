//! Skeleton.

use web_sys::HtmlElement;

use crate::dom::Result;

/// The widget; dropping it ends it.
pub struct Backprop;

/// Builds the widget in its element.
pub fn mount(host: &HtmlElement) -> Result<Backprop> {
    host.set_class_name("redes backprop");
    Ok(Backprop)
}
