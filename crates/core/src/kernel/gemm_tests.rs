//! Every product against the plain loop, bit for bit.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::{kernel::reference, rng::RandomState};

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|v| v.to_bits()).collect()
}

#[test]
fn every_shape_has_the_bits_of_the_plain_loop() {
    let sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 17, 33];
    let mut rng = RandomState::new(11);
    let mut draw = |n: usize| {
        (0..n)
            .map(|_| rng.uniform(-1.0, 1.0) as f32)
            .collect::<Vec<f32>>()
    };
    let mut scratch = Scratch::new();
    for m in sizes {
        for n in sizes {
            for k in sizes {
                let (a, b, start) = (draw(m * k), draw(k * n), draw(m * n));
                for accumulate in [false, true] {
                    let run = |which: &str, scratch: &mut Scratch<f32>| {
                        let (mut fast, mut plain) = (start.clone(), start.clone());
                        match which {
                            "nn" => {
                                gemm(m, n, k, &a, &b, &mut fast, accumulate, scratch);
                                let (a, b) = (|i, p| a[i * k + p], |p, j| b[p * n + j]);
                                reference::gemm(m, n, k, a, b, &mut plain, accumulate);
                            }
                            "tn" => {
                                gemm_tn(m, n, k, &a, &b, &mut fast, accumulate, scratch);
                                let (a, b) = (|i, p| a[p * m + i], |p, j| b[p * n + j]);
                                reference::gemm(m, n, k, a, b, &mut plain, accumulate);
                            }
                            _ => {
                                gemm_nt(m, n, k, &a, &b, &mut fast, accumulate, scratch);
                                let (a, b) = (|i, p| a[i * k + p], |p, j| b[j * k + p]);
                                reference::gemm(m, n, k, a, b, &mut plain, accumulate);
                            }
                        }
                        assert_eq!(
                            bits(&fast),
                            bits(&plain),
                            "{which} {m}x{k}x{n} accumulate {accumulate}"
                        );
                    };
                    ["nn", "tn", "nt"]
                        .iter()
                        .for_each(|which| run(which, &mut scratch));
                }
            }
        }
    }
}

/// Shapes beyond one block of rows, of columns and of k.
#[test]
fn blocks_go_on_from_each_other() {
    let mut rng = RandomState::new(13);
    for (m, n, k) in [(131, 9, 257), (5, 521, 19), (129, 513, 260), (3, 8, 700)] {
        let mut draw = |n: usize| {
            (0..n)
                .map(|_| rng.uniform(-1.0, 1.0) as f32)
                .collect::<Vec<f32>>()
        };
        let (a, b, start) = (draw(m * k), draw(k * n), draw(m * n));
        for accumulate in [false, true] {
            let (mut fast, mut plain) = (start.clone(), start.clone());
            gemm(m, n, k, &a, &b, &mut fast, accumulate, &mut Scratch::new());
            let (a, b) = (|i, p| a[i * k + p], |p, j| b[p * n + j]);
            reference::gemm(m, n, k, a, b, &mut plain, accumulate);
            assert_eq!(bits(&fast), bits(&plain), "{m}x{k}x{n} {accumulate}");
        }
    }
}

/// On processors with wider registers [`product`] takes other blocks.
#[test]
fn the_narrow_blocks_have_the_same_bits() {
    let mut rng = RandomState::new(12);
    for (m, n, k) in [(5, 33, 19), (32, 128, 70), (1, 16, 1), (7, 40, 3)] {
        let mut draw = |n: usize| {
            (0..n)
                .map(|_| rng.uniform(-1.0, 1.0) as f32)
                .collect::<Vec<f32>>()
        };
        let (a, b) = (draw(m * k), draw(k * n));
        let (mut wide, mut narrow) = (vec![0.0; m * n], vec![0.0; m * n]);
        gemm(m, n, k, &a, &b, &mut wide, false, &mut Scratch::new());
        let (a, b) = (
            Strided {
                values: &a,
                rows: k,
                columns: 1,
            },
            Strided {
                values: &b,
                rows: n,
                columns: 1,
            },
        );
        blocked::<f32, MR, NR>(m, n, k, a, b, &mut narrow, false, &mut Scratch::new());
        assert_eq!(bits(&wide), bits(&narrow));
    }
}

#[test]
fn doubles_have_the_bits_of_the_plain_loop() {
    let mut rng = RandomState::new(13);
    for (m, n, k) in [(500, 4, 2), (500, 8, 4), (8, 1, 500), (5, 17, 9)] {
        let mut draw = |n: usize| (0..n).map(|_| rng.uniform(-1.0, 1.0)).collect::<Vec<f64>>();
        let (a, b) = (draw(m * k), draw(k * n));
        let (mut fast, mut plain) = (vec![0.0; m * n], vec![0.0; m * n]);
        gemm(m, n, k, &a, &b, &mut fast, false, &mut Scratch::new());
        reference::gemm(
            m,
            n,
            k,
            |i, p| a[i * k + p],
            |p, j| b[p * n + j],
            &mut plain,
            false,
        );
        let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<u64>>();
        assert_eq!(bits(&fast), bits(&plain));
    }
}

#[test]
fn short_slices_change_nothing() {
    let mut c = [7.0_f32; 4];
    gemm(
        2,
        2,
        3,
        &[1.0; 5],
        &[1.0; 6],
        &mut c,
        false,
        &mut Scratch::new(),
    );
    gemm(
        usize::MAX,
        2,
        3,
        &[1.0; 6],
        &[1.0; 6],
        &mut c,
        false,
        &mut Scratch::new(),
    );
    assert_eq!(c, [7.0; 4]);
}

#[test]
fn nan_is_not_lost() {
    let mut c = [0.0_f32; 1];
    gemm(
        1,
        1,
        2,
        &[f32::NAN, 1.0],
        &[0.0, 1.0],
        &mut c,
        false,
        &mut Scratch::new(),
    );
    assert!(c[0].is_nan());
}
