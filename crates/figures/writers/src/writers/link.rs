//! The state of the writers' figure, as it stands in the address. The reader's own digits are not in it.

use redes_shell::{
    controls::Speeds,
    link::{Allowed, keys, text},
    training::{Course, Linked},
};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(1.0), Some(4.0), Some(20.0), None];
/// MNIST's images among the digits to train on, for each of these.
pub const MIXES: [usize; 2] = [0, 9];

/// Whose digits the network goes on training on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The first ten of the pen set.
    Pen,
    /// The reader's.
    Own,
}

impl Source {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pen, Self::Own];

    /// As a link writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pen => "pen",
            Self::Own => "own",
        }
    }

    /// The source of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

keys! {
    /// What a link restores.
    pub struct State {
        /// The digit that is looked at.
        digit: u8 = 9, 0..=9;
        /// Whose digits are trained on.
        source: Source = Source::Pen, text(
            Source::named,
            |source: &Source| source.name().to_owned(),
            Allowed::Names("pen, own"),
        );
        /// MNIST's images among them, for each.
        mixed: usize = MIXES[0], text(
            |text| text.parse().ok().filter(|mixed| MIXES.contains(mixed)),
            usize::to_string,
            Allowed::Names("0, 9"),
        );
        /// Steps of training.
        steps: u64 = 20, 1..=500;
        /// Seed of the shuffling.
        seed: u32 = 1, 0..=u32::MAX;
        /// Place in [`SPEEDS`].
        speed: usize = 2, 0..=SPEEDS.len() - 1;
    }
}

impl Linked for State {
    fn course(&mut self) -> Course<'_> {
        Course {
            seed: &mut self.seed,
            speed: &mut self.speed,
            // The reader's own digits are not in the link, so neither is the step.
            at: None,
        }
    }
}
