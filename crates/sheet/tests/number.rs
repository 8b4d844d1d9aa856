//! Numbers as people write and read them, in both languages.
#![allow(missing_docs)]

use proptest::prelude::*;
use redes_sheet::{
    language::Language::{self, English, Spanish},
    number::{
        compact, decimals, duration, fixed, grouped, mark, parse, percent, plain, printed, raised,
        scientific, short, short_percent, signed,
    },
};

#[test]
fn thousands_are_set_apart() {
    // RAE, Ortografía de la lengua española (2010), VIII.2.1.1: groups of three apart by a thin space, but not where
    // there are four digits alone.
    let table = [
        (0, "0", "0"),
        (7, "7", "7"),
        (999, "999", "999"),
        (1_000, "1000", "1,000"),
        (2_500, "2500", "2,500"),
        (9_999, "9999", "9,999"),
        (10_000, "10\u{202f}000", "10,000"),
        (60_000, "60\u{202f}000", "60,000"),
        (123_456, "123\u{202f}456", "123,456"),
        (1_000_000, "1\u{202f}000\u{202f}000", "1,000,000"),
        (
            u64::MAX,
            "18\u{202f}446\u{202f}744\u{202f}073\u{202f}709\u{202f}551\u{202f}615",
            "18,446,744,073,709,551,615",
        ),
    ];
    for (value, spanish, english) in table {
        assert_eq!(grouped(value, Spanish), spanish);
        assert_eq!(grouped(value, English), english);
    }
}

#[test]
fn shares_are_percentages() {
    let table = [
        (0.9812, "98.12\u{202f}%", "98.12%"),
        (1.0, "100.00\u{202f}%", "100.00%"),
        (0.0, "0.00\u{202f}%", "0.00%"),
        (f64::NAN, "—\u{202f}%", "—%"),
    ];
    for (share, spanish, english) in table {
        assert_eq!(percent(share, Spanish), spanish);
        assert_eq!(percent(share, English), english);
    }
    assert_eq!(short_percent(0.9, 0, Spanish), "90\u{202f}%");
    assert_eq!(short_percent(0.9, 2, English), "90%");
    assert_eq!(short_percent(0.98125, 1, English), "98.1%");
}

#[test]
fn decimals_are_fixed_or_at_most() {
    let table = [
        (0.0, 2, "0.00", "0"),
        (-0.0, 2, "0.00", "0"),
        (-0.001, 2, "0.00", "0"),
        (-1.5, 2, "−1.50", "−1.5"),
        (0.06, 4, "0.0600", "0.06"),
        (253.0, 3, "253.000", "253"),
        (100.0, 0, "100", "100"),
        (0.125, 2, "0.12", "0.12"),
        (1e300, 0, &format!("{:.0}", 1e300), &format!("{:.0}", 1e300)),
        (f64::INFINITY, 2, "—", "—"),
        (f64::NAN, 2, "—", "—"),
    ];
    for (value, decimals, long, brief) in table {
        assert_eq!(fixed(value, decimals), long);
        assert_eq!(short(value, decimals), brief);
    }
    assert_eq!(signed(0.25, 2), "+0.25");
    assert_eq!(signed(-0.25, 2), "−0.25");
    assert_eq!(signed(0.0, 2), "0.00");
    // The thesis's weights as NumPy prints them (§2): eight decimals at most.
    assert_eq!(printed(-0.165_955_99), "−0.16595599");
    assert_eq!(printed(0.5), "0.5");
}

#[test]
fn parameters_are_written_in_full_or_with_an_exponent() {
    let table = [
        (0.0, "0"),
        (0.05, "0.05"),
        (-3.0, "-3"),
        (1e-6, "0.000001"),
        (9e-7, "9e-7"),
        (1e14, "100000000000000"),
        (1e15, "1e15"),
        (-1.5e300, "-1.5e300"),
    ];
    for (value, text) in table {
        assert_eq!(plain(value), text);
    }
}

#[test]
fn small_and_large_numbers_are_powers_of_ten() {
    let table = [
        (0.0, "0"),
        (-0.025_12, "−0.0251"),
        (0.000_95, "0.0009"),
        (0.000_94, "9.4·10⁻⁴"),
        (1.34e-11, "1.3·10⁻¹¹"),
        (-1e-7, "−1·10⁻⁷"),
        (99.5, "99.5"),
        (123.456, "123.46"),
        (12_345.6, "12346"),
        (999_999.0, "999999"),
        (1e6, "1·10⁶"),
        (9.96e9, "1·10¹⁰"),
        (f64::INFINITY, "—"),
    ];
    for (value, text) in table {
        assert_eq!(compact(value), text, "{value}");
    }
    assert_eq!(scientific(2.5e8), Some(("2.5".to_owned(), 8)));
    assert_eq!(scientific(2.5), None);
    assert_eq!(scientific(f64::NAN), None);
    assert_eq!([99.0, 100.0, 10_000.0].map(decimals), [4, 2, 0]);
    assert_eq!(raised(-1_234_567_890), "⁻¹²³⁴⁵⁶⁷⁸⁹⁰");
    let marks = [
        (8000.0, "8000"),
        (-0.05, "−0.05"),
        (12_000.0, "1.2·10⁴"),
        (-100_000.0, "−1·10⁵"),
        (0.0, "0"),
    ];
    for (value, text) in marks {
        assert_eq!(mark(value), text);
    }
}

#[test]
fn times_are_minutes_and_seconds() {
    let table = [
        (0.0, "0 s"),
        (-3.0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (200.0, "3 min 20 s"),
        (f64::NAN, "0 s"),
    ];
    for (seconds, text) in table {
        assert_eq!(duration(seconds), text);
    }
}

#[test]
fn people_write_numbers_in_many_ways() {
    let table = [
        ("0.5", 0.5),
        ("0,5", 0.5),
        (" -,5 ", -0.5),
        ("−3", -3.0),
        ("–0,6", -0.6),
        ("－2", -2.0),
        ("1e-3", 0.001),
        ("+2", 2.0),
        ("1.", 1.0),
    ];
    for (text, value) in table {
        assert_eq!(parse(text), Some(value), "{text}");
    }
    for text in [
        "", "a", "1.000,5", "1 000", "inf", "NaN", "1e999", "0x1", "--1", "–", "1–2", "—1",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn languages_have_codes() {
    let table = [
        ("es", Some(Spanish)),
        ("es-AR", Some(Spanish)),
        ("ES_419", Some(Spanish)),
        ("en", Some(English)),
        ("En-GB", Some(English)),
        ("en-US-x-pirate", Some(English)),
        ("", None),
        ("pt-BR", None),
        ("est", None),
        ("e", None),
    ];
    for (code, language) in table {
        assert_eq!(Language::from_code(code), language, "{code}");
    }
    for language in Language::BOTH {
        assert_eq!(Language::from_code(language.code()), Some(language));
    }
    assert_eq!(English.choose("sí", "yes"), "yes");
    assert_eq!(Spanish.choose("sí", "yes"), "sí");
}

proptest! {
    #[test]
    fn what_is_plain_is_read_again(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
        prop_assert_eq!(parse(&plain(value)), Some(value));
    }

    #[test]
    fn what_is_fixed_is_read_again(value in -1e6..1e6_f64, decimals in 0..9_usize) {
        let error = 0.5 / 10_f64.powi(decimals as i32) * (1.0 + 1e-9) + 1e-9;
        for text in [fixed(value, decimals), short(value, decimals)] {
            let read = parse(&text);
            prop_assert!(read.is_some_and(|read| (read - value).abs() <= error), "{} {:?}", text, read);
            prop_assert!(!text.contains('-'));
        }
    }

    #[test]
    fn groups_keep_their_digits(value in any::<u64>()) {
        for language in Language::BOTH {
            let text = grouped(value, language);
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(digits, value.to_string());
            let separators = [',', '\u{202f}'];
            prop_assert!(text.split(separators).skip(1).all(|group| group.len() == 3));
        }
    }

    #[test]
    fn no_text_is_too_much(text in ".{0,12}") {
        prop_assert!(parse(&text).is_none_or(f64::is_finite));
    }
}
