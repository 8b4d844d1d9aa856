//! The clock, the data, and the lines.

use std::{env, fs, path::PathBuf, time::Instant};

use anyhow::{Context, Result};
use ndarray::Array2;
use redes_bench::{PEAK_FLOPS, Products, SHAPES, peak};
use redes_core::rng::RandomState;
use redes_core::train::{Dataset, Samples, Trainer};
use redes_data::{
    mnist::{Mnist, PIXELS},
    reviews::Reviews,
};
use redes_lessons::thesis::{digits, reviews};
use serde_json::json;

/// The number of repetitions; the best counts.
const ROUNDS: usize = 9;
const PEAK_ROUNDS: usize = 2_000_000;
/// Samples of the data without zeros.
const DENSE_SAMPLES: usize = 12_000;

/// Times the kernels; with `training` also the cases, or with `training 1.0 2.1` those cases alone, on data from the folder
/// `REDES_DATA`, with a folder for each set.
/// REDES_BENCH_SHARE is the share of each set that is used, 0.2 by default.
pub(crate) fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.split_first() {
        Some((first, cases)) if first == "training" => {
            if cases.is_empty() {
                kernels();
            }
            training(cases)
        }
        _ => {
            kernels();
            Ok(())
        }
    }
}

fn seconds(mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn kernels() {
    let mut products = Products::default();
    let mut best = [f64::MAX; SHAPES.len()];
    let mut peak_best = f64::MAX;
    // In turns, so that a slow moment affects all alike.
    for _ in 0..ROUNDS {
        peak_best = peak_best.min(seconds(|| {
            std::hint::black_box(peak(PEAK_ROUNDS));
        }));
        for (shape, best) in SHAPES.iter().zip(&mut best) {
            *best = best.min(seconds(|| {
                std::hint::black_box(products.run(shape, shape.repetitions()));
            }));
        }
    }
    let most = PEAK_FLOPS * PEAK_ROUNDS as f64 / peak_best / 1e9;
    println!(
        "{}",
        json!({ "where": "native", "kernel": "peak", "gflops": most })
    );
    for (shape, best) in SHAPES.iter().zip(best) {
        let gflops = shape.flops() * shape.repetitions() as f64 / best / 1e9;
        println!(
            "{}",
            json!({ "where": "native", "kernel": "gemm", "form": format!("{:?}", shape.form), "m": shape.m,
                "k": shape.k, "n": shape.n, "of_case": shape.of_case, "gflops": gflops, "share": gflops / most })
        );
    }
}

fn training(cases: &[String]) -> Result<()> {
    let wanted = |case: &str| cases.is_empty() || cases.iter().any(|name| name == case);
    let data = env::var_os("REDES_DATA").map(PathBuf::from);
    let data = data.context("REDES_DATA must name the folder with mnist/ and imdb/")?;
    let share = env::var("REDES_BENCH_SHARE").ok();
    let share: f64 = share.and_then(|text| text.parse().ok()).unwrap_or(0.2);
    match Mnist::load_dir(&data.join("mnist")) {
        Ok((train, _)) => {
            let samples = (train.len() as f64 * share) as usize;
            let some = train.truncated(samples);
            for case in digits::Case::ALL
                .into_iter()
                .filter(|case| wanted(case.name()))
            {
                let options = digits::TrainOptions::default();
                epochs(
                    case.name(),
                    digits::trainer(case, samples, options)?,
                    &some,
                    train.len(),
                )?;
            }
            if cases.is_empty() {
                digits_otherwise(&some, train.len())?;
            }
        }
        Err(error) => eprintln!("MNIST: {error}; cases 1.0 and 1.1 are left out"),
    }
    match fs::read(data.join("imdb/train.bin")) {
        Ok(bytes) => {
            let train = Reviews::from_bytes(&bytes)?;
            let samples = (train.len() as f64 * share) as usize;
            let some = train.truncated(samples);
            for case in reviews::Case::ALL
                .into_iter()
                .filter(|case| wanted(case.name()))
            {
                let options = reviews::TrainOptions {
                    epochs: 3,
                    ..reviews::TrainOptions::of(case)
                };
                epochs(
                    case.name(),
                    reviews::trainer(case, samples, options)?,
                    &some,
                    train.len(),
                )?;
            }
        }
        Err(error) => eprintln!("IMDB: {error}; cases 2.0 and 2.1 are left out"),
    }
    Ok(())
}

/// Case 1.0 with batches of 1,000, and with as many numbers of which none is 0: what a data set without zeros costs.
fn digits_otherwise(images: &Mnist, whole: usize) -> Result<()> {
    let samples = images.len();
    let large = digits::TrainOptions {
        batch_size: 1000,
        ..digits::TrainOptions::default()
    };
    let trainer = digits::trainer(digits::Case::Case10, samples, large)?;
    epochs("1.0, batches of 1,000", trainer, images, whole)?;
    let count = samples.min(DENSE_SAMPLES);
    let mut rng = RandomState::new(1);
    let pixels = (0..count * PIXELS).map(|_| rng.uniform(0.1, 1.0) as f32);
    let pixels = Array2::from_shape_vec((count, PIXELS), pixels.collect())?;
    let targets = images
        .labels()
        .iter()
        .take(count)
        .map(|label| f32::from(*label));
    let targets = Array2::from_shape_vec((count, 1), targets.collect())?;
    let options = digits::TrainOptions::default();
    let trainer = digits::trainer(digits::Case::Case10, count, options)?;
    epochs(
        "1.0, data without zeros",
        trainer,
        &Samples::new(pixels, targets)?,
        whole,
    )
}

/// Prints a line for each epoch, its seconds scaled to the whole set.
fn epochs<D: Dataset<f32>>(
    case: &str,
    mut trainer: Trainer<f32>,
    data: &D,
    whole: usize,
) -> Result<()> {
    let samples = data.len();
    while trainer.finished().is_none() {
        let epoch = trainer.epoch() + 1;
        let (start, cpu) = (Instant::now(), cpu_seconds());
        while trainer.epoch() < epoch {
            trainer.step(data)?;
        }
        let scale = whole as f64 / samples as f64;
        let seconds = start.elapsed().as_secs_f64() * scale;
        let cpu = cpu_seconds()
            .zip(cpu)
            .map(|(now, then)| (now - then) * scale);
        println!(
            "{}",
            json!({ "where": "native", "case": case, "epoch": epoch, "samples": samples,
                "seconds_per_epoch": seconds, "cpu_seconds_per_epoch": cpu, "peak_memory_mb": peak_memory(),
                "fingerprint": format!("{:016x}", trainer.network().fingerprint()) })
        );
    }
    Ok(())
}

/// The seconds that a processor has spent on this process, if the system reports it: what the wall clock says when nothing
/// else runs.
fn cpu_seconds() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = status.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The peak memory of this process so far, in MB, if the system reports it.
fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
