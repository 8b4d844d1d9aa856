//! Digits and numbers are those of the standard library, for every number.
#![allow(missing_docs)]

use proptest::prelude::*;
use redes_decimal::{fixed, parse, scientific, shortest, shortest_scientific};

/// Where the two could part: ties, nines that carry, ends of ranges, powers of two (an uneven gap) and of ten.
fn edges() -> Vec<f64> {
    let mut all = vec![
        0.0,
        0.5,
        1.5,
        2.5,
        0.125,
        0.375,
        0.25,
        0.05,
        0.15,
        0.95,
        0.995,
        9.5,
        9.96,
        99.5,
        999.999_95,
        1e15,
        1e16,
        1e21,
        1e22,
        1e23,
        9_007_199_254_740_993.0,
        5e-324,
        f64::MIN_POSITIVE,
        f64::MAX,
        f64::EPSILON,
        2.225_073_858_507_201e-308,
        f64::NAN,
        f64::INFINITY,
    ];
    all.extend((-1074..1024).map(|power| 2_f64.powi(power)));
    all.extend((-323..309).map(|power| format!("1e{power}").parse::<f64>().unwrap_or(1.0)));
    let around: Vec<f64> = all
        .iter()
        .flat_map(|value| [value.next_down(), value.next_up()])
        .collect();
    all.extend(around);
    let negative: Vec<f64> = all.iter().map(|value| -value).collect();
    all.extend(negative);
    all
}

fn writes_alike(value: f64, decimals: usize) {
    assert_eq!(fixed(value, decimals), format!("{value:.decimals$}"));
    assert_eq!(scientific(value, decimals), format!("{value:.decimals$e}"));
}

fn reads_alike(text: &str) {
    let expected = text.parse::<f64>().ok().filter(|value| value.is_finite());
    assert_eq!(
        parse(text).map(f64::to_bits),
        expected.map(f64::to_bits),
        "{text}"
    );
}

#[test]
fn edges_are_written_alike() {
    for value in edges() {
        for decimals in [0, 1, 2, 8, 17] {
            writes_alike(value, decimals);
        }
        assert_eq!(shortest(value), value.to_string());
        assert_eq!(shortest_scientific(value), format!("{value:e}"));
    }
}

#[test]
fn edges_are_read_alike() {
    for value in edges() {
        reads_alike(&value.to_string());
        reads_alike(&format!("{value:e}"));
        // Exactly half-way to the next number, and a little beyond: all digits are needed.
        if value.is_finite() {
            let half = format!("{value:.1080}");
            for tail in ["", "1"] {
                reads_alike(&format!("{half}{tail}"));
            }
        }
    }
}

#[test]
fn ties_between_two_numbers_go_to_the_even_one() {
    // 2^53 + 1 and 2^53 + 3 are no f64; the least number's half is 0.
    for (text, expected) in [
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("9007199254740995", 9_007_199_254_740_996.0),
        (
            "9007199254740993.00000000000000000000000000000000001",
            9_007_199_254_740_994.0,
        ),
        ("2.4703282292062327e-324", 0.0),
        ("2.4703282292062328e-324", 5e-324),
        ("1.7976931348623158e308", f64::MAX),
    ] {
        assert_eq!(parse(text), Some(expected), "{text}");
        reads_alike(text);
    }
    assert_eq!(parse("1.7976931348623159e308"), None);
}

#[test]
fn what_is_no_number_is_refused() {
    for text in [
        "",
        " ",
        ".",
        "-",
        "+",
        "e5",
        ".e5",
        "1e",
        "1e+",
        "1e1.5",
        "+-1",
        "--1",
        "1-",
        "1 ",
        " 1",
        "1_000",
        "0x10",
        "1.2.3",
        "inf",
        "-infinity",
        "NaN",
        "1e999",
        "½",
        "１",
    ] {
        assert_eq!(parse(text), None, "{text:?}");
        reads_alike(text);
    }
    for text in [
        "1.",
        ".5",
        "+.5e-3",
        "1E5",
        "-0",
        "-0.0e-9",
        "007",
        "0e99999999999999999999",
        "1e-99999999999999999999",
        "1e+2",
    ] {
        assert!(parse(text).is_some(), "{text:?}");
        reads_alike(text);
    }
    let long = format!("0.{}1e20000", "0".repeat(19_999));
    assert_eq!(parse(&long), Some(1.0));
    reads_alike(&long);
}

/// Any bits, which are mostly very large or very small numbers, and numbers as they stand on a page.
fn numbers() -> impl Strategy<Value = f64> {
    let near = prop_oneof![Just(1.0), Just(1e3), Just(1e-4)];
    prop_oneof![
        any::<u64>().prop_map(f64::from_bits),
        (-10.0..10.0_f64, near).prop_map(|(value, size)| value * size),
        (any::<i32>(), 0..7).prop_map(|(whole, power)| f64::from(whole) / 10_f64.powi(power)),
        (any::<i16>(), 0..12).prop_map(|(whole, power)| f64::from(whole) / 2_f64.powi(power)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn all_are_written_alike(value in numbers(), decimals in 0..12_usize) {
        writes_alike(value, decimals);
        prop_assert_eq!(shortest(value), value.to_string());
        prop_assert_eq!(shortest_scientific(value), format!("{value:e}"));
    }

    #[test]
    fn what_is_written_is_read(value in numbers().prop_filter("finite", |value| value.is_finite())) {
        prop_assert_eq!(parse(&shortest(value)).map(f64::to_bits), Some(value.to_bits()));
        prop_assert_eq!(parse(&shortest_scientific(value)).map(f64::to_bits), Some(value.to_bits()));
    }

    #[test]
    fn digits_are_read_alike(text in "[+-]?[0-9]{0,25}\\.?[0-9]{0,25}([eE][+-]?[0-9]{1,3})?") {
        reads_alike(&text);
    }

    #[test]
    fn junk_is_read_alike(text in "[-+.eE0-9 in]{0,8}") {
        reads_alike(&text);
    }
}
