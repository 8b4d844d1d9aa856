//! The addresses of the site's files, and the promise of the trainer's module.

use std::cell::RefCell;

pub use js_sys::Function;

/// The values that `www/js/main.js` passes at the start.
#[derive(Clone, Debug)]
pub struct Site {
    /// Returns a promise of the `WebAssembly.Module` that trains.
    pub module: Function,
    /// Makes this page's thread a trainer that answers through a `MessagePort`. Returns a promise.
    pub serve: Function,
    /// Address of the JavaScript that wasm-bindgen wrote for the module that trains.
    pub glue: String,
    /// Address of `js/worker.js`.
    pub worker: String,
    /// Address of the site's root folder, with a slash at its end.
    pub root: String,
}

thread_local! {
    static SITE: RefCell<Option<Site>> = const { RefCell::new(None) };
}

impl Site {
    /// Stores the site for this page.
    pub fn set(self) {
        SITE.with(|site| *site.borrow_mut() = Some(self));
    }

    /// The site of this page. `None` before its start.
    pub fn get() -> Option<Self> {
        SITE.with(|site| site.borrow().clone())
    }
}
