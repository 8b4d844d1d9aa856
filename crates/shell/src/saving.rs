//! Networks that a reader can take away. A figure lists those that it has; `js/save.js`, which the page loads then, lets the
//! reader choose a network and a format, and has the file written.

use js_sys::{Array, Float32Array, Float64Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use crate::{dom, text::Language, words, worker::envelope::Begin};

/// The name of the button's part.
pub const BUTTON: &str = "save-network";

/// The button that shows the reader's choices.
pub fn button(language: Language, prefix: &str) -> String {
    let label = dom::escape(language.text(words::SAVE_NETWORK));
    format!(
        r#"<button type="button" class="button" id="{prefix}-{BUTTON}" data-ref="{BUTTON}">{label}</button>"#
    )
}

/// The weights of a network, in its order.
#[derive(Clone, Copy, Debug)]
pub enum Weights<'a> {
    /// In 32 bits.
    F32(&'a [f32]),
    /// In 64 bits; a file gets them in 32.
    F64(&'a [f64]),
}

/// The networks that a figure has.
#[derive(Debug, Default)]
pub struct Networks(Array);

impl Networks {
    /// Adds a network that the site has as a file, by its name and the path from the site's root.
    pub fn shipped(&self, name: &str, path: &str) {
        let [name, path] = [name, path].map(JsValue::from_str);
        self.0.push(&Array::of2(&name, &path));
    }

    /// Adds a network that a run has trained: its name, the run, its weights, and the steps after which it has them.
    pub(crate) fn trained(&self, name: &str, run: &Begin, weights: Weights<'_>, steps: u64) {
        let setup = Uint8Array::from(&*run.setup);
        let [name, experiment] = [name, &run.experiment].map(JsValue::from_str);
        let steps = JsValue::from_f64(steps as f64);
        let weights: JsValue = match weights {
            Weights::F32(weights) => Float32Array::from(weights).into(),
            Weights::F64(weights) => Float64Array::from(weights).into(),
        };
        let network = Array::of5(&name, &experiment, &setup, &weights, &steps);
        self.0.push(&network);
    }

    /// Lets the reader choose among them, in the figure.
    pub fn offer(&self, host: &HtmlElement) {
        call(host, "save", &self.0);
    }
}

/// Has `js/main.js` load a script of that name and call it with the figure's element and this value.
pub fn call(host: &HtmlElement, script: &str, value: &JsValue) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_detail(&Array::of2(&JsValue::from_str(script), value));
    if let Ok(event) = CustomEvent::new_with_event_init_dict("redes-call", &init) {
        let _ = host.dispatch_event(&event);
    }
}
