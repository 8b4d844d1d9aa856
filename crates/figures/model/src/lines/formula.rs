//! The formulas of the stack, as text and MathML: lines, sums and matrices. (Beside the five files of a figure, since
//! `markup.rs` would be too long with them.)

use redes_core::activation::Activation;
use redes_lessons::{affine::Affine, piecewise_linear::Line};
use redes_sheet::number;

/// The chapter's names for the outputs of its layers.
const LETTERS: [&str; 4] = ["u", "v", "t", "s"];

/// The chapter's name for the output of a layer, from its index.
pub fn letter(layer: usize) -> &'static str {
    LETTERS.get(layer).copied().unwrap_or("y")
}

/// A line, such as `−6x + 1`.
pub fn line(line: Line, x: &str) -> String {
    let (slope, height) = (two(line.slope), two(line.height));
    let first = match &*slope {
        "0" => return height,
        "1" => x.to_owned(),
        "−1" => format!("−{x}"),
        _ => format!("{slope}{x}"),
    };
    match height.strip_prefix('−') {
        _ if height == "0" => first,
        Some(less) => format!("{first} − {less}"),
        None => format!("{first} + {height}"),
    }
}

/// The sum of a neuron with one input and its output, with their numbers: `2 · 0.5 + 1 = 2`. `None` for a layer without
/// weights.
pub fn sum(layer: &Affine, x: f64, output: f64, activation: Activation) -> Option<String> {
    let (w, b) = (layer.kernel().first()?, layer.bias().first()?);
    let factor = match two(x) {
        text if text.starts_with('−') => format!("({text})"),
        text => text,
    };
    let added = match two(*b) {
        text if text == "0" => String::new(),
        text => match text.strip_prefix('−') {
            Some(less) => format!(" − {less}"),
            None => format!(" + {text}"),
        },
    };
    let sum = format!("{} · {factor}{added}", two(*w));
    let sum = match activation {
        Activation::Relu { .. } => format!("max(0, {sum})"),
        Activation::Sigmoid => format!("σ({sum})"),
        Activation::Tanh => format!("tanh({sum})"),
        Activation::Step { .. } => format!("[{sum} > 0]"),
        // The identity; the figure has no neuron with another.
        _ => sum,
    };
    Some(format!("{sum} = {}", two(output)))
}

/// The weights of each layer as matrices, in MathML.
pub fn weights(layers: &[Affine]) -> String {
    let layer = |(index, layer): (usize, &Affine)| {
        let name = |letter| raised(letter, index + 1);
        equation(&name("W"), layer.kernel(), layer.units())
            + &equation(&name("b"), layer.bias(), layer.units())
    };
    layers.iter().enumerate().map(layer).collect()
}

/// The products of the first two, three, … layers, in MathML. `collapsed` is [`super::numbers::Numbers::collapsed`].
pub fn products(collapsed: &[Affine]) -> String {
    let product = |(index, both): (usize, &Affine)| {
        let last = index + 1;
        let all: String = (1..=last).map(|layer| raised("W", layer)).collect();
        let bias = (2..=last).fold(raised("b", 1), |sum, layer| {
            let sum = match layer {
                2 => sum,
                _ => format!("<mo>(</mo>{sum}<mo>)</mo>"),
            };
            format!(
                "{sum}{}<mo>+</mo>{}",
                raised("W", layer),
                raised("b", layer)
            )
        });
        equation(&all, both.kernel(), both.units()) + &equation(&bias, both.bias(), both.units())
    };
    collapsed.iter().enumerate().skip(1).map(product).collect()
}

fn raised(letter: &str, layer: usize) -> String {
    format!("<msup><mi>{letter}</mi><mrow><mo>(</mo><mn>{layer}</mn><mo>)</mo></mrow></msup>")
}

fn equation(name: &str, values: &[f64], columns: usize) -> String {
    let cell = |value: &f64| {
        let text = two(*value);
        match text.strip_prefix('−') {
            Some(rest) => format!("<mtd><mo>−</mo><mn>{rest}</mn></mtd>"),
            None => format!("<mtd><mn>{text}</mn></mtd>"),
        }
    };
    let row = |row: &[f64]| format!("<mtr>{}</mtr>", row.iter().map(cell).collect::<String>());
    let rows: String = values.chunks(columns.max(1)).map(row).collect();
    format!(
        r#"<math><mrow>{name}</mrow><mo>=</mo><mrow><mo>(</mo><mtable>{rows}</mtable><mo>)</mo></mrow></math> "#
    )
}

/// The outputs of a layer's neurons; those that a threshold cuts off have the class `off`.
pub fn many(outputs: &[f64], activation: Activation) -> String {
    let cuts = matches!(
        activation,
        Activation::Relu { .. } | Activation::Step { .. }
    );
    let one = |(unit, output): (usize, &f64)| {
        let class = if cuts && *output == 0.0 { "off" } else { "on" };
        let n = unit + 1;
        let a = two(*output);
        format!(r#"<span class="{class}">a<sub>{n}</sub> = {a}</span> "#)
    };
    outputs.iter().enumerate().map(one).collect()
}

/// At most two decimals, which all numbers of this figure have.
pub fn two(value: f64) -> String {
    number::short(value, 2)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_as_people_write_them() {
        let cases = [
            ((-6.0, 1.0), "−6x + 1"),
            ((1.0, -0.5), "x − 0.5"),
            ((-1.0, 0.0), "−x"),
            ((0.0, -5.0), "−5"),
            ((0.001, 0.0), "0"),
            ((1.004, 2.375), "x + 2.38"),
        ];
        for ((slope, height), text) in cases {
            assert_eq!(line(Line { slope, height }, "x"), text);
        }
    }

    #[test]
    fn a_sum_shows_its_numbers() {
        let layer = Affine::line(-3.0, 4.0);
        let said = |x: f64, a: f64, f| sum(&layer, x, a, f).unwrap();
        assert_eq!(said(2.0, -2.0, Activation::Identity), "−3 · 2 + 4 = −2");
        assert_eq!(
            said(-1.0, 7.0, Activation::RELU),
            "max(0, −3 · (−1) + 4) = 7"
        );
    }

    #[test]
    fn products_name_their_factors() {
        let [first, second] = [Affine::line(2.0, 1.0), Affine::line(-3.0, 4.0)];
        let both = first.then(&second).unwrap();
        let said = products(&[first, both]);
        assert!(said.contains("<mtd><mo>−</mo><mn>6</mn></mtd>"));
        assert_eq!(said.matches("<math>").count(), 2);
        assert!(products(&[second]).is_empty());
    }

    #[test]
    fn neurons_that_are_off_are_marked() {
        let said = many(&[0.0, 1.5], Activation::RELU);
        assert_eq!(said.matches(r#"class="off""#).count(), 1);
        assert!(!many(&[0.0], Activation::Tanh).contains("off"));
    }
}
