//! The reader's own points: on a grid over the plane, so that a link restores them exactly.

use redes_experiment::{circles::REACH, playground::MAX_POINTS};
use redes_shell::link;

/// The last line of the grid: coordinates and values have two characters of a link each.
pub const LAST: u16 = 64 * 64 - 1;
/// The characters of a link, each for six bits: those that an address does not encode.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-,";
/// What points with values begin with.
const VALUES: &str = "..";

/// The reader's own points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// Place from the left and from below on the grid, and the class (0 or 1) or the value on the grid.
    pub grid: Vec<[u16; 3]>,
    /// Whether the points have values in place of classes.
    pub values: bool,
}

/// The reader's units: the middle of x and half its extent, the same of y, and of the values. The plane shows 10 % more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale(pub [f64; 6]);

/// The share of the plane that is filled by points from a file.
pub const FILLED: f64 = 0.9;

impl Own {
    /// Points whose coordinates lie on the plane and whose targets are classes, or values from −1 to 1.
    pub fn of_rows(rows: &[[f64; 3]], values: bool) -> Self {
        let row = |[x, y, target]: &[f64; 3]| {
            let target = match values {
                true => line(*target, 1.0),
                false => u16::from(*target > 0.5),
            };
            [line(*x, REACH), line(*y, REACH), target]
        };
        Self {
            grid: rows.iter().take(MAX_POINTS).map(row).collect(),
            values,
        }
    }

    /// Rows of x, y and class or value. The points of class 0 come first, as in a link: the order decides the split and the
    /// batches, and a link must repeat the run.
    pub fn rows(&self) -> Vec<[f64; 3]> {
        let row = |[x, y, target]: &[u16; 3]| {
            let target = match self.values {
                true => place(*target, 1.0),
                false => f64::from(*target),
            };
            [place(*x, REACH), place(*y, REACH), target]
        };
        let mut grid = self.grid.clone();
        if !self.values {
            grid.sort_by_key(|[_, _, class]| *class);
        }
        grid.iter().map(row).collect()
    }

    /// How many different classes or values there are.
    pub fn targets(&self) -> usize {
        let mut targets = Vec::new();
        for [_, _, target] in &self.grid {
            if !targets.contains(target) {
                targets.push(*target);
            }
        }
        targets.len()
    }

    /// Whether there is something to learn: two points.
    pub fn is_enough(&self) -> bool {
        self.grid.len() >= 2
    }

    /// Adds a point at a place of the plane, unless there are too many, or one with that target is at this place.
    pub fn add(&mut self, [x, y]: [f64; 2], target: u16) {
        let row = [line(x, REACH), line(y, REACH), target];
        if self.grid.len() < MAX_POINTS && !self.grid.contains(&row) {
            self.grid.push(row);
        }
    }

    /// Removes the points within a radius around a place of the plane.
    pub fn erase(&mut self, [x, y]: [f64; 2], radius: f64) {
        self.grid.retain(|[right, up, _]| {
            let (dx, dy) = (place(*right, REACH) - x, place(*up, REACH) - y);
            dx * dx + dy * dy > radius * radius
        });
    }

    /// The points as text of a link: those of class 0, a point, those of class 1; or the rows with their values.
    pub fn written(&self) -> String {
        let mut text = String::new();
        if self.values {
            text.push_str(VALUES);
            self.grid.iter().for_each(|row| put(&mut text, row));
            return text;
        }
        for class in [0, 1] {
            let own = self.grid.iter().filter(|[_, _, target]| *target == class);
            own.for_each(|[x, y, _]| put(&mut text, &[*x, *y]));
            if class == 0 {
                text.push('.');
            }
        }
        text
    }

    /// The points of a text.
    pub fn read(text: &str) -> Option<Self> {
        let own = match text.strip_prefix(VALUES) {
            Some(rows) => Self {
                grid: taken::<3>(rows)?,
                values: true,
            },
            None => {
                let (zeros, ones) = text.split_once('.')?;
                let (zeros, ones) = (taken::<2>(zeros)?, taken::<2>(ones)?);
                let zeros = zeros.into_iter().map(|[x, y]| [x, y, 0]);
                let ones = ones.into_iter().map(|[x, y]| [x, y, 1]);
                Self {
                    grid: zeros.chain(ones).collect(),
                    values: false,
                }
            }
        };
        (own.grid.len() <= MAX_POINTS).then_some(own)
    }
}

impl Scale {
    /// The scale of a text: six numbers, no extent of 0.
    pub fn read(text: &str) -> Option<Self> {
        let scale = link::numbers::<6>(text, redes_shell::number::parse)?;
        let halves = [scale[1], scale[3], scale[5]];
        halves.iter().all(|half| *half > 0.0).then_some(Self(scale))
    }

    /// The reader's x and y of a place on the plane.
    pub fn own(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [x_mid, x_half, y_mid, y_half, ..] = self.0;
        let share = |at: f64| at / (REACH * FILLED);
        [x_mid + share(x) * x_half, y_mid + share(y) * y_half]
    }

    /// The reader's value of a value from −1 to 1.
    pub fn value(&self, value: f64) -> f64 {
        self.0[4] + value * self.0[5]
    }
}

/// The nearest line of the grid to a number from `-reach` to `reach`.
fn line(at: f64, reach: f64) -> u16 {
    let share = (at / reach + 1.0) / 2.0 * f64::from(LAST);
    share.round().clamp(0.0, f64::from(LAST)) as u16
}

/// The number at a line of the grid.
fn place(line: u16, reach: f64) -> f64 {
    reach * (2.0 * f64::from(line) / f64::from(LAST) - 1.0)
}

fn put(text: &mut String, numbers: &[u16]) {
    for number in numbers {
        for digit in [number / 64, number % 64] {
            let sign = DIGITS.get(usize::from(digit)).copied().unwrap_or(b'A');
            text.push(char::from(sign));
        }
    }
}

/// Rows of so many numbers, two characters each.
fn taken<const N: usize>(text: &str) -> Option<Vec<[u16; N]>> {
    let digit = |sign: u8| DIGITS.iter().position(|digit| *digit == sign);
    let digits: Option<Vec<usize>> = text.bytes().map(digit).collect();
    let digits = digits?;
    let (pairs, []) = digits.as_chunks::<2>() else {
        return None;
    };
    let numbers: Vec<u16> = pairs.iter().map(|[a, b]| (a * 64 + b) as u16).collect();
    let (rows, []) = numbers.as_chunks::<N>() else {
        return None;
    };
    Some(rows.to_vec())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_the_points_in_the_order_of_the_run() {
        let rows = [
            [0.5, 0.5, 1.0],
            [-0.5, 0.2, 0.0],
            [0.1, 0.1, 1.0],
            [0.3, -0.4, 0.0],
        ];
        let own = Own::of_rows(&rows, false);
        let linked = Own::read(&own.written()).unwrap();
        assert_eq!(own.rows(), linked.rows());
    }

    #[test]
    fn points_come_back_from_their_text() {
        let rows = [[-1.5, 1.5, 0.0], [0.25, -0.75, 1.0], [0.0, 0.1, 0.0]];
        let own = Own::of_rows(&rows, false);
        let back = Own::read(&own.written()).unwrap();
        // Class 0 comes first.
        assert_eq!(back.grid, [own.grid[0], own.grid[2], own.grid[1]]);
        assert_eq!(Own::read(&back.written()).unwrap(), back);
        assert_eq!(own.written().len(), 3 * 4 + 1);
        let values = Own::of_rows(&[[0.0, 0.0, -1.0], [1.0, 1.0, 0.37]], true);
        assert_eq!(Own::read(&values.written()).unwrap(), values);
        for text in ["", "AAA.", "AA.", "..AAAA", "AA!A.", "AAAA", "A.A.A"] {
            assert_eq!(Own::read(text), None, "{text}");
        }
        assert_eq!(Own::read(".").unwrap(), Own::default());
    }

    #[test]
    fn the_grid_is_finer_than_a_pixel() {
        let rows = Own::of_rows(&[[0.1234, -0.5678, 1.0]], false).rows();
        assert!((rows[0][0] - 0.1234).abs() < 4e-4 && (rows[0][1] + 0.5678).abs() < 4e-4);
        assert_eq!(rows[0][2], 1.0);
        // The ends of the plane and of the values are on the grid.
        let ends = Own::of_rows(&[[-9.0, 9.0, -1.0], [0.0, 0.0, 1.0]], true).rows();
        assert_eq!(ends[0], [-1.5, 1.5, -1.0]);
        assert_eq!(ends[1][2], 1.0);
    }

    #[test]
    fn points_are_added_once_and_erased_around_a_place() {
        let mut own = Own::default();
        own.add([0.5, 0.5], 1);
        own.add([0.5, 0.5], 1);
        assert!(!own.is_enough());
        own.add([0.55, 0.5], 0);
        assert!(own.is_enough());
        own.erase([0.56, 0.5], 0.03);
        assert_eq!(own.rows().len(), 1);
        assert_eq!(own.rows()[0][2], 1.0);
    }

    #[test]
    fn a_scale_gives_the_readers_units() {
        let scale = Scale::read("10,5,0,2,100,50").unwrap();
        assert_eq!(scale.own([1.35, 0.0]), [15.0, 0.0]);
        assert_eq!(scale.value(-1.0), 50.0);
        assert_eq!(Scale::read("10,0,0,2,100,50"), None);
        assert_eq!(Scale::read("10,5"), None);
    }
}
