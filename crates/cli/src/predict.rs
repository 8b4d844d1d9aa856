//! `redes predict`

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use ndarray::{Array2, ArrayD};
use ndarray_npy::{ReadNpyExt, write_npy};
use redes_data::mnist;

use crate::{
    case::Case,
    file::{self, say},
    model,
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A network that `redes train --out` or Keras wrote (.h5, .keras).
    model: PathBuf,
    /// The rows, [n, …]. Floats stay unchanged. Bytes are pixels and are normalised by column, as in training.
    input: PathBuf,
    /// The file for the outputs, [n, outputs], f32.
    #[arg(long, value_name = "OUT.npy")]
    out: PathBuf,
    /// The case whose layers the weights fill, for a file that holds weights alone: 1.0, 1.1, 2.0 or 2.1.
    #[arg(long = "as", value_name = "CASE")]
    known: Option<Case>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let opened = model::open(&arguments.model, arguments.known)?;
    let mut network = opened.network(256)?;
    let width = network.input_width();
    let input = read(&arguments.input, width)?;
    let output = network.predict(input.view()).with_context(|| {
        format!(
            "{}: the network takes rows of {width} numbers",
            arguments.input.display()
        )
    })?;
    let part = file::part(&arguments.out);
    write_npy(&part, &output).with_context(|| format!("cannot write {}", part.display()))?;
    fs::rename(&part, &arguments.out)
        .with_context(|| format!("cannot write {}", arguments.out.display()))?;
    say(format!(
        "{} rows of {} outputs in {}",
        output.nrows(),
        output.ncols(),
        arguments.out.display()
    ))?;
    Ok(())
}

/// The file's rows, for any type of number.
fn read(path: &Path, width: usize) -> Result<Array2<f32>> {
    let open = || File::open(path).with_context(|| format!("cannot read {}", path.display()));
    let first = match ArrayD::<f32>::read_npy(open()?) {
        Ok(array) => return rows(array, path, width),
        Err(error) => error,
    };
    if let Ok(array) = ArrayD::<f64>::read_npy(open()?) {
        return rows(array.mapv(|value| value as f32), path, width);
    }
    if let Ok(array) = ArrayD::<u8>::read_npy(open()?) {
        if width != mnist::PIXELS {
            bail!(
                "{}: bytes are pixels, and this network takes none",
                path.display()
            );
        }
        let pixels = rows(array, path, width)?;
        let mut input = Array2::zeros(pixels.dim());
        for (pixels, mut input) in pixels.rows().into_iter().zip(input.rows_mut()) {
            if let (Some(pixels), Some(input)) = (pixels.as_slice(), input.as_slice_mut()) {
                mnist::normalize_columns(pixels, input);
            }
        }
        return Ok(input);
    }
    Err(first).with_context(|| format!("{}: not a .npy file of f32, f64 or u8", path.display()))
}

/// The first axis counts the rows; the other axes are flattened.
fn rows<T: Copy + Default>(array: ArrayD<T>, path: &Path, width: usize) -> Result<Array2<T>> {
    let shape = array.shape().to_vec();
    let count = shape.first().copied().unwrap_or_default();
    if shape.len() < 2 || shape[1..].iter().product::<usize>() != width {
        bail!(
            "{}: its shape is {shape:?}, and the network takes rows of {width}",
            path.display()
        );
    }
    let values: Vec<T> = array.iter().copied().collect();
    Ok(Array2::from_shape_vec((count, width), values)?)
}
