//! The state of the cover, and how a link stores it.

use redes_lessons::thesis::circles::{CirclesConfig, NOISE};
use redes_shell::link::keys;

/// The noise of the spoilt rings: their points mix.
pub const MORE_NOISE: f64 = 0.2;
/// The hidden layers of the whole network.
pub const LAYERS: u8 = 2;

keys! {
    /// What a link restores.
    pub struct State {
        /// Standard deviation of the points around their ring.
        noise: f64 = NOISE, 0.0..=0.5;
        /// How many hidden layers the network has.
        layers: u8 = LAYERS, 1..=LAYERS;
    }
}

impl State {
    /// The experiment of chapter 5 with these layers.
    pub fn config(&self) -> CirclesConfig {
        let mut config = CirclesConfig::default();
        config.hidden.truncate(usize::from(self.layers));
        config
    }

    /// Whether the points are noisier than those of chapter 5.
    pub fn noisy(&self) -> bool {
        self.noise > NOISE
    }

    /// Whether a layer is missing.
    pub fn thin(&self) -> bool {
        self.layers < LAYERS
    }

    /// More noise, or again the usual noise.
    pub fn toggle_noise(&mut self) {
        self.noise = if self.noisy() { NOISE } else { MORE_NOISE };
    }

    /// A layer less, or again all of them.
    pub fn toggle_layer(&mut self) {
        self.layers = if self.thin() { LAYERS } else { LAYERS - 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_is_that_of_chapter_5_until_it_is_spoilt() {
        let mut state = State::default();
        assert_eq!(state.config(), CirclesConfig::default());
        state.toggle_layer();
        state.toggle_noise();
        assert_eq!((state.config().hidden, state.noise), (vec![4], MORE_NOISE));
        assert!(state.thin() && state.noisy());
        state.toggle_layer();
        state.toggle_noise();
        assert_eq!(state, State::default());
    }
}
