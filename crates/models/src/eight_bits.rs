//! Stores weights in 8 bits: a whole number from −127 to 127 for each, and a common scale for every 64.
//!
//! The scale fits the largest of the 64 weights; no weight changes by more than 1/254 of that largest one.

/// How many weights share a scale.
pub(crate) const GROUP: usize = 64;

/// Encodes weights: the whole numbers as bytes in two's complement, and one scale for each group.
pub(crate) fn shrink(values: &[f32]) -> (Vec<u8>, Vec<f32>) {
    let mut bytes = Vec::with_capacity(values.len());
    let mut scales = Vec::with_capacity(values.len().div_ceil(GROUP));
    for group in values.chunks(GROUP) {
        let greatest = group
            .iter()
            .fold(0.0_f32, |max, value| max.max(value.abs()));
        let scale = greatest / 127.0;
        let whole = |value: &f32| match scale > 0.0 {
            // `as` keeps what rounding puts a hair over the edge.
            true => (value / scale).round() as i8,
            false => 0,
        };
        bytes.extend(group.iter().map(|value| whole(value).max(-127) as u8));
        scales.push(scale);
    }
    (bytes, scales)
}

/// Decodes what [`shrink`] returns.
pub(crate) fn grow(bytes: &[u8], scales: &[f32]) -> Vec<f32> {
    bytes
        .chunks(GROUP)
        .zip(scales)
        .flat_map(|(group, &scale)| group.iter().map(move |&byte| f32::from(byte as i8) * scale))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_weight_is_off_by_more_than_half_a_step(
            values in prop::collection::vec(-3.0_f32..3.0, 0..300),
            tiny in prop::bool::ANY,
        ) {
            let factor = if tiny { 1e-30 } else { 1.0 };
            let values: Vec<f32> = values.into_iter().map(|value| value * factor).collect();
            let (bytes, scales) = shrink(&values);
            let again = grow(&bytes, &scales);
            prop_assert_eq!(again.len(), values.len());
            for (index, (a, b)) in values.iter().zip(&again).enumerate() {
                let step = scales[index / GROUP];
                prop_assert!((a - b).abs() <= step * 0.500_01, "{} {} {}", a, b, step);
            }
        }
    }

    #[test]
    fn zeros_stay_zeros() {
        let (bytes, scales) = shrink(&[0.0; 70]);
        assert_eq!(grow(&bytes, &scales), [0.0; 70]);
    }
}
