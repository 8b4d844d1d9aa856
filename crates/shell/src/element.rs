//! The figures in their elements. `js/main.js` mounts a figure when the browser connects its element, and unmounts it
//! when the element goes.

use std::{any::Any, cell::RefCell};

use wasm_bindgen::prelude::wasm_bindgen;

/// The last handle, and the mounted figures by their handles.
type Registry = (u32, Vec<(u32, Box<dyn Any>)>);

thread_local! {
    static MOUNTED: RefCell<Registry> = const { RefCell::new((0, Vec::new())) };
}

/// Stores a mounted figure and returns its handle for [`unmount`].
pub fn store(figure: Box<dyn Any>) -> u32 {
    MOUNTED.with(|mounted| {
        let (count, figures) = &mut *mounted.borrow_mut();
        *count += 1;
        figures.push((*count, figure));
        *count
    })
}

/// Ends a figure: its worker, its listeners, its timers.
#[wasm_bindgen]
pub fn unmount(handle: u32) {
    // The registry is released before the figure is dropped, because a figure's end may call this module.
    let figure = MOUNTED.with(|mounted| {
        let figures = &mut mounted.borrow_mut().1;
        let place = figures.iter().position(|(of, _)| *of == handle)?;
        Some(figures.remove(place))
    });
    drop(figure);
}

/// Makes a chapter's crate a module for pages: exports what `js/main.js` and `js/worker.js` call.
///
/// `figures` names the figures. Each is a module of the crate with a function `mount`. A chapter whose figures train
/// also names its `experiments` and the function that fetches their data sets (`fetch`). Or it names the package of
/// another module (`trainer`), which uses [`trainer!`](crate::trainer).
#[macro_export]
macro_rules! module {
    (figures: [$($figure:ident),+ $(,)?],) => {
        $crate::module!(@figures $($figure)+);
        $crate::module!(@start "");
    };
    (figures: [$($figure:ident),+ $(,)?], trainer: $trainer:literal,) => {
        $crate::module!(@figures $($figure)+);
        $crate::module!(@start concat!($trainer, ".js"));
    };
    (
        figures: [$($figure:ident),+ $(,)?],
        experiments: [$($experiment:ty),+ $(,)?],
        fetch: $fetch:expr,
    ) => {
        $crate::module!(@figures $($figure)+);
        $crate::module!(@start "");
        $crate::trainer! { experiments: [$($experiment),+], fetch: $fetch, }
    };
    (@start $trainer:expr) => {
        /// The path of the JavaScript of the module that trains, from the site's root. Empty if this module trains.
        #[wasm_bindgen::prelude::wasm_bindgen]
        pub fn trainer() -> String {
            String::from($trainer)
        }

        /// Starts this module on a page. The parameters are those of `redes_shell::site::Site`.
        #[wasm_bindgen::prelude::wasm_bindgen]
        pub fn start(
            module: $crate::site::Function,
            serve: $crate::site::Function,
            glue: String,
            worker: String,
            root: String,
        ) {
            $crate::site::Site { module, serve, glue, worker, root }.set();
        }
    };
    (@figures $($figure:ident)+) => {
        /// The figures of this module.
        pub const FIGURES: &[&str] = &[$(stringify!($figure)),+];

        /// The custom elements of this module's figures.
        #[wasm_bindgen::prelude::wasm_bindgen]
        pub fn figures() -> Vec<String> {
            FIGURES.iter().map(|name| format!("redes-{name}")).collect()
        }

        /// Mounts the figure of an element's name and returns its handle.
        #[wasm_bindgen::prelude::wasm_bindgen]
        pub fn mount(host: web_sys::HtmlElement) -> Result<u32, wasm_bindgen::JsValue> {
            let name = host.local_name();
            $(
                if name.strip_prefix("redes-") == Some(stringify!($figure)) {
                    return Ok($crate::element::store(Box::new($figure::mount(&host)?)));
                }
            )+
            Err(wasm_bindgen::JsValue::from_str(&format!("no figure is called {name}")))
        }
    };
}

/// Makes a module a trainer of experiments: exports what `js/main.js` and `js/worker.js` call.
#[macro_export]
macro_rules! trainer {
    (experiments: [$($experiment:ty),+ $(,)?], fetch: $fetch:expr,) => {
        /// The experiments of this module, and the function that fetches their data sets.
        const REGISTRY: $crate::worker::registry::Registry = $crate::worker::registry::Registry {
            experiments: const { &[$($crate::worker::registry::Entry::of::<$experiment>()),+] },
            fetch: $fetch,
        };

        /// Makes a worker a trainer of this module's experiments.
        #[wasm_bindgen::prelude::wasm_bindgen]
        pub fn serve_worker() -> Result<(), wasm_bindgen::JsValue> {
            REGISTRY.set();
            $crate::worker::server::serve()
        }

        /// Makes the page's thread a trainer. Its requests come through a port.
        #[wasm_bindgen::prelude::wasm_bindgen]
        pub fn serve_port(port: web_sys::MessagePort) {
            REGISTRY.set();
            $crate::worker::server::serve_port(port);
        }
    };
}
