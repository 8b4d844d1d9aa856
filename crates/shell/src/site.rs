//! Where the site's files are, and the compiled module that page and workers share.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

/// What `www/js/main.js` tells at the start.
#[derive(Clone, Debug)]
pub struct Site {
    /// The compiled `WebAssembly.Module`.
    pub module: JsValue,
    /// Address of the JavaScript that wasm-bindgen wrote.
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
    /// Remembers the site for this page.
    pub fn set(self) {
        SITE.with(|site| *site.borrow_mut() = Some(self));
    }

    /// The site of this page, once it has started.
    pub fn get() -> Option<Self> {
        SITE.with(|site| site.borrow().clone())
    }
}
