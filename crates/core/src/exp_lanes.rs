//! e to several powers at a time, with the bits of `libm`.
//!
//! The sigmoid takes e^-|z| of each of its inputs. `libm::expf` takes one number at a time, since it branches on its size.
//! Here every lane takes the operations that `expf` would have taken (FreeBSD's `e_expf.c`), and a select stands in place of
//! each branch, so that the compiler uses vector instructions.

/// Numbers at a time.
pub(crate) const LANES: usize = 8;

const LN2_HI: f32 = f32::from_bits(0x3f31_7200);
const LN2_LO: f32 = f32::from_bits(0x35bf_be8e);
const INV_LN2: f32 = f32::from_bits(0x3fb8_aa3b);
const P1: f32 = f32::from_bits(0x3e2a_aa8f);
const P2: f32 = f32::from_bits(0xbb35_5215);
/// `expf` compares |x| with these: 2⁻¹⁴, ½ ln 2, 1.5 ln 2.
const SMALL: f32 = f32::from_bits(0x3900_0000);
const HALF_LN2: f32 = f32::from_bits(0x3eb1_7218);
const THREE_HALVES_LN2: f32 = f32::from_bits(0x3f85_1592);
/// Results of lower powers may be subnormal: they are left to `libm`.
const LOWEST: f32 = -87.0;

/// e to the power of each number, none of which is greater than 0, for `f32`.
#[inline(always)]
pub(crate) fn exp_f32(x: [f32; LANES]) -> [f32; LANES] {
    // A NaN is not above the lowest.
    if !x.iter().fold(true, |all, &x| all & (x > LOWEST)) {
        return x.map(libm::expf);
    }
    x.map(|x| {
        let size = -x;
        // Truncation, as of a C cast.
        let whole = (INV_LN2 * x - 0.5) as i32;
        let k = match (size > THREE_HALVES_LN2, size > HALF_LN2) {
            (true, _) => whole,
            (_, true) => -1,
            _ => 0,
        };
        let kf = k as f32;
        let (high, low) = (x - kf * LN2_HI, kf * LN2_LO);
        let reduced = high - low;
        let square = reduced * reduced;
        let c = reduced - square * (P1 + square * P2);
        let y = 1.0 + (reduced * c / (2.0 - c) - low + high);
        // k is from -126 to 0, so that 2^k is normal and the product exact.
        let power = f32::from_bits(((k + 127) << 23) as u32);
        if size > SMALL { y * power } else { 1.0 + x }
    })
}

/// The same for `f64`, one by one.
#[inline(always)]
pub(crate) fn exp_f64(x: [f64; LANES]) -> [f64; LANES] {
    x.map(libm::exp)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every 61st bit pattern from -0 down to minus infinity.
    #[test]
    fn each_lane_has_the_bits_of_libm() {
        let mut bits = 0x8000_0000_u32;
        let mut lanes = [0.0; LANES];
        while bits < 0xff80_0000 {
            for lane in &mut lanes {
                *lane = f32::from_bits(bits.min(0xff80_0000));
                bits += 61;
            }
            let (ours, theirs) = (exp_f32(lanes), lanes.map(libm::expf));
            assert_eq!(
                ours.map(f32::to_bits),
                theirs.map(f32::to_bits),
                "{lanes:?}"
            );
        }
    }

    #[test]
    fn what_lies_outside_is_left_to_libm() {
        let odd = [
            f32::NAN,
            -1e9,
            -88.0,
            -103.0,
            -0.5,
            0.0,
            -87.5,
            f32::NEG_INFINITY,
        ];
        let (ours, theirs) = (exp_f32(odd), odd.map(libm::expf));
        assert_eq!(ours.map(f32::to_bits), theirs.map(f32::to_bits));
    }
}
