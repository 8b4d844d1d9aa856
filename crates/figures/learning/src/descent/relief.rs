//! The shading of a surface seen from above: the higher, the nearer to the ink's colour, with lines of equal cost.

use redes_lessons::cost_landscape::Landscape;
use redes_sheet::colour::{Rgb, mix};

/// How many lines of equal cost there are.
const LINES: f64 = 14.0;
/// How far the ground's colour goes towards the ink.
const STRENGTH: f64 = 0.36;
/// How far a line's colour goes from the ground towards the ink.
const LINE: f64 = 0.34;
/// The most pixels that are computed; a larger picture is stretched.
const PIXELS: f64 = 500_000.0;

/// The columns and rows that are computed for a picture of this width and height.
pub fn size(width: f64, height: f64) -> [usize; 2] {
    let fewer = (PIXELS / (width * height)).sqrt().min(1.0);
    [(width * fewer) as usize, (height * fewer) as usize]
}

/// The colour bytes (red, green, blue, opaque) of a surface, row by row from the top; `limits` are the least and the
/// greatest x and y, `colours` the ground's and the ink's.
pub fn pixels(
    landscape: Landscape,
    limits: [(f64, f64); 2],
    [columns, rows]: [usize; 2],
    [panel, ink]: [Rgb; 2],
) -> Vec<u8> {
    let [(x0, x1), (y0, y1)] = limits;
    let x = |column: f64| x0 + (x1 - x0) * (column + 0.5) / columns.max(1) as f64;
    let y = |row: f64| y1 - (y1 - y0) * (row + 0.5) / rows.max(1) as f64;
    let low = landscape.lowest();
    let corners = [[x0, y0], [x0, y1], [x1, y0], [x1, y1]].map(|corner| landscape.cost(corner));
    let high = corners.into_iter().fold(low, f64::max);
    // The square root spreads the lines: on a paraboloid they are evenly spaced.
    let level = |column: f64, row: f64| {
        let share = (landscape.cost([x(column), y(row)]) - low) / (high - low).max(1e-12);
        share.max(0.0).sqrt() * LINES
    };
    let shades: Vec<[Rgb; 2]> = (0..=255)
        .map(|i| {
            let ground = mix(panel, ink, f64::from(i) / 255.0 * STRENGTH);
            [ground, mix(ground, ink, LINE)]
        })
        .collect();
    let mut bytes = Vec::with_capacity(columns * rows * 4);
    let mut above: Vec<f64> = (0..columns)
        .map(|column| level(column as f64, -1.0))
        .collect();
    for row in 0..rows {
        let mut before = level(-1.0, row as f64);
        for (column, above) in above.iter_mut().enumerate() {
            let here = level(column as f64, row as f64);
            // The distance to the nearest line in pixels: how far the level is from it, over how fast the level changes.
            let change = (here - before).hypot(here - *above).max(1e-9);
            let away = (here - here.round()).abs() / change;
            let line = if here < 0.5 {
                0.0
            } else {
                (1.2 - away).clamp(0.0, 1.0)
            };
            let shade = (here / LINES * 255.0).clamp(0.0, 255.0) as usize;
            let [ground, dark] = shades.get(shade).copied().unwrap_or([panel; 2]);
            let Rgb(red, green, blue) = mix(ground, dark, line);
            bytes.extend([red, green, blue, 255]);
            (before, *above) = (here, here);
        }
    }
    bytes
}
