//! Custom element to widget, and back: `js/main.js` calls these when the browser connects and disconnects an element.

use std::{any::Any, cell::RefCell, collections::BTreeMap};

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::HtmlElement;

use crate::widget;

/// The last handle given out, and the widgets by their handles.
type Registry = (u32, BTreeMap<u32, Box<dyn Any>>);

thread_local! {
    static MOUNTED: RefCell<Registry> = const { RefCell::new((0, BTreeMap::new())) };
}

/// Turns an element such as `<redes-circles>` into its widget; the answer is for [`unmount`].
#[wasm_bindgen]
pub fn mount(host: HtmlElement) -> Result<u32, JsValue> {
    let widget = widget::mount(&host)?;
    Ok(MOUNTED.with(|mounted| {
        let (count, widgets) = &mut *mounted.borrow_mut();
        *count += 1;
        widgets.insert(*count, widget);
        *count
    }))
}

/// Stops a widget: its worker, its listeners, its timers.
#[wasm_bindgen]
pub fn unmount(handle: u32) {
    // Dropped after the registry is free again: a widget's end may run code of ours.
    let widget = MOUNTED.with(|mounted| mounted.borrow_mut().1.remove(&handle));
    drop(widget);
}
