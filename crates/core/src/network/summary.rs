//! The table that Keras prints for a model.

use std::fmt;

/// A network's layers and their parameters.
///
/// `Display` prints what `model.summary()` of Keras 3 prints at a width of 80
/// columns; a name that doesn't fit widens its column instead of being cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The model's name.
    pub name: String,
    /// One a layer.
    pub rows: Vec<SummaryRow>,
    /// Parameters of all layers.
    pub total: usize,
    /// Parameters that training changes.
    pub trainable: usize,
    /// Memory of all parameters.
    pub bytes: usize,
}

/// One layer of a [`Summary`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// `"dense_1"`.
    pub name: String,
    /// `"Dense"`.
    pub kind: &'static str,
    /// The shape of one sample's output.
    pub output_shape: Vec<usize>,
    /// Its parameters.
    pub parameters: usize,
}

/// Keras's column widths at 80 columns, without the padding.
const WIDTHS: [usize; 3] = [31, 22, 13];

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells: Vec<[String; 3]> = self.rows.iter().map(SummaryRow::cells).collect();
        let mut widths = WIDTHS;
        for row in &cells {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let rule = |f: &mut fmt::Formatter<'_>, ends: [char; 3], line: &str| {
            let [left, middle, right] = ends;
            let [a, b, c] = widths.map(|width| line.repeat(width + 2));
            writeln!(f, "{left}{a}{middle}{b}{middle}{c}{right}")
        };
        let [a, b, c] = widths;
        writeln!(f, "Model: \"{}\"", self.name)?;
        rule(f, ['┏', '┳', '┓'], "━")?;
        let [name, shape, parameters] = ["Layer (type)", "Output Shape", "Param #"];
        writeln!(f, "┃ {name:<a$} ┃ {shape:<b$} ┃ {parameters:>c$} ┃")?;
        rule(f, ['┡', '╇', '┩'], "━")?;
        for (index, [name, shape, parameters]) in cells.iter().enumerate() {
            if index > 0 {
                rule(f, ['├', '┼', '┤'], "─")?;
            }
            writeln!(f, "│ {name:<a$} │ {shape:<b$} │ {parameters:>c$} │")?;
        }
        rule(f, ['└', '┴', '┘'], "─")?;
        let each = self.bytes.checked_div(self.total).unwrap_or(0);
        for (what, count) in [
            ("Total", self.total),
            ("Trainable", self.trainable),
            ("Non-trainable", self.total.saturating_sub(self.trainable)),
        ] {
            let size = readable_size(count * each);
            writeln!(f, " {what} params: {} ({size})", with_commas(count))?;
        }
        Ok(())
    }
}

impl SummaryRow {
    fn cells(&self) -> [String; 3] {
        let shape: String = self.output_shape.iter().map(|n| format!(", {n}")).collect();
        [
            format!("{} ({})", self.name, self.kind),
            format!("(None{shape})"),
            with_commas(self.parameters),
        ]
    }
}

/// 118282 as "118,282".
fn with_commas(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Keras's `readable_memory_size`: 473128 as "462.04 KB".
fn readable_size(bytes: usize) -> String {
    let mut size = bytes as f64;
    for unit in ["B", "KB", "MB", "GB"] {
        if size < 1024.0 {
            return format!("{size:.2} {unit}");
        }
        size /= 1024.0;
    }
    format!("{size:.2} TB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_keras_writes_them() {
        let commas = [0, 12, 123, 1234, 118_282, 1_004_800].map(with_commas);
        assert_eq!(commas, ["0", "12", "123", "1,234", "118,282", "1,004,800"]);
        let sizes = [0, 1023, 1024, 473_128, 67_274_980].map(readable_size);
        assert_eq!(
            sizes,
            ["0.00 B", "1023.00 B", "1.00 KB", "462.04 KB", "64.16 MB"]
        );
    }
}
