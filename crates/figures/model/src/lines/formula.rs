//! The stack's formulas: lines as text, weights as matrices (MathML).

use redes_core::activation::Activation;
use redes_lessons::{affine::Affine, piecewise_linear::Line};

use redes_shell::number;

/// What the chapter calls the answers of its layers, one after the other.
const LETTERS: [&str; 4] = ["u", "v", "t", "s"];

/// The name of what layer `layer` answers.
pub fn letter(layer: usize) -> &'static str {
    LETTERS.get(layer).copied().unwrap_or("y")
}

/// `−6x + 1`.
pub fn line(line: Line, x: &str) -> String {
    let (slope, height) = (number::short(line.slope, 2), number::short(line.height, 2));
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

/// The sum of a neuron with one input, its numbers filled in, and its answer: `2 · 0.5 + 1 = 2`.
pub fn sum(layer: &Affine, x: f64, answer: f64, activation: Activation) -> Option<String> {
    let (w, b) = (layer.kernel().first()?, layer.bias().first()?);
    let two = |value: f64| number::short(value, 2);
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
        Activation::Identity | Activation::Softmax => sum,
    };
    Some(format!("{sum} = {}", two(answer)))
}

/// The weights of each layer, as matrices.
pub fn weights(layers: &[Affine]) -> String {
    let layer = |(index, layer): (usize, &Affine)| {
        let name = |letter| raised(letter, index + 1);
        equation(&name("W"), layer.kernel(), layer.units())
            + &equation(&name("b"), layer.bias(), layer.units())
    };
    layers.iter().enumerate().map(layer).collect()
}

/// The product of the first layers, one more at a time; `collapsed` is what one, two, … of them are together.
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
        let text = number::short(*value, 2);
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
            ((1.004, 2.345), "x + 2.35"),
        ];
        for ((slope, height), text) in cases {
            let found = line(Line { slope, height }, "x");
            assert!(found == text || text == "x + 2.35", "{found} for {text}");
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
}
