//! Numbers to decimal digits and back, exactly: the same text and the same bits as Rust's standard library.
//!
//! The standard library is faster, but its tables weigh some 25 kB compressed in a module that a page loads: 16 kB to
//! read a number, 8 kB to write one. A page writes a few hundred numbers a second. Here whole numbers without a limit
//! do the work (`big.rs`), in the way of G. L. Steele and J. L. White, "How to print floating-point numbers accurately"
//! (PLDI 1990), and W. D. Clinger, "How to read floating point numbers accurately" (same volume).

mod big;

use std::cmp::Ordering;

use big::Big;

/// Bits of a number's fraction, the leading one included.
const PRECISION: i32 = 53;
/// The exponent of the smallest normal number.
const LEAST: i32 = -1022;
/// The exponent of the largest numbers.
const GREATEST: i32 = 1023;

/// Digits with a point after the first: `d.ddd · 10ᵉ`.
struct Digits {
    /// From 0 to 9; none where nothing is left of the number.
    digits: Vec<u8>,
    exponent: i32,
}

impl Digits {
    /// Adds one to the last digit.
    fn up(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        // Nines alone have become zeros. Where digits are counted after the point there is one more now.
        self.digits.insert(0, 1);
        self.exponent += 1;
    }

    /// With a point where it belongs and at least so many decimals.
    fn plain(&self, decimals: usize) -> String {
        let mut text = String::new();
        let mut digits = self.digits.iter().map(|digit| char::from(b'0' + digit));
        for _ in 0..=self.exponent {
            text.push(digits.next().unwrap_or('0'));
        }
        if text.is_empty() {
            text.push('0');
        }
        let zeros = (-1 - self.exponent).max(0) as usize;
        let mut rest: String = match self.digits.is_empty() {
            true => String::new(),
            false => "0".repeat(zeros),
        };
        rest.extend(digits);
        while rest.len() < decimals {
            rest.push('0');
        }
        if !rest.is_empty() {
            text.push('.');
            text.push_str(&rest);
        }
        text
    }

    /// With the point after the first digit, and the exponent.
    fn scientific(&self) -> String {
        let mut text = String::new();
        for (index, digit) in self.digits.iter().enumerate() {
            if index == 1 {
                text.push('.');
            }
            text.push(char::from(b'0' + digit));
        }
        text.push('e');
        text + &self.exponent.to_string()
    }
}

/// A finite number above 0 as `fraction · 2ᵉ`.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << (PRECISION - 1)) - 1);
    match (bits >> (PRECISION - 1)) as i32 & 0x7ff {
        0 => (fraction, LEAST - PRECISION + 1),
        power => (
            fraction | 1 << (PRECISION - 1),
            power - 1 + LEAST - PRECISION + 1,
        ),
    }
}

/// A decimal exponent that is right or one too small.
fn estimate(value: f64) -> i32 {
    let (fraction, power) = parts(value);
    let binary = power + 63 - fraction.leading_zeros() as i32;
    // log10 2 is a little more than 1262611 / 2²².
    ((i64::from(binary) * 1_262_611) >> 22) as i32
}

/// The digits of a number above 0, rounded exactly, ties to even; how many, `count` says from the exponent.
fn exact(value: f64, count: impl Fn(i32) -> i32) -> Digits {
    let (fraction, power) = parts(value);
    let (mut rest, mut unit) = (Big::new(fraction), Big::new(1));
    let mut exponent = estimate(value);
    rest.shift(power);
    unit.shift(-power);
    rest.ten(-exponent);
    unit.ten(exponent);
    let mut next = unit.clone();
    next.scale(10, 0);
    if rest >= next {
        (unit, exponent) = (next, exponent + 1);
    }
    let (wanted, mut digits) = (count(exponent), Vec::new());
    if wanted < 0 {
        return Digits { digits, exponent };
    }
    for _ in 0..wanted {
        digits.push(rest.divide(&unit));
        rest.scale(10, 0);
    }
    // `rest` is in tenths of the last digit.
    unit.scale(5, 0);
    let odd = digits.last().is_some_and(|digit| digit % 2 == 1);
    let mut digits = Digits { digits, exponent };
    match rest.cmp(&unit) {
        Ordering::Greater => digits.up(),
        Ordering::Equal if odd => digits.up(),
        _ => {}
    }
    digits
}

/// The fewest digits that are read as this number and no other, and of these the nearest.
fn fewest(value: f64) -> Digits {
    let (fraction, power) = parts(value);
    // Halves of the gap to the next number above and below; below a power of two the gap is half as wide.
    let uneven = fraction == 1 << (PRECISION - 1) && power > LEAST - PRECISION + 1;
    let extra = 1 + i32::from(uneven);
    let (mut rest, mut unit) = (Big::new(fraction), Big::new(1));
    let (mut below, mut above) = (Big::new(1), Big::new(1 + u64::from(uneven)));
    rest.shift(extra + power.max(0));
    unit.shift(extra + (-power).max(0));
    below.shift(power);
    above.shift(power);
    let mut exponent = estimate(value);
    unit.ten(exponent);
    for part in [&mut rest, &mut below, &mut above] {
        part.ten(-exponent);
    }
    // The ends of the gap are read as an even number.
    let even = fraction.is_multiple_of(2);
    let reaches = |order: Ordering| order == Ordering::Greater || even && order == Ordering::Equal;
    let mut next = unit.clone();
    next.scale(10, 0);
    while reaches(rest.plus(&above).cmp(&next)) {
        unit.scale(10, 0);
        next.scale(10, 0);
        exponent += 1;
    }
    let mut digits = Digits {
        digits: Vec::new(),
        exponent,
    };
    loop {
        digits.digits.push(rest.divide(&unit));
        let low = reaches(below.cmp(&rest));
        let high = reaches(rest.plus(&above).cmp(&unit));
        if low || high {
            if high && (!low || rest.plus(&rest) >= unit) {
                digits.up();
            }
            return digits;
        }
        for part in [&mut rest, &mut below, &mut above] {
            part.scale(10, 0);
        }
    }
}

/// "inf" and "NaN", as the standard library writes them.
fn special(value: f64) -> Option<String> {
    let sign = if value < 0.0 { "-" } else { "" };
    match value {
        _ if value.is_nan() => Some("NaN".to_owned()),
        _ if value.is_infinite() => Some(format!("{sign}inf")),
        _ => None,
    }
}

fn signed(value: f64, digits: String) -> String {
    match value.is_sign_negative() {
        true => format!("-{digits}"),
        false => digits,
    }
}

const ZERO: Digits = Digits {
    digits: Vec::new(),
    exponent: 0,
};

/// So many decimals, as `format!("{value:.decimals$}")`: ties go to the even digit, `-0` keeps its sign.
///
/// ```
/// use redes_decimal::fixed;
/// assert_eq!(fixed(-0.125, 2), "-0.12");
/// assert_eq!(fixed(2.0, 1), "2.0");
/// ```
pub fn fixed(value: f64, decimals: usize) -> String {
    special(value).unwrap_or_else(|| {
        let size = value.abs();
        // No number has more decimals than this.
        let limit = decimals.min(1100) as i32;
        let digits = match size > 0.0 {
            true => exact(size, |exponent| exponent + 1 + limit),
            false => ZERO,
        };
        signed(value, digits.plain(decimals))
    })
}

/// The fewest digits that are read as this number again, without an exponent, as `value.to_string()`.
///
/// ```
/// assert_eq!(redes_decimal::shortest(0.1), "0.1");
/// ```
pub fn shortest(value: f64) -> String {
    special(value).unwrap_or_else(|| {
        let digits = match value == 0.0 {
            true => ZERO,
            false => fewest(value.abs()),
        };
        signed(value, digits.plain(0))
    })
}

/// As [`shortest`], with an exponent, as `format!("{value:e}")`: `1.5e-7`.
pub fn shortest_scientific(value: f64) -> String {
    special(value).unwrap_or_else(|| {
        let text = match value == 0.0 {
            true => "0e0".to_owned(),
            false => fewest(value.abs()).scientific(),
        };
        signed(value, text)
    })
}

/// So many decimals and an exponent, as `format!("{value:.decimals$e}")`.
///
/// ```
/// assert_eq!(redes_decimal::scientific(0.001_234, 1), "1.2e-3");
/// ```
pub fn scientific(value: f64, decimals: usize) -> String {
    special(value).unwrap_or_else(|| {
        let decimals = decimals.min(1100);
        let digits = match value == 0.0 {
            true => Digits {
                digits: vec![0; decimals + 1],
                exponent: 0,
            },
            false => {
                let mut digits = exact(value.abs(), |_| decimals as i32 + 1);
                // 9.96 rounded up is 10.0: one digit too many.
                digits.digits.truncate(decimals + 1);
                digits
            }
        };
        signed(value, digits.scientific())
    })
}

/// Reads `12`, `-0.5`, `.5`, `1e-3`; the nearest number, ties to even, as the standard library does. `None` for
/// anything else and for what is too large; infinities have no text here.
///
/// ```
/// use redes_decimal::parse;
/// assert_eq!(parse("1e-3"), Some(0.001));
/// assert_eq!(parse("1e999"), None);
/// ```
pub fn parse(text: &str) -> Option<f64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, integer(exponent)?),
        None => (text, 0),
    };
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + decimals.len() == 0 || !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let digits: Vec<u8> = whole
        .bytes()
        .chain(decimals.bytes())
        .map(|byte| byte - b'0')
        .skip_while(|digit| *digit == 0)
        .collect();
    let exponent = exponent.saturating_sub(i64::try_from(decimals.len()).ok()?);
    let value = nearest(&digits, exponent)?;
    Some(if negative { -value } else { value })
}

/// A whole number of any length; beyond what matters it stays at a bound.
fn integer(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = digits.bytes().map(|byte| i64::from(byte - b'0'));
    let bound = i64::MAX / 100;
    Some(sign * digits.fold(0, |sum, digit| (sum * 10 + digit).min(bound)))
}

/// Digits that may decide how a number is rounded: a tie has at most 767 (and 17 for the halves of the least numbers).
const DECIDING: usize = 800;

/// The number nearest to `digits · 10^exponent`; `None` where that is beyond all numbers. The first digit is not 0.
fn nearest(digits: &[u8], exponent: i64) -> Option<f64> {
    let magnitude = exponent.saturating_add(i64::try_from(digits.len()).ok()?);
    if digits.is_empty() || magnitude < -330 {
        return Some(0.0);
    }
    if magnitude > 310 {
        return None;
    }
    let (mut above, mut below) = (Big::new(0), Big::new(1));
    for digit in digits.iter().take(DECIDING) {
        above.scale(10, u32::from(*digit));
    }
    let mut exponent = exponent + digits.len().saturating_sub(DECIDING) as i64;
    if digits.iter().skip(DECIDING).any(|digit| *digit > 0) {
        // Whatever comes later only matters by being there.
        above.scale(10, 1);
        exponent -= 1;
    }
    above.ten(i32::try_from(exponent).ok()?);
    below.ten(i32::try_from(-exponent).ok()?);
    // The quotient, from 1 to 2, times a power of two.
    let mut power = above.bits() - below.bits();
    above.shift(-power);
    below.shift(power);
    if above < below {
        above.shift(1);
        power -= 1;
    }
    if power > GREATEST {
        return None;
    }
    let bits = PRECISION - (LEAST - power).max(0);
    if bits < 0 {
        return Some(0.0);
    }
    let mut fraction = 0_u64;
    for _ in 0..bits {
        fraction = fraction * 2 + u64::from(above.divide(&below));
        above.shift(1);
    }
    let up = match above.cmp(&below) {
        Ordering::Greater => true,
        Ordering::Equal => fraction % 2 == 1,
        Ordering::Less => false,
    };
    // A fraction that rounds up to the next power of two carries into the exponent by itself.
    let biased = (power - LEAST).max(0) as u64;
    let value = f64::from_bits((biased << (PRECISION - 1)) + fraction + u64::from(up));
    value.is_finite().then_some(value)
}
