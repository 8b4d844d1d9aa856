//! Links `redes-trainer-models` as a module. It is a crate of its own for the sake of its optimisation level: see `[profile.page]`
//! in the workspace's Cargo.toml.
#![cfg_attr(target_arch = "wasm32", no_main)]

use redes_trainer_models as _;

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
