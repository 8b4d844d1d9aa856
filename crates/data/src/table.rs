//! The reader's own points: a table of three columns, x, y, and a class or a value, in CSV.
//!
//! - The separator is a tab, a semicolon or a comma, the first of these that the first line has.
//! - Numbers have a decimal point or a decimal comma. A comma as separator needs quotes around decimal commas.
//! - The first line is a header where neither of its first two fields is a number.
//! - The third column holds classes where it has two different entries, numbers or words. The smaller number, or the first
//!   word in alphabetical order, is class 0, as scikit-learn's `LabelEncoder` does. More than two different numbers are
//!   values.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord, Trim};
use thiserror::Error;

/// The most rows of a table.
pub const MAX_ROWS: usize = 5_000;
/// The fewest rows.
pub const MIN_ROWS: usize = 2;
/// Characters of a field that an error repeats.
const REPEATED: usize = 40;

/// A table that has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The header, if there is one.
    pub names: Option<[String; 3]>,
    /// x, y, and the class (0 or 1) or the value.
    pub rows: Vec<[f64; 3]>,
    /// The entries of class 0 and of class 1; `None` for values.
    pub classes: Option<[String; 2]>,
}

/// What is wrong with a table. Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TableError {
    /// No rows, or a single one.
    #[error("the table has {found} rows; give it at least {MIN_ROWS}")]
    TooFew {
        /// Its rows.
        found: usize,
    },
    /// Too many rows.
    #[error(
        "line {line}: the table has more than {MAX_ROWS} rows; delete this one and those below it"
    )]
    TooMany {
        /// The first line too many.
        line: u64,
    },
    /// Not three columns.
    #[error("line {line} has {found} columns; write three: x, y, and a class or value")]
    Columns {
        /// The line.
        line: u64,
        /// Its columns.
        found: usize,
    },
    /// Not a number.
    #[error("line {line}, column {column}: \"{text}\" is no number; write one such as 0.5 or 0,5")]
    Number {
        /// The line.
        line: u64,
        /// The column.
        column: u8,
        /// The field, cut after 40 characters.
        text: String,
    },
    /// A third word in the third column.
    #[error(
        "line {line}, column 3: \"{text}\" is a third class; keep two classes, or numbers alone"
    )]
    ThirdClass {
        /// The line.
        line: u64,
        /// The field, cut after 40 characters.
        text: String,
    },
    /// The third column has the same entry in all rows.
    #[error("column 3: all rows have \"{text}\"; give them two classes or different values")]
    OneClass {
        /// The entry, cut after 40 characters.
        text: String,
    },
    /// Bytes that are no text.
    #[error("line {line}: these bytes are no UTF-8; save the table as \"CSV UTF-8\"")]
    NotText {
        /// The line.
        line: u64,
    },
}

/// Reads a table.
///
/// ```
/// let table = redes_data::table::read(b"x;y;fruit\n0,5;1;pear\n-1;2,25;apple\n")?;
/// assert_eq!(table.rows, [[0.5, 1.0, 1.0], [-1.0, 2.25, 0.0]]);
/// assert_eq!(table.classes, Some(["apple".into(), "pear".into()]));
/// # Ok::<(), redes_data::table::TableError>(())
/// ```
///
/// # Errors
/// [`TableError`], with the line and what to do.
pub fn read(bytes: &[u8]) -> Result<Table, TableError> {
    // Excel begins a text in UTF-8 with this mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(bytes))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(bytes);
    let (mut names, mut rows) = (None, Vec::new());
    let mut record = StringRecord::new();
    let mut lines = Lines::new(bytes);
    loop {
        let start = reader.position().byte() as usize;
        let more = reader.read_record(&mut record);
        let line = lines.of(start);
        // From memory, and with records of any length, only bytes that are no text fail.
        if !more.map_err(|_| TableError::NotText { line })? {
            break;
        }
        if record.iter().all(str::is_empty) {
            continue;
        }
        let fields = fields(&record, line)?;
        if rows.is_empty() && names.is_none() && is_header(&fields) {
            names = Some(fields.map(str::to_owned));
        } else if rows.len() == MAX_ROWS {
            return Err(TableError::TooMany { line });
        } else {
            rows.push(Row::new(fields, line)?);
        }
    }
    if rows.len() < MIN_ROWS {
        return Err(TableError::TooFew { found: rows.len() });
    }
    let (third, classes) = third_column(&rows)?;
    let rows = rows.iter().zip(third);
    let rows = rows.map(|(row, third)| [row.x, row.y, third]).collect();
    Ok(Table {
        names,
        rows,
        classes,
    })
}

/// Counts lines. The reader's own count leaves out the empty lines before a record.
struct Lines<'a> {
    bytes: &'a [u8],
    /// The bytes that have been counted.
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// The line of the record that begins at this byte or after the empty lines there. To be asked in ascending order.
    fn of(&mut self, start: usize) -> u64 {
        while let Some(byte) = self.bytes.get(self.at)
            && (self.at < start || matches!(byte, b'\n' | b'\r'))
        {
            self.at += 1;
            let ends = match byte {
                b'\n' => true,
                b'\r' => self.bytes.get(self.at) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(ends);
        }
        self.line
    }
}

/// A row whose third field is still a text.
struct Row {
    line: u64,
    x: f64,
    y: f64,
    third: String,
}

impl Row {
    fn new([x, y, third]: [&str; 3], line: u64) -> Result<Self, TableError> {
        if third.is_empty() {
            return Err(wrong(line, 3, third));
        }
        Ok(Self {
            line,
            x: number(x).ok_or_else(|| wrong(line, 1, x))?,
            y: number(y).ok_or_else(|| wrong(line, 2, y))?,
            third: third.to_owned(),
        })
    }
}

fn wrong(line: u64, column: u8, text: &str) -> TableError {
    let text = cut(text);
    TableError::Number { line, column, text }
}

fn cut(text: &str) -> String {
    text.chars().take(REPEATED).collect()
}

/// The separator, by the first line that is not empty.
fn separator(bytes: &[u8]) -> u8 {
    let mut lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let first = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let has = |separator: &u8| first.contains(separator);
    *[b'\t', b';'].iter().find(|s| has(s)).unwrap_or(&b',')
}

fn fields(record: &StringRecord, line: u64) -> Result<[&str; 3], TableError> {
    let found = record.len();
    let wrong = || TableError::Columns { line, found };
    match found {
        3 => {
            let field = |column| record.get(column).ok_or_else(wrong);
            Ok([field(0)?, field(1)?, field(2)?])
        }
        _ => Err(wrong()),
    }
}

fn is_header(fields: &[&str; 3]) -> bool {
    number(fields[0]).is_none() && number(fields[1]).is_none()
}

/// A number with a decimal point or comma.
fn number(text: &str) -> Option<f64> {
    match text.matches(',').count() {
        0 => redes_decimal::parse(text),
        _ if text.contains('.') => None,
        _ => redes_decimal::parse(&text.replacen(',', ".", 1)),
    }
}

/// The third column as numbers, and the entries of its classes.
fn third_column(rows: &[Row]) -> Result<(Vec<f64>, Option<[String; 2]>), TableError> {
    let numbers: Option<Vec<f64>> = rows.iter().map(|row| number(&row.third)).collect();
    if let Some(numbers) = numbers {
        return values(rows, numbers);
    }
    let mut words: BTreeSet<&str> = BTreeSet::new();
    for row in rows {
        words.insert(&row.third);
        if words.len() > 2 {
            let text = cut(&row.third);
            return Err(TableError::ThirdClass {
                line: row.line,
                text,
            });
        }
    }
    let mut words = words.into_iter();
    match (words.next(), words.next()) {
        (Some(zero), Some(one)) => {
            let class = |row: &Row| f64::from(u8::from(row.third == one));
            let classes = rows.iter().map(class).collect();
            Ok((classes, Some([zero.to_owned(), one.to_owned()])))
        }
        (only, _) => Err(TableError::OneClass {
            text: cut(only.unwrap_or_default()),
        }),
    }
}

/// Two different numbers are classes.
fn values(rows: &[Row], numbers: Vec<f64>) -> Result<(Vec<f64>, Option<[String; 2]>), TableError> {
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // As it is written where it stands first.
    let text = |wanted: f64| {
        let mut pairs = rows.iter().zip(&numbers);
        let found = pairs.find(|(_, number)| **number == wanted);
        found.map_or_else(String::new, |(row, _)| cut(&row.third))
    };
    if least == greatest {
        return Err(TableError::OneClass { text: text(least) });
    }
    if numbers.iter().any(|n| *n != least && *n != greatest) {
        return Ok((numbers, None));
    }
    let classes = [text(least), text(greatest)];
    let class = |number: &f64| f64::from(u8::from(*number == greatest));
    Ok((numbers.iter().map(class).collect(), Some(classes)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<[f64; 3]> {
        read(text.as_bytes()).unwrap().rows
    }

    fn error(text: &str) -> TableError {
        read(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn separators_and_decimal_commas() {
        let expected = [[0.5, -1.25, 0.0], [2.0, 3.0, 1.0]];
        for text in [
            "0.5,-1.25,0\n2,3,1\n",
            "0,5;-1,25;0\r\n2;3;1\r\n",
            "0.5;-1.25;0\n2;3;1",
            "0,5\t-1,25\t0\n2\t3\t1\n",
            "\"0,5\",\"-1,25\",0\n2,3,1\n",
            "\u{feff}\n  0.5 , -1.25 , 0 \n\n,,\n2,3,1\n",
            "x,y,class\n5e-1,-1.25,0\n2,3,1\n",
        ] {
            assert_eq!(rows(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_header_is_kept_and_a_mistake_in_the_first_line_is_none() {
        let table = read(b"width;height;kind\n1;2;b\n3;4;a\n").unwrap();
        let names = ["width", "height", "kind"].map(str::to_owned);
        assert_eq!(table.names, Some(names));
        assert_eq!(read(b"1,2,a\n3,4,b\n").unwrap().names, None);
        let text = "1,o,a\n3,4,b\n";
        assert_eq!(error(text), wrong(1, 2, "o"));
    }

    #[test]
    fn two_entries_are_classes_and_more_numbers_are_values() {
        let table = read(b"1,2,5\n3,4,-1\n5,6,5.0\n").unwrap();
        assert_eq!(table.rows.map_third(), [1.0, 0.0, 1.0]);
        assert_eq!(table.classes, Some(["-1".to_owned(), "5".to_owned()]));
        let table = read("1,2,sí\n3,4,no\n".as_bytes()).unwrap();
        assert_eq!(table.rows.map_third(), [1.0, 0.0]);
        assert_eq!(table.classes, Some(["no".to_owned(), "sí".to_owned()]));
        let table = read(b"1,2,5\n3,4,-1\n5,6,0.5\n").unwrap();
        assert_eq!(table.rows.map_third(), [5.0, -1.0, 0.5]);
        assert_eq!(table.classes, None);
    }

    trait Third {
        fn map_third(&self) -> Vec<f64>;
    }

    impl Third for Vec<[f64; 3]> {
        fn map_third(&self) -> Vec<f64> {
            self.iter().map(|row| row[2]).collect()
        }
    }

    #[test]
    fn every_mistake_is_named() {
        assert_eq!(error(""), TableError::TooFew { found: 0 });
        assert_eq!(error("x,y,z\n1,2,a\n"), TableError::TooFew { found: 1 });
        assert_eq!(error("1,2\n"), TableError::Columns { line: 1, found: 2 });
        let found = TableError::Columns { line: 3, found: 4 };
        for text in [
            "1,2,a\n\n1,2,b,4\n",
            "1,2,a\r\n\r\n1,2,b,4\r\n",
            "\r1,2,a\r1,2,b,4",
        ] {
            assert_eq!(error(text), found, "{text:?}");
        }
        assert_eq!(error("1,2,a\n1;5,2,b\n"), wrong(2, 1, "1;5"));
        assert_eq!(error("1,2,a\n1,1.2.3,b\n"), wrong(2, 2, "1.2.3"));
        assert_eq!(error("1;2;a\n1;1.234,5;b\n"), wrong(2, 2, "1.234,5"));
        assert_eq!(error("1,2,a\n1,1e999,b\n"), wrong(2, 2, "1e999"));
        assert_eq!(error("1,2,a\n1,2,\n"), wrong(2, 3, ""));
        let (line, text) = (3, "c".to_owned());
        let third = TableError::ThirdClass { line, text };
        assert_eq!(error("1,2,a\n1,2,b\n1,2,c\n"), third);
        for text in ["1,2,7\n3,4,7\n", "1,2,a\n3,4,a\n"] {
            assert!(matches!(error(text), TableError::OneClass { .. }));
        }
        let latin = read(b"1,2,a\n3,4,s\xed\n").unwrap_err();
        assert_eq!(latin, TableError::NotText { line: 2 });
        let long = format!("1,2,a\n{},2,b\n", "w".repeat(99));
        assert_eq!(error(&long), wrong(2, 1, &"w".repeat(40)));
    }

    #[test]
    fn five_thousand_rows_and_no_more() {
        let mut text = "0,1,a\n1,0,b\n".repeat(MAX_ROWS / 2);
        assert_eq!(rows(&text).len(), MAX_ROWS);
        text += "1,1,a\n";
        assert_eq!(error(&text), TableError::TooMany { line: 5_001 });
    }
}
