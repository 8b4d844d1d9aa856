//! The ways into the layers, compiled once for `f32` and once for `f64`.

use super::LayerConfig;
use super::build::{Built, build_one};
use super::fuse::build_fused;
use crate::Result;

/// Builds the layers for a number type.
///
/// These functions are not generic, so that the layers are compiled here and not again in each crate that builds a
/// network: a page loads less.
pub(crate) trait Layers: Sized {
    /// [`build_one`].
    fn layer(config: &LayerConfig, input: &[usize], max_batch: usize) -> Result<Built<Self>>;
    /// [`build_fused`].
    fn layers(
        rest: &[LayerConfig],
        input: &[usize],
        max_batch: usize,
        stacked: bool,
    ) -> Result<Built<Self>>;
}

macro_rules! layers {
    ($($number:ty)*) => {
        $(impl Layers for $number {
            #[inline(never)]
            fn layer(config: &LayerConfig, input: &[usize], max_batch: usize) -> Result<Built<Self>> {
                build_one(config, input, max_batch)
            }

            #[inline(never)]
            fn layers(
                rest: &[LayerConfig],
                input: &[usize],
                max_batch: usize,
                stacked: bool,
            ) -> Result<Built<Self>> {
                build_fused(rest, input, max_batch, stacked)
            }
        })*
    };
}

layers!(f32 f64);
