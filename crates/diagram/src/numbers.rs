//! The values that the widths of lines and the colours of a network's drawing stand for.

use redes_experiment::circles::{REACH, THUMBNAIL};

/// Values of what a neuron sees.
pub const PIXELS: usize = THUMBNAIL * THUMBNAIL;

/// Width of a weight's line in quarters of a pixel, negative where the weight is; 24 at most.
pub fn quarters(weight: f64) -> i32 {
    let weight = if weight.is_nan() { 0.0 } else { weight };
    let width = ((weight.abs() * 0.6 + 0.4).min(6.0) * 4.0).round() as i32;
    if weight < 0.0 { -width } else { width }
}

/// What an input sees: its own coordinate, as [`PIXELS`] values row by row from the top of the plane.
pub fn input(axis: usize) -> Vec<f32> {
    let at = |i: usize| (REACH * (2.0 * i as f64 / (THUMBNAIL - 1) as f64 - 1.0)) as f32;
    let value = |i: usize| match axis {
        0 => at(i % THUMBNAIL),
        _ => at(THUMBNAIL - 1 - i / THUMBNAIL),
    };
    (0..PIXELS).map(value).collect()
}

/// The ends of the colours for an activation without a greatest value, such as ReLU: minus and plus the greatest value, so
/// that 0 has the colour of the middle.
pub fn symmetric(values: &[f32]) -> [f64; 2] {
    let finite = values.iter().filter(|value| value.is_finite());
    let greatest = finite.fold(0.0_f32, |greatest, value| greatest.max(value.abs()));
    let greatest = f64::from(greatest).max(1e-6);
    [-greatest, greatest]
}

/// The numbers below the colours, each with its decimals: at the low end, in the middle, at the high end.
pub fn scale([low, high]: [f64; 2]) -> [(f64, usize); 3] {
    let decimals = if high.fract() == 0.0 { 0 } else { 2 };
    let middle = (low + high) / 2.0;
    let few = if middle == 0.0 { 0 } else { 1 };
    [(low, decimals), (middle, few), (high, decimals)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_their_weights_are_great() {
        let widths = [0.0, 1.0, -1.0, 1e9, -1e9, f64::NAN].map(quarters);
        assert_eq!(widths, [2, 4, -4, 24, -24, 2]);
    }

    #[test]
    fn an_input_sees_its_coordinate() {
        let (right, up) = (input(0), input(1));
        let corners = [0, THUMBNAIL - 1, PIXELS - THUMBNAIL, PIXELS - 1];
        assert_eq!(corners.map(|at| right[at]), [-1.5, 1.5, -1.5, 1.5]);
        assert_eq!(corners.map(|at| up[at]), [1.5, 1.5, -1.5, -1.5]);
    }

    #[test]
    fn a_scale_has_its_middle() {
        assert_eq!(scale([0.0, 1.0]), [(0.0, 0), (0.5, 1), (1.0, 0)]);
        assert_eq!(scale([-2.5, 2.5]), [(-2.5, 2), (0.0, 0), (2.5, 2)]);
        assert_eq!(symmetric(&[0.5, -2.0, f32::NAN]), [-2.0, 2.0]);
        assert_eq!(symmetric(&[]), [-1e-6, 1e-6]);
    }
}
