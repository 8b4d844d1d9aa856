//! A histogram as one line around its bars.

/// Bars of equal width side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// The left edge of the first bar.
    pub from: f64,
    /// The width of a bar.
    pub width: f64,
    /// The height of each bar.
    pub heights: Vec<f64>,
}

impl Bars {
    /// Bars of a width that hold weighted values; those outside the ends are left out. No bars without a width.
    pub fn count(
        [from, to]: [f64; 2],
        width: f64,
        values: impl Iterator<Item = (f64, f64)>,
    ) -> Self {
        // A whole number of bars is not rounded up to one more.
        let bars = ((to - from) / width - 1e-6).ceil().clamp(0.0, 10_000.0) as usize;
        let mut heights = vec![0.0; bars];
        for (value, weight) in values {
            let place = ((value - from) / width).floor();
            let bar = (place >= 0.0).then(|| heights.get_mut(place as usize));
            if let Some(height) = bar.flatten() {
                *height += weight;
            }
        }
        Self {
            from,
            width,
            heights,
        }
    }

    /// The height of the highest bar.
    pub fn top(&self) -> f64 {
        self.heights.iter().copied().fold(0.0, f64::max)
    }

    /// The line around the bars, from the floor to the floor.
    pub fn outline(&self) -> Vec<[f64; 2]> {
        self.until(f64::INFINITY)
    }

    /// The line around what lies left of an x, from the floor to the floor.
    pub fn until(&self, x: f64) -> Vec<[f64; 2]> {
        let mut points = vec![[self.from.min(x), 0.0]];
        for (index, height) in self.heights.iter().enumerate() {
            let left = self.from + self.width * index as f64;
            if left >= x {
                break;
            }
            points.push([left, *height]);
            points.push([(left + self.width).min(x), *height]);
        }
        let end = points.last().map_or(self.from, |[x, _]| *x);
        points.push([end, 0.0]);
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_in_their_bars() {
        let values = [(0.0, 1.0), (0.9, 2.0), (1.0, 1.0), (-0.1, 5.0), (3.0, 5.0)];
        let bars = Bars::count([0.0, 3.0], 1.0, values.into_iter());
        assert_eq!(bars.heights, [3.0, 1.0, 0.0]);
        assert_eq!(bars.top(), 3.0);
    }

    #[test]
    fn the_line_begins_and_ends_on_the_floor() {
        let bars = Bars {
            from: 1.0,
            width: 2.0,
            heights: vec![4.0, 5.0],
        };
        let whole = [
            [1.0, 0.0],
            [1.0, 4.0],
            [3.0, 4.0],
            [3.0, 5.0],
            [5.0, 5.0],
            [5.0, 0.0],
        ];
        assert_eq!(bars.outline(), whole);
        let left = [
            [1.0, 0.0],
            [1.0, 4.0],
            [3.0, 4.0],
            [3.0, 5.0],
            [4.0, 5.0],
            [4.0, 0.0],
        ];
        assert_eq!(bars.until(4.0), left);
        assert_eq!(bars.until(0.0), [[0.0, 0.0], [0.0, 0.0]]);
        assert_eq!(Bars::default().outline(), [[0.0, 0.0], [0.0, 0.0]]);
    }
}
