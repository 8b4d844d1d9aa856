//! What trains for chapter 7: the module that a page of it fetches at the first training. Elsewhere than in a browser
//! there is nothing in it.

#[cfg(target_arch = "wasm32")]
redes_shell::trainer! {
    experiments: [redes_experiment::digits::Digits, redes_experiment::tuning::Tuning, redes_experiment::reviews::Reviews, redes_experiment::results::Results],
    fetch: Some(redes_download::data_sets),
}
