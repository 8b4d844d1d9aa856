//! How the pixels of an image become a network's numbers.

use redes_data::mnist::{self, PIXELS};
use serde::{Deserialize, Serialize};

/// A way to make numbers of pixels, 0 for paper and 255 for ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scaling {
    /// Each column by its Euclidean norm, as the thesis does (§4): `keras.utils.normalize(x, axis=1)`.
    Columns,
    /// From 0 to 1.
    Unit,
    /// From 0 to 255.
    Bytes,
    /// From −1 to 1.
    Centred,
    /// From 1 for paper to 0 for ink.
    Inverted,
}

impl Scaling {
    /// All, in the order in which equals of a trial win.
    pub const ALL: [Self; 5] = [
        Self::Unit,
        Self::Columns,
        Self::Bytes,
        Self::Centred,
        Self::Inverted,
    ];

    /// Its name in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Unit => "unit",
            Self::Bytes => "bytes",
            Self::Centred => "centred",
            Self::Inverted => "inverted",
        }
    }

    /// The scaling of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scaling| scaling.name() == name)
    }

    /// Scales an image, `[28, 28]` row by row. Pixels that are missing are paper.
    pub fn apply(self, pixels: &[u8], out: &mut [f32]) {
        if self == Self::Columns {
            return mnist::normalize_columns(pixels, out);
        }
        let pixels = pixels.iter().copied().chain(std::iter::repeat(0));
        for (out, pixel) in out.iter_mut().zip(pixels.take(PIXELS)) {
            let pixel = f32::from(pixel);
            *out = match self {
                Self::Columns | Self::Bytes => pixel,
                Self::Unit => pixel / 255.0,
                Self::Centred => pixel / 127.5 - 1.0,
                Self::Inverted => 1.0 - pixel / 255.0,
            };
        }
    }
}
