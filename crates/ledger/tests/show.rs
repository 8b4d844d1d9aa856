//! Numbers are written as the standard library writes them, and the ledger's bytes stand for the ledger.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use redes_core::rng::RandomState;
use redes_ledger::{Class, Entry, Ledger, Measurements, Outcome, Printed, THESIS, columns};

/// Wide enough for any line.
const WIDE: [usize; 2] = [200, 200];

fn thesis() -> Ledger {
    Ledger::parse(THESIS).unwrap()
}

/// Numbers of many sizes, whole ones among them.
fn values(count: usize) -> Vec<f64> {
    let mut rng = RandomState::new(1);
    let mut value = |index: usize| {
        let size = 10_f64.powi(index as i32 % 13 - 8);
        let value = rng.uniform(-1.0, 1.0) * size;
        if index.is_multiple_of(5) {
            value.round()
        } else {
            value
        }
    };
    (0..count).map(&mut value).collect()
}

/// `Printed::like`, with the standard library's texts.
fn like(printed: &Printed, value: f64, decimals: Option<usize>) -> String {
    let decimals = decimals.unwrap_or_else(|| printed.decimals());
    if !printed.text.contains('e') {
        return format!("{value:.decimals$}");
    }
    let text = format!("{value:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap();
    let exponent: i32 = exponent.parse().unwrap();
    format!("{mantissa}e{exponent:+03}")
}

/// A single measured number as the table has it, with the standard library's texts.
fn single(entry: &Entry, value: f64) -> String {
    match entry.printed.first() {
        Some(printed) if !entry.slip || value.fract() == 0.0 => {
            like(printed, value, entry.decimals)
        }
        _ if value.fract() == 0.0 => format!("{value:.0}"),
        _ => format!("{value:.2}"),
    }
}

#[test]
fn numbers_are_those_of_the_standard_library() {
    let values = values(400);
    let ledger = thesis();
    for entry in ledger.entries() {
        for printed in &entry.printed {
            assert_eq!(printed.text.parse(), Ok(printed.value));
            for value in &values {
                let text = like(printed, *value, entry.decimals);
                assert_eq!(printed.like(*value, entry.decimals), text);
                // Numbers that are near enough to agree, and such that are not.
                let near = printed.value + value * 1e-4;
                let rounded = [near, printed.value].map(|value| {
                    let text = like(printed, value, entry.decimals);
                    text.parse::<f64>().unwrap()
                });
                let expected = rounded[0] == rounded[1];
                assert_eq!(printed.agrees(near, entry.decimals), expected, "{near}");
            }
        }
    }
}

#[test]
fn columns_are_those_of_the_standard_library() {
    let values = values(300);
    let ledger = thesis();
    let mut spreads = 0;
    for entry in ledger.entries() {
        let Some(key) = entry.key() else { continue };
        let unit = entry.unit.as_ref().map(|unit| format!(" {unit}"));
        let unit = unit.unwrap_or_default();
        for three in values.chunks_exact(3) {
            let mut measurements = Measurements::default();
            let seeded = matches!(entry.class, Class::Distribution | Class::NotReproducible);
            let runs = if seeded { three } else { &three[..1] };
            runs.iter()
                .for_each(|value| measurements.add(key, [*value]));
            let outcome = Outcome::of(entry, &measurements, false);
            let (_, ours) = columns(entry, &outcome, WIDE, "numbers");
            let expected = if seeded {
                spreads += 1;
                let decimals = entry.printed.first();
                let decimals = decimals.map_or(4, |printed| printed.decimals().clamp(2, 4));
                let [min, max] =
                    [f64::min, f64::max].map(|f| three.iter().copied().fold(three[0], f));
                let mean = three.iter().sum::<f64>() / 3.0;
                format!("{mean:.decimals$} ({min:.decimals$}–{max:.decimals$}){unit}")
            } else {
                format!("{}{unit}", single(entry, runs[0]))
            };
            assert_eq!(ours, [expected], "{}", entry.id);
        }
    }
    assert!(spreads > 0);
}

#[test]
fn bytes_stand_for_the_ledger() {
    let ledger = thesis();
    let bytes = ledger.to_bytes().unwrap();
    assert_eq!(Ledger::from_bytes(&bytes).as_ref(), Ok(&ledger));
    for length in 0..bytes.len() {
        assert!(Ledger::from_bytes(&bytes[..length]).is_err(), "{length}");
    }
    for bytes in [&b"{}"[..], &[bytes, vec![0]].concat()] {
        assert!(Ledger::from_bytes(bytes).is_err());
    }
}
