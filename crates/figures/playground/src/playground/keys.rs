//! Shortcuts of the keyboard, while the focus is in the figure.

use redes_shell::{
    controls::{self, Control},
    dom, training,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::Playground;

/// The key of an event.
pub fn key(event: &Event) -> Option<String> {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key)
}

impl Playground {
    /// Acts on a shortcut, unless the reader writes in a field.
    pub(super) fn pressed(&self, event: &Event) {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        let writes = "input:not([type=range]), textarea, select";
        if target.is_some_and(|element| element.matches(writes).unwrap_or(true)) {
            return;
        }
        let key = pressed.key().to_ascii_lowercase();
        let done = match (pressed.ctrl_key() || pressed.meta_key(), &*key) {
            (true, "z") => {
                self.go(pressed.shift_key());
                true
            }
            (true, "y") => {
                self.go(true);
                true
            }
            (false, _) if !pressed.alt_key() => self.shortcut(&key),
            _ => false,
        };
        if done {
            event.prevent_default();
        }
    }

    fn shortcut(&self, key: &str) -> bool {
        match key {
            "p" => training::act(self, Control::PlayPause),
            "s" => training::act(self, Control::Step),
            "e" => self.epoch(),
            "r" => training::act(self, Control::Reset),
            "d" => {
                let seed = controls::random_seed();
                training::replay(self, 0, |state| state.seed = seed);
            }
            "f" => self.pin(),
            "?" => self.toggle_shortcuts(),
            _ => return false,
        }
        true
    }

    /// Shows or hides the list of shortcuts.
    pub(super) fn toggle_shortcuts(&self) {
        let list = dom::part::<HtmlElement>(&self.host, "shortcuts");
        let button = dom::part::<Element>(&self.host, "keys");
        if let (Ok(list), Ok(button)) = (list, button) {
            let hidden = !list.hidden();
            dom::set_hidden(&list, hidden);
            let expanded = if hidden { "false" } else { "true" };
            dom::set_attribute(&button, "aria-expanded", expanded);
        }
    }
}
