//! A group of buttons. One of them is pressed.

use web_sys::Element;

use crate::{
    dom,
    text::{Language, Text},
};

/// The buttons' markup, from values and labels. The labels are markup.
pub fn markup<const N: usize>(group: &str, items: [(String, String); N]) -> String {
    items
        .map(|(value, label)| {
            format!(
                r#"<button type="button" class="button" data-{group}="{value}" aria-pressed="false">{label}</button>"#
            )
        })
        .concat()
}

/// A labelled group of buttons. Its id begins with `prefix`.
pub fn labelled<const N: usize>(
    language: Language,
    prefix: &str,
    group: &str,
    label: Text,
    items: [(String, String); N],
) -> String {
    let (label, buttons) = (dom::escape(language.text(label)), markup(group, items));
    format!(
        r#"<span class="choice"><span class="label" id="{prefix}-{group}">{label}</span><span class="segmented" role="group" aria-labelledby="{prefix}-{group}">{buttons}</span></span>"#
    )
}

/// The ten digits, as buttons of a group "digit".
pub fn digits(language: Language, prefix: &str, label: Text) -> String {
    let items = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let items = items.map(|digit| (digit.to_owned(), digit.to_owned()));
    labelled(language, prefix, "digit", label, items)
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
