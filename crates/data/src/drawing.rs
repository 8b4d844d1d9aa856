//! Turns strokes of a pen into an image like those of MNIST.
//!
//! LeCun's recipe (yann.lecun.com/exdb/mnist): the digit is scaled to fit 20 x 20 pixels with its proportions kept,
//! which makes its edges grey, and placed in 28 x 28 pixels with its centre of mass at the centre.

/// Side of the canvas that [`rasterize`] draws on.
pub const CANVAS: usize = 280;
const SIDE: usize = 28;
const BOX: f64 = 20.0;
/// The most points of a drawing. Later points are ignored.
const MAX_POINTS: usize = 20_000;

/// A line drawn without lifting the pen, in pixels of the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stroke {
    /// Its points; one point alone is a dot.
    pub points: Vec<(f32, f32)>,
}

/// Draws strokes with a round pen on paper of [`CANVAS`] x [`CANVAS`] pixels: 0 is paper, 255 is ink, edges are grey.
///
/// Lines are cut off at the edge of the canvas. Points that are not finite are ignored.
pub fn rasterize(strokes: &[Stroke], pen_width: f32) -> Vec<u8> {
    let mut canvas = vec![0; CANVAS * CANVAS];
    let radius = if pen_width.is_finite() {
        pen_width.clamp(1.0, CANVAS as f32) / 2.0
    } else {
        1.0
    };
    let mut left = MAX_POINTS;
    for stroke in strokes {
        let mut last = None;
        for point in stroke
            .points
            .iter()
            .filter(|(x, y)| x.is_finite() && y.is_finite())
        {
            if left == 0 {
                return canvas;
            }
            left -= 1;
            let far = CANVAS as f32 * 2.0;
            let point = (point.0.clamp(-far, far), point.1.clamp(-far, far));
            segment(&mut canvas, last.unwrap_or(point), point, radius);
            last = Some(point);
        }
    }
    canvas
}

/// Inks every pixel near the line from `a` to `b`, by its distance from it.
fn segment(canvas: &mut [u8], a: (f32, f32), b: (f32, f32), radius: f32) {
    let range = |a: f32, b: f32| {
        let low = (a.min(b) - radius - 1.0).floor().clamp(0.0, CANVAS as f32) as usize;
        let high = (a.max(b) + radius + 1.0).ceil().clamp(0.0, CANVAS as f32) as usize;
        low..high
    };
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    for row in range(a.1, b.1) {
        for column in range(a.0, b.0) {
            // The pixel's centre, and the point of the line nearest to it.
            let (x, y) = (column as f32 + 0.5 - a.0, row as f32 + 0.5 - a.1);
            let along = if length > 0.0 {
                ((x * dx + y * dy) / length).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let (x, y) = (x - along * dx, y - along * dy);
            let ink = (radius + 0.5 - (x * x + y * y).sqrt()).clamp(0.0, 1.0);
            let pixel = &mut canvas[row * CANVAS + column];
            *pixel = (*pixel).max((ink * 255.0 + 0.5) as u8);
        }
    }
}

/// Turns a canvas of `width` x `height` pixels into an image like MNIST's; `None` where there is no ink, or `canvas`
/// has another size.
pub fn to_mnist(canvas: &[u8], width: usize, height: usize) -> Option<[u8; SIDE * SIDE]> {
    if width == 0 || canvas.len() != width.checked_mul(height)? {
        return None;
    }
    let (left, top, right, bottom) = bounds(canvas, width)?;
    let (wide, high) = ((right - left) as f64, (bottom - top) as f64);
    let scale = BOX / wide.max(high);
    let (columns, rows) = (
        (wide * scale).round().max(1.0) as usize,
        (high * scale).round().max(1.0) as usize,
    );

    // Every small pixel is the mean of the ink over its part of the canvas.
    let mut small = vec![0.0_f64; rows * columns];
    for (i, mean) in small.iter_mut().enumerate() {
        let (row, column) = (i / columns, i % columns);
        let part = |index: usize, count: usize, start: usize, size: f64| {
            let step = size / count as f64;
            (
                start as f64 + index as f64 * step,
                start as f64 + (index + 1) as f64 * step,
            )
        };
        *mean = area_mean(
            canvas,
            width,
            part(column, columns, left, wide),
            part(row, rows, top, high),
        );
    }

    let total: f64 = small.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let moment = |place: fn(usize, usize) -> usize| {
        small
            .iter()
            .enumerate()
            .map(|(i, ink)| ink * (place(i, columns) as f64 + 0.5))
            .sum::<f64>()
            / total
    };
    let shift = |centre: f64, size: usize| {
        let ideal = (SIDE as f64 / 2.0 - centre).round();
        // The digit stays whole on the page, however lopsided it is.
        ideal.clamp(0.0, (SIDE - size) as f64) as usize
    };
    let dx = shift(moment(|i, columns| i % columns), columns);
    let dy = shift(moment(|i, columns| i / columns), rows);
    let mut image = [0; SIDE * SIDE];
    for (i, ink) in small.iter().enumerate() {
        image[(dy + i / columns) * SIDE + dx + i % columns] = (ink + 0.5) as u8;
    }
    Some(image)
}

/// The smallest box around the ink: left, top, right, bottom (the last two exclusive).
fn bounds(canvas: &[u8], width: usize) -> Option<(usize, usize, usize, usize)> {
    let inked = |i: &usize| canvas[*i] > 0;
    let places = || (0..canvas.len()).filter(inked);
    let left = places().map(|i| i % width).min()?;
    let right = places().map(|i| i % width).max()?;
    let top = places().next()? / width;
    let bottom = (0..canvas.len()).rev().find(inked)? / width;
    Some((left, top, right + 1, bottom + 1))
}

/// The mean ink in a rectangle. Pixels that its sides cut count in part.
fn area_mean(canvas: &[u8], width: usize, (x0, x1): (f64, f64), (y0, y1): (f64, f64)) -> f64 {
    let height = canvas.len() / width;
    let mut sum = 0.0;
    for row in y0.floor() as usize..(y1.ceil() as usize).min(height) {
        let tall = (y1.min(row as f64 + 1.0) - y0.max(row as f64)).max(0.0);
        for column in x0.floor() as usize..(x1.ceil() as usize).min(width) {
            let wide = (x1.min(column as f64 + 1.0) - x0.max(column as f64)).max(0.0);
            sum += f64::from(canvas[row * width + column]) * wide * tall;
        }
    }
    sum / ((x1 - x0) * (y1 - y0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn image(points: &[(f32, f32)]) -> Option<[u8; 784]> {
        to_mnist(
            &rasterize(
                &[Stroke {
                    points: points.to_vec(),
                }],
                22.0,
            ),
            CANVAS,
            CANVAS,
        )
    }

    fn centre_of_mass(image: &[u8; 784]) -> (f64, f64) {
        let total: f64 = image.iter().map(|v| f64::from(*v)).sum();
        let moment = |place: fn(usize) -> usize| {
            image
                .iter()
                .enumerate()
                .map(|(i, v)| f64::from(*v) * (place(i) as f64 + 0.5))
                .sum::<f64>()
                / total
        };
        (moment(|i| i % 28), moment(|i| i / 28))
    }

    #[test]
    fn nothing_drawn_is_no_image() {
        assert_eq!(image(&[]), None);
        assert_eq!(image(&[(f32::NAN, 3.0), (2.0, f32::INFINITY)]), None);
        assert_eq!(image(&[(-900.0, -900.0)]), None);
        assert_eq!(to_mnist(&[], 0, 0), None);
        assert_eq!(to_mnist(&[1, 2, 3], 2, 2), None);
    }

    #[test]
    fn the_digit_fills_a_box_of_twenty_and_sits_in_the_middle() {
        for points in [
            vec![(40.0, 30.0), (60.0, 250.0)],
            vec![(200.0, 200.0)],
            vec![(20.0, 30.0), (260.0, 30.0), (120.0, 260.0)],
            vec![(0.0, 0.0), (280.0, 5.0)],
        ] {
            let image = image(&points).unwrap();
            let (left, top, right, bottom) = bounds(&image, 28).unwrap();
            let longest = (right - left).max(bottom - top);
            // A row of the box with little ink may round to paper.
            assert!((19..=20).contains(&longest), "{points:?}: {longest}");
            let (x, y) = centre_of_mass(&image);
            assert!(
                (x - 14.0).abs() <= 0.51 && (y - 14.0).abs() <= 0.51,
                "{points:?}: {x} {y}"
            );
        }
    }

    #[test]
    fn where_it_was_drawn_does_not_matter() {
        let at =
            |dx: f32, dy: f32| image(&[(60.0 + dx, 60.0 + dy), (100.0 + dx, 160.0 + dy)]).unwrap();
        assert_eq!(at(0.0, 0.0), at(70.0, 40.0));
    }

    #[test]
    fn endless_strokes_end() {
        let stroke = Stroke {
            points: vec![(5.0, 5.0); 1_000_000],
        };
        assert!(rasterize(&[stroke], f32::NAN).iter().any(|v| *v > 0));
    }
}
