//! The gradients with their numbers, and each again as the quotient of two differences.

use super::{
    link::State,
    maths::{self, Formula, bracketed, computed, derivative, factor, op, var},
    notation::{NAMES, incoming, index, item, line, shown},
    numbers::Model,
};
use crate::words;
use redes_shell::{dom, number, text::Language};

/// A formula for each parameter's derivative, and below it the same by a finite difference.
pub fn items(language: Language, state: &State, model: &Model) -> String {
    let [hidden, output] = &model.trace.layers[..] else {
        return String::new();
    };
    let gradients = model.trace.gradients();
    let mut items = String::new();
    for (place, (kind, indices, number)) in NAMES.into_iter().enumerate() {
        let (layer, first) = if number == 1 {
            (hidden, 0)
        } else {
            (output, 6)
        };
        let units = layer.bias.len();
        let unit = (place - first) % units;
        let blame = var("δ", &index(number, unit), number);
        let mut formula = Formula::new(&[derivative(&var(kind, indices, number))]);
        if kind == "w" {
            let from = (place - first) / units;
            let x = layer.x[from];
            formula = formula
                .then(&[op("="), incoming(number, from), blame])
                .then(&[
                    op("="),
                    factor(x, shown(number)),
                    op("·"),
                    factor(layer.delta[unit], computed),
                ]);
        } else {
            formula = formula.then(&[op("="), blame]);
        }
        let gradient = gradients.get(place).copied().unwrap_or_default();
        formula = formula.result(gradient, &[op("="), computed(gradient)]);
        let check = check(language, state, model, place, gradient);
        items.push_str(&item(&format!("p{place}"), &[line(formula), check]));
    }
    items
}

/// The same derivative by a finite difference, and how far the two are apart.
fn check(language: Language, state: &State, model: &Model, place: usize, gradient: f64) -> String {
    let Some(found) = model.differences.get(place) else {
        return String::new();
    };
    let h = state.difference();
    // With a small h the costs differ only far behind the point.
    let shown = if h < 1e-5 { 15 } else { 8 };
    let cost = |value| maths::decimals(value, shown);
    let quotient = Formula::new(&[bracketed(
        &[cost(found.up), op("−"), cost(found.down)].concat(),
    )])
    .then(&[op("/"), twice(h)])
    .then(&[op("="), maths::decimals(found.quotient, 10)]);
    let apart = number::compact((found.quotient - gradient).abs());
    let words = language.fill(words::BACKPROP_APART, &[("d", &apart)]);
    format!(
        r#"<div class="backprop-check">{} <span>{}</span></div>"#,
        quotient.markup(),
        dom::escape(&words)
    )
}

/// 2h: 0.2, 0.0002, (2·10⁻⁵).
fn twice(h: f64) -> String {
    match 2.0 * h {
        width if width >= 1e-4 => maths::decimals(width, (1.0 - width.log10()).floor() as usize),
        width => factor(width, computed),
    }
}
