//! What the figure computes: names of files, rows of numbers, the picture of a layer, the greatest outputs.

use redes_shell::number;
use redes_workshop::{
    digest::Reads,
    protocol::{Form, Setup, Source},
};

use super::link::{RATES, State};

/// Outputs that have a bar.
pub const BARS: usize = 10;
/// The most letters of a file's name.
const LONGEST: usize = 60;

/// The formats in which a network is saved, in the order of the page.
pub const FORMS: [Form; 8] = [
    Form::KerasH5,
    Form::Keras,
    Form::KerasWeights,
    Form::Safetensors,
    Form::Npz,
    Form::Onnx,
    Form::NumPy,
    Form::KerasListing,
];

/// A file's name without its ending, in signs that every system takes.
pub fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let endings = [
        ".weights.h5",
        ".h5",
        ".hdf5",
        ".keras",
        ".safetensors",
        ".npz",
        ".model",
    ];
    let stem = endings.iter().find_map(|ending| name.strip_suffix(ending));
    let plain = |sign: char| match sign {
        sign if sign.is_alphanumeric() || "._-".contains(sign) => sign,
        _ => '_',
    };
    let stem: String = stem
        .unwrap_or(name)
        .chars()
        .map(plain)
        .take(LONGEST)
        .collect();
    match stem.trim_matches(['.', '_']) {
        "" => "model".to_owned(),
        _ => stem,
    }
}

/// The setup of a run with these parameters.
pub fn setup(state: &State, source: &Source, trains: bool) -> Setup {
    let rate = state.rate.and_then(|place| RATES.get(place));
    Setup {
        open: redes_workshop::protocol::Open {
            source: source.clone(),
            seed: state.seed,
        },
        set: None,
        train: trains,
        scaling: state.scaling,
        optimizer: state.optimizer,
        rate: rate.and_then(|rate| number::parse(rate)),
        batch: state.batch as usize,
        tested: None,
    }
}

/// Why a row of numbers is no input.
#[derive(Clone, Debug, PartialEq)]
pub enum RowError {
    /// A part of it that is no number.
    NoNumber(String),
    /// So many numbers, where others are needed.
    Count(usize),
}

/// A row of numbers between spaces, commas, semicolons, brackets or line ends, as `count` numbers.
///
/// # Errors
/// [`RowError`] for a part that is no number, or another count.
pub fn row(text: &str, count: usize) -> Result<Vec<f32>, RowError> {
    let parts = text.split(|sign: char| sign.is_whitespace() || ",;[]()".contains(sign));
    let read = |part: &str| {
        let number = number::parse(part).filter(|number| number.is_finite());
        number
            .map(|number| number as f32)
            .ok_or_else(|| RowError::NoNumber(part.chars().take(20).collect()))
    };
    let numbers: Vec<f32> = parts
        .filter(|part| !part.is_empty())
        .map(read)
        .collect::<Result<_, _>>()?;
    match numbers.len() == count {
        true => Ok(numbers),
        false => Err(RowError::Count(numbers.len())),
    }
}

/// The outputs that have a bar: all where they are few, else the greatest; each with its place.
pub fn bars(outputs: &[f32]) -> Vec<(usize, f32)> {
    let mut bars: Vec<(usize, f32)> = outputs.iter().copied().enumerate().collect();
    if bars.len() > BARS {
        bars.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        bars.truncate(BARS);
    }
    bars
}

/// The place of the greatest output; none of no numbers.
pub fn best(outputs: &[f32]) -> Option<usize> {
    let places = outputs
        .iter()
        .enumerate()
        .filter(|(_, output)| !output.is_nan());
    // The first of equals.
    let best = places
        .rev()
        .max_by(|(_, one), (_, other)| one.total_cmp(other));
    best.map(|(place, _)| place)
}

/// The share of a bar that an output fills: of the greatest size where outputs are no shares.
pub fn share(output: f32, outputs: &[f32]) -> f64 {
    let greatest = outputs
        .iter()
        .fold(0.0_f32, |most, output| most.max(output.abs()));
    let whole = if greatest <= 1.0 { 1.0 } else { greatest };
    match output.is_finite() {
        true => f64::from(output.abs() / whole),
        false => 0.0,
    }
}

/// A layer's outputs as a picture, a pixel a number; gaps have none.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The numbers, row by row.
    pub pixels: Vec<Option<f32>>,
}

impl Picture {
    fn new(width: usize, height: usize, at: impl Fn(usize, usize) -> Option<f32>) -> Self {
        let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self {
            width,
            height,
            pixels: rows.map(|(x, y)| at(x, y)).collect(),
        }
    }
}

/// The columns of a strip of so many squares: of a square number its side, else at most 32.
fn columns(count: usize) -> usize {
    let side = count.isqrt();
    match side * side == count && side > 8 {
        true => side,
        false => count.clamp(1, 32),
    }
}

/// The picture of a layer: numbers as a strip of squares, steps of a sequence as columns, channels of an image as images
/// side by side. None for another shape, or other numbers than it promises.
pub fn picture(shape: &[usize], numbers: &[f32]) -> Option<Picture> {
    let get = |place: usize| numbers.get(place).copied();
    match *shape {
        [count] if count > 0 => {
            let wide = columns(count);
            let at = |x: usize, y: usize| get(y * wide + x);
            Some(Picture::new(wide, count.div_ceil(wide), at))
        }
        [steps, channels] if steps > 0 && channels > 0 => {
            Some(Picture::new(steps, channels, |x, y| get(x * channels + y)))
        }
        [high, wide, channels] if high > 0 && wide > 0 && channels > 0 => {
            // As many images as the numbers that came hold.
            let images = channels;
            let across = (1..=images).find(|across| across * across >= images)?;
            let (tile, row) = (wide + 1, high + 1);
            let at = |x: usize, y: usize| {
                let (column, image_row) = (x / tile, y / row);
                let image = image_row * across + column;
                let (x, y) = (x % tile, y % row);
                let inside = x < wide && y < high && image < images;
                inside.then(|| get((y * wide + x) * channels + image))?
            };
            let down = images.div_ceil(across);
            Some(Picture::new(across * tile - 1, down * row - 1, at))
        }
        _ => None,
    }
}

/// Whether a network can be tested and trained on this site.
pub fn trainable(reads: Reads) -> bool {
    reads.set().is_some()
}
