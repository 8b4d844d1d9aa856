//! The page's address and a figure's own part of it.
//!
//! A state belongs to an element. The first of a kind on a page has its kind's name as the prefix of its keys; the others
//! add their number, from 2 on: `#circles.noise=0.1&circles-2.noise=0.2`. The ids inside an element begin with the same
//! prefix. `js/main.js` and `js/book.js` follow the same rule.

use web_sys::HtmlElement;

use crate::{
    dom,
    link::{self, Keyed, Refused},
    text::Language,
};

/// The state that the page's address asks for, and what of it was refused.
pub fn read<S: Keyed + Default>(host: &HtmlElement) -> (S, Vec<Refused>) {
    let mut state = S::default();
    let refused = link::read(&mut state, &prefix(host), &hash());
    (state, refused)
}

/// Writes a state into the page's address, without a new entry in the history, and to its element: a click on any anchor
/// of the page takes it out of the address.
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
        // A page without an origin (srcdoc, some sandboxes) may refuse: the figure works all the same.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&page));
    }
}

/// Says in the part "refused" which values of the link would not do, if there are any.
pub fn tell_refused(host: &HtmlElement, language: Language, refused: &[Refused]) {
    if !refused.is_empty() {
        dom::set_part_text(host, "refused", &link::told(language, refused));
        dom::hide_part(host, "refused", false);
    }
}

fn hash() -> String {
    dom::window()
        .and_then(|window| window.location().hash())
        .unwrap_or_default()
}

/// What the keys of an element's state and the ids inside the element begin with.
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
