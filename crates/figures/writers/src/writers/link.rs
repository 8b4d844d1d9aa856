//! The state of the writers' figure, as it stands in the address.

use redes_data::drawing::Stroke;
use redes_inputs::digits;
use redes_shell::{
    controls::Speeds,
    link::{Allowed, keys, text},
    training::{Course, Linked},
};

/// Steps a second.
pub const SPEEDS: Speeds = &[Some(1.0), Some(4.0), Some(20.0), None];
/// MNIST's images among the digits to train on, for each of these.
pub const MIXES: [usize; 2] = [0, 9];

/// The most own digits that a link restores.
const MOST: usize = 100;

/// A digit of the reader's: which one it is meant to be, and the drawing.
pub type Drawn = (u8, Vec<Stroke>);

/// Reads the reader's own digits from a link.
fn read(text: &str) -> Option<Vec<Drawn>> {
    let drawn = |item: &str| {
        let (digit, ink) = item.split_at_checked(1)?;
        let digit = digit.parse().ok()?;
        Some((digit, digits::decode(ink)?))
    };
    let own: Option<Vec<Drawn>> = text.split(',').map(drawn).collect();
    own.filter(|own| own.len() <= MOST)
}

/// The reader's own digits as a link has them. A drawing that is too long for a link is left out.
fn written(own: &[Drawn]) -> String {
    let inks = own
        .iter()
        .map(|(digit, strokes)| (digit, digits::encode(strokes)));
    let drawn = inks.filter(|(_, ink)| !ink.is_empty()).take(MOST);
    let items: Vec<String> = drawn.map(|(digit, ink)| format!("{digit}{ink}")).collect();
    items.join(",")
}

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
        /// The reader's own digits.
        own: Vec<Drawn> = Vec::new(), text(
            read,
            |own| written(own),
            Allowed::Form("7SSQAttyS,1ttQASSyS"),
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
            // The training itself is kept over a reload.
            at: None,
        }
    }
}
