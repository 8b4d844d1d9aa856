//! The two languages, and numbers as the figures write them: a point before the decimals in both.

/// A language of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Spanish,
    English,
}

impl Language {
    pub(super) const BOTH: [Self; 2] = [Self::Spanish, Self::English];

    /// `es` or `en`.
    pub(super) fn code(self) -> &'static str {
        self.choose("es", "en")
    }

    /// Of two texts that say the same the one in this language.
    pub(super) fn choose<T>(self, spanish: T, english: T) -> T {
        match self {
            Self::Spanish => spanish,
            Self::English => english,
        }
    }
}

/// So many decimals, and a true minus sign.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| b == b'0' || b == b'.') => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// At most so many decimals.
pub(super) fn short(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    match text.contains('.') {
        true => {
            let text = text.trim_end_matches('0').trim_end_matches('.');
            if text == "−0" { "0" } else { text }.to_owned()
        }
        false => text,
    }
}

/// As [`fixed`], with a plus where it is due.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if value > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

/// A whole number, its thousands set apart.
pub(super) fn grouped(value: u64, language: Language) -> String {
    let digits = value.to_string();
    // Spanish sets four digits without a gap (RAE, Ortografía 2010).
    let separator = match language {
        Language::Spanish if digits.len() <= 4 => return digits,
        Language::Spanish => '\u{202f}',
        Language::English => ',',
    };
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A share in per cent.
pub(super) fn percent(share: f64, decimals: usize, language: Language) -> String {
    let gap = language.choose("\u{202f}", "");
    format!("{}{gap}%", short(share * 100.0, decimals))
}
