//! Formulas as MathML, in chunks between which a narrow page may break the line.

use redes_shell::number;

/// A symbol with its indices: `var("w", "11", 1)` is w₁₁⁽¹⁾.
pub fn var(letter: &str, index: &str, layer: usize) -> String {
    let layer = format!(
        r#"<mrow><mo stretchy="false">(</mo><mn>{layer}</mn><mo stretchy="false">)</mo></mrow>"#
    );
    if index.is_empty() {
        format!("<msup><mi>{letter}</mi>{layer}</msup>")
    } else {
        format!("<msubsup><mi>{letter}</mi><mn>{index}</mn>{layer}</msubsup>")
    }
}

/// An input: x₁.
pub fn input(index: usize) -> String {
    format!("<msub><mi>x</mi><mn>{index}</mn></msub>")
}

/// A letter.
pub fn letter(letter: &str) -> String {
    format!("<mi>{letter}</mi>")
}

/// ∂C/∂ something.
pub fn derivative(of: &str) -> String {
    format!(
        r#"<mfrac><mrow><mi mathvariant="normal">∂</mi><mi>C</mi></mrow><mrow><mi mathvariant="normal">∂</mi>{of}</mrow></mfrac>"#
    )
}

/// An operator between two things, wherever the chunk begins.
pub fn op(sign: &str) -> String {
    format!(r#"<mo form="infix">{sign}</mo>"#)
}

/// Something between brackets.
pub fn bracketed(inner: &str) -> String {
    format!(
        r#"<mrow><mo form="prefix" stretchy="false">(</mo>{inner}<mo form="postfix" stretchy="false">)</mo></mrow>"#
    )
}

/// A number that was computed: four decimals, or a power of ten where those would say nothing.
pub fn computed(value: f64) -> String {
    shown(value, |value| number::fixed(value, number::telling(value)))
}

/// A number that was given, without zeros at its end.
pub fn given(value: f64) -> String {
    shown(value, |value| number::short(value, number::telling(value)))
}

/// A number as a factor: between brackets if it begins with a sign or is a product itself.
pub fn factor(value: f64, show: fn(f64) -> String) -> String {
    let inner = show(value);
    if value < 0.0 || number::scientific(value).is_some() {
        bracketed(&inner)
    } else {
        inner
    }
}

/// With so many decimals.
pub fn decimals(value: f64, decimals: usize) -> String {
    signed(&number::fixed(value, decimals))
}

fn shown(value: f64, usual: impl Fn(f64) -> String) -> String {
    match number::scientific(value) {
        Some((mantissa, exponent)) => format!(
            "<mrow>{}<mo>·</mo><msup><mn>10</mn>{}</msup></mrow>",
            signed(&mantissa),
            signed(&number::fixed(f64::from(exponent), 0))
        ),
        None => signed(&usual(value)),
    }
}

fn signed(text: &str) -> String {
    match text.strip_prefix('−') {
        Some(rest) => format!(r#"<mrow><mo form="prefix">−</mo><mn>{rest}</mn></mrow>"#),
        None => format!("<mn>{text}</mn>"),
    }
}

/// A power of ten as text: 0.1, 0.01, 10⁻³.
pub fn power(value: f64) -> String {
    if value >= 0.01 {
        number::short(value, 2)
    } else {
        format!("10{}", number::raised(value.log10().round() as i32))
    }
}

/// A formula in chunks.
#[derive(Default)]
pub struct Formula(String);

impl Formula {
    /// A formula that begins with these parts.
    pub fn new(parts: &[String]) -> Self {
        Self::default().then(parts)
    }

    /// Goes on, perhaps on a new line.
    pub fn then(self, parts: &[String]) -> Self {
        self.chunk("", parts)
    }

    /// Goes on with a result, coloured by the sign of a value.
    pub fn result(self, value: f64, parts: &[String]) -> Self {
        self.chunk(side(value), parts)
    }

    /// The markup.
    pub fn markup(self) -> String {
        self.0
    }

    fn chunk(mut self, class: &str, parts: &[String]) -> Self {
        let parts = parts.concat();
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(r#" class="{class}""#)
        };
        self.0
            .push_str(&format!("<math{class}><mrow>{parts}</mrow></math>"));
        self
    }
}

/// The class of a number's sign.
pub fn side(value: f64) -> &'static str {
    if value < 0.0 {
        "minus"
    } else if value > 0.0 {
        "plus"
    } else {
        "nothing"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_a_person_writes_them() {
        assert_eq!(given(0.4), "<mn>0.4</mn>");
        assert_eq!(computed(0.555_98), "<mn>0.5560</mn>");
        assert_eq!(
            computed(-0.2),
            r#"<mrow><mo form="prefix">−</mo><mn>0.2000</mn></mrow>"#
        );
        assert_eq!(factor(0.5, given), "<mn>0.5</mn>");
        assert!(factor(-0.5, given).contains('('));
        assert_eq!(number::compact(-0.025_054), "−0.0251");
        assert_eq!(number::compact(1.34e-11), "1.3·10⁻¹¹");
        assert_eq!(number::compact(-2.5e8), "−2.5·10⁸");
        assert_eq!(number::compact(0.0), "0");
        assert_eq!(number::compact(f64::NAN), "—");
    }

    #[test]
    fn tags_are_closed() {
        let formula = Formula::new(&[var("w", "11", 1), op("="), computed(3e-7)]).result(
            -1.0,
            &[derivative(&var("b", "", 2)), factor(-1e-9, computed)],
        );
        let markup = formula.markup();
        assert_eq!(
            markup.matches("</").count(),
            markup.matches('<').count() / 2
        );
        assert!(markup.contains(r#"<math class="minus">"#));
    }
}
