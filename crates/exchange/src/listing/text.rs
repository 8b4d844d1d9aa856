//! Lines of Python.

/// The longest line.
pub(super) const WIDTH: usize = 79;

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

    /// Says what follows: the weights, or the file that they are loaded from.
    pub(super) fn weights(&mut self, beside: Option<&str>) {
        let Some(name) = beside else {
            return self.say(
                "los pesos y sesgos de cada capa",
                "the weights and biases of each layer",
            );
        };
        self.say(
            "los pesos y sesgos de cada capa están en otro archivo,",
            "the weights and biases of each layer are in another file,",
        );
        self.say(
            &format!("{name}, que va junto a este programa"),
            &format!("{name}, which belongs beside this program"),
        );
    }

    /// Appends empty lines.
    pub(super) fn gap(&mut self, lines: usize) {
        self.lines.extend(std::iter::repeat_n('\n', lines));
    }

    pub(super) fn done(self) -> String {
        self.lines
    }
}

/// `(28, 28)`, `(4,)`: a tuple of Python.
pub(super) fn tuple(lengths: &[usize]) -> String {
    let all: Vec<String> = lengths.iter().map(usize::to_string).collect();
    match all.as_slice() {
        [one] => format!("({one},)"),
        _ => format!("({})", all.join(", ")),
    }
}
