//! Contour lines: closed lines around the area above a level (marching squares, Lorensen and Cline's
//! marching cubes in the plane).

use std::collections::BTreeMap;

use redes_sheet::markup::Point;

/// A corner of the walk: the edge of the lattice that the line crosses, as twice its middle.
type Edge = (usize, usize);

/// Closed lines around the area above `level`, in units of the grid: `values` are at whole numbers, `columns` a row.
/// Outside the grid the surface counts as below, so lines follow the border.
pub(super) fn around(values: &[f64], columns: usize, level: f64) -> Vec<Vec<Point>> {
    let columns = columns.max(1);
    let rows = values.len() / columns;
    // The lattice is the grid with a rim of "below" around it.
    let inside = |x: usize, y: usize| {
        let (x, y) = (x.checked_sub(1)?, y.checked_sub(1)?);
        let value = (x < columns).then(|| values.get(y * columns + x))?;
        value.copied().filter(|_| y < rows)
    };
    let above = |x: usize, y: usize| inside(x, y).is_some_and(|value| value > level);
    let mut next: BTreeMap<Edge, Edge> = BTreeMap::new();
    for y in 0..=rows {
        for x in 0..=columns {
            let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
            let is_above = corners.map(|(x, y)| above(x, y));
            // The edge between a corner and the one after it, clockwise.
            let edge = |i: usize| {
                let ((ax, ay), (bx, by)) = (corners[i % 4], corners[(i + 1) % 4]);
                (ax + bx, ay + by)
            };
            // Clockwise, a line enters where the corners fall from above to below and leaves where they next rise: it
            // leaves a square where it enters the next one, and of a saddle the two heights are joined.
            for i in (0..4).filter(|i| is_above[*i] && !is_above[(i + 1) % 4]) {
                let leave = (1..4).map(|step| (i + step) % 4);
                let mut leave = leave.filter(|i| !is_above[*i] && is_above[(i + 1) % 4]);
                if let Some(out) = leave.next() {
                    next.insert(edge(i), edge(out));
                }
            }
        }
    }
    let place = |(sx, sy): Edge| {
        let (a, b) = ((sx / 2, sy / 2), (sx.div_ceil(2), sy.div_ceil(2)));
        let share = match (inside(a.0, a.1), inside(b.0, b.1)) {
            (Some(from), Some(to)) => (level - from) / (to - from),
            // At the border, the line follows the grid's last row or column.
            (None, _) => 1.0,
            (_, None) => 0.0,
        };
        let at = |a: usize, b: usize| a as f64 + share * (b as f64 - a as f64) - 1.0;
        [at(a.0, b.0), at(a.1, b.1)]
    };
    let mut lines = Vec::new();
    while let Some((mut edge, mut out)) = next.pop_first() {
        let mut line = vec![place(edge)];
        while let Some(after) = next.remove(&out) {
            (edge, out) = (out, after);
            line.push(place(edge));
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hill_in_the_middle_has_a_line_around_it() {
        let hill = [0., 0., 0., 0., 1., 0., 0., 0., 0.];
        let lines = around(&hill, 3, 0.5);
        assert_eq!(lines.len(), 1);
        let mut points = lines.concat();
        points.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        assert_eq!(points, [[0.5, 1.0], [1.0, 0.5], [1.0, 1.5], [1.5, 1.0]]);
    }

    #[test]
    fn at_the_border_the_line_follows_it() {
        // Above on the left: half of the square.
        let lines = around(&[1., 0., 1., 0.], 2, 0.5);
        let points = lines.concat();
        assert_eq!(lines.len(), 1);
        assert!(points.contains(&[0.5, 0.0]) && points.contains(&[0.5, 1.0]));
        assert!(
            points
                .iter()
                .all(|[x, y]| (0.0..=0.5).contains(x) && (0.0..=1.0).contains(y))
        );
        assert!(around(&[0.; 4], 2, 0.5).is_empty());
        assert_eq!(around(&[1.; 4], 2, 0.5).len(), 1);
    }

    #[test]
    fn the_two_hills_of_a_saddle_are_joined() {
        assert_eq!(around(&[1., 0., 0., 1.], 2, 0.5).len(), 1);
        assert_eq!(around(&[1., 0., 1.], 3, 0.5).len(), 2);
    }
}
