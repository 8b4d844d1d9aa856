//! The thesis's numbers as each language writes them: decimal sign, thousands, powers of ten.

/// Some digits of a whole number from which its thousands are set apart; 1875 and years stay whole.
const LONG: usize = 5;

/// A list of printed numbers as a language writes it; [`raised`] sets its exponents, which follow a `^`.
pub(crate) fn list(printed: &[&str], code: &str) -> String {
    // Between numbers with a decimal comma, a second comma would be read as one of them.
    let decimals = printed.iter().any(|number| number.contains('.'));
    let between = if code == "es" && decimals { "; " } else { ", " };
    let written: Vec<String> = printed.iter().map(|number| one(number, code)).collect();
    written.join(between)
}

/// A number without separators of thousands, such as `-0.2078435`, `160000` or `4.8952447e-08`, as a language writes it.
fn one(printed: &str, code: &str) -> String {
    let (mantissa, power) = match printed.split_once('e') {
        Some((mantissa, power)) => (mantissa, Some(power)),
        None => (printed, None),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => ("−", digits),
        None => ("", mantissa),
    };
    let (point, comma) = match code {
        "es" => (",", "\u{a0}"),
        _ => (".", ","),
    };
    let mut text = sign.to_owned();
    match digits.split_once('.') {
        Some((whole, decimals)) => {
            text += &thousands(whole, comma);
            text += point;
            text += decimals;
        }
        None => text += &thousands(digits, comma),
    }
    if let Some(power) = power {
        let digits = power.trim_start_matches(['-', '+', '0']);
        let sign = if power.starts_with('-') { "−" } else { "" };
        text += &format!("·10^{sign}{digits}");
    }
    text
}

/// Digits in groups of three from the right, if there are many.
fn thousands(digits: &str, comma: &str) -> String {
    if digits.len() < LONG {
        return digits.to_owned();
    }
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text += comma;
        }
        text.push(digit);
    }
    text
}

/// The exponent of a power of ten, such as `10^−8`, as HTML.
pub(crate) fn raised(text: &str) -> String {
    let mut parts = text.split('^');
    let mut html = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|c: char| c != '−' && !c.is_ascii_digit())
            .unwrap_or(part.len());
        let (power, rest) = part.split_at(end);
        html += &format!("<sup>{power}</sup>{rest}");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_decimal_sign_and_thousands() {
        for (printed, es, en) in [
            ("0.8848", "0,8848", "0.8848"),
            ("-0.2078435", "−0,2078435", "−0.2078435"),
            ("2163605", "2\u{a0}163\u{a0}605", "2,163,605"),
            ("60000", "60\u{a0}000", "60,000"),
            ("88.56", "88,56", "88.56"),
            ("1986", "1986", "1986"),
            ("8000", "8000", "8000"),
            ("0", "0", "0"),
            ("4.8952447e-08", "4,8952447·10^−8", "4.8952447·10^−8"),
            ("5.3248947e-13", "5,3248947·10^−13", "5.3248947·10^−13"),
        ] {
            assert_eq!(one(printed, "es"), es);
            assert_eq!(one(printed, "en"), en);
        }
    }

    #[test]
    fn decimal_commas_are_told_from_those_between_numbers() {
        let weights = ["9.67299303", "-0.2078435"];
        assert_eq!(list(&weights, "es"), "9,67299303; −0,2078435");
        assert_eq!(list(&weights, "en"), "9.67299303, −0.2078435");
        assert_eq!(list(&["500", "32"], "es"), "500, 32");
    }

    #[test]
    fn exponents_are_raised() {
        assert_eq!(
            raised("4,8·10^−8; 2,7·10^−13"),
            "4,8·10<sup>−8</sup>; 2,7·10<sup>−13</sup>"
        );
        assert_eq!(raised("0,8848"), "0,8848");
    }
}
