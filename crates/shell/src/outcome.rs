//! What came out of a figure, for scripts that check an exercise: the attribute `data-outcome` of its element.
//!
//! The attribute holds names and numbers, as in `accuracy:1 neurons:3 step:2500`. A number that is not finite is left out.

use redes_sheet::decimal;
use web_sys::HtmlElement;

use crate::dom;

/// Writes the numbers to the figure's element.
pub fn write(host: &HtmlElement, numbers: &[(&str, f64)]) {
    dom::set_attribute(host, "data-outcome", &written(numbers));
}

/// The attribute's text.
fn written(numbers: &[(&str, f64)]) -> String {
    let finite = numbers.iter().filter(|(_, value)| value.is_finite());
    let entries: Vec<String> = finite
        .map(|(name, value)| format!("{name}:{}", decimal::shortest(*value)))
        .collect();
    entries.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_scripts_read_them() {
        let numbers = [
            ("accuracy", 1.0),
            ("cost", -0.25),
            ("slope", f64::NAN),
            ("step", 2500.0),
        ];
        assert_eq!(written(&numbers), "accuracy:1 cost:-0.25 step:2500");
        assert_eq!(written(&[]), "");
    }
}
