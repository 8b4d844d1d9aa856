//! Own points from a table: its numbers brought onto the plane.

use redes_data::table::{self, Table, TableError};
use redes_experiment::circles::REACH;

use super::own::{FILLED, Own, Scale};

/// Reads a table of x, y and a class or value, and scales it to the plane.
///
/// # Errors
/// What is wrong with the table.
pub fn read(text: &str) -> Result<(Own, Scale), TableError> {
    Ok(scaled(&table::read(text.as_bytes())?))
}

fn scaled(table: &Table) -> (Own, Scale) {
    let values = table.classes.is_none();
    let extents = [0, 1, 2].map(|column| extent(table.rows.iter().map(|row| row[column])));
    let [[x_mid, x_half], [y_mid, y_half], target] = extents;
    let [mid, half] = if values { target } else { [0.0, 1.0] };
    let point = |&[x, y, target]: &[f64; 3]| {
        let [x, y] = [(x - x_mid) / x_half, (y - y_mid) / y_half];
        [
            x * REACH * FILLED,
            y * REACH * FILLED,
            (target - mid) / half,
        ]
    };
    let points: Vec<[f64; 3]> = table.rows.iter().map(point).collect();
    let scale = Scale([x_mid, x_half, y_mid, y_half, mid, half]);
    (Own::of_rows(&points, values), scale)
}

/// The middle and half the extent; 1 where all numbers are equal.
fn extent(values: impl Iterator<Item = f64> + Clone) -> [f64; 2] {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    let half = high / 2.0 - low / 2.0;
    [low / 2.0 + high / 2.0, if half > 0.0 { half } else { 1.0 }]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fills_the_plane() {
        let (own, scale) = read("x;y;fruit\n0;0;apple\n10;4;pear\n5;2,0;pear\n").unwrap();
        assert_eq!(scale.0, [5.0, 5.0, 2.0, 2.0, 0.0, 1.0]);
        let rows = own.rows();
        let classes: Vec<f64> = rows.iter().map(|row| row[2]).collect();
        assert_eq!((own.values, classes), (false, vec![0.0, 1.0, 1.0]));
        assert!((rows[0][0] + 1.35).abs() < 4e-4 && (rows[1][1] - 1.35).abs() < 4e-4);
        assert!(read("1,2,0\n").is_err());
    }

    #[test]
    fn three_different_numbers_are_values() {
        let (own, scale) = read("1,1,10\n2,1,20\n3,1,40").unwrap();
        assert!(own.values);
        assert_eq!(own.targets(), 3);
        // All y are equal.
        assert_eq!(scale.0, [2.0, 1.0, 1.0, 1.0, 25.0, 15.0]);
        let rows = own.rows();
        assert_eq!((rows[0][2], rows[2][2]), (-1.0, 1.0));
        assert!((scale.value(rows[1][2]) - 20.0).abs() < 0.01);
    }
}
