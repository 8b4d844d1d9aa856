//! Round marks for an axis: multiples of 1, 2 or 5 times a power of ten.

use crate::decimal;

/// How close together marks may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Room {
    /// The step between marks cuts the axis into at most so many parts, from 1 to 100. A broken part counts in part:
    /// an axis from 0.5 to 3.5 is cut into three parts by steps of 1.
    Parts(f64),
    /// At most so many marks stand on the axis.
    Marks(usize),
}

/// Marks in one axis at most, whatever room there is.
const MOST: f64 = 101.0;
/// A mark this close to the end of the axis, in steps, still stands on it: 3 · 0.1 is a little more than 0.3.
const SLACK: f64 = 1e-9;

/// The least round step that the room allows; `None` for an axis of no length or with an end that is not finite.
///
/// ```
/// use redes_sheet::axis::{Room, step};
/// assert_eq!(step([0.0, 1.0], Room::Parts(4.0)), Some(0.5));
/// assert_eq!(step([0.0, 1.0], Room::Marks(5)), Some(0.5));
/// ```
pub fn step(ends: [f64; 2], room: Room) -> Option<f64> {
    let span = ends[1] - ends[0];
    // What no step can be less than.
    let least = match room {
        Room::Parts(parts) => span / parts.clamp(1.0, MOST - 1.0) * (1.0 - SLACK),
        Room::Marks(0) => return None,
        Room::Marks(marks) => span / (marks as f64 + 1.0),
    };
    if !(span.is_finite() && least > 0.0) {
        return None;
    }
    let fits = |step: f64| match room {
        Room::Parts(_) => step >= least,
        Room::Marks(marks) => counts(ends, step).1 <= marks as f64,
    };
    let power = least.log10().floor() as i32;
    let steps = (power - 1..power + 3).flat_map(|power| [1, 2, 5].map(|part| (part, power)));
    // Read as they are written: ten times 0.01 is not 0.1 to the last bit.
    steps
        .filter_map(|(part, power)| decimal::parse(&format!("{part}e{power}")))
        .find(|step| *step > 0.0 && fits(*step))
}

/// The number of steps from 0 to the first mark, and how many marks there are.
fn counts([low, high]: [f64; 2], step: f64) -> (f64, f64) {
    let (first, last) = ((low / step - SLACK).ceil(), (high / step + SLACK).floor());
    (first, (last - first + 1.0).clamp(0.0, MOST))
}

/// Round numbers from one end of an axis to the other, ascending, none twice. An axis of no length or with an end that
/// is not finite has none.
///
/// ```
/// use redes_sheet::axis::{Room, marks};
/// assert_eq!(marks([-0.05, 0.06], Room::Parts(4.0)), [-0.05, 0.0, 0.05]);
/// ```
pub fn marks(ends: [f64; 2], room: Room) -> Vec<f64> {
    let Some(step) = step(ends, room) else {
        return Vec::new();
    };
    let (first, count) = counts(ends, step);
    // A sum with 0 has no -0.
    let mut marks: Vec<f64> = (0..count as u32)
        .map(|index| (first + f64::from(index)) * step + 0.0)
        .collect();
    // Far from 0 a step may be less than the distance between two numbers.
    marks.dedup();
    marks
}

/// [`marks`] with what `label` writes at each; a mark that would repeat the label before it is left out.
pub fn labelled(ends: [f64; 2], room: Room, label: impl Fn(f64) -> String) -> Vec<(f64, String)> {
    let mut all: Vec<(f64, String)> = Vec::new();
    for mark in marks(ends, room) {
        let text = label(mark);
        if all.last().is_none_or(|(_, last)| *last != text) {
            all.push((mark, text));
        }
    }
    all
}

/// How many decimals the multiples of a step need: 2 for 0.05, 0 for 20.
///
/// ```
/// assert_eq!(redes_sheet::axis::decimals(0.05), 2);
/// ```
pub fn decimals(step: f64) -> usize {
    let text = decimal::shortest_scientific(step);
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let after = digits.split_once('.').map_or(0, |(_, after)| after.len());
    let exponent: i32 = exponent.parse().unwrap_or_default();
    (after as i32 - exponent).max(0) as usize
}

/// The axis from round number to round number around these ends, which lie inside by 3 % at least. Ends that are the
/// same are held by an axis of length 1 or so.
pub fn around([low, high]: [f64; 2]) -> [f64; 2] {
    let span = if high - low > 1e-9 { high - low } else { 1.0 };
    let step = step([0.0, span], Room::Parts(10.0)).unwrap_or(span);
    let low = ((low - span * 0.03) / step).floor() * step;
    let high = ((high + span * 0.03) / step).ceil() * step;
    [low, high]
}
