//! Data sets from the site, for the modules that train. Elsewhere than in a browser there is nothing in it.

#[cfg(target_arch = "wasm32")]
mod sets;

#[cfg(target_arch = "wasm32")]
pub use sets::data_sets;
