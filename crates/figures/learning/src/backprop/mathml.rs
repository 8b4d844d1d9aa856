//! Formulas as MathML, in chunks between which a narrow page may break the line; and the lists that hold them.

use redes_shell::number;

use super::numbers::{Neuron, Parameter};

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

/// A letter without an index.
pub fn letter(letter: &str) -> String {
    format!("<mi>{letter}</mi>")
}

/// The derivative ∂C/∂`of`.
pub fn derivative(of: &str) -> String {
    format!(
        r#"<mfrac><mrow><mi mathvariant="normal">∂</mi><mi>C</mi></mrow><mrow><mi mathvariant="normal">∂</mi>{of}</mrow></mfrac>"#
    )
}

/// An operator between two operands, also where it begins a chunk.
pub fn op(sign: &str) -> String {
    format!(r#"<mo form="infix">{sign}</mo>"#)
}

/// Brackets around `inner`.
pub fn bracketed(inner: &str) -> String {
    format!(
        r#"<mrow><mo form="prefix" stretchy="false">(</mo>{inner}<mo form="postfix" stretchy="false">)</mo></mrow>"#
    )
}

/// A computed number: four decimals, or a power of ten where four decimals would hide it.
pub fn computed(value: f64) -> String {
    shown(value, |value| number::fixed(value, number::decimals(value)))
}

/// A given number, without zeros at its end.
pub fn given(value: f64) -> String {
    shown(value, |value| number::short(value, number::decimals(value)))
}

/// A number as a factor: in brackets if it is negative or has a power of ten.
pub fn factor(value: f64, show: fn(f64) -> String) -> String {
    let inner = show(value);
    if value < 0.0 || number::scientific(value).is_some() {
        bracketed(&inner)
    } else {
        inner
    }
}

/// A number with a fixed count of decimals.
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

/// A power of ten as text: `0.1`, `0.01`, `10⁻³`.
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

    /// Adds a chunk. The line may break before it.
    pub fn then(self, parts: &[String]) -> Self {
        self.chunk("", parts)
    }

    /// Adds a chunk that is coloured by the sign of `value`.
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

/// The CSS class of a number's sign.
pub fn side(value: f64) -> &'static str {
    if value < 0.0 {
        "minus"
    } else if value > 0.0 {
        "plus"
    } else {
        "nothing"
    }
}

/// A parameter's symbol: w₁₁⁽¹⁾.
pub fn parameter(parameter: &Parameter) -> String {
    var(parameter.letter, parameter.index, parameter.layer)
}

/// A letter with the index and the layer of a neuron, such as z₁⁽¹⁾; the output has no index.
pub fn of_neuron(letter: &str, neuron: &Neuron) -> String {
    let index = match neuron.layer {
        1 => (neuron.unit + 1).to_string(),
        _ => String::new(),
    };
    var(letter, &index, neuron.layer)
}

/// The symbol of the input number `from` of a layer: an input of the network, or a hidden neuron's output.
pub fn incoming(layer: usize, from: usize) -> String {
    match layer {
        1 => input(from + 1),
        _ => var("a", &(from + 1).to_string(), 1),
    }
}

/// How the inputs of a layer are written: those of the first layer are given, the others computed.
pub fn shown_inputs(layer: usize) -> fn(f64) -> String {
    if layer == 1 { given } else { computed }
}

/// A list item about a part of the drawing: `n0` to `n2` are neurons, `p0` to `p8` parameters.
pub fn item(part: &str, lines: &[String]) -> String {
    format!(r#"<li data-part="{part}">{}</li>"#, lines.concat())
}

/// A formula on a line of its own.
pub fn line(formula: Formula) -> String {
    format!(r#"<div class="backprop-line">{}</div>"#, formula.markup())
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
