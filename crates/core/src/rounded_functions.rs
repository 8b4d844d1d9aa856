//! Logarithm, sine and cosine, rounded to the nearest double.
//!
//! What NumPy draws passes through its C library's functions, which round nearly all
//! results to the nearest double. `libm`'s differ from that in one result of fourteen.
//! So these are taken with about 100 bits and rounded once: the nearest double
//! everywhere, NumPy's but for one result in some hundreds. They cost half a
//! microsecond: for making data, not for training.

/// A number as an unevaluated sum of two doubles, the second below the rounding of
/// the first (Dekker 1971, "A floating-point technique for extending the available
/// precision").
#[derive(Clone, Copy)]
struct Double(f64, f64);

/// ln 2, to 107 bits.
const LN_2: Double = Double(std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);

/// π/2 in three parts; the first has 8 zero bits at its end, so that small multiples
/// of it are exact.
const HALF_PI: (f64, Double) = (
    1.5707963267948912,
    Double(5.390302858158119e-15, 8.4784276603689e-32),
);

/// Terms of the logarithm's series: 0.172² to this power is below 2⁻¹⁰⁰.
const LN_TERMS: u32 = 20;

/// Terms of sine and cosine: (π/4)²ⁿ / (2n)! is below 2⁻¹⁰⁰ at this n.
const SIN_TERMS: u32 = 14;

/// Beyond this angle [`sin_cos`] is `libm`'s.
const FAR: f64 = 100.0;

/// ln `x`; what isn't positive and finite goes to `libm`.
pub fn ln(x: f64) -> f64 {
    if !(x > 0.0 && x.is_finite()) {
        return libm::log(x);
    }
    // x = m · 2^e with m in [√½, √2).
    let (mut m, mut e) = libm::frexp(x);
    if m < std::f64::consts::FRAC_1_SQRT_2 {
        m *= 2.0;
        e -= 1;
    }
    // ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with s = (m − 1) / (m + 1).
    // m − 1 is exact (Sterbenz).
    let s = Double(m - 1.0, 0.0).over(sum(m, 1.0));
    let square = s.times(s);
    let mut series = Double(0.0, 0.0);
    for term in (0..LN_TERMS).rev() {
        let odd = f64::from(2 * term + 1);
        series = series
            .times(square)
            .plus(Double(1.0, 0.0).over(Double(odd, 0.0)));
    }
    let Double(high, low) = LN_2
        .times(Double(f64::from(e), 0.0))
        .plus(series.times(Double(2.0 * s.0, 2.0 * s.1)));
    high + low
}

/// Sine and cosine of `x`, in radians; beyond ±100 `libm`'s.
pub fn sin_cos(x: f64) -> (f64, f64) {
    if x.is_nan() || x.abs() > FAR {
        return (libm::sin(x), libm::cos(x));
    }
    // x = r + quarters · π/2 with |r| ≤ π/4.
    let quarters = libm::rint(x / std::f64::consts::FRAC_PI_2);
    let r = Double(x - quarters * HALF_PI.0, 0.0).plus(HALF_PI.1.times(Double(-quarters, 0.0)));
    let square = r.times(r);
    // 1 − r²/(first·(first + 1)) · (1 − r²/((first + 2)·(first + 3)) · (1 − …
    let series = |first: u32| {
        let one = Double(1.0, 0.0);
        (0..SIN_TERMS).rev().fold(one, |sum, term| {
            let factor = first + 2 * term;
            let divisor = Double(-f64::from(factor * (factor + 1)), 0.0);
            one.plus(square.times(sum).over(divisor))
        })
    };
    let rounded = |Double(high, low): Double| high + low;
    let (sin, cos) = (rounded(r.times(series(2))), rounded(series(1)));
    match (quarters as i32).rem_euclid(4) {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

/// a + b, exactly (Knuth).
fn sum(a: f64, b: f64) -> Double {
    let s = a + b;
    let b_there = s - a;
    Double(s, (a - (s - b_there)) + (b - b_there))
}

/// a · b, exactly, as long as nothing overflows (Dekker, with Veltkamp's split).
fn product(a: f64, b: f64) -> Double {
    let split = |v: f64| {
        let c = 134_217_729.0 * v;
        let high = c - (c - v);
        (high, v - high)
    };
    let ((a1, a0), (b1, b0)) = (split(a), split(b));
    let p = a * b;
    Double(p, ((a1 * b1 - p) + a1 * b0 + a0 * b1) + a0 * b0)
}

impl Double {
    fn plus(self, other: Self) -> Self {
        let Double(s, e) = sum(self.0, other.0);
        sum(s, e + (self.1 + other.1))
    }

    fn times(self, other: Self) -> Self {
        let Double(p, e) = product(self.0, other.0);
        sum(p, e + (self.0 * other.1 + self.1 * other.0))
    }

    fn over(self, other: Self) -> Self {
        let q = self.0 / other.0;
        let rest = self.plus(other.times(Double(-q, 0.0)));
        sum(q, rest.0 / other.0)
    }
}

#[cfg(test)]
#[allow(clippy::approx_constant)]
mod tests {
    use super::{ln, sin_cos};

    #[test]
    fn the_nearest_double_even_where_libm_is_off() {
        // From mpmath with 200 bits.
        for (x, expected) in [
            (1.0, 0.0),
            (0.5, -0.6931471805599453),
            (5e-324, -744.4400719213812),
            (1e-300, -690.7755278982137),
            (0.9999999999999999, -1.1102230246251565e-16),
            (1.0000000000000002, 2.2204460492503128e-16),
            (0.7071067811865476, -0.3465735902799726),
            (0.5127405927108116, -0.6679852289345442),
            (0.3012676042279851, -1.1997563586133433),
            (0.24779834451681165, -1.395139990532528),
            (0.3974775014498659, -0.9226169466157216),
            (0.43353904875055044, -0.835773408962366),
            (0.8180653735577572, -0.20081302679796081),
            (0.13985977937006486, -1.9671149342132743),
            (0.03457648275041521, -3.3645815173063056),
            (0.29075727287799885, -1.2352664736984527),
            (0.3244245788150579, -1.1257021926102584),
            (0.8940566949655698, -0.11198608863196943),
            (0.036890056850526695, -3.2998132262924225),
            (0.4018668348750227, -0.9116345017704738),
        ] {
            assert_eq!(ln(x).to_bits(), f64::to_bits(expected), "ln {x:e}");
        }
    }

    #[test]
    fn sine_and_cosine_are_the_nearest_doubles() {
        // From mpmath with 400 bits.
        for (x, sin, cos) in [
            (0.0, 0.0, 1.0),
            (1e-300, 1e-300, 1.0),
            (3.141592653589793, 1.2246467991473532e-16, -1.0),
            (6.283185307179586, -2.4492935982947064e-16, 1.0),
            (1.5707963267948966, 1.0, 6.123233995736766e-17),
            (-0.7853981633974483, -0.7071067811865475, 0.7071067811865476),
            (1.0, 0.8414709848078965, 0.5403023058681398),
            (4.71238898038469, -1.0, -1.8369701987210297e-16),
            (99.9, -0.5899241613174027, 0.80745865769955),
            (
                0.025132741228718346,
                0.02513009544333748,
                0.9996841892832999,
            ),
            (0.07539822368615504, 0.07532680552793272, 0.9971589002606139),
            (0.4272566008882119, 0.41437558099328414, 0.9101059706849957),
            (1.5582299561805375, 0.9999210442038161, 0.012566039883352554),
            (2.4881413816431164, 0.6079302976946053, -0.7939903986478354),
            (3.141592653589793, 1.2246467991473532e-16, -1.0),
            (4.69982260977033, -0.9999210442038161, -0.012566039883352897),
            (6.258052565950869, -0.02513009544333705, 0.9996841892832999),
        ] {
            let (s, c) = sin_cos(x);
            assert_eq!(
                (s.to_bits(), c.to_bits()),
                (f64::to_bits(sin), f64::to_bits(cos)),
                "{x}: {s} {c}"
            );
        }
    }

    #[test]
    fn what_has_no_value_is_left_to_libm() {
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
        assert_eq!(
            (ln(0.0), ln(f64::INFINITY)),
            (f64::NEG_INFINITY, f64::INFINITY)
        );
        assert!(sin_cos(f64::INFINITY).0.is_nan() && sin_cos(f64::NAN).1.is_nan());
        assert_eq!(sin_cos(1e9).0, libm::sin(1e9));
    }

    #[test]
    fn never_far_from_libm() {
        for i in 1..20_000 {
            let x = f64::from(i) * 7.3e-4;
            let (ours, theirs) = (ln(x), libm::log(x));
            assert!((ours - theirs).abs() <= 2.3e-16 * theirs.abs(), "ln {x:e}");
            let (sin, cos) = sin_cos(x);
            assert!((sin - libm::sin(x)).abs() <= 1.2e-16 && (cos - libm::cos(x)).abs() <= 1.2e-16);
        }
    }
}
