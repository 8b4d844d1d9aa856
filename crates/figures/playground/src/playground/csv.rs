//! Points from a table as text: a row a line, with x, y and a class or value.

use std::collections::BTreeSet;

use redes_experiment::{circles::REACH, playground::MAX_POINTS};
use redes_shell::number;

use super::own::{FILLED, Own, Scale};

/// Why a table gives no points. Rows count from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// There are fewer than two rows.
    Few,
    /// There are more than [`MAX_POINTS`] rows.
    Many,
    /// This row has another number of columns than three.
    Columns(usize, usize),
    /// The text in this row is no number.
    Number(usize, String),
    /// The third column has this many names: neither numbers nor two classes.
    Names(usize),
    /// All rows have the same class or value.
    Alike,
}

/// What the third column holds.
enum Targets {
    Classes(Vec<f64>),
    Values(Vec<f64>),
}

/// Reads a table. Columns are apart by commas, semicolons, tabs or spaces; the first row may be their names.
///
/// # Errors
/// The first thing that does not fit.
pub fn read(text: &str) -> Result<(Own, Scale), Refusal> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    let lines: Vec<(usize, &str)> = lines
        .map(str::trim)
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let apart = separator(lines.last().map_or("", |(_, line)| line));
    let mut rows: Vec<(usize, Vec<&str>)> = lines
        .into_iter()
        .map(|(row, line)| (row + 1, cells(line, apart)))
        .collect();
    // Names of columns are no numbers.
    let named = |(_, cells): &(usize, Vec<&str>)| {
        cells
            .first()
            .is_some_and(|cell| number::parse(cell).is_none())
    };
    if rows.first().is_some_and(named) {
        rows.remove(0);
    }
    if let Some((row, cells)) = rows.iter().find(|(_, cells)| cells.len() != 3) {
        return Err(Refusal::Columns(*row, cells.len()));
    }
    match rows.len() {
        0 | 1 => return Err(Refusal::Few),
        count if count > MAX_POINTS => return Err(Refusal::Many),
        _ => {}
    }
    let column = |at: usize| -> Result<Vec<f64>, Refusal> {
        let cell = |(row, cells): &(usize, Vec<&str>)| {
            let cell = cells.get(at).copied().unwrap_or_default();
            number::parse(cell).ok_or_else(|| Refusal::Number(*row, cell.to_owned()))
        };
        rows.iter().map(cell).collect()
    };
    let (x, y) = (column(0)?, column(1)?);
    let texts: Vec<&str> = rows
        .iter()
        .filter_map(|(_, cells)| cells.get(2).copied())
        .collect();
    let targets = targets(&texts)?;
    let ([x_mid, x_half], [y_mid, y_half]) = (extent(&x), extent(&y));
    let (targets, [low, half], values) = match targets {
        Targets::Classes(classes) => (classes, [0.0, 1.0], false),
        Targets::Values(values) => {
            let [mid, half] = extent(&values);
            let scaled = values.iter().map(|value| (value - mid) / half);
            (scaled.collect(), [mid, half], true)
        }
    };
    let points: Vec<[f64; 3]> = x
        .iter()
        .zip(&y)
        .zip(&targets)
        .map(|((x, y), target)| {
            let [x, y] = [(x - x_mid) / x_half, (y - y_mid) / y_half];
            [x * REACH * FILLED, y * REACH * FILLED, *target]
        })
        .collect();
    let scale = Scale([x_mid, x_half, y_mid, y_half, low, half]);
    Ok((Own::of_rows(&points, values), scale))
}

/// The sign between the columns of a row: commas may be decimal marks where another sign stands between columns.
fn separator(line: &str) -> char {
    let signs = ['\t', ';'];
    let found = signs.into_iter().find(|sign| line.contains(*sign));
    found.unwrap_or(match line.matches(',').count() {
        0 => ' ',
        _ => ',',
    })
}

fn cells(line: &str, apart: char) -> Vec<&str> {
    let cells = line.split(apart).map(|cell| cell.trim().trim_matches('"'));
    match apart {
        ' ' => cells.filter(|cell| !cell.is_empty()).collect(),
        _ => cells.collect(),
    }
}

/// Two different texts are classes, in the order of their numbers or letters; more different numbers are values.
fn targets(texts: &[&str]) -> Result<Targets, Refusal> {
    let numbers: Option<Vec<f64>> = texts.iter().map(|text| number::parse(text)).collect();
    let Some(numbers) = numbers else {
        let names: BTreeSet<&str> = texts.iter().copied().collect();
        let mut names = names.into_iter();
        return match (names.next(), names.next(), names.count()) {
            (Some(_), None, _) => Err(Refusal::Alike),
            (_, Some(second), 0) => {
                let classes = texts
                    .iter()
                    .map(|text| f64::from(u8::from(*text == second)));
                Ok(Targets::Classes(classes.collect()))
            }
            (_, _, more) => Err(Refusal::Names(more + 2)),
        };
    };
    let mut different = numbers.clone();
    different.sort_by(f64::total_cmp);
    different.dedup();
    match different.as_slice() {
        [_, high] => {
            let classes = numbers
                .iter()
                .map(|value| f64::from(u8::from(value == high)));
            Ok(Targets::Classes(classes.collect()))
        }
        [_] => Err(Refusal::Alike),
        _ => Ok(Targets::Values(numbers)),
    }
}

/// The middle and half the extent; 1 where all numbers are equal.
fn extent(values: &[f64]) -> [f64; 2] {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let half = high / 2.0 - low / 2.0;
    [low / 2.0 + high / 2.0, if half > 0.0 { half } else { 1.0 }]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_programs_write_it() {
        let tables = [
            "x,y,class\n0,0,0\n10,4,1\n5,2,1\n",
            "0;0;no\n10;4;yes\n5;2;yes",
            "\u{feff}x\ty\tc\r\n0\t0\t-1\r\n10\t4\t1\r\n5\t2\t1",
            "0 0  0\n10 4 1\n\n# a remark\n5  2 1\n",
            "x;y;c\n0,0;0,0;a\n10,0;4,0;b\n5,0;2,0;b",
        ];
        for table in tables {
            let (own, scale) = read(table).unwrap();
            assert_eq!(scale.0, [5.0, 5.0, 2.0, 2.0, 0.0, 1.0], "{table}");
            let rows = own.rows();
            assert!(!own.values && rows.len() == 3, "{table}");
            let classes: Vec<f64> = rows.iter().map(|row| row[2]).collect();
            assert_eq!(classes, [0.0, 1.0, 1.0], "{table}");
            assert!((rows[0][0] + 1.35).abs() < 4e-4 && (rows[1][1] - 1.35).abs() < 4e-4);
        }
    }

    #[test]
    fn three_different_numbers_are_values() {
        let (own, scale) = read("1,1,10\n2,2,20\n3,3,40").unwrap();
        assert!(own.values);
        assert_eq!(scale.0[4..], [25.0, 15.0]);
        let rows = own.rows();
        assert_eq!((rows[0][2], rows[2][2]), (-1.0, 1.0));
        assert!((scale.value(rows[1][2]) - 20.0).abs() < 0.01);
    }

    #[test]
    fn a_refusal_says_where() {
        assert_eq!(read(""), Err(Refusal::Few));
        assert_eq!(read("x,y,c\n1,2,0"), Err(Refusal::Few));
        assert_eq!(read("1,2,0\n1,2,0,7"), Err(Refusal::Columns(2, 4)));
        assert_eq!(
            read("1,2,0\n1,b,1"),
            Err(Refusal::Number(2, "b".to_owned()))
        );
        assert_eq!(read("1,2,a\n1,3,b\n2,2,c"), Err(Refusal::Names(3)));
        assert_eq!(read("1,2,a\n1,3,a"), Err(Refusal::Alike));
        assert_eq!(read("1,2,5\n1,3,5"), Err(Refusal::Alike));
        let many = "0,0,1\n".repeat(MAX_POINTS + 1);
        assert_eq!(read(&many), Err(Refusal::Many));
    }
}
