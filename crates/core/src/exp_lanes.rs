//! e to several powers at a time, with the bits of `libm`.
//!
//! The sigmoid takes e^-|z| of each of its inputs. `libm::expf` and `libm::exp` take one number at a time, since they branch
//! on its size. Here every lane takes the operations that they would have taken (FreeBSD's `e_expf.c` and `e_exp.c`), and a
//! select stands in place of each branch, so that the compiler uses vector instructions.

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

/// The two parts of ln 2.
const LN2_HI_64: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN2_LO_64: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
const INV_LN2_64: f64 = f64::from_bits(0x3ff7_1547_652b_82fe);
const P64: [f64; 5] = [
    f64::from_bits(0x3fc5_5555_5555_553e),
    f64::from_bits(0xbf66_c16c_16be_bd93),
    f64::from_bits(0x3f11_566a_af25_de2c),
    f64::from_bits(0xbebb_bd41_c5d2_6bf1),
    f64::from_bits(0x3e66_3769_72be_a4d0),
];
/// `exp` compares |x| with the high words of these: 2⁻²⁸, ½ ln 2, 1.5 ln 2.
const SMALL_64: f64 = f64::from_bits(0x3e30_0001_0000_0000);
const HALF_LN2_64: f64 = f64::from_bits(0x3fd6_2e43_0000_0000);
const THREE_HALVES_LN2_64: f64 = f64::from_bits(0x3ff0_a2b2_0000_0000);
/// Results of lower powers may be subnormal: they are left to `libm`.
const LOWEST_64: f64 = -700.0;

/// Added to a whole number, it leaves that number in the last bits; added to any other, it rounds it. So no lane becomes an
/// integer, for which vectors of doubles have few instructions.
const ROUND: f64 = 1.5 * (1_u64 << 52) as f64;

/// `(INVLN2 * size + 0.5) as i32`: how often ln 2 goes into a size from 0 to 700, to the nearest.
#[inline(always)]
fn times_ln2(size: f64) -> f64 {
    let wanted = INV_LN2_64 * size + 0.5;
    let nearest = (wanted + ROUND) - ROUND;
    pick(nearest > wanted, nearest - 1.0, nearest)
}

/// The first number or the second. Of a plain `if` the compiler may make branches again, and then no vectors.
#[inline(always)]
fn pick(first: bool, a: f64, b: f64) -> f64 {
    let mask = u64::from(first).wrapping_neg();
    f64::from_bits((a.to_bits() & mask) | (b.to_bits() & !mask))
}

/// 2 to the power of a whole number from -1022 to 0.
#[inline(always)]
fn power_of_two(k: f64) -> f64 {
    f64::from_bits((k + ROUND).to_bits().wrapping_add(0x3ff) << 52)
}

/// The same for `f64` (FreeBSD's `e_exp.c`).
#[inline(never)]
pub(crate) fn exp_f64(x: [f64; LANES]) -> [f64; LANES] {
    // A NaN is not above the lowest.
    if !x.iter().fold(true, |all, &x| all & (x > LOWEST_64)) {
        return x.map(libm::exp);
    }
    x.map(|x| {
        let size = -x;
        let near = pick(size >= HALF_LN2_64, 1.0, 0.0);
        let k = pick(size >= THREE_HALVES_LN2_64, times_ln2(size), near);
        let (high, low) = (x + k * LN2_HI_64, -(k * LN2_LO_64));
        let reduced = high - low;
        let square = reduced * reduced;
        let [p1, p2, p3, p4, p5] = P64;
        let series = square * (p1 + square * (p2 + square * (p3 + square * (p4 + square * p5))));
        let c = reduced - series;
        let y = 1.0 + (reduced * c / (2.0 - c) - low + high);
        pick(size >= SMALL_64, y * power_of_two(-k), 1.0 + x)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::RandomState;

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

    fn same(lanes: [f64; LANES]) {
        let (ours, theirs) = (exp_f64(lanes), lanes.map(libm::exp));
        let bits = |lanes: [f64; LANES]| lanes.map(f64::to_bits);
        assert_eq!(bits(ours), bits(theirs), "{lanes:?}");
    }

    /// Powers of all sizes, and many of the size of a neuron's sum.
    #[test]
    fn each_double_has_the_bits_of_libm() {
        let mut rng = RandomState::new(1);
        for _ in 0..200_000 {
            let exponent = rng.uniform(-60.0, 9.4);
            same([(); LANES].map(|()| -rng.random_sample() * libm::exp2(exponent)));
            same([(); LANES].map(|()| rng.uniform(-8.0, 0.0)));
        }
    }

    /// Around each number at which `exp` takes another branch or another power of two.
    #[test]
    fn the_bounds_of_doubles_are_libms() {
        let bounds = [SMALL_64, HALF_LN2_64, THREE_HALVES_LN2_64, -LOWEST_64];
        let powers = (0..1010).map(|k| (f64::from(k) + 0.5) * std::f64::consts::LN_2);
        for bound in bounds.into_iter().chain(powers) {
            let near = |steps: u64| -f64::from_bits(bound.to_bits() + steps - 4);
            same([0, 1, 2, 3, 4, 5, 6, 7].map(near));
        }
    }

    #[test]
    fn doubles_outside_are_left_to_libm() {
        let odd = [
            f64::NAN,
            -1e9,
            -709.0,
            -745.2,
            -0.5,
            0.0,
            -0.0,
            f64::NEG_INFINITY,
        ];
        same(odd);
        for x in odd {
            same([x, -0.1, -0.2, -0.3, -0.4, -0.5, -0.6, -5e-324]);
        }
    }
}
