//! Numbers as people write and read them: a point before the decimals in both languages, a true minus sign.
//!
//! All digits come from [`decimal`]; no function here uses the standard library's formatting of floats, which would
//! weigh on every module of the page.

use crate::{decimal, language::Language};

/// Reads a number with "," or "." as its decimal mark, and with a hyphen, a minus sign or an en dash, which word
/// processors write for it; `None` for anything else, infinities included.
///
/// ```
/// use redes_sheet::number::parse;
/// assert_eq!(parse(" −0,5 "), Some(-0.5));
/// assert_eq!(parse("1,000.5"), None);
/// ```
pub fn parse(text: &str) -> Option<f64> {
    let plain = text.trim().replace(['−', '–', '－'], "-").replace(',', ".");
    decimal::parse(&plain)
}

/// A whole number with its thousands set apart: `10 000` in Spanish, `10,000` in English.
///
/// ```
/// use redes_sheet::{language::Language, number::grouped};
/// assert_eq!(grouped(2_500, Language::Spanish), "2500");
/// assert_eq!(grouped(2_500, Language::English), "2,500");
/// ```
pub fn grouped(value: u64, language: Language) -> String {
    let digits = value.to_string();
    // Spanish sets four digits without a gap (RAE, Ortografía 2010).
    let separator = match language {
        Language::Spanish if digits.len() <= 4 => return digits,
        Language::Spanish => '\u{202f}',
        Language::English => ',',
    };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A number that can be read again, such as a parameter: `0.05`, `1e300`.
pub fn plain(value: f64) -> String {
    if value == 0.0 || (1e-6..1e15).contains(&value.abs()) {
        decimal::shortest(value)
    } else {
        decimal::shortest_scientific(value)
    }
}

/// A number with a fixed count of decimals and a true minus sign; "—" where it isn't finite.
///
/// ```
/// assert_eq!(redes_sheet::number::fixed(-0.5, 2), "−0.50");
/// ```
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    let text = decimal::fixed(value, decimals);
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| b == b'0' || b == b'.') => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// As [`fixed`], with a plus where the number is positive.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if value > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

/// At most so many decimals, without trailing zeros: `253`, `0.06`, `−1.5`.
pub fn short(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// Eight decimals with the trailing zeros dropped, as NumPy prints the thesis's weights.
pub fn printed(value: f64) -> String {
    short(value, 8)
}

/// At most four decimals, or two figures and a power of ten where those would say nothing: `−0.0251`, `1.3·10⁻¹¹`.
///
/// ```
/// assert_eq!(redes_sheet::number::compact(-1.34e-11), "−1.3·10⁻¹¹");
/// ```
pub fn compact(value: f64) -> String {
    match scientific(value) {
        Some((mantissa, exponent)) => format!("{mantissa}·10{}", raised(exponent)),
        None => short(value, decimals(value)),
    }
}

/// How many decimals say something: four, fewer for large numbers.
pub fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size < 100.0 => 4,
        size if size < 10_000.0 => 2,
        _ => 0,
    }
}

/// Two figures and a power of ten, for numbers that four decimals don't show or that are very large.
pub fn scientific(value: f64) -> Option<(String, i32)> {
    let size = value.abs();
    if size == 0.0 || !size.is_finite() || (0.00095..1e6).contains(&size) {
        return None;
    }
    figures(value)
}

/// Two figures, the second left out where it is 0, and the power of ten that they are multiplied by.
fn figures(value: f64) -> Option<(String, i32)> {
    let text = decimal::scientific(value, 1);
    let (mantissa, exponent) = text.split_once('e')?;
    let mantissa = mantissa
        .strip_suffix(".0")
        .unwrap_or(mantissa)
        .replace('-', "−");
    Some((mantissa, exponent.parse().ok()?))
}

/// The number at a mark of an axis with little room: at most four decimals, from 10,000 on a power of ten.
///
/// ```
/// use redes_sheet::number::mark;
/// assert_eq!(mark(-0.05), "−0.05");
/// assert_eq!(mark(-100_000.0), "−1·10⁵");
/// ```
pub fn mark(value: f64) -> String {
    match figures(value) {
        Some((mantissa, exponent)) if value.abs() >= 10_000.0 => {
            format!("{mantissa}·10{}", raised(exponent))
        }
        _ => short(value, 4),
    }
}

/// An exponent in small raised figures.
pub fn raised(exponent: i32) -> String {
    let small = |sign| match sign {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32(0x2070 + digit.to_digit(10).unwrap_or_default()).unwrap_or(digit),
    };
    exponent.to_string().chars().map(small).collect()
}

/// A share as a percentage with two decimals.
///
/// ```
/// use redes_sheet::{language::Language, number::percent};
/// assert_eq!(percent(0.9812, Language::English), "98.12%");
/// ```
pub fn percent(share: f64, language: Language) -> String {
    per_cent(fixed(share * 100.0, 2), language)
}

/// A share as a percentage with at most so many decimals.
pub fn short_percent(share: f64, decimals: usize, language: Language) -> String {
    per_cent(short(share * 100.0, decimals), language)
}

/// Spanish sets the sign apart (RAE, Ortografía 2010).
fn per_cent(number: String, language: Language) -> String {
    format!("{number}{}%", language.choose("\u{202f}", ""))
}

/// A length of time for people: `12 s`, `3 min 20 s`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    match (whole / 60, whole % 60) {
        (0, s) => format!("{s} s"),
        (m, s) => format!("{m} min {s:02} s"),
    }
}
