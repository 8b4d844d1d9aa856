//! Escapes text for HTML.

/// Text with HTML's special characters escaped, also for attributes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The number of characters of some HTML that a reader sees.
pub(crate) fn visible(html: &str) -> usize {
    let mut inside = false;
    html.chars()
        .filter(|c| {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                _ => return !inside && !c.is_whitespace(),
            }
            false
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_not_seen() {
        assert_eq!(visible("<mi a=\"b\">x</mi> <mo>=</mo>"), 2);
        assert_eq!(escape("a<b & \"c\""), "a&lt;b &amp; &quot;c&quot;");
    }
}
