//! Lines of Python.

/// A program as it is written.
pub(super) struct Text {
    spanish: bool,
    lines: String,
}

impl Text {
    pub(super) fn new(spanish: bool) -> Self {
        Self {
            spanish,
            lines: String::new(),
        }
    }

    /// Appends lines: a text of one or more of them, whose end is not a line's end.
    pub(super) fn code(&mut self, lines: impl AsRef<str>) {
        self.lines.push_str(lines.as_ref());
        self.lines.push('\n');
    }

    /// Appends a comment.
    pub(super) fn say(&mut self, spanish: &str, english: &str) {
        let comment = if self.spanish { spanish } else { english };
        self.code(format!("# {comment}"));
    }

    /// Appends an empty line.
    pub(super) fn gap(&mut self) {
        self.lines.push('\n');
    }

    pub(super) fn done(self) -> String {
        self.lines
    }
}

/// A number that Python reads as the same `float`.
pub(super) fn number(value: f64) -> String {
    let digits = redes_decimal::shortest(value);
    match digits.contains('.') {
        true => digits,
        false => digits + ".0",
    }
}

/// `[a, b, c]`.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("[{}]", items.join(", "))
}
