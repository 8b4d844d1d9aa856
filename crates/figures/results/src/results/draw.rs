//! What changes on the page in the results' figure: the table of the rows and its summary.

use redes_experiment::results::ResultRow;
use web_sys::{Element, HtmlElement};

use super::markup;
use redes_shell::{
    choice,
    dom::{self, part},
    text::Language,
};

/// Presses the button of a case and hides the last table.
pub fn clear(host: &HtmlElement, case: &str) {
    choice::show(host, "case", case);
    dom::hide_part(host, "table", true);
}

/// Shows the judged rows and how many have each verdict.
pub fn table(host: &HtmlElement, language: Language, rows: &[ResultRow]) {
    dom::hide_part(host, "table", false);
    if let Ok(body) = part::<Element>(host, "rows") {
        body.set_inner_html(&markup::rows(rows, language));
    }
    dom::set_part_text(host, "summary", &markup::summary(rows, language));
}
