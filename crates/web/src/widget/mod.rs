//! The widgets: one folder each.

pub mod circles;
pub mod digits;
pub mod perceptron;
pub mod results;
pub mod reviews;

use std::any::Any;

use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// Builds the widget that an element's name asks for; dropping the answer ends it.
pub fn mount(host: &HtmlElement) -> Result<Box<dyn Any>, JsValue> {
    match host.local_name().as_str() {
        "redes-perceptron" => Ok(Box::new(perceptron::mount(host)?)),
        "redes-circles" => Ok(Box::new(circles::mount(host)?)),
        "redes-digits" => Ok(Box::new(digits::mount(host)?)),
        "redes-results" => Ok(Box::new(results::mount(host)?)),
        "redes-reviews" => Ok(Box::new(reviews::mount(host)?)),
        other => Err(JsValue::from_str(&format!("no widget is called {other}"))),
    }
}
