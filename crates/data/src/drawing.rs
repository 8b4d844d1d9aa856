//! Turns strokes of a pen into an image like those of MNIST.
//!
//! LeCun's recipe (yann.lecun.com/exdb/mnist): the digit is scaled to fit 20 x 20 pixels with its proportions kept,
//! which makes its edges grey, and placed in 28 x 28 pixels with its centre of mass at the centre. Strokes are lines
//! without a width, so the pen is chosen after they are fitted: a small drawing has strokes as thin as those of a large
//! one.
//!
//! The constants are measured, not taken from the recipe: on MNIST's training images, and by what both shipped networks
//! read of 7,494 digits of 30 writers (E. Alpaydin and F. Alimoglu, Pen-Based Recognition of Handwritten Digits, UCI).

use crate::mnist::{PIXELS, SIDE};

/// Side of the paper that strokes are drawn on, in their units.
pub const PAPER: f32 = 280.0;
/// The longest side of a fitted drawing with its pen, in pixels. The outermost of MNIST's 20 rows or columns is mostly
/// faint, and a box of 20 full pixels is read worse by one point in a hundred.
const BOX: f64 = 19.0;
/// Width of the pen, as a share of the longest side of the strokes. Between 0.11 and 0.15 it hardly matters.
const PEN: f64 = 0.13;
/// Where the centre of mass comes to lie, in pixels. MNIST's lie anywhere from 14 to 15, since its images were moved by
/// whole pixels.
const MIDDLE: f64 = 14.25;
/// A drawing whose longest side is shorter than this is a dot, however the hand trembled: a third of the pen that a pad
/// shows.
const DOT: f64 = 7.0;
/// Cells along a side of a pixel: the ink is drawn in cells, and a pixel is their mean.
const FINE: usize = 8;
/// Cells along a side of the canvas: 20 pixels, so that the edge of a fitted pen lies inside.
const CELLS: usize = 20 * FINE;
/// The most points of a drawing. Later points are ignored.
const MAX_POINTS: usize = 20_000;

/// A line drawn without lifting the pen, in units of the paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stroke {
    /// Its points, x to the right and y downwards; one point alone is a dot.
    pub points: Vec<(f32, f32)>,
}

/// The image of a drawing, 28 x 28 row by row, ink 255; `None` where nothing is drawn.
///
/// It does not depend on where the drawing is on the paper, nor on its size. Points that are not finite or lie off the
/// paper are ignored.
pub fn image(strokes: &[Stroke]) -> Option<[u8; PIXELS]> {
    let fit = Fit::of(points(strokes).map(|(_, point)| point))?;
    let mut canvas = Canvas::new();
    let mut last = None;
    for (stroke, point) in points(strokes) {
        let now = (stroke, fit.place(point));
        // A pen that rests, or a dot, is drawn once.
        if last != Some(now) {
            let from = last.filter(|(of, _)| *of == stroke).unwrap_or(now);
            canvas.line(from.1, now.1, fit.radius);
        }
        last = Some(now);
    }
    canvas.image(fit.radius)
}

/// The points that count, each with the number of its stroke.
fn points(strokes: &[Stroke]) -> impl Iterator<Item = (usize, (f64, f64))> {
    // Not a number is in no range.
    let on_paper = |at: f32| (0.0..=PAPER).contains(&at);
    strokes
        .iter()
        .enumerate()
        .flat_map(|(number, stroke)| stroke.points.iter().map(move |point| (number, *point)))
        .filter(move |(_, (x, y))| on_paper(*x) && on_paper(*y))
        .map(|(number, (x, y))| (number, (f64::from(x), f64::from(y))))
        .take(MAX_POINTS)
}

/// How a drawing is scaled to the canvas.
struct Fit {
    /// The middle of its box, on the paper.
    middle: (f64, f64),
    /// Cells for each unit of the paper.
    scale: f64,
    /// Half of the pen's width, in cells.
    radius: f64,
}

impl Fit {
    /// The fit of some points; none for no points.
    fn of(mut points: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        let (x, y) = points.next()?;
        let (mut low, mut high) = ((x, y), (x, y));
        for (x, y) in points {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        let longest = (high.0 - low.0).max(high.1 - low.1);
        let side = BOX * FINE as f64;
        let (scale, pen) = if longest < DOT {
            (0.0, side)
        } else {
            let pen = side * PEN / (1.0 + PEN);
            ((side - pen) / longest, pen)
        };
        Some(Self {
            middle: ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0),
            scale,
            radius: pen / 2.0,
        })
    }

    /// A point of the paper, in cells of the canvas.
    fn place(&self, (x, y): (f64, f64)) -> (f32, f32) {
        let half = CELLS as f64 / 2.0;
        (
            (half + (x - self.middle.0) * self.scale) as f32,
            (half + (y - self.middle.1) * self.scale) as f32,
        )
    }
}

/// The squared distance of each cell's centre from the nearest line, row by row.
struct Canvas(Vec<f32>);

impl Canvas {
    fn new() -> Self {
        Self(vec![f32::INFINITY; CELLS * CELLS])
    }

    /// Takes a line into account, for cells within the radius of it.
    fn line(&mut self, a: (f32, f32), b: (f32, f32), radius: f64) {
        let reach = radius as f32 + 0.5;
        let range = |a: f32, b: f32| {
            let place = |at: f32| at.clamp(0.0, CELLS as f32) as usize;
            place((a.min(b) - reach).floor())..place((a.max(b) + reach).ceil())
        };
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx * dx + dy * dy;
        let share = if length > 0.0 { 1.0 / length } else { 0.0 };
        let (rows, columns) = (range(a.1, b.1), range(a.0, b.0));
        let lines = self.0.chunks_exact_mut(CELLS).enumerate();
        for (row, cells) in lines.skip(rows.start).take(rows.len()) {
            let y = row as f32 + 0.5 - a.1;
            let cells = cells.iter_mut().enumerate();
            for (column, cell) in cells.skip(columns.start).take(columns.len()) {
                let x = column as f32 + 0.5 - a.0;
                // From the point of the line that is nearest to the cell's centre.
                let along = ((x * dx + y * dy) * share).clamp(0.0, 1.0);
                let (x, y) = (x - along * dx, y - along * dy);
                *cell = cell.min(x * x + y * y);
            }
        }
    }

    /// The image: each pixel is the mean of its cells' ink.
    fn image(self, radius: f64) -> Option<[u8; PIXELS]> {
        // A cell that the pen's edge crosses has ink in part.
        let reach = radius as f32 + 0.5;
        let inked = self.0.iter().enumerate().filter_map(|(at, squared)| {
            let ink = ((reach - squared.sqrt()).clamp(0.0, 1.0) * 255.0 + 0.5) as u32;
            (ink > 0).then_some((at / CELLS, at % CELLS, ink))
        });
        // Whole numbers: exact in any order.
        let (mut total, mut across, mut down) = (0, 0, 0);
        for (row, column, ink) in inked.clone() {
            let ink = u64::from(ink);
            total += ink;
            across += ink * column as u64;
            down += ink * row as u64;
        }
        if total == 0 {
            return None;
        }
        // The canvas stays whole on the image, however lopsided the digit is.
        let shift = |moment: u64| {
            let centre = moment as f64 / total as f64 + 0.5;
            let free = (SIDE * FINE - CELLS) as f64;
            (MIDDLE * FINE as f64 - centre).round().clamp(0.0, free) as usize
        };
        let (right, below) = (shift(across), shift(down));
        let mut sums = [0_u32; PIXELS];
        for (row, column, ink) in inked {
            let pixel = (row + below) / FINE * SIDE + (column + right) / FINE;
            if let Some(sum) = sums.get_mut(pixel) {
                *sum += ink;
            }
        }
        let cells = (FINE * FINE) as u32;
        Some(sums.map(|sum| ((sum + cells / 2) / cells) as u8))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn drawn(points: &[(f32, f32)]) -> Option<[u8; PIXELS]> {
        image(&[Stroke {
            points: points.to_vec(),
        }])
    }

    fn centre_of_mass(image: &[u8; PIXELS]) -> (f64, f64) {
        let total: f64 = image.iter().map(|v| f64::from(*v)).sum();
        let moment = |place: fn(usize) -> usize| {
            image
                .iter()
                .enumerate()
                .map(|(i, v)| f64::from(*v) * (place(i) as f64 + 0.5))
                .sum::<f64>()
                / total
        };
        (moment(|i| i % SIDE), moment(|i| i / SIDE))
    }

    /// The lengths, along both sides, over which there is ink: a faint pixel counts in part.
    fn extent(image: &[u8; PIXELS]) -> (f64, f64) {
        let greatest = |places: fn(usize, usize) -> usize| {
            let line = |i| (0..SIDE).map(move |j| image[places(i, j)]).max();
            (0..SIDE)
                .filter_map(line)
                .map(|ink| f64::from(ink) / 255.0)
                .sum()
        };
        (greatest(|i, j| j * SIDE + i), greatest(|i, j| i * SIDE + j))
    }

    #[test]
    fn nothing_drawn_is_no_image() {
        assert_eq!(drawn(&[]), None);
        assert_eq!(drawn(&[(f32::NAN, 3.0), (2.0, f32::INFINITY)]), None);
        assert_eq!(drawn(&[(-900.0, -900.0)]), None);
    }

    #[test]
    fn the_digit_fills_the_box_and_sits_in_the_middle() {
        for points in [
            vec![(40.0, 30.0), (60.0, 250.0)],
            vec![(200.0, 200.0)],
            vec![(20.0, 30.0), (260.0, 30.0), (120.0, 260.0)],
            vec![(0.0, 0.0), (280.0, 5.0)],
            vec![(100.0, 100.0), (107.0, 93.0)],
        ] {
            let image = drawn(&points).unwrap();
            let (wide, high) = extent(&image);
            let longest = wide.max(high);
            assert!((longest - BOX).abs() < 0.8, "{points:?}: {longest}");
            // The image is moved by cells, half of one at most from the middle.
            let (x, y) = centre_of_mass(&image);
            let near = 0.5 / FINE as f64 + 0.01;
            assert!(
                (x - MIDDLE).abs() <= near && (y - MIDDLE).abs() <= near,
                "{points:?}: {x} {y}"
            );
        }
    }

    #[test]
    fn neither_place_nor_size_matters() {
        let at = |dx: f32, dy: f32, size: f32| {
            drawn(&[
                (dx, dy),
                (dx + 40.0 * size, dy + 100.0 * size),
                (dx, dy + 60.0 * size),
            ])
            .unwrap()
        };
        let first = at(60.0, 60.0, 1.0);
        assert_eq!(first, at(130.0, 100.0, 1.0));
        // Powers of two are exact.
        assert_eq!(first, at(8.0, 4.0, 2.0));
        assert_eq!(first, at(32.0, 16.0, 0.125));
    }

    #[test]
    fn lifting_the_pen_leaves_paper() {
        let points = [(60.0, 60.0), (60.0, 220.0), (200.0, 220.0), (200.0, 60.0)];
        let [whole, apart] = [
            vec![points.to_vec()],
            vec![points[..2].to_vec(), points[2..].to_vec()],
        ]
        .map(|strokes| {
            let strokes = strokes.into_iter().map(|points| Stroke { points });
            let ink = image(&strokes.collect::<Vec<_>>()).unwrap();
            ink.iter().map(|ink| u64::from(*ink)).sum::<u64>()
        });
        assert!(apart * 4 < whole * 3, "{apart} of {whole}");
    }

    #[test]
    fn endless_strokes_end() {
        let stroke = Stroke {
            points: vec![(5.0, 5.0); 1_000_000],
        };
        assert!(image(&[stroke]).unwrap().iter().any(|v| *v > 0));
    }
}
