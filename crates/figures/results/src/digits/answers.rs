//! The ten outputs as bars, a column a network, and the answers in words.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{markup, predict::Answer};
use crate::words;
use redes_shell::{
    dom::{self, part},
    number,
    text::Language,
};

/// Fills the bars. `own` shows the column of the reader's own network; without a drawing there are no answers.
pub fn show(
    host: &HtmlElement,
    language: Language,
    drawn: bool,
    own: bool,
    answers: &[Option<Answer>; 3],
) {
    for cell in dom::all(host, r#"[data-column="own"]"#).unwrap_or_default() {
        if let Ok(cell) = cell.dyn_into::<HtmlElement>() {
            dom::set_hidden(&cell, !own);
        }
    }
    for (column, answer) in markup::COLUMNS.iter().zip(answers) {
        for digit in 0..10 {
            let Ok(Some(cell)) = host.query_selector(&format!(r#"[data-cell="{column}-{digit}"]"#))
            else {
                continue;
            };
            let value = answer.as_ref().map(|answer| answer.outputs[digit]);
            let best = answer.as_ref().is_some_and(|answer| answer.digit == digit);
            let _ = cell.class_list().toggle_with_force("best", best);
            if let Some(bar) = cell
                .first_element_child()
                .and_then(|bar| bar.dyn_into::<HtmlElement>().ok())
            {
                let width = value.map_or(0.0, |value| value * 100.0);
                let _ = bar.style().set_property("width", &format!("{width:.1}%"));
            }
            if let Some(text) = cell.last_element_child() {
                dom::set_text(
                    &text,
                    &value.map_or("—".to_owned(), |value| number::fixed(f64::from(value), 3)),
                );
            }
        }
    }
    if let Ok(line) = part::<Element>(host, "answer") {
        dom::set_text(&line, &words(language, drawn, answers));
    }
}

fn words(language: Language, drawn: bool, answers: &[Option<Answer>; 3]) -> String {
    if !drawn {
        return language.text(words::DIGITS_ANSWER_EMPTY).to_owned();
    }
    let names = [
        words::DIGITS_CASE10_SHORT,
        words::DIGITS_CASE11_SHORT,
        words::DIGITS_OWN_SHORT,
    ];
    let parts: Vec<String> = names
        .iter()
        .zip(answers)
        .filter_map(|(name, answer)| {
            Some(format!(
                "{}: {}",
                language.text(*name),
                answer.as_ref()?.digit
            ))
        })
        .collect();
    match parts.is_empty() {
        true => language.text(words::DIGITS_ANSWER_WAITING).to_owned(),
        false => parts.join(" · "),
    }
}
