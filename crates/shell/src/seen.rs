//! Waits until a figure comes into view. A figure fetches large files only then.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
};

/// Watches whether an element is in view until it is dropped.
pub struct Sight {
    observer: Option<IntersectionObserver>,
    _closure: Closure<dyn FnMut(JsValue)>,
}

impl Sight {
    /// Calls `act` at the beginning and whenever the element comes into view (`true`) or leaves it (`false`). `margin`
    /// enlarges the view, as in CSS. If the browser has no observer, the element counts as seen.
    pub fn new(host: &HtmlElement, margin: &str, act: impl Fn(bool) + 'static) -> Self {
        let act = std::rc::Rc::new(act);
        let again = act.clone();
        let closure = Closure::<dyn FnMut(JsValue)>::new(move |entries: JsValue| {
            // Several entries are several changes; the last one holds.
            let last = js_sys::Array::from(&entries).pop();
            if let Some(entry) = last.dyn_ref::<IntersectionObserverEntry>() {
                again(entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        let observer =
            IntersectionObserver::new_with_options(closure.as_ref().unchecked_ref(), &options).ok();
        match &observer {
            Some(observer) => observer.observe(host),
            None => act(true),
        }
        Self {
            observer,
            _closure: closure,
        }
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Watches an element until it is dropped.
pub struct Seen {
    _sight: Sight,
}

impl Seen {
    /// Calls `act` whenever the element comes into view. Calls it at once if the browser has no observer.
    pub fn new(host: &HtmlElement, act: impl Fn() + 'static) -> Self {
        let sight = Sight::new(host, "200px", move |seen| {
            if seen {
                act();
            }
        });
        Self { _sight: sight }
    }
}
