//! Time and timers, for pages and workers.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::Performance;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64) -> JsValue;
}

/// Milliseconds since the page or worker began.
pub fn now() -> f64 {
    Reflect::get(&js_sys::global(), &JsValue::from_str("performance"))
        .ok()
        .and_then(|value| value.dyn_into::<Performance>().ok())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// Calls a function once, after a delay.
pub fn after(milliseconds: f64, callback: &Function) {
    set_timeout(callback, milliseconds);
}
