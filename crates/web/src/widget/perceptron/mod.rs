use web_sys::HtmlElement;
pub fn mount(_h: &HtmlElement) -> Result<u32, wasm_bindgen::JsValue> {
    Ok(0)
}
