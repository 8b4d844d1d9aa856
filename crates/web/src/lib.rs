//! The widgets on the page and the trainer in a worker.
//!
//! - [`element`]: a custom element becomes a widget, and stops being one.
//! - [`widget`]: the widgets, one folder each: state (in the address), view, wiring.
//! - [`worker`]: the trainer in its worker, and how the page talks to it.
//! - [`plot`]: curves, surfaces and images on a canvas.
//! - [`controls`], [`choice`], [`field`], [`runner`]: what every widget that trains has in common.
//! - [`later`], [`watch`], [`seen`]: a widget's closures, what makes its pictures stale, whether it is in view.
//! - [`drag`]: a pointer that is held down on a picture.
//! - [`dom`], [`text`], [`number`], [`link`], [`address`], [`site`], [`fetch`]: the page, the two languages, numbers, the
//!   address, the site's files.
//!
//! There is no mathematics here: networks and data come from `redes-core` and `redes-data`.

pub mod address;
pub mod choice;
pub mod controls;
pub mod dom;
pub mod drag;
pub mod element;
#[cfg(any(feature = "problems", feature = "results"))]
pub mod fetch;
pub mod field;
pub mod later;
pub mod link;
pub mod plot;
#[cfg(feature = "worker")]
pub mod runner;
pub mod seen;
pub mod site;
pub mod text;
pub mod watch;
pub mod widget;
#[cfg(feature = "worker")]
pub mod worker;

pub use redes_sheet::number;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// Called once by `js/main.js`: the compiled module, and where the glue, the worker script and the site's root are.
#[wasm_bindgen]
pub fn start(module: JsValue, glue: String, worker: String, root: String) {
    site::Site {
        module,
        glue,
        worker,
        root,
    }
    .set();
}

/// The names of the custom elements that this module can fill.
#[wasm_bindgen]
pub fn figures() -> Vec<String> {
    widget::NAMES
        .iter()
        .map(|name| format!("redes-{name}"))
        .collect()
}

/// Called by `js/worker.js`: makes this worker a trainer.
#[cfg(feature = "worker")]
#[wasm_bindgen]
pub fn serve_worker() -> Result<(), JsValue> {
    worker::client::serve()
}
