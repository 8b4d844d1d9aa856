//! What the state of every training has.

use crate::link::Keyed;

/// The parts of a state that every training has.
pub struct Course<'a> {
    /// Seed of the starting weights.
    pub seed: &'a mut u32,
    /// Index of the speed.
    pub speed: &'a mut usize,
    /// The step at which training rests. `None` for a figure whose links do not store it.
    pub at: Option<&'a mut u64>,
}

/// A state of a figure that trains.
pub trait Linked: Keyed + 'static {
    /// The parts that every training has.
    fn course(&mut self) -> Course<'_>;
}

/// Implements [`Linked`] for a state with the fields `seed`, `speed` and `at`.
#[macro_export]
macro_rules! linked {
    ($state:ty) => {
        impl $crate::training::Linked for $state {
            fn course(&mut self) -> $crate::training::Course<'_> {
                $crate::training::Course {
                    seed: &mut self.seed,
                    speed: &mut self.speed,
                    at: Some(&mut self.at),
                }
            }
        }
    };
}
