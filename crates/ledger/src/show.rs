//! Numbers as a reader sees them: what is printed beside what came out.

use redes_decimal::fixed;

use crate::entry::{Class, Entry};
use crate::judge::{Outcome, Spread};

/// More numbers than these are counted, not listed.
const LISTED: usize = 10;

/// The lines for what is printed and what we got, as wide as said; a list too long for
/// either is counted, with the word for `numbers`. Nothing where there is none.
pub fn columns(
    entry: &Entry,
    outcome: &Outcome,
    widths: [usize; 2],
    numbers: &str,
) -> (Vec<String>, Vec<String>) {
    let unit = entry.unit.as_ref().map(|unit| format!(" {unit}"));
    let unit = unit.unwrap_or_default();
    let printed: Vec<String> = entry.printed.iter().map(|n| n.text.clone()).collect();
    let printed = match printed.len() {
        0 => Vec::new(),
        _ => list(printed, &unit, widths[0], numbers),
    };
    let Some(first) = outcome.measured.first() else {
        return (printed, Vec::new());
    };
    let one = outcome.measured.iter().all(|run| run.len() == 1);
    let spread = Spread::of(&outcome.measured).filter(|_| one);
    let seeded = entry.class == Class::Distribution || entry.class == Class::NotReproducible;
    let ours = match spread {
        Some(spread) if seeded => vec![format!("{}{unit}", around(entry, &spread))],
        _ => {
            // Of several seeds that one whose digits are others, if there is one.
            let other = outcome.measured.iter().find(|run| !agree(entry, run));
            let values = other.unwrap_or(first).iter().enumerate();
            let values = values.map(|(index, &value)| digits(entry, index, value));
            list(values.collect(), &unit, widths[1], numbers)
        }
    };
    (printed, ours)
}

/// Numbers on one line if they fit, else each on its own, or only their count.
fn list(values: Vec<String>, unit: &str, width: usize, numbers: &str) -> Vec<String> {
    let line = format!("{}{unit}", values.join(" "));
    if line.chars().count() <= width {
        vec![line]
    } else if values.len() <= LISTED {
        values
    } else {
        vec![format!("{} {numbers}", values.len())]
    }
}

fn agree(entry: &Entry, run: &[f64]) -> bool {
    let mut pairs = entry.printed.iter().zip(run);
    run.len() == entry.printed.len() && pairs.all(|(n, &value)| n.agrees(value, entry.decimals))
}

/// A number as the printed one is written; in a slip with two decimals at least, or it
/// may look the same.
fn digits(entry: &Entry, index: usize, value: f64) -> String {
    match entry.printed.get(index) {
        Some(printed) if !entry.slip || value.fract() == 0.0 => printed.like(value, entry.decimals),
        _ if value.fract() == 0.0 => fixed(value, 0),
        _ => fixed(value, 2),
    }
}

/// The mean, and from where to where.
fn around(entry: &Entry, spread: &Spread) -> String {
    let printed = entry.printed.first();
    let decimals = printed.map_or(4, |n| n.decimals().clamp(2, 4));
    let [min, mean, max] = [spread.min, spread.mean, spread.max].map(|n| fixed(n, decimals));
    format!("{mean} ({min}–{max})")
}
