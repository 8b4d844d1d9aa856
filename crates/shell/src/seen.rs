//! Waits until a figure comes into view. A figure fetches large files only then.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
};

/// Watches an element until it is dropped.
pub struct Seen {
    observer: Option<IntersectionObserver>,
    _closure: Closure<dyn FnMut(JsValue)>,
}

impl Seen {
    /// Calls `act` whenever the element comes into view. Calls it at once if the browser has no observer.
    pub fn new(host: &HtmlElement, act: impl Fn() + 'static) -> Self {
        let act = std::rc::Rc::new(act);
        let again = act.clone();
        let seen = Closure::<dyn FnMut(JsValue)>::new(move |entries: JsValue| {
            let seen = js_sys::Array::from(&entries).iter().any(|entry| {
                entry
                    .dyn_ref::<IntersectionObserverEntry>()
                    .is_some_and(IntersectionObserverEntry::is_intersecting)
            });
            if seen {
                again();
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin("200px");
        let observer =
            IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options).ok();
        match &observer {
            Some(observer) => observer.observe(host),
            None => act(),
        }
        Self {
            observer,
            _closure: seen,
        }
    }
}

impl Drop for Seen {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
