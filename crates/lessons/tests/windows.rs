//! The windows of convolutions and poolings: their places, sums and errors.
#![allow(clippy::unwrap_used, missing_docs)]

use redes_core::layer::Padding;
use redes_lessons::windows::{Pooling, Windows};

const KERNEL: [f64; 9] = [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0];

/// `[6, 7]`.
fn image() -> Vec<f64> {
    (0..42)
        .map(|i| f64::from((5 * (i / 7) + 3 * (i % 7)) % 11))
        .collect()
}

/// keras 3.15: `Conv2D(1, 3, strides=3, padding=…, use_bias=False, dtype="float64")` with the image and the kernel above.
#[test]
fn sums_are_keras_conv2d() {
    let cases = [
        (Padding::Valid, [2, 2], vec![59.0, 30.0, 51.0, 44.0]),
        (
            Padding::Same,
            [2, 3],
            vec![68.0, 25.0, 8.0, 38.0, 39.0, 42.0],
        ),
    ];
    for (padding, output, expected) in cases {
        let sweep = Windows::new([6, 7], [3, 3], 3, padding).unwrap();
        assert_eq!(sweep.output(), output);
        assert_eq!(sweep.convolved(&image(), &KERNEL).unwrap(), expected);
    }
}

/// ⌊(n + zeros − k) / s⌋ + 1 windows, the zeros halved, the odd one at the end; none of them are unused.
#[test]
fn the_zeros_explain_the_output() {
    for stride in 1..=5 {
        for size in 1..=5 {
            for input in 5..=28 {
                for padding in [Padding::Valid, Padding::Same] {
                    let sweep =
                        Windows::new([input, input], [size, size], stride, padding).unwrap();
                    let [[before, after], _] = sweep.zeros();
                    let output = (input + before + after - size) / stride + 1;
                    assert_eq!(sweep.output(), [output, output]);
                    match padding {
                        Padding::Valid => assert_eq!([before, after], [0, 0]),
                        Padding::Same => assert!(after == before || after == before + 1),
                    }
                    assert_eq!(sweep.corner(0, 1)[0], -(before as isize));
                    assert_eq!(sweep.corner(0, 1)[1], stride as isize - before as isize);
                }
            }
        }
    }
}

#[test]
fn what_does_not_fit_is_an_error() {
    assert!(Windows::new([2, 9], [3, 3], 1, Padding::Valid).is_err());
    assert!(Windows::new([9, 9], [3, 3], 0, Padding::Same).is_err());
    let sweep = Windows::new([6, 7], [3, 3], 1, Padding::Valid).unwrap();
    assert!(sweep.terms(&image(), &KERNEL, 4, 0).is_err());
    assert!(sweep.terms(&image(), &KERNEL, 0, 5).is_err());
    assert!(sweep.terms(&image()[1..], &KERNEL, 0, 0).is_err());
    assert!(sweep.terms(&image(), &KERNEL[1..], 0, 0).is_err());
    assert!(sweep.convolved(&image()[1..], &KERNEL).is_err());
    assert!(sweep.convolved(&image(), &KERNEL[1..]).is_err());
    assert!(sweep.pooled(&image()[1..], Pooling::Max).is_err());
}
