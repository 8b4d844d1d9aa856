//! The natural logarithm, correctly rounded.
//!
//! NumPy's normals take `log` from the C library, which rounds all but one result in
//! a thousand to the nearest double; `libm`'s differs from it in one of fourteen. So the
//! logarithm is taken here with about 100 bits and rounded once: the nearest
//! double everywhere, and the C library's nearly always.

/// A number as an unevaluated sum of two doubles, the second below the rounding of
/// the first (Dekker 1971, "A floating-point technique for extending the available
/// precision").
#[derive(Clone, Copy)]
struct Double(f64, f64);

/// ln 2, to 107 bits.
const LN_2: Double = Double(std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);

/// Terms of the series: 0.172² to this power is below 2⁻¹⁰⁰.
const TERMS: u32 = 20;

/// ln `x` of a positive, finite `x`.
pub(super) fn ln(x: f64) -> f64 {
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
    for term in (0..TERMS).rev() {
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
mod tests {
    use super::ln;

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
    fn never_far_from_libm() {
        for i in 1..20_000 {
            let x = f64::from(i) * 7.3e-4;
            let (ours, theirs) = (ln(x), libm::log(x));
            assert!((ours - theirs).abs() <= 2.3e-16 * theirs.abs(), "ln {x:e}");
        }
    }
}
