//! The page's address, and a figure's part of it.
//!
//! A state belongs to an element. The keys of the first element of a kind begin with the kind's name. Those of the
//! others begin with the name and a number, from 2 on: `#circles.noise=0.1&circles-2.noise=0.2`. The ids inside an
//! element begin with the same prefix. `js/main.js` and `js/share.js` follow the same rule.

use web_sys::HtmlElement;

use crate::{
    dom,
    link::{self, Keyed, Refused},
    text::Language,
};

/// Reads an element's state from the page's address, and returns the refused entries with it.
pub fn read<S: Keyed + Default>(host: &HtmlElement) -> (S, Vec<Refused>) {
    let mut state = S::default();
    let refused = link::read(&mut state, &prefix(host), &hash());
    (state, refused)
}

/// Writes a state to the page's address, without a new entry in the history. Also writes it to the element's
/// `data-hash`, because a click on any anchor of the page removes it from the address.
pub fn write(host: &HtmlElement, state: &dyn Keyed) {
    let (prefix, current) = (prefix(host), hash());
    let own = link::write(state, &prefix, "");
    dom::set_attribute(host, "data-hash", own.trim_start_matches('#'));
    let next = link::write(state, &prefix, &current);
    let Ok(window) = dom::window() else { return };
    if next == current {
        return;
    }
    let location = window.location();
    let page = format!(
        "{}{}{next}",
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default()
    );
    if let Ok(history) = window.history() {
        // A page without an origin (srcdoc, some sandboxes) may refuse. The figure works without an address.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&page));
    }
}

/// Lists the refused entries of a link, if there are any, in the part "refused".
pub fn tell_refused(host: &HtmlElement, language: Language, refused: &[Refused]) {
    if !refused.is_empty() {
        dom::set_part_text(host, "refused", &link::message(language, refused));
        dom::hide_part(host, "refused", false);
    }
}

fn hash() -> String {
    dom::window()
        .and_then(|window| window.location().hash())
        .unwrap_or_default()
}

/// The beginning of an element's keys and ids, such as `circles` or `circles-2`.
pub fn prefix(host: &HtmlElement) -> String {
    let element = host.local_name();
    let name = element.strip_prefix("redes-").unwrap_or(&element);
    let alike = dom::document()
        .and_then(|page| page.query_selector_all(&element))
        .map_or(0, |all| {
            let before = (0..all.length()).position(|place| {
                let other = all.item(place);
                other.is_some_and(|other| other.is_same_node(Some(host)))
            });
            before.unwrap_or(0)
        });
    match alike {
        0 => name.to_owned(),
        before => format!("{name}-{}", before + 1),
    }
}
