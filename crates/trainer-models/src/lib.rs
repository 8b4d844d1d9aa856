//! What opens, runs, trains and saves networks of other programs: the module that the page `models` fetches with the first
//! of them, and that other pages fetch when a reader saves a network there. Elsewhere than in a browser there is nothing in it.

#[cfg(target_arch = "wasm32")]
mod save;

#[cfg(target_arch = "wasm32")]
redes_shell::trainer! {
    experiments: [redes_workshop::Opening, redes_workshop::Shop],
    fetch: Some(redes_download::data_sets),
}
