//! Changes of an element's size and of the page's theme. After each, its picture must be drawn again.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

use crate::dom::{self, Listener, Result};

/// Watches an element's size and the page's theme until it is dropped.
pub struct Watch {
    resize: Option<ResizeObserver>,
    _resized: Closure<dyn FnMut(JsValue)>,
    _theme: Option<Listener>,
}

impl Watch {
    /// Calls `stale` at every change.
    pub fn new(host: &HtmlElement, stale: impl Fn() + 'static) -> Result<Self> {
        let stale = Rc::new(stale);
        let again = stale.clone();
        let resized = Closure::<dyn FnMut(JsValue)>::new(move |_| again());
        let resize = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(resize) = &resize {
            resize.observe(host);
        }
        let query = dom::window()?.match_media("(prefers-color-scheme: dark)")?;
        let theme = query.and_then(|query| dom::listen(&query, "change", move |_| stale()).ok());
        Ok(Self {
            resize,
            _resized: resized,
            _theme: theme,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(resize) = &self.resize {
            resize.disconnect();
        }
    }
}
