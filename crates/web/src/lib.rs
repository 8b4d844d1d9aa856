//! The widgets on the page and the trainer in a worker.
//!
//! - [`element`]: a custom element becomes a widget, and stops being one.
//! - [`widget`]: the widgets, one folder each: state (in the address), view, wiring.
//! - [`worker`]: the trainer in its worker, and how the page talks to it.
//! - [`plot`]: curves, surfaces and images on a canvas.
//! - [`controls`], [`choice`], [`field`], [`runner`]: what every widget that trains has in common.
//! - [`later`], [`watch`], [`seen`]: a widget's closures, what makes its pictures stale, whether it is in view.
//! - [`drag`]: a pointer that is held down on a picture.
//! - [`dom`], [`text`], [`number`], [`link`], [`address`], [`site`], [`fetch`], [`download`]: the page, the two languages,
//!   numbers, the address, the site's files and data sets.
//!
//! There is no mathematics here: networks and data come from `redes-core` and `redes-data`, what is trained from
//! `redes-experiment`.

pub mod address;
pub mod choice;
pub mod controls;
pub mod dom;
#[cfg(feature = "results")]
pub mod download;
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

/// The experiments of this module, and how it fetches their data sets.
#[cfg(feature = "worker")]
fn registry() -> worker::registry::Registry {
    use redes_experiment::Entry;
    worker::registry::Registry {
        experiments: const {
            &[
                #[cfg(feature = "perceptron")]
                Entry::of::<redes_experiment::perceptron::Perceptron>(),
                #[cfg(feature = "circles")]
                Entry::of::<redes_experiment::circles::Circles>(),
                #[cfg(feature = "results")]
                Entry::of::<redes_experiment::digits::Digits>(),
                #[cfg(feature = "results")]
                Entry::of::<redes_experiment::reviews::Reviews>(),
                #[cfg(feature = "results")]
                Entry::of::<redes_experiment::results::Results>(),
            ]
        },
        #[cfg(feature = "results")]
        fetch: Some(download::data_sets),
        #[cfg(not(feature = "results"))]
        fetch: None,
    }
}

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
    #[cfg(feature = "worker")]
    registry().set();
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
    registry().set();
    worker::server::serve()
}
