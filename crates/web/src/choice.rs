//! A group of buttons of which one is pressed.

use web_sys::Element;

use crate::dom;

/// The buttons' markup: values, and labels that are markup already.
pub fn markup<const N: usize>(group: &str, items: [(String, String); N]) -> String {
    items
        .map(|(value, label)| {
            format!(
                r#"<button type="button" class="button" data-{group}="{value}" aria-pressed="false">{label}</button>"#
            )
        })
        .concat()
}

/// Presses the button of a value, and no other of its group.
pub fn show(host: &Element, group: &str, value: &str) {
    let name = format!("data-{group}");
    for button in dom::all(host, &format!("[{name}]")).unwrap_or_default() {
        let pressed = button.get_attribute(&name).as_deref() == Some(value);
        let pressed = if pressed { "true" } else { "false" };
        dom::set_attribute(&button, "aria-pressed", pressed);
    }
}
