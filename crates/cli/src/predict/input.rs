//! The rows of a file, ready for a network, and warnings of numbers that are not what it was trained on.

use anyhow::{Result, bail, ensure};
use ndarray::{Array2, ArrayD};
use redes_data::mnist;

use super::npy::{self, Numbers};

/// The greatest float that needs no warning: normalised pixels are at most 1, and standardised ones not much more.
const SCALE: f32 = 1.5;

/// The file's rows, ready for a network that takes rows of `width` numbers; and warnings, where the numbers are not what
/// such a network was trained on.
pub(super) fn read(bytes: &mut [u8], width: usize) -> Result<(Array2<f32>, Vec<String>)> {
    let pixels = width == mnist::PIXELS;
    match npy::read(bytes)? {
        Numbers::Floats(array) => {
            let input = rows(array, width)?;
            refuse_nan(&input)?;
            let warnings = match pixels {
                true => scale(&input)
                    .into_iter()
                    .chain(ink(input.iter().copied()))
                    .collect(),
                false => Vec::new(),
            };
            Ok((input, warnings))
        }
        Numbers::Bytes(array) => {
            ensure!(pixels, "bytes are pixels, and this network takes none");
            Ok(normalized(&rows(array, width)?))
        }
        Numbers::Whole(array) if pixels => {
            let array = rows(array, width)?;
            let (low, high) = array.iter().fold((0, 0), |(low, high), &value| {
                (value.min(low), value.max(high))
            });
            ensure!(
                0 <= low && high <= 255,
                "whole numbers from {low} to {high}: pixels go from 0, paper, to 255, ink"
            );
            Ok(normalized(&array.mapv(|value| value as u8)))
        }
        // The numbers of words.
        Numbers::Whole(array) => Ok((rows(array, width)?.mapv(|value| value as f32), Vec::new())),
    }
}

/// Pixels normalised by column, as in training, and warnings.
fn normalized(pixels: &Array2<u8>) -> (Array2<f32>, Vec<String>) {
    let mut input = Array2::zeros(pixels.dim());
    for (pixels, mut input) in pixels.rows().into_iter().zip(input.rows_mut()) {
        if let (Some(pixels), Some(input)) = (pixels.as_slice(), input.as_slice_mut()) {
            mnist::normalize_columns(pixels, input);
        }
    }
    let warnings = ink(pixels.iter().map(|pixel| f32::from(*pixel)));
    (input, warnings.into_iter().collect())
}

/// The first axis counts the rows; the other axes are flattened. An array that has as many numbers as a row is one.
fn rows<T: Copy>(array: ArrayD<T>, width: usize) -> Result<Array2<T>> {
    let shape = array.shape().to_vec();
    let count = match shape.split_first() {
        Some((&count, rest)) if !rest.is_empty() && rest.iter().product::<usize>() == width => {
            count
        }
        _ if array.len() == width => 1,
        _ => bail!("its shape is {shape:?}, and the network takes rows of {width}"),
    };
    let values: Vec<T> = array.iter().copied().collect();
    Ok(Array2::from_shape_vec((count, width), values)?)
}

fn refuse_nan(input: &Array2<f32>) -> Result<()> {
    let rows = input.rows().into_iter().enumerate();
    for (row, values) in rows {
        if let Some(value) = values.iter().find(|value| !value.is_finite()) {
            bail!("row {row} (from 0) contains {value}: an output of it would mean nothing");
        }
    }
    Ok(())
}

/// A warning where floats are too large for normalised pixels.
fn scale(input: &Array2<f32>) -> Option<String> {
    let most = input
        .iter()
        .fold(0.0, |most: f32, value| most.max(value.abs()));
    (most > SCALE).then(|| {
        format!(
            "the floats go up to {most}, and this network was trained on columns of norm 1: save pixels as bytes, with \
             .astype(numpy.uint8), and they are normalised"
        )
    })
}

/// A warning where more than half of the pixels are darker than half of the darkest.
fn ink(pixels: impl Iterator<Item = f32> + Clone) -> Option<String> {
    let most = pixels.clone().fold(0.0, f32::max);
    let all = pixels.clone().count();
    let dark = pixels.filter(|pixel| *pixel > most / 2.0).count();
    (2 * dark > all).then(|| {
        "there is more ink than paper: in MNIST 0 is paper and 255 ink, so the images may need 255 - x".to_owned()
    })
}
