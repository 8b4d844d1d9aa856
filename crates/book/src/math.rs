//! LaTeX to MathML Core with `math-core`, adapted to a content security policy without inline styles.

use std::ops::RangeInclusive;

use anyhow::{Result, anyhow};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// The inline styles that `math-core` writes and the classes of `page.css` that replace them.
const CLASSES: [(&str, &str); 9] = [
    (
        "text-align: left;justify-items: start;padding-right: 0;",
        "m-l",
    ),
    (
        "text-align: left;justify-items: start;padding-right: 0;padding-left:1em;",
        "m-l m-gap",
    ),
    (
        "text-align: left;justify-items: start;padding-left: 0;",
        "m-l m-tight",
    ),
    (
        "text-align: right;justify-items: end;padding-right: 0;",
        "m-r",
    ),
    (
        "text-align: right;justify-items: end;padding-right: 0;padding-left:2em;",
        "m-r m-gap",
    ),
    ("text-align: left;justify-items: start;", "m-l"),
    ("text-align: right;justify-items: end;", "m-r"),
    (
        "text-align: right;justify-items: end;padding-right: 0;padding-left: 0;",
        "m-r m-tight",
    ),
    (
        "text-align: left;justify-items: start;padding-right: 0;padding-left: 0;",
        "m-l m-tight",
    ),
];

/// What `math-core` sets over a letter for `\overline`, and the line that stretches.
const COMBINING_LINE: &str = "\u{332}";
const OVERLINE: &str = "\u{203e}";

/// Italic letters of `www/fonts/stix-two-math.woff2`, Latin and small Greek. Above U+FFFF the font has no others.
const ITALICS: [RangeInclusive<char>; 2] = ['\u{1d434}'..='\u{1d467}', '\u{1d6fc}'..='\u{1d71b}'];

/// The first letter of a text that our font of formulas lacks.
fn lacking(mathml: &str) -> Option<char> {
    mathml
        .chars()
        .find(|letter| *letter > '\u{ffff}' && !ITALICS.iter().any(|range| range.contains(letter)))
}

/// Takes the primes of single letters out of their superscripts.
fn primes(mathml: &str) -> String {
    const START: &str = "<msup><mi>";
    const END: &str = "</mi><mo>′</mo></msup>";
    let mut parts = mathml.split(START);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(END) {
            Some((letter, rest)) if !letter.contains('<') => {
                out += &format!(
                    "<mrow><mi>{letter}</mi><mo lspace=\"0\" rspace=\"0\">′</mo></mrow>{rest}"
                );
            }
            _ => out += &format!("{START}{part}"),
        }
    }
    out
}

/// Turns formulas into MathML.
pub(crate) struct Maths(LatexToMathML);

impl Maths {
    /// A converter without additional macros.
    pub(crate) fn new() -> Result<Self> {
        let converter = LatexToMathML::new(MathCoreConfig::default());
        converter
            .map(Self)
            .map_err(|(error, ..)| anyhow!("math-core: {error:?}"))
    }

    /// A formula as `<math>…</math>`; the error shows the formula.
    pub(crate) fn convert(&self, latex: &str, display: bool) -> Result<String> {
        let how = if display {
            MathDisplay::Block
        } else {
            MathDisplay::Inline
        };
        let found = self.0.convert_with_local_state(latex, how);
        let mut mathml = found
            .map_err(|error| anyhow!("LaTeX: {error} In: {latex}"))?
            .mathml
            .to_string();
        for (style, class) in CLASSES {
            mathml = mathml.replace(&format!("style=\"{style}\""), &format!("class=\"{class}\""));
        }
        if let Some((_, rest)) = mathml.split_once(" style=\"") {
            let style = rest.split('"').next().unwrap_or_default();
            return Err(anyhow!(
                "LaTeX: nothing in math.rs stands for the style {style:?}. In: {latex}"
            ));
        }
        if let Some(letter) = lacking(&mathml) {
            return Err(anyhow!(
                "LaTeX: www/fonts/stix-two-math.woff2 has no {letter:?} ({}). In: {latex}",
                letter.escape_unicode()
            ));
        }
        // Browsers raise the prime, which the font has raised already; and they set a combining line beside its letter.
        mathml = primes(&mathml).replace(COMBINING_LINE, OVERLINE);
        // Screen readers read formulas, and words in them, in the page's language.
        Ok(mathml.replace('\n', " "))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_prime_is_no_superscript_and_a_mean_has_a_line_that_stretches() {
        let maths = Maths::new().unwrap();
        let slope = maths.convert("x^2 f'(z)", false).unwrap();
        assert!(
            slope.contains("<mi>f</mi><mo lspace=\"0\" rspace=\"0\">′</mo>"),
            "{slope}"
        );
        assert_eq!(slope.matches("<msup>").count(), 1, "{slope}");
        let mean = maths.convert(r"\overline{C}", true).unwrap();
        assert!(mean.contains('\u{203e}'), "{mean}");
    }

    #[test]
    fn formulas_become_mathml_without_styles() {
        let maths = Maths::new().unwrap();
        let sum = maths
            .convert(r"\frac{\partial C}{\partial w_{ij}^{(\ell)}}", false)
            .unwrap();
        assert!(sum.starts_with("<math><mfrac>"), "{sum}");
        let cases = maths
            .convert(
                r"\begin{cases}0 & \text{si } x \le U\\ x & \text{si } x > U\end{cases}",
                true,
            )
            .unwrap();
        assert!(
            cases.contains("class=\"m-l m-gap\"") && !cases.contains(" style="),
            "{cases}"
        );
    }

    #[test]
    fn a_letter_that_the_font_lacks_is_refused() {
        let maths = Maths::new().unwrap();
        assert!(maths.convert(r"\delta^{(\ell)} \odot W^\top", true).is_ok());
        let error = maths.convert(r"\mathbf{x}", false).unwrap_err().to_string();
        assert!(
            error.contains("\\u{1d431}") && error.contains("mathbf"),
            "{error}"
        );
    }

    #[test]
    fn what_is_no_latex_is_shown() {
        let error = Maths::new()
            .unwrap()
            .convert(r"\nonsense{x}", false)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("nonsense") && error.contains("In:"),
            "{error}"
        );
    }
}
