//! What the trainings of a sweep have in common: the playground as it is now.

use redes_experiment::{hash, playground::PlaygroundSetup, wire};
use redes_shell::{dom, link as links};

use crate::playground;

/// The playground's state: that of the page's first one, or of the address.
pub fn base() -> playground::link::State {
    let mut state = playground::link::State::default();
    let hash = dom::document().ok().and_then(|page| {
        let figure = page.query_selector("redes-playground").ok()??;
        figure.get_attribute("data-hash")
    });
    let address = || dom::window().and_then(|window| window.location().hash());
    let hash = hash.or_else(|| address().ok()).unwrap_or_default();
    let _ = links::read(&mut state, playground::files::NAME, &hash);
    state.restart();
    state.at = 0;
    state.look = None;
    state
}

/// A hash of what a sweep takes from the playground: all but the seed and the changes on the way.
pub fn print(base: &playground::link::State) -> String {
    let base = PlaygroundSetup {
        seed: 0,
        events: Vec::new(),
        ..base.setup()
    };
    let bytes = wire::encode(playground::files::NAME, &base).unwrap_or_default();
    format!("{:016x}", hash(&bytes))
}
